"""The two catalogues say the same things; every identifier that code uses is there, and none is there for nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from hypothesis import given, strategies as st
from tests.explained import BLANK, CUT, OPEN, REMAINDER, SHIFT, STALE, SWAP, TYPO, report

import zhengwu
from zhengwu.auditing.wording import REASONS, identifier, message_of, moved_text, why_of
from zhengwu.errors import UnknownNameError
from zhengwu.exact.rounding import Rounding
from zhengwu.exact.where import Where
from zhengwu.findings import Finding, FindingKind, Grade, Move, Repair, Verdict
from zhengwu.reference.forms import Reason
from zhengwu.reference.messages import LANGUAGES, catalogue, message, placeholders
from zhengwu.reference.published import documents
from zhengwu.reference.rules import rules

SOURCE = Path(zhengwu.__file__).parent
AUDITING = ("auditing", "auditing/causes", "auditing/causes/mechanisms", "auditing/alignment")
ROOMS = (*AUDITING, "records", "table", "reference")
REASON_KEYWORDS = {"reason", "doubtful"}
REFUSERS = {"refuse", "_Case"}


def modules() -> Iterator[Path]:
    for room in ROOMS:
        yield from sorted((SOURCE / room).glob("*.py"))
    yield from (SOURCE / "app.py", SOURCE / "cli.py")


def used_in_code() -> set[str]:
    """Identifiers that code passes to `message` as they are, or hands on as a reason."""
    found: set[str] = set()
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name == "_doubt":
                returned = (step.value for step in ast.walk(node) if isinstance(step, ast.Return))
                found |= {text for value in returned if value is not None for text in texts(value)}
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            arguments: list[ast.expr] = []
            if name == "message" and node.args:
                arguments.append(node.args[0])
            if name == "say" and node.args:
                found |= {f"cli.{text}" for text in texts(node.args[0])}
            if name in REFUSERS:
                arguments += node.args[2:]
            arguments += [keyword.value for keyword in node.keywords if keyword.arg in REASON_KEYWORDS]
            for argument in arguments:
                found |= texts(argument)
    return {text for text in found if text}


def mentioned() -> set[str]:
    """Every text constant of the code."""
    nodes = (node for path in modules() for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def texts(node: ast.expr) -> set[str]:
    """The text constants an argument may be, both branches of a condition included."""
    if isinstance(node, ast.IfExp):
        return texts(node.body) | texts(node.orelse)
    if isinstance(node, ast.BinOp | ast.Call | ast.JoinedStr):
        return set()
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def built_from_lists() -> set[str]:
    """Identifiers that code builds from a closed list."""
    found = {f"{rule}.{grade}" for rule in rules() for grade in Grade}
    found |= {f"count.{verdict}" for verdict in Verdict} | {f"grade.{grade}" for grade in Grade}
    found |= {f"regime.{rounding.value}" for rounding in Rounding} | {reason.value for reason in Reason}
    found |= {f"finding.{word}" for word in ("printed", "recomputed", "difference")}
    found |= {"zero_base", "regime.one", "regime.several"}
    found |= {f"kind.{kind}" for kind in FindingKind if kind is not FindingKind.UNEXPLAINED}
    return found


def test_both_catalogues_have_the_same_identifiers() -> None:
    assert list(catalogue("zh")) == list(catalogue("en"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_identifier_that_code_uses_is_in_the_catalogue(lang: str) -> None:
    assert (used_in_code() | built_from_lists()) - set(catalogue(lang)) == set()


def test_no_message_is_there_for_nothing() -> None:
    names = {identifier for identifier in catalogue("zh") if identifier.startswith("name.")}
    assert set(catalogue("zh")) - names - used_in_code() - built_from_lists() - mentioned() == set()


def test_names_of_relations_stand_in_the_catalogue_or_in_the_glossary() -> None:
    from zhengwu.reference.glossary import glossary

    published = {relation.name for document in documents() for relation in document.relations}
    known = {identifier.removeprefix("name.") for identifier in catalogue("zh") if identifier.startswith("name.")}
    for name in published - known:
        assert glossary().term(name).zh


@pytest.mark.parametrize("identifier", catalogue("zh"))
def test_placeholders_agree(identifier: str) -> None:
    assert placeholders(catalogue("zh")[identifier]) == placeholders(catalogue("en")[identifier])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("reason", [*(reason.value for reason in Reason), "zero_base", "not_printed"])
def test_a_reason_needs_no_values(reason: str, lang: str) -> None:
    assert message(reason, lang=lang)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("rule", rules())
@pytest.mark.parametrize("grade", list(Grade))
def test_a_finding_is_said_from_its_values(rule: str, grade: Grade, lang: str) -> None:
    values = {"label": "合计·1月", "printed": "16130", "arithmetic": "36 + 5 = 41", "recomputed": "41", "name": "total"}
    text = message(f"{rule}.{grade}", values, lang=lang)
    assert "合计·1月" in text
    assert "16130" in text or "41" in text
    assert "{" not in text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_of_a_repair_is_said_in_a_few_words(reason: str, lang: str) -> None:
    text = why_of(Repair(why=reason, values={"factor": "10000"}), lang=lang)
    assert 0 < len(text) <= 45
    assert "{" not in text
    assert text[-1] not in "。."


def test_the_sentences_read_as_an_auditor_writes_them() -> None:
    values = {"label": "合计·1月", "printed": "16130", "arithmetic": "36 + 51 = 87", "recomputed": "87"}
    assert message("ZW120.error", values) == "合计·1月 印作 16130，而各行相加 36 + 51 = 87"
    assert message("ZW120.error", values, lang="en") == "合计·1月 is printed as 16130, but its rows give 36 + 51 = 87"


SENTENCES = [
    (
        TYPO,
        "采购 公开·成交 印作 179，应为 1790（少印一位数字）：1972 − 182 = 1790",
        "采购 公开·成交 is printed as 179, must be 1790 (digit dropped): 1972 − 182 = 1790",
    ),
    (
        SWAP,
        "工程 公开·预算 的 7089 与 工程 公开·成交 的 6037 印反",
        "7089 of 工程 公开·预算 and 6037 of 工程 公开·成交 have changed places",
    ),
    (
        STALE,
        (
            "应更正 5 处（分项更正后未重算）：工程 小计·个数 37 → 38、工程 小计·预算 37 → 38、"
            "工程 小计·成交 37 → 38、工程 小计·节约 37 → 38、…；1 + 2 = 3"
        ),
        (
            "5 figures must be corrected (not updated after a part was corrected): 工程 小计·个数 37 → 38, "
            "工程 小计·预算 37 → 38, 工程 小计·成交 37 → 38, 工程 小计·节约 37 → 38, …; 1 + 2 = 3"
        ),
    ),
    (
        OPEN,
        "合计·个数 印作 71，而本组各行相加 37 + 33 = 70；有 3 种可能的更正，见下",
        "合计·个数 is printed as 71, but the rows of its group give 37 + 33 = 70; 3 repairs are possible, see below",
    ),
    (
        SHIFT,
        "自“采购 公开”起 4 行的数字比项目名称低 1 行，另有 2 处可以补正；35 + 2 = 37",
        (
            "from “采购 公开” on, 4 rows of figures stand 1 too low against their labels, "
            "and 2 more can be filled in; 35 + 2 = 37"
        ),
    ),
    (
        BLANK,
        "工程 邀请·个数 空白，可能应为 2（漏印）：37 − 35 = 2（分项中有空白格，可能含未印出的数）",
        (
            "工程 邀请·个数 is blank, may have to be 2 (left blank): 37 − 35 = 2 "
            "(a blank among the parts may hide a figure)"
        ),
    ),
    (
        REMAINDER,
        "采购 小计·个数 印作 33，而本组各行相加 1 + 2 = 3（可能有未列出的项目）",
        "采购 小计·个数 is printed as 33, but the rows of its group give 1 + 2 = 3 (a part may not be listed)",
    ),
    (
        CUT,
        "采购 公开·节约 印作 182，是截断所得：1 + 2 = 3，四舍五入应印 183",
        "采购 公开·节约 is printed as 182, cut off: 1 + 2 = 3 rounds to 183",
    ),
]


@pytest.mark.parametrize(("finding", "zh", "en"), SENTENCES, ids=[finding.kind.value for finding, _, _ in SENTENCES])
def test_a_cause_is_said_in_one_sentence(finding: Finding, zh: str, en: str) -> None:
    name = report().label
    assert (message_of(finding, name=name), message_of(finding, name=name, lang="en")) == (zh, en)


def test_without_a_mechanism_the_figure_is_only_computed() -> None:
    for why in ("", "why.recomputed"):
        found = attrs.evolve(TYPO, repairs=(attrs.evolve(TYPO.repairs[0], why=why),))
        assert message_of(found) == "采购 公开·成交 印作 179，算得 1790：1972 − 182 = 1790"


def test_what_is_not_the_only_repair_is_only_possible() -> None:
    assert "可能应为 1790" in message_of(attrs.evolve(TYPO, unique=False))
    assert message_of(attrs.evolve(STALE, unique=False)).startswith("可能应更正 5 处（")
    assert message_of(attrs.evolve(SWAP, unique=False)).startswith("可能应更正 2 处（两数印反）：")


def test_a_finding_without_labels_is_named_by_its_place() -> None:
    found = attrs.evolve(TYPO, values={})
    assert message_of(found) == "t0r3c4 印作 179，应为 1790（少印一位数字）"


def test_rows_above_their_labels_and_rows_exchanged() -> None:
    up = Repair(moves=(Move(table=0, row=1, label_row=3), Move(table=0, row=2, label_row=4)))
    assert moved_text(up, identifier) == "自“t0r1”起 2 行的数字比项目名称高 2 行"
    assert moved_text(OPEN.repairs[2], report().label) == "“采购 询价”与“采购 小计”两处的数字互换"


def test_a_place_is_called_by_its_labels() -> None:
    found = report()
    assert found.label(Where(table=0, row=3, column=4)) == "采购 公开·成交"
    assert (found.label(Where(table=0, row=3)), found.label(Where(table=0, row=99, column=1))) == (
        "采购 公开",
        "t0r99c1",
    )
    assert found.label(Where(figure="f3")) == "f3"


@pytest.mark.parametrize(("lang", "why"), [("zh", "少印一位数字"), ("en", "digit dropped")])
def test_the_json_of_a_finding_tells_figures_relations_and_repairs(lang: str, why: str) -> None:
    typo = attrs.evolve(TYPO, figures=("t0r3c4",))
    shown = report(typo, SHIFT).to_dict(lang=lang)["findings"]
    place = {"figure": None, "table": 0, "row": 3, "column": 4}
    assert shown[0]["message"] == message_of(typo, lang=lang)
    assert (shown[0]["figures"], shown[0]["relations"]) == (["t0r3c4"], [1, 2])
    assert (shown[0]["arithmetic"], shown[0]["unique"]) == ("1972 − 182 = 1790", True)
    assert shown[0]["repairs"] == [{"changes": [{**place, "from": "179", "to": "1790"}], "moves": [], "why": why}]
    assert shown[1]["repairs"][0]["moves"][0] == {"table": 0, "row": 3, "label_row": 2}


@given(text=st.text())
def test_a_value_is_put_in_as_it_is(text: str) -> None:
    """Braces, percent signs and backslashes of a document are text like any other."""
    assert message("not_a_figure", {"text": text}) == f"“{text}”不是数"


@pytest.mark.parametrize("identifier", ["", "ZW120.eror", "{label}"])
def test_an_unknown_identifier_is_refused(identifier: str) -> None:
    with pytest.raises(UnknownNameError, match="message"):
        message(identifier)


@pytest.mark.parametrize("lang", ["", "de", "zh-CN"])
def test_an_unknown_language_is_refused(lang: str) -> None:
    with pytest.raises(UnknownNameError, match="zh or en"):
        message("grade.error", lang=lang)


def test_a_placeholder_without_a_value_is_refused_by_name() -> None:
    with pytest.raises(UnknownNameError, match="not_a_figure: 'text' is not given"):
        message("not_a_figure")
