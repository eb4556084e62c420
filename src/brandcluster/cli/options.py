"""What several commands take, and how folders are found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from brandcluster.base.days import today_in_china
from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.paths import OWN_FILES, expanded, is_file, is_folder, too_long


def one_of(names: Iterable[str] | Callable[[], Iterable[str]]) -> Callable[[str], list[str]]:
    """What an option's value may be, for the shell's completion: words, or what gives them where that loads much."""

    def begun(incomplete: str) -> list[str]:
        return [each for each in (names() if callable(names) else names) if each.startswith(incomplete)]

    return begun


#: Whose answer counts where two differ.
NEW_OR_OLD = ("new", "old")

Folders = Annotated[
    list[str] | None, typer.Argument(metavar="[文件夹]…", help="申报文件夹，可以写几个；不写就是当前文件夹")
]

Folder = Annotated[str, typer.Argument(metavar="[文件夹]", help="申报文件夹；不写就是当前文件夹")]
Day = Annotated[
    str | None, typer.Option("--date", metavar="日期", help="以哪一天为今天，如 2014-04-20；不写就是北京时间今天")
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="覆盖已有的文件")]
OverwriteChanged = Annotated[bool, typer.Option("--overwrite", help="覆盖改动过的文件")]
At = Annotated[
    str | None,
    typer.Option("--at", metavar="版本", help="看 git 仓库里的某个版本（提交号、分支或标签），不看文件夹里现在的"),
]
LabelMapFile = Annotated[
    str | None, typer.Option("--form", metavar="对照表", help="省里自己的表：它的栏目对照表（.yaml）")
]
#: The years that a dossier may speak of.
FIRST_YEAR, LAST_YEAR = 1949, 2099
#: What a Chinese keyboard or an editor makes of two hyphens.
_DASHES = ("-", "－", "—", "–", "﹣", "−")


def day_of(option: str | None) -> date:
    """The day that counts as today; without the option, today in China, whatever the machine's time zone."""
    if option is None:
        return today_in_china()
    try:
        day = date.fromisoformat(option)
    except ValueError:
        raise UserError(f"--date 不能写“{visible(option)}”，写成 年-月-日，如 2014-04-20。") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UserError(f"--date 不能写“{visible(option)}”，年份在 {FIRST_YEAR} 至 {LAST_YEAR} 之间。")
    return day


def check_typed(options: Mapping[str, str | None]) -> None:
    """UserError for what is to be written down and is no text: bytes that the system could not make characters of."""
    for name, value in options.items():
        if value is not None and re.search("[\ud800-\udfff]", value):
            raise UserError(f"{name} 后面的“{visible(value[:60])}”里有不成字的字节，重新输入一遍。什么也没有写。")


def check_year(year: int, example: int) -> None:
    """UserError for a year that no dossier may speak of; the example is one that is right."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UserError(f"--year 不能写“{year}”，写四位年份，如 {example}。")


def dossier_folders(named: list[str] | None) -> list[tuple[str, Path]]:
    """The folders to work on, each as the caller named it. UserError when one is not there or holds no dossier."""
    from brandcluster.dossier.files import is_dossier

    found = []
    for name in expanded(named or ["."], folders=True):
        path = Path(name)
        if not is_folder(path):
            raise UserError(_no_folder(name, path))
        if not is_dossier(path):
            raise UserError(f"“{visible(name)}”里没有申报材料（dossier.yaml）。{_nearby(path)}")
        if why := too_long(path, OWN_FILES):
            typer.echo(f"注意：“{visible(name)}”里的文件可能读不到：{why}。", err=True)
        found.append((path.as_posix(), path))
    return found


def _no_folder(name: str, path: Path) -> str:
    if name.startswith(_DASHES):
        return f"没有“{visible(name)}”这个文件夹。选项前面是两个半角的减号，如 --format。"
    if is_file(path):
        return f"“{visible(name)}”是文件，这里要写申报文件夹（放着 dossier.yaml 的那个）。"
    if why := too_long(path, 0):
        return f"“{visible(name[:200])}”打不开：{why}。"
    return f"没有“{visible(name)}”这个文件夹。请核对路径；名字里有空格的要加引号。"


def _nearby(path: Path) -> str:
    """Where the dossier is that was meant: in a folder below, or the one above."""
    from brandcluster.dossier.files import is_dossier
    from brandcluster.formats import folder

    try:
        there = folder.names_in(path, most=200)
        below = [
            name for name in there if isinstance(there, list) and is_folder(path / name) and is_dossier(path / name)
        ]
        above = is_dossier(path.resolve().parent)
    except (OSError, RuntimeError, ValueError):
        below, above = [], False
    if below:
        names = "、".join(visible((path / name).as_posix()) for name in sorted(below)[:3])
        return f"下面的文件夹里有：{names}。请在命令后面写上它。"
    if above:
        return f"上一层文件夹里有：请写 {visible((path / '..').as_posix())}。"
    return "请在申报文件夹里运行，或在命令后面写上它的路径；新建一个用 brandcluster init。"


def check_choice(option: str, value: str, choices: tuple[str, ...]) -> None:
    """UserError for a value that is none of the words that an option takes; names the nearest."""
    if value not in choices:
        from difflib import get_close_matches

        near = get_close_matches(value.lower(), choices, 1)
        hint = f"是不是 {near[0]}？" if near else ""
        raise UserError(f"{option} 不能写“{visible(value)}”，只能写：{'、'.join(choices)}。{hint}")
