"""Cases taken in, done, done in time and found satisfactory by unit, with their rates: the hotline table.

The base of the timely rate is what was done or what was taken in, that of satisfaction what was rated or what was done,
one base for a whole column.

>>> from zhengwu.testing.choices import Rolled
>>> table = ratings_table(Rolled.seeded(2), Rounding.HALF_EVEN)
>>> table.rounding, sorted({table.hidden[place].unit for place in table.cells})
(Rounding.HALF_EVEN, ['%', '件'])
"""

from __future__ import annotations

from collections.abc import Iterator

from zhengwu.exact.rounding import Rounding
from zhengwu.testing.choices import Choices, some_of
from zhengwu.testing.lines import Amounts, Row, Text, counted, ratio, table_of, total_of
from zhengwu.testing.sound import Hidden, SoundTable
from zhengwu.testing.truth import Truth

__all__ = ["ratings_table"]

_UNITS = tuple(f"{letter}{kind}" for kind in ("街道", "局", "镇") for letter in "甲乙丙丁")
_TAKEN = ("受理量", "转办量", "受理", "转办")
_DONE, _TIMELY, _RATED, _PLEASED = "办结", "按时办结", "评价", "满意"
_NAMES = {
    _DONE: ("办结", "办结量"),
    _TIMELY: ("按时办结", "按时办结数"),
    _RATED: ("评价数",),
    _PLEASED: ("满意", "满意数"),
}


def ratings_table(choices: Choices, rounding: Rounding) -> SoundTable:
    """A hotline table: exact counts, and rates rounded once under `rounding`."""
    is_rated = choices.integer(0, 1) == 1
    timely_base = choices.one_of((2, 1))  # the columns of what was done, of what was taken in
    decimals = choices.one_of((2, 2, 1, 0))
    after = choices.one_of(("%", ""))
    counts = [choices.one_of(_TAKEN), *(choices.one_of(_NAMES[name]) for name in _counted(is_rated))]
    rates = ["办结率", "按时办结率", "满意率"]
    header: list[Text] = [
        choices.one_of(("单位", "承办单位")),
        *counts,
        *(name if after else f"{name}（%）" for name in rates),
    ]
    most = choices.one_of((99, 999, 99_999))
    rows = [Row(labels=(name,), amounts=_amounts(choices, most, is_rated)) for name in some_of(choices, _UNITS, most=9)]
    if choices.integer(0, 9) < 9:
        rows.append(total_of(rows, (choices.one_of(("合计", "总计")),), range(len(rows))))
    pleased = len(counts)
    bases = ((2, 1, ()), (3, timely_base, (3 - timely_base,)), (pleased, pleased - 1 if is_rated else 2, (1,)))

    def figures(amounts: Amounts) -> list[Hidden | None]:
        numbers = [amount or 0 for amount in amounts]
        shown: list[Hidden | None] = [counted(number) for number in numbers]
        return shown + [
            ratio(numbers[part - 1], numbers[base - 1], decimals=decimals, after=after) for part, base, _ in bases
        ]

    def identities(row: int) -> Iterator[Truth]:
        for column, (part, base, others) in enumerate(bases, pleased + 1):
            yield Truth(
                target=(row, column),
                parts=(((row, part), 1),),
                base=(row, base),
                other_bases=tuple((row, other) for other in others),
            )

    return table_of(
        rows,
        figures,
        header=[header],
        rounding=rounding,
        caption=f"{choices.integer(2017, 2024)}年{choices.integer(1, 12)}月热线工单办理情况统计表",
        blank=choices.one_of(("", "/", "—")),
        identities=identities,
    )


def _counted(is_rated: bool) -> tuple[str, ...]:
    return (_DONE, _TIMELY, _RATED, _PLEASED) if is_rated else (_DONE, _TIMELY, _PLEASED)


def _amounts(choices: Choices, most: int, is_rated: bool) -> tuple[int, ...]:
    """Each number at most the one it is a part of."""
    taken = choices.integer(0, most)
    done = taken - choices.integer(0, taken // 5)
    timely = done - choices.integer(0, done // 5)
    if not is_rated:
        return taken, done, timely, done - choices.integer(0, done // 4)
    rated = done - choices.integer(0, done // 2)
    return taken, done, timely, rated, rated - choices.integer(0, rated // 4)
