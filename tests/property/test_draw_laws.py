"""Laws of draws, for any pool, weights, recusals and seed."""

from __future__ import annotations

from hypothesis import given, settings, strategies as st

from zhengwu.trading.draws import Draw, DrawPlan, DrawSubject, Entry, Quota, RecusalReason, draw, replace, reproduce
from zhengwu.trading.draws.rfc3797 import select

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8).filter(str.strip)


@st.composite
def held(draw_: st.DrawFn) -> Draw:
    codes = draw_(st.lists(texts, min_size=1, max_size=12, unique=True))
    reasons = st.sampled_from([None, None, None, *RecusalReason])
    entries = [Entry(code=code, balls=draw_(st.integers(1, 4)), recusal=draw_(reasons)) for code in codes]
    entries[0] = entries[0].evolve(recusal=None)
    free = sum(entry.is_eligible for entry in entries)
    quota = Quota(count=draw_(st.integers(1, free)))
    plan = DrawPlan(
        draw_no="1", subject=DrawSubject.OTHER, entries=tuple(entries), quotas=(quota,), public_source=draw_(texts)
    )
    return draw(plan, public_value=draw_(texts))


@given(held())
def test_a_draw_written_down_and_read_back_is_reproduced(one: Draw) -> None:
    back = Draw.from_json(one.to_json())
    assert back == one
    assert reproduce(back, commitment=one.plan.commitment).is_reproduced


@given(held())
def test_everybody_free_stands_in_the_order_once_and_the_first_are_selected(one: Draw) -> None:
    assert sorted(one.order) == sorted(entry.code for entry in one.plan.eligible)
    assert one.selected == one.order[: one.plan.quotas[0].count]


@given(held(), st.randoms(use_true_random=False))
def test_the_order_in_which_the_pool_is_listed_decides_nothing(one: Draw, random: object) -> None:
    entries = list(one.plan.entries)
    random.shuffle(entries)  # type: ignore[attr-defined]
    again = draw(one.plan.evolve(entries=tuple(entries)), public_value=one.public_value)
    assert (again.order, again.selected) == (one.order, one.selected)


@given(held(), st.data())
def test_replacing_changes_one_place_only(one: Draw, data: st.DataObject) -> None:
    if len(one.order) == len(one.selected):
        return
    out = data.draw(st.sampled_from(one.selected))
    after = replace(one, out, "未到场")
    assert set(one.selected) - set(after.selected) == {out}
    assert set(after.selected) - set(one.selected) == {one.order[len(one.selected)]}
    assert reproduce(after, commitment=one.plan.commitment).is_reproduced


@settings(max_examples=30)
@given(st.integers(0, 60), st.data(), texts)
def test_rfc_3797_selects_different_places_and_more_of_them_in_the_same_order(
    pool: int, data: st.DataObject, key: str
) -> None:
    count = data.draw(st.integers(0, pool))
    found = select(pool, count, key)
    assert len(set(found)) == count
    assert select(pool, pool, key)[:count] == found
