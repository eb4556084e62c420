"""`sheet form` and `sheet add`: what is numbers and lists out as a workbook, and in again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from brandcluster.base.visible import as_argument, visible, without_commands
from brandcluster.cli.app import Subcommand
from brandcluster.cli.errors import UserError
from brandcluster.cli.formats import Makers, Output, TextOrJson, Wanted, publish, wanted_output
from brandcluster.cli.options import NEW_OR_OLD, Folder, Overwrite, check_choice, check_year, one_of
from brandcluster.cli.paths import exists
from brandcluster.cli.progress_bar import while_waiting
from brandcluster.cli.sheet_answers import answered_texts, open_answer, refuse_barred, write_texts

if TYPE_CHECKING:
    from brandcluster.dossier.load import Dossier
    from brandcluster.sheets.taking_in import Preferred

HELP = (
    "数据表：统计、资金、项目、目标、政策、条件、前三企业这些数和清单，用 form 生成一个 Excel 工作簿，"
    "在 Excel 或 WPS 里填好，用 add 收回。长篇文字和注释留在材料里，不受影响。"
)
EXAMPLE = "brandcluster sheet form examples/qingshiling"
FORM_HELP = (
    "生成数据表：材料里已有的数和清单都在里面，标题带单位和写法，有下拉列表和检查；不能改的格是锁住的。"
    "统计数据由企业报表汇总的只能看，旁边可以填统计部门的数，只作核对。"
)
FORM_EXAMPLE = "brandcluster sheet form examples/qingshiling --part 资金 --part 目标 -o 资金和目标.xlsx"
ADD_HELP = (
    "收回填好的数据表：生成以后改过的格，逐格列出原来的和现在的，写进材料；没有改过的不动，哪怕材料后来变了。"
    "有一格填错就什么也不写。两边都改过的列为冲突，由 --prefer 决定。由企业报表汇总的数只并排列出，不改。"
)
ADD_EXAMPLE = "brandcluster sheet add 数据表.xlsx --to 我的申报 --diff"
DEFAULT_NAME = "数据表.xlsx"


def _parts() -> tuple[str, ...]:
    from brandcluster.sheets.contents import PARTS

    return PARTS


def make_data_sheet(
    target: Folder = ".",
    part: Annotated[
        list[str] | None,
        typer.Option(
            "--part",
            metavar="类别",
            help="只要一类，可以写几个：统计、资金、项目、目标、政策、条件、企业；不写就是全部",
            autocompletion=one_of(_parts),
        ),
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", metavar="年份", help="给还没有统计数据的一年留出行，如 2014")
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="文件", help=f"写到哪里；不写就是申报文件夹里的 out/{DEFAULT_NAME}"),
    ] = None,
    overwrite: Overwrite = False,
) -> int:
    """Write the workbook."""
    from brandcluster.sheets.contents import PARTS, TABLES

    for each in part or ():
        check_choice("--part", each, PARTS)
    if year is not None:
        check_year(year, 2014)
    dossier = _dossier(target)
    tables = [table for table in TABLES if not part or table.part in part]
    refuse_barred(dossier, tables)
    path = Path(output) if output is not None else dossier.root / "out" / DEFAULT_NAME
    if path.suffix.lower() != ".xlsx":
        raise UserError(f"-o 写 .xlsx 文件的名字，如 -o {visible(path.stem) or '数据表'}.xlsx。")
    from brandcluster.cli.writing import refuse_overwriting, write_files
    from brandcluster.formats.folder import regular_bytes
    from brandcluster.sheets.form_pages import sheet_workbook

    content = while_waiting("生成数据表", sheet_workbook, dossier, tables, year)
    if exists(path) and not overwrite and regular_bytes(path) != content:
        refuse_overwriting([path], "已经有了，可能已经填过")
    write_files({path: content}, inside=(dossier.root,) if output is None else ())
    typer.echo(without_commands(visible(path.as_posix())))
    to = "" if target == "." else f" --to {as_argument(target)}"
    typer.echo(f"填好以后：brandcluster sheet add {as_argument(path.as_posix())}{to}")
    return 0


def add_filled_sheet(
    file: Annotated[str, typer.Argument(metavar="文件", help="填好的数据表，.xlsx")],
    to: Annotated[str, typer.Option("--to", metavar="文件夹", help="申报文件夹；不写就是当前文件夹")] = ".",
    prefer: Annotated[
        str | None,
        typer.Option(
            "--prefer",
            metavar="新旧",
            help="两边都改过的：new 用工作簿里的，old 留材料里的",
            autocompletion=one_of(NEW_OR_OLD),
        ),
    ] = None,
    diff: Annotated[bool, typer.Option("--diff", help="只看会改哪几行，不写入")] = False,
    format: TextOrJson = None,
    output: Output = None,
) -> int:
    """Take a filled workbook in; 1 when anything stands in the way, or is left for a person."""
    wanted = wanted_output(format, output)
    if prefer is not None:
        check_choice("--prefer", prefer, NEW_OR_OLD)
    from brandcluster.cli.options import dossier_folders
    from brandcluster.cli.writing import one_at_a_time

    dossier_folders([to])
    with one_at_a_time(Path(to), wanted=not diff):
        return _add(file, to, prefer, wanted, is_dry=diff)


def _add(file: str, to: str, prefer: str | None, wanted: Wanted, *, is_dry: bool) -> int:
    dossier = _dossier(to)
    filled = open_answer(dossier, file)
    if filled.asked:
        raise UserError(
            f"“{visible(Path(file).name)}”是 request form 给{visible(filled.asked)}生成的，用 request add 收。", 1
        )
    from brandcluster.output.commands.sheet_changes import left_for_a_person, sheet_json, sheet_lines
    from brandcluster.sheets.taking_in import take_in

    preferred: Preferred | None = "new" if prefer == "new" else "old" if prefer == "old" else None
    taking = while_waiting("核对数据表", take_in, dossier, filled, preferred)
    texts = [] if taking.faults or taking.conflicts else answered_texts(dossier, taking)
    written = [] if is_dry else write_texts(dossier, texts)
    shown_texts = texts if is_dry else []
    makers: Makers = {
        "text": lambda: sheet_lines(taking, texts, written, shown_texts, is_dry=is_dry),
        "json": lambda: sheet_json(to, file, taking, texts, written),
    }
    publish(wanted, makers)
    return int(left_for_a_person(taking, texts))


COMMANDS = (
    Subcommand("form", make_data_sheet, "生成数据表", FORM_HELP, FORM_EXAMPLE, "材料里有要先改好的错误，没有生成"),
    Subcommand(
        "add",
        add_filled_sheet,
        "收回填好的数据表",
        ADD_HELP,
        ADD_EXAMPLE,
        "有填错的、冲突的，没有写入；或者有要人核对的",
    ),
)


# ---- what both need --------------------------------------------------------------------------------------------


def _dossier(target: str) -> Dossier:
    from brandcluster.cli.options import dossier_folders
    from brandcluster.dossier.load import load_dossier
    from brandcluster.sheets.contents import FILES_OF_SHEETS

    [(_, root)] = dossier_folders([target])
    return load_dossier(root, FILES_OF_SHEETS)
