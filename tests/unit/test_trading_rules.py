"""The rules engine over records: which facts they tell, lots, places, waivers, and what is refused."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from zhengwu.errors import InexactError, ReadError, UnitError, UnknownNameError
from zhengwu.exact import Money, Rate, wan, yuan
from zhengwu.records import Party
from zhengwu.records.faults import RecordError
from zhengwu.reference.law import trading_law
from zhengwu.trading import Lot, PropertyAuction, Tender
from zhengwu.trading.award import Award, Contract, Supplement
from zhengwu.trading.bid import Bid, DepositForm, Person
from zhengwu.trading.evaluation import Candidate, Committee, CommitteeMember, Evaluation
from zhengwu.trading.files import TenderEvent, TenderFile
from zhengwu.trading.prices import PriceForm
from zhengwu.trading.rules import (
    Answer,
    Checker,
    LocalTable,
    RuleBook,
    check,
    check_all,
    lawful_methods,
    read_facts,
    rule_book,
    tally,
)
from zhengwu.workdays import Workdays

DAY = date(2017, 3, 1)
WORKS: dict[str, Any] = {"trade_class": "工程建设", "method": "公开招标"}
A, B, C = (Party(name=name) for name in ("甲公司", "乙公司", "丙公司"))


def tender(**fields: Any) -> Tender:
    return Tender.single(title="道路改造", **{**WORKS, **fields})


def works_file(**lists: Any) -> TenderFile:
    lists.setdefault("tender", tender(ceiling=wan("438"), must_tender=True, notice=DAY))
    return TenderFile(**lists)


# ------------------------------------------------------------------------------------------------------------- records


def test_a_tender_tells_what_its_columns_mean_and_nothing_more() -> None:
    one = tender(
        bids=2,
        deposit=wan("10"),
        estimate=wan("500"),
        must_tender=True,
        qualification_review="资格预审",
        bid_deadline=datetime(2017, 3, 21, 9, 30),  # noqa: DTZ001  as sources have it
        opening=datetime(2017, 3, 21, 9, 31),  # noqa: DTZ001
        awarded_at=date(2017, 3, 25),
    )
    report = check(one, on=DAY)
    assert {result.rule.id for _, result in report.failed} == {"CT-W-01", "PD-W-09"}
    assert report["CP-W-01"].answer is Answer.PASS
    assert report["CP-W-01"].measured == Fraction(2, 100)
    assert report["PD-W-12"].missing == ("award_notice", "contract_signed")
    assert "award_notice" in report.missing
    assert report["CT-W-02"].missing == ("qualified",)


def test_the_day_of_the_law_is_that_of_the_notice_else_of_the_next_the_record_knows() -> None:
    assert check(tender(notice=DAY, bid_deadline=date(2019, 3, 1))).on == DAY
    assert check(tender(bid_deadline=DAY)).on == DAY
    assert check(tender(awarded_at=DAY)).on == DAY
    assert check(PropertyAuction(title="房", traded_at=DAY)).on == DAY
    nobody = check(tender())
    assert nobody.on is None
    assert {result.answer for result in nobody} == {Answer.UNKNOWN}
    assert "缺适用日期" in nobody.results[0].text()


def test_a_notice_with_its_time_of_day_is_of_its_day() -> None:
    evening = datetime(2018, 5, 31, 23, 0)  # noqa: DTZ001  as sources have it
    found, plain = (check(tender(notice=at, bids=2)) for at in (evening, date(2018, 5, 31)))
    assert found.results == plain.results
    assert found["CT-W-01"].answer is Answer.FAIL
    assert found["TH-W-2018-1"].reason == "not_in_force"


def test_thresholds_change_with_the_day() -> None:
    one = {"estimate": wan("300"), "method": "直接发包"}
    kind = {"object_kind": "施工", "state_funded": True}
    old, new = (check(tender(**one), on=day, facts=kind) for day in ("2018-05-31", "2018-06-01"))
    assert old["TH-W-2000-1"].answer is Answer.FAIL
    assert old["TH-W-2018-1"].reason == "not_in_force"
    assert new["TH-W-2000-1"].reason == "not_in_force"
    assert new["TH-W-2018-1"].answer is Answer.PASS


def test_lots_are_answered_one_by_one_and_the_worst_counts() -> None:
    lots = (Lot(code="A1", bids=3, estimate=wan("300")), Lot(code="A2", bids=2, estimate=wan("200"), method="邀请招标"))
    two = Tender(title="两个标段", code="T1", trade_class="工程建设", method="公开招标", lots=lots, notice=DAY)
    report = check(two, facts={"must_tender": True}, lots={"A1": {"members": 5}, "A2": {"members": 6}})
    assert [lot.code for lot in report.lots] == ["A1", "A2"]
    assert report["CT-W-01"].answer is Answer.FAIL
    assert [code for code, result in report.failed if result.rule.id == "CM-W-01"] == ["A2"]
    assert report["CT-W-03"].missing == ("invited",)
    assert report.text().splitlines()[0].startswith("A2: ")
    assert len(report.results) == 2 * 115
    later = check(two, on="2019-01-01", facts={"state_funded": True, "object_kind": "施工", "method": "直接发包"})
    assert later["TH-W-2018-4"].answer is Answer.FAIL  # 300 and 200 together reach 400
    assert later["TH-W-2018-4"].values[0] == ("same_kind_total", wan("500"))


def test_a_file_tells_bids_committee_award_contract_and_events() -> None:
    members = tuple(CommitteeMember(id=f"E{n}", is_expert=n > 0, is_drawn=n > 0) for n in range(5))
    one, other = Person(certificate="X1"), Person(certificate="X2")
    bids = (
        Bid(bidder=A, price=wan("430"), deposit_form=DepositForm.TRANSFER, deposit_account="1", manager=one),
        Bid(bidder=B, price=wan("439"), deposit_form=DepositForm.CASH, deposit_account="2", manager=other),
        Bid(bidder=C, form=PriceForm.RATE, rate=Rate("85%"), deposit_account="1", manager=other),
    )
    file = works_file(
        bids=bids,
        committees=(Committee(members=members),),
        evaluations=tuple(Evaluation(bidder=bidder, is_rejected=bidder is C) for bidder in (A, B, C)),
        candidates=(Candidate(rank=1, bidder=A), Candidate(rank=2, bidder=B)),
        awards=(Award(winner=B, amount=wan("439"), notified_at=date(2017, 4, 1)),),
        contracts=(
            Contract(
                amount=wan("400"),
                performance_deposit=wan("41"),
                signed_at=date(2017, 4, 28),
                supplements=(Supplement(amount=wan("1")),),
            ),
        ),
        events=(
            TenderEvent(event="document_issue_start", at=DAY),
            TenderEvent(event="bid_deadline", at=date(2017, 3, 20)),
            TenderEvent(event="objection_filed", at=date(2017, 3, 2), about="一"),
            TenderEvent(event="objection_filed", at=date(2017, 3, 6), about="二"),
            TenderEvent(event="objection_answered", at=date(2017, 3, 3), about="一"),
            TenderEvent(event="objection_answered", at=date(2017, 3, 10), about="二"),
            TenderEvent(event="lunch", at=DAY),
        ),
    )
    report = check(file, facts={"state_funded": True})
    failed = {result.rule.id for _, result in report.failed}
    assert failed == {"PD-W-03", "PD-W-08", "CP-W-02", "PX-W-01", "CR-W-01", "CO-W-03", "CO-W-06"}
    assert report["PD-W-08"].values == (
        ("objection_filed", date(2017, 3, 6)),
        ("objection_answered", date(2017, 3, 10)),
    )
    assert report["PX-W-01"].measured == wan("439")
    assert report["PD-W-12"].answer is Answer.PASS
    assert report["CM-W-03"].answer is report["CM-W-02"].answer is Answer.PASS
    assert report.lots[0].unread == {"lunch": "2017-03-01"}
    bought = check(file, facts={"trade_class": "政府采购"})
    assert bought["FM-G-01"].answer is Answer.FAIL
    assert bought["CT-G-01"].measured == 2
    assert bought["CP-G-03"].measured == Fraction(1, 400)


def test_what_a_file_leaves_open_stays_unknown() -> None:
    unknown_bid = Bid(bidder=A, price=None, deposit_form=DepositForm.OTHER)
    empty = works_file(bids=(), committees=(), awards=(Award(winner=A, is_renounced=True),), contracts=())
    some = works_file(
        bids=(unknown_bid, Bid(bidder=B, price=wan("1"), deposit_account="1")),
        committees=(Committee(members=(CommitteeMember(is_expert=True),)),) * 2,
        evaluations=(Evaluation(bidder=A),),
        contracts=(Contract(amount=wan("1")), Contract(amount=wan("2"))),
    )
    assert check(empty)["CT-W-01"].answer is Answer.FAIL
    assert check(empty)["PX-W-01"].missing == ("bid_price",)
    report = check(some, facts={"state_funded": True})
    for rule in ("PX-W-01", "CM-W-01", "CM-W-03", "CO-W-06", "CO-W-03", "CR-W-01", "CP-W-02"):
        assert report[rule].answer is Answer.UNKNOWN, rule
    days = {"clarification_sent": DAY, "bid_deadline": date(2017, 3, 21)}
    events = tuple(TenderEvent(event=name, at=day) for name, day in days.items())
    twice = works_file(events=(*events, TenderEvent(event="clarification_sent", at=date(2017, 3, 9))))
    assert check(twice)["PD-W-04"].values[0] == ("clarification_sent", date(2017, 3, 9))
    undrawn = (CommitteeMember(is_expert=True, is_drawn=True), CommitteeMember(is_expert=True))
    assert check(works_file(committees=(Committee(members=undrawn),)))["CM-W-03"].answer is Answer.UNKNOWN
    by_lot = works_file(
        tender=Tender(title="两个", notice=DAY, lots=(Lot(code="1"), Lot(code="2")), **WORKS),
        bids=(Bid(bidder=A, lot_code="1"),),
    )
    assert [lot.results and lot.code for lot in check(by_lot).lots] == ["1", "2"]


def test_a_sale_tells_its_prices_and_method() -> None:
    lot = PropertyAuction(
        title="股权",
        trade_class="国有产权",
        method="拍卖",
        asset_kind="股权",
        appraisal=wan("100"),
        reserve=wan("99"),
        deal=wan("98"),
        deposit=wan("20"),
        bids=2,
        listed_from=DAY,
    )
    report = check(lot, facts={"relisted": False})
    assert {result.rule.id for _, result in report.failed} == {"PR-P-01", "PR-P-03", "PR-A-01"}
    assert report["ME-P-01"].answer is Answer.PASS
    assert report["PR-A-01"].consequence == "unsold"
    strange = check(lot.evolve(method="网上抢购", asset_kind="某物"), facts={"relisted": False})
    assert strange.lots[0].unread == {"method": "网上抢购", "asset_kind": "某物"}
    assert strange["PR-P-01"].missing == ("asset_kind",)


def test_a_method_nobody_knows_is_unknown_and_told() -> None:
    report = check(tender(method="某种方式", trade_class="某类", notice=DAY))
    assert report.lots[0].unread == {"method": "某种方式", "trade_class": "某类"}
    assert report["CT-W-01"].missing == ("trade_class", "method")
    assert report.to_dict()["lots"][0]["unread"]["method"] == "某种方式"


# ----------------------------------------------------------------------------------------------------- reports, waivers


def test_a_waiver_names_its_document_and_changes_no_pass() -> None:
    one = tender(bids=2, estimate=wan("438"), deposit=wan("1"), notice=DAY)
    report = check(one, waivers={"CT-W-01": "区政府专题会议纪要", "CP-W-01": "无"})
    assert report["CT-W-01"].answer is Answer.WAIVED
    assert report["CT-W-01"].measured == 2
    assert "区政府专题会议纪要" in report["CT-W-01"].text()
    assert report["CP-W-01"].answer is Answer.PASS
    with pytest.raises(UnknownNameError, match="'CT-W-99' is not declared"):
        check(one, waivers={"CT-W-99": "无"})


def test_a_report_is_told_in_both_languages_and_as_data() -> None:
    report = check(tender(bids=2, notice=DAY, code="T1", region="320412"))
    assert (
        report["CT-W-01"]
        .text("en")
        .startswith("CT-W-01 Fewer bidders than this: re-tender: fail; 2 bidders (must be ≥ 3 bidders) [")
    )
    unknown = report["TH-W-2000-1"]
    assert "缺：标的类别" in unknown.text()
    assert "missing: kind of object" in unknown.text("en")
    assert "施行日期未核实" in check(tender(), on="2019-01-01")["TH-W-2018-5"].text()
    assert "the day it took effect is not verified" in check(tender(), on="2019-01-01")["TH-W-2018-5"].text("en")
    assert len(report.text(answers=("fail", "unknown")).splitlines()) > 10
    data = json.loads(json.dumps(report.to_dict(), ensure_ascii=False))
    assert (data["code"], data["on"], data["place"]) == ("T1", "2017-03-01", "320412")
    (failed,) = [one for one in data["lots"][0]["results"] if one["answer"] == "fail"]
    assert failed["consequence"] == "failed"
    assert failed["values"] == {"bidders": 2}
    late = check(
        tender(),
        on=DAY,
        facts={"award_notice": "2017-03-01", "contract_signed": "2017-04-05", "bid_price": ["1元", None]},
    )["PD-W-12"]
    assert late.to_dict()["due"] == "2017-03-31"
    assert late.arithmetic == "35日（须 ≤ 30日，不晚于 2017-03-31）"
    assert late.compared("en") == "35 days (must be ≤ 30 days, not after 2017-03-31)"
    with pytest.raises(UnknownNameError, match="is no rule of this report"):
        report["X"]


@pytest.mark.parametrize(
    ("deposit", "told"),
    [("9", "2.05…%"), ("8.7600001", "2.00000002…%"), ("8.7599999", "1.99…%"), ("8.76", "2%"), ("10.95", "2.5%")],
)
def test_a_share_is_told_with_digits_enough_to_see_on_which_side_it_lies(deposit: str, told: str) -> None:
    result = check(tender(estimate=wan("438"), deposit=wan(deposit)), on=DAY)["CP-W-01"]
    assert result.arithmetic == f"{told}（须 ≤ 2%）"
    assert result.answer is (Answer.FAIL if told[:2] != "1." and told != "2%" else Answer.PASS)


def test_a_report_shows_what_was_not_read_and_how_many_rules_gave_which_answer() -> None:
    report = check(tender(trade_class="养<蜂", method="公开招标", notice=DAY))
    assert report.text() == "无法识别：项目类别“养<蜂”"
    assert report.text("en") == 'not read: class of the trade "养<蜂"'
    assert str(report).splitlines() == [report.text(), report.summary()]
    counts = {answer: len(report.of(answer)) for answer in Answer}
    assert report.summary().startswith(f"无法判断 {counts[Answer.UNKNOWN]} 条（缺 {len(report.missing)} 项资料）")
    assert f"{counts[Answer.NOT_APPLICABLE]} not applicable" in report.summary("en")
    assert "养<蜂" not in report._repr_html_()
    assert "养&lt;蜂" in report._repr_html_()
    broken = check(tender(bids=2, notice=DAY))
    html = broken._repr_html_()
    assert "2家（须 ≥ 3家）" in html
    assert html.count("<tr>") == 1 + sum(len(broken.of(one)) for one in Answer if one is not Answer.NOT_APPLICABLE)


def test_plain_values_of_several_facts() -> None:
    facts = {
        "bid_price": ["1万元", "2万元"],
        "ceiling": "1.5万元",
        "objection_filed": {"一": "2017-03-01"},
        "objection_answered": {"一": "2017-03-07", "二": None},
        "members": 5,
        "experts": 3,
        "must_tender": "是",
    }
    report = check(tender(), on=DAY, facts=facts)
    assert report["PX-W-01"].to_dict()["values"] == {"bid_price": "2万元", "ceiling": "1.5万元"}
    assert report["PD-W-08"].answer is Answer.FAIL
    assert report["CM-W-02"].arithmetic == "60%（须 ≥ 2/3）"
    lowest = check(tender(trade_class="政府采购"), on=DAY, facts={"bid_price": {"甲": "2元"}, "budget": "1元"})[
        "PX-G-01"
    ]
    assert lowest.answer is Answer.FAIL
    single = check(tender(trade_class="政府采购"), on=DAY, facts={"bid_price": "1元", "budget": "1元"})["PX-G-01"]
    assert single.answer is Answer.PASS
    open_end = check(tender(trade_class="政府采购"), on=DAY, facts={"bid_price": ["2元", None], "budget": "1元"})[
        "PX-G-01"
    ]
    assert open_end.missing == ("bid_price",)
    assert check(tender(), on=DAY, facts={"bid_price": [], "ceiling": "1元"})["PX-W-01"].answer is Answer.UNKNOWN
    uneven = {"clarification_sent": ["2017-03-01", "2017-03-02"], "bid_deadline": ["2017-04-01"]}
    assert check(tender(), on=DAY, facts=uneven)["PD-W-04"].missing == ("bid_deadline",)


def test_several_values_are_told_as_they_were_given() -> None:
    bought = tender(trade_class="政府采购", budget=yuan("1"), notice=DAY)
    for given in ({"甲": "2元"}, ["2元", "3元"]):
        result = check(bought, facts={"bid_price": given})["PX-G-01"]
        assert result.answer is Answer.FAIL
        assert result.to_dict()["values"] == {"bid_price": given, "budget": "1元"}


def test_budget_money_makes_a_project_state_funded() -> None:
    facts = {"budget_money": "200万元", "total_investment": "2000万元"}
    assert check(tender(), on="2019-01-01", facts=facts)["TH-W-2018-5"].missing == ("state_funded",)
    facts["total_investment"] = "2000.01万元"
    assert check(tender(), on="2019-01-01", facts=facts)["TH-W-2018-5"].answer is Answer.PASS


def test_a_threshold_tells_what_is_due_and_reprs_are_short() -> None:
    facts = {"object_kind": "施工", "estimate": "200万元", "method": "直接发包"}
    report = check(tender(), on=DAY, facts=facts)
    result = report["TH-W-2000-1"]
    assert "200万元 ≥ 200万元；须公开招标、邀请招标" in result.text()
    assert "due: open tender" in result.text("en").lower()
    assert (
        check(tender(), on=DAY, facts={**facts, "estimate": "199万元"})["TH-W-2000-1"].arithmetic == "199万元 < 200万元"
    )
    assert repr(result) == "<RuleResult TH-W-2000-1 fail>"
    assert repr(result.rule) == "<LegalRule TH-W-2000-1 施工单项合同估算价>"
    assert repr(report).startswith("<RuleReport 道路改造: ")
    assert "1 fail" in repr(report)


def test_many_records_are_tallied() -> None:
    reports = list(check_all([tender(bids=n, notice=DAY) for n in (1, 2, 3, 4)]))
    counts = tally(reports)["CT-W-01"]
    assert (counts[Answer.FAIL], counts[Answer.PASS], counts[Answer.UNKNOWN]) == (2, 2, 0)
    assert next(check_all([tender(bids=1, notice=DAY)], book=RuleBook())).failed


# --------------------------------------------------------------------------------------------------- days and calendars


def test_working_days_follow_the_calendar_and_end_with_it() -> None:
    facts = {"trade_class": "政府采购", "contract_signed": "2017-01-26", "contract_published": "2017-02-04"}
    assert check(tender(), on="2017-01-01", facts=facts)["PD-G-15"].answer is Answer.PASS  # a Saturday at work
    facts["contract_published"] = "2017-02-05"
    assert check(tender(), on="2017-01-01", facts=facts)["PD-G-15"].answer is Answer.FAIL
    plain = Workdays.of_weekdays(date(2017, 1, 1), date(2017, 12, 31))
    assert check(tender(), on="2017-01-01", facts=facts, calendar=plain)["PD-G-15"].due == date(2017, 1, 30)
    beyond = {**facts, "contract_published": "2018-01-01"}
    assert check(tender(), on="2017-01-01", facts=beyond, calendar=plain)["PD-G-15"].reason == "calendar"


def test_an_answer_before_its_question_is_no_period() -> None:
    facts = {"award_notice": "2017-03-10", "contract_signed": "2017-03-01", "deposit_refunded": "2017-02-01"}
    report = check(tender(), on=DAY, facts=facts)
    assert (report["PD-W-12"].answer, report["PD-W-12"].reason) == (Answer.UNKNOWN, "order")
    assert report["PD-W-14"].answer is Answer.PASS  # a deposit that is back early is back in time


def test_the_end_of_time_is_outside_the_calendar() -> None:
    facts = {"award_notice": "9999-12-20", "contract_signed": "9999-12-31"}
    assert check(tender(), on=DAY, facts=facts)["PD-W-12"].reason == "calendar"
    facts = {
        "trade_class": "国有产权",
        "asset_kind": "股权",
        "first_disclosure": "9999-12-20",
        "buyer_found": "9999-12-31",
    }
    assert check(tender(), on=DAY, facts=facts)["PD-P-03"].reason == "calendar"
    zoned = {"bid_deadline": "2017-03-21T09:00:00+08:00", "bid_opening": "2017-03-21 09:00:00"}
    with pytest.raises(UnitError, match="time zone"):
        check(tender(), on=DAY, facts=zoned)


def test_zero_is_no_base() -> None:
    result = check(tender(), on=DAY, facts={"bid_deposit": "1元", "estimate": "0元"})["CP-W-01"]
    assert (result.answer, result.reason) == (Answer.UNKNOWN, "zero_base")


# --------------------------------------------------------------------------------------------------------------- places

TABLE = {
    "place": "320400",
    "source": "某市文件",
    "value": [
        {"rule": "TH-G-1", "value": "200万元", "to": "2017-06-30"},
        {"rule": "TH-G-1", "value": "100万元", "object_kind": "服务", "source": "另一文件"},
        {"rule": "PD-G-08", "value": 4},
        {"rule": "CP-W-01", "value": "1%"},
    ],
    "methods": [
        {"trade_class": "工程建设", "at_least": "400万元", "methods": ["公开招标"]},
        {"trade_class": "工程建设", "at_least": "50万元", "methods": ["随机摇号", "公开招标"]},
        {"trade_class": "工程建设", "methods": ["直接发包"], "to": "2017-12-31"},
        {"trade_class": "政府采购", "object_kind": "货物", "methods": ["询价"]},
        {"trade_class": "政府采购", "methods": ["竞争性磋商"]},
    ],
}


def test_a_table_of_the_place_sets_what_the_law_leaves_to_it(tmp_path: Path) -> None:
    path = tmp_path / "wujin.json"
    path.write_text(json.dumps(TABLE), "utf-8")
    book = rule_book(LocalTable.read(path))
    one = tender(trade_class="政府采购", method="询价", budget=wan("150"), region="320412", notice=DAY)
    assert check(one)["TH-G-1"].missing == ("open_tender_threshold",)
    assert check(one, book=book)["TH-G-1"].answer is Answer.PASS
    services = check(one, book=book, facts={"object_kind": "服务"})["TH-G-1"]
    assert services.answer is Answer.FAIL
    assert services.rule.cited == "另一文件"
    assert services.to_dict()["level"] == "local"
    assert check(one, book=book, place="320500")["TH-G-1"].answer is Answer.UNKNOWN
    assert check(one, book=book, place="常州")["TH-G-1"].answer is Answer.UNKNOWN
    assert check(one, book=book, on="2017-07-01")["TH-G-1"].answer is Answer.UNKNOWN
    talk = {"method": "竞争性谈判", "document_issue_start": "2017-03-01", "first_response_deadline": "2017-03-06"}
    assert check(one, facts=talk)["PD-G-08"].reason == "unverified"
    assert check(one, facts=talk, book=book)["PD-G-08"].answer is Answer.FAIL
    single = {"method": "单一来源", "single_source_notice": "2017-03-01", "single_source_notice_end": "2017-03-02"}
    assert check(one, facts=single, book=book)["PD-G-10"].answer is Answer.NOT_APPLICABLE
    assert check(one, facts=single)["PD-G-10"].missing == ("open_tender_threshold",)
    assert check(one.evolve(lots=(Lot(),)), facts=single)["PD-G-10"].missing == ("budget", "open_tender_threshold")
    assert check(one, facts={**single, "single_source_notice_end": "2017-03-08"})["PD-G-10"].answer is Answer.PASS


def test_the_nearest_place_and_the_latest_value_win() -> None:
    county = LocalTable.of({"place": "320412", "source": "区文件", "value": [{"rule": "TH-G-1", "value": "50万元"}]})
    later = LocalTable.of(
        {
            "place": "常州市",
            "source": "市文件",
            "value": [
                {"rule": "TH-G-1", "value": "1万元", "from": "2017-01-01"},
                {"rule": "TH-G-1", "value": "2万元", "from": "2018-01-01"},
            ],
        }
    )
    book = rule_book([county, later], LocalTable.of(TABLE))
    assert book.rules(DAY, place="320412")["TH-G-1"].value == "50万元"
    assert book.rules(DAY, place="320411")["TH-G-1"].value == "200万元"
    assert book.rules(DAY, place="常州市")["TH-G-1"].value == "1万元"
    assert book.rules(date(2018, 1, 1), place="常州市")["TH-G-1"].value == "2万元"
    assert book.rules(date(2018, 1, 1), place="常州市") is book.rules(date(2018, 2, 1), place="常州市")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"place": 320412}, "place"),
        ({"source": "", "value": [{"rule": "PD-W-03", "value": 1}]}, "source"),
        ({"plaze": "1"}, "'plaze' is no name of it"),
        ({"value": {}}, "is no list of entries"),
        ({"value": [{"rule": "TH-G-9", "value": "1元"}]}, "is not declared"),
        ({"value": [{"rule": "TH-G-1", "value": "许多"}]}, "is not an amount"),
        ({"value": [{"rule": "TH-G-2", "value": "1元"}]}, "takes no value from a place"),
        ({"value": [{"rule": "CP-W-01", "value": "少许"}]}, "is not a share"),
        ({"value": [{"rule": "PD-W-03", "value": -1}]}, "is not a whole number"),
        ({"value": [{"rule": "PD-W-03", "value": 1, "from": "2018-01-01", "to": "2017-01-01"}]}, "lies before from"),
        ({"value": [{"rule": "PD-W-03", "value": 1, "object_kind": "某"}]}, "is not known"),
        ({"methods": [{"trade_class": "工程建设"}]}, "is missing"),
        ({"methods": [{"trade_class": "工程建设", "methods": ["猜"]}]}, "is not known"),
        ({"methods": [{"trade_class": "工程建设", "methods": ["比选"], "at_least": 5}]}, "is not an amount"),
    ],
)
def test_a_table_that_cannot_be_read_says_where(change: dict[str, Any], message: str) -> None:
    with pytest.raises((RecordError, UnknownNameError), match=message):
        LocalTable.of({"place": "32", "source": "某文件", **change})


def test_a_file_that_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text("place = ", "utf-8")
    for name in (path, tmp_path / "none.toml"):
        with pytest.raises(ReadError, match="is not a table of a place"):
            LocalTable.read(name)
    with pytest.raises(RecordError, match="no table with names"):
        LocalTable.of([])
    path.write_text(
        'place = "32"\nsource = "某"\n[[value]]\nrule = "TH-G-1"\nvalue = "1元"\nfrom = 2017-01-01\n', "utf-8"
    )
    assert LocalTable.read(path).values[0].start == date(2017, 1, 1)


# -------------------------------------------------------------------------------------------------------------- methods


def test_methods_by_law() -> None:
    at: dict[str, Any] = {"on": "2019-01-01", "object_kind": "施工"}
    must = lawful_methods(wan("400"), "工程建设", state_funded=True, on="2019-01-01", object_kind="施工")
    assert must.zh == ("公开招标", "邀请招标")
    assert must.because[0].text("en").startswith("TH-W-2018-1 from 400万元 on")
    assert must.because[0].text() == "TH-W-2018-1 400万元起，《必须招标的工程项目规定》第5(1)条"
    assert "direct_award" in must.with_approval
    assert "direct_award" in (lawful_methods(wan("400"), "工程建设", state_funded=False, **at).methods or ())
    unsure = lawful_methods(wan("400"), "工程建设", on="2019-01-01")
    assert (unsure.methods, unsure.zh) == (None, None)
    assert set(unsure.missing) == {"object_kind", "state_funded"}
    assert lawful_methods(wan("99.99"), "工程建设", on="2019-01-01").methods is not None  # below every threshold
    whole = lawful_methods(wan("10"), "工程建设", on=DAY, object_kind="施工", total_investment=wan("3000"))
    assert whole.because[0].name == "TH-W-2000-4"


def test_methods_by_the_table_of_a_place() -> None:
    book = rule_book(LocalTable.of(TABLE))
    at: dict[str, Any] = {"on": DAY, "place": "320412", "book": book}
    assert lawful_methods(wan("438"), "工程建设", object_kind="施工", **at).methods == ("open_tender", "invited_tender")
    assert lawful_methods(wan("60"), "工程建设", object_kind="施工", **at).methods == ("lottery", "open_tender")
    assert lawful_methods(wan("49"), "工程建设", object_kind="施工", **at).methods == ("direct_award",)
    assert lawful_methods(wan("49"), "政府采购", object_kind="货物", **at).methods == ("inquiry",)
    bought = lawful_methods(wan("200"), "政府采购", object_kind="货物", **at)
    assert (bought.methods, bought.because[0].cited) == (("open_tender",), "某市文件")
    assert lawful_methods(wan("49"), "政府采购", object_kind="服务", **at).methods == ("competitive_consultation",)
    assert len(lawful_methods(wan("49"), "工程建设", object_kind="施工", on=DAY, book=book).methods or ()) == 6


def test_methods_of_what_does_not_buy_are_refused() -> None:
    with pytest.raises(RecordError, match="is no class that buys"):
        lawful_methods(wan("1"), "土地出让", on=DAY)
    with pytest.raises(RecordError, match="is not known"):
        lawful_methods(wan("1"), "工程建设", on=DAY, object_kind="某")
    with pytest.raises(UnitError, match="is no amount"):
        lawful_methods("438万元", "工程建设", on=DAY)  # type: ignore[arg-type]


# --------------------------------------------------------------------------------------------------------------- errors


@pytest.mark.parametrize(
    ("facts", "error", "message"),
    [
        ({"bid_dedline": DAY}, UnknownNameError, "bid_deadline"),
        ({"qqqq": 1}, UnknownNameError, "a fact that a rule asks for"),
        ({"estimate": 438.0}, InexactError, "float"),
        ({"price_weight": 0.3}, InexactError, "float"),
        ({"estimate": 438}, RecordError, "is no money"),
        ({"estimate": "很多"}, RecordError, "is no money"),
        ({"bid_deadline": "某日"}, RecordError, "is no day"),
        ({"members": "五"}, RecordError, "is no count"),
        ({"must_tender": "也许"}, RecordError, "is no flag"),
        ({"price_weight": True}, RecordError, "is no share"),
    ],
)
def test_facts_that_are_none(facts: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        read_facts(facts)


def test_facts_are_read_from_texts_and_values() -> None:
    given = {
        "price_weight": Rate("30%"),
        "must_tender": "否",
        "relisted": True,
        "bid_price": (yuan("1"), None),
        "budget": None,
    }
    facts, unread = read_facts({**given, "object_kind": 7})
    assert facts == {
        "price_weight": Fraction(3, 10),
        "must_tender": False,
        "relisted": True,
        "bid_price": (Money("1元"), None),
    }
    assert unread == {"object_kind": "7"}
    assert read_facts({"object_kind": "goods", "method": "招标出让"})[0] == {
        "object_kind": "goods",
        "method": "tendered_grant",
    }
    assert str(check(tender(bids=2, notice=DAY))["CT-W-01"]).startswith("CT-W-01")


def test_two_currencies_are_never_compared() -> None:
    with pytest.raises(UnitError, match="cannot join"):
        check(tender(), on=DAY, facts={"bid_price": "1美元", "ceiling": "10元"})


def test_what_is_broken_is_what_fails_among_the_answers() -> None:
    checker = Checker()
    for method in ("公开招标", "单一来源", "协议出让"):
        for bids in (2, 3):
            of = "矿业权" if method == "协议出让" else "工程建设"
            facts, _ = read_facts({"trade_class": of, "method": method, "bidders": bids})
            day = date(2025, 8, 1)
            failed = [one for one in checker.answers(facts, day=day) if one.answer is Answer.FAIL]
            assert list(checker.broken(facts, day=day)) == failed
    assert checker.broken({}, day=None) == ()


def test_plans_are_forgotten_before_they_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[Checker.__module__], "_MOST_PLANS", 2)
    checker = Checker()
    for year in range(1990, 2026, 5):
        assert checker.check(tender(bids=2), on=date(year, 1, 1))["CT-W-01"].answer is not Answer.PASS
    assert len(checker._plans) <= 2


def test_only_records_of_trading_are_checked() -> None:
    with pytest.raises(UnitError, match="cannot be checked"):
        Checker().check({"title": "x"})  # type: ignore[arg-type]


def test_what_leaves_a_threshold_open_is_named() -> None:
    bought = tender(trade_class="政府采购", method="询价", notice=DAY)
    assert check(bought)["TH-G-1"].missing == ("budget", "open_tender_threshold")
    split = check(bought, facts={"bought_otherwise": "300万元", "object_kind": "货物"})["TH-G-2"]
    assert split.missing == ("open_tender_threshold",)
    some = {"state_funded": True, "same_kind_total": "300万元", "method": "比选"}
    kinds = check(tender(), on="2019-01-01", facts=some)
    assert kinds["TH-W-2018-4"].missing == ("object_kind",)
    some = {"method": "公开招标", "members": 5, "budget": "1000万元"}
    seven = check(bought, on="2019-01-01", facts=some)["CM-G-02"]
    assert seven.missing == ("complex_matter", "great_effect")
    one = check(bought, facts={"method": "公开招标"}).of("fail")
    assert one == ()


def test_names_nobody_declares() -> None:
    with pytest.raises(UnknownNameError, match="expected TH-W-2018-1"):
        trading_law().rule("XX")
    assert trading_law().fact("bid_deadline").label == "bid_deadline (投标截止时间)"
