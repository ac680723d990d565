"""Masking: records that can be counted, joined and looked through without telling who anybody is.

    name, phone, identity number   a pseudonym: the same value has the same one, so repeated callers still show
    address                        the district it lies in
    free text                      left out, or scrubbed of numbers and of what the record's other fields say

A pseudonym is made with a secret key (HMAC-SHA-256, RFC 2104): whoever has not got it cannot try out all phone numbers.
Without a secret one is drawn, so that pseudonyms of two runs cannot be joined.

>>> key = Pseudonyms("a secret of at least sixteen characters")
>>> key.of("13900000000", "phone") == key.of("139 0000 0000", "phone") != Pseudonyms().of("13900000000", "phone")
True
>>> mask_phone("13900000000"), mask_identity("320412199001010000"), mask_name("张小三"), mask_address("某市某区某路1号")
('139****0000', '320412************', '张**', '某市某区****')
>>> scrub("我是张三，电话139 0000 0000，身份证320412199001010000", known=("张三",))
'我是［隐去］，电话［号码］，身份证［号码］'
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import attrs

from zhengwu.errors import ZhengwuError
from zhengwu.records.base import Record

__all__ = ["Pseudonyms", "mask_address", "mask_identity", "mask_name", "mask_phone", "masked", "scrub"]

RecordType = TypeVar("RecordType", bound=Record)

_SHORTEST_SECRET = 16
_DIGITS = 16  # hexadecimal digits of a pseudonym: 64 bits, so that a million values do not meet
_PREFIXES = {"name": "人", "phone": "电话", "identity": "证件"}
_NUMBER_MARK = "［号码］"
_KNOWN_MARK = "［隐去］"
# Phone and identity numbers, cards and accounts have seven digits or more, and gaps inside a number do not hide it; a
# day written as 2017-03-05 has eight and stays.
_DAY = r"(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])[-./](?:[0-2]?\d|3[01])(?!\d)"
_NUMBER = re.compile(rf"(?<!\d)(?!{_DAY})\+?\d(?:[\s\-—–－.·()（）]{{0,2}}\d){{6,}}(?:[\s\-]?[Xx](?![A-Za-z]))?")
_CHINESE_NUMBER = re.compile(r"[零〇○一二三四五六七八九幺两]{7,}")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# A district or county before any road or number; 小区, 社区, 园区 are places within one.
_DISTRICT = re.compile(r"[^\d路街巷弄道号栋幢室村]{0,16}?(?:(?<![小社园厂院片宿])区|县|旗)")
_CITY = re.compile(r"[^\d路街巷弄道号栋幢室村]{0,12}?市")


class Pseudonyms:
    """Stable names for values, made with a secret key; the same value and kind always give the same one.

    Spaces and hyphens, width and case of letters make no difference. Neither repr nor pickle tells the key. Raises
    `ZhengwuError` for a secret of fewer than 16 characters.
    """

    __slots__ = ("_key",)

    def __init__(self, secret: str | bytes | None = None) -> None:
        key = secret.encode("utf-8") if isinstance(secret, str) else secret
        if key is not None and len(key) < _SHORTEST_SECRET:
            raise ZhengwuError("is too short to keep a secret", field="secret", expected="16 characters or more")
        self._key = secrets.token_bytes(32) if key is None else key

    def of(self, value: str, kind: str = "name") -> str:
        """The pseudonym of a value: ``电话-`` and 16 digits, say; of a credit code 18 characters, as it has itself."""
        plain = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", value)).upper()
        digest = hmac.new(self._key, f"{kind}\0{plain}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
        if kind == "credit_code":
            return f"XX{digest[:16].upper()}"
        return f"{_PREFIXES.get(kind, kind)}-{digest[:_DIGITS]}"

    def __repr__(self) -> str:
        return "Pseudonyms(…)"

    def __reduce__(self) -> Any:
        raise ZhengwuError("is not written anywhere, since it holds a secret", field="pseudonyms")


def masked(
    record: RecordType,
    pseudonyms: Pseudonyms,
    *,
    texts: Callable[[str], str] | str | None = None,
) -> RecordType:
    """The record with every private field masked, in its parts too; the other fields stay what they are.

    Free texts become None, or with ``texts="scrub"`` what `scrub` leaves of them, or what a function makes of them. A
    scrubbed text may still tell who somebody is: only numbers and what the record knows itself are found in it.

    >>> from zhengwu.records.party import Party
    >>> one = masked(Party(name="甲公司", phone="13900000000"), Pseudonyms("a secret of many characters"))
    >>> one.to_dict(private="phone")["phone"][:3]
    '电话-'
    """
    known = tuple(_known(record))
    return _masked(record, pseudonyms, texts, known)


def scrub(text: str, *, known: Iterable[str] = ()) -> str:
    """A text without long numbers (seven digits and more, also in words or with gaps), addresses of mail, and `known`.

    Names and addresses that are not given in `known` are not found: no pattern tells them from other words. A day such
    as 2017-03-05 stays.
    """
    plain = text
    for value in sorted({value for value in known if len(value.strip()) > 1}, key=len, reverse=True):
        plain = plain.replace(value.strip(), _KNOWN_MARK)
    plain = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in plain)
    for pattern in (_MAIL, _NUMBER, _CHINESE_NUMBER):
        plain = pattern.sub(_NUMBER_MARK, plain)
    return plain


def mask_phone(value: str) -> str:
    """A phone number with its first three and last four digits; of a short one nothing is left.

    >>> mask_phone("+86 139-0000-0000"), mask_phone("110")
    ('139****0000', '****')
    """
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", value))
    digits = digits[2:] if len(digits) == 13 and digits.startswith("86") else digits
    return f"{digits[:3]}****{digits[-4:]}" if len(digits) > 10 else "****"


def mask_identity(value: str) -> str:
    """An identity number with its division code (GB 11643: the first six digits) and nothing else."""
    plain = value.strip()
    return f"{plain[:6]}{'*' * (len(plain) - 6)}" if len(plain) in (15, 18) and plain[:6].isdigit() else "*" * 6


def mask_name(value: str) -> str:
    """A name with its first character, the family name as a rule."""
    plain = value.strip()
    return f"{plain[:1]}{'*' * max(len(plain) - 1, 1)}"


def mask_address(value: str) -> str:
    """An address down to its district or county, else its city; nothing of one that names none of them.

    >>> mask_address("某市某路1号阳光小区"), mask_address("阳光小区3栋")
    ('某市****', '****')
    """
    found = _DISTRICT.match(value.strip()) or _CITY.match(value.strip())
    return f"{found[0] if found else ''}****"


def _masked(
    record: RecordType, pseudonyms: Pseudonyms, texts: Callable[[str], str] | str | None, known: tuple[str, ...]
) -> RecordType:
    changes: dict[str, Any] = {}
    for attribute in attrs.fields(type(record)):
        value = getattr(record, attribute.name)
        if isinstance(value, Record):
            changes[attribute.name] = _masked(value, pseudonyms, texts, known)
        elif isinstance(value, tuple) and any(isinstance(item, Record) for item in value):
            changes[attribute.name] = tuple(_masked(item, pseudonyms, texts, known) for item in value)
        elif isinstance(value, str) and attribute.metadata["private"]:
            changes[attribute.name] = _value(value, attribute.metadata["holds"], pseudonyms, texts, known)
        elif isinstance(value, tuple) and attribute.metadata["private"]:
            kind = attribute.metadata["holds"]
            found = (_value(item, kind, pseudonyms, texts, known) for item in value)
            changes[attribute.name] = tuple(item for item in found if item is not None)
    return record.evolve(**changes)


def _value(
    value: str,
    kind: str,
    pseudonyms: Pseudonyms,
    texts: Callable[[str], str] | str | None,
    known: tuple[str, ...],
) -> str | None:
    if kind == "address":
        return mask_address(value)
    if kind != "text":
        return pseudonyms.of(value, kind)
    if texts is None:
        return None
    return texts(value) if callable(texts) else scrub(value, known=known)


def _known(record: Record) -> Iterable[str]:
    """What the private fields hold that are no free texts: it may stand in a text as well."""
    for attribute in attrs.fields(type(record)):
        value = getattr(record, attribute.name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Record):
                yield from _known(part)
            elif isinstance(part, str) and attribute.metadata["private"] and attribute.metadata["holds"] != "text":
                yield part
