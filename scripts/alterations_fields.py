"""Visible alterations of a form within its lines: symbols, equations, fields, controls, and elements around words.

What stands here prints on paper, or instead of what printed; in the XML it is no plain w:t of the paragraph.
"""

from __future__ import annotations

from alterations import HAN, NUMBER, Alteration
from word_page import NAMESPACES, Element, Page, add_part, alone, change_part, made, place, replaced, says, written


def _behind(source: str, pattern: str = NUMBER) -> Alteration:
    """An alteration that puts something right behind a number."""

    def alter(page: Page) -> str:
        piece = written(page, pattern)
        piece.addnext(made(source))
        return f"{says(piece)[-8:]}+"

    return alter


def _instead(before: str, after: str, pattern: str = NUMBER) -> Alteration:
    """An alteration that puts something in the place of a number."""

    def alter(page: Page) -> str:
        piece = written(page, pattern)
        said = says(piece)
        replaced(piece, f"{before}{_other(said)}{after}")
        return said

    return alter


def _other(said: str) -> str:
    """What was said, with another first digit."""
    return ("1" if said[0] != "1" else "2") + said[1:]


def _field(instruction: str, result: str | None) -> str:
    shown = "" if result is None else f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        f'{shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _runs_behind(source: str, pattern: str = NUMBER) -> Alteration:
    def alter(page: Page) -> str:
        piece = written(page, pattern)
        for each in reversed(list(made(f"<w:p>{source}</w:p>"))):
            piece.addnext(each)
        return f"{says(piece)[-8:]}+"

    return alter


def field_with_another_result(page: Page) -> str:
    """A number became a field whose kept result is another number."""
    piece = written(page, NUMBER)
    said = says(piece)
    source = _field("DOCPROPERTY 数", f"<w:r><w:t>{_other(said)}</w:t></w:r>")
    replaced(piece, source)
    return said


def box_enclosed(page: Page) -> str:
    """A box ticked with Word's enclosed characters."""
    piece = written(page, "□")
    replaced(piece, _field(r"eq \o\ac(□,√)", None))
    return "□"


def _legacy_list(page: Page) -> str:
    """A number became a legacy drop-down that shows another."""
    piece = written(page, NUMBER)
    said = says(piece)
    entries = "".join(f'<w:listEntry w:val="{each}"/>' for each in (said, _other(said)))
    data = f'<w:ffData><w:name w:val="a"/><w:enabled/><w:ddList><w:result w:val="1"/>{entries}</w:ddList></w:ffData>'
    begin = f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
    source = f'{begin}<w:r><w:instrText> FORMDROPDOWN </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    replaced(piece, source)
    return said


_STORE = "{11111111-2222-3333-4444-555555555555}"


def control_bound(page: Page) -> str:
    """A control that Word fills from a part of the file when it opens it; the text kept in the page is the old one."""
    piece = written(page, NUMBER)
    said = says(piece)
    add_part(page, "customXml/item901.xml", f"<a>{_other(said)}</a>".encode(), "application/xml", "customXml")
    change_part(page, r"document\.xml\.rels$", _target_up)
    kind, math = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml", NAMESPACES["m"]
    properties = f'<ds:datastoreItem xmlns:ds="{math.replace("math", "customXml")}" ds:itemID="{_STORE}"/>'
    add_part(page, "customXml/itemProps901.xml", properties.encode(), kind, "customXmlProps", "customXml/item901.xml")
    binding = f'<w:dataBinding w:xpath="/a" w:storeItemID="{_STORE}"/>'
    holder = made(f"<w:sdt><w:sdtPr>{binding}</w:sdtPr><w:sdtContent/></w:sdt>")
    piece.addprevious(holder)
    holder[-1].append(piece)
    return said


def _target_up(relations: Element) -> bool:
    for each in relations:
        if each.get("Target", "").startswith("customXml/"):
            each.set("Target", f"../{each.get('Target')}")
    return True


def _control(kind: str) -> Alteration:
    content = "<w:sdtContent><w:r><w:t>"
    return _instead(f"<w:sdt><w:sdtPr>{kind}</w:sdtPr>{content}", "</w:t></w:r></w:sdtContent></w:sdt>")


def control_untouched(page: Page) -> str:
    """An answer's words gave way to a control that still shows its prompt."""
    piece = written(page, HAN + "{2,12}", "CellText")
    said = says(piece)
    content = "<w:sdtContent><w:r><w:t>单击此处输入文字。</w:t></w:r></w:sdtContent>"
    source = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>{content}</w:sdt>"
    replaced(piece, source)
    return said


