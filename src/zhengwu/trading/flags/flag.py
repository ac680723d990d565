"""What a look for red flags returns: the flags, how much was looked at, and what nobody could decide for want of what.

A red flag is a reason to look, never proof: its grade is a question or a note, and it says what it does not prove.

>>> one = RedFlag(rule="RF-01", case="one", key="A1", values={"method": "公开招标", "bids": "1"})
>>> print(one)
A1：RF-01 公开招标，仅 1 家投标而成交
>>> print(one.text("en"), "--", one.definition.not_proof("en")[:41])
A1: RF-01 公开招标, awarded on 1 bid -- the market may have one able supplier, an
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from zhengwu.errors import UnknownNameError
from zhengwu.findings import Grade
from zhengwu.reference.red_flags import FlagRule, red_flag

__all__ = ["Notes", "RedFlag", "Screening", "together"]


def _is_no_verdict(_: RedFlag, attribute: attrs.Attribute[Grade], value: Grade) -> None:
    if value is Grade.ERROR:
        raise UnknownNameError(
            "is no grade of a red flag", field=attribute.name, value=value.value, expected="question or note"
        )


@attrs.frozen(kw_only=True)
class RedFlag:
    """One sign at one lot, sale or party, named by `key`. `parties` are the names of those it is about.

    A QUESTION somebody should ask; a NOTE is what chance alone often does. `values` fill the message of the case.
    """

    rule: str
    case: str
    key: str
    grade: Grade = attrs.field(default=Grade.QUESTION, validator=_is_no_verdict)
    parties: tuple[str, ...] = ()
    values: Mapping[str, str] = attrs.field(factory=dict)

    @property
    def definition(self) -> FlagRule:
        """What the sign is, needs and does not prove."""
        return red_flag(self.rule)

    def text(self, lang: str = "zh") -> str:
        """The flag as a sentence, in Chinese ("zh") or English ("en")."""
        colon = ": " if lang == "en" else "："
        return f"{self.key}{colon}{self.rule} {self.definition.message(self.case, lang, self.values)}"

    def __str__(self) -> str:
        return self.text()

    def to_dict(self) -> dict[str, Any]:
        """The flag as plain values for JSON, with what it does not prove."""
        return {
            "rule": self.rule,
            "grade": self.grade.value,
            "key": self.key,
            "parties": list(self.parties),
            "message": self.text(),
            "values": dict(self.values),
            "not_proof": self.definition.not_proof("zh"),
        }


@attrs.frozen(kw_only=True)
class Screening:
    """What was found. `checked` tells how many subjects a rule decided, `unknown` which it could not, for want of what.

    `unknown` is by rule and missing field: nothing that was not looked at passes for clear.
    """

    flags: tuple[RedFlag, ...] = ()
    checked: Mapping[str, int] = MappingProxyType({})
    unknown: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType({})

    def of(self, rule: str) -> tuple[RedFlag, ...]:
        """The flags of one rule."""
        return tuple(flag for flag in self.flags if flag.rule == rule)

    def about(self, key: str) -> tuple[RedFlag, ...]:
        """The flags of one lot, sale or party."""
        return tuple(flag for flag in self.flags if flag.key == key or key in flag.parties)

    def missing(self, rule: str) -> Mapping[str, int]:
        """How many subjects a rule could not decide, by the field they lack."""
        return {name: len(keys) for name, keys in self.unknown.get(rule, {}).items()}

    def to_dict(self) -> dict[str, Any]:
        """The result as plain values for JSON."""
        return {
            "flags": [flag.to_dict() for flag in self.flags],
            "checked": dict(self.checked),
            "unknown": {rule: dict(self.missing(rule)) for rule in self.unknown},
        }


class Notes:
    """What a look notes while it goes through its subjects."""

    def __init__(self, rule: str) -> None:
        self.rule = rule
        self.flags: list[RedFlag] = []
        self.checked = 0
        self._open: dict[str, list[str]] = {}

    def raised(
        self, case: str, key: str, *, parties: Iterable[str] = (), grade: Grade = Grade.QUESTION, **values: object
    ) -> None:
        """A flag."""
        told = {name: str(value) for name, value in values.items()}
        self.flags.append(RedFlag(rule=self.rule, case=case, key=key, grade=grade, parties=tuple(parties), values=told))

    def open(self, missing: str, key: str) -> None:
        """A subject that lacks the field which would decide it."""
        self._open.setdefault(missing, []).append(key)

    def result(self) -> Screening:
        """All that was noted."""
        unknown = {self.rule: {missing: tuple(keys) for missing, keys in self._open.items()}} if self._open else {}
        return Screening(flags=tuple(self.flags), checked={self.rule: self.checked}, unknown=unknown)


def together(screenings: Iterable[Screening]) -> Screening:
    """Several results as one, in their order."""
    flags: list[RedFlag] = []
    checked: dict[str, int] = {}
    unknown: dict[str, dict[str, list[str]]] = {}
    for one in screenings:
        flags += one.flags
        for rule, count in one.checked.items():
            checked[rule] = checked.get(rule, 0) + count
        for rule, gaps in one.unknown.items():
            into = unknown.setdefault(rule, {})
            for missing, keys in gaps.items():
                into.setdefault(missing, []).extend(keys)
    told = {rule: {missing: tuple(keys) for missing, keys in gaps.items()} for rule, gaps in unknown.items()}
    return Screening(flags=tuple(flags), checked=checked, unknown=told)
