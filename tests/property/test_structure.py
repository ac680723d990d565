"""Laws of recognised structure: odd layouts accuse nobody, their relations are found, and slips in them are noticed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st
from tests.property.odd_layouts import LAYOUTS, Layout
from tests.transformed import audited

from zhengwu.auditing.report import Report
from zhengwu.exact.rounding import Rounding
from zhengwu.findings import Grade, Verdict
from zhengwu.testing.choices import Drawn, Rolled
from zhengwu.testing.shapes import SHAPES

# Where nothing but figures tells the sums, a table may be too small to tell them.
SILENT = {"ratings"}
# Whether 其中 goes on in the next row is for the reader to say where the figures allow both.
AMBIGUOUS = {"of_which_rows"}


@st.composite
def layouts(draw: st.DrawFn, name: str) -> Layout:
    return LAYOUTS[name](Drawn(draw))


@pytest.mark.parametrize("name", LAYOUTS)
class TestOddLayouts:
    """A consistent table is never accused, whatever its layout, and what is true in it is found."""

    @settings(max_examples=40)
    @given(data=st.data())
    def test_nothing_is_accused(self, name: str, data: st.DataObject) -> None:
        report = audited(data.draw(layouts(name)).grid)
        assert errors(report) == 0

    def test_tables_rolled_evenly(self, name: str) -> None:
        """Hypothesis prefers small figures; accidents need even ones to be rare, and true sums to be told."""
        missing = questions = 0
        for number in range(60):
            layout = LAYOUTS[name](Rolled.seeded(f"structure {name} {number}"))
            report = audited(layout.grid)
            assert errors(report) == 0, number
            questions += bool(report.findings)
            missing += not true_sums(layout) <= found_sums(report)
        assert questions <= (6 if name in AMBIGUOUS else 0)
        assert missing <= (6 if name in SILENT else 0)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("rounding", [Rounding.HALF_UP, Rounding.TRUNC])
def test_published_shapes(shape: str, rounding: Rounding) -> None:
    """Inference adds no question to the shapes whose structure the wording tells."""
    rolled = Rolled.seeded(f"structure {shape} {rounding.value}")
    for _ in range(15):
        table = SHAPES[shape](rolled, rounding)
        accused = [f for f in audited(table.grid).findings if f.grade is Grade.ERROR or "inferred" in f.values.values()]
        assert accused == []


def errors(report: Report) -> int:
    return sum(finding.grade is Grade.ERROR for finding in report.findings)


def true_sums(layout: Layout) -> set[tuple[str, frozenset[str]]]:
    return {(_name(whole), frozenset(map(_name, parts))) for whole, parts in layout.sums}


def found_sums(report: Report) -> set[tuple[str, frozenset[str]]]:
    return {(r.target, frozenset(r.inputs)) for r in report.relations if r.verdict is Verdict.CONSISTENT}


def _name(place: tuple[int, int]) -> str:
    return f"t0r{place[0]}c{place[1]}"
