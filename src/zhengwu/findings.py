"""What an audit returns, as data: relations with their verdicts, findings with their repairs, and the report.

The closed lists below are the contract of the JSON output; nothing outside them is ever printed.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Any

import attrs

from zhengwu.exact.where import Where

__all__ = [
    "Change",
    "Finding",
    "FindingKind",
    "Grade",
    "Move",
    "RelationKind",
    "RelationResult",
    "Repair",
    "Skipped",
    "TableSummary",
    "Verdict",
]


class Verdict(enum.StrEnum):
    """What exact intervals say of one relation.

    CONSISTENT: values that print this way can satisfy it. TRUNCATED: only if the result was cut off instead of
    rounded. INCONSISTENT: no rounding explains it. UNVERIFIABLE: the document does not print enough to decide.
    """

    CONSISTENT = "consistent"
    TRUNCATED = "truncated"
    INCONSISTENT = "inconsistent"
    UNVERIFIABLE = "unverifiable"


class Grade(enum.StrEnum):
    """ERROR: the document contradicts itself. QUESTION: it may, somebody should look. NOTE: worth knowing."""

    ERROR = "error"
    QUESTION = "question"
    NOTE = "note"


class RelationKind(enum.StrEnum):
    """What connects the figures of a relation."""

    SUM = "sum"
    DIFFERENCE = "difference"
    RATE = "rate"
    SHARE = "share"
    GROWTH = "growth"
    PRODUCT = "product"
    ORDER = "order"
    BOUND = "bound"
    REPEAT = "repeat"


class FindingKind(enum.StrEnum):
    """How a figure went wrong, as far as the arithmetic can tell."""

    TYPO = "typo"
    SIGN = "sign"
    UNIT = "unit"
    SWAP = "swap"
    SHIFT = "shift"
    STALE_TOTAL = "stale_total"
    BASE = "base"
    ROUNDING = "rounding"
    FORCED_TOTAL = "forced_total"
    REMAINDER = "remainder"
    COPIED = "copied"
    BLANK = "blank"
    SCOPE = "scope"
    LOST = "lost"
    IMPOSSIBLE = "impossible"
    UNEXPLAINED = "unexplained"


@attrs.frozen(kw_only=True)
class Change:
    """One figure printed as `before` that a repair would print as `after`."""

    where: Where
    before: str
    after: str


@attrs.frozen(kw_only=True)
class Move:
    """The values printed in `row` belong to the label of `label_row`."""

    table: int
    row: int
    label_row: int


@attrs.frozen(kw_only=True)
class Repair:
    """One way to make everything consistent: all its changes and moves together.

    `why` is the message id of the mechanism that explains the slip ("why.typo.dropped"), filled by `values`.
    """

    changes: tuple[Change, ...] = ()
    moves: tuple[Move, ...] = ()
    why: str = ""
    values: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class RelationResult:
    """One relation of the document, decided.

    `target` and `inputs` are identifiers of figures ("t0r3c2", "f12"), `printed` and `recomputed` texts in the unit
    the target is printed in, `arithmetic` the calculation with the printed figures, without words:
    ``19723.07 − 1822.31 = 17900.76``. `name` is the indicator or identity, `variant` the base of a rate that has
    several, `reason` why an unverifiable relation could not be decided, `missing` what would have decided it.
    """

    rule: str
    kind: RelationKind
    target: str
    inputs: tuple[str, ...]
    printed: str
    recomputed: str
    verdict: Verdict
    arithmetic: str = ""
    name: str = ""
    variant: str | None = None
    reason: str | None = None
    missing: tuple[str, ...] = ()
    where: Where = attrs.field(factory=Where)


@attrs.frozen(kw_only=True)
class Finding:
    """One cause of one contradiction. `values` fill the message of the rule in either language.

    `figures` are the identifiers of the figures it touches, `relations` the positions in the report's relations of those
    that accuse. `repairs` are alternatives, best first; `unique` says that the first is the only one as good.

    >>> from zhengwu.table import Grid
    >>> from zhengwu.app import audit
    >>> finding = audit(Grid.of([["窗口", "1月"], ["甲", "3"], ["乙", "4"], ["合计", "8"]])).findings[0]
    >>> finding.rule, finding.grade.value, finding.printed, finding.values["arithmetic"]
    ('ZW120', 'error', '8', '3 + 4 = 7')
    """

    rule: str
    grade: Grade
    kind: FindingKind
    where: Where
    printed: str
    values: Mapping[str, str] = attrs.field(factory=dict)
    unique: bool = False
    repairs: tuple[Repair, ...] = ()
    figures: tuple[str, ...] = ()
    relations: tuple[int, ...] = ()


@attrs.frozen(kw_only=True)
class Skipped:
    """Something of the document that was not checked, and why (`reason` is a message id, `values` fill it)."""

    where: Where
    reason: str
    values: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class TableSummary:
    """How one table of the document fared. Rows count over the body, columns over the whole width."""

    title: str
    rows: int
    columns: int
    checked: int
    held: int


def as_json(value: Any) -> Any:
    """Enums to their values and tuples to lists, so that the standard `json` module can write the result."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [as_json(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): as_json(item) for key, item in value.items()}
    return value
