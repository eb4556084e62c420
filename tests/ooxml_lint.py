"""What validators of OOXML let through, and Word or WPS then repairs, shifts, or sets in the wrong font.

`lint` returns a line for each finding. It knows what the forms need beyond the standard: fixed tables whose widths
agree, no exact row heights, East Asian runs, fields in single runs.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from typing import Any

from brandcluster.formats.word.parts import (
    CELL,
    CONTENT_TYPES,
    DOCUMENT,
    R_ID,
    ROW,
    SECTION,
    STYLES,
    TABLE,
    P,
    R,
    T,
    parse_xml,
    read_parts,
    text_of_run,
    w,
)

WORD_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


def lint(content: bytes) -> list[str]:
    """Everything that is wrong with a .docx, in a fixed order."""
    parts = read_parts(content)
    if parts is None:
        return ["not a .docx"]
    roots: dict[str, Any] = {name: parse_xml(data) for name, data in parts.items() if name.endswith((".xml", ".rels"))}
    broken = [f"{name}: not XML" for name, root in roots.items() if root is None]
    if broken:
        return broken
    found = [*_package(parts, roots), *_styles(roots)]
    styles = {style.get(w("styleId")) for style in roots[STYLES].iterfind(w("style"))}
    for name, root in roots.items():
        if name.startswith("word/") and root.tag in (w("document"), w("hdr"), w("ftr")):
            found += [f"{name}: {line}" for line in (*_text(root, styles), *_ids(root), *_tables(root))]
    found += [f"document: {line}" for line in _body(roots[DOCUMENT])]
    return found


def _package(parts: dict[str, bytes], roots: dict[str, Any]) -> Iterator[str]:
    types = roots[CONTENT_TYPES]
    overrides = Counter(item.get("PartName") for item in types if item.get("PartName"))
    defaults = {item.get("Extension") for item in types if item.get("Extension")}
    yield from (f"type given {count} times: {name}" for name, count in overrides.items() if count > 1)
    yield from (f"type of a part that is not there: {name}" for name in overrides if name[1:] not in parts)
    for name in parts:
        if f"/{name}" not in overrides and name.rsplit(".", 1)[-1] not in defaults:
            yield f"no type: {name}"
    targets = {CONTENT_TYPES}
    for name, root in roots.items():
        if not name.endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(name))
        identifiers = Counter(item.get("Id") for item in root)
        yield from (f"{name}: {key} {count} times" for key, count in identifiers.items() if count > 1)
        for item in root:
            target = item.get("Target")
            if item.get("TargetMode") != "External":
                path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                targets.add(path)
                if path not in parts:
                    yield f"{name}: no such part: {target}"
        source = f"{folder}/{posixpath.basename(name).removesuffix('.rels')}".lstrip("/")
        if source in roots:
            used = {value for item in roots[source].iter() for key, value in item.attrib.items() if key == R_ID}
            yield from (f"{source}: no relation {key}" for key in sorted(used - identifiers.keys()))
    yield from (
        f"nothing leads to {name}" for name in sorted(parts) if name not in targets and not name.endswith(".rels")
    )


def _styles(roots: dict[str, Any]) -> Iterator[str]:
    root = roots[STYLES]
    identifiers = Counter(style.get(w("styleId")) for style in root.iterfind(w("style")))
    yield from (f"style {key} {count} times" for key, count in identifiers.items() if count > 1)
    if root.find(w("latentStyles")) is not None:
        yield "latent styles of another program"
    for fonts in root.iter(w("rFonts")):
        slots = {key for key in fonts.attrib if key != w("hint")}
        if slots != {w(slot) for slot in ("ascii", "hAnsi", "cs", "eastAsia")}:
            yield f"fonts of {_owner(fonts)} leave a slot open or to the theme"


def _owner(item: Any) -> str:
    style = next(item.iterancestors(w("style")), None)
    return "the defaults" if style is None else str(style.get(w("styleId")))


def _text(root: Any, styles: set[str]) -> Iterator[str]:
    for name in ("pStyle", "rStyle", "tblStyle"):
        for item in root.iter(w(name)):
            if item.get(w("val")) not in styles:
                yield f"no style {item.get(w('val'))}"
    for run in root.iter(R):
        fonts = run.find(f"{w('rPr')}/{w('rFonts')}")
        if run.find(T) is not None and (fonts is None or fonts.get(w("hint")) != "eastAsia"):
            yield f"run without East Asian hint: {text_of_run(run)[:20]}"
        if len([item for item in run if item.tag != w("rPr")]) > 1 and run.find(w("fldChar")) is not None:
            yield "field part shares its run"
    open_fields = 0
    for item in root.iter(w("fldChar")):
        open_fields += {"begin": 1, "end": -1}.get(item.get(w("fldCharType")), 0)
    if open_fields:
        yield "field not closed"
    if root.find(f".//{w('sdt')}") is not None:
        yield "content control"


def _ids(root: Any) -> Iterator[str]:
    for tag, key in ((w("bookmarkStart"), w("id")), (WORD_DRAWING, "id"), (w("comment"), w("id"))):
        counts = Counter(item.get(key) for item in root.iter(tag))
        yield from (
            f"id {value} of {tag.rsplit('}', 1)[-1]} {count} times" for value, count in counts.items() if count > 1
        )


def _tables(root: Any) -> Iterator[str]:
    for number, table in enumerate(root.iter(TABLE), start=1):
        yield from (f"table {number}: {line}" for line in _table(table))
        after = table.getnext()
        if after is None or after.tag != P:
            yield f"table {number}: not followed by a paragraph"


def _table(table: Any) -> Iterator[str]:
    grid = [int(item.get(w("w"))) for item in table.iterfind(f"{w('tblGrid')}/{w('gridCol')}")]
    whole = table.find(f"{w('tblPr')}/{w('tblW')}")
    layout = table.find(f"{w('tblPr')}/{w('tblLayout')}")
    if layout is None or layout.get(w("type")) != "fixed":
        yield "layout not fixed"
    if whole is None or whole.get(w("type")) != "dxa" or int(whole.get(w("w"))) != sum(grid):
        yield "width is not that of its grid"
    for index, row in enumerate(table.iterfind(ROW), start=1):
        yield from (f"row {index}: {line}" for line in _row(row, grid))


def _row(row: Any, grid: list[int]) -> Iterator[str]:
    column = 0
    for cell in row.iterfind(CELL):
        span_item = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
        span = 1 if span_item is None else int(span_item.get(w("val")))
        width = cell.find(f"{w('tcPr')}/{w('tcW')}")
        if width is None or int(width.get(w("w"))) != sum(grid[column : column + span]):
            yield "cell width is not that of its columns"
        if not len(cell) or cell[-1].tag != P:
            yield "cell does not end in a paragraph"
        column += span
    if column != len(grid):
        yield f"{column} columns of {len(grid)}"
    height = row.find(f"{w('trPr')}/{w('trHeight')}")
    if height is not None and height.get(w("hRule")) == "exact":
        yield "exact height"


def _body(document: Any) -> Iterator[str]:
    body = document.find(w("body"))
    if body[-1].tag != SECTION or len(body) < 2 or body[-2].tag != P:
        yield "does not end in a paragraph and a section"
