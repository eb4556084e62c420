"""Filled forms → what would change in a dossier, value by value, each with its place in the document.

`forms.answer_table` says where each answer belongs and of what kind it is; here is one function for each kind. Nothing
is written here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from brandcluster.base.diagnostics import KeyPath
from brandcluster.base.numbers import round_text
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.files import HEADER
from brandcluster.dossier.load import Dossier
from brandcluster.formats.yaml.edits import edit_text
from brandcluster.papers.content import Answer, Quantity
from brandcluster.papers.forms.answer_table import COMPUTED, COMPUTED_MARK, ROW_BY_NAME, AnswerRow, Kind
from brandcluster.papers.forms.figure_answers import answers_for
from brandcluster.papers.importing.compare_figures import NUMBER, compare_figures, to_ascii_digits
from brandcluster.papers.importing.parse_lists import (
    TO_WAN,
    Parsed,
    parse_enterprises,
    parse_funds,
    parse_number,
    parse_phases,
    parse_projects,
    parse_shares,
)
from brandcluster.papers.importing.proposal import (
    CurrentFiles,
    Doubt,
    Import,
    ImportWork,
    add_doubt,
    add_item,
    comparable,
    find_entry,
    is_blank,
    propose_line,
    propose_plain,
    propose_text,
    propose_value,
    shorten,
    show_value,
)
from brandcluster.papers.labels.find_labels import squeeze
from brandcluster.papers.labels.read_form import Form, ReadAnswer, print_answer
from brandcluster.papers.labels.unread import is_loud, unread_message

_DATE = late_pattern(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")
_TELEPHONES = late_pattern(r"\s*[/／、;；]\s*|\s+(?=\S{7,})|\x0b|\n")


# ---- the whole -----------------------------------------------------------------------------------------------


def propose_import(dossier: Dossier, forms: Sequence[Form], *, overwrite: bool) -> Import:
    """What an import of the forms would change in a dossier; with `overwrite`, also where a person wrote something else."""
    asked = [place for form in forms for place in form.label_map.places]
    work = ImportWork(dossier, answers_for(dossier, asked), overwrite)
    for form in forms:
        work.result.missing += [
            Doubt(place.label, form.label_map.title, "没有找到这个栏目。") for place in form.missing
        ]
        work.result.twice += [
            Doubt(place.label, "、".join(where), f"有 {len(where)} 处，不知道读哪一处，没有读。")
            for place, where in form.twice
        ]
        work.result.doubts += [
            Doubt(form.label_map.title, spot.where, unread_message(spot.unread))
            for spot in form.unread
            if is_loud(spot.unread)
        ]
    found = _each_once(work, [found for form in forms for found in form.found])
    work.industries = list(dossier.industry_names)
    for each in sorted(found, key=lambda each: not _is_computed(each)):
        for message in each.doubts:
            add_doubt(work, each, message)
        _take(work, each)
    if work.industries and not dossier.industry_names:
        for index, name in enumerate(work.industries):
            propose_line(work, HEADER, ("主导产业", index, "名称"), name, work.industry_source)
    return work.result


def changed_texts(dossier: Dossier, result: Import) -> dict[str, str | None]:
    """The new text of every file that changes, by path; None for one that cannot be changed safely."""
    base = CurrentFiles(dossier)
    found: dict[str, str | None] = {}
    for path, changes in result.changes.items():
        found[path] = edit_text(path, base.text(path), changes)
    return found


def _each_once(work: ImportWork, found: list[ReadAnswer]) -> list[ReadAnswer]:
    """One reading of each answer; of several, the first that says something. Others that differ become doubts."""
    kept: dict[tuple[str, ...], ReadAnswer] = {}
    for each in found:
        name = _kept_as(each)
        first = kept.get(name)
        if first is None or not (first.text or first.chosen):
            kept[name] = each
        elif each.text and squeeze(each.text) != squeeze(first.text):
            message = f"与{first.where}不一致：那里是“{shorten(first.text)}”，这里是“{shorten(each.text)}”；按前一处。"
            add_doubt(work, each, message)
    return list(kept.values())


def _kept_as(found: ReadAnswer) -> tuple[str, ...]:
    """What a reading is one of: of its answer; of its answer in this unit where it is a figure, which is only compared."""
    return (found.place.key, found.place.unit or "") if _is_computed(found) else (found.place.key,)


def _is_computed(found: ReadAnswer) -> bool:
    row = ROW_BY_NAME.get(found.place.answer or "")
    return row is not None and row.kind in COMPUTED


def _take(work: ImportWork, found: ReadAnswer) -> None:
    name = found.place.answer or ""
    row = ROW_BY_NAME.get(name)
    said = print_answer(work.known.get(found.place.key, ()), found.place)
    found, marked = _without_mark(found)
    if marked and not found.text:
        return
    if not found.text:
        if said:
            add_item(work, found, "空白", "", said)
    elif row is None:
        add_doubt(work, found, f"“{name}”没有对应的材料，没有导入。")
    elif marked and row.kind == "shares":
        propose_text(work, row.file, row.keys, found.text, found)
    elif said == found.text and row.kind not in ("sum", "ratio"):
        add_item(work, found, "一致", found.text)
    else:
        TAKERS[row.kind](work, row, found)


def _without_mark(found: ReadAnswer) -> tuple[ReadAnswer, bool]:
    """A reading without the words of an empty form that a figure is computed; and whether they were there."""
    mark = squeeze(COMPUTED_MARK)
    lines = found.text.split("\n")
    marked = [mark in squeeze(line) for line in lines]
    kept = [line if not there else _cut(line) for line, there in zip(lines, marked, strict=True)]
    return (replace(found, text="\n".join(filter(None, kept))), True) if any(marked) else (found, False)


def _cut(line: str) -> str:
    """What a line says beside the mark of an empty form."""
    inside = re.escape(COMPUTED_MARK).replace("（", "[（(]").replace("）", "[）)]").replace("，", "[，,]")
    return re.sub(inside, "", line).strip()


# ---- one value -----------------------------------------------------------------------------------------------


def _line(work: ImportWork, row: AnswerRow, found: ReadAnswer) -> None:
    propose_line(work, row.file, row.keys, found.text.replace("\n", ""), found)


def _text(work: ImportWork, row: AnswerRow, found: ReadAnswer) -> None:
    propose_text(work, row.file, row.keys, found.text, found)


def _opinion(work: ImportWork, row: AnswerRow, found: ReadAnswer) -> None:
    _text(work, row, found)
    propose_line(work, row.file, row.also, "是", found)


def _computed(work: ImportWork, row: AnswerRow, found: ReadAnswer) -> None:
    known = work.known[found.place.key]
    compare_figures(work, found, known, print_answer(known, found.place))


def _boxes(work: ImportWork, row: AnswerRow, found: ReadAnswer) -> None:
    chosen = list(found.chosen)

    def same(old: Any) -> bool:
        return isinstance(old, list) and set(map(str, old)) == set(chosen)

    propose_value(work, row.file, row.keys, chosen, found, same)


def _day(work: ImportWork, row: AnswerRow, found: ReadAnswer) -> None:
    match = _DATE.search(to_ascii_digits(found.text))
    try:
        day = date(*(int(group) for group in match.groups())) if match else None
    except ValueError:
        day = None
    if day is None:
        message = f"“{shorten(found.text)}”不是完整的日期，没有导入；请在 dossier.yaml 里写成 年-月-日。"
        add_doubt(work, found, message)
        return
    propose_plain(work, row.file, row.keys, day.isoformat(), found)


def _telephones(work: ImportWork, row: AnswerRow, found: ReadAnswer) -> None:
    numbers = [number.strip() for number in _TELEPHONES.split(found.text) if number and number.strip()]
    if len(numbers) > 2:
        add_doubt(work, found, "有两个以上的号码，取前两个作电话和传真。")
    for keys, number in zip((row.keys, row.also), numbers, strict=False):
        propose_line(work, row.file, keys, number, found)


# ---- several values ------------------------------------------------------------------------------------------


def _shares(work: ImportWork, row: AnswerRow, found: ReadAnswer) -> None:
    """The first line states the shares, which are computed; what follows is the region's own note."""
    first, _, rest = found.text.partition("\n")
    known = work.known[row.name]
    stated = bool(NUMBER.search(first)) and len(first) <= 80
    if stated:
        names = [name for name, _ in parse_shares(first)]
        if names and not work.industries:
            work.industries, work.industry_source = names, found
        compare_figures(
            work, found, known[:1] if isinstance(known, tuple) else (), print_answer(_first(known), found.place), first
        )
    propose_text(work, row.file, row.keys, rest if stated else found.text, found)


