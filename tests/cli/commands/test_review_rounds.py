"""`review --previous`: which of what was received the last time belongs to what; what is not there is said."""

from __future__ import annotations

import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest
from cases import EXAMPLES

from brandcluster.cli.commands.review_rounds import with_previous
from brandcluster.cli.start import start
from brandcluster.output.desk.make_one import Task

DAY = date(2014, 6, 1)


def mark(path: Path) -> None:
    path.mkdir(parents=True)
    (path / "dossier.yaml").write_text("格式: 1\n", encoding="utf-8")


def task(key: str) -> Task:
    return Task(f"收到/{key}", key, Path("收到") / key, DAY, page=True)


def test_a_dossier_is_known_by_its_path_or_else_by_its_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("河北/甲", "河南/甲", "河南/乙"):
        mark(tmp_path / name)
    found = with_previous([task("河南/甲"), task("乙"), task("甲"), task("丙")], [str(tmp_path)], "网页")
    paths = [each.previous and each.previous.path.relative_to(tmp_path).as_posix() for each in found]
    assert paths == ["河南/甲", "河南/乙", None, None]  # 甲 alone may be either
    assert "收到/甲、收到/丙" in capsys.readouterr().err


@pytest.mark.long
def test_a_package_of_the_last_round_and_a_damaged_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    now, before = tmp_path / "这次", tmp_path / "上次"
    before.mkdir()
    for name in ("甲", "乙"):
        shutil.copytree(EXAMPLES / "qingshiling", now / name)
    with zipfile.ZipFile(before / "甲.zip", "w") as packed:
        for path in sorted((EXAMPLES / "qingshiling").rglob("*.yaml")):
            text = path.read_text(encoding="utf-8").replace("18.6平方公里", "15平方公里")
            packed.writestr(path.relative_to(EXAMPLES).as_posix(), text)
    (before / "乙.zip").write_bytes(b"PK\x03\x04 broken")
    call = ["review", str(now), "--previous", str(before), "--html", str(tmp_path / "网页"), "--date", "2014-06-01"]
    assert start([*call, "--jobs", "1"]) in (0, 1)
    said = capsys.readouterr().err
    assert "上次收到的材料，没有读" in said and "没有同名的" in said
    page = (tmp_path / "网页" / "pages" / "甲.html").read_text(encoding="utf-8")
    assert "规划面积<del>15</del><ins>18.6</ins>平方公里" in page
    assert "没有上次报送的材料可比" in (tmp_path / "网页" / "pages" / "乙.html").read_text(encoding="utf-8")
