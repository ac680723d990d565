"""Columns as people bring them: truth values, enumerations, objects, dates of two kinds, units by their terms. Each is
counted as what it says, or refused by name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from tests.frames.brought import LOCAL, Columns, frame_of, rows_of

from zhengwu import frames
from zhengwu.errors import AmountError, InexactError, PeriodError, UnitError
from zhengwu.frames.ingest import check

DATA: Columns = {
    "方式": ("text", ["公开招标", "询价", "询价"]),
    "预算金额": ("integer", [100, 200, 400]),
    "deal": ("integer", [90, 150, 300]),
    "最高限价": ("integer", [120, 200, 400]),
    "awarded_at": ("day", [date(2017, 1, 5), date(2017, 2, 5), date(2017, 2, 6)]),
}


def sums(made: Any, name: str) -> dict[str, int]:
    return {row["方式"]: row[name] for row in rows_of(made) if row["row_kind"] == "item"}


class TestReading:
    @pytest.mark.parametrize("engine", LOCAL)
    def test_truth_in_words(self, engine: str) -> None:
        columns: Columns = {
            "n": ("text", list("abcd")),
            "标段名称": ("text", list("甲乙丙丁")),
            "是否电子化交易": ("text", ["是", "否", "—", "可能"]),
        }
        checked = check(frame_of(engine, columns), "tender")
        assert {row["n"]: row["is_electronic"] for row in rows_of(checked.good)} == {"a": True, "b": False, "c": None}
        assert [row["reasons"] for row in rows_of(checked.faulty)] == [
            "是否电子化交易: is_electronic (是否电子化交易) is neither 是 nor 否"
        ]

    def test_what_has_its_type_already_stays(self) -> None:
        import polars as pl

        frame = pl.DataFrame(
            {
                "is_electronic": [True, None],
                "outcome": pl.Series(["成交", "流标"], dtype=pl.Categorical),
                "bids": [3.0, 2.5],
                "公告时间": [date(2017, 1, 5), None],
                "开标时间": [date(2017, 1, 4), date(2017, 1, 4)],
            }
        )
        checked = check(frame, "tender", unique=())
        assert checked.good.is_empty()
        assert checked.faulty["reasons"].to_list() == [
            "开标时间: opening (开标时间) lies before notice (招标公告时间)",
            "bids: bids (投标家数) is no decimal with 0 places",
        ]

    @pytest.mark.parametrize("engine", LOCAL)
    def test_rows_of_numbers_alone_may_be_blank_too(self, engine: str) -> None:
        frame = frame_of(engine, {"deal": ("integer", [1, None]), "bids": ("integer", [None, None])})
        assert check(frame, "tender").counted().reasons == {"the row is blank": 1}

    @pytest.mark.parametrize("engine", LOCAL)
    def test_moments_and_days_are_compared_by_the_day(self, engine: str) -> None:
        columns: Columns = {
            "n": ("text", list("abc")),
            "受理时间": ("moment", [datetime(2017, 1, 5, 9), datetime(2017, 1, 5, 9), None]),  # noqa: DTZ001
            "办结时间": ("day", [date(2017, 1, 5), date(2017, 1, 4), date(2017, 1, 4)]),
        }
        assert [row["n"] for row in rows_of(check(frame_of(engine, columns), "case").faulty)] == ["b"]


def test_a_copy_stands_in_where_links_are_not_allowed(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("项目名称,n\n甲\n乙,2\n", "utf-8")
    (tmp_path / "b.csv").write_text("项目名称,n\n丙,3\n", "utf-8")
    with mock.patch.object(Path, "symlink_to", side_effect=OSError):
        rows = rows_of(frames.scan(tmp_path))
    assert sorted(row["项目名称"] for row in rows if row["项目名称"]) == ["丙", "乙"]


class TestRollingUp:
    @pytest.mark.parametrize("engine", LOCAL)
    def test_rows_of_a_day(self, engine: str) -> None:
        """A filter by a value that is no text and no number."""
        day: Any = date(2017, 2, 5)
        if engine == "pandas":
            day = datetime(2017, 2, 5)  # noqa: DTZ001  as its columns hold days
        made = frames.rollup(
            frame_of(engine, DATA),
            "方式",
            on="awarded_at",
            measures=["deal"],
            records="plain",
            where={"awarded_at": day},
        )
        assert sums(made, "deal") == {"询价": 150}

    @pytest.mark.parametrize("engine", ["polars", "pandas", "pyarrow"])
    def test_enumerations_are_keys(self, engine: str) -> None:
        import polars as pl

        words = pl.Enum(["询价", "公开招标", "协议"])
        made: dict[str, Callable[[pl.DataFrame], Any]] = {
            "polars": lambda frame: frame.with_columns(pl.col("方式").cast(words)),
            "pandas": lambda frame: frame.to_pandas().astype({"方式": "category"}),
            "pyarrow": lambda frame: frame.with_columns(pl.col("方式").cast(pl.Categorical)).to_arrow(),
        }
        frame = made[engine](frame_of("polars", {**DATA, "期": ("text", ["2017-Q1"] * 3)}))
        options: dict[str, Any] = {"measures": ["deal"], "records": "plain"}
        assert sums(frames.rollup(frame, "方式", on="awarded_at", **options), "deal") == {"公开招标": 90, "询价": 450}
        assert sums(frames.rollup(frame, "方式", on="期", **options), "deal") == {"公开招标": 90, "询价": 450}

    @pytest.mark.parametrize("engine", LOCAL)
    def test_instants_of_china_count_on_their_day_there(self, engine: str) -> None:
        """With a time zone that is China's, in whatever instants they are kept."""
        at = [datetime(2017, 3, 31, 15, 59, 59, tzinfo=UTC), datetime(2017, 3, 31, 16, tzinfo=UTC)]
        frame = frame_of(engine, {"window": ("text", ["甲"] * 2), "at": ("zoned", at)})
        if engine.startswith("polars"):
            import polars as pl

            frame = frame.with_columns(pl.col("at").dt.convert_time_zone("Asia/Shanghai"))
        elif engine == "pandas":
            frame["at"] = frame["at"].dt.tz_convert("Asia/Shanghai")
        elif engine != "duckdb":
            import pandas as pd
            import pyarrow as pa

            if engine == "ibis":
                pytest.skip("its connection has a time zone of its own")
            zoned = pa.timestamp("us", "Asia/Shanghai")
            table = frame if engine == "pyarrow" else pa.Table.from_pandas(frame)
            frame = table.set_column(1, "at", table["at"].cast(zoned))
            frame = frame if engine == "pyarrow" else frame.to_pandas(types_mapper=pd.ArrowDtype)
        for period in ("quarter", "2017-Q2"):
            made = frames.rollup(frame, "window", on="at", period=period, measures=["case_count"], records="case")
            found = {row["period"]: row["case_count"] for row in rows_of(made) if row["row_kind"] == "item"}
            assert found["2017-Q2"] == 1

    def test_objects_of_pandas_are_dates_and_periods(self) -> None:
        import pandas as pd

        times = [datetime(2017, 1, 5, 9), date(2017, 4, 1), " ", "2017年第一季度", None]  # noqa: DTZ001
        frame = pd.DataFrame({"方式": ["询价"] * 5, "期": pd.Series(times, dtype=object), "deal": [1, 2, 4, 8, 16]})
        made = frames.rollup(frame, "方式", on="期", measures=["deal"], records="plain", period_total=False)
        assert {row["period"]: row["deal"] for row in rows_of(made)} == {"2017-Q1": 9, "2017-Q2": 2}
        frame["期"] = pd.Series([[1]] * 5, dtype=object).map(tuple)
        with pytest.raises(PeriodError, match=r"期: .*is not a date"):
            frames.rollup(frame, "方式", on="期", measures=["deal"], records="plain")

    def test_days_and_instants_are_not_compared(self) -> None:
        columns: Columns = {
            "window": ("text", ["甲"]),
            "closed_at": ("day", [date(2017, 1, 5)]),
            "promised_at": ("moment", [datetime(2017, 1, 5)]),  # noqa: DTZ001
        }
        with pytest.raises(UnitError, match=r"closed_at and promised_at: are of two types \(Date, Datetime\)"):
            frames.rollup(frame_of("polars", columns), "window", on="closed_at", measures=["on_time"], records="case")

    def test_a_rate_on_another_base_says_so(self) -> None:
        frame, measures = frame_of("polars", DATA), ["savings_rate", "savings_rate:ceiling"]
        made = frames.rollup(frame, "方式", on=None, period=None, measures=measures, records="tender")
        numerators = [name for name in made.columns if name.endswith("numerator")]
        assert numerators == ["savings_rate_numerator", "savings_rate_ceiling_numerator"]


