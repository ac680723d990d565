"""A record in a notebook: official terms and values, blanks named and never zero, nothing that identifies a citizen."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

import attrs
import pytest
from hypothesis import given, strategies as st
from tests.pages import Page

from zhengwu.approval import Case, CaseEvent, CaseType, Evaluation
from zhengwu.exact import Figure, Money, Rate, wan
from zhengwu.periods import Period
from zhengwu.records import Fault, Loaded, Party, Record, Satisfaction, Source, field, load_rows, record
from zhengwu.records.html import loaded_html, record_html, records_html
from zhengwu.table.layout import clean
from zhengwu.trading import Lot, Tender

SOURCE = attrs.fields(Tender).source.metadata["zh"]
TWO_LOTS = Tender(
    title="电子政务外网改造",
    method="公开招标",
    owner=Party(name="区数据局", region="某区", phone="13800000000", identity_number="320412199001010000"),
    opening=datetime(2017, 3, 5, 9, 30),  # noqa: DTZ001  as the source has it
    lots=(Lot(code="1", budget=wan("438"), deal=wan("358")), Lot(code="2", budget=wan("1200.50"))),
)


@record
class Booth(Record):
    """Holds one value of every kind a record may hold."""

    name: str | None = field(zh="名称", default=None)
    value: object = field(zh="值", default=None)
    budget: Money | None = field(term="budget", default=None)


def shown(value: object) -> str:
    return values(record_html(Booth(value=value)))["值"]


def values(text: str) -> dict[str, str]:
    """The value by its term, of every table of two columns."""
    return {row[0].text: row[1].text for row in Page(text).rows if len(row) == 2}


class TestARecord:
    def test_stands_as_official_terms_and_values(self) -> None:
        found = values(record_html(Lot(budget=wan("438"), deal=wan("358"), awarded_at=date(2017, 3, 20))))
        assert found == {
            "招标次数": "1",
            "预算金额": "438万元",
            "成交金额": "358万元",
            "中标公告时间": "2017-03-20",
            "节约金额": "80万元",
        }

    def test_a_notebook_and_the_function_show_the_same(self) -> None:
        assert TWO_LOTS._repr_html_() == record_html(TWO_LOTS)

    def test_what_is_blank_is_named_and_shows_no_value(self) -> None:
        text = record_html(Booth(name="A1"))
        assert "未填：值、预算金额" in text
        assert "None" not in text
        assert "未填" not in record_html(Booth(name="A1", value=0, budget=wan("1")))

    def test_an_empty_text_is_blank_and_an_empty_list_is_none_of_them(self) -> None:
        """Of evaluations, None means that nobody knows, an empty tuple that there were none."""
        assert "未填：名称" in record_html(Booth(name="", value=1))
        case = Case(case_no="A1", evaluations=())
        assert values(record_html(case))["好差评"] == "0"
        assert "好差评" not in values(record_html(case.evolve(evaluations=None)))

    def test_sums_and_rates_of_its_parts_follow_the_fields(self) -> None:
        found = values(record_html(TWO_LOTS))
        assert (found["预算金额"], found["节约金额"], found["节约率"]) == ("1638.5万元", "80万元", "18.26%")
        assert list(found).index("预算金额") > list(found).index("开标时间")

    def test_what_cannot_be_computed_is_left_out(self) -> None:
        found = values(record_html(Tender.single(title="一", budget=wan("438"))))
        assert "节约率" not in found
        assert "预算金额" in found

    def test_its_parts_are_tables_inside_it(self) -> None:
        rows = [[cell.text for cell in row] for row in Page(record_html(TWO_LOTS)).rows]
        assert ["名称", "区数据局"] in rows
        assert ["标段编号", "招标次数", "预算金额", "成交金额", "节约金额"] in rows
        assert ["2", "1", "1200.5万元", "", ""] in rows
        assert record_html(TWO_LOTS).count("未填") == 1

    def test_speaks_english(self) -> None:
        text = record_html(TWO_LOTS, lang="en")
        assert values(text)["budget"] == "1638.5万元"
        assert '<div lang="en"' in text
        assert "blank: " in text


class TestValues:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (wan("55000.92"), "55000.92万元"),
            (Rate("182231/1972307"), "9.24%"),
            (Period("2017-Q1"), "2017年第一季度"),
            (Figure.parse("约400万元"), "约400万元"),
            (CaseType.INSTANT, "即办件"),
            (Satisfaction.SATISFIED, "满意"),
            (True, "是"),
            (False, "否"),
            (0, "0"),
            (Decimal("1.50"), "1.50"),
            (date(2017, 3, 1), "2017-03-01"),
            (datetime(2017, 3, 1, 9, 5), "2017-03-01 09:05"),  # noqa: DTZ001
            (datetime(2017, 3, 1, 9, 5, 7), "2017-03-01 09:05:07"),  # noqa: DTZ001
            (("甲", "乙"), "甲、乙"),
            ({"甲": 1, "乙": wan("2")}, "甲 1；乙 2万元"),
        ],
    )
    def test_print_as_a_chinese_table_prints_them(self, value: object, text: str) -> None:
        assert shown(value) == text

    def test_nothing_is_said_of_the_hour_of_a_day(self) -> None:
        assert "00:00" not in shown(date(2017, 3, 1))


class TestRecords:
    TENDERS = (
        TWO_LOTS,
        *(Tender.single(title=f"项目{n}", budget=wan(n), deal=wan(n), method="询价") for n in range(1, 4)),
    )

    def test_stand_one_in_a_row_under_their_terms(self) -> None:
        head, *rows = [[cell.text for cell in row] for row in Page(records_html(self.TENDERS)).rows]
        assert head == ["项目名称", "方式", "招标人", "开标时间", "标段", "预算金额", "成交金额", "节约金额", "节约率"]
        assert rows[0] == [
            *("电子政务外网改造", "公开招标", "区数据局", "2017-03-05 09:30", "2"),
            *("1638.5万元", "358万元", "80万元", "18.26%"),
        ]
        assert rows[1] == ["项目1", "询价", "", "", "1", "1万元", "1万元", "0万元", "0.00%"]

    def test_figures_stand_right_and_texts_left(self) -> None:
        row = Page(records_html(self.TENDERS)).rows[2]
        assert ["text-align:right" in cell.style for cell in row] == [False, False, False, False] + 5 * [True]

    def test_say_what_their_parts_say_alike(self) -> None:
        """When a tender was awarded stands on its lots; a list of tenders shows it all the same."""
        awarded = [Tender.single(title="甲", awarded_at=date(2017, 3, 2)), Tender.single(title="乙")]
        head, first, second = [[cell.text for cell in row] for row in Page(records_html(awarded)).rows]
        assert (head[-1], first[-1], second[-1]) == ("中标公告时间", "2017-03-02", "")

    def test_where_they_came_from_stands_last_with_its_row(self) -> None:
        sources = (Source(name="a.csv", row=3), Source(name="b.csv"))
        tenders = [Tender.single(title="甲", budget=wan("1"), source=source) for source in sources]
        rows = [[cell.text for cell in row] for row in Page(records_html(tenders)).rows]
        assert [row[-1] for row in rows] == [SOURCE, "a.csv:3", "b.csv"]
        assert list(values(record_html(tenders[0]))).index(SOURCE) > 3

    def test_a_short_text_stands_on_one_line_and_a_long_one_wraps(self) -> None:
        row = Page(records_html([Booth(name="竞争性谈判", value="说明" * 20)])).rows[1]
        assert ["nowrap" in cell.style for cell in row] == [True, False]

    def test_columns_that_all_leave_blank_are_named_below(self) -> None:
        text = records_html(self.TENDERS)
        assert "招标代理机构" in text[text.index("未填：") :]
        assert "招标代理机构" not in text[: text.index("未填：")]

    def test_each_class_has_its_table(self) -> None:
        text = records_html([Booth(name="甲"), Lot(code="1"), Booth(name="乙")])
        assert text.count("<table") == 2
        assert "Booth × 2" in text

    def test_of_very_many_the_rest_is_counted(self) -> None:
        text = records_html([Booth(name=str(n)) for n in range(1000)])
        assert text.count("<tr>") == 101
        assert "另有 900 行未显示" in text
        assert "Booth × 1000" in text
        assert "未显示" not in records_html([Booth(name="甲")] * 3, most=3)

    def test_a_value_beyond_the_limit_is_not_called_blank(self) -> None:
        text = records_html([Booth(name="甲"), Booth(budget=wan("1"))], most=1)
        assert "未填：值</p>" in text

    def test_a_part_without_a_name_shows_what_it_holds(self) -> None:
        rows = Page(records_html([Booth(value=Lot(budget=wan("3"), deal=wan("2")))])).rows
        assert rows[1][0].text == "1、3万元、2万元、1万元"

    def test_none_at_all_is_an_empty_fragment(self) -> None:
        assert "<table" not in records_html([])


class TestWhatBecameOfRows:
    ROWS = (
        {"名称": "甲", "预算金额": "3万元"},
        {"名称": "乙", "预算金额": "<b>五万"},
        {"名称": "丙", "预算金额": "5万"},
    )

    def test_counts_faults_and_records_are_shown(self) -> None:
        loaded = load_rows(self.ROWS, Booth)
        text = loaded._repr_html_()
        assert text == loaded_html(loaded)
        assert "1 条记录可用，2 处有误" in text
        head, first, second, *records = [[cell.text for cell in row] for row in Page(text).rows]
        assert head == ["行", "栏", "说明"]
        assert first[:2] == ["2", "预算金额"]
        assert first[2].startswith("budget (预算金额): '<b>五万' is not an amount")
        assert second[0] == "3"
        assert records == [["名称", "预算金额"], ["甲", "3万元"]]

    def test_a_sound_file_lists_no_faults(self) -> None:
        text = loaded_html(load_rows(self.ROWS[:1], Booth), lang="en")
        assert "records: 1, faults: 0" in text
        assert text.count("<table") == 1

    def test_of_very_many_faults_the_rest_is_counted(self) -> None:
        text = loaded_html(load_rows([{"名称": "甲", "预算金额": "5万"}] * 150, Booth))
        assert text.count("<tr>") == 101
        assert "另有 50 行未显示" in text

    def test_a_fault_of_the_whole_file_has_no_row(self) -> None:
        loaded: Loaded[Booth] = Loaded(records=(), faults=(Fault(message="is empty"),))
        assert [cell.text for cell in Page(loaded_html(loaded)).rows[1]] == ["", "", "is empty"]


class TestSafety:
    """Nothing of a record becomes markup, and nothing that identifies a citizen is shown."""

    @given(text=st.text(max_size=30))
    def test_every_text_stays_text(self, text: str) -> None:
        page = Page(record_html(Booth(name=text, value=(text,))))
        assert {cell.text for row in page.rows for cell in row} <= {
            "名称",
            "值",
            clean(text),
            "未填：名称、预算金额",
            "未填：预算金额",
        }
        assert set(page.seen) <= {"div", "table", "caption", "tr", "th", "td"}

    @pytest.mark.parametrize("text", ["<script>alert(1)</script>", '" onmouseover="x', "&lt;b&gt;"])
    def test_markup_is_escaped(self, text: str) -> None:
        for page in (Page(record_html(Booth(name=text))), Page(records_html([Booth(name=text)]))):
            assert text in {cell.text for row in page.rows for cell in row}

    def test_phone_and_identity_number_stay_out(self) -> None:
        text = (
            record_html(TWO_LOTS)
            + records_html([TWO_LOTS, TWO_LOTS])
            + records_html([TWO_LOTS.owner or Party(name="")])
        )
        assert "13800000000" not in text
        assert "320412199001010000" not in text
        assert "联系电话" not in text

    def test_the_words_of_a_citizen_stay_out(self) -> None:
        case = Case(
            case_no="A1",
            events=(CaseEvent(seq=1, stage_name="受理", opinion="张某来电"),),
            evaluations=(Evaluation(level=Satisfaction.SATISFIED, text="谢谢李某"),),
        )
        assert re.search("张某|李某", record_html(case) + records_html(case.events)) is None

    def test_colours_suit_light_and_dark_ground(self) -> None:
        text = record_html(TWO_LOTS) + records_html([TWO_LOTS])
        assert re.findall(r"(?:background|color)[^;]*#|[;\"]color:(?!inherit)", text) == []
        assert {found.count(",") for found in re.findall(r"rgba?\(([^)]*)\)", text)} == {3}

    def test_it_loads_nothing(self) -> None:
        for word in ("<script", "<link", "<style", "http:", "https:", "url(", "@import", "<img"):
            assert word not in record_html(TWO_LOTS)
