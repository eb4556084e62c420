"""Dossier → the answers of both forms, by name. What the dossier does not say yet is an answer without content.

`answer_table` says where each answer stands and of what kind it is; here is one function for each kind.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from brandcluster.base.diagnostics import KeyPath
from brandcluster.dossier.indicators.measure import FORM_RATIOS, INDICATORS, groups_of, measure_ratio, sum_over
from brandcluster.dossier.load import Dossier, parts_of
from brandcluster.dossier.model.fields import OTHER_INDUSTRY, Part
from brandcluster.dossier.model.reading import fields_of
from brandcluster.dossier.model.statistics import Statistics
from brandcluster.dossier.model.top_enterprises import TopEnterprise
from brandcluster.papers.content import Answer, BaseUnit, Block, Choice, Inline, Paragraph, Quantity, Strong
from brandcluster.papers.forms.answer_table import ANSWER_ROWS, ENTERPRISE_LABELS, LAST_RANK, AnswerRow, Kind
from brandcluster.papers.forms.plan_answers import fund_table, phase_blocks, project_blocks
from brandcluster.papers.office_words import Blocks, day_text, paragraphs_of, verbatim_paragraphs, with_label

#: Measures one year's statistics for an industry, or in total (None).
Measuring = Callable[[Statistics, str | None], Fraction | None]

_RATIOS = {indicator.id: indicator for indicator in (*INDICATORS, *FORM_RATIOS)}


def answers_of(dossier: Dossier) -> dict[str, Answer]:
    """Every answer of the table, by its name. One that the dossier does not give yet is `()`, or a `Choice` of nothing."""
    return {row.name: MAKERS[row.kind](dossier, row) for row in ANSWER_ROWS}


def _value(dossier: Dossier, row: AnswerRow, keys: KeyPath) -> Any:
    """What a file of the dossier holds at labels; None where the file, or anything on the way, is not there."""
    value: Any = next((part for path, part in parts_of(dossier) if path == row.file), None)
    for step in keys:
        value = None if not isinstance(value, Part) else getattr(value, fields_of(type(value))[str(step)].name)
    return value


def _line(dossier: Dossier, row: AnswerRow) -> Answer:
    return verbatim_paragraphs(dossier, _value(dossier, row, row.keys))


def _boxes(dossier: Dossier, row: AnswerRow) -> Answer:
    return Choice(tuple(_value(dossier, row, row.keys) or ()))


def _day(dossier: Dossier, row: AnswerRow) -> Answer:
    return verbatim_paragraphs(dossier, day_text(_value(dossier, row, row.keys)))


def _telephones(dossier: Dossier, row: AnswerRow) -> Answer:
    numbers = (_value(dossier, row, keys) for keys in (row.keys, row.also))
    return verbatim_paragraphs(dossier, " / ".join(number for number in numbers if number))


def _text(dossier: Dossier, row: AnswerRow) -> Blocks:
    return paragraphs_of(dossier, _value(dossier, row, row.keys))


def _opinion(dossier: Dossier, row: AnswerRow) -> Answer:
    """The association's box is filled only where it takes part."""
    return _text(dossier, row) if _value(dossier, row, row.also) == "是" else ()


def _funds(dossier: Dossier, row: AnswerRow) -> Answer:
    return (*_text(dossier, row), *fund_table(_value(dossier, row, row.also) or []))


def _projects(dossier: Dossier, row: AnswerRow) -> Answer:
    return project_blocks(dossier, _value(dossier, row, row.keys) or [])


def _phases(dossier: Dossier, row: AnswerRow) -> Answer:
    return (*_text(dossier, row), *phase_blocks(dossier, _value(dossier, row, row.also) or []))


# ---- figures -------------------------------------------------------------------------------------------------


def _figures(dossier: Dossier, row: AnswerRow) -> Answer:
    """A sum in 家 or 万元, or an indicator in percent, of the year before the application."""
    return figures_of(dossier, row, dossier.baseline)


def measuring(row: AnswerRow) -> Measuring:
    """What a row of kind `sum` or `ratio` measures: a column added up, or an indicator; None where it is not known."""
    name = str(row.keys[0])
    if row.kind == "ratio":
        return _measuring(name)

    def measured(statistics: Statistics, industry: str | None) -> Fraction | None:
        amount = sum_over(groups_of(statistics, industry), name)
        return None if amount is None else Fraction(amount)

    return measured


