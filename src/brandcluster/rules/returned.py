"""What is wrong with enterprises/YEAR.csv, and with statistics/YEAR.yaml where returns are behind it.

The rules themselves, with their documentation, stand in `rules/returns.py`, which is always imported; this is not.

Messages name no enterprise and no figure of one: that stands in a diagnostic's `detail`, which only the desk sees.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
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
from brandcluster.rules.rule import Finding
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


def _middles(rows: Iterable[Row], layout: Layout) -> dict[str, Decimal]:
    """The middle output of the industrial enterprises of each group that has enough of them."""
    at, industry, kind = layout.index("gross_output"), layout.index("industry"), layout.index("kind")
    outputs: dict[str, list[Decimal]] = defaultdict(list)
    for row in rows:
        if row[at] and row[at] != "0" and row[kind] != SERVICE_KIND:
            outputs[bucket(row[industry], row[kind])].append(Decimal(row[at]))
    return {name: sorted(values)[len(values) // 2] for name, values in outputs.items() if len(values) >= LEAST_PEERS}


def _slips(
    entry: Entry, layout: Layout, slip: Fraction, earlier: Row | None, middles: Mapping[str, Decimal]
) -> Iterator[Problem]:
    for name in STEADY:
        now = _amount(entry.row, layout, name)
        before = _amount(earlier, layout, name) if earlier is not None else None
        if now and before and not _alike(now, before, slip):
            yield _slip(entry, layout, name, f"与上年相差 {slip} 倍以上", f"{plain(now)}，上年 {plain(before)}")
            return
    output = _amount(entry.row, layout, "gross_output")
    kind = entry.row[layout.index("kind")]
    middle = middles.get(bucket(entry.row[layout.index("industry")], kind))
    if output and middle and kind != SERVICE_KIND and not _alike(output, middle, slip):
        yield _slip(entry, layout, "gross_output", f"与同产业企业的一般水平相差 {slip} 倍以上", plain(output))


def _alike(one: Decimal, other: Decimal, slip: Fraction) -> bool:
    """Whether two amounts above 0 are less than `slip` times apart; multiplied out, for every row asks this."""
    above, below = slip.as_integer_ratio()
    return one * below < other * above and other * below < one * above


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
        earlier = {year: {code: _steady(row, layout) for code, row in rows.items()}}
        present[year] = set(rows)
        del taken, rows  # a year of 100,000 takes 100 MB: the next one comes when this one has gone
        yield from _findings(path, content, problems)


def _steady(row: Row, layout: Layout) -> Row:
    """What the year after is held against; the rest of 100,000 rows would only take memory."""
    kept = [layout.index(name) for name in STEADY]
    return tuple([text if at in kept else "" for at, text in enumerate(row)])


def _repeated(first: Entry, second: Entry) -> Problem:
    message = f"同一家企业写了两次，第一次在第 {first.place.row} 行。"
    return Problem("K104", "error", message, "核对后留下一行。", second.cell(0), second.who)


def _findings(path: str, content: bytes, problems: list[Problem]) -> Iterator[Finding]:
    counts: dict[str, int] = defaultdict(int)
    listed = []
    for problem in problems:
        counts[problem.code] += 1
        if counts[problem.code] <= LISTED:
            listed.append(problem)
    rows = [problem.place.row for problem in listed if problem.place.sheet is None]
    lines = lines_of(content, [1, *rows]) if rows else {}
    for problem in listed:
        yield Finding(
            path,
            (problem.code,),
            problem.message,
            problem.help,
            severity=problem.severity,
            location=_location(path, problem.place, lines),
            detail=problem.detail,
        )
    for code, count in counts.items():
        if count > LISTED:
            message = f"这一类问题还有 {count - LISTED} 处没有列出。"
            yield Finding(path, (code,), message, "先改好列出的，再检查一次。", location=Location(path))


def _location(path: str, place: Place, lines: Mapping[int, str]) -> Location:
    if place.sheet is not None or place.row not in lines:
        column = (place.column or 0) + 1
        return Location(path, place.row, column, place.row, column + 1)
    line = lines[place.row]
    delimiter = max(",\t;", key=lines[1].count)
    start, end = field_start(line, place.column, delimiter) if place.column is not None else (0, len(line))
    return Location(path, place.row, start + 1, place.row, end + 1)


def of_code(code: str, dossier: Dossier) -> Iterator[Finding]:
    """The problems of one code in all returns; without leading industries nobody's industry can be wrong."""
    if code == "K110" and not dossier.industry_names:
        return
    yield from (finding for finding in _examined(dossier) if finding.keys == (code,))


def left_and_joined(dossier: Dossier) -> Iterator[Finding]:
    """Years in which most enterprises are others than the year before."""
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


def recomputed(dossier: Dossier) -> Iterator[Finding]:
    """Sums in statistics/ that the returns do not give."""
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
        # What is written there and cannot be read is reported already.
        faults = [found for found in dossier.diagnostics if found.location.path == path and found.code != "M002"]
        unread = {found.keys for found in faults}
        lines = {found.location.line for found in faults if not found.keys}  # what is no YAML has no keys yet
        for each in saving.differences(statistics, result, layout):
            if each.keys in unread or (lines and dossier.locate(path, each.keys).line in lines):
                continue
            computed = plain(each.computed) if each.computed is not None else "没有"
            stated = plain(each.stated) if each.stated is not None else "没有填"
            yield Finding(
                path,
                each.keys,
                f"{each.what} {stated}，按企业报表是 {computed}。",
                "运行 brandcluster indicators --save 按报表更新；统计部门另有数据的，在口径说明里写清楚。",
                severity="error" if ours else "warning",
            )


def digest(dossier: Dossier) -> Iterator[Finding]:
    """Statistics from returns without, or with another, hash of the returns."""
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


def revealing(dossier: Dossier) -> Iterator[Finding]:
    """Sums over so few enterprises that they give one away."""
    for year, statistics in dossier.statistics.items():
        for keys, message, help_ in saving.revealing(statistics):
            yield Finding(statistics_path(year), keys, message, help_)


def own(dossier: Dossier) -> Iterator[Finding]:
    """The region's own columns and indicators: names that are new, parts that exist."""
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
