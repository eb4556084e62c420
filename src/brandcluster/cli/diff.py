"""`diff`: what changed between two versions, in the form's own words."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, nullcontext
from datetime import date as day_type
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, TypeVar

import typer

from brandcluster.cli.errors import UserError
from brandcluster.cli.options import Day, chosen, day_of
from brandcluster.cli.paths import is_folder
from brandcluster.output.visible import visible

if TYPE_CHECKING:
    from brandcluster.dossier import Dossier
    from brandcluster.gitio import Blob, Reader, Refused, Repository
    from brandcluster.output.changes import Difference

HELP = (
    "两个版本之间改了什么：用表上的话说出哪一项由什么改成什么，哪些指标和判定因此变化，动没动封存的内容。"
    "不写版本，比较最近一次提交与现在的文件；写一个，比较它与现在的文件；写两个，比较这两个；"
    "main...HEAD 是 HEAD 从 main 分出来以后的改动。次序和注释不算改动。"
)
EXAMPLE = "brandcluster diff main...HEAD"
WORKING = "现在的文件"
T = TypeVar("T")


class State(NamedTuple):
    """One side: a commit, or (None) the working tree. `files` are all files by their paths from the folder."""

    name: str
    commit: str | None
    files: Mapping[str, Blob]


def run(
    versions: Annotated[
        list[str] | None,
        typer.Argument(metavar="[版本] [版本] [文件夹]", help="分支、标签或提交号，最多两个；最后可以写申报文件夹"),
    ] = None,
    format: Annotated[
        str, typer.Option("--format", metavar="格式", help="text、json，或 markdown（用于合并请求的评论）")
    ] = "text",
    date: Day = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="有变化时退出码为 1")] = False,
) -> int:
    """Show what changed; 0 whether or not anything did, unless asked."""
    chosen("--format", format, ("text", "json", "markdown"))
    day = day_of(date)
    revisions, folder = _split(versions or [])
    from brandcluster import gitio
    from brandcluster.output import changes as out

    repo = _known(gitio.repository(folder))
    before, after = _states(repo, revisions)
    differences = list(_differences(repo, folder, before, after, day))
    between = f"{visible(before.name)} → {visible(after.name)}"
    if format == "json":
        typer.echo(out.diff_json(differences, before.name, after.name, day))
    elif format == "markdown":
        typer.echo(out.markdown(differences, between, day), nl=False)
    else:
        from brandcluster.output.terminal import emit

        emit(out.lines(differences, between, day))
    return int(exit_code and bool(differences))


def _split(arguments: list[str]) -> tuple[list[str], Path]:
    """The versions, and the folder where one is written at the end."""
    if arguments and is_folder(Path(arguments[-1])) and not arguments[-1].startswith("-"):
        return _versions(arguments[:-1]), Path(arguments[-1])
    return _versions(arguments), Path()


def _versions(names: list[str]) -> list[str]:
    if len(names) == 1 and ".." in names[0]:
        return names
    if len(names) > 2 or any(".." in name for name in names):
        raise UserError("最多写两个版本，如 brandcluster diff v1 v2；或写成一个范围，如 main...HEAD。文件夹写在最后。")
    return names


def _states(repo: Repository, names: list[str]) -> tuple[State, State]:
    from brandcluster import gitio

    if len(names) == 1 and ".." in names[0]:
        separator = "..." if "..." in names[0] else ".."
        first, _, second = names[0].partition(separator)
        start, end = _known(gitio.commit(repo, first or "HEAD")), _known(gitio.commit(repo, second or "HEAD"))
        if separator == "...":
            start = _known(gitio.merge_base(repo, start, end))
            return _state(repo, f"{first or 'HEAD'} 与 {second or 'HEAD'} 的分叉处", start), _state(
                repo, second or "HEAD", end
            )
        return _state(repo, first or "HEAD", start), _state(repo, second or "HEAD", end)
    first = names[0] if names else "HEAD"
    before = _state(repo, first, _known(gitio.commit(repo, first)))
    if len(names) == 2:
        return before, _state(repo, names[1], _known(gitio.commit(repo, names[1])))
    if repo.bare:
        raise UserError("这是没有工作文件的仓库（bare），写两个版本来比较，如 brandcluster diff main~1 main。")
    return before, State(WORKING, None, {})


def _state(repo: Repository, name: str, commit: str) -> State:
    from brandcluster import gitio

    return State(name, commit, _known(gitio.files(repo, commit)))


def _known(answer: T | Refused) -> T:
    from brandcluster.gitio import Refused

    if isinstance(answer, Refused):
        raise UserError(visible(answer.message))
    return answer


# ---- which dossiers ------------------------------------------------------------------------------------------


def _differences(repo: Repository, folder: Path, before: State, after: State, day: day_type) -> Iterator[Difference]:
    from brandcluster import gitio

    old, new = _dossiers(before.files), _dossiers(after.files) if after.commit else _here(folder)
    with ExitStack() as stack:
        reader: Reader | None = None
        for place in sorted({*old, *new}):
            was = old.get(place, {})
            now = new.get(place, {})
            if after.commit is None:
                if place in old and place in new and not _touched(repo, folder / place, was):
                    continue
            elif _sources(was) == _sources(now):
                continue
            if reader is None:
                reader = stack.enter_context(gitio.reader(repo))
            with (
                _opened(reader, was, place in old) as one,
                _after(reader, folder, place, after, now, place in new) as two,
            ):
                found = _difference(folder, place, one, two, day)
            if found is not None:
                yield found


def _dossiers(files: Mapping[str, Blob]) -> dict[str, dict[str, Blob]]:
    """The dossiers of a commit: their folders, each with its files by their paths inside."""
    from brandcluster.dossier import HEADER

    homes = {name[: -len(HEADER)].rstrip("/") for name in files if name == HEADER or name.endswith(f"/{HEADER}")}
    homes = {home for home in homes if not _is_copy(home, homes)}
    found: dict[str, dict[str, Blob]] = {home: {} for home in homes}
    for name, blob in files.items():
        parts = name.split("/")
        for depth in range(len(parts)):
            home = "/".join(parts[:depth])
            if home in found:
                found[home]["/".join(parts[depth:])] = blob
                break
    return found


def _is_copy(home: str, homes: set[str]) -> bool:
    """Whether a folder is what was sealed of another dossier, or stands inside one."""
    parts = home.split("/")
    return any("/".join(parts[:depth]) in homes for depth in range(len(parts)) if home)


def _here(folder: Path) -> dict[str, dict[str, Blob]]:
    """The dossiers of the working tree below a folder."""
    from brandcluster.dossier import is_dossier

    found: dict[str, dict[str, Blob]] = {}
    for here, names, _ in os.walk(folder):
        path = Path(here)
        if is_dossier(path):
            place = path.relative_to(folder).as_posix()
            found["" if place == "." else place] = {}
            names.clear()
        names[:] = sorted(name for name in names if not name.startswith("."))
    return found


def _sources(files: Mapping[str, Blob]) -> dict[str, str]:
    from brandcluster.snapshots import is_source

    return {path: blob.object for path, blob in files.items() if is_source(path)}


def _touched(repo: Repository, root: Path, was: Mapping[str, Blob]) -> bool:
    """Whether a dossier's own files here are other than in the commit; line ends that git changed may say so too."""
    from brandcluster import folder as files
    from brandcluster import gitio
    from brandcluster.snapshots import SOURCES

    seen = set()
    for path, object_ in _sources(was).items():
        content = files.read_bytes(root, path)
        if not isinstance(content, bytes) or gitio.object_name(repo, content) != object_:
            return True
        seen.add(path)
    for here, names, found in os.walk(root):
        names[:] = [name for name in names if not name.startswith(".") and name not in ("evidence", "files", "out")]
        for name in found:
            path = (Path(here) / name).relative_to(root).as_posix()
            if name.lower().endswith(SOURCES) and path not in seen:
                return True
    return False


