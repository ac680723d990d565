"""Faults: what is wrong with outside data, each with its place, all of them at once.

>>> field, message = "budget (预算金额)", "'五万' is not an amount of money"
>>> fault = Fault(row=3, column="预算金额（万元）", field=field, value="五万", message=message)
>>> str(fault)
"row 3, column 预算金额（万元）: budget (预算金额): '五万' is not an amount of money"
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from zhengwu.errors import ZhengwuError

__all__ = ["Fault", "RecordError"]

_SHOWN = 5


@attrs.frozen(kw_only=True)
class Fault:
    """One thing wrong with a record, a row or a file.

    `row` counts from 1 over the rows of data (None: the whole file), `column` is the header as the file prints it,
    `field` the name of the field with its official term in brackets, `value` the text found there (None where nothing
    is, and where a citizen's data may stand), `message` the sentence about it.
    """

    row: int | None = None
    column: str | None = None
    field: str | None = None
    value: str | None = None
    message: str

    def __str__(self) -> str:
        places = [f"row {self.row}"] if self.row is not None else []
        places += [f"column {self.column}"] if self.column is not None else []
        parts = [", ".join(places), self.field or ""]
        return "".join(f"{part}: " for part in parts if part) + self.message


class RecordError(ZhengwuError, ValueError):
    """Data that is not the record it should be. `faults` holds everything that is wrong with it."""

    def __init__(
        self,
        problem: str,
        *,
        field: str | None = None,
        value: object = None,
        expected: str | None = None,
        where: object = None,
        faults: Sequence[Fault] = (),
    ) -> None:
        super().__init__(problem, field=field, value=value, expected=expected, where=where)
        self.faults = tuple(faults)

    @classmethod
    def of(cls, name: str, faults: Sequence[Fault]) -> RecordError:
        """The error for all these faults of one record.

        >>> print(RecordError.of("Lot", [Fault(field="budget (预算金额)", message="is missing")]))
        budget (预算金额): is missing
        """
        shown = "; ".join(map(str, faults[:_SHOWN]))
        more = f"; and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
        counted = f"{len(faults)} faults in {name}: " if len(faults) > 1 else ""
        return cls(f"{counted}{shown}{more}", faults=faults)
