"""Lifecycles: the table decides, a refusal says what is allowed, and an impossible table is refused itself."""

from __future__ import annotations

import pytest

from zhengwu.errors import TransitionError, ZhengwuError
from zhengwu.records.lifecycle import Lifecycle, Transition
from zhengwu.records.words import Word


class Door(Word):
    OPEN = "开"
    SHUT = "关"
    LOCKED = "锁"
    GONE = "拆"


class Act(Word):
    SHUT = "关上"
    TURN = "转钥匙"
    REMOVE = "拆除"


def _has_key(facts: object) -> str | None:
    return None if facts == "key" else "there is no key"


def _has_crowbar(facts: object) -> str | None:
    return None if facts == "crowbar" else "there is no crowbar"


DOORS = Lifecycle(
    "door (门)",
    initial=Door.OPEN,
    terminal=(Door.GONE,),
    transitions=(
        Transition(Act.SHUT, (Door.OPEN,), Door.SHUT, zh="带上"),
        Transition(Act.TURN, (Door.SHUT,), Door.LOCKED, guard=_has_key),
        Transition(Act.TURN, (Door.SHUT,), Door.GONE, guard=_has_crowbar),
        Transition(Act.REMOVE, (Door.OPEN, Door.SHUT, Door.LOCKED), Door.GONE),
    ),
)


def test_the_first_transition_whose_guard_agrees_is_taken() -> None:
    assert DOORS.step(Door.SHUT, Act.TURN, "key") is Door.LOCKED
    assert DOORS.step(Door.SHUT, Act.TURN, "crowbar") is Door.GONE


def test_a_refusal_says_state_event_why_and_what_is_allowed() -> None:
    with pytest.raises(TransitionError) as caught:
        DOORS.step(Door.SHUT, Act.TURN, "spoon")
    error = caught.value
    assert (error.state, error.event) == (Door.SHUT, Act.TURN)
    assert error.allowed == (Act.TURN, Act.REMOVE)
    assert error.reason == "there is no key; there is no crowbar"
    assert str(error) == (
        "door (门): TURN (转钥匙) is not possible in the state SHUT (关): there is no key; there is no crowbar"
        " (expected TURN (转钥匙), REMOVE (拆除))"
    )


def test_nothing_follows_a_terminal_state() -> None:
    assert DOORS.is_terminal(Door.GONE)
    assert not DOORS.is_terminal(Door.OPEN)
    with pytest.raises(TransitionError, match=r"GONE \(拆\), which is terminal \(expected no event at all\)") as caught:
        DOORS.step(Door.GONE, Act.SHUT)
    assert caught.value.allowed == ()
    assert caught.value.reason is None
    assert isinstance(caught.value, ZhengwuError)
    assert isinstance(caught.value, ValueError)


def test_an_event_that_is_no_word_is_refused_like_any_other() -> None:
    with pytest.raises(TransitionError, match="'explode' is not possible"):
        DOORS.step(Door.OPEN, "explode")  # type: ignore[arg-type]


def test_a_replay_gives_every_state_and_names_the_event_that_cannot_follow() -> None:
    assert DOORS.replay([Act.SHUT, (Act.TURN, "key")]) == (Door.OPEN, Door.SHUT, Door.LOCKED)
    assert DOORS.replay([Act.REMOVE], start=Door.LOCKED) == (Door.LOCKED, Door.GONE)
    assert DOORS.replay([]) == (Door.OPEN,)
    with pytest.raises(TransitionError, match=r"^event 2: door \(门\): SHUT"):
        DOORS.replay([Act.SHUT, Act.SHUT])


def test_states_events_and_what_can_be_reached() -> None:
    assert DOORS.states == (Door.OPEN, Door.SHUT, Door.LOCKED, Door.GONE)
    assert DOORS.events == (Act.SHUT, Act.TURN, Act.REMOVE)
    assert DOORS.reachable(Door.LOCKED) == {Door.LOCKED, Door.GONE}
    assert [one.label for one in DOORS.transitions] == ["带上", "转钥匙", "转钥匙", "拆除"]


def test_a_diagram_draws_every_state_and_every_way() -> None:
    assert DOORS.diagram().splitlines() == [
        "stateDiagram-v2",
        '    state "开" as OPEN',
        '    state "关" as SHUT',
        '    state "锁" as LOCKED',
        '    state "拆" as GONE',
        "    [*] --> OPEN",
        "    OPEN --> SHUT: 带上",
        "    SHUT --> LOCKED: 转钥匙",
        "    SHUT --> GONE: 转钥匙",
        "    OPEN --> GONE: 拆除",
        "    SHUT --> GONE: 拆除",
        "    LOCKED --> GONE: 拆除",
        "    GONE --> [*]",
    ]


def test_a_table_that_leaves_a_terminal_state_is_refused() -> None:
    with pytest.raises(TransitionError, match=r"SHUT \(关上\) leaves the terminal state OPEN"):
        Lifecycle(
            "door",
            initial=Door.SHUT,
            terminal=(Door.OPEN,),
            transitions=(Transition(Act.SHUT, (Door.OPEN,), Door.SHUT),),
        )


def test_a_state_without_an_end_is_refused() -> None:
    with pytest.raises(TransitionError, match=r"no terminal state can be reached from LOCKED"):
        Lifecycle(
            "door",
            initial=Door.OPEN,
            terminal=(Door.GONE,),
            transitions=(
                Transition(Act.REMOVE, (Door.OPEN,), Door.GONE),
                Transition(Act.TURN, (Door.OPEN,), Door.LOCKED),
            ),
        )
