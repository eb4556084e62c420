"""Enterprises that several regions report for one year, for people and programs; by their codes only where these may be
shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal, TypedDict

from brandcluster.base.visible import visible
from brandcluster.output.json_text import json_text
from brandcluster.output.json_types import Count
from brandcluster.output.text.terminal import Line
from brandcluster.returns.regions.reported_twice import Duplicate


class _Duplicate(TypedDict):
    year: Count
    dirs: list[str]
    enterprises: Count
    codes: Annotated[list[str] | None, "统一社会信用代码；null 是没有写出"]


class DuplicatesJson(TypedDict):
    """What `aggregate --duplicates --format json` prints."""

    schema: Literal["brandcluster.duplicates/1"]
    duplicates: list[_Duplicate]


def duplicates_json(found: Iterable[Duplicate], *, shown: bool) -> str:
    """Who is reported by several regions, by year and by these regions."""
    made: DuplicatesJson = {
        "schema": "brandcluster.duplicates/1",
        "duplicates": [
            {
                "year": each.year,
                "dirs": list(each.folders),
                "enterprises": len(each.codes),
                "codes": list(each.codes) if shown else None,
            }
            for each in found
        ],
    }
    return json_text(made)


def duplicates_csv(found: Iterable[Duplicate], *, shown: bool) -> str:
    """One row an enterprise, or, where these may not be shown, one for the same regions."""
    from brandcluster.formats.tables.csv_file import csv_text

    rows = [["年份", "文件夹", "家数", "统一社会信用代码"]]
    for each in found:
        where = visible("；".join(each.folders))
        rows += [[str(each.year), where, str(len(each.codes)), code] for code in (each.codes if shown else ("",))]
    return "\ufeff" + csv_text(rows)


def duplicate_lines(found: Iterable[Duplicate], *, shown: bool) -> list[Line]:
    """A line for the same year and regions, the codes below it."""
    lines: list[Line] = []
    for each in found:
        where = visible("、".join(each.folders))
        lines.append((("yellow", f"{each.year} 年：{where} 都报了的有 {len(each.codes)} 家。"),))
        lines += [(("", f"    {code}"),) for code in (each.codes if shown else ())]
    if not lines:
        return [(("green", "没有两个区域同一年都报的企业。"),)]
    if not shown:
        lines.append((("dim", "企业代码没有写出；在自己的屏幕上看，或者加 --show-enterprises。"),))
    return lines
