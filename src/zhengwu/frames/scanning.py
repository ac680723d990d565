"""Files as lazy frames: Parquet, CSV, and folders of either with partitions, read only when a result is asked for.

Every column of a CSV comes as text, so that nothing is guessed and no figure becomes a float; `zhengwu.frames.check`
reads it. Parquet keeps its types.
"""

from __future__ import annotations

import csv
import glob
from importlib import import_module
from pathlib import Path
from typing import Any

import attrs

from zhengwu.errors import MissingExtraError, ReadError, UnitError

__all__ = ["BROKEN", "scan"]

BROKEN = "_corrupt_record"
"""The column in which Spark puts a line of a CSV that has more fields than the header, or fewer."""

_FORMS = ("parquet", "csv")
_ENDINGS = {".parquet": "parquet", ".pq": "parquet", ".csv": "csv", ".tsv": "csv"}
_UTF_8 = ("utf-8", "utf8", "utf-8-sig")
_SPARK_CHARSETS = ("iso-8859-1", "us-ascii", "utf-16", "utf-16be", "utf-16le", "utf-32")
_ALL_CHARSETS = "spark.sql.legacy.javaCharsets"
_EXPECTED = 'using="polars", a DuckDB connection or a SparkSession'


@attrs.frozen
class _Source:
    """What is scanned: the path as given, the folder of partitions or None, `parquet` or `csv`, and how it is read."""

    path: str
    is_folder: bool
    form: str
    separator: str
    encoding: str
    has_line_breaks: bool

    def pattern(self) -> str:
        """The files as a pattern."""
        return f"{self.path.rstrip('/')}/**/*.{self.form}" if self.is_folder else self.path


def scan(
    path: str | Path,
    *,
    using: Any = "polars",
    form: str | None = None,
    separator: str = ",",
    encoding: str = "utf-8",
    line_breaks: bool = True,
) -> Any:
    """A lazy frame over a file, a pattern or a folder: nothing is read yet but names, and types of Parquet.

    `using` is who reads it: ``"polars"`` gives a LazyFrame, a DuckDB connection a relation on it, a SparkSession a
    DataFrame of that session. The folders of partitions (``year=2017/quarter=1``) are columns. `form` is ``parquet`` or
    ``csv`` where the path does not say it; `separator` and `encoding` are those of a CSV. Without `line_breaks` inside
    its quotes, Spark can divide a large file among its tasks.

    A line of a CSV with more fields than the header stops polars and DuckDB with an error of theirs; a line with fewer
    stops DuckDB, and polars leaves the rest blank. Spark keeps such lines in a column `_corrupt_record`, from which
    `zhengwu.frames.check` sets them aside.

    Raises `ReadError` for a path that holds no such file, and for an encoding that the engine cannot read; `UnitError`
    for something that reads no files lazily.

    >>> scan("no/such/folder")
    Traceback (most recent call last):
    zhengwu.errors.ReadError: path: 'no/such/folder' is not there (expected a file, a pattern or a folder)
    """
    readers = {"polars": _polars, "duckdb": _duckdb, "pyspark": _pyspark}
    name = using if isinstance(using, str) else _engine(using)
    if name not in readers or (isinstance(using, str) and name != "polars"):
        problem = (
            f"{name} reads no files lazily" if isinstance(using, str) else f"a {type(using).__name__} reads no files"
        )
        raise UnitError(problem, field="using", expected=_EXPECTED)
    source = _source(str(path), form, separator, encoding, line_breaks)
    if source.form == "csv" and encoding.lower() not in _UTF_8:
        _require_encoding(name, using, encoding)
    return readers[name](source, using)


def _require_encoding(name: str, using: Any, encoding: str) -> None:
    """Raise `ReadError` for an encoding that the engine does not read, or not as it is set."""
    expected = "a SparkSession, or the file written again in UTF-8"
    if name == "pyspark":
        if encoding.lower() in _SPARK_CHARSETS or using.conf.get(_ALL_CHARSETS) == "true":
            return
        expected = f"spark.conf.set('{_ALL_CHARSETS}', 'true')"
    raise ReadError(f"is no encoding in which {name} scans CSV", field="encoding", value=encoding, expected=expected)


