"""Sphinx directives that print what is declared as data, and docstrings as the source writes them.

`{declared} indicators` prints the declarations, `{declared} glossary` the vocabulary, `{declared} records` the fields
of every record class: nothing is typed twice.
Docstrings here are plain text with indented displays; `display_blocks` tells docutils which lines are such a display.
"""

from __future__ import annotations

import contextlib
import importlib
import inspect
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import attrs
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from zhengwu.records import Record
    from zhengwu.reference.law import LegalRule


def glossary_page() -> str:
    """The vocabulary, one table per kind of term."""
    from zhengwu.reference.glossary import glossary

    kinds = dict.fromkeys(term.kind for term in glossary())
    parts = []
    for kind in kinds:
        rows = [
            (f"`{term.id}`", term.zh, term.en, "、".join(word for word in term.wordings if word != term.zh))
            for term in glossary().of_kind(kind)
        ]
        parts += [f"**{kind}**", table(("id", "term", "English", "also written"), rows)]
    return "\n\n".join(parts)


def indicators_page() -> str:
    """Every declared indicator with its formula, its published bases and their source."""
    from zhengwu.reference.glossary import glossary
    from zhengwu.reference.indicators import declarations

    def combination(quantities: Mapping[str, int]) -> str:
        text = ""
        for name, factor in quantities.items():
            sign = " − " if factor < 0 else " + " if text else ""
            times = "" if abs(factor) == 1 else f"{abs(factor)} × "
            text += f"{sign}{times}{glossary().term(name).zh}"
        return text.strip()

    parts = []
    for declaration in declarations().values():
        rows = []
        for number, variant in enumerate(declaration.variants.values()):
            formula = combination(variant.numerator)
            if variant.denominator:
                formula = f"({formula}) ÷ ({combination(variant.denominator)})"
            name = f"`{variant.id}`" + (" (default)" if number == 0 and len(declaration.variants) > 1 else "")
            rows.append((name, variant.zh, formula, variant.source or declaration.source, variant.note))
        parts += [
            f"**{declaration.zh}** `{declaration.id}`: {declaration.en}",
            f"Also written {'、'.join(declaration.aliases)}." if declaration.aliases else "",
            f"In Python: `zhengwu.{declaration.function}`." if declaration.function else "",
            table(("variant", "term", "formula", "source", "note"), rows),
        ]
    return "\n\n".join(part for part in parts if part)


def records_page() -> str:
    """Every record class: its fields with their official terms, and what a roll-up may count of it."""
    parts = []
    for module, kind in record_classes():
        parts += [f"**{kind.__name__}** `{module}.{kind.__name__}`", *summary(kind)]
        rows = []
        for field in attrs.fields(kind):
            notes = ["required"] if field.default is attrs.NOTHING else []
            notes += [f"default `{field.default}`"] if field.default not in (attrs.NOTHING, None, ()) else []
            notes += ["may identify a citizen"] if field.metadata["private"] else []
            also = [*field.metadata["also"], *([f"glossary `{term}`"] if (term := field.metadata["term"]) else [])]
            row = (f"`{field.name}`", field.metadata["zh"], f"`{field.type}`", "、".join(also), ", ".join(notes))
            rows.append(row)
        parts.append(table(("field", "term", "type", "also read as", "note"), rows))
        parts += counting(kind)
    return "\n\n".join(parts)


def record_classes() -> Iterator[tuple[str, type[Record]]]:
    """The public record classes with the room they are imported from, each once."""
    from zhengwu.records import Record

    seen = {Record}
    for room in ("approval", "trading", "hotline", "records"):
        module = importlib.import_module(f"zhengwu.{room}")
        for name in module.__all__:
            kind = getattr(module, name)
            if inspect.isclass(kind) and issubclass(kind, Record) and kind not in seen:
                seen.add(kind)
                yield module.__name__, kind


