"""The plan of a draw: who is in the pool, who is recused and why, how many are drawn, and what will decide.

The plan is fixed and its commitment, one SHA-256, published before anybody can know what decides.

>>> pool = [Entry(code=code) for code in ("A1", "A2", "A3", "A4")]
>>> plan = DrawPlan(draw_no="2023-17", subject=DrawSubject.AGENCY, entries=tuple(pool), quotas=(Quota(count=1),),
...                 public_source="2023年6月5日上证综合指数收盘点位，两位小数")
>>> plan.commitment[:16], len(plan.eligible)
('9456f63bb881c56a', 4)
"""

from __future__ import annotations

import secrets as random_bits
from collections import Counter
from typing import Any, ClassVar

from zhengwu.records.base import Record, field, record
from zhengwu.records.checks import refusal, require_count, require_parts, require_text
from zhengwu.records.faults import RecordError
from zhengwu.records.instant import Instant
from zhengwu.records.whole import Whole
from zhengwu.trading.draws.tickets import ALGORITHM, digest, is_digest, text_digest
from zhengwu.trading.draws.words import DrawSubject
from zhengwu.trading.evaluation import RecusalReason

__all__ = ["DrawPlan", "Entry", "Quota", "new_secret", "secret_hash"]

_MOST_BALLS = 1000
_SHORTEST_SECRET = 32


def new_secret() -> str:
    """A secret of 256 random bits, in hexadecimal digits, for one who takes part in deciding a draw.

    >>> len(new_secret())
    64
    """
    return random_bits.token_hex(32)


def secret_hash(secret: str) -> str:
    """What is published of a secret before the draw: its SHA-256.

    Raises `RecordError` for fewer than 32 characters: somebody could try them all.

    >>> secret_hash("短")
    Traceback (most recent call last):
    zhengwu.records.faults.RecordError: secret (密数): is too short \
(expected at least 32 characters, such as new_secret())
    """
    if len(secret) < _SHORTEST_SECRET:
        expected = f"at least {_SHORTEST_SECRET} characters, such as new_secret()"
        raise RecordError("is too short", field="secret (密数)", expected=expected)
    return text_digest(secret)


@record
class Entry(Record):
    """One number of the pool (号). `balls` is its weight; `recusal` keeps it out, and stays in the plan for all to see.

    Only the code is published; who bears it (`name`) is left out of repr, messages and the plan. `employer` may be a
    code as well: it is published only where the plan caps how many of one are drawn.

    >>> Entry(code="Z007", recusal=RecusalReason.BIDDER).is_eligible
    False
    """

    code: str = field(zh="号码", also=("编号", "专家编号", "企业编号"))
    name: str | None = field(zh="姓名或名称", also=("姓名",), default=None, private="name")
    stratum: str | None = field(zh="类别", also=("专业", "层级", "风险等级"), default=None)
    balls: Whole = field(zh="号球数", also=("权重",), default=1)
    employer: str | None = field(zh="工作单位", also=("单位",), default=None)
    recusal: RecusalReason | None = field(zh="回避原因", default=None)
    recusal_note: str | None = field(zh="回避说明", default=None, private=True)

    def __attrs_post_init__(self) -> None:
        require_text(self, "code", longest=100)
        if type(self.balls) is not int or not 1 <= self.balls <= _MOST_BALLS:
            raise refusal(self, "balls", "is not a number of balls", expected=f"1 to {_MOST_BALLS}")

    @property
    def is_eligible(self) -> bool:
        return self.recusal is None


@record
class Quota(Record):
    """How many are drawn: of one stratum, or of the whole pool where `stratum` is None."""

    stratum: str | None = field(zh="类别", also=("专业", "层级"), default=None)
    count: Whole = field(zh="抽取数量", also=("抽取人数",))

    def __attrs_post_init__(self) -> None:
        if self.count is None:
            raise refusal(self, "count", "is missing", expected="a whole number, 1 or more")
        require_count(self, "count", least=1)


