"""The workbook in which a person decides conflicts one by one: made, and read again. Confidential.

A decision belongs to an enterprise, a column and two values, in either order: where one of these changed, it decides
nothing. What was not taken stays in the sheet, so that no value is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from brandcluster.formats.tables.read import read_table
from brandcluster.formats.tables.sheet import Place, Sheet, Stopped, Unreadable, column_letters
from brandcluster.formats.tables.workbook_build import Alarm, Cell, DataValidation, Page, workbook_bytes
from brandcluster.returns.form import STYLES
from brandcluster.returns.merging import Conflict, Decisions
from brandcluster.returns.spellings import fold_width

SHEET_OF_DECISIONS = "冲突决定"
FIRST_VALUE, SECOND_VALUE = "1", "2"
_HEAD = (
    "企业名称",
    "统一社会信用代码",
    "栏目",
    "1．先有的",
    "2．后来的",
    "1 出自",
    "2 出自",
    "以哪个为准（填 1 或 2）",
)
_WIDTHS = [30, 22, 24, 20, 20, 30, 30, 24]
_TITLE, _NOTE, _HEADING, _FIRST = 0, 1, 2, 3
#: More rows are not read: as many conflicts are not asked about.
_MOST = 50_000


class Decided(NamedTuple):
    """A row of the sheet: an enterprise, a column, two values and where they stood, and which was taken (empty while
    nobody has decided)."""

    name: str
    code: str
    heading: str
    first: str
    second: str
    places: tuple[str, str]
    taken: str

    @property
    def key(self) -> tuple[str, str, frozenset[str]]:
        """What a decision is known by."""
        return self.code, self.heading, frozenset((self.first, self.second))


def decisions_of(rows: Iterable[Decided]) -> Decisions:
    """What was decided; two rows on the same conflict that say different things decide nothing."""
    found: dict[tuple[str, str, frozenset[str]], str] = {}
    for row in rows:
        if row.taken:
            found[row.key] = row.taken if found.get(row.key, row.taken) == row.taken else ""
    return found


def rows_to_decide(conflicts: Sequence[Conflict], before: Sequence[Decided]) -> list[Decided]:
    """The rows of the sheet as it is to be: what was decided before, then what differs now, each once."""
    held = decisions_of(before)
    found = {row.key: row for row in before if row.taken and held[row.key]}
    for conflict in conflicts:
        for each in conflict.columns:
            places = (place_text(conflict.old), place_text(conflict.new))
            code, name = conflict.row[:2]
            row = Decided(name, code, each.heading, each.old, each.new, places, each.taken)
            if not (row.key in found and (found[row.key].taken or not row.taken)):
                found[row.key] = row
    return sorted(found.values(), key=lambda row: (bool(row.taken), row.code))


def place_text(place: Place) -> str:
    """Where a return stands, in words."""
    sheet = f" {place.sheet}" if place.sheet is not None else ""
    return f"{place.file}{sheet} 第 {place.row} 行"


# ---- the sheet -------------------------------------------------------------------------------------------------


def deciding_workbook(year: int, rows: Sequence[Decided]) -> bytes:
    """The workbook: a row for each value that differs, and one cell in it to fill."""
    last = _FIRST + len(rows) - 1
    end = len(_HEAD) - 1
    page = Page(
        SHEET_OF_DECISIONS, [float(each) for each in _WIDTHS], frozen=(_FIRST, 2), repeated=(_HEADING, _HEADING)
    )
    page.footer = "&L&9保密资料，不要外传&C&9第 &P 页，共 &N 页"
    page.printed = (0, 0, last, end)
    page.heights = {_TITLE: 30, _NOTE: 34, _HEADING: 34}
    page.texts_meant = True
    note = (
        "同一家企业、同一栏，两次报的数不一样。逐行看过，在最后一栏填 1（用先有的）或 2（用后来的），存好，再运行一次 collect add。"
        "没有填的不会写入。另一个数留在这张表里。"
    )
    page.cells = [
        Cell(_TITLE, 0, f"{year}年企业报表：前后不一致，请决定", "title", (_TITLE, end)),
        Cell(_NOTE, 0, note, "note", (_NOTE, end)),
        *(Cell(_HEADING, at, words, "heading") for at, words in enumerate(_HEAD)),
    ]
    for at, row in enumerate(rows, _FIRST):
        taken = "" if not row.taken else FIRST_VALUE if row.taken == row.first else SECOND_VALUE
        texts = (row.name, row.code, row.heading, row.first, row.second, *row.places)
        page.cells += [Cell(at, column, text, "cell") for column, text in enumerate(texts)]
        page.cells.append(Cell(at, end, taken, "choice"))
        page.heights[at] = 32
    if rows:
        area = (_FIRST, end, last, end)
        hint = "1：用先有的；2：用后来的。"
        page.entries = [
            DataValidation(area, f'"{FIRST_VALUE},{SECOND_VALUE}"', None, "以哪个为准", hint, "只能填 1 或 2。")
        ]
        page.alarms = [Alarm(area, f'=${column_letters(end)}{_FIRST + 1}=""')]
    return workbook_bytes([page], STYLES, f"{year}年企业报表冲突决定")


def read_deciding(content: bytes) -> tuple[list[Decided], list[str]] | str:
    """The rows of a sheet that was filled in, and what in it is neither 1 nor 2; or why it cannot be read."""
    sheets = read_table(content)
    if isinstance(sheets, Unreadable):
        return sheets.message
    sheet = next((each for each in sheets if each.name == SHEET_OF_DECISIONS), None)
    if sheet is None:
        return f"里面没有“{SHEET_OF_DECISIONS}”这张工作表。"
    try:
        return _rows(sheet)
    except Stopped as stopped:
        [why] = stopped.args
        return str(why.message)


def _rows(sheet: Sheet) -> tuple[list[Decided], list[str]] | str:
    lines = sheet.head(_MOST)
    if len(lines) <= _HEADING or tuple(lines[_HEADING][: len(_HEAD)]) != _HEAD:
        return "标题改过，认不出来。"
    found: list[Decided] = []
    odd: list[str] = []
    for number, line in enumerate(lines[_FIRST:], _FIRST + 1):
        cells = [*line, *("" for _ in _HEAD)][: len(_HEAD)]
        if not any(cell.strip() for cell in cells):
            continue
        name, code, heading, first, second, one, two, typed = cells
        choice = fold_width(typed)
        if choice not in ("", FIRST_VALUE, SECOND_VALUE):
            odd.append(f"第 {number} 行写的不是 1 或 2")
        taken = {FIRST_VALUE: first, SECOND_VALUE: second}.get(choice, "")
        found.append(Decided(name, code, heading, first, second, (one, two), taken))
    return found, odd
