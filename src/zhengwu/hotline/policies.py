"""Clock policies: which limit a ticket has, as data of a place. There is no national one in days, so none is built in.

A policy says for whom and since when it holds, and for each kind of demand how many hours, calendar or working days
there are from receipt or dispatch. The bundled ones are examples that somebody names; those of a place come from a file
of the same form (`read_policies`).

>>> from datetime import date
>>> ticket = HotlineTicket(ticket_no="1", category="投诉", received_at=date(2017, 3, 30))
>>> due = bundled_policies().named("bureau-by-category").deadline(ticket)
>>> due.due, due.convention.zh
(datetime.date(2017, 4, 19), '按工作日计；受理当日不计；日历：中国大陆')
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Literal, TypeAlias

import attrs

from zhengwu.errors import ZhengwuError
from zhengwu.hotline.ticket import HotlineTicket
from zhengwu.hotline.words import Category, Urgency
from zhengwu.records.clock import Deadline, deadline
from zhengwu.records.convention import ClockUnit, Convention
from zhengwu.workdays import Workdays

__all__ = ["ClockPolicy", "Limit", "Policies", "PolicyError", "ServiceStep", "bundled_policies"]

ServiceStep: TypeAlias = Literal["handle", "sign", "return", "contact"]
"""What a limit is for: handling, signing (签收), asking to return (退单), the first contact with the caller (响应)."""

_ENDS: Mapping[ServiceStep, str] = {
    "handle": "due_at",
    "sign": "sign_by",
    "return": "return_by",
    "contact": "contact_by",
}
_IN_ONE = {Category.COMPLAINT_OR_REPORT: frozenset({Category.COMPLAINT, Category.REPORT})}


class PolicyError(ZhengwuError, LookupError):
    """A ticket without a limit or with more than one policy; or a file that declares a policy wrongly."""


@attrs.frozen(kw_only=True)
class Limit:
    """A limit of `amount` hours or days for demands of some kinds (none named: of all).

    `stated`: the rule names the unit; otherwise the unit is a reading of it.
    """

    amount: int
    unit: ClockUnit
    step: ServiceStep = "handle"
    start: Literal["received", "dispatched"] = "dispatched"
    categories: frozenset[Category] = frozenset()
    urgencies: frozenset[Urgency] = frozenset()
    stated: bool = True

    def fits(self, ticket: HotlineTicket) -> bool:
        """Whether it is for a demand of this kind. A merged class (投诉举报) needs a limit for all of its parts."""
        if self.urgencies and _urgency(ticket) not in self.urgencies:
            return False
        if not self.categories or ticket.category in self.categories:
            return True
        parts = _IN_ONE.get(ticket.category) if ticket.category is not None else None
        return parts is not None and parts <= self.categories


@attrs.frozen(kw_only=True)
class ClockPolicy:
    """The limits of a place between two days (both included, None: open), with how its days are counted.

    `restart_on_redispatch` is None where the rule does not say whether the clock starts again with a redispatch.
    """

    id: str
    jurisdiction: str
    limits: tuple[Limit, ...]
    zh: str = ""
    source: str = ""
    status: str = "verified"
    in_force: bool = True
    effective_from: date | None = None
    effective_to: date | None = None
    count_start_day: bool = False
    cutoff: time | None = None
    restart_on_redispatch: bool | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on that day."""
        first, last = self.effective_from, self.effective_to
        return self.in_force and (first is None or first <= day) and (last is None or day <= last)

    def limit(self, ticket: HotlineTicket, *, step: ServiceStep = "handle") -> Limit:
        """The first limit for a demand of this kind. Raises `PolicyError` where there is none."""
        found = next((limit for limit in self.limits if limit.step == step and limit.fits(ticket)), None)
        if found is None:
            kinds = f"{_word(ticket.category)}, {ticket.urgency or 'urgency not stated'}"
            problem = f"has no limit for the step {step} in the policy {self.id} ({kinds})"
            raise PolicyError(problem, field="ticket (工单)", value=ticket.ticket_no)
        return found

    def deadline(
        self,
        ticket: HotlineTicket,
        *,
        step: ServiceStep = "handle",
        started: date | None = None,
        calendar: Workdays | None = None,
    ) -> Deadline:
        """When the limit ends, with the convention it was counted by.

        The clock starts at `started`, else when the ticket was received or dispatched, as the limit says. Raises
        `PolicyError` where no limit or no start is known, `CalendarError` outside the calendar and for hours from a day
        without its time.
        """
        limit = self.limit(ticket, step=step)
        if started is None:
            dispatched = ticket.dispatch.dispatched_at if ticket.dispatch else None
            started = ticket.received_at if limit.start == "received" else dispatched
        if started is None:
            problem = f"does not say when it was {limit.start}, from which the limit runs"
            raise PolicyError(problem, field="ticket (工单)", value=ticket.ticket_no)
        return deadline(started, limit.amount, convention=self.convention(limit, calendar=calendar))

    def convention(self, limit: Limit, *, calendar: Workdays | None = None) -> Convention:
        """How one of its limits is counted."""
        return Convention(
            unit=limit.unit,
            count_start_day=limit.unit.is_days and self.count_start_day,
            cutoff=self.cutoff if limit.unit.is_days else None,
            calendar=calendar if limit.unit is ClockUnit.WORKING_DAYS else None,
        )

    def limits_at(self, ticket: HotlineTicket, at: date, *, calendar: Workdays | None = None) -> dict[str, date | None]:
        """The ends of all clocks of a dispatch made at that time, under the names that `Step` and `Dispatch` give them.

        A step for which the policy has no limit is left out. With `restart_on_redispatch` of False a redispatch keeps
        its limit for handling. Raises as `deadline` does.
        """
        found: dict[str, date | None] = {}
        for step, name in _ENDS.items():
            if not any(limit.step == step and limit.fits(ticket) for limit in self.limits):
                continue
            if step == "handle" and ticket.due_at is not None and self.restart_on_redispatch is False:
                continue
            start = ticket.received_at if self.limit(ticket, step=step).start == "received" else at
            found[name] = self.deadline(ticket, step=step, started=start, calendar=calendar).due
        return found


