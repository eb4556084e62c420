"""Files from outside: refused before they are parsed, with the reason and what to do."""

from __future__ import annotations

import io
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from filled_forms import FIXTURES
from form_samples import blank, parts_of

from brandcluster.formats.word.guard import Refusal, open_docx
from brandcluster.formats.word.parts import write_parts
from brandcluster.formats.word.read import read_content

EMPTY = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'


def changed(**parts: bytes) -> bytes:
    """The blank with other or more parts; names are given with _ for / and . as they are."""
    made = parts_of(blank("application"))
    made.update({name.replace("__", "/"): content for name, content in parts.items()})
    return write_parts(made)


def relation(kind: str, target: str) -> bytes:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{base}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    ).encode()


def refusal(content: bytes) -> Refusal:
    found = open_docx(content)
    assert isinstance(found, Refusal)
    assert found.message and found.help
    return found


@pytest.mark.parametrize(
    ("name", "code", "word"),
    [
        ("refused-old.doc", "W001", ".doc"),
        ("refused-wps.wps", "W001", ".wps"),
        ("refused-pdf.pdf", "W001", "PDF"),
        ("refused-rtf.rtf", "W001", "RTF"),
        ("refused-odt.odt", "W001", "ODT"),
        ("refused-corrupt.docx", "W003", "损坏"),
    ],
)
def test_other_formats_say_what_to_do(name: str, code: str, word: str) -> None:
    found = refusal((FIXTURES / name).read_bytes())
    assert found.code == code and word in found.message


def test_an_encrypted_file() -> None:
    content = b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    assert refusal(content).code == "W004"


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04" + bytes(100), b"<html></html>"])
def test_what_is_no_word_file(content: bytes) -> None:
    assert refusal(content).code in ("W001", "W003")


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", EMPTY + b"<w:p/>" * 2_000_000)
    return stream.getvalue()


def entries(count: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for number in range(count):
            archive.writestr(f"word/{number}.xml", b"")
    return stream.getvalue()


def wide() -> bytes:
    return changed(
        word__document=b"", **{"word__document.xml": EMPTY + b"<w:p/>" * 900_000 + b"</w:body></w:document>"}
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (bomb, "W005"),
        (lambda: entries(3_000), "W005"),
        (lambda: entries(70_000), "W005"),
        (wide, "W005"),
        (lambda: changed(**{"word__document.xml": b'<!DOCTYPE x [<!ENTITY a "b">]>' + EMPTY}), "W007"),
        (
            lambda: changed(**{"word__extra.xml": '<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16")}),
            "W003",
        ),
        (lambda: changed(**{"word__vbaProject.bin": b"x"}), "W007"),
        (lambda: changed(**{"word__activeX__activeX1.xml": b"<a/>"}), "W007"),
        (
            lambda: changed(
                **{"word___rels__settings.xml.rels": relation("attachedTemplate", "http://x.example/x.dotm")}
            ),
            "W007",
        ),
        (lambda: changed(**{"word___rels__header9.xml.rels": relation("image", "http://x.example/a.png")}), "W007"),
        (
            lambda: changed(
                **{
                    "word___rels__header9.xml.rels": relation("image", "HTTP://x").replace(
                        b'"External"', b'"&#69;xternal"'
                    )
                }
            ),
            "W007",
        ),
        (lambda: changed(**{"word__media__a.png": bytes(41_000_000)}), "W002"),
        (lambda: changed(**{"word__media__a.png": bytes(30_000_000)}), "W005"),
        (lambda: changed(**{"xl__workbook.xml": b"<a/>"}), "W006"),
        (lambda: changed(**{"..__evil.xml": b"<a/>"}), "W005"),
        (lambda: changed(**{"word__Document.XML": b"<a/>"}), "W005"),
    ],
)
@pytest.mark.part(3)
def test_hostile_files_are_refused(content: object, code: str) -> None:
    assert callable(content)
    assert refusal(content()).code == code


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("hyperlink", "https://www.example.com/"),
        ("hyperlink", "mailto:a@example.com"),
        ("hyperlink", "file:///etc/passwd"),
        ("hyperlink", "D:\\\u8d44\u6599\\a.docx"),
        ("attachedTemplate", "file:///C:\\Users\\a\\AppData\\Roaming\\kingsoft\\office6\\templates\\Normal.dotm"),
        ("attachedTemplate", "file:///\\\\server\\share\\Normal.dotm"),
        ("image", "file:///C:\\Users\\ADMINI~1\\AppData\\Local\\Temp\\ksohtml\\clip_image1.png"),
    ],
)
def test_what_leads_out_of_the_file_and_is_never_opened(kind: str, target: str) -> None:
    found = open_docx(changed(**{"word___rels__header9.xml.rels": relation(kind, target)}))
    assert not isinstance(found, Refusal)


