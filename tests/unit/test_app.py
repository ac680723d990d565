"""The verbs that join everything: what they take, what they refuse, and where a report says its figures stand."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from zhengwu import app
from zhengwu.errors import ReadError, UnitError
from zhengwu.table.grid import Grid
from zhengwu.table.structure import recognise

GRID = Grid.of([["窗口", "1月"], ["甲", "3"], ["12", "4"], ["合计", "8"]], source="a.csv")


class TestAudit:
    def test_a_grid_and_its_table_get_one_answer(self) -> None:
        assert app.audit(GRID) == app.audit(recognise(GRID)) == app.audit([GRID]) == app.audit((recognise(GRID),))

    def test_a_report_names_the_source_of_the_grid(self) -> None:
        assert app.audit(GRID).file == "a.csv"
        assert app.audit(Grid.of([["窗口", "1月"], ["甲", "3"]])).file is None

    def test_the_tables_of_a_list_are_numbered_in_their_order(self) -> None:
        """A table recognised on its own is number 0; in a list it takes its place, unread cells included."""
        report = app.audit([recognise(GRID), recognise(GRID), GRID])
        assert [finding.where.table for finding in report.findings] == [0, 1, 2]
        assert [item.where.table for item in report.skipped] == [0, 1, 2]
        assert report.relations[1].target == "t1r2c1"
        assert report.file == "a.csv"

    def test_tables_of_several_files_have_no_common_name(self) -> None:
        other = Grid.of([["窗口", "1月"], ["甲", "3"]], source="b.csv")
        assert app.audit([GRID, other]).file is None

    def test_an_empty_list_is_a_document_without_tables(self) -> None:
        assert app.audit([]).checked == 0

    def test_a_path_may_be_text_or_a_path(self, tmp_path: Path) -> None:
        path = tmp_path / "a.json"
        path.write_text(json.dumps({"header": ["窗口", "1月"], "rows": [["甲", "3"], ["乙", "4"], ["合计", "7"]]}))
        for form in (path, str(path), os.fspath(path)):
            report = app.audit(form)
            assert (report.file, report.checked, report.ok) == (str(path), 1, True)

    @pytest.mark.parametrize("other", [None, 7, {"a": [1]}, [1], ["a.csv"], {GRID.rows}, b"a.csv", object()])
    def test_anything_else_is_refused_with_what_to_pass(self, other: object) -> None:
        with pytest.raises(UnitError, match="expected a path, a Table, a Grid or a list"):
            app.audit(other)  # type: ignore[arg-type]

    def test_prose_is_counted_without_its_blanks(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text("上半年共受理 22480 件。\n\n办结 5617 件。\n", encoding="utf-8")
        (skipped,) = app.audit(path).skipped
        assert (skipped.reason, dict(skipped.values)) == ("prose_not_read", {"paragraphs": "2", "characters": "21"})


class TestReadTables:
    def test_gives_the_tables_in_order(self, tmp_path: Path) -> None:
        path = tmp_path / "a.json"
        table = {"header": ["窗口", "1月"], "rows": [["甲", "3"]]}
        path.write_text("[" + ", ".join(json.dumps({**table, "title": f"表{i}"}) for i in range(3)) + "]")
        tables = app.read_tables(path)
        assert [(table.title, table.index) for table in tables] == [(f"表{i}", i) for i in range(3)]

    def test_a_missing_file_is_refused_with_its_name(self) -> None:
        with pytest.raises(ReadError, match=r"nowhere\.csv"):
            app.read_tables("nowhere.csv")
