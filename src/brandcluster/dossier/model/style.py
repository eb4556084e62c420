"""style.yaml: how the region's forms look, where the province or the office asks for something of its own."""

from brandcluster.dossier.model.fields import Amount, Part, Text, form_field, form_list


class Fonts(Part):
    """The fonts by what they are used for; the office's computers must have them."""

    body: Text | None = form_field("正文", "正文和表格的字体。", required=False, example="仿宋_GB2312")
    kai: Text | None = form_field("楷体", "（一）一级的标题。", required=False, example="楷体_GB2312")
    hei: Text | None = form_field("黑体", "一、一级的标题和栏目的提示语。", required=False, example="黑体")
    title: Text | None = form_field("标题", "封面和各部分的标题。", required=False, example="方正小标宋简体")


class Margins(Part):
    """The margins of the page, in millimetres."""

    top: Amount | None = form_field("上", "上边距，毫米。", required=False, example="37")
    bottom: Amount | None = form_field("下", "下边距，毫米。", required=False, example="35")
    left: Amount | None = form_field("左", "左边距，毫米。", required=False, example="28")
    right: Amount | None = form_field("右", "右边距，毫米。", required=False, example="26")


class HeadingWording(Part):
    """Another wording of a heading of the form."""

    printed: Text | None = form_field("原文", "表上印的标题，一字不差。", example="一、试点工作思路")
    wording: Text | None = form_field("改为", "要印成的文字。", example="一、总体思路")


class Style(Part):
    """style.yaml"""

    fonts: Fonts | None = form_field("字体", "不写的用默认字体。", required=False)
    margins: Margins | None = form_field(
        "页边距", "不写的用公文的标准页边距：上37、下35、左28、右26毫米。", required=False
    )
    headings: list[HeadingWording] = form_list(
        "标题文字", "要改的标题；正式表格的栏目不要改，除非省里这样要求。", required=False
    )
