"""Nothing private comes out: secrets planted in every private field of every record class, and every output searched.

A phone number, an identity number, a name, an address and a free text are drawn; what any repr, message, table, export
or log says is searched for each of them, and for the digits of the numbers.
"""

from __future__ import annotations

import importlib
import logging
import pkgutil
import re
import traceback
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, get_args

import attrs
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

import zhengwu
from zhengwu.auditing.report import Report
from zhengwu.errors import ZhengwuError
from zhengwu.exact import Money, wan
from zhengwu.hotline import Activity, Category, Dispatch, Disposition, FollowUp, HotlineTicket, Reply
from zhengwu.hotline.bulletins import bulletin
from zhengwu.hotline.checks import breaches
from zhengwu.hotline.handling import act, handled, receive
from zhengwu.hotline.lifecycle import Step
from zhengwu.hotline.supervision import due_soon_list, overdue_list
from zhengwu.interop import event_log, to_xes
from zhengwu.periods import Period
from zhengwu.records import Record, Word, load_rows
from zhengwu.records.base import hints_of
from zhengwu.records.columns import kind_of
from zhengwu.records.html import loaded_html, records_html
from zhengwu.records.masking import Pseudonyms, masked
from zhengwu.stats.rollup import rollup
from zhengwu.table import Grid

SPRING = date(2017, 3, 1)
PHONES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
IDENTITIES = st.from_regex(r"3204(02|04|05|11|12)(19|20)[0-9]{2}(0[1-9]|1[0-2])[0-2][0-9]{4}[0-9X]", fullmatch=True)
NAMES = st.tuples(st.sampled_from("赵钱孙李周吴郑王冯陈"), st.sampled_from(("梓涵丰", "建国华", "秀英兰"))).map("".join)
ADDRESSES = st.integers(1, 999).map(lambda number: f"某某街道人民路{number}号")


@attrs.frozen
class Secrets:
    """Who somebody is."""

    phone: str
    identity: str
    name: str
    address: str

    @property
    def text(self) -> str:
        """A free text that says it all."""
        return f"我是{self.name}，住{self.address}，电话{self.phone}，证件{self.identity}"

    def plant(self, holds: str) -> str:
        """What a private field of that kind holds."""
        if holds == "credit_code":
            return self.identity
        return str(getattr(self, holds))

    def show_in(self, output: object) -> list[str]:
        """What of it an output shows, also with its digits apart."""
        shown = str(output)
        digits = re.sub(r"[\s\-\u2009\xa0]", "", shown)
        found = [one for one in (self.name, self.address, self.phone, self.identity) if one in shown]
        return found + [one for one in (self.phone, self.identity) if one in digits]


SECRETS = st.builds(Secrets, phone=PHONES, identity=IDENTITIES, name=NAMES, address=ADDRESSES)


def record_classes() -> Iterator[type[Record]]:
    """Every record class of the package, wherever it is defined."""
    for module in pkgutil.walk_packages(zhengwu.__path__, "zhengwu."):
        if module.name.split(".")[1] in ("records", "approval", "trading", "hotline"):
            for member in vars(importlib.import_module(module.name)).values():
                if isinstance(member, type) and issubclass(member, Record) and hasattr(member, "__attrs_attrs__"):
                    yield member


def private_fields(cls: type[Record]) -> list[Any]:
    return [attribute for attribute in attrs.fields(cls) if attribute.metadata["private"]]


CLASSES = sorted(set(record_classes()), key=lambda cls: (cls.__module__, cls.__qualname__))
WITH_PRIVATE = [cls for cls in CLASSES if private_fields(cls)]


def planted(cls: type[Record], secrets: Secrets) -> dict[str, Any]:
    """A secret for every private field; in one of several values, one of them."""
    found = {attribute.name: secrets.plant(attribute.metadata["holds"]) for attribute in private_fields(cls)}
    return {name: (value,) if kind_of(hints_of(cls)[name]) is tuple else value for name, value in found.items()}


def sample(kind: Any) -> Any:
    """A value of a field that must be filled, of the type that is annotated."""
    plain = kind_of(kind)
    if plain is tuple:
        return (sample(get_args(kind)[0]),)
    if issubclass(plain, Record):
        return filled(plain, {})
    if issubclass(plain, Word):
        return next(iter(plain))
    return {str: "甲", bool: True, int: 1, date: SPRING, Money: wan("1"), Period: Period("2017-Q1")}[plain]


def filled(cls: type[Record], given_: Mapping[str, object]) -> Record:
    """A record with these fields and all that it needs; one whose invariants want more is made without asking them."""
    hints = hints_of(cls)
    needed = [one.name for one in attrs.fields(cls) if one.default is attrs.NOTHING and one.name not in given_]
    values = {name: sample(hints[name]) for name in needed} | dict(given_)
    try:
        return cls(**values)
    except ZhengwuError:
        made = object.__new__(cls)
        for one in attrs.fields(cls):
            object.__setattr__(made, one.name, values.get(one.name, one.default))
        return made


