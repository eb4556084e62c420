"""Many dossiers side by side: what is found, what each row says, and what shows only between them."""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cases import BASE, EXAMPLES

from brandcluster.base.diagnostics import Location
from brandcluster.cli.start import start
from brandcluster.output.desk.make_one import Task, make_one
from brandcluster.review.across import Across, findings_across
from brandcluster.review.find_dossiers import MAX_DEPTH, find_dossiers
from brandcluster.review.naming import bare_name
from brandcluster.review.processes import Failed, gather_results, processes_to_use
from brandcluster.review.rows import Row, RowEnterprise, make_row
from brandcluster.review.selecting import SORTS, Selection, select_rows

DAY = date(2014, 7, 1)


def dossier(target: Path, edits: dict[str, str] | None = None, *, base: Path = BASE) -> Path:
    """A copy of the base with some texts of dossier.yaml replaced."""
    shutil.copytree(base, target)
    header = target / "dossier.yaml"
    text = header.read_text(encoding="utf-8")
    for old, new in (edits or {}).items():
        assert old in text, old
        text = text.replace(old, new)
    header.write_text(text, encoding="utf-8")
    return target


def row(path: Path, day: date = DAY) -> Row:
    return make_one(Task(path.name, path.name, path, day)).row


def recommended(path: Path, day: str = "2014-05-20") -> Path:
    """The same with the province's seal."""
    form = path / "recommendation.yaml"
    text = form.read_text(encoding="utf-8")
    text = text[: text.index("省级工业和信息化主管部门:")] if "省级工业和信息化主管部门:" in text else text
    form.write_text(f"{text}\n省级工业和信息化主管部门:\n  意见: 同意推荐。\n  盖章日期: {day}\n", encoding="utf-8")
    return path


