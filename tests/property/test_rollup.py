"""Laws of roll-ups: what must hold for any records whatever."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import example, given, strategies as st
from tests.rolled import Count, Lot, body, lot

from zhengwu.app import audit
from zhengwu.exact import Money, Rate, Rounding, total
from zhengwu.findings import Finding, Grade
from zhengwu.periods import Period
from zhengwu.stats.rollup import monthly, rollup
from zhengwu.table import RowKind, Table

AMOUNTS = ["project_count", "budget", "deal", "savings", "savings_rate"]
BY = {"项目类别": "trade_class", "方式": "method"}

_money = st.integers(1, 10**11).map(lambda fen: Money(f"{fen // 100}.{fen % 100:02}元"))
_prices = st.none() | _money
_days = st.none() | st.integers(0, 500).map(lambda days: date(2016, 7, 1) + timedelta(days))
_methods = st.sampled_from(("公开招标", "询价", "直接发包", "自定义"))
_classes = st.sampled_from(("工程建设", "政府采购", "产权交易"))


def _lots(prices: st.SearchStrategy[Money | None] = _prices) -> st.SearchStrategy[list[Lot]]:
    return st.lists(
        st.builds(Lot, trade_class=_classes, method=_methods, budget=prices, deal=prices, awarded_at=_days), max_size=8
    )


def rolled(lots: list[Lot], **options: Any) -> Table:
    return rollup(lots, BY, **{"on": "awarded_at", "period": "2017-Q1", "measures": AMOUNTS, **options})


def values(table: Table, measure: str) -> dict[tuple[tuple[str, ...], int], Any]:
    """The exact values of a measure by row and period."""
    assert table.computation is not None
    return {
        (table.rows[row].labels, column): cell.value
        for (row, column), cell in table.computation.cells.items()
        if cell.measure == measure
    }


@given(lots=_lots(), data=st.data())
def test_the_order_of_the_records_does_not_matter(lots: list[Lot], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(lots))
    assert body(rolled(shuffled)) == body(rolled(lots))


def told(table: Table) -> list[Finding]:
    """What the audit finds, but for deals above their budget: the records have such, and the audit may only ask."""
    asked = {"over_budget"}
    return [
        finding
        for finding in audit(table).findings
        if finding.grade is not Grade.QUESTION or finding.values.get("doubt") not in asked
    ]


@given(lots=_lots(), rounding=st.sampled_from(Rounding), places=st.integers(0, 4))
@example(lots=[lot("0.000001", "0.500001")], rounding=Rounding.HALF_UP, places=0)  # the budget prints as 0
def test_every_roll_up_passes_its_own_audit(lots: list[Lot], rounding: Rounding, places: int) -> None:
    """Whatever is missing from the records, and however it is rounded, the page does not contradict itself."""
    found = told(rolled(lots, rounding=rounding, places=places))
    assert [finding for finding in found if finding.kind.value != "rounding"] == []
    assert not found or rounding is not Rounding.HALF_UP


@given(lots=_lots())
def test_so_does_one_of_several_months(lots: list[Lot]) -> None:
    assert told(rolled(lots, period="month", within="2017-Q1")) == []


@given(lots=_lots(), measures=st.lists(st.sampled_from([*AMOUNTS, "savings_rate:deal"]), min_size=1, unique=True))
def test_and_one_of_any_measures_in_any_order(lots: list[Lot], measures: list[str]) -> None:
    assert told(rolled(lots, measures=measures)) == []


@given(lots=_lots())
def test_months_make_the_quarter(lots: list[Lot]) -> None:
    by_month = values(rolled(lots, period="month", within="2017-Q1", measures=["deal"]), "deal")
    quarter = values(rolled(lots, measures=["deal"]), "deal")
    for (labels, column), value in quarter.items():
        months = [by_month[labels, column + i] for i in range(3)]
        assert total(months) == value == by_month[labels, column + 3]


@given(lots=_lots())
def test_subtotals_and_the_total_are_the_sums_of_their_items(lots: list[Lot]) -> None:
    table = rolled(lots, measures=["budget"])
    found = {labels: value for (labels, _), value in values(table, "budget").items()}
    items = [row.labels for row in table.rows if row.kind is RowKind.ITEM]
    assert found["合计", ""] == total(found[labels] for labels in items)
    for group in {labels[0] for labels in items}:
        assert found[group, "小计"] == total(found[labels] for labels in items if labels[0] == group)


@given(lots=_lots(_money))
def test_a_rate_lies_between_the_extremes_of_its_records(lots: list[Lot]) -> None:
    table = rolled(lots)
    assert table.computation is not None
    for cell in table.computation.cells.values():
        if isinstance(cell.value, Rate):
            rates = [
                Rate.of(lot.savings, lot.budget)
                for lot in cell.records
                if isinstance(lot, Lot) and lot.savings is not None and lot.budget is not None
            ]
            assert min(rates) <= cell.value <= max(rates)


@given(one=_lots(), other=_lots())
def test_the_roll_up_of_a_union_is_the_sum_of_both(one: list[Lot], other: list[Lot]) -> None:
    for measure in ("project_count", "deal", "savings"):
        parts = [values(rolled(lots, measures=[measure]), measure) for lots in (one, other)]
        for place, value in values(rolled(one + other, measures=[measure]), measure).items():
            assert total(part.get(place) for part in parts) == value


@given(lots=_lots())
def test_every_record_is_in_one_item_or_listed_with_a_reason(lots: list[Lot]) -> None:
    table = rolled(lots)
    column = len(BY)
    items = [row.index for row in table.rows if row.kind is RowKind.ITEM]
    counted = [record for row in items for record in table.explain(row, column).records]
    listed = [left.record for left in table.uncounted]
    assert sorted(map(id, [*counted, *listed])) == sorted(map(id, lots))
    within = Period("2017-Q1")
    assert all(isinstance(r, Lot) and r.awarded_at is not None and within.contains(r.awarded_at) for r in counted)


_cells = st.none() | st.integers(0, 3)
_rows = st.dictionaries(st.sampled_from("甲乙丙丁"), st.tuples(_cells, _cells, _cells), min_size=1)


def _counted(rows: dict[str, tuple[int | None, ...]], shown: Callable[[int | None], bool]) -> list[Count]:
    months = Period("2017-Q1").months
    return [
        Count(window=window, period=month, count=count)
        for window, counts in rows.items()
        for month, count in zip(months, counts, strict=True)
        if shown(count)
    ]


@given(rows=_rows)
def test_blanks_stay_blank_and_zeros_zero(rows: dict[str, tuple[int | None, ...]]) -> None:
    """A blank that is recorded, and one that is not, print alike; neither prints as the zero that somebody reported."""
    for shown in (lambda _: True, lambda count: count is not None):
        records = _counted(rows, shown)
        table = monthly(records, "window", on="period", within="2017-Q1", expected=list(rows), measures=["case_count"])
        for line in body(table)[:-1]:
            printed = ["" if count is None else str(count) for count in rows[line[0]]]
            assert line[1:-1] == printed
            assert line[-1] == ("" if set(printed) == {""} else str(sum(map(int, filter(None, printed)))))


@given(rows=_rows)
def test_reported_zeros_need_no_records(rows: dict[str, tuple[int | None, ...]]) -> None:
    months = Period("2017-Q1").months
    zeros = [(window, months[i]) for window, counts in rows.items() for i in range(3) if counts[i] == 0]
    options: dict[str, Any] = {"within": "2017-Q1", "expected": list(rows), "measures": ["case_count"]}
    with_records = monthly(_counted(rows, lambda _: True), "window", on="period", **options)
    without = monthly(_counted(rows, bool), "window", on="period", zeros=zeros, **options)
    assert body(without) == body(with_records)


@given(lots=_lots(), factor=st.sampled_from((10, 10_000)))
def test_rates_do_not_depend_on_the_scale(lots: list[Lot], factor: int) -> None:
    def scaled(price: Money | None) -> Money | None:
        return None if price is None else price * factor

    larger = [
        Lot(
            trade_class=lot.trade_class,
            method=lot.method,
            budget=scaled(lot.budget),
            deal=scaled(lot.deal),
            awarded_at=lot.awarded_at,
        )
        for lot in lots
    ]
    assert values(rolled(larger), "savings_rate") == values(rolled(lots), "savings_rate")
