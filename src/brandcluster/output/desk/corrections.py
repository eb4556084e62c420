"""The list of corrections for a region, as a Word page in the forms' styles and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from brandcluster.base.visible import visible
from brandcluster.formats.word.compose import OwnPage, add_gap
from brandcluster.output.text.markdown_text import escape_markdown
from brandcluster.papers.own_page import add_note, add_sheet, build_page
from brandcluster.papers.stamp import stamped_text
from brandcluster.review.items import KINDS, REMARK, Corrections, Item

TITLE = "补正清单"
HEAD = ("序号", "条款", "在表中的位置", "存在的问题", "怎样改")
#: Shares of the page's width.
_WIDTHS = (14, 30, 60, 84, 69)
#: A text of a list; what is longer is cut, and says so.
MAX_TEXT = 600


def corrections_word(made: Corrections) -> bytes:
    """The list as a .docx; the same list gives the same bytes."""
    return build_page(TITLE, partial(_content, made), across=True)


def corrections_markdown(made: Corrections) -> bytes:
    """The list as Markdown: one table; nothing in a dossier's texts becomes markup."""
    lines = [f"# {_md(made.title)}", "", *(f"- {_md(line)}" for line in _facts(made)), ""]
    if made.items:
        lines += [f"| {' | '.join(HEAD)} |", f"|{'---|' * len(HEAD)}"]
        lines += [f"| {' | '.join(_md(cell).replace(chr(10), '<br>') for cell in cells)} |" for cells in _rows(made)]
    lines += ["", *(_md(line) for line in _tail(made))]
    return stamped_text("\n".join(lines).rstrip() + "\n\n")


# ---- both ----------------------------------------------------------------------------------------------------


def _facts(made: Corrections) -> Iterator[str]:
    yield f"申报区域：{made.region or '（未填）'}"
    yield f"申报单位：{made.applicant or '（未填）'}"
    yield f"依据：{made.notice}"
    kinds = [(kind, sum(item.kind == kind for item in made.items)) for kind in KINDS]
    counts = "，".join(f"{kind} {count} 条" for kind, count in kinds if count)
    if made.reviewers:
        yield f"审查意见：{'；'.join(made.reviewers)}"
    yield f"截至 {made.day.isoformat()}，共 {len(made.items)} 条" + (f"：{counts}" if counts else "")


def _rows(made: Corrections) -> Iterator[tuple[str, str, str, str, str]]:
    for number, item in enumerate(made.items, start=1):
        yield (
            str(number),
            _short(item.cite) or "—",
            _place(item),
            f"〔{item.kind}〕{_short(item.wrong)}",
            _short(item.advice),
        )


def _place(item: Item) -> str:
    place = _short(item.place.removeprefix(f"{item.cite} "))  # the column beside it says the clause
    return place if item.source is None else f"{place}\n{item.source.path}:{item.source.line}"


def _tail(made: Corrections) -> Iterator[str]:
    if made.left_out:
        yield f"另有 {made.left_out} 条没有列出；先改好以上各条，再运行 brandcluster validate 查看。"
    if not made.items:
        yield "没有需要补正的。"
    elif any(item.kind != REMARK for item in made.items):
        yield "位置一栏的第二行是材料里的文件和行号。改好后运行 brandcluster validate 核对，再重新生成、盖章。"


def _short(text: str) -> str:
    shown = " ".join(visible(line) for line in text.splitlines() if line.strip())
    return shown if len(shown) <= MAX_TEXT else f"{shown[:MAX_TEXT]}……（以下略，原文 {len(text)} 字）"


def _md(text: str) -> str:
    return "\n".join(escape_markdown(line) for line in text.split("\n"))


# ---- Word ----------------------------------------------------------------------------------------------------


def _content(made: Corrections, page: OwnPage) -> None:
    for line in _facts(made):
        add_note(page, visible(line))
    if made.items:
        add_gap(page)
        add_sheet(page, HEAD, _WIDTHS, list(_rows(made)), top=True)
    for line in _tail(made):
        add_note(page, visible(line))
