"""A relation while it is judged: which forms can be tried, and which of them explains it under which way of printing.

Most relations of a sound document are settled by the printed numbers alone; nothing more is decided before it is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from zhengwu.auditing.arithmetic import calculation
from zhengwu.auditing.bounds import Bounds, Mode
from zhengwu.auditing.decide import NO_END, base_is_zero, is_possible, prints_half_up, under_any_mode, whole_numbers
from zhengwu.auditing.relations import Relation
from zhengwu.exact.figure import Figure
from zhengwu.reference.forms import Form, HiddenWhole, Linear, Ratio, Unprinted

__all__ = ["USUAL", "Case", "Named"]

Named: TypeAlias = tuple[str | None, Form]
"""A form with the name of its variant."""

USUAL = (Mode.HALF_UP, Mode.CUT)
"""The ways of printing that are common."""

_MOST_CANDIDATES = 5
_DERIVED = Figure.parse("0.00")


class Case:
    """One relation and what explains it. `settled` holds the answer that is the same under every way of printing."""

    __slots__ = ("_asked", "_usable", "bounds", "open_reason", "relation", "settled")

    def __init__(self, relation: Relation, bounds: Bounds) -> None:
        self.relation = relation
        self.bounds = bounds
        self.open_reason: str | None = None
        self.settled: Named | Literal[False] | None = None
        self._asked: dict[Mode, Named | None] | None = None
        self._usable: Sequence[Named] | None = None
        target = relation.target
        if target is None:
            self.open_reason = "not_printed"
            self.settled = False
            return
        first = relation.forms[0]
        form = first[1]
        if type(form) is Linear and not bounds.qualified and len(relation.forms) == 1:
            # The loop that most of an audit is made of, written out.
            printed, terms = bounds.values, form.terms
            off = -printed[target]
            for name, coefficient in terms:
                off += printed[name] if coefficient == 1 else coefficient * printed[name]
            if off == 0:
                self.settled = first
            else:
                far = bounds.farthest(terms) + bounds.steps[target]
                self.settled = None if -far <= off <= far else False
            return
        if _is_usable(form, bounds):
            if type(form) is not Ratio:
                self.settled = _settled(self.forms, target, bounds)
        elif self.forms:
            self.settled = _settled(self.forms, target, bounds)
        else:
            self.settled = False
            unprinted = [form for _, form in relation.forms if isinstance(form, Unprinted)]
            self.open_reason = unprinted[0].reason.value if unprinted else "zero_base"

    @property
    def forms(self) -> Sequence[Named]:
        """The forms that can be tried."""
        if self._usable is None:
            self._usable = [pair for pair in self.relation.forms if _is_usable(pair[1], self.bounds)]
        return self._usable

    def under(self, mode: Mode) -> Named | None:
        """The first form that is possible under a mode, with the name of its variant."""
        if self.settled is not None:
            return self.settled or None
        if self._asked is None:
            self._asked = {}
            relation = self.relation
            first = relation.forms[0]
            is_open = self._usable is None and relation.target is not None
            if is_open and mode is Mode.HALF_UP and type(first[1]) is Ratio:
                prints = prints_half_up(first[1], relation.target or "", relation.given, self.bounds)
                found = self._asked[mode] = first if prints else self._first(relation.forms, mode)
                return found
        elif mode in self._asked:
            return self._asked[mode]
        found = self._asked[mode] = self._first(self.relation.forms if self._usable is None else self._usable, mode)
        return found

    @property
    def is_explained(self) -> bool:
        """Whether one of the usual modes explains the relation."""
        if self.settled is not None:
            return self.settled is not False
        return self.under(Mode.HALF_UP) is not None or self.under(Mode.CUT) is not None

    @property
    def form(self) -> Named:
        """The form that stands for the relation where nothing explains it: the first that can be tried."""
        first = self.relation.forms[0]
        if self._usable is None and _is_usable(first[1], self.bounds):
            return first
        return (self.forms or self.relation.forms)[0]

    def shared(self, name: str) -> list[Named]:
        """The shared alternatives of this name that can be tried, if one of the usual modes is explained by them."""
        named = (pair for pair in self.relation.shared if pair[0] == name)
        forms: list[Named] = [pair for pair in named if _is_usable(pair[1], self.bounds)]
        return forms if any(self._first(forms, mode) for mode in USUAL) else []

    def try_instead(self, forms: Sequence[Named]) -> None:
        """Judge the relation by other forms from now on."""
        self._usable = list(forms)
        self.open_reason = None
        self.settled = None
        self._asked = None

    def _first(self, forms: Sequence[Named], mode: Mode) -> Named | None:
        target, given, bounds = self.relation.target, self.relation.given, self.bounds
        if target is None:
            return None
        for pair in forms:
            if _is_usable(pair[1], bounds) and is_possible(pair[1], target, given, bounds, mode):
                return pair
        return None

    @property
    def printed(self) -> str:
        """The text of the target; "" where it is not printed."""
        target = self.relation.target
        return self.bounds.texts.get(target, "") if target is not None else ""

    def written(self, form: Form, mode: Mode) -> tuple[str, str]:
        """What a form gives, as the target would print it, and the calculation in symbols."""
        relation, bounds = self.relation, self.bounds
        printed = bounds.printed_figure(relation.target) if relation.target is not None else None
        style = printed
        if style is None:
            print_as = relation.print_as or bounds.styles.get(relation.target or "")
            style = Figure.parse(print_as) if print_as else _DERIVED
        recomputed, arithmetic = calculation(form, relation.target, style, bounds)
        if isinstance(form, HiddenWhole) and printed is not None and relation.target is not None:
            recomputed = _candidates(whole_numbers(form.part, relation.target, bounds, mode))
        return recomputed, arithmetic


def _settled(forms: Sequence[Named], target: str, bounds: Bounds) -> Named | Literal[False] | None:
    """What the printed numbers alone decide under every way of printing."""
    is_open = False
    for pair in forms:
        verdict = under_any_mode(pair[1], target, bounds)
        if verdict:
            return pair
        is_open = is_open or verdict is None
    return None if is_open else False


def _is_usable(form: Form, bounds: Bounds) -> bool:
    kind = type(form)
    if kind is Ratio:
        return not base_is_zero(form, bounds)
    return kind is not Unprinted


def _candidates(numbers: range) -> str:
    if numbers.stop == NO_END:
        return f"n ≥ {numbers.start}"
    shown = ", ".join(str(n) for n in numbers[:_MOST_CANDIDATES])
    return f"n = {shown}" + (f" … ({len(numbers)})" if len(numbers) > _MOST_CANDIDATES else "") if numbers else ""
