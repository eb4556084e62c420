"""Rules on the zone: industries fixed at application, order of the steps, incidents, re-review (三（六）、（七）2-3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from brandcluster.base.diagnostics import KeyPath
from brandcluster.dossier.files import ACTIVITIES, PILOT_FOLDER, ZONE
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.pilot.evaluation import TOTAL
from brandcluster.dossier.model.reading import nearest_choice
from brandcluster.rules.facts.incidents import incidents_since, pilot_accidents, serious_grade
from brandcluster.rules.facts.record_days import newest_day, pilot_values
from brandcluster.rules.facts.sealed_application import fixed_industries
from brandcluster.rules.facts.stage import package_gaps, title_term
from brandcluster.rules.rule import Finding, Rule


def _fixed_industries(dossier: Dossier) -> Iterator[Finding]:
    known = fixed_industries(dossier)
    if not known:
        return
    for path, keys, field, value in pilot_values(dossier):
        if path == ZONE and field.label in ("产业", "主导产业"):
            named = [((*keys, index), each) for index, each in enumerate(value)]
        elif field.label == "产业" and not (path == ACTIVITIES and keys[:1] == ("活动",)) and value != TOTAL:
            named = [(keys, value)] if keys[0] != "权重版本" else []
        else:
            continue
        for at, name in named:
            if name not in known:
                match = nearest_choice(name, known)
                help_ = f"写成“{match}”。" if match else f"申报时的主导产业是：{'、'.join(known)}；以后的不算。"
                yield Finding(path, at, f"“{name}”不是申报时的主导产业。", help_)


def _order(dossier: Dossier) -> Iterator[Finding]:
    zone = dossier.zone
    steps: list[tuple[str, KeyPath, date | None]] = [
        ("批复", (), dossier.approval.date),
        ("申请评价", ("申请评价", "日期"), zone.application.date if zone.application is not None else None),
        ("评价结果", ("评价结果", "日期"), zone.result.date if zone.result is not None else None),
        ("授予", ("授予", "授予日期"), zone.designation.date if zone.designation is not None else None),
    ]
    for index, review in enumerate(zone.reviews):
        steps.append(("申请复审", ("复审", index, "申请日期"), review.applied))
        steps.append(("复审结果", ("复审", index, "结果日期"), review.date))
    given = [(name, keys, day) for name, keys, day in steps if day is not None]
    for (before, _, first), (name, keys, day) in pairwise(given):
        if day < first:
            yield Finding(ZONE, keys, f"{name}的日期早于{before}（{first.isoformat()}）。", "核对两个日期。")
    for index, review in enumerate(zone.reviews):
        if review.until is not None and review.date is not None and review.until < review.date:
            message = f"有效期的最后一天早于复审结果（{review.date.isoformat()}）。"
            yield Finding(ZONE, ("复审", index, "有效期至"), message, "核对两个日期。")
    revoked = zone.revocation.date if zone.revocation is not None else None
    named = zone.designation.date if zone.designation is not None else None
    if revoked is not None and named is not None and revoked < named:
        yield Finding(ZONE, ("撤消", "日期"), f"撤消的日期早于授予（{named.isoformat()}）。", "核对两个日期。")


def _excellent(dossier: Dossier) -> Iterator[Finding]:
    zone = dossier.zone
    if zone.designation is None or zone.designation.date is None:
        return
    result = zone.result.result if zone.result is not None else None
    if result == "优秀":
        return
    said = f"评价结果是“{result}”" if result is not None else "没有评价结果"
    yield Finding(
        ZONE,
        ("授予",),
        f"记了授予称号，{said}。",
        "三（六）：评价优秀并满足示范区条件的，才授予称号；补上评价结果，或核对。",
        on_key=True,
    )


def _incident(dossier: Dossier) -> Iterator[Finding]:
    named = dossier.zone.designation.date if dossier.zone.designation is not None else None
    if named is None:
        return
    for path, keys, incident in incidents_since(dossier, named):
        grade = serious_grade(dossier, incident)
        what = f"授予称号（{named.isoformat()}）以后发生{incident.kind or ''}事故"
        if grade:
            yield Finding(
                path,
                (*keys, "日期"),
                f"{what}，{grade}。",
                "三（七）3：出现重大质量安全信誉事故的，由工业和信息化部决定撤消称号；写明处理情况，并报告。",
            )
        elif grade is None:
            yield Finding(
                path,
                (*keys, "日期"),
                f"{what}，是否重大还需有人认定。",
                "写明等级或伤亡和损失；质量安全、信誉损害没有法定分级，由主管部门判断。",
                severity="warning",
            )


def _in_the_pilot(dossier: Dossier) -> Iterator[Finding]:
    for path, keys, incident, grade in pilot_accidents(dossier):
        what = f"试点期间（{dossier.approval.date} 批复）发生{incident.kind or ''}事故"
        if grade is not None:
            yield Finding(
                path,
                (*keys, "日期"),
                f"{what}，{grade}。",
                "核对日期、等级和伤亡；没有错的，写明处理情况，报省级主管部门，申请评价时说明。示范区出现重大事故的要撤消称号。",
            )
        else:
            yield Finding(
                path,
                (*keys, "日期"),
                f"{what}，是否重大要有人认定。",
                "写明等级或伤亡和损失；质量安全、信誉损害没有法定分级，由主管部门判断。",
                severity="warning",
            )


def _valid(dossier: Dossier) -> Iterator[Finding]:
    last = newest_day(dossier)
    term = title_term(dossier, last) if last is not None else None
    if term is None or last is None or last <= term.last or dossier.zone.revocation:
        return
    yield Finding(
        ZONE,
        term.keys,
        f"称号到 {term.last.isoformat()} 满期，记录已到 {last.isoformat()}，没有通过的复审。",
        "三（七）3：示范区称号三年有效，有效期满的可以申请复审；复审通过的写上结果、日期和有效期。",
    )


def _review(dossier: Dossier) -> Iterator[Finding]:
    for index, review in enumerate(dossier.zone.reviews):
        gaps = package_gaps(dossier, review)
        if gaps:
            yield Finding(
                ZONE,
                ("复审", index, "申请日期"),
                f"复审的材料还缺：{'、'.join(gaps)}。",
                "三（七）3：申请复审时同时提交前3年的试点总结和未来3年区域品牌建设工作方案。",
            )


RULES = (
    Rule(
        "V251",
        "记录里的产业都是申报时的主导产业",
        "zone-name",
        "error",
        f"三（七）2：“主导产业在申报试点时确定”，以后增加的不算。封存过的以封存的申报材料为准。{PILOT_FOLDER}/ 里写了产业的记录只计入那个产业。",
        "授予的主导产业: [阀门]（申报时的主导产业）",
        "授予的主导产业: [泵]（申报时没有）",
        _fixed_industries,
    ),
    Rule(
        "V252",
        "申请、评价、授予、复审、撤消的日期先后有序",
        "zone-apply",
        "error",
        "先批复，再申请评价，评价以后授予，授予以后才有复审。同一天可以。",
        "申请评价 2016-07-15，评价结果 2016-11-20，授予 2017-01-10",
        "评价结果 2016-11-20，授予 2016-11-19",
        _order,
    ),
    Rule(
        "V253",
        "授予称号以前有评价优秀的结果",
        "zone-excellent",
        "error",
        "三（六）：“评价优秀并满足示范区条件的试点区域，授予产业集群区域品牌建设示范区称号”。",
        "评价结果: 优秀，然后授予",
        "评价结果: 良好，却记了授予",
        _excellent,
    ),
    Rule(
        "V254",
        "授予称号以后没有重大事故",
        "zone-revocation",
        "error",
        "三（七）3：对出现重大质量安全信誉事故的示范区，由工业和信息化部决定撤消其称号。授予当天算在内；没有法定分级的，要有人认定，只提醒。",
        "授予以后的事故都是一般等级",
        "授予以后有一起死亡 10 人的安全生产事故",
        _incident,
    ),
    Rule(
        "V255",
        "称号在有效期内",
        "zone-validity",
        "warning",
        "三（七）3：“示范区称号三年有效”。有效期从授予的次日起算，到第三年的同一天止（民法典第二百零一条、第二百零二条）；复审通过的，以结果文件写明的有效期为准，没有写的从结果日期起再算三年。以材料里最新的记录为准。",
        "授予 2017-01-10，最新的记录 2020-01-10",
        "授予 2017-01-10，最新的记录 2020-01-11，没有通过的复审",
        _valid,
    ),
    Rule(
        "V256",
        "复审的材料齐全",
        "zone-review",
        "warning",
        "三（七）3：“申请复审时同时提交前3年的试点总结和未来3年区域品牌建设工作方案”。前 3 年是申请年份以前的三个年度；方案的第一年不早于申请那一年。",
        "2019 年申请，有 2016、2017、2018 年的总结和 2020 至 2022 年的方案",
        "2019 年申请，只有 2017、2018 年的总结",
        _review,
    ),
    Rule(
        "V257",
        "试点期间没有重大事故",
        "zone-revocation",
        "error",
        "三（七）3 对示范区说：出现重大质量安全信誉事故的撤消称号。试点期间（批复当天起，授予称号以前）有重大、特别重大事故的，评价和授予时绕不过去，要早说明。没有法定分级的，要有人认定，只提醒。",
        "试点期间的事故都是一般等级",
        "试点期间有一起死亡 10 人的安全生产事故",
        _in_the_pilot,
    ),
)
