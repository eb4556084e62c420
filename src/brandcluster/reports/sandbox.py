"""A template of a report, run so that it can do nothing but choose and place what it is given.

Templates come with dossiers from strangers. Three fences, each of which holds by itself:

1. Of the template language only what a report needs is let through, by the kinds of node of its syntax tree: text,
   names, `.`, `[]`, `if`, `for`, `set` of a single value, comparisons of single values, a few filters of our own. No
   call, no arithmetic, no macro, no other file: so no string or number can grow, and nothing of Python can be reached.
2. What is given is plain data: mappings, lists, text, whole and decimal numbers, yes and no. Only keys and positions
   of these are looked up, never an attribute of an object.
3. Steps and characters are counted while it runs, and it stops at a limit: the same template over the same data always
   stops at the same place, on a fast machine and on a slow one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, NoReturn

from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, nodes
from jinja2.runtime import LoopContext, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from brandcluster.rounding import plain

#: Characters of a template, and of what it may come to; steps are nodes of the tree that are gone through.
MAX_SOURCE = 60_000
MAX_OUTPUT = 1_000_000
MAX_STEPS = 1_000_000
#: How deep statements and expressions may stand inside one another, and how many `elif` one `if` may have.
MAX_DEPTH = 40
MAX_BRANCHES = 50

#: Characters that no text holds mark what stands in the output: the start of a value, a line break inside one, a
#: figure (its number between two marks), a text with the dossier's own Markdown.
GUARD, BREAK, FIGURE, FIGURE_END, PROSE = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3", "\ufdd4"
MARKS = GUARD + BREAK + FIGURE + FIGURE_END + PROSE
#: Where a person has to write. What stands between the colon and the bracket says what.
FILL_IN = "【请填写】"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a template, and in which line of it."""

    line: int
    message: str


