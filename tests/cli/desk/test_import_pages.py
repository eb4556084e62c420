"""Filled Word forms into a dossier that is there: shown, chosen, written line by line, undone; what is no form is said."""

from __future__ import annotations

import re
import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from cases import BASE
from desk_client import DeskClient, text_of
from repositories import commit, git, repository

from brandcluster.dossier.load import load_dossier
from brandcluster.notice.edition import default_edition
from brandcluster.papers.forms.render import FORM_NAMES, render_forms


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A recommendation form as another office filled it."""
    root = Path(shutil.copytree(BASE, tmp_path_factory.mktemp("other") / "R"))
    header = root / "dossier.yaml"
    text = header.read_text(encoding="utf-8").replace("联系人: 甲某", "联系人: 乙某")
    header.write_text(text, encoding="utf-8")
    forms = render_forms(load_dossier(root), default_edition(), FORM_NAMES[1:], draft=True)
    (form,) = forms.values()
    assert form.content is not None
    return form.content


def hand_in(desk: DeskClient, *contents: bytes, names: str = "推荐表.docx") -> str:
    answer = desk.fill("/import", files=[("files", (names, each)) for each in contents])
    return str(answer.text)


def marks(page: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r'name="(take:[0-9a-f]+)"', page)))


@pytest.fixture
def open_answers(desk: DeskClient) -> DeskClient:
    """A telephone that is not there, and somebody else's name, each with a comment."""
    header = desk.root / "dossier.yaml"
    text = header.read_text(encoding="utf-8")
    text = text.replace("电话: 0310-5550001", "电话:   # 问办公室").replace("联系人: 甲某", "联系人: 甲某 # 五月以前")
    header.write_text(text, encoding="utf-8")
    repository(desk.root)
    commit(desk.root, "begin")
    return desk


def test_only_what_was_chosen_is_written_and_undone(open_answers: DeskClient, paper: bytes) -> None:
    desk = open_answers
    page = hand_in(desk, paper)
    assert "留材料里的" in page and "乙某" in page and "还没有写" in page
    assert git(desk.root, "status", "--porcelain") == ""
    person, telephone = marks(page)
    # What is empty is proposed to be filled, what a person wrote stays unless it is chosen.
    assert re.search(rf'name="{telephone}" value="yes" checked', page)
    assert re.search(rf'name="{person}" value="no" checked', page)
    assert "写好了 1 处" in desk.fill("/import/take", {telephone: "yes", person: "no"}).text
    changed = [line for line in git(desk.root, "diff", "-U0").splitlines() if re.match(r"[+-](?![+-])", line)]
    assert changed == ["-电话:   # 问办公室", "+电话: 0310-5550001   # 问办公室"]
    assert "从 Word 表写入 1 处" in desk.post("/undo", {}).json()["said"]
    assert git(desk.root, "status", "--porcelain") == ""
    assert desk.get("/import/read").status_code == 400, "it was taken"
    person, telephone = marks(hand_in(desk, paper))
    assert "写好了 2 处" in desk.fill("/import/take", {telephone: "yes", person: "yes"}).text
    assert "联系人: 乙某 # 五月以前" in (desk.root / "dossier.yaml").read_text(encoding="utf-8")


@pytest.mark.long
def test_what_was_changed_meanwhile_is_shown_again(open_answers: DeskClient, paper: bytes) -> None:
    desk = open_answers
    person, telephone = marks(hand_in(desk, paper))
    header = desk.root / "dossier.yaml"
    header.write_text(header.read_text(encoding="utf-8").replace("甲某", "丙某"), encoding="utf-8")
    page = desk.fill("/import/take", {person: "yes", telephone: "yes"}).text
    assert "什么也没有写" in page and "丙某" in page
    assert re.search(rf'name="{telephone}" value="yes" checked', page), "what was chosen elsewhere stays"
    assert "0310" not in header.read_text(encoding="utf-8")
    assert "什么也没有写" in desk.fill("/import/take", {"take:0": "yes"}).text
    assert "没有选要写的" in desk.fill("/import/take", {}).text
    assert desk.fill("/import/give-up").status_code == 303 and "接着看" not in desk.get("/import").text


def bomb() -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", b"<Types/>")
        packed.writestr("word/document.xml", b" " * 20_000_000)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空的"),
        (b"PK\x03\x04 torn", "已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "另存为"),
        (b"%PDF-1.4", "PDF"),
        (bomb(), "没有读"),
    ],
    ids=["empty", "torn", "old", "pdf", "bomb"],
)
def test_what_is_no_form_is_said_in_words(desk: DeskClient, content: bytes, words: str) -> None:
    answer = desk.fill("/import", files=[("files", ("<b>表</b>.docx", content or b"")), ("files", ("另.docx", b"x"))])
    said = text_of(answer.text)
    assert answer.status_code == 400 and words in said and "没有读" in said
    assert "<b>" not in answer.text and "brandcluster" not in said.partition("从 Word 表收")[2] and "--" not in said
    assert desk.get("/import/read").status_code == 400


def test_too_many_or_none(desk: DeskClient) -> None:
    assert desk.fill("/import").status_code == 400
    assert desk.fill("/import", files=[("files", (f"{n}.docx", b"x")) for n in range(11)]).status_code == 400
