"""Documents dropped on a box go into evidence/ through the same door as everywhere."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from desk_client import DeskClient

from brandcluster.cli.desk import handing_in

WHERE = ("commitments", "承诺", "规划部署", "文件")
CONDITIONS = "application/conditions.yaml"


def drop(desk: DeskClient, name: str, content: bytes, where: tuple[str | int, ...] = WHERE, **more: Any) -> Any:
    place = {**desk.place(str(where[0]), *where[1:]), **more}
    return desk.browser.post(
        desk.desk.link("/evidence"),
        data={"where": json.dumps(place)},
        files={"file": (name, content)},
        headers={"origin": desk.desk.door.origin},
    )


def everything(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_document_is_handed_in(desk: DeskClient) -> None:
    answer = drop(desk, "C:\\fakepath\\承诺书 一.pdf", b"%PDF-1.4 x")
    assert answer.status_code == 200, answer.text
    assert (desk.root / "evidence" / "承诺书 一.pdf").read_bytes() == b"%PDF-1.4 x"
    assert "evidence/承诺书 一.pdf" in (desk.root / CONDITIONS).read_text(encoding="utf-8")
    assert "SHA-256" in answer.json()["said"] and "evidence/承诺书 一.pdf" in answer.json()["documents"]
    assert drop(desk, "承诺书 一.pdf", b"%PDF-1.4 x").json()["said"].startswith("文件本来就在")


def test_what_is_there_is_not_overwritten(desk: DeskClient) -> None:
    before = everything(desk.root)
    answer = drop(desk, "a.txt", b"another")
    assert answer.status_code == 409 and "没有覆盖" in answer.json()["said"]
    assert everything(desk.root) == before


@pytest.mark.parametrize(
    "name", ["", "..", ".htaccess", "~$a.docx", "CON.pdf", "a:b.pdf", "a. ", "长" * 90, "\u202e", "nul"]
)
def test_names_that_are_none(name: str, desk: DeskClient) -> None:
    before = everything(desk.root)
    answer = drop(desk, name, b"x")
    assert answer.status_code in (400, 409) and answer.json()["said"]
    assert everything(desk.root) == before


@pytest.mark.parametrize("name", ["../x.pdf", "/etc/x.pdf", "..\\..\\x.pdf", "evidence/../../x.pdf"])
def test_no_name_leads_out(name: str, desk: DeskClient) -> None:
    assert drop(desk, name, b"x").status_code == 200
    assert (desk.root / "evidence" / "x.pdf").read_bytes() == b"x"
    assert not (desk.root.parent / "x.pdf").exists()


@pytest.mark.parametrize("where", [("commitments", "承诺", "规划部署", "内容"), ("cover", "联系人"), ("cover", "没有")])
def test_only_a_box_for_documents_takes_one(where: tuple[str, ...], desk: DeskClient) -> None:
    before = everything(desk.root)
    assert drop(desk, "x.pdf", b"x", where).status_code == 400
    assert everything(desk.root) == before


def test_too_large(desk: DeskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything(desk.root)
    monkeypatch.setattr(handing_in, "MOST_BYTES", 10)
    assert drop(desk, "x.pdf", b"x" * 11).status_code == 400
    assert drop(desk, "x.pdf", b"").status_code == 400
    assert everything(desk.root) == before


def test_more_than_is_read_is_cut_off(desk: DeskClient) -> None:
    answer = desk.browser.post(
        desk.desk.link("/save"), content=b" " * 2_000_001, headers={"origin": desk.desk.door.origin}
    )
    assert answer.status_code == 413


@pytest.mark.skipif(os.name != "posix", reason="links of POSIX")
def test_no_document_goes_through_a_link(desk: DeskClient) -> None:
    outside = desk.root.parent / "outside"
    (desk.root / "evidence").rename(outside)
    (desk.root / "evidence").symlink_to(outside, target_is_directory=True)
    assert drop(desk, "x.pdf", b"x").status_code in (400, 409)
    assert not (outside / "x.pdf").exists()


def test_a_document_on_what_changed_is_not_taken(desk: DeskClient) -> None:
    place = desk.place(*WHERE)  # type: ignore[arg-type]
    assert desk.save("commitments", WHERE[1:], "evidence/b.txt").status_code == 200
    answer = drop(desk, "x.pdf", b"x", stamp=place["stamp"])
    assert answer.status_code == 409 and not (desk.root / "evidence" / "x.pdf").exists()


def test_figures_to_pick_from(desk: DeskClient) -> None:
    found = {each["name"]: each["value"] for each in desk.get("/references").json()["references"]}
    assert found["申报.区域名称"] == "云溪经济技术开发区" and "指标.工业增加值率" in found
    assert any(name.startswith("指标.20") for name in found) or len(desk.desk.session.dossier().statistics) == 1  # type: ignore[union-attr]
