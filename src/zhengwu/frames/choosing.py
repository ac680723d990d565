"""What a row is where the caller does not say: the one kind of record that has all the measures, or else plain rows.

>>> chosen_kind(None, ["savings"], {}, {}).name, chosen_kind("plain", ["savings"], {}, {}).name
('tender', 'plain')
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zhengwu.errors import UnitError
from zhengwu.frames.kinds import KINDS, Kind, kind_of
from zhengwu.frames.plain import plain_find, plain_kind
from zhengwu.reference.glossary import glossary
from zhengwu.reference.indicators import declarations

__all__ = ["chosen_kind", "names_of"]

_COUNTED = ("project_count", "case_count")
_DECIDING = ("method", "outcome", "state", "disposition")


def chosen_kind(
    records: object, measures: Sequence[str] | str | None, types: Mapping[str, Any], columns: Mapping[str, str]
) -> Any:
    """What a row is: as said, or the one kind of record that has all these measures, or else plain."""
    if records not in (None, "plain"):
        return kind_of(records)
    terms = {found.path[0] for column in (*types, *columns) if (found := plain_find(column)) is not None}
    names = [_term(name) for name in names_of(measures) or ()]
    if records is None:
        wanted = {part for name in names for part in _operands(name) if part not in _COUNTED}
        having = [kind for kind in KINDS.values() if wanted and all(_has(kind, part) for part in wanted)]
        if len(having) == 1:
            return having[0]
        deciding = sorted(terms.intersection(_DECIDING)) + [name for name in ("outcome", "state") if name in types]
        if deciding and not (wanted and not having):
            kinds = ", ".join(kind.name for kind in having or KINDS.values())
            raise UnitError(
                f"is not said, and {', '.join(dict.fromkeys(deciding))} may decide what counts",
                field="records",
                expected=f'records="{(having or list(KINDS.values()))[0].name}" (one of {kinds}), or records="plain"',
            )
    quantities = [term for term in terms if glossary().terms[term].kind in ("amount", "count")]
    counted = next((name for name in names if name in _COUNTED and name not in quantities), "case_count")
    return plain_kind(quantities, counted=counted)


def _has(kind: Kind, quantity: str) -> bool:
    return quantity in kind.fields


def _operands(name: str) -> tuple[str, ...]:
    """The quantities behind a measure: those of its first variant, or itself."""
    declared = declarations().get(name)
    if declared is None:
        return (name,)
    if declared.kind == "sum":
        return (name,)
    return declared.variant().quantities


def _term(name: object) -> str:
    text, _, choice = str(name).strip().partition(":")
    term = glossary().terms.get(text) or glossary().find(text)
    found = term.id if term is not None else text
    return _term(choice) if found in ("year_on_year", "period_on_period") and choice else found


def names_of(measures: Sequence[str] | str | None) -> list[str] | None:
    """The names of measures, which may come as one text."""
    if measures is None:
        return None
    return measures.split(",") if isinstance(measures, str) else list(measures)
