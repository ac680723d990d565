"""Slips that touch several figures at once: proposed here, tried by who uses them."""

from __future__ import annotations

from collections.abc import Iterator

from zhengwu.auditing.causes.explanation import Slip
from zhengwu.auditing.causes.scene import Scene

__all__ = ["operations"]


def operations(scene: Scene) -> Iterator[Slip]:
    """Every operation that the failing relations suggest."""
    yield from ()
