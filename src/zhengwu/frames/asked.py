"""A question to a frame made ready: columns found, types checked, the plan drawn up, before anything runs."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs
import narwhals.stable.v2 as nw

from zhengwu.errors import UnitError, UnknownNameError
from zhengwu.exact import Money
from zhengwu.frames.choosing import chosen_kind, names_of
from zhengwu.frames.clocks import clock_of
from zhengwu.frames.engines import Engine
from zhengwu.frames.kinds import Found, Kind, Need
from zhengwu.frames.plan import Amount, Plan
from zhengwu.frames.schema import Schema
from zhengwu.frames.signature import Asker
from zhengwu.periods import Period
from zhengwu.reference.glossary import glossary
from zhengwu.reference.indicators import declarations
from zhengwu.stats.keys import Key, keys_of
from zhengwu.stats.measures import Measure, measures_of
from zhengwu.stats.slots import Slots

__all__ = ["Asked", "asked", "sources_of"]

_KEPT = 64


@attrs.frozen(kw_only=True)
class Asked:
    """A question: what to group by, what to measure, the plan for the engine, and who answers for a signature."""

    keys: tuple[Key, ...]
    names: tuple[str, ...]
    measures: tuple[Measure, ...]
    count_units: tuple[str, ...]
    plan: Plan
    asker: Asker
    depth: tuple[int, ...]
    slots: Slots | None


def asked(
    engine: Engine,
    by: Any,
    *,
    on: str | None,
    time: tuple[str | None, Period | None],
    measures: Sequence[str] | str | None,
    records: object,
    columns: Mapping[str, str],
    units: str | Mapping[str, str] | None,
    scale: int,
    where: Mapping[str, Any],
    has_total: bool,
) -> Asked:
    """Find the columns and draw up the plan; see `zhengwu.frames.rollup` for the arguments and what is raised.

    The same question to columns of the same names and types has the same answer, which is kept.
    """
    names = names_of(measures)
    question: dict[str, Any] = {
        "types": tuple(engine.frame.collect_schema().items()),
        "sources": tuple(sources_of(by).items()),
        "on": on,
        "time": time,
        "measures": None if names is None else tuple(names),
        "records": records,
        "columns": tuple(columns.items()),
        "units": tuple(units.items()) if isinstance(units, Mapping) else units,
        "scale": scale,
        "filtered": tuple(where),
        "has_total": bool(has_total),
    }
    try:
        ready = _kept(**question)
    except TypeError:  # what cannot be hashed cannot be kept
        ready = _asked(**question)
    values = [*map(_several, where.values())]
    chosen = {column: values[number] for column, (number,) in ready.plan.where.items()}
    return attrs.evolve(ready, plan=attrs.evolve(ready.plan, where=chosen)) if chosen else ready


def _asked(
    *,
    types: tuple[tuple[str, Any], ...],
    sources: tuple[tuple[str, str], ...],
    on: str | None,
    time: tuple[str | None, Period | None],
    measures: tuple[str, ...] | None,
    records: object,
    columns: tuple[tuple[str, str], ...],
    units: str | tuple[tuple[str, str], ...] | None,
    scale: int,
    filtered: tuple[str, ...],
    has_total: bool,
) -> Asked:
    """The question, with the number of each filter instead of its values."""
    held = dict(types)
    kind = chosen_kind(records, measures, held, dict(columns))
    schema = Schema.of(
        held, kind, columns=dict(columns), units=dict(units) if isinstance(units, tuple) else units, scale=scale
    )
    chosen = measures_of(measures, {kind.cls})
    grouped = [schema.column(source, kind, "by") for _, source in sources]
    keys = _keys(dict(sources), kind)
    needs = kind.needs(_quantities(chosen), rates=_has_rates(chosen))
    fields = _fields(needs, schema, chosen)
    amounts: list[Amount] = []
    nulls: list[str] = []
    words: list[str] = []
    for column, found in fields.items():
        if issubclass(found.kind, Money | int) and found.kind is not bool:
            amounts.append(schema.amount(found.path, is_money=issubclass(found.kind, Money)))
            nulls.append(column)
        elif found.kind.__name__ in ("date", "datetime"):
            schema.instant(column, ".".join(found.path))
            nulls.append(column)
        else:
            words.append(column)
    columns_of = {".".join(found.path): column for column, found in fields.items()}
    pairs = tuple(
        (columns_of[one], columns_of[other]) for one, other in kind.pairs if one in columns_of and other in columns_of
    )
    for pair in pairs:
        _comparable(pair, held)
    raw = tuple(dict.fromkeys((*grouped, *words)))
    clock, slots = clock_of(on, time, chosen, schema, kind, has_total=has_total)
    plan = Plan(
        keys=raw,
        clock=clock,
        amounts=tuple(amounts),
        nulls=tuple(nulls),
        pairs=pairs,
        where={schema.column(name, kind, "where"): (number,) for number, name in enumerate(filtered)},
    )
    asker = Asker(kind, plan, chosen, fields, words)
    return Asked(
        keys=keys,
        names=tuple(label for label, _ in sources),
        measures=chosen,
        count_units=tuple(str(kind.cls.COUNT_UNIT) if m.term == kind.cls.COUNTED else "" for m in chosen),
        plan=plan,
        asker=asker,
        depth=tuple(raw.index(column) for column in grouped),
        slots=slots,
    )


_kept = functools.lru_cache(_KEPT, typed=True)(_asked)  # 2 and True are one key, but not one scale


def sources_of(by: Any) -> dict[str, str]:
    """The names of the label columns with the columns they are made of."""
    if isinstance(by, Mapping):
        found = {str(label): source for label, source in by.items()}
    else:
        found = {source: source for source in (by if isinstance(by, list | tuple) else [by])}
    if not found:
        raise UnknownNameError("nothing to group by", field="by", expected='a column such as "method"')
    for source in found.values():
        if not isinstance(source, str):
            raise UnitError(
                "is no column", field="by", value=source, expected="the name of a column; engines run no functions"
            )
    return found


def _keys(sources: Mapping[str, str], kind: Any) -> tuple[Key, ...]:
    """The label columns, headed as the roll-up of records heads them."""
    sample = kind.cls if isinstance(kind, Kind) else None
    found = []
    for label, source in sources.items():
        if label != source:
            found.append(Key(label, str))
            continue
        if all(part.isidentifier() for part in source.split(".")) and source.isascii():
            made = keys_of(source, None)[0].label
            if made != source:
                found.append(Key(made, str))
                continue
        field = kind.find(source) if sample is not None else None
        zh = field.label.partition("(")[2].rstrip(")") if field is not None and source.isascii() else ""
        found.append(Key(zh or source, str))
    return tuple(found)


def _quantities(measures: Iterable[Measure]) -> list[str]:
    found: dict[str, None] = {}
    for measure in measures:
        if measure.variant is not None:
            found.update(dict.fromkeys(measure.variant.quantities))
        elif measure.of or measure.term:
            found[measure.of or measure.term] = None
    return list(found)


def _has_rates(measures: Iterable[Measure]) -> bool:
    """Whether a measure leaves out what was not competed for: rates, and what is saved or gained."""
    return any(
        measure.kind == "ratio" or declarations().get(measure.of or measure.term) is not None for measure in measures
    )


def _fields(needs: Iterable[Need], schema: Schema, measures: Sequence[Measure]) -> dict[str, Found]:
    """The columns that decide, with their fields. Raises `UnknownNameError` for one that is needed and not there."""
    fields: dict[str, Found] = {}
    for need in needs:
        if need.path in schema.fields:
            fields[schema.field_column(need.path)] = schema.fields[need.path][1]
        elif need.required:
            term = glossary().terms.get(need.path[-1])
            name = f"{need.path[-1]} ({term.zh})" if term is not None else ".".join(need.path)
            told = ", ".join(measure.term for measure in measures)
            near = schema.nearest(need.path[-1], term.wordings if term is not None else ())
            raise UnknownNameError(
                f"no column holds {name}", field=f"measures: {told}", expected=f"{near}; columns={{...}} says which"
            )
    return fields


def _comparable(pair: tuple[str, str], types: Mapping[str, Any]) -> None:
    zones = {getattr(types[name], "time_zone", None) for name in pair if types[name] == nw.Datetime}
    kinds = {str(types[name]).partition("(")[0] for name in pair}
    if len(zones) > 1 and None in zones:
        raise UnitError("mix instants with and without a time zone", field=" and ".join(pair), expected="one zone")
    if len(kinds) > 1:
        raise UnitError(
            f"are of two types ({', '.join(sorted(kinds))})", field=" and ".join(pair), expected="both dates"
        )


def _several(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple | set | frozenset) else [value]
