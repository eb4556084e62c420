"""What those who inspected wrote on the inspection sheet: findings, conclusion, what is to be mended."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import NamedTuple

from brandcluster.base.patterns import late_pattern
from brandcluster.formats.word import guard, read
from brandcluster.review.naming import bare_name

#: The headings of the sheet's three tables, and the lines of the last.
ITEMS_HEAD = ("序号", "检查事项", "方案承诺的、通知要求的", "材料中的记录", "检查情况（检查组填写）")
DEMANDS_HEAD = ("序号", "整改要求（检查组填写；没有就不写）", "责任单位", "完成期限")
RESULT_HEAD = ("检查结果", "填写")
UNIT, YEAR, DAY, BODY, CONCLUSION = "被检查单位", "检查年度", "检查日期", "检查单位", "检查结论"
#: Longer texts of a cell are cut.
LONGEST = 2_000
MOST_ROWS = 500
_DAY = late_pattern(r"(\d{4})\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})\s*日?")


class FoundItem(NamedTuple):
    """A row of the sheet with what was found; "" where nobody wrote anything."""

    number: int
    what: str
    found: str


class AskedDemand(NamedTuple):
    """Something that is to be mended: `due` is None where no day is given."""

    content: str
    owner: str
    due: date | None


class Inspected(NamedTuple):
    """A filled sheet. `lacking` are the answers without which it is no result."""

    unit: str
    year: str
    day: date | None
    body: str
    conclusion: str
    items: tuple[FoundItem, ...]
    demands: tuple[AskedDemand, ...]

    @property
    def lacking(self) -> tuple[str, ...]:
        """What is not filled in, or not so that it can be read."""
        answers = {DAY: self.day, BODY: self.body, CONCLUSION: self.conclusion}
        late = tuple(f"整改要求“{each.content[:20]}”的完成期限" for each in self.demands if each.due is None)
        return (*(label for label, answer in answers.items() if not answer), *late)


def read_inspected(content: bytes) -> Inspected | str:
    """What a filled sheet says; or in words why it is not read."""
    parts = guard.open_docx(content, pictures=False)
    if isinstance(parts, guard.Refusal):
        return parts.message
    page = read.read_content(parts)
    tables: dict[tuple[str, ...], list[list[str]]] = {}
    for table in page.tables if page is not None else ():
        rows = [[_text(cell.flow.text) for cell in row] for row in table.rows[:MOST_ROWS]]
        if rows:
            tables.setdefault(tuple(map(bare_name, rows[0])), rows[1:])
    items, demands, result = (
        tables.get(tuple(map(bare_name, head))) for head in (ITEMS_HEAD, DEMANDS_HEAD, RESULT_HEAD)
    )
    if items is None or demands is None or result is None:
        return "里面没有年度监督检查表的三张表格（检查事项、整改要求、检查结果），或表头改动过。"
    said = {bare_name(row[0]): row[1] for row in result if len(row) >= 2}
    answers = {label: said.get(bare_name(label), "") for label in (UNIT, YEAR, DAY, BODY, CONCLUSION)}
    return Inspected(
        answers[UNIT],
        answers[YEAR],
        _day(answers[DAY]),
        " ".join(answers[BODY].split()),
        answers[CONCLUSION],
        tuple(_item(row) for row in items if len(row) >= 5 and re.fullmatch(r"\d{1,4}", row[0])),
        tuple(AskedDemand(row[1], row[2], _day(row[3])) for row in demands if len(row) >= 4 and row[1]),
    )


def _item(row: list[str]) -> FoundItem:
    return FoundItem(int(row[0]), row[1], row[4])


def _day(text: str) -> date | None:
    """The one day that a text gives."""
    found = _DAY.findall(unicodedata.normalize("NFKC", text))
    try:
        return date(*map(int, found[0])) if len(found) == 1 else None
    except ValueError:
        return None


def _text(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())[:LONGEST]
