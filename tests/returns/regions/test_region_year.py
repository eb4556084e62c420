"""Every record of a region's files is read, left out for a reason, or refused, as the csv module counts them."""

from __future__ import annotations

import csv
import io
import random

import pytest
from cases import HERE
from drawn_returns import LAYOUT, drawn, written

from brandcluster.formats.tables.csv_file import decode_csv
from brandcluster.returns.examine import WantedOfReturns, examine_region
from brandcluster.returns.regions.region_year import RegionYear, counted_year

CASES = HERE / "cases" / "returns" / "same"


def by_csv(content: bytes) -> int:
    text = decode_csv(content)
    assert text is not None
    head = text.splitlines()[:1] or [""]
    delimiter = max(",;\t", key=head[0].count)
    return sum(1 for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def accounted(content: bytes) -> RegionYear:
    returned = examine_region({2013: ("enterprises/2013.csv", content)}, LAYOUT, WantedOfReturns())
    return counted_year(2013, returned.years[2013], content)


@pytest.mark.part(8)
@pytest.mark.parametrize("seed", range(160))
def test_nothing_is_dropped_silently(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311  # a number is the same file for ever
    content = written(dice, drawn(dice, 0.3))
    year = accounted(content)
    assert year.records == by_csv(content)
    assert year.read + year.refused + sum(year.skipped.values()) == year.records
    assert not year.failure or year.blocking


HEAD = ",".join(LAYOUT.headings)
ROW = drawn(random.Random(7), 0)[0]  # noqa: S311  # a draw that can be repeated
LINE = ",".join(ROW)


@pytest.mark.parametrize(
    ("lines", "read", "refused", "skipped"),
    [
        ([HEAD, LINE], 1, 0, {"标题和它上面的行": 1}),
        (["某区企业报表", "", HEAD, LINE, "", "合计,,,,,9"], 1, 0, {"标题和它上面的行": 3, "空行": 1, "合计行": 1}),
        (["sep=,", HEAD, LINE], 1, 0, {"标题和它上面的行": 2}),
        ([HEAD, "sep=", LINE], 1, 0, {"标题和它上面的行": 1, "写明分隔符的行": 1}),
        ([HEAD, LINE, LINE.replace("主导产业", "主导厂业")], 1, 1, {"标题和它上面的行": 1}),
        (["甲,乙", "1,2"], 0, 2, {}),
        ([HEAD, LINE, '"没有完'], 1, 0, {"标题和它上面的行": 1, "说明文字": 1}),
        ([HEAD.replace("工业总产值（万元）", "工业总产值（千元）"), LINE, HEAD, LINE], 2, 1, {"标题和它上面的行": 1}),
        ([HEAD.partition(",")[2], LINE, LINE], 0, 2, {"标题和它上面的行": 1}),
        ([], 0, 0, {}),
    ],
)
def test_every_kind_of_record(lines: list[str], read: int, refused: int, skipped: dict[str, int]) -> None:
    year = accounted("\n".join(lines).encode())
    assert year.records == by_csv("\n".join(lines).encode())
    assert (year.read, year.refused, year.skipped) == (read, refused, skipped)


def test_a_workbook_under_the_name_of_a_csv_is_named() -> None:
    assert "数不出" in accounted((CASES / "openpyxl-two-sheets.xlsx").read_bytes()).failure


def test_records_that_do_not_come_out_even_are_named() -> None:
    content = f"{HEAD}\n{LINE}\n".encode()
    returned = examine_region({2013: ("x", content)}, LAYOUT, WantedOfReturns()).years[2013]
    returned.read -= 1
    assert "对不上" in counted_year(2013, returned, content).failure
