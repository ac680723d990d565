"""JSON documents: one table, one text, a list of either, or {"tables": […]}.

A table is an object with `rows` (lists of cells), and as they are known `title` (or `caption`), `unit`, `header` (a
list, or a list of lists), `notes`, `place`, `period`, `publisher` and `column_units` ("-": a column of labels, "*": the
unit varies by row). A number is its literal text, so 0.10 keeps its zero; null is an absent cell. Other keys are left
alone.

>>> text = '{"title": "情况表", "unit": "件", "header": ["窗口", "1月"], "rows": [["发改局", 36.10]]}'
>>> grids, _ = read_json(text, file="a.json")
>>> grids[0].caption, grids[0].text(1, 1)
('情况表', '36.10')
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from zhengwu.errors import ReadError
from zhengwu.exact.where import Where
from zhengwu.io.assemble import Row, filled
from zhengwu.io.captions import split_unit, unit_line
from zhengwu.io.document import Paragraph
from zhengwu.io.raw import find_control, split_lines
from zhengwu.table.grid import Cell, Grid

__all__ = ["parse_json", "read_json"]

_DEPTH = 64
_LISTS = 4
_EXPECTED = 'an object with "rows" or "text", {"tables": […]}, or a list of such'
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"(\s*+:)?|[\[\]{}]|-?Infinity|NaN', re.DOTALL)
_PLACES = (("place", "地区"), ("period", "时期"), ("publisher", "发布单位"))


def read_json(text: str, *, file: str) -> tuple[tuple[Grid, ...], tuple[Paragraph, ...]]:
    """The tables and the lines of prose of a JSON text; lines count from 1 over its texts.

    Raises `ReadError` naming the place: malformed JSON, nesting deeper than 64, NaN or Infinity, a key given twice, a
    cell that is neither text nor number nor null.
    """
    value = parse_json(text, file=file)
    grids: list[Grid] = []
    paragraphs: list[Paragraph] = []
    _read(value, "", file, grids, paragraphs)
    return tuple(grids), tuple(paragraphs)


def parse_json(text: str, *, file: str) -> Any:
    """The value of a JSON text, every number as its literal text. Raises what `read_json` raises of malformed JSON.

    >>> parse_json('{"budget": 0.10}', file="a.json")
    {'budget': '0.10'}
    """

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            raise _RefusedError
        return made

    def refuse(_: str) -> NoReturn:
        raise _RefusedError

    try:
        # json keeps a number's literal when the "conversion" is str: no float is ever made.
        return json.loads(text, parse_float=str, parse_int=str, parse_constant=refuse, object_pairs_hook=unique)
    except json.JSONDecodeError as error:
        where = Where(file=file, line=error.lineno, column_no=error.colno)
        raise ReadError(f"is not JSON: {error.msg}", where=where) from None
    except (_RefusedError, RecursionError):
        raise _refusal(text, file) from None


class _RefusedError(Exception):
    """Raised inside the parser, which knows no places; `_refusal` finds the place."""


def _refusal(text: str, file: str) -> ReadError:
    keys: list[set[str]] = []
    for token in _TOKEN.finditer(text):
        kind = token[0][0]
        problem = None
        if kind in "[{":
            keys.append(set())
            problem = f"is nested deeper than {_DEPTH} levels" if len(keys) > _DEPTH else None
        elif kind in "]}":
            del keys[-1:]
        elif kind != '"':
            problem = f"holds {token[0]}, which is no number"
        elif token[1]:
            key = json.loads(token[0][: -len(token[1])], strict=False)
            problem = f"gives the key {key!r} twice in one object" if keys and key in keys[-1] else None
            if keys:
                keys[-1].add(key)
        if problem:
            before = split_lines(text[: token.start()])
            return ReadError(problem, where=Where(file=file, line=len(before), column_no=len(before[-1]) + 1))
    return ReadError("is not JSON that can be read", where=file)


def _read(value: Any, path: str, file: str, grids: list[Grid], paragraphs: list[Paragraph]) -> None:
    if path.count("[") > _LISTS:
        raise _bad("is nested too deeply", value, path, file, _EXPECTED)
    if isinstance(value, list):
        for index, item in enumerate(value):
            _read(item, f"{path}[{index}]", file, grids, paragraphs)
        return
    if not isinstance(value, dict) or not value.keys() & {"rows", "text", "tables"}:
        raise _bad("is no table and no text", value, path, file, _EXPECTED)
    inside = f"{path}." if path else ""
    if "tables" in value:
        tables = value["tables"]
        if not isinstance(tables, list):
            raise _bad("is not a list of tables", tables, f"{inside}tables", file, _EXPECTED)
        _read(tables, f"{inside}tables", file, grids, paragraphs)
    if "rows" in value:
        grids.append(_grid(value, inside, file))
    if "text" in value:
        first = paragraphs[-1][1].line or 0 if paragraphs else 0
        for number, line in enumerate(split_lines(_text(value["text"], f"{inside}text", file)), first + 1):
            if line.strip():
                paragraphs.append((line, Where(file=file, line=number, column_no=1)))


def _grid(value: dict[str, Any], inside: str, file: str) -> Grid:
    where = Where(file=file)
    header: Any = value.get("header")
    nested = isinstance(header, list) and bool(header) and all(isinstance(level, list) for level in header)
    levels: list[Any] = header if nested else [header] if header else []
    rows = _rows(levels, f"{inside}header", file, where, nested=nested)
    if rows:
        rows[-1] = _with_units(rows[-1], value.get("column_units"), inside, file)
    body = value["rows"]
    if not isinstance(body, list):
        raise _bad("is not a list of rows", body, f"{inside}rows", file, "a list of lists")
    rows += _rows(body, f"{inside}rows", file, where, nested=True)
    title = _optional(value, "title", inside, file) or _optional(value, "caption", inside, file)
    caption, behind = split_unit(title)
    unit = _optional(value, "unit", inside, file)
    notes = value.get("notes")
    lines = notes if isinstance(notes, list) else [] if notes in (None, "") else [notes]
    told = [f"{label}：{text}" for key, label in _PLACES if (text := _optional(value, key, inside, file))]
    return Grid(
        filled(rows, where=f"{file}: {inside}rows"),
        caption=caption,
        unit=unit_line(unit) or unit.strip() or behind,
        notes=(*(_text(line, f"{inside}notes", file) for line in lines), *told),
        header_rows=len(levels) if "header" in value else None,
        source=Path(file).name,
        where=where,
    )


def _rows(rows: Sequence[Any], path: str, file: str, where: Where, *, nested: bool) -> list[Row]:
    made: list[Row] = []
    for r, row in enumerate(rows):
        place = f"{path}[{r}]" if nested else path
        if not isinstance(row, list):
            raise _bad("is not a row", row, place, file, "a list of cells")
        made.append(
            [
                None if cell is None else Cell(_text(cell, f"{place}[{c}]", file), where=where)
                for c, cell in enumerate(row)
            ]
        )
    return made


def _with_units(row: Row, units: Any, inside: str, file: str) -> Row:
    if units is None:
        return row
    if not isinstance(units, list):
        raise _bad("is not a list of units", units, f"{inside}column_units", file, 'a list such as ["-", "万元", "%"]')
    made = list(row)
    for column, unit in enumerate(units):
        text = "" if unit is None else _text(unit, f"{inside}column_units[{column}]", file).strip()
        cell = row[column] if column < len(row) else None
        if text not in ("", "-", "*") and cell is not None and not _names_unit(cell.text, text):
            made[column] = Cell(f"{cell.text}（{text}）", where=cell.where)
    return made


def _names_unit(header: str, unit: str) -> bool:
    return re.search(rf"[（(]\s*(?:单位[:：])?\s*{re.escape(unit)}\s*[)）]", header) is not None


def _optional(value: dict[str, Any], key: str, inside: str, file: str) -> str:
    given = value.get(key)
    return "" if given is None else _text(given, f"{inside}{key}", file)


def _text(value: Any, path: str, file: str) -> str:
    if not isinstance(value, str):
        raise _bad("is neither text nor a number", value, path, file, "text, a number or null")
    control = find_control(value)
    if control:
        raise _bad(f"holds the control character U+{ord(control[0]):04X}", None, path, file, "printable text")
    return value


def _bad(problem: str, value: object, path: str, file: str, expected: str) -> ReadError:
    # Never the value itself: the repr of deeply nested lists overruns the stack.
    where = f"{file}: {path}" if path else file
    kind = {list: "a list ", dict: "an object ", bool: "true or false "}.get(type(value), "")
    return ReadError(kind + problem, value=value if isinstance(value, str) else None, where=where, expected=expected)
