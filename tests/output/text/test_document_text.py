"""What Word files and workbooks say, as lines for `git diff`; through real git, with what `merge --install` sets up."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import zipfile
from contextlib import redirect_stdout
from pathlib import Path

import openpyxl
import pytest
from cases import BASE, HERE, ROOT
from repositories import commit, git, repository

from brandcluster.cli.commands.git_reading import ATTRIBUTES
from brandcluster.cli.start import start
from brandcluster.output.text.document_text import CONFIDENTIAL, document_lines

FORM = HERE / "fixtures" / "word" / "recommendation.docx"


def lines(content: bytes) -> list[str]:
    return list(document_lines(content))


def workbook(*rows: tuple[object, ...], title: str = "表") -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = title
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_form_reads_as_its_page() -> None:
    found = lines(FORM.read_bytes())
    assert found[0] == "产业集群区域品牌建设试点申报推荐表" and any(line.startswith("  ") for line in found)


def test_sentences_are_lines_of_their_own() -> None:
    docx = pytest.importorskip("docx")
    made = docx.Document()
    made.add_paragraph("第一句。第二句；第三句")
    stream = io.BytesIO()
    made.save(stream)
    assert lines(stream.getvalue()) == ["第一句。", "第二句；", "第三句"]


def test_a_workbook_reads_row_by_row() -> None:
    content = workbook(("项目", "金额\n（万元）", None), ("甲", 12.5, None), (None,), ("=1+1", "<b>\x7f", "丙"))
    assert lines(content)[:3] == ["【表】", "项目｜金额 （万元）", "甲｜12.5"]
    assert "⟨U+007F⟩" in lines(content)[-1]


def test_returns_are_not_shown() -> None:
    content = workbook(("统一社会信用代码", "企业名称", "工业总产值（万元）"), ("91330000MA27XXXX1X", "秘密公司", 1))
    assert lines(content) == [CONFIDENTIAL]


def test_returns_below_enterprises_are_not_shown(tmp_path: Path) -> None:
    (tmp_path / "enterprises").mkdir()
    path = tmp_path / "enterprises" / "x.xlsx"
    path.write_bytes(workbook(("秘密公司", 1)))
    with redirect_stdout(io.StringIO()) as out:
        assert start(["diff", "--text", str(path)]) == 0
    assert out.getvalue() == CONFIDENTIAL + "\n"


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b"<a>" * 20_000_000)
    return stream.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"PK\x03\x04xl/", FORM.read_bytes()[:3000], b"\xd0\xcf\x11\xe0" + b"x" * 2000, b"\x00" * 999, b"<html>", bomb()],
    ids=["empty", "zip", "workbook", "cut", "old", "zeros", "html", "bomb"],
)  # fmt: skip
def test_what_cannot_be_read_is_a_line_that_changes_with_the_file(content: bytes) -> None:
    assert len(lines(content)) <= 2 and "\x00" not in "".join(lines(content))


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    for each in (tmp_path, tmp_path / "没有", Path("/dev/zero")):
        assert start(["diff", "--text", str(each)]) == 2
    for words in (["HEAD"], ["--format", "json"], ["--date", "2014-04-18"], ["--exit-code"]):
        assert start(["diff", "--text", str(FORM), *words]) == 2, words


def test_git_diff_shows_words_and_goes_on_without_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))  # for the program that git starts
    root = repository(tmp_path / "仓库")
    shutil.copytree(BASE, root / "区")
    (root / "区" / "evidence" / "a.xlsx").write_bytes(workbook(("专项资金", 100), ("自筹", 20)))
    assert start(["merge", "--install", str(root / "区")]) == 0
    assert all(line in (root / "区/.gitattributes").read_text(encoding="utf-8").split("\n") for line in ATTRIBUTES)
    commit(root, "底")
    (root / "区" / "evidence" / "a.xlsx").write_bytes(workbook(("专项资金", 150), ("自筹", 20)))
    path = root / "区" / "dossier.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("联系人: 甲某", "联系人: 甲新某"), encoding="utf-8")
    shown = diff(root)
    assert "专项资金｜[-100-]{+150+}" in shown and "联系人: 甲{+新+}某" in shown
    driver = git(root, "config", "diff.brandcluster-document.textconv").strip()
    git(root, "config", "diff.brandcluster-document.textconv", driver.replace(sys.executable, "/没有/python"))
    (root / "区" / "evidence" / "a.xlsx").unlink()
    assert "-brandcluster?" in diff(root)
    assert start(["merge", "--uninstall", str(root / "区")]) == 0
    assert "brandcluster" not in (root / ".git" / "config").read_text(encoding="utf-8")


def diff(root: Path) -> str:
    done = subprocess.run(
        ["git", "-C", str(root), "diff", "--word-diff"],
        capture_output=True, encoding="utf-8", check=True, env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    return done.stdout
