"""The door: the pydantic schema derived from a record class, and its errors in the words of this library.

pydantic is handed the schema of a dataclass whose fields are those of the attrs class, so that it makes the frozen
object itself, without a second model of the same data.
"""

from __future__ import annotations

import difflib
import functools
import operator
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar, cast

import attrs
from pydantic import TypeAdapter, ValidationError
from pydantic_core import CoreSchema, PydanticSerializationError, core_schema

from zhengwu.errors import ZhengwuError
from zhengwu.exact.money import Money
from zhengwu.records.base import Record, hints_of, label, part_of
from zhengwu.records.faults import Fault, RecordError

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, SerializationInfo
    from pydantic_core import ErrorDetails

__all__ = ["attempted", "core_schema_of", "described", "from_json", "json_schema", "to_dict", "to_json", "validated"]

RecordType = TypeVar("RecordType", bound=Record)

_CONFIG = core_schema.CoreConfig(extra_fields_behavior="forbid")
_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}
_PRIVATE = "private"  # the key under which a serialisation is told which private fields it may write
_LONGEST = 60
_SENTENCES = {
    "missing": "is missing",
    "string_type": "is not a text",
    "string_unicode": "is not a text of whole characters",
    "bool_type": "is neither true nor false",
    "bool_parsing": "is neither true nor false",
    "tuple_type": "is not a list",
}


def core_schema_of(cls: type[Record], handler: GetCoreSchemaHandler) -> CoreSchema:
    """The pydantic schema of a record class, from its attrs fields."""
    hints, names = hints_of(cls), [attribute.name for attribute in attrs.fields(cls)]
    fields, written = [], {}
    for attribute in attrs.fields(cls):
        schema = handler.generate_schema(hints[attribute.name])
        is_private = attribute.metadata["private"]
        written[attribute.name] = core_schema.typed_dict_field(schema, required=not is_private)
        if attribute.default is not attrs.NOTHING:
            schema = core_schema.with_default_schema(schema, default=attribute.default)
        fields.append(core_schema.dataclass_field(attribute.name, schema, kw_only=True))
    return core_schema.dataclass_schema(
        cls,
        core_schema.dataclass_args_schema(cls.__name__, fields),
        names,
        post_init=hasattr(cls, "__post_init__"),
        ref=f"{cls.__module__}.{cls.__qualname__}:{id(cls)}",
        slots=True,
        config=_CONFIG,
        # pydantic's own serializer takes nothing but dataclasses, so it is handed the values by name.
        serialization=core_schema.plain_serializer_function_ser_schema(
            functools.partial(_values, names, _getter(names), _private_names(cls)),
            return_schema=core_schema.typed_dict_schema(written),
            info_arg=True,
        ),
    )


