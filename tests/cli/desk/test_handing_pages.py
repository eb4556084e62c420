"""Handing over: a commit, a file; taking in, conflicts side by side."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from desk_client import DeskClient, text_of
from repositories import commit, git, repository

from brandcluster.dossier.editing.handed_over import read_handover

HEADER = "dossier.yaml"


def edit(root: Path, label: str, value: str, path: str = HEADER) -> str:
    """Put an answer into a file as somebody else would; what the file was before."""
    file = root / path
    before = file.read_text(encoding="utf-8")
    file.write_text(re.sub(rf"(?m)^{label}:.*$", f"{label}: {value}", before), encoding="utf-8")
    return before


def handover(before: str, after: str, **more: Any) -> bytes:
    made = {
        "schema": "brandcluster.handover/1",
        "region": "",
        "by": "赵六",
        "why": "改联系人",
        "against": "上次",
        "files": [{"path": HEADER, "before": before, "after": after}],
        "documents": [],
    }
    return json.dumps(made | more).encode()


def test_what_changed_is_shown_and_committed_under_the_persons_name(desk: DeskClient) -> None:
    root = repository(desk.root)
    (root / "enterprises").mkdir(exist_ok=True)
    commit(root, "begin")
    (root / "enterprises/2013.csv").write_text("secret", encoding="utf-8")
    (root / "stray.docx").write_text("x", encoding="utf-8")
    edit(root, "联系人", "王五")
    page = text_of(desk.get("/handing").text)
    assert "联系人" in page and "王五" in page
    answer = desk.fill("/handing/commit", {"by": "王五", "why": "换了联系人"})
    assert answer.status_code == 200 and "送审/王五" in answer.text
    assert git(root, "log", "-1", "--format=%an|%s|%D", "--name-only").split("\n") == [
        "王五|换了联系人|HEAD -> 送审/王五",
        "",
        HEADER,
    ]
    assert "上次交了以后没有改动" in desk.get("/handing").text
    assert "没有什么可交" in desk.fill("/handing/commit", {"by": "王五", "why": "再交"}).text


def test_who_and_why_are_asked_for(desk: DeskClient) -> None:
    assert "谁交的" in desk.fill("/handing/commit", {"why": "改"}).text
    assert desk.fill("/handing/commit", {"by": "王" * 41, "why": "改"}).status_code == 400


def test_without_git_there_is_a_file(desk: DeskClient) -> None:
    answer = desk.fill("/handing/file", {"against": "nothing", "by": "李四", "why": "头一次"})
    found = read_handover(answer.content)
    assert not isinstance(found, str) and found.by == "李四" and all(each.before is None for each in found.files)
    assert HEADER in {each.path for each in found.files}
    assert desk.fill("/handing/file", {"against": "seal", "by": "李四", "why": "改"}).status_code == 400
    assert desk.fill("/handing/file", {"against": "package", "by": "李四", "why": "改"}).status_code == 400


def test_conflicts_are_settled_one_by_one(desk: DeskClient) -> None:
    before = edit(desk.root, "联系人", "王五")
    file = [("file", ("交接.json", handover(before, re.sub(r"(?m)^联系人:.*$", "联系人: 赵六", before))))]
    seen = desk.fill("/receiving", files=file)
    assert "两边都改过" in seen.text and "王五" in (desk.root / HEADER).read_text(encoding="utf-8")
    assert "收下了" in desk.fill("/receiving", {"write": "yes"}).text
    page = desk.get("/conflicts").text
    assert "王五" in page and "赵六" in page
    form = dict(re.findall(r'name="(path|line|heading|side)" value="([^"]*)"', page))
    assert desk.fill("/conflicts/settle", form | {"line": "1"}).status_code == 409
    assert desk.fill("/conflicts/settle", form | {"side": "2"}).status_code == 303
    assert "联系人: 赵六\n" in (desk.root / HEADER).read_text(encoding="utf-8")
    assert "没有冲突了" in desk.get("/conflicts").text


@pytest.mark.parametrize(
    "content",
    [
        b"{}",
        b"[",
        b"\xff",
        handover("a", "b", region="别处"),
        handover("a", "b", files=[{"path": "../x", "before": None, "after": "x"}]),
    ],
)
def test_what_is_no_handover_is_refused(content: bytes, desk: DeskClient) -> None:
    before = (desk.root / HEADER).read_bytes()
    assert desk.fill("/receiving", files=[("file", ("x.json", content))]).status_code in (400, 409)
    assert (desk.root / HEADER).read_bytes() == before and not (desk.root.parent / "x").exists()
