"""Records: their terms, their invariants, and the door that is derived from each class."""

from __future__ import annotations

import copy
import importlib
import json
import pickle
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import attrs
import pydantic
import pytest

from zhengwu.approval import (
    Case,
    CaseEvent,
    CaseState,
    CaseType,
    CountState,
    Evaluation,
    HandlingForm,
    SpecialKind,
    SpecialProcedure,
    Window,
    WindowPeriodCount,
)
from zhengwu.errors import InexactError, UndefinedRateError, ZhengwuError
from zhengwu.exact import Money, Rate, wan
from zhengwu.hotline import Dispatch, Disposition, FollowUp, HotlineTicket, Role, TicketState
from zhengwu.hotline.parts import Evaluation as TicketEvaluation
from zhengwu.periods import Period
from zhengwu.records import Party, Record, RecordError, Satisfaction, Source, Word, field, record
from zhengwu.records.instant import InstantError, is_after, read_instant
from zhengwu.records.whole import read_whole
from zhengwu.reference.glossary import glossary
from zhengwu.trading import Lot, Outcome, PropertyAuction, Tender

CLASSES: tuple[type[Record], ...] = (
    *(Window, WindowPeriodCount, Case, CaseEvent, SpecialProcedure, Evaluation),
    *(Lot, Tender, PropertyAuction),
    *(HotlineTicket, Dispatch, FollowUp, TicketEvaluation),
    *(Party, Source),
)
SPRING = date(2017, 3, 1)
WINTER = date(2017, 1, 1)
MORNING = datetime(2017, 3, 1, 9)  # noqa: DTZ001  an office writes its local time
DIRECT = HotlineTicket(ticket_no="1", disposition=Disposition.DIRECT)
at = datetime.fromisoformat


class Foreign(pydantic.BaseModel):
    """A model of somebody else's."""

    tender: Tender
    case: Case | None = None


def untyped(cls: Callable[..., object], **fields: Any) -> object:
    """A call with values that no type checker lets pass."""
    return cls(**fields)


def refused(make: Callable[[], object]) -> str:
    with pytest.raises(ZhengwuError) as caught:
        make()
    return str(caught.value)


@pytest.mark.parametrize("cls", CLASSES)
class TestEveryClass:
    def test_every_field_has_its_official_term(self, cls: type[Record]) -> None:
        for attribute in attrs.fields(cls):
            assert any("\u4e00" <= character <= "\u9fff" for character in attribute.metadata["zh"])

    def test_a_term_is_the_glossarys_unless_the_class_says_otherwise(self, cls: type[Record]) -> None:
        for attribute in attrs.fields(cls):
            if attribute.metadata["term"] is not None:
                assert glossary().term(attribute.metadata["term"]).id == attribute.metadata["term"]

    def test_no_two_fields_share_a_header(self, cls: type[Record]) -> None:
        words = [word for a in attrs.fields(cls) for word in (a.name, a.metadata["zh"], *a.metadata["also"])]
        assert len(words) == len(set(words))

    def test_json_schema_has_every_field_under_its_official_term(self, cls: type[Record]) -> None:
        schema = cls.json_schema()
        schema = schema["$defs"][cls.__name__] if "$ref" in schema else schema
        titles = {name: part["title"] for name, part in schema["properties"].items()}
        assert titles == {a.name: a.metadata["zh"] for a in attrs.fields(cls)}
        assert set(schema.get("required", ())) == {a.name for a in attrs.fields(cls) if a.default is attrs.NOTHING}
        assert schema["additionalProperties"] is False
        json.dumps(schema)

    def test_it_is_frozen_and_has_slots(self, cls: type[Record]) -> None:
        assert not hasattr(cls, "__dict__") or "__dict__" not in dir(cls)
        assert cls.__slots__ is not None

    def test_what_it_counts_is_declared(self, cls: type[Record]) -> None:
        for name in cls.QUANTITIES:
            assert glossary().term(name).kind in ("amount", "count")
        assert not cls.QUANTITIES or cls.COUNTED in cls.QUANTITIES
        assert not cls.COUNTED or glossary().unit(cls.COUNT_UNIT)

    def test_garbage_is_refused_with_this_librarys_errors(self, cls: type[Record]) -> None:
        for data in (None, 5, "x", [], [1], {"nothing": 1}, {1: 2}, object()):
            with pytest.raises(RecordError):
                cls.validate(data)
        for text in ("", "{", "null", "[]", "\ud800", b"\xff", "[" * 10_000, '{"x": NaN}'):
            with pytest.raises(RecordError):
                cls.from_json(text)


