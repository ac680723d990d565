"""Other standards: what this library's records are in the terms of other tools.

Event logs, for process mining: `events` and `xes`.
"""

from __future__ import annotations

from zhengwu.interop.events import Event, EventLog, EventLogError, event_log
from zhengwu.interop.xes import to_xes, write_xes

__all__ = ["Event", "EventLog", "EventLogError", "event_log", "to_xes", "write_xes"]