@record
class DrawPlan(Record):
    """The plan of a draw (抽取方案). `public_source` names the public number that will decide, before it is known;
    `secret_hashes` are the commitments of those who add a secret. At least one of the two is there: without them,
    whoever writes the plan could try plans until one suits. `most_per_employer` caps how many of one employer are drawn
    in all, as places ask of the experts of one committee; whoever would exceed it is passed over for the next.

    Raises `RecordError`: a code twice, strata without a quota, a quota without enough numbers that are not recused,
    nothing that decides. A public number known before the commitment is a fault that `reproduce` finds.
    """

    draw_no: str = field(zh="抽取编号", also=("摇号编号",))
    subject: DrawSubject = field(zh="抽取对象")
    project: str | None = field(zh="项目编号", also=("招标项目编号",), default=None)
    entries: tuple[Entry, ...] = field(zh="号码池")
    quotas: tuple[Quota, ...] = field(zh="抽取数量")
    most_per_employer: Whole | None = field(zh="同一单位最多抽取人数", default=None)
    public_source: str | None = field(zh="公开数来源", default=None)
    secret_hashes: tuple[str, ...] = field(zh="密数摘要", default=())
    committed_at: Instant | None = field(zh="承诺公布时间", default=None)
    public_at: Instant | None = field(zh="公开数公布时间", default=None)

    PARTS: ClassVar[str | None] = "entries"
    KEY: ClassVar[str | None] = "draw_no"

    def __attrs_post_init__(self) -> None:
        require_text(self, "draw_no")
        require_parts(self, "entries", Entry, least=1)
        require_parts(self, "quotas", Quota, least=1)
        twice = [code for code, times in Counter(entry.code for entry in self.entries).items() if times > 1]
        if twice:
            raise refusal(self, "entries", f"holds {twice[0]} twice", expected="each code once", shown=False)
        require_count(self, "most_per_employer", least=1)
        if self.most_per_employer is not None and any(one.employer is None for one in self.eligible):
            code = next(one.code for one in self.eligible if one.employer is None)
            raise refusal(
                self, "entries", f"do not tell the employer of {code}", expected="all, to cap it", shown=False
            )
        self._require_quotas()
        if self.public_source is None and not self.secret_hashes:
            raise refusal(self, "public_source", "is missing, and nobody adds a secret", expected="what will decide")
        if type(self.secret_hashes) is not tuple or not all(map(is_digest, self.secret_hashes)):
            raise refusal(self, "secret_hashes", "is not a tuple of SHA-256", expected="(secret_hash(…), …)")

    def _require_quotas(self) -> None:
        strata = [quota.stratum for quota in self.quotas]
        if len(set(strata)) < len(strata) or (None in strata and len(strata) > 1):
            raise refusal(
                self, "quotas", "overlap", expected="one for the whole pool, or one for a stratum", shown=False
            )
        left = {entry.stratum for entry in self.entries} - set(strata)
        if None not in strata and left:
            told = min(str(one) for one in left)
            raise refusal(self, "quotas", f"leave out the stratum {told}", expected="a quota for each", shown=False)
        for quota in self.quotas:
            there = self._most_of(quota)
            if there < quota.count:
                told = "" if quota.stratum is None else f" of {quota.stratum}"
                capped = ", as many of one employer are drawn" if self.most_per_employer is not None else ""
                problem = f"ask for {quota.count}{told}, and {there} are not recused{capped}"
                raise refusal(self, "quotas", problem, expected=f"{there} or fewer", shown=False)

    def _most_of(self, quota: Quota) -> int:
        """How many a quota can draw."""
        there = Counter(entry.employer for entry in self.eligible_of(quota))
        most = self.most_per_employer
        return sum(there.values() if most is None else (min(count, most) for count in there.values()))

    @property
    def eligible(self) -> tuple[Entry, ...]:
        """Those who may be drawn."""
        return tuple(entry for entry in self.entries if entry.is_eligible)

    def eligible_of(self, quota: Quota) -> tuple[Entry, ...]:
        """Those whom a quota draws from."""
        return tuple(entry for entry in self.eligible if quota.stratum in (None, entry.stratum))

    @property
    def snapshot(self) -> dict[str, Any]:
        """What is committed to, as plain values; in whatever order the pool was listed. Names are not in it."""
        capped = {
            "most_per_employer": self.most_per_employer,
            "employers": [[one.code, one.employer] for one in sorted(self.entries, key=lambda entry: entry.code)],
        }
        return (capped if self.most_per_employer is not None else {}) | {
            "algorithm": ALGORITHM,
            "draw_no": self.draw_no,
            "subject": self.subject.value,
            "project": self.project,
            "entries": [
                [entry.code, entry.stratum, entry.balls, None if entry.recusal is None else entry.recusal.value]
                for entry in sorted(self.entries, key=lambda entry: entry.code)
            ],
            "quotas": [[one.stratum, one.count] for one in sorted(self.quotas, key=lambda one: one.stratum or "")],
            "public_source": self.public_source,
            "public_at": None if self.public_at is None else self.public_at.isoformat(),
            "secret_hashes": list(self.secret_hashes),
        }

    @property
    def commitment(self) -> str:
        """The SHA-256 of the snapshot in its RFC 8785 text: what is published before the draw."""
        return digest(self.snapshot)
