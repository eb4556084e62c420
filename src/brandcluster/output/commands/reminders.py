"""催报清单: who has not reported, with what to say to each; on the screen, and as a workbook. Confidential."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from brandcluster.base.visible import visible
from brandcluster.formats.tables.workbook_build import Cell, Page, workbook_bytes
from brandcluster.output.commands.collect import LISTED, Shown
from brandcluster.output.commands.send_back import asked_of
from brandcluster.output.text.table import width
from brandcluster.output.text.terminal import Line
from brandcluster.returns.form import STYLES
from brandcluster.returns.outstanding import CHASED, REPORT_STATES, ReportStanding, ReportState

#: What each state is called in a sentence, with what comes of it.
_WORDS: dict[ReportState, str] = {
    "退回": "交了有错、要退回",
    "空表": "交了空表",
    "没有交": "没有交",
    "待决定": "两次报的不一致、等您决定",
    "待收": "已交、还没有用 collect add 收",
    "已收": "已收",
}
_HEAD = ("序号", "情况", "统一社会信用代码", "企业名称", "所属产业", "请对方做什么", "催办记录")
_WIDTHS = [6, 14, 23, 32, 16, 70, 24]


def reminder_lines(year: int, found: Sequence[ReportStanding], unknown: Sequence[str], shown: Shown) -> Iterator[Line]:
    """How many of each state; where they may be named, the enterprises to go after."""
    counts = Counter(each.state for each in found)
    parts = [f"{_WORDS[state]} {counts[state]} 家" for state in REPORT_STATES if counts[state]]
    yield (("bold", f"{year} 年企业报表：应报 {len(found)} 家。{'，'.join(reversed(parts))}。"),)
    for state in CHASED:
        listed = [each for each in found if each.state == state]
        if not listed or shown.redact:
            continue
        yield (("bold", f"{_WORDS[state]}（{len(listed)} 家）"),)
        for each in listed[:LISTED]:
            yield (("", f"  {visible(each.row[1] or '未写名称')}（{visible(each.row[0])}）"),)
            if each.problems:
                rest = f"（共 {len(each.problems)} 处）" if len(each.problems) > 1 else ""
                yield (("dim", f"      {shown.place(each.problems[0].place)}：{each.problems[0].message}{rest}"),)
        if len(listed) > LISTED:
            yield (("", f"  还有 {len(listed) - LISTED} 家没有列出。"),)
    for name in unknown:
        yield (("", f"{shown.file(name)}：认不出是哪一家的"),)


def reminder_workbook(year: int, found: Sequence[ReportStanding]) -> bytes:
    """The list of those to go after, a row each, with a column left free for the office's own notes."""
    chased = [each for each in found if each.state in CHASED]
    end, first = len(_HEAD) - 1, 3
    page = Page("催报清单", [float(each) for each in _WIDTHS], frozen=(first, 4), repeated=(2, 2), protected=False)
    page.footer = "&L&9保密资料，不要外传&C&9第 &P 页，共 &N 页"
    page.texts_meant = True
    page.printed = (0, 0, first + len(chased) - 1, end)
    page.filtered = (2, 0, first + len(chased) - 1, end) if chased else None
    page.heights = {0: 32, 1: 20, 2: 22}
    counts = Counter(each.state for each in chased)
    said = "，".join(f"{_WORDS[state]} {counts[state]} 家" for state in CHASED if counts[state]) or "都交了"
    page.cells = [
        Cell(0, 0, f"{year}年企业报表催报清单", "title", (0, end)),
        Cell(1, 0, f"{said}。每家只告诉它自己的一行。", "note", (1, end)),
        *(Cell(2, at, words, "heading") for at, words in enumerate(_HEAD)),
    ]
    for index, each in enumerate(chased):
        row, asked = first + index, "\n".join(asked_of(each, year))
        code, name, industry = (visible(text) for text in each.row[:3])
        texts = (str(index + 1), _WORDS[each.state], code, name, industry, asked, "")
        page.cells += [Cell(row, at, text, "cell") for at, text in enumerate(texts)]
        lines = sum(-(-max(width(line), 1) // (_WIDTHS[5] - 3)) for line in asked.split("\n"))
        page.heights[row] = 15.0 * min(max(lines, -(-width(name) // (_WIDTHS[3] - 3))), 25) + 4
    return workbook_bytes([page], STYLES, f"{year}年企业报表催报清单")
