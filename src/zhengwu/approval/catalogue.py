"""The catalogue (事项清单): which version of an item was in effect on a day.

>>> from datetime import date
>>> old = ItemImplementation(implementation_code="A1", promised_limit=10, effective_to=date(2017, 9, 14))
>>> new = ItemImplementation(implementation_code="A1", promised_limit=5, effective_from=date(2017, 9, 15))
>>> catalogue = Catalogue.of([old, new])
>>> [catalogue.item("A1", date(2017, month, 1)).promised_limit for month in (9, 10)]
[10, 5]
>>> catalogue.item("B9", date(2017, 9, 1))
Traceback (most recent call last):
zhengwu.errors.UnknownNameError: implementation_code (实施编码): 'B9' is not in the catalogue (expected A1)
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

import attrs

from zhengwu.approval.item import ItemImplementation, is_effective
from zhengwu.errors import UnknownNameError
from zhengwu.records.base import label
from zhengwu.records.faults import RecordError
from zhengwu.records.instant import is_after

__all__ = ["Catalogue"]

_CODE = label(ItemImplementation, "implementation_code")


@attrs.frozen
class Catalogue:
    """Items by their code, each with its versions."""

    versions: Mapping[str, tuple[ItemImplementation, ...]] = attrs.field(hash=False)

    @classmethod
    def of(cls, items: Iterable[ItemImplementation]) -> Catalogue:
        """The catalogue of these versions. Raises `RecordError` where two versions of an item are in effect at once."""
        found: dict[str, list[ItemImplementation]] = {}
        for item in items:
            earlier = found.setdefault(item.implementation_code, [])
            if any(_overlap(one, item) for one in earlier):
                raise RecordError("has two versions in effect at once", field=_CODE, value=item.implementation_code)
            earlier.append(item)
        return cls(MappingProxyType({code: tuple(versions) for code, versions in found.items()}))

    def item(self, code: str, on: date) -> ItemImplementation:
        """The item with this code as it was on a day.

        Raises `UnknownNameError` for a code the catalogue has not, `RecordError` where no version was in effect.
        """
        if code not in self.versions:
            near = difflib.get_close_matches(code, self.versions, n=3, cutoff=0.6) or list(self.versions)[:3]
            raise UnknownNameError("is not in the catalogue", field=_CODE, value=code, expected=", ".join(near))
        found = next((one for one in self.versions[code] if is_effective(one, on)), None)
        if found is None:
            raise RecordError(f"was not in effect on {on}", field=_CODE, value=code)
        return found

    def find(self, code: str | None, on: date | None) -> ItemImplementation | None:
        """The item as it was on a day; None where code or day is unknown, or no version was in effect."""
        if code is None or on is None:
            return None
        return next((one for one in self.versions.get(code, ()) if is_effective(one, on)), None)

    def at(self, on: date) -> tuple[ItemImplementation, ...]:
        """The items in effect on a day."""
        return tuple(one for versions in self.versions.values() for one in versions if is_effective(one, on))


def _overlap(one: ItemImplementation, other: ItemImplementation) -> bool:
    return not is_after(one.effective_from, other.effective_to) and not is_after(other.effective_from, one.effective_to)
