"""The cells of an Excel workbook (.xlsx, ECMA-376 part 1, chapter 18) as texts, the way Excel shows their values.

Excel keeps 15 significant digits; what stands in the file beyond them is the tail of a binary fraction, and is left
off. A number formatted as a date is that date, one formatted as a percentage is a percentage. A formula is its stored
value; one without a stored value is its own text, so that nobody takes it for a blank.

>>> read_sheet(b"PK", file="a.xlsx")
Traceback (most recent call last):
zhengwu.errors.ReadError: a.xlsx: is not an Excel workbook (the zip archive is damaged)
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING

import attrs

from zhengwu.errors import ReadError
from zhengwu.io.package import SHEETS, parse_xml, part_names, read_part

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["read_sheet"]

_MOST_CELLS = 20_000_000
_MOST_COLUMNS = 16_384
_MOST_ROWS = 1_048_576
_LONGEST_NUMBER = 40
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_FIFTEEN = Context(prec=15, rounding=ROUND_HALF_UP)
# ECMA-376 part 1, 18.8.30: the built-in formats that show a day or a time, those of East Asian Excel included.
_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_PERCENTAGES = frozenset({9, 10})
_QUOTED = re.compile(r'"[^"]*"|\\.|\[(?![hms]+\])[^\]]*\]|_.|\*.')
_DAY = 86_400
_LEAP_1900 = 60  # the day that Excel takes 1900-02-29 for


@attrs.frozen
class _Book:
    """What the cells of a workbook refer to: shared texts, and what each style shows."""

    texts: Sequence[str]
    styles: Sequence[str]
    is_1904: bool


def read_sheet(data: bytes, *, file: str, sheet: str | None = None) -> list[list[str]]:
    """The rows of a sheet, its cells as texts; "" for a blank. Without a name, of the only sheet that holds anything.

    Hidden rows and columns are read, hidden sheets only by name. Raises `ReadError` for what is no workbook, a sheet it
    has not, and for several sheets of which none is named; `MissingExtraError` when lxml is not installed.
    """
    root = _part(data, "xl/workbook.xml", file)
    targets = _targets(data, file)
    names = part_names(data)
    shared = _part(data, "xl/sharedStrings.xml", file) if "xl/sharedStrings.xml" in names else None
    styles = _part(data, "xl/styles.xml", file) if "xl/styles.xml" in names else None
    about = root.find("{*}workbookPr")
    book = _Book(
        texts=[] if shared is None else [_text_of(one) for one in shared.iterfind("{*}si")],
        styles=[] if styles is None else _styles(styles),
        is_1904=about is not None and about.get("date1904") in ("1", "true"),
    )
    sheets = [(one, one.get("name", "")) for one in root.iterfind("{*}sheets/{*}sheet")]
    chosen = [(one, name) for one, name in sheets if name == sheet or (sheet is None and one.get("state") is None)]
    if sheet is not None and not chosen:
        known = ", ".join(name for _, name in sheets)
        raise ReadError("is no sheet of the workbook", where=file, value=sheet, expected=known)
    filled: list[tuple[str, list[list[str]]]] = []
    for one, name in chosen:
        target = targets.get(one.get(_RELATION) or one.get(_STRICT_RELATION) or "")
        if target is not None and target in names:
            rows = _rows(_part(data, target, file), book, f"{file}: {name}")
            if any(map(any, rows)):
                filled.append((name, rows))
    if len(filled) > 1:
        expected = ", ".join(name for name, _ in filled)
        raise ReadError("holds several sheets, and none is named", where=file, expected=expected)
    return filled[0][1] if filled else []


def _part(data: bytes, name: str, file: str) -> _Element:
    return parse_xml(read_part(data, name, file=file, form=SHEETS), file=file, part=name, form=SHEETS)


def _targets(data: bytes, file: str) -> dict[str, str]:
    """The parts of the sheets by the id of their relation."""
    found = {}
    for one in _part(data, "xl/_rels/workbook.xml.rels", file):
        target = str(one.get("Target", ""))
        found[str(one.get("Id", ""))] = target[1:] if target.startswith("/") else posixpath.normpath(f"xl/{target}")
    return found


def _text_of(element: _Element) -> str:
    """The text of a string, its runs put together, without the phonetic guides."""
    parts = [one.text or "" for one in element.iterfind("{*}t")]
    parts += [one.text or "" for one in element.iterfind("{*}r/{*}t")]
    return "".join(parts)


def _styles(root: _Element) -> list[str]:
    """What each style shows: "date", "percentage" or "" for the value itself."""
    codes = {one.get("numFmtId"): one.get("formatCode", "") for one in root.iterfind("{*}numFmts/{*}numFmt")}
    found = []
    for one in root.iterfind("{*}cellXfs/{*}xf"):
        number = one.get("numFmtId", "0")
        code = _QUOTED.sub("", str(codes.get(number, ""))).partition(";")[0].lower()
        if (number.isdigit() and int(number) in _DATES) or re.search("[ymdhs]", code.replace("general", "")):
            found.append("date")
        else:
            is_percentage = (number.isdigit() and int(number) in _PERCENTAGES) or "%" in code
            found.append("percentage" if is_percentage else "")
    return found


def _rows(root: _Element, book: _Book, where: str) -> list[list[str]]:
    rows: list[list[str]] = []
    cells = 0
    for element in root.iterfind("{*}sheetData/{*}row"):
        number = element.get("r", "")
        at = int(number) if number.isdigit() and len(number) < len(str(_MOST_ROWS)) + 1 else len(rows) + 1
        if at > _MOST_ROWS or at <= len(rows):
            raise ReadError("holds rows out of order", where=where, value=number)
        row: list[str] = []
        for cell in element.iterfind("{*}c"):
            place = _PLACE.fullmatch(cell.get("r", ""))
            column = _column(place[1]) if place else len(row)
            if column < len(row) or column >= _MOST_COLUMNS:
                raise ReadError("holds cells out of order", where=where, value=cell.get("r"))
            text = _shown(cell, book)
            if text:
                row += [""] * (column - len(row)) + [text]
        cells += len(row) + at - len(rows)
        if cells > _MOST_CELLS:
            raise ReadError("is too large a sheet", where=where, expected=f"at most {_MOST_CELLS} cells")
        if row:
            rows += [[] for _ in range(at - 1 - len(rows))] + [row]
    return rows


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _shown(cell: _Element, book: _Book) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inside = cell.find("{*}is")
        return "" if inside is None else _text_of(inside)
    value, formula = cell.findtext("{*}v"), cell.find("{*}f")
    if not value:
        return "" if formula is None or kind == "str" else f"={formula.text or ''}"
    if kind == "s":
        return book.texts[int(value)] if value.isdecimal() and int(value) < len(book.texts) else value
    if kind == "b":
        return "是" if value == "1" else "否"
    if kind != "n":
        return value
    style = cell.get("s", "")
    is_known = style.isdecimal() and len(style) < 6 and int(style) < len(book.styles)
    return _number(value.strip(), book.styles[int(style)] if is_known else "", is_1904=book.is_1904)


def _number(text: str, style: str, *, is_1904: bool) -> str:
    try:
        exact = Decimal(text) if len(text) <= _LONGEST_NUMBER else None
    except InvalidOperation:
        exact = None
    if exact is None or not exact.is_finite() or abs(exact.adjusted()) > _LONGEST_NUMBER:
        return text
    kept = _FIFTEEN.plus(exact)
    if style == "date" and (found := _day(kept, is_1904=is_1904)) is not None:
        return found
    if style == "percentage":
        return f"{(kept * 100).normalize(_FIFTEEN):f}%"
    plain = f"{kept:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _day(serial: Decimal, *, is_1904: bool) -> str | None:
    """A day and time of Excel's count of days; None for a number that is none."""
    whole = int(serial)
    if serial < 0 or whole == (0 if is_1904 else _LEAP_1900) or whole > (date.max - date(1904, 1, 1)).days:
        return None
    seconds = int(((serial - whole) * _DAY).to_integral_value(ROUND_HALF_UP))
    first = date(1904, 1, 1) if is_1904 else date(1899, 12, 30) if whole > _LEAP_1900 else date(1899, 12, 31)
    moment = datetime.combine(first, datetime.min.time()) + timedelta(days=whole, seconds=seconds)
    if whole == 0:
        return moment.time().isoformat()
    return moment.isoformat(sep=" ") if seconds % _DAY else moment.date().isoformat()
