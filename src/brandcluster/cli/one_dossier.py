"""The one dossier that a command is given, whatever it came in: a folder, a package, a zip, a commit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.options import dossier_folders
from brandcluster.cli.paths import is_file, is_folder

if TYPE_CHECKING:
    from brandcluster.review.find_dossiers import Found

#: As many notes on what was not read are printed.
MAX_NOTES = 20


def one_given(name: str, at: str | None = None) -> Found:
    """The one dossier that is meant. UserError where there is none, or several."""
    from brandcluster.dossier.files import is_dossier
    from brandcluster.review.find_dossiers import Found, find_dossiers

    path = Path(name)
    if at is None and ((is_folder(path) and is_dossier(path)) or not (is_file(path) or is_folder(path))):
        [(shown, folder)] = dossier_folders([name])
        return Found(shown, folder.resolve().name or "dossier", folder)
    search = find_dossiers([name], at)
    if len(search.found) == 1:
        return search.found[0]
    for note in search.skipped[:MAX_NOTES]:
        typer.echo(f"注意：{visible(note)}", err=True)
    if not search.found:
        if at is None and is_folder(path):
            dossier_folders([name])  # says where the dossier may be
        raise UserError(f"“{visible(name)}”里没有找到申报材料。")
    names = visible("、".join(each.name for each in search.found[:3]))
    raise UserError(f"“{visible(name)}”里有 {len(search.found)} 份材料（{names}），一次写一份；一批材料用 review。")
