"""`{{ … }}` in texts: names of figures, looked up, never evaluated.

Grammar: `{{ 指标[.年份][.产业|.合计].名称[:小数位] }}`, likewise `统计.` (keys of `statistics/`) and `申报.` (keys of
`dossier.yaml`). Without a year the baseline year is meant, without an industry the total. Amounts name their
unit, 统计.工业总产值（亿元） or （万元）. Brackets and white space may be full-width or half-width.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from brandcluster.base.days import chinese_day
from brandcluster.base.diagnostics import KeyPath
from brandcluster.base.numbers import round_text
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.indicators.measure import (
    FORM_RATIOS,
    INDICATORS,
    WAN_PER_YI,
    groups_of,
    industry_names,
    measure_ratio,
    sum_over,
)
from brandcluster.dossier.load import Dossier, once
from brandcluster.dossier.model import reading
from brandcluster.dossier.model.header import Header
from brandcluster.dossier.model.statistics import IndustryStatistics, Statistics

TOTAL = "合计"
PERCENT_DECIMALS = 2
AMOUNT_DECIMALS = 2
MAX_DECIMALS = 6
_REFERENCE = late_pattern(r"\{\{([^{}\n]{0,200})\}\}")
_STRAY = late_pattern(r"\{\{|\}\}|[｛{]{1,2}\s*(?:指标|统计|申报)[.．][^{}｛｝\n]{0,60}[｝}]{0,2}|｛｛|｝｝")
_DECIMALS = late_pattern(r"[:：]\s*(\d{1,2})\s*\Z")
_YEAR = late_pattern(r"\d{4}\Z")
_ROOTS = ("指标", "统计", "申报")


class Failure(NamedTuple):
    """A reference that names nothing: what is wrong, and what to write.

    `waits` when the name is right and the figure is not there yet: the gap itself is reported where it is.
    `name` and `choices` are what was looked for among what, from which the help is made.
    """

    message: str
    help: str
    waits: bool = False
    name: str = ""
    choices: tuple[str, ...] = ()


class Use(NamedTuple):
    """One reference in a text: as written, how many same ones stand before it, and what it comes to."""

    source: str
    occurrence: int
    result: str | Failure


def references_in(text: str, dossier: Dossier) -> Iterator[Use]:
    """Every reference of a text in order, with stray double braces as failures."""
    counts: dict[str, int] = {}
    position = 0
    for match in _REFERENCE.finditer(text):
        yield from _strays(text[position : match.start()], counts)
        source = match.group()
        yield Use(source, counts.get(source, 0), look_up(match.group(1), dossier))
        counts[source] = counts.get(source, 0) + 1
        position = match.end()
    yield from _strays(text[position:], counts)


def find_references(text: str) -> Iterator[tuple[int, int, str]]:
    """Where the references of a text begin and end, and what stands between their braces; also in a file's source."""
    return ((match.start(), match.end(), match.group(1)) for match in _REFERENCE.finditer(text))


def expand_text(text: str, dossier: Dossier) -> str:
    """The text as it is printed; a reference that fails stays as it was written."""
    return expand_with_places(text, dossier).text if "{{" in text else text


