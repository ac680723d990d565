"""Each way a table goes wrong with a table of its own: what is claimed, what is only listed, and what it would mend."""

from __future__ import annotations

import pytest
from tests.scenes import NESTED, PURCHASES, WINDOWS, Rows, changes_of, moves_of, put, scene_of

from zhengwu.app import audit
from zhengwu.auditing.causes.explanation import Slip
from zhengwu.auditing.causes.mechanisms import exchanged, remainder, scaled, slipped, stale
from zhengwu.auditing.causes.operations import operations
from zhengwu.findings import Finding, FindingKind, Grade
from zhengwu.table import Grid

OLD = {"r4c1": "3611", "r4c2": "3070", "r4c3": "3662", "r4c4": "10343"}
NEW = {"r4c1": "4655", "r4c2": "4360", "r4c3": "4849", "r4c4": "13864"}
LARGER = {"r4c1": "4755", "r4c2": "4480", "r4c3": "4999", "r4c4": "14234"}
BLANK = {f"r2c{c}": "" for c in range(1, 5)}


def only(rows: Rows) -> Finding:
    (finding,) = audit(Grid.of(rows)).findings
    return finding


def changed(slip: Slip) -> dict[str, int]:
    return {name.removeprefix("t0"): figure.coefficient for name, figure in slip.changes.items()}


@pytest.mark.parametrize("rows", [WINDOWS, PURCHASES, NESTED])
def test_nothing_is_proposed_for_a_sound_table(rows: Rows) -> None:
    assert list(operations(scene_of(rows))) == []


class TestOneFigure:
    """One wrong figure in two relations is claimed, with the slip that explains it."""

    @pytest.mark.parametrize(
        ("cell", "wrong", "why"),
        [
            ("r0c1", "320", "why.typo.dropped"),
            ("r0c1", "31720", "why.typo.added"),
            ("r0c2", "2817", "why.typo.swapped"),
            ("r0c2", "2841", "why.typo.replaced"),
            ("r1c2", "1290", "why.copied"),
            ("r0c1", "-3120", "why.sign.minus"),
            ("r0c1", "31200000", "why.unit"),
        ],
    )
    def test_a_count(self, cell: str, wrong: str, why: str) -> None:
        finding = only(put(WINDOWS, **{cell: wrong}))
        right = {"r0c1": "3120", "r0c2": "2871", "r1c2": "97"}[cell]
        assert (finding.unique, finding.printed, finding.values["recomputed"]) == (True, wrong, right)
        assert finding.repairs[0].why == why
        assert changes_of(finding) == {cell: right}

    @pytest.mark.parametrize(
        ("wrong", "why"),
        [
            ("1204.070", "why.typo.point"),
            ("12045.70", "why.typo.replaced"),
            ("-12040.70", "why.sign.minus"),
            ("120407000", "why.unit"),
            ("1240.70", "why.typo.dropped"),
        ],
    )
    def test_an_amount(self, wrong: str, why: str) -> None:
        finding = only(put(PURCHASES, r1c2=wrong))
        assert (finding.unique, finding.repairs[0].why) == (True, why)
        assert changes_of(finding) == {"r1c2": "12040.70"}

    def test_a_lost_minus(self) -> None:
        rows = put(PURCHASES, r2c3="958.64", r2c4="78.60", r2c5="-8.93%", r3c3="17349.29", r3c4="701.70", r3c5="3.89%")
        finding = only(rows)
        assert (finding.kind, finding.repairs[0].why) == (FindingKind.SIGN, "why.sign.lost")
        assert changes_of(finding) == {"r2c4": "-78.60"}

    def test_the_factor_is_told(self) -> None:
        assert only(put(PURCHASES, r1c2="120407000")).repairs[0].values == {"factor": "10000"}


