"""The blank forms: fresh, the notice's own words in its own order, and set as official documents are."""

from __future__ import annotations

import io
import re
from importlib.resources import files

import blank_parts
import build_blanks
import docx
import form_samples
import pytest
from form_samples import FORMS, TEMPLATES, blank, parts_of, root_of, texts
from ooxml_lint import lint

from brandcluster.formats.word.parts import (
    CELL,
    DOCUMENT,
    ROW,
    SECTION,
    STYLES,
    TABLE,
    Element,
    P,
    text_of,
    w,
    write_parts,
)

NOTICE = files("brandcluster.notice").joinpath("editions", "miit-2014-102", "notice.txt").read_text(encoding="utf-8")


def stale(form: str) -> list[str]:
    """The parts of a committed blank that the script would build otherwise."""
    built = build_blanks.blanks()[f"{form}.docx"]
    there = parts_of(blank(form))
    return sorted(name for name in built.keys() | there.keys() if built.get(name) != there.get(name))


@pytest.mark.parametrize("form", FORMS)
def test_blanks_are_what_the_script_builds(form: str) -> None:
    assert stale(form) == []


def test_a_stale_blank_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_blanks, "STATEMENT", "我们不了解。")
    assert stale("recommendation") == ["word/document.xml"]


def notice_lines(start: str, end: str | None) -> list[str]:
    """The lines of an annex without white space."""
    annex = NOTICE[NOTICE.index(start) : NOTICE.index(end) if end else None]
    return [bare for line in annex.splitlines() if (bare := "".join(line.split()))]


@pytest.mark.parametrize(
    ("form", "start", "end"),
    [
        ("application", "附件1\n", "六、其他需要说明内容\n"),
        ("recommendation", " 产业集群区域品牌建设试点申报推荐表\n", None),
    ],
)
def test_every_word_is_the_notices_in_its_order(form: str, start: str, end: str | None) -> None:
    wanted = notice_lines(start, end) + (["六、其他需要说明内容"] if end else [])
    there = [bare for text in texts(blank(form)) if (bare := "".join(text.split()))]
    assert there == wanted


def test_rows_are_in_the_order_of_the_form() -> None:
    table = next(form_samples.document(blank("application")).iter(TABLE))
    rows = [(len(row.findall(CELL)), text_of(next(row.iter(P)))) for row in table.iterfind(ROW)]
    assert [cells for cells, _ in rows] == [2, 2, 4, 4, 4, 1, 1, 1, 4, 4, 2, *[1] * 8, 2]
    assert rows[0][1] == "区域名称"
    assert rows[7][1].startswith("以下数据均以上一年度")


@pytest.mark.parametrize("form", FORMS)
def test_nothing_but_the_form(form: str) -> None:
    assert lint(blank(form)) == []
    opened = docx.Document(io.BytesIO(blank(form)))
    assert opened.core_properties.author == ""
    assert all(section.different_first_page_header_footer == (form == "application") for section in opened.sections)
    assert "{{" not in "".join(texts(blank(form)))


@pytest.mark.parametrize("form", FORMS)
def test_the_page(form: str) -> None:
    section = next(form_samples.document(blank(form)).iter(SECTION))
    size, margins, grid = (section.find(w(name)) for name in ("pgSz", "pgMar", "docGrid"))
    assert [millimetres(size, side) for side in ("w", "h")] == [210, 297]
    assert [millimetres(margins, side) for side in ("top", "bottom", "left", "right")] == [37, 35, 28, 26]
    height = int(size.get(w("h"))) - int(margins.get(w("top"))) - int(margins.get(w("bottom")))
    assert height // int(grid.get(w("linePitch"))) == 22


@pytest.mark.parametrize("form", FORMS)
def test_columns(form: str) -> None:
    for table in form_samples.document(blank(form)).iter(TABLE):
        assert [millimetres(column, "w") for column in table.find(w("tblGrid"))] == [30, 45, 34, 47]


def test_only_the_caption_row_is_kept_with_the_next() -> None:
    parts = parts_of(blank("application"))
    styles = root_of(parts[STYLES])
    kept = {
        style.get(w("styleId"))
        for style in styles.iterfind(w("style"))
        if style.find(f".//{w('keepNext')}") is not None
    }
    table = next(root_of(parts[DOCUMENT]).iter(TABLE))
    rows = [
        index
        for index, row in enumerate(table.iterfind(ROW), start=1)
        if any(item.get(w("val")) in kept for item in row.iter(w("pStyle")))
        or row.find(f".//{w('keepNext')}") is not None
    ]
    assert rows == [8]


def test_long_rows_may_break_over_pages() -> None:
    table = next(form_samples.document(blank("application")).iter(TABLE))
    whole = [
        index for index, row in enumerate(table.iterfind(ROW), start=1) if row.find(f".//{w('cantSplit')}") is not None
    ]
    assert whole == [6, 8, 9, 10, 11]


def test_styles_leave_no_font_and_no_language_open() -> None:
    parts = parts_of(blank("application"))
    styles = root_of(parts[STYLES])
    for style in styles.iterfind(w("style")):
        if style.get(w("type")) == "paragraph":
            assert style.find(f"{w('rPr')}/{w('rFonts')}") is not None, style.get(w("styleId"))
    assert styles.find(f".//{w('lang')}").get(w("eastAsia")) == "zh-CN"
    indents = [item for item in styles.iter(w("ind")) if item.get(w("firstLineChars"))]
    assert indents and all(item.get(w("firstLine")) for item in indents)


def test_page_numbers_are_odd_right_even_left_and_none_on_the_cover() -> None:
    parts = parts_of(blank("application"))
    section = next(root_of(parts[DOCUMENT]).iter(SECTION))
    kinds = [item.get(w("type")) for item in section.findall(w("footerReference"))]
    assert kinds == ["default", "even"]
    assert section.find(w("titlePg")) is not None
    styles = parts[STYLES].decode("utf-8")
    for part, style, side in (("footer1", "FooterOdd", "right"), ("footer2", "FooterEven", "left")):
        footer = root_of(parts[f"word/{part}.xml"])
        assert text_of(footer[0]) == "— 1 —"
        assert style in parts[f"word/{part}.xml"].decode("utf-8")
        assert re.search(rf'styleId="{style}".*?<w:jc w:val="{side}"/>', styles)


def test_the_other_fonts_are_only_other_names() -> None:
    for name, parts in build_blanks.blanks("gb2312").items():
        assert lint(write_parts(parts)) == []
        fonts = set(re.findall(r'w:eastAsia="([^"]+)"', parts[STYLES].decode("utf-8"))) - {"zh-CN"}
        assert fonts == set(blank_parts.FONTS["gb2312"].values()), name
        assert parts[DOCUMENT] == parts_of((TEMPLATES / name).read_bytes())[DOCUMENT]


def millimetres(item: Element, attribute: str) -> int:
    return round(int(item.get(w(attribute))) / 1440 * 25.4)
