"""Empty forms: the ministry's blanks without a mark of a draft, said where data give the answer, and read back when filled."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import docx.oxml
import pytest
from cases import EXAMPLES
from conftest import Result
from docx.text.paragraph import Paragraph
from form_samples import blank, texts
from lxml import etree  # type: ignore[import-untyped]  # it ships without types
from ooxml_lint import lint
from ruamel.yaml import YAML

from brandcluster.notice.edition import default_edition
from brandcluster.papers.forms.answer_table import COMPUTED_MARK
from brandcluster.papers.forms.empty import empty_forms
from brandcluster.papers.stamp import DRAFT_MARK

Run = Callable[..., Result]
#: What is typed: into cells beside labels, below lines, and in the place of printed words.
BESIDE = {"区域名称": "望溪高新区", "申报单位": "望溪高新区管理委员会", "联系人": "乙某", "地址": "望溪市科技路8号"}
BELOW = {
    "区域拥有集体品牌或商标的情况：": "商标3件。",
    "企业1：": "望溪甲轴承有限公司，2013年销售收入12.50亿元。",
    "六、其他需要说明内容": "没有别的说明。",
}
INSTEAD = {"□高新区": "☑高新区", "申报日期：": "申报日期：2014年5月12日"}


def forms() -> dict[str, bytes]:
    made = {file: each.content for file, each in empty_forms(default_edition()).items()}
    assert None not in made.values()
    return {file: content for file, content in made.items() if content is not None}


def test_nothing_but_marks_is_new() -> None:
    made = forms()
    assert set(made) == {"申报书.docx", "推荐表.docx"}
    for form, file in (("application", "申报书.docx"), ("recommendation", "推荐表.docx")):
        assert lint(made[file]) == []
        there = [text.replace(COMPUTED_MARK, "") for text in texts(made[file])]
        assert "".join("".join(there).split()) == "".join("".join(texts(blank(form))).split())
        assert DRAFT_MARK not in "".join(there)
    marked = [text for text in texts(made["申报书.docx"]) if COMPUTED_MARK in text]
    assert sum(text.count(COMPUTED_MARK) for text in marked) == 9
    assert not any(COMPUTED_MARK in text for text in texts(made["推荐表.docx"]))


def test_an_empty_form_says_nothing(brandcluster: Run, tmp_path: Path) -> None:
    assert brandcluster("forms", "empty", "-o", tmp_path / "空表").returncode == 0
    files = (tmp_path / "空表" / "申报书.docx", tmp_path / "空表" / "推荐表.docx")
    read = brandcluster("import", *files, tmp_path / "新的")
    assert (read.returncode, read.stdout.count("没有读到内容")) == (0, 1), read.stdout
    assert brandcluster("forms", "empty", "-o", tmp_path / "空表").returncode == 0  # nobody has filled them yet
    shutil.copy(files[1], files[0])
    again = brandcluster("forms", "empty", "-o", tmp_path / "空表")
    assert again.returncode == 1 and "没有覆盖" in again.stderr
    assert brandcluster("forms", "empty", "-o", tmp_path / "空表", "--overwrite").returncode == 0
    assert brandcluster("forms", "empty", tmp_path / "没有").returncode == 2


def test_a_regions_style_is_kept(brandcluster: Run, tmp_path: Path) -> None:
    root = tmp_path / "我的申报"
    shutil.copytree(EXAMPLES / "qingshiling", root)
    (root / "style.yaml").write_text("标题文字:\n  - {原文: 六、其他需要说明内容, 改为: 六、其他}\n", encoding="utf-8")
    done = brandcluster("forms", "empty", root, "-o", tmp_path / "空表")
    assert done.returncode == 0, done.stderr
    there = texts((tmp_path / "空表" / "申报书.docx").read_bytes())
    assert "六、其他" in there and "六、其他需要说明内容" not in there


def typed_by_python_docx(content: bytes) -> bytes:
    """The form as somebody fills it in with Word."""
    document: Any = docx.Document(io.BytesIO(content))
    for table in document.tables:
        for row in table.rows:
            for cell, right in zip(row.cells, row.cells[1:], strict=False):
                if cell.text in BESIDE and cell._tc is not right._tc:
                    right.paragraphs[0].add_run(BESIDE[cell.text])
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    seen: set[Any] = set()
    for paragraph in (*document.paragraphs, *(p for cell in cells for p in cell.paragraphs)):
        if paragraph._p in seen:
            continue
        seen.add(paragraph._p)
        if paragraph.text in BELOW:
            new = docx.oxml.OxmlElement("w:p")
            paragraph._p.addnext(new)
            Paragraph(new, paragraph._parent).add_run(BELOW[paragraph.text])
        for run in paragraph.runs:
            for old, fresh in INSTEAD.items():
                run.text = run.text.replace(old, fresh) if old in run.text else run.text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def typed_in_libreoffice(content: bytes) -> bytes:
    """The form as LibreOffice holds it, filled in there, and saved as .docx by LibreOffice."""
    from build_word_fixtures import converted

    root = etree.fromstring(converted(content, "fodt"))
    names = root.nsmap
    paragraph, cell = f"{{{names['text']}}}p", f"{{{names['table']}}}table-cell"
    for each in list(root.iter(cell)):
        label = "".join(each.itertext()).strip()
        right = next(each.itersiblings(cell), None)
        if label in BESIDE and right is not None:
            right.find(paragraph).text = BESIDE[label]
    for each in list(root.iter(paragraph, f"{{{names['text']}}}h")):
        said = "".join(each.itertext()).strip()
        if said in BELOW:
            new = etree.Element(paragraph)
            new.text = BELOW[said]
            each.addnext(new)
        for old, fresh in INSTEAD.items():
            for inner in each.iter():
                inner.text = inner.text.replace(old, fresh) if inner.text and old in inner.text else inner.text
    return converted(etree.tostring(root, xml_declaration=True, encoding="UTF-8"), "docx", name="form.fodt")


FILLERS = [
    pytest.param(typed_by_python_docx, id="python-docx"),
    pytest.param(typed_in_libreoffice, id="libreoffice", marks=pytest.mark.word),
]


@pytest.mark.parametrize("fill", FILLERS)
def test_a_filled_one_is_read_back(fill: Callable[[bytes], bytes], brandcluster: Run, tmp_path: Path) -> None:
    filled = tmp_path / "申报书.docx"
    filled.write_bytes(fill(forms()["申报书.docx"]))
    root = tmp_path / "新的"
    done = brandcluster("import", filled, root, "--write")
    assert "由统计数据算出" not in done.stdout and "统计数据还没有" not in done.stdout
    yaml = YAML(typ="safe")
    header = yaml.load((root / "dossier.yaml").read_text(encoding="utf-8"))
    assert {label: header[label] for label in BESIDE} == BESIDE
    assert (header["区域性质"], str(header["申报日期"])) == (["高新区"], "2014-05-12")
    region = yaml.load((root / "application" / "region.yaml").read_text(encoding="utf-8"))
    assert {key: value.strip() for key, value in region.items() if value} == {
        "区域拥有集体品牌或商标的情况": "商标3件。"
    }
    top = yaml.load((root / "application" / "top-enterprises.yaml").read_text(encoding="utf-8"))
    assert top["企业"][0]["名称"] == "望溪甲轴承有限公司"
    plan = yaml.load((root / "application" / "plan.yaml").read_text(encoding="utf-8"))
    assert plan["其他需要说明内容"].strip() == "没有别的说明。"
