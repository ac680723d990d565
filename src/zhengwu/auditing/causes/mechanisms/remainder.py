"""A part that is missing from the list while the totals contain it: nothing printed is wrong, a row is not printed."""

from __future__ import annotations

from collections.abc import Iterator

from zhengwu.auditing.causes.evidence import SHARES
from zhengwu.auditing.causes.explanation import Slip
from zhengwu.auditing.causes.mechanisms.stale import by_accident, lines, missing, together
from zhengwu.auditing.causes.scene import Scene
from zhengwu.findings import FindingKind

__all__ = ["slips"]


def slips(scene: Scene) -> Iterator[Slip]:
    """Every line of totals, and all of them together, where each is larger than its parts."""
    found = lines(scene)
    rows = {line: positions for line, positions in found.items() if line[0] == "row"}
    columns = {line: positions for line, positions in found.items() if line[0] == "column"}
    # A row that is missing is missing from the sums of rows only, a column from those of columns.
    for group in (*together(rows), *together(columns)):
        offs = [missing(scene, position) for position in group]
        if not offs or any(off is None or off <= 0 for off in offs):
            continue
        weight = SHARES[FindingKind.REMAINDER] * by_accident([off or 0 for off in offs])
        yield Slip({}, FindingKind.REMAINDER, "why.remainder", weight, excused=frozenset(group))
