"""Rules on enterprises/YEAR.csv, and on statistics/YEAR.yaml where returns are behind it.

Messages name no enterprise and no figure of one: that stands in a diagnostic's `detail`, which only the desk sees.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import pairwise

from brandcluster import folder
from brandcluster.diagnostics import Location
from brandcluster.dossier import OWN_INDICATORS, Dossier, statistics_path
from brandcluster.indicators import part_named
from brandcluster.model.fields import OTHER_INDUSTRY
from brandcluster.model.measures import AMOUNTS, BY_NAME, LEADING_KIND, SERVICE_KIND, YES
from brandcluster.model.reading import fields, nearest
from brandcluster.model.statistics import IndustryStatistics
from brandcluster.returns import saving
from brandcluster.returns.layout import Layout, Row, layout_of, returns_path
from brandcluster.returns.reading import Entry, Problem, has_data, repeats, take
from brandcluster.returns.sums import bucket, gaps
from brandcluster.rounding import plain
from brandcluster.rules.rule import Finding, Rule
from brandcluster.rules.setting import number
from brandcluster.tables import MAX_BYTES, Place, field_start, lines_of

#: (part, whole) within one enterprise.
PARTS = (
    ("value_added", "gross_output"),
    ("new_product_output", "gross_output"),
    ("own_brand_revenue", "revenue"),
    ("adopted_standard_revenue", "revenue"),
)
#: Amounts that a slip of unit shows in, against the enterprise's own year before.
STEADY = ("gross_output", "revenue")
#: As many enterprises make a middle that one of them can be held against.
LEAST_PEERS = 5
#: As many problems of one code and file are listed; a wrong column would bring one a row.
LISTED = 100


def examine(
    entries: Iterable[Entry], layout: Layout, dossier: Dossier, earlier: Mapping[str, Row], peers: Iterable[Row]
) -> list[Problem]:
    """Everything that is odd about returns, beyond cells that could not be read.

    `earlier` are the rows of the year before by code, `peers` all rows of the year.
    """
    slip = number(dossier, "unit-slip")
    least = number(dossier, "large-enterprise-revenue")
    middles = _middles(peers, layout)
    found: list[Problem] = []
    entries = list(entries)
    for entry in entries:
        found.extend(_parts_of_wholes(entry, layout))
        found.extend(_systems(entry, layout))
        found.extend(_scope(entry, layout))
        if least is not None:
            found.extend(_large(entry, layout, least))
        if slip is not None:
            found.extend(_slips(entry, layout, slip, earlier.get(entry.row[0]), middles))
    found.extend(gaps(entries, layout))
    found.extend(_same_name(entries))
    return found


def _amount(row: Row, layout: Layout, name: str) -> Decimal | None:
    text = row[layout.index(name)]
    return Decimal(text) if text else None


def _parts_of_wholes(entry: Entry, layout: Layout) -> Iterator[Problem]:
    for part, whole in PARTS:
        small, large = _amount(entry.row, layout, part), _amount(entry.row, layout, whole)
        if small is not None and large is not None and small > large and whole not in entry.bad:
            one, other = BY_NAME[part], BY_NAME[whole]
            yield Problem(
                "K105",
                "error",
                f"“{one.label}”大于“{other.label}”。",
                "部分不能大于总体，请核对两个数和它们的单位。",
                entry.cell(layout.index(part)),
                f"{entry.who}：{plain(small)} 大于 {plain(large)}",
            )


def _systems(entry: Entry, layout: Layout) -> Iterator[Problem]:
    at = layout.index("with_effective_system")
    built = entry.row[layout.index("with_system")]
    if entry.row[at] == YES and built != YES and "with_system" not in entry.bad:
        yield Problem(
            "K108",
            "error",
            "品牌管理体系“有效运行”填了“是”，“建立实施”没有填“是”。",
            "没有建立就谈不上有效运行，请核对两栏。",
            entry.cell(at),
            entry.who,
        )


def _scope(entry: Entry, layout: Layout) -> Iterator[Problem]:
    at = layout.index("industry")
    if entry.row[at] == OTHER_INDUSTRY and entry.row[layout.index("kind")] == LEADING_KIND:
        yield Problem(
            "K110",
            "error",
            f"企业类型是“{LEADING_KIND}”，所属产业却是“{OTHER_INDUSTRY}”。",
            "选它所属的主导产业，或把类型改成产业链相关、生产性服务。",
            entry.cell(at),
            entry.who,
        )
    for name in ("name", "industry", "kind"):
        at = layout.index(name)
        if not entry.row[at] and name not in entry.bad and not has_data(entry.row):
            yield Problem("K111", "error", f"“{BY_NAME[name].label}”空着。", "照实填写。", entry.cell(at), entry.who)


def _large(entry: Entry, layout: Layout, least: Fraction) -> Iterator[Problem]:
    at = layout.index("large")
    if entry.row[at] != YES:
        return
    revenue = _amount(entry.row, layout, "revenue")
    if entry.row[layout.index("kind")] == SERVICE_KIND:
        yield Problem(
            "K109",
            "warning",
            "生产性服务企业填了“规模以上”。",
            "规模以上工业企业不含服务企业，汇总时不计；请改成“否”。",
            entry.cell(at),
            entry.who,
        )
    elif revenue is not None and revenue < least:
        yield Problem(
            "K109",
            "warning",
            f"填了“规模以上”，销售收入不到 {least} 万元。",
            "核对销售收入的单位，或是不是规模以上企业。",
            entry.cell(layout.index("revenue")),
            f"{entry.who}：销售收入 {plain(revenue)} 万元",
        )


def _middles(rows: Iterable[Row], layout: Layout) -> dict[str, Fraction]:
    """The middle output of the industrial enterprises of each group that has enough of them."""
    at, industry, kind = layout.index("gross_output"), layout.index("industry"), layout.index("kind")
    outputs: dict[str, list[Decimal]] = defaultdict(list)
    for row in rows:
        if row[at] and row[at] != "0" and row[kind] != SERVICE_KIND:
            outputs[bucket(row[industry], row[kind])].append(Decimal(row[at]))
    return {
        name: Fraction(sorted(values)[len(values) // 2])
        for name, values in outputs.items()
        if len(values) >= LEAST_PEERS
    }


def _slips(
    entry: Entry, layout: Layout, slip: Fraction, earlier: Row | None, middles: Mapping[str, Fraction]
) -> Iterator[Problem]:
    for name in STEADY:
        now = _amount(entry.row, layout, name)
        before = _amount(earlier, layout, name) if earlier is not None else None
        if now and before and not 1 / slip < Fraction(now) / Fraction(before) < slip:
            yield _slip(entry, layout, name, f"与上年相差 {slip} 倍以上", f"{plain(now)}，上年 {plain(before)}")
            return
    output = _amount(entry.row, layout, "gross_output")
    kind = entry.row[layout.index("kind")]
    middle = middles.get(bucket(entry.row[layout.index("industry")], kind))
    if output and middle and kind != SERVICE_KIND and not 1 / slip < Fraction(output) / middle < slip:
        yield _slip(entry, layout, "gross_output", f"与同产业企业的一般水平相差 {slip} 倍以上", plain(output))


def _slip(entry: Entry, layout: Layout, name: str, what: str, figures: str) -> Problem:
    column = BY_NAME[name]
    return Problem(
        "K107",
        "warning",
        f"“{column.label}”{what}。",
        "多半是单位（元、千元、万元、亿元）弄错，请核对这一行的金额。",
        entry.cell(layout.index(name)),
        f"{entry.who}：{figures}（{column.unit}）",
    )


def _same_name(entries: list[Entry]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for entry in entries:
        code, name = entry.row[0], entry.row[1]
        if name and code and first.setdefault(name, code) != code:
            yield Problem(
                "K104",
                "warning",
                "两个不同的代码用了同一个企业名称。",
                "核对是不是同一家企业写错了代码。",
                entry.cell(1),
                f"{entry.who}，另一个代码 {first[name]}",
            )


# ---- a dossier's returns ---------------------------------------------------------------------------------------


def _examined(dossier: Dossier) -> list[Finding]:
    """All problems of all returns of a dossier, worked out once for all rules; the code stands in `keys`."""
    if "returns problems" not in dossier.computed:
        dossier.computed["returns problems"] = list(_all_problems(dossier))
    found: list[Finding] = dossier.computed["returns problems"]
    return found


def _all_problems(dossier: Dossier) -> Iterator[Finding]:
    layout = layout_of(dossier)
    earlier: dict[int, dict[str, Row]] = {}
    present: dict[int, set[str]] = dossier.computed.setdefault("returns present", {})
    for year in saving.returned_years(dossier):
        path = returns_path(year)
        content = folder.read_bytes(dossier.root, path, MAX_BYTES)
        if not isinstance(content, bytes):
            yield Finding(
                path,
                ("K101",),
                "企业报表无法读取。",
                "检查文件是不是普通文件、有没有权限、是不是太大。",
                location=Location(path),
            )
            continue
        taken = take(path, content, layout)
        rows = {entry.row[0]: entry.row for entry in taken.entries}
        problems = list(taken.problems)
        problems += [_repeated(first, second) for first, second in repeats(taken.entries)]
        problems += examine(taken.entries, layout, dossier, earlier.get(year - 1, {}), rows.values())
        earlier = {year: rows}
        present[year] = set(rows)
        yield from _findings(path, content, problems)


def _repeated(first: Entry, second: Entry) -> Problem:
    message = f"同一家企业写了两次，第一次在第 {first.place.row} 行。"
    return Problem("K104", "error", message, "核对后留下一行。", second.cell(0), second.who)


def _findings(path: str, content: bytes, problems: list[Problem]) -> Iterator[Finding]:
    lines: list[str] | None = None
    counts: dict[str, int] = defaultdict(int)
    for problem in problems:
        counts[problem.code] += 1
        if counts[problem.code] > LISTED:
            continue
        if lines is None and problem.place.sheet is None:
            lines = list(lines_of(content))
        yield Finding(
            path,
            (problem.code,),
            problem.message,
            problem.help,
            severity=problem.severity,
            location=_location(path, problem.place, lines or []),
            detail=problem.detail,
        )
    for code, count in counts.items():
        if count > LISTED:
            message = f"这一类问题还有 {count - LISTED} 处没有列出。"
            yield Finding(path, (code,), message, "先改好列出的，再检查一次。", location=Location(path))


def _location(path: str, place: Place, lines: list[str]) -> Location:
    if place.sheet is not None or place.row > len(lines):
        column = (place.column or 0) + 1
        return Location(path, place.row, column, place.row, column + 1)
    line = lines[place.row - 1].rstrip("\r\n")
    delimiter = max(",\t;", key=lines[0].count)
    start, end = field_start(line, place.column, delimiter) if place.column is not None else (0, len(line))
    return Location(path, place.row, start + 1, place.row, end + 1)


def _of_code(code: str, dossier: Dossier) -> Iterator[Finding]:
    yield from (finding for finding in _examined(dossier) if finding.keys == (code,))


def _left_and_joined(dossier: Dossier) -> Iterator[Finding]:
    _examined(dossier)
    present: dict[int, set[str]] = dossier.computed["returns present"]
    for before, year in pairwise(sorted(present)):
        left, joined = present[before] - present[year], present[year] - present[before]
        if before == year - 1 and 2 * len(left) > len(present[before]):
            yield Finding(
                returns_path(year),
                ("K112",),
                f"{before} 年的 {len(present[before])} 家企业，{year} 年少了 {len(left)} 家，超过一半；新增 {len(joined)} 家。",
                "核对报表是不是收齐了，代码有没有整列写错。",
                location=Location(returns_path(year)),
            )


# ---- statistics and returns ------------------------------------------------------------------------------------


def _recomputed(dossier: Dossier) -> Iterator[Finding]:
    layout = layout_of(dossier)
    for year, result in saving.computed(dossier).items():
        path = statistics_path(year)
        if result.sums.blocking:
            continue
        statistics = dossier.statistics.get(year)
        if statistics is None:
            if path not in dossier.documents:
                message = f"有 {year} 年的企业报表，还没有 {path}。"
                help_ = "运行 brandcluster indicators --save。"
                yield Finding(
                    returns_path(year), (), message, help_, severity="warning", location=Location(returns_path(year))
                )
            continue
        ours = statistics.source is not None and statistics.source.kind == saving.COMPUTED_SOURCE
        for each in saving.differences(statistics, result, layout):
            computed = plain(each.computed) if each.computed is not None else "没有"
            stated = plain(each.stated) if each.stated is not None else "没有填"
            yield Finding(
                path,
                each.keys,
                f"{each.what} {stated}，按企业报表是 {computed}。",
                "运行 brandcluster indicators --save 按报表更新；统计部门另有数据的，在口径说明里写清楚。",
                severity="error" if ours else "warning",
            )


def _digest(dossier: Dossier) -> Iterator[Finding]:
    for year, statistics in dossier.statistics.items():
        source = statistics.source
        if source is None or source.kind != saving.COMPUTED_SOURCE:
            continue
        path, keys = statistics_path(year), ("来源", "摘要")
        result = saving.computed(dossier).get(year)
        if source.digest is None:
            yield Finding(
                path,
                keys,
                "来源是企业报表，没有报表的摘要。",
                "在有报表的电脑上运行 brandcluster indicators --save。",
                on_key=True,
            )
        elif len(source.digest) != 64 or source.digest.strip("0123456789abcdef"):
            yield Finding(
                path, keys, "摘要不是 SHA-256（64 位十六进制数）。", "运行 brandcluster indicators --save 重新填写。"
            )
        elif result is not None and not result.sums.blocking and source.digest != result.sums.digest:
            yield Finding(
                path, keys, "企业报表在汇总以后改动过：摘要对不上。", "核对后运行 brandcluster indicators --save。"
            )


def _revealing(dossier: Dossier) -> Iterator[Finding]:
    for year, statistics in dossier.statistics.items():
        for keys, message, help_ in saving.revealing(statistics):
            yield Finding(statistics_path(year), keys, message, help_)


def _own(dossier: Dossier) -> Iterator[Finding]:
    own = dossier.own_indicators
    if own is None:
        return
    labels = [
        label for label, field in fields(IndustryStatistics).items() if field.part is None and field.name != "name"
    ]
    labels += [each.name for each in own.columns if each.name is not None]
    standard = {column.label for column in (*AMOUNTS,)}
    for index, column in enumerate(own.columns):
        if column.name is None:
            continue
        if column.name.split("（")[0].split("(")[0] in standard or column.name in {c.name for c in own.columns[:index]}:
            yield Finding(
                OWN_INDICATORS, ("填报栏目", index, "名称"), f"“{column.name}”已经有了。", "换一个名称，或删掉。"
            )
    for index, each in enumerate(own.indicators):
        for key, name in (("分子", each.numerator), ("分母", each.denominator)):
            if name is not None and part_named(name, own) is None:
                near = nearest(name, labels)
                help_ = f"写成“{near}”。" if near else "写 statistics/ 里的键，或上面“填报栏目”的名称。"
                yield Finding(OWN_INDICATORS, ("指标", index, key), f"没有“{name}”这个栏目。", help_)


def _rule(code: str, title: str, clause: str | None, severity: str, why: str, good: str, bad: str) -> Rule:
    return Rule(code, title, clause, severity, why, good, bad, partial(_of_code, code))  # type: ignore[arg-type]


_DATA = "work-evaluation"
RULES = (
    _rule(
        "K101",
        "企业报表能读，标题齐全",
        _DATA,
        "error",
        "报表来自 Excel、WPS：列可以换次序，标题可以合并，但每个栏目都要有，金额要写单位。读不准的一概不收，不猜。",
        "标题有“工业总产值（千元）”等全部栏目",
        "标题写“产值”，没有单位；文件加了密码",
    ),
    _rule(
        "K102",
        "每一格都能读准",
        _DATA,
        "error",
        "全角数字、千位分隔符、空格可以；单位、百分号、“无”和“-”不知道是多少，要人改。",
        "１２，３４５；12345；是；√",
        "1.2亿；12%；无；#REF!",
    ),
    _rule(
        "K103",
        "统一社会信用代码正确",
        _DATA,
        "error",
        "企业按 18 位代码识别，不按名称；最后一位是校验码，写错一位就能查出来（GB 32100）。",
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
        "元、千元、万元、亿元弄错最常见：与本企业上年比，或与同产业企业的一般水平比，相差三百倍以上就提出来。",
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
        "空着是没填，零是没有。上报的企业每一栏都要填，没有发生的写 0；生产性服务企业的金额可以空着。整行不填的是应报未报。",
        "采标产品销售收入 0",
        "采标产品销售收入空着，其他栏都填了",
    ),
    Rule(
        "K112",
        "与上年相比，企业没有大半换掉",
        _DATA,
        "warning",
        "企业有进有出，但少了一半以上，多半是报表没收齐，或代码整列写错。",
        "上年 150 家，今年退出 6 家、新增 7 家",
        "上年 150 家，今年只有其中 60 家",
        _left_and_joined,
    ),
    Rule(
        "K113",
        "统计数据与企业报表的合计一致",
        _DATA,
        "error",
        "来源是企业报表的，合计要与报表一模一样；来源是统计部门的，不一致是警告。",
        "statistics/2013.yaml 由 indicators --save 写出",
        "报表改了，统计没有更新",
        _recomputed,
    ),
    Rule(
        "K114",
        "记着汇总所依据的报表的摘要",
        _DATA,
        "error",
        "报表不进 git；摘要（SHA-256）证明合计是从哪一份报表算出来的。",
        "来源类型 企业报表，摘要 64 位",
        "来源类型 企业报表，没有摘要",
        _digest,
    ),
    Rule(
        "K115",
        "合计数不泄露单个企业",
        _DATA,
        "warning",
        "少于三家的合计，或两组只差一两家的合计，等于公开了单个企业的数据，统计法不允许。",
        "特种陶瓷 168 家，同口径 155 家",
        "其他相关企业 2 家；同口径比全部少 1 家",
        _revealing,
    ),
    Rule(
        "K116",
        "自定指标的分子分母都有",
        "work-indicators",
        "error",
        "自定指标用栏目名称定义，名称要与 statistics/ 的键或自定的填报栏目一样。",
        "分子 出口交货值（万元），在填报栏目里",
        "分子 出口额，哪里都没有",
        _own,
    ),
)
