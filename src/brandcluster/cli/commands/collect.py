"""`collect form`: the workbook out to enterprises. `add` and `list` stand in modules of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from brandcluster.base.visible import as_argument, visible, without_commands
from brandcluster.cli.app import Subcommand
from brandcluster.cli.collecting import ReturnYear, RosterFile, collecting_dossier, refuse_committing, roster_rows
from brandcluster.cli.commands.collect_add import ADD_EXAMPLE, ADD_HELP, add_returns
from brandcluster.cli.commands.collect_list import LIST_EXAMPLE, LIST_HELP, list_returns
from brandcluster.cli.confidential import Redact, ShowEnterprises, enterprises_shown, unnamed
from brandcluster.cli.errors import UserError
from brandcluster.cli.options import Folder, Overwrite
from brandcluster.cli.paths import exists
from brandcluster.cli.progress_bar import while_waiting

if TYPE_CHECKING:
    from brandcluster.cli.collecting import RosterDue
    from brandcluster.dossier.load import Dossier
    from brandcluster.returns.form import Office
    from brandcluster.returns.layout import Layout

HELP = (
    "企业报表：先用 form 生成填报表发给企业，收回后用 add 核对、并入 enterprises/年份.csv，list 看谁还没有交。"
    "报表是保密的，不进 git。"
)
EXAMPLE = "brandcluster collect form examples/qingshiling --year 2013"
FORM_HELP = (
    "生成发给企业的填报表（Excel 工作簿）：标题带含义，金额单位整张表选一次，有下拉列表和数值检查；已有名录的预先填好。"
    "名录取自 enterprises/年份.csv，没有就取最近一年的，也可以用 --roster 写名单文件。"
    "加 --each 每家企业一个：代码填好不能改，下面是它自己上年报的数，填的时候对照。"
)
FORM_EXAMPLE = "brandcluster collect form examples/qingshiling --year 2013 -o out/企业填报表.xlsx"


def make_forms(
    target: Folder = ".",
    year: ReturnYear = 0,
    output: Annotated[
        str | None,
        typer.Option(
            "-o", "--output", metavar="文件", help="写到哪里；不写就是申报文件夹里的 out/。用 --each 时是文件夹"
        ),
    ] = None,
    each: Annotated[bool, typer.Option("--each", help="每家企业一个工作簿（要有名录）")] = False,
    roster: RosterFile = None,
    overwrite: Overwrite = False,
    redact: Redact = False,
    show: ShowEnterprises = False,
) -> int:
    """Write the workbook to fill, or one for each enterprise of the roster."""
    shown = enterprises_shown(show=show, redact=redact)
    dossier = collecting_dossier(target, year)
    from brandcluster.returns.layout import layout_of

    layout = layout_of(dossier)
    due = roster_rows(dossier, layout, year, roster, redact=not shown)
    if each and not due.rows:
        raise UserError(
            "没有名录，不能每家企业生成一个：用 --roster 写名单文件（有企业名称、统一社会信用代码两列就行），"
            "或者先把名录用 collect add 收进来。"
        )
    make = _single_forms if each else _one_form
    files = while_waiting("生成填报表", make, dossier, layout, due, year, output)
    if due.rows and not show:
        refuse_committing(next(iter(files)), instead="，或者不写 -o；已经公开的名录，加 --show-enterprises")
    named = shown or not each
    if not overwrite:
        _refuse_filled(files, named=named)
    with unnamed(() if named else [path.name for path in files]):
        _put_forms(dossier, files, output, each=each)
    _say(files, due, year, target, each=each, named=named)
    return 0


def _title(year: int) -> str:
    return f"企业填报表-{year}"


def _one_form(dossier: Dossier, layout: Layout, due: RosterDue, year: int, output: str | None) -> dict[Path, bytes]:
    from brandcluster.returns.form import returns_workbook

    title = _title(year)
    path = Path(output) if output is not None else dossier.root / "out" / f"{title}.xlsx"
    if path.suffix.lower() != ".xlsx":
        raise UserError(f"-o 写 .xlsx 文件的名字，如 -o {visible(path.stem) or title}.xlsx。")
    return {path: returns_workbook(layout, _office(dossier, year), list(due.rows.values()), _citing(dossier))}


def _single_forms(dossier: Dossier, layout: Layout, due: RosterDue, year: int, output: str | None) -> dict[Path, bytes]:
    """A workbook for each enterprise, with what it reported itself before, and nothing of another's."""
    from brandcluster.returns.form import LastYear, single_workbook

    folder = Path(output) if output is not None else dossier.root / "out" / _title(year)
    office, cite = _office(dossier, year), _citing(dossier)
    files: dict[Path, bytes] = {}
    for code, row in due.rows.items():
        earlier = LastYear(due.earlier_year, due.earlier[code]) if code in due.earlier else None
        path = folder / f"{code}-{_file_name(row[1])}.xlsx"
        files[path] = single_workbook(layout, office, row, cite, earlier)
    return files


