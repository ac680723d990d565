"""The engines behind a frame: which it is, whether it is lazy, what its sums can do, how rows come and go.

Nothing is imported here that the caller has not imported: an engine is known by the frame it made.
"""

from __future__ import annotations

import sys
from typing import Any

import attrs
import narwhals.stable.v2 as nw

from zhengwu.errors import UnitError
from zhengwu.records.cells import is_blank

__all__ = ["SUPPORTED", "Engine", "engine_of", "fetched"]

SUPPORTED = ("polars", "pandas", "pyarrow", "duckdb", "pyspark", "dask", "ibis")
"""The engines that are tested. Every result is the same on each of them."""

_NAMES = {"pyspark[connect]": "pyspark"}
_WIDE_SUMS = frozenset({"duckdb"})  # integers are added in 128 bits


@attrs.frozen
class Engine:
    """One engine with the frame that showed it. `frame` is the narwhals frame over it."""

    name: str
    frame: Any

    @property
    def is_lazy(self) -> bool:
        """Whether the frame is a plan and holds no rows yet."""
        return isinstance(self.frame, nw.LazyFrame)

    @property
    def sums_may_wrap(self) -> bool:
        """Whether a sum of 64-bit integers could overflow without a word."""
        return self.name not in _WIDE_SUMS


def engine_of(frame: object) -> Engine:
    """The engine of a dataframe. Raises `UnitError` for what is no frame, and for an engine that is not tested.

    >>> engine_of([1, 2])
    Traceback (most recent call last):
    zhengwu.errors.UnitError: frame: a list is no dataframe (expected one of polars, pandas, pyarrow, duckdb, pyspark, \
dask, ibis; records are rolled up by zhengwu.rollup)
    """
    try:
        known = nw.from_native(frame)  # type: ignore[call-overload]
    except TypeError:
        expected = f"one of {', '.join(SUPPORTED)}; records are rolled up by zhengwu.rollup"
        raise UnitError(f"a {type(frame).__name__} is no dataframe", field="frame", expected=expected) from None
    name = known.implementation.value
    name = _NAMES.get(name, name)
    if name not in SUPPORTED:
        expected = f"one of {', '.join(SUPPORTED)}; such a table can be handed over as pyarrow"
        raise UnitError(
            f"frames of {name} are not supported, because they are not tested", field="frame", expected=expected
        )
    return Engine(name, known)


def fetched(frame: Any) -> dict[str, list[Any]]:
    """The columns of a small narwhals frame as lists. Each engine gives them by its own means."""
    names = list(frame.collect_schema().names())
    native = frame.to_native()
    name = _NAMES.get(frame.implementation.value, frame.implementation.value)
    if name in ("duckdb", "pyspark"):
        rows = native.fetchall() if name == "duckdb" else native.collect()
        columns = [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in names]
        return dict(zip(names, columns, strict=True))
    if isinstance(frame, nw.LazyFrame):
        frame = frame.collect()
    if name == "pyarrow":
        return {name: _arrow_list(native[name]) for name in names}
    found = {name: frame[name].to_list() for name in names}
    if name in ("pandas", "dask"):
        found = {name: [_plain(value) for value in values] for name, values in found.items()}
    return found


def _arrow_list(column: Any) -> list[Any]:
    """A column of pyarrow as a list; by numpy where it is loaded, which takes a tenth of the time."""
    if column.null_count or "numpy" not in sys.modules:
        return list(column.to_pylist())
    kind = str(column.type)
    if kind.startswith("dictionary"):
        found = []
        for chunk in column.chunks:
            words = chunk.dictionary.to_pylist()
            found += [words[code] for code in chunk.indices.to_numpy().tolist()]
        return found
    return list(column.to_numpy().tolist() if kind.startswith("int") else column.to_pylist())


def _plain(value: Any) -> Any:
    """The missing value of pandas (NaN, NaT, NA) as None."""
    return None if not isinstance(value, str | int) and is_blank(value) else value
