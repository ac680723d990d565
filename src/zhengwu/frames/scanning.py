"""Files as lazy frames: Parquet, CSV, and folders of either with partitions, read only when a result is asked for.

Every column of a CSV comes as text, so that nothing is guessed and no figure becomes a float; `zhengwu.frames.check`
reads it. Parquet keeps its types.
"""

from __future__ import annotations

import glob
from pathlib import Path
from typing import Any

import attrs

from zhengwu.errors import ReadError, UnitError
from zhengwu.frames import scanners
from zhengwu.frames.csv_dialect import Dialect, header_of
from zhengwu.frames.csv_lines import mended
from zhengwu.frames.scanners import Source

__all__ = ["scan"]

_FORMS = ("parquet", "csv")
_ENDINGS = {".parquet": "parquet", ".pq": "parquet", ".csv": "csv", ".tsv": "csv"}
_SPARK_CHARSETS = ("iso-8859-1", "us-ascii", "utf-16", "utf-16be", "utf-16le", "utf-32")
_ALL_CHARSETS = "spark.sql.legacy.javaCharsets"
_EXPECTED = 'using="polars", a DuckDB connection or a SparkSession'


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

    No two engines do the same with broken lines of a CSV: one stops, one fills in blanks, one reads on to the end of
    the file. So a CSV on this machine is looked through once, here, at the speed of the disk. Lines with more fields
    than the header or fewer, with a quotation mark that is not closed, or with bytes that are not of the `encoding`
    come in a column `_corrupt_record`, as they stand, with nothing in the others; `zhengwu.frames.check` sets them
    aside. The engine then reads a copy without them, in UTF-8; so it does of another encoding (gb18030). Copies are
    in the folder of temporary files (``TMPDIR``) until the process ends. A file that is whole is read where it is.
    A CSV elsewhere (``hdfs://…``) is read by Spark alone, which finds such lines itself, but takes what follows an open
    quotation mark for a part of its line.

    Raises `ReadError` for a path that holds no such file, and for an encoding that the engine cannot read; `UnitError`
    for something that reads no files lazily.

    >>> scan("no/such/folder")
    Traceback (most recent call last):
    zhengwu.errors.ReadError: path: 'no/such/folder' is not there (expected a file, a pattern or a folder)
    """
    readers = {"polars": scanners.with_polars, "duckdb": scanners.with_duckdb, "pyspark": scanners.with_pyspark}
    name = using if isinstance(using, str) else _engine(using)
    if name not in readers or (isinstance(using, str) and name != "polars"):
        problem = (
            f"{name} reads no files lazily" if isinstance(using, str) else f"a {type(using).__name__} reads no files"
        )
        raise UnitError(problem, field="using", expected=_EXPECTED)
    dialect = Dialect(separator, encoding, line_breaks)
    dialect.require()
    source = _source(str(path), form, dialect)
    if source.form == "csv":
        if source.files and (name != "pyspark" or _is_here(using)):
            source = _looked_through(source)
        else:
            _require_spark(name, using, source)
    return readers[name](source, using)


def _is_here(session: Any) -> bool:
    """Whether a session of Spark runs on this machine, and so sees the files on it."""
    return str(session.conf.get("spark.master", "")).startswith("local")


def _looked_through(source: Source) -> Source:
    """The source with the names of its columns; of copies where files are not in UTF-8 or have broken lines."""
    names = header_of(source.files, source.dialect)
    places = [
        str(file.relative_to(source.path)) if source.is_folder else f"{number}/{file.name}"
        for number, file in enumerate(source.files)
    ]
    found = mended(list(zip(source.files, places, strict=True)), len(names), source.dialect)
    root = Path(source.path) if source.is_folder else Path()
    if found is None:
        return attrs.evolve(source, names=tuple(names), root=root)
    folder, has_broken = found
    broken = [folder / "broken" / place for place in places]
    return attrs.evolve(
        source,
        path=str(folder / "whole") if source.is_folder else str(folder / "whole" / "*" / "*"),
        dialect=attrs.evolve(source.dialect, encoding="utf-8"),
        names=tuple(names),
        files=tuple(folder / "whole" / place for place in places),
        broken=tuple(file for file in broken if file.exists()) if has_broken else (),
        root=folder / "whole",
        broken_root=folder / "broken",
    )


def _require_spark(name: str, using: Any, source: Source) -> None:
    """Raise `ReadError` for a CSV elsewhere that the engine does not read, or not in its encoding."""
    if name != "pyspark":
        told = "a SparkSession, Parquet, or a copy on this machine, since nothing else tells broken lines"
        raise ReadError(f"is a CSV that {name} cannot look through", field="path", value=source.path, expected=told)
    encoding = source.dialect.encoding
    known = source.dialect.is_utf_8 or encoding.lower() in _SPARK_CHARSETS
    if not known and using.conf.get(_ALL_CHARSETS) != "true":
        told = f"spark.conf.set('{_ALL_CHARSETS}', 'true')"
        raise ReadError("is no encoding in which Spark scans CSV", field="encoding", value=encoding, expected=told)


def _engine(using: Any) -> str:
    """Who it is, by the module of its class: nothing is imported to find out."""
    module = type(using).__module__.partition(".")[0]
    if hasattr(using, "read_parquet") and module in ("duckdb", "_duckdb"):
        return "duckdb"
    return "pyspark" if module == "pyspark" and hasattr(using, "read") else "unknown"


def _source(path: str, form: str | None, dialect: Dialect) -> Source:
    if form is not None and form not in _FORMS:
        raise ReadError("is no form of files", field="form", value=form, expected=" or ".join(_FORMS))
    is_local = "://" not in path
    is_folder = is_local and Path(path).is_dir()
    if not is_local:
        found = []
    elif is_folder:
        found = sorted(file for file in Path(path).rglob("*") if file.is_file())
    elif Path(path).exists():
        found = [Path(path)]
    else:
        found = [Path(file) for file in sorted(glob.glob(path, recursive=True))]  # noqa: PTH207  may be absolute
        if not found:
            raise ReadError("is not there", field="path", value=path, expected="a file, a pattern or a folder")
    forms = {_ENDINGS[file.suffix.lower()] for file in found or [Path(path)] if file.suffix.lower() in _ENDINGS}
    if form is None:
        if len(forms) != 1:
            problem = "holds files of both forms" if forms else "holds no Parquet and no CSV"
            raise ReadError(problem, field="path", value=path, expected='form="parquet" or form="csv"')
        form = forms.pop()
    if is_folder:
        found = [file for file in found if _ENDINGS.get(file.suffix.lower()) == form]
    files = tuple(found) if form == "csv" else ()
    return Source(path=path, is_folder=is_folder, form=form, dialect=dialect, files=files)
