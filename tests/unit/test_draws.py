"""Draws: plan and commitment, drawing, replacing, reproducing, protocol, fairness, samples for inspections."""

from __future__ import annotations

import math
import shutil
import subprocess
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

from zhengwu.errors import ZhengwuError
from zhengwu.exact import Rate
from zhengwu.records import RecordError
from zhengwu.trading.draws import (
    Draw,
    DrawFault,
    DrawPlan,
    DrawSubject,
    Entry,
    Quota,
    RecusalReason,
    assign,
    draw,
    fairness,
    most_faults,
    new_secret,
    places,
    protocol,
    protocol_grid,
    protocol_html,
    replace,
    reproduce,
    sample_size,
    secret_hash,
    shares_of,
)
from zhengwu.trading.draws.rfc3797 import key_of, select
from zhengwu.trading.draws.tickets import in_order, seed_of, text_digest, ticket

SECRET = "0123456789abcdef" * 2


def pool(codes: str = "ABCDE", **fields: Any) -> tuple[Entry, ...]:
    return tuple(Entry(code=code, **fields) for code in codes)


def plan_of(**fields: Any) -> DrawPlan:
    told = {"draw_no": "1", "subject": DrawSubject.EXPERT, "entries": pool(), "quotas": (Quota(count=2),)}
    return DrawPlan(**told | ({} if "secret_hashes" in fields else {"public_source": "指数"}) | fields)


def held_of(value: str = "3021.55", **fields: Any) -> Draw:
    return draw(plan_of(**fields), public_value=value)


class TestPlan:
    @pytest.mark.parametrize(
        ("fields", "told"),
        [
            ({"entries": pool("AAB")}, "holds A twice"),
            ({"entries": ()}, "too few parts"),
            ({"quotas": (Quota(count=1), Quota(stratum="土建", count=1))}, "overlap"),
            ({"quotas": (Quota(stratum="土建", count=1),)}, "leave out the stratum None"),
            ({"quotas": (Quota(count=6),)}, "ask for 6, and 5 are not recused"),
            ({"public_source": None}, "nobody adds a secret"),
            ({"secret_hashes": ("abc",)}, "SHA-256"),
        ],
    )
    def test_what_is_no_plan(self, fields: dict[str, Any], told: str) -> None:
        with pytest.raises(RecordError, match=told):
            plan_of(**fields)

    def test_a_stratum_with_too_few_who_are_not_recused(self) -> None:
        entries = (*pool("AB", stratum="土建"), Entry(code="C", stratum="土建", recusal=RecusalReason.BIDDER))
        with pytest.raises(RecordError, match="ask for 3 of 土建, and 2 are not recused"):
            plan_of(entries=entries, quotas=(Quota(stratum="土建", count=3),))

    @pytest.mark.parametrize("balls", [0, 1001, True, "2"])
    def test_balls_are_a_small_number(self, balls: Any) -> None:
        with pytest.raises(RecordError, match="号球数"):
            Entry(code="A", balls=balls)

    def test_a_quota_has_a_count(self) -> None:
        none: Any = None
        with pytest.raises(RecordError, match="抽取数量"):
            Quota(count=none)
        with pytest.raises(RecordError, match="抽取数量"):
            Quota(count=0)

    def test_the_commitment_binds_everything_but_names_and_the_order_of_the_list(self) -> None:
        plan = plan_of()
        same = plan.evolve(entries=tuple(reversed(plan.entries)))
        named = plan.evolve(entries=(Entry(code="A", name="张某"), *plan.entries[1:]))
        assert plan.commitment == same.commitment == named.commitment
        others = [
            plan.evolve(draw_no="2"),
            plan.evolve(project="P"),
            plan.evolve(public_source="别的指数"),
            plan.evolve(public_at=date(2023, 6, 5)),
            plan.evolve(quotas=(Quota(count=3),)),
            plan.evolve(secret_hashes=(secret_hash(SECRET),)),
            plan.evolve(entries=plan.entries[1:]),
            plan.evolve(entries=(Entry(code="A", balls=2), *plan.entries[1:])),
            plan.evolve(entries=(Entry(code="A", recusal=RecusalReason.OWNER), *plan.entries[1:])),
            plan.evolve(subject=DrawSubject.AGENCY),
        ]
        assert len({plan.commitment, *(other.commitment for other in others)}) == len(others) + 1

    def test_a_plan_from_a_file(self) -> None:
        plan = DrawPlan.from_json(plan_of().to_json())
        assert plan == plan_of()
        told = {"draw_no": "1", "subject": "摇号定标", "entries": [{"code": "A", "recusal": "1"}, {"code": "B"}]}
        read = DrawPlan.validate(told | {"quotas": [{"count": "1"}], "public_source": "指数"})
        assert (read.subject, read.entries[0].recusal) == (DrawSubject.CONTRACTOR, RecusalReason.BIDDER)

    def test_secrets(self) -> None:
        assert secret_hash(SECRET) == text_digest(SECRET)
        assert new_secret() != new_secret()
        with pytest.raises(RecordError, match="too short"):
            secret_hash("a" * 31)


