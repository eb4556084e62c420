"""Write tests/cases/returns/same: one set of returns in the shapes that offices send, made by several programs.

    python scripts/build_return_fixtures.py

Needs openpyxl, and LibreOffice (`soffice`) for the files that carry its name. Every file must read the same as clean.csv.
"""

from __future__ import annotations

import csv
import io
import random
import shutil
import subprocess
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from build_returns import codes
from openpyxl.styles import Alignment, PatternFill

from brandcluster.dossier.load import load_dossier
from brandcluster.dossier.model.measures import AMOUNTS, COLUMNS
from brandcluster.returns import form
from brandcluster.returns.layout import Row, layout_of
from brandcluster.returns.sums import canonical_text

ROOT = Path(__file__).resolve().parent.parent
BASE = ROOT / "tests" / "cases" / "base"
TARGET = ROOT / "tests" / "cases" / "returns" / "same"
HEADINGS = [column.heading for column in COLUMNS]
FIRST, LAST = 5, 5 + len(AMOUNTS)


def rows() -> list[Row]:
    """Eight enterprises: decimals, zeros, a service firm, one that is due and has not reported."""
    code = codes("139900", random.Random("returned files"))  # noqa: S311  # a draw that can be repeated
    found = []
    for index in range(6):
        output = 2400 + 731 * index
        amounts = [output, output // 4, output // 7 if index else 0, output - 41, output // 2, output // 5]
        texts = [str(value) for value in amounts] + [f"{output // 60}.25"]
        flags = ["否", "是" if index % 2 else "否", "是" if index == 3 else "否", "否", "是" if index > 3 else "否"]
        name = f"云溪第{'一二三四五六'[index]}阀门（集团）有限公司"
        found.append((next(code), name, "阀门", "主导产业", "是", *texts, *flags))
    service = ("云溪检测技术有限公司", "其他相关企业", "生产性服务", "否", *[""] * len(AMOUNTS), *["否"] * 5)
    found.append((next(code), *service))
    found.append((next(code), "云溪还没报的阀门有限公司", "阀门", "主导产业", "否", *[""] * (len(AMOUNTS) + 5)))
    return sorted(found)


def wide(text: str) -> str:
    """Digits and points in full width."""
    return text.translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))