def run(capfd: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = start([*map(str, arguments)])
    out, err = capfd.readouterr()
    return code, out, err


# ---- finding -------------------------------------------------------------------------------------------------


def test_dossiers_are_found_at_any_depth_and_their_copies_are_not(tmp_path: Path) -> None:
    dossier(tmp_path / "河北" / "2014" / "甲")
    dossier(tmp_path / "乙")
    inside = tmp_path / "乙" / "sealed" / "1" / "files"
    shutil.copytree(BASE, inside)
    shutil.copytree(BASE, tmp_path / ".git" / "丙")
    (tmp_path / "链接").symlink_to(tmp_path / "乙", target_is_directory=True)
    (tmp_path / "圈").symlink_to(tmp_path, target_is_directory=True)
    found = find_dossiers([str(tmp_path)])
    assert [each.key for each in found.found] == ["乙", "河北/2014/甲"]
    assert found.skipped == []


def test_a_dossier_without_its_header_is_found(tmp_path: Path) -> None:
    (dossier(tmp_path / "甲") / "dossier.yaml").unlink()
    (tmp_path / "别的").mkdir()
    (tmp_path / "别的" / "style.yaml").write_text("x: 1\n", encoding="utf-8")
    assert [each.key for each in find_dossiers([str(tmp_path)]).found] == ["甲"]


def test_a_stray_file_or_a_dossier_inside_another_hides_none(tmp_path: Path) -> None:
    dossier(tmp_path / "甲")
    dossier(tmp_path / "甲" / "evidence" / "附件")
    dossier(tmp_path / "甲" / "旧稿")
    dossier(tmp_path / "乙")
    (tmp_path / "dossier.yaml").write_text("格式: 1\n", encoding="utf-8")
    found = find_dossiers([str(tmp_path)])
    assert {each.key for each in found.found} == {tmp_path.name, "甲", "甲/旧稿", "乙"}
    assert {each.key for each in found.within} == {"甲", "甲/旧稿", "乙"}


def test_the_copies_of_a_seal_are_none_even_where_the_dossier_is_lost(tmp_path: Path) -> None:
    path = dossier(tmp_path / "甲", base=EXAMPLES / "lanting")
    for each in (*path.glob("*.yaml"), *path.glob("application/*.yaml")):
        each.unlink()
    assert find_dossiers([str(tmp_path)]).found == []
    dossier(tmp_path / "乙" / "files")  # a folder of that name without a seal's manifest is one like any other
    assert [each.key for each in find_dossiers([str(tmp_path)]).found] == ["乙/files"]


def test_a_folder_that_cannot_be_opened_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier(tmp_path / "甲")
    (tmp_path / "锁着").mkdir()
    real = os.scandir

    def refuses(path: Any) -> Any:
        if Path(path).name == "锁着":
            raise PermissionError(13, "no")
        return real(path)

    monkeypatch.setattr("brandcluster.review.find_dossiers.os.scandir", refuses)
    found = find_dossiers([str(tmp_path)])
    assert [each.key for each in found.found] == ["甲"] and "锁着" in found.skipped[0]


def test_each_once_and_each_key_once(tmp_path: Path) -> None:
    dossier(tmp_path / "一" / "甲")
    dossier(tmp_path / "二" / "甲")
    roots = [str(tmp_path / "一"), str(tmp_path / "二" / "甲"), str(tmp_path)]
    found = find_dossiers(roots).found
    assert len(found) == 2
    assert len({each.key.casefold() for each in found}) == 2


def test_the_depth_is_bounded_and_said(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["层"] * (MAX_DEPTH + 1))
    dossier(deep)
    found = find_dossiers([str(tmp_path)])
    assert found.found == [] and len(found.skipped) == 1
    assert len(find_dossiers([str(tmp_path / "层")]).found) == 1


# ---- rows ----------------------------------------------------------------------------------------------------


def test_a_row_of_the_example() -> None:
    found = row(EXAMPLES / "lanting", date(2016, 7, 1))
    assert (found.province, found.region, found.stage) == ("浙江省", "兰汀县", "pilot_over")
    valves = found.industries[0]
    rate = valves.figures[0]
    assert (rate.year, rate.numerator, rate.denominator) == (2015, Fraction(166508), Fraction(586317))
    assert rate.value == Fraction(16650800, 586317)
    assert {place.path for place in rate.sources} == {"statistics/2015.yaml"} and len(rate.sources) == 2
    assert valves.share is not None and valves.share.denominator == Fraction(2058200)
    assert [len(each.figures) for each in found.industries] == [5, 5]


def test_the_latest_year_is_the_one_that_was_over(tmp_path: Path) -> None:
    assert row(EXAMPLES / "lanting", date(2015, 12, 31)).industries[0].figures[0].year == 2014
    assert row(EXAMPLES / "lanting", date(2016, 1, 1)).industries[0].figures[0].year == 2015


def test_open_judgements_are_those_that_wait_for_a_person(tmp_path: Path) -> None:
    path = dossier(tmp_path / "甲", base=EXAMPLES / "qingshiling")
    assert row(path).open_judgements == ()
    (path / "judgements.yaml").unlink()
    found = row(path)
    assert {verdict.clause for verdict in found.open_judgements} == {
        "scope-industry",
        "eligible-no-accidents",
        "eligible-participation",
        "eligible-policy",
    }
    assert not found.ready


# ---- quota ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def good() -> Row:
    """A dossier that the province has not recommended yet."""
    return row(EXAMPLES / "qingshiling")


def many(good: Row, count: int, province: str = "河北省", *, sealed: bool = True, year: int = 2014) -> list[Row]:
    """The same row under other names."""
    return [
        replace(
            good,
            key=f"{province}{year}-{number}",
            applicant=f"{province}第{number}开发区管理委员会",
            province=province,
            stage="recommended" if sealed else "preparing",
            recommended=date(year, 5, 20) if sealed else None,
            applied=date(year, 4, 18),
        )
        for number in range(count)
    ]


@pytest.mark.parametrize(("count", "verdict"), [(1, "met"), (2, "met"), (3, "met"), (4, "not_met")])
def test_the_quota_is_three_a_province_and_year(good: Row, count: int, verdict: str) -> None:
    [use] = findings_across(many(good, count), DAY).quotas
    assert (use.province, use.year, len(use.recommended), use.value) == ("河北省", 2014, count, verdict)


def test_only_recommendations_count(good: Row) -> None:
    [use] = findings_across(many(good, 5, sealed=False), DAY).quotas
    assert (len(use.applied), len(use.recommended), use.value) == (5, 0, "met")
    assert "待定的多于名额" in use.message


def test_a_seal_of_tomorrow_has_not_been_set(tmp_path: Path) -> None:
    path = recommended(dossier(tmp_path / "甲", base=EXAMPLES / "qingshiling"), "2014-07-02")
    assert row(path, date(2014, 7, 1)).recommended is None
    assert row(path, date(2014, 7, 2)).recommended == date(2014, 7, 2)
    for day, seen in ((date(2014, 7, 1), None), (date(2014, 7, 2), date(2014, 7, 2))):
        assert [seal.date for seal in row(path, day).seals if seal.id == "province"] == [seen]


def test_planned_cities_and_the_corps_are_provinces_of_their_own(good: Row) -> None:
    rows = many(good, 2, "山东省") + many(good, 2, "青岛市") + many(good, 1, "新疆生产建设兵团")
    uses = findings_across(rows, DAY).quotas
    assert {use.province: len(use.recommended) for use in uses} == {"山东省": 2, "青岛市": 2, "新疆生产建设兵团": 1}
    assert {use.value for use in uses} == {"met"}


def test_years_are_apart(good: Row) -> None:
    uses = findings_across([*many(good, 3), *many(good, 1, year=2015)], date(2015, 6, 1)).quotas
    assert [(use.year, use.value) for use in uses] == [(2014, "met"), (2015, "met")]


def test_a_recommendation_counts_in_the_year_of_the_provinces_seal(good: Row) -> None:
    late = replace(good, stage="recommended", recommended=date(2015, 1, 1), applied=date(2014, 12, 31))
    assert [use.year for use in findings_across([late], date(2015, 2, 1)).quotas] == [2015]
    assert [use.year for use in findings_across([replace(late, recommended=None)], DAY).quotas] == [2014]
    [undated] = findings_across([replace(good, recommended=None, applied=None)], DAY).quotas
    assert (undated.year, undated.value) == (None, "unknown")


def test_an_unknown_province_has_no_quota(tmp_path: Path) -> None:
    path = dossier(tmp_path / "甲", {"河北省": "冀省"}, base=EXAMPLES / "qingshiling")
    found = row(path)
    [use] = findings_across([found], DAY).quotas
    assert use.value == "unknown" and len(found.notes) == 1


def test_a_planned_city_under_another_province_is_pointed_out(tmp_path: Path) -> None:
    path = dossier(
        tmp_path / "甲", {"河北省": "山东省", "申报单位: ": "申报单位: 青岛市"}, base=EXAMPLES / "qingshiling"
    )
    assert any("青岛市" in note for note in row(path).notes)


def test_one_applicant_in_two_copies_may_be_one_recommendation(good: Row) -> None:
    rows = many(good, 4)
    [use] = findings_across([*rows[:3], replace(rows[0], key="副本")], DAY).quotas
    assert (len(use.recommended), use.fewest, use.most, use.value) == (4, 3, 4, "unknown")
    assert use.may_exceed and "3 家" in use.message
    [over] = findings_across([*rows, replace(rows[0], key="副本", applicant=f" {rows[0].applicant}（章）")], DAY).quotas
    assert (over.fewest, over.value) == (5, "not_met")
    [over] = findings_across([*rows, replace(rows[0], key="副本", applicant=f" {rows[0].applicant}")], DAY).quotas
    assert (over.fewest, over.value) == (4, "not_met") and "超出 1 家" in over.message
    [few] = findings_across([rows[0], replace(rows[0], key="副本")], DAY).quotas
    assert (few.fewest, few.most, few.value) == (1, 2, "met")


@pytest.mark.parametrize(("count", "verdict"), [(2, "met"), (3, "unknown"), (4, "not_met")])
@pytest.mark.parametrize(
    "doubt",
    [
        {"other_provinces": ("青岛市",)},
        {"province": "鲁省", "province_known": False},
        {"recommended": None, "applied": None},
    ],
)
def test_what_may_count_elsewhere_makes_a_quota_unknown_only_where_it_decides(
    good: Row, doubt: dict[str, Any], count: int, verdict: str
) -> None:
    astray = replace(many(good, 1, "山东省")[0], key="不知哪里", applicant="某区管委会", **doubt)
    uses = findings_across([*many(good, count, "山东省"), astray], DAY).quotas
    use = next(each for each in uses if (each.province, each.year) == ("山东省", 2014))
    assert (use.value, use.doubtful) == (verdict, (astray,))
    others = findings_across([*many(good, 3, "山东省"), *many(good, 3, "河北省"), astray], DAY).quotas
    hebei = next(each for each in others if each.province == "河北省")
    assert hebei.value == ("unknown" if doubt.get("province") else "met")


def test_a_planned_city_filed_under_its_province_may_count_in_either(good: Row) -> None:
    astray = replace(many(good, 1, "山东省")[0], key="即墨", applicant="青岛市即墨区", other_provinces=("青岛市",))
    uses = {use.province: use for use in findings_across([*many(good, 3, "青岛市"), astray], DAY).quotas}
    assert {name: use.value for name, use in uses.items()} == {"青岛市": "unknown", "山东省": "met"}
    assert "即墨" in uses["青岛市"].message or "qingshiling" in uses["青岛市"].message


def test_another_year_is_not_in_doubt(good: Row) -> None:
    astray = replace(many(good, 1, year=2015)[0], key="不知哪省", province="冀", province_known=False)
    uses = findings_across([*many(good, 3), astray], DAY).quotas
    assert next(use for use in uses if use.province == "河北省").value == "met"


def test_an_overlay_may_change_the_quota(tmp_path: Path, good: Row) -> None:
    overlay = "代号: own\n名称: 补充\n基于: miit-2014-102\n生效: 2014-03-01\n省份: 河北省\n参数:\n  - {参数: quota, 值: 2, 来源: 省文}\n"
    path = recommended(dossier(tmp_path / "甲", base=EXAMPLES / "qingshiling"))
    header = path / "dossier.yaml"
    lines = [line for line in header.read_text(encoding="utf-8").splitlines() if not line.startswith("省级补充规则")]
    header.write_text("\n".join([*lines, "省级补充规则: overlay.yaml", ""]), encoding="utf-8")
    (path / "overlay.yaml").write_text(overlay, encoding="utf-8")
    found = row(path)
    assert (found.stage, found.overlay) == ("recommended", "own")
    rows = [replace(found, key=f"{number}", applicant=f"{number}区管委会") for number in range(3)]
    [over] = findings_across(rows, DAY).quotas
    assert (over.limits, over.value, over.sources) == ((2,), "not_met", ("省文",))
    [full] = findings_across(rows[:2], DAY).quotas
    assert full.value == "met"
    [between] = findings_across([*rows[:2], *many(good, 1)], DAY).quotas
    assert (between.limits, between.value) == ((2, 3), "unknown")


# ---- deadlines -------------------------------------------------------------------------------------------------


def of_hebei(target: Path, base: str) -> Path:
    """An example under Hebei's supplement."""
    path = dossier(target, base=EXAMPLES / base)
    header = path / "dossier.yaml"
    lines = header.read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if not line.startswith(("省级补充规则", "申报日期"))]
    header.write_text("\n".join([*lines, "省级补充规则: hebei-2017", "申报日期: 2017-08-01", ""]), encoding="utf-8")
    return path


