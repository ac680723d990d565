"""Lots as the signs look at them: the same view from tender files and from columns, so that both see the same.

Prices are whole numbers of one unit, 分 unless an amount is finer; a bid's fields stand side by side in the order of
the bids. None for a list, or in it, is what nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

import attrs

from zhengwu.errors import AmountError, UnitError
from zhengwu.exact import Money, yuan
from zhengwu.records.party import Party
from zhengwu.reference.glossary import glossary
from zhengwu.trading.award import Award
from zhengwu.trading.bid import Bid, Person
from zhengwu.trading.files import TenderFile
from zhengwu.trading.rules.facts import read_word
from zhengwu.trading.tender import Lot

__all__ = ["LotView", "learn_names", "lot_views", "method_of", "money_of", "same_scale"]

_MARKS = ("author", "mac", "ip", "cpu", "disk", "tool")
_LOWEST_WINS = frozenset({"competitive_negotiation", "inquiry"})  # 政府采购法 articles 38(5) and 40(4)
_OTHER = "other"
_methods: dict[str, str] = {}


@attrs.frozen(kw_only=True)
class LotView:
    """One lot with its bids. `method` is the id of the glossary, ``other`` for a method it does not have.

    `bidders` and `winner` identify (credit code, else name), `names` are for reading; what may tell a citizen is not in
    repr. `by_price` says whether the lowest price wins. `scale` is how many decimals of 元 the prices have as whole
    numbers.
    """

    key: str
    method: str | None = None
    wording: str | None = None
    concluded: bool | None = None
    count: int | None = None
    bidders: Sequence[str] | None = attrs.field(default=None, repr=False)
    names: Sequence[str] = ()
    prices: Sequence[int | None] | None = None
    rejected: Sequence[bool | None] | None = None
    accounts: Sequence[str | None] | None = attrs.field(default=None, repr=False)
    marks: Sequence[Sequence[tuple[str, str]]] | None = attrs.field(default=None, repr=False)
    people: Sequence[Sequence[tuple[str, str]]] | None = attrs.field(default=None, repr=False)
    winner: str | None = attrs.field(default=None, repr=False)
    by_price: bool | None = None
    buyer: str | None = None
    agency: str | None = None
    category: str | None = None
    amount: int | None = None
    ceiling: int | None = None
    issued: date | None = None
    deadline: date | None = None
    on: date | None = None
    scale: int = 2
    currency: str = "CNY"

    def money(self, units: int) -> Money:
        """So many units of the lot's prices as money."""
        return money_of(units, self.scale, self.currency)

    def named(self, positions: Iterable[int]) -> tuple[str, ...]:
        """The names of these bidders."""
        return tuple(self.names[position] for position in positions)


def money_of(units: int, scale: int, currency: str) -> Money:
    """So many units of this scale and currency as money.

    >>> money_of(12345, 2, "CNY"), money_of(5, 3, "USD")
    (Money("123.45元"), Money("0.005美元"))
    """
    if scale == 2 and currency == "CNY" and units >= 0:
        return yuan(f"{units // 100}.{units % 100:02}")
    return Money(Decimal(units).scaleb(-scale), currency=currency)


def learn_names(names: dict[str, str], lot: LotView) -> None:
    """Note how the bidders of a lot are called: the last lot counts. Those who are not noted are called what they are.

    Raises `ValueError` where a lot has not as many names as bidders.
    """
    if names or lot.names is not lot.bidders:  # else they identify and are called the same, as in columns without names
        names.update(zip(lot.bidders or (), lot.names, strict=True))


def lot_views(files: Iterable[TenderFile]) -> Iterator[LotView]:
    """The lots of these tender files. A lot is named by its code, else by the tender's code or title."""
    for file in files:
        several = len(file.tender.lots) > 1
        for lot in file.tender.lots:
            yield _view(file.of_lot(lot.code) if several else file, lot, several=several)


def method_of(wording: str | None) -> str | None:
    """The id of a method as the glossary has it; ``other`` for another wording, None for none."""
    if wording is None:
        return None
    known = _methods.get(wording)
    if known is None:
        term = glossary().find(wording)
        known = term.id if term is not None and term.group == "method" else _OTHER
        if len(_methods) < 10_000:  # wordings of a foreign file are kept, yet not without end
            _methods[wording] = known
    return known


