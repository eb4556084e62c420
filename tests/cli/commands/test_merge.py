"""`merge` with real git: merges, rebases, cherry-picks, renamed folders, conflicts told and settled."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import chdir
from pathlib import Path

import pytest
from cases import BASE, ROOT

from brandcluster.cli.commands.merge_install import BLOCK, driver_command
from brandcluster.cli.start import start

PLAN = "application/plan.yaml"
HEADER = "dossier.yaml"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with two dossiers, where git merges by meaning."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))  # for the program that git starts
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    root = tmp_path / "仓库"
    for name in ("甲区", "乙区"):
        shutil.copytree(BASE, root / name)
    git(root, "init", "-q", "-b", "main")
    git(root, "config", "user.name", "张三")
    git(root, "config", "user.email", "z@example.org")
    assert start(["merge", "--install", str(root / "甲区")]) == 0
    commit(root, "底")
    return root


def git(root: Path, *arguments: str, good: bool = True) -> str:
    done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=False)
    assert not good or done.returncode == 0, (arguments, done.stdout, done.stderr)
    return done.stdout + done.stderr


def commit(root: Path, message: str, person: str = "张三") -> None:
    git(root, "add", "-A")
    git(root, "-c", f"user.name={person}", "commit", "-q", "-m", message)


def change(root: Path, path: str, find: str, replace: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert find in text, find
    (root / path).write_text(text.replace(find, replace, 1), encoding="utf-8", newline="")


def both_change(root: Path, ours: tuple[str, str], theirs: tuple[str, str], path: str = f"甲区/{HEADER}") -> None:
    """张三 changes on main, 李四 on the branch `side`; main is checked out."""
    git(root, "checkout", "-q", "-b", "side")
    change(root, path, *theirs)
    commit(root, "李四的", "李四")
    git(root, "checkout", "-q", "main")
    change(root, path, *ours)
    commit(root, "张三的")


NEIGHBOURS = (("联系人: 甲某", "联系人: 乙某"), ("电话: ", "电话: 9"))
SAME_LINE = (("联系人: 甲某", "联系人: 乙某"), ("联系人: 甲某", "联系人: 丙某"))


def lines_of(root: Path) -> str:
    return (root / "甲区" / HEADER).read_text(encoding="utf-8")


def test_git_merges_neighbouring_lines(here: Path) -> None:
    wanted = lines_of(here).replace(*NEIGHBOURS[0], 1).replace(*NEIGHBOURS[1], 1)
    both_change(here, *NEIGHBOURS)
    git(here, "merge", "-q", "--no-edit", "side")
    assert lines_of(here) == wanted


@pytest.mark.long
@pytest.mark.parametrize("how", [("rebase", "main", "side"), ("cherry-pick", "side")])
def test_so_does_a_rebase_and_a_cherry_pick(here: Path, how: tuple[str, ...]) -> None:
    wanted = lines_of(here).replace(*NEIGHBOURS[0], 1).replace(*NEIGHBOURS[1], 1)
    both_change(here, *NEIGHBOURS)
    git(here, *how)
    assert lines_of(here) == wanted


def test_a_conflict_is_told_by_entry_and_settled(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    both_change(here, *SAME_LINE)
    said = git(here, "merge", "-q", "--no-edit", "side", good=False)
    assert "1 处两个人都改了，不一样" in said
    text = lines_of(here)
    assert text.count("<<<<<<< 1 张三 ") == text.count(">>>>>>> 2 李四 ") == 1
    root = str(here / "甲区")
    assert start(["validate", root]) == 1
    shown = capsys.readouterr().out
    assert "1 是“乙某”（张三 " in shown and "2 是“丙某”（李四 " in shown and "--take 1 联系人" in shown
    assert "三行标记" not in shown
    assert start(["merge", "--take", "3", "联系人", root]) == 2
    assert start(["merge", "--take", "2", "电话", root]) == 2
    assert start(["merge", "--take", "2", "联系人", root]) == 0
    assert "联系人: 丙某" in lines_of(here) and "<<<" not in lines_of(here)
    assert start(["merge", "--take", "2", "联系人", root]) == 0
    git(here, "commit", "-qam", "并")


@pytest.mark.long
def test_in_a_rebase_the_sides_are_named_by_who_wrote_them(here: Path) -> None:
    both_change(here, *SAME_LINE)
    git(here, "rebase", "main", "side", good=False)
    assert "<<<<<<< 1 张三 " in lines_of(here) and ">>>>>>> 2 李四 " in lines_of(here)
    git(here, "rebase", "--abort")
    git(here, "rebase", "side", "main", good=False)
    assert "<<<<<<< 1 李四 " in lines_of(here) and ">>>>>>> 2 张三 " in lines_of(here)


@pytest.mark.long
def test_renamed_folders_are_followed_on_either_side(here: Path) -> None:
    git(here, "checkout", "-q", "-b", "side")
    git(here, "mv", "甲区", "新区")
    change(here, f"新区/{HEADER}", *NEIGHBOURS[1])
    change(here, f"乙区/{HEADER}", *NEIGHBOURS[1])
    commit(here, "改名", "李四")
    git(here, "checkout", "-q", "main")
    change(here, f"甲区/{HEADER}", *NEIGHBOURS[0])
    commit(here, "张三的")
    git(here, "merge", "-q", "--no-edit", "side")
    merged = (here / "新区" / HEADER).read_text(encoding="utf-8")
    assert NEIGHBOURS[0][1] in merged and NEIGHBOURS[1][1] in merged and "<<<" not in merged


@pytest.mark.long
def test_what_cannot_be_read_is_left_to_git(here: Path) -> None:
    both_change(here, ("格式: ", "x: [\n格式: "), NEIGHBOURS[1])
    git(here, "merge", "-q", "--no-edit", "side")
    assert "x: [" in lines_of(here) and NEIGHBOURS[1][1] in lines_of(here)


@pytest.mark.long
def test_where_the_program_is_gone_git_merges_by_itself(here: Path) -> None:
    git(
        here,
        "config",
        "merge.brandcluster.driver",
        driver_command().replace(Path(sys.executable).as_posix(), "/no/python"),
    )
    both_change(here, *SAME_LINE)
    git(here, "merge", "-q", "--no-edit", "side", good=False)
    assert "<<<<<<<" in lines_of(here) and "乙某" in lines_of(here) and "丙某" in lines_of(here)


@pytest.mark.skipif(os.name != "posix", reason="links of POSIX")
@pytest.mark.parametrize("option", ["--install", "--uninstall"])
def test_gits_own_settings_are_not_written_through_a_link(
    option: str, here: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = here / ".git" / "config"
    elsewhere = config.replace(tmp_path / "elsewhere")
    config.symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    assert start(["merge", option, str(here / "甲区")]) == 2
    assert "是链接" in capsys.readouterr().err and elsewhere.read_bytes() == before
    elsewhere.replace(config)  # the advice, followed
    assert start(["merge", option, str(here / "甲区")]) == 0


def test_install_names_the_driver_and_uninstall_takes_it_back(here: Path) -> None:
    attributes = here / "甲区" / ".gitattributes"
    assert attributes.read_text(encoding="utf-8") == BLOCK
    assert "python" not in BLOCK and "%O" not in BLOCK  # what is run stands in no file that is committed
    assert start(["merge", "--install", str(here / "乙区")]) == 0
    assert start(["merge", "--install", str(here / "乙区")]) == 0
    assert (here / "乙区" / ".gitattributes").read_text(encoding="utf-8") == BLOCK
    assert start(["merge", "--uninstall", str(here / "甲区")]) == 0
    assert attributes.read_text(encoding="utf-8") == ""
    assert "--driver" in git(here, "config", "--local", "--get", "merge.brandcluster.driver")
    assert start(["merge", "--uninstall", str(here / "乙区")]) == 0
    assert git(here, "config", "--local", "--get", "merge.brandcluster.driver", good=False) == ""
    assert (here / ".git" / "info" / "attributes").read_text(encoding="utf-8").count("brandcluster") == 0


def test_three_folders_without_git(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("底", "甲", "乙"):
        shutil.copytree(BASE, tmp_path / name)
    change(tmp_path, f"甲/{HEADER}", *NEIGHBOURS[0])
    change(tmp_path, f"乙/{HEADER}", *NEIGHBOURS[1])
    with chdir(tmp_path):
        assert start(["merge", "底", "甲", "乙", "-o", "新"]) == 0
        assert start(["merge", "底", "甲", "乙", "-o", "新"]) == 0
        assert start(["merge", "底", "甲", "乙", "-o", "底"]) == 2
        text = (tmp_path / "新" / HEADER).read_text(encoding="utf-8")
        assert NEIGHBOURS[0][1] in text and NEIGHBOURS[1][1] in text
        change(tmp_path, f"乙/{HEADER}", *SAME_LINE[1])
        assert start(["merge", "底", "甲", "乙", "-o", "再"]) == 1
        assert start(["merge", "底", "甲", "-o", "三"]) == 2
    assert "有 1 处两个人都改了" in capsys.readouterr().out


def test_outside_a_repository_there_is_nothing_to_set_up(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path / "d")
    assert start(["merge", "--install", str(tmp_path / "d")]) == 2
    assert start(["merge"]) == 2
    assert start(["merge", "--driver", "x"]) == 66