class TestUnits:
    def test_a_unit_by_any_wording_of_the_field(self) -> None:
        frame = frame_of("polars", {"方式": ("text", ["询价"]), "deal": ("float", [1.5])})
        options: dict[str, Any] = {"on": None, "period": None, "measures": ["deal"], "records": "plain"}
        assert sums(frames.rollup(frame, "方式", units={"成交金额": "万元"}, **options), "deal") == {"询价": 1_500_000}
        with pytest.raises(AmountError, match=r"is finer than the scale of 1 \(expected scale=2"):
            frames.rollup(frame, "方式", units="分", scale=1, **options)

    @pytest.mark.parametrize("engine", LOCAL)
    def test_what_the_scale_cannot_hold_is_not_rounded(self, engine: str) -> None:
        frame = frame_of(engine, DATA)
        options: dict[str, Any] = {"on": None, "period": None, "measures": ["deal"], "records": "plain", "units": "分"}
        with pytest.raises(AmountError, match=r"finer than the scale .*scale=4"):
            frames.rollup(frame, "方式", scale=0, **options)

    def test_objects_that_are_no_amounts(self) -> None:
        import pandas as pd

        frame = pd.DataFrame(
            {"方式": ["询价"] * 3, "deal": pd.Series([Decimal(1), True, Decimal("inf")], dtype=object)}
        )
        with pytest.raises(InexactError, match=r"row 1: True, row 2: Decimal\('Infinity'\)"):
            frames.rollup(frame, "方式", on=None, period=None, measures=["deal"], records="plain")


def test_an_engine_that_is_not_tested_is_refused() -> None:
    with (
        mock.patch("zhengwu.frames.engines.SUPPORTED", ("pandas",)),
        pytest.raises(UnitError, match="frames of polars are not supported, because they are not tested"),
    ):
        check(frame_of("polars", DATA), "tender")
