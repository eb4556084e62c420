"""`forms learn`: a label map for a blank form that somebody else made."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.options import Overwrite
from brandcluster.cli.paths import exists, is_file
from brandcluster.cli.word_files import read_word_file

HELP = (
    "learn：读一份省里自己的空白表（.docx），生成它的栏目对照表：认出了哪些栏目、答案填在哪里、剩下哪些。"
    "核对以后，用 render --form 填这份表，用 import --form 读回填好的表。空白表本身一个字也不改。"
)
EXAMPLE = "brandcluster forms learn 省里的空白表.docx -o 省里的表.yaml"
EXIT_ONE = "一个栏目也没有认出，或者是填好的表"


def run(
    action: Annotated[str, typer.Argument(metavar="learn", help="要做的事，目前只有 learn")],
    blank: Annotated[str | None, typer.Argument(metavar="空白表", help="空白表，.docx 文件")] = None,
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="文件", help="写到哪里；不写就显示出来。与空白表放在一起")
    ] = None,
    overwrite: Overwrite = False,
) -> int:
    """Propose a label map; 1 when nothing was recognised."""
    if action != "learn":
        raise UserError(f"forms 后面写 learn，不是“{visible(action)}”。")
    if blank is None:
        raise UserError(f"写明是哪个空白表：{EXAMPLE}")
    path = Path(blank)
    if not is_file(path):
        raise UserError(f"没有“{visible(blank)}”这个文件。")
    target = None if output is None else Path(output)
    if target is not None and exists(target) and not overwrite:
        raise UserError(f"“{visible(target.as_posix())}”已经有了，没有覆盖。要覆盖就加 --overwrite。", 1)
    from brandcluster.formats.word import guard
    from brandcluster.formats.word.read import read_content
    from brandcluster.notice.edition import default_edition
    from brandcluster.papers.forms.render import read_label_maps
    from brandcluster.papers.importing.learn_map import learn_label_map, write_label_map

    parts = guard.open_docx(read_word_file(path))
    if isinstance(parts, guard.Refusal):
        raise UserError(f"{visible(path.name)}：{parts.message}{parts.help}", 1)
    content = read_content(parts)
    if content is None:
        raise UserError(f"{visible(path.name)}：文件的正文已损坏。在 Word 里打开并另存一次再试。", 1)
    learned = learn_label_map(parts, content, read_label_maps(default_edition()))
    if learned.filled:
        said = "；".join(visible(each) for each in learned.filled[:3])
        raise UserError(
            f"{visible(path.name)}像是填好的表，不是空白表：{said}。请用没有填过的空白表；要读填好的表用 import。", 1
        )
    text = write_label_map(learned, path.stem, path.name)
    if target is None:
        typer.echo(text, nl=False)
    else:
        _save(target, text, path)
    guesses = sum(bool(each.guess) for each in learned.places)
    typer.echo(
        f"认出 {len(learned.places)} 处（其中 {guesses} 处请核对），没有认出的栏目 {len(learned.left_over)} 个，"
        f"没有地方放的答案 {len(learned.unplaced)} 项。",
        err=target is None,
    )
    return int(not learned.places)


def _save(target: Path, text: str, blank: Path) -> None:
    from brandcluster.cli.writing import write_files

    write_files({target: text.encode("utf-8")})
    typer.echo(f"写好  {visible(target.as_posix())}")
    if target.resolve().parent != blank.resolve().parent:
        typer.echo(f"把空白表“{visible(blank.name)}”也放进 {visible(target.parent.as_posix())}，再用 --form。")
