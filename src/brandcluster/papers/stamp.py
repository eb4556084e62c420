"""Telling a file of ours that nobody touched from one that a person has edited.

The hash of a Word file or workbook stands in its zip comment, which Word and WPS drop when they save; that of a text
(HTML or Markdown) in a comment at its end.
"""

from __future__ import annotations

import struct

from brandcluster.base.digests import sha256_of

#: What a draft has at the top of every page.
DRAFT_MARK = "草稿　不得盖章报送"

_PREFIX = b"brandcluster sha256:"
_END = b"PK\x05\x06"
_END_SIZE = 22
_LENGTH = len(_PREFIX) + 64
_MARK_LENGTH = len("<!--  -->\n") + _LENGTH


def add_stamp(content: bytes) -> bytes:
    """The file (a zip without a comment) with its own hash as comment."""
    comment = _hash(content)
    return content[:-2] + struct.pack("<H", len(comment)) + comment


def stamped_text(text: str) -> bytes:
    """The text with its own hash as its last line."""
    content = text.encode("utf-8")
    return content + b"<!-- " + _hash(content) + b" -->\n"


def without_stamp(content: bytes) -> str:
    """A text of ours without its last line, to be changed and stamped again."""
    return content[:-_MARK_LENGTH].decode("utf-8")


def is_untouched(content: bytes) -> bool:
    """Whether a file is still exactly as we wrote it."""
    if not content.startswith(b"PK"):
        body = content[:-_MARK_LENGTH]
        return content == body + b"<!-- " + _hash(body) + b" -->\n"
    body = content[:-_LENGTH]
    if content[-_LENGTH:][: len(_PREFIX)] != _PREFIX or body[-_END_SIZE:][:4] != _END:
        return False
    return add_stamp(body[:-2] + b"\0\0") == content


def _hash(content: bytes) -> bytes:
    return _PREFIX + sha256_of(content).encode("ascii")
