"""Build the filled forms that the tests read: made by other programs than ours, as people would make them.

    python scripts/build_word_fixtures.py [-o DIR]

python-docx types into the blanks, XML is edited by hand, LibreOffice sends files through its own formats. The files
are kept, so that the tests need neither; run this again after a change of the blanks. What each file must read as
stands in tests/papers/labels/test_read_form.py.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

ROOT = Path(__file__).resolve().parent.parent
BLANKS = ROOT / "templates" / "forms" / "miit-2014-102"
OUTPUT = ROOT / "tests" / "fixtures" / "word"

W = nsdecls("w")
#: What is typed into cells beside their labels.
CELLS = {
    "区域名称": "望溪高新技术产业园区",
    "申报单位": "望溪高新技术产业园区管理委员会",
    "联系人": "乙某",
    "职务": "主任",
    "地址": "望溪市科技路8号",
    "信箱": "b@example.com",
    "电话/传真": "0300-5551234 / 0300-5551235",
    "工业企业数（家）": "120",
    "规模以上企业数（家）": "60",
    "工业总产值（亿元）": "85.50",
    "工业增加值率（%）": "25.10",
    "以自主品牌销售产品比重（按销售收入计，%）": "55.00",
}
#: What is typed under prompts.
PROMPTS = {
    "区域内产业构成说明：": ["园区以轴承为主导产业。", "上下游企业共120家。"],
    "主导产业发展历程及当前在行业中的地位：": ["1985年起步，产量居全国前列。"],
    "主导产业占该区域工业总产值的比重：（如主导产业不唯一，请分别说明）：": ["62.30%"],
    "简述该区域与主导产业相关的独特性，以及潜在的独特性：": ["精密加工工艺为当地独有。"],
    "区域内近三年质量安全信誉等方面的情况：": ["近三年未发生重大质量安全事故。"],
    "区域拥有集体品牌或商标的情况：": ["“望溪轴承”集体商标正在注册。"],
    "企业拥有自主品牌的总体情况：": ["共有自主品牌35个。"],
    "企业获得质量名牌相关荣誉的情况：": ["省名牌产品6个。"],
    "企业产品质量总体情况：": ["监督抽查合格率98.5%。"],
    "拥有技术中心、研发机构以及获得发明专利等情况：": ["省级技术中心4家，发明专利28件。"],
    "企业参与标准制订及采标情况：": ["参与制订国家标准3项。"],
    "采用国际先进标准的产品比重（按销售收入计）：": ["31.20%"],
    "区域拥有质量、品牌、技术等服务平台的情况：": ["轴承检测中心1个。"],
    "所在地区政府支持品牌建设和质量提升的政策、制度、项目、资金和措施等情况：": ["出台奖励办法，每年安排资金500万元。"],
    "企业1：": [
        "望溪甲轴承有限公司，2013年销售收入12.50亿元。",
        "自主品牌情况：拥有“望甲”商标。",
        "主导产品技术质量水平：达到P4级。",
        "品牌荣誉：省名牌。",
        "行业影响力：参与制订国家标准。",
    ],
    "企业2：": [
        "望溪乙轴承有限公司，2013年销售收入9.80亿元。",
        "自主品牌情况：拥有“望乙”商标。",
        "主导产品技术质量水平：达到P5级。",
        "品牌荣誉：无",
        "行业影响力：出口20国。",
    ],
    "企业3：": [
        "望溪丙轴承有限公司，2013年销售收入7.10亿元。",
        "自主品牌情况：拥有“望丙”商标。",
        "主导产品技术质量水平：国内先进。",
        "品牌荣誉：无",
        "行业影响力：较大。",
    ],
}
INLINE = {"企业研发投入占销售收入比重（%）：": "3.20", "新产品产值率（%）：": "18.40"}
HEADINGS = {
    "一、试点工作思路": ["政府重视，企业积极。", "坚持企业主体。"],
    "二、试点工作组织": ["成立领导小组。"],
    "三、可配套的政策、资金和措施等": ["安排专项资金1000万元。"],
    "四、主要工作项目": [
        "（一）品牌策划",
        "起止时间：2014年7月至2015年6月",
        "责任单位：管委会",
        "对应试点示范工作内容：二（一）开展区域品牌策划和设计",
        "工作内容：编制规划。",
        "工作步骤：先调研后编制。",
        "工作措施：聘请专家。",
        "时间节点：2014年12月，完成初稿；2015年6月，发布。",
    ],
    "五、工作目标": ["到2016年建成区域品牌。"],
    "六、其他需要说明内容": ["无"],
}
DAY = "2014年5月12日"
KINDS = ("高新区",)
OPINION = "同意推荐。"


# ---- typing into the blanks ----------------------------------------------------------------------------------


def open_blank(name: str) -> Any:
    """A blank, opened by python-docx."""
    return docx.Document(str(BLANKS / name))


def saved(document: Any) -> bytes:
    """The bytes of a document."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def cells(document: Any) -> list[Any]:
    """The w:tc elements of a document in order."""
    return list(document.element.body.iter(qn("w:tc")))


