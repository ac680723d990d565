"""Identifiers of trading: what is refused, what is only told, and division codes with their years."""

from __future__ import annotations

import sys
from datetime import date

import pytest

pytest.importorskip("stdnum")

from zhengwu.approval.identifiers import IdentifierError, has_check_character
from zhengwu.errors import MissingExtraError
from zhengwu.interop import identifiers
from zhengwu.interop.identifiers import (
    Division,
    division,
    divisions,
    read_credit_code,
    read_tender_code,
    read_trade_code,
)

# The real codes seen, with whether the credit code is valid and the check character of ISO 7064 MOD 37-2.
SEEN = [
    ("D01-12350100MB02709751-20190627-527731-5", True, "7", "政府采购"),
    ("D03-12350100MB02709751-20200319-102642-5", True, "A", "政府采购"),
    ("B01-12350100MB02709751-20161231-211018-2", True, "T", "土地使用权"),
    ("A99-91359128593462349A-20170601-002267-T", False, "6", "工程建设"),
]


@pytest.mark.parametrize(("text", "valid", "check", "category"), SEEN)
def test_real_trade_codes_are_read_and_their_check_is_only_told(
    text: str, valid: bool, check: str, category: str
) -> None:
    code = read_trade_code(text)
    assert str(code) == text
    assert code.compact == text.replace("-", "")
    assert read_trade_code(code.compact) == code
    assert (code.has_valid_credit_code, code.expected_check, code.category) == (valid, check, category)
    assert code.check != check  # none of the four agrees: advice, no verdict


def test_a_trade_code_of_another_letter_has_no_known_category() -> None:
    assert read_trade_code("Ｃ01-12350100MB02709751-20190627-527731-*").category is None


@pytest.mark.parametrize("text", ["", "D01", "001" + SEEN[0][0][3:], SEEN[0][0].replace("751-", "75-"), "x" * 4000])
def test_another_shape_is_refused(text: str) -> None:
    with pytest.raises(IdentifierError, match="is not of the shape"):
        read_trade_code(text)


def test_credit_codes_agree_with_the_check_of_approval() -> None:
    code = read_credit_code("91110000600037341l")
    assert (code.department, code.kind, code.division, code.organisation) == ("9", "1", "110000", "600037341")
    assert str(code) == "91110000600037341L"
    for last in "0123456789ABCDEFGHJKLMNPQRTUWXY":
        text = f"9111000060003734{last}L"
        if has_check_character(text):
            assert read_credit_code(text).text == text
        else:
            with pytest.raises(IdentifierError):
                read_credit_code(text)


def test_jintan_was_a_city_and_became_a_district() -> None:
    assert division("320482", on=date(2014, 12, 31)).name == "金坛市"
    assert division("320413", on=date(2016, 1, 1)).name == "金坛区"
    assert division("320482", on=date(2015, 1, 1)).name == "金坛市"  # years only: both held in 2015
    assert division("320413", on=date(2015, 12, 31)).province == "江苏省"
    with pytest.raises(
        IdentifierError, match=r"was no division in 2016 \(expected a year from 1993 to 2015, as 金坛市"
    ):
        division("320482", on=date(2016, 1, 1))
    assert division("320412").name == "武进区"


def test_a_code_that_meant_two_things() -> None:
    first, second = divisions("320211")
    assert (first.name, second.name) == ("郊区", "滨湖区")
    assert division("320211", on=date(1990, 1, 1)).name == "郊区"
    assert division("320000").years == "any year"
    assert Division("1", "某", "某", None, 1983).years == "a year up to 1983"
    assert not Division("1", "某", "某", None, 1983).held_in(1984)


def test_codes_that_are_no_division() -> None:
    with pytest.raises(IdentifierError, match="is no division code"):
        division("32041")
    with pytest.raises(IdentifierError, match="is no division "):
        division("990000")


def test_codes_of_project_tender_and_lot_extend_each_other() -> None:
    lot = read_tender_code(" e3204120001000123001001 ")
    assert lot.tender is not None
    tender, project = read_tender_code(lot.tender), read_tender_code(lot.project)
    assert (tender.kind, project.kind, project.tender) == ("tender", "project", None)
    assert str(tender) == "E3204120001000123001"
    for text in ("E320412000100012", "E320412000100012-"):
        with pytest.raises(IdentifierError, match="is no such code"):
            read_tender_code(text)


def test_without_the_library_the_command_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "stdnum.cn.uscc", None)
    with pytest.raises(MissingExtraError, match="identifiers"):
        identifiers.read_credit_code("91110000600037341L")
