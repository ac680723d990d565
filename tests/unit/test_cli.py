"""The command line as a user meets it: output, exit status, one line for what cannot be read, never a traceback."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import zhengwu
from zhengwu import app, cli
from zhengwu.cli import main
from zhengwu.errors import ReadError

SOURCE = Path(zhengwu.__file__).parents[1]
PROGRAM = "import sys; from zhengwu.cli import main; sys.exit(main())"
GOOD = {"title": "服务情况表", "header": ["窗口", "1月"], "rows": [["甲", "3"], ["乙", "4"], ["合计", "7"]]}
WRONG = {"title": "服务情况表", "header": ["窗口", "1月"], "rows": [["甲", "3"], ["乙", "4"], ["合计", "8"]]}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.json").write_text(json.dumps(GOOD), encoding="utf-8")
    (tmp_path / "wrong.json").write_text(json.dumps(WRONG), encoding="utf-8")
    (tmp_path / "broken.json").write_text('{"title": ', encoding="utf-8")
    return tmp_path


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(SOURCE), **variables}
    return subprocess.run([sys.executable, "-c", PROGRAM, *arguments], capture_output=True, env=environment)


@pytest.mark.usefixtures("folder")
class TestExitStatus:
    @pytest.mark.parametrize(
        ("files", "status"),
        [
            (["good.json"], 0),
            (["wrong.json"], 1),
            (["good.json", "wrong.json"], 1),
            (["broken.json"], 2),
            (["missing.json"], 2),
            (["wrong.json", "missing.json", "good.json"], 2),
        ],
    )
    @pytest.mark.parametrize("form", ["text", "json", "html"])
    def test_says_what_was_found(self, files: list[str], status: int, form: str) -> None:
        assert main(["audit", "--format", form, *files]) == status

    def test_reproduce_reports_and_does_not_judge(self) -> None:
        assert main(["reproduce"]) == 0

    @pytest.mark.parametrize(
        "arguments", [[], ["audit"], ["frobnicate"], ["audit", "x", "--format", "pdf"], ["--lang"]]
    )
    def test_unknown_arguments_are_2(self, arguments: list[str]) -> None:
        with pytest.raises(SystemExit) as left:
            main(arguments)
        assert left.value.code == 2

    def test_an_interrupt_is_130(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupted(_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(app, "audit", interrupted)
        assert main(["audit", "good.json"]) == 130


@pytest.mark.usefixtures("folder")
class TestUnreadableInput:
    def test_is_one_line_and_stops_no_other_file(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["audit", "missing.json", "broken.json", "good.json", "--format", "json"]) == 2
        out, err = capsys.readouterr()
        assert [json.loads(line)["file"] for line in out.splitlines()] == ["good.json"]
        first, second = err.splitlines()
        assert first.startswith("zhengwu: missing.json")
        assert second.startswith("zhengwu: broken.json")

    def test_a_fault_of_ours_is_one_line_too(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        real = app.audit

        def faulty(path: str) -> object:
            if path == "wrong.json":
                raise ZeroDivisionError("two\nlines")
            return real(path)

        monkeypatch.setattr(app, "audit", faulty)
        assert main(["audit", "wrong.json", "good.json"]) == 2
        out, err = capsys.readouterr()
        assert err == "zhengwu: wrong.json: internal error, ZeroDivisionError: two lines\n"
        assert "核对 1 项：相符 1，不符 0" in out

    def test_bundled_data_that_cannot_be_read_is_one_line(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def broken() -> None:
            raise ReadError("is not JSON", where="a.json")

        monkeypatch.setattr(app, "reproduce", broken)
        assert main(["reproduce"]) == 2
        assert capsys.readouterr() == ("", "zhengwu: a.json: is not JSON\n")

    def test_html_of_nothing_is_nothing(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["audit", "missing.json", "--format", "html"]) == 2
        assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("folder")
class TestOutput:
    def test_text_of_several_files_is_told_apart_by_a_blank_line(self, capsys: pytest.CaptureFixture[str]) -> None:
        main(["audit", "good.json", "wrong.json"])
        blocks = capsys.readouterr().out.split("\n\n")
        assert blocks[0] == "good.json"
        assert "wrong.json" in blocks
        assert "\x1b" not in "".join(blocks)

    def test_json_is_one_object_per_line_with_chinese_as_it_is(self, capsys: pytest.CaptureFixture[str]) -> None:
        main(["audit", "good.json", "wrong.json", "--format", "json"])
        out = capsys.readouterr().out
        good, wrong = (json.loads(line) for line in out.splitlines())
        assert (good["failed"], wrong["failed"]) == (0, 1)
        (finding,) = wrong["findings"]
        assert finding["message"] == "合计·1月 印作 8，而各行相加 3 + 4 = 7；有 4 种可能的更正，见下"
        assert finding["unique"] is False
        changed = [[(one["row"], one["from"], one["to"]) for one in way["changes"]] for way in finding["repairs"]]
        assert changed == [[(2, "8", "7")], [(0, "3", "4")], [(1, "4", "5")], []]
        assert "\\u" not in out

    def test_html_is_one_page_for_all_files(self, capsys: pytest.CaptureFixture[str]) -> None:
        main(["audit", "good.json", "wrong.json", "--format", "html"])
        out = capsys.readouterr().out
        assert out.count("<!DOCTYPE html>") == out.count('charset="utf-8"') == 1
        assert out.count("<section") == 2

    def test_english_is_spoken_on_request(self, capsys: pytest.CaptureFixture[str]) -> None:
        main(["audit", "wrong.json", "--format", "json", "--lang", "en"])
        assert "is printed as 8, but its rows give 3 + 4 = 7" in capsys.readouterr().out
        main(["audit", "wrong.json", "--lang=en"])
        assert "1 checked: 0 agree, 1 disagree" in capsys.readouterr().out

    @pytest.mark.parametrize(("lang", "words"), [("zh", "用法：zhengwu audit"), ("en", "usage: zhengwu audit")])
    def test_help_speaks_the_language(self, lang: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as left:
            main(["audit", "--lang", lang, "--help"])
        assert left.value.code == 0
        assert capsys.readouterr().out.startswith(words)

    def test_version(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as left:
            main(["--version"])
        assert left.value.code == 0
        assert capsys.readouterr().out == f"zhengwu {zhengwu.__version__}\n"

    def test_reproduce_in_json_is_one_document_per_line(self, capsys: pytest.CaptureFixture[str]) -> None:
        main(["reproduce", "--format", "json", "--lang", "en"])
        documents = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert len(documents) >= 7
        assert all(document["stated"]["relations"] or document["tables"] for document in documents)


class Terminal(io.StringIO):
    """A stdout that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.usefixtures("folder")
