"""All signs at once, over records."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from zhengwu.exact import Money, Rate
from zhengwu.trading.auction import PropertyAuction
from zhengwu.trading.draws import Draw
from zhengwu.trading.files import TenderFile
from zhengwu.trading.flags.contracts import changed_contracts, contract_views
from zhengwu.trading.flags.experts import often_met, sitting_views
from zhengwu.trading.flags.flag import Screening, together
from zhengwu.trading.flags.groups import bidding_groups
from zhengwu.trading.flags.lots import (
    rejections,
    same_accounts,
    same_marks,
    same_people,
    similar_prices,
    single_bids,
)
from zhengwu.trading.flags.outliers import gaps_to_second, rejection_shares
from zhengwu.trading.flags.records import short_periods, unrepeatable_draws
from zhengwu.trading.flags.sales import sale_views, zero_premiums
from zhengwu.trading.flags.thresholds import near_thresholds
from zhengwu.trading.flags.views import LotView, lot_views
from zhengwu.trading.rules import RuleReport

__all__ = ["screen", "screen_lots"]


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
    lots: Iterable[LotView], *, threshold: Money | Callable[[LotView], Money | None] | None = None
) -> Screening:
    """The signs of lots and their bids: RF-01, RF-03 to RF-09, RF-11, and RF-10 where a threshold is given."""
    known = list(lots)
    looks = (
        *(single_bids, gaps_to_second, similar_prices, same_marks, same_accounts, same_people, rejections),
        *(rejection_shares, bidding_groups),
    )
    found = [look(known) for look in looks]
    if threshold is not None:
        found.append(near_thresholds(known, threshold))
    return together(found)
