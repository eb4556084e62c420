"""Dossiers whose figures move as real ones do, drawn from a seed: no rule on sizes may speak of any of them.

What real series of a county's industries do was written down here before any limit was set: output moves by −15 to
+40 % a year (a new plant in one series of twelve: up to +80 %), enterprises come and go (−8 to +12 %), the group of
related enterprises is small and moves more, shares drift by a few points, research spending is lumpy, and in 2011 the
bar of 规模以上 was raised, so that their number fell by a quarter to a half. A pilot brings up training, systems and
posts within two years from next to nothing to most enterprises, takes along related ones, and gets its money in
instalments, of the last year only a part.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from brandcluster.dossier.files import (
    APPROVAL,
    HEADER,
    ORGANISATION,
    PLAN,
    SUPPORT,
    TOP_ENTERPRISES,
    TRAINING,
    Parts,
    statistics_path,
)
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.fields import OTHER_INDUSTRY
from brandcluster.dossier.model.measures import total_label
from brandcluster.dossier.model.statistics import Statistics
from brandcluster.formats.yaml.document import read_document

FIRST, BASELINE, APPROVED, LAST = 2010, 2013, date(2014, 6, 20), 2015
SUMS = ("gross_output", "value_added", "new_product_output", "revenue", "own_brand_revenue", "adopted_standard_revenue")
SOURCES = ("县财政", "开发区财政", "企业自筹")
Group = dict[str, Any]


def draw_dossier(seed: int) -> Dossier:
    """The dossier of a seed, in memory; there is no folder behind it."""
    rng = random.Random(seed)  # noqa: S311  # the same dossiers every time
    names = ["阀门", "纺织机械"][: rng.choice((1, 1, 2))]
    years = range(rng.choice((FIRST, FIRST + 2)), LAST + 1)
    groups = {name: list(_series(rng, years, leading=True)) for name in names}
    if rng.random() < 0.85:
        groups[OTHER_INDUSTRY] = list(_series(rng, years, leading=False))
    dossier = start_dossier(names)
    dossier.has_pilot = True
    share = rng.uniform(0.1, 0.75)
    for at, year in enumerate(years):
        leading = sum(groups[name][at]["gross_output"] for name in names)
        share = min(max(share + rng.uniform(-0.03, 0.03), 0.05), 0.8)
        made = _statistics(year, {name: each[at] for name, each in groups.items()}, round(leading / share))
        if at:
            made["同口径"] = [_panel(rng, year, name, each[at - 1], each[at]) for name, each in groups.items()]
        keep_year(dossier, year, made)
    top = [each for name in names for each in _top_three(rng, name, groups[name][years.index(BASELINE)])]
    keep_part(dossier, TOP_ENTERPRISES, {"企业": top})
    keep_part(dossier, PLAN, {"资金": _planned(rng)})
    keep_part(dossier, APPROVAL, {"批复日期": APPROVED.isoformat()})
    planned = dossier.plan.funds.items if dossier.plan.funds is not None else []
    arrived = [each for item in planned for each in _arrived(rng, item.year, item.source, item.amount)]
    keep_part(dossier, SUPPORT, {"资金到位": arrived})
    keep_part(dossier, TRAINING, {"培训": list(_events(rng, groups, years))})
    keep_part(dossier, ORGANISATION, {})
    return dossier


def start_dossier(names: list[str]) -> Dossier:
    """A dossier of 2014 that names its leading industries and nothing else."""
    dossier = Dossier(Path("没有这个文件夹"))
    keep_part(dossier, HEADER, _header(names))
    return dossier


def keep_year(dossier: Dossier, year: int, content: dict[str, Any]) -> None:
    """Let a dossier hold statistics of a year."""
    dossier.statistics[year] = Statistics.model_validate({"年份": year, **content})
    dossier.documents[statistics_path(year)] = read_document(statistics_path(year), b"")


def keep_part(dossier: Dossier, path: str, content: dict[str, Any]) -> None:
    """Let a dossier hold a file of these answers."""
    (kind,) = (each for each in vars(Parts).values() if getattr(each, "path", None) == path)
    dossier.contents[path] = kind.model.model_validate(content)
    dossier.documents[path] = read_document(path, b"")


def _header(names: list[str]) -> dict[str, Any]:
    return {
        "规则版本": "miit-2014-102",
        "申报日期": "2014-04-25",
        "试点周期": {"开始": "2014-07", "结束": "2016-06"},
        "主导产业": [{"名称": name} for name in names],
    }


# ---- series of one group -----------------------------------------------------------------------------------------


def _series(rng: random.Random, years: range, *, leading: bool) -> Iterator[Group]:
    industrial = round(10 ** rng.uniform(1.2, 2.7)) if leading else rng.randint(5, 45)
    services = 0 if leading else rng.randint(2, 25)
    mean = 10 ** rng.uniform(2.9, 4.1)
    large = rng.uniform(0.15, 0.7)
    rates = {
        "value_added": rng.uniform(15, 38),
        "new_product_output": 10 ** rng.uniform(0.5, 1.65),
        "own_brand_revenue": rng.uniform(15, 95),
        "adopted_standard_revenue": 10 ** rng.uniform(0, 1.75),
        "research_spending": 10 ** rng.uniform(-0.5, 0.75),
    }
    output = industrial * mean
    raised_bar = rng.random() < 0.5
    posts: Group = {}
    for year in years:
        if year > years[0]:
            output *= _growth(rng, leading)
            industrial = _drift(rng, industrial, -0.08, 0.12) if leading else _drift(rng, industrial, -0.15, 0.3)
            services = _drift(rng, services, -0.1, 0.25) if services else 0
            large = min(max(large * rng.uniform(0.88, 1.15), 0.05), 0.9)
            if year == FIRST + 1 and raised_bar:
                large *= rng.uniform(0.5, 0.75)
            for name, limit in (("value_added", 2.5), ("new_product_output", 4), ("own_brand_revenue", 5)):
                rates[name] += rng.uniform(-limit / 2, limit)
            rates["new_product_output"] = max(rates["new_product_output"], 2)
            rates["adopted_standard_revenue"] = max(rates["adopted_standard_revenue"] + rng.uniform(-1.5, 5), 0.8)
            rates["research_spending"] *= rng.uniform(0.65, 1.6)
        yield _group(rng, year, industrial, services, output, large, rates, posts)


def _growth(rng: random.Random, leading: bool) -> float:
    if rng.random() < 1 / 60:  # a plant moves in: one series of twelve over five years
        return rng.uniform(1.4, 1.8)
    return rng.uniform(0.85, 1.4) if leading else rng.uniform(0.75, 1.5)


def _drift(rng: random.Random, count: int, low: float, high: float) -> int:
    moved = round(count * (1 + rng.uniform(low, high)))
    return max(moved + rng.choice((-1, 0, 0, 1)), 3)


def _group(
    rng: random.Random,
    year: int,
    industrial: int,
    services: int,
    output: float,
    large: float,
    rates: dict[str, float],
    posts: Group,
) -> Group:
    revenue = output * rng.uniform(0.9, 1.01)
    enterprises = industrial + services
    shares = {name: min(rate, 98.5) / 100 for name, rate in rates.items()}
    of_output, of_revenue = ("value_added", "new_product_output"), ("own_brand_revenue", "adopted_standard_revenue")
    found: Group = {
        "enterprises": enterprises,
        "industrial_enterprises": industrial,
        "large_enterprises": min(round(industrial * large), int(revenue // 2100), industrial),
        "due": enterprises,
        "reported": enterprises - (rng.randint(0, enterprises // 10) if rng.random() < 0.3 else 0),
        "gross_output": round(output),
        "revenue": round(revenue),
        "research_spending": round(revenue * shares["research_spending"]),
        **{name: round(output * shares[name]) for name in of_output},
        **{name: round(revenue * shares[name]) for name in of_revenue},
    }
    return {**found, **_posts(rng, year, enterprises, posts)}


def _posts(rng: random.Random, year: int, enterprises: int, posts: Group) -> Group:
    """Training, systems and posts: hardly any before the approval, quickly more afterwards, never fewer."""
    names = ("with_system", "with_chief_officer", "with_brand_manager", "trained")
    reach = {APPROVED.year: rng.uniform(0.2, 0.6), LAST: rng.uniform(0.55, 0.98)}.get(year, rng.uniform(0.01, 0.12))
    for name in names:
        aim = 0 if name == "trained" and year < APPROVED.year else round(enterprises * reach * rng.uniform(0.5, 1))
        posts[name] = min(max(posts.get(name, 0), aim), enterprises)
    effective = min(max(posts.get("with_effective_system", 0), round(posts["with_system"] * 0.6)), posts["with_system"])
    both = min(posts["with_chief_officer"], posts["with_brand_manager"])
    posts.update(with_effective_system=effective, with_both_posts=both)
    return dict(posts)


def _statistics(year: int, groups: dict[str, Group], region: int) -> dict[str, Any]:
    others = groups.get(OTHER_INDUSTRY, {"gross_output": 0})["gross_output"]
    return {
        "期间": "全年",
        "来源": {"类型": "统计部门", "文件": "evidence/a.txt"},
        "区域工业总产值（万元）": Decimal(region + others),
        "产业": [
            {"名称": name, **{total_label(field): _as_stated(field, value) for field, value in each.items()}}
            for name, each in groups.items()
        ],
    }


def _as_stated(field: str, value: int) -> Decimal | int:
    return Decimal(value) if total_label(field).endswith("（万元）") else value


def _panel(rng: random.Random, year: int, name: str, earlier: Group, current: Group) -> dict[str, Any]:
    """The enterprises present in both years: most of them, and the larger ones, which stay."""
    most = min(earlier["enterprises"], current["enterprises"])
    stayed = max(round(most * rng.uniform(0.84, 1)), 1)
    kept = 1 - (1 - stayed / most) * rng.uniform(0.2, 1)

    def part(whole: Group) -> dict[str, Any]:
        sums: dict[str, Any] = {total_label(field): Decimal(round(whole[field] * kept)) for field in SUMS}
        count = min(round(whole["with_effective_system"] * kept), whole["with_effective_system"])
        return {**sums, total_label("with_effective_system"): count}

    return {
        "对比年份": year - 1,
        "产业": name,
        "企业数（家）": stayed,
        "本年": part(current),
        "对比年": part(earlier),
    }


# ---- the rest ----------------------------------------------------------------------------------------------------


def _top_three(rng: random.Random, name: str, group: Group) -> Iterator[dict[str, Any]]:
    """The first has 2 to 6 times the mean at least, often a tenth of everything, seldom a third."""
    mean = group["revenue"] / group["industrial_enterprises"]
    revenue = max(group["revenue"] * 10 ** rng.uniform(-1.5, -0.5), mean * rng.uniform(2, 6))
    revenue = min(revenue, group["revenue"] * 0.4)
    for place in range(3):
        yield {"名称": f"{name}{place + 1}公司", "产业": name, "销售收入（万元）": Decimal(round(revenue))}
        revenue = max(revenue * rng.uniform(0.35, 0.97), mean)


def _planned(rng: random.Random) -> dict[str, Any]:
    items = [
        {"年份": year, "来源": source, "金额（万元）": Decimal(round(10 ** rng.uniform(1.5, 3.3)))}
        for year in (2014, 2015, 2016)
        for source in SOURCES
        if rng.random() < 0.9
    ]
    return {"总额（万元）": sum(item["金额（万元）"] for item in items), "明细": items}


def _arrived(
    rng: random.Random, year: int | None, source: str | None, amount: Decimal | None
) -> Iterator[dict[str, Any]]:
    """One to four instalments; of the last year only a part has come."""
    if year is None or amount is None or rng.random() < 0.05:
        return
    whole = float(amount) * (rng.uniform(0.1, 0.9) if year == 2016 else rng.uniform(0.8, 1.15))
    parts = rng.randint(1, 4)
    for part in range(parts):
        yield {
            "年份": year,
            "来源": source,
            "金额（万元）": Decimal(max(round(whole / parts), 1)),
            "到位日期": f"{year}-{2 + 2 * part:02d}-20",
        }


def _events(rng: random.Random, groups: dict[str, list[Group]], years: range) -> Iterator[dict[str, Any]]:
    """As many trainings as it takes: those who came once came to one of them, and many to several."""
    before = 0
    for year in (2014, 2015):
        trained = sum(each[years.index(year)]["trained"] for each in groups.values())
        new = trained - before
        events = rng.randint(2, 5)
        for number in range(events):
            came = min(round(new / events + 1 + rng.uniform(0, 0.5) * before), max(trained, 1))
            yield {
                "名称": f"{year} 年第{number + 1}期",
                "日期": f"{year}-{8 + number % 4:02d}-10",
                "参加企业数（家）": came,
                "参加人数": came * 2,
            }
        before = trained
