"""Published reforms: what the reports of 武进区 (2017) and 宿迁 (2015) say of steps, documents and days, recomputed."""

from __future__ import annotations

import pytest

from zhengwu.approval.process import Burden, Dimension, ReformBaseline, successive_cuts
from zhengwu.exact import Rate

WUJIN = ReformBaseline(
    scope="一般审批类工业项目",
    before=Burden(steps=19, documents=126, limit=60),
    after=Burden(steps=12, documents=61, limit=42),
)


class TestWujin:
    """19 → 12 steps, 126 → 61 documents, 60 → 42 working days; the report states a target of a quarter or more."""

    @pytest.mark.parametrize(
        ("dimension", "rate", "printed", "factor"),
        [
            (Dimension.STEPS, "7/19", "36.84%", "1.58"),
            (Dimension.DOCUMENTS, "65/126", "51.59%", "2.07"),
            (Dimension.LIMIT, "3/10", "30.00%", "1.43"),
        ],
    )
    def test_dimensions(self, dimension: Dimension, rate: str, printed: str, factor: str) -> None:
        cut = next(cut for cut in WUJIN.compression if cut.dimension is dimension)
        assert cut.rate == Rate(rate)
        assert cut.rate.percent() == printed
        assert str(cut.factor.rounded(2)) == factor

    def test_the_target(self) -> None:
        assert all(WUJIN.compression.reaches("1/4").values())
        assert list(WUJIN.compression.reaches("30%", strictly=True).values()) == [True, True, False]

    def test_there_is_no_average(self) -> None:
        names = {name for name in dir(WUJIN.compression) if not name.startswith("_")}
        assert names == {"steps", "documents", "limit", "reaches"}


class TestSuqian:
    """27.33 % in 2014, then a further 13.35 % in 2015: three readings, three cuts."""

    @pytest.mark.parametrize(
        ("mode", "cut", "flagged"),
        [("successive", "37.03%", False), ("one_base", "40.68%", True), ("speed", "30.71%", False)],
    )
    def test_modes(self, mode: str, cut: str, flagged: bool) -> None:
        cuts = successive_cuts("27.33%", "13.35%", mode=mode)  # type: ignore[arg-type]
        assert cuts.cut.percent() == cut
        assert (cuts.note is not None) is flagged

    def test_printed_rounding(self) -> None:
        """Whatever the two rates were before they were printed, the cut prints 37.02 to 37.04 %."""
        interval = successive_cuts("27.33%", "13.35%").interval
        assert interval.low is not None
        assert interval.high is not None
        assert (Rate(interval.low).percent(), Rate(interval.high).percent()) == ("37.02%", "37.04%")

    def test_gain_of_speed(self) -> None:
        assert successive_cuts("27.33%", "13.35%", mode="speed").speed.percent() == "44.33%"
