"""What a new dossier begins with: the few questions of `init` and of the page at the desk, and what their answers mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from brandcluster.base.diagnostics import KeyPath
from brandcluster.base.patterns import late_pattern
from brandcluster.cli.errors import near_names
from brandcluster.cli.options import FIRST_YEAR, LAST_YEAR

_MONTHS = late_pattern(r"\D*(\d{4})\D{1,2}(\d{1,2})(?:\D+(\d{4})\D{1,2}(\d{1,2}))\D*\Z")
_LONGEST = 80


class Answered(NamedTuple):
    """The answers for dossier.yaml by their keys, and the year of the statistics."""

    changes: dict[KeyPath, str]
    year: int


class AnswerError(Exception):
    """An answer that cannot be taken; the message says what to write."""


class OpeningQuestion(NamedTuple):
    """A question: its name in forms, how it is asked, an example, and what an answer comes to by its keys.

    `taken` raises AnswerError for an answer that cannot be taken.
    """

    name: str
    asked: str
    example: str
    taken: Callable[[str], dict[KeyPath, str]]


def opening_questions(edition: str, year: int) -> tuple[OpeningQuestion, ...]:
    """The questions in their order; each may be left open. `year` is the usual year of the statistics."""
    return (
        OpeningQuestion("region", "区域名称", "某某经济技术开发区", lambda text: {("区域名称",): _name(text)}),
        OpeningQuestion("applicant", "申报单位全称（与公章一字不差）", "", lambda text: {("申报单位",): _name(text)}),
        OpeningQuestion("province", "省份", "河北省", lambda text: {("省份",): _province(edition, text)}),
        OpeningQuestion("industries", "主导产业（有几个的用顿号隔开）", "", _industries),
        OpeningQuestion("cycle", "试点周期，从哪个月到哪个月", "2014-07 至 2016-06", _cycle),
        OpeningQuestion("year", "统计数据的年份，即申报的上一年度", str(year), lambda text: {("年份",): _year(text)}),
    )


def answered(
    questions: tuple[OpeningQuestion, ...], given: Mapping[str, str], year: int
) -> tuple[Answered, dict[str, str]]:
    """What all answers come to, and by the name of the question what is wrong with those that cannot be taken."""
    changes: dict[KeyPath, str] = {}
    wrong = {}
    for question in questions:
        text = given.get(question.name, "").strip()
        try:
            changes |= question.taken(text) if text else {}
        except AnswerError as refused:
            wrong[question.name] = str(refused)
    return Answered(changes, int(changes.pop(("年份",), year))), wrong


def _name(text: str) -> str:
    if len(text) > _LONGEST or any(not char.isprintable() for char in text):
        raise AnswerError(f"名称写在一行里，不超过 {_LONGEST} 字。")
    return text


def _province(edition: str, text: str) -> str:
    from brandcluster.notice.edition import parameters_of

    known = [str(each) for each in parameters_of(edition)["provinces"].values[-1][1]]
    if text in known:
        return text
    near = near_names(text, known)
    if len(near) == 1 and near[0].startswith(text):
        return near[0]
    hint = f"是不是 {'、'.join(near[:3])}？" if near else f"如 {'、'.join(known[:3])}。"
    raise AnswerError(f"省级单位里没有“{text[:20]}”，写全称。{hint}")


def _industries(text: str) -> dict[KeyPath, str]:
    names = [_name(each.strip()) for each in re.split(r"[、，,;；]", text) if each.strip()]
    if not names:
        raise AnswerError("写主导产业的名称，如 特种陶瓷。")
    if len(names) != len(set(names)) or len(names) > 5:
        raise AnswerError("每个主导产业写一次，最多五个。")
    return {("主导产业", number, "名称"): name for number, name in enumerate(names)}


def _cycle(text: str) -> dict[KeyPath, str]:
    match = _MONTHS.match(text)
    if match is None:
        raise AnswerError("写成 年-月 至 年-月，如 2014-07 至 2016-06。")
    first, last = (_month(match.group(at), match.group(at + 1)) for at in (1, 3))
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if not 12 <= months <= 36:
        raise AnswerError(f"这样是 {max(months, 0)} 个月；试点周期为 1 至 3 年，即 12 至 36 个月（含头尾两个月）。")
    return {("试点周期", "开始"): f"{first:%Y-%m}", ("试点周期", "结束"): f"{last:%Y-%m}"}


def _month(year: str, month: str) -> date:
    if not 1 <= int(month) <= 12 or not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise AnswerError(f"没有 {year}-{month} 这个月。")
    return date(int(year), int(month), 1)


def _year(text: str) -> str:
    found = re.fullmatch(r"(\d{4})\s*年?", text)
    if found is None or not FIRST_YEAR <= int(found.group(1)) <= LAST_YEAR:
        raise AnswerError(f"写四位年份，在 {FIRST_YEAR} 至 {LAST_YEAR} 之间。")
    return found.group(1)