class TestExchanged:
    def test_two_neighbours(self) -> None:
        finding = only(put(WINDOWS, r1c2="1290", r2c2="97"))
        assert (finding.kind, finding.unique, finding.repairs[0].why) == (FindingKind.SWAP, True, "why.swap")
        assert changes_of(finding) == {"r1c2": "97", "r2c2": "1290"}

    def test_two_neighbours_of_one_row(self) -> None:
        finding = only(put(WINDOWS, r2c1="1290", r2c2="1044"))
        assert changes_of(finding) == {"r2c1": "1044", "r2c2": "1290"}

    @pytest.mark.parametrize(("rows", "pair"), [(WINDOWS, (2, 4)), (NESTED, (2, 4)), (NESTED, (5, 7))])
    def test_two_rows_are_moved_not_written_anew(self, rows: Rows, pair: tuple[int, int]) -> None:
        one, other = pair
        first = 2 if rows is NESTED else 1
        cells = {f"r{one}c{c}": rows[other + 1][c] for c in range(first, len(rows[0]))}
        cells |= {f"r{other}c{c}": rows[one + 1][c] for c in range(first, len(rows[0]))}
        finding = only(put(rows, **cells))
        assert (finding.kind, finding.unique) == (FindingKind.SWAP, True)
        assert moves_of(finding.repairs[0]) == [(one, other), (other, one)]
        assert finding.repairs[0].changes == ()

    def test_parts_of_one_sum_may_stand_in_any_order(self) -> None:
        rows = [*WINDOWS[:2], ("乙", *WINDOWS[3][1:]), ("丙", *WINDOWS[2][1:]), *WINDOWS[4:]]
        assert audit(Grid.of(rows)).findings == ()

    def test_a_rate_is_not_exchanged_with_an_amount(self) -> None:
        scene = scene_of(put(PURCHASES, r1c4="4.49", r1c5="540.15%"))
        assert exchanged.exchanged(scene, [("t0r1c1", "t0r1c2")]) == {}
        assert exchanged.exchanged(scene, [("t0r0c1", "t0r0c1")]) == {}

    def test_one_column_proves_no_exchange_of_rows(self) -> None:
        """Sums of rows fail in one column only: rows of several columns were not exchanged."""
        scene = scene_of(put(WINDOWS, r2c1="4655", r4c1="1044"))
        assert all(slip.moves == () for slip in exchanged.slips(scene))


class TestScaled:
    @pytest.mark.parametrize("row", [0, 1, 2])
    def test_a_row(self, row: int) -> None:
        right = {f"r{row}c{c}": PURCHASES[row + 1][c] for c in (2, 3, 4)}
        finding = only(put(PURCHASES, **{cell: text.replace(".", "") + "00" for cell, text in right.items()}))
        assert (finding.kind, finding.unique) == (FindingKind.UNIT, True)
        assert finding.repairs[0].values == {"factor": "10000"}
        assert changes_of(finding) == right

    def test_a_column(self) -> None:
        right = {f"r{r}c2": WINDOWS[r + 1][2] for r in range(5)}
        finding = only(put(WINDOWS, **{cell: text + "0000" for cell, text in right.items()}))
        assert (finding.kind, finding.unique) == (FindingKind.UNIT, True)
        assert changes_of(finding) == right

    def test_counts_and_rates_of_the_row_keep_theirs(self) -> None:
        scene = scene_of(put(PURCHASES, r1c2="120407000", r1c3="115005500", r1c4="5401500"))
        by_row = [slip for slip in scaled.slips(scene) if len(slip.changes) == 3 and "t0r1c2" in slip.changes]
        assert by_row
        assert all(not {"t0r1c1", "t0r1c5"} & slip.changes.keys() for slip in by_row)

    def test_only_what_prints_so_in_its_column(self) -> None:
        """A count cannot be a ten-thousandth of 97."""
        scene = scene_of(put(WINDOWS, r1c2="98"))
        assert all(min(changed(slip).values()) >= 97 for slip in scaled.slips(scene))


