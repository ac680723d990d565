"""Compression (压缩): how much of steps, documents and time a reform cut, each for itself, and whether a target is met.

    compression = (before − after) ÷ before            压缩率

A mean of the three would be a figure without a unit, so there is none.

>>> reform = ReformBaseline(scope="一般工业项目", before=Burden(steps=19, documents=126, limit=60),
...                         after=Burden(steps=12, documents=61, limit=42))
>>> print(reform.compression)
环节 19 → 12 个，压缩 36.84%（原为现在的 1.58 倍）
材料 126 → 61 份，压缩 51.59%（原为现在的 2.07 倍）
时限 60 → 42 个工作日，压缩 30.00%（原为现在的 1.43 倍）
>>> reform.compression.reaches("1/4")                       # 四分之一以上
{<Dimension.STEPS: '环节'>: True, <Dimension.DOCUMENTS: '材料'>: True, <Dimension.LIMIT: '时限'>: True}
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from zhengwu.approval.process.burden import Burden, Dimension, DocumentCount, burden_of
from zhengwu.approval.process.model import Alt, Graph, Par, Process, Seq, Stage
from zhengwu.errors import UndefinedRateError, UnitError
from zhengwu.exact.rate import Rate
from zhengwu.records.base import Record, field, record
from zhengwu.records.checks import refusal, require_text
from zhengwu.records.instant import Instant
from zhengwu.records.party import Source
from zhengwu.stats.growth import RateLike, compression_rate

__all__ = ["Compression", "Cut", "ReformBaseline", "compress"]

_PLACES = 2


@attrs.frozen
class Cut:
    """One dimension before and after a reform.

    >>> cut = Cut(Dimension.STEPS, 19, 12)
    >>> cut.rate, cut.factor, cut.reaches("40%"), cut.taken_away
    (Rate("7/19"), Rate("19/12"), False, 7)
    """

    dimension: Dimension
    before: int | None
    after: int | None

    @property
    def rate(self) -> Rate:
        """The share cut (压缩率). Raises `UndefinedRateError` for a figure that is not told, or nothing before."""
        before, after = self._both()
        return compression_rate(before, after)

    @property
    def factor(self) -> Rate:
        """How many times what is left there was before. Raises `UndefinedRateError` where nothing is left."""
        before, after = self._both()
        if not after:
            raise UndefinedRateError("a factor needs something that is left", field=f"after ({self.dimension.zh})")
        return Rate.of(before, after)

    @property
    def taken_away(self) -> int | None:
        """The difference, in the unit of the dimension; None where a figure is not told."""
        return None if self.before is None or self.after is None else self.before - self.after

    def reaches(self, target: RateLike, *, strictly: bool = False) -> bool | None:
        """Whether the cut is the target or more (…以上); `strictly`: more (超过). None where there is no rate.

        The rate is compared as the exact fraction it is, never as it prints.
        """
        aim = Rate(target)
        try:
            return self.rate > aim if strictly else self.rate >= aim
        except UndefinedRateError:
            return None

    def __str__(self) -> str:
        before, after = ("—" if value is None else str(value) for value in (self.before, self.after))
        line = f"{self.dimension.zh} {before} → {after} {self.dimension.unit}"
        try:
            line += f"，压缩 {self.rate.percent(_PLACES)}"
            return f"{line}（原为现在的 {self.factor.rounded(_PLACES)} 倍）"
        except UndefinedRateError:
            return line

    def _both(self) -> tuple[int, int]:
        if self.before is None or self.after is None:
            name = "before" if self.before is None else "after"
            raise UndefinedRateError("is missing", reason="missing", field=f"{name} ({self.dimension.zh})")
        return self.before, self.after


@attrs.frozen
class Compression:
    """The cuts of the three dimensions, apart."""

    steps: Cut
    documents: Cut
    limit: Cut

    def __iter__(self) -> Iterator[Cut]:
        return iter((self.steps, self.documents, self.limit))

    def reaches(self, target: RateLike, *, strictly: bool = False) -> dict[Dimension, bool | None]:
        """Whether each dimension reaches a target, as `Cut.reaches` says."""
        return {cut.dimension: cut.reaches(target, strictly=strictly) for cut in self}

    def __str__(self) -> str:
        return "\n".join(map(str, self))


@record
class ReformBaseline(Record):
    """A process before and after a reform, as published or as counted. approval.md §3.

    >>> reform = ReformBaseline.validate({"scope": "工业项目", "before": {"limit": 60}, "after": {"limit": 42}})
    >>> reform.compression.limit.rate
    Rate("3/10")
    """

    scope: str = field(zh="改革范围", also=("事项范围",))
    before: Burden = field(zh="改革前")
    after: Burden = field(zh="改革后")
    as_of: Instant | None = field(zh="截至日期", default=None)
    source: Source | None = field(zh="来源", default=None, eq=False)

    def __attrs_post_init__(self) -> None:
        require_text(self, "scope")
        for name in ("before", "after"):
            if not isinstance(getattr(self, name), Burden):
                raise refusal(self, name, "is not what a process asks", expected="Burden(…)")

    @property
    def compression(self) -> Compression:
        """What the reform cut. Raises `UnitError` where documents are counted in two ways."""
        return compress(self.before, self.after)


def compress(
    before: Process | Burden, after: Process | Burden, *, documents: DocumentCount | str = DocumentCount.UNION
) -> Compression:
    """What was cut from `before` to `after`: published figures, or processes whose documents are counted alike.

    Raises `UnitError` where the documents of the two are counted in two ways: they cannot be compared.

    >>> from zhengwu.approval.process.model import Par
    >>> one, two = Stage("环评", limit=20), Stage("能评", limit=10)
    >>> print(compress(Seq(one, two), Par(one, two)).limit)
    时限 30 → 20 个工作日，压缩 33.33%（原为现在的 1.50 倍）
    """
    first, last = (
        burden_of(side, documents=documents) if isinstance(side, Stage | Seq | Par | Alt | Graph) else side
        for side in (before, after)
    )
    if (
        None not in (first.documents_counted, last.documents_counted)
        and first.documents_counted is not last.documents_counted
    ):
        told = f"{first.documents_counted}、{last.documents_counted}"
        problem = "are two ways to count documents"
        raise UnitError(problem, field="documents (材料)", value=told, expected="one of them for both")
    cuts = (Cut(dimension, first.of(dimension), last.of(dimension)) for dimension in Dimension)
    return Compression(*cuts)