def text_of(element: Any) -> str:
    """All text below an element."""
    return "".join(item.text or "" for item in element.iter(qn("w:t")))


def paragraph_of(document: Any, text: str) -> Any:
    """The w:p that says `text` and nothing else."""
    return next(item for item in document.element.body.iter(qn("w:p")) if text_of(item) == text)


def typed(paragraph: Any, text: str, *, bold: bool = False) -> None:
    """Type behind what a paragraph says."""
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    run = parse_xml(f'<w:r {W}>{look}<w:t xml:space="preserve"></w:t></w:r>')
    run[-1].text = text
    paragraph.append(run)


def below(paragraph: Any, lines: list[str]) -> None:
    """New paragraphs under one, typed with Enter."""
    last = paragraph
    for line in lines:
        new = parse_xml(f"<w:p {W}/>")
        typed(new, line)
        last.addnext(new)
        last = new


def application(
    *, prompt_line: bool = False, prompts_deleted: bool = False, ticks: str = "☑", skip: frozenset[str] = frozenset()
) -> Any:
    """申报书 as a person fills it in."""
    document = open_blank("application.docx")
    for paragraph in list(document.element.body.iter(qn("w:p"))):
        label = text_of(paragraph)
        if label in PROMPTS and label not in skip:
            lines = PROMPTS[label]
            if prompt_line:
                typed(paragraph, lines[0])
                below(paragraph, lines[1:])
            else:
                below(paragraph, lines)
    table = cells(document)
    for label, value in CELLS.items():
        if label in skip:
            continue
        at = next(index for index, cell in enumerate(table) if text_of(cell) == label)
        typed(next(table[at + 1].iter(qn("w:p"))), value)
    _fill_lines(document)
    for heading, lines in HEADINGS.items():
        start = paragraph_of(document, heading)
        last = start
        while (after := last.getnext()) is not None and after.tag == qn("w:p") and text_of(after) not in HEADINGS:
            last = after
        printed = _between(start, last)
        below(last, lines)
        for item in printed if prompts_deleted else []:
            item.getparent().remove(item)
    tick(document, ticks)
    return document


def _between(start: Any, last: Any) -> list[Any]:
    found = []
    while start is not last:
        start = start.getnext()
        found.append(start)
    return found


def _fill_lines(document: Any) -> None:
    body = document.element.body
    for item in body.iter(qn("w:t")):
        if item.text and item.text.startswith("申报单位：") and "公章" in item.text:
            item.text = f"申报单位：{CELLS['申报单位']}　（公章）"
        elif item.text == "申报日期：":
            item.text = f"申报日期：{DAY}"
        elif item.text in INLINE:
            item.text += INLINE[item.text]


def tick(document: Any, mark: str) -> None:
    """Tick the box of 高新区."""
    for item in document.element.body.iter(qn("w:t")):
        if item.text and "□高新区" in item.text:
            item.text = item.text.replace("□高新区", f"{mark}高新区")


def recommendation(*, opinion: bool = True) -> Any:
    """推荐表 as a person fills it in."""
    document = open_blank("recommendation.docx")
    table = cells(document)
    for label, value in (("申报单位（公章）", CELLS["申报单位"]), ("联系人", "乙某"), ("电话", "0300-5551234")):
        at = next(index for index, cell in enumerate(table) if text_of(cell) == label)
        typed(next(table[at + 1].iter(qn("w:p"))), value)
    if opinion:
        below(paragraph_of(document, "省级工业和信息化主管部门审查推荐意见："), [OPINION])
    return document


# ---- what people do to files ---------------------------------------------------------------------------------


