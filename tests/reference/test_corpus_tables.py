"""Statistical tables of other places, as printed on public pages: no figure of them is accused.

Their identities were recomputed by hand for the corpus, and all of them hold. Needs ../shared, which stands beside a
checkout of the developers and is no part of the project.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import zhengwu as zw

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus" / "tables"
FILES = sorted(CORPUS.glob("*.json"))

if not FILES:
    pytest.skip("the corpus is not beside this checkout", allow_module_level=True)

# What neither wording nor figures establish: an excerpt whose rows do not say what they add up to and print zeros.
OUT_OF_REACH = {("t-hongqiao-2022-foi", "r0c7", "r2c7 - r1c7")}
KINDS = {
    "sum": ("sum", "difference"),
    "difference": ("difference", "sum"),
    "rate": ("rate",),
    "share": ("share",),
    "integer_feasible": ("rate",),
}


def identities(path: Path) -> list[dict[str, Any]]:
    """The identities stated of a table, without those out of reach."""
    stated: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["identities"]
    return [item for item in stated if (path.stem, item["target"], item["formula"]) not in OUT_OF_REACH]


def operands(formula: str) -> set[str]:
    """The cells of a formula."""
    return {f"t0{cell}" for cell in re.findall(r"r\d+c\d+", formula)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_is_accused(path: Path) -> None:
    report = zw.audit(path)
    assert [finding for finding in report.findings if finding.grade is zw.Grade.ERROR] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_inferred_has_no_exceptions(path: Path) -> None:
    """The figures of these pages are right, so a structure read from them holds wherever it was tried."""
    report = zw.audit(path)
    doubts = {finding.values.get("doubt") for finding in report.findings}
    assert doubts <= {"incomplete_list"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_identities_of_the_corpus_are_found(path: Path) -> None:
    """Every identity stated of a table is a relation over the same figures, of its kind and with its verdict."""
    relations = zw.audit(path).relations
    for identity in identities(path):
        found = [
            result
            for result in relations
            if result.target == f"t0{identity['target']}"
            and result.kind in KINDS[identity["kind"]]
            and (operands(identity["formula"]) <= set(result.inputs) or result.variant is not None)
        ]
        verdicts = {result.verdict for result in found}
        assert verdicts == {zw.Verdict.CONSISTENT if identity["holds"] else zw.Verdict.INCONSISTENT}, identity


def test_a_base_that_no_header_states() -> None:
    """Dissatisfied over the cases of the hotline alone, not over all cases: every row says so."""
    path = CORPUS / "t-ningguo-2022-04.json"
    found = [result for result in zw.audit(path).relations if result.name == "dissatisfaction_rate"]
    assert {result.variant for result in found} == {"热线按时办结（件）"}
    assert len(found) == 5
