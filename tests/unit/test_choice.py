"""What is claimed and what is only listed: claims are certain, the rest are alternatives, in one order."""

from __future__ import annotations

from fractions import Fraction
from typing import cast

import attrs
import pytest
from tests.scenes import NESTED, PURCHASES, WINDOWS, Rows, put, scene_of

from zhengwu.app import audit
from zhengwu.auditing.causes.cause import Cause, changes_of
from zhengwu.auditing.causes.choice import _pairs, causes, marginals
from zhengwu.auditing.causes.explanation import Explanation, Slip
from zhengwu.auditing.causes.scene import Scene
from zhengwu.exact.figure import Figure
from zhengwu.findings import FindingKind, Move
from zhengwu.table import Grid

SPOILED: tuple[Rows, ...] = (
    put(WINDOWS, r0c1="320"),
    put(WINDOWS, r0c1="320", r2c3="1178"),
    put(WINDOWS, r0c1="1", r1c1="2", r2c2="3"),
    put(WINDOWS, r4c1="3611", r4c2="3070", r4c3="3662", r4c4="10343"),
    put(WINDOWS, r2c1="", r2c2="", r2c3="", r2c4=""),
    put(WINDOWS, r0c4="9299", r4c4="13866"),
    put(PURCHASES, r1c2="1204.07"),
    put(PURCHASES, r1c2="120407000", r1c3="115005500", r1c4="5401500"),
    put(NESTED, r3c4="17129.09", r9c2="76"),
)


def slip(name: str, number: str, weight: Fraction) -> Slip:
    return Slip({name: Figure.parse(number)}, FindingKind.TYPO, "why.typo.replaced", weight)


class TestCauses:
    @pytest.mark.parametrize("rows", SPOILED)
    def test_every_failing_relation_is_accused_or_mended(self, rows: Rows) -> None:
        scene = scene_of(rows)
        found = causes(scene)
        accusing = {position for cause in found for position in cause.relations}
        changes = {n: f for cause in found if cause.unique for n, f in changes_of(cause.ways[0]).items()}
        assert accusing <= scene.failing
        assert scene.failing_after(changes) - scene.doubtful <= accusing

    @pytest.mark.parametrize("rows", SPOILED)
    def test_claims_agree_and_break_nothing(self, rows: Rows) -> None:
        scene = scene_of(rows)
        wanted: dict[str, Figure] = {}
        for cause in causes(scene):
            if cause.unique:
                for name, figure in changes_of(cause.ways[0]).items():
                    assert wanted.setdefault(name, figure).coefficient == figure.coefficient
                assert len(cause.ways) == 1
        assert scene.failing_after(wanted) <= scene.failing

    @pytest.mark.parametrize("rows", SPOILED)
    def test_the_same_in_the_same_order_again(self, rows: Rows) -> None:
        assert causes(scene_of(rows)) == causes(scene_of(rows))

    def test_none_in_a_sound_table(self) -> None:
        assert causes(scene_of(NESTED)) == ()


class TestClaims:
    def test_two_mistakes_apart_are_two_claims(self) -> None:
        found = causes(scene_of(SPOILED[1]))
        assert [(cause.unique, *changes_of(cause.ways[0])) for cause in found] == [(True, "t0r0c1"), (True, "t0r2c3")]

    @pytest.mark.parametrize("total", ["76", "9999", "100"])
    def test_one_sum_alone_claims_nothing(self, total: str) -> None:
        (cause,) = causes(scene_of([("窗口", "1月"), ("甲", "35"), ("乙", "42"), ("合计", total)]))
        assert not cause.unique
        assert {name for way in cause.ways for name in changes_of(way)} == {"t0r0c1", "t0r1c1", "t0r2c1"}

    def test_equal_explanations_are_all_listed(self) -> None:
        """A last digit too many in one of three figures: none is likelier than the others."""
        (cause,) = causes(scene_of([("窗口", "1月"), ("甲", "35"), ("乙", "41"), ("合计", "77")]))
        ways = [way[0] for way in cause.ways if way[0].changes]
        assert len({w.weight for w in ways}) == 1
        assert len(ways) == 3

    def test_a_value_without_a_slip_is_claimed_only_where_another_relation_confirms_it(self) -> None:
        (confirmed,) = causes(scene_of(put(WINDOWS, r1c2="35")))
        assert (confirmed.unique, confirmed.ways[0][0].kind) == (True, FindingKind.UNEXPLAINED)
        (alone,) = causes(scene_of(put(PURCHASES, r0c1="9")))
        assert not alone.unique

    def test_several_values_of_one_figure_are_alternatives(self) -> None:
        """A budget whose rounded neighbours leave it three last digits, and no slip that tells which."""
        (cause,) = causes(scene_of(put(PURCHASES, r1c2="77.77")))
        assert not cause.unique
        assert {name for way in cause.ways for name in changes_of(way)} == {"t0r1c2"}
        assert len(cause.ways) > 1


