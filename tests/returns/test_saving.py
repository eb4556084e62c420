"""`indicators --save`: what the returns give is written, what a person wrote stays, what gives enterprises away is said."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from cases import BASE, HERE

from brandcluster.base.numbers import exact_sum
from brandcluster.cli.start import start
from brandcluster.dossier.indicators.measure import INDICATORS, measure_ratio
from brandcluster.dossier.load import load_dossier
from brandcluster.dossier.model.statistics import Statistics
from brandcluster.formats.yaml.document import read_document
from brandcluster.returns.examine import WantedOfReturns, examine_region
from brandcluster.returns.layout import layout_of
from brandcluster.returns.revealing import revealing_sums
from brandcluster.returns.sums import canonical_text
from brandcluster.rules.checks.all_checks import find_problems

CLEAN = (HERE / "cases" / "returns" / "same" / "clean.csv").read_text(encoding="utf-8-sig")
FILE = "statistics/2013.yaml"
Edit = Callable[[str], str]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = Path(shutil.copytree(BASE, tmp_path / "d"))
    (root / "enterprises").mkdir()
    (root / "enterprises" / "2013.csv").write_text("\ufeff" + CLEAN, encoding="utf-8")
    return root


def change(root: Path, edit: Edit, path: str = FILE) -> str:
    text = edit((root / path).read_text(encoding="utf-8"))
    (root / path).write_text(text, encoding="utf-8")
    return text


def save(root: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = start(["indicators", str(root), "--save"])
    return code, capsys.readouterr().err


def data(root: Path, path: str = FILE) -> Any:
    return read_document(path, (root / path).read_bytes()).data


def names(root: Path) -> list[str]:
    return [group["名称"] for group in data(root)["产业"]]


# ---- groups ----------------------------------------------------------------------------------------------------------


def test_a_group_that_was_renamed_does_not_count_twice(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(root, lambda text: text.replace("名称: 阀门", "名称: 旧阀门"))
    assert start(["indicators", str(root)]) == 1
    capsys.readouterr()
    code, said = save(root, capsys)
    assert code == 0 and "旧阀门：有 → 删去" in said
    assert names(root) == ["阀门", "其他相关企业"]
    assert save(root, capsys)[1].startswith(f"{FILE}：没有改动")


def test_a_group_written_twice_is_written_once(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(root, lambda text: text + text[text.index("  - 名称: 阀门") :])
    save(root, capsys)
    assert names(root) == ["阀门", "其他相关企业"]


def test_a_comment_keeps_a_group_and_the_difference_stays(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(root, lambda text: text.replace("名称: 阀门", "名称: 旧阀门  # 统计局的数"))
    code, said = save(root, capsys)
    assert code == 1 and "没有删" in said
    assert "旧阀门" in names(root)


def test_an_industry_without_returns_keeps_what_was_entered(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A region collects one industry first: the other's figures are no zeros."""
    change(
        root, lambda text: text.replace("主导产业:\n", "主导产业:\n  - 名称: 水泵\n    代码: C3441\n"), "dossier.yaml"
    )
    before = change(root, lambda text: text + text[text.index("  - 名称: 阀门") :].replace("阀门", "水泵"))
    code, _ = save(root, capsys)
    assert code == 1
    kept = next(group for group in data(root)["产业"] if group["名称"] == "水泵")
    assert kept["工业总产值（万元）"] == 40000
    assert before.count("40000") == 2
    start(["indicators", str(root), "--format", "json"])
    year = json.loads(capsys.readouterr().out)["dossiers"][0]["years"][0]["returns"]
    assert [(each["statistics"], each["returns"]) for each in year["differences"]] == [("60", None)]


