"""Rules on pilot/evaluation-model.yaml and on what evaluations name of it (二（二）)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from brandcluster.base.diagnostics import KeyPath
from brandcluster.base.numbers import decimal_string, decimal_text, text_on_its_side
from brandcluster.dossier.files import EVALUATION_MODEL, evaluation_path
from brandcluster.dossier.indicators.measure import INDICATORS, measure_ratio, own_indicators
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.pilot.evaluation import (
    TOTAL,
    ModelVersion,
    Standard,
    WeightedIndicator,
    standard_for,
    version_for,
)
from brandcluster.dossier.model.reading import nearest_choice
from brandcluster.rules.facts.record_days import newest_day
from brandcluster.rules.facts.rules_in_force import cycle_of
from brandcluster.rules.facts.scores import WHOLE, added_weights, record_changes, score_year
from brandcluster.rules.facts.targets import required_level
from brandcluster.rules.rule import Finding, Rule

FULL_POINTS = 100


def _versions(dossier: Dossier) -> Iterator[tuple[KeyPath, ModelVersion]]:
    for index, version in enumerate(dossier.evaluation_model.versions):
        yield ("权重版本", index), version


def _standards(dossier: Dossier) -> Iterator[tuple[KeyPath, ModelVersion, WeightedIndicator, Standard]]:
    for keys, version in _versions(dossier):
        for i, indicator in enumerate(version.indicators):
            for j, standard in enumerate(indicator.standards):
                yield (*keys, "指标", i, "评分标准", j), version, indicator, standard


def _weights(dossier: Dossier) -> Iterator[Finding]:
    for keys, version in _versions(dossier):
        added = added_weights(version)
        if added is not None and version.indicators and added != WHOLE:
            yield Finding(
                EVALUATION_MODEL,
                (*keys, "指标"),
                f"“{version.name or '这个版本'}”的权重之和是 {decimal_string(added, 32)}，不是 {WHOLE}。",
                "核对各指标的权重；不足 100 时得不到满分，超过时总分会高于 100。",
                on_key=True,
            )


def _indicators(dossier: Dossier) -> Iterator[Finding]:
    labels = [each.label for each in (*INDICATORS, *own_indicators(dossier.own_indicators))]
    # A name that indicators.yaml has but whose parts are not known is reported there.
    labels += [each.name for each in dossier.own_indicators.indicators if each.name]
    for keys, version in _versions(dossier):
        named: list[str] = []
        for index, each in enumerate(version.indicators):
            at = (*keys, "指标", index, "指标")
            if each.name is None:
                continue
            match = None if each.name in labels else nearest_choice(each.name, labels)
            if each.name not in labels:
                help_ = f"写成“{match}”。" if match else "写五个关键指标之一，或先在 indicators.yaml 里写明分子和分母。"
                yield Finding(EVALUATION_MODEL, at, f"“{each.name}”不是已有的指标。", help_)
            elif each.name in named:
                yield Finding(EVALUATION_MODEL, at, f"指标“{each.name}”写了两次。", "删掉一条，或把两条的权重合并。")
            named.append(match or each.name)
        lacking = [each.label for each in INDICATORS if each.label not in named]
        if lacking and version.indicators and all(each.name for each in version.indicators):
            yield Finding(
                EVALUATION_MODEL,
                (*keys, "指标"),
                f"“{version.name or '这个版本'}”缺少关键指标：{'、'.join(lacking)}。",
                "二（二）：至少包括五个关键指标。",
                on_key=True,
            )


def _bands(dossier: Dossier) -> Iterator[Finding]:
    for keys, _, indicator, standard in _standards(dossier):
        before: tuple[Decimal, Decimal] | None = None
        for index, band in enumerate(standard.bands):
            if band.bound is None or band.points is None:
                continue
            at = (*keys, "评分档", index)
            if band.points > FULL_POINTS:
                yield Finding(
                    EVALUATION_MODEL,
                    (*at, "得分"),
                    f"得分 {decimal_text(band.points)} 超过 100。",
                    "每个指标满分 100。",
                )
            if before is not None and band.bound <= before[0]:
                yield Finding(
                    EVALUATION_MODEL,
                    (*at, "下限（%）"),
                    f"“{indicator.name or ''}”的下限 {decimal_text(band.bound)} 不高于前一档的 {decimal_text(before[0])}。",
                    "评分档从低到高写，各档的下限不同。",
                )
            elif before is not None and band.points <= before[1]:
                yield Finding(
                    EVALUATION_MODEL,
                    (*at, "得分"),
                    f"“{indicator.name or ''}”达到 {decimal_text(band.bound)}% 得 {decimal_text(band.points)} 分，"
                    f"不多于前一档的 {decimal_text(before[1])} 分。",
                    "水平越高，得分越高；请核对。",
                )
            before = (band.bound, band.points)


def _served(dossier: Dossier) -> Iterator[Finding]:
    """Every leading industry, and all together, must find a standard; a name must be known and stand once."""
    groups = [*dossier.industry_names, TOTAL]
    for keys, version in _versions(dossier):
        for i, indicator in enumerate(version.indicators):
            at = (*keys, "指标", i, "评分标准")
            seen: list[str | None] = []
            for j, each in enumerate(indicator.standards):
                if each.industry is not None and each.industry not in groups:
                    match = nearest_choice(each.industry, groups)
                    help_ = f"写成“{match}”。" if match else f"只能写：{'、'.join(groups)}；各产业共用的就留空。"
                    yield Finding(
                        EVALUATION_MODEL,
                        (*at, j, "产业"),
                        f"“{each.industry}”不是申报时的主导产业。",
                        help_,
                        meant=match,
                    )
                elif each.industry in seen:
                    who = each.industry or "没有写产业的"
                    yield Finding(EVALUATION_MODEL, (*at, j), f"{who}评分标准写了两组。", "只留一组。")
                seen.append(each.industry)
            lacking = [name for name in groups if standard_for(indicator, name) is None]
            if lacking and indicator.standards and all(each in (None, *groups) for each in seen):
                yield Finding(
                    EVALUATION_MODEL,
                    at,
                    f"“{indicator.name or ''}”没有{'、'.join(lacking)}的评分标准。",
                    "补上，或写一组不写产业的，各产业和合计共用。",
                    on_key=True,
                )


def _reaches_zone(dossier: Dossier) -> Iterator[Finding]:
    """Only the version of the cycle's last full year is held against the zone: earlier ones lead up to it."""
    decisive = _decisive(dossier)
    known = {each.label: each for each in INDICATORS}
    for keys, version, indicator, standard in _standards(dossier):
        found = known.get(indicator.name or "")
        if version is not decisive or found is None or standard.target is None or dossier.baseline is None:
            continue
        named = standard.industry
        if named == TOTAL or (named is None and len(dossier.industry_names) != 1):
            continue
        industry = named or dossier.industry_names[0]
        needed = required_level(dossier, found, measure_ratio(dossier.baseline, found, industry).value)
        if needed is not None and Fraction(standard.target) < needed <= 100:
            yield Finding(
                EVALUATION_MODEL,
                (*keys, "目标值（%）"),
                f"{industry}“{found.label}”的目标值 {decimal_text(standard.target)}% 达不到示范区的条件"
                f"（{text_on_its_side(needed, Fraction(standard.target))}%）。",
                "按这个目标评了满分，也达不到示范区的条件；请核对目标值。",
            )


