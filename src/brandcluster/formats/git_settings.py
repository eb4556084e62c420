"""The settings of one clone of a repository: what git calls when it merges stands in its own `.git/config`.

No file of a repository can put anything there: a pull request can name a driver, never say what it runs.
"""

from __future__ import annotations

from pathlib import Path

from brandcluster.formats.git import GitRefused, ask_git


def set_here(folder: Path, values: dict[str, str]) -> GitRefused | None:
    """Set values in the configuration of the clone that a folder is in."""
    for name, value in values.items():
        answer = ask_git(folder, "config", "--local", name, value)
        if isinstance(answer, GitRefused):
            return GitRefused("git 的设置写不进去：看看仓库里的 .git/config 是不是只读，或者正被别的程序改。")
    return None


def drop_section(folder: Path, section: str) -> None:
    """Take a section out of the configuration of the clone; nothing where it has none."""
    ask_git(folder, "config", "--local", "--remove-section", section)


def setting(folder: Path, name: str) -> str | None:
    """A value of the clone's own configuration; None where it has none."""
    answer = ask_git(folder, "config", "--local", "--get", name)
    return None if isinstance(answer, GitRefused) else answer.decode("utf-8", "replace").rstrip("\n")


def tracked_names(folder: Path, name: str) -> list[str]:
    """The files of a name that the repository holds, by their paths from its top."""
    answer = ask_git(folder, "ls-files", "-z", "--full-name", "--cached", "--others", "--exclude-standard")
    if isinstance(answer, GitRefused):
        return []
    paths = answer.decode("utf-8", "surrogateescape").split("\0")
    return [path for path in paths if path.rpartition("/")[2] == name]


def top_folder(folder: Path) -> Path | None:
    """The top of the work tree that a folder is in."""
    answer = ask_git(folder, "rev-parse", "--show-toplevel")
    return None if isinstance(answer, GitRefused) else Path(answer.decode("utf-8", "surrogateescape").rstrip("\n"))


def git_path(top: Path, name: str) -> Path | None:
    """Where one of git's own files stands, also in a work tree that shares a clone."""
    answer = ask_git(top, "rev-parse", "--git-path", name)
    return None if isinstance(answer, GitRefused) else top / answer.decode("utf-8", "surrogateescape").rstrip("\n")
