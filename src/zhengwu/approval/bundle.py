"""Item bundles (审批套餐, 一件事): several items applied for at once, with one set of papers.

>>> licence, photo = Material(name="营业执照", shared_key="licence"), Material(name="照片")
>>> shop = ItemBundle(
...     name="开餐馆",
...     items=(
...         ItemImplementation(implementation_code="A1", materials=(licence, photo)),
...         ItemImplementation(implementation_code="A2", materials=(licence.evolve(name="营业执照复印件"),)),
...     ),
... )
>>> shop.documents, shop.documents_apart, shop.saved
(2, 3, 1)
"""

from __future__ import annotations

from zhengwu.approval.item import ItemImplementation, Material
from zhengwu.records.base import Record, field, record
from zhengwu.records.checks import refusal, require_count, require_parts, require_text
from zhengwu.records.whole import Whole

__all__ = ["ItemBundle"]


@record
class ItemBundle(Record):
    """A bundle of items; `limit` is what is promised for all of them together, in working days.

    A paper with a `shared_key` is asked once, in the most copies any of the items asks for. Figures are None where the
    materials of one of the items are not listed: nobody can count those.
    """

    name: str = field(zh="套餐名称", also=("主题名称",))
    items: tuple[ItemImplementation, ...] = field(zh="事项")
    limit: Whole | None = field(zh="套餐承诺时限", default=None)

    def __attrs_post_init__(self) -> None:
        require_text(self, "name")
        require_count(self, "limit")
        require_parts(self, "items", ItemImplementation, least=1)
        codes = [item.implementation_code for item in self.items]
        if len(set(codes)) < len(codes):
            twice = next(code for code in codes if codes.count(code) > 1)
            raise refusal(self, "items", f"have {twice} twice", shown=False)

    @property
    def materials(self) -> tuple[Material, ...] | None:
        """The papers of the bundle, each shared one once, in the order they are first asked for."""
        found: dict[object, Material] = {}
        for number, item in enumerate(self.items):
            if item.materials is None:
                return None
            for place, one in enumerate(item.materials):
                key = one.shared_key or (number, place)
                found[key] = _joined(found[key], one) if key in found else one
        return tuple(found.values())

    @property
    def documents(self) -> int | None:
        """How many papers the bundle asks for: the union over shared keys (一套材料)."""
        materials = self.materials
        return None if materials is None else len(materials)

    @property
    def documents_apart(self) -> int | None:
        """How many papers its items ask for one by one: the sum."""
        if self.materials is None:
            return None
        return sum(len(item.materials or ()) for item in self.items)

    @property
    def limit_apart(self) -> int | None:
        """The promised limits one after another, in working days; None where one is unknown or in another unit."""
        limits = [ItemImplementation.QUANTITIES["promised_days"](item) for item in self.items]
        days = [limit for limit in limits if isinstance(limit, int)]
        return sum(days) if len(days) == len(limits) else None

    @property
    def saved(self) -> int | None:
        """How many papers need not be handed in again."""
        together, apart = self.documents, self.documents_apart
        return None if together is None or apart is None else apart - together


def _joined(one: Material, other: Material) -> Material:
    """The same paper asked for twice: the most copies, and mandatory, or not tolerable, where one item has it so."""
    return one.evolve(
        original_copies=_most(one.original_copies, other.original_copies),
        duplicate_copies=_most(one.duplicate_copies, other.duplicate_copies),
        mandatory=_strictest(one.mandatory, other.mandatory, strict=True),
        tolerable=_strictest(one.tolerable, other.tolerable, strict=False),
    )


def _most(one: int | None, other: int | None) -> int | None:
    return max((value for value in (one, other) if value is not None), default=None)


def _strictest(one: bool | None, other: bool | None, *, strict: bool) -> bool | None:
    """The strict answer where either gives it; unknown where one is, else the lenient one."""
    if strict in (one, other):
        return strict
    return None if one is None or other is None else one
