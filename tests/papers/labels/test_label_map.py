"""Label maps: complete for both forms, unambiguous in their blanks, and refused with a place when they are wrong."""

from __future__ import annotations

import pytest
from form_samples import FORMS, TEMPLATES, blank, document, dossier, label_map

from brandcluster.papers.content import Choice
from brandcluster.papers.forms.answers import answers_of
from brandcluster.papers.labels import places
from brandcluster.papers.labels.label_map import read_label_map


@pytest.mark.parametrize("form", FORMS)
def test_every_place_is_found_once_and_in_the_order_of_the_map(form: str) -> None:
    found = label_map(form)
    targets, problems = places.locate_places(document(blank(form)), found)
    assert problems == []
    assert [target.place.label for target in targets] == [place.label for place in found.places]


def test_every_answer_has_a_place_and_every_place_an_answer() -> None:
    known = answers_of(dossier())
    asked = [place.answer for form in FORMS for place in label_map(form).places if place.answer is not None]
    assert set(asked) == set(known)
    assert all(asked.count(name) <= 1 for name in known if name not in ("申报单位", "联系人"))


def test_places_ask_for_answers_of_their_kind() -> None:
    known = answers_of(dossier())
    for form in FORMS:
        for place in label_map(form).places:
            if place.answer is not None:
                assert isinstance(known[place.answer], Choice) == (place.kind == "方框")


def test_units_and_decimals_are_the_maps() -> None:
    by_answer = {place.answer: place for place in label_map("application").places}
    assert [
        (by_answer[name].unit, by_answer[name].decimals) for name in ("工业总产值", "工业增加值率", "工业企业数")
    ] == [
        ("亿元", 2),
        ("%", 2),
        ("家", 0),
    ]
    assert by_answer["采用国际先进标准的产品比重"].with_unit
    assert not by_answer["工业增加值率"].with_unit


HEAD = "表格: a\n名称: b\n空白表: c.docx\n位置:\n"


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        ("", "F001", 1),
        ("- a", "M009", 1),
        (HEAD + "  - {标签: 甲, 方式: 右边, 答案: 乙}", "M008", 5),
        (HEAD + "  - {标签: 甲, 方式: 不填, 答案: 乙}", "F002", 5),
        (HEAD + "  - {标签: 甲, 方式: 提示下}", "F002", 5),
        (HEAD + "  - {标签: 甲, 方式: 方框, 答案: 乙}", "F002", 5),
        (HEAD + "  - {标签: 甲, 方式: 提示下, 答案: 乙, 选项: [{答案: 丙}]}", "F002", 5),
        (HEAD + "  - {标签: 甲, 方式: 提示下, 答案: 乙, 小数位: 9}", "F002", 5),
        (HEAD + "  - {方式: 提示下, 答案: 乙}", "M002", 5),
        (HEAD + "  - {标签: 甲, 方式: 提示下, 答案: 乙, 颜色字体: 2}", "M001", 5),
        ("表格: a\n名称: b\n空白表: c.docx\n", "M002", 1),
    ],
)
def test_a_wrong_map_is_refused_with_its_place(content: str, code: str, line: int) -> None:
    found, problems = read_label_map("a.yaml", content.encode("utf-8"))
    assert found is None
    assert [(problem.code, problem.location.path) for problem in problems] == [(code, "a.yaml")]
    assert problems[0].location.line == line


def test_maps_name_their_blanks() -> None:
    for form in FORMS:
        assert (TEMPLATES / label_map(form).blank).is_file()
