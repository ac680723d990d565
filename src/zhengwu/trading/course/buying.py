"""The lifecycle of buying (trading.md §4): from the plan to the settlement, with what interrupts it.

How many bids a method needs is law of a place and a day: the file looks it up, or is told it, and the guards use it.

>>> BUYING.step(BuyState.CLOSED, BuyAction.FAIL), BUYING.allowed(BuyState.FAILED)[0].zh
(<BuyState.FAILED: '流标'>, '重新招标')
>>> BUYING.step(BuyState.SETTLED, BuyAction.AWARD)
Traceback (most recent call last):
zhengwu.errors.TransitionError: lot (标段): AWARD (发布中标公告) is not possible in the state SETTLED (已结算), \
which is terminal (expected no event at all)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import attrs

from zhengwu.records.guards import act_row, back_to, told
from zhengwu.records.lifecycle import Lifecycle
from zhengwu.trading.course.states import BuyAction, BuyState

if TYPE_CHECKING:
    from zhengwu.trading.course.buying_file import BuyAct

__all__ = ["BUYING", "BuyFacts"]

_Check = Callable[["BuyFacts"], str | None]


@attrs.frozen(kw_only=True)
class BuyFacts:
    """What a guard looks at: the act, those before it, and what is known of the lot. None is unknown.

    `rank` is that of the candidate who has, or would get, the award; `candidates` how many there are; `suspended_from`
    the state in which the lot was suspended. `cited` is where `least_bids` is written.
    """

    act: BuyAct
    acts: tuple[BuyAct, ...] = ()
    least_bids: int | None = None
    cited: str = ""
    bids: int | None = None
    candidates: int | None = None
    rank: int = 1
    suspended_from: BuyState | None = None


def _enough(facts: BuyFacts) -> str | None:
    bids = facts.bids if facts.act.bids is None else facts.act.bids
    if bids is not None and facts.least_bids is not None and bids < facts.least_bids:
        told = f" ({facts.cited})" if facts.cited else ""
        return f"there are {bids} bids and the method needs {facts.least_bids}{told}"
    return None


def _too_few(facts: BuyFacts) -> str | None:
    bids = facts.bids if facts.act.bids is None else facts.act.bids
    if bids is not None and facts.least_bids is not None and bids >= facts.least_bids:
        return f"there are {bids} bids, which is enough"
    return None


def _approved(facts: BuyFacts) -> str | None:
    return None if facts.act.document else "no approval is named"


def _next(facts: BuyFacts) -> str | None:
    if facts.candidates is not None and facts.rank >= facts.candidates:
        return f"no candidate follows the one of rank {facts.rank}"
    return told(facts)


_S, _A = BuyState, BuyAction
_INVITED = (_S.ANNOUNCED, _S.PREQUALIFIED, _S.DOCUMENTS, _S.CLOSED)
_BEFORE_AWARD = (*_INVITED, _S.OPENED, _S.EVALUATED, _S.PUBLICISED)
_TERMINAL = (_S.SETTLED, _S.WITHDRAWN, _S.TERMINATED)


BUYING: Lifecycle[BuyState, BuyAction] = Lifecycle(
    "lot (标段)",
    initial=_S.PLANNED,
    terminal=_TERMINAL,
    transitions=(
        act_row(_A.ANNOUNCE, (_S.PLANNED,), _S.ANNOUNCED, effect="starts the first attempt"),
        act_row(_A.PREQUALIFY, (_S.ANNOUNCED,), _S.PREQUALIFIED),
        act_row(_A.ISSUE, (_S.ANNOUNCED, _S.PREQUALIFIED), _S.DOCUMENTS, effect="starts the period for bids"),
        act_row(_A.CLOSE, (_S.DOCUMENTS,), _S.CLOSED, effect="ends the period for bids"),
        act_row(_A.OPEN, (_S.CLOSED,), _S.OPENED, _enough, source="招标投标法 article 28"),
        act_row(_A.EVALUATE, (_S.OPENED,), _S.EVALUATED),
        act_row(_A.PUBLICISE, (_S.EVALUATED,), _S.PUBLICISED, effect="starts the publicity"),
        act_row(_A.AWARD, (_S.EVALUATED, _S.PUBLICISED), _S.AWARDED, effect="counts the lot; starts the time to sign"),
        act_row(_A.CONTRACT, (_S.AWARDED,), _S.CONTRACTED, effect="starts the refund of deposits"),
        act_row(_A.PERFORM, (_S.CONTRACTED,), _S.PERFORMED),
        act_row(_A.SETTLE, (_S.PERFORMED,), _S.SETTLED),
        act_row(_A.FAIL, (_S.DOCUMENTS, _S.CLOSED), _S.FAILED, _too_few, effect="counts in the failure rate only"),
        act_row(_A.VOID, (_S.OPENED, _S.EVALUATED), _S.VOID, told, source="政府采购法 article 36"),
        act_row(_A.REANNOUNCE, (_S.FAILED, _S.VOID), _S.ANNOUNCED, effect="starts another attempt"),
        act_row(_A.CHANGE_METHOD, (_S.FAILED, _S.VOID), _S.ANNOUNCED, _approved, effect="starts another attempt"),
        act_row(_A.RENOUNCE, (_S.AWARDED,), _S.PUBLICISED, _next, source="招标投标法实施条例 article 55"),
        act_row(_A.REANNOUNCE, (_S.AWARDED,), _S.ANNOUNCED, told, effect="starts another attempt"),
        act_row(_A.WITHDRAW, _INVITED, _S.WITHDRAWN),
        act_row(_A.SUSPEND, _BEFORE_AWARD, _S.SUSPENDED, told, effect="stops the clocks"),
        act_row(_A.OBJECT, (_S.PUBLICISED,), _S.SUSPENDED, effect="stops the clocks; starts the answer"),
        act_row(_A.ANSWER, (_S.SUSPENDED,), _S.PUBLICISED, back_to(_S.PUBLICISED), effect="resumes the clocks"),
        *(act_row(_A.RESUME, (_S.SUSPENDED,), state, back_to(state)) for state in _BEFORE_AWARD),
        act_row(_A.TERMINATE, (_S.FAILED, _S.VOID, _S.SUSPENDED, _S.AWARDED), _S.TERMINATED, told),
    ),
)
"""The table of trading.md §4, buying side."""
