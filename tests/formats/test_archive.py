"""Zips from outside: whose names are read as they were meant, and which are refused, by the name at fault."""

from __future__ import annotations

import io
import stat
import struct
import warnings
import zipfile
from unittest.mock import patch

import pytest

from brandcluster.formats import archive


def made(*entries: tuple[str, bytes], encoding: str | None = None, **fields: int) -> bytes:
    """A zip; with an encoding as a program writes it that does not say which one it is."""
    stream = io.BytesIO()

    def flags(info: zipfile.ZipInfo) -> tuple[bytes, int]:
        return (info.filename.encode(encoding or "utf-8"), 0 if encoding else 0x800)

    with (
        warnings.catch_warnings(action="ignore"),
        patch.object(zipfile.ZipInfo, "_encodeFilenameFlags", flags),
        zipfile.ZipFile(stream, "w") as found,
    ):
        for name, content in entries:
            info = zipfile.ZipInfo("x")
            info.filename, info.compress_type = name, zipfile.ZIP_DEFLATED
            for field, value in fields.items():
                setattr(info, field, value)
            found.writestr(info, content)
    return stream.getvalue()


def opened(content: bytes) -> archive.Archive | str:
    return archive.open_archive(io.BytesIO(content))


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", None])
def test_names_are_read_as_they_were_meant(encoding: str | None) -> None:
    found = opened(made(("报送材料\\申报文件夹\\dossier.yaml", b"x"), ("岫岩.txt", b"y"), encoding=encoding))
    assert isinstance(found, archive.Archive)
    assert sorted(found.files) == ["岫岩.txt", "报送材料/申报文件夹/dossier.yaml"]
    assert b"".join(archive.chunks_of(found, "岫岩.txt")) == b"y"


def test_what_systems_leave_is_passed_by() -> None:
    found = opened(made(("a/x.txt", b""), ("__MACOSX/a/._x.txt", b""), ("a/.DS_Store", b""), ("a/Thumbs.db", b"")))
    assert isinstance(found, archive.Archive) and list(found.files) == ["a/x.txt"]


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (("../x",), "指向外面"),
        (("a/../../x",), "指向外面"),
        (("/etc/passwd",), "指向外面"),
        (("..\\x",), "指向外面"),
        (("C:\\x",), "冒号"),
        (("a/x.txt:stream",), "冒号"),
        (("a/AUX.yaml",), "设备名"),
        (("com1",), "设备名"),
        (("a./x",), "结尾"),
        (("a /x",), "结尾"),
        (("a//x",), "不正常"),
        (("./x",), "不正常"),
        (("a\u202ex",), "看不见"),
        (("a\x07x",), "看不见"),
        (("/".join("a" * 30),), "太深"),
        (("长" * 90,), "太长"),
        (("x", "x"), "同名"),
        (("A/x", "a/y"), "大小写"),
        (("dossier.yaml", "Dossier.yaml"), "大小写"),
        (("e\u0301", "é"), "写法不同"),
        (("a", "a/b"), "不是文件夹"),
    ],
)
def test_a_name_refuses_the_whole(names: tuple[str, ...], why: str) -> None:
    found = opened(made(*((name, b"") for name in names)))
    assert isinstance(found, str) and why in found and "“" in found
    if ":" not in why:
        listed = archive.why_no_names([name.replace("\\", "/") for name in names])
        assert why in listed or why in ("同名", "不是文件夹") or listed


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO, stat.S_IFSOCK])
def test_links_and_devices_are_refused(kind: int) -> None:
    found = opened(made(("a", b"/etc/passwd"), external_attr=(kind | 0o777) << 16))
    assert found == "里面的“a”是链接或特殊文件，没有打开"


def flagged(content: bytes) -> bytes:
    """The zip with every entry said to be encrypted."""
    at = content.index(b"PK\x01\x02")
    return content[: at + 8] + struct.pack("<H", 1) + content[at + 10 :]


def claimed(content: bytes, size: int) -> bytes:
    """The zip with its first entry said to be so large."""
    at = content.index(b"PK\x01\x02")
    return content[: at + 24] + struct.pack("<I", size) + content[at + 28 :]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "不是 zip"),
        (b"hello", "不是 zip"),
        (b"Rar!\x1a\x07\0" + b"x" * 50, "RAR"),
        (b"7z\xbc\xaf\x27\x1c" + b"x" * 50, "7z"),
        (b"PK\x03\x04" + b"x" * 100, "损坏"),
        (made(("a", b"x" * 100))[:-30], "损坏"),
        (flagged(made(("a", b"x"))), "密码"),
        (made(("a", b"\0" * 3_000_000)), "压缩炸弹"),
        (claimed(made(("a", b"x")), 200_000_000), "压缩炸弹"),
        (made(*((f"{number}", b"") for number in range(archive.MAX_ENTRIES + 1))), "超过"),
    ],
    ids=range(10),
)
def test_what_is_refused(content: bytes, why: str) -> None:
    found = opened(content)
    assert isinstance(found, str) and why in found


def test_overlapping_entries_are_a_bomb() -> None:
    content = made(("a", bytes(range(256)) * 40), ("b", b""))
    first = content.index(b"PK\x01\x02")
    second = content.index(b"PK\x01\x02", first + 4)
    both = content[:second] + content[first : first + 46] + b"b" + content[second + 47 :]
    found = opened(both)
    assert isinstance(found, str) and "重叠" in found


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    content = made(("a", bytes(range(250)) * 4), ("b", bytes(range(250)) * 4))
    for limit, value in (("MAX_ENTRY", 900), ("MAX_TOTAL", 1_500), ("MAX_ARCHIVE", 100), ("MAX_DIRECTORY", 50)):
        with monkeypatch.context() as patched:
            patched.setattr(archive, limit, value)
            assert isinstance(opened(content), str), limit
    assert not isinstance(opened(content), str)


def test_a_damaged_file_is_named() -> None:
    content = bytearray(made(("甲.txt", b"".join(b"%d" % number for number in range(999)))))
    content[60] ^= 0xFF
    found = opened(bytes(content))
    assert isinstance(found, archive.Archive)
    with pytest.raises(ValueError, match=r"甲\.txt"):
        list(archive.chunks_of(found, "甲.txt"))
