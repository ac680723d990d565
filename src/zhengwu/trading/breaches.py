"""The wordings of what contradicts itself in a tender or a sale, by the invariant and, after a point, its case.

>>> MESSAGES["INV-02"][1].format(deal="9万元", reserve="10万元")
'sold for 9万元, below the reserve 10万元'
"""

from __future__ import annotations

from zhengwu.records.breach import Wording

__all__ = ["MESSAGES"]

MESSAGES: Wording = {
    "INV-02": ("成交金额 {deal} 低于保留价 {reserve}", "sold for {deal}, below the reserve {reserve}"),
    "INV-02.start": ("报价 {offer} 低于起始价 {start}", "offered {offer}, below the start price {start}"),
    "INV-02.rise": ("报价 {offer} 未高于前一报价 {before}", "offered {offer}, not above {before} before it"),
    "INV-02.step": (
        "报价 {offer} 较前一报价 {before} 增幅不足 {step}",
        "offered {offer} after {before}, a rise of less than {step}",
    ),
    "INV-02.last": (
        "成交金额 {deal} 不是最后报价 {offer}",
        "sold for {deal}, which is not the last offer, {offer}",
    ),
    "INV-08": ("有效中标结果 {count} 个，至多一个", "{count} awards in force, one at most"),
    "INV-08.deal": ("标段成交金额 {deal} 与中标金额 {amount} 不一致", "the lot says {deal}, the award {amount}"),
    "INV-08.winner": ("中标人{winner}不在投标人之列", "the winner {winner} did not bid"),
    "INV-09": ("中标金额 {amount} 高于最高限价 {ceiling}", "awarded {amount}, above the ceiling {ceiling}"),
    "INV-10": ("合同金额 {contract} 与中标金额 {amount} 不一致", "contract {contract}, award {amount}"),
    "INV-12": ("{later} {after} 早于{earlier} {before}", "{later} {after} lies before {earlier} {before}"),
    "INV-12.opening": ("开标时间 {opening} 与投标截止时间 {deadline} 不一致", "opened {opening}, deadline {deadline}"),
    "INV-12.late": (
        "{bidder}的投标文件 {submitted} 晚于截止时间 {deadline} 递交而未否决",
        "{bidder} submitted on {submitted}, after the deadline {deadline}, and was not rejected",
    ),
    "INV-13": ("回避的专家{expert}参加了评审", "the expert {expert} stood aside and scored bids"),
    "INV-14": ("候选人排名 {ranks} 不连续或重复", "the ranks of candidates are {ranks}"),
    "INV-15": ("{bidder}在同一标段投标 {count} 次", "{bidder} bid {count} times for one lot"),
    "INV-20": (
        "行政区划代码 {code} 在 {day} 不是有效代码（{years}）",
        "the division code {code} did not hold on {day} ({years})",
    ),
    "INV-20.none": ("行政区划代码 {code} 不在 GB/T 2260 之列", "the division code {code} is none of GB/T 2260"),
}
