"""Signs between priced bills of different bidders (RF-04): the same prices, one factor in all lines, the same slips.

None is proof: fixed tariffs, the same supplier or the same pricing software do it too. Lines whose price every bidder
has in common are left out for that reason where there are three bidders and more, and so are prices that are the
tender's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from zhengwu.exact import Money, Rate
from zhengwu.trading.bill import LineKind, PricedBill, PricedLine
from zhengwu.trading.clearing.arithmetic import product
from zhengwu.trading.clearing.compare import lines_by_code
from zhengwu.trading.flags.flag import Notes, Screening
from zhengwu.trading.flags.views import same_scale

__all__ = ["common_factor", "similar_bills"]

_FEWEST = 10
_SAME = Rate("1/2")
_FACTOR = Rate("4/5")
_COARSE = 100  # a price of fewer units tells a factor less exactly than to a hundredth

_Key = tuple[str, int]


def similar_bills(
    bills: Mapping[str, PricedBill],
    *,
    lot: str,
    given: PricedBill | None = None,
    same: Rate = _SAME,
    factor: Rate = _FACTOR,
    least: int = _FEWEST,
) -> Screening:
    """RF-04 between bills: two bidders with `same` of their unit prices alike, `factor` of them in one ratio, one slip.

    Two bills are compared where `least` lines can be. The bounds are this library's, no law's; `given` is the tender's
    bill. A slip is the same where quantity × unit price is off by the same amount in the same line.
    """
    notes = Notes("RF-04")
    lines = {bidder: lines_by_code(bill) for bidder, bill in bills.items()}
    common = _common(lines, given)
    for one, other in combinations(lines, 2):
        told = f"{one}、{other}"
        _same_slips(notes, lot, one, other, lines)
        shared = (key for key in lines[one] if key in lines[other] and key not in common)
        keys = [key for key in shared if _is_priced(lines, one, other, key)]
        if len(keys) < least:
            notes.open(f"{least} lines to compare", f"{lot} {told}")
            continue
        notes.checked += 1
        ours, theirs = ([lines[bidder][key].unit_price for key in keys] for bidder in (one, other))
        alike = sum(a == b for a, b in zip(ours, theirs, strict=True))
        if Fraction(alike, len(keys)) >= same.as_fraction():
            notes.raised("lines", lot, parties=(one, other), bidders=told, same=alike, compared=len(keys))
            continue
        found = common_factor(ours, theirs)
        if found is not None and found[1] >= least and Fraction(found[1], len(keys)) >= factor.as_fraction():
            step = f"{Rate(found[0]):.4f}".rstrip("0").rstrip(".")
            notes.raised(
                "factor", lot, parties=(one, other), bidders=told, same=found[1], compared=len(keys), step=step
            )
    return notes.result()


def common_factor(ours: Sequence[Money | None], theirs: Sequence[Money | None]) -> tuple[Fraction, int] | None:
    """The factor that most prices of one bill have to those of the other, rounded to its last digit, and how many do.

    None where there is nothing to compare, and where equality is what most have. Prices side by side are of one line.

    >>> from zhengwu.exact import yuan
    >>> ours = [yuan(price) for price in ("101.35", "88.02", "1250.00")]
    >>> theirs = [yuan(price) for price in ("104.39", "90.66", "1287.50")]
    >>> common_factor(ours, theirs)
    (Fraction(103, 100), 3)
    """
    scaled = same_scale([*ours, *theirs])
    if scaled is None:
        return None
    half = len(ours)
    pairs = [
        (a, b)
        for a, b in zip(scaled[0][:half], scaled[0][half:], strict=True)
        if a is not None and b is not None and a >= _COARSE and b >= _COARSE
    ]
    forward, backward = _most(pairs), _most([(b, a) for a, b in pairs])
    if forward is None or backward is None:
        return None
    if forward[1] >= backward[1]:
        return None if forward[0] == 1 else forward
    return None if backward[0] == 1 else (1 / backward[0], backward[1])


def _most(pairs: Sequence[tuple[int, int]]) -> tuple[Fraction, int] | None:
    """The factor in most of the intervals [(2b − 1)/2a, (2b + 1)/2a): what rounds to b when a is multiplied by it."""
    ends = [(Fraction(2 * b - 1, 2 * a), 1) for a, b in pairs] + [(Fraction(2 * b + 1, 2 * a), -1) for a, b in pairs]
    ends.sort()
    depth = best = 0
    low = high = Fraction(0)
    for place, (end, step) in enumerate(ends):
        depth += step
        if depth > best:
            best, low, high = depth, end, ends[place + 1][0]
    return (_simplest(low, high), best) if best else None


def _simplest(low: Fraction, high: Fraction) -> Fraction:
    """The fraction of the smallest denominator from `low` on, below `high` (Stern and Brocot)."""
    whole = low.numerator // low.denominator
    if low == whole:
        return Fraction(whole)
    if whole + 1 < high:
        return Fraction(whole + 1)
    if whole + 1 == high:
        return low
    return whole + 1 / _simplest(1 / (high - whole), 1 / (low - whole))


def _common(lines: Mapping[str, Mapping[_Key, PricedLine]], given: PricedBill | None) -> set[_Key]:
    """The lines that everybody prices alike, where there are three bidders and more; those that the tender prices."""
    found: set[_Key] = set()
    if len(lines) > 2:
        for key in set.intersection(*(set(one) for one in lines.values())):
            prices = {one[key].unit_price for one in lines.values()}
            if len(prices) == 1:
                found.add(key)
    if given is not None:
        for key, line in lines_by_code(given).items():
            if line.unit_price is not None and any(
                key in one and one[key].unit_price == line.unit_price for one in lines.values()
            ):
                found.add(key)
    return found


def _is_priced(lines: Mapping[str, Mapping[_Key, PricedLine]], one: str, other: str, key: _Key) -> bool:
    both = (lines[one][key], lines[other][key])
    return all(
        line.unit_price is not None and not line.kind.is_provisional and line.kind is not LineKind.SUBTOTAL
        for line in both
    )


def _same_slips(notes: Notes, lot: str, one: str, other: str, lines: Mapping[str, Mapping[_Key, PricedLine]]) -> None:
    for key, line in lines[one].items():
        if key not in lines[other]:
            continue
        ours, theirs = _slip(line), _slip(lines[other][key])
        if ours is not None and ours and ours == theirs:
            told = f"{one}、{other}"
            notes.raised("mistake", lot, parties=(one, other), bidders=told, line=line.code, amount=ours)


def _slip(line: PricedLine) -> Money | None:
    """By how much the amount of a line is off quantity × unit price; None where it cannot be told."""
    computed = product(line)
    return None if computed is None or line.amount is None else line.amount - computed
