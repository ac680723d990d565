"""`zhengwu.testing` without Hypothesis, its names, and worked examples of mistakes."""

from __future__ import annotations

import subprocess
import sys

import pytest
from tests.transformed import audited

import zhengwu.testing
from zhengwu.errors import MissingExtraError
from zhengwu.exact import Rounding
from zhengwu.findings import FindingKind
from zhengwu.table import Grid
from zhengwu.testing.choices import Rolled, some_of
from zhengwu.testing.corrupting import corrupt
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
        assert (done.stdout, done.stderr) == ("9\n", "")

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

    @pytest.mark.parametrize("seed", range(12))
    def test_no_finding(self, seed: int) -> None:
        rolled = Rolled.seeded(seed)
        tables = [window_table(rolled), *(trading_table(rolled, rounding) for rounding in Rounding)]
        assert [audited(table.grid).findings for table in tables] == [()] * 6

    def test_the_same_seed_rolls_the_same_table(self) -> None:
        one, other = (trading_table(Rolled.seeded(5), Rounding.HALF_UP) for _ in range(2))
        assert one == other
        assert one.stale() == other.stale()

    @pytest.mark.parametrize("seed", range(9))
    def test_some_of_keeps_the_order(self, seed: int) -> None:
        chosen = some_of(Rolled.seeded(seed), "甲乙丙丁", least=2, most=3)
        assert 2 <= len(chosen) <= 3
        assert chosen == sorted(set(chosen), key="甲乙丙丁".index)


class TestVarieties:
    """Every variety of a kind of mistake occurs."""

    @pytest.mark.parametrize(
        ("kind", "varieties"),
        [
            (FindingKind.TYPO, {"swapped", "added", "dropped", "replaced"}),
            (FindingKind.SIGN, {"minus", "lost"}),
            (FindingKind.UNIT, {"times", "over"}),
            (FindingKind.SWAP, {"row", "column"}),
            (FindingKind.COPIED, {"above", "below"}),
            (FindingKind.BLANK, {""}),
        ],
    )
    def test_it_occurs(self, kind: FindingKind, varieties: set[str]) -> None:
        rolled = Rolled.seeded(1)
        made = (corrupt(trading_table(rolled, Rounding.HALF_UP), kind, rolled) for _ in range(300))
        seen: set[str] = set()
        for pair in made:
            seen |= set() if pair is None else {pair[1].how}
            if seen == varieties:
                break
        assert seen == varieties


class TestNothingToCorrupt:
    """A kind of mistake that a table does not offer is refused with None, not made up."""

    @pytest.mark.parametrize("kind", [FindingKind.ROUNDING])
    def test_counts_are_not_rounded(self, kind: FindingKind) -> None:
        rolled = Rolled.seeded(1)
        assert corrupt(window_table(rolled), kind, rolled) is None

    @pytest.mark.parametrize("kind", zhengwu.testing.CORRUPTIONS)
    def test_a_table_of_blanks(self, kind: FindingKind) -> None:
        grid = Grid.of([["窗口名称", "1月"], ["甲窗口", ""]], header_rows=1)
        empty = zhengwu.testing.SoundTable(grid=grid, rounding=Rounding.HALF_UP, hidden={}, stale=lambda: iter(()))
        assert corrupt(empty, kind, Rolled.seeded(1)) is None
