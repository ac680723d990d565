"""What the wording of a label says: total or part, and which parts, where the label itself prints the formula.

The words are the glossary's (kinds ``total``, ``subtotal`` and ``of_which``); nothing here names a document.

>>> read_label("合    计").kind, read_label("一季度合计").stem
('total', '一季度')
>>> read_label("小计（甲类+乙类）").terms
('甲类', '乙类')
>>> read_label("预算金额（万元）")
Label(text='预算金额(万元)', base='预算金额', bracket='万元', kind=None, stem='预算金额', terms=())
"""

from __future__ import annotations

import functools
import re

import attrs

from zhengwu.reference.glossary import glossary
from zhengwu.reference.terms import fold

__all__ = ["Label", "read_label"]

_BRACKET = re.compile(r"^(?P<base>.*?)\((?P<inner>[^()]*)\)$")
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d+[.、](?!\d))")


@attrs.frozen
class Label:
    """A label taken apart.

    `text` is the label in NFKC without blanks; `base` the part before a closing bracket and `bracket` its content;
    `kind` ``total``, ``subtotal``, ``of_which`` or None; `stem` the base without that word; `terms` the labels of the
    parts where the label prints a formula.
    """

    text: str
    base: str
    bracket: str | None
    kind: str | None
    stem: str
    terms: tuple[str, ...]


@functools.lru_cache(maxsize=8192)
def read_label(text: str) -> Label:
    """Take a label apart; any text is a label, so nothing is raised."""
    flat = fold(text)
    matched = _BRACKET.match(flat)
    base, bracket = (matched["base"], matched["inner"]) if matched else (flat, None)
    terms = _formula(bracket or "")
    if not terms and "=" in base:
        base, _, right = base.partition("=")
        terms = _formula(right)
    kind, stem = _kind(_NUMBERING.sub("", base).strip(":"))
    return Label(flat, base, bracket, kind, stem, terms if kind else ())


def _formula(text: str) -> tuple[str, ...]:
    parts = tuple(text.split("+"))
    return parts if len(parts) > 1 and all(parts) else ()


def _kind(base: str) -> tuple[str | None, str]:
    words = _words()
    for word, kind in words:
        if base == word:
            return kind, ""
    for word, kind in words:
        if kind != "of_which" and base.endswith(word):
            return kind, base.removesuffix(word)
    for word, kind in words:
        if base.startswith(word):
            return kind, base.removeprefix(word).lstrip(":,、")
    return None, base


@functools.cache
def _words() -> tuple[tuple[str, str], ...]:
    """The words for totals and parts with their kinds, longest first."""
    terms = glossary().of_kind("total", "subtotal", "of_which")
    words = {fold(word): term.kind for term in terms for word in term.wordings}
    return tuple(sorted(words.items(), key=lambda item: (-len(item[0]), item[0])))
