"""LibreOffice as an independent reader: what it finds in a Word file that ours neither reads nor reports.

    python scripts/independent_reader.py FILE…

Prints, for each file, the words that LibreOffice shows and that are neither in our text nor in what we report as not
read. Exit code 1 when there are any. Files that LibreOffice does not open are said.
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from brandcluster.formats.word.guard import Refusal, open_docx
from brandcluster.formats.word.read import read_content

#: Pieces of a line shorter than this are not taken for the same words just because they stand somewhere in ours.
SHORTEST = 4
#: Files that one LibreOffice opens one after another, and seconds for each.
BATCH = 40
TIME_LIMIT = 30


# ---- our side ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reading:
    """Our reading of a file: its text, headers and footers included; the words of what is reported as not read, in

    full; why it was refused."""

    text: str
    reported: tuple[str, ...] = ()
    refused: str = ""


def our_reading(content: bytes) -> Reading:
    """What our reader makes of a .docx. The only place that knows how to ask it."""
    parts = open_docx(content)
    if isinstance(parts, Refusal):
        return Reading("", refused=f"{parts.code} {parts.message}")
    read = read_content(parts)
    if read is None:
        return Reading("", refused="main part")
    flows = [*read.flows, *read.margins]
    reported = tuple(each.words for flow in flows for each in flow.unread)
    return Reading("\n".join(flow.text for flow in flows), reported)


# ---- LibreOffice -------------------------------------------------------------------------------------------------


def soffice() -> str | None:
    """Where LibreOffice is; None when it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def converted(files: Mapping[str, bytes], kind: str) -> dict[str, bytes]:
    """Files in another format, by the same names; those that LibreOffice does not open are left out."""
    made: dict[str, bytes] = {}
    names = list(files)
    with tempfile.TemporaryDirectory() as scratch:
        for at in range(0, len(names), BATCH):
            made |= _batch(Path(scratch), {name: files[name] for name in names[at : at + BATCH]}, kind)
        # One that it cannot open may have taken the others of its batch with it.
        for name in [name for name in names if name not in made]:
            made |= _batch(Path(scratch), {name: files[name]}, kind)
    return made


def _batch(scratch: Path, files: Mapping[str, bytes], kind: str) -> dict[str, bytes]:
    out = scratch / "out"
    shutil.rmtree(out, ignore_errors=True)
    paths = {f"f{number}": name for number, name in enumerate(files)}
    for short, name in paths.items():
        (scratch / f"{short}.docx").write_bytes(files[name])
    command = [soffice() or "soffice", f"-env:UserInstallation={(scratch / 'profile').as_uri()}", "--headless"]
    kinds = {"txt": "txt:Text (encoded):UTF8"}
    sources = [str(scratch / f"{short}.docx") for short in paths]
    call = [*command, "--convert-to", kinds.get(kind, kind), "--outdir", str(out), *sources]
    with contextlib.suppress(subprocess.TimeoutExpired):
        subprocess.run(call, check=False, capture_output=True, timeout=TIME_LIMIT * len(files))
    results = {name: out / f"{short}.{kind}" for short, name in paths.items()}
    return {name: path.read_bytes() for name, path in results.items() if path.is_file()}


@dataclass(frozen=True)
class Shown:
    """The lines that LibreOffice shows: the page's, with notes and boxes; those with an automatic number, once more

    and with it; those of headers and footers."""

    page: list[str]
    numbered: list[str]
    margins: list[str]


def shown(files: Mapping[str, bytes]) -> dict[str, Shown]:
    """What LibreOffice shows of each file that it opens."""
    flat, plain = converted(files, "fodt"), converted(files, "txt")
    return {name: _shown(content, plain.get(name, b"")) for name, content in flat.items()}


def _shown(flat: bytes, plain: bytes) -> Shown:
    root = etree.fromstring(flat, etree.XMLParser(huge_tree=True, resolve_entities=False))
    _take_out_deletions(root)
    page, margins = root.find(f"{_OFFICE}body"), root.find(f"{_OFFICE}master-styles")
    return Shown(list(_lines(page)), list(_numbered(plain)), [] if margins is None else list(_lines(margins)))


_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_MATH = "{http://www.w3.org/1998/Math/MathML}"
_CHECK_BOX = "{urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0}fieldmark"
_PARAGRAPHS = {f"{_TEXT}p", f"{_TEXT}h", f"{_MATH}math"}
#: What a page's layout computes, what was deleted, and what is said about the text rather than shown.
_NOT_SHOWN = {
    *(f"{_TEXT}{name}" for name in ("tracked-changes", "note-citation", "page-number", "page-count", "label")),
    *(f"{_TEXT}{name}" for name in ("sequence-decls", "variable-decls", "user-field-decls", "index-title-template")),
    *(f"{_OFFICE}{name}" for name in ("forms", "binary-data", "event-listeners", "meta", "settings", "styles")),
    *(f"{_OFFICE}{name}" for name in ("automatic-styles", "scripts", "font-face-decls")),
    f"{_MATH}annotation",
    "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}title",
    "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}desc",
    "{http://purl.org/dc/elements/1.1/}creator",
    "{http://purl.org/dc/elements/1.1/}date",
    "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}creator-initials",
    f"{_TEXT}sender-initials",
}


