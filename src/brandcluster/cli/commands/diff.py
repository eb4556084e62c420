"""`diff`: what changed between two versions, in the form's own words."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, TypeVar

import typer

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.formats import Makers, Output, format_option, publish, wanted_output
from brandcluster.cli.options import Day, day_of
from brandcluster.cli.paths import is_folder
from brandcluster.cli.progress_bar import while_waiting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from brandcluster.formats.git import Blob, GitRefused, Reader, Repository
    from brandcluster.output.commands.diff import DossierChanges

HELP = (
    "两个版本之间改了什么：用表上的话说出哪一项由什么改成什么，哪些指标和判定因此变化，动没动封存的内容。"
    "不写版本，比较最近一次提交与现在的文件；写一个，比较它与现在的文件；写两个，比较这两个；"
    "main...HEAD 是 HEAD 从 main 分出来以后的改动。次序和注释不算改动。"
)
EXAMPLE = "brandcluster diff main...HEAD"
FORMATS = ("text", "json", "markdown", "html")
WORKING = "现在的文件"
T = TypeVar("T")


class State(NamedTuple):
    """One side: the files of a commit by their paths from the folder, or (None) the working tree."""

    name: str
    files: Mapping[str, Blob] | None


def run(
    versions: Annotated[
        list[str] | None,
        typer.Argument(metavar="[版本] [版本] [文件夹]", help="分支、标签或提交号，最多两个；最后可以写申报文件夹"),
    ] = None,
    format: Annotated[str | None, format_option(FORMATS, after="；markdown 用于合并请求的评论，html 是网页")] = None,
    output: Output = None,
    date: Day = None,
    text: Annotated[
        str | None,
        typer.Option("--text", metavar="文件", help="逐行显示一个 Word 文件或工作簿里的文字，git diff 也用它"),
    ] = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="有变化时退出码为 1")] = False,
) -> int:
    """Show what changed; 0 whether or not anything did, unless asked."""
    if text is not None:
        from brandcluster.cli.commands.git_reading import show_text

        if versions or date is not None or exit_code:
            raise UserError("--text 只写一个文件，不写版本，也不与 --date、--exit-code 同用。")
        return show_text(text, wanted_output(format, output, ("text",)))
    wanted = wanted_output(format, output, FORMATS)
    day = day_of(date)
    names, named = _split(versions or [])
    from brandcluster.formats import git
    from brandcluster.output.commands.diff import diff_json, diff_lines

    folder = Path(named or ".")
    repo = _known(git.find_repository(folder))
    if named in (name for name in (versions or []) if "/" not in name) and _is_version(repo, named):
        raise UserError(
            f"“{visible(named)}”既是文件夹又是版本。文件夹写成 ./{visible(named)}，版本写全，如 refs/heads/…。"
        )
    before, after = _states(repo, _versions(names))
    try:
        differences = while_waiting("比较", lambda: list(_differences(repo, folder, before, after, day)))
    except git.BlobUnreadable as error:
        raise UserError(visible(str(error))) from None
    between = f"{visible(before.name)} → {visible(after.name)}"
    makers: Makers = {
        "text": lambda: diff_lines(differences, between, day),
        "json": lambda: diff_json(differences, before.name, after.name, day),
        "markdown": lambda: _markdown(differences, between, day),
        "html": lambda: _html(differences, between, day),
    }
    publish(wanted, makers)
    return int(exit_code and bool(differences))


def _markdown(differences: list[DossierChanges], between: str, day: date) -> str:
    from brandcluster.output.commands.diff_markdown import diff_markdown

    return diff_markdown(differences, between, day)


def _html(differences: list[DossierChanges], between: str, day: date) -> str:
    from brandcluster.output.desk.diff_page import diff_page

    return diff_page(differences, between, day)


def _split(arguments: list[str]) -> tuple[list[str], str]:
    """The versions, and the folder where one is written at the end."""
    if arguments and is_folder(Path(arguments[-1])) and not arguments[-1].startswith("-"):
        return arguments[:-1], arguments[-1]
    return arguments, ""


def _is_version(repo: Repository, name: str) -> bool:
    from brandcluster.formats import git

    return name.strip(".") != "" and isinstance(git.find_commit(repo, name), str)


def _versions(names: list[str]) -> list[str]:
    if names and names[-1].startswith(("./", "../")):
        raise UserError(f"没有“{visible(names[-1])}”这个文件夹。")
    if len(names) == 1 and ".." in names[0]:
        return names
    if len(names) > 2 or any(".." in name for name in names):
        raise UserError("最多写两个版本，如 brandcluster diff v1 v2；或写成一个范围，如 main...HEAD。文件夹写在最后。")
    return names


def _states(repo: Repository, names: list[str]) -> tuple[State, State]:
    from brandcluster.formats import git

    if len(names) == 1 and ".." in names[0]:
        separator = "..." if "..." in names[0] else ".."
        first, _, second = names[0].partition(separator)
        start, end = _known(git.find_commit(repo, first or "HEAD")), _known(git.find_commit(repo, second or "HEAD"))
        if separator == "...":
            start = _known(git.merge_base(repo, start, end))
            return _state(repo, f"{first or 'HEAD'} 与 {second or 'HEAD'} 的分叉处", start), _state(
                repo, second or "HEAD", end
            )
        return _state(repo, first or "HEAD", start), _state(repo, second or "HEAD", end)
    first = names[0] if names else "HEAD"
    before = _state(repo, first, _known(git.find_commit(repo, first)))
    if len(names) == 2:
        return before, _state(repo, names[1], _known(git.find_commit(repo, names[1])))
    if repo.bare:
        raise UserError("这是没有工作文件的仓库（bare），写两个版本来比较，如 brandcluster diff main~1 main。")
    return before, State(WORKING, None)


def _state(repo: Repository, name: str, commit: str) -> State:
    from brandcluster.formats import git

    return State(name, _known(git.files_of_commit(repo, commit)))


def _known(answer: T | GitRefused) -> T:
    from brandcluster.formats.git import GitRefused

    if isinstance(answer, GitRefused):
        raise UserError(visible(answer.message))
    return answer


# ---- which dossiers ------------------------------------------------------------------------------------------


def _differences(repo: Repository, folder: Path, before: State, after: State, day: date) -> Iterator[DossierChanges]:
    from brandcluster.dossier.history.state_files import dossier_homes, files_by_home, present_files, touched_files
    from brandcluster.formats import git
    from brandcluster.output.commands.differences import difference_between, opened_state

    homes = dossier_homes(folder, [before.files, after.files])
    if not homes:
        raise UserError(
            "这里没有申报材料（dossier.yaml）。请在申报文件夹或它上面的文件夹里运行，或在最后写上它的路径。"
        )
    old = files_by_home(before.files or {}, homes)
    new = files_by_home(after.files, homes) if after.files is not None else {}
    with ExitStack() as stack:
        reader: Reader | None = None
        for home in homes:
            was = old[home]
            now = new[home] if after.files is not None else present_files(repo, folder / home, was)
            touched = touched_files(was, now)
            if not touched:
                continue
            if reader is None:
                reader = stack.enter_context(git.blob_reader(repo))
            root = folder / home if after.files is None else None
            with opened_state(reader, was, None) as one, opened_state(reader, now, root) as two:
                found = difference_between(home or folder.as_posix(), one, two, touched, day)
            if found is not None:
                yield found