# ---- one dossier ---------------------------------------------------------------------------------------------


def _opened(reader: Reader, files: Mapping[str, Blob], there: bool) -> AbstractContextManager[Dossier | None]:
    from brandcluster.snapshots import snapshot

    return snapshot(reader, files) if there else nullcontext()


def _after(
    reader: Reader, folder: Path, place: str, after: State, files: Mapping[str, Blob], there: bool
) -> AbstractContextManager[Dossier | None]:
    if after.commit is not None or not there:
        return _opened(reader, files, there)
    from brandcluster.dossier import load

    return nullcontext(load(folder / place))


def _difference(
    folder: Path, place: str, before: Dossier | None, after: Dossier | None, day: day_type
) -> Difference | None:
    from brandcluster.changes import compare
    from brandcluster.effects import effects
    from brandcluster.output.changes import Difference

    name = place or folder.as_posix()
    known = after or before
    title = (known.header.region_name if known is not None and known.header is not None else None) or name
    if before is None or after is None:
        note = "新的申报材料。" if before is None else "整份材料删除了。"
        return Difference(name, title, (), None, note)
    changes = compare(before, after)
    found = effects(before, after, changes, day)
    if not changes and not any((found.indicators, found.verdicts, found.new_seals)):
        return None
    return Difference(name, title, changes, found)
