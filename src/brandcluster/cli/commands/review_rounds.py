"""`review --previous`: what was received the last time, against which the pages mark what changed."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.paths import expanded, is_file, is_folder

if TYPE_CHECKING:
    from brandcluster.output.desk.make_one import Result, Task
    from brandcluster.review.find_dossiers import Found

#: As many notes about the folders are printed.
MOST_NOTES = 20
Previous = Annotated[
    list[str] | None,
    typer.Option(
        "--previous",
        metavar="文件夹",
        help="上次收到的材料：网页上标出这一次改了哪些字；按文件夹或压缩包的名称对上；可以写几次",
    ),
]


def with_previous(tasks: list[Task], folders: list[str] | None, html: str | None) -> list[Task]:
    """The tasks with what was received the last time, found by its name; what has no counterpart is said."""
    if not folders:
        return tasks
    if html is None:
        raise UserError("--previous 是在网页上标改动的，要与 --html 同用。")
    from brandcluster.review.find_dossiers import find_dossiers
    from brandcluster.review.given import GivenSource

    named = expanded(folders)
    for name in named:
        if not is_folder(Path(name)) and not is_file(Path(name)):
            raise UserError(f"没有“{visible(name)}”这个文件夹。")
    search = find_dossiers(named)
    for note in search.skipped[:MOST_NOTES]:
        typer.echo(f"注意：上次收到的材料，没有读：{visible(note)}", err=True)
    before = search.found
    found: list[Task] = []
    unmatched: list[str] = []
    for task in tasks:
        match = _match(task.key, before)
        unmatched += [task.name] if match is None else []
        source = None if match is None else match.source or GivenSource("folder", match.path)
        found.append(task._replace(previous=source))
    if unmatched:
        more = f"等 {len(unmatched)} 份" if len(unmatched) > 3 else ""
        names = visible("、".join(unmatched[:3]))
        typer.echo(f"注意：“{names}”{more}在上次收到的材料里没有同名的，改动与最近一次封存比。", err=True)
    return found


def say_unread(results: Sequence[Result]) -> None:
    """Say of which dossier what was received the last time could not be read."""
    for each in results:
        if each.before_unread:
            typer.echo(
                f"注意：“{visible(each.row.name)}”上次收到的材料没有读，没有比：{visible(each.before_unread)}", err=True
            )


def _match(key: str, before: list[Found]) -> Found | None:
    """The dossier of the same path, else the only one whose folder has the same name."""
    same = [each for each in before if _composed(each.key) == _composed(key)]
    alike = [each for each in before if _last(each.key) == _last(key)]
    return same[0] if same else alike[0] if len(alike) == 1 else None


def _last(key: str) -> str:
    return PurePosixPath(_composed(key)).name


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)
