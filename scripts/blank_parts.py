"""The parts of a blank beside its text: styles, page numbers, settings. Written out, so that no template of any
program leaves its styles, languages or spacing behind.
"""

from __future__ import annotations

from brandcluster.formats.word.parts import (
    DOCUMENT,
    NAMESPACES,
    R_ID,
    Element,
    Parts,
    child,
    element,
    parse_xml,
    serialise_xml,
)

#: Twips: A4; margins 37, 35, 28, 26 mm, which leave 156 × 225 mm; 22 lines in the height.
PAGE = {"w": 11906, "h": 16838}
MARGINS = {"top": 2098, "right": 1474, "bottom": 1984, "left": 1587, "header": 851, "footer": 1417, "gutter": 0}
LINE_PITCH = 579

#: What stands for the fonts of official documents. The title's 小标宋 is on no Windows, bold 宋体 is on every one.
FONTS = {
    "windows": {"body": "仿宋", "kai": "楷体", "hei": "黑体", "title": "宋体", "number": "宋体"},
    "gb2312": {"body": "仿宋_GB2312", "kai": "楷体_GB2312", "hei": "黑体", "title": "方正小标宋简体", "number": "宋体"},
}
_OTHER_NAMES = {
    "仿宋": "FangSong",
    "楷体": "KaiTi",
    "黑体": "SimHei",
    "宋体": "SimSun",
    "仿宋_GB2312": "仿宋",
    "楷体_GB2312": "楷体",
    "方正小标宋简体": "宋体",
}

_W = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

_RELATED = ("styles", "settings", "fontTable", "footer", "footer", "theme")
_TARGETS = ("styles.xml", "settings.xml", "fontTable.xml", "footer1.xml", "footer2.xml", "theme/theme1.xml")
_ODD_FOOTER, _EVEN_FOOTER = "rId4", "rId5"


def build(title: str, content: list[Element], profile: str, *, cover: bool) -> Parts:
    """All parts of a blank; one with a cover has no page number on it."""
    fonts = FONTS[profile]
    texts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _package_relations(),
        "docProps/core.xml": _core(title),
        "docProps/app.xml": _application(),
        "word/_rels/document.xml.rels": _document_relations(),
        "word/fontTable.xml": _font_table(fonts),
        "word/footer1.xml": _footer("FooterOdd"),
        "word/footer2.xml": _footer("FooterEven"),
        "word/settings.xml": _settings(),
        "word/styles.xml": _styles(fonts, bold_title=profile == "windows"),
        "word/theme/theme1.xml": _theme(fonts["body"]),
    }
    parts = {name: serialise_xml(parse_xml(text.encode("utf-8"))) for name, text in texts.items()}
    parts[DOCUMENT] = serialise_xml(_document(content, cover))
    return parts


def _document(content: list[Element], cover: bool) -> Element:
    made = element("document")
    body = child(made, "body")
    for item in content:
        body.append(item)
    section = child(body, "sectPr")
    for kind, identifier in (("default", _ODD_FOOTER), ("even", _EVEN_FOOTER)):
        child(section, "footerReference", type=kind).set(R_ID, identifier)
    child(section, "pgSz", **PAGE)
    child(section, "pgMar", **MARGINS)
    if cover:
        child(section, "titlePg")
    child(section, "docGrid", type="lines", linePitch=LINE_PITCH)
    return made


# ---- styles --------------------------------------------------------------------------------------------------

_LEFT, _CENTER, _RIGHT, _BOTH = (f'<w:jc w:val="{side}"/>' for side in ("left", "center", "right", "both"))
_KEEP = "<w:keepNext/>"
# Both in characters and, for programs that do not count characters, in twips.
_INDENT_16 = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
_INDENT_12 = '<w:ind w:firstLineChars="200" w:firstLine="480"/>'
_SEAL_INDENT = '<w:ind w:left="6200"/>'


def _lines(exact: int, before: int = 0, after: int = 0) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{exact}" w:lineRule="exact"/>'


def _outline(level: int) -> str:
    return f'<w:outlineLvl w:val="{level}"/>'


_TEXT = _lines(LINE_PITCH)
# Narrower lines than the page grid's need to be off it.
_OFF_GRID = '<w:snapToGrid w:val="0"/>'
_CELL = _OFF_GRID + _lines(400)

