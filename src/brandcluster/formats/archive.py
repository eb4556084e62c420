"""A zip from outside: what it holds, found out from its list before anything is unpacked.

People make such files with Windows Explorer (names in GB18030), macOS and Linux (UTF-8, flagged or not). What could
leave the folder that it is unpacked into, become another file on another system, or fill the disk, is refused whole,
with the name that is at fault.
"""

from __future__ import annotations

import stat
import struct
import zipfile
from collections.abc import Collection, Iterable, Iterator
from typing import IO, NamedTuple
from unicodedata import normalize

from brandcluster.base.visible import visible
from brandcluster.formats.folder import why_no_name

#: A package with its evidence stays far below these; a bomb does not. Bytes, entries, folders in folders.
MAX_ARCHIVE = 400_000_000
MAX_ENTRIES = 5_000
MAX_DIRECTORY = 2_000_000
MAX_ENTRY = 100_000_000
MAX_TOTAL = 600_000_000
MAX_DEPTH = 24
MAX_NAME = 240
#: Text compresses to a twentieth, a part of nothing but repetition to a thousandth.
MAX_RATIO = 200
RATIO_FROM = 1_000_000
_CHUNK = 1 << 18
_END = b"PK\x05\x06"
_UTF8, _ENCRYPTED = 0x800, 0x1 | 0x40 | 0x2000
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
#: What systems put beside people's files.
_LITTER = ("__MACOSX/",), (".DS_Store", "Thumbs.db", "desktop.ini")
_BROKEN = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, struct.error)
DAMAGED = "压缩包已损坏，或没有传完；请对方重新发一份"
_AGAIN = "请对方用 Windows 自带的“压缩(zipped)文件夹”重新压缩"


class Archive(NamedTuple):
    """A zip that may be unpacked: its files by their names in it, with `/`, and the open zip."""

    files: dict[str, zipfile.ZipInfo]
    archive: zipfile.ZipFile


def open_archive(stream: IO[bytes]) -> Archive | str:
    """The files of a zip; or in words why it is not opened."""
    reason = _why_no_archive(stream)
    if reason:
        return reason
    try:
        archive = zipfile.ZipFile(stream)
        size = stream.seek(0, 2)
        entries = archive.infolist()
    except _BROKEN:
        return DAMAGED
    reason = _why_too_much(entries, size)
    return reason or _files(archive, entries)


def chunks_of(found: Archive, name: str) -> Iterator[bytes]:
    """The content of a file, piece by piece. ValueError with a sentence where it cannot be unpacked."""
    archive = found.archive
    try:
        with archive.open(found.files[name]) as stream:
            while block := stream.read(_CHUNK):
                yield block
    except Exception as error:  # zlib has an error type of its own, which is not worth an import
        if not isinstance(error, _BROKEN) and type(error).__name__ != "error":
            raise
        raise ValueError(f"里面的“{name[:80]}”解不开：{DAMAGED}") from error


# ---- before unpacking ----------------------------------------------------------------------------------------


def _why_no_archive(stream: IO[bytes]) -> str:
    """Why a file is no zip that may be listed, from its first and last bytes."""
    head = stream.read(8)
    if head.startswith((b"Rar!", b"7z\xbc\xaf")):
        return f"是 RAR 或 7z 格式，只改了扩展名；{_AGAIN}"
    size = stream.seek(0, 2)
    if size > MAX_ARCHIVE:
        return f"超过 {MAX_ARCHIVE // 1_000_000} MB"
    stream.seek(max(0, size - 65_557))
    tail = stream.read()
    at = tail.rfind(_END)
    if not head.startswith(b"PK") or at < 0 or at + 22 > len(tail):
        return DAMAGED if head.startswith(b"PK") else "不是 zip 压缩包"
    entries, length, offset = struct.unpack("<HII", tail[at + 10 : at + 20])
    if entries == 0xFFFF or length == 0xFFFFFFFF or offset == 0xFFFFFFFF or entries > MAX_ENTRIES:
        return f"里面的文件超过 {MAX_ENTRIES:,} 个"
    return f"里面的文件名太多或太长；{_AGAIN}" if length > MAX_DIRECTORY else ""


