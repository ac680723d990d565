"""Service items (政务服务事项): the catalogue entry, its implementation by one body, and the materials it asks for.

>>> permit = ItemImplementation(
...     implementation_code="A1", name="食品经营许可", statutory_limit=20, promised_limit=5, visits=0, is_online=True
... )
>>> permit.is_no_meeting, ItemImplementation.QUANTITIES["promised_days"](permit)
(True, 5)
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import ClassVar

from zhengwu.approval.words import (
    BodyNature,
    CaseType,
    ExerciseLevel,
    HandlingForm,
    ItemType,
    ServiceTarget,
)
from zhengwu.records.base import Quantities, Record, field, record
from zhengwu.records.checks import in_order, refusal, require_count, require_parts, require_text
from zhengwu.records.convention import ClockUnit
from zhengwu.records.instant import Instant, is_after
from zhengwu.records.party import Source
from zhengwu.records.whole import Whole

__all__ = ["ItemImplementation", "Material", "ServiceItem", "is_effective"]

_in_effect = in_order("effective_from", "effective_to")


def is_effective(item: ServiceItem | ItemImplementation, on: date) -> bool:
    """Whether an item is in effect on a day: from `effective_from` to `effective_to`, both included; None is open.

    >>> from datetime import date
    >>> item = ServiceItem(catalogue_code="000125001000", name="某许可", effective_from=date(2017, 9, 15))
    >>> is_effective(item, date(2017, 9, 14)), is_effective(item, date(2017, 9, 15))
    (False, True)
    """
    return not is_after(item.effective_from, on) and not is_after(on, item.effective_to)


@record
class Material(Record):
    """A paper an applicant hands in (材料).

    `shared_key` is one for the same paper asked by several items, so that a bundle counts it once; without a key a
    paper is nobody else's. `tolerable` says that acceptance may do without it for now (可容缺).

    >>> Material(name="营业执照", shared_key="business_licence", tolerable=True).tolerable
    True
    """

    name: str = field(zh="材料名称", also=("申请材料",))
    original_copies: Whole | None = field(zh="原件份数", default=None)
    duplicate_copies: Whole | None = field(zh="复印件份数", default=None)
    mandatory: bool | None = field(zh="是否必要", also=("必要性",), default=None)
    tolerable: bool | None = field(zh="是否可容缺", also=("可容缺",), default=None)
    issuer: str | None = field(zh="出具单位", also=("材料来源",), default=None)
    shared_key: str | None = field(zh="共用材料编号", default=None)

    def __attrs_post_init__(self) -> None:
        require_text(self, "name")
        require_count(self, "original_copies")
        require_count(self, "duplicate_copies")


@record
class ServiceItem(Record):
    """An entry of the catalogue (目录). `catalogue_code` is kept as given; `read_identifier` reads it.

    >>> ServiceItem(catalogue_code="000125001000", name="某许可", item_type=ItemType.LICENCE).item_type.zh
    '行政许可'
    """

    catalogue_code: str = field(zh="基本编码", also=("目录编码", "catalog_code"))
    name: str = field(zh="事项名称", also=("目录名称",))
    item_type: ItemType | None = field(zh="事项类型", default=None)
    legal_basis: str | None = field(zh="设定依据", default=None)
    exercise_level: ExerciseLevel | None = field(zh="行使层级", default=None)
    version: str | None = field(zh="版本号", default=None)
    state: str | None = field(zh="事项状态", default=None)
    effective_from: Instant | None = field(zh="生效日期", default=None)
    effective_to: Instant | None = field(zh="失效日期", default=None)
    source: Source | None = field(zh="来源", default=None, eq=False)

    def __attrs_post_init__(self) -> None:
        require_text(self, "catalogue_code")
        require_text(self, "name")
        _in_effect(self)


@record
class ItemImplementation(Record):
    """An item as one body carries it out (实施清单). Field names and their meaning: approval.md §3.

    Limits are in `statutory_unit` and `promised_unit`, working days unless said; a limit of 0 is on the spot. Of
    `visits`, 0 is 不见面 and 1 最多跑一次. `passes_up` marks what this body accepts and a higher one decides (上报件).
    Of `materials`, None means that nobody listed them.
    """

    implementation_code: str = field(zh="实施编码", also=("事项编码", "实施清单编码", "task_code"))
    name: str | None = field(zh="事项名称", also=("业务名称", "实施事项名称"), default=None)
    catalogue_code: str | None = field(zh="基本编码", also=("目录编码", "catalog_code"), default=None)
    body_name: str | None = field(zh="实施主体", also=("实施主体名称", "实施部门"), default=None)
    body_uscc: str | None = field(zh="实施主体代码", default=None)
    body_nature: BodyNature | None = field(zh="实施主体性质", default=None)
    case_type: CaseType | None = field(zh="办件类型", default=None)
    service_targets: tuple[ServiceTarget, ...] | None = field(zh="服务对象", default=None)
    statutory_limit: Whole | None = field(term="statutory_days", also=("anticipate_day",), default=None)
    statutory_unit: ClockUnit = field(zh="法定时限单位", default=ClockUnit.WORKING_DAYS)
    statutory_note: str | None = field(zh="法定时限说明", default=None)
    promised_limit: Whole | None = field(term="promised_days", also=("promise_day",), default=None)
    promised_unit: ClockUnit = field(zh="承诺时限单位", default=ClockUnit.WORKING_DAYS)
    promised_note: str | None = field(zh="承诺时限说明", default=None)
    visits: Whole | None = field(term="visits", also=("limit_scene_num",), default=None)
    is_online: bool | None = field(zh="是否网上可办", also=("网上可办", "是否在线办理"), default=None)
    online_depth: str | None = field(zh="网上办理深度", default=None)
    passes_up: bool | None = field(zh="是否上报件", default=None)
    joint_bodies: tuple[str, ...] = field(zh="联办机构", default=())
    special_procedures: tuple[str, ...] = field(zh="特别程序", default=())
    is_fee: bool | None = field(zh="是否收费", default=None)
    in_hall: bool | None = field(zh="是否进驻大厅", default=None)
    by_mail: bool | None = field(zh="是否支持物流快递", default=None)
    handling_forms: tuple[HandlingForm, ...] | None = field(zh="办理形式", default=None)
    materials: tuple[Material, ...] | None = field(zh="申请材料", default=None)
    effective_from: Instant | None = field(zh="生效日期", default=None)
    effective_to: Instant | None = field(zh="失效日期", default=None)
    source: Source | None = field(zh="来源", default=None, eq=False)

    COUNTED: ClassVar[str] = "items"
    COUNT_UNIT: ClassVar[str] = "项"
    PARTS: ClassVar[str | None] = "materials"
    KEY: ClassVar[str | None] = "implementation_code"

    def __attrs_post_init__(self) -> None:
        require_text(self, "implementation_code")
        for name in ("statutory_limit", "promised_limit", "visits"):
            require_count(self, name)
        for name in ("statutory_unit", "promised_unit"):
            if not isinstance(getattr(self, name), ClockUnit):
                raise refusal(self, name, "is not a unit of limits", expected="such as ClockUnit.WORKING_DAYS")
        require_parts(self, "materials", Material)
        _in_effect(self)

    @property
    def is_no_meeting(self) -> bool | None:
        """Whether the applicant never meets the body (不见面); None where the visits are not known."""
        return None if self.visits is None else self.visits == 0


def _days(limit: int | None, unit: ClockUnit) -> int | None:
    """A limit as working days; None where it is in another unit, which no rate may mix in."""
    return limit if unit is ClockUnit.WORKING_DAYS else None


_QUANTITIES: Quantities = MappingProxyType(
    {
        "items": lambda _: 1,
        "online_items": lambda item: None if item.is_online is None else int(item.is_online),
        "no_meeting_items": lambda item: None if item.visits is None else int(item.visits == 0),
        "visits": lambda item: item.visits,
        "statutory_days": lambda item: _days(item.statutory_limit, item.statutory_unit),
        "promised_days": lambda item: _days(item.promised_limit, item.promised_unit),
    }
)
ItemImplementation.QUANTITIES = _QUANTITIES
