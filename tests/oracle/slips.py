"""The slips: each changes one good dossier in place, at a limit or by taking something away."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from oracle.dossiers import GARBLED, KINDS, Draft, good, judgement, month_after, three_years_before
from oracle.records import Broken, digest, years_on

_CONDITIONS = "application/conditions.yaml"
Slip = Callable[[Draft, random.Random], None]


def is_application(seed: int) -> bool:
    """Whether the dossier of a seed has its slips in the application; else in the pilot."""
    return seed % 2 == 0


def draw(seed: int) -> tuple[Draft, list[str]]:
    """The dossier of a seed, and the names of the slips in it."""
    rng = random.Random(seed)  # noqa: S311  # a seeded draw is meant
    draft = good(rng)
    names = []
    slips = (*(APPLICATION if is_application(seed) else PILOT), *HOLES)
    for _ in range(rng.choice((0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3))):
        slip = rng.choice(slips)
        try:
            slip(draft, rng)
        except (KeyError, IndexError, TypeError, AttributeError, ValueError):
            names.append(f"{slip.__name__} (nothing left to change)")
            continue
        names.append(slip.__name__)
    return draft, names


def _days(count: int) -> timedelta:
    return timedelta(days=count)


def _declarations(draft: Draft) -> list[dict[str, Any]]:
    listed = draft.files[_CONDITIONS]["事故声明"]
    assert isinstance(listed, list)
    return listed


# ---- 三（一）, 三（三）


def body(draft: Draft, rng: random.Random) -> None:
    bodies = (
        "新型工业化产业示范基地管理机构",
        "高新技术开发区管理机构",
        "其他产业聚集区管理机构",
        "市人民政府",
        "县人民政府",
    )
    value = rng.choice((*bodies, "镇人民政府", "行业协会", "省人民政府", None))
    draft.files["dossier.yaml"]["申报主体类型"] = value


def cycle(draft: Draft, rng: random.Random) -> None:
    held = draft.files["dossier.yaml"]["试点周期"]
    held["结束"] = month_after(held["开始"], rng.choice((11, 12, 13, 35, 36, 37)))


def next_round(draft: Draft, rng: random.Random) -> None:
    """A good dossier copied for the next round with a new 申报日期."""
    draft.files["dossier.yaml"]["申报日期"] = years_on(draft.applied, rng.choice((1, 2, 3)))


def no_date_of_application(draft: Draft, rng: random.Random) -> None:
    draft.files["dossier.yaml"]["申报日期"] = rng.choice((None, GARBLED))


# ---- 三（二）1: reach, incidents


def declaration_age(draft: Draft, rng: random.Random) -> None:
    days = rng.choice((0, 1, 59, 60, 61, 62, 365, 1095, 1096, 1097))
    chosen = _declarations(draft) if rng.random() < 0.5 else [rng.choice(_declarations(draft))]
    for each in chosen:
        each["日期"] = draft.applied - _days(days)


def declaration_late(draft: Draft, rng: random.Random) -> None:
    rng.choice(_declarations(draft))["日期"] = draft.applied + _days(rng.choice((0, 1, 30)))


def self_judgement_day(draft: Draft, rng: random.Random) -> None:
    last = max(each["日期"] for each in _declarations(draft))
    draft.judgements("eligible-no-accidents")[0]["日期"] = last + _days(rng.choice((-2, -1, 0, 1)))


def self_judgement_role(draft: Draft, rng: random.Random) -> None:
    mine = draft.judgements("eligible-no-accidents")[0]
    mine["角色"], mine["单位"] = rng.choice((("省级", "省工信厅"), ("专家", "专家组")))
    if rng.random() < 0.5:
        mine["依据"][0] |= {"出具单位": mine["单位"], "日期": mine["日期"] + _days(rng.choice((-1, 0, 1)))}


def period(draft: Draft, rng: random.Random) -> None:
    each = rng.choice(_declarations(draft))
    start = three_years_before(draft)
    first = rng.choice((None, start + _days(rng.choice((-30, -1, 0, 1, 90)))))
    last = rng.choice((None, each["日期"], each["日期"] - _days(rng.choice((1, 30, 61, 90)))))
    each["期间"] = ({"起": first} if first else {}) | ({"止": last} if last else {})


def two_declarations(draft: Draft, rng: random.Random) -> None:
    listed = _declarations(draft)
    each = rng.choice(listed)
    between = three_years_before(draft) + _days(500)
    earlier = each | {"日期": between, "文件": draft.document("declaration-earlier")}
    each["期间"] = {"起": between + _days(rng.choice((0, 1, 2))), "止": each["日期"]}
    listed.append(earlier)


def incident(draft: Draft, rng: random.Random) -> None:
    start, end = three_years_before(draft), draft.applied
    kind = rng.choice((*KINDS, "安全生产", "安全生产", "环境保护"))
    declared = next(each for each in _declarations(draft) if each["类别"] == kind)
    day = rng.choice((start - _days(1), start, start + _days(400), declared["日期"], end, end + _days(1)))
    entry: dict[str, Any] = {"日期": day, "类别": kind, "简况": "经过", "文件": draft.document("incident")}
    if kind == "环境保护":
        entry["环境事件分级"] = rng.choice(("IV级", "III级", "II级", "I级", None))
    if kind == "安全生产":
        entry |= _safety(rng)
    draft.files[_CONDITIONS]["事故清单"].append(entry)
    if rng.random() < 0.8:
        declared["结论"] = "见事故清单"


def _safety(rng: random.Random) -> dict[str, Any]:
    figures = {
        "死亡人数": rng.choice((0, 2, 9, 10, 29, 30)),
        "重伤人数": rng.choice((0, 1, 49, 50)),
        "直接经济损失（万元）": rng.choice((0, 98, Decimal("4999.99"), 5000)),
    }
    way = rng.randrange(4)
    if way == 0:
        return {"事故等级": rng.choice(("一般", "较大", "重大", "特别重大"))}
    if way == 1:
        return dict(rng.sample(sorted(figures.items()), 2))
    return figures | ({"事故等级": rng.choice(("一般", "较大", "重大"))} if way == 2 else {})


def declared_listed(draft: Draft, rng: random.Random) -> None:
    rng.choice(_declarations(draft))["结论"] = "见事故清单"


# ---- whose judgement, and how old


def judgement_age(draft: Draft, rng: random.Random) -> None:
    edge = years_on(draft.applied, -1)
    clauses = ("scope-industry", "eligible-no-accidents", "eligible-participation", "eligible-policy")
    rng.choice(draft.judgements(*clauses))["日期"] = edge + _days(rng.choice((-400, -1, 0, 1)))


def judgement_hash(draft: Draft, rng: random.Random) -> None:
    basis = rng.choice(draft.judgements())["依据"][0]
    basis["摘要"] = digest(draft.evidence[basis["文件"]].encode())
    if rng.random() < 0.6:
        draft.evidence[basis["文件"]] += "后来改了一行。\n"


def judgement_document_day(draft: Draft, rng: random.Random) -> None:
    mine = rng.choice(draft.judgements())
    mine["依据"][0]["日期"] = mine["日期"] + _days(rng.choice((-1, 0, 1)))


def judgement_against(draft: Draft, rng: random.Random) -> None:
    rng.choice(draft.judgements())["结论"] = "不符合"


def judgement_role(draft: Draft, rng: random.Random) -> None:
    rng.choice(draft.judgements())["角色"] = rng.choice(("自评", "省级", "专家"))


def judgement_gone(draft: Draft, rng: random.Random) -> None:
    draft.files["judgements.yaml"]["判断"].remove(rng.choice(draft.judgements()))


def judgement_second(draft: Draft, rng: random.Random) -> None:
    mine = rng.choice(draft.judgements())
    role, days = rng.choice(("自评", "省级", "专家")), rng.choice((-5, -1, 0, 1))
    other = judgement(draft, mine["条款"], role, mine["日期"] + _days(days), genuine=rng.random() < 0.6)
    other |= {"结论": rng.choice(("符合", "不符合"))}
    draft.files["judgements.yaml"]["判断"].append(other | ({"产业": mine["产业"]} if "产业" in mine else {}))


# ---- 三（二）1–3: days of records


def record_day(draft: Draft, rng: random.Random) -> None:
    conditions = draft.files[_CONDITIONS]
    day = draft.applied + _days(rng.choice((-1, 0, 1)))
    choices = [(each, "发布日期") for each in conditions["政策措施"]]
    choices += [(each, "日期") for each in (*conditions["参与声明"], *conditions["承诺"].values())]
    record, key = rng.choice(choices)
    record[key] = day


def policy_subject(draft: Draft, rng: random.Random) -> None:
    policies = draft.files[_CONDITIONS]["政策措施"]
    if rng.random() < 0.5:
        rng.choice(policies)["内容"] = ["支持主导产业发展"]
    else:
        policies[:] = [policies[0] | {"内容": ["支持主导产业发展", "加强质量品牌建设"]}]


# ---- 三（七）1: figures


def _current(draft: Draft, rng: random.Random) -> dict[str, Any]:
    groups = draft.files[f"statistics/{draft.approved.year + 1}.yaml"]["产业"]
    assert isinstance(groups, list)
    chosen = rng.choice(groups)
    assert isinstance(chosen, dict)
    return chosen


def share(draft: Draft, rng: random.Random) -> None:
    group, scope = _current(draft, rng), rng.choice((10, 30, 100, 333, 1000))
    for key in tuple(group):
        if key.endswith("企业数（家）") and key != "规模以上企业数（家）":
            group[key] = scope
    key, limit = rng.choice(
        (
            ("参加品牌培训企业数（家）", 90),
            ("建立实施品牌管理体系企业数（家）", 50),
            ("设首席品牌官和品牌经理企业数（家）", 50),
            ("品牌管理体系有效运行企业数（家）", 30),
        )
    )
    value = -(-scope * limit // 100) + rng.choice((-1, 0, 1))
    group[key] = value
    if key.startswith("建立实施"):
        group["品牌管理体系有效运行企业数（家）"] = value


_RISES = (
    ("工业增加值（万元）", "工业总产值（万元）", 27, 25),
    ("自主品牌产品销售收入（万元）", "销售收入（万元）", 65, 60),
    ("新产品产值（万元）", "工业总产值（万元）", 13, 10),
    ("采标产品销售收入（万元）", "销售收入（万元）", 23, 20),
)


def rise(draft: Draft, rng: random.Random) -> None:
    """At the limit in points, a little to either side, at the same level, lower, or at the limit in per cent."""
    group = _current(draft, rng)
    part, whole, limit, before = rng.choice(_RISES)
    exact = Decimal(group[whole]) * limit / 100
    relative = Decimal(group[whole]) * before * (100 + limit - before) / 10000
    steps = (Decimal("-0.01"), Decimal(0), Decimal("0.01"), Decimal(-1), Decimal(1))
    group[part] = rng.choice((exact, exact, relative)) + rng.choice(steps)


def baseline(draft: Draft, rng: random.Random) -> None:
    year = draft.files[f"statistics/{draft.applied.year - 1}.yaml"]
    part, whole, _, _ = rng.choice(_RISES)
    group = rng.choice(year["产业"])
    group[rng.choice((part, whole))] = rng.choice((0, None, GARBLED, Decimal("9999.99")))


def part_above_whole(draft: Draft, rng: random.Random) -> None:
    group = _current(draft, rng)
    part, whole = rng.choice(
        (
            ("工业增加值（万元）", "工业总产值（万元）"),
            ("自主品牌产品销售收入（万元）", "销售收入（万元）"),
            ("参加品牌培训企业数（家）", "相关企业数（家）"),
            ("品牌管理体系有效运行企业数（家）", "建立实施品牌管理体系企业数（家）"),
            ("设首席品牌官和品牌经理企业数（家）", "设首席品牌官企业数（家）"),
        )
    )
    group[part] = group[whole] + rng.choice((0, 1))


def years(draft: Draft, rng: random.Random) -> None:
    """Another year's file: half a year, a year that fails, one that cannot be read; or the latest one gone or earlier."""
    path = f"statistics/{draft.approved.year + 1}.yaml"
    year = draft.files[path]
    later = f"statistics/{draft.approved.year + 2}.yaml"
    way = rng.randrange(7)
    if way == 0:
        draft.files[later] = year | {"年份": draft.approved.year + 2, "期间": rng.choice(("上半年", "1-9月", "其他"))}
    elif way == 1:
        worse = [each | {"品牌管理体系有效运行企业数（家）": 29} for each in year["产业"]]
        draft.files[later] = year | {"年份": draft.approved.year + 2, "产业": worse}
    elif way == 2:
        draft.files[later] = Broken("年份: [2016\n")
    elif way == 3:
        del draft.files[path]
    elif way == 4:
        year["期间"] = rng.choice(("上半年", "1-9月", GARBLED, None))
    elif way == 5:
        year["年份"] = rng.choice((draft.approved.year, draft.approved.year + 2, GARBLED, None))
    else:
        draft.files[f"statistics/{draft.approved.year}.yaml"] = year | {"年份": draft.approved.year}
        del draft.files[path]


