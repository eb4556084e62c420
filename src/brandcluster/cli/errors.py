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
        near = "、".join(sorted(error.possibilities or ()))
        return f"没有“{_clean(error.option_name)}”这个选项。" + (f"是不是 {near}？" if near else "")
    if kind == "BadOptionUsage":
        return f"选项“{_clean(error.option_name)}”的写法不对：缺少值，或不应带值。"
    if kind == "MissingParameter":
        return f"缺少“{_hint(error)}”。"
    if kind == "BadParameter":
        return f"“{_hint(error)}”的值不对。"
    extra = re.match(r"Got unexpected extra argument\(?s?\)? \((.*)\)", error.message, re.DOTALL)
    if extra:
        return f"多余的参数：{_clean(extra.group(1))}。"
    if error.message == "Missing command.":
        return "缺少命令。"
    return _clean(error.message)


def _hint(error: Any) -> str:
    parameter = getattr(error, "param", None)
    return _clean(parameter.get_error_hint() if parameter is not None else error.message).strip("'")


def _clean(text: str) -> str:
    from brandcluster.output.visible import visible

    return visible(text)
