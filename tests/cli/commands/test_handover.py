"""`handover`: changes by mail, merged where the folder moved on; three people on one dossier in a day."""

from __future__ import annotations

import io
import json
import os
import shutil
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from cases import BASE, ROOT, seal
from repositories import commit, git, repository

from brandcluster.cli.start import start

SENT = ("--by", "李四", "--why", "换人")


def run(*arguments: object) -> tuple[int, str]:
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(out):
        code = start([str(each) for each in arguments])
    return code, out.getvalue()


@pytest.fixture
def two(tmp_path: Path) -> Path:
    for name in ("底", "甲", "乙"):
        shutil.copytree(BASE, tmp_path / name)
    return tmp_path


def edit(root: Path, old: str, new: str, path: str = "dossier.yaml") -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


def sent(two: Path, *more: object) -> Path:
    path = two / "j.json"
    code, said = run("handover", "form", two / "乙", "--base", two / "底", *SENT, "-o", path, *more)
    assert code == 0, said
    return path


def test_changes_that_do_not_touch_merge(two: Path) -> None:
    edit(two / "乙", "联系人: 甲某", "联系人: 乙某")
    edit(two / "甲", "职务: 科长", "职务: 处长  # 新的")
    path = sent(two)
    before = (two / "甲" / "dossier.yaml").read_bytes()
    code, said = run("handover", "add", path, "--to", two / "甲", "--diff")
    assert code == 0 and "会改 联系人：甲某 → 乙某" in said
    assert (two / "甲" / "dossier.yaml").read_bytes() == before
    code, said = run("handover", "add", path, "--to", two / "甲")
    assert code == 0 and "李四交来的改动，对着“底”；原因：换人" in said
    text = (two / "甲" / "dossier.yaml").read_text(encoding="utf-8")
    assert "联系人: 乙某" in text and "职务: 处长  # 新的" in text
    code, said = run("handover", "add", path, "--to", two / "甲")
    assert code == 0 and "没有要改的" in said


def test_both_changed_stands_side_by_side(two: Path) -> None:
    edit(two / "乙", "联系人: 甲某", "联系人: 乙某")
    edit(two / "甲", "联系人: 甲某", "联系人: 丙某")
    path = sent(two)
    code, said = run("handover", "add", path, "--to", two / "甲")
    assert code == 1 and "1 处两边都改过" in said
    code, said = run("validate", two / "甲")
    assert code == 1 and "丙某" in said and "乙某”（李四）" in said
    assert run("handover", "add", path, "--to", two / "甲")[0] == 2
    assert run("handover", "form", two / "甲", "--base", two / "底", *SENT, "-o", two / "x.json")[0] == 2
    assert run("merge", "--take", "2", "联系人", two / "甲")[0] == 0
    assert "联系人: 乙某\n" in (two / "甲" / "dossier.yaml").read_text(encoding="utf-8")


def test_against_the_seal_and_against_a_package(two: Path) -> None:
    assert "没有完好的封存" in run("handover", "form", two / "乙", *SENT)[1]
    seal(two / "乙")
    edit(two / "乙", "联系人: 甲某", "联系人: 乙某")
    code, said = run("handover", "form", two / "乙", *SENT)
    assert code == 0 and "第 1 次封存" in said
    found = json.loads((two / "乙/out/交接.json").read_text(encoding="utf-8"))
    assert [each["path"] for each in found["files"]] == ["dossier.yaml"]
    assert run("render", two / "底", "--package", "-o", two / "包")[0] in (
        0,
        1,
    )  # 1 where there is no LibreOffice for the PDF
    package = next((two / "包").rglob("*.zip"))
    code, said = run("handover", "form", two / "乙", "--base", package, *SENT, "-o", two / "p.json")
    assert code == 0 and json.loads((two / "p.json").read_text(encoding="utf-8"))["files"] == found["files"]


def test_nothing_changed_and_who_is_missing(two: Path) -> None:
    assert run("handover", "form", two / "乙", "--base", two / "底", *SENT)[0] == 1
    assert run("handover", "form", two / "乙", "--base", two / "底")[0] == 2
    assert not (two / "乙" / "out").exists()


def test_a_base_that_cannot_be_read_is_named_as_it_was_given(two: Path) -> None:
    path = two / "底" / "dossier.yaml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    code, said = run("handover", "form", two / "乙", "--base", two / "底", *SENT)
    assert code == 2 and "“底”里的“dossier.yaml”不是 UTF-8 编码，请换一份读得出来的。" in said


