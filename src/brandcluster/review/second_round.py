"""The second round: what a region answered on its reply sheet, held against what was asked and what is found now."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from brandcluster.formats.word import guard, read
from brandcluster.review.letters import Request
from brandcluster.review.naming import bare_name

#: Longer answers are cut where they are shown.
LONGEST = 2_000
_DIGITS = re.compile(r"\d+")
_HEAD = ("序号", "需要补正的内容")


class Reply(NamedTuple):
    """A row of the sheet: the number and words of the request, and the two answers of the region."""

    number: int
    request: str
    answer: str
    where: str


class AnsweredRequest(NamedTuple):
    """A request of the first round with its answer: `state` says how it stands now, `now` is its number in the new
    letter, 0 where it is not in it."""

    number: int
    request: str
    reply: str
    state: str
    now: int = 0


def read_replies(content: bytes) -> list[Reply] | str:
    """The rows of a filled sheet; or in words why it is not read."""
    parts = guard.open_docx(content, pictures=False)
    if isinstance(parts, guard.Refusal):
        return parts.message
    page = read.read_content(parts)
    for table in page.tables if page is not None else ():
        rows = [[_text(cell.flow.text) for cell in row] for row in table.rows]
        if rows and len(rows[0]) >= 4 and tuple(map(bare_name, rows[0][:2])) == _HEAD:
            return [
                Reply(int(row[0]), *row[1:4]) for row in rows[1:] if len(row) >= 4 and re.fullmatch(r"\d{1,4}", row[0])
            ]
    return "里面没有补正答复表的表格（序号、需要补正的内容……）。"


def hold_against(replies: Sequence[Reply], now: Sequence[Request]) -> list[AnsweredRequest]:
    """Every request of the first round, whether it was answered, and whether it is still found."""
    open_ = {bare_name(each.words): each for each in now}
    by_place = {bare_name(each.place or _DIGITS.sub("", each.text)): each for each in now}
    found = []
    for each in replies:
        same = open_.get(bare_name(each.request))
        place = bare_name(each.request.partition("：")[0] if "：" in each.request else _DIGITS.sub("", each.request))
        alike = same or by_place.get(place)
        answer = "\n".join(text for text in (each.answer, each.where and f"（{each.where}）") if text)[:LONGEST]
        found.append(
            AnsweredRequest(
                each.number, each.request, answer, _state(bool(answer), same, alike), alike.number if alike else 0
            )
        )
    return found


def _state(answered: bool, same: Request | None, alike: Request | None) -> str:
    lead = "" if answered else "没有答复。"
    if same is not None and same.is_own:
        return f"{lead}您的意见还在，请核对后定。"
    if same is not None:
        return f"{lead}程序查出的还是一样，没有改好。"
    if alike is not None:
        return f"{lead}同一处还有问题，与上次不同：{alike.text}"
    return f"{lead}程序查不出了，请核对答复。"


def _text(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())