def summary(kind: type) -> list[str]:
    """The docstring of a class up to its example, as paragraphs."""
    text = inspect.getdoc(kind) or ""
    return [paragraph.replace("\n", " ") for paragraph in text.split(">>>")[0].strip().split("\n\n") if paragraph]


def counting(kind: type[Record]) -> list[str]:
    """What a roll-up may count and sum of a record, in words."""
    if not kind.QUANTITIES:
        return []
    from zhengwu.reference.glossary import glossary

    names = "、".join(f"{glossary().term(name).zh} `{name}`" for name in kind.QUANTITIES)
    counted = f" Its records are counted by `{kind.COUNTED}`, in {kind.COUNT_UNIT}." if kind.COUNTED else ""
    return [f"A roll-up may sum {names}.{counted}"]


def rules_page() -> str:
    """Every rule of the audit: what it checks, why it matters, a published row."""
    from zhengwu.reference.rules import rules

    parts = []
    for rule in rules().values():
        parts += [
            f"**{rule.id}** {rule.zh}: {rule.en}",
            rule.checks_en,
            rule.why_en,
            f"> {rule.checks_zh}\n> {rule.why_zh}",
            f"Example: {rule.example}",
        ]
    return "\n\n".join(parts)


def trading_rules_page() -> str:
    """Every rule of public resource trading: what must hold, for what, since when, and the article."""
    from zhengwu.reference.law import trading_law

    law = trading_law()
    instruments = [
        (
            f"`{one.id}`",
            f"{one.zh}{f'（{one.number}）' if one.number else ''}",
            f"{one.effective_from}" + (f" to {one.effective_to}" if one.effective_to else ""),
            "" if one.dates_verified else "the day was not seen in a source",
        )
        for one in law.instruments.values()
    ]
    head = ("rule", "term", "what must hold", "bound", "applies to", "article", "in force", "level", "on breach")
    parts = [table(("id", "instrument", "in force from", "note"), instruments)]
    for instrument in law.instruments.values():
        rules = [rule for rule in law.rules.values() if rule.instrument is instrument]
        if rules:
            rows = [trading_rule_row(rule) for rule in rules]
            head = (
                "rule",
                "term",
                "what must hold",
                "bound",
                "applies to",
                "article",
                "in force",
                "level",
                "on breach",
            )
            parts += [f"**{instrument.short}**", table(head, rows)]
    facts = [
        (
            f"`{fact.id}`",
            fact.zh,
            fact.en,
            fact.kind,
            "、".join(f"{name} ({zh[0]})" for name, zh in fact.words.items() if zh),
        )
        for fact in law.facts.values()
    ]
    parts += ["**Facts**", table(("fact", "term", "English", "kind", "words"), facts)]
    return "\n\n".join(parts)


def trading_rule_row(rule: LegalRule) -> tuple[str, ...]:
    """One rule of public resource trading as a row."""
    units = {"calendar_day": " days", "working_day": " working days", "month": " months", "year": " years"}
    value = rule.value if not rule.value_of else "that of " + ", ".join(rule.value_of.values())
    bound = "" if value is None or isinstance(value, bool) else f"{rule.op} {value}{units.get(rule.unit, '')}"
    if rule.test == "tendered" and value is None:
        bound = "set by the place"
    if rule.share:
        bound += f", share {rule.share}"
    scope = [
        "/".join(wanted) if isinstance(wanted, list) else name if wanted else f"not {name}"
        for name, wanted in rule.when.items()
    ]
    if rule.between:
        scope.append(" ".join(f"{name} {text}" for name, text in rule.between.items()))
    lifted = f"; lifted by {', '.join(rule.unless)}" if rule.unless else ""
    end = f" to {rule.effective_to}" if rule.effective_to else ""
    text = rule.en + (f" ({rule.note})" if rule.note else "")
    facts = ", ".join(f"`{name}`" for name in rule.facts)
    article = rule.article + ("" if rule.article_verified else " (number not verified)")
    return (
        f"`{rule.id}`",
        rule.zh,
        f"{text}: {facts}",
        bound,
        ", ".join(scope) + lifted,
        article,
        f"{rule.effective_from}{end}",
        rule.level,
        rule.on_breach,
    )


