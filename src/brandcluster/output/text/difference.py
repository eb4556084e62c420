"""Two texts of a file as the lines in which they differ."""

from __future__ import annotations

import re

from brandcluster.base.visible import visible
from brandcluster.output.text.terminal import Line

_STYLES = {"+": "green", "-": "red", "@": "dim"}


def difference_lines(path: str, before: str, after: str) -> list[Line]:
    """The lines that go and come, as `diff -U0` shows them; nothing where the texts are equal."""
    from difflib import unified_diff

    old, new = (re.split("\r\n|\r|\n", text) for text in (before, after))
    lines = unified_diff(old, new, path, path, n=0, lineterm="")
    return [((_STYLES.get(line[:1], ""), visible(line)),) for line in lines]
