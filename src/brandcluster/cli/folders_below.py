"""A folder that holds dossiers: all of them are meant, as if each had been named."""

from __future__ import annotations

from pathlib import Path

import typer

from brandcluster.base.visible import visible
from brandcluster.cli.paths import expanded, is_folder

#: As many notes on what was not looked at are printed.
MAX_NOTES = 20


def with_those_below(named: list[str] | None, *, quiet: bool = False) -> list[str]:
    """The folders that were named; in place of one that is no dossier the dossiers below it, of which it is said how
    many there are (unless `quiet`). One that has none stays, for who complains of it."""
    from brandcluster.dossier.files import is_dossier

    found: list[str] = []
    for name in expanded(named or ["."], folders=True):
        path = Path(name)
        below = _below(name, quiet=quiet) if is_folder(path) and not is_dossier(path) else []
        if below and not quiet:
            typer.echo(f"“{visible(name)}”下面有 {len(below)} 份材料，逐份检查。", err=True)
        found += below or [name]
    return list(dict.fromkeys(found))


def _below(name: str, *, quiet: bool) -> list[str]:
    from brandcluster.cli.progress_bar import while_waiting
    from brandcluster.review.find_dossiers import find_dossiers

    search = while_waiting("找材料", find_dossiers, [name])
    folders = [each.path.as_posix() for each in search.found if each.source is None]
    for note in search.skipped[:MAX_NOTES] if folders and not quiet else ():
        typer.echo(f"没有看：{visible(note)}", err=True)
    return folders
