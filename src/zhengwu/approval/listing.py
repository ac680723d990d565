"""Lists of records as tables: what the overdue list, the progress board and other views print.

>>> from zhengwu.approval.window import Window
>>> windows = [Window(name="综合窗口", hall="一楼"), Window(name="税务窗口")]
>>> print(listing(windows, title="窗口一览", fields=["name", "hall"]))
窗口一览
窗口名称  服务大厅
------------------
综合窗口  一楼
税务窗口
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zhengwu.errors import UnknownNameError
from zhengwu.records.base import Record
from zhengwu.records.shown import Shown, shown_of, text_of
from zhengwu.table import Grid, Table, recognise

__all__ = ["listing"]


def listing(
    records: Iterable[Record], *, title: str = "", fields: Sequence[str] | None = None, lang: str = "zh"
) -> Table:
    """The records, one a row, as a `Table`; headers are the official terms, what is unknown is blank.

    `fields` are the columns to print, in their order; unsaid, those that any record fills. Fields that may identify a
    citizen are never printed. Raises `UnknownNameError` for another field. Without a record the table has no row.
    """
    rows = tuple(records)
    known = {one.name: one for kind in dict.fromkeys(map(type, rows)) for one in shown_of(kind, lang)}
    for name in fields or ():
        if rows and name not in known:
            expected = ", ".join(known)
            raise UnknownNameError("is not a field to print", field="fields", value=name, expected=expected)
    values = [{name: _text(one, row) for name, one in known.items()} for row in rows]
    wanted = list(fields) if fields is not None else [name for name in known if any(line[name] for line in values)]
    header = [known[name].label if name in known else name for name in wanted]
    return recognise(Grid.of([header, *[[line[name] for name in wanted] for line in values]], caption=title))


def _text(shown: Shown, record: Record) -> str:
    value = shown.of(record)
    return "" if value == () else text_of(value)
