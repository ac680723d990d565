"""The lifecycle of selling (trading.md §4): from the filing to the delivery, unsold lots relisted or ended.

Offers rise by at least the increment, a sale needs the reserve, and a reserve lowered below a share of the appraisal
needs consent. The share is law of a place and a day: the file looks it up, or is told it.

>>> SELLING.allowed(SaleState.UNSOLD)
(<SaleAction.RELIST: '重新挂牌'>, <SaleAction.REAPPRAISE: '重新评估'>, <SaleAction.TERMINATE: '终止'>)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import attrs

from zhengwu.exact import Money, Rate
from zhengwu.records.guards import act_row, back_to, told
from zhengwu.records.lifecycle import Lifecycle
from zhengwu.trading.course.states import SaleAction, SaleState

if TYPE_CHECKING:
    from zhengwu.trading.course.selling_file import SaleAct

__all__ = ["SELLING", "SaleFacts"]

_Check = Callable[["SaleFacts"], str | None]


@attrs.frozen(kw_only=True)
class SaleFacts:
    """What a guard looks at: the act, those before it, and the prices that stand. None is unknown, or none is set."""

    act: SaleAct
    acts: tuple[SaleAct, ...] = ()
    start: Money | None = None
    reserve: Money | None = None
    increment: Money | None = None
    appraisal: Money | None = None
    best: Money | None = None
    lowest_share: Rate | None = None
    cited: str = ""
    suspended_from: SaleState | None = None


def _rises(facts: SaleFacts) -> str | None:
    offer = facts.act.offer
    if offer is None:
        return "no offer is told"
    if facts.best is None:
        return f"{offer} lies below the start price {facts.start}" if facts.start and offer < facts.start else None
    if offer <= facts.best:
        return f"{offer} does not rise above {facts.best}"
    if facts.increment is not None and offer - facts.best < facts.increment:
        return f"{offer} rises above {facts.best} by less than the increment {facts.increment}"
    return None


def _reached(facts: SaleFacts) -> str | None:
    if facts.best is None:
        return "nobody made an offer"
    if facts.reserve is not None and facts.best < facts.reserve:
        return f"{facts.best} lies below the reserve {facts.reserve}"
    return None


def _not_reached(facts: SaleFacts) -> str | None:
    if facts.best is not None and (facts.reserve is None or facts.best >= facts.reserve):
        return f"the offer of {facts.best} is good"
    return None


def _lowered(facts: SaleFacts) -> str | None:
    reserve = facts.act.reserve
    if reserve is None or facts.appraisal is None or facts.lowest_share is None or facts.act.document:
        return None
    lowest = facts.appraisal * facts.lowest_share
    told = f" ({facts.cited})" if facts.cited else ""
    return f"{reserve} lies below {lowest} and no consent is named{told}" if reserve < lowest else None


_S, _A = SaleState, SaleAction
_OPEN = (_S.DISCLOSED, _S.LISTED, _S.OFFERED, _S.CLOSED)
_TERMINAL = (_S.DELIVERED, _S.WITHDRAWN, _S.TERMINATED)


SELLING: Lifecycle[SaleState, SaleAction] = Lifecycle(
    "sale (标的)",
    initial=_S.FILED,
    terminal=_TERMINAL,
    transitions=(
        act_row(_A.APPRAISE, (_S.FILED,), _S.APPRAISED),
        act_row(_A.APPROVE, (_S.FILED, _S.APPRAISED), _S.APPROVED),
        act_row(_A.DISCLOSE, (_S.APPROVED, _S.DISCLOSED), _S.DISCLOSED, effect="starts the disclosure"),
        act_row(_A.LIST, (_S.APPROVED, _S.DISCLOSED), _S.LISTED, effect="starts the listing"),
        act_row(_A.OFFER, (_S.LISTED, _S.OFFERED), _S.OFFERED, _rises),
        act_row(_A.EXTEND, (_S.LISTED,), _S.LISTED, effect="moves the end of the listing"),
        act_row(_A.EXTEND, (_S.OFFERED,), _S.OFFERED, effect="moves the end of the offers"),
        act_row(_A.CLOSE, (_S.LISTED, _S.OFFERED), _S.CLOSED),
        act_row(_A.CONFIRM, (_S.CLOSED,), _S.CONFIRMED, _reached, effect="counts the sale", source="拍卖法 article 50"),
        act_row(_A.CONTRACT, (_S.CONFIRMED,), _S.CONTRACTED),
        act_row(_A.PAY, (_S.CONTRACTED,), _S.PAID),
        act_row(_A.DELIVER, (_S.PAID,), _S.DELIVERED),
        act_row(_A.PASS, (_S.CLOSED,), _S.UNSOLD, _not_reached, effect="counts as listed and not sold"),
        act_row(_A.RELIST, (_S.UNSOLD,), _S.LISTED, _lowered, effect="starts another listing; former offers lapse"),
        act_row(_A.REAPPRAISE, (_S.DISCLOSED, _S.UNSOLD), _S.APPRAISED, effect="former offers lapse"),
        act_row(_A.WITHDRAW, (_S.APPROVED, *_OPEN), _S.WITHDRAWN, told),
        act_row(_A.SUSPEND, _OPEN, _S.SUSPENDED, told, effect="stops the clocks"),
        *(act_row(_A.RESUME, (_S.SUSPENDED,), state, back_to(state)) for state in _OPEN),
        act_row(_A.TERMINATE, (_S.UNSOLD, _S.SUSPENDED, _S.CONFIRMED, _S.CONTRACTED), _S.TERMINATED, told),
    ),
)
"""The table of trading.md §4, selling side."""
