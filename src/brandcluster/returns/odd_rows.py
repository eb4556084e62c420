"""What is odd about the returns of single enterprises, each by itself and beside the others, row by row.

Messages name no enterprise and no figure of one: that stands in a problem's `detail`, which only the desk sees.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from brandcluster.base.numbers import decimal_text
from brandcluster.dossier.model.fields import OTHER_INDUSTRY
from brandcluster.dossier.model.measures import BY_NAME, LEADING_KIND, SERVICE_KIND, YES
from brandcluster.returns.layout import Layout, Row
from brandcluster.returns.problems import ReturnProblem
from brandcluster.returns.reading import ReturnEntry, has_data
from brandcluster.returns.sums import empty_cells, group_of

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


class Bounds(NamedTuple):
    """The numbers that decide, from the rules in force; None where there is none.

    `slip`: so many times apart are two amounts that only a slip of unit explains. `large`: the least revenue (万元) of
    an enterprise above designated size.
    """

    slip: Fraction | None = None
    large: Fraction | None = None


class OwnGaps(NamedTuple):
    """Of a column of the region's own: how many enterprises that reported left it empty, and the first of them."""

    empty: int
    first: ReturnEntry


def odd_entries(
    entries: list[ReturnEntry],
    layout: Layout,
    bounds: Bounds,
    earlier: Mapping[str, Row],
    middles: Mapping[str, Decimal],
) -> Iterator[ReturnProblem]:
    """What is odd about each of these returns by itself, beside its year before, and beside its peers.

    `earlier` is what the year before's rows are held against (`STEADY`) by code, `middles` the middle output of
    the peers by group.
    """
    for entry in entries:
        yield from _parts_of_wholes(entry, layout)
        yield from _systems(entry, layout)
        yield from _scope(entry, layout)
        yield from _rounded_code(entry)
        if bounds.large is not None:
            yield from _large(entry, layout, bounds.large)
        if bounds.slip is not None:
            yield from _slips(entry, layout, bounds.slip, earlier.get(entry.row[0]), middles)
    yield from empty_cells(entries, layout)


def _amount(row: Row, layout: Layout, name: str) -> Decimal | None:
    text = row[layout.index(name)]
    return Decimal(text) if text else None


def _parts_of_wholes(entry: ReturnEntry, layout: Layout) -> Iterator[ReturnProblem]:
    for part, whole in PARTS:
        small, large = _amount(entry.row, layout, part), _amount(entry.row, layout, whole)
        if small is not None and large is not None and small > large and whole not in entry.bad:
            one, other = BY_NAME[part], BY_NAME[whole]
            yield ReturnProblem(
                "K105",
                "error",
                f"“{one.label}”大于“{other.label}”。",
                "部分不能大于总体，请核对两个数和它们的单位。",
                entry.cell(layout.index(part)),
                f"{entry.who}：{decimal_text(small)} 大于 {decimal_text(large)}",
            )


def _systems(entry: ReturnEntry, layout: Layout) -> Iterator[ReturnProblem]:
    at = layout.index("with_effective_system")
    built = entry.row[layout.index("with_system")]
    if entry.row[at] == YES and built != YES and "with_system" not in entry.bad:
        yield ReturnProblem(
            "K108",
            "error",
            "品牌管理体系“有效运行”填了“是”，“建立实施”没有填“是”。",
            "没有建立就谈不上有效运行，请核对两栏。",
            entry.cell(at),
            entry.who,
        )


