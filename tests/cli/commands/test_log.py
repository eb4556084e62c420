"""`log`, on real repositories: who, when, what; renamed folders, two dossiers, merges, seals, shallow clones."""

from __future__ import annotations

import io
import shutil
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from cases import BASE, seal
from repositories import commit, git, repository

from brandcluster.cli.start import start


def log(root: Path, *arguments: str) -> str:
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as errors, chdir(root):
        code = start(["log", *arguments])
    assert code == 0, errors.getvalue()
    return out.getvalue()


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    root = repository(tmp_path / "全省")
    shutil.copytree(BASE, root / "云溪")
    shutil.copytree(BASE, root / "兰汀")
    commit(root, "起点")
    return root


def edit(root: Path, place: str, new: str, who: str = "李四", old: str = "联系人: 甲某") -> None:
    path = root / place / "dossier.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "改", "--author", f"{who} <{who}@example.com>")


def test_who_changed_what_in_which_of_two_dossiers(repo: Path) -> None:
    edit(repo, "云溪", "联系人: 乙某")
    edit(repo, "兰汀", "联系人: 丙某", "王五")
    found = log(repo, "云溪", "联系人")
    assert "2014-04-01 09:00  李四" in found and "联系人：甲某 → 乙某" in found
    assert "王五" not in found and "丙某" not in found
    assert found.index("李四") < found.index("甲  ")  # who wrote the file at first comes last
    assert "没有找到“职务”的改动" not in log(repo, "云溪", "职务") and "李四" not in log(repo, "云溪", "职务")
    assert "王五" in log(repo / "兰汀")


def test_names_go_through_mailmap_and_act_nowhere(repo: Path) -> None:
    (repo / ".mailmap").write_text("李四四 <lisi@example.com>\n", encoding="utf-8")
    edit(repo, "云溪", "联系人: 乙某", "lisi")
    edit(repo, "云溪", '联系人: "\\e[2J::error::x"', "\x1b[2J\u202e坏", old="联系人: 乙某")
    found = log(repo, "云溪", "联系人")
    assert "李四四" in found and "lisi" not in found
    assert "\x1b" not in found and "\u202e" not in found


def test_a_renamed_folder_is_followed_and_said(repo: Path) -> None:
    edit(repo, "云溪", "联系人: 乙某")
    git(repo, "mv", "云溪", "云溪区")
    commit(repo, "改名")
    edit(repo, "云溪区", "联系人: 丙某", "王五", old="联系人: 乙某")
    found = log(repo, "云溪区", "联系人")
    assert found.index("王五") < found.index("李四") and "甲某 → 乙某" in found
    assert "文件夹改了名，原来是 云溪" in log(repo, "云溪区")


def test_a_merge_says_what_only_it_wrote(repo: Path) -> None:
    git(repo, "checkout", "-q", "-b", "支")
    edit(repo, "云溪", "联系人: 乙某")
    git(repo, "checkout", "-q", "main")
    edit(repo, "兰汀", "职务: 处长", "王五", old="职务: 科长")
    git(repo, "merge", "-q", "--no-commit", "支")
    path = repo / "云溪" / "dossier.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("联系人: 乙某", "联系人: 丁某"), encoding="utf-8")
    commit(repo, "并")
    assert "甲某 → 丁某" in log(repo, "云溪", "联系人") and "甲某 → 乙某" in log(repo, "云溪", "联系人")
    assert log(repo, "兰汀", "职务").count("处长") == 1


def test_what_is_not_committed_yet_stands_on_top(repo: Path) -> None:
    path = repo / "云溪" / "dossier.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("甲某", "乙某"), encoding="utf-8")
    assert "现在的文件  还没有提交\n    联系人：甲某 → 乙某" in log(repo, "云溪")


def test_a_shallow_clone_is_said(repo: Path, tmp_path: Path) -> None:
    edit(repo, "云溪", "联系人: 乙某")
    git(tmp_path, "clone", "-q", "--depth=1", repo.as_uri(), "浅")
    assert "git fetch --unshallow" in log(tmp_path / "浅", "云溪")
    assert "fetch" not in log(repo, "云溪")


def test_seals_without_git(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path / "区")
    seal(tmp_path / "区")
    path = tmp_path / "区" / "dossier.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("甲某", "乙某"), encoding="utf-8")
    found = log(tmp_path / "区")
    assert "最近一次封存以后\n    联系人：甲某 → 乙某" in found and "封存：第 1 次封存" in found
    assert "没有 git 的提交" in found


@pytest.mark.parametrize("arguments", [("没有", "联系人"), ("云溪", "联系人", "职务")])
def test_wrong_arguments(repo: Path, arguments: tuple[str, ...]) -> None:
    with redirect_stderr(io.StringIO()), chdir(repo):
        assert start(["log", *arguments]) == 2


def test_many_commits_are_cut_and_said(repo: Path) -> None:
    for number in range(22):
        edit(repo, "云溪", f"联系人: 某{number}", old=f"联系人: {'甲某' if not number else f'某{number - 1}'}")
    assert "加 --all" in log(repo, "云溪") and "甲某 → 某0" not in log(repo, "云溪")
    assert "甲某 → 某0" in log(repo, "云溪", "--all")
