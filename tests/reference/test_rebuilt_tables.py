"""The published tables rebuilt from records, equal to the last printed digit, blanks included.

Source: newsletter of 武进区, 2017 Q1 (reference/published/wujin-2017q1.json). The trading table is read with its labels
put right, as trading.md §10 E2 does: from the fourth line on every value row stands one label too low.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import pytest
from tests.reference.generated import Line, days_of, lots_of, solved, split
from tests.rolled import body

from zhengwu.app import audit
from zhengwu.approval import Case, WindowPeriodCount
from zhengwu.exact import Money
from zhengwu.periods import Period
from zhengwu.reference.published import document
from zhengwu.stats.rollup import monthly, rollup
from zhengwu.table import Table
from zhengwu.trading import PropertyAuction, Tender

WINDOWS, TRADING = document("wujin-2017q1").tables
MONTHS = Period("2017-Q1").months
AMOUNTS = ["project_count", "budget", "deal", "savings", "savings_rate"]
BY: dict[str, Any] = {"项目类别": "trade_class", "口径": lambda tender: _scope(tender.method), "方式": "method"}


def _scope(method: str) -> str:
    return "直接" if method == "直接发包" else "竞争"


def _printed(row: Sequence[str | None]) -> list[str]:
    return [(text or "").strip() for text in row]


# ------------------------------------------------------------------------------------------------------- the windows


@functools.cache
def cases() -> tuple[Case, ...]:
    """A case for every one of the 55 583 that the table counts, accepted on days of its month."""
    return tuple(
        Case(case_no=f"{row[0]}-{month}-{number}", window=row[0], accepted_at=day)
        for row in WINDOWS.rows[:-1]
        for month, text in enumerate(_printed(row[1:4]), 1)
        for number, day in zip(range(int(text or 0)), days_of(2017, month), strict=False)
    )


def windows(records: Sequence[Any], on: str, **options: Any) -> Table:
    groups = [row[0] or "" for row in WINDOWS.rows[:-1]]
    total = WINDOWS.rows[-1][0] or ""
    return monthly(
        records, "window", on=on, within="2017-Q1", expected=groups, total=total, title=WINDOWS.title, **options
    )


def zeros() -> list[tuple[str, Period]]:
    """Where the table prints a 0: the window reported, and had no case."""
    return [
        (row[0] or "", month)
        for row in WINDOWS.rows[:-1]
        for month, text in zip(MONTHS, _printed(row[1:4]), strict=True)
        if text == "0"
    ]


def test_the_window_table_from_its_cases() -> None:
    table = windows(cases(), "accepted_at", zeros=zeros())
    assert len(cases()) == 55_583
    assert body(table) == [_printed(row) for row in WINDOWS.rows]
    assert [column.header for column in table.columns] == list(WINDOWS.header[0])
    assert (table.title, table.grid.unit) == (WINDOWS.title, WINDOWS.unit)
    assert table.uncounted == ()
    report = audit(table)
    assert (report.findings, len(report.relations)) == ((), 24 + 4)


def test_the_window_table_from_what_the_windows_reported() -> None:
    rows = [
        WindowPeriodCount(window=row[0] or "", period=month, count=int(text) if text else None)
        for row in WINDOWS.rows[:-1]
        for month, text in zip(MONTHS, _printed(row[1:4]), strict=True)
    ]
    assert body(windows(rows, "period")) == [_printed(row) for row in WINDOWS.rows]


@pytest.mark.parametrize("dropped", [0, 40_000, 55_582])
def test_one_case_less_is_another_table(dropped: int) -> None:
    fewer = [*cases()[:dropped], *cases()[dropped + 1 :]]
    assert body(windows(fewer, "accepted_at", zeros=zeros())) != [_printed(row) for row in WINDOWS.rows]


def test_without_the_reported_zero_its_cell_is_blank() -> None:
    found, printed = body(windows(cases(), "accepted_at")), [_printed(row) for row in WINDOWS.rows]
    differing = [(row[0], row[3], other[3]) for row, other in zip(printed, found, strict=True) if row != other]
    assert differing == [("人社局窗口", "0", "")]


def test_a_cell_knows_its_cases() -> None:
    table = windows(cases(), "accepted_at", zeros=zeros())
    cell = table.explain(2, 4)
    assert (cell.count, cell.value) == (27_208, 27_208)
    assert {case.window for case in cell.records if isinstance(case, Case)} == {"公安局窗口"}


# --------------------------------------------------------------------------------------------------------- the trades

# Value rows of the body by the labels they belong to (trading.md §10 E2). The label of the row of 18 projects is lost.
COMPETED = {("工程建设", "公开招标"): 1, ("工程建设", "邀请招标"): 2, ("工程建设", "其他"): 3} | {
    ("政府采购", method): row
    for row, method in enumerate(("公开招标", "竞争性谈判", "单一来源", "电子竞价", "询价", "协议"), 6)
}
DIRECT, WORKS, ALL_WORKS, PROCUREMENT, TOTAL = 0, 4, 5, 12, 21
MEDICAL, ALL_MEDICAL = {"中药饮片": 13, "医用耗材": 14, "基本药物": 15}, 16
PROPERTY, ALL_PROPERTY = {"网络竞价": 17, "拍卖": 18, "协议租赁": 19}, 20


def _figures(row: int) -> list[str]:
    return _printed(TRADING.rows[row][2:])


def _line(row: int) -> Line:
    count, *amounts = _figures(row)
    return Line(int(count), *amounts)


def _tenders(trade_class: str, method: str, prices: Sequence[tuple[Money, Money]]) -> list[Tender]:
    days = days_of(2017, 3)
    return [
        Tender.single(
            title=f"{trade_class}{method}{number}",
            trade_class=trade_class,
            method=method,
            budget=budget,
            deal=deal,
            awarded_at=next(days),
        )
        for number, (budget, deal) in enumerate(prices)
    ]


@functools.cache
def tenders() -> tuple[Tender, ...]:
    """Tenders of one lot each, whose sums print as published in every row and every total."""
    rows = list(COMPETED.items())
    found: list[Tender] = []
    for trade_class, whole in (("工程建设", WORKS), ("政府采购", PROCUREMENT)):
        own = [(labels, row) for labels, row in rows if labels[0] == trade_class]
        for (labels, row), sums in zip(own, solved([_line(row) for _, row in own], _line(whole)), strict=True):
            found += _tenders(*labels, lots_of(_line(row), sums, f"{labels}"))
    awarded = split(148_215_590_000, _line(DIRECT).count, "direct")
    prices = [Money(f"{fen // 100}.{fen % 100:02}元") for fen in awarded]
    return (*found, *_tenders("工程建设", "直接发包", list(zip(prices, prices, strict=True))))


def trades(records: Sequence[Tender]) -> Table:
    return rollup(
        records,
        BY,
        on="awarded_at",
        period="2017-Q1",
        measures=AMOUNTS,
        zeros=[(("工程建设", "竞争", "邀请招标"), "2017-Q1")],
        zero_base="0.00%",
    )


def differing(table: Table) -> list[tuple[str, ...]]:
    """The rows that print something else than the publication; a cell that it lacks is not compared."""
    rows = {(trade_class, _scope(method), method): row for (trade_class, method), row in COMPETED.items()} | {
        ("工程建设", "直接", "直接发包"): DIRECT,
        ("工程建设", "竞争", "小计"): WORKS,
        ("工程建设", "小计", ""): ALL_WORKS,
        ("政府采购", "小计", ""): PROCUREMENT,
    }
    found = {row.labels: line[3:] for row, line in zip(table.rows, body(table), strict=True)}
    return [labels for labels, row in rows.items() if not _agrees(found[labels], row)]


def _agrees(line: list[str], row: int) -> bool:
    published = TRADING.rows[row][2:]
    return all(text is None or text.strip() == own for text, own in zip(published, line, strict=True))


def test_the_trading_table_from_its_tenders() -> None:
    table = trades(tenders())
    assert len(tenders()) == 116 + 35 + 18 + 179
    assert differing(table) == []
    assert audit(table).findings == ()
    works = next(row.index for row in table.rows if row.labels == ("工程建设", "竞争", "小计"))
    assert body(table)[works][-1] == "11.10%"  # left blank on the page; trading.md §10 E3


@pytest.mark.parametrize("dropped", [0, 35, 52, 100, 231, 300])
def test_one_tender_less_is_another_table(dropped: int) -> None:
    assert differing(trades([*tenders()[:dropped], *tenders()[dropped + 1 :]])) != []


def test_the_total_of_what_was_competed_for() -> None:
    """INV-06: the total over works and procurement leaves direct awards out, and has all savings."""
    competed = [tender for tender in tenders() if tender.method != "直接发包"]
    line = body(trades(competed))[-1]
    assert line[3:-1] == _figures(TOTAL)[:-1]
    assert line[-1] == "11.72%"  # trading.md §10 E3


def test_medical_purchases_have_deals_only() -> None:
    found = [
        tender
        for item, row in MEDICAL.items()
        for tender in _tenders("医药采购", item, [(Money("1元"), Money(_figures(row)[2] + "万元"))])
    ]
    table = rollup(found, "method", on="awarded_at", period="2017-Q1", measures=["deal"], total="小计")
    assert body(table) == [[item, _figures(row)[2]] for item, row in [*MEDICAL.items(), ("小计", ALL_MEDICAL)]]


def test_sales_yield_a_premium_and_leases_by_agreement_none() -> None:
    days = days_of(2017, 2)
    sales = [
        PropertyAuction(title=f"{method}{n}", method=method, start=start, deal=deal, traded_at=next(days))
        for method, row in PROPERTY.items()
        for n, (start, deal) in enumerate(_sale_prices(row))
    ]
    table = rollup(
        sales,
        "method",
        on="traded_at",
        period="2017-Q1",
        measures=["project_count", "start_price", "deal", "premium", "premium_rate"],
        zeros=[("拍卖", "2017-Q1")],
        total="小计",
    )
    for line, row in zip(body(table), [*PROPERTY.values(), ALL_PROPERTY], strict=True):
        published = [text.removeprefix("增值额").removeprefix("增值率") for text in _figures(row)]
        assert line[1:4] == published[:3]
        # The page leaves the premium of no sales blank; a reported zero prints 0.00.
        assert line[4:] == (published[3:] if int(published[0]) else ["0.00", ""])
    assert audit(table).findings == ()


def _sale_prices(row: int) -> list[tuple[Money, Money]]:
    count, start, deal, *_ = _figures(row)
    line = Line(int(count), start, deal)
    if start == deal:
        prices = [Money(f"{fen}元") for fen in split(int(Money(f"{start}万元").amount), line.count, "lease")]
        return list(zip(prices, prices, strict=True))
    sums = solved([line], line)
    return lots_of(line, sums[0], "sale")
