"""The package to hand in: complete, in order, with true hashes and the same bytes every time."""

from __future__ import annotations

import hashlib
import io
import os
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from cases import EXAMPLES
from conftest import Result
from form_samples import blank, dossier
from ooxml_lint import lint

from brandcluster.dossier.files import CONDITIONS, HEADER, RECOMMENDATION
from brandcluster.dossier.load import Dossier, load_dossier
from brandcluster.dossier.overlay import shipped_overlay
from brandcluster.formats import pdf
from brandcluster.formats.word.fonts import fonts_named
from brandcluster.formats.word.parts import read_parts, write_parts
from brandcluster.notice.edition import about_edition, all_editions
from brandcluster.papers.forms.package import (
    CHECKLIST,
    CONDITIONS_SHEET,
    EVIDENCE_LIST,
    HASHES,
    SIGNATURES,
    build_package,
    copies_needed,
    evidence_of,
    left_out,
    seals_needed,
)

Run = Callable[..., Result]
FORMS = {"申报书.docx": b"one", "推荐表.docx": b"two"}


def cells(content: bytes) -> list[list[str]]:
    opened: Any = docx.Document(io.BytesIO(content))
    return [[cell.text for cell in row.cells] for table in opened.tables for row in table.rows]


def made(name: str = "qingshiling") -> dict[str, bytes]:
    return build_package(load_dossier(EXAMPLES / name), FORMS, {"申报书.docx": b"%PDF"})


def test_forms_evidence_and_sheets() -> None:
    files = made()
    assert files["01-申报书.docx"] == b"one" and files["01-申报书.pdf"] == b"%PDF" and "02-推荐表.pdf" not in files
    evidence = [name for name in files if name.startswith("证明材料/") and name != EVIDENCE_LIST]
    assert evidence == sorted(evidence)
    assert evidence[0].startswith("证明材料/01-statistics")
    rows = cells(files[EVIDENCE_LIST])
    assert [row[1] for row in rows[1:]] == [name.split("-", 1)[1] for name in evidence]
    assert {row[3] for row in rows[1:]} == {"已附"}
    for name in (SIGNATURES, CHECKLIST, EVIDENCE_LIST, CONDITIONS_SHEET):
        assert lint(files[name]) == []


def test_the_order_is_that_of_the_form() -> None:
    rows = [document.row for document in evidence_of(load_dossier(EXAMPLES / "lanting"))]
    order = list(dict.fromkeys(rows))
    assert rows == sorted(rows, key=order.index)
    assert order[0].startswith("工业企业数")
    assert order.index("区域内近三年质量安全信誉等方面的情况") < order.index("二、试点工作组织")


def test_commitments_stand_under_the_conditions() -> None:
    rows = {document.path: document.row for document in evidence_of(load_dossier(EXAMPLES / "lanting"))}
    assert {row for path, row in rows.items() if "commitment" in path} == {"申报条件"}


def test_nothing_is_later_than_the_application_but_what_the_recommendation_names() -> None:
    """The judgements of the pilot years rest on documents of 2015 and 2016; the consent is of the day of the seals."""
    found = load_dossier(EXAMPLES / "lanting")
    there = [document.path for document in evidence_of(found)]
    assert not [path for path in there if re.search("201[56]", path)]
    assert {"evidence/consent-2014.md", "evidence/recommendation-2014.md"} <= set(there)
    assert {"evidence/strategy-2015.md", "evidence/activity-casting-2015.md"} <= set(left_out(found))
    assert not set(there) & set(left_out(found))
    files = build_package(found, FORMS, {})
    opened: Any = docx.Document(io.BytesIO(files[EVIDENCE_LIST]))
    said = f"申报日期（2014年4月25日）以后的 {len(left_out(found))} 件不随申报材料报送，没有列入。"
    assert said in [paragraph.text for paragraph in opened.paragraphs]


def test_without_a_day_of_application_everything_is_there() -> None:
    found = load_dossier(EXAMPLES / "lanting")
    found.contents[HEADER] = found.header.model_copy(update={"date": None})
    assert left_out(found) == []
    assert "evidence/strategy-2015.md" in {document.path for document in evidence_of(found)}


def test_hashes_stand_where_archivists_look() -> None:
    assert [name for name in made() if "SHA256" in name] == [HASHES] == ["归档/SHA256.txt"]


