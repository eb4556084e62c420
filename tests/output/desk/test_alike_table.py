"""What dossiers have in common, in CSV and in the workbook."""

from __future__ import annotations

import csv
import io
from datetime import date
from fractions import Fraction

import openpyxl

from brandcluster.base.diagnostics import Location
from brandcluster.output.desk.alike_table import MOST_IN_CELL, alike_rows
from brandcluster.output.desk.csv import review_csv
from brandcluster.output.desk.text import Desk
from brandcluster.output.desk.workbook import review_workbook
from brandcluster.review.across import findings_across
from brandcluster.review.alike import AlikePair, AlikeTexts
from brandcluster.review.claims import ClaimedFigure, ClaimedFile, ClaimedText, Claims
from brandcluster.review.rows import Row

DAY = date(2014, 6, 1)


def claims(name: str) -> Claims:
    return Claims(name, name, name, name, (), (), ())


def pair(first: str, second: str, texts: int = 1) -> AlikePair:
    place = Location("application/plan.yaml", 7)
    said = ClaimedText("试点工作思路", "甲说", place)
    figure = ClaimedFigure("文中的数", "18.61%", place)
    file = ClaimedFile("0" * 64, "图片", "evidence/a.docx", "image1.png")
    text = AlikeTexts(said, said, "=1+1\n甲说", "乙说", Fraction(87, 100))
    return AlikePair(claims(first), claims(second), (text,) * texts, ((figure, figure),), ((file, file),), 0)


def desk(*pairs: AlikePair) -> Desk:
    rows = [Row(name, name, region=name) for name in ("甲", "乙", "丙")]
    return Desk(rows, 3, findings_across(rows, DAY), DAY, (), pairs)


def test_csv_counts_the_hits_and_says_where_they_are() -> None:
    head, *rows = csv.reader(io.StringIO(review_csv(desk(pair("甲", "乙", MOST_IN_CELL + 5))).decode("utf-8-sig")))
    at = head.index("相近的文字（处）")
    assert [row[at : at + 3] for row in rows] == [["35", "1", "1"], ["35", "1", "1"], ["0", "0", "0"]]
    lines = rows[1][at + 3].split("\n")
    assert (
        lines[0] == "文字 87%：试点工作思路（乙/application/plan.yaml:7）；试点工作思路（甲/application/plan.yaml:7）"
    )
    assert lines[-1] == "还有 7 处没有列出。" and rows[2][at + 3] == ""


def test_the_workbook_has_a_row_a_hit() -> None:
    book = openpyxl.load_workbook(io.BytesIO(review_workbook(desk(pair("甲", "乙"), pair("乙", "丙")))))
    rows = list(book["相近"].iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["种类", "文字", "数", "图片", "文字", "数", "图片"]
    assert rows[1][1] == "87%" and rows[1][6] == "=1+1\n甲说" and rows[2][6] == "文中的数 18.61%"
    assert rows[3][4] == "甲/evidence/a.docx里的图片 image1.png"
    assert all(cell.data_type != "f" for row in book["相近"].iter_rows() for cell in row)


def test_nothing_is_said_where_nobody_asked() -> None:
    nobody = Desk(desk().rows, 3, desk().between, DAY)
    assert "相近" not in review_csv(nobody).decode("utf-8-sig")
    assert "相近" not in openpyxl.load_workbook(io.BytesIO(review_workbook(nobody))).sheetnames
    assert len(list(alike_rows(()))) == 1
