"""What application/conditions.yaml holds and no form prints, as a Word file of our own beside 附件1: the list of
incidents that the form refers to, the declarations, commitments, policies.

Pure: the same dossier gives the same bytes. 附件1 itself is not touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import PurePosixPath
from typing import NamedTuple

from brandcluster.base.days import chinese_day
from brandcluster.base.numbers import decimals_of
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.conditions import Commitments, Conditions, Incident
from brandcluster.dossier.references import expand_text
from brandcluster.formats.word.compose import OwnPage
from brandcluster.papers.own_page import add_heading, add_note, add_sheet, build_page

FILE = "申报条件附表.docx"
TITLE = "申报条件附表"


class _Sheet(NamedTuple):
    """One table: its heading, the heads of its columns, their shares of the width, its rows; what stands for none."""

    heading: str
    head: tuple[str, ...]
    shares: tuple[int, ...]
    rows: Sequence[tuple[str, ...]]
    none: str = "没有填写。"


def build_conditions_sheet(dossier: Dossier, numbers: Mapping[str, str]) -> bytes:
    """The sheet as a .docx. `numbers` are those of the documents in the list of evidence, by their paths."""

    def content(page: OwnPage) -> None:
        for note in _notes(dossier):
            add_note(page, note)
        for sheet in _sheets(dossier.conditions, lambda text: _text(dossier, text), numbers):
            add_heading(page, sheet.heading)
            if sheet.rows:
                add_sheet(page, sheet.head, sheet.shares, sheet.rows)
            else:
                add_note(page, sheet.none)
        add_heading(page, "资源和能力")
        for line in _text(dossier, dossier.conditions.resources).splitlines() or ["没有填写。"]:
            add_note(page, line)

    return build_page(TITLE, content)


def _notes(dossier: Dossier) -> Iterator[str]:
    header = dossier.header
    yield f"申报区域：{header.region_name or '（未填）'}　　申报单位：{header.applicant or '（未填）'}"
    day = "" if header.date is None else f"（{chinese_day(header.date)}）"
    yield f"本表附在申报书后面，列出申报书没有位置填写的申报条件。事故按申报日期{day}前三年列。证明材料一栏是《证明材料清单》里的序号。"


def _sheets(conditions: Conditions, text: Callable[[str | None], str], numbers: Mapping[str, str]) -> Iterator[_Sheet]:
    yield _Sheet(
        "事故声明",
        ("类别", "结论", "出具单位", "日期", "证明材料"),
        (22, 26, 56, 36, 18),
        [
            (each.kind or "", each.result or "", each.issuer or "", _day(each.date), _file(each.document, numbers))
            for each in conditions.declarations
        ],
    )
    yield _incident_sheet(conditions.incidents, text, numbers)
    yield _Sheet(
        "参与声明",
        ("单位", "类型", "日期", "证明材料"),
        (80, 22, 36, 18),
        [
            (each.name or "", each.kind or "", _day(each.date), _file(each.document, numbers))
            for each in conditions.participation
        ],
    )
    yield _Sheet(
        "承诺",
        ("事项", "内容", "日期", "证明材料"),
        (24, 76, 36, 20),
        _commitments(conditions.commitments, text, numbers),
    )
    yield _Sheet(
        "产业方向",
        ("产业", "依据", "说明"),
        (22, 67, 67),
        [(each.industry or "", text(each.reference), text(each.note)) for each in conditions.directions],
    )
    yield _policy_sheet(conditions, numbers)
    if conditions.supplementary:
        rows = [(text(each.note), _day(each.date), _file(each.document, numbers)) for each in conditions.supplementary]
        yield _Sheet("省里增加的条件", ("说明", "日期", "证明材料"), (102, 36, 18), rows)


def _incident_sheet(
    incidents: Sequence[Incident], text: Callable[[str | None], str], numbers: Mapping[str, str]
) -> _Sheet:
    decimals = decimals_of(each.loss for each in incidents)
    rows = [
        (
            _day(each.date),
            each.kind or "",
            text(each.summary),
            each.grade or each.environment_grade or "",
            _number(each.deaths),
            _number(each.injured),
            _amount(each.loss, decimals),
            _file(each.document, numbers),
        )
        for each in incidents
    ]
    head = ("日期", "类别", "简况", "等级", "死亡（人）", "重伤（人）", "直接经济损失（万元）", "证明材料")
    return _Sheet("事故清单", head, (22, 16, 58, 14, 15, 15, 22, 18), rows, "清单里没有列入事故。")


def _policy_sheet(conditions: Conditions, numbers: Mapping[str, str]) -> _Sheet:
    decimals = decimals_of(each.amount for each in conditions.policies)
    rows = [
        (
            each.name or "",
            each.number or "",
            each.issuer or "",
            _day(each.date),
            "、".join(each.subjects),
            _amount(each.amount, decimals),
            _file(each.document, numbers),
        )
        for each in conditions.policies
    ]
    head = ("名称", "文号", "发布单位", "发布日期", "内容", "金额（万元）", "证明材料")
    return _Sheet("政策措施", head, (44, 30, 28, 22, 22, 16, 18), rows)


def _commitments(
    found: Commitments | None, text: Callable[[str | None], str], numbers: Mapping[str, str]
) -> list[tuple[str, ...]]:
    if found is None:
        return []
    named = (("规划部署", found.planning), ("成立机构", found.organisation), ("工作条件和经费", found.conditions))
    return [
        (name, text(each.content), _day(each.date), _file(each.document, numbers))
        for name, each in named
        if each is not None
    ]


def _text(dossier: Dossier, written: str | None) -> str:
    return expand_text(written or "", dossier).strip()


def _day(day: date | None) -> str:
    return "" if day is None else chinese_day(day)


def _file(path: str | None, numbers: Mapping[str, str]) -> str:
    return "" if path is None else numbers.get(path) or PurePosixPath(path).name


def _number(count: int | None) -> str:
    return "" if count is None else str(count)


def _amount(value: Decimal | None, decimals: int) -> str:
    return "" if value is None else f"{value:.{decimals}f}"
