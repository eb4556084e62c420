"""The five indicators and the region's own by year, and what the returns come to beside them: what `indicators` shows."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from brandcluster.dossier.load import Dossier

if TYPE_CHECKING:
    from brandcluster.dossier.model.statistics import Statistics
    from brandcluster.output.commands.indicators import DossierFigures, ReturnedYear
    from brandcluster.returns.layout import Layout
    from brandcluster.returns.sums import YearResult

#: How what is held back is had.
_CONSENT = "企业书面同意公布的，用 --save --with-consent。"


def dossier_figures(name: str, dossier: Dossier, *, shown: bool) -> DossierFigures:
    """The indicators of a dossier by year, and what its returns come to; what is of one or two enterprises only where
    it may be `shown`.
    """
    from brandcluster.dossier.indicators.measure import own_indicators
    from brandcluster.output.commands.indicators import DossierFigures, ReturnedYear
    from brandcluster.returns import comparing
    from brandcluster.returns.revealing import revealing_sums

    returns = {year: ReturnedYear(None, "", 0, 0, 1) for year in comparing.returned_years(dossier)}
    if returns and not dossier.industry_names:
        returns = {year: ReturnedYear(None, "", 0, 0, 0) for year in returns}
    elif returns:
        returns |= {
            year: _returned(dossier, result, shown) for year, result in comparing.compute_years(dossier).items()
        }
    warnings = {
        year: [message for _, message, _ in revealing_sums(dossier.statistics, year)] for year in dossier.statistics
    }
    own = own_indicators(dossier.own_indicators)
    year, kept = _sealed(dossier)
    return DossierFigures(name, year, dict(dossier.statistics), own, returns, warnings, kept)


def _sealed(dossier: Dossier) -> tuple[int | None, tuple[int, str, Statistics | None] | None]:
    """The baseline year, and what of it went to paper; None where nothing did."""
    from brandcluster.rules.facts.sealed_application import fixed_application

    fixed = fixed_application(dossier)
    if fixed.seal is None:
        return dossier.baseline_year, None
    if fixed.dossier is None:
        return dossier.baseline_year, (fixed.seal.number, fixed.seal.name, None)
    return fixed.dossier.baseline_year, (fixed.seal.number, fixed.seal.name, fixed.dossier.baseline)


def _returned(dossier: Dossier, result: YearResult, shown: bool) -> ReturnedYear:
    """What one year's returns come to; what is of one or two enterprises only where it may be `shown`."""
    from brandcluster.output.commands.indicators import Difference, ReturnedYear
    from brandcluster.returns import comparing
    from brandcluster.returns.layout import layout_of

    sums = result.sums
    if sums.blocking:
        return ReturnedYear(None, sums.digest, 0, 0, sums.blocking)
    layout = layout_of(dossier)
    due, reported = (sum(int(group.of(name)) for group in sums.groups.values()) for name in ("due", "reported"))
    differing = [
        Difference(each.what, _figure(each.stated), None, held=True)
        if each.held and not shown
        else Difference(each.what, _figure(each.stated), _figure(each.computed))
        for each in comparing.differing_figures(dossier.statistics.get(result.year), result, layout)
        if result.year in dossier.statistics
    ]
    known = dossier.statistics.get(result.year)
    statistics = comparing.as_statistics(result, layout, known, shown=shown)
    unchecked = comparing.unchecked_panels(known, result, layout)
    held = list(held_sentences(result, layout, known))
    return ReturnedYear(statistics, sums.digest, due, reported, 0, differing, result.turnover, unchecked, held)


def held_sentences(result: YearResult, layout: Layout, known: Statistics | None) -> Iterator[str]:
    """What of a year is held back and not in statistics already, in words with the way to have it."""
    from brandcluster.returns import comparing

    stated = {group.name: group.gross_output for group in known.industries} if known is not None else {}
    for name in comparing.held_groups(result, layout):
        if stated.get(name) is None:
            yield f"{name}：填报的工业企业不到三家，金额合计不写出，家数照写。{_CONSENT}"
    panels = {(panel.year, panel.industry) for panel in known.panels} if known is not None else set()
    for year, name, why in comparing.held_panels(result):
        if (year, name) not in panels:
            yield f"{name}与 {year} 年同口径：{why}，这一组不写出，合计照写。{_CONSENT}"


def _figure(value: Decimal | int | None) -> str | None:
    from brandcluster.base.numbers import decimal_text

    return None if value is None else decimal_text(value)
