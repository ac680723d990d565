"""The files of a source as a lazy frame of each engine that reads files lazily."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import attrs

from zhengwu.errors import MissingExtraError
from zhengwu.frames.csv_dialect import Dialect
from zhengwu.frames.csv_lines import LINE

__all__ = ["BROKEN", "Source", "with_duckdb", "with_polars", "with_pyspark"]

BROKEN = "_corrupt_record"
"""The column that holds the broken lines of a CSV as they stand; it is blank in all other rows."""


@attrs.frozen(kw_only=True)
class Source:
    """What is scanned: the path as given, whether it is a folder of partitions, `parquet` or `csv`, and how it is read.

    Of a CSV on this machine, `files` are looked through beforehand: `names` are those of its header, and `broken` the
    files of its broken lines, in a folder of the same partitions.
    """

    path: str
    is_folder: bool
    form: str
    dialect: Dialect
    files: tuple[Path, ...] = ()
    names: tuple[str, ...] = ()
    broken: tuple[Path, ...] = ()
    root: Path = Path()
    broken_root: Path = Path()

    def pattern(self) -> str:
        """The files as a pattern."""
        return f"{self.path.rstrip('/')}/**/*.{self.form}" if self.is_folder else self.path


def with_polars(source: Source, _using: Any) -> Any:
    """A LazyFrame."""
    try:
        pl: Any = import_module("polars")  # asked for by its name, and by nobody else
    except ImportError as error:
        raise MissingExtraError(
            "polars is not installed", field="using", expected="pip install 'zhengwu[polars]'"
        ) from error
    if source.form == "parquet":
        return pl.scan_parquet(source.pattern(), hive_partitioning=source.is_folder or None)
    frames = []
    for files, root in ((source.files, source.root), (source.broken, source.broken_root)):
        for file in files:
            frame = pl.scan_csv(file, infer_schema=False, separator=source.dialect.separator, glob=False)
            frame = frame.rename({LINE: BROKEN}, strict=False)
            frames.append(frame.with_columns(**_literals(pl, file, root, source)))
    return pl.concat(frames, how="diagonal")


def _literals(pl: Any, file: Path, root: Path, source: Source) -> dict[str, Any]:
    """The columns of the folders of partitions a file stands in."""
    parts = [part.partition("=") for part in file.relative_to(root).parts[:-1]] if source.is_folder else []
    return {name: pl.lit(value) for name, mark, value in parts if mark}


def with_duckdb(source: Source, using: Any) -> Any:
    """A relation on the connection."""
    if source.form == "parquet":
        return using.read_parquet(source.pattern(), hive_partitioning=source.is_folder)
    whole = _duckdb_csv(source, using, source.files, source.names)
    if not source.broken:
        return whole
    lines = _duckdb_csv(source, using, source.broken, [LINE])
    columns = [_quoted(name) for name in whole.columns]
    filled = [name if name.strip('"') in lines.columns else f"NULL::VARCHAR AS {name}" for name in columns]
    return whole.project(f"*, NULL::VARCHAR AS {BROKEN}").union(lines.project(f"{', '.join(filled)}, {LINE}"))


def _duckdb_csv(source: Source, using: Any, files: Sequence[Path], names: Sequence[str]) -> Any:
    # What DuckDB finds out about a CSV by itself may skip the header, and lines, when one of them is broken.
    return using.read_csv(
        [str(file) for file in files],
        auto_detect=False,
        columns=dict.fromkeys(names, "VARCHAR"),
        header=True,
        sep=source.dialect.separator,
        quotechar='"',
        escapechar='"',
        hive_partitioning=source.is_folder,
        hive_types_autocast=False,
    )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def with_pyspark(source: Source, using: Any) -> Any:
    """A DataFrame of the session."""
    if source.form == "parquet":
        return using.read.parquet(source.path)
    options = {
        "header": True,
        "sep": source.dialect.separator,
        "encoding": source.dialect.encoding,
        "quote": '"',
        "escape": '"',
        "multiLine": source.dialect.has_line_breaks,
        "inferSchema": False,
        "enforceSchema": False,  # a file with another header is an error and not read by position
    }
    if source.names:
        frame = using.read.csv(source.path, **options)
        if source.broken:
            lines = using.read.csv(str(source.broken_root) + ("" if source.is_folder else "/*/*"), **options)
            frame = frame.unionByName(lines.withColumnRenamed(LINE, BROKEN), allowMissingColumns=True)
        return frame
    schema = using.read.csv(source.path, **options).schema.add(BROKEN, "string")
    # Pruned columns would hide that a line has too many fields or too few.
    reader = using.read.schema(schema).option("columnNameOfCorruptRecord", BROKEN).option("columnPruning", False)
    frame = reader.csv(source.path, **options)
    cells = f"concat_ws('{source.dialect.separator}', {', '.join(f'`{name}`' for name in frame.columns)})"
    # Bytes of another encoding come as replacement characters.
    line = f"coalesce({BROKEN}, if(instr({cells}, '\ufffd') > 0, {cells}, null))"
    names = [f"`{name}`" for name in frame.columns if name != BROKEN]
    return frame.selectExpr(*names, f"{line} as {BROKEN}")
