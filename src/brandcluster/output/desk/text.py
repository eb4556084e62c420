"""The table of many dossiers for the terminal, and what every form of it shares.

Every figure stands with its numerator, denominator and year.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from brandcluster.base.diagnostics import SEVERITY_WORDS, VERDICT_WORDS, Location, Verdict, VerdictValue
from brandcluster.base.numbers import round_text
from brandcluster.base.visible import visible
from brandcluster.dossier.indicators.measure import WAN_PER_YI
from brandcluster.notice import edition
from brandcluster.output.text.heading import path_below
from brandcluster.output.text.table import align_rows, cut_to_width
from brandcluster.output.text.terminal import Line
from brandcluster.output.text.words import verdict_span
from brandcluster.review.across import GOAL, Across
from brandcluster.review.alike import AlikePair
from brandcluster.review.quota import QuotaUse
from brandcluster.review.rows import SEALS, Row, RowFigure
from brandcluster.rules.facts.stage import STAGES

DECIMALS = 2
UNMET: tuple[VerdictValue, ...] = ("not_met", "unknown")
NONE = "—"
#: Headings of the columns of numbers: errors, warnings, judgements that are still open.
OWN_HEADS = ("条件符合", "其中自评")
PROBLEM_HEADS = (SEVERITY_WORDS["error"], SEVERITY_WORDS["warning"], "还需认定")
#: Short headings of the five indicators for narrow tables.
SHORT = {
    "value_added_rate": "增加值率",
    "own_brand_share": "自主品牌",
    "new_product_rate": "新产品",
    "adopted_standard_share": "采标产品",
    "effective_system_share": "体系有效",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """What is shown: the rows that were asked for, what holds between all of them, the day, in words which folders
    could not be looked into, and what two dossiers have in common (None where nobody asked)."""

    rows: list[Row]
    total: int
    between: Across
    day: date
    skipped: tuple[str, ...] = ()
    alike: tuple[AlikePair, ...] | None = None


def percent_text(figure: RowFigure | None) -> str:
    """The value as it is printed; a dash where it cannot be computed."""
    return NONE if figure is None or figure.value is None else round_text(figure.value, DECIMALS)


def fraction_text(figure: RowFigure | None) -> str:
    """Numerator and denominator: amounts in 亿元, counts as they are."""
    if figure is None or figure.numerator is None or figure.denominator is None:
        return NONE
    if not figure.numerator_label.endswith("（万元）"):
        return f"{round_text(figure.numerator, 0)}/{round_text(figure.denominator, 0)}家"
    above, below = (round_text(part / WAN_PER_YI, DECIMALS) for part in (figure.numerator, figure.denominator))
    return f"{above}/{below}亿"


def conditions_word(row: Row) -> str:
    """How many of the conditions are met, of how many that apply, and how many of them by the region's own word."""
    own = f"（自评{row.own}）" if row.own else ""
    return f"{row.count('met')}/{len(row.conditions) - row.count('not_applicable')}{own}"


def condition_label(row: Row, clause: str) -> str:
    """A condition in a few words; its id where it has none."""
    return dict(row.labels).get(clause, clause)


def condition_labels(desk: Desk) -> list[tuple[str, str]]:
    """The conditions that some dossier is judged by, each once, with their labels."""
    judged = ((row, verdict.clause) for row in desk.rows for verdict in row.conditions)
    return list(dict.fromkeys((clause, condition_label(row, clause)) for row, clause in judged))


def day_word(day: date | None) -> str:
    """A date, or a dash."""
    return NONE if day is None else day.isoformat()


# ---- terminal ------------------------------------------------------------------------------------------------


def desk_lines(desk: Desk) -> list[Line]:
    """The table, the indicators, the seals, and what holds between the dossiers; at most 120 cells wide."""
    shown = f"显示 {len(desk.rows)} 份，" if len(desk.rows) != desk.total else ""
    found: list[Line] = [(("bold", f"{desk.total} 份材料，{shown}以 {desk.day.isoformat()} 为今天"),)]
    found += [(("yellow", f"没有看：{visible(text)}"),) for text in desk.skipped]
    found.append(())
    readable = [row for row in desk.rows if not row.failure]
    if readable:
        found += [
            *_overview(readable),
            *_unmet(readable),
            (),
            *_figures(readable),
            (),
            *_seals(readable),
            *_left(readable),
            (),
        ]
    found += [*_quotas(desk.between), *_others(desk.between), (), *_alike(desk), *_stages(desk.between)]
    for row in desk.rows:
        if row.failure:
            found.append(
                (("bold red", f"{visible(row.name)}：程序在这一份上出错，其余不受影响。{visible(row.failure)}"),)
            )
    return found


