"""The command line: ``zhengwu audit FILE…``, ``rollup FILE`` and ``reproduce``. Arguments and printing, nothing else.

Exit status 0: nothing found. 1: findings of grade error. 2: an input could not be read (one line on stderr).
130: Ctrl-C.

>>> main(["audit", "report.pdf"])
2
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TextIO

from zhengwu.errors import ZhengwuError
from zhengwu.reference.messages import LANGUAGES, message
from zhengwu.table.layout import Line, plain

__all__ = ["main"]

_INTERRUPTED = 130
_BROKEN_PIPE = 141  # as a shell reports SIGPIPE
_COLOURS = {
    "title": "bold",
    "dim": "dim",
    "good": "green",
    "note": "yellow",
    "question": "cyan",
    "error": "bold red",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line with these arguments (default: those of the process) and return the exit status.

    Only argparse leaves by itself, after --help, --version and arguments it does not know (exit status 2).
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    try:
        options = _parser(_language(arguments)).parse_args(arguments)
        status = _COMMANDS[options.command](options)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has enough; the interpreter must not try to flush into the closed pipe again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE
    except KeyboardInterrupt:
        return _INTERRUPTED
    except ZhengwuError as error:
        print(f"zhengwu: {_one_line(error)}", file=sys.stderr)
        return 2
    return status


def _audit(options: argparse.Namespace) -> int:
    from zhengwu.app import audit

    found = failed = False
    fragments: list[str] = []
    first = True
    for file in options.files:
        try:
            report = audit(file)
            shown = _shown(report, options)
        except (ZhengwuError, OSError) as error:
            failed = True
            sentence = _one_line(error)
            print(f"zhengwu: {sentence if file in sentence else f'{file}: {sentence}'}", file=sys.stderr)
            continue
        except Exception as error:  # noqa: BLE001  one bad file must not stop the others, nor show a traceback
            failed = True
            print(f"zhengwu: {file}: internal error, {type(error).__name__}: {_one_line(error)}", file=sys.stderr)
            continue
        found = found or not report.ok
        if options.format == "html":
            fragments.append(shown)
        elif options.format == "json":
            print(shown)
        else:
            _write([()] if not first else [])
            _write(shown)
        first = False
    if options.format == "html" and fragments:
        from zhengwu.auditing.html import html_page

        print(html_page(fragments, lang=options.lang, title=", ".join(map(os.path.basename, options.files))))
    return 2 if failed else 1 if found else 0


def _shown(report: Any, options: argparse.Namespace) -> Any:
    """The report in the format asked for: a text, or styled lines."""
    if options.format == "json":
        return _json(report.to_dict(lang=options.lang))
    if options.format == "html":
        from zhengwu.auditing.html import report_html

        return report_html(report, lang=options.lang)
    from zhengwu.auditing.text import report_text

    return report_text(report, lang=options.lang)


def _reproduce(options: argparse.Namespace) -> int:
    from zhengwu.app import reproduce

    reproductions = reproduce()
    if options.format == "json":
        for item in reproductions:
            print(_json(item.to_dict(lang=options.lang)))
        return 0
    from zhengwu.auditing.reproduction_text import reproduction_text

    _write(reproduction_text(reproductions, lang=options.lang))
    return 0


def _rollup(options: argparse.Namespace) -> int:
    from zhengwu.cli_rollup import run_rollup

    return run_rollup(options)


_COMMANDS = {"audit": _audit, "rollup": _rollup, "reproduce": _reproduce}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())


def _write(lines: Iterable[Line]) -> None:
    """Lines to stdout, coloured where it is a terminal, NO_COLOR is not set and rich is installed."""
    console = _terminal()
    for line in lines:
        if console is None:
            print(plain(line))
        else:
            console.print(*_styled(line), sep="", soft_wrap=True)


def _terminal() -> Any:
    """The console of rich on stdout, or None where there is nothing to colour."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return None
    try:
        from rich.console import Console
    except ImportError:
        return None
    return Console(file=sys.stdout, highlight=False)


