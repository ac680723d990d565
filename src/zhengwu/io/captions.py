"""The lines around a table: its title, its unit line, its notes. One place for all readers.

>>> split_unit("2017年第一季度行政审批服务情况表  (单位：件)")
('2017年第一季度行政审批服务情况表', '件')
>>> heading(["一、基本情况。", "公共资源交易情况表", "单位：万元"])
Heading(caption='公共资源交易情况表', unit='万元', notes=(), taken=2)
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

__all__ = ["Heading", "heading", "is_form", "is_note", "is_title", "split_unit", "unit_line"]

_LONGEST = 200
_LONGEST_TITLE = 80
_FARTHEST = 4
# Before 单位 there is no other Chinese character: 填报单位, 编制单位, 主管单位 name an office, not a unit.
_LABEL = r"(?<![\u4e00-\u9fff])(?:计量|数量|金额|货币|人民币)?单\s*位\s*[:：]\s*"
_WORD = r"[^\s、，,；;/。！？：:（）()【】\[\]0-9]{1,6}"
_UNIT = rf"(?P<unit>{_WORD}(?:\s*[、，,；;/]\s*{_WORD}){{0,5}})"
_UNIT_LINE = re.compile(rf"[\s（(【\[]*{_LABEL}{_UNIT}[\s)）】\]]*")
_BRACKETED = re.compile(rf"\s*[（(【\[]\s*{_LABEL}{_UNIT}\s*[)）】\]]\s*$")
_TRAILING = re.compile(rf"\s{_LABEL}{_UNIT}\s*$")
_OFFICE = re.compile(r"..+(?:局|办|中心|公司|委|所|院|部|处|厅|会|政府|窗口|学校|医院|集团|街道)$")
_NOTE = re.compile(r"\s*[（(【\[*※]*\s*(?:注|备注|附注|说明|数据来源|资料来源|注释)\s*[\d一二三]*\s*[:：】\])）.、]")
_FORM = re.compile(r"\s*(?:填报|编制|制表|填表|报送|统计)(?:单位|部门|机关|人|时间|日期)\s*[:：]")
_PROSE_END = tuple("。；;！!？?，,、…：:")


@attrs.frozen
class Heading:
    """What the lines before a table say of it; `taken` of those lines (counted from the last) belong to the table."""

    caption: str = ""
    unit: str = ""
    notes: tuple[str, ...] = ()
    taken: int = 0


def unit_line(text: str) -> str | None:
    """The unit of a line that holds nothing else, or None.

    >>> unit_line("（单位：万元）"), unit_line("计量单位: 件、万元"), unit_line("填报单位：区政务办")
    ('万元', '件、万元', None)
    """
    found = _UNIT_LINE.fullmatch(text) if len(text) <= _LONGEST else None
    return _known(found["unit"]) if found else None


def split_unit(text: str) -> tuple[str, str]:
    """A title line as its title and the unit printed behind it ("" when there is none).

    >>> split_unit("交易情况表 单位:万元"), split_unit("交易情况表")
    (('交易情况表', '万元'), ('交易情况表', ''))
    """
    found = None
    if len(text) <= _LONGEST:
        found = _BRACKETED.search(text) or _TRAILING.search(text)
    unit = _known(found["unit"]) if found else None
    return (text[: found.start()].strip(), unit) if found and unit else (text.strip(), "")


def is_title(text: str) -> bool:
    """Whether a line may be the title of what follows: short, and not the end of a sentence.

    >>> is_title("公共资源交易情况表"), is_title("具体情况如下："), is_title("共受理59件。")
    (True, False, False)
    """
    stripped = text.strip()
    return 0 < len(stripped) <= _LONGEST_TITLE and "。" not in stripped and not stripped.endswith(_PROSE_END)


def is_note(text: str) -> bool:
    """Whether a line below a table is a note to it.

    >>> is_note("注：含镇级"), is_note("数据来源：区政务办"), is_note("注册资本100万元")
    (True, True, False)
    """
    return _NOTE.match(text) is not None


def is_form(text: str) -> bool:
    """Whether a line says who filled in the form, or when: 填报单位：…, 制表日期：…

    >>> is_form("填报单位：区政务办"), is_form("单位：万元")
    (True, False)
    """
    return len(text) <= _LONGEST and _FORM.match(text) is not None


def heading(before: Sequence[str]) -> Heading:
    """What the non-empty lines before a table (nearest last) say of it; a sentence of prose is never its title."""
    unit = ""
    notes: list[str] = []
    taken = 0
    for text in reversed(before[-_FARTHEST:]):
        alone = unit_line(text)
        caption, behind = split_unit(text)
        if alone and not unit:
            unit = alone
        elif is_form(text):
            unit, notes = unit or behind, [caption, *notes]
        elif is_title(text) and not alone:
            return Heading(caption, unit or behind, tuple(notes), taken + 1)
        else:
            break
        taken += 1
    return Heading("", unit, tuple(notes), taken)


def _known(unit: str) -> str | None:
    stripped = unit.strip()
    return None if _OFFICE.match(stripped) else stripped
