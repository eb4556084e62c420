"""What git calls for each file that both sides changed: the three versions, merged in the place of ours."""

from __future__ import annotations

from pathlib import Path

import typer

from brandcluster.base.visible import visible

#: What the driver answers: a conflict that stands in the file, and a file that git is to merge by lines itself.
CONFLICT, NOT_READ = 65, 66


def merge_for_git(words: list[str]) -> int:
    """Merge as git asks: base, ours, theirs (files beside the work tree), the length of marks, and the file's path.

    0 when it is merged, CONFLICT when it is and has conflicts; anything else means that git is to merge by itself,
    and nothing has been written.
    """
    from brandcluster.cli.writing import write_files
    from brandcluster.dossier.editing.conflict_marks import Names
    from brandcluster.dossier.editing.three_way import merge_texts
    from brandcluster.formats import folder

    if len(words) != 5:
        return NOT_READ
    files, size, path = words[:3], words[3], words[4]
    contents = [folder.read_bytes(Path(), each) for each in files]
    try:
        texts = [each.decode("utf-8") for each in contents if isinstance(each, bytes)]
    except UnicodeDecodeError:
        return NOT_READ
    if len(texts) != 3 or not size.isdigit() or not 1 <= int(size) <= 100:
        return NOT_READ
    merged = merge_texts(texts[0], texts[1], texts[2], path, Names("1", "2", int(size)))
    if merged.by_lines and not _is_sealed(path):
        return NOT_READ
    text = _signed(merged.text, [each for each in contents if isinstance(each, bytes)])
    write_files({Path(files[1]): text.encode()}, inside=())
    if not merged.conflicts:
        return 0
    typer.echo(
        f"{visible(path)}：{len(merged.conflicts)} 处两个人都改了，不一样；brandcluster validate 逐处列出。", err=True
    )
    return CONFLICT


def _is_sealed(path: str) -> bool:
    from brandcluster.dossier.editing.three_way import SEALED

    return SEALED.search(path) is not None


def _signed(text: str, contents: list[bytes]) -> str:
    """The text with each side of each conflict named by who wrote it."""
    from brandcluster.dossier.editing.conflict_marks import find_clashes, renamed
    from brandcluster.dossier.history.authors import name_sides
    from brandcluster.formats.git import GitRefused, find_repository

    clashes = find_clashes(text)
    repo = find_repository(Path()) if clashes else None
    if repo is None or isinstance(repo, GitRefused):
        return text
    sides = [name_sides(repo, contents[side], [each.sides[side - 1] for each in clashes]) for side in (1, 2)]
    return renamed(text, [(f"1 {one}".strip(), f"2 {other}".strip()) for one, other in zip(*sides, strict=True)])
