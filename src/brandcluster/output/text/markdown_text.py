"""Text made safe for Markdown, and the mark by which CI finds its own comment."""

from __future__ import annotations

import re

from brandcluster.base.patterns import late_pattern
from brandcluster.base.visible import visible

#: A comment on GitHub holds 65,536 characters; some are left to whoever posts it.
COMMENT = 65_000
#: What is kept apart from the word that follows, else it would call somebody or link somewhere; what is markup.
_ACTING = late_pattern(
    r"(?P<call>[@#!%&$~^](?=[0-9A-Za-z_\"])|GH(?=-[0-9])|:(?=//)|www(?=\.))|(?P<markup>[\\`*_{}\[\]!#^&<>|$~])"
)
_AT_START = late_pattern(r"(\s*[0-9]*)([-+=.)])")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "$": "&#36;", "~": "&#126;"}
_APART = "&#8203;"


def escape_markdown(text: str) -> str:
    """Text that Markdown shows as it is: no markup, no HTML, no link, nobody called, one line."""
    plain = _ACTING.sub(_shown, visible(text).strip())
    start = _AT_START.match(plain)
    return plain if start is None else f"{start[1]}\\{plain[start.end(1) :]}"


def _shown(match: re.Match[str]) -> str:
    plain = "".join(_ENTITIES.get(char) or (f"\\{char}" if char in "\\`*_{}[]!#^" else char) for char in match.group())
    return plain if match["call"] is None else plain + _APART
