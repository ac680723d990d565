"""Plain numbers: what counts as exact, and how a printed run of digits is read.

An exact number is an int, a finite Decimal, a Fraction, or a text of digits such as ``"55000.92"``. A float is refused,
because it may already be rounded; so is a bool, because it is a verdict and not a number.

>>> to_ratio("17.50"), to_ratio(Decimal("0.3"))
((35, 2), (3, 10))
>>> to_ratio(0.3)
Traceback (most recent call last):
zhengwu.errors.InexactError: 0.3 is a float and may already be rounded (write it as text: "0.3")
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from math import gcd, isfinite
from numbers import Real
from operator import index
from typing import SupportsIndex, TypeAlias

from zhengwu.errors import AmountError, InexactError, UnitError

__all__ = [
    "HUNDREDTHS",
    "NUMBER",
    "Exact",
    "finite_decimals",
    "parse_number",
    "plain_text",
    "refuse_float",
    "to_digits",
    "to_ratio",
]

Exact: TypeAlias = int | Decimal | Fraction
"""What arithmetic is done with. Where a text is taken as well, the signature says ``Exact | str``."""

NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+"
"""Digits as people print them: thousands separators complete or absent, a decimal point between digits."""

HUNDREDTHS = tuple(f".{cents:02}" for cents in range(100))
"""The two decimals of nearly every figure; looking one up takes half the time of formatting it."""

MOST_DIGITS = 40
MOST_PLACES = 1000
_LARGEST = 10**MOST_PLACES
_KINDS = "an int, a Decimal, a Fraction or a text of digits"
_NUMBER = re.compile(rf"\s*([+\-−–])?\s*({NUMBER})\s*")


def to_ratio(value: object, *, field: str | None = None) -> tuple[int, int]:
    """An exact number as numerator and positive denominator in lowest terms.

    Raises `InexactError` for a float or a bool, `AmountError` for NaN, infinity, a text that is no number or a number
    of more than 1000 digits, `UnitError` for anything else.
    """
    if isinstance(value, Fraction):
        if not -_LARGEST < value.numerator < _LARGEST or value.denominator > _LARGEST:
            raise AmountError(f"a fraction of more than {MOST_PLACES} digits is too large", field=field)
        return value.numerator, value.denominator
    if isinstance(value, bool):
        raise InexactError("is a truth value, not a number", field=field, value=value, expected='a number such as "1"')
    if isinstance(value, int):
        if not -_LARGEST < value < _LARGEST:
            raise AmountError(f"a number of more than {MOST_PLACES} digits is too large", field=field)
        return int(value), 1
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise AmountError("is not a finite number", field=field, value=value, expected="digits")
        if not -MOST_PLACES < value.adjusted() < MOST_PLACES or len(value.as_tuple().digits) > MOST_PLACES:
            raise AmountError(f"a number of more than {MOST_PLACES} digits is too large", field=field)
        return value.as_integer_ratio()
    if isinstance(value, str):
        number = parse_number(value)
        if number is None:
            raise AmountError("is not a number", field=field, value=value, expected='digits such as "12,345.60"')
        coefficient, decimals = number
        scale = 10**decimals
        common = gcd(coefficient, scale)
        return coefficient // common, scale // common
    if isinstance(value, SupportsIndex):  # numpy's integers
        return to_ratio(index(value), field=field)
    raise refuse_float(value, field=field) or UnitError(
        "is not an exact number", field=field, value=value, expected=_KINDS
    )


def finite_decimals(denominator: int) -> int | None:
    """How many decimals a fraction in lowest terms with this denominator needs; None when no number of them suffices.

    >>> finite_decimals(40), finite_decimals(3)
    (3, None)
    """
    twos = (denominator & -denominator).bit_length() - 1
    fives, rest = 0, denominator >> twos
    while rest % 5 == 0:
        fives, rest = fives + 1, rest // 5
    return max(twos, fives) if rest == 1 else None


def parse_number(text: str, *, most_digits: int = MOST_DIGITS) -> tuple[int, int] | None:
    """The signed coefficient and the number of decimals of a text of digits; None when it is none or too long.

    >>> parse_number("-12,345.60"), parse_number("12,34")
    ((-1234560, 2), None)
    """
    match = _NUMBER.fullmatch(text) if len(text) <= 2 * most_digits else None
    if match is None:
        return None
    whole, _, decimals = match[2].replace(",", "").partition(".")
    if len(whole) + len(decimals) > most_digits:
        return None
    coefficient = int(whole + decimals)
    return (-coefficient if match[1] in ("-", "−", "–") else coefficient), len(decimals)


def plain_text(coefficient: int, decimals: int) -> str:
    """``coefficient / 10**decimals`` in plain digits, with all its decimals.

    >>> plain_text(-5, 2), plain_text(1200, 0), plain_text(12, -2)
    ('-0.05', '1200', '1200')
    """
    if coefficient < 0:
        return "-" + plain_text(-coefficient, decimals)
    if decimals == 2:
        return f"{coefficient // 100}{HUNDREDTHS[coefficient % 100]}"
    if decimals <= 0:
        return str(coefficient * 10**-decimals)
    digits = str(coefficient).zfill(decimals + 1)
    return f"{digits[:-decimals]}.{digits[-decimals:]}"


def to_digits(value: object, *, field: str | None = None) -> tuple[int, int]:
    """An exact number as coefficient and number of decimals, of at most 40 digits. Raises what `to_ratio` raises.

    >>> to_digits("1,790.760"), to_digits(Fraction(1, 8))
    ((1790760, 3), (125, 3))
    """
    number = parse_number(value) if isinstance(value, str) else None
    if number is not None:
        return number
    numerator, denominator = to_ratio(value, field=field)
    decimals = finite_decimals(denominator)
    if decimals is None:
        raise AmountError("has no end as a decimal", field=field, value=value, expected="a finite decimal")
    if max(decimals, len(str(abs(numerator)))) > MOST_DIGITS:
        raise AmountError(f"a number of more than {MOST_DIGITS} digits is too large", field=field)
    return numerator * 10**decimals // denominator, decimals


def refuse_float(value: object, *, field: str | None = None) -> InexactError | AmountError | None:
    """The error for a float (numpy's included), with the text to write instead; None for other things."""
    if not isinstance(value, Real) or isinstance(value, int | Fraction):
        return None
    digits = str(value)
    if not isfinite(value):
        return AmountError(f"{digits} is not a finite number", field=field, expected="digits")
    plain = format(Decimal(digits), "f")
    hint = f' (write it as text: "{plain}")' if len(plain) <= MOST_DIGITS else ""
    return InexactError(f"{digits} is a float and may already be rounded{hint}", field=field)
