"""Returns against `statistics/YEAR.yaml`: the figures that it should hold, and which it holds otherwise.

Only what is computed is compared: the whole region's output, the document, remarks and comments are a person's, and
so are panels against a year without returns, and an industry that has no returns at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from brandcluster.base.diagnostics import KeyPath
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.files import ENTERPRISES_FOLDER, TOP_ENTERPRISES
from brandcluster.dossier.load import Dossier, once
from brandcluster.dossier.model.measures import AMOUNTS, total_label
from brandcluster.dossier.model.reading import fields_of
from brandcluster.dossier.model.statistics import IndustryStatistics, Panel, PanelSums, Statistics
from brandcluster.dossier.model.validators import validated
from brandcluster.dossier.rulebook import book_of
from brandcluster.formats.tables.sheet import MAX_BYTES
from brandcluster.returns.amounts import Number
from brandcluster.returns.examine import RegionReturns, WantedOfReturns, examine_region
from brandcluster.returns.holding import Declared, hold_panels, holds_amounts
from brandcluster.returns.layout import Layout, layout_of, returns_path
from brandcluster.returns.leading import Listed
from brandcluster.returns.odd_rows import Bounds
from brandcluster.returns.sums import Totals, YearResult

COMPUTED_SOURCE = "企业报表"
#: What is an amount among the figures of a group; the others are counts.
_AMOUNTS = frozenset(total_label(column.name) for column in AMOUNTS)
_YEAR_FILE = late_pattern(r"(\d{4})\.csv\Z")


def returned_years(dossier: Dossier) -> list[int]:
    """The years whose returns are in the folder."""
    there = dossier.files.names(ENTERPRISES_FOLDER)
    names = there if isinstance(there, list) else []
    return sorted(int(match.group(1)) for name in names if (match := _YEAR_FILE.match(name)))


def readable_returns(dossier: Dossier) -> dict[int, tuple[str, bytes]]:
    """Path and bytes of every year's returns that can be read; what cannot is left to the rules."""
    found = {}
    for year in returned_years(dossier):
        content = dossier.files.read(returns_path(year), MAX_BYTES)
        if isinstance(content, bytes):
            found[year] = (returns_path(year), content)
    return found


@once
def returned_region(dossier: Dossier) -> RegionReturns:
    """Everything that the returns of a dossier say, worked out once; what gives single enterprises away is marked."""
    asked = WantedOfReturns(dossier.baseline_year, bounds_of(dossier), _listed(dossier))
    found = examine_region(readable_returns(dossier), layout_of(dossier), asked)
    hold_panels(found.results, _declared(dossier))
    return found


@once
def _listed(dossier: Dossier) -> tuple[Listed, ...]:
    """The enterprises that the application lists among the first three."""
    return tuple(Listed(each.code, each.name) for each in dossier.top_enterprises.enterprises)


def compute_years(dossier: Dossier) -> dict[int, YearResult]:
    """What all the returns of a dossier come to."""
    return returned_region(dossier).results


@once
def bounds_of(dossier: Dossier) -> Bounds:
    """The numbers that decide what is odd, on the day of the application."""
    book = book_of(dossier.header, dossier.overlay)
    slip, large = (book.ruling(name) for name in ("unit-slip", "large-enterprise-revenue"))
    return Bounds(slip.number if slip is not None else None, large.number if large is not None else None)


@once
def _declared(dossier: Dossier) -> Declared:
    """How many enterprises of each group the application itself states the revenue of, for the year before it."""
    found: dict[tuple[int, str], int] = {}
    year, names = dossier.baseline_year, dossier.industry_names
    if year is None or not dossier.has(TOP_ENTERPRISES):
        return found
    for each in dossier.top_enterprises.enterprises:
        name = each.industry or (names[0] if len(names) == 1 else None)
        if name is not None and each.revenue is not None:
            found[year, name] = found.get((year, name), 0) + 1
    return found


class ComputedFigure(NamedTuple):
    """A figure as statistics and as returns have it; None where a side has none.

    `keys` lead to it, `entry` says which entry of a list it belongs to: the values by their paths.
    """

    keys: KeyPath
    what: str
    stated: Number | None
    computed: Number | None
    entry: tuple[tuple[KeyPath, str | int], ...] = ()
    #: Whether `computed` gives single enterprises away (`holding`) and statistics do not say it already.
    held: bool = False


# ---- what statistics should hold -------------------------------------------------------------------------------


def group_figures(totals: Totals, layout: Layout) -> dict[str, Number]:
    """The figures of one group by the labels of `statistics/`."""
    own = {column.name for column in layout.own}
    names = [
        field.name for field in fields_of(IndustryStatistics).values() if field.part is None and field.name != "name"
    ]
    return {total_label(name): totals.of(name) for name in names if name not in own}


