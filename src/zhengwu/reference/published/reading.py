"""Reads one JSON file of published facts and refuses whatever is not in the form described in `facts`.

    {"id", "title": {"zh", "en"}, "place", "publisher", "period", "document", "sha256", "note"?,
     "tables": [{"id", "title", "unit", "period", "lines", "header", "rows"}],
     "figures": [{"id", "name", "text", "line", "column_no", "unit"?, "period"?, "scope"?, "sense"?}],
     "relations": [{"id", "kind", "name", "target"?, "variant"?, "print_as"?, "given"?, "note"?, and one form of
        "terms" | "numerator" and "denominator" | "cuts" | "at_least" or "at_most" | "same_as" | "part" |
        "missing" and "reason" with "candidates"?}]}

Coefficients and constants are texts ("1", "-1", "1/4"), figures stay texts: no number of a document passes a float.

>>> Linear((("f1", Fraction(1)),)) == _Reader("x.json").form({"terms": {"f1": "1"}}, "r1")
True
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import attrs

from zhengwu.errors import ReadError
from zhengwu.reference.forms import (
    Bound,
    Form,
    HiddenWhole,
    Linear,
    Product,
    Ratio,
    Reason,
    Repeat,
    Terms,
    Unprinted,
)
from zhengwu.reference.published.facts import PublishedDocument, PublishedFigure, PublishedRelation, PublishedTable
from zhengwu.reference.published.fields import IDENTIFIER, Fields

__all__ = ["KINDS", "read_document"]

KINDS = frozenset({"sum", "difference", "rate", "share", "growth", "product", "order", "bound", "repeat"})
"""The kinds of relation: the values of `RelationKind`, which stands on a higher floor."""

_FORM_KEYS = {
    "terms": {"terms"},
    "numerator": {"numerator", "denominator"},
    "cuts": {"cuts"},
    "at_least": {"at_least"},
    "at_most": {"at_most"},
    "same_as": {"same_as"},
    "part": {"part"},
    "missing": {"missing", "reason", "candidates"},
}
_ALL_FORM_KEYS = frozenset().union(*_FORM_KEYS.values())


def read_document(text: str, *, source: str = "document") -> PublishedDocument:
    """A document from the text of its JSON file; `source` names the file in messages.

    Raises `ReadError` for malformed JSON, an unknown key, kind, reason or id, a relation of no form or of two, an
    operand that does not stand earlier.

    >>> read_document("[]", source="mine.json")
    Traceback (most recent call last):
    zhengwu.errors.ReadError: mine.json: document: [] has the wrong type (expected an object)
    """
    try:
        data = json.loads(text, object_pairs_hook=_object)
    except (ValueError, RecursionError) as error:
        raise ReadError(f"is not JSON of published facts: {error}", field="document", where=source) from None
    return _Reader(source).document(data)


@attrs.frozen
class _Reader(Fields):
    """Takes one file apart; every complaint names the file and the fact."""

    def document(self, data: Any) -> PublishedDocument:
        known = {"id", "title", "place", "publisher", "period", "document", "sha256", "note"}
        facts = self.entry(data, known | {"tables", "figures", "relations"}, "document")
        title = self.entry(facts.get("title"), {"zh", "en"}, "title")
        name = self.text(facts, "document", "document")
        figures = self.each(facts, "figures", lambda entry: self.figure(entry, name))
        tables = self.each(facts, "tables", lambda entry: self.table(entry, name))
        relations = self.each(facts, "relations", self.relation)
        document = PublishedDocument(
            id=self.text(facts, "id", "document"),
            title_zh=self.text(title, "zh", "title"),
            title_en=self.text(title, "en", "title"),
            place=self.text(facts, "place", "document"),
            publisher=self.text(facts, "publisher", "document"),
            period=self.optional(facts, "period", "document"),
            document=name,
            sha256=self.text(facts, "sha256", "document"),
            tables=tables,
            figures=figures,
            relations=relations,
            note=self.optional(facts, "note", "document"),
        )
        self.check_references(document)
        return document

    def figure(self, entry: Any, name: str) -> PublishedFigure:
        facts = self.entry(entry, _names(PublishedFigure) - {"document"}, "figure")
        own = self.identifier(facts, "f")
        sense = self.optional(facts, "sense", own)
        if sense not in (None, "increase", "decrease"):
            self.refuse(own, sense, "is no sense of a growth", "increase or decrease")
        return PublishedFigure(
            id=own,
            name=self.text(facts, "name", own),
            text=self.text(facts, "text", own),
            document=name,
            line=self.position(facts.get("line"), own),
            column_no=self.position(facts.get("column_no"), own),
            unit=self.optional(facts, "unit", own),
            period=self.optional(facts, "period", own),
            scope=self.optional(facts, "scope", own),
            sense=sense,
        )

    def table(self, entry: Any, name: str) -> PublishedTable:
        facts = self.entry(entry, _names(PublishedTable) - {"document"}, "table")
        own = self.identifier(facts, "t")
        header = self.each(facts, "header", lambda row: tuple(self.string(cell, own) for cell in self.items(row, own)))
        rows = self.each(
            facts,
            "rows",
            lambda row: tuple(None if cell is None else self.string(cell, own) for cell in self.items(row, own)),
        )
        lines = self.each(facts, "lines", lambda line: self.position(line, own))
        if not header or len({len(row) for row in (*header, *rows)}) != 1:
            self.refuse(own, None, "has rows of different lengths or no header", "null where a short row has no cell")
        if len(lines) != len(header) + len(rows):
            self.refuse(own, len(lines), "is not the number of its rows", "a line for every row, header rows first")
        return PublishedTable(
            id=own,
            title=self.text(facts, "title", own),
            unit=self.string(facts.get("unit"), own),
            period=self.optional(facts, "period", own),
            document=name,
            header=header,
            rows=rows,
            lines=lines,
        )

    def relation(self, entry: Any) -> PublishedRelation:
        known = _names(PublishedRelation) - {"form"}
        facts = self.entry(entry, known | _ALL_FORM_KEYS, "relation")
        own = self.identifier(facts, "r")
        kind = self.text(facts, "kind", own)
        if kind not in KINDS:
            self.refuse(own, kind, "is no kind of relation", f"one of {', '.join(sorted(KINDS))}")
        form = self.form(facts, own)
        target = self.optional(facts, "target", own)
        print_as = self.optional(facts, "print_as", own)
        if (target is None) != (print_as is not None):
            self.refuse(own, print_as, "does not fit the target", "print_as where nothing is printed, and only there")
        relation = PublishedRelation(
            id=own,
            kind=kind,
            name=self.text(facts, "name", own),
            form=form,
            target=target,
            variant=self.optional(facts, "variant", own),
            print_as=print_as,
            given=self.texts(facts, "given", own) if "given" in facts else (),
            note=self.optional(facts, "note", own),
        )
        if target is None and not relation.gives_value:
            self.refuse(own, None, "has no target", "a target, or a form that gives a value")
        return relation

    def form(self, facts: Mapping[str, Any], own: str) -> Form:
        leads = [lead for lead in _FORM_KEYS if lead in facts]
        if len(leads) != 1 or (facts.keys() & _ALL_FORM_KEYS) - _FORM_KEYS[leads[0]]:
            self.refuse(own, sorted(facts.keys() & _ALL_FORM_KEYS), "is not the form of one relation", "one form")
        form: Form
        match leads[0]:
            case "terms":
                form = Linear(self.terms(facts, "terms", own))
            case "numerator":
                form = Ratio(self.terms(facts, "numerator", own), self.terms(facts, "denominator", own))
            case "cuts":
                form = Product(self.texts(facts, "cuts", own))
            case "at_least":
                form = Bound(at_least=self.side(facts, "at_least", own))
            case "at_most":
                form = Bound(at_most=self.side(facts, "at_most", own))
            case "same_as":
                form = Repeat(self.text(facts, "same_as", own))
            case "part":
                form = HiddenWhole(self.text(facts, "part", own))
            case _:
                form = self.unprinted(facts, own)
        return form

    def unprinted(self, facts: Mapping[str, Any], own: str) -> Unprinted:
        reason = self.text(facts, "reason", own)
        if reason not in {known.value for known in Reason}:
            self.refuse(own, reason, "is no reason", f"one of {', '.join(Reason)}")
        candidates = self.texts(facts, "candidates", own) if "candidates" in facts else ()
        return Unprinted(self.texts(facts, "missing", own), Reason(reason), candidates)

    def check_references(self, document: PublishedDocument) -> None:
        """Every id stands for one fact; operands are figures, or relations that stand earlier and give a value."""
        figures = {figure.id for figure in document.figures}
        if len(figures) != len(document.figures):
            self.refuse("figures", None, "use an id twice", "every id once")
        derived: set[str] = set()
        identities: set[str] = set()
        seen: set[str] = set()
        for relation in document.relations:
            if relation.id in seen:
                self.refuse(relation.id, None, "stands for two relations", "every id once")
            seen.add(relation.id)
            self.check_operands(relation, figures, derived)
            for other in relation.given:
                if other not in identities:
                    self.refuse(relation.id, other, "is not given", "an earlier linear relation with a target")
            if relation.target is None:
                derived.add(relation.id)
            elif isinstance(relation.form, Linear):
                identities.add(relation.id)

    def check_operands(self, relation: PublishedRelation, figures: set[str], derived: set[str]) -> None:
        bounds = isinstance(relation.form, Bound)
        if relation.target is not None and relation.target not in (figures | derived if bounds else figures):
            self.refuse(relation.id, relation.target, "is no target", "a figure, or for a bound a derived relation")
        known = figures | derived if bounds or relation.gives_value else figures
        for operand in relation.form.operands:
            if operand not in known:
                self.refuse(relation.id, operand, "is no operand", "a figure, or an earlier derived relation")

    def terms(self, facts: Mapping[str, Any], key: str, own: str) -> Terms:
        value = facts.get(key)
        if not isinstance(value, dict) or not value:
            self.refuse(own, value, f"is no linear combination ({key})", "an object of operands and coefficients")
        return tuple((operand, self.rational(coefficient, own)) for operand, coefficient in value.items())

    def side(self, facts: Mapping[str, Any], key: str, own: str) -> str | Fraction:
        value = self.text(facts, key, own)
        return value if IDENTIFIER.fullmatch(value) else self.rational(value, own)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) != len(pairs):
        raise ValueError("an object has the same key twice")
    return dict(pairs)


def _names(kind: type[attrs.AttrsInstance]) -> frozenset[str]:
    return frozenset(field.name for field in attrs.fields(kind))
