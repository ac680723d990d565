"""Refunds of deposits: the clock of the law, the rate of refunds in time, and accounts that several bidders share.

Works: 5 days after the contract, losers and winner alike (招标投标法实施条例 article 57), and after a withdrawal in
time (article 35). Procurement: 5 working days, of losers after the notice of award, of the winner after the contract
(政府采购法实施条例 article 33). The numbers are in the law as data; a calendar that ends or a missing day leave the
clock unknown, and so does a sale of land or property, for whose deposits no verified rule is known.

>>> from datetime import date
>>> from zhengwu.exact import yuan
>>> from zhengwu.records import Party
>>> from zhengwu.trading.supervision.deposit import DepositAction, DepositMovement
>>> paid = DepositMovement(action=DepositAction.PAY, amount=yuan("80000"), at=date(2017, 3, 1))
>>> back = DepositMovement(action=DepositAction.REFUND, amount=yuan("80000"), at=date(2017, 4, 11))
>>> deposit = Deposit(lot_code="A1", party=Party(name="甲公司"), trade_class="政府采购", movements=(paid, back),
...                   is_winner=False, award_notice=date(2017, 3, 31))
>>> standing = refund_standing(deposit, date(2017, 4, 30))
>>> standing.due_at, standing.refunded_at, standing.status.zh
(datetime.date(2017, 4, 10), datetime.date(2017, 4, 11), '逾期')
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import ClassVar

import attrs

from zhengwu.exact import Money, total
from zhengwu.records.base import Quantities, Record, field, record
from zhengwu.records.instant import Instant, is_after
from zhengwu.reference.glossary import glossary
from zhengwu.trading.supervision.clocks import ClockStatus, legal_clock
from zhengwu.trading.supervision.deposit import Deposit, DepositAction, DepositKind, DepositState
from zhengwu.workdays import Workdays

__all__ = ["DepositFigures", "RefundStanding", "SharedAccount", "deposit_figures", "refund_standing", "shared_accounts"]

_WORKS, _WITHDRAWN, _LOSER, _WINNER = "PD-W-14", "PD-W-15", "PD-G-17", "PD-G-18"
_CLOCKED = (DepositKind.BID, DepositKind.AUCTION)


@record
class RefundStanding(Record):
    """The refund of one deposit on a day. Counted as due once its last day has come, or it was refunded before.

    `status` is 不适用 where nothing is to be refunded: waived, kept, converted, or a deposit of another kind.
    `interest` is None where none is recorded, though the law wants it paid with the deposit of a works tender.
    """

    deposit_no: str | None = field(zh="保证金编号", default=None)
    lot_code: str | None = field(zh="标段编号", default=None)
    party_name: str = field(zh="缴纳人")
    trade_class: str | None = field(term="project_class", default=None)
    amount: Money | None = field(zh="待退金额", default=None)
    started_at: Instant | None = field(zh="起算日期", default=None)
    due_at: Instant | None = field(zh="应退日期", default=None)
    refunded_at: Instant | None = field(zh="退还日期", default=None)
    interest: Money | None = field(zh="退还利息", default=None)
    status: ClockStatus = field(zh="退还状态", default=ClockStatus.UNKNOWN)
    rule: str | None = field(zh="规则", default=None)
    missing: str | None = field(zh="缺少", default=None)

    QUANTITIES: ClassVar[Quantities] = MappingProxyType(
        {
            "refunds_due": lambda one: int(one.status.is_kept is not None),
            "refunds_on_time": lambda one: int(one.status.is_kept is True),
        }
    )
    COUNTED: ClassVar[str] = "refunds_due"
    COUNT_UNIT: ClassVar[str] = "笔"


def refund_standing(deposit: Deposit, as_of: date, *, calendar: Workdays | None = None) -> RefundStanding:
    """Where the refund of a deposit stands on a day; what was moved after it had not been moved then."""
    known = tuple(one for one in deposit.movements if not is_after(one.at, as_of))
    then = deposit.evolve(movements=known)
    rule, started = _clock_of(deposit)
    row = RefundStanding(
        deposit_no=deposit.deposit_no,
        lot_code=deposit.lot_code,
        party_name=deposit.party.name,
        trade_class=deposit.trade_class,
        amount=then.held,
        interest=then.interest,
        started_at=started,
        rule=rule,
    )
    if deposit.kind not in _CLOCKED or then.state not in (DepositState.HELD, DepositState.REFUNDED):
        return row.evolve(status=ClockStatus.NOT_APPLICABLE, rule=None, started_at=None)
    if rule is None:
        return row.evolve(missing=_missing(deposit))
    back = [one.at for one in known if one.action is DepositAction.REFUND]
    done = back[-1] if then.state is DepositState.REFUNDED else None
    if then.state is DepositState.REFUNDED and done is None:
        return row.evolve(missing="refunded_at")
    if is_after(started, done):  # refunded before the clock started: the limit is a latest day
        return row.evolve(refunded_at=done, status=ClockStatus.ON_TIME)
    clock = legal_clock(rule, started, done, as_of=as_of, calendar=calendar)
    return row.evolve(due_at=clock.due, refunded_at=done, status=clock.status, missing=clock.missing or None)


@attrs.frozen(kw_only=True)
class DepositFigures:
    """Deposits of one currency: how many, and what was paid, refunded, paid as interest, kept, converted; what is held.

    None is an amount that nothing was known of.
    """

    deposits: int
    waived: int
    paid: Money | None
    refunded: Money | None
    interest: Money | None
    forfeited: Money | None
    converted: Money | None
    held: Money | None


def deposit_figures(deposits: Iterable[Deposit]) -> Mapping[str | None, DepositFigures]:
    """The figures by currency; currencies are never added. None stands for deposits without any amount.

    >>> from zhengwu.exact import Money
    >>> from zhengwu.records import Party
    >>> from zhengwu.trading.supervision.deposit import DepositAction, DepositMovement
    >>> def paid(amount):
    ...     movement = DepositMovement(action=DepositAction.PAY, amount=amount)
    ...     return Deposit(party=Party(name="甲"), movements=(movement,))
    >>> figures = deposit_figures([paid(Money("8万元")), paid(Money("1.5万美元")), paid(Money("2万元"))])
    >>> figures["CNY"].held, figures["USD"].held
    (Money("10万元"), Money("1.5万美元"))
    """
    groups: defaultdict[str | None, list[Deposit]] = defaultdict(list)
    for one in deposits:
        groups[one.currency].append(one)
    return {
        currency: DepositFigures(
            deposits=len(group),
            waived=sum(one.state is DepositState.WAIVED for one in group),
            paid=total(one.of(DepositAction.PAY) for one in group),
            refunded=total(one.of(DepositAction.REFUND) for one in group),
            interest=total(one.interest for one in group),
            forfeited=total(one.of(DepositAction.FORFEIT) for one in group),
            converted=total(one.of(DepositAction.CONVERT) for one in group),
            held=total(one.held for one in group),
        )
        for currency, group in groups.items()
    }


@attrs.frozen(kw_only=True)
class SharedAccount:
    """Several parties of one lot whose deposits came from one account: a sign, no proof.

    A bank's transit account, or one that pays for many, looks the same. The account itself is not told. Source:
    招标投标法实施条例 article 40(6).
    """

    lot_code: str
    parties: tuple[str, ...]


def shared_accounts(deposits: Iterable[Deposit]) -> tuple[SharedAccount, ...]:
    """The accounts from which different parties paid the deposits of one lot, as far as lot and account are known."""
    payers: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for one in deposits:
        for move in one.movements:
            account = "".join(character for character in move.account or "" if character.isalnum())
            if one.lot_code is not None and account and move.action is DepositAction.PAY:
                payers[one.lot_code, account][one.party.name] = None
    found = [SharedAccount(lot_code=lot, parties=tuple(names)) for (lot, _), names in payers.items() if len(names) > 1]
    return tuple(sorted(found, key=lambda one: (one.lot_code, one.parties)))


def _kind_of_trade(text: str | None) -> str | None:
    term = glossary().find(text) if text else None
    return None if term is None else term.id


def _clock_of(deposit: Deposit) -> tuple[str | None, date | None]:
    """The rule of the refund, and the day that starts it."""
    if deposit.kind is DepositKind.AUCTION:
        return None, None
    match _kind_of_trade(deposit.trade_class), deposit.is_winner:
        case "works", _ if deposit.withdrawal_received is not None:
            return _WITHDRAWN, deposit.withdrawal_received
        case "works", _:
            return _WORKS, deposit.contract_signed
        case "procurement", True:
            return _WINNER, deposit.contract_signed
        case "procurement", False:
            return _LOSER, deposit.award_notice
    return None, None


def _missing(deposit: Deposit) -> str:
    if deposit.kind is DepositKind.AUCTION:
        return "rule"
    kind = _kind_of_trade(deposit.trade_class)
    return "is_winner" if kind == "procurement" else "trade_class" if kind is None else "rule"
