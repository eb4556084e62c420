"""The scores of a year by the region's own evaluation model (二（二）; 三（七）1（2）), exact, with their working.

The points of an indicator are those of the highest band whose lower bound is not above the value, none below the
lowest. The score of an industry is the sum of points × weight ÷ 100. What cannot be told stays unknown: no total is
made of a part of the indicators.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from brandcluster.base.numbers import decimal_string, decimal_text, round_text
from brandcluster.dossier.files import statistics_path
from brandcluster.dossier.indicators.measure import (
    INDICATORS,
    Indicator,
    MeasuredRatio,
    industry_names,
    measure_ratio,
    own_indicators,
)
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.pilot.evaluation import (
    TOTAL,
    Evaluation,
    ModelVersion,
    Score,
    Standard,
    WeightedIndicator,
    standard_for,
    version_for,
)
from brandcluster.dossier.model.statistics import FULL_YEAR, Statistics

WHOLE = 100
DECIMALS = 2
_MOST_DECIMALS = 12
#: Decimals that a product of two numbers of a file and a hundredth can have.
_ALL = 64


class ScoreLine(NamedTuple):
    """One indicator: what it rests on, the band it reaches, what it adds. `gap` says why there are no points."""

    name: str
    measured: MeasuredRatio | None
    target: Decimal | None
    band: Decimal | None
    points: Decimal | None
    weight: Decimal | None
    gap: str
    shown: str | None

    @property
    def weighted(self) -> Fraction | None:
        """Points × weight ÷ 100."""
        if self.points is None or self.weight is None:
            return None
        return Fraction(self.points) * Fraction(self.weight) / WHOLE


class Scored(NamedTuple):
    """The score of one industry, or of all together."""

    industry: str
    total: Fraction | None
    lines: tuple[ScoreLine, ...]


class YearScores(NamedTuple):
    """What a year comes to: the model's version, the scores, what keeps them from being whole, what the model changed."""

    year: int
    version: ModelVersion | None
    scores: tuple[Scored, ...]
    problems: tuple[str, ...]
    changes: tuple[str, ...]
    compared: int | None

    @property
    def says_something(self) -> bool:
        """Whether any indicator has points: a record of nothing is not worth writing."""
        return any(line.points is not None for score in self.scores for line in score.lines)


def score_year(dossier: Dossier, year: int) -> YearScores:
    """The scores of a year for each leading industry and in total."""
    version = version_for(dossier.evaluation_model, year)
    statistics = dossier.statistics.get(year)
    problems = list(_problems(version, statistics, year))
    scores: tuple[Scored, ...] = ()
    if version is not None:
        usable = statistics if statistics is not None and statistics.period == FULL_YEAR else None
        whole = added_weights(version) == WHOLE
        known = _known(dossier)
        scores = tuple(
            _scored(name, _industry(dossier, name), version, usable, known, whole=whole)
            for name in (*dossier.industry_names, TOTAL)
        )
    earlier = max((each for each in dossier.evaluations if each < year), default=None)
    before = None if earlier is None else _version_used(dossier, earlier)
    changes = () if before is None or version is None else tuple(version_changes(before, version))
    return YearScores(year, version, scores, tuple(problems), changes, earlier)


def _industry(dossier: Dossier, name: str) -> str | None:
    return None if name == TOTAL else name


def _known(dossier: Dossier) -> dict[str, Indicator]:
    return {each.label: each for each in (*INDICATORS, *own_indicators(dossier.own_indicators))}


def _version_used(dossier: Dossier, year: int) -> ModelVersion | None:
    """The version that a year's record names, else the one that was in use."""
    model, record = dossier.evaluation_model, dossier.evaluations[year]
    named = [each for each in model.versions if each.name is not None and each.name == record.version]
    return named[0] if named else version_for(model, year)


