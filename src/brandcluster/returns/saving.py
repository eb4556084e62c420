"""The changes that make `statistics/YEAR.yaml` agree with the returns.

Comments and what a person entered stay. Groups and panels that the returns do not give go, unless a comment stands
with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from brandcluster.base.diagnostics import KeyPath
from brandcluster.base.numbers import decimal_text
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.files import statistics_path
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.statistics import FULL_YEAR, Statistics
from brandcluster.formats.yaml.document import read_document
from brandcluster.formats.yaml.edits import edit_text, without_item
from brandcluster.returns.comparing import COMPUTED_SOURCE, computed_figures, held_panels, surplus_entries
from brandcluster.returns.layout import Layout
from brandcluster.returns.sums import YearResult


class Saved(NamedTuple):
    """A statistics file as it should be: `content` is None when it could not be changed safely.

    `kept` are entries that should go and stay, since a person's comment stands with them.
    """

    path: str
    content: bytes | None
    changes: list[tuple[str, str, str]]
    kept: tuple[str, ...] = ()


def statistics_text(
    dossier: Dossier, result: YearResult, layout: Layout, template: str, *, consented: bool = False
) -> Saved:
    """`statistics/YEAR.yaml` with the computed figures in their places; `template` where there is no file yet.

    The changes are (what, old, new) in words. What gives single enterprises away is written only when they consented.
    """
    path = statistics_path(result.year)
    document = dossier.documents.get(path)
    statistics = dossier.statistics.get(result.year) if document is not None else None
    if document is None:
        document = read_document(path, template.encode())
    wanted = _wanted(statistics, result, layout, consented)
    data = document.data if isinstance(document.data, dict) else {}
    changed = {keys: value for keys, value in wanted.items() if _at(data, keys) != value}
    said = [(_in_words(keys, data, wanted), _shown(_at(data, keys)), _shown(value)) for keys, value in changed.items()]
    going = [keys for keys, _, _ in surplus_entries(statistics, result, layout)]
    going += [] if consented else [keys for keys in _held(statistics, result) if keys not in going]
    going.sort()
    text, gone, kept = _without(path, document.text, going, data)
    said += [(what, "有", "删去") for what in gone]
    if any(_is_taken(data, keys) for keys in changed):
        return Saved(path, None, said)
    if not changed:
        return Saved(path, text.encode(), said, kept)
    scalars, items = _separated(data, changed)
    edited = edit_text(path, document.text, scalars) if scalars else document.text
    for keys, value in items.items():
        edited = edit_text(path, edited, {keys: value}) if edited is not None else None
    if edited is None:
        return Saved(path, None, said)
    # Last, for every change before it is by the number of an entry.
    edited, *_ = _without(path, edited, going, data)
    return Saved(path, edited.encode(), said, kept)


def _without(path: str, text: str, going: list[KeyPath], data: Any) -> tuple[str, list[str], tuple[str, ...]]:
    """The text without these entries, what went, and what stays because a comment stands with it."""
    gone: list[str] = []
    kept: list[str] = []
    for keys in reversed(going):
        shorter = without_item(path, text, keys)
        if shorter is None:
            kept.insert(0, _in_words(keys, data, {}))
        else:
            text = shorter
            gone.insert(0, _in_words(keys, data, {}))
    return text, gone, tuple(kept)


def _held(statistics: Statistics | None, result: YearResult) -> list[KeyPath]:
    """The panels of statistics that give single enterprises away."""
    held = {(year, name) for year, name, _ in held_panels(result)}
    panels = statistics.panels if statistics is not None else []
    return [("同口径", index) for index, panel in enumerate(panels) if (panel.year, panel.industry) in held]


def _wanted(statistics: Statistics | None, result: YearResult, layout: Layout, consented: bool) -> dict[KeyPath, Any]:
    """Every computed value by its path, in the order of a new file."""
    found: dict[KeyPath, Any] = {("年份",): result.year}
    if statistics is None or statistics.period is None:
        found["期间",] = FULL_YEAR
    found["来源", "类型"] = COMPUTED_SOURCE
    found["来源", "摘要"] = result.sums.digest
    note = statistics.source.note if statistics is not None and statistics.source is not None else None
    if note is None or _OUR_NOTE.fullmatch(note.strip()):
        totals = result.sums.groups.values()
        due, reported = (sum(group.of(name) for group in totals) for name in ("due", "reported"))
        found["来源", "口径说明"] = _NOTE.format(due=due, reported=reported)
    going = [] if consented else _held(statistics, result)
    for figure in computed_figures(statistics, result, layout, consented=consented):
        if figure.computed is not None and not figure.held and figure.keys[:2] not in going:
            for keys, value in figure.entry:
                found.setdefault(keys, value)
            found[figure.keys] = (
                Decimal(decimal_text(figure.computed)) if isinstance(figure.computed, Decimal) else figure.computed
            )
    return found


#: What stands in 口径说明 where a person wrote nothing; the counts follow the returns.
_NOTE = "由试点工作相关企业的报表汇总，应报{due}家，实报{reported}家。生产性服务企业只计家数，不计产值和收入。"
_OUR_NOTE = late_pattern(_NOTE.replace("{due}", r"\d+").replace("{reported}", r"\d+"))


def _separated(data: Any, changed: Mapping[KeyPath, Any]) -> tuple[dict[KeyPath, Any], dict[KeyPath, Any]]:
    """Changes inside what is there, and whole new entries of lists that are there, which go in one after another."""
    scalars: dict[KeyPath, Any] = {}
    items: dict[KeyPath, Any] = {}
    for keys, value in changed.items():
        item = _new_item(data, keys)
        if item is None:
            scalars[keys] = value
        else:
            _put(items.setdefault(item, {}), keys[len(item) :], value)
    return scalars, items


def _new_item(data: Any, keys: KeyPath) -> KeyPath | None:
    for depth, step in enumerate(keys):
        whole = _at(data, keys[:depth])
        if isinstance(step, int) and isinstance(whole, list) and whole and step >= len(whole):
            return keys[: depth + 1]
    return None


def _put(whole: dict[Any, Any], keys: KeyPath, value: Any) -> None:
    """Set a value in nested mappings; a list entry is put by its number and becomes a list."""
    step, *rest = keys
    if not rest:
        whole[step] = value
    elif isinstance(rest[0], int):
        items = whole.setdefault(step, [])
        while len(items) <= rest[0]:
            items.append({})
        _put(items[rest[0]], tuple(rest[1:]), value)
    else:
        _put(whole.setdefault(step, {}), tuple(rest), value)


def _at(data: Any, keys: KeyPath) -> Any:
    for step in keys:
        if isinstance(data, dict) and isinstance(step, str):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def _is_taken(data: Any, keys: KeyPath) -> bool:
    """Whether something else stands where a mapping or a list would have to be: a person's words."""
    above = [_at(data, keys[:depth]) for depth in range(1, len(keys))]
    return any(value is not None and not isinstance(value, (dict, list)) for value in above)


def _in_words(keys: KeyPath, data: Any, wanted: Mapping[KeyPath, Any]) -> str:
    """A path for people: an entry of a list by what it is called, or will be."""
    words = []
    for depth, step in enumerate(keys):
        if isinstance(step, str):
            words.append(step)
            continue
        at = keys[: depth + 1]
        entry = _at(data, at)
        known = (
            entry if isinstance(entry, dict) else {key: wanted.get((*at, key)) for key in ("名称", "对比年份", "产业")}
        )
        year, industry, name = (known.get(key) for key in ("对比年份", "产业", "名称"))
        shown = f"{year} 年 {industry}" if year else f"第 {step + 1} 项" if name is None else f"{name}"
        words.append(("" if isinstance(entry, dict) else "新增 ") + shown)
    return " › ".join(words)


def _shown(value: Any) -> str:
    return "空" if value is None else str(value)
