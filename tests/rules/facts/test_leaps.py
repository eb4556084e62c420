"""Sizes: silent on what real series do, and every limit just below, at and above."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from cases import BASE, EXAMPLES, prepare
from hypothesis import given, settings
from hypothesis import strategies as st
from parts import examples
from plausible_series import draw_dossier, keep_part, keep_year, start_dossier

from brandcluster.base.diagnostics import KeyPath
from brandcluster.base.numbers import decimal_text
from brandcluster.dossier.files import APPROVAL, HEADER, PLAN, SUPPORT, TOP_ENTERPRISES
from brandcluster.dossier.load import Dossier, load_dossier, parts_of
from brandcluster.dossier.model.fields import OTHER_INDUSTRY, Part
from brandcluster.dossier.model.measures import total_label
from brandcluster.dossier.model.reading import fields_of
from brandcluster.dossier.model.statistics import Statistics
from brandcluster.dossier.overlay import Overlay, ParameterChange
from brandcluster.rules.checks.all_checks import all_rules, find_problems
from brandcluster.rules.facts.leaps import odd_ones
from brandcluster.rules.facts.record_days import values_of

#: The rules that numbers alone can break, without the files of a folder behind them.
OF_NUMBERS = [
    rule
    for rule in all_rules()
    if rule.code[0] == "Q"
    or rule.code in ("S103", "S104", "S106", "S107", "U102", "U103", "V204", "V205", "V206", "V261")
]
DRAWN = 200


@pytest.mark.parametrize("first", range(0, DRAWN, 50))
@pytest.mark.part(4)
def test_silent_on_plausible_series(first: int) -> None:
    loud = []
    for seed in range(first, first + 50):
        dossier = draw_dossier(seed)
        loud += [(seed, rule.code, found.message) for rule in OF_NUMBERS for found in rule.check(dossier)]
    assert loud == []


# ---- every limit -------------------------------------------------------------------------------------------------

PLAIN: dict[str, Any] = {
    "enterprises": 100,
    "industrial_enterprises": 100,
    "large_enterprises": 20,
    "due": 100,
    "reported": 100,
    "gross_output": 1_000_000,
    "value_added": 250_000,
    "new_product_output": 200_000,
    "revenue": 900_000,
    "own_brand_revenue": 450_000,
    "adopted_standard_revenue": 180_000,
    "research_spending": 18_000,
    "with_system": 10,
    "with_effective_system": 5,
}


def year_of(region: int = 3_000_000, name: str = "阀门", **changed: Any) -> dict[str, Any]:
    figures = {total_label(field): value for field, value in {**PLAIN, **changed}.items()}
    amounts = {label: Decimal(v) if label.endswith("（万元）") else v for label, v in figures.items()}
    return {"期间": "全年", "区域工业总产值（万元）": Decimal(region), "产业": [{"名称": name, **amounts}]}


def two_years(before: dict[str, Any], after: dict[str, Any], *, gap: int = 1) -> Dossier:
    dossier = start_dossier(["阀门"])
    keep_year(dossier, 2013 - gap, before)
    keep_year(dossier, 2013, after)
    return dossier


def codes(dossier: Dossier) -> list[str]:
    return [rule.code for rule in OF_NUMBERS for _ in rule.check(dossier)]


@pytest.mark.parametrize(
    ("field", "now", "said"),
    [
        ("gross_output", "2999999.99", []),
        ("gross_output", "3000000", ["Q101"]),
        ("gross_output", "3000000.01", ["Q101"]),
        ("research_spending", "89999.99", []),
        ("research_spending", "90000", ["Q101"]),
        ("research_spending", "3600", ["Q101"]),
        ("research_spending", "3600.01", []),
        ("large_enterprises", 49, []),
        ("large_enterprises", 50, ["Q102"]),
        ("large_enterprises", 51, ["Q102"]),
        ("own_brand_revenue", "629999.99", []),
        ("own_brand_revenue", "630000", ["Q103"]),
        ("own_brand_revenue", "270000", ["Q103"]),
        ("own_brand_revenue", "270000.01", []),
        # Systems are there to be brought up.
        ("with_system", 90, []),
        ("with_effective_system", 10, []),
    ],
)
def test_one_figure_of_the_later_year(field: str, now: Any, said: list[str]) -> None:
    region = 40_000_000 if field == "gross_output" else 3_000_000
    assert codes(two_years(year_of(region), year_of(region, **{field: now}))) == said


@pytest.mark.parametrize(
    ("share_before", "share_now", "said"),
    [
        ("1", "5.99", []),
        ("1", "6", ["Q101"]),
        ("1", "6.01", ["Q101"]),
        ("2", "9.99", []),  # 4.995 times
        ("2", "10", ["Q101"]),
    ],
)
def test_a_part_that_was_next_to_nothing(share_before: str, share_now: str, said: list[str]) -> None:
    now, before = (Decimal(share) * 9_000 for share in (share_now, share_before))
    found = codes(two_years(year_of(adopted_standard_revenue=before), year_of(adopted_standard_revenue=now)))
    assert found == said


@pytest.mark.parametrize(("enterprises", "said"), [(4, []), (5, ["Q101"]), (6, ["Q101"])])
def test_too_few_enterprises_for_a_mean(enterprises: int, said: list[str]) -> None:
    counts = dict.fromkeys(("enterprises", "industrial_enterprises", "due", "reported"), enterprises)
    few: dict[str, Any] = {**counts, "large_enterprises": 2, "with_system": 2, "with_effective_system": 1}
    before, after = year_of(**few), year_of(**few, research_spending=18_000 * 6)
    assert codes(two_years(before, after)) == said


def test_a_mix_of_units_is_named_even_of_few_enterprises() -> None:
    counts = dict.fromkeys(("enterprises", "industrial_enterprises", "due", "reported"), 3)
    few: dict[str, Any] = {**counts, "large_enterprises": 2, "with_system": 2, "with_effective_system": 1}
    dossier = two_years(year_of(**few), year_of(**few, research_spending=18_000 * 10))
    (said,) = [found.message for rule in OF_NUMBERS for found in rule.check(dossier)]
    assert said.endswith("相差 10 倍，像是千元和万元弄混了。")


@pytest.mark.parametrize(("difference", "said"), [(9, []), (10, ["Q102"]), (11, ["Q102"])])
def test_a_few_enterprises_more_are_no_leap(difference: int, said: list[str]) -> None:
    dossier = two_years(year_of(large_enterprises=6), year_of(large_enterprises=6 + difference))
    assert codes(dossier) == (said if 6 + difference >= 15 else [])


@pytest.mark.parametrize(
    ("region", "said"), [("8999999.99", []), ("9000000", ["Q104"]), ("1000000.01", []), ("1000000", ["Q104"])]
)
def test_the_whole_region(region: str, said: list[str]) -> None:
    small: dict[str, Any] = {"gross_output": 100_000, "value_added": 25_000, "new_product_output": 20_000}
    before, now = year_of(**small), {**year_of(**small), "区域工业总产值（万元）": Decimal(region)}
    assert codes(two_years(before, now)) == said


@pytest.mark.parametrize(("times", "said"), [("8.99", []), ("9", ["Q101"]), ("9.01", ["Q101"])])
def test_two_years_apart_the_limit_counts_twice(times: str, said: list[str]) -> None:
    field: dict[str, Any] = {"gross_output": Decimal(1_000_000) * Decimal(times)}
    region = 40_000_000
    assert [c for c in codes(two_years(year_of(region), year_of(region, **field), gap=2)) if c == "Q101"] == said


def test_related_enterprises_may_be_taken_along_but_not_lost() -> None:
    for before, after, said in ((20, 90, []), (90, 20, ["Q102"])):
        dossier = start_dossier(["阀门"])
        dossier.has_pilot = True
        keep_part(dossier, APPROVAL, {"批复日期": "2014-06-20"})
        for year, count in ((2014, before), (2015, after)):
            counts = dict.fromkeys(("enterprises", "industrial_enterprises", "due", "reported"), count)
            figures = {**counts, "large_enterprises": 10, **{f: PLAIN[f] * count // 100 for f in PLAIN if "_" in f and f.endswith(("output", "added", "revenue", "spending"))}, "revenue": 9_000 * count}  # fmt: skip
            keep_year(dossier, year, year_of(name=OTHER_INDUSTRY, **figures))
        assert [code for code in codes(dossier) if code == "Q102"] == said


@pytest.mark.parametrize(("second", "said"), [("100.01", []), ("100", ["Q106"]), ("99.99", ["Q106"])])
def test_the_first_beside_the_second(second: str, said: list[str]) -> None:
    dossier = start_dossier(["阀门"])
    listed = [
        {"名称": name, "销售收入（万元）": Decimal(v)} for name, v in (("甲", "1000"), ("乙", second), ("丙", "99"))
    ]
    keep_part(dossier, TOP_ENTERPRISES, {"企业": listed})
    assert codes(dossier) == said


@pytest.mark.parametrize(("came", "said"), [("299.99", []), ("300", ["Q109"]), ("1000", ["Q109"]), ("10", [])])
def test_money_beside_the_plan(came: str, said: list[str]) -> None:
    dossier = start_dossier(["阀门"])
    dossier.has_pilot = True
    item = {"年份": 2014, "来源": "县财政", "金额（万元）": Decimal(100)}
    keep_part(dossier, PLAN, {"资金": {"总额（万元）": Decimal(100), "明细": [item]}})
    keep_part(dossier, SUPPORT, {"资金到位": [{**item, "金额（万元）": Decimal(came)}]})
    assert codes(dossier) == said


@pytest.mark.parametrize(
    ("enterprises", "amount", "said"),
    [
        (90, "300000.01", []),
        (90, "300000", ["Q105"]),
        (90, "299999.99", ["Q105"]),
        (90, "1000000", []),
        (90, "1000000.01", ["Q105"]),
        (49, "160000", []),  # fewer than half say nothing of all
        (50, "160000", ["Q105"]),
    ],
)
def test_a_panel_beside_all(enterprises: int, amount: str, said: list[str]) -> None:
    panel = {
        "对比年份": 2012,
        "产业": "阀门",
        "企业数（家）": enterprises,
        "本年": {"工业总产值（万元）": Decimal(amount)},
    }
    dossier = two_years(year_of(), {**year_of(), "同口径": [panel]})
    assert codes(dossier) == said


def test_a_limit_is_a_parameter_that_a_province_may_change() -> None:
    dossier = two_years(year_of(9_000_000), year_of(9_000_000, research_spending=18_000 * 6))
    assert codes(dossier) == ["Q101"]
    dossier = two_years(year_of(9_000_000), year_of(9_000_000, research_spending=18_000 * 6))
    change = ParameterChange.model_validate({"参数": "part-leap", "值": "7", "来源": "某省通知"})
    dossier.overlay = Overlay.model_construct(
        id="某省", base="miit-2014-102", since=dossier.header.date, parameters=[change]
    )
    assert codes(dossier) == []


def test_without_a_day_of_application_no_limit_is_known() -> None:
    dossier = two_years(year_of(), year_of(research_spending=1))
    keep_part(dossier, "dossier.yaml", {"规则版本": "miit-2014-102", "主导产业": [{"名称": "阀门"}]})
    assert codes(dossier) == []


@pytest.mark.parametrize(
    ("times", "severity", "mixed"), [("10", "error", True), ("2", "warning", False), ("0.0001", "error", True)]
)
def test_two_sources_that_differ_as_units_do_are_an_error(
    times: str, severity: str, mixed: bool, tmp_path: Any
) -> None:
    """Statistics of an office beside the returns, and a text beside the statistics."""
    root = prepare(tmp_path / "d", [], EXAMPLES / "qingshiling")
    path = root / "statistics" / "2012.yaml"
    spending = decimal_text(Decimal(960) * Decimal(times))
    text = path.read_text("utf-8").replace("类型: 企业报表", "类型: 统计部门")
    path.write_text(text.replace("研发投入（万元）: 960", f"研发投入（万元）: {spending}"), encoding="utf-8")
    (found,) = [each for each in find_problems(load_dossier(root)) if each.code == "K113"]
    assert (found.severity, "弄混了" in found.message) == (severity, mixed)
    output = decimal_text(Decimal(4) * Decimal(times))
    said = {
        "file": "application/region.yaml",
        "find": "以阀门为主。",
        "replace": f"以阀门为主，2013年阀门工业总产值为{output}亿元。",
    }
    if times != "0.0001":
        (found,) = [
            each for each in find_problems(load_dossier(prepare(tmp_path / "b", [said]))) if each.code == "X105"
        ]
        assert (found.severity, "弄混了" in found.message) == (severity, mixed)


IGNORED = [
    ("statistics/2013.yaml", "研发投入（万元）: 800", "研发投入（万元）: 80", "Q101", "    研发投入"),
    ("statistics/2013.yaml", "规模以上企业数（家）: 15", "规模以上企业数（家）: 50", "Q102", "    规模以上企业数"),
    ("application/top-enterprises.yaml", "（万元）: 3000", "（万元）: 30000", "Q106", "    销售收入（万元）: 2000"),
    (
        "application/region.yaml",
        "情况: 稳定。",
        "情况: |\n  稳定。\n  抽查合格率为976%。",
        "Q108",
        "企业产品质量总体情况",
    ),
]


@pytest.mark.parametrize(("path", "find", "replace", "code", "above"), IGNORED, ids=[each[3] for each in IGNORED])
def test_the_advice_to_ignore_holds_where_it_says(
    path: str, find: str, replace: str, code: str, above: str, tmp_path: Any
) -> None:
    earlier = (BASE / "statistics" / "2013.yaml").read_text("utf-8").replace("年份: 2013", "年份: 2012")
    edits = [{"file": "statistics/2012.yaml", "write": earlier}, {"file": path, "find": find, "replace": replace}]
    if code == "Q102":
        edits.append({"file": path, "find": "    销售收入（万元）: 38000", "replace": "    销售收入（万元）: 100000"})
    root = prepare(tmp_path / "d", edits)
    (found,) = [each for each in find_problems(load_dossier(root)) if each.code == code]
    assert f"“# brandcluster: ignore {code} …”" in found.help
    comment = f"# brandcluster: ignore {code} 当年兼并了三家企业"
    text = (root / path).read_text("utf-8")
    at = text.index(above)
    indent = " " * (len(above) - len(above.lstrip()))
    (root / path).write_text(f"{text[:at]}{indent}{comment}\n{text[at:]}", encoding="utf-8")
    assert code not in {each.code for each in find_problems(load_dossier(root))}


# ---- which of a series is odd ------------------------------------------------------------------------------------


@settings(max_examples=examples(40), deadline=None)
@given(st.integers(3, 12), st.data())
def test_a_single_slip_is_found_where_it_is(length: int, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, length - 1))
    values = [Fraction(100)]
    for _ in range(length - 1):
        values.append(values[-1] * data.draw(st.fractions("85/100", "14/10", max_denominator=100)))
    values[at] *= data.draw(st.sampled_from([Fraction(20), Fraction(1, 20)]))

    def agree(one: int, other: int) -> bool:
        low, high = sorted((values[one], values[other]))
        return high < low * Fraction(3) ** abs(one - other)

    found = list(odd_ones(length, agree))
    assert [odd for odd, _ in found] == [at]


def test_a_break_that_lasts_is_said_once() -> None:
    values = [1, 1, 9, 9, 9]
    assert list(odd_ones(5, lambda one, other: values[one] == values[other])) == [(2, 1)]
    assert list(odd_ones(2, lambda one, other: False)) == [(1, 0)]


@settings(max_examples=examples(15), deadline=None)
@given(st.fractions("1/1000", 1000, max_denominator=1000))
def test_the_unit_of_the_whole_file_changes_nothing(factor: Fraction) -> None:
    """What is said rests on ratios: the same series in other units says the same."""

    def scaled(base: dict[str, Any]) -> dict[str, Any]:
        amounts = {
            field: Decimal(v) * factor.numerator / factor.denominator if field in AMOUNT_FIELDS else v
            for field, v in base.items()
        }
        return amounts

    before, after = scaled(PLAIN), scaled({**PLAIN, "value_added": 25_000})
    region = Decimal(3_000_000) * factor.numerator / factor.denominator
    dossier = two_years(
        {**year_of(**before), "区域工业总产值（万元）": region}, {**year_of(**after), "区域工业总产值（万元）": region}
    )
    assert [code for code in codes(dossier) if code[0] == "Q"] == ["Q101"]


AMOUNT_FIELDS = {field for field in PLAIN if total_label(field).endswith("（万元）")}


# ---- slips planted in the good example ---------------------------------------------------------------------------

#: Those of the rules on an application that look at amounts.
OF_AMOUNTS = [rule for rule in all_rules() if rule.code[0] in "QSUB"]


def with_value(part: Part, keys: KeyPath, value: Decimal) -> Part:
    """A part in which one answer is another."""
    field = fields_of(type(part))[str(keys[0])]
    held = getattr(part, field.name)
    if len(keys) == 1:
        return part.model_copy(update={field.name: value})
    if isinstance(held, list):
        at = int(keys[1])
        made: Any = [with_value(each, keys[2:], value) if n == at else each for n, each in enumerate(held)]
    else:
        made = with_value(held, keys[1:], value)
    return part.model_copy(update={field.name: made})


def planted(clean: Dossier, path: str, part: Part) -> Dossier:
    """The dossier with one of its parts replaced."""
    made = Dossier(clean.root, dict(clean.contents), statistics=dict(clean.statistics), documents=clean.documents)
    if isinstance(part, Statistics):
        made.statistics[part.year or 0] = part
    else:
        made.contents[path] = part
    return made


@pytest.mark.parametrize("factor", ["10", "0.1", "1000", "0.0001"])
@pytest.mark.part(4)
def test_a_slip_at_any_amount_of_the_example_is_noticed(factor: str, tmp_path: Any) -> None:
    """Without returns behind them: what the figures themselves give away."""
    clean = load_dossier(EXAMPLES / "qingshiling")
    clean.root = tmp_path
    assert [rule.code for rule in OF_AMOUNTS for _ in rule.check(planted(clean, HEADER, clean.header))] == []
    amounts = [
        (path, part, keys, value)
        for path, part in parts_of(clean)
        for keys, field, value in values_of(part)
        if field.label.endswith("（万元）") and value
    ]
    unnoticed = []
    for path, part, keys, value in amounts:
        dossier = planted(clean, path, with_value(part, keys, value * Decimal(factor)))
        if not any(True for rule in OF_AMOUNTS for _ in rule.check(dossier)):
            unnoticed.append((path, keys))
    assert (len(amounts), unnoticed) == (77, [])
