"""Workbooks (.xlsx): unpacked and measured here within limits before the reading library sees them.

Numbers come out as Excel shows them (15 significant digits), as text, never through float arithmetic. The only module
that reads with python-calamine; `xlsxbuild` writes workbooks.
"""

from __future__ import annotations

import datetime
import io
import math
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from brandcluster.formats.tables.guard import Budget, Measured, measure_sheet, parse_part, shared_lengths
from brandcluster.formats.tables.sheet import TOO_LARGE, Sheet, Unreadable

#: Everything in a workbook, unpacked. 20,000 enterprises with all columns take less, and 200 MB of memory.
MAX_UNPACKED = 24_000_000
MAX_PARTS = 2_000
MAX_SHEETS = 200
WORKBOOK, RELATIONSHIPS, SHARED, STYLES = (
    "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/styles.xml"
)  # fmt: skip
_BY_LOWER = {
    name.lower(): name for name in ("[Content_Types].xml", "_rels/.rels", WORKBOOK, RELATIONSHIPS, SHARED, STYLES)
}
#: What the reading library is given beside the sheets themselves.
_COMMON = frozenset(_BY_LOWER.values())

#: No element of a workbook has so many attributes; each takes memory before it could be looked at.
_MAX_ATTRIBUTES = 1_000
_LONG_TAG = re.compile(rb"<[^<>]{20000,}")

BROKEN = Unreadable(
    "文件的压缩包不完整，解不开：没有传完，或者不是 .xlsx 工作簿。", "用 Excel 或 WPS 打开，“另存为” .xlsx 再交。"
)
_LINKED = Unreadable(
    "工作簿引用了别的工作簿，数值可能不是最新的。", "全选、复制，“选择性粘贴”为“数值”，断开链接后再交。"
)


def read_workbook(content: bytes) -> list[Sheet] | Unreadable:
    """The sheets of a workbook in their order."""
    parts = _unpacked(content)
    if isinstance(parts, Unreadable):
        return parts
    if WORKBOOK not in parts:
        return _other_package(parts)
    if any(name.startswith("xl/externalLinks/") for name in parts):
        return _LINKED
    places = _sheet_parts(parts)
    if isinstance(places, Unreadable):
        return places
    measured = _measured(parts, places)
    if isinstance(measured, Unreadable):
        return measured
    stream = _repacked(parts, places.values())
    parts.clear()
    return _sheets(stream, places, measured)


def _other_package(names: Iterable[str]) -> Unreadable:
    """What a package without a workbook is."""
    kinds = (("word/", "Word 文档"), ("ppt/", "PowerPoint 文档"), ("xl/", ".xlsb 二进制工作簿"))
    kind = next((kind for folder, kind in kinds if any(name.startswith(folder) for name in names)), None)
    if kind is None and "content.xml" in names:
        kind = "OpenDocument 表格（.ods）"
    return Unreadable(
        f"这是{kind or '别的压缩文件'}，不是 .xlsx 工作簿。", "用 Excel 或 WPS 打开或复制到表格里，存成 .xlsx 再交。"
    )


# ---- the package -----------------------------------------------------------------------------------------------


def _unpacked(content: bytes) -> dict[str, bytes] | Unreadable:
    """The XML parts of a package, read here and bounded, whatever its directory says of their sizes; others empty."""
    import zipfile

    parts: dict[str, bytes] = {}
    left = MAX_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
            if len(members) > MAX_PARTS:
                return TOO_LARGE
            for member in members:
                name = _usual(member.filename)
                if not name.lower().endswith((".xml", ".rels")):
                    parts[name] = b""
                    continue
                with package.open(member) as stream:
                    part = stream.read(left + 1)
                left -= len(part)
                if left < 0 or any(tag.group().count(b"=") > _MAX_ATTRIBUTES for tag in _LONG_TAG.finditer(part)):
                    return TOO_LARGE
                parts[name] = part
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError):
        return BROKEN
    except Exception as error:  # zlib.error and whatever else a broken stream brings
        if type(error).__module__ not in {"zlib", "lzma", "struct"}:
            raise
        return BROKEN
    return parts


