"""What all records are: frozen objects whose fields carry their official terms, and the door for outside data.

A record class is written once, as an attrs class. The schema that validates outside data, reads and writes JSON and
describes both is derived from it; pydantic is loaded when the door is first used. Inside, a record is made directly:
its constructor checks the types of its fields and how they agree.

>>> @record
... class Booth(Record):
...     "A booth."
...     name: str = field(zh="名称")
...     budget: Money | None = field(term="budget", default=None)
>>> import attrs
>>> attrs.fields(Booth).budget.metadata["zh"]
'预算金额'
>>> booth = Booth.validate({"name": "A1", "budget": "1.5万元"})
>>> booth, booth.to_json()
(Booth(name='A1', budget=Money("1.5万元")), '{"name":"A1","budget":"1.5万元"}')
>>> Booth.from_json('{"budget": "5万"}')
Traceback (most recent call last):
zhengwu.records.faults.RecordError: 2 faults in Booth: name (名称): is missing; budget (预算金额): '5万' is not an \
amount of money (expected a number followed by 元, 万元 or 亿元)
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, dataclass_transform

import attrs

from zhengwu.exact.money import Money
from zhengwu.records.fitting import types_first
from zhengwu.reference.glossary import glossary

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

__all__ = ["Quantities", "Record", "field", "hints_of", "label", "part_of", "record"]

Quantities = Mapping[str, Callable[[Any], Money | int | None]]
"""Id of a quantity of the glossary → how much of it one record carries; None where that is not known, never 0."""

RecordType = TypeVar("RecordType", bound="Record")


def field(
    *,
    term: str | None = None,
    zh: str | None = None,
    also: Sequence[str] = (),
    default: Any = attrs.NOTHING,
    private: bool | str = False,
    eq: bool = True,
) -> Any:
    """A field of a record. Its `metadata` hold ``zh``, the official term; ``term``, its id in the glossary, or None.

    `zh` is given where the glossary has no such term; `also` are other headers of such a column. A `private` field may
    hold what identifies a citizen: it is left out of repr, of every message, and of JSON unless it is asked for.
    The kind of what it holds (``name``, ``phone``, ``identity``, ``credit_code``, ``address``) may stand for True and
    tells `zhengwu.records.masking` how to mask it; True is a free text.
    """
    found = glossary().term(term) if term is not None else None
    official = zh or (found.zh if found else None)
    if official is None:
        raise TypeError("a field needs term= (an id of the glossary) or zh= (its official term)")
    kind = private if isinstance(private, str) else "text"
    metadata = {"term": term, "zh": official, "also": tuple(also), "private": bool(private), "holds": kind}
    return attrs.field(default=default, repr=not private, eq=eq, metadata=metadata)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
def record(cls: type[RecordType]) -> type[RecordType]:
    """Make a class a record: frozen, with slots, keyword-only, its invariants checked however it is made."""
    check = vars(cls).get("__attrs_post_init__")
    if check is not None:
        type.__setattr__(cls, "__post_init__", check)  # what pydantic calls, since it bypasses __init__
    type.__setattr__(cls, "__attrs_post_init__", types_first(check))  # pydantic has looked at the types
    return attrs.frozen(kw_only=True)(cls)


class Record:
    """What every record can do. Records compare and hash by value, pickle, and change only by `evolve`.

    For roll-ups a class declares `QUANTITIES`, what one record counts for, by quantity id of the glossary; `COUNTED`,
    the quantity that counts the records themselves (it is one of `QUANTITIES`); and `COUNT_UNIT`, its unit. For tables
    it declares `PARTS`, the field of the parts that a row may describe, and `KEY`, the field whose repeated value joins
    the rows of one record; `TOGETHER` says that those parts make sense only all together, as the movements of a deposit
    do, so that a row is not looked at by itself.
    """

    __slots__ = ()
    __attrs_attrs__: ClassVar[Any]

    QUANTITIES: ClassVar[Quantities] = MappingProxyType({})
    COUNTED: ClassVar[str] = ""
    COUNT_UNIT: ClassVar[str] = ""
    PARTS: ClassVar[str | None] = None
    KEY: ClassVar[str | None] = None
    TOGETHER: ClassVar[bool] = False

    def counted(self) -> Iterable[Self]:
        """The records a roll-up counts for this one: itself, or views of what it is made of; none when it is void."""
        return (self,)

    def enters(self, indicator: str) -> bool:  # noqa: ARG002  the classes that leave one out look at it
        """Whether the record takes part in the indicator with this id, even though it is counted and summed."""
        return True

    def evolve(self, **changes: Any) -> Self:
        """The same record with other values in some fields, its invariants checked again."""
        return attrs.evolve(self, **changes)  # type: ignore[misc]  # mypy knows only classes attrs itself decorated

    @classmethod
    def validate(cls, data: object) -> Self:
        """The record these Python values are: a mapping of field names to values or their texts, or a record.

        Raises `RecordError` with every fault, each naming its field.
        """
        from zhengwu.records import door

        return door.validated(cls, data)

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """The record a JSON object is. Raises `RecordError` with every fault; malformed JSON is one."""
        from zhengwu.records import door

        return door.from_json(cls, text)

    def to_json(self, *, private: bool | Iterable[str] = False) -> str:
        """The record as JSON. Amounts and rates are texts, so nothing is rounded.

        What may identify a citizen is left out unless it is asked for: `private` names the private fields to write,
        here or in a part; True writes them all, and the text reads back as an equal record.
        """
        from zhengwu.records import door

        return door.to_json(self, private)

    def to_dict(self, *, private: bool | Iterable[str] = False) -> dict[str, Any]:
        """The record as plain values that JSON has too: texts, whole numbers, truth values, lists, dicts, None.

        `private` as for `to_json`.
        """
        from zhengwu.records import door

        return door.to_dict(self, private)

    def _repr_html_(self) -> str:
        from zhengwu.records.html import record_html

        return record_html(self)

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """The JSON Schema of the class; the titles are the official terms."""
        from zhengwu.records import door

        return door.json_schema(cls)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from zhengwu.records import door

        return door.core_schema_of(cls, handler)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        from zhengwu.records import door

        return door.described(cls, schema, handler)


def label(cls: type[Record], name: str) -> str:
    """A field as messages name it: its name, with the official term in brackets."""
    zh = getattr(attrs.fields(cls), name).metadata["zh"]
    return f"{name} ({zh})"


def hints_of(cls: type[Record]) -> Mapping[str, Any]:
    """The types of the fields, as annotated."""
    return typing.get_type_hints(cls, include_extras=True)


def part_of(cls: type[Record], name: str) -> type[Record] | None:
    """The record class that a field holds, alone or several of; None for a field of plain values."""
    found: list[Any] = [hints_of(cls)[name]]
    for hint in found:
        if isinstance(hint, type) and issubclass(hint, Record):
            return hint
        found += typing.get_args(hint)
    return None
