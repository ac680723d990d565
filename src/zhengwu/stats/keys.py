"""What a roll-up groups by: one field or a hierarchy of them, and the order its groups stand in.

>>> [key.label for key in keys_of(["project_class", "method"])], keys_of({"窗口名称": "window.name"})[0].label
(['项目类别', '方式'], '窗口名称')
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeAlias

import attrs

from zhengwu.errors import UnitError, UnknownNameError
from zhengwu.reference.glossary import glossary

__all__ = ["UNSTATED", "By", "Key", "Path", "keys_of", "ordered", "path_of", "reader_of"]

Source: TypeAlias = "str | Callable[[Any], object]"
By: TypeAlias = "Source | list[Source] | list[str] | tuple[Source, ...] | Mapping[str, Source]"
"""One field ("method"), a dotted path ("window.name") or a function; several as a list; or a label for each."""

Path: TypeAlias = tuple[str, ...]
"""The labels of a group from the outermost key to the innermost."""

UNSTATED = "未注明"
"""The label of records that do not say to which group they belong."""

_NAMELESS = ("name", "code", "id")  # a field so called is named by what it belongs to


@attrs.frozen
class Key:
    """One level of grouping: the header of its label column, and how a record gives its value."""

    label: str
    read: Callable[[Any], object]


def keys_of(by: By, sample: object = None) -> tuple[Key, ...]:
    """The levels of grouping, outermost first.

    A field without a label takes the official term that its record class (that of `sample`) or the glossary knows.
    Raises `UnknownNameError` for no key at all, `UnitError` for what is no field, path or function.
    """
    if isinstance(by, Mapping):
        keys = [Key(str(label), reader_of(source, "by")) for label, source in by.items()]
    else:
        sources = by if isinstance(by, list | tuple) else [by]
        keys = [Key(_label(source, sample), reader_of(source, "by")) for source in sources]
    if not keys:
        raise UnknownNameError("nothing to group by", field="by", expected='a field such as "window.name"')
    return tuple(keys)


def reader_of(source: object, argument: str) -> Callable[[Any], object]:
    """How a record gives the value of a field, dotted path or function; None where a step of the path is None."""
    if callable(source):
        return source
    if not isinstance(source, str) or not all(name.isidentifier() for name in source.split(".")):
        raise UnitError("is no field", field=argument, value=source, expected="a field, a dotted path or a function")
    get = operator.attrgetter(source)

    def read(record: Any) -> object:
        try:
            return get(record)
        except AttributeError:
            return _walk(record, source, argument)

    return read


def path_of(value: object) -> str:
    """A value as the label of its group: the Chinese name of a code, the name of a window, the text itself.

    >>> path_of("公开招标"), path_of(None), path_of(2017)
    ('公开招标', '未注明', '2017')
    """
    if value is None or value == "":
        return UNSTATED
    for name in ("zh", "name"):
        text = getattr(value, name, None)
        if isinstance(text, str) and (name == "zh" or not isinstance(value, str)):
            return text.strip() or UNSTATED
    if isinstance(value, float):
        raise UnitError("is a float and names no group", field="by", value=value, expected="a text, a code or a date")
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    return " ".join(str(value).split()) or UNSTATED


def ordered(paths: Iterable[Path], expected: Iterable[Path]) -> tuple[Path, ...]:
    """The groups in their order: as expected, then as the glossary lists its terms, then by name; unstated ones last.

    Whatever order the records came in, their table is the same.

    >>> ordered([("询价",), ("丙",), ("公开招标",), ("未注明",)], [("丙",)])
    (('丙',), ('公开招标',), ('询价',), ('未注明',))
    """
    wanted: dict[Path, int] = {}
    for path in expected:
        for depth in range(1, len(path) + 1):
            wanted.setdefault(path[:depth], len(wanted))

    def rank(path: Path) -> tuple[tuple[int, bool, int, str], ...]:
        levels = []
        for depth in range(1, len(path) + 1):
            label = path[depth - 1]
            levels.append((wanted.get(path[:depth], len(wanted)), label == UNSTATED, _place_of(label), label))
        return tuple(levels)

    return tuple(sorted({*paths, *expected}, key=rank))


@functools.lru_cache(4096)
def _place_of(label: str) -> int:
    """Where the glossary lists a label, after all terms where it does not."""
    term = glossary().find(label)
    return _places()[term.id] if term is not None and term.kind == "label" else len(_places())


@functools.cache
def _places() -> Mapping[str, int]:
    return {term.id: place for place, term in enumerate(glossary())}


def _walk(record: Any, source: str, argument: str) -> object:
    value = record
    for name in source.split("."):
        if value is None:
            return None
        if not hasattr(value, name):
            fields = ", ".join(field.name for field in _declared(value)) or "one of its fields"
            kind = type(value).__name__
            raise UnknownNameError(f"is not a field of {kind}", field=argument, value=name, expected=fields)
        value = getattr(value, name)
    return value


def _declared(value: object) -> Iterable[attrs.Attribute[Any]]:
    kind: type[Any] = type(value)
    return attrs.fields(kind) if attrs.has(kind) else ()


def _label(source: object, sample: object) -> str:
    if not isinstance(source, str):
        return str(getattr(source, "__name__", "分组"))
    names = source.split(".")
    for name in reversed(names):
        if name in glossary().terms:
            return glossary().term(name).zh
    labels: list[str] = []
    value = sample
    for name in names:
        labels.append(next((str(f.metadata.get("zh") or "") for f in _declared(value) if f.name == name), ""))
        value = getattr(value, name, None)
    for name, label in zip(reversed(names), reversed(labels), strict=True):
        if label and name not in _NAMELESS:
            return label
    return next((label for label in reversed(labels) if label), source)
