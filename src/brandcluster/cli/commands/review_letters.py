"""`review --letters`: the letters of a batch, and the second round on replies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError
from brandcluster.formats.folder import regular_bytes

if TYPE_CHECKING:
    from brandcluster.output.desk.make_one import Result, Task
    from brandcluster.output.desk.text import Desk
    from brandcluster.review.letters import LetterHead
    from brandcluster.review.remarks import Remembered

REPLY_FILE = "补正答复表.docx"
LettersFolder = Annotated[
    str | None,
    typer.Option(
        "--letters",
        metavar="文件夹",
        help="生成文书（Word）：补正通知书和答复表、退回通知书、推荐函；发哪一种写在 --remarks 文件的“处理”里",
    ),
]
Issuer = Annotated[str | None, typer.Option("--issuer", metavar="单位", help="文书的发文单位；不写就空着")]
DueDay = Annotated[str | None, typer.Option("--due", metavar="日期", help="补正的期限，如 2014-05-30；不写就空着")]
Replies = Annotated[
    str | None,
    typer.Option(
        "--replies", metavar="文件夹", help="交回的补正答复表（材料名/补正答复表.docx）：与上次的要求、这一次的材料核对"
    ),
]


def letter_head(issuer: str | None, due: str | None) -> LetterHead:
    """Issuer and deadline as they were typed."""
    from brandcluster.review.letters import LetterHead

    try:
        day = date.fromisoformat(due) if due is not None else None
    except ValueError:
        raise UserError(f"--due 不能写“{visible(due or '')}”，写成 年-月-日，如 2014-05-30。") from None
    return LetterHead((issuer or "").strip(), day)


def with_letters(
    tasks: list[Task], head: LetterHead, remembered: Remembered, replies: str | None, names: Mapping[str, str]
) -> list[Task]:
    """The tasks with the letters that are wanted of each."""
    from brandcluster.review.remarks import Handling

    return [
        each._replace(
            letters=head,
            handling=remembered.handling.get(each.key, Handling()),
            reply=_reply(replies, names[each.key]) if replies is not None else None,
        )
        for each in tasks
    ]


def _reply(folder: str, name: str) -> bytes | None:
    """A region's reply sheet: in a folder of the dossier's name, or a file of that name."""
    places = (Path(folder) / name / REPLY_FILE, Path(folder) / f"{name}.docx")
    return next((found for place in places if (found := regular_bytes(place)) is not None), None)


def asked_papers(
    results: Sequence[Result], names: Mapping[str, str], desk: Desk, remembered: Remembered, head: LetterHead, out: str
) -> dict[Path, bytes]:
    """The letters by path; what is left undone is said."""
    from brandcluster.papers.stamp import add_stamp

    files: dict[Path, bytes] = {}
    for each in results:
        for name, content in each.letters:
            files[Path(out) / names[each.row.key] / name] = add_stamp(content)
        if each.said:
            typer.echo(f"注意：“{visible(each.row.name)}”{visible(each.said)}", err=True)
    return files | _recommendations(results, desk, remembered, head, out)


def _recommendations(
    results: Sequence[Result], desk: Desk, remembered: Remembered, head: LetterHead, out: str
) -> dict[Path, bytes]:
    from brandcluster.review.recommending import issuer_for, recommended_rows

    keys = {key for key, handling in remembered.handling.items() if handling.kind == "推荐"}
    wanted = [each.row for each in results if each.row.key in keys]
    if not wanted:
        return {}
    from brandcluster.output.desk.letter_papers import RECOMMENDATION, recommendation_word
    from brandcluster.papers.stamp import add_stamp
    from brandcluster.review.naming import file_names

    files: dict[Path, bytes] = {}
    groups = recommended_rows(wanted, desk.between.quotas, desk.day.year)
    words = file_names([group.province or "省份未填" for group in groups])
    for group in groups:
        for note in group.notes:
            typer.echo(f"注意：{visible(note)}", err=True)
        if group.fits:
            name = f"{RECOMMENDATION}-{words[group.province or '省份未填']}.docx"
            issuer = issuer_for(group.province, head.issuer, words)
            content = recommendation_word(group.province, group.rows, group.notice, issuer)
            files[Path(out) / name] = add_stamp(content)
    return files
