"""The little Markdown that texts of a dossier may hold: a line is a paragraph, `**…**` is bold, `| … |` lines a table.

Not CommonMark: there a line break joins paragraphs and “**《…》**的” is not bold, because its rules for white space and
punctuation were made for other scripts. Everything else in a text is text, `1.` and （一） included: the form's styles
find numbered paragraphs by their number. A backslash takes the meaning of `*`, `|` and `<`; `<br>` breaks a line
inside a cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from brandcluster.base.patterns import late_pattern
from brandcluster.papers.content import Block, Inline, Paragraph, Strong, Table, TableColumn, inline_text

_TOKEN = late_pattern(r"\\([*|<])|\*\*")
_BREAK = late_pattern(r"(?<!\\)<br ?/?>")
_RULE = late_pattern(r":?-{1,80}:?\Z")
_ALIGN = {(True, True): "center", (False, True): "right"}
#: Shares of a column's width: no column narrower than the one, none wider than the other.
_NARROW, _WIDE = 6, 40


# ---- reading -------------------------------------------------------------------------------------------------


def parse_blocks(text: str) -> tuple[Block, ...]:
    """The paragraphs and tables of a text."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found: list[Block] = []
    position = 0
    while position < len(lines):
        columns = _columns(lines, position)
        if columns is None:
            found.append(Paragraph(parse_inline(lines[position])))
            position += 1
            continue
        end = position + 2
        while end < len(lines) and lines[end].startswith("|"):
            end += 1
        rows = [_row(line, len(columns)) for line in lines[position + 2 : end]]
        found.append(Table("", _shared(columns, rows), tuple(rows)))
        position = end
    return tuple(found)


def parse_inline(text: str) -> tuple[Inline, ...]:
    """One line: text and bold text. A pair of asterisks without its partner is text."""
    pieces: list[tuple[str, bool]] = []
    plain: list[str] = []
    bold = False
    marks = [match for match in _TOKEN.finditer(text) if not match.group(1)]
    last = marks[-1].start() if len(marks) % 2 else -1
    position = 0
    for match in _TOKEN.finditer(text):
        plain.append(text[position : match.start()])
        position = match.end()
        if match.group(1) or match.start() == last:
            plain.append(match.group(1) or match.group())
        else:
            pieces.append(("".join(plain), bold))
            plain, bold = [], not bold
    pieces.append(("".join([*plain, text[position:]]), bold))
    return tuple(Strong(piece) if strong else piece for piece, strong in pieces if piece)


def _columns(lines: Sequence[str], position: int) -> list[TableColumn] | None:
    """The columns of the table that begins at a line; None where none does."""
    if position + 1 >= len(lines) or not lines[position].startswith("|") or not lines[position + 1].startswith("|"):
        return None
    titles, rules = _cells(lines[position]), _cells(lines[position + 1])
    if len(titles) != len(rules) or not all(_RULE.match(rule) for rule in rules):
        return None
    return [
        TableColumn(
            inline_text(_cell(title)),
            1,
            _ALIGN.get((rule.startswith(":"), rule.endswith(":")), "left"),  # type: ignore[arg-type]  # three words of a literal
        )
        for title, rule in zip(titles, rules, strict=True)
    ]


def _cells(line: str) -> list[str]:
    cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line.removeprefix("|"))]
    return cells[:-1] if cells and not cells[-1] else cells


def _row(line: str, count: int) -> tuple[Inline, ...]:
    """A row of as many cells as the table has columns; more than that are read into the last."""
    cells = _cells(line)
    cells = [*cells[: count - 1], " ".join(cells[count - 1 :])] if len(cells) > count else cells
    return tuple(_cell(cell) for cell in [*cells, *[""] * (count - len(cells))])


def _cell(content: str) -> Inline:
    """A cell is one piece: bold where all of it is."""
    found = parse_inline(_BREAK.sub("\n", content))
    if len(found) == 1:
        return found[0]
    return "".join(inline_text(piece) for piece in found)


