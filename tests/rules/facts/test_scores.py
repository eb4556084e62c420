"""Scores of a year: exact, by industry and in total, unknown where something is missing; the record keeps what people wrote."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from cases import EXAMPLES
from hypothesis import given
from hypothesis import strategies as st

from brandcluster.cli.start import start
from brandcluster.dossier.files import EVALUATION_MODEL, HEADER
from brandcluster.dossier.indicators.measure import INDICATORS
from brandcluster.dossier.load import Dossier, load_dossier
from brandcluster.dossier.model.header import Header
from brandcluster.dossier.model.pilot.evaluation import Evaluation, EvaluationModel, ModelVersion, Standard
from brandcluster.dossier.model.statistics import Statistics
from brandcluster.rules.facts.scores import (
    YearScores,
    band_reached,
    record_changes,
    score_year,
    shown_apart,
    version_changes,
)

LABELS = [indicator.label for indicator in INDICATORS]
FIELDS = [(each.numerator, each.denominator) for each in INDICATORS]
AMOUNT = st.integers(1, 999_999)


def standard(*bands: tuple[str, str], target: str = "50", industry: str | None = None) -> dict[str, Any]:
    return {
        "产业": industry,
        "目标值（%）": Decimal(target),
        "评分档": [{"下限（%）": Decimal(bound), "得分": Decimal(points)} for bound, points in bands],
    }


BANDS = (("0", "40"), ("25.8", "60"), ("50", "100"))


def model(weights: list[str], *, year: int = 2014, bands: tuple[tuple[str, str], ...] = BANDS) -> EvaluationModel:
    indicators = [
        {"指标": label, "权重（%）": Decimal(weight), "评分标准": [standard(*bands)]}
        for label, weight in zip(LABELS, weights, strict=True)
    ]
    return EvaluationModel.model_validate({"权重版本": [{"版本": "甲版", "起用年度": year, "指标": indicators}]})


def group(name: str, size: int = 1) -> dict[str, Any]:
    amounts = {
        "工业总产值（万元）": 1000,
        "工业增加值（万元）": 258,
        "新产品产值（万元）": 500,
        "销售收入（万元）": 1000,
        "自主品牌产品销售收入（万元）": 499,
        "采标产品销售收入（万元）": 0,
    }
    counts = {"相关企业数（家）": 4, "品牌管理体系有效运行企业数（家）": 4}
    return {"名称": name} | {k: Decimal(v * size) for k, v in amounts.items()} | counts


def dossier(*groups: dict[str, Any], period: str = "全年", weights: tuple[str, ...] = ("20",) * 5) -> Dossier:
    statistics = Statistics.model_validate({"年份": 2015, "期间": period, "产业": list(groups)})
    header = Header.model_validate(
        {"主导产业": [{"名称": each["名称"]} for each in groups if each["名称"] != "其他相关企业"]}
    )
    files = {HEADER: header, EVALUATION_MODEL: model(list(weights))}
    return Dossier(Path(), files, statistics={2015: statistics})


def totals(outcome: YearScores) -> dict[str, Fraction | None]:
    return {score.industry: score.total for score in outcome.scores}


# ---- arithmetic --------------------------------------------------------------------------------------------------


def test_bands_count_from_their_lower_bound() -> None:
    found = Standard.model_validate(standard(*BANDS))
    for value, points in (("25.799999", "40"), ("25.8", "60"), ("25.800001", "60"), ("49.999", "60"), ("50", "100")):
        assert band_reached(found, Fraction(value))[1] == Decimal(points), value
    above = Standard.model_validate(standard(("10", "60")))
    assert [band_reached(above, Fraction(value)) for value in ("9.99", "10")] == [
        (None, Decimal(0)),
        (Decimal(10), Decimal(60)),
    ]
    shuffled = Standard.model_validate(standard(*reversed(BANDS)))
    assert band_reached(shuffled, Fraction(26)) == band_reached(found, Fraction(26))


def test_a_value_is_shown_on_its_own_side_of_a_bound() -> None:
    found = Standard.model_validate(standard(*BANDS))
    assert shown_apart(Fraction("25.7999"), found) == "25.7999"
    assert shown_apart(Fraction("25.8"), found) == "25.80"
    assert shown_apart(Fraction("49.996"), found) == "49.996"


def test_one_region_by_hand() -> None:
    # 25.8 % → 60, 49.9 % → 60, 50 % → 100, 0 % → 40, 100 % → 100; weights 20 each: 72.
    assert totals(score_year(dossier(group("阀门")), 2015)) == {"阀门": 72, "合计": 72}


def test_the_total_is_of_sums_and_counts_the_others() -> None:
    found = score_year(dossier(group("阀门"), group("其他相关企业", 3) | {"工业增加值（万元）": Decimal(0)}), 2015)
    line = next(score for score in found.scores if score.industry == "合计").lines[0]
    assert line.measured is not None and line.measured.value == Fraction(258 * 100, 4000)


@given(
    st.lists(st.tuples(AMOUNT, AMOUNT), min_size=5, max_size=5),
    st.lists(st.integers(0, 25), min_size=4, max_size=4),
    st.lists(st.tuples(st.integers(0, 150), st.integers(0, 100)), min_size=1, max_size=6),
)
def test_scores_agree_with_an_arithmetic_of_their_own(
    ratios: list[tuple[int, int]], weights: list[int], bands: list[tuple[int, int]]
) -> None:
    """Numerators and denominators in whole numbers, cross-multiplied: no division, no Fraction, no code of ours."""
    shares = [str(weight) for weight in (*weights, 100 - sum(weights))]
    parts = dict(bands)
    found = model(shares, bands=tuple((str(bound), str(points)) for bound, points in parts.items()))
    measured: dict[str, Any] = {"名称": "阀门"}
    names = {"gross_output": "工业总产值（万元）", "revenue": "销售收入（万元）", "enterprises": "相关企业数（家）"}
    (value, gross), (own, revenue), (new, _), (adopted, _), (effective, enterprises) = ratios
    measured |= {
        names["gross_output"]: Decimal(gross),
        names["revenue"]: Decimal(revenue),
        names["enterprises"]: enterprises,
    }
    measured |= {"工业增加值（万元）": Decimal(value), "自主品牌产品销售收入（万元）": Decimal(own)}
    measured |= {"新产品产值（万元）": Decimal(new), "采标产品销售收入（万元）": Decimal(adopted)}
    measured |= {"品牌管理体系有效运行企业数（家）": effective}
    one = dossier(measured)
    one.contents[EVALUATION_MODEL] = found
    numerators, denominators = (value, own, new, adopted, effective), (gross, revenue, gross, revenue, enterprises)
    hundredfold = 0
    for above, below, weight in zip(numerators, denominators, shares, strict=True):
        points = 0
        for bound in sorted(parts):
            if above * 100 >= bound * below:
                points = parts[bound]
        hundredfold += points * int(weight)
    outcome = score_year(one, 2015)
    assert all(total is not None and total * 100 == hundredfold for total in totals(outcome).values())


# ---- what cannot be told -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("weights", "whole"),
    [(("20", "20", "20", "20", "19.99"), False), (("20",) * 5, True), (("20", "20", "20", "20", "20.01"), False)],
)
def test_weights_add_to_a_hundred_or_there_is_no_total(weights: tuple[str, ...], whole: bool) -> None:
    outcome = score_year(dossier(group("阀门"), weights=weights), 2015)
    assert (None not in totals(outcome).values()) == whole == (not outcome.problems)
    assert all(line.points is not None for score in outcome.scores for line in score.lines)


def test_no_total_is_made_of_a_part() -> None:
    lacking = group("纺织机械")
    del lacking["新产品产值（万元）"]
    outcome = score_year(dossier(group("阀门"), lacking), 2015)
    assert totals(outcome) == {"阀门": 72, "纺织机械": None, "合计": None}
    gaps = {score.industry: [line.name for line in score.lines if line.gap] for score in outcome.scores}
    assert gaps == {"阀门": [], "纺织机械": ["新产品产值率"], "合计": ["新产品产值率"]}


@pytest.mark.parametrize("year", [2013, 2014])
def test_years_without_model_or_statistics(year: int) -> None:
    outcome = score_year(dossier(group("阀门")), year)
    assert outcome.problems and not outcome.says_something
    assert bool(outcome.scores) == (year == 2014)


def test_half_a_year_is_no_year() -> None:
    outcome = score_year(dossier(group("阀门"), period="上半年"), 2015)
    assert outcome.problems and set(totals(outcome).values()) == {None}


def test_an_unknown_indicator_and_a_model_without_bands() -> None:
    one = dossier(group("阀门"))
    first = {"指标": "没有的指标", "权重（%）": Decimal(50), "评分标准": [standard(*BANDS)]}
    second = {"指标": LABELS[0], "权重（%）": Decimal(50), "评分标准": [standard(*BANDS, industry="纺织机械")]}
    version = {"版本": "甲", "起用年度": 2014, "指标": [first, second]}
    one.contents[EVALUATION_MODEL] = EvaluationModel.model_validate({"权重版本": [version]})
    outcome = score_year(one, 2015)
    assert [line.gap != "" for line in outcome.scores[0].lines] == [True, True]
    assert outcome.problems  # four of the five indicators are not in the model


def test_what_a_new_version_changes_is_said() -> None:
    old = model(["20"] * 5).versions[0]
    new = model(["25", "15", "20", "20", "20"], bands=(("0", "40"), ("26", "60"))).versions[0]
    said = list(version_changes(old, new))
    assert len(said) == 5 and "权重 20 → 25" in said[0] and "权重" not in said[2]
    assert all("评分档有变" in each for each in said)
    assert list(version_changes(old, old)) == []
    fewer = ModelVersion.model_validate({"指标": [{"指标": "新的", "权重（%）": Decimal(1)}]})
    assert len(list(version_changes(old, fewer))) == 6


def test_the_example_points_out_its_own_change() -> None:
    outcome = score_year(load_dossier(EXAMPLES / "lanting"), 2015)
    assert totals(outcome) == {"阀门": 100, "纺织机械": 95, "合计": 87}
    assert outcome.compared == 2014 and len(outcome.changes) == 5
    assert score_year(load_dossier(EXAMPLES / "lanting"), 2014).changes == ()


# ---- the record --------------------------------------------------------------------------------------------------

RECORD = "pilot/evaluations/2015.yaml"


@pytest.fixture
def region(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLES / "lanting", tmp_path / "r")
    path = tmp_path / "r" / RECORD
    kept = path.read_text(encoding="utf-8").split("\n权重版本:")[0].split("\n得分:")[0]
    path.write_text(kept.rstrip() + "\n# 人写的注释\n", encoding="utf-8")
    return tmp_path / "r"


def test_the_record_keeps_every_word_of_people(region: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (region / RECORD).read_text(encoding="utf-8")
    assert start(["evaluate", str(region), "--year", "2015"]) == 0
    after = (region / RECORD).read_text(encoding="utf-8")
    assert all(each in after.splitlines() for each in before.splitlines())
    record = load_dossier(region).evaluations[2015]
    assert {str(score.industry): str(score.total) for score in record.scores} == {
        "阀门": "100",
        "纺织机械": "95",
        "合计": "87",
    }
    assert record.scores[1].indicators[2].actual == Decimal("23.43")
    assert start(["validate", str(region)]) == 0
    capsys.readouterr()
    assert start(["evaluate", str(region), "--year", "2015"]) == 0
    assert (region / RECORD).read_text(encoding="utf-8") == after
    assert "没有变化" in capsys.readouterr().out


def test_only_what_changed_is_changed(region: Path) -> None:
    start(["evaluate", str(region), "--year", "2015"])
    path = region / RECORD
    text = path.read_text(encoding="utf-8").replace("    总分: 95\n", "    总分: 95 # 已核对\n", 1)
    path.write_text(text, encoding="utf-8")
    statistics = region / "statistics/2015.yaml"
    statistics.write_text(statistics.read_text(encoding="utf-8").replace(": 80451", ": 90000"), encoding="utf-8")
    start(["evaluate", str(region), "--year", "2015"])
    after = path.read_text(encoding="utf-8")
    assert "    总分: 100 # 已核对\n" in after
    assert load_dossier(region).evaluations[2015].scores[1].total == 100


def test_dry_run_writes_nothing_and_json_tells_it(region: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (region / RECORD).read_bytes()
    assert start(["evaluate", str(region), "--year", "2015", "--dry-run", "--format", "json"]) == 0
    assert (region / RECORD).read_bytes() == before
    found = json.loads(capsys.readouterr().out)
    assert found["schema"] == "brandcluster.evaluate/1"
    one = found["dossiers"][0]
    assert one["record"] == {"path": RECORD, "written": False, "changed": [["权重版本"], ["得分"]], "problem": None}
    assert [(score["industry"], score["total"]) for score in one["scores"]] == [
        ("阀门", "100"),
        ("纺织机械", "95"),
        ("合计", "87"),
    ]
    line = one["scores"][1]["indicators"][2]
    assert (line["numerator"], line["denominator"], line["printed"], line["band"]) == (
        "80451",
        "343382",
        "23.43",
        "22.2",
    )


def test_a_year_without_record_gets_one_that_people_complete(region: Path) -> None:
    (region / RECORD).unlink()
    assert start(["evaluate", str(region), "--year", "2015"]) == 0
    found = load_dossier(region)
    assert found.evaluations[2015].year == 2015 and found.evaluations[2015].result is None
    assert {d.code for d in found.diagnostics} == {"M002"}, "what only people know is left open"


def test_a_year_of_nothing_gets_no_record(region: Path) -> None:
    assert start(["evaluate", str(region), "--year", "2016"]) == 1
    assert not (region / "pilot/evaluations/2016.yaml").exists()


def test_a_broken_record_is_left_alone(region: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = region / RECORD
    path.write_text("年份: 2015\n评价日期: [\n", encoding="utf-8")
    assert start(["evaluate", str(region), "--year", "2015"]) == 1
    assert path.read_text(encoding="utf-8") == "年份: 2015\n评价日期: [\n"
    assert RECORD in capsys.readouterr().err


def test_one_broken_record_stops_no_other(region: Path, tmp_path: Path) -> None:
    shutil.copytree(region, tmp_path / "second")
    (region / RECORD).write_text("年份: 2015\n评价日期: [\n", encoding="utf-8")
    assert start(["evaluate", str(region), str(tmp_path / "second"), "--year", "2015"]) == 1
    assert (region / RECORD).read_text(encoding="utf-8") == "年份: 2015\n评价日期: [\n"
    assert load_dossier(tmp_path / "second").evaluations[2015].scores


def test_weights_of_thirty_digits_do_not_round_to_a_hundred() -> None:
    weights = ("20", "20", "20", "20", "20.0000000000000000000000000001")
    outcome = score_year(dossier(group("阀门"), weights=weights), 2015)
    assert set(totals(outcome).values()) == {None} and "100.0000000000000000000000000001" in outcome.problems[0]


@pytest.mark.parametrize("arguments", [[], ["--year", "15"], ["--year", "2015", "--format", "xml"]])
def test_wrong_calls(region: Path, arguments: list[str]) -> None:
    assert start(["evaluate", str(region), *arguments]) == 2


def test_a_record_that_leads_out_is_refused(region: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    shutil.rmtree(region / "pilot/evaluations")
    (region / "pilot/evaluations").symlink_to(outside, target_is_directory=True)
    assert start(["evaluate", str(region), "--year", "2015"]) == 2
    assert list(outside.iterdir()) == []


def test_changes_name_paths_only_for_what_the_program_writes() -> None:
    outcome = score_year(dossier(group("阀门")), 2015)
    record = Evaluation.model_validate({"年份": 2015, "评价结果": "人写的"})
    assert {keys[0] for keys in record_changes(record, outcome)} == {"权重版本", "得分"}
