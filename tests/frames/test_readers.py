"""What texts are read as: the days of the calendar and no others, and amounts to the last digit that 64 bits hold."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, strategies as st
from tests.frames.brought import ENGINES, LOCAL, frame_of, rows_of

from zhengwu.frames.ingest import check
from zhengwu.frames.text_patterns import day_pattern, number_pattern

FORMS = ("{}-{}-{}", "{}/{}/{}", "{}.{}.{}", "{}年{}月{}日", "{}年{}月{}号")


def is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def test_the_pattern_of_days_is_the_calendar() -> None:
    """Every month of leap years and others, of centuries and the ends of the calendar, in every form and width."""
    pattern = re.compile(f"^(?:{day_pattern()})$")
    for year in (0, 1, 4, 99, 100, 400, 1600, 1899, 1900, 1996, 2000, 2015, 2016, 2100, 9999):
        for month in range(14):
            for day in range(33):
                is_one = is_day(year, month, day)
                for form in FORMS:
                    assert bool(pattern.match(form.format(f"{year:04}", month, day))) == is_one, (year, month, day)
                    assert bool(pattern.match(form.format(f"{year:04}", f"{month:02}", f"{day:02}"))) == is_one
                assert bool(pattern.match(f"{year:04}{month:02}{day:02}")) == is_one
    assert not any(map(pattern.match, ("2017-3/5", "2017年3月5", "201735", "17-3-5", "2017-003-05", "2017-03-05x")))


@given(st.from_regex(r"[0-9]{0,3}(,[0-9]{3}){0,6}[0-9]{0,3}(\.[0-9]{0,8})?", fullmatch=True), st.integers(0, 18))
@example("1,234,567,890,123,456", 2)
@example("12,234,567,890,123,456", 2)
@example("0.10", 1)
@example("5.", 2)
@example("0000000000000000000000001", 17)
@example("0", 18)
@example("1", 18)
def test_the_pattern_of_numbers_is_what_fits(text: str, places: int) -> None:
    """Commas group three digits or are not there; what is left of the point and the scale is at most 18 digits."""
    whole, point, part = text.partition(".")
    grouped = re.fullmatch("[0-9]{1,3}(,[0-9]{3})+|[0-9]+", whole) is not None and (bool(part) or not point)
    fits = grouped and len(part.rstrip("0")) <= places and int(whole.replace(",", "")) < 10 ** (18 - places)
    found = re.fullmatch(number_pattern(places), text) is not None
    begins_with_zeros = "," in whole and len(whole.replace(",", "")) > 18 - places  # these are set aside
    assert found == (fits and not begins_with_zeros)


@pytest.mark.parametrize("engine", ENGINES)
def test_days_in_all_forms(engine: str) -> None:
    texts = [
        form.format(2017, month, day) for form in FORMS for month, day in ((3, 5), (12, 31), (11, 9), ("02", "03"))
    ]
    texts += ["20170305", "20171231", "00010101", "99991231"]
    columns = {"n": ("text", [str(i) for i in range(len(texts))]), "成交日期": ("text", texts)}
    checked = check(frame_of(engine, columns), "tender")
    assert checked.counted().faulty == 0
    found = {row["n"]: row["awarded_at"] for row in rows_of(checked.good)}
    for number, text in enumerate(texts):
        year, month, day = map(int, re.findall("[0-9]+", text) if len(text) != 8 or "-" in text or not text.isdigit()
                               else (text[:4], text[4:6], text[6:]))  # fmt: skip
        value: Any = found[str(number)]
        assert (value.year, value.month, value.day) == (year, month, day), text


@pytest.mark.parametrize("engine", LOCAL)
def test_amounts_near_the_bound_are_exact_and_beyond_it_aside(engine: str) -> None:
    texts = ["9999999999999999.99", "9,999,999,999,999,999.99", "99999999999999999", "999999999999.999999万元",
             "-99999999亿元", "100000000亿元", "0.00000001亿元", "0.0000000001亿元", "0.00000000001亿元",
             "1.23万元"]  # fmt: skip
    expected = [10**18 - 1, 10**18 - 1, None, 10**18 - 1, None, None, 100, 1, None, 1230000]
    columns = {"n": ("text", [str(i) for i in range(len(texts))]), "合同金额": ("text", texts)}
    checked = check(frame_of(engine, columns), "tender", columns={"deal": "合同金额"}, units="元")
    good = {int(row["n"]): row["deal"] for row in rows_of(checked.good)}
    assert [good.get(number) for number in range(len(texts))] == expected


WIDE = [1, 10**18 - 1, 2**63, 2**64 - 1]


@pytest.mark.parametrize("engine", ["polars", "polars lazy", "pandas", "pyarrow", "duckdb"])
def test_integers_of_other_widths_are_read_or_set_aside(engine: str) -> None:
    """Unsigned ones have room for amounts that 64 bits with a sign have not."""
    import pyarrow as pa

    table = pa.table({"n": list("abcd"), "deal": pa.array(WIDE, pa.uint64())})
    frame: Any = table
    if engine.startswith("polars"):
        import polars as pl

        frame = pl.DataFrame(table)
        frame = frame.lazy() if engine == "polars lazy" else frame
    elif engine == "pandas":
        frame = table.to_pandas()
    elif engine == "duckdb":
        import duckdb

        connection = duckdb.connect()
        connection.register("held", table)
        connection.execute("create table brought as select n, deal::hugeint as deal from held")
        frame = connection.table("brought")
    checked = check(frame, "tender")
    assert {row["n"]: row["deal"] for row in rows_of(checked.good)} == {"a": 1, "b": 10**18 - 1}
    assert {row["n"]: row["reasons"] for row in rows_of(checked.faulty)} == {
        "c": "deal: deal (成交金额) is no amount in units of 0.01元",
        "d": "deal: deal (成交金额) is no amount in units of 0.01元",
    }


@pytest.mark.parametrize("engine", LOCAL)
def test_decimals_of_a_unit(engine: str) -> None:
    columns: dict[str, tuple[str, list[Any]]] = {
        "n": ("text", list("abc")),
        "成交金额（万元）": ("decimal", [Decimal("12.34"), Decimal("0.01"), None]),
    }
    if engine != "pandas":  # there such a column is one of objects, which holds no counts
        columns["投标人数"] = ("decimal", [Decimal(3), None, Decimal(4)])
    found = {row["n"]: row for row in rows_of(check(frame_of(engine, columns), "tender").good)}
    assert [found[number]["deal"] for number in "ab"] == [12340000, 10000]
