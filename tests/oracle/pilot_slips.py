"""The slips in a pilot: figures at a limit, records missing, early, unfinished or at odds."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from oracle.dossiers import GARBLED, Draft
from oracle.records import Broken, years_on


def _days(count: int) -> timedelta:
    return timedelta(days=count)


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
    way = rng.randrange(11)
    if way == 0:
        listed.remove(one)
    elif way == 9:
        one["组织单位类型"] = rng.choice(("其他", "骨干企业", None, GARBLED))
    elif way == 10:
        one["效果数据"] = rng.choice(
            ([], None, [{"指标名称": "合格率", "活动前": 80, "活动后": rng.choice((None, 90))}])
        )
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
    planned = draft.files["application/plan.yaml"]["拟落实的政策和措施"]
    if rng.random() < 0.4:
        planned.clear()
    way = rng.random()
    if way < 0.2:
        listed.clear()
    elif way < 0.4:
        listed.remove(rng.choice(listed))
    elif way < 0.5 and planned:
        rng.choice(planned)["日期"] = rng.choice((draft.today[0] + _days(30), None))
        rng.choice(listed)["落实情况"] = rng.choice(("已落实", "未落实"))
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