class Expanded(NamedTuple):
    """A text as printed, which remembers where each part of it was written."""

    text: str
    spans: tuple[tuple[int, int, int, int], ...]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The range of the written text that a range of the printed one came from, whole references included."""
        return self._back(start, False), self._back(end, True)

    def _back(self, offset: int, is_end: bool) -> int:
        shift = 0
        for first, last, source_first, source_last in self.spans:
            if offset < first or (is_end and offset == first):
                break
            if offset < last or (is_end and offset == last):
                return source_last if is_end else source_first
            shift = source_last - last
        return offset + shift


def expand_with_places(text: str, dossier: Dossier) -> Expanded:
    """The text as printed, with the way back to what was written."""
    return _expanded(dossier, text) if "{{" in text else Expanded(text, ())


@once
def _expanded(dossier: Dossier, text: str) -> Expanded:
    pieces: list[str] = []
    spans: list[tuple[int, int, int, int]] = []
    position = length = 0
    for match in _REFERENCE.finditer(text):
        result = look_up(match.group(1), dossier, suggest=False)
        value = match.group() if isinstance(result, Failure) else result
        pieces += [text[position : match.start()], value]
        length += match.start() - position
        spans.append((length, length + len(value), match.start(), match.end()))
        length += len(value)
        position = match.end()
    pieces.append(text[position:])
    return Expanded("".join(pieces), tuple(spans))


def look_up(inner: str, dossier: Dossier, *, suggest: bool = True) -> str | Failure:
    """What one reference comes to, without its braces; looking for what was meant can be left out."""
    result = _looked_up(dossier, inner)
    if isinstance(result, Failure) and result.choices and suggest:
        match = reading.nearest_choice(result.name, list(result.choices))
        shown = f"写成“{match}”。" if match is not None else f"可以写：{'、'.join(result.choices[:12])}。"
        return Failure(result.message, shown)
    return result


@once
def _looked_up(dossier: Dossier, inner: str) -> str | Failure:
    wanted = _DECIMALS.search(inner)
    decimals = int(wanted.group(1)) if wanted else None
    if decimals is not None and decimals > MAX_DECIMALS:
        return Failure(f"小数位数 {decimals} 太多。", f"最多 {MAX_DECIMALS} 位。")
    steps = [step.strip() for step in (inner[: wanted.start()] if wanted else inner).split(".")]
    if len(steps) < 2 or not all(steps):
        return Failure(f"“{inner.strip()}”不是引用。", "写成 {{ 指标.工业增加值率 }} 这样的形式。")
    if steps[0] not in _ROOTS:
        match = reading.nearest_choice(steps[0], list(_ROOTS))
        return Failure(
            f"引用不能以“{steps[0]}”开头。", f"写成“{match}”。" if match else "以 指标.、统计. 或 申报. 开头。"
        )
    if steps[0] == "申报":
        return _from_header(steps[1:], dossier)
    return _from_statistics(steps[0], steps[1:], decimals, dossier)


def _strays(text: str, counts: dict[str, int]) -> Iterator[Use]:
    for match in _STRAY.finditer(text) if may_refer(text) else ():
        source = match.group()
        yield Use(
            source, counts.get(source, 0), Failure(f"“{source}”没有成对。", "引用写成 {{ 名称 }}，写在同一行里。")
        )
        counts[source] = counts.get(source, 0) + 1


def _from_header(steps: list[str], dossier: Dossier) -> str | Failure:
    texts = {
        label: field.name
        for label, field in reading.fields_of(Header).items()
        if field.part is None and not field.is_list and label not in ("格式", "规则版本", "省级补充规则")
    }
    name = ".".join(steps)
    label = name if name in texts else None
    if label is None:
        return _no_such(name, "申报", list(texts))
    value = getattr(dossier.header, texts[label])
    if value is None:
        required = reading.fields_of(Header)[label].required
        return Failure(f"dossier.yaml 里“{label}”还没有填写。", "先填写它，引用才有内容。", waits=required)
    return chinese_day(value) if label == "申报日期" else str(value)


def _from_statistics(root: str, steps: list[str], decimals: int | None, dossier: Dossier) -> str | Failure:
    year = dossier.baseline_year
    if _YEAR.match(steps[0]):
        year, steps = int(steps[0]), steps[1:]
    industry: str | None = None
    if len(steps) > 1:
        industry, steps = steps[0], steps[1:]
    if len(steps) != 1:
        return Failure("引用的层次不对。", f"写成 {{{{ {root}[.年份][.产业].名称 }}}}。")
    if year is None:
        return Failure("没有申报日期，不知道引用的是哪一年。", "先填写申报日期，或在引用里写明年份。", waits=True)
    statistics = dossier.statistics.get(year)
    if statistics is None:
        known = "、".join(str(known) for known in sorted(dossier.statistics))
        help_ = f"现有：{known}。" if known else "先填写 statistics/ 里的数据。"
        return Failure(f"没有 {year} 年的统计数据。", help_, waits=year == dossier.baseline_year)
    if industry == TOTAL:
        industry = None
    names = industry_names(statistics)
    if industry in dossier.industry_names and industry not in names:
        return Failure(f"{year} 年的统计数据里没有“{industry}”。", "补上这个产业的数据。", waits=True)
    if industry is not None and industry not in names:
        return _no_such(industry, "产业", [*names, TOTAL])
    if root == "指标":
        return _indicator(steps[0], statistics, year, industry, decimals)
    return _figure(steps[0], statistics, year, industry, decimals)


def _indicator(
    name: str, statistics: Statistics, year: int, industry: str | None, decimals: int | None
) -> str | Failure:
    known = {indicator.label: indicator for indicator in (*INDICATORS, *FORM_RATIOS)}
    if name not in known:
        return _no_such(name, "指标", list(known))
    value = measure_ratio(statistics, known[name], industry).value
    if value is None:
        return Failure(f"{year} 年的统计数据算不出“{name}”。", "补齐分子和分母。", waits=True)
    return round_text(value, PERCENT_DECIMALS if decimals is None else decimals)


def _figure(name: str, statistics: Statistics, year: int, industry: str | None, decimals: int | None) -> str | Failure:
    known = _figures()
    key = reading.normalise_key(name)
    if key not in known:
        return _no_such(name, "统计", [label for label, _, _ in known.values()])
    label, field, divisor = known[key]
    if field == "regional_gross_output":
        amount = statistics.regional_gross_output
    else:
        amount = sum_over(groups_of(statistics, industry), field)  # type: ignore[assignment]  # counts or amounts, by the field
    if amount is None:
        required = any(each.required for each in _statistics_fields() if each.name == field)
        return Failure(f"{year} 年的统计数据里没有“{label}”。", "先填写它。", waits=required)
    value = Fraction(amount) / divisor
    if decimals is None:
        decimals = AMOUNT_DECIMALS if "元" in label else 0
    return round_text(value, decimals)


@cache
def _figures() -> dict[str, tuple[str, str, int]]:
    """Normalised name → (label, field, divisor); every amount in 万元 also by its name in 亿元, counts also bare."""
    found: dict[str, tuple[str, str, int]] = {}
    for field in _statistics_fields():
        if field.label.endswith("（万元）"):
            found[reading.normalise_key(field.label)] = (field.label, field.name, 1)
            large = field.label.replace("（万元）", "（亿元）")
            found[reading.normalise_key(large)] = (large, field.name, WAN_PER_YI)
        elif field.label.endswith("（家）"):
            found[reading.normalise_key(field.label)] = (field.label, field.name, 1)
            found[reading.normalise_key(field.label.removesuffix("（家）"))] = (field.label, field.name, 1)
    return found


def _statistics_fields() -> tuple[reading.Field, ...]:
    return (*reading.fields_of(IndustryStatistics).values(), *reading.fields_of(Statistics).values())


def _no_such(name: str, kind: str, choices: list[str]) -> Failure:
    return Failure(f"{kind}里没有“{name}”。", "", name=name, choices=tuple(choices))


def may_refer(value: object) -> bool:
    """Whether a value is a text with braces in it."""
    return isinstance(value, str) and ("{" in value or "}" in value or "｛" in value or "｝" in value)


def texts_of(data: object, prefix: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Every text of a file's data that holds a double brace."""
    from brandcluster.formats.yaml.document import scalars_of

    for keys, value in scalars_of(data, prefix):
        if may_refer(value) and _STRAY.search(value):
            yield keys, value