def wingdings(document: Any) -> None:
    """The tick as a symbol of Wingdings, as Word's dialog inserts it."""
    for item in list(document.element.body.iter(qn("w:t"))):
        if item.text and "□高新区" in item.text:
            before, _, after = item.text.partition("□高新区")
            item.text = before
            run = item.getparent()
            tail = deepcopy(run)
            next(tail.iter(qn("w:t"))).text = "高新区" + after
            symbol = parse_xml(f'<w:r {W}><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>')
            run.addnext(symbol)
            symbol.addnext(tail)


def form_fields(document: Any) -> None:
    """All boxes as check boxes of old form fields."""
    cell = next(item for item in cells(document) if "□经技区" in text_of(item))
    paragraph = next(cell.iter(qn("w:p")))
    for run in list(paragraph.iter(qn("w:r"))):
        paragraph.remove(run)
    for name in ("新型工业化示范基地", "经技区", "高新区", "其他产业聚居区"):
        state = '<w:checked w:val="1"/>' if name in KINDS else '<w:default w:val="0"/>'
        for piece in (
            f'<w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:sizeAuto/>{state}</w:checkBox></w:ffData></w:fldChar>',
            '<w:instrText xml:space="preserve"> FORMCHECKBOX </w:instrText>',
            '<w:fldChar w:fldCharType="end"/>',
            f'<w:t xml:space="preserve">{name}  </w:t>',
        ):
            paragraph.append(parse_xml(f"<w:r {W}>{piece}</w:r>"))


def content_controls(document: Any) -> None:
    """Answers inside content controls, a box among them."""
    for paragraph in list(document.element.body.iter(qn("w:p"))):
        if text_of(paragraph) in (CELLS["联系人"], CELLS["地址"], "轴承检测中心1个。"):
            runs = list(paragraph.iter(qn("w:r")))
            control = parse_xml(f"<w:sdt {W}><w:sdtPr/><w:sdtContent/></w:sdt>")
            runs[0].addprevious(control)
            for run in runs:
                control[1].append(run)


def tracked(document: Any) -> None:
    """Insertions and deletions that nobody accepted yet."""
    mark = 'w:id="91" w:author="甲" w:date="2014-05-01T00:00:00Z"'
    for paragraph in list(document.element.body.iter(qn("w:p"))):
        if text_of(paragraph) == CELLS["职务"]:
            runs = list(paragraph.iter(qn("w:r")))
            inserted = parse_xml(f"<w:ins {W} {mark}/>")
            runs[0].addprevious(inserted)
            for run in runs:
                inserted.append(run)
            inserted.addprevious(
                parse_xml(f"<w:del {W} {mark}><w:r><w:delText>副主任（已删）</w:delText></w:r></w:del>")
            )
        if text_of(paragraph) == "园区以轴承为主导产业。":
            gone = parse_xml(
                f"<w:p {W}><w:pPr><w:rPr><w:del {mark}/></w:rPr></w:pPr><w:del {mark}><w:r>"
                "<w:delText>旧的一段。</w:delText></w:r></w:del></w:p>"
            )
            paragraph.addprevious(gone)
            moved = parse_xml(f"<w:moveFrom {W} {mark}><w:r><w:t>搬走的话</w:t></w:r></w:moveFrom>")
            paragraph.append(moved)


def hidden(document: Any) -> None:
    """Hidden text and a comment's anchor."""
    paragraph = paragraph_of(document, "共有自主品牌35个。")
    paragraph.append(parse_xml(f"<w:r {W}><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r>"))


def spaced_labels(document: Any) -> None:
    """Labels with spaces and breaks inside."""
    for item in list(document.element.body.iter(qn("w:t"))):
        if item.text in ("联系人", "职务", "地址"):
            item.text = "　".join(item.text)
        elif item.text == "区域名称":
            item.text = "区域"
            item.addnext(parse_xml(f"<w:t {W}>名称</w:t>"))
            item.addnext(parse_xml(f"<w:br {W}/>"))
        elif item.text == "企业产品质量总体情况：":
            item.text = "企业 产品质量 总体情况 ："


def half_width(document: Any) -> None:
    """Brackets, colons and commas typed half-width."""
    for item in document.element.body.iter(qn("w:t")):
        text = item.text or ""
        if text.rstrip() and (text in CELLS or text in PROMPTS or text.startswith(tuple(INLINE)) or "公章" in text):
            item.text = (
                text.replace("（", "(").replace("）", ")").replace("：", ":").replace("，", ",").replace("%", "％")
            )


