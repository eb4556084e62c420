"""How large a picture becomes when it is opened, from its first bytes: a small file may hold billions of pixels.

Nothing here opens a picture; Word, LibreOffice and the printer will.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

#: More pixels than any camera makes; they take half a gigabyte of whoever opens them.
MAX_PIXELS = 150_000_000
#: Bytes of a picture in which its size must stand; a photograph may carry a small copy of itself in front.
HEAD = 200_000
#: A packed drawing (.emz, .wmz) may come to this many bytes.
MAX_DRAWING = 100_000_000

_JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def too_large(head: bytes, tail: bytes) -> str:
    """Why a picture is too large, in Chinese; empty when it is not, or is of a kind that says nothing of its size."""
    if head.startswith(b"\x1f\x8b"):
        size = struct.unpack("<I", tail[-4:])[0] if len(tail) >= 4 else 0
        return f"展开后有 {size / 1_000_000:,.0f} MB" if size > MAX_DRAWING else ""
    wide, high = _size(head)
    return f"有 {wide:,}×{high:,} 个像素" if wide * high > MAX_PIXELS else ""


def _size(head: bytes) -> tuple[int, int]:
    """Width and height in pixels; zeros where they are not known."""
    try:
        if head.startswith(b"\x89PNG\r\n\x1a\n"):
            wide, high = struct.unpack(">II", head[16:24])
        elif head.startswith((b"GIF87a", b"GIF89a")):
            wide, high = struct.unpack("<HH", head[6:10])
        elif head.startswith(b"BM"):
            wide, high = struct.unpack("<ii", head[18:26])
        elif head.startswith(b"\xff\xd8"):
            return _jpeg_size(head)
        else:
            return 0, 0
    except struct.error:
        return 0, 0
    return abs(wide), abs(high)


def _jpeg_size(head: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 <= len(head) and head[at] == 0xFF:
        kind = head[at + 1]
        if kind in _JPEG_SIZES:
            high, wide = struct.unpack(">HH", head[at + 5 : at + 9])
            return wide, high
        (length,) = struct.unpack(">H", head[at + 2 : at + 4])
        at += 2 + max(length, 2)
    return 0, 0


class PlainPicture(NamedTuple):
    """A picture without anything but the picture; width and height in pixels."""

    content: bytes
    width: int
    height: int
