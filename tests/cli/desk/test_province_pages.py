"""A folder of dossiers is looked at, and nothing below it is written."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from cases import BASE
from desk_client import DeskClient
from starlette.testclient import TestClient

from brandcluster.cli.desk.asgi import desk_application
from brandcluster.cli.desk.desk import open_desk
from brandcluster.cli.desk.province_pages import PROVINCE


@pytest.mark.long
def test_the_overview_is_made_beside_and_shown(tmp_path: Path) -> None:
    for name in ("甲", "乙"):
        shutil.copytree(BASE, tmp_path / "省" / name)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "省").rglob("*")}
    desk = open_desk(tmp_path / "省", 8765)
    desk.shown["pages"] = tmp_path / "pages"
    browser = TestClient(desk_application(desk, PROVINCE), base_url=desk.door.origin, follow_redirects=False)
    client = DeskClient(desk, browser)
    assert client.get("/").status_code == 403
    browser.get(desk.door.new_address().removeprefix(desk.door.origin))
    assert "正在逐份查看" in client.get("/").text
    while client.get("/jobs/1/state").json()["state"] == "running":
        time.sleep(0.1)
    assert "打开一览" in client.get("/").text
    answer = client.get("/overview/index.html")
    policy = answer.headers["content-security-policy"]
    assert answer.status_code == 200 and "'sha256-" in policy and "unsafe-inline" not in policy
    for path in ("/overview/../甲/dossier.yaml", "/overview/%2e%2e/省/甲/dossier.yaml", "/form/cover", "/save"):
        assert client.get(path).status_code == 404
    assert before == {path: path.stat().st_mtime_ns for path in (tmp_path / "省").rglob("*")}
