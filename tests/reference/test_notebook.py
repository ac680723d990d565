"""The worked notebook is its tutorial page and runs from top to bottom; what it shows is HTML that needs no library."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from docs._ext.notebook import PAGES, code_of, notebook_of, written

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")
pytest.importorskip("ipykernel")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_notebook_says_what_the_page_says(page: Path) -> None:
    """After a change of the page: ``python docs/_ext/notebook.py``."""
    assert page.with_suffix(".ipynb").read_text(encoding="utf-8") == written(page)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_notebook_keeps_no_output(page: Path) -> None:
    cells = json.loads(page.with_suffix(".ipynb").read_text(encoding="utf-8"))["cells"]
    assert {(cell["execution_count"], len(cell["outputs"])) for cell in cells if cell["cell_type"] == "code"} == {
        (None, 0)
    }


@pytest.fixture(scope="module", params=PAGES, ids=lambda page: page.stem)
def executed(request: pytest.FixtureRequest) -> Any:
    """The notebook after every cell has run, in the folder where a reader opens it."""
    page: Path = request.param
    notebook = nbformat.read(page.with_suffix(".ipynb"), as_version=4)
    nbformat.validate(notebook)
    place = {"metadata": {"path": str(page.parent)}}
    client = nbclient.NotebookClient(notebook, timeout=300, startup_timeout=180, kernel_name="python3", resources=place)
    client.execute()
    return notebook


@pytest.mark.filterwarnings("default")  # the event loop of the notebook runner is not ours
class TestRunning:
    def test_every_cell_runs(self, executed: Any) -> None:
        outputs = [output for cell in executed.cells for output in cell.get("outputs", [])]
        assert outputs
        assert [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"] == []

    def test_records_tables_and_reports_are_shown_as_html(self, executed: Any) -> None:
        pages = [
            output.data["text/html"]
            for cell in executed.cells
            for output in cell.get("outputs", [])
            if "text/html" in output.get("data", {})
        ]
        assert sum("<table" in page for page in pages) == 9
        assert any("24 条记录可用，1 处有误" in page for page in pages)
        assert any("河道护岸整治工程" in page and "节约率</th>" in page for page in pages)
        assert any('title="节约率 = (预算金额 − 成交金额) ÷ 预算金额 = (7010.93万元' in page for page in pages)
        assert any("2017年第一季度行政审批服务情况表（单位：件）</caption>" in page for page in pages)
        assert any("核对意见" in page for page in pages)
        assert not any("<script" in page for page in pages)


class TestMakingOne:
    def test_outputs_are_left_out_and_continued_lines_kept(self) -> None:
        assert code_of(">>> for x in (1, 2):\n...     print(x)\n1\n2\n") == ["for x in (1, 2):\n    print(x)"]

    def test_each_value_ends_its_cell_so_that_it_is_shown(self) -> None:
        assert code_of(">>> a = 1\n>>> a\n1\n>>> b = 2\n>>> b, a\n(2, 1)\n") == ["a = 1\na", "b = 2\nb, a"]
        assert code_of(">>> a = 1\n") == ["a = 1"]

    def test_imports_stand_apart(self) -> None:
        assert code_of(">>> import a\n>>> from a import b\n>>> b()\n1\n") == ["import a\nfrom a import b\n\nb()"]

    def test_the_print_of_a_name_becomes_the_value_and_no_other(self) -> None:
        assert code_of(">>> print(a)\n1\n>>> print(f(x))\n2\n") == ["a", "print(f(x))"]

    def test_files_are_found_from_the_folder_of_the_notebook(self) -> None:
        assert code_of('>>> read("examples/a.csv")\n') == ['read("../../examples/a.csv")']

    def test_blocks_of_other_languages_stay_text(self) -> None:
        cells = notebook_of("# One\n\n```sh\nls\n```\n\n```python\n>>> 1\n1\n\n```\n\nTwo\n")["cells"]
        assert [cell["cell_type"] for cell in cells] == ["markdown", "code", "markdown"]
