"""Every indicator A01 to A21 is declared once, as a ratio, a sum or a mean, or is one of the functions of change."""

from __future__ import annotations

import pytest

from zhengwu.approval import Case, ItemImplementation
from zhengwu.errors import UnknownNameError
from zhengwu.reference.glossary import glossary
from zhengwu.reference.indicators import declarations
from zhengwu.reference.means import mean, means
from zhengwu.stats import growth

DECLARED = {
    "A02": ("instant_share", {"instant"}, {"case_count"}),
    "A03": ("completion_rate", {"completed"}, {"accepted"}),
    "A04": ("on_time_rate", {"on_time"}, {"completed"}),
    "A05": ("early_rate", {"early"}, {"promised"}),
    "A07": ("promised_speedup_rate", {"statutory_days", "promised_days"}, {"statutory_days"}),
    "A08": ("actual_speedup_rate", {"statutory_days", "actual_days"}, {"statutory_days"}),
    "A09": ("compression_rate", {"before", "after"}, {"before"}),
    "A10": ("online_items_rate", {"online_items"}, {"items"}),
    "A11": ("online_cases_rate", {"online_cases"}, {"case_count"}),
    "A12": ("no_meeting_share", {"no_meeting_items"}, {"items"}),
    "A14": ("satisfaction_rate", {"satisfied"}, {"evaluated"}),
    "A15 参评率": ("evaluation_rate", {"evaluated"}, {"completed"}),
    "A15 差评率": ("dissatisfaction_rate", {"dissatisfied"}, {"evaluated"}),
    "A15 差评整改率": ("rectification_rate", {"rectified"}, {"dissatisfied"}),
    "A18": ("share", {"part"}, {"whole"}),
    "A20 注册": ("registration_rate", {"registered"}, {"downloads"}),
    "A20 认证": ("verified_rate", {"verified"}, {"registered"}),
}
MEANS = {"A06": "mean_net_days", "A13": "mean_visits", "A19": "cases_per_working_day"}
CHANGES = {"A16": "growth_rate", "A17": "growth_rate", "A21": "percentage_points"}


def test_every_number_is_accounted_for() -> None:
    told = {name.partition(" ")[0] for name in (*DECLARED, *MEANS, *CHANGES)} | {"A01"}
    assert told == {f"A{number:02}" for number in range(1, 22)}


@pytest.mark.parametrize("name", DECLARED)
def test_a_ratio_is_declared_with_its_base(name: str) -> None:
    found, top, base = DECLARED[name]
    declared = declarations()[found]
    variant = declared.variant()
    assert (set(variant.numerator), set(variant.denominator)) == (top, base)
    assert (declared.unit, declared.zero_base) == ("%", "undefined")
    assert all((declared.zh, declared.source, variant.source))


@pytest.mark.parametrize("name", MEANS)
def test_a_mean_is_declared_with_its_unit(name: str) -> None:
    one = means()[MEANS[name]]
    assert all((one.zh, one.en, one.unit, one.numerator, one.denominator, one.source))
    assert one.zero_base == "undefined"
    assert all(mean(word) is one for word in (one.id, one.zh, *one.aliases))


def test_ids_and_terms_of_means_are_no_indicators() -> None:
    assert not set(means()) & set(declarations())
    with pytest.raises(UnknownNameError, match="is not declared"):
        mean("instant_share")


@pytest.mark.parametrize("name", CHANGES)
def test_changes_are_functions(name: str) -> None:
    assert callable(getattr(growth, CHANGES[name]))


def test_cases_and_items_say_what_they_count_for() -> None:
    """A01 counts cases by window and period; which instant counts is the caller's to say (`on` of a roll-up)."""
    assert Case.COUNTED == "case_count"
    for kind, names in (
        (Case, {"instant", "completed", "accepted", "on_time", "early", "promised", "online_cases", "satisfied"}),
        (ItemImplementation, {"items", "online_items", "no_meeting_items", "visits", "statutory_days"}),
    ):
        assert names <= set(kind.QUANTITIES)
        assert all(glossary().term(name) for name in kind.QUANTITIES)
