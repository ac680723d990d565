"""What the audit of a table costs beside the same checks written out by hand in bare Decimals, within one run.

    python benchmarks/audit.py [rounds]

The tables are the two published ones of the 2017 first quarter (78 relations over 174 figures). Two hand-written checks
stand beside the decision of the relations. The leanest has Decimals made beforehand and asks of every relation whether
one value holds within one tolerance: no truncation, no text, no record; it answers less than the audit, and may accuse
where intervals do not. The other answers the same: the value and the ends between which the rounded inputs allow it,
compared with those of the printed result under half up and under truncation, the value rounded to the printed places,
the calculation as text, and a record of it all; beside it the calculations of the audit are written out too. The last
lines show what comes before and after: relations derived from the page, structure recognised, causes found.
Both sides take turns; the ratio printed is the median of the ratios of all rounds.
"""

from __future__ import annotations

import sys
import timeit
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

import attrs

from zhengwu.auditing.audit import audit_tables
from zhengwu.auditing.engine import judge
from zhengwu.auditing.from_published import grid_of_table
from zhengwu.auditing.from_table import figures_of_table, relations_of_table
from zhengwu.auditing.relations import Relation
from zhengwu.exact.where import Where
from zhengwu.findings import RelationKind, Verdict
from zhengwu.reference.forms import Linear, Ratio
from zhengwu.reference.published import document
from zhengwu.table import recognise

grids = [grid_of_table(table) for table in document("wujin-2017q1").tables]
tables = [recognise(grid, index=index) for index, grid in enumerate(grids)]
figures = {name: figure for table in tables for name, figure in figures_of_table(table).items()}
relations = [relation for table in tables for relation in relations_of_table(table)]

texts = {name: figure.text.strip() for name, figure in figures.items()}
TEN = Decimal(10)


@attrs.frozen(kw_only=True)
class Record:
    """What the hand-written check keeps of a relation: the fields of `RelationResult`."""

    rule: str
    kind: RelationKind
    target: str
    inputs: tuple[str, ...]
    printed: str
    recomputed: str
    verdict: Verdict
    arithmetic: str
    name: str
    where: Where


def by_hand() -> list[Record]:
    """Verdict, recomputed value and calculation of every relation, from the intervals of half up and of truncation."""
    values, halves, steps = {}, {}, {}
    for name, figure in figures.items():
        steps[name] = step = TEN**-figure.decimals
        values[name] = figure.coefficient * step
        halves[name] = Decimal(0) if figure.counted else step / 2
    return [_by_hand(relation, values, halves, steps) for relation in relations]


def _by_hand(
    relation: Relation, values: dict[str, Decimal], halves: dict[str, Decimal], steps: dict[str, Decimal]
) -> Record:
    target = relation.target
    form = relation.forms[0][1]
    assert target is not None
    value = low = high = Decimal(0)
    shown = verdict = ""
    if isinstance(form, Linear):
        for name, sign in form.terms:
            part, half = values[name], halves[name]
            if sign > 0:
                value, low, high, shown = (
                    value + part,
                    low + part - half,
                    high + part + half,
                    f"{shown} + {texts[name]}",
                )
            else:
                value, low, high, shown = (
                    value - part,
                    low - part - half,
                    high - part + half,
                    f"{shown} − {texts[name]}",
                )
    elif isinstance(form, Ratio) and values[form.denominator[0][0]]:
        base, half = values[form.denominator[0][0]], halves[form.denominator[0][0]]
        top = slack = Decimal(0)
        for name, sign in form.numerator:
            top = top + values[name] if sign > 0 else top - values[name]
            slack += halves[name]
            shown = f"{shown} {'+' if sign > 0 else '−'} {texts[name]}"
        value, low, high = top / base * 100, (top - slack) / (base + half) * 100, (top + slack) / (base - half) * 100
        shown = f"({shown}) ÷ {texts[form.denominator[0][0]]}"
    else:
        verdict = "unverifiable"
    printed, half = values[target], halves[target]
    recomputed = str(value.quantize(steps[target], ROUND_HALF_UP))
    if not verdict:
        is_rounded = (low < printed + half and high >= printed - half) if half else low == printed
        is_cut = low < printed + 2 * half and high >= printed
        verdict = "consistent" if is_rounded else "truncated" if is_cut else "inconsistent"
    return Record(
        rule=relation.rule,
        kind=relation.kind,
        target=target,
        inputs=relation.inputs,
        printed=texts[target],
        recomputed=recomputed,
        verdict=Verdict(verdict),
        arithmetic=f"{shown} = {recomputed}",
        name=relation.name,
        where=relation.where,
    )


ready = {name: figure.coefficient * TEN**-figure.decimals for name, figure in figures.items()}
slacks = {name: Decimal(0) if f.counted else TEN**-f.decimals / 2 for name, f in figures.items()}


def leanest() -> list[bool]:
    """Whether each relation holds within half a unit of every figure: what an analyst writes first."""
    return [_holds(relation) for relation in relations]


def _holds(relation: Relation) -> bool:
    target, form = relation.target, relation.forms[0][1]
    assert target is not None
    if isinstance(form, Linear):
        value = sum((int(sign) * ready[name] for name, sign in form.terms), Decimal(0))
        return abs(value - ready[target]) <= slacks[target] + sum(slacks[name] for name, _ in form.terms)
    if not isinstance(form, Ratio) or not ready[form.denominator[0][0]]:
        return True
    base = ready[form.denominator[0][0]]
    value = sum((int(sign) * ready[name] for name, sign in form.numerator), Decimal(0)) / base * 100
    return abs(value - ready[target]) <= slacks[target] + sum(slacks[name] for name, _ in form.numerator) / base * 100


def decided() -> object:
    """The same relations, decided by exact intervals."""
    return judge(figures, relations)


def written() -> object:
    """The same with every calculation written out, as the hand-written check does."""
    return [(result.recomputed, result.arithmetic) for result in judge(figures, relations).results]


mended = audit_tables(tables).repaired()
mended_grids = [table.grid for table in mended]


def audited() -> object:
    """The audit of both tables put right: relations derived, decided, report made."""
    return audit_tables(mended)


def from_cells() -> object:
    """The same from the cells on: structure recognised first."""
    return audit_tables([recognise(grid, index=index) for index, grid in enumerate(mended_grids)])


def explained() -> object:
    """The audit of both tables as printed: 23 relations fail because the values of one slipped by a row."""
    return audit_tables(tables)


def main(rounds: int) -> None:
    """Measure every pair in turn and print the ratios."""
    print(f"{'':<44}{'zhengwu':>10}{'Decimal':>10}{'ratio':>8}   (µs)")
    pairs: list[tuple[str, Callable[[], object], Callable[[], object]]] = [
        ("78 relations decided, beside the leanest", decided, leanest),
        ("78 relations decided and written out", written, by_hand),
        ("sound tables: relations derived and report", audited, by_hand),
        ("… from the cells on", from_cells, by_hand),
        ("as printed: the shift found and told", explained, by_hand),
    ]
    for name, ours, theirs in pairs:
        ours()
        times = [(timeit.timeit(ours, number=5), timeit.timeit(theirs, number=5)) for _ in range(rounds)]
        mine, bare = (median(side) / 5 * 1e6 for side in zip(*times, strict=True))
        ratio = median(a / b for a, b in times)
        print(f"{name:<44}{mine:>10.0f}{bare:>10.0f}{ratio:>8.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
