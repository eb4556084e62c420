"""`forms learn`: a province's own blank, learnt, filled, and read back; nothing else of it touched."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from cases import EXAMPLES
from conftest import Result
from filled_forms import FIXTURES
from form_samples import FORMS, blank, label_map, parts_of

from brandcluster.dossier.load import load_dossier
from brandcluster.formats.word.guard import Refusal, open_docx
from brandcluster.formats.word.parts import CONTENT_TYPES, DOCUMENT, DOCUMENT_RELATIONS
from brandcluster.formats.word.read import read_content
from brandcluster.papers.forms.answers import answers_of
from brandcluster.papers.importing.learn_map import LearnedMap, learn_label_map
from brandcluster.papers.importing.write_map import write_label_map
from brandcluster.papers.labels.label_map import read_label_map
from brandcluster.papers.labels.read_form import describe_blank, print_answer, read_forms

Run = Callable[..., Result]
BLANKS = ("blank-columns", "blank-order", "blank-wording")
#: What is recognised in each blank, and which labels are left to a person.
KNOWN: dict[str, tuple[set[str], set[str]]] = {
    "blank-columns": (
        {"申报日期", "区域名称", "申报单位", "联系人", "职务", "电话", "信箱", "地址", "工业企业数", "规模以上企业数"}
        | {"工业总产值", "工业增加值率", "新产品产值率", "研发投入占销售收入比重"},
        {"邮政编码", "网址"},
    ),
    "blank-order": (
        {"申报单位", "试点工作思路", "工作目标", "主要工作项目", "试点工作组织", "区域性质", "区域内产业构成说明"}
        | {"主导产业发展历程及当前在行业中的地位", "主导产业占该区域工业总产值的比重"}
        | {"省级工业和信息化主管部门审查推荐意见"},
        {"五、经费预算说明"},
    ),
    "blank-wording": (
        {"申报单位", "联系人", "电话", "以自主品牌销售产品比重", "采用国际先进标准的产品比重", "自主品牌总体情况"}
        | {"集体品牌或商标", "服务平台", "政府支持"},
        {"填表人", "推荐类别", "备注", "获奖证书编号"},
    ),
}


def learnt(content: bytes) -> LearnedMap:
    parts = open_docx(content)
    assert not isinstance(parts, Refusal)
    read = read_content(parts)
    assert read is not None
    return learn_label_map(parts, read, [label_map(form) for form in FORMS])


@pytest.mark.parametrize("name", BLANKS)
def test_what_is_recognised_and_what_is_left(name: str) -> None:
    found = learnt((FIXTURES / f"{name}.docx").read_bytes())
    recognised, left = KNOWN[name]
    assert {each.place.answer for each in found.places} == recognised
    assert {label for label, _ in found.left_over} == left


@pytest.mark.parametrize("form", FORMS)
def test_our_own_blanks_are_learnt_whole(form: str) -> None:
    found = learnt(blank(form))
    wanted = {(place.label, place.answer) for place in label_map(form).places if place.answer is not None}
    assert {(each.place.label, each.place.answer) for each in found.places} == wanted
    assert not any(each.guess for each in found.places)


def test_a_wording_that_is_near_is_a_guess() -> None:
    made: Any = docx.Document()
    table = made.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "区域的名称"
    stream = io.BytesIO()
    made.save(stream)
    (proposed,) = learnt(stream.getvalue()).places
    assert proposed.place.answer == "区域名称" and "相近" in proposed.guess
    assert "# 请核对：" in write_label_map(learnt(stream.getvalue()), "x", "x.docx")


@pytest.mark.parametrize("name", BLANKS)
@pytest.mark.part(3)
def test_the_proposal_fills_the_blank_and_reads_it_back(brandcluster: Run, tmp_path: Path, name: str) -> None:
    source = FIXTURES / f"{name}.docx"
    (tmp_path / source.name).write_bytes(source.read_bytes())
    own = tmp_path / "我的表.yaml"
    result = brandcluster("forms", "learn", tmp_path / source.name, "-o", own)
    assert result.returncode == 0, result.stderr
    found, problems = read_label_map(own.name, own.read_bytes())
    assert found is not None, problems
    example = EXAMPLES / "lanting"
    result = brandcluster("render", example, "--form", own, "-o", tmp_path / "out", "--draft")
    assert result.returncode == 0, result.stderr
    (made,) = (tmp_path / "out").iterdir()
    before, after = parts_of(source.read_bytes()), parts_of(made.read_bytes())
    allowed = {DOCUMENT, DOCUMENT_RELATIONS, CONTENT_TYPES}
    assert {part for part in before if before[part] != after.get(part)} <= allowed
    result = brandcluster("import", made, example, "--form", own)
    assert result.returncode == 0, result.stdout
    known = answers_of(load_dossier(example))
    read = read_content(after)
    empty = read_content(before)
    assert read is not None and empty is not None
    (form,) = read_forms(read, [describe_blank(found, empty)])
    assert form.missing == () and form.twice == ()
    for each in form.found:
        assert each.text == print_answer(known[each.place.answer or ""], each.place)


def test_only_the_answers_are_new(brandcluster: Run, tmp_path: Path) -> None:
    source = FIXTURES / "blank-columns.docx"
    (tmp_path / source.name).write_bytes(source.read_bytes())
    own = tmp_path / "我的表.yaml"
    brandcluster("forms", "learn", tmp_path / source.name, "-o", own)
    assert brandcluster("render", EXAMPLES / "qingshiling", "--form", own, "-o", tmp_path / "out").returncode == 0
    (made,) = (tmp_path / "out").iterdir()
    before, after = parts_of(source.read_bytes()), parts_of(made.read_bytes())
    assert {part for part in before if before[part] != after.get(part)} == {DOCUMENT}
    assert before.keys() == after.keys()


def test_wrong_calls(brandcluster: Run, tmp_path: Path) -> None:
    own = tmp_path / "x.yaml"
    assert brandcluster("forms", "lern", FIXTURES / "blank-order.docx").returncode == 2
    assert brandcluster("forms", "learn", tmp_path / "没有.docx").returncode == 2
    assert brandcluster("forms", "learn", FIXTURES / "refused-old.doc").returncode == 1
    assert brandcluster("forms", "learn", FIXTURES / "blank-order.docx", "-o", own).returncode == 0
    assert brandcluster("forms", "learn", FIXTURES / "blank-order.docx", "-o", own).returncode == 0  # the same again
    made = own.read_bytes()
    own.write_bytes(made + "# 核对过\n".encode())
    assert brandcluster("forms", "learn", FIXTURES / "blank-order.docx", "-o", own).returncode == 1
    own.write_bytes(made)
    assert brandcluster("render", EXAMPLES / "qingshiling", "--form", tmp_path / "没有.yaml").returncode == 2
    lonely = brandcluster("render", EXAMPLES / "qingshiling", "--form", own, "-o", tmp_path / "out")
    assert lonely.returncode == 1 and "空白表" in lonely.stderr
