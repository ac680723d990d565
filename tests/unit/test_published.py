"""The published facts: what they hold, what they never hold, and that a broken file is refused with its place."""

from __future__ import annotations

import contextlib
import copy
import json
import pickle
from collections.abc import Callable
from fractions import Fraction
from importlib.resources import files
from typing import Any

import attrs
import pytest
from hypothesis import example, given, strategies as st

from zhengwu.errors import ReadError, UnknownNameError
from zhengwu.findings import RelationKind, Verdict
from zhengwu.periods import Period
from zhengwu.reference.indicators import declarations
from zhengwu.reference.published import (
    KINDS,
    Bound,
    HiddenWhole,
    Linear,
    Product,
    PublishedDocument,
    Ratio,
    Reason,
    Repeat,
    Unprinted,
    document,
    documents,
    read_document,
)

every_document = pytest.mark.parametrize("facts", documents(), ids=lambda facts: str(facts.id))

SMALL: dict[str, Any] = {
    "id": "small",
    "title": {"zh": "某区", "en": "A district"},
    "place": "某区",
    "publisher": "某区政务办",
    "period": "2017-H1",
    "document": "small.txt",
    "sha256": "0" * 64,
    "tables": [
        {
            "id": "t0",
            "title": "办件表",
            "unit": "件",
            "period": None,
            "lines": [3, 6],
            "header": [["窗口", "1月"]],
            "rows": [["综合窗口", None]],
        }
    ],
    "figures": [
        {"id": "f1", "name": "受理量", "text": "40件", "line": 1, "column_no": 3},
        {"id": "f2", "name": "办结量", "text": "30", "unit": "件", "line": 1, "column_no": 9, "sense": "increase"},
        {"id": "f3", "name": "办结率", "text": "75%", "line": 1, "column_no": 14},
    ],
    "relations": [
        {"id": "r1", "kind": "difference", "name": "unfinished", "terms": {"f1": "1", "f2": "-1"}, "print_as": "0件"},
        {"id": "r2", "kind": "sum", "name": "sum", "target": "f1", "terms": {"f2": "1", "r1": "1"}},
        {
            "id": "r3",
            "kind": "rate",
            "name": "completion_rate",
            "variant": "accepted",
            "target": "f3",
            "numerator": {"f2": "1"},
            "denominator": {"f1": "1"},
            "given": ["r2"],
        },
        {"id": "r4", "kind": "bound", "name": "bound", "target": "r1", "at_most": "1/4"},
        {"id": "r5", "kind": "order", "name": "order", "target": "f2", "at_least": "r1"},
        {"id": "r6", "kind": "product", "name": "compound", "cuts": ["f3", "f3"], "print_as": "0%"},
        {"id": "r7", "kind": "repeat", "name": "repeat", "target": "f2", "same_as": "f1"},
        {"id": "r8", "kind": "share", "name": "share", "target": "f3", "part": "f2"},
        {
            "id": "r9",
            "kind": "rate",
            "name": "share",
            "target": "f3",
            "missing": ["whole"],
            "reason": "no_base",
            "candidates": ["f1"],
        },
    ],
}


def changed(*path: str | int, value: Any) -> str:
    """The small document with one place changed."""
    data = copy.deepcopy(SMALL)
    place: Any = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return json.dumps(data, ensure_ascii=False)


