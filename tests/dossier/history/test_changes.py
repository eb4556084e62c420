"""What changed between two states of a dossier: in the form's words, whatever the order."""

from __future__ import annotations

import random
import re
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cases import BASE, EXAMPLES, HERE, prepare
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from parts import examples

from brandcluster.dossier.history.changes import DossierChange, compare_dossiers
from brandcluster.dossier.load import load_dossier
from brandcluster.formats.yaml.document import read_document, scalars_of

LANTING = EXAMPLES / "lanting"
PLAN = "application/plan.yaml"


def changes(tmp_path: Path, *edits: dict[str, Any], base: Path = BASE) -> tuple[DossierChange, ...]:
    return compare_dossiers(load_dossier(base), load_dossier(prepare(tmp_path / "after", list(edits), base)))


@cache
def lanting() -> Any:
    return load_dossier(LANTING)


def one(found: tuple[DossierChange, ...]) -> DossierChange:
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    "root", [BASE, HERE / "cases" / "zone", LANTING, EXAMPLES / "incomplete"], ids=lambda r: r.name
)
def test_a_dossier_does_not_differ_from_itself(root: Path) -> None:
    assert compare_dossiers(load_dossier(root), load_dossier(root)) == ()


def test_a_project_postponed_is_said_in_the_forms_words(tmp_path: Path) -> None:
    found = one(
        changes(tmp_path, {"file": PLAN, "find": "完成时间: 2015-06", "replace": "完成时间: 2015-09"}, base=LANTING)
    )
    assert found.heading == "项目“兰汀阀门、兰汀纺机区域品牌规划设计” 完成时间"
    assert (found.before, found.after, found.kind) == ("2015-06", "2015-09", "changed")
    assert found.location.path == PLAN and found.location.line == 112


def test_numbers_have_unit_and_relative_size(tmp_path: Path) -> None:
    found = changes(
        tmp_path,
        {"file": "statistics/2015.yaml", "find": "区域工业总产值（万元）: ", "replace": "区域工业总产值（万元）: 1"},
        base=LANTING,
    )
    change = one(found)
    assert change.unit == "万元" and change.relative is not None and change.relative > 0 and change.points is None
    old, new = Fraction(change.before or ""), Fraction(change.after or "")
    assert change.relative == (new - old) * 100 / old


def test_percentages_differ_by_points(tmp_path: Path) -> None:
    edit = {"file": PLAN, "find": "工业增加值率（%）: 26.5", "replace": "工业增加值率（%）: 27"}
    change = one(changes(tmp_path, edit, base=HERE / "cases" / "zone"))
    assert change.points == Fraction(1, 2) and change.relative is None and change.unit == "%"


def test_how_a_value_is_typed_is_no_change(tmp_path: Path) -> None:
    text = (LANTING / "dossier.yaml").read_text(encoding="utf-8")
    text = (
        text.replace('"3443"', "3443").replace("区域名称: 兰汀县", "# 说明\n区域名称: '兰汀县'").replace("\n", "\r\n")
    )
    assert changes(tmp_path, {"file": "dossier.yaml", "write": text}, base=LANTING) == ()


def test_one_and_true_are_not_the_same(tmp_path: Path) -> None:
    path, text = "statistics/2013.yaml", "年份: 2013\n产业:\n  - 名称: 甲\n    规模以上企业数（家）: 1\n"
    before, after = (
        load_dossier(prepare(tmp_path / count, [{"file": path, "write": text.replace("）: 1", f"）: {count}")}]))
        for count in ("1", "true")
    )
    assert compare_dossiers(before, before) == compare_dossiers(after, after) == ()
    change = one(compare_dossiers(before, after))
    assert (change.before, change.after, change.relative) == ("1", "true", None)


def test_what_a_list_is_of_is_not_said_twice(tmp_path: Path) -> None:
    change = one(
        changes(tmp_path, {"file": PLAN, "find": "金额（万元）: 520", "replace": "金额（万元）: 521"}, base=LANTING)
    )
    assert change.heading == "资金“2014 县财政” 金额"


def test_a_mistyped_key_is_not_an_answer_lost(tmp_path: Path) -> None:
    text = (LANTING / "pilot/support.yaml").read_text(encoding="utf-8").replace("金额（万元）", "金额(万元)")
    assert changes(tmp_path, {"file": "pilot/support.yaml", "write": text}, base=LANTING) == ()


def test_a_value_that_its_model_refuses_is_shown_as_written(tmp_path: Path) -> None:
    change = one(
        changes(tmp_path, {"file": PLAN, "find": "完成时间: 2015-06", "replace": "完成时间: 明年"}, base=LANTING)
    )
    assert (change.before, change.after) == ("2015-06", "明年")


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    change = one(changes(tmp_path, {"file": PLAN, "write": "工作阶段: [\n"}, base=LANTING))
    assert (change.kind, change.file) == ("unreadable", PLAN)


def test_files_come_and_go(tmp_path: Path) -> None:
    there = {"file": "pilot/zone.yaml", "delete": True}
    change = one(changes(tmp_path, there, base=LANTING))
    assert (change.kind, change.file) == ("removed", "pilot/zone.yaml")
    back = one(compare_dossiers(load_dossier(tmp_path / "after"), load_dossier(LANTING)))
    assert (back.kind, back.file) == ("added", "pilot/zone.yaml")


def test_an_entry_moved_is_no_change_and_one_renamed_is_one(tmp_path: Path) -> None:
    path = "application/conditions.yaml"
    text = (LANTING / path).read_text(encoding="utf-8")
    names = re.findall(r"^  - 单位: (.*)$", text, re.MULTILINE)
    change = one(changes(tmp_path, {"file": path, "find": names[0], "replace": "兰汀县机械行业协会"}, base=LANTING))
    assert (change.kind, change.before, change.after) == ("changed", names[0], "兰汀县机械行业协会")


