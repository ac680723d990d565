"""Everything zhengwu says to a reader, in Chinese and English: findings, reports, the command line.

The sentences stand in two message catalogues (``locale/*/LC_MESSAGES/zhengwu.po``) under identifiers such as
``ZW120.error``; this module fills their placeholders.

>>> message("ZW110.error", {"label": "甲窗口·合计", "printed": "58", "arithmetic": "36 + 5 + 18 = 59"})
'甲窗口·合计 印作 58，而各栏相加 36 + 5 + 18 = 59'
>>> message("count.inconsistent", {"count": "3"}, lang="en")
'3 disagree'
"""

from __future__ import annotations

import functools
import io
import re
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType

from zhengwu.errors import UnknownNameError

__all__ = ["LANGUAGES", "catalogue", "message", "placeholders"]

LANGUAGES = ("zh", "en")
"""The languages there is a catalogue for, the default first."""

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def message(message_id: str, values: Mapping[str, str] = MappingProxyType({}), *, lang: str = "zh") -> str:
    """The message of that identifier with its placeholders filled; values are put in as they are, braces included.

    Raises `UnknownNameError` for an identifier or language without a catalogue entry, and for a placeholder that
    `values` does not fill.

    >>> message("not_a_figure", {"text": "{见备注}"})
    '“{见备注}”不是数'
    >>> message("ZW120.eror")
    Traceback (most recent call last):
    zhengwu.errors.UnknownNameError: message: 'ZW120.eror' is not in the catalogue (expected an identifier of it)
    """
    template = catalogue(lang).get(message_id)
    if template is None:
        raise UnknownNameError(
            "is not in the catalogue", field="message", value=message_id, expected="an identifier of it"
        )

    def fill(found: re.Match[str]) -> str:
        name = found[1]
        if name not in values:
            raise UnknownNameError(
                "is not given", field=message_id, value=name, expected="a value for every placeholder"
            )
        return str(values[name])

    return _PLACEHOLDER.sub(fill, template)


@functools.cache
def catalogue(lang: str) -> Mapping[str, str]:
    """Every message of one language by its identifier, placeholders unfilled.

    Raises `UnknownNameError` for another language than ``zh`` and ``en``.

    >>> catalogue("zh")["grade.question"], catalogue("en")["grade.question"]
    ('待查', 'question')
    """
    if lang not in LANGUAGES:
        raise UnknownNameError("has no messages", field="lang", value=lang, expected=" or ".join(LANGUAGES))
    from babel.messages.pofile import read_po

    file = resources.files("zhengwu.reference").joinpath("locale", lang, "LC_MESSAGES", "zhengwu.po")
    entries = read_po(io.StringIO(file.read_text(encoding="utf-8")))
    return MappingProxyType({str(entry.id): str(entry.string) for entry in entries if entry.id})


def placeholders(template: str) -> frozenset[str]:
    """The names of the placeholders of a message.

    >>> sorted(placeholders("{label} 印作 {printed}"))
    ['label', 'printed']
    """
    return frozenset(_PLACEHOLDER.findall(template))
