"""Write the conformance vectors: ``python tools/vectors.py`` after a change of declarations or of tools/vectors.toml.

The questions stand in tools/vectors.toml; the indicators are those declared. Every answer is the library's. Where the
answer was worked out by hand (``verdict``, the third item of the published rows), nothing is written that disagrees.
``--check`` writes nothing and exits with 1 where a committed file is not what would be written.
"""

from __future__ import annotations

import itertools
import json
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from zhengwu.reference.glossary import glossary
from zhengwu.reference.indicators import Declaration, Variant, declarations
from zhengwu.testing.vectors import NAMES, library

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "src" / "zhengwu" / "reference" / "vectors"
ROUNDINGS = ("half_up", "half_even", "half_down", "trunc", "up")
ABOUT = {
    "rounding": "A number, rounded to places and printed.",
    "amounts": "Texts that are amounts of money, in the main unit of their currency, and texts that are none.",
    "figures": "Figures as printed, with the unit of their column: what was printed, and its value in the base unit.",
    "intervals": "All values that print as a figure does, under a rounding.",
    "relations": "Whether printed figures can hang together, and which whole numbers a printed rate leaves open.",
    "periods": "Wordings of a period, the days it covers, and the periods it is compared with.",
    "indicators": "Every declared indicator in every variant. `definitions` says what is divided by what.",
    "changes": "Growth, compression, successive rates, and differences in percentage points.",
    "published": "Published figures, worked out by hand. Line numbers are those of the source texts.",
}
# Numerator and denominator of a rate: plain, ties at 0, 1 and 2 decimals, thirds, nothing, everything.
PLAIN_RATES = ((1707, 10000), (1, 8), (1, 16), (1, 32), (2, 3), (0, 7), (1, 1))
NEGATIVE_RATES = ((-1, 16), (-1, 3))
ABOVE_ONE = ((9, 8),)
UNITS = (("元", 0), ("万元", 4), ("亿元", 8))

Case = dict[str, Any]


def main(arguments: list[str]) -> int:
    """Write the files, or with ``--check`` name those that are out of date."""
    stale = [path for path, text in files().items() if not path.exists() or path.read_text("utf-8") != text]
    if "--check" in arguments:
        print(*(f"out of date: {path.name} (run python tools/vectors.py)" for path in stale), sep="\n", end="")
        return 1 if stale else 0
    for path in stale:
        path.write_text(files()[path], "utf-8")
        print(f"written: {path.name}")
    return 0


def files() -> dict[Path, str]:
    """The text of every file of vectors by its path."""
    asked = tomllib.loads((ROOT / "tools" / "vectors.toml").read_text("utf-8"))
    found = {}
    for name in NAMES:
        defined = (f"{_text(key)}: {_text(value)}" for key, value in definitions().items())
        extra = {"definitions": _lines(defined, "{}")} if name == "indicators" else {}
        cases = [answered(case) for case in GENERATORS[name](asked)]
        if len({case["id"] for case in cases}) != len(cases):
            raise ValueError(f"{name}: an id stands twice")
        head = {"name": name, "about": ABOUT[name]}
        blocks = {
            **{key: _text(value) for key, value in head.items()},
            **extra,
            "cases": _lines(map(_text, cases), "[]"),
        }
        found[FOLDER / f"{name}.json"] = (
            _lines((f"{_text(key)}: {block}" for key, block in blocks.items()), "{}", 1) + "\n"
        )
    return found


def answered(case: Case) -> Case:
    """The case with the library's answer, which agrees with the one worked out by hand where there is one."""
    by_hand = case.pop("by_hand", None)
    expected = dict(library()[case["operation"]](case["input"]))
    if by_hand is not None and by_hand not in _values(expected):
        raise ValueError(f"{case['id']}: worked out by hand {by_hand!r}, but the library answers {expected}")
    return {key: case.get(key, expected) for key in ("id", "operation", "input", "expected", "source")}


def definitions() -> Case:
    """Numerator and denominator of every variant: what a second implementation needs to know of an indicator."""
    return {
        declaration.id: {
            "zh": declaration.zh,
            "en": declaration.en,
            "kind": declaration.kind,
            "variants": {
                variant.id: {"numerator": variant.numerator, "denominator": variant.denominator}
                for variant in declaration.variants.values()
            },
        }
        for declaration in declarations().values()
    }


def case(operation: str, id: str, given: Mapping[str, Any], what: str, **more: Any) -> Case:
    """A case without its answer; a source may name a document and a line (0 where there is none)."""
    source = {"what": what} | {key: more.pop(key) for key in ("document", "line", "note") if more.get(key)}
    more.pop("line", None)
    return {"id": id, "operation": operation, "input": dict(given), "source": source, **more}


