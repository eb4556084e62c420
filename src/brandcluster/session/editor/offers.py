"""What may be written at a place: the 栏目 that are missing there, the values that are allowed, the names that other files
give, documents, and references with what they come to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from brandcluster.base.diagnostics import KeyPath
from brandcluster.dossier.files import PLAN, SUPPORT
from brandcluster.dossier.indicators.measure import FORM_RATIOS, INDICATORS, industry_names
from brandcluster.dossier.load import Dossier, leaves_of, part_of
from brandcluster.dossier.model.fields import OTHER_INDUSTRY, Part
from brandcluster.dossier.model.header import Header
from brandcluster.dossier.model.kinds import answer_kinds
from brandcluster.dossier.model.reading import Field, choices_at, fields_of
from brandcluster.dossier.model.statistics import IndustryStatistics
from brandcluster.dossier.references import TOTAL, Failure, look_up
from brandcluster.dossier.schema import choices_of_label
from brandcluster.formats import folder
from brandcluster.formats.yaml.document import quote_key
from brandcluster.formats.yaml.edits import scalar_source
from brandcluster.notice.edition import clauses_of
from brandcluster.rules.facts.rules_in_force import edition_of
from brandcluster.session.editor.cursor import CursorSpot, editor_lines, field_at, part_below, spot_at, written_keys
from brandcluster.session.editor.meaning import field_notes
from brandcluster.session.editor.shared_names import kind_at, labels_in, names_of

Kind = Literal["key", "value", "name", "file", "reference"]
#: As many documents are offered.
MOST_FILES = 500
_OPEN = re.compile(r"\{\{([^{}\n]*)\Z")


class Offer(NamedTuple):
    """One thing to write: what is shown, what takes the place of the columns `start` to `end` of the line, and about it.

    Further lines of `insert` are indented from the line that it stands on.
    """

    label: str
    insert: str
    kind: Kind
    start: int
    end: int
    detail: str = ""
    about: str = ""


def offers_at(dossier: Dossier, path: str, text: str, line: int, column: int) -> list[Offer]:
    """What may be written at a place of a text that may not parse, in the order of the form."""
    part = part_of(dossier, path)
    if part is None:
        return []
    lines = editor_lines(text)
    current = lines[line - 1] if line <= len(lines) else ""
    before = current[: column - 1]
    if before.lstrip().startswith("#"):
        return []
    opened = _OPEN.search(before)
    if opened is not None:
        return list(_references(dossier, opened.group(1), opened.start() + 3, current, column))
    spot = spot_at(text, line, column)
    if spot.where == "text":
        return []
    if spot.where == "key":
        keys = spot.keys[:-1] if spot.keys and spot.word == spot.keys[-1] else spot.keys
        offers = _keys(dossier, path, part, text, keys, spot)
        if current[spot.end - 1 :].lstrip().startswith(":"):
            return [each._replace(insert=quote_key(each.label)) for each in offers if each.insert[:1] != "-"]
        return list(offers)
    field = field_at(part, spot.keys)
    if field is not None and field.part is not None:
        is_entry = isinstance(spot.keys[-1], int)
        return list(_keys(dossier, path, part, text, spot.keys, spot)) if is_entry else []
    offers = _values(dossier, path, part, spot)
    # Behind a colon there is a space.
    close = current[spot.start - 2 : spot.start - 1] == ":"
    return [each._replace(insert=f" {each.insert}") if close else each for each in offers]


# ---- keys ------------------------------------------------------------------------------------------------------


def _keys(dossier: Dossier, path: str, part: type[Part], text: str, keys: KeyPath, spot: CursorSpot) -> Iterator[Offer]:
    holder = part_below(part, keys)
    owner = field_at(part, keys) if keys else None
    if holder is None:
        return
    if owner is not None and owner.is_list and not isinstance(keys[-1], int):
        yield from _entry(holder, spot)
        return
    there = {each[-1] for each, line in written_keys(text) if each[:-1] == keys and line != spot.line}
    for label, field in fields_of(holder).items():
        if label not in there:
            about = "\n".join(
                [
                    field.description,
                    "",
                    *(f"- {note}" for note in field_notes(dossier, path, part, field, (*keys, label))),
                ]
            )
            yield Offer(
                label, _with_colon(field), "key", spot.start, spot.end, "" if field.required else "可不填", about
            )


def _entry(holder: type[Part], spot: CursorSpot) -> Iterator[Offer]:
    """A new entry of a list, with its first 栏目."""
    first = next(iter(fields_of(holder)), None)
    if first is not None:
        yield Offer(f"- {first}", f"- {quote_key(first)}: ", "key", spot.start, spot.end, "再写一条")


def _with_colon(field: Field) -> str:
    key = quote_key(field.label)
    if field.part is not None:
        first = next(iter(fields_of(field.part)), "")
        return f"{key}:\n  {'- ' if field.is_list else ''}{quote_key(first)}: "
    if field.is_list:
        return f"{key}:\n  - "
    return f"{key}: |\n  " if field.is_long else f"{key}: "


# ---- values ----------------------------------------------------------------------------------------------------


def _values(dossier: Dossier, path: str, part: type[Part], spot: CursorSpot) -> Iterator[Offer]:
    field = field_at(part, spot.keys)
    if field is None:
        return
    holder = part_below(part, spot.keys[: max(i for i, step in enumerate(spot.keys) if isinstance(step, str))])
    is_text = holder is not None and answer_kinds(holder).get(field.label) == "text"
    for value in choices_at(part, labels_in(spot.keys)) or (choices_of_label().get(field.label, ()) if is_text else ()):
        yield _value(value, "value", spot)
    kind = kind_at(dossier, path, spot.keys)
    if kind == "document":
        yield from (_value(each, "file", spot) for each in documents_there(dossier))
    elif kind is not None:
        for name in _names(dossier, path, spot, kind):
            yield _value(name, "name", spot)
    elif field.label == "条款" and is_text:
        for clause in clauses_of(edition_of(dossier)).values():
            if clause.by == "person":
                yield _value(clause.id, "value", spot, f"{clause.cite} {clause.title}")
    elif field.label == "来源" and path in (PLAN, SUPPORT):
        yield from (_value(each, "name", spot) for each in _fund_sources(dossier))
    if field.example is not None and kind is None:
        yield Offer(field.example, field.example, "value", spot.start, spot.end, "例")


def _value(value: str, kind: Kind, spot: CursorSpot, detail: str = "") -> Offer:
    return Offer(value, scalar_source(value), kind, spot.start, spot.end, detail)


def _names(dossier: Dossier, path: str, spot: CursorSpot, kind: object) -> list[str]:
    if kind == "industry":
        beside = [OTHER_INDUSTRY] if path.startswith("statistics/") else []
        beside += [TOTAL] if "evaluation" in path else []
        return [*(dossier.industry_names if path != "dossier.yaml" else ()), *beside]
    if kind == "project" and labels_in(spot.keys)[-1] == "项目":
        return names_of(dossier, "project")
    if kind == "phase" and labels_in(spot.keys)[-1] == "阶段":
        return names_of(dossier, "phase")
    return []


def documents_there(dossier: Dossier) -> list[str]:
    """The files below evidence/ by their paths in the dossier."""
    there = folder.resolve_file(dossier.root, "evidence")
    if there != "not_a_file":
        return []
    return [f"evidence/{each}" for each in folder.files_below(dossier.root / "evidence", MOST_FILES)]


def _fund_sources(dossier: Dossier) -> list[str]:
    if PLAN not in dossier.documents:
        return []
    found = [v for keys, v in leaves_of(dossier, PLAN) if labels_in(keys)[:1] == ("资金",) and keys[-1] == "来源"]
    return [each for each in dict.fromkeys(found) if isinstance(each, str)]


# ---- references ------------------------------------------------------------------------------------------------


def _references(dossier: Dossier, typed: str, start: int, line: str, column: int) -> Iterator[Offer]:
    """Every reference that begins as what is typed, with what it comes to."""
    wanted = typed.strip()
    lead = len(typed) - len(typed.lstrip())
    closing = "" if line[column - 1 :].lstrip().startswith("}}") else " }}"
    for name in _reference_names(dossier, wanted):
        if not name.startswith(wanted):
            continue
        result = look_up(f" {name} ", dossier, suggest=False)
        if not isinstance(result, Failure):
            yield Offer(name, f"{'' if lead else ' '}{name}{closing}", "reference", start + lead, column, result)


def every_reference(dossier: Dossier) -> Iterator[tuple[str, str]]:
    """Every reference with what it comes to, those to other years than the baseline's behind the others."""
    begun = ("", *(f"{kind}.{year}" for year in sorted(dossier.statistics, reverse=True) for kind in ("指标", "统计")))
    for name in dict.fromkeys(name for typed in begun for name in _reference_names(dossier, typed)):
        result = look_up(f" {name} ", dossier, suggest=False)
        if not isinstance(result, Failure):
            yield name, result


