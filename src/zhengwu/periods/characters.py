"""Characters before words: full-width forms, blanks, dashes and Chinese numerals, with the way back to the source.

>>> readable = Readable.of("２０１７ 年 1～9 月")
>>> readable.text, readable.source_span(0, 5)
('2017年1-9月', (0, 6))
>>> numeral("十二"), numeral("二十八"), numeral("二〇一七"), numeral("08")
(12, 28, 2017, 8)
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

import attrs

# What sources use between two months: hyphens, dashes, minus signs, box-drawing lines, tildes, the kana long mark.
_DASHES: Final = "-‐‑‒–—―−﹘﹣－─━~～〜∼˜﹏ー"
_DIGITS: Final = dict(zip("〇○◯零一二两三四五六七八九", "00001223456789", strict=True))
_INVISIBLE: Final = "\u200b\u200c\u200d\u2060\ufeff"

CHINESE: Final = "〇○◯零一二两三四五六七八九十"


@attrs.frozen
class Readable:
    """A text without blanks, in half-width characters, that knows where each character came from."""

    text: str
    source: str
    origins: Sequence[int]

    @classmethod
    def of(cls, source: str) -> Readable:
        """Make `source` readable. A blank stays one blank where dropping it would join two numbers or two words."""
        characters: list[str] = []
        origins: list[int] = []
        blank: str | None = None
        for position, original in enumerate(source):
            for character in _half_width(original):
                if character.isspace() or character in _INVISIBLE:
                    blank = "\n" if character == "\n" or blank == "\n" else " "
                    continue
                if blank and characters and _is_break(characters[-1], blank, character):
                    characters.append(" ")
                    origins.append(position)
                blank = None
                characters.append(character)
                origins.append(position)
        return cls("".join(characters), source, origins)

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Where the readable characters from `start` to `end` stand in the source (end excluded)."""
        return self.origins[start], self.origins[end - 1] + 1


def numeral(text: str) -> int:
    """The number written in digits or Chinese numerals up to 99, or digit by digit (二〇一七).

    Only called on what a pattern has matched; 十 in a place where it means nothing gives 0, which no period has.
    """
    if text.isascii():
        return int(text)
    if "十" not in text:
        return int("".join(_DIGITS[character] for character in text))
    tens, _, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1 or ones == "十":
        return 0
    return int(_DIGITS.get(tens, "1")) * 10 + int(_DIGITS.get(ones, "0"))


def _half_width(character: str) -> str:
    if character in _DASHES:
        return "-"
    if character.isascii():
        return character
    return "".join("-" if part in _DASHES else part for part in unicodedata.normalize("NFKC", character))


def _is_break(before: str, blank: str, after: str) -> bool:
    if blank == "\n" and before.isdigit():
        return True
    return before.isascii() and before.isalnum() and after.isascii() and after.isalnum()
