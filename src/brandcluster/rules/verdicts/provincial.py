"""The conditions that a province adds to the notice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from brandcluster.base.diagnostics import Location, Verdict, VerdictValue
from brandcluster.base.numbers import decimal_string, text_on_its_side
from brandcluster.dossier.files import CONDITIONS, statistics_path
from brandcluster.dossier.indicators.measure import FORM_RATIOS, INDICATORS, Indicator, measure_ratio
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.reading import fields_of
from brandcluster.dossier.model.statistics import IndustryStatistics
from brandcluster.dossier.rulebook import Ruling
from brandcluster.rules.facts.document_files import is_there
from brandcluster.rules.facts.opinions import by_whom, opinion_on
from brandcluster.rules.facts.rules_in_force import rulebook_of
from brandcluster.rules.verdicts.condition import applied_on, by_opinion, person_words
from brandcluster.rules.verdicts.zone_shares import plain_bound

if TYPE_CHECKING:
    from brandcluster.dossier.overlay import AddedCondition


def added_verdicts(dossier: Dossier, day: date) -> list[Verdict]:
    """The verdicts on the conditions that an overlay adds."""
    overlay = rulebook_of(dossier).overlay
    found: list[Verdict] = []
    for condition in overlay.conditions if overlay is not None else ():
        if condition.id is None or overlay is None:
            continue
        note = (f"省级补充规则 {overlay.id} 增加的条件（{condition.source}）",)
        if condition.kind == "证明文件":
            found.append(_added_evidence(dossier, condition, note, day))
        elif condition.kind == "数值":
            found.extend(_added_figure(dossier, condition, note))
        else:
            judged = opinion_on(dossier, condition.id, None, day)
            found.append(
                Verdict(
                    condition.id,
                    None,
                    by_opinion(judged.favourable),
                    f"{condition.text}：{person_words(judged.favourable, by_whom(judged.judged))}",
                    sources=judged.sources,
                    missing=judged.missing,
                    judged_by=judged.judged,
                    notes=(*note, *judged.notes),
                )
            )
    return found


def _added_evidence(dossier: Dossier, condition: AddedCondition, note: tuple[str, ...], day: date) -> Verdict:
    entries = dossier.conditions.supplementary
    places = tuple(
        dossier.locate(CONDITIONS, ("补充条件", index))
        for index, entry in enumerate(entries)
        if entry.condition == condition.id
        and entry.date is not None
        and entry.date <= applied_on(dossier, day)
        and is_there(dossier, entry.document)
    )
    missing = () if places else (f"{condition.text}的证明文件（conditions.yaml 的补充条件，代号 {condition.id}）",)
    value: VerdictValue = "met" if places else "unknown"
    return Verdict(condition.id or "", None, value, f"{condition.text}。", sources=places, missing=missing, notes=note)


def _added_figure(dossier: Dossier, condition: AddedCondition, note: tuple[str, ...]) -> Iterator[Verdict]:
    known = {indicator.label: indicator for indicator in (*INDICATORS, *FORM_RATIOS)}
    indicator = known.get(condition.figure or "")
    needed = _needed(condition)
    names: list[str | None] = [*dossier.industry_names] or [None]
    for name in names:
        value = (
            measure_ratio(dossier.baseline, indicator, name).value
            if dossier.baseline is not None and indicator
            else None
        )
        if value is None or needed is None or indicator is None:
            missing = (f"{condition.figure or '指标'}的数据",)
            yield Verdict(
                condition.id or "", name, "unknown", f"{condition.text}：算不出。", missing=missing, notes=note
            )
            continue
        met = needed.admits(value)
        yield Verdict(
            condition.id or "",
            name,
            "met" if met else "not_met",
            f"{condition.text}：{text_on_its_side(value, needed.number)}%，要求{_WORDS[needed.comparator].format(plain_bound(needed))}。",
            values={"current": decimal_string(value), "required": decimal_string(needed.number)},
            sources=_places_of(dossier, indicator, name),
            notes=note,
        )


_WORDS = {">=": " {}% 以上", ">": "超过 {}%", "<=": " {}% 以下", "<": "低于 {}%"}


def _needed(condition: AddedCondition) -> Ruling | None:
    from brandcluster.dossier.overlay import asked_share

    number = asked_share(condition)
    if number is None or condition.comparator is None:
        return None
    return Ruling(condition.id or "", condition.text or "", number, condition.comparator, "%", condition.source or "")


def _places_of(dossier: Dossier, indicator: Indicator, industry: str | None) -> tuple[Location, ...]:
    statistics, year = dossier.baseline, dossier.baseline_year
    labels = {field.name: label for label, field in fields_of(IndustryStatistics).items()}
    return tuple(
        dossier.locate(statistics_path(year or 0), ("产业", index, labels[name]))
        for index, group in enumerate(statistics.industries if statistics is not None else ())
        if industry in (None, group.name)
        for name in (indicator.numerator, indicator.denominator)
        if name in labels
    )
