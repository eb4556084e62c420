"""A province's supplement to an edition: parameters it changes, conditions it adds, and how to hand in.

An overlay may loosen as well as tighten. Every part of it names its source, and what it changes is shown wherever
it decides.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from brandcluster.base import resources
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.model import reading
from brandcluster.dossier.model.fields import Count, Date, NumberOrWord, Part, Text, form_field, form_list
from brandcluster.formats.yaml.document import read_document

if TYPE_CHECKING:
    from brandcluster.notice.edition import Parameter

#: The overlays that come with the program.
OVERLAYS = ("hebei-2017", "fujian-2017")
_NUMBER = late_pattern(r"[0-9]{1,9}(?:\.[0-9]{1,6})?\Z")
#: The most that a parameter of a unit can be, and the units that need not be whole.
_MOST = {"%": 100, "百分点": 100, "月份": 12}
_DIVISIBLE = ("%", "百分点", "万元", "倍")


class ParameterChange(Part):
    """A parameter of the edition with another value."""

    parameter: Text | None = form_field("参数", "参数的代号，如 quota；可用 brandcluster explain 查。")
    number: NumberOrWord | None = form_field("值", "新的值：数，或一个词。", required=False)
    choices: list[NumberOrWord] = form_list("取值", "新的取值，用于可以选几个的参数。", required=False)
    source: Text | None = form_field("来源", "依据的文件和原文。")


class AddedCondition(Part):
    """A condition beside the notice's own."""

    id: Text | None = form_field("代号", "条件的代号，用英文小写和连字符，judgements.yaml 里用它。")
    text: Text | None = form_field("条件", "条件的原文。")
    kind: Literal["人工判断", "证明文件", "数值"] | None = form_field(
        "类型", "人工判断（要有判断记录）、证明文件（要有文件）、数值（用统计数据计算）。"
    )
    figure: Text | None = form_field("指标", "类型为数值时：指标名称，如 工业增加值率。", required=False)
    comparator: Literal[">=", ">", "<=", "<"] | None = form_field(
        "比较", "类型为数值时：>=、>、<=、< 之一。", required=False
    )
    bound: NumberOrWord | None = form_field("界限", "类型为数值时：界限（%）。", required=False)
    source: Text | None = form_field("来源", "依据的文件和原文。")


class OverlayStep(Part):
    """A step of the way, or a date by which something must be done."""

    what: Text | None = form_field("事项", "做什么。")
    who: Text | None = form_field("单位", "由谁做，或报给谁。", required=False)
    due: Date | None = form_field("期限", "截止日期。", required=False)
    yearly: Text | None = form_field("每年", "每年的期限，写成 月-日。", required=False)
    source: Text | None = form_field("来源", "依据的文件和原文。")


class Overlay(Part):
    """One province's supplement."""

    id: Text | None = form_field("代号", "补充规则的代号。")
    title: Text | None = form_field("名称", "补充规则的名称。")
    number: Text | None = form_field("文号", "文件的文号。", required=False)
    province: Text | None = form_field("省份", "哪个省的。")
    base: Text | None = form_field("基于", "基于哪一版通知。")
    since: Date | None = form_field("生效", "从哪一天起适用。")
    parameters: list[ParameterChange] = form_list("参数", "改变的参数。", required=False)
    conditions: list[AddedCondition] = form_list("条件", "增加的条件。", required=False)
    paper_copies: Count | None = form_field("纸质份数", "纸质材料的份数。", required=False)
    electronic_copies: Count | None = form_field("电子份数", "电子材料的份数。", required=False)
    steps: list[OverlayStep] = form_list("步骤", "报送的步骤、期限和对象。", required=False)
    unknown: list[Text] = form_list("未见全文", "没有见到原文的部分；不作猜测。", required=False)


@cache
def shipped_overlay(name: str) -> Overlay:
    """An overlay that comes with the program. KeyError when there is none of that name."""
    if name not in OVERLAYS:
        raise KeyError(name)
    content = resources.package_bytes("brandcluster.notice", "overlays", f"{name}.yaml")
    document = read_document(f"{name}.yaml", content)
    found = reading.read_part(Overlay, document.data)
    if found.part is None or document.diagnostics or found.problems:
        raise ValueError(f"{name}: {document.diagnostics} {found.problems}")
    return found.part


def changed_value(change: ParameterChange, known: Parameter, old: Any) -> Any:
    """The new value of a parameter in the type and bounds of its old one; None when it does not fit."""
    if isinstance(old, list):
        return _changed_list(change.choices, known, old)
    if change.number is None:
        return None
    if isinstance(old, str):
        return change.number if change.number in known.choices else None
    return _number(change.number, known.unit)


def _changed_list(choices: list[str], known: Parameter, old: list[Any]) -> list[Any] | None:
    """Words, each once; or as many numbers as before, rising where they are the lower bounds of grades."""
    if isinstance(old[0], str):
        return list(choices) if choices and len(set(choices)) == len(choices) else None
    numbers = [number for choice in choices if (number := _number(choice, known.unit)) is not None]
    if not numbers or len(numbers) != len(choices) or sorted(set(numbers)) != numbers:
        return None
    return numbers if known.comparator == "in" or len(numbers) == len(old) else None


def asked_share(condition: AddedCondition) -> int | Decimal | None:
    """What an added condition asks of a figure, in percent; None when it is no share."""
    return _number(condition.bound or "", "%")


def _number(text: str, unit: str) -> int | Decimal | None:
    """A number that a parameter can have: not negative, whole where things are counted, a month of the year, a share."""
    if not _NUMBER.match(text):
        return None
    number = Decimal(text)
    if unit in _MOST and not number <= _MOST[unit]:
        return None
    if number == number.to_integral_value():
        return int(number) if unit != "月份" or number >= 1 else None
    return number if unit in _DIVISIBLE else None
