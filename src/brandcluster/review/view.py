"""Everything that the page of one dossier shows, as values; the templates only set it on the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from brandcluster.diagnostics import Location, Verdict
from brandcluster.dossier import PLAN, Dossier
from brandcluster.indicators import INDICATORS, SHARE, measure
from brandcluster.notice import edition
from brandcluster.notice.rulebook import Rulebook
from brandcluster.review.charts import Chart, Series, chart
from brandcluster.review.execution import FundLine, Goal, Work, fund_lines, goals, works
from brandcluster.review.rows import Figure, Row, figure_of
from brandcluster.review.since import Changes, since_sealed
from brandcluster.review.source import Source, sources
from brandcluster.rules import deadlines, standing
from brandcluster.rules.condition import decide
from brandcluster.rules.measured_years import FULL_YEAR, baseline
from brandcluster.rules.piloting import PILOT_PROCEDURE
from brandcluster.rules.setting import rulebook_of
from brandcluster.rules.targets import required, targets
from brandcluster.rules.thresholds import CONDITIONS


@dataclass(frozen=True, slots=True)
class TargetCell:
    """A target of the plan, or what a zone needs, in the table of an industry."""

    value: Fraction | None
    sources: tuple[Location, ...]
    words: str = ""


@dataclass(frozen=True, slots=True)
class IndustryView:
    """One leading industry: the pictures, and the same figures as a table: by year, then by phase, then required.

    A year is (year, whether it is the baseline, period, five indicators and the share in the region's output).
    """

    name: str
    charts: tuple[Chart, ...]
    years: tuple[tuple[int, bool, str, tuple[Figure, ...]], ...]
    phases: tuple[tuple[str, tuple[TargetCell, ...]], ...]
    needed: tuple[TargetCell, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
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
    steps: tuple[standing.Step, ...]
    dues: tuple[deadlines.Due, ...]
    industries: tuple[IndustryView, ...]
    conditions: tuple[Judgement, ...]
    procedure: tuple[Judgement, ...]
    zone: tuple[Judgement, ...]
    works: tuple[Work, ...]
    goals: tuple[Goal, ...]
    funds: tuple[FundLine, ...]
    changes: Changes | None
    sources: tuple[Source, ...]


def view_of(dossier: Dossier, row: Row, day: date) -> View:
    """The page of a dossier."""
    book = rulebook_of(dossier)
    approved = standing.approved_on(dossier, day) is not None
    labels = {each.clause: each.label for each in (*PILOT_PROCEDURE, *CONDITIONS)} | dict(row.labels)
    zone = decide(dossier, (*PILOT_PROCEDURE, *CONDITIONS), day) if approved else []
    industries = [_industry(dossier, name, number, day) for number, name in enumerate(dossier.industry_names, start=1)]
    view = View(
        row=row,
        day=day,
        title=row.region or row.applicant or row.key,
        notice=f"{edition.about(book.edition).title}（{edition.about(book.edition).number}）",
        overlay=(book.overlay.title or book.overlay.id or "") if book.overlay is not None else "",
        steps=tuple(standing.steps(dossier, day)),
        dues=tuple(deadlines.deadlines(dossier, day)),
        industries=tuple(industries),
        conditions=tuple(_judgement(book, labels, verdict) for verdict in row.conditions),
        procedure=tuple(_judgement(book, labels, verdict) for verdict in row.procedure),
        zone=tuple(_judgement(book, labels, verdict) for verdict in zone),
        works=tuple(works(dossier, day)),
        goals=tuple(goals(dossier, day)),
        funds=tuple(fund_lines(dossier, day)),
        changes=since_sealed(dossier, day),
        sources=(),
    )
    return _with_sources(dossier, view)


def _judgement(book: Rulebook, labels: dict[str, str], verdict: Verdict) -> Judgement:
    clause = book.clause(verdict.clause)
    cite, text = (clause.cite, clause.text) if clause is not None else ("", "")
    if clause is None and book.overlay is not None:
        cite = book.overlay.number or book.overlay.id or ""
        text = next((each.text or "" for each in book.overlay.conditions if each.id == verdict.clause), "")
    return Judgement(cite, labels.get(verdict.clause, ""), text, verdict)


# ---- indicators ------------------------------------------------------------------------------------------------


def _industry(dossier: Dossier, name: str, number: int, day: date) -> IndustryView:
    first = baseline(dossier, day)
    years = dict(sorted(dossier.statistics.items()))
    figures = {
        year: tuple(figure_of(dossier, year, measure(found, each, name)) for each in (*INDICATORS, SHARE))
        for year, found in years.items()
    }
    wanted = [target for target in targets(dossier) if target.industry == name]
    charts, needed = [], []
    for position, indicator in enumerate(INDICATORS):
        begun = measure(first.statistics, indicator, name).value if first is not None else None
        bound = required(dossier, indicator, begun)
        needed.append(TargetCell(bound, ()))
        phases = dossier.plan.phases if dossier.plan is not None else []
        ends = [(phases[each.phase].end, Fraction(each.value)) for each in wanted if each.indicator is indicator]
        series = Series(
            f"{name}：{indicator.label}（%）",
            tuple(
                (year, value)
                for year, of in figures.items()
                if years[year].period == FULL_YEAR and (value := of[position].value) is not None
            ),
            tuple((end, value) for end, value in ends if end is not None),
            None if first is None or begun is None else (first.year, begun),
            bound,
        )
        made = chart(f"c{number}-{position + 1}", series)
        charts += [made] if made is not None else []
    return IndustryView(
        name,
        tuple(charts),
        tuple(
            (year, first is not None and year == first.year, years[year].period or "期间未填", of)
            for year, of in figures.items()
        ),
        tuple(_phases(dossier, name)),
        tuple(needed),
    )


def _phases(dossier: Dossier, name: str) -> Iterator[tuple[str, tuple[TargetCell, ...]]]:
    wanted = [target for target in targets(dossier) if target.industry == name]
    for index, phase in enumerate(dossier.plan.phases if dossier.plan is not None else ()):
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
    from dataclasses import replace

    return replace(view, sources=tuple(sources(dossier, list(_places(view)), view.day)))


def _places(view: View) -> Iterator[Location]:
    """Every place that the page points at."""
    row = view.row
    for judgement in (*view.conditions, *view.procedure, *view.zone):
        yield from judgement.verdict.sources
    for found in row.diagnostics:
        yield found.location
    for aside in row.ignored:
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
    for due in view.dues:
        yield from [due.source] if due.source is not None else []
    for industry in view.industries:
        for _, _, _, figures in industry.years:
            for figure in figures:
                yield from figure.sources
        for _, cells in industry.phases:
            for cell in cells:
                yield from cell.sources
