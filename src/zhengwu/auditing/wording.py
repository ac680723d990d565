"""Findings in words: one sentence per cause, with what was printed, what it must have been, and the arithmetic.

>>> from zhengwu.exact.where import Where
>>> from zhengwu.findings import Change, Grade, Repair
>>> where = Where(table=0, row=3, column=2)
>>> change = Change(where=where, before="1790.76", after="17900.76")
>>> print(message_of(Finding(
...     rule="ZW101", grade=Grade.ERROR, kind=FindingKind.TYPO, where=where, printed="1790.76", unique=True,
...     values={"label": "政府采购·成交金额", "arithmetic": "19723.07 − 1822.31 = 17900.76"},
...     repairs=(Repair(changes=(change,), why="why.typo.dropped"),),
... )))
政府采购·成交金额 印作 1790.76，应为 17900.76（少印一位数字）：19723.07 − 1822.31 = 17900.76
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

import attrs

from zhengwu.auditing.runs import Run, runs
from zhengwu.exact.where import Where
from zhengwu.findings import Change, Finding, FindingKind, Grade, RelationResult, Repair
from zhengwu.reference.glossary import glossary
from zhengwu.reference.messages import catalogue, message

__all__ = [
    "REASONS",
    "Namer",
    "identifier",
    "message_of",
    "moved_text",
    "name_of",
    "reason_of",
    "repair_text",
    "why_of",
]

REASONS = (
    "why.typo.dropped", "why.typo.added", "why.typo.replaced", "why.typo.swapped", "why.typo.point", "why.sign.lost",
    "why.sign.minus", "why.unit", "why.swap", "why.copied", "why.stale_total", "why.base", "why.rounding",
    "why.forced_total", "why.remainder", "why.blank", "why.shift", "why.lost", "why.recomputed",
)  # fmt: skip
"""Every reason that a repair may give, as identifiers of messages. ``why.unit`` is filled with `factor`."""

_RECOMPUTED = "why.recomputed"
_MOST_CHANGES = 4

Namer: TypeAlias = Callable[[Where], str]
"""What a place is called: a cell by the labels of its row and column, a row by its own."""


def identifier(where: Where) -> str:
    """A place by its identifier: ``t0r3c2``, ``t0r3`` for a row, ``f12`` for a figure of prose.

    >>> identifier(Where(table=0, row=3)), identifier(Where(figure="f12"))
    ('t0r3', 'f12')
    """
    return where.cell or ("" if where.row is None else f"t{where.table}r{where.row}")


def message_of(finding: Finding, *, name: Namer = identifier, lang: str = "zh") -> str:
    """The sentence of a finding, in Chinese or English (`lang` ``zh`` or ``en``).

    Where one repair is proposed, the sentence tells it; else it tells what contradicts what, as the finding's rule
    words it, and how many repairs are equally possible. `name` calls the places beside the finding's own.
    """
    blank: Mapping[str, str] = dict.fromkeys(("arithmetic", "recomputed"), "")
    values = {"label": name(finding.where), "printed": finding.printed, **blank, **finding.values}
    text = message(f"{finding.rule}.{finding.grade}", values, lang=lang)
    is_note = finding.grade is Grade.NOTE and finding.kind is FindingKind.ROUNDING
    if not finding.repairs:
        if not is_note and finding.kind is not FindingKind.UNEXPLAINED:
            text += message("cause.why", {"why": message(f"kind.{finding.kind}", lang=lang)}, lang=lang)
    elif len(finding.repairs) > 1 and not finding.unique:
        text += message("cause.alternatives", {"count": str(len(finding.repairs))}, lang=lang)
    elif not is_note:
        text = _repaired(attrs.evolve(finding, values=values), name, lang)
    doubt = values.get("doubt")
    return f"{text}{message(doubt, values, lang=lang)}" if doubt else text


def why_of(repair: Repair, *, lang: str = "zh") -> str:
    """The mechanism that explains a repair, in a few words; "" where none is known.

    >>> why_of(Repair(why="why.unit", values={"factor": "10000"})), why_of(Repair())
    ('单位有误，相差 10000 倍', '')
    """
    return message(repair.why, repair.values, lang=lang) if repair.why else ""


def moved_text(repair: Repair, name: Namer, *, lang: str = "zh") -> str:
    """Which rows stand against the wrong labels, and how many figures can be filled in besides."""
    found = runs(repair.moves)
    if len(found) == 2 and found[0].exchanged == found[1]:
        rows = {"one": name(_row(found[0])), "other": name(_row(found[1]))}
        texts = [message("cause.exchanged", rows, lang=lang)]
    else:
        texts = [
            message(
                "cause.low" if run.by < 0 else "cause.high",
                {"label": name(_row(run)), "count": str(run.last - run.first + 1), "by": str(abs(run.by))},
                lang=lang,
            )
            for run in found
        ]
    text = message("list.stop", lang=lang).join(texts)
    filled = {"count": str(len(repair.changes))}
    return text + message("cause.filled", filled, lang=lang) if repair.changes else text


def repair_text(finding: Finding, repair: Repair, *, name: Namer = identifier, lang: str = "zh") -> str:
    """One repair in words: which rows move, which figures change, and why.

    >>> from zhengwu.findings import Grade
    >>> change = Change(where=Where(table=0, row=2, column=1), before="8", after="7")
    >>> finding = Finding(rule="ZW120", grade=Grade.ERROR, kind=FindingKind.TYPO, where=change.where, printed="8",
    ...                   values={"label": "合计·1月"})
    >>> repair_text(finding, Repair(changes=(change,), why="why.typo.replaced"))
    '合计·1月 8 → 7（印错一位数字）'
    """
    parts = [moved_text(repair, name, lang=lang)] if repair.moves else []
    parts += [_changes(finding, repair, name, lang)] if repair.changes else []
    why = "" if repair.moves else why_of(repair, lang=lang)
    text = message("list.stop", lang=lang).join(parts)
    return text + message("cause.why", {"why": why}, lang=lang) if why else text


def reason_of(result: RelationResult, *, lang: str = "zh") -> str:
    """Why a relation could not be decided, with the names of what is missing; "" if it was."""
    if result.reason is None:
        return ""
    text = message(result.reason, lang=lang)
    if not result.missing or result.missing == ("parts",):
        return text
    names = message("list.pause", lang=lang).join(name_of(name, lang=lang) for name in result.missing)
    return text + message("reproduce.missing", {"names": names}, lang=lang)


def name_of(name: str, *, lang: str = "zh") -> str:
    """An indicator, quantity or identity by its official name; a label of the document stays what it is."""
    known = catalogue(lang)
    term = glossary().terms.get(name)
    if f"name.{name}" in known or term is None:
        return known.get(f"name.{name}", name)
    return term.en if lang == "en" else term.zh


def _row(run: Run) -> Where:
    return Where(table=run.table, row=run.first)


def _repaired(finding: Finding, name: Namer, lang: str) -> str:
    """The sentence of a finding with one repair."""
    repair = finding.repairs[0]
    may = _is_doubtful(finding)
    if repair.moves:
        text = moved_text(repair, name, lang=lang)
    elif len(repair.changes) == 1:
        text = _single(finding, repair, name, lang)
    elif finding.kind is FindingKind.SWAP and len(repair.changes) == 2 and not may:
        one, other = repair.changes
        parts = {"one": _label(finding, one, name), "other": _label(finding, other, name)}
        printed = {"before": _text(one.before, lang), "after": _text(other.before, lang)}
        text = message("cause.swap", {**parts, **printed}, lang=lang)
    else:
        why = why_of(repair, lang=lang)
        values = {
            "count": str(len(repair.changes)),
            "why": message("cause.why", {"why": why}, lang=lang) if why else "",
            "changes": _changes(finding, repair, name, lang),
        }
        text = message("cause.several_may" if may else "cause.several", values, lang=lang)
    arithmetic = finding.values["arithmetic"]
    if not arithmetic:
        return text
    if repair.moves or len(repair.changes) > 2:
        return text + message("list.stop", lang=lang) + arithmetic
    return text + message("cause.arithmetic", {"arithmetic": arithmetic}, lang=lang)


def _single(finding: Finding, repair: Repair, name: Namer, lang: str) -> str:
    (change,) = repair.changes
    values = {"label": _label(finding, change, name), "printed": change.before.strip(), "after": change.after.strip()}
    text = message("cause.printed" if values["printed"] else "cause.blank", values, lang=lang)
    if repair.why in ("", _RECOMPUTED):
        return text + message("cause.computed", values, lang=lang)
    must = "cause.may" if _is_doubtful(finding) else "cause.must"
    return text + message(must, values, lang=lang) + message("cause.why", {"why": why_of(repair, lang=lang)}, lang=lang)


def _changes(finding: Finding, repair: Repair, name: Namer, lang: str) -> str:
    texts = [
        message(
            "cause.change",
            {
                "label": _label(finding, change, name),
                "before": _text(change.before, lang),
                "after": _text(change.after, lang),
            },
            lang=lang,
        )
        for change in repair.changes[:_MOST_CHANGES]
    ]
    rest = ["…"] if len(repair.changes) > _MOST_CHANGES else []
    return message("list.pause", lang=lang).join([*texts, *rest])


def _is_doubtful(finding: Finding) -> bool:
    return finding.grade is Grade.QUESTION or not finding.unique


def _label(finding: Finding, change: Change, name: Namer) -> str:
    is_own = change.where.cell == finding.where.cell and "label" in finding.values
    return finding.values["label"] if is_own else name(change.where)


def _text(text: str, lang: str) -> str:
    """What a cell prints, or the word for nothing."""
    return text.strip() or message("cause.nothing", lang=lang)
