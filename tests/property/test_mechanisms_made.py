"""Laws of causes on made-up mistakes: what contradicts is noticed, and nothing is claimed that is as good as another.

The truths are the makers' (`zhengwu.testing.truth`), so nothing here asks the audit what it knows.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import assume, given, settings, strategies as st
from tests.transformed import audited

from zhengwu.auditing.report import Report
from zhengwu.exact import Rounding
from zhengwu.exact.where import Where
from zhengwu.findings import Change, Finding, FindingKind, Grade, Move, Repair
from zhengwu.table import Grid
from zhengwu.testing import (
    Corruption,
    Dropped,
    SoundTable,
    contradicts_every_regime,
    corrupted_often,
    growth_tables,
    nested_tables,
    ratings_tables,
    shares_tables,
    trading_tables,
    window_tables,
)
from zhengwu.testing.outcome import Outcome, outcome_of

ROUNDINGS = (Rounding.HALF_UP, Rounding.TRUNC, Rounding.HALF_EVEN)
TYPING = (FindingKind.TYPO, FindingKind.SIGN, FindingKind.UNIT)
tables = st.sampled_from(ROUNDINGS).flatmap(
    lambda rounding: st.one_of(
        window_tables(),
        *(make(rounding) for make in (ratings_tables, shares_tables, growth_tables, trading_tables, nested_tables)),
    )
)
Spoiled = tuple[SoundTable, Grid, tuple[Corruption, ...]]


@st.composite
def contradicted(
    draw: st.DrawFn, sound: st.SearchStrategy[SoundTable], kinds: int | Sequence[FindingKind] = 1
) -> Spoiled:
    """A table whose mistakes each contradict it, in whichever way it was rounded."""
    table = draw(sound)
    grid, made = draw(corrupted_often(st.just(table), kinds=kinds))
    assume(all(contradicts_every_regime(table, corruption) for corruption in made))
    return table, grid, made


class TestCounts:
    """Where nothing is rounded and every count stands in two sums, whatever contradicts is noticed."""

    @given(contradicted(window_tables()))
    def test_one_mistake(self, spoiled: Spoiled) -> None:
        assert audited(spoiled[1]).findings

    @given(contradicted(window_tables(), 2))
    def test_two_mistakes(self, spoiled: Spoiled) -> None:
        assert audited(spoiled[1]).findings


class TestAmounts:
    """A figure of the wrong size or sign breaks more than rounding lets pass."""

    @given(contradicted(trading_tables(Rounding.HALF_UP), [FindingKind.UNIT]))
    def test_another_unit(self, spoiled: Spoiled) -> None:
        assert audited(spoiled[1]).findings


class TestClaims:
    """A unique repair is claimed only where nothing else explains the table as well."""

    @settings(max_examples=40)
    @given(st.sampled_from(TYPING).flatmap(lambda kind: contradicted(tables, [kind])))
    def test_one_slip_of_a_hand_is_not_claimed_to_be_another_elsewhere(self, spoiled: Spoiled) -> None:
        """The truth is one slip in one figure; a slip of the same kind in another figure explains no better."""
        _, grid, (corruption,) = spoiled
        places = {f"t0r{row}c{column}" for row, column in corruption.cells}
        for finding in audited(grid).findings:
            if finding.unique and finding.kind is corruption.kind and len(corruption.cells) == 1:
                changed = {change.where.cell for change in finding.repairs[0].changes}
                assert len(changed) != 1 or changed == places

    @given(contradicted(tables))
    def test_what_is_claimed_is_repaired(self, spoiled: Spoiled) -> None:
        _, grid, _ = spoiled
        for finding in audited(grid).findings:
            assert not finding.unique or finding.repairs


def change(row: int, column: int, after: str) -> Change:
    return Change(where=Where(table=0, row=row, column=column), before="", after=after)


def finding(kind: FindingKind, *repairs: Repair, unique: bool = False) -> Finding:
    where = Where(table=0, row=0, column=1)
    return Finding(rule="ZW120", grade=Grade.ERROR, kind=kind, where=where, printed="", repairs=repairs, unique=unique)


def outcome(corruption: Corruption, *findings: Finding, rows: Sequence[str] = ("3", "4", "8")) -> Outcome:
    labels = "甲乙丙丁戊"
    grid = Grid.of([["窗口", "1月"], *([labels[r], text] for r, text in enumerate(rows))], header_rows=1)
    return outcome_of(grid, [corruption], Report(file=None, regimes=(), findings=findings))


SLIP = Corruption(kind=FindingKind.TYPO, cells=((2, 1),), before=("7",), after=("8",), how="replaced")
RIGHT = Repair(changes=(change(2, 1, "7 "),), why="why.typo.replaced")
WRONG = Repair(changes=(change(1, 1, "5"),), why="why.typo.replaced")


class TestOutcomes:
    """A report is held against the truth figure by figure."""

    @pytest.mark.parametrize(
        ("findings", "shown"),
        [
            ((), ""),
            ((finding(FindingKind.UNEXPLAINED),), "detected open"),
            ((finding(FindingKind.TYPO, RIGHT, unique=True),), "detected claimed located repaired named"),
            ((finding(FindingKind.SIGN, RIGHT, unique=True),), "detected claimed located repaired"),
            ((finding(FindingKind.TYPO, WRONG, RIGHT),), "detected located repaired open named"),
            ((finding(FindingKind.TYPO, WRONG, unique=True),), "detected wrong named"),
            (
                (finding(FindingKind.TYPO, Repair(changes=(change(2, 1, "9"),)), unique=True),),
                "detected claimed located wrong",
            ),
            (
                (finding(FindingKind.TYPO, RIGHT, unique=True), finding(FindingKind.TYPO, WRONG, unique=True)),
                "detected claimed located repaired wrong named",
            ),
        ],
    )
    def test_one_slip(self, findings: tuple[Finding, ...], shown: str) -> None:
        assert words(outcome(SLIP, *findings)) == shown

    def test_rows_that_moved_need_not_bring_back_what_was_lost(self) -> None:
        slip = Corruption(
            kind=FindingKind.SHIFT,
            cells=((0, 1), (1, 1), (2, 1)),
            before=("3", "4", "7"),
            after=("", "3", "4"),
            moves=(Move(table=0, row=1, label_row=0), Move(table=0, row=2, label_row=1)),
        )
        moved = finding(FindingKind.SHIFT, Repair(moves=slip.moves), unique=True)
        filled = finding(FindingKind.SHIFT, Repair(moves=slip.moves, changes=(change(2, 1, "7"),)), unique=True)
        invented = finding(FindingKind.SHIFT, Repair(moves=slip.moves, changes=(change(2, 1, "6"),)), unique=True)
        right = "detected claimed located repaired named"
        assert words(outcome(slip, moved, rows=("", "3", "4"))) == right
        assert words(outcome(slip, filled, rows=("", "3", "4"))) == right
        assert words(outcome(slip, invented, rows=("", "3", "4"))) == "detected claimed located wrong named"

    def test_a_missing_row_is_located_where_it_is_said_to_be_missing(self) -> None:
        gone = Corruption(kind=FindingKind.REMAINDER, cells=(), before=(), after=(), dropped=Dropped(row=1, cells=()))
        right = "detected claimed located repaired named"
        assert words(outcome(gone, finding(FindingKind.REMAINDER, RIGHT, unique=True))) == right
        assert words(outcome(gone, finding(FindingKind.TYPO, RIGHT, unique=True))) == "detected wrong"

    def test_a_sign_is_a_part_of_the_figure(self) -> None:
        lost = Corruption(kind=FindingKind.SIGN, cells=((2, 1),), before=("-7",), after=("7",), how="lost")
        repair = Repair(changes=(change(2, 1, "-7"),))
        found = outcome(lost, finding(FindingKind.SIGN, repair, unique=True), rows=("3", "4", "7"))
        assert words(found) == "detected claimed located repaired named"


def words(found: Outcome) -> str:
    """The names of what holds, in the order of the class."""
    names = ("detected", "claimed", "located", "repaired", "wrong", "open", "named")
    return " ".join(name for name in names if getattr(found, f"is_{name}"))