def _problems(version: ModelVersion | None, statistics: Statistics | None, year: int) -> Iterator[str]:
    if version is None:
        yield f"评价模型里没有 {year} 年度可用的权重版本（pilot/evaluation-model.yaml 的“权重版本”“起用年度”）"
    else:
        added = added_weights(version)
        if added is None:
            yield f"权重版本“{version.name or '未命名'}”有指标没有写权重，不计总分"
        elif added != WHOLE:
            said = decimal_string(added, _ALL)
            yield f"权重版本“{version.name or '未命名'}”的权重相加是 {said}，不是 {WHOLE}，不计总分"
    if version is not None:
        named = {each.name for each in version.indicators}
        lacking = [each.label for each in INDICATORS if each.label not in named]
        if lacking:
            yield f"权重版本“{version.name or '未命名'}”缺关键指标：{'、'.join(lacking)}"
    if statistics is None:
        yield f"没有 {year} 年的统计数据（{statistics_path(year)}）"
    elif statistics.period != FULL_YEAR:
        yield f"{statistics_path(year)} 不是全年数据（{statistics.period or '没有写期间'}），不能用来评价"


def added_weights(version: ModelVersion) -> Fraction | None:
    """The exact sum of a version's weights; None while one is missing. Decimals would be rounded to 28 digits."""
    weights = [each.weight for each in version.indicators]
    return None if None in weights else sum((Fraction(each) for each in weights if each is not None), Fraction(0))


def _scored(
    name: str,
    industry: str | None,
    version: ModelVersion,
    statistics: Statistics | None,
    known: dict[str, Indicator],
    *,
    whole: bool,
) -> Scored:
    lines = tuple(_line(each, name, industry, statistics, known) for each in version.indicators)
    parts = [line.weighted for line in lines]
    total = sum((each for each in parts if each is not None), Fraction(0)) if whole and None not in parts else None
    return Scored(name, total, lines)


def _line(
    weighted: WeightedIndicator,
    name: str,
    industry: str | None,
    statistics: Statistics | None,
    known: dict[str, Indicator],
) -> ScoreLine:
    label = weighted.name or "未命名的指标"
    standard = standard_for(weighted, name)
    target = standard.target if standard is not None else None
    indicator = known.get(label)
    measured = None
    if (
        statistics is not None
        and indicator is not None
        and (industry is None or industry in industry_names(statistics))
    ):
        measured = measure_ratio(statistics, indicator, industry)
    value = measured.value if measured is not None else None
    gap = _gap(indicator, statistics, measured, standard, weighted)
    band, points = (None, None) if standard is None or value is None else band_reached(standard, value)
    if gap:
        points = None
    shown = None if value is None or standard is None else shown_apart(value, standard)
    return ScoreLine(label, measured, target, band, points, weighted.weight, gap, shown)


def _gap(
    indicator: Indicator | None,
    statistics: Statistics | None,
    measured: MeasuredRatio | None,
    standard: Standard | None,
    weighted: WeightedIndicator,
) -> str:
    """Why an indicator has no points; empty when it has."""
    if indicator is None:
        return "不是五个关键指标，indicators.yaml 里也没有"
    if statistics is None:
        return "没有全年的统计数据"
    if measured is None:
        return "统计数据里没有这个产业"
    if measured.value is None:
        return "统计数据缺分子或分母"
    if (
        standard is None
        or not standard.bands
        or any(each.bound is None or each.points is None for each in standard.bands)
    ):
        return "评价模型里没有完整的评分档"
    return "没有写权重" if weighted.weight is None else ""


def band_reached(standard: Standard, value: Fraction) -> tuple[Decimal | None, Decimal]:
    """The lower bound of the band that a value reaches, and its points; no bound and 0 below the lowest."""
    best: tuple[Decimal, Decimal] | None = None
    for each in standard.bands:
        if each.bound is None or each.points is None or Fraction(each.bound) > value:
            continue
        if best is None or each.bound > best[0]:
            best = (each.bound, each.points)
    return (None, Decimal(0)) if best is None else best


def shown_apart(value: Fraction, standard: Standard) -> str:
    """A value with as many decimals (two at least) as show it on its own side of every bound and of the target."""
    marks = [Fraction(each.bound) for each in standard.bands if each.bound is not None]
    marks += [Fraction(standard.target)] if standard.target is not None else []
    for decimals in range(DECIMALS, _MOST_DECIMALS):
        shown = Fraction(round_text(value, decimals))
        if all((shown >= mark) == (value >= mark) for mark in marks):
            return round_text(value, decimals)
    return round_text(value, _MOST_DECIMALS)


# ---- from one version to the next -----------------------------------------------------------------------------