def _engine(using: Any) -> str:
    """Who it is, by the module of its class: nothing is imported to find out."""
    module = type(using).__module__.partition(".")[0]
    if hasattr(using, "read_parquet") and module in ("duckdb", "_duckdb"):
        return "duckdb"
    return "pyspark" if module == "pyspark" and hasattr(using, "read") else "unknown"


def _source(path: str, form: str | None, separator: str, encoding: str, has_line_breaks: bool) -> _Source:
    if form is not None and form not in _FORMS:
        raise ReadError("is no form of files", field="form", value=form, expected=" or ".join(_FORMS))
    is_local = "://" not in path
    is_folder = is_local and Path(path).is_dir()
    if is_local and not is_folder and not any(mark in path for mark in "*?[") and not Path(path).exists():
        raise ReadError("is not there", field="path", value=path, expected="a file, a pattern or a folder")
    if form is None:
        files = (file for file in Path(path).rglob("*") if file.is_file()) if is_folder else [Path(path)]
        forms = {_ENDINGS[file.suffix.lower()] for file in files if file.suffix.lower() in _ENDINGS}
        if len(forms) != 1:
            problem = "holds files of both forms" if forms else "holds no Parquet and no CSV"
            raise ReadError(problem, field="path", value=path, expected='form="parquet" or form="csv"')
        form = forms.pop()
    return _Source(path, is_folder, form, separator, encoding, has_line_breaks)


def _polars(source: _Source, _using: Any) -> Any:
    try:
        pl: Any = import_module("polars")  # asked for by its name, and by nobody else
    except ImportError as error:
        raise MissingExtraError(
            "polars is not installed", field="using", expected="pip install 'zhengwu[polars]'"
        ) from error
    pattern = source.pattern()
    if source.form == "parquet":
        return pl.scan_parquet(pattern, hive_partitioning=source.is_folder or None)
    if not source.is_folder:
        return pl.scan_csv(pattern, infer_schema=False, separator=source.separator)
    frames = []
    for file in sorted(Path(source.path).rglob("*.csv")):
        parts = [part.partition("=") for part in file.relative_to(source.path).parts[:-1]]
        frame = pl.scan_csv(file, infer_schema=False, separator=source.separator, glob=False)
        frames.append(frame.with_columns(**{name: pl.lit(value) for name, mark, value in parts if mark}))
    return pl.concat(frames)


def _duckdb(source: _Source, using: Any) -> Any:
    pattern = source.pattern()
    if source.form == "parquet":
        return using.read_parquet(pattern, hive_partitioning=source.is_folder)
    # What DuckDB finds out about a CSV by itself may skip the header, and lines, when one of them is broken.
    names = dict.fromkeys(_header(source, using), "VARCHAR")
    return using.read_csv(
        pattern,
        auto_detect=False,
        columns=names,
        header=True,
        sep=source.separator,
        quotechar='"',
        escapechar='"',
        hive_partitioning=source.is_folder,
    )


def _header(source: _Source, using: Any) -> list[str]:
    """The names in the header, the same in all files. Raises `ReadError` for a file with another header."""
    if "://" in source.path:
        line = {"line": "VARCHAR"}
        whole = using.read_csv(source.path, auto_detect=False, columns=line, header=False, sep="\x01", quotechar="")
        return next(csv.reader([str(whole.limit(1).fetchall()[0][0])], delimiter=source.separator))
    found: list[str] = []
    for file in sorted(glob.glob(source.pattern(), recursive=True)):  # noqa: PTH207  a pattern may be absolute
        with Path(file).open(encoding="utf-8-sig", newline="") as text:
            header = next(csv.reader(text, delimiter=source.separator), [])
        if found and header != found:
            raise ReadError("has another header than the files before", field="path", value=file, expected=str(found))
        found = header
    return found


def _pyspark(source: _Source, using: Any) -> Any:
    if source.form == "parquet":
        return using.read.parquet(source.path)
    options = {
        "header": True,
        "sep": source.separator,
        "encoding": source.encoding,
        "quote": '"',
        "escape": '"',
        "multiLine": source.has_line_breaks,
        "inferSchema": False,
        "enforceSchema": False,  # a file with another header is an error and not read by position
    }
    schema = using.read.csv(source.path, **options).schema.add(BROKEN, "string")
    # Pruned columns would hide that a line has too many fields or too few.
    reader = using.read.schema(schema).option("columnNameOfCorruptRecord", BROKEN).option("columnPruning", False)
    return reader.csv(source.path, **options)
