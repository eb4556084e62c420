"""The page of a form: nothing of a dossier acts in it, and no rule stands in an attribute."""

from __future__ import annotations

from brandcluster.formats.word.appearance import ShownStyle
from brandcluster.output.office.paper import paper_css, paper_html
from brandcluster.papers.forms.on_screen import (
    AnswerTarget,
    FormOnScreen,
    LinkedCell,
    LinkedParagraph,
    LinkedPiece,
    LinkedTable,
)

_HOSTILE = "<script>alert(1)</script>\u202e"


def _form() -> FormOnScreen:
    target = AnswerTarget('"><b>', "dossier.yaml", ("申报单位",))
    text = LinkedParagraph(
        'A" onclick="x', "center", (LinkedPiece(_HOSTILE, True, target), LinkedPiece("甲\x0b乙", False))
    )
    opened = LinkedParagraph("A", "", (LinkedPiece("", False, target, True),))
    table = LinkedTable((400, 600), ((LinkedCell((text,), 2, 3, True),), (LinkedCell((opened,), 1, 1, False),)), 1)
    return FormOnScreen("申报书.docx", "申报书", (table,), ())


def test_nothing_acts() -> None:
    html = str(paper_html(_form(), lambda target: f"/form/cover#{target.keys[0]}"))
    assert "<script" not in html and "onclick=" not in html.replace("&#34; onclick=", "") and "style=" not in html
    assert "\u202e" not in html and "甲<br>乙" in html


def test_tables_keep_their_columns_and_heads() -> None:
    html = str(paper_html(_form(), lambda target: "/x"))
    assert '<col width="40.0%"><col width="60.0%">' in html and html.count("<thead>") == 1
    assert 'colspan="2" rowspan="3" class="middle"' in html and 'class="open" href="/x"' in html


def test_styles_are_in_parts_of_the_type_size() -> None:
    style = ShownStyle(
        "表头 A", font="黑体", size=24, bold=True, align="both", before=240, line=400, first=480, new_page=True
    )
    css = paper_css([style])
    assert css.startswith(".paper .s-_8868_5934_20A{font-size:0.750em;font-family:")
    assert "font-weight:700;text-align:justify;margin:1.000em 0 0 0;text-indent:2.000em;line-height:1.667;" in css
    assert "break-before:page" in css