class TestDraw:
    def test_what_must_be_there(self) -> None:
        with pytest.raises(RecordError, match=r"公开数.*is missing"):
            draw(plan_of())
        both = plan_of(secret_hashes=(secret_hash(SECRET),))
        with pytest.raises(RecordError, match="not announced"):
            draw(both, public_value="1", secrets=[SECRET])
        for secrets in ([], ["b" * 32], [SECRET, SECRET]):
            with pytest.raises(RecordError, match="密数"):
                draw(both, secrets=secrets)
        assert len(draw(both, secrets=[SECRET]).selected) == 2

    def test_a_public_number_known_before_the_commitment_decides_nothing(self) -> None:
        late = plan_of(committed_at=date(2023, 6, 6), public_at=date(2023, 6, 5))
        with pytest.raises(RecordError, match="lies after the public number"):
            draw(late, public_value="1")
        in_time = draw(late.evolve(committed_at=date(2023, 6, 4)), public_value="1")
        assert DrawFault.NOT_BEFORE not in reproduce(in_time, commitment=in_time.plan.commitment).faults
        assert DrawFault.NOT_BEFORE in reproduce(in_time.evolve(plan=late), commitment=late.commitment).faults
        with pytest.raises(RecordError, match="before the public number"):
            in_time.evolve(drawn_at=date(2023, 6, 4))

    def test_nobody_who_is_recused_is_drawn(self) -> None:
        entries = (*pool("AB"), Entry(code="C", recusal=RecusalReason.BIDDER))
        for number in range(20):
            assert held_of(str(number), entries=entries).order[0] in "AB"
            assert "C" not in held_of(str(number), entries=entries).order

    def test_strata_are_drawn_apart(self) -> None:
        entries = (*pool("ABC", stratum="土建"), *pool("XYZ", stratum="造价"))
        quotas = (Quota(stratum="造价", count=1), Quota(stratum="土建", count=2))
        first, *rest = held_of(entries=entries, quotas=quotas).selected
        assert first in "XYZ"
        assert set(rest) < set("ABC")

    def test_the_next_takes_the_place_as_if_the_other_had_not_been_there(self) -> None:
        held = held_of()
        first, second = held.selected
        after = replace(held, first, "未到场", recusal=RecusalReason.AGENCY)
        assert after.selected == (second, held.order[2])
        assert after.order == held.order
        again = replace(after, second, "请假")
        assert reproduce(again, commitment=held.plan.commitment).is_reproduced
        with pytest.raises(RecordError, match="was not drawn"):
            replace(again, first, "未到场")
        short = held_of(entries=pool("AB"))
        with pytest.raises(RecordError, match="nobody to replace"):
            replace(short, "A", "未到场")

    def test_every_change_of_what_was_published_is_found(self) -> None:
        held = held_of(secret_hashes=(), public_source="指数")
        commitment = held.plan.commitment
        swapped = (held.order[1], held.order[0], *held.order[2:])
        struck = replace(held, held.selected[0], "未到场").replacements[0]
        changes: list[tuple[dict[str, Any], DrawFault]] = [
            ({"plan": held.plan.evolve(entries=held.plan.entries[1:])}, DrawFault.COMMITMENT),
            ({"secrets": (SECRET,)}, DrawFault.SECRET),
            ({"public_value": None}, DrawFault.PUBLIC_VALUE),
            ({"public_value": "3021.56"}, DrawFault.ORDER),
            ({"order": swapped}, DrawFault.ORDER),
            ({"selected": swapped[:2]}, DrawFault.SELECTED),
            ({"replacements": (struck,)}, DrawFault.SELECTED),
            ({"replacements": (struck.evolve(code=held.order[-1]),)}, DrawFault.RECUSAL),
        ]
        for change, fault in changes:
            assert fault in reproduce(held.evolve(**change), commitment=commitment).faults, change
        assert reproduce(held, commitment="0" * 64).faults == (DrawFault.COMMITMENT,)

    def test_more_balls_come_up_more_often(self) -> None:
        entries = (Entry(code="A", balls=3), Entry(code="B"))
        first = [held_of(str(n), entries=entries, quotas=(Quota(count=1),)).selected[0] for n in range(400)]
        assert 270 <= first.count("A") <= 330  # 300 ± 3.5 standard deviations of 8.7; the seeds are fixed

    def test_every_order_is_as_likely_as_every_other(self) -> None:
        """χ² of 24 orders over 4800 seeds lies below 49.73, the 99.9 % point of 23 degrees of freedom."""
        orders = Counter(in_order(f"seed {n}", dict.fromkeys("ABCD", 1)) for n in range(4800))
        assert len(orders) == 24
        assert sum((count - 200) ** 2 for count in orders.values()) * 100 < 4973 * 200

    def test_balls_weigh_the_second_place_too(self) -> None:
        """Of A with 2 balls and B, C with 1: P(A second) = 2 · ¼ · ⅔ = ⅓, as drawing ball by ball from a machine."""
        second = [in_order(f"seed {n}", {"A": 2, "B": 1, "C": 1})[1] for n in range(3600)]
        assert abs(second.count("A") - 1200) < 3 * 29  # a standard deviation is √(3600 · ⅓ · ⅔) = 28.3

    def test_half_a_character_is_refused(self) -> None:
        with pytest.raises(ZhengwuError, match="half a character"):
            text_digest("\ud800")


