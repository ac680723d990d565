"""Tables: the grid a document printed, and the structure recognised in it.

>>> from zhengwu.table import Grid, recognise
>>> table = recognise(Grid.of([["窗口名称", "1月"], ["甲窗口", "3"], ["合计", "3"]], unit="件"))
>>> table.rows[1].kind.value, table.printed(1, 1).figure.unit
('total', '件')
"""

from zhengwu.table.computed import Computation, ComputedCell, Uncounted, Undefined
from zhengwu.table.grid import Cell, Grid
from zhengwu.table.labels import Label, read_label
from zhengwu.table.model import Column, ColumnKind, Printed, Row, RowKind, Table, Unread
from zhengwu.table.parts import Parts, column_parts, row_parts
from zhengwu.table.structure import recognise

__all__ = [
    "Cell",
    "Column",
    "ColumnKind",
    "Computation",
    "ComputedCell",
    "Grid",
    "Label",
    "Parts",
    "Printed",
    "Row",
    "RowKind",
    "Table",
    "Uncounted",
    "Undefined",
    "Unread",
    "column_parts",
    "read_label",
    "recognise",
    "row_parts",
]
