"""Everything that the page of one dossier shows, as values; the templates only set it on the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from brandcluster.base.diagnostics import Location, Verdict
from brandcluster.dossier.files import PLAN
from brandcluster.dossier.indicators.measure import INDICATORS, SHARE, measure_ratio
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.statistics import FULL_YEAR, Statistics
from brandcluster.dossier.rulebook import Rulebook
from brandcluster.notice import edition
from brandcluster.review.execution import FundLine, Goal, Work, fund_lines, project_goals, work_items
from brandcluster.review.page.application import ReadApplication, ReadEntry, read_application
from brandcluster.review.page.charts import Chart, Series, draw_chart
from brandcluster.review.page.source import SourceFile, source_files
from brandcluster.review.remarks import RemarkAtPlace
from brandcluster.review.rows import Row, RowFigure, row_figure
from brandcluster.review.since import Changes, since_previous, since_sealed
from brandcluster.rules.clauses.all_clauses import rows_with
from brandcluster.rules.clauses.clause_row import ClauseRow
from brandcluster.rules.facts.deciding_years import Year, baseline_year_of
from brandcluster.rules.facts.required_rises import Bound, required_bound
from brandcluster.rules.facts.rules_in_force import rulebook_of
from brandcluster.rules.facts.sealed_application import Application
from brandcluster.rules.facts.stage import Step, approved_on, steps_to
from brandcluster.rules.facts.targets import planned_indicator_targets, targets_by_end
from brandcluster.rules.verdicts import deadlines
from brandcluster.rules.verdicts.condition import decide_conditions
from brandcluster.rules.verdicts.pilot_procedure import PILOT_PROCEDURE
from brandcluster.rules.verdicts.zone_conditions import CONDITIONS


@dataclass(frozen=True, slots=True)
class TargetCell:
    """A target of the plan, or what a zone needs, in the table of an industry."""

    value: Fraction | None
    sources: tuple[Location, ...]
    words: str = ""


@dataclass(frozen=True, slots=True)
class YearView:
    """The five indicators and the share in the region's output of one period."""

    name: str
    is_baseline: bool
    note: str
    figures: tuple[RowFigure, ...]


@dataclass(frozen=True, slots=True)
class IndustryView:
    """One leading industry: the pictures, and the same figures as a table: by year, then by phase, then required."""

    name: str
    charts: tuple[Chart, ...]
    years: tuple[YearView, ...]
    phases: tuple[tuple[str, tuple[TargetCell, ...]], ...]
    needed: tuple[TargetCell, ...]


@dataclass(frozen=True, slots=True)
class JudgementView:
    """A verdict with its clause's citation, words and label."""

    cite: str
    label: str
    text: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class View:
    """The page of one dossier on a day."""

    row: Row
    day: date
    title: str
    notice: str
    overlay: str
    steps: tuple[Step, ...]
    dues: tuple[deadlines.Due, ...]
    industries: tuple[IndustryView, ...]
    conditions: tuple[JudgementView, ...]
    procedure: tuple[JudgementView, ...]
    zone: tuple[JudgementView, ...]
    clauses: tuple[ClauseRow, ...]
    works: tuple[Work, ...]
    goals: tuple[Goal, ...]
    funds: tuple[FundLine, ...]
    changes: Changes | None
    reading: ReadApplication
    sources: tuple[SourceFile, ...]


def view_of(
    dossier: Dossier,
    row: Row,
    day: date,
    remarks: Sequence[RemarkAtPlace] = (),
    previous: Dossier | None = None,
) -> View:
    """The page of a dossier, with the examiner's remarks; `previous` is what was handed in the last time."""
    book = rulebook_of(dossier)
    approved = approved_on(dossier, day) is not None
    labels = {each.clause: each.label for each in (*PILOT_PROCEDURE, *CONDITIONS)} | dict(row.labels)
    zone = decide_conditions(dossier, (*PILOT_PROCEDURE, *CONDITIONS), day) if approved else []
    industries = [_industry(dossier, name, number, day) for number, name in enumerate(dossier.industry_names, start=1)]
    view = View(
        row=row,
        day=day,
        title=row.region or row.applicant or row.key,
        notice=f"{edition.about_edition(book.edition).title}（{edition.about_edition(book.edition).number}）",
        overlay=(book.overlay.title or book.overlay.id or "") if book.overlay is not None else "",
        steps=tuple(steps_to(dossier, day)),
        dues=tuple(deadlines.deadlines_on(dossier, day)),
        industries=tuple(industries),
        conditions=tuple(_judgement(book, labels, verdict) for verdict in row.conditions),
        procedure=tuple(_judgement(book, labels, verdict) for verdict in row.procedure),
        zone=tuple(_judgement(book, labels, verdict) for verdict in zone),
        clauses=rows_with(dossier, day, row.diagnostics),
        works=tuple(work_items(dossier, day)),
        goals=tuple(project_goals(dossier, day)),
        funds=tuple(fund_lines(dossier, day)),
        changes=since_sealed(dossier, day) if previous is None else since_previous(dossier, previous),
        reading=read_application(dossier, row, day, remarks, previous),
        sources=(),
    )
    return _with_sources(dossier, view)


def _judgement(book: Rulebook, labels: dict[str, str], verdict: Verdict) -> JudgementView:
    clause = book.clause(verdict.clause)
    cite, text = (clause.cite, clause.text) if clause is not None else ("", "")
    if clause is None and book.overlay is not None:
        cite = book.overlay.number or book.overlay.id or ""
        text = next((each.text or "" for each in book.overlay.conditions if each.id == verdict.clause), "")
    return JudgementView(cite, labels.get(verdict.clause, ""), text, verdict)