def text_file(data: list[list[str]], delimiter: str, encoding: str, end: str) -> bytes:
    """A CSV in some dialect."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, lineterminator=end).writerows(data)
    return stream.getvalue().encode(encoding)


def texts(all_rows: list[Row]) -> dict[str, bytes]:
    """CSV files as Excel and others write them."""
    quoted = [[f"{int(v):,}" if FIRST <= at < LAST and v.isdigit() and len(v) > 3 else v for at, v in enumerate(row)]
              for row in all_rows]  # fmt: skip
    fancy = [[wide(v) if FIRST <= at < LAST else f" {v}　" for at, v in enumerate(row)] for row in reversed(all_rows)]
    return {
        "excel-gb18030.csv": text_file([HEADINGS, *quoted], ",", "gb18030", "\r\n"),
        "semicolons-bom.csv": text_file([["单位：万元"], HEADINGS, *fancy, ["合计", "", "", "", "", "99999"]], ";", "utf-8-sig", "\n"),
        "unicode-text.csv": text_file([HEADINGS, *[list(row) for row in all_rows]], "\t", "utf-16", "\r\n"),
    }  # fmt: skip


def openpyxl_merged(all_rows: list[Row]) -> bytes:
    """Two rows of merged headings in 千元, other order, headings again on the next page, totals, notes."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    order = [1, 0, 3, 2, 4, *range(LAST - 1, FIRST - 1, -1), *range(LAST, len(COLUMNS))]
    sheet.title = "汇总"
    sheet["A1"] = "云溪开发区企业情况汇总表"
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=18)
    sheet["R2"] = "计量单位：千元"
    for at, column in enumerate(order, 2):
        label = COLUMNS[column].label
        if FIRST <= column < LAST:
            sheet.cell(4, at, label)
        else:
            sheet.cell(3, at, f"是否{label}" if column >= LAST else label)
            sheet.merge_cells(start_row=3, end_row=4, start_column=at, end_column=at)
    sheet.cell(3, 7, "产值、收入和投入")
    sheet.merge_cells(start_row=3, end_row=3, start_column=7, end_column=13)
    sheet.cell(3, 1, "序号")
    line = 5
    ordered = sorted(all_rows, key=lambda row: (row[2], row[0]), reverse=True)
    start = line
    for index, row in enumerate(ordered):
        if index == 4:  # the heading again, as printed on the next page
            for at, column in enumerate(order, 2):
                sheet.cell(line, at, COLUMNS[column].label)
            line += 1
            start = line
        sheet.cell(line, 1, index + 1)
        for at, column in enumerate(order, 2):
            value: Any = row[column]
            if FIRST <= column < LAST and value:
                value = float(Decimal(value) * 10)
            if column == 2 and line > start and row[2] == ordered[index - 1][2]:
                value = None
            sheet.cell(line, at, value or (0 if value == 0 else None))
        if row[2] != (ordered[index + 1][2] if index + 1 < len(ordered) else "") or index == 3:
            if line > start:
                sheet.merge_cells(start_row=start, end_row=line, start_column=5, end_column=5)
            start = line + 1
        line += 1
    sheet.cell(line, 2, "合  计")
    sheet.cell(line, 13, f"=SUM(M5:M{line - 1})")
    sheet.cell(line, 13).value = 123456
    sheet.cell(line + 1, 1, "注：金额按当年价格计算。")
    sheet.cell(line + 2, 2, "填表人：甲某")
    for cell in sheet[4]:
        cell.alignment = Alignment(wrap_text=True)
    for column in range(1, 120):  # coloured cells far beyond the table
        sheet.cell(400, column).fill = PatternFill("solid", fgColor="FFFF00")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def openpyxl_pages(all_rows: list[Row]) -> bytes:
    """A printed summary: title, unit and a heading of two rows again on every page, subtotals, signatures."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    line = 1
    for page in (all_rows[:3], all_rows[3:6], all_rows[6:]):
        sheet.cell(line, 1, "云溪开发区2013年企业报表汇总")
        sheet.merge_cells(start_row=line, end_row=line, start_column=1, end_column=len(COLUMNS) + 1)
        sheet.cell(line + 1, 16, "单位：万元")
        sheet.cell(line + 2, 1, "序号")
        for at, column in enumerate(COLUMNS, 2):
            within = FIRST <= at - 2 < LAST
            sheet.cell(line + 2 + within, at, column.label)
            if not within:
                sheet.merge_cells(start_row=line + 2, end_row=line + 3, start_column=at, end_column=at)
        sheet.cell(line + 2, FIRST + 2, "产值、收入和投入")
        sheet.merge_cells(start_row=line + 2, end_row=line + 2, start_column=FIRST + 2, end_column=LAST + 1)
        line += 4
        for index, row in enumerate(page, 1):
            sheet.cell(line, 1, index)
            for at, value in enumerate(row):
                number = float(value) if FIRST <= at < LAST and value else None
                sheet.cell(line, at + 2, number if number is not None else value or None)
            line += 1
        sheet.cell(line, 3, "本页小计")
        sheet.cell(line, FIRST + 2, f"=SUM(G{line - len(page)}:G{line - 1})")
        sheet.cell(line + 1, 1, "填表人：甲某")
        sheet.cell(line + 1, 8, "审核人：乙某")
        line += 3
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def xlsxwriter_formulas(all_rows: list[Row]) -> bytes:
    """Amounts as formulas with results, ticks, codes with spaces, columns that nobody needs, units of their own."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    notes = book.add_worksheet("说明")
    notes.write(0, 0, "请各企业如实填写")
    sheet = book.add_worksheet("报表")
    units = ["元", "千元", "万元", "亿元", "万元", "元", "千元"]
    factor = {"元": Decimal(10000), "千元": Decimal(10), "万元": Decimal(1), "亿元": Decimal("0.0001")}
    for at, column in enumerate(COLUMNS):
        unit = f"\n({units[at - FIRST]})" if FIRST <= at < LAST else "（是/否）" if at >= LAST else ""
        sheet.write(2, at, f"{at + 1}. {column.label}{unit}")
    sheet.write(2, len(COLUMNS), "备注")
    for line, row in enumerate(all_rows, 4):  # an empty row between heading and data
        for at, given in enumerate(row):
            value = given
            if at == 0:
                value = f"{value[:2]} {value[2:8]} {value[8:17]} {value[17:]}".lower()
            if at >= LAST or at == 4:
                value = {"是": "√", "否": "×", "": ""}[value]
            if FIRST <= at < LAST and value:
                number = Decimal(value) * factor[units[at - FIRST]]
                sheet.write_formula(line, at, f"={number / 2}*2", None, str(number))
            elif value:
                sheet.write_string(line, at, value)
        sheet.write(line, len(COLUMNS), "已核")
    book.close()
    return stream.getvalue()


