"""Returns: read from whatever offices send, summed exactly, compared over the years."""

from __future__ import annotations

import csv
import hashlib
import io
import random
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import build_returns
import pytest
import xlsxwriter
from cases import BASE, EXAMPLES, HERE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from parts import examples

from brandcluster.base.numbers import decimal_text
from brandcluster.dossier.load import load_dossier
from brandcluster.dossier.model import measures
from brandcluster.dossier.model.measures import AMOUNTS, COLUMNS, FLAGS, KINDS
from brandcluster.formats.tables.csv_file import MAX_CELLS
from brandcluster.formats.tables.sheet import TOO_LONG, Sheet
from brandcluster.returns import comparing, headings, saving
from brandcluster.returns.bulk import plain_amounts
from brandcluster.returns.examine import WantedOfReturns, examine_region
from brandcluster.returns.layout import FIRST_DATA, CellRefused, Layout, clean_cell, code_problem, layout_of
from brandcluster.returns.reading import read_returns
from brandcluster.returns.sums import YearSums, canonical_text

LAYOUT = Layout(COLUMNS, ("阀门", "泵", "其他相关企业"))
SAME = HERE / "cases" / "returns" / "same"
CODES = build_returns.codes("139900", random.Random("tests"))  # noqa: S311  # the same codes every time
POOL = [next(CODES) for _ in range(60)]
COLUMN = {column.name: column for column in COLUMNS}


def summed(content: bytes, layout: Layout = LAYOUT) -> YearSums:
    return examine_region({2013: ("2013.csv", content)}, layout, WantedOfReturns()).results[2013].sums


# ---- real mess ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(SAME.iterdir()), ids=lambda path: path.name)
def test_what_programs_write_reads_as_the_clean_file(path: Path) -> None:
    layout = layout_of(load_dossier(BASE))
    clean = (SAME / "clean.csv").read_bytes()
    taken = read_returns(path.name, path.read_bytes(), layout)
    assert taken.problems.listed == []
    assert sorted(entry.row for entry in taken.entries) == [
        e.row for e in read_returns("clean.csv", clean, layout).entries
    ]
    assert canonical_text([entry.row for entry in taken.entries], layout) == clean
    ours, theirs = (summed(content, layout) for content in (clean, path.read_bytes()))
    assert (ours.digest, ours.groups) == (theirs.digest, theirs.groups)
    assert ours.digest == hashlib.sha256(clean).hexdigest()


def test_what_is_left_out_is_said() -> None:
    taken = read_returns("x", (SAME / "openpyxl-merged.xlsx").read_bytes(), layout_of(load_dossier(BASE)))
    assert [each.reason for each in taken.skipped] == ["重复的标题", "合计行", "说明文字"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("１２，３４５．６", "12345.6"),
        ("12,345", "12345"),
        (" 12 345 ", "12345"),
        ("12 34", "K102"),
        ("3000\n200", "K102"),
        ("1,234 567", "K102"),
        ("0.10", "0.1"),
        ("007", "7"),
        ("　", ""),
        ("-12", "K106"),
        ("(1,200)", "K106"),
        ("12%", "K102"),
        ("１２％", "K102"),
        ("1,23", "K102"),
        ("1.2E+05", "K102"),
        ("无", "K102"),
        ("-", "K102"),
        ("12万元", "K102"),
        ("2014-03-01", "K102"),
        ("+12", "K102"),
        ("=1+1", "K102"),
        ("1" * 19, "K102"),
    ],
)
def test_amounts(text: str, value: str) -> None:
    found = clean_cell(COLUMN["revenue"], text, LAYOUT)
    assert (found.code if isinstance(found, CellRefused) else found) == value


