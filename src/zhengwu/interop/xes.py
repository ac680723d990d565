"""Event logs in XES, the exchange format of process mining (IEEE 1849-2016), as one XML document.

Written with the standard extensions concept, lifecycle, organizational and time; the timestamps of a log without a time
zone have none, and a tool may take them for UTC, so give `event_log` its ``zone``.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import IO, TYPE_CHECKING

from zhengwu.errors import MissingExtraError
from zhengwu.interop.events import COLUMNS, EventLog

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["to_xes", "write_xes"]

_VERSION = "1849.2016"
_EXTENSIONS = (
    ("Concept", "concept"),
    ("Lifecycle", "lifecycle"),
    ("Organizational", "org"),
    ("Time", "time"),
)
_TRACE, _ACTIVITY, _TIME, _RESOURCE, _LIFECYCLE, _PRECISION = (name.removeprefix("case:") for name in COLUMNS.values())
_NEVER = "1970-01-01T00:00:00Z"  # what an event without the attribute would have; every event has it
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2


def to_xes(log: EventLog, *, title: str = "") -> bytes:
    """The log as the bytes of an XES document; `title` is its name.

    Characters that XML cannot hold are left out. Raises `MissingExtraError` when lxml is not installed.

    >>> from datetime import date
    >>> from zhengwu.approval.case import Case
    >>> from zhengwu.interop.events import event_log
    >>> document = to_xes(event_log([Case(case_no="A1", accepted_at=date(2017, 3, 1))])).decode()
    >>> '<date key="time:timestamp" value="2017-03-01T00:00:00"/>' in document
    True
    """
    buffer = io.BytesIO()
    _write(log, buffer, title)
    return buffer.getvalue()


def write_xes(log: EventLog, path: str | Path, *, title: str = "") -> None:
    """The log written to a file, trace by trace. Raises what `to_xes` and opening the file raise."""
    _require_lxml()
    with Path(path).open("wb") as file:
        _write(log, file, title)


def _require_lxml() -> None:
    try:
        import lxml.etree  # noqa: F401
    except ImportError:
        problem = "writing XES needs lxml, which is not installed"
        raise MissingExtraError(problem, expected="pip install 'zhengwu[docx]'") from None


def _write(log: EventLog, file: IO[bytes], title: str) -> None:
    _require_lxml()
    from lxml.etree import Element, SubElement, xmlfile

    def add(parent: _Element, tag: str, key: str, value: str) -> None:
        SubElement(parent, tag, {"key": key, "value": _NOT_XML.sub("", value)})

    head = Element("log")
    for name, prefix in _EXTENSIONS:
        uri = f"http://www.xes-standard.org/{prefix}.xesext"
        SubElement(head, "extension", {"name": name, "prefix": prefix, "uri": uri})
    add(SubElement(head, "global", {"scope": "trace"}), "string", _TRACE, "")
    always = SubElement(head, "global", {"scope": "event"})
    for key in (_ACTIVITY, _LIFECYCLE, _PRECISION):
        add(always, "string", key, "")
    add(always, "date", _TIME, _NEVER)
    SubElement(head, "classifier", {"name": "Activity", "scope": "event", "keys": _ACTIVITY})
    add(head, "string", _TRACE, title)
    add(head, "string", "lifecycle:model", "standard")
    with xmlfile(file, encoding="utf-8") as writer:
        writer.write_declaration()
        with writer.element("log", {"xes.version": _VERSION, "xes.features": ""}):
            for element in head:
                writer.write(element)
            for case, events in log.traces():
                trace = Element("trace")
                add(trace, "string", _TRACE, case)
                for event in events:
                    one = SubElement(trace, "event")
                    add(one, "string", _ACTIVITY, event.activity)
                    add(one, "string", _LIFECYCLE, event.lifecycle)
                    add(one, "string", _PRECISION, event.precision)
                    add(one, "date", _TIME, event.timestamp.isoformat())
                    if event.resource is not None:
                        add(one, "string", _RESOURCE, event.resource)
                writer.write(trace)
