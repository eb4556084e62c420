"""An evaluation as a table with its working, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, TypedDict

from brandcluster.base.numbers import decimal_string, decimal_text
from brandcluster.base.visible import visible
from brandcluster.dossier.indicators.measure import MeasuredRatio
from brandcluster.output.json_text import json_text
from brandcluster.output.json_types import Count, DecimalText, Keys, exact_json, plain_json
from brandcluster.output.text.table import align_rows
from brandcluster.output.text.terminal import Line
from brandcluster.rules.facts import scores
from brandcluster.rules.facts.scores import Scored, YearScores

_HEAD = ["指标", "分子 ÷ 分母", "实际值（%）", "目标值（%）", "达到的档", "得分", "权重", "加权得分"]


def score_lines(title: str, outcome: YearScores) -> list[Line]:
    """The scores of a year, industry by industry."""
    version = visible(outcome.version.name or "未命名") if outcome.version is not None else "无"
    found: list[Line] = [(("bold", f"{visible(title)}：{outcome.year} 年度评价"),), (("dim", f"权重版本 {version}"),)]
    for score in outcome.scores:
        found += [(), *_score(score)]
    if outcome.changes and outcome.compared is not None:
        found += [(), (("yellow", f"评价模型与 {outcome.compared} 年度不同，两年的得分不能直接相比："),)]
        found += [(("", f"  {visible(each)}"),) for each in outcome.changes]
    found += [(("bold red", f"{visible(each)}。"),) for each in outcome.problems]
    return found


def _score(score: Scored) -> Iterator[Line]:
    total = "无法计算" if score.total is None else f"{decimal_string(score.total)} 分"
    yield (("bold", f"{visible(score.industry)}：{total}"),)
    rows = [_HEAD, *(_row(line) for line in score.lines)]
    table = align_rows(rows, frozenset((2, 3, 4, 5, 6, 7)))
    yield (("dim", f"  {table[0]}"),)
    yield from ((("", f"  {each}"),) for each in table[1:])
    known = [line for line in score.lines if line.weighted is not None]
    if score.total is not None:
        working = " + ".join(f"{decimal_text(line.points or 0)}×{decimal_text(line.weight or 0)}%" for line in known)
        yield (("dim", f"  {working} = {decimal_string(score.total)}"),)
    for gap in dict.fromkeys(line.gap for line in score.lines if line.gap):
        names = [line.name for line in score.lines if line.gap == gap]
        who = "全部指标" if len(names) == len(score.lines) else "、".join(map(visible, names))
        yield (("yellow", f"  {who}：{gap}，不计分"),)


def _row(line: scores.ScoreLine) -> list[str]:
    band = "—" if line.points is None else "低于最低档" if line.band is None else f"≥{decimal_text(line.band)}"
    return [
        visible(line.name),
        _working(line.measured),
        line.shown or "—",
        "—" if line.target is None else decimal_text(line.target),
        band,
        "—" if line.points is None else decimal_text(line.points),
        "—" if line.weight is None else decimal_text(line.weight),
        "—" if line.weighted is None else decimal_string(line.weighted),
    ]


def _working(measured: MeasuredRatio | None) -> str:
    """Numerator ÷ denominator of a measured ratio."""
    if measured is None or measured.numerator is None or measured.denominator is None:
        return "—"
    return f"{decimal_text(measured.numerator)}÷{decimal_text(measured.denominator)}"


def record_lines(path: str, changes: Mapping[tuple[str | int, ...], Any], *, new: bool, dry: bool) -> list[Line]:
    """What was (or would be) written."""
    if not changes:
        return [(("", f"{path}：得分没有变化，没有改动。"),)]
    done = "要写" if dry else "已写"
    found: list[Line] = [(("bold", f"{done}入 {path}{'（新建）' if new else ''}："),)]
    for keys, value in changes.items():
        where = " › ".join(f"第 {step + 1} 条" if isinstance(step, int) else step for step in keys)
        found.append((("", f"  {visible(where)}：{_value(value)}"),))
    return found


def _value(value: Any) -> str:
    if isinstance(value, list):
        return "；".join(f"{visible(str(each['产业']))} {_value(each['总分'])}" for each in value)
    return "空（无法计算）" if value is None else visible(str(value))


# ---- for programs --------------------------------------------------------------------------------------------


class _Line(TypedDict):
    name: str
    numerator: DecimalText | None
    denominator: DecimalText | None
    value: DecimalText | None
    printed: str | None
    target: DecimalText | None
    band: DecimalText | None
    points: DecimalText | None
    weight: DecimalText | None
    weighted: DecimalText | None
    gap: str | None


class _Score(TypedDict):
    industry: str
    total: DecimalText | None
    indicators: list[_Line]


class RecordJson(TypedDict):
    """What became of the record of a year's evaluation."""

    path: str
    written: bool
    changed: list[Keys]
    problem: Annotated[str | None, "为什么没有写进记录；null 是没有问题"]


class ScoresJson(TypedDict):
    """The evaluation of one dossier."""

    dir: str
    year: Count
    version: str | None
    scores: list[_Score]
    compared_with: Count | None
    changes: list[str]
    problems: list[str]
    record: RecordJson


class EvaluateJson(TypedDict):
    """What `evaluate --format json` prints."""

    schema: Literal["brandcluster.evaluate/1"]
    dossiers: list[ScoresJson]


def evaluate_json(found: list[ScoresJson]) -> str:
    """The evaluations of some dossiers."""
    made: EvaluateJson = {"schema": "brandcluster.evaluate/1", "dossiers": found}
    return json_text(made)


def scores_json(name: str, outcome: YearScores, record: RecordJson) -> ScoresJson:
    """One dossier with its record."""
    return {
        "dir": name,
        "year": outcome.year,
        "version": None if outcome.version is None else outcome.version.name,
        "scores": [
            {
                "industry": score.industry,
                "total": exact_json(score.total),
                "indicators": [_line_json(line) for line in score.lines],
            }
            for score in outcome.scores
        ],
        "compared_with": outcome.compared if outcome.changes else None,
        "changes": list(outcome.changes),
        "problems": list(outcome.problems),
        "record": record,
    }


def _line_json(line: scores.ScoreLine) -> _Line:
    measured = line.measured
    return {
        "name": line.name,
        "numerator": None if measured is None else plain_json(measured.numerator),
        "denominator": None if measured is None else plain_json(measured.denominator),
        "value": None if measured is None else exact_json(measured.value),
        "printed": line.shown,
        "target": plain_json(line.target),
        "band": plain_json(line.band),
        "points": plain_json(line.points),
        "weight": plain_json(line.weight),
        "weighted": exact_json(line.weighted),
        "gap": line.gap or None,
    }
