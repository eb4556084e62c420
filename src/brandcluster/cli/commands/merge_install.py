"""`merge --install` and `--uninstall`: what git is told, and where.

`.gitattributes` of the dossier names the driver and nothing else; what is run stands in the configuration of this
clone, which no commit and no pull request can change.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

import typer

from brandcluster.base.visible import as_argument, visible
from brandcluster.cli.commands import git_reading
from brandcluster.cli.errors import UserError
from brandcluster.cli.own_program import own_shell_words

SECTION = "merge.brandcluster"
_BEGIN, _END = (
    "# brandcluster merge 开始（由 brandcluster merge --install 写，--uninstall 去掉）",
    "# brandcluster merge 结束",
)
BLOCK = "\n".join((_BEGIN, "*.yaml merge=brandcluster", *git_reading.ATTRIBUTES, _END, ""))
_ATTRIBUTES = ".gitattributes"
#: A dossier's files wherever they stand, in the clone's own list: git asks `.gitattributes` of the folder that a file
#: ends up in, and where the other side renamed that folder, there is none yet.
_ANYWHERE = (
    "dossier.yaml",
    "recommendation.yaml",
    "judgements.yaml",
    "**/application/*.yaml",
    "**/statistics/*.yaml",
    "**/pilot/*.yaml",
    "**/pilot/evaluations/*.yaml",
    "**/sealed/**/*.yaml",
)
LOCAL_BLOCK = "\n".join((_BEGIN, *(f"{each} merge=brandcluster" for each in _ANYWHERE), _END, ""))


def driver_command() -> str:
    """What git runs: this very program, and git's own merge by lines where it is gone or cannot read the file."""
    ours = f"{own_shell_words()} merge --driver %O %A %B %L %P"
    return f"{ours}; case $? in 0) ;; 65) false;; *) git merge-file --marker-size=%L -L 1 -L 0 -L 2 %A %O %B;; esac"


def install(name: str, root: Path) -> int:
    """Set git up for a dossier."""
    from brandcluster.formats.git_settings import set_here

    local = _local(_repository(root))
    text, own = _attributes(root / _ATTRIBUTES), _attributes(local)
    changes = {
        root / _ATTRIBUTES: (text, _without_block(text) + BLOCK),
        local: (own, _without_block(own) + LOCAL_BLOCK),
    }
    # The files first: what keeps them from being written shows before anything is, and without a driver that it knows
    # git merges by lines.
    _write(changes, root)
    refused = set_here(
        root,
        {
            f"{SECTION}.name": "brandcluster: 按栏目合并",
            f"{SECTION}.driver": driver_command(),
            **git_reading.settings(),
        },
    )
    if refused is not None:
        raise UserError(f"{refused.message}前面的 {_ATTRIBUTES} 已经写好；排除以后再运行一次。")
    typer.echo(
        f"好了：以后 git 合并{_shown(name)}里的改动，按栏目、按条目合并；git diff 看得懂 Word 和 Excel 文件，加 --word-diff 逐字比较。"
    )
    typer.echo(
        f"把 {_ATTRIBUTES} 提交上去，别人也用得上；每个人在自己的电脑上要运行一次 brandcluster merge --install。"
    )
    return 0


def uninstall(name: str, root: Path) -> int:
    """Undo it: the lines of this dossier, and the setting once no dossier of the repository needs it."""
    from brandcluster.formats.git_settings import drop_section, tracked_names

    top = _repository(root)
    text = _attributes(root / _ATTRIBUTES)
    changes = {root / _ATTRIBUTES: (text, _without_block(text))}
    others = [top / path for path in tracked_names(top, _ATTRIBUTES)]
    is_last = not any(_has_block(each.parent) for each in others if each.parent.resolve() != root.resolve())
    if is_last:
        local = _local(top)
        own = _attributes(local)
        changes[local] = (own, _without_block(own))
    _write(changes, root)
    if is_last:
        for section in (SECTION, *git_reading.SECTIONS):
            drop_section(root, section)
    typer.echo(f"好了：git 照原来的样子合并{_shown(name)}，按行。")
    return 0


def _shown(name: str) -> str:
    return "这份材料" if name in (".", "") else f" {as_argument(name)} "


def _repository(root: Path) -> Path:
    from brandcluster.formats.git import GitRefused, find_repository
    from brandcluster.formats.git_settings import git_path, top_folder

    repo = find_repository(root)
    top = top_folder(root)
    if isinstance(repo, GitRefused) or top is None:
        raise UserError("这个文件夹不在 git 仓库里，没有可以设置的。先在这里或上一层运行 git init。")
    # git writes wherever a link leads.
    if (top / ".git").is_symlink():
        _refuse_link(top / ".git", "文件夹")
    config = git_path(top, "config")
    if config is not None and config.is_symlink():
        _refuse_link(config, "文件")
    return top


def _refuse_link(path: Path, kind: str) -> NoReturn:
    raise UserError(f"git 的设置{kind}“{visible(path.as_posix())}”是链接，没有设置。换成真正的{kind}，再来一次。")


def _local(top: Path) -> Path:
    """The clone's own list of attributes."""
    from brandcluster.formats.git_settings import git_path

    found = git_path(top, "info/attributes")
    if found is None:
        raise UserError("git 没有说它自己的文件在哪里，没有设置。")
    if found.parent.is_symlink():
        _refuse_link(found.parent, "文件夹")
    return found


def _attributes(path: Path) -> str:
    from brandcluster.formats import folder

    content = folder.read_bytes(path.parent, path.name)
    if content == "missing":
        return ""
    if not isinstance(content, bytes):
        raise UserError(f"“{visible(path.as_posix())}”读不出来，没有设置。")
    return content.decode("utf-8", "surrogateescape")


def _write(changes: dict[Path, tuple[str, str]], root: Path) -> None:
    from brandcluster.cli.writing import write_files

    wanted = {path: after for path, (before, after) in changes.items() if after != before}
    contents = {path: text.encode("utf-8", "surrogateescape") for path, text in wanted.items()}
    write_files(contents, inside=[root, *(path.parent for path in contents if path.parent != root)])


def _has_block(root: Path) -> bool:
    from brandcluster.formats import folder

    content = folder.read_bytes(root, _ATTRIBUTES)
    return isinstance(content, bytes) and _BEGIN.encode() in content


def _without_block(text: str) -> str:
    lines, kept, inside = text.splitlines(keepends=True), list[str](), False
    for line in lines:
        if line.rstrip("\r\n") == _BEGIN:
            inside = True
        elif inside and line.rstrip("\r\n") == _END:
            inside = False
        elif not inside:
            kept.append(line)
    rest = "".join(kept)
    return rest if not rest or rest.endswith("\n") else rest + "\n"


def init_advice(root: Path, target: str) -> str | None:
    """What `init` says in a git repository where merging is not set up yet."""
    from brandcluster.formats.git import GitRefused, find_repository
    from brandcluster.formats.git_settings import setting

    if not any(os.path.lexists(each / ".git") for each in (root.absolute(), *root.absolute().parents)):
        return None
    if isinstance(find_repository(root), GitRefused) or setting(root, f"{SECTION}.driver") is not None:
        return None
    where = "" if root == Path() else f" {as_argument(target)}"
    return f"几个人用 git 一起填的话，运行一次 brandcluster merge --install{where}：各人的改动按栏目合并。"
