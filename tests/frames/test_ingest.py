"""Raw columns to checked ones: every row is good or aside with its reasons; good rows are those the records path
reads, with the same values; names and types are refused before anything runs."""

# ruff: noqa: DTZ001  local time, as the columns hold it

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

import attrs
import pytest
from hypothesis import example, given, settings, strategies as st
from tests.frames.brought import ENGINES, LOCAL, Columns, frame_of, rows_of

from zhengwu.errors import AmountError, UnitError, UnknownNameError
from zhengwu.exact import Money
from zhengwu.frames.ingest import Checked, check
from zhengwu.records.rows import load_rows
from zhengwu.trading import Tender

AMOUNTS = ["1,058.40", "五万", "0.5亿元", " 12 ", "—", "", None, "-3", "0", "0.001", "1e3", "3元", "12,34", "007.50",
           "+4.2", "1.230000", "99999999999999999", "２", "4.", ".5", "5万", "1 058"]  # fmt: skip
DAYS = ["2017-03-05", "2017年3月5日", "2017/3/5", "20170305", "2017-02-29", "2016-02-29", "2017-13-01", "2017.3.5",
        "2017-3/5", "2017-03-05 09:30", "0000-01-01", "三月", " 2017-03-31　",
        "1900-02-29", "2000-02-29", None]  # fmt: skip
WORDS = ["成交", "流标", "中标", "awarded", "AWARDED", "x", None, " 成交 "]
TITLES = ["道路", "合计", " 小 计 ", "合计工程", "桥梁"]
HEADERS = ("项目名称", "成交金额（万元）", "成交日期", "交易结果")


def tenders(
    amounts: list[Any], days: list[Any], words: list[Any], titles: list[Any]
) -> dict[str, tuple[str, list[Any]]]:
    """Columns of texts, each as long as the longest."""
    size = max(map(len, (amounts, days, words, titles)))
    lists = [[values[i % len(values)] for i in range(size)] for values in (titles, amounts, days, words)]
    numbers = {"n": ("text", [f"n{i}" for i in range(size)])}
    return {**{name: ("text", values) for name, values in zip(HEADERS, lists, strict=True)}, **numbers}


def by_number(frame: Any) -> dict[str, dict[str, Any]]:
    return {row["n"]: row for row in rows_of(frame)}


def require_complete(checked: Checked, columns: Columns) -> None:
    """Every row is there once, the faulty as they came."""
    good, faulty = by_number(checked.good), by_number(checked.faulty)
    numbers = columns["n"][1]
    assert sorted([*good, *faulty]) == sorted(numbers)
    for number, row in faulty.items():
        place = numbers.index(number)
        assert {name: row[name] for name in columns} == {name: values[place] for name, (_, values) in columns.items()}
        assert row["reasons"]
    counted = checked.counted()
    assert (counted.rows, counted.good, counted.faulty) == (len(numbers), len(good), len(faulty))
    reasons = [reason for row in faulty.values() for reason in row["reasons"].split("; ")]
    assert counted.reasons == {reason: reasons.count(reason) for reason in set(reasons)}


def require_as_records(checked: Checked, columns: Columns) -> None:
    """A good row is a record with the same values; a row aside is one that records refuse, or has full-width digits."""
    good = by_number(checked.good)
    for place, number in enumerate(columns["n"][1]):
        row = {name: values[place] for name, (_, values) in columns.items() if name != "n"}
        loaded = load_rows([row], Tender)
        if number not in good:
            plain = not any(mark in str(row) for mark in ("２", "4.'", "'.5'", "-05 09:30", "1 058"))
            assert not loaded.records or not plain, row
            continue
        (record,) = loaded.records
        found, lot = good[number], record.lots[0]
        day = found["awarded_at"]
        assert (day.date() if isinstance(day, datetime) else day) == lot.awarded_at
        assert found["deal"] == (None if lot.deal is None else lot.deal.fen)
        assert found["title"] == record.title
        assert (None if found["outcome"] is None else found["outcome"]) in (None, lot.outcome, *lot.outcome.aliases,
            lot.outcome.name, lot.outcome.name.lower()) if lot.outcome else found["outcome"] is None  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_good_is_what_records_read_and_nothing_is_dropped(engine: str) -> None:
    columns = tenders(AMOUNTS, DAYS, WORDS, TITLES)
    checked = check(frame_of(engine, columns), "tender")
    require_complete(checked, columns)
    require_as_records(checked, columns)
    assert checked.columns == {
        "项目名称": "title", "成交金额（万元）": "deal", "成交日期": "awarded_at", "交易结果": "outcome"
    }  # fmt: skip
    assert checked.aside == ("n",)


