"""The slips: each changes one good dossier in place, at a limit or by taking something away."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from oracle import pilot_slips as pilot
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
    *(pilot.share, pilot.share, pilot.rise, pilot.rise, pilot.baseline, pilot.part_above_whole),
    *(pilot.years, pilot.years, pilot.industry_rows, pilot.activity, pilot.activity, pilot.funds),
    *(pilot.policy_state, pilot.evaluation, pilot.targets, pilot.approval, pilot.award),
)
HOLES: tuple[Slip, ...] = (*(hole, hole, hole, document_gone, document_gone, file_gone, file_broken),)