@attrs.frozen
class Policies:
    """Policies of several places and times."""

    policies: tuple[ClockPolicy, ...]

    def __attrs_post_init__(self) -> None:
        ids = [one.id for one in self.policies]
        for name in (name for name in ids if ids.count(name) > 1):
            raise PolicyError("is the id of two policies", field="policy", value=name)

    def __iter__(self) -> Iterator[ClockPolicy]:
        return iter(self.policies)

    def __add__(self, other: Policies) -> Policies:
        return Policies((*self.policies, *other.policies))

    def named(self, name: str) -> ClockPolicy:
        """The policy with this id, in force or not. Raises `PolicyError`, listing the ids."""
        found = next((one for one in self.policies if one.id == name), None)
        if found is None:
            expected = ", ".join(one.id for one in self.policies) or "a policy"
            raise PolicyError("is not a clock policy", field="policy", value=name, expected=expected)
        return found

    def of(self, ticket: HotlineTicket, *, jurisdiction: str | None = None) -> ClockPolicy:
        """The policy in force for a ticket where and when it was received; the place is its region unless named.

        Raises `PolicyError` where none is, or more than one.

        >>> Policies(()).of(HotlineTicket(ticket_no="1", region="320412", received_at=date(2017, 3, 1)))
        Traceback (most recent call last):
        zhengwu.hotline.policies.PolicyError: ticket (工单): '1' has no clock policy: 320412, received 2017-03-01 \
(expected a policy of that place in force on that day)
        """
        place, received = jurisdiction or ticket.region, ticket.received_at
        day = received.date() if isinstance(received, datetime) else received
        found = [one for one in self.policies if place == one.jurisdiction and day is not None and one.holds_on(day)]
        if len(found) == 1:
            return found[0]
        told = f"{place or 'no place'}, received {day or 'at no known time'}"
        if found:
            raise PolicyError(
                f"has {len(found)} clock policies: {told}",
                field="ticket (工单)",
                value=ticket.ticket_no,
                expected=f"one of {', '.join(one.id for one in found)}",
            )
        raise PolicyError(
            f"has no clock policy: {told}",
            field="ticket (工单)",
            value=ticket.ticket_no,
            expected="a policy of that place in force on that day",
        )


@functools.cache
def bundled_policies() -> Policies:
    """The policies of ``reference/hotline.toml``: examples that were read or quoted, none of them in force by itself.

    >>> [policy.id for policy in bundled_policies()]
    ['beijing-draft-2021', 'bureau-by-category']
    """
    from zhengwu.hotline.policy_files import policies_of, reference_data

    return policies_of(reference_data()["policy"])


def _urgency(ticket: HotlineTicket) -> Urgency | None:
    try:
        return Urgency(ticket.urgency) if ticket.urgency is not None else None
    except ValueError:  # a wording of the place's own
        return None


def _word(category: Category | None) -> str:
    return "class not stated" if category is None else category.zh
