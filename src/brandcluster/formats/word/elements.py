"""Every element that may stand in the text of a Word document, and what the reader makes of it.

An element that is in none of these tables is reported as not known, at its place: nothing is dropped without a word.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from brandcluster.formats.word.parts import R_NAMESPACE, W_NAMESPACE, Element

NAMESPACES = {
    "w": W_NAMESPACE,
    "r": R_NAMESPACE,
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w10": "urn:schemas-microsoft-com:office:word",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "cx": "http://schemas.microsoft.com/office/drawing/2014/chartex",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "wpc": "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas",
    "wpi": "http://schemas.microsoft.com/office/word/2010/wordprocessingInk",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "wp14": "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing",
    "a14": "http://schemas.microsoft.com/office/drawing/2010/main",
    "am3d": "http://schemas.microsoft.com/office/drawing/2017/model3d",
    "lc": "http://schemas.openxmlformats.org/drawingml/2006/lockedCanvas",
}
#: What today's Word understands where a file offers a choice; it takes the fallback of anything else.
UNDERSTOOD = frozenset(NAMESPACES.values()) | {
    f"http://schemas.microsoft.com/office/{name}"
    for name in (
        *("word/2015/wordml/symex", "word/2016/wordml/cid", "word/2018/wordml", "word/2018/wordml/cex"),
        *("word/2020/wordml/sdtdatahash", "word/2006/wordml", "word/2012/wordprocessingDrawing"),
        *(f"drawing/{year}/chartex" for year in ("2015/9/8", "2015/10/21", "2016/5/9", "2016/5/10", "2016/5/11")),
        *(f"drawing/{year}/chartex" for year in ("2016/5/12", "2016/5/13", "2016/5/14")),
        *("drawing/2016/ink", "drawing/2016/SVG/main", "drawing/2012/main", "drawing/2007/8/2/chart"),
    )
}


def tag(name: str) -> str:
    """The full name of an element or attribute: `w:p` → `{…}p`."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def _tags(prefix: str, names: str) -> frozenset[str]:
    return frozenset(tag(f"{prefix}:{name}") for name in names.split())


# ---- what stands on a page and is not in the text ----------------------------------------------------------------


class Kind(NamedTuple):
    """How something is spoken of. `quiet`: for reading a form it is no doubt; a seal looks at it all the same."""

    said: str
    quiet: bool = False


_READ_TOO = "（字已经读了）"
KINDS: dict[str, Kind] = {
    "删除线": Kind("有用删除线划掉的字"),
    "隐藏文字": Kind("有隐藏的文字"),
    "看不见的颜色": Kind("有与底色几乎相同、看不见的字"),
    "极小的字": Kind("有小得看不见的字"),
    "压扁的字": Kind("有压扁或叠在一起、看不清的字"),
    "移出行外的字": Kind("有升降到别处的字"),
    "压没的行": Kind("有行距或行高压没了的字"),
    "移出页面": Kind("有排到页面以外的字"),
    "隐藏的行": Kind("有隐藏的表格行"),
    "被合并盖住的格": Kind("有被合并单元格盖住的字"),
    "符号": Kind("有认不出的符号"),
    "公式": Kind("有公式"),
    "图片": Kind("有图"),
    "链接的图片": Kind("有图，图存放在文件以外"),
    "图表": Kind("有图表"),
    "图示": Kind("有图示（SmartArt）"),
    "图形": Kind("有图形"),
    "艺术字": Kind("有艺术字"),
    "文本框": Kind("有文本框" + _READ_TOO + "，位置请对照原件"),
    "墨迹": Kind("有手写墨迹"),
    "三维模型": Kind("有三维模型"),
    "嵌入的对象": Kind("有嵌入的对象（Excel 表等）"),
    "控件": Kind("有控件"),
    "插入的文件": Kind("有打开时才插入的别的文件"),
    "脚注": Kind("有脚注"),
    "尾注": Kind("有尾注"),
    "批注": Kind("有批注"),
    "注音": Kind("有拼音指南（字的上方有小字）"),
    "域": Kind("有没算出结果的域"),
    "没有结束的域": Kind("有没有结束的域"),
    "自动更新的日期": Kind("有打开时自动更新的日期" + _READ_TOO),
    "链接来的内容": Kind("有链接来的内容" + _READ_TOO),
    "绑定的控件": Kind("有与文件内部数据绑定的控件" + _READ_TOO + "，Word 打开时显示的可能是别的字"),
    "页眉页脚": Kind("页眉或页脚有字"),
    "书写方向": Kind("有从右向左排的字" + _READ_TOO + "，看上去的次序可能不同"),
    "数字后的上标": Kind("数字后面有上标或下标" + _READ_TOO),
    "版心": Kind("有版心几乎没有宽度或高度的页，字排不下"),
    "不认识的内容": Kind("有本程序不认识的内容"),
    "不认识的格式": Kind("有本程序不认识的格式" + _READ_TOO, quiet=True),
    "修订删除": Kind("有修订中删去、还没有接受的字", quiet=True),
    "未填的控件": Kind("控件还没有填，显示的是提示语", quiet=True),
    "上标": Kind("有上标或下标" + _READ_TOO, quiet=True),
    "全部大写": Kind("有显示成大写的字母" + _READ_TOO, quiet=True),
    "固定行高": Kind("有固定行高的行，写不下的字会被切掉", quiet=True),
    "项目符号": Kind("有项目符号", quiet=True),
    "编号": Kind("空段上有自动编号", quiet=True),
    "页码": Kind("有页码", quiet=True),
    "算出的域": Kind("有由 Word 算出的域" + _READ_TOO, quiet=True),
    "图文框": Kind("有图文框" + _READ_TOO, quiet=True),
}