@pytest.mark.parametrize(
    ("text", "factor", "value"),
    [
        ("1" * 18, None, "1" * 18),
        ("1" * 19, None, None),
        ("0.30000000000000004", None, None),
        ("1" * 14, Decimal(10000), "1" * 14 + "0000"),
        ("1" * 15, Decimal(10000), None),
        ("1234567890123456.7", Decimal("0.1"), "123456789012345.67"),
        ("12345678901234567", Decimal("0.0001"), "1234567890123.4567"),
        ("123456789012345678", Decimal("0.0001"), None),
    ],
)
def test_an_amount_too_long_to_be_kept_is_refused_for_that(
    text: str, factor: Decimal | None, value: str | None
) -> None:
    """As written, and as it would be stored: a file that is written must be read again."""
    found = clean_cell(COLUMN["revenue"], text, LAYOUT, factor)
    assert plain_amounts([text], factor) == ([value] if value is not None else None)
    if value is None:
        assert isinstance(found, CellRefused) and found.code == "K102"
        assert "最多保留 18 位" in found.message and "不是数" not in found.message
    else:
        assert found == value


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("large", "√", "是"),
        ("large", " N ", "否"),
        ("large", "１", "是"),
        ("large", "可能", "K102"),
        ("industry", "阀 门", "阀门"),
        ("industry", "阀们", "K110"),
        ("kind", "产业链", "K110"),
        ("name", "甲\t公司", "甲 公司"),
        ("name", "=HYPERLINK(1)", "K102"),
        ("name", "甲\u202e公司", "K102"),
        ("code", " 91110000600037341l ", "91110000600037341L"),
        ("code", "９１110000600037341L", "91110000600037341L"),
        ("code", "91110000600037341M", "K103"),
        ("code", "9.1110000600037E+17", "K103"),
    ],
)
def test_other_cells(name: str, text: str, value: str) -> None:
    found = clean_cell(COLUMN[name], text, LAYOUT)
    assert (found.code if isinstance(found, CellRefused) else found) == value


def test_every_single_wrong_character_of_a_code_is_found() -> None:
    code = POOL[0]
    for at in range(18):
        for char in "0123456789ABCDEFGHJKLMNPQRTUWXY":
            if char != code[at]:
                assert code_problem(code[:at] + char + code[at + 1 :]) is not None


@pytest.mark.parametrize(
    ("heading", "unit", "factor"),
    [
        ("工业总产值（千元）", "", "0.1"),
        ("工业总产值(元)", "", "0.0001"),
        ("1. 工业总产值\n单位：亿元", "", "10000"),
        ("*工业总产值，万元", "", "1"),
        ("工业总产值（当年价格）", "单位：千元", "0.1"),
        ("总产值", "金额单位:人民币元", "0.0001"),
        ("工业总产值", "", None),
    ],
)
def test_units_stand_in_headings(heading: str, unit: str, factor: str | None) -> None:
    names = [column.heading if column.name != "gross_output" else heading for column in COLUMNS]
    found = headings.find_heading(Sheet("甲", [(unit,), tuple(names)]), LAYOUT)
    assert found is not None
    if factor is None:
        assert [problem[2] for problem in found.problems] == ["“工业总产值”没有写单位。"]
    else:
        assert found.problems == ()
        assert found.factors["gross_output"] == Decimal(factor)


def test_a_slip_in_a_heading_is_not_passed_over() -> None:
    names = [column.heading.replace("采标产品", "采标产口") for column in COLUMNS]
    taken = read_returns("甲.csv", (",".join([*names, "出口额"]) + "\n").encode(), LAYOUT)
    assert [(p.code, p.severity) for p in taken.problems.listed] == [
        ("K101", "error"),
        ("K101", "warning"),
        ("K101", "error"),
    ]
    assert "采标产品销售收入" in taken.problems.listed[0].help


# ---- exact sums --------------------------------------------------------------------------------------------------

_amount = st.one_of(
    st.integers(0, 10**9).map(str),
    st.decimals(0, 10**9, places=4, allow_nan=False, allow_infinity=False).map(decimal_text),
)


@st.composite
def _row(draw: Any) -> tuple[str, ...]:
    kind = draw(st.sampled_from(KINDS))
    industry = draw(st.sampled_from(LAYOUT.industries[:2] if kind == KINDS[0] else LAYOUT.industries))
    large = draw(st.sampled_from("是否"))
    if draw(st.integers(0, 5)) == 0:
        return (industry, kind, large, *[""] * (len(AMOUNTS) + len(FLAGS)))
    amounts = [draw(_amount) for _ in AMOUNTS] if kind != KINDS[2] or draw(st.booleans()) else [""] * len(AMOUNTS)
    return (industry, kind, large, *amounts, *[draw(st.sampled_from("是否")) for _ in FLAGS])


