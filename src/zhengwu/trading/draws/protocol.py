"""The protocol of a draw (抽取记录), to print and to post: everything that somebody needs to draw again by hand.

>>> from zhengwu.trading.draws.holding import draw
>>> from zhengwu.trading.draws.plan import DrawPlan, Entry, Quota
>>> from zhengwu.trading.draws.words import DrawSubject
>>> plan = DrawPlan(draw_no="7", subject=DrawSubject.EXPERT, quotas=(Quota(count=1),),
...                 entries=(Entry(code="A"), Entry(code="B")), public_source="收盘指数")
>>> print(protocol(draw(plan, public_value="3021.55")).splitlines()[0])
抽取记录（评标专家）
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from zhengwu.table.grid import Grid
from zhengwu.table.html import escaped
from zhengwu.trading.draws.holding import Draw, places
from zhengwu.trading.draws.tickets import ALGORITHM, canonical

__all__ = ["protocol", "protocol_grid", "protocol_html"]

_HEADER = ("次序", "号码", "类别", "号球数", "最小签值", "号球", "结果")


def protocol(held: Draw) -> str:
    """The protocol as text, in Chinese; it ends with the commands that check it. Names of people are not in it."""
    return "\n".join(_lines(held)) + "\n"


def protocol_grid(held: Draw) -> Grid:
    """Everybody in the order drawn, with ticket and outcome, as a grid for any writer."""
    return Grid.of([_HEADER, *_rows(held)], caption=_title(held), header_rows=1, notes=tuple(_notes(held)))


def protocol_html(held: Draw) -> str:
    """The grid as HTML, everything that stood in a record escaped."""
    notes = "".join(f"<p>{escaped(note)}</p>\n" for note in _notes(held))
    cells = [("th", _HEADER), *(("td", row) for row in _rows(held))]
    rows = "".join(
        "<tr>" + "".join(f"<{tag}>{escaped(text)}</{tag}>" for text in row) + "</tr>\n" for tag, row in cells
    )
    return f"<table>\n<caption>{escaped(_title(held))}</caption>\n{rows}</table>\n{notes}"


def _title(held: Draw) -> str:
    return f"抽取记录（{held.plan.subject.zh}）"


def _notes(held: Draw) -> Iterator[str]:
    plan = held.plan
    yield f"抽取编号：{plan.draw_no}"
    if plan.project is not None:
        yield f"项目编号：{plan.project}"
    yield f"算法：{ALGORITHM}"
    published = "" if plan.committed_at is None else f"（{plan.committed_at}公布）"
    yield f"承诺：{plan.commitment}{published}"
    if plan.public_source is not None:
        known = "" if plan.public_at is None else f"（{plan.public_at}公布）"
        yield f"公开数：{held.public_value}；来源：{plan.public_source}{known}"
    for number, secret in enumerate(held.secrets, 1):
        yield f"密数{number}：{secret}"
    yield f"种子：{held.seed}"
    quotas = "，".join(f"{quota.stratum or '全部'}{quota.count}" for quota in plan.quotas)
    if plan.most_per_employer is not None:
        yield f"同一单位最多抽取：{plan.most_per_employer}"
    yield f"抽取数量：{quotas}；号码池{len(plan.entries)}个，其中回避{len(plan.entries) - len(plan.eligible)}个"
    for entry in plan.entries:
        if entry.recusal is not None:
            yield f"回避：{entry.code}（{entry.recusal.zh}）"
    for one in held.replacements:
        why = one.reason if one.recusal is None else f"{one.reason}，回避：{one.recusal.zh}"
        yield f"递补：{one.code}退出（{why}）"
    yield f"抽中：{'、'.join(held.selected)}"


def _rows(held: Draw) -> Iterator[tuple[str, ...]]:
    out = {one.code for one in held.replacements}
    employers = {entry.code: entry.employer for entry in held.plan.entries}
    drawn = Counter(employers[code] for code in held.selected if code in employers)
    for place in places(held):
        result = "递补退出" if place.code in out else "抽中" if place.code in held.selected else ""
        if not result and drawn[employers[place.code]] == held.plan.most_per_employer:
            result = "同单位名额已满"
        numbers = (str(place.rank), place.code, place.stratum or "", str(place.balls))
        yield (*numbers, place.ticket, str(place.ball), result)


def _lines(held: Draw) -> Iterator[str]:
    yield _title(held)
    yield from _notes(held)
    yield "\t".join(_HEADER)
    yield from ("\t".join(row) for row in _rows(held))
    if held.drawn_at is not None:
        yield f"抽取时间：{held.drawn_at}"
    yield f"见证人（签字）：{'、'.join('＿＿＿＿' for _ in held.witnesses) or '＿＿＿＿'}"
    yield "验证：承诺是下面一行文字（UTF-8，无换行）的SHA-256；签值是「种子:号球:号码」的SHA-256，例如"
    first = places(held)[0]
    yield f"printf '%s' '{held.seed}:{first.ball}:{_quoted(first.code)}' | sha256sum"
    yield canonical(held.plan.snapshot)


def _quoted(code: str) -> str:
    return code.replace("'", "'\\''")
