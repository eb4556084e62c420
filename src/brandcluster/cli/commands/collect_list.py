"""`collect list`: who has not reported, answered with an empty form, or was refused."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from brandcluster.base.visible import as_argument, visible, without_commands
from brandcluster.cli.collecting import (
    ReturnYear,
    RosterFile,
    collecting_dossier,
    decided_conflicts,
    kept_returns,
    read_delivery,
    refuse_committing,
    roster_rows,
)
from brandcluster.cli.confidential import Redact, ShowEnterprises, enterprises_shown
from brandcluster.cli.errors import UserError
from brandcluster.cli.formats import as_text
from brandcluster.cli.options import Overwrite

if TYPE_CHECKING:
    from brandcluster.dossier.load import Dossier
    from brandcluster.output.commands.collect import Shown
    from brandcluster.returns.outstanding import ReportStanding

LIST_HELP = (
    "看企业报表谁还没有交、谁交了空表、谁的要退回。后面写上收回的文件或文件夹，才分得出空表和要退回的；"
    "-o 写成催报清单（Excel），每家一行，写明请对方做什么。"
)
LIST_EXAMPLE = "brandcluster collect list 收回 --year 2013 --to 我的申报 -o out/催报清单.xlsx"


def list_returns(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[文件]…", help="收回的报表或放着它们的文件夹；不写就只看已经收下的"),
    ] = None,
    year: ReturnYear = 0,
    to: Annotated[str, typer.Option("--to", metavar="文件夹", help="申报文件夹；不写就是当前文件夹")] = ".",
    roster: RosterFile = None,
    output: Annotated[
        str | None,
        typer.Option(
            "-o", "--output", metavar="文件", help="写成催报清单（.xlsx，或只有文字的 .txt）；只写到 git 不收的地方"
        ),
    ] = None,
    overwrite: Overwrite = False,
    redact: Redact = False,
    show: ShowEnterprises = False,
) -> int:
    """Show who is to be reminded; always 0, unless something cannot be read."""
    redact = not enterprises_shown(show=show, redact=redact)
    dossier = collecting_dossier(to, year)
    if output is not None and Path(output).suffix.lower() not in (".xlsx", ".txt"):
        raise UserError("-o 写 .xlsx（或 .txt）文件的名字，如 -o out/催报清单.xlsx。")
    from brandcluster.cli.return_files import return_files
    from brandcluster.output.commands.collect import Shown
    from brandcluster.output.commands.reminders import reminder_lines
    from brandcluster.output.text.terminal import print_lines

    names, aside = return_files(files or [], redact)
    shown = Shown(tuple(names), redact)
    found, unknown, only_earlier = return_standings(dossier, year, names, shown, roster)
    if not found:
        raise UserError("没有名录，不知道谁该报：用 --roster 写名单文件，或者先把名录用 collect add 收进来。", 1)
    print_lines(list(reminder_lines(year, found, unknown, shown)))
    if only_earlier:
        typer.echo(
            f"没有交的里面，{only_earlier} 家只在以前的报表里；停业、搬走、不用再报的，用 --roster 写明今年的名单。"
        )
    if aside:
        typer.echo(f"文件夹里有 {len(aside)} 个不是报表的文件，没有看。")
    if not names:
        typer.echo("没有写收回的文件，分不出交了空表的和要退回的：它们都算没有交。")
    if output is not None:
        words = as_text(list(reminder_lines(year, found, unknown, Shown(tuple(names), redact=False))))
        _write_list(dossier, Path(output), year, found, words, overwrite=overwrite)
    elif redact:
        path = (dossier.root / "out" / f"催报清单-{year}.xlsx").as_posix()
        typer.echo(f"企业没有写出：名单是保密的。写成文件：-o {as_argument(path)}")
    return 0


def return_standings(
    dossier: Dossier, year: int, names: list[str], shown: Shown, roster: str | None
) -> tuple[list[ReportStanding], list[str], int]:
    """How it stands with each enterprise, the files that belong to none, and how many of those that did not answer are
    known from an earlier year only. UserError where not every problem was kept."""
    from brandcluster.returns.deciding import decisions_of
    from brandcluster.returns.layout import layout_of
    from brandcluster.returns.outstanding import standings

    layout = layout_of(dossier)
    stored = kept_returns(dossier, layout, year, shown)
    due = roster_rows(dossier, layout, year, roster, redact=shown.redact)
    decided = decisions_of(decided_conflicts(dossier, year))
    came = read_delivery(dossier, layout, year, names, stored, decisions=decided)
    if any(severity == "error" for each in came.problems for _, severity, _ in each.left_out):
        raise UserError("错误太多，没有全列出来，分不清是哪几家的。请分几次看。", 1)
    rows = due.rows if roster is not None else {**due.earlier, **due.rows}
    there = {entry.row[0]: entry.row for entry in stored}
    found = standings(rows, there, came.taken, came.listed(), frozenset(came.merged.contradicted))
    silent = {each.row[0] for each in found if each.state == "没有交"}
    only_earlier = len(silent - due.rows.keys()) if there else 0
    told = {name for each in found for name in each.files}
    unknown = [name for name, each in came.taken if not each.entries and each.problems.errors() and name not in told]
    return found, unknown, only_earlier


def _write_list(
    dossier: Dossier, path: Path, year: int, found: list[ReportStanding], words: str, *, overwrite: bool
) -> None:
    from brandcluster.cli.paths import exists
    from brandcluster.cli.writing import refuse_overwriting, write_files
    from brandcluster.formats.folder import regular_bytes
    from brandcluster.output.commands.reminders import reminder_workbook

    content = words.encode() if path.suffix.lower() == ".txt" else reminder_workbook(year, found)
    refuse_committing(path, "催报清单里有企业的名称")
    if not overwrite and exists(path) and regular_bytes(path) != content:
        refuse_overwriting([path], "已经有了，可能记过催办的情况")
    write_files({path: content}, inside=())
    typer.echo(f"写好 {without_commands(visible(path.as_posix()))}。名单是保密的，不要外传。")
