"""The course of a lot: the lifecycles of buying and selling, and files that follow them act by act."""

from __future__ import annotations

from zhengwu.trading.course.buying import BUYING
from zhengwu.trading.course.buying_file import BuyAct, BuyFile
from zhengwu.trading.course.selling import SELLING
from zhengwu.trading.course.selling_file import SaleAct, SaleFile
from zhengwu.trading.course.states import BuyAction, BuyState, SaleAction, SaleState

__all__ = [
    "BUYING",
    "SELLING",
    "BuyAct",
    "BuyAction",
    "BuyFile",
    "BuyState",
    "SaleAct",
    "SaleAction",
    "SaleFile",
    "SaleState",
]
