"""Filling in at the desk: what a page shows, what becomes of an answer, and that nothing else of a file changes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from cases import EXAMPLES
from desk_client import DeskClient, elements, keys_of_boxes, text_of
from repositories import commit, git, repository

from brandcluster.session.desk.page_boxes import box_id
from brandcluster.session.desk.sections import SECTIONS

TOP = "application/top-enterprises.yaml"


def header(desk: DeskClient) -> str:
    return (desk.root / "dossier.yaml").read_text(encoding="utf-8")


def changed_lines(root: Path) -> list[str]:
    """What `git diff` shows, without its own lines."""
    shown = git(root, "diff", "-U0")
    return [line for line in shown.splitlines() if re.match(r"[-+](?![-+])", line)]


# ---- pages -------------------------------------------------------------------------------------------------------


def test_every_section_has_a_page(desk: DeskClient) -> None:
    for section in SECTIONS:
        answer = desk.get(f"/form/{section.slug}")
        assert answer.status_code == 200 and section.title in text_of(answer.text)
        shown = {str(keys[0]) for keys in keys_of_boxes(answer.text)}
        assert shown == set(section.labels) - {"格式"}, section.slug
    assert desk.get("/form/none").status_code == 404
    assert desk.get("/").headers["location"] == desk.desk.link("/form/cover")


def test_every_box_has_a_label_and_nothing_acts_inline(desk: DeskClient) -> None:
    for section in SECTIONS:
        found = elements(desk.get(f"/form/{section.slug}").text)
        labels = {each.get("for") for tag, each in found if tag == "label"}
        ids = [each["id"] for _, each in found if "id" in each]
        assert len(ids) == len(set(ids))
        for tag, each in found:
            assert not [name for name in each if name.startswith("on") or name == "style"], each
            if tag in ("input", "select", "textarea") and str(each.get("id", "")).endswith("-in"):
                assert each["id"] in labels and set(str(each["aria-describedby"]).split()) <= set(ids)
        assert not [each for tag, each in found if (tag == "script" and "src" not in each) or tag == "style"]


def test_what_is_empty_is_quiet(desk: DeskClient) -> None:
    desk.save("cover", ["职务"], "")
    page = desk.get("/form/cover").text
    assert 'class="remark error gap"' in page and 'class="remark error"' not in page


# ---- an answer ---------------------------------------------------------------------------------------------------


def test_an_answer_is_saved_and_judged(desk: DeskClient) -> None:
    answer = desk.save("cover", ["申报日期"], "2014年4月20日")
    assert answer.status_code == 200, answer.text
    assert '申报日期: "2014年4月20日"\n' in header(desk)
    said = answer.json()["about"][box_id("dossier.yaml", ("申报日期",))]
    assert "改成“2014-04-20”" in said and 'class="fix"' in said
    assert "申报日期" in answer.json()["next"] and answer.json()["undo"] == "填写“申报日期”"
    mark = re.search(r'data-mark="(\w+)"', said)
    assert mark is not None
    fixed = desk.post("/fix", {**desk.place("cover"), "mark": mark.group(1)})
    assert fixed.status_code == 200 and re.search('申报日期: "?2014-04-20"?\n', header(desk))


@pytest.mark.parametrize(
    ("slug", "keys", "value", "lines"),
    [
        ("cover", ["联系人"], "丙某", ["-联系人: 乙某", "+联系人: 丙某"]),
        ("cover", ["区域性质"], ["高新区"], None),
        ("approach", ["试点工作思路"], None, ["+  新的一段。"]),
        ("top-three", ["企业", 1, "销售收入（万元）"], "123456.50", None),
        ("projects", ["主要工作项目", 0, "名称"], "另一个项目", None),
    ],
)
def test_only_the_answered_lines_change(
    slug: str,
    keys: list[str | int],
    value: str | list[str] | None,
    lines: list[str] | None,
    tmp_path: Path,
    desk_over: Callable[[Path], DeskClient],
) -> None:
    root = Path(shutil.copytree(EXAMPLES / "qingshiling", tmp_path / "R"))
    header_file = root / "dossier.yaml"
    text = re.sub(r"(?m)^联系人: .*$", "联系人: 乙某", header_file.read_text(encoding="utf-8"))
    header_file.write_text(text, encoding="utf-8")
    repository(root)
    commit(root, "begin")
    desk = desk_over(root)
    if value is None:
        value = next(
            box
            for box in (desk.root / "application/plan.yaml").read_text(encoding="utf-8").split("试点工作思路: |\n")[1:]
        ).split("\n试点工作组织")[0]
        value = "\n".join(line.removeprefix("  ") for line in value.splitlines()).rstrip() + "\n新的一段。"
    answer = desk.save(slug, keys, value)
    assert answer.status_code == 200, answer.text
    found = changed_lines(root)
    assert lines is None or found == lines
    assert 1 <= len(found) <= 4, found


def test_a_number_stays_as_it_was_typed(desk: DeskClient) -> None:
    assert desk.save("top-three", ["企业", 0, "销售收入（万元）"], "3000.50").status_code == 200
    assert "销售收入（万元）: 3000.50\n" in (desk.root / TOP).read_text(encoding="utf-8")


# ---- two at once -------------------------------------------------------------------------------------------------


def test_two_windows_agree(desk: DeskClient) -> None:
    one, other = desk.place("cover", "联系人"), desk.place("cover", "职务")
    assert desk.post("/save", {**one, "value": "丙"}).status_code == 200
    assert desk.post("/save", {**other, "value": "处长"}).status_code == 200
    late = desk.post("/save", {**one, "value": "丁"})
    assert late.status_code == 409
    assert late.json()["conflict"]["mine"] == "丁" and late.json()["conflict"]["theirs"] == "丙"
    assert "联系人: 丙\n职务: 处长\n" in header(desk)
    assert desk.post("/save", {**one, "value": "丁", "anyway": True}).status_code == 200
    assert "联系人: 丁\n" in header(desk)


def test_a_page_that_closes_follows_its_own_answer(desk: DeskClient) -> None:
    place = desk.place("cover", "联系人")
    assert desk.post("/save", {**place, "value": "丙"}).status_code == 200
    assert desk.post("/save", {**place, "value": "丙丁", "after": "丙"}).status_code == 200
    assert desk.post("/save", {**place, "value": "戊", "after": "别的"}).status_code == 409
    assert "联系人: 丙丁\n" in header(desk)


def test_an_entry_that_is_another_by_now_is_not_written(desk: DeskClient) -> None:
    place = desk.place("top-three", "企业", 0, "品牌荣誉")
    assert desk.post("/entries", {**desk.place("top-three", "企业", 0), "do": "remove"}).status_code == 200
    before = (desk.root / TOP).read_bytes()
    assert desk.post("/save", {**place, "value": "名牌"}).status_code == 409
    assert desk.post("/entries", {**place, "keys": ["企业", 0], "do": "remove"}).status_code == 409
    assert (desk.root / TOP).read_bytes() == before


def test_another_program_is_not_overwritten(desk: DeskClient) -> None:
    place = desk.place("cover", "联系人")
    path = desk.root / "dossier.yaml"
    path.write_text(header(desk).replace("甲某", "编辑器里的人"), encoding="utf-8")
    late = desk.post("/save", {**place, "value": "丁"})
    assert late.status_code == 409 and late.json()["conflict"]["theirs"] == "编辑器里的人"
    assert "编辑器里的人" in header(desk)


# ---- entries, undoing --------------------------------------------------------------------------------------------


def test_entries_come_go_and_move(desk: DeskClient) -> None:
    before = (desk.root / TOP).read_bytes()
    for keys, do, third in ((["企业"], "add", 4), (["企业", 3], "up", 4), (["企业", 2], "remove", 3)):
        answer = desk.post("/entries", {**desk.place("top-three", *keys), "do": do})
        assert answer.status_code == 200, answer.text
        assert answer.json()["boxes"].count('class="entry"') == third
    assert (desk.root / TOP).read_bytes() == before
    for keys, do in ((["企业", 0], "up"), (["企业", 9], "remove"), (["企业"], "burn")):
        assert desk.post("/entries", {**desk.place("top-three", *keys), "do": do}).status_code in (400, 409)


def test_undo_and_redo(desk: DeskClient) -> None:
    before = header(desk)
    desk.save("cover", ["联系人"], "丙")
    desk.desk.clock = lambda: 1e9  # long after
    desk.save("cover", ["职务"], "处长")
    after = header(desk)
    said = desk.post("/undo", {"slug": "cover"}).json()
    assert said["said"] == "已撤销：填写“职务”" and said["redo"] == "填写“职务”" and "boxes" in said
    desk.post("/undo", {"slug": "cover"})
    assert header(desk) == before
    assert desk.post("/undo", {}).status_code == 409
    desk.post("/undo", {"forward": True})
    desk.post("/undo", {"forward": True})
    assert header(desk) == after


def test_one_pause_after_the_other_is_one_step(desk: DeskClient) -> None:
    before = header(desk)
    desk.desk.clock = lambda: 5.0
    for typed in ("丙", "丙丁", "丙丁戊"):
        desk.save("cover", ["联系人"], typed)
    desk.post("/undo", {})
    assert header(desk) == before


def test_what_another_program_changed_is_not_undone(desk: DeskClient) -> None:
    desk.save("cover", ["联系人"], "丙")
    path = desk.root / "dossier.yaml"
    path.write_text(header(desk) + "# 别人\n", encoding="utf-8")
    assert desk.post("/undo", {}).status_code == 409
    assert header(desk).endswith("# 别人\n")


# ---- what is not written -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "more",
    [
        {"keys": ["格式深"]},
        {"keys": ["企业"]},
        {"keys": []},
        {"keys": [True]},
        {"keys": ["联系人"] * 20},
        {"keys": "联系人"},
        {"keys": None},
        {"path": "../x.yaml"},
        {"path": "application/plan.yaml"},
        {"slug": "none"},
        {"value": None},
        {"value": {"a": 1}},
        {"value": ["a", 1]},
        {"value": "长" * 200_001},
        {"keys": ["主导产业", 0]},
        {"keys": ["试点周期"]},
    ],
)
def test_what_no_page_sends_is_refused(more: dict[str, object], desk: DeskClient) -> None:
    before = {path: path.read_bytes() for path in desk.root.rglob("*") if path.is_file()}
    answer = desk.post("/save", {**desk.place("cover", "联系人"), "value": "丙", **more})
    assert answer.status_code in (400, 409) and answer.json()["said"]
    assert {path: path.read_bytes() for path in desk.root.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("content", [b"[]", b'"a"', b"{", b"null", b"", b"\xff\xfe"])
def test_no_data_at_all(content: bytes, desk: DeskClient) -> None:
    answer = desk.browser.post(desk.desk.link("/save"), content=content, headers={"origin": desk.desk.door.origin})
    assert answer.status_code == 400


def test_a_file_that_does_not_parse_is_mended_first(desk: DeskClient) -> None:
    path = desk.root / "dossier.yaml"
    path.write_text(header(desk).replace("联系人: 甲某", "联系人：甲某"), encoding="utf-8")
    page = desk.get("/form/cover").text
    mark = re.search(r'data-mark="(\w+)"', page)
    assert mark is not None and keys_of_boxes(page) == []
    place = {"slug": "cover", "path": "dossier.yaml", "stamp": ""}
    assert desk.post("/save", {**place, "keys": ["职务"], "value": "处长"}).status_code == 409
    answer = desk.post("/fix", {**place, "mark": mark.group(1)})
    assert answer.status_code == 200 and "联系人: 甲某" in header(desk) and "data-keys" in answer.json()["boxes"]
    assert desk.post("/fix", {**place, "mark": mark.group(1)}).status_code == 409


def test_another_encoding_is_not_written_over(desk: DeskClient) -> None:
    path = desk.root / "dossier.yaml"
    path.write_bytes(header(desk).encode("gb18030"))
    before = path.read_bytes()
    place = {"slug": "cover", "path": "dossier.yaml", "keys": ["职务"], "stamp": ""}
    assert desk.post("/save", {**place, "value": "处长", "anyway": True}).status_code == 409
    assert path.read_bytes() == before


def test_a_mark_at_the_start_and_line_ends_stay(desk: DeskClient) -> None:
    path = desk.root / "dossier.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + header(desk).replace("\n", "\r\n").encode())
    before = path.read_bytes()
    place = {"slug": "cover", "path": "dossier.yaml", "keys": ["职务"], "stamp": ""}
    assert desk.post("/save", {**place, "value": "处长", "anyway": True}).status_code == 200
    assert path.read_bytes() == before.replace("科长".encode(), "处长".encode())


# ---- hostile dossiers --------------------------------------------------------------------------------------------


def test_what_stands_in_a_dossier_does_not_act(desk: DeskClient) -> None:
    path = desk.root / "dossier.yaml"
    bad = "</textarea><script>alert(1)</script>'\"<img src=x onerror=alert(1)>"
    text = header(desk).replace("甲某", bad.replace('"', "")).replace("阀门", "<b>阀\u202e门")
    path.write_text(text, encoding="utf-8")
    (desk.root / "evidence" / "<script>alert(2).txt").touch()
    for slug in ("cover", "targets", "top-three", "accidents"):
        page = desk.get(f"/form/{slug}").text
        assert "<script>alert" not in page and "<img" not in page and "<b>" not in page and "\u202e" not in page
    for value in (bad, "{{ 7*7 }}", "{% for %}"):
        answer = desk.save("industries", ["区域内产业构成说明"], value)
        assert answer.status_code == 200 and "<script>" not in answer.text
        assert "49" not in answer.json()["about"][box_id("application/region.yaml", ("区域内产业构成说明",))]
