"""The codes of forms, their label maps and templates: found in `labels`, `forms` and `reports`.

They stand apart from those rooms, which bring Word and template libraries with them: `explain` needs neither.
"""

from __future__ import annotations

from brandcluster.base.diagnostics import CodeEntry

CODES = (
    CodeEntry("F001", "栏目对照表有内容", "照自带的栏目对照表写的一份", "空文件"),
    CodeEntry("F002", "栏目对照表里方式、答案、选项、小数位配得上", "方式: 方框，并列出选项", "方式: 方框，没有选项"),
    CodeEntry("F010", "空白表读得进来", ".docx 空白表", "损坏的文件，或别的格式"),
    CodeEntry("F011", "标签在空白表里找得到", "与空白表一字不差的标签", "“联系人”写成“联络人”"),
    CodeEntry("F012", "标签在空白表里只有一处", "写得够长的标签", "表上有两处“电话”，标签只写“电话”"),
    CodeEntry("F013", "空白表上的单元格、提示、后文与对照表一致", "提示照抄空白表上的文字", "标签右边没有单元格"),
    CodeEntry("F014", "对照表用的样式空白表里有", "空白表里的样式名", "空白表里没有的样式名"),
    CodeEntry("F015", "对照表用的答案是有的，方式也合适", "答案: 申报单位", "答案: 单位名称（没有这一项）"),
    CodeEntry("F016", "每个选项都有对应的方框", "经技区: 经济技术开发区", "没有写明“经技区”对应的文字"),
    CodeEntry("F017", "数的单位与栏目相配", "金额印成 亿元、万元", "金额印成 %"),
    CodeEntry("F018", "答案里没有不能写进 Word 的字符", "普通文字", "从别处复制来的看不见的字符"),
    CodeEntry("F019", "页边距留得出版心", "上下 37、35 毫米，左右 28、26 毫米", "左右边距合起来超过纸宽"),
    CodeEntry("F030", "报告模板用得了", "{{ 申报.区域名称 }}", "{{ 申报.区域名 }}（没有这一项），或调用函数、引入文件"),
)