def _scope(entry: ReturnEntry, layout: Layout) -> Iterator[ReturnProblem]:
    at = layout.index("industry")
    if entry.row[at] == OTHER_INDUSTRY and entry.row[layout.index("kind")] == LEADING_KIND:
        yield ReturnProblem(
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
            yield ReturnProblem(
                "K111", "error", f"“{BY_NAME[name].label}”空着。", "照实填写。", entry.cell(at), entry.who
            )


def _rounded_code(entry: ReturnEntry) -> Iterator[ReturnProblem]:
    """A code that a table program may have taken for a number: of 31 that it spoils, one passes the check character."""
    if entry.row[0].isdecimal() and entry.row[0].endswith("000") and "code" not in entry.bad:
        message = "代码全是数字，最后三位是 000，可能被表格软件改成过数值。"
        yield ReturnProblem("K103", "warning", message, "照营业执照核对；没有错就不用改。", entry.cell(0), entry.who)


def own_gaps(gaps: Mapping[str, OwnGaps], reporting: int, layout: Layout) -> Iterator[ReturnProblem]:
    """The region's own columns that some of the industrial enterprises that reported filled in and others did not:
    their sums are not known."""
    for at, column in enumerate(layout.own, len(layout.columns) - len(layout.own)):
        found = gaps.get(column.name)
        if found is not None and found.empty < reporting:
            message = f"“{column.heading}”有 {found.empty} 家没有填，合计和用到它的指标算不出来。"
            yield ReturnProblem("K111", "warning", message, "没有发生的写 0。", found.first.cell(at), found.first.who)


def own_gaps_among(entries: Iterable[ReturnEntry], layout: Layout) -> Iterator[ReturnProblem]:
    """The same, counted row by row."""
    kind = layout.index("kind")
    reporting = [entry for entry in entries if has_data(entry.row) and entry.row[kind] != SERVICE_KIND]
    found: dict[str, OwnGaps] = {}
    for at, column in enumerate(layout.own, len(layout.columns) - len(layout.own)):
        empty = [entry for entry in reporting if not entry.row[at] and column.name not in entry.bad]
        if empty:
            found[column.name] = OwnGaps(len(empty), empty[0])
    yield from own_gaps(found, len(reporting), layout)


def _large(entry: ReturnEntry, layout: Layout, least: Fraction) -> Iterator[ReturnProblem]:
    at = layout.index("large")
    if entry.row[at] != YES:
        return
    revenue = _amount(entry.row, layout, "revenue")
    if entry.row[layout.index("kind")] == SERVICE_KIND:
        yield ReturnProblem(
            "K109",
            "warning",
            "生产性服务企业填了“规模以上”。",
            "规模以上工业企业不含服务企业，汇总时不计；请改成“否”。",
            entry.cell(at),
            entry.who,
        )
    elif revenue is not None and revenue < least:
        yield ReturnProblem(
            "K109",
            "warning",
            f"填了“规模以上”，销售收入不到 {least} 万元。",
            "核对销售收入的单位，或是不是规模以上企业。",
            entry.cell(layout.index("revenue")),
            f"{entry.who}：销售收入 {decimal_text(revenue)} 万元",
        )


def _slips(
    entry: ReturnEntry, layout: Layout, slip: Fraction, earlier: Row | None, middles: Mapping[str, Decimal]
) -> Iterator[ReturnProblem]:
    for name, text in zip(STEADY, earlier or (), strict=False):
        now, before = _amount(entry.row, layout, name), Decimal(text) if text else None
        if now and before and not _alike(now, before, slip):
            yield _slip(
                entry, layout, name, f"与上年相差 {slip} 倍以上", f"{decimal_text(now)}，上年 {decimal_text(before)}"
            )
            return
    output = _amount(entry.row, layout, "gross_output")
    kind = entry.row[layout.index("kind")]
    middle = middles.get(group_of(entry.row[layout.index("industry")], kind))
    if output and middle and kind != SERVICE_KIND and not _alike(output, middle, slip):
        yield _slip(entry, layout, "gross_output", f"与同产业企业的一般水平相差 {slip} 倍以上", decimal_text(output))


def _alike(one: Decimal, other: Decimal, slip: Fraction) -> bool:
    """Whether two amounts above 0 are less than `slip` times apart; multiplied out, for every row asks this."""
    above, below = slip.as_integer_ratio()
    return one * below < other * above and other * below < one * above


def _slip(entry: ReturnEntry, layout: Layout, name: str, what: str, figures: str) -> ReturnProblem:
    column = BY_NAME[name]
    return ReturnProblem(
        "K107",
        "warning",
        f"“{column.label}”{what}。",
        "多半是单位（元、千元、万元、亿元）弄错，请核对这一行的金额。",
        entry.cell(layout.index(name)),
        f"{entry.who}：{figures}（{column.unit}）",
    )


def same_names(entries: Iterable[ReturnEntry]) -> Iterator[ReturnProblem]:
    """Enterprises of one name under different codes."""
    first: dict[str, str] = {}
    for entry in entries:
        code, name = entry.row[0], entry.row[1]
        if name and code and first.setdefault(name, code) != code:
            yield ReturnProblem(
                "K104",
                "warning",
                "两个不同的代码用了同一个企业名称。",
                "核对是不是同一家企业写错了代码。",
                entry.cell(1),
                f"{entry.who}，另一个代码 {first[name]}",
            )
