"""A frame and the records of its rows print the same table, whatever engine holds it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import example, given, settings, strategies as st
from tests.frames import flat
from tests.frames.brought import ENGINES, LOCAL, frame_of
from tests.reference import test_rebuilt_tables as rebuilt
from tests.rolled import body

from zhengwu import frames
from zhengwu.exact import Rounding, wan
from zhengwu.records import RecordError
from zhengwu.stats.rollup import rollup
from zhengwu.table import Table
from zhengwu.trading import Outcome, Tender

AMOUNTS = ["project_count", "budget", "deal", "savings", "savings_rate"]
OF_AUCTIONS = ["project_count", "start_price", "deal", "premium", "premium_rate", "listed_lots", "sold_lots"]
OF_CASES = ["case_count", "accepted", "completed", "unfinished", "on_time", "overdue", "early", "on_time_rate"]
OF_TICKETS = ["case_count", "accepted", "direct", "dispatched", "completed", "unfinished", "on_time", "overdue"]


def told(table: Table) -> list[str]:
    """Every printed text and every explanation."""
    height, width = len(table.rows), table.grid.width
    labels = width - sum(column.kind.value == "figure" for column in table.columns)
    explained = [str(table.explain(row, column)) for row in range(height) for column in range(labels, width)]
    return [str(table), *explained]


def left_out(table: Table) -> dict[str, int]:
    """How many records of each reason are not counted; one entry of a frame stands for many rows."""
    found: dict[str, int] = {}
    assert table.computation is not None
    for one in table.computation.uncounted:
        count = len(one.record) if isinstance(one.record, frames.Rows) else 1
        found[one.reason] = found.get(one.reason, 0) + count
    return found


def assert_same(records: Sequence[Any], columns: Any, by: Any, engines: Sequence[str] = LOCAL, **options: Any) -> None:
    kind = options.pop("kind")
    expected = rollup(records, by, **options)
    for engine in engines:
        frame = frame_of(engine, columns)
        found = frames.rolled(frame, by, records=kind, **options).table()
        assert told(found) == told(expected), engine
        assert left_out(found) == left_out(expected), engine


TIMES: list[dict[str, Any]] = [
    {"period": "quarter"},
    {"period": "month", "within": "2017-Q1"},
    {"period": "half"},
    {"period": "year"},
    {"period": "cumulative", "within": "2017-H1"},
    {"period": "2017-Q1"},
    {"period": "2016-12-15..2017-02-03"},
    {"period": None},
]


@settings(max_examples=20)
@given(records=flat.tenders(), time=st.sampled_from(TIMES), rounding=st.sampled_from(Rounding), partial=st.booleans())
@example(
    records=[Tender.single(title="—", budget=wan("1"), deal=wan("2"), method="公开招标", outcome=Outcome.FAILED)],
    time={"period": None},
    rounding=Rounding.HALF_UP,
    partial=False,
)
def test_of_tenders(records: list[Tender], time: dict[str, Any], rounding: Rounding, partial: bool) -> None:
    if records:
        assert_same(
            records,
            flat.tender_columns(records),
            ["trade_class", "method"],
            on="awarded_at",
            measures=[*AMOUNTS, "savings_rate:ceiling"],
            kind="tender",
            rounding=rounding,
            partial="print" if partial else "blank",
            **time,
        )


@settings(max_examples=12)
@given(records=flat.auctions(), time=st.sampled_from(TIMES))
def test_of_auctions(records: list[Any], time: dict[str, Any]) -> None:
    if records:
        columns = flat.auction_columns(records)
        assert_same(records, columns, "method", on="traded_at", measures=OF_AUCTIONS, kind="auction", **time)


@settings(max_examples=12)
@given(records=flat.cases(), time=st.sampled_from(TIMES))
def test_of_cases_voided_ones_never(records: list[Any], time: dict[str, Any]) -> None:
    columns = flat.case_columns(records)
    if any(record.counted() for record in records):
        assert_same(records, columns, "window", on="accepted_at", measures=OF_CASES, kind="case", **time)


@settings(max_examples=12)
@given(records=flat.tickets(), time=st.sampled_from(TIMES))
def test_of_tickets_merged_ones_never_among_those_dispatched(records: list[Any], time: dict[str, Any]) -> None:
    if records:
        columns = flat.ticket_columns(records)
        assert_same(records, columns, "channel", on="received_at", measures=OF_TICKETS, kind="ticket", **time)


@settings(max_examples=12)
@given(records=flat.tenders(), growth=st.sampled_from(("year_on_year", "period_on_period")))
def test_growth_compares_along_the_calendar(records: list[Tender], growth: str) -> None:
    if records:
        measures = ["deal", f"{growth}:deal", f"{growth}:project_count"]
        options = {"on": "awarded_at", "period": "quarter", "within": "2017-H1", "measures": measures}
        assert_same(records, flat.tender_columns(records), "method", kind="tender", **options)


@pytest.mark.parametrize("engine", ENGINES)
def test_of_the_55_583_cases_of_a_published_quarter(engine: str) -> None:
    """武进区, 2017 Q1: the table of windows, with its reported zero and its blanks."""
    cases = rebuilt.cases()
    frame = frame_of(
        engine,
        {"窗口": ("text", [case.window for case in cases]), "受理时间": ("day", [case.accepted_at for case in cases])},
    )
    groups = [row[0] or "" for row in rebuilt.WINDOWS.rows[:-1]]
    rolled = frames.rolled(
        frame,
        "window",
        on="accepted_at",
        period="month",
        within="2017-Q1",
        records="case",
        measures=["case_count"],
        expected=groups,
        total=rebuilt.WINDOWS.rows[-1][0] or "",
        zeros=rebuilt.zeros(),
    )
    table = rolled.table(title=rebuilt.WINDOWS.title)
    assert body(table) == [[(text or "").strip() for text in row] for row in rebuilt.WINDOWS.rows]
    assert str(table) == str(rebuilt.windows(cases, "accepted_at", zeros=rebuilt.zeros()))


@pytest.mark.parametrize("engine", ENGINES)
def test_of_the_tenders_of_a_published_quarter(engine: str) -> None:
    """武进区, 2017 Q1: the table of trades, three levels deep."""
    tenders = rebuilt.tenders()
    columns = {
        **flat.tender_columns(tenders),
        "scope": ("text", ["直接" if tender.method == "直接发包" else "竞争" for tender in tenders]),
    }
    rolled = frames.rolled(
        frame_of(engine, columns),
        {"项目类别": "trade_class", "口径": "scope", "方式": "method"},
        on="awarded_at",
        period="2017-Q1",
        measures=AMOUNTS,
        zeros=[(("工程建设", "竞争", "邀请招标"), "2017-Q1")],
        zero_base="0.00%",
    )
    table = rolled.table()
    assert rebuilt.differing(table) == []
    assert told(table) == told(rebuilt.trades(tenders))


def test_a_cell_counts_rows_and_holds_none() -> None:
    tenders = rebuilt.tenders()[:9]
    frame = frame_of("polars", flat.tender_columns(tenders))
    cell = frames.rollup(frame, "method", on=None, period=None, measures=AMOUNTS, as_table=True).explain(0, 1)
    assert cell.count == 9
    with pytest.raises(RecordError, match="the rows stay in the frame"):
        cell.records  # noqa: B018