class TestClosedDoor:
    """The parts every record shares, on one of them."""

    def test_pydantic_is_loaded_only_when_the_door_is_used(self) -> None:
        program = (
            "import sys, zhengwu.trading, zhengwu.approval, zhengwu.hotline\n"
            "from zhengwu.exact import wan\n"
            "zhengwu.trading.Lot(budget=wan('438'))\n"
            "print([name for name in ('pydantic', 'pydantic_core', 'rich') if name in sys.modules])"
        )
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "[]"

    def test_records_are_values(self) -> None:
        lot = Lot(budget=wan("438"), deal=wan("358"))
        same = Lot.validate({"budget": "438万元", "deal": "3580000元"})
        assert lot == same
        assert hash(lot) == hash(same)
        assert pickle.loads(pickle.dumps(same)) == lot  # noqa: S301
        assert copy.deepcopy(lot) == lot
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            lot.budget = None  # type: ignore[misc]

    def test_where_a_record_came_from_is_no_part_of_it(self) -> None:
        assert Window(name="甲", source=Source(name="a.csv", row=1)) == Window(name="甲", source=Source(name="b.csv"))

    def test_evolve_checks_again(self) -> None:
        lot = Lot(budget=wan("438"))
        assert lot.evolve(deal=wan("358")).savings == wan("80")
        assert attrs.evolve(lot, bids=3).bids == 3  # type: ignore[misc]
        assert "bids (投标家数): -1 is not a count" in refused(lambda: lot.evolve(bids=-1))

    def test_every_fault_at_once_each_with_its_field(self) -> None:
        data = {
            "notice": "2017-13-01",
            "lots": [{"budget": 438.5, "deal": "五万"}, {"outcome": "完了", "bids": 2.0, "consortium_allowed": "x"}],
            "owner": {"name": 7},
            "titel": "x",
        }
        with pytest.raises(RecordError) as caught:
            Tender.validate(data)
        found = {fault.field: fault for fault in caught.value.faults}
        assert set(found) == {
            "title (项目名称)",
            "notice (招标公告时间)",
            "lots[0].budget (预算金额)",
            "lots[0].deal (成交金额)",
            "lots[1].outcome (交易结果)",
            "lots[1].bids (投标家数)",
            "lots[1].consortium_allowed (是否允许联合体)",
            "owner.name (名称)",
            "titel",
        }
        assert found["titel"].message == "is not a field of Tender (expected title (项目名称))"
        assert found["title (项目名称)"].message == "is missing"
        assert 'write it as text: "438.5"' in found["lots[0].budget (预算金额)"].message
        assert found["lots[0].deal (成交金额)"].value == "五万"
        assert "9 faults in Tender: " in str(caught.value)
        assert "and 4 more" in str(caught.value)

    def test_an_invariant_is_told_where_the_record_is_nested(self) -> None:
        message = refused(lambda: Tender.from_json('{"title": "x", "lots": [{"deal": "0元"}]}'))
        assert message.startswith('lots[0].deal (成交金额): Money("0元") is not above zero')

    def test_one_field_and_one_sentence(self) -> None:
        assert refused(lambda: Lot.validate({"budget": "5万"})) == (
            "budget (预算金额): '5万' is not an amount of money (expected a number followed by 元, 万元 or 亿元)"
        )
        assert refused(lambda: Lot.validate({"outcome": 5})).startswith(
            "outcome (交易结果): 5 is not a word of its voc"
        )
        assert refused(lambda: Lot.validate({"code": 5})) == "code (标段编号): 5 is not a text"
        assert refused(lambda: Window.from_json("{")).startswith("is not JSON: ")
        assert "is not a Window" in refused(lambda: Window.validate(5))
        assert refused(lambda: Tender.validate({"title": "x", "lots": 5})) == "lots (标段): 5 is not a list"

    @pytest.mark.parametrize("bad", [438, 438.0, True, Decimal(438), "438", "x", "1美元2", None, [], {}])
    def test_an_amount_needs_its_unit(self, bad: object) -> None:
        data = json.loads(json.dumps(bad, default=str))
        assert data is None or refused(lambda: Lot.validate({"budget": bad}))
        assert data is None or refused(lambda: Lot.from_json(json.dumps({"budget": data})))

    @pytest.mark.parametrize("bad", [0.5, "1/0", "0.5", True, object(), wan("1")])
    def test_a_rate_is_a_fraction_or_a_percentage(self, bad: object) -> None:
        assert "deposit_share (保证金比例)" in refused(lambda: Lot.validate({"deposit_share": bad}))

    @pytest.mark.parametrize("bad", ["五月", "2017-13", 201701, None, object()])
    def test_a_period_is_a_text(self, bad: object) -> None:
        assert "period (时间)" in refused(lambda: WindowPeriodCount.validate({"window": "甲", "period": bad}))

    def test_values_pass_as_they_are(self) -> None:
        lot = Lot.validate({"budget": wan("438"), "deposit_share": Rate("1/50"), "awarded_at": SPRING})
        assert (lot.deposit_share, lot.awarded_at) == (Rate("2%"), SPRING)
        assert Tender.validate({"title": "x", "lots": [lot]}).lots[0] is lot

    def test_it_nests_in_a_foreign_model(self) -> None:
        tender = Tender.single(title="道路", budget=wan("438"), deposit_share=Rate("1/50"), awarded_at=SPRING)
        model = Foreign.model_validate({"tender": tender, "case": {"case_no": "1", "case_type": "1"}})
        assert model.tender is tender
        assert model.case == Case(case_no="1", case_type=CaseType.INSTANT)
        assert Foreign.model_validate_json(model.model_dump_json()) == model
        assert set(Foreign.model_json_schema()["$defs"]) >= {"Tender", "Lot", "Case", "Party"}
        assert (
            Foreign.model_json_schema(mode="serialization")["$defs"]["Lot"]["properties"]["deal"]["title"] == "成交金额"
        )
        with pytest.raises(pydantic.ValidationError) as caught:
            Foreign.model_validate({"tender": {"title": "x", "lots": [{"budget": 5.5}]}})
        assert [fault["loc"] for fault in caught.value.errors()] == [("tender", "lots", 0, "budget")]

    def test_python_values_stay_values_in_a_foreign_dump(self) -> None:
        tender = Tender.single(title="道路", budget=wan("438"))
        assert Foreign(tender=tender).model_dump()["tender"]["lots"][0]["budget"] == wan("438")

    def test_json_of_a_text_no_json_can_hold(self) -> None:
        assert "cannot be written as JSON" in refused(lambda: Window(name="\ud800").to_json())

    def test_a_record_of_one_field(self) -> None:
        @record
        class Lone(Record):
            """A record of one field."""

            name: str = field(zh="名称")

        globals()["Lone"] = Lone
        assert Lone.from_json(Lone(name="甲").to_json()) == Lone(name="甲")

    def test_a_field_needs_a_term(self) -> None:
        with pytest.raises(TypeError, match="official term"):
            field()
        assert refused(lambda: field(term="budgett")).startswith("term: 'budgett' is not a term of the glossary")


