"""The drawing algorithm ``zhengwu-draw-1``: each number has a ticket, and the lowest ticket is drawn first.

    seed    = SHA-256 of the RFC 8785 text of {"commitment", "public_value", "secrets"}
    ticket  = SHA-256 of the text  seed:ball:code        (a number has one ball, or as many as its weight)
    rank    = by the lowest ticket of each number, ascending; equal tickets by code

Anyone can check a ticket with ``printf '%s' SEED:1:CODE | sha256sum``. A ticket depends on nothing but seed and code:
who falls out later moves nobody else (consistent sampling: R. L. Rivest, *Consistent Sampling with Replacement*, 2018).
The lowest of w tickets comes first with probability w to the sum of all balls, and so on without replacement, which is
what a machine with w balls of a number does; no arithmetic but comparing. RFC 3797 (`zhengwu.trading.draws.rfc3797`)
draws by the place in a list, so that one name struck changes all that follow, and by MD5.

>>> seed = seed_of(digest({"pool": ["A1", "A2"]}), "3021.55", ())
>>> [ticket(seed, code)[:8] for code in ("A1", "A2")]
['8c54fb10', 'f28ccac9']
>>> in_order(seed, {"A1": 1, "A2": 1})
('A1', 'A2')
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from zhengwu.errors import ZhengwuError

__all__ = [
    "ALGORITHM",
    "best_ticket",
    "canonical",
    "digest",
    "in_order",
    "is_digest",
    "seed_of",
    "text_digest",
    "ticket",
]

ALGORITHM = "zhengwu-draw-1"

_DIGEST = re.compile(r"[0-9a-f]{64}")


def canonical(value: Any) -> str:
    """The text of RFC 8785 (JSON Canonicalization Scheme): of texts, whole numbers, None, lists, ASCII-keyed mappings.

    >>> canonical({"b": [1, None], "a": "号"})
    '{"a":"号","b":[1,null]}'
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(value: Any) -> str:
    """SHA-256 of the canonical text, in 64 hexadecimal digits."""
    return text_digest(canonical(value))


def text_digest(text: str) -> str:
    """SHA-256 of a text as UTF-8, in 64 hexadecimal digits. Raises `ZhengwuError` for a lone surrogate.

    >>> text_digest("摇号")[:8]
    '353477ec'
    """
    try:
        return hashlib.sha256(text.encode("utf-8")).hexdigest()
    except UnicodeEncodeError:
        raise ZhengwuError("holds half a character", field="text", value=text[:40], expected="Unicode text") from None


def is_digest(text: object) -> bool:
    """Whether this is a SHA-256 in 64 small hexadecimal digits."""
    return isinstance(text, str) and _DIGEST.fullmatch(text) is not None


def seed_of(commitment: str, public_value: str | None, secrets: Iterable[str]) -> str:
    """The seed: it binds the published commitment, the public value and the revealed secrets, in their order."""
    return digest({"commitment": commitment, "public_value": public_value, "secrets": list(secrets)})


def ticket(seed: str, code: str, *, ball: int = 1) -> str:
    """The ticket of one ball of a number; balls count from 1."""
    return text_digest(f"{seed}:{ball}:{code}")


def best_ticket(seed: str, code: str, balls: int) -> tuple[str, int]:
    """The lowest ticket of a number with so many balls, and the ball it belongs to."""
    return min((ticket(seed, code, ball=ball), ball) for ball in range(1, balls + 1))


def in_order(seed: str, balls: Mapping[str, int]) -> tuple[str, ...]:
    """All numbers as they are drawn; `balls` is how many each has."""
    found = sorted((*best_ticket(seed, code, count), code) for code, count in balls.items())
    return tuple(code for _, _, code in found)
