"""Rules on dossier.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from brandcluster.base.days import LEAP_YEAR, next_yearly
from brandcluster.dossier.files import HEADER
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.fields import OTHER_INDUSTRY
from brandcluster.dossier.model.measures import FORM_RATIOS, INDICATORS
from brandcluster.dossier.model.reading import nearest_choice
from brandcluster.dossier.rulebook import in_force
from brandcluster.notice import edition
from brandcluster.rules.facts.applicant import BOX_OF
from brandcluster.rules.facts.rules_in_force import edition_of, ruling_of
from brandcluster.rules.rule import Finding, Rule


def _edition(dossier: Dossier) -> Iterator[Finding]:
    header = dossier.header
    if header.edition is None:
        return
    if header.edition not in edition.all_editions():
        match = nearest_choice(header.edition, edition.all_editions())
        known = "、".join(edition.all_editions())
        yield Finding(
            HEADER,
            ("规则版本",),
            f"没有“{header.edition}”这个规则版本。",
            f"写成“{match}”。" if match else f"现有：{known}。",
        )


def _overlay(dossier: Dossier) -> Iterator[Finding]:
    named = dossier.header.overlay
    if named is None:
        return
    keys = ("省级补充规则",)
    from brandcluster.dossier import overlay

    if dossier.overlay is None:
        if named not in dossier.documents and not named.endswith(".yaml"):
            match = nearest_choice(named, overlay.OVERLAYS)
            known = "、".join(overlay.OVERLAYS)
            help_ = (
                f"写成“{match}”。"
                if match
                else f"自带的有：{known}；自己写的放在本文件夹里，写文件名，如 overlay.yaml。"
            )
            yield Finding(HEADER, keys, f"没有“{named}”这个补充规则。", help_)
        return
    if dossier.overlay.base != edition_of(dossier):
        yield Finding(
            HEADER,
            keys,
            f"补充规则“{named}”补充的是 {dossier.overlay.base}，本材料依据的是 {edition_of(dossier)}。",
            "换用同一版通知的补充规则，或改规则版本。",
        )
    elif not in_force(dossier.overlay, edition_of(dossier), dossier.header.date):
        since = dossier.overlay.since.isoformat() if dossier.overlay.since is not None else "未写"
        yield Finding(
            HEADER, keys, f"补充规则“{named}”从 {since} 起适用，申报日期不在其后。", "删掉它，或核对申报日期。"
        )


def _overlay_parameters(dossier: Dossier) -> Iterator[Finding]:
    """Only a region's own overlay can be wrong: those that come with the program are tested."""
    named = dossier.header.overlay
    if dossier.overlay is None or named is None or named not in dossier.documents:
        return
    from brandcluster.dossier import overlay

    known = edition.parameters_of(edition_of(dossier))
    for index, change in enumerate(dossier.overlay.parameters):
        if change.parameter is None:
            continue
        keys = ("参数", index, "参数")
        if change.parameter not in known:
            match = nearest_choice(change.parameter, list(known))
            help_ = f"写成“{match}”。" if match else "用 brandcluster explain 查参数的代号。"
            yield Finding(named, keys, f"没有“{change.parameter}”这个参数。", help_)
            continue
        old = known[change.parameter].values[-1][1]
        if overlay.changed_value(change, known[change.parameter], old) is None:
            yield Finding(named, keys, f"“{change.parameter}”的新值不能用。", f"{_like(old)}照这个样子写。")
        if change.parameter in {each.parameter for each in dossier.overlay.parameters[:index]}:
            yield Finding(named, keys, f"“{change.parameter}”改了两次。", "同一个参数只写一次。")


def _like(old: Any) -> str:
    """How the value of a parameter is written."""
    return f"原来是“取值: [{', '.join(map(str, old))}]”，" if isinstance(old, list) else f"原来是“值: {old}”，"


def _overlay_additions(dossier: Dossier) -> Iterator[Finding]:
    """Conditions and dates of a region's own overlay that nothing could be done with."""
    named = dossier.header.overlay
    if dossier.overlay is None or named is None or named not in dossier.documents:
        return
    from brandcluster.dossier import overlay

    figures = [indicator.label for indicator in (*INDICATORS, *FORM_RATIOS)]
    for index, condition in enumerate(dossier.overlay.conditions):
        if condition.kind != "数值":
            continue
        if condition.figure not in figures:
            yield Finding(named, ("条件", index, "指标"), "没有这个指标。", f"写其中之一：{'、'.join(figures)}。")
        if condition.comparator is None:
            yield Finding(named, ("条件", index, "比较"), "数值条件要写怎样比较。", "写 >=、>、<=、< 之一。")
        if overlay.asked_share(condition) is None:
            yield Finding(named, ("条件", index, "界限"), "界限应当是 0 到 100 的数。", "只写数字，如 25 或 25.5。")
    for index, step in enumerate(dossier.overlay.steps):
        if step.yearly is not None and next_yearly(step.yearly, LEAP_YEAR) is None:
            yield Finding(
                named, ("步骤", index, "每年"), f"“{step.yearly}”不是一年里的一天。", "写成 月-日，如 11-30。"
            )


