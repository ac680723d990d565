"""What the domain has once is counted once: rows that share its number are aside, a merged ticket is no work."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from tests.frames.brought import ENGINES, LOCAL, Columns, frame_of, rows_of

from zhengwu import frames
from zhengwu.errors import UnitError
from zhengwu.frames.ingest import check
from zhengwu.frames.kinds import KINDS, kind_of

TWICE = "names more than one row"
# For each kind, columns and the rows that are left, by ``n``.
KEYED: dict[str, tuple[dict[str, list[Any]], str, str]] = {
    "case": ({"办件编号": ["1", "2", " 2", None, None]}, "ade", f"办件编号: case_no (办件编号) {TWICE}"),
    "ticket": ({"工单编号": ["1", "1", "2", "3", None]}, "cde", f"工单编号: ticket_no (工单编号) {TWICE}"),
    "tender": (
        {"项目名称": list("甲甲乙甲乙"), "标段编号": ["01", "02", "01", "01", "01"], "招标次数": list("11122")},
        "abcde",
        "",
    ),
    "auction": (
        {"标的编号": ["1", "1", "1", "2", "2"], "交易日期": ["2017-01-05", "2017-02-05", "2017-02-05", None, None]},
        "ade",
        f"标的编号: code (标的编号), 交易日期: traded_at (成交日期) {TWICE}",
    ),
}  # fmt: skip


def texts(columns: dict[str, list[Any]]) -> Columns:
    return {"n": ("text", list("abcde")), **{name: ("text", values) for name, values in columns.items()}}


@pytest.mark.parametrize("kind", KEYED)
@pytest.mark.parametrize("engine", LOCAL)
def test_rows_that_share_a_key_are_aside(engine: str, kind: str) -> None:
    columns, left, reason = KEYED[kind]
    checked = check(frame_of(engine, texts(columns)), kind)
    assert "".join(sorted(row["n"] for row in rows_of(checked.good))) == left
    assert set(checked.counted().reasons) == ({reason} if reason else set())


def test_rows_that_share_a_key_are_aside_on_spark() -> None:
    columns, left, reason = KEYED["ticket"]
    checked = check(frame_of("pyspark", texts(columns)), "ticket")
    assert "".join(sorted(row["n"] for row in rows_of(checked.good))) == left
    assert checked.counted().reasons == {reason: 2}


def test_a_lot_is_named_by_its_tender_and_its_code() -> None:
    def left(columns: dict[str, list[Any]], **options: Any) -> str:
        return "".join(row["n"] for row in rows_of(check(frame_of("polars", texts(columns)), "tender", **options).good))

    lots = ["01", "01", "02", "02", None]
    assert left({"招标项目编号": ["A", "A", "A", "B", "B"], "标段编号": lots, "项目名称": list("甲乙丙丁戊")}) == "cde"
    assert left({"项目名称": list("甲甲甲丙丙"), "标段编号": lots}) == "cde"
    assert left({"标段编号": lots, "budget": list("12345")}, units="元") == "abcde"  # 包号 begin again in each tender
    assert left({"项目名称": list("甲甲甲丙丙")}) == "abcde"  # a row for each lot
    assert left({"项目名称": list("甲甲甲丙丙")}, unique=["title"]) == ""
    assert left({"项目名称": list("甲甲甲丙丙"), "标段编号": lots}, unique=()) == "abcde"


def test_the_keys_are_those_of_the_records() -> None:
    """A record class that joins rows by a key has that key here, so that its parts are not counted as records."""
    from zhengwu.frames.faults import _KEYS

    assert set(_KEYS) == set(KINDS)
    for name, key in _KEYS.items():
        declared = kind_of(name).cls.KEY
        assert declared is None or declared in key.replace("?", "").replace("|", " ").split()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_merged_ticket_is_never_dispatched_and_a_repeated_one_not_counted_twice(engine: str) -> None:
    """A merged ticket is a call that came, and work that its parent stands for (on either side of a rate)."""
    columns: Columns = {
        "工单编号": ("text", ["1", "2", "3", "4", "4"]),
        "channel": ("text", ["电话"] * 5),
        "处理方式": ("text", ["派发", "转办", "派发", "派发", "派发"]),
        "工单状态": ("text", ["办结", "并单", None, "办结", "办结"]),
        "受理时间": ("text", ["2017-01-05"] * 5),
    }
    frame = frame_of(engine, columns)
    checked = check(frame, "ticket")
    options: dict[str, Any] = {"on": "received_at", "records": "ticket", "period": "year", "total": False}
    made = frames.rollup(checked.good, "channel", measures=["case_count", "dispatched"], **options)
    (row,) = rows_of(made)
    assert (row["case_count"], row["dispatched"]) == (3, 2)


ZONES: Columns = {
    "window": ("text", ["甲", "乙"]),
    "办件编号": ("text", ["1", "2"]),
    "受理时间": ("zoned", [datetime(2017, 1, 5, 9), datetime(2017, 1, 6, 9)]),  # noqa: DTZ001
    "办结时间": ("moment", [datetime(2017, 1, 5, 9), datetime(2017, 1, 6, 9)]),  # noqa: DTZ001
}
NAMED = "受理时间.*办结时间|办结时间.*受理时间"


@pytest.mark.parametrize("engine", ENGINES)
def test_columns_of_two_clocks_are_refused_by_name(engine: str) -> None:
    """One column with a time zone and one without: neither is before the other, and nobody guesses."""
    frame = frame_of(engine, ZONES)
    if engine != "ibis":  # which refuses the first for its zone alone
        with pytest.raises(UnitError, match=rf"(?:{NAMED}).* with and without a time zone \(expected one zone"):
            frames.working_days(frame, "受理时间", "办结时间")
    with pytest.raises(UnitError, match=rf"(?:{NAMED}).* with and without a time zone \(expected one zone"):
        check(frame, "case")


def test_texts_with_different_zones_are_aside_with_their_rows() -> None:
    columns: Columns = {
        "受理时间": ("text", ["2017-01-05 09:00:00", "2017-01-05 09:00:00+08:00", "2017-01-05T01:00:00Z"])
    }
    checked = check(frame_of("polars", columns), "case", times=["accepted_at"])
    assert [(row["row"], row["reasons"]) for row in rows_of(checked.faulty)] == [
        (2, "受理时间: accepted_at (受理时间) is no day with its time"),
        (3, "受理时间: accepted_at (受理时间) is no day with its time"),
    ]
    assert rows_of(checked.good)[0]["accepted_at"].date() == date(2017, 1, 5)
