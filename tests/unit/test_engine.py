"""Verdicts and regimes: what one document of a few figures comes to."""

from __future__ import annotations

from zhengwu.auditing.engine import Judgement, judge
from zhengwu.auditing.relations import Relation
from zhengwu.exact import Figure, Rounding
from zhengwu.findings import RelationKind, Verdict
from zhengwu.reference.forms import Form, HiddenWhole, Linear, Ratio, Reason, Unprinted

RATE = Ratio((("s", 1),), (("b", 1),))


def judged(figures: dict[str, str], *targets: tuple[str, Form]) -> Judgement:
    relations = [
        Relation(rule="ZW102", kind=RelationKind.RATE, target=target, forms=((None, form),)) for target, form in targets
    ]
    return judge({name: Figure.parse(text) for name, text in figures.items()}, relations)


def rate(part: str, base: str) -> Ratio:
    return Ratio(((part, 1),), ((base, 1),))


class TestRegimes:
    def test_one_slip_in_a_half_up_document(self) -> None:
        """One rate is rounded up by half up, the other cut off: no single habit explains both."""
        found = judged(
            {"a": "1件", "b": "6件", "c": "2件", "t": "16.67%", "u": "33.33%", "v": "16.66%"},
            ("t", rate("a", "b")), ("u", rate("c", "b")), ("v", rate("a", "b")),
        )  # fmt: skip
        assert found.regimes == (Rounding.HALF_UP,)
        assert [result.verdict for result in found.results] == ["consistent", "consistent", "truncated"]

    def test_a_document_that_cuts_off(self) -> None:
        found = judged(
            {"a": "1件", "b": "6件", "c": "2件", "t": "16.66%", "u": "33.33%"},
            ("t", rate("a", "b")),
            ("u", rate("c", "b")),
        )
        assert found.regimes == (Rounding.TRUNC,)
        assert [result.verdict for result in found.results] == ["truncated", "consistent"]

    def test_a_document_that_rounds_up(self) -> None:
        found = judged(
            {"a": "1件", "b": "6件", "c": "2件", "t": "16.67%", "u": "33.34%"},
            ("t", rate("a", "b")),
            ("u", rate("c", "b")),
        )
        assert found.regimes == (Rounding.UP,)
        assert {result.verdict for result in found.results} == {Verdict.CONSISTENT}

    def test_a_rare_habit_needs_the_whole_document(self) -> None:
        """16.68 is explained by nothing, and 16.67 by half up: rounding up does not come into it."""
        found = judged(
            {"a": "1件", "b": "6件", "t": "16.67%", "u": "16.68%"}, ("t", rate("a", "b")), ("u", rate("a", "b"))
        )
        assert found.regimes == (Rounding.HALF_UP,)
        assert [result.verdict for result in found.results] == ["consistent", "inconsistent"]

    def test_a_rare_habit_that_explains_all_comes_before_an_unstated_base(self) -> None:
        """Found by hypothesis on a table that rounds up: another column happened to fit one column of rates."""
        texts = {
            "a": "1件",
            "b": "2件",
            "c": "3件",
            "x": "7件",
            "y": "6件",
            "t": "15%",
            "u": "29%",
            "v": "43%",
            "w": "34%",
        }
        texts |= {"p": "1件", "q": "3件"}

        def relation(target: str, part: str, base: str, other: str | None) -> Relation:
            return Relation(
                rule="ZW102", kind=RelationKind.RATE, target=target, forms=((None, rate(part, base)),),
                group="g" if other else None, shared=((other, rate(part, other)),) if other else (),
            )  # fmt: skip

        relations = [relation(t, p, "x", "y") for t, p in (("t", "a"), ("u", "b"), ("v", "c"))]
        found = judge({n: Figure.parse(t) for n, t in texts.items()}, [*relations, relation("w", "p", "q", None)])
        assert found.regimes == (Rounding.UP,)
        assert {result.verdict for result in found.results} == {Verdict.CONSISTENT}

    def test_a_zero_rate_is_no_evidence_for_a_base(self) -> None:
        texts = {"a": "0件", "b": "0件", "c": "3件", "x": "4件", "y": "10件", "t": "0%", "u": "0%", "v": "30%"}
        relations = [
            Relation(
                rule="ZW102", kind=RelationKind.RATE, target=target, forms=((None, rate(part, "x")),), group="g",
                shared=(("y", rate(part, "y")),),
            )
            for target, part in (("t", "a"), ("u", "b"), ("v", "c"))
        ]  # fmt: skip
        found = judge({n: Figure.parse(t) for n, t in texts.items()}, relations)
        assert [result.verdict for result in found.results] == ["consistent", "consistent", "inconsistent"]

    def test_both_habits_stay_possible(self) -> None:
        found = judged({"a": "1件", "b": "3件", "t": "33.33%"}, ("t", rate("a", "b")))
        assert found.regimes == (Rounding.HALF_UP, Rounding.TRUNC)
        assert not found.is_exact

    def test_counts_alone_are_exact(self) -> None:
        found = judged({"a": "1件", "b": "3件", "t": "4件"}, ("t", Linear((("a", 1), ("b", 1)))))
        assert found.is_exact