def described(cls: type[Record], schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
    """The JSON Schema of the class, with the official terms as titles."""
    made = handler(schema)
    inner = handler.resolve_ref_schema(made)
    inner["description"] = (cls.__doc__ or "").partition("\n")[0]
    for attribute in attrs.fields(cls):
        part = inner["properties"][attribute.name]
        part["title"] = attribute.metadata["zh"]
        if part.get("default", part) is None:  # what is absent is unknown; a default of null says no more
            del part["default"]
    return made


def validated(cls: type[RecordType], data: object) -> RecordType:
    """See `Record.validate`."""
    try:
        return cast("RecordType", _adapter(cls).validate_python(data))
    except ValidationError as error:
        raise _refusal(error, cls) from None


def from_json(cls: type[RecordType], text: str | bytes) -> RecordType:
    """See `Record.from_json`."""
    try:
        return cast("RecordType", _adapter(cls).validate_json(text))
    except ValidationError as error:
        raise _refusal(error, cls) from None


def to_json(record: Record, private: bool | Iterable[str]) -> str:
    """See `Record.to_json`."""
    adapter = _adapter(type(record))
    try:
        return adapter.dump_json(record, context=_context(private)).decode("utf-8")
    except PydanticSerializationError as error:
        raise RecordError(f"cannot be written as JSON ({error})", field=type(record).__name__) from None


def to_dict(record: Record, private: bool | Iterable[str]) -> dict[str, Any]:
    """See `Record.to_dict`."""
    made = _adapter(type(record)).dump_python(record, mode="json", context=_context(private))
    return cast("dict[str, Any]", made)


def json_schema(cls: type[Record]) -> dict[str, Any]:
    """See `Record.json_schema`."""
    return _adapter(cls).json_schema()


def attempted(cls: type[RecordType], data: object) -> RecordType | list[tuple[tuple[str, ...], Fault]]:
    """The record these values are, or every fault with the names of the fields that lead to it."""
    try:
        return cast("RecordType", _adapter(cls).validate_python(data))
    except ValidationError as error:
        return [(_path(detail), _fault(detail, cls)) for detail in error.errors(include_url=False)]


def _adapter(cls: type[Any]) -> TypeAdapter[Any]:
    adapter = _ADAPTERS.get(cls)
    if adapter is None:
        adapter = _ADAPTERS[cls] = TypeAdapter(cls)
    return adapter


def _values(
    names: Sequence[str],
    get: Callable[[Record], tuple[Any, ...]],
    private: frozenset[str],
    record: Record,
    info: SerializationInfo,
) -> dict[str, Any]:
    values = dict(zip(names, get(record), strict=True))
    if private:
        asked = info.context.get(_PRIVATE, ()) if isinstance(info.context, dict) else ()
        for name in () if asked is True else private.difference(asked or ()):
            del values[name]
    return values


def _private_names(cls: type[Record]) -> frozenset[str]:
    return frozenset(attribute.name for attribute in attrs.fields(cls) if attribute.metadata["private"])


def _context(private: bool | Iterable[str]) -> dict[str, Any]:
    """What a serialisation is told: every private field, none, or those named."""
    if isinstance(private, str):
        private = (private,)
    return {_PRIVATE: private if isinstance(private, bool) else frozenset(private)}


def _getter(names: Sequence[str]) -> Callable[[Record], tuple[Any, ...]]:
    if len(names) > 1:
        return operator.attrgetter(*names)
    return lambda record: (getattr(record, names[0]),)  # attrgetter of one name gives no tuple


def _refusal(error: ValidationError, cls: type[Record]) -> RecordError:
    return RecordError.of(cls.__name__, [_fault(detail, cls) for detail in error.errors(include_url=False)])


def _path(detail: ErrorDetails) -> tuple[str, ...]:
    """The names of the fields that lead to a fault; an invariant of a whole record names its field itself."""
    names = tuple(step for step in detail["loc"] if isinstance(step, str))
    cause = detail.get("ctx", {}).get("error")
    own = cause.field if isinstance(cause, RecordError) else None
    return (*names, own.partition(" ")[0]) if own else names


def _fault(detail: ErrorDetails, cls: type[Record]) -> Fault:
    owner, path, private = _located(cls, detail["loc"])
    kind = detail["type"]
    if kind == "unexpected_keyword_argument":
        name = str(detail["loc"][-1])
        near = difflib.get_close_matches(name[:_LONGEST], [a.name for a in attrs.fields(owner)], n=3, cutoff=0.6)
        known = ", ".join(label(owner, close) for close in near) or "one of its fields"
        return Fault(field=path, message=f"is not a field of {owner.__name__} (expected {known})")
    cause = detail.get("ctx", {}).get("error")
    value = detail["input"] if kind not in ("missing", "json_invalid", "dataclass_type") else None
    if isinstance(cause, ZhengwuError):
        value = cause.value
        if isinstance(cause, RecordError):  # an invariant of the record as a whole names its field itself
            path = f"{path.partition(' ')[0]}.{cause.field}" if path and cause.field else cause.field or path
        error = ZhengwuError(cause.problem, value=None if private else value, expected=cause.expected)
    else:
        problem, expected = _sentence(detail, owner)
        error = ZhengwuError(problem, value=None if private else value, expected=expected)
    found = value if value is not None else detail["input"]
    return Fault(field=path, value=None if private else _text(found), message=str(error))


def _located(cls: type[Record], location: Sequence[str | int]) -> tuple[type[Record], str | None, bool]:
    """The class a fault belongs to, its field as messages name it, and whether its value must not be shown."""
    path, zh, private = "", "", False
    for step in location:
        if isinstance(step, int):
            path += f"[{step}]"
            continue
        attribute = getattr(attrs.fields(cls), step, None)
        path += f".{step[:_LONGEST]}" if path else step[:_LONGEST]
        zh = ""
        if attribute is not None:
            zh, private = attribute.metadata["zh"], attribute.metadata["private"]
            cls = part_of(cls, step) or cls
    return cls, (f"{path} ({zh})" if zh else path) or None, private


def _sentence(detail: ErrorDetails, owner: type[Record]) -> tuple[str, str | None]:
    kind = detail["type"]
    if kind == "enum":
        return "is not a word of its vocabulary", str(detail["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")
    if kind == "dataclass_type":
        return f"is not a {owner.__name__}", "a mapping of field names to values"
    if kind == "json_invalid":
        return f"is not JSON: {detail['ctx']['error']}", None
    message = detail["msg"]
    return _SENTENCES.get(kind) or message[:1].lower() + message[1:], None


def _text(value: object) -> str | None:
    """A single value as text; None for what holds several, since one of them may be a citizen's."""
    return str(value)[:_LONGEST] if isinstance(value, str | int | float | Decimal | date | Money) else None