def _own_overlay(dossier: Dossier) -> Iterator[Finding]:
    yield from _overlay_parameters(dossier)
    yield from _overlay_additions(dossier)


def _in_force(dossier: Dossier) -> Iterator[Finding]:
    header = dossier.header
    if header.date is None:
        return
    first = edition.about_edition(edition_of(dossier)).since
    if header.date < first:
        yield Finding(
            HEADER,
            ("申报日期",),
            f"申报日期 {header.date.isoformat()} 早于规则版本开始的日子（{first.isoformat()}）。",
            "核对申报日期，或换用当时有效的规则版本。",
        )


def _province(dossier: Dossier) -> Iterator[Finding]:
    known = ruling_of(dossier, "provinces")
    named = dossier.header.province
    if known is None or named is None or named in known.value:
        return
    full = [name for name in known.value if name.startswith(named.removesuffix("省").removesuffix("市"))]
    match = full[0] if len(full) == 1 else nearest_choice(named, known.value)
    yield Finding(
        HEADER,
        ("省份",),
        f"“{named}”不是省、自治区、直辖市、计划单列市或新疆生产建设兵团的全称。",
        f"写成“{match}”。" if match else "写全称，如 河北省、宁波市。",
    )


def _format(dossier: Dossier) -> Iterator[Finding]:
    if dossier.header.format not in (None, 1):
        if dossier.header.format == 0:
            help_ = "运行 brandcluster migrate，就地改成格式 1。"
        else:
            help_ = "材料比程序新：升级 brandcluster，不要把格式改小。写错了就写 1。"
        yield Finding(HEADER, ("格式",), f"不认识格式 {dossier.header.format}。", help_)


def _industries(dossier: Dossier) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, industry in enumerate(dossier.header.industries):
        name = industry.name
        if name == OTHER_INDUSTRY:
            yield Finding(HEADER, ("主导产业", index, "名称"), f"“{OTHER_INDUSTRY}”不能作主导产业。", "写产业的名称。")
        elif name is not None and name in seen:
            yield Finding(HEADER, ("主导产业", index, "名称"), f"主导产业“{name}”写了两次。", "删掉重复的一项。")
        if name is not None:
            seen.add(name)


def _box(dossier: Dossier) -> Iterator[Finding]:
    """The box of the form against the body that applies."""
    kind, boxes = dossier.header.applicant_type, dossier.header.region_kinds
    box = BOX_OF.get(kind or "")
    if box is None or not boxes or box in boxes:
        return
    yield Finding(
        HEADER,
        ("区域性质",),
        f"申报主体类型是“{kind}”，区域性质没有选“{box}”，选的是“{'、'.join(boxes)}”。",
        f"核对两处：区域性质可以选几个，加上“{box}”；或者改申报主体类型。",
    )


RULES = (
    Rule(
        "H101",
        "规则版本是已知的",
        None,
        "error",
        "申报条件、期限和份数随版本而变，每个结论都要知道依据的是哪一版通知。",
        f"规则版本: {edition.SHOWN_EDITION}",
        "规则版本: 2014版",
        _edition,
    ),
    Rule(
        "H102",
        "申报日期在规则版本有效期内",
        None,
        "error",
        "规则生效以前没有规则可依。2014 年通知的落款为 2014 年 3 月，具体日期不详，按 3 月 1 日起算。",
        "申报日期: 2014-04-18",
        "申报日期: 2013-12-01",
        _in_force,
    ),
    Rule(
        "H103",
        "格式版本是已知的",
        None,
        "error",
        "格式版本说明文件夹按哪一版程序的约定书写。",
        "格式: 1",
        "格式: 3",
        _format,
    ),
    Rule(
        "H104",
        "主导产业不重名",
        "scope-several",
        "error",
        "统计、目标和示范区名称都按主导产业的名称对应，重名就分不清。",
        "主导产业: 阀门、纺织机械",
        "主导产业: 阀门、阀门",
        _industries,
    ),
    Rule(
        "H105",
        "省级补充规则是已知的，并且适用",
        None,
        "error",
        "补充规则会改变条件、份数和期限；写错或用错了，结论就不作数。",
        "省级补充规则: hebei-2017（2017 年以后、按 2014 年版申报的材料）",
        "省级补充规则: 河北",
        _overlay,
    ),
    Rule(
        "H106",
        "自己写的补充规则用得上",
        None,
        "error",
        "参数的代号写错，或者值、界限、日期不能用，这一条就不起作用而没有人知道。",
        "参数: quota，值: 5",
        "参数: quotas，值: 5",
        _own_overlay,
    ),
    Rule(
        "H107",
        "省份是省级单位的全称",
        "apply-province",
        "error",
        "推荐名额按省级单位计算，计划单列市和新疆生产建设兵团单列；写简称或写错，就归不到名下。",
        "省份: 河北省",
        "省份: 河北",
        _province,
    ),
    Rule(
        "H108",
        "区域性质与申报主体类型相符",
        "form-kind",
        "warning",
        "申报书的方框和申报单位是同一个区域的两种说法，对不上的，审查时会退回核对。",
        "申报主体类型: 经济技术开发区管理机构，区域性质: [经技区]",
        "申报主体类型: 经济技术开发区管理机构，区域性质: [高新区]",
        _box,
    ),
)
