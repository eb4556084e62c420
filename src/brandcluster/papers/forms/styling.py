"""The region's style on a filled form: fonts, margins, wording of headings. Everything else of the file stays."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from brandcluster.formats.word.build import new_run
from brandcluster.formats.word.parts import (
    CELL,
    DOCUMENT,
    R_PROPERTIES,
    ROW,
    SECTION,
    STYLES,
    TABLE,
    Element,
    P,
    Parts,
    parse_xml,
    read_parts,
    replace_text,
    runs_of,
    serialise_xml,
    text_of,
    text_width,
    w,
    write_parts,
)
from brandcluster.papers.labels.find_labels import squeeze

if TYPE_CHECKING:
    from brandcluster.dossier.model.style import Style

#: What the blanks use, by what it is used for.
_FONTS = {
    "body": ("仿宋", "仿宋_GB2312"),
    "kai": ("楷体", "楷体_GB2312"),
    "hei": ("黑体",),
    "title": ("宋体", "方正小标宋简体"),
}
_TITLES = ("封面标题", "部分标题", "推荐表标题")
_SLOTS = ("ascii", "hAnsi", "eastAsia", "cs")
_TWIPS_PER_MM = Decimal(1440) / Decimal("25.4")
#: Text must have room: no narrower than this, in millimetres.
LEAST_WIDTH = 100


def apply_style(content: bytes, style: Style) -> bytes:
    """One of our own .docx files in the region's style; other bytes come back unchanged."""
    parts = read_parts(content)
    if parts is None:
        return content
    if style.fonts is not None:
        _set_fonts(parts, style)
    document: Element = parse_xml(parts[DOCUMENT])
    before = text_width(document)
    _set_margins(document, style)
    after = text_width(document)
    if after != before:
        for table in document.iter(TABLE):
            _scale(table, after, before)
    for heading in style.headings:
        _reword(document, heading.printed or "", heading.wording or "")
    parts[DOCUMENT] = serialise_xml(document)
    return write_parts(parts)


def style_problem(style: Style) -> str | None:
    """Why a style cannot be used; None when it can."""
    margins = style.margins
    if margins is not None:
        sides = (margins.left or Decimal(28)) + (margins.right or Decimal(26))
        if Decimal(210) - sides < LEAST_WIDTH:
            return f"左右页边距一共 {sides} 毫米，版心不足 {LEAST_WIDTH} 毫米。"
        if (margins.top or Decimal(37)) + (margins.bottom or Decimal(35)) > 150:
            return "上下页边距一共超过 150 毫米。"
    return None


def heading_wordings(style: Style | None) -> dict[str, str]:
    """The region's wording of each heading that it rewords, by the printed one."""
    headings = () if style is None else style.headings
    return {heading.printed: heading.wording for heading in headings if heading.printed and heading.wording}


def _set_fonts(parts: Parts, style: Style) -> None:
    """Put the region's fonts into the styles. A title in 宋体 stays bold; one in 小标宋 is heavy by itself."""
    wanted = {use: getattr(style.fonts, use) for use in _FONTS}
    names = {
        old: new for use, olds in _FONTS.items() if (new := wanted[use]) is not None and use != "title" for old in olds
    }
    root: Element = parse_xml(parts[STYLES])
    for item in root.iterfind(w("style")):
        name = item.find(w("name"))
        is_title = name is not None and name.get(w("val")) in _TITLES
        for fonts in item.iter(w("rFonts")):
            _rename(fonts, dict.fromkeys(_FONTS["title"], wanted["title"]) if is_title and wanted["title"] else names)
        if is_title and wanted["title"] not in (None, "宋体"):
            for bold in [*item.iter(w("b")), *item.iter(w("bCs"))]:
                bold.getparent().remove(bold)
    defaults = root.find(w("docDefaults"))
    for fonts in () if defaults is None else defaults.iter(w("rFonts")):
        _rename(fonts, names)
    parts[STYLES] = serialise_xml(root)


def _rename(fonts: Element, names: dict[str, str]) -> None:
    for slot in _SLOTS:
        if fonts.get(w(slot)) in names:
            fonts.set(w(slot), names[fonts.get(w(slot))])


def _set_margins(document: Element, style: Style) -> None:
    if style.margins is None:
        return
    for section in document.iter(SECTION):
        margins = section.find(w("pgMar"))
        for side in ("top", "bottom", "left", "right"):
            value = getattr(style.margins, side)
            if value is not None and margins is not None:
                margins.set(w(side), str(round(value * _TWIPS_PER_MM)))


def _scale(table: Element, after: int, before: int) -> None:
    """Fit a table to the new width of the text, so that grid, cells and table agree."""
    columns = table.findall(f"{w('tblGrid')}/{w('gridCol')}")
    old = [int(column.get(w("w"))) for column in columns]
    total = sum(old) * after // before
    new = [width * after // before for width in old]
    new[-1] += total - sum(new)
    for column, width in zip(columns, new, strict=True):
        column.set(w("w"), str(width))
    table.find(f"{w('tblPr')}/{w('tblW')}").set(w("w"), str(total))
    for row in table.iterfind(ROW):
        start = 0
        for cell in row.iterfind(CELL):
            span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
            end = start + (1 if span is None else int(span.get(w("val"))))
            cell.find(f"{w('tcPr')}/{w('tcW')}").set(w("w"), str(sum(new[start:end])))
            start = end


def _reword(document: Element, printed: str, wording: str) -> None:
    wanted = squeeze(printed)
    for paragraph in document.iter(P):
        text = text_of(paragraph)
        if wanted and squeeze(text) == wanted:
            first = next(runs_of(paragraph), None)
            look = None if first is None else first.find(R_PROPERTIES)
            replace_text(paragraph, 0, len(text), [new_run(wording, look)])
            return
