"""What is sold beside its price: land with its area, a lease with its years, a concession with its units.

>>> land = SaleObject(kind=AssetKind.LAND, area=Decimal("20000"), plot_ratio=Decimal("1.8"))
>>> land.mu, land.floor_area
(Fraction(30, 1), Decimal('36000.0'))
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

import attrs

from zhengwu.errors import UndefinedRateError, UnitError
from zhengwu.exact import Money, Rate, total
from zhengwu.records.base import Record, field, record
from zhengwu.records.checks import positive, refusal, require_count
from zhengwu.records.whole import Whole
from zhengwu.records.words import Word
from zhengwu.stats import premium_rate
from zhengwu.trading.auction import PropertyAuction
from zhengwu.trading.prices import Quantity
from zhengwu.trading.words import PriceBasis

__all__ = ["AssetKind", "PremiumSpread", "SaleObject", "floor_price", "premium_spread", "price_per_mu"]

_SQUARE_METRES_PER_MU = Fraction(10_000, 15)
_positive = positive("increment")


class AssetKind(Word):
    """What is sold or let (trading.md §3.4)."""

    LAND = "土地", "土地使用权", "国有建设用地使用权"
    MINING = "矿业权", "采矿权", "探矿权"
    EQUITY = "股权", "产股权"
    PHYSICAL = "实物", "实物资产"
    LEASE = "租赁", "房屋租赁", "承包经营权"
    PARKING = "停车泊位"
    CONCESSION = "特许经营权", "经营权"
    EMISSION = "排污权"
    CONFISCATED = "罚没物", "罚没物品"
    OTHER = "其他"


@record
class SaleObject(Record):
    """What a lot on sale is. Areas are in 平方米, `years` the term of a right or a lease, `units` how many of a kind.

    `increment` is the least step from one offer to the next (加价幅度). Raises `RecordError` for an area, a plot ratio
    or a count of units that is not above zero.
    """

    lot_code: str | None = field(zh="标的编号", also=("宗地编号",), default=None)
    kind: AssetKind | None = field(zh="标的种类", also=("资产类型",), default=None)
    area: Quantity | None = field(zh="面积（平方米）", also=("土地面积", "出让面积", "建筑面积"), default=None)
    use: str | None = field(zh="土地用途", also=("用途",), default=None)
    plot_ratio: Quantity | None = field(zh="容积率", default=None)
    years: Whole | None = field(zh="年限（年）", also=("出让年限", "租赁期限"), default=None)
    units: Whole | None = field(zh="数量（个）", also=("泊位数",), default=None)
    increment: Money | None = field(zh="加价幅度", also=("竞价幅度", "增价幅度"), default=None)

    def __attrs_post_init__(self) -> None:
        for name in ("area", "plot_ratio"):
            value = getattr(self, name)
            if value is not None and not value > 0:
                raise refusal(self, name, "is not above zero", expected="None where it is unknown")
        require_count(self, "years", least=1)
        require_count(self, "units", least=1)
        _positive(self)

    @property
    def mu(self) -> Fraction | None:
        """The area in 亩 (10000/15 平方米 each), exact."""
        return None if self.area is None else Fraction(self.area) / _SQUARE_METRES_PER_MU

    @property
    def floor_area(self) -> Decimal | None:
        """The area of all floors that may be built (规划建筑面积)."""
        return None if self.area is None or self.plot_ratio is None else self.area * self.plot_ratio


@attrs.frozen(kw_only=True)
class PremiumSpread:
    """The premium rates of several lots: over all of them as a ratio of sums, and lot by lot.

    The highest rate is a maximum over lots: no total can confirm or deny it. It is the same whether the prices are
    rents or those of the whole term; a ratio of sums is not, so `basis` says which it was made of. `left_out` are lots
    without start price or deal, lots that were not sold, and transfers by agreement, which enter no rate.
    """

    overall: Rate
    lowest: Rate
    median: Rate
    highest: Rate
    highest_lot: PropertyAuction
    lots: int
    left_out: int
    basis: PriceBasis = PriceBasis.TOTAL


def premium_spread(auctions: Iterable[PropertyAuction]) -> PremiumSpread:
    """The spread of the premium rates (最高, 中位 beside the ratio of sums).

    Raises `UndefinedRateError` without a lot, `UnitError` for rents beside whole prices, or rents of a year beside
    those of a month: `PropertyAuction.over_term` makes them alike.

    >>> from zhengwu.exact import wan
    >>> lots = [PropertyAuction(title=t, start=wan(s), deal=wan(d)) for t, s, d in (("甲", 10, 15), ("乙", 90, 90))]
    >>> spread = premium_spread(lots)
    >>> [rate.percent(0) for rate in (spread.overall, spread.lowest, spread.median, spread.highest)]
    ['5%', '0%', '25%', '50%']
    """
    given = list(auctions)
    rated = [
        (premium_rate(lot.start, lot.deal), lot)
        for lot in given
        if lot.is_sold and lot.start is not None and lot.deal is not None and lot.enters("premium_rate")
    ]
    if not rated:
        raise UndefinedRateError("is missing", reason="missing", field="start (起始价), deal (成交金额)")
    bases = {lot.basis or PriceBasis.TOTAL for _, lot in rated}
    if len(bases) > 1:
        told = ", ".join(sorted(basis.zh for basis in bases))
        raise UnitError("cannot be added", field="basis (计价方式)", value=told, expected="lots of one basis")
    rates = sorted(rate for rate, _ in rated)
    middle = len(rates) // 2
    median = rates[middle] if len(rates) % 2 else (rates[middle - 1] + rates[middle]) * Fraction(1, 2)
    highest, lot = max(rated, key=lambda one: one[0].as_fraction())
    start, deal = total(lot.start for _, lot in rated), total(lot.deal for _, lot in rated)
    assert start is not None and deal is not None  # noqa: S101, PT018  every rated lot has both
    return PremiumSpread(
        overall=premium_rate(start, deal),
        lowest=rates[0],
        median=median,
        highest=highest,
        highest_lot=lot,
        lots=len(rated),
        left_out=len(given) - len(rated),
        basis=bases.pop(),
    )


def price_per_mu(sales: Iterable[tuple[PropertyAuction, SaleObject]]) -> Rate:
    """亩均价 in 万元 over all lots with a deal and an area, a ratio of sums. Raises `UndefinedRateError` without one.

    >>> from zhengwu.exact import wan
    >>> from zhengwu.reference.means import mean
    >>> lot = PropertyAuction(title="甲", deal=wan("6000"))
    >>> mean("price_per_mu").text(price_per_mu([(lot, SaleObject(area=Decimal("20000")))]))
    '200.00万元/亩'
    """
    deal, mu = _over([(lot, thing.mu) for lot, thing in sales], "area (面积)")
    return Rate.of(Fraction(deal.in_unit("万元")), mu)


def floor_price(sales: Iterable[tuple[PropertyAuction, SaleObject]]) -> Rate:
    """楼面价 in 元 over all lots with deal and floor area, a ratio of sums. Raises `UndefinedRateError` without one.

    >>> from zhengwu.exact import wan
    >>> land = SaleObject(area=Decimal("20000"), plot_ratio=Decimal("1.5"))
    >>> floor_price([(PropertyAuction(title="甲", deal=wan("6000")), land)])
    Rate("2000/1")
    """
    found = [(lot, None if thing.floor_area is None else Fraction(thing.floor_area)) for lot, thing in sales]
    deal, metres = _over(found, "floor_area (规划建筑面积)")
    return Rate.of(Fraction(deal.in_unit("元")), metres)


def _over(sales: list[tuple[PropertyAuction, Fraction | None]], name: str) -> tuple[Money, Fraction]:
    known = [(lot.deal, size) for lot, size in sales if lot.deal is not None and size is not None]
    deal = total(amount for amount, _ in known)
    if deal is None:
        raise UndefinedRateError("is missing", reason="missing", field=f"deal (成交金额), {name}")
    return deal, sum((size for _, size in known), Fraction(0))
