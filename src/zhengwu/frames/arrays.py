"""Columns of pandas and pyarrow as arrays of numpy, without a copy where there is one already.

A frame is a list of pieces: one of pandas, the record batches of arrow, which share their dictionaries.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

import attrs

from zhengwu.frames.engines import Engine
from zhengwu.frames.plan import Amount, Plan, bit_of

__all__ = ["Coded", "arrays_of", "coded", "numbered", "pieces_of", "with_patterns"]

_TEXTS = ("string", "large_string", "string_view")
_WORDS = (str, int)


@attrs.frozen
class Coded:
    """A key as numbers, piece by piece, and what they mean: ``words[code - first]``, or ``words[table[…]]``.

    A number is divided by `divisor` before it is looked up, and kept within the table where `is_clipped`.
    """

    codes: Sequence[Any]
    words: Sequence[Any]
    first: int = 0
    table: Any = None
    divisor: int = 1
    is_clipped: bool = False
    stride: int = 1

    def scaled(self, np: Any, stride: int) -> Coded:
        """The same where one word is so many places from the next."""
        table = None if self.table is None else self.table.astype("int64") * stride
        return attrs.evolve(self, table=table, stride=np.int64(stride))

    def places(self, np: Any, codes: Any) -> Any:
        """The places of some codes, as a new array of int64."""
        if self.table is None:
            made = np.multiply(codes, self.stride)
            return np.subtract(made, self.first * self.stride, out=made) if self.first else made
        at = codes if self.divisor == 1 else codes // self.divisor
        at = at - self.first
        if self.is_clipped:
            np.clip(at, 0, len(self.table) - 1, out=at)
        return self.table.take(at)


def pieces_of(engine: Engine, plan: Plan) -> list[Mapping[str, Any]] | None:
    """The columns of a plan, filtered: a pandas frame, or batches of arrow with texts as codes; None without rows."""
    frame = engine.frame
    if plan.where:
        import narwhals.stable.v2 as nw

        frame = frame.select(*plan.columns)
        for name, values in plan.where.items():
            frame = frame.filter(nw.col(name).is_in(list(values)))
    native = frame.to_native()
    if not len(native):
        return None
    if engine.name == "pandas":
        columns = {name: native[name] for name in plan.columns}
        if not columns or not all(str(column.dtype).endswith("[pyarrow]") for column in columns.values()):
            return [native]
        arrays = {name: column.array.__arrow_array__() for name, column in columns.items()}
        native = sys.modules["pyarrow"].table(arrays)
    else:
        native = native.select(list(plan.columns)) if plan.columns else native
    for number, name in enumerate(native.column_names):
        if name in plan.keys and not _is_dictionary(native.schema.field(number)):
            native = native.set_column(number, name, native[name].dictionary_encode())
    return [batch for batch in native.unify_dictionaries().to_batches() if len(batch)]


def coded(pieces: Sequence[Any], name: str) -> Coded | None:
    """A key as codes; None where its values are neither texts nor integers. Texts of pandas are numbered first."""
    column = pieces[0][name]
    if _is_batch(pieces[0]):
        words = column.dictionary.to_pylist()
        codes = [_filled(piece[name].indices, -1) for piece in pieces]
    elif str(column.dtype) == "category":
        codes, words = [column.array.codes], column.array.categories.tolist()
    else:
        numbers, values = sys.modules["pandas"].factorize(column)
        codes, words = [numbers], values.tolist()
    kinds = {type(word) for word in words}
    if not (kinds <= {str} or kinds <= {int} or kinds <= {bool}):
        return None
    return Coded(codes, [None, *words], -1)


def arrays_of(np: Any, pieces: Sequence[Any], amount: Amount) -> list[Any] | None:
    """The integers of an amount, piece by piece, 0 where blank; None for decimals."""
    if amount.form not in ("integer", "float"):
        return None
    found = []
    for piece in pieces:
        column = piece[amount.column]
        if _is_batch(piece):
            values = _filled(column.cast("int8") if str(column.type) == "bool" else column, 0)
        elif isinstance(column.dtype, np.dtype):
            values = column.to_numpy()
        else:
            values = column.to_numpy(dtype="float64" if amount.form == "float" else "int64", na_value=0)
        if amount.form == "float":
            values = np.rint(np.nan_to_num(values) * float(10**amount.shift)).astype("int64")
        found.append(values)
    return found


def with_patterns(np: Any, pieces: Sequence[Any], plan: Plan) -> tuple[Plan, Coded | None]:
    """The patterns of the rows, and the plan without the bits of columns that have no blanks."""
    blank = {name: [_is_blank(np, piece, name) for piece in pieces] for name in plan.nulls}
    plan = attrs.evolve(plan, nulls=tuple(name for name in plan.nulls if any(one is not None for one in blank[name])))
    count = len(plan.nulls) + 2 * len(plan.pairs)
    if not count:
        return plan, None
    made = []
    for number, piece in enumerate(pieces):
        pattern = np.zeros(len(piece), "int64")
        for i, name in enumerate(plan.nulls):
            is_blank = blank[name][number]
            if is_blank is not None:
                pattern |= is_blank.astype("int64") << i
        for i, pair in enumerate(plan.pairs):
            for bit, is_so in zip(bit_of(plan, i), _compared(piece, *pair), strict=True):
                pattern |= is_so.astype("int64") * bit
        made.append(pattern)
    return plan, Coded(made, range(1 << count))


def numbered(engine: Engine, whole: Sequence[Any]) -> tuple[list[Any], Any]:
    """Large numbers, piece by piece, as small ones, and the large number of each. The engine looks for them."""
    if engine.name == "pandas" and len(whole) == 1:
        numbers, found = sys.modules["pandas"].factorize(whole[0])
        return [numbers], found
    pa = sys.modules["pyarrow"]
    encoded = pa.chunked_array([pa.array(one) for one in whole]).dictionary_encode().unify_dictionaries()
    return [chunk.indices.to_numpy().astype("int64") for chunk in encoded.chunks], encoded.chunk(
        0
    ).dictionary.to_numpy()


def _is_batch(piece: Any) -> bool:
    return hasattr(piece, "schema")


def _is_dictionary(field: Any) -> bool:
    return str(field.type).startswith("dictionary")


def _filled(array: Any, value: int | bool) -> Any:
    """An array of arrow as one of numpy."""
    if array.null_count:
        array = array.fill_null(value)
    return array.to_numpy(zero_copy_only=False)


def _is_blank(np: Any, piece: Any, name: str) -> Any:
    """Which rows are blank, None where none is."""
    column = piece[name]
    if _is_batch(piece):
        return column.is_null().to_numpy(zero_copy_only=False) if column.null_count else None
    if isinstance(column.dtype, np.dtype) and column.dtype.kind in "iub":
        return None
    found = column.isna().to_numpy()
    return found if found.any() else None


def _compared(piece: Any, left: str, right: str) -> tuple[Any, Any]:
    """Where the left is later, and where it is earlier; neither where one is blank."""
    one, other = piece[left], piece[right]
    if _is_batch(piece):
        pc = import_module("pyarrow.compute")
        return _filled(pc.greater(one, other), value=False), _filled(pc.less(one, other), value=False)
    later, earlier = ((found.fillna(value=False)).to_numpy(dtype=bool) for found in (one > other, one < other))
    return later, earlier
