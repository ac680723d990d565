"""Clock policies: data of places, found by place, day and kind of demand, or refused with one clear sentence."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from zhengwu.errors import CalendarError, ReadError
from zhengwu.hotline import Activity, Category, Dispatch, HotlineTicket
from zhengwu.hotline.handling import act, receive
from zhengwu.hotline.lifecycle import Step
from zhengwu.hotline.policies import ClockPolicy, Limit, Policies, PolicyError, bundled_policies
from zhengwu.hotline.policy_files import parse_policies, read_policies, reference_data
from zhengwu.records.convention import ClockUnit
from zhengwu.workdays import workdays

at = datetime.fromisoformat
DAY = date(2017, 3, 30)
PLACE = """
[[policy]]
id = "district-2016"
jurisdiction = "320412"
effective_to = 2016-12-31
[[policy.limit]]
amount = 10
unit = "工作日"

[[policy]]
id = "district-2017"
jurisdiction = "320412"
zh = "某区工单办理办法"
source = "made up"
effective_from = 2017-01-01
count_start_day = true
cutoff = "17:30"
restart_on_redispatch = false
[[policy.limit]]
step = "sign"
amount = 4
unit = "小时"
[[policy.limit]]
step = "return"
amount = 1
unit = "工作日"
[[policy.limit]]
urgencies = ["紧急"]
amount = 24
unit = "小时"
start = "received"
[[policy.limit]]
categories = ["咨询", "求助"]
amount = 3
unit = "自然日"
[[policy.limit]]
categories = ["投诉", "举报"]
amount = 5
unit = "工作日"
"""


def ticket(**fields: Any) -> HotlineTicket:
    values: dict[str, Any] = {"ticket_no": "1", "region": "320412", "received_at": at("2017-03-30T18:00")}
    return HotlineTicket(**values | fields)


def refused(text: str) -> str:
    with pytest.raises((PolicyError, ReadError)) as caught:
        parse_policies(text, where="mine.toml")
    return str(caught.value)


class TestWhichPolicy:
    def test_the_one_in_force_there_and_then(self) -> None:
        policies = parse_policies(PLACE)
        assert policies.of(ticket()).id == "district-2017"
        assert policies.of(ticket(received_at=date(2016, 12, 31))).id == "district-2016"
        assert policies.of(ticket(region=None), jurisdiction="320412").id == "district-2017"

    def test_a_ticket_without_one_is_refused(self) -> None:
        policies = parse_policies(PLACE)
        for one, told in (
            (ticket(region="320413"), "320413, received 2017-03-30"),
            (ticket(region=None), "no place, received 2017-03-30"),
            (ticket(received_at=None), "320412, received at no known time"),
        ):
            with pytest.raises(PolicyError, match=rf"ticket \(工单\): '1' has no clock policy: {told} \(expected"):
                policies.of(one)

    def test_two_in_force_are_refused(self) -> None:
        twice = Policies(tuple(ClockPolicy(id=name, jurisdiction="320412", limits=()) for name in "ab"))
        with pytest.raises(PolicyError, match="has 2 clock policies: 320412, received 2017-03-30 "):
            twice.of(ticket())

    def test_drafts_are_taken_only_where_they_are_named(self) -> None:
        with pytest.raises(PolicyError, match="has no clock policy"):
            bundled_policies().of(ticket(region="北京市"))
        assert bundled_policies().named("beijing-draft-2021").status == "secondary"
        with pytest.raises(PolicyError, match=r"'x' is not a clock policy \(expected beijing-draft-2021"):
            bundled_policies().named("x")

    def test_policies_of_several_files_go_together(self) -> None:
        both = bundled_policies() + parse_policies(PLACE)
        assert len(list(both)) == 4
        with pytest.raises(PolicyError, match="'beijing-draft-2021' is the id of two policies"):
            _ = both + bundled_policies()


class TestWhichLimit:
    @pytest.mark.parametrize(
        ("category", "urgency", "amount", "unit"),
        [
            ("咨询", None, 3, ClockUnit.CALENDAR_DAYS),
            ("咨询", "紧急", 24, ClockUnit.HOURS),
            ("投诉举报", "一般", 5, ClockUnit.WORKING_DAYS),
            ("举报", "本地叫法", 5, ClockUnit.WORKING_DAYS),
        ],
    )
    def test_the_first_that_fits(self, category: str, urgency: str | None, amount: int, unit: ClockUnit) -> None:
        limit = parse_policies(PLACE).named("district-2017").limit(ticket(category=Category(category), urgency=urgency))
        assert (limit.amount, limit.unit) == (amount, unit)

    def test_none_that_fits_is_refused(self) -> None:
        policy = parse_policies(PLACE).named("district-2017")
        with pytest.raises(PolicyError, match=r"'1' has no limit for the step handle in .* \(建议"):
            policy.limit(ticket(category=Category.SUGGEST))
        with pytest.raises(PolicyError, match="class not stated, urgency not stated"):
            policy.limit(ticket())
        half = Limit(amount=1, unit=ClockUnit.HOURS, categories=frozenset({Category.COMPLAINT}))
        assert not half.fits(ticket(category=Category.COMPLAINT_OR_REPORT)), "a merged class is not half of itself"


class TestDeadlines:
    def test_days_count_as_the_policy_says(self) -> None:
        policy = parse_policies(PLACE).named("district-2017")
        dispatch = Dispatch(unit="甲局", dispatched_at=at("2017-03-30T18:00"))
        complaint = ticket(category=Category.COMPLAINT, dispatches=(dispatch,))
        # After closing time on Thursday: it starts on Friday, which counts; Saturday 1 April was worked.
        due = policy.deadline(complaint)
        assert due.due == date(2017, 4, 7)
        assert due.convention.to_dict() == {
            "unit": "工作日",
            "count_start_day": True,
            "cutoff": "17:30",
            "calendar": "mainland China",
        }
        enquiry = ticket(category=Category.CONSULT, dispatches=(dispatch,))
        assert policy.deadline(enquiry).due == date(2017, 4, 2), "three days, that of receipt being the 31st"
        closed = workdays().with_closures([date(2017, 4, 5)])
        assert policy.deadline(complaint, calendar=closed).due == date(2017, 4, 10)

    def test_hours_run_day_and_night(self) -> None:
        policy = parse_policies(PLACE).named("district-2017")
        assert policy.deadline(ticket(urgency="紧急")).due == at("2017-03-31T18:00")
        with pytest.raises(CalendarError, match="no time of day"):
            policy.deadline(ticket(urgency="紧急", received_at=DAY))

    def test_a_start_that_nobody_knows_is_refused(self) -> None:
        policy = parse_policies(PLACE).named("district-2017")
        with pytest.raises(PolicyError, match="does not say when it was dispatched, from which the limit runs"):
            policy.deadline(ticket(category=Category.CONSULT))
        assert policy.deadline(ticket(category=Category.CONSULT), started=at("2017-03-30T08:00")).due == date(
            2017, 4, 1
        )

    def test_a_dispatch_gets_the_ends_of_all_its_clocks(self) -> None:
        policy = parse_policies(PLACE).named("district-2017")
        one = receive("1", at("2017-03-30T09:00"), category=Category.COMPLAINT)
        one = act(one, Step(activity=Activity.FILE, at=at("2017-03-30T09:05")))
        now = at("2017-03-30T10:00")
        limits = policy.limits_at(one, now)
        assert limits == {
            "due_at": date(2017, 4, 6),
            "sign_by": at("2017-03-30T14:00"),
            "return_by": DAY,
        }
        one = act(one, Step(activity=Activity.DISPATCH, at=now, unit="甲局", **limits))  # type: ignore[arg-type]
        assert one.due_at == date(2017, 4, 6)
        again = policy.limits_at(one, at("2017-04-05T10:00"))
        assert "due_at" not in again, "the clock goes on with a redispatch"
        urgent = policy.limits_at(ticket(urgency="紧急"), at("2017-04-05T10:00"))
        assert urgent["due_at"] == at("2017-03-31T18:00"), "from receipt"

    def test_the_draft_of_beijing(self) -> None:
        policy = bundled_policies().named("beijing-draft-2021")
        ends = {
            urgency: policy.deadline(ticket(urgency=urgency)).due for urgency in ("紧急", "水电气热", "一般", "疑难")
        }
        assert ends == {
            "紧急": at("2017-03-30T20:00"),
            "水电气热": at("2017-03-31T18:00"),
            "一般": date(2017, 4, 6),
            "疑难": date(2017, 4, 14),
        }
        assert [limit.stated for limit in policy.limits] == [True, True, False, False]


class TestFiles:
    def test_a_file_of_anybodys(self, tmp_path: Path) -> None:
        file = tmp_path / "mine.toml"
        file.write_text(PLACE, "utf-8")
        first, second = read_policies(file)
        assert (first.effective_to, second.cutoff) == (date(2016, 12, 31), time(17, 30))

    def test_a_time_of_day_may_be_that_of_toml(self) -> None:
        (policy,) = parse_policies(f"{self.HEAD}cutoff = 17:30:00\n{self.LIMIT}")
        assert policy.cutoff == time(17, 30)

    def test_a_file_that_cannot_be_read(self, tmp_path: Path) -> None:
        with pytest.raises(ReadError, match="cannot be read"):
            read_policies(tmp_path / "none.toml")
        file = tmp_path / "mine.toml"
        file.write_bytes(b"\xff")
        with pytest.raises(ReadError, match="is not UTF-8"):
            read_policies(file)
        file.write_bytes(b"#" * 1_000_001)
        with pytest.raises(ReadError, match="too large"):
            read_policies(file)

    LIMIT = '[[policy.limit]]\namount = 1\nunit = "工作日"\n'
    HEAD = '[[policy]]\nid = "a"\njurisdiction = "b"\n'

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("x =", "mine.toml: is not TOML"),
            ("", "mine.toml: policy: declares no policy"),
            ("policy = [1]", "mine.toml: policy 1: 1 is not a table"),
            (HEAD, "limit: has no limit"),
            (f"{HEAD}limits = 3\n", "key: 'limits' is not known"),
            (f"[[policy]]\nid = 3\njurisdiction = 'b'\n{LIMIT}", "id: 3 is not a text"),
            (f"{HEAD}effective_from = 2017-03-01T09:00:00\n{LIMIT}", "effective_from: datetime"),
            (f"{HEAD}in_force = 1\n{LIMIT}", "in_force: 1 is neither true nor false"),
            (f"{HEAD}cutoff = '25:00'\n{LIMIT}", "cutoff: '25:00' is not a time of day (expected such as 17:30)"),
            (f"{HEAD}{LIMIT.replace('1', '0')}", "policy 1, limit 1: amount: 0 is not a limit"),
            (f"{HEAD}{LIMIT.replace('1', 'true')}", "amount: True is not a limit"),
            (f"{HEAD}{LIMIT.replace('工作日', '日')}", "unit: '日' is not a word of its vocabulary (expected 工作日"),
            (f"{HEAD}{LIMIT}categories = ['烦恼']\n", "categories: '烦恼' is not a word"),
            (f"{HEAD}{LIMIT}categories = '咨询'\n", "categories: '咨询' is not a list"),
            (f"{HEAD}{LIMIT}step = 'close'\n", "step: 'close' is no choice (expected handle, sign, return, contact)"),
            (f"{HEAD}{LIMIT}start = 'now'\n", "start: 'now' is no choice"),
            (f"{HEAD}{LIMIT}stated = 1\n", "stated: 1 is neither true nor false"),
            (f"{HEAD}{LIMIT}days = 1\n", "key: 'days' is not known"),
        ],
    )
    def test_what_a_file_says_wrongly_is_told_with_its_place(self, text: str, told: str) -> None:
        assert told in refused(text)

    def test_what_is_bundled_has_its_source_and_mark(self) -> None:
        data = reference_data()
        for entry in (*data["service_level"], *data["policy"], *data["score_rule"], *data["weighting"]):
            assert entry["source"]
            assert entry["status"] in ("verified", "secondary", "inferred")
        assert not any(policy.in_force for policy in bundled_policies()), "nobody's rule is built in"
