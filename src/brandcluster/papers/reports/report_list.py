"""The reports there are. A row and its template, `templates/reports/NAME.md`, make a report."""

from __future__ import annotations

from typing import NamedTuple


class Report(NamedTuple):
    """One report: its name on the command line, what it is called, in short and as a file, and whether it is about one
    year; for the guide, what stands in it."""

    name: str
    short: str
    title: str
    yearly: bool
    content: str


REPORTS: tuple[Report, ...] = (
    Report(
        "summary", "年度总结", "年度总结报告", True,
        "三（六）的年度总结：成效、指标、项目进展、各项工作、资金、问题和安排",
    ),
    Report(
        "evaluation", "评价报告", "评价报告", True,
        "按评价模型的得分和算式、指标历年变化的图、得分雷达图、以前措施的完成情况、改进措施",
    ),
    Report(
        "improvement", "改进计划", "改进计划", True,
        "没有达到目标和条件的方面，改进措施和整改要求的状态，风险",
    ),
    Report(
        "zone-application", "示范区评价申请", "示范区评价申请", False,
        "先是方案与完成情况的对照，再按三（七）1 逐条列出判定、数值和证明材料，最后是附件目录",
    ),
    Report(
        "re-review", "复审材料", "复审材料", False,
        "三年总结和未来三年方案是否齐全，缺什么",
    ),
)  # fmt: skip


def report_named(name: str) -> Report | None:
    """The report with a name; None when there is none."""
    return next((each for each in REPORTS if each.name == name), None)
