"""`log`: who changed an answer when, in the form's words, from commits and seals."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.formats import Output, publish, wanted_output
from brandcluster.cli.options import dossier_folders
from brandcluster.cli.paths import is_folder
from brandcluster.cli.progress_bar import while_waiting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brandcluster.dossier.history.changes import DossierChange
    from brandcluster.dossier.history.timeline import Moment
    from brandcluster.formats.git import Repository

HELP = (
    "谁在什么时候改了什么，用表上的话说，最近的在前：从 git 的提交和封存得知。写上栏目，只看它的改动；"
    "改过名的文件夹接着往前看，人的名字照 .mailmap。不在 git 里的，只看得出封存之间改了什么。只看，不写。"
)
EXAMPLE = "brandcluster log 我的申报 资金"
#: As many are shown without `--all`.
SHOWN = 20


def run(
    given: Annotated[
        list[str] | None,
        typer.Argument(metavar="[文件夹] [栏目]", help="申报文件夹，不写就是当前文件夹；栏目，如 资金、联系人"),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help=f"全部列出；不写只列最近 {SHOWN} 次")] = False,
    output: Output = None,
) -> int:
    """Show it; 0 whether or not anything was found."""
    wanted = wanted_output(None, output, ("text",))
    name, root, asked = _split(given or [])
    from brandcluster.dossier.load import load_dossier
    from brandcluster.output.commands.moments import log_lines

    dossier = load_dossier(root)
    moments, notes = while_waiting("看历次改动", _moments, root, None if every else SHOWN, asked)
    title = dossier.header.region_name or name
    publish(wanted, {"text": lambda: log_lines(title, moments, notes, asked)})
    return 0


def _split(words: list[str]) -> tuple[str, Path, str]:
    """The folder and the asked 栏目."""
    if len(words) > 2:
        raise UserError("写一个文件夹和一个栏目，如 brandcluster log 我的申报 资金。")
    named = words[:1] if words and (len(words) == 2 or is_folder(Path(words[0]))) else []
    name, root = dossier_folders(named or None)[0]
    rest = words[len(named) :]
    return name, root, rest[0].strip() if rest else ""


def _moments(root: Path, most: int | None, asked: str) -> tuple[list[Moment], list[str]]:
    """The moments that are asked for, and what is to be said of where they come from."""
    from brandcluster.dossier.history.timeline import moments_of_seals
    from brandcluster.dossier.load import load_dossier
    from brandcluster.formats import git
    from brandcluster.formats.git_settings import top_folder

    repo = git.find_repository(root)
    top = None if isinstance(repo, git.GitRefused) or repo.bare else top_folder(root)
    if isinstance(repo, git.GitRefused) or top is None or isinstance(git.find_commit(repo, "HEAD"), git.GitRefused):
        note = "这里没有 git 的提交，只列出各次封存之间的改动；谁改了哪一处，封存里没有记。"
        return _chosen(moments_of_seals(load_dossier(root)), most, asked, [note])
    return _of_commits(root, repo._replace(folder=top), most, asked)


def _of_commits(root: Path, repo: Repository, most: int | None, asked: str) -> tuple[list[Moment], list[str]]:
    from brandcluster.dossier.history.timeline import MOST_COMMITS, moments_of_commits
    from brandcluster.formats import git

    notes = []
    if git.is_shallow(repo):
        notes.append("这是浅克隆，只有最近的提交：最早一次列出的可能不是它改的。运行 git fetch --unshallow 以后再看。")
    found: list[Moment] = []
    try:
        found += _unsaved(root, repo)
        with git.blob_reader(repo) as reader:
            for number, each in enumerate(moments_of_commits(repo, reader, "HEAD")):
                if isinstance(each, git.GitRefused):
                    raise UserError(visible(each.message))
                if number >= MOST_COMMITS:
                    notes.append(f"只看了最近 {MOST_COMMITS} 次提交。")
                    break
                found.append(each)
                if most is not None and len(_asked(found, asked)) > most:
                    break
    except git.BlobUnreadable as error:
        raise UserError(visible(str(error))) from None
    return _chosen(found, most, asked, notes)


def _unsaved(root: Path, repo: Repository) -> list[Moment]:
    """What stands in the folder and in no commit yet."""
    from brandcluster.dossier.history.changes import compare_dossiers
    from brandcluster.dossier.history.commits import is_source, read_snapshot
    from brandcluster.dossier.history.state_files import present_files
    from brandcluster.dossier.history.timeline import Moment
    from brandcluster.dossier.load import load_dossier
    from brandcluster.formats import git

    was = git.files_of_commit(repo, "HEAD")
    if isinstance(was, git.GitRefused):
        return []
    now = present_files(repo, root, was)
    touched = frozenset(path for path in was.keys() | now.keys() if was.get(path) != now.get(path) and is_source(path))
    if not touched:
        return []
    with (
        git.blob_reader(repo) as reader,
        read_snapshot(reader, {each: was[each] for each in touched & was.keys()}) as old,
    ):
        changes = compare_dossiers(old, load_dossier(root), only=touched)
    return [Moment("", "", "现在的文件", "还没有提交", changes)] if changes else []


def _chosen(
    moments: Iterable[Moment], most: int | None, asked: str, notes: list[str]
) -> tuple[list[Moment], list[str]]:
    found = _asked(moments, asked)
    if most is not None and len(found) > most:
        return found[:most], [*notes, "还有更早的：加 --all 全部列出。"]
    return found, notes


def _asked(moments: Iterable[Moment], asked: str) -> list[Moment]:
    """Those that changed something, of what is asked for."""
    found = []
    for each in moments:
        changes = tuple(change for change in each.changes if not asked or _is_meant(change, asked))
        if changes or (not asked and (each.seals or each.came_from is not None)):
            found.append(each._replace(changes=changes, seals=each.seals if not asked else ()))
    return found


def _is_meant(change: DossierChange, asked: str) -> bool:
    """Whether a change is one of the asked 栏目: its name, one that it stands in, or the name of an entry."""
    from brandcluster.dossier.files import kind_of
    from brandcluster.dossier.model.reading import fields_of

    bare = asked.replace(" ", "")
    labels = [str(key) for key in change.keys if isinstance(key, str)]
    kind = kind_of(change.file)
    if not labels and kind is not None:  # a whole file that came or went, and with it its answers
        labels = list(fields_of(kind.model))
    return bare in change.heading.replace(" ", "") or any(bare in label.replace(" ", "") for label in labels)
