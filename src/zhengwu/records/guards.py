"""Guards that every lifecycle of dated acts shares: none lies before the one that precedes it, a reason is told.

>>> from datetime import date
>>> from types import SimpleNamespace
>>> acts = [SimpleNamespace(at=date(2017, 3, day), reason=None) for day in (2, 1)]
>>> facts = SimpleNamespace(act=acts[1], acts=(acts[0],))
>>> in_order()(facts), told(facts)
('2017-03-01 lies before 2017-03-02, when the last act was', 'no reason is told')
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from zhengwu.records.instant import is_after
from zhengwu.records.lifecycle import Guard, Transition
from zhengwu.records.words import Word

__all__ = ["act_row", "back_to", "in_order", "told"]

State = TypeVar("State", bound=Word)
Event = TypeVar("Event", bound=Word)


def _act(facts: Any) -> Any:
    return facts.act


def _acts(facts: Any) -> Sequence[Any]:
    return tuple(facts.acts)


def in_order(
    check: Guard | None = None,
    *,
    act: Callable[[Any], Any] = _act,
    acts: Callable[[Any], Sequence[Any]] = _acts,
    called: str = "act",
) -> Guard:
    """The check, after one that every act stands: none lies before the last of those before it.

    `act` and `acts` read both from the facts, `called` is what the refusal calls them. Without facts, which asks about
    states alone, nothing is refused.
    """

    def guard(facts: Any) -> str | None:
        if facts is None:
            return None
        at, before = act(facts).at, [one.at for one in acts(facts)[-1:]]
        if before and is_after(before[0], at):
            return f"{at} lies before {before[0]}, when the last {called} was"
        return check(facts) if check is not None else None

    return guard


def act_row(
    event: Event,
    sources: tuple[State, ...],
    target: State,
    check: Guard | None = None,
    *,
    effect: str = "",
    source: str = "",
    called: str = "act",
) -> Transition[State, Event]:
    """A row of a lifecycle whose act may not lie before the last one, and meets its own check."""
    return Transition(event, sources, target, guard=in_order(check, called=called), effect=effect, source=source)


def told(facts: Any) -> str | None:
    """An act that is taken back or refused says why."""
    return None if facts.act.reason and facts.act.reason.strip() else "no reason is told"


def back_to(state: Word) -> Guard:
    """What was suspended goes on in the state it was suspended in."""
    return lambda facts: None if facts.suspended_from is state else f"it was not suspended in the state {state.zh}"