@pytest.mark.parametrize(("day", "left"), [("2017-08-14", 1), ("2017-08-15", 0), ("2017-08-16", -1)])
def test_deadlines_of_the_overlay(tmp_path: Path, day: str, left: int) -> None:
    path = of_hebei(tmp_path / "甲", "qingshiling")
    [found] = findings_across([row(path, date.fromisoformat(day))], date.fromisoformat(day)).deadlines
    assert (found.overlay, found.days, found.deadline.yearly) == ("hebei-2017", left, False)


@pytest.mark.parametrize(
    ("day", "due"),
    [("2017-11-29", date(2017, 11, 30)), ("2017-11-30", date(2017, 11, 30)), ("2017-12-01", date(2018, 11, 30))],
)
@pytest.mark.part(3)
def test_what_comes_back_every_year_is_for_those_that_are_approved(tmp_path: Path, day: str, due: date) -> None:
    path = of_hebei(tmp_path / "甲", "lanting")
    [found] = findings_across([row(path, date.fromisoformat(day))], date.fromisoformat(day)).deadlines
    assert (found.deadline.due, found.deadline.yearly) == (due, True)


# ---- twice, shared ---------------------------------------------------------------------------------------------


def test_the_same_thing_twice_by_normalised_names(tmp_path: Path) -> None:
    first = row(dossier(tmp_path / "甲", base=EXAMPLES / "qingshiling"))
    spaced = {"青石岭经济技术开发区管理委员会": "青石岭 经济技术开发区（管理委员会）", "特种陶瓷": "特种 陶瓷产业"}
    second = row(dossier(tmp_path / "乙", spaced, base=EXAMPLES / "qingshiling"))
    [found] = findings_across([first, second], DAY).twice
    assert [each.key for each in found.rows] == ["甲", "乙"]


