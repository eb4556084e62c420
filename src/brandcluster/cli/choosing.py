"""Which problems are wanted in one call: `--select` and `--ignore`, by codes or how they begin.

They hold for this call; what a region leaves for good, with the reason, stands in its ignore.yaml. What no comment can
set aside is listed in any case: without it nothing else can be relied on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError, near_names

if TYPE_CHECKING:
    from brandcluster.rules.checks.all_checks import Checked

_SEVERAL = "代号或它的开头，如 X105、P；几个用逗号隔开"


def _codes_begun(incomplete: str) -> list[str]:
    """The codes that may be set aside, for the shell's completion of the last of several."""
    from brandcluster.rules.checks.all_checks import all_rules
    from brandcluster.rules.checks.ignoring import can_be_ignored

    before, comma, begun = incomplete.rpartition(",")
    codes = sorted({each.code for each in all_rules() if can_be_ignored(each.code)})
    return [f"{before}{comma}{each}" for each in codes if each.startswith(begun.upper())]


Select = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        metavar="代号",
        help=f"这一次只看这些：{_SEVERAL}（文件读不通、缺栏目之类的照样列出）",
        autocompletion=_codes_begun,
    ),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option(
        "--ignore",
        metavar="代号",
        help=f"这一次不看这些：{_SEVERAL}。以后都不看的写进 ignore.yaml，写明原因",
        autocompletion=_codes_begun,
    ),
]


class CodeChoice(NamedTuple):
    """The codes that are wanted and not wanted, or how they begin, and those that are listed in any case."""

    select: tuple[str, ...]
    ignore: tuple[str, ...]
    fixed: frozenset[str]

    def takes(self, code: str) -> bool:
        """Whether a problem with a code is listed: the longest of what was written decides, of two alike `--ignore`."""
        wanted = max((len(each) for each in self.select if code.startswith(each)), default=-1)
        unwanted = max((len(each) for each in self.ignore if code.startswith(each)), default=-1)
        return code in self.fixed or (unwanted < wanted if self.select else unwanted < 0)


def choice_of(select: list[str] | None, ignore: list[str] | None) -> CodeChoice | None:
    """What the options ask for; None where they are silent. UserError for what begins no code."""
    if not select and not ignore:
        return None
    from brandcluster.rules.checks.all_checks import all_rules
    from brandcluster.rules.checks.ignoring import FIXED, STRUCTURE

    structure = {each.code for each in STRUCTURE}
    fixed = frozenset(structure | FIXED)
    known = sorted(fixed | {each.code for each in all_rules()})
    unwanted = _codes("--ignore", ignore, known)
    for each in unwanted:
        if all(code in fixed for code in known if code.startswith(each)):
            raise UserError(f"{each} 是结构、规则版本或来源的问题，不能忽略；改正问题本身。")
    return CodeChoice(_codes("--select", select, known), unwanted, fixed)


def _codes(option: str, written: list[str] | None, known: list[str]) -> tuple[str, ...]:
    from brandcluster.rules.checks.ignoring import OLD_CODES

    found = []
    for each in (word for text in written or () for word in re.split(r"[\s,，、]+", text) if word):
        code = OLD_CODES.get(each.upper(), each.upper())
        if not any(one.startswith(code) for one in known):
            near = near_names(code, [one.lower() for one in known])
            hint = f"是不是 {near[0].upper()}？" if near else "代号见 brandcluster explain。"
            raise UserError(f"{option} 后面的“{visible(each[:20])}”不是代号，也不是代号的开头。{hint}")
        found.append(code)
    if written and not found:
        raise UserError(f"{option} 后面要写代号，如 {option} X105。")
    return tuple(dict.fromkeys(found))


def chosen(checked: Checked, choice: CodeChoice | None) -> tuple[Checked, int]:
    """What is listed of what was found, and how many problems are not."""
    if choice is None:
        return checked, 0
    left = checked._replace(
        found=[each for each in checked.found if choice.takes(each.code)],
        ignored=[each for each in checked.ignored if choice.takes(each.diagnostic.code)],
    )
    return left, len(checked.found) - len(left.found)
