"""pilot/summaries.yaml and pilot/supervision.yaml: what goes up every year, and what comes back (三（六）)."""

from typing import Literal

from brandcluster.dossier.model.fields import Date, DocumentPath, Part, Text, Year, form_field, form_list

_SUMMARY = "annual-summary"
_SUPERVISION = "supervision"


class Summary(Part):
    """The summary report of one year, as it was handed in."""

    year: Year | None = form_field("年份", "总结的年度。", clause=_SUMMARY)
    date: Date | None = form_field("提交日期", "提交的日期；还没提交就留空。", required=False, clause=_SUMMARY)
    to: Text | None = form_field("提交对象", "提交给谁，如 工业和信息化部科技司。", required=False, clause=_SUMMARY)
    achievements: Text | None = form_field("主要成效", "一年的主要成效。", required=False, clause=_SUMMARY, long=True)
    problems: Text | None = form_field("存在问题", "存在的问题。", required=False, clause=_SUMMARY, long=True)
    next_steps: Text | None = form_field("下一步安排", "下一年的安排。", required=False, clause=_SUMMARY, long=True)
    document: DocumentPath | None = form_field("文件", "总结报告，放在 evidence/ 里。", required=False, clause=_SUMMARY)


class Summaries(Part):
    """pilot/summaries.yaml"""

    summaries: list[Summary] = form_list("年度总结", "每年一份总结报告，逐年写。", required=False, clause=_SUMMARY)


class Demand(Part):
    """Something that an inspection asked for."""

    content: Text | None = form_field("要求", "要求整改什么。", clause=_SUPERVISION)
    owner: Text | None = form_field("责任单位", "由谁整改。", required=False, clause=_SUPERVISION)
    due: Date | None = form_field("完成期限", "应当整改完的日期。", clause=_SUPERVISION)
    done: Date | None = form_field(
        "完成日期", "实际整改完的日期；还没完成就留空。", required=False, clause=_SUPERVISION
    )
    document: DocumentPath | None = form_field(
        "文件", "整改报告，放在 evidence/ 里。", required=False, clause=_SUPERVISION
    )


class Inspection(Part):
    """A yearly inspection or a follow-up evaluation."""

    date: Date | None = form_field("日期", "检查的日期。", clause=_SUPERVISION)
    kind: Literal["年度监督检查", "跟踪评价"] | None = form_field(
        "类型", "年度监督检查 或 跟踪评价。", clause=_SUPERVISION
    )
    body: Text | None = form_field("检查单位", "由谁检查。", clause=_SUPERVISION)
    conclusion: Text | None = form_field("结论", "检查的结论。", clause=_SUPERVISION)
    document: DocumentPath | None = form_field(
        "文件", "检查意见，放在 evidence/ 里。", required=False, clause=_SUPERVISION
    )
    demands: list[Demand] = form_list(
        "整改要求", "要求整改的，逐条写；没有就写 []。", required=False, clause=_SUPERVISION
    )


class Supervision(Part):
    """pilot/supervision.yaml"""

    inspections: list[Inspection] = form_list(
        "监督检查", "年度监督检查和跟踪评价，逐次写。", required=False, clause=_SUPERVISION
    )