def _title(row: Row) -> str:
    return row.region or row.applicant or row.key


def _overview(rows: list[Row]) -> Iterator[Line]:
    cells = [["", "省份", "申报单位", "主导产业", "阶段", "条件", *PROBLEM_HEADS]]
    for number, row in enumerate(rows, start=1):
        cells.append(
            [
                str(number),
                cut_to_width(visible(row.province or NONE), 10),
                cut_to_width(visible(row.applicant or _title(row)), 26),
                cut_to_width(visible("、".join(each.name for each in row.industries) or NONE), 16),
                STAGES[row.stage],
                conditions_word(row),
                str(row.errors),
                str(row.warnings),
                str(len(row.open_judgements)),
            ]
        )
    table = align_rows(cells, frozenset((0, 6, 7, 8)))
    yield (("dim", table[0]),)
    for text, row in zip(table[1:], rows, strict=True):
        yield (("red" if row.errors or row.count("not_met") else "", text),)
    yield (
        (
            "dim",
            "条件：三（一）（二）各条符合的条数/适用的条数，括号里是其中按自评的。还需认定：等人认定的条数。文件夹见“盖章和封存”。",
        ),
    )


def _unmet(rows: list[Row]) -> Iterator[Line]:
    """Which conditions are not met or not known, a line a dossier."""
    by_number = [(number, row) for number, row in enumerate(rows, start=1) if row.unmet]
    if by_number:
        yield from ((), (("bold", "不符合和无法判定的条件"),))
    for number, row in by_number:
        spans: list[tuple[str, str]] = [("", f"{number:2} ")]
        for value in UNMET:
            named = [_condition_name(row, verdict) for verdict in row.unmet if verdict.value == value]
            if named:
                spans += [("", " "), verdict_span(value), ("", f"：{'、'.join(named)}。")]
        yield tuple(spans)


def _condition_name(row: Row, verdict: Verdict) -> str:
    """A condition by its clause and label, and the industry it is judged for."""
    cite = edition.cite_clause(row.edition, verdict.clause) or row.overlay or ""
    label = condition_label(row, verdict.clause)
    return visible(f"{cite}{label}{f'（{verdict.industry}）' if verdict.industry else ''}")


def _figures(rows: list[Row]) -> Iterator[Line]:
    yield (("bold", "五个关键指标和产业比重（%；下面是分子/分母，“亿”是亿元，和出处）"),)
    cells, places = [["", "产业", "年份", *SHORT.values(), "占区域产值"]], list[str]()
    for number, row in enumerate(rows, start=1):
        for industry in row.industries:
            figures, year = industry.columns, industry.year
            cells.append(
                [str(number), cut_to_width(visible(industry.name), 12), str(year or NONE), *map(percent_text, figures)]
            )
            cells.append(["", "", "", *map(fraction_text, figures)])
            places.append(places_word(place for figure in figures if figure is not None for place in figure.sources))
    table = align_rows(cells, frozenset((0, *range(3, 9))))
    yield (("dim", table[0]),)
    for at, place in enumerate(places):
        yield (("", table[2 * at + 1]),)
        if place:
            yield (("dim", table[2 * at + 2]),)
            yield (("dim", f"    {place}"),)


def _seals(rows: list[Row]) -> Iterator[Line]:
    yield (("bold", "盖章和封存"),)
    cells = [["", "申报日期", *(label for _, _, label in SEALS), "封存", "文件夹"]]
    for number, row in enumerate(rows, start=1):
        dates = {seal.id: day_word(seal.date) for seal in row.seals}
        cells.append(
            [
                str(number),
                day_word(row.applied),
                *(dates.get(each, VERDICT_WORDS["not_applicable"]) for each, _, _ in SEALS),
                day_word(row.sealed_on),
                visible(row.name),
            ]
        )
    table = align_rows(cells, frozenset((0,)))
    yield (("dim", table[0]),)
    yield from ((("", text),) for text in table[1:])