def _rounding_cases(asked: Case) -> Iterator[Case]:
    for (value, places), rounding in itertools.product(asked["rounding"]["cases"], ROUNDINGS):
        given = {"value": value, "places": places, "rounding": rounding}
        yield case("round", f"{value} to {places} places, {rounding}", given, "definition of the five roundings")


def _amount_cases(asked: Case) -> Iterator[Case]:
    amounts = asked["amounts"]
    for text in (*amounts["texts"], *amounts["refused"]):
        yield case("amount", text, {"text": text}, "forms of an amount")
    for text, currency in amounts["stated"]:
        given = {"text": text, "currency": currency}
        yield case("amount", f"{text} stated to be {currency}", given, "forms of an amount")


def _figure_cases(asked: Case) -> Iterator[Case]:
    figures = asked["figures"]
    for given in _printed([*figures["texts"], *figures["columns"], *figures["refused"]]):
        yield case("figure", _name(given), given, "forms of a figure")


def _interval_cases(asked: Case) -> Iterator[Case]:
    texts = asked["intervals"]
    for given, rounding in itertools.product(_printed([*texts["texts"], *texts["rounded_columns"]]), ROUNDINGS):
        yield case("interval", f"{_name(given)}, {rounding}", {**given, "rounding": rounding}, "interval of a figure")
    for given, rounding in itertools.product(_printed(texts["qualified"]), ("half_up", "trunc")):
        yield case("interval", f"{_name(given)}, {rounding}", {**given, "rounding": rounding}, "words beside a figure")


def _relation_cases(asked: Case) -> Iterator[Case]:
    for each in asked["relation"]:
        given: Case = {
            "figures": {name: next(_printed([figure])) for name, figure in each["figures"].items()},
            "target": each["target"],
            "form": {"kind": "linear", "terms": each["linear"]}
            if "linear" in each
            else {"kind": "ratio", "numerator": each["numerator"], "denominator": each["denominator"]},
        }
        if "given" in each:
            given["given"] = [{"result": name, "terms": terms} for name, terms in each["given"].items()]
        place = {key: each[key] for key in ("document", "line", "note") if key in each}
        what = "a published relation" if place else "intervals of the figures"
        yield case("relation", each["id"], given, what, by_hand=each.get("verdict"), **place)
    for (part, rate), rounding in itertools.product(asked["hidden_whole"]["cases"], ROUNDINGS[:1] + ROUNDINGS[3:4]):
        given = {"part": {"text": part}, "rate": {"text": rate}, "rounding": rounding}
        yield case("hidden_whole", f"{part} is {rate}, {rounding}", given, "whole numbers that print as the rate")


def _period_cases(asked: Case) -> Iterator[Case]:
    periods = asked["periods"]
    for text in periods["dated"]:
        yield case("period", text, {"text": text}, "wordings of a period")
    for text in (*periods["in_2017"], *periods["without_day"], *periods["refused"]):
        yield case("period", f"{text} in 2017", {"text": text, "year": 2017}, "wordings of a period")
    for text in periods["without_year"]:
        yield case("period", f"{text} without a year", {"text": text}, "wordings of a period")
    for text, day in periods["as_of"]:
        yield case("period", f"{text} as of {day}", {"text": text, "as_of": day}, "wordings of a period")


def _change_cases(asked: Case) -> Iterator[Case]:
    changes = asked["changes"]
    for operation, names, what in (
        ("growth", ("current", "base"), "growth is measured on the base"),
        ("compression", ("before", "after"), "compression is measured on the state before"),
        ("points", ("current", "base"), "a difference of two rates"),
    ):
        for values in changes[operation]:
            yield case(operation, f"{operation} {' from '.join(values)}", dict(zip(names, values, strict=True)), what)
    for of, rates in changes["compound"]:
        name = f"compound {of} {' then '.join(rates) or 'of nothing'}"
        yield case("compound", name, {"rates": rates, "of": of}, "each rate counts on what the former left")


def _published_cases(asked: Case) -> Iterator[Case]:
    for each in asked["published"]:
        operation, digits = each["operation"], each.get("rounding", "half_up")
        for line, values, printed in each["rows"]:
            if operation == "compound":
                given: Case = {"rates": values, "of": each["of"]}
            elif operation == "indicator":
                quantities = dict(zip(each["names"], values, strict=True))
                given = {"indicator": each["indicator"], "variant": each["variant"], "quantities": quantities}
            else:
                given = dict(zip(each["names"], values, strict=True))
            name = f"{each.get('indicator', operation)} {printed} {digits}: {', '.join(values)}"
            place = {"document": each["document"], "line": line} if "document" in each else {}
            yield case(operation, name, given, each["what"], by_hand=(digits, printed), **place)


def _indicator_cases(_: Case) -> Iterator[Case]:
    for declaration in declarations().values():
        for variant in declaration.variants.values():
            yield from _of_variant(declaration, variant)