@st.composite
def _year(draw: Any) -> list[tuple[str, ...]]:
    chosen = draw(st.lists(st.sampled_from(range(len(POOL))), unique=True, max_size=12))
    return [(POOL[index], f"企业{index}", *draw(_row())) for index in chosen]


calm = settings(deadline=None, max_examples=examples(80), suppress_health_check=[HealthCheck.too_slow])


def independent(rows: list[tuple[str, ...]], name: str) -> dict[str, Fraction]:
    """The sums of one group, with fractions and nothing of ours but the positions of the columns."""
    mine = [row for row in rows if (row[2] if row[3] == "主导产业" else "其他相关企业") == name]
    factory = [row for row in mine if row[3] != "生产性服务"]
    reporting = [row for row in mine if any(row[5:])]
    found = {
        "enterprises": Fraction(len(mine)),
        "due": Fraction(len(mine)),
        "reported": Fraction(len(reporting)),
        "industrial_enterprises": Fraction(len(factory)),
        "large_enterprises": Fraction(sum(row[4] == "是" for row in factory)),
        "with_both_posts": Fraction(sum(row[15] == row[16] == "是" for row in reporting)),
    }
    for at, column in enumerate(AMOUNTS, 5):
        found[column.name] = sum((Fraction(row[at]) for row in factory if row[at]), Fraction())
    for at, column in enumerate(FLAGS, 12):
        found[column.name] = Fraction(sum(row[at] == "是" for row in reporting))
    return found


@calm
@given(_year(), st.randoms(use_true_random=False))
def test_sums_equal_independent_arithmetic(rows: list[tuple[str, ...]], shuffle: random.Random) -> None:
    content = canonical_text(rows, LAYOUT)
    found = summed(content)
    assert found.problems.listed == []
    for name, totals in found.groups.items():
        for attribute, value in independent(rows, name).items():
            assert Fraction(totals.of(attribute)) == value, (name, attribute)
    shuffled = list(rows)
    shuffle.shuffle(shuffled)
    for other in (
        text(shuffled, ",", "gb18030"),
        text(shuffled, ";", "utf-8-sig"),
        text(rows, "\t", "utf-16"),
        book(shuffled),
    ):
        again = summed(other)
        assert again.problems.listed == []
        assert (again.groups, again.digest) == (found.groups, found.digest)


def text(rows: list[tuple[str, ...]], delimiter: str, encoding: str) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows([LAYOUT.headings, *rows])
    return stream.getvalue().encode(encoding)


def book(rows: list[tuple[str, ...]]) -> bytes:
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = workbook.add_worksheet()
    sheet.write_row(0, 0, LAYOUT.headings)
    for line, row in enumerate(rows, 1):
        for at, value in enumerate(row):
            if FIRST_DATA <= at < FIRST_DATA + len(AMOUNTS) and value:
                sheet.write_number(line, at, Decimal(value))
            else:
                sheet.write_string(line, at, value)
    workbook.close()
    return stream.getvalue()


@calm
@given(st.tuples(_year(), _year(), _year()))
def test_panels_hold_who_reported_in_both_years(years: tuple[list[tuple[str, ...]], ...]) -> None:
    contents = {2013 + at: (f"{2013 + at}.csv", canonical_text(rows, LAYOUT)) for at, rows in enumerate(years)}
    found = examine_region(contents, LAYOUT, WantedOfReturns(2013)).results
    assert [[panel.year for panel in found[year].panels] for year in (2013, 2014, 2015)] == [[], [2013], [2014, 2013]]
    for year in (2014, 2015):
        for panel in found[year].panels:
            now, then = years[year - 2013], years[panel.year - 2013]
            for name in LAYOUT.industries:
                both = {row[0] for row in now if within(row, name)} & {row[0] for row in then if within(row, name)}
                for rows, side in ((now, panel.current), (then, panel.earlier)):
                    wanted = independent([row for row in rows if row[0] in both], name)
                    values = side[name].values if name in side else {}
                    for attribute in ("enterprises", "gross_output", "own_brand_revenue", "with_effective_system"):
                        assert Fraction(values.get(attribute, 0)) == wanted[attribute]