def _first(known: Answer) -> Answer:
    if isinstance(known, tuple) and known and any(isinstance(p, Quantity) for p in getattr(known[0], "content", ())):
        return known[:1]
    return ()


def _funds(work: ImportWork, row: AnswerRow, found: ReadAnswer) -> None:
    parsed = parse_funds(found.text)
    _doubts(work, found, parsed)
    propose_text(work, row.file, row.keys, parsed.text, found)
    if parsed.entries:

        def same(old: Any) -> bool:
            items = comparable(old) if isinstance(old, list) else []
            return sorted(map(show_value, items), key=str) == sorted(
                map(show_value, comparable(parsed.entries)), key=str
            )

        propose_value(work, row.file, row.also, parsed.entries, found, same)


def _projects(work: ImportWork, row: AnswerRow, found: ReadAnswer) -> None:
    parsed = parse_projects(found.text)
    _doubts(work, found, parsed)
    for entry in parsed.entries:
        at = find_entry(work, row.file, row.keys, "名称", entry.get("名称"))
        for key, value in entry.items():
            if key in ("工作内容", "工作步骤", "工作措施"):
                propose_text(work, row.file, (*at, key), value, found)
            elif key in ("名称", "责任单位"):
                propose_line(work, row.file, (*at, key), value, found)
            else:
                propose_plain(work, row.file, (*at, key), value, found)