def industry_rows(draft: Draft, rng: random.Random) -> None:
    groups = draft.files[f"statistics/{rng.choice((draft.applied.year - 1, draft.approved.year + 1))}.yaml"]["产业"]
    if rng.random() < 0.5:
        groups.append(dict(rng.choice(groups)))
    else:
        groups.remove(rng.choice(groups))


# ---- 三（七）1: records


def activity(draft: Draft, rng: random.Random) -> None:
    listed = draft.files["pilot/activities.yaml"]["活动"]
    one = rng.choice(listed)
    approved, today = draft.approved, draft.today[0]
    way = rng.randrange(9)
    if way == 0:
        listed.remove(one)
    elif way == 1:
        one["开始日期"] = one["完成日期"] = approved + _days(rng.choice((-1, 0, 1)))
    elif way == 2:
        one["完成日期"] = rng.choice((None, GARBLED, today, today + _days(1)))
    elif way == 3:
        one["产业"] = rng.choice(draft.industries)
    elif way == 4:
        listed[:] = [each for each in listed if each["类型"] != one["类型"]]
    elif way == 5:
        listed.remove(one)
        listed.append(dict(next(each for each in listed if each["类型"] == one["类型"])))
    elif way == 6:
        one["类型"] = "宣传营销" if one["类型"] == "质量品牌提升" else "质量品牌提升"
    elif way == 7:
        one["组织单位"] = None
    else:
        one["开始日期"] = approved - _days(1)


