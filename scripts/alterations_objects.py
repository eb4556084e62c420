"""Visible alterations of a form by objects: pictures, shapes, charts, notes, other parts, automatic numbers."""

from __future__ import annotations

import struct
import zlib

from alterations import ANSWERS, NUMBER, Alteration
from word_page import (
    NAMESPACES,
    Element,
    Page,
    add_part,
    alone,
    change_part,
    chosen,
    made,
    paragraph,
    place,
    replaced,
    says,
    set_property,
    tag,
    written,
)

_OFFICE = "application/vnd.openxmlformats-officedocument"
_WORD = f"{_OFFICE}.wordprocessingml"


# ---- pictures and shapes -----------------------------------------------------------------------------------------


def _png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head, dot = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0), b"\0" + b"\x20\x20\xc0" * 8
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(dot * 8, 9)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def _picture_part(page: Page) -> str:
    return add_part(page, "word/media/image901.png", _png(), "image/png", "image")


_SIZE = '<wp:extent cx="360000" cy="360000"/>'
_FLOAT = (
    'distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="9" behindDoc="0" locked="0" '
    'layoutInCell="1" allowOverlap="1"'
)
_WHERE = (
    '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH>'
    '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
)


def _drawing(graphic: str, *, floats: bool) -> str:
    name = '<wp:docPr id="901" name="a"/><wp:cNvGraphicFramePr/>'
    if floats:
        inner = f"<wp:anchor {_FLOAT}>{_WHERE}{_SIZE}<wp:wrapNone/>{name}{graphic}</wp:anchor>"
    else:
        inner = f'<wp:inline distT="0" distB="0" distL="0" distR="0">{_SIZE}{name}{graphic}</wp:inline>'
    return f"<w:drawing>{inner}</w:drawing>"


def _picture(floats: bool) -> Alteration:
    def alter(page: Page) -> str:
        shape = '<a:xfrm><a:off x="0" y="0"/><a:ext cx="360000" cy="360000"/></a:xfrm><a:prstGeom prst="rect"/>'
        graphic = (
            f'<a:graphic><a:graphicData uri="{NAMESPACES["pic"]}"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="a"/>'
            f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{_picture_part(page)}"/><a:stretch>'
            f"<a:fillRect/></a:stretch></pic:blipFill><pic:spPr>{shape}</pic:spPr></pic:pic></a:graphicData></a:graphic>"
        )
        target = paragraph(page)
        target.append(made(f"<w:r>{_drawing(graphic, floats=floats)}</w:r>"))
        return says(target)[:20]

    return alter


def picture_instead_of_a_number(page: Page) -> str:
    """A picture stands where a number stood."""
    piece = written(page, NUMBER)
    said = says(piece)
    source = f'<v:shape style="width:20pt;height:12pt"><v:imagedata r:id="{_picture_part(page)}"/></v:shape>'
    replaced(piece, f"<w:r><w:pict>{source}</w:pict></w:r>")
    return said


def picture_of_old_kind(page: Page) -> str:
    """A VML picture behind a paragraph."""
    source = f'<v:shape style="width:20pt;height:12pt"><v:imagedata r:id="{_picture_part(page)}"/></v:shape>'
    target = paragraph(page)
    target.append(made(f"<w:r><w:pict>{source}</w:pict></w:r>"))
    return says(target)[:20]


def embedded_object(page: Page) -> str:
    """An OLE object, with its picture."""
    image = _picture_part(page)
    data = add_part(page, "word/embeddings/oleObject901.bin", b"\0" * 64, f"{_OFFICE}.oleObject", "oleObject")
    shape = f'<v:shape id="s901" style="width:40pt;height:20pt"><v:imagedata r:id="{image}"/></v:shape>'
    link = (
        f'<o:OLEObject Type="Embed" ProgID="Package" ShapeID="s901" DrawAspect="Content" ObjectID="_9" r:id="{data}"/>'
    )
    target = paragraph(page)
    target.append(made(f"<w:r><w:object>{shape}{link}</w:object></w:r>"))
    return says(target)[:20]


