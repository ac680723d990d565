"""Items, bundles, missing papers, transfers, visits, fees, coverage, agency: what is counted, and what is not known."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from zhengwu.approval import (
    AgencyProject,
    AgencyStep,
    Case,
    CaseState,
    Catalogue,
    CoverageSnapshot,
    Fee,
    ItemBundle,
    ItemImplementation,
    Material,
    Progress,
    ServiceItem,
    SiteVisit,
    ToleratedAcceptance,
    Transfer,
    Transfers,
    UserFunnel,
    check_bundle,
    fee_figures,
    intake,
    visit_figures,
)
from zhengwu.errors import FigureError, UndefinedRateError, UnitError, UnknownNameError
from zhengwu.exact import Money, yuan
from zhengwu.records import RecordError, load_rows
from zhengwu.records.convention import ClockUnit
from zhengwu.stats.rollup import rollup

DAY = date(2017, 9, 15)


def item(code: str = "A1", **fields: Any) -> ItemImplementation:
    return ItemImplementation(implementation_code=code, **fields)


class TestItems:
    def test_a_row_of_a_catalogue_with_its_materials(self) -> None:
        rows = [
            {"实施编码": "A1", "法定时限": "20", "承诺时限": "5", "跑动次数": "0", "材料名称": "申请书"},
            {"实施编码": "A1", "材料名称": "营业执照", "是否可容缺": "是"},
        ]
        (found,) = load_rows(rows, ItemImplementation).records
        assert [one.name for one in found.materials or ()] == ["申请书", "营业执照"]
        assert (found.statutory_limit, found.promised_limit, found.is_no_meeting) == (20, 5, True)

    def test_columns_of_the_national_exchange_tables(self) -> None:
        row = {"TASK_CODE": "A1", "ANTICIPATE_DAY": "20", "PROMISE_DAY": "5", "LIMIT_SCENE_NUM": "1"}
        (found,) = load_rows([row], ItemImplementation).records
        assert (found.statutory_limit, found.promised_limit, found.visits) == (20, 5, 1)
        row = {
            "project_no": "P1",
            "task_code": "A1",
            "project_type": "1",
            "accept_date": "2017-09-15",
            "result_date": "",
        }
        (case,) = load_rows([row], Case).records
        assert (case.case_no, case.implementation_code, case.accepted_at, case.closed_at) == ("P1", "A1", DAY, None)

    def test_a_roll_up_by_body(self) -> None:
        items = [
            item("A", body_name="甲局", visits=0, is_online=True, statutory_limit=20, promised_limit=5),
            item("B", body_name="甲局", visits=1, is_online=False, statutory_limit=20, promised_limit=15),
        ]
        measures = ["items", "no_meeting_share", "promised_speedup_rate"]
        table = rollup(items, {"实施主体": "body_name"}, on=None, period=None, measures=measures)
        assert [table.grid.text(1, column) for column in range(4)] == ["甲局", "2", "50.00%", "50.00%"]

    def test_a_limit_in_another_unit_is_no_number_of_working_days(self) -> None:
        hours = item(promised_limit=5, promised_unit=ClockUnit.HOURS)
        assert ItemImplementation.QUANTITIES["promised_days"](hours) is None

    @pytest.mark.parametrize(
        "fields",
        [
            {"statutory_limit": -1},
            {"visits": "1"},
            {"promised_unit": "工作年"},
            {"materials": ["申请书"]},
            {"effective_from": DAY, "effective_to": date(2017, 9, 14)},
        ],
    )
    def test_what_is_no_item(self, fields: dict[str, Any]) -> None:
        with pytest.raises(RecordError):
            item(**fields)

    def test_a_catalogue_has_one_version_a_day(self) -> None:
        first = item(effective_to=date(2017, 9, 14))
        second = item(effective_from=DAY, effective_to=date(2017, 12, 31))
        catalogue = Catalogue.of([first, second])
        assert catalogue.at(DAY) == (second,)
        assert catalogue.find("A1", date(2018, 1, 1)) is None
        assert catalogue.find(None, DAY) is None
        with pytest.raises(RecordError, match="'A1' was not in effect on 2018-01-01"):
            catalogue.item("A1", date(2018, 1, 1))
        with pytest.raises(UnknownNameError, match=r"'A2' is not in the catalogue \(expected A1\)"):
            catalogue.item("A2", DAY)
        with pytest.raises(RecordError, match="two versions in effect at once"):
            Catalogue.of([first, second, item(effective_from=date(2017, 12, 31))])

    def test_an_entry_of_the_catalogue(self) -> None:
        entry = ServiceItem.validate({"catalogue_code": "000125001000", "name": "某许可", "item_type": "01"})
        assert entry.item_type is not None
        assert entry.item_type.zh == "行政许可"


class TestBundle:
    def test_a_shared_paper_is_asked_once_in_the_strictest_way(self) -> None:
        one = Material(name="执照", shared_key="k", original_copies=1, mandatory=False, tolerable=True)
        other = Material(name="执照", shared_key="k", original_copies=2, mandatory=True)
        alone = Material(name="执照")
        bundle = ItemBundle(name="套餐", items=(item("A", materials=(one, alone)), item("B", materials=(other, alone))))
        (shared, *rest) = bundle.materials or ()
        assert (shared.original_copies, shared.duplicate_copies) == (2, None)
        assert (shared.mandatory, shared.tolerable) == (True, None)
        assert len(rest) == 2
        assert (bundle.documents, bundle.documents_apart, bundle.saved) == (3, 4, 1)

    def test_both_tolerable_is_tolerable(self) -> None:
        paper = Material(name="执照", shared_key="k", mandatory=False, tolerable=True)
        bundle = ItemBundle(name="套餐", items=(item("A", materials=(paper,)), item("B", materials=(paper,))))
        assert bundle.materials == (paper,)

    def test_unlisted_materials_cannot_be_counted(self) -> None:
        bundle = ItemBundle(name="套餐", items=(item("A", materials=()), item("B")))
        assert (bundle.materials, bundle.documents, bundle.documents_apart, bundle.saved) == (None, None, None, None)

    def test_together_is_never_promised_later_than_one_after_another(self) -> None:
        """R-CLK-8 of approval.md §6."""
        items = (item("A", promised_limit=5), item("B", promised_limit=30, statutory_limit=20))
        bundle = ItemBundle(name="套餐", items=items, limit=36)
        assert [breach.rule for breach in check_bundle(bundle)] == ["I3", "R8"]
        assert [breach.rule for breach in check_bundle(bundle.evolve(limit=35))] == ["I3"]
        unknown = bundle.evolve(items=(items[0], item("B", promised_limit=9, promised_unit=ClockUnit.HOURS)))
        assert unknown.limit_apart is None
        assert check_bundle(unknown) == ()
        assert check_bundle(bundle.evolve(items=items[:1], limit=None)) == ()

    def test_an_item_stands_in_a_bundle_once(self) -> None:
        with pytest.raises(RecordError, match="have A1 twice"):
            ItemBundle(name="套餐", items=(item(), item()))
        with pytest.raises(RecordError, match="too few parts"):
            ItemBundle(name="套餐", items=())


class TestTolerance:
    ITEM = item(
        materials=(
            Material(name="申请书", mandatory=True),
            Material(name="验资报告", tolerable=True),
            Material(name="照片", mandatory=False),
        )
    )

    @pytest.mark.parametrize(
        ("submitted", "outcome", "missing", "blocking"),
        [
            (["申请书", "验资报告"], "受理", (), ()),
            (["申请书"], "容缺受理", ("验资报告",), ()),
            (["照片"], "补正告知", ("申请书", "验资报告"), ("申请书",)),
        ],
    )
    def test_outcomes(
        self, submitted: list[str], outcome: str, missing: tuple[str, ...], blocking: tuple[str, ...]
    ) -> None:
        found = intake(self.ITEM, submitted)
        assert (found.outcome, found.missing, found.blocking) == (outcome, missing, blocking)

    def test_what_cannot_be_looked_at(self) -> None:
        with pytest.raises(UnknownNameError, match="'身份证' is not asked for by A1"):
            intake(self.ITEM, ["身份证"])
        with pytest.raises(RecordError, match="are not listed"):
            intake(item(), [])

    def test_a_promise(self) -> None:
        kept = ToleratedAcceptance(
            case_no="A1",
            missing=("验资报告",),
            accepted_at=DAY,
            promised_at=date(2017, 9, 22),
            supplied_at=date(2017, 9, 25),
        )
        assert (kept.is_open(date(2017, 9, 24)), kept.is_open(date(2017, 9, 25))) == (True, False)
        assert (kept.is_late(date(2017, 9, 22)), kept.is_late(date(2017, 9, 29))) == (False, True)
        assert kept.evolve(promised_at=None).is_late(DAY) is None
        assert kept.breaks_promise(decided_at=date(2017, 9, 22))
        assert not kept.breaks_promise(decided_at=date(2017, 9, 26))
        assert not kept.breaks_promise(decided_at=None)
        for missing in ((), (" ",)):
            with pytest.raises(RecordError, match="names no paper"):
                ToleratedAcceptance(case_no="A1", missing=missing)


class TestTransfers:
    def test_an_item_may_move_again(self) -> None:
        first = Transfer(item="A", from_body="甲局", to_body="审批局", effective_from=DAY)
        back = Transfer(item="A", from_body="审批局", to_body="乙局", effective_from=date(2018, 6, 1))
        moves = Transfers.of([back, first])
        assert [moves.body_of("A", date(year, 7, 1)) for year in (2017, 2018)] == ["甲局", "乙局"]
        assert moves.moved_to("审批局", date(2017, 12, 31)) == (1, 1)
        assert moves.moved_to("审批局", date(2018, 12, 31)) == (0, 0)
        assert moves.moved_to("审批局", date(2017, 1, 1)) == (0, 0)


class TestVisits:
    def test_figures(self) -> None:
        visits = [SiteVisit(case_nos=("A",), bodies=bodies, at=DAY) for bodies in (("甲",), ("甲", "乙", "丙"))]
        figures = visit_figures(visits)
        assert (figures.saved, figures.joint_share.percent()) == (2, "50.00%")
        with pytest.raises(UndefinedRateError):
            visit_figures([]).joint_share.percent()

    @pytest.mark.parametrize("fields", [{"case_nos": ()}, {"bodies": ("甲", "甲")}, {"bodies": ["甲"]}])
    def test_what_is_no_visit(self, fields: dict[str, Any]) -> None:
        sound: dict[str, Any] = {"case_nos": ("A",), "bodies": ("甲",), "at": DAY}
        with pytest.raises(RecordError, match="is not a tuple of different names"):
            SiteVisit(**sound | fields)


class TestFees:
    def test_own_fees_and_those_of_others(self) -> None:
        own = Fee(item="登记费", amount=yuan("80"), collector="审批局", at=DAY)
        others = [
            own.evolve(on_behalf_of=body, amount=yuan(amount))
            for body, amount in (("甲", "5"), ("甲", "7"), ("乙", "1"))
        ]
        figures = fee_figures([own, *others])
        assert (figures.own, figures.collected_for_others) == (yuan("80"), yuan("13"))
        assert figures.by_body == {"甲": yuan("12"), "乙": yuan("1")}
        assert figures.all == yuan("93")
        assert fee_figures([]).all is None

    def test_a_roll_up(self) -> None:
        fees = [
            Fee(item="登记费", amount=yuan("80"), collector="审批局", at=DAY, is_refund=refund)
            for refund in (False, False, True)
        ]
        table = rollup(fees, {"收费项目": "item"}, on="at", period="2017-09", measures=["fee_amount"], unit="元")
        assert table.grid.text(1, 1) == "80.00"

    def test_two_currencies(self) -> None:
        one = Fee(item="登记费", amount=yuan("80"), collector="审批局")
        with pytest.raises(UnitError):
            fee_figures([one, one.evolve(amount=Money("80美元"))])

    @pytest.mark.parametrize("amount", [yuan("0"), 80, None])
    def test_what_is_no_receipt(self, amount: Any) -> None:
        with pytest.raises(RecordError, match="is not an amount above zero"):
            Fee(item="登记费", amount=amount, collector="审批局")
        with pytest.raises(RecordError, match="is the collector"):
            Fee(item="登记费", amount=yuan("1"), collector="审批局", on_behalf_of="审批局")


class TestCoverage:
    def snapshot(self, **fields: Any) -> CoverageSnapshot:
        sound: dict[str, Any] = {"as_of": DAY, "scope_note": "全区", "unit_of_count": "业务项"}
        return CoverageSnapshot(**sound | fields)

    def test_a_base_is_recovered_only_where_one_fits(self) -> None:
        assert self.snapshot(numerator=1357, published_rate="94.37").base == 1438
        loose = self.snapshot(numerator=1357, published_rate="94%")
        assert loose.base is None
        assert loose.bases == range(1436, 1452)
        assert list(self.snapshot(numerator=659, denominator=836, published_rate="88.52%").bases) == []
        assert self.snapshot(numerator=740, denominator=836, published_rate="88.52%").base == 836

    def test_what_is_missing(self) -> None:
        for fields in ({"numerator": 5}, {"published_rate": "5%"}):
            with pytest.raises(RecordError, match="is needed to recover the base"):
                _ = self.snapshot(**fields).bases
        assert self.snapshot(numerator=5).rate is None
        found = self.snapshot(numerator=5, denominator=10).rate
        assert found is not None
        assert found.percent() == "50.00%"

    @pytest.mark.parametrize(
        ("fields", "error"),
        [
            ({"numerator": 5, "denominator": 4}, RecordError),
            ({"denominator": 0}, RecordError),
            ({"published_rate": "/"}, RecordError),
            ({"published_rate": "大半"}, FigureError),
        ],
    )
    def test_what_is_no_snapshot(self, fields: dict[str, Any], error: type[Exception]) -> None:
        with pytest.raises(error):
            self.snapshot(**fields)

    def test_a_funnel_without_a_base(self) -> None:
        with pytest.raises(UndefinedRateError):
            _ = UserFunnel(registered=5).registration_rate
        with pytest.raises(UndefinedRateError):
            _ = UserFunnel(registered=0, verified=0).verified_rate
        assert UserFunnel(downloads=5, registered=6).registration_rate.percent() == "120.00%"


class TestAgency:
    STEPS = (
        AgencyStep(name="一", case_no="A1", planned_at=DAY),
        AgencyStep(name="二", case_no="A2", after=("一",)),
        AgencyStep(name="三", after=("一",)),
        AgencyStep(name="四", after=("三",)),
    )

    def project(self, *steps: AgencyStep) -> AgencyProject:
        return AgencyProject(name="项目", client="某人", steps=steps or self.STEPS)

    def test_each_progress(self) -> None:
        done = Case(case_no="A1", accepted_at=date(2017, 9, 1), closed_at=date(2017, 9, 18))
        board = self.project().board([done, Case(case_no="Z9")], as_of=date(2017, 9, 29))
        assert [row.progress for row in board.rows] == [Progress.DONE, Progress.FILED, Progress.READY, Progress.WAITING]
        assert (board.done, board.next, [row.name for row in board.late]) == (1, ("三",), ["一"])
        before = self.project().board([done], as_of=date(2017, 9, 17))
        assert [row.progress for row in before.rows][:3] == [Progress.UNDER_WAY, Progress.FILED, Progress.WAITING]
        assert before.rows[0].closed_at is None

    def test_a_case_that_came_to_nothing(self) -> None:
        gone = Case(case_no="A1", accepted_at=date(2017, 9, 1), closed_at=date(2017, 9, 4), state=CaseState.WITHDRAWN)
        board = self.project().board([gone], as_of=date(2017, 9, 29))
        assert board.rows[0].progress is Progress.ENDED
        assert board.next == ()

    def test_the_client_is_never_shown(self) -> None:
        project = self.project()
        assert "某人" not in repr(project) + str(project.board([], as_of=DAY))

    def test_steps_come_in_their_order(self) -> None:
        with pytest.raises(RecordError, match="have 二, which waits for 一, which does not come before it"):
            self.project(self.STEPS[1], self.STEPS[0])
        with pytest.raises(RecordError, match="have 一 twice"):
            self.project(self.STEPS[0], self.STEPS[0])
        with pytest.raises(RecordError, match="at most 24 characters"):
            AgencyProject(name="项目", project_code="2" * 25, steps=self.STEPS)
