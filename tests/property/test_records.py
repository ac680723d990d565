"""The laws of records: JSON loses nothing, pickling neither, and the two ways to make a record agree."""

from __future__ import annotations

import copy
import json
import pickle

import attrs
import pydantic
import pytest
from hypothesis import given, strategies as st

from zhengwu.errors import ZhengwuError
from zhengwu.exact import Money, Rate
from zhengwu.periods import Period
from zhengwu.records import Loaded, Record, RecordError, load_rows
from zhengwu.testing import (
    cases,
    hotline_tickets,
    lots,
    money,
    parties,
    periods,
    property_auctions,
    rates,
    tenders,
    window_period_counts,
    windows,
)
from zhengwu.trading import Tender

RECORDS: dict[str, st.SearchStrategy[Record]] = {
    "windows": windows(),
    "window_period_counts": window_period_counts(),
    "cases": cases(),
    "lots": lots(),
    "tenders": tenders(),
    "property_auctions": property_auctions(),
    "hotline_tickets": hotline_tickets(),
    "parties": parties(),
}
VALUES = {Money: money(), Rate: rates(), Period: periods()}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize("kind", RECORDS)
class TestEveryRecord:
    """What goes out as JSON comes back as the same record."""

    @given(data=st.data())
    def test_json_round_trip(self, kind: str, data: st.DataObject) -> None:
        one = data.draw(RECORDS[kind])
        cls = type(one)
        again = cls.from_json(one.to_json(private=True))
        assert again == one
        assert again.to_json() == one.to_json(), "the units it was written in, and the source, too"
        assert cls.validate(one.to_dict(private=True)) == one
        assert json.loads(one.to_json()) == one.to_dict()
        assert json.loads(one.to_json(private=True)) == one.to_dict(private=True)

    @given(data=st.data())
    def test_what_is_left_out_of_json_is_private(self, kind: str, data: st.DataObject) -> None:
        one = data.draw(RECORDS[kind])
        public = type(one).from_json(one.to_json())
        assert public.to_dict() == one.to_dict()
        for attribute in attrs.fields(type(one)):
            if attribute.metadata["private"]:
                assert attribute.name not in one.to_dict()
                assert one.to_dict(private=[attribute.name])[attribute.name] == getattr(one, attribute.name)

    @given(data=st.data())
    def test_both_ways_to_make_it_agree(self, kind: str, data: st.DataObject) -> None:
        one = data.draw(RECORDS[kind])
        values = {attribute.name: getattr(one, attribute.name) for attribute in attrs.fields(type(one))}
        assert type(one).validate(values) == type(one)(**values) == one
        assert hash(type(one).validate(values)) == hash(one)

    @given(data=st.data())
    def test_pickle_and_copy(self, kind: str, data: st.DataObject) -> None:
        one = data.draw(RECORDS[kind])
        assert pickle.loads(pickle.dumps(one)) == copy.deepcopy(one) == one  # noqa: S301
        assert one.evolve() == one

    @given(data=st.data())
    def test_it_counts_what_its_class_declares(self, kind: str, data: st.DataObject) -> None:
        one = data.draw(RECORDS[kind])
        for view in one.counted():
            for read in one.QUANTITIES.values():
                value = read(view)
                assert value is None or isinstance(value, int | Money)

    @given(data=st.data(), junk=JSON)
    def test_any_value_in_any_field_is_taken_or_refused_by_name(
        self, kind: str, data: st.DataObject, junk: object
    ) -> None:
        one = data.draw(RECORDS[kind])
        name = data.draw(st.sampled_from([attribute.name for attribute in attrs.fields(type(one))]))
        try:
            type(one).validate({**one.to_dict(private=True), name: junk})
        except RecordError as error:
            found = error.faults
        else:
            return
        assert found
        assert all(fault.message for fault in found)


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: kind.__name__)
class TestEveryValue:
    @given(data=st.data())
    def test_a_value_in_a_foreign_model_survives_json(self, kind: type[object], data: st.DataObject) -> None:
        adapter = pydantic.TypeAdapter(kind)
        value = data.draw(VALUES[kind])
        assert adapter.validate_json(adapter.dump_json(value)) == value
        assert adapter.validate_python(value) is value
        assert adapter.json_schema()["type"] == "string"

    @given(junk=JSON)
    def test_anything_else_is_a_validation_error(self, kind: type[object], junk: object) -> None:
        try:
            pydantic.TypeAdapter(kind).validate_python(junk)
        except pydantic.ValidationError:
            return
        assert isinstance(junk, str | int)


class TestRows:
    """Whatever the rows hold, each is a record, a blank, or handed back."""

    @given(
        rows=st.lists(
            st.dictionaries(
                st.sampled_from(
                    ["项目编号", "项目名称", "预算金额（万元）", "成交金额", "成交日期", "lots", "招标人", "x"]
                )
                | st.text(max_size=6),
                JSON,
                max_size=5,
            )
            | JSON,
            max_size=6,
        )
    )
    def test_no_row_raises_and_none_is_lost(self, rows: list[object]) -> None:
        loaded: Loaded[Tender] = load_rows(rows, Tender)
        lots = sum(len(tender.lots) for tender in loaded.records)
        blank = sum(isinstance(row, dict) and all(is_nothing(value) for value in row.values()) for row in rows)
        nested = sum(isinstance(row, dict) and "lots" in row for row in rows)
        assert nested or lots + len(loaded.rejected) + blank == len(rows)
        assert loaded.ok == (not loaded.faults)
        assert {fault.row for fault in loaded.faults if fault.row} <= set(range(1, len(rows) + 1))

    @given(st.lists(tenders(title=st.sampled_from(["道路", "桥"]), code=st.sampled_from([None, "P1"])), max_size=4))
    def test_rows_of_records_are_those_records(self, given_: list[Tender]) -> None:
        rows = [tender.to_dict(private=True) for tender in given_]
        try:
            loaded = load_rows(rows, Tender)
        except ZhengwuError as error:  # pragma: no cover  a failure tells which
            raise AssertionError(rows) from error
        assert loaded.faults == ()
        assert loaded.records == tuple(given_)


def is_nothing(value: object) -> bool:
    return value is None or value != value or (isinstance(value, str) and not value.strip())  # noqa: PLR0124