def test_another_industry_of_one_applicant_is_not_the_same_thing(tmp_path: Path) -> None:
    first = row(dossier(tmp_path / "甲", base=EXAMPLES / "qingshiling"))
    other = dossier(tmp_path / "乙", base=EXAMPLES / "qingshiling")
    for path in other.rglob("*.yaml"):
        path.write_text(path.read_text(encoding="utf-8").replace("特种陶瓷", "玻璃"), encoding="utf-8")
    assert findings_across([first, row(other)], DAY).twice == ()
    assert findings_across([first], DAY).twice == ()


A, B = "91330683MA288F4H5G", "91110000100000000R"
SLIP = "91330683MA288F4H5T"


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (("甲公司", A), ("乙公司", A), True),
        (("甲公司", A), ("甲公司", B), False),
        (("甲公司", A), ("甲 公司", None), True),
        (("甲公司", None), ("甲公司", None), True),
        (("甲公司", None), ("乙公司", None), False),
        (("甲公司", A), ("乙公司", "9133 0683-ma288f4h5g"), True),
        (("甲公司", A), ("甲公司", "９１３３０６８３ＭＡ２８８Ｆ４Ｈ５Ｇ"), True),
        # A code that cannot be right is a slip: the name tells then, and so does the same slip.
        (("甲公司", A), ("甲公司", SLIP), True),
        (("甲公司", SLIP), ("乙公司", SLIP), True),
        (("甲公司", A), ("乙公司", SLIP), False),
    ],
)
def test_an_enterprise_in_two_top_threes(
    good: Row, first: tuple[str, str | None], second: tuple[str, str | None], same: bool
) -> None:
    place = Location("application/top-enterprises.yaml", 2)
    rows = [
        replace(good, key=key, enterprises=(RowEnterprise(name, code, None, place),))
        for key, (name, code) in (("甲", first), ("乙", second))
    ]
    found = findings_across(rows, DAY).shared
    assert len(found) == int(same)
    if same:
        assert [(each.key, entry.source.line) for each, entry in found[0].places] == [("甲", 2), ("乙", 2)]


