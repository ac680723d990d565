"""Digits on paper: exact values written out or rounded. Never an exponent, never a negative zero."""

from __future__ import annotations

from zhengwu.errors import AmountError
from zhengwu.exact.number import plain_text
from zhengwu.exact.rounding import Rounding, round_ratio

__all__ = ["exact_text", "grouped", "rounded_text"]

_MOST_PLACES = 100


def exact_text(coefficient: int, decimals: int) -> str:
    """``coefficient / 10**decimals`` without zeros at the end of the decimals.

    >>> exact_text(1650, 3), exact_text(1000, 2)
    ('1.65', '10')
    """
    text = plain_text(coefficient, decimals)
    return text.rstrip("0").rstrip(".") if decimals > 0 else text


def rounded_text(numerator: int, denominator: int, places: int, rounding: Rounding, *, power: int = 0) -> str:
    """``numerator / denominator * 10**power`` rounded to `places` decimals. Raises `AmountError` for impossible places.

    >>> rounded_text(2, 3, 1, Rounding.HALF_UP, power=2)
    '66.7'
    """
    if type(places) is not int or not 0 <= places <= _MOST_PLACES:
        raise AmountError("is not a number of decimals", field="places", value=places, expected=f"0 to {_MOST_PLACES}")
    return plain_text(round_ratio(numerator, denominator, places + power, rounding), places)


def grouped(text: str, separator: str) -> str:
    """Plain digits with a separator between thousands.

    >>> grouped("-1234567.891", ",")
    '-1,234,567.891'
    """
    sign = "-" if text[0] == "-" else ""
    whole, point, decimals = text.lstrip("-").partition(".")
    return sign + f"{int(whole):,}".replace(",", separator) + point + decimals
