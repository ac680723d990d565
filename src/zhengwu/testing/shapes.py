"""Every shape of a consistent table by its name, for those who want to make tables of all of them.

>>> from zhengwu.testing.choices import Rolled
>>> rolled = Rolled.seeded(1)
>>> {shape: make(rolled, Rounding.TRUNC).grid.width > 1 for shape, make in SHAPES.items()}
{'window': True, 'trading': True, 'nested': True, 'ratings': True, 'shares': True, 'growth': True}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from zhengwu.exact.rounding import Rounding
from zhengwu.testing.choices import Choices
from zhengwu.testing.growth_shape import growth_table
from zhengwu.testing.nested_shape import nested_table
from zhengwu.testing.ratings_shape import ratings_table
from zhengwu.testing.shares_shape import shares_table
from zhengwu.testing.sound import SoundTable
from zhengwu.testing.trading_shape import trading_table
from zhengwu.testing.windows_shape import window_table

__all__ = ["SHAPES"]

SHAPES: Mapping[str, Callable[[Choices, Rounding], SoundTable]] = {
    "window": lambda choices, _rounding: window_table(choices),  # counts are not rounded
    "trading": trading_table,
    "nested": nested_table,
    "ratings": ratings_table,
    "shares": shares_table,
    "growth": growth_table,
}
"""The maker of each shape, of its choices and the rounding it prints under."""