def _usual(name: str) -> str:
    """A part's name as it should have been written: some programs write backslashes, or the usual names otherwise."""
    plain = name.replace("\\", "/").lstrip("/")
    return _BY_LOWER.get(plain.lower(), plain)


def _repacked(parts: dict[str, bytes], sheets: Iterable[str]) -> io.BytesIO:
    """The parts that were measured and no other, without compression: the reading library then meets nothing that
    could still grow, and finds no sheet by a way of its own."""
    import zipfile

    wanted = _COMMON | set(sheets)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:
        for name, part in parts.items():
            if name in wanted:
                package.writestr(name, part)
    stream.seek(0)
    return stream


def _sheet_parts(parts: dict[str, bytes]) -> dict[str, str] | Unreadable:
    """Which part holds which sheet."""
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def relationship(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            target = attributes.get("Target", "")
            target = target.replace("\\", "/")
            targets[attributes.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            identifier = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            sheets[attributes.get("name", "")] = identifier

    if not parse_part(parts.get(RELATIONSHIPS, b"<none/>"), relationship):
        return _unparsed(RELATIONSHIPS)
    if not parse_part(parts[WORKBOOK], sheet):
        return _unparsed(WORKBOOK)
    if len(sheets) > MAX_SHEETS:
        return Unreadable(f"工作簿有 {len(sheets)} 张工作表，超过 {MAX_SHEETS} 张。", "拆成几个文件再交。")
    found = {name: targets[identifier] for name, identifier in sheets.items() if identifier in targets}
    lower = {name.lower(): name for name in parts}
    for name, place in found.items():
        if place not in parts and place.lower() in lower:
            parts[place] = parts.pop(lower[place.lower()])  # the library looks for it under this name
        if place not in parts or place in _COMMON:
            return Unreadable(f"工作簿里没有工作表“{name[:40]}”的内容（{place[:60]}）。", BROKEN.help)
    return found


def _unparsed(part: str) -> Unreadable:
    return Unreadable(f"工作簿里的 {part[:60]} 不是完整的 XML，读不出来。", BROKEN.help)


def _measured(parts: dict[str, bytes], places: dict[str, str]) -> dict[str, Measured] | Unreadable:
    """Every sheet measured, all of them together within the limits."""
    lengths = shared_lengths(parts.get(SHARED, b"<none/>"))
    if lengths is None:
        return _unparsed(SHARED)
    budget = Budget(lengths, recalculated=b'fullCalcOnLoad="1"' in parts[WORKBOOK])
    found: dict[str, Measured] = {}
    for place in places.values():
        about = measure_sheet(parts[place], budget)
        if about is None:
            return _unparsed(place)
        if isinstance(about, Unreadable):
            return about
        found[place] = about
    return found


# ---- values ----------------------------------------------------------------------------------------------------


def _sheets(stream: io.BytesIO, places: dict[str, str], measured: dict[str, Measured]) -> list[Sheet] | Unreadable:
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    found: list[Sheet] = []
    try:
        workbook = CalamineWorkbook.from_filelike(stream)
        for about in workbook.sheets_metadata:
            if about.name not in places:  # a chart, a dialog
                continue
            sheet = workbook.get_sheet_by_name(about.name)
            left = sheet.start[1] if sheet.start is not None else 0
            rows = [
                ("",) * left + tuple([cell if type(cell) is str else _text(cell) for cell in row])
                for row in sheet.iter_rows()
            ]
            hidden = about.visible != SheetVisibleEnum.Visible
            there = measured[places[about.name]]
            found.append(
                Sheet(about.name, rows, merged=there.merged, faults=there.faults, hidden=hidden, unseen=there.unseen)
            )
    except BaseException as error:  # a panic of the library is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        return Unreadable("工作簿的结构与 .xlsx 的规定不符，表格读不出来。", BROKEN.help)
    return found


def _text(value: Any) -> str:
    """A cell's value as Excel shows it without a format."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        if isinstance(value, float) and not math.isfinite(value):
            return str(value)
        text = format(Decimal(format(value, ".15g")), "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return str(value)