def invariants_page() -> str:
    """The invariants of trading with where each is held."""
    from zhengwu.reference.invariants import invariants

    rows = []
    for one in invariants().values():
        held = [f"`{path.removeprefix('zhengwu.')}` refuses it" for path in one.refused]
        held += [f"`{path.removeprefix('zhengwu.')}` computes it" for path in one.computed]
        for words, names in (
            ("found by `check_file` or `check_offers`", one.found),
            ("law", one.law),
            ("red flag", one.flagged),
            ("audit of printed tables", one.audit),
        ):
            held += [f"{words}: {', '.join(names)}"] if names else []
        tests = ", ".join(f"`{name.partition('::')[2]}`" for name in one.test)
        rows.append((one.id, f"{one.zh}; {one.en}", "; ".join(held), tests))
    return table(("id", "invariant", "where it is held", "tested by"), rows)


def red_flags_page() -> str:
    """Every red flag: what it needs, where it is described, what it does not prove, and its wordings."""
    from zhengwu.reference.red_flags import red_flags

    parts = []
    for flag in red_flags().values():
        needs = ", ".join(f"`{name}`" for name in flag.needs)
        rows = [(en.replace("{", "").replace("}", ""), zh.replace("{", "").replace("}", ""))
                for zh, en in flag.messages.values()]  # fmt: skip
        told = f"Needs {needs}. Described in {flag.origin}. It is no proof: {flag.not_proof_en}."
        parts += [
            f"### {flag.id} {flag.zh}",
            f"{flag.en[0].upper()}{flag.en[1:]}. {told}",
            table(("message", "zh"), rows),
        ]
    return "\n\n".join(parts)


def cli_page() -> str:
    """The help of every command, as the command prints it."""
    from zhengwu.cli import main

    parts = []
    for command in ("audit", "rollup", "reproduce"):
        with contextlib.redirect_stdout(io.StringIO()) as printed, contextlib.suppress(SystemExit):
            main([command, "--lang", "en", "--help"])
        parts.append(f"```text\n{printed.getvalue()}```")
    return "\n\n".join(parts)


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


PAGES: dict[str, Callable[[], str]] = {
    "cli": cli_page,
    "glossary": glossary_page,
    "indicators": indicators_page,
    "invariants": invariants_page,
    "records": records_page,
    "red-flags": red_flags_page,
    "rules": rules_page,
    "trading-rules": trading_rules_page,
}


class Declared(SphinxDirective):
    """`{declared} NAME`: the generated page of that name, in place."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        return list(self.parse_text_to_nodes(PAGES[self.arguments[0]]()))


def display_blocks(_app: Sphinx, _what: str, _name: str, _object: object, _options: object, lines: list[str]) -> None:
    """Mark indented displays of a docstring as literal, unless they belong to a list or an example."""
    marked: list[str] = []
    inside = False
    for number, line in enumerate(lines):
        indented = line.startswith("    ")
        follows_blank = number == 0 or not lines[number - 1].strip()
        if indented and not inside and follows_blank and not is_item(marked):
            marked += ["::", ""]
            inside = True
        if line.strip() and not indented:
            inside = False
        marked.append(line)
    lines[:] = marked


def is_item(lines: list[str]) -> bool:
    """Whether the last paragraph so far is a list item, a directive or a definition that indentation continues."""
    last = next((line for line in reversed(lines) if line.strip()), "")
    return last.lstrip().startswith(("- ", "* ", "..", ">>>", ":")) or last.rstrip().endswith("::")


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("declared", Declared)
    app.connect("autodoc-process-docstring", display_blocks)
    return {"parallel_read_safe": True}
