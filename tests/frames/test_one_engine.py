"""Working in one engine imports no other: each is asked in a fresh process that brought only its own."""

from __future__ import annotations

import subprocess
import sys

import pytest
from tests.frames import spark

LIBRARIES = ("polars", "pandas", "pyarrow", "duckdb", "pyspark", "dask", "ibis")
DATA = "{'方式': ['公开招标', '询价'], 'deal': [100, 200], '受理时间': [D(2017, 3, 30), D(2017, 9, 15)], 'n': [1, 2]}"
WORK = """
from zhengwu.frames.ingest import check
from zhengwu.frames.rollup import rollup
from zhengwu.frames.working_days import due_days, working_days
rollup(frame, "method", on="受理时间", measures=["deal"], records="plain")
due_days(working_days(frame, "受理时间", "受理时间"), "受理时间", "n")
checked = check(frame.select("方式", "deal") if by_name else frame[["方式", "deal"]], "tender")
checked.counted()
"""
QUERY = "select '询价' as 方式, 100 as deal, date '2017-03-30' as 受理时间, 1 as n"
DAYS = "frame['受理时间'] = pd.to_datetime(frame['受理时间'])"
BROUGHT = {
    "polars": f"import polars as pl\nframe = pl.DataFrame({DATA})",
    "polars lazy": f"import polars as pl\nframe = pl.LazyFrame({DATA})",
    "pandas": f"import pandas as pd\nframe = pd.DataFrame({DATA})\n" + DAYS,
    "pyarrow": f"import pyarrow as pa\nframe = pa.table({DATA})",
    "duckdb": f'import duckdb\nframe = duckdb.sql("""{QUERY}""")',
}
OWN = {"pyarrow": {"pyarrow", "pandas"}, "pandas": {"pandas", "pyarrow"}}  # what they import themselves


def loaded_by(program: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return set(done.stdout.rsplit("loaded:", 1)[1].split())


@pytest.mark.parametrize("engine", BROUGHT)
def test_an_engine_alone(engine: str) -> None:
    by_name = not engine.startswith("pandas")
    program = f"import sys\nfrom datetime import date as D\n{BROUGHT[engine]}\nby_name = {by_name}\n"
    chosen = {"duckdb": 'frame.project("方式, deal")', "pyarrow": 'frame.select(["方式", "deal"])'}
    program += WORK.replace('frame.select("方式", "deal")', chosen.get(engine, 'frame.select("方式", "deal")'))
    program += "print('loaded:', *{name.partition('.')[0] for name in sys.modules})"
    loaded = loaded_by(program)
    name = engine.partition(" ")[0]
    assert name in loaded
    assert loaded.intersection(LIBRARIES) <= OWN.get(name, {name})


def test_the_spark_engine_alone() -> None:
    spark.session()  # skips where there is no Spark
    program = f"""
import sys, warnings
from datetime import date as D
from tests.frames.spark import session
data = {DATA}
frame = session().createDataFrame(list(zip(*data.values())), "`方式` string, deal bigint, `受理时间` date, n bigint")
before = set(sys.modules)
by_name = True
{WORK}
print('loaded:', *({{name.partition('.')[0] for name in sys.modules}} - {{name.partition('.')[0] for name in before}}))
"""
    assert not loaded_by(program).intersection({*LIBRARIES} - {"pyspark"})


def test_the_room_itself_brings_no_engine() -> None:
    rooms = ", ".join(f"zhengwu.frames.{name}" for name in ("rollup", "ingest", "scanning", "working_days"))
    program = f"import sys\nimport {rooms}\n"
    program += "print('loaded:', *{name.partition('.')[0] for name in sys.modules})"
    assert not loaded_by(program).intersection(LIBRARIES)


def test_the_package_brings_the_room_when_it_is_asked_for() -> None:
    program = "import sys\nimport zhengwu as zw\nassert 'narwhals' not in sys.modules\n"
    program += "assert zw.frames.rollup is zw.frames.rollup and 'frames' in dir(zw)\n"
    program += "print('loaded:', *{name.partition('.')[0] for name in sys.modules})"
    loaded = loaded_by(program)
    assert "narwhals" in loaded
    assert not loaded.intersection(LIBRARIES)


def test_the_room_says_what_to_install() -> None:
    program = """
import sys
sys.modules["narwhals"] = None
import zhengwu as zw
try:
    zw.frames
except zw.MissingExtraError as error:
    print(error)
print("loaded:")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert "dataframes need narwhals (expected pip install 'zhengwu[polars]'" in done.stdout, done.stderr
