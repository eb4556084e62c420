"""Word → PDF through LibreOffice, where it is installed: a process of its own, with a profile of its own and a time limit.

A profile of its own, because LibreOffice refuses to convert while the person has it open, and because nothing of theirs
(macros, extensions, recent files) should have a part in it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

TIME_LIMIT = 180
_PLACES = (
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
NOT_INSTALLED = (
    "没有找到 LibreOffice，不能生成 PDF。装上 LibreOffice（免费）再试；"
    "或者在 Word、WPS 里打开生成的 .docx，“另存为”PDF。"
)
#: What the fonts of Chinese documents are called inside a PDF, in small letters without anything but letters and digits.
_NAMES: dict[str, tuple[str, ...]] = {
    "仿宋": ("fangsong", "simfang", "stfangsong"),
    "仿宋_GB2312": ("fangsonggb2312", "仿宋gb2312"),
    "楷体": ("kaiti", "simkai", "stkaiti"),
    "楷体_GB2312": ("kaitigb2312", "楷体gb2312"),
    "黑体": ("simhei", "stheiti"),
    "宋体": ("simsun", "nsimsun", "stsong"),
    "方正小标宋简体": ("fzxbsjwgb10", "fzxbsjw", "fzxiaobiaosongb05s"),
}
_FONT = re.compile(rb"/BaseFont\s*/([^\s/<>\[\]()%]+)")
_DATE = re.compile(rb"/(CreationDate|ModDate)\s*\(D:[^)]*\)")
_IDENTIFIER = re.compile(rb"/ID\s*\[\s*<[0-9A-Fa-f]*>\s*<[0-9A-Fa-f]*>\s*\]")
_CHECKSUM = re.compile(rb"/DocChecksum\s*/[0-9A-Fa-f]+")


def find_libreoffice() -> str | None:
    """Where LibreOffice is; None when it is not installed."""
    for name in ("soffice", "libreoffice"):
        found = shutil.which(name)
        if found:
            return found
    return next((place for place in _PLACES if Path(place).is_file()), None)


def convert_to_pdf(files: Mapping[str, bytes]) -> dict[str, bytes] | str:
    """The PDFs of Word files by the same names; or a sentence that says why there are none."""
    soffice = find_libreoffice()
    if soffice is None:
        return NOT_INSTALLED
    with tempfile.TemporaryDirectory() as scratch:
        home, out = Path(scratch), Path(scratch) / "out"
        # Names of our own: not every build of LibreOffice takes every character of a name.
        names = {f"form{number}": name for number, name in enumerate(files)}
        for short, name in names.items():
            (home / f"{short}.docx").write_bytes(files[name])
        command = [
            soffice,
            f"-env:UserInstallation={(home / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--convert-to", "pdf", "--outdir"),
            str(out),
            *(str(home / f"{short}.docx") for short in names),
        ]
        problem = _run(command, home)
        if problem is not None:
            return problem
        made = {name: out / f"{short}.pdf" for short, name in names.items()}
        lost = [name for name, path in made.items() if not path.is_file()]
        if lost:
            return f"LibreOffice 没有生成 {'、'.join(lost)} 的 PDF。在 Word 里打开这份 .docx，“另存为”PDF。"
        return {name: without_time(path.read_bytes()) for name, path in made.items()}


def missing_fonts(wanted: Iterable[str], content: bytes) -> list[str]:
    """Which of some fonts, of those whose names inside a PDF are known, a PDF does not have: others stand for them."""
    there = {_plain(name.rpartition(b"+")[2]) for name in _FONT.findall(content)}
    return [
        name
        for name in dict.fromkeys(wanted)
        if name in _NAMES and not any(each.startswith(known) for each in there for known in _known(name))
    ]


def _known(name: str) -> tuple[str, ...]:
    return (*_NAMES[name], _plain(name.encode("utf-8")))


def _plain(name: bytes) -> str:
    written = re.sub(rb"#([0-9A-Fa-f]{2})", lambda match: bytes([int(match.group(1), 16)]), name)
    return re.sub(r"[\W_]", "", written.decode("utf-8", "replace")).casefold()


def without_time(content: bytes) -> bytes:
    """A PDF without the time of its making: what takes the place is as long, so that its table of places holds."""
    for pattern in (_DATE, _IDENTIFIER, _CHECKSUM):
        content = pattern.sub(lambda match: _blanked(match.group()), content)
    return content


def _blanked(found: bytes) -> bytes:
    if b"(D:" in found:
        head, _, tail = found.partition(b"(D:")
        return head + b"(D:" + b"19800101000000"[: len(tail) - 1].ljust(len(tail) - 1, b"0") + b")"
    head, mark, tail = found.partition(b"/DocChecksum") if b"/DocChecksum" in found else found.partition(b"[")
    return head + mark + re.sub(rb"(?<![A-Za-z])[0-9A-Fa-f]+", lambda match: b"0" * len(match.group()), tail)


def _run(command: list[str], home: Path) -> str | None:
    """Run LibreOffice; what went wrong, or None."""
    environment = {**os.environ, "HOME": str(home), "SOURCE_DATE_EPOCH": "315532800"}
    try:
        process = subprocess.Popen(  # noqa: S603  # a program found by its own name, and files of our own
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=sys.platform != "win32",
        )
    except OSError:
        return "LibreOffice 启动不了。" + NOT_INSTALLED.partition("。")[2]
    try:
        process.wait(TIME_LIMIT)
    except subprocess.TimeoutExpired:
        _stop(process)
        return f"LibreOffice 在 {TIME_LIMIT} 秒内没有完成，已停止。在 Word 里打开 .docx，“另存为”PDF。"
    except BaseException:  # whoever is interrupted leaves no LibreOffice behind
        _stop(process)
        raise
    return None


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End LibreOffice and what it started: the program that is called is often only a starter."""
    if sys.platform == "win32":
        process.kill()
    else:
        import signal

        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
