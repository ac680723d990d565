"""The whole trading table of the 2017 first quarter in its published form, from records that aggregate to it.

Source: newsletter of 武进区, 2017 Q1 (reference/published/wujin-2017q1.json), labels put right as in
trading.md §10 E2. The label of the row of 18 works is lost in print; it is 其他 here.
"""

from __future__ import annotations

import functools
from typing import Any

import pytest
from tests.reference.generated import days_of
from tests.reference.test_rebuilt_tables import (
    ALL_MEDICAL,
    ALL_PROPERTY,
    ALL_WORKS,
    COMPETED,
    DIRECT,
    MEDICAL,
    PROCUREMENT,
    PROPERTY,
    TOTAL,
    TRADING,
    WORKS,
    _figures,
    _sale_prices,
    tenders,
)
from tests.rolled import body

from zhengwu.app import audit
from zhengwu.exact import Money
from zhengwu.periods import Period
from zhengwu.table import Table
from zhengwu.trading import PropertyAuction
from zhengwu.trading.orders import MedicalPurchase
from zhengwu.trading.quarter import quarter_table

PERIOD = Period("2017-Q1")
ZEROS = [("工程建设", "邀请招标"), ("产权交易", "拍卖")]
# Published value rows by the row of the form they belong to.
ROWS = {
    ("工程建设", "直接发包"): DIRECT,
    **COMPETED,
    ("工程建设", "小计（公开+邀请+其他）"): WORKS,
    ("工程建设", "小计（公开+邀请+其他+直接发包）"): ALL_WORKS,
    ("政府采购", "小计"): PROCUREMENT,
    **{("医药采购", item): row for item, row in MEDICAL.items()},
    ("医药采购", "小计"): ALL_MEDICAL,
    **{("产权交易", method): row for method, row in PROPERTY.items()},
    ("产权交易", "小计"): ALL_PROPERTY,
    ("合计（公开+邀请+其他+政府采购）", ""): TOTAL,
}


@functools.cache
def trades() -> tuple[Any, ...]:
    """348 tenders, three medical categories and 32 sales and leases."""
    days = days_of(2017, 2)
    bought = [
        MedicalPurchase(category=item, period=PERIOD, deal=Money(_figures(row)[2] + "万元"))
        for item, row in MEDICAL.items()
    ]
    sold = [
        PropertyAuction(
            title=f"{method}{number}",
            trade_class="产权交易",
            method=method,
            start=start,
            deal=deal,
            traded_at=next(days),
        )
        for method, row in PROPERTY.items()
        for number, (start, deal) in enumerate(_sale_prices(row))
    ]
    return (*tenders(), *bought, *sold)


def table_of(records: Any) -> Table:
    return quarter_table(records, period=PERIOD, zeros=ZEROS, zero_base="0.00%")


def differing(table: Table) -> list[tuple[str, ...]]:
    """The rows that print something else than the publication; a cell that the page lacks is not compared."""
    found = {row.labels: line[2:] for row, line in zip(table.rows, body(table), strict=True)}
    wrong: list[tuple[str, ...]] = []
    for labels, row in ROWS.items():
        published = [None if text is None else text.strip() for text in TRADING.rows[row][2:]]
        if any(text is not None and text != own for text, own in zip(published, found[labels], strict=True)):
            wrong.append(labels)
    return wrong


def test_every_row_of_the_form_prints_as_published() -> None:
    table = table_of(trades())
    assert differing(table) == []
    assert len(table.rows) == len(ROWS) + 1
    assert len(set(ROWS.values())) == len(TRADING.rows)
    assert (table.title, [column.header for column in table.columns]) == (TRADING.title, list(TRADING.header[0]))
    assert table.uncounted == ()


def test_the_form_stands_the_audit() -> None:
    report = audit(table_of(trades()))
    assert report.findings == ()
    assert len(report.relations) >= 50


def test_the_last_total_adds_what_its_label_names() -> None:
    """It is lost in print: 169 works + 179 purchases + 32 sales; premiums are no savings, so none are printed."""
    last = body(table_of(trades()))[-1]
    assert last == ["合计（公开+邀请+其他+直接发包+政府采购+产权交易）", "", "380", "266422.97", "252805.66", "", ""]


@pytest.mark.parametrize("dropped", range(0, 383, 29))
def test_one_record_less_is_another_table(dropped: int) -> None:
    fewer = [*trades()[:dropped], *trades()[dropped + 1 :]]
    assert differing(table_of(fewer)) != []


@pytest.mark.parametrize("dropped", range(348, 351))
def test_one_medical_category_less_is_another_table(dropped: int) -> None:
    assert differing(table_of([*trades()[:dropped], *trades()[dropped + 1 :]])) != []


def test_a_cell_knows_its_records() -> None:
    table = table_of(trades())
    row = next(row.index for row in table.rows if row.labels == ("产权交易", "网络竞价"))
    assert (table.grid.text(row + 1, 5), table.explain(row, 5).count) == ("增值额0.26", 3)
    assert table.explain(len(table.rows) - 1, 3).count == 380
