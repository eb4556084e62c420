"""`request form`, `request add`, `request list`: what is asked of departments, and what came back."""

from __future__ import annotations

from datetime import date as Date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from brandcluster.base.visible import as_argument, visible
from brandcluster.cli.app import Subcommand
from brandcluster.cli.errors import UserError
from brandcluster.cli.formats import Output, publish, wanted_output
from brandcluster.cli.options import NEW_OR_OLD, Day, Folder, Overwrite, check_choice, day_of, dossier_folders, one_of
from brandcluster.cli.progress_bar import while_waiting

if TYPE_CHECKING:
    from brandcluster.sheets.taking_in import Preferred

HELP = (
    "向各部门要材料：form 给每个提供单位生成一份函（Word）和一个填报工作簿（Excel），add 把交回的写进材料，"
    "list 看哪些发出去了、哪天到期、哪些收回了。"
)
EXAMPLE = "brandcluster request list examples/qingshiling"
FORM_HELP = (
    "给每个提供单位生成一份函和一个填报工作簿：要什么、依据哪一条、什么单位、哪天以前；发文字号空着。"
    "由谁提供可以在 requests.yaml 里改。发函情况记在 requests.yaml。"
)
FORM_EXAMPLE = "brandcluster request form examples/qingshiling --due 2014-04-10 --date 2014-03-20 -o 发函"
ADD_HELP = (
    "收回各部门填好的工作簿，连同证明文件，可以写几个，也可以写文件夹：.xlsx 写进材料；别的文件复制到 evidence/，"
    "工作簿的“文件”格写着它，就写进那一栏。与材料里已有的不一样，就列出两边，由 --prefer 决定；"
    "有一个不能收，就都不写。"
)
ADD_EXAMPLE = "brandcluster request add 发函/统计部门.xlsx 统计局证明.pdf --to 我的申报"
LIST_HELP = "列出发出去的函：已收回、未到期、已到期没有收回。"


def make_requests(
    target: Folder = ".",
    due: Annotated[str | None, typer.Option("--due", metavar="日期", help="请对方在哪一天以前交回")] = None,
    supplier: Annotated[
        list[str] | None, typer.Option("--supplier", metavar="名称", help="只向哪个单位要，可以写几个；不写就是全部")
    ] = None,
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="文件夹", help="写到哪里；不写就是 out/发函")
    ] = None,
    date: Day = None,
    overwrite: Overwrite = False,
) -> int:
    """Write the letters and workbooks, and note them as sent."""
    if due is None:
        raise UserError("用 --due 写明请对方在哪一天以前交回，如 --due 2014-04-10。")
    day, until = day_of(date), _due_day(due)
    if until < day:
        raise UserError(f"--due 的日期在今天（{day.isoformat()}）以前。")
    from brandcluster.cli.writing import one_at_a_time

    [(_, root)] = dossier_folders([target])
    with one_at_a_time(root):
        return _make(root, supplier, output, day, until, overwrite=overwrite)


def _due_day(text: str) -> Date:
    try:
        return day_of(text)
    except UserError as error:
        raise UserError(str(error).replace("--date", "--due")) from None


def _make(root: Path, named: list[str] | None, output: str | None, day: Date, due: Date, *, overwrite: bool) -> int:
    from brandcluster.cli.paths import exists
    from brandcluster.cli.requesting import LETTERS, noted_letters, office_papers
    from brandcluster.cli.writing import refuse_overwriting, write_files
    from brandcluster.dossier.load import load_dossier
    from brandcluster.dossier.suppliers import asked_fields
    from brandcluster.formats.folder import regular_bytes

    dossier = load_dossier(root)
    asked = asked_fields(dossier)
    for each in named or ():
        check_choice("--supplier", each, tuple(asked))
    wanted = {name: fields for name, fields in asked.items() if not named or name in named}
    place = root / LETTERS if output is None else Path(output)
    files = {
        place / f"{name}.{end}": content
        for name, fields in wanted.items()
        for end, content in while_waiting(f"给{name}写函", office_papers, dossier, name, fields, due, day).items()
    }
    if not overwrite:
        taken = [path for path, content in files.items() if exists(path) and regular_bytes(path) != content]
        refuse_overwriting(taken, "已经有了，可能已经填过", most=5)
    noted = noted_letters(dossier, list(wanted), day, due)
    write_files({**files, **noted}, inside=(root,) if output is None else ())
    for path in files:
        typer.echo(visible(path.as_posix()))
    typer.echo("交回的工作簿和证明文件放进一个文件夹，一起收：")
    typer.echo(f"brandcluster request add 收回的文件夹 --to {as_argument(root.as_posix())}")
    return 0


# ---- what comes back -------------------------------------------------------------------------------------------


def add_answers(
    files: Annotated[
        list[str], typer.Argument(metavar="文件…", help="交回的工作簿（.xlsx）和证明文件，或者它们的文件夹")
    ],
    to: Annotated[str, typer.Option("--to", metavar="文件夹", help="申报文件夹；不写就是当前文件夹")] = ".",
    prefer: Annotated[
        str | None,
        typer.Option(
            "--prefer",
            metavar="新旧",
            help="与已有的不一样：new 用交回的，old 留材料里的",
            autocompletion=one_of(NEW_OR_OLD),
        ),
    ] = None,
    into: Annotated[
        str | None,
        typer.Option("--into", metavar="栏目", help="没有写在工作簿里的一个证明文件，写进哪一栏，如“承诺 规划部署”"),
    ] = None,
    date: Day = None,
    diff: Annotated[bool, typer.Option("--diff", help="只看会改哪几行，不写入")] = False,
) -> int:
    """Take answers in, all or nothing; 1 when anything is left for a person."""
    if prefer is not None:
        check_choice("--prefer", prefer, NEW_OR_OLD)
    from brandcluster.cli.commands.request_add import add_together
    from brandcluster.cli.paths import expanded
    from brandcluster.cli.writing import one_at_a_time

    [(_, root)] = dossier_folders([to])
    preferred: Preferred | None = "new" if prefer == "new" else "old" if prefer == "old" else None
    with one_at_a_time(root, wanted=not diff):
        return add_together(root, expanded(files), preferred, into, day_of(date), is_dry=diff)


# ---- what is out -----------------------------------------------------------------------------------------------


def list_requests(target: Folder = ".", date: Day = None, output: Output = None) -> int:
    """Show every letter that was sent; always 0."""
    from brandcluster.dossier.load import load_dossier
    from brandcluster.output.commands.letters_out import request_state
    from brandcluster.output.text.table import pad

    wanted = wanted_output(None, output, ("text",))
    [(_, root)] = dossier_folders([target])
    day = day_of(date)
    sent = load_dossier(root).requests.sent
    lines = [] if sent else ["还没有发函。生成用：brandcluster request form --due 日期"]
    for each in sent:
        state = visible(request_state(each, day))
        out, until = (d.isoformat() if d else "（没有写）" for d in (each.sent, each.due))
        lines.append(f"{pad(visible(each.supplier or '（没有写）'), 22)}发出 {out}　截止 {until}　{state}")
    publish(wanted, {"text": lambda: "".join(f"{line}\n" for line in lines)})
    return 0


COMMANDS = (
    Subcommand("form", make_requests, "生成函和填报工作簿", FORM_HELP, FORM_EXAMPLE, "材料有错误，或不能覆盖已有的"),
    Subcommand("add", add_answers, "收回答复和证明文件", ADD_HELP, ADD_EXAMPLE, "有填错的、冲突的，没有写入"),
    Subcommand("list", list_requests, "看发函和收回的情况", LIST_HELP, EXAMPLE, "不会出现"),
)