def same_scale(amounts: Sequence[Money | None]) -> tuple[list[int | None], int, str] | None:
    """Amounts as whole numbers, with how many decimals of the main unit they have and their currency.

    None where they are of several currencies, which nothing compares.

    >>> same_scale([Money("1元"), None, Money("0.005元")])
    ([1000, None, 5], 3, 'CNY')
    """
    try:
        return [None if amount is None else amount.fen for amount in amounts], 2, "CNY"
    except (AmountError, UnitError):
        pass
    known = [amount for amount in amounts if amount is not None]
    currencies = {amount.currency for amount in known}
    if len(currencies) != 1:
        return None
    decimals = [amount.amount for amount in known]
    scale = max(2, *(-int(value.as_tuple().exponent) for value in decimals))
    return [None if amount is None else int(amount.amount.scaleb(scale)) for amount in amounts], scale, currencies.pop()


def _view(file: TenderFile, lot: Lot, *, several: bool) -> LotView:
    tender, bids = file.tender, file.bids
    wording = lot.method or tender.method
    method = method_of(wording)
    winner = _winner(file.awards, lot)
    lots = (lot.estimate or lot.budget, lot.ceiling)
    offered = [None if bid.form is not bid.form.AMOUNT else bid.price for bid in bids or ()]
    scaled = same_scale([*offered, *lots])
    amounts, scale, currency = scaled if scaled is not None else ([None] * (len(offered) + 2), 2, "CNY")
    code = lot.code or tender.code or tender.title
    return LotView(
        key=f"{tender.code} {lot.code}" if several and tender.code and lot.code else code,
        method=method,
        wording=wording,
        concluded=_concluded(lot, winner),
        count=len(bids) if bids is not None else lot.bids,
        bidders=None if bids is None else [_identity(bid.bidder) for bid in bids],
        names=() if bids is None else [bid.bidder.name for bid in bids],
        prices=None if bids is None else amounts[:-2],
        rejected=None if bids is None else _rejections(file, bids),
        accounts=None if bids is None else [bid.deposit_account for bid in bids],
        marks=None if bids is None else [_marks(bid) for bid in bids],
        people=None if bids is None else [_people(bid) for bid in bids],
        winner=None if winner is None else _identity(winner),
        by_price=_by_price(file, lot, method),
        buyer=None if tender.owner is None else tender.owner.name,
        agency=None if tender.agency is None else tender.agency.name,
        category=tender.trade_class,
        amount=amounts[-2],
        ceiling=amounts[-1],
        issued=file.at("document_issue_start") or tender.notice,
        deadline=tender.bid_deadline or tender.opening,
        on=lot.awarded_at or tender.opening,
        scale=scale,
        currency=currency,
    )


def _identity(party: Party) -> str:
    return party.uscc or party.name


def _winner(awards: Sequence[Award] | None, lot: Lot) -> Party | None:
    standing = [award for award in awards or () if not award.is_renounced]
    return max(standing, key=lambda award: award.attempt).winner if standing else lot.winner


def _concluded(lot: Lot, winner: Party | None) -> bool | None:
    if lot.outcome is not None:
        return lot.outcome.is_concluded
    return True if winner is not None or lot.deal is not None else None


def _rejections(file: TenderFile, bids: Sequence[Bid]) -> list[bool | None]:
    told = [bid.is_rejected for bid in bids]
    if file.evaluations is None or None not in told:
        return told
    judged = {_identity(one.bidder): one.is_rejected for one in file.evaluations}
    return [
        judged.get(_identity(bid.bidder)) if is_rejected is None else is_rejected
        for bid, is_rejected in zip(bids, told, strict=True)
    ]


def _marks(bid: Bid) -> list[tuple[str, str]]:
    found = []
    for marks in bid.marks or ():
        for kind in _MARKS:
            value = getattr(marks, kind)
            if value is not None:
                found.append((kind, value))
    return found


def _people(bid: Bid) -> list[tuple[str, str]]:
    people = [person for person in (bid.manager, *(bid.team or ())) if person is not None]
    return [known for person in people if (known := _person(person)) is not None]


def _person(person: Person) -> tuple[str, str] | None:
    """Who it is: by number where there is one, since two may have one name."""
    number = person.identity_number or person.certificate
    if number is not None:
        return "number", number
    return None if person.name is None else ("name", person.name)


def _by_price(file: TenderFile, lot: Lot, method: str | None) -> bool | None:
    if method in _LOWEST_WINS:
        return True
    told = read_word("evaluation_method", lot.evaluation_method)
    if told is not None:
        return told == "lowest"
    scores = [score for one in file.evaluations or () for score in one.scores or ()]
    known = [score.is_price for score in scores]
    return all(known) if known and None not in known else None
