"""An evaluation as a table with its working, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from brandcluster.base.numbers import decimal_string, plain, printed
from brandcluster.base.visible import visible
from brandcluster.dossier.indicators.measure import Measure
from brandcluster.output.json_text import dumps
from brandcluster.output.text.table import aligned
from brandcluster.output.text.terminal import Line
from brandcluster.rules.facts.scores import Line as Indicator
from brandcluster.rules.facts.scores import Outcome, Scored

_HEAD = ["指标", "分子 ÷ 分母", "实际值（%）", "目标值（%）", "达到的档", "得分", "权重", "加权得分"]


def lines(title: str, outcome: Outcome) -> list[Line]:
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
    table = aligned(rows, frozenset((2, 3, 4, 5, 6, 7)))
    yield (("dim", f"  {table[0]}"),)
    yield from ((("", f"  {each}"),) for each in table[1:])
    known = [line for line in score.lines if line.weighted is not None]
    if score.total is not None:
        working = " + ".join(f"{plain(line.points or 0)}×{plain(line.weight or 0)}%" for line in known)
        yield (("dim", f"  {working} = {decimal_string(score.total)}"),)
    for gap in dict.fromkeys(line.gap for line in score.lines if line.gap):
        names = [line.name for line in score.lines if line.gap == gap]
        who = "全部指标" if len(names) == len(score.lines) else "、".join(map(visible, names))
        yield (("yellow", f"  {who}：{gap}，不计分"),)


def _row(line: Indicator) -> list[str]:
    band = "—" if line.points is None else "低于最低档" if line.band is None else f"≥{plain(line.band)}"
    return [
        visible(line.name),
        working_of(line.measured),
        line.shown or "—",
        "—" if line.target is None else plain(line.target),
        band,
        "—" if line.points is None else plain(line.points),
        "—" if line.weight is None else plain(line.weight),
        "—" if line.weighted is None else decimal_string(line.weighted),
    ]


def working_of(measured: Measure | None) -> str:
    """Numerator ÷ denominator of a measured ratio."""
    if measured is None or measured.numerator is None or measured.denominator is None:
        return "—"
    return f"{plain(measured.numerator)}÷{plain(measured.denominator)}"


def changed_lines(path: str, changes: Mapping[tuple[str | int, ...], Any], *, new: bool, dry: bool) -> list[Line]:
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


def evaluate_json(name: str, outcome: Outcome) -> dict[str, Any]:
    """One dossier of `brandcluster.evaluate/1`."""
    return {
        "dir": name,
        "year": outcome.year,
        "version": None if outcome.version is None else outcome.version.name,
        "scores": [
            {
                "industry": score.industry,
                "total": _decimal(score.total),
                "indicators": [
                    {
                        "name": line.name,
                        "numerator": _text(None if line.measured is None else line.measured.numerator),
                        "denominator": _text(None if line.measured is None else line.measured.denominator),
                        "value": _decimal(None if line.measured is None else line.measured.value),
                        "printed": line.shown,
                        "target": _text(line.target),
                        "band": _text(line.band),
                        "points": _text(line.points),
                        "weight": _text(line.weight),
                        "weighted": _decimal(line.weighted),
                        "gap": line.gap or None,
                    }
                    for line in score.lines
                ],
            }
            for score in outcome.scores
        ],
        "compared_with": outcome.compared if outcome.changes else None,
        "changes": list(outcome.changes),
        "problems": list(outcome.problems),
    }


def as_json(found: list[dict[str, Any]]) -> str:
    """`brandcluster.evaluate/1`."""
    return dumps({"schema": "brandcluster.evaluate/1", "dossiers": found})


def _decimal(value: Fraction | None) -> str | None:
    return None if value is None else decimal_string(value)


def _text(value: Any) -> str | None:
    return None if value is None else plain(value)


def points(value: Fraction | None) -> str | None:
    """A score for a reader: exact where it is short, else two decimals."""
    if value is None:
        return None
    exact = decimal_string(value)
    return exact if len(exact.partition(".")[2]) <= 2 else printed(value, 2)
