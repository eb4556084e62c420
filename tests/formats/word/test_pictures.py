"""Pictures are measured by their first bytes, and none is opened."""

from __future__ import annotations

import gzip
import struct

import pytest
from form_samples import blank, parts_of

from brandcluster.formats.word.guard import Refusal, open_docx
from brandcluster.formats.word.parts import write_parts

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR"


def jpeg(wide: int, high: int) -> bytes:
    extra = b"\xff\xe1" + struct.pack(">H", 1_002) + bytes(1_000)
    return b"\xff\xd8" + extra + b"\xff\xc0" + struct.pack(">HBHH", 17, 8, high, wide) + bytes(12)


def packed(size: int) -> bytes:
    """A packed drawing that says it comes to so many bytes."""
    return gzip.compress(b"a" * 100, mtime=0)[:-4] + struct.pack("<I", size)


def opened(picture: bytes, name: str) -> object:
    return open_docx(write_parts({**parts_of(blank("application")), f"word/media/{name}": picture}), pictures=False)


@pytest.mark.parametrize(
    ("picture", "name", "word"),
    [
        (PNG + struct.pack(">II", 30_000, 30_000), "a.png", "30,000×30,000"),
        (jpeg(40_000, 20_000), "a.jpeg", "40,000×20,000"),
        (b"GIF89a" + struct.pack("<HH", 65_000, 65_000), "a.gif", "65,000×65,000"),
        (b"BM" + bytes(16) + struct.pack("<ii", 50_000, -50_000), "a.bmp", "50,000×50,000"),
        (packed(400_000_000), "a.emz", "400 MB"),
    ],
)
def test_a_picture_that_would_unpack_to_too_much_is_refused(picture: bytes, name: str, word: str) -> None:
    found = opened(picture, name)
    assert isinstance(found, Refusal)
    assert found.code == "W002" and word in found.message and name in found.message


@pytest.mark.parametrize(
    ("picture", "name"),
    [
        (PNG + struct.pack(">II", 12_000, 9_000), "a.png"),
        (jpeg(12_000, 9_000), "a.jpg"),
        (packed(1_000_000), "a.wmz"),
        (b"", "a.png"),
        (b"\xff\xd8\xff", "a.jpg"),
        (b"BM", "a.bmp"),
    ],
)
def test_a_photograph_is_not(picture: bytes, name: str) -> None:
    assert not isinstance(opened(picture, name), Refusal)
