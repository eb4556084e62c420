"""Rows of a returned sheet that are no enterprise's, and what they and the lines above the heading give away: that
the sheet is of another year, of part of one, or changes its unit half-way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from brandcluster.base.patterns import late_pattern
from brandcluster.formats.tables.sheet import Sheet
from brandcluster.returns.headings import Heading, is_repeated_heading
from brandcluster.returns.layout import FIRST_DATA, Row
from brandcluster.returns.spellings import MONEY, fold_width, stated_units

CODE_LIKE = late_pattern(r"[0-9A-Z]{8,}")
TOTAL, OF_WHICH, HEADING_AGAIN, OTHER_HEADING, NUMBERING, NOTE, UNFILLED, EARLIER = (
    "合计行", "“其中”行", "重复的标题", "与上面不同的标题", "栏号", "说明文字", "没有填写的空行", "上年的数，只供对照",
)  # fmt: skip
_TOTAL = late_pattern(
    r"(?:.{0,20}(?:合计|小计|总计|共计|累计|汇总|总和|平均|平均数|平均值)(?:[(:].*)?|(?:合计|小计|总计|共计).*)\Z"
)
#: A part of the total above it: 其中：规上.
_OF_WHICH = late_pattern(r"(?:其中|内含|内:)(?:[:,、].{0,20}|.{0,12})\Z")
#: What stands in front of last year's figures.
_EARLIER = late_pattern(r"上年(?:数|实际|同期|报的数)?\Z")
_FIRM = late_pattern(r".*(?:公司|集团|[厂店社院所]|中心)(?:\(.*\))?\Z")
_SIGNATURE = late_pattern(
    r"(?:单位)?(?:填表|填报|制表|审核|复核|负责|统计|联系|报出|报送|备注|说明|附?注\b|附?注[:.,1-9]|日期)"
)
_NUMBERING = late_pattern(r"\(?(?:[0-9]{1,2}|[甲乙丙丁戊己])\)?\Z")
_FIGURE = late_pattern(r"[0-9]|[是否√×]\Z")


def not_a_return(raw: Sequence[str], texts: Row, heading: Heading) -> str | None:
    """Why a row without anything like a code is not an enterprise's; empty for an empty row, None when it is one.

    `raw` are all cells of the row, `texts` those of the columns that are read, in the layout's order.
    """
    filled = [fold_width(text) for text in texts if text.strip()]
    if not filled:
        return NOTE if any(cell.strip() and not fold_width(cell).isdecimal() for cell in raw) else ""
    first = next((fold_width(cell) for cell in raw if cell.strip()), "")
    if _EARLIER.match(first):
        return EARLIER
    if any(_TOTAL.match(text) and not _FIRM.match(text) for text in (first, *map(fold_width, texts[:FIRST_DATA]))):
        return TOTAL
    if any(_OF_WHICH.match(text) and not _FIRM.match(text) for text in (first, *map(fold_width, texts[:FIRST_DATA]))):
        return OF_WHICH
    again = is_repeated_heading(raw, heading)
    if again is not None:
        return HEADING_AGAIN if again else OTHER_HEADING
    if len(filled) >= 5 and all(map(_NUMBERING.match, filled)):
        return NUMBERING
    name, data = fold_width(texts[1]), [fold_width(text) for text in texts[FIRST_DATA:] if text.strip()]
    if _FIRM.match(name):
        return None
    if all(":" in text for text in filled) or (not data and len(filled) == 1) or _SIGNATURE.match(first):
        return NOTE
    if not name and not any(map(_FIGURE.match, data)):
        return NOTE if data else UNFILLED
    return None


def unit_problem(raw: Sequence[str], reason: str, heading: Heading) -> tuple[str, str] | None:
    """What is wrong when a sheet goes on in another unit, or under another heading, than it began."""
    help_ = "一张表的标题和单位要前后一致；不一样的，分成两张表再交。"
    if reason == OTHER_HEADING:
        return "这一行像是标题，和上面的标题却不一样。", help_
    for unit in () if reason == EARLIER else sorted(stated_units([raw])):
        if heading.factors and MONEY[unit] not in heading.factors.values():
            return f"表中间写着单位是{unit}，和上面标题的单位不一样。", help_
    return None


_DAY = late_pattern(r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日")
_YEAR = late_pattern(r"((?:19|20)\d\d)年")
_SHEET_YEAR = late_pattern(r"((?:19|20)\d\d)(?:年|\Z)")
_MONTHS = late_pattern(r"1月?[-—–―~至到]+(\d{1,2})月")
_PART = late_pattern(r"上半年|下半年|[一二三四1-4]季度|前三季度")


def period_problems(sheet: Sheet, heading: Heading, year: int) -> Iterator[tuple[str, str]]:
    """What is wrong when the lines above a heading, or the sheet's name, speak of another year or of part of one."""
    above = _DAY.sub("", fold_width("".join(cell for row in sheet.head(heading.first) for cell in row)))
    years = set(_YEAR.findall(above)) | set(_SHEET_YEAR.findall((sheet.name or "")[:5]))
    if years and str(year) not in years:
        yield (
            f"表上写的是 {'、'.join(sorted(years))} 年，要收的是 {year} 年。",
            f"核对 --year；确实是 {year} 年的数，就改正表上的年份。",
        )
    if any(month != "12" for month in _MONTHS.findall(above)) or _PART.search(above):
        yield "表上写的不是全年的数。", "各项指标要用全年的数；确实是全年的，就改正表上的报告期。"
