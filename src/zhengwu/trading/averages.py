"""Means of the buying side, exact until somebody prints them; what each divides is declared in ``means.toml``.

>>> from zhengwu.reference.means import mean
>>> mean("mean_bidders").text(mean_bidders([Tender.single(title="桥", bids=5), Tender.single(title="路", bids=4)]))
'4.50家'
"""

from __future__ import annotations

from collections.abc import Iterable

from zhengwu.errors import UndefinedRateError
from zhengwu.exact import Rate, total
from zhengwu.trading.tender import Tender

__all__ = ["mean_bidders"]


def mean_bidders(tenders: Iterable[Tender]) -> Rate:
    """平均投标家数: the bids of lots that were competed for and opened, by their number.

    Lots awarded directly, failed attempts and lots whose bids nobody counted are out. Raises `UndefinedRateError`
    without any.
    """
    views = [view for tender in tenders for view in tender.counted()]
    counted = [view for view in views if Tender.QUANTITIES["competitive_lots"](view)]
    bids = total(view.bids for view in counted)
    if bids is None:
        raise UndefinedRateError("is missing", reason="missing", field="bids (投标家数)")
    return Rate.of(bids, len(counted))