def test_enterprises_are_found_in_whichever_order_they_come(good: Row) -> None:
    entries = [("甲公司", A), ("甲公司", None), ("甲公司", B), ("乙公司", B)]
    seen = set()
    for order in itertools.permutations(range(4)):
        rows = [
            replace(good, key=str(n), enterprises=(RowEnterprise(*entries[n], None, Location("x", 1)),)) for n in order
        ]
        found = findings_across(rows, DAY).shared
        seen.add(frozenset((each.code, frozenset(row.key for row, _ in each.places)) for each in found))
    assert seen == {frozenset({(A, frozenset("01")), (B, frozenset("123"))})}


def test_bare_names() -> None:
    assert bare_name("ＡＢ（甲） 公司。") == bare_name("ab(甲)公司") == "ab甲公司"


# ---- selecting -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def examples() -> list[Row]:
    return [row(EXAMPLES / name, date(2016, 7, 1)) for name in ("incomplete", "lanting", "qingshiling")]


def between(rows: list[Row]) -> Across:
    return findings_across(rows, date(2016, 7, 1))


def keys(rows: list[Row], wanted: Selection) -> list[str]:
    return [each.key for each in select_rows(rows, between(rows), wanted)]


def test_narrowing(examples: list[Row]) -> None:
    assert keys(examples, Selection(provinces=("浙江",))) == ["lanting"]
    assert keys(examples, Selection(stages=("preparing", "sealed"))) == ["incomplete", "qingshiling"]
    assert keys(examples, Selection(industries=("阀门",))) == ["lanting"]
    assert keys(examples, Selection(only=("errors",))) == ["incomplete"]
    assert keys(examples, Selection(only=("not-ready", "open"))) == ["incomplete"]
    assert keys(examples, Selection(only=("failed",))) == []
    assert keys([*examples, Row("坏", "坏", failure="x")], Selection(provinces=("浙江",))) == ["lanting", "坏"]


