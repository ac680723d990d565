"""`zhengwu rollup`: the table on stdout, what was left out on stderr, and the exit status."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from zhengwu import cli
from zhengwu.io.records import KINDS
from zhengwu.table import Cell, Grid, recognise

CASES = "办件编号,窗口名称,受理时间\nA1,甲窗口,2017-01-05\nA2,甲窗口,2017-03-01\nA3,乙窗口,2017年2月3日\n"
TENDERS = (
    "项目编号,项目名称,项目类别,方式,预算金额（万元）,成交金额（万元）,中标公告时间\n"
    "T1,一,工程建设,公开招标,100.00,80.00,2017-01-06\n"
    "T2,二,政府采购,询价,50.00,45.00,2017-02-06\n"
    "T3,三,政府采购,询价,5O.00,45.00,2017-02-06\n"
    "T4,四,政府采购,询价,50.00,45.00,\n"
)
QUARTER = ("--on", "accepted_at", "--period", "month", "--within", "2017-Q1")
AMOUNTS = ("--by", "trade_class,method", "--on", "awarded_at", "--period", "2017-Q1")


@pytest.fixture
def cases(tmp_path: Path) -> str:
    path = tmp_path / "cases.csv"
    path.write_text(CASES, encoding="utf-8")
    return str(path)


@pytest.fixture
def tenders(tmp_path: Path) -> str:
    path = tmp_path / "tenders.csv"
    path.write_text(TENDERS, encoding="utf-8")
    return str(path)


def run(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    status = cli.main(["rollup", *arguments])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_the_table_as_text(cases: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(cases, "--kind", "case", "--by", "window", *QUARTER, capsys=capsys)
    assert (status, err) == (0, "")
    assert out.splitlines()[0] == "2017年第一季度办件量情况表（单位：件）"
    assert [line.split() for line in out.splitlines()[3:]] == [
        ["乙窗口", "1", "1"],
        ["甲窗口", "1", "1", "2"],
        ["合计", "1", "1", "1", "3"],
    ]


def test_csv_is_header_and_body(cases: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(cases, "--kind", "case", "--by", "window", *QUARTER, "--format", "csv", capsys=capsys)
    assert list(csv.reader(io.StringIO(out))) == [
        ["窗口名称", "1月", "2月", "3月", "一季度合计"],
        ["乙窗口", "", "1", "", "1"],
        ["甲窗口", "1", "", "1", "2"],
        ["合计", "1", "1", "1", "3"],
    ]


@pytest.mark.parametrize("measures", ["project_count", "项目个数，预算金额，成交金额，节约率"])
@pytest.mark.parametrize("period", ["month", "2017-Q1"])
def test_json_is_what_the_audit_reads(
    tenders: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], measures: str, period: str
) -> None:
    arguments = ("--kind", "tender", "--by", "trade_class", "--on", "awarded_at", "--period", period)
    _, out, _ = run(tenders, *arguments, "--measures", measures, "--format", "json", capsys=capsys)
    path = tmp_path / "table.json"
    path.write_text(out, encoding="utf-8")
    assert cli.main(["audit", str(path), "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["findings"] == []
    assert report["held"] == report["checked"] > 0
    assert report["skipped"] == []


def test_what_is_left_out_is_told_beside_the_table(tenders: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(tenders, "--kind", "tender", *AMOUNTS, "--lang", "en", capsys=capsys)
    assert status == 1
    assert out.splitlines()[-1].split() == ["合计", "2"]
    rejected, left = err.splitlines()
    assert rejected.startswith("zhengwu: tenders.csv: row 3, column 预算金额（万元）: budget (预算金额): '5O.00'")
    assert left == "zhengwu: tenders.csv: awarded_at is not filled in (1)"


def test_unit_title_and_no_periods(tenders: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("--by", "method", "--period", "none", "--measures", "budget", "--unit", "元", "--title", "某季度")
    _, out, _ = run(tenders, "--kind", "tender", *arguments, "--format", "json", capsys=capsys)
    table = json.loads(out)
    assert (table["title"], table["header"]) == ("某季度", [["方式", "预算金额（元）"]])
    assert table["rows"][-1] == ["合计", "2000000.00"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--by", "windw", *QUARTER), "by: 'windw' is not a field of Case"),
        (("--by", ",", *QUARTER), "nothing to group by"),
        (("--by", "window", "--on", "accepted_at", "--period", "fortnight"), "fortnight"),
        (("--by", "window"), "on: no date is named (expected accepted_at)"),
        (("--by", "window", *QUARTER, "--measures", "savings_rate"), "which is not a quantity of Case"),
    ],
)
def test_arguments_that_make_no_sense(
    cases: str, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str
) -> None:
    status, out, err = run(cases, "--kind", "case", *arguments, capsys=capsys)
    assert (status, out) == (2, "")
    assert message in err
    assert len(err.splitlines()) == 1


def test_a_file_that_cannot_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run("no-such.csv", "--kind", "case", "--by", "window", *QUARTER, capsys=capsys)
    assert (status, out) == (2, "")
    assert "no-such.csv: does not exist" in err


def test_the_kinds_are_those_that_can_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["rollup", "--help", "--lang", "en"])
    words = " ".join(capsys.readouterr().out.split())
    assert f"what the records are: {', '.join(KINDS)}" in words


def test_merged_headers_are_blank_where_they_go_on() -> None:
    from zhengwu.cli_rollup import table_as

    head: list[list[str | Cell | None]] = [
        [Cell("窗口", 2), Cell("1月", 1, 2), None],
        [None, "办件量（件）", "办结率（%）"],
    ]
    table = recognise(Grid.of([*head, ["甲", "3", "50.00%"]], header_rows=2))
    assert table_as(table, "csv").splitlines()[:2] == ["窗口,1月,", ",办件量（件）,办结率（%）"]
    assert json.loads(table_as(table, "json"))["header"] == [["窗口", "1月", ""], ["", "办件量（件）", "办结率（%）"]]
