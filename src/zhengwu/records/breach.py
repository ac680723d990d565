"""What a record says although it cannot be right: found with its rule, told in either language, and nothing changed.

>>> wording = {"I1": ("{after} 早于 {before}", "{after} lies before {before}")}
>>> breach = breach_of(wording, "I1", "A1", after="2017-03-01", before="2017-03-02")
>>> str(breach), breach.text("en")
('A1：I1 2017-03-01 早于 2017-03-02', 'A1: I1 2017-03-01 lies before 2017-03-02')
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from zhengwu.findings import Grade

__all__ = ["Breach", "Wording", "breach_of"]

Wording = Mapping[str, tuple[str, str]]
"""Messages in Chinese and English by their ids; an id is the rule, with what tells its cases apart after a point."""


@attrs.frozen(kw_only=True)
class Breach:
    """One rule that a record breaks. `grade`: an error contradicts itself, a question somebody should ask.

    `key` is the number or code of the record, `message` the id of the message, which `values` fill in either language.
    """

    rule: str
    grade: Grade
    key: str
    message: str
    values: Mapping[str, str] = attrs.field(factory=dict)
    wording: tuple[str, str] = attrs.field(repr=False)

    def text(self, lang: str = "zh") -> str:
        """The breach as a sentence, in Chinese ("zh") or English ("en")."""
        zh, en = self.wording
        colon, wording = (": ", en) if lang == "en" else ("：", zh)
        return f"{self.key}{colon}{self.rule} {wording.format(**self.values)}"

    def __str__(self) -> str:
        return self.text()


def breach_of(wording: Wording, message: str, key: str, *, grade: Grade = Grade.ERROR, **values: object) -> Breach:
    """The breach that a message tells; a value that is not known is written as "…"."""
    shown = {name: "…" if value is None else str(value) for name, value in values.items()}
    return Breach(
        rule=message.partition(".")[0],
        grade=grade,
        key=key,
        message=message,
        values=shown,
        wording=wording[message],
    )