# ---- elements ----------------------------------------------------------------------------------------------------

#: Wraps blocks, rows, cells or runs, and is not seen itself.
WRAPPERS = _tags("w", "ins moveTo smartTag hyperlink fldSimple customXml sdtContent dir bdo")
#: Characters that are elements.
FIXED = {
    tag("w:tab"): "\t",
    tag("w:ptab"): "\t",
    tag("w:br"): "\x0b",
    tag("w:cr"): "\x0b",
    tag("w:noBreakHyphen"): "-",
}
#: Taken out under track changes.
DELETED = _tags("w", "del moveFrom")
DELETED_TEXT = _tags("w", "delText t")
#: Drawn rather than written: `drawings` says what is in them.
DRAWINGS = _tags("w", "drawing pict object")
NOTES = {tag("w:footnoteReference"): "脚注", tag("w:endnoteReference"): "尾注", tag("w:commentReference"): "批注"}
#: Reported as what they are; their words are the text inside.
REPORTED = {
    tag("m:oMath"): "公式",
    tag("m:oMathPara"): "公式",
    tag("w:altChunk"): "插入的文件",
    tag("w:subDoc"): "插入的文件",
    tag("w:contentPart"): "墨迹",
    tag("w14:contentPart"): "墨迹",
    tag("w:control"): "控件",
    tag("w:movie"): "嵌入的对象",
    tag("w:pgNum"): "页码",
    **dict.fromkeys(_tags("w", "dayShort monthShort yearShort dayLong monthLong yearLong"), "自动更新的日期"),
}
#: Properties of what holds them: `looks` and the walk ask for what they need of these.
_PROPERTIES = _tags(
    "w", "pPr rPr sectPr tblPr tblGrid tblPrEx trPr tcPr sdtPr sdtEndPr smartTagPr customXmlPr rubyPr ffData"
)
#: Marks of places: bookmarks, the spelling check, permissions, the ends of comments and tracked moves.
_MARKS = _tags(
    "w",
    "bookmarkStart bookmarkEnd proofErr permStart permEnd commentRangeStart commentRangeEnd moveFromRangeStart "
    "moveFromRangeEnd moveToRangeStart moveToRangeEnd customXmlInsRangeStart customXmlInsRangeEnd "
    "customXmlDelRangeStart customXmlDelRangeEnd customXmlMoveFromRangeStart customXmlMoveFromRangeEnd "
    "customXmlMoveToRangeStart customXmlMoveToRangeEnd",
) | _tags("w14", "customXmlConflictInsRangeStart customXmlConflictInsRangeEnd")
#: Where the page broke last, where a word may be hyphenated, a note's own number in the note, the line above notes.
_LAYOUT = _tags(
    "w",
    "lastRenderedPageBreak softHyphen annotationRef footnoteRef endnoteRef separator continuationSeparator fldData",
)
IGNORED = _PROPERTIES | _MARKS | _LAYOUT

# ---- properties --------------------------------------------------------------------------------------------------

RUN_PROPERTIES = _tags(
    "w",
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish "
    "webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang "
    "eastAsianLayout specVanish oMath ins del moveFrom moveTo rPrChange",
) | _tags(
    "w14",
    "glow shadow reflection textOutline textFill scene3d props3d ligatures numForm numSpacing stylisticSets cntxtAlts",
)
PARAGRAPH_PROPERTIES = _tags(
    "w",
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
) | _tags("w15", "collapsed")


# ---- words -------------------------------------------------------------------------------------------------------

_TEXT = frozenset((tag("w:t"), tag("m:t"), tag("w:delText"), *FIXED))


def words_of(item: Element, wanted: Iterable[str] = _TEXT) -> str:
    """All words in an element, whatever they look like."""
    return "".join(FIXED.get(each.tag, each.text or "") for each in item.iter(*wanted)).strip()
