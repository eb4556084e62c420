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


# ---- pictures that we put into a page --------------------------------------------------------------------------

#: A picture in a report: bytes of its file, pixels, and parts that it is made of.
MAX_PICTURE, MAX_SHOWN, MAX_PIECES = 12_000_000, 60_000_000, 20_000
#: What of a PNG is the picture itself; the rest (texts, profiles, thumbnails, animation) is left out.
_PNG_KEPT = frozenset((b"IHDR", b"PLTE", b"tRNS", b"sRGB", b"gAMA", b"pHYs", b"IDAT", b"IEND"))
#: Segments of a JPEG that are left out: comments, and what programs add (places, thumbnails); 0xEE says how colours are.
_JPEG_LEFT = (frozenset(range(0xE0, 0xF0)) - {0xEE}) | {0xFE}
#: The segment that every JPEG file begins with.
_JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"


class PlainPicture(NamedTuple):
    """A picture without anything but the picture; width and height in pixels."""

    content: bytes
    width: int
    height: int


def plain_picture(content: bytes) -> PlainPicture | str:
    """A PNG or JPEG without what is no picture (where it was taken, thumbnails, texts); a sentence where it is refused.

    Nothing is opened: the file is cut along its own marks, and one whose marks do not hold is refused.
    """
    if len(content) > MAX_PICTURE:
        return f"图片超过 {MAX_PICTURE // 1_000_000} MB"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        plain = _plain_png(content)
    elif content.startswith(b"\xff\xd8"):
        plain = _plain_jpeg(content)
    else:
        return "不是 PNG 或 JPEG 图片"
    wide, high = _size(plain[:HEAD]) if plain is not None else (0, 0)
    if plain is None or not 0 < wide < 65_536 or not 0 < high < 65_536:
        return "图片已经损坏"
    if wide * high > MAX_SHOWN:
        return f"图片有 {wide:,}×{high:,} 个像素，太大"
    return PlainPicture(plain, wide, high)


def _plain_png(content: bytes) -> bytes | None:
    kept, at = [content[:8]], 8
    for number in range(MAX_PIECES):
        if at + 12 > len(content):
            return None
        (length,) = struct.unpack(">I", content[at : at + 4])
        kind, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content) or (number == 0) != (kind == b"IHDR") or (number == 0 and length != 13):
            return None
        if kind in _PNG_KEPT:
            kept.append(content[at:end])
        if kind == b"IEND":
            return b"".join(kept)
        at = end
    return None


def _plain_jpeg(content: bytes) -> bytes | None:
    kept, at, sized = [content[:2], _JFIF], 2, False
    for _ in range(MAX_PIECES):
        if at + 4 > len(content) or content[at] != 0xFF:
            return None
        kind = content[at + 1]
        (length,) = struct.unpack(">H", content[at + 2 : at + 4])
        end = at + 2 + length
        if length < 2 or end > len(content) or not 0xC0 <= kind <= 0xFE or kind in (0xD8, 0xD9):
            return None
        sized = sized or kind in _JPEG_SIZES
        if kind == 0xDA:  # the picture itself, up to its end
            stop = content.rfind(b"\xff\xd9", end)
            return b"".join([*kept, content[at : stop + 2]]) if sized and stop >= 0 else None
        if kind not in _JPEG_LEFT:
            kept.append(content[at:end])
        at = end
    return None
