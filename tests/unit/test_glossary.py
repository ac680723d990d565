"""The vocabulary: each wording means one thing, and a header that might mean another means nothing."""

from __future__ import annotations

import json
import tomllib
from collections import defaultdict
from fractions import Fraction
from importlib import resources
from pathlib import Path

import pytest

from zhengwu.errors import UnknownNameError
from zhengwu.reference.glossary import glossary, normalise
from zhengwu.reference.terms import fold

SHARED = Path(__file__).parents[2].parent / "shared"
KINDS = {
    "amount", "count", "rate", "score", "dimension", "label", "total", "subtotal", "of_which", "mark", "operand",
}  # fmt: skip
UNIT_KINDS = {"money", "count", "rate", "points", "area", "length", "time", "score"}


class TestData:
    """The data file says what it must, once."""

    def test_ids_are_unique_full_words(self) -> None:
        data = tomllib.loads(resources.files("zhengwu.reference").joinpath("glossary.toml").read_text("utf-8"))
        assert len(data["term"]) == len(glossary().terms)
        assert len(data["unit"]) == len(glossary().units)
        assert all(name == name.lower() and name.replace("_", "").isalpha() for name in glossary().terms)

    def test_a_wording_belongs_to_one_term(self) -> None:
        owners = defaultdict(set)
        for term in glossary():
            if term.kind not in ("mark", "operand"):
                for wording in term.wordings:
                    owners[fold(wording)].add(term.id)
        assert {wording: ids for wording, ids in owners.items() if len(ids) > 1} == {}

    def test_a_mark_is_worded_as_the_quantity_it_marks(self) -> None:
        for mark in glossary().of_kind("mark"):
            for wording in mark.wordings:
                found = glossary().find(wording)
                assert found is not None
                assert found.id == mark.quantity

    def test_every_term_is_complete(self) -> None:
        for term in glossary():
            assert term.kind in KINDS
            assert all((term.zh, term.en, term.source))
            assert len(term.wordings) == len({term.zh, *term.aliases, *term.exact})
            assert term.quantity in glossary().terms
            assert (term.group is not None) == (term.kind in ("label", "dimension"))

    def test_every_unit_converts_to_a_unit_of_its_kind(self) -> None:
        for unit in glossary().units.values():
            assert unit.kind in UNIT_KINDS
            assert unit.factor > 0
            base = glossary().units.get(unit.base)
            assert base is None or base.kind == unit.kind

    @pytest.mark.parametrize("kind", sorted(KINDS))
    def test_no_kind_is_empty(self, kind: str) -> None:
        assert glossary().of_kind(kind)


