"""Codes and identifiers of approval: the lists are those of their sources, what is not in them is one clear error."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from zhengwu.approval import words
from zhengwu.approval.identifiers import NATIONAL, IdentifierError, has_check_character, read_identifier
from zhengwu.approval.lifecycle import LIFECYCLE
from zhengwu.errors import UnknownNameError
from zhengwu.records.words import Satisfaction, Word
from zhengwu.reference.codes import code_set, code_sets, grammar, grammars
from zhengwu.reference.limits import statutory_limit, statutory_limits

SHARED = Path(__file__).parents[2].parent / "shared" / "domain" / "approval-codes.json"

VOCABULARIES: dict[str, type[Word]] = {
    "item_type": words.ItemType,
    "exercise_level": words.ExerciseLevel,
    "implementer_nature": words.BodyNature,
    "service_target": words.ServiceTarget,
    "handling_form": words.HandlingForm,
    "case_type": words.CaseType,
    "special_procedure": words.SpecialKind,
    "satisfaction": Satisfaction,
    "step_status": words.StepStatus,
}
SETS = {
    "result_code_supervision_old": "result_supervision",
    "service_target_platform_variant": "service_target_platform",
    "power_source": "power_source",
    "interface_event_city_variant": "interface_event_city",
    "evaluation_affair_status_variant": "evaluation_affair_status",
    "series_flag_variant": "series_flag",
}


@pytest.fixture(scope="module")
def specified() -> Any:
    if not SHARED.exists():
        pytest.skip("the domain papers are not here")
    return json.loads(SHARED.read_text("utf-8"))


@pytest.mark.parametrize("name", VOCABULARIES)
def test_a_vocabulary_has_the_codes_of_its_table(specified: Any, name: str) -> None:
    kind = VOCABULARIES[name]
    assert {item["code"]: kind(item["code"]) for item in specified[name]["items"]} == {
        item["code"]: kind(item["zh"]) for item in specified[name]["items"]
    }
    assert len(kind) == len(specified[name]["items"])


@pytest.mark.parametrize("name", SETS)
def test_a_code_set_is_the_one_that_was_read(specified: Any, name: str) -> None:
    found = code_set(SETS[name])
    assert dict(found.items) == {item["code"]: item["zh"] for item in specified[name]["items"]}
    assert found.status == specified[name]["status"]


def test_states_and_which_are_terminal(specified: Any) -> None:
    states = specified["case_state"]["items"]
    assert [item["code"] for item in states] == [state.name for state in words.CaseState]
    assert {item["code"] for item in states if item["terminal"]} == {state.name for state in LIFECYCLE.terminal}


def test_statutory_limits(specified: Any) -> None:
    told = {item["id"].lower(): (item["days"], item.get("extension", 0)) for item in specified["working_day_clock"]}
    assert {name: (limit.days, limit.extension) for name, limit in statutory_limits().items()} == told


def test_every_declaration_is_complete() -> None:
    for one in code_sets().values():
        assert all((one.zh, one.en, one.source, one.items))
        assert one.status in ("verified", "secondary")
    for rule in grammars().values():
        assert all((rule.zh, rule.source, rule.expected))
        assert (rule.length is None) != (rule.length_max is None)
        assert rule.length is None or sum(part.length for part in rule.parts) == rule.length
    assert {kind for kind, _ in grammars()} == set(NATIONAL)


def test_a_code_means_nothing_without_its_set() -> None:
    assert {code_set(name).word("1") for name in ("result_supervision", "result_supervision_returns")} == {
        "退回办结",
        "不予许可",
    }
    with pytest.raises(UnknownNameError, match=r"code \(电子监察办理结果\): 'X' is not a code of result_supervision"):
        code_set("result_supervision").word("X")
    with pytest.raises(UnknownNameError, match=r"'nobody' is not the name of a code set \(expected result_supervision"):
        code_set("nobody")
    with pytest.raises(UnknownNameError, match="is not a statutory limit"):
        statutory_limit("for ever")


def test_which_items_are_exercised_on_application() -> None:
    powers = [kind for kind in words.ItemType if not kind.is_on_application]
    assert [kind.zh for kind in powers] == ["行政处罚", "行政强制", "行政征收", "行政检查"]


class TestIdentifiers:
    USCC = "11320412014157123X"

    def test_a_handling_item_holds_all_the_others(self) -> None:
        code = read_identifier(f"{self.USCC}4000125001000" + "02", "handling_item_code")
        assert code.parts == {
            "implementation_code": f"{self.USCC}4000125001000",
            "uscc": self.USCC,
            "exercise_level": "4",
            "catalogue_code": "000125001000",
            "region": "00",
            "item_type": "01",
            "central_department": "25",
            "main_item": "001",
            "sub_item": "000",
            "sequence": "02",
        }
        assert code.level is words.ExerciseLevel.COUNTY
        assert code.item_type is words.ItemType.LICENCE
        assert str(code) == code.text

    def test_width_and_case_are_no_difference(self) -> None:
        text = "１1320412014157123x4000125001000"
        assert read_identifier(text, "implementation_code").parts["uscc"] == self.USCC

    def test_a_variant_without_parts_says_nothing_of_them(self) -> None:
        code = read_identifier("XK0001", "catalogue_code", variant="gbt39046_10")
        assert (dict(code.parts), code.level, code.item_type) == ({}, None, None)
        assert read_identifier("20170301001", "case_no").variant == "gbt39046_50"

    @pytest.mark.parametrize(
        ("text", "kind", "variant", "message"),
        [
            ("0001250010001", "catalogue_code", None, "is not of the variant national_12 (expected 12 characters)"),
            ("", "catalogue_code", "gbt39046_10", "is not of the variant gbt39046_10 (expected 1 to 10 characters)"),
            ("1" * 51, "case_no", None, "(expected 1 to 50 characters)"),
            ("001125001000", "catalogue_code", None, "has '11' as item_type (事项类型) (expected 00, 01"),
            (
                f"{USCC}8000125001000",
                "implementation_code",
                None,
                "has '8' as exercise_level (行使层级) (expected 1, 2",
            ),
            (f"{USCC}40001250010AA", "implementation_code", None, "has '0AA' as sub_item (子项) (expected 3 digits)"),
            ("1K00101001", "catalogue_code", "db52_10", "has '1K' as item_type_letters"),
            ("1132041201415712-X4000125001000"[:31], "implementation_code", None, "as uscc (统一社会信用代码)"),
        ],
    )
    def test_what_is_not_of_the_variant_is_refused(
        self, text: str, kind: str, variant: str | None, message: str
    ) -> None:
        with pytest.raises(IdentifierError) as caught:
            read_identifier(text, kind, variant=variant)
        assert message in str(caught.value)

    def test_unknown_identifier_or_variant(self) -> None:
        with pytest.raises(UnknownNameError, match=r"'national_10' is not a variant of catalogue_code \(expected"):
            read_identifier("1", "catalogue_code", variant="national_10")
        with pytest.raises(UnknownNameError, match=r"'门牌' is not an identifier \(expected catalogue_code"):
            read_identifier("1", "门牌")
        with pytest.raises(UnknownNameError):
            grammar("case_no", "")

    @pytest.mark.parametrize("uscc", ["91350100M000100Y43", "91110000802100433B"])
    def test_check_character(self, uscc: str) -> None:
        assert has_check_character(uscc)
        wrong = [uscc[:-1] + char for char in "0123456789ABCDEFGHJKLMNPQRTUWXY" if char != uscc[-1]]
        assert not any(has_check_character(code) for code in wrong)

    @pytest.mark.parametrize("uscc", ["", "91350100M000100Y4", "91350100I000100Y43"])
    def test_what_is_no_credit_code_has_no_check_character(self, uscc: str) -> None:
        assert not has_check_character(uscc)
