"""Rounding, indicators, references: exact until printed."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from cases import BASE, prepare
from hypothesis import given
from hypothesis import strategies as st

from brandcluster.base.numbers import decimal_string, decimal_text, round_text
from brandcluster.dossier import references
from brandcluster.dossier.indicators.measure import FORM_RATIOS, INDICATORS, measure_ratio
from brandcluster.dossier.load import load_dossier
from brandcluster.dossier.model.statistics import Statistics

AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (Fraction(196, 100), 1, "2.0"),
        (Fraction(5, 1000), 2, "0.01"),
        (Fraction(4999, 1000000), 2, "0.00"),
        (Fraction(-5, 1000), 2, "-0.01"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Fraction(1, 2), 0, "1"),
        (Fraction(2, 3), 4, "0.6667"),
        (Decimal("1234.565"), 2, "1234.57"),
        (0, 2, "0.00"),
    ],
)
def test_one_rounding_half_up(value: Any, decimals: int, text: str) -> None:
    assert round_text(value, decimals) == text


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=6), st.integers(0, 5))
def test_printing_agrees_with_decimal(value: Decimal, decimals: int) -> None:
    assert Decimal(round_text(value, decimals)) == value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def test_exact_texts() -> None:
    assert decimal_text(Decimal("120.500")) == "120.5"
    assert decimal_text(Decimal("1E+3")) == "1000"
    assert decimal_text(700) == "700"
    assert decimal_string(Fraction(34, 300) * 100) == "11.333333333333"
    assert decimal_string(Fraction(1, 4)) == "0.25"


def statistics(*groups: dict[str, Any], region: Any = None) -> Statistics:
    return Statistics.model_validate({"产业": list(groups), "区域工业总产值（万元）": region})


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=6))
def test_a_total_is_the_ratio_of_sums(pairs: list[tuple[Decimal, Decimal]]) -> None:
    data = statistics(
        *[{"名称": f"产业{n}", "工业增加值（万元）": a, "工业总产值（万元）": b} for n, (a, b) in enumerate(pairs)]
    )
    measured = measure_ratio(data, INDICATORS[0], None)
    above, below = sum(Fraction(a) for a, _ in pairs), sum(Fraction(b) for _, b in pairs)
    assert measured.value == (above / below * 100 if below else None)


def test_two_points_exactly() -> None:
    share = INDICATORS[4]
    before = statistics({"名称": "阀门", "品牌管理体系有效运行企业数（家）": 28, "相关企业数（家）": 300})
    after = statistics({"名称": "阀门", "品牌管理体系有效运行企业数（家）": 34, "相关企业数（家）": 300})
    first, second = (measure_ratio(s, share, "阀门").value for s in (before, after))
    assert first is not None and second is not None
    assert second - first == 2


def test_a_missing_part_makes_the_total_unknown() -> None:
    data = statistics(
        {"名称": "阀门", "工业增加值（万元）": 1, "工业总产值（万元）": 2}, {"名称": "泵", "工业总产值（万元）": 2}
    )
    assert measure_ratio(data, INDICATORS[0], "阀门").value == 50
    assert measure_ratio(data, INDICATORS[0], "泵").value is None
    assert measure_ratio(data, INDICATORS[0], None).value is None
    assert measure_ratio(data, INDICATORS[0], "没有").value is None


def test_the_share_in_the_region_leaves_other_enterprises_out() -> None:
    data = statistics(
        {"名称": "阀门", "工业总产值（万元）": 40}, {"名称": "其他相关企业", "工业总产值（万元）": 30}, region=80
    )
    share = FORM_RATIOS[1]
    assert measure_ratio(data, share, "阀门").value == 50
    assert measure_ratio(data, share, None).value == 50


def test_indicators_json(brandcluster: Callable[..., Any]) -> None:
    result = brandcluster("indicators", BASE, "--format", "json")
    assert result.returncode == 0, result.stderr
    data = json.loads(result.stdout)
    assert data["schema"] == "brandcluster.indicators/1"
    (year,) = data["dossiers"][0]["years"]
    assert year["year"] == 2013
    assert [industry["name"] for industry in year["industries"]] == ["阀门", None]
    for industry in year["industries"]:
        assert [each["id"] for each in industry["indicators"]] == [each.id for each in INDICATORS]
        for each in industry["indicators"]:
            exact = Fraction(each["numerator"]) * 100 / Fraction(each["denominator"])
            assert abs(Fraction(each["value"]) - exact) < Fraction(1, 10**10)
            assert each["printed"] == round_text(exact, 2)


def test_indicators_refuse_bad_statistics(brandcluster: Callable[..., Any], tmp_path: Path) -> None:
    root = prepare(
        tmp_path / "d", [{"file": "statistics/2013.yaml", "find": "值（万元）: 10000", "replace": "值（万元）: 90000"}]
    )
    result = brandcluster("indicators", root)
    assert result.returncode == 1
    assert "S103" in result.stderr


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ 指标.工业增加值率 }}", "25.00"),
        ("{{指标.工业增加值率:0}}", "25"),
        ("{{ 指标.2013.阀门.新产品产值率 ：1 }}", "10.0"),
        ("{{ 指标.合计.研发投入占销售收入比重 }}", "2.11"),
        ("{{ 指标.主导产业占区域工业总产值比重 }}", "80.00"),
        ("{{ 统计.工业总产值（亿元） }}", "4.00"),
        ("{{ 统计.工业总产值(万元):0 }}", "40000"),
        ("{{ 统计.区域工业总产值（亿元）:1 }}", "5.0"),
        ("{{ 统计.规模以上企业数 }}", "15"),
        ("{{ 申报.申报单位 }}", "云溪经济技术开发区管理委员会"),
        ("{{ 申报.申报日期 }}", "2014年4月18日"),
        ("没有引用", "没有引用"),
        ("{{ 指标.没有 }}", "{{ 指标.没有 }}"),
    ],
)
def test_references(text: str, expected: str) -> None:
    assert references.expand_text(text, load_dossier(BASE)) == expected


@pytest.mark.parametrize(
    ("inner", "help_"),
    [
        ("指标.增加值率", "工业增加值率"),
        ("指标.2013.阀们.工业增加值率", "阀门"),
        ("统计.工业总产值", "工业总产值（万元）"),
        ("指示.工业增加值率", "指标"),
        ("申报.申请单位", "申报单位"),
        ("指标.2010.工业增加值率", "2013"),
        ("指标.1.2.3.4", "指标"),
        ("__class__.__mro__", "指标"),
        ("指标.工业增加值率:99", "6"),
        ("", "指标"),
    ],
)
def test_a_reference_to_nothing_says_what_to_write(inner: str, help_: str) -> None:
    result = references.look_up(inner, load_dossier(BASE))
    assert isinstance(result, references.Failure)
    assert help_ in result.help


@given(st.text(max_size=40))
def test_no_reference_raises(inner: str) -> None:
    references.look_up(inner, DOSSIER)
    list(references.references_in("{{" + inner + "}}", DOSSIER))


DOSSIER = load_dossier(BASE)
