"""Bytes of a file → its text, or why there is none; a file in GB18030 or UTF-16 is read where that is sure."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from brandcluster.base.diagnostics import CodeEntry
from brandcluster.base.patterns import late_pattern

if TYPE_CHECKING:
    from brandcluster.formats.yaml.slips import Labels

#: A dossier's largest file is some 60 KB; what is far beyond is a mistake or an attack.
MAX_BYTES = 400_000
#: What users read of the codes that are found here.
CODES = (
    CodeEntry("Y001", "文件不太大", "几十 KB", f"超过 {MAX_BYTES:,} 字节"),
    CodeEntry("Y002", "文件是 UTF-8 编码", "UTF-8", "GB18030（ANSI）、UTF-16"),
)
_BREAK = late_pattern(r"\r\n|\r|\n")
_KEY_AT_MARGIN = r"(?m)^([^\s#:：\-][^:：\r\n]{0,60})[:：]"
_SAVE_AS = "请在编辑器里“另存为”，编码选 UTF-8。"
_BY_FIX = "运行 brandcluster validate --fix，改成 UTF-8；或在编辑器里“另存为”，编码选 UTF-8。"


class Decoded(NamedTuple):
    """A file's text (None when it is not known), and what is wrong with its bytes: code, message, help, place."""

    text: str | None
    code: str = ""
    message: str = ""
    help: str = ""
    line: int = 1
    column: int = 1


def decode(content: bytes, labels: Callable[[], Labels] | None = None) -> Decoded:
    """The text of a file. In another encoding than UTF-8 only where its labels are read in it."""
    if len(content) > MAX_BYTES:
        message = f"文件有 {len(content):,} 字节，超过 {MAX_BYTES:,} 字节的上限。"
        return Decoded(None, "Y001", message, "正常的申报文件只有几十 KB；图片和附件请放进 evidence/。")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content[:200]:
        text = _text_in(content, "utf-16", labels) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else None
        if text is not None:
            return Decoded(text, "Y002", "文件是 UTF-16 编码，不是 UTF-8。", _BY_FIX)
        return Decoded(None, "Y002", "文件不是 UTF-8 编码（像是 UTF-16，或者不是文字）。", _SAVE_AS)
    try:
        return Decoded(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        lines = _BREAK.split(content[: error.start].decode("utf-8-sig", "replace"))
        line, column = len(lines), len(lines[-1]) + 1
        byte = content[error.start]
    text = None if _is_partly_utf8(content) else _text_in(content, "gb18030", labels)
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        message = f"文件不是 UTF-8 编码：第 {line} 行有无法识别的字节 0x{byte:02X}。"
    else:
        message = "文件是 GB18030（GBK、ANSI）编码，不是 UTF-8。"
    return Decoded(text, "Y002", message, _SAVE_AS if text is None else _BY_FIX, line, column)


def _text_in(content: bytes, encoding: str, labels: Callable[[], Labels] | None) -> str | None:
    """The text in an encoding, if it says so itself: its keys at the margin are labels."""
    if labels is None:
        return None
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    if encoding == "gb18030" and text.encode(encoding) != content:
        return None
    from brandcluster.formats.yaml.slips import flat_labels

    names = flat_labels(labels())
    keys = [key.strip() for key in re.findall(_KEY_AT_MARGIN, text)]
    known = sum(key in names for key in keys)
    return text if known and known * 5 >= len(keys) * 4 else None


def _is_partly_utf8(content: bytes) -> bool:
    """Whether a line of a file that is not UTF-8 is: then it is in two encodings, and neither reads it."""
    for line in content.splitlines():
        if not line.isascii():
            try:
                text = line.decode("utf-8")
            except UnicodeDecodeError:
                continue
            if max(text) >= "\u0800":
                return True
    return False
