"""`review --similar`: what the dossiers of a batch have in common with each other, with earlier ones, with the examples."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

import typer

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.paths import is_file, is_folder

if TYPE_CHECKING:
    from brandcluster.output.desk.make_one import Result, Task
    from brandcluster.review.alike import AlikePair

EARLIER = "往年"
Similar = Annotated[
    bool,
    typer.Option(
        "--similar",
        help="把各份材料互相比，也与程序自带的示例比：相近的文字、相同的数、同一个文件或图片；写在一览里，加 --html 时在各份的网页上",
    ),
]
Earlier = Annotated[
    list[str] | None,
    typer.Option("--earlier", metavar="文件夹", help="往年的材料：只用来比，不审查（同 --similar）；可以写几次"),
]


def earlier_tasks(folders: list[str], day: date) -> list[Task]:
    """The dossiers of earlier years, which are only held against the batch."""
    if not folders:
        return []
    from brandcluster.output.desk.make_one import Task
    from brandcluster.review.find_dossiers import find_dossiers

    for name in folders:
        if not is_folder(Path(name)) and not is_file(Path(name)):
            raise UserError(f"没有“{visible(name)}”这个文件夹。")
    search = find_dossiers(folders)
    for note in search.skipped[:20]:
        typer.echo(f"注意：往年的材料，没有比：{visible(note)}", err=True)
    if not search.found:
        raise UserError(f"“{visible('、'.join(folders))}”里没有找到往年的申报材料。")
    return [
        Task(each.name, f"{EARLIER}/{each.key}", each.path, day, source=each.source, claims=True, earlier=True)
        for each in search.found
    ]


def parted(results: list[Result], batch: int) -> tuple[list[Result], list[Result]]:
    """The results of the batch, and those of earlier years; of these it is said which could not be read."""
    earlier = results[batch:]
    for each in earlier:
        why = each.unread or each.row.failure
        if why:
            typer.echo(f"注意：往年的材料“{visible(each.row.name)}”没有比：{visible(why)}", err=True)
    return results[:batch], earlier


def found_alike(results: Sequence[Result], earlier: Sequence[Result]) -> tuple[AlikePair, ...]:
    """What the dossiers have in common."""
    from brandcluster.review.alike import alike_pairs

    batch, before = ([each.claims for each in some if each.claims is not None] for some in (results, earlier))
    return alike_pairs(batch, before)


def with_alike(results: Sequence[Result], pairs: Sequence[AlikePair] | None, names: dict[str, str]) -> dict[str, bytes]:
    """The pages by key; with what each dossier has in common with others, where that was looked for."""
    if pairs is None:
        return {each.row.key: each.page for each in results}
    from brandcluster.output.desk.alike_page import put_alike

    links = {each.row.key: f"{quote(names[each.row.key])}.html" for each in results}
    return {each.row.key: put_alike(each.page, pairs, each.row.key, links) for each in results}
