"""Rules on counts over the years (二（四）; 三（一））: what falls without a word, who is taken along."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from brandcluster.dossier.files import ORGANISATION, statistics_path
from brandcluster.dossier.indicators.measure import groups_of, sum_over
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.fields import OTHER_INDUSTRY
from brandcluster.dossier.model.reading import fields_of, normalise_key
from brandcluster.dossier.model.statistics import FULL_YEAR, IndustryStatistics, Statistics
from brandcluster.rules.rule import Finding, Rule

#: The counts of training, systems and posts that a pilot is to bring up.
COUNTS = (
    "trained",
    "with_system",
    "with_effective_system",
    "with_chief_officer",
    "with_brand_manager",
    "with_both_posts",
)
_LABELS = {field.name: label for label, field in fields_of(IndustryStatistics).items()}


def _explained(statistics: Statistics, industry: str, label: str) -> bool:
    bare = normalise_key(label).split("(")[0]
    return any(
        each.reason is not None and each.industry == industry and normalise_key(each.item or "").split("(")[0] == bare
        for each in statistics.changes
    )


def _falling(dossier: Dossier) -> Iterator[Finding]:
    begun = dossier.approval.date
    years = sorted(year for year, each in dossier.statistics.items() if each.period == FULL_YEAR)
    for before, after in pairwise(years if begun is not None else ()):
        if begun is None or after < begun.year:
            continue
        earlier = {group.name: group for group in dossier.statistics[before].industries}
        for index, group in enumerate(dossier.statistics[after].industries):
            old = earlier.get(group.name)
            for name in COUNTS if old is not None and group.name is not None else ():
                was, now = getattr(old, name), getattr(group, name)
                if was is None or now is None or now >= was:
                    continue
                if not _explained(dossier.statistics[after], group.name or "", _LABELS[name]):
                    yield Finding(
                        statistics_path(after),
                        ("产业", index, _LABELS[name]),
                        f"{group.name}“{_LABELS[name]}”由 {before} 年的 {was} 减少到 {now}。",
                        "核对；确实减少的，在“变动说明”里写明产业、项目和原因。",
                    )


def _changes_known(dossier: Dossier) -> Iterator[Finding]:
    known = {normalise_key(_LABELS[name]).split("(")[0] for name in COUNTS}
    for year, statistics in dossier.statistics.items():
        names = [group.name for group in statistics.industries]
        for index, each in enumerate(statistics.changes):
            if each.item is not None and normalise_key(each.item).split("(")[0] not in known:
                yield Finding(
                    statistics_path(year),
                    ("变动说明", index, "项目"),
                    f"“{each.item}”不是要说明的项目。",
                    f"写这些栏目之一：{'、'.join(_LABELS[name] for name in COUNTS)}。",
                )
            if each.industry is not None and each.industry not in names:
                yield Finding(
                    statistics_path(year),
                    ("变动说明", index, "产业"),
                    f"“产业”里没有“{each.industry}”。",
                    f"写这里的产业之一：{'、'.join(name for name in names if name)}。",
                )


def _taken_along(dossier: Dossier) -> Iterator[Finding]:
    by_year: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for index, each in enumerate(dossier.organisation.taken_along):
        if each.year is not None and each.enterprises is not None:
            by_year[each.year].append((index, each.enterprises))
    for year, entries in by_year.items():
        statistics = dossier.statistics.get(year)
        others = sum_over(groups_of(statistics, OTHER_INDUSTRY), "enterprises") if statistics is not None else None
        count = sum(number for _, number in entries)
        if others is not None and count > others:
            yield Finding(
                ORGANISATION,
                ("带动企业", entries[-1][0], "企业数（家）"),
                f"{year} 年带动的企业合计 {count} 家，多于统计里的“{OTHER_INDUSTRY}” {others} 家。",
                f"带动的企业应在统计范围内：核对企业数，或在 {statistics_path(year)} 里补上。",
            )


RULES = (
    Rule(
        "V261",
        "培训、体系、岗位的企业数减少有说明",
        "work-enterprises",
        "warning",
        "这些企业数一般逐年增加；减少了，或者是企业退出，或者是口径变了、填错了，要在“变动说明”里写明。比较相邻的两个全年。",
        "2014 年 46 家，2015 年 46 家",
        "2014 年 46 家，2015 年 45 家，没有变动说明",
        _falling,
    ),
    Rule(
        "V262",
        "变动说明写的产业和项目是有的",
        "work-enterprises",
        "error",
        "产业或项目写错，说明就对不上那个数。",
        "项目: 参加品牌培训企业数（家）",
        "项目: 培训人数",
        _changes_known,
    ),
    Rule(
        "V263",
        "带动的企业不多于统计里的其他相关企业",
        "scope-enterprises",
        "error",
        "三（一）：带动的产业链相关企业和生产性服务企业也在试点范围内，统计里合为“其他相关企业”。同一年的各条相加。",
        "带动 14 家，其他相关企业 17 家",
        "带动 18 家，其他相关企业 17 家",
        _taken_along,
    ),
)
