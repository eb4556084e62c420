"""`merge`: two people's changes of a dossier put together by meaning, in git and without it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.options import dossier_folders, one_of

HELP = (
    "把两个人对同一份材料的改动并在一起：按栏目、按条目，不按行；注释和写法照旧。两人改得不一样的地方并排留着，由人来定。"
    "用 git 的，运行一次 --install，以后 git 合并时就这样并；不用 git 的，写三个文件夹：改动以前的、一个人的、另一个人的。"
)
EXAMPLE = "brandcluster merge --install 我的申报"


def run(
    given: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[内容]…", help="三个文件夹；或者 --take 的栏目，后面可以写文件夹；或者 --install 的文件夹"
        ),
    ] = None,
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="文件夹", help="合并三个文件夹：结果写到哪个新文件夹")
    ] = None,
    take: Annotated[
        int | None,
        typer.Option(
            "--take",
            metavar="1|2",
            help="解决一处冲突：留 1 的，还是留 2 的；后面写栏目",
            autocompletion=one_of(("1", "2")),
        ),
    ] = None,
    install: Annotated[bool, typer.Option("--install", help="让 git 合并这份材料时按栏目合并")] = False,
    uninstall: Annotated[bool, typer.Option("--uninstall", help="让 git 照原来的样子合并")] = False,
    driver: Annotated[bool, typer.Option("--driver", help="git 合并时自己写的，不用人写")] = False,
) -> int:
    """Do one of the things; 1 when a conflict is left."""
    words = given or []
    if driver:
        from brandcluster.cli.commands.merge_driver import merge_for_git

        return merge_for_git(words)
    if sum((take is not None, install, uninstall, output is not None)) > 1:
        raise UserError("--take、--install、--uninstall、-o 一次只写一个。")
    if install or uninstall:
        from brandcluster.cli.commands import merge_install

        name, root = dossier_folders(words or None)[0]
        return merge_install.install(name, root) if install else merge_install.uninstall(name, root)
    if take is not None:
        return _take(take, words)
    if len(words) == 3 and output is not None:
        from brandcluster.cli.commands.merge_folders import merge_folders

        return merge_folders(words, output)
    raise UserError(
        "写三个文件夹（改动以前的、一个人的、另一个人的）和 -o 新文件夹；或者 --take 1 栏目；或者 --install。"
    )


def _take(side: int, words: list[str]) -> int:
    """Settle the conflict that is meant."""
    from brandcluster.cli.writing import one_at_a_time, write_files
    from brandcluster.dossier.editing.conflicts import CODE, contested, matching, side_words
    from brandcluster.dossier.load import load_dossier

    if side not in (1, 2):
        raise UserError("--take 后面写 1 或者 2：冲突里标着哪个是 1、哪个是 2。")
    if not 1 <= len(words) <= 2:
        raise UserError("写明是哪一个栏目，如 brandcluster merge --take 1 资金总额。")
    asked, folder = words[0], words[1] if len(words) == 2 else "."
    _, root = dossier_folders([folder])[0]
    with one_at_a_time(root):
        dossier = load_dossier(root)
        if all(each.code != CODE for each in dossier.diagnostics):
            write_files({}, inside=[root])  # clears away what a killed run left
            typer.echo("这份材料里没有冲突，不用解决。")
            return 0
        found = contested(dossier)
        if not found:
            raise UserError("这份材料里没有能这样解决的冲突。brandcluster validate 列出全部问题。")
        meant = matching(found, asked)
        if len(meant) != 1:
            shown = "；".join(
                visible(f"{each.heading}（{each.path}:{each.clash.line}）") for each in (meant or found)[:10]
            )
            what = "不止一处冲突，写得再全一些" if meant else "没有冲突。有冲突的"
            raise UserError(f"“{visible(asked[:60])}”{what}：{shown}。")
        _settle(root, meant[0].path, meant[0].clash, side)
    left = len(found) - 1
    typer.echo(f"{visible(meant[0].heading)}：留下 {visible(side_words(meant[0], side))}。")
    typer.echo(f"还有 {left} 处冲突。" if left else "冲突都解决了。用 git 的，再运行 git add 和 git commit。")
    return int(left > 0)


def _settle(root: Path, path: str, clash: object, side: int) -> None:
    from brandcluster.cli.writing import write_files
    from brandcluster.dossier.editing.conflict_marks import find_clashes, settle
    from brandcluster.formats import folder

    real, content = folder.resolve_file(root, path), folder.read_bytes(root, path)
    if not isinstance(real, Path) or not isinstance(content, bytes):
        raise UserError(f"“{visible(path)}”读不出来。")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise UserError(f"“{visible(path)}”不是 UTF-8 编码，请在编辑器里改。") from None
    line = getattr(clash, "line", 0)
    same = next((each for each in find_clashes(text) if each.line == line), None)
    if same is None:
        raise UserError(f"“{visible(path)}”在这次读过以后被改过，没有动。请再运行一次。", 1)
    write_files({real: settle(text, same, side).encode()}, inside=[root])
