"""Deposits: movements in order, one currency each, refunds by the clock of the law, accounts that parties share."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from zhengwu.errors import TransitionError, UnitError, UnknownNameError, ZhengwuError
from zhengwu.exact import Money, yuan
from zhengwu.records import Party, RecordError, load_rows
from zhengwu.stats.rollup import rollup
from zhengwu.trading.supervision import (
    DEPOSIT_LIFECYCLE,
    ClockStatus,
    Deposit,
    DepositAction,
    DepositKind,
    DepositMovement,
    DepositState,
    RefundStanding,
    SharedAccount,
    deposit_figures,
    legal_clock,
    refund_standing,
    shared_accounts,
    with_movements,
)
from zhengwu.workdays import workdays

FIRST = date(2017, 3, 1)


def move(action: str, amount: str | None = None, day: date | None = FIRST, **fields: Any) -> DepositMovement:
    money = None if amount is None else Money(amount)
    return DepositMovement(action=DepositAction(action), amount=money, at=day, **fields)


def deposit(*movements: DepositMovement, name: str = "甲公司", **fields: Any) -> Deposit:
    return Deposit(party=Party(name=name), movements=movements, **fields)


PAID = move("缴纳", "80000元")


class TestMovements:
    def test_parts_are_refunded_until_nothing_is_held(self) -> None:
        half = deposit(PAID, move("退还", "30000元"))
        assert (half.state, half.held) == (DepositState.HELD, yuan("50000"))
        kept = half.evolve(movements=(*half.movements, move("不予退还", "50000元", reason="放弃中标")))
        assert (kept.state, kept.held) == (DepositState.FORFEITED, yuan("0"))
        assert kept.of(DepositAction.REFUND) == yuan("30000")
        assert kept.of(DepositAction.CONVERT) is None

    def test_two_payments_and_a_conversion(self) -> None:
        one = deposit(PAID, move("到账", "2万元"), move("转履约", "100000元"))
        assert one.state is DepositState.CONVERTED
        assert deposit(PAID, move("转履约", "1元")).state is DepositState.HELD

    @pytest.mark.parametrize(
        ("movements", "told"),
        [
            ((move("退还", "1元"),), "not possible in the state AWAITED"),
            ((PAID, move("退还", "80001元")), "1元 more than is held"),
            ((PAID, move("不予退还", "80000元")), "no reason is told"),
            ((PAID, move("不予退还", "90000元", reason="弃标")), "more than is held"),
            ((PAID, move("免缴", reason="信用A级")), "not possible in the state HELD"),
            ((move("免缴"),), "no reason is told"),
            ((PAID, move("退还", "1元", date(2017, 2, 1))), "lies before 2017-03-01"),
            ((PAID, move("退还", "80000元"), PAID), "terminal"),
        ],
    )
    def test_what_cannot_follow(self, movements: tuple[DepositMovement, ...], told: str) -> None:
        with pytest.raises(TransitionError, match=told):
            deposit(*movements)

    def test_currencies_are_never_added(self) -> None:
        with pytest.raises(UnitError):
            deposit(PAID, move("缴纳", "1万美元"))
        with pytest.raises(UnitError):
            deposit(PAID, due=Money("1万美元"))

    def test_what_is_no_movement(self) -> None:
        for fields in ({"action": DepositAction.PAY}, {"action": DepositAction.WAIVE, "amount": yuan("1")}):
            with pytest.raises(RecordError, match="金额"):
                DepositMovement(**fields)
        with pytest.raises(RecordError, match="with a refund only"):
            move("缴纳", "1元", interest=yuan("1"))

    def test_nothing_paid_is_not_zero(self) -> None:
        waived = deposit(move("免缴", reason="信用A级"), due=yuan("80000"))
        assert (waived.state, waived.held, waived.interest, waived.currency) == (DepositState.WAIVED, None, None, "CNY")
        assert deposit().currency is None

    def test_deposits_and_movements_from_two_files(self) -> None:
        heads = load_rows([{"保证金编号": "B1", "缴纳人": "甲公司"}, {"保证金编号": "B2", "缴纳人": "乙公司"}], Deposit)
        rows = [
            {"保证金编号": "B1", "收退类型": "到账", "到账金额": "80000元", "日期": "2017-03-01"},
            {"保证金编号": "B1", "收退类型": "退款", "到账金额": "80000元", "退还利息": "12.3元", "日期": "2017-04-01"},
        ]
        moves = load_rows(rows, DepositMovement).records
        first, second = with_movements(heads.records, moves)
        assert (first.state, first.interest, second.state) == (
            DepositState.REFUNDED,
            yuan("12.3"),
            DepositState.AWAITED,
        )
        with pytest.raises(RecordError, match="no deposit"):
            with_movements(heads.records, [moves[0].evolve(deposit_no="B3")])
        with pytest.raises(RecordError, match="no deposit"):
            with_movements([deposit()], [PAID])

    def test_the_lifecycle_can_be_drawn(self) -> None:
        assert "HELD --> REFUNDED: 退还" in DEPOSIT_LIFECYCLE.diagram()
        assert DEPOSIT_LIFECYCLE.step(DepositState.HELD, DepositAction.FORFEIT) is DepositState.HELD

    def test_json_and_back(self) -> None:
        one = deposit(move("缴纳", "80000元", account="6222 0001"), lot_code="A1")
        assert Deposit.from_json(one.to_json(private=True)) == one
        assert "6222" not in one.to_json() + repr(one)


def refund(day: date | None, **fields: Any) -> Deposit:
    return deposit(PAID, move("退还", "80000元", day), **fields)


class TestRefunds:
    """31 March 2017 is a Friday, 1 April is worked, 2 to 4 April are days off."""

    SIGNED = date(2017, 3, 31)

    @pytest.mark.parametrize(
        ("trade", "winner", "due"),
        [
            ("工程建设", True, date(2017, 4, 5)),
            ("工程建设", None, date(2017, 4, 5)),
            ("政府采购", True, date(2017, 4, 10)),
            ("政府采购", False, date(2017, 4, 10)),
        ],
    )
    def test_the_last_day(self, trade: str, winner: bool | None, due: date) -> None:
        days = {"award_notice": self.SIGNED} if winner is False else {"contract_signed": self.SIGNED}
        for shift, status in ((0, ClockStatus.ON_TIME), (1, ClockStatus.LATE)):
            one = refund(date.fromordinal(due.toordinal() + shift), trade_class=trade, is_winner=winner, **days)
            standing = refund_standing(one, date(2017, 5, 31))
            assert (standing.due_at, standing.status) == (due, status)

    def test_a_limit_in_days_that_ends_on_a_day_off_rolls_on(self) -> None:
        one = deposit(PAID, trade_class="工程建设", contract_signed=date(2017, 3, 29))  # the fifth day is 3 April
        standing = refund_standing(one, date(2017, 4, 5))
        assert (standing.due_at, standing.status) == (date(2017, 4, 5), ClockStatus.RUNNING)
        assert refund_standing(one, date(2017, 4, 6)).status is ClockStatus.OVERDUE

    def test_before_the_contract_is_in_time(self) -> None:
        one = refund(date(2017, 3, 20), trade_class="工程建设", contract_signed=self.SIGNED)
        assert refund_standing(one, date(2017, 5, 31)).status is ClockStatus.ON_TIME

    def test_what_is_not_known_is_unknown(self) -> None:
        cases = [
            (refund(date(2017, 4, 1)), "trade_class"),
            (refund(date(2017, 4, 1), trade_class="政府采购"), "is_winner"),
            (refund(date(2017, 4, 1), trade_class="工程建设"), "start"),
            (refund(None, trade_class="工程建设", contract_signed=self.SIGNED), "refunded_at"),
        ]
        for one, missing in cases:
            standing = refund_standing(one, date(2017, 5, 31))
            assert (standing.status, standing.missing) == (ClockStatus.UNKNOWN, missing)

    def test_nothing_is_due_for_what_was_kept_waived_or_secures_something_else(self) -> None:
        kept = deposit(PAID, move("不予退还", "80000元", reason="弃标"), trade_class="工程建设")
        bond = refund(date(2017, 4, 1), kind=DepositKind.PERFORMANCE, trade_class="工程建设")
        for one in (kept, bond, deposit(move("免缴", reason="信用"))):
            assert refund_standing(one, date(2017, 5, 31)).status is ClockStatus.NOT_APPLICABLE

    def test_a_bid_withdrawn_in_time_starts_a_clock_of_its_own(self) -> None:
        """招标投标法实施条例 article 35: within 5 days of the written withdrawal; a Saturday rolls on."""
        for day, status in ((date(2017, 3, 20), ClockStatus.ON_TIME), (date(2017, 3, 21), ClockStatus.LATE)):
            one = refund(day, trade_class="工程建设", withdrawal_received=date(2017, 3, 13))
            standing = refund_standing(one, date(2017, 5, 31))
            assert (standing.rule, standing.due_at, standing.status) == ("PD-W-15", date(2017, 3, 20), status)

    def test_of_sales_no_rule_is_known(self) -> None:
        """No verified rule of the refund of deposits at sales: unknown, and never on time."""
        for one in (
            refund(date(2017, 4, 1), kind=DepositKind.AUCTION, trade_class="土地使用权"),
            refund(date(2017, 4, 1), trade_class="土地使用权", contract_signed=self.SIGNED),
        ):
            standing = refund_standing(one, date(2017, 5, 31))
            assert (standing.status, standing.missing, standing.rule) == (ClockStatus.UNKNOWN, "rule", None)

    def test_what_happened_later_had_not_happened(self) -> None:
        one = refund(date(2017, 4, 20), trade_class="工程建设", contract_signed=self.SIGNED)
        assert refund_standing(one, date(2017, 4, 1)).status is ClockStatus.RUNNING
        assert refund_standing(one, date(2017, 4, 19)).status is ClockStatus.OVERDUE
        assert refund_standing(one, date(2017, 4, 20)).status is ClockStatus.LATE

    def test_the_rate_by_roll_up(self) -> None:
        days = [date(2017, 4, day) for day in (1, 5, 6, 20)]
        rows = [
            refund_standing(refund(day, trade_class="工程建设", contract_signed=self.SIGNED), date(2017, 5, 31))
            for day in days
        ]
        rows.append(refund_standing(refund(days[0]), date(2017, 5, 31)))  # unknown: in neither
        table = rollup(rows, "trade_class", on="started_at", measures=["refunds_due", "refund_on_time_rate"])
        assert [table.grid.text(1, column) for column in range(3)] == ["工程建设", "4", "50.00%"]

    def test_interest_stands_beside_the_refund(self) -> None:
        one = deposit(PAID, move("退还", "80000元", date(2017, 4, 1), interest=yuan("12.3")), trade_class="工程建设")
        assert refund_standing(one, date(2017, 5, 31)).interest == yuan("12.3")
        assert refund_standing(one, date(2017, 3, 31)).interest is None

    def test_standings_are_records(self) -> None:
        standing = refund_standing(deposit(PAID), FIRST)
        assert RefundStanding.from_json(standing.to_json()) == standing


class TestLegalClock:
    def test_outside_the_calendar_nobody_knows(self) -> None:
        first = workdays().first
        found = legal_clock("PD-G-20", date(first.year + 400, 1, 4), None, as_of=date(first.year + 400, 1, 5))
        assert (found.status, found.missing) == (ClockStatus.UNKNOWN, "calendar")

    def test_before_the_law(self) -> None:
        found = legal_clock("PD-G-20", date(2002, 12, 31), date(2003, 5, 1))
        assert (found.status, found.due) == (ClockStatus.NOT_APPLICABLE, None)
        assert found.status.is_kept is None

    def test_an_end_before_the_start_or_no_day_to_look_at_it(self) -> None:
        assert legal_clock("PD-G-20", date(2017, 3, 2), FIRST).missing == "order"
        assert legal_clock("PD-G-20", FIRST, None).missing == "end"
        later = legal_clock("PD-G-20", FIRST, date(2017, 3, 9), as_of=date(2017, 3, 8))
        assert (later.done, later.status) == (None, ClockStatus.RUNNING)

    def test_a_stop_that_stands(self) -> None:
        stops = [(date(2017, 3, 6), None)]
        assert legal_clock("PD-G-22", FIRST, None, as_of=date(2017, 9, 1), stops=stops).status is ClockStatus.STOPPED

    def test_rules_that_set_no_such_period(self) -> None:
        with pytest.raises(ZhengwuError, match="no longest period"):
            legal_clock("PD-W-03", FIRST, None)
        with pytest.raises(UnknownNameError):
            legal_clock("PD-X-1", FIRST, None)


class TestFigures:
    def test_currencies_apart_and_blank_is_not_zero(self) -> None:
        found = deposit_figures(
            [
                refund(FIRST),
                deposit(move("缴纳", "5万美元")),
                deposit(PAID, move("退还", "1000元", interest=yuan("0.36"))),
                deposit(move("免缴", reason="信用"), due=yuan("1")),
                deposit(),
            ]
        )
        assert set(found) == {"CNY", "USD", None}
        assert (found["USD"].held, found["USD"].refunded, found[None].paid) == (Money("5万美元"), None, None)
        yuan_side = found["CNY"]
        assert (yuan_side.deposits, yuan_side.waived, yuan_side.paid) == (3, 1, yuan("160000"))
        assert (yuan_side.refunded, yuan_side.interest, yuan_side.held) == (
            yuan("81000"),
            yuan("0.36"),
            yuan("79000"),
        )
        assert found["USD"].forfeited is None

    def test_accounts_that_parties_of_one_lot_share(self) -> None:
        def paid(name: str, account: str | None, lot: str | None = "A1") -> Deposit:
            return deposit(move("缴纳", "1元", account=account), name=name, lot_code=lot)

        found = shared_accounts(
            [
                paid("甲", "6222-0001"),
                paid("乙", "6222 0001"),
                paid("丙", "6222 0002"),
                paid("丁", None),
                paid("戊", None),
                paid("己", "6222 0002", lot="A2"),
                paid("庚", "6222 0001", lot=None),
            ]
        )
        assert found == (SharedAccount(lot_code="A1", parties=("甲", "乙")),)
        assert "6222" not in repr(found)

    def test_sums_by_roll_up(self) -> None:
        table = rollup(
            [refund(FIRST, trade_class="工程建设", contract_signed=FIRST)],
            "trade_class",
            on="contract_signed",
            measures=["deposits", "deposit_paid", "deposit_refunded"],
        )
        assert [table.grid.text(1, column) for column in range(4)] == ["工程建设", "1", "8.00", "8.00"]
