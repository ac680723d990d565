"""Invariants: the checks that record classes are made of. Each names the field, its official term and the value.

They hold by what the words mean (a case is not closed before it is accepted); what a law or a place rules is not
checked here, since a record that breaks it is a finding and no impossible record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from operator import attrgetter

from zhengwu.errors import ZhengwuError
from zhengwu.exact.money import Money
from zhengwu.exact.number import refuse_float
from zhengwu.records.base import Record, label
from zhengwu.records.faults import RecordError
from zhengwu.records.instant import InstantError, is_after

__all__ = ["in_order", "positive", "refusal", "require_count", "require_parts", "require_text"]


def refusal(record: Record, name: str, problem: str, *, expected: str | None = None, shown: bool = True) -> RecordError:
    """The error for a field of the record; its value is not shown when it may be a citizen's."""
    value = getattr(record, name) if shown else None
    return RecordError(problem, field=label(type(record), name), value=value, expected=expected)


def require_text(record: Record, name: str, *, longest: int | None = None) -> None:
    """A text that is not blank, of at most `longest` characters."""
    value = getattr(record, name)
    if type(value) is not str or not value or value.isspace():
        raise refusal(record, name, "is not a text with something in it")
    if longest is not None and len(value) > longest:
        raise refusal(record, name, "is too long", expected=f"at most {longest} characters")


def require_count(record: Record, name: str, *, least: int = 0) -> None:
    """A whole number of at least `least`, or None."""
    value = getattr(record, name)
    if value is not None and (type(value) is not int or value < least):
        raise refusal(record, name, "is not a count", expected=f"a whole number, {least} or more")


def positive(*names: str) -> Callable[[Record], None]:
    """A check that these amounts are above zero, or None. In exchange files 0 is a missing price (trading.md §2).

    It is made once for a class, and looks at nothing twice: the checks are what making a record costs.
    """
    prices = attrgetter(*(names if len(names) > 1 else 2 * names))  # of one name it would give no tuple

    def check(record: Record) -> None:
        for value in prices(record):
            if value is not None and not (value.__class__ is Money and value._units > 0):
                raise _price_refusal(record, names)

    return check


def in_order(*names: str) -> Callable[[Record], None]:
    """A check that these instants follow each other, as far as they are known."""
    instants = attrgetter(*names)

    def check(record: Record) -> None:
        before = None
        for value in instants(record):
            if value is None:
                continue
            if type(value) is not date or (before is not None and value < before):
                _require_order(record, names)
                return
            before = value

    return check


def require_parts(record: Record, name: str, cls: type[Record], *, least: int = 0) -> None:
    """A tuple of records of this class, or None."""
    value = getattr(record, name)
    if value is None:
        return
    if type(value) is not tuple or not all(isinstance(part, cls) for part in value):
        raise refusal(record, name, "is not a tuple of its parts", expected=f"({cls.__name__}(…), …)", shown=False)
    if len(value) < least:
        raise refusal(record, name, "has too few parts", expected=f"at least {least} {cls.__name__}", shown=False)


def _price_refusal(record: Record, names: Iterable[str]) -> ZhengwuError:
    for name in names:
        value = getattr(record, name)
        field = label(type(record), name)
        if type(value) is Money and not value.is_positive:
            return RecordError("is not above zero", field=field, value=value, expected="None where it is unknown")
        if value is not None and type(value) is not Money:
            break
    return refuse_float(value, field=field) or RecordError(
        "is not an amount of money", field=field, value=value, expected='such as wan("438")'
    )


def _require_order(record: Record, names: Iterable[str]) -> None:
    """Instants in this order, as far as they are known and can be compared."""
    before, earlier = "", None
    for name in names:
        value = getattr(record, name)
        if value is None:
            continue
        if not isinstance(value, date):
            raise InstantError(
                "is not a day", field=label(type(record), name), value=value, expected="a date or a datetime"
            )
        if is_after(earlier, value):
            told = label(type(record), before)
            raise RecordError(f"lies before {told}", field=label(type(record), name), value=str(value))
        before, earlier = name, value
