"""Build the blank forms of 工信部科函〔2014〕102号: 申报书 (附件1) and 推荐表 (附件2).

    python scripts/build_blanks.py [--fonts windows|gb2312] [-o DIR]

The wording and the order of rows are the notice's; the geometry follows the layout of official documents
(GB/T 9704): A4, 22 lines of 28 characters. The default fonts are on every Windows; `gb2312` is for offices that
have the fonts of that standard. No font travels with the file.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from string import Template

from brandcluster import docxio
from brandcluster.docxbuild import Cell, Row, paragraph, run, table
from brandcluster.docxio import NAMESPACES, Element, Parts, child, element

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "templates" / "forms" / "miit-2014-102"

FONTS = {
    "windows": {
        "body": "仿宋",
        "kai": "楷体",
        "hei": "黑体",
        "title": "宋体",
        "title_bold": "<w:b/><w:bCs/>",
        "song": "宋体",
    },
    "gb2312": {
        "body": "仿宋_GB2312",
        "kai": "楷体_GB2312",
        "hei": "黑体",
        "title": "方正小标宋简体",
        "title_bold": "",
        "song": "宋体",
    },
}

# Twips: A4; margins 37, 35, 28, 26 mm; columns of 30, 45, 34, 47 mm, which fill the 156 mm between the margins.
PAGE = {"w": 11906, "h": 16838}
MARGINS = {"top": 2098, "right": 1474, "bottom": 1984, "left": 1587, "header": 851, "footer": 1417, "gutter": 0}
COLUMNS = (1701, 2551, 1928, 2665)
# 22 lines in 225 mm.
LINE_PITCH = 579
ROW = 567


# ---- 附件1 ---------------------------------------------------------------------------------------------------


def application() -> list[Element]:
    """申报书: cover, 第一部分, 第二部分."""
    return [*_cover(), _text("第一部分：区域情况", "PartTitle"), _situation(), *_plan()]


def _cover() -> list[Element]:
    return [
        _text("附件1", "Annex"),
        _text("产业集群区域品牌建设试点申报书", "Title"),
        _text(f"申报单位：{'　' * 10}（公章）", "CoverLine"),
        _text("申报日期：", "CoverLine"),
    ]


def _situation() -> Element:
    """The table of 第一部分, row by row."""
    boxes = "□新型工业化示范基地　□经技区　□高新区　□其他产业聚居区"
    rows = [
        Row([_label("区域名称"), _value(3)], ROW, short=True),
        Row([_label("区域性质"), Cell([_text(boxes, "CellText")], 3)], ROW, short=True),
        Row([_label("申报单位"), _value(), _label("联系人"), _value()], ROW, short=True),
        Row([_label("职务"), _value(), _label("地址"), _value()], ROW, short=True),
        Row([_label("信箱"), _value(), _label("电话/传真"), _value()], ROW, short=True),
        Row([_value(4)], ROW, short=True),
        _prompts(
            4600,
            "区域内产业构成说明：",
            "主导产业发展历程及当前在行业中的地位：",
            "主导产业占该区域工业总产值的比重：（如主导产业不唯一，请分别说明）：",
            "简述该区域与主导产业相关的独特性，以及潜在的独特性：",
        ),
        Row(
            [Cell([_text("以下数据均以上一年度、该区域与试点工作相关企业的统计数据为准", "TableCaption")], 4)],
            ROW,
            short=True,
        ),
        Row([_label("工业企业数（家）"), _value(), _label("规模以上企业数（家）"), _value()], ROW, short=True),
        Row([_label("工业总产值（亿元）"), _value(), _label("工业增加值率（%）"), _value()], ROW, short=True),
        Row([_label("以自主品牌销售产品比重（按销售收入计，%）"), _value(3)], ROW, short=True),
        _prompts(1700, "区域内近三年质量安全信誉等方面的情况："),
        _prompts(1700, "区域拥有集体品牌或商标的情况："),
        _prompts(2300, "企业拥有自主品牌的总体情况：", "企业获得质量名牌相关荣誉的情况："),
        _prompts(1700, "企业产品质量总体情况："),
        Row([Cell([_line_of_blanks(), _prompt("拥有技术中心、研发机构以及获得发明专利等情况：")], 4, "top")], 2300),
        _prompts(2300, "企业参与标准制订及采标情况：", "采用国际先进标准的产品比重（按销售收入计）："),
        _prompts(1700, "区域拥有质量、品牌、技术等服务平台的情况："),
        _prompts(1700, "所在地区政府支持品牌建设和质量提升的政策、制度、项目、资金和措施等情况："),
        Row([_label(TOP_THREE), Cell([_prompt(f"企业{number}：") for number in (1, 2, 3)], 3, "top")], 5200),
    ]
    return table(COLUMNS, rows)


TOP_THREE = (
    "简介行业排名前三（按销售收入）的企业基本情况（包括自主品牌情况、主导产品技术质量水平、品牌荣誉、行业影响力等）"
)

PLAN = (
    (
        "一、试点工作思路",
        "说明地方政府和相关企业对区域品牌建设的态度，以及拟开展工作的基本思路。"
        "分析开展试点工作的有利条件、可能的困难以及相应措施。",
    ),
    ("二、试点工作组织", "说明试点工作组织领导和工作职责有关的安排，以及如何通过组织工作带动企业参与品牌建设。"),
    (
        "三、可配套的政策、资金和措施等",
        "说明拟支持开展试点工作的相关政策、资金（包括金额、来源、支持方向、投入步骤等）和措施等。",
    ),
    (
        "四、主要工作项目",
        "说明在试点工作中拟开展的各项主要工作。包括工作内容、工作步骤、工作措施和时间节点等内容。按1-3年试点周期进行策划安排。",
    ),
    (
        "五、工作目标",
        "说明各工作项目应达到的量化目标。工作目标应分阶段提出。第一阶段目标的实现周期为六个月到一年，工作阶段应按年度划分。",
        "除对工作项目提出目标外，在工作目标中应说明5个关键指标应达到的水平。",
    ),
    ("六、其他需要说明内容",),
)


def _plan() -> list[Element]:
    made = [_text("第二部分：试点工作方案", "PartTitle")]
    for heading, *prompts in PLAN:
        made.append(_text(heading, "Heading1"))
        made += [_text(prompt, "PlanBody") for prompt in prompts]
    return made


# ---- 附件2 ---------------------------------------------------------------------------------------------------

STATEMENT = (
    "我们了解并支持该单位申报工业区域品牌建设试点。"
    "《产业集群区域品牌建设试点申报书》中所述与政府相关的内容情况属实，我们将支持落实有关事项。"
)


def recommendation() -> list[Element]:
    """推荐表: one page."""
    rows = [
        Row([_label("申报单位（公章）", narrow=True), _value(3)], 800, short=True),
        Row([_label("联系人"), _value(), _label("电话"), _value()], ROW, short=True),
        _box("当地人民政府意见：", _text(STATEMENT, "CellBody"), room=2),
        _box("省级工业和信息化主管部门审查推荐意见：", room=5),
        _box("全国性工业行业协会推荐意见：（行业与区域联合实施时填写）", room=5),
    ]
    return [
        _text("产业集群区域品牌建设试点申报推荐表", "TableTitle"),
        _text("编号：", "TableNumber"),
        table(COLUMNS, rows),
        _text("本表与《产业集群区域品牌建设试点申报书》一并提交。", "TableNote"),
    ]


def _box(label: str, *printed: Element, room: int) -> Row:
    """A box for an opinion, with room to write, and seal and date low on the right."""
    empty = [paragraph(style="CellBody") for _ in range(room)]
    seal = [_text("公章", "SealLine"), _text("日期", "SealLine")]
    return Row([Cell([_prompt(label), *printed, *empty, *seal], 4, "top")])


# ---- small pieces --------------------------------------------------------------------------------------------


def _text(content: str, style: str) -> Element:
    return paragraph([run(content)], style=style)


def _label(content: str, *, narrow: bool = False) -> Cell:
    """A label; a narrow one breaks before its bracket rather than inside it."""
    return Cell([_text(content, "CellLabelNarrow" if narrow else "CellLabel")])


def _value(span: int = 1) -> Cell:
    return Cell([paragraph(style="CellText")], span)


def _prompt(content: str) -> Element:
    return paragraph([run(content, style="PromptText")], style="CellPrompt")


def _prompts(height: int, *labels: str) -> Row:
    return Row([Cell([_prompt(label) for label in labels], 4, "top")], height)


def _line_of_blanks() -> Element:
    return paragraph(
        [
            run("企业研发投入占销售收入比重（%）：", style="PromptText"),
            run("　" * 6),
            run("新产品产值率（%）：", style="PromptText"),
        ],
        style="CellPrompt",
    )


# ---- the parts of the file -----------------------------------------------------------------------------------

_HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())


def build(title: str, content: list[Element], fonts: dict[str, str], *, cover: bool) -> Parts:
    """All parts of one blank."""
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONS,
        "docProps/core.xml": Template(CORE).substitute(title=title),
        "docProps/app.xml": APP,
        "word/_rels/document.xml.rels": DOCUMENT_RELATIONS,
        "word/fontTable.xml": _font_table(fonts),
        "word/footer1.xml": _footer("FooterOdd"),
        "word/footer2.xml": _footer("FooterEven"),
        "word/settings.xml": Template(SETTINGS).substitute(w=_W),
        "word/styles.xml": Template(STYLES).substitute(w=_W, pitch=LINE_PITCH, **fonts),
        "word/theme/theme1.xml": _theme(fonts),
    }
    made = {name: (_HEADER + " ".join(text.split("\n")).strip()).encode("utf-8") for name, text in parts.items()}
    made["word/document.xml"] = docxio.serialise(_document(content, cover))
    return made


def _document(content: list[Element], cover: bool) -> Element:
    made = element("document")
    body = child(made, "body")
    for item in content:
        body.append(item)
    section = child(body, "sectPr")
    for kind, identifier in (("default", "rId4"), ("even", "rId5")):
        child(section, "footerReference", type=kind).set(docxio.R_ID, identifier)
    child(section, "pgSz", **PAGE)
    child(section, "pgMar", **MARGINS)
    if cover:
        child(section, "titlePg")
    child(section, "docGrid", type="lines", linePitch=LINE_PITCH)
    return made


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


_ALTERNATIVES = {
    "仿宋": "FangSong",
    "楷体": "KaiTi",
    "黑体": "SimHei",
    "宋体": "SimSun",
    "仿宋_GB2312": "仿宋",
    "楷体_GB2312": "楷体",
    "方正小标宋简体": "宋体",
}


def _font_table(fonts: dict[str, str]) -> str:
    names = dict.fromkeys(name for key, name in fonts.items() if key != "title_bold")
    made = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{_ALTERNATIVES[name]}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{"roman" if "宋" in name and "仿" not in name else "modern"}"/><w:pitch w:val="default"/></w:font>'
        for name in names
    )
    return f"<w:fonts {_W}>{made}</w:fonts>"


def _theme(fonts: dict[str, str]) -> str:
    """Validators ask for a theme; no style refers to this one, and its fonts are the form's."""
    colours = (
        ("dk1", "000000"), ("lt1", "FFFFFF"), ("dk2", "44546A"), ("lt2", "E7E6E6"), ("accent1", "4472C4"), ("accent2", "ED7D31"),
        ("accent3", "A5A5A5"), ("accent4", "FFC000"), ("accent5", "5B9BD5"), ("accent6", "70AD47"), ("hlink", "0563C1"),
        ("folHlink", "954F72"),
    )  # fmt: skip
    scheme = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in colours)
    faces = f'<a:latin typeface="{fonts["body"]}"/><a:ea typeface="{fonts["body"]}"/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>' * 3
    line = f'<a:ln w="6350">{fill[: len(fill) // 3]}</a:ln>' * 3
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    return (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="form"><a:themeElements>'
        f'<a:clrScheme name="form">{scheme}</a:clrScheme>'
        f'<a:fontScheme name="form"><a:majorFont>{faces}</a:majorFont><a:minorFont>{faces}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="form"><a:fillStyleLst>{fill}</a:fillStyleLst><a:lnStyleLst>{line}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effect}</a:effectStyleLst><a:bgFillStyleLst>{fill}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )


CONTENT_TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
<Override PartName="/word/fontTable.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"/>
<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>
<Override PartName="/word/footer2.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>
<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>
<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>
<Override PartName="/word/theme/theme1.xml" ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>
</Types>"""

RELATIONS = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>
<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties" Target="docProps/app.xml"/>
</Relationships>"""

DOCUMENT_RELATIONS = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/>
<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable" Target="fontTable.xml"/>
<Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/>
<Relationship Id="rId5" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer2.xml"/>
<Relationship Id="rId6" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme" Target="theme/theme1.xml"/>
</Relationships>"""

# Fixed dates: the file must not tell when it was built.
CORE = """<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>$title</dc:title><dc:language>zh-CN</dc:language>
<dcterms:created xsi:type="dcterms:W3CDTF">1980-01-01T00:00:00Z</dcterms:created>
<dcterms:modified xsi:type="dcterms:W3CDTF">1980-01-01T00:00:00Z</dcterms:modified></cp:coreProperties>"""

APP = """<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">
<Application>brandcluster</Application></Properties>"""

SETTINGS = """<w:settings $w><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>
<w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/><w:drawingGridVerticalSpacing w:val="156"/>
<w:characterSpacingControl w:val="compressPunctuation"/>
<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>
<w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>
<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>
<w:compatSetting w:name="overrideTableStyleFontSizeAndJustification" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/>
<w:compatSetting w:name="enableOpenTypeFeatures" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/>
<w:compatSetting w:name="doNotFlipMirrorIndents" w:uri="http://schemas.microsoft.com/office/word" w:val="1"/></w:compat>
<w:themeFontLang w:val="zh-CN" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>"""


def _fonts(name: str) -> str:
    return f'<w:rFonts w:ascii="${name}" w:eastAsia="${name}" w:hAnsi="${name}" w:cs="${name}" w:hint="eastAsia"/>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _style(
    identifier: str, name: str, paragraph: str, look: str, *, based: str = "Normal", link: str = "", next_: str = ""
) -> str:
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{identifier}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{based}"/>'
        + (f'<w:next w:val="{next_}"/>' if next_ else "")
        + (f'<w:link w:val="{link}"/>' if link else "")
        + f"<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{look}</w:rPr></w:style>"
    )


def _character_style(identifier: str, name: str, look: str, *, link: str = "") -> str:
    return (
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{identifier}"><w:name w:val="{name}"/>'
        '<w:basedOn w:val="DefaultParagraphFont"/>'
        + (f'<w:link w:val="{link}"/>' if link else "")
        + f"<w:qFormat/><w:rPr>{look}</w:rPr></w:style>"
    )


_EXACT = '<w:spacing w:before="0" w:after="0" w:line="$pitch" w:lineRule="exact"/>'
_CELL = '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="400" w:lineRule="exact"/>'
# In characters, with the same in twips for programs that do not count characters.
_INDENT_16 = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
_INDENT_12 = '<w:ind w:firstLineChars="200" w:firstLine="480"/>'

STYLES = "".join(
    (
        "<w:styles $w><w:docDefaults><w:rPrDefault><w:rPr>",
        _fonts("body"),
        _size(32),
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>',
        '<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>',
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>',
        f'<w:pPr>{_EXACT}<w:jc w:val="both"/></w:pPr><w:rPr>{_fonts("body")}{_size(32)}</w:rPr></w:style>',
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>',
        '<w:uiPriority w:val="1"/><w:semiHidden/></w:style>',
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>',
        '<w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>',
        '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>',
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:uiPriority w:val="99"/><w:semiHidden/></w:style>',
        # The page's own.
        _style("Annex", "附件序号", f'{_EXACT}<w:jc w:val="left"/>', _fonts("hei") + _size(32)),
        _style(
            "Title",
            "封面标题",
            '<w:spacing w:before="2600" w:after="4400" w:line="800" w:lineRule="exact"/><w:jc w:val="center"/>',
            _fonts("title") + "$title_bold" + _size(52),
        ),
        _style(
            "CoverLine",
            "封面行",
            '<w:spacing w:before="0" w:after="240" w:line="700" w:lineRule="exact"/><w:ind w:left="2240" w:hanging="1600"/><w:jc w:val="left"/>',
            _fonts("body") + _size(32),
        ),
        _style(
            "PartTitle",
            "部分标题",
            '<w:pageBreakBefore/><w:spacing w:before="0" w:after="289" w:line="$pitch" w:lineRule="exact"/><w:jc w:val="center"/><w:outlineLvl w:val="0"/>',
            _fonts("title") + "$title_bold" + _size(36),
        ),
        # 第二部分.
        _style("PlanBody", "方案正文", f"{_EXACT}{_INDENT_16}", _fonts("body") + _size(32)),
        _style(
            "Heading1",
            "方案一级标题",
            f'<w:keepNext/>{_EXACT}{_INDENT_16}<w:outlineLvl w:val="1"/>',
            _fonts("hei") + _size(32),
            link="Heading1Text",
            next_="PlanBody",
        ),
        _character_style("Heading1Text", "方案一级标题文字", _fonts("hei") + _size(32), link="Heading1"),
        _style(
            "Heading2",
            "方案二级标题",
            f'{_EXACT}{_INDENT_16}<w:outlineLvl w:val="2"/>',
            _fonts("kai") + _size(32),
            link="Heading2Text",
            next_="PlanBody",
        ),
        _character_style("Heading2Text", "方案二级标题文字", _fonts("kai") + _size(32), link="Heading2"),
        _style("Level3", "方案三级", f"{_EXACT}{_INDENT_16}", _fonts("body") + _size(32)),
        _style("Level4", "方案四级", f"{_EXACT}{_INDENT_16}", _fonts("body") + _size(32)),
        _style(
            "PlanCaption",
            "方案表题",
            '<w:keepNext/><w:spacing w:before="145" w:after="60" w:line="$pitch" w:lineRule="exact"/><w:jc w:val="center"/>',
            _fonts("hei") + _size(28),
        ),
        _style("PlanTable", "方案表格文字", f'{_CELL}<w:jc w:val="left"/>', _fonts("body") + _size(24)),
        # Tables of the forms.
        _style("CellLabel", "表格栏目", f'{_CELL}<w:jc w:val="center"/>', _fonts("body") + _size(24)),
        _style("CellLabelNarrow", "表格窄栏目", '<w:ind w:left="200" w:right="200"/>', "", based="CellLabel"),
        _style("CellText", "表格内容", f'{_CELL}<w:jc w:val="center"/>', _fonts("body") + _size(24)),
        _style("CellPrompt", "表格提示", f'{_CELL}<w:jc w:val="left"/>', _fonts("body") + _size(24)),
        _style("CellBody", "表格段落", f"{_CELL}{_INDENT_12}", _fonts("body") + _size(24)),
        _character_style("PromptText", "提示文字", _fonts("hei") + _size(24)),
        _style("TableCaption", "表格说明", f'<w:keepNext/>{_CELL}<w:jc w:val="center"/>', _fonts("hei") + _size(24)),
        # 推荐表.
        _style(
            "TableTitle",
            "推荐表标题",
            '<w:spacing w:before="0" w:after="289" w:line="$pitch" w:lineRule="exact"/><w:jc w:val="center"/><w:outlineLvl w:val="0"/>',
            _fonts("title") + "$title_bold" + _size(44),
        ),
        _style(
            "TableNumber",
            "推荐表编号",
            f'{_EXACT}<w:ind w:left="6200"/><w:jc w:val="left"/>',
            _fonts("body") + _size(24),
        ),
        _style("SealLine", "盖章行", f'{_CELL}<w:ind w:left="6200"/><w:jc w:val="left"/>', _fonts("body") + _size(24)),
        _style("TableNote", "推荐表注", f'{_EXACT}<w:jc w:val="left"/>', _fonts("body") + _size(24)),
        # Page numbers, a character in from the outer edge.
        _style(
            "FooterOdd",
            "单页页码",
            '<w:ind w:rightChars="100" w:right="280"/><w:jc w:val="right"/>',
            _fonts("song") + _size(28),
        ),
        _style(
            "FooterEven",
            "双页页码",
            '<w:ind w:leftChars="100" w:left="280"/><w:jc w:val="left"/>',
            _fonts("song") + _size(28),
        ),
        "</w:styles>",
    )
)


def blanks(fonts: dict[str, str]) -> dict[str, Parts]:
    """Both blanks by file name."""
    return {
        "application.docx": build("产业集群区域品牌建设试点申报书", application(), fonts, cover=True),
        "recommendation.docx": build("产业集群区域品牌建设试点申报推荐表", recommendation(), fonts, cover=False),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description="Build the blank forms.")
    parser.add_argument("--fonts", choices=sorted(FONTS), default="windows")
    parser.add_argument("-o", "--output", type=Path, default=OUTPUT)
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    for name, parts in blanks(FONTS[arguments.fonts]).items():
        (arguments.output / name).write_bytes(docxio.write_parts(parts))
        print(arguments.output / name)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
