"""The tables over many regions: sums by region, industry and year, totals by province, industry and year, panels; each
with whether it may be published beside the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from brandcluster.base.numbers import exact_sum
from brandcluster.returns.amounts import Number
from brandcluster.returns.regions.publishing import Form, Published, publish_sums
from brandcluster.returns.regions.region_year import (
    AMOUNT_SUMS,
    ANSWER_SUMS,
    PANEL_SUMS,
    SIZES,
    GroupFigures,
    Pair,
    PanelFigures,
    Parts,
    RegionFigures,
)

Level = Literal["region", "province", "industry", "all"]
#: In the order in which they are published: what more people need stands before what it could be told by.
TOTALS: tuple[Level, ...] = ("all", "province", "industry")


class Whose(NamedTuple):
    """What a row of a table is of; what a total is not by stays empty."""

    level: Level
    province: str = ""
    region: str = ""
    folder: str = ""
    industry: str = ""


class SumRow(NamedTuple):
    """Sums and counts of a year, of so many regions; amounts and answers are confidential unless `shown`."""

    whose: Whose
    year: int
    regions: int
    sums: dict[str, Number]
    shown: bool

    def of(self, name: str) -> Number | None:
        """One figure; None where it is held back."""
        return self.sums[name] if self.shown or name in SIZES else None


class PanelRow(NamedTuple):
    """The same enterprises in two years, of so many regions; the sums are confidential unless `shown`."""

    whose: Whose
    years: Pair
    regions: int
    enterprises: int
    current: dict[str, Number]
    earlier: dict[str, Number]
    shown: bool


class Aggregate(NamedTuple):
    """Everything that the returns of some regions come to."""

    regions: tuple[RegionFigures, ...]
    sums: tuple[SumRow, ...]
    panels: tuple[PanelRow, ...]


class _Cell(NamedTuple):
    """A group of a region's year, or one of its panels, with its forms over the parts."""

    whose: Whose
    years: tuple[int, ...]
    form: tuple[Form, ...]
    size: int
    figures: GroupFigures | PanelFigures


def aggregate(regions: Iterable[RegionFigures]) -> Aggregate:
    """The tables over some regions, in the order of these, totals behind."""
    regions = tuple(regions)
    sizes: list[int] = []
    cells, panels = _cells(regions, sizes)
    known = Published(sizes)
    sums = _sum_rows(_decided(known, cells))
    return Aggregate(regions, tuple(sums), tuple(_panel_rows(_decided(known, panels))))


# ---- cells and parts -----------------------------------------------------------------------------------------


def _cells(regions: Sequence[RegionFigures], sizes: list[int]) -> tuple[list[_Cell], list[_Cell]]:
    """All groups, and all panels but those that are held; the sizes of the parts are put into a list."""
    cells, panels = [], []
    for region in regions:
        numbered: dict[tuple[int, str], tuple[dict[tuple[Pair, ...], int], ...]] = {}
        for year in region.years:
            for group in year.groups:
                whose = Whose("region", region.province, region.region, region.folder, group.industry)
                parts = tuple(_number(each, sizes) for each in (group.members, group.answering))
                numbered[year.year, group.industry] = parts
                form: tuple[Form, ...] = tuple(dict.fromkeys(each.values(), 1) for each in parts)
                cells.append(_Cell(whose, (year.year,), form, sum(group.members.values()), group))
        for panel in (each for year in region.years for each in year.panels if not each.held):
            whose = Whose("region", region.province, region.region, region.folder, panel.industry)
            sides: tuple[Form, ...] = tuple(
                {number: 1 for pairs, number in parts.items() if panel.years in pairs}
                for year in panel.years
                for parts in numbered[year, panel.industry]
            )
            panels.append(_Cell(whose, panel.years, sides, panel.enterprises, panel))
    return cells, panels


def _number(parts: Parts, sizes: list[int]) -> dict[tuple[Pair, ...], int]:
    """A number for each part, which is where its size stands in the list."""
    first = len(sizes)
    sizes.extend(parts.values())
    return {pairs: first + at for at, pairs in enumerate(parts)}


# ---- what may be published -----------------------------------------------------------------------------------


class _Decided(NamedTuple):
    """A row before its figures are added up: the cells that it is of, and whether it may be shown."""

    whose: Whose
    years: tuple[int, ...]
    cells: list[_Cell]
    shown: bool


def _decided(known: Published, cells: Sequence[_Cell]) -> list[_Decided]:
    """The cells and their totals; the large ones are published first, so that small ones are what is held back."""
    totals = [
        _Decided(whose, years, of, publish_sums(known, _added(of)))
        for level in TOTALS
        for (whose, years), of in _by_total(level, cells).items()
    ]
    order = sorted(range(len(cells)), key=lambda at: -cells[at].size)
    shown = {at: publish_sums(known, cells[at].form) for at in order}
    single = [_Decided(each.whose, each.years, [each], shown[at]) for at, each in enumerate(cells)]
    return [*single, *totals]


def _by_total(level: Level, cells: Iterable[_Cell]) -> dict[tuple[Whose, tuple[int, ...]], list[_Cell]]:
    """The cells of every total of a level."""
    found: dict[tuple[Whose, tuple[int, ...]], list[_Cell]] = {}
    for cell in cells:
        whose = {
            "all": Whose("all"),
            "province": Whose("province", province=cell.whose.province),
            "industry": Whose("industry", industry=cell.whose.industry),
        }[level]
        found.setdefault((whose, cell.years), []).append(cell)
    return dict(sorted(found.items()))


def _added(cells: Sequence[_Cell]) -> list[Form]:
    """The forms of the cells together: no two have a part in common."""
    found: list[Form] = [{} for _ in cells[0].form]
    for cell in cells:
        for whole, form in zip(found, cell.form, strict=True):
            whole.update(form)
    return found


# ---- rows ----------------------------------------------------------------------------------------------------


def _sum_rows(decided: Iterable[_Decided]) -> Iterator[SumRow]:
    for each in decided:
        groups = [cell.figures for cell in each.cells if isinstance(cell.figures, GroupFigures)]
        sums = _together([group.sums for group in groups], (*SIZES, *AMOUNT_SUMS, *ANSWER_SUMS))
        yield SumRow(each.whose, each.years[0], _regions(each.cells), sums, each.shown)


def _panel_rows(decided: Iterable[_Decided]) -> Iterator[PanelRow]:
    for each in decided:
        panels = [cell.figures for cell in each.cells if isinstance(cell.figures, PanelFigures)]
        current, earlier = (
            _together([getattr(panel, side) for panel in panels], PANEL_SUMS) for side in ("current", "earlier")
        )
        size, years = sum(panel.enterprises for panel in panels), panels[0].years
        yield PanelRow(each.whose, years, _regions(each.cells), size, current, earlier, each.shown)


def _together(sums: Sequence[dict[str, Number]], names: Iterable[str]) -> dict[str, Number]:
    return {name: exact_sum(each[name] for each in sums) for name in names}


def _regions(cells: Iterable[_Cell]) -> int:
    return len({cell.whose.folder for cell in cells})
