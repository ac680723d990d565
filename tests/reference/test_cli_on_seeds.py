"""The command line on the source documents themselves, where they are at hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from zhengwu.cli import main

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"
NEWSLETTER = SEEDS / "000_05c2ee616b7e5d30.txt"

pytestmark = pytest.mark.skipif(not NEWSLETTER.exists(), reason="the source documents are not at hand")


def reports(capsys: pytest.CaptureFixture[str], *files: Path) -> list[dict[str, object]]:
    main(["audit", *map(str, files), "--format", "json"])
    out, err = capsys.readouterr()
    assert err == ""
    return [json.loads(line) for line in out.splitlines()]


def test_the_newsletter_has_a_clean_table_and_one_that_contradicts_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", str(NEWSLETTER)]) == 1
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert err == ""
    windows, trading = (i for i, line in enumerate(lines) if line.startswith("2017年第一季度"))
    assert lines[windows].endswith("24 行 × 5 栏")
    assert lines[windows + 1] == "核对 28 项：相符 28，不符 0"
    assert lines[trading].endswith("22 行 × 7 栏")
    assert not any(line.lstrip().startswith("✗") for line in lines[:trading])
    assert f"  {NEWSLETTER}:234  工程建设 小计(公开+邀请)  ZW122" in out
    for stray in ("346", "600", "880"):
        assert f"标签栏中有数“{stray}”" in out


def test_the_json_names_every_place(capsys: pytest.CaptureFixture[str]) -> None:
    (report,) = reports(capsys, NEWSLETTER)
    relations, findings = report["relations"], report["findings"]
    assert isinstance(relations, list)
    assert isinstance(findings, list)
    assert all(relation["where"]["line"] for relation in relations)
    assert {finding["where"]["table"] for finding in findings if finding["grade"] == "error"} == {1}
    assert report["regime"] == ["half_up"]


def test_documents_of_prose_are_answered_with_what_was_not_read(capsys: pytest.CaptureFixture[str]) -> None:
    files = [path for path in sorted(SEEDS.glob("*.txt")) if path != NEWSLETTER]
    for report in reports(capsys, *files):
        assert (report["checked"], report["tables"], report["findings"]) == (0, [], [])
        assert isinstance(report["skipped"], list)
        assert report["skipped"]


def test_every_document_can_be_shown_as_html(capsys: pytest.CaptureFixture[str]) -> None:
    files = sorted(SEEDS.glob("*.txt"))
    main(["audit", *map(str, files), "--format", "html"])
    assert capsys.readouterr().out.count("<section") == len(files)