#: id, name, paragraph properties, font, size in half points, linked character style.
_PARAGRAPH_STYLES = (
    # Cover and titles.
    ("Annex", "附件序号", _TEXT + _LEFT, "hei", 32, ""),
    ("CoverTitle", "封面标题", _lines(800, 2600, 4400) + _CENTER, "title", 52, ""),
    ("CoverLine", "封面行", f'{_lines(700, 0, 240)}<w:ind w:left="2240" w:hanging="1600"/>{_LEFT}', "body", 32, ""),
    (
        "PartTitle",
        "部分标题",
        f"<w:pageBreakBefore/>{_lines(LINE_PITCH, 0, 289)}{_CENTER}{_outline(0)}",
        "title",
        36,
        "",
    ),
    ("TableTitle", "推荐表标题", _OFF_GRID + _lines(LINE_PITCH, 0, 145) + _CENTER + _outline(0), "title", 44, ""),
    # 第二部分.
    ("PlanBody", "方案正文", _TEXT + _INDENT_16, "body", 32, ""),
    ("PlanHeading1", "方案一级标题", _KEEP + _TEXT + _INDENT_16 + _outline(1), "hei", 32, "PlanHeading1Text"),
    ("PlanHeading2", "方案二级标题", _TEXT + _INDENT_16 + _outline(2), "kai", 32, "PlanHeading2Text"),
    ("Level3", "方案三级", _TEXT + _INDENT_16, "body", 32, ""),
    ("Level4", "方案四级", _TEXT + _INDENT_16, "body", 32, ""),
    ("PlanCaption", "方案表题", _KEEP + _lines(LINE_PITCH, 145, 60) + _CENTER, "hei", 28, ""),
    ("PlanTable", "方案表格文字", _CELL + _LEFT, "body", 24, ""),
    # Tables of the forms.
    ("CellLabel", "表格栏目", _CELL + _CENTER, "body", 24, ""),
    ("CellLabelNarrow", "表格窄栏目", f'{_CELL}<w:ind w:left="200" w:right="200"/>{_CENTER}', "body", 24, ""),
    ("CellText", "表格内容", _CELL + _CENTER, "body", 24, ""),
    ("CellPrompt", "表格提示", _CELL + _LEFT, "body", 24, ""),
    ("CellBody", "表格段落", _CELL + _INDENT_12, "body", 24, ""),
    ("TableCaption", "表格说明", _KEEP + _CELL + _CENTER, "hei", 24, ""),
    # 推荐表.
    ("TableNumber", "推荐表编号", _CELL + _SEAL_INDENT + _LEFT, "body", 24, ""),
    ("SealLine", "盖章行", _CELL + _SEAL_INDENT + _LEFT, "body", 24, ""),
    ("TableNote", "推荐表注", _CELL + _LEFT, "body", 24, ""),
    # Page numbers, a character in from the outer edge.
    ("FooterOdd", "单页页码", f'<w:ind w:rightChars="100" w:right="280"/>{_RIGHT}', "number", 28, ""),
    ("FooterEven", "双页页码", f'<w:ind w:leftChars="100" w:left="280"/>{_LEFT}', "number", 28, ""),
)
#: id, name, font, size, linked paragraph style.
_CHARACTER_STYLES = (
    ("PlanHeading1Text", "方案一级标题文字", "hei", 32, "PlanHeading1"),
    ("PlanHeading2Text", "方案二级标题文字", "kai", 32, "PlanHeading2"),
    ("PromptText", "提示文字", "hei", 24, ""),
)


def _styles(fonts: dict[str, str], *, bold_title: bool) -> str:
    def look(font: str, size: int) -> str:
        bold = "<w:b/><w:bCs/>" if font == "title" and bold_title else ""
        return _rfonts(fonts[font]) + bold + f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'

    paragraphs = "".join(
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{identifier}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/>{_link(link)}<w:qFormat/><w:pPr>{properties}</w:pPr>'
        f"<w:rPr>{look(font, size)}</w:rPr></w:style>"
        for identifier, name, properties, font, size, link in _PARAGRAPH_STYLES
    )
    characters = "".join(
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{identifier}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/>{_link(link)}<w:qFormat/><w:rPr>{look(font, size)}</w:rPr></w:style>'
        for identifier, name, font, size, link in _CHARACTER_STYLES
    )
    return f"<w:styles {_W}>{_defaults(look('body', 32))}{paragraphs}{characters}</w:styles>"


def _rfonts(name: str) -> str:
    """All four slots: one left out falls back to a Latin font."""
    return f'<w:rFonts w:hint="eastAsia" w:ascii="{name}" w:eastAsia="{name}" w:hAnsi="{name}" w:cs="{name}"/>'


def _link(style: str) -> str:
    return f'<w:link w:val="{style}"/>' if style else ""


