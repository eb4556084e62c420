"""`--format markdown`: a table for a comment on a pull request, never longer than such a comment may be."""

from __future__ import annotations

from collections.abc import Iterable

from brandcluster.output.exchange.findings import ExchangeEntry, Findings, gravest_first
from brandcluster.output.text.markdown_text import COMMENT, escape_markdown

#: As much of one value is shown in a cell.
CELL = 600


def findings_markdown(findings: Findings, limit: int = COMMENT, size: str = "characters") -> str:
    """Sentences on the whole, a table of the findings, gravest first, and one of what was set aside.

    `limit` is in characters, or in bytes where `size` says so; how many findings did not fit is said.
    """
    left = [entry for entry in findings.entries if entry.reason is None]
    aside = [entry for entry in findings.entries if entry.reason is not None]
    head = [f"### brandcluster {findings.command}", "", *(f"{escape_markdown(note)}  " for note in findings.notes), ""]
    verdicts = findings.command != "validate"
    rows = [(_verdict_row if verdicts else _row)(entry) for entry in gravest_first(left)]
    ignored = [
        _cells(_where(entry), escape_markdown(entry.code), _cut(entry.message), _cut(entry.reason or ""))
        for entry in aside
    ]
    columns = ("结论", "条款", "条件", "产业", "说明", "位置") if verdicts else ("级别", "位置", "代号", "问题", "改法")
    table = _Bounded(limit, size)
    table.add(head)
    if rows:
        table.add([_cells(*columns), _cells(*("---" for _ in columns))])
        table.add(rows, counted=True)
    if ignored:
        title = ["", f"按说明忽略 {len(ignored)} 处：", ""]
        table.add([*title, _cells("位置", "代号", "问题", "原因"), _cells(*["---"] * 4)])
        table.add(ignored, counted=True)
    return table.text()


class _Bounded:
    """Lines up to a size; what no longer fits is counted, not cut in the middle."""

    def __init__(self, limit: int, size: str) -> None:
        self._room = limit - 200
        self._bytes = size == "bytes"
        self._lines: list[str] = []
        self._left_out = 0
        self._full = False

    def add(self, lines: Iterable[str], *, counted: bool = False) -> None:
        for line in lines:
            need = (len(line.encode("utf-8", "replace")) if self._bytes else len(line)) + 1
            self._full = self._full or need > self._room
            if self._full:
                self._left_out += counted
                continue
            self._room -= need
            self._lines.append(line)

    def text(self) -> str:
        if self._left_out:
            self._lines += ["", f"还有 {self._left_out} 处没有列出；全部的用 --format text 查看。"]
        return "\n".join(self._lines) + "\n"


def _row(entry: ExchangeEntry) -> str:
    cite = f"〔{entry.cite}〕" if entry.cite else ""
    return _cells(
        entry.word, _where(entry), escape_markdown(entry.code), _cut(entry.message), _cut(f"{entry.help}{cite}")
    )


def _verdict_row(entry: ExchangeEntry) -> str:
    message = f"{entry.message} {entry.help}"
    return _cells(entry.word, _cut(entry.cite), _cut(entry.title), _cut(entry.industry), _cut(message), _where(entry))


def _where(entry: ExchangeEntry) -> str:
    return _cut(f"{entry.place.path}:{entry.place.line}")


def _cut(text: str) -> str:
    return escape_markdown(text if len(text) <= CELL else f"{text[:CELL]}…")


def _cells(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
