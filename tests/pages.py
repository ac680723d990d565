"""A page of HTML taken apart, for tests: its rows of cells with their attributes; elements that do not nest fail."""

from __future__ import annotations

from html.parser import HTMLParser

import attrs

__all__ = ["Page", "Shown"]


@attrs.frozen
class Shown:
    """A cell as a browser is told it."""

    tag: str
    text: str
    attributes: dict[str, str]

    @property
    def style(self) -> str:
        return self.attributes["style"]


class Page(HTMLParser):
    """Rows of cells of every table, and the elements that are open at the end: none."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.seen: list[str] = []
        self.rows: list[list[Shown]] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.seen.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append(Shown(tag, "", {name: value or "" for name, value in attributes}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self.open and self.open[-1] in ("td", "th"):
            cell = self.rows[-1][-1]
            self.rows[-1][-1] = attrs.evolve(cell, text=cell.text + data)

    def row(self, label: str) -> list[Shown]:
        return next(row for row in self.rows if row[0].text == label)
