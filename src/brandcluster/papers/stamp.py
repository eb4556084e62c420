"""Telling a rendered file that nobody touched from one that a person has edited.

The hash of the file stands in its zip comment, which Word and WPS drop when they save.
"""

from __future__ import annotations

import hashlib
import struct

_PREFIX = b"brandcluster sha256:"
_END = b"PK\x05\x06"
_END_SIZE = 22
_LENGTH = len(_PREFIX) + 64


def add_stamp(content: bytes) -> bytes:
    """The file (a zip without a comment) with its own hash as comment."""
    comment = _PREFIX + hashlib.sha256(content).hexdigest().encode("ascii")
    return content[:-2] + struct.pack("<H", len(comment)) + comment


def is_untouched(content: bytes) -> bool:
    """Whether a file is still exactly as we rendered it."""
    body = content[:-_LENGTH]
    if content[-_LENGTH:][: len(_PREFIX)] != _PREFIX or body[-_END_SIZE:][:4] != _END:
        return False
    return add_stamp(body[:-2] + b"\0\0") == content
