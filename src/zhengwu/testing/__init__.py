"""Hypothesis strategies for tests of other projects: the library's values and records, and tables to audit.

The names below need Hypothesis, which ``pip install 'zhengwu[testing]'`` installs; without it, asking for one raises
`MissingExtraError`. Nothing is loaded before it is asked for.

    money, rates, roundings, figures, periods       single values
    windows, window_period_counts, cases            records of approval
    tenders, lots, property_auctions, parties       records of trading
    hotline_tickets                                 records of the hotline
    grids                                           any grid, sense or none
    window_tables, trading_tables                   consistent tables (`SoundTable`), any rounding
    corrupted                                       the same with one labelled mistake (`Corruption`, `CORRUPTIONS`)

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
    from zhengwu.testing.corruption import CORRUPTIONS as CORRUPTIONS, Corruption as Corruption
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
    from zhengwu.testing.sound import Hidden as Hidden, SoundTable as SoundTable
    from zhengwu.testing.strategies import (
        corrupted as corrupted,
        grids as grids,
        trading_tables as trading_tables,
        window_tables as window_tables,
    )
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
    "strategies": ("grids", "window_tables", "trading_tables", "corrupted"),
    "sound": ("SoundTable", "Hidden"),
    "corruption": ("Corruption", "CORRUPTIONS"),
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
