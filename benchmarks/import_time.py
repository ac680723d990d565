"""What `import zhengwu` costs beside `import attrs` plus a dozen attrs classes: aim at most 1.5 times as much.

Each measurement runs in a fresh interpreter and times only the statements, not the start of the interpreter. The three
kinds take turns, so that a busy machine slows all of them; the median of each is printed, and the ratio to the first.

    python benchmarks/import_time.py [ROUNDS]
"""

from __future__ import annotations

import statistics
import subprocess
import sys

CLASSES = """
import attrs
for n in range(12):
    attrs.make_class(f"Record{n}", {f"field{k}": attrs.field(default=k) for k in range(6)}, frozen=True, slots=True)
"""
PROGRAMS = {
    "import attrs and a dozen classes": CLASSES,
    "import zhengwu": "import zhengwu",
    "import zhengwu and its first rate": (
        "import zhengwu\n"
        "zhengwu.savings_rate(zhengwu.wan('55000.92'), zhengwu.wan('45613.01')).percent()\n"
        "zhengwu.Period('2017-Q1')"
    ),
}


def milliseconds(statements: str) -> float:
    """The time that the statements take in a fresh interpreter, in milliseconds."""
    program = (
        "from time import perf_counter_ns as now\n"
        f"program = compile({statements!r}, 'program', 'exec')\n"
        "start = now()\nexec(program)\nprint(now() - start)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return int(done.stdout) / 1e6


def main(rounds: int) -> None:
    """Print one line per program."""
    times: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    for _ in range(rounds):
        for name, statements in PROGRAMS.items():
            times[name].append(milliseconds(statements))
    medians = {name: statistics.median(values) for name, values in times.items()}
    base = next(iter(medians.values()))
    for name, median in medians.items():
        print(f"{name:36} {median:8.2f} ms   {median / base:5.2f} ×")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
