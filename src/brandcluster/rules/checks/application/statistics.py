"""Rules on statistics/YEAR.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from brandcluster.base.numbers import decimal_text, round_text
from brandcluster.dossier.files import HEADER, STATISTICS_FOLDER, statistics_path
from brandcluster.dossier.indicators.measure import leading_groups, sum_over
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.fields import OTHER_INDUSTRY
from brandcluster.dossier.model.reading import fields_of, nearest_choice
from brandcluster.dossier.model.statistics import FULL_YEAR, IndustryStatistics
from brandcluster.rules.facts.contradictions import contradicting_fields, contradictions_in, likeliest_wrong
from brandcluster.rules.facts.leaps import leaping_fields
from brandcluster.rules.facts.rules_in_force import parameter_number
from brandcluster.rules.rule import Finding, Rule


def _full_year(dossier: Dossier) -> Iterator[Finding]:
    year = dossier.baseline_year
    if year is None:
        return
    path = statistics_path(year)
    if path not in dossier.documents:
        if dossier.statistics or STATISTICS_FOLDER not in {d.location.path for d in dossier.diagnostics}:
            known = "、".join(str(known) for known in sorted(dossier.statistics)) or "无"
            yield Finding(
                HEADER,
                ("申报日期",),
                f"没有申报上一年度（{year} 年）的统计数据；现有：{known}。",
                f"补上 {path}，或核对申报日期。",
            )
        return
    statistics = dossier.statistics.get(year)
    if statistics is not None and statistics.period not in (None, FULL_YEAR):
        yield Finding(
            path,
            ("期间",),
            f"申报要用 {year} 年全年数据，这里是“{statistics.period}”。",
            "换成全年数据，期间写“全年”。",
        )


def _year_matches(dossier: Dossier) -> Iterator[Finding]:
    for year, statistics in dossier.statistics.items():
        if statistics.year is not None and statistics.year != year:
            yield Finding(
                statistics_path(year),
                ("年份",),
                f"年份写的是 {statistics.year}，文件名是 {year}.yaml。",
                f"写成 {year}，或者把文件改名。",
            )


def _parts_of_wholes(dossier: Dossier) -> Iterator[Finding]:
    labels = {field.name: label for label, field in fields_of(IndustryStatistics).items()}
    for year, statistics in dossier.statistics.items():
        for index, group in enumerate(statistics.industries):
            for name, pairs in likeliest_wrong(contradictions_in(group)):
                said = "，".join(
                    f"“{labels[part]}”{decimal_text(getattr(group, part))} 大于“{labels[whole]}”{decimal_text(getattr(group, whole))}"
                    for part, whole in pairs
                )
                yield Finding(
                    statistics_path(year),
                    ("产业", index, labels[name]),
                    f"{said}。",
                    "部分不能大于总体，请核对这些数和它们的单位。",
                )


def _shares(dossier: Dossier) -> Iterator[Finding]:
    tolerance = parameter_number(dossier, "share-tolerance")
    for year, statistics in dossier.statistics.items():
        whole = statistics.regional_gross_output
        output = sum_over(leading_groups(statistics), "gross_output")
        if tolerance is None or not whole or output is None:
            continue
        share = Fraction(output) * 100 / Fraction(whole)
        if share > 100 + tolerance:
            yield Finding(
                statistics_path(year),
                ("区域工业总产值（万元）",),
                f"各主导产业工业总产值之和是区域工业总产值的 {round_text(share, 2)}%，超过 100%。",
                "区域工业总产值是整个区域的，不会小于主导产业之和；请核对口径和单位。",
            )


def _industries_match(dossier: Dossier) -> Iterator[Finding]:
    names = dossier.industry_names
    if not names:
        return
    for year, statistics in dossier.statistics.items():
        path = statistics_path(year)
        seen: list[str] = []
        for index, group in enumerate(statistics.industries):
            if group.name is None:
                continue
            if group.name in seen:
                yield Finding(path, ("产业", index, "名称"), f"“{group.name}”写了两组。", "合并成一组。")
            elif group.name in ("合计", "总计", "小计"):
                yield Finding(path, ("产业", index, "名称"), "合计由程序计算，不写在这里。", "删掉这一组。")
            elif group.name not in (*names, OTHER_INDUSTRY):
                match = nearest_choice(group.name, [*names, OTHER_INDUSTRY])
                yield Finding(
                    path,
                    ("产业", index, "名称"),
                    f"“{group.name}”不是 dossier.yaml 里的主导产业。",
                    f"写成“{match}”。" if match else f"只能写：{'、'.join([*names, OTHER_INDUSTRY])}。",
                    meant=match,
                )
                if match:
                    seen.append(match)
            seen.append(group.name)
        missing = [name for name in names if name not in seen]
        if missing and statistics.industries:
            yield Finding(
                path, ("产业",), f"没有主导产业“{'、'.join(missing)}”的数据。", "每个主导产业写一组。", on_key=True
            )


def _large_enterprises(dossier: Dossier) -> Iterator[Finding]:
    """Enterprises above the designated size have a least revenue by definition; the sum cannot be below it."""
    least = parameter_number(dossier, "large-enterprise-revenue")
    for year, statistics in dossier.statistics.items():
        for index, group in enumerate(statistics.industries):
            if (
                least is None
                or not group.large_enterprises
                or group.revenue is None
                or "revenue" in contradicting_fields(group)
                or "revenue" in leaping_fields(dossier).get((year, group.name), ())
            ):
                continue
            if Fraction(group.revenue) < least * group.large_enterprises:
                yield Finding(
                    statistics_path(year),
                    ("产业", index, "销售收入（万元）"),
                    f"销售收入 {decimal_text(group.revenue)} 万元，而规模以上企业有 {group.large_enterprises} 家，"
                    f"平均不到 {least} 万元。",
                    f"规模以上工业企业年主营业务收入在 {least} 万元以上；请核对单位（万元、亿元）和家数。",
                )


def _per_enterprise(dossier: Dossier) -> Iterator[Finding]:
    """Mean output of one industry against the others of the year: a unit slip in one of them shows."""
    factor = parameter_number(dossier, "unit-slip")
    for year, statistics in dossier.statistics.items():
        means = {
            index: Fraction(group.gross_output) / group.industrial_enterprises
            for index, group in enumerate(statistics.industries)
            if group.gross_output
            and group.industrial_enterprises
            and "gross_output" not in contradicting_fields(group)
            and "gross_output" not in leaping_fields(dossier).get((year, group.name), ())
        }
        if factor is None or len(means) < 2:
            continue
        low, high = min(means, key=means.__getitem__), max(means, key=means.__getitem__)
        if means[high] / means[low] >= factor:
            name = statistics.industries[high].name
            yield Finding(
                statistics_path(year),
                ("产业", low, "工业总产值（万元）"),
                f"每家企业平均产值 {round_text(means[low], 2)} 万元，而“{name}”是 {round_text(means[high], 2)} 万元，相差 {factor} 倍以上。",
                "多半是其中一个的单位（千元、万元、亿元）弄错，请核对。",
            )


RULES = (
    Rule(
        "S101",
        "有申报上一年度的全年统计数据",
        "form-statistics",
        "error",
        "申报书的数据“均以上一年度、该区域与试点工作相关企业的统计数据为准”；半年或前三季度的数看上去像全年的，却不能用。",
        "申报日期 2014-04-18，statistics/2013.yaml 的期间为“全年”",
        "申报日期 2014-04-18，只有 2012 年数据；或 2013 年数据的期间为“1-9月”",
        _full_year,
    ),
    Rule(
        "S102",
        "统计数据的年份与文件名一致",
        "form-statistics",
        "error",
        "每年一个文件，文件名就是年份。",
        "statistics/2013.yaml 里 年份: 2013",
        "statistics/2013.yaml 里 年份: 2012",
        _year_matches,
    ),
    Rule(
        "S103",
        "部分不大于总体",
        "form-statistics",
        "error",
        "增加值在总产值之内，自主品牌、采标产品的销售收入各在销售收入之内，有效运行的企业在建立实施的企业之内。超出多半是单位（千元、万元、亿元）或口径弄错。",
        "工业增加值 27000，工业总产值 100000",
        "工业增加值 270000，工业总产值 100000",
        _parts_of_wholes,
    ),
    Rule(
        "S104",
        "各主导产业占区域工业总产值的比重之和不超过 100%",
        "form-industries",
        "error",
        "主导产业是整个区域的一部分；四舍五入可以让各项之和略超过 100，再多就是口径或单位不同。",
        "两个主导产业占 45.2% 和 38.1%",
        "两个主导产业占 62% 和 42%",
        _shares,
    ),
    Rule(
        "S105",
        "统计数据按申报的主导产业分组",
        "scope-several",
        "error",
        "指标、目标和结论都按主导产业分别计算，名称必须与 dossier.yaml 一致；不属于主导产业的相关企业合为“其他相关企业”。",
        "主导产业为特种陶瓷，统计分特种陶瓷、其他相关企业两组",
        "主导产业为特种陶瓷，统计写成“陶瓷”",
        _industries_match,
    ),
    Rule(
        "S106",
        "规模以上企业的家数与销售收入相称",
        "form-statistics",
        "warning",
        "规模以上工业企业按定义年主营业务收入在 2000 万元以上（2011 年起）；平均下来还不到，多半是把亿元当万元填了。",
        "规模以上企业 15 家，销售收入 38000 万元",
        "规模以上企业 15 家，销售收入 3.8 万元",
        _large_enterprises,
    ),
    Rule(
        "S107",
        "各产业的户均产值相称",
        "form-statistics",
        "warning",
        "千元、万元、亿元之间差千倍或万倍；一个产业的单位弄错，户均产值就会与别的产业相差悬殊。",
        "阀门每家 6400 万元，纺织机械每家 5900 万元",
        "阀门每家 6400 万元，纺织机械每家 0.59 万元",
        _per_enterprise,
    ),
)
