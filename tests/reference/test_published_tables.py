"""The two published tables of the 2017 first quarter: what holds, what does not, and what must not change either."""

from __future__ import annotations

import random
import re

import pytest
from tests.transformed import TABLES, audited, decided, published_grid, shifted, texts, with_cells, with_rows

from zhengwu.exact import Rounding
from zhengwu.findings import FindingKind, Grade, Verdict
from zhengwu.reference.glossary import glossary
from zhengwu.reference.published import document
from zhengwu.table import Grid, RowKind, recognise

WINDOWS, TRADING = TABLES

# Where the labels contradict the values: the row and the columns of the sums that cannot be right. Every value row from
# the fourth on stands one label too low, so that no sum of the labels comes out, while every row is sound in itself.
CONTRADICTIONS = {
    (3, 2), (3, 3), (3, 4), (3, 5),
    (4, 2), (4, 3), (4, 4), (4, 5),
    (11, 2), (11, 3), (11, 4), (11, 5),
    (15, 4),
    (19, 2), (19, 3), (19, 4),
    (20, 2), (20, 3), (20, 4),
    (21, 2), (21, 3), (21, 4), (21, 5),
}  # fmt: skip


class TestWindowTable:
    """23 windows over three months: every row sum and all four column totals hold."""

    def test_structure(self) -> None:
        table = recognise(published_grid(WINDOWS))
        assert [row.kind for row in table.rows].count(RowKind.ITEM) == 23
        assert table.rows[-1].kind is RowKind.TOTAL
        assert {column.unit for column in table.columns[1:]} == {"件"}
        assert str(table.period) == "2017-Q1"

    def test_everything_holds(self) -> None:
        report = audited(published_grid(WINDOWS))
        assert report.findings == ()
        assert report.skipped == ()
        assert report.is_exact
        rules = [result.rule for result in report.relations]
        assert (rules.count("ZW111"), rules.count("ZW120")) == (24, 4)
        assert report.count(Verdict.CONSISTENT) == 28

    def test_blanks_stay_blanks(self) -> None:
        table = recognise(published_grid(WINDOWS))
        blanks = [place for place, cell in table.cells.items() if cell.figure.is_blank]
        assert blanks == [(4, 1), (4, 2), (7, 2), (16, 1), (22, 2), (22, 3)]
        zero = table.printed(4, 3)
        assert zero is not None
        assert zero.figure.is_zero


class TestTradingTable:
    """Every row is sound in itself; the sums that the labels promise are not."""

    def test_structure(self) -> None:
        table = recognise(published_grid(TRADING))
        assert [column.role for column in table.columns] == [
            "project_class", "method", "project_count", "budget", "deal", "savings", "savings_rate",
        ]  # fmt: skip
        assert table.rows[4].formula == ("公开", "邀请", "直接发包")
        assert table.rows[11].group == ("政府采购",)
        assert {row.index for row in table.rows if row.is_sum} == {3, 4, 11, 15, 19, 20, 21}

    def test_marks_change_the_role_of_their_row(self) -> None:
        table = recognise(published_grid(TRADING))
        auction = {table.columns[c].role: cell.role for (r, c), cell in table.cells.items() if r == 17}
        assert auction["savings"] == "premium"
        assert auction["savings_rate"] == "premium_rate"
        assert auction["budget"] == "start_price"

    def test_contradictions_are_where_they_are(self) -> None:
        report = audited(published_grid(TRADING))
        failed = {(r.where.row, r.where.column) for r in report.relations if r.verdict is Verdict.INCONSISTENT}
        assert failed == CONTRADICTIONS
        assert {result.rule for result in report.relations if result.verdict is Verdict.INCONSISTENT} == {
            "ZW121",
            "ZW122",
        }

    def test_every_row_is_sound(self) -> None:
        report = audited(published_grid(TRADING))
        rows = [result for result in report.relations if result.rule in ("ZW101", "ZW102")]
        assert len(rows) == 26
        assert [r.target for r in rows if r.verdict is not Verdict.CONSISTENT] == ["t0r2c6"]
        nothing_traded = next(result for result in rows if result.target == "t0r2c6")
        assert (nothing_traded.verdict, nothing_traded.reason) == (Verdict.UNVERIFIABLE, "zero_base")

    def test_rounded_row_is_no_false_alarm(self) -> None:
        """34.89 − 31.91 prints 2.97 and 8.53% where the printed numbers give 2.98 and 8.54%: possible together."""
        report = audited(published_grid(TRADING))
        row = {result.rule: result for result in report.relations if result.where.row == 9}
        assert (row["ZW101"].verdict, row["ZW101"].recomputed) == (Verdict.CONSISTENT, "2.98")
        assert (row["ZW102"].verdict, row["ZW102"].recomputed) == (Verdict.CONSISTENT, "8.54%")

    def test_half_up_is_the_only_usual_rounding_left(self) -> None:
        assert audited(published_grid(TRADING)).regimes == (Rounding.HALF_UP,)

    def test_stray_figures_are_listed(self) -> None:
        report = audited(published_grid(TRADING))
        assert [(item.reason, item.values["text"]) for item in report.skipped] == [
            ("figure_among_labels", "346"),
            ("figure_among_labels", "600"),
            ("figure_among_labels", "880"),
        ]

    def test_all_contradictions_have_one_cause(self) -> None:
        """No question is left either: the sums with blanks among their parts hold once the values stand right."""
        report = audited(published_grid(TRADING))
        (finding,) = report.findings
        assert (finding.kind, finding.grade, finding.unique) == (FindingKind.SHIFT, Grade.ERROR, True)
        accused = {(report.relations[n].where.row, report.relations[n].where.column) for n in finding.relations}
        assert accused == CONTRADICTIONS


