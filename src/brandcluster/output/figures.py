"""Indicators as tables for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from brandcluster import indicators
from brandcluster.model.reading import fields
from brandcluster.model.statistics import IndustryStatistics, Statistics
from brandcluster.output.machine import dumps
from brandcluster.output.table import aligned
from brandcluster.output.terminal import Line
from brandcluster.output.visible import visible
from brandcluster.rounding import decimal_string, plain, printed

DECIMALS = 2


@dataclass(frozen=True, slots=True)
class DossierFigures:
    """The statistics of one dossier by year; `baseline` is the year before the application."""

    dir: str
    baseline: int | None
    statistics: dict[int, Statistics]


def indicators_json(dossiers: list[DossierFigures]) -> str:
    """`brandcluster.indicators/1`; values in percent."""
    return dumps(
        {
            "schema": "brandcluster.indicators/1",
            "dossiers": [
                {
                    "dir": dossier.dir,
                    "years": [
                        {"year": year, "industries": [_industry(statistics, name) for name in _names(statistics)]}
                        for year, statistics in sorted(dossier.statistics.items())
                    ],
                }
                for dossier in dossiers
            ],
        }
    )


def lines(dossiers: list[DossierFigures]) -> list[Line]:
    """A table for each year: one row an indicator and industry, with numerator and denominator."""
    found: list[Line] = []
    for dossier in dossiers:
        if len(dossiers) > 1:
            found.append((("bold", visible(dossier.dir)),))
        if not dossier.statistics:
            found.append((("yellow", "没有可用的统计数据。"),))
        for year, statistics in sorted(dossier.statistics.items()):
            found.extend(_year(year, statistics, dossier.baseline))
    return found


def _names(statistics: Statistics) -> list[str | None]:
    return [*indicators.industry_names(statistics), None]


def _industry(statistics: Statistics, name: str | None) -> dict[str, Any]:
    return {
        "name": name,
        "indicators": [_indicator(indicators.measure(statistics, each, name)) for each in indicators.INDICATORS],
    }


def _indicator(measure: indicators.Measure) -> dict[str, Any]:
    value = measure.value
    return {
        "id": measure.indicator.id,
        "label": measure.indicator.label,
        "unit": "%",
        "numerator": None if measure.numerator is None else plain(measure.numerator),
        "denominator": None if measure.denominator is None else plain(measure.denominator),
        "value": None if value is None else decimal_string(value),
        "printed": None if value is None else printed(value, DECIMALS),
    }


def _year(year: int, statistics: Statistics, baseline: int | None) -> Iterator[Line]:
    notes = [note for note in (statistics.period or "期间未填", "申报基期" if year == baseline else "") if note]
    yield (("bold", f"{year} 年（{'，'.join(notes)}）"),)
    labels = {field.name: label for label, field in fields(IndustryStatistics).items()}
    rows = [["指标", "产业", "结果（%）", "分子", "分母"]]
    for each in indicators.INDICATORS:
        for name in _names(statistics):
            measure = indicators.measure(statistics, each, name)
            value = measure.value
            rows.append(
                [
                    each.label,
                    "合计" if name is None else visible(name),
                    "无法计算" if value is None else printed(value, DECIMALS),
                    _part(labels[each.numerator], measure.numerator),
                    _part(labels[each.denominator], measure.denominator),
                ]
            )
    table = aligned(rows, right=frozenset((2,)))
    yield (("dim", f"  {table[0]}"),)
    for line in table[1:]:
        yield (("", f"  {line}"),)


def _part(label: str, value: Any) -> str:
    return f"{label} {'缺' if value is None else plain(value)}"