def repacked(rename: Callable[[str], str], **more: bytes) -> bytes:
    """The blank zipped by another program, which names its parts in its own way."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**parts_of(blank("application")), **more}.items():
            entry = zipfile.ZipInfo(rename(name))
            entry.filename = rename(name)
            archive.writestr(entry, content)
    return stream.getvalue()


@pytest.mark.parametrize("rename", [lambda name: name.replace("/", "\\"), str.upper, str.title])
def test_names_of_parts_as_other_programs_write_them(rename: Callable[[str], str]) -> None:
    parts = open_docx(repacked(rename))
    assert not isinstance(parts, Refusal)
    read, plain = read_content(parts), read_content(parts_of(blank("application")))
    assert read is not None and plain is not None and len(plain.body.text) > 200
    assert [flow.text for flow in read.flows] == [flow.text for flow in plain.flows]
    assert [flow.text for flow in read.margins] == [flow.text for flow in plain.margins] != []


def test_a_main_part_in_a_folder_of_its_own() -> None:
    root = "_rels/.rels"
    made = {
        name.replace("word/", "docs/").replace("document.xml", "main.xml"): content
        for name, content in parts_of(blank("application")).items()
    }
    made[root] = made[root].replace(b"word/document.xml", b"docs/main.xml")
    made["[Content_Types].xml"] = (
        made["[Content_Types].xml"].replace(b"/word/", b"/docs/").replace(b"document.xml", b"main.xml")
    )
    parts = open_docx(write_parts(made))
    assert not isinstance(parts, Refusal)
    read, plain = read_content(parts), read_content(parts_of(blank("application")))
    assert read is not None and plain is not None
    assert [flow.text for flow in (*read.flows, *read.margins)] == [
        flow.text for flow in (*plain.flows, *plain.margins)
    ]
    assert b"/word/document.xml" in parts["[Content_Types].xml"]


def test_a_reason_names_what_cannot_be_read() -> None:
    spoilt = refusal(changed(**{"word___rels__header9.xml.rels": b"<Relationships"}))
    assert "word/_rels/header9.xml.rels" in spoilt.message and "损坏" not in spoilt.message
    without = {name: content for name, content in parts_of(blank("application")).items() if "document" not in name}
    assert "_rels/.rels" in refusal(write_parts(without)).message


@pytest.mark.bounds
def test_an_element_of_a_million_attributes_is_not_parsed() -> None:
    many = b"".join(b' a%d="%d"' % (number, number * 7919) for number in range(1_000_000))
    content = EMPTY + b"<w:p" + many + b"/></w:body></w:document>"
    assert refusal(changed(**{"word__document.xml": content})).code == "W002"


def test_deep_nesting_ends_without_harm() -> None:
    deep = EMPTY + b"<w:tbl><w:tr><w:tc>" * 80 + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * 80 + b"</w:body></w:document>"
    parts = open_docx(changed(**{"word__document.xml": deep}))
    assert not isinstance(parts, Refusal)
    read_content(parts)
    deeper = deep.replace(b"<w:tbl>", b"<w:tbl>" * 5, 1)
    parts = open_docx(changed(**{"word__document.xml": deeper + b"x" * 3}))
    assert isinstance(parts, Refusal) or read_content(parts) is None


# ---- bounds ---------------------------------------------------------------------------------------------------------


def body(count: int, piece: str) -> bytes:
    """The blank with other content: a piece so many times, each with a number of its own so that nothing repeats."""
    made = "".join(piece.replace("%d", str(number * 7919 % 1_000_003)) for number in range(count))
    return changed(**{"word__document.xml": EMPTY + made.encode() + b"</w:body></w:document>"})


def paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def nested(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + paragraph("%d") + "<w:p/></w:tc></w:tr></w:tbl>" * depth


LOOK = '<w:rPr><w:strike/><w:sz w:val="%d"/><w:color w:val="FF0000"/></w:rPr>'
#: As much of each kind as is let through, or more; made when it is asked for.
HEAVY: dict[str, Callable[[], bytes]] = {
    "bomb": bomb,
    "entries": lambda: entries(100_000),
    "full": lambda: body(14_900, paragraph("%d")),
    "like labels": lambda: body(14_900, paragraph("区域拥有集体品牌和商标的情况%d")),
    "cells": lambda: body(280, "<w:tbl><w:tr>" + f"<w:tc>{paragraph('%d')}</w:tc>" * 50 + "</w:tr></w:tbl>"),
    "nested": lambda: body(24, nested(60)),
    "nested too much": lambda: body(900, nested(60)),
    "runs": lambda: body(1, "<w:p>" + f"<w:r>{LOOK}<w:t>%d</w:t></w:r>" * 40_000 + "</w:p>"),
    "attributes": lambda: body(400, "<w:p" + "".join(f' a{at}="%d"' for at in range(900)) + "/>"),
    "open fields": lambda: body(
        14_900, '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>%d</w:t></w:r></w:p>'
    ),
    "pictures": lambda: changed(
        **{
            f"word__media__{at}.png": random.Random(at).randbytes(9_000_000)  # noqa: S311  # a draw that can be repeated
            for at in range(5)
        }
    ),
}
QUICK = ("full", "nested")


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the kernel of Linux tells how much memory a program took"
)
@pytest.mark.parametrize("name", [pytest.param(n, marks=[] if n in QUICK else [pytest.mark.bounds]) for n in HEAVY])
@pytest.mark.long
def test_time_and_memory_stay_within_bounds(name: str, tmp_path: Path) -> None:
    """5 s of a processor and 200 MB, the interpreter included.

    The high-water mark is the program's own: `ru_maxrss` would be that of the tests, which the program inherits.
    """
    path = tmp_path / "form.docx"
    path.write_bytes(HEAVY[name]())
    program = (
        "import re, sys, time\nfrom brandcluster.cli import main\n"
        "sys.argv = ['brandcluster', 'import', sys.argv[1], sys.argv[2]]\n"
        "code = main()\n"
        "print(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read()).group(1), time.process_time(), code)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program, str(path), str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    kilobytes, seconds, code = result.stdout.split()[-3:]
    assert code in ("0", "1"), result.stdout
    assert int(kilobytes) < 200_000
    assert float(seconds) < 5
