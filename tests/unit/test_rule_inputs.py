"""What rules and signs need stands in the records: given, they answer; left out, *unknown* names it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from zhengwu.exact import Rate, wan
from zhengwu.records import Party, RecordError
from zhengwu.trading import Bid, Committee, CommitteeMember, Evaluation, Person, Tender, TenderFile, check, screen

A, B = Party(name="甲公司"), Party(name="乙公司")
WORKS: dict[str, Any] = {"trade_class": "工程建设", "method": "公开招标", "must_tender": True}


def answers(rule: str, *, bids: Any = None, evaluations: Any = None, **lot: Any) -> tuple[str, tuple[str, ...]]:
    tender = Tender.single(title="桥", notice=date(2017, 3, 1), **WORKS | lot)
    result = check(TenderFile(tender=tender, bids=bids, evaluations=evaluations))[rule]
    return result.answer.en, result.missing


def two_bids(name: str, one: Any, other: Any) -> tuple[Bid, Bid]:
    return Bid(bidder=A, **{name: one}), Bid(bidder=B, **{name: other})


class TestCollusion:
    """招标投标法实施条例 article 40: what is deemed collusion, once it is found out."""

    @pytest.mark.parametrize(
        ("one", "other", "answer"),
        [("某造价公司", "某造价公司", "fail"), ("某造价公司", "自行编制", "pass"), ("某造价公司", None, "unknown")],
    )
    def test_one_hand_wrote_both(self, one: str, other: str | None, answer: str) -> None:
        missing = ("same_author",) if answer == "unknown" else ()
        assert answers("CO-W-01", bids=two_bids("prepared_by", one, other)) == (answer, missing)

    @pytest.mark.parametrize(
        ("one", "other", "answer"),
        [
            (Person(identity_number="1"), Person(identity_number="1"), "fail"),
            (Person(identity_number="1"), Person(identity_number="2"), "pass"),
            (Person(identity_number="1"), Person(name="张三"), "unknown"),
            (Person(name="张三"), Person(name="张三"), "unknown"),
            (Person(identity_number="1"), None, "unknown"),
        ],
    )
    def test_one_agent_for_both(self, one: Person, other: Person | None, answer: str) -> None:
        missing = ("same_agent",) if answer == "unknown" else ()
        assert answers("CO-W-02", bids=two_bids("agent", one, other)) == (answer, missing)

    @pytest.mark.parametrize(
        "names", [("CO-W-04", "is_alike", "abnormally_alike"), ("CO-W-05", "is_mixed", "mixed_documents")]
    )
    @pytest.mark.parametrize(
        ("one", "other", "answer"),
        [(True, None, "fail"), (False, True, "fail"), (False, False, "pass"), (False, None, "unknown")],
    )
    def test_what_the_committee_found(
        self, names: tuple[str, str, str], one: bool, other: bool | None, answer: str
    ) -> None:
        rule, name, fact = names
        found = (Evaluation(bidder=A, **{name: one}), Evaluation(bidder=B, **{name: other}))  # type: ignore[arg-type]
        assert answers(rule, evaluations=found) == (answer, (fact,) if answer == "unknown" else ())

    def test_no_evaluation_and_no_bid_leave_it_open(self) -> None:
        for rule, fact in (
            ("CO-W-01", "same_author"),
            ("CO-W-02", "same_agent"),
            ("CO-W-04", "abnormally_alike"),
            ("CO-W-05", "mixed_documents"),
        ):
            assert answers(rule) == ("unknown", (fact,))

    def test_signs_in_marks_are_no_finding(self) -> None:
        """The same author in two files is a red flag (RF-05); that one hand wrote both is for somebody to find."""
        from zhengwu.trading import BidMarks

        bids = tuple(Bid(bidder=one, marks=(BidMarks(author="同一人"),)) for one in (A, B))
        assert answers("CO-W-01", bids=bids)[0] == "unknown"


class TestEvaluationMethod:
    @pytest.mark.parametrize(("weight", "answer"), [(Rate("29.99%"), "fail"), (Rate("30%"), "pass"), (None, "unknown")])
    def test_the_weight_of_price(self, weight: Rate | None, answer: str) -> None:
        lot = {"trade_class": "政府采购", "evaluation_method": "综合评分法", "price_weight": weight}
        tender = Tender.single(title="车", method="公开招标", notice=date(2018, 3, 1), **lot)
        result = check(tender, facts={"object_kind": "货物"})["WT-G-01"]
        assert result.answer.en == answer

    @pytest.mark.parametrize(
        ("method", "found"),
        [("经评审的最低投标价法", True), ("最低价法", True), ("综合评估法", False), ("某办法", None), (None, None)],
    )
    def test_the_lowest_bid_was_rejected_where_the_lowest_price_wins(
        self, method: str | None, found: bool | None
    ) -> None:
        prices = (("甲", "90", True), ("乙", "95", False), ("丙", "97", False))
        bids = tuple(Bid(bidder=Party(name=n), price=wan(p), is_rejected=out) for n, p, out in prices)
        tender = Tender.single(
            title="桥", code="A1", method="公开招标", winner=Party(name="乙"), evaluation_method=method
        )
        screening = screen([TenderFile(tender=tender, bids=bids)])
        raised = [flag for flag in screening.flags if flag.rule == "RF-08"]
        assert bool(raised) is bool(found)
        assert ("award criterion" in screening.missing("RF-08")) is (found is None)


class TestPool:
    def test_a_committee_says_how_many_could_be_drawn(self) -> None:
        files = []
        for lot in "abcdef":
            members = tuple(CommitteeMember(id=code, is_drawn=True) for code in ("Z1", "Z2"))
            tender = Tender.single(title="桥", code=lot, winner=A)
            files.append(TenderFile(tender=tender, committees=(Committee(members=members, pool=50),)))
        screening = screen(files)
        assert {flag.rule for flag in screening.flags} >= {"RF-14"}
        assert "committee.pool" not in screening.missing("RF-14")
        bare = [file.evolve(committees=(Committee(members=file.committees[0].members),)) for file in files]  # type: ignore[index]
        assert screen(bare).missing("RF-14")["committee.pool"] == 6

    def test_a_pool_is_no_smaller_than_what_was_drawn_from_it(self) -> None:
        members = (CommitteeMember(id="Z1"), CommitteeMember(id="Z2"), CommitteeMember(id="Z3", is_drawn=False))
        assert Committee(members=members, pool=2).pool == 2
        with pytest.raises(RecordError, match="is smaller than what was drawn from it"):
            Committee(members=members, pool=1)