class TestProtocol:
    def held(self) -> Draw:
        entries = (*pool("ABC", name="张某"), Entry(code="D'<b>", recusal=RecusalReason.OTHER))
        plan = plan_of(entries=entries, project="P-1", committed_at=date(2023, 6, 2), public_at=date(2023, 6, 5))
        both = plan.evolve(secret_hashes=(secret_hash(SECRET),))
        found = draw(both, public_value="3021.55", secrets=[SECRET], drawn_at=date(2023, 6, 6), witnesses=["李某"])
        return replace(found, found.selected[0], "未到场")

    def test_it_holds_what_is_needed_and_nobody_s_name(self) -> None:
        held = self.held()
        text = protocol(held)
        held_twice = (
            replace(held, held.selected[0], "系其他", recusal=RecusalReason.OTHER) if len(held.order) > 3 else held
        )
        for needed in (held.plan.commitment, held.seed, SECRET, "3021.55", "回避：D'<b>（其他）", "2023-06-06"):
            assert needed in text
        assert f"递补：{held.replacements[0].code}退出（未到场）" in text
        assert "张某" not in text
        assert "李某" not in text + repr(held_twice)

    def test_a_replacement_tells_its_recusal(self) -> None:
        held = held_of()
        assert "（查实，回避：投标单位）" in protocol(
            replace(held, held.selected[0], "查实", recusal=RecusalReason.BIDDER)
        )

    @pytest.mark.skipif(shutil.which("sha256sum") is None, reason="needs sha256sum")
    def test_its_command_gives_the_lowest_ticket(self) -> None:
        held = held_of(entries=pool("'\\"))
        (command,) = [line for line in protocol(held).splitlines() if line.endswith("| sha256sum")]
        done = subprocess.run(["sh", "-c", command], capture_output=True, text=True)
        assert done.stdout.split()[0] == places(held)[0].ticket == ticket(held.seed, held.order[0])

    def test_its_last_line_hashes_to_the_commitment(self) -> None:
        held = self.held()
        assert text_digest(protocol(held).splitlines()[-1]) == held.plan.commitment

    def test_grid_and_html(self) -> None:
        held = self.held()
        grid = protocol_grid(held)
        assert grid.height == 1 + len(held.order)
        assert [grid.text(row, 6) for row in range(1, 4)] == ["递补退出", "抽中", "抽中"]
        assert "D&#x27;&lt;b&gt;" in protocol_html(held)