def is_sound(one: Record) -> bool:
    """Whether its invariants hold and those of its parts, so that it can be made again with other values."""
    return messages(lambda: type(one).validate(one.to_dict(private=True))) == ""


def outputs(one: Record) -> Iterator[object]:
    """What a record shows of itself unasked."""
    yield from (repr(one), str(one), f"{one}", f"{one!r:>3}", one._repr_html_(), records_html([one], lang="en"))
    yield from (one.to_dict(), one.to_json(), repr((one,)), {"record": one})


def messages(call: Callable[[], object]) -> str:
    """All that an error says, its traceback too; "" where there is none."""
    try:
        call()
    except ZhengwuError as error:
        faults = getattr(error, "faults", ())
        shown = (str(error), repr(error), repr(error.value), error.args, faults, [str(fault) for fault in faults])
        # Lines of the traceback quote the source of this test, which names fields and not what they hold.
        return f"{shown} {''.join(traceback.format_exception(error))}"
    return ""


def test_the_classes_that_hold_somethings_private_are_known() -> None:
    names = {cls.__name__ for cls in WITH_PRIVATE}
    assert {"HotlineTicket", "Dispatch", "Extension", "Reply", "Call", "Party", "Evaluation", "CaseEvent"} <= names
    for cls in WITH_PRIVATE:
        assert {kind_of(hints_of(cls)[attribute.name]) for attribute in private_fields(cls)} <= {str, tuple}


@pytest.mark.parametrize("cls", WITH_PRIVATE, ids=lambda cls: cls.__name__)
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(secrets=SECRETS)
def test_no_record_shows_what_is_private(cls: type[Record], secrets: Secrets) -> None:
    hidden = planted(cls, secrets)
    one = filled(cls, hidden)
    assert all(getattr(one, name) == value for name, value in hidden.items())
    for output in outputs(one):
        assert secrets.show_in(output) == []
    asked = one.to_json(private=True)
    for value in hidden.values():
        assert (value if isinstance(value, str) else value[0]) in asked, "it is there for whoever asks for it by name"
    for texts in (None, "scrub") if is_sound(one) else ():
        told = masked(one, Pseudonyms(), texts=texts).to_json(private=True)
        assert not any(number in told for number in (secrets.phone, secrets.identity))
        assert texts is not None or secrets.show_in(told) == []


@pytest.mark.parametrize("cls", WITH_PRIVATE, ids=lambda cls: cls.__name__)
@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(secrets=SECRETS, junk=st.sampled_from((5, 1.5, [], {}, True)))
def test_no_message_about_a_record_shows_it(cls: type[Record], secrets: Secrets, junk: object) -> None:
    """Wrong kinds of values, in the private fields themselves and beside them; unknown fields; nothing right at all."""
    hidden = planted(cls, secrets)
    public = [attribute.name for attribute in attrs.fields(cls) if attribute.name not in hidden]
    wrong: list[object] = [
        {**hidden, **dict.fromkeys(public, junk)},
        {name: [value] for name, value in hidden.items()},
        {name: {"text": value} for name, value in hidden.items()},
        {**hidden, "not_a_field": junk},
        [hidden],
        [secrets.text],
    ]
    if secrets.phone.isdigit():
        wrong.append({name: int(secrets.phone) for name in hidden})
    for data in wrong:
        assert secrets.show_in(messages(lambda data=data: cls.validate(data))) == []  # type: ignore[misc]


@settings(max_examples=25)
@given(SECRETS)
def test_no_fault_of_bulk_reading_shows_it(secrets: Secrets) -> None:
    person = {"诉求人": secrets.name, "来电号码": secrets.phone, "诉求人证件号码": secrets.identity}
    person |= {"事发地址": secrets.address, "诉求内容": secrets.text}
    rows: list[Any] = [
        {"工单编号": "1", "受理时间": "2017-03-01", "承办单位": "甲局", **person},
        {"工单编号": "1", "受理时间": "2017-03-01", "承办单位": "乙局", **person, "诉求内容": "别的内容"},
        {"工单编号": "2", "受理时间": "三月", "承办单位": "甲局", **person},
        {"工单编号": "", "受理时间": "2017-03-01", "承办单位": "", **person},
        {"工单编号": "3", "受理时间": "2017-03-02", "办结时间": "2017-03-01", **person},
        {"工单编号": "4", **person, "来电号码": int(secrets.phone), "事发地址": [secrets.address]},
        {"工单编号": "5", **person, "诉求类型": "烦恼"},
    ]
    loaded = load_rows(rows, HotlineTicket)
    assert len(loaded.records) == 1
    assert len(loaded.rejected) == 6
    for shown in (loaded, *loaded.faults, *map(str, loaded.faults), loaded_html(loaded), loaded.faults):
        assert secrets.show_in(repr(shown)) == []
        assert secrets.show_in(shown) == []


