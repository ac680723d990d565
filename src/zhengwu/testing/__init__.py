"""Hypothesis strategies for tests of other projects: the library's values and records, and tables to audit.

The names below need Hypothesis, which ``pip install 'zhengwu[testing]'`` installs; without it, asking for one raises
`MissingExtraError`. Nothing is loaded before it is asked for.

    money, rates, roundings, figures, periods       single values
    windows, window_period_counts, cases            records of approval
    tenders, lots, property_auctions, parties       records of trading
    hotline_tickets                                 records of the hotline
    grids                                           any grid, sense or none
    window_tables, ratings_tables, shares_tables    consistent tables (`SoundTable`), any rounding
    growth_tables, trading_tables, nested_tables
    corrupted, corrupted_often                      the same with one labelled mistake (`Corruption`, `CORRUPTIONS`), or
                                                    with several at once

Without Hypothesis, `SHAPES` makes the tables, `corrupt` and `corrupt_many` the mistakes, from a seed (`Rolled`);
`is_contradicted` and `contradicts_every_regime` tell whether arithmetic can notice a mistake at all.

>>> from hypothesis import given
>>> from zhengwu import Money
>>> from zhengwu.testing import money
>>> @given(money())
... def test_reads_back(amount):
...     assert Money(str(amount)) == amount
>>> test_reads_back()
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhengwu.errors import MissingExtraError

if TYPE_CHECKING:
    from zhengwu.testing.choices import Rolled as Rolled
    from zhengwu.testing.contradiction import (
        contradicts_every_regime as contradicts_every_regime,
        is_contradicted as is_contradicted,
    )
    from zhengwu.testing.corrupting import corrupt as corrupt, corrupt_many as corrupt_many
    from zhengwu.testing.corruption import (
        CORRUPTIONS as CORRUPTIONS,
        VARIETIES as VARIETIES,
        Corruption as Corruption,
        Dropped as Dropped,
    )
    from zhengwu.testing.entities import (
        cases as cases,
        hotline_tickets as hotline_tickets,
        lots as lots,
        parties as parties,
        property_auctions as property_auctions,
        tenders as tenders,
        window_period_counts as window_period_counts,
        windows as windows,
    )
    from zhengwu.testing.shapes import SHAPES as SHAPES
    from zhengwu.testing.sound import Hidden as Hidden, SoundTable as SoundTable
    from zhengwu.testing.strategies import (
        corrupted as corrupted,
        corrupted_often as corrupted_often,
        grids as grids,
        growth_tables as growth_tables,
        nested_tables as nested_tables,
        ratings_tables as ratings_tables,
        shares_tables as shares_tables,
        trading_tables as trading_tables,
        window_tables as window_tables,
    )
    from zhengwu.testing.truth import Truth as Truth
    from zhengwu.testing.values import (
        figures as figures,
        money as money,
        periods as periods,
        rates as rates,
        roundings as roundings,
    )

_MODULES = {
    "values": ("money", "rates", "roundings", "figures", "periods"),
    "entities": (
        "windows",
        "window_period_counts",
        "cases",
        "tenders",
        "lots",
        "property_auctions",
        "parties",
        "hotline_tickets",
    ),
    "strategies": (
        "grids",
        "window_tables",
        "trading_tables",
        "nested_tables",
        "ratings_tables",
        "shares_tables",
        "growth_tables",
        "corrupted",
        "corrupted_often",
    ),
    "sound": ("SoundTable", "Hidden"),
    "truth": ("Truth",),
    "shapes": ("SHAPES",),
    "choices": ("Rolled",),
    "corruption": ("Corruption", "Dropped", "CORRUPTIONS", "VARIETIES"),
    "corrupting": ("corrupt", "corrupt_many"),
    "contradiction": ("is_contradicted", "contradicts_every_regime"),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}

__all__ = list(_MODULE_OF)  # the names stand once, in _MODULES; type checkers read the imports above


def __getattr__(name: str) -> Any:
    """Load a public name from its module and keep it. Raises `MissingExtraError` without Hypothesis."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'zhengwu.testing' has no attribute {name!r}")
    from importlib import import_module

    try:
        value = getattr(import_module(f"zhengwu.testing.{_MODULE_OF[name]}"), name)
    except ModuleNotFoundError as error:
        if error.name != "hypothesis":
            raise
        raise MissingExtraError(
            "needs Hypothesis, which is not installed",
            field=f"zhengwu.testing.{name}",
            expected="pip install 'zhengwu[testing]'",
        ) from None
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, loaded or not."""
    return sorted({*globals(), *__all__})
