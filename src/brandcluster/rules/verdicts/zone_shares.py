"""三（七）1（4） and the level of （7）: shares of enterprises."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from brandcluster.base.diagnostics import Verdict, VerdictValue
from brandcluster.base.numbers import decimal_string, decimal_text, round_text, text_on_its_side
from brandcluster.dossier.files import statistics_path
from brandcluster.dossier.indicators.measure import groups_of, sum_over
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.rulebook import Rulebook, Ruling
from brandcluster.rules.facts.deciding_years import (
    LABELS,
    PRINTED_DECIMALS,
    Year,
    current_year,
    doubtful_figures,
    each_industry,
    exact_text,
    figure_places,
    latest_full_year,
    met_or_not,
    unread_year,
)
from brandcluster.rules.facts.required_rises import other_scope, scope_note, scope_of, scope_words
from brandcluster.rules.facts.rules_in_force import rulebook_of
from brandcluster.rules.facts.stage import approved_on
from brandcluster.rules.verdicts.condition import overlay_notes


def training_verdict(dossier: Dossier, day: date) -> Iterator[Verdict]:
    """三（七）1（4）: enterprises trained since the approval."""
    yield from _shares(dossier, day, "zone-4a", "trained", "training-coverage", after_approval=True)


def with_system(dossier: Dossier, day: date) -> Iterator[Verdict]:
    """三（七）1（4）: enterprises with a brand management system."""
    yield from _shares(dossier, day, "zone-4b", "with_system", "system-share")


def with_posts(dossier: Dossier, day: date) -> Iterator[Verdict]:
    """三（七）1（4）: enterprises with both posts."""
    yield from _shares(dossier, day, "zone-4c", "with_both_posts", "posts-share")


def with_effective_system(dossier: Dossier, day: date) -> Iterator[Verdict]:
    """三（七）1（7）: enterprises whose system runs effectively."""
    yield from _shares(dossier, day, "zone-7e", "with_effective_system", "level-effective_system_share")


def _shares(
    dossier: Dossier, day: date, clause: str, field: str, parameter: str, *, after_approval: bool = False
) -> Iterator[Verdict]:
    """A share of the enterprises in scope in the latest full year against a level."""
    book = rulebook_of(dossier)
    needed = book.ruling(parameter)
    found, unread = latest_full_year(dossier, day), unread_year(dossier, day)
    for industry in each_industry(dossier, day):
        if unread is not None:
            yield unread_verdict(clause, industry, unread)
            continue
        if found is None or needed is None:
            yield Verdict(clause, industry, "unknown", "没有全年的统计数据，无法判定。", missing=("全年的统计数据",))
            continue
        if after_approval and approved_on(dossier, day) is None:
            yield Verdict(
                clause,
                industry,
                "unknown",
                "培训自批复起计算，还没有批复。",
                missing=("批复日期（pilot/approval.yaml）",),
            )
            continue
        approved = approved_on(dossier, day)
        if after_approval and approved is not None and found.year < approved.year:
            yield Verdict(
                clause,
                industry,
                "unknown",
                f"培训自批复（{approved.isoformat()}）起计算，最近的全年统计数据是 {found.year} 年的。",
                missing=(f"{approved.year} 年或以后的全年统计数据",),
            )
            continue
        if current_year(dossier, day) is None:
            yield Verdict(
                clause,
                industry,
                "unknown",
                f"最近的全年统计数据是 {found.year} 年的，还是申报以前的情况。",
                missing=("申报以后年度的全年统计数据",),
            )
            continue
        yield _share_of(book, found, industry, clause, field, needed, dossier)


def _share_of(
    book: Rulebook, found: Year, industry: str | None, clause: str, field: str, needed: Ruling, dossier: Dossier
) -> Verdict:
    """The verdict on one share in a year, over the enterprises that “相关企业” is read as."""
    scope = scope_of(book, industry)
    if doubts := doubtful_figures(dossier, found, scope, field, "enterprises"):
        return contradicted_verdict(clause, industry, doubts)
    within = groups_of(found.statistics, scope)
    above, below = sum_over(within, field), sum_over(within, "enterprises")
    if above is None or not below:
        lacking = LABELS[field] if above is None else LABELS["enterprises"]
        return Verdict(
            clause,
            industry,
            "unknown",
            f"{found.year} 年的统计数据里缺“{lacking}”。",
            missing=(f"{statistics_path(found.year)} 的“{lacking}”",),
        )
    value = Fraction(above) * 100 / Fraction(below)
    met = needed.admits(value)
    return Verdict(
        clause,
        industry,
        met_or_not(met),
        f"{found.year} 年 {decimal_text(above)}/{decimal_text(below)} 家，{text_on_its_side(value, needed.number)}%，要求 {plain_bound(needed)}% 以上。",
        values={"current": exact_text(value, needed.number), "required": exact_text(needed.number)},
        sources=figure_places(dossier, found, scope, field, "enterprises"),
        missing=() if met else (enterprises_needed(needed, Fraction(above), Fraction(below), field),),
        notes=(
            *_printed_note(value, needed),
            *_scopes(dossier, book, found, industry, field, needed),
            *overlay_notes(needed, book.ruling("scope-reading")),
        ),
    )


def _scopes(
    dossier: Dossier, book: Rulebook, found: Year, industry: str | None, field: str, needed: Ruling
) -> list[str]:
    """The share by both readings of “相关企业”, where they decide differently."""
    other = other_scope(book, [found.statistics], industry)
    shown: dict[str, tuple[str, VerdictValue]] = {}
    for scope in () if other is None else (scope_of(book, industry), *other):
        within = groups_of(found.statistics, scope)
        above, below = sum_over(within, field), sum_over(within, "enterprises")
        if above is None or not below or doubtful_figures(dossier, found, scope, field, "enterprises"):
            return []
        value = Fraction(above) * 100 / Fraction(below)
        figures = f"{decimal_text(above)}/{decimal_text(below)} 家（{text_on_its_side(value, needed.number)}%）"
        shown[scope_words(scope)] = (figures, met_or_not(needed.admits(value)))
    return scope_note(book, shown)


def unread_verdict(clause: str, industry: str | None, gap: str) -> Verdict:
    """The verdict where a year's file cannot be read, so that nobody knows which year decides."""
    return Verdict(clause, industry, "unknown", "不知道最近一个全年是哪一年，无法判定。", missing=(gap,))


