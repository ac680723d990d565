"""Deposits (保证金): what was paid in, paid back with interest, kept, or waived, in one currency each.

>>> from datetime import date
>>> from zhengwu.exact import yuan
>>> def move(action, amount, day, **more):
...     return DepositMovement(action=DepositAction(action), amount=yuan(amount), at=date(2017, 3, day), **more)
>>> deposit = Deposit(lot_code="A1", party=Party(name="甲公司"), due=yuan("80000"),
...                   movements=(move("缴纳", "80000", 1), move("退还", "80000", 20, interest=yuan("12.30"))))
>>> deposit.state.zh, deposit.held, deposit.interest
('已退还', Money("0元"), Money("12.3元"))
>>> deposit.evolve(movements=(*deposit.movements, move("退还", "1", 21)))
Traceback (most recent call last):
zhengwu.errors.TransitionError: event 3: deposit (保证金): REFUND (退还) is not possible in the state REFUNDED (已退还)\
, which is terminal (expected no event at all)
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from types import MappingProxyType
from typing import ClassVar

import attrs

from zhengwu.errors import TransitionError
from zhengwu.exact import Money, total
from zhengwu.records.base import Quantities, Record, field, record
from zhengwu.records.checks import positive, refusal, require_parts
from zhengwu.records.guards import in_order
from zhengwu.records.instant import Instant
from zhengwu.records.lifecycle import Lifecycle, Transition
from zhengwu.records.party import Party, Source
from zhengwu.trading.bid import DepositForm
from zhengwu.trading.supervision.deposit_words import DepositAction, DepositKind, DepositState

__all__ = [
    "DEPOSIT_LIFECYCLE",
    "Deposit",
    "DepositAction",
    "DepositFacts",
    "DepositKind",
    "DepositMovement",
    "DepositState",
    "with_movements",
]

_positive_amounts = positive("amount", "interest")
_positive_due = positive("due")


@record
class DepositMovement(Record):
    """One movement of a deposit. `interest` is paid with a refund, beside the principal in `amount`.

    A waiver moves nothing, and names the paper it rests on as `reason`; so does what is kept. `deposit_no` says which
    deposit it belongs to where movements come as rows of their own (`with_movements`).
    """

    deposit_no: str | None = field(zh="保证金编号", default=None)
    action: DepositAction = field(zh="收退类型", also=("类型",))
    amount: Money | None = field(zh="金额", also=("到账金额", "退款金额"), default=None)
    interest: Money | None = field(zh="利息", also=("退还利息",), default=None)
    at: Instant | None = field(zh="收退日期", also=("到账时间", "退款时间", "日期"), default=None)
    account: str | None = field(zh="对方账户", also=("付款账号", "收款账号"), default=None, private="identity")
    receipt_no: str | None = field(zh="收据号", also=("票据号",), default=None)
    reason: str | None = field(zh="原因", also=("依据",), default=None)

    def __attrs_post_init__(self) -> None:
        _positive_amounts(self)
        if (self.amount is None) != (self.action is DepositAction.WAIVE):
            problem = "is missing" if self.amount is None else "stands beside a waiver"
            raise refusal(self, "amount", problem, expected="an amount, unless it is waived")
        if self.interest is not None and self.action is not DepositAction.REFUND:
            raise refusal(self, "interest", "is paid with a refund only")


@attrs.frozen(kw_only=True)
class DepositFacts:
    """What a guard looks at: the movement, those before it."""

    movement: DepositMovement
    before: tuple[DepositMovement, ...] = ()

    @property
    def left(self) -> Money | None:
        """What is held after a movement that takes out; None where nothing was held."""
        held, amount = _held(self.before), self.movement.amount
        return None if held is None or amount is None else held - amount


def _held(movements: tuple[DepositMovement, ...]) -> Money | None:
    signed = [_signed(one) for one in movements]
    return total(signed)


def _signed(one: DepositMovement) -> Money | None:
    return one.amount if one.amount is None or one.action is DepositAction.PAY else -one.amount


_in_time = in_order(act=lambda facts: facts.movement, acts=lambda facts: facts.before, called="movement")


def _told(facts: DepositFacts | None) -> str | None:
    return _in_time(facts) or (None if facts is None or facts.movement.reason else "no reason is told")


def _part(facts: DepositFacts | None) -> str | None:
    """More than nothing is left: the deposit is still held."""
    if facts is None or facts.left is None or facts.left.is_positive:
        return _in_time(facts)
    return f"it is {-facts.left} more than is held" if (-facts.left).is_positive else "nothing would be left"


def _all(facts: DepositFacts | None) -> str | None:
    if facts is None or facts.left is None or not facts.left:
        return _in_time(facts)
    return f"{facts.left} would be left"


_S, _A = DepositState, DepositAction

DEPOSIT_LIFECYCLE: Lifecycle[DepositState, DepositAction] = Lifecycle(
    "deposit (保证金)",
    initial=_S.AWAITED,
    terminal=(_S.REFUNDED, _S.FORFEITED, _S.CONVERTED, _S.WAIVED),
    transitions=(
        Transition(_A.PAY, (_S.AWAITED, _S.HELD), _S.HELD, guard=_in_time),
        Transition(_A.WAIVE, (_S.AWAITED,), _S.WAIVED, guard=_told, effect="nothing is due for refund"),
        Transition(_A.REFUND, (_S.HELD,), _S.HELD, guard=_part),
        Transition(_A.REFUND, (_S.HELD,), _S.REFUNDED, guard=_all, effect="ends the refund clock"),
        Transition(_A.FORFEIT, (_S.HELD,), _S.HELD, guard=lambda facts: _told(facts) or _part(facts)),
        Transition(_A.FORFEIT, (_S.HELD,), _S.FORFEITED, guard=lambda facts: _told(facts) or _all(facts)),
        Transition(_A.CONVERT, (_S.HELD,), _S.HELD, guard=_part),
        Transition(_A.CONVERT, (_S.HELD,), _S.CONVERTED, guard=_all, effect="a performance deposit begins"),
    ),
)
"""Refunds and what is kept never exceed what was paid (trading.md §7, INV-16)."""


@record
class Deposit(Record):
    """The deposit of one party for one lot. The days that start its refund clock stand beside it, None where unknown.

    Raises `TransitionError` for movements that cannot follow each other, `UnitError` for two currencies in one deposit.
    """

    deposit_no: str | None = field(zh="保证金编号", default=None)
    lot_code: str | None = field(zh="标段编号", also=("标段（包）编号", "标的编号"), default=None)
    trade_class: str | None = field(term="project_class", default=None)
    party: Party = field(zh="缴纳人", also=("投标人", "竞买人", "供应商"))
    kind: DepositKind = field(zh="保证金种类", default=DepositKind.BID)
    form: DepositForm | None = field(zh="保证金形式", default=None)
    due: Money | None = field(zh="应缴金额", default=None)
    movements: tuple[DepositMovement, ...] = field(zh="收退记录", default=())
    is_winner: bool | None = field(zh="是否中标", default=None)
    award_notice: Instant | None = field(zh="中标通知书发出时间", default=None)
    contract_signed: Instant | None = field(zh="合同签订时间", default=None)
    withdrawal_received: Instant | None = field(zh="收到书面撤回通知时间", default=None)
    source: Source | None = field(zh="来源", default=None, eq=False)

    COUNTED: ClassVar[str] = "deposits"
    COUNT_UNIT: ClassVar[str] = "笔"
    PARTS: ClassVar[str | None] = "movements"
    KEY: ClassVar[str | None] = "deposit_no"
    TOGETHER: ClassVar[bool] = True

    def __attrs_post_init__(self) -> None:
        _positive_due(self)
        require_parts(self, "movements", DepositMovement)
        amounts = [one for move in self.movements for one in (move.amount, move.interest)]
        total((*amounts, self.due))  # two currencies cannot be added
        self._states()

    def _states(self) -> tuple[DepositState, ...]:
        state, states = DEPOSIT_LIFECYCLE.initial, [DEPOSIT_LIFECYCLE.initial]
        for number, movement in enumerate(self.movements):
            facts = DepositFacts(movement=movement, before=self.movements[:number])
            try:
                state = DEPOSIT_LIFECYCLE.step(state, movement.action, facts)
            except TransitionError as error:
                error.where = f"event {number + 1}"
                raise
            states.append(state)
        return tuple(states)

    @property
    def state(self) -> DepositState:
        """Where it stands after all its movements."""
        return self._states()[-1]

    def of(self, action: DepositAction) -> Money | None:
        """What was moved so, all together; None where nothing was."""
        return total(one.amount for one in self.movements if one.action is action)

    @property
    def held(self) -> Money | None:
        """What is held now: paid less refunded, kept and converted. None where nothing was ever paid."""
        return _held(self.movements)

    @property
    def interest(self) -> Money | None:
        """The interest paid with refunds."""
        return total(one.interest for one in self.movements)

    @property
    def paid_at(self) -> date | None:
        """When it was first paid in; None where it was not, or nobody knows."""
        return next((one.at for one in self.movements if one.action is DepositAction.PAY), None)

    @property
    def refunded_at(self) -> date | None:
        """When the last of it was refunded; None while it is not, or nobody knows."""
        return self.movements[-1].at if self.state is DepositState.REFUNDED else None

    @property
    def currency(self) -> str | None:
        """The currency it is in; None where no amount is known."""
        known = [self.due, *(one.amount for one in self.movements)]
        return next((one.currency for one in known if one is not None), None)


def with_movements(deposits: Iterable[Deposit], movements: Iterable[DepositMovement]) -> tuple[Deposit, ...]:
    """The deposits with their movements, which came as rows of their own, each with the number of its deposit.

    Raises `RecordError` for a movement of no deposit, and what making a `Deposit` raises.

    >>> head = Deposit(deposit_no="B1", party=Party(name="甲公司"))
    >>> paid = DepositMovement(deposit_no="B1", action=DepositAction.PAY, amount=Money("8万元"))
    >>> with_movements([head], [paid])[0].held
    Money("8万元")
    """
    heads = tuple(deposits)
    moved: dict[str | None, list[DepositMovement]] = {one.deposit_no: [] for one in heads if one.deposit_no is not None}
    for one in movements:
        if one.deposit_no not in moved:
            raise refusal(one, "deposit_no", "is the number of no deposit", expected="one of the deposits given")
        moved[one.deposit_no].append(one)
    return tuple(one.evolve(movements=(*one.movements, *moved.get(one.deposit_no, ()))) for one in heads)


_QUANTITIES: Quantities = MappingProxyType(
    {
        "deposits": lambda _: 1,
        "deposit_paid": lambda one: one.of(_A.PAY),
        "deposit_refunded": lambda one: one.of(_A.REFUND),
        "deposit_interest": lambda one: one.interest,
        "deposit_forfeited": lambda one: one.of(_A.FORFEIT),
        "deposits_waived": lambda one: int(one.state is _S.WAIVED),
    }
)
Deposit.QUANTITIES = _QUANTITIES
