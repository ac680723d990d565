"""Records into buckets, buckets into sums: every record stands in one bucket, every sum is made once.

A bucket holds the records of one group that belong to the same periods. What a row or a column shows is the sum of its
buckets, so subtotals and totals never look at a record again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

import attrs

from zhengwu.errors import UnitError, ZhengwuError
from zhengwu.exact import Money, total
from zhengwu.periods import Period
from zhengwu.reference.glossary import glossary
from zhengwu.stats.keys import Key, Path, path_of
from zhengwu.stats.measures import Measure
from zhengwu.stats.quantities import Quantity, one
from zhengwu.stats.slots import Instant, Slots
from zhengwu.table.computed import Uncounted

__all__ = ["Bucket", "Sums", "counted_views", "fill", "joined", "summed"]

_FRAMES = ("pandas", "polars", "pyarrow", "duckdb", "pyspark", "narwhals", "dask", "ibis", "modin", "cudf", "sqlframe")


@attrs.define(eq=False)
class Sums:
    """What one measure adds up to: how many records take part, and the total of each operand (None: of nothing)."""

    count: int
    totals: tuple[Any, ...] | None


@attrs.define(eq=False)
class Bucket:
    """The records of one group and one set of slots; a group that reported zero has none."""

    path: Path
    slots: frozenset[int]
    records: list[Any]
    sums: tuple[Sums, ...] = ()


def counted_views(records: object) -> list[Any]:
    """The records as they are counted: each as often as its class says (a tender once for every lot).

    Raises `UnitError` for a dataframe and for whatever is no record.
    """
    kind = type(records)
    if kind.__module__.partition(".")[0].lstrip("_") in _FRAMES or hasattr(kind, "__dataframe__"):
        raise UnitError(
            f"a {kind.__name__} is a dataframe, and a roll-up takes records",
            field="records",
            expected="zhengwu.frames for dataframes, or an iterable of records",
        )
    if isinstance(records, str | bytes | Mapping) or not isinstance(records, Iterable):
        raise UnitError(
            f"a {kind.__name__} holds no records",
            field="records",
            expected="an iterable of records, such as those of read_records(…).records",
        )
    views: list[Any] = []
    checked: set[type] = set()
    for record in records:
        cls = type(record)
        if cls not in checked:
            _check_class(cls)
            checked.add(cls)
        count = getattr(record, "counted", None)
        if count is None:
            views.append(record)
        else:
            views.extend(count())
    for cls in {type(view) for view in views} - checked:
        _check_class(cls)
    return views


def fill(
    views: Sequence[Any], keys: Sequence[Key], instants: Sequence[Any], slots: Slots, on: str
) -> tuple[list[Bucket], list[Uncounted]]:
    """Every record into the bucket of its group and periods; the others with the reason why not."""
    buckets: dict[tuple[Path, frozenset[int]], list[Any]] = {}
    uncounted: list[Uncounted] = []
    slots_of: dict[Instant | None, frozenset[int]] = {}
    levels: list[tuple[Callable[[Any], Any], dict[Hashable, str]]] = [(key.read, {}) for key in keys]

    for view, instant in zip(views, instants, strict=True):
        numbers = slots_of.get(instant)
        if numbers is None:
            numbers = slots_of[instant] = _numbers(instant, slots)
        if not numbers:
            uncounted.append(Uncounted(view, _reason(instant, slots), on))
            continue
        path = []
        for read, labels in levels:
            value = read(view)
            try:
                label = labels.get(value)
            except TypeError:  # not hashable
                label = path_of(value)
            if label is None:
                label = labels[value] = path_of(value)
            path.append(label)
        place = (tuple(path), numbers)
        found = buckets.get(place)
        if found is None:
            found = buckets[place] = []
        found.append(view)
    return [Bucket(path, numbers, found) for (path, numbers), found in buckets.items()], uncounted


def summed(buckets: Iterable[Bucket], measures: Sequence[Measure]) -> None:
    """Set the sums of every bucket, one for each measure; a bucket without records reported zero.

    Raises `UnitError` where two currencies meet in one measure.
    """
    readers: list[dict[type, Quantity]] = [{} for _ in measures]
    first: dict[int, Money] = {}
    for bucket in buckets:
        found = []
        for i, measure in enumerate(measures):
            sums = _sums(bucket.records, measure, readers[i])
            for value in sums.totals or ():
                if isinstance(value, Money) and value.currency != first.setdefault(i, value).currency:
                    error = _two_currencies(measure, first[i], value)
                    error.where = _place(bucket.records, readers[i], first[i].currency)
                    raise error
            found.append(sums)
        bucket.sums = tuple(found)


def joined(sums: Iterable[Sums]) -> Sums:
    """The sums of several buckets as one."""
    parts = list(sums)
    if len(parts) == 1:
        return parts[0]
    rows = [part.totals for part in parts if part.totals is not None]
    totals = tuple(_total(column) for column in zip(*rows, strict=True)) if rows else None
    return Sums(sum(part.count for part in parts), totals)


def _check_class(cls: type) -> None:
    if not hasattr(cls, "QUANTITIES") or not getattr(cls, "COUNTED", None):
        raise UnitError(
            f"a {cls.__name__} is no record that is counted",
            field="records",
            expected="records such as Case, Tender or HotlineTicket",
        )


def _numbers(instant: Instant | None, slots: Slots) -> frozenset[int]:
    if instant is None:
        return frozenset()
    return slots.containing(instant)


def _reason(instant: Instant | None, slots: Slots) -> str:
    if instant is None:
        return "no_instant"
    return "straddles" if isinstance(instant, Period) and slots.straddles(instant) else "outside"


def _sums(records: list[Any], measure: Measure, readers: dict[type, Quantity]) -> Sums:
    if not records:
        width = len(measure.variant.quantities) if measure.kind == "ratio" and measure.variant else 1
        return Sums(0, (0,) * width)
    classes = {type(record) for record in records}
    for cls in classes:
        if cls not in readers:
            readers[cls] = measure.reader(cls)
    try:
        if len(classes) == 1:
            read = readers[classes.pop()]
            if read is one:
                return Sums(len(records), (len(records),))
            values = [value for record in records if (value := read(record)) is not None]
        else:
            values = [value for r in records if (value := readers[type(r)](r)) is not None]
        if not values:
            return Sums(0, None)
        columns = zip(*values, strict=True) if measure.kind == "ratio" else [values]
        return Sums(len(values), tuple(total(column) for column in columns))
    except ZhengwuError as error:
        if error.field in (None, "total"):
            error.field = str(glossary().term(measure.of or measure.term))
        if error.where is None:
            error.where = _place(records, readers)
        raise


def _place(records: Iterable[Any], readers: Mapping[type, Quantity], currency: str | None = None) -> str | None:
    """The first record whose value cannot be had, or is in another currency than those before it, as a reader finds it:
    its class with the code, title or name it has.
    """
    for record in records:
        try:
            value = readers[type(record)](record)
        except ZhengwuError:
            return _called(record)
        for amount in value if isinstance(value, tuple) else (value,):
            if isinstance(amount, Money):
                currency = currency or amount.currency
                if amount.currency != currency:
                    return _called(record)
    return None


def _called(record: Any) -> str:
    cls = type(record)
    names = [
        attribute.name for attribute in getattr(cls, "__attrs_attrs__", ()) if not attribute.metadata.get("private")
    ]
    texts = [getattr(record, name) for name in (getattr(cls, "KEY", None), *names) if name]
    told = next((text for text in texts if isinstance(text, str) and text), None)
    return f"{cls.__name__} {told}" if told else cls.__name__


def _total(values: Iterable[Any]) -> Any:
    """The sum of totals, where a reported zero goes with money too."""
    printed = list(values)
    amounts = [value for value in printed if isinstance(value, Money)]
    return total(amounts) if amounts else total(printed)


def _two_currencies(measure: Measure, one_: Money, other: Money) -> UnitError:
    first, second = sorted((one_.currency, other.currency))
    return UnitError(
        f"cannot join {first} and {second}",
        field=str(glossary().term(measure.of or measure.term)),
        expected="amounts of one currency",
    )
