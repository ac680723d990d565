"""Closed vocabularies: members are texts, equal to the official term, so that they group, print and travel as it.

>>> Satisfaction("满意") is Satisfaction(2) is Satisfaction("satisfied")
True
>>> Satisfaction.SATISFIED == "满意", f"{Satisfaction.SATISFIED}", Satisfaction.SATISFIED.level
(True, '满意', 2)
"""

from __future__ import annotations

import enum
import unicodedata
from typing import Self

__all__ = ["Satisfaction", "Word"]


class Word(enum.StrEnum):
    """A word of a closed vocabulary: its value is the official term, its name the English one.

    Reads the term, its aliases, its code and its English name; anything else is a `ValueError`, as for every enum.
    """

    aliases: tuple[str, ...]

    def __new__(cls, zh: str, *aliases: str) -> Self:
        """A member with its official term; `aliases` are its other wordings and its codes."""
        member = str.__new__(cls, zh)
        member._value_ = zh
        member.aliases = aliases
        return member

    @property
    def zh(self) -> str:
        """The official term."""
        return self.value

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if isinstance(value, bool) or not isinstance(value, str | int):
            return None
        text = unicodedata.normalize("NFKC", str(value)[:40]).strip()
        name = text.upper().replace(" ", "_")
        return next((word for word in cls if text in (word.value, *word.aliases) or name == word.name), None)


class Satisfaction(Word):
    """The five levels of 好差评; the code of a level is its rank, 1 the best. Source: GB/T 39046-2020, A.8.

    A scale of three levels uses the middle three; its 一般 is 基本满意. Five stars are level 1, so a number of stars is
    not a level.
    """

    VERY_SATISFIED = "非常满意", "1"
    SATISFIED = "满意", "2"
    BASICALLY_SATISFIED = "基本满意", "3", "一般"
    DISSATISFIED = "不满意", "4"
    VERY_DISSATISFIED = "非常不满意", "5"

    @property
    def level(self) -> int:
        """1 (best) to 5."""
        return int(self.aliases[0])

    @property
    def is_satisfied(self) -> bool:
        """Whether the level counts into 满意率 as it mostly does: 基本满意 and better (approval.md §8 A14)."""
        return self.level <= 3
