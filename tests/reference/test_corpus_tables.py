"""Statistical tables of other places, as printed on public pages: no figure of them is accused.

Their identities were recomputed by hand for the corpus, and all of them hold. Needs ../shared, which stands beside a
checkout of the developers and is no part of the project.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import zhengwu as zw

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus" / "tables"
FILES = sorted(CORPUS.glob("*.json"))

if not FILES:
    pytest.skip("the corpus is not beside this checkout", allow_module_level=True)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_is_accused(path: Path) -> None:
    report = zw.audit(path)
    assert [finding for finding in report.findings if finding.grade is zw.Grade.ERROR] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_sums_and_differences_of_the_corpus_are_found(path: Path) -> None:
    """What the corpus states of a table that is recorded whole, its shape and wording license too."""
    stated = json.loads(path.read_text("utf-8"))["identities"]
    targets = {f"t0{identity['target']}" for identity in stated if identity["kind"] in ("sum", "difference")}
    found = {result.target for result in zw.audit(path).relations if result.verdict is zw.Verdict.CONSISTENT}
    assert targets <= found