class TestStale:
    def test_totals_that_lack_one_row(self) -> None:
        finding = only(put(WINDOWS, **OLD))
        assert (finding.kind, finding.unique, finding.grade) == (FindingKind.STALE_TOTAL, True, Grade.ERROR)
        assert finding.repairs[0].why == "why.stale_total"
        assert changes_of(finding) == NEW

    def test_every_total_above_one_figure(self) -> None:
        """The totals of its row and its column, and the one above both, are off by the same."""
        finding = only(put(WINDOWS, r0c4="9292", r4c1="4650", r4c4="13859"))
        assert (finding.kind, finding.unique) == (FindingKind.STALE_TOTAL, True)
        assert changes_of(finding) == {"r0c4": "9297", "r4c1": "4655", "r4c4": "13864"}

    def test_a_chain_with_its_rates(self) -> None:
        """A subtotal and the total above it; summed anew of rounded amounts it is not known to the last digit."""
        right = {f"r{r}c{c}": NESTED[r + 1][c] for r in (6, 10) for c in range(2, 7)}
        old = ["402", "2210.31", "2104.87", "105.44", "4.77%", "802", "20343.65", "19374.73", "968.92", "4.76%"]
        finding = only(put(NESTED, **dict(zip(right, old, strict=True))))
        assert (finding.kind, finding.unique) == (FindingKind.STALE_TOTAL, False)
        assert changes_of(finding) == right

    def test_what_exactly_one_part_explains_is_likelier(self) -> None:
        one_part = next(iter(stale.slips(scene_of(put(WINDOWS, **OLD)))))
        anything = next(iter(stale.slips(scene_of(put(WINDOWS, **{**OLD, "r4c1": "3612", "r4c4": "10344"})))))
        assert changed(one_part) == changed(anything)
        assert one_part.weight > anything.weight

    def test_totals_are_larger_than_they_were_oftener_than_smaller(self) -> None:
        below = next(iter(stale.slips(scene_of(put(WINDOWS, r4c1="4405", r4c4="13614")))))
        above = next(iter(stale.slips(scene_of(put(WINDOWS, r4c1="4905", r4c4="14114")))))
        assert changed(below) == changed(above)
        assert below.weight == 50 * above.weight

    def test_one_total_alone_is_no_mechanism(self) -> None:
        assert list(stale.slips(scene_of(put(WINDOWS, r4c1="4405")))) == []

    def test_the_chance_of_the_last_of_several_follows(self) -> None:
        assert stale.by_accident([100]) == stale.by_accident([100, 250]) > stale.by_accident([100, 250, 350])


class TestRemainder:
    def test_a_row_that_is_missing_is_asked_about(self) -> None:
        finding = only(put(WINDOWS, **LARGER))
        assert (finding.kind, finding.grade) == (FindingKind.REMAINDER, Grade.QUESTION)
        assert (finding.unique, finding.repairs) == (False, ())

    def test_a_subtotal_that_is_larger_with_all_above_it(self) -> None:
        rows = put(NESTED, r6c2="431", r6c3="3040.31", r6c4="2874.82", r6c5="165.49", r6c6="5.44%")
        rows = put(rows, r10c2="831", r10c3="21173.65", r10c4="20144.68", r10c5="1028.97", r10c6="4.86%")
        assert only(rows).kind is FindingKind.REMAINDER

    def test_it_changes_nothing_and_excuses_the_totals(self) -> None:
        scene = scene_of(put(WINDOWS, **LARGER))
        (slip,) = remainder.slips(scene)
        assert (slip.changes, slip.moves, slip.fills) == ({}, (), {})
        assert slip.excused == scene.failing

    def test_one_total_below_its_parts_has_no_missing_row(self) -> None:
        assert list(remainder.slips(scene_of(put(WINDOWS, **{**LARGER, "r4c2": "4260", "r4c4": "14014"})))) == []


