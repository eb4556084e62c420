"""`handover form` and `handover add`: changes of a dossier by mail, for people who do not use git."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from brandcluster.base.visible import as_argument, visible, without_commands
from brandcluster.cli.app import Subcommand
from brandcluster.cli.errors import UserError
from brandcluster.cli.options import Folder, Overwrite, check_typed, dossier_folders
from brandcluster.cli.paths import exists
from brandcluster.cli.progress_bar import while_waiting

if TYPE_CHECKING:
    from brandcluster.dossier.editing.handed_over import Handover
    from brandcluster.dossier.history.changes import DossierChange

HELP = (
    "不用 git 的人交接改动：form 把这个文件夹改了什么写成一个文件，可以用邮件发；add 收下别人发来的，按栏目合并，"
    "两边都改过的并排留着。"
)
EXAMPLE = "brandcluster handover form 我的申报 --base 上次的申报 --by 李四 --why 补上资金"
FORM_HELP = (
    "把这个文件夹改了什么写成一个文件：对着最近一次封存；或者用 --base 写上改动以前的文件夹、上次的报送材料（.zip）。"
    "只有 .yaml 里的内容，企业报表和证明文件不在里面；证明文件只记校验码，请另外发。"
)
FORM_EXAMPLE = "brandcluster handover form 我的申报 --base 上次的申报 --by 李四 --why 补上资金 -o 我的改动.json"
ADD_HELP = (
    "收下别人发来的交接文件，按栏目合并：他没有改的不动，两边改得不一样的并排留着，由人来定。文件里写的名字和原因没有核对过，"
    "照样列出。缺的证明文件会列出来。"
)
ADD_EXAMPLE = "brandcluster handover add 交接.json --to 我的申报 --diff"
DEFAULT_NAME = "交接.json"


def make_handover(
    target: Folder = ".",
    by: Annotated[str, typer.Option("--by", metavar="谁", help="谁改的，收的人会看到")] = "",
    why: Annotated[str, typer.Option("--why", metavar="原因", help="为什么改，一句话")] = "",
    base: Annotated[
        str | None,
        typer.Option("--base", metavar="材料", help="改动以前的文件夹或报送材料（.zip）；不写就是最近一次封存"),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="文件", help=f"写到哪里；不写就是申报文件夹里的 out/{DEFAULT_NAME}"),
    ] = None,
    overwrite: Overwrite = False,
) -> int:
    """Write what changed; 1 when nothing did."""
    from brandcluster.cli.handing import compared_handover, earlier_state
    from brandcluster.cli.writing import refuse_overwriting, write_files
    from brandcluster.dossier.editing.handed_over import LONGEST_NAME, LONGEST_WHY, handover_text
    from brandcluster.dossier.load import load_dossier
    from brandcluster.formats.folder import regular_bytes

    check_typed({"--by": by, "--why": why, "-o": output})
    if not by.strip() or not why.strip() or len(by) > LONGEST_NAME or len(why) > LONGEST_WHY:
        raise UserError(f"写明谁改的（不超过 {LONGEST_NAME} 字）、为什么：--by 李四 --why 补上资金。")
    _, root = dossier_folders([target])[0]
    dossier = load_dossier(root)
    with earlier_state(dossier, base) as (before, name):
        made = while_waiting("比较", compared_handover, before, dossier, name)
        made = made._replace(by=by.strip(), why=why.strip())
    if not made.files:
        typer.echo(f"和{visible(name)}比，没有改动，没有生成。")
        return 1
    path = Path(output) if output is not None else root / "out" / DEFAULT_NAME
    if path.suffix.lower() != ".json":
        raise UserError(f"-o 写 .json 文件的名字，如 -o {DEFAULT_NAME}。")
    content = handover_text(made).encode()
    if exists(path) and not overwrite and regular_bytes(path) != content:
        refuse_overwriting([path], "已经有了")
    write_files({path: content}, inside=(root,) if output is None else ())
    typer.echo(without_commands(visible(path.as_posix())))
    typer.echo(f"里面是对着{visible(name)}改过的 {len(made.files)} 个文件。证明文件请另外发。")
    typer.echo(f"对方收到以后：brandcluster handover add {as_argument(path.name)} --to 申报文件夹")
    return 0


# ---- taking in -------------------------------------------------------------------------------------------------


def add_handover(
    file: Annotated[str, typer.Argument(metavar="文件", help="收到的交接文件，.json")],
    to: Annotated[str, typer.Option("--to", metavar="文件夹", help="申报文件夹；不写就是当前文件夹")] = ".",
    diff: Annotated[bool, typer.Option("--diff", help="只看会改什么，不写入")] = False,
) -> int:
    """Merge it; 1 when conflicts are left, or when a person has to look at something."""
    from brandcluster.cli.writing import one_at_a_time
    from brandcluster.dossier.editing.handed_over import MOST_BYTES, read_handover
    from brandcluster.formats.folder import regular_bytes

    _, root = dossier_folders([to])[0]
    content = regular_bytes(Path(file), MOST_BYTES)
    if content is None:
        raise UserError(f"“{visible(file)}”不是能读的文件，或者超过 {MOST_BYTES // 1_000_000} MB。")
    found = read_handover(content)
    if isinstance(found, str):
        raise UserError(f"“{visible(file)}”{found}。")
    with one_at_a_time(root, wanted=not diff):
        return _add(found, root, to, is_dry=diff)


def _add(found: Handover, root: Path, to: str, *, is_dry: bool) -> int:
    from brandcluster.cli.handing import taken_in
    from brandcluster.cli.writing import write_files

    taken = while_waiting("合并", taken_in, found, root)
    if not is_dry:
        write_files({root / path: text.encode() for path, text in taken.texts.items()}, inside=[root])
    _say(found, taken.changes, taken.clashing, taken.gone, is_dry=is_dry)
    for line in (*taken.stale, *(f"  {each}" for each in taken.lacking)):
        typer.echo(without_commands(line))
    if taken.clashing and not is_dry:
        where = "" if to == "." else f" {as_argument(to)}"
        typer.echo(f"逐处列出：brandcluster validate{where}；解决一处：brandcluster merge --take 1 栏目{where}")
    return int(bool(taken.clashing or taken.gone or taken.lacking))


def _say(
    found: Handover, changes: tuple[DossierChange, ...], clashing: dict[str, int], gone: list[str], *, is_dry: bool
) -> None:
    from brandcluster.output.commands.diff import change_words
    from brandcluster.output.commands.diff_sections import yearly_heading

    lines = [
        f"{visible(found.by) or '（没有写是谁）'}交来的改动，对着{visible(found.against)}；原因：{visible(found.why)}",
        "（名字和原因是文件里写的，没有核对。）",
    ]
    word = "会改" if is_dry else "改了"
    lines += [f"  {word} {visible(yearly_heading(each))}{change_words(each, visible)}" for each in changes]
    if not changes and not clashing:
        lines.append("  这里都已经有了，没有要改的。")
    lines += [f"  {visible(path)} 里有 {number} 处两边都改过，不一样" for path, number in clashing.items()]
    lines += [f"  对方删去了 {visible(path)}，这里没有照删；真要删，请自己删" for path in gone]
    for line in lines:
        typer.echo(without_commands(line))


COMMANDS = (
    Subcommand("form", make_handover, "把改了什么写成一个文件", FORM_HELP, FORM_EXAMPLE, "没有改动，没有生成"),
    Subcommand("add", add_handover, "收下交接文件", ADD_HELP, ADD_EXAMPLE, "有冲突，或者有缺的、要人看的"),
)
