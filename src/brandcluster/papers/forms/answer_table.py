"""The answers that a form can ask for: where each one stands in a dossier, and what kind of answer it is.

One row an answer, for both directions: `answers` prints by it, `importing.propose` reads back by it, `importing.learn_map`
takes its units from it. A further line, text or figure of a form is a row here, its field in the model and its place in
the label map. A new kind also needs a function in `answers` and one in `importing.propose`.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from brandcluster.base.diagnostics import KeyPath
from brandcluster.dossier.files import HEADER, PLAN, RECOMMENDATION, REGION, STATISTICS_FOLDER, TOP_ENTERPRISES
from brandcluster.papers.labels.label_map import Unit

Kind = Literal[
    "line",  # one line, as it is written
    "boxes",  # the chosen boxes
    "day",  # a date
    "telephones",  # telephone and fax on one line
    "text",  # paragraphs
    "opinion",  # paragraphs of one who takes part only where `also` says 是
    "sum",  # a column of the statistics, in total and by industry
    "ratio",  # an indicator of the statistics, in total and by industry
    "shares",  # each leading industry's share in the region's output, then the region's own note
    "enterprise",  # the enterprise of a rank in each leading industry
    "funds",  # a text, then the table of funds
    "projects",  # the list of projects
    "phases",  # a text, then the targets phase by phase
]
#: What is computed from the statistics: compared when a form is read, never taken over.
COMPUTED: tuple[Kind, ...] = ("sum", "ratio", "shares")
#: What stands in the place of such an answer in a form that is filled in by hand.
COMPUTED_MARK = "（由统计数据算出，不用填）"


class AnswerRow(NamedTuple):
    """One answer: its name in label maps, its kind, and the place that holds it.

    `keys` lead to the value in `file`; of a figure, they name the column or the indicator. `also` leads to what is
    printed with it, or decides on it. `unit` is what a figure in it is printed in where a form does not say.
    """

    name: str
    kind: Kind
    file: str
    keys: KeyPath
    also: KeyPath = ()
    unit: Unit | None = None


_HEADER: tuple[AnswerRow, ...] = (
    AnswerRow("区域名称", "line", HEADER, ("区域名称",)),
    AnswerRow("区域性质", "boxes", HEADER, ("区域性质",)),
    AnswerRow("申报单位", "line", HEADER, ("申报单位",)),
    AnswerRow("申报日期", "day", HEADER, ("申报日期",)),
    AnswerRow("联系人", "line", HEADER, ("联系人",)),
    AnswerRow("职务", "line", HEADER, ("职务",)),
    AnswerRow("地址", "line", HEADER, ("地址",)),
    AnswerRow("信箱", "line", HEADER, ("信箱",)),
    AnswerRow("电话", "line", HEADER, ("电话",)),
    AnswerRow("电话/传真", "telephones", HEADER, ("电话",), also=("传真",)),
)
_REGION: tuple[AnswerRow, ...] = (
    AnswerRow("区域内产业构成说明", "text", REGION, ("区域内产业构成说明",)),
    AnswerRow("主导产业发展历程及当前在行业中的地位", "text", REGION, ("主导产业发展历程及当前在行业中的地位",)),
    AnswerRow(
        "主导产业占该区域工业总产值的比重", "shares", REGION, ("主导产业占该区域工业总产值的比重说明",), unit="%"
    ),
    AnswerRow("独特性", "text", REGION, ("简述该区域与主导产业相关的独特性，以及潜在的独特性",)),
    AnswerRow("近三年质量安全信誉情况", "text", REGION, ("区域内近三年质量安全信誉等方面的情况",)),
    AnswerRow("集体品牌或商标", "text", REGION, ("区域拥有集体品牌或商标的情况",)),
    AnswerRow("自主品牌总体情况", "text", REGION, ("企业拥有自主品牌的总体情况",)),
    AnswerRow("质量名牌荣誉", "text", REGION, ("企业获得质量名牌相关荣誉的情况",)),
    AnswerRow("产品质量总体情况", "text", REGION, ("企业产品质量总体情况",)),
    AnswerRow("技术中心、研发机构和发明专利", "text", REGION, ("拥有技术中心、研发机构以及获得发明专利等情况",)),
    AnswerRow("标准制订及采标情况", "text", REGION, ("企业参与标准制订及采标情况",)),
    AnswerRow("服务平台", "text", REGION, ("区域拥有质量、品牌、技术等服务平台的情况",)),
    AnswerRow("政府支持", "text", REGION, ("所在地区政府支持品牌建设和质量提升的政策、制度、项目、资金和措施等情况",)),
)
_FIGURES: tuple[AnswerRow, ...] = (
    AnswerRow("工业企业数", "sum", STATISTICS_FOLDER, ("industrial_enterprises",), unit="家"),
    AnswerRow("规模以上企业数", "sum", STATISTICS_FOLDER, ("large_enterprises",), unit="家"),
    AnswerRow("工业总产值", "sum", STATISTICS_FOLDER, ("gross_output",), unit="亿元"),
    AnswerRow("工业增加值率", "ratio", STATISTICS_FOLDER, ("value_added_rate",), unit="%"),
    AnswerRow("以自主品牌销售产品比重", "ratio", STATISTICS_FOLDER, ("own_brand_share",), unit="%"),
    AnswerRow("研发投入占销售收入比重", "ratio", STATISTICS_FOLDER, ("research_intensity",), unit="%"),
    AnswerRow("新产品产值率", "ratio", STATISTICS_FOLDER, ("new_product_rate",), unit="%"),
    AnswerRow("采用国际先进标准的产品比重", "ratio", STATISTICS_FOLDER, ("adopted_standard_share",), unit="%"),
)
_ENTERPRISES: tuple[AnswerRow, ...] = (
    AnswerRow("企业1", "enterprise", TOP_ENTERPRISES, ("企业", 0), unit="亿元"),
    AnswerRow("企业2", "enterprise", TOP_ENTERPRISES, ("企业", 1), unit="亿元"),
    AnswerRow("企业3", "enterprise", TOP_ENTERPRISES, ("企业", 2), unit="亿元"),
)
_PLAN: tuple[AnswerRow, ...] = (
    AnswerRow("试点工作思路", "text", PLAN, ("试点工作思路",)),
    AnswerRow("试点工作组织", "text", PLAN, ("试点工作组织",)),
    AnswerRow("可配套的政策、资金和措施等", "funds", PLAN, ("可配套的政策、资金和措施等",), also=("资金", "明细")),
    AnswerRow("主要工作项目", "projects", PLAN, ("主要工作项目",)),
    AnswerRow("工作目标", "phases", PLAN, ("工作目标说明",), also=("工作阶段",), unit="%"),
    AnswerRow("其他需要说明内容", "text", PLAN, ("其他需要说明内容",)),
)
_OPINIONS: tuple[AnswerRow, ...] = (
    AnswerRow("省级工业和信息化主管部门审查推荐意见", "text", RECOMMENDATION, ("省级工业和信息化主管部门", "意见")),
    AnswerRow(
        "全国性工业行业协会推荐意见",
        "opinion",
        RECOMMENDATION,
        ("全国性工业行业协会", "意见"),
        also=("行业与区域联合实施",),
    ),
)
ANSWER_ROWS = (*_HEADER, *_REGION, *_FIGURES, *_ENTERPRISES, *_PLAN, *_OPINIONS)
ROW_BY_NAME = {row.name: row for row in ANSWER_ROWS}

# ---- the labels inside answers ---------------------------------------------------------------------------------

#: What stands before each part of a project, in the order of print.
PROJECT_LABELS = ("起止时间", "责任单位", "对应试点示范工作内容", "工作内容", "工作步骤", "工作措施", "时间节点")
#: The rank of the last enterprise that the form has a place for, counted from 0.
LAST_RANK = 2
#: What stands before each part of an enterprise; these are its keys in the dossier too.
ENTERPRISE_LABELS = ("自主品牌情况", "主导产品技术质量水平", "品牌荣誉", "行业影响力")
