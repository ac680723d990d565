"""Units as people print them: a magnitude (万, 亿, %), a base unit (元, 件, 平方米), in wide or narrow characters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from zhengwu.errors import FigureError

__all__ = ["LONGEST_TEXT", "MAGNITUDE", "MAGNITUDES", "RELATIVE", "UNIT", "is_measured", "narrow", "split_unit"]

LONGEST_TEXT: Final = 120
"""No figure, amount or unit is longer, so longer texts are refused unread."""
MAGNITUDES = {"": 0, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "万亿": 12, "%": -2, "‰": -3}
RELATIVE = ("%", "‰")
_SAME_UNITS = {"个百分点": "百分点", "m2": "m²", "m3": "m³", "km2": "km²", "元人民币": "元"}
# Units of things that are measured, not counted: a whole number of them may have been rounded.
_MEASURED = re.compile(
    r"%|‰|百分点|分|角|块|倍|成|度|.*[元币镑]|.*[A-Za-z/].*"
    r"|(?:平方|立方)?(?:米|公里|厘米|毫米)|平米|公顷|亩|里|吨|公斤|克|升|瓦时"
    r"|[年月周天日时秒]|个?(?:月|星期|工作日|自然日|日历日|小时|季度)|星期|分钟"
)

UNIT = r"(?:[%‰]|(?![千万亿])[A-Za-z\u3400-\u9fff°](?:[A-Za-z\u3400-\u9fff°²³/·]|(?<=m)[23]){0,11}?)"
MAGNITUDE = r"(?:万亿|百万|千万|[千万亿])(?!\s*[%‰])"
_UNIT_TEXT = re.compile(rf"(?P<magnitude>{MAGNITUDE})?\s*(?P<unit>{UNIT})?")


def narrow(text: str) -> str:
    """The text in narrow characters and without outer blanks; superscripts and circled digits stay what they are.

    >>> narrow(" １２，３４５．６㎡"), narrow("10²")
    ('12,345.6m2', '10²')
    """
    if not unicodedata.is_normalized("NFKC", text):
        # ² and ① are numbers (No) that NFKC would turn into digits of the figure they stand beside.
        text = "".join(c if unicodedata.category(c) == "No" else unicodedata.normalize("NFKC", c) for c in text)
    return text.strip()


@lru_cache(maxsize=1024)
def split_unit(unit: str | None) -> tuple[int, str | None]:
    """The magnitude and the base unit of a unit text. Raises `FigureError` for a text that is no unit.

    >>> split_unit("万元"), split_unit("%"), split_unit("个百分点"), split_unit("亿"), split_unit("")
    ((4, '元'), (-2, '%'), (0, '百分点'), (8, None), (0, None))
    """
    plain = narrow(unit) if unit else ""
    if not plain:
        return 0, None
    if plain[0] == "(" and plain[-1] == ")":
        plain = plain[1:-1].strip()
    match = _UNIT_TEXT.fullmatch(plain) if len(plain) <= LONGEST_TEXT else None
    base = match["unit"] if match else None
    if match is None or (match["magnitude"] and base in RELATIVE):
        raise FigureError("is not a unit", value=unit, expected="a unit such as 万元, % or 件")
    if base in RELATIVE:
        return MAGNITUDES[base], base
    return MAGNITUDES.get(match["magnitude"], 0), None if base is None else _SAME_UNITS.get(base, base)


def is_measured(unit: str | None) -> bool:
    """True for units of money, rates, lengths, areas, times …; False for those of things that are counted.

    >>> is_measured("元"), is_measured("个工作日"), is_measured("件"), is_measured(None)
    (True, True, False, False)
    """
    return unit is not None and _MEASURED.fullmatch(unit) is not None
