"""Draws that anyone can verify (摇号, 专家和代理机构抽取, 双随机): commitment before, reproduction after.

    plan        DrawPlan with its Entry and Quota: pool, recusals, weights, strata; its commitment is published first
    draw        draw, replace; a Draw holds what decided and what came out
    verify      reproduce, places, protocol (text), protocol_grid, protocol_html; rfc3797 for draws held by that
    fair        fairness over many draws, by simulation, exactly
    inspect     shares_of, assign, sample_size, most_faults

>>> plan = DrawPlan(draw_no="1", subject=DrawSubject.EXPERT, quotas=(Quota(count=1),),
...                 entries=(Entry(code="A"), Entry(code="B", recusal=RecusalReason.OWNER)), public_source="收盘指数")
>>> draw(plan, public_value="3021.55").selected
('A',)
"""

from __future__ import annotations

from zhengwu.trading.draws.fairness import Fairness, fairness
from zhengwu.trading.draws.holding import Draw, Place, Replacement, Reproduction, draw, places, replace, reproduce
from zhengwu.trading.draws.plan import DrawPlan, Entry, Quota, new_secret, secret_hash
from zhengwu.trading.draws.protocol import protocol, protocol_grid, protocol_html
from zhengwu.trading.draws.sampling import Assignment, assign, most_faults, sample_size, shares_of
from zhengwu.trading.draws.tickets import ALGORITHM
from zhengwu.trading.draws.words import DrawFault, DrawSubject
from zhengwu.trading.evaluation import RecusalReason

__all__ = [
    "ALGORITHM",
    "Assignment",
    "Draw",
    "DrawFault",
    "DrawPlan",
    "DrawSubject",
    "Entry",
    "Fairness",
    "Place",
    "Quota",
    "RecusalReason",
    "Replacement",
    "Reproduction",
    "assign",
    "draw",
    "fairness",
    "most_faults",
    "new_secret",
    "places",
    "protocol",
    "protocol_grid",
    "protocol_html",
    "replace",
    "reproduce",
    "sample_size",
    "secret_hash",
    "shares_of",
]