def rows_added(document: Any) -> None:
    """A row of the region's own, and an empty one."""
    row = next(item for item in document.element.body.iter(qn("w:tr")) if "信箱" in text_of(item))
    for words in (("网址", "www.example.com", "邮编", "050000"), ("", "", "", "")):
        new = deepcopy(row)
        for cell, text in zip(new.iter(qn("w:tc")), words, strict=True):
            for run in list(cell.iter(qn("w:r"))):
                run.getparent().remove(run)
            typed(next(cell.iter(qn("w:p"))), text)
        row.addnext(new)


def nested(document: Any) -> None:
    """An answer set as a table inside its cell, and the whole form inside another table."""
    paragraph = paragraph_of(document, "共有自主品牌35个。")
    rows = _rows(("品牌", "企业"), ("望甲", "甲公司"))
    grid = '<w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>'
    paragraph.addnext(parse_xml(f'<w:tbl {W}><w:tblPr><w:tblW w:w="4000" w:type="dxa"/></w:tblPr>{grid}{rows}</w:tbl>'))
    table = next(document.element.body.iter(qn("w:tbl")))
    outer = parse_xml(
        f'<w:tbl {W}><w:tblPr><w:tblW w:w="9000" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="9000"/></w:tblGrid>'
        '<w:tr><w:tc><w:tcPr><w:tcW w:w="9000" w:type="dxa"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'
    )
    table.addprevious(outer)
    next(outer.iter(qn("w:p"))).addprevious(table)


