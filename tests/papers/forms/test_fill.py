"""Filling: every kind of place, any text, any blank; nothing else in the file changes."""

from __future__ import annotations

import io
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import docx
import pytest
from form_samples import FORMS, TEMPLATES, blank, document, dossier, label_map, parts_of, root_of, texts
from hypothesis import given, settings
from hypothesis import strategies as st
from ooxml_lint import lint
from parts import examples

from brandcluster.formats.word.parts import (
    CELL,
    CONTENT_TYPES,
    DOCUMENT,
    DOCUMENT_RELATIONS,
    ROW,
    TABLE,
    P,
    parse_xml,
    read_parts,
    runs_of,
    serialise_xml,
    styles_by_name,
    text_of,
    text_of_run,
    w,
    write_parts,
)
from brandcluster.papers.content import Answer, Block, Choice, Paragraph, Quantity, Strong, Table, TableColumn
from brandcluster.papers.forms.answers import answers_of
from brandcluster.papers.forms.fill import fill_blank
from brandcluster.papers.labels.label_map import LabelMap, read_label_map
from brandcluster.papers.stamp import DRAFT_MARK

HOSTILE = "甲 & 乙 <集团> “引号” '单' \"双\" ]]> <w:p/> {{ 一 }} {% 二 %} 𠮷 😀 — ℃ é 企业1： 区域名称"


def said(*lines: str) -> tuple[Block, ...]:
    return tuple(Paragraph((line,)) for line in lines)


def filled(form: str, known: Mapping[str, Answer], *, draft: bool = False) -> bytes:
    """A form of ours with these answers and no others."""
    nothing: dict[str, Answer] = {name: Choice(()) if name == "区域性质" else () for name in answers_of(dossier())}
    result = fill_blank(blank(form), label_map(form), {**nothing, **known}, draft=draft)
    assert result.content is not None, result.problems
    assert lint(result.content) == []
    return result.content


def below(content: bytes, label: str) -> list[str]:
    """The paragraphs behind the one that says `label`, in its cell or on the page, up to the next empty one."""
    paragraph = next(item for item in document(content).iter(P) if text_of(item) == label)
    return [text_of(item) for item in paragraph.itersiblings(P)]


# ---- the kinds of places -------------------------------------------------------------------------------------


def test_everything_at_its_place() -> None:
    content = fill_blank(blank("application"), label_map("application"), answers_of(dossier()), draft=False).content
    assert content is not None
    there = texts(content)
    for line in (
        "申报单位：云溪经济技术开发区管理委员会（公章）",
        "申报日期：2014年4月20日",
        "□新型工业化示范基地　☑经技区　□高新区　☑其他产业聚居区",
        "主导产业占该区域工业总产值的比重：（如主导产业不唯一，请分别说明）：30.00%",
        "企业研发投入占销售收入比重（%）：2.50　　新产品产值率（%）：15.00",
        "采用国际先进标准的产品比重（按销售收入计）：25.00%",
        "企业1：阀门1号公司，2013年销售收入4.50亿元。",
    ):
        assert line in there
    opened = docx.Document(io.BytesIO(content))
    rows = [[cell.text for cell in row.cells] for row in opened.tables[0].rows]
    assert rows[0][0] == "区域名称" and rows[0][1] == "云溪经济技术开发区"
    assert rows[4] == ["信箱", "a@example.com", "电话/传真", "0310-5550001 / \n0310-5550002"]
    assert rows[8] == ["工业企业数（家）", "40", "规模以上企业数（家）", "22"]
    assert rows[9] == ["工业总产值（亿元）", "30.00", "工业增加值率（%）", "28.00"]
    assert rows[10][1] == "60.00"
    assert below(content, "企业拥有自主品牌的总体情况：") == [
        "关于企业拥有自主品牌的总体情况",
        "企业获得质量名牌相关荣誉的情况：",
        "关于企业获得质量名牌相关荣誉的情况",
    ]
    assert below(content, "二、试点工作组织")[:3] == [
        "成立领导小组。",
        "三、可配套的政策、资金和措施等",
        "安排专项资金。",
    ]
    assert not any("说明拟支持" in line or "None" in line for line in there)


def test_two_industries_in_narrow_and_wide_cells() -> None:
    found = dossier("阀门", "纺织机械")
    content = fill_blank(blank("application"), label_map("application"), answers_of(found), draft=False).content
    assert content is not None and lint(content) == []
    rows = [[cell.text for cell in row.cells] for row in docx.Document(io.BytesIO(content)).tables[0].rows]
    assert rows[9][1] == "合计 90.00；\n阀门 30.00；\n纺织机械 60.00"
    assert rows[10][1] == "合计 60.00；阀门 60.00；纺织机械 60.00"
    assert "企业研发投入占销售收入比重（%）：合计 2.50；阀门 2.50；纺织机械 2.50\n新产品产值率（%）：" in "\n".join(
        texts(content)
    )


