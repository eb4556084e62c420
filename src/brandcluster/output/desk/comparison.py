"""Dossiers beside each other by what was concluded on them: conditions, figures, and on what each conclusion rests.

One set of tables for the workbook, the Word page and the web page. Nobody is ranked: the order is that of the rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from brandcluster.base.visible import visible
from brandcluster.dossier.indicators.measure import INDICATORS, SHARE
from brandcluster.formats.word.compose import OwnPage
from brandcluster.output.desk.text import fraction_text, percent_text
from brandcluster.papers.own_page import add_heading, add_note, add_sheet, build_page
from brandcluster.papers.stamp import stamped_text
from brandcluster.review.conclusions import STATE_WORDS, Concluded, Conclusion
from brandcluster.review.recommending import UNDECIDED
from brandcluster.review.remarks import Handling
from brandcluster.review.rows import Row, RowFigure

TITLE = "比较表"
NOTE = (
    "“符合”“不符合”后面括号里是由谁认定：审查人，材料（程序按材料判定），或材料里省级、专家的判断；"
    "“待核”是还没有人定，“待核（自评）”是只有申报单位的自评。表中次序不是名次，程序不排名次。"
)
#: So many conditions stand beside each other on paper.
_MOST_BESIDE = 7
_WHOLE = 100
Cells = list[str]


class Compared(NamedTuple):
    """A dossier with what was concluded on it; `handling` is None where that is open."""

    row: Row
    concluded: Concluded
    handling: Handling | None


class ComparisonTable(NamedTuple):
    """A table by its name: its headings and rows, how many columns stay in sight, and a sentence for it."""

    name: str
    head: Cells
    rows: list[Cells]
    fixed: int


def comparison_tables(given: Sequence[Compared]) -> tuple[ComparisonTable, ...]:
    """The tables, in the order of the rows given."""
    labels = _labels(given)
    conditions = [_condition_row(each, labels) for each in given]
    basis = [row for each in given for row in _basis_rows(each)]
    return (
        ComparisonTable(
            "条件", ["区域名称", "申报单位", "主导产业", *labels.values(), "须改正", "处理"], conditions, 1
        ),
        ComparisonTable("指标", list(_figure_head()), [row for each in given for row in _figure_rows(each.row)], 2),
        ComparisonTable(
            "依据",
            ["区域名称", "条款", "条件", "产业", "结论", "材料反映的情况", "由谁认定", "依据的文件", "待核的由谁定"],
            basis,
            1,
        ),
    )


def comparison_workbook(given: Sequence[Compared], day: date) -> bytes:
    """比较表 as a workbook; the same rows give the same bytes."""
    from brandcluster.formats.tables.workbook_build import workbook_bytes
    from brandcluster.output.desk.workbook import TABLE_STYLES, Value, table_page

    footer = f"&C第 &P 页，共 &N 页&R截至 {day.isoformat()}"
    pages = []
    for each in comparison_tables(given):
        cells: list[list[Value]] = [list(row) for row in (each.head, *each.rows)]
        pages.append(table_page(each.name, cells, each.fixed, footer))
    return workbook_bytes(pages, TABLE_STYLES, TITLE)


def comparison_word(given: Sequence[Compared], day: date) -> bytes:
    """比较表 as a .docx, on paper that lies across: conditions and figures."""
    return build_page(f"申报材料{TITLE}", partial(_paper, given, day), across=True)


def comparison_page(given: Sequence[Compared], day: date) -> bytes:
    """比较表 as a web page that loads nothing."""
    from brandcluster.output.desk.pages import page_environment, page_frame

    text = (
        page_environment()
        .get_template("comparison.html")
        .render(**page_frame(), tables=comparison_tables(given), count=len(given), day=day, note=NOTE)
    )
    return stamped_text(text + "\n")


# ---- rows --------------------------------------------------------------------------------------------------------


def _labels(given: Sequence[Compared]) -> dict[str, str]:
    """The conditions that any of the dossiers has, in order, with what each is about."""
    return {one.clause: one.label for each in given for one in each.concluded.conclusions}


def _condition_row(each: Compared, labels: dict[str, str]) -> Cells:
    row = each.row
    states = [_of_clause([one for one in each.concluded.conclusions if one.clause == clause]) for clause in labels]
    industries = "、".join(one.name for one in row.industries)
    handling = each.handling.kind if each.handling is not None else UNDECIDED
    return [_name(row), row.applicant or "未填", industries or "未填", *states, f"{row.errors} 处", handling]


def _of_clause(found: Sequence[Conclusion]) -> str:
    """A condition in a word; where the industries differ, each by its name."""
    words = list(dict.fromkeys(each.word for each in found))
    if len(words) == 1:
        return words[0]
    return "；".join(f"{each.industry}：{each.word}" for each in found) or "—"


def _figure_head() -> Iterator[str]:
    yield from ("区域名称", "主导产业", "年份")
    yield from (each.label for each in (*INDICATORS, SHARE))


def _figure_rows(row: Row) -> Iterator[Cells]:
    for each in row.industries:
        yield [_name(row), each.name, str(each.year or "—"), *map(_figure, each.columns)]


def _figure(figure: RowFigure | None) -> str:
    """A figure with what it is made of; one over 100 cannot be."""
    if figure is None or figure.value is None:
        return "—"
    wrong = "（超过100%，有误）" if figure.value > _WHOLE else ""
    return f"{percent_text(figure)}%{wrong}\n{fraction_text(figure)}"


def _basis_rows(each: Compared) -> Iterator[Cells]:
    for one in each.concluded.conclusions:
        yield [
            *(_name(each.row), one.cite, one.label, one.industry or "区域", STATE_WORDS[one.state]),
            *(one.shown or "—", one.why or "—", "\n".join(one.documents) or "—", "；".join(one.asked) or "—"),
        ]


def _name(row: Row) -> str:
    return row.region or row.applicant or row.key


# ---- Word --------------------------------------------------------------------------------------------------------


def _paper(given: Sequence[Compared], day: date, page: OwnPage) -> None:
    add_note(page, f"截至 {day.isoformat()}，{len(given)} 份材料。{NOTE}")
    conditions, figures, _ = comparison_tables(given)
    labels = conditions.head[3:-2]
    for start in range(0, max(len(labels), 1), _MOST_BESIDE):
        part = labels[start : start + _MOST_BESIDE]
        more = "（续）" if start else ""
        add_heading(page, f"条件{more}")
        rows = [[*row[:3], *row[3 + start : 3 + start + len(part)], *row[-2:]] for row in conditions.rows]
        widths = (34, 40, 27, *(22,) * len(part), 16, 15)
        _sheet(page, [*conditions.head[:3], *part, *conditions.head[-2:]], widths, rows)
    add_heading(page, "关键指标（最近一个全年；下面是分子/分母）")
    _sheet(page, figures.head, (29, 24, 14, *(32,) * 6), figures.rows)


def _sheet(page: OwnPage, head: Cells, widths: Sequence[int], rows: list[Cells]) -> None:
    shown = [["\n".join(visible(line) for line in cell.split("\n")) for cell in row] for row in rows]
    add_sheet(page, head, widths, shown or [["—"] * len(head)])
