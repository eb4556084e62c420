"""`init`: a new dossier."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from brandcluster.base.visible import as_argument, visible
from brandcluster.cli.commands import init_ci
from brandcluster.cli.errors import UserError
from brandcluster.cli.options import check_choice, check_year, one_of
from brandcluster.cli.paths import exists, is_folder
from brandcluster.cli.progress_bar import while_waiting

if TYPE_CHECKING:
    from brandcluster.base.diagnostics import KeyPath
    from brandcluster.cli.earlier_files import Earlier
    from brandcluster.cli.opening import Answered

HELP = (
    "新建一个申报文件夹：每个栏目都在，旁边的注释写着表上要填什么。不覆盖已有的文件。"
    "在终端里会问几个问题（名称、单位、省份、产业、周期、年份），都可以跳过；--no-input 不问。"
    "--from 从上一轮的申报文件夹、报送材料或填好的表带过来：文字照抄，日期、结论、证明文件标“# 待确认：”，确认以前按没有填算。"
    "双击“打开.bat”在浏览器里填写；填写以后双击“检查.bat”检查，双击“生成.bat”生成 Word 文件。"
)
EXAMPLE = "brandcluster init 我的申报"
_STAGES = ("application", "pilot")
_ONLY_NEW = "--from 只用于新建一份申报：写一个还没有的文件夹，不与 --stage pilot 同用。"


def run(
    target: Annotated[str, typer.Argument(metavar="[文件夹]", help="建在哪里；不写就是当前文件夹")] = ".",
    year: Annotated[int | None, typer.Option("--year", metavar="年份", help="统计数据的年份，即申报的上一年度")] = None,
    stage: Annotated[
        str,
        typer.Option(
            "--stage",
            metavar="阶段",
            help="application（申报），或 pilot（批复以后，给已有的文件夹加上 pilot/）",
            autocompletion=one_of(_STAGES),
        ),
    ] = "application",
    ci: Annotated[
        str | None,
        typer.Option(
            "--ci",
            metavar="平台",
            help="github 或 gitlab：在 git 仓库的根目录写好自动检查的配置；github-comment：另有一个写评论的",
            autocompletion=one_of(init_ci.PLACES),
        ),
    ] = None,
    earlier: Annotated[
        list[str] | None,
        typer.Option(
            "--from", metavar="上一轮", help="上一轮的申报文件夹或报送材料（.zip），或填好的表（.docx，可以写几次）"
        ),
    ] = None,
    no_input: Annotated[bool, typer.Option("--no-input", help="在终端里也不问问题")] = False,
) -> int:
    """Write what is not there yet, and say what was; in a dossier that is there, `--ci` writes nothing else."""
    from brandcluster.cli.new_dossier import pilot_contents, refuse_nested
    from brandcluster.dossier.files import is_dossier

    check_choice("--stage", stage, _STAGES)
    if ci is not None:
        check_choice("--ci", ci, tuple(init_ci.PLACES))
    root = Path(target)
    if exists(root) and not is_folder(root):
        raise UserError(f"“{visible(target)}”已经是一个文件，请换一个名字。")
    if earlier and stage == "pilot":
        raise UserError(_ONLY_NEW)
    if stage == "pilot":
        return _write(root, pilot_contents(root, target), ci)
    there = is_dossier(root)
    if ci is not None and there and not earlier:
        return _write(root, {}, ci)
    refuse_nested(root)
    given = _earlier(earlier or [])
    contents = _new_contents(given, year, ask=not no_input and not there)
    if given is not None and there and not _holds_the_same(root, contents):
        raise UserError(_ONLY_NEW)
    for line in given.said if given is not None else ():
        typer.echo(line)
    return _write(root, contents, ci)


def _holds_the_same(root: Path, contents: dict[str, bytes]) -> bool:
    """Whether nothing was done since these files were written: the command that wrote them may be run again, as it may
    have been killed at its end."""
    from brandcluster.cli.new_dossier import PROGRAM_FILE
    from brandcluster.formats.folder import regular_bytes

    paths = [path for path in contents if path != PROGRAM_FILE and exists(root / path)]
    return all(regular_bytes(root / path) == contents[path] for path in paths)


def _new_contents(given: Earlier | None, year: int | None, *, ask: bool) -> dict[str, bytes]:
    """The files of a new dossier by path: empty, with what the person answers, or with what an earlier round gives."""
    from brandcluster.cli.new_dossier import new_contents
    from brandcluster.notice import edition

    default = edition.default_edition()
    usual = edition.about_edition(default).since.year - 1
    if year is not None:
        check_year(year, usual)
    changes: dict[KeyPath, str] = {}
    if given is not None and given.year is not None:
        usual = given.year
    elif given is None and ask and sys.stdin.isatty() and sys.stdout.isatty():
        changes, year = _answers(default, usual if year is None else year)
    return new_contents(given, changes, year or usual)


def _earlier(named: list[str]) -> Earlier | None:
    if not named:
        return None
    from brandcluster.cli.earlier_files import files_from_earlier

    return while_waiting("读上一轮的材料", files_from_earlier, named)


def _answers(edition: str, year: int) -> Answered:
    """What the person answers. Nothing is written before the last answer: Ctrl-C leaves nothing half."""
    from brandcluster.cli.commands.init_questions import ask_questions

    try:
        return ask_questions(edition, year)
    except typer.Abort:
        typer.echo("\n没有新建，什么也没有写。", err=True)
        raise


def _write(root: Path, contents: dict[str, bytes], ci: str | None) -> int:
    from brandcluster.cli.new_dossier import PROGRAM_FILE
    from brandcluster.cli.writing import write_files
    from brandcluster.dossier.files import HEADER

    # Where the program is may have changed since; that file is ours alone.
    kept = [path for path in contents if path != PROGRAM_FILE and exists(root / path)]
    write_files({root / path: content for path, content in contents.items() if path not in kept}, inside=(root,))
    written = [path for path in contents if path not in kept and not path.startswith(".")]
    written.sort(key=lambda path: path != HEADER)
    for path in written:
        typer.echo(f"新建  {visible((root / path).as_posix())}")
    hidden = [path for path in kept if path.startswith(".")]
    for path in kept:
        if path not in hidden:
            typer.echo(f"已有，没有改动  {visible((root / path).as_posix())}")
    if hidden:
        typer.echo(f"已有，没有改动  编辑器和 git 用的 {len(hidden)} 个文件（.brandcluster/ 等）")
    if ci is not None:
        init_ci.write_ci(root, ci)
    if contents:
        where = "" if root == Path() else f" {as_argument(root.as_posix())}"
        typer.echo(f"接下来：在编辑器里填写，然后运行 brandcluster validate --format checklist{where} 看还差什么。")
        from brandcluster.cli.commands.merge_install import init_advice

        advice = init_advice(root, root.as_posix())
        if advice is not None:
            typer.echo(advice)
    return 0