def test_the_recommendation() -> None:
    content = fill_blank(
        blank("recommendation"), label_map("recommendation"), answers_of(dossier()), draft=False
    ).content
    assert content is not None and lint(content) == []
    there = [line for line in texts(content) if line]
    start = there.index("当地人民政府意见：")
    assert there[start + 1].startswith("我们了解并支持")
    assert there[start + 2 : start + 10] == [
        "公章",
        "日期",
        "省级工业和信息化主管部门审查推荐意见：",
        "同意推荐。",
        "公章",
        "日期",
        "全国性工业行业协会推荐意见：（行业与区域联合实施时填写）",
        "同意联合实施。",
    ]
    assert "编号：" in there


def test_an_opinion_takes_its_lines_from_the_room_of_its_box() -> None:
    name = "省级工业和信息化主管部门审查推荐意见"
    before = len(texts(blank("recommendation")))
    assert len(texts(filled("recommendation", {name: said("一行。")}))) == before
    assert len(texts(filled("recommendation", {name: said("行" * 100)}))) == before - 2
    boxes = below(filled("recommendation", {name: said("行" * 500)}), f"{name}：")
    assert boxes[1:] == ["公章", "日期"]


def test_unanswered_places_stay_as_the_blank_has_them() -> None:
    for form in FORMS:
        content = filled(form, {})
        assert read_parts(content) == read_parts(blank(form))


def test_levels_take_the_official_styles() -> None:
    known = {
        "试点工作思路": said(
            "一、甲", "（一）乙", "（一）丙。后面是正文。", "1.丁", "（1）戊", "己", "10.5亿元", "第一、庚"
        )
    }
    content = filled("application", known)
    parts = parts_of(content)
    ids = {name: identifier for name, (identifier, _) in styles_by_name(parts).items()}
    start = next(item for item in document(content).iter(P) if text_of(item) == "一、试点工作思路")
    styles = [item.find(f".//{w('pStyle')}").get(w("val")) for item in start.itersiblings(P)][:8]
    body = ids["方案正文"]
    assert styles == [
        ids["方案一级标题"],
        ids["方案二级标题"],
        body,
        ids["方案三级"],
        ids["方案四级"],
        body,
        body,
        body,
    ]
    mixed = list(start.itersiblings(P))[2]
    looks = [(text_of_run(run), run.find(f".//{w('rStyle')}")) for run in runs_of(mixed)]
    assert [(text, look is None or look.get(w("val"))) for text, look in looks] == [
        ("（一）丙。", ids["方案二级标题文字"]),
        ("后面是正文。", True),
    ]


def test_a_heading_stays_with_its_text_and_a_chain_of_them_does_not() -> None:
    content = filled("application", {"试点工作思路": said("（一）甲", "正文", "（二）乙", "（三）丙")})
    start = next(item for item in document(content).iter(P) if text_of(item) == "一、试点工作思路")
    kept = [item.find(f".//{w('keepNext')}") is not None for item in start.itersiblings(P)][:4]
    assert kept == [True, False, False, False]


def test_tables_are_tables_with_a_header_on_every_page() -> None:
    columns = (TableColumn("指标", 2, "left"), TableColumn("水平", 1))
    table = Table("目标", columns, (("甲", Quantity(Fraction(1, 3), "%")), ("长" * 200, "乙")))
    content = filled("application", {"工作目标": (table,), "集体品牌或商标": (table,)})
    made = [item for item in document(content).iter(TABLE) if text_of(next(item.iter(P))) == "指标"]
    assert len(made) == 2
    for item in made:
        head, short, long = item.iterfind(ROW)
        assert head.find(f".//{w('tblHeader')}") is not None
        assert short.find(f".//{w('cantSplit')}") is not None
        assert long.find(f".//{w('cantSplit')}") is None
    assert [text_of(paragraph) for paragraph in made[1].iter(P)][:4] == ["指标", "水平", "甲", "0.33%"]


# ---- any text ------------------------------------------------------------------------------------------------


def test_hostile_text_survives_at_every_kind_of_place() -> None:
    names = [name for name in answers_of(dossier()) if name != "区域性质"]
    for form in FORMS:
        content = filled(form, {name: said(HOSTILE) for name in names})
        places = [place for place in label_map(form).places if place.answer is not None and place.kind != "方框"]
        assert "\n".join(texts(content)).count(HOSTILE) == len(places)


