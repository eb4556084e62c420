"""Pictures are measured by their first bytes, and none is opened."""

from __future__ import annotations

import gzip
import io
import random
import struct
from pathlib import Path

import docx
import pytest
from form_samples import blank, chunk, parts_of, png, segment, whole_jpeg
from ooxml_lint import lint
from openxml_audit import OpenXmlValidator

from brandcluster.formats.word import compose
from brandcluster.formats.word.guard import Refusal, open_docx
from brandcluster.formats.word.parts import write_parts
from brandcluster.formats.word.pictures import MAX_PICTURE, PlainPicture, plain_picture

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


# ---- pictures that we put into a page --------------------------------------------------------------------------


EXIF = segment(0xE1, b"Exif\0\0" + b"GPS 30.1 N 120.2 E" + bytes(300))


@pytest.mark.parametrize("content", [png(), whole_jpeg(), whole_jpeg(40, 30, EXIF)])
def test_a_picture_goes_into_a_page(content: bytes, tmp_path: Path) -> None:
    picture = plain_picture(content)
    assert isinstance(picture, PlainPicture) and (picture.width, picture.height) == (40, 30)
    pages = []
    for _ in range(2):
        page = compose.open_page(blank("recommendation"))
        compose.add_picture(page, picture, 1, "开工仪式", (156, 100), page.styles["Normal"])
        pages.append(compose.saved(page, "图"))
    assert pages[0] == pages[1] and lint(pages[0]) == []
    opened_again = docx.Document(io.BytesIO(pages[0]))
    assert len(opened_again.inline_shapes) == 1
    assert b"GPS" not in b"".join(parts_of(pages[0]).values())
    path = tmp_path / "picture.docx"
    path.write_bytes(pages[0])
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []


def test_what_is_no_picture_is_left_out() -> None:
    plain = plain_picture(png(extra=chunk(b"tEXt", b"secret") + chunk(b"iCCP", b"bomb") + chunk(b"acTL", bytes(8))))
    assert isinstance(plain, PlainPicture) and plain.content == png()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "不是 PNG"),
        (b"GIF89a" + bytes(100), "不是 PNG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "不是 PNG"),
        (b"PK\x03\x04" + bytes(100), "不是 PNG"),
        (b"%PDF-1.4", "不是 PNG"),
        (png()[:-4], "损坏"),
        (png()[:20], "损坏"),
        (png(0, 10), "损坏"),
        (png(70_000, 1), "损坏"),
        (png(30_000, 30_000), "像素"),
        (b"\x89PNG\r\n\x1a\n" + chunk(b"IDAT", b"") + chunk(b"IEND", b""), "损坏"),
        (b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 0xFFFFFFFF) + b"IHDR" + bytes(100), "损坏"),
        (png(extra=chunk(b"tEXt", b"") * 30_000), "损坏"),
        (whole_jpeg(60_000, 60_000), "像素"),
        (whole_jpeg(0, 10), "损坏"),
        (whole_jpeg()[:-2], "损坏"),
        (b"\xff\xd8\xff\xd9", "损坏"),
        (b"\xff\xd8" + b"\xff\xe1\x00\x00" * 50_000, "损坏"),
        (b"\xff\xd8" + segment(0xFE, b"") * 50_000, "损坏"),
        (png() + bytes(MAX_PICTURE), "MB"),
    ],
)
def test_a_hostile_picture_is_refused(content: bytes, reason: str) -> None:
    found = plain_picture(content)
    assert isinstance(found, str) and reason in found


def test_a_damaged_picture_is_refused_or_goes_into_a_page() -> None:
    """Whatever is let through, python-docx reads."""
    draw = random.Random(20)  # noqa: S311  # the same damage each time
    for _ in range(400):
        content = bytearray(draw.choice((png(), whole_jpeg(40, 30, EXIF))))
        for _ in range(draw.randint(1, 4)):
            content[draw.randrange(8, len(content))] = draw.choice((0, 0xFF, draw.randrange(256)))
        picture = plain_picture(bytes(content))
        if isinstance(picture, PlainPicture):
            page = compose.open_page(blank("recommendation"))
            compose.add_picture(page, picture, 1, "图", (156, 100), page.styles["Normal"])
