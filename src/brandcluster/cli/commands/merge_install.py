"""`merge --install` and `--uninstall`: what git is told, and where.

`.gitattributes` of the dossier names the driver and nothing else; what is run stands in the configuration of this
clone, which no commit and no pull request can change.
"""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import typer

from brandcluster.base.visible import as_argument, visible
from brandcluster.cli.errors import UserError

SECTION = "merge.brandcluster"
_BEGIN, _END = (
    "# brandcluster merge 开始（由 brandcluster merge --install 写，--uninstall 去掉）",
    "# brandcluster merge 结束",
)
BLOCK = f"{_BEGIN}\n*.yaml merge=brandcluster\n{_END}\n"
_ATTRIBUTES = ".gitattributes"
#: Paths of a dossier's files wherever it stands, so that it is followed when the other side renamed its folder.
_LOCAL = (
    "dossier.yaml",
    "recommendation.yaml",
    "judgements.yaml",
    "application/*.yaml",
    "statistics/*.yaml",
    "pilot/**",
)


def driver_command() -> str:
    """What git runs: this very program, and git's own merge by lines where it is gone or cannot read the file."""
    program = shlex.quote(Path(sys.executable).as_posix())
    ours = f"{program} -P -m brandcluster merge --driver %O %A %B %L %P"
    return f"{ours}; case $? in 0) ;; 65) false;; *) git merge-file --marker-size=%L -L 1 -L 0 -L 2 %A %O %B;; esac"


def install(name: str, root: Path) -> int:
    """Set git up for a dossier."""
    from brandcluster.cli.writing import write_files
    from brandcluster.formats.git_settings import set_here

    _repository(root)
    text = _attributes(root)
    wanted = _without_block(text) + BLOCK
    refused = set_here(
        root,
        {f"{SECTION}.name": "brandcluster: 按栏目合并", f"{SECTION}.driver": driver_command()},
    )
    if refused is not None:
        raise UserError(refused.message)
    if wanted != text:
        write_files({root / _ATTRIBUTES: wanted.encode("utf-8", "surrogateescape")}, inside=[root])
    typer.echo(f"好了：以后 git 合并{_shown(name)}里的改动，按栏目、按条目合并。")
    typer.echo(
        f"把 {_ATTRIBUTES} 提交上去，别人也用得上；每个人在自己的电脑上要运行一次 brandcluster merge --install。"
    )
    return 0


def uninstall(name: str, root: Path) -> int:
    """Undo it: the lines of this dossier, and the setting once no dossier of the repository needs it."""
    from brandcluster.cli.writing import write_files
    from brandcluster.formats.git_settings import drop_section, tracked_names

    top = _repository(root)
    text = _attributes(root)
    rest = _without_block(text)
    if rest != text:
        write_files({root / _ATTRIBUTES: rest.encode("utf-8", "surrogateescape")}, inside=[root])
    others = [top / path for path in tracked_names(top, _ATTRIBUTES)]
    if not any(_has_block(each.parent) for each in others if each.parent.resolve() != root.resolve()):
        drop_section(root, SECTION)
    typer.echo(f"好了：git 照原来的样子合并{_shown(name)}，按行。")
    return 0


def _shown(name: str) -> str:
    return "这份材料" if name in (".", "") else f" {as_argument(name)} "


def _repository(root: Path) -> Path:
    from brandcluster.formats.git import GitRefused, find_repository
    from brandcluster.formats.git_settings import top_folder

    repo = find_repository(root)
    top = top_folder(root)
    if isinstance(repo, GitRefused) or top is None:
        raise UserError("这个文件夹不在 git 仓库里，没有可以设置的。先在这里或上一层运行 git init。")
    return top


def _attributes(root: Path) -> str:
    from brandcluster.formats import folder

    content = folder.read_bytes(root, _ATTRIBUTES)
    if content == "missing":
        return ""
    if not isinstance(content, bytes):
        raise UserError(f"“{visible((root / _ATTRIBUTES).as_posix())}”读不出来，没有设置。")
    return content.decode("utf-8", "surrogateescape")


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
