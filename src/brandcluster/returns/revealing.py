"""Published figures that give single enterprises away, which the Statistics Law forbids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from brandcluster.base.diagnostics import KeyPath
from brandcluster.dossier.model.fields import OTHER_INDUSTRY
from brandcluster.dossier.model.statistics import IndustryStatistics, Statistics

#: An industry of fewer enterprises, or two groups that differ by fewer, give single enterprises away.
LEAST_GROUP = 3
_PANEL_HELP = "不写这一组同口径，或征得企业书面同意后再交出去。"


def revealing_sums(all_: Mapping[int, Statistics], year: int) -> Iterator[tuple[KeyPath, str, str]]:
    """Groups and panels of a year that give enterprises away, also beside those of other years: path, what, what to
    do."""
    statistics = all_[year]
    for index, group in enumerate(statistics.industries):
        message = _of_group(group)
        if message is not None:
            help_ = f"并入“{OTHER_INDUSTRY}”，或征得企业书面同意后再交出去。"
            if group.name == OTHER_INDUSTRY:
                help_ = "征得企业书面同意后再交出去。"
            yield ("产业", index, "名称"), message, help_
    yield from _panels(all_, year)


def _of_group(group: IndustryStatistics) -> str | None:
    count = _size(group)
    if is_few(count):
        return f"“{group.name}”只有 {count} 家企业，合计数会泄露单个企业的数据。"
    if is_few(group.industrial_enterprises):
        return f"“{group.name}”只有 {group.industrial_enterprises} 家工业企业，金额合计会泄露单个企业的数据。"
    return None


def _panels(all_: Mapping[int, Statistics], year: int) -> Iterator[tuple[KeyPath, str, str]]:
    seen: dict[str | None, list[tuple[int, int]]] = {}
    for index, panel in enumerate(all_[year].panels):
        count = panel.enterprises
        if count is None or panel.year is None:
            continue
        keys: KeyPath = ("同口径", index, "企业数（家）")
        if is_few(count):
            yield keys, f"同口径只有 {count} 家企业，合计数会泄露单个企业的数据。", _PANEL_HELP
            continue
        wholes = [(f"{each} 年全部企业", _whole(all_, each, panel.industry)) for each in (year, panel.year)]
        wholes += [(f"与 {other} 年的同口径", size) for other, size in seen.get(panel.industry, ())]
        for what, whole in wholes:
            if whole is not None and is_few(abs(whole - count)):
                message = f"同口径 {count} 家，{what} {whole} 家，两数相减会泄露单个企业的数据。"
                yield keys, message, _PANEL_HELP
                break
        seen.setdefault(panel.industry, []).append((panel.year, count))


def _size(group: IndustryStatistics) -> int | None:
    """How many enterprises the sums of a group are of."""
    return group.reported if group.reported is not None else group.enterprises


def _whole(all_: Mapping[int, Statistics], year: int, industry: str | None) -> int | None:
    groups = all_[year].industries if year in all_ else []
    return next((_size(group) for group in groups if group.name == industry), None)


def is_few(count: int | None) -> bool:
    """Whether sums over so many enterprises give single ones away."""
    return count is not None and 0 < count < LEAST_GROUP
