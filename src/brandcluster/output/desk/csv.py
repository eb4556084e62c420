"""The table of many dossiers as CSV. Every figure stands with numerator, denominator, year and its places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from brandcluster.base.numbers import decimal_string, round_text
from brandcluster.base.visible import visible
from brandcluster.dossier.indicators.measure import INDICATORS, SHARE, Indicator
from brandcluster.output.commands.verdicts import verdict_for
from brandcluster.output.desk.alike_table import ALIKE_HEADS, alike_cells
from brandcluster.output.desk.text import DECIMALS, OWN_HEADS, PROBLEM_HEADS, Desk, condition_labels, places_word
from brandcluster.output.json_types import day_json
from brandcluster.output.text.words import role_word
from brandcluster.review.rows import LABELS, REGIONAL, SEALS, Row, RowFigure
from brandcluster.rules.facts.stage import STAGES

#: A cell: text, an exact number, or nothing.
Value = str | Fraction | None


def table_rows(desk: Desk) -> list[list[Value]]:
    """The heading, then one row a dossier and leading industry: what belongs to the dossier is repeated."""
    clauses = condition_labels(desk)
    head: list[Value] = [
        *("文件夹", "省份", "区域名称", "申报单位", "规则版本", "省级补充规则", "阶段", "主导产业", "数据年份"),
        *(heading for each in (*INDICATORS, SHARE) for heading in figure_headings(each)),
        "指标出处",
        *(label for _, label in clauses),
        *OWN_HEADS,
        *(*PROBLEM_HEADS, "申报日期"),
        *(f"{label}盖章" for _, _, label in SEALS),
        *("封存", "程序出错"),
        *(ALIKE_HEADS if desk.alike is not None else ()),
    ]
    return [
        head,
        *([*cells, *alike_cells(desk.alike, row.key)] for row in desk.rows for cells in _table_row(row, clauses)),
    ]


def figure_headings(indicator: Indicator) -> tuple[str, str, str]:
    """The headings of an indicator's three columns."""
    below = REGIONAL if indicator.population == "region" else LABELS[indicator.denominator]
    return (
        f"{indicator.label}（%）",
        f"{indicator.label} 分子：{LABELS[indicator.numerator]}",
        f"{indicator.label} 分母：{below}",
    )


def _table_row(row: Row, clauses: list[tuple[str, str]]) -> Iterator[list[Value]]:
    seals = {seal.id: day_json(seal.date) for seal in row.seals}
    for industry in row.industries or (None,):
        name = industry.name if industry is not None else None
        figures = industry.columns if industry is not None else [None] * 6
        year = industry.year if industry is not None else None
        yield [
            *(
                row.name,
                row.province,
                row.region,
                row.applicant,
                row.edition,
                row.overlay or "",
                STAGES[row.stage],
            ),
            name,
            None if year is None else Fraction(year),
            *(cell for figure in figures for cell in figure_cells(figure)),
            sources_word(figures),
            *(_verdict_word(row, clause, name) for clause, _ in clauses),
            *(
                Fraction(number)
                for number in (row.count("met"), row.own, row.errors, row.warnings, len(row.open_judgements))
            ),
            day_json(row.applied),
            *(seals.get(each) for each, _, _ in SEALS),
            day_json(row.sealed_on),
            row.failure,
        ]


def figure_cells(figure: RowFigure | None) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    """An indicator's percentage as it is printed, its numerator and its denominator."""
    if figure is None:
        return None, None, None
    value = figure.value
    return None if value is None else Fraction(round_text(value, DECIMALS)), figure.numerator, figure.denominator


def sources_word(figures: Iterable[RowFigure | None]) -> str:
    """Where the parts of some figures stand: each file with its lines."""
    return places_word(place for figure in figures if figure is not None for place in figure.sources)


def _verdict_word(row: Row, clause: str, industry: str | None) -> str:
    verdict = verdict_for(row.conditions, clause, industry)
    return "" if verdict is None else role_word(verdict)


def review_csv(desk: Desk) -> bytes:
    """The table as CSV for Excel."""
    from brandcluster.formats.tables.csv_file import csv_bytes

    return csv_bytes([[_text(cell) for cell in cells] for cells in table_rows(desk)])


def _text(cell: Value) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Fraction):
        return decimal_string(cell)
    return "\n".join(visible(line) for line in cell.split("\n"))
