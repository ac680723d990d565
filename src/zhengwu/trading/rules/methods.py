"""Which methods of buying are lawful for an estimate, on a day and in a place.

>>> from datetime import date
>>> from zhengwu.exact import wan
>>> choice = lawful_methods(wan("438"), "工程建设", on=date(2017, 3, 1), object_kind="施工")
>>> choice.methods, choice.because[0].text("en")
(('open_tender', 'invited_tender'), 'TH-W-2000-1 from 200万元 on [《工程建设项目招标范围和规模标准规定》第7(1)条]')
>>> lawful_methods(wan("438"), "政府采购", on=date(2017, 3, 1), object_kind="货物").missing
('open_tender_threshold',)
"""

from __future__ import annotations

from datetime import date

import attrs

from zhengwu.errors import UnitError
from zhengwu.exact import Money
from zhengwu.records.faults import RecordError
from zhengwu.records.instant import read_instant
from zhengwu.reference.glossary import glossary
from zhengwu.reference.law import LegalRule
from zhengwu.trading.rules.base import amount
from zhengwu.trading.rules.book import RuleBook
from zhengwu.trading.rules.facts import read_word

__all__ = ["LawfulMethods", "Threshold", "lawful_methods"]


@attrs.frozen
class Threshold:
    """A threshold the estimate reaches: of a rule, or of a place."""

    name: str
    at_least: Money
    cited: str

    def text(self, lang: str = "zh") -> str:
        """The threshold as a phrase, in Chinese ("zh") or English ("en")."""
        if lang == "en":
            return f"{self.name} from {self.at_least} on [{self.cited}]"
        return f"{self.name} {self.at_least}起，{self.cited}"


@attrs.frozen(kw_only=True)
class LawfulMethods:
    """The lawful methods by id, None where nobody can say (`missing`); `with_approval` are lawful once approved.

    `because` are the thresholds that the estimate reaches; without one, all methods of the class are open, each on the
    grounds the law gives for it.
    """

    methods: tuple[str, ...] | None
    because: tuple[Threshold, ...] = ()
    with_approval: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def zh(self) -> tuple[str, ...] | None:
        """The methods in Chinese."""
        return None if self.methods is None else tuple(glossary().term(name).zh for name in self.methods)


def lawful_methods(
    estimate: Money,
    trade_class: str,
    *,
    on: date | str,
    place: str | None = None,
    object_kind: str | None = None,
    state_funded: bool | None = None,
    total_investment: Money | None = None,
    book: RuleBook | None = None,
) -> LawfulMethods:
    """The lawful methods of buying: works by the thresholds of the law, procurement by those of the place.

    A table of the place that names methods for the class decides before the thresholds of the law; it may be stricter,
    and works that must be tendered stay so. `missing` names what would decide: the kind of object, whether the works
    are state funded, the open-tender threshold of the place. Raises `RecordError` for a class that does not buy, or
    that nobody knows, `UnitError` for an estimate that is no `Money`.

    >>> lawful_methods(Money("399.9万元"), "工程建设", on="2018-06-01", object_kind="施工", state_funded=True).zh
    ('公开招标', '邀请招标', '比选', '随机摇号', '简易程序', '直接发包')
    """
    used = RuleBook() if book is None else book
    if not isinstance(estimate, Money):
        raise UnitError("is no amount", field="estimate (估算价)", value=estimate, expected='such as wan("438")')
    bought = read_word("trade_class", trade_class)
    if bought is None or bought not in used.law.choice:
        expected = ", ".join(used.law.choice)
        raise RecordError("is no class that buys", field="trade_class (项目类别)", value=trade_class, expected=expected)
    kind = None if object_kind is None else read_word("object_kind", object_kind)
    if object_kind is not None and kind is None:
        raise RecordError(
            "is not known", field="object_kind (标的类别)", value=object_kind, expected="施工, 货物 or 服务"
        )
    day = read_instant(on)
    found = _by_law(
        used, estimate, bought, day, place=place, kind=kind, state_funded=state_funded, whole=total_investment
    )
    bands = used.bands(day, place, bought, kind)
    reached = [band for band in bands if band.at_least is None or estimate >= band.at_least]
    if not reached or (found.methods is not None and found.because):
        return found
    band = max(reached, key=lambda one: (one.at_least is not None, one.at_least or estimate))
    threshold = (Threshold(place or "", band.at_least, band.source),) if band.at_least is not None else ()
    return LawfulMethods(methods=band.methods, because=threshold, missing=found.missing if bought == "works" else ())


def _by_law(
    book: RuleBook,
    estimate: Money,
    bought: str,
    day: date,
    *,
    place: str | None,
    kind: str | None,
    state_funded: bool | None,
    whole: Money | None,
) -> LawfulMethods:
    rules = book.rules(day, place=place, kind=kind)
    scope = {"trade_class": bought, "object_kind": kind, "state_funded": state_funded}
    amounts = {"estimate": estimate, "budget": estimate, "total_investment": whole}
    reached: list[LegalRule] = []
    missing: dict[str, None] = {}
    for rule in rules.values():
        if rule.test != "tendered" or rule.value_of or not rule.in_force(day):
            continue
        value = next((amounts[name] for name in rule.facts if amounts.get(name) is not None), None)
        if value is not None and rule.value is not None and value < amount(str(rule.value)):
            continue
        states = [(name, scope.get(name), wanted) for name, wanted in rule.when.items()]
        if any(known is not None and not _fits(known, wanted) for _, known, wanted in states):
            continue
        unknown = [name for name, known, _ in states if known is None]
        if value is None:
            continue  # the whole investment, which the law of before 2018-06 asks for; it is used where it is given
        if rule.value is None:
            unknown.append("open_tender_threshold")
        if unknown:
            missing.update(dict.fromkeys(unknown))
        else:
            reached.append(rule)
    if reached:
        methods = reached[0].methods
        because = tuple(Threshold(rule.id, amount(str(rule.value)), rule.cited) for rule in reached)
        others = tuple(name for name in book.law.choice[bought] if name not in methods)
        return LawfulMethods(methods=methods, because=because, with_approval=others)
    if missing:
        return LawfulMethods(methods=None, missing=tuple(missing))
    return LawfulMethods(methods=book.law.choice[bought])


def _fits(known: object, wanted: object) -> bool:
    return known in wanted if isinstance(wanted, list) else known is wanted