def test_sorting(examples: list[Row]) -> None:
    assert keys(examples, Selection(sort=("errors",)))[0] == "incomplete"
    assert keys(examples, Selection(sort=("stage",)))[-1] == "lanting"
    assert keys(examples, Selection(sort=("value_added_rate",))) == ["lanting", "qingshiling", "incomplete"]
    assert keys(examples, Selection(sort=("value_added_rate",), reverse=True))[-1] == "lanting"
    assert keys(examples, Selection(reverse=True)) == ["qingshiling", "lanting", "incomplete"]
    for name in SORTS:
        assert len(keys(examples, Selection(sort=(name,)))) == 3


@pytest.mark.parametrize("name", SORTS)
def test_what_is_not_known_stands_last_either_way(examples: list[Row], name: str) -> None:
    blank = Row("空", "空")
    unknown = name not in ("dir", "stage", "errors", "warnings", "open", "met")
    for reverse in (False, True):
        found = keys([blank, *examples, Row("坏", "坏", failure="x")], Selection(sort=(name,), reverse=reverse))
        assert found[-1] == "坏" and len(found) == 5
        assert not unknown or found.index("空") > found.index("lanting")


# ---- the command -----------------------------------------------------------------------------------------------


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Path]:
    """A province's folder: two good dossiers, and one that is hardly readable; nothing in it may change."""
    folder = tmp_path / "收到"
    dossier(folder / "青石岭", base=EXAMPLES / "qingshiling")
    dossier(folder / "再一次", base=EXAMPLES / "qingshiling")
    broken = dossier(folder / "坏的")
    (broken / "dossier.yaml").write_bytes(b"\xff\xfe\x00[[[[")
    (broken / "statistics" / "2013.yaml").write_text("[" * 5_000, encoding="utf-8")
    before = fingerprint(folder)
    yield folder
    assert fingerprint(folder) == before