def _decisive(dossier: Dossier) -> ModelVersion | None:
    """The version for the last full year of the cycle; None while another may still be made for it."""
    cycle, last = cycle_of(dossier), newest_day(dossier)
    if cycle is None or last is None:
        return None
    year = cycle[1].year if cycle[1].month == 12 else cycle[1].year - 1
    found = version_for(dossier.evaluation_model, year)
    return found if found is not None and (found.first_year == year or last.year > year) else None


def _named_once(dossier: Dossier) -> Iterator[Finding]:
    names: list[str] = []
    years: list[int] = []
    for keys, version in _versions(dossier):
        if version.name is not None and version.name in names:
            yield Finding(EVALUATION_MODEL, (*keys, "版本"), f"版本“{version.name}”写了两次。", "各版本不重名。")
        if version.first_year is not None and version.first_year in years:
            yield Finding(
                EVALUATION_MODEL,
                (*keys, "起用年度"),
                f"{version.first_year} 年度有两个版本起用。",
                "一个年度只用一个版本。",
            )
        names += [version.name] if version.name is not None else []
        years += [version.first_year] if version.first_year is not None else []
    for year, evaluation in dossier.evaluations.items():
        due = version_for(dossier.evaluation_model, year)
        if evaluation.version is None or not names or evaluation.version == (due.name if due is not None else None):
            continue
        if evaluation.version in names and due is not None:
            message = f"{year} 年度用的是“{evaluation.version}”，按起用年度应是“{due.name}”。"
        else:
            message = f"评价模型里没有{'' if due is not None else f' {year} 年度可用的'}版本“{evaluation.version}”。"
        help_ = f"写成“{due.name}”，或核对各版本的起用年度。" if due is not None else "核对各版本的起用年度。"
        yield Finding(evaluation_path(year), ("权重版本",), message, help_)


