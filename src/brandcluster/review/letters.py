"""What a letter to a region says: what is to be mended, by section of the form, in words that need no file or program.

The examiner's own remarks stand as she wrote them. What the program found is said in the form's words: what only the
files are about (how something is typed, which file is missing where) is one request that points to the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from brandcluster.notice import edition
from brandcluster.review.items import CONDITION, ERROR, REMARK, WRITING, Corrections, Item
from brandcluster.review.naming import bare_name
from brandcluster.review.remarks import Handling
from brandcluster.review.rows import Row

#: The sections of a letter in their order: how a place in the form begins, and what the section is called.
SECTIONS: tuple[tuple[str, str], ...] = (
    ("附件1 第一部分", "申报书第一部分（区域情况）"),
    ("附件1 第二部分", "申报书第二部分（试点工作方案）"),
    ("附件2", "推荐表"),
    ("", "通知规定的条件和证明材料"),
)
#: What is wrong with the files themselves, told in one request.
FILES_SECTION, FILES = (
    "电子文件",
    "有 {} 处的写法读不出来，或不是规定的写法，请按随附的《补正清单》逐处改好，再核对一遍。",
)
_STATISTICS = re.compile(r"statistics/(\d{4})\.ya?ml")
_BRACKET = re.compile(r"（[^（）]*\.ya?ml[^（）]*）")
_HEADER = re.compile(r"\s?dossier\.ya?ml\s?")
_FILE_NAME = re.compile(r"[\w./-]+\.ya?ml\s?的?|evidence/")
_OF_FILES = re.compile(
    r"brandcluster|\.ya?ml|[{}#|`]|[:：]”|行首|行左|半角|全角|引号|空格|冒号|编码|列表|花括号|控制字符|换行|“-”|---|"
    r"文件夹|文件名|路径|读不出来|普通写法|普通文件|文本块|这一行|第 \d+ 行|写了两次，第|补充规则|规则版本|格式|改用引用|两份文档|文件是|"
    r"两个人都改了|HEAD|应当是文字|月份写成了|日期写成了|多余的字|(?:指标|统计|申报)里没有"
)
_OF_YEAR = re.compile(r"\d{4} 年统计数据")
_SENTENCE = re.compile(r"[^。；]+[。；]?")
_NO_COLUMN = re.compile(r"表里没有“|不是“栏目")


class Request(NamedTuple):
    """One thing to mend: its number in the letter, the section, the place in the form, and what to do there."""

    number: int
    section: str
    place: str
    text: str
    is_own: bool

    @property
    def words(self) -> str:
        """The request in a line."""
        return f"{self.place}：{self.text}" if self.place else self.text


class Letter(NamedTuple):
    """A letter to one region. `issuer` and `due` are empty where nobody named them: they are left open on paper."""

    handling: Handling
    region: str
    applicant: str
    notice: str
    issuer: str
    due: date | None
    contact: str
    requests: tuple[Request, ...]
    unmet: tuple[str, ...] = ()

    @property
    def points_to_list(self) -> bool:
        """Whether a request points to the list of corrections, which then goes with the letter."""
        return any(each.section == FILES_SECTION for each in self.requests)


class LetterHead(NamedTuple):
    """What all letters of a run have in common."""

    issuer: str = ""
    due: date | None = None


def letter_of(made: Corrections, row: Row, handling: Handling, head: LetterHead) -> Letter:
    """The letter on a dossier, from its list of corrections."""
    contact = next((who.partition("，")[0] for who in made.reviewers), "")
    found = tuple(_requests(made.items, made.left_out))
    if handling.kind == "退回":
        found = tuple(each for each in found if each.is_own)
    labels = dict(row.labels)
    unmet = tuple(
        f"{edition.cite_clause(row.edition, each.clause) or ''}{labels.get(each.clause, '')}："
        f"{plain_words(each.message) or '不符合。'}"
        for each in row.conditions
        if each.value == "not_met"
    )
    return Letter(handling, made.region, made.applicant, made.notice, head.issuer, head.due, contact, found, unmet)


def plain_words(text: str) -> str:
    """The sentences of a text that say nothing of files and how they are typed."""
    kept = (each.strip() for each in _SENTENCE.findall(_without_files(text)) if not _OF_FILES.search(each))
    found = "".join(each for each in kept if each not in ("", "。", "；")).rstrip("；。")
    return f"{found}。" if found else ""


def _without_files(text: str) -> str:
    """A text with what the files are in the form's words, and without other names of files."""
    text = _HEADER.sub("申报基本信息", _BRACKET.sub("", text))
    return _FILE_NAME.sub("", _STATISTICS.sub(r"\1 年统计数据", text))


def _requests(items: Iterable[Item], left_out: int) -> Iterator[Request]:
    """One a place and kind, in the order of the sections; the program's warnings are for the examiner alone."""
    by_place: dict[tuple[int, str, bool], list[str]] = {}
    of_files = left_out
    for item in items:
        said = _said(item)
        if said is None:
            continue
        if not said:
            of_files += 1
            continue
        rank, place = _section(item)
        texts = by_place.setdefault((rank, place, item.kind == REMARK), [])
        texts += [] if any(bare_name(said) == bare_name(each) for each in texts) else [said]
    number = 0
    for (rank, place, is_own), texts in sorted(by_place.items(), key=lambda entry: entry[0][0]):
        number += 1
        yield Request(number, SECTIONS[rank][1], place, "".join(texts), is_own)
    if of_files:
        yield Request(number + 1, FILES_SECTION, "", FILES.format(of_files), False)


def _said(item: Item) -> str | None:
    """What the letter says of an entry; "" where it is about the files alone, None where it is not for the region."""
    if item.kind == REMARK:
        return "".join(_ended(text) for text in (item.wrong, item.advice) if text.strip())
    if item.kind == CONDITION:
        gaps = plain_words(item.advice.removeprefix("补上：")) if item.advice.startswith("补上：") else ""
        return f"请补交：{gaps}" if gaps else plain_words(item.wrong)
    if item.kind != ERROR:
        return None
    wrong = "" if item.place == WRITING or _NO_COLUMN.search(item.wrong) else plain_words(item.wrong)
    if not wrong or _OF_FILES.search(_without_files(item.wrong)):
        return ""
    if wrong.endswith("还没有填写。"):
        return "还没有填写，请填写。"
    return wrong + plain_words(item.advice)


def _ended(text: str) -> str:
    text = " ".join(text.split())
    return text if text.endswith(("。", "！", "？", "；")) else f"{text}。"


def _section(item: Item) -> tuple[int, str]:
    """The section of an entry and its place within it, in the form's words; a remark's place follows its clause."""
    words = f"{item.cite} {item.place}" if item.kind == REMARK else item.place
    if item.kind == CONDITION:  # what it asks for says more than where it was looked for
        words = f"附件2 {words.partition('：')[2]}" if words.startswith("附件2") else words.partition("：")[2]
    if _OF_YEAR.search(words) and not words.startswith("附件"):
        return 0, words
    for rank, (start, _) in enumerate(SECTIONS):
        if words.startswith(start):
            place = _numbered(words.removeprefix(start).strip()) if start else words
            return rank, place.strip()
    raise ValueError("the last section takes everything")


def _numbered(place: str) -> str:
    """“四 主要工作项目 …” as the form has it: “四、主要工作项目 …”."""
    return re.sub(r"\A([一二三四五六])\s+", r"\1、", place)