def test_other_returns_that_cannot_be_summed_make_no_panels_of_zeros(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    returns = root / "enterprises"
    (returns / "2012.csv").write_text("\ufeff" + CLEAN, encoding="utf-8")
    assert save(root, capsys)[0] == 1  # the whole region's output of 2012 is a person's to give
    assert [panel["对比年份"] for panel in data(root)["同口径"]] == [2012, 2012]
    (returns / "2012.csv").write_text("\ufeff" + CLEAN.replace(",3131,", ",,"), encoding="utf-8")
    start(["indicators", str(root), "--format", "json"])
    years = json.loads(capsys.readouterr().out)["dossiers"][0]["years"]
    assert years[1]["returns"]["agrees"] and len(years[1]["returns"]["unchecked"]) == 2
    assert start(["validate", str(root), "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)["dossiers"][0]["diagnostics"]
    assert "K113" not in {each["code"] for each in found}


# ---- a person's words ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: text.replace("来源:\n  类型: 统计部门\n  文件: evidence/a.txt", "来源: 统计局"),
        lambda text: text.replace("工业总产值（万元）", "工业总产值(万元)"),
        lambda text: text.replace("年份: 2013", "年份: 2013\n年份: 2014"),
    ],
    ids=["text for a mapping", "mistyped keys", "a key twice"],
)
def test_what_would_be_lost_is_not_written_over(root: Path, capsys: pytest.CaptureFixture[str], edit: Edit) -> None:
    before = change(root, edit)
    code, said = save(root, capsys)
    assert code == 1 and "什么也没有写" in said
    assert (root / FILE).read_text(encoding="utf-8") == before


def test_our_own_note_follows_the_returns_and_a_persons_stays(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(root, capsys)
    first = data(root)["来源"]["口径说明"]
    assert "应报8家，实报7家" in first
    lines = CLEAN.splitlines()
    (root / "enterprises" / "2013.csv").write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    save(root, capsys)
    assert data(root)["来源"]["口径说明"] == first.replace("应报8家，实报7家", "应报7家，实报6家")
    change(root, lambda text: text.replace("由试点工作相关企业的报表汇总", "由我汇总"))
    mine = data(root)["来源"]["口径说明"]
    (root / "enterprises" / "2013.csv").write_text(CLEAN, encoding="utf-8")
    save(root, capsys)
    assert data(root)["来源"]["口径说明"] == mine


def test_sums_are_written_without_zeros_at_the_end(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(root, capsys)
    assert "研发投入（万元）: 421.5\n" in (root / FILE).read_text(encoding="utf-8")


# ---- exact -------------------------------------------------------------------------------------------------------------


def test_sums_of_any_length_are_exact(root: Path) -> None:
    """Large amounts beside many decimals: more digits than arithmetic with 28 keeps."""
    layout = layout_of(load_dossier(BASE))
    rows = [tuple(line.split(",")) for line in CLEAN.splitlines()[1:]]
    texts = ("123456789012345678", "0.1234567890123456", "999999999999999999", "0.0000000000000001")
    large = [(*row[:5], text, *row[6:]) for row, text in zip(rows, texts, strict=False)]
    read = examine_region({2013: ("x", canonical_text(large, layout))}, layout, WantedOfReturns())
    found = read.results[2013].sums.groups["阀门"].of("gross_output")
    assert Fraction(found) == sum(map(Fraction, texts))
    parts = {
        "年份": 2013,
        "产业": [
            {"名称": str(at), "工业总产值（万元）": Decimal(t), "工业增加值（万元）": 1} for at, t in enumerate(texts)
        ],
    }
    whole = measure_ratio(Statistics.model_validate(parts), INDICATORS[0], None)
    assert whole.denominator is not None and Fraction(whole.denominator) == sum(map(Fraction, texts))
    assert exact_sum([]) == 0


# ---- the region's own columns ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["revenue", "enterprises", "销售收入（万元）", "研发费用投入（千元）", "相关企业数（家）", "=出口（万元）", "@a"],
)
def test_a_column_of_the_regions_own_takes_the_place_of_none(
    root: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (root / "indicators.yaml").write_text(f"填报栏目:\n  - {{名称: '{name}', 说明: 甲。}}\n", encoding="utf-8")
    assert layout_of(load_dossier(root)).own == ()
    start(["validate", str(root), "--format", "json"])
    found = json.loads(capsys.readouterr().out)["dossiers"][0]["diagnostics"]
    assert [(each["code"], each["line"]) for each in found if each["path"] == "indicators.yaml"] == [("K116", 2)]


def test_an_own_column_that_some_left_empty_has_no_sum(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "indicators.yaml").write_text("填报栏目:\n  - {名称: 出口（万元）, 说明: 甲。}\n", encoding="utf-8")
    head, *lines = CLEAN.splitlines()
    path = root / "enterprises" / "2013.csv"

    def write(empty: int) -> None:
        filled = [line + ("," if at < empty or ",主导产业,是," not in line else ",5") for at, line in enumerate(lines)]
        path.write_text("\ufeff" + "\n".join([head + ",出口（万元）", *filled]) + "\n", encoding="utf-8")

    def own_gaps() -> list[tuple[str, str]]:
        start(["validate", str(root), "--format", "json"])
        found = json.loads(capsys.readouterr().out)["dossiers"][0]["diagnostics"]
        return [(each["code"], each["severity"]) for each in found if each["code"] in ("K111", "K113")]

    write(0)
    save(root, capsys)
    assert data(root)["产业"][0]["自定填报栏目"] == [{"名称": "出口（万元）", "合计": 30}]
    assert own_gaps() == []
    write(2)
    save(root, capsys)
    assert own_gaps() == [("K111", "warning"), ("K113", "error")]


# ---- what gives single enterprises away ----------------------------------------------------------------------------------


def year(number: int, reported: int, industrial: int | None = None, *panels: tuple[int, int]) -> Statistics:
    group = {"名称": "阀门", "相关企业数（家）": 99, "实报企业数（家）": reported, "工业企业数（家）": industrial}
    beside = [{"对比年份": other, "产业": "阀门", "企业数（家）": count} for other, count in panels]
    return Statistics.model_validate({"年份": number, "产业": [group], "同口径": beside})


@pytest.mark.parametrize(
    ("years", "places"),
    [
        ([year(2013, 3, 3)], []),
        ([year(2013, 2, 2)], ["产业"]),
        ([year(2013, 9, 2)], ["产业"]),
        ([year(2013, 9, 0)], []),
        ([year(2013, 0, 9)], []),
        ([year(2013, 9, 9, (2012, 6))], []),
        ([year(2013, 9, 9, (2012, 7))], ["同口径"]),
        ([year(2013, 9, 9, (2012, 9))], []),
        ([year(2013, 9, 9, (2012, 2))], ["同口径"]),
        ([year(2013, 9, 9, (2012, 0))], []),
        ([year(2013, 20, 20, (2012, 9)), year(2012, 11, 11)], ["同口径"]),
        ([year(2013, 20, 20, (2012, 9)), year(2012, 12, 12)], []),
        ([year(2013, 20, 20, (2012, 9), (2011, 8))], ["同口径"]),
        ([year(2013, 20, 20, (2012, 9), (2011, 6))], []),
    ],
)
def test_differences_of_one_or_two_enterprises_are_pointed_out(years: list[Statistics], places: list[str]) -> None:
    all_ = {each.year: each for each in years if each.year is not None}
    assert [keys[0] for keys, _, _ in revealing_sums(all_, 2013)] == places


def test_the_json_says_so_too(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(root, capsys)
    start(["indicators", str(root), "--format", "json"])
    [each] = json.loads(capsys.readouterr().out)["dossiers"][0]["years"][0]["revealing"]
    assert "其他相关企业" in each


def test_from_a_fresh_folder_no_blank_group_is_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = tmp_path / "新"
    assert start(["init", str(new), "--year", "2013"]) == 0
    text = (new / "dossier.yaml").read_text(encoding="utf-8")
    before, _, after = text.partition("主导产业:")
    name = next(each.name for each in load_dossier(BASE).header.industries)
    (new / "dossier.yaml").write_text(
        f"{before}主导产业:{after.replace('名称:', f'名称: {name}', 1)}", encoding="utf-8"
    )
    (tmp_path / "甲.csv").write_text("\ufeff" + CLEAN, encoding="utf-8")
    assert start(["collect", "add", str(tmp_path / "甲.csv"), "--year", "2013", "--to", str(new)]) == 0
    capsys.readouterr()
    start(["indicators", str(new), "--save"])
    shown = capsys.readouterr()
    assert "None" not in shown.out + shown.err
    groups = load_dossier(new).statistics[2013].industries
    assert groups and all(group.name and group.gross_output is not None for group in groups)
    blank = [each for each in find_problems(load_dossier(new)) if each.location.path == FILE and each.code == "M002"]
    assert [each.keys for each in blank] == [("区域工业总产值（万元）",)]
