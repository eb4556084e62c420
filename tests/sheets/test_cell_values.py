"""Values and cells: what is shown, what counts as the same, what is written."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from brandcluster.sheets.cell_values import LONGEST, TOO_LONG_TO_SHOW, WrongCell, cell_text, is_alike, read_value
from brandcluster.sheets.contents import BY_SHEET, SheetColumn, columns_of


def column(sheet: str, heading: str) -> SheetColumn:
    return next(each for each in columns_of(BY_SHEET[sheet]) if each.heading == heading)


AMOUNT, MONTH, DAY = column("资金明细", "金额（万元）"), column("工作阶段", "开始"), column("政策措施", "发布日期")
TICK, CHOICE = column("政策措施", "内容：加强质量品牌建设"), column("事故声明", "结论")
TEXT = column("资金明细", "支持方向")


@pytest.mark.parametrize(
    ("which", "value", "text"),
    [
        (AMOUNT, Decimal("28.0"), "28.0"),
        (AMOUNT, 4680, "4680"),
        (AMOUNT, Decimal("1E+3"), "1000"),
        (AMOUNT, None, ""),
        (AMOUNT, "约 5", "约 5"),
        (TEXT, "一\n二\n", "一\n二"),
        (TEXT, True, "true"),
        (TEXT, "长" * (LONGEST + 1), TOO_LONG_TO_SHOW),
        (TICK, ["加强质量品牌建设"], "是"),
        (TICK, ["支持主导产业发展"], ""),
        (TICK, None, ""),
    ],
)
def test_what_a_cell_shows(which: SheetColumn, value: Any, text: str) -> None:
    assert cell_text(which, value) == text


@pytest.mark.parametrize(
    ("which", "one", "other", "alike"),
    [
        (AMOUNT, "28.0", "28", True),
        (AMOUNT, "1,234.50", "1234.5", True),
        (AMOUNT, "0", "", False),
        (AMOUNT, "480万元", "480", True),
        (AMOUNT, "0.30", "0.3", True),
        (MONTH, "2014-07", "2014-07-01T00:00:00", True),
        (MONTH, "2014年7月", "2014-07", True),
        (MONTH, "2014-07-15", "2014-07", False),
        (DAY, "2014/4/20", "2014-04-20", True),
        (TICK, "否", "", True),
        (TICK, "√", "是", True),
        (CHOICE, "未 发生", "未发生", True),
        (TEXT, "一 二", "一二", False),
    ],
)
def test_what_counts_as_the_same(which: SheetColumn, one: str, other: str, alike: bool) -> None:
    assert is_alike(which, one, other) == alike


@pytest.mark.parametrize(
    ("which", "text", "value"),
    [
        (AMOUNT, "1,234.5", Decimal("1234.5")),
        (AMOUNT, "４８０", 480),
        (AMOUNT, "2亿元", 20000),
        (MONTH, "2014-07-01T00:00:00", "2014-07"),
        (DAY, "2014年4月20日", "2014-04-20"),
        (CHOICE, " 见事故清单", "见事故清单"),
        (TICK, "√", True),
        (TICK, "否", False),
        (TEXT, "=1+1", "=1+1"),
        (TEXT, "一\t二", "一 二"),
    ],
)
def test_what_is_written(which: SheetColumn, text: str, value: Any) -> None:
    assert read_value(which, text) == value


@pytest.mark.parametrize(
    ("which", "text", "word"),
    [
        (AMOUNT, "无", "没有就写 0"),
        (AMOUNT, "12%", "不是百分比"),
        (AMOUNT, "-1", "负数"),
        (AMOUNT, "1e400", "不是数"),
        (AMOUNT, "9" * 61, "不是数"),
        (MONTH, "2014.1", "2014-01"),
        (DAY, "2014-02-30", "日历"),
        (DAY, "1899-12-31", "年份"),
        (CHOICE, "没有", "只能写：未发生、见事故清单"),
        (TICK, "可能", "看不出"),
        (TEXT, "看不\u202e见", "看不见"),
    ],
)
def test_what_is_refused(which: SheetColumn, text: str, word: str) -> None:
    found = read_value(which, text)
    assert isinstance(found, WrongCell) and word in found.message + found.help, found
