"""The official vocabulary: which wording of a header, row label or mark means which quantity.

Terms are data (``glossary.toml``): id, official term, English, the other wordings, kind. Window and department names
of one district are not vocabulary.

>>> glossary().term("savings_rate").zh
'节约率'
>>> [glossary().header(text).id for text in ("预算金额（万元）", "节资率(%)", "实际采购金额(万元)", "热线按时办结")]
['budget', 'savings_rate', 'deal', 'on_time']
>>> glossary().header("平均溢价率") is None, glossary().header("去年同期成交金额") is None
(True, True)
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from importlib import resources
from typing import Any

import attrs

from zhengwu.errors import UnknownNameError
from zhengwu.reference.terms import HeaderMatch, Mark, Term, Unit, fold
from zhengwu.reference.wording import ALL_TAILS, BY_UNIT, CHANGES_MEANING, TAILS, UNITS_OF_KIND

__all__ = ["Glossary", "HeaderMatch", "Mark", "Term", "Unit", "glossary", "normalise"]

_ENUMERATION = re.compile(r"(?:[一二三四五六七八九十]+、|\((?:[一二三四五六七八九十]+|\d+)\)|\d+[.、])(?=\D)")
_BRACKETS = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_LAST_BRACKET = re.compile(r"\([^()]*\)$")
_BARE_UNIT = re.compile(r"(?<=.)[/:,]?(万元|亿元|元|%)$")
_FIGURE = re.compile(r"[-+−约]?\.?\d")
_MAGNITUDES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8}

_WITHOUT_WORDING = frozenset({"mark", "operand"})


@attrs.frozen
class Glossary:
    """All terms and units, with the ways to find one. `terms` and `units` keep the order of the data file."""

    terms: Mapping[str, Term]
    units: Mapping[str, Unit]
    _index: dict[str, Term] = attrs.field(init=False, repr=False, eq=False)
    _endings: dict[str, Term] = attrs.field(init=False, repr=False, eq=False)
    _marks: tuple[tuple[str, Term], ...] = attrs.field(init=False, repr=False, eq=False)
    _longest: int = attrs.field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        worded = [term for term in self.terms.values() if term.kind not in _WITHOUT_WORDING]
        marks = [(fold(word), self.terms[term.quantity]) for term in self.of_kind("mark") for word in term.wordings]
        set_ = object.__setattr__
        set_(self, "_index", {fold(word): term for term in worded for word in term.wordings})
        set_(self, "_endings", {fold(word): term for term in worded for word in _ending_wordings(term)})
        set_(self, "_longest", max((len(word) for word in self._index), default=0))
        set_(self, "_marks", tuple(sorted(marks, key=lambda mark: -len(mark[0]))))

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms.values())

    def term(self, name: str) -> Term:
        """The term with this id. Raises `UnknownNameError`, naming the nearest ids."""
        try:
            return self.terms[name]
        except (KeyError, TypeError):
            near = ", ".join(term.id for term in self.nearest(str(name))) or "an id of the glossary"
            raise UnknownNameError("is not a term of the glossary", field="term", value=name, expected=near) from None

    def of_kind(self, *kinds: str) -> tuple[Term, ...]:
        """The terms of these kinds, in the order of the data file."""
        return tuple(term for term in self.terms.values() if term.kind in kinds)

    def find(self, text: str) -> Term | None:
        """The term this text is a wording of, once blanks, full-width forms, numbering and units in brackets are gone.

        >>> glossary().find("合    计").id, glossary().find("成交价（万元）").id, glossary().find("发改局窗口")
        ('total', 'deal', None)
        """
        return self._index.get(self._strip(text)[0])

    def header(self, text: str) -> Term | None:
        """The term a column header names, or None when in doubt. See `match` for what stood around the wording."""
        found = self.match(text)
        return found.term if found else None

    def match(self, text: str) -> HeaderMatch | None:
        """How a column header is understood: as a wording, or as a longer text that ends in one.

        A word in front may narrow the quantity (热线按时办结) but must not change it (平均, 去年同期, 未); a unit that
        does not fit the kind of quantity (a percentage of an amount) makes it the rate of it, or nothing.

        >>> match = glossary().match("热线按时办结（件）")
        >>> match.term.id, match.prefix, match.unit
        ('on_time', '热线', '件')
        >>> glossary().header("公开招标占实际采购金额（%）").id, glossary().header("节约（%）").id
        ('share', 'savings_rate')
        """
        key, unit = self._strip(text)
        found = self._match(key)
        if found is None and (bracket := _LAST_BRACKET.search(key)):
            found = self._match(key[: bracket.start()])
            found = found and attrs.evolve(found, suffix=found.suffix + bracket.group())
        if found is None and unit and key.endswith("项目") and not CHANGES_MEANING.search(key):
            found = HeaderMatch(term=self.terms["item"], wording="项目", prefix=key[:-2])
        if found is None and (bare := _BARE_UNIT.search(key)):
            found, unit = self._match(key[: bare.start()]), bare[1]
        if found is None:
            return None
        term = self._fitting(found.term, unit)
        return attrs.evolve(found, term=term, unit=unit) if term else None

    def mark(self, text: str) -> Mark | None:
        """The inline mark a cell begins with, if a figure follows it.

        >>> mark = glossary().mark("增值额0.26")
        >>> mark.term.id, mark.rest
        ('premium', '0.26')
        """
        key = fold(text)
        for wording, term in self._marks:
            rest = key[len(wording) :].lstrip(":")
            if key.startswith(wording) and _FIGURE.match(rest):
                return Mark(term=term, wording=wording, rest=rest)
        return None

    def nearest(self, text: str, n: int = 3) -> tuple[Term, ...]:
        """Up to `n` terms whose id or wording looks most like this text, best first.

        >>> [term.id for term in glossary().nearest("saving_rate", n=1)]
        ['savings_rate']
        """
        import difflib

        known = {fold(word): term for term in self.terms.values() if term.kind != "mark" for word in term.wordings}
        known |= {term.id: term for term in self.terms.values() if term.kind != "mark"}
        close = difflib.get_close_matches(fold(text)[:60], known, n=4 * n, cutoff=0.5)
        return tuple(dict.fromkeys(known[word] for word in close))[:n]

    def unit(self, text: str) -> Unit | None:
        """The unit this text names, with a magnitude (万, 亿 …) in front of it or without.

        >>> glossary().unit("万元").factor, glossary().unit("万元").base, glossary().unit("标段").kind
        (Fraction(10000, 1), '元', 'count')
        """
        key = fold(text)
        if key in self.units:
            return self.units[key]
        for magnitude, factor in _MAGNITUDES.items():
            base = self.units.get(key[len(magnitude) :]) if key.startswith(magnitude) else None
            if base is not None and base.kind not in ("rate", "points", "score"):
                return attrs.evolve(base, zh=key, factor=base.factor * factor)
        return None

    def _strip(self, text: str) -> tuple[str, str | None]:
        """The text without blanks, numbering and units in brackets, and the last of those units."""
        key = fold(text)
        key = _ENUMERATION.sub("", key, count=1) if _ENUMERATION.match(key) else key
        units = [match for match in _BRACKETS.finditer(key) if self._is_unit(match[1])]
        for match in reversed(units):
            key = key[: match.start()] + key[match.end() :]
        return key.strip(":"), _unit_text(units[-1][1]) if units else None

    def _is_unit(self, text: str) -> bool:
        return bool(text) and all(self.unit(part) for part in re.split("[/、,]", _unit_text(text)))

    def _match(self, key: str) -> HeaderMatch | None:
        if term := self._index.get(key):
            return HeaderMatch(term=term, wording=key)
        best: HeaderMatch | None = None
        for tail in ("", *ALL_TAILS):
            if not key.endswith(tail) or len(tail) >= len(key):
                continue
            found = self._ending(key[: len(key) - len(tail)], tail)
            if found and (best is None or len(found.wording) > len(best.wording)):
                best = found
        if best is None or not best.prefix:
            return best
        if "占" in best.prefix and best.term.kind in ("amount", "count", "total"):
            return attrs.evolve(best, term=self.terms["share"])
        return None if CHANGES_MEANING.search(best.prefix) else best

    def _ending(self, core: str, tail: str) -> HeaderMatch | None:
        """The longest wording `core` ends in whose kind of quantity allows the tail."""
        for start in range(max(0, len(core) - self._longest), len(core)):
            wording = core[start:]
            term = self._endings.get(wording) if start else self._index.get(wording)
            if term and (not tail or tail in TAILS.get(term.kind, ())):
                return HeaderMatch(term=term, wording=wording, prefix=core[:start], suffix=tail)
        return None

    def _fitting(self, term: Term, unit: str | None) -> Term | None:
        """The term, or the rate of it, or None, depending on whether the printed unit can measure it."""
        kinds = {found.kind for part in re.split("[/、,]", unit or "") if (found := self.unit(part))}
        allowed = UNITS_OF_KIND.get(term.kind)
        if not kinds or allowed is None or kinds & allowed:
            return term
        wanted = BY_UNIT.get((term.id, next(iter(kinds)))) if len(kinds) == 1 else None
        return self.terms[wanted] if wanted else None


@functools.cache
def glossary() -> Glossary:
    """The glossary, read from its data file on first use."""
    import tomllib

    data = tomllib.loads(resources.files(__package__).joinpath("glossary.toml").read_text("utf-8"))
    terms = [_term(entry) for entry in data["term"]]
    units = [_unit(**entry) for entry in data["unit"]]
    return Glossary({term.id: term for term in terms}, {fold(unit.zh): unit for unit in units})


def normalise(text: str) -> str:
    """The text as wordings are compared: NFKC, lower case, no blanks, no unit in brackets, no numbering in front.

    >>> normalise("（一） 预算金额　（万元）")
    '预算金额'
    """
    return glossary()._strip(text)[0]


def _unit_text(text: str) -> str:
    return text.removeprefix("单位").lstrip(":")


def _ending_wordings(term: Term) -> Iterator[str]:
    """The wordings that may end a longer header. Labels name rows; a header that ends in one says nothing."""
    if term.kind not in ("label", "of_which"):
        yield from (word for word in (term.zh, *term.aliases) if word not in term.exact)


def _term(entry: dict[str, Any]) -> Term:
    lists = {name: tuple(entry.get(name, ())) for name in ("aliases", "exact")}
    return Term(**{"quantity": entry["id"], **entry, **lists})


def _unit(*, zh: str, kind: str, base: str | None = None, factor: str = "1") -> Unit:
    return Unit(zh=zh, kind=kind, base=base or zh, factor=Fraction(factor))