class TestSlipped:
    def test_a_blank_row_is_listed_both_ways_and_not_claimed(self) -> None:
        finding = only(put(WINDOWS, **BLANK))
        assert (finding.unique, finding.grade) == (False, Grade.QUESTION)
        whys = {repair.why for repair in finding.repairs}
        assert {"why.blank", "why.shift", "why.remainder"} <= whys
        assert changes_of(finding) == {"r2c1": "1044", "r2c2": "1290", "r2c3": "1187", "r2c4": "3521"}

    def test_the_lost_values_may_belong_to_any_part(self) -> None:
        finding = only(put(WINDOWS, **BLANK))
        moved = {tuple(moves_of(repair)): changes_of(repair) for repair in finding.repairs if repair.moves}
        assert moved[((1, 2),)] == {"r1c1": "1044", "r1c2": "1290", "r1c3": "1187", "r1c4": "3521"}
        assert moved[((3, 2),)] == {"r3c1": "1044", "r3c2": "1290", "r3c3": "1187", "r3c4": "3521"}
        assert moved[((1, 2), (0, 1))] == {"r0c1": "1044", "r0c2": "1290", "r0c3": "1187", "r0c4": "3521"}

    def test_or_to_the_total_that_fell_off(self) -> None:
        """What is printed beside the total is a part; the total is what the parts and it come to."""
        finding = only(put(WINDOWS, **BLANK))
        (repair,) = [repair for repair in finding.repairs if (4, 3) in moves_of(repair)]
        assert moves_of(repair) == [(3, 2), (4, 3)]
        assert changes_of(repair) == {"r4c1": "8266", "r4c2": "7430", "r4c3": "8511", "r4c4": "24207"}

    def test_not_where_a_row_follows_the_total(self) -> None:
        rows = [*put(WINDOWS, **BLANK), ["其中网上", "9", "8", "7", "24"]]
        found = list(slipped.slips(scene_of(rows)))
        assert all((4, 3) not in [(move.row, move.label_row) for move in slip.moves] for slip in found)

    def test_a_total_below_its_parts_lost_no_part(self) -> None:
        rows = put(WINDOWS, **BLANK, r4c1="3511", r4c4="13864")
        (slip,) = slipped.slips(scene_of(rows))
        assert [(move.row, move.label_row) for move in slip.moves] == [(3, 2), (4, 3)]

    def test_a_row_with_any_figure_is_not_empty(self) -> None:
        assert list(slipped.slips(scene_of(put(WINDOWS, **{**BLANK, "r2c1": "7"})))) == []


class TestOrder:
    def test_everything_twice_gives_the_same_in_the_same_order(self) -> None:
        for rows in (
            put(WINDOWS, r2c1="", r2c2="", r2c3="", r2c4=""),
            put(WINDOWS, r0c1="1", r1c1="2", r2c2="3"),
            put(NESTED, r6c2="402", r10c2="802", r3c4="17129.09"),
        ):
            assert audit(Grid.of(rows)).findings == audit(Grid.of(rows)).findings


RATINGS: Rows = (
    ("承办单位", "受理量", "办结量", "按时办结数", "满意数", "办结率", "按时办结率", "满意率"),
    ("甲街道", "157", "157", "150", "145", "100.0%", "95.5%", "92.4%"),
    ("乙街道", "222", "180", "160", "170", "81.1%", "88.9%", "94.4%"),
    ("丁街道", "189", "163", "147", "149", "86.2%", "90.2%", "91.4%"),
    ("合计", "568", "500", "457", "464", "88.0%", "91.4%", "92.8%"),
)


class TestColumnsInAnotherUnit:
    """A column in another unit that only rates tell of, whose base no header states."""

    def test_it_is_claimed_where_only_one_column_can_be(self) -> None:
        wrong = {f"r{row}c2": f"{RATINGS[row + 1][2]}0000" for row in range(4)}
        finding = only(put(RATINGS, **wrong))
        assert (finding.kind, finding.unique) == (FindingKind.UNIT, True)
        assert changes_of(finding) == {cell: number.removesuffix("0000") for cell, number in wrong.items()}

    def test_growth_cannot_tell_which_of_two_columns_it_is(self) -> None:
        rows = (
            ("类别", "2016年", "2015年", "同比（%）"),
            ("甲局窗口", "547", "4330000", "26.33"),
            ("丁局窗口", "99388", "796610000", "24.76"),
            ("辛局窗口", "4570", "56840000", "-19.60"),
            ("合计", "104505", "857780000", "21.83"),
        )
        finding = only(rows)
        assert (finding.kind, finding.unique) == (FindingKind.UNIT, False)
        columns = {change.where.column for repair in finding.repairs for change in repair.changes}
        assert (len(finding.repairs), columns) == (2, {1, 2})


