"""`zhengwu reproduce` computes every verdict: what the issue names is there, and a changed digit changes the answer."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence

import attrs
import pytest

from zhengwu import app
from zhengwu.app import reproduce
from zhengwu.auditing.engine import judge
from zhengwu.auditing.from_published import figures_of_document, grid_of_table, relations_of_document
from zhengwu.auditing.from_table import figures_of_table, relations_of_table
from zhengwu.auditing.relations import Relation
from zhengwu.auditing.reproduction import Reproduction
from zhengwu.auditing.reproduction_text import reproduction_text
from zhengwu.exact import Figure
from zhengwu.findings import Finding, RelationResult, Verdict
from zhengwu.reference.forms import Bound, HiddenWhole, Repeat
from zhengwu.reference.published import PublishedDocument, documents
from zhengwu.table.layout import plain
from zhengwu.table.structure import recognise

DECIDED = (Verdict.CONSISTENT, Verdict.TRUNCATED, Verdict.INCONSISTENT)
FAR = 10**15


@functools.cache
def reproductions() -> Mapping[str, Reproduction]:
    return {item.document.id: item for item in reproduce()}


def table_results(name: str = "wujin-2017q1") -> tuple[RelationResult, ...]:
    tables = reproductions()[name].tables
    assert tables is not None
    return tables.relations


def relations_with_figures(document: PublishedDocument) -> Iterator[tuple[Sequence[Relation], Mapping[str, Figure]]]:
    """The relations of the text and of each table, each with the figures they speak of."""
    yield relations_of_document(document), figures_of_document(document)
    for index, published in enumerate(document.tables):
        table = recognise(grid_of_table(published), index=index)
        yield relations_of_table(table), figures_of_table(table)


def verdict_of(relation: Relation, others: Sequence[Relation], figures: Mapping[str, Figure]) -> Verdict:
    """The verdict on one relation alone, with the derived figures it may refer to."""
    derived = [other for other in others if other.target is None]
    return judge(figures, [*derived, relation]).results[-1].verdict


def moved(figure: Figure, steps: int) -> Figure:
    """The figure with another number printed in the same style."""
    return attrs.evolve(figure, text="", coefficient=figure.coefficient + steps)


def far_off(relation: Relation, figure: Figure) -> list[Figure]:
    """Targets that no value can print as: the leading digit changed, or for a bound a number beyond it."""
    form = relation.forms[0][1]
    if isinstance(form, Bound):
        return [moved(figure, FAR) if form.at_most is not None else moved(figure, -FAR)]
    leading = 10 ** max(len(str(abs(figure.coefficient))) - 1, 1)  # a step of one could still be rounding
    return [moved(figure, leading), moved(figure, -leading), moved(figure, FAR)]


@pytest.mark.parametrize("document", documents(), ids=lambda document: document.id)
class TestEveryRelation:
    """Nothing is stored as a verdict."""

    def test_a_digit_changed_beyond_its_interval_changes_the_verdict(self, document: PublishedDocument) -> None:
        silent = []
        for relations, figures in relations_with_figures(document):
            for relation in relations:
                if relation.target is None or relation.target not in figures:
                    continue
                before = verdict_of(relation, relations, figures)
                if before not in (Verdict.CONSISTENT, Verdict.TRUNCATED):
                    continue
                for figure in far_off(relation, figures[relation.target]):
                    after = verdict_of(relation, relations, {**figures, relation.target: figure})
                    if after is not Verdict.INCONSISTENT and not _still_possible(relation, figure, figures):
                        silent.append((relation.rule, relation.target, figure.coefficient))
        assert silent == []

    def test_printing_what_was_recomputed_makes_it_consistent(self, document: PublishedDocument) -> None:
        for relations, figures in relations_with_figures(document):
            results = judge(figures, relations).results
            for relation, result in zip(relations, results, strict=True):
                wrong = result.verdict in (Verdict.INCONSISTENT, Verdict.TRUNCATED)
                if relation.target is None or not wrong or not result.recomputed:
                    continue
                printed = figures[relation.target]
                mended = Figure.parse(result.recomputed, unit=printed.unit_text or None)
                assert mended.magnitude == printed.magnitude
                figure = attrs.evolve(printed, coefficient=mended.coefficient, decimals=mended.decimals)
                corrected = {**figures, relation.target: figure}
                assert verdict_of(relation, relations, corrected) is Verdict.CONSISTENT, result

    def test_a_derived_bound_follows_its_inputs(self, document: PublishedDocument) -> None:
        """A bound on a figure that is not printed moves with the printed figures it is derived from."""
        relations, figures = next(relations_with_figures(document))
        for relation in relations:
            if relation.target is None or relation.target in figures:
                continue
            verdicts = {
                verdict_of(relation, relations, {**figures, name: moved(figure, steps)})
                for name, figure in figures.items()
                for steps in (10 ** len(str(figure.coefficient)), -figure.coefficient + 1, -2 * figure.coefficient)
            }
            assert Verdict.INCONSISTENT in verdicts, relation.id

    def test_every_relation_is_decided_or_says_why_not(self, document: PublishedDocument) -> None:
        for report in reproductions()[document.id].reports:
            for result in report.relations:
                assert (result.verdict in DECIDED) == (result.reason is None)


def _still_possible(relation: Relation, figure: Figure, figures: Mapping[str, Figure]) -> bool:
    """Whether something open-ended explains the change: 100以上 and 200以上 may be one number."""
    names = [name for _, form in relation.forms for name in form.operands if name in figures]
    qualified = figure.qualifier is not None or any(figures[name].qualifier is not None for name in names)
    whole = isinstance(relation.forms[0][1], HiddenWhole)
    return qualified or whole or (isinstance(relation.forms[0][1], Repeat) and figure.is_zero)


def result(results: Sequence[RelationResult], printed: str, arithmetic: str) -> RelationResult:
    found = [item for item in results if item.printed == printed and item.arithmetic.startswith(arithmetic)]
    assert len(found) == 1, (printed, arithmetic, found)
    return found[0]


class TestWhatTheNewcomerSees:
    def test_the_savings_of_public_tenders(self) -> None:
        results = table_results()
        savings = result(results, "9387.91", "55000.92 − 45613.01 = 9387.91")
        rate = result(results, "17.07%", "(55000.92 − 45613.01) ÷ 55000.92")
        assert (savings.verdict, rate.verdict, rate.recomputed) == (Verdict.CONSISTENT, Verdict.CONSISTENT, "17.07%")

    def test_5617_of_5773_dispatched(self) -> None:
        rate = result(reproductions()["jintan-2017h1"].stated.relations, "97.3%", "5617件 ÷ 5773件")
        assert (rate.verdict, rate.variant, rate.recomputed) == (Verdict.CONSISTENT, "dispatched", "97.3%")

    def test_the_rate_that_only_truncation_explains(self) -> None:
        rate = result(reproductions()["district-2023h1"].stated.relations, "9.23%", "1822.31万元 ÷ 19723.07万元")
        assert (rate.verdict, rate.recomputed) == (Verdict.TRUNCATED, "9.24%")

    def test_the_premium_of_the_auction(self) -> None:
        rate = result(table_results(), "增值率1.01%", "(26.07 − 25.81) ÷ 25.81")
        assert (rate.verdict, rate.recomputed, rate.name) == (Verdict.CONSISTENT, "1.01%", "premium_rate")

    def test_a_row_whose_hidden_digits_reconcile_it(self) -> None:
        """34.89 − 31.91 is 2.98, and 2.97 ÷ 34.89 is 8.51 %; hidden digits explain 2.97 and 8.53 % together."""
        row = [item for item in table_results() if item.where.row == 9 and item.where.table == 1]
        assert [(item.printed, item.verdict) for item in row] == [
            ("2.97", Verdict.CONSISTENT),
            ("8.53%", Verdict.CONSISTENT),
        ]

    def test_successive_cuts_compound(self) -> None:
        stated = reproductions()["suqian-2015"].stated.relations
        assert [item.recomputed for item in stated if item.rule == "ZW105"] == ["37.03%"]

    def test_the_amount_that_lost_a_digit(self) -> None:
        stated = reproductions()["district-2023h1"].stated.relations
        wrong = result(stated, "1822.31万元", "19723.07万元 − 1790.76万元")
        assert (wrong.verdict, wrong.recomputed) == (Verdict.INCONSISTENT, "17932.31")

    def test_the_window_table_is_clean(self) -> None:
        results = [item for item in table_results() if item.where.table == 0]
        assert len(results) >= 23 + 4
        assert {item.verdict for item in results} == {Verdict.CONSISTENT}

    def test_there_are_well_over_a_hundred_relations(self) -> None:
        stated = [found for item in reproductions().values() for found in item.stated.relations]
        assert len([found for found in stated if found.reason != "not_printed"]) > 200


class TestTheText:
    def lines(self, lang: str = "zh") -> list[str]:
        return [plain(line) for line in reproduction_text(list(reproductions().values()), lang=lang)]

    @pytest.mark.parametrize(
        ("mark", "printed", "words"),
        [
            ("✓", "9387.91", "55000.92 − 45613.01"),
            ("✓", "17.07%", "÷ 55000.92"),
            ("✓", "97.3%", "5617件 ÷ 5773件"),
            ("≈", "9.23%", "9.24%"),
            ("✓", "增值率1.01%", "÷ 25.81"),
            ("✓", "8.53%", "(34.89 − 31.91) ÷ 34.89"),
            ("→", "37.03%", "(1 − 27.33%) × (1 − 13.35%)"),
            ("✗", "1822.31万元", "17932.31万元"),
            ("?", "99.66%", "未印出分子或基数"),
        ],
    )
    def test_shows_the_figure_with_its_verdict(self, mark: str, printed: str, words: str) -> None:
        assert any(line.lstrip().startswith(mark) and printed in line and words in line for line in self.lines())

    def test_every_relation_is_shown_once(self) -> None:
        shown = sum(line.lstrip()[:1] in "✓≈✗?→" for line in self.lines() if line.strip())
        reports = [report for item in reproductions().values() for report in item.reports]
        # A finding stands beneath the relations, with a line for what it changes in each place.
        causes = sum(self.lines_of(finding) for report in reports for finding in report.findings)
        assert shown == sum(len(report.relations) for report in reports) + causes

    @staticmethod
    def lines_of(finding: Finding) -> int:
        """The lines of a finding that begin with its mark: rows that moved share one."""
        return 1 if finding.repairs and finding.repairs[0].moves else max(len(finding.repairs[0].changes), 1)

    def test_the_last_line_is_the_total(self) -> None:
        assert self.lines()[-1].startswith(f"{len(documents())} 份材料，核对 ")
        assert self.lines("en")[-1].startswith(f"{len(documents())} documents, ")


def test_the_json_of_a_publication_holds_both_reports() -> None:
    half_year = reproductions()["jintan-2017h1"].to_dict(lang="en")
    assert half_year["title"].startswith("Jintan")
    assert half_year["tables"] is None
    assert {figure["id"] for figure in half_year["stated"]["figures"]} >= {"f1", "f41"}
    newsletter = reproductions()["wujin-2017q1"].to_dict()
    assert newsletter["tables"]["checked"] == 76
    assert reproductions()["wujin-2017q1"].reports == (reproductions()["wujin-2017q1"].tables,)


def test_app_and_engine_agree() -> None:
    """`reproduce` adds no judgement of its own."""
    for document in documents():
        direct = judge(figures_of_document(document), relations_of_document(document)).results
        assert app.reproduce is reproduce
        assert reproductions()[document.id].stated.relations == direct
