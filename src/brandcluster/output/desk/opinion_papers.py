"""初审意见 on one dossier and 推荐名单 of a province in Word: what the examiner concluded, and what is still open.

Nothing is concluded in her place: what nobody has decided stands as 待核 with who decides it, and who is recommended
within a quota is for people; the order of a list is that of dates and names. Signatures and dates stay open.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from brandcluster.base.days import chinese_day
from brandcluster.base.visible import visible
from brandcluster.dossier.indicators.measure import INDICATORS, SHARE
from brandcluster.formats.word.build import UNWRITABLE
from brandcluster.formats.word.compose import OwnPage, keep, set_letter_line
from brandcluster.notice import edition
from brandcluster.output.desk.text import fraction_text, percent_text
from brandcluster.papers.own_page import add_note, add_sheet, add_styled, build_page
from brandcluster.review.conclusions import Concluded, Conclusion, asked_lines
from brandcluster.review.recommending import Shortlist
from brandcluster.review.remarks import Handling, RemarkAtPlace
from brandcluster.review.rows import Row, RowFigure

OPINION, SHORTLIST = "初审意见", "推荐名单"
_CONDITIONS = ("条件", "材料反映的情况", "结论", "由谁认定、依据")
_FIGURES = ("主导产业", "指标", "年份", "数值", "分子/分母")
_LIST = ("序号", "区域名称、申报单位", "主导产业", "申报日期", "条件", "须改正", "现在", "是否推荐（研究后填写）")
_BODY, _HEADING = "方案正文", "方案一级标题"
_WHOLE = 100
_SIGN, _DATE = "　　　　　　", "　　　　年　　月　　日"
#: A character of the text, and the room on the right of a signature, in twips.
_CHARACTER, _FROM_RIGHT = 320, 1280


class OpinionOn(NamedTuple):
    """What an opinion says of a dossier; `handling` is None where the examiner has not said what is to be done."""

    row: Row
    concluded: Concluded
    remarks: tuple[RemarkAtPlace, ...]
    handling: Handling | None
    persons: tuple[str, ...]


def opinion_word(given: OpinionOn) -> bytes:
    """初审意见 as a .docx; the same opinion gives the same bytes."""
    name = _clean(given.row.region or given.row.applicant or given.row.key)
    return build_page(f"关于“{name}”申报区域品牌建设试点的初审意见", partial(_opinion, given))


def shortlist_word(given: Shortlist, concluded: dict[str, Concluded], issuer: str) -> bytes:
    """推荐名单 of a province as a .docx, `concluded` by the key of the dossier."""
    title = f"{given.province or '（省份未填）'}{given.year}年区域品牌建设试点{SHORTLIST}（供研究）"
    return build_page(title, partial(_shortlist, given, concluded, issuer), across=True)


# ---- 初审意见 ----------------------------------------------------------------------------------------------------


def _opinion(given: OpinionOn, page: OwnPage) -> None:
    row = given.row
    _heading(page, "一、申报情况")
    _text(page, _application(row))
    _heading(page, f"二、条件审查（{edition.about_edition(row.edition).number}三（一）（二））")
    add_sheet(page, _CONDITIONS, (34, 52, 20, 50), list(map(_condition_cells, given.concluded.conclusions)))
    _heading(page, "三、关键指标（最近一个全年、与试点工作相关企业的统计数据）")
    _figures(page, row)
    _heading(page, "四、需要改正和说明的")
    for line in _to_mend(given):
        _text(page, line)
    _heading(page, "五、待核的")
    for number, line in enumerate(asked_lines(given.concluded), start=1):
        _text(page, f"{number}. {line}")
    if not given.concluded.open:
        _text(page, "没有。")
    _heading(page, "六、处理意见")
    for line in _handling(given):
        _text(page, line, stay=True)
    _signed(page, f"审查人：{'、'.join(given.persons) or _SIGN}（签字）")


def _application(row: Row) -> str:
    industries = "、".join(each.name for each in row.industries) or "未填"
    applied = chinese_day(row.applied) if row.applied is not None else "未填"
    seals = "，".join(
        f"{seal.label}{f' {chinese_day(seal.date)}' if seal.date is not None else '还没有'}盖章" for seal in row.seals
    )
    return (
        f"申报单位：{row.applicant or '未填'}（{row.province or '省份未填'}）。区域：{row.region or '未填'}。"
        f"主导产业：{industries}。申报日期：{applied}。{f'推荐表：{seals}。' if seals else ''}"
    )


def _condition_cells(each: Conclusion) -> tuple[str, ...]:
    label = f"{each.label}（{each.industry}）" if each.industry else each.label
    named = "、".join(path.rpartition("/")[2] for path in each.documents)
    documents = f"依据材料中的{named}。" if named else ""
    asked = f"{'；'.join(each.asked)}。" if each.asked else ""
    return (
        f"{visible(each.cite)}\n{visible(label)}",
        visible(each.shown) or "—",
        visible(each.word),
        visible(f"{each.why}{documents}{asked}"),
    )


def _figures(page: OwnPage, row: Row) -> None:
    cells = [
        [visible(industry.name), label, str(industry.year or "—"), _percent(figure), fraction_text(figure)]
        for industry in row.industries
        for label, figure in zip((each.label for each in (*INDICATORS, SHARE)), industry.columns, strict=True)
    ]
    add_sheet(page, _FIGURES, (32, 52, 16, 24, 32), cells or [["—"] * len(_FIGURES)])


def _percent(figure: RowFigure | None) -> str:
    """The figure; one over 100 cannot be."""
    if figure is None or figure.value is None:
        return "算不出"
    return f"{percent_text(figure)}%{'（超过100%，有误）' if figure.value > _WHOLE else ''}"


def _to_mend(given: OpinionOn) -> Iterator[str]:
    row = given.row
    counts = f"须改正 {row.errors} 处，请核对 {row.warnings} 处" if row.errors or row.warnings else "没有查出须改正的"
    yield f"程序核对：{counts}{'，逐处见《补正清单》' if row.errors or row.warnings else ''}。"
    for number, each in enumerate(given.remarks, start=1):
        said = "".join(_ended(text) for text in (each.text, each.advice) if text.strip())
        yield f"{number}. {f'{each.place}：' if each.place else ''}{said}"


def _handling(given: OpinionOn) -> Iterator[str]:
    row, handling, open_ = given.row, given.handling, len(given.concluded.open)
    if open_:
        yield f"上列 {open_} 项还没有核定，不作符合条件的结论。"
    if handling is None:
        yield f"处理：{_SIGN}（推荐、补正或退回，由审查人填写）"
    elif handling.kind == "推荐":
        quota = f"名额每年最多 {row.quota.high} 家（{row.quota.source}），" if row.quota is not None else ""
        yield f"审查人意见：列入推荐名单，供研究。{quota}推荐哪几家由省级工业和信息化主管部门研究确定。"
    elif handling.kind == "退回":
        yield f"审查人意见：退回。{f'理由：{_ended(handling.reason)}' if handling.reason.strip() else '理由：'}"
    else:
        yield "审查人意见：补正后再审。"


# ---- 推荐名单 ----------------------------------------------------------------------------------------------------


def _shortlist(given: Shortlist, concluded: dict[str, Concluded], issuer: str, page: OwnPage) -> None:
    for line in given.sentences:
        _text(page, line)
    cells = [
        [str(number), *_list_cells(row, given, concluded.get(row.key))] for number, row in enumerate(given.rows, 1)
    ]
    add_sheet(page, _LIST, (12, 60, 34, 30, 47, 18, 22, 34), cells)
    add_note(page, "按申报日期排列，同一天的按申报单位名称，不是名次；程序不排名次，也不选。")
    open_ = [(row, concluded[row.key]) for row in given.rows if row.key in concluded and concluded[row.key].open]
    for row, each in open_:
        asked = "；".join(line.rstrip("。") for line in asked_lines(each))
        add_note(page, visible(f"待核：{row.region or row.applicant or row.key}：{asked}。"))
    _signed(page, issuer or "（单位）")


def _list_cells(row: Row, given: Shortlist, concluded: Concluded | None) -> Iterator[str]:
    yield visible(row.region) + "\n" + visible(row.applicant or row.key)
    yield visible("、".join(each.name for each in row.industries)) or "—"
    yield row.applied.isoformat() if row.applied is not None else "—"
    yield counts_word(concluded) if concluded is not None else "—"
    yield f"{row.errors} 处"
    yield "已推荐" if row.key in given.recommended else given.words.get(row.key, "未定")
    yield ""


def counts_word(concluded: Concluded) -> str:
    """How many conditions are met, not met, and open."""
    states = [each.state for each in concluded.conclusions]
    shown = (("符合", "met"), ("不符合", "not_met"), ("待核", "open"))
    return "，".join(f"{word} {states.count(state)} 条" for word, state in shown if state in states) or "—"


# ---- how they are set --------------------------------------------------------------------------------------------


def _heading(page: OwnPage, text: str) -> None:
    keep(add_styled(page, _clean(text), _HEADING)._p)


def _text(page: OwnPage, text: str, *, stay: bool = False) -> None:
    made = add_styled(page, _clean(text), _BODY)
    if stay:
        keep(made._p)


def _signed(page: OwnPage, who: str) -> None:
    """Who signs, and the date that stays open, on the right."""
    for text, before, stay in ((who, 2 * _CHARACTER, True), (_DATE, 0, False)):
        set_letter_line(add_styled(page, _clean(text), _BODY), "right", right=_FROM_RIGHT, before=before, stay=stay)


def _ended(text: str) -> str:
    text = " ".join(text.split())
    return text if text.endswith(("。", "！", "？", "；")) else f"{text}。"


def _clean(text: str) -> str:
    return UNWRITABLE.sub("", visible(text))
