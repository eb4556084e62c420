"""The sums of many regions as one table for Excel and programs: sums, panels and files under the same headings.

What is held back is empty, with the reason at the end of the row.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from brandcluster.base.numbers import decimal_text, round_text
from brandcluster.base.visible import visible
from brandcluster.dossier.indicators.measure import INDICATORS
from brandcluster.dossier.model.measures import total_label
from brandcluster.formats.tables.workbook_build import Cell, Page, workbook_bytes
from brandcluster.output.text.table import width
from brandcluster.returns.amounts import Number
from brandcluster.returns.regions.region_tables import Aggregate, PanelRow, SumRow, Whose
from brandcluster.returns.regions.region_year import (
    AMOUNT_SUMS,
    ANSWER_SUMS,
    PANEL_SUMS,
    SIZES,
    RegionFigures,
    RegionYear,
)

#: Instead of figures of one or two enterprises, and of those that they would follow from.
HELD = "不写出：少于三家，或者写出会推算出少于三家的"
LEVELS = {"region": "区域", "province": "全省", "industry": "产业", "all": "全部"}
NO_PROVINCE = "未填省份"
#: Decimals of an indicator for people, and for programs.
DECIMALS, EXACT = 2, 12
SUMS, CURRENT, EARLIER, FILES = "合计", "同口径本年", "同口径对比年", "报表"

Kind = Literal["text", "count", "amount", "percent"]
Value = str | int | Decimal | Fraction | None


class UnionColumn(NamedTuple):
    """A column of the table; `sheets` are those of a workbook that have it."""

    text: str
    kind: Kind
    sheets: tuple[str, ...] = (SUMS, "同口径", FILES)


_FIGURES = (SUMS, "同口径")
HEADINGS: tuple[UnionColumn, ...] = (
    UnionColumn("表", "text", ("同口径",)),
    UnionColumn("级别", "text", _FIGURES),
    UnionColumn("年份", "count"),
    UnionColumn("对比年份", "count", ("同口径",)),
    UnionColumn("省份", "text"),
    UnionColumn("区域名称", "text"),
    UnionColumn("文件夹", "text"),
    UnionColumn("产业", "text", _FIGURES),
    UnionColumn("区域数", "count", _FIGURES),
    *(UnionColumn(total_label(name), "count", _FIGURES if name == "enterprises" else (SUMS,)) for name in SIZES),
    *(UnionColumn(total_label(name), "amount", _FIGURES if name in PANEL_SUMS else (SUMS,)) for name in AMOUNT_SUMS),
    *(UnionColumn(total_label(name), "count", _FIGURES if name in PANEL_SUMS else (SUMS,)) for name in ANSWER_SUMS),
    *(UnionColumn(f"{each.label}（%）", "percent", _FIGURES) for each in INDICATORS),
    *(UnionColumn(name, "count", (FILES,)) for name in ("记录数", "读入", "跳过", "拒收", "错误数")),
    *(UnionColumn(name, "text", (FILES,)) for name in ("跳过的种类", "问题")),
    UnionColumn("说明", "text"),
)
_HELD_SHEETS = {SUMS: (SUMS,), "同口径": (CURRENT, EARLIER), FILES: (FILES,)}


def indicator_values(sums: dict[str, Number]) -> list[Fraction | None]:
    """The five indicators in percent, exact; None where nothing is to be divided by, or a part is not in the sums."""
    found: list[Fraction | None] = []
    for each in INDICATORS:
        above, below = sums.get(each.numerator), sums.get(each.denominator)
        found.append(Fraction(above) * 100 / Fraction(below) if above is not None and below else None)
    return found


def aggregate_rows(result: Aggregate) -> Iterator[dict[str, Value]]:
    """Every row by its headings; what a row does not have is not in it."""
    for row in result.sums:
        yield _sum_row(row)
    for panel in result.panels:
        yield from _panel_rows(panel)
    for region in result.regions:
        yield from _file_rows(region)


def _sum_row(row: SumRow) -> dict[str, Value]:
    found: dict[str, Value] = {"表": SUMS, "年份": row.year, "区域数": row.regions, **_whose(row.whose)}
    found |= {total_label(name): row.sums[name] for name in SIZES}
    return found | _figures(row.sums, shown=row.shown)


def _panel_rows(row: PanelRow) -> Iterator[dict[str, Value]]:
    for name, sums in ((CURRENT, row.current), (EARLIER, row.earlier)):
        found: dict[str, Value] = {"表": name, "年份": row.years[0], "对比年份": row.years[1], "区域数": row.regions}
        found |= {**_whose(row.whose), total_label("enterprises"): row.enterprises}
        yield found | _figures({**sums, "enterprises": row.enterprises}, shown=row.shown)


def _figures(sums: dict[str, Number], *, shown: bool) -> dict[str, Value]:
    if not shown:
        return {"说明": HELD}
    found: dict[str, Value] = {total_label(name): sums[name] for name in (*AMOUNT_SUMS, *ANSWER_SUMS) if name in sums}
    values = zip(INDICATORS, indicator_values(sums), strict=True)
    return found | {f"{each.label}（%）": value for each, value in values}


def _whose(whose: Whose) -> dict[str, Value]:
    named = whose.level in ("region", "province")
    return {
        "级别": LEVELS[whose.level],
        "省份": visible(whose.province or NO_PROVINCE) if named else None,
        "区域名称": visible(whose.region) or None,
        "文件夹": visible(whose.folder) or None,
        "产业": visible(whose.industry) or None,
    }


def _file_rows(region: RegionFigures) -> Iterator[dict[str, Value]]:
    whose = _whose(Whose("region", region.province, region.region, region.folder))
    if region.failure:
        yield {"表": FILES, **whose, "说明": visible(region.failure)}
    for year in region.years:
        yield {"表": FILES, **whose, "年份": year.year, **_records(year), "说明": visible(year.failure) or None}


def _records(year: RegionYear) -> dict[str, Value]:
    return {
        "记录数": year.records,
        "读入": year.read,
        "跳过": sum(year.skipped.values()),
        "拒收": year.refused,
        "错误数": year.blocking,
        "跳过的种类": counted_words(year.skipped) or None,
        "问题": counted_words(year.problems) or None,
    }


def counted_words(counts: dict[str, int]) -> str:
    """How many of each, in one line."""
    return "、".join(f"{name} {count}" for name, count in counts.items())


# ---- CSV, workbook, Parquet ------------------------------------------------------------------------------------


def aggregate_csv(result: Aggregate) -> str:
    """The whole table; with the mark by which Excel knows UTF-8."""
    from brandcluster.formats.tables.csv_file import csv_text

    rows = ([_text(row.get(each.text)) for each in HEADINGS] for row in aggregate_rows(result))
    return "\ufeff" + csv_text([[each.text for each in HEADINGS], *rows])


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, Fraction):
        return round_text(value, DECIMALS)
    return value if isinstance(value, str) else decimal_text(value)


def aggregate_parquet(result: Aggregate) -> bytes:
    """The whole table with exact amounts. OverflowError for sums that do not fit 22 digits before and 16 behind the
    point, ImportError where pyarrow is not installed."""
    from brandcluster.formats.tables.parquet import parquet_table

    kinds = {"text": "text", "count": "whole", "amount": "decimal", "percent": "decimal"}
    rows = list(aggregate_rows(result))
    columns = {each.text: (kinds[each.kind], [_exact(row.get(each.text)) for row in rows]) for each in HEADINGS}
    return parquet_table(columns)


def _exact(value: Value) -> Any:
    return Decimal(round_text(value, EXACT)) if isinstance(value, Fraction) else value


_BORDER = {"font_name": "仿宋", "font_size": 11, "border": 1, "valign": "vcenter"}
_STYLES: dict[str, dict[str, Any]] = {
    "head": {**_BORDER, "font_name": "黑体", "bg_color": "#DDEBF7", "text_wrap": True, "align": "center"},
    "text": {**_BORDER, "text_wrap": True},
    "count": {**_BORDER, "num_format": "0"},
    "amount": {**_BORDER, "num_format": "#,##0.######"},
    "percent": {**_BORDER, "num_format": "0.00"},
}
_WIDEST = 40


def aggregate_workbook(result: Aggregate) -> bytes:
    """A sheet each for sums, panels and files, which can be sorted and filtered; the same result gives the same bytes."""
    rows = list(aggregate_rows(result))
    return workbook_bytes([_page(name, rows) for name in _HELD_SHEETS], _STYLES, "各区域企业报表汇总")


def _page(name: str, rows: list[dict[str, Value]]) -> Page:
    headings = [each for each in HEADINGS if name in each.sheets]
    mine = [row for row in rows if row["表"] in _HELD_SHEETS[name]]
    cells = [Cell(0, at, each.text, "head") for at, each in enumerate(headings)]
    widths = []
    for column, heading in enumerate(headings):
        values = [row.get(heading.text) for row in mine]
        cells += [Cell(at, column, _cell(value), heading.kind) for at, value in enumerate(values, 1)]
        longest = max((width(_text(value)[:60]) for value in values), default=8)
        widths.append(float(min(max(longest + 3, width(heading.text) / 3 + 4, 9), _WIDEST)))
    area = (0, 0, len(mine), len(headings) - 1)
    return Page(
        name, widths, cells, heights={0: 48}, frozen=(1, 0), repeated=(0, 0), filtered=area, protected=False, paper=8,
        footer="&C第 &P 页，共 &N 页",
    )  # fmt: skip


def _cell(value: Value) -> str | Decimal:
    if value is None:
        return ""
    if isinstance(value, Fraction):
        return Decimal(round_text(value, EXACT))
    return value if isinstance(value, str) else Decimal(value)
