"""The pages of the documentation that say what each rule and each command is, from the code itself.

Imported by build_docs.py. Links between pages are relative, so that they hold wherever the folder is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any, NamedTuple

from brandcluster.base.diagnostics import SEVERITY_WORDS
from brandcluster.cli import app
from brandcluster.notice import edition
from brandcluster.notice.edition import Parameter
from brandcluster.output.explain.topics import CODES
from brandcluster.rules.checks.all_checks import all_rules
from brandcluster.rules.checks.ignoring import FIXED, STRUCTURE
from brandcluster.rules.rule import Rule

GENERATED = "由 `scripts/build_docs.py` 生成，不要手工修改。"
COMPARATORS = {">=": "≥ ", "<=": "≤ ", ">": "> ", "<": "< "}
#: What the first letter of a code is about, in the order of the index.
GROUPS = (
    ("D", "文件和文件夹"), ("Y", "YAML 的写法"), ("M", "键和值"), ("I", "忽略的注释"), ("H", "dossier.yaml"), ("N", "名称"),
    ("S", "统计数据"), ("Q", "数的大小"), ("K", "企业报表"), ("C", "基本条件"), ("U", "排名前三的企业"), ("P", "周期和阶段"), ("G", "工作项目"),
    ("T", "目标"), ("B", "资金"), ("A", "推荐表"), ("V", "试点期间和判断"), ("E", "证明文件"), ("R", "文字里的引用"),
    ("X", "文字"), ("L", "封存"), ("F", "表和栏目对照表"), ("W", "导入的 Word 文件"),
)  # fmt: skip
#: What exit code 1 means where a command does not say it.
EXIT_ONE = "材料有问题，或有事要人处理"
ALWAYS = (
    ("0", "完成，没有问题"),
    ("2", "用法不对：命令、选项、文件夹写错了，或文件写不进去"),
    ("3", "程序内部出错，按提示报告"),
    ("130", "被中断（Ctrl+C）"),
)


def pages() -> dict[str, str]:
    """Every page by its path under docs/."""
    found = {f"rules/{code}.md": text for code, text in _rule_pages()}
    found |= {f"commands/{each.file}.md": _command_page(each) for each in commands()}
    return {**found, "rules/README.md": _rule_index(), "commands/README.md": _command_index()}


# ---- rules -----------------------------------------------------------------------------------------------------


def _rule_pages() -> Iterator[tuple[str, str]]:
    for rule in all_rules():
        yield rule.code, _rule_page(rule)
    structure = {each.code for each in STRUCTURE}
    for code, title, good, bad in CODES:
        lines = [*_head(code, title), "", *_examples(good, bad)]
        if code in structure:
            lines += ["", "## 怎样忽略", "", "不能忽略：文件读不下去、写法不对，别的检查就靠不住。"]
        yield code, "\n".join(lines) + "\n"


def _rule_page(rule: Rule) -> str:
    default = edition.default_edition()
    lines = [*_head(rule.code, rule.title), "", f"级别：{SEVERITY_WORDS[rule.severity]}"]
    if rule.clause is not None:
        clause = edition.clauses_of(default)[rule.clause]
        lines += ["", "## 依据", "", f"{edition.about_edition(default).number} {clause.cite}（`{clause.id}`）："]
        lines += ["", *(f"> {_plain(line)}" for line in clause.text.splitlines())]
    lines += ["", "## 为什么", "", _plain(rule.why), "", *_examples(rule.good, rule.bad)]
    known = edition.parameters_of(default).values()
    mine = [each for each in known if rule.clause is not None and each.clause == rule.clause]
    if mine:
        lines += ["", "## 有关的参数", "", *_table(("参数", "代号", "值", "自", "出处"), _parameter_rows(mine))]
    lines += ["", "## 怎样忽略", "", *_how_to_ignore(rule.code)]
    return "\n".join(lines) + "\n"


def _head(code: str, title: str) -> list[str]:
    return [f"# {code} {_plain(title)}", "", GENERATED]


def _examples(good: str, bad: str) -> list[str]:
    found: list[str] = []
    for heading, text in (("通过的例子", good), ("不通过的例子", bad)):
        fence = "`" * 4 if "```" in text else "```"
        found += [f"## {heading}", "", f"{fence}text", *text.splitlines(), fence, ""]
    return found[:-1]


def _how_to_ignore(code: str) -> list[str]:
    if code in FIXED:
        return ["不能忽略：它管的是适用哪些规则，或者证明数从哪里来。"]
    table = ["", "企业报表是表格，里面写不了注释；问题指在 statistics/ 里的可以这样写。"] * code.startswith("K")
    return [
        "确有理由的，在问题那一行（或紧挨着的上一行）写注释，原因必须写：",
        "",
        "```yaml",
        f"# brandcluster: ignore {code} 原因",
        "```",
        *table,
    ]


def _parameter_rows(parameters: list[Parameter]) -> Iterator[tuple[str, ...]]:
    for each in parameters:
        for since, value, source in each.values:
            shown = "、".join(map(str, value)) if isinstance(value, list) else str(value)
            value_ = f"{COMPARATORS.get(each.comparator, '')}{shown} {each.unit}".strip()
            yield each.label, f"`{each.id}`", value_, since.isoformat(), source


def _rule_index() -> str:
    codes = [(rule.code, rule.title, SEVERITY_WORDS[rule.severity]) for rule in all_rules()]
    codes += [(each.code, each.title, "—") for each in CODES]
    lines = ["# 检查规则和代号", "", GENERATED, "", f"共 {len(codes)} 个。也可以用 `brandcluster explain 代号` 看。"]
    left = sorted(codes)
    groups = [
        *GROUPS,
        *((letter, "其他") for letter in sorted({code[0] for code, *_ in codes} - {g[0] for g, _ in GROUPS})),
    ]
    for start, title in groups:
        mine = [each for each in left if each[0].startswith(start)]
        left = [each for each in left if each not in mine]
        if mine:
            rows = [(f"[{code}]({code}.md)", title_, severity) for code, title_, severity in mine]
            lines += ["", f"## {start[0]} {title}", "", *_table(("代号", "查什么", "级别"), rows)]
    return "\n".join(lines) + "\n"


# ---- commands --------------------------------------------------------------------------------------------------


class Described(NamedTuple):
    """A command, or a command of a command: as it is called, what it does in a line, the object itself."""

    name: str
    line: str
    command: Any
    exit_one: str

    @property
    def file(self) -> str:
        """The name of its page."""
        return self.name.replace(" ", "-")


def commands() -> list[Described]:
    """Every command and its subcommands, in the order of the work."""
    group = app.program_command()
    found = []
    for name, module, line in app.COMMANDS:
        source, command = import_module(module), group.get_command(None, name)
        found.append(Described(name, line, command, getattr(source, "EXIT_ONE", EXIT_ONE)))
        for each in getattr(source, "COMMANDS", ()):
            found.append(Described(f"{name} {each.name}", each.line, command.commands[each.name], each.exit_one))
    return found


def _command_page(each: Described) -> str:
    inner = getattr(each.command, "commands", {})
    parameters = [] if inner else [p for p in each.command.params if not p.hidden]
    arguments = [(f"`{_metavar(p)}`", p.help or "") for p in parameters if p.param_type_name == "argument"]
    options = [(f"`{app.option_spelling(p)}`", p.help or "") for p in parameters if p.param_type_name != "argument"]
    usage = " ".join([f"brandcluster {each.name}", "命令" if inner else "[选项]", *(_metavar(p) for p in parameters
                      if p.param_type_name == "argument")])  # fmt: skip
    lines = [f"# {each.name}", "", GENERATED, "", _plain(each.command.help or each.line), "", "```text", usage, "```"]
    if inner:
        rows = [(f"[{name}]({each.file}-{name}.md)", str(inner[name].short_help)) for name in inner]
        lines += ["", "## 命令", "", *_table(("命令", "做什么"), rows)]
    if arguments:
        lines += ["", "## 参数", "", *_table(("参数", "说明"), arguments)]
    lines += ["", "## 选项", "", *_table(("选项", "说明"), [*options, ("`--help`", "显示说明")])]
    lines += ["", "## 例子", "", "```text", str(each.command.epilog), "```"]
    if not inner:
        codes = sorted([*ALWAYS, ("1", each.exit_one)], key=lambda row: int(row[0]))
        lines += ["", "## 退出码", "", *_table(("退出码", "含义"), codes)]
    return "\n".join(lines) + "\n"


def _metavar(parameter: Any) -> str:
    return str(parameter.metavar or parameter.name)


def _command_index() -> str:
    rows = [(f"[{each.name}]({each.file}.md)", each.line) for each in commands()]
    lines = ["# 命令", "", GENERATED, "", app.INTRODUCTION, "", *_table(("命令", "做什么"), rows)]
    return "\n".join(lines) + "\n"


# ---- Markdown --------------------------------------------------------------------------------------------------


def _plain(text: str) -> str:
    """Running text in which nothing is markup by accident; code in backticks stays."""
    pieces = text.split("`")
    for at in range(0, len(pieces), 2):
        for sign in ("\\", "*", "_", "<", "#", "[", "|"):
            pieces[at] = pieces[at].replace(sign, "\\" + sign)
    return "`".join(pieces)


def _table(head: tuple[str, ...], rows: Any) -> list[str]:
    def cell(text: str) -> str:
        return (
            text.replace("|", "\\|").replace("\n", " ")
            if text.startswith(("[", "`"))
            else _plain(text).replace("\n", " ")
        )

    return ["| " + " | ".join(head) + " |", "|" + "---|" * len(head),
            *("| " + " | ".join(map(cell, row)) + " |" for row in rows)]  # fmt: skip
