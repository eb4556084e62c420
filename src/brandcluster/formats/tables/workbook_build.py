"""Workbooks to be filled or read by people, written with XlsxWriter: the same pages give the same bytes.

No value ever becomes a formula or a link, whatever it begins with.
"""

from __future__ import annotations

import datetime
import io
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple


class Cell(NamedTuple):
    """What stands in a cell; a cell with `to` is merged up to that row and column."""

    row: int
    column: int
    value: str | Decimal | datetime.date
    style: str
    to: tuple[int, int] | None = None


class DataValidation(NamedTuple):
    """What may be entered in a range: one of the `choices` (a range of cells), a number not below 0, or a text that
    a formula accepts. `title` and `hint` show while a cell of the range is chosen, `refusal` when it is refused, or (`warns`)
    when something else is entered, which is then taken all the same."""

    area: tuple[int, int, int, int]
    choices: str | None
    formula: str | None
    title: str
    hint: str
    refusal: str
    warns: bool = False


class Alarm(NamedTuple):
    """A range whose cells turn red where a formula (written for its first cell) holds."""

    area: tuple[int, int, int, int]
    formula: str


@dataclass(slots=True)
class Page:
    """One sheet of a workbook to be written. Sizes in Excel's own units; `frozen` rows and columns stay in sight."""

    name: str
    widths: list[float]
    cells: list[Cell] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)
    entries: list[DataValidation] = field(default_factory=list)
    alarms: list[Alarm] = field(default_factory=list)
    #: What shows beside a cell when the pointer rests on it.
    notes: dict[tuple[int, int], str] = field(default_factory=dict)
    frozen: tuple[int, int] = (0, 0)
    repeated: tuple[int, int] | None = None
    hidden: bool = False
    footer: str = ""
    #: 8 is A3, 9 is A4, as Excel numbers them.
    paper: int = 9
    printed: tuple[int, int, int, int] | None = None
    #: The range (its first row the headings) whose columns get a button to filter and sort by.
    filtered: tuple[int, int, int, int] | None = None
    #: A protected sheet takes entries in unlocked cells only.
    protected: bool = True
    #: The colour of its tab; and whether figures kept as text (codes, days) are meant, so that nobody is warned of them.
    tab: str = ""
    texts_meant: bool = False


def workbook_bytes(pages: list[Page], styles: dict[str, dict[str, Any]], title: str) -> bytes:
    """A workbook; the same pages give the same bytes. Of a protected sheet only unlocked styles can be typed into."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": title, "created": datetime.datetime(2000, 1, 1)})  # the clock has no part in it
    formats = {name: book.add_format(properties) for name, properties in styles.items()}
    alarm = book.add_format({"bg_color": "#F8CBAD", "font_color": "#9C0006"})
    for page in pages:
        _write_page(book.add_worksheet(page.name), page, formats, alarm)
    book.close()
    return _as_made_anywhere(stream.getvalue())


def _as_made_anywhere(workbook: bytes) -> bytes:
    """A zip without a comment, which says of each file on which system it was made: Unix (3), wherever that was."""
    content = bytearray(workbook)
    at = int.from_bytes(content[-6:-2], "little")  # of the list of files, each entry of 46 bytes and three texts
    while content[at : at + 4] == b"PK\x01\x02":
        content[at + 5] = 3
        at += 46 + sum(int.from_bytes(content[at + each : at + each + 2], "little") for each in (28, 30, 32))
    return bytes(content)


def _write_page(sheet: Any, page: Page, formats: dict[str, Any], alarm: Any) -> None:
    for column, width in enumerate(page.widths):
        sheet.set_column(column, column, width)
    for row, height in page.heights.items():
        sheet.set_row(row, height)
    for cell in page.cells:
        style = formats[cell.style]
        if cell.to is not None:
            sheet.merge_range(cell.row, cell.column, *cell.to, "", style)
        if isinstance(cell.value, Decimal):
            sheet.write_number(cell.row, cell.column, cell.value, style)
        elif isinstance(cell.value, datetime.date):
            sheet.write_datetime(cell.row, cell.column, cell.value, style)
        elif cell.value:
            sheet.write_string(cell.row, cell.column, cell.value, style)
        else:
            sheet.write_blank(cell.row, cell.column, None, style)
    for entry in page.entries:
        sheet.data_validation(*entry.area, _validation(entry))
    for each in page.alarms:
        sheet.conditional_format(*each.area, {"type": "formula", "criteria": each.formula, "format": alarm})
    for (row, column), text in page.notes.items():
        sheet.write_comment(row, column, text, _NOTE)
    sheet.freeze_panes(*page.frozen)
    if page.repeated is not None:
        sheet.repeat_rows(*page.repeated)
    if page.printed is not None:
        sheet.print_area(*page.printed)
    sheet.set_landscape()
    sheet.set_paper(page.paper)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.center_horizontally()
    sheet.hide_gridlines(2)
    if page.footer:
        sheet.set_footer(page.footer)
    if page.filtered is not None:
        sheet.autofilter(*page.filtered)
    if page.protected:
        sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})
    if page.hidden:
        sheet.hide()
    if page.tab:
        sheet.set_tab_color(page.tab)
    if page.texts_meant:
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


_NOTE = {"author": "", "font_name": "宋体", "font_size": 9, "x_scale": 2.2, "y_scale": 1.8}


def _validation(entry: DataValidation) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "input_title": entry.title[:32],
        "input_message": entry.hint[:255],
        "error_title": entry.title[:32],
        "error_message": entry.refusal[:255],
        "ignore_blank": True,
    }
    if entry.warns:
        shown["error_type"] = "warning"
    if entry.choices is not None:
        return {"validate": "list", "source": entry.choices, **shown}
    if entry.formula is not None:
        return {"validate": "custom", "value": entry.formula, **shown}
    return {"validate": "decimal", "criteria": ">=", "value": 0, **shown}