def contradicted_verdict(clause: str, industry: str | None, doubts: list[str]) -> Verdict:
    """The verdict where the figures contradict each other."""
    return Verdict(clause, industry, "unknown", "统计数据自相矛盾，或依据的文件不在，无法判定。", missing=tuple(doubts))


def enterprises_needed(needed: Ruling, above: Fraction, below: Fraction, field: str) -> str:
    """How many more enterprises are needed at today's number of enterprises."""
    more = round_up(needed.number * below / 100 - above)
    if needed.comparator == ">" and needed.number * below / 100 == above + more:
        more += 1
    doing = {
        "trained": "参加品牌培训",
        "with_system": "建立实施品牌管理体系",
        "with_both_posts": "设立首席品牌官和品牌经理",
        "with_effective_system": "有效运行品牌管理体系",
    }[field]
    return f"还需 {more} 家企业{doing}"


def round_up(value: Fraction) -> int:
    """The least whole number that is not below a value."""
    return -(-value.numerator // value.denominator)


def plain_bound(needed: Ruling) -> str:
    """A parameter's number for a reader."""
    return decimal_string(needed.number)


def _printed_note(value: Fraction, needed: Ruling) -> tuple[str, ...]:
    shown = round_text(value, PRINTED_DECIMALS)
    if needed.admits(Fraction(shown)) == needed.admits(value):
        return ()
    return (f"四舍五入印成 {shown}%，按印出的数结论会不同；以精确值为准",)
