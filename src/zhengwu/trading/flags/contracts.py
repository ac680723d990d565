"""RF-13: a contract other than its award, supplements above what the law lets add, a settlement above the contract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from zhengwu.exact import Money, Rate, total, yuan
from zhengwu.reference.glossary import glossary
from zhengwu.reference.law import trading_law
from zhengwu.reference.red_flags import red_flag
from zhengwu.trading.award import Award, Contract
from zhengwu.trading.files import TenderFile
from zhengwu.trading.flags.flag import Notes, Screening

__all__ = ["CONTRACT_COLUMNS", "ContractView", "changed_contracts", "contract_columns", "contract_views"]

CONTRACT_COLUMNS = ("lot", "category", "award", "contract", "supplements", "settled")
_AMOUNTS = CONTRACT_COLUMNS[2:]
"""The columns of contracts. `lot` is needed; amounts are whole numbers of 分, `category` is the class in words."""


@attrs.frozen(kw_only=True)
class ContractView:
    """What a lot was awarded, contracted, added to and settled for. None is what nobody knows."""

    key: str
    category: str | None = None
    award: Money | None = None
    contract: Money | None = None
    supplements: Money | None = None
    settled: Money | None = None


def contract_views(files: Iterable[TenderFile]) -> Iterator[ContractView]:
    """The lots of these files that were awarded or contracted; a rate or a unit price is no amount."""
    for file in files:
        for lot, one in zip(file.tender.lots, file.by_lot(), strict=True):
            awards = [award for award in one.awards or () if not award.is_renounced]
            contracts = one.contracts or ()
            if not awards and not contracts and lot.deal is None:
                continue
            settled = [performance.settled for performance in one.performances or ()]
            yield ContractView(
                key=lot.code or file.tender.code or file.tender.title,
                category=file.tender.trade_class,
                award=_awarded(awards) if awards else lot.deal,
                contract=_joint([contract.amount if contract.form.is_amount else None for contract in contracts]),
                supplements=_added(contracts),
                settled=_joint(settled),
            )


def contract_columns(columns: Mapping[str, Sequence[Any]]) -> list[ContractView]:
    """Contracts of columns. Names: `CONTRACT_COLUMNS`. `supplements` may be negative or 0."""
    from zhengwu.trading.flags.columns import table

    return [
        ContractView(
            key=str(row["lot"]),
            category=row.get("category"),
            **{name: None if row.get(name) is None else yuan(row[name]) / 100 for name in _AMOUNTS},
        )
        for row in table(columns, CONTRACT_COLUMNS, ("lot",), amounts=("award", "contract", "settled"))
    ]


def changed_contracts(contracts: Iterable[ContractView], *, limit: Rate | None = None) -> Screening:
    """RF-13: contract ≠ award; supplements above `limit` of the contract; settled above contract and supplements.

    `limit` is what supplements may add; without it that of the law, which is for government procurement alone
    (政府采购法 article 49), so that elsewhere supplements are not judged.

    >>> contracts = contract_columns({"lot": ["A1"], "award": [10_000], "contract": [10_001]})
    >>> print(*changed_contracts(contracts).flags)
    A1：RF-13 合同 100.01元，中标 100元，差 0.01元
    """
    notes = Notes("RF-13")
    for one in contracts:
        if one.contract is None:
            notes.open("contract.amount", one.key)
            continue
        if one.award is None:
            notes.open("award.amount", one.key)
        else:
            notes.checked += 1
            if one.award != one.contract:
                gap = one.contract - one.award
                notes.raised("contract", one.key, contract=one.contract, award=one.award, gap=gap)
        most = limit if limit is not None else _statutory(one.category)
        if one.supplements is not None and one.category is None and limit is None:
            notes.open("project_class", one.key)
        elif one.supplements is not None and most is not None and one.supplements / one.contract > most:
            share = (one.supplements / one.contract).percent()
            told = one.supplements
            notes.raised(
                "supplements", one.key, contract=one.contract, supplements=told, share=share, limit=most.percent()
            )
        if one.settled is not None:
            agreed = one.contract if one.supplements is None else one.contract + one.supplements
            if one.settled > agreed:
                share = ((one.settled - agreed) / one.contract).percent()
                notes.raised("overrun", one.key, settled=one.settled, contract=agreed, share=share)
    return notes.result()


def _statutory(category: str | None) -> Rate | None:
    """What the law lets supplements add, for the classes it speaks of."""
    term = glossary().find(category) if category is not None else None
    rules = (trading_law().rules[name] for name in red_flag("RF-13").rules)
    for rule in rules:
        if term is not None and term.id in rule.when["trade_class"] and rule.value is not None:
            return Rate(rule.value)
    return None


def _awarded(awards: Sequence[Award]) -> Money | None:
    last = max(awards, key=lambda award: award.attempt)
    return last.amount if last.form.is_amount else None


def _joint(amounts: Sequence[Money | None]) -> Money | None:
    """The sum, where every part is known."""
    return None if None in amounts else total(amounts)


def _added(contracts: Sequence[Contract]) -> Money | None:
    return total(supplement.amount for contract in contracts for supplement in contract.supplements)
