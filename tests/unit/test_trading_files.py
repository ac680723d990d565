"""Tender files joined from tables: each record is in one file, or aside with a reason."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st
from tests.workbooks import cells, text, workbook

from zhengwu.exact import wan
from zhengwu.io.tender_files import read_tender_files
from zhengwu.records import Party
from zhengwu.trading import Award, Bid, CommitteeMember, Contract, Lot, Outcome, Performance, Tender, TenderEvent
from zhengwu.trading.apart import ApartReason
from zhengwu.trading.filing import file_tenders
from zhengwu.trading.rules import check

TWO = Tender(code="T2", title="两标段", lots=(Lot(code="T2-1"), Lot(code="T2-2", deal=wan("50"))))
ONE = Tender.single(code="T1", title="桥", trade_class="工程建设", method="公开招标", budget=wan("100"))


def bid(tender: str | None, lot: str | None = None, bidder: str = "甲公司") -> Bid:
    return Bid(tender_code=tender, lot_code=lot, bidder=Party(name=bidder), price=wan("95"))


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (bid("T1"), None),
        (bid("T2", "T2-1"), None),
        (bid(None, "T2-2"), None),
        (bid(None), ApartReason.NO_CODE),
        (bid(None, "X"), ApartReason.NO_CODE),
        (bid(None, "同号"), ApartReason.NO_CODE),
        (bid("T9"), ApartReason.NO_TENDER),
        (bid("T9", "T2-1"), ApartReason.NO_TENDER),
        (bid("D"), ApartReason.SEVERAL_TENDERS),
        (bid("T1", "T2-1"), ApartReason.NO_LOT),
        (bid("T2", "T2-3"), ApartReason.NO_LOT),
        (bid("T2"), ApartReason.WHICH_LOT),
    ],
)
def test_a_record_belongs_to_the_lot_it_names_or_nowhere(one: Bid, reason: ApartReason | None) -> None:
    again = [Tender(code=code, title="重", lots=(Lot(code="同号"),)) for code in ("D", "D")]
    filed = file_tenders([ONE, TWO, *again], bids=[one])
    assert [(apart.table, apart.record, apart.reason) for apart in filed.apart] == (
        [] if reason is None else [("bids", one, reason)]
    )
    assert sum(len(file.bids or ()) for file in filed.files) == (reason is None)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["T1", "T2", "T9", None]),
            st.sampled_from(["T2-1", "T2-2", "X", None]),
            st.sampled_from(["bids", "awards", "events", "contracts"]),
        )
    )
)
def test_every_record_is_in_one_file_or_aside(given_: list[tuple[str | None, str | None, str]]) -> None:
    made: dict[str, Any] = {"bids": [], "awards": [], "events": [], "contracts": []}
    for tender, lot, table in given_:
        where: dict[str, Any] = {"tender_code": tender, "lot_code": lot}
        classes = {"bids": Bid, "awards": Award, "events": TenderEvent, "contracts": Contract}
        told: dict[str, Any] = {
            "bids": {"bidder": Party(name="甲")},
            "awards": {"winner": Party(name="甲")},
            "events": {"event": "known", "at": date(2017, 3, 1)},
            "contracts": {},
        }
        made[table].append(classes[table](**where, **told[table]))
    filed = file_tenders([ONE, TWO], **made)
    for table, records in made.items():
        inside = [one for file in filed.files for one in getattr(file, table) or ()]
        aside = [apart.record for apart in filed.apart if apart.table == table]
        assert len(inside) + len(aside) == len(records)
        assert all(one in records for one in aside)


def test_events_of_the_whole_tender_need_no_lot_and_may_be_chinese() -> None:
    event = TenderEvent(event="投标截止时间", at=date(2017, 3, 1), tender_code="T2")
    (file,) = file_tenders([TWO], events=[event]).files
    assert (file.at("bid_deadline"), file.events[0].lot_code) == (date(2017, 3, 1), None)


def test_members_of_a_lot_are_its_committee() -> None:
    members = [CommitteeMember(tender_code="T1", id=f"Z{n}", is_expert=n < 4) for n in range(5)]
    (file,) = file_tenders([ONE], members=members).files
    assert file.committees is not None
    assert [(one.size, one.experts) for one in file.committees] == [(5, 4)]


def test_a_performance_may_name_its_contract() -> None:
    done = Performance(contract_code="H1", settled=wan("104"))
    contract = Contract(code="H1", tender_code="T2", lot_code="T2-1", amount=wan("100"))
    (file,) = file_tenders([TWO], contracts=[contract], performances=[done]).files
    assert file.performances is not None
    assert file.performances[0].lot_code == "T2-1"
    assert file_tenders([TWO], performances=[done]).apart[0].reason is ApartReason.NO_CODE


def test_no_record_is_unknown_unless_the_list_is_complete() -> None:
    assert [file.bids for file in file_tenders([ONE, TWO], bids=[bid("T1")]).files][1] is None
    assert [file.bids for file in file_tenders([ONE, TWO], bids=[bid("T1")], complete=["bids"]).files][1] == ()


def test_two_bids_are_not_all_bids_where_a_third_cannot_be_read() -> None:
    """A rule must not find that too few bid because a row had a slip of the pen."""
    bids, events = (
        [bid("T1"), bid("T1", bidder="乙")],
        [TenderEvent(event="known", at=date(2017, 1, 1), tender_code="T1")],
    )
    filed = file_tenders([ONE], bids=bids, events=events, incomplete={"bids": {"T1"}, "events": {"T1"}})
    assert [one.reason for one in filed.apart] == [ApartReason.INCOMPLETE] * 2
    assert len(filed.files[0].events) == 1
    assert check(filed.files[0], on="2017-03-01")["CT-W-01"].answer.en == "unknown"
    whole = file_tenders([ONE], bids=bids).files[0]
    assert check(whole, on="2017-03-01")["CT-W-01"].answer.en == "fail"


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (bid("T1"), ApartReason.UNREAD_TENDER),
        (bid("T9"), ApartReason.UNREAD_TENDER),
        (bid("T2", "T2-9"), ApartReason.UNREAD_TENDER),
        (bid("T2"), ApartReason.UNREAD_TENDER),
        (bid("T2", "T2-1"), None),
        (bid("T8"), ApartReason.NO_TENDER),
    ],
)
def test_what_names_no_lot_is_not_given_to_the_one_that_was_read(one: Bid, reason: ApartReason | None) -> None:
    """A tender of two lots of which one row cannot be read looks like a tender of one."""
    filed = file_tenders([ONE, TWO], bids=[one], incomplete={"tenders": {"T1", "T2", "T9"}})
    assert [apart.reason for apart in filed.apart] == ([] if reason is None else [reason])


def test_a_tender_whose_lot_cannot_be_read(tmp_path: Path) -> None:
    tenders, bids = tmp_path / "t.csv", tmp_path / "b.csv"
    tenders.write_text("项目编号,项目名称,标段编号,预算（万元）\nT1,桥,1,5\nT1,桥,2,五\n", encoding="utf-8")
    bids.write_text("招标项目编号,标段编号,投标人\nT1,,甲\nT1,1,乙\nT1,2,丙\n", encoding="utf-8")
    sheets = read_tender_files(tenders, bids=bids)
    unread, incomplete = ApartReason.UNREAD_TENDER, ApartReason.INCOMPLETE
    assert [one.reason for one in sheets.apart] == [unread, incomplete, unread]
    assert sheets.files[0].bids is None


def test_a_list_is_not_whole_where_one_of_it_cannot_be_placed() -> None:
    """A bid that names no lot of two may be of either, so how many bid for one is open, even of a complete list."""
    filed = file_tenders([ONE, TWO], bids=[bid("T2", "T2-1"), bid("T2"), bid("T1")], complete=["bids"])
    assert [(one.record.lot_code, one.reason) for one in filed.apart] == [  # type: ignore[attr-defined]
        ("T2-1", ApartReason.INCOMPLETE),
        (None, ApartReason.WHICH_LOT),
    ]
    assert [None if file.bids is None else len(file.bids) for file in filed.files] == [1, None]


def test_what_a_lot_leaves_open_is_told_by_its_award() -> None:
    award = Award(tender_code="T1", winner=Party(name="甲公司"), amount=wan("95"), noticed_at=date(2017, 3, 1))
    filed = file_tenders([ONE], awards=[award], bids=[bid("T1"), bid("T1", bidder="乙")])
    (lot,) = filed.tenders[0].lots
    assert (lot.deal, lot.winner, lot.awarded_at, lot.outcome, lot.bids) == (
        wan("95"),
        Party(name="甲公司"),
        date(2017, 3, 1),
        Outcome.AWARDED,
        2,
    )


def test_an_award_changes_nothing_that_a_lot_says_and_no_other_lot() -> None:
    awards = [Award(tender_code="T2", lot_code="T2-2", winner=Party(name="甲"), amount=wan("60"))]
    first, second = file_tenders([TWO], awards=awards).tenders[0].lots
    assert (first, second.deal, second.winner) == (Lot(code="T2-1"), wan("50"), Party(name="甲"))


def test_of_two_awards_none_is_told_and_a_renounced_one_is_none() -> None:
    awards = [Award(tender_code="T1", winner=Party(name=name), amount=wan("95")) for name in ("甲", "乙")]
    assert file_tenders([ONE], awards=awards).tenders[0].deal is None
    renounced = [awards[0].evolve(is_renounced=True), awards[1]]
    assert file_tenders([ONE], awards=renounced).tenders[0].lots[0].winner == Party(name="乙")


def test_attempts_of_one_lot_are_told_apart() -> None:
    tender = Tender(code="T", title="桥", lots=(Lot(code="1", outcome=Outcome.FAILED), Lot(code="1", attempt=2)))
    award = Award(tender_code="T", lot_code="1", attempt=2, winner=Party(name="甲"), amount=wan("9"))
    first, second = file_tenders([tender], awards=[award]).tenders[0].lots
    assert (first.deal, second.deal) == (None, wan("9"))


def test_every_row_of_every_sheet_is_accounted_for() -> None:
    sheets = read_tender_files(
        "examples/tenders-2017q1.csv",
        bids="examples/bids-2017q1.csv",
        awards="examples/awards-2017q1.csv",
        events="examples/events-2017q1.csv",
    )
    for name in ("bids", "awards", "events"):
        with Path(f"examples/{name}-2017q1.csv").open(encoding="utf-8", newline="") as stream:
            rows = len(list(csv.DictReader(stream)))
        inside = sum(len(getattr(file, name) or ()) for file in sheets.files)
        aside = sum(one.table == name for one in sheets.apart)
        assert inside + aside + len(sheets.loaded[name].rejected) == rows
    assert not sheets.ok
    assert [one.row for one in sheets.apart] == [5, 6, 8]


def test_sheets_of_one_workbook_with_headers_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    tenders = cells([text("项目编号"), text("项目名称"), text("预算")], [text("T1"), text("桥"), "<c><v>100</v></c>"])
    bids = cells(
        [text("项目"), text("投标人"), text("投标报价")],
        [text("T1"), text("甲"), "<c><v>95</v></c>"],
        [text("T1"), text("乙"), text("待定")],
    )
    path.write_bytes(workbook({"项目": tenders, "投标": bids}))
    headers = {"bids": {"项目": "tender_code"}, "tenders": {"预算": "lots.budget"}}
    sheets = read_tender_files((path, "项目"), bids=(path, "投标"), headers=headers, unit="万元")
    assert sheets.tenders[0].budget == wan("100")
    assert [one.reason for one in sheets.apart] == [ApartReason.INCOMPLETE]
    assert sheets.problems[0].startswith(f"{path}: 投标: row 2, column 投标报价")
