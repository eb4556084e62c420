"""The sheets of a file, whatever its name says that it is."""

from __future__ import annotations

from brandcluster.formats.tables.csv_file import read_csv
from brandcluster.formats.tables.sheet import MAX_BYTES, Sheet, Unreadable


def read_table(content: bytes) -> list[Sheet] | Unreadable:
    """The sheets of a workbook, or the one table of a CSV; the kind is told by the content."""
    if len(content) > MAX_BYTES:
        return Unreadable(f"文件有 {len(content):,} 字节，超过 {MAX_BYTES:,} 字节的上限。", "拆成几个文件再交。")
    if content.startswith(b"PK"):
        from brandcluster.formats.tables.workbook_read import read_workbook

        return read_workbook(content)
    refused = _other_kind(content)
    if refused is not None:
        return refused
    found = read_csv(content)
    return found if isinstance(found, Unreadable) else [found]


def _other_kind(content: bytes) -> Unreadable | None:
    """What is sent instead of a table, often under a table's name."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            return Unreadable("这个工作簿加了密码。", "打开，去掉密码，保存后再交。")
        return Unreadable("这是 .xls、.et 等旧格式的工作簿。", "用 Excel 或 WPS 打开，“另存为” .xlsx 格式再交。")
    if content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")):
        return Unreadable("这不是表格（像是 PDF、图片或文档）。", "只收 .xlsx 和 .csv。")
    if content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return Unreadable(
            "这是网页或 XML 格式的表格，不是 .xlsx 工作簿。", "用 Excel 或 WPS 打开，“另存为” .xlsx 格式再交。"
        )
    return None