def _why_too_much(entries: list[zipfile.ZipInfo], size: int) -> str:
    """Why what the entries say they hold is too much; no more than that is ever unpacked."""
    if len(entries) > MAX_ENTRIES:
        return f"里面的文件超过 {MAX_ENTRIES:,} 个"
    if sum(entry.compress_size for entry in entries) > size:
        return "里面的文件互相重叠，像是压缩炸弹"
    for entry in entries:
        name = archived_name(entry)[:80]
        if entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            return f"里面的“{name}”压缩比不正常，像是压缩炸弹"
        if entry.file_size > MAX_ENTRY:
            return f"里面的“{name}”解开后有 {entry.file_size // 1_000_000} MB，超过 {MAX_ENTRY // 1_000_000} MB"
    total = sum(entry.file_size for entry in entries)
    return f"解开后超过 {MAX_TOTAL // 1_000_000} MB" if total > MAX_TOTAL else ""


def _files(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Archive | str:
    found: dict[str, zipfile.ZipInfo] = {}
    taken: dict[str, str] = {}
    for entry in entries:
        name = archived_name(entry)
        reason = _why_no_entry(entry, name) or _why_no_path(name.rstrip("/")) or _clash(name, found, taken)
        if reason:
            return f"里面的“{name[:80]}”{reason}"
        if not name.endswith("/") and not _is_litter(name):
            found[name] = entry
    clash = next((name for name in found for other in _above(name) if other in found), None)
    if clash is not None:
        return f"里面的“{clash[:80]}”放在一个文件下面，不是文件夹"
    return Archive(found, archive)


def why_no_names(names: Iterable[str]) -> str:
    """Why files of these names cannot all stand in one folder on every system; "" where they can."""
    taken: dict[str, str] = {}
    for name in names:
        reason = _why_no_path(name) or _clash(name, {}, taken)
        if reason:
            return f"里面的“{name[:80]}”{reason}"
    return ""


def archived_name(entry: zipfile.ZipInfo) -> str:
    """An entry's name as its author saw it. Where it is not said to be UTF-8, it may be: GB18030 seldom reads as such."""
    name = entry.orig_filename
    if not entry.flag_bits & _UTF8:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:  # taken from the field in which it is said twice
            raw = name.encode("utf-8")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")


def _why_no_entry(entry: zipfile.ZipInfo, name: str) -> str:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "是链接或特殊文件，没有打开"
    if entry.flag_bits & _ENCRYPTED:
        return "加了密码；请对方去掉密码再发"
    if entry.compress_type not in _METHODS and not name.endswith("/"):
        return f"用的压缩方法不常见；{_AGAIN}"
    return ""


def _why_no_path(name: str) -> str:
    parts = name.split("/")
    if name.startswith("/") or ".." in parts:
        return "的路径指向外面，没有打开"
    if not name or "" in parts or "." in parts:
        return "的路径不正常，没有打开"
    if visible(name) != name:
        return "的名称里有看不见的字符，没有打开"
    if len(parts) > MAX_DEPTH or any(len(part.encode("utf-8", "replace")) > MAX_NAME for part in parts):
        return "的路径太深或名称太长，没有打开"
    return next((f"的名称用不了：{why}" for part in parts if (why := why_no_name(part))), "")


def _clash(name: str, found: Collection[str], taken: dict[str, str]) -> str:
    """Two names that are one file on some system: the same, or different only in case or in how an accent is written."""
    if name in found:
        return "有两个同名的，没有打开"
    for each in (name.rstrip("/"), *_above(name.rstrip("/"))):
        other = taken.setdefault(normalize("NFC", each).casefold(), each)
        if other != each:
            return f"与“{other[:80]}”只有大小写或写法不同，在 Windows 上是同一个文件，没有打开"
    return ""


def _above(name: str) -> Iterator[str]:
    """The folders that a name stands in."""
    while "/" in name:
        name = name.rpartition("/")[0]
        yield name


def _is_litter(name: str) -> bool:
    folders, files = _LITTER
    last = name.rpartition("/")[2]
    return name.startswith(folders) or last in files or last.startswith("._")
