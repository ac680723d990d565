"""Exceptions: the caller asked for the impossible. What a document gets wrong is a finding, never an exception.

Every exception is a `ZhengwuError` and also the builtin a caller would expect, so that ``except ValueError`` keeps
working. The message is one English sentence that names field, value, expected form and place; the same parts are
attributes, for programs.

>>> error = AmountError("is not an amount of money", field="budget (预算金额)", value="55000.92万",
...                     expected="a number followed by 元, 万元 or 亿元")
>>> print(error)
budget (预算金额): '55000.92万' is not an amount of money (expected a number followed by 元, 万元 or 亿元)
"""

from __future__ import annotations

__all__ = [
    "AmountError",
    "CalendarError",
    "FigureError",
    "InexactError",
    "MissingExtraError",
    "PeriodError",
    "ReadError",
    "TransitionError",
    "UndefinedRateError",
    "UnitError",
    "UnknownNameError",
    "ZhengwuError",
]


class ZhengwuError(Exception):
    """The base of every exception this library raises.

    `problem` says what is wrong, `field` which argument or column (official term in brackets), `value` the offending
    value, `expected` the form to write instead, `where` the place in a file (anything whose `str` is that place).
    """

    def __init__(
        self,
        problem: str,
        *,
        field: str | None = None,
        value: object = None,
        expected: str | None = None,
        where: object = None,
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.field = field
        self.value = value
        self.expected = expected
        self.where = where

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where is not None else ""
        field = f"{self.field}: " if self.field else ""
        value = f"{_shorten(self.value)} " if self.value is not None else ""
        expected = f" (expected {self.expected})" if self.expected else ""
        return f"{place}{field}{value}{self.problem}{expected}"


class InexactError(ZhengwuError, TypeError):
    """A float, or another inexact value, where an exact one is needed."""


class AmountError(ZhengwuError, ValueError):
    """A text or number that is not an amount of money, or not one this library can hold."""


class FigureError(ZhengwuError, ValueError):
    """A text that is not a printed figure."""


class UnitError(ZhengwuError, TypeError):
    """Two things of different units, currencies or kinds in one operation."""


class PeriodError(ZhengwuError, ValueError):
    """A text that is not a period, or a period that the operation has no answer for."""


class CalendarError(ZhengwuError, ValueError):
    """A day the working-day calendar does not cover, or something that is no day, no limit or no cut-off time."""


class UndefinedRateError(ZhengwuError, ZeroDivisionError):
    """A rate without a base. `reason` is ``zero_base``, ``missing`` or ``not_applicable``."""

    def __init__(
        self,
        problem: str,
        *,
        reason: str = "zero_base",
        field: str | None = None,
        value: object = None,
        expected: str | None = None,
    ) -> None:
        super().__init__(problem, field=field, value=value, expected=expected)
        self.reason = reason


class UnknownNameError(ZhengwuError, LookupError):
    """A name that nothing declares; `expected` lists the nearest known ones."""


class ReadError(ZhengwuError, ValueError):
    """A file that cannot be read as what it claims to be."""


class TransitionError(ZhengwuError, ValueError):
    """An event that the state of a thing does not allow.

    `state` and `event` are what was tried, `allowed` the events that the state allows, `reason` what the guard said,
    None where the state alone refuses.
    """

    def __init__(
        self,
        problem: str,
        *,
        field: str | None = None,
        state: object = None,
        event: object = None,
        allowed: tuple[object, ...] = (),
        reason: str | None = None,
        expected: str | None = None,
        where: object = None,
    ) -> None:
        super().__init__(problem, field=field, value=None, expected=expected, where=where)
        self.state = state
        self.event = event
        self.allowed = allowed
        self.reason = reason


class MissingExtraError(ZhengwuError, ImportError):
    """An optional dependency is not installed; `expected` is the command that installs it."""


def _shorten(value: object) -> str:
    try:
        text = repr(value)
    except ValueError:  # Python refuses to print integers of more than 4300 digits
        return f"a {type(value).__name__} of thousands of digits"
    return text if len(text) <= 80 else f"{text[:60]}… ({len(text)} characters)"