class TestPrivacy:
    """A citizen's phone and identity number are kept, and never shown."""

    SECRETS = ("13900000000", "320412199001010000", "我要投诉")

    def records(self) -> list[Record]:
        phone, number, text = self.SECRETS
        return [
            Party(name="张某", phone=phone, identity_number=number, uscc=number),
            HotlineTicket(ticket_no="1", content=text + phone, address=phone),
            Evaluation(level=Satisfaction.SATISFIED, text=text),
            CaseEvent(seq=1, stage_name="受理", opinion=text),
            Dispatch(unit="甲局", return_reason=text),
        ]

    def test_repr_and_json_show_none_of_it_unless_asked(self) -> None:
        for one in self.records():
            assert not any(secret in f"{one!r} {one} {one.to_json()} {one.to_dict()}" for secret in self.SECRETS)
            assert any(secret in one.to_json(private=True) for secret in self.SECRETS)

    def test_a_private_field_is_asked_for_by_name(self) -> None:
        phone, number, _ = self.SECRETS
        party = Party(name="张某", phone=phone, identity_number=number)
        assert party.to_dict(private="phone") == {
            "name": "张某",
            "category": None,
            "role": None,
            "region": None,
            "phone": phone,
        }
        in_part = Tender.single(title="路", winner=party)
        assert phone in in_part.to_json(private=("phone",))
        assert number not in in_part.to_json(private=("phone",))

    def test_a_model_of_somebody_elses_writes_none_of_it_unless_asked(self) -> None:
        phone, _, _ = self.SECRETS
        foreign = Foreign(tender=Tender.single(title="路", winner=Party(name="张某", phone=phone)))
        assert phone not in f"{foreign!r} {foreign.model_dump()} {foreign.model_dump_json()}"
        assert phone in foreign.model_dump_json(context={"private": ["phone"]})

    def test_no_message_shows_any_of_it(self) -> None:
        for data in (
            {"name": "张某", "phone": 13900000000},
            {"name": "张某", "uscc": "320412199001010000 "},
            {"name": "张某", "identity_number": 320412199001010000, "phone": ["13900000000"]},
            {"name": 5, "phone": "13900000000"},
            ["13900000000"],
        ):
            with pytest.raises(RecordError) as caught:
                Party.validate(data)
            told = f"{caught.value} {caught.value!r} {caught.value.faults}"
            assert not any(secret in told for secret in self.SECRETS)