def text_box(document: Any) -> None:
    """The lines of the cover in a text box, with the old copy that Word writes beside it."""
    cover = [
        item for item in document.element.body.iter(qn("w:p")) if text_of(item).startswith(("申报单位：", "申报日期："))
    ]
    lines = "".join(f"<w:p><w:r><w:t>{text_of(item)}</w:t></w:r></w:p>" for item in cover)
    for item in cover[1:]:
        item.getparent().remove(item)
    for run in list(cover[0].iter(qn("w:r"))):
        cover[0].remove(run)
    uri = "http://schemas.openxmlformats.org"
    cover[0].append(
        parse_xml(
            f'<w:r {W} xmlns:mc="{uri}/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
            f'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
            f'xmlns:a="{uri}/drawingml/2006/main" xmlns:wp="{uri}/drawingml/2006/wordprocessingDrawing">'
            f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="4000000" cy="900000"/>'
            f'<wp:docPr id="77" name="box"/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
            f"<wps:wsp><wps:spPr/><wps:txbx><w:txbxContent>{lines}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>"
            f"</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
            f"<w:txbxContent>{lines}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )


def numbered_headings() -> bytes:
    """一、二、三、 as automatic numbers; the part that counts them is put in by hand."""
    document = application()
    for heading in HEADINGS:
        paragraph = paragraph_of(document, heading)
        next(paragraph.iter(qn("w:t"))).text = heading.partition("、")[2]
        properties = paragraph.get_or_add_pPr()
        properties.insert(1, parse_xml(f'<w:numPr {W}><w:ilvl w:val="0"/><w:numId w:val="93"/></w:numPr>'))
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="93"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="93"><w:abstractNumId w:val="93"/></w:num></w:numbering>'
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"
    source, target = io.BytesIO(saved(document)), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name).decode("utf-8") if name.endswith((".xml", ".rels")) else ""
            if name == "[Content_Types].xml":
                content = content.replace(
                    "</Types>", f'<Override PartName="/word/numbering.xml" ContentType="{kind}"/></Types>'
                )
            elif name == "word/_rels/document.xml.rels":
                made = f'<Relationship Id="rId93" Type="{relation}" Target="numbering.xml"/></Relationships>'
                content = content.replace("</Relationships>", made)
            new.writestr(name, content or old.read(name))
        new.writestr("word/numbering.xml", numbering)
    return target.getvalue()


def replace_text(document: Any, old: str, new: str) -> None:
    """Words of the document for others."""
    for item in document.element.body.iter(qn("w:t")):
        if item.text and old in item.text:
            item.text = item.text.replace(old, new)


def other_unit(document: Any) -> None:
    """The output in 万元, in the label as well as in the cell."""
    replace_text(document, "工业总产值（亿元）", "工业总产值（万元）")
    replace_text(document, "85.50", "855000")


def soft_breaks(document: Any) -> None:
    """Shift+Enter instead of Enter: prompt and answer in one paragraph."""
    for label in ("区域拥有集体品牌或商标的情况：", "企业获得质量名牌相关荣誉的情况："):
        paragraph = paragraph_of(document, label)
        answer = paragraph.getnext()
        for line in [text_of(answer), "第二行。"]:
            paragraph.append(parse_xml(f"<w:r {W}><w:br/></w:r>"))
            typed(paragraph, line)
        answer.getparent().remove(answer)


def bold_and_table(document: Any) -> None:
    """Bold words, and a real table under a heading."""
    typed(paragraph_of(document, "坚持企业主体。"), "突出质量。", bold=True)
    document_table = parse_xml(
        f'<w:tbl {W}><w:tblPr><w:tblW w:w="4000" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="2000"/>'
        '<w:gridCol w:w="2000"/></w:tblGrid>' + _rows(("部门", "职责"), ("管委会", "统筹")) + "</w:tbl>"
    )
    paragraph_of(document, "成立领导小组。").addnext(document_table)


def fund_table(document: Any) -> None:
    """A table of funds as an office types it: merged years, a sum, amounts with separators."""
    rows = (
        ("年度", "资金来源", "金额（万元）", "支持方向", "投入步骤"),
        ("2014年", "区财政", "1,200", "培训", "一次"),
        ("", "企业自筹", "300.5", "策划", "两次"),
        ("合计", "", "1500.5", "", ""),
    )
    made = _rows(*rows, merged=True)
    grid = "".join('<w:gridCol w:w="1600"/>' for _ in range(5))
    paragraph_of(document, "安排专项资金1000万元。").addnext(
        parse_xml(
            f'<w:tbl {W}><w:tblPr><w:tblW w:w="8000" w:type="dxa"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl>'
        )
    )


def _rows(*rows: tuple[str, ...], merged: bool = False) -> str:
    """Rows of a table as XML; `merged` joins the first cells of the second and third."""
    made = ""
    for index, row in enumerate(rows):
        made += "<w:tr>"
        for column, text in enumerate(row):
            merge = _merge(index, column) if merged else ""
            made += f'<w:tc><w:tcPr><w:tcW w:w="1600" w:type="dxa"/>{merge}</w:tcPr>{_p(text)}</w:tc>'
        made += "</w:tr>"
    return made


def _merge(row: int, column: int) -> str:
    if column == 0 and row == 1:
        return '<w:vMerge w:val="restart"/>'
    return "<w:vMerge/>" if column == 0 and row == 2 else ""


def both_forms() -> bytes:
    """推荐表 behind 申报书 in one file."""
    first, second = application(), recommendation()
    end = first.element.body[-1]
    for item in list(second.element.body)[:-1]:
        end.addprevious(deepcopy(item))
    return saved(first)


def by_hand(content: list[str]) -> bytes:
    """A document of hand-written XML and the fewest parts that make one."""
    uri = "http://schemas.openxmlformats.org"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{uri}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{uri}/package/2006/relationships"><Relationship Id="r1" Type="{uri}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<?xml version="1.0"?><w:document {W}><w:body>{"".join(content)}</w:body></w:document>',
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text)
    return stream.getvalue()