class TestFairness:
    def test_what_is_needed(self) -> None:
        with pytest.raises(RecordError, match="at least one"):
            fairness([])
        with pytest.raises(RecordError, match="19 or more"):
            fairness([held_of()], simulations=18)

    def test_the_same_seed_gives_the_same_answer(self) -> None:
        draws = [held_of(str(n)) for n in range(12)]
        one, same, other = (fairness(draws, simulations=39, seed=seed) for seed in "112")
        assert one == same
        assert one.means != other.means
        assert sum(one.counts.values()) == 24
        assert sum(one.means.values()) == 24

    def test_a_favourite_in_one_stratum_shows(self) -> None:
        entries = (*pool("ABCD", stratum="甲", balls=2), *pool("WXYZ", stratum="乙"))
        quotas = (Quota(stratum="甲", count=1), Quota(stratum="乙", count=1))
        fair = [held_of(str(n), entries=entries, quotas=quotas) for n in range(40)]
        rigged = [one.evolve(selected=(one.selected[0], "W")) for one in fair]
        assert fairness(fair, simulations=99).p_value > Rate("5%")
        assert fairness(rigged, simulations=99).p_value == Rate("1%")

    def test_p_values_of_fair_draws_are_spread_evenly(self) -> None:
        """The law of the test: of fair series, about one in five has a p value of a fifth or less."""
        series = [[held_of(f"{s}-{n}", quotas=(Quota(count=1),)) for n in range(8)] for s in range(100)]
        low = sum(fairness(one, simulations=19, seed=str(n)).p_value <= Rate("20%") for n, one in enumerate(series))
        assert 8 <= low <= 32  # 20 ± 3 standard deviations of 4

    def test_who_was_replaced_is_left_out(self) -> None:
        held = held_of()
        out = held.selected[0]
        assert out not in fairness([replace(held, out, "未到场")], simulations=19).means


class TestRfc3797:
    def test_decimals_and_order_of_numbers(self) -> None:
        assert key_of([[Decimal("10.50"), 3], [Decimal("7.0")]]) == "3.10.5./7./"

    @pytest.mark.parametrize("number", [1.5, -1, True, Decimal("NaN")])
    def test_what_is_no_number_of_a_source(self, number: Any) -> None:
        with pytest.raises(ZhengwuError, match="not a number of a source"):
            key_of([[number, 3]])

    @pytest.mark.parametrize(("size", "count"), [(65536, 1), (-1, 0), (3, 4), (3, -1), (3, True)])
    def test_what_cannot_be_selected(self, size: Any, count: Any) -> None:
        with pytest.raises(ZhengwuError):
            select(size, count, "1./")

    def test_all_of_a_pool_is_a_permutation(self) -> None:
        assert sorted(select(50, 50, "1./")) == list(range(1, 51))


class TestInspections:
    def test_shares_round_up_and_leave_out_who_is_recused(self) -> None:
        entries = (*pool("ABCDEFGHIJK", stratum="一般"), Entry(code="Z", stratum="一般", recusal=RecusalReason.OTHER))
        assert shares_of(entries, {"一般": Rate("10%")}) == (Quota(stratum="一般", count=2),)
        assert shares_of(entries, {None: Rate("1%")}) == (Quota(count=1),)
        assert shares_of(entries, {None: Rate("1%")}, least=3) == (Quota(count=3),)
        assert shares_of(pool("A"), {None: Rate("1%")}, least=3) == (Quota(count=1),)

    @pytest.mark.parametrize(
        ("shares", "told"),
        [({}, "no share"), ({None: Rate("101%")}, "has the share 101.00%"), ({None: Rate("0%")}, "draw nobody")],
    )
    def test_shares_that_are_none(self, shares: Any, told: str) -> None:
        with pytest.raises(RecordError, match=told):
            shares_of(pool(), shares)

    def test_teams_are_even_and_keep_apart_who_is_recused(self) -> None:
        objects = held_of(entries=pool("甲乙丙丁戊己"), quotas=(Quota(count=6),))
        people = held_of(entries=pool("12345"), quotas=(Quota(count=4),))
        out = (people.selected[0], objects.selected[0])
        found = assign(objects, people, recused={out})
        assert found[0].recused == (out[0],)
        assert out[0] not in found[0].inspectors
        loads = [sum(one in each.inspectors for each in found) for one in people.selected]
        assert (sum(loads), max(loads) - min(loads)) == (12, 0)
        with pytest.raises(RecordError, match="has 3 inspectors"):
            assign(objects, people, team=4, recused={out})
        with pytest.raises(RecordError, match="每组人数"):
            assign(objects, people, team=0)

    def test_the_bound_is_that_of_the_hypergeometric_distribution(self) -> None:
        for sample, found in ((5, 0), (5, 1), (12, 0), (12, 2), (20, 0), (0, 0)):
            likely = [
                faults
                for faults in range(found, 20 - (sample - found) + 1)
                if 20 * sum(math.comb(faults, k) * math.comb(20 - faults, sample - k) for k in range(found + 1))
                > math.comb(20, sample)
            ]
            assert most_faults(population=20, sample=sample, found=found) == max(likely)

    def test_numbers_that_cannot_be(self) -> None:
        for sample, found in ((6, 0), (3, 4)):
            with pytest.raises(RecordError, match="cannot be"):
                most_faults(population=5, sample=sample, found=found)
        for tolerable in (5, 1):
            with pytest.raises(RecordError, match="cannot be shown"):
                sample_size(population=5, tolerable=tolerable, found=2)

    def test_the_smallest_sample(self) -> None:
        size = sample_size(population=300, tolerable=15, found=1)
        assert most_faults(population=300, sample=size, found=1) <= 15
        assert most_faults(population=300, sample=size - 1, found=1) > 15


