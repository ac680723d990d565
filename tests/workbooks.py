"""Workbooks made by hand, part by part, so that a test says what stands in the file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

__all__ = ["STYLES", "cells", "workbook"]

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

STYLES = (
    f"<styleSheet {_MAIN}><numFmts>"
    '<numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>'
    '<numFmt numFmtId="165" formatCode="#,##0.00&quot;美元day&quot;"/><numFmt numFmtId="166" formatCode="0.0%"/>'
    '</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/>'
    '<xf numFmtId="10"/><xf numFmtId="166"/></cellXfs></styleSheet>'
)
"""Styles by number: 0 general, 1 a built-in date, 2 a date of one's own, 3 an amount, 4 and 5 percentages."""


def cells(*rows: Sequence[str]) -> str:
    """The rows of a sheet; each cell is its XML without the place, "" for none."""
    made = []
    for number, row in enumerate(rows, 1):
        inner = "".join(
            cell.replace("<c", f'<c r="{chr(65 + column)}{number}"', 1) for column, cell in enumerate(row) if cell
        )
        made.append(f'<row r="{number}">{inner}</row>')
    return "".join(made)


def text(value: str) -> str:
    """A cell that holds its own text."""
    return f'<c t="inlineStr"><is><t>{value}</t></is></c>'


def workbook(
    sheets: Mapping[str, str],
    *,
    shared: Sequence[str] = (),
    styles: str = STYLES,
    states: Mapping[str, str] | None = None,
    is_1904: bool = False,
    without: Sequence[str] = (),
) -> bytes:
    """A workbook of these sheets, each given as its rows; `without` names the parts to leave out."""
    numbered = list(enumerate(sheets, 1))
    entries = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"'
        + (f' state="{(states or {})[name]}"' if name in (states or {}) else "")
        + "/>"
        for n, name in numbered
    )
    relations = "".join(f'<Relationship Id="rId{n}" Target="worksheets/sheet{n}.xml"/>' for n, _ in numbered)
    parts = {
        "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_RELATIONS}">'
        f'<workbookPr date1904="{int(is_1904)}"/><sheets>{entries}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships>{relations}</Relationships>",
        "xl/sharedStrings.xml": f"<sst {_MAIN}>" + "".join(f"<si>{one}</si>" for one in shared) + "</sst>",
        "xl/styles.xml": styles,
    }
    for n, name in numbered:
        parts[f"xl/worksheets/sheet{n}.xml"] = f"<worksheet {_MAIN}><sheetData>{sheets[name]}</sheetData></worksheet>"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            if name not in without:
                archive.writestr(name, content)
    return packed.getvalue()
