"""Identifiers of items (编码), read by a named variant: a code of another length is an error, never a guess.

    基本编码         region 2 + item type 2 + central department 2 + main item 3 + sub item 3
    实施编码         credit code 18 + level 1 + 基本编码 12
    业务办理项编码   实施编码 31 + 2 digits

Source: the grammars of ``reference/codes.toml``, each with the platform or standard it was read in.

>>> code = read_identifier("11320412014157123X4000125001000", "implementation_code")
>>> code.parts["uscc"], code.level.zh, code.item_type.zh, code.parts["main_item"]
('11320412014157123X', '县级', '行政许可', '001')
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import attrs

from zhengwu.approval.words import ExerciseLevel, ItemType
from zhengwu.errors import ZhengwuError
from zhengwu.records.words import Word
from zhengwu.reference.codes import Grammar, Part, grammar

__all__ = ["NATIONAL", "Identifier", "IdentifierError", "has_check_character", "read_identifier"]

NATIONAL: Mapping[str, str] = MappingProxyType(
    {
        "catalogue_code": "national_12",
        "implementation_code": "national_31",
        "handling_item_code": "national_33",
        "case_no": "gbt39046_50",
    }
)
"""The variant that is meant when none is named, by identifier."""

_FORMS = {"digits": r"[0-9]+", "letters": r"[A-Z]+", "alphanumerics": r"[0-9A-Z]+"}
_WORDS: Mapping[str, type[Word]] = {"item_type": ItemType, "exercise_level": ExerciseLevel}
_LONGEST = 100
# GB 32100-2015: the letters I, O, S, V, Z are not used; weights are 3 to the power of the place, modulo 31.
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


class IdentifierError(ZhengwuError, ValueError):
    """A text that is not the identifier it should be."""


@attrs.frozen(kw_only=True)
class Identifier:
    """An identifier that was read: its text in half-width capitals, and its parts, those of nested ones included."""

    kind: str
    variant: str
    text: str
    parts: Mapping[str, str] = attrs.field(hash=False)

    @property
    def level(self) -> ExerciseLevel | None:
        """The level at which the item is exercised; None where the variant has no such part."""
        code = self.parts.get("exercise_level")
        return None if code is None else ExerciseLevel(code)

    @property
    def item_type(self) -> ItemType | None:
        """The kind of item; None where the variant has no such part."""
        code = self.parts.get("item_type")
        return None if code is None else ItemType(code)

    def __str__(self) -> str:
        return self.text


def read_identifier(text: str, kind: str, *, variant: str | None = None) -> Identifier:
    """Read an identifier: ``catalogue_code``, ``implementation_code``, ``handling_item_code`` or ``case_no``.

    `variant` names the grammar; unsaid, it is the national one. The credit code inside is not checked further, see
    `has_check_character`. Raises `IdentifierError` for another length, a character or a code that the grammar has not
    in that place, and `UnknownNameError` for an identifier or a variant nobody declares.

    >>> read_identifier("XK00101001", "catalogue_code", variant="db52_10").parts["main_item"]
    '00101'
    >>> read_identifier("000125001", "catalogue_code")
    Traceback (most recent call last):
    zhengwu.approval.identifiers.IdentifierError: catalogue_code (基本编码): '000125001' is not of the variant \
national_12 (expected 12 characters)
    """
    rule = grammar(kind, NATIONAL.get(kind, "") if variant is None else variant)
    folded = unicodedata.normalize("NFKC", str(text)[:_LONGEST]).strip().upper()
    size = len(folded)
    if size != rule.length if rule.length is not None else not 0 < size <= (rule.length_max or 0):
        raise _refusal(rule, text, f"is not of the variant {rule.variant}", rule.expected)
    parts = dict(_parts(folded, rule, text))
    return Identifier(kind=kind, variant=rule.variant, text=folded, parts=MappingProxyType(parts))


def has_check_character(uscc: str) -> bool:
    """Whether a unified social credit code ends in the check character of its first 17. Source: GB 32100-2015.

    >>> has_check_character("91350100M000100Y43"), has_check_character("91350100M000100Y44")
    (True, False)
    """
    if len(uscc) != 18 or any(char not in _ALPHABET for char in uscc):
        return False
    weighed = sum(_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(uscc[:17]))
    return _ALPHABET[-weighed % 31] == uscc[17]


def _parts(text: str, rule: Grammar, whole: object) -> Iterator[tuple[str, str]]:
    start = 0
    for part in rule.parts:
        value = text[start : start + part.length]
        start += part.length
        yield part.name, value
        yield from _inside(value, part, rule, whole)


def _inside(value: str, part: Part, rule: Grammar, whole: object) -> Iterator[tuple[str, str]]:
    """The parts of a nested identifier; nothing for a plain one, whose form is checked."""
    name, _, variant = part.form.partition(":")
    if variant:
        yield from _parts(value, grammar(name, variant), whole)
    elif name in _WORDS:
        codes = [word.aliases[0] for word in _WORDS[name]]
        if value not in codes:
            raise _refusal(rule, whole, f"has {value!r} as {part.name} ({part.zh})", ", ".join(codes))
    elif re.fullmatch(_FORMS[name], value) is None:
        raise _refusal(rule, whole, f"has {value!r} as {part.name} ({part.zh})", f"{part.length} {name}")


def _refusal(rule: Grammar, text: object, problem: str, expected: str) -> IdentifierError:
    return IdentifierError(problem, field=f"{rule.id} ({rule.zh})", value=text, expected=expected)
