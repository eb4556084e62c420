"""The lists of 第二部分：试点工作方案 as they are printed: the table of funds, the projects, the targets by phase."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import get_args

from brandcluster.base.numbers import chinese_numeral, decimal_text, decimals_of
from brandcluster.dossier.indicators.measure import INDICATORS, measure_ratio
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.plan import FundItem, IndicatorTarget, Phase, Project, WorkContent
from brandcluster.papers.content import Block, Inline, Paragraph, Quantity, Table, TableColumn
from brandcluster.papers.forms.answer_table import PROJECT_LABELS
from brandcluster.papers.office_words import Blocks, month_span, month_words, paragraphs_of, with_label

_WORK_CONTENTS: tuple[str, ...] = get_args(WorkContent)
_FUND_COLUMNS = (
    TableColumn("年份", 14),
    TableColumn("来源", 20),
    TableColumn("金额（万元）", 22, "right"),
    TableColumn("支持方向", 25, "left"),
    TableColumn("投入步骤", 25, "left"),
)


# ---- funds ---------------------------------------------------------------------------------------------------


def fund_table(listed: Sequence[FundItem]) -> Blocks:
    """The items year by year with each year's sum, then each source's sum and the whole; nothing without items."""
    items = sorted(listed, key=lambda item: item.year or 0)
    if not items:
        return ()
    rows: list[tuple[Inline, ...]] = []
    years = list(dict.fromkeys(item.year for item in items))
    sources = list(dict.fromkeys(item.source for item in items if item.source))
    decimals = decimals_of(item.amount for item in items)
    for year in years:
        within = [item for item in items if item.year == year]
        label = f"{year}年" if year else ""
        rows += [
            (label, item.source or "", _money(item.amount, decimals), item.purpose or "", item.steps or "")
            for item in within
        ]
        rows.append((label, "小计", _sum(within, decimals), "", ""))
    if len(sources) > 1:
        rows += [
            ("各年合计", source, _sum([item for item in items if item.source == source], decimals), "", "")
            for source in sources
        ]
    rows.append(("总计", "", _sum(items, decimals), "", ""))
    return (Table("资金投入计划", _FUND_COLUMNS, tuple(rows)),)


def _sum(items: list[FundItem], decimals: int) -> str:
    """The exact sum; empty while an amount is still missing."""
    amounts = [item.amount for item in items if item.amount is not None]
    return _money(sum(amounts, Decimal(0)), decimals) if len(amounts) == len(items) else ""


def _money(value: Decimal | None, decimals: int) -> str:
    return "" if value is None else f"{value:.{decimals}f}"


def _amount(value: Decimal | None) -> str:
    return "" if value is None else decimal_text(value)


# ---- projects ------------------------------------------------------------------------------------------------


def project_blocks(dossier: Dossier, projects: Sequence[Project]) -> Blocks:
    """Every project under a numbered heading, its parts behind their labels."""
    return tuple(
        block for number, project in enumerate(projects, start=1) for block in _project(dossier, number, project)
    )


def _project(dossier: Dossier, number: int, project: Project) -> list[Block]:
    found: list[Block] = [Paragraph((f"（{chinese_numeral(number)}）{project.name or ''}",))]
    serves = "；".join(f"二（{chinese_numeral(_WORK_CONTENTS.index(work) + 1)}）{work}" for work in project.serves)
    milestones = "；".join(
        f"{month_words(item.month)}，{(item.result or '').strip('。；')}" for item in project.milestones
    )
    contents = (
        month_span(project.start, project.end),
        project.owner,
        serves,
        project.content,
        project.steps,
        project.measures,
        milestones and f"{milestones}。",
    )
    for label, content in zip(PROJECT_LABELS, contents, strict=True):
        found += with_label(f"{label}：", paragraphs_of(dossier, content))
    return found


# ---- targets -------------------------------------------------------------------------------------------------


def phase_blocks(dossier: Dossier, phases: Sequence[Phase]) -> Blocks:
    """Every phase under a numbered heading, with the tables of its targets."""
    return tuple(block for number, phase in enumerate(phases, start=1) for block in _phase(dossier, number, phase))


def _phase(dossier: Dossier, number: int, phase: Phase) -> list[Block]:
    span = month_span(phase.start, phase.end)
    name = phase.name or ""
    found: list[Block] = [Paragraph((f"（{chinese_numeral(number)}）{name}{f'（{span}）' if span else ''}",))]
    if phase.project_targets:
        columns = (TableColumn("工作项目", 36, "left"), TableColumn("目标", 50, "left"), TableColumn("量化值", 20))
        rows = tuple(
            (target.project or "", target.target or "", f"{_amount(target.quantity)}{target.unit or ''}")
            for target in phase.project_targets
        )
        found.append(Table(f"{name}工作项目目标", columns, rows))
    found += [_indicator_table(dossier, name, target) for target in phase.indicator_targets]
    return found


def _indicator_table(dossier: Dossier, phase: str, target: IndicatorTarget) -> Table:
    """The five indicators of one leading industry: what it starts from, and what it means to reach."""
    names = dossier.industry_names
    industry = target.industry or (names[0] if len(names) == 1 else None)
    year = dossier.baseline_year
    columns = (
        TableColumn("关键指标", 56, "left"),
        TableColumn(f"{year}年水平" if year else "申报时的水平", 25),
        TableColumn("阶段末目标", 25),
    )
    aims: list[Decimal | None] = [getattr(target, indicator.id) for indicator in INDICATORS]
    least = decimals_of(aims)
    rows = []
    for indicator, aim in zip(INDICATORS, aims, strict=True):
        statistics = dossier.baseline
        baseline = None if statistics is None else measure_ratio(statistics, indicator, industry).value
        figures = (baseline, None if aim is None else Fraction(aim))
        rows.append((indicator.label, *("" if each is None else Quantity(each, "%", least) for each in figures)))
    return Table(f"{phase}关键指标目标{f'（{industry}）' if industry else ''}", columns, tuple(rows))
