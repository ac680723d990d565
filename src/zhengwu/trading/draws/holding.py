"""Holding a draw, and reproducing one from what was published of it.

>>> from zhengwu.trading.draws.plan import DrawPlan, Entry, Quota
>>> from zhengwu.trading.draws.words import DrawSubject
>>> plan = DrawPlan(draw_no="1", subject=DrawSubject.EXPERT, quotas=(Quota(count=2),),
...                 entries=tuple(Entry(code=f"Z{n}") for n in range(1, 6)), public_source="收盘指数")
>>> held = draw(plan, public_value="3021.55")
>>> held.selected, held.order
(('Z2', 'Z4'), ('Z2', 'Z4', 'Z1', 'Z5', 'Z3'))
>>> reproduce(held, commitment=plan.commitment).is_reproduced
True
>>> reproduce(held.evolve(selected=("Z2", "Z3")), commitment=plan.commitment).faults[0].zh
'抽取结果不能重现'
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import ClassVar

import attrs

from zhengwu.records.base import Record, field, record
from zhengwu.records.checks import refusal, require_parts, require_text
from zhengwu.records.faults import RecordError
from zhengwu.records.instant import Instant, is_after
from zhengwu.trading.draws.plan import DrawPlan
from zhengwu.trading.draws.tickets import best_ticket, seed_of, text_digest
from zhengwu.trading.draws.words import DrawFault
from zhengwu.trading.evaluation import RecusalReason

__all__ = ["Draw", "Place", "Replacement", "Reproduction", "draw", "places", "replace", "reproduce"]


@record
class Replacement(Record):
    """One who was drawn and does not serve (recused afterwards, absent): the next of the order takes the place."""

    code: str = field(zh="原抽中号码")
    reason: str = field(zh="递补原因", also=("原因",))
    recusal: RecusalReason | None = field(zh="回避原因", default=None)

    def __attrs_post_init__(self) -> None:
        require_text(self, "code")
        require_text(self, "reason")


@record
class Draw(Record):
    """A draw as it was held and published: the plan, what decided, and what came out.

    `order` is everybody who could be drawn, in the order of the tickets, so that nobody has to draw again where one
    falls out. `selected` takes the replacements into account, stratum by stratum as the plan lists its quotas.
    """

    plan: DrawPlan = field(zh="抽取方案")
    public_value: str | None = field(zh="公开数", default=None)
    secrets: tuple[str, ...] = field(zh="密数", default=())
    order: tuple[str, ...] = field(zh="抽取次序")
    selected: tuple[str, ...] = field(zh="抽中号码")
    replacements: tuple[Replacement, ...] = field(zh="递补", default=())
    drawn_at: Instant | None = field(zh="抽取时间", default=None)
    witnesses: tuple[str, ...] = field(zh="见证人", default=(), private="name")

    KEY: ClassVar[str | None] = None

    def __attrs_post_init__(self) -> None:
        require_parts(self, "replacements", Replacement)
        if is_after(self.plan.public_at, self.drawn_at):
            raise refusal(self, "drawn_at", f"lies before the public number of {self.plan.public_at}")

    @property
    def seed(self) -> str:
        return seed_of(self.plan.commitment, self.public_value, self.secrets)


@attrs.frozen(kw_only=True)
class Place:
    """One number in the order of its draw: its lowest ticket, and which of its balls that is. Ranks count from 1."""

    rank: int
    code: str
    stratum: str | None
    ticket: str
    ball: int
    balls: int


@attrs.frozen(kw_only=True)
class Reproduction:
    """What came out when the draw was computed again. A fault proves no intent, and none proves no fair pool."""

    faults: tuple[DrawFault, ...]
    commitment: str
    order: tuple[str, ...]
    selected: tuple[str, ...]

    @property
    def is_reproduced(self) -> bool:
        """Whether everything is as published."""
        return not self.faults


def draw(
    plan: DrawPlan,
    *,
    public_value: str | None = None,
    secrets: Iterable[str] = (),
    drawn_at: Instant | None = None,
    witnesses: Iterable[str] = (),
) -> Draw:
    """Hold the draw of a plan. The public value is the text its source printed, with all its digits.

    Raises `RecordError` for a public value that is missing or that no source was named for, one that was known before
    the commitment, for secrets that are not those committed to, in their order, and for a cap on employers that leaves
    a later quota short.
    """
    given = tuple(secrets)
    if is_after(plan.committed_at, plan.public_at):
        raise refusal(plan, "committed_at", f"lies after the public number of {plan.public_at}")
    if (public_value is None) != (plan.public_source is None):
        problem = "is missing" if public_value is None else "was not announced by the plan"
        raise RecordError(problem, field="public_value (公开数)", expected=plan.public_source or "None")
    if tuple(map(text_digest, given)) != plan.secret_hashes:
        raise RecordError(
            "are not those of the plan", field="secrets (密数)", expected=f"{len(plan.secret_hashes)} in their order"
        )
    seed = seed_of(plan.commitment, public_value, given)
    order = tuple(place.code for place in _ranked(plan, seed))
    selected = _selected(plan, order, frozenset())
    if len(selected) < sum(quota.count for quota in plan.quotas):
        problem = "leaves a quota short in the order that was drawn"
        raise RecordError(problem, field="most_per_employer (同一单位最多抽取人数)", value=plan.most_per_employer)
    return Draw(
        plan=plan,
        public_value=public_value,
        secrets=given,
        order=order,
        selected=selected,
        drawn_at=drawn_at,
        witnesses=tuple(witnesses),
    )


def replace(held: Draw, code: str, reason: str, *, recusal: RecusalReason | None = None) -> Draw:
    """The draw with the next one in the place of `code`: as if that had not been in the pool.

    Raises `RecordError` for a code that was not drawn, and where nobody is left in its stratum.

    >>> from zhengwu.trading.draws.plan import Entry, Quota
    >>> from zhengwu.trading.draws.words import DrawSubject
    >>> plan = DrawPlan(draw_no="1", subject=DrawSubject.EXPERT, quotas=(Quota(count=1),), public_source="指数",
    ...                 entries=tuple(Entry(code=code) for code in "AB"))
    >>> held = draw(plan, public_value="3021.55")
    >>> held.selected, replace(held, held.selected[0], "请假").selected
    (('B',), ('A',))
    """
    if code not in held.selected:
        raise RecordError("was not drawn", field="code (号码)", value=code, expected=", ".join(held.selected))
    replacements = (*held.replacements, Replacement(code=code, reason=reason, recusal=recusal))
    out = frozenset(one.code for one in replacements)
    selected = _selected(held.plan, held.order, out)
    if len(selected) < len(held.selected):
        raise RecordError("has nobody to replace it", field="code (号码)", value=code, expected="a larger pool")
    return held.evolve(replacements=replacements, selected=selected)


def places(held: Draw) -> tuple[Place, ...]:
    """Everybody who could be drawn, in order, each with the ticket that put it there."""
    return _ranked(held.plan, held.seed)


def reproduce(held: Draw, *, commitment: str) -> Reproduction:
    """The draw computed again from plan, public value and secrets; `commitment` is the one published before.

    Everything that does not agree is a fault; nothing raises.
    """
    plan = held.plan
    found = _ranked(plan, held.seed)
    order = tuple(place.code for place in found)
    out = frozenset(one.code for one in held.replacements)
    selected = _selected(plan, order, out)
    checks = (
        (DrawFault.COMMITMENT, plan.commitment == commitment),
        (DrawFault.SECRET, tuple(map(text_digest, held.secrets)) == plan.secret_hashes),
        (DrawFault.PUBLIC_VALUE, (held.public_value is None) == (plan.public_source is None)),
        (DrawFault.NOT_BEFORE, not is_after(plan.committed_at, plan.public_at)),
        (DrawFault.RECUSAL, _are_drawn(plan, order, held.replacements)),
        (DrawFault.ORDER, order == held.order),
        (DrawFault.SELECTED, selected == held.selected),
    )
    faults = tuple(fault for fault, holds in checks if not holds)
    return Reproduction(faults=faults, commitment=plan.commitment, order=order, selected=selected)


def _ranked(plan: DrawPlan, seed: str) -> tuple[Place, ...]:
    found = sorted((*best_ticket(seed, entry.code, entry.balls), entry.code, entry) for entry in plan.eligible)
    return tuple(
        Place(rank=rank, code=code, stratum=entry.stratum, ticket=hashed, ball=ball, balls=entry.balls)
        for rank, (hashed, ball, code, entry) in enumerate(found, 1)
    )


def _selected(plan: DrawPlan, order: tuple[str, ...], out: frozenset[str]) -> tuple[str, ...]:
    """Those drawn, quota by quota in the plan's order; one whose employer has its share already is passed over."""
    entries = {entry.code: entry for entry in plan.entries}
    most = plan.most_per_employer
    of_employer: Counter[str | None] = Counter()
    found: list[str] = []
    for quota in plan.quotas:
        taken = 0
        for code in order:
            if taken == quota.count:
                break
            entry = entries[code]
            is_full = most is not None and of_employer[entry.employer] >= most
            if code not in out and not is_full and quota.stratum in (None, entry.stratum):
                of_employer[entry.employer] += 1
                found.append(code)
                taken += 1
    return tuple(found)


def _are_drawn(plan: DrawPlan, order: tuple[str, ...], replacements: tuple[Replacement, ...]) -> bool:
    """Whether each replaced one was drawn, when it was replaced."""
    out: frozenset[str] = frozenset()
    for one in replacements:
        if one.code not in _selected(plan, order, out):
            return False
        out |= {one.code}
    return True