class TestClaimsBesideOpenCauses:
    def test_no_claim_rests_on_a_figure_that_may_be_wrong(self) -> None:
        """A copied saving and totals gone stale: the saving of the total cannot be told from that of its part."""
        rows: Rows = (
            ("项目类别", "方式", "项目个数", "预算金额", "成交金额", "节约金额", "节约率"),
            ("政府采购", "竞争性谈判", "872", "41618.30", "28384.99", "13233.31", "31.80%"),
            ("", "询价", "87", "1718002.91", "1219491.55", "511744.67", "29.02%"),
            ("", "小计", "872", "41618.30", "28384.99", "511744.67", "31.80%"),
            ("总计", "", "872", "41618.30", "28384.99", "13233.31", "31.80%"),
        )
        report = audit(Grid.of(rows, caption="2016年第一季度公共资源交易情况表", unit="元、个"))
        assert report.findings
        assert not any(finding.unique for finding in report.findings)


class TestRepeated:
    def test_a_total_of_one_part_has_its_rate(self) -> None:
        rows: Rows = (
            ("项目类别", "方式", "预算金额", "成交金额", "节约金额", "节约率"),
            ("政府采购", "询价", "0.06", "0.05", "0.02", "26.53%"),
            ("", "小计", "0.06", "0.05", "0.02", "36.11%"),
            ("工程建设", "公开招标", "111.11", "83.94", "27.17", "24.45%"),
            ("合计", "", "111.17", "83.99", "27.18", "24.45%"),
        )
        [finding] = audit(Grid.of(rows, caption="2016年第一季度公共资源交易情况表", unit="亿元")).findings
        assert (finding.rule, finding.figures) == ("ZW131", ("t0r0c5", "t0r1c5"))
        sound = put(rows, r1c5="26.53%")
        assert not audit(Grid.of(sound, caption="2016年第一季度公共资源交易情况表", unit="亿元")).findings


class TestDoubted:
    """What doubtful relations alone tell of needs figures that say something."""

    def test_exchanged_shares_are_listed(self) -> None:
        """Whether the shares or the amounts changed places nothing tells, so both ways are listed and none claimed."""
        rows: Rows = (
            ("类别", "成交金额（万元）", "所占比例"),
            ("房屋建筑", "362.04", "17.1%"),
            ("水利工程", "249.71", "24.8%"),
            ("信息系统", "450.98", "30.9%"),
            ("办公设备", "392.59", "26.9%"),
            ("合计", "1455.34", "150.0%"),
        )
        findings = [f for f in audit(Grid.of(rows)).findings if f.kind is FindingKind.SWAP]
        assert [finding.unique for finding in findings] == [False]
        columns = [{change.where.column for change in repair.changes} for repair in findings[0].repairs]
        assert {1} in columns
        assert {2} in columns

    def test_a_zero_fits_every_share(self) -> None:
        """Amounts that print as 0.00 hide any share: the sign before one cannot be told from an exchange."""
        shares = ["-0.04%", "0.04%", "5.18%", "7.60%", "10.98%", "76.17%", "100.00%"]
        names = ["市政工程", "房屋建筑", "交通运输", "水利工程", "信息系统", "办公设备", "合计"]
        rows = [("类别", "成交金额（万元）", "占比"), *((n, "0.00", s) for n, s in zip(names, shares, strict=True))]
        assert not any(finding.unique for finding in audit(Grid.of(rows)).findings)
