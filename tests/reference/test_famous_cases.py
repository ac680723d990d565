"""The two famous cases: a quarter whose values slipped by one label, and a half-year that lost one digit.

Each comes out of every door (`reproduce`, `audit`, the command line, `repaired`) as one cause with its repair, and
comes out the same with other names, another order and other amounts: nothing knows a particular document.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.transformed import Rows, audited, published_grid, shifted, texts, with_cells, with_rows

import zhengwu as zw
from zhengwu.auditing.report import Report
from zhengwu.auditing.reproduction import Reproduction, reproduced
from zhengwu.cli import main
from zhengwu.findings import Finding, FindingKind, Grade, Move, Verdict
from zhengwu.reference.published import PublishedDocument, document
from zhengwu.table import Grid, Table

EXAMPLE = Path(__file__).parents[2] / "examples" / "wujin-2017q1.txt"
ZEROS, LAST = 2, 21  # the row of nothing that slipped in, and the grand total whose values fell off the page
LOST = {(LAST, 2): "380", (LAST, 3): "266422.97", (LAST, 4): "252805.66"}
STRAYS = ["346", "600", "880"]
NAMES = {
    "工程建设": "甲类", "政府采购": "乙类", "医药采购": "丙类", "产权交易": "丁类",
    "公开招标": "子法", "公开": "子", "邀请招标": "丑法", "邀请": "丑", "直接发包": "寅法",
    "竞争性谈判": "卯法", "单一来源": "辰法", "电子竞价": "巳法", "询价": "午法", "协议": "未法",
    "网络竞价": "申法", "拍卖": "酉法", "协议租赁": "戌法",
}  # fmt: skip
MONEY = re.compile(r"(\d+\.\d+)(万元)")


def changed(finding: Finding) -> dict[tuple[int | None, int | None], str]:
    """What the first repair of a finding prints, by row and column."""
    return {(change.where.row, change.where.column): change.after for change in finding.repairs[0].changes}


def moves(finding: Finding) -> list[tuple[int, int]]:
    return [(move.row, move.label_row) for move in finding.repairs[0].moves]


def body(table: Table) -> list[list[str]]:
    """What the rows print, without blanks around it."""
    rows = range(table.header_height, table.grid.height)
    return [[table.grid.text(r, c).strip() for c in range(table.grid.width)] for r in rows]


def in_json(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def reproduction(name: str) -> Reproduction:
    return next(item for item in zw.reproduce() if item.document.id == name)


@pytest.fixture(scope="module")
def quarter() -> Report:
    """The audit of the trading table of the first quarter of 2017."""
    return audited(published_grid(1))


class TestTheQuarter:
    """From the third row on the values stand one label too low; re-aligned, every subtotal holds."""

    def check(self, report: Report) -> Finding:
        table = report.tables[-1]
        (finding,) = report.findings
        assert (finding.kind, finding.grade, finding.unique) == (FindingKind.SHIFT, Grade.ERROR, True)
        assert len(finding.repairs) == 1
        assert moves(finding) == [(row, row - 1) for row in range(ZEROS + 1, LAST + 1)]
        assert changed(finding) == LOST
        assert (len(finding.relations), table.checked - table.held) == (23, 23)
        assert {report.relations[n].verdict for n in finding.relations} == {Verdict.INCONSISTENT}
        assert {result.rule for result in report.relations if result.verdict is Verdict.INCONSISTENT} <= {
            report.relations[n].rule for n in finding.relations
        }
        return finding

    def test_the_audit_of_the_table(self, quarter: Report) -> None:
        finding = self.check(quarter)
        assert finding.values["arithmetic"] == "35 + 18 = 53"

    def test_both_tables_of_the_document(self) -> None:
        report = zw.audit([published_grid(0), published_grid(1)])
        finding = self.check(report)
        assert finding.where.table == 1
        assert {move.table for move in finding.repairs[0].moves} == {1}

    def test_reproduce(self) -> None:
        tables = reproduction("wujin-2017q1").tables
        assert tables is not None
        finding = self.check(tables)
        assert (finding.where.table, finding.where.line) == (1, 234)

    def test_the_command_line(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["audit", str(EXAMPLE), "--format", "json"]) == 1
        (report,) = in_json(capsys.readouterr().out)
        (finding,) = report["findings"]
        assert (finding["kind"], finding["grade"], finding["unique"]) == ("shift", "error", True)
        (repair,) = finding["repairs"]
        assert repair["moves"] == [{"table": 1, "row": row, "label_row": row - 1} for row in range(3, LAST + 1)]
        assert [(one["row"], one["column"], one["from"], one["to"]) for one in repair["changes"]] == [
            (row, column, "", text) for (row, column), text in LOST.items()
        ]
        assert repair["why"]
        whys = [item["why"] for item in report["skipped"][:3]]
        assert all(stray in why for stray, why in zip(STRAYS, whys, strict=True))

    @pytest.mark.parametrize(
        ("lang", "sentence"),
        [
            ("zh", "自“工程建设 小计(公开+邀请)”起 19 行的数字比项目名称低 1 行，另有 3 处可以补正"),
            ("en", "from “工程建设 小计(公开+邀请)” on, 19 rows of figures stand 1 too low against their labels"),
        ],
    )
    def test_one_sentence(self, quarter: Report, lang: str, sentence: str) -> None:
        (finding,) = quarter.to_dict(lang=lang)["findings"]
        assert finding["message"].startswith(sentence)

    def test_the_text_marks_every_row_that_moved(self, capsys: pytest.CaptureFixture[str]) -> None:
        main(["reproduce"])
        out = capsys.readouterr().out
        assert out.count("↑") == LAST - ZEROS
        for text in ("r3—r21 → r2—r20", "→ 380", "→ 266422.97", "→ 252805.66"):
            assert text in out

    def test_repaired(self, quarter: Report) -> None:
        (table,) = quarter.repaired()
        printed, mended = body(quarter.sources[0]), body(table)
        # The labels stay, every row of values stands one higher, the last one prints what could be computed.
        assert [row[:2] for row in mended] == [row[:2] for row in printed]
        assert [row[2:] for row in mended[:ZEROS]] == [row[2:] for row in printed[:ZEROS]]
        assert [row[2:] for row in mended[ZEROS:LAST]] == [row[2:] for row in printed[ZEROS + 1 :]]
        assert mended[LAST][2:] == [*LOST.values(), "", ""]

    def test_what_was_repaired_is_consistent(self, quarter: Report) -> None:
        again = zw.audit(quarter.repaired())
        assert again.findings == ()
        assert again.count(Verdict.INCONSISTENT) == 0
        assert again.checked > quarter.count(Verdict.CONSISTENT)

    def test_stray_cells_stay_reported(self, quarter: Report) -> None:
        for report in (quarter, zw.audit(quarter.repaired())):
            assert [item.values["text"] for item in report.skipped] == STRAYS
            assert {item.reason for item in report.skipped} == {"figure_among_labels"}

    def test_the_window_table_beside_it_has_nothing(self) -> None:
        assert audited(published_grid(0)).findings == ()


class TestTheQuarterPrintedDifferently:
    """The cause rests on sums: not on names, amounts, or the order of the groups."""

    def test_renamed(self) -> None:
        names = re.compile("|".join(sorted(NAMES, key=len, reverse=True)))
        grid = with_cells(
            published_grid(1), lambda _, c, text: names.sub(lambda m: NAMES[m[0]], text) if c < 2 else text
        )
        (finding,) = audited(grid).findings
        assert (finding.kind, finding.unique, changed(finding)) == (FindingKind.SHIFT, True, LOST)
        assert moves(finding) == [(row, row - 1) for row in range(ZEROS + 1, LAST + 1)]

    @pytest.mark.parametrize("places", [1, 2, 4])
    def test_scaled(self, places: int) -> None:
        grid = with_cells(published_grid(1), lambda _, c, text: shifted(text, places) if c in (3, 4, 5) else text)
        (finding,) = audited(grid).findings
        assert (finding.kind, finding.unique) == (FindingKind.SHIFT, True)
        assert changed(finding) == {
            (row, column): shifted(text, places) if column > 2 else text for (row, column), text in LOST.items()
        }

    def test_multiplied(self) -> None:
        """Three times every count: other digits everywhere. (Rounded amounts times three need not add up.)"""
        grid = with_cells(published_grid(1), lambda _, c, text: multiplied(text, 3) if c == 2 else text)
        (finding,) = audited(grid).findings
        assert (finding.kind, finding.unique) == (FindingKind.SHIFT, True)
        assert changed(finding) == {**LOST, (LAST, 2): "1140"}

    def test_groups_of_the_consistent_table_in_another_order(self, quarter: Report) -> None:
        rows = in_other_order(quarter)
        assert audited(with_rows(published_grid(1), rows)).findings == ()

    def test_groups_in_another_order_and_slipped_anew(self, quarter: Report) -> None:
        """Whole groups change places on the page as it should be; then everything from its fifth row on slips down."""
        header, *rows = in_other_order(quarter)
        values = [row[2:] for row in rows]
        slipped: Rows = [*values[:5], ["0", "0.00", "0.00", "", ""], *values[5:-1]]
        grid = with_rows(published_grid(1), [header, *(r[:2] + v for r, v in zip(rows, slipped, strict=True))])
        report = audited(grid)
        (finding,) = report.findings
        assert (finding.kind, finding.unique) == (FindingKind.SHIFT, True)
        assert moves(finding) == [(row, row - 1) for row in range(6, LAST + 1)]
        (table,) = report.repaired()
        counts = [row[2] for row in body(table)]
        assert counts == [(text or "").strip() for text, *_ in values]


def multiplied(text: str, factor: int) -> str:
    """Every number of a text times a whole number, at the same decimals."""

    def times(match: re.Match[str]) -> str:
        whole, _, decimals = match[0].partition(".")
        digits = str(int(whole + decimals) * factor).zfill(len(decimals) + 1)
        return f"{digits[: -len(decimals)]}.{digits[-len(decimals) :]}" if decimals else digits

    return re.sub(r"\d+(?:\.\d+)?", times, text)


def in_other_order(quarter: Report) -> Rows:
    """The repaired table, header first, without the stray cells, its four groups in another order."""
    (table,) = quarter.repaired()
    header, *rows = texts(table.grid)
    rows = [["" if c == 1 and text in STRAYS else text for c, text in enumerate(row)] for row in rows]
    groups = [rows[16:20], rows[5:12], rows[12:16], rows[0:5], rows[20:]]
    return [header, *(row for group in groups for row in group)]


def statement() -> PublishedDocument:
    """The half-year statement, printed once: its source prints the text twice."""
    whole = document("district-2023h1")
    second = min(figure.line for figure in whole.figures if figure.id == "f34")
    figures = tuple(figure for figure in whole.figures if figure.line < second)
    names = {figure.id for figure in figures}
    relations = tuple(
        relation
        for relation in whole.relations
        if {relation.target, *relation.form.operands} - {None} <= names | {r.id for r in whole.relations}
        and relation.target in {*names, None}
    )
    return attrs.evolve(whole, figures=figures, relations=relations)


def as_table(rows: Sequence[Sequence[str]]) -> Grid:
    """The same statement as a table."""
    header = ["项目类别", "项目个数", "预算金额（万元）", "成交金额（万元）", "节约金额（万元）", "节约率（%）"]
    return Grid.of([header, *rows], caption="2023年上半年交易情况表", header_rows=1)


STATEMENT = [
    ["建设工程", "111", "70898.84", "60375.62", "10523.22", "14.84%"],
    ["政府采购", "30", "19723.07", "1790.76", "1822.31", "9.23%"],
    ["合计", "141", "90621.91", "78276.38", "12345.53", "13.6%"],
]


class TestTheHalfYear:
    """1790.76 must be 17900.76, as two identities vouch; 9.23 % is 9.2395 % cut off."""

    def check(self, finding: Finding, *, after: str) -> None:
        assert (finding.kind, finding.grade, finding.unique) == (FindingKind.TYPO, Grade.ERROR, True)
        (repair,) = finding.repairs
        (change,) = repair.changes
        assert (change.after, repair.why, repair.moves) == (after, "why.typo.dropped", ())
        assert change.where == finding.where
        assert change.before == finding.printed

    def test_reproduce(self) -> None:
        """The source prints the text twice, the lost digit too: both places are told, and the rate that was cut off."""
        stated = reproduction("district-2023h1").stated
        errors = [finding for finding in stated.findings if finding.grade is Grade.ERROR]
        for finding in errors:
            self.check(finding, after="17900.76万元")
            assert len(finding.relations) >= 2
        assert {(finding.where.figure, finding.where.line) for finding in errors} == {("f13", 15), ("f46", 140)}
        (note,) = (finding for finding in stated.findings if finding not in errors)
        assert (note.grade, note.kind, note.printed, note.unique) == (Grade.NOTE, FindingKind.ROUNDING, "9.23%", True)
        assert [change.after for change in note.repairs[0].changes] == ["9.24%"]
        accused = {n for finding in errors for n in finding.relations}
        assert accused == {n for n, r in enumerate(stated.relations) if r.verdict is Verdict.INCONSISTENT}

    def test_printed_once_it_is_one_finding(self) -> None:
        stated = reproduced(statement()).stated
        (finding,) = (found for found in stated.findings if found.grade is Grade.ERROR)
        self.check(finding, after="17900.76万元")
        assert [stated.relations[n].arithmetic for n in finding.relations][:2] == [
            "60375.62万元 + 1790.76万元 = 62166.38万元",
            "19723.07万元 − 1790.76万元 = 17932.31万元",
        ]

    def test_the_rate_was_cut_off(self) -> None:
        """No contradiction: under the lost digit put back, 9.2395 % prints 9.23 % where digits are cut off."""
        stated = reproduction("district-2023h1").stated
        cut = [result for result in stated.relations if result.verdict is Verdict.TRUNCATED]
        assert {(result.printed, result.arithmetic) for result in cut} == {
            ("9.23%", "1822.31万元 ÷ 19723.07万元 ≈ 9.2395%")
        }
        assert not any(finding.printed == "9.23%" and finding.grade is Grade.ERROR for finding in stated.findings)

    def test_the_command_line(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["reproduce", "--format", "json", "--lang", "en"]) == 0
        reports = [item for item in in_json(capsys.readouterr().out) if item["document"] == "district-2023h1"]
        findings = [found for found in reports[0]["stated"]["findings"] if found["grade"] == "error"]
        assert {finding["where"]["figure"] for finding in findings} == {"f13", "f46"}
        for finding in findings:
            (repair,) = finding["repairs"]
            assert finding["unique"]
            assert repair["why"] == "digit dropped"
            assert [(one["from"], one["to"]) for one in repair["changes"]] == [("1790.76万元", "17900.76万元")]

    def test_as_a_table(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        grid = as_table(STATEMENT)
        (finding,) = zw.audit(grid).findings
        self.check(finding, after="17900.76")
        assert finding.where.cell == "t0r1c3"
        rows: list[list[str | None]] = [*texts(grid)]
        path = tmp_path / "half-year.json"
        path.write_text(json.dumps({"header": rows[0], "rows": rows[1:]}), encoding="utf-8")
        assert main(["audit", str(path), "--format", "json"]) == 1
        (report,) = in_json(capsys.readouterr().out)
        (found,) = report["findings"]
        assert [(one["row"], one["column"], one["to"]) for one in found["repairs"][0]["changes"]] == [
            (1, 3, "17900.76")
        ]

    def test_repaired(self) -> None:
        (table,) = zw.audit(as_table(STATEMENT)).repaired()
        assert [row[3] for row in body(table)] == ["60375.62", "17900.76", "78276.38"]
        again = zw.audit(table)
        assert again.findings == ()
        assert [result.printed for result in again.relations if result.verdict is Verdict.TRUNCATED] == ["9.23%"]


class TestTheHalfYearPrintedDifferently:
    def test_renamed_and_in_another_order(self) -> None:
        names = {"建设工程": "甲类", "政府采购": "乙类"}
        rows = [[names.get(text, text) for text in STATEMENT[n]] for n in (1, 0, 2)]
        (finding,) = zw.audit(as_table(rows)).findings
        assert (finding.where.row, changed(finding)) == (0, {(0, 3): "17900.76"})

    @pytest.mark.parametrize("factor", [3, 7, 100])
    def test_multiplied(self, factor: int) -> None:
        """Other amounts, and the fourth digit lost of the number that must have been."""
        rows = [[multiplied(text, factor) if c in (2, 3, 4) else text for c, text in enumerate(r)] for r in STATEMENT]
        meant = multiplied("17900.76", factor)
        rows[1][3] = meant[:3] + meant[4:]
        (finding,) = zw.audit(as_table(rows)).findings
        assert (finding.unique, finding.repairs[0].why) == (True, "why.typo.dropped")
        assert changed(finding) == {(1, 3): meant}

    def test_a_statement_with_other_names_amounts_and_order(self) -> None:
        once, meant = statement(), multiplied("17900.76", 7)
        texts_of = {figure.id: MONEY.sub(lambda m: multiplied(m[1], 7) + m[2], figure.text) for figure in once.figures}
        texts_of["f13"] = f"{meant[:3]}{meant[4:]}万元"
        figures = tuple(
            attrs.evolve(figure, name=f"数{number}", scope="", text=texts_of[figure.id])
            for number, figure in enumerate(once.figures)
        )
        other = attrs.evolve(once, id="other", figures=figures, relations=once.relations[::-1])
        (finding,) = (found for found in reproduced(other).stated.findings if found.grade is Grade.ERROR)
        assert finding.unique
        assert [(change.where.figure, change.after) for change in finding.repairs[0].changes] == [
            ("f13", f"{meant}万元")
        ]


def test_a_move_is_what_the_report_says() -> None:
    """The shift is told as moves of rows of one table, each row once."""
    (finding,) = audited(published_grid(1)).findings
    told = finding.repairs[0].moves
    assert len({move.row for move in told}) == len({move.label_row for move in told}) == len(told)
    assert told[0] == Move(table=0, row=ZEROS + 1, label_row=ZEROS)
