"""Every element of the page is read, ignored for a reason, or reported at its place as what it is."""

from __future__ import annotations

import re

import pytest
from form_samples import blank, parts_of

from brandcluster.formats.word import elements
from brandcluster.formats.word.page import PageContent
from brandcluster.formats.word.parts import DOCUMENT
from brandcluster.formats.word.read import read_content

DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in elements.NAMESPACES.items())
RUN = "<w:r><w:t>{}</w:t></w:r>"


def page(body: str, **parts: str) -> PageContent:
    """A document with this body; parts by their names with __ for / and . as they are."""
    made = dict(parts_of(blank("application")))
    made |= {name.replace("__", "/"): content.encode() for name, content in parts.items()}
    made[DOCUMENT] = f"<w:document {DECLARED}><w:body>{body}</w:body></w:document>".encode()
    found = read_content(made)
    assert found is not None
    return found


def paragraph(inner: str, properties: str = "") -> str:
    return f"<w:p>{properties}{RUN.format('前')}{inner}{RUN.format('后')}</w:p>"


def run(text: str, look: str) -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>"


def unread(found: PageContent) -> list[tuple[str, str]]:
    return [
        (each.kind, each.words)
        for flow in (*found.flows, *found.margins)
        for each in flow.unread
        if each.kind != "页码"
    ]


def field(instruction: str, result: str | None = None, data: str = "") -> str:
    shown = "" if result is None else f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{RUN.format(result)}'
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>{shown}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


