"""How a page looks: styles with what they are based on, columns, merged cells, and places in the text that was read."""

from __future__ import annotations

from brandcluster.formats.word.appearance import ShownParagraph, ShownTable, shown_page, shown_styles
from brandcluster.formats.word.guard import Refusal, open_docx
from brandcluster.formats.word.page import END
from brandcluster.formats.word.parts import CONTENT_TYPES, DOCUMENT, STYLES, W_NAMESPACE, write_parts
from brandcluster.formats.word.read import read_content

_TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def _parts(body: str, styles: str = "") -> dict[str, bytes]:
    begin = f'<w:{{0}} xmlns:w="{W_NAMESPACE}">{{1}}</w:{{0}}>'
    parts = {
        CONTENT_TYPES: _TYPES,
        DOCUMENT: begin.format("document", f"<w:body>{body}</w:body>").encode(),
        STYLES: begin.format("styles", styles).encode(),
    }
    opened = open_docx(write_parts(parts))
    return parts if isinstance(opened, Refusal) else dict(opened)


def _cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def test_merged_cells_columns_and_places() -> None:
    restart, more, wide, middle = (
        '<w:vMerge w:val="restart"/>',
        "<w:vMerge/>",
        '<w:gridSpan w:val="2"/>',
        '<w:vAlign w:val="center"/>',
    )
    first_row = _cell("甲", restart) + _cell("乙", wide)
    second_row = _cell("", more) + _cell("丙") + _cell("丁", middle)
    rows = f"<w:tr>{first_row}</w:tr><w:tr>{second_row}</w:tr>"
    grid = '<w:tblGrid><w:gridCol w:w="100"/><w:gridCol w:w="200"/><w:gridCol w:w="300"/></w:tblGrid>'
    body = (
        '<w:p><w:pPr><w:pStyle w:val="A"/><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>题</w:t></w:r></w:p>'
        f"<w:tbl><w:tblPr/>{grid}{rows}</w:tbl><w:p><w:r><w:t>后</w:t></w:r></w:p>"
    )
    parts = _parts(body)
    content = read_content(parts)
    assert content is not None
    first, table, last = shown_page(parts, content)
    assert isinstance(first, ShownParagraph) and (first.style, first.align, first.pieces[0].bold) == (
        "A",
        "center",
        True,
    )
    assert isinstance(table, ShownTable) and table.widths == (100, 200, 300)
    assert [[(cell.columns, cell.rows, cell.middle) for cell in row] for row in table.rows] == [
        [(1, 2, False), (2, 1, False)],
        [(1, 1, False), (1, 1, True)],
    ]
    for each in (first, last, table.rows[1][1].blocks[0]):
        assert isinstance(each, ShownParagraph) and each.flow is not None
        assert each.flow.text.startswith(each.text + END, each.start)


def test_a_style_takes_what_it_is_based_on() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:pPr><w:jc w:val="both"/><w:spacing w:line="579" w:lineRule="exact"/>'
        '</w:pPr><w:rPr><w:rFonts w:eastAsia="仿宋"/><w:sz w:val="32"/><w:b/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/><w:pPr><w:pageBreakBefore/>'
        '<w:ind w:left="2240" w:hanging="1600"/></w:pPr><w:rPr><w:b w:val="0"/></w:rPr></w:style>'
    )
    one, two = shown_styles(_parts("<w:p/>", styles))
    assert (one.font, one.size, one.bold, one.line, one.new_page) == ("仿宋", 32, True, 579, False)
    assert (two.font, two.bold, two.align, two.left, two.first, two.new_page) == (
        "仿宋",
        False,
        "both",
        2240,
        -1600,
        True,
    )


def test_styles_in_a_ring_end() -> None:
    ring = "".join(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:basedOn w:val="{other}"/></w:style>'
        for one, other in ("AB", "BA")
    )
    assert [each.id for each in shown_styles(_parts("<w:p/>", ring))] == ["A", "B"]
