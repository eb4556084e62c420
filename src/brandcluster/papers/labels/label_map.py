"""Label maps: where in a form each answer stands, named by the form's own label.

A map is data, one file per form. The same map fills the blank and reads a filled form back, and a province's own
blank is used by writing a map for it; nothing of any form stands in the code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from brandcluster.base.diagnostics import Diagnostic, Location
from brandcluster.dossier.model import reading
from brandcluster.dossier.model.fields import Code, Count, Part, Text, form_field, form_list
from brandcluster.formats.yaml.document import read_document

Kind = Literal["右侧单元格", "下方单元格", "方框", "提示后", "提示下", "行内空白", "标题下", "意见栏", "封面行", "不填"]
Unit = Literal["亿元", "万元", "千元", "元", "%", "家"]

#: Decimals where a place does not say: 家 are counted, everything else is measured.
DEFAULT_DECIMALS = {"家": 0}
MAX_DECIMALS = 6


class OptionEntry(Part):
    """A box: the dossier's word for it, and the form's where that is another."""

    value: Text | None = form_field("答案", "申报材料里的写法。")
    label: Text | None = form_field("文字", "表上方框后面的字；与申报材料里的写法一样时可不填。", required=False)
    aliases: list[Text] = form_list("别名", "读取填好的表时也认的写法。", required=False)


class PlaceEntry(Part):
    """One place of the form."""

    label: Text | None = form_field("标签", "表上印的字，一字不差；空格和全角半角不计较。")
    kind: Kind | None = form_field(
        "方式",
        "答案与标签的位置关系：右侧单元格、下方单元格、方框（右侧或同一格里打勾）、提示后（接在提示语后面）、提示下（另起一段）、"
        "行内空白（填进同一行的空白）、标题下（换掉标题下的提示语）、意见栏、封面行、不填（留给人填写或盖章）。",
    )
    asks: Text | None = form_field("答案", "填哪一项答案；方式为“不填”的不写。", required=False)
    unit: Unit | None = form_field("单位", "数印成什么单位。", required=False)
    decimals: Count | None = form_field("小数位", "数印几位小数；不写时，家为 0 位，其余 2 位。", required=False)
    with_unit: Literal["是", "否"] | None = form_field(
        "带单位", "单位没有印在表上、要跟在数后面的，写 是。", required=False
    )
    column: Text | None = form_field(
        "列", "一行有几个空时，答案在哪一列：这一列上方的标题，或同一行里紧靠在空的左边的字。", required=False
    )
    which: Count | None = form_field("第几处", "表上有几处同样的标签时，从上往下第几处。", required=False)
    year: Count | None = form_field("年份", "这一格填哪一年的数；不写就是申报材料依据的那一年。", required=False)
    industry: Text | None = form_field(
        "产业", "这一格填哪个产业的数：合计，或第几个主导产业（1、2……）；不写就合计和各产业都写。", required=False
    )
    stage: Literal["目标"] | None = form_field("时点", "这一格填最后一个阶段的目标的，写 目标。", required=False)
    prompt: Text | None = form_field(
        "提示", "标题下、意见栏或格子里印好的文字；标题下的会被答案换掉，其他的保留。", required=False
    )
    keeps_prompt: Literal["是", "否"] | None = form_field(
        "保留提示", "标题下印好的文字不换掉、答案写在它下面的，写 是。", required=False
    )
    level: Count | None = form_field(
        "编号层次",
        "答案里的编号从第几级起，免得与表上的标题相同：1 是“一、”，2 是“（一）”，3 是“1.”，4 是“（1）”，5 是“①”。",
        required=False,
    )
    suffix: Text | None = form_field("后文", "空白后面印好的字，如（公章）、亿元、年月日。", required=False)
    aliases: list[Text] = form_list("别名", "读取填好的表时也认的标签写法。", required=False)
    options: list[OptionEntry] = form_list("选项", "各个方框。", required=False)


class StyleEntries(Part):
    """The blank's own styles for what is written into it; without one, an answer looks like what is around it."""

    body: Text | None = form_field("正文", "标题下各段。", required=False)
    level1: Text | None = form_field("一级标题", "以“一、”开头的段。", required=False)
    level2: Text | None = form_field("二级标题", "以“（一）”开头的段。", required=False)
    level3: Text | None = form_field("三级标题", "以“1.”开头的段。", required=False)
    level4: Text | None = form_field("四级标题", "以“（1）”开头的段。", required=False)
    cell_body: Text | None = form_field("表内段落", "提示语下面各段。", required=False)
    caption: Text | None = form_field("表题", "表格上方的标题。", required=False)
    table_text: Text | None = form_field("表内文字", "生成的表格里的文字。", required=False)


class LabelMapFile(Part):
    """A label map as written."""

    id: Code | None = form_field("表格", "表格的代号。")
    title: Text | None = form_field("名称", "表格的名称。")
    blank: Text | None = form_field("空白表", "空白表的文件名，与本文件放在一起。")
    styles: StyleEntries | None = form_field("样式", "空白表里的样式名称。", required=False)
    places: list[PlaceEntry] = form_list("位置", "从上到下，每个要填的位置一项。")