@pytest.mark.parametrize("number", TABLES)
class TestLaws:
    """The same facts printed differently get the same verdicts."""

    def test_order_of_the_rows(self, number: int) -> None:
        """Items may stand in any order within their group, and groups within the table."""
        grid = published_grid(number)
        shuffled = random.Random(2017)  # noqa: S311 - a fixed order of tests, no secret
        as_printed = decided(grid)
        for _ in range(3):
            assert decided(_permuted(grid, shuffled)) == as_printed

    def test_unit_of_the_amounts(self, number: int) -> None:
        """万元 printed as 亿元 with the same digits says the same; 件 printed as 万件 is rounded."""
        grid = published_grid(number)
        rows = texts(grid)
        money = [c for c, text in enumerate(rows[0]) if text and "万元" in text]
        columns = money or range(1, len(rows[0]))
        changed = with_cells(grid, lambda _, c, text: shifted(text, 4) if c in columns else text)
        header = [(text or "").replace("万元", "亿元") for text in rows[0]]
        unit = "" if money else "万件"
        other = Grid.of([header, *texts(changed)[1:]], caption=grid.caption, unit=unit, header_rows=1)
        names = {(label, column.replace("万元", "亿元"), rule): v for (label, column, rule), v in decided(grid).items()}
        assert decided(other) == names

    def test_scale_of_the_amounts(self, number: int) -> None:
        """All amounts ten times as large, at the same number of printed digits."""
        grid = published_grid(number)
        first = 1 if number == WINDOWS else 3
        rate = len(texts(grid)[0]) - 1 if number == TRADING else -1
        scaled = with_cells(grid, lambda _, c, text: _tenfold(text) if c >= first and c != rate else text)
        assert decided(scaled) == decided(grid)

    def test_absent_is_blank(self, number: int) -> None:
        """A cell that is not there says as little as one that is empty."""
        grid = published_grid(number)
        first = 1 if number == WINDOWS else 2
        absent = with_cells(grid, lambda _, c, text: text if text.strip() or c < first else None)
        present = with_rows(grid, [["" if text is None else text for text in row] for row in texts(grid)])
        assert decided(absent) == decided(grid) == decided(present)

    def test_months_merge_into_the_quarter(self, number: int) -> None:
        """Dropping the months keeps the verdicts of the quarter; printing months for a quarter adds sums that hold."""
        grid = published_grid(number)
        if number == WINDOWS:
            quarter = with_rows(grid, [[row[0], row[-1]] for row in texts(grid)])
            kept = {
                name: verdict
                for name, verdict in decided(grid).items()
                if name[1] == "一季度合计" and name[2] != "ZW111"
            }
            assert decided(quarter) == kept
            return
        months = decided(_with_months(grid))
        quarter_only = {n: v for n, v in months.items() if n[1].endswith("一季度") and n[2] != "ZW111"}
        assert {(label, column.split(" ")[0], rule): v for (label, column, rule), v in quarter_only.items()} == {
            (label, column, rule): v for (label, column, rule), v in decided(grid).items()
        }
        assert {v for n, v in months.items() if n[2] == "ZW111"} == {Verdict.CONSISTENT}

    def test_names_within_the_glossary(self, number: int) -> None:
        """Another official wording for a label or a header changes nothing."""
        grid = published_grid(number)
        renamed = _renamed(grid)
        assert texts(renamed) != texts(grid)
        assert list(decided(renamed).values()) == list(decided(grid).values())
        assert [c.role for c in recognise(renamed).columns] == [c.role for c in recognise(grid).columns]


