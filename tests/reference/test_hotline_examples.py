"""The worked examples of the hotline: E1 to E24, two newsletters, score sheets, and the rules of reports P1 to P10.

The figures were published in monthly and annual reports: 江阴 2023-09 (E1), weeks 28 and 26 of 2024 of a city (E2, E3),
唐山 2024-11 (E4, E5), 宜春 2023-05 (E6, E7), 宁国 2022-04 (E8), 丰城 2025-05 (E9, E10), 盘锦 2023-01 to 04 (E11, E12),
江苏 2024 (E13, E14), 北京 2020 and 2019 to 2021 (E15, E16), 甘肃 2024-07 (E17), 泰州 2018-07 (E18, E19), 常州 12319 of
2010, 2017 and 2014 (E20 to E22), an unnamed city (E23), 苏州 2023 (E24), 金坛区 2017 first half, 武进区 2017, and score
sheets of 连云港 2022 and 2023. Some are wrong as published, and the test says how.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

import zhengwu as zw
from zhengwu.exact import Figure, Rate, Rounding
from zhengwu.hotline import Dispatch, Disposition, HotlineTicket
from zhengwu.hotline.bulletins import bulletin
from zhengwu.hotline.scores import score_rules
from zhengwu.stats import completion_rate, growth_rate, indicator, on_time_rate, share
from zhengwu.stats.bases import base_candidates, bases_with_parts, possible_bases, possible_parts
from zhengwu.table import Grid
from zhengwu.table.computed import Undefined


def decompose(total: int, shares: Sequence[str]) -> bool:
    """Whether whole numbers of these shares add up to the total."""
    parts = [possible_parts(text, total) for text in shares]
    return all(parts) and sum(part[0] for part in parts) <= total <= sum(part[-1] for part in parts)


def printed_total(shares: Sequence[str]) -> str:
    return str(sum(Decimal(text) for text in shares))


def half_up(part: int, whole: int, text: str) -> bool:
    return Rounding.HALF_UP in share(part, whole).roundings_for(text)


class TestReports:
    def test_e1_two_decompositions_of_one_total(self) -> None:
        assert 41424 + 5229 == 27929 + 18724 == 46653
        assert half_up(27929, 46653, "59.87%")
        assert half_up(18724, 46653, "40.13%")

    @pytest.mark.parametrize(
        ("total", "split", "classes", "sums_to"),
        [
            (71184, {37527: "52.7%", 33657: "47.3%"}, ("47.09", "30.30", "14.75", "5.31", "0.32", "2.22"), "99.99"),
            (71412, {}, ("47.61", "29.39", "15.60", "4.96", "0.27", "2.18"), "100.01"),
        ],
    )
    def test_e2_and_e3_shares_are_not_forced_to_a_hundred(
        self, total: int, split: dict[int, str], classes: Sequence[str], sums_to: str
    ) -> None:
        assert sum(split) in (0, total)
        assert all(half_up(part, total, text) for part, text in split.items())
        assert decompose(total, classes)
        assert printed_total(classes) == sums_to
        assert round(71184 / 7) == 10169, "a daily average of a service of seven days divides by seven"

    def test_e4_the_shares_stand_on_another_base_than_the_headline(self) -> None:
        shares = [(124599, "63.72"), (56672, "28.98"), (1983, "1.01"), (1182, "0.6"), (890, "0.46"), (415, "0.21")]
        shares.append((9791, "5.01"))
        bases = possible_bases(shares)
        assert bases == range(195527, 195557)
        assert sum(count for count, _ in shares) == 195532
        assert 195532 in bases
        assert 284406 not in bases
        assert share(124599, 284406).percent() == "43.81%"

    def test_e5_no_rate_before_the_limit(self) -> None:
        assert 2349 + 568 == 2917
        day = date(2024, 11, 15)
        tickets = [
            HotlineTicket(
                ticket_no=str(number),
                received_at=day,
                disposition=Disposition.DISPATCHED,
                dispatches=(Dispatch(unit="某局", dispatched_at=day, due_at=date(2024, 12, 10), finished_at=finished),),
            )
            for number, finished in enumerate((date(2024, 11, 20), None))
        ]
        month = bulletin(
            tickets, "2024-11", on="received_at", as_of=date(2024, 11, 30), measures=["due", "completion_rate:due"]
        )
        assert month.without_due == ("某局",)
        assert [month.table.grid.text(1, column) for column in (1, 2)] == ["", ""]
        assert isinstance(month.table.explain(0, 2).value, Undefined)

    def test_e6_three_decompositions_of_one_total(self) -> None:
        assert 20334 + 18113 == 38447
        assert decompose(38447, ("90.67", "7.09", "0.44", "0.68", "0.83", "0.30"))
        assert decompose(38447, ("51.11", "1.54", "1.69", "39.12", "6.54"))

    def test_e7_shares_of_what_was_forwarded(self) -> None:
        assert 15390 + 2013 + 710 == 18113
        printed = {15390: "84.97%", 2013: "11.11%", 710: "3.92%"}
        assert all(half_up(part, 18113, text) for part, text in printed.items())
        assert not Figure.parse("/").is_number, "where no growth exists a stroke is printed, and it is no zero"

    def test_e8_no_decimals(self) -> None:
        assert 2276 + 601 == 2877
        assert 597 + 4 == 601
        assert on_time_rate(597, 601).percent(0) == "99%"
        assert completion_rate(601, 601, of="dispatched").percent(0) == "100%"

    def test_e9_the_base_of_solved_is_closed_and_not_received(self) -> None:
        assert 3656 - 200 == 3456 == 3112 + 344
        rate = indicator("solved_rate").rate(solved=3112, completed=3456)
        assert rate.percent() == "90.05%"
        candidates = base_candidates("90.05%", {"accepted": 3656, "completed": 3456})
        assert [3112 in candidate.parts for candidate in candidates] == [False, True]

    def test_e10_a_fall(self) -> None:
        assert growth_rate(3656, 3656 + 41).percent() == "-1.11%"

    def test_e11_rounded_amounts_leave_wide_intervals(self) -> None:
        total, direct, forwarded, counties, departments = (
            Figure.parse(text).interval() for text in ("9.67万件", "7.25万件", "2.42万件", "1.56万件", "0.86万件")
        )
        assert (direct / total).contains(Fraction("0.7497"))
        assert (direct + forwarded).meets(total)
        assert (counties + departments).meets(forwarded)
        of_counties = counties / forwarded
        assert of_counties.contains(Fraction("0.6446"))
        assert (departments / forwarded).contains(Fraction("0.3554"))
        assert of_counties.low is not None
        assert of_counties.high is not None
        ends = [Rate.of(end, 1).percent(1) for end in (of_counties.low, of_counties.high)]
        assert ends == ["64.1%", "64.8%"]

    def test_e12_rates_are_never_averaged(self) -> None:
        rates = [Rate(text) for text in ("98.06%", "98.44%", "97.95%", "96.21%", "100%", "99.25%")]
        mean = sum(rates, Rate(0)) * Fraction(1, len(rates))
        assert mean.percent() == "98.32%"
        assert not Figure.parse("97.78%").interval().contains(mean.as_fraction())
        assert min(rates) < Rate("97.78%") < max(rates)
        assert possible_parts("97.78%", 15552)

    def test_e13_a_third_channel_is_not_named(self) -> None:
        total, phone, internet = (Figure.parse(text).interval() for text in ("4367万件", "3720.43万件", "593.77万件"))
        assert (phone / total).meets(Figure.parse("85.19%").interval())
        assert (internet / total).meets(Figure.parse("13.60%").interval())
        rest = total - phone - internet
        assert rest.contains(528_000)
        assert not rest.contains(0)
        assert (rest / total).meets(Figure.parse("1.21%").interval())

    def test_e14_a_rate_of_all_lies_between_its_parts_and_tells_their_mixture(self) -> None:
        people, firms, both = Rate("68.36%"), Rate("74.01%"), Rate("68.45%")
        assert people < both < firms
        of_firms = Rate.of((both - people).as_fraction(), (firms - people).as_fraction())
        assert of_firms.percent(1) == "1.6%"

    def test_e15_month_on_month_is_what_it_is_called_and_year_on_year_what_it_is(self) -> None:
        total, phone, internet = Decimal("1103.94"), Decimal("1001.38"), Decimal("102.56")
        assert phone + internet == total
        assert [share(part, total).percent() for part in (phone, internet)] == ["90.71%", "9.29%"]
        base = Fraction(total) / (1 + Rate("55.24%").as_fraction())
        assert Figure.parse("711.12").print(base) == "711.12"
        assert growth_rate(total, Decimal("711.12")).percent() == "55.24%"

    def test_e16_two_kinds_of_demand(self) -> None:
        assert 1301 + 1833 == 3134
        assert [share(part, 3134).percent(1) for part in (1301, 1833)] == ["41.5%", "58.5%"]

    def test_e17_a_difference_that_rounding_explains(self) -> None:
        def interval(text: str) -> zw.Interval:
            return Figure.parse(text).interval()

        assert (interval("150.25万件") + interval("29.75万件")).meets(interval("180.00万件"))
        assert (61723 + interval("173.83万件")).contains(1_800_023)
        assert Decimal("144.18") + Decimal("29.64") != Decimal("173.83")
        assert (interval("144.18万件") + interval("29.64万件")).meets(interval("173.83万件"))

    def test_e18_one_rate_of_many_was_cut_off(self) -> None:
        assert decompose(51615, ("40.5", "37.5", "16.7", "5.3"))
        rate = indicator("connection_rate").rate(answered=18851, calls=19668)
        assert rate.percent() == "95.85%"
        assert rate.roundings_for("95.84%") == {Rounding.TRUNC}
        assert not possible_bases([(18851, "95.84%")], low=19668, high=19668)
        assert possible_bases([(18851, "95.84%")], low=19668, high=19668, rounding=Rounding.TRUNC)

    def test_e19_the_list_of_channels_is_not_complete(self) -> None:
        others = 36 + 210 + 1 + 803 + 144
        assert 20915 - (19668 + others) == 53, "with the calls in"
        assert 20915 - (18851 + others) == 870, "with the calls answered"

    def test_e20_the_base_is_not_the_one_the_text_names(self) -> None:
        assert 2167 + 165 == 1695 + 483 + 67 + 87 == 2332
        candidates = base_candidates("92.92%", {"被动受理": 2332, "总立项": 2907})
        assert [2167 in candidate.parts for candidate in candidates] == [True, False]
        assert 2332 in possible_bases([(2167, "92.92%")])

    def test_e21_the_share_is_that_of_another_cell(self) -> None:
        assert share(207, 5314).percent() == "3.90%"
        assert list(possible_parts("3.78%", 5314)) == [201]

    def test_e22_one_hidden_base_fits_all(self) -> None:
        shares = [(5174, "89.55%"), (2024, "35.03%"), (1266, "21.91%"), (1004, "17.38%"), (641, "11.09%")]
        shares += [(239, "4.14%"), (150, "2.60%")]
        assert list(possible_bases(shares)) == [5778]

    def test_e23_what_is_answered_at_once_lifts_the_rate(self) -> None:
        assert 38480 + 12275 == 50755
        assert 50405 - 38480 == 11925
        lifted = indicator("completion_rate").rate(
            variant="with_direct", direct=38480, completed=11925, dispatched=12275
        )
        assert lifted == completion_rate(50405, 50755)
        assert (lifted.percent(1), lifted.percent()) == ("99.3%", "99.31%")
        assert completion_rate(11925, 12275, of="dispatched").percent() == "97.15%"

    def test_e24_in_time_may_exceed_done_on_another_base(self) -> None:
        base = Fraction("1484.36") / (1 - Fraction("0.1285"))
        assert Figure.parse("1703.22").print(base) == "1703.22"
        assert on_time_rate(9941, 10000) > completion_rate(9836, 10000)
        assert list(bases_with_parts("99.41%", low=9836, high=9836)), "9778 done in time of 9836 done of 10000"


class TestNewsletters:
    def test_jintan_2017(self) -> None:
        rate = completion_rate(5617, 5773, of="dispatched")
        assert rate.roundings_for("97.3%") >= {Rounding.HALF_UP}
        assert 5773 - 5617 == 156
        assert share(5773, 22480).percent() == "25.68%"
        assert share(22480 - 5773, 22480).percent() == "74.32%"
        found = base_candidates("99.66%", {"dispatched": 5773, "completed": 5617, "accepted": 22480})
        assert [(one.base, list(one.parts)) for one in found] == [(5773, []), (5617, [5598]), (22480, [22403, 22404])]
        assert next(bases_with_parts("99.66%", high=5773)) == 290

    def test_wujin_2017(self) -> None:
        accepted = Figure.parse("2767余件").interval()
        assert accepted.contains(2767)
        assert (2730 / accepted).meets(Figure.parse("98.66%").interval())
        assert on_time_rate(2730, 2730).percent(0) == "100%"
        assert on_time_rate(2730, 2767, of="dispatched").percent() == "98.66%"
        assert list(possible_parts("99.3%", 2730)) == [2710, 2711, 2712]

    def test_the_quick_connection_rate_has_the_smaller_base(self) -> None:
        """杭州 2020 Q3: 94.84 of the answered, while 88.94 were answered; of all calls it would be 84.35."""
        assert (Rate("94.84%") * Rate("88.94%").as_fraction()).percent() == "84.35%"


@pytest.mark.parametrize(
    ("rule", "rate", "score"),
    [
        ("satisfaction-98", "87.5%", "19.75"),
        ("satisfaction-98", "83.33%", "17.67"),
        ("satisfaction-98", "75%", "13.5"),
        ("satisfaction-98", "71.43%", "12.5"),
        ("satisfaction-98", "50%", "12.5"),
        ("satisfaction-95", "70.59%", "12.8"),
        ("satisfaction-95", "66.67%", "12.5"),
        ("satisfaction-95", "50%", "12.5"),
        ("on-time-100", "89.82%", "14.82"),
        ("on-time-100", "66.67%", "0"),
    ],
)
def test_the_published_scores_of_lianyungang(rule: str, rate: str, score: str) -> None:
    assert score_rules()[rule].score(rate) == Decimal(score)


def audited(*rows: Sequence[str], caption: str = "2023年9月12345热线工单办理情况表") -> zw.Report:
    return zw.audit(Grid.of(rows, caption=caption))


class TestRulesOfReports:
    """P1 to P10: what the audit finds in a table of the hotline, and what it leaves alone."""

    @pytest.mark.parametrize(
        ("header", "sound", "wrong"),
        [
            (
                ("单位", "受理量", "直接办结数", "派发量"),
                ("甲市", "46653", "27929", "18724"),
                ("丙", "200", "140", "70"),
            ),
            (("单位", "派发量", "办结量", "未办结数"), ("甲区", "5773", "5617", "156"), ("丙", "60", "50", "20")),
            (("单位", "办结量", "按时办结数", "超时办结数"), ("甲市", "601", "597", "4"), ("丙", "60", "50", "20")),
            (("单位", "办结量", "解决数", "未解决数"), ("甲市", "3456", "3112", "344"), ("丙", "60", "50", "20")),
            (
                ("单位", "派发量", "办结量", "办结率（%）"),
                ("甲区", "5773", "5617", "97.30"),
                ("丙", "600", "590", "97.33"),
            ),
        ],
        ids=["P1", "P2", "P3 in time", "P3 solved", "P6"],
    )
    def test_p1_to_p3_and_p6_within_a_row(
        self, header: Sequence[str], sound: Sequence[str], wrong: Sequence[str]
    ) -> None:
        second = ("乙", *sound[1:])
        assert audited(header, sound, second).findings == ()
        (finding,) = audited(header, sound, second, wrong).findings
        assert (finding.grade.value, finding.where.row) == ("error", 2)

    CLASSES = (
        ("诉求类型", "数量", "占比（%）"),
        ("咨询", "124599", "63.72"),
        ("求助", "56672", "28.98"),
        ("其他", "14261", "7.29"),
    )

    def test_p4_shares_fit_the_total_that_is_printed(self) -> None:
        assert audited(*self.CLASSES, ("合计", "195532", "100")).ok
        report = audited(*self.CLASSES[:2], ("求助", "56672", "29.98"), self.CLASSES[3], ("合计", "195532", "100"))
        assert "应为 28.98" in report.to_dict(lang="zh")["findings"][0]["message"]

    def test_p5_the_parts_of_the_channels_are_the_total(self) -> None:
        parts = [("电话", "18851"), ("微信", "36"), ("微博", "210"), ("邮件", "1"), ("网站", "803"), ("APP", "144")]
        (finding,) = audited(("渠道", "受理量"), *parts, ("合计", "20915")).findings
        assert finding.grade.value == "error"
        assert audited(("渠道", "受理量"), *parts, ("合计", "20045")).findings == ()

    def test_p7_above_a_hundred_is_impossible_and_above_another_rate_is_not(self) -> None:
        header = ("月份", "来电量", "接通量", "15秒内接通量", "接通率（%）", "15秒接通率（%）")
        july = ("7月", "1000", "889", "843", "88.90", "94.83")
        assert audited(header, july).findings == ()
        found = audited(header, july, ("8月", "1200", "1100", "1050", "91.67", "105.45")).findings
        assert "impossible" in {finding.kind.value for finding in found}

    def test_p8_a_rate_of_all_is_that_of_the_sums(self) -> None:
        header = ("单位", "派发量", "办结量", "办结率（%）")
        rows = (header, ("甲", "100", "98", "98.00"), ("乙", "200", "150", "75.00"))
        assert audited(*rows, ("合计", "300", "248", "82.67")).findings == ()
        (finding,) = audited(*rows, ("合计", "300", "248", "86.50")).findings
        assert (finding.printed, finding.where.row) == ("86.50", 2)

    def test_p9_is_not_a_rule_of_the_audit(self) -> None:
        """Cumulative columns are not compared; what is wrong there is neither found nor accused."""
        assert audited(("月份", "累计受理量"), ("1月", "100"), ("1—2月", "90")).findings == ()

    @pytest.mark.parametrize("printed", ["", "/", "0.00", "100.00"])
    def test_p10_a_rate_of_a_unit_without_tickets_is_never_accused_nor_confirmed(self, printed: str) -> None:
        header = ("单位", "派发量", "办结量", "办结率（%）")
        report = audited(header, ("甲", "100", "98", "98.00"), ("乙", "0", "0", printed))
        assert report.findings == ()
        assert report.to_dict()["held"] == 1
