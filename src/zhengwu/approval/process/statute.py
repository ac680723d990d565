"""What the law leaves a process that several bodies handle together: one limit, whatever its stages sum to.

    one body's permits       each stage has its own limit; nothing caps their sum
    joint handling           45 working days for all of it, 15 more if the government's head approves

Source: 行政许可法 articles 42 and 26.

>>> from zhengwu.approval.process.model import Seq, Stage
>>> row = Seq(Stage("规划许可", limit=20), Stage("环评", limit=20), Stage("消防审核", limit=20))
>>> lawful_limit(row, is_joint=False), lawful_limit(row, is_joint=True)
(60, 45)
>>> lawful_limit(row, is_joint=True, is_extended=True)
60
"""

from __future__ import annotations

from zhengwu.approval.process.model import Process
from zhengwu.approval.process.scheduling import limit_of
from zhengwu.reference.limits import statutory_limit

__all__ = ["lawful_limit"]


def lawful_limit(process: Process, *, is_joint: bool, is_extended: bool = False) -> int:
    """The working days in which the whole must be decided: those of its longest path, under the cap of joint handling.

    `is_joint` says that bodies handle it unified, jointly or in one place (统一、联合、集中办理); running at once by
    itself does not. `is_extended` says that the head of the government approved the extension. Raises what `limit_of`
    raises.

    >>> from zhengwu.approval.process.model import Stage
    >>> lawful_limit(Stage("审查", limit=20), is_joint=True)
    20
    """
    own = limit_of(process)
    if not is_joint:
        return own
    cap = statutory_limit("joint_decision")
    return min(own, cap.days + (cap.extension if is_extended else 0))
