"""Which year's statistics decide: the baseline, the latest full year, and what both rest on."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import PurePosixPath
from typing import NamedTuple

from brandcluster.base.diagnostics import Location, VerdictValue
from brandcluster.base.numbers import decimal_string, text_on_its_side
from brandcluster.dossier.files import STATISTICS_FOLDER, statistics_path
from brandcluster.dossier.indicators.measure import Indicator, groups_of, measure_ratio
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.reading import fields_of
from brandcluster.dossier.model.statistics import FULL_YEAR, IndustryStatistics, Statistics
from brandcluster.rules.facts.contradictions import contradictions_in
from brandcluster.rules.facts.document_files import is_there
from brandcluster.rules.facts.sealed_application import Application, fixed_application, fixed_industries

PRINTED_DECIMALS = 2


LABELS = {field.name: label for label, field in fields_of(IndustryStatistics).items()}


class Year(NamedTuple):
    """The statistics of one full year; `application` where they are those of the application as it was fixed."""

    year: int
    statistics: Statistics
    application: Application | None = None


def baseline_year_of(dossier: Dossier, day: date | None = None) -> Year | None:
    """The statistics of the year before the application, a full year: the sealed ones, once it has gone to paper.

    What was not sealed is read from the dossier as it stands; None where the seal was changed or damaged.
    """
    fixed = fixed_application(dossier, day)
    if fixed.dossier is None:
        return None
    sealed = baseline_of(fixed.dossier, fixed)
    return sealed if sealed is not None or fixed.seal is None else baseline_of(dossier, None)


def baseline_of(dossier: Dossier, fixed: Application | None) -> Year | None:
    """The statistics of the year before the application, today's or the sealed ones; None without a full year."""
    year, found = dossier.baseline_year, dossier.baseline
    return Year(year, found, fixed) if year is not None and found is not None and found.period == FULL_YEAR else None


def latest_full_year(dossier: Dossier, day: date) -> Year | None:
    """The statistics of the latest full year that was over on a day."""
    years = [y for y, found in dossier.statistics.items() if found.period == FULL_YEAR and y < day.year]
    return Year(max(years), dossier.statistics[max(years)]) if years else None


def unread_year(dossier: Dossier, day: date) -> str | None:
    """Why it cannot be told which full year is the latest: a file of a later year cannot be read; None where it can."""
    latest = latest_full_year(dossier, day)
    after = latest.year if latest is not None else 0
    for year in sorted(_years_named(dossier), reverse=True):
        if after < year < day.year and (fault := _year_fault(dossier, year)) is not None:
            return fault
    return None if latest is None else _year_fault(dossier, latest.year)


def _years_named(dossier: Dossier) -> set[int]:
    """The years of which there is a file, read or not."""
    blamed = {PurePosixPath(each.location.path) for each in dossier.diagnostics}
    broken = {int(path.stem) for path in blamed if str(path.parent) == STATISTICS_FOLDER and path.stem.isdecimal()}
    return {*dossier.statistics, *broken}


def _year_fault(dossier: Dossier, year: int) -> str | None:
    """What keeps a year's file from saying which year and which part of it its figures are of."""
    path, found = statistics_path(year), dossier.statistics.get(year)
    if found is None:
        return f"{path} 读不出来，先改正（brandcluster validate）"
    if found.year is None:
        return f"{path} 的“年份”"
    if found.year != year:
        return f"{path}：年份写的是 {found.year}，与文件名不同"
    return f"{path} 的“期间”" if found.period is None else None


def current_year(dossier: Dossier, day: date) -> Year | None:
    """The latest full year after the one before the application: the year that can speak for the pilot."""
    fixed, found = fixed_application(dossier, day).dossier, latest_full_year(dossier, day)
    before = (dossier if fixed is None else fixed).baseline_year
    return found if before is not None and found is not None and found.year > before else None


def figure_places(dossier: Dossier, year: Year, industry: str | None, *names: str) -> tuple[Location, ...]:
    """Where the figures of a ratio stand, in the statistics or in their sealed copy."""
    path = statistics_path(year.year)
    held = year.application or Application(dossier)
    return tuple(
        held.place((held.dossier or dossier).locate(path, ("产业", index, LABELS[name])))
        for index, group in enumerate(year.statistics.industries)
        if industry is None or group.name == industry
        for name in names
        if getattr(group, name) is not None
    )


def doubtful_figures(dossier: Dossier, year: Year, industry: str | None, *names: str) -> list[str]:
    """What contradicts itself among the figures of a ratio, or what they rest on is not there: nothing follows then."""
    path, within = statistics_path(year.year), groups_of(year.statistics, industry)
    found = [
        f"{path}：“{name}”写了 {count} 组，只能写一组"
        for name, count in Counter(group.name for group in within).items()
        if name is not None and count > 1
    ]
    stated, source = year.statistics.year, year.statistics.source
    if stated != year.year:
        found.append(f"{path} 的“年份”" if stated is None else f"{path}：年份写的是 {stated}，与文件名不同")
    if source is not None and source.document is not None and not is_there(dossier, source.document):
        found.append(f"{path}：来源的文件“{source.document}”不在")
    for group in within:
        found += [
            f"{path}：“{LABELS[part]}”大于“{LABELS[whole]}”，必有一个是错的"
            for part, whole in contradictions_in(group)
            if part in names or whole in names
        ]
    return found


def trusted_ratio(dossier: Dossier, year: Year, indicator: Indicator, industry: str | None) -> Fraction | None:
    """A ratio in percent; None where it cannot be computed or its figures contradict each other."""
    if doubtful_figures(dossier, year, industry, indicator.numerator, indicator.denominator):
        return None
    return measure_ratio(year.statistics, indicator, industry).value


def exact_text(value: Fraction | None, bound: Fraction | None = None) -> str | None:
    """An exact number as a decimal string for programs, on its own side of the bound that it is held against."""
    if value is None:
        return None
    text = decimal_string(value)
    beside = (
        bound is not None
        and value != bound
        and (Fraction(text) == bound or (Fraction(text) > bound) != (value > bound))
    )
    return text_on_its_side(value, bound) if bound is not None and beside else text


def met_or_not(met: bool) -> VerdictValue:
    """The verdict that a comparison gives."""
    return "met" if met else "not_met"


def broken_seal(dossier: Dossier, day: date) -> str | None:
    """What must be put right before a baseline can be read; None where nothing."""
    fixed = fixed_application(dossier, day)
    if fixed.dossier is not None:
        return None
    which = fixed.seal.name if fixed.seal is not None else "封存的申报材料"
    return f"完好的{which}：sealed/ 封存以后改过，先恢复（brandcluster validate）"


def each_industry(dossier: Dossier, day: date) -> list[str | None]:
    """The leading industries fixed at application; None for the region where there are none."""
    return [*fixed_industries(dossier, day)] or [None]