def funds(draft: Draft, rng: random.Random) -> None:
    listed = draft.files["pilot/support.yaml"]["资金到位"]
    one = rng.choice(listed)
    way = rng.randrange(5)
    if way == 0:
        one["金额（万元）"] = rng.choice((Decimal("99.99"), 100, Decimal("100.01"), 0, 50))
    elif way == 1:
        listed.remove(one)
    elif way == 2:
        one["金额（万元）"] = 60
        listed.append(one | {"金额（万元）": rng.choice((39, 40, 41, GARBLED))})
    elif way == 3:
        one["来源"] = rng.choice(("省财政", "区财政", None))
    else:
        listed.clear()


def policy_state(draft: Draft, rng: random.Random) -> None:
    listed = draft.files["pilot/support.yaml"]["政策落实"]
    if rng.random() < 0.2:
        listed.clear()
    else:
        rng.choice(listed)["落实情况"] = rng.choice(("已落实", "部分落实", "未落实", None, GARBLED))


def evaluation(draft: Draft, rng: random.Random) -> None:
    path = f"pilot/evaluations/{draft.approved.year + 1}.yaml"
    one = draft.files[path]
    way = rng.randrange(5)
    if way == 0:
        one["评价日期"] = rng.choice((draft.approved, draft.approved - _days(1), None))
    elif way == 1:
        one["改进措施"] = rng.choice(([], None, [{"措施": None}]))
    elif way == 2:
        one["年份"] = draft.approved.year
    elif way == 3:
        del draft.files[path]
    else:
        draft.files[f"pilot/evaluations/{draft.approved.year}.yaml"] = one | {
            "年份": draft.approved.year,
            "评价日期": None,
        }


