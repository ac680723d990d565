"""Every kind of record that is counted: read from a file under its Chinese and its English headers, and rolled up."""

from __future__ import annotations

import csv
import io
import itertools
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import attrs
import pytest

from zhengwu import cli
from zhengwu.exact import Money, yuan
from zhengwu.io.records import KINDS, read_records
from zhengwu.records import Source, load_rows
from zhengwu.records.base import hints_of
from zhengwu.records.columns import find_column, kind_of
from zhengwu.reference.glossary import glossary
from zhengwu.trading import Deposit, Dispute

DEPOSITS = """保证金编号,标段编号,投标人,项目类别,收退类型,金额（元）,利息（元）,收退日期,原因
B1,A1,甲公司,工程建设,缴纳,80000,,2017-03-01,
,,,,,,,,
B1,A1,甲公司,工程建设,退还,80000,12.30,2017-03-20,
B2,A1,乙公司,工程建设,缴纳,80000,,2017-03-02,
B2,A1,乙公司,工程建设,不予退还,80000,,2017-03-21,中标后不签约
B3,A2,丙公司,工程建设,免缴,,,2017-03-02,信用承诺
"""
DISPUTES = """dispute_no,kind,subject,tender_code,known_at,action,at,basis,result
T1,政府采购,,P1,2017-03-01,提出,2017-03-03,,
T1,政府采购,,P1,2017-03-01,答复,2017-03-10,,不成立
T1,政府采购,,P1,2017-03-01,投诉,2017-03-14,,
T1,政府采购,,P1,2017-03-01,受理,2017-03-16,,
T1,政府采购,,P1,2017-03-01,处理决定,2017-04-20,第56条,部分成立
T2,工程建设,评标结果,P2,2017-03-05,提出,2017-03-06,,
"""


