"""The dossiers that a list of changed files belongs to, as hooks and CI hand them over."""

from __future__ import annotations

from pathlib import Path

from brandcluster.cli.paths import expanded, is_folder

#: Said when a hook hands over no file of a dossier.
NO_DOSSIER = "没有申报文件夹里的文件。"


def home_of(path: Path) -> Path | None:
    """The dossier's folder that a file belongs to; None for a file of no dossier.

    What stands under `sealed/` belongs to the dossier that was sealed, though a copy of a dossier stands there too.
    """
    from brandcluster.dossier.files import SEALED_FOLDER, is_dossier

    homes = [each for each in path.parents if is_folder(each) and is_dossier(each)]
    for home in homes:
        below = path.relative_to(home).parts
        above = [each for each in homes if each != home and home.is_relative_to(each)]
        if SEALED_FOLDER not in below[:-1] and any(SEALED_FOLDER in home.relative_to(each).parts for each in above):
            continue
        return home
    return homes[-1] if homes else None


def by_dossier(files: list[str]) -> dict[str, list[str]]:
    """The folders that files belong to, as a caller would name them, each with its files by their paths inside."""
    found: dict[str, list[str]] = {}
    for name in dict.fromkeys(expanded(files)):
        path = Path(name)
        home = home_of(path)
        if home is not None:
            found.setdefault(home.as_posix(), []).append(path.relative_to(home).as_posix())
    return found
