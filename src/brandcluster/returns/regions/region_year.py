"""What the returns of one region come to, as values alone: they travel between processes and machines.

Nothing of a single enterprise is in them but the sums of small groups, which `publishing` holds back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from brandcluster.dossier.files import HEADER, OWN_INDICATORS, TOP_ENTERPRISES
from brandcluster.dossier.load import Dossier, load_dossier
from brandcluster.dossier.model.measures import AMOUNTS, FLAGS
from brandcluster.formats.tables.csv_file import count_records
from brandcluster.returns.amounts import Number
from brandcluster.returns.comparing import readable_returns, returned_region, returned_years
from brandcluster.returns.examine import YearReturns
from brandcluster.returns.holding import FIRST_THREE
from brandcluster.returns.layout import layout_of, returns_path
from brandcluster.returns.sums import ReturnPanel, Totals, YearResult

#: Sums of what enterprises report in money, and of what they answer; how many there are is no secret.
AMOUNT_SUMS = tuple(column.name for column in AMOUNTS)
ANSWER_SUMS = (*(column.name for column in FLAGS), "with_both_posts")
SIZES = ("enterprises", "due", "reported", "industrial_enterprises", "large_enterprises")
#: What of a panel is added up (`statistics/`).
PANEL_SUMS = (*AMOUNT_SUMS[:6], "with_effective_system")
#: What a record is that only names the separator.
SEPARATOR = "写明分隔符的行"

#: Two years whose enterprises are compared, the later first.
Pair = tuple[int, int]
#: Enterprises of a group, by the panels that they are in: how many.
Parts = dict[tuple[Pair, ...], int]


class GroupFigures(NamedTuple):
    """One leading industry of a region in one year: exact sums and counts by attribute of `statistics/`.

    `members` say how many enterprises the amounts are of, `answering` how many the answers are of, both by the panels
    that these are in.
    """

    industry: str
    sums: dict[str, Number]
    members: Parts
    answering: Parts


class PanelFigures(NamedTuple):
    """The enterprises of an industry that reported in both years, and what they add up to in each; `held` where it says
    too much beside the enterprises that the application names with their revenue (`returns/holding`)."""

    years: Pair
    industry: str
    enterprises: int
    current: dict[str, Number]
    earlier: dict[str, Number]
    held: bool = False


class RegionYear(NamedTuple):
    """One year of a region: every record of its file, what is wrong with it, its groups and panels.

    `records` is what the csv module counts (None: it cannot); without groups where `blocking` problems make sums wrong.
    `failure` says in words why the year cannot be relied on.
    """

    year: int
    records: int | None = None
    read: int = 0
    refused: int = 0
    skipped: dict[str, int] = {}  # noqa: RUF012  # never changed
    blocking: int = 0
    problems: dict[str, int] = {}  # noqa: RUF012  # never changed
    groups: tuple[GroupFigures, ...] = ()
    panels: tuple[PanelFigures, ...] = ()
    failure: str = ""


class RegionFigures(NamedTuple):
    """A region: its folder as it was named, province and name as its dossier says, and its years; `failure` where there
    is nothing to add up."""

    folder: str
    province: str = ""
    region: str = ""
    years: tuple[RegionYear, ...] = ()
    failure: str = ""

    @property
    def failures(self) -> list[str]:
        """Why not everything of it is added up, in words."""
        return [self.failure] * bool(self.failure) + [each.failure for each in self.years if each.failure]


class RegionTask(NamedTuple):
    """A region whose returns are wanted: how it is called, and its folder."""

    name: str
    path: Path


def region_dossier(path: Path) -> Dossier:
    """A region's folder, with what its returns are read by and nothing else."""
    return load_dossier(path, frozenset((HEADER, OWN_INDICATORS, TOP_ENTERPRISES)))


def read_region(task: RegionTask) -> RegionFigures:
    """What a region's returns come to, from its folder: the one function that every engine calls."""
    if not task.path.is_dir():  # as it may be on another machine
        return RegionFigures(task.name, failure="读不到这个文件夹")
    return region_figures(task.name, region_dossier(task.path))


def region_figures(folder: str, dossier: Dossier) -> RegionFigures:
    """Everything that the returns of a dossier come to."""
    header = dossier.header
    found = RegionFigures(folder, header.province or "", header.region_name or "")
    years = returned_years(dossier)
    if not years:
        return found._replace(failure="没有企业报表（enterprises/年份.csv）")
    if not dossier.industry_names:
        return found._replace(failure="dossier.yaml 里没有可用的主导产业")
    region, contents = returned_region(dossier), readable_returns(dossier)
    pairs = {(year, panel.year): panel for year, result in region.results.items() for panel in result.panels}
    industries = layout_of(dossier).industries
    made = [
        _year(year, region.years[year], region.results[year], contents[year][1], pairs, industries)
        if year in region.years
        else RegionYear(year, failure=f"{returns_path(year)} 无法读取或太大")
        for year in years
    ]
    failed = frozenset(each.year for each in made if each.failure)
    return found._replace(years=tuple(_without(each, failed) for each in made))


