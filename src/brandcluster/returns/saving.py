"""Returns against `statistics/YEAR.yaml`: what differs, and the changes that make it agree.

Only what is computed is compared and written: the whole region's output, the document, remarks and comments are a
person's. Panels against a year whose returns are not there stay as they were entered, and are named; those that the
returns of both years do not give go, unless a comment stands with them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from brandcluster import folder, yamldoc, yamledit
from brandcluster.diagnostics import KeyPath
from brandcluster.dossier import Dossier, statistics_path
from brandcluster.model.fields import OTHER_INDUSTRY
from brandcluster.model.measures import total_label
from brandcluster.model.reading import fields
from brandcluster.model.statistics import IndustryStatistics, Panel, PanelSums, Statistics
from brandcluster.returns.layout import FOLDER, Layout, layout_of, returns_path
from brandcluster.returns.sums import Number, Totals, YearResult, results
from brandcluster.tables.sheets import MAX_BYTES

COMPUTED_SOURCE = "企业报表"
_YEAR_FILE = re.compile(r"(\d{4})\.csv\Z")
#: An industry of fewer enterprises, or two groups that differ by fewer, give single enterprises away.
LEAST_GROUP = 3


def returned_years(dossier: Dossier) -> list[int]:
    """The years whose returns are in the folder."""
    try:
        names = [entry.name for entry in os.scandir(dossier.root / FOLDER)]
    except OSError:
        return []
    return sorted(int(match.group(1)) for name in names if (match := _YEAR_FILE.match(name)))


def contents(dossier: Dossier) -> dict[int, tuple[str, bytes]]:
    """Path and bytes of every year's returns that can be read; what cannot is left to the rules."""
    found = {}
    for year in returned_years(dossier):
        content = folder.read_bytes(dossier.root, returns_path(year), MAX_BYTES)
        if isinstance(content, bytes):
            found[year] = (returns_path(year), content)
    return found


def computed(dossier: Dossier) -> dict[int, YearResult]:
    """What all the returns of a dossier come to, worked out once."""
    if "returns" not in dossier.computed:
        dossier.computed["returns"] = results(contents(dossier), layout_of(dossier), dossier.baseline_year)
    found: dict[int, YearResult] = dossier.computed["returns"]
    return found


class Difference(NamedTuple):
    """A figure that statistics and returns do not agree on; None where a side has none."""

    keys: KeyPath
    what: str
    stated: Number | None
    computed: Number | None


# ---- what statistics should hold -------------------------------------------------------------------------------


def group_figures(totals: Totals, layout: Layout) -> dict[str, Number]:
    """The figures of one group by the labels of `statistics/`."""
    own = {column.name for column in layout.own}
    names = [field.name for field in fields(IndustryStatistics).values() if field.part is None and field.name != "name"]
    return {total_label(name): totals.of(name) for name in names if name not in own}


def panel_figures(totals: Totals) -> dict[str, Number]:
    """The figures of one side of a panel by the labels of `statistics/`."""
    names = [field.name for field in fields(PanelSums).values()]
    return {total_label(name): totals.of(name) for name in names}


def own_figures(totals: Totals, layout: Layout) -> dict[str, Number]:
    """The sums of the region's own columns that are known."""
    return {column.name: totals.of(column.name) for column in layout.own if column.name not in totals.open}


def group_names(result: YearResult, layout: Layout) -> list[str]:
    """The groups of a year in the order of dossier.yaml; the others only where there are any."""
    return [name for name in layout.industries if name != OTHER_INDUSTRY or name in result.sums.groups]


def differences(statistics: Statistics | None, result: YearResult, layout: Layout) -> list[Difference]:
    """Every computed figure that statistics hold otherwise, or not at all."""
    return [d for d in _figures(statistics, result, layout) if d.stated != d.computed]


def _figures(statistics: Statistics | None, result: YearResult, layout: Layout) -> Iterator[Difference]:
    stated = list(statistics.industries) if statistics is not None else []
    position = {group.name: index for index, group in reversed(list(enumerate(stated)))}
    free = len(stated)
    names = group_names(result, layout)
    for name in names:
        index = position.get(name, free)
        free += index == free
        group = stated[index] if index < len(stated) else None
        totals = result.sums.groups.get(name, Totals())
        yield from _of_part(("产业", index), name, group, group_figures(totals, layout), IndustryStatistics)
        yield from _of_own(("产业", index), name, group, own_figures(totals, layout))
    for index, group in enumerate(stated):
        if group.name is not None and group.name not in names and group.enterprises:
            yield Difference(("产业", index, total_label("enterprises")), group.name, group.enterprises, 0)
    yield from _of_panels(statistics, result, layout)
    for index, panel in _surplus(statistics, result, layout):
        what = f"{panel.industry}与 {panel.year} 年同口径：不在应有之列"
        yield Difference(("同口径", index, "企业数（家）"), what, panel.enterprises or 0, None)


