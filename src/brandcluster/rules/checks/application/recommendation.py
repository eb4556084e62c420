"""Rules on recommendation.yaml (附件2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from brandcluster.dossier.files import RECOMMENDATION
from brandcluster.dossier.load import Dossier
from brandcluster.rules.rule import Finding, Rule

#: Who seals before whom (三（三）: consent of the local government, then the province; the association seals on its own).
ORDER: tuple[tuple[str, str], ...] = (
    ("申报单位", "当地人民政府"),
    ("当地人民政府", "省级工业和信息化主管部门"),
    ("申报单位", "省级工业和信息化主管部门"),
    ("申报单位", "全国性工业行业协会"),
)


def _seals(dossier: Dossier) -> dict[str, date]:
    form = dossier.recommendation
    holders: dict[str, Any] = {
        "申报单位": form.applicant,
        "当地人民政府": form.local,
        "省级工业和信息化主管部门": form.province,
        "全国性工业行业协会": form.association,
    }
    return {name: part.date for name, part in holders.items() if part is not None and part.date is not None}


def _seal_order(dossier: Dossier) -> Iterator[Finding]:
    seals = _seals(dossier)
    blamed: set[str] = set()
    for first, second in ORDER:
        if first in seals and second in seals and seals[second] < seals[first] and second not in blamed:
            blamed.add(second)
            yield Finding(
                RECOMMENDATION,
                (second, "盖章日期"),
                f"{second} {seals[second].isoformat()} 盖章，早于{first}的 {seals[first].isoformat()}。",
                "盖章的先后是申报单位、当地人民政府、省级主管部门；请核对日期。",
            )


def _joint(dossier: Dossier) -> Iterator[Finding]:
    form = dossier.recommendation
    if form.joint != "是":
        return
    if form.association is None or form.association.name is None:
        yield Finding(
            RECOMMENDATION,
            ("全国性工业行业协会", "名称"),
            "联合实施，但没有写明协会。",
            "写上全国性工业行业协会（联合会）的名称；不是联合实施就把“行业与区域联合实施”改为“否”。",
        )


def _not_joint(dossier: Dossier) -> Iterator[Finding]:
    form = dossier.recommendation
    if form.joint != "否" or form.association is None:
        return
    stated = [
        label
        for label, value in (
            ("名称", form.association.name),
            ("意见", form.association.opinion),
            ("盖章日期", form.association.date),
        )
        if value is not None
    ]
    if stated:
        yield Finding(
            RECOMMENDATION,
            ("全国性工业行业协会", stated[0]),
            f"不是联合实施，却写了协会的{'、'.join(stated)}。",
            "联合实施时才填写；是联合实施就把“行业与区域联合实施”改为“是”，不是就留空（“无”也算填写）。",
        )


RULES = (
    Rule(
        "A101",
        "盖章日期先后有序",
        "apply-local-consent",
        "error",
        "三（三）：经当地市、县人民政府同意并加盖公章后，报省级主管部门审查。只核对已经填写的日期；还没盖章不是错误。",
        "申报单位 4月18日，县政府 4月21日，省厅 4月28日",
        "申报单位 4月25日，县政府 4月21日",
        _seal_order,
    ),
    Rule(
        "A102",
        "联合实施的写明协会",
        "apply-joint",
        "error",
        "推荐表的协会栏“行业与区域联合实施时填写”。",
        "行业与区域联合实施: 是，全国性工业行业协会写了名称",
        "行业与区域联合实施: 是，没有协会名称",
        _joint,
    ),
    Rule(
        "A103",
        "不是联合实施的不填协会意见",
        "apply-joint",
        "error",
        "推荐表的协会栏“行业与区域联合实施时填写”。",
        "行业与区域联合实施: 否，协会栏留空",
        "行业与区域联合实施: 否，却有协会意见",
        _not_joint,
    ),
)
