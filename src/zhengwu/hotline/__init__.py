"""The 12345 hotline (政务服务便民热线): tickets with their lifecycle and clocks, calls, and their figures.

    tickets     HotlineTicket as a record; receive, act and Step: what happens, by LIFECYCLE; load_lives for event logs
    clocks      ClockPolicy, Policies: the limits of a place, as data; read_policies for a file of anybody's
    lists       overdue_list and due_soon_list as of a time; as_it_stood for one ticket
    figures     bulletin by unit; Call and its rates; means, score rules; everything else by `zhengwu.rollup`
    checks      breaches: what cannot have happened to a ticket, found

>>> HotlineTicket.validate({"ticket_no": "1", "disposition": "转办", "dispatches": [{"unit": "城管局"}]}).unit
'城管局'
"""

from __future__ import annotations

from zhengwu.hotline.averages import average_handling, average_wait, seats_per_100_000, tickets_per_day
from zhengwu.hotline.bulletins import Bulletin, bulletin
from zhengwu.hotline.call import Call
from zhengwu.hotline.checks import Breach, breaches
from zhengwu.hotline.handling import act, handled, receive
from zhengwu.hotline.lifecycle import LIFECYCLE, Step
from zhengwu.hotline.parts import Dispatch, Evaluation, Extension, FollowUp, Reply, TicketEvent
from zhengwu.hotline.policies import ClockPolicy, Limit, Policies, PolicyError, bundled_policies
from zhengwu.hotline.policy_files import parse_policies, read_policies
from zhengwu.hotline.reading import LoadedLives, load_lives
from zhengwu.hotline.scores import ScoreRule, Weighting, score_rules, weightings
from zhengwu.hotline.standing import as_it_stood, is_open, is_overdue
from zhengwu.hotline.supervision import SupervisionList, due_soon_list, overdue_list
from zhengwu.hotline.ticket import HotlineTicket
from zhengwu.hotline.words import Activity, Category, Disposition, Role, TicketState, Urgency

__all__ = [
    "LIFECYCLE",
    "Activity",
    "Breach",
    "Bulletin",
    "Call",
    "Category",
    "ClockPolicy",
    "Dispatch",
    "Disposition",
    "Evaluation",
    "Extension",
    "FollowUp",
    "HotlineTicket",
    "Limit",
    "LoadedLives",
    "Policies",
    "PolicyError",
    "Reply",
    "Role",
    "ScoreRule",
    "Step",
    "SupervisionList",
    "TicketEvent",
    "TicketState",
    "Urgency",
    "Weighting",
    "act",
    "as_it_stood",
    "average_handling",
    "average_wait",
    "breaches",
    "bulletin",
    "bundled_policies",
    "due_soon_list",
    "handled",
    "is_open",
    "is_overdue",
    "load_lives",
    "overdue_list",
    "parse_policies",
    "read_policies",
    "receive",
    "score_rules",
    "seats_per_100_000",
    "tickets_per_day",
    "weightings",
]
