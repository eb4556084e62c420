"""What is wrong with enterprises/YEAR.csv, and with statistics/YEAR.yaml where returns are behind it.

The rules themselves, with their documentation, stand in `rules/returns.py`, which is always imported; this is not.

Messages name no enterprise and no figure of one: that stands in a diagnostic's `detail`, which only the desk sees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import chain, pairwise

from brandcluster.base.diagnostics import Location
from brandcluster.base.numbers import decimal_text
from brandcluster.dossier.files import OWN_INDICATORS, statistics_path
from brandcluster.dossier.indicators.measure import part_named
from brandcluster.dossier.indicators.units import UnitMix, ratio_between
from brandcluster.dossier.load import Dossier, once
from brandcluster.dossier.model.fields import OTHER_INDUSTRY
from brandcluster.dossier.model.reading import MISSING, fields_of, nearest_choice
from brandcluster.dossier.model.statistics import IndustryStatistics
from brandcluster.formats.tables.csv_file import field_start, lines_of
from brandcluster.formats.tables.sheet import Place
from brandcluster.returns import comparing
from brandcluster.returns.layout import layout_of, own_problem, returns_path
from brandcluster.returns.problems import Problems
from brandcluster.returns.revealing import revealing_sums
from brandcluster.rules.checks.returns.top_three import differing_top_three
from brandcluster.rules.facts.leaps import mix_of
from brandcluster.rules.rule import Finding

# ---- a dossier's returns ---------------------------------------------------------------------------------------


@once
def _problems(dossier: Dossier) -> list[Finding]:
    """All problems of all returns of a dossier; the code stands in `keys`."""
    return list(_all_problems(dossier))


def _all_problems(dossier: Dossier) -> Iterator[Finding]:
    files, region = comparing.readable_returns(dossier), comparing.returned_region(dossier)
    for year in comparing.returned_years(dossier):
        if year in region.years:
            yield from _findings(*files[year], region.years[year].problems)
        else:
            yield Finding(
                returns_path(year),
                ("K101",),
                "企业报表无法读取。",
                "检查文件是不是普通文件、有没有权限、是不是太大。",
                location=Location(returns_path(year)),
            )


def _findings(path: str, content: bytes, problems: Problems) -> Iterator[Finding]:
    rows = [problem.place.row for problem in problems.listed if problem.place.sheet is None]
    lines = lines_of(content, [1, *rows]) if rows else {}
    for problem in problems.listed:
        yield Finding(
            path,
            (problem.code,),
            problem.message,
            problem.help,
            severity=problem.severity,
            location=_location(path, problem.place, lines),
            detail=problem.detail,
        )
    for code, severity, count in problems.left_out:
        message = f"这一类问题还有 {count} 处没有列出。"
        help_ = "先改好列出的，再检查一次。"
        yield Finding(path, (code,), message, help_, severity=severity, location=Location(path))


def _location(path: str, place: Place, lines: Mapping[int, str]) -> Location:
    if place.sheet is not None or place.row not in lines:
        column = (place.column or 0) + 1
        return Location(path, place.row, column, place.row, column + 1)
    line = lines[place.row]
    delimiter = max(",\t;", key=lines[1].count)
    start, end = field_start(line, place.column, delimiter) if place.column is not None else (0, len(line))
    return Location(path, place.row, start + 1, place.row, end + 1)


def of_code(code: str, dossier: Dossier) -> Iterator[Finding]:
    """The findings of one rule; problems of single returns the errors first: only so many of a rule are shown.

    Without leading industries nobody's industry can be wrong.
    """
    if code in _OF_ALL_YEARS:
        yield from _OF_ALL_YEARS[code](dossier)
        return
    if code == "K110" and not dossier.industry_names:
        return
    found = [finding for finding in _problems(dossier) if finding.keys == (code,)]
    yield from sorted(found, key=lambda finding: finding.severity == "warning")


def left_and_joined(dossier: Dossier) -> Iterator[Finding]:
    """Years in which most enterprises are others than the year before."""
    years = comparing.returned_region(dossier).years
    present = {year: set(chain.from_iterable(returns.codes)) for year, returns in years.items()}
    for before, year in pairwise(sorted(present)):
        left, joined = present[before] - present[year], present[year] - present[before]
        if before == year - 1 and 2 * len(left) > len(present[before]):
            yield Finding(
                returns_path(year),
                ("K112",),
                f"{before} 年的 {len(present[before])} 家企业，{year} 年少了 {len(left)} 家，超过一半；新增 {len(joined)} 家。",
                "核对报表是不是收齐了，代码有没有整列写错。",
                location=Location(returns_path(year)),
            )


def top_three_differ(dossier: Dossier) -> Iterator[Finding]:
    """The first three of each industry against the returns of the year before the application."""
    year = dossier.baseline_year
    if year is not None:
        returned = comparing.returned_region(dossier).years.get(year)
        yield from differing_top_three(dossier, returned.leading if returned is not None else [], returns_path(year))


# ---- statistics and returns ------------------------------------------------------------------------------------


def sums_differ(dossier: Dossier) -> Iterator[Finding]:
    """Sums in statistics/ that the returns do not give."""
    layout = layout_of(dossier)
    for year, result in comparing.compute_years(dossier).items():
        path = statistics_path(year)
        if result.sums.blocking:
            continue
        statistics = dossier.statistics.get(year)
        if statistics is None:
            if path not in dossier.documents:
                message = f"有 {year} 年的企业报表，还没有 {path}。"
                help_ = "运行 brandcluster indicators --save。"
                yield Finding(
                    returns_path(year), (), message, help_, severity="warning", location=Location(returns_path(year))
                )
            continue
        ours = statistics.source is not None and statistics.source.kind == comparing.COMPUTED_SOURCE
        # What is written there and cannot be read is reported already.
        faults = [found for found in dossier.diagnostics if found.location.path == path and found.code not in MISSING]
        unread = {found.keys for found in faults}
        lines = {found.location.line for found in faults if not found.keys}  # what is no YAML has no keys yet
        # A group under a name of its own is one mistake (S105), not one for each of its figures.
        is_renamed = bool(
            {each.name for each in statistics.industries} - {None, OTHER_INDUSTRY, *dossier.industry_names}
        )
        for each in comparing.differing_figures(statistics, result, layout):
            if is_renamed and each.keys[:1] == ("产业",):
                continue
            if each.keys in unread or (lines and dossier.locate(path, each.keys).line in lines):
                continue
            known = decimal_text(each.computed) if each.computed is not None else "没有"
            computed = "另外的数（少于三家，不写出）" if each.held else known
            stated = decimal_text(each.stated) if each.stated is not None else "没有填"
            mix = _mix(dossier, each)
            mixed = f"，相差约 {mix.factor} 倍，{mix.words}" if mix is not None else ""
            yield Finding(
                path,
                each.keys,
                f"{each.what} {stated}，按企业报表是 {computed}{mixed}。",
                "运行 brandcluster indicators --save 按报表更新；统计部门另有数据的，在口径说明里写清楚。",
                severity="error" if ours or mix is not None else "warning",
                detail=f"按企业报表是 {known}" if each.held else "",
            )


def _mix(dossier: Dossier, figure: comparing.ComputedFigure) -> UnitMix | None:
    """The mix-up of units that an amount of the statistics and of the returns look like."""
    if figure.held or not figure.stated or not figure.computed or not str(figure.keys[-1]).endswith("（万元）"):
        return None
    ratio = ratio_between(Fraction(figure.stated), Fraction(figure.computed))
    return mix_of(dossier, ratio) if ratio is not None else None


def digest_differs(dossier: Dossier) -> Iterator[Finding]:
    """Statistics from returns without, or with another, hash of the returns."""
    for year, statistics in dossier.statistics.items():
        source = statistics.source
        if source is None or source.kind != comparing.COMPUTED_SOURCE:
            continue
        path, keys = statistics_path(year), ("来源", "摘要")
        result = comparing.compute_years(dossier).get(year)
        if source.digest is None:
            yield Finding(
                path,
                keys,
                "来源是企业报表，没有报表的摘要。",
                "在有报表的电脑上运行 brandcluster indicators --save。",
                on_key=True,
            )
        elif len(source.digest) != 64 or source.digest.strip("0123456789abcdef"):
            yield Finding(
                path, keys, "摘要不是程序写的校验码（64 位）。", "运行 brandcluster indicators --save 重新填写。"
            )
        elif result is not None and not result.sums.blocking and source.digest != result.sums.digest:
            yield Finding(
                path, keys, "企业报表在汇总以后改动过：摘要对不上。", "核对后运行 brandcluster indicators --save。"
            )


def sums_reveal(dossier: Dossier) -> Iterator[Finding]:
    """Sums over so few enterprises that they give one away."""
    for year in dossier.statistics:
        for keys, message, help_ in revealing_sums(dossier.statistics, year):
            yield Finding(statistics_path(year), keys, message, help_)


def own_columns(dossier: Dossier) -> Iterator[Finding]:
    """The region's own columns and indicators: names that are new, parts that exist."""
    if not dossier.has(OWN_INDICATORS):
        return
    own = dossier.own_indicators
    labels = [
        label for label, field in fields_of(IndustryStatistics).items() if field.part is None and field.name != "name"
    ]
    labels += [each.name for each in own.columns if each.name is not None]
    for index, column in enumerate(own.columns):
        others = [each.name for each in own.columns[:index] if each.name is not None]
        problem = own_problem(column.name, others) if column.name is not None else None
        if problem is not None:
            yield Finding(OWN_INDICATORS, ("填报栏目", index, "名称"), problem, "换一个名称，或删掉。")
    for index, each in enumerate(own.indicators):
        for key, name in (("分子", each.numerator), ("分母", each.denominator)):
            if name is not None and part_named(name, own) is None:
                near = nearest_choice(name, labels)
                help_ = f"写成“{near}”。" if near else "写 statistics/ 里的栏目，或上面“填报栏目”的名称。"
                yield Finding(OWN_INDICATORS, ("指标", index, key), f"没有“{name}”这个栏目。", help_)


#: The rules that look at more than one return, or at none.
_OF_ALL_YEARS: Mapping[str, Callable[[Dossier], Iterator[Finding]]] = {
    "K112": left_and_joined,
    "K113": sums_differ,
    "K114": digest_differs,
    "K115": sums_reveal,
    "K116": own_columns,
    "U104": top_three_differ,
}
