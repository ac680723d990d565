"""What the caller knows of the document a wording stands in, and the error where that is not enough."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from zhengwu.errors import PeriodError
from zhengwu.periods.spans import FIELD


class UnknownYearError(PeriodError):
    """A period is named, but only the document can say of which year or up to which day."""


class Context(NamedTuple):
    """What the caller knows of the document: its date, or the year it speaks of (which wins)."""

    as_of: date | None
    year: int | None

    def of_document(self, text: str, *, weeks: bool = False) -> int:
        """The year for a text that names none."""
        if self.year is not None:
            return self.year
        if self.as_of is not None:
            return self.as_of.isocalendar().year if weeks else self.as_of.year
        raise UnknownYearError(
            "does not say its year", field=FIELD, value=text, expected="as_of= (the date of the document) or year="
        )

    def day(self, text: str) -> date:
        """The day of the document, for a text that is seen from it."""
        if self.as_of is None:
            raise UnknownYearError(
                "depends on the day it was written",
                field=FIELD,
                value=text,
                expected="as_of= (the date of the document)",
            )
        return self.as_of

    def day_counted_to(self, text: str) -> date:
        """The day of the document, for a text that counts up to it."""
        day = self.day(text)
        if self.year not in (None, day.year):
            raise PeriodError(
                f"is counted up to {day.isoformat()}, which is not in the year {self.year}",
                field=FIELD,
                value=text,
                expected="as_of= and year= of one year",
            )
        return day
