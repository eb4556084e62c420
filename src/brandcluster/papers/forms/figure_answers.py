"""Figures that a place of a form asks for by year, by industry or as a target: what the form's own columns ask for.

The forms of the notice ask for the year before the application, in total and by industry; a province's blank may have a
column for each. Nothing that the dossier does not hold is put into such a column.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from brandcluster.base.numbers import decimals_of
from brandcluster.dossier.load import Dossier
from brandcluster.papers.content import Answer, Inline, Paragraph, Quantity
from brandcluster.papers.forms.answer_table import ROW_BY_NAME
from brandcluster.papers.forms.answers import answers_of, base_unit, figures_of, measuring
from brandcluster.papers.labels.label_map import FormPlace

TOTAL = "合计"


def answers_for(dossier: Dossier, places: Iterable[FormPlace]) -> dict[str, Answer]:
    """Every answer of the table by its name, and those that these places ask for by year, industry or stage (`key`)."""
    found = answers_of(dossier)
    for place in places:
        if place.answer in found and place.key not in found:
            found[place.key] = _figure(dossier, place)
    return found


def _figure(dossier: Dossier, place: FormPlace) -> Answer:
    """The figure that a place asks for; empty where the dossier does not hold it, or the answer is no figure."""
    row = ROW_BY_NAME[place.answer or ""]
    if row.kind not in ("sum", "ratio"):
        return ()
    if place.stage is not None:
        return _target(dossier, place)
    statistics = dossier.baseline if place.year is None else dossier.statistics.get(place.year)
    if place.industry is None:
        return figures_of(dossier, row, statistics)
    if statistics is None or (place.industry != TOTAL and _industry(dossier, place) is None):
        return ()
    value = measuring(row)(statistics, _industry(dossier, place))
    return () if value is None else (Paragraph((Quantity(value, base_unit(row)),)),)


def _industry(dossier: Dossier, place: FormPlace) -> str | None:
    """The name of the leading industry that a place counts to; None for the total, and where there is none."""
    asked = place.industry or ""
    number = int(asked) if asked.isdecimal() else 0
    return dossier.industry_names[number - 1] if 0 < number <= len(dossier.industry_names) else None


def _target(dossier: Dossier, place: FormPlace) -> Answer:
    """What the last phase of the plan aims at: one figure, or that of each leading industry with its name."""
    indicator = str(ROW_BY_NAME[place.answer or ""].keys[0])
    phases = [] if dossier.plan is None else dossier.plan.phases
    targets = phases[-1].indicator_targets if phases else []
    aims: list[Decimal | None] = [getattr(each, indicator, None) for each in targets]
    least = decimals_of(aims)
    names = dossier.industry_names
    wanted = _industry(dossier, place)
    content: list[Inline] = []
    for target, aim in zip(targets, aims, strict=True):
        if aim is None or (wanted is not None and (target.industry or names[0]) != wanted):
            continue
        name = target.industry if wanted is None and len(names) > 1 else None
        content += [f"{'；' if content else ''}{name} "] if name else []
        content.append(Quantity(Fraction(aim), "%", least))
    return (Paragraph(tuple(content)),) if content else ()
