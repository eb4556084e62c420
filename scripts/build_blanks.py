"""Build the blank forms of 工信部科函〔2014〕102号: 申报书 (附件1) and 推荐表 (附件2).

    python scripts/build_blanks.py [--fonts windows|gb2312] [-o DIR]

The wording and the order of rows are the notice's; the geometry follows the layout of official documents
(GB/T 9704): A4, 22 lines of 28 characters. The default fonts are on every Windows; `gb2312` is for offices that
have the fonts of that standard. No font travels with the file.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import blank_parts

from brandcluster.formats.word.build import NewCell, NewRow, new_paragraph, new_run, new_table
from brandcluster.formats.word.parts import Element, Parts, write_parts

OUTPUT = Path(__file__).resolve().parent.parent / "templates" / "forms" / "miit-2014-102"

#: Columns of 30, 45, 34 and 47 mm, in twips; they fill the 156 mm between the margins.
COLUMNS = (1701, 2551, 1928, 2665)
#: The least height of a row of one line.
ROW = 567


# ---- 附件1 ---------------------------------------------------------------------------------------------------


def application() -> list[Element]:
    """申报书: cover, 第一部分, 第二部分."""
    return [*_cover(), _text("第一部分：区域情况", "PartTitle"), _situation(), *_plan()]


def _cover() -> list[Element]:
    return [
        _text("附件1", "Annex"),
        _text("产业集群区域品牌建设试点申报书", "CoverTitle"),
        _text(f"申报单位：{'　' * 10}（公章）", "CoverLine"),
        _text("申报日期：", "CoverLine"),
    ]


def _situation() -> Element:
    """The table of 第一部分, row by row."""
    boxes = "□新型工业化示范基地　□经技区　□高新区　□其他产业聚居区"
    rows = [
        NewRow([_label("区域名称"), _value(3)], ROW),
        NewRow([_label("区域性质"), NewCell([_text(boxes, "CellText")], 3)], ROW),
        NewRow([_label("申报单位"), _value(), _label("联系人"), _value()], ROW),
        NewRow([_label("职务"), _value(), _label("地址"), _value()], ROW),
        NewRow([_label("信箱"), _value(), _label("电话/传真"), _value()], ROW),
        NewRow([_value(4)], ROW, short=True),
        _prompts(
            4600,
            "区域内产业构成说明：",
            "主导产业发展历程及当前在行业中的地位：",
            "主导产业占该区域工业总产值的比重：（如主导产业不唯一，请分别说明）：",
            "简述该区域与主导产业相关的独特性，以及潜在的独特性：",
        ),
        NewRow(
            [NewCell([_text("以下数据均以上一年度、该区域与试点工作相关企业的统计数据为准", "TableCaption")], 4)],
            ROW,
            short=True,
        ),
        NewRow([_label("工业企业数（家）"), _value(), _label("规模以上企业数（家）"), _value()], ROW, short=True),
        NewRow([_label("工业总产值（亿元）"), _value(), _label("工业增加值率（%）"), _value()], ROW, short=True),
        NewRow([_label("以自主品牌销售产品比重（按销售收入计，%）"), _value(3)], ROW, short=True),
        _prompts(1700, "区域内近三年质量安全信誉等方面的情况："),
        _prompts(1700, "区域拥有集体品牌或商标的情况："),
        _prompts(2300, "企业拥有自主品牌的总体情况：", "企业获得质量名牌相关荣誉的情况："),
        _prompts(1700, "企业产品质量总体情况："),
        NewRow(
            [NewCell([_line_of_blanks(), _prompt("拥有技术中心、研发机构以及获得发明专利等情况：")], 4, "top")], 2300
        ),
        _prompts(2300, "企业参与标准制订及采标情况：", "采用国际先进标准的产品比重（按销售收入计）："),
        _prompts(1700, "区域拥有质量、品牌、技术等服务平台的情况："),
        _prompts(1700, "所在地区政府支持品牌建设和质量提升的政策、制度、项目、资金和措施等情况："),
        NewRow([_label(TOP_THREE), NewCell([_prompt(f"企业{number}：") for number in (1, 2, 3)], 3, "top")], 5200),
    ]
    return new_table(COLUMNS, rows)


TOP_THREE = (
    "简介行业排名前三（按销售收入）的企业基本情况（包括自主品牌情况、主导产品技术质量水平、品牌荣誉、行业影响力等）"
)

PLAN = (
    (
        "一、试点工作思路",
        "说明地方政府和相关企业对区域品牌建设的态度，以及拟开展工作的基本思路。"
        "分析开展试点工作的有利条件、可能的困难以及相应措施。",
    ),
    ("二、试点工作组织", "说明试点工作组织领导和工作职责有关的安排，以及如何通过组织工作带动企业参与品牌建设。"),
    (
        "三、可配套的政策、资金和措施等",
        "说明拟支持开展试点工作的相关政策、资金（包括金额、来源、支持方向、投入步骤等）和措施等。",
    ),
    (
        "四、主要工作项目",
        "说明在试点工作中拟开展的各项主要工作。包括工作内容、工作步骤、工作措施和时间节点等内容。按1-3年试点周期进行策划安排。",
    ),
    (
        "五、工作目标",
        "说明各工作项目应达到的量化目标。工作目标应分阶段提出。第一阶段目标的实现周期为六个月到一年，工作阶段应按年度划分。",
        "除对工作项目提出目标外，在工作目标中应说明5个关键指标应达到的水平。",
    ),
    ("六、其他需要说明内容",),
)


def _plan() -> list[Element]:
    made = [_text("第二部分：试点工作方案", "PartTitle")]
    for heading, *prompts in PLAN:
        made.append(_text(heading, "PlanHeading1"))
        made += [_text(prompt, "PlanBody") for prompt in prompts]
    return made


# ---- 附件2 ---------------------------------------------------------------------------------------------------

STATEMENT = (
    "我们了解并支持该单位申报工业区域品牌建设试点。"
    "《产业集群区域品牌建设试点申报书》中所述与政府相关的内容情况属实，我们将支持落实有关事项。"
)


def recommendation() -> list[Element]:
    """推荐表: one page."""
    rows = [
        NewRow([_label("申报单位（公章）", narrow=True), _value(3)], 800),
        NewRow([_label("联系人"), _value(), _label("电话"), _value()], ROW),
        _box("当地人民政府意见：", _text(STATEMENT, "CellBody"), room=1),
        _box("省级工业和信息化主管部门审查推荐意见：", room=5),
        _box("全国性工业行业协会推荐意见：（行业与区域联合实施时填写）", room=5),
    ]
    return [
        _text("产业集群区域品牌建设试点申报推荐表", "TableTitle"),
        _text("编号：", "TableNumber"),
        new_table(COLUMNS, rows),
        _text("本表与《产业集群区域品牌建设试点申报书》一并提交。", "TableNote"),
    ]


def _box(label: str, *printed: Element, room: int) -> NewRow:
    """A box for an opinion, with room to write, and seal and date low on the right."""
    empty = [new_paragraph(style="CellBody") for _ in range(room)]
    seal = [_text("公章", "SealLine"), _text("日期", "SealLine")]
    return NewRow([NewCell([_prompt(label), *printed, *empty, *seal], 4, "top")])


# ---- small pieces --------------------------------------------------------------------------------------------


def _text(content: str, style: str) -> Element:
    return new_paragraph([new_run(content)], style=style)


def _label(content: str, *, narrow: bool = False) -> NewCell:
    """A label; a narrow one breaks before its bracket rather than inside it."""
    return NewCell([_text(content, "CellLabelNarrow" if narrow else "CellLabel")])


def _value(span: int = 1) -> NewCell:
    return NewCell([new_paragraph(style="CellText")], span)


def _prompt(content: str) -> Element:
    return new_paragraph([new_run(content, style="PromptText")], style="CellPrompt")


def _prompts(height: int, *labels: str) -> NewRow:
    return NewRow([NewCell([_prompt(label) for label in labels], 4, "top")], height)


def _line_of_blanks() -> Element:
    return new_paragraph(
        [
            new_run("企业研发投入占销售收入比重（%）：", style="PromptText"),
            new_run("　" * 6),
            new_run("新产品产值率（%）：", style="PromptText"),
        ],
        style="CellPrompt",
    )


# ---- files ---------------------------------------------------------------------------------------------------


def blanks(profile: str = "windows") -> dict[str, Parts]:
    """The parts of both blanks by file name."""
    return {
        "application.docx": blank_parts.build("产业集群区域品牌建设试点申报书", application(), profile, cover=True),
        "recommendation.docx": blank_parts.build(
            "产业集群区域品牌建设试点申报推荐表", recommendation(), profile, cover=False
        ),
    }


def main() -> int:
    """Write both blanks."""
    parser = argparse.ArgumentParser(description="Build the blank forms.")
    parser.add_argument("--fonts", choices=sorted(blank_parts.FONTS), default="windows")
    parser.add_argument("-o", "--output", type=Path, default=OUTPUT)
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    for name, parts in blanks(arguments.fonts).items():
        path = arguments.output / name
        path.write_bytes(write_parts(parts))
        print(path)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