class TestWords:
    def test_a_word_is_its_official_term(self) -> None:
        assert str(CaseType.INSTANT) == f"{CaseType.INSTANT}" == CaseType.INSTANT == CaseType.INSTANT.zh == "即办件"
        assert {CaseType.INSTANT: 1}["即办件"] == 1  # type: ignore[index]

    def test_it_reads_aliases_codes_and_names(self) -> None:
        assert CaseType("instant") is CaseType("1") is CaseType(" １ ") is CaseType.INSTANT
        assert Outcome("中标") is Outcome.AWARDED
        assert HandlingForm("web").is_online
        assert not HandlingForm.COURIER.is_online
        bads: tuple[Any, ...] = ("", "x" * 100, 1.0, True, None, 7)
        for bad in bads:
            with pytest.raises(ValueError, match="CaseType"):
                CaseType(bad)

    def test_no_wording_means_two_words(self) -> None:
        vocabularies = [
            member
            for room in ("approval", "trading", "hotline", "records")
            for member in vars(importlib.import_module(f"zhengwu.{room}.words")).values()
            if isinstance(member, type) and issubclass(member, Word) and member is not Word
        ]
        assert len(vocabularies) >= 10
        for vocabulary in vocabularies:
            wordings = [text for word in vocabulary for text in (word.value, *word.aliases)]
            assert len(wordings) == len(set(wordings)), vocabulary

    def test_levels(self) -> None:
        assert [level.level for level in Satisfaction] == [1, 2, 3, 4, 5]
        assert [level.is_satisfied for level in Satisfaction] == [True, True, True, False, False]


class TestInstant:
    @pytest.mark.parametrize(
        ("text", "instant"),
        [
            ("2017-03-05", date(2017, 3, 5)),
            ("2017/3/5", date(2017, 3, 5)),
            ("2017.3.5", date(2017, 3, 5)),
            ("20170305", date(2017, 3, 5)),
            ("２０１７年３月５日", date(2017, 3, 5)),
            ("2017年 3月 5号", date(2017, 3, 5)),
            ("2017-03-05 09:30", at("2017-03-05T09:30:00")),
            ("2017年3月5日9时30分", at("2017-03-05T09:30:00")),
            ("2017/3/5 9：30：05", at("2017-03-05T09:30:05")),
            ("2017-03-05T09:30:00.25", at("2017-03-05T09:30:00.250000")),
            ("2017-03-05T09:30:00+08:00", at("2017-03-05T09:30:00+08:00")),
            ("2017-03-05T00:00:00", at("2017-03-05T00:00:00")),
        ],
    )
    def test_read(self, text: str, instant: date) -> None:
        assert read_instant(text) == instant
        assert type(read_instant(text)) is type(instant)

    @pytest.mark.parametrize(
        "text",
        ["", "3月5日", "2017-03", "2017-02-29", "2017-3/5", "05/03/2017", "2017-03-05 25:00", "42800", 42800, 4.5, None,
         "2017-03-05" * 10, "0000-01-01", "2017年3月5日 上午", "x:y", "2017-W10-1", "T"],
    )  # fmt: skip
    def test_anything_else_is_refused(self, text: object) -> None:
        with pytest.raises(InstantError, match="is not a day"):
            read_instant(text)

    def test_only_what_both_know_is_compared(self) -> None:
        noon = at("2017-03-05T12:00:00")
        assert is_after(noon, at("2017-03-05T11:00:00"))
        assert not is_after(noon, date(2017, 3, 5))
        assert not is_after(date(2017, 3, 5), noon)
        assert is_after(date(2017, 3, 6), noon)
        assert not is_after(noon, None)
        assert not is_after(noon, at("2017-03-01T00:00:00+00:00"))


