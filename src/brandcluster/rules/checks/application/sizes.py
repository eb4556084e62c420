"""Rules on sizes: what statistics say from year to year, part and whole, the first three, amounts in texts.

Limits are parameters of the edition. A leap within one source is a warning with both figures; two sources that state
one amount and differ as two units do is an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from brandcluster.base.numbers import decimal_text, round_text
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.files import CONDITIONS, ENTERPRISES_FOLDER, PLAN, REGION, TOP_ENTERPRISES, statistics_path
from brandcluster.dossier.indicators.measure import leading_groups, sum_over
from brandcluster.dossier.indicators.units import IN_WAN, ratio_between
from brandcluster.dossier.keeping import once_each
from brandcluster.dossier.load import Dossier, once
from brandcluster.dossier.model.measures import total_label
from brandcluster.dossier.model.statistics import IndustryStatistics, Panel, PanelSums
from brandcluster.rules.checks.application.enterprises import by_industry, falling_revenue, sums_beside_industry
from brandcluster.rules.checks.application.prose import Prose, prose_of_file
from brandcluster.rules.facts.contradictions import contradicting_fields
from brandcluster.rules.facts.leaps import (
    WHOLES,
    Leap,
    amount_leaps,
    count_leaps,
    differing_from_returns,
    leaping_fields,
    mix_of,
    region_leaps,
    share_leaps,
)
from brandcluster.rules.facts.rules_in_force import parameter_number
from brandcluster.rules.rule import Finding, Rule, by_text

_PANEL_FIELDS = (
    "gross_output",
    "value_added",
    "new_product_output",
    "revenue",
    "own_brand_revenue",
    "adopted_standard_revenue",
    "with_effective_system",
)
#: An amount in a text, and what ends the words on one document.
_AMOUNT = late_pattern(r"(\d{1,12}(?:\.\d{1,6})?)\s*(亿元|万元|千元|元)")
_END_OF_DOCUMENT = late_pattern(r"[《\n]|。(?=[^，]*《)")
#: Shares that nothing can be above, and how a text states one: 增长率 and 完成率 may well be.
_WHOLE_SHARE = late_pattern(
    r"(?:占|比重|占比|覆盖面|覆盖率|合格率|占有率|办结率|达标率|普及率|参与率|参加率)[^。；，、\n%％]{0,12}?(\d{1,12}(?:\.\d{1,6})?)\s*[%％]"
)
_WHOLE_SHARE_NAMED = late_pattern(r"比重|占比|覆盖面|覆盖率|合格率|占有率|办结率|达标率|普及率|参与率|参加率|上报率")


def _ignore(code: str) -> str:
    return f"；都没有错，在这一行上面加一行注释“# brandcluster: ignore {code} …”，省略号处写明原因。"


def _times(ratio: Fraction) -> str:
    return f"相差约 {round_text(ratio, 1)} 倍" if ratio.denominator != 1 else f"相差 {ratio} 倍"


# ---- from year to year -------------------------------------------------------------------------------------------


def _amounts(dossier: Dossier) -> Iterator[Finding]:
    known = differing_from_returns(dossier)
    for leap in amount_leaps(dossier):
        if (leap.year, leap.keys) in known or (leap.other_year, leap.other_keys) in known:
            continue
        one, other = decimal_text(leap.value), decimal_text(leap.other_value)
        if leap.means is not None:
            one += f"，户均 {round_text(leap.means[0], 2)} 万元"
            other += f"，户均 {round_text(leap.means[1], 2)} 万元"
        mixed = f"，{leap.mix.words}" if leap.mix is not None else ""
        yield _between(
            dossier,
            leap,
            f"{_what(leap)}{one}；{leap.other_year} 年是 {other}：{_times(leap.ratio)}{mixed}。",
            f"核对这两年的数和单位，改正写错的那一个{_ignore('Q101')}",
        )


def _what(leap: Leap) -> str:
    label = total_label(leap.field)
    rest = f"等 {1 + len(leap.alike)} 项，这一项 " if leap.alike else " "
    return f"{leap.industry}“{label}”{rest}" if leap.industry is not None else f"“{label}” "


def _between(dossier: Dossier, leap: Leap, message: str, help_: str) -> Finding:
    other = dossier.locate(statistics_path(leap.other_year), leap.other_keys)
    return Finding(statistics_path(leap.year), leap.keys, message, help_, related=(other,))


def _counts(dossier: Dossier) -> Iterator[Finding]:
    known = differing_from_returns(dossier)
    for leap in count_leaps(dossier):
        if (leap.year, leap.keys) in known or (leap.other_year, leap.other_keys) in known:
            continue
        yield _between(
            dossier,
            leap,
            f"{_what(leap)}{leap.value}，{leap.other_year} 年是 {leap.other_value}：{_times(leap.ratio)}。",
            f"核对家数有没有写错、两年的统计范围是不是一样{_ignore('Q102')}",
        )


def _shares(dossier: Dossier) -> Iterator[Finding]:
    known = {(year, keys[:2]) for year, keys in differing_from_returns(dossier)}
    for leap in share_leaps(dossier):
        if known & {(leap.year, ("产业", leap.at)), (leap.other_year, ("产业", leap.other_at))}:
            continue
        above, below = total_label(leap.indicator.numerator), total_label(leap.indicator.denominator)
        keys = ("产业", leap.at, above)
        yield Finding(
            statistics_path(leap.year),
            keys,
            f"{leap.industry}“{leap.indicator.label}”{round_text(leap.share, 2)}%，{leap.other_year} 年是 "
            f"{round_text(leap.other_share, 2)}%，相差 {round_text(abs(leap.share - leap.other_share), 2)} 个百分点。",
            f"核对两年的“{above}”和“{below}”{_ignore('Q103')}",
            related=(dossier.locate(statistics_path(leap.other_year), ("产业", leap.other_at, above)),),
        )


def _region(dossier: Dossier) -> Iterator[Finding]:
    alike = {(each.year, each.other_year, each.rises) for each in amount_leaps(dossier)}
    for leap in region_leaps(dossier):
        if (leap.year, leap.other_year, leap.rises) in alike:
            continue  # the whole file is in another unit: Q101 says so
        if any(_more_than_all(dossier, year) for year in (leap.year, leap.other_year)):
            continue  # S104 says which
        yield _between(
            dossier,
            leap,
            f"{_what(leap)}{decimal_text(leap.value)}，{leap.other_year} 年是 {decimal_text(leap.other_value)}："
            f"{_times(leap.ratio)}。",
            f"核对这两年的数、单位，以及是不是同一个区域范围{_ignore('Q104')}",
        )


def _more_than_all(dossier: Dossier, year: int) -> bool:
    statistics = dossier.statistics[year]
    output = sum_over(leading_groups(statistics), "gross_output")
    return output is not None and output > (statistics.regional_gross_output or output)


# ---- part and whole ----------------------------------------------------------------------------------------------


def _panels(dossier: Dossier) -> Iterator[Finding]:
    for year, statistics in dossier.statistics.items():
        for index, panel in enumerate(statistics.panels):
            if panel.year is None:
                continue
            sides = ((year, "本年", panel.current), (panel.year, "对比年", panel.earlier))
            for of_year, label, sums in sides:
                found = _group_of(dossier, of_year, panel.industry)
                if found is not None and sums is not None:
                    yield from _panel_side(dossier, (year, index, label), panel, sums, (of_year, *found))


def _group_of(dossier: Dossier, year: int, industry: str | None) -> tuple[int, IndustryStatistics] | None:
    statistics = dossier.statistics.get(year)
    groups = enumerate(statistics.industries) if statistics is not None else ()
    return next(((index, group) for index, group in groups if industry is not None and group.name == industry), None)


def _panel_side(
    dossier: Dossier,
    at: tuple[int, int, str],
    panel: Panel,
    sums: PanelSums,
    whole: tuple[int, int, IndustryStatistics],
) -> Iterator[Finding]:
    """One side of a panel against all enterprises of its group in that year."""
    (year, index, label), (of_year, group_index, group) = at, whole
    known = differing_from_returns(dossier)
    wrong = contradicting_fields(group) | leaping_fields(dossier).get((of_year, group.name), set())
    for field in _PANEL_FIELDS:
        part, all_ = getattr(sums, field), getattr(group, field)
        keys = ("同口径", index, label, total_label(field))
        of_group = ("产业", group_index, total_label(field))
        if part is None or all_ is None or field in wrong or {(year, keys), (of_year, of_group)} & known:
            continue
        said = (
            f"同口径“{label}”的“{total_label(field)}”{decimal_text(part)}，{of_year} 年全部企业是 {decimal_text(all_)}"
        )
        place = (dossier.locate(statistics_path(of_year), of_group),)
        if part > all_:
            help_ = "同口径的企业是全部企业的一部分，不会比全部还多：核对两个数和单位。"
            yield Finding(
                statistics_path(year), keys, f"{said}：部分大于总体。", help_, severity="error", related=place
            )
        elif (ratio := _far_below(dossier, field, (part, panel.enterprises), (all_, group.enterprises))) is not None:
            mix = mix_of(dossier, ratio)
            mixed = f"，{mix.words}" if mix is not None else ""
            help_ = f"核对两个数和单位，改正写错的那一个{_ignore('Q105')}"
            message = f"{said}，户均{_times(ratio)}{mixed}。"
            yield Finding(statistics_path(year), keys, message, help_, related=place)


def _far_below(
    dossier: Dossier, field: str, part: tuple[Decimal, int | None], whole: tuple[Decimal, int | None]
) -> Fraction | None:
    """How many times the mean of all is that of most of them, where that cannot be; None where it can.

    Only a panel of at least half of the enterprises says anything about all.
    """
    limit = parameter_number(dossier, "amount-leap" if field in WHOLES else "part-leap")
    if limit is None or field == "with_effective_system" or not part[1] or not whole[1] or part[1] * 2 < whole[1]:
        return None
    ratio = ratio_between(Fraction(part[0]) / part[1], Fraction(whole[0]) / whole[1])
    return ratio if ratio is not None and ratio >= limit else None


# ---- the first three ---------------------------------------------------------------------------------------------


def _top_gap(dossier: Dossier) -> Iterator[Finding]:
    if dossier.baseline_year is None or dossier.files.exists(f"{ENTERPRISES_FOLDER}/{dossier.baseline_year}.csv"):
        return  # U104 holds the three against their returns
    if any(True for _ in (*falling_revenue(dossier), *sums_beside_industry(dossier))):
        return  # U102 or U103 says what is wrong with them
    limit = parameter_number(dossier, "top-gap")
    for members in by_industry(dossier).values():
        for place, (index, enterprise) in enumerate(members[1:], 1):
            before, now = members[place - 1][1].revenue, enterprise.revenue
            if not before or not now or limit is None or Fraction(before) < limit * Fraction(now):
                continue
            ratio = Fraction(before) / Fraction(now)
            above = members[place - 1][0]
            yield Finding(
                TOP_ENTERPRISES,
                ("企业", index, "销售收入（万元）"),
                f"销售收入 {decimal_text(now)} 万元，排在前一名的是 {decimal_text(before)} 万元，{_times(ratio)}。",
                f"核对这两家的数和单位，改正写错的那一个{_ignore('Q106')}",
                related=(dossier.locate(TOP_ENTERPRISES, ("企业", above, "销售收入（万元）")),),
            )


# ---- amounts and shares in texts ---------------------------------------------------------------------------------


def _policy_amounts(dossier: Dossier) -> Iterator[Finding]:
    policies = [(i, each) for i, each in enumerate(dossier.conditions.policies) if each.amount and each.number]
    if not policies:
        return
    texts = [(path, prose_of_file(dossier, path)) for path in (REGION, PLAN) if dossier.has(path)]
    told = [each for path, of_file in texts for each in _policy_amounts_told(dossier, path, of_file)]
    for index, policy in policies:
        number, amount = policy.number or "", Fraction(policy.amount or 0)
        stated = [(value, words, prose) for about, value, words, prose in told if about == number]
        if any(value == amount for value, _, _ in stated):
            continue
        for value, words, prose in stated:
            ratio = ratio_between(amount, value)
            mix = mix_of(dossier, ratio) if ratio is not None else None
            if mix is not None:
                yield Finding(
                    CONDITIONS,
                    ("政策措施", index, "金额（万元）"),
                    f"“{number}”的金额 {decimal_text(policy.amount or 0)} 万元，“{prose.keys[0]}”里写的是 {words}：{mix.words}。",
                    "照文件核对两处的金额和单位，改正写错的那一处。",
                    related=(dossier.locate_text(prose.file, prose.keys, words),),
                )
                break


@once
def _policy_numbers(dossier: Dossier) -> tuple[str, ...]:
    """The numbers of the policies whose amount is known, each once."""
    return tuple(dict.fromkeys(each.number for each in dossier.conditions.policies if each.amount and each.number))


@once_each
def _policy_amounts_told(
    dossier: Dossier, path: str, texts: tuple[Prose, ...]
) -> Iterator[tuple[str, Fraction, str, Prose]]:
    """The amounts (in 万元, and as written) that texts state of a document, from its number to the next document."""
    numbers = _policy_numbers(dossier)
    for prose in texts:
        text = prose.printed.text
        for number in numbers:
            start = 0
            while (start := text.find(number, start)) >= 0:
                start += len(number)
                said = _END_OF_DOCUMENT.split(text[start:], maxsplit=1)[0]
                for match in _AMOUNT.finditer(said):
                    yield number, Fraction(match[1]) * IN_WAN[match[2]], match[0], prose


def _shares_over(dossier: Dossier) -> Iterator[Finding]:
    yield from _told_shares_over(dossier)
    yield from _targets_over(dossier)


@by_text(prose_of_file)
def _told_shares_over(dossier: Dossier, path: str, texts: tuple[Prose, ...]) -> Iterator[Finding]:
    for prose in texts:
        # As written: what a reference prints is said where its figures stand.
        for match in _WHOLE_SHARE.finditer(prose.source) if "%" in prose.source or "％" in prose.source else ():
            if Fraction(match[1]) > 100:
                help_ = (
                    "部分与全体之比不会超过 100%：核对这个数；确实可以超过的，在这一栏的名称上面加一行注释"
                    "“# brandcluster: ignore Q108 …”，省略号处写明原因。"
                )
                earlier = prose.source.count(match[0], 0, match.start())
                yield Finding(
                    prose.file,
                    prose.keys,
                    f"“{match[0]}”超过 100%。",
                    help_,
                    snippet=match[0],
                    occurrence=earlier,
                )


def _targets_over(dossier: Dossier) -> Iterator[Finding]:
    for phase_index, phase in enumerate(dossier.plan.phases):
        for index, target in enumerate(phase.project_targets):
            if target.quantity is None or target.quantity <= 100 or target.unit not in ("%", "％"):
                continue
            if _WHOLE_SHARE_NAMED.search(target.target or "") is not None:
                yield Finding(
                    PLAN,
                    ("工作阶段", phase_index, "项目目标", index, "数值"),
                    f"“{target.target}”{decimal_text(target.quantity)}% 超过 100%。",
                    f"部分与全体之比不会超过 100%：核对这个数{_ignore('Q108')}",
                )


RULES = (
    Rule(
        "Q101",
        "相邻两年的户均产值、收入相称",
        "form-statistics",
        "warning",
        "产值、增加值、销售收入的户均一年差三倍以上，新产品、自主品牌、采标、研发的户均差五倍以上，多半是单位弄错或多写、少写了一位；正好差十倍、千倍、万倍的，指出像哪两个单位。"
        "只比全年；户均用工业企业数算；不到五家的组只看是不是单位弄错。有三年以上的，与前后都不合的那一年是写错的。",
        "2012 年 1022800 万元、257 家，2013 年 1184600 万元、268 家",
        "2012 年 1022800 万元、257 家，2013 年 11846000 万元、268 家",
        _amounts,
    ),
    Rule(
        "Q102",
        "相邻两年的企业数相称",
        "form-statistics",
        "warning",
        "企业有进有出，一年差两倍半以上、又差十家以上的，多半是写错了一位，或者统计范围变了。培训、体系、岗位的企业数不比；批复以后其他相关企业增加的也不比，试点就是要带动它们。",
        "2012 年 224 家，2013 年 231 家",
        "2012 年 224 家，2013 年 47 家",
        _counts,
    ),
    Rule(
        "Q103",
        "相邻两年的比重相称",
        "form-statistics",
        "warning",
        "增加值率、自主品牌比重这样的比重一年变化几个百分点；差二十个百分点以上的，多半是分子或分母写错、口径变了。金额本身已经提出来的不再提。品牌管理体系的企业比重不比，试点就是要提高它。",
        "自主品牌比重 54.6%，下一年 57.1%",
        "自主品牌比重 54.6%，下一年 99.7%",
        _shares,
    ),
    Rule(
        "Q104",
        "区域工业总产值与上年相称",
        "form-industries",
        "warning",
        "整个区域的工业总产值一年差三倍以上，多半是单位弄错，或者有一年写的不是整个区域。",
        "2012 年 2184700 万元，2013 年 2486300 万元",
        "2012 年 2184700 万元，2013 年 248630 万元",
        _region,
    ),
    Rule(
        "Q105",
        "同口径的数与全部企业相称",
        "form-statistics",
        "warning",
        "同口径的企业是全部企业的一部分：大于总体是错误；占了一半以上的家数，户均却差三倍以上（新产品、自主品牌、采标差五倍以上），多半是单位弄错。",
        "同口径 247 家 1147900 万元，全部 268 家 1184600 万元",
        "同口径 247 家 114790 万元，全部 268 家 1184600 万元",
        _panels,
    ),
    Rule(
        "Q106",
        "前三家依次相差不悬殊",
        "form-top-three",
        "warning",
        "前一名是后一名的十倍以上，多半是其中一家的单位弄错、多写或少写了一位。有企业报表的，由 U104 与报表核对。",
        "58640、43270、36850",
        "586400、43270、36850",
        _top_gap,
    ),
    Rule(
        "Q107",
        "政策的金额与文中写的是同一个单位",
        "eligible-policy",
        "error",
        "同一份文件的金额，政策表和文字各写一处；两处差十倍、千倍、万倍的，是单位弄错。按文号找；文中没有写这份文件金额的不比。",
        "政策表 2000，文中“共2000万元”",
        "政策表 20000，文中“共2000万元”",
        _policy_amounts,
    ),
    Rule(
        "Q108",
        "部分与全体之比不超过 100%",
        None,
        "warning",
        "占…%、比重、覆盖面、合格率、办结率这些不会超过 100%；增长率、完成率可以超过，不查。",
        "参加培训覆盖面 95%",
        "参加培训覆盖面 950%",
        _shares_over,
    ),
)
