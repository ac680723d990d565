"""A process as a picture in Mermaid, the text that GitHub, GitLab and many wikis draw as a flow chart.

>>> from zhengwu.approval.process.model import Par
>>> print(mermaid(Seq(Stage("受理", limit=1), Par(Stage("环评", limit=20, body="环保局"), Stage("能评", limit=10)))))
flowchart LR
    start(["开始"])
    s1["受理<br/>1个工作日"]
    start --> s1
    s2["环评<br/>20个工作日 · 环保局"]
    s1 --> s2
    s3["能评<br/>10个工作日"]
    s1 --> s3
    finish(["结束"])
    s2 --> finish
    s3 --> finish
    classDef critical stroke:#c2410c,stroke-width:3px
    class s1,s2 critical
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from zhengwu.approval.process.model import Alt, Graph, Process, Seq, Stage, require_process
from zhengwu.approval.process.scheduling import schedule
from zhengwu.errors import UnknownNameError
from zhengwu.table.layout import clean

__all__ = ["Direction", "mermaid"]

Direction: TypeAlias = Literal["LR", "TD"]

_CRITICAL = "classDef critical stroke:#c2410c,stroke-width:3px"
_SPECIAL = re.compile(
    r"[^\w\s.,:;()（）、，。·—–/+%-]"
)  # what quotes, tags and entities are made of, and anything rare

_Exit: TypeAlias = tuple[str, str]
"""A node that the work leaves, and what is written on the way."""


def mermaid(process: Process, *, direction: Direction = "LR") -> str:
    """The text of a flow chart, from left to right (``LR``) or top down (``TD``).

    Stages that delay the whole stand out; where a process has branches, those of its longest way. Nothing of a name
    can end its label or add to the chart. Raises `UnknownNameError` for another direction.
    """
    require_process(process)
    if direction not in ("LR", "TD"):
        raise UnknownNameError("is no direction", field="direction", value=direction, expected="LR, TD")
    drawing = _Drawing({slot.stage for slot in schedule(process).slots if slot.is_critical})
    drawing.node("start", '(["开始"])')
    exits = drawing.draw(process, [("start", "")])
    drawing.node("finish", '(["结束"])')
    drawing.connect(exits, ["finish"])
    lines = [f"flowchart {direction}", *(f"    {line}" for line in drawing.lines)]
    if drawing.critical:
        lines += [f"    {_CRITICAL}", f"    class {','.join(drawing.critical)} critical"]
    return "\n".join(lines)


class _Drawing:
    """The lines so far."""

    def __init__(self, critical: set[Stage]) -> None:
        self.lines: list[str] = []
        self.critical: list[str] = []
        self._stages = critical
        self._count = {"s": 0, "choice": 0, "join": 0}

    def draw(self, process: Process, entering: list[_Exit]) -> list[_Exit]:
        """Draw a process behind these nodes; the nodes that the work leaves it by."""
        if isinstance(process, Stage):
            return self._stage(process, entering)
        if isinstance(process, Seq):
            for part in process.parts:
                entering = self.draw(part, entering)
            return entering
        if isinstance(process, Graph):
            return self._graph(process, self._joined(entering) if len(process.stages) > 1 else entering)
        if isinstance(process, Alt):
            return self._choice(process, entering)
        parts = [part for part in process.parts if part.names]
        if len(parts) > 1:
            entering = self._joined(entering)
        return [left for part in parts for left in self.draw(part, entering)] or entering

    def node(self, name: str, shape: str) -> None:
        """A node with its shape and label."""
        self.lines.append(f"{name}{shape}")

    def connect(self, before: list[_Exit], behind: list[str]) -> None:
        """A line from each of the nodes before to each of those behind."""
        for one, label in before:
            arrow = f'-->|"{label}"|' if label else "-->"
            self.lines += [f"{one} {arrow} {other}" for other in behind]

    def _stage(self, stage: Stage, entering: list[_Exit]) -> list[_Exit]:
        name = self._new("s")
        body = f" · {_escaped(stage.body)}" if stage.body else ""
        self.node(name, f'["{_escaped(stage.name)}<br/>{stage.limit}个工作日{body}"]')
        if stage in self._stages:
            self.critical.append(name)
        self.connect(entering, [name])
        return [(name, "")]

    def _graph(self, graph: Graph, entering: list[_Exit]) -> list[_Exit]:
        drawn: dict[str, list[_Exit]] = {}
        for stage in graph.ordered:
            before = [left for name in graph.predecessors(stage.name) for left in drawn[name]]
            drawn[stage.name] = self._stage(stage, before or entering)
        return [left for name in graph.names if not graph.successors(name) for left in drawn[name]] or entering

    def _choice(self, alt: Alt, entering: list[_Exit]) -> list[_Exit]:
        name = self._new("choice")
        self.node(name, '{"分支"}')
        self.connect(entering, [name])
        exits: list[_Exit] = []
        for number, part in enumerate(alt.parts):
            share = "" if alt.shares is None else alt.shares[number].percent()
            exits += self.draw(part, [(name, share)])
        return exits

    def _joined(self, entering: list[_Exit]) -> list[_Exit]:
        """One node in place of several, so that many ways in and many out do not cross."""
        if len(entering) < 2:
            return entering
        name = self._new("join")
        self.node(name, '((" "))')
        self.connect(entering, [name])
        return [(name, "")]

    def _new(self, kind: str) -> str:
        self._count[kind] += 1
        return f"{kind}{self._count[kind]}"


def _escaped(text: str) -> str:
    """A text inside a label: what Mermaid would read as its own is written as the number of the character."""
    return _SPECIAL.sub(lambda found: f"#{ord(found[0])};", clean(text))
