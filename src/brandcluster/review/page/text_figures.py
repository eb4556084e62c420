"""The figures that a text takes from the statistics: what each is called, what it comes to, where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from brandcluster.base.diagnostics import Location
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.files import HEADER, statistics_path
from brandcluster.dossier.indicators.measure import FORM_RATIOS, INDICATORS, groups_of, measure_ratio
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.reading import normalise_key
from brandcluster.dossier.model.statistics import Statistics
from brandcluster.dossier.references import TOTAL, expand_with_places
from brandcluster.review.rows import LABELS, REGIONAL, RowFigure, row_figure

_DECIMALS = late_pattern(r"[:：]\s*\d{1,2}\s*\Z")
_UNIT = late_pattern(r"（[^（）]*）\Z")
_RATIOS = {indicator.label: indicator for indicator in (*INDICATORS, *FORM_RATIOS)}


class QuotedFigure(NamedTuple):
    """A figure of a text: where it stands in the text as printed, what it is called, what it comes to, its places, and
    the ratio where it is one."""

    start: int
    end: int
    name: str
    value: str
    sources: tuple[Location, ...]
    ratio: RowFigure | None = None


def figures_in(written: str, dossier: Dossier) -> Iterator[QuotedFigure]:
    """The figures of a text, in its order; a reference that names nothing is reported elsewhere."""
    expanded = expand_with_places(written, dossier)
    for start, end, first, last in expanded.spans:
        value = expanded.text[start:end]
        if value != written[first:last]:
            yield _figure(start, end, written[first:last].strip("{} "), value, dossier)


def _figure(start: int, end: int, inner: str, value: str, dossier: Dossier) -> QuotedFigure:
    root, *steps = [step.strip() for step in _DECIMALS.sub("", inner).split(".")]
    if root == "申报":
        label = ".".join(steps)
        return QuotedFigure(start, end, label, value, (dossier.locate(HEADER, (label,)),))
    year = dossier.baseline_year
    if steps and len(steps[0]) == 4 and steps[0].isdecimal():
        year, steps = int(steps[0]), steps[1:]
    name, industry = steps[-1] if steps else "", steps[0] if len(steps) > 1 and steps[0] != TOTAL else None
    statistics = dossier.statistics.get(year) if year is not None else None
    called = f"{f'{year} 年' if year is not None else ''}{industry or ''} {name}".strip()
    if statistics is None or year is None:
        return QuotedFigure(start, end, called, value, ())
    if root == "指标" and name in _RATIOS:
        found = row_figure(dossier, year, measure_ratio(statistics, _RATIOS[name], industry))
        return QuotedFigure(start, end, called, value, found.sources, found)
    return QuotedFigure(start, end, called, value, tuple(_places(dossier, year, statistics, industry, name)))


def _places(dossier: Dossier, year: int, statistics: Statistics, industry: str | None, name: str) -> Iterator[Location]:
    """Where the parts of a sum stand."""
    path, bare = statistics_path(year), normalise_key(_UNIT.sub("", name))
    if bare == normalise_key(_UNIT.sub("", REGIONAL)):
        yield dossier.locate(path, (REGIONAL,))
        return
    within = groups_of(statistics, industry)
    for index, group in enumerate(statistics.industries):
        for attribute, label in LABELS.items():
            is_it = normalise_key(_UNIT.sub("", label)) == bare
            if group in within and is_it and getattr(group, attribute) is not None:
                yield dossier.locate(path, ("产业", index, label))