def _defaults(look: str) -> str:
    """The document's defaults and the four default styles. Latin words are English: Chinese ones may break anywhere."""
    cell = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in _DEFAULT_CELL)
    return (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{look}<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr>'
        "</w:rPrDefault><w:pPrDefault><w:pPr>"
        '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        f'<w:name w:val="Normal"/><w:qFormat/><w:pPr>{_TEXT}{_BOTH}</w:pPr><w:rPr>{look}</w:rPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        f"<w:tblCellMar>{cell}</w:tblCellMar></w:tblPr></w:style>"
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
    )


_DEFAULT_CELL = (("top", 0), ("left", 108), ("bottom", 0), ("right", 108))


# ---- the small parts -----------------------------------------------------------------------------------------


def _footer(style: str) -> str:
    """— 1 —, each part of the field in a run of its own, which WPS needs."""
    pieces = (
        '<w:t xml:space="preserve">— </w:t>',
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>1</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
        '<w:t xml:space="preserve"> —</w:t>',
    )
    runs = "".join(f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>{piece}</w:r>' for piece in pieces)
    return f'<w:ftr {_W}><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p></w:ftr>'


def _settings() -> str:
    flags = (
        "spaceForUL",
        "balanceSingleByteDoubleByteWidth",
        "doNotLeaveBackslashAlone",
        "ulTrailSpace",
        "doNotExpandShiftReturn",
        "adjustLineHeightInTable",
        "useFELayout",
    )
    uri = "http://schemas.microsoft.com/office/word"
    return (
        f'<w:settings {_W}><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>'
        '<w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/><w:drawingGridVerticalSpacing w:val="156"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        f"<w:compat>{''.join(f'<w:{flag}/>' for flag in flags)}"
        f'<w:compatSetting w:name="compatibilityMode" w:uri="{uri}" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
        "</w:settings>"
    )


def _font_table(fonts: dict[str, str]) -> str:
    made = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{_OTHER_NAMES[name]}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{"roman" if name.startswith("宋") else "modern"}"/><w:pitch w:val="default"/></w:font>'
        for name in dict.fromkeys(fonts.values())
    )
    return f"<w:fonts {_W}>{made}</w:fonts>"


def _core(title: str) -> str:
    """Fixed dates: the file must not tell when it was built."""
    dates = "".join(
        f'<dcterms:{kind} xsi:type="dcterms:W3CDTF">1980-01-01T00:00:00Z</dcterms:{kind}>'
        for kind in ("created", "modified")
    )
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:language>zh-CN</dc:language>{dates}</cp:coreProperties>"
    )


def _application() -> str:
    return f'<Properties xmlns="{_OFFICE}/extended-properties"><Application>brandcluster</Application></Properties>'


def _theme(font: str) -> str:
    """Validators ask for a theme; no style refers to this one, and its font is the form's."""
    names = ("dk1", "lt1", "dk2", "lt2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")
    colours = "".join(
        f'<a:{name}><a:srgbClr val="{"FFFFFF" if name.startswith("lt") else "000000"}"/></a:{name}>' for name in names
    )
    faces = f'<a:latin typeface="{font}"/><a:ea typeface="{font}"/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="form"><a:themeElements>'
        f'<a:clrScheme name="form">{colours}</a:clrScheme>'
        f'<a:fontScheme name="form"><a:majorFont>{faces}</a:majorFont><a:minorFont>{faces}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="form"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{line * 3}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst>"
        "</a:fmtScheme></a:themeElements></a:theme>"
    )


def _content_types() -> str:
    types = {
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/word/document.xml": f"{_WORD_TYPE}.document.main+xml",
        "/word/fontTable.xml": f"{_WORD_TYPE}.fontTable+xml",
        "/word/footer1.xml": f"{_WORD_TYPE}.footer+xml",
        "/word/footer2.xml": f"{_WORD_TYPE}.footer+xml",
        "/word/settings.xml": f"{_WORD_TYPE}.settings+xml",
        "/word/styles.xml": f"{_WORD_TYPE}.styles+xml",
        "/word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
    }
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in types.items())
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _package_relations() -> str:
    return _relations(
        (f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
        (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        (f"{_OFFICE}/relationships/extended-properties", "docProps/app.xml"),
    )


def _document_relations() -> str:
    return _relations(
        *((f"{_OFFICE}/relationships/{kind}", target) for kind, target in zip(_RELATED, _TARGETS, strict=True))
    )


def _relations(*related: tuple[str, str]) -> str:
    made = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(related, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{made}</Relationships>'