class _Refused(Exception):
    """Stops a template; `line` where it is known before it runs."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


def rendered(source: str, data: Mapping[str, Any]) -> str | Problem:
    """The text that a template comes to over plain data, with marks; or what is wrong with it."""
    if len(source) > MAX_SOURCE:
        return Problem(1, f"模板超过 {MAX_SOURCE:,} 个字的上限。")
    budget = _Budget()
    environment = _environment(budget)
    try:
        tree = environment.parse(source.translate(_NO_MARKS))
        _check(tree)
        _count_loops(tree, environment)
        template = environment.from_string(tree)
        pieces = []
        for piece in template.generate(data):
            budget.spend_output(len(piece))
            pieces.append(piece)
    except _Refused as refusal:
        return Problem(refusal.line or _line_of(refusal), refusal.message)
    except TemplateSyntaxError as error:
        return Problem(error.lineno or 1, _syntax_message(error.message or ""))
    except (RecursionError, MemoryError, SyntaxError, OverflowError):
        return Problem(1, "模板的层次太深。")
    except Exception as error:  # whatever else a stranger's template sets off in the engine is the template's fault
        return Problem(_line_of(error), "这里的写法用不了。")
    return "".join(pieces)


_NO_MARKS = str.maketrans(dict.fromkeys(MARKS, "\ufffd"))


# ---- the limits ----------------------------------------------------------------------------------------------


class _Budget:
    """What is left of the steps and the characters."""

    def __init__(self) -> None:
        self.steps = MAX_STEPS
        self.output = MAX_OUTPUT

    def spend(self, steps: int) -> None:
        self.steps -= steps
        if self.steps < 0:
            raise _Refused(f"模板运行的步数超过 {MAX_STEPS:,} 的上限：循环太多，或一层套一层。")

    def spend_output(self, characters: int) -> None:
        self.output -= characters
        if self.output < 0:
            raise _Refused(f"模板生成的文字超过 {MAX_OUTPUT:,} 个字的上限。")


# ---- the first fence: the language -----------------------------------------------------------------------------

_WORDS: dict[type[nodes.Node], str] = {
    nodes.Call: "不能调用：模板里没有函数，括号里不能有参数",
    nodes.Include: "不能引入别的文件",
    nodes.Import: "不能引入别的文件",
    nodes.FromImport: "不能引入别的文件",
    nodes.Extends: "不能引入别的文件",
    nodes.Macro: "不能定义宏",
    nodes.CallBlock: "不能定义宏",
    nodes.AssignBlock: "set 只能写成 {% set 名称 = 值 %}",
    nodes.Concat: "不能用 ~ 连接：写成 {{ 甲 }}{{ 乙 }}",
    nodes.BinExpr: "不能计算：数由程序算好，模板只取用",
    nodes.UnaryExpr: "不能计算：数由程序算好，模板只取用",
    nodes.Slice: "不能截取",
}
_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Assign),
    *(nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem, nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand),
    *(nodes.And, nodes.Or, nodes.Not, nodes.CondExpr),
)
_COMPARISONS = ("eq", "ne", "lt", "lteq", "gt", "gteq")
_TESTS = ("none", "defined", "undefined")


def _check(tree: nodes.Template) -> None:
    """Refuse every tree that holds more than the few kinds of node that a report needs."""
    waiting: list[tuple[nodes.Node, int, int]] = [(tree, 0, 1)]
    while waiting:
        node, depth, around = waiting.pop()
        # Not every node has a line of its own: then that of the first thing in it, or of what it stands in.
        line = node.lineno or next((part.lineno for part in node.iter_child_nodes() if part.lineno), around)
        if depth > MAX_DEPTH:
            raise _Refused("模板的层次太深。", line)
        # Exactly these kinds: a subclass may do more than its parent.
        if type(node) not in _ALLOWED:
            raise _Refused(f"{_reason(node)}。", line)
        wrong = _misuse(node)
        if wrong:
            raise _Refused(f"{wrong}。", line)
        waiting += [(child, depth + 1, line) for child in node.iter_child_nodes()]


def _reason(node: nodes.Node) -> str:
    return next((words for kind, words in _WORDS.items() if isinstance(node, kind)), "模板里不能用这种写法")


def _misuse(node: nodes.Node) -> str | None:
    """What is wrong with a node of an allowed kind."""
    if isinstance(node, nodes.Filter):
        if node.node is None or node.name not in FILTERS:
            return f"没有“{node.name[:40]}”这个过滤器。可以用：{'、'.join(FILTERS)}"
        if node.kwargs or node.dyn_args or node.dyn_kwargs or len(node.args) > 1:
            return f"过滤器“{node.name}”最多带一个值"
    if isinstance(node, nodes.Test) and (
        node.name not in _TESTS or node.args or node.kwargs or node.dyn_args or node.dyn_kwargs
    ):
        return f"is 后面只能写：{'、'.join(_TESTS)}"
    if isinstance(node, nodes.Compare) and len(node.ops) > 5:
        return "一次比较得太多"
    if isinstance(node, nodes.Operand) and node.op not in _COMPARISONS:
        return "不能用 in：写成 if … == …"
    if isinstance(node, nodes.Const) and type(node.value) not in (str, int, bool, type(None)):
        return "不能写小数：数由程序算好，模板只取用"
    if isinstance(node, nodes.For) and (node.recursive or not isinstance(node.target, nodes.Name)):
        return "for 只能写成 {% for 名称 in 一组数据 %}"
    if isinstance(node, nodes.If) and len(node.elif_) > MAX_BRANCHES:
        return "elif 太多"
    if isinstance(node, nodes.Assign) and not isinstance(node.target, nodes.Name):
        return "set 只能写成 {% set 名称 = 值 %}"
    return None


def _count_loops(tree: nodes.Template, environment: Environment) -> None:
    """Let every loop pay for each of its rounds before it runs, and every comparison be of single values."""
    for loop in list(tree.find_all(nodes.For)):
        weight = 1 + sum(1 for part in (*loop.body, loop.test) if part is not None for _ in part.find_all(nodes.Node))
        loop.iter = _through(_EACH, loop.iter, environment, nodes.Const(weight + len(loop.body)))
    for comparison in list(tree.find_all(nodes.Compare)):
        comparison.expr = _through(_SINGLE, comparison.expr, environment)
        for operand in comparison.ops:
            operand.expr = _through(_SINGLE, operand.expr, environment)


#: Names that no template can write.
_EACH, _SINGLE = "*each", "*single"


def _through(name: str, node: nodes.Node, environment: Environment, *arguments: nodes.Expr) -> nodes.Filter:
    made = nodes.Filter(
        node,
        name,
        list(arguments),
        [],
        None,
        None,
    )
    made.set_lineno(node.lineno, override=True)
    made.set_environment(environment)
    return made


def _syntax_message(message: str) -> str:
    """The parser's complaint in Chinese; its own words stand behind it for who knows them."""
    kinds = (
        ("Encountered unknown tag", "没有这个标签，或 if、for 与 endif、endfor 不成对"),
        ("Unexpected end of template", "到末尾还没有结束：缺 endif、endfor，或 %}、}}"),
        ("unexpected end", "到末尾还没有结束：缺 %} 或 }}"),
        ("Missing end of", "注释或原样输出没有结束"),
        ("No filter named", f"没有这个过滤器。可以用：{'、'.join(FILTERS)}"),
        ("No test named", f"is 后面只能写：{'、'.join(_TESTS)}"),
    )
    said = next((words for start, words in kinds if start in message), "模板的写法不对")
    return f"{said}（{message[:120]}）。"


# ---- the second fence: the data --------------------------------------------------------------------------------


