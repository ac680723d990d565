"""One cause of contradictions, with the ways it may have come about.

>>> Cause((0,)).unique
False
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from zhengwu.auditing.causes.explanation import Slip
from zhengwu.exact.figure import Figure

__all__ = ["Cause", "changes_of"]


@attrs.frozen
class Cause:
    """One cause of contradictions: the ways it may have come about, best first, and the relations that accuse.

    `unique` says that the first way is the only one as good. Without any way the cause is not known. `is_complete` is
    False where a bound was reached before every way was tried; nothing is claimed then.
    """

    relations: tuple[int, ...]
    ways: tuple[tuple[Slip, ...], ...] = ()
    unique: bool = False
    is_complete: bool = True


def changes_of(slips: Sequence[Slip]) -> Mapping[str, Figure]:
    """All changes of several slips together."""
    return {name: figure for slip in slips for name, figure in slip.changes.items()}
