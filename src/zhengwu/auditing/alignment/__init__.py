"""Values that stand beside the wrong labels: rows slipped, inserted or lost, whole or in single columns.

sheet      the figures as integers, the sums that the labels name, what a sum says
sweep      the scores of all places where two readings may meet
across     relations within rows, for columns that slipped alone
profile    a reading as offsets
search     the best readings of one block of columns
reading    `align` and `realigned`
lost       what lost values must have been, and numbers printed among the labels
"""

from zhengwu.auditing.alignment.lost import LostValue, Stray, lost_values, strays
from zhengwu.auditing.alignment.reading import Alignment, align, realigned
from zhengwu.auditing.alignment.search import MOST_READINGS

__all__ = ["MOST_READINGS", "Alignment", "LostValue", "Stray", "align", "lost_values", "realigned", "strays"]
