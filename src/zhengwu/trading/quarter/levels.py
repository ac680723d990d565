"""Levels put together (镇站 into the district, districts into the city): every lot once, whoever reported it.

>>> from zhengwu.trading.tender import Lot
>>> road = Tender(code="A1", title="道路", lots=(Lot(code="1"),))
>>> found = merged({"湖塘镇": [road], "区中心": [road.evolve(title="道路工程"), Tender.single(title="无编号")]})
>>> len(found.records), [(one.first, one.again) for one in found.repeated]
(2, [('湖塘镇', '区中心')])
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from zhengwu.records.base import label
from zhengwu.records.faults import RecordError
from zhengwu.stats.tally import counted_views
from zhengwu.trading.tender import Lot, Tender

__all__ = ["Merged", "Repeated", "merged"]

_TOLD = ("budget", "ceiling", "estimate", "start", "deal", "outcome")


@attrs.frozen(kw_only=True)
class Repeated:
    """A record that two levels reported: what it is known by, and the two levels."""

    key: tuple[str, ...]
    first: str
    again: str
    record: object = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Merged:
    """The records of all levels, each once, as the first level tells it; and what was reported again.

    `unkeyed` are records without a code: nobody can tell whether another level reported them too.
    """

    records: tuple[Any, ...]
    repeated: tuple[Repeated, ...] = ()
    unkeyed: tuple[Any, ...] = ()


def merged(levels: Mapping[str, Iterable[Any]]) -> Merged:
    """The records of several levels, counted once each: a lot by its unified code, else by tender, lot and attempt.

    Raises `RecordError` where two levels tell other prices or another outcome of the same lot: nobody can say whose.
    """
    found: dict[tuple[str, ...], tuple[str, Any]] = {}
    records: list[Any] = []
    repeated: list[Repeated] = []
    unkeyed: list[Any] = []
    for level, given in levels.items():
        for view in counted_views(given):
            key = _key(view)
            if key is None:
                unkeyed.append(view)
            elif key in found:
                first, known = found[key]
                _require_same(known, view, f"{first}, {level}")
                repeated.append(Repeated(key=key, first=first, again=level, record=view))
                continue
            else:
                found[key] = level, view
            records.append(view)
    return Merged(records=tuple(records), repeated=tuple(repeated), unkeyed=tuple(unkeyed))


def _key(view: Any) -> tuple[str, ...] | None:
    if isinstance(view, Tender):
        (lot,) = view.lots
        if lot.unified_code is not None:
            return ("unified", lot.unified_code, str(lot.attempt))
        return None if view.code is None else ("tender", view.code, lot.code or "", str(lot.attempt))
    code = getattr(view, "code", None)
    return None if code is None else (type(view).__name__, code)


def _require_same(known: Any, view: Any, levels: str) -> None:
    for name in _TOLD:
        first, again = getattr(known, name, None), getattr(view, name, None)
        if first is not None and again is not None and first != again:
            raise RecordError(
                f"is told otherwise by two levels ({levels})",
                field=label(Lot if isinstance(view, Tender) else type(view), name),
                value=again,
                expected=str(first),
            )