def fingerprint(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_text(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from brandcluster.output.text.table import width

    code, out, _ = run(capfd, "review", desk, "--date", "2014-07-01", "--jobs", "1")
    assert code == 1
    assert out.count("青石岭经济技术开发区") >= 2 and "坏的" in out
    assert "31.80/118.46亿" in out and "2013" in out
    assert "同一事项" in out and "同一家企业" in out
    assert "statistics/2013.yaml:20,19,23,22,21,24,29,14,10" in out and "申报主体" in out
    tables = out.split("不符合和无法判定")[0] + out.split("五个关键指标")[1].split("盖章和封存")[0]
    assert max(width(line) for line in tables.splitlines()) <= 120


@pytest.mark.long
def test_json_csv_xlsx_say_the_same(desk: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capfd, "review", desk, "--date", "2014-07-01", "--format", "json")
    data = json.loads(out)
    assert data["schema"] == "brandcluster.review/1" and data["total"] == 3
    good = next(each for each in data["dossiers"] if each["dir"].endswith("/青石岭"))
    assert good["ready"] and good["industries"][0]["indicators"][0]["printed"] == "26.84"
    assert len(data["twice"]) == 1 and len(data["shared_enterprises"]) == 3
    assert run(capfd, "review", desk, "--date", "2014-07-01", "--format", "csv", "-o", tmp_path / "a.csv")[0] == 1
    content = (tmp_path / "a.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert "26.84" in rows[-1] and len({len(each) for each in rows}) == 1
    run(capfd, "review", desk, "--date", "2014-07-01", "--format", "xlsx", "-o", tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheets = {name: [[cell.value for cell in line] for line in book[name]] for name in book.sheetnames}
    assert list(sheets) == ["一览", "指标", "判定", "问题", "名额", "比对"]
    assert len(sheets["一览"]) == 1 + data["total"] and len(sheets["指标"]) == 1 + 2
    good_row = dict(zip(sheets["一览"][0], sheets["一览"][-1], strict=True))
    assert good_row["申报日期"] == datetime(2014, 4, 18) and good_row["文件夹"].endswith("/青石岭")
    figures = dict(zip(sheets["指标"][0], sheets["指标"][-1], strict=True))
    assert (figures["工业增加值率（%）"], figures["年份"]) == (26.84, 2013)
    assert figures["出处"].endswith("/青石岭/statistics/2013.yaml:20,19,23,22,21,24,29,14,10")
    assert len(sheets["判定"]) == 1 + sum(len(each["conditions"] + each["procedure"]) for each in data["dossiers"])
    assert len(sheets["问题"]) == 1 + sum(each["errors"] + each["warnings"] for each in data["dossiers"])


def test_the_workbook_is_one_to_work_with(desk: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    call = ("review", desk, "--date", "2014-07-01", "--format", "xlsx", "--overwrite", "-o", tmp_path / "a.xlsx")
    run(capfd, *call)
    first = (tmp_path / "a.xlsx").read_bytes()
    for sheet in openpyxl.load_workbook(tmp_path / "a.xlsx"):
        assert sheet.freeze_panes is not None and sheet.auto_filter.ref == sheet.dimensions
        assert not sheet.protection.sheet and sheet.print_title_rows
        widths = [column.width for column in sheet.column_dimensions.values()]
        assert all(7 <= width <= 41 for width in widths)
    run(capfd, *call)
    assert (tmp_path / "a.xlsx").read_bytes() == first


def test_the_sheet_of_problems_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from brandcluster.output.desk import workbook
    from brandcluster.output.desk.text import Desk

    found = row(EXAMPLES / "incomplete")
    rows = [found, replace(found, key="又")]
    for most, all_, listed in ((10, 1_000, 20), (500, 15, 15), (500, 1_000, 2 * len(found.diagnostics))):
        monkeypatch.setattr(workbook, "MAX_PROBLEMS", most)
        monkeypatch.setattr(workbook, "MAX_ROWS", all_)
        content = workbook.review_workbook(Desk(rows, 2, findings_across(rows, DAY), DAY))
        lines = list(openpyxl.load_workbook(io.BytesIO(content))["问题"].values)[1:]
        left_out = [line for line in lines if line[2] is None]
        assert len(lines) - len(left_out) == listed
        assert sum(int(str(line[4]).split()[1]) for line in left_out) == 2 * len(found.diagnostics) - listed


def test_no_cell_becomes_a_formula(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    evil = '=HYPERLINK("http://example.invalid","x")'
    dossier(
        tmp_path / "甲",
        {"申报单位: 青石岭经济技术开发区管理委员会": f"申报单位: '{evil}'"},
        base=EXAMPLES / "qingshiling",
    )
    run(capfd, "review", tmp_path, "--date", "2014-07-01", "--format", "xlsx", "-o", tmp_path / "a.xlsx")
    for sheet in openpyxl.load_workbook(tmp_path / "a.xlsx"):
        assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)
    _, out, _ = run(capfd, "review", tmp_path, "--date", "2014-07-01", "--format", "csv")
    cells = [cell for line in csv.reader(io.StringIO(out)) for cell in line]
    assert f"'{evil}" in cells and not any(cell.startswith(("=", "+", "@")) for cell in cells)


def test_exit_codes(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    dossier(tmp_path / "甲", base=EXAMPLES / "qingshiling")
    assert run(capfd, "review", tmp_path, "--date", "2014-07-01")[0] == 0
    (tmp_path / "甲" / "judgements.yaml").unlink()
    assert run(capfd, "review", tmp_path, "--date", "2014-07-01")[0] == 1
    assert run(capfd, "review", tmp_path / "没有")[0] == 2
    (tmp_path / "空").mkdir()
    assert run(capfd, "review", tmp_path / "空")[0] == 2
    for wrong in (
        ("-o", tmp_path / "一览.docx"),
        ("--format", "pdf"),
        ("--format", "xlsx"),
        ("--sort", "nothing"),
        ("--stage", "某某"),
        ("--only", "x"),
        ("--corrections",),
        ("--remarks", tmp_path),
    ):
        code, _, err = run(capfd, "review", tmp_path, *wrong)
        assert code == 2 and "Traceback" not in err


def test_over_the_quota_is_a_problem(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for number in range(4):
        recommended(dossier(tmp_path / f"{number}", base=EXAMPLES / "qingshiling"))
    code, out, _ = run(capfd, "review", tmp_path, "--date", "2014-07-01", "--only", "over-quota", "--format", "json")
    assert code == 1 and len(json.loads(out)["dossiers"]) == 4


@pytest.mark.parametrize("place", ["青石岭", "青石岭/evidence", "坏的/新的"])
def test_nor_into_a_dossier_that_is_not_looked_at(desk: Path, place: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(capfd, "review", desk / "再一次", "-o", desk / place / "x.txt")[0] == 2


def test_a_folder_that_was_not_looked_into_is_in_every_output(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier(tmp_path / "in" / "甲", base=EXAMPLES / "qingshiling")
    for number in range(30):
        (tmp_path / "in" / f"层{number:02}" / "下").mkdir(parents=True)
    monkeypatch.setattr("brandcluster.review.find_dossiers.MAX_DEPTH", 1)
    call = ("review", tmp_path / "in", "--date", "2014-07-01")
    assert run(capfd, *call, "--html", tmp_path / "web")[0] == 1
    assert "层29" in (tmp_path / "web" / "index.html").read_text(encoding="utf-8")
    _, out, err = run(capfd, *call, "--format", "json")
    assert len(json.loads(out)["skipped"]) == 30 and "层19" in err and "层20" not in err and "10 处" in err


@pytest.mark.parametrize("option", ["-o", "--html", "--remarks"])
def test_an_examiners_files_stay_out_of_the_regions(desk: Path, option: str, capfd: pytest.CaptureFixture[str]) -> None:
    inside = desk / "青石岭" / "evidence"
    more = ("--corrections", "-o", desk.parent / "x") if option == "--remarks" else ()
    assert run(capfd, "review", desk, option, inside / "x" if option == "-o" else inside, *more)[0] == 2


def test_what_a_person_wrote_is_not_overwritten(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    dossier(tmp_path / "in" / "甲", base=EXAMPLES / "qingshiling")
    out = tmp_path / "一览.csv"
    call = ("review", tmp_path / "in", "--date", "2014-07-01", "--format", "csv", "-o", out)
    assert run(capfd, *call)[0] == 0 and run(capfd, *call)[0] == 0
    out.write_text("我的批注", encoding="utf-8")
    assert run(capfd, *call)[0] == 1
    assert out.read_text(encoding="utf-8") == "我的批注"
    assert run(capfd, *call, "--overwrite")[0] == 0


# ---- processes ---------------------------------------------------------------------------------------------------


def square(number: int) -> int:
    return number * number


def die_on_three(number: int) -> int:
    if number == 3:
        os._exit(7)
    if number == 5:
        raise ValueError("五")
    return number


@pytest.mark.long
def test_results_come_in_order_from_one_process_or_two() -> None:
    done: list[int] = []
    for jobs in (1, 2):
        assert gather_results(list(range(9)), square, jobs, lambda: done.append(1)) == [
            each * each for each in range(9)
        ]
    assert len(done) == 18


@pytest.mark.long
def test_a_worker_that_dies_hides_nothing_else() -> None:
    found = gather_results(list(range(9)), die_on_three, 2, lambda: None)
    assert [each for each in found if not isinstance(each, Failed)] == [0, 1, 2, 4, 6, 7, 8]
    dead, raised = found[3], found[5]
    assert isinstance(dead, Failed) and "7" in dead.reason
    assert isinstance(raised, Failed) and "ValueError" in raised.reason


def test_where_no_process_can_be_started_one_does_it_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brandcluster.review.processes._started", lambda work: None)
    assert gather_results([1, 2, 3], square, 2, lambda: None) == [1, 4, 9]


def test_how_many_processes() -> None:
    assert processes_to_use(1, 300) == 1 and processes_to_use(8, 3) == 3
    assert processes_to_use(None, 3) == 1 and 1 <= processes_to_use(None, 10_000) <= (os.cpu_count() or 1)


def test_a_bug_on_one_dossier_hides_no_other(
    desk: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real: Callable[..., Any] = make_row

    def breaks(name: str, *arguments: Any) -> Row:
        if name.endswith("再一次"):
            raise RuntimeError("\x1b[31m坏了")
        found: Row = real(name, *arguments)
        return found

    monkeypatch.setattr("brandcluster.output.desk.make_one.make_row", breaks)
    code, out, err = run(capfd, "review", desk, "--date", "2014-07-01", "--jobs", "1")
    assert code == 3 and "青石岭" in out and "再一次" in out
    assert "RuntimeError" in err and "\x1b" not in out + err


def test_two_processes_say_what_one_says(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    call = ("review", desk, "--date", "2014-07-01", "--format", "json")
    assert run(capfd, *call, "--jobs", "2") == run(capfd, *call, "--jobs", "1")


def test_quota_and_goal_are_served() -> None:
    from brandcluster.output.explain.coverage import served_by

    by = served_by("miit-2014-102")
    assert "命令 review" in by["apply-quota"] and "命令 review" in by["goal-2015"]
