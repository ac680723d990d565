"""`zhengwu.testing` without Hypothesis, its names, and worked examples of mistakes."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction

import attrs
import pytest
from tests.transformed import audited

import zhengwu.testing
from zhengwu.errors import MissingExtraError, UnknownNameError
from zhengwu.exact import Rounding
from zhengwu.findings import FindingKind
from zhengwu.table import Grid
from zhengwu.testing import (
    CORRUPTIONS,
    SHAPES,
    VARIETIES,
    Corruption,
    Hidden,
    Rolled,
    SoundTable,
    Truth,
    corrupt,
    corrupt_many,
    is_contradicted,
)
from zhengwu.testing.choices import some_of
from zhengwu.testing.trading_shape import trading_table
from zhengwu.testing.typing_errors import in_other_unit, mistyped, other_sign
from zhengwu.testing.windows_shape import window_table

WITHOUT = "import sys; sys.modules['hypothesis'] = None\n"


def run(program: str) -> subprocess.CompletedProcess[str]:
    """A program in a fresh process: in this one Hypothesis is loaded."""
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)


class TestWithoutHypothesis:
    """The package loads; only asking for a strategy says what is missing, and which command installs it."""

    def test_asking_for_a_strategy(self) -> None:
        done = run(f"{WITHOUT}from zhengwu.testing import money")
        last = done.stderr.strip().splitlines()[-1]
        assert last == (
            "zhengwu.errors.MissingExtraError: zhengwu.testing.money: needs Hypothesis, which is not installed "
            "(expected pip install 'zhengwu[testing]')"
        )

    def test_it_is_an_import_error(self) -> None:
        done = run(
            f"{WITHOUT}import zhengwu.testing as t\ntry: t.corrupted\nexcept ImportError as e: print(type(e).__name__)"
        )
        assert done.stdout == "MissingExtraError\n"

    def test_in_a_process_where_the_package_is_loaded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "hypothesis", None)
        monkeypatch.delitem(sys.modules, "zhengwu.testing.values", raising=False)
        monkeypatch.delitem(vars(zhengwu.testing), "money", raising=False)
        with pytest.raises(MissingExtraError, match=r"pip install 'zhengwu\[testing\]'"):
            _ = zhengwu.testing.money

    def test_data_classes_need_no_hypothesis(self) -> None:
        done = run(f"{WITHOUT}from zhengwu.testing import Corruption, SoundTable, CORRUPTIONS; print(len(CORRUPTIONS))")
        assert (done.stdout, done.stderr) == ("12\n", "")

    def test_the_package_alone_loads_no_hypothesis(self) -> None:
        done = run("import sys, zhengwu, zhengwu.testing; print('hypothesis' in sys.modules)")
        assert done.stdout == "False\n"


class TestNames:
    """The public names stand once, and each loads."""

    @pytest.mark.parametrize("name", zhengwu.testing.__all__)
    def test_every_name_loads(self, name: str) -> None:
        assert getattr(zhengwu.testing, name) is not None
        assert name in dir(zhengwu.testing)

    def test_no_name_is_a_module_of_the_package(self) -> None:
        modules = {name.rpartition(".")[2] for name in sys.modules if name.startswith("zhengwu.testing.")}
        assert not modules & set(zhengwu.testing.__all__)

    def test_an_unknown_name(self) -> None:
        with pytest.raises(AttributeError, match="no attribute 'tables'"):
            _ = zhengwu.testing.tables

    def test_an_import_that_fails_inside_is_not_taken_for_a_missing_extra(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(zhengwu.testing._MODULE_OF, "nowhere", "missing")
        with pytest.raises(ModuleNotFoundError, match=r"zhengwu\.testing\.missing"):
            _ = zhengwu.testing.nowhere


class TestTypingErrors:
    """One slip of one hand, in the style of the figure."""

    @pytest.mark.parametrize(
        ("text", "variety", "made"),
        [
            ("17900.76", "dropped", ("7900.76", "1900.76", "1700.76", "1790.76", "17900.6", "17900.7")),
            ("36", "swapped", ("63",)),
            ("33", "swapped", ()),
            ("10", "swapped", ()),  # nobody leaves 01 standing
            ("5", "dropped", ()),
            ("12,345", "dropped", ("2,345", "1,345", "1,245", "1,235", "1,234")),
            ("增值率1.01%", "swapped", ("增值率1.10%", "增值率0.11%")),
            ("合计", "added", ()),
            ("12.50%", "point", ("125.0%", "1250%", "1.250%", "0.1250%")),
            ("-0.26", "point", ("-2.6", "-26", "-0.026", "-0.0026")),
            ("12,345", "point", ()),
            ("1,234.5", "point", ("12,345", "123.45", "12.345")),
        ],
    )
    def test_mistyped(self, text: str, variety: str, made: tuple[str, ...]) -> None:
        assert sorted(mistyped(text, variety)) == sorted(made)

    def test_a_replaced_digit_stands_for_another_number(self) -> None:
        assert mistyped("0", "replaced") == tuple("123456789")

    def test_an_added_zero_behind_the_decimals_is_no_mistake(self) -> None:
        assert "5.0" not in mistyped("5", "added")
        assert "5.00" not in mistyped("5.0", "added")
        assert "50" in mistyped("5", "added")

    @pytest.mark.parametrize(
        ("text", "other"), [("36", "-36"), ("-0.26 ", "0.26 "), ("增值额0.26", "增值额-0.26"), ("—", "—")]
    )
    def test_other_sign(self, text: str, other: str) -> None:
        assert other_sign(text) == other

    @pytest.mark.parametrize(
        ("text", "way", "other"),
        [
            ("55000.92", "times", "550009200"),
            ("55000.92", "over", "5.500092"),
            ("12,345", "times", "123,450,000"),
            ("12,345", "over", "1.2345"),
            ("-0.5", "over", "-0.00005"),
            ("—", "over", "—"),
        ],
    )
    def test_in_other_unit(self, text: str, way: str, other: str) -> None:
        assert in_other_unit(text, way) == other


class TestRolledTables:
    """Rolled evenly instead of drawn, the tables are as sound; benchmarks use them."""

    @pytest.mark.parametrize("shape", SHAPES)
    @pytest.mark.parametrize("seed", range(4))
    def test_no_finding(self, shape: str, seed: int) -> None:
        rolled = Rolled.seeded(seed)
        tables = [SHAPES[shape](rolled, rounding) for rounding in Rounding]
        assert [audited(table.grid).findings for table in tables] == [()] * 5

    @pytest.mark.parametrize("shape", SHAPES)
    def test_the_same_seed_rolls_the_same_table(self, shape: str) -> None:
        one, other = (SHAPES[shape](Rolled.seeded(5), Rounding.HALF_UP) for _ in range(2))
        assert one == other
        assert one.stale() == other.stale()

    @pytest.mark.parametrize("seed", range(9))
    def test_some_of_keeps_the_order(self, seed: int) -> None:
        chosen = some_of(Rolled.seeded(seed), "甲乙丙丁", least=2, most=3)
        assert 2 <= len(chosen) <= 3
        assert chosen == sorted(set(chosen), key="甲乙丙丁".index)


class TestVarieties:
    """Every variety of a kind of mistake occurs, and can be asked for."""

    @pytest.mark.parametrize(("kind", "how"), [(kind, how) for kind in CORRUPTIONS for how in VARIETIES[kind]])
    def test_it_can_be_asked_for(self, kind: FindingKind, how: str) -> None:
        rolled = Rolled.seeded(1)
        tables = (SHAPES[rolled.one_of(tuple(SHAPES))](rolled, Rounding.HALF_UP) for _ in range(300))
        made = next(made for table in tables if (made := corrupt(table, kind.value, rolled, how=how)))
        assert (made[1].kind, made[1].how) == (kind, how)

    @pytest.mark.parametrize("kind", [kind for kind in CORRUPTIONS if kind is not FindingKind.FORCED_TOTAL])
    def test_all_of_them_occur(self, kind: FindingKind) -> None:
        rolled = Rolled.seeded(1)
        seen: set[str] = set()
        for _ in range(300):
            made = corrupt(trading_table(rolled, Rounding.HALF_UP), kind, rolled)
            seen |= set() if made is None else {made[1].how}
            if seen == set(VARIETIES[kind]):
                break
        assert seen == set(VARIETIES[kind])

    def test_an_unknown_variety(self) -> None:
        with pytest.raises(UnknownNameError, match="how: 'upwards' is not a variety of shift"):
            corrupt(window_table(Rolled.seeded(1)), "shift", Rolled.seeded(1), how="upwards")


class TestNothingToCorrupt:
    """A kind of mistake that a table does not offer is refused with None, not made up."""

    @pytest.mark.parametrize("kind", [FindingKind.ROUNDING, FindingKind.BASE, FindingKind.FORCED_TOTAL])
    def test_counts_are_not_rounded(self, kind: FindingKind) -> None:
        rolled = Rolled.seeded(1)
        assert corrupt(window_table(rolled), kind, rolled) is None

    @pytest.mark.parametrize("kind", CORRUPTIONS)
    def test_a_table_of_blanks(self, kind: FindingKind) -> None:
        grid = Grid.of([["窗口名称", "1月"], ["甲窗口", ""]], header_rows=1)
        empty = SoundTable(grid=grid, rounding=Rounding.HALF_UP, hidden={}, stale=lambda: iter(()))
        assert corrupt(empty, kind, Rolled.seeded(1)) is None

    def test_several_of_them(self) -> None:
        table = window_table(Rolled.seeded(1))
        grid, made = corrupt_many(table, ["rounding", "typo", "remainder"], Rolled.seeded(1))
        assert [corruption.kind for corruption in made] == [FindingKind.TYPO]
        assert made[0].undone(grid) == table.grid


# The row 询价 of the 2017 first quarter: 34.89 − 31.91 prints 2.97, and 2.97 ÷ 34.89 prints 8.53 %.
_SUBTRACTED = Truth(target=(0, 3), parts=(((0, 1), 1), ((0, 2), -1)))
_DIVIDED = Truth(target=(0, 4), parts=_SUBTRACTED.parts, base=(0, 1))


def priced(*figures: str, truths: tuple[Truth, ...] = (_SUBTRACTED, _DIVIDED)) -> SoundTable:
    """One row of budget, deal, savings and rate as printed."""
    header = ["方式", "预算金额（万元）", "成交金额（万元）", "节约金额（万元）", "节约率（%）"]
    units = ("万元", "万元", "万元", "%")
    hidden = {
        (0, column): Hidden(value=Fraction(text), unit=unit, decimals=2)
        for column, (text, unit) in enumerate(zip(figures, units, strict=True), 1)
    }
    grid = Grid.of([header, ["询价", *figures]], header_rows=1)
    return SoundTable(grid=grid, rounding=Rounding.HALF_UP, hidden=hidden, stale=lambda: iter(()), truths=truths)


class TestContradictions:
    """A mistake contradicts a table if no values behind the figures can satisfy what is true of it."""

    @pytest.mark.parametrize(
        ("figures", "contradicted"),
        [
            (("34.89", "31.91", "2.97", "8.53"), False),
            (("34.89", "31.91", "2.97", "8.55"), True),  # 2.975 ÷ 34.885 is 8.528 at most
            (("34.89", "31.91", "2.97", "8.50"), True),  # each truth alone allows it, 2.965 ÷ 34.895 being 8.497
            (("34.89", "31.91", "2.96", "8.50"), True),
        ],
    )
    def test_sums_and_rates_hold_together(self, figures: tuple[str, ...], contradicted: bool) -> None:
        assert is_contradicted(priced(*figures)) is contradicted

    @pytest.mark.parametrize(
        ("rate", "roundings", "contradicted"),
        [
            ("9.23", None, True),  # 9.2395 %
            ("9.23", [Rounding.TRUNC], False),
            ("9.23", [Rounding.HALF_UP, Rounding.TRUNC], False),
            ("9.24", None, False),
        ],
    )
    def test_the_roundings_that_a_figure_is_granted(
        self, rate: str, roundings: list[Rounding] | None, contradicted: bool
    ) -> None:
        table = priced("19723.07", "17900.76", "1822.31", rate)
        assert is_contradicted(table, roundings=roundings) is contradicted

    def test_an_open_end_decides(self) -> None:
        """100.00 and less than 100.005 are never 100.01 together with nothing."""
        sold = Truth(target=(0, 2), parts=(((0, 1), 1),))
        assert is_contradicted(priced("100.01", "100.00", "0", "0", truths=(sold,)))
        assert not is_contradicted(priced("100.00", "100.00", "0", "0", truths=(sold,)))

    @pytest.mark.parametrize("seed", range(3))
    def test_a_figure_that_nothing_vouches_for(self, seed: int) -> None:
        table = priced("34.89", "31.91", "2.97", "8.53", truths=())
        made = corrupt(table, "typo", Rolled.seeded(seed))
        assert made is not None
        assert not is_contradicted(table, made[1])

    def test_a_base_of_nothing_has_no_rate(self) -> None:
        table = priced("0.00", "0.00", "0.00", "8.53")
        assert not is_contradicted(table)

    def test_a_cell_that_measures_something_else_is_passed_over(self) -> None:
        table = priced("34.89", "31.91", "2.97", "8.53")
        strange = Corruption(kind=FindingKind.SWAP, cells=((0, 3),), before=("2.97",), after=("增值额9.99",))
        assert not is_contradicted(table, strange)
        percent = attrs.evolve(strange, after=("9.99%",))
        assert not is_contradicted(table, percent)
        assert is_contradicted(table, attrs.evolve(strange, after=("9.99",)))

    def test_a_missing_part_counts_as_nothing(self) -> None:
        table = window_table(Rolled.seeded(1))
        made = corrupt(table, "remainder", Rolled.seeded(1))
        assert made is not None
        assert is_contradicted(table, made[1])
        assert made[1].undone(made[0]) == table.grid
