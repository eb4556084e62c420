"""The targets of the five indicators as planned, with their baselines (附件1 第二部分 五; 三（七）1（7）)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from brandcluster.base.diagnostics import KeyPath
from brandcluster.dossier.indicators.measure import INDICATORS, Indicator, groups_of, measure_ratio
from brandcluster.dossier.load import Dossier, once
from brandcluster.dossier.model.plan import IndicatorTarget
from brandcluster.dossier.model.reading import fields_of
from brandcluster.rules.facts.contradictions import contradicting_fields
from brandcluster.rules.facts.required_rises import required_bound
from brandcluster.rules.facts.rules_in_force import rulebook_of

_LABELS = {field.name: label for label, field in fields_of(IndicatorTarget).items()}


#: The indicators that the zone's conditions hold against a level; the others must rise over the baseline.
LEVELS = ("effective_system_share",)


class Target(NamedTuple):
    """One stated target with its place and, where the statistics hold it, its baseline (percent, exact)."""

    phase: int
    industry: str | None
    indicator: Indicator
    value: Decimal
    keys: KeyPath
    baseline: Fraction | None


def planned_indicator_targets(dossier: Dossier) -> Iterator[Target]:
    """Every indicator target of the plan whose industry is known."""
    yield from _planned_indicator_targets(dossier)


@once
def _planned_indicator_targets(dossier: Dossier) -> list[Target]:
    return list(_read_targets(dossier))


def _read_targets(dossier: Dossier) -> Iterator[Target]:
    for phase, entry_list in enumerate(each.indicator_targets for each in dossier.plan.phases):
        for index, entry in enumerate(entry_list):
            industry = industry_of(dossier, entry)
            for indicator in INDICATORS:
                value = getattr(entry, indicator.id)
                if value is not None and industry in dossier.industry_names:
                    keys = ("工作阶段", phase, "指标目标", index, _LABELS[indicator.id])
                    yield Target(phase, industry, indicator, value, keys, _baseline(dossier, indicator.id, industry))


def targets_by_end(dossier: Dossier, industry: str, indicator: Indicator) -> list[tuple[date, Decimal]]:
    """An indicator's target of each phase, with the month in which the phase ends and the target is due."""
    ends = [phase.end for phase in dossier.plan.phases]
    found = [
        (ends[each.phase], each.value)
        for each in planned_indicator_targets(dossier)
        if each.industry == industry and each.indicator is indicator
    ]
    return [(end, value) for end, value in found if end is not None]


def industry_of(dossier: Dossier, entry: IndicatorTarget) -> str | None:
    """The leading industry that a target is for: the one it names, or the only one. None while several could be meant."""
    if entry.industry is None and len(dossier.industry_names) == 1:
        return dossier.industry_names[0]
    return entry.industry


@once
def _baseline(dossier: Dossier, name: str, industry: str | None) -> Fraction | None:
    """An indicator (its id) at application; None where its parts contradict each other, which is reported there."""
    if dossier.baseline is None:
        return None
    indicator = next(each for each in INDICATORS if each.id == name)
    wrong = {name for group in groups_of(dossier.baseline, industry) for name in contradicting_fields(group)}
    if indicator.numerator in wrong or indicator.denominator in wrong:
        return None
    return measure_ratio(dossier.baseline, indicator, industry).value


def required_level(dossier: Dossier, indicator: Indicator, baseline: Fraction | None) -> Fraction | None:
    """What a demonstration zone needs of an indicator (percent, exact): baseline plus rise, or the level."""
    needed = required_bound(rulebook_of(dossier), indicator.id, baseline)
    return None if needed is None else needed.level
