"""The published documents that zhengwu was built on, as facts: figures, tables and the relations between them.

One JSON file holds one text: figures exactly as printed with their place in the source file, both tables of the 2017
first-quarter newsletter cell for cell, and which figures hang together. No verdict is stored and no sentence.

>>> [document.id for document in documents()][:2]
['district-2023h1', 'huanggu-2023']
>>> document("wujin-2017q1").tables[1].rows[1]
('', '公开招标', '35 ', '55000.92 ', '45613.01 ', '9387.91 ', '17.07%')
>>> half_year = document("jintan-2017h1")
>>> rate = next(relation for relation in half_year.relations if relation.name == "completion_rate")
>>> [half_year.figure(id).text for id in (*rate.form.operands, rate.target)]
['5617件', '5773件', '97.3%']
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from zhengwu.errors import UnknownNameError
from zhengwu.reference.forms import (
    Bound,
    Form,
    HiddenWhole,
    Linear,
    Product,
    Ratio,
    Reason,
    Repeat,
    Terms,
    Unprinted,
)
from zhengwu.reference.published.facts import PublishedDocument, PublishedFigure, PublishedRelation, PublishedTable
from zhengwu.reference.published.reading import KINDS, read_document

__all__ = [
    "KINDS",
    "Bound",
    "Form",
    "HiddenWhole",
    "Linear",
    "Product",
    "PublishedDocument",
    "PublishedFigure",
    "PublishedRelation",
    "PublishedTable",
    "Ratio",
    "Reason",
    "Repeat",
    "Terms",
    "Unprinted",
    "document",
    "documents",
    "read_document",
]


@cache
def documents() -> tuple[PublishedDocument, ...]:
    """Every published document of this library, ordered by id; read once. Raises `ReadError` for a broken file."""
    folder = files(__name__)
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".json"))
    return tuple(read_document((folder / name).read_text(encoding="utf-8"), source=name) for name in names)


def document(document_id: str) -> PublishedDocument:
    """The published document with this id. Raises `UnknownNameError`.

    >>> document("suqian-2015").place
    '江苏省宿迁市'
    """
    for candidate in documents():
        if candidate.id == document_id:
            return candidate
    known = ", ".join(candidate.id for candidate in documents())
    raise UnknownNameError("is no published document", field="document", value=document_id, expected=f"one of {known}")
