"""The notebook of a tutorial page: its sentences and its Python blocks, without the outputs.

A page is the one source: its examples run as doctests, and ``python docs/_ext/notebook.py`` writes the notebook beside
it anew. A cell of a notebook shows the value of its last line, so a block is divided after each value, and ``print(x)``
becomes ``x``; files are found from the folder of the notebook.
"""

from __future__ import annotations

import ast
import doctest
import json
import re
from pathlib import Path
from typing import Any

PAGES = (Path(__file__).parents[1] / "tutorial" / "first-quarter.md",)
BLOCK = re.compile(r"^```python\n(.*?)^```\n", re.DOTALL | re.MULTILINE)
CLOSING_PRINT = re.compile(r"^print\((\w+)\)$")
DIRECTIVE = re.compile(r" *# doctest: .*$")
DOWNLOAD = re.compile(r"\{download\}`(.*?) <(.*?)>`")
IMPORT = re.compile("import |from ")
TO_ROOT = '"../../'


def notebook_of(page: str) -> dict[str, Any]:
    r"""The notebook, in the format nbformat 4.5, that a page of Markdown with doctests makes.

    >>> cells = notebook_of("# One\n\n```python\n>>> x = 1\n>>> print(x)\n1\n\n```\n")["cells"]
    >>> [(cell["cell_type"], cell["source"]) for cell in cells]
    [('markdown', '# One'), ('code', 'x = 1\nx')]
    """
    cells: list[dict[str, Any]] = []
    for number, part in enumerate(BLOCK.split(page)):
        if number % 2:
            for place, code in enumerate(code_of(part)):
                empty: dict[str, Any] = {"execution_count": None, "metadata": {}, "outputs": []}
                cells.append({"cell_type": "code", "id": f"part-{number}-{place}", **empty, "source": code})
        elif text := DOWNLOAD.sub(r"[\1](\2)", part).strip():
            cells.append({"cell_type": "markdown", "id": f"part-{number}", "metadata": {}, "source": text})
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def code_of(block: str) -> list[str]:
    """The cells of a doctest block, without prompts and outputs: each ends with a value, which a notebook shows."""
    cells: list[str] = []
    statements: list[str] = []
    for example in doctest.DocTestParser().get_examples(block):
        source = CLOSING_PRINT.sub(r"\1", DIRECTIVE.sub("", example.source.rstrip()))
        if statements and IMPORT.match(statements[-1]) and not IMPORT.match(source):
            statements.append("")
        statements.append(source.replace('"examples/', f"{TO_ROOT}examples/"))
        if is_value(source):
            cells.append("\n".join(statements))
            statements = []
    return [*cells, "\n".join(statements)] if statements else cells


def is_value(source: str) -> bool:
    """Whether a statement is an expression with a value to show."""
    try:
        return not source.startswith("print(") and bool(ast.parse(source, mode="eval"))
    except SyntaxError:
        return False


def written(page: Path) -> str:
    """The text of the notebook file of a page."""
    return json.dumps(notebook_of(page.read_text(encoding="utf-8")), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for path in PAGES:
        path.with_suffix(".ipynb").write_text(written(path), encoding="utf-8")