class TestColour:
    def shown(self, monkeypatch: pytest.MonkeyPatch, **variables: str) -> str:
        for name in ("NO_COLOR", "FORCE_COLOR", "COLORTERM"):
            monkeypatch.delenv(name, raising=False)
        for name, value in {"TERM": "xterm-256color", "COLUMNS": "30", **variables}.items():
            monkeypatch.setenv(name, value)
        terminal = Terminal()
        monkeypatch.setattr(sys, "stdout", terminal)
        main(["audit", "wrong.json"])
        return terminal.getvalue()

    def test_a_terminal_gets_colour_and_the_same_text(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from rich.text import Text

        coloured = self.shown(monkeypatch)
        plain = self.shown(monkeypatch, NO_COLOR="1")
        assert "\x1b[" in coloured
        assert "\x1b[" not in plain
        assert Text.from_ansi(coloured).plain.rstrip() == plain.rstrip()

    def test_without_rich_the_text_is_plain(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "rich.console", None)
        assert "\x1b[" not in self.shown(monkeypatch)


class TestTheProcess:
    def test_chinese_goes_out_as_utf8_in_the_c_locale(self, folder: Path) -> None:
        locale = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
        done = run("audit", str(folder / "wrong.json"), **locale)
        assert done.returncode == 1
        assert "相符" in done.stdout.decode("utf-8")
        assert done.stderr == b""

    def test_a_file_name_that_is_no_text_is_answered_in_one_line(self, folder: Path) -> None:
        name = os.fsencode(folder) + b"/\xff.json"
        try:
            Path(os.fsdecode(name)).write_text(json.dumps(WRONG), encoding="utf-8")
        except OSError:
            pytest.skip("this file system refuses such names")
        environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
        command = [os.fsencode(sys.executable), b"-c", PROGRAM.encode(), b"audit", name, b"--format", b"json"]
        done = subprocess.run(command, capture_output=True, env=environment)
        assert done.returncode == 1
        assert json.loads(done.stdout)["failed"] == 1

    def test_a_reader_that_has_enough_ends_it_quietly(self, folder: Path) -> None:
        files = [str(folder / "wrong.json")] * 300
        environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
        command = [sys.executable, "-c", PROGRAM, "audit", *files, "--format", "html"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.read(10)
            process.stdout.close()
            assert process.stderr.read() == b""
        assert process.returncode == 141

    @pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
    def test_ctrl_c_ends_it_quietly(self, tmp_path: Path) -> None:
        pipe = tmp_path / "slow.json"
        os.mkfifo(pipe)
        program = f"import os, sys; sys.stderr.write('up'); sys.stderr.flush(); {PROGRAM}"
        environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
        slow = "import zhengwu.app as app, time; app.audit = lambda path: (print('on', flush=True), time.sleep(60)); "
        command = [sys.executable, "-c", slow + program, "audit", str(pipe)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            assert process.stdout.readline() == b"on\n"
            time.sleep(0.05)
            process.send_signal(signal.SIGINT)
            assert process.stderr.read() == b"up"
        assert process.returncode == 130


def test_the_language_is_read_before_the_parser_is_built() -> None:
    assert cli._language(["audit", "x", "--lang", "en"]) == "en"
    assert cli._language(["audit", "x", "--lang"]) == "zh"
    assert cli._language(["audit", "x", "--lang", "fr"]) == "zh"
