"""All signs at once, over records."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import islice

from zhengwu.errors import UnknownNameError
from zhengwu.exact import Money, Rate
from zhengwu.trading.auction import PropertyAuction
from zhengwu.trading.draws import Draw
from zhengwu.trading.files import TenderFile
from zhengwu.trading.flags.contracts import changed_contracts, contract_views
from zhengwu.trading.flags.experts import often_met, sitting_views
from zhengwu.trading.flags.flag import Screening, together
from zhengwu.trading.flags.groups import Groups
from zhengwu.trading.flags.lots import (
    rejections,
    same_accounts,
    same_marks,
    same_people,
    similar_prices,
    single_bids,
)
from zhengwu.trading.flags.outliers import Gaps, RejectionShares
from zhengwu.trading.flags.records import short_periods, unrepeatable_draws
from zhengwu.trading.flags.sales import sale_views, zero_premiums
from zhengwu.trading.flags.thresholds import near_thresholds
from zhengwu.trading.flags.views import LotView, lot_views
from zhengwu.trading.rules import RuleReport

__all__ = ["LOT_RULES", "screen", "screen_lots"]

_BATCH = 1000  # as many lots as a processor keeps at hand while one sign after the other is looked for
_ONE_BY_ONE: Mapping[str, Callable[[Iterable[LotView]], Screening]] = {
    "RF-01": single_bids,
    "RF-04": similar_prices,
    "RF-05": same_marks,
    "RF-06": same_accounts,
    "RF-07": same_people,
    "RF-08": rejections,
}
_TOGETHER: Mapping[str, Callable[[], Gaps | RejectionShares | Groups]] = {
    "RF-03": Gaps,
    "RF-09": RejectionShares,
    "RF-11": Groups,
}
LOT_RULES = tuple(sorted({**_ONE_BY_ONE, **_TOGETHER}))
"""The signs that lots show by themselves and together."""


def screen(
    files: Iterable[TenderFile] = (),
    *,
    sales: Iterable[PropertyAuction] = (),
    reports: Iterable[RuleReport] = (),
    draws: Iterable[tuple[Draw, str]] = (),
    threshold: Money | Callable[[LotView], Money | None] | None = None,
    pool: int | Callable[[str], int | None] | None = None,
    supplements: Rate | None = None,
) -> Screening:
    """Every sign these records can show.

    `reports` are the answers of the rules (RF-02), `draws` come with their commitments (RF-15), `threshold` is that of
    open tenders (RF-10), `pool` the number of experts that could be drawn (RF-14), `supplements` the share of a
    contract that supplements may add (RF-13), the law's where it is not given. What is not known decides nothing: it is
    told as unknown, or the sign is not looked for. Rates in print (RF-16) are asked about one by one, with
    `unexplained_rate`.

    >>> from zhengwu.records import Party
    >>> from zhengwu.trading import Tender
    >>> tender = Tender.single(title="道路改造", code="A1", method="公开招标", winner=Party(name="甲公司"), bids=1)
    >>> print(*screen([TenderFile(tender=tender)]).flags)
    A1：RF-01 公开招标，仅 1 家投标而成交
    """
    known, sold, told, held = list(files), list(sales), list(reports), list(draws)
    found = [screen_lots(lot_views(known), threshold=threshold)]
    if known:
        found.append(changed_contracts(contract_views(known), limit=supplements))
        found.append(often_met(sitting_views(known, pool=pool)))
    if told:
        found.append(short_periods(told))
    if sold:
        found.append(zero_premiums(sale_views(sold)))
    if held:
        found.append(unrepeatable_draws(held))
    return together(found)


def screen_lots(
    lots: Iterable[LotView],
    *,
    threshold: Money | Callable[[LotView], Money | None] | None = None,
    rules: Collection[str] = LOT_RULES,
) -> Screening:
    """The signs of lots and their bids: RF-01, RF-03 to RF-09, RF-11, and RF-10 where a threshold is given.

    `rules` are the signs to look for, if not all. Lots are looked at as they come, and not kept but for a threshold.
    Raises `UnknownNameError` for a sign that lots do not show.

    >>> from zhengwu.trading.flags.columns import lot_columns
    >>> lots = lot_columns({"lot": ["A1"], "method": ["公开招标"], "count": [1], "concluded": [True]})
    >>> screen_lots(iter(lots), rules=["RF-01"]).checked
    {'RF-01': 1}
    """
    for rule in rules:
        if rule not in LOT_RULES:
            raise UnknownNameError("is no sign of lots", field="rules", value=rule, expected=", ".join(LOT_RULES))
    looks = {rule: look for rule, look in _ONE_BY_ONE.items() if rule in rules}
    together_only = {rule: start() for rule, start in _TOGETHER.items() if rule in rules}
    found: dict[str, list[Screening]] = {rule: [] for rule in LOT_RULES if rule in rules}
    known: list[LotView] = []
    coming = iter(lots)
    batch = list(islice(coming, _BATCH))
    while True:
        for rule, look in looks.items():
            found[rule].append(look(batch))
        for several in together_only.values():
            several.see(batch)
        if threshold is not None:
            known += batch
        if len(batch) < _BATCH:
            break
        batch = list(islice(coming, _BATCH))
    for rule, several in together_only.items():
        found[rule].append(several.result())
    if threshold is not None:
        found["RF-10"] = [near_thresholds(known, threshold)]
    return together(one for screenings in found.values() for one in screenings)
