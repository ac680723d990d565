"""A mapping that works its values out when they are first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

__all__ = ["OnDemand"]

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class OnDemand(dict[_Key, _Value]):
    """A mapping whose values are worked out, and kept, when they are first asked for; a KeyError: there is none.

    >>> squares = OnDemand(lambda n: n * n)
    >>> squares[3], 4 in squares, len(squares)
    (9, True, 2)
    """

    def __init__(self, work: Callable[[_Key], _Value]) -> None:
        super().__init__()
        self._work = work

    def __missing__(self, key: _Key) -> _Value:
        value = self[key] = self._work(key)
        return value

    def __contains__(self, key: object) -> bool:
        try:
            self[cast("_Key", key)]
        except KeyError:
            return False
        return True
