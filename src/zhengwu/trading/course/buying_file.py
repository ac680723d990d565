"""Files of lots that are bought: the acts in their order, the state they lead to, the attempts and the stops.

>>> from datetime import date
>>> def act(action, day, **facts):
...     return BuyAct(action=BuyAction(action), at=date(2017, 3, day), **facts)
>>> steps = ["发布公告", "发售文件", "投标截止", "开标", "评标", "公示候选人", "定标"]
>>> file = BuyFile.of([act(step, day, bids=4) for day, step in enumerate(steps, 1)], trade_class="工程建设",
...                   method="公开招标")
>>> file.state.zh, file.awarded_at, [lot.outcome.zh for lot in file.lots(code="1")]
('已定标', datetime.date(2017, 3, 7), ['成交'])
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import attrs

from zhengwu.errors import TransitionError
from zhengwu.records.base import Record, field, record
from zhengwu.records.checks import require_count
from zhengwu.records.deadline import Stop
from zhengwu.records.instant import Instant, is_after
from zhengwu.records.whole import Whole
from zhengwu.reference.law import LegalRule
from zhengwu.trading.course.buying import BUYING, BuyFacts
from zhengwu.trading.course.states import BuyAction, BuyState
from zhengwu.trading.rules.book import RuleBook
from zhengwu.trading.rules.values import answer_rule, least_bids
from zhengwu.trading.supervision.clocks import LegalClock, legal_clock
from zhengwu.trading.tender import Lot
from zhengwu.trading.words import Outcome
from zhengwu.workdays import Workdays
from zhengwu.workdays.moments import local_day, require_comparable

__all__ = ["BuyAct", "BuyFile"]

_A, _S = BuyAction, BuyState
_ENDS_OBJECTION = (_A.ANSWER, _A.RESUME, _A.TERMINATE)
_ENDED = {_A.FAIL: Outcome.FAILED, _A.VOID: Outcome.VOID}
_OUTCOMES = {_S.SUSPENDED: Outcome.SUSPENDED, _S.WITHDRAWN: Outcome.WITHDRAWN, _S.TERMINATED: Outcome.TERMINATED}
_WON = (_S.AWARDED, _S.CONTRACTED, _S.PERFORMED, _S.SETTLED)


@record
class BuyAct(Record):
    """One act upon a lot. `document` is the approval or notice; `bids` and `candidates` are how many there are.

    `method` is the method that a change of method changes to.
    """

    lot_code: str | None = field(zh="标段编号", also=("包号",), default=None)
    action: BuyAction = field(zh="环节", also=("动作",))
    at: Instant = field(zh="时间", also=("日期",))
    reason: str | None = field(zh="原因", also=("理由",), default=None, private=True)
    document: str | None = field(zh="批准文号", also=("文号",), default=None)
    bids: Whole | None = field(term="bids", default=None)
    candidates: Whole | None = field(zh="候选人数", default=None)
    method: str | None = field(term="method", default=None)

    def __attrs_post_init__(self) -> None:
        require_count(self, "bids")
        require_count(self, "candidates", least=1)


@attrs.frozen(kw_only=True)
class BuyFile:
    """A lot as its acts tell it. Immutable: `take` gives the file with one act more.

    How many bids are needed follows from `trade_class` and `method` by the law of the day on which the attempt was
    announced, in `place` and by the local tables of `book`; `least_bids` is one of the caller's, which comes before.
    """

    acts: tuple[BuyAct, ...] = ()
    state: BuyState = BUYING.initial
    least_bids: int | None = None
    trade_class: str | None = None
    method: str | None = None
    place: str | None = None
    book: RuleBook | None = attrs.field(default=None, repr=False)
    suspended_from: BuyState | None = None

    @classmethod
    def of(cls, acts: Iterable[BuyAct], **facts: Any) -> BuyFile:
        """The file of these acts, in their order. Raises what `take` raises; `where` says which act."""
        file = cls(**facts)
        for number, act in enumerate(acts, 1):
            try:
                file = file.take(act)
            except TransitionError as error:
                error.where = f"act {number}"
                raise
        return file

    def take(self, act: BuyAct) -> BuyFile:
        """The file after one more act. Raises `TransitionError` where the state or a guard refuses it."""
        require_comparable(*(one.at for one in self.acts[-1:]), act.at)
        rule = self.bids_rule if self.least_bids is None else None
        facts = BuyFacts(
            act=act,
            acts=self.acts,
            least_bids=self.least_bids if rule is None else int(rule.value or 0),
            cited="" if rule is None else rule.cited,
            bids=self._last("bids"),
            candidates=self._last("candidates"),
            rank=self.rank,
            suspended_from=self.suspended_from,
        )
        state = BUYING.step(self.state, act.action, facts)
        suspended = self.state if state is _S.SUSPENDED else None
        return attrs.evolve(self, acts=(*self.acts, act), state=state, suspended_from=suspended)

    @property
    def allowed(self) -> tuple[BuyAction, ...]:
        """The acts that may follow; a guard may still refuse one."""
        return BUYING.allowed(self.state)

    @property
    def bids_rule(self) -> LegalRule | None:
        """The rule of how many bids the running attempt needs; None where no rule says so, or too little is known."""
        day, method = self._announced()
        if day is None:
            return None
        return least_bids(self.trade_class, method, on=day, place=self.place, book=self.book)

    def objection_clocks(self, as_of: date, *, calendar: Workdays | None = None) -> tuple[LegalClock, ...]:
        """The clocks of the answers to objections that were raised by a day, by the law of the day of each.

        Works: 招标投标法实施条例 article 54; procurement: 政府采购法 article 53. None where the class has no such rule.

        >>> from zhengwu.trading.supervision.clocks import ClockStatus
        >>> steps = ["发布公告", "发售文件", "投标截止", "开标", "评标", "公示候选人", "提出异议"]
        >>> acts = [BuyAct(action=BuyAction(step), at=date(2017, 3, day), bids=4) for day, step in enumerate(steps, 1)]
        >>> file = BuyFile.of(acts, trade_class="工程建设", method="公开招标")
        >>> [(clock.rule.id, clock.due, clock.status.zh) for clock in file.objection_clocks(date(2017, 3, 13))]
        [('PD-W-08', datetime.date(2017, 3, 10), '逾期未办')]
        """
        found = []
        _, method = self._announced()
        for number, act in enumerate(self.acts):
            if act.action is not _A.OBJECT or is_after(act.at, as_of):
                continue
            rule = answer_rule(self.trade_class, method, on=local_day(act.at), place=self.place, book=self.book)
            ended = next((one.at for one in self.acts[number + 1 :] if one.action in _ENDS_OBJECTION), None)
            if rule is not None:
                found.append(legal_clock(rule, act.at, ended, as_of=as_of, calendar=calendar))
        return tuple(found)

    @property
    def attempt(self) -> int:
        """Which attempt runs (招标次数), counted from 1."""
        return 1 + sum(act.action in (_A.REANNOUNCE, _A.CHANGE_METHOD) for act in self.acts)

    @property
    def rank(self) -> int:
        """The rank of the candidate who has, or would get, the award: each who renounces passes it on."""
        return 1 + sum(act.action is _A.RENOUNCE for act in self._attempts()[-1])

    @property
    def awarded_at(self) -> date | None:
        """The last award notice of a lot that is awarded: the day that counts. None while it is not."""
        if self.state not in _WON:
            return None
        return next(act.at for act in reversed(self.acts) if act.action is _A.AWARD)

    @property
    def stops(self) -> tuple[Stop, ...]:
        """When the lot was suspended, as clocks take it; the end of None is open."""
        found: list[Stop] = []
        for act in self.acts:
            if found and found[-1][1] is None:
                found[-1] = (found[-1][0], act.at)
            if act.action in (_A.SUSPEND, _A.OBJECT):
                found.append((act.at, None))
        return tuple(found)

    @property
    def outcome(self) -> Outcome | None:
        """How the attempt that runs stands; None while it is open."""
        if self.state in _WON:
            return Outcome.AWARDED
        last = self._attempts()[-1]
        return _OUTCOMES.get(self.state) or next((_ENDED[act.action] for act in last if act.action in _ENDED), None)

    def lots(self, **fields: Any) -> tuple[Lot, ...]:
        """A `Lot` for every attempt, so that failed ones count in the failure rate only; the last has the prices.

        `fields` are those of the lot; deal and winner are left out of attempts that came to nothing.
        """
        made = []
        attempts = self._attempts()
        lost: dict[str, Any] = {name: None for name in ("deal", "winner") if name in fields}
        for number, acts in enumerate(attempts[:-1], 1):
            ended = next((act for act in acts if act.action in _ENDED), None)
            outcome, at = (Outcome.RENOUNCED, acts[-1].at) if ended is None else (_ENDED[ended.action], ended.at)
            told: dict[str, Any] = {"attempt": number, "outcome": outcome, "awarded_at": at}
            made.append(Lot(**fields | lost | told))
        own = {} if self.state in _WON else lost
        last: dict[str, Any] = {
            "attempt": len(attempts),
            "outcome": self.outcome,
            "awarded_at": self.awarded_at or self._ended_at(),
        }
        return (*made, Lot(**fields | own | last))

    def _ended_at(self) -> date | None:
        return next((act.at for act in self._attempts()[-1] if act.action in _ENDED), None)

    def _attempts(self) -> list[list[BuyAct]]:
        """The acts by attempt."""
        found: list[list[BuyAct]] = [[]]
        for act in self.acts:
            if act.action in (_A.REANNOUNCE, _A.CHANGE_METHOD):
                found.append([])
            found[-1].append(act)
        return found

    def _announced(self) -> tuple[date | None, str | None]:
        """When the running attempt was announced, and by which method it is held."""
        last = self._attempts()[-1]
        starts = (act.at for act in last if act.action in (_A.ANNOUNCE, _A.REANNOUNCE, _A.CHANGE_METHOD))
        told = [act.method for act in self.acts if act.method is not None]
        day = next(starts, None)
        return None if day is None else local_day(day), told[-1] if told else self.method

    def _last(self, name: str) -> int | None:
        """The last count told in the attempt that runs."""
        told = [getattr(act, name) for act in self._attempts()[-1]]
        return next((value for value in reversed(told) if value is not None), None)
