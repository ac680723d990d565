"""Float columns: accepted where each value is the exact image of a decimal with the stated places, else refused."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from zhengwu.errors import InexactError
from zhengwu.frames.engines import Engine, fetched
from zhengwu.frames.plan import Amount

__all__ = ["check_floats"]

_LARGEST = float(2**51)  # above it a float has no room for the digits that prove it exact
_SHOWN = 5


def check_floats(engine: Engine, amount: Amount) -> None:
    """Raise `InexactError`, naming column and rows, where a float is not what a decimal of these places reads as.

    An integer of at most 51 bits divided by a power of ten gives the float nearest to that decimal, since both are
    exact and division rounds once; so a float is such an image if it comes back from it.
    """
    frame = engine.frame
    frame = frame.select(amount.column)
    if not engine.is_lazy:
        frame = frame.with_row_index("row")
    power = float(10**amount.shift)
    value = nw.col(amount.column).cast(nw.Float64)
    frame = frame.with_columns(v=value)
    # Far values become 0, which is no image of them: Ibis rounds to integers, which cannot hold them.
    near = nw.when(nw.col("v").abs() < _LARGEST).then(nw.col("v")).otherwise(0.0)
    frame = frame.with_columns(u=(near * power).round(0))
    # By a column and not by a number: polars multiplies by the inverse of a number, which rounds twice.
    frame = frame.with_columns(p=nw.col("u") * 0.0 + power)
    frame = frame.with_columns(w=nw.col("u") / nw.col("p"))
    is_image = (nw.col("w") == nw.col("v")) & (nw.col("u").abs() < _LARGEST)
    wrong = frame.filter(~nw.col("v").is_null()).filter(~is_image)
    names = ["v"] if engine.is_lazy else ["row", "v"]
    found = fetched(wrong.select(*names).head(_SHOWN + 1))
    rows = list(zip(*(found[name] for name in names), strict=True))
    if not rows:
        return
    shown = ", ".join(f"row {row[0]}: {row[1]!r}" if len(row) > 1 else repr(row[0]) for row in rows[:_SHOWN])
    more = " and more" if len(rows) > _SHOWN else ""
    raise InexactError(
        f"holds floats that are no decimals with {amount.shift} places: {shown}{more}",
        field=amount.label,
        expected="decimals or integers; round the column yourself if that is what the figures mean",
    )
