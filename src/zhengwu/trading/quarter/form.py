"""The form of the table: its blocks of rows, their subtotals and the totals at its foot, as data.

>>> FORM.blocks[0].place("公开").label, FORM.blocks[0].place("拍卖")
('公开招标', None)
>>> FORM.block_of("政府采购").label
'政府采购'
"""

from __future__ import annotations

import enum

import attrs

from zhengwu.reference.glossary import glossary

__all__ = ["FORM", "MEDICAL", "PROCUREMENT", "PROPERTY", "WORKS", "Block", "Form", "Line", "Sort"]


class Sort(enum.StrEnum):
    """What the figures of a block are: what was bought (savings), sold (premium), or deals alone."""

    BOUGHT = "bought"
    SOLD = "sold"
    DEALS = "deals"


@attrs.frozen
class Line:
    """A row of a method: its label, and its name in the formulas of sums (公开 for 公开招标)."""

    label: str
    short: str = ""
    is_direct: bool = False

    @property
    def name(self) -> str:
        """How a formula names it."""
        return self.short or self.label


@attrs.frozen(kw_only=True)
class Block:
    """A class with a row for every method. `by` is the field of a record that chooses the row.

    `terms` are the classes of the glossary that belong to it. A method without a row goes to a row `other` where one is
    named, printed only where there is something in it. With `formulas` the subtotals say what they add, one without and
    one with the direct awards; else there is one 小计.
    """

    label: str
    terms: tuple[str, ...]
    lines: tuple[Line, ...]
    sort: Sort = Sort.BOUGHT
    by: str = "method"
    other: str = ""
    formulas: bool = False
    is_optional: bool = False

    def place(self, wording: str | None) -> Line | None:
        """The row of a method as a record words it; None where there is none."""
        if wording is None:
            return None
        found = glossary().find(wording)
        for line in self.lines:
            if wording == line.label or (found is not None and found == glossary().find(line.label)):
                return line
        return None

    def subtotals(self, *, has_other: bool) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The subtotals: each its label, and the labels of the rows it adds."""
        extra = (Line(self.other),) if has_other else ()
        if not self.formulas:
            return (("小计", tuple(line.label for line in (*self.lines, *extra))),)
        competed = (*(line for line in self.lines if not line.is_direct), *extra)
        found = []
        for lines in (competed, (*competed, *(line for line in self.lines if line.is_direct))):
            label = f"小计（{'+'.join(line.name for line in lines)}）"
            found.append((label, tuple(line.label for line in lines)))
        return tuple(found)


@attrs.frozen(kw_only=True)
class Form:
    """Blocks, and whether totals stand at the foot: what was competed for, and everything that is counted."""

    blocks: tuple[Block, ...]
    totals: bool = True

    def block_of(self, trade_class: str | None) -> Block | None:
        """The block of a class as a record words it; None where there is none."""
        if trade_class is None:
            return None
        found = glossary().find(trade_class)
        return next(
            (
                block
                for block in self.blocks
                if trade_class == block.label or (found is not None and found.id in block.terms)
            ),
            None,
        )


WORKS = Block(
    label="工程建设",
    terms=("works", "housing_works", "transport_works", "water_works"),
    lines=(Line("直接发包", is_direct=True), Line("公开招标", "公开"), Line("邀请招标", "邀请")),
    other="其他",
    formulas=True,
)
PROCUREMENT = Block(
    label="政府采购",
    terms=("procurement", "goods", "services"),
    lines=tuple(map(Line, ("公开招标", "竞争性谈判", "单一来源", "电子竞价", "询价", "协议"))),
    other="其他",
)
MEDICAL = Block(
    label="医药采购",
    terms=("medical",),
    lines=tuple(map(Line, ("中药饮片", "医用耗材", "基本药物"))),
    sort=Sort.DEALS,
    by="category",
)
PROPERTY = Block(
    label="产权交易",
    terms=("property", "state_property", "rural_property"),
    lines=(Line("网络竞价"), Line("拍卖"), Line("协议租赁", is_direct=True)),
    sort=Sort.SOLD,
    other="其他",
)
_LAND = Block(
    label="土地出让",
    terms=("land", "mining", "resources"),
    lines=(Line("招标出让"), Line("拍卖"), Line("挂牌"), Line("协议转让", is_direct=True)),
    sort=Sort.SOLD,
    other="其他",
    is_optional=True,
)

FORM = Form(blocks=(WORKS, PROCUREMENT, MEDICAL, PROPERTY, _LAND))
"""The form of the newsletter of 武进区, 2017 first quarter; land and mining follow where there are any."""
