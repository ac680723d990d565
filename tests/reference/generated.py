"""Records that aggregate to published figures: found by search, the same in every run.

Every published amount is a rounded one, so the records must add up to exact sums that print as published, in every row
and in every total at once: row 询价 prints 34.89 − 31.91 = 2.97 and 8.53 %, and the parts of 政府采购 miss its subtotal
by a hundredth.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random

import attrs

from zhengwu.exact import Figure, Money, Rounding, round_ratio

__all__ = ["Line", "days_of", "lots_of", "solved", "split"]

_FEN = 10**6  # of one 万元
_STEP = 500  # 分 between two sums that are tried: a twentieth of the last printed digit
_REACH = 20  # how many of them cover the values that print alike


@attrs.frozen
class Line:
    """One published row: how many lots, and its amounts and rate as printed ("" where blank)."""

    count: int
    budget: str
    deal: str
    savings: str = ""
    rate: str = ""

    def prints(self, budget: int, deal: int) -> bool:
        """Whether sums of so many 分 print as this row."""
        return (
            _prints(budget, _FEN, self.budget)
            and _prints(deal, _FEN, self.deal)
            and (not self.savings or _prints(budget - deal, _FEN, self.savings))
            and (not self.rate or (budget > 0 and _prints((budget - deal) * 100, budget, self.rate.rstrip("%"))))
        )


def solved(parts: Sequence[Line], whole: Line) -> list[tuple[int, int]]:
    """Exact sums of budgets and deals, in 分, for rows that together print as `whole`.

    Nearest to the printed figures first; every pair of partial sums is kept once, which keeps the search small.
    """
    reached: dict[tuple[int, int], list[tuple[int, int]]] = {(0, 0): []}
    for line in parts:
        found: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for (budget, deal), before in reached.items():
            for own in _candidates(line):
                found.setdefault((budget + own[0], deal + own[1]), [*before, own])
        reached = found
    for (budget, deal), sums in sorted(reached.items(), key=lambda item: _distance(item[0], whole)):
        if whole.prints(budget, deal):
            return sums
    raise AssertionError(f"no sums print as {whole}")


def split(amount: int, count: int, seed: str) -> list[int]:
    """An amount in parts above zero, of different sizes and always the same for one seed."""
    if count == 0:
        return []
    random = Random(seed)  # noqa: S311  nothing here is secret
    weights = [random.randint(1, 99) for _ in range(count)]
    parts = [max(1, amount * weight // sum(weights)) for weight in weights]
    parts[-1] += amount - sum(parts)
    assert min(parts) > 0
    return parts


def lots_of(line: Line, sums: tuple[int, int], seed: str) -> list[tuple[Money, Money]]:
    """The budget and deal of every lot of a row."""
    budgets, deals = (split(amount, line.count, f"{seed}{amount}") for amount in sums)
    return [(_money(budget), _money(deal)) for budget, deal in zip(budgets, deals, strict=True)]


def days_of(year: int, month: int) -> Iterator[date]:
    """Days of a month, again and again."""
    while True:
        yield from (date(year, month, day) for day in range(1, 29))


def _candidates(line: Line) -> list[tuple[int, int]]:
    budget, deal = _fen(line.budget), _fen(line.deal)
    if budget == deal == 0:
        return [(0, 0)]
    if line.prints(budget, deal):
        return [(budget, deal)]
    offsets = sorted(range(-_REACH // 2, _REACH // 2 + 1), key=abs)
    tried = [(budget + b * _STEP, deal + d * _STEP) for b in offsets for d in offsets]
    return [pair for pair in tried if line.prints(*pair)]


def _distance(sums: tuple[int, int], whole: Line) -> int:
    return abs(sums[0] - _fen(whole.budget)) + abs(sums[1] - _fen(whole.deal))


def _fen(text: str) -> int:
    figure = Figure.parse(text)
    return figure.coefficient * _FEN // 10**figure.decimals if figure.is_number else 0


def _prints(numerator: int, denominator: int, text: str) -> bool:
    figure = Figure.parse(text)
    return round_ratio(numerator, denominator, figure.decimals, Rounding.HALF_UP) == figure.coefficient


def _money(fen: int) -> Money:
    return Money(f"{fen // 100}.{fen % 100:02}元")
