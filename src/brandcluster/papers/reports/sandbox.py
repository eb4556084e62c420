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
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.runtime import LoopContext, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from brandcluster.formats.word.build import UNWRITABLE
from brandcluster.papers.reports.marks import MARKS
from brandcluster.papers.reports.running import (
    FILTERS,
    Missing,
    TemplateBudget,
    TemplateRefused,
    pay_for_loop,
    pay_for_value,
    print_value,
    refuse_missing,
)

#: Characters of a template.
MAX_SOURCE = 60_000
#: How deep statements and expressions may stand inside one another, and how many `elif` one `if` may have.
MAX_DEPTH = 40
MAX_BRANCHES = 50


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """What is wrong with a template, and in which line of it."""

    line: int
    message: str


def run_template(source: str, data: Mapping[str, Any]) -> str | TemplateProblem:
    """The text that a template makes of plain data, with marks; or what is wrong with the template."""
    if len(source) > MAX_SOURCE:
        return TemplateProblem(1, f"模板超过 {MAX_SOURCE:,} 个字的上限。")
    unfit = UNWRITABLE.search(source)
    if unfit is not None:
        line = source.count("\n", 0, unfit.start()) + 1
        return TemplateProblem(line, f"模板里有 Word 文件放不下的控制字符（U+{ord(unfit.group()):04X}），删掉它。")
    budget = TemplateBudget()
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
    except TemplateRefused as refusal:
        return TemplateProblem(refusal.line or _line_of(refusal), refusal.message)
    except TemplateSyntaxError as error:
        return TemplateProblem(error.lineno or 1, _syntax_message(error.message or ""))
    except (RecursionError, MemoryError, SyntaxError, OverflowError):
        return TemplateProblem(1, "模板的层次太深。")
    except Exception as error:  # whatever else a stranger's template sets off in the engine is the template's fault
        return TemplateProblem(_line_of(error), "这里的写法用不了。")
    return "".join(pieces)


_NO_MARKS = str.maketrans(dict.fromkeys(MARKS, "\ufffd"))
_MARKS = frozenset(MARKS)


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
            raise TemplateRefused("模板的层次太深。", line)
        # Exactly these kinds: a subclass may do more than its parent.
        if type(node) not in _ALLOWED:
            raise TemplateRefused(f"{_reason(node)}。", line)
        wrong = _misuse(node)
        if wrong:
            raise TemplateRefused(f"{wrong}。", line)
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
    if isinstance(node, nodes.Const):
        if type(node.value) not in (str, int, bool, type(None)):
            return "不能写小数：数由程序算好，模板只取用"
        if isinstance(node.value, str) and (UNWRITABLE.search(node.value) or not _MARKS.isdisjoint(node.value)):
            return "引号里有 Word 文件放不下的字符"
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
            refuse_missing(obj)
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


def _environment(budget: TemplateBudget) -> Environment:
    environment = _Sandbox(
        undefined=Missing,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=0,
        loader=None,
        finalize=lambda value: print_value(value, budget),
    )
    environment.globals.clear()
    environment.filters.clear()
    environment.filters.update({name: _bound(function, budget) for name, function in FILTERS.items()})
    environment.filters.update({_EACH: _bound(pay_for_loop, budget), _SINGLE: _bound(pay_for_value, budget)})
    for name in list(environment.tests):
        if name not in _TESTS:
            del environment.tests[name]
    return environment


def _bound(function: Callable[..., Any], budget: TemplateBudget) -> Callable[..., Any]:
    return lambda *arguments: function(budget, *arguments)


# ---- where it stopped -------------------------------------------------------------------------------------------


def _line_of(error: BaseException) -> int:
    """The line of the template where it stopped; 1 when the traceback names none."""
    lines = [line for name, line in _frames(error) if name == "<template>"]
    return lines[-1] if lines else 1


def _frames(error: BaseException) -> Iterator[tuple[str, int]]:
    trace = error.__traceback__
    while trace is not None:
        yield trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
