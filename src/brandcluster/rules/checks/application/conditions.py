"""Rules on application/conditions.yaml (三（二）)."""

from __future__ import annotations

from collections.abc import Iterator

from brandcluster.dossier.files import CONDITIONS
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.reading import nearest_choice
from brandcluster.rules.facts.declarations import declared_otherwise, issued_after_application
from brandcluster.rules.facts.rules_in_force import ruling_of
from brandcluster.rules.rule import Finding, Rule


def _declarations_agree(dossier: Dossier) -> Iterator[Finding]:
    conditions = dossier.conditions
    against = dict(declared_otherwise(dossier))
    seen: set[str] = set()
    for index, declaration in enumerate(conditions.declarations):
        keys = ("事故声明", index)
        if declaration.kind is None:
            continue
        if declaration.kind in seen and declaration.period is None:
            yield Finding(
                CONDITIONS,
                (*keys, "类别"),
                f"“{declaration.kind}”有两份声明。",
                "每类一份，留下最新的；几份合起来才够三年的，各写明期间。",
            )
        if declaration.period is None:
            seen.add(declaration.kind)
        if against.get(index) == "未发生":
            yield Finding(
                CONDITIONS,
                (*keys, "结论"),
                f"声明“{declaration.kind}”未发生，事故清单里却有。",
                "核对声明和事故清单，哪一个写错了就改哪一个。",
            )
        elif against.get(index) == "见事故清单":
            yield Finding(
                CONDITIONS,
                (*keys, "结论"),
                f"声明见事故清单，清单里却没有“{declaration.kind}”事故。",
                "补上清单，或改为“未发生”。",
            )


def _four_declarations(dossier: Dossier) -> Iterator[Finding]:
    kinds = ruling_of(dossier, "incident-kinds")
    conditions = dossier.conditions
    if kinds is None or not conditions.declarations:
        return
    if any(declaration.kind is None for declaration in conditions.declarations):
        return
    lacking = [kind for kind in kinds.value if kind not in {each.kind for each in conditions.declarations}]
    if lacking:
        yield Finding(
            CONDITIONS,
            ("事故声明",),
            f"没有“{'、'.join(lacking)}”的声明。",
            "四类事故各一份声明；没有声明，申报条件就无法判定。",
            on_key=True,
        )


def _issued_in_time(dossier: Dossier) -> Iterator[Finding]:
    for index in issued_after_application(dossier):
        yield Finding(
            CONDITIONS,
            ("事故声明", index, "日期"),
            "声明的日期在申报日期以后。",
            "核对两个日期：申报的时候要有声明在手。",
        )


def _directions(dossier: Dossier) -> Iterator[Finding]:
    names = dossier.industry_names
    if not names or not dossier.conditions.directions:
        return
    seen = []
    for index, direction in enumerate(dossier.conditions.directions):
        if direction.industry is None:
            return
        if direction.industry not in names:
            match = nearest_choice(direction.industry, names)
            help_ = f"写成“{match}”。" if match else f"只能写：{'、'.join(names)}。"
            yield Finding(
                CONDITIONS, ("产业方向", index, "产业"), f"“{direction.industry}”不是主导产业。", help_, meant=match
            )
            if match:
                seen.append(match)
        seen.append(direction.industry)
    lacking = [name for name in names if name not in seen]
    if lacking:
        yield Finding(
            CONDITIONS,
            ("产业方向",),
            f"没有写“{'、'.join(lacking)}”的产业方向。",
            "每个主导产业写一条依据。",
            on_key=True,
        )


RULES = (
    Rule(
        "C101",
        "事故声明与事故清单一致",
        "eligible-no-accidents",
        "error",
        "声明说没有而清单里有，或说有而清单里没有，两者必有一错。",
        "安全生产“见事故清单”，清单里有一起安全生产事故",
        "安全生产“未发生”，清单里有一起安全生产事故",
        _declarations_agree,
    ),
    Rule(
        "C102",
        "每个主导产业都写明产业方向",
        "eligible-policy",
        "error",
        "三（二）3：“主导产业符合国家产业发展方向”，有几个主导产业就要几条依据。",
        "主导产业阀门、纺织机械，产业方向两条",
        "主导产业阀门、纺织机械，只写了阀门",
        _directions,
    ),
    Rule(
        "C104",
        "四类事故都有声明",
        "eligible-no-accidents",
        "warning",
        "空的清单不证明没有事故；质量安全、安全生产、环境保护、信誉损害各要一份由主管部门出具的声明。",
        "四类各一份声明",
        "只有安全生产、环境保护两份声明",
        _four_declarations,
    ),
    Rule(
        "C105",
        "事故声明在申报以前出具",
        "eligible-no-accidents",
        "warning",
        "申报的时候声明应当已经在手；日期在申报日期以后，不是声明补得晚，就是日期写错。",
        "申报日期 4月25日，声明日期 4月22日",
        "申报日期 4月25日，声明日期 4月28日",
        _issued_in_time,
    ),
)