def _of_part(at: KeyPath, what: str, part: Any, figures: Mapping[str, Number], model: Any) -> Iterator[Difference]:
    attributes = {label: field.name for label, field in fields(model).items()}
    for label, value in figures.items():
        stated = getattr(part, attributes[label]) if part is not None else None
        yield Difference((*at, label), f"{what}：{label}", stated, value)


def _of_own(
    at: KeyPath, what: str, group: IndustryStatistics | None, figures: Mapping[str, Number]
) -> Iterator[Difference]:
    stated = list(group.own_totals) if group is not None else []
    position = {each.name: index for index, each in reversed(list(enumerate(stated)))}
    free = len(stated)
    for name, value in figures.items():
        index = position.get(name, free)
        free += index == free
        known = stated[index].total if index < len(stated) else None
        yield Difference((*at, "自定填报栏目", index, "合计"), f"{what}：{name}", known, value)


def _of_panels(statistics: Statistics | None, result: YearResult, layout: Layout) -> Iterator[Difference]:
    stated = list(statistics.panels) if statistics is not None else []
    position = {(panel.year, panel.industry): index for index, panel in reversed(list(enumerate(stated)))}
    free = len(stated)
    for panel in result.panels:
        for name in group_names(result, layout):
            current, earlier = (side.get(name, Totals()) for side in (panel.current, panel.earlier))
            index = position.get((panel.year, name), free)
            free += index == free
            known = stated[index] if index < len(stated) else None
            at: KeyPath = ("同口径", index)
            what = f"{name}与 {panel.year} 年同口径"
            enterprises = known.enterprises if known is not None else None
            yield Difference((*at, "企业数（家）"), f"{what}：企业数（家）", enterprises, current.of("enterprises"))
            sides = (("本年", "current", current), ("对比年", "earlier", earlier))
            for label, attribute, totals in sides:
                part = getattr(known, attribute) if known is not None else None
                yield from _of_part((*at, label), f"{what}，{label}", part, panel_figures(totals), PanelSums)


def _surplus(statistics: Statistics | None, result: YearResult, layout: Layout) -> Iterator[tuple[int, Panel]]:
    """Panels that the returns of both years are there for and do not give: of a group that is no more, of years that
    are not compared any more, or a second time."""
    due = {(panel.year, name) for panel in result.panels for name in group_names(result, layout)}
    for index, panel in enumerate(statistics.panels if statistics is not None else ()):
        if panel.year is None or panel.industry is None or panel.year not in result.years:
            continue
        if (panel.year, panel.industry) not in due:
            yield index, panel
        due.discard((panel.year, panel.industry))


def unchecked(statistics: Statistics | None, result: YearResult) -> list[str]:
    """Panels against years without returns, in words: nothing can be held against them, and they stay."""
    panels = statistics.panels if statistics is not None else []
    return [
        f"{panel.industry}与 {panel.year} 年同口径"
        for panel in panels
        if panel.year is not None and panel.year not in result.years
    ]


def as_statistics(result: YearResult, layout: Layout) -> Statistics:
    """What the returns come to, in the shape of `statistics/`, without panels."""
    groups = []
    for name in group_names(result, layout):
        totals = result.sums.groups.get(name, Totals())
        own = [{"名称": label, "合计": value} for label, value in own_figures(totals, layout).items()]
        groups.append({"名称": name, **group_figures(totals, layout), "自定填报栏目": own})
    return Statistics.model_validate({"年份": result.year, "产业": groups})


# ---- writing ---------------------------------------------------------------------------------------------------


class Saved(NamedTuple):
    """A statistics file as it should be: `content` is None when it could not be changed safely.

    `kept` are entries that should go and stay, since a person's comment stands with them.
    """

    path: str
    content: bytes | None
    changes: list[tuple[str, str, str]]
    kept: tuple[str, ...] = ()


def saved(dossier: Dossier, result: YearResult, layout: Layout, template: str) -> Saved:
    """`statistics/YEAR.yaml` with the computed figures in their places; `template` where there is no file yet.

    The changes are (what, old, new) in words.
    """
    path = statistics_path(result.year)
    document = dossier.documents.get(path)
    statistics = dossier.statistics.get(result.year) if document is not None else None
    if document is None:
        document = yamldoc.read(path, template.encode())
    wanted = _wanted(statistics, result, layout)
    data = document.data if isinstance(document.data, dict) else {}
    changed = {keys: value for keys, value in wanted.items() if _at(data, keys) != value}
    said = [(_in_words(keys, data, result, layout), _shown(_at(data, keys)), _shown(value))
            for keys, value in changed.items()]  # fmt: skip
    text, gone, kept = _without_surplus(path, document.text, list(_surplus(statistics, result, layout)))
    said += [(what, "有", "删去") for what in gone]
    if not changed:
        return Saved(path, text.encode(), said, kept)
    scalars, items = _separated(data, changed)
    edited = yamledit.edited(path, document.text, scalars) if scalars else document.text
    for keys, value in items.items():
        edited = yamledit.edited(path, edited, {keys: value}) if edited is not None else None
    if edited is None or not _as_meant(path, edited, wanted):
        return Saved(path, None, said)
    # Last, for every change before it is by the number of an entry.
    edited, *_ = _without_surplus(path, edited, list(_surplus(statistics, result, layout)))
    return Saved(path, edited.encode(), said, kept)