def _p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _tr(*texts: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{_p(text)}</w:tc>' for text in texts)}</w:tr>"


def handmade() -> bytes:
    """The application typed from scratch, labels on the line, no styles, each prompt a row of its own."""
    listed = list(CELLS.items())
    pairs = "".join(_tr(*one, *two) for one, two in zip(listed[::2], listed[1::2], strict=True))
    prompts = "".join(_tr(label + "".join(lines[:1])) for label, lines in PROMPTS.items() if len(lines) == 1)
    tops = "".join(
        f"<w:tr><w:tc>{_p(label)}{''.join(map(_p, lines))}</w:tc></w:tr>"
        for label, lines in PROMPTS.items()
        if len(lines) > 1
    )
    lines = "".join(_tr(f"{label}　{value}") for label, value in INLINE.items())
    kinds = _tr("区域性质", "□新型工业化产业示范基地 □经济技术开发区 √高新技术开发区 □其他产业聚集区")
    plan = [part for heading, lines_ in HEADINGS.items() for part in (_p(heading), *map(_p, lines_))]
    return by_hand(
        [
            _p("产业集群区域品牌建设试点申报书"),
            _p(f"申报单位:{CELLS['申报单位']}(公章)"),
            _p(f"申报日期:{DAY}"),
            f"<w:tbl>{pairs}{kinds}{prompts}{tops}{lines}</w:tbl>",
            *plan,
        ]
    )


def other_document() -> bytes:
    """A Word document that is no form."""
    document: Any = docx.Document()
    document.add_paragraph("关于召开座谈会的通知")
    document.add_paragraph("联系人：丙某，电话：0300-5550000")
    return saved(document)


# ---- provinces' blanks ---------------------------------------------------------------------------------------


def blank_columns() -> bytes:
    """Six columns, three labels a row, other words, a row that the ministry's form does not have."""
    document: Any = docx.Document()
    document.add_paragraph("某省产业集群区域品牌建设试点申报表")
    document.add_paragraph("填表日期：____________")
    _filled_table(
        document,
        6,
        [
            ("园区名称", "", "单位名称", "", "邮政编码", ""),
            ("联系人姓名", "", "联系人职务", "", "联系电话", ""),
            ("电子信箱", "", "通信地址", "", "网址", ""),
            ("工业企业总数（家）", "", "规上企业数（家）", "", "工业总产值（万元）", ""),
            ("增加值率（%）", "", "新产品产值占比（%）", "", "研发投入占比（%）", ""),
        ],
    )
    document.add_paragraph("产业构成情况")
    return _fixed(saved(document))


def blank_order() -> bytes:
    """The plan first, other headings with prompts, then the situation as prompts in one cell, boxes with other words."""
    document: Any = docx.Document()
    document.add_paragraph("区域品牌建设试点工作申报书")
    document.add_paragraph("申报单位（盖章）：　　　　　　　　")
    for heading, prompt in (
        ("一、总体思路", "（写明指导思想和工作思路。）"),
        ("二、预期目标", "（分阶段写明量化目标。）"),
        ("三、重点工作", "（逐项写明内容、步骤、措施和时间。）"),
        ("四、组织保障", ""),
        ("五、经费预算说明", ""),
    ):
        document.add_paragraph(heading)
        if prompt:
            document.add_paragraph(prompt)
    table = document.add_table(rows=3, cols=2)
    table.cell(0, 0).text = "区域类型"
    table.cell(0, 1).text = "□ 国家新型工业化产业示范基地  □ 经济技术开发区  □ 高新技术开发区  □ 其他产业集聚区"
    merged = table.cell(1, 0).merge(table.cell(1, 1))
    merged.text = "主导产业发展历程："
    merged.add_paragraph("产业构成情况：")
    merged.add_paragraph("主导产业占工业总产值比重：")
    last = table.cell(2, 0).merge(table.cell(2, 1))
    last.text = "省级主管部门意见："
    last.add_paragraph("")
    last.add_paragraph("（公章）")
    last.add_paragraph("年　月　日")
    return _fixed(saved(document))


def blank_wording() -> bytes:
    """Long texts beside their labels, labels with breaks and spaces, rows added between."""
    document: Any = docx.Document()
    document.add_paragraph("产业集群品牌培育试点推荐表")
    _filled_table(
        document,
        4,
        [
            ("单 位 全 称", "", "填 表 人", ""),
            ("联 系 人", "", "联系\n电话", ""),
            ("推荐类别", "", "备注", ""),
            ("自主品牌销售收入占比（%）", "", "采标产品比重（%）", ""),
        ],
    )
    _filled_table(
        document,
        2,
        [
            ("企业自主品牌情况", ""),
            ("集体商标情况", ""),
            ("公共服务平台情况", ""),
            ("政策支持情况", ""),
            ("获奖证书编号", ""),
        ],
    )
    return _fixed(saved(document))


def _filled_table(document: Any, columns: int, rows: list[tuple[str, ...]]) -> None:
    table = document.add_table(rows=len(rows), cols=columns)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("")


def _fixed(content: bytes) -> bytes:
    """The same parts without the time of their making."""
    source, target = io.BytesIO(content), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()


# ---- through LibreOffice -------------------------------------------------------------------------------------


def converted(content: bytes, *formats: str, name: str = "form.docx") -> bytes:
    """A file (a .docx by its `name`) through other formats of LibreOffice; the last is the result's."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / name
        path.write_bytes(content)
        for number, kind in enumerate(formats):
            out = Path(scratch) / str(number)
            command = [
                shutil.which("soffice") or "soffice",
                f"-env:UserInstallation=file://{scratch}/profile",
                "--headless",
            ]
            subprocess.run(
                [*command, "--convert-to", kind, "--outdir", str(out), str(path)],
                check=True,
                capture_output=True,
                timeout=180,
            )
            path = next(out.iterdir())
        return path.read_bytes()


# ---- the files -----------------------------------------------------------------------------------------------


def edited(change: Callable[[Any], None], **how: Any) -> bytes:
    """申報书 filled in, with something done to it."""
    document = application(**how)
    change(document)
    return saved(document)


def files() -> dict[str, bytes]:
    """Every fixture by its name."""
    typed_form = saved(application())
    made = {
        "typed-below.docx": typed_form,
        "typed-on-the-line.docx": saved(application(prompt_line=True)),
        "prompts-deleted.docx": saved(application(prompts_deleted=True)),
        "tick-square.docx": saved(application(ticks="■")),
        "tick-root.docx": saved(application(ticks="√")),
        "tick-check.docx": saved(application(ticks="✓")),
        "tick-behind.docx": edited(lambda d: replace_text(d, "□高新区", "□高新区√"), ticks="□"),
        "tick-wingdings.docx": edited(wingdings, ticks="□"),
        "tick-form-fields.docx": edited(form_fields),
        "content-controls.docx": edited(content_controls),
        "tracked-changes.docx": edited(tracked),
        "hidden-text.docx": edited(hidden),
        "labels-spaced.docx": edited(spaced_labels),
        "half-width.docx": edited(half_width),
        "rows-added.docx": edited(rows_added),
        "nested-tables.docx": edited(nested),
        "text-box.docx": edited(text_box),
        "numbered-headings.docx": numbered_headings(),
        "soft-breaks.docx": edited(soft_breaks),
        "bold-and-table.docx": edited(bold_and_table),
        "fund-table.docx": edited(fund_table),
        "label-alike.docx": edited(
            lambda d: replace_text(d, "区域拥有集体品牌或商标的情况", "区域拥有集体品牌和商标的情况")
        ),
        "label-twice.docx": edited(lambda d: replace_text(d, "企业2：", "企业1：")),
        "label-gone.docx": edited(lambda d: replace_text(d, "职务", "")),
        "other-unit.docx": edited(other_unit),
        "unit-in-cell.docx": edited(lambda d: replace_text(d, "85.50", "85.50亿元")),
        "underscores.docx": edited(lambda d: replace_text(d, CELLS["申报单位"] + "　", f"____{CELLS['申报单位']}____")),
        "handmade.docx": handmade(),
        "both-forms.docx": both_forms(),
        "recommendation.docx": saved(recommendation()),
        "recommendation-empty.docx": saved(recommendation(opinion=False)),
        "libreoffice.docx": converted(typed_form, "docx"),
        "libreoffice-odt.docx": converted(typed_form, "odt", "docx"),
        "libreoffice-doc.docx": converted(typed_form, "doc", "docx"),
        "libreoffice-rtf.docx": converted(typed_form, "rtf", "docx"),
        "libreoffice-recommendation.docx": converted(saved(recommendation()), "odt", "docx"),
        "blank-columns.docx": blank_columns(),
        "blank-order.docx": blank_order(),
        "blank-wording.docx": blank_wording(),
        "refused-other.docx": other_document(),
        "refused-old.doc": converted(typed_form, "doc"),
        "refused-odt.odt": converted(saved(recommendation()), "odt"),
        "refused-rtf.rtf": converted(other_document(), "rtf"),
        "refused-pdf.pdf": converted(other_document(), "pdf"),
        "refused-corrupt.docx": typed_form[: len(typed_form) // 2],
    }
    made["refused-wps.wps"] = made["refused-old.doc"][:2048]
    return made


def main() -> int:
    """Write the files."""
    parser = argparse.ArgumentParser(description="Build the filled forms that the tests read.")
    parser.add_argument("-o", "--output", type=Path, default=OUTPUT)
    output = parser.parse_args().output
    output.mkdir(parents=True, exist_ok=True)
    for name, content in files().items():
        (output / name).write_bytes(content)
        print(output / name)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
