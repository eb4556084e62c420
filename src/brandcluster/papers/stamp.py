"""Telling a file that we made and nobody touched from one that a person has edited.

It carries its own hash: a Word file or workbook in its zip comment, which office programs drop when they save; a text
(HTML or Markdown) in its last line.
"""

from __future__ import annotations

import hashlib
import struct

_PREFIX = b"brandcluster sha256:"
_END = b"PK\x05\x06"
_END_SIZE = 22
_LENGTH = len(_PREFIX) + 64
_LINE = "<!-- brandcluster sha256:{} -->\n"
_LINE_LENGTH = len(_LINE.format("0" * 64))


def stamped(content: bytes) -> bytes:
    """The file (a zip without a comment) with its own hash as comment."""
    comment = _PREFIX + hashlib.sha256(content).hexdigest().encode("ascii")
    return content[:-2] + struct.pack("<H", len(comment)) + comment


def stamped_text(text: str) -> bytes:
    """The text as UTF-8, with its own hash as last line."""
    content = text.encode("utf-8")
    return content + _line(content)


def is_untouched(content: bytes) -> bool:
    """Whether a file is still exactly as we made it."""
    if not content.startswith(b"PK"):
        return content[-_LINE_LENGTH:] == _line(content[:-_LINE_LENGTH])
    body = content[:-_LENGTH]
    if content[-_LENGTH:][: len(_PREFIX)] != _PREFIX or body[-_END_SIZE:][:4] != _END:
        return False
    return stamped(body[:-2] + b"\0\0") == content


def _line(content: bytes) -> bytes:
    return _LINE.format(hashlib.sha256(content).hexdigest()).encode("ascii")
