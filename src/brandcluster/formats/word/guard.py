"""Whether a file from outside may be opened as a Word document, found out before any of it is parsed.

A refusal says what the file is and what to do, since the person who sent it used Word or WPS and nothing else.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zipfile
from dataclasses import dataclass
from io import BytesIO

from brandcluster.base.diagnostics import CodeEntry
from brandcluster.base.patterns import late_pattern
from brandcluster.formats.word.parts import CONTENT_TYPES, DOCUMENT, Parts, parse_xml
from brandcluster.formats.word.pictures import HEAD, too_large
from brandcluster.formats.word.relations import with_usual_names

#: A form with photographs stays far below these; a bomb does not.
MAX_FILE = 50_000_000
MAX_ENTRIES = 2_000
MAX_DIRECTORY = 1_000_000
MAX_XML_PART = 16_000_000
MAX_OTHER_PART = 40_000_000
MAX_TOTAL = 120_000_000
#: Text compresses to a twentieth, a part of nothing but repetition to a thousandth.
MAX_RATIO = 200
RATIO_FROM = 1_000_000
#: Elements and attributes of all XML parts together, counted by their signs, of which an element mostly has two; each
#: costs about 150 bytes once parsed.
MAX_ELEMENTS = 300_000

#: Paragraphs, cells and tables of the text: a form of a hundred pages stays far below.
MAX_PARAGRAPHS, MAX_TABLES = 15_000, 1_500
#: Bytes of the text alone; a Chinese character takes three.
MAX_WORDS = 3_000_000

_SAVE_AS = "在 Word 或 WPS 里打开它，“另存为”，文件类型选“Word 文档（*.docx）”，再导入另存的文件。"
_END = b"PK\x05\x06"
_HYPERLINK = "/hyperlink"
_WEB = late_pattern(r"(?:https?|ftp|ftps|webdav|smb):", re.IGNORECASE)
_XML = (".xml", ".rels")
#: Parts without which a page says the same.
_UNNEEDED = late_pattern(r"\A(?:docprops/|word/(?:theme/|fonttable|websettings))")
_PICTURE = late_pattern(r"(?:\A|/)media/|\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|webp|svg|bin|wdp|emz|wmz)\Z")
#: Tags so long are counted for their attributes: a drawing in one attribute is long too, and harmless.
_PARAGRAPH, _TABLE = re.compile(rb"<(?:\w+:)?p[\s/>]"), re.compile(rb"<(?:\w+:)?tbl[\s>]")
_TAG = re.compile(rb"<[^>]*>")
_LONG_TAG = re.compile(rb"<[^<>]{20000,}")
MAX_ATTRIBUTES = 1_000
_BROKEN = (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, struct.error)
_ENCODING = re.compile(rb"""<\?xml[^>]*\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_STRICT = b"http://purl.oclc.org/ooxml/"
#: What users read of the codes that are found here.
CODES = (
    CodeEntry("W001", "导入的是 .docx 文件", "申报书.docx", ".doc、.wps、PDF、RTF、ODT，或改了扩展名的别的文件"),
    CodeEntry("W002", "Word 文件不太大", "几 MB", f"超过 {MAX_FILE // 1_000_000} MB 的文件，多半是照片没有压缩"),
    CodeEntry("W003", "Word 文件里的部件都解得开、读得通", "能在 Word 里打开、另存", "没有传完的文件"),
    CodeEntry("W004", "Word 文件没有加密码", "去掉打开密码的文件", "设了打开密码的文件"),
    CodeEntry("W005", "Word 文件的内部结构正常", "Word、WPS 另存的文件", "压缩炸弹，有重名部件或指向外面的路径"),
    CodeEntry("W006", "文件是申报书或推荐表", "填好的申报书", "Excel 工作簿，或别的 Word 文件"),
    CodeEntry("W007", "Word 文件不带宏，不从网上取内容", "另存为 .docx 的文件", "有宏、控件，或网上的模板、图片的文件"),
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file is not opened, and what to do instead."""

    code: str
    message: str
    help: str


def open_docx(content: bytes, *, pictures: bool = True) -> Parts | Refusal:
    """The parts of a .docx by name, all within the limits, the main part where it usually is; or why it is not opened.

    Without `pictures`, those are kept as their hashes only: reading a form needs no more, and they may be large.
    """
    if len(content) > MAX_FILE:
        return Refusal("W002", f"文件超过 {MAX_FILE // 1_000_000} MB。", "把图片压缩或删去后另存，再导入。")
    refusal = _other_format(content) or _directory_problem(content)
    if refusal is not None:
        return refusal
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            refusal = _entries_problem(entries)
            if refusal is not None:
                return refusal
            found = _unpacked(archive, entries, pictures)
    except _BROKEN:
        return _corrupt()
    if isinstance(found, Refusal):
        return found
    refusal = _kind_problem(found) or _content_problem(found)
    if refusal is not None:
        return refusal
    parts = with_usual_names(found)
    return _main_problem(parts) or parts


def _unpacked(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], pictures: bool) -> Parts | Refusal:
    """The parts by name. A picture that cannot be unpacked is an empty one; another part that cannot is a reason."""
    parts: Parts = {}
    for entry in entries:
        name = _name(entry)
        if name.endswith("/"):
            continue
        try:
            is_picture = _PICTURE.search(name.lower()) is not None
            if is_picture and (why := _too_large(archive, entry)):
                message = f"文件里的图片 {name.rpartition('/')[2][:40]} 太大（{why}），没有打开。"
                return Refusal("W002", message, "删去或压缩图片，另存后再导入。")
            parts[name] = _hash(archive, entry) if is_picture and not pictures else archive.read(entry)
        except Exception as error:  # zlib and lzma have error types of their own, which are not worth an import each
            if not isinstance(error, _BROKEN) and type(error).__name__ not in ("error", "LZMAError"):
                raise
            if name.lower().endswith(_XML) and not _UNNEEDED.search(name.lower()):
                message = f"文件里的 {name[:60]} 解不开，没有读。"
                return Refusal("W003", message, "请对方重新发一份；能在 Word 里打开的话，另存一次再导入。")
            parts[name] = b""
    return parts


def _too_large(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> str:
    """Why a picture becomes too large when it is opened; empty when it does not."""
    with archive.open(entry) as stream:
        head = stream.read(HEAD)
        if not head.startswith(b"\x1f\x8b"):
            return too_large(head, b"")
        tail = head
        while block := stream.read(1 << 18):
            tail = (tail + block)[-8:]
    return too_large(head, tail)


def _hash(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    found = hashlib.sha256()
    with archive.open(entry) as stream:
        while block := stream.read(1 << 18):
            found.update(block)
    return found.digest()


def _name(entry: zipfile.ZipInfo) -> str:
    """An entry's name as it should have been written: some programs on Windows write backslashes."""
    return entry.filename.replace("\\", "/")


def _corrupt() -> Refusal:
    return Refusal("W003", "文件已损坏，或没有传完。", "请对方重新发一份；能在 Word 里打开的话，另存一次再导入。")


# ---- before unpacking ----------------------------------------------------------------------------------------


def _other_format(content: bytes) -> Refusal | None:
    if not content:
        return Refusal("W001", "文件是空的。", "请对方重新发一份。")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            return Refusal("W004", "文件加了密码。", "在 Word 或 WPS 里用密码打开，去掉打开密码，另存为 .docx 再导入。")
        return Refusal("W001", "这是旧格式的 Word 或 WPS 文件（.doc、.wps），不是 .docx。", _SAVE_AS)
    if content[:1024].lstrip().startswith(b"%PDF"):
        return Refusal(
            "W001", "这是 PDF，里面的栏目认不准。", "请填表的人发来 Word 文件（.docx）；只有纸质或 PDF 的，请照着录入。"
        )
    if content.startswith(b"{\\rtf") or content[:200].lstrip().lower().startswith(
        (b"<html", b"<!doctype", b"mime-version")
    ):
        return Refusal("W001", "这是 RTF 或网页格式的文件，不是 .docx。", _SAVE_AS)
    if content.lstrip()[:5] == b"<?xml":
        return Refusal("W001", "这是 XML 格式的文件，不是 .docx。", _SAVE_AS)
    if not content.startswith(b"PK"):
        return Refusal("W001", "这不是 Word 文件（.docx）。", _SAVE_AS)
    return None


def _directory_problem(content: bytes) -> Refusal | None:
    """Limits on the list of entries, from the last record of the file: reading a list of 100,000 would cost already."""
    at = content.rfind(_END, max(0, len(content) - 65_557))
    if at < 0 or at + 22 > len(content):
        return _corrupt()
    entries, size, offset = struct.unpack("<HII", content[at + 10 : at + 20])
    if entries == 0xFFFF or size == 0xFFFFFFFF or offset == 0xFFFFFFFF:
        return _too_many("超过 65,535")
    if entries > MAX_ENTRIES:
        return _too_many(f"{entries:,}")
    if size > MAX_DIRECTORY:
        return _too_many("太多或名称太长")
    return None


def _too_many(count: str) -> Refusal:
    return Refusal("W005", f"文件里的部件数（{count}）不正常，没有打开。", f"上限是 {MAX_ENTRIES:,} 个。{_SAVE_AS}")


def _entries_problem(entries: list[zipfile.ZipInfo]) -> Refusal | None:
    """Limits on what the entries say they hold; no more than that is ever unpacked."""
    seen: set[str] = set()
    for entry in entries:
        name = _name(entry)
        if name.startswith("/") or ".." in name.split("/") or ":" in name or "\0" in name:
            return Refusal("W005", "文件里有指向外面的路径，没有打开。", _SAVE_AS)
        if name.lower() in seen:
            return Refusal("W005", "文件里有重名的部件，没有打开。", _SAVE_AS)
        seen.add(name.lower())
        if entry.flag_bits & 0x1:
            return Refusal("W004", "文件加了密码。", "去掉密码再导入。")
        limit = MAX_XML_PART if name.lower().endswith(_XML) else MAX_OTHER_PART
        if entry.file_size > limit:
            what = "正文" if limit == MAX_XML_PART else "图片或附件"
            return Refusal(
                "W002",
                f"{what}解压后有 {entry.file_size / 1_000_000:.0f} MB，没有打开。",
                "删去或压缩图片，另存后再导入。",
            )
        if entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            return Refusal("W005", "文件的压缩比不正常，像是压缩炸弹，没有打开。", _SAVE_AS)
    if sum(entry.file_size for entry in entries) > MAX_TOTAL:
        return Refusal("W002", f"解压后超过 {MAX_TOTAL // 1_000_000} MB，没有打开。", "删去或压缩图片，另存后再导入。")
    return None


# ---- before parsing ------------------------------------------------------------------------------------------


def _kind_problem(parts: Parts) -> Refusal | None:
    if parts.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument"):
        return Refusal("W001", "这是 LibreOffice 的 ODT 文件，不是 .docx。", _SAVE_AS)
    for folder, name in (("xl/", "Excel 工作簿"), ("ppt/", "演示文稿")):
        if any(part.startswith(folder) for part in parts):
            return Refusal("W006", f"这是{name}，不是申报书或推荐表。", "请导入填好的申报书或推荐表（.docx）。")
    if any(name.lower().endswith("vbaproject.bin") or "/activex/" in name.lower() for name in parts) or (
        b"macroEnabled" in parts.get(CONTENT_TYPES, b"")
    ):
        return Refusal("W007", "文件带有宏或控件，没有打开。", f"确认来源可靠以后，{_SAVE_AS}宏会被去掉。")
    return None


def _main_problem(parts: Parts) -> Refusal | None:
    """Why a file that is unpacked and sound has no main part that can be read."""
    if CONTENT_TYPES not in parts or DOCUMENT not in parts:
        said = "没有 [Content_Types].xml" if CONTENT_TYPES not in parts else "_rels/.rels 没有指明正文是哪个部件"
        return Refusal("W001", f"这个压缩文件不是 Word 文档：{said}。", _SAVE_AS)
    if _STRICT in parts[DOCUMENT][:4000]:
        return Refusal("W001", "这是“严格 Open XML”格式的文件。", _SAVE_AS)
    main = parts[DOCUMENT]
    paragraphs, tables, words = len(_PARAGRAPH.findall(main)), len(_TABLE.findall(main)), _count_words(main)
    if paragraphs > MAX_PARAGRAPHS or tables > MAX_TABLES or words > MAX_WORDS:
        message = f"正文有 {paragraphs:,} 段、{tables:,} 个表格、约 {words // 3:,} 字，不像一份申报表，没有打开。"
        return Refusal("W002", message, "删去无关的内容，另存后再导入。")
    return None


def _count_words(content: bytes) -> int:
    """Bytes outside tags."""
    return len(content) if len(content) < MAX_WORDS else len(_TAG.sub(b"", content))


def _content_problem(parts: Parts) -> Refusal | None:
    elements = 0
    for name, content in parts.items():
        if not name.lower().endswith(_XML):
            continue
        encoding = _ENCODING.match(content[:200].lstrip())
        if b"\0" in content[:8] or (encoding and encoding.group(1).lower() not in (b"utf-8", b"us-ascii", b"ascii")):
            return Refusal("W003", "文件内部的编码不是 UTF-8，没有打开。", _SAVE_AS)
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            return Refusal("W007", "文件里有 DTD 声明，正常的 Word 文件没有，没有打开。", _SAVE_AS)
        elements += content.count(b"<") + content.count(b'="') + content.count(b"='")
        long = any(each.group().count(b"=") > MAX_ATTRIBUTES for each in _LONG_TAG.finditer(content))
        if elements > 2 * MAX_ELEMENTS or long:
            return Refusal("W002", "文件的内容太多，不像一份申报表，没有打开。", "删去无关的内容，另存后再导入。")
        if name.lower().endswith(".rels"):
            refusal = _relations_problem(name, content)
            if refusal is not None:
                return refusal
    return None


def _relations_problem(name: str, content: bytes) -> Refusal | None:
    """Nothing outside is ever opened for reading. What Word itself would fetch from the web is refused all the same."""
    root = parse_xml(content)
    if root is None:
        return Refusal("W003", f"文件里的 {name[:60]} 不是完整的 XML，没有读。", f"请对方重新发一份，或{_SAVE_AS}")
    for relation in root:
        if not isinstance(relation.tag, str) or str(relation.get("TargetMode", "")).lower() != "external":
            continue
        kind, target = str(relation.get("Type", "")), str(relation.get("Target", ""))
        if kind.endswith(_HYPERLINK) or not _WEB.match(target.strip()):
            continue
        what, fix = (
            ("模板", "在 Word 的“开发工具—文档模板”里去掉这个模板")
            if kind.endswith("/attachedTemplate")
            else ("链接", "在 Word 里全选正文，按 Ctrl+Shift+F9 去掉链接，链接的图片改为嵌入")
        )
        return Refusal("W007", f"文件引用了网上的{what}“{target[:60]}”，没有打开。", f"{fix}，另存后再导入。")
    return None
