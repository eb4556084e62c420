"""Write the enterprises' returns of the examples: examples/*/enterprises/YEAR.csv.

    python scripts/build_returns.py [-o DIR]

The enterprises are invented with a fixed seed; their figures are then adjusted so that they add up exactly to what
stands in examples/*/statistics/YEAR.yaml, panels included, with the top three of application/top-enterprises.yaml
among them. `indicators --save` on the result changes none of the sums.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from brandcluster.dossier.load import Dossier, load_dossier
from brandcluster.dossier.model.fields import OTHER_INDUSTRY
from brandcluster.dossier.model.measures import AMOUNTS, KINDS, NO, YES
from brandcluster.dossier.model.statistics import IndustryStatistics, Panel, Statistics
from brandcluster.returns.layout import Row, layout_of, returns_path
from brandcluster.returns.sums import canonical_text, stored_row

ROOT = Path(__file__).resolve().parent.parent
LARGE = 2000
#: What of an enterprise's revenue its own brand makes, where application/top-enterprises.yaml says it.
OWN_BRAND = {"qingshiling": (92, 85, 71), "lanting": (88, 79, 73, 93, 86, 90)}
#: Two characters that make an invented name, and what such an enterprise calls itself.
_FIRST = "晟澜岫嵘砺珩霁昀澹峤湛瑾朔屹瀚岚煦钧翊泓"
_SECOND = "拓源峰川恒辰宇泽明程越锐诚远达景航佳衡启"
_TRADES = {
    "特种陶瓷": ("精密陶瓷", "耐磨陶瓷", "环保陶瓷", "结构陶瓷", "电子陶瓷", "新材料"),
    "阀门": ("阀门", "阀业", "流体控制", "阀门制造", "管阀"),
    "纺织机械": ("纺织机械", "纺机", "织造装备", "纺机制造"),
    KINDS[1]: ("粉体材料", "模具", "铸造", "热处理", "包装", "机械配件"),
    KINDS[2]: ("检测技术", "工业设计", "物流", "会展服务"),
}
_FORMS = ("有限公司", "股份有限公司", "有限公司", "有限公司")


class Region(NamedTuple):
    """One example: how its place is called, and a division code that no real place has."""

    folder: str
    place: str
    division: str


REGIONS = (Region("qingshiling", "砚溪", "139900"), Region("lanting", "兰汀", "339900"))


@dataclass
class Cohort:
    """Enterprises of one group that are there in the same years, with what they must add up to in each."""

    industry: str
    years: tuple[int, ...]
    size: int
    totals: dict[int, dict[str, int]] = field(default_factory=dict)
    members: list[Member] = field(default_factory=list)


@dataclass
class Member:
    """One invented enterprise; `luck` makes its size, `zeal` the order in which enterprises take up brand work."""

    name: str
    code: str
    kind: str
    luck: float
    zeal: float
    bias: dict[str, float]
    fixed: dict[int, dict[str, int]] = field(default_factory=dict)
    rows: dict[int, dict[str, str]] = field(default_factory=dict)


PANEL_NAMES = ("gross_output", "value_added", "new_product_output", "revenue", "own_brand_revenue",
               "adopted_standard_revenue", "with_effective_system")  # fmt: skip


# ---- who is there when -----------------------------------------------------------------------------------------


def cohorts(statistics: dict[int, Statistics], industry: str) -> list[Cohort]:
    """The cohorts of one group, from its totals and its panels.

    Enterprises that leave do not come back, and none is there for the middle one of three years only: then totals
    and panels say exactly how many are in each cohort, and what they add up to.
    """
    years = sorted(statistics)
    spans = [tuple(years[first : last + 1]) for first in range(len(years)) for last in range(first, len(years))]
    found = []
    for span in spans:
        size = _within(statistics, industry, span, "enterprises", span[0])
        if size < 0:
            raise SystemExit(f"{industry} {span}: {size} enterprises")
        cohort = Cohort(industry, span, size)
        for year in span:
            cohort.totals[year] = {name: _within(statistics, industry, span, name, year) for name in PANEL_NAMES}
        found.append(cohort)
    return [cohort for cohort in found if cohort.size]


def _within(statistics: dict[int, Statistics], industry: str, span: tuple[int, ...], name: str, year: int) -> int:
    """What exactly the enterprises of one span add up to in a year: inclusion and exclusion over longer spans."""
    years = sorted(statistics)
    first, last = years.index(span[0]), years.index(span[-1])

    def over(start: int, end: int) -> int:
        if start < 0 or end >= len(years):
            return 0
        return _present(statistics, industry, years[start], years[end], name, year)

    return over(first, last) - over(first - 1, last) - over(first, last + 1) + over(first - 1, last + 1)


def _present(statistics: dict[int, Statistics], industry: str, first: int, last: int, name: str, year: int) -> int:
    """A figure of a year over the enterprises present from the first year through the last."""
    if first == last:
        [group] = [group for group in statistics[year].industries if group.name == industry]
        return int(getattr(group, name) or 0)
    panel = _panel(statistics[last], industry, first)
    if name == "enterprises":
        return int(panel.enterprises or 0)
    if year == first:
        return int(getattr(panel.earlier, name) or 0)
    if year == last:
        return int(getattr(panel.current, name) or 0)
    # A year in the middle: those of the first panel and those of the second, less all that are there that year.
    before = getattr(_panel(statistics[year], industry, first).current, name)
    after = getattr(_panel(statistics[last], industry, year).earlier, name)
    [group] = [group for group in statistics[year].industries if group.name == industry]
    return int(before or 0) + int(after or 0) - int(getattr(group, name) or 0)


def _panel(statistics: Statistics, industry: str, year: int) -> Panel:
    [panel] = [panel for panel in statistics.panels if panel.industry == industry and panel.year == year]
    return panel


# ---- names and codes -------------------------------------------------------------------------------------------


def codes(division: str, random_: random.Random) -> Iterator[str]:
    """Unified social credit codes with both check characters right, in a division that no place has."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    while True:
        body = f"{random_.randrange(10**8):08d}"
        check = -sum(int(digit) * weight for digit, weight in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
        head = f"91{division}{body}{'X' if check == 10 else check}"
        total = sum(alphabet.index(char) * pow(3, at, 31) for at, char in enumerate(head))
        yield head + alphabet[-total % 31]


def names(place: str, random_: random.Random) -> Iterator[str]:
    """Invented names without an end, each once."""
    pairs = [first + second for first in _FIRST for second in _SECOND]
    random_.shuffle(pairs)
    yield from (place + pair for pair in pairs)


# ---- figures ---------------------------------------------------------------------------------------------------


def distribute(total: int, weights: Sequence[float], low: Sequence[int], high: Sequence[int]) -> list[int]:
    """Whole numbers near the weights' proportions, within their bounds, that add up exactly to the total."""
    if not sum(low) <= total <= sum(high):
        raise SystemExit(f"{total} does not lie between {sum(low)} and {sum(high)}")
    free = [index for index in range(len(weights)) if high[index] > low[index]]
    found = [float(value) for value in low]
    for _ in range(200):
        left = total - sum(found)
        if left < 1e-6 or not free:
            break
        whole = sum(weights[index] for index in free) or float(len(free))
        for index in free:
            found[index] = min(found[index] + left * (weights[index] or 1e-9) / whole, high[index])
        free = [index for index in free if found[index] < high[index] - 1e-9]
    result = [int(value) for value in found]
    order = sorted(range(len(result)), key=lambda index: (result[index] - found[index], index))
    while sum(result) < total:
        for index in order:
            if sum(result) < total and result[index] < high[index]:
                result[index] += 1
    return result


def fill_amounts(cohort: Cohort, year: int, large: int, ceiling: int) -> None:
    """Revenue first, as many 规模以上 as asked, then everything that hangs on it."""
    industrial = [member for member in cohort.members if member.kind != KINDS[2]]
    totals = cohort.totals[year]
    ranked = sorted(
        industrial, key=lambda member: (member.fixed.get(year, {}).get("revenue", 0), member.luck), reverse=True
    )
    low = [LARGE + 40 if at < large else 260 for at in range(len(ranked))]
    high = [ceiling if at < large else LARGE - 60 for at in range(len(ranked))]
    for at, member in enumerate(ranked):
        if "revenue" in member.fixed.get(year, {}):
            low[at] = high[at] = member.fixed[year]["revenue"]
    small = {at: 450 + int(1450 * member.bias["revenue"]) for at, member in enumerate(ranked) if at >= large}
    rest = totals["revenue"] - sum(small.values())
    if sum(low[:large]) <= rest <= sum(high[:large]):  # else there is no choice: the cohort is small
        for at, value in small.items():
            low[at] = high[at] = value
    revenue = distribute(totals["revenue"], [member.luck for member in ranked], low, high)
    none = [0] * len(ranked)
    output = distribute(
        totals["gross_output"],
        [value * member.bias["gross_output"] for value, member in zip(revenue, ranked, strict=True)],
        [int(value * 0.9) for value in revenue],
        [int(value * 1.25) + 50 for value in revenue],
    )
    parents = {"value_added": (output, 0.5), "new_product_output": (output, 0.95), "own_brand_revenue": (revenue, 1.0),
               "adopted_standard_revenue": (revenue, 0.98), "research_spending": (revenue, 0.12)}  # fmt: skip
    figures = {"revenue": revenue, "gross_output": output}
    for name, (whole, share) in parents.items():
        weights = [value * member.bias[name] for value, member in zip(whole, ranked, strict=True)]
        low, high = list(none), [int(value * share) for value in whole]
        for at, member in enumerate(ranked):
            if name in member.fixed.get(year, {}):
                low[at] = high[at] = member.fixed[year][name]
        figures[name] = distribute(totals[name], weights, low, high)
    for at, member in enumerate(ranked):
        row = member.rows.setdefault(year, {})
        row |= {name: str(values[at]) for name, values in figures.items()}
        row["large"] = YES if at < large else NO


def fill_flags(group: IndustryStatistics, year: int, present: list[Cohort]) -> None:
    """Who does what for the brand: the zealous first, so that nobody gives up again."""
    everyone = sorted((m for cohort in present for m in cohort.members), key=lambda member: member.zeal)
    effective = set()
    for cohort in present:
        ranked = sorted(cohort.members, key=lambda member: member.zeal)
        effective |= {member.code for member in ranked[: cohort.totals[year]["with_effective_system"]]}
    order = sorted(everyone, key=lambda member: (member.code not in effective, member.zeal))
    chosen = {"with_effective_system": effective}
    chosen["with_system"] = {member.code for member in order[: group.with_system or 0]}
    chosen["trained"] = {member.code for member in order[: group.trained or 0]}
    both, chief, manager = group.with_both_posts or 0, group.with_chief_officer or 0, group.with_brand_manager or 0
    chosen["with_chief_officer"] = {member.code for member in order[:chief]}
    rest = [*order[:both], *order[chief : chief + manager - both]]
    chosen["with_brand_manager"] = {member.code for member in rest}
    for member in everyone:
        row = member.rows.setdefault(year, {})
        row |= {name: YES if member.code in codes_ else NO for name, codes_ in chosen.items()}
        row.setdefault("large", NO)


# ---- a region --------------------------------------------------------------------------------------------------


def returns(region: Region) -> dict[int, list[Row]]:
    """The rows of every year of one example."""
    random_ = random.Random(f"returns of {region.folder}")  # noqa: S311  # the same enterprises every time
    dossier = load_dossier(ROOT / "examples" / region.folder)
    code, name = codes(region.division, random_), names(region.place, random_)
    found: dict[int, list[Row]] = {year: [] for year in dossier.statistics}
    layout = layout_of(dossier)
    for industry in layout.industries:
        parts = cohorts(dossier.statistics, industry)
        for cohort in parts:
            _populate(cohort, code, name, random_, services=_services(dossier, industry, cohort))
        if industry != OTHER_INDUSTRY:
            _place_top_three(region, dossier, industry, parts)
        for year, statistics in sorted(dossier.statistics.items()):
            [group] = [group for group in statistics.industries if group.name == industry]
            present = [cohort for cohort in parts if year in cohort.years]
            _split_research(group, year, present)
            ceiling = _ceiling(parts, year)
            for cohort, large in zip(present, _split_large(group, year, present), strict=True):
                fill_amounts(cohort, year, large, ceiling)
            fill_flags(group, year, present)
            for cohort in present:
                for member in cohort.members:
                    identity = {"code": member.code, "name": member.name, "industry": industry, "kind": member.kind}
                    found[year].append(stored_row(layout, identity | member.rows[year]))
    return found


def _services(dossier: Dossier, industry: str, cohort: Cohort) -> int:
    """How many of a cohort are service firms: those of every year stay, the others are there in one year only."""
    if industry != OTHER_INDUSTRY:
        return 0
    counts = {}
    for year, statistics in dossier.statistics.items():
        [group] = [group for group in statistics.industries if group.name == industry]
        counts[year] = (group.enterprises or 0) - (group.industrial_enterprises or 0)
    if cohort.years == tuple(sorted(counts)):
        return min(counts.values())
    return counts[cohort.years[0]] - min(counts.values()) if len(cohort.years) == 1 else 0


def _populate(cohort: Cohort, code: Iterator[str], name: Iterator[str], random_: random.Random, services: int) -> None:
    for index in range(cohort.size):
        kind = KINDS[0] if cohort.industry != OTHER_INDUSTRY else KINDS[2] if index < services else KINDS[1]
        trade = random_.choice(_TRADES[cohort.industry if kind == KINDS[0] else kind])
        bias = {column.name: random_.uniform(0.75, 1.25) for column in AMOUNTS}
        bias |= {"gross_output": random_.uniform(0.97, 1.06), "revenue": random_.random()}
        for each in ("new_product_output", "adopted_standard_revenue"):
            bias[each] = 0.0 if random_.random() < 0.35 else random_.uniform(0.5, 1.8)
        full = f"{next(name)}{trade}{random_.choice(_FORMS)}"
        luck = random_.lognormvariate(0.0, 0.8)
        member = Member(full, next(code), kind, luck, random_.random() - min(luck, 6) / 12, bias)
        cohort.members.append(member)


def _place_top_three(region: Region, dossier: Dossier, industry: str, parts: list[Cohort]) -> None:
    """The enterprises of the application, in the cohort that is there all the time."""
    baseline = dossier.baseline_year
    listed = dossier.top_enterprises.enterprises if dossier.top_enterprises is not None else []
    shares = dict(zip((each.name for each in listed), OWN_BRAND[region.folder], strict=True))
    [whole] = [cohort for cohort in parts if cohort.years == tuple(sorted(dossier.statistics))]
    top = [each for each in listed if each.industry == industry]
    for member, each in zip(whole.members, top, strict=False):
        if each.name is None or each.revenue is None or baseline is None:
            raise SystemExit(f"top enterprise without name or revenue in {region.folder}")
        member.name, member.luck, member.zeal = each.name, 12.0, -1.0 - float(each.revenue) / 10**6
        member.bias |= {"new_product_output": 1.2, "adopted_standard_revenue": 1.3}
        for year in whole.years:
            growth = Fraction(whole.totals[year]["revenue"], whole.totals[baseline]["revenue"])
            revenue = int(Fraction(each.revenue) * (1 if year == baseline else growth))
            own = int(Decimal(revenue) * shares[each.name] / 100)
            member.fixed[year] = {"revenue": revenue, "own_brand_revenue": own}


def _ceiling(parts: list[Cohort], year: int) -> int:
    """Nobody else sells as much as the third of the three."""
    fixed = [member.fixed[year]["revenue"] for cohort in parts for member in cohort.members if year in member.fixed]
    return min(fixed) * 9 // 10 if fixed else 20_000


def _split_research(group: IndustryStatistics, year: int, present: list[Cohort]) -> None:
    """Research spending is in no panel: split by revenue, so that the whole comes out."""
    weights = [float(cohort.totals[year]["revenue"]) for cohort in present]
    high = [cohort.totals[year]["revenue"] // 10 for cohort in present]
    parts = distribute(int(group.research_spending or 0), weights, [0] * len(present), high)
    for cohort, part in zip(present, parts, strict=True):
        cohort.totals[year]["research_spending"] = part


def _split_large(group: IndustryStatistics, year: int, present: list[Cohort]) -> list[int]:
    """How many of each cohort are 规模以上, so that the count comes out and every cohort can reach its revenue."""
    low, high, weights = [], [], []
    for cohort in present:
        count = sum(member.kind != KINDS[2] for member in cohort.members)
        revenue = cohort.totals[year]["revenue"]
        fixed = sum(year in member.fixed for member in cohort.members)
        fits = [n for n in range(fixed, count + 1) if n * (LARGE + 40) + (count - n) * 260 <= revenue
                and (n or revenue <= count * (LARGE - 60))]  # fmt: skip
        low.append(fits[0])
        high.append(fits[-1])
        weights.append(float(count))
    return distribute(group.large_enterprises or 0, weights, low, high)


def documents() -> dict[str, bytes]:
    """Every file by its path under examples/."""
    found = {}
    for region in REGIONS:
        layout = layout_of(load_dossier(ROOT / "examples" / region.folder))
        for year, rows in returns(region).items():
            found[f"{region.folder}/{returns_path(year)}"] = canonical_text(rows, layout)
    return found


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "examples")
    folder = parser.parse_args().output
    for path, content in documents().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
        print(path, content.count(b"\n") - 1)


if __name__ == "__main__":
    main()
