"""What a 栏目, a value or a reference means, as Markdown: what the form asks, who asks it, what is computed from it now
and how it is printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from brandcluster.base.diagnostics import KeyPath
from brandcluster.base.numbers import round_text
from brandcluster.dossier.files import STATISTICS_FOLDER, kind_of
from brandcluster.dossier.indicators.measure import FORM_RATIOS, INDICATORS, WAN_PER_YI, figure_of, measure_ratio
from brandcluster.dossier.load import Dossier, part_of
from brandcluster.dossier.model.fields import OTHER_INDUSTRY, Part, unit_of
from brandcluster.dossier.model.measures import Indicator
from brandcluster.dossier.model.reading import Field, choices_at
from brandcluster.dossier.model.statistics import IndustryStatistics, Statistics
from brandcluster.dossier.references import Failure, find_references, look_up
from brandcluster.dossier.schema import measured_notes
from brandcluster.dossier.suppliers import APPLICANT, joined, usual_suppliers
from brandcluster.notice.edition import about_edition, cite_clause, clauses_of
from brandcluster.output.text.markdown_text import escape_markdown
from brandcluster.papers.forms.answer_table import ANSWER_ROWS
from brandcluster.rules.facts.rules_in_force import edition_of
from brandcluster.session.editor.cursor import CursorSpot, editor_lines, field_at, part_below, spot_at
from brandcluster.session.editor.shared_names import labels_in

#: As much of a clause is shown; `explain` has the whole.
CLAUSE_SHOWN = 200
DECIMALS = 2


class PlaceMeaning(NamedTuple):
    """What is shown, and the columns on the line that it is about."""

    markdown: str
    line: int
    start: int
    end: int


def meaning_at(dossier: Dossier, path: str, text: str, line: int, column: int) -> PlaceMeaning | None:
    """What stands at a place of a text that may not parse; figures are those of the dossier as last read."""
    found = reference_at(text, line, column)
    if found is not None:
        start, end, inner = found
        return PlaceMeaning(_reference(dossier, inner), line, start, end)
    part = part_of(dossier, path)
    spot = spot_at(text, line, column)
    if part is None or spot.where == "text" or not spot.keys:
        return None
    field = field_at(part, spot.keys)
    if field is None:
        return None
    return PlaceMeaning("\n\n".join(_field(dossier, path, part, field, spot)), line, spot.start, spot.end)


def reference_at(text: str, line: int, column: int) -> tuple[int, int, str] | None:
    """The reference around a place: the columns where it begins and ends, and what stands between its braces."""
    lines = editor_lines(text)
    current = lines[line - 1] if line <= len(lines) else ""
    if current.lstrip().startswith("#"):
        return None
    for start, end, inner in find_references(current):
        if start < column <= end + 1:
            return start + 1, end + 1, inner
    return None


def _reference(dossier: Dossier, inner: str) -> str:
    result = look_up(inner, dossier)
    if isinstance(result, Failure):
        return f"{escape_markdown(result.message)}{escape_markdown(result.help)}"
    printed = escape_markdown(f"印成：{result}")
    return f"**{printed}**\n\n{_source(dossier, inner)}"


def _source(dossier: Dossier, inner: str) -> str:
    steps = [step.strip() for step in inner.partition(":")[0].partition("：")[0].split(".")]
    if steps[0] == "申报":
        return "取自 dossier.yaml。"
    year = steps[1] if steps[1].isdecimal() else str(dossier.baseline_year)
    name = steps[-1]
    known = next((each for each in (*INDICATORS, *FORM_RATIOS) if each.label == name), None)
    formula = f"：{_formula(known)}" if steps[0] == "指标" and known is not None else ""
    return f"由 statistics/{year}.yaml {'算出' if formula else '取数'}{formula}。"


def _formula(indicator: Indicator) -> str:
    from brandcluster.dossier.model.measures import formula_of

    return formula_of(indicator)


def _field(dossier: Dossier, path: str, part: type[Part], field: Field, spot: CursorSpot) -> Iterator[str]:
    yield f"**{field.label}**"
    yield field.description
    notes = [*field_notes(dossier, path, part, field, spot.keys), *_printed(dossier, path, spot.keys, field)]
    if notes:
        yield "\n".join(f"- {note}" for note in notes)
    clause = clauses_of(edition_of(dossier)).get(field.clause or "")
    if clause is not None and clause.known:
        words = clause.part or clause.text
        yield f"> {words[:CLAUSE_SHOWN]}{'…' if len(words) > CLAUSE_SHOWN else ''}"


def field_notes(dossier: Dossier, path: str, part: type[Part], field: Field, keys: KeyPath) -> Iterator[str]:
    """What is to be known of a 栏目, a line each: unit, formula, clause, choices, who has it, whether it must be there."""
    unit = unit_of(field.label)
    if unit:
        yield f"单位：{unit}"
    yield from measured_notes(field.label)
    edition = edition_of(dossier)
    cite = cite_clause(edition, field.clause)
    if cite:
        yield f"依据：{about_edition(edition).number} {cite}"
    choices = choices_at(part, labels_in(keys))
    if len(choices) > 1:
        yield f"可以写：{'、'.join(choices)}"
    kind = kind_of(path)
    offices = joined(usual_suppliers(kind.path, labels_in(keys))) if kind is not None else APPLICANT
    if offices != APPLICANT:
        yield f"由{offices}提供"
    if not field.required:
        yield "可不填"


# ---- what is computed, and printed -----------------------------------------------------------------------------


def _printed(dossier: Dossier, path: str, keys: KeyPath, field: Field) -> Iterator[str]:
    if path.startswith(f"{STATISTICS_FOLDER}/"):
        yield from _figures(dossier, path, keys, field)
        return
    labels = labels_in(keys)
    for row in ANSWER_ROWS:
        if row.file == path and row.kind != "opinion" and labels[: len(labels_in(row.keys))] == labels_in(row.keys):
            yield f"印在表上：{row.name}"
        elif row.file == path and row.also and labels[: len(labels_in(row.also))] == labels_in(row.also):
            yield f"印在表上：{row.name}（随后附上）"


def _figures(dossier: Dossier, path: str, keys: KeyPath, field: Field) -> Iterator[str]:
    """What a figure of the statistics enters, with what that comes to now."""
    year = path.rpartition("/")[2].removesuffix(".yaml")
    statistics = dossier.statistics.get(int(year)) if year.isdecimal() else None
    if statistics is None or part_below(Statistics, keys[:-1]) not in (IndustryStatistics, Statistics):
        return
    number = keys[1] if len(keys) > 1 else None
    groups = statistics.industries
    group = groups[number] if isinstance(number, int) and number < len(groups) else None
    industry = None if group is None or group.name == OTHER_INDUSTRY else group.name
    amount = None if group is None else figure_of(group, field.name)
    if isinstance(amount, Decimal) and unit_of(field.label) == "万元":
        yield f"折合 {round_text(Fraction(amount) / WAN_PER_YI, DECIMALS)} 亿元"
    for each in (*INDICATORS, *FORM_RATIOS):
        if field.name in (each.numerator, each.denominator):
            value = measure_ratio(statistics, each, industry).value
            shown = "还算不出" if value is None else f"{round_text(value, DECIMALS)}%"
            role = "分子" if field.name == each.numerator else "分母"
            yield f"用于“{each.label}”（{role}）：{escape_markdown(industry or '合计')} {year} 年现为 {shown}"
    year_printed = dossier.baseline_year
    for row in ANSWER_ROWS:
        if row.kind == "sum" and row.keys == (field.name,) and str(year_printed) == year:
            yield f"印在表上：{row.name}（{row.unit}）"
