"""Rules on enterprises/YEAR.csv, and on statistics/YEAR.yaml where returns are behind it.

What they check stands in `rules/returned.py`, with the readers of tables behind it: imported only for a dossier that
has to do with returns.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from brandcluster.base.diagnostics import Severity
from brandcluster.dossier.files import ENTERPRISES_FOLDER, OWN_INDICATORS
from brandcluster.dossier.load import Dossier
from brandcluster.rules.rule import Finding, Rule


def _concerned(dossier: Dossier) -> bool:
    """Whether anything of a dossier comes from returns, or might give a single enterprise away."""
    if dossier.has(OWN_INDICATORS) or dossier.files.exists(ENTERPRISES_FOLDER):
        return True
    return any(
        (statistics.source is not None and statistics.source.kind == "企业报表")
        or statistics.panels
        or any(
            _is_small(group.enterprises) or _is_small(group.reported) or _is_small(group.industrial_enterprises)
            for group in statistics.industries
        )
        for statistics in dossier.statistics.values()
    )


def _is_small(enterprises: int | None) -> bool:
    """Whether a group might be so small that its sums give one away; the rule itself knows how small."""
    return enterprises is not None and enterprises <= 10


def _of_code(code: str, dossier: Dossier) -> Iterator[Finding]:
    if _concerned(dossier):
        from brandcluster.rules.checks.returns.returns_behind import of_code

        yield from of_code(code, dossier)


def _rule(code: str, title: str, clause: str | None, severity: Severity, why: str, good: str, bad: str) -> Rule:
    return Rule(code, title, clause, severity, why, good, bad, partial(_of_code, code))


_DATA = "work-evaluation"
RULES = (
    _rule(
        "K101",
        "企业报表能读，标题齐全",
        _DATA,
        "error",
        "报表来自 Excel、WPS：列可以换次序，标题可以合并，但每个栏目都要有，金额要写单位，一张表前后要一致，报告期是要收的那一年全年。读不准的一概不收，不猜。",
        "标题有“工业总产值（千元）”等全部栏目",
        "标题写“产值”，没有单位；表中间换成千元；文件加了密码",
    ),
    _rule(
        "K102",
        "每一格都能读准",
        _DATA,
        "error",
        "全角数字、千位分隔符可以；单位、百分号、“无”和“-”、一格两个数、没有算出的公式，不知道是多少，要人改。",
        "１２，３４５；12345；是；√",
        "1.2亿；12%；无；#REF!；3000 200",
    ),
    _rule(
        "K103",
        "统一社会信用代码正确",
        _DATA,
        "error",
        "企业按 18 位代码识别，不按名称；最后一位是校验码，写错一位就能查出来（GB 32100）。代码要存成文本：表格软件只留 15 位，后几位变成 0（全是数字、以 000 结尾的，提出来请核对）。",
        "91110000600037341L",
        "91110000600037341X；9.1113E+17",
    ),
    _rule(
        "K104",
        "一家企业一行",
        _DATA,
        "error",
        "同一代码写两次，合计就重复。不同代码用同一名称，多半是代码写错（警告）。",
        "200 家企业 200 行",
        "同一代码在第 7 行和第 31 行",
    ),
    _rule(
        "K105",
        "每家企业部分不大于总体",
        _DATA,
        "error",
        "增加值、新产品产值在总产值之内；自主品牌、采标产品销售收入各在销售收入之内。自主品牌和采标可以重叠，不相加。",
        "工业增加值 300，工业总产值 1000",
        "工业增加值 3000，工业总产值 1000",
    ),
    _rule("K106", "金额不是负数", _DATA, "error", "产值、收入、投入不会是负数。", "120", "-120；(120)"),
    _rule(
        "K107",
        "金额没有差千倍、万倍",
        _DATA,
        "warning",
        "元、千元、万元、亿元弄错最常见：与本企业上年比，或与同产业企业的一般水平比，相差三百倍以上就提出来。collect add 收的时候，产值和收入都正好像差着两个单位（约千倍、万倍）的先不收，写明请企业核对什么；问过没有错的加 --units-checked。",
        "上年 5200 万元，今年 5600 万元",
        "上年 5200 万元，今年 56000000（其实是元）",
    ),
    _rule(
        "K108",
        "有效运行的都已建立实施",
        "work-indicators",
        "error",
        "有效运行的企业是建立实施的企业的一部分。",
        "建立实施 是，有效运行 是",
        "建立实施 否，有效运行 是",
    ),
    _rule(
        "K109",
        "规模以上企业与销售收入相称",
        _DATA,
        "warning",
        "规模以上工业企业年主营业务收入在 2000 万元以上（2011 年起）；生产性服务企业不算。",
        "规模以上 是，销售收入 3200 万元",
        "规模以上 是，销售收入 320 万元",
    ),
    _rule(
        "K110",
        "所属产业和企业类型在规定的几种之内",
        "scope-enterprises",
        "error",
        "每家企业属于一个产业、一种类型；主导产业的企业要属于 dossier.yaml 里的一个主导产业。",
        "所属产业 阀门，企业类型 主导产业",
        "所属产业 阀们；企业类型 主导产业而所属产业是其他相关企业",
    ),
    _rule(
        "K111",
        "零和空分得清",
        _DATA,
        "error",
        "空着是没填，零是没有。上报的企业每一栏都要填，没有发生的写 0；生产性服务企业的金额可以空着。整行不填的是应报未报。自定栏目有的填、有的没填，合计算不出来（警告）。",
        "采标产品销售收入 0",
        "采标产品销售收入空着，其他栏都填了",
    ),
    _rule(
        "K112",
        "与上年相比，企业没有大半换掉",
        _DATA,
        "warning",
        "企业有进有出，但少了一半以上，多半是报表没收齐，或代码整列写错。",
        "上年 150 家，今年退出 6 家、新增 7 家",
        "上年 150 家，今年只有其中 60 家",
    ),
    _rule(
        "K113",
        "统计数据与企业报表的合计一致",
        _DATA,
        "error",
        "来源是企业报表的，合计要与报表一模一样；来源是统计部门的，不一致是警告，差十倍、千倍、万倍的是错误：像是单位弄错。",
        "statistics/2013.yaml 由 indicators --save 写出",
        "报表改了，统计没有更新",
    ),
    _rule(
        "K114",
        "记着汇总所依据的报表的摘要",
        _DATA,
        "error",
        "报表不进 git；摘要（校验码）证明合计是从哪一份报表算出来的。",
        "来源类型 企业报表，摘要 64 位",
        "来源类型 企业报表，没有摘要",
    ),
    _rule(
        "K115",
        "合计数不泄露单个企业",
        _DATA,
        "warning",
        "少于三家的合计，或两组只差一两家的合计（同口径与本年、与对比年的全部企业，两个同口径之间），等于公开了单个企业的数据，统计法不允许。",
        "特种陶瓷 168 家，同口径 155 家",
        "其他相关企业 2 家；同口径比全部少 1 家",
    ),
    _rule(
        "K116",
        "自定指标的分子分母都有",
        "work-indicators",
        "error",
        "自定指标用栏目名称定义，名称要与 statistics/ 的栏目或自定的填报栏目一样。",
        "分子 出口交货值（万元），在填报栏目里",
        "分子 出口额，哪里都没有",
    ),
    _rule(
        "U104",
        "前三家与企业报表一致",
        "form-top-three",
        "error",
        "申报书上的前三家和企业报表说的是同样的企业、同一年：代码（两处都有时）、名称、所属产业、销售收入和名次都要对得上。只说第几名、哪一栏，不说报表里的数。没有代码的按名称找，找不到的是警告。",
        "第 1 名 60000 万元，报表里也是",
        "第 1 名 600000 万元，报表里不是",
    ),
)