class TestWhole:
    def test_read(self) -> None:
        assert [read_whole(text) for text in ("35", "1,193", "35.0", "３５", 35)] == [35, 1193, 35, 35, 35]

    @pytest.mark.parametrize("bad", ["", "3.5", "x", 3.0, True, None, [], "9" * 200, "1e3"])
    def test_anything_else_is_refused(self, bad: object) -> None:
        with pytest.raises(ZhengwuError):
            read_whole(bad)


class TestInvariants:
    def test_a_text_of_a_vocabulary_becomes_its_word(self) -> None:
        made: Any = untyped(Lot, outcome="中标", awarded_at=MORNING, is_sme=None)
        assert made.outcome is Outcome.AWARDED
        assert made.evolve(outcome="废标").outcome is Outcome.VOID
        assert made == Lot(outcome=Outcome.AWARDED, awarded_at=MORNING)

    def test_what_may_be_a_citizens_is_not_shown_with_its_wrong_type(self) -> None:
        with pytest.raises(RecordError) as caught:
            untyped(Party, name="甲", phone=13_800_138_000)
        assert str(caught.value) == "phone (联系电话): is not a text"

    @pytest.mark.parametrize(
        ("make", "message"),
        [
            (lambda: Window(name=" "), "name (窗口名称): ' ' is not a text with something in it"),
            (lambda: Window(name="甲", valid_from=SPRING, valid_to=WINTER), "lies before valid_from (启用日期)"),
            (lambda: WindowPeriodCount(window="甲", period=Period("2017"), count=-1), "count (办件量): -1 is not"),
            (lambda: Case(case_no="1" * 51), "is too long (expected at most 50 characters)"),
            (lambda: Case(case_no="1", accepted_at=SPRING, closed_at=WINTER), "lies before accepted_at (受理时间)"),
            (lambda: Case(case_no="1", applied_at=SPRING, closed_at=WINTER), "lies before applied_at (申请时间)"),
            (lambda: untyped(Case, case_no="1", events=[]), "events (办理过程): is not a tuple of its parts"),
            (lambda: untyped(Case, case_no="1", accepted_at="2017-03-01"), "accepted_at (受理时间): '2017-03-01' is"),
            (lambda: untyped(Case, case_no="1", evaluations=(1,)), "evaluations (好差评): is not a tuple"),
            (lambda: CaseEvent(seq=-1, stage_name="受理"), "seq (环节序号): -1 is not a count"),
            (lambda: untyped(Evaluation, level=1), "level (满意度等级): 1 is not a level"),
            (lambda: untyped(TicketEvaluation, level=1), "level (评价等级): 1 is not a level"),
            (lambda: Lot(deal=wan("-1")), 'deal (成交金额): Money("-1万元") is not above zero'),
            (lambda: untyped(Lot, deal="358万元"), "deal (成交金额): '358万元' is not an amount of money"),
            (lambda: untyped(Lot, outcome="不详"), "outcome (交易结果): '不详' is not an Outcome (expected 成交, "),
            (lambda: untyped(Lot, is_sme="否"), "is_sme (是否中小微企业): '否' is neither true nor false (expected"),
            (lambda: untyped(Lot, is_sme=1), "is_sme (是否中小微企业): 1 is neither true nor false"),
            (lambda: untyped(Lot, code=2017), "code (标段编号): 2017 is not a text"),
            (lambda: untyped(Lot, bids=True), "bids (投标家数): True is not a count"),
            (lambda: untyped(Lot, winner="甲公司"), "winner (中标人): '甲公司' is not a Party (expected Party(…))"),
            (lambda: untyped(Lot, awarded_at="2017-03-01"), "awarded_at (中标公告时间): '2017-03-01' is not a day"),
            (lambda: untyped(Tender, title="x", lots=(Lot(),), owner=1), "owner (招标人): 1 is not a Party"),
            (lambda: Lot(attempt=0), "attempt (招标次数): 0 is not a count (expected a whole number, 1 or more)"),
            (lambda: Tender(title="x", lots=()), "lots (标段): has too few parts (expected at least 1 Lot)"),
            (lambda: untyped(Tender, title="x", lots=[Lot()]), "lots (标段): is not a tuple of its parts"),
            (lambda: Tender(title="", lots=(Lot(),)), "title (项目名称): '' is not a text"),
            (lambda: PropertyAuction(title="x", start=wan("0")), "start (起始价): "),
            (lambda: PropertyAuction(title="x", notice_days=-1), "notice_days (公告期（天）): -1"),
            (lambda: PropertyAuction(title="x", listed_from=SPRING, traded_at=WINTER), "traded_at (成交日期): "),
            (lambda: Dispatch(unit="甲", dispatched_at=SPRING, finished_at=WINTER), "finished_at (承办办结时间): "),
            (lambda: FollowUp(reached=False, solved=True), "solved (是否解决): True is told by a caller who was not"),
            (lambda: DIRECT.evolve(dispatches=(Dispatch(unit="甲"),)), "disposition (处理方式): "),
            (lambda: Party(name="甲", uscc="91"), "uscc (统一社会信用代码): is not a credit code"),
            (lambda: Source(name="a.csv", row=0), "row (行号): 0 is not a count"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_is_refused(self, make: Callable[[], object], message: str) -> None:
        assert message in refused(make)

    def test_a_float_is_told_what_to_write(self) -> None:
        budget: Any = 55000.92
        with pytest.raises(InexactError, match=r'write it as text: "55000\.92"'):
            Lot(budget=budget)

    def test_what_law_or_place_rules_is_not_checked(self) -> None:
        """A deal above the ceiling, or below the reserve, is a finding and no impossible record."""
        assert Lot(ceiling=wan("1"), deal=wan("2"), budget=wan("1")).savings == wan("-1")
        assert PropertyAuction(title="x", reserve=wan("2"), deal=wan("1")).is_sold
        assert Case(case_no="1", promised_at=date(2017, 1, 1), accepted_at=SPRING).promised_at


class TestApproval:
    def test_the_state_of_a_count_follows_from_it(self) -> None:
        states = [WindowPeriodCount(window="甲", period=Period("2017-01"), count=count).state for count in (3, 0, None)]
        assert states == [CountState.VALUE, CountState.ZERO, CountState.BLANK]
        closed = WindowPeriodCount(window="甲", period=Period("2017-01"), state=CountState.NOT_OPEN)
        assert closed.state is CountState.NOT_OPEN
        assert WindowPeriodCount.from_json(closed.to_json()) == closed
        with pytest.raises(RecordError, match="does not go with a count of 3"):
            closed.evolve(count=3)

    def test_a_blank_is_not_zero(self) -> None:
        count = WindowPeriodCount.QUANTITIES["case_count"]
        assert count(WindowPeriodCount(window="甲", period=Period("2017-01"))) is None
        assert count(WindowPeriodCount(window="甲", period=Period("2017-01"), count=0)) == 0

    @pytest.mark.parametrize(
        ("fields", "quantities"),
        [
            ({}, {"case_count": 1, "accepted": 0, "completed": 0, "unfinished": 0, "instant": None, "evaluated": None}),
            ({"accepted_at": SPRING}, {"accepted": 1, "completed": 0, "unfinished": 1, "on_time": None, "early": None}),
            (
                {"accepted_at": SPRING, "closed_at": date(2017, 3, 9), "promised_at": date(2017, 3, 8)},
                {"completed": 1, "on_time": 0, "overdue": 1, "early": None},
            ),
            (
                {
                    "case_type": CaseType.PROMISED,
                    "accepted_at": SPRING,
                    "closed_at": date(2017, 3, 7),
                    "promised_at": date(2017, 3, 8),
                },
                {"on_time": 1, "overdue": 0, "early": 1, "promised": 1, "instant": 0},
            ),
            ({"closed_at": SPRING, "state": CaseState.CORRECTION_LAPSED}, {"completed": 0, "accepted": 0}),
            ({"state": CaseState.FORWARDED}, {"forwarded_up": 1}),
            ({"channel": HandlingForm.WEB}, {"online_cases": 1}),
            ({"channel": HandlingForm.WINDOW}, {"online_cases": 0}),
            ({"evaluations": ()}, {"evaluated": 0, "satisfied": 0, "dissatisfied": 0}),
            (
                {
                    "evaluations": (
                        Evaluation(level=Satisfaction.SATISFIED, ordinal=2),
                        Evaluation(level=Satisfaction.VERY_DISSATISFIED, ordinal=1),
                    )
                },
                {"evaluated": 1, "satisfied": 1, "dissatisfied": 0},
            ),
        ],
    )
    def test_quantities(self, fields: dict[str, Any], quantities: dict[str, int | None]) -> None:
        case = Case(case_no="1", **fields)
        assert {name: Case.QUANTITIES[name](case) for name in quantities} == quantities

    def test_a_voided_case_counts_nowhere(self) -> None:
        assert list(Case(case_no="1", state=CaseState.VOIDED).counted()) == []
        assert [*Case(case_no="1").counted()] == [Case(case_no="1")]

    def test_special_procedures_keep_extension_and_stop_apart(self) -> None:
        assert SpecialProcedure.validate({"kind": "A"}).kind is SpecialKind.EXTENSION
        assert SpecialProcedure.validate({"kind": 2}).kind is SpecialKind.STOP


class TestTrading:
    def test_the_contract(self) -> None:
        tender = Tender.single(title="电子政务外网改造", budget=wan("438"), deal=wan("358"), method="单一来源")
        assert (tender.savings, f"{tender.savings_rate:.2%}") == (wan("80"), "18.26%")
        assert attrs.fields(Lot).budget.metadata["zh"] == "预算金额"
        assert attrs.fields(PropertyAuction).start.metadata["term"] == "start_price"

    def test_a_tender_shows_the_sums_of_its_lots(self) -> None:
        lots = (
            Lot(budget=wan("100"), deal=wan("90"), ceiling=wan("99"), estimate=wan("101"), bids=3, base_price=wan("9")),
            Lot(budget=wan("50"), provisional=wan("2")),
            Lot(deal=wan("7")),
        )
        tender = Tender(title="x", lots=lots)
        assert (tender.budget, tender.deal, tender.ceiling) == (wan("150"), wan("97"), wan("99"))
        assert (tender.estimate, tender.base_price, tender.provisional, tender.bids) == (
            *(wan("101"), wan("9"), wan("2")),
            3,
        )
        assert tender.savings == wan("10")
        assert tender.savings_rate == Rate("10%"), "only the lot that has both"

    def test_no_lot_with_both_has_no_rate(self) -> None:
        tender = Tender.single(title="x", budget=wan("1"))
        assert tender.savings is None
        with pytest.raises(UndefinedRateError) as caught:
            _ = tender.savings_rate
        assert caught.value.reason == "missing"
        with pytest.raises(UndefinedRateError):
            _ = PropertyAuction(title="x", start=wan("1")).premium_rate

    def test_a_lot_counts_once(self) -> None:
        lots = (Lot(code="1", budget=wan("1")), Lot(code="2", budget=wan("2"), method="询价"))
        tender = Tender(title="x", method="公开招标", lots=lots)
        views = list(tender.counted())
        assert [view.method for view in views] == ["公开招标", "询价"]
        assert [Tender.QUANTITIES["budget"](view) for view in views] == [wan("1"), wan("2")]
        assert [Tender.QUANTITIES["project_count"](view) for view in views] == [1, 1]
        single = Tender.single(title="x")
        assert list(single.counted()) == [single]

    def test_a_failed_attempt_counts_in_the_failure_rate_only(self) -> None:
        failed = Tender.single(title="x", budget=wan("5"), outcome=Outcome.FAILED)
        values = {name: read(failed) for name, read in Tender.QUANTITIES.items()}
        assert (values["project_count"], values["budget"], values["failed_tenders"]) == (0, None, 1)
        assert values["tender_attempts"] == 1
        assert Tender.QUANTITIES["failed_tenders"](Tender.single(title="x")) is None

    def test_direct_awards_are_summed_and_enter_no_rate(self) -> None:
        direct = Tender.single(title="x", budget=wan("5"), deal=wan("5"), method="直接发包")
        assert Tender.QUANTITIES["budget"](direct) == wan("5")
        assert Tender.QUANTITIES["savings"](direct) is None
        assert not direct.enters("savings_rate")
        assert direct.enters("share")
        assert Tender.single(title="x", method="公开招标").enters("savings_rate")
        lease = PropertyAuction(title="x", start=wan("1"), deal=wan("1"), method="协议租赁")
        assert PropertyAuction.QUANTITIES["premium"](lease) is None
        assert not lease.enters("premium_rate")

    def test_awarded_when_the_last_lot_is(self) -> None:
        lots = (Lot(awarded_at=SPRING), Lot(awarded_at=at("2017-03-02T09:00:00")))
        assert Tender(title="x", lots=lots).awarded_at == at("2017-03-02T09:00:00")
        assert Tender(title="x", lots=(*lots, Lot())).awarded_at is None
        assert Tender(title="x", lots=lots).outcome is None
        assert Tender(title="x", lots=(Lot(outcome=Outcome.VOID), Lot())).outcome is None

    def test_auctions(self) -> None:
        lot = PropertyAuction(title="x", start=wan("25.81"), deal=wan("26.07"), bids=4)
        assert (lot.premium, lot.premium_rate.percent()) == (wan("0.26"), "1.01%")
        unsold = PropertyAuction(title="x", start=wan("5"), outcome=Outcome.UNSOLD)
        values = {name: read(unsold) for name, read in PropertyAuction.QUANTITIES.items()}
        assert (values["sold_lots"], values["listed_lots"], values["start_price"], values["premium"]) == (
            0,
            1,
            None,
            None,
        )
        assert PropertyAuction.QUANTITIES["sold_lots"](PropertyAuction(title="x")) is None
        assert PropertyAuction.QUANTITIES["bids"](lot) == 4
        assert PropertyAuction.QUANTITIES["project_count"](lot) == 1


class TestHotline:
    def ticket(self, **fields: Any) -> HotlineTicket:
        return HotlineTicket(ticket_no="1", **fields)

    @pytest.mark.parametrize(
        ("fields", "quantities"),
        [
            ({}, {"case_count": 1, "accepted": 1, "direct": None, "completed": None, "followed_up": None}),
            (
                {"disposition": Disposition.DIRECT},
                {"direct": 1, "dispatched": 0, "completed": None, "unfinished": None},
            ),
            ({"disposition": Disposition.INVALID}, {"accepted": 0, "invalid": 1}),
            (
                {"disposition": Disposition.DISPATCHED, "state": TicketState.MERGED},
                {"dispatched": 0, "completed": None},
            ),
            (
                {"disposition": Disposition.DISPATCHED},
                {"dispatched": 1, "completed": 0, "unfinished": 1, "on_time": None},
            ),
            (
                {
                    "disposition": Disposition.DISPATCHED,
                    "dispatches": (Dispatch(unit="甲", due_at=SPRING, finished_at=SPRING, returned_at=SPRING),),
                },
                {"completed": 1, "on_time": 1, "overdue": 0, "returned": 1},
            ),
            (
                {
                    "disposition": Disposition.DISPATCHED,
                    "dispatches": (Dispatch(unit="甲", due_at=SPRING),),
                    "closed_at": date(2017, 3, 2),
                },
                {"completed": 1, "on_time": 0, "overdue": 1},
            ),
            ({"followups": ()}, {"followed_up": 0, "reached": 0, "evaluated": 0, "satisfied": None}),
            (
                {
                    "followups": (
                        FollowUp(reached=True, satisfaction=Satisfaction.DISSATISFIED, solved=False),
                        FollowUp(reached=True, satisfaction=Satisfaction.SATISFIED, solved=True),
                        FollowUp(reached=False),
                    )
                },
                {
                    "followed_up": 3,
                    "reached": 2,
                    "evaluated": 1,
                    "satisfied": 1,
                    "dissatisfied": 0,
                    "solved": 1,
                    "unsolved": 0,
                },
            ),
        ],
    )
    def test_quantities(self, fields: dict[str, Any], quantities: dict[str, int | None]) -> None:
        ticket = self.ticket(**fields)
        assert {name: HotlineTicket.QUANTITIES[name](ticket) for name in quantities} == quantities

    def test_the_leading_unit_is_the_one_that_must_act(self) -> None:
        lead, assist = Dispatch(unit="甲", role=Role.LEAD), Dispatch(unit="乙", role=Role.ASSIST)
        assert self.ticket(dispatches=(lead, assist)).unit == "甲"
        assert self.ticket(dispatches=(assist,)).unit == "乙"
        assert self.ticket().unit is None
        assert self.ticket(dispatches=(lead,)).due_at is None

    def test_a_merged_bucket_is_never_split(self) -> None:
        assert HotlineTicket.validate({"ticket_no": "1", "category": "投诉举报"}).category == "投诉举报"

    def test_money_never_reads_as_a_count(self) -> None:
        assert not any(isinstance(read(self.ticket()), Money) for read in HotlineTicket.QUANTITIES.values())
