"""The elements of WordprocessingML (ECMA-376 part 1, chapter 17) that hold text, and how to walk through the others.

>>> sorted(name for name in __all__ if name.islower())
['content', 'is_on', 'loosen', 'marks_of', 'paragraph']
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = [
    "STRICT",
    "TBL",
    "TC",
    "TCPR",
    "TR",
    "TRPR",
    "VALUE",
    "P",
    "W",
    "content",
    "is_on",
    "loosen",
    "marks_of",
    "paragraph",
]  # fmt: skip

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
P, TBL, TR, TC, TRPR, TCPR, VALUE = (W + name for name in ("p", "tbl", "tr", "tc", "trPr", "tcPr", "val"))
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CHOICE, _FALLBACK = f"{_MC}AlternateContent", f"{_MC}Fallback"
# What only wraps content, and is read through.
_WRAPPERS = {
    W + name
    for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "hyperlink", "fldSimple", "dir", "bdo")
} | {f"{_MC}Choice", _FALLBACK, W + "ruby", W + "rubyBase"}
_PRINTED = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-", W + "ptab": "\t"}
_DRAWINGS = {W + name for name in ("drawing", "pict", "object")}
_R, _T, _RPR, _VANISH, _BOX = (W + name for name in ("r", "t", "rPr", "vanish", "txbxContent"))


def loosen(root: _Element) -> None:
    """Rename the elements of the strict form of the format to those of the transitional one."""
    for element in root.iter("*"):
        if str(element.tag).startswith(STRICT):
            element.tag = W + str(element.tag)[len(STRICT) :]
        for name, value in element.attrib.items():
            if str(name).startswith(STRICT):
                element.set(W + str(name)[len(STRICT) :], value)


def content(parent: _Element) -> Iterator[_Element]:
    """The children of an element, through what only wraps them."""
    for child in parent:
        if child.tag in _WRAPPERS:
            yield from content(child)
        elif child.tag == _CHOICE and len(child):  # one content in several forms: Word shows the first
            yield from content(child[0])
        else:
            yield child


def paragraph(element: _Element) -> tuple[str, list[_Element]]:
    """The text of a paragraph, and the text boxes anchored in it."""
    parts: list[str] = []
    drawings: list[_Element] = []
    _collect(element, parts, drawings)
    return "".join(parts), [box for drawing in drawings for box in _outermost_boxes(drawing)]


def marks_of(element: _Element, tag: str) -> dict[str, _Element]:
    """The properties of a row or a cell by their local names."""
    for child in element:
        if child.tag == tag:
            return {str(mark.tag)[len(W) :]: mark for mark in child}
    return {}


def is_on(switch: _Element | None) -> bool:
    """Whether a property that may say "off" is there and does not."""
    return switch is not None and switch.get(VALUE, "true") not in ("0", "false", "off", "none")


def _collect(parent: _Element, parts: list[str], drawings: list[_Element]) -> None:
    for child in parent:
        tag = child.tag
        if tag == _T:
            parts.append(child.text or "")
        elif (tag == _R and not _is_hidden(child)) or tag in _WRAPPERS:
            _collect(child, parts, drawings)
        elif tag in _PRINTED:
            parts.append(_PRINTED[str(tag)])
        elif tag == _CHOICE and len(child):
            _collect(child[0], parts, drawings)
        elif tag in _DRAWINGS:
            drawings.append(child)


def _is_hidden(run: _Element) -> bool:
    return len(run) > 0 and run[0].tag == _RPR and is_on(run[0].find(_VANISH))


def _outermost_boxes(element: _Element) -> Iterator[_Element]:
    if element.tag == _BOX:
        yield element
    elif element.tag != _FALLBACK:
        for child in element:
            yield from _outermost_boxes(child)
