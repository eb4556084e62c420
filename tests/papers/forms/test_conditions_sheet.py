"""The sheet beside 附件1: everything of conditions.yaml that no form prints, valid, the same bytes each time."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from cases import EXAMPLES
from conftest import Result
from ooxml_lint import lint
from openxml_audit import OpenXmlValidator

from brandcluster.dossier.files import CONDITIONS
from brandcluster.dossier.load import load_dossier
from brandcluster.dossier.model.conditions import Conditions
from brandcluster.papers.forms.conditions_sheet import FILE, build_conditions_sheet
from brandcluster.papers.forms.package import evidence_numbers, evidence_of

Run = Callable[..., Result]


def text_of(content: bytes) -> str:
    opened: Any = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in opened.paragraphs), *cells])


def leaves(value: object) -> list[str]:
    """Every text that a part holds, as written."""
    if isinstance(value, dict):
        return [leaf for each in value.values() for leaf in leaves(each)]
    if isinstance(value, list):
        return [leaf for each in value for leaf in leaves(each)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("example", ["qingshiling", "lanting"])
def test_everything_that_no_form_prints_is_there(example: str, tmp_path: Path) -> None:
    dossier = load_dossier(EXAMPLES / example)
    content = build_conditions_sheet(dossier, {})
    assert content == build_conditions_sheet(dossier, {})
    assert lint(content) == []
    path = tmp_path / FILE
    path.write_bytes(content)
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []
    said = text_of(content)
    for written in leaves(dossier.conditions.model_dump()):
        for line in written.splitlines():
            shown = Path(line).name if line.startswith("evidence/") else line.strip()
            assert "{{" in shown or shown in said, shown


def test_the_list_of_incidents_that_the_form_refers_to() -> None:
    said = text_of(build_conditions_sheet(load_dossier(EXAMPLES / "lanting"), {}))
    assert "事故清单" in said and "2012年8月17日" in said and "行车吊运砂箱" in said and "98" in said
    said = text_of(build_conditions_sheet(load_dossier(EXAMPLES / "qingshiling"), {}))
    assert "清单里没有列入事故。" in said


def test_a_document_is_named_by_its_number_in_the_list_of_evidence() -> None:
    dossier = load_dossier(EXAMPLES / "lanting")
    said = text_of(build_conditions_sheet(dossier, evidence_numbers(evidence_of(dossier)))).split("\n")
    assert "06" in said and not any("incident-2012" in line for line in said)


def test_nothing_filled_says_so() -> None:
    dossier = load_dossier(EXAMPLES / "qingshiling")
    dossier.contents[CONDITIONS] = Conditions()
    content = build_conditions_sheet(dossier, {})
    assert lint(content) == [] and text_of(content).count("没有填写。") == 6


def test_it_is_made_alone(brandcluster: Run, tmp_path: Path) -> None:
    call = ("render", EXAMPLES / "lanting", "-o", tmp_path, "--form", "conditions")
    assert brandcluster(*call).returncode == 0
    assert [each.name for each in tmp_path.iterdir()] == [FILE]
    assert "草稿" not in text_of((tmp_path / FILE).read_bytes())
    assert brandcluster(*call, "--draft").returncode == 0
    opened: Any = docx.Document(str(tmp_path / FILE))
    assert opened.sections[0].header.paragraphs[0].text.startswith("草稿")
    assert brandcluster("render", EXAMPLES / "lanting", "--package", "--form", "conditions").returncode == 2
