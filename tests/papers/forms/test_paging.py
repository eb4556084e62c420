"""No label of a form stands alone at the foot of a page, wherever its pages break."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from cases import EXAMPLES
from form_samples import label_map
from ooxml_lint import lint

from brandcluster.dossier.files import REGION
from brandcluster.dossier.load import Dossier, load_dossier
from brandcluster.formats.pdf import convert_to_pdf
from brandcluster.formats.word.parts import (
    CELL,
    DOCUMENT,
    ROW,
    TABLE,
    P,
    parse_own_xml,
    read_parts,
    serialise_xml,
    text_of,
    w,
    without_spaces,
)
from brandcluster.papers.forms.paging import keep_labels
from brandcluster.papers.forms.render import render_forms

LABELS = [
    without_spaces(place.label) for place in label_map("application").places if place.kind in ("提示下", "提示后")
]


def form_of(dossier: Dossier) -> bytes:
    content = render_forms(dossier, "miit-2014-102", ("application",), draft=False)["申报书.docx"].content
    assert content is not None
    return content


def longer(dossier: Dossier, lines: int) -> Dossier:
    """The dossier with a first answer that is longer by some lines."""
    region = dossier.region
    more = "\n".join([region.composition or "", *["再加一行。"] * lines])
    dossier.contents[REGION] = region.model_copy(update={"composition": more})
    return dossier


@pytest.mark.parametrize("example", ["qingshiling", "lanting"])
def test_a_label_is_whole_with_its_row_or_has_its_answer_beside_it(example: str) -> None:
    content = form_of(load_dossier(EXAMPLES / example))
    assert lint(content) == []
    parts = read_parts(content)
    assert parts is not None
    seen = 0
    for row in parse_own_xml(parts[DOCUMENT]).iter(ROW):
        whole = row.find(f"{w('trPr')}/{w('cantSplit')}") is not None
        for paragraph in (item for cell in row.iterfind(CELL) for item in cell.iterfind(P)):
            text = without_spaces(text_of(paragraph))
            label = next((each for each in LABELS if text.startswith(each)), None)
            if label is not None:
                seen += 1
                following = paragraph.getnext()
                assert whole or text != label or following is None or following.tag == TABLE, text
    assert seen == len(LABELS)


def test_only_rows_with_labels_are_touched_and_nothing_is_done_twice() -> None:
    parts = read_parts(form_of(load_dossier(EXAMPLES / "qingshiling")))
    assert parts is not None
    root = parse_own_xml(parts[DOCUMENT])
    for labels in ([], LABELS):
        keep_labels(root, labels)
        assert serialise_xml(root) == parts[DOCUMENT]


@pytest.mark.word
def test_no_label_is_alone_at_the_foot_of_a_page(tmp_path: Path) -> None:
    files = {f"{lines}.docx": form_of(longer(load_dossier(EXAMPLES / "lanting"), lines)) for lines in range(0, 30, 3)}
    made = convert_to_pdf(files)
    assert not isinstance(made, str), made
    for name, content in made.items():
        path = tmp_path / name
        path.write_bytes(content)
        call = ["pdftotext", "-layout", str(path), "-"]
        text = subprocess.run(call, capture_output=True, check=True).stdout.decode("utf-8")
        for page in text.split("\f"):
            lines = [
                line for line in page.splitlines() if line.strip() and not re.fullmatch(r"\s*—\s*\d+\s*—\s*", line)
            ]
            foot = without_spaces(lines[-1]) if lines else ""
            assert not any(foot and foot.endswith(label) for label in LABELS), (name, foot)
