"""三（七）1（7）: rises of the key indicators over the level at application."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from brandcluster.base.diagnostics import VERDICT_WORDS, Verdict, VerdictValue
from brandcluster.base.numbers import decimal_string, round_text, text_on_its_side
from brandcluster.dossier.files import statistics_path
from brandcluster.dossier.indicators.measure import INDICATORS, Indicator, measure_ratio
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.statistics import PanelSums
from brandcluster.dossier.rulebook import Rulebook, Ruling
from brandcluster.notice.edition import POINTS
from brandcluster.rules.facts.deciding_years import (
    LABELS,
    PRINTED_DECIMALS,
    Year,
    baseline_of,
    baseline_year_of,
    broken_seal,
    current_year,
    doubtful_figures,
    each_industry,
    exact_text,
    figure_places,
    met_or_not,
    trusted_ratio,
    unread_year,
)
from brandcluster.rules.facts.required_rises import (
    level_after,
    other_scope,
    rise_in_words,
    scope_note,
    scope_of,
    scope_words,
)
from brandcluster.rules.facts.rules_in_force import rulebook_of
from brandcluster.rules.facts.sealed_application import fixed_application
from brandcluster.rules.verdicts.condition import Condition, overlay_notes
from brandcluster.rules.verdicts.zone_shares import contradicted_verdict, round_up, unread_verdict

_BY_ID = {indicator.id: indicator for indicator in INDICATORS}


def rise_of(identifier: str, clause: str, *, good: str, bad: str) -> Condition:
    """The condition on the rise of one indicator, with an example that passes and one that does not."""

    def check(dossier: Dossier, day: date) -> Iterator[Verdict]:
        for industry in each_industry(dossier, day):
            yield rise_verdict(dossier, day, _BY_ID[identifier], clause, industry)

    return Condition(clause, f"{_BY_ID[identifier].label}提高", check, good, bad)


def rise_verdict(dossier: Dossier, day: date, indicator: Indicator, clause: str, industry: str | None) -> Verdict:
    """The verdict on one rise over the baseline for one industry."""
    book = rulebook_of(dossier)
    needed, reading = book.ruling(f"rise-{indicator.id}"), book.ruling("rise-reading")
    broken = broken_seal(dossier, day)
    if broken is not None:
        return Verdict(clause, industry, "unknown", "封存的申报材料不能用作基期。", missing=(broken,))
    scope = scope_of(book, industry)
    first, now = _baseline(dossier, day, indicator, scope), current_year(dossier, day)
    if (unread := unread_year(dossier, day)) is not None:
        return unread_verdict(clause, industry, unread)
    if needed is None or reading is None or first is None:
        what = "申报上一年度的全年统计数据"
        return Verdict(clause, industry, "unknown", f"没有{what}。", missing=(what,))
    old = measure_ratio(first.statistics, indicator, scope).value
    if old is None:
        message = f"{first.year} 年的统计数据算不出{indicator.label}。"
        missing = (f"{statistics_path(first.year)} 的分子和分母",)
        return Verdict(clause, industry, "unknown", message, missing=missing)
    parts = (indicator.numerator, indicator.denominator)
    if doubts := [
        fault for year in (first, now) if year is not None for fault in doubtful_figures(dossier, year, scope, *parts)
    ]:
        return contradicted_verdict(clause, industry, doubts)
    bound = level_after(old, needed, reading)
    notes = [*_impossible(bound, needed), *overlay_notes(needed, reading, book.ruling("scope-reading"))]
    notes += _baseline_notes(dossier, day, first, indicator, scope)
    new = measure_ratio(now.statistics, indicator, scope).value if now is not None else None
    places = figure_places(dossier, first, scope, *parts)
    if now is None or new is None:
        return Verdict(
            clause,
            industry,
            "unknown",
            f"申报时（{first.year} 年）{round_text(old, PRINTED_DECIMALS)}%，还没有以后年度的全年数据。",
            values=_values(old, None, None, needed),
            sources=places,
            missing=("申报以后年度的全年统计数据",),
            notes=tuple(notes),
        )
    relative = (new - old) * 100 / old if old else None
    by_points = met_or_not(needed.admits(new - old))
    by_relative: VerdictValue = "unknown" if relative is None else met_or_not(needed.admits(relative))
    decided = by_points if reading.value == POINTS else by_relative
    notes += [
        *_readings_note(new - old, relative, by_points, by_relative, needed, reading),
        *_scopes(dossier, book, first, now, indicator, industry, needed),
        *_printed_change_note(old, new, needed),
        *_panel(now, first.year, indicator, scope),
    ]
    return Verdict(
        clause,
        industry,
        decided,
        f"{first.year} 年 {round_text(old, PRINTED_DECIMALS)}% → {now.year} 年 {round_text(new, PRINTED_DECIMALS)}%，"
        f"{_moved(new - old, needed)}（相对变化 {_signed(relative)}），要求提高{rise_in_words(needed, reading)}。",
        values=_values(old, new, relative, needed),
        relative=by_relative,
        sources=(*places, *figure_places(dossier, now, scope, *parts)),
        missing=() if decided == "met" else _amount_needed(now, indicator, scope, bound, needed),
        notes=tuple(notes),
    )


def _baseline(dossier: Dossier, day: date, indicator: Indicator, industry: str | None) -> Year | None:
    """The sealed year before the application; what was not sealed is read from that year's statistics as they stand."""
    first = baseline_year_of(dossier, day)
    if first is not None and measure_ratio(first.statistics, indicator, industry).value is None:
        own = baseline_of(dossier, None)
        return own if own is not None and own.year == first.year else first
    return first