def _phases(work: ImportWork, row: AnswerRow, found: ReadAnswer) -> None:
    parsed = parse_phases(found.text)
    _doubts(work, found, parsed)
    propose_text(work, row.file, row.keys, parsed.text, found)
    for entry in parsed.entries:
        at = find_entry(work, row.file, row.also, "名称", entry.get("名称"))
        for key, value in entry.items():
            if key == "名称":
                propose_line(work, row.file, (*at, key), value, found)
            elif key == "指标目标":
                for target in value:
                    inner = find_entry(work, row.file, (*at, key), "产业", target.get("产业"))
                    for name, aim in target.items():
                        propose_plain(work, row.file, (*inner, name), aim, found)
            else:
                propose_plain(work, row.file, (*at, key), value, found)


def _enterprises(work: ImportWork, row: AnswerRow, found: ReadAnswer) -> None:
    parsed = parse_enterprises(found.text, work.industries)
    _doubts(work, found, parsed)
    for index, entry in enumerate(parsed.entries):
        industry = entry.get("产业")
        # The three of a further industry stand together at the last place: ranks are counted back from it.
        behind = sum(1 for other in parsed.entries[index + 1 :] if other.get("产业") == industry)
        at = _enterprise_at(work, row, entry.get("名称"), industry, behind)
        if industry is None and len(work.industries) == 1 and not work.dossier.industry_names:
            entry["产业"] = work.industries[0]  # a new dossier of one leading industry: the form does not repeat it
        revenue = entry.pop("销售收入", None)
        for key, value in entry.items():
            if key in ("名称", "产业"):
                propose_line(work, row.file, (*at, key), value or "", found)
            else:
                propose_text(work, row.file, (*at, key), value, found)
        if revenue is not None:
            _revenue(work, row, (*at, "销售收入（万元）"), revenue, found)


def _revenue(work: ImportWork, row: AnswerRow, keys: KeyPath, revenue: tuple[str, str], found: ReadAnswer) -> None:
    """Propose a revenue, in 万元. It is printed rounded, in 亿元: a value that prints the same stays."""
    text, unit = revenue
    stated = parse_number(text)
    if stated is None:
        return
    value = stated * TO_WAN[unit]
    plain = Decimal(format(value.normalize(), "f"))
    decimals = len(text.partition(".")[2])

    def same(old: Any) -> bool:
        if not isinstance(old, (int, Decimal)):
            return False
        return round_text(Fraction(old) / Fraction(TO_WAN[unit]), decimals) == str(stated)

    if is_blank(work.base.at(row.file, keys)) and unit != "万元":
        message = f"销售收入按表上的 {text}{unit} 折成 {plain} 万元，表上四舍五入过，请按企业报表填准确数。"
        add_doubt(work, found, message)
    propose_value(work, row.file, keys, plain, found, same)


def _enterprise_at(work: ImportWork, row: AnswerRow, name: str | None, industry: str | None, behind: int) -> KeyPath:
    """Where an enterprise belongs: the entry of its name, else that of its rank in its industry, else a new one.

    Its rank is the row's, less the number of enterprises of the industry that stand `behind` it at the same place.
    """
    *above, rank = row.keys
    listed = tuple(above)
    entries = work.base.at(row.file, listed) or []
    for index, entry in enumerate(entries):
        if isinstance(entry, dict) and name and entry.get("名称") == name:
            return *listed, index
    of_industry = [
        index
        for index, entry in enumerate(entries)
        if isinstance(entry, dict) and (industry is None or entry.get("产业") == industry) and not is_blank(entry)
    ]
    at = max(int(rank) - behind, 0)
    if at < len(of_industry):
        return *listed, of_industry[at]
    return find_entry(work, row.file, listed, "名称", name)


def _doubts(work: ImportWork, found: ReadAnswer, parsed: Parsed) -> None:
    for message in parsed.doubts:
        add_doubt(work, found, message)


#: How each kind of answer is taken over.
TAKERS: dict[Kind, Callable[[ImportWork, AnswerRow, ReadAnswer], None]] = {
    "line": _line,
    "boxes": _boxes,
    "day": _day,
    "telephones": _telephones,
    "text": _text,
    "opinion": _opinion,
    "sum": _computed,
    "ratio": _computed,
    "shares": _shares,
    "enterprise": _enterprises,
    "funds": _funds,
    "projects": _projects,
    "phases": _phases,
}