class TestWhatTheFactsAre:
    def test_well_over_sixty_relations_in_five_source_documents(self) -> None:
        assert len({facts.document for facts in documents()}) == 5
        distinct = [r for facts in documents() for r in facts.relations if not isinstance(r.form, Repeat)]
        assert len(distinct) >= 60

    def test_the_kinds_are_those_of_the_report(self) -> None:
        assert {kind.value for kind in RelationKind} == KINDS

    def test_read_once(self) -> None:
        assert documents() is documents()

    @every_document
    def test_every_figure_is_a_number_with_its_place(self, facts: PublishedDocument) -> None:
        for figure in facts.figures:
            read = figure.figure()
            assert read.is_number
            assert read.text == figure.text == figure.text.strip()
            assert read.where == figure.where
            assert str(figure.where) == f"{facts.document}:{figure.line}:{figure.column_no}"

    @every_document
    def test_every_printed_figure_is_accounted_for(self, facts: PublishedDocument) -> None:
        used = {name for relation in facts.relations for name in (relation.target, *relation.form.operands)}
        assert {figure.id for figure in facts.figures} <= used

    @every_document
    def test_no_figure_is_listed_twice(self, facts: PublishedDocument) -> None:
        places = [(figure.line, figure.column_no) for figure in facts.figures]
        assert len(places) == len(set(places))

    @every_document
    def test_a_repeat_prints_the_same_name_and_scope(self, facts: PublishedDocument) -> None:
        for relation in facts.relations:
            if isinstance(relation.form, Repeat) and relation.target and relation.note is None:
                again, first = facts.figure(relation.target), facts.figure(relation.form.same_as)
                assert (again.name, again.scope, again.period) == (first.name, first.scope, first.period)
                assert again.line > first.line

    @every_document
    def test_periods_are_canonical(self, facts: PublishedDocument) -> None:
        for text in {facts.period, *(f.period for f in facts.figures), *(t.period for t in facts.tables)} - {None}:
            assert repr(Period(str(text))) == f'Period("{text}")'

    @every_document
    def test_indicators_are_declared_with_their_variant(self, facts: PublishedDocument) -> None:
        for relation in facts.relations:
            if relation.variant is not None:
                variants = declarations()[relation.name].variants
                assert relation.variant in {variant.id for variant in _each(variants)}

    @every_document
    def test_rates_of_an_indicator_have_a_variant_or_say_what_is_missing(self, facts: PublishedDocument) -> None:
        for relation in facts.relations:
            if isinstance(relation.form, Ratio) and relation.name in declarations() and relation.name != "share":
                assert relation.variant is not None, relation.id

    @every_document
    def test_no_verdict_and_no_sentence_is_stored(self, facts: PublishedDocument) -> None:
        data = json.loads((files("zhengwu.reference.published") / f"{facts.id}.json").read_text(encoding="utf-8"))
        verdicts = {verdict.value for verdict in Verdict}
        for text in _texts({key: value for key, value in data.items() if key != "title"}):
            assert text not in verdicts
            assert not set(text) & set("，。；！")
        for figure in facts.figures:
            assert len(figure.name) <= 16
            assert len(figure.text) <= 16
            assert len(figure.scope or "") <= 20

    def test_both_tables_keep_blank_and_absent_apart(self) -> None:
        cases, trading = document("wujin-2017q1").tables
        assert (len(cases.rows), cases.width, len(trading.rows), trading.width) == (24, 5, 22, 7)
        assert cases.rows[4] == ("人社局窗口", "", "\u3000", "0", "0")
        assert trading.rows[0][-2:] == ("", "")
        assert trading.rows[4][-2:] == ("12151.75 ", None)
        assert trading.as_input()["unit"] == ""
        assert json.loads(json.dumps(trading.as_input()))["rows"][4][-1] is None

    def test_a_cell_knows_its_line(self) -> None:
        trading = document("wujin-2017q1").tables[1]
        assert trading.where(1, 3).line == 219
        assert trading.where(1, 3).cell == "t1r1c3"


class TestForms:
    def test_every_form_is_read(self) -> None:
        one = Fraction(1)
        forms = [relation.form for relation in read_document(json.dumps(SMALL)).relations]
        assert forms == [
            Linear((("f1", one), ("f2", -one))),
            Linear((("f2", one), ("r1", one))),
            Ratio((("f2", one),), (("f1", one),)),
            Bound(at_most=Fraction(1, 4)),
            Bound(at_least="r1"),
            Product(("f3", "f3")),
            Repeat("f1"),
            HiddenWhole("f2"),
            Unprinted(("whole",), Reason.NO_BASE, ("f1",)),
        ]

    def test_operands_leave_constants_out(self) -> None:
        relations = read_document(json.dumps(SMALL)).relations
        assert [relation.form.operands for relation in relations[2:]] == [
            ("f2", "f1"), (), ("r1",), ("f3", "f3"), ("f1",), ("f2",), ("f1",),
        ]  # fmt: skip
        assert Linear((("1", Fraction(1)), ("f1", Fraction(1)))).operands == ("f1",)

    def test_derived_relations_print_nothing_to_compare_with(self) -> None:
        relations = read_document(json.dumps(SMALL)).relations
        assert [relation.id for relation in relations if relation.is_derived] == ["r1", "r6"]
        assert [relation.id for relation in relations if relation.gives_value] == ["r1", "r2", "r3", "r6"]

    def test_the_unit_of_a_figure_applies_where_none_is_printed(self) -> None:
        assert read_document(json.dumps(SMALL)).figure("f2").figure().unit == "件"

    def test_documents_are_values(self) -> None:
        facts = read_document(json.dumps(SMALL))
        assert pickle.loads(pickle.dumps(facts)) == facts == copy.deepcopy(facts)  # noqa: S301
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            facts.id = "other"  # type: ignore[misc]


