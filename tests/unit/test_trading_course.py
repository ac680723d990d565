"""The courses of buying and selling: every guard refuses what it is for, and a file knows what its acts tell."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, strategies as st

from zhengwu.errors import TransitionError, UnitError
from zhengwu.exact import Rate, wan
from zhengwu.records import Party, RecordError
from zhengwu.records.clock import clock
from zhengwu.trading import Outcome, PropertyAuction, Tender
from zhengwu.trading.course import (
    BUYING,
    SELLING,
    BuyAct,
    BuyAction as A,
    BuyFile,
    BuyState as S,
    SaleAct,
    SaleAction as V,
    SaleFile,
    SaleState as T,
)
from zhengwu.trading.flags.sales import sale_views, zero_premiums
from zhengwu.trading.rules import LocalTable, RuleBook

HELD = (A.ANNOUNCE, A.ISSUE, A.CLOSE)
AWARDED = (*HELD, A.OPEN, A.EVALUATE, A.PUBLICISE, A.AWARD)


def act(action: A, day: int = 1, **facts: Any) -> BuyAct:
    return BuyAct(action=action, at=date(2017, 3, day), **facts)


def file(*actions: A, **facts: Any) -> BuyFile:
    return BuyFile.of([act(action, day) for day, action in enumerate(actions, 1)], **facts)


def refused(one: BuyFile | SaleFile, given_: Any) -> str:
    with pytest.raises(TransitionError) as caught:
        one.take(given_)
    return str(caught.value)


class TestBuying:
    def test_too_few_bids_fail_and_enough_do_not(self) -> None:
        held = file(*HELD, least_bids=3)
        assert "there are 2 bids and the method needs 3" in refused(held, act(A.OPEN, 9, bids=2))
        assert "there are 3 bids, which is enough" in refused(held, act(A.FAIL, 9, bids=3))
        assert held.take(act(A.OPEN, 9, bids=3)).state is S.OPENED
        assert held.take(act(A.FAIL, 9, bids=2)).state is S.FAILED
        assert held.take(act(A.OPEN, 9)).state is S.OPENED, "nobody told how many bids there are"
        assert file(*HELD).take(act(A.OPEN, 9, bids=1)).state is S.OPENED, "nor how many are needed"

    def test_the_count_of_an_earlier_act_of_the_attempt_holds(self) -> None:
        held = BuyFile.of([act(A.ANNOUNCE), act(A.ISSUE), act(A.CLOSE, bids=2)], least_bids=3)
        assert "there are 2 bids" in refused(held, act(A.OPEN))
        again = held.take(act(A.FAIL)).take(act(A.REANNOUNCE)).take(act(A.ISSUE)).take(act(A.CLOSE))
        assert again.take(act(A.OPEN)).state is S.OPENED

    @pytest.mark.parametrize("action", [A.VOID, A.SUSPEND])
    def test_reasons_are_told(self, action: A) -> None:
        opened = file(*HELD, A.OPEN)
        assert "no reason is told" in refused(opened, act(action, 9, reason=" "))
        assert opened.take(act(action, 9, reason="系统故障")).state.zh in ("废标", "中止")

    def test_another_method_needs_an_approval(self) -> None:
        failed = file(*HELD, A.FAIL)
        assert "no approval is named" in refused(failed, act(A.CHANGE_METHOD, 9))
        assert failed.take(act(A.CHANGE_METHOD, 9, document="财采〔2017〕1号")).attempt == 2

    def test_a_suspended_lot_goes_on_where_it_stood(self) -> None:
        for number in range(1, len(AWARDED)):
            before = file(*AWARDED[:number])
            stopped = before.take(act(A.SUSPEND, 20, reason="争议"))
            assert stopped.take(act(A.RESUME, 21)).state is before.state
            assert stopped.stops == ((date(2017, 3, 20), None),)
            assert stopped.take(act(A.RESUME, 21)).stops == ((date(2017, 3, 20), date(2017, 3, 21)),)
        assert "not possible" in refused(file(*AWARDED), act(A.SUSPEND, 20, reason="争议"))

    def test_an_objection_is_answered_where_candidates_are_published(self) -> None:
        published = file(*HELD, A.OPEN, A.EVALUATE, A.PUBLICISE)
        objected = published.take(act(A.OBJECT, 9))
        assert objected.state is S.SUSPENDED
        assert objected.take(act(A.ANSWER, 10)).state is S.PUBLICISED
        elsewhere = file(*HELD).take(act(A.SUSPEND, 9, reason="争议"))
        assert "it was not suspended in the state 候选人公示中" in refused(elsewhere, act(A.ANSWER, 10))

    def test_stops_go_into_a_clock(self) -> None:
        stopped = file(*HELD, A.OPEN, A.EVALUATE, A.PUBLICISE).take(act(A.OBJECT, 13)).take(act(A.ANSWER, 15))
        told = clock(date(2017, 3, 10), 3, ended=date(2017, 3, 17), stops=stopped.stops)
        assert (told.elapsed, told.stopped, told.net) == (5, 2, 3)

    def test_who_renounces_passes_it_on_to_the_next_candidate(self) -> None:
        awarded = BuyFile.of([act(action, candidates=2 if action is A.PUBLICISE else None) for action in AWARDED])
        assert "no reason is told" in refused(awarded, act(A.RENOUNCE))
        second = awarded.take(act(A.RENOUNCE, 5, reason="不可抗力"))
        assert (second.state, second.rank, second.awarded_at, second.outcome) == (S.PUBLICISED, 2, None, None)
        final = second.take(act(A.AWARD, 8))
        assert (final.awarded_at, final.rank) == (date(2017, 3, 8), 2), "the final award notice is the day that counts"
        assert "no candidate follows the one of rank 2" in refused(final, act(A.RENOUNCE, 9, reason="不可抗力"))

    def test_acts_stand_in_their_order(self) -> None:
        assert "2017-03-01 lies before 2017-03-03" in refused(file(*HELD), act(A.OPEN, 1))
        with pytest.raises(UnitError):
            file(*HELD).take(BuyAct(action=A.OPEN, at=datetime.fromisoformat("2017-03-09T09:00:00+08:00"))).take(
                BuyAct(action=A.EVALUATE, at=datetime(2017, 3, 9, 10, 0))  # noqa: DTZ001
            )

    def test_a_refusal_says_which_act_it_was(self) -> None:
        with pytest.raises(TransitionError) as caught:
            file(A.ANNOUNCE, A.OPEN)
        assert (caught.value.where, caught.value.allowed) == ("act 2", BUYING.allowed(S.ANNOUNCED))

    def test_every_attempt_is_a_lot_and_one_has_the_prices(self) -> None:
        acts = [
            *(act(action, day) for day, action in enumerate((*HELD, A.FAIL), 1)),
            *(act(action, day) for day, action in enumerate((A.REANNOUNCE, *AWARDED[1:]), 5)),
            act(A.REANNOUNCE, 20, reason="中标人放弃"),
            *(act(action, day) for day, action in enumerate(AWARDED[1:], 21)),
        ]
        lots = BuyFile.of(acts).lots(code="1", budget=wan("100"), deal=wan("90"), winner=Party(name="甲"))
        assert [(lot.attempt, lot.outcome, lot.deal) for lot in lots] == [
            (1, Outcome.FAILED, None),
            (2, Outcome.RENOUNCED, None),
            (3, Outcome.AWARDED, wan("90")),
        ]
        assert [lot.awarded_at and lot.awarded_at.day for lot in lots] == [4, 11, 26]
        tender = Tender(title="桥", lots=lots)
        counted = {name: Tender.QUANTITIES[name](tender) for name in ("project_count", "failed_tenders", "deal")}
        assert counted == {"project_count": 1, "failed_tenders": 1, "deal": wan("90")}

    def test_what_ended_otherwise(self) -> None:
        withdrawn = file(*HELD, A.WITHDRAW)
        assert (withdrawn.outcome, withdrawn.allowed) == (Outcome.WITHDRAWN, ())
        failed = file(*HELD, A.FAIL)
        (lot,) = failed.lots(deal=wan("1"))
        assert (lot.outcome, lot.deal, lot.awarded_at) == (Outcome.FAILED, None, date(2017, 3, 4))
        assert failed.take(act(A.TERMINATE, 9, reason="取消采购")).outcome is Outcome.TERMINATED
        assert BuyFile().outcome is None

    @given(st.data())
    def test_wherever_acts_lead_a_lot_is_awarded_at_most_once(self, data: st.DataObject) -> None:
        """The law: attempts are one more than restarts, and of all lots at most the last is counted."""
        one = BuyFile()
        restarts = 0
        for _ in range(data.draw(st.integers(0, 20))):
            if not one.allowed:
                break
            action = data.draw(st.sampled_from(one.allowed))
            try:
                one = one.take(act(action, reason="理由", document="文号"))
            except TransitionError:
                continue
            restarts += action in (A.REANNOUNCE, A.CHANGE_METHOD)
        lots = one.lots(deal=wan("1"))
        assert len(lots) == one.attempt == restarts + 1
        assert [lot.deal for lot in lots[:-1]] == [None] * restarts
        assert all(lot.outcome is not Outcome.AWARDED for lot in lots[:-1])
        assert (lots[-1].outcome is Outcome.AWARDED) == (one.awarded_at is not None)


def sale(action: V, day: int = 1, **facts: Any) -> SaleAct:
    if "offer" in facts:
        facts = {"bidder": Party(name="甲"), **facts, "offer": wan(facts["offer"])}
    return SaleAct(action=action, at=date(2017, 3, day), **facts)


LISTED = (sale(V.APPRAISE, appraisal=wan("100")), sale(V.APPROVE), sale(V.DISCLOSE), sale(V.LIST))


def on_sale(*acts: SaleAct, **facts: Any) -> SaleFile:
    return SaleFile.of([*LISTED, *acts], **facts)


class TestSelling:
    def test_offers_rise_by_the_increment_from_the_start_price(self) -> None:
        lot = on_sale(start=wan("10"), increment=wan("0.5"))
        assert "9.99万元 lies below the start price 10万元" in refused(lot, sale(V.OFFER, offer="9.99"))
        lot = lot.take(sale(V.OFFER, offer="10"))
        assert "10万元 does not rise above 10万元" in refused(lot, sale(V.OFFER, offer="10"))
        assert "by less than the increment" in refused(lot, sale(V.OFFER, offer="10.49"))
        lot = lot.take(sale(V.EXTEND)).take(sale(V.OFFER, offer="10.5"))
        assert [offer.amount for offer in lot.offers] == [wan("10"), wan("10.5")]
        assert "no offer is told" in refused(lot, sale(V.OFFER))

    def test_without_an_increment_any_rise_is_one(self) -> None:
        lot = on_sale(sale(V.OFFER, offer="10")).take(sale(V.OFFER, offer="10.01"))
        assert lot.best is not None
        assert lot.best.amount == wan("10.01")

    def test_a_sale_needs_the_reserve_and_a_good_offer_is_no_failure(self) -> None:
        low = on_sale(sale(V.OFFER, offer="10"), sale(V.CLOSE), reserve=wan("10.01"))
        assert "10万元 lies below the reserve 10.01万元" in refused(low, sale(V.CONFIRM))
        assert low.take(sale(V.PASS)).outcome is Outcome.UNSOLD
        good = on_sale(sale(V.OFFER, offer="10"), sale(V.CLOSE), reserve=wan("10"))
        assert "the offer of 10万元 is good" in refused(good, sale(V.PASS))
        none = on_sale(sale(V.CLOSE))
        assert "nobody made an offer" in refused(none, sale(V.CONFIRM))
        assert none.take(sale(V.PASS)).state is T.UNSOLD

    def test_a_lowered_reserve_below_the_share_needs_consent(self) -> None:
        unsold = on_sale(sale(V.CLOSE), sale(V.PASS), reserve=wan("100"), lowest_share=Rate("90%"))
        assert "89.99万元 lies below 90万元 and no consent is named" in refused(
            unsold, sale(V.RELIST, reserve=wan("89.99"))
        )
        assert unsold.take(sale(V.RELIST, reserve=wan("90"))).reserve == wan("90")
        assert unsold.take(sale(V.RELIST, reserve=wan("80"), document="同意")).start == wan("80")

    def test_former_offers_lapse_with_a_new_listing(self) -> None:
        unsold = on_sale(sale(V.OFFER, offer="50"), sale(V.CLOSE), sale(V.PASS), start=wan("50"), reserve=wan("100"))
        again = unsold.take(sale(V.RELIST, 5, reserve=wan("40")))
        assert (again.offers, again.listings, again.start) == ((), 2, wan("40"))
        sold = again.take(sale(V.OFFER, 6, offer="45")).take(sale(V.CLOSE, 7)).take(sale(V.CONFIRM, 8))
        record = sold.to_auction(title="门面", method="拍卖")
        assert (record.deal, record.premium, record.traded_at) == (wan("45"), wan("5"), date(2017, 3, 8))
        assert record.buyer == Party(name="甲")

    def test_how_many_registered_is_told_by_the_listing_that_runs(self) -> None:
        """What RF-12 asks for: one registered bidder, and sold at the start price."""
        first = on_sale(sale(V.CLOSE, bids=3), sale(V.PASS), start=wan("50"))
        assert first.to_auction(title="门面").bids == 3
        again = first.take(sale(V.RELIST, 5))
        assert again.to_auction(title="门面").bids is None
        sold = again.take(sale(V.OFFER, 6, offer="50")).take(sale(V.CLOSE, 7, bids=1)).take(sale(V.CONFIRM, 8))
        (flag,) = zero_premiums(sale_views([sold.to_auction(title="门面", method="拍卖")])).flags
        assert flag.rule == "RF-12"

    def test_what_fell_through_is_not_sold(self) -> None:
        sold = on_sale(sale(V.OFFER, offer="45"), sale(V.CLOSE), sale(V.CONFIRM), start=wan("40"))
        assert sold.outcome is Outcome.AWARDED
        ended = sold.take(sale(V.TERMINATE, reason="买受人违约"))
        record = ended.to_auction(title="门面")
        assert (record.deal, record.traded_at, record.outcome) == (None, None, Outcome.TERMINATED)
        assert PropertyAuction.QUANTITIES["sold_lots"](record) == 0

    def test_a_suspended_sale_goes_on_where_it_stood(self) -> None:
        offered = on_sale(sale(V.OFFER, offer="45"))
        stopped = offered.take(sale(V.SUSPEND, reason="系统故障"))
        assert stopped.outcome is Outcome.SUSPENDED
        assert stopped.take(sale(V.RESUME)).state is T.OFFERED
        assert "no reason is told" in refused(offered, sale(V.SUSPEND))

    def test_a_new_appraisal_replaces_the_former(self) -> None:
        unsold = on_sale(sale(V.CLOSE), sale(V.PASS))
        again = unsold.take(sale(V.REAPPRAISE, appraisal=wan("70")))
        assert (again.state, again.appraisal) == (T.APPRAISED, wan("70"))

    def test_the_whole_way(self) -> None:
        steps = (V.CLOSE, V.CONFIRM, V.CONTRACT, V.PAY, V.DELIVER)
        done = on_sale(sale(V.OFFER, offer="45"), *map(sale, steps))
        assert (done.state, done.allowed) == (T.DELIVERED, ())
        assert "which is terminal" in refused(done, sale(V.OFFER, offer="46"))

    def test_acts_stand_in_their_order(self) -> None:
        assert "2017-03-01 lies before 2017-03-04" in refused(on_sale(sale(V.CLOSE, 4)), sale(V.PASS))
        with pytest.raises(TransitionError) as caught:
            SaleFile.of([sale(V.LIST)])
        assert (caught.value.where, caught.value.allowed) == ("act 1", SELLING.allowed(T.FILED))

    def test_an_offer_has_a_bidder(self) -> None:
        with pytest.raises(RecordError, match="bidder"):
            SaleAct(action=V.OFFER, at=date(2017, 3, 1), offer=wan("1"))


class TestLaw:
    """What the guards and clocks compare with is the law of the day; the caller's number comes before it."""

    @pytest.mark.parametrize(
        ("trade_class", "method", "cited"),
        [
            ("工程建设", "公开招标", "《招标投标法》第28条"),
            ("政府采购", "公开招标", "《政府采购法》第36(1)条"),
            ("政府采购", "询价", "《政府采购法》第38、40条"),
        ],
    )
    def test_how_many_must_bid(self, trade_class: str, method: str, cited: str) -> None:
        held = file(*HELD, trade_class=trade_class, method=method)
        assert f"there are 2 bids and the method needs 3 ({cited})" in refused(held, act(A.OPEN, 9, bids=2))
        assert held.take(act(A.OPEN, 9, bids=3)).state is S.OPENED
        assert "there are 3 bids, which is enough" in refused(held, act(A.FAIL, 9, bids=3))
        override = file(*HELD, trade_class=trade_class, method=method, least_bids=2)
        assert override.take(act(A.OPEN, 9, bids=2)).state is S.OPENED

    @pytest.mark.parametrize(
        ("trade_class", "method"),
        [("政府采购", "单一来源"), ("工程建设", "直接发包"), ("工程建设", "某种方式"), (None, None)],
    )
    def test_where_no_rule_says_so_nothing_is_refused(self, trade_class: str | None, method: str | None) -> None:
        held = file(*HELD, trade_class=trade_class, method=method)
        assert held.bids_rule is None
        assert held.take(act(A.OPEN, 9, bids=1)).state is S.OPENED

    def test_before_the_law_no_rule_held(self) -> None:
        acts = [BuyAct(action=action, at=date(1999, 3, 1)) for action in HELD]
        assert BuyFile.of(acts, trade_class="工程建设", method="公开招标").bids_rule is None

    def test_a_change_of_method_changes_what_is_needed(self) -> None:
        acts = [act(A.ANNOUNCE), act(A.ISSUE), act(A.CLOSE, bids=2), act(A.FAIL)]
        changed = act(A.CHANGE_METHOD, 5, document="批复", method="单一来源")
        failed = BuyFile.of(acts, trade_class="政府采购", method="公开招标")
        assert failed.bids_rule is not None
        again = failed.take(changed).take(act(A.ISSUE, 6)).take(act(A.CLOSE, 7, bids=1))
        assert again.take(act(A.OPEN, 8)).state is S.OPENED

    def test_a_place_may_ask_for_more(self) -> None:
        table = LocalTable.of({"place": "320412", "source": "某文件", "value": [{"rule": "CT-W-01", "value": 5}]})
        facts = {"trade_class": "工程建设", "method": "公开招标", "book": RuleBook(tables=(table,))}
        assert "the method needs 5 (某文件)" in refused(file(*HELD, place="320412", **facts), act(A.OPEN, 9, bids=4))
        assert file(*HELD, place="320413", **facts).take(act(A.OPEN, 9, bids=4)).state is S.OPENED

    def test_how_low_a_reserve_may_go_without_consent(self) -> None:
        facts: dict[str, Any] = {"trade_class": "国有产权", "asset_kind": "股权", "appraisal": wan("100")}
        unsold = on_sale(sale(V.CLOSE), sale(V.PASS), reserve=wan("100"), **facts)
        told = refused(unsold, sale(V.RELIST, reserve=wan("89.99")))
        assert "89.99万元 lies below 90万元 and no consent is named" in told
        assert "《企业国有资产交易监督管理办法》" in told
        assert unsold.take(sale(V.RELIST, reserve=wan("90"))).state is T.LISTED
        assert unsold.take(sale(V.RELIST, reserve=wan("80"), document="同意")).state is T.LISTED
        free = on_sale(sale(V.CLOSE), sale(V.PASS), reserve=wan("100"), lowest_share=Rate("50%"), **facts)
        assert free.take(sale(V.RELIST, reserve=wan("60"))).state is T.LISTED
        other = on_sale(sale(V.CLOSE), sale(V.PASS), reserve=wan("100"), **facts | {"asset_kind": "实物"})
        assert other.take(sale(V.RELIST, reserve=wan("1"))).state is T.LISTED

    def test_the_answer_to_an_objection_has_a_clock(self) -> None:
        publicised = file(*AWARDED[:-1], trade_class="工程建设", method="公开招标")
        objected = publicised.take(act(A.OBJECT, 7))
        (clock_,) = objected.objection_clocks(date(2017, 3, 8))
        assert (clock_.rule.id, clock_.due, clock_.status.zh) == ("PD-W-08", date(2017, 3, 10), "未到期")
        assert objected.objection_clocks(date(2017, 3, 13))[0].status.zh == "逾期未办"
        for day, status in ((10, "按时"), (13, "逾期")):
            answered = objected.take(act(A.ANSWER, day))
            assert [one.status.zh for one in answered.objection_clocks(date(2017, 3, 31))] == [status]
        assert objected.objection_clocks(date(2017, 3, 6)) == ()
        assert file(*AWARDED[:-1], A.OBJECT).objection_clocks(date(2017, 3, 31)) == ()
        bought = file(*AWARDED[:-1], A.OBJECT, trade_class="政府采购", method="公开招标")
        assert bought.objection_clocks(date(2017, 3, 13))[0].rule.id == "PD-G-20"
