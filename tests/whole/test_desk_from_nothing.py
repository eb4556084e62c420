"""A fresh folder becomes a clean application, committed to a branch, by clicks and typing only: in Chromium and Firefox."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from browser import program
from cases import BASE
from repositories import git, repository

from brandcluster.cli.start import start
from brandcluster.session.desk.page_boxes import Box, BoxList, boxes_of, every_place
from brandcluster.session.desk.sections import SECTIONS, FormSection
from brandcluster.session.opened import Session

pytestmark = pytest.mark.browser
DRIVEN = Path(__file__).resolve().parents[1] / "browsers"
QUESTIONS = {"region": "云溪经济技术开发区", "province": "河北省", "industries": "阀门", "year": "2013"}


def steps(section: FormSection, session: Session) -> list[dict[str, Any]]:
    """What is done on a page: entries added, answers given; the first document is handed in, the others are named."""
    dossier = session.dossier()
    assert dossier is not None
    found: list[dict[str, Any]] = []
    handed = False
    for place in every_place(boxes_of(dossier, section)):
        if isinstance(place, BoxList):
            found.append({"keys": place.keys, "count": len(place.entries)})
        elif isinstance(place, Box) and (place.value or place.values):
            value = list(place.values) if place.kind == "choices" else place.value or "\n".join(place.values)
            step = {"keys": place.keys, "kind": place.kind, "value": value}
            if place.kind == "document" and not handed:
                step["file"], handed = str(BASE / place.value), True
            found.append(step)
    return found


@contextmanager
def served(root: Path) -> Iterator[str]:
    """`open` over a folder; the address that it says."""
    call = [sys.executable, "-m", "brandcluster", "open", str(root), "--no-browser"]
    with subprocess.Popen(call, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        try:
            process.stdout.readline()
            yield process.stdout.readline().strip()
            # After its last page is closed it ends by itself.
            assert process.wait(30) == 0
        finally:
            process.kill()


def programs() -> dict[str, str | None]:
    fox = os.environ.get("FIREFOX_UNDER_TEST") or shutil.which("firefox-esr") or shutil.which("firefox")
    return {"chromium": program(), "firefox": fox}


@pytest.mark.parametrize(("name", "keys"), [("chromium", []), ("firefox", []), ("chromium", ["keyboard"])])
def test_a_fresh_folder_becomes_a_clean_application(
    tmp_path: Path, name: str, keys: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """With mouse and keyboard, and by the keyboard alone."""
    path = programs()[name]
    assert path is not None, f"{name} is not installed"
    assert (DRIVEN / "node_modules").is_dir(), "npm install in tests/browsers"
    root = repository(tmp_path / "云溪")
    model = Session(BASE)
    sections = [{"slug": each.slug, "steps": steps(each, model)} for each in SECTIONS]
    plan = tmp_path / "plan.json"
    whole = {"questions": QUESTIONS, "sections": sections, "by": "王五", "why": "第一次填好"}
    plan.write_text(json.dumps(whole), encoding="utf-8")
    with served(root) as address:
        call = ["node", str(DRIVEN / "fill.mjs"), name, path, address, str(plan), *keys]
        ended = subprocess.run(call, check=False, capture_output=True, encoding="utf-8", timeout=540)
        assert ended.returncode == 0, ended.stderr
    done = json.loads(ended.stdout.strip().splitlines()[-1])
    assert done["pages"] == len(SECTIONS) and done["typed"] > 100 and done["handed"] > 2 and done["complaints"] == []
    assert git(root, "log", "-1", "--format=%an|%s|%D") == "王五|第一次填好|HEAD -> 送审/王五"
    assert "送审/王五" in done["said"]
    committed = shutil.copytree(root, tmp_path / "again", ignore=shutil.ignore_patterns("*"))
    git(tmp_path, "clone", "--quiet", "--branch", "送审/王五", str(root), str(committed))
    capsys.readouterr()
    assert start(["validate", str(committed), "--strict"]) == 0, capsys.readouterr().out
