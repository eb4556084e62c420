"""Rules on activities and training (二（四）、（七）; 三（七）1（3）、（6））: when, once, with what effect, how many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from brandcluster.base.days import month_end, overlapped_by
from brandcluster.base.diagnostics import KeyPath
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.files import ACTIVITIES, TRAINING, evaluation_path, statistics_path
from brandcluster.dossier.indicators.measure import sum_over
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.reading import normalise_key
from brandcluster.dossier.model.statistics import FULL_YEAR, Statistics
from brandcluster.rules.facts.rules_in_force import cycle_of
from brandcluster.rules.rule import Finding, Rule

#: Days, years and ordinals, which are no figures of an effect.
_NO_FIGURE = late_pattern(
    r"\d{4}(?:年|[-/.]\d{1,2}(?:[-/.]\d{1,2})?)|\d{1,2}[月日号]|第[\d一二三四五六七八九十百]+[届次期轮批阶]"
)
#: A number, or one in words with what is counted; 一次 and 一个 are mere words.
_FIGURE = late_pattern(
    r"\d|[一两]成|一倍|[一二三四五六七八九十百千万两]*[二三四五六七八九十百千万两](?:成|倍|家|个|项|件|台|次|名)"
)


class Event(NamedTuple):
    """An activity, a training or an evaluation: where it stands, what it is called, from when to when."""

    path: str
    keys: KeyPath
    label: str
    name: str
    kind: str | None
    start: date
    end: date


def _events(dossier: Dossier) -> Iterator[Event]:
    for index, each in enumerate(dossier.activities.activities):
        if each.start is not None:
            end = each.end if each.end is not None and each.end >= each.start else each.start
            yield Event(ACTIVITIES, ("活动", index), "开始日期", each.name or "", each.kind, each.start, end)
    for index, event in enumerate(dossier.training.events):
        if event.date is not None:
            yield Event(TRAINING, ("培训", index), "日期", event.name or "", "培训", event.date, event.date)


def _in_the_pilot(dossier: Dossier) -> Iterator[Finding]:
    begun, cycle = dossier.approval.date, cycle_of(dossier)
    if begun is None:
        return
    held = [(e.path, (*e.keys, e.label), e.start, f"“{e.name}”") for e in _events(dossier)]
    held += [
        (evaluation_path(year), ("评价日期",), each.date, f"{year} 年度评价")
        for year, each in dossier.evaluations.items()
        if each.date is not None
    ]
    over = month_end(cycle[1]) if cycle is not None else None
    zone = dossier.zone.designation.date if dossier.zone.designation is not None else None
    for path, keys, day, what in held:
        if day < begun:
            yield Finding(
                path,
                keys,
                f"{what}在批复（{begun.isoformat()}）以前，不计入。",
                "核对日期；批复以前的不能算作试点的成果。",
            )
        elif path in (ACTIVITIES, TRAINING) and over is not None and day > over and (zone is None or day < zone):
            yield Finding(
                path,
                keys,
                f"{what}在试点周期（到 {over.isoformat()}）以后。",
                "核对日期；试点周期以后、授予称号以前的，不在方案以内。",
            )


def _once(dossier: Dossier) -> Iterator[Finding]:
    events = list(_events(dossier))
    taken: dict[str, list[tuple[date, date, int]]] = {}
    for index, event in enumerate(events):
        name = normalise_key(event.name)
        earlier = overlapped_by(taken.setdefault(name, []), event.start, event.end, index) if name else None
        if earlier is not None:
            other = events[earlier]
            where = f"{other.path} 的“{other.kind or '未写类型'}”" if other.path != event.path else f"“{other.kind}”"
            yield Finding(
                event.path,
                (*event.keys, "名称"),
                f"“{event.name}”已经记在{where}里，时间相同或重叠。",
                "一次活动只算一次、只算一类：删掉一条；确是两次的，名称写明场次。",
            )


def _effect(dossier: Dossier) -> Iterator[Finding]:
    for index, each in enumerate(dossier.activities.activities):
        if each.end is None or any(e.before is not None and e.after is not None for e in each.effects):
            continue
        if each.effect is None or _FIGURE.search(_NO_FIGURE.sub("", each.effect)) is None:
            yield Finding(
                ACTIVITIES,
                ("活动", index, "效果" if each.effect is not None else "名称"),
                f"“{each.name or '这项活动'}”已经完成，效果没有数据。",
                "在“效果数据”里写活动前后的数，或在“效果”里写出数据；“效果显著”要有依据。",
            )


def _enterprises_within(dossier: Dossier) -> Iterator[Finding]:
    for index, event in enumerate(dossier.training.events):
        if event.date is None or event.enterprises is None:
            continue
        year, statistics = _population(dossier, event.date.year)
        count = sum_over(statistics.industries, "enterprises") if statistics is not None else None
        if count is not None and event.enterprises > count:
            yield Finding(
                TRAINING,
                ("培训", index, "参加企业数（家）"),
                f"参加企业 {event.enterprises} 家，多于 {year} 年的相关企业数 {count} 家。",
                "只算区域内的相关企业，一家一次只算一个；请核对。",
            )


def _population(dossier: Dossier, year: int) -> tuple[int, Statistics | None]:
    """The full year's statistics that tell how many enterprises there were: the year's own, else the last before."""
    known = [y for y, each in dossier.statistics.items() if y <= year and each.period == FULL_YEAR]
    return (max(known), dossier.statistics[max(known)]) if known else (year, None)


def _trained_within(dossier: Dossier) -> Iterator[Finding]:
    """Who took part at least once cannot be more than took part in all events together."""
    for year, trained, events in _trained_by_year(dossier):
        came = sum(dossier.training.events[index].enterprises or 0 for index in events)
        if trained > came:
            sums = (
                f"多于批复以来到年底各次培训的参加企业数之和 {came} 家"
                if events
                else "批复以来到年底没有一次培训的记录"
            )
            yield Finding(
                statistics_path(year),
                ("产业",),
                f"参加过培训的企业合计 {trained} 家，{sums}。",
                f"补上漏记的培训（{TRAINING}），或核对企业数。",
                on_key=True,
                related=(dossier.locate(TRAINING, ("培训",), on_key=True),) if events else (),
            )


def _trained_by_year(dossier: Dossier) -> Iterator[tuple[int, int, list[int]]]:
    """The years from the approval on with who took part at least once, and the trainings (by place) until its end.

    None while a training has no day or does not say how many came.
    """
    begun, events = dossier.approval.date, dossier.training.events
    if begun is None or any(e.date is None or e.enterprises is None for e in events):
        return
    for year, statistics in dossier.statistics.items():
        trained = sum_over(statistics.industries, "trained") if statistics.period == FULL_YEAR else None
        if trained is not None and year >= begun.year:
            counted = [
                i for i, e in enumerate(events) if e.date is not None and e.date >= begun and e.date.year <= year
            ]
            yield year, int(trained), counted


def _largest_within(dossier: Dossier) -> Iterator[Finding]:
    """Whoever came to one training took part at least once."""
    for year, trained, events in _trained_by_year(dossier):
        largest = max(events, key=lambda index: dossier.training.events[index].enterprises or 0, default=None)
        event = dossier.training.events[largest] if largest is not None else None
        if event is not None and event.enterprises is not None and trained < event.enterprises:
            yield Finding(
                statistics_path(year),
                ("产业",),
                f"参加过培训的企业合计 {trained} 家，少于“{event.name or '一次培训'}”一次参加的 {event.enterprises} 家。",
                "参加过一次的都算参加过：照签到的名单核对这两处的家数，改正写错的那一个。",
                on_key=True,
                related=(dossier.locate(TRAINING, ("培训", largest or 0, "参加企业数（家）")),),
            )


RULES = (
    Rule(
        "V201",
        "活动、培训和评价在批复以后、试点周期以内",
        "pilot-approval",
        "warning",
        "试点从批复的那天算起，批复以前的不能算作试点的成果；试点周期以后、授予称号以前的活动和培训也不在方案以内（评价可以在周期以后做）。批复当天和周期最后一天都算在内。",
        "批复 2014-06-20，活动 2014-06-20 开始",
        "批复 2014-06-20，活动 2014-06-19 开始",
        _in_the_pilot,
    ),
    Rule(
        "V202",
        "一次活动只记一次",
        "zone-6",
        "warning",
        "同一次活动既记成质量品牌提升活动又记成宣传营销活动，或者又记成培训，是审查时常被退回的：次数不能重复计算。",
        "“品牌发布会”只记在宣传营销里",
        "“品牌发布会”2015-06-18 记在质量品牌提升和宣传营销各一次",
        _once,
    ),
    Rule(
        "V203",
        "完成的活动，效果有数据",
        "zone-3",
        "warning",
        "三（七）1（3）（6）要求“效果显著”。要有人认定，还要有活动前后的数据作依据，只写“效果显著”不算。",
        "合格率由 82.1% 提高到 88.7%",
        "效果显著，反响热烈",
        _effect,
    ),
    Rule(
        "V204",
        "参加培训的企业数不超过相关企业数",
        "work-enterprises",
        "error",
        "一次培训参加的企业不会多于区域里的相关企业；多出来的是区域外的企业，或者数错了人数。",
        "相关企业 151 家，参加 48 家",
        "相关企业 151 家，参加 152 家",
        _enterprises_within,
    ),
    Rule(
        "V205",
        "参加过培训的企业数有培训记录支持",
        "zone-4a",
        "warning",
        "“至少参加过一次”的企业数是去掉重复的，不会多于各次培训参加企业数之和；一次培训的记录也没有，就没有依据。批复以前的培训不计。",
        "培训 48 家和 44 家，参加过的 81 家",
        "培训 48 家和 44 家，参加过的 93 家",
        _trained_within,
    ),
    Rule(
        "V206",
        "参加过培训的企业数不少于一次培训的参加企业数",
        "zone-4a",
        "warning",
        "来参加过一次的都是“至少参加过一次”的企业，所以合计不会少于到年底参加企业最多的那一次。批复以前的培训不计。",
        "一次培训 62 家，参加过的 81 家",
        "一次培训 62 家，参加过的 51 家",
        _largest_within,
    ),
)
