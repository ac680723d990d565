"""The two catalogues say the same things; every identifier that code uses is there, and none is there for nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

import zhengwu
from zhengwu.auditing.wording import REASONS, why_of
from zhengwu.errors import UnknownNameError
from zhengwu.exact.rounding import Rounding
from zhengwu.findings import FindingKind, Grade, Repair, Verdict
from zhengwu.reference.forms import Reason
from zhengwu.reference.messages import LANGUAGES, catalogue, message, placeholders
from zhengwu.reference.published import documents
from zhengwu.reference.rules import rules

SOURCE = Path(zhengwu.__file__).parent
ROOMS = ("auditing", "records", "table", "reference")
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
