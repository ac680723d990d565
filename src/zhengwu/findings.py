"""What an audit returns, as data: relations with their verdicts, findings with their repairs, and the report.

The closed lists below are the contract of the JSON output; nothing outside them is ever printed.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Any, ClassVar, Protocol

import attrs

from zhengwu.exact.where import Where
from zhengwu.reference.forms import Form, Unprinted

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


class Statement(Protocol):
    """What a result needs to know of the relation it decides."""

    @property
    def rule(self) -> str: ...
    @property
    def kind(self) -> RelationKind: ...
    @property
    def target(self) -> str | None: ...
    @property
    def id(self) -> str | None: ...
    @property
    def inputs(self) -> tuple[str, ...]: ...
    @property
    def name(self) -> str: ...
    @property
    def where(self) -> Where: ...


class Decided(Protocol):
    """What a result is read from: a relation that was judged, and writes its calculation out when it is asked for."""

    open_reason: str | None

    @property
    def relation(self) -> Statement: ...
    @property
    def printed(self) -> str: ...
    def written(self, form: Any, mode: Any) -> tuple[str, str]: ...


class RelationResult:
    """One relation of the document, decided.

    `target` and `inputs` are identifiers of figures ("t0r3c2", "f12"), `printed` and `recomputed` texts in the unit
    the target is printed in, `arithmetic` the calculation with the printed figures, without words:
    ``19723.07 − 1822.31 = 17900.76``. `name` is the indicator or identity, `variant` the base of a rate that has
    several, `reason` why an unverifiable relation could not be decided, `missing` what would have decided it. The
    calculation is written out when it is first read: of ten thousand relations few are.
    """

    __slots__ = ("_decided", "_form", "_mode", "_texts", "variant", "verdict")

    FIELDS: ClassVar = (
        "rule", "kind", "target", "inputs", "printed", "recomputed", "verdict", "arithmetic", "name", "variant",
        "reason", "missing", "where",
    )  # fmt: skip
    """The names of what a result tells, in the order of the JSON output."""

    def __init__(self, decided: Decided, verdict: Verdict, variant: str | None, form: Form, mode: object) -> None:
        self._decided = decided
        self._form = form
        self._mode = mode
        self._texts: tuple[str, str] | None = None
        self.verdict = verdict
        self.variant = variant

    @property
    def rule(self) -> str:
        return self._decided.relation.rule

    @property
    def kind(self) -> RelationKind:
        return self._decided.relation.kind

    @property
    def target(self) -> str:
        relation = self._decided.relation
        return relation.target or relation.id or ""

    @property
    def inputs(self) -> tuple[str, ...]:
        return self._decided.relation.inputs

    @property
    def printed(self) -> str:
        return self._decided.printed

    @property
    def name(self) -> str:
        return self._decided.relation.name

    @property
    def reason(self) -> str | None:
        return self._decided.open_reason

    @property
    def missing(self) -> tuple[str, ...]:
        return self._form.missing if isinstance(self._form, Unprinted) else ()

    @property
    def where(self) -> Where:
        return self._decided.relation.where

    @property
    def recomputed(self) -> str:
        return self._written()[0]

    @property
    def arithmetic(self) -> str:
        return self._written()[1]

    def fields(self) -> dict[str, Any]:
        """All that the result tells, by name."""
        return {name: getattr(self, name) for name in self.FIELDS}

    def _written(self) -> tuple[str, str]:
        if self._texts is None:
            self._texts = self._decided.written(self._form, self._mode)
        return self._texts

    def __eq__(self, other: object) -> bool:
        return self.fields() == other.fields() if isinstance(other, RelationResult) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.rule, self.target, self.verdict))

    def __repr__(self) -> str:
        return f"<RelationResult {self.rule} {self.target} {self.verdict.value}>"


@attrs.frozen(kw_only=True)
class Finding:
    """One cause of one contradiction. `values` fill the message of the rule in either language.

    `figures` are the identifiers of the figures it touches, `relations` the positions, in the report's relations, of
    those that accuse. `repairs` are alternatives, best first; `unique` says that nothing else is as good as the first.

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