def base_unit(row: AnswerRow) -> BaseUnit:
    """What the figures of a row are counted in."""
    return "%" if row.kind == "ratio" else "家" if row.unit == "家" else "万元"


def _measuring(identifier: str) -> Measuring:
    return lambda statistics, industry: measure_ratio(statistics, _RATIOS[identifier], industry).value


def figures_of(dossier: Dossier, row: AnswerRow, statistics: Statistics | None) -> Blocks:
    """A figure of these statistics: the total and, where they hold several groups, each.

    The sealed paper must hold every baseline. 其他相关企业 are named only where they add something, as service firms
    add no output.
    """
    measured, unit = measuring(row), base_unit(row)
    total = None if statistics is None else measured(statistics, None)
    if statistics is None or total is None:
        return ()
    each = [(name, measured(statistics, name)) for name in (*dossier.industry_names, OTHER_INDUSTRY)]
    shown = [
        (name, value)
        for name, value in each
        if value is not None and (value != 0 or unit == "%" or name != OTHER_INDUSTRY)
    ]
    if len(shown) < 2:
        return (Paragraph((Quantity(total, unit),)),)
    content: list[Inline] = ["合计 ", Quantity(total, unit)]
    for name, value in shown:
        content += [f"；{name} ", Quantity(value, unit)]
    return (Paragraph(tuple(content)),)


def _shares(dossier: Dossier, row: AnswerRow) -> Answer:
    """One paragraph with the shares, then the region's own note."""
    return (*_share_line(dossier), *_text(dossier, row))


def _share_line(dossier: Dossier) -> Blocks:
    """Each leading industry's share in the output of the whole region, in percent. Never the pilot's total divided by it."""
    statistics, names = dossier.baseline, dossier.industry_names
    if statistics is None:
        return ()
    shares = [(name, _measuring("industry_share")(statistics, name)) for name in names]
    content: list[Inline] = []
    for name, share in shares:
        if share is not None:
            content += [f"{'；' if content else ''}{name} "] if len(names) > 1 else []
            content.append(Quantity(share, "%"))
    return (Paragraph(tuple(content)),) if content else ()


# ---- enterprises ---------------------------------------------------------------------------------------------


def _enterprises(dossier: Dossier, row: AnswerRow) -> Answer:
    """The enterprise of the row's rank, in the order of the file.

    The form has three places. With several leading industries they are the first industry's; the three of each other
    one follow together behind the last place.
    """
    *keys, rank = row.keys
    listed: list[TopEnterprise] = _value(dossier, row, tuple(keys)) or []
    names, rank = dossier.industry_names, int(rank)
    if len(names) < 2:
        return _enterprise(dossier, listed[rank], "") if rank < len(listed) else ()
    first, *others = ([each for each in listed if each.industry == name] for name in names)
    found = [*_enterprise(dossier, first[rank], f"（{names[0]}）")] if rank < len(first) else []
    for name, ranked in zip(names[1:], others, strict=True) if rank == LAST_RANK else ():
        for number, enterprise in enumerate(ranked[: LAST_RANK + 1], start=1):
            found += _enterprise(dossier, enterprise, "", Strong(f"{name}企业{number}："))
    return tuple(found)


def _enterprise(dossier: Dossier, enterprise: TopEnterprise, lead: str, label: Strong | None = None) -> Blocks:
    content: list[Inline] = [*([] if label is None else [label]), lead + (enterprise.name or "")]
    if enterprise.revenue is not None:
        content += [f"，{dossier.baseline_year or ''}年销售收入", Quantity(Fraction(enterprise.revenue), "万元"), "。"]
    found: list[Block] = [Paragraph(tuple(content))]
    labels = fields_of(TopEnterprise)
    for each in ENTERPRISE_LABELS:
        found += with_label(f"{each}：", paragraphs_of(dossier, getattr(enterprise, labels[each].name)))
    return tuple(found)


#: How each kind of answer is made.
MAKERS: dict[Kind, Callable[[Dossier, AnswerRow], Answer]] = {
    "line": _line,
    "boxes": _boxes,
    "day": _day,
    "telephones": _telephones,
    "text": _text,
    "opinion": _opinion,
    "sum": _figures,
    "ratio": _figures,
    "shares": _shares,
    "enterprise": _enterprises,
    "funds": _funds,
    "projects": _projects,
    "phases": _phases,
}