def _shared(columns: list[TableColumn], rows: list[tuple[Inline, ...]]) -> tuple[TableColumn, ...]:
    """The columns with their shares of the width, by what they hold."""
    made = []
    for index, column in enumerate(columns):
        cells = [column.title, *(inline_text(row[index]) for row in rows)]
        longest = max(_length(part) for cell in cells for part in cell.split("\n"))
        made.append(TableColumn(column.title, min(max(longest + 2, _NARROW), _WIDE), column.align))
    return tuple(made)


def _length(text: str) -> int:
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text) // 2


# ---- writing -------------------------------------------------------------------------------------------------


def write_line(pieces: Iterable[tuple[str, bool]]) -> str:
    """One paragraph of text and bold text (True), in which nothing is taken for markup that is not."""
    merged: list[tuple[str, bool]] = []
    for strong, group in groupby(
        (piece for piece in pieces if piece[0]), key=lambda piece: piece[1] and bool(piece[0].strip())
    ):
        merged.append(("".join(text for text, _ in group), strong))
    merged = _trimmed(merged)
    if any(strong for _, strong in merged) and any(text.endswith("\\") for text, _ in merged):
        merged = [("".join(text for text, _ in merged), False)]  # the asterisks behind it would be taken for text
    made = "".join(_marked(text, strong, among=len(merged) > 1 or strong) for text, strong in merged)
    return "\\" + made if made.startswith("|") else made


def write_table(rows: Sequence[Sequence[str | Strong]]) -> list[str]:
    """The lines of a table; the first row is its head. A cell may hold line breaks, and be bold as a whole."""
    count = max(len(row) for row in rows)
    head, *others = [[_written_cell(cell) for cell in row] + [""] * (count - len(row)) for row in rows]
    return [_table_line(head), "|" + "---|" * count, *(_table_line(row) for row in others)]


def write_blocks(content: Iterable[Block], words: Callable[[Inline], str]) -> str:
    """Blocks as a text of this Markdown; `words` prints a piece. A caption is the paragraph before its table."""
    lines: list[str] = []
    for block in content:
        if isinstance(block, Paragraph):
            lines.append(write_line((words(piece), isinstance(piece, Strong)) for piece in block.content))
            continue
        lines.append(write_line([(block.caption, False)]))
        head: list[str | Strong] = [column.title for column in block.columns]
        lines += write_table([head, *([_as_cell(piece, words) for piece in row] for row in block.rows)])
    return "\n".join(each for each in lines if each)


def _trimmed(pieces: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Without white space at the ends of the paragraph, and without pieces that hold nothing."""
    while pieces and not pieces[0][0].strip():
        pieces.pop(0)
    while pieces and not pieces[-1][0].strip():
        pieces.pop()
    if pieces:
        pieces[0] = (pieces[0][0].lstrip(), pieces[0][1])
        pieces[-1] = (pieces[-1][0].rstrip(), pieces[-1][1])
    return pieces


def _marked(text: str, strong: bool, *, among: bool) -> str:
    content = _escaped(text, edges=among)
    return f"**{content}**" if strong else content


def _escaped(text: str, *, edges: bool) -> str:
    """Asterisks that would make or break bold, and what a backslash stands before, each behind a backslash."""
    if "*" not in text and "\\" not in text:
        return text
    edge = "*" if edges else ""
    made = []
    for index, character in enumerate(text):
        before = text[index - 1] if index else edge
        after = text[index + 1] if index + 1 < len(text) else edge
        if (character in "*|<" and before == "\\") or (character == "*" and "*" in (before, after)):
            made.append("\\")
        made.append(character)
    return "".join(made)


def _as_cell(piece: Inline, words: Callable[[Inline], str]) -> str | Strong:
    return Strong(words(piece)) if isinstance(piece, Strong) else words(piece)


def _written_cell(cell: str | Strong) -> str:
    strong = isinstance(cell, Strong)
    parts = (part.strip() for part in (cell.text if isinstance(cell, Strong) else cell).split("\n"))
    content = "<br>".join(re.sub(r"[*|<]", r"\\\g<0>", part) for part in parts if part)
    return f"**{content}**" if strong and content and not content.endswith("\\") else content


def _table_line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
