"""What a template can do while it runs: go through lists, print values, a few filters. Each step is paid for."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, NoReturn

from jinja2 import StrictUndefined
from jinja2.runtime import Undefined

from brandcluster.base.numbers import chinese_numeral, decimal_text
from brandcluster.papers.reports.marks import BREAK, FIGURE, FILL_IN, GUARD, PROSE

#: Steps are nodes of a template's tree that are gone through; characters are those of what it comes to.
MAX_STEPS = 1_000_000
MAX_OUTPUT = 400_000


class TemplateRefused(Exception):
    """A template that is stopped, with the reason; `line` is 0 unless it was known before the template ran."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


# ---- the limits ----------------------------------------------------------------------------------------------


class TemplateBudget:
    """The steps and characters that a template may still use."""

    def __init__(self) -> None:
        self.steps = MAX_STEPS
        self.output = MAX_OUTPUT

    def spend(self, steps: int) -> None:
        """Take steps off before they are done. TemplateRefused when too few are left."""
        self.steps -= steps
        if self.steps < 0:
            raise TemplateRefused(f"模板运行的步数超过 {MAX_STEPS:,} 的上限：循环太多，或一层套一层。")

    def spend_output(self, characters: int) -> None:
        """Take characters off. TemplateRefused when too few are left."""
        self.output -= characters
        if self.output < 0:
            raise TemplateRefused(f"模板生成的文字超过 {MAX_OUTPUT:,} 个字的上限。")


class Missing(StrictUndefined):
    """What a template asks for and the data does not hold."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        raise TemplateRefused(self._chinese())

    def _chinese(self) -> str:
        name = str(self._undefined_name)[:60]
        known = (
            [key for key in self._undefined_obj if isinstance(key, str)] if type(self._undefined_obj) is dict else []
        )
        near = get_close_matches(name, known, 1, 0.5)
        if near:
            return f"没有“{name}”这一项，是不是“{near[0]}”？"
        return f"没有“{name}”这一项。" + (f"这里有：{'、'.join(known[:12])}。" if known else "")


def refuse_missing(missing: Any) -> NoReturn:
    """Stop at a name that the data does not hold. Always TemplateRefused."""
    raise TemplateRefused(missing._chinese() if isinstance(missing, Missing) else "没有这一项。")


# ---- what runs -------------------------------------------------------------------------------------------------


def pay_for_loop(budget: TemplateBudget, value: Any, weight: int) -> list[Any]:
    """The items of a loop, paid for; none of None. TemplateRefused when it is no list."""
    if isinstance(value, Undefined):
        refuse_missing(value)
    if value is None:
        return []
    if type(value) is not list:
        raise TemplateRefused("for … in 后面应当是一组数据。")
    budget.spend(weight * len(value) + 1)
    return value


def pay_for_value(budget: TemplateBudget, value: Any) -> Any:
    """One side of a comparison, paid for. TemplateRefused when it is not a single value."""
    if isinstance(value, Undefined):
        refuse_missing(value)
    if type(value) in (list, dict):
        raise TemplateRefused("只能比较单个的数，不能比较一组数据。")
    budget.spend(1 + (len(value) // 100 if isinstance(value, str) else 0))
    return value


def print_value(value: Any, budget: TemplateBudget) -> str:
    """A value as it is put into the text, so that nothing in it becomes a heading, table or figure."""
    if isinstance(value, Undefined):
        refuse_missing(value)
    text = _printed(value)
    budget.spend_output(len(text))
    if text.startswith(FIGURE):
        return text
    if text.startswith(PROSE):
        return GUARD + text[1:].replace("\n", BREAK + GUARD)
    escaped = text.replace("*", "\\*").replace("|", "\\|").replace("<", "\\<")
    return GUARD + escaped.strip("\n").replace("\n", BREAK + GUARD)


def _printed(value: Any) -> str:
    if value is None:
        return FILL_IN
    if type(value) is bool:
        return "是" if value else "否"
    if type(value) is str:
        return value
    if type(value) in (int, Decimal):
        return decimal_text(value)
    raise TemplateRefused("这里是一组数据，不能直接印出来；用 for 逐个取，或写明要哪一项。")


def _or_to_fill(budget: TemplateBudget, value: Any, what: Any = None) -> Any:
    """待填: the value, or a mark that a person has to write here."""
    del budget
    if isinstance(value, Undefined):
        refuse_missing(value)
    if value not in (None, ""):
        return value
    return f"【请填写：{_printed(what)}】" if what is not None else FILL_IN


def _default(budget: TemplateBudget, value: Any, other: Any = "") -> Any:
    del budget
    if isinstance(value, Undefined):
        refuse_missing(value)
    return other if value is None or value == "" else value


def _prose(budget: TemplateBudget, value: Any) -> Any:
    """正文: a text of the dossier whose own bold and tables stay."""
    del budget
    if isinstance(value, Undefined):
        refuse_missing(value)
    if value is None or type(value) is not str or value.startswith((FIGURE, PROSE)):
        return value
    return PROSE + value.strip("\n")


def _length(budget: TemplateBudget, value: Any) -> int:
    del budget
    if isinstance(value, Undefined):
        refuse_missing(value)
    if type(value) in (list, dict, str):
        return len(value)
    if value is None:
        return 0
    raise TemplateRefused("length 只能用于一组数据或文字。")


def _join(budget: TemplateBudget, value: Any, separator: Any = "、") -> str:
    items = pay_for_loop(budget, value, 1)
    between = _printed(separator)
    pieces = [_printed(item) for item in items if item is not None]
    budget.spend_output(sum(map(len, pieces)) + len(between) * len(pieces))
    return between.join(pieces)


def _numeral(budget: TemplateBudget, value: Any) -> str:
    """汉字: a whole number up to 99 as headings count."""
    del budget
    if type(value) is not int or not 0 <= value <= 99:
        raise TemplateRefused("汉字 只能用于 0 到 99 的整数，如 {{ loop.index|汉字 }}。")
    return chinese_numeral(value)


def _ends(position: int) -> Callable[..., Any]:
    def pick(budget: TemplateBudget, value: Any) -> Any:
        items = pay_for_loop(budget, value, 0)
        return items[position] if items else None

    return pick


#: The filters of a template.
FILTERS: dict[str, Callable[..., Any]] = {
    "待填": _or_to_fill,
    "正文": _prose,
    "汉字": _numeral,
    "default": _default,
    "join": _join,
    "length": _length,
    "first": _ends(0),
    "last": _ends(-1),
}