def tickets_of(secrets: Secrets) -> list[HotlineTicket]:
    """Tickets with something to find about them: late, wrong, open, closed, answered at once."""
    person = {"caller_name": secrets.name, "caller_phone": secrets.phone, "caller_identity_number": secrets.identity}
    person |= {"address": secrets.address, "content": secrets.text}

    def step(activity: Activity, day: int, **details: Any) -> Step:
        said = {"reason": secrets.text, "content": secrets.text}
        return Step(activity=activity, at=date(2017, 3, day), **said | details)

    opened = handled(
        receive("1", SPRING, category=Category.COMPLAINT, **person),
        [step(Activity.FILE, 1), step(Activity.DISPATCH, 1, unit="甲局", due_at=date(2017, 3, 8))],
    )
    asked = handled(
        opened,
        [
            *(step(activity, 2) for activity in (Activity.ASK_RETURN, Activity.REFUSE_RETURN, Activity.HANDLE)),
            step(Activity.ASK_EXTENSION, 3),
        ],
    )
    direct = act(receive("3", SPRING, **person), step(Activity.ANSWER, 1))
    wrong = HotlineTicket(
        ticket_no="4",
        received_at=date(2017, 3, 9),
        disposition=Disposition.DISPATCHED,
        dispatches=(Dispatch(unit="乙局", dispatched_at=SPRING, return_reason=secrets.text),),
        replies=(Reply(at=SPRING, content=secrets.text),),
        followups=(FollowUp(reached=True, at=SPRING, solved=False),),
        **person,  # type: ignore[arg-type]
    )
    return [opened, asked.evolve(ticket_no="2"), direct, wrong]


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(secrets=SECRETS)
def test_no_table_list_finding_log_or_export_shows_it(secrets: Secrets, caplog: pytest.LogCaptureFixture) -> None:
    tickets = tickets_of(secrets)
    with caplog.at_level(logging.DEBUG):
        as_of = date(2017, 3, 31)
        month = bulletin(tickets, "2017-03", on="received_at", as_of=as_of)
        quarter = rollup(tickets, "unit", on="received_at", period="quarter", within="2016-Q4")
        lists = (overdue_list(tickets, as_of), due_soon_list(tickets, SPRING, within=30))
        found = breaches(tickets)
        log = event_log(tickets)
        report: Report = zhengwu.audit(month.table.grid)
        shown: list[object] = [month, repr(month), month._repr_html_(), quarter, quarter.uncounted, repr(quarter)]
        shown += [text for one in lists for text in (one, repr(one), one.table._repr_html_(), one.table.grid)]
        shown += [found, *found, log, log.columns(), log.to_csv(names="xes"), to_xes(log).decode()]
        shown += [report.to_dict(lang=lang) for lang in ("zh", "en")]
        shown += [month.table.explain(0, column) for column in range(1, 8)]
        shown += [list(month.table.explain(0, 1).parts), repr(quarter.computation)]
    assert lists[0].items
    assert found
    assert log.events
    assert quarter.uncounted
    for output in shown:
        assert secrets.show_in(output) == []
    assert caplog.records == []


@settings(max_examples=10)
@given(SECRETS)
def test_no_refused_step_shows_it(secrets: Secrets) -> None:
    for ticket in tickets_of(secrets):
        for activity in Activity:
            step = Step(activity=activity, at=SPRING, reason=secrets.text, content=secrets.text)
            assert secrets.show_in(repr(step)) == []
            assert secrets.show_in(messages(lambda ticket=ticket, step=step: act(ticket, step))) == []  # type: ignore[misc]


@settings(max_examples=15)
@given(SECRETS)
def test_no_report_on_a_table_with_callers_in_it_shows_them(secrets: Secrets) -> None:
    """Columns that name persons are no labels, are listed nowhere and are printed as ***; the grid keeps them."""
    header = ["工单编号", "诉求人", "联系电话", "身份证号码", "住址", "诉求内容", "派发量", "办结量", "办结率（%）"]
    person = [secrets.name, secrets.phone, secrets.identity, secrets.address, secrets.text]
    rows = [header, ["1", *person, "100", "98", "98.00"], ["2", *person, "200", "150", "85.00"]]
    for body in (rows, [header, ["合计", *person, "300", "248", "82.67"], *rows[1:]]):
        report = zhengwu.audit(Grid.of(body, caption="工单情况表"))
        assert report.findings
        shown: list[object] = [report, repr(report), report._repr_html_(), report.to_html(), report.findings]
        shown += [report.to_dict(lang=lang) for lang in ("zh", "en")]
        shown += [text for table in report.sources for text in (table, repr(table), table._repr_html_(), table.rows)]
        for output in shown:
            assert secrets.show_in(output) == []
        assert "***" in str(report)
        assert report.sources[0].grid.text(1, 1) == secrets.name


@settings(max_examples=15)
@given(SECRETS)
def test_a_number_of_somebody_without_a_header_is_not_listed(secrets: Secrets) -> None:
    first, second = ["甲", secrets.phone, "3"], ["乙", secrets.identity, "x"]
    rows = [["单位", "备查", "派发量"], first, second, ["丙", "甲", f"{secrets.identity[:17]}X"]]
    report = zhengwu.audit(Grid.of(rows, caption="工单情况表"))
    told = f"{report.to_dict()['skipped']}"
    assert secrets.phone not in told
    assert secrets.identity[:17] not in told
