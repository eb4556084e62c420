"""style.yaml: fonts, margins and headings of the forms, and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from cases import EXAMPLES
from conftest import Result
from form_samples import blank, document, dossier, label_map, parts_of, root_of, texts
from ooxml_lint import lint

from brandcluster.dossier.model.style import Style
from brandcluster.formats.word.parts import STYLES, text_width, w
from brandcluster.papers.forms.answers import answers_of
from brandcluster.papers.forms.fill import fill_blank
from brandcluster.papers.forms.styling import apply_style

Run = Callable[..., Result]
STYLE = """字体:
  正文: 仿宋_GB2312
  标题: 方正小标宋简体
页边距:
  左: 20
  右: 20
标题文字:
  - 原文: 一、试点工作思路
    改为: 一、总体思路
"""


def form() -> bytes:
    content = fill_blank(blank("application"), label_map("application"), answers_of(dossier()), draft=False).content
    assert content is not None
    return content


def style(**parts: object) -> Style:
    return Style.model_validate(parts)


def test_an_empty_style_changes_nothing() -> None:
    assert parts_of(apply_style(form(), Style())) == parts_of(form())


def test_fonts() -> None:
    made = apply_style(form(), style(字体={"正文": "仿宋_GB2312", "标题": "方正小标宋简体"}))
    assert lint(made) == []
    root = root_of(parts_of(made)[STYLES])
    names = {}
    for item in root.iterfind(w("style")):
        fonts = item.find(f".//{w('rFonts')}")
        if fonts is not None:
            names[item.find(w("name")).get(w("val"))] = (
                fonts.get(w("eastAsia")),
                item.find(f".//{w('b')}") is not None,
            )
    assert names["方案正文"] == ("仿宋_GB2312", False)
    assert names["封面标题"] == ("方正小标宋简体", False)
    assert names["方案一级标题"] == ("黑体", False)
    assert names["单页页码"] == ("宋体", False)


def test_margins_and_the_tables_in_them() -> None:
    made = apply_style(form(), style(页边距={"左": Decimal(20), "右": Decimal(20)}))
    assert lint(made) == []
    assert text_width(document(made)) == 11906 - 2 * 1134
    before, after = (document(content).find(f".//{w('tblW')}").get(w("w")) for content in (form(), made))
    assert int(after) > int(before)


def test_headings() -> None:
    made = texts(apply_style(form(), style(标题文字=[{"原文": "一、试点工作思路", "改为": "一、总体思路"}])))
    assert "一、总体思路" in made and "一、试点工作思路" not in made


def test_in_a_dossier(brandcluster: Run, tmp_path: Path) -> None:
    root = tmp_path / "d"
    shutil.copytree(EXAMPLES / "qingshiling", root)
    (root / "style.yaml").write_text(STYLE, encoding="utf-8")
    out = tmp_path / "out"
    assert brandcluster("render", root, "-o", out).returncode == 0
    assert "一、总体思路" in texts((out / "申报书.docx").read_bytes())
    result = brandcluster("import", out / "申报书.docx", out / "推荐表.docx", root)
    assert result.returncode == 0, result.stdout
    (root / "style.yaml").write_text("页边距:\n  左: 80\n  右: 80\n", encoding="utf-8")
    refused = brandcluster("render", root, "-o", out, "--overwrite")
    assert refused.returncode == 1 and "style.yaml" in refused.stderr
    (root / "style.yaml").write_text("页边距:\n  左: 很宽\n", encoding="utf-8")
    assert brandcluster("validate", root).returncode == 1
