"""The table of the quarter (公共资源交易情况表): the published form filled from tenders, orders and auctions.

>>> from datetime import date
>>> from zhengwu.exact import wan
>>> from zhengwu.trading.tender import Tender
>>> tenders = [
...     Tender.single(title=title, trade_class="工程建设", method=method, budget=wan(budget), deal=wan(deal),
...                   awarded_at=date(2017, 2, 1))
...     for title, method, budget, deal in (("桥", "公开招标", "100", "90"), ("路", "直接发包", "50", "50"))
... ]
>>> table = quarter_table(tenders, period="2017-Q1", form=Form(blocks=(WORKS,)))
>>> for row in range(1, table.grid.height):
...     print(*(table.grid.text(row, column) for column in range(table.grid.width)), sep="|")
工程建设|直接发包|1|50.00|50.00||
|公开招标|1|100.00|90.00|10.00|10.00%
|邀请招标|||||
|小计（公开+邀请）|1|100.00|90.00|10.00|10.00%
|小计（公开+邀请+直接发包）|2|150.00|140.00|10.00|
"""

from __future__ import annotations

from zhengwu.trading.quarter.filling import quarter_table
from zhengwu.trading.quarter.form import FORM, MEDICAL, PROCUREMENT, PROPERTY, WORKS, Block, Form
from zhengwu.trading.quarter.levels import Merged, merged

__all__ = [
    "FORM",
    "MEDICAL",
    "PROCUREMENT",
    "PROPERTY",
    "WORKS",
    "Block",
    "Form",
    "Merged",
    "merged",
    "quarter_table",
]