def test_ten_thousand_characters_in_one_cell() -> None:
    text = "长" * 9_999 + "。"
    content = filled("application", {"区域内产业构成说明": said(text), "地址": said(text)})
    assert texts(content).count(text) == 2
    rows = [item for item in document(content).iter(ROW) if any(text_of(each) == text for each in item.iter(P))]
    assert len(rows) == 2
    assert all(row.find(f".//{w('cantSplit')}") is None for row in rows)


LINES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")).map(
    str.strip
)


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(LINES.filter(bool), min_size=1, max_size=4))
def test_what_goes_in_stands_there(lines: list[str]) -> None:
    content = filled("application", {"集体品牌或商标": said(*lines), "其他需要说明内容": said(*lines)})
    assert below(content, "区域拥有集体品牌或商标的情况：") == lines
    assert below(content, "六、其他需要说明内容") == lines


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\x1b", "\ufffe", "\ud800"])
def test_what_no_document_can_hold_is_refused(bad: str) -> None:
    known = dict(answers_of(dossier()))
    for answer in (said("甲" + bad), (Table("", (TableColumn("a", 1),), ((Strong(bad),),)),)):
        result = fill_blank(blank("application"), label_map("application"), {**known, "政府支持": answer}, draft=False)
        assert result.content is None
        assert [problem.code for problem in result.problems] == ["F018"]


# ---- the file ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_all_other_parts_stay_byte_for_byte(form: str) -> None:
    result = fill_blank(blank(form), label_map(form), answers_of(dossier()), draft=False)
    before, after = parts_of(blank(form)), parts_of(result.content or b"")
    assert before.keys() == after.keys()
    assert [name for name in before if before[name] != after[name]] == [DOCUMENT]


@pytest.mark.parametrize("draft", [False, True])
def test_the_same_answers_give_the_same_bytes(draft: bool) -> None:
    for form in FORMS:
        first, second = (
            fill_blank(blank(form), label_map(form), answers_of(dossier()), draft=draft).content for _ in range(2)
        )
        assert first is not None and first == second


@pytest.mark.parametrize("form", FORMS)
def test_a_draft_says_so_on_every_page(form: str) -> None:
    content = filled(form, {}, draft=True)
    section = docx.Document(io.BytesIO(content)).sections[0]
    for header in (section.header, section.even_page_header, section.first_page_header):
        assert [paragraph.text for paragraph in header.paragraphs] == [DRAFT_MARK]
    assert "草稿" in DRAFT_MARK
    assert all(DRAFT_MARK not in line for line in texts(content))


# ---- what is wrong is said -----------------------------------------------------------------------------------


def changed_map(old: str, new: str, form: str = "application") -> LabelMap:
    source = (TEMPLATES / f"{form}.yaml").read_text(encoding="utf-8")
    assert old in source
    found, problems = read_label_map("我的表.yaml", source.replace(old, new, 1).encode("utf-8"))
    assert found is not None, problems
    return found


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("标签: 职务", "标签: 职称", "F011"),
        ('标签: "企业3："', '标签: "企业"', "F012"),
        ("后文: （公章）", "后文: （签字）", "F013"),
        ("{答案: 高新区,", "{答案: 高新区, 文字: 保税区,", "F013"),
        ("提示: 说明地方政府", "提示: 请说明地方政府", "F013"),
        ("标签: 职务", "标签: 以下数据均以上一年度、该区域与试点工作相关企业的统计数据为准", "F013"),
        ("正文: 方案正文", "正文: 没有的样式", "F014"),
        ("答案: 职务", "答案: 职衔", "F015"),
        ("方式: 提示下, 答案: 服务平台", "方式: 提示下, 答案: 区域性质", "F015"),
        ("{答案: 经技区,", "{答案: 开发区, 文字: 经技区,", "F016"),
        ("答案: 工业总产值, 单位: 亿元", "答案: 工业总产值, 单位: 家", "F017"),
    ],
)
def test_a_map_that_does_not_fit_is_refused(old: str, new: str, code: str) -> None:
    result = fill_blank(blank("application"), changed_map(old, new), answers_of(dossier()), draft=False)
    assert result.content is None
    assert [problem.code for problem in result.problems] == [code]
    assert result.problems[0].location.path == "我的表.yaml"
    assert result.problems[0].help