def two_sheets(all_rows: list[Row]) -> bytes:
    """One sheet a group, and a hidden sheet of old figures that nobody means to send."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for industry in ("阀门", "其他相关企业"):
        sheet = book.create_sheet(industry)
        sheet.append(HEADINGS)
        for row in all_rows:
            if row[2] == industry:
                sheet.append([float(v) if FIRST <= at < LAST and v else v or None for at, v in enumerate(row)])
    hidden = book.create_sheet("去年")
    hidden.append(HEADINGS)
    hidden.append([all_rows[0][0], "旧名称", "阀门", "主导产业", "是", *[1] * 7, *["否"] * 5])
    hidden.sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def filled_form(all_rows: list[Row]) -> bytes:
    """Our own form, filled in by another program."""
    dossier = load_dossier(BASE)
    blank = form.returns_workbook(
        layout_of(dossier), form.Office("云溪管委会", "云溪", 2013), all_rows[2:], lambda _: "—"
    )
    book = openpyxl.load_workbook(io.BytesIO(blank))
    sheet = book.worksheets[0]
    sheet["F2"] = "万元"
    for index, row in enumerate([*all_rows[2:], *all_rows[:2]]):
        for at, value in enumerate(row, 2):
            if value:
                sheet.cell(6 + index, at, float(value) if FIRST <= at - 2 < LAST else value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def through_libreoffice(content: bytes, steps: tuple[str, ...], suffix: str) -> bytes:
    """A workbook after LibreOffice has opened it and saved it in other formats."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / f"in{suffix}"
        path.write_bytes(content)
        for step in steps:
            command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", step]
            subprocess.run(
                [*command, "--outdir", str(folder / "out"), str(path)], check=True, stdout=subprocess.DEVNULL
            )
            path = Path(
                shutil.move(folder / "out" / f"{path.stem}.{step.split(':')[0]}", folder / f"x.{step.split(':')[0]}")
            )
        return path.read_bytes()


def main() -> None:
    """Write the files."""
    all_rows = rows()
    TARGET.mkdir(parents=True, exist_ok=True)
    filled = filled_form(all_rows)
    files = {
        "clean.csv": canonical_text(all_rows, layout_of(load_dossier(BASE))),
        **texts(all_rows),
        "openpyxl-merged.xlsx": openpyxl_merged(all_rows),
        "openpyxl-pages.xlsx": openpyxl_pages(all_rows),
        "xlsxwriter-formulas.xlsx": xlsxwriter_formulas(all_rows),
        "openpyxl-two-sheets.xlsx": two_sheets(all_rows),
        "form-filled.xlsx": filled,
        "libreoffice-form.xlsx": through_libreoffice(filled, ("ods", "xlsx"), ".xlsx"),
        "libreoffice-merged.xlsx": through_libreoffice(openpyxl_merged(all_rows), ("ods", "xlsx"), ".xlsx"),
        "libreoffice-pages.xlsx": through_libreoffice(openpyxl_pages(all_rows), ("ods", "xlsx"), ".xlsx"),
        "libreoffice-form.csv": through_libreoffice(
            filled, ("csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false",), ".xlsx"
        ),
        "libreoffice-gb18030.csv": through_libreoffice(
            filled, ("csv:Text - txt - csv (StarCalc):59,34,85,1,,0,false,true,false",), ".xlsx"
        ),
    }
    for name, content in files.items():
        (TARGET / name).write_bytes(content)


if __name__ == "__main__":
    main()
