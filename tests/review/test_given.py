"""What is handed in: packages as folders and zips, commits, Word forms alone; what is not read is named."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cases import BASE, EXAMPLES, prepare, seal

from brandcluster.cli.start import start
from brandcluster.dossier.history.seals import dossier_files
from brandcluster.dossier.load import load_dossier
from brandcluster.formats.word.parts import DOCUMENT, read_parts, write_parts
from brandcluster.papers.forms.dossier_copy import COPY
from brandcluster.papers.forms.package import EVIDENCE, HASHES, SEAL_RECORD, build_package, list_hashes
from brandcluster.papers.forms.render import FORM_NAMES, render_forms
from brandcluster.papers.stamp import add_stamp
from brandcluster.review import find_dossiers, given
from brandcluster.rules.facts.rules_in_force import edition_of

DAY = "2014-04-20"
Files = dict[str, bytes]


@pytest.fixture(scope="module")
def package() -> Files:
    """The files of a package, without PDFs."""
    dossier = load_dossier(EXAMPLES / "qingshiling")
    forms = render_forms(dossier, edition_of(dossier), FORM_NAMES, draft=False)
    return build_package(dossier, {name: add_stamp(each.content or b"") for name, each in forms.items()}, {})


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    monkeypatch.chdir(tmp_path)
    yield
    assert list((tmp_path / "temporary").iterdir()) == []


def zipped(path: Path, files: Files, top: str = "") -> None:
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(f"{top}{name}", content)


def placed(path: Path, files: Files) -> None:
    for name, content in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)


def reviewed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[list[dict[str, object]], list[str]]:
    start(["review", *arguments, "--date", DAY, "--jobs", "1", "--format", "json"])
    found = json.loads(capsys.readouterr().out)
    return found["dossiers"], found["skipped"]


def problems(capsys: pytest.CaptureFixture[str], where: str) -> list[str]:
    """What the list of corrections says of the package."""
    start(["review", where, "--date", DAY, "--jobs", "1", "--corrections", "-o", "back"])
    capsys.readouterr()
    [found] = Path("back").rglob("补正清单.md")
    return [
        line
        for line in found.read_text(encoding="utf-8").splitlines()
        if "报送材料<br>" in line or "由程序读入" in line
    ]


def test_the_names_are_the_packages() -> None:
    assert (EVIDENCE, HASHES.partition("/")[0]) == given.CARRIED and find_dossiers._HASHES == HASHES


def test_a_package_is_read_as_folder_and_zip(package: Files, capsys: pytest.CaptureFixture[str]) -> None:
    placed(Path("in/甲"), package)
    zipped(Path("in/甲.zip"), package)  # the same once more, beside its folder: counts once
    zipped(Path("in/乙.zip"), package, "一层/二层/")
    rows, skipped = reviewed(capsys, "in")
    assert [row["dir"] for row in rows] == [f"in/乙.zip/一层/二层/{COPY}", f"in/甲/{COPY}"]
    assert [(row["errors"], row["warnings"]) for row in rows] == [(0, 0), (0, 0)] and skipped == []


def changed(name: str, old: str, new: str) -> Callable[[Files], Files]:
    return lambda files: {**files, name: files[name].replace(old.encode(), new.encode())}


@pytest.mark.parametrize("kind", ["folder", "zip"])
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (changed(f"{COPY}/dossier.yaml", "县政府", "县政府"), []),
        (lambda files: {**files, "后来.txt": b""}, ["“后来.txt”不在校验码清单里"]),
        (
            lambda files: {name: each for name, each in files.items() if name != "04-签章表.docx"},
            ["签章表.docx”不在了"],
        ),
        (lambda files: {name: each for name, each in files.items() if name != HASHES}, ["没有校验码清单"]),
        (
            changed(f"{COPY}/dossier.yaml", "河北省", "河南省"),
            ["“地址”与申报文件夹不一致：表上是“河北省", "dossier.yaml”生成以后改过"],
        ),
        (
            lambda files: {**files, "01-申报书.docx": b"x"},
            ["申报书.docx”没有与申报文件夹核对", "申报书.docx”生成以后改过"],
        ),
    ],
)
def test_a_package_is_held_against_itself(
    kind: str, change: Callable[[Files], Files], said: list[str], package: Files, capsys: pytest.CaptureFixture[str]
) -> None:
    files = change(package)
    placed(Path("in/甲"), files) if kind == "folder" else zipped(Path("in/甲.zip"), files)
    found = problems(capsys, "in")
    if kind == "folder" and HASHES not in files:  # then nothing tells it from a dossier with this name
        return
    assert len(found) == len(said), found
    for words in said:
        assert any(words in line for line in found), (words, found)


def hashed(files: Files) -> Files:
    """The package with its list of hashes made anew, as who alters a file by hand may do too."""
    others = {name: content for name, content in files.items() if name != HASHES}
    return {**others, HASHES: list_hashes(others)}


def typed_over(name: str, old: str, new: str) -> Callable[[Files], Files]:
    """A Word file of the package in which somebody typed, with everything else as it was."""

    def change(files: Files) -> Files:
        parts = read_parts(files[name])
        assert parts is not None and old.encode() in parts[DOCUMENT]
        return hashed(
            {**files, name: write_parts({**parts, DOCUMENT: parts[DOCUMENT].replace(old.encode(), new.encode())})}
        )

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (hashed, []),
        (typed_over("01-申报书.docx", "沈砚青", "沈石青"), ["“联系人”与申报文件夹不一致：表上是“沈石青”"]),
        (typed_over("02-推荐表.docx", "0300-5550123", "0300-5550124"), ["表上是“0300-5550124”"]),
        (typed_over("03-申报条件附表.docx", "未发生", "发生过"), ["表上是"]),
        (typed_over("04-签章表.docx", "不早于申报单位", "可以早于申报单位"), ["可以早于申报单位"]),
        (lambda files: hashed({**files, "04-签章表.docx": b"PK"}), ["签章表.docx”没有与申报文件夹核对"]),
    ],
    ids=range(6),
)
def test_what_was_typed_over_is_noticed_without_the_hashes(
    change: Callable[[Files], Files], said: list[str], package: Files, capsys: pytest.CaptureFixture[str]
) -> None:
    zipped(Path("in/甲.zip"), change(package))
    found = problems(capsys, "in")
    assert bool(found) == bool(said), found
    for words in said:
        assert any(words in line for line in found), (words, found)


def test_a_package_is_held_against_the_seal(capsys: pytest.CaptureFixture[str]) -> None:
    root = prepare(Path("R"), [])
    seal(root, date="2014-04-18")
    dossier = load_dossier(root)
    forms = render_forms(dossier, edition_of(dossier), FORM_NAMES, draft=False)
    made = build_package(dossier, {name: add_stamp(each.content or b"") for name, each in forms.items()}, {})
    assert SEAL_RECORD in made
    zipped(Path("in/甲.zip"), made)
    assert problems(capsys, "in") == []
    path = f"{COPY}/application/conditions.yaml"
    zipped(Path("in/甲.zip"), hashed({**made, path: made[path] + b"# later\n"}))
    [found] = problems(capsys, "in")
    assert "在封存（2014-04-18）以后改过" in found
    zipped(Path("in/甲.zip"), hashed({**made, SEAL_RECORD: b"["}))
    assert ["封存清单读不出来" in each for each in problems(capsys, "in")] == [True]


def test_which_letters_are_out_goes_neither_along_nor_under_the_seal() -> None:
    root = prepare(Path("R"), [{"file": "requests.yaml", "write": "提供单位: []\n发函: []\n"}])
    dossier = load_dossier(root)
    assert not any(name.endswith("requests.yaml") for name in build_package(dossier, {}, {}))
    assert "requests.yaml" not in dossier_files(dossier)


def test_word_forms_alone_are_imported_and_marked(package: Files, capsys: pytest.CaptureFixture[str]) -> None:
    forms = {name: each for name, each in package.items() if name in ("01-申报书.docx", "02-推荐表.docx")}
    placed(Path("in/丙"), {**forms, "~$申报书.docx": b"x"})
    placed(Path("in/丁"), {"一.docx": forms["01-申报书.docx"], "二.docx": forms["01-申报书.docx"]})
    zipped(Path("in/戊.zip"), forms)
    zipped(Path("in/己.zip"), {"通知.docx": b"PK"})
    rows, skipped = reviewed(capsys, "in")
    assert [row["dir"] for row in rows] == ["in/戊.zip（只有 Word 表）", "in/丙（只有 Word 表）"]
    assert {row["region"] for row in rows} == {"青石岭经济技术开发区"}
    assert len(skipped) == 2 and "分不清是谁的" in skipped[1] and "“in/己.zip（只有 Word 表）”" in skipped[0]
    assert any("只有 Word 表（" in line for line in problems(capsys, "in/丙"))


def test_what_was_given_and_not_read_is_named(package: Files, capsys: pytest.CaptureFixture[str]) -> None:
    zipped(Path("in/甲.zip"), {**package})
    zipped(Path("in/逃.zip"), {"../dossier.yaml": b""})
    zipped(Path("in/层.zip"), {"里.zip": b"PK", "x/dossier.yaml": b""})
    zipped(Path("in/空.zip"), {"x.txt": b""})
    for name in ("a.rar", "b.7z", "c.doc", "d.wps", "e.pdf", "readme.txt"):
        Path("in", name).write_bytes(b"x")
    rows, skipped = reviewed(capsys, "in")
    assert [row["dir"] for row in rows] == ["in/层.zip/x", f"in/甲.zip/{COPY}"]
    for name in ("a.rar", "b.7z", "c.doc", "d.wps", "e.pdf", "../dossier.yaml", "里.zip", "空.zip"):
        assert sum(f"“{name}”" in each or f"/{name}”" in each for each in skipped) == 1, (name, skipped)
    assert not any("readme" in each for each in skipped)


#: What a stranger's zip may hold, the entry's name and what it is, and how it is refused.
HOSTILE: tuple[tuple[str, bytes, int, str], ...] = (
    ("../dossier.yaml", b"x", 0, "的路径指向外面"),
    ("/etc/dossier.yaml", b"x", 0, "的路径指向外面"),
    ("C:/dossier.yaml", b"x", 0, "冒号"),
    ("evidence/NUL.pdf", b"x", 0, "设备名"),
    ("DOSSIER.yaml", b"x", 0, "只有大小写或写法不同"),
    ("evidence/链接.pdf", b"/etc/passwd", stat.S_IFLNK | 0o777, "是链接或特殊文件"),
    ("evidence/管道", b"", stat.S_IFIFO | 0o666, "是链接或特殊文件"),
    ("evidence/炸弹.pdf", b"\0" * 3_000_000, 0, "压缩炸弹"),
    ("evidence/证\u202e明.pdf", b"x", 0, "看不见的字符"),
    ("/".join("a" * 30), b"x", 0, "太深"),
    ("dossier.yaml/x", b"x", 0, "不是文件夹"),
)


def test_hostile_zips_are_refused_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    good = {path.relative_to(BASE).as_posix(): path.read_bytes() for path in BASE.rglob("*") if path.is_file()}
    zipped(Path("in/好.zip"), good)
    for number, (name, content, mode, _) in enumerate(HOSTILE):
        zipped(Path(f"in/{number}.zip"), good)
        with zipfile.ZipFile(f"in/{number}.zip", "a", zipfile.ZIP_DEFLATED) as made:
            entry = zipfile.ZipInfo(name)
            entry.external_attr, entry.compress_type = mode << 16, zipfile.ZIP_DEFLATED
            made.writestr(entry, content)
    rows, skipped = reviewed(capsys, "in")
    assert [row["dir"] for row in rows] == ["in/好.zip"]
    for number, (name, _, _, why) in enumerate(HOSTILE):
        [said] = [each for each in skipped if f"“in/{number}.zip”" in each]
        assert why in said and ("\u202e" in name or name[:20].rpartition("/")[2][:6] in said), said
    start(["review", "in", "--date", DAY, "--jobs", "1"])
    lines = capsys.readouterr().out.splitlines()
    assert not any("\u202e" in line for line in lines)
    assert all(line.startswith("没有看：") for line in lines[1 : 1 + len(HOSTILE)])  # above everything else


@pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")
def test_links_and_pipes_in_a_package_are_not_followed(package: Files, capsys: pytest.CaptureFixture[str]) -> None:
    placed(Path("in/甲"), package)
    Path("外面.docx").write_bytes(package["02-推荐表.docx"])
    Path("in/甲/02-推荐表.docx").unlink()
    Path("in/甲/02-推荐表.docx").symlink_to(Path("外面.docx").absolute())
    os.mkfifo("in/甲/证明材料/99-管道.pdf")
    found = problems(capsys, "in")
    assert any("02-推荐表.docx”生成以后改过" in each for each in found), found
    assert any("02-推荐表.docx”没有与申报文件夹核对" in each for each in found), found
    assert any("99-管道.pdf”不在校验码清单里" in each for each in found), found


def test_a_zip_may_be_named_and_reported(package: Files, capsys: pytest.CaptureFixture[str]) -> None:
    zipped(Path("甲.zip"), package)
    assert start(["report", "甲.zip", "--date", DAY]) == 2 and "-o" in capsys.readouterr().err
    assert start(["report", "甲.zip", "--date", DAY, "-o", "a.html"]) == 0
    page = Path("a.html").read_text(encoding="utf-8")
    assert "青石岭" in page and "temporary" not in page
    Path("坏.zip").write_bytes(b"PK\x03\x04")
    assert start(["report", "坏.zip", "-o", "b.html"]) == 2 and "损坏" in capsys.readouterr().err


def committed(root: Path) -> None:
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    for arguments in (("add", "-A"), ("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x")):
        subprocess.run(["git", "-C", str(root), *arguments], check=True)


def test_a_commit_is_read_without_running_anything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    repo = tmp_path / "repo"
    shutil.copytree(BASE, repo / "R")
    (repo / ".gitattributes").write_text("* filter=evil diff=evil\n", encoding="utf-8")
    committed(repo)
    for key in ("filter.evil.smudge", "diff.evil.textconv", "core.fsmonitor", "core.sshCommand"):
        subprocess.run(["git", "-C", str(repo), "config", key, f"touch {tmp_path}/ran"], check=True)
    shutil.rmtree(repo / "R")
    rows, skipped = reviewed(capsys, "repo", "--at", "HEAD")
    assert [row["dir"] for row in rows] == ["repo@HEAD/R"] and skipped == [] and not (tmp_path / "ran").exists()
    subprocess.run(["git", "clone", "-q", "--bare", "repo", "bare.git"], check=True)
    assert reviewed(capsys, "bare.git", "--at", "HEAD")[0][0]["region"] == rows[0]["region"]
    assert start(["review", "bare.git"]) == 2 and "--at HEAD" in capsys.readouterr().err
    assert start(["review", "repo", "--at", "没有"]) == 2 and "没有“没有”这个版本" in capsys.readouterr().err
    assert start(["report", "repo", "--at", "HEAD", "--date", DAY, "-o", "a.html"]) == 0


def test_a_lists_places() -> None:
    names = ["a/dossier.yaml", "a/evidence/dossier.yaml", "a/sealed/1/files/dossier.yaml", "sealed/1/forms/x.docx"]
    assert given.places_in(names) == ([given.GivenPlace("a")], {})
    assert given.places_in([".git/dossier.yaml", "x.txt"]) == ([], {})