class TestVerdicts:
    def test_unverifiable(self) -> None:
        found = judged(
            {"s": "0件", "b": "0件", "t": "0.00%", "u": "99%"},
            ("t", RATE), ("u", Unprinted(("evaluated",), Reason.NO_BASE)),
        )  # fmt: skip
        assert [(result.verdict, result.reason) for result in found.results] == [
            (Verdict.UNVERIFIABLE, "zero_base"),
            (Verdict.UNVERIFIABLE, "no_base"),
        ]

    def test_any_variant_explains(self) -> None:
        """Savings over the deal explain 10.0%, over the budget they would be 9.1%."""
        figures = {
            name: Figure.parse(text) for name, text in {"s": "1.00", "b": "11.00", "d": "10.00", "t": "10.0%"}.items()
        }
        forms = (("budget", rate("s", "b")), ("deal", rate("s", "d")))
        relation = Relation(rule="ZW102", kind=RelationKind.RATE, target="t", forms=forms)
        result = judge(figures, [relation]).results[0]
        assert (result.verdict, result.variant, result.recomputed) == (Verdict.CONSISTENT, "deal", "10.0%")

    def test_shared_base_needs_the_whole_column(self) -> None:
        """An unstated base counts only where it explains every rate of the group, of three or more."""
        texts = {"a": "1件", "b": "2件", "c": "3件", "x": "4件", "y": "10件"}
        texts |= {"t": "10%", "u": "20%", "v": "30%", "w": "75%"}

        def relation(target: str, part: str) -> Relation:
            return Relation(
                rule="ZW102", kind=RelationKind.RATE, target=target, forms=(("x", rate(part, "x")),), group="g",
                shared=(("y", rate(part, "y")),),
            )  # fmt: skip

        figures = {name: Figure.parse(text) for name, text in texts.items()}
        whole = judge(figures, [relation("t", "a"), relation("u", "b"), relation("v", "c")])
        assert [result.variant for result in whole.results] == ["y", "y", "y"]
        mixed = judge(figures, [relation("t", "a"), relation("u", "b"), relation("w", "c")])
        assert [result.verdict for result in mixed.results] == ["inconsistent", "inconsistent", "consistent"]
        pair = judge(figures, [relation("t", "a"), relation("u", "b")])
        assert {result.verdict for result in pair.results} == {Verdict.INCONSISTENT}

    def test_derived_value(self) -> None:
        figures = {name: Figure.parse(text) for name, text in {"a": "27.33%", "b": "13.35%"}.items()}
        relation = Relation(
            rule="ZW101", kind=RelationKind.SUM, target=None, id="r1", print_as="0.00%",
            forms=((None, Linear((("a", 1), ("b", 1)))),),
        )  # fmt: skip
        result = judge(figures, [relation]).results[0]
        assert (result.target, result.printed, result.recomputed, result.reason) == ("r1", "", "40.68%", "not_printed")

    def test_hidden_whole_lists_its_candidates(self) -> None:
        found = judged(
            {"p": "1357项", "t": "94.37%", "q": "50项", "u": "50%"}, ("t", HiddenWhole("p")), ("u", HiddenWhole("q"))
        )
        assert [result.recomputed for result in found.results] == ["n = 1438", "n = 100, 101"]


class TestArithmetic:
    def test_exact_and_approximate(self) -> None:
        found = judged(
            {"s": "1822.31万元", "b": "19723.07万元", "t": "9.24%", "d": "17900.76万元"},
            ("t", RATE),
            ("d", Linear((("b", 1), ("s", -1)))),
        )
        assert [result.arithmetic for result in found.results] == [
            "1822.31万元 ÷ 19723.07万元 ≈ 9.2395%",
            "19723.07万元 − 1822.31万元 = 17900.76万元",
        ]

    def test_long_sums_are_shortened(self) -> None:
        figures = {f"f{i}": f"{i}件" for i in range(1, 24)} | {"t": "276件"}
        found = judged(figures, ("t", Linear(tuple((f"f{i}", 1) for i in range(1, 24)))))
        assert found.results[0].arithmetic == "1件 + 2件 + 3件 + … + 22件 + 23件 = 276件"


def test_an_unstated_base_may_fit_truncation_only() -> None:
    """The base found for a column decides the house regime as any other relation does."""
    rates = (("2", "3", "66.66%"), ("5", "6", "83.33%"), ("8", "9", "88.88%"))
    figures: dict[str, Figure] = {}
    relations = []
    for n, row in enumerate(rates):
        part, base, target = (f"{name}{n}" for name in "pbt")
        figures |= dict(zip((part, base, target), map(Figure.parse, row), strict=True))
        unprinted = Unprinted(("base",), Reason.NO_BASE)
        relations.append(
            Relation(
                rule="ZW102", kind=RelationKind.RATE, target=target, forms=((None, unprinted),), group="g",
                shared=(("b", rate(part, base)),),
            )
        )  # fmt: skip
    found = judge(figures, relations)
    assert (found.house.rounding, found.regimes) == (Rounding.TRUNC, (Rounding.TRUNC,))
    assert [result.verdict for result in found.results] == ["truncated", "consistent", "truncated"]
