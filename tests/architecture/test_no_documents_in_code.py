"""Nothing of a source document stands in the code: no label, no title, no figure outside `reference/` and docstrings.

What the code knows of a document it must read from the page, or from the glossary.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import zhengwu
from zhengwu.reference.glossary import glossary
from zhengwu.reference.published import documents

SOURCE = Path(zhengwu.__file__).parent
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "reference" not in path.relative_to(SOURCE).parts)


def _printed() -> set[str]:
    """Titles, row labels and figures of the published documents, long enough not to occur by accident."""
    found: set[str] = set()
    for document in documents():
        found |= {document.title_zh, document.publisher, document.place}
        found |= {figure.text for figure in document.figures}
        for table in document.tables:
            found |= {table.title} | {text.strip() for row in table.rows for text in row if text}
    # General words (小计, 合计) are vocabulary wherever they stand; a label of two characters, and a figure of fewer
    # than four digits, the zeros at its ends not counted, are no document's own.
    return {text for text in found if len(text) > 2 and glossary().find(text) is None and _is_telling(text)}


def _is_telling(text: str) -> bool:
    digits = "".join(char for char in text if char.isdigit()).strip("0")
    return not re.fullmatch(r"[\d.%]+", text) or len(digits) > 3


def _constants(tree: ast.Module) -> Iterator[str]:
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    } | {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in docstrings:
            yield str(node.value)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_label_title_or_figure(path: Path) -> None:
    constants = set(_constants(ast.parse(path.read_text("utf-8"))))
    assert {text for text in _printed() for constant in constants if text in constant} == set()
