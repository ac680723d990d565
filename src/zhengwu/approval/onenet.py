"""One-net figures (一张网): items online, items without a meeting, users of the portal.

    online rate (A10)          items online ÷ items                  在线办事率; over items, never over cases
    no-meeting share (A12)     items never meeting ÷ items           不见面审批占比
    funnel (A20)               downloads → registered → verified     注册率, 实名认证率

>>> funnel = UserFunnel(downloads=45746, registered=24834, verified=16052)      # 武进区, 2017
>>> funnel.registration_rate.percent(), funnel.verified_rate.percent()
('54.29%', '64.64%')
>>> from datetime import date
>>> recovered = CoverageSnapshot(as_of=date(2017, 12, 31), scope_note="武进区", unit_of_count="业务项", numerator=1357,
...                              published_rate="94.37%")
>>> recovered.bases, recovered.base                       # the only whole number that 1357 is 94.37 % of
(range(1438, 1439), 1438)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from zhengwu.approval.item import ItemImplementation, is_effective
from zhengwu.exact import Figure, Rate
from zhengwu.records.base import Record, field, label, record
from zhengwu.records.checks import refusal, require_count, require_text
from zhengwu.records.faults import RecordError
from zhengwu.records.instant import Instant
from zhengwu.records.whole import Whole
from zhengwu.stats import indicator, share
from zhengwu.stats.bases import possible_bases

__all__ = ["CoverageSnapshot", "ItemFigures", "UserFunnel", "item_figures"]


@record
class CoverageSnapshot(Record):
    """A published coverage: so many items of so many, or a share whose base is not printed. approval.md §3.

    `unit_of_count` says what is counted (事项, 业务项, 办件, 部门): shares of two units are two figures.
    """

    as_of: Instant = field(zh="截至日期", also=("数据日期",))
    scope_note: str = field(zh="范围", also=("统计范围",))
    unit_of_count: str = field(zh="计数单位")
    numerator: Whole | None = field(zh="分子", default=None)
    denominator: Whole | None = field(zh="分母", default=None)
    published_rate: str | None = field(zh="公布占比", also=("占比",), default=None)

    def __attrs_post_init__(self) -> None:
        for name in ("scope_note", "unit_of_count"):
            require_text(self, name)
        require_count(self, "numerator")
        require_count(self, "denominator", least=1)
        if self.numerator is not None and self.denominator is not None and self.numerator > self.denominator:
            raise refusal(self, "numerator", f"is more than denominator (分母) {self.denominator}")
        if self.published_rate is not None and not Figure.parse(self.published_rate, unit="%").is_number:
            raise refusal(self, "published_rate", "is not a share", expected='such as "50.0%", or None')

    @property
    def rate(self) -> Rate | None:
        """The exact share, where both counts are known."""
        return None if self.numerator is None or self.denominator is None else share(self.numerator, self.denominator)

    @property
    def bases(self) -> range:
        """The whole numbers that can stand behind the printed share: the denominator alone where it fits, or none.

        Raises `RecordError` where there is no numerator or no published share, `FigureError` for a share of 0.
        """
        for name in ("numerator", "published_rate"):
            if getattr(self, name) is None:
                raise RecordError("is needed to recover the base", field=label(CoverageSnapshot, name))
        given = self.denominator
        low, high = (1, None) if given is None else (given, given)
        assert self.numerator is not None  # noqa: S101  looked at above
        assert self.published_rate is not None  # noqa: S101
        return possible_bases([(self.numerator, self.published_rate)], low=low, high=high)

    @property
    def base(self) -> int | None:
        """The base, where only one number fits."""
        found = self.bases
        return found[0] if len(found) == 1 else None


@record
class UserFunnel(Record):
    """From download to a verified user (下载, 注册, 实名认证). Registered users are a stock, never added up.

    Registrations may exceed downloads (several channels); verified users are registered ones.

    >>> UserFunnel(registered=3, verified=4)
    Traceback (most recent call last):
    zhengwu.records.faults.RecordError: verified (实名认证数): 4 is more than registered (注册量) 3
    """

    downloads: Whole | None = field(term="downloads", default=None)
    registered: Whole | None = field(term="registered", default=None)
    verified: Whole | None = field(term="verified", default=None)
    as_of: Instant | None = field(zh="截至日期", default=None)

    def __attrs_post_init__(self) -> None:
        for name in ("downloads", "registered", "verified"):
            require_count(self, name)
        if self.verified is not None and self.registered is not None and self.verified > self.registered:
            raise refusal(self, "verified", f"is more than {label(UserFunnel, 'registered')} {self.registered}")

    @property
    def registration_rate(self) -> Rate:
        """Registered over downloads. Raises `UndefinedRateError` where one is missing or the base is 0."""
        return indicator("registration_rate").rate(downloads=self.downloads, registered=self.registered)

    @property
    def verified_rate(self) -> Rate:
        """Verified over registered. Raises `UndefinedRateError` where one is missing or the base is 0."""
        return indicator("verified_rate").rate(registered=self.registered, verified=self.verified)


class ItemFigures(NamedTuple):
    """Figures over items. A count stands beside the number of items of which it is known, which is its base."""

    items: int
    online: int
    online_known: int
    no_meeting: int
    one_visit_at_most: int
    visits: int
    visits_known: int

    @property
    def online_rate(self) -> Rate:
        """A10, over the items of which it is known. Raises `UndefinedRateError` where there are none."""
        return indicator("online_items_rate").rate(online_items=self.online, items=self.online_known)

    @property
    def no_meeting_share(self) -> Rate:
        """A12, over the items whose visits are known. Raises `UndefinedRateError` where there are none."""
        return indicator("no_meeting_share").rate(no_meeting_items=self.no_meeting, items=self.visits_known)

    @property
    def one_visit_share(self) -> Rate:
        """The share with at most one visit (最多跑一次), which stands beside the mean."""
        return share(self.one_visit_at_most, self.visits_known)

    @property
    def mean_visits(self) -> Rate:
        """A13: visits per item (平均跑动次数), in 次; `zhengwu.reference.means` prints it."""
        return share(self.visits, self.visits_known)


def item_figures(items: Iterable[ItemImplementation], *, on: date | None = None) -> ItemFigures:
    """The one-net figures of these items, of those in effect `on` a day where one is given.

    >>> items = [ItemImplementation(implementation_code=f"A{n}", visits=n, is_online=n < 2) for n in range(4)]
    >>> figures = item_figures(items)
    >>> figures.online_rate.percent(), figures.no_meeting_share.percent(), figures.mean_visits.as_fraction()
    ('50.00%', '25.00%', Fraction(3, 2))
    """
    taken = [item for item in items if on is None or is_effective(item, on)]
    online = [item.is_online for item in taken if item.is_online is not None]
    visits = [item.visits for item in taken if item.visits is not None]
    at_most: Callable[[int], int] = lambda most: sum(count <= most for count in visits)  # noqa: E731
    return ItemFigures(len(taken), sum(online), len(online), at_most(0), at_most(1), sum(visits), len(visits))
