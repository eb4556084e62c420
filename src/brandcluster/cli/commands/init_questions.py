"""The few questions of `init` at a terminal: each may be left open, each answer is checked at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import typer

from brandcluster.base.diagnostics import KeyPath
from brandcluster.base.patterns import late_pattern
from brandcluster.cli.errors import near_names
from brandcluster.cli.options import FIRST_YEAR, LAST_YEAR

_MONTHS = late_pattern(r"\D*(\d{4})\D{1,2}(\d{1,2})(?:\D+(\d{4})\D{1,2}(\d{1,2}))\D*\Z")
_LONGEST = 80
_INTRO = "下面几个问题，不知道的按回车跳过，以后在文件里补；按 Ctrl-C 不建。"


class Answered(NamedTuple):
    """The answers for dossier.yaml by their keys, and the year of the statistics."""

    changes: dict[KeyPath, str]
    year: int


class _Refused(Exception):
    """An answer that cannot be taken; the message says what to write."""


def ask_questions(edition: str, year: int) -> Answered:
    """Ask. typer.Abort where the person would rather not."""
    typer.echo(_INTRO)
    changes: dict[KeyPath, str] = {}
    changes |= _ask("区域名称（如 某某经济技术开发区）", lambda text: {("区域名称",): _name(text)})
    changes |= _ask("申报单位全称（与公章一字不差）", lambda text: {("申报单位",): _name(text)})
    changes |= _ask("省份（如 河北省）", lambda text: {("省份",): _province(edition, text)})
    changes |= _ask("主导产业（有几个的用顿号隔开）", _industries)
    changes |= _ask("试点周期，从哪个月到哪个月（如 2014-07 至 2016-06）", _cycle)
    chosen = _ask(f"统计数据的年份，即申报的上一年度（回车就是 {year}）", lambda text: {("年份",): _year(text)})
    return Answered(changes, int(chosen.get(("年份",), year)))


def _ask(question: str, taken: Callable[[str], dict[KeyPath, str]]) -> dict[KeyPath, str]:
    """The answer by its keys; nothing where it is left open. Asked again until it can be taken."""
    while True:
        text = str(typer.prompt(question, default="", show_default=False, prompt_suffix="：")).strip()
        if not text:
            return {}
        try:
            return taken(text)
        except _Refused as refused:
            typer.echo(f"  {refused}")


def _name(text: str) -> str:
    if len(text) > _LONGEST or any(not char.isprintable() for char in text):
        raise _Refused(f"名称写在一行里，不超过 {_LONGEST} 字。")
    return text


def _province(edition: str, text: str) -> str:
    from brandcluster.notice.edition import parameters_of

    known = [str(each) for each in parameters_of(edition)["provinces"].values[-1][1]]
    if text in known:
        return text
    near = near_names(text, known)
    if len(near) == 1 and near[0].startswith(text):
        typer.echo(f"  写成“{near[0]}”。")
        return near[0]
    hint = f"是不是 {'、'.join(near[:3])}？" if near else f"如 {'、'.join(known[:3])}。"
    raise _Refused(f"省级单位里没有“{text[:20]}”，写全称。{hint}")


def _industries(text: str) -> dict[KeyPath, str]:
    names = [_name(each.strip()) for each in re.split(r"[、，,;；]", text) if each.strip()]
    if not names:
        raise _Refused("写主导产业的名称，如 特种陶瓷。")
    if len(names) != len(set(names)) or len(names) > 5:
        raise _Refused("每个主导产业写一次，最多五个。")
    return {("主导产业", number, "名称"): name for number, name in enumerate(names)}


def _cycle(text: str) -> dict[KeyPath, str]:
    match = _MONTHS.match(text)
    if match is None:
        raise _Refused("写成 年-月 至 年-月，如 2014-07 至 2016-06。")
    first, last = (_month(match.group(at), match.group(at + 1)) for at in (1, 3))
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if not 12 <= months <= 36:
        raise _Refused(f"这样是 {max(months, 0)} 个月；试点周期为 1 至 3 年，即 12 至 36 个月（含头尾两个月）。")
    return {("试点周期", "开始"): f"{first:%Y-%m}", ("试点周期", "结束"): f"{last:%Y-%m}"}


def _month(year: str, month: str) -> date:
    if not 1 <= int(month) <= 12 or not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise _Refused(f"没有 {year}-{month} 这个月。")
    return date(int(year), int(month), 1)


def _year(text: str) -> str:
    found = re.fullmatch(r"(\d{4})\s*年?", text)
    if found is None or not FIRST_YEAR <= int(found.group(1)) <= LAST_YEAR:
        raise _Refused(f"写四位年份，在 {FIRST_YEAR} 至 {LAST_YEAR} 之间。")
    return found.group(1)