def _left(rows: list[Row]) -> Iterator[Line]:
    """What regions leave as it is, and why; it is counted all the same."""
    if not any(row.left for row in rows):
        return
    yield ()
    yield (("bold", "区域说明不改的（照样计入错误和警告）"),)
    for number, row in enumerate(rows, start=1):
        for code, reason, count in row.left_reasons:
            yield (("", f"  {number}  {code} {count} 处：{visible(reason)}"),)


def _quotas(between: Across) -> Iterator[Line]:
    yield (("bold", "名额（三（三）：每省每年）"),)
    for use in between.quotas:
        yield ("", f"  {quota_name(use)}  "), verdict_span(use.value), ("", f"  {visible(use.message)}")
        for row in use.applied:
            for note in row.notes:
                yield (("yellow", f"    {cut_to_width(visible(_title(row)), 40)}：{visible(note)}。"),)


def _stages(between: Across) -> Iterator[Line]:
    yield (("bold", "走到哪一步（全部材料）"),)
    yield (("", "  " + "；".join(f"{STAGES[stage]} {count} 份" for stage, count in between.stages)),)
    yield (("dim", f"  {goal_words(between)}"),)


def goal_words(between: Across) -> str:
    """The zones among these dossiers beside what the notice wants of the whole country."""
    goal = edition.clauses_of(edition.default_edition())[GOAL]
    return f"其中示范区 {dict(between.stages).get('zone', 0)} 个。{goal.cite}：“{goal.text}”"


def quota_name(use: QuotaUse) -> str:
    """Which province and year."""
    return f"{visible(use.province) or '省份未填'} {f'{use.year} 年' if use.year is not None else '年份不明'}"


def _others(between: Across) -> Iterator[Line]:
    if between.deadlines:
        yield from ((), (("bold", "省级补充规则的期限"),))
    for due in between.deadlines:
        names = "、".join(cut_to_width(visible(_title(row)), 24) for row in due.rows)
        style = "yellow" if due.days >= 0 else "dim"
        yield (
            (style, f"  {due.deadline.due.isoformat()}（{days_word(due.days)}）"),
            ("", f"  {visible(due.deadline.what)}：{names}"),
        )
    if between.twice:
        yield from ((), (("bold", "同一事项申报了不止一次"),))
    for each in between.twice:
        yield (("yellow", f"  {visible(each.what)}：{'、'.join(map(applied_word, each.rows))}"),)
    if between.shared:
        yield from ((), (("bold", "同一家企业列入不止一份材料的前三名"),))
    for shared in between.shared:
        code = f"（{visible(shared.code)}）" if shared.code else ""
        yield (("yellow", f"  {visible(shared.name)}{code}"),)
        for row, entry in shared.places:
            yield (("", f"    {place_in(row, entry.source)}  {visible(entry.industry or '')}".rstrip()),)


def _alike(desk: Desk) -> Iterator[Line]:
    if desk.alike is not None:
        from brandcluster.output.desk.alike_text import alike_lines

        yield from (*alike_lines(desk.alike), ())


def applied_word(row: Row) -> str:
    """A dossier by its folder, with the day of its application."""
    return f"{visible(row.name)}（{'申报日期未填' if row.applied is None else f'{row.applied.isoformat()} 申报'}）"


def days_word(days: int) -> str:
    """How far a date is from today."""
    return "今天" if days == 0 else f"还有 {days} 天" if days > 0 else f"已过 {-days} 天"


def places_word(places: Iterable[Location]) -> str:
    """Places in one line, each file with its lines: `statistics/2013.yaml:12,14、dossier.yaml:3`."""
    files: dict[str, dict[int, None]] = {}
    for place in places:
        files.setdefault(place.path, {})[place.line] = None
    return "、".join(f"{visible(path)}:{','.join(map(str, lines))}" for path, lines in files.items())


def place_in(row: Row, place: Location) -> str:
    """A place with the dossier it is in."""
    return f"{visible(path_below(row.name, place.path))}:{place.line}"
