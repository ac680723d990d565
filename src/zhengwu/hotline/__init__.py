"""The 12345 hotline (政务服务便民热线): tickets with their dispatches, follow-ups and evaluations.

>>> HotlineTicket.validate({"ticket_no": "1", "disposition": "转办", "dispatches": [{"unit": "城管局"}]}).unit
'城管局'
"""

from __future__ import annotations

from zhengwu.hotline.parts import Dispatch, Evaluation, Extension, FollowUp, Reply, TicketEvent
from zhengwu.hotline.ticket import HotlineTicket
from zhengwu.hotline.words import Activity, Category, Disposition, Role, TicketState, Urgency

__all__ = [
    "Activity",
    "Category",
    "Dispatch",
    "Disposition",
    "Evaluation",
    "Extension",
    "FollowUp",
    "HotlineTicket",
    "Reply",
    "Role",
    "TicketEvent",
    "TicketState",
    "Urgency",
]
