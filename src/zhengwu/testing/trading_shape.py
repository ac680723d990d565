"""Budgets, deals, savings and rates by class and method, with subtotals and totals: the trading table of a bulletin.

Amounts in 元, 万元 or 亿元 with any decimals, the unit in the header or above the table; one period, or several side
by side under a header of two levels; formulas in labels, 小计（公开+邀请）; direct awards without savings; premiums
under a mark, 增值额0.26, in the columns of the savings; merged class labels; thousands separators.

>>> from zhengwu.testing.choices import Rolled
>>> table = trading_table(Rolled.seeded(3), Rounding.TRUNC)
>>> table.rounding, table.truncated()
(Rounding.TRUNC, {})
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import attrs

from zhengwu.exact.rounding import Rounding
from zhengwu.table.grid import Cell, Grid
from zhengwu.testing.choices import Choices
from zhengwu.testing.sound import Hidden, Place, SoundTable
from zhengwu.testing.trading_lines import Amounts, Line, Sort, rows_of
from zhengwu.testing.truth import Truth, row_sums

__all__ = ["trading_table"]

_UNITS = {"元": 2, "万元": 6, "亿元": 10}  # as powers of ten of 分
_DECIMALS = {"元": (2, 2, 0), "万元": (2, 2, 4, 0), "亿元": (2, 4)}
_BLOCKS = (((), "第一季度"), (("一季度", "二季度", "上半年合计"), "上半年"), (("上半年", "下半年", "全年合计"), ""))
"""The headers of the blocks side by side, the last one their sum, and the period of the caption without its year."""

_BUYING = frozenset({Sort.BOUGHT, Sort.DIRECT})
_SELLING = frozenset({Sort.SOLD, Sort.LEASED})


@attrs.frozen(kw_only=True)
class _Style:
    """How the publisher prints: unit, decimals, separators, trailing blanks, and where labels and units stand."""

    unit: str
    decimals: int
    rate_decimals: int
    percent: str
    separator: str
    trailing: str
    has_counts: bool
    unit_above: bool
    is_merged: bool
    zero_rate: str
    rates_with_direct: bool
    grouped: bool
    blocks: tuple[str, ...]
    caption: str

    @property
    def labels(self) -> int:
        """How many label columns there are."""
        return 2 if self.grouped else 1


def trading_table(choices: Choices, rounding: Rounding) -> SoundTable:
    """A trading table, every figure computed from amounts in 分 and rounded once under `rounding`."""
    style = _style(choices)
    lines = rows_of(choices, periods=max(1, len(style.blocks) - 1), grouped=style.grouped)
    hidden: dict[Place, Hidden] = {}
    body: list[list[str | Cell | None]] = []
    for r, line in enumerate(lines):
        printed = _hidden_of(line, line.periods, style)
        hidden |= {(r, style.labels + c): value for c, value in enumerate(printed) if value is not None}
        texts = ["" if value is None else value.printed(rounding) for value in printed]
        body.append([*_labels(lines, r, style), *texts])
    header = _header(style)
    unit = f"{style.unit}、个" if style.has_counts else style.unit
    grid = Grid.of(
        [*header, *body], caption=style.caption, unit=unit if style.unit_above else "", header_rows=len(header)
    )

    def stale() -> Iterator[Mapping[Place, str]]:
        return _stale(lines, hidden, style, rounding)

    truths = tuple(_truths(lines, hidden, style))
    return SoundTable(grid=grid, rounding=rounding, hidden=hidden, stale=stale, truths=truths)


def _style(choices: Choices) -> _Style:
    unit = choices.one_of(("万元", "万元", "元", "亿元"))
    blocks, name = choices.one_of((_BLOCKS[0], *_BLOCKS))
    return _Style(
        unit=unit,
        decimals=choices.one_of(_DECIMALS[unit]),
        rate_decimals=choices.one_of((2, 2, 1, 0)),
        percent=choices.one_of(("%", "")),
        separator=choices.one_of(("", "", ",")),
        trailing=choices.one_of(("", "", " ")),
        has_counts=choices.integer(0, 4) < 4,
        unit_above=choices.integer(0, 2) == 2,
        is_merged=choices.integer(0, 1) == 1,
        zero_rate=choices.one_of(("0", "", "/")),
        rates_with_direct=choices.integer(0, 1) == 1,
        grouped=choices.integer(0, 3) < 3,
        blocks=blocks,
        caption=f"{choices.integer(2015, 2024)}年{name}公共资源交易情况表",
    )


def _header(style: _Style) -> list[list[str | Cell | None]]:
    unit = "" if style.unit_above else f"（{style.unit}）"
    amounts = [f"预算金额{unit}", f"成交金额{unit}", f"节约金额{unit}", "节约率（%）"]
    names: list[str | Cell | None] = [*(["项目个数"] if style.has_counts else []), *amounts]
    labels: list[str | Cell | None] = ["项目类别", "方式"] if style.grouped else ["交易方式"]
    if not style.blocks:
        return [[*labels, *names]]
    top: list[str | Cell | None] = [Cell(str(label), row_span=2) for label in labels]
    for block in style.blocks:
        top += [Cell(block, column_span=len(names)), *[None] * (len(names) - 1)]
    return [top, [*[None] * len(labels), *names * len(style.blocks)]]


def _labels(lines: Sequence[Line], row: int, style: _Style) -> list[str | Cell | None]:
    line = lines[row]
    if not style.grouped:
        return [line.label]
    if not line.group:
        return [Cell(line.label, column_span=2), None] if style.is_merged else [line.label, ""]
    if row and lines[row - 1].group == line.group:
        return [None if style.is_merged else "", line.label]
    height = sum(other.group == line.group for other in lines)
    return [Cell(line.group, row_span=height) if style.is_merged else line.group, line.label]


def _hidden_of(line: Line, periods: Sequence[Amounts], style: _Style) -> list[Hidden | None]:
    """What stands behind the figures of a line with these amounts, column by column; None where it prints nothing."""
    return [value for amounts in periods for value in _block(line.sorts, amounts, style)]


def _block(sorts: frozenset[Sort], amounts: Amounts, style: _Style) -> list[Hidden | None]:
    def money(fen: int | None, before: str = "") -> Hidden | None:
        if fen is None:
            return None
        value = Fraction(fen, 10 ** _UNITS[style.unit])
        return Hidden(
            value=value,
            unit=style.unit,
            decimals=style.decimals,
            before=before,
            after=style.trailing,
            separator=style.separator,
        )

    found = [money(amounts.budget), money(amounts.deal), None, None]
    is_sale = sorts <= _SELLING and Sort.SOLD in sorts
    if (is_sale or (sorts <= _BUYING and Sort.BOUGHT in sorts)) and amounts.budget is not None:
        saved = amounts.budget - (amounts.deal or 0)
        found[2] = money(-saved, "增值额") if is_sale else money(saved)
        if style.rates_with_direct or Sort.DIRECT not in sorts:
            found[3] = _rate(-saved if is_sale else saved, amounts.budget, "增值率" if is_sale else "", style)
    if style.has_counts:
        count = amounts.count
        found.insert(0, None if count is None else Hidden(value=Fraction(count), unit="个", after=style.trailing))
    return found


def _rate(part: int, base: int, mark: str, style: _Style) -> Hidden | None:
    if base == 0 and (style.zero_rate != "0" or mark):
        return None
    value = Fraction(100 * part, base) if base else Fraction(0)
    after = style.percent + style.trailing
    return Hidden(value=value, unit="%", decimals=style.rate_decimals, before=mark, after=after)


def _stale(
    lines: Sequence[Line], hidden: Mapping[Place, Hidden], style: _Style, rounding: Rounding
) -> Iterator[Mapping[Place, str]]:
    """Every total without one of its items: each sum above the item alone, and all of them together."""
    for number, item in enumerate(lines):
        above = [index for index, line in enumerate(lines) if number in line.items]
        changed = []
        for index in above:
            line = lines[index]
            rest = [one.plus(part, -1) for one, part in zip(line.periods, item.periods, strict=True)]
            texts = {}
            for c, value in enumerate(_hidden_of(line, rest, style)):
                place = index, style.labels + c
                if place in hidden and value is not None:
                    texts[place] = value.printed(rounding)
            changed.append(texts)
        yield from changed
        if len(changed) > 1:
            yield {place: text for texts in changed for place, text in texts.items()}


def _truths(lines: Sequence[Line], hidden: Mapping[Place, Hidden], style: _Style) -> Iterator[Truth]:
    """Sums of rows, of the blocks side by side, and the savings and rates of every row and block."""
    additive = sorted({column for (_, column), value in hidden.items() if value.unit != "%"})
    yield from row_sums([line.items for line in lines], additive, hidden)
    width = 5 if style.has_counts else 4
    blocks = max(1, len(style.blocks))
    for row in range(len(lines)):
        starts = [style.labels + width * block for block in range(blocks)]
        for column in range(starts[-1], starts[-1] + width - 1):
            earlier = [(row, column - width * back) for back in range(blocks - 1, 0, -1)]
            if blocks > 1 and (row, column) in hidden:
                yield Truth(target=(row, column), parts=tuple((place, 1) for place in earlier if place in hidden))
        for start in starts:
            budget, deal, savings, rate = ((row, start + width - back) for back in (4, 3, 2, 1))
            sign = -1 if savings in hidden and hidden[savings].before else 1
            difference = ((budget, sign), (deal, -sign))
            if savings in hidden:
                yield Truth(target=savings, parts=difference)
            if rate in hidden and hidden[budget].value:
                yield Truth(target=rate, parts=difference, base=budget, other_bases=(deal,))
