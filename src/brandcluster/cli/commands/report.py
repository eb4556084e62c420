"""`report`: the page of one dossier, for those who look rather than read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from brandcluster.base.visible import visible, without_commands
from brandcluster.cli.errors import UserError
from brandcluster.cli.one_dossier import one_given
from brandcluster.cli.options import At, Day, OverwriteChanged, day_of
from brandcluster.cli.paths import is_folder
from brandcluster.cli.progress_bar import while_waiting

HELP = (
    "把一份申报材料做成一张网页：五个指标的图、逐条判定和依据、方案与完成、资金、封存以后的改动、全部问题。"
    "一个文件，不联网，手机和打印都能看。与 review --html 里每一份材料的页面一样。"
    "也可以写报送材料的文件夹或 .zip（不用解开），或用 --at 看 git 仓库里的某个版本；这时要用 -o 写明网页放在哪里。"
)
EXAMPLE = "brandcluster report examples/lanting --date 2016-07-01 -o out/lanting.html"
DEFAULT = "out/报告.html"


def run(
    folder: Annotated[
        str, typer.Argument(metavar="[文件夹]", help="申报文件夹，或报送材料的文件夹、.zip；不写就是当前文件夹")
    ] = ".",
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="文件.html", help=f"写到哪里；不写就是申报文件夹里的 {DEFAULT}"),
    ] = None,
    date: Day = None,
    at: At = None,
    overwrite: OverwriteChanged = False,
) -> int:
    """Write the page; 0 whatever it says."""
    day = day_of(date)
    found = one_given(folder, at)
    if output is None and found.source is not None:
        raise UserError("网页放在哪里？用 -o 写明，如 -o 报告.html。")
    target = found.path / DEFAULT if output is None else Path(output)
    if is_folder(target):
        raise UserError(f"“{visible(target.as_posix())}”是文件夹；-o 要写文件名，如 报告.html。")
    if target.suffix.lower() not in (".html", ".htm"):  # browsers go by the name, and no other file is meant
        raise UserError(f"-o 写网页文件的名字，如 {visible(target.stem[:60]) or '报告'}.html。")
    from brandcluster.cli.writing import refuse_strangers, write_files
    from brandcluster.output.desk.make_one import Task, make_one

    task = Task(found.name, found.key, found.path, day, page=True, source=found.source)
    made = while_waiting("做网页", make_one, task)
    if made.unread:
        raise UserError(f"“{visible(found.name)}”{visible(made.unread.rstrip('。'))}。", 1)
    if not overwrite:
        refuse_strangers({target: made.page})
    write_files({target: made.page}, inside=(found.path,) if output is None else ())
    typer.echo(without_commands(visible(target.as_posix())))
    return 0
