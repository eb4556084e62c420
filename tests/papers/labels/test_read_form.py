"""Reading filled forms: what we rendered comes back the same; what people did to a form does not hide their answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from filled_forms import FIXTURES, dossiers, read, texts_of, typed_application, typed_recommendation
from form_samples import FORMS, ROOT, blank, label_map, parts_of
from hypothesis import given, settings
from parts import examples

from brandcluster.dossier.load import Dossier
from brandcluster.formats.word.page import END, Flow, PageContent
from brandcluster.formats.word.parts import write_parts
from brandcluster.papers.forms.answers import answers_of
from brandcluster.papers.forms.fill import fill_blank
from brandcluster.papers.labels.read_form import Form, print_answer
from brandcluster.papers.labels.unread import is_loud, margin_spots

READABLE = sorted(path.name for path in FIXTURES.iterdir() if not path.name.startswith(("refused", "blank", ".")))


#: What a file says other than the form as typed; None where the label is not read.
OTHERWISE: dict[str, dict[str, str | None]] = {
    "soft-breaks.docx": {
        "区域拥有集体品牌或商标的情况：": "“望溪轴承”集体商标正在注册。\n第二行。",
        "企业获得质量名牌相关荣誉的情况：": "省名牌产品6个。\n第二行。",
    },
    "bold-and-table.docx": {
        "一、试点工作思路": "政府重视，企业积极。\n坚持企业主体。**突出质量。**",
        "二、试点工作组织": "成立领导小组。\n| 部门 | 职责 |\n|---|---|\n| 管委会 | 统筹 |",
    },
    "nested-tables.docx": {
        "企业拥有自主品牌的总体情况：": "共有自主品牌35个。\n| 品牌 | 企业 |\n|---|---|\n| 望甲 | 甲公司 |",
    },
    "fund-table.docx": {
        "三、可配套的政策、资金和措施等": "安排专项资金1000万元。\n| 年度 | 资金来源 | 金额（万元） | 支持方向 | 投入步骤 |\n"
        "|---|---|---|---|---|\n| 2014年 | 区财政 | 1,200 | 培训 | 一次 |\n|  | 企业自筹 | 300.5 | 策划 | 两次 |\n"
        "| 合计 |  | 1500.5 |  |  |",
    },
    "label-twice.docx": {"企业1：": None, "企业2：": None},
    "label-gone.docx": {"职务": None},
    "other-unit.docx": {"工业总产值（亿元）": "855000"},
    "unit-in-cell.docx": {"工业总产值（亿元）": "85.50亿元"},
    "recommendation-empty.docx": {"省级工业和信息化主管部门审查推荐意见：": ""},
}


@pytest.mark.parametrize("name", READABLE)
def test_what_people_wrote_is_read(name: str) -> None:
    forms = read((FIXTURES / name).read_bytes())
    expected: list[dict[str, str]] = []
    if "recommendation" not in name:
        expected.append(typed_application())
    if "recommendation" in name or name == "both-forms.docx":
        expected.append(typed_recommendation())
    assert len(forms) == len(expected)
    for form, wanted in zip(forms, expected, strict=True):
        other = OTHERWISE.get(name, {})
        said = {label: text for label, text in {**wanted, **other}.items() if text is not None}
        assert texts_of(form) == said


def test_there_are_enough_of_them() -> None:
    assert len(READABLE) >= 25


def one(name: str) -> Form:
    (form,) = read((FIXTURES / name).read_bytes())
    return form


def test_a_label_that_is_nearly_right_is_doubtful() -> None:
    doubts = {found.place.label: found.doubts for found in one("label-alike.docx").found if found.doubts}
    assert list(doubts) == ["区域拥有集体品牌或商标的情况："]
    assert "区域拥有集体品牌和商标的情况" in doubts["区域拥有集体品牌或商标的情况："][0]


def test_a_label_that_stands_twice_is_not_read() -> None:
    form = one("label-twice.docx")
    assert [(place.label, len(where)) for place, where in form.twice] == [("企业1：", 2)]
    assert [place.label for place in form.missing] == ["企业2："]


def test_a_label_that_is_gone_is_missing() -> None:
    form = one("label-gone.docx")
    assert [place.label for place in form.missing] == ["职务"]
    assert form.twice == ()


def test_another_unit_in_a_label_is_noticed() -> None:
    form = one("other-unit.docx")
    assert [found.unit for found in form.found if found.place.answer == "工业总产值"] == ["万元"]


def test_every_answer_has_its_place() -> None:
    where = {found.place.label: found.where for found in one("typed-below.docx").found}
    assert where["申报日期："] == "正文第4段"
    assert where["区域名称"] == "表1第1行第2格"
    assert where["区域拥有集体品牌或商标的情况："] == "表1第13行第1格第2段"


# ---- what is not in the text --------------------------------------------------------------------------------------


def test_what_stands_outside_the_answers_is_said_of_the_form() -> None:
    parts = parts_of((FIXTURES / "typed-below.docx").read_bytes())
    main, footer = "word/document.xml", next(name for name in parts if "/footer" in name)
    look = "<w:r><w:rPr><w:strike/></w:rPr><w:t>作废</w:t></w:r>"
    parts[main] = parts[main].replace(b"<w:body>", f"<w:body><w:p>{look}</w:p>".encode(), 1)
    parts[footer] = parts[footer].replace(b"</w:p>", "<w:r><w:t>征求意见稿</w:t></w:r></w:p>".encode(), 1)
    (form,) = read(write_parts(parts))
    said = [(spot.unread.kind, spot.unread.words, spot.where) for spot in form.unread if is_loud(spot.unread)]
    assert said[0] == ("删除线", "作废", "正文第1段")
    assert [(kind, where) for kind, _, where in said[1:]] == [("页眉页脚", "页脚")]
    assert "征求意见稿" in said[1][1]


@pytest.mark.parametrize("line", ["— 1 —", "第1页 共5页", "Page 1 of 5", "- iv -", "1/5"])
def test_the_number_of_a_page_is_nothing_to_be_said(line: str) -> None:
    content = PageContent(Flow("正文"), [], [], [Flow("页脚", line + END)])
    assert margin_spots(content) == []


# ---- which form it is --------------------------------------------------------------------------------------------


def page_of(*lines: str) -> bytes:
    """A Word file of these paragraphs."""
    parts = parts_of(blank("recommendation"))
    made = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    parts["word/document.xml"] = f'<w:document xmlns:w="{W}"><w:body>{made}</w:body></w:document>'.encode()
    return write_parts(parts)


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PROMPTS = (
    "区域拥有集体品牌或商标的情况：两件",
    "区域内产业构成说明：三个产业",
    "企业拥有自主品牌的总体情况：共35个",
)


def test_a_form_is_told_by_its_title_or_three_labels() -> None:
    title = "产业集群区域品牌建设试点申报书"
    assert [form.label_map.id for form in read(page_of(title))] == ["miit-2014-102/application"]
    assert [form.label_map.id for form in read(page_of(*PROMPTS))] == ["miit-2014-102/application"]
    assert read(page_of(*PROMPTS[:2])) == []
    assert read(page_of("联系人：甲某")) == []
    assert read(page_of(f"关于报送《{title}》的函", "联系人：甲某", "地址：甲市")) == []


def test_one_form_is_not_two_because_they_share_labels() -> None:
    for name in ("typed-below.docx", "recommendation.docx"):
        assert len(read((FIXTURES / name).read_bytes())) == 1


def different(found: Dossier) -> list[Any]:
    """The places of both forms that do not read as they were filled."""
    known = answers_of(found)
    odd: list[Any] = []
    for form in FORMS:
        filled = fill_blank(blank(form), label_map(form), known, draft=False)
        assert filled.content is not None, filled.problems
        (read_form,) = read(filled.content)
        odd += [("missing", place.label) for place in read_form.missing]
        odd += [("twice", place.label) for place, _ in read_form.twice]
        for each in read_form.found:
            wanted = print_answer(known[each.place.answer or ""], each.place)
            if each.text != wanted or each.doubts:
                odd.append((each.place.label, wanted, each.text, each.doubts))
    return odd


@settings(max_examples=examples(60), deadline=None)
@given(dossiers())
def test_what_is_rendered_reads_the_same_at_every_place(found: Dossier) -> None:
    assert different(found) == []


@pytest.mark.parametrize("name", ["qingshiling", "lanting"])
def test_the_examples_read_the_same(name: str) -> None:
    from brandcluster.dossier.load import load_dossier

    assert different(load_dossier(Path(ROOT / "examples" / name))) == []