def _take_out_deletions(root: Any) -> None:
    """Blank what was deleted under track changes: it lies between two marks, over several paragraphs if need be."""
    regions = root.iter(f"{_TEXT}changed-region")
    deleted = {each.get(f"{_TEXT}id") for each in regions if each.find(f"{_TEXT}deletion") is not None}
    open_: set[str] = set()
    for event, element in etree.iterwalk(root, events=("start", "end")):
        number = element.get(f"{_TEXT}change-id")
        if event == "start" and element.tag == f"{_TEXT}change-start" and number in deleted:
            open_.add(number)
        elif event == "start" and element.tag == f"{_TEXT}change-end":
            open_.discard(number)
        if open_ and event == "start":
            element.text = None
        elif open_:
            element.tail = None


def _lines(holder: Any) -> Iterator[str]:
    for paragraph in holder.iter(*_PARAGRAPHS):
        if not any(each.tag in _NOT_SHOWN for each in paragraph.iterancestors()):
            yield from "".join(_said(paragraph)).split("\n")


def _said(element: Any) -> Iterator[str]:
    """The text of a paragraph, without the paragraphs that stand in boxes and notes within it."""
    yield (element.text or "").replace("\n", " ")
    for child in element:
        if child.tag == _CHECK_BOX:
            yield "\n"  # LibreOffice draws it and has no character for it
        inner = isinstance(child.tag, str) and child.tag not in _NOT_SHOWN and child.tag not in _PARAGRAPHS
        if inner:
            yield from _said(child)
        yield (child.tail or "").replace("\n", " ")


def _numbered(content: bytes) -> Iterator[str]:
    """The lines of a text file that begin with a number of the list they are in; a bullet is no word."""
    for line in content.decode("utf-8-sig", "replace").splitlines():
        if line.startswith("    ") and line.strip() and any(each.isalnum() for each in line.split()[0]):
            yield line


# ---- the comparison ----------------------------------------------------------------------------------------------

#: One sign, two characters: as the programs write it.
_ALIKE = str.maketrans(
    {"\u2011": "-", "\u00ad": None, "\u200b": None, "\ufeff": None, "\u2028": None}
    # Signs of Wingdings where a font's own characters stand, and what they look like.
    | {"\uf0fe": "☑", "\uf052": "☑", "\uf0fd": "☒", "\uf0a8": "□", "\uf06f": "□", "\uf0fc": "✓", "\uf0fb": "✗"}
)


def bare(text: str) -> str:
    """Text without white space, and without differences that are only another way to write a sign."""
    return "".join(text.translate(_ALIKE).split())


def all_lost(seen: Shown, ours: Reading) -> list[str]:
    """What of a page is neither in our text nor in what we report."""
    return lost(seen.page, ours) or [piece for line in seen.numbered for piece in lost([line], ours)]


def lost(lines: Iterable[str], ours: Reading) -> list[str]:
    """What of the lines is neither in our text nor in what we report: pieces of lines, then characters too few."""
    said, reported = bare(ours.text), "\n".join(bare(each) for each in ours.reported)
    wanted = [bare(line) for line in lines]
    found = [piece for line in wanted for piece in _pieces(line, said, reported)]
    if not found:
        short = Counter("".join(wanted)) - Counter(said + reported)
        found = [f"{character}×{count}" for character, count in sorted(short.items())]
    return found


def _pieces(line: str, said: str, reported: str) -> Iterator[str]:
    """Cut a line into the longest pieces that are in ours; those that are not, and those too short, are lost."""
    lost_, at = "", 0
    while at < len(line):
        length = _longest(line, at, said)
        if length < min(SHORTEST, len(line)):
            length = _longest(line, at, reported)
        if length:
            if lost_:
                yield lost_
            lost_, at = "", at + length
        else:
            lost_, at = lost_ + line[at], at + 1
    if lost_:
        yield lost_


def _longest(line: str, at: int, said: str) -> int:
    low, high = 0, len(line) - at
    while low < high:
        middle = (low + high + 1) // 2
        if line[at : at + middle] in said:
            low = middle
        else:
            high = middle - 1
    return low


def main() -> None:
    """Compare the files named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    files = {str(path): path.read_bytes() for path in parser.parse_args().files}
    theirs = shown(files)
    wrong = 0
    for name, content in files.items():
        ours = our_reading(content)
        seen = theirs.get(name, Shown([], [], []))
        missing = [*all_lost(seen, ours), *(f"margin {each}" for each in lost(seen.margins, ours))]
        wrong += bool(missing)
        note = ours.refused or ("LibreOffice does not open it" if name not in theirs else "")
        if missing or note:
            print(f"{name}: {note} {missing[:12]}")
    print(f"{len(files)} files, {wrong} with something lost")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
