"""Relations between printed figures, as data: what must hold, whoever stated it (a table's shape, a published text).

A relation has a target and one or more forms (`zhengwu.reference.forms`). Several forms are alternatives: a
savings rate may stand on the budget or on the deal, and the relation holds if one of them explains the target. Figures
are named by identifiers ("t0r3c2", "f12"); rates count as fractions (17.07% is 0.1707), amounts in their base unit.
"""

from __future__ import annotations

import functools

import attrs

from zhengwu.exact.where import Where
from zhengwu.findings import RelationKind
from zhengwu.reference.forms import Form, Terms

__all__ = ["Given", "Relation"]

Given = tuple[tuple[str, Terms], ...]
"""Identities (result, terms) that figures of a ratio satisfy among themselves."""


@attrs.frozen(kw_only=True)
class Relation:
    """One thing that must hold. `forms` pairs each alternative with the name of its variant (None if it has none).

    `name` is the indicator or identity ("savings_rate", "total"). `given` are identities that the same hidden values
    must meet, which is how 34.89 − 31.91 = 2.97 and 2.97 ÷ 34.89 = 8.53% turn out to be possible together. `shared` are
    further alternatives that count only where the same one explains every relation of the `group`: a base that nothing
    states, but that a whole column follows. `doubtful` names a message that says why a failure is a question only: a
    blank among the parts may hide a value. `evidence` counts (held, tried) where no wording licenses the relation, only
    the figures of the other rows or columns. `blanks` are the cells of a sum that print no number. A relation without a
    `target` derives a figure that the document does not print; `print_as` is the style to print it in.
    """

    rule: str
    kind: RelationKind
    target: str | None
    forms: tuple[tuple[str | None, Form], ...]
    name: str = ""
    given: Given = ()
    group: str | None = None
    shared: tuple[tuple[str, Form], ...] = ()
    where: Where = attrs.field(factory=Where)
    doubtful: str | None = None
    evidence: tuple[int, int] | None = None
    blanks: tuple[str, ...] = ()
    id: str | None = None
    print_as: str | None = None

    @functools.cached_property
    def inputs(self) -> tuple[str, ...]:
        """Every figure the forms use, once, in order."""
        return tuple(dict.fromkeys(operand for _, form in self.forms for operand in form.operands))