def _reasoned(dossier: Dossier) -> Iterator[Finding]:
    ordered = sorted((v.first_year, keys, v) for keys, v in _versions(dossier) if v.first_year is not None)
    for (_, _, before), (_, keys, after) in pairwise(ordered):
        old = {each.name: each.weight for each in before.indicators}
        new = {each.name: each.weight for each in after.indicators}
        if old != new and after.reason is None:
            changed = [name or "" for name in new if old.get(name) != new[name]] + [
                name or "" for name in old if name not in new
            ]
            yield Finding(
                EVALUATION_MODEL,
                (*keys, "版本"),
                f"“{after.name or ''}”改了权重（{'、'.join(changed)}），没有写修订说明。",
                "写明改了什么、为什么；改了权重，前后年度的总分不能直接比较。",
            )


def _scores_agree(dossier: Dossier) -> Iterator[Finding]:
    """What a record says is what the model and the statistics still come to."""
    for year, record in dossier.evaluations.items():
        outcome = score_year(dossier, year) if record.scores else None
        if outcome is None or outcome.version is None or outcome.version.name != record.version:
            continue
        changes = record_changes(record, outcome) if outcome.says_something else {}
        if changes:
            keys = next(iter(changes))
            yield Finding(
                evaluation_path(year),
                keys,
                f"{year} 年度记录的得分与按现在的评价模型、统计数据算出的不一样（{len(changes)} 处）。",
                f"改正了统计数据的，重新运行 evaluate --year {year}；改了用过的版本的，恢复它，另加一个版本。",
                on_key=len(keys) == 1,
            )


RULES = (
    Rule(
        "V231",
        "权重之和是 100",
        "work-evaluation",
        "error",
        "总分是各指标得分乘以权重之和，权重相加不是 100，总分就没有意义。按精确的小数相加。",
        "25、25、20、15、15",
        "25、25、20、15、14.9",
        _weights,
    ),
    Rule(
        "V232",
        "评价模型包括五个关键指标，名称对得上",
        "work-indicators",
        "error",
        "二（二）：评价指标“应至少包括以下五个关键指标”；自己增加的指标要先在 indicators.yaml 里写明分子和分母。",
        "五个关键指标，另加“出口占销售收入比重”（indicators.yaml 里有）",
        "只有四个关键指标",
        _indicators,
    ),
    Rule(
        "V233",
        "评分档从低到高，不超过 100 分",
        "work-evaluation",
        "error",
        "得分取达到的最高一档；档次颠倒、重复，得分就说不清。",
        "下限 0、25.8、28.3，得分 40、60、100",
        "下限 25.8、25.8，得分 60、100",
        _bands,
    ),
    Rule(
        "V234",
        "每个主导产业和合计都有评分标准",
        "work-evaluation",
        "error",
        "示范区按主导产业分别认定，评价也要分产业算分；没有写产业的评分标准，各产业和合计共用。",
        "阀门、纺织机械、合计各一组",
        "只有阀门一组，申报的主导产业还有纺织机械",
        _served,
    ),
    Rule(
        "V235",
        "评价模型的目标值达到示范区的条件",
        "zone-7a",
        "warning",
        "试点周期最后一个全年所用的版本，目标值低于三（七）1（7）要求的水平，评价得了满分也评不上示范区。以前年度的版本是逐步提高的，不比较；那一年还没有过完、还可以再定版本的，也不比较。",
        "申报时 25.80%，目标值 28.3%",
        "申报时 25.80%，目标值 27.7%",
        _reaches_zone,
    ),
    Rule(
        "V236",
        "版本不重名，评价用的是当年的版本",
        "work-evaluation",
        "error",
        "每个年度只用一个版本：起用年度不晚于评价年度的、最近的一个。记录里的版本名要对得上。",
        "2014 年度用“2014版”，2015 年度用“2015版”",
        "2015 年度的评价写“2014版”，而“2015版”从 2015 年度起用",
        _named_once,
    ),
    Rule(
        "V237",
        "改了权重有修订说明",
        "work-evaluation",
        "warning",
        "年度之间改了权重，总分就不能直接比较；改了什么、为什么，要写给看评价报告的人。",
        "2015版 权重有变，有修订说明",
        "2015版 权重有变，没有修订说明",
        _reasoned,
    ),
    Rule(
        "V238",
        "记录的得分算得出来",
        "work-evaluation",
        "warning",
        "得分由 evaluate 按当年的版本和统计数据算出，以后要能重新算出来。改了用过的版本，或者改了统计数据没有重新评价，记录和评价报告就对不上。",
        "记录 95 分，现在算出 95 分",
        "记录 95 分，版本的权重后来改了，现在算出 94 分",
        _scores_agree,
    ),
)
