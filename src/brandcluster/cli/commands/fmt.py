"""`fmt`: the files of a dossier laid out alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.formats import Output, publish, wanted_output
from brandcluster.cli.from_stdin import As, TypedFile, not_read, typed_file
from brandcluster.cli.options import Folders, dossier_folders
from brandcluster.cli.progress_bar import while_waiting

if TYPE_CHECKING:
    from brandcluster.dossier.editing.layout import Formatted
    from brandcluster.output.text.terminal import Line

HELP = (
    "整理申报文件夹里各个文件的写法：栏目的次序、行首空格、空行、换行；全角数字、栏目名称里的半角括号、文号的方括号、日期写法。"
    "文字、注释和数不变；读不通的文件不动，列出来。"
)
EXAMPLE = "brandcluster fmt examples/qingshiling --check"


class FormattedFile(NamedTuple):
    """One file: as shown, where it really is, its bytes, and what became of it."""

    shown: str
    path: Path
    before: bytes
    after: Formatted


def run(
    folders: Folders = None,
    check: Annotated[bool, typer.Option("--check", help="只看哪些要改，不写入；有要改的，退出码是 1")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="列出要改成什么样，不写入")] = False,
    files: Annotated[
        bool, typer.Option("--files", help="参数是文件，只整理其中属于申报文件夹的；供 pre-commit 用")
    ] = False,
    output: Output = None,
    place: As = None,
) -> int:
    """Lay files out; 1 when one could not be (or, only checking, when one would change), 3 when we would spoil one."""
    from brandcluster.cli.changed_files import NO_DOSSIER, by_dossier

    wanted = wanted_output(None, output, ("text",))
    typed = typed_file(folders, place)
    if typed is not None:
        if output is not None:
            raise UserError("从标准输入读的，整理好就印在屏幕上，不能与 -o 同用；要存成文件，用 > 文件名。")
        return _typed(typed, check=check, diff=diff)
    only = by_dossier(folders or []) if files else None
    if only is not None and not only:
        typer.echo(NO_DOSSIER)
        return 0
    outcomes: list[FormattedFile] = []
    unread: list[str] = []
    targets = dossier_folders(list(only) if only is not None else folders)
    for name, root in targets:
        mine = _outcomes(name, root, only[name] if only is not None else None, unread)
        outcomes += while_waiting("整理文件", list, mine)
    changed = [each for each in outcomes if each.after.content != each.before]
    only_looking = check or diff
    if not only_looking:
        from brandcluster.cli.writing import write_files

        write_files({each.path: each.after.content for each in changed}, inside=[root for _, root in targets])
    lines = [*_lines(outcomes, unread, only_looking=only_looking, diff=diff)]
    publish(wanted, {"text": lambda: lines})
    if any(each.after.is_bug for each in outcomes):
        return 3
    return int(bool(unread) or any(each.after.refusal for each in outcomes) or (only_looking and bool(changed)))


def _typed(typed: TypedFile, *, check: bool, diff: bool) -> int:
    """Lay out the text from standard input, onto standard output; nothing there where it can't be."""
    from brandcluster.dossier.editing.layout import lay_out
    from brandcluster.dossier.load import load_dossier, part_of
    from brandcluster.output.text.terminal import print_lines

    home = Path(typed.home)
    part = part_of(load_dossier(home, instead={typed.path: typed.content}), typed.path)
    if part is None:
        raise not_read(typed.path)
    outcome = FormattedFile(typed.path, home / typed.path, typed.content, lay_out(typed.path, typed.content, part))
    changed = outcome.after.content != outcome.before
    refused = bool(outcome.after.refusal)
    if refused or check or diff:
        print_lines([*_lines([outcome], [], only_looking=True, diff=diff)], to_errors=refused)
    else:
        typer.echo(outcome.after.content, nl=False)
    if outcome.after.is_bug:
        return 3
    return int(refused or ((check or diff) and changed))


def _outcomes(name: str, root: Path, only: list[str] | None, unread: list[str]) -> Iterator[FormattedFile]:
    from brandcluster.dossier.editing.layout import lay_out
    from brandcluster.dossier.load import load_dossier, part_of
    from brandcluster.formats import folder
    from brandcluster.output.text.heading import path_below

    dossier = load_dossier(root)
    for path in dossier.documents:
        part, real = part_of(dossier, path), folder.resolve_file(root, path)
        content = folder.read_bytes(root, path)
        if part is None or (only is not None and path not in only):
            continue
        if not isinstance(real, Path) or not isinstance(content, bytes):
            unread.append(path_below(name, path))
            continue
        yield FormattedFile(path_below(name, path), real, content, lay_out(path, content, part))
    unread += [
        path_below(name, each.location.path)
        for each in dossier.diagnostics
        if each.location.path not in dossier.documents
        and each.code in ("D002", "D003", "Y001")
        and (only is None or each.location.path in only)
    ]


def _lines(outcomes: list[FormattedFile], unread: list[str], *, only_looking: bool, diff: bool) -> Iterator[Line]:
    word = "要改" if only_looking else "改好"
    number = 0
    for each in outcomes:
        if each.after.content != each.before:
            number += 1
            yield (("yellow" if only_looking else "green", word), ("", f"  {visible(each.shown)}"))
            if diff:
                yield from _difference(each)
            else:
                yield from ((("dim", f"    {visible(change)}"),) for change in each.after.changes)
        elif each.after.is_bug:
            reason = f"{each.after.refusal}，没有写入。这是程序的错，请告诉维护者。"
            yield (("bold red", "没有动"), ("", f"  {visible(each.shown)}：{visible(reason)}"))
        elif each.after.refusal:
            yield (("bold red", "没有动"), ("", f"  {visible(each.shown)}：{visible(each.after.refusal)}"))
    for path in unread:
        yield (("bold red", "没有动"), ("", f"  {visible(path)}：读不出来，先用 validate 查看。"))
    left = len(unread) + sum(bool(each.after.refusal) for each in outcomes)
    total = f"{len(outcomes) + len(unread)} 个文件，" + (
        f"{number} 个{word}" if number else "都不用改" if not left else "没有要改的"
    )
    yield (("", f"{total}，{left} 个没有动。" if left else f"{total}。"),)


def _difference(outcome: FormattedFile) -> Iterator[Line]:
    """What would change, line by line; what acts instead of showing is written out."""
    from difflib import unified_diff

    before, after = (
        [visible(line) for line in content.decode("utf-8", "replace").split("\n")]
        for content in (outcome.before, outcome.after.content)
    )
    styles = {"+": "green", "-": "red", "@": "cyan"}
    for line in unified_diff(before, after, visible(outcome.shown), visible(outcome.shown), lineterm=""):
        yield ((styles.get(line[:1], ""), line.rstrip("\n")),)
