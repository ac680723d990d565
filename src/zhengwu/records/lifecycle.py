"""Lifecycles: which event takes a thing from which state to which, as a table that is followed and never bent.

>>> class Light(Word):
...     RED, GREEN, OFF = "红", "绿", "灭"
>>> class Event(Word):
...     GO, BREAK = "放行", "损坏"
>>> def has_power(facts):
...     return None if facts else "there is no power"
>>> lights = Lifecycle(
...     "light (灯)",
...     initial=Light.RED,
...     terminal=(Light.OFF,),
...     transitions=(
...         Transition(Event.GO, (Light.RED,), Light.GREEN, guard=has_power),
...         Transition(Event.BREAK, (Light.RED, Light.GREEN), Light.OFF),
...     ),
... )
>>> lights.step(Light.RED, Event.GO, True), lights.allowed(Light.GREEN)
(<Light.GREEN: '绿'>, (<Event.BREAK: '损坏'>,))
>>> lights.step(Light.GREEN, Event.GO)
Traceback (most recent call last):
zhengwu.errors.TransitionError: light (灯): GO (放行) is not possible in the state GREEN (绿) (expected BREAK (损坏))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, TypeVar

import attrs

from zhengwu.errors import TransitionError
from zhengwu.records.words import Word

__all__ = ["Guard", "Lifecycle", "Transition"]

State = TypeVar("State", bound=Word)
Event = TypeVar("Event", bound=Word)

Guard = Callable[[Any], str | None]
"""Looks at the facts of a step: None where it may be taken, else why not, as the end of an English sentence."""


@attrs.frozen
class Transition(Generic[State, Event]):
    """One row of the table: in any of `sources`, `event` leads to `target`, as far as `guard` lets it.

    `zh` is the official wording where it differs from that of the event, `effect` what the step does to clocks and
    counts, and `source` the law or standard that says so.
    """

    event: Event
    sources: tuple[State, ...]
    target: State
    zh: str = attrs.field(default="", kw_only=True)
    guard: Guard | None = attrs.field(default=None, kw_only=True)
    effect: str = attrs.field(default="", kw_only=True)
    source: str = attrs.field(default="", kw_only=True)

    @property
    def label(self) -> str:
        """The wording to show: `zh`, else that of the event."""
        return self.zh or self.event.zh


@attrs.frozen(eq=False)
class Lifecycle(Generic[State, Event]):
    """The states a thing can be in and the transitions between them.

    Several transitions may share event and source; the first whose guard lets it is taken. Making one raises
    `TransitionError` when a terminal state is left, or when a state has no way to a terminal one.
    """

    name: str
    initial: State = attrs.field(kw_only=True)
    terminal: tuple[State, ...] = attrs.field(kw_only=True)
    transitions: tuple[Transition[State, Event], ...] = attrs.field(kw_only=True)
    _table: Mapping[tuple[State, Event], tuple[Transition[State, Event], ...]] = attrs.field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        table: dict[tuple[State, Event], tuple[Transition[State, Event], ...]] = {}
        for one in self.transitions:
            for source in one.sources:
                if source in self.terminal:
                    raise self._refusal(f"{_told(one.event)} leaves the terminal state {_told(source)}", source)
                table[source, one.event] = (*table.get((source, one.event), ()), one)
        object.__setattr__(self, "_table", table)
        for state in self.states:
            if self.reachable(state).isdisjoint(self.terminal):
                raise self._refusal(f"no terminal state can be reached from {_told(state)}", state)

    @property
    def states(self) -> tuple[State, ...]:
        """Every state, the initial one first."""
        found = (state for one in self.transitions for state in (*one.sources, one.target))
        return tuple(dict.fromkeys((self.initial, *found, *self.terminal)))

    @property
    def events(self) -> tuple[Event, ...]:
        """Every event, in the order of the table."""
        return tuple(dict.fromkeys(one.event for one in self.transitions))

    def is_terminal(self, state: State) -> bool:
        """Whether nothing can follow."""
        return state in self.terminal

    def allowed(self, state: State) -> tuple[Event, ...]:
        """The events that the state allows; a guard may still refuse one. Empty for a terminal state."""
        return tuple(dict.fromkeys(one.event for one in self.transitions if state in one.sources))

    def reachable(self, state: State) -> frozenset[State]:
        """The states that can follow, at once or later, and the state itself."""
        found, open_ = {state}, [state]
        while open_:
            here = open_.pop()
            following = {one.target for one in self.transitions if here in one.sources} - found
            found |= following
            open_ += following
        return frozenset(found)

    def transition(self, state: State, event: Event, facts: object = None) -> Transition[State, Event]:
        """The row of the table that `event` takes in this state.

        Raises `TransitionError` where the state does not allow the event, or its guard refuses the facts.
        """
        reasons = []
        for one in self._table.get((state, event), ()):
            reason = one.guard(facts) if one.guard is not None else None
            if reason is None:
                return one
            reasons.append(reason)
        problem = f"{_told(event)} is not possible in the state {_told(state)}"
        if reasons:
            why = "; ".join(dict.fromkeys(reasons))
            raise self._refusal(f"{problem}: {why}", state, event=event, reason=why)
        ended = ", which is terminal" if self.is_terminal(state) else ""
        raise self._refusal(f"{problem}{ended}", state, event=event)

    def step(self, state: State, event: Event, facts: object = None) -> State:
        """The state after the event. `facts` is what the guards look at. Raises `TransitionError`."""
        return self.transition(state, event, facts).target

    def replay(
        self, events: Iterable[Event | tuple[Event, object]], *, start: State | None = None
    ) -> tuple[State, ...]:
        """The states that these events lead through, the first one included; an event may come with its facts.

        Raises `TransitionError` at the first that cannot follow; `where` says which, counting from 1.
        """
        states = [self.initial if start is None else start]
        for number, given in enumerate(events, 1):
            event, facts = given if isinstance(given, tuple) else (given, None)
            try:
                states.append(self.step(states[-1], event, facts))
            except TransitionError as error:
                error.where = f"event {number}"
                raise
        return tuple(states)

    def diagram(self) -> str:
        """The states and events as Mermaid text, in official terms; what leads from many states is drawn from each.

        >>> class Switch(Word):
        ...     ON, OFF = "开", "关"
        >>> class Act(Word):
        ...     TURN = "转"
        >>> turn = Transition(Act.TURN, (Switch.ON,), Switch.OFF)
        >>> lines = Lifecycle("switch", initial=Switch.ON, terminal=(Switch.OFF,), transitions=(turn,)).diagram()
        >>> lines.splitlines()[3:5]
        ['    [*] --> ON', '    ON --> OFF: 转']
        """
        lines = [f'state "{state.zh}" as {state.name}' for state in self.states]
        lines.append(f"[*] --> {self.initial.name}")
        for one in self.transitions:
            lines += [f"{source.name} --> {one.target.name}: {one.label}" for source in one.sources]
        lines += [f"{state.name} --> [*]" for state in self.terminal]
        return "\n".join(["stateDiagram-v2", *(f"    {line}" for line in lines)]) + "\n"

    def _refusal(
        self, problem: str, state: State, *, event: Event | None = None, reason: str | None = None
    ) -> TransitionError:
        allowed = self.allowed(state)
        expected = None if event is None else ", ".join(map(_told, allowed)) or "no event at all"
        return TransitionError(
            problem, field=self.name, state=state, event=event, allowed=allowed, reason=reason, expected=expected
        )


def _told(word: object) -> str:
    """A state or event as messages name it; what is no word, as it is."""
    return f"{word.name} ({word.zh})" if isinstance(word, Word) else repr(word)