def _without(year: RegionYear, failed: frozenset[int]) -> RegionYear:
    """A year without what rests on years that cannot be relied on."""
    if year.year in failed:
        return year._replace(groups=(), panels=())
    panels = tuple(panel for panel in year.panels if failed.isdisjoint(panel.years))
    groups = tuple(
        group._replace(members=_merged(group.members, failed), answering=_merged(group.answering, failed))
        for group in year.groups
    )
    return year._replace(groups=groups, panels=panels)


def _merged(parts: Parts, failed: frozenset[int]) -> Parts:
    """The parts by the panels that are left."""
    found: Parts = {}
    for pairs, size in parts.items():
        kept = tuple(pair for pair in pairs if not any(year in failed for year in pair))
        found[kept] = found.get(kept, 0) + size
    return found


def _year(
    year: int,
    returned: YearReturns,
    result: YearResult,
    content: bytes,
    pairs: Mapping[Pair, ReturnPanel],
    industries: Iterable[str],
) -> RegionYear:
    found = counted_year(year, returned, content)
    there = [name for name in (*industries, *sorted(result.sums.groups)) if name in result.sums.groups]
    groups = [_group(year, name, result.sums.groups[name], pairs) for name in dict.fromkeys(there)]
    panels = [
        _panel((year, other), name, panel)
        for (later, other), panel in pairs.items()
        if later == year
        for name in sorted(panel.current)
        if panel.current[name].of("enterprises")
    ]
    return found._replace(groups=tuple(groups), panels=tuple(panels))


def counted_year(year: int, returned: YearReturns, content: bytes) -> RegionYear:
    """How a year's file was read, record by record, and why it cannot be relied on where it cannot; without sums."""
    counted = count_records(content)
    skipped, refused = dict(sorted(returned.skipped.items())), returned.refused
    if counted is not None and counted.separators:
        skipped[SEPARATOR] = counted.separators
    if counted is not None and returned.broken:
        skipped, refused = {}, counted.all
    problems: dict[str, int] = {}
    for (code, _), count in sorted(returned.problems.counts.items()):
        problems[code] = problems.get(code, 0) + count
    records = counted.all if counted is not None else None
    found = RegionYear(year, records, returned.read, refused, skipped, returned.sums.blocking, problems)
    return found._replace(failure=_failure(found))


def _failure(year: RegionYear) -> str:
    """Why a year cannot be relied on: its sums are wrong, or its records do not come out even."""
    path = returns_path(year.year)
    if year.records is None:
        return f"{path} 不是 CSV，数不出有几条记录"
    accounted = year.read + year.refused + sum(year.skipped.values())
    if accounted != year.records:
        return f"{path} 有 {year.records} 条记录，读入、跳过、拒收的合起来是 {accounted} 条，对不上"
    if year.blocking:
        return f"{path} 有 {year.blocking} 处错误，没有汇总"
    return ""


def _group(year: int, name: str, totals: Totals, pairs: Mapping[Pair, ReturnPanel]) -> GroupFigures:
    sums = {each: totals.of(each) for each in (*SIZES, *AMOUNT_SUMS, *ANSWER_SUMS)}
    sides = {
        pair: (panel.current if pair[0] == year else panel.earlier).get(name, Totals())
        for pair, panel in pairs.items()
        if year in pair
    }
    members = _parts(totals.members, {pair: side.who for pair, side in sides.items()})
    answering = _parts(int(totals.of("reported")), {pair: side.who | side.serving for pair, side in sides.items()})
    return GroupFigures(name, sums, members, answering)


def _parts(size: int, sides: Mapping[Pair, set[int]]) -> Parts:
    """So many enterprises, parted by the panels that they are in."""
    parts: list[tuple[tuple[Pair, ...], set[int]]] = [((), set().union(*sides.values()))]
    for pair, side in sorted(sides.items()):
        parts = [
            each for pairs, who in parts for each in (((*pairs, pair), who & side), (pairs, who - side)) if each[1]
        ]
    found = {pairs: len(who) for pairs, who in parts if who}
    alone = size - sum(found.values())
    return {(): alone, **found} if alone > 0 else found


def _panel(years: Pair, name: str, panel: ReturnPanel) -> PanelFigures:
    current, earlier = panel.current[name], panel.earlier.get(name, Totals())
    return PanelFigures(
        years,
        name,
        int(current.of("enterprises")),
        {each: current.of(each) for each in PANEL_SUMS},
        {each: earlier.of(each) for each in PANEL_SUMS},
        panel.held.get(name, "").startswith(FIRST_THREE),
    )