@pytest.mark.parametrize("number", TABLES)
def test_a_changed_cell_is_found(number: int) -> None:
    """A sound figure that changes beyond what every relation on it allows makes some relation fail that held before."""
    grid = published_grid(number)
    table = recognise(grid)
    before = {r.target: r for r in audited(grid).relations if r.verdict is Verdict.CONSISTENT}
    used = {name for result in before.values() for name in (result.target, *result.inputs)}
    for row, column, figure in table.figures():
        name = f"t0r{row}c{column}"
        # A figure that carries only a zero, or no relation at all, leaves nothing that could fail.
        if name not in used or figure.is_zero:
            continue
        spoiled = with_cells(
            grid,
            lambda r, c, text, at=(row, column): _leading_digit(text) if (r, c) == at else text,  # type: ignore[misc]
        )
        after = {(r.target, r.rule) for r in audited(spoiled).relations if r.verdict is Verdict.INCONSISTENT}
        assert after - {(r.target, r.rule) for r in audited(grid).relations if r.verdict is Verdict.INCONSISTENT}, name


def test_published_tables_are_the_examples() -> None:
    assert [table.id for table in document("wujin-2017q1").tables] == ["t0", "t1"]


def _leading_digit(text: str) -> str:
    return re.sub(r"\d", lambda match: str((int(match[0]) + 4) % 9 + 1), text, count=1)


def _tenfold(text: str) -> str:
    """Ten times the number at the same number of digits: the point moves, or a zero is added to a whole number."""
    return re.sub(r"(\d+)(?:\.(\d)(\d*))?", lambda m: f"{m[1]}{m[2]}.{m[3]}" if m[2] else f"{m[1]}0", text)


def _permuted(grid: Grid, shuffled: random.Random) -> Grid:
    rows = texts(grid)
    table = recognise(grid)
    items: dict[tuple[str, ...], list[int]] = {}
    for row in table.rows:
        if row.kind is RowKind.ITEM:
            items.setdefault(row.group, []).append(row.index)
    groups = list(items)
    shuffled.shuffle(groups)
    body: list[list[str | None]] = []
    for group in groups:
        indexes = items[group]
        shuffled.shuffle(indexes)
        sums = [row.index for row in table.rows if row.kind is RowKind.SUBTOTAL and row.group == group and group]
        for index in (*indexes, *sums):
            line = list(rows[index + 1])
            if group and table.rows[index].own.base in (line[1] or ""):
                line[0] = group[0]
            body.append(line)
    body += [rows[row.index + 1] for row in table.rows if row.kind is RowKind.TOTAL]
    return with_rows(grid, [rows[0], *body])


def _with_months(grid: Grid) -> Grid:
    """Every amount of the quarter printed as its January, with nothing in February and March; rates for the quarter."""
    rows = texts(grid)
    upper: list[str | None] = ["项目类别", "方式"]
    lower: list[str | None] = ["项目类别", "方式"]
    for text in rows[0][2:-1]:
        upper += [text] * 4
        lower += ["1月", "2月", "3月", "一季度"]
    upper.append(rows[0][-1])
    lower.append("一季度")
    body: list[list[str | None]] = []
    for row in rows[1:]:
        line = row[:2]
        for text in row[2:-1]:
            empty = re.sub(r"\d", "0", text) if text and text.strip() else text
            line += [text, empty, empty, text]
        body.append([*line, row[-1]])
    return with_rows(grid, [upper, lower, *body], header_rows=2)


def _renamed(grid: Grid) -> Grid:
    """Every label and header that is a wording of a term, in the next wording of that term that stands by itself."""
    known = glossary()

    def other(text: str | None) -> str | None:
        term = known.find(text or "")
        if text is None or term is None or len(term.wordings) < 2:
            return text
        bracket = re.search(r"[（(][^（()）]*[)）]$", text)
        names = [name for name in term.wordings if known.header(name) == known.header(term.zh) and name not in text]
        return (names[0] if names else text.split("（")[0]) + (bracket[0] if bracket else "")

    rows = texts(grid)
    width = 1 if len(rows[0]) == 5 else 2
    body = [[other(text) if c < width else text for c, text in enumerate(row)] for row in rows[1:]]
    return with_rows(grid, [[other(text) for text in rows[0]], *body])