def _values(old: Fraction, new: Fraction | None, relative: Fraction | None, needed: Ruling) -> dict[str, str | None]:
    return {
        "baseline": exact_text(old),
        "current": exact_text(new),
        "change_points": exact_text(new - old if new is not None else None, needed.number),
        "change_relative": exact_text(relative, needed.number),
        "required": exact_text(needed.number),
    }


def _readings_note(
    points: Fraction,
    relative: Fraction | None,
    by_points: VerdictValue,
    by_relative: VerdictValue,
    needed: Ruling,
    reading: Ruling,
) -> list[str]:
    """“提高2%” in points and as a relative change with their figures, where the two readings decide differently."""
    if by_points == by_relative:
        return []
    shown = "无法计算" if relative is None else f"{text_on_its_side(relative, needed.number)}%"
    return [
        f"“%”有两种读法：按百分点{VERDICT_WORDS[by_points]}（{text_on_its_side(points, needed.number)} 个百分点），"
        f"按相对变化{VERDICT_WORDS[by_relative]}（{shown}）；以{reading.value}为准（{reading.source}）"
    ]


def _scopes(
    dossier: Dossier, book: Rulebook, first: Year, now: Year, indicator: Indicator, industry: str | None, needed: Ruling
) -> list[str]:
    """The rise by both readings of “相关企业” (by the reading of % that decides), where they decide differently."""
    reading = book.ruling("rise-reading")
    other = other_scope(book, [first.statistics, now.statistics], industry)
    shown: dict[str, tuple[str, VerdictValue]] = {}
    for scope in () if other is None or reading is None else (scope_of(book, industry), *other):
        old, new = (trusted_ratio(dossier, year, indicator, scope) for year in (first, now))
        if old is None or new is None or reading is None:
            return []
        figures = f"{round_text(old, PRINTED_DECIMALS)}% → {round_text(new, PRINTED_DECIMALS)}%"
        change = new - old if reading.value == POINTS else (new - old) * 100 / old if old else None
        shown[scope_words(scope)] = (figures, "unknown" if change is None else met_or_not(needed.admits(change)))
    return scope_note(book, shown)


def _moved(points: Fraction, needed: Ruling) -> str:
    shown = text_on_its_side(points, needed.number)
    return f"提高 {shown} 个百分点" if points >= 0 else f"下降 {shown.lstrip('-')} 个百分点"


def _signed(relative: Fraction | None) -> str:
    if relative is None:
        return "无法计算"
    shown = round_text(relative, PRINTED_DECIMALS)
    return f"{'' if shown.startswith('-') else '+'}{shown}%"


def _impossible(bound: Fraction, needed: Ruling) -> list[str]:
    over = bound > 100 or (bound == 100 and needed.comparator == ">")
    return (
        [f"申报时的水平加上要求的提高是 {text_on_its_side(bound, Fraction(100))}%，超过 100%，不可能达到"]
        if over
        else []
    )


