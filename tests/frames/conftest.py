"""Marks what needs Spark, so that it runs apart: ``-m spark`` or ``-m "not spark"``."""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "spark: needs PySpark and Java, see tests/frames/spark.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        engine = getattr(getattr(item, "callspec", None), "params", {})
        if "pyspark" in engine.values() or "spark" in item.nodeid.rpartition("/")[2].partition("[")[0]:
            item.add_marker("spark")
