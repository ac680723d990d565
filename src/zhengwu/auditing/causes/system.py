"""The figures and relations of a document as one system of exact linear rows, made as far as it is looked at.

The rows of what fails are made at once, those of any other figure when they are first asked for: a search looks at few.

>>> from zhengwu.auditing.engine import judge
>>> from zhengwu.auditing.relations import Relation
>>> from zhengwu.exact.figure import Figure
>>> from zhengwu.findings import RelationKind
>>> figures = {name: Figure.parse(text) for name, text in {"a": "1.2", "b": "2.3", "c": "3.9"}.items()}
>>> forms = ((None, Linear((("a", 1), ("b", 1)))),)
>>> relation = Relation(rule="ZW120", kind=RelationKind.SUM, target="c", forms=forms)
>>> system = System.of(judge(figures, [relation]))
>>> system.violated(), [system.names[j] for j in system.rows[0].variables]
((0,), ['c', 'a', 'b'])
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from zhengwu.auditing.bounds import ONE, Bounds, Box, Mode
from zhengwu.auditing.case import Case
from zhengwu.auditing.causes.incidence import Incidence, is_plain
from zhengwu.auditing.causes.ondemand import OnDemand
from zhengwu.auditing.causes.rows import FINE, UNBOUNDED, Row, added, ends_of_box, row_of, row_of_others, sides, whole
from zhengwu.auditing.engine import Judgement
from zhengwu.auditing.relations import Relation
from zhengwu.findings import Verdict
from zhengwu.reference.forms import Bound, Form, Linear, Ratio, Repeat, Terms

__all__ = ["FINE", "UNBOUNDED", "Row", "System"]

_SUPPORTABLE = ("base_unstated", "inferred", "other_base", "unverified_definition")  # doubts that the figures can allay
_FEWEST_PEERS = 3


class System:
    """Figures by number, the ends of their hidden values, and the rows over them.

    `names` are the figures met so far, `low` and `high` the ends of their values as printed, in infinitesimals.
    `floors` are the least values a figure in doubt can take: zero, unless it is of a kind that may be negative. `rows`
    are the rows made so far, those of failing relations first, `rows_of` the rows of a figure, all of them. `forms` has
    the form that stands for each relation: of several that which explains it; where none does, that which explains
    most relations of the same name. `left_out` are relations that take no part: doubtful ones that fail. A cell that
    prints nothing counts as zero until it is in doubt.
    """

    def __init__(self, judgement: Judgement) -> None:
        self._judgement = judgement
        self._cases = judgement.cases
        self._results = judgement.results
        self.names: list[str] = []
        self.low: list[int] = []
        self.high: list[int] = []
        self.rows: list[Row] = []
        self.index: OnDemand[str, int] = OnDemand(self._number)
        self.forms: OnDemand[int, Form] = OnDemand(self._form)
        self.floors: OnDemand[int, int] = OnDemand(self._floor)
        self.rows_of: OnDemand[int, tuple[int, ...]] = OnDemand(self._rows_of)
        self._rows_at: OnDemand[int, tuple[int, ...]] = OnDemand(self._made)
        failing, truncated = [], set()
        for i, result in enumerate(self._results):
            if result.verdict is Verdict.INCONSISTENT:
                failing.append(i)
            elif result.verdict is Verdict.TRUNCATED:
                truncated.add(result.target)
        self._truncated = truncated
        self._failing = frozenset(failing)
        self.left_out = frozenset(i for i in failing if not self._may_accuse(self._cases[i].relation))
        first = [r for i in failing for r in self._rows_at[i]]
        self._violated = tuple(r for r in first if not self.rows[r].holds)

    @classmethod
    def of(cls, judgement: Judgement) -> System:
        """The system of all relations that could be decided."""
        return cls(judgement)

    @functools.cached_property
    def one(self) -> int:
        """The number one of the base unit, in infinitesimals."""
        return self._bounds.scale * FINE

    def violated(self) -> tuple[int, ...]:
        """The rows that cannot hold as printed."""
        return self._violated

    def mends(self, fixed: Mapping[int, tuple[int, int]], violated: Collection[int]) -> bool:
        """Whether other ends for some figures make a violated row hold and no other row fail.

        The rows of a rate that is changed itself are passed over.
        """
        touched = {i for j in fixed for i in self.rows_of[j] if self.rows[i].guard not in fixed}
        if any(not self._holds(self.rows[i], fixed) for i in touched.difference(violated)):
            return False
        own = touched.intersection(violated)
        passed = {i for j in fixed for i in self.rows_of[j]} & set(violated) - touched
        return bool(passed) or any(self._holds(self.rows[i], fixed) for i in own)

    def still_violated(self, fixed: Mapping[int, tuple[int, int]]) -> set[int]:
        """The rows of some figures that cannot hold once these have other ends.

        The rows of a rate that is changed itself are passed over.
        """
        touched = {i for j in fixed for i in self.rows_of[j] if self.rows[i].guard not in fixed}
        return {i for i in touched if not self._holds(self.rows[i], fixed)}

    def _holds(self, row: Row, fixed: Mapping[int, tuple[int, int]]) -> bool:
        sums = row.without([j for j in fixed if j in row.coefficients], self.low, self.high)
        for j, ends in fixed.items():
            if j in row.coefficients:
                added(sums, row.coefficients[j], *ends)
        return row.reaches(*sums) or any(j in fixed for j in row.others)

    # ---------------------------------------------------------------------------------------------- doubtful ones

    def _may_accuse(self, relation: Relation) -> bool:
        """Whether a failing relation is not doubtful, or those of the same kind in its column bear it out."""
        if relation.doubtful in (None, "blank_part"):
            return True
        held, failed = self._peers.get(_peer(relation), (0, 0)) if relation.doubtful in _SUPPORTABLE else (0, 0)
        return held >= _FEWEST_PEERS and 2 * failed <= held

    @functools.cached_property
    def _peers(self) -> Mapping[tuple[object, ...], tuple[int, int]]:
        """How many relations of a kind hold in each column, and how many fail."""
        counts: dict[tuple[object, ...], tuple[int, int]] = {}
        for case, result in zip(self._cases, self._results, strict=True):
            if case.open_reason is None:
                held, failed = counts.get(key := _peer(case.relation), (0, 0))
                is_held = result.verdict is not Verdict.INCONSISTENT
                counts[key] = (held + is_held, failed + (not is_held))
        return counts

    # ------------------------------------------------------------------------------------------ figures by number

    @functools.cached_property
    def _incidence(self) -> Incidence:
        return Incidence(self._judgement, self.forms, self.left_out)

    @functools.cached_property
    def _bounds(self) -> Bounds:
        return self._cases[0].bounds

    def _number(self, name: str) -> int:
        if name not in self._incidence:
            raise KeyError(name)
        low, high = self._ends(name)
        self.names.append(name)
        self.low.append(low)
        self.high.append(high)
        return len(self.names) - 1

    def _ends(self, name: str) -> tuple[int, int]:
        bounds, house = self._bounds, self._judgement.house
        if bounds.printed_figure(name) is None:
            return 0, 0  # a blank
        low, high = ends_of_box(bounds.box(name, house))
        if name in self._truncated:
            cut_low, cut_high = ends_of_box(bounds.box(name, Mode.CUT))
            return min(low, cut_low), max(high, cut_high)
        return low, high

    def _floor(self, j: int) -> int:
        return -UNBOUNDED if self._incidence.is_signed(self.names[j]) else min(0, self.low[j])

    # --------------------------------------------------------------------------------------- relations by position

    def _form(self, i: int) -> Form:
        case = self._cases[i]
        if case.open_reason is not None:
            raise KeyError(i)
        relation = case.relation
        if len(relation.forms) == 1 and not relation.shared:
            return relation.forms[0][1]
        if len(case.forms) == 1:
            return case.forms[0][1]
        usual = self._usual.get((relation.rule, relation.group or relation.name))
        explained = case.under(Mode.HALF_UP) or case.under(self._judgement.house) or case.under(Mode.CUT)
        if explained is not None and (usual is None or len(relation.forms) == 1):
            return explained[1]
        return next((form for variant, form in case.forms if variant == usual), (explained or case.form)[1])

    @functools.cached_property
    def _usual(self) -> Mapping[tuple[str, str], str | None]:
        """The variant that explains most relations of each group."""
        counts: dict[tuple[str, str], dict[str | None, int]] = defaultdict(lambda: defaultdict(int))
        for case, result in zip(self._cases, self._results, strict=True):
            relation = case.relation
            if len(relation.forms) > 1 and result.verdict is Verdict.CONSISTENT:
                counts[relation.rule, relation.group or relation.name][result.variant] += 1
        return {key: max(counted, key=counted.__getitem__) for key, counted in counts.items()}

    def _is_plain(self, terms: Terms) -> bool:
        return is_plain(terms, self._bounds.derived)

    def _rows_of(self, j: int) -> tuple[int, ...]:
        bit = 1 << j
        positions = self._incidence.positions_of(self.names[j])
        return tuple(r for i in positions for r in self._rows_at[i] if self.rows[r].bits & bit)

    def _made(self, i: int) -> tuple[int, ...]:
        """The rows of one relation. One that holds by another reading only, such as another base, says nothing."""
        if i in self.left_out or self._cases[i].relation.target is None:
            return ()
        made = list(self._rows(i, self._cases[i]))
        if i not in self._failing and not all(row.holds for row in made):
            return ()
        begin = len(self.rows)
        self.rows.extend(made)
        return tuple(range(begin, len(self.rows)))

    def _rows(self, i: int, case: Case) -> Iterator[Row]:
        relation, form = case.relation, self.forms[i]
        target = relation.target or ""
        match Linear(((form.same_as, 1),)) if isinstance(form, Repeat) else form:
            case Linear(terms) if self._is_plain(terms):
                yield self._row(((target, -1), *terms, *((name, 1) for name in relation.blanks)), i, is_equal=True)
            case Ratio(numerator, denominator) as rate if self._is_plain((*numerator, *denominator)):
                for terms, least in sides(rate, self._box_of_rate(target), self._bounds.scale):
                    yield self._row(terms, i, guard=self.index[target], least=least)
            case Bound(at_least, at_most):
                for bound, sign in ((at_least, 1), (at_most, -1)):
                    if bound is not None:
                        other = (bound, -sign) if isinstance(bound, str) else (ONE, -sign * bound)
                        yield self._row(((target, sign), other), i)
            case _ if i in self._failing:
                names = (target, *(name for name in form.operands if name in self._bounds.values))
                yield row_of_others(tuple(self.index[name] for name in names if name != ONE), case=i)

    def _row(self, terms: Terms, i: int, *, is_equal: bool = False, guard: int | None = None, least: int = 0) -> Row:
        named, one = whole(terms)
        coefficients = {self.index[name]: c for name, c in named.items()}
        least -= one * self.one
        return row_of(coefficients, self.low, self.high, case=i, is_equal=is_equal, guard=guard, least=least)

    def _box_of_rate(self, target: str) -> Box:
        house = self._judgement.house
        if target in self._truncated:
            return self._bounds.box(target, Mode.CUT)
        return self._bounds.box(target, house, target=house is not Mode.CUT)


def _peer(relation: Relation) -> tuple[object, ...]:
    return relation.rule, relation.name, relation.where.table, relation.where.column
