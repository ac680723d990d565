"""Which relations each figure takes part in, and which figures are of a kind that may be negative.

>>> from zhengwu.auditing.engine import judge
>>> from zhengwu.auditing.relations import Relation
>>> from zhengwu.exact.figure import Figure
>>> from zhengwu.findings import RelationKind
>>> figures = {name: Figure.parse(text) for name, text in {"a": "1.2", "b": "2.3", "c": "3.9"}.items()}
>>> forms = ((None, Linear((("c", 1), ("b", -1)))),)
>>> relation = Relation(rule="ZW110", kind=RelationKind.DIFFERENCE, target="a", forms=forms)
>>> incidence = Incidence(judge(figures, [relation]), {0: forms[0][1]})
>>> incidence.positions_of("b"), [name for name in "abc" if incidence.is_signed(name)]
((0,), ['a'])
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from zhengwu.auditing.bounds import ONE
from zhengwu.auditing.engine import Judgement
from zhengwu.reference.forms import Form, Linear, Ratio, Repeat, Terms

__all__ = ["Incidence", "is_plain"]

_NOWHERE: Sequence[int] = ()


class Incidence:
    """The positions of the relations of each figure that could be decided, by any of their forms.

    `forms` gives the form that stands for each relation; those that are `left_out` say nothing of signs.
    """

    def __init__(self, judgement: Judgement, forms: Mapping[int, Form], left_out: Collection[int] = ()) -> None:
        cases = judgement.cases
        self._cases, self._forms, self._left_out = cases, forms, left_out
        self._derived = cases[0].bounds.derived if cases else {}
        self._signed: dict[str, bool] = {}
        self._sums_of: dict[str, list[int]] = defaultdict(list)
        self._others_of: dict[str, list[int]] = defaultdict(list)
        self._repeats_of: dict[str, list[int]] = defaultdict(list)
        self._targets: dict[str, list[int]] = defaultdict(list)
        self._differences: set[int] = set()
        sums, others, differences = self._sums_of, self._others_of, self._differences
        for i, case in enumerate(cases):
            if case.open_reason is not None:
                continue
            relation = case.relation
            target, form = relation.target or "", relation.forms[0][1]
            if type(form) is Linear and len(relation.forms) == 1:  # most of them
                sums[target].append(i)
                for name, c in form.terms:
                    sums[name].append(i)
                    if c < 0:
                        differences.add(i)
                for name in relation.blanks:
                    sums[name].append(i)
                continue
            alternatives = relation.forms
            if relation.shared and any(name == judgement.results[i].variant for name, _ in relation.shared):
                alternatives += relation.shared
            self._add(i, target, alternatives)
        sums.pop(ONE, None)
        others.pop(ONE, None)

    def _add(self, i: int, target: str, alternatives: Sequence[tuple[str | None, Form]]) -> None:
        """A relation of several forms, or of one that is no sum."""
        others = self._others_of
        self._targets[target].append(i)
        others[target].append(i)
        for _, form in alternatives:
            if type(form) is Ratio:
                for name, _ in form.numerator:
                    others[name].append(i)
                for name, _ in form.denominator:
                    others[name].append(i)
            else:
                for name in (target, *form.operands):
                    others[name].append(i)
                    self._repeats_of[name].append(i)

    def __contains__(self, name: str) -> bool:
        return name in self._sums_of or name in self._others_of

    def positions_of(self, name: str) -> tuple[int, ...]:
        """The positions of the relations that a figure takes part in, or a blank; empty where there are none."""
        return tuple(dict.fromkeys((*self._sums_of.get(name, _NOWHERE), *self._others_of.get(name, _NOWHERE))))

    def is_signed(self, name: str) -> bool:
        """Whether a figure is of a kind that may be negative: a difference, or summed with something that may be."""
        signed = self._signed
        known, seen, done, todo = signed.get(name), {name}, set(self._left_out), [name]
        while todo and known is None:
            one = todo.pop()
            if one in self._targets and any(self._may_be_negative(i) for i in self._targets[one]):
                known = True
            for i in (*self._sums_of.get(one, _NOWHERE), *self._repeats_of.get(one, _NOWHERE)):
                if i in done:
                    continue
                if i in self._differences:
                    # It joins amounts of another kind: budget − deal says nothing of the sign of either.
                    known = known or (self._cases[i].relation.target == one or None)
                    continue
                done.add(i)
                for other in self._summed(i):
                    if other not in seen:
                        known = known or signed.get(other)
                        seen.add(other)
                        todo.append(other)
        signed.update(dict.fromkeys(seen, bool(known)))
        return bool(known)

    def _may_be_negative(self, i: int) -> bool:
        """Whether the result of a relation of several forms, or of none that sums, may be negative."""
        form = self._forms[i]
        if i in self._left_out or not isinstance(form, Ratio | Linear):
            return False
        terms = form.numerator if isinstance(form, Ratio) else form.terms
        base = form.denominator if isinstance(form, Ratio) else ()
        return any(c < 0 for _, c in terms) and is_plain((*terms, *base), self._derived)

    def _summed(self, i: int) -> Sequence[str]:
        """The figures of which all may be negative if one may be, by one relation."""
        relation = self._cases[i].relation
        form = self._forms[i]
        terms: Terms = ((form.same_as, 1),) if isinstance(form, Repeat) else ()
        if isinstance(form, Linear) and all(c > 0 for _, c in form.terms):
            terms = form.terms
        if not terms or not is_plain(terms, self._derived):
            return ()
        return [name for name in (relation.target or "", *(name for name, _ in terms), *relation.blanks) if name != ONE]


def is_plain(terms: Terms, derived: Collection[str]) -> bool:
    """Whether every operand is a printed figure, or the number one, and none a value that is derived.

    >>> is_plain((("f1", 1), ("1", 1)), {"r3"})
    True
    """
    return not derived or all(name not in derived for name, _ in terms)