def test_hashes_are_those_of_everything_else() -> None:
    files = made()
    lines = files[HASHES].decode("utf-8").splitlines()
    listed = {name: known for known, _, name in (line.partition("  ") for line in lines)}
    assert listed == {name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name != HASHES}


def test_the_zip_has_the_same_bytes_every_time() -> None:
    assert write_parts(made()) == write_parts(made())
    with zipfile.ZipFile(io.BytesIO(write_parts(made()))) as archive:
        assert archive.namelist() == sorted(made())
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_document_that_is_not_there_is_named(tmp_path: Path) -> None:
    found = load_dossier(EXAMPLES / "qingshiling")
    gone = Dossier(tmp_path, {path: found.contents[path] for path in (HEADER, CONDITIONS, RECOMMENDATION)})
    files = build_package(gone, FORMS, {})
    assert {row[3] for row in cells(files[EVIDENCE_LIST])[1:]} == {"文件夹里没有这个文件"}
    assert any("缺" in row[1] for row in cells(files[CHECKLIST]))
    assert any("PDF 没有生成" in row[1] for row in cells(files[CHECKLIST]))


def test_who_seals_in_which_order() -> None:
    papers = [(seal.paper, seal.who) for seal in seals_needed(dossier())]
    assert papers == [
        ("申报书", "云溪经济技术开发区管理委员会"),
        ("推荐表", "云溪经济技术开发区管理委员会"),
        ("推荐表", "云溪县人民政府"),
        ("推荐表", "中国示例协会"),
        ("推荐表", "省级工业和信息化主管部门"),
    ]


def test_the_number_of_copies_comes_from_the_overlay() -> None:
    found = dossier()
    assert "要求" in copies_needed(found)[0][1]
    assert found.header is not None
    found.contents[HEADER] = found.header.model_copy(update={"date": date(2017, 8, 1), "edition": "miit-2014-102"})
    found.overlay = shipped_overlay("hebei-2017")
    assert copies_needed(found) == [
        ("纸质材料", "5 份（冀工信明传〔2017〕74号）"),
        ("电子材料", "1 份（冀工信明传〔2017〕74号）"),
    ]
    checklist = cells(build_package(found, FORMS, {})[CHECKLIST])
    assert ["纸质材料", "5 份（冀工信明传〔2017〕74号）", "□"] in checklist
    assert any(row[2] == "2017-08-15" for row in checklist)


def under(edition: str) -> Dossier:
    """The example, declared to follow an edition."""
    found = dossier()
    found.contents[HEADER] = found.header.model_copy(update={"edition": edition})
    return found


def test_forms_of_another_edition_are_told_of_in_the_list() -> None:
    for edition in all_editions():
        note = about_edition(edition).forms.note
        found = under(edition)
        own, theirs = (build_package(found, FORMS, {}, own_form=each)[CHECKLIST] for each in (True, False))
        assert (own != theirs) == bool(note), edition
        seals = [each.paper for each in seals_needed(found)]
        assert ("推荐表" in seals) == about_edition(edition).forms.has("recommendation"), seals
        listed = {row[2] for row in cells(build_package(found, FORMS, {})[EVIDENCE_LIST])}
        assert "推荐表" not in listed or about_edition(edition).forms.has("recommendation"), listed


# ---- PDF -----------------------------------------------------------------------------------------------------


def test_a_pdf_loses_its_time_and_keeps_its_length() -> None:
    content = (
        b"%PDF-1.6\n/CreationDate(D:20240102030405+08'00')\n/ID [ <AB12> <CD34> ]\n/DocChecksum /A1B2\nstartxref\n9\n"
    )
    steadied = pdf.without_time(content)
    assert len(steadied) == len(content)
    assert b"2024" not in steadied and b"AB12" not in steadied and b"A1B2" not in steadied
    assert b"/ID [ <0000> <0000> ]" in steadied


def test_a_font_that_a_pdf_does_not_have_is_named() -> None:
    with_one = b"/BaseFont/BAAAAA+FangSong\n/BaseFont /CAAAAA+SimHei\n"
    assert pdf.missing_fonts(["仿宋", "黑体", "楷体", "楷体", "某某体"], with_one) == ["楷体"]
    assert pdf.missing_fonts(["仿宋"], b"/BaseFont/BAAAAA+NotoSerifCJKjp-Regular-VKana") == ["仿宋"]
    written = "楷体_GB2312".encode().hex().upper()
    escaped = b"".join(b"#" + written[at : at + 2].encode() for at in range(0, len(written), 2))
    assert pdf.missing_fonts(["楷体_GB2312"], b"/BaseFont/DAAAAA+" + escaped) == []


