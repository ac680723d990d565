"""Nothing that git tracks names a path of some machine, and the pins hold names, versions and hashes only."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|farm|root|home|Users)/[A-Za-z.]|bash[_]jobs|[.]library\b")
REGISTRY = re.compile(r"(?:files\.pythonhosted|pypi|anaconda)[.](?:org|com)|/simpl[e]/")
URL = re.compile(r"://|\bfile:|@ ")


def tracked() -> list[Path]:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in done.stdout.split("\0") if name]


def lines_that_match(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    found = []
    for path in paths:
        if not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        name = path.relative_to(ROOT)
        found += [f"{name}:{number}" for number, line in enumerate(text.splitlines(), 1) if pattern.search(line)]
    return found


def test_the_patterns_find_what_they_are_for() -> None:
    slash = "/"  # written apart, so that this file passes its own test
    assert MACHINE_PATH.search(f"see {slash}work{slash}main")
    assert MACHINE_PATH.search(f"{slash}home{slash}somebody")
    assert not MACHINE_PATH.search(f"see docs{slash}work{slash}plan.md")
    assert REGISTRY.search(f"index: pypi{chr(46)}org")
    assert URL.search("--find-links file:wheels")


def test_no_tracked_file_names_a_path_of_this_machine() -> None:
    assert lines_that_match(MACHINE_PATH, tracked()) == []


def test_no_tracked_file_names_a_package_registry() -> None:
    assert lines_that_match(REGISTRY, tracked()) == []


def test_the_pins_hold_no_url() -> None:
    assert lines_that_match(URL, sorted((ROOT / "requirements").iterdir())) == []


def test_every_pin_has_a_hash() -> None:
    text = (ROOT / "requirements" / "test.txt").read_text(encoding="utf-8")
    pins = text.replace("\\\n", " ").splitlines()
    assert [pin for pin in pins if "==" not in pin or "--hash=sha256:" not in pin] == []
