"""`import zhengwu` loads attrs and nothing heavier, and a name of the public face loads only what it needs.

Each test asks a fresh process: in this one pytest and hypothesis have loaded half of the list already.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "babel",
    "dateutil",
    "docx",
    "highspy",
    "holidays",
    "hypothesis",
    "lxml",
    "narwhals",
    "numpy",
    "pandas",
    "polars",
    "pydantic",
    "rich",
    "stdnum",
    "tomllib",
)


def loaded_by(statements: str) -> set[str]:
    """The names of the modules that a fresh interpreter has loaded after these statements and had not before."""
    program = f"import sys\nbefore = set(sys.modules)\n{statements}\nprint(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_package_loads_nothing_heavy() -> None:
    loaded = loaded_by("import zhengwu")
    assert "attrs" not in HEAVY
    assert {name for name in loaded if name.partition(".")[0] in HEAVY} == set()


def test_the_package_loads_none_of_its_rooms_unasked() -> None:
    loaded = {name for name in loaded_by("import zhengwu") if name.startswith("zhengwu.")}
    assert loaded <= {"zhengwu.errors", "zhengwu._face"}


def test_dir_of_the_package_loads_nothing() -> None:
    loaded = {name for name in loaded_by("import zhengwu; dir(zhengwu)") if name.startswith("zhengwu.")}
    assert loaded <= {"zhengwu.errors", "zhengwu._face"}


@pytest.mark.parametrize("name", ["Money", "Rate", "Rounding", "Figure", "Interval", "yuan", "total"])
def test_a_number_needs_no_third_party_library_but_attrs(name: str) -> None:
    loaded = loaded_by(f"import zhengwu; zhengwu.{name}")
    assert {name for name in loaded if name.partition(".")[0] in HEAVY} == set()