def test_the_fonts_that_a_form_is_set_in() -> None:
    parts = read_parts(blank("application"))
    assert parts is not None
    assert {"仿宋", "黑体", "宋体"} <= set(fonts_named(parts)) <= {"仿宋", "黑体", "宋体", "楷体"}


def test_a_missing_font_is_said_with_the_pdf(
    brandcluster: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A PDF is made all the same; the clerk learns that its pages break elsewhere."""
    call = ("render", EXAMPLES / "qingshiling", "-o", tmp_path, "--pdf", "--overwrite")
    other = b"%PDF-1.6\n/BaseFont/BAAAAA+NotoSerifCJKjp-Regular\n"
    monkeypatch.setattr(pdf, "convert_to_pdf", lambda files: dict.fromkeys(files, other))
    result = brandcluster(*call)
    assert result.returncode == 0 and "没有仿宋" in result.stderr and "别的字体" in result.stderr
    right = b"/BaseFont/A+FangSong\n/BaseFont/A+SimHei\n/BaseFont/A+KaiTi\n/BaseFont/A+SimSun\n"
    monkeypatch.setattr(pdf, "convert_to_pdf", lambda files: dict.fromkeys(files, right))
    assert "字体" not in brandcluster(*call).stderr


def test_without_libreoffice_it_is_said(brandcluster: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = brandcluster("render", EXAMPLES / "qingshiling", "-o", tmp_path / "out", "--package")
    assert result.returncode == 1
    assert "LibreOffice" in result.stderr and "另存为" in result.stderr
    assert (tmp_path / "out" / "申报书.docx").is_file()
    assert (tmp_path / "out" / "报送材料.zip").is_file()


@pytest.mark.skipif(os.name != "posix", reason="a shell script stands for it")
def test_a_program_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    slow = tmp_path / "soffice"
    slow.write_text("#!/bin/sh\nsleep 60\n", encoding="utf-8")
    slow.chmod(0o755)
    monkeypatch.setattr(pdf, "find_libreoffice", lambda: str(slow))
    monkeypatch.setattr(pdf, "TIME_LIMIT", 0.2)
    result = pdf.convert_to_pdf({"a": b""})
    assert isinstance(result, str) and "已停止" in result


@pytest.mark.skipif(os.name != "posix", reason="a shell script stands for it")
def test_a_program_that_makes_nothing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    idle = tmp_path / "soffice"
    idle.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    idle.chmod(0o755)
    monkeypatch.setattr(pdf, "find_libreoffice", lambda: str(idle))
    result = pdf.convert_to_pdf({"a": b""})
    assert isinstance(result, str) and "没有生成" in result


# ---- the command ---------------------------------------------------------------------------------------------


@pytest.fixture
def without_libreoffice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))


@pytest.mark.usefixtures("without_libreoffice")
@pytest.mark.long
def test_a_package_that_was_edited_or_holds_more_is_left_alone(brandcluster: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    call = ("render", EXAMPLES / "qingshiling", "-o", out, "--package")
    brandcluster(*call)
    first = (out / "报送材料.zip").read_bytes()
    assert brandcluster(*call).returncode == 1
    assert (out / "报送材料.zip").read_bytes() == first
    sheet = out / "报送材料" / SIGNATURES
    sheet.write_bytes(sheet.read_bytes() + b" ")
    refused = brandcluster(*call)
    assert refused.returncode == 1 and "改动过" in refused.stderr
    assert "另存为" in brandcluster(*call, "--overwrite").stderr
    (out / "报送材料" / "别的.txt").write_text("x", encoding="utf-8")
    assert "不属于" in brandcluster(*call, "--overwrite").stderr


def test_wrong_calls(brandcluster: Run) -> None:
    assert brandcluster("render", EXAMPLES / "qingshiling", "--package", "--draft").returncode == 2
    assert brandcluster("render", EXAMPLES / "qingshiling", "--package", "--form", "application").returncode == 2
