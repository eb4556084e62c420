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
from brandcluster.papers.forms.on_screen import LinkedParagraph, LinkedPiece, forms_on_screen, tables_of, text_lines
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