def chart(page: Page) -> str:
    """A chart with a title and numbers of its own."""
    points = '<c:ptCount val="1"/><c:pt idx="0"><c:v>{}</c:v></c:pt>'
    title = "<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:t>另一组数据</a:t></a:r></a:p></c:rich></c:tx></c:title>"
    series = (
        f'<c:ser><c:idx val="0"/><c:order val="0"/><c:cat><c:strLit>{points.format("甲")}</c:strLit></c:cat>'
        f"<c:val><c:numLit>{points.format(9)}</c:numLit></c:val></c:ser>"
    )
    axes = '<c:axId val="1"/><c:axId val="2"/>'
    scaling = '<c:scaling/><c:delete val="0"/>'
    drawn = (
        f'{title}<c:plotArea><c:barChart><c:barDir val="col"/>{series}{axes}</c:barChart>'
        f'<c:catAx><c:axId val="1"/>{scaling}<c:axPos val="b"/><c:crossAx val="2"/></c:catAx>'
        f'<c:valAx><c:axId val="2"/>{scaling}<c:axPos val="l"/><c:crossAx val="1"/></c:valAx></c:plotArea>'
    )
    source = f'<c:chartSpace xmlns:c="{NAMESPACES["c"]}" xmlns:a="{NAMESPACES["a"]}"><c:chart>{drawn}</c:chart></c:chartSpace>'
    kind = f"{_OFFICE}.drawingml.chart+xml"
    identifier = add_part(page, "word/charts/chart901.xml", source.encode(), kind, "chart")
    graphic = (
        f'<a:graphic><a:graphicData uri="{NAMESPACES["c"]}"><c:chart r:id="{identifier}"/></a:graphicData></a:graphic>'
    )
    target = paragraph(page)
    target.append(made(f"<w:r>{_drawing(graphic, floats=False)}</w:r>"))
    return says(target)[:20]


def _shape(text: str) -> str:
    box = f"<wps:txbx><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></wps:txbx>" if text else ""
    look = (
        '<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1800000" cy="360000"/></a:xfrm><a:prstGeom prst="rect"/>'
        '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></wps:spPr>'
    )
    inner = f"<wps:wsp><wps:cNvSpPr/>{look}{box}<wps:bodyPr/></wps:wsp>"
    return f'<a:graphic><a:graphicData uri="{NAMESPACES["wps"]}">{inner}</a:graphicData></a:graphic>'


def text_box(page: Page) -> str:
    """A text box over a paragraph, with the old kind for those who cannot show the new."""
    old = _old_box("另计12家")
    choice = f'<mc:Choice Requires="wps">{_drawing(_shape("另计12家"), floats=True)}</mc:Choice>'
    target = paragraph(page)
    target.append(
        made(f"<w:r><mc:AlternateContent>{choice}<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>")
    )
    return says(target)[:20]


def white_shape(page: Page) -> str:
    """A white rectangle over a paragraph."""
    choice = f'<mc:Choice Requires="wps">{_drawing(_shape(""), floats=True)}</mc:Choice>'
    target = paragraph(page, *ANSWERS)
    target.append(made(f"<w:r><mc:AlternateContent>{choice}</mc:AlternateContent></w:r>"))
    return says(target)[:20]


def _old_box(text: str) -> str:
    inner = f"<v:textbox><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></v:textbox>"
    return f'<w:pict><v:rect style="position:absolute;width:90pt;height:20pt;z-index:9">{inner}</v:rect></w:pict>'


def text_box_of_old_kind(page: Page) -> str:
    """A VML text box."""
    target = paragraph(page)
    target.append(made(f"<w:r>{_old_box('另计12家')}</w:r>"))
    return says(target)[:20]


_ART = '<v:shape type="#_x0000_t136" style="position:absolute;width:90pt;height:30pt"><v:textpath on="t" string="作废"/></v:shape>'


def word_art(page: Page) -> str:
    """WordArt: the words stand in an attribute."""
    target = paragraph(page)
    target.append(made(f"<w:r><w:pict>{_ART}</w:pict></w:r>"))
    return says(target)[:20]


def watermark(page: Page) -> str:
    """A watermark across the page, as Word puts it into a header or footer."""

    def change(footer: Element) -> bool:
        footer.find(tag("w:p")).append(made(f"<w:r><w:pict>{_ART}</w:pict></w:r>"))
        return True

    change_part(page, r"^word/footer\d", change)
    return "footer"


# ---- parts of their own ------------------------------------------------------------------------------------------