# ---- indicators ------------------------------------------------------------------------------------------------


def _industry(dossier: Dossier, name: str, number: int, day: date) -> IndustryView:
    first = baseline_year_of(dossier, day)
    figures = {year: _figures(dossier, year, found, name) for year, found in sorted(dossier.statistics.items())}
    begun = _at_application(dossier, first, name) if first is not None else ()
    bounds = [
        required_bound(rulebook_of(dossier), indicator.id, begun[position].value if begun else None)
        for position, indicator in enumerate(INDICATORS)
    ]
    charts = (
        draw_chart(
            f"c{number}-{position + 1}", _series(dossier, name, position, first, begun, bounds[position], figures)
        )
        for position in range(len(INDICATORS))
    )
    years = [
        YearView(
            f"{year} 年", first is not None and year == first.year, dossier.statistics[year].period or "期间未填", of
        )
        for year, of in figures.items()
    ]
    if first is not None and begun and not _same(begun, figures.get(first.year, ())):
        years.insert(0, YearView(f"{first.year} 年", True, "封存的申报材料，与现在的材料不同", begun))
    return IndustryView(
        name,
        tuple(each for each in charts if each is not None),
        tuple(years),
        tuple(_phases(dossier, name)),
        tuple(
            TargetCell(None if each is None else each.level, (), "" if each is None else each.words) for each in bounds
        ),
    )


def _figures(dossier: Dossier, year: int, found: Statistics, name: str) -> tuple[RowFigure, ...]:
    return tuple(row_figure(dossier, year, measure_ratio(found, each, name)) for each in (*INDICATORS, SHARE))


def _at_application(dossier: Dossier, first: Year, name: str) -> tuple[RowFigure, ...]:
    """The figures that the baseline is, with their places; those of the seal once there is one."""
    held = first.application or Application(dossier)
    figures = _figures(held.dossier or dossier, first.year, first.statistics, name)
    return tuple(replace(each, sources=tuple(map(held.place, each.sources))) for each in figures)


def _same(figures: tuple[RowFigure, ...], others: tuple[RowFigure, ...]) -> bool:
    return [(each.numerator, each.denominator) for each in figures] == [
        (each.numerator, each.denominator) for each in others
    ]


def _series(
    dossier: Dossier,
    name: str,
    position: int,
    first: Year | None,
    begun: tuple[RowFigure, ...],
    needed: Bound | None,
    figures: dict[int, tuple[RowFigure, ...]],
) -> Series:
    """What the picture of one indicator shows."""
    indicator = INDICATORS[position]
    ends = targets_by_end(dossier, name, indicator)
    full = [year for year in figures if dossier.statistics[year].period == FULL_YEAR]
    level = begun[position].value if begun else None
    return Series(
        f"{name}：{indicator.label}（%）",
        tuple((year, value) for year in full if (value := figures[year][position].value) is not None),
        tuple((end, Fraction(value)) for end, value in ends),
        None if first is None or level is None else (first.year, level),
        None if needed is None else needed.level,
    )


def _phases(dossier: Dossier, name: str) -> Iterator[tuple[str, tuple[TargetCell, ...]]]:
    wanted = [target for target in planned_indicator_targets(dossier) if target.industry == name]
    for index, phase in enumerate(dossier.plan.phases):
        cells = []
        for indicator in INDICATORS:
            of = [each for each in wanted if each.phase == index and each.indicator is indicator]
            cells.append(
                TargetCell(Fraction(of[0].value), (dossier.locate(PLAN, of[0].keys),)) if of else TargetCell(None, ())
            )
        end = f"（到 {phase.end:%Y-%m}）" if phase.end is not None else ""
        yield f"{phase.name or f'第 {index + 1} 阶段'}{end}", tuple(cells)


# ---- sources ---------------------------------------------------------------------------------------------------


def _with_sources(dossier: Dossier, view: View) -> View:
    return replace(view, sources=tuple(source_files(dossier, list(_places(view)), view.day)))


def _places(view: View) -> Iterator[Location]:
    """Every place that the page points at."""
    row = view.row
    for judgement in (*view.conditions, *view.procedure, *view.zone):
        yield from judgement.verdict.sources
    for found in row.diagnostics:
        yield found.location
    for aside in (*row.ignored, *row.left):
        yield from (aside.diagnostic.location, aside.location)
    for seal in row.seals:
        yield seal.source
    for enterprise in row.enterprises:
        yield enterprise.source
    for change in view.changes.lines if view.changes is not None else ():
        yield change.source
    for work in view.works:
        yield from work.sources
    for goal in view.goals:
        yield from goal.sources
    for line in view.funds:
        yield from line.sources
    for step in view.steps:
        yield from [step.source] if step.source is not None else []
    for section in view.reading.sections:
        for entry in section.entries:
            yield from _places_of_entry(entry)
    for due in view.dues:
        yield from [due.source] if due.source is not None else []
    for industry in view.industries:
        for year in industry.years:
            for figure in year.figures:
                yield from figure.sources
        for _, cells in industry.phases:
            for cell in cells:
                yield from cell.sources


def _places_of_entry(entry: ReadEntry) -> Iterator[Location]:
    for line in entry.lines:
        yield from line.sources
        for figure in line.figures:
            yield from figure.sources
    for document in entry.evidence:
        yield document.source