class TestLookup:
    def test_by_id(self) -> None:
        facts = read_document(json.dumps(SMALL))
        assert facts.figure("f3").text == "75%"
        assert facts.relation("r3").given == ("r2",)

    @pytest.mark.parametrize(
        ("ask", "name"),
        [
            (lambda: document("nowhere"), "nowhere"),
            (lambda: document("suqian-2015").figure("f99"), "f99"),
            (lambda: document("suqian-2015").figure("r1"), "r1"),
            (lambda: document("suqian-2015").relation("f1"), "f1"),
        ],
    )
    def test_an_unknown_id_is_named(self, ask: Callable[[], object], name: str) -> None:
        with pytest.raises(UnknownNameError, match=name):
            ask()


BROKEN = {
    "unknown key": changed("verdict", value="consistent"),
    "unknown key of a figure": changed("figures", 0, "value", value="40"),
    "title": changed("title", value="某区"),
    "no place": changed("place", value=""),
    "period": changed("period", value=2017),
    "figures": changed("figures", value={}),
    "figure": changed("figures", 0, value="40件"),
    "figure id": changed("figures", 0, "id", value="r1"),
    "figure id twice": changed("figures", 0, "id", value="f2"),
    "sense": changed("figures", 0, "sense", value="up"),
    "line": changed("figures", 0, "line", value=0),
    "column": changed("figures", 0, "column_no", value=True),
    "kind": changed("relations", 0, "kind", value="guess"),
    "relation id twice": changed("relations", 1, "id", value="r1"),
    "coefficient": changed("relations", 0, "terms", value={"f1": 1}),
    "float": changed("relations", 0, "terms", value={"f1": "0.5"}),
    "zero denominator": changed("relations", 0, "terms", value={"f1": "1/0"}),
    "no terms": changed("relations", 0, "terms", value={}),
    "unknown operand": changed("relations", 0, "terms", value={"f9": "1"}),
    "later operand": changed("relations", 0, "terms", value={"r6": "1"}),
    "unknown target": changed("relations", 1, "target", value="f9"),
    "derived target of a sum": changed("relations", 1, "target", value="r1"),
    "no target": changed(
        "relations", 6, value={"id": "r7", "kind": "repeat", "name": "x", "same_as": "f1", "print_as": "0"}
    ),
    "nothing to print": changed("relations", 0, value={"id": "r1", "kind": "sum", "name": "x", "terms": {"f1": "1"}}),
    "print_as beside a target": changed("relations", 1, "print_as", value="0件"),
    "no form": changed("relations", 1, value={"id": "r2", "kind": "sum", "name": "x", "target": "f1"}),
    "two forms": changed("relations", 1, "same_as", value="f2"),
    "two bounds": changed("relations", 3, "at_least", value="0"),
    "denominator alone": changed("relations", 1, "denominator", value={"f1": "1"}),
    "bound": changed("relations", 3, "at_most", value="a quarter"),
    "reason": changed("relations", 8, "reason", value="unknown"),
    "missing": changed("relations", 8, "missing", value=[]),
    "repeat of a derived value": changed("relations", 6, "same_as", value="r1"),
    "given": changed("relations", 2, "given", value=["r1"]),
    "table id": changed("tables", 0, "id", value="t"),
    "cell": changed("tables", 0, "rows", value=[["综合窗口", 1]]),
    "row": changed("tables", 0, "rows", value=["综合窗口"]),
    "short row": changed("tables", 0, "rows", value=[["综合窗口"]]),
    "no header": changed("tables", 0, "header", value=[]),
    "lines": changed("tables", 0, "lines", value=[3]),
    "key twice": '{"id": "a", "id": "b"}',
    "list": "[]",
    "not JSON": "{",
    "deep": "[" * 200_000,
}


class TestMalformed:
    @pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN.keys())
    def test_refused_with_the_file(self, text: str) -> None:
        with pytest.raises(ReadError, match=r"^small\.json: "):
            read_document(text, source="small.json")

    def test_the_unbroken_one_is_read(self) -> None:
        assert read_document(json.dumps(SMALL)).id == "small"

    @given(
        path=st.sampled_from(
            [(key,) for key in SMALL] + [(k, 0, f) for k in ("tables", "figures") for f in SMALL[k][0]]
        ),
        value=st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
            max_leaves=5,
        ),
    )
    @example(
        path=("relations",), value=[{"id": "r1", "kind": "sum", "name": "x", "target": ["f1"], "terms": {"f1": "1"}}]
    )
    def test_read_or_refused_and_nothing_else(self, path: tuple[str | int, ...], value: Any) -> None:
        with contextlib.suppress(ReadError):
            read_document(changed(*path, value=value))

    @given(st.text(max_size=40))
    def test_any_text_is_a_document_or_refused(self, text: str) -> None:
        with pytest.raises(ReadError):
            read_document(text)


def _each(variants: Any) -> list[Any]:
    return list(variants.values()) if hasattr(variants, "values") else list(variants)


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.items() for part in item for text in _texts(part)]
    return [text for item in value for text in _texts(item)] if isinstance(value, list) else []