def test_documents_that_did_not_come_are_named(two: Path) -> None:
    edit(two / "乙", "联系人: 甲某", "联系人: 乙某")
    path = sent(two)
    document = next(iter(json.loads(path.read_text(encoding="utf-8"))["documents"]))["path"]
    (two / "甲" / document).unlink()
    code, said = run("handover", "add", path, "--to", two / "甲")
    assert code == 1 and f"{document} 这里没有，请对方发来" in said


def forged(two: Path, **changes: object) -> Path:
    path = sent(two)
    found = json.loads(path.read_text(encoding="utf-8"))
    found |= {key: value for key, value in changes.items() if key != "after"}
    if "after" in changes:
        found["files"][0]["after"] = changes["after"]
    path.write_text(json.dumps(found), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "changes", [{"region": "别的县"}, {"after": "联系人: [\n"}, {"after": "- a\n"}, {"after": "a: &a [*a]\n"}]
)
def test_what_would_spoil_the_folder_is_not_taken(two: Path, changes: dict[str, object]) -> None:
    edit(two / "乙", "联系人: 甲某", "联系人: 乙某")
    path = forged(two, **changes)
    before = {each: each.read_bytes() for each in (two / "甲").rglob("*") if each.is_file()}
    assert run("handover", "add", path, "--to", two / "甲")[0] != 0
    assert {each: each.read_bytes() for each in (two / "甲").rglob("*") if each.is_file()} == before


def test_a_forged_name_and_a_deleted_file_are_said(two: Path) -> None:
    edit(two / "乙", "联系人: 甲某", "联系人: 乙某")
    path = forged(two, by="::error::\x1b[2J县长", why="\u202e坏", after=None)
    code, said = run("handover", "add", path, "--to", two / "甲")
    assert code == 1 and "没有照删" in said and (two / "甲" / "dossier.yaml").is_file()
    assert "\x1b" not in said and "\u202e" not in said and not said.startswith("::")


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_in_the_folder_is_not_written_through(two: Path) -> None:
    edit(two / "乙", "联系人: 甲某", "联系人: 乙某")
    path = sent(two)
    (two / "别处.yaml").write_bytes((two / "甲" / "dossier.yaml").read_bytes())
    (two / "甲" / "dossier.yaml").unlink()
    (two / "甲" / "dossier.yaml").symlink_to(two / "别处.yaml")
    before = (two / "别处.yaml").read_bytes()
    assert run("handover", "add", path, "--to", two / "甲")[0] != 0 and (two / "别处.yaml").read_bytes() == before


def test_three_people_in_a_day(two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One by git, one by mail, one who has only the package: all of it ends in one folder, and `log` tells who."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))  # for the driver that git starts
    root = repository(two / "仓库")
    shutil.copytree(BASE, root / "区")
    assert run("merge", "--install", root / "区")[0] == 0
    assert run("render", root / "区", "--package", "-o", two / "包")[0] in (
        0,
        1,
    )  # 1 where there is no LibreOffice for the PDF
    package = next((two / "包").rglob("*.zip"))
    commit(root, "早上")
    git(root, "checkout", "-q", "-b", "王五")  # by git
    edit(root / "区", "职务: 科长", "职务: 处长")
    git(root, "commit", "-qam", "改职务", "--author", "王五 <w@example.com>")
    git(root, "checkout", "-q", "main")
    edit(two / "乙", "联系人: 甲某", "联系人: 乙某")  # by mail, from an old copy
    path = sent(two)
    edit(two / "甲", "联系人: 甲某", "联系人: 丁某")  # from the package, and of another opinion
    assert (
        run("handover", "form", two / "甲", "--base", package, "--by", "赵六", "--why", "换人", "-o", two / "z.json")[0]
        == 0
    )
    assert run("handover", "add", path, "--to", root / "区")[0] == 0
    git(root, "commit", "-qam", "收李四的交接", "--author", "李四 <l@example.com>")
    git(root, "merge", "-q", "--no-edit", "王五")
    assert run("handover", "add", two / "z.json", "--to", root / "区")[0] == 1
    assert run("merge", "--take", "1", "联系人", root / "区")[0] == 0
    text = (root / "区" / "dossier.yaml").read_text(encoding="utf-8")
    assert "职务: 处长" in text and "联系人: 乙某" in text and "<<<" not in text
    said = run("log", root / "区")[1]
    assert "王五" in said and "李四" in said and "科长 → 处长" in said