def version_changes(before: ModelVersion, after: ModelVersion) -> Iterator[str]:
    """What another version of the model changed: a sentence for each indicator that is not as it was."""
    old = {each.name: each for each in before.indicators}
    new = {each.name: each for each in after.indicators}
    for name in (name for name in old if name not in new):
        yield f"取消指标“{name}”"
    for name, each in new.items():
        earlier = old.get(name)
        if earlier is None:
            yield f"增加指标“{name}”，权重 {_plain(each.weight)}"
            continue
        said = [] if earlier.weight == each.weight else [f"权重 {_plain(earlier.weight)} → {_plain(each.weight)}"]
        said += _standard_changes(earlier, each)
        if said:
            yield f"“{name}”：{'；'.join(said)}"


def _standard_changes(before: WeightedIndicator, after: WeightedIndicator) -> Iterator[str]:
    old = {each.industry: each for each in before.standards}
    new = {each.industry: each for each in after.standards}
    targets, bands = [], []
    for industry in dict.fromkeys((*old, *new)):
        who = industry or "各产业"
        first, second = old.get(industry), new.get(industry)
        if first is None or second is None:
            yield f"{who}的评分标准{'增加' if first is None else '取消'}"
            continue
        if first.target != second.target:
            targets.append(f"{who} {_plain(first.target)} → {_plain(second.target)}")
        if _bands(first) != _bands(second):
            bands.append(who)
    if targets:
        yield f"目标值 {'，'.join(targets)}"
    if bands:
        yield f"评分档有变（{'、'.join(bands)}）"


def _bands(standard: Standard) -> list[tuple[str, str]]:
    return sorted((_plain(each.bound), _plain(each.points)) for each in standard.bands)


def _plain(value: Decimal | None) -> str:
    return "未写" if value is None else decimal_text(value)


# ---- the record ------------------------------------------------------------------------------------------------


def score_entry(outcome: YearScores) -> list[dict[str, Any]]:
    """`得分` as it is written into pilot/evaluations/YEAR.yaml."""
    return [
        {
            "产业": score.industry,
            "总分": _number(score.total),
            "指标得分": [
                {
                    "指标": line.name,
                    "实际值（%）": None if line.shown is None else Decimal(line.shown),
                    "目标值（%）": line.target,
                    "得分": line.points,
                    "权重（%）": line.weight,
                    "加权得分": _number(line.weighted),
                }
                for line in score.lines
            ],
        }
        for score in outcome.scores
    ]


def _number(value: Fraction | None) -> Decimal | None:
    """Exact: points and weights are decimals, and so is their product over 100."""
    return None if value is None else Decimal(decimal_string(value, _ALL))


def record_changes(record: Evaluation | None, outcome: YearScores) -> dict[tuple[str | int, ...], Any]:
    """What to set in the record, by path: only what the program writes there, never what a person wrote."""
    changes: dict[tuple[str | int, ...], Any] = {}
    name = outcome.version.name if outcome.version is not None else None
    if record is None or record.version != name:
        changes["权重版本",] = name
    wanted = score_entry(outcome)
    there = [_as_recorded(each) for each in record.scores] if record is not None else []
    if _shape(there) != _shape(wanted):
        changes["得分",] = wanted
        return changes
    for index, (old, new) in enumerate(zip(there, wanted, strict=True)):
        if old["总分"] != new["总分"]:
            changes["得分", index, "总分"] = new["总分"]
        for at, (before, after) in enumerate(zip(old["指标得分"], new["指标得分"], strict=True)):
            for key in after:
                if before[key] != after[key]:
                    changes["得分", index, "指标得分", at, key] = after[key]
    return changes


def _as_recorded(score: Score) -> dict[str, Any]:
    return {
        "产业": score.industry,
        "总分": score.total,
        "指标得分": [
            {
                "指标": each.name,
                "实际值（%）": each.actual,
                "目标值（%）": each.target,
                "得分": each.points,
                "权重（%）": each.weight,
                "加权得分": each.weighted,
            }
            for each in score.indicators
        ],
    }


def _shape(scores: list[dict[str, Any]]) -> list[Any]:
    return [(each["产业"], [line["指标"] for line in each["指标得分"]]) for each in scores]


def new_record(year: int) -> str:
    """A record with its year and a place for what people write; the scores are set in it like in any other."""
    return (
        "# yaml-language-server: $schema=../../.brandcluster/schemas/evaluation.json\n\n"
        f"年份: {year}\n评价日期:\n组织单位:\n评价报告:\n评价结果:\n改进措施: []\n"
    )