class TestHeader:
    """A column header is understood, or left alone when in doubt."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("预算金额（万元）", "budget"),
            ("成交金额（万元）", "deal"),
            ("实际采购金额(万元)", "deal"),
            ("节约率（％）", "savings_rate"),
            ("项目数(个)", "project_count"),
            ("公开招标项目（个）", "project_count"),
            ("不满意率", "dissatisfaction_rate"),
            ("满意率", "satisfaction_rate"),
            ("热线按时办结", "on_time"),
            ("按时办结总计", "on_time"),
            ("政民未办结", "unfinished"),
            ("一季度合计", "total"),
            ("合计(宗)", "total"),
            ("合    计", "total"),
            ("件数（正文）", "case_count"),
            ("本月占比(%)", "share"),
            ("公开招标占实际采购金额（%）", "share"),
            ("环比增长(%)", "period_on_period"),
            ("备案受理合同数(个)", "contracts_received"),
            ("收到来信(件)", "accepted"),
            ("节约（%）", "savings_rate"),
            ("增值（％）", "premium_rate"),
            ("成交金额万元", "deal"),
            ("预算金额/万元", "budget"),
            ("预算金额（单位：万元）", "budget"),
            ("一、本年新收申请数量", "new_applications"),
            ("窗口名称", "window"),
            ("办理单位", "unit_name"),
        ],
    )
    def test_understood(self, text: str, expected: str) -> None:
        found = glossary().header(text)
        assert found is not None
        assert found.id == expected

    @pytest.mark.parametrize(
        "text",
        [
            "平均溢价率", "最高溢价率", "去年同期成交金额", "未按时办结", "不予受理", "应按时办结", "同比增加额",
            "占地面积（亩）", "中标单位资质", "成交金额排序依据", "预算（%）", "增长（万元）", "占比提高（个百分点）",
            "基本满意率", "非常满意率", "工程类项目", "较采购计划节约资金", "1月", "", "（万元）", "发改局窗口人员",
            "项目（万元）",
        ],
    )  # fmt: skip
    def test_in_doubt_nothing(self, text: str) -> None:
        assert glossary().header(text) is None

    def test_what_stood_around_it(self) -> None:
        match = glossary().match("全市节约资金合计（不含直接发包）（万元）")
        assert match is not None
        assert (match.term.id, match.wording, match.prefix, match.suffix, match.unit) == (
            "savings", "节约资金", "全市", "合计(不含直接发包)", "万元",
        )  # fmt: skip

    def test_a_row_label_never_ends_a_header(self) -> None:
        assert glossary().header("区级公开招标") is None
        assert glossary().header("公开招标") is glossary().term("open_tender")

    def test_every_wording_is_its_own_header(self) -> None:
        for term in glossary():
            if term.kind not in ("mark", "operand"):
                assert all(glossary().header(wording) is term for wording in term.wordings)


class TestFind:
    """Exact lookup ignores width, blanks, numbering and units in brackets, and nothing else."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("小计", "subtotal"),
            ("其中：", "of_which"),
            ("公开", "open_tender"),
            ("ＡＰＰ", "application"),
            ("协议", "agreement_supply"),
        ],
    )
    def test_found(self, text: str, expected: str) -> None:
        found = glossary().find(text)
        assert found is not None
        assert found.id == expected

    @pytest.mark.parametrize("text", ["小计（公开+邀请）", "发改局窗口", "热线按时办结", "部分", "17.07%", ""])
    def test_not_found(self, text: str) -> None:
        assert glossary().find(text) is None

    def test_normalise(self) -> None:
        assert normalise("（一） 预算　金额 （万元）：") == "预算金额"

    def test_an_unknown_id_names_the_nearest(self) -> None:
        with pytest.raises(UnknownNameError, match="savings_rate"):
            glossary().term("saving_rate")
        with pytest.raises(UnknownNameError, match="an id of the glossary"):
            glossary().term("ωωωω")

    def test_a_term_says_what_it_is(self) -> None:
        assert str(glossary().term("deal")) == "deal (成交金额)"

    def test_nearest_gives_at_most_n_distinct_terms(self) -> None:
        near = glossary().nearest("节约率", n=2)
        assert near[0].id == "savings_rate"
        assert len(near) == len(set(near)) == 2


class TestMark:
    """A mark is one only in front of a figure."""

    def test_premium_in_a_savings_column(self) -> None:
        amount, rate = glossary().mark("增值额0.26"), glossary().mark(" 增值率：1.01% ")
        assert amount is not None
        assert rate is not None
        assert (amount.term.id, amount.rest) == ("premium", "0.26")
        assert (rate.term.id, rate.rest) == ("premium_rate", "1.01%")

    @pytest.mark.parametrize("text", ["增值额", "0.26", "节约用水1项", "", "成交额0.26"])
    def test_no_mark(self, text: str) -> None:
        assert glossary().mark(text) is None


class TestUnits:
    """Units carry their magnitude as a factor."""

    @pytest.mark.parametrize(
        ("text", "kind", "base", "factor"),
        [
            ("元", "money", "元", 1),
            ("万元", "money", "元", 10**4),
            ("亿元", "money", "元", 10**8),
            ("万件", "count", "件", 10**4),
            ("亩", "area", "平方米", Fraction(2000, 3)),
            ("%", "rate", "%", Fraction(1, 100)),
            ("％", "rate", "%", Fraction(1, 100)),
            ("个百分点", "points", "个百分点", Fraction(1, 100)),
            ("小时", "time", "秒", 3600),
        ],
    )
    def test_known(self, text: str, kind: str, base: str, factor: int | Fraction) -> None:
        unit = glossary().unit(text)
        assert unit is not None
        assert (unit.kind, unit.base, unit.factor) == (kind, base, factor)

    @pytest.mark.parametrize("text", ["万%", "万", "", "公斤", "万万元"])
    def test_unknown(self, text: str) -> None:
        assert glossary().unit(text) is None


@pytest.mark.skipif(not SHARED.is_dir(), reason="the collected tables are not beside this checkout")
def test_headers_of_the_collected_tables_are_understood_as_their_units_say() -> None:
    """Whatever a header of a collected table is understood as, its recorded unit can measure."""
    understood = 0
    for path in sorted((SHARED / "corpus" / "tables").glob("*.json")):
        table = json.loads(path.read_text("utf-8"))
        for header, unit in zip(table["header"], table["column_units"], strict=True):
            term = glossary().header(header)
            if term is None or unit in "-*":
                continue
            understood += 1
            kinds = {"amount": {"money"}, "rate": {"rate"}, "count": {"count"}, "total": {"money", "count"}}
            measured = glossary().unit(unit)
            assert measured is not None
            assert term.kind == "label" or measured.kind in kinds[term.kind], (path.name, header)
    assert understood > 25