def test_a_label_that_stands_twice_is_not_guessed() -> None:
    parts = parts_of(blank("application"))
    root = root_of(parts[DOCUMENT])
    body = root.find(w("body"))
    heading = next(item for item in body.iterfind(P) if text_of(item) == "五、工作目标")
    body.insert(-1, parse_xml(serialise_xml(heading)))
    parts[DOCUMENT] = serialise_xml(root)
    result = fill_blank(write_parts(parts), label_map("application"), answers_of(dossier()), draft=False)
    assert [problem.code for problem in result.problems] == ["F012"]
    assert "2 处" in result.problems[0].message


@pytest.mark.parametrize(
    "content", [b"", b"%PDF", write_parts({"word/document.xml": b"<", "[Content_Types].xml": b""})]
)
def test_a_blank_that_is_no_word_file(content: bytes) -> None:
    result = fill_blank(content, label_map("application"), answers_of(dossier()), draft=False)
    assert result.content is None
    assert [problem.code for problem in result.problems] == ["F010"]


# ---- a blank of someone else's -------------------------------------------------------------------------------

OTHER_MAP = """
表格: other
名称: 另一张表
空白表: other.docx
位置:
  - {标签: 单位全称, 方式: 右侧单元格, 答案: 申报单位}
  - {标签: "区域情况：", 方式: 提示下, 答案: 区域内产业构成说明}
  - {标签: 总产值（万元）, 方式: 右侧单元格, 答案: 工业总产值, 单位: 万元, 小数位: 0}
  - {标签: "填报日期：", 方式: 封面行, 答案: 申报日期}
  - 标签: 类型
    方式: 方框
    答案: 区域性质
    选项:
      - {答案: 经技区, 文字: 经济技术开发区}
      - {答案: 其他产业聚居区, 文字: 其他}
  - {标签: 工作项目, 方式: 标题下, 答案: 主要工作项目}
"""


def other_blank() -> bytes:
    """A blank made by another program: its styles, its table, its direct formatting, runs cut at odd places."""
    made: Any = docx.Document()
    line = made.add_paragraph("填报")
    line.add_run("日期").bold = True
    line.add_run("：________")
    table = made.add_table(rows=4, cols=2)
    for row, texts_ in enumerate(
        [("单位 全称", ""), ("总产值(万元)", ""), ("类型", "□ 经济技术开发区 □其他"), ("", "")]
    ):
        for column, text in enumerate(texts_):
            table.cell(row, column).text = text
    cell = table.cell(3, 0).merge(table.cell(3, 1))
    cell.text = "区域情况："
    made.add_heading("工作项目", 1)
    made.add_paragraph("（以下不变）")
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_another_blank_with_another_map() -> None:
    found, problems = read_label_map("other.yaml", OTHER_MAP.encode("utf-8"))
    assert found is not None, problems
    result = fill_blank(other_blank(), found, answers_of(dossier()), draft=True)
    assert result.content is not None, result.problems
    opened: Any = docx.Document(io.BytesIO(result.content))
    cells = [[cell.text for cell in row.cells] for row in opened.tables[0].rows]
    assert cells[0][1] == "云溪经济技术开发区管理委员会"
    assert cells[1][1] == "300000"
    assert cells[2][1] == "☑ 经济技术开发区 ☑其他"
    assert cells[3][0] == "区域情况：\n关于区域内产业构成说明"
    lines = [paragraph.text for paragraph in opened.paragraphs]
    assert lines[0] == "填报日期：2014年4月20日"
    heading = lines.index("工作项目")
    assert lines[heading + 1] == "（一）区域品牌策划"
    assert lines[-1] == "（以下不变）"
    before, after = parts_of(other_blank()), parts_of(result.content)
    touched = {name for name in before if before[name] != after[name]}
    assert touched == {DOCUMENT, DOCUMENT_RELATIONS, CONTENT_TYPES}


def test_cells_keep_their_place_in_merged_rows() -> None:
    content = filled("application", {"信箱": said("甲"), "电话/传真": said("乙")})
    row = next(item for item in document(content).iter(ROW) if text_of(next(item.iter(P))) == "信箱")
    assert ["".join(text_of(p) for p in cell.iter(P)) for cell in row.iterfind(CELL)] == [
        "信箱",
        "甲",
        "电话/传真",
        "乙",
    ]


def test_figures_of_one_kind_have_the_same_decimals() -> None:
    content = fill_blank(blank("application"), label_map("application"), answers_of(dossier()), draft=False).content
    assert content is not None
    opened: Any = docx.Document(io.BytesIO(content))
    targets = [table for table in opened.tables if table.cell(0, 0).text == "关键指标"]
    assert targets
    for table in targets:
        figures = [cell.text for row in table.rows[1:] for cell in row.cells[1:] if cell.text]
        assert {len(figure.rstrip("%").partition(".")[2]) for figure in figures} == {2}, figures