def targets(draft: Draft, rng: random.Random) -> None:
    last = draft.files["application/plan.yaml"]["工作阶段"][-1]
    if rng.random() < 0.5:
        one = rng.choice(last["指标目标"])
        one["工业增加值率（%）"] = rng.choice((28, Decimal("28.01"), Decimal("27.99"), None))
    else:
        done = rng.choice(draft.files["pilot/progress.yaml"]["目标完成"])
        done["实际值"] = rng.choice((1, 2, Decimal("1.99"), None))


def approval(draft: Draft, rng: random.Random) -> None:
    way = rng.randrange(3)
    if way == 0:
        draft.files["pilot/approval.yaml"]["批复日期"] = rng.choice((None, GARBLED))
    elif way == 1:
        draft.files["pilot/approval.yaml"]["批复日期"] = date(draft.applied.year + 1, 2, 1)
    else:
        draft.files["pilot/approval.yaml"]["批复日期"] = date(draft.applied.year + 2, 1, 1)


def award(draft: Draft, rng: random.Random) -> None:
    """A title that runs out the day before today, today, tomorrow; sometimes with a re-review."""
    until = draft.today[0] + _days(rng.choice((-1, 0, 1)))
    named = {"文号": "工信部科〔2016〕1号", "名称": "甲", "主导产业": draft.industries}
    zone: dict[str, Any] = {"授予": {"授予日期": rng.choice((years_on(until, -3), date(2012, 2, 29))), **named}}
    if rng.random() < 0.4:
        passed = {"申请日期": draft.today[0] - _days(90), "结果": rng.choice(("通过", "未通过"))}
        passed["结果日期"] = rng.choice((draft.today[0] - _days(30), years_on(until, -3)))
        passed |= {"有效期至": until} if rng.random() < 0.5 else {}
        zone["复审"] = [passed]
    draft.files["pilot/zone.yaml"] = zone


