"""What stands on the first page: how far each section is, what is due, how the indicators stand, which letters are out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from brandcluster.base.diagnostics import Location
from brandcluster.dossier.files import kind_of
from brandcluster.dossier.indicators.measure import INDICATORS, Indicator, measure_ratio
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.reading import MISSING
from brandcluster.notice.edition import cite_clause
from brandcluster.output.commands.letters_out import is_late, request_state
from brandcluster.rules.facts.deciding_years import Year, baseline_year_of, current_year
from brandcluster.rules.facts.required_rises import Bound, required_bound
from brandcluster.rules.facts.rules_in_force import edition_of, rulebook_of
from brandcluster.rules.facts.stage import STAGES, stage_on
from brandcluster.rules.facts.targets import targets_by_end
from brandcluster.rules.verdicts.deadlines import State, deadlines_on
from brandcluster.session.desk.sections import SECTIONS, FormSection, section_holding
from brandcluster.session.opened import Session

#: As many deadlines and letters are shown.
SHOWN = 12


class SectionState(NamedTuple):
    """How far a section is: how many answers are asked for, how many of them are done, how many have an error."""

    section: FormSection
    asked: int
    done: int
    wrong: int


class DueLine(NamedTuple):
    """Something that is due: the day, in how many days (negative: since), in words, by which clause."""

    day: date
    days: int
    what: str
    cite: str
    state: State
    source: Location | None


class IndicatorState(NamedTuple):
    """An indicator of an industry, in percent, exact: at application, in the latest full year after it, what the plan
    aims at, and what a zone needs. None for what is not known."""

    industry: str
    indicator: Indicator
    first_year: int | None
    first: Fraction | None
    now_year: int | None
    now: Fraction | None
    target: Fraction | None
    target_end: date | None
    needed: Bound | None

    @property
    def latest(self) -> Fraction | None:
        """The figure that counts today."""
        return self.now if self.now is not None else self.first


class LetterLine(NamedTuple):
    """A letter that is out: to whom, and how it stands."""

    supplier: str
    state: str
    late: bool
    answered: bool


class StartView(NamedTuple):
    """The first page of a dossier on a day."""

    region: str
    stage: str
    day: date
    sections: tuple[SectionState, ...]
    dues: tuple[DueLine, ...]
    indicators: tuple[IndicatorState, ...]
    letters: tuple[LetterLine, ...]


def start_view(session: Session, day: date) -> StartView | None:
    """What the first page says; None where the folder is gone."""
    dossier = session.dossier()
    if dossier is None:
        return None
    return StartView(
        dossier.header.region_name or dossier.header.applicant or "",
        STAGES[stage_on(dossier, day)],
        day,
        tuple(_sections(session)),
        tuple(_dues(dossier, day))[:SHOWN],
        tuple(indicator_states(dossier, day)),
        tuple(_letters(dossier, day)),
    )


def _sections(session: Session) -> Iterator[SectionState]:
    found: dict[str, list[tuple[bool, bool]]] = {each.slug: [] for each in SECTIONS}
    for item in session.checklist():
        kind = kind_of(item.file)
        section = None if kind is None else section_holding(kind.path, item.label)
        if section is not None and item.is_asked:
            wrong = any(each.severity == "error" and each.code not in MISSING for each in item.problems)
            found[section.slug].append((item.done, wrong))
    for each in SECTIONS:
        states = found[each.slug]
        yield SectionState(each, len(states), sum(done for done, _ in states), sum(wrong for _, wrong in states))


def _dues(dossier: Dossier, day: date) -> Iterator[DueLine]:
    edition = edition_of(dossier)
    for each in deadlines_on(dossier, day):
        cite = cite_clause(edition, each.clause) or each.rest
        yield DueLine(each.due, (each.due - day).days, each.what, cite, each.state(day), each.source)


def indicator_states(dossier: Dossier, day: date) -> Iterator[IndicatorState]:
    """The five indicators of each leading industry."""
    first, now = baseline_year_of(dossier, day), current_year(dossier, day)
    for industry in dossier.industry_names:
        for indicator in INDICATORS:
            begun, latest = (_value(each, indicator, industry) for each in (first, now))
            ends = targets_by_end(dossier, industry, indicator)
            end, target = ends[-1] if ends else (None, None)
            yield IndicatorState(
                industry,
                indicator,
                None if first is None else first.year,
                begun,
                None if now is None else now.year,
                latest,
                None if target is None else Fraction(target),
                end,
                required_bound(rulebook_of(dossier), indicator.id, begun),
            )


def _value(year: Year | None, indicator: Indicator, industry: str) -> Fraction | None:
    return None if year is None else measure_ratio(year.statistics, indicator, industry).value


def _letters(dossier: Dossier, day: date) -> Iterator[LetterLine]:
    for each in dossier.requests.sent:
        state = request_state(each, day)
        yield LetterLine(each.supplier or "（没有写）", state, is_late(each, day), each.answered is not None)
