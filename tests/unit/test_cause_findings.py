"""Causes as findings: one for each, with where, what accuses, and the repairs; doubtful relations only ask."""

from __future__ import annotations

import pytest
from tests.scenes import NESTED, PURCHASES, WINDOWS, Rows, changes_of, put

from zhengwu.app import audit
from zhengwu.auditing.report import Report
from zhengwu.findings import FindingKind, Grade, Verdict
from zhengwu.table import Grid


def report(rows: Rows) -> Report:
    return audit(Grid.of(rows))


SPOILED = (
    put(WINDOWS, r0c1="320", r2c3="1178"),
    put(WINDOWS, r2c1="", r2c2="", r2c3="", r2c4=""),
    put(WINDOWS, r0c1="1", r1c1="2", r2c2="3"),
    put(PURCHASES, r1c2="1204.07", r2c5="9.83%"),
    put(PURCHASES, r3c5="4.75%"),
    put(NESTED, r3c4="17129.09", r9c2="76"),
)


class TestAll:
    @pytest.mark.parametrize("rows", SPOILED)
    def test_every_relation_that_cannot_hold_accuses_or_is_mended(self, rows: Rows) -> None:
        found = report(rows)
        failing = {n for n, r in enumerate(found.relations) if r.verdict is Verdict.INCONSISTENT}
        accusing = {n for finding in found.findings for n in finding.relations}
        assert failing <= accusing

    @pytest.mark.parametrize("rows", SPOILED)
    def test_in_the_order_of_what_accuses(self, rows: Rows) -> None:
        firsts = [finding.relations[:1] for finding in report(rows).findings]
        assert firsts == sorted(firsts)

    @pytest.mark.parametrize("rows", SPOILED)
    def test_claims_have_a_repair_and_leave_no_error_of_theirs(self, rows: Rows) -> None:
        found = report(rows)
        claimed = [finding for finding in found.findings if finding.unique]
        assert all(finding.repairs for finding in claimed)
        after = audit(found.repaired())
        mended = {n for finding in claimed for n in finding.relations}
        assert not any(after.relations[n].verdict is Verdict.INCONSISTENT for n in mended)


class TestTold:
    def test_what_a_message_needs(self) -> None:
        (finding,) = report(put(WINDOWS, r0c1="320")).findings
        assert (finding.grade, finding.kind, finding.where.cell) == (Grade.ERROR, FindingKind.TYPO, "t0r0c1")
        assert finding.figures == ("t0r0c1",)
        assert (finding.values["label"], finding.values["printed"], finding.values["recomputed"]) == (
            "甲·1月",
            "320",
            "3120",
        )
        assert finding.values["arithmetic"]
        assert set(finding.relations) == {0, 4}

    def test_alternatives_in_several_places_are_told_at_the_total(self) -> None:
        (finding,) = report([("窗口", "1月"), ("甲", "35"), ("乙", "41"), ("合计", "77")]).findings
        assert (finding.where.cell, finding.kind, finding.unique) == ("t0r2c1", FindingKind.UNEXPLAINED, False)
        assert finding.figures == ("t0r0c1", "t0r1c1", "t0r2c1")

    def test_a_rate_keeps_its_sign(self) -> None:
        (finding,) = report(put(PURCHASES, r1c5="4.94%")).findings
        assert changes_of(finding) == {"r1c5": "4.49%"}

    def test_a_mark_stays(self) -> None:
        rows = [
            ("方式", "预算金额（万元）", "成交金额（万元）", "节约金额（万元）"),
            ("公开招标", "5130.25", "4890.10", "240.15"),
            ("拍卖", "12040.70", "12580.85", "增值额540.51"),
            ("竞争性谈判", "880.04", "801.44", "78.60"),
        ]
        (finding,) = report(rows).findings
        assert "增值额540.15" in {change.after for repair in finding.repairs for change in repair.changes}


class TestGrades:
    def test_what_was_cut_off_is_a_note_with_the_rounded_figure(self) -> None:
        (finding,) = report(put(PURCHASES, r3c5="4.75%")).findings
        assert (finding.grade, finding.kind, finding.unique) == (Grade.NOTE, FindingKind.ROUNDING, True)
        assert (finding.repairs[0].why, changes_of(finding)) == ("why.rounding", {"r3c5": "4.76%"})
        assert "doubt" not in finding.values

    def test_a_document_that_cuts_off_throughout_has_none(self) -> None:
        # 4.6810…, 4.4860…, 8.9314…, 4.7581…
        assert report(put(PURCHASES, r1c5="4.48%", r3c5="4.75%")).findings == ()

    def test_a_doubtful_relation_asks(self) -> None:
        rows = [
            ("渠道", "件数（件）", "占比(%)"),
            ("电话", "30", "30.0"),
            ("网络", "60", "61.0"),
            ("信件", "10", "10.0"),
        ]
        for finding in report([*rows, ("合计", "100", "100")]).findings:
            assert (finding.grade is Grade.QUESTION) is ("doubt" in finding.values)

    def test_a_blank_part_asks(self) -> None:
        (finding,) = report(put(WINDOWS, r2c1="", r2c4="2477")).findings
        assert finding.grade is Grade.QUESTION
        assert not finding.unique


class TestTime:
    """A bound on time leaves every verdict as it is, and says where the search for a cause was ended."""

    def test_nothing_is_claimed_that_was_not_sought_to_the_end(self) -> None:
        grid = Grid.of(put(WINDOWS, r0c1="320", r2c3="1178"))
        ended, whole = audit(grid, seconds=0), audit(grid)
        assert [r.verdict for r in ended.relations] == [r.verdict for r in whole.relations]
        assert any(finding.unique for finding in whole.findings)
        assert not any(finding.unique for finding in ended.findings)
        accused = {position for finding in ended.findings for position in finding.relations}
        assert accused == {i for i, r in enumerate(ended.relations) if r.verdict is Verdict.INCONSISTENT}
        assert {finding.values["doubt"] for finding in ended.findings} == {"search_ended"}