# ---- anything gone, empty, garbled, not there

_SCOPED = (
    "application/conditions.yaml",
    "application/plan.yaml",
    "judgements.yaml",
    "pilot/activities.yaml",
    "pilot/approval.yaml",
    "pilot/evaluation-model.yaml",
    "pilot/monitoring.yaml",
    "pilot/progress.yaml",
    "pilot/strategy.yaml",
    "pilot/support.yaml",
)
#: What a hole may not touch: names that other files rest on, and what no condition reads.
_KEPT = frozenset(("条款", "名称", "项目", "阶段", "目标", "开始", "结束", "产业", "批复文号"))


def _scoped(draft: Draft) -> list[str]:
    return [each for each in draft.files if each in _SCOPED or each.startswith(("statistics/", "pilot/evaluations/"))]


def hole(draft: Draft, rng: random.Random) -> None:
    holder, key = rng.choice(_places(draft.files[rng.choice(_scoped(draft))]))
    way = rng.randrange(3)
    if way == 0:
        del holder[key]
    elif isinstance(holder[key], list):
        holder[key] = rng.choice(([], GARBLED, None))
    elif isinstance(holder[key], str) and key not in ("文件", "评价报告", *_CHOICES):
        holder[key] = None
    else:
        holder[key] = rng.choice((None, GARBLED))


_CHOICES = frozenset(("结论", "类别", "类型", "角色", "落实情况", "期间"))


def _places(value: Any) -> list[tuple[Any, str]]:
    found: list[tuple[Any, str]] = []
    for key, each in value.items() if isinstance(value, dict) else ():
        if key not in _KEPT or isinstance(each, list):
            found.append((value, key))
        found += _places(each)
    for each in value if isinstance(value, list) else ():
        found += _places(each)
    return found


def document_gone(draft: Draft, rng: random.Random) -> None:
    del draft.evidence[rng.choice(sorted(draft.evidence))]


def file_gone(draft: Draft, rng: random.Random) -> None:
    del draft.files[rng.choice(_scoped(draft))]


def file_broken(draft: Draft, rng: random.Random) -> None:
    draft.files[rng.choice(_scoped(draft))] = Broken("甲: [乙\n")


APPLICATION: tuple[Slip, ...] = (
    *(body, cycle, next_round, no_date_of_application),
    *(declaration_age, declaration_age, declaration_late, self_judgement_day, self_judgement_role, period),
    *(two_declarations, incident, incident, incident, declared_listed),
    *(judgement_age, judgement_hash, judgement_document_day, judgement_against, judgement_role, judgement_gone),
    *(judgement_second, judgement_second, record_day, policy_subject),
)
PILOT: tuple[Slip, ...] = (
    *(judgement_hash, judgement_document_day, judgement_against, judgement_role, judgement_gone, judgement_second),
    *(next_round, no_date_of_application),
    *(share, share, rise, rise, baseline, part_above_whole, years, years, industry_rows),
    *(activity, activity, funds, policy_state, evaluation, targets, approval, award),
)
HOLES: tuple[Slip, ...] = (*(hole, hole, hole, document_gone, document_gone, file_gone, file_broken),)
