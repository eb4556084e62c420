"""The dossier in the package: usable, byte for byte, and without a single return."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from cases import EXAMPLES
from conftest import Result

from brandcluster.dossier.load import load_dossier
from brandcluster.papers.forms.dossier_copy import ATTACHED, COPY, NOT_ATTACHED, copy_dossier, is_confidential
from brandcluster.papers.forms.package import CHECKLIST, EVIDENCE, build_package, evidence_of

Run = Callable[..., Result]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLES / "qingshiling", tmp_path / "申报"))


def put_beside(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def unpacked(files: dict[str, bytes], target: Path) -> Path:
    """The package's dossier in a folder of its own."""
    for name, content in files.items():
        if name.startswith(f"{COPY}/"):
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return target / COPY


def listed(files: dict[str, bytes]) -> dict[str, tuple[str, str]]:
    """What the list says of the dossier."""
    table = docx.Document(io.BytesIO(files[CHECKLIST])).tables[-1]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["申报文件夹", "内容", "情况"]
    return {what: (remark, state) for what, remark, state in rows[1:]}


@pytest.mark.parametrize("name", ["qingshiling", "lanting"])
def test_unpacked_it_is_a_dossier(brandcluster: Run, tmp_path: Path, name: str) -> None:
    files = build_package(load_dossier(EXAMPLES / name), {"申报书.docx": b"one"}, {})
    copy = unpacked(files, tmp_path)
    for path in copy.rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (EXAMPLES / name / path.relative_to(copy)).read_bytes()
    found = brandcluster("validate", copy)
    assert found.returncode == 0, found.stdout
    assert brandcluster("sheet", "form", copy).returncode == 0
    assert brandcluster("report", copy, "-o", tmp_path / "页.html", "--date", "2014-07-01").returncode in (0, 1)


def test_it_says_the_same_of_the_application(brandcluster: Run, tmp_path: Path) -> None:
    root = EXAMPLES / "qingshiling"
    copy = unpacked(build_package(load_dossier(root), {}, {}), tmp_path)
    ours, theirs = (
        json.loads(brandcluster("eligibility", each, "--date", "2014-04-25", "--format", "json").stdout)
        for each in (root, copy)
    )
    assert ours["dossiers"][0].pop("dir") != theirs["dossiers"][0].pop("dir")
    assert ours == theirs


def test_returns_never_go_along(root: Path) -> None:
    """Not by their folder, not by a field that names them, not by a link."""
    shutil.copy(root / "enterprises" / "2013.csv", root / "enterprises" / "其他.xlsx")
    (root / "evidence" / "参与.md").symlink_to(root / "enterprises" / "2013.csv")
    put_beside(root, "statistics/2013.yaml", "evidence/statistics-2013.md", "enterprises/2013.csv")
    put_beside(root, "application/conditions.yaml", "evidence/participation-enterprises.md", "evidence/参与.md")
    dossier = load_dossier(root)
    returns = [(root / "enterprises" / name).read_bytes() for name in ("2012.csv", "2013.csv")]
    files = build_package(dossier, {}, {})
    assert not any(each in content for each in returns for content in files.values())
    assert not any("enterprises/" in name for name in files)
    problems = {each.path: each.problem for each in evidence_of(dossier) if each.content is None}
    assert set(problems) == {"enterprises/2013.csv", "evidence/参与.md"}
    assert set(problems.values()) == {"企业报表，依法保密，不随附"}
    assert is_confidential(root, "Enterprises/2013.csv") and not is_confidential(root, "evidence/2013.csv")
    assert listed(files)["企业报表"][1] == NOT_ATTACHED
    assert listed(files)["其他提到的文件"] == (
        "2 件，申报以后的，或“证明材料清单”里写明没有附的；核对时会提示找不到",
        NOT_ATTACHED,
    )


def test_what_travels_is_said(root: Path) -> None:
    put_beside(root, "application/plan.yaml", "    - 年份: 2014\n", "    # 内部讨论过\n    - 年份: 2014\n")
    put_beside(
        root, "application/plan.yaml", "试点工作思路: |", "# brandcluster: ignore X105 数取自年鉴\n试点工作思路: |"
    )
    before = copy_dossier(load_dossier(EXAMPLES / "qingshiling"), {}).rows
    copied = copy_dossier(load_dossier(root), {"evidence/a.md": b"a"})
    rows = {what: (remark, state) for what, remark, state in copied.rows}
    assert rows["忽略的检查和原因"] == ("1 处，写在文件的注释里", ATTACHED)
    counted = next(int(remark.split()[0]) for what, remark, _ in before if what == "注释")
    assert rows["注释"][0].startswith(f"{counted + 1} 处")
    assert rows["认定的记录"][0].startswith("4 条") and rows["证明材料"][0].startswith("1 件")
    assert copied.files[f"{COPY}/evidence/a.md"] == b"a"
    assert b"\xe5\x86\x85\xe9\x83\xa8\xe8\xae\xa8\xe8\xae\xba" in copied.files[f"{COPY}/application/plan.yaml"]


def test_what_came_after_the_application_stays() -> None:
    copied = copy_dossier(load_dossier(EXAMPLES / "lanting"), {})
    assert f"{COPY}/statistics/2013.yaml" in copied.files and f"{COPY}/statistics/2014.yaml" not in copied.files
    assert not any("/pilot/" in name or "/sealed/" in name for name in copied.files)
    assert {what for what, _, state in copied.rows if state == NOT_ATTACHED} >= {"申报以后的记录", "封存的定稿"}


@pytest.mark.long
def test_the_zip_holds_the_same(brandcluster: Run, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert brandcluster("render", root, "--package").returncode == 1  # no LibreOffice, no PDF
    with zipfile.ZipFile(root / "out" / "报送材料.zip") as archive:
        names = archive.namelist()
    on_disk = {
        path.relative_to(root / "out" / "报送材料").as_posix() for path in (root / "out" / "报送材料").rglob("*")
    }
    assert set(names) <= on_disk and f"{COPY}/dossier.yaml" in names
    assert any(name.startswith(EVIDENCE) for name in names)
    assert brandcluster("validate", root / "out" / "报送材料" / COPY).returncode == 0
    assert brandcluster("render", root, "--package").returncode == 1
    # A copy that somebody has changed is not overwritten.
    path = root / "out" / "报送材料" / COPY / "dossier.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# 改过\n", encoding="utf-8")
    refused = brandcluster("render", root, "--package")
    assert refused.returncode == 1 and "改动过" in refused.stderr
