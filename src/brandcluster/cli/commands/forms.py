"""`forms`: a label map for a blank that somebody else made; our own forms to be filled in by hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.options import Overwrite
from brandcluster.cli.paths import exists, is_file, is_folder
from brandcluster.cli.progress_bar import while_waiting
from brandcluster.cli.word_files import read_word_file, refuse_unknown_forms

if TYPE_CHECKING:
    from brandcluster.dossier.model.style import Style
    from brandcluster.formats.word.page import PageContent
    from brandcluster.formats.word.parts import Parts

HELP = (
    "learn：读一份省里自己的空白表（.docx），生成它的栏目对照表：认出了哪些栏目、答案填在哪里、剩下哪些。"
    "核对以后，用 render --form 填这份表，用 import --form 读回填好的表。空白表本身一个字也不改。"
    "empty：写出空的申报书.docx 和推荐表.docx，给只用 Word 的人填；由统计数据算出的栏目写明不用填。填好后用 import 读回。"
)
EXAMPLE = "brandcluster forms learn 省里的空白表.docx -o 省里的表.yaml"
EMPTY_EXAMPLE = "brandcluster forms empty -o 空表"
EXIT_ONE = "一个栏目也没有认出，或者是填好的表；或者文件已经有了"
ACTIONS = ("learn", "empty")


def run(
    action: Annotated[str, typer.Argument(metavar="learn|empty", help="要做的事：learn 或 empty")],
    given: Annotated[
        str | None,
        typer.Argument(
            metavar="空白表|文件夹",
            help="learn：空白表，.docx 文件；empty：申报文件夹（用它的规则版本和样式），可以不写",
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="文件",
            help="写到哪里。learn：对照表文件，不写就显示出来，与空白表放在一起；empty：文件夹，不写就是 空表/",
        ),
    ] = None,
    overwrite: Overwrite = False,
) -> int:
    """Propose a label map, 1 when nothing was recognised; or write the empty forms."""
    if action not in ACTIONS:
        raise UserError(f"forms 后面写 learn 或 empty，不是“{visible(action)}”。")
    return _learn(given, output, overwrite) if action == "learn" else _empty(given, output, overwrite)


# ---- learn ---------------------------------------------------------------------------------------------------


def _learn(blank: str | None, output: str | None, overwrite: bool) -> int:
    if blank is None:
        raise UserError(f"写明是哪个空白表：{EXAMPLE}")
    path = Path(blank)
    if not is_file(path):
        raise UserError(f"没有“{visible(blank)}”这个文件。")
    target = None if output is None else Path(output)
    parts, content = _opened(path)
    from brandcluster.notice.edition import default_edition
    from brandcluster.papers.forms.render import read_label_maps
    from brandcluster.papers.importing.learn_map import learn_label_map
    from brandcluster.papers.importing.write_map import write_label_map

    learned = while_waiting("认空白表", learn_label_map, parts, content, read_label_maps(default_edition()))
    if learned.filled:
        said = "；".join(visible(each) for each in learned.filled[:3])
        raise UserError(
            f"{visible(path.name)}像是填好的表，不是空白表：{said}。请用没有填过的空白表；要读填好的表用 import。", 1
        )
    text = write_label_map(learned, path.stem, path.name)
    if target is None:
        typer.echo(text, nl=False)
    else:
        _save(target, text, path, overwrite)
    guesses = sum(bool(each.guess) for each in learned.places)
    typer.echo(
        f"认出 {len(learned.places)} 处（其中 {guesses} 处请核对），没有认出的栏目 {len(learned.left_over)} 个，"
        f"没有地方放的答案 {len(learned.unplaced)} 项。",
        err=target is None,
    )
    return int(not learned.places)


def _opened(path: Path) -> tuple[Parts, PageContent]:
    """A Word file and what its page says. UserError when it cannot be read."""
    from brandcluster.formats.word import guard
    from brandcluster.formats.word.read import read_content

    parts = guard.open_docx(read_word_file(path))
    if isinstance(parts, guard.Refusal):
        raise UserError(f"{visible(path.name)}：{parts.message}{parts.help}", 1)
    content = read_content(parts)
    if content is None:
        raise UserError(f"{visible(path.name)}：文件的正文已损坏。在 Word 里打开并另存一次再试。", 1)
    return parts, content


def _save(target: Path, text: str, blank: Path, overwrite: bool) -> None:
    from brandcluster.cli.writing import write_files

    files = {target: text.encode("utf-8")}
    _refuse_present(files, overwrite)
    write_files(files, inside=())
    typer.echo(f"写好  {visible(target.as_posix())}")
    if target.resolve().parent != blank.resolve().parent:
        typer.echo(f"把空白表“{visible(blank.name)}”也放进 {visible(target.parent.as_posix())}，再用 --form。")


# ---- empty ---------------------------------------------------------------------------------------------------


def _empty(folder: str | None, output: str | None, overwrite: bool) -> int:
    from brandcluster.cli.writing import write_files
    from brandcluster.papers.forms.empty import empty_forms

    name, edition, style = _asked_by(folder)
    refuse_unknown_forms(name, edition)
    place = Path("空表" if output is None else output)
    made = while_waiting("生成空表", empty_forms, edition, style)
    files = {place / file: each.content for file, each in made.items() if each.content is not None}
    _refuse_present(files, overwrite)
    write_files(files, inside=(place,))
    for path in files:
        typer.echo(f"写好  {visible(path.as_posix())}")
    typer.echo("填好以后读回：brandcluster import 申报书.docx 推荐表.docx 申报文件夹")
    return 0


def _asked_by(folder: str | None) -> tuple[str, str, Style | None]:
    """The edition of a dossier and its style, with the name to speak of; the default ones without a dossier."""
    from brandcluster.notice.edition import default_edition

    if folder is None:
        return "", default_edition(), None
    if not is_folder(Path(folder)):
        raise UserError(f"没有“{visible(folder)}”这个文件夹。不写文件夹也可以：{EMPTY_EXAMPLE}")
    from brandcluster.dossier.files import STYLE
    from brandcluster.dossier.load import load_dossier
    from brandcluster.rules.facts.rules_in_force import edition_of

    dossier = load_dossier(Path(folder))
    return folder, edition_of(dossier), dossier.style if dossier.has(STYLE) else None


def _refuse_present(files: Mapping[Path, bytes], overwrite: bool) -> None:
    """UserError for a file that is there and says something else; what a run made that was cut short is none."""
    from brandcluster.formats.folder import regular_bytes

    for path, content in files.items():
        if exists(path) and not overwrite and regular_bytes(path) != content:
            raise UserError(f"“{visible(path.as_posix())}”已经有了，没有覆盖。要覆盖就加 --overwrite。", 1)