amounts = st.one_of(st.sampled_from(AMOUNTS), st.decimals(-(10**9), 10**9, places=3).map(str))
dates = st.one_of(
    st.sampled_from(DAYS), st.dates(date(1900, 1, 1)).map(lambda day: f"{day.year}年{day.month}月{day.day}日")
)


@settings(max_examples=4)  # each is planned by every engine
@given(st.lists(amounts, min_size=1, max_size=12), st.lists(dates, min_size=1, max_size=12))
@example(["0"], [None])
def test_of_any_texts(some: list[Any], days: list[Any]) -> None:
    columns = tenders(some, days, WORDS, ["道路"])
    for engine in ("polars", "pandas", "duckdb"):
        checked = check(frame_of(engine, columns), "tender")
        require_complete(checked, columns)
        require_as_records(checked, columns)


@pytest.mark.parametrize("engine", ENGINES)
def test_typed_figures_are_read_exactly_or_set_aside(engine: str) -> None:
    columns: dict[str, tuple[str, list[Any]]] = {
        "n": ("text", list("abcdef")),
        "预算金额": ("integer", [105840000, None, 2**62, 1, 0, 9007199254740993]),
        "成交金额（万元）": ("float", [105.84, 0.1 + 0.2, None, 17.0, 1.0, 2.0]),
        "控制价": (
            "decimal",
            [Decimal("12.34"), None, Decimal("9999999999999.99"), Decimal(1), Decimal(1), Decimal(1)],
        ),
        "投标人数": ("integer", [3, 4, None, 5, 6, 7]),
    }
    checked = check(frame_of(engine, columns), "tender")
    good = by_number(checked.good)
    assert sorted(good) == ["a", "c", "d", "f"]
    assert [good["a"][name] for name in ("budget", "deal", "ceiling")] == [105840000, 105840000, 1234]
    assert good["c"]["budget"] == 2**62
    assert good["f"]["budget"] == 9007199254740993
    assert good["c"]["ceiling"] == 999999999999999
    reasons = {number: row["reasons"] for number, row in by_number(checked.faulty).items()}
    assert reasons == {
        "b": "成交金额（万元）: deal (成交金额) is no decimal with 6 places",
        "e": "预算金额: budget (预算金额) is not above zero",
    }
    require_complete(checked, {name: columns[name] for name in columns if columns[name][0] != "float"})


@pytest.mark.parametrize("engine", ENGINES)
def test_times_of_day_are_kept_where_they_are_asked_for(engine: str) -> None:
    columns: dict[str, tuple[str, list[Any]]] = {
        "n": ("text", list("abcde")),
        "办件编号": ("text", ["1", "2", "2", None, "5"]),
        "受理时间": ("text", ["2017-03-05 9:30", "2017年3月5日 17:00:01", "2017-03-05", "2017-03-05 24:00", None]),
        "办结时间": ("text", ["2017-03-05", "2017-03-04", None, None, None]),
    }
    checked = check(frame_of(engine, columns), "case", times=["受理时间"], require=["case_no"], unique=["办件编号"])
    good = by_number(checked.good)
    assert good["a"]["accepted_at"] == datetime(2017, 3, 5, 9, 30)
    assert sorted(good) == ["a", "e"]
    number = "办件编号: case_no (办件编号)"
    day = "受理时间: accepted_at (受理时间)"
    assert {key: row["reasons"] for key, row in by_number(checked.faulty).items()} == {
        "b": f"办结时间: closed_at (办结时间) lies before accepted_at (受理时间); {number} names more than one row",
        "c": f"{day} is no day with its time; {number} names more than one row",
        "d": f"{day} is no day with its time; {number} is missing",
    }
    require_complete(checked, columns)