def rolled(path: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> list[list[str]]:
    """The table that the command line prints, row by row."""
    assert cli.main(["rollup", str(path), *arguments, "--format", "csv"]) == 0
    return list(csv.reader(io.StringIO(capsys.readouterr().out)))


def write(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_kind_counts_is_declared(kind: str) -> None:
    cls = KINDS[kind]
    assert cls.COUNT_UNIT
    for name in (cls.COUNTED, *cls.QUANTITIES):
        assert glossary().term(name).kind in ("count", "amount", "score")


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_has_a_chinese_and_an_english_header(kind: str) -> None:
    cls = KINDS[kind]
    for attribute in attrs.fields(cls):
        for header in (attribute.name, attribute.metadata["zh"]):
            column = find_column(header, cls)
            if header == attribute.name or kind_of(hints_of(cls)[attribute.name]) not in (tuple, Source):
                assert column is not None, header
                assert column.path == (attribute.name,), header


def test_deposits_from_one_row_a_movement(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "deposits.csv"
    path.write_text(DEPOSITS, encoding="utf-8")
    loaded = read_records(path, "deposit")
    assert loaded.faults == ()
    first, second, third = loaded.records
    assert isinstance(first, Deposit)
    assert (first.state.zh, first.interest, first.paid_at, first.refunded_at) == (
        "已退还",
        yuan("12.30"),
        date(2017, 3, 1),
        date(2017, 3, 20),
    )
    assert (second.state.zh, second.refunded_at, third.state.zh, third.paid_at) == ("不予退还", None, "免缴", None)
    measures = "deposits,deposit_paid,deposit_refunded,deposit_interest,deposit_forfeited,deposits_waived"
    table = rolled(
        path,
        capsys,
        "--kind",
        "deposit",
        "--by",
        "lot_code",
        "--period",
        "none",
        "--unit",
        "元",
        "--measures",
        measures,
    )
    assert table[1:] == [
        ["A1", "2", "160000.00", "80000.00", "12.30", "80000.00", "0"],
        ["A2", "1", "", "", "", "", "1"],
        ["合计", "3", "160000.00", "80000.00", "12.30", "80000.00", "1"],
    ]


def test_what_a_deposit_refuses_is_told_at_the_row_that_brings_it_about() -> None:
    head = {"保证金编号": "B1", "投标人": "甲公司"}
    rows = [
        head | {"收退类型": "缴纳", "金额": "8万元"},
        head | {"收退类型": "退还", "金额": "9万元"},
        head | {"收退类型": "退还", "金额": "8万元"},
        {"保证金编号": "B2", "投标人": "乙公司", "收退类型": "退还", "金额": "1万元"},
        {"保证金编号": "B3", "投标人": "丙公司", "收退类型": "缴纳"},
        {"保证金编号": "B4", "投标人": "丁公司", "收退类型": "缴纳", "金额": "2万元"},
    ]
    loaded = load_rows(rows, Deposit)
    assert [one.deposit_no for one in loaded.records] == ["B4"]
    assert loaded.rejected == tuple(rows[:5])
    told = {fault.row: str(fault) for fault in loaded.faults}
    assert "belongs to the same record as row 2" in told[1]
    assert "it is 1万元 more than is held" in told[2]
    assert "belongs to the same record as row 2" in told[3]
    assert "REFUND (退还) is not possible in the state AWAITED" in told[4]
    assert "column 金额: movements.amount" in told[5] or "amount (金额): is missing" in told[5]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_rows_may_come_in_any_order_where_days_tell_it(order: tuple[int, ...]) -> None:
    """Exports come with the latest row first, too; of one day the order is the one that can be."""
    head = {"保证金编号": "B1", "投标人": "甲公司"}
    rows = [
        head | {"收退类型": "缴纳", "金额": "8万元", "收退日期": "2017-03-01"},
        head | {"收退类型": "退还", "金额": "3万元", "收退日期": "2017-03-01"},
        head | {"收退类型": "退还", "金额": "5万元", "收退日期": "2017-03-20"},
    ]
    loaded = load_rows([rows[n] for n in order], Deposit)
    assert loaded.faults == ()
    assert [str(move.amount) for move in loaded.records[0].movements] == ["8万元", "3万元", "5万元"]


def test_without_days_the_rows_are_the_order() -> None:
    head = {"保证金编号": "B1", "投标人": "甲公司", "金额": "8万元"}
    loaded = load_rows([head | {"收退类型": "退还"}, head | {"收退类型": "缴纳"}], Deposit)
    assert loaded.records == ()
    assert "REFUND (退还) is not possible in the state AWAITED" in str(loaded.faults[0])


def test_disputes_from_one_row_an_act(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "disputes.csv"
    path.write_text(DISPUTES, encoding="utf-8")
    loaded = read_records(path, "dispute")
    assert loaded.faults == ()
    first, second = loaded.records
    assert isinstance(first, Dispute)
    assert (first.state.zh, first.result and first.result.zh, second.state.zh) == ("已作处理决定", "部分成立", "待答复")
    measures = "objections,objections_answered,complaints,complaints_decided,complaint_upheld_rate"
    table = rolled(path, capsys, "--kind", "dispute", "--by", "kind", "--period", "none", "--measures", measures)
    assert table[1:] == [
        ["工程建设", "1", "0", "0", "0", ""],
        ["政府采购", "1", "1", "1", "1", "100.00%"],
        ["合计", "2", "1", "1", "1", "100.00%"],
    ]


def test_a_lone_act_that_cannot_be_is_told() -> None:
    rows = [{"dispute_no": "T1", "kind": "政府采购", "action": "投诉", "at": "2017-03-14"}]
    loaded = load_rows(rows, Dispute)
    assert (loaded.records, loaded.rejected) == ((), tuple(rows))
    assert "a complaint needs a challenge before it" in str(loaded.faults[0])


@pytest.mark.parametrize(
    "case",
    [
        (
            "fee",
            ["收费项目", "收费金额（元）", "收费单位", "是否退费"],
            [["代理服务费", "8000", "某代理", "否"], ["代理服务费", "500", "某代理", "是"]],
            "item",
            "fee_receipts,fee_amount",
            ["代理服务费", "2", "0.75"],
        ),
        (
            "credit",
            ["party", "points", "basis", "at", "revoked_at", "revoked_by"],
            [["甲公司", "-5", "围标", "2023-05-01", "", ""], ["甲公司", "-3", "误", "2023-05-02", "2023-06-01", "文"]],
            "party",
            "credit_events,credit_points",
            ["甲公司", "1", "-5.00"],
        ),
        (
            "session",
            ["场次类型", "开标室", "抽取专家人数", "监督人数", "发现问题数", "处理问题数"],
            [["开标", "一号", "5", "2", "1", "1"], ["评标", "一号", "7", "0", "0", "0"]],
            "site",
            "sessions,supervised_sessions,experts_drawn,problems_found,problems_handled",
            ["一号", "2", "1", "12", "1", "1"],
        ),
        (
            "member",
            ["入库编号", "库别", "专业"],
            [["Z1", "专家库", "土建"], ["Z2", "专家库", "土建"]],
            "field_of_work",
            "library_members",
            ["土建", "2"],
        ),
        (
            "assessment",
            ["招标项目编号", "专家编号", "是否处理"],
            [["P1", "Z1", "是"], ["P1", "Z2", "否"]],
            "tender_code",
            "assessments,members_penalised",
            ["P1", "2", "1"],
        ),
        (
            "award",
            ["招标项目编号", "中标人", "价格形式", "中标金额（万元）", "中标费率", "是否放弃中标"],
            [["P1", "甲", "1", "358", "", "否"], ["P1", "乙", "费率", "", "9%", ""], ["P1", "丙", "1", "3", "", "是"]],
            "tender_code",
            "awards,deal",
            ["P1", "2", "358.00"],
        ),
        (
            "contract",
            ["合同编号", "合同金额（万元）", "补充合同金额（万元）", "乙方"],
            [["H1", "100", "5", "甲"], ["H1", "100", "-2", "甲"], ["H2", "50", "", "甲"]],
            "contractor.name",
            "contracts,contract_amount,supplement_amount",
            ["甲", "2", "150.00", "3.00"],
        ),
        (
            "performance",
            ["合同编号", "标段编号", "合同金额（万元）", "结算金额（万元）"],
            [["H1", "A", "100", "104"], ["H2", "A", "60", ""]],
            "lot_code",
            "contracts_performed,overrun_rate",
            ["A", "2", "4.00%"],
        ),
        (
            "bid",
            ["招标项目编号", "投标人", "投标报价（万元）", "是否否决"],
            [["P1", "甲", "358", "否"], ["P1", "乙", "360", "是"]],
            "tender_code",
            "bids,bids_rejected",
            ["P1", "2", "1"],
        ),
        (
            "order",
            ["订单编号", "采购内容", "方式", "预算金额（万元）", "成交金额（万元）"],
            [["D1", "打印纸", "协议供货", "1.2", "1"]],
            "method",
            "project_count,savings_rate",
            ["协议供货", "1", "16.67%"],
        ),
        (
            "medical",
            ["品种类别", "批次数", "成交金额（万元）"],
            [["中药饮片", "3", "113.1"], ["中药饮片", "", "0.9"]],
            "category",
            "project_count,deal",
            ["中药饮片", "3", "114.00"],
        ),
        (
            "refund",
            ["保证金编号", "缴纳人", "标段编号", "应退日期", "退还日期", "退还状态"],
            [["B1", "甲", "A", "2017-04-10", "2017-04-11", "逾期"], ["B2", "乙", "A", "", "2017-04-05", "按时"]],
            "lot_code",
            "refunds_due,refunds_on_time,refund_on_time_rate",
            ["A", "2", "1", "50.00%"],
        ),
    ],
)  # fmt: skip
def test_a_kind_on_the_command_line(
    case: tuple[str, list[str], list[list[str]], str, str, list[str]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    kind, header, rows, by, measures, told = case
    path = write(tmp_path / "a.csv", [header, *rows])
    arguments = ("--kind", kind, "--by", by, "--period", "none", "--measures", measures)
    assert rolled(path, capsys, *arguments)[1] == told
    as_json = tmp_path / "a.json"
    blanked = [{name: value for name, value in zip(header, row, strict=True) if value} for row in rows]
    as_json.write_text(json.dumps(blanked, ensure_ascii=False), encoding="utf-8")
    assert rolled(as_json, capsys, *arguments)[1] == told


def test_deposits_are_counted_on_the_days_they_moved() -> None:
    from zhengwu.stats.rollup import rollup

    loaded = load_rows(
        [
            {"保证金编号": "B1", "投标人": "甲", "收退类型": kind, "金额": Money("8万元"), "收退日期": day}
            for kind, day in (("缴纳", "2017-03-01"), ("退还", "2017-04-20"))
        ],
        Deposit,
    )
    table = rollup(loaded.records, "party.name", on="refunded_at", period="quarter", measures=["deposit_refunded"])
    assert [table.grid.text(1, column) for column in range(2)] == ["甲", "8.00"]
    assert table.title.startswith("2017年第二季度")
