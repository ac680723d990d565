"""Which column of a table holds which field of a record: by its English name, its official term, or another wording.

>>> from zhengwu.records.party import Party
>>> find_column("统一社会信用代码", Party).path, find_column("role", Party).path
(('uscc',), ('role',))
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import attrs

from zhengwu.exact.money import Money
from zhengwu.records.base import Record, hints_of, label, part_of
from zhengwu.records.party import Source
from zhengwu.reference.glossary import glossary
from zhengwu.reference.terms import fold

__all__ = ["Column", "find_column", "kind_of", "nearest_fields", "required_fields", "split_header", "wordings_of"]

_UNIT = re.compile(r"[(\[](?:单位:?)?([^()\[\]]{1,12})[)\]]$")
_LONGEST = 120
# A column 标段 holds no list of lots, and 来源 is the channel of a ticket: only their English names mean such fields.
_NESTED = (tuple, Source)
_INDICES: dict[type[Record], dict[str, tuple[str, ...]]] = {}


@attrs.frozen
class Column:
    """A column that is understood: its header as printed, the field it holds, the unit of its amounts.

    `path` leads to the field: ``("title",)``, or ``("lots", "budget")`` for a field of the parts a row describes.
    `owner` is the class that has the field, `kind` the plain type of its values.
    """

    header: str
    path: tuple[str, ...]
    owner: type[Record]
    kind: type[Any]
    unit: str | None = None

    @property
    def field(self) -> str:
        """The field as messages name it."""
        return label(self.owner, self.path[-1])

    @property
    def is_private(self) -> bool:
        """Whether its values must not be shown."""
        return bool(getattr(attrs.fields(self.owner), self.path[-1]).metadata["private"])


def find_column(header: str, cls: type[Record]) -> Column | None:
    """The field of a record class that a header names, or None. A unit in brackets is the unit of its amounts.

    The fields of the class come before those of its parts; ``lots.budget`` names a field of a part or a party.

    >>> from zhengwu.records.party import Source
    >>> find_column("数据日期", Source).path, find_column("数量", Source)
    (('as_of',), None)
    """
    name = header.strip() if len(header) <= _LONGEST else ""
    if "." in name and (dotted := _dotted(name.split("."), cls)):
        return attrs.evolve(dotted, header=header)
    core, unit = split_header(name)
    path = _index(cls).get(fold(name)) or _index(cls).get(core)  # a term may itself end in a unit: 公告期（天）
    if path is None and (found := glossary().match(name)) is not None and not found.prefix:
        path, unit = _terms(cls).get(found.term.id), found.unit or unit
    if path is None:
        return None
    return _column(header, path, cls, unit)


def nearest_fields(header: str, cls: type[Record]) -> str:
    """The fields whose wordings look most like a header, as a message lists them.

    >>> from zhengwu.records.party import Party
    >>> nearest_fields("社会信用代玛", Party)
    'uscc (统一社会信用代码)'
    """
    known = {word: path for word, path in _index(cls).items() if len(path) == 1 or path[0] == cls.PARTS}
    close = difflib.get_close_matches(fold(header)[:_LONGEST], known, n=6, cutoff=0.5)
    paths = list(dict.fromkeys(known[word] for word in close))[:3]
    return ", ".join(_column("", path, cls, None).field for path in paths)


def required_fields(cls: type[Record]) -> tuple[str, ...]:
    """The fields without a default."""
    return tuple(attribute.name for attribute in attrs.fields(cls) if attribute.default is attrs.NOTHING)


def wordings_of(attribute: attrs.Attribute[Any]) -> tuple[str, ...]:
    """Every header that names a field by itself: its English name, its official term, the other wordings of both."""
    term = attribute.metadata["term"]
    words = glossary().term(term).wordings if term else ()
    return tuple(dict.fromkeys((attribute.name, attribute.metadata["zh"], *attribute.metadata["also"], *words)))


def kind_of(hint: object) -> type[Any]:
    """The plain type of a field: `Money` for ``Money | None``, `date` for ``Instant``, `tuple` for parts."""
    while get_origin(hint) in (Annotated, Union, UnionType):
        arguments = [argument for argument in get_args(hint) if argument is not type(None)]
        hint = arguments[0]
    origin = get_origin(hint) or hint
    assert isinstance(origin, type)  # noqa: S101  fields of records hold nothing else
    return origin


def split_header(header: str) -> tuple[str, str | None]:
    """A header as it is compared, without the unit behind it, and that unit.

    >>> split_header("预算金额（万元）"), split_header("标段（包）编号")
    (('预算金额', '万元'), ('标段(包)编号', None))
    """
    text = fold(header)
    found = _UNIT.search(text)
    if found and glossary().unit(found[1]):
        return text[: found.start()], found[1]
    return text, None


def _index(cls: Any) -> Mapping[str, tuple[str, ...]]:
    """Folded wordings to fields. A wording of the class itself wins over one of its parts, an own one over a term's."""
    if cls in _INDICES:
        return _INDICES[cls]
    found = _INDICES[cls] = {}
    paths = list(_paths(cls))
    nested = {path for path, _ in paths if len(path) == 1 and kind_of(hints_of(cls)[path[0]]) in _NESTED}
    for path, attribute in paths:
        own = (attribute.name, attribute.metadata["zh"], *attribute.metadata["also"])
        for word in own[:1] if path in nested else own:
            found.setdefault(fold(word), path)
    for path, attribute in paths:
        for word in wordings_of(attribute) if path not in nested else ():
            found.setdefault(fold(word), path)
    return found


def _terms(cls: type[Record]) -> Mapping[str, tuple[str, ...]]:
    """Ids of the glossary to fields."""
    found: dict[str, tuple[str, ...]] = {}
    for path, attribute in _paths(cls):
        if attribute.metadata["term"]:
            found.setdefault(attribute.metadata["term"], path)
    return found


def _paths(cls: type[Record]) -> Iterator[tuple[tuple[str, ...], attrs.Attribute[Any]]]:
    for attribute in attrs.fields(cls):
        yield (attribute.name,), attribute
    parts = cls.PARTS and part_of(cls, cls.PARTS)
    if cls.PARTS and parts:
        for attribute in attrs.fields(parts):
            yield (cls.PARTS, attribute.name), attribute


def _dotted(names: list[str], cls: type[Record]) -> Column | None:
    owner, path = cls, tuple(name.strip() for name in names)
    for name in path[:-1]:
        part = part_of(owner, name) if name in hints_of(owner) else None
        if part is None or (kind_of(hints_of(owner)[name]) is tuple and name != owner.PARTS):
            return None
        owner = part
    if path[-1] not in hints_of(owner):
        return None
    return Column("", path, owner, kind_of(hints_of(owner)[path[-1]]))


def _column(header: str, path: tuple[str, ...], cls: type[Record], unit: str | None) -> Column:
    owner = cls if len(path) == 1 else part_of(cls, path[0])
    assert owner is not None  # noqa: S101  paths lead through records only
    kind = kind_of(hints_of(owner)[path[-1]])
    return Column(header, path, owner, kind, unit if kind is Money else None)
