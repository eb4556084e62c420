"""A form on the screen is the Word file: the same words in the same order, and each answer leads to its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from cases import BASE

from brandcluster.dossier.load import load_dossier
from brandcluster.formats.word.guard import Refusal, open_docx
from brandcluster.formats.word.page import SOFT
from brandcluster.formats.word.read import read_content
from brandcluster.notice.edition import default_edition
from brandcluster.papers.forms.answer_table import ANSWER_ROWS
from brandcluster.papers.forms.on_screen import (
    KeptForms,
    LinkedParagraph,
    LinkedPiece,
    forms_on_screen,
    tables_of,
    text_lines,
)
from brandcluster.papers.forms.render import FORM_NAMES, render_forms
from brandcluster.papers.labels.transcript import page_lines


def _pieces(blocks: object) -> list[LinkedPiece]:
    found: list[LinkedPiece] = []
    for block in blocks:  # type: ignore[attr-defined]
        if isinstance(block, LinkedParagraph):
            found += block.pieces
        else:
            for row in block.rows:
                for cell in row:
                    found += _pieces(cell.blocks)
    return found


@pytest.mark.parametrize("name", FORM_NAMES)
def test_the_page_says_what_the_word_file_says(name: str) -> None:
    dossier = load_dossier(BASE)
    (form,) = forms_on_screen(dossier, default_edition(), (name,))
    ((_, filled),) = render_forms(dossier, default_edition(), (name,), draft=False).items()
    parts = open_docx(filled.content or b"")
    content = None if isinstance(parts, Refusal) else read_content(parts)
    assert content is not None and form.styles and list(tables_of(form.blocks))
    said = "".join("".join(line.replace(SOFT, "").split()) for line in text_lines(form.blocks))
    assert said == "".join(line.text for line in page_lines(content))


def test_every_answer_leads_to_its_place() -> None:
    dossier = load_dossier(BASE)
    forms = forms_on_screen(dossier, default_edition(), FORM_NAMES)
    targets = {piece.target for form in forms for piece in _pieces(form.blocks) if piece.target is not None}
    on_forms = {row.name for row in ANSWER_ROWS if row.name not in ("电话/传真", "电话")}
    assert on_forms <= {each.name for each in targets}
    assert ("申报单位", "dossier.yaml", ("申报单位",)) in targets
    assert {each.file for each in targets if each.name == "工业总产值"} == {"statistics/2013.yaml"}


def test_what_is_open_leads_to_where_it_is_filled(tmp_path: Path) -> None:
    root = Path(shutil.copytree(BASE, tmp_path / "R"))
    header = root / "dossier.yaml"
    text = header.read_text(encoding="utf-8")
    line = next(each for each in text.splitlines() if each.startswith("联系人:"))
    header.write_text(text.replace(line, "联系人:"), encoding="utf-8")
    (form,) = forms_on_screen(load_dossier(root), default_edition(), ("application",))
    opened = [piece.target.keys for piece in _pieces(form.blocks) if piece.is_open and piece.target is not None]
    assert opened == [("联系人",)]


#: A change to an answer that is printed, to a figure, to a table, to the region's style, and to what no form prints.
CHANGES = (
    ("application/plan.yaml", "。", "，另加一句。"),
    ("statistics/2013.yaml", "区域工业总产值（万元）: 50000", "区域工业总产值（万元）: 60000"),
    ("application/top-enterprises.yaml", "销售收入（万元）: 3000", "销售收入（万元）: 3100"),
    ("dossier.yaml", "联系人: 甲某", "联系人: 乙某"),
    ("style.yaml", "", "字体:\n  正文: 宋体\n"),
    ("application/conditions.yaml", "\n", "\n# 别的话\n"),
)


def test_a_form_that_is_kept_is_what_is_made_anew(tmp_path: Path) -> None:
    """After every change, though only what changed is made; and the same form where nothing that it prints changed."""
    root, edition = Path(shutil.copytree(BASE, tmp_path / "R")), default_edition()
    kept = KeptForms()
    for path, old, new in CHANGES:
        file = root / path
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        assert old in before
        file.write_text(before.replace(old, new, 1) if old else new, encoding="utf-8")
        dossier = load_dossier(root)
        for name in FORM_NAMES:
            made = kept.form(dossier, edition, name)
            assert made == forms_on_screen(dossier, edition, (name,))[0], (path, name)
            assert kept.form(load_dossier(root), edition, name) is made


def test_a_form_that_cannot_be_made_is_kept_with_its_problems(tmp_path: Path) -> None:
    root = Path(shutil.copytree(BASE, tmp_path / "R"))
    (root / "style.yaml").write_text("页边距:\n  左: 120\n  右: 80\n", encoding="utf-8")
    dossier = load_dossier(root)
    made = KeptForms().form(dossier, default_edition(), "application")
    assert made == forms_on_screen(dossier, default_edition(), ("application",))[0] and made.problems