def panel_figures(totals: Totals) -> dict[str, Number]:
    """The figures of one side of a panel by the labels of `statistics/`."""
    names = [field.name for field in fields_of(PanelSums).values()]
    return {total_label(name): totals.of(name) for name in names}


def own_figures(totals: Totals, layout: Layout) -> dict[str, Number]:
    """The sums of the region's own columns that are known."""
    return {column.name: totals.of(column.name) for column in layout.own if column.name not in totals.open}


def group_names(result: YearResult, layout: Layout) -> list[str]:
    """The groups that a year's returns have enterprises of, in the order of dossier.yaml."""
    return [name for name in layout.industries if name in result.sums.groups]


def differing_figures(statistics: Statistics | None, result: YearResult, layout: Layout) -> list[ComputedFigure]:
    """Every computed figure that statistics hold otherwise, or not at all."""
    return [each for each in computed_figures(statistics, result, layout) if each.stated != each.computed]


def computed_figures(
    statistics: Statistics | None, result: YearResult, layout: Layout, *, consented: bool = False
) -> Iterator[ComputedFigure]:
    """Every computed figure, with what statistics hold for it; and one for each entry that should not be there.

    What is held back is there only where statistics say something in its place, or with the enterprises' consent.
    """
    for each in _all_figures(statistics, result, layout, consented):
        if consented or not each.held or each.stated is not None:
            yield each if each.stated != each.computed and not consented else each._replace(held=False)


def _all_figures(
    statistics: Statistics | None, result: YearResult, layout: Layout, consented: bool
) -> Iterator[ComputedFigure]:
    stated = list(statistics.industries) if statistics is not None else []
    position = {group.name: index for index, group in reversed(list(enumerate(stated)))}
    blank = [index for index, group in enumerate(stated) if group.name is None and not _holds_figures(group)]
    free = len(stated)
    for name in group_names(result, layout):
        index = position[name] if name in position else blank.pop(0) if blank else free
        free += index == free
        group = stated[index] if index < len(stated) else None
        totals = result.sums.groups[name]
        at: KeyPath = ("产业", index)
        entry = (((*at, "名称"), name),)
        held = _AMOUNTS if holds_amounts(totals) else frozenset[str]()
        yield from _of_part(at, name, group, group_figures(totals, layout), IndustryStatistics, entry, held)
        yield from _of_own(at, name, group, totals, layout, entry)
    yield from _of_panels(statistics, result, layout, consented)
    for keys, what, enterprises in [
        *surplus_entries(statistics, result, layout),
        *_not_returned(stated, result, layout),
    ]:
        yield ComputedFigure(
            (*keys, "企业数（家）" if keys[0] == "同口径" else total_label("enterprises")), what, enterprises, None
        )


def _of_part(
    at: KeyPath,
    what: str,
    part: Any,
    wanted: Mapping[str, Number],
    model: Any,
    entry: tuple[tuple[KeyPath, Any], ...],
    held: Collection[str],
) -> Iterator[ComputedFigure]:
    attributes = {label: field.name for label, field in fields_of(model).items()}
    for label, value in wanted.items():
        stated = getattr(part, attributes[label]) if part is not None else None
        yield ComputedFigure((*at, label), f"{what}：{label}", stated, value, entry, label in held)


def _of_own(
    at: KeyPath,
    what: str,
    group: IndustryStatistics | None,
    totals: Totals,
    layout: Layout,
    entry: tuple[tuple[KeyPath, Any], ...],
) -> Iterator[ComputedFigure]:
    """The region's own columns; one that an enterprise left empty has no sum, whatever statistics say."""
    stated = list(group.own_totals) if group is not None else []
    position = {each.name: index for index, each in reversed(list(enumerate(stated)))}
    free = len(stated)
    for column in layout.own:
        value = None if column.name in totals.open else totals.of(column.name)
        index = position.get(column.name, free)
        if value is None and index == free:
            continue
        free += index == free
        known = stated[index].total if index < len(stated) else None
        keys = (*at, "自定填报栏目", index)
        yield ComputedFigure(
            (*keys, "合计"),
            f"{what}：{column.name}",
            known,
            value,
            (*entry, ((*keys, "名称"), column.name)),
            value is not None and holds_amounts(totals),
        )


