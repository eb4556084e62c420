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
    if not stream.isatty() or "NO_COLOR" in os.environ:
        stream.write("".join(without_commands("".join(text for _, text in line)) + "\n" for line in lines))
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    for line in lines:
        console.print(Text.assemble(*[(text, style) for style, text in line]), soft_wrap=True)