@pytest.mark.parametrize("engine", LOCAL)
def test_eager_frames_number_their_faulty_rows(engine: str) -> None:
    checked = check(frame_of(engine, {"项目名称": ("text", ["道路", "合计"])}), "tender")
    rows = rows_of(checked.faulty)
    assert rows[0].get("row") == (None if engine in ("polars lazy", "duckdb") else 2)


class TestNamesAndTypesAreRefusedBeforeAnythingRuns:
    def check(self, kinds: dict[str, str], **options: Any) -> Checked:
        return check(frame_of("polars lazy", {name: (kind, []) for name, kind in kinds.items()}), "tender", **options)

    def test_english_and_chinese_names(self) -> None:
        found = self.check({"title": "text", "预算价(元)": "text", "amt": "text"}, columns={"deal": "amt"})
        assert dict(found.columns) == {"title": "title", "预算价(元)": "budget", "amt": "deal"}

    def test_no_column_is_known(self) -> None:
        with pytest.raises(UnknownNameError, match=r"none is known of Tender.*成交金额"):
            self.check({"成交金颔": "text"})

    def test_a_required_column_is_missing(self) -> None:
        with pytest.raises(UnknownNameError, match=r"require: .*预算金额.*has no column"):
            self.check({"title": "text"}, require=["budget"])
        with pytest.raises(UnknownNameError, match="times: 'whenever' is no field"):
            self.check({"title": "text"}, times=["whenever"])

    def test_two_columns_for_one_field(self) -> None:
        with pytest.raises(UnitError, match="stands in two columns"):
            self.check({"成交金额": "text", "成交价": "text"})

    @pytest.mark.parametrize(
        ("name", "kind", "told"),
        [
            ("成交金额", "day", "holds no amounts"),
            ("成交金额", "float", "floats without a unit"),
            ("成交日期", "integer", "holds no days"),
            ("投标人数", "day", "holds no counts"),
        ],
    )
    def test_a_type_that_cannot_hold_it(self, name: str, kind: str, told: str) -> None:
        with pytest.raises(UnitError, match=told):
            self.check({name: kind})

    def test_a_scale_too_coarse(self) -> None:
        with pytest.raises(AmountError, match=r"finer than the scale of 0.*scale=2"):
            self.check({"成交金额（分）": "integer"}, scale=0, units={"deal": "分"})

    @pytest.mark.filterwarnings("ignore:Dask support is moving:FutureWarning")
    def test_an_engine_that_would_not_be_exact(self) -> None:
        dd = pytest.importorskip("dask.dataframe")
        frame = dd.from_pandas(frame_of("pandas", {"title": ("text", ["道路"])}), npartitions=1)
        with pytest.raises(UnitError, match=r"frame: is of dask, which makes floats .*frames\.scan"):
            check(frame, "tender")

    def test_a_name_of_our_own(self) -> None:
        with pytest.raises(UnitError, match="name of our own"):
            self.check({"reasons": "text"})


def test_amounts_without_a_unit_have_none_unless_it_is_stated() -> None:
    frame = frame_of("polars", {"成交金额": ("text", ["3", "3万元"])})
    assert [row["deal"] for row in rows_of(check(frame, "tender").good)] == [3000000]
    assert [row["deal"] for row in rows_of(check(frame, "tender", units="元").good)] == [300, 3000000]
    finer = check(frame, "tender", units="元", scale=4)
    assert [row["deal"] for row in rows_of(finer.good)] == [Money("3元").fen * 100, Money("3万元").fen * 100]


def test_the_rules_are_those_of_the_records() -> None:
    """Each price that must be above zero, and each pair of days, makes a record impossible as well."""
    from zhengwu.frames.faults import _IN_ORDER, _POSITIVE
    from zhengwu.frames.kinds import kind_of

    for name, fields in _POSITIVE.items():
        cls = kind_of(name).cls
        for field in fields:
            assert not load_rows([{"标的名称" if name == "auction" else "项目名称": "x", field: "0元"}], cls).records, (
                field
            )
    for name, orders in _IN_ORDER.items():
        cls = kind_of(name).cls
        key = {attribute.name for attribute in attrs.fields(cls)} & {"title", "case_no", "ticket_no"}
        for order in orders:
            for earlier, later in pairwise(order):
                row = {**dict.fromkeys(key, "x"), earlier: "2017-03-02", later: "2017-03-01"}
                assert not load_rows([row], cls).records, (earlier, later)
