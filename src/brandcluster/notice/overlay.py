"""A province's supplement to an edition: parameters it changes, conditions it adds, and how to hand in.

An overlay may loosen as well as tighten. Every part of it names its source, and what it changes is shown wherever
it decides.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Literal

from pydantic import PlainValidator, WithJsonSchema

from brandcluster import yamldoc
from brandcluster.model import reading
from brandcluster.model.fields import Count, Date, Part, Text, answer, parts, read_code
from brandcluster.notice.edition import Parameter

#: The readings of “提高2%以上”.
READINGS = ("百分点", "相对变化")
MONTHS = 12
_DIVISIBLE = ("%", "百分点", "倍", "万元")
#: Written out: an exponent can stand for a number that no machine holds.
_NUMBER = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,6})?")

#: The overlays that come with the program.
OVERLAYS = ("hebei-2017", "fujian-2017")


def read_figure(value: Any) -> str:
    """A number or a word; a number needs no quotes."""
    return str(value) if isinstance(value, Decimal) else read_code(value)


Figure = Annotated[str, PlainValidator(read_figure), WithJsonSchema({"type": ["string", "number"]})]


class ParameterChange(Part):
    """A parameter of the edition with another value."""

    parameter: Text | None = answer("参数", "参数的代号，如 quota；可用 brandcluster explain 查。")
    number: Figure | None = answer("值", "新的值：数，或一个词。", required=False)
    choices: list[Figure] = parts("取值", "新的取值，用于可以选几个的参数。", required=False)
    source: Text | None = answer("来源", "依据的文件和原文。")


class AddedCondition(Part):
    """A condition beside the notice's own."""

    id: Text | None = answer("代号", "条件的代号，用英文小写和连字符，judgements.yaml 里用它。")
    text: Text | None = answer("条件", "条件的原文。")
    kind: Literal["人工判断", "证明文件", "数值"] | None = answer(
        "类型", "人工判断（要有判断记录）、证明文件（要有文件）、数值（用统计数据计算）。"
    )
    figure: Text | None = answer("指标", "类型为数值时：指标名称，如 工业增加值率。", required=False)
    comparator: Literal[">=", ">", "<=", "<"] | None = answer(
        "比较", "类型为数值时：>=、>、<=、< 之一。", required=False
    )
    bound: Figure | None = answer("界限", "类型为数值时：界限（%）。", required=False)
    source: Text | None = answer("来源", "依据的文件和原文。")


class Step(Part):
    """A step of the way, or a date by which something must be done."""

    what: Text | None = answer("事项", "做什么。")
    who: Text | None = answer("单位", "由谁做，或报给谁。", required=False)
    due: Date | None = answer("期限", "截止日期。", required=False)
    yearly: Text | None = answer("每年", "每年的期限，写成 月-日。", required=False)
    source: Text | None = answer("来源", "依据的文件和原文。")


class Overlay(Part):
    """One province's supplement."""

    id: Text | None = answer("代号", "补充规则的代号。")
    title: Text | None = answer("名称", "补充规则的名称。")
    number: Text | None = answer("文号", "文件的文号。", required=False)
    province: Text | None = answer("省份", "哪个省的。")
    base: Text | None = answer("基于", "基于哪一版通知。")
    since: Date | None = answer("生效", "从哪一天起适用。")
    parameters: list[ParameterChange] = parts("参数", "改变的参数。", required=False)
    conditions: list[AddedCondition] = parts("条件", "增加的条件。", required=False)
    paper_copies: Count | None = answer("纸质份数", "纸质材料的份数。", required=False)
    electronic_copies: Count | None = answer("电子份数", "电子材料的份数。", required=False)
    steps: list[Step] = parts("步骤", "报送的步骤、期限和对象。", required=False)
    unknown: list[Text] = parts("未见全文", "没有见到原文的部分；不作猜测。", required=False)


@cache
def shipped(name: str) -> Overlay:
    """An overlay that comes with the program. KeyError when there is none of that name."""
    if name not in OVERLAYS:
        raise KeyError(name)
    content = files("brandcluster.notice").joinpath("overlays", f"{name}.yaml").read_bytes()
    document = yamldoc.read(f"{name}.yaml", content)
    found = reading.read(Overlay, document.data)
    if document.diagnostics or found.problems:
        raise ValueError(f"{name}: {document.diagnostics} {found.problems}")
    overlay: Overlay = found.part
    return overlay


def exact(text: str | None) -> Decimal | None:
    """A number as an overlay states it; None for what is none, or has more digits than any rule has."""
    return Decimal(text) if text is not None and _NUMBER.fullmatch(text) else None


def changed_value(change: ParameterChange, known: Parameter, old: Any) -> Any:
    """The new value of a parameter in the type of its old one; None when it does not fit."""
    if known.comparator == "is":
        return change.number if change.number in READINGS else None
    if not isinstance(old, list):
        return _number(known, change.number)
    if not all(isinstance(each, int) for each in old):
        return list(change.choices) or None
    numbers = [number for each in change.choices if (number := _number(known, each)) is not None]
    if not numbers or len(numbers) < len(change.choices) or numbers != sorted(set(numbers)):
        return None
    if known.unit == "月份":
        return numbers if numbers[0] >= 1 and numbers[-1] <= MONTHS else None
    return numbers if len(numbers) == len(old) else None  # the lower bounds of the same grades


def _number(known: Parameter, text: str | None) -> Decimal | int | None:
    """A number in a parameter's unit: years, months, times and enterprises are counted whole."""
    number = exact(text)
    if number is None or number == number.to_integral_value():
        return None if number is None else int(number)
    return number if known.unit in _DIVISIBLE else None
