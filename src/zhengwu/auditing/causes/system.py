"""The figures and relations of a document as one system of exact linear rows over integers.

Every figure is a hidden value within the ends that print the way it is printed. Ends that are left out are an
infinitesimal away from their number; a value is therefore kept as ``number * FINE + infinitesimals`` in one integer, so
that sums and comparisons are exact and strict ends need no flags. A sum is a row that must be able to come to zero, a
rate two inequalities that fall away while the rate itself is in doubt.

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
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import lcm

import attrs

from zhengwu.auditing.bounds import ONE, Bounds, Box, Mode
from zhengwu.auditing.case import Case
from zhengwu.auditing.engine import Judgement
from zhengwu.auditing.relations import Relation
from zhengwu.findings import Verdict
from zhengwu.reference.forms import Bound, Form, Linear, Ratio, Repeat, Terms

__all__ = ["FINE", "UNBOUNDED", "Row", "System"]

FINE = 1 << 80
"""How many infinitesimals make up one: more than any sum of coefficients."""

UNBOUNDED = 1 << 400
"""Farther from zero than any figure stands."""

_SUPPORTABLE = ("base_unstated", "inferred", "other_base", "unverified_definition")  # doubts that the figures can allay
_FEWEST_PEERS = 3


@attrs.frozen(eq=False)
class Row:
    """One relation as a linear row: Σ coefficient · value = 0, or ≥ `least` (0, or an infinitesimal) if not `is_equal`.

    `case` is the position of the relation. `guard` is the rate that the row was made from: the row says nothing while
    the rate is in doubt. A row without terms is of a form that is not linear: it fails as printed (`least` is 1), and
    says nothing once one of `others` is in doubt.
    """

    terms: tuple[tuple[int, int], ...]
    is_equal: bool
    case: int
    guard: int | None = None
    least: int = 0
    others: tuple[int, ...] = ()

    @property
    def variables(self) -> tuple[int, ...]:
        """The figures of the row, its guard last."""
        own = tuple(j for j, _ in self.terms) or self.others
        return own if self.guard is None else (*own, self.guard)


@attrs.frozen(eq=False, kw_only=True)
class System:
    """Figures by number, the ends of their hidden values, and the rows over them.

    `low` and `high` are ends on the scale, times `FINE`. `floors` are the least values a figure in doubt can take:
    zero, unless it is of a kind that may be negative. `blanks` are cells that print nothing, which count as zero until
    they are in doubt. `left_out` are relations that take no part: doubtful ones that fail. `forms` has the form that
    stands for each relation.
    """

    names: tuple[str, ...]
    low: tuple[int, ...]
    high: tuple[int, ...]
    floors: tuple[int, ...]
    rows: tuple[Row, ...]
    rows_of: tuple[tuple[int, ...], ...]
    blanks: frozenset[int]
    left_out: frozenset[int]
    forms: Mapping[int, Form]

    @classmethod
    def of(cls, judgement: Judgement) -> System:
        """The system of all relations that could be decided; of several forms of one, that which explains it.

        Where none does, the form that explains most relations of the same name stands for it.
        """
        return _System(judgement).built()

    @functools.cached_property
    def index(self) -> dict[str, int]:
        """The numbers of the figures by their identifiers."""
        return {name: j for j, name in enumerate(self.names)}

    def violated(self) -> tuple[int, ...]:
        """The rows that cannot hold as printed."""
        return tuple(i for i, row in enumerate(self.rows) if not self._holds(row))

    def still_violated(self, fixed: Mapping[int, tuple[int, int]]) -> set[int]:
        """The rows of some figures that cannot hold once these have other ends.

        The rows of a rate that is changed itself are passed over.
        """
        touched = {i for j in fixed for i in self.rows_of[j] if self.rows[i].guard not in fixed}
        return {i for i in touched if not self._holds(self.rows[i], fixed)}

    def _holds(self, row: Row, fixed: Mapping[int, tuple[int, int]] | None = None) -> bool:
        low = high = 0
        for j, c in row.terms:
            a, b = fixed[j] if fixed and j in fixed else (self.low[j], self.high[j])
            if c > 0:
                low += c * a
                high += c * b
            else:
                low += c * b
                high += c * a
        return high >= row.least and (low <= 0 or not row.is_equal)


class _System:
    """The figures and rows while they are gathered."""

    def __init__(self, judgement: Judgement) -> None:
        self.cases = judgement.cases
        self.results = judgement.results
        self.house = judgement.house
        self.bounds: Bounds | None = judgement.cases[0].bounds if judgement.cases else None
        self.numbers: dict[str, int] = {}
        self.ends: list[tuple[int, int]] = []
        self.rows: list[Row] = []
        self.left_out: set[int] = set()
        self.forms: dict[int, Form] = {}
        self.signed: set[int] = set()
        self.blanks: set[int] = set()
        self.truncated = {
            result.target for result in judgement.results if result.verdict is Verdict.TRUNCATED
        }  # fmt: skip
        self.usual = _usual_variants(judgement)
        self.peers = _peers(judgement)

    def built(self) -> System:
        for i, case in enumerate(self.cases):
            if case.open_reason is None:
                self._add(i, case)
        self._spread_signs()
        self.rows = [row for row in self.rows if self._is_failing(row) or self._is_possible(row)]
        rows_of: list[list[int]] = [[] for _ in self.ends]
        for r, row in enumerate(self.rows):
            for j in row.variables:
                rows_of[j].append(r)
        floors = [min(0, low) if j not in self.signed else -UNBOUNDED for j, (low, _) in enumerate(self.ends)]
        return System(
            names=tuple(self.numbers),
            low=tuple(low for low, _ in self.ends),
            high=tuple(high for _, high in self.ends),
            floors=tuple(floors),
            rows=tuple(self.rows),
            rows_of=tuple(map(tuple, rows_of)),
            blanks=frozenset(self.blanks),
            left_out=frozenset(self.left_out),
            forms=self.forms,
        )

    def _is_failing(self, row: Row) -> bool:
        return self.results[row.case].verdict is Verdict.INCONSISTENT

    def _is_possible(self, row: Row) -> bool:
        """Whether a row holds. A relation that holds by another reading only, such as another base, says nothing."""
        low = sum(c * self.ends[j][0 if c > 0 else 1] for j, c in row.terms)
        high = sum(c * self.ends[j][1 if c > 0 else 0] for j, c in row.terms)
        return high >= row.least and (low <= 0 or not row.is_equal)

    def _add(self, i: int, case: Case) -> None:
        relation, target = case.relation, case.relation.target
        failed = self.results[i].verdict is Verdict.INCONSISTENT
        form = self.forms[i] = self._form(case)
        if target is None or (
            failed and relation.doubtful not in (None, "blank_part") and not self._is_supported(case)
        ):
            self.left_out.add(i)
            return
        if isinstance(form, Repeat):
            form = Linear(((form.same_as, 1),))
        match form:
            case Linear(terms) if self._is_plain(terms):
                blanks = tuple((name, 1) for name in relation.blanks)
                row = self._integers([(target, -1), *terms, *blanks])
                self.blanks.update(self._number(name) for name in relation.blanks)
                if any(c < 0 for _, c in terms):
                    self.signed.add(self._number(target))
                self.rows.append(Row(row, True, i))
            case Ratio(numerator, denominator) if self._is_plain((*numerator, *denominator)):
                guard = self._number(target)
                if any(c < 0 for _, c in numerator):
                    self.signed.add(guard)
                self.rows.extend(Row(t, False, i, guard, least) for t, least in self._sides(form, target))
            case Bound(at_least, at_most):
                for bound, sign in ((at_least, 1), (at_most, -1)):
                    if bound is not None:
                        other = (bound, -sign) if isinstance(bound, str) else (ONE, -sign * bound)
                        self.rows.append(Row(self._integers([(target, sign), other]), False, i))
            case _:
                names = (target, *(name for name in form.operands if name in self._bounds.values))
                numbers = tuple(self._number(name) for name in names if name != ONE)
                self.rows.append(Row((), False, i, None, int(failed), numbers))

    def _is_supported(self, case: Case) -> bool:
        """Whether the relations of the same kind in the same column hold, so that a doubtful one may accuse too."""
        held, failed = self.peers.get(_peer(case.relation), (0, 0))
        return case.relation.doubtful in _SUPPORTABLE and held >= _FEWEST_PEERS and 2 * failed <= held

    def _form(self, case: Case) -> Form:
        relation = case.relation
        usual = self.usual.get((relation.rule, relation.group or relation.name))
        explained = case.under(Mode.HALF_UP) or case.under(self.house) or case.under(Mode.CUT)
        if explained is not None and (usual is None or len(relation.forms) == 1):
            return explained[1]
        return next((form for variant, form in case.forms if variant == usual), (explained or case.form)[1])

    @property
    def _bounds(self) -> Bounds:
        assert self.bounds is not None  # noqa: S101  # asked for only while a case is at hand
        return self.bounds

    def _is_plain(self, terms: Terms) -> bool:
        """Whether every operand is a printed figure, or the number one."""
        return all(name == ONE or self._bounds.printed_figure(name) is not None for name, _ in terms)

    def _number(self, name: str) -> int:
        number = self.numbers.get(name)
        if number is None:
            number = self.numbers[name] = len(self.ends)
            self.ends.append(self._fine(name))
        return number

    def _fine(self, name: str) -> tuple[int, int]:
        bounds = self._bounds
        if name != ONE and bounds.printed_figure(name) is None:
            return 0, 0  # a blank
        low, high = _ends(bounds.box(name, self.house))
        if name in self.truncated:
            cut_low, cut_high = _ends(bounds.box(name, Mode.CUT))
            return min(low, cut_low), max(high, cut_high)
        return low, high

    def _integers(self, terms: Sequence[tuple[str, int | Fraction]]) -> tuple[tuple[int, int], ...]:
        """The terms with their coefficients made whole."""
        whole = lcm(*(Fraction(c).denominator for _, c in terms))
        return tuple((self._number(name), int(c * whole)) for name, c in terms)

    def _sides(self, form: Ratio, target: str) -> Iterator[tuple[tuple[tuple[int, int], ...], int]]:
        """The two inequalities of a rate, each with the least its sum must reach."""
        box = self._bounds.box(target, self.house, target=self.house is not Mode.CUT)
        if target in self.truncated:
            box = self._bounds.box(target, Mode.CUT)
        scale = self._bounds.scale
        for end, is_open, sign in ((box.low, box.low_open, 1), (box.high, box.high_open, -1)):
            if end is None:
                continue
            terms: dict[str, int | Fraction] = {}
            for name, c in form.numerator:
                terms[name] = terms.get(name, 0) + sign * c * scale
            for name, c in form.denominator:
                terms[name] = terms.get(name, 0) - sign * c * end
            yield self._integers([(name, c) for name, c in terms.items() if c]), int(is_open)

    def _spread_signs(self) -> None:
        """What is summed with something that may be negative may be negative too."""
        grown = True
        while grown:
            before = len(self.signed)
            for row in self.rows:
                own = {j for j, _ in row.terms}
                # A difference joins amounts of another kind: budget − deal says nothing of the sign of either.
                if row.is_equal and own & self.signed and sum(c > 0 for _, c in row.terms) == len(own) - 1:
                    self.signed |= own
            grown = len(self.signed) > before


def _peer(relation: Relation) -> tuple[str, str, int | None, int | None]:
    return relation.rule, relation.name, relation.where.table, relation.where.column


def _peers(judgement: Judgement) -> Mapping[tuple[str, str, int | None, int | None], tuple[int, int]]:
    """How many relations of a kind hold in each column, and how many fail."""
    counts: dict[tuple[str, str, int | None, int | None], tuple[int, int]] = {}
    for case, result in zip(judgement.cases, judgement.results, strict=True):
        if case.open_reason is None:
            held, failed = counts.get(key := _peer(case.relation), (0, 0))
            is_held = result.verdict is not Verdict.INCONSISTENT
            counts[key] = (held + is_held, failed + (not is_held))
    return counts


def _usual_variants(judgement: Judgement) -> Mapping[tuple[str, str], str | None]:
    """The variant that explains most relations of each group."""
    counts: dict[tuple[str, str], dict[str | None, int]] = {}
    for case, result in zip(judgement.cases, judgement.results, strict=True):
        if result.verdict is Verdict.CONSISTENT and len(case.relation.forms) > 1:
            relation = case.relation
            counted = counts.setdefault((relation.rule, relation.group or relation.name), {})
            counted[result.variant] = counted.get(result.variant, 0) + 1
    return {key: max(counted, key=lambda variant: counted[variant]) for key, counted in counts.items()}


def _ends(box: Box) -> tuple[int, int]:
    low, high, low_open, high_open = box
    return (
        -UNBOUNDED if low is None else int(low * FINE) + low_open,
        UNBOUNDED if high is None else int(high * FINE) - high_open,
    )
