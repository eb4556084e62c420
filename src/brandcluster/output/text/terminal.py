"""Lines of styled spans to the terminal: coloured where a person looks, plain where a program reads."""

from __future__ import annotations

import os
import sys

from brandcluster.base.visible import without_commands

#: A span is (style, text); a style is a rich style name, or "" for none.
Line = tuple[tuple[str, str], ...]


def print_lines(lines: list[Line], *, to_errors: bool = False) -> None:
    """Print the lines. No markup is interpreted, whatever the texts hold."""
    stream = sys.stderr if to_errors else sys.stdout
    if not _in_colour(stream.isatty()):
        stream.write("".join(_plain(line) + "\n" for line in lines))
        return
    from rich.console import Console
    from rich.text import Text

    # Whether there is colour is decided here: an old rich takes an empty NO_COLOR for one that holds.
    console = Console(file=stream, highlight=False, markup=False, emoji=False, force_terminal=True, no_color=False)
    for line in lines:
        plain = _plain(line)
        is_safe = plain == "".join(text for _, text in line)
        console.print(
            Text.assemble(*[(text, style) for style, text in line]) if is_safe else Text(plain), soft_wrap=True
        )


def _in_colour(is_terminal: bool) -> bool:
    """NO_COLOR and FORCE_COLOR as no-color.org and force-color.org have them: set to anything but nothing, they hold."""
    if os.environ.get("NO_COLOR"):
        return False
    return is_terminal or bool(os.environ.get("FORCE_COLOR"))


def _plain(line: Line) -> str:
    return without_commands("".join(text for _, text in line))
