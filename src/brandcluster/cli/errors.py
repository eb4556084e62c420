"""What the caller did wrong, in words the caller can act on."""

from __future__ import annotations

import re
from typing import Any


class UserError(Exception):
    """The one exception for a wrong call: shown as it is, exit 2 (or 1 where the dossier is at fault)."""

    def __init__(self, message: str, exit_code: int = 2) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def usage_message(error: Any) -> str:
    """The command-line library's complaint in Chinese, with what to call instead.

    The kinds are told apart by class name: the classes themselves are not part of the library's public face.
    """
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        return f"{error.format_message()}\n"
    context = getattr(error, "ctx", None)
    called = getattr(context, "command_path", "brandcluster")
    return f"错误：{_reason(kind, error)}\n用法见：{called} --help\n"


def _reason(kind: str, error: Any) -> str:
    if kind == "NoSuchOption":
        return _no_such_option(error)
    if kind == "BadOptionUsage":
        lacks = "requires" in error.message
        what = "后面要写内容" if lacks else "后面不写内容"
        return f"选项“{_clean(error.option_name)}”{what}。"
    if kind == "MissingParameter":
        return f"缺少“{_hint(error)}”。"
    if kind == "BadParameter":
        wanted = "，要写整数，用半角数字。" if "integer" in error.message else "。"
        return f"“{_hint(error)}”后面写得不对{wanted}"
    extra = re.match(r"Got unexpected extra argument\(?s?\)? \((.*)\)", error.message, re.DOTALL)
    if extra:
        return f"多余的参数：{_clean(extra.group(1))}。"
    if error.message == "Missing command.":
        known = "、".join(getattr(getattr(error.ctx, "command", None), "commands", ()))
        return "缺少命令" + (f"，后面写：{known}。" if known else "。")
    return _clean(error.message)


def near_names(typed: str, known: list[str]) -> list[str]:
    """What a mistyped name most likely stands for: all that it begins, what has its letters, else the nearest."""
    from difflib import get_close_matches

    wanted = typed.lower()[:60]
    begun = [each for each in known if wanted.strip("-") and each.startswith(wanted)]
    mixed = [each for each in known if sorted(each) == sorted(wanted)]
    return begun or mixed or get_close_matches(wanted, known, 1)


def _no_such_option(error: Any) -> str:
    """The option that was meant; else all that the command has, for there are few.

    The library offers near names too (`possibilities`): in English, none for `-format` or `--Format`, and of what other
    programs call it nothing.
    """
    # Of `-format` the library says `-f`: it reads such a word letter by letter.
    given = (word.partition("=")[0] for word in getattr(error, "given", ()))
    typed = next((word for word in given if word.startswith(error.option_name)), error.option_name)
    said = f"没有“{_clean(typed[:60])}”这个选项。"
    command = getattr(getattr(error, "ctx", None), "command", None)
    known = [option.opts[-1] for option in getattr(command, "params", ()) if option.param_type_name == "option"]
    from brandcluster.cli.other_names import done_otherwise, meant_elsewhere

    elsewhere = meant_elsewhere(typed, [*known, "--help"])
    near = [elsewhere] if elsewhere else near_names(f"--{typed.lstrip('-')}", [*known, "--help"])
    otherwise = None if typed in known else done_otherwise(typed)
    if otherwise and not elsewhere:
        return f"{said}{otherwise}"
    if near:
        return f"{said}是不是 {'、'.join(near)}？"
    if hasattr(command, "list_commands"):
        return f"{said}命令的选项写在命令后面，如 brandcluster validate --strict。"
    return f"{said}可以写：{'、'.join([*known, '--help'])}。"


def _hint(error: Any) -> str:
    parameter = getattr(error, "param", None)
    return _clean(parameter.get_error_hint() if parameter is not None else error.message).strip("'")


def _clean(text: str) -> str:
    from brandcluster.base.visible import visible

    return visible(text)