def _without_surplus(path: str, text: str, surplus: list[tuple[int, Panel]]) -> tuple[str, list[str], tuple[str, ...]]:
    """The text without these panels, what went, and what stays because a comment stands with it."""
    gone: list[str] = []
    kept: list[str] = []
    for index, panel in reversed(surplus):
        shorter = yamledit.without_item(path, text, ("同口径", index))
        words = f"同口径 › {panel.year} 年 {panel.industry}"
        if shorter is None:
            kept.insert(0, words)
        else:
            text = shorter
            gone.insert(0, words)
    return text, gone, tuple(kept)


def _wanted(statistics: Statistics | None, result: YearResult, layout: Layout) -> dict[KeyPath, Any]:
    """Every computed value by its path, in the order of a new file."""
    found: dict[KeyPath, Any] = {("年份",): result.year}
    if statistics is None or statistics.period is None:
        found["期间",] = "全年"
    found["来源", "类型"] = COMPUTED_SOURCE
    found["来源", "摘要"] = result.sums.digest
    if statistics is None or statistics.source is None or statistics.source.note is None:
        totals = result.sums.groups.values()
        due, reported = (sum(group.of(name) for group in totals) for name in ("due", "reported"))
        found["来源", "口径说明"] = (
            f"由试点工作相关企业的报表汇总，应报{due}家，实报{reported}家。生产性服务企业只计家数，不计产值和收入。"
        )
    for figure in _figures(statistics, result, layout):
        if figure.computed is None:
            continue
        if figure.keys[0] == "产业" and isinstance(figure.keys[1], int):
            found.setdefault(("产业", figure.keys[1], "名称"), figure.what.split("：")[0])
        if len(figure.keys) > 2 and figure.keys[2] == "自定填报栏目":
            found[(*figure.keys[:-1], "名称")] = figure.what.split("：", 1)[1]
        if figure.keys[0] == "同口径":
            name, _, rest = figure.what.partition("与 ")
            found.setdefault((*figure.keys[:2], "对比年份"), int(rest[:4]))
            found.setdefault((*figure.keys[:2], "产业"), name)
        found[figure.keys] = figure.computed
    return found


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


def _as_meant(path: str, text: str, wanted: Mapping[KeyPath, Any]) -> bool:
    document = yamldoc.read(path, text.encode())
    return not document.diagnostics and all(_at(document.data, keys) == value for keys, value in wanted.items())


def _in_words(keys: KeyPath, data: Any, result: YearResult, layout: Layout) -> str:
    words = []
    for depth, step in enumerate(keys):
        if isinstance(step, str):
            words.append(step)
            continue
        entry = _at(data, keys[: depth + 1])
        if not isinstance(entry, dict):
            words.append(f"新增第 {step + 1} 组")
        elif "对比年份" in entry:
            words.append(f"{entry.get('对比年份')} 年 {entry.get('产业')}")
        else:
            words.append(str(entry.get("名称")))
    return " › ".join(words)


def _shown(value: Any) -> str:
    return "空" if value is None else str(value)


# ---- what gives single enterprises away ------------------------------------------------------------------------


def revealing(statistics: Statistics) -> Iterator[tuple[KeyPath, str, str]]:
    """Groups and panels whose published figures give single enterprises away: path, what, what to do."""
    sizes = {}
    for index, group in enumerate(statistics.industries):
        count = group.reported if group.reported is not None else group.enterprises
        sizes[group.name] = count
        if count is not None and 0 < count < LEAST_GROUP:
            yield (
                ("产业", index, "名称"),
                f"“{group.name}”只有 {count} 家企业，合计数会泄露单个企业的数据。",
                f"并入“{OTHER_INDUSTRY}”，或征得企业书面同意后再提交。",
            )
    for index, panel in enumerate(statistics.panels):
        whole = sizes.get(panel.industry)
        if panel.enterprises is None:
            continue
        if whole is not None and 0 < whole - panel.enterprises < LEAST_GROUP:
            yield (
                ("同口径", index, "企业数（家）"),
                f"同口径比全部企业只少 {whole - panel.enterprises} 家，两数相减会泄露单个企业的数据。",
                "不提交这一组同口径，或征得企业书面同意后再提交。",
            )
        elif 0 < panel.enterprises < LEAST_GROUP:
            yield (
                ("同口径", index, "企业数（家）"),
                f"同口径只有 {panel.enterprises} 家企业，合计数会泄露单个企业的数据。",
                "不提交这一组同口径，或征得企业书面同意后再提交。",
            )