class TestMarginals:
    def test_the_slips_of_the_only_explanation_are_certain(self) -> None:
        one, other = slip("a", "1", Fraction(1, 9)), slip("b", "2", Fraction(1, 7))
        assert marginals([Explanation((one, other))]) == {one.key: 1, other.key: 1}

    def test_shares_of_exclusive_explanations_add_up_to_one(self) -> None:
        slips = [slip("a", str(n), Fraction(1, n)) for n in (2, 3, 6)]
        shares = marginals([Explanation((item,)) for item in slips])
        assert sum(shares.values()) == 1
        assert shares[slips[0].key] == Fraction(1, 2)

    def test_a_cause_without_a_way_is_never_unique(self) -> None:
        assert not Cause((0,)).unique


def test_slips_that_touch_the_same_rows_are_no_two_causes() -> None:
    """Rows exchanged once are not exchanged a second time by whatever else proposes it."""
    there, back = Move(table=0, row=0, label_row=1), Move(table=0, row=1, label_row=0)
    exchange = attrs.evolve(slip("a", "1", Fraction(1)), moves=(there, back))
    again = attrs.evolve(slip("b", "2", Fraction(1)), moves=(there,))
    elsewhere = attrs.evolve(again, moves=(Move(table=0, row=4, label_row=5),))
    assert not list(
        _pairs(cast(Scene, _Mended()), exchange, {exchange: frozenset({1}), again: frozenset({2})}, frozenset({1, 2}))
    )
    own = {exchange: frozenset({1}), elsewhere: frozenset({2})}
    assert list(_pairs(cast(Scene, _Mended()), exchange, own, frozenset({1, 2}))) == [
        Explanation((exchange, elsewhere))
    ]


class _Mended:
    """A scene in which any two slips together leave nothing failing."""

    def failing_after(self, _: object) -> frozenset[int]:
        return frozenset()


def test_what_a_rare_regime_would_print_is_not_claimed() -> None:
    """Rounded up, 549.85 of 4739.96 is 11.7 %: nothing here tells that the page rounds half up."""
    rows = [
        ["政府采购", "单一来源", "389", "259.66", "317.66", "58.01", "18.3"],
        ["", "询价", "979", "4,739.96", "4,190.11", "549.85", "11.7"],
        ["工程建设", "公开招标", "87", "740.83", "620.42", "120.41", "16.3"],
        ["合计", "", "1455", "5,798.44", "5,070.18", "728.27", "12.6"],
    ]
    header = ["项目类别", "方式", "项目个数", "预算金额", "成交金额", "节约金额", "节约率（%）"]
    report = audit(Grid.of([header, *rows], caption="2015年第一季度公共资源交易情况表", unit="万元、个"))
    claimed = {change.where.cell for f in report.findings if f.unique for r in f.repairs for change in r.changes}
    assert claimed == {"t0r0c3", "t0r0c4"}


def test_no_claim_rests_on_a_relation_that_nothing_explains() -> None:
    """A share of minus one hundred per cent is impossible, so no slip of rows is told by what it would add up to."""
    rows = [
        ["类别", "件数", "占比"],
        ["咨询", "862", "35.83%"],
        ["求助", "", ""],
        ["投诉", "797", "33.13%"],
        ["表扬", "680", "28.26%"],
        ["总计", "2406", "-100.00%"],
    ]
    report = audit(Grid.of(rows, caption="2017年一季度诉求分类情况表"))
    assert report.findings
    assert not any(repair.moves for finding in report.findings if finding.unique for repair in finding.repairs)