def header_added(page: Page) -> str:
    """A header, where there was none."""
    source = f'<w:hdr xmlns:w="{NAMESPACES["w"]}"><w:p><w:r><w:t>征求意见稿</w:t></w:r></w:p></w:hdr>'
    identifier = add_part(page, "word/header901.xml", source.encode(), f"{_WORD}.header+xml", "header")
    section = chosen(page, page.body.findall(tag("w:sectPr")))
    section.insert(0, made(f'<w:headerReference w:type="default" r:id="{identifier}"/>'))
    return "header"


def foreign_part(page: Page) -> str:
    """A page of HTML that Word takes in when it opens the file."""
    source = "<html><head><meta charset='utf-8'></head><body><p>另计12家</p></body></html>"
    identifier = add_part(page, "word/afchunk901.html", source.encode(), "text/html", "aFChunk")
    target = paragraph(page)
    target.addprevious(made(f'<w:altChunk r:id="{identifier}"/>'))
    return says(target)[:20]


def _note(kind: str, text: str) -> Alteration:
    def alter(page: Page) -> str:
        separators = "".join(
            f'<w:{kind} w:type="{name}" w:id="{number}"><w:p><w:r><w:{element}/></w:r></w:p></w:{kind}>'
            for number, (name, element) in enumerate(
                (("separator", "separator"), ("continuationSeparator", "continuationSeparator")), start=-1
            )
        )
        said = f'<w:{kind} w:id="1"><w:p><w:r><w:{kind}Ref/></w:r><w:r><w:t>{text}</w:t></w:r></w:p></w:{kind}>'
        source = f'<w:{kind}s xmlns:w="{NAMESPACES["w"]}">{separators}{said}</w:{kind}s>'
        add_part(page, f"word/{kind}s.xml", source.encode(), f"{_WORD}.{kind}s+xml", f"{kind}s")
        text_, _, end = place(page, NUMBER)
        piece = alone(text_, end, end)
        replaced(piece, f'<w:r><w:{kind}Reference w:id="1"/></w:r>')
        return (text_.text or "")[-8:]

    return alter


def comment(page: Page) -> str:
    """A comment on a number; it prints in the margin."""
    piece = written(page, NUMBER)
    who = 'w:id="1" w:author="甲" w:date="2014-05-01T00:00:00Z" w:initials="甲"'
    said = f"<w:comment {who}><w:p><w:r><w:t>此数应为36</w:t></w:r></w:p></w:comment>"
    source = f'<w:comments xmlns:w="{NAMESPACES["w"]}">{said}</w:comments>'
    add_part(page, "word/comments.xml", source.encode(), f"{_WORD}.comments+xml", "comments")
    piece.addprevious(made('<w:commentRangeStart w:id="1"/>'))
    piece.addnext(made('<w:commentRangeEnd w:id="1"/>'))
    piece.getnext().addnext(made('<w:r><w:commentReference w:id="1"/></w:r>'))
    return says(piece)


def _numbered(kind: str, words: str) -> Alteration:
    def alter(page: Page) -> str:
        level = f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{words}"/></w:lvl>'
        abstract = f'<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="singleLevel"/>{level}</w:abstractNum>'
        number = '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
        source = f'<w:numbering xmlns:w="{NAMESPACES["w"]}">{abstract}{number}</w:numbering>'
        add_part(page, "word/numbering.xml", source.encode(), f"{_WORD}.numbering+xml", "numbering")
        target = paragraph(page)
        set_property(target, "pPr", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
        return says(target)[:20]

    return alter


KINDS: dict[str, Alteration] = {
    "picture-inline": _picture(floats=False),
    "picture-floating": _picture(floats=True),
    "footnote": _note("footnote", "其中8家已停产"),
    "endnote": _note("endnote", "其中8家已停产"),
    "number-automatic": _numbered("decimal", "%1."),
    "number-chinese": _numbered("chineseCounting", "（%1）"),
    "bullet": _numbered("bullet", "●"),
    "number-fixed-words": _numbered("decimal", "约%1"),
} | {
    each.__name__.replace("_", "-"): each
    for each in (
        *(picture_instead_of_a_number, picture_of_old_kind, embedded_object, chart, text_box, white_shape),
        *(text_box_of_old_kind, word_art, watermark, header_added, foreign_part, comment),
    )
}