def _reference_names(dossier: Dossier, typed: str) -> Iterator[str]:
    for label, field in fields_of(Header).items():
        if field.part is None and not field.is_list and label not in ("格式", "规则版本", "省级补充规则"):
            yield f"申报.{label}"
    base = dossier.baseline_year
    years = [base, *(each for each in sorted(dossier.statistics, reverse=True) if each != base)]
    figures = [field.label for field in fields_of(IndustryStatistics).values() if _is_figure(field)]
    amounts = [each.replace("（万元）", "（亿元）") for each in figures if each.endswith("（万元）")]
    for year in years:
        if year is None or year not in dossier.statistics:
            continue
        prefix = "" if year == base else f"{year}."
        if prefix and not re.match(rf"(?:指标|统计)\.{str(year)[: len(typed.partition('.')[2])]}", typed):
            continue
        for industry in ("", *(f"{each}." for each in industry_names(dossier.statistics[year]))):
            yield from (f"指标.{prefix}{industry}{each.label}" for each in (*INDICATORS, *FORM_RATIOS))
            yield from (f"统计.{prefix}{industry}{each}" for each in (*figures, *amounts))
        yield from (f"统计.{prefix}区域工业总产值（{unit}）" for unit in ("万元", "亿元"))


def _is_figure(field: Field) -> bool:
    return field.part is None and not field.is_list and field.label.endswith(("（万元）", "（家）"))