def _of_panels(
    statistics: Statistics | None, result: YearResult, layout: Layout, consented: bool
) -> Iterator[ComputedFigure]:
    stated = list(statistics.panels) if statistics is not None else []
    position = {(panel.year, panel.industry): index for index, panel in reversed(list(enumerate(stated)))}
    free = len(stated)
    for panel in result.panels:
        for name in group_names(result, layout):
            current, earlier = (side.get(name, Totals()) for side in (panel.current, panel.earlier))
            if name in panel.held and not consented and (panel.year, name) not in position:
                continue  # no entry comes of it, so none has its number
            index = position.get((panel.year, name), free)
            free += index == free
            held = [total_label(field.name) for field in fields_of(PanelSums).values()] if name in panel.held else []
            known = stated[index] if index < len(stated) else None
            at: KeyPath = ("同口径", index)
            entry = (((*at, "对比年份"), panel.year), ((*at, "产业"), name))
            what = f"{name}与 {panel.year} 年同口径"
            enterprises = known.enterprises if known is not None else None
            yield ComputedFigure(
                (*at, "企业数（家）"), f"{what}：企业数（家）", enterprises, current.of("enterprises"), entry
            )
            sides = (("本年", "current", current), ("对比年", "earlier", earlier))
            for label, attribute, totals in sides:
                part = getattr(known, attribute) if known is not None else None
                yield from _of_part(
                    (*at, label), f"{what}，{label}", part, panel_figures(totals), PanelSums, entry, held
                )


# ---- what is there beyond that -----------------------------------------------------------------------------------


def surplus_entries(
    statistics: Statistics | None, result: YearResult, layout: Layout
) -> Iterator[tuple[KeyPath, str, int]]:
    """Entries that the returns do not give and that would count all the same: paths, words, and how many enterprises.

    Groups that dossier.yaml does not name; panels of a group that is no more, or of years that are not compared any
    more, though the returns of both are there; and what is written a second time.
    """
    if statistics is None:
        return
    names = set(layout.industries)
    for index, group in enumerate(statistics.industries):
        if group.name is not None and group.name not in names:
            yield ("产业", index), f"{group.name}：不在应有之列", group.enterprises or 0
        names.discard(group.name or "")
    due = {(panel.year, name) for panel in result.panels for name in group_names(result, layout)}
    for index, panel in enumerate(statistics.panels):
        if panel.year is None or panel.industry is None or _unchecked(panel, result, layout) is not None:
            continue
        if (panel.year, panel.industry) not in due:
            yield ("同口径", index), f"{panel.industry}与 {panel.year} 年同口径：不在应有之列", panel.enterprises or 0
        due.discard((panel.year, panel.industry))


def _not_returned(
    stated: list[IndustryStatistics], result: YearResult, layout: Layout
) -> Iterator[tuple[KeyPath, str, int]]:
    """Groups that statistics give figures of, and that no enterprise of the returns belongs to."""
    for index, group in enumerate(stated):
        if group.name in layout.industries and group.name not in result.sums.groups and _holds_figures(group):
            yield ("产业", index), f"{group.name}：企业报表里没有这一组的企业", group.enterprises or 0


def _holds_figures(group: IndustryStatistics) -> bool:
    return any(value for name, value in group if name not in ("name", "own_totals"))


def unchecked_panels(statistics: Statistics | None, result: YearResult, layout: Layout) -> list[str]:
    """Panels that no returns can be held against, in words, with the reason; they stay."""
    panels = statistics.panels if statistics is not None else []
    found = [(panel, _unchecked(panel, result, layout)) for panel in panels]
    return [f"{panel.industry}与 {panel.year} 年同口径：{why}" for panel, why in found if why is not None]


def _unchecked(panel: Panel, result: YearResult, layout: Layout) -> str | None:
    if panel.year is None:
        return None
    if panel.year not in result.years:
        return "那一年没有可用的企业报表，无法核对"
    if panel.industry in layout.industries and panel.industry not in result.sums.groups:
        return "企业报表里没有这一组的企业，无法核对"
    return None


def held_panels(result: YearResult) -> list[tuple[int, str, str]]:
    """The panels of a year that are left out: the other year, the group, and why."""
    return [(panel.year, name, why) for panel in result.panels for name, why in panel.held.items()]


def held_groups(result: YearResult, layout: Layout) -> list[str]:
    """The groups of a year whose amounts are held back."""
    return [name for name in group_names(result, layout) if holds_amounts(result.sums.groups[name])]


def as_statistics(result: YearResult, layout: Layout, known: Statistics | None, *, shown: bool) -> Statistics:
    """What the returns come to, in the shape of `statistics/`, without panels; what is held back and not known from
    statistics already only where it may be `shown`."""
    hidden = {
        each.what
        for each in _all_figures(known, result, layout, consented=False)
        if each.held and each.stated != each.computed and not shown
    }
    groups = []
    for name in group_names(result, layout):
        totals = result.sums.groups[name]
        figures = {k: v for k, v in group_figures(totals, layout).items() if f"{name}：{k}" not in hidden}
        own = [
            {"名称": label, "合计": value}
            for label, value in own_figures(totals, layout).items()
            if f"{name}：{label}" not in hidden
        ]
        groups.append({"名称": name, **figures, "自定填报栏目": own})
    return validated(Statistics, {"年份": result.year, "产业": groups})