def _office(dossier: Dossier, year: int) -> Office:
    from brandcluster.returns.form import Office

    header = dossier.header
    return Office(header.applicant or "　" * 12, header.region_name or "本区域", year)


def _citing(dossier: Dossier) -> Callable[[str], str]:
    """How a clause is cited in the edition that holds."""
    from brandcluster.notice.edition import cite_clause
    from brandcluster.rules.facts.rules_in_force import edition_of

    edition = edition_of(dossier)
    return lambda clause: cite_clause(edition, clause) or "—"


def _file_name(text: str) -> str:
    """A text that every system takes as a part of a file name."""
    return "".join("_" if char in '<>:"/\\|?*.' or ord(char) < 32 else char for char in visible(text))[:60].strip()


def _refuse_filled(files: Mapping[Path, bytes], *, named: bool) -> None:
    """UserError where forms would be overwritten that somebody may have filled in."""
    from brandcluster.cli.writing import refuse_overwriting
    from brandcluster.formats.folder import regular_bytes

    taken = [path for path, content in files.items() if exists(path) and regular_bytes(path) != content]
    if taken and not named:
        where = visible(taken[0].parent.as_posix())
        raise UserError(
            f"“{where}”里有 {len(taken)} 个填报表已经有了，可能已经填过，没有覆盖。要覆盖就加 --overwrite。", 1
        )
    refuse_overwriting(taken, "已经有了，可能已经填过", most=3)


def _put_forms(dossier: Dossier, files: Mapping[Path, bytes], output: str | None, *, each: bool) -> None:
    """Write them; none may leave the dossier's folder, or the one that was named, through a link."""
    from brandcluster.cli.writing import write_files

    inside = (dossier.root,) if output is None else (Path(output),) * each
    write_files(files, inside=inside)


def _say(files: Mapping[Path, bytes], due: RosterDue, year: int, target: str, *, each: bool, named: bool) -> None:
    if named:
        for path in list(files)[:5]:
            typer.echo(without_commands(visible(path.as_posix())))
        if len(files) > 5:
            typer.echo(f"……共 {len(files)} 个")
    else:
        folder = next(iter(files)).parent
        typer.echo(f"{without_commands(visible(folder.as_posix()))}：{len(files)} 个，每家企业一个")
    known = f"已填好名录 {len(due.rows)} 家" if due.rows else "没有名录，企业自己填名称和代码"
    if each:
        from brandcluster.returns.reading import has_data

        compared = sum(code in due.earlier and has_data(due.earlier[code]) for code in due.rows)
        known += f"，其中 {compared} 家附有 {due.earlier_year} 年报的数" * bool(compared)
    typer.echo(f"{known}。")
    left = len(due.earlier.keys() - due.rows.keys())
    if left:
        typer.echo(f"{due.earlier_year} 年报过、这次名录里没有的 {left} 家，没有预填。")
    to = "" if target == "." else f" --to {as_argument(target)}"
    typer.echo(f"收回以后：brandcluster collect add 文件… --year {year}{to}")


COMMANDS = (
    Subcommand("form", make_forms, "生成发给企业的填报表", FORM_HELP, FORM_EXAMPLE, "没有名录、名单有错等，没有生成"),
    Subcommand("add", add_returns, "收回、核对填好的报表", ADD_HELP, ADD_EXAMPLE, "有错误或前后不一致，没有写入"),
    Subcommand("list", list_returns, "看谁还没有交、交了空表、被退回", LIST_HELP, LIST_EXAMPLE, "名单、报表读不出来"),
)
