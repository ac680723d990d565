"""What the audit of a table costs beside the same checks written out by hand in bare Decimals, within one run.

    python benchmarks/audit.py [rounds]

The tables are the two published ones of the 2017 first quarter (78 relations over 174 figures). By hand, for every
relation: the value in Decimals, its rounding to the printed places, half a unit of every rounded input as tolerance for
half up and one more for truncation, and the calculation as text. Both sides take turns; the ratio printed is the median
of the ratios of all rounds.
"""

from __future__ import annotations

import sys
import timeit
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from zhengwu.auditing.audit import audit_tables
from zhengwu.auditing.engine import judge
from zhengwu.auditing.from_published import grid_of_table
from zhengwu.auditing.from_table import figures_of_table, relations_of_table
from zhengwu.auditing.relations import Relation
from zhengwu.reference.forms import Linear, Ratio
from zhengwu.reference.published import document
from zhengwu.table import recognise

grids = [grid_of_table(table) for table in document("wujin-2017q1").tables]
tables = [recognise(grid, index=index) for index, grid in enumerate(grids)]
figures = {name: figure for table in tables for name, figure in figures_of_table(table).items()}
relations = [relation for table in tables for relation in relations_of_table(table)]

values = {name: Decimal(figure.coefficient).scaleb(-figure.decimals) for name, figure in figures.items()}
halves = {
    name: Decimal(0) if figure.counted else Decimal(5).scaleb(-figure.decimals - 1) for name, figure in figures.items()
}
steps = {name: Decimal(1).scaleb(-figure.decimals) for name, figure in figures.items()}
texts = {name: figure.text.strip() for name, figure in figures.items()}


def by_hand() -> list[tuple[str, str, str]]:
    """Verdict, recomputed value and calculation of every relation, with tolerances instead of intervals."""
    return [_by_hand(relation) for relation in relations]


def _by_hand(relation: Relation) -> tuple[str, str, str]:
    target = relation.target
    form = relation.forms[0][1]
    assert target is not None
    if isinstance(form, Linear):
        value = Decimal(0)
        slack = halves[target]
        calculation = []
        for name, sign in form.terms:
            value += int(sign) * values[name]
            slack += halves[name]
            calculation.append(("+ " if sign > 0 else "- ") + texts[name])
        shown = " ".join(calculation)
    elif isinstance(form, Ratio):
        top = sum((int(sign) * values[name] for name, sign in form.numerator), Decimal(0))
        base = sum((int(sign) * values[name] for name, sign in form.denominator), Decimal(0))
        if not base:
            return "unverifiable", "", ""
        value = top / base * 100
        spread = sum((halves[name] for name, _ in form.numerator), Decimal(0))
        slack = halves[target] + (spread + value / 100 * halves[form.denominator[0][0]]) / base * 100
        shown = f"({' - '.join(texts[name] for name, _ in form.numerator)}) / {texts[form.denominator[0][0]]}"
    else:
        return "unverifiable", "", ""
    recomputed = value.quantize(steps[target], ROUND_HALF_UP)
    distance = abs(value - values[target])
    verdict = "consistent" if distance <= slack else "truncated" if distance <= 2 * slack else "inconsistent"
    return verdict, str(recomputed), f"{shown} = {recomputed}"


def decided() -> object:
    """The same relations, decided by exact intervals."""
    return judge(figures, relations)


def audited() -> object:
    """The audit of both tables as read: relations derived, decided, findings and report made."""
    return audit_tables(tables)


def from_cells() -> object:
    """The audit from the cells on: structure recognised first."""
    return audit_tables([recognise(grid, index=index) for index, grid in enumerate(grids)])


def main(rounds: int) -> None:
    """Measure every pair in turn and print the ratios."""
    print(f"{'':<44}{'zhengwu':>10}{'Decimal':>10}{'ratio':>8}   (µs)")
    pairs: list[tuple[str, Callable[[], object]]] = [
        ("78 relations decided", decided),
        ("… with relations and report", audited),
        ("… from the cells on", from_cells),
    ]
    for name, ours in pairs:
        ours()
        times = [(timeit.timeit(ours, number=5), timeit.timeit(by_hand, number=5)) for _ in range(rounds)]
        mine, bare = (median(side) / 5 * 1e6 for side in zip(*times, strict=True))
        ratio = median(a / b for a, b in times)
        print(f"{name:<44}{mine:>10.0f}{bare:>10.0f}{ratio:>8.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