def test_an_entry_added_and_one_removed(tmp_path: Path) -> None:
    entry = "\n  - {年份: 2016, 来源: 市财政, 金额（万元）: 5, 到位日期: 2016-05-05}\n"
    added = one(changes(tmp_path, {"file": "pilot/support.yaml", "append": entry}, base=LANTING))
    assert added.kind == "added" and "市财政" in added.heading and added.location.line > 1
    removed = one(compare_dossiers(load_dossier(tmp_path / "after"), load_dossier(LANTING)))
    assert removed.kind == "removed" and removed.heading == added.heading


def test_two_entries_of_one_identity_are_kept_apart(tmp_path: Path) -> None:
    twice = "培训:\n  - {名称: 班, 日期: 2015-01-01, 参加企业数（家）: 3}\n  - {名称: 班, 日期: 2015-01-01, 参加企业数（家）: 4}\n"
    write = {"file": "pilot/training.yaml", "write": twice}
    first = prepare(tmp_path / "first", [write], LANTING)
    second = prepare(tmp_path / "second", [{**write, "write": twice.replace(": 4}", ": 5}")}], LANTING)
    assert [(each.before, each.after) for each in compare_dossiers(load_dossier(first), load_dossier(second))] == [
        ("4", "5")
    ]


@pytest.mark.parametrize("at", [0, 1, 2])
def test_of_one_name_the_most_alike_is_the_one(tmp_path: Path, at: int) -> None:
    """A yearly event: last year's gets a figure while another year's is put in before, between or behind."""
    head, path = "活动:\n", "pilot/activities.yaml"
    years = [
        f"  - {{名称: 开放日, 开始日期: {year}-05-01, 组织单位: 甲{year}, 参加企业数（家）: {year - 2000}}}\n"
        for year in (2014, 2016)
    ]
    third = "  - {名称: 开放日, 开始日期: 2015-05-01, 组织单位: 甲2015, 参加企业数（家）: 15}\n"
    after = [each.replace("（家）: 16", "（家）: 61") for each in years]
    after.insert(at, third)
    first, second = (
        load_dossier(prepare(tmp_path / name, [{"file": path, "write": head + "".join(lines)}], LANTING))
        for name, lines in (("first", years), ("second", after))
    )
    found = compare_dossiers(first, second)
    assert [(each.kind, each.before, each.after) for each in found if each.kind == "changed"] == [
        ("changed", "16", "61")
    ]
    assert [each.kind for each in found] == ["changed", "added"] and "甲2015" in (found[1].after or "")


def test_only_the_named_files_are_looked_at(tmp_path: Path) -> None:
    root = prepare(
        tmp_path / "after", [{"file": PLAN, "find": "完成时间: 2015-06", "replace": "完成时间: 2015-09"}], LANTING
    )
    assert compare_dossiers(lanting(), load_dossier(root), only=frozenset(("dossier.yaml",))) == ()
    assert len(compare_dossiers(lanting(), load_dossier(root), only=frozenset((PLAN,)))) == 1


# ---- properties ----------------------------------------------------------------------------------------------

LISTS = ("资金到位", "政策落实")


def shuffled(text: str, seed: int) -> str:
    """The file with the entries of its outermost lists in another order, and comments strewn in."""
    random_ = random.Random(seed)  # noqa: S311  # a draw that can be repeated
    out = []
    for block in re.split(r"(?m)^(?=\S)", text):
        head, *entries = re.split(r"(?m)^(?=  - )", block)
        random_.shuffle(entries)
        out.append(head + "".join(f"  # {random_.random()}\n{each.rstrip()}\n" for each in entries))
    return "".join(out)


@settings(max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32), st.sampled_from(["pilot/support.yaml", "pilot/training.yaml", "pilot/activities.yaml"]))
def test_order_and_comments_are_no_change(tmp_path: Path, seed: int, path: str) -> None:
    root = tmp_path / "d"
    if not root.exists():
        prepare(root, [], LANTING)
    text = shuffled((LANTING / path).read_text(encoding="utf-8"), seed)
    assert read_document(path, text.encode("utf-8")).diagnostics == []
    (root / path).write_text(text, encoding="utf-8")
    assert compare_dossiers(lanting(), load_dossier(root)) == ()
    (root / path).write_bytes((LANTING / path).read_bytes())


@settings(max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_every_change_is_found_and_named_both_ways(tmp_path: Path, data: st.DataObject) -> None:
    """One value changed anywhere is one change, and the way back says the opposite."""
    path = data.draw(st.sampled_from(sorted(lanting().documents)))
    document = lanting().documents[path]
    leaves = [
        (keys, value) for keys, value in scalars_of(document.data) if isinstance(value, str) and "\n" not in value
    ]
    if not leaves:
        return
    keys, _ = data.draw(st.sampled_from(leaves))
    start, end = document.span(document.node_at(keys))
    root = tmp_path / "d"
    if not root.exists():
        prepare(root, [], LANTING)
    (root / path).write_text(document.text[:start] + '"改成这样了"' + document.text[end:], encoding="utf-8")
    changed = load_dossier(root)
    (root / path).write_bytes((LANTING / path).read_bytes())
    forth, back = compare_dossiers(lanting(), changed), compare_dossiers(changed, lanting())
    assert forth and len(forth) == len(back)
    assert sorted((c.before or "", c.after or "") for c in forth) == sorted(
        (c.after or "", c.before or "") for c in back
    )
    assert any("改成这样了" in (each.after or "") for each in forth)
