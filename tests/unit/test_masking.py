"""Masking: what identifies a citizen is gone, what an analysis needs is still there."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given, strategies as st

from zhengwu.errors import ZhengwuError
from zhengwu.exact import wan
from zhengwu.records import Party, Record, field, record
from zhengwu.records.masking import Pseudonyms, mask_address, mask_identity, mask_name, mask_phone, masked, scrub
from zhengwu.trading import Lot, Tender

SECRET = "a secret of at least sixteen characters"  # noqa: S105  made up
PHONE = "13900000000"
NUMBER = "32041219900101000X"


def test_pseudonyms_are_stable_for_a_secret_and_differ_between_secrets() -> None:
    one, again, other = Pseudonyms(SECRET), Pseudonyms(SECRET.encode()), Pseudonyms("another secret of mine")
    assert one.of(PHONE, "phone") == again.of("139-0000 0000", "phone") == one.of("１３９００００００００", "phone")
    assert one.of(PHONE, "phone") != other.of(PHONE, "phone")
    assert one.of(PHONE, "phone") != one.of("13900000001", "phone")
    assert one.of("张三") != one.of("张三", "identity")
    assert Pseudonyms().of(PHONE) != Pseudonyms().of(PHONE)


def test_a_secret_is_never_shown_and_not_too_short() -> None:
    assert SECRET not in repr(Pseudonyms(SECRET))
    with pytest.raises(ZhengwuError, match="holds a secret"):
        pickle.dumps(Pseudonyms(SECRET))
    with pytest.raises(ZhengwuError, match=r"secret: is too short to keep a secret \(expected 16 characters or more\)"):
        Pseudonyms("short")


def test_partial_masks() -> None:
    assert mask_phone("+86 139-0000-1234") == "139****1234"
    assert mask_phone("0519-86312345") == "051****2345"
    assert mask_phone("12345") == "****"
    assert mask_identity(NUMBER) == "320412************"
    assert mask_identity("320412900101000") == "320412*********"
    assert mask_identity("护照E12345678") == "******"
    assert (mask_name("欧阳小红"), mask_name("张"), mask_name(" ")) == ("欧***", "张*", "*")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("常州市武进区湖塘镇人民路1号", "常州市武进区****"),
        ("武进区延政中路28号", "武进区****"),
        ("昆山市某路1号阳光小区", "昆山市****"),
        ("阳光小区3栋", "****"),
        ("人民路1号武进区法院对面", "****"),
        ("某省某县某村", "某省某县****"),
        ("", "****"),
    ],
)
def test_an_address_keeps_its_district(address: str, shown: str) -> None:
    assert mask_address(address) == shown


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("电话13900000000。", "电话［号码］。"),
        ("电话１３９ ００００ ００００", "电话［号码］"),
        ("座机(0519)8631-2345转8", "座机([号码]转8"),
        ("证件32041219900101000X,请回", "证件［号码］,请回"),
        ("幺三九零零零零零零零零打我", "［号码］打我"),
        ("写信到 zhang.san@example.com 吧", "写信到 ［号码］ 吧"),
        ("2017-03-05 09:30 停水，共3户，欠费1200.50元", "2017-03-05 09:30 停水，共3户，欠费1200.50元"),
    ],
)
def test_scrubbing_finds_numbers_and_leaves_days_and_amounts(text: str, left: str) -> None:
    assert scrub(text) == left.replace("[", "［").replace("]", "］")


def test_scrubbing_finds_what_is_known() -> None:
    assert scrub("张三丰和张三来了", known=("张三", "张三丰", " ", "丰")) == "［隐去］和［隐去］来了"


def test_a_masked_record_is_one_and_keeps_what_an_analysis_needs() -> None:
    party = Party(name="甲公司", phone=PHONE, identity_number=NUMBER, uscc="91320400MA1AAAAA0A", region="320412")
    tender = Tender(title="路", lots=(Lot(budget=wan("1"), winner=party), Lot(budget=wan("2"), winner=party)))
    pseudonyms = Pseudonyms(SECRET)
    hidden = masked(tender, pseudonyms)
    first, second = (lot.winner for lot in hidden.lots)
    assert first is not None
    assert first == second, "the same party still is the same"
    assert (first.name, first.region, hidden.budget) == ("甲公司", "320412", wan("3"))
    assert first.phone == pseudonyms.of(PHONE, "phone")
    assert first.uscc is not None
    assert len(first.uscc) == 18
    told = hidden.to_json(private=True)
    assert not any(secret in told for secret in (PHONE, NUMBER, "91320400MA1AAAAA0A"))
    assert masked(tender, pseudonyms) == hidden


def test_texts_are_dropped_scrubbed_or_as_the_caller_wants() -> None:
    from zhengwu.hotline import Dispatch, HotlineTicket

    ticket = HotlineTicket(
        ticket_no="1",
        address="某区某路1号",
        content=f"某区某路1号的人，{PHONE}",
        dispatches=(Dispatch(unit="甲局", return_reason="不归我管"),),
    )
    pseudonyms = Pseudonyms(SECRET)
    assert masked(ticket, pseudonyms).content is None
    assert masked(ticket, pseudonyms, texts="scrub").content == "［隐去］的人，［号码］"
    assert masked(ticket, pseudonyms, texts=lambda text: f"{len(text)}字").content == "20字"
    assert masked(ticket, pseudonyms).address == "某区****"
    assert masked(ticket, pseudonyms).dispatches == (Dispatch(unit="甲局"),)


@record
class Meeting(Record):
    """A record with several names in one field."""

    witnesses: tuple[str, ...] = field(zh="见证人", default=(), private="name")
    remarks: tuple[str, ...] = field(zh="备注", default=(), private=True)


def test_several_in_one_field_are_masked_one_by_one() -> None:
    meeting = Meeting(witnesses=("张三丰", "李四光"), remarks=("李四光迟到",))
    key = Pseudonyms(SECRET)
    hidden = masked(meeting, key)
    assert hidden == Meeting(witnesses=(key.of("张三丰"), key.of("李四光")))
    assert masked(meeting, key, texts="scrub").remarks == ("［隐去］迟到",)


@given(st.text(max_size=20), st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.text(max_size=20))
def test_no_phone_number_survives_scrubbing(before: str, number: str, after: str) -> None:
    for shown in (number, f"{number[:3]} {number[3:7]} {number[7:]}", "-".join((number[:3], number[3:7], number[7:]))):
        assert shown not in scrub(f"{before}{shown}{after}")