@dataclass(frozen=True, slots=True)
class FormPlace:
    """One place of a form, complete. `options` is the form's word for each of the dossier's.

    Aliases are other wordings that are understood when a filled form is read.
    """

    label: str
    kind: Kind
    answer: str | None
    location: Location
    unit: Unit | None = None
    decimals: int = 2
    with_unit: bool = False
    column: str | None = None
    which: int | None = None
    year: int | None = None
    industry: str | None = None
    stage: str | None = None
    prompt: str | None = None
    keeps_prompt: bool = False
    level: int | None = None
    suffix: str | None = None
    aliases: tuple[str, ...] = ()
    options: dict[str, str] = field(default_factory=dict)
    option_aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The name by which its answer is known: that of the table, with year, industry and stage where it has them."""
        parts = (f"{self.year}年" if self.year else "", self.industry or "", self.stage or "")
        said = "，".join(part for part in parts if part)
        return f"{self.answer}（{said}）" if said else self.answer or ""


@dataclass(frozen=True, slots=True)
class LabelMap:
    """A form: its places from top to bottom, and the names of the blank's styles by their use."""

    id: str
    title: str
    blank: str
    places: tuple[FormPlace, ...]
    styles: dict[str, str]
    location: Location


def read_label_map(path: str, content: bytes) -> tuple[LabelMap | None, list[Diagnostic]]:
    """A label map from its file; None when anything is wrong with it, since a form half filled is a form spoilt."""
    document = read_document(path, content)
    diagnostics = list(document.diagnostics)
    if document.data is None:
        if not diagnostics:
            diagnostics.append(_error("F001", "栏目对照表是空的。", "照着自带的栏目对照表写一份。", Location(path)))
        return None, diagnostics
    found = reading.read_part(LabelMapFile, document.data)
    for problem in found.problems:
        where = document.locate(problem.keys, on_key=problem.on_key)
        diagnostics.append(_error(problem.code, problem.message, problem.help, where))
    if diagnostics or found.part is None:
        return None, diagnostics
    places = []
    for index, entry in enumerate(found.part.places):
        where = document.locate(("位置", index, "标签"))
        diagnostics.extend(_check(entry, where))
        places.append(_place(entry, where))
    return (None if diagnostics else _label_map(found.part, tuple(places), Location(path))), diagnostics


def _check(entry: PlaceEntry, where: Location) -> list[Diagnostic]:
    found = []
    if (entry.asks is None) != (entry.kind == "不填"):
        wanted = "方式为“不填”时不写答案。" if entry.asks is not None else "写明填哪一项答案，或把方式写成“不填”。"
        found.append(_error("F002", f"“{entry.label}”的答案与方式不一致。", wanted, where))
    if bool(entry.options) != (entry.kind == "方框"):
        found.append(
            _error("F002", f"“{entry.label}”的选项与方式不一致。", "方式为“方框”时列出选项，其他方式不列。", where)
        )
    if entry.decimals is not None and entry.decimals > MAX_DECIMALS:
        found.append(_error("F002", f"“{entry.label}”的小数位太多。", f"最多 {MAX_DECIMALS} 位。", where))
    if entry.column is not None and entry.kind != "右侧单元格":
        found.append(_error("F002", f"“{entry.label}”的列与方式不一致。", "写“列”的，方式写“右侧单元格”。", where))
    if entry.industry is not None and not re.fullmatch(r"合计|[1-9]\d?", entry.industry):
        found.append(_error("F002", f"“{entry.label}”的产业“{entry.industry}”认不出。", "写“合计”，或 1、2……。", where))
    if entry.level is not None and not 1 <= entry.level <= 5:
        found.append(_error("F002", f"“{entry.label}”的编号层次不对。", "写 1 到 5。", where))
    return found


def _place(entry: PlaceEntry, where: Location) -> FormPlace:
    return FormPlace(
        label=entry.label or "",
        kind=entry.kind or "不填",
        answer=entry.asks,
        location=where,
        unit=entry.unit,
        decimals=DEFAULT_DECIMALS.get(entry.unit or "", 2) if entry.decimals is None else entry.decimals,
        with_unit=entry.with_unit == "是",
        column=entry.column,
        which=entry.which,
        year=entry.year,
        industry=entry.industry,
        stage=entry.stage,
        prompt=entry.prompt,
        keeps_prompt=entry.keeps_prompt == "是",
        level=entry.level,
        suffix=entry.suffix,
        aliases=tuple(entry.aliases),
        options={option.value or "": option.label or option.value or "" for option in entry.options},
        option_aliases={option.value or "": tuple(option.aliases) for option in entry.options},
    )


def _label_map(file: LabelMapFile, places: tuple[FormPlace, ...], where: Location) -> LabelMap:
    styles = (
        {} if file.styles is None else {key: value for key, value in dict(file.styles).items() if value is not None}
    )
    return LabelMap(file.id or "", file.title or "", file.blank or "", places, styles, where)


def _error(code: str, message: str, help_: str, where: Location) -> Diagnostic:
    return Diagnostic(code, "error", message, help_, where)
