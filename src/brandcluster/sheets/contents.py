"""What stands in the workbook: its sheets, one a list of the dossier, and their columns, told from the models.

Texts of several paragraphs stay in the files: a sheet is for numbers, days, names and choices.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from brandcluster.base.diagnostics import KeyPath
from brandcluster.dossier.files import CONDITIONS, HEADER, PLAN, REGION, STATISTICS, TOP_ENTERPRISES, kind_of
from brandcluster.dossier.model.fields import Part
from brandcluster.dossier.model.kinds import Kind, answer_kinds
from brandcluster.dossier.model.reading import choices_at, fields_of
from brandcluster.dossier.model.region import Region
from brandcluster.dossier.suppliers import for_offices

#: Stands in a path for every entry of a list.
EVERY = "*"
#: The heading of the column that says which entry of the dossier a row is.
NUMBER = "序号"
#: The column of the file's year, and how the number begins of a row to compare with.
YEAR_HEADING, CHECKED = "年份", "核"
#: What may be entered by a list of names: the industries, the projects, the phases.
INDUSTRIES, PROJECTS, PHASES = "产业", "项目", "阶段"


class SheetColumn(NamedTuple):
    """A column of a sheet: where its value stands in an entry, and what kind of answer it is.

    `choice` is the item of a list that the column ticks; `names` the list of names that it may hold.
    """

    keys: KeyPath
    heading: str
    kind: Kind
    description: str
    choices: tuple[str, ...] = ()
    choice: str = ""
    names: str = ""


class SheetTable(NamedTuple):
    """A sheet: a list of the dossier (`at`, with `EVERY` for the entries of lists on the way), or fixed rows.

    `above` are the headings of the columns that say which year or which entry above a row belongs to; `rows` the fixed
    rows, by their names and places; `without` labels that are not for people; `key` labels that say which row it is and
    make no entry by themselves; `summed` that returns may give the figures; `names` which label takes which names.
    """

    name: str
    part: str
    path: str
    at: KeyPath
    about: str
    above: tuple[str, ...] = ()
    rows: tuple[tuple[str, KeyPath], ...] = ()
    without: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    summed: bool = False
    names: tuple[tuple[str, str], ...] = ()

    @property
    def is_yearly(self) -> bool:
        """Whether there is one file a year."""
        return self.path == STATISTICS.path


_COMMITMENTS = ("规划部署", "成立机构", "工作条件和经费")
_YEAR = (YEAR_HEADING,)

#: The sheets in their order; `part` is what one office usually fills.
TABLES: tuple[SheetTable, ...] = (
    SheetTable(
        "统计年度", "统计", STATISTICS.path, (), "每年一行：数据的期间、来源，整个区域的工业总产值。", _YEAR,
        rows=(("", ()),), without=("年份", "摘要"),
    ),
    SheetTable(
        "统计", "统计", STATISTICS.path, ("产业",), "每年、每个产业一行。由企业报表汇总的不能改，下面一行可以填统计部门的数，只作核对。",
        _YEAR, key=("名称",), summed=True, names=(("名称", INDUSTRIES),),
    ),
    SheetTable(
        "自定栏目", "统计", STATISTICS.path, ("产业", EVERY, "自定填报栏目"), "indicators.yaml 里自定的填报栏目，各产业的合计。",
        ("年份", "产业"), summed=True,
    ),
    SheetTable(
        "同口径", "统计", STATISTICS.path, ("同口径",), "两年都在的企业，本年和对比年份的合计，用来解释变化。", _YEAR,
        summed=True, names=(("产业", INDUSTRIES),),
    ),
    SheetTable(
        "变动说明", "统计", STATISTICS.path, ("变动说明",), "培训、体系、岗位的企业数比上一年少的，逐项说明。", _YEAR,
        names=(("产业", INDUSTRIES),),
    ),
    SheetTable("资金总额", "资金", PLAN, ("资金",), "承诺投入的总额，应等于明细之和。", rows=(("", ("资金",)),)),
    SheetTable("资金明细", "资金", PLAN, ("资金", "明细"), "按年份和来源逐笔写。"),
    SheetTable("分年合计", "资金", PLAN, ("资金", "分年合计"), "预算文件写明的各年合计，用来核对明细；没有可不填。"),
    SheetTable("分来源合计", "资金", PLAN, ("资金", "分来源合计"), "预算文件写明的各来源合计，用来核对明细；没有可不填。"),
    SheetTable(
        "工作项目", "项目", PLAN, ("主要工作项目",),
        "工作内容、步骤、措施在 plan.yaml 或 Word 表里写，这里写名称、对应哪几项工作、时间和责任单位。",
    ),
    SheetTable(
        "时间节点", "项目", PLAN, ("主要工作项目", EVERY, "时间节点"), "各工作项目的主要时间节点。", ("项目",),
    ),
    SheetTable("工作阶段", "目标", PLAN, ("工作阶段",), "第一阶段 6 至 12 个月，以后每阶段不超过 12 个月。"),
    SheetTable(
        "项目目标", "目标", PLAN, ("工作阶段", EVERY, "项目目标"), "各工作项目在每个阶段的量化目标。", ("阶段",),
        names=(("项目", PROJECTS),),
    ),
    SheetTable(
        "指标目标", "目标", PLAN, ("工作阶段", EVERY, "指标目标"), "5 个关键指标在每个阶段结束时应达到的水平，每个主导产业一行。",
        ("阶段",), key=("产业",), names=(("产业", INDUSTRIES),),
    ),
    SheetTable("政策措施", "政策", CONDITIONS, ("政策措施",), "已出台的支持主导产业发展、加强质量品牌建设的政策措施。"),
    SheetTable("拟落实的政策", "政策", PLAN, ("拟落实的政策和措施",), "拟出台的政策、拟采取的措施，逐项写。"),
    SheetTable("事故声明", "条件", CONDITIONS, ("事故声明",), "四类事故各一份声明。"),
    SheetTable("事故清单", "条件", CONDITIONS, ("事故清单",), "近三年发生过的事故，不论大小；没有就空着。"),
    SheetTable("参与声明", "条件", CONDITIONS, ("参与声明",), "行业组织和骨干企业参与区域品牌建设的书面声明。"),
    SheetTable(
        "承诺", "条件", CONDITIONS, ("承诺", EVERY), "规划部署、成立机构、工作条件和经费三项承诺，各附文件。", ("承诺",),
        rows=tuple((name, ("承诺", name)) for name in _COMMITMENTS),
    ),
    SheetTable(
        "产业方向", "条件", CONDITIONS, ("产业方向",), "每个主导产业符合国家产业发展方向的依据。",
        names=(("产业", INDUSTRIES),),
    ),
    SheetTable("补充条件", "条件", CONDITIONS, ("补充条件",), "省级补充规则增加的条件的证明文件；没有就空着。"),
    SheetTable(
        "前三企业", "企业", TOP_ENTERPRISES, ("企业",),
        "按销售收入从高到低写三家；有几个主导产业，每个产业各写三家。自主品牌等文字在 top-enterprises.yaml 或 Word 表里写。",
        names=(("产业", INDUSTRIES),),
    ),
)  # fmt: skip
#: What offices fill, in the order of the sheets.
PARTS: tuple[str, ...] = tuple(dict.fromkeys(table.part for table in TABLES))
#: Texts that other offices are asked for, one a row, with what is asked below its label. `sheet form` leaves texts to
#: the files.
TEXTS = SheetTable(
    "文字材料",
    "条件",
    REGION,
    (),
    "每行一段文字，写在“内容”一格，可以写几段。",
    ("栏目",),
    rows=tuple(
        (f"{label}\n{for_offices(field.description)}", (label,))
        for label, field in fields_of(Region).items()
        if field.is_long
    ),
)
#: Its only column: the text itself.
_CONTENT = SheetColumn((), "内容", "text", "答复的文字；换行用 Alt+Enter。")
#: The sheets by name.
BY_SHEET = {table.name: table for table in (*TABLES, TEXTS)}
#: The files that the sheets are of, beside those of each year; the first is who applies.
FILES_OF_SHEETS = frozenset((HEADER, *(table.path for table in TABLES if not table.is_yearly)))


@cache
def columns_of(table: SheetTable) -> tuple[SheetColumn, ...]:
    """The columns of a sheet behind those that say which row it is."""
    if table.name == TEXTS.name:
        return (_CONTENT,)
    return tuple(_columns(table, _part_of(table), ()))


def hidden_labels(table: SheetTable, data: object) -> list[str]:
    """What an entry holds that no column shows: texts, lists below it, what programs enter."""
    shown = {column.keys[0] for column in columns_of(table)}
    return [key for key, value in data.items() if key not in shown and value] if isinstance(data, dict) else []


def _part_of(table: SheetTable) -> type[Part]:
    """The model of an entry; the table of sheets names nothing that the models do not have."""
    kind = kind_of(table.path)
    part = kind.model if kind is not None else None
    for step in table.rows[0][1] if table.rows else table.at:
        if part is not None and isinstance(step, str) and step != EVERY:
            part = fields_of(part)[step].part
    if part is None:
        raise ValueError(table.name)
    return part


def _columns(table: SheetTable, part: type[Part], keys: KeyPath) -> list[SheetColumn]:
    found: list[SheetColumn] = []
    names = dict(table.names)
    for label, field in fields_of(part).items():
        here = (*keys, label)
        if label in table.without or field.is_long or (field.part is not None and field.is_list):
            continue
        if field.part is not None:
            found += _columns(table, field.part, here)
            continue
        kind, choices = answer_kinds(part)[label], choices_at(part, (label,))
        heading = INDUSTRIES if names.get(label) == INDUSTRIES else "：".join(map(str, here))
        if field.is_list:
            found += [SheetColumn(here, f"{heading}：{each}", kind, field.description, (), each) for each in choices]
        else:
            found.append(SheetColumn(here, heading, kind, field.description, choices, names=names.get(label, "")))
    return found