def _baseline_notes(dossier: Dossier, day: date, first: Year, indicator: Indicator, industry: str | None) -> list[str]:
    """Which statistics the baseline comes from, and where today's would say something else."""
    seal = fixed_application(dossier, day).seal
    if seal is None:
        return [f"基期取 {first.year} 年统计数据（没有封存的申报材料可作基期）"]
    if first.application is None:
        return [f"{seal.name}里没有这个数，基期取现在的 {statistics_path(first.year)}"]
    found = [f"基期取{seal.name}的 {first.year} 年统计数据"]
    own = baseline_of(dossier, None)
    kept = measure_ratio(first.statistics, indicator, industry).value
    now = (
        measure_ratio(own.statistics, indicator, industry).value if own is not None and own.year == first.year else None
    )
    if kept is not None and now is not None and now != kept:
        found.append(f"现在的 {statistics_path(first.year)} 是 {text_on_its_side(now, kept)}%，封存以后改过，不采用")
    return found


def _printed_change_note(old: Fraction, new: Fraction, needed: Ruling) -> list[str]:
    before, after = Fraction(round_text(old, PRINTED_DECIMALS)), Fraction(round_text(new, PRINTED_DECIMALS))
    if needed.admits(after - before) == needed.admits(new - old):
        return []
    return [f"按印出的数相减是 {decimal_string(after - before)} 个百分点，结论会不同；以精确值为准"]


def _amount_needed(
    now: Year, indicator: Indicator, industry: str | None, bound: Fraction, needed: Ruling
) -> tuple[str, ...]:
    """What is missing in the indicator's own quantity at today's denominator."""
    parts = measure_ratio(now.statistics, indicator, industry)
    if parts.numerator is None or not parts.denominator or bound > 100:
        return ()
    return (amount_needed(indicator, Fraction(parts.numerator), Fraction(parts.denominator), bound, needed),)


def amount_needed(
    indicator: Indicator, numerator: Fraction, denominator: Fraction, bound: Fraction, needed: Ruling
) -> str:
    """A sentence on how much more of the numerator would reach a bound (percent) at a denominator (万元)."""
    from brandcluster.dossier.indicators.measure import WAN_PER_YI

    label = LABELS[indicator.numerator].removesuffix("（万元）")
    more = max(bound * denominator / 100 - numerator, Fraction(0)) / WAN_PER_YI
    shown = _up(more)
    word = "以上" if needed.comparator == ">=" else "多一些"
    return f"按现在的分母，{label}还需增加 {shown} 亿元{word}"


def _up(value: Fraction) -> str:
    """A figure rounded up to the printed decimals (more where it would show as nothing), so that it is enough."""
    decimals = PRINTED_DECIMALS
    while 0 < value * 10**decimals < 1:
        decimals += 1
    return round_text(Fraction(round_up(value * 10**decimals), 10**decimals), decimals)


def _panel(now: Year, before: int, indicator: Indicator, industry: str | None) -> list[str]:
    """The change over the enterprises present in both years, which explains and does not decide."""
    for panel in now.statistics.panels:
        if panel.year != before or panel.industry != industry or panel.current is None or panel.earlier is None:
            continue
        old, new = (
            _of_sums(panel.earlier, indicator, panel.enterprises),
            _of_sums(panel.current, indicator, panel.enterprises),
        )
        if old is not None and new is not None:
            return [
                f"同口径（两年都在的 {panel.enterprises or '若干'} 家）：{round_text(old, 2)}% → {round_text(new, 2)}%，{_signed_points(new - old)}"
            ]
    return []


def _of_sums(sums: PanelSums, indicator: Indicator, enterprises: int | None) -> Fraction | None:
    above = getattr(sums, indicator.numerator)
    below = enterprises if indicator.denominator == "enterprises" else getattr(sums, indicator.denominator)
    return Fraction(above) * 100 / Fraction(below) if above is not None and below else None


def _signed_points(points: Fraction) -> str:
    shown = round_text(points, PRINTED_DECIMALS)
    return f"{'' if shown.startswith('-') else '+'}{shown} 个百分点"