def ruby(page: Page) -> str:
    """Words above words, as 拼音指南 sets them; the base is another number."""
    piece = written(page, NUMBER)
    said = says(piece)
    settings = (
        '<w:rubyPr><w:rubyAlign w:val="center"/><w:hps w:val="10"/><w:hpsRaise w:val="20"/><w:hpsBaseText w:val="20"/>'
        '<w:lid w:val="zh-CN"/></w:rubyPr>'
    )
    over, base = (f"<w:r><w:t>{each}</w:t></w:r>" for each in ("暂估", _other(said)))
    source = f"<w:r><w:ruby>{settings}<w:rt>{over}</w:rt><w:rubyBase>{base}</w:rubyBase></w:ruby></w:r>"
    replaced(piece, source)
    return said


def hyphen_in_a_number(page: Page) -> str:
    """A hyphen that is an element of its own, within a number."""
    text, start, end = place(page, r"\d{2,}")
    at = page.chance.randint(start + 1, end - 1)
    piece = alone(text, at, at)
    replaced(piece, "<w:r><w:noBreakHyphen/></w:r>")
    return (text.text or "")[-8:]


def digits_reversed(page: Page) -> str:
    """An element makes the digits within it print from right to left."""
    piece = written(page, r"\d{2,}")
    holder = made('<w:bdo w:val="rtl"/>')
    piece.addprevious(holder)
    holder.append(piece)
    return says(piece)


def _equation(text: str) -> str:
    return f"<m:oMath><m:r><m:t>{text}</m:t></m:r></m:oMath>"


_WRAP = "<w:{0} w:uri='urn:x' w:element='a'><w:r><w:t>"
_SQUARE = (
    "<m:oMath><m:sSup><m:e><m:r><m:t>km</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>"
)
_FOLD = "<m:oMath><m:f><m:num><m:r><m:t>9</m:t></m:r></m:num><m:den><m:r><m:t>7</m:t></m:r></m:den></m:f></m:oMath>"
_BOX = '<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>'

KINDS: dict[str, Alteration] = {
    "symbol-digit": _behind('<w:r><w:sym w:font="SimSun" w:char="0039"/></w:r>'),
    "symbol-digit-private": _behind('<w:r><w:sym w:font="Arial" w:char="F039"/></w:r>'),
    "symbol-glyph": _behind('<w:r><w:sym w:font="Wingdings" w:char="F0FB"/></w:r>'),
    "symbol-instead": _instead("<w:r><w:sym w:font='SimSun' w:char='003", "'/></w:r>", "[1-9]"),
    "enclosed-character": _behind("<w:r><w:t>㊣</w:t></w:r>", HAN),
    "equation-behind": _behind(_equation("298")),
    "equation-raised": _behind(_SQUARE),
    "equation-fraction": _behind(_FOLD),
    "equation-paragraph": _behind(f"<m:oMathPara>{_equation('298')}</m:oMathPara>"),
    "equation-instead": _instead("<m:oMath><m:r><m:t>", "</m:t></m:r></m:oMath>"),
    "field-simple": _instead('<w:fldSimple w:instr=" DOCPROPERTY a "><w:r><w:t>', "</w:t></w:r></w:fldSimple>"),
    "field-simple-added": _behind('<w:fldSimple w:instr=" QUOTE 9 "><w:r><w:t>9</w:t></w:r></w:fldSimple>'),
    "field-without-result": _runs_behind(_field('QUOTE "9"', None)),
    "field-enclosed-digit": _runs_behind(_field(r"eq \o\ac(○,9)", None)),
    "field-fraction": _runs_behind(_field(r"EQ \f(9,7)", None)),
    "page-number": _behind("<w:r><w:pgNum/></w:r>"),
    "legacy-drop-down": _legacy_list,
    "legacy-text-field": _instead('<w:fldSimple w:instr=" FORMTEXT "><w:r><w:t>', "</w:t></w:r></w:fldSimple>"),
    "control-drop-down": _control('<w:dropDownList><w:listItem w:displayText="a" w:value="a"/></w:dropDownList>'),
    "control-text": _control("<w:text/>"),
    "control-date": _control('<w:date><w:dateFormat w:val="yyyy"/></w:date>'),
    "control-check-box": _behind(
        f"<w:sdt><w:sdtPr>{_BOX}</w:sdtPr><w:sdtContent><w:r><w:t>☒</w:t></w:r></w:sdtContent></w:sdt>", HAN
    ),
    "smart-tag": _instead(_WRAP.format("smartTag"), "</w:t></w:r></w:smartTag>"),
    "custom-xml": _instead(_WRAP.format("customXml"), "</w:t></w:r></w:customXml>"),
    "hyperlink": _instead('<w:hyperlink w:anchor="a"><w:r><w:t>', "</w:t></w:r></w:hyperlink>"),
    "embedding-direction": _instead('<w:dir w:val="ltr"><w:r><w:t>', "</w:t></w:r></w:dir>"),
} | {
    each.__name__.replace("_", "-"): each
    for each in (
        *(box_enclosed, field_with_another_result, control_bound, control_untouched, ruby, hyphen_in_a_number),
        digits_reversed,
    )
}