LISTED = (
    '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="甲"/><w:listEntry w:val="乙"/></w:ddList></w:ffData>'
)
CHECKED = "<w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>"


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ('<w:r><w:sym w:font="SimSun" w:char="0039"/></w:r>', "9"),
        ('<w:r><w:sym w:font="Arial" w:char="F039"/></w:r>', "9"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☑"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F083"/></w:r>', "③"),
        ('<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>', "α"),
        ("<w:r><w:noBreakHyphen/></w:r>", "-"),
        ('<w:smartTag w:element="a"><w:r><w:t>中</w:t></w:r></w:smartTag>', "中"),
        ('<w:hyperlink w:anchor="a"><w:r><w:t>中</w:t></w:r></w:hyperlink>', "中"),
        ("<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent><w:r><w:t>中</w:t></w:r></w:sdtContent></w:sdt>", "中"),
        ('<w:ins w:id="1"><w:r><w:t>中</w:t></w:r></w:ins>', "中"),
        (field(r"eq \o\ac(□,√)"), "☑"),
        (field(r" EQ \o \ac(○，12) "), "⑫"),
        (field("FORMDROPDOWN", data=LISTED), "乙"),
        (field("FORMCHECKBOX", data=CHECKED), "☑"),
        (field("FORMTEXT", "中"), "中"),
        (field("HYPERLINK a", "中"), "中"),
        (field("TC 目录"), ""),
        ('<w:fldSimple w:instr=" REF a "><w:r><w:t>中</w:t></w:r></w:fldSimple>', "中"),
        ('<w:bookmarkStart w:id="0" w:name="a"/><w:proofErr w:type="spellStart"/><w:bookmarkEnd w:id="0"/>', ""),
        ("<w:r><w:lastRenderedPageBreak/><w:softHyphen/></w:r>", ""),
        (run("中", '<w:strike w:val="0"/><w:vanish w:val="false"/><w:sz w:val="21"/><w:color w:val="auto"/>'), "中"),
        (run("中", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000080"/>'), "中"),
        (run("中", '<w:shd w:val="clear" w:fill="000000"/>'), "中"),
        (
            '<w:r><mc:AlternateContent><mc:Choice Requires="zz" xmlns:zz="urn:zz"><w:t>甲</w:t></mc:Choice>'
            "<mc:Fallback><w:t>乙</w:t></mc:Fallback></mc:AlternateContent></w:r>",
            "乙",
        ),
    ],
)
def test_what_is_read(inner: str, text: str) -> None:
    found = page(paragraph(inner))
    assert (found.body.text, unread(found)) == (f"前{text}后\n", [])


PICTURE = '<w:pict><v:shape><v:imagedata r:id="rIdX"/></v:shape></w:pict>'
CHOICE = '<mc:AlternateContent><mc:Choice Requires="wps">{}</mc:Choice></mc:AlternateContent>'
SHAPE = "<w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp>{}</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
ART = '<w:pict><v:shape><v:textpath string="作废"/></v:shape></w:pict>'
OBJECT = '<w:object><v:shape/><o:OLEObject ProgID="Package" r:id="rIdX"/></w:object>'
UNTOUCHED = (
    "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击</w:t></w:r></w:sdtContent></w:sdt>"
)
RAISED = '<w:vertAlign w:val="superscript"/>'


@pytest.mark.parametrize(
    ("inner", "kind", "words"),
    [
        (run("中", "<w:strike/>"), "删除线", "中"),
        (run("中", "<w:dstrike/>"), "删除线", "中"),
        (run("中", "<w:vanish/>"), "隐藏文字", "中"),
        (run("中", '<w:color w:val="FDFDFD"/>'), "看不见的颜色", "中"),
        (run("中", '<w:color w:val="000000" w:themeColor="background1"/>'), "看不见的颜色", "中"),
        (run("中", '<w:color w:val="202020"/><w:shd w:val="clear" w:fill="202020"/>'), "看不见的颜色", "中"),
        (run("中", '<w:highlight w:val="black"/>'), "看不见的颜色", "中"),
        (run("中", "<w14:textFill><w14:noFill/></w14:textFill>"), "看不见的颜色", "中"),
        (run("中", '<w:sz w:val="2"/>'), "极小的字", "中"),
        (run("中", '<w:w w:val="1"/>'), "压扁的字", "中"),
        (run("中", '<w:spacing w:val="-400"/>'), "压扁的字", "中"),
        (run("中", '<w:position w:val="-400"/>'), "移出行外的字", "中"),
        (run("Ab", '<w:rFonts w:ascii="Wingdings 3" w:hAnsi="Wingdings 3"/>'), "符号", "\uf041\uf062"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F05B"/></w:r>', "符号", "\uf05b"),
        ("<m:oMath><m:r><m:t>km2</m:t></m:r></m:oMath>", "公式", "km2"),
        ("<m:oMathPara><m:oMath><m:r><m:t>7</m:t></m:r></m:oMath></m:oMathPara>", "公式", "7"),
        (field(r"EQ \f(9,7)"), "公式", r"EQ \f(9,7)"),
        (field("QUOTE 9"), "域", "QUOTE 9"),
        (f"<w:r>{PICTURE}</w:r>", "图片", ""),
        (f"<w:r>{SHAPE.format('<wps:spPr/>')}</w:r>", "图形", ""),
        (f"<w:r>{CHOICE.format(SHAPE.format('<wps:spPr/>'))}</w:r>", "图形", ""),
        (f"<w:r>{ART}</w:r>", "艺术字", "作废"),
        (f"<w:r>{OBJECT}</w:r>", "嵌入的对象", ""),
        ("<w:r><w:pgNum/></w:r>", "页码", ""),
        ("<w:r><w:dayLong/></w:r>", "自动更新的日期", ""),
        ('<w:r><w:contentPart r:id="rIdX"/></w:r>', "墨迹", ""),
        ('<w:r><w:footnoteReference w:id="1"/></w:r>', "脚注", ""),
        ('<w:del w:id="1"><w:r><w:delText>旧</w:delText></w:r></w:del>', "修订删除", "旧"),
        ('<w:moveFrom w:id="1"><w:r><w:t>旧</w:t></w:r></w:moveFrom>', "修订删除", "旧"),
        (UNTOUCHED, "未填的控件", "单击"),
        ("<w:r><w:unheard>中</w:unheard></w:r>", "不认识的内容", "unheard"),
        ("<w:unheard><w:r><w:t>中</w:t></w:r></w:unheard>", "不认识的内容", "unheard 中"),
    ],
)
def test_what_is_reported_and_not_read(inner: str, kind: str, words: str) -> None:
    found = page(paragraph(inner))
    assert found.body.text == "前后\n"
    assert [(each.kind, each.words, each.at) for each in found.body.unread] == [(kind, words, 1)]


@pytest.mark.parametrize(
    ("inner", "text", "kind"),
    [
        (run("2", RAISED), "²", "上标"),
        (RUN.format("28") + run("9", RAISED), "28⁹", "数字后的上标"),
        (run("中", "<w:rtl/>"), "中", "书写方向"),
        ('<w:bdo w:val="rtl"><w:r><w:t>36</w:t></w:r></w:bdo>', "36", "书写方向"),
        (RUN.format("\u202e36"), "\u202e36", "书写方向"),
        (run("abc", "<w:caps/>"), "abc", "全部大写"),
        (run("中", "<w:unheard/>"), "中", "不认识的格式"),
        (field("DATE", "今"), "今", "自动更新的日期"),
        (field("DOCPROPERTY a", "中"), "中", "算出的域"),
        (field("INCLUDETEXT a", "中"), "中", "链接来的内容"),
        ("<w:r><w:ruby><w:rt><w:r><w:t>注</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>中</w:t></w:r></w:rubyBase></w:ruby></w:r>", "中", "注音"),
        (
            '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a" w:storeItemID="{1}"/></w:sdtPr>'
            "<w:sdtContent><w:r><w:t>中</w:t></w:r></w:sdtContent></w:sdt>",
            "中",
            "绑定的控件",
        ),
    ],
)  # fmt: skip
def test_what_is_read_and_remarked_on(inner: str, text: str, kind: str) -> None:
    found = page(paragraph(inner))
    assert found.body.text == f"前{text}后\n"
    assert [each for each, _ in unread(found)] == [kind]


def cell(inner: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (paragraph("", '<w:pPr><w:spacing w:line="20" w:lineRule="exact"/></w:pPr>'), "压没的行"),
        (paragraph("", '<w:pPr><w:ind w:left="-20000"/></w:pPr>'), "移出页面"),
        (paragraph("", '<w:pPr><w:framePr w:x="-9000" w:y="1"/></w:pPr>'), "移出页面"),
        (f"<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr>{cell(paragraph(''))}</w:tr></w:tbl>", "隐藏的行"),
        (f"<w:tbl><w:tr>{cell(paragraph(''), '<w:vMerge/>')}</w:tr></w:tbl>", "被合并盖住的格"),
        (f'<w:tbl><w:tr>{cell(paragraph(""), """<w:tcW w:w="20" w:type="dxa"/>""")}</w:tr></w:tbl>', "压扁的字"),
    ],
)
def test_a_place_where_nothing_is_seen(body: str, kind: str) -> None:
    found = page(body)
    assert not any(re.search("[前后]", flow.text) for flow in found.flows)
    assert unread(found) == [(kind, "前后")]


def test_a_text_box_is_read_behind_its_paragraph() -> None:
    box = "<wps:txbx><w:txbxContent><w:p><w:r><w:t>盒</w:t></w:r></w:p></w:txbxContent></wps:txbx>"
    found = page(paragraph(f"<w:r>{SHAPE.format(box)}</w:r>"))
    assert (found.body.text, unread(found)) == ("前后\n盒\n", [("文本框", "")])


def test_a_style_that_hides() -> None:
    styles = (
        f'<w:styles {DECLARED}><w:style w:type="character" w:styleId="A"><w:rPr><w:strike/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="C"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="C"><w:rPr><w:strike/></w:rPr></w:style></w:styles>'
    )
    parts = {"word__styles.xml": styles}
    assert unread(page(paragraph(run("中", '<w:rStyle w:val="A"/>')), **parts)) == [("删除线", "中")]
    based = page(paragraph("", '<w:pPr><w:pStyle w:val="B"/></w:pPr>'), **parts)
    assert unread(based) == [("删除线", "前后")]
    both = page(paragraph(run("中", '<w:rStyle w:val="A"/>'), '<w:pPr><w:pStyle w:val="B"/></w:pPr>'), **parts)
    assert both.body.text == "中\n"  # two that strike out cancel each other


def test_a_field_that_does_not_end_is_reported_with_all_it_took() -> None:
    found = page(paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>') + paragraph(""))
    assert found.body.text == "前\n\n"
    assert unread(found) == [("没有结束的域", "后前后")]


@pytest.mark.parametrize(("stored", "expected"), [("中", []), ("另一个", [("绑定的控件", "另一个")])])
def test_a_control_that_word_fills_when_it_opens_the_file(stored: str, expected: list[tuple[str, str]]) -> None:
    binding = '<w:dataBinding w:xpath="/ns0:a[1]/ns0:b[1]" w:storeItemID="{A1}"/>'
    inner = f"<w:sdt><w:sdtPr>{binding}</w:sdtPr><w:sdtContent><w:r><w:t>中</w:t></w:r></w:sdtContent></w:sdt>"
    properties = '<ds:datastoreItem xmlns:ds="urn:ds" ds:itemID="{a1}"/>'
    parts = {"customXml/itemProps1.xml": properties, "customXml/item1.xml": f'<a xmlns="urn:a"><b>{stored}</b></a>'}
    found = page(paragraph(inner), **parts)
    assert (found.body.text, unread(found)) == ("前中后\n", expected)


@pytest.mark.parametrize(
    ("kind", "look", "mark", "text", "expected"),
    [
        ("decimal", "", "", "(3)前后", []),
        ("decimal", "<w:strike/>", "", "前后", [("删除线", "(3)")]),
        ("decimal", "", "<w:vanish/>", "前后", [("隐藏文字", "(3)")]),
        ("bullet", "", "", "前后", [("项目符号", "(%1)")]),
        ("lowerRoman", "", "", "(iii)前后", []),
    ],
)
def test_an_automatic_number(kind: str, look: str, mark: str, text: str, expected: list[tuple[str, str]]) -> None:
    level = f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="(%1)"/><w:rPr>{look}</w:rPr></w:lvl>'
    numbering = (
        f'<w:numbering {DECLARED}><w:abstractNum w:abstractNumId="1">{level}</w:abstractNum><w:num w:numId="1">'
        '<w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/></w:lvlOverride></w:num></w:numbering>'
    )
    properties = f'<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr>{mark}</w:rPr></w:pPr>'
    found = page(paragraph("", properties), **{"word__numbering.xml": numbering})
    assert (found.body.text, unread(found)) == (f"{text}\n", expected)


def test_nothing_is_seen_of_a_page_without_room() -> None:
    found = page(paragraph("") + '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:left="11000"/></w:sectPr>')
    assert unread(found) == [("版心", "")]


def test_headers_and_footers_are_read_beside_the_page() -> None:
    found = read_content(parts_of(blank("application")))
    assert found is not None
    assert {flow.name for flow in found.margins} == {"页脚"}
    assert {each.kind for flow in found.margins for each in flow.unread} == {"页码"}


def test_no_element_is_in_two_tables() -> None:
    tables = (
        *(elements.WRAPPERS, elements.FIXED, elements.DELETED, elements.DRAWINGS, elements.NOTES, elements.REPORTED),
        elements.IGNORED,
    )
    names = [name for table in tables for name in table]
    assert len(names) == len(set(names))


def test_every_kind_has_words() -> None:
    reported = {*elements.REPORTED.values(), *elements.NOTES.values()}
    assert reported <= elements.KINDS.keys()
    assert all(kind.said for kind in elements.KINDS.values())
