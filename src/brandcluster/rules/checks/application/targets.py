"""Rules on the targets of the five indicators (附件1 第二部分 五; 三（七）1（7）)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from brandcluster.base.numbers import decimal_text, round_text, text_on_its_side
from brandcluster.dossier.files import PLAN, statistics_path
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.reading import nearest_choice
from brandcluster.rules.facts.required_rises import Bound, required_bound
from brandcluster.rules.facts.rules_in_force import rulebook_of
from brandcluster.rules.facts.targets import LEVELS, Target, industry_of, planned_indicator_targets
from brandcluster.rules.rule import Finding, Rule


def _complete(dossier: Dossier) -> Iterator[Finding]:
    names = dossier.industry_names
    if not names:
        return
    for phase_index, phase in enumerate(dossier.plan.phases):
        seen: list[str] = []
        for index, entry in enumerate(phase.indicator_targets):
            keys = ("工作阶段", phase_index, "指标目标", index)
            industry = industry_of(dossier, entry)
            if industry is None:
                yield Finding(PLAN, keys, "没有写是哪个主导产业的目标。", f"加上“产业”，写 {'、'.join(names)} 之一。")
                seen.extend(names)
            elif industry not in names:
                match = nearest_choice(industry, names)
                help_ = f"写成“{match}”。" if match else f"只能写：{'、'.join(names)}。"
                yield Finding(PLAN, (*keys, "产业"), f"“{industry}”不是主导产业。", help_, meant=match)
                seen.extend(names if match is None else [match])
            elif industry in seen:
                yield Finding(
                    PLAN, (*keys, "产业"), f"“{industry}”在这一阶段写了两组目标。", "每个主导产业一组，删掉一组。"
                )
            else:
                seen.append(industry)
        lacking = [name for name in names if name not in seen]
        if lacking and phase.indicator_targets:
            yield Finding(
                PLAN,
                ("工作阶段", phase_index, "指标目标"),
                f"这一阶段没有“{'、'.join(lacking)}”的指标目标。",
                "每个阶段、每个主导产业都要有 5 个关键指标的目标。",
                on_key=True,
            )


def _not_below_baseline(dossier: Dossier) -> Iterator[Finding]:
    for target in planned_indicator_targets(dossier):
        if target.baseline is not None and Fraction(target.value) < target.baseline:
            now = text_on_its_side(target.baseline, Fraction(target.value))
            if 0 < target.value < 1 and Fraction(target.value) * 100 >= target.baseline:
                shown = decimal_text(target.value * 100)
                yield Finding(
                    PLAN, target.keys, f"目标 {decimal_text(target.value)} 像是小数。", f"按百分数写，写成 {shown}。"
                )
                continue
            yield Finding(
                PLAN,
                target.keys,
                f"目标 {decimal_text(target.value)}% 低于申报时的水平 {now}%。",
                f"目标不应低于已经达到的水平；请核对目标，或核对 {statistics_path(dossier.baseline_year or 0)}。",
            )


def _rising(dossier: Dossier) -> Iterator[Finding]:
    reached: dict[tuple[str | None, str], Decimal] = {}
    for target in planned_indicator_targets(dossier):
        if target.value > 100 or (target.baseline is not None and Fraction(target.value) < target.baseline):
            continue  # T104 and T102 say what is wrong with this one
        key = (target.industry, target.indicator.id)
        if key in reached and target.value < reached[key]:
            yield Finding(
                PLAN,
                target.keys,
                f"目标 {decimal_text(target.value)}% 低于前一阶段的 {decimal_text(reached[key])}%。",
                "后一阶段的目标一般不低于前一阶段；确实如此请在“工作目标说明”里讲明。",
            )
        reached[key] = target.value


def _possible(dossier: Dossier) -> Iterator[Finding]:
    for target in planned_indicator_targets(dossier):
        if target.value > 100:
            yield Finding(
                PLAN, target.keys, f"目标 {decimal_text(target.value)}% 超过 100%。", "比重不会超过 100%，请核对。"
            )


def _final(dossier: Dossier) -> Iterator[Target]:
    last = len(dossier.plan.phases) - 1
    yield from (target for target in planned_indicator_targets(dossier) if target.phase == last and target.value <= 100)


def _reaches_zone(dossier: Dossier) -> Iterator[Finding]:
    for target in _final(dossier):
        needed = required_bound(rulebook_of(dossier), target.indicator.id, target.baseline)
        if needed is None or needed.admits(Fraction(target.value)) or needed.impossible:
            continue
        if target.baseline is not None and Fraction(target.value) < target.baseline:
            continue
        yield Finding(
            PLAN,
            target.keys,
            f"最后阶段的目标 {decimal_text(target.value)}% 达不到示范区的条件（{text_on_its_side(needed.level, Fraction(target.value))}%）。",
            _zone_help(target, needed),
        )


def _zone_help(target: Target, needed: Bound) -> str:
    if target.indicator.id in LEVELS or target.baseline is None:
        return "示范区要求达到这一水平，请核对目标。"
    return f"申报时的水平是 {round_text(target.baseline, 2)}%，示范区要求{needed.words}。"


def _attainable(dossier: Dossier) -> Iterator[Finding]:
    for target in _final(dossier):
        needed = required_bound(rulebook_of(dossier), target.indicator.id, target.baseline)
        if needed is not None and needed.impossible and target.baseline is not None:
            yield Finding(
                PLAN,
                target.keys,
                f"申报时已是 {round_text(target.baseline, 2)}%，示范区要求{needed.words}，会超过 100%，不可能达到。",
                "请在申报前与省级主管部门商量如何认定；按通知的字面，这一条件无法满足。",
            )


RULES = (
    Rule(
        "T101",
        "每个阶段、每个主导产业都有指标目标",
        "form-plan-targets",
        "error",
        "附件1：“在工作目标中应说明5个关键指标应达到的水平”；示范区按主导产业分别认定，目标也要分产业。",
        "两个阶段、两个主导产业，共四组指标目标",
        "第二阶段只有阀门的目标，没有纺织机械的",
        _complete,
    ),
    Rule(
        "T102",
        "指标目标不低于申报时的水平",
        "form-plan-targets",
        "error",
        "目标低于已经达到的水平，不是写错了目标，就是统计数据错了。按精确的比率比较，不按四舍五入后的数。",
        "申报时 26.84%，目标 28%",
        "申报时 26.84%，目标 26%",
        _not_below_baseline,
    ),
    Rule(
        "T103",
        "最后阶段的目标达到示范区的条件",
        "zone-7a",
        "warning",
        "三（七）1（7）：工业增加值率提高 2、自主品牌比重提高 5、新产品产值率提高 3、采标产品比重提高 3 个百分点以上，有效运行企业比重达到 30% 以上。目标低于这些，按计划完成也评不上示范区。",
        "申报时 26.84%，最后阶段目标 29%",
        "申报时 26.84%，最后阶段目标 28%",
        _reaches_zone,
    ),
    Rule(
        "T104",
        "指标目标不超过 100%",
        "form-plan-targets",
        "error",
        "五个指标都是部分与总体之比。",
        "66.5",
        "665",
        _possible,
    ),
    Rule(
        "T105",
        "示范区要求的提高有可能达到",
        "zone-7b",
        "warning",
        "申报时已接近 100% 的比重，再提高规定的百分点会超过 100%。申报时就要知道，而不是三年以后。",
        "自主品牌比重申报时 60%",
        "自主品牌比重申报时 97%，要求提高 5 个百分点",
        _attainable,
    ),
    Rule(
        "T106",
        "后一阶段的目标不低于前一阶段",
        "form-plan-targets",
        "warning",
        "分阶段目标一般逐步提高；倒退多半是写颠倒了。",
        "第一阶段 28%，第二阶段 29.5%",
        "第一阶段 29.5%，第二阶段 28%",
        _rising,
    ),
)