def within(row: tuple[str, ...], name: str) -> bool:
    return any(row[5:]) and (row[2] if row[3] == "主导产业" else "其他相关企业") == name


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda row: (*row[:5], "", *row[6:]), "K111"),
        (lambda row: (*row[:5], "12x", *row[6:]), "K102"),
        (lambda row: (*row[:2], "阀们", *row[3:]), "K110"),
        (lambda row: (*row[:5], "-1", *row[6:]), "K106"),
    ],
)
def test_what_makes_a_sum_wrong_stops_it(change: Any, code: str) -> None:
    row = (POOL[0], "甲", "阀门", "主导产业", "是", *["1"] * 7, *["否"] * 5)
    found = summed(text([change(row)], ",", "utf-8"))
    assert (found.blocking, [problem.code for problem in found.problems.listed]) == (1, [code])
    assert found.groups == {}
    twice = canonical_text([row, row], LAYOUT)
    assert [problem.code for problem in summed(twice).problems.listed] == ["K104"]


@pytest.mark.long
def test_sums_take_no_more_rows_than_the_checks_do() -> None:
    """One limit: what is too long to be checked is not summed either, and one row less is both."""
    row = (*["1"] * 2, "阀门", "主导产业", "是", *["1"] * 7, *["否"] * 5)
    most = MAX_CELLS // len(COLUMNS) - 1
    rows = [(f"{at:018d}", *row[1:]) for at in range(most + 1)]
    long = summed(canonical_text(rows, LAYOUT))
    assert (long.groups, [problem.message for problem in long.problems.listed]) == ({}, [TOO_LONG.message])


# ---- definitions -------------------------------------------------------------------------------------------------


def test_every_definition_is_complete_and_feeds_schema_and_explain() -> None:
    from brandcluster.dossier.schema import all_schemas
    from brandcluster.notice.edition import clauses_of, default_edition
    from brandcluster.output.explain.topics import find_topics

    schema = str(all_schemas()["statistics"])
    for column in COLUMNS:
        assert all((column.label, column.definition, column.population, column.source)), column.name
        assert column.clause in clauses_of(default_edition())
    for column in (*AMOUNTS, *FLAGS):
        assert measures.total_label(column.name) in schema
        assert measures.definition_of(column.name) in schema
    for indicator in (*measures.INDICATORS, *measures.FORM_RATIOS):
        [topic] = find_topics(default_edition(), indicator.id)
        assert ("公式", measures.formula_of(indicator)) in topic.parts
        assert ("出处", indicator.source) in topic.parts
        assert measures.population_of(indicator) in dict(topic.parts).values()


# ---- the examples ------------------------------------------------------------------------------------------------


def test_the_examples_are_what_the_script_makes() -> None:
    for path, content in build_returns.documents().items():
        assert (EXAMPLES / path).read_bytes() == content, path


@pytest.mark.parametrize("name", ["qingshiling", "lanting"])
def test_the_statistics_are_what_saving_makes_of_the_returns(name: str) -> None:
    dossier = load_dossier(EXAMPLES / name)
    layout = layout_of(dossier)
    found = comparing.compute_years(dossier)
    assert set(found) == set(dossier.statistics)
    for result in found.values():
        assert result.sums.problems.listed == []
        assert comparing.differing_figures(dossier.statistics[result.year], result, layout) == []
        assert saving.statistics_text(dossier, result, layout, "").changes == []


def test_a_messy_file_takes_little_memory_a_row() -> None:
    """100,000 rows must fit into 200 MB: a row costs its texts, not an object a cell."""
    import tracemalloc

    layout = layout_of(load_dossier(BASE))
    amounts = ",".join(f'"{1000 + at:,}.5"' for at in range(7))
    lines = [f"{next(CODES)},云溪第{at}阀门制造有限公司,阀门,主导产业,√,{amounts},是,是,否,否,是" for at in range(3000)]
    content = "\n".join([",".join(layout.headings), *lines]).encode("gb18030")
    read_returns("x.csv", content[:2000], layout)
    tracemalloc.start()
    taken = read_returns("x.csv", content, layout)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (len(taken.entries), taken.problems.listed) == (3000, [])
    assert most / 3000 < 1200
