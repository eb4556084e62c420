"""Making: what is begun, what is downloaded, and which paths are not."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from cases import seal
from desk_client import DeskClient

from brandcluster.dossier.history.seals import read_seals, sealed_form
from brandcluster.dossier.load import load_dossier


def over(desk: DeskClient, answer: Any) -> dict[str, Any]:
    """What a job comes to."""
    assert answer.status_code == 303, answer.text
    path = answer.headers["location"].removeprefix(desk.desk.door.home)
    for _ in range(600):
        found: dict[str, Any] = desk.get(f"{path}/state").json()
        if found["state"] != "running":
            return found
        time.sleep(0.05)
    raise AssertionError("the job does not end")


@pytest.mark.long
def test_word_files_are_made_and_downloaded(desk: DeskClient) -> None:
    found = over(desk, desk.fill("/making/make", {"what": "word", "draft": "yes"}))
    assert found["state"] == "done" and "out/申报书.docx" in found["lines"]
    assert "申报书.docx" in desk.get("/making").text
    answer = desk.get("/out/申报书.docx")
    assert answer.content == (desk.root / "out/申报书.docx").read_bytes()
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")


@pytest.mark.parametrize(
    "path",
    [
        "/out/../dossier.yaml",
        "/out/%2e%2e/dossier.yaml",
        "/out//etc/passwd",
        "/out/a/../../dossier.yaml",
        "/out/link/x",
        "/out/",
    ],
)
def test_no_path_leads_out(path: str, desk: DeskClient, tmp_path: Path) -> None:
    (desk.root / "out").mkdir()
    (tmp_path / "far").mkdir()
    (tmp_path / "far/x").write_text("secret", encoding="utf-8")
    (desk.root / "out/link").symlink_to(tmp_path / "far")
    answer = desk.get(path)
    assert answer.status_code == 404 and "secret" not in answer.text and "申报单位:" not in answer.text


@pytest.mark.parametrize("form", [{}, {"what": "report-../x"}, {"what": "--draft"}])
def test_nothing_else_is_begun(form: dict[str, str], desk: DeskClient) -> None:
    assert desk.fill("/making/make", form).status_code == 400
    assert not desk.desk.jobs.recent()


def test_sealing_asks_for_who_and_when(desk: DeskClient) -> None:
    assert "封存人" in desk.fill("/making/seal", {"day": "2014-04-20"}).text
    assert desk.fill("/making/seal", {"by": "张三", "day": "昨天"}).status_code == 400
    assert not desk.desk.jobs.recent()


def test_word_files_are_held_against_the_seal(desk: DeskClient) -> None:
    seal(desk.root, date="2014-04-20")
    dossier = load_dossier(desk.root)
    (kept,) = read_seals(dossier).seals
    name = str(kept.manifest.forms[0].path)
    content = sealed_form(dossier, kept, name)
    assert content is not None
    assert desk.get(f"/sealed/1/{name.rpartition('/')[2]}").content == content
    for path in ("/sealed/2/申报书.docx", "/sealed/1/manifest.yaml", "/sealed/1/..%2fmanifest.yaml"):
        assert desk.get(path).status_code in (400, 404)
    answer = desk.fill(
        "/making/verify", {"seal": "1"}, [("files", ("甲.docx", content)), ("files", ("乙.docx", b"PK"))]
    )
    assert answer.status_code == 200 and answer.text.count("不能核对") == 2
