"""What all records share: frozen objects with official terms, the door for outside data, parties and sources.

>>> Party.validate({"name": "某某公司", "role": "中标人"}).to_json()
'{"name":"某某公司","category":null,"role":"中标人","region":null}'
"""

from __future__ import annotations

from zhengwu.records.base import Quantities, Record, field, label, part_of, record
from zhengwu.records.faults import Fault, RecordError
from zhengwu.records.instant import Instant, read_instant
from zhengwu.records.party import Party, Source
from zhengwu.records.rows import Loaded, load_rows
from zhengwu.records.whole import Whole, read_whole
from zhengwu.records.words import Satisfaction, Word

__all__ = [
    "Fault",
    "Instant",
    "Loaded",
    "Party",
    "Quantities",
    "Record",
    "RecordError",
    "Satisfaction",
    "Source",
    "Whole",
    "Word",
    "field",
    "label",
    "load_rows",
    "part_of",
    "read_instant",
    "read_whole",
    "record",
]