def _of_variant(declaration: Declaration, variant: Variant) -> Iterator[Case]:
    what = f"declaration {declaration.id}.{variant.id}: {variant.source or declaration.source}"

    def asked(name: str, quantities: Mapping[str, str]) -> Case:
        given = {"indicator": declaration.id, "variant": variant.id, "quantities": dict(quantities)}
        return case("indicator", f"{declaration.id} ({variant.id}) {name}", given, what)

    if not variant.denominator:
        for turn in range(3):
            values = {name: Fraction((7 - i) * 1001 + turn * 7) for i, name in enumerate(variant.quantities)}
            yield asked(f"sum {turn + 1}", _written(values, turn))
        yield asked("missing", _written(dict.fromkeys(variant.quantities[1:], Fraction(5)), 0))
        return
    rates = PLAIN_RATES + (() if variant.bounded else ABOVE_ONE)
    if any(sign < 0 for sign in variant.numerator.values()):
        rates += NEGATIVE_RATES
    for turn, (numerator, denominator) in enumerate(rates):
        values = _solved(variant, Fraction(100 * numerator), Fraction(100 * denominator))
        yield asked(f"{numerator}/{denominator}", _written(values, turn))
    usual = _written(_solved(variant, Fraction(100), Fraction(800)), 0)
    yield asked("base of zero", _written(_solved(variant, Fraction(0), Fraction(0)), 0))
    yield asked("base below zero", _written(_solved(variant, Fraction(0), Fraction(-8)), 0))
    for name, text in usual.items():
        yield asked(f"{name} missing", {key: value for key, value in usual.items() if key != name})
        if len(usual) > 1 and text.endswith("元"):
            yield asked(f"{name} without its unit", {**usual, name: text.rstrip("万亿元")})
    if "savings" in variant.quantities and "budget" in variant.arguments:
        yield asked("savings left to follow", {"budget": "12万元", "deal": "10.5万元"})


def _solved(variant: Variant, numerator: Fraction, denominator: Fraction) -> dict[str, Fraction]:
    """Quantities that give this numerator and this denominator: two are solved for, the others set."""
    top, base = variant.numerator, variant.denominator
    for one, other in itertools.permutations(variant.quantities, 2):
        determinant = top.get(one, 0) * base.get(other, 0) - top.get(other, 0) * base.get(one, 0)
        if determinant:
            rest = {name: Fraction(3 + 2 * i) for i, name in enumerate(variant.quantities) if name not in (one, other)}
            n = numerator - sum(top.get(name, 0) * value for name, value in rest.items())
            d = denominator - sum(base.get(name, 0) * value for name, value in rest.items())
            solved = {
                one: (n * base.get(other, 0) - d * top.get(other, 0)) / determinant,
                other: (d * top.get(one, 0) - n * base.get(one, 0)) / determinant,
                **rest,
            }
            return {name: solved[name] for name in variant.quantities}
    raise ValueError(f"{variant.id}: numerator and denominator are one")


def _written(values: Mapping[str, Fraction], turn: int) -> dict[str, str]:
    """The numbers as texts: amounts in 元, 万元 and 亿元 by turns, counts bare."""
    texts = {}
    for i, (name, value) in enumerate(values.items()):
        unit, power = UNITS[(turn + i) % 3] if glossary().term(name).kind == "amount" else ("", 0)
        number = Decimal(value.numerator) / Decimal(value.denominator)
        texts[name] = f"{number.scaleb(-power):f}{unit}"
    return texts


def _printed(entries: list[Any]) -> Iterator[dict[str, str]]:
    """Texts, or pairs of a text and the unit of its column."""
    for entry in entries:
        texts = [entry] if isinstance(entry, str) else entry
        yield dict(zip(("text", "unit"), texts, strict=False))


def _name(given: Mapping[str, str]) -> str:
    return f"{given['text']} in {given['unit']}" if "unit" in given else given["text"]


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _lines(items: Iterable[str], brackets: str, depth: int = 2) -> str:
    """One item on a line, so that a change of one case is a change of one line."""
    indent = " " * depth
    return brackets[0] + "\n" + ",\n".join(indent + item for item in items) + f"\n{indent[1:]}" + brackets[1]


def _values(expected: Mapping[str, Any]) -> list[Any]:
    """What a person may have worked out: a verdict, or a printed rate with its rounding."""
    printed = [(mode, text) for mode, texts in expected.get("percent", {}).items() for text in texts.values()]
    return [expected.get("verdict"), *printed]


GENERATORS = {
    "rounding": _rounding_cases,
    "amounts": _amount_cases,
    "figures": _figure_cases,
    "intervals": _interval_cases,
    "relations": _relation_cases,
    "periods": _period_cases,
    "indicators": _indicator_cases,
    "changes": _change_cases,
    "published": _published_cases,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