class TestEmployers:
    """At most so many of one employer in one committee (同一单位)."""

    @staticmethod
    def plan(*employers: str | None, most: int | None = 1, count: int = 3, **fields: Any) -> DrawPlan:
        entries = tuple(Entry(code=f"Z{n:02d}", employer=employer) for n, employer in enumerate(employers))
        told: dict[str, Any] = {"quotas": (Quota(count=count),), "public_source": "指数", "most_per_employer": most}
        return DrawPlan(draw_no="1", subject=DrawSubject.EXPERT, **{"entries": entries} | told | fields)

    @given(
        employers=st.lists(st.sampled_from("ABCD"), min_size=6, max_size=14),
        most=st.integers(1, 3),
        value=st.integers(0, 99).map(str),
    )
    def test_no_employer_has_more_and_the_order_decides(self, employers: list[str], most: int, value: str) -> None:
        there = sum(min(employers.count(one), most) for one in set(employers))
        held = draw(self.plan(*employers, most=most, count=min(3, there)), public_value=value)
        of = {entry.code: entry.employer for entry in held.plan.entries}
        drawn = [of[code] for code in held.selected]
        assert max(map(drawn.count, drawn)) <= most
        last = held.order.index(held.selected[-1])
        for code in held.order[:last]:
            assert code in held.selected or drawn.count(of[code]) == most
        assert reproduce(held, commitment=held.plan.commitment).is_reproduced

    def test_a_cap_is_committed_to_and_no_cap_changes_no_commitment(self) -> None:
        free, capped = self.plan(*"AABC", most=None), self.plan(*"AABC")
        assert "employers" not in free.snapshot
        assert free.commitment == self.plan(None, None, None, None, most=None).commitment
        assert free.commitment != capped.commitment != self.plan(*"AABC", most=2).commitment
        assert capped.snapshot["employers"] == [["Z00", "A"], ["Z01", "A"], ["Z02", "B"], ["Z03", "C"]]

    def test_what_a_cap_cannot_do(self) -> None:
        with pytest.raises(RecordError, match=r"ask for 3, and 2 are not recused, as many of one employer are drawn"):
            self.plan(*"AAAB")
        with pytest.raises(RecordError, match="do not tell the employer of Z01"):
            self.plan("A", None, "B", "C")
        with pytest.raises(RecordError, match="most_per_employer"):
            self.plan(*"ABC", most=0)

    def test_a_quota_that_is_left_short_voids_the_draw(self) -> None:
        entries = (
            Entry(code="A1", stratum="土建", employer="甲"),
            Entry(code="A2", stratum="土建", employer="乙"),
            Entry(code="B1", stratum="造价", employer="甲"),
        )
        quotas = (Quota(stratum="土建", count=1), Quota(stratum="造价", count=1))
        plan = self.plan(entries=entries, quotas=quotas)
        first = {value: self.free(plan, value) for value in map(str, range(20))}
        assert set(first.values()) == {"A1", "A2"}
        for value, code in first.items():
            if code == "A2":
                assert draw(plan, public_value=value).selected == ("A2", "B1")
            else:
                with pytest.raises(RecordError, match="leaves a quota short"):
                    draw(plan, public_value=value)

    @staticmethod
    def free(plan: DrawPlan, value: str) -> str:
        """Who of the first quota comes first by the tickets."""
        seed = seed_of(plan.commitment, value, ())
        return min(("A1", "A2"), key=lambda code: ticket(seed, code))

    def test_the_next_of_another_employer_takes_the_place(self) -> None:
        held = draw(self.plan(*"AAABBC", count=2), public_value="7")
        of = {entry.code: entry.employer for entry in held.plan.entries}
        first, second = held.selected
        again = replace(held, first, "请假")
        assert second in again.selected
        assert len({of[code] for code in again.selected}) == 2

    def test_the_protocol_tells_who_was_passed_over(self) -> None:
        text = protocol(draw(self.plan(*"AAAAAAB", count=2), public_value="7"))
        assert "同一单位最多抽取：1" in text
        assert text.count("同单位名额已满") == 5
