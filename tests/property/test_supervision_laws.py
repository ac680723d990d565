"""Laws of deposits, ledgers and clocks of the law."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, strategies as st

from zhengwu.errors import TransitionError
from zhengwu.exact import Money, yuan
from zhengwu.records import Party
from zhengwu.reference.law import trading_law
from zhengwu.trading.rules.spans import span
from zhengwu.trading.supervision import (
    ClockStatus,
    CreditEvent,
    Deposit,
    DepositAction,
    DepositMovement,
    DepositState,
    credit_score,
    legal_clock,
    parse_credit_policies,
)
from zhengwu.workdays import workdays

DAYS = st.dates(date(2016, 1, 1), date(2024, 12, 31))
OUT = st.sampled_from((DepositAction.REFUND, DepositAction.FORFEIT, DepositAction.CONVERT))
POLICY = """
[[policy]]
id = "p"
zh = "p"
source = "p"
effective_from = 2023-01-01
band = [{ least = 90, factor = "0%" }, { least = 60, factor = "1/3" }, { factor = "100%" }]
"""


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=4), st.lists(st.tuples(OUT, st.integers(1, 10**6))))
def test_what_comes_in_is_held_or_went_out(paid: list[int], out: list[tuple[DepositAction, int]]) -> None:
    def move(action: DepositAction, fen: int) -> DepositMovement:
        return DepositMovement(action=action, amount=yuan(1) * fen, at=date(2017, 3, 1), reason="弃标")

    one = Deposit(party=Party(name="甲"), movements=tuple(move(DepositAction.PAY, fen) for fen in paid))
    left = sum(paid)
    for action, fen in out:
        try:
            one = one.evolve(movements=(*one.movements, move(action, fen)))
        except TransitionError:
            assert fen > left or left == 0
            continue
        left -= fen
        assert (one.state is DepositState.HELD) == (left > 0)
    assert left >= 0
    assert one.held == yuan(left)


@given(DAYS, st.integers(0, 60), st.sampled_from(("PD-W-08", "PD-W-14", "PD-G-17", "PD-G-20", "PD-G-22")))
def test_a_limit_is_kept_up_to_its_last_day_and_no_longer(start: date, days: int, rule: str) -> None:
    done = start + timedelta(days)
    found = legal_clock(rule, start, done)
    assert found.due is not None
    assert found.status is (ClockStatus.ON_TIME if done <= found.due else ClockStatus.LATE)
    law = trading_law().rule(rule)
    assert isinstance(law.value, int)
    by_rule = span(start, done, law.op, law.value, unit=law.unit, calendar=workdays())
    assert by_rule.holds is (found.status is ClockStatus.ON_TIME)
    running = legal_clock(rule, start, None, as_of=done)
    assert running.due == found.due
    assert (running.status is ClockStatus.OVERDUE) == (found.status is ClockStatus.LATE)


@given(DAYS, st.integers(1, 20), st.integers(0, 20))
def test_a_stop_never_brings_a_limit_forward(start: date, after: int, lasts: int) -> None:
    stop = (start + timedelta(after), start + timedelta(after + lasts))
    plain, stopped = (legal_clock("PD-G-22", start, None, as_of=start, stops=stops).due for stops in ((), (stop,)))
    assert plain is not None
    assert stopped is not None
    assert stopped >= plain


@given(st.lists(st.tuples(st.integers(-20, 20), DAYS, st.integers(0, 400))), DAYS)
def test_a_score_is_the_sum_of_what_counts_in_any_order(rows: list[tuple[int, date, int]], on: date) -> None:
    ledger = [
        CreditEvent(party="甲", points=points, at=day, basis="b", effect_to=day + timedelta(lasts))
        for points, day, lasts in rows
    ]
    expected = 100 + sum(points for points, day, lasts in rows if day <= on <= day + timedelta(lasts))
    assert credit_score(ledger, "甲", on, start=100) == credit_score(ledger[::-1], "甲", on, start=100) == expected


@given(st.integers(1, 10**9), st.integers(-200, 200), st.integers(-200, 200))
def test_better_credit_never_pays_more(fen: int, one: int, other: int) -> None:
    (policy,) = parse_credit_policies(POLICY)
    due = Money(f"{fen // 100}.{fen % 100:02}元")
    worse, better = sorted((one, other))
    assert policy.deposit(due, better) <= policy.deposit(due, worse) <= due
