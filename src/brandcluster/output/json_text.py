"""JSON as every `--format json` writes it."""

from __future__ import annotations

import json
from typing import Any

from brandcluster.base.patterns import late_pattern
from brandcluster.base.visible import COMMAND, UNSAFE

_TAG = late_pattern("<(?=[A-Za-z/!?])")


def json_text(value: Any) -> str:
    """JSON for people and programs: Chinese as it is, lone surrogates escaped so that the output stays UTF-8."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    # Nor does any of it become a tag in a page or a command in a log; the data stay the same.
    text = COMMAND.sub("#\\\\u0023", _TAG.sub("\\\\u003c", text))
    # What acts instead of showing is escaped, so that JSON in a terminal or a log is as harmless as text.
    return UNSAFE.sub(lambda match: match.group() if match.group() == "\n" else f"\\u{ord(match.group()):04x}", text)


def json_bytes(value: Any) -> bytes:
    """JSON as a file holds it."""
    return f"{json_text(value)}\n".encode()