def _styled(line: Line) -> Iterator[Any]:
    from rich.text import Text

    for text, style in line:
        yield Text(text, style=_COLOURS.get(style, ""), end="")


def _speak_utf8(stream: TextIO) -> None:
    """Chinese goes out as UTF-8 whatever the locale says; names of files that are no text stay printable."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")


def _language(arguments: Sequence[str]) -> str:
    """The language asked for, read before the parser that speaks it is built."""
    early = argparse.ArgumentParser(add_help=False, exit_on_error=False, allow_abbrev=False)
    early.add_argument("--lang", default=LANGUAGES[0])
    try:
        lang = early.parse_known_args(list(arguments))[0].lang
    except (argparse.ArgumentError, SystemExit):
        return LANGUAGES[0]
    return lang if lang in LANGUAGES else LANGUAGES[0]


class _Formatter(argparse.HelpFormatter):
    """argparse's own, with the word for "usage" in the language asked for."""

    usage_word = ""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, self.usage_word if prefix is None else prefix)


def _parser(lang: str) -> argparse.ArgumentParser:
    def say(message_id: str, **values: str) -> str:
        return message(f"cli.{message_id}", values, lang=lang)

    formatter = type("_Formatter", (_Formatter,), {"usage_word": say("usage")})

    def finished(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
        parser.add_argument("-h", "--help", action="help", help=say("help"))
        parser._positionals.title, parser._optionals.title = say("arguments"), say("options")
        return parser

    common: dict[str, Any] = {"formatter_class": formatter, "add_help": False, "allow_abbrev": False}
    parser = finished(argparse.ArgumentParser(prog="zhengwu", description=say("description"), **common))
    parser.add_argument("--version", action="version", version=f"zhengwu {_version()}", help=say("version"))
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", title=say("commands"))
    audit = commands.add_parser("audit", help=say("audit"), description=say("audit.description"), **common)
    finished(audit).add_argument("files", nargs="+", metavar="FILE", help=say("file"))
    rollup = commands.add_parser("rollup", help=say("rollup"), description=say("rollup.description"), **common)
    finished(rollup).add_argument("file", metavar="FILE", help=say("records"))
    kinds = (  # those of zhengwu.io.records, not loaded for --help
        *("window_count", "case", "tender", "auction", "ticket", "order", "medical", "bid", "award", "contract"),
        *("performance", "deposit", "dispute", "credit", "fee", "member", "assessment", "session", "refund"),
    )
    rollup.add_argument(
        "--kind", choices=kinds, required=True, metavar="KIND", help=say("kind", kinds=", ".join(kinds))
    )
    rollup.add_argument("--sheet", metavar="NAME", help=say("sheet"))
    rollup.add_argument("--by", required=True, metavar="FIELD", help=say("by"))
    rollup.add_argument("--on", metavar="FIELD", help=say("on"))
    rollup.add_argument("--period", default="quarter", metavar="PERIOD", help=say("period", default="quarter"))
    rollup.add_argument("--within", metavar="PERIOD", help=say("within"))
    rollup.add_argument("--measures", metavar="NAMES", help=say("measures"))
    rollup.add_argument("--unit", metavar="UNIT", help=say("unit"))
    rollup.add_argument("--title", metavar="TEXT", help=say("title"))
    again = commands.add_parser("reproduce", help=say("reproduce"), description=say("reproduce.description"), **common)
    finished(again)
    shown = ((audit, ("text", "json", "html")), (rollup, ("text", "csv", "json")), (again, ("text", "json")))
    for command, formats in shown:
        command.add_argument("--format", choices=formats, default="text", help=say("format", default="text"))
        command.add_argument("--lang", choices=LANGUAGES, default=LANGUAGES[0], help=say("lang", default=LANGUAGES[0]))
    return parser


def _version() -> str:
    import zhengwu

    return str(zhengwu.__version__)