class _Missing(StrictUndefined):
    """What a template asks for and is not given."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        raise _Refused(self._chinese())

    def _chinese(self) -> str:
        name = str(self._undefined_name)[:60]
        known = [key for key in self._undefined_obj if isinstance(key, str)] if _is_mapping(self._undefined_obj) else []
        near = get_close_matches(name, known, 1, 0.5)
        if near:
            return f"没有“{name}”这一项，是不是“{near[0]}”？"
        return f"没有“{name}”这一项。" + (f"这里有：{'、'.join(known[:12])}。" if known else "")


def _is_mapping(value: Any) -> bool:
    return type(value) is dict


class _Sandbox(ImmutableSandboxedEnvironment):
    """Looks up keys of mappings, positions of lists, and four facts of a loop; nothing else has parts."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`a.b`: the key of a mapping."""
        if type(obj) is LoopContext and attribute in ("index", "first", "last", "length"):
            return getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """`a[b]`: the key of a mapping, the position in a list. Nothing of what is not known is known either."""
        if isinstance(obj, Undefined):
            _fail(obj)
        if obj is None:
            return None
        if type(obj) is dict and type(argument) is str and argument in obj:
            return obj[argument]
        if type(obj) is list and type(argument) is int and -len(obj) <= argument < len(obj):
            return obj[argument]
        return self.undefined(obj=obj, name=str(argument)[:60] if isinstance(argument, (str, int)) else "?")

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """No attribute of anything."""
        return False

    def is_safe_callable(self, obj: Any) -> bool:
        """Nothing can be called."""
        return False


def _fail(missing: Any) -> NoReturn:
    raise _Refused(missing._chinese() if isinstance(missing, _Missing) else "没有这一项。")


def _environment(budget: _Budget) -> Environment:
    environment = _Sandbox(
        undefined=_Missing,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=0,
        loader=None,
        finalize=lambda value: _finalized(value, budget),
    )
    environment.globals.clear()
    environment.filters.clear()
    environment.filters.update({name: _bound(function, budget) for name, function in FILTERS.items()})
    environment.filters.update({_EACH: _bound(_each, budget), _SINGLE: _bound(_single, budget)})
    for name in list(environment.tests):
        if name not in _TESTS:
            del environment.tests[name]
    return environment


def _bound(function: Callable[..., Any], budget: _Budget) -> Callable[..., Any]:
    return lambda *arguments: function(budget, *arguments)


# ---- what runs -------------------------------------------------------------------------------------------------


def _each(budget: _Budget, value: Any, weight: int) -> list[Any]:
    """What a loop goes through; nothing where there is no list."""
    if isinstance(value, Undefined):
        _fail(value)
    if value is None:
        return []
    if type(value) is not list:
        raise _Refused("for … in 后面应当是一组数据。")
    budget.spend(weight * len(value) + 1)
    return value


def _single(budget: _Budget, value: Any) -> Any:
    """One side of a comparison."""
    if isinstance(value, Undefined):
        _fail(value)
    if type(value) in (list, dict):
        raise _Refused("只能比较单个的值，不能比较一组数据。")
    budget.spend(1 + (len(value) // 100 if isinstance(value, str) else 0))
    return value


def _finalized(value: Any, budget: _Budget) -> str:
    """A value as it is put into the text: what stands in it can become no heading, table or figure."""
    if isinstance(value, Undefined):
        _fail(value)
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
        return plain(value)
    raise _Refused("这里是一组数据，不能直接印出来；用 for 逐个取，或写明要哪一项。")


def _or_to_fill(budget: _Budget, value: Any, what: Any = None) -> Any:
    """待填: the value, or a mark that a person has to write here."""
    del budget
    if isinstance(value, Undefined):
        _fail(value)
    if value not in (None, ""):
        return value
    return f"【请填写：{_printed(what)}】" if what is not None else FILL_IN


def _default(budget: _Budget, value: Any, other: Any = "") -> Any:
    del budget
    if isinstance(value, Undefined):
        _fail(value)
    return other if value is None or value == "" else value


def _prose(budget: _Budget, value: Any) -> Any:
    """正文: a text of the dossier whose own bold and tables stay."""
    del budget
    if isinstance(value, Undefined):
        _fail(value)
    if value is None or type(value) is not str or value.startswith((FIGURE, PROSE)):
        return value
    return PROSE + value.strip("\n")


def _length(budget: _Budget, value: Any) -> int:
    del budget
    if isinstance(value, Undefined):
        _fail(value)
    if type(value) in (list, dict, str):
        return len(value)
    if value is None:
        return 0
    raise _Refused("length 只能用于一组数据或文字。")


def _join(budget: _Budget, value: Any, separator: Any = "、") -> str:
    items = _each(budget, value, 1)
    between = _printed(separator)
    pieces = [_printed(item) for item in items if item is not None]
    budget.spend_output(sum(map(len, pieces)) + len(between) * len(pieces))
    return between.join(pieces)


_DIGITS = "〇一二三四五六七八九"


def _numeral(budget: _Budget, value: Any) -> str:
    """汉字: a whole number up to 99 as headings count."""
    del budget
    if type(value) is not int or not 0 <= value <= 99:
        raise _Refused("汉字 只能用于 0 到 99 的整数，如 {{ loop.index|汉字 }}。")
    tens, ones = divmod(value, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def _ends(position: int) -> Callable[..., Any]:
    def pick(budget: _Budget, value: Any) -> Any:
        items = _each(budget, value, 0)
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


def _line_of(error: BaseException) -> int:
    """The line of the template where it stopped."""
    lines = [line for name, line in _frames(error) if name == "<template>"]
    return lines[-1] if lines else 1


def _frames(error: BaseException) -> Iterator[tuple[str, int]]:
    trace = error.__traceback__
    while trace is not None:
        yield trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
