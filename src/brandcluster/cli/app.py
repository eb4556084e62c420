"""The list of commands. A command's module is imported when it is called, not before."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError, near_names


class Subcommand(NamedTuple):
    """A command of a command: its name, what runs, a line, help and example, and what exit code 1 means."""

    name: str
    run: Callable[..., int]
    line: str
    help: str
    example: str
    exit_one: str


#: name, module, what it does in one line. In the order of the work.
COMMANDS: tuple[tuple[str, str, str], ...] = (
    ("init", "brandcluster.cli.commands.init", "新建一个申报文件夹"),
    ("open", "brandcluster.cli.desk.command", "在浏览器里填写、检查：一部分一页，写一处存一处"),
    ("validate", "brandcluster.cli.commands.validate", "检查文件夹里的全部问题，指出在哪一行、怎样改"),
    ("fmt", "brandcluster.cli.commands.fmt", "整理文件的写法：栏目的次序、行首空格、全角数字、括号、日期"),
    (
        "eligibility",
        "brandcluster.cli.commands.eligibility",
        "逐条判定能不能申报：三（一）（二）的条件，三（三）的程序",
    ),
    ("judge", "brandcluster.cli.commands.judge", "记下要有人认定的条件：谁、何时、依据什么、结论"),
    (
        "collect",
        "brandcluster.cli.commands.collect",
        "企业报表：生成填报表（form），收回、核对（add），看谁还没有交（list）",
    ),
    ("sheet", "brandcluster.cli.commands.data_sheet", "数据表：数和清单用 Excel 填（form），填好收回（add）"),
    ("request", "brandcluster.cli.commands.request", "向各部门要材料：函和表（form），收回（add），看进度（list）"),
    ("indicators", "brandcluster.cli.commands.indicators", "按主导产业计算五个关键指标"),
    ("thresholds", "brandcluster.cli.commands.thresholds", "逐条判定示范区的条件，分主导产业，写明还差多少"),
    ("status", "brandcluster.cli.commands.status", "走到哪一步，还有什么要做、什么时候到期"),
    ("diff", "brandcluster.cli.commands.diff", "两个版本之间改了什么，用表上的话说"),
    ("log", "brandcluster.cli.commands.log", "谁在什么时候改了哪一处，从 git 的提交和封存得知"),
    ("merge", "brandcluster.cli.commands.merge", "几个人的改动按栏目合并；装进 git（--install），解决冲突（--take）"),
    ("handover", "brandcluster.cli.commands.handover", "不用 git 的人交接改动：写成一个文件（form），收下合并（add）"),
    ("review", "brandcluster.cli.commands.review", "审查一批材料：并排比较，名额，补正清单，网页"),
    ("aggregate", "brandcluster.cli.commands.aggregate", "汇总许多区域的企业报表：分区域、产业、年份，全省合计"),
    ("report", "brandcluster.cli.commands.report", "把一份材料做成一张网页"),
    ("evaluate", "brandcluster.cli.commands.evaluate", "按本区域的评价模型给一个年度打分，写进评价记录"),
    ("inspection", "brandcluster.cli.commands.inspection", "收下年度监督检查的结果：读填好的检查表，写进监督检查记录"),
    ("import", "brandcluster.cli.commands.import_", "读取填好的 Word 表，写进申报文件夹"),
    ("render", "brandcluster.cli.commands.render", "生成申报书、推荐表和试点期间的报告（Word）"),
    ("seal", "brandcluster.cli.commands.seal", "封存定稿，记下每个文件的校验码；核对 Word 文件与封存的是否一致"),
    ("forms", "brandcluster.cli.commands.forms", "识别省里自己的空白表，生成栏目对照表"),
    ("explain", "brandcluster.cli.commands.explain", "解释一条规则、一条通知原文或一个术语"),
    ("migrate", "brandcluster.cli.commands.migrate", "把以前的申报文件夹改成这一版程序的格式"),
    ("lsp", "brandcluster.cli.commands.lsp", "语言服务器：由编辑器启动，边写边检查"),
    ("schema", "brandcluster.cli.commands.schema", "输出各文件的 JSON Schema，供编辑器使用"),
)
#: The commands by who uses them when, as the program's help shows them.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("填报", ("init", "open", "import", "forms", "sheet", "request", "collect", "fmt")),
    ("检查", ("validate", "eligibility", "thresholds", "indicators", "judge", "explain")),
    ("几个人一起", ("diff", "log", "merge", "handover")),
    ("出材料", ("render", "seal")),
    ("试点期间", ("status", "evaluate", "inspection")),
    ("省里审查", ("review", "aggregate", "report")),
    ("维护", ("migrate", "lsp", "schema")),
)
#: `-h` is what hands are used to; `--help` is what is shown.
SETTINGS = {"help_option_names": ["--help", "-h"]}
#: At a terminal: as wide a first column, as narrow a second one, as long a line; where there is no room for two
#: columns, how far the second is set in below the first.
WIDEST, NARROWEST, EASY, BELOW = 30, 24, 120, 6
COMPLETION = "--install-completion"
COMPLETION_HELP = "让终端按 Tab 补全命令和选项（bash、zsh、fish、PowerShell）"
INTRODUCTION = "产业集群区域品牌建设试点示范申报工具：检查、计算、生成申报材料。"


class Command(TyperCommand):
    """A command whose help is in Chinese and ends with an example: typer's own headings can't be put in other words
    (tests/whole/test_typer.py holds all that is replaced here against the typer that is there)."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As the library does; a complaint gets to know which command it is about, and what was typed."""
        given = list(args)
        if given in (["--help"], ["-h"]):  # without reading the other options, for which typer needs pydantic
            typer.echo(ctx.get_help())
            ctx.exit()
        try:
            return super().parse_args(ctx, args)
        except TyperException as error:
            error.given = given  # type: ignore[attr-defined]  # ours, not the library's
            if getattr(error, "ctx", ctx) is None:
                error.ctx = ctx  # type: ignore[attr-defined]  # its usage errors have one
            raise

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write usage, description, arguments, options, example; typer would write the first and the headings in
        English, and load rich to wrap them."""
        parameters: list[Any] = list(self.params)
        pieces = " ".join(_metavar(parameter) for parameter in parameters if _is_argument(parameter))
        formatter.write(f"用法：{ctx.command_path} [选项] {pieces}".rstrip() + "\n\n")
        _paragraph(formatter, str(self.help))
        _section(formatter, "参数", [(_metavar(p), p.help or "") for p in parameters if _is_argument(p)])
        options = [(option_spelling(p), p.help or "") for p in parameters if not _is_argument(p) and not p.hidden]
        _section(formatter, "选项", [*options, ("--help", "显示这段说明")])
        if self.epilog:
            formatter.write(f"\n例子：\n  {self.epilog}\n")


class Group(TyperGroup):
    """The program itself; its commands are looked up in `COMMANDS`: typer wants all of them built before the first is
    called."""

    def get_help_option(self, ctx: Any) -> Any:
        """As the library's; not given is False: of None it would ask pydantic whether it is a flag."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.default = False
        return option

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of the commands, in the order of the work."""
        return [name for name, _, _ in COMMANDS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import and build one command; a wrong name is answered with the nearest right one."""
        for name, module, _ in COMMANDS:
            if name == cmd_name:
                return _build(name, module)
        return None if cmd_name.startswith("-") else _no_such(ctx, cmd_name, self.list_commands(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the introduction and one line for each command."""
        formatter.write(f"用法：{ctx.command_path} 命令 [选项] [文件夹…]\n\n")
        _paragraph(formatter, INTRODUCTION)
        lines = {name: line for name, _, line in COMMANDS}
        column = max(map(len, lines)) + 2
        for title, names in GROUPS:
            _section(formatter, title, [(name, lines[name]) for name in names], column)
        _section(
            formatter, "选项", [("--version", "显示版本"), (COMPLETION, COMPLETION_HELP), ("--help", "显示这段说明")]
        )
        formatter.write("\n例子：\n  brandcluster validate 我的申报\n每个命令的用法：brandcluster 命令 --help\n")


class Subgroup(TyperGroup):
    """A command that has commands of its own."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """One of them; a wrong name is answered with the nearest right one."""
        found = super().get_command(ctx, cmd_name)
        if found is not None or cmd_name.startswith("-"):
            return found
        return _no_such(ctx, cmd_name, self.list_commands(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write what it is for, one line for each command, and an example."""
        formatter.write(f"用法：{ctx.command_path} 命令 [选项] …\n\n")
        _paragraph(formatter, str(self.help))
        rows = [(name, str(self.commands[name].short_help)) for name in self.list_commands(ctx)]
        _section(formatter, "命令", rows)
        _section(formatter, "选项", [("--help", "显示这段说明")])
        formatter.write(f"\n例子：\n  {self.epilog}\n")


def program_command() -> Any:
    """The program as a command object."""
    app = typer.Typer(
        cls=Group,
        context_settings=SETTINGS,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )

    @app.callback(invoke_without_command=True)
    def brandcluster(
        context: typer.Context,
        version: bool = typer.Option(False, "--version", help="显示版本"),
        completion: bool = typer.Option(False, COMPLETION, help=COMPLETION_HELP),
    ) -> int:
        if version:
            from brandcluster import __version__

            typer.echo(f"brandcluster {__version__}")
            raise typer.Exit(0)
        if completion:
            from brandcluster.cli.completing import install_completion

            raise typer.Exit(install_completion())
        if context.invoked_subcommand is None:
            typer.echo(context.get_help())
            raise typer.Exit(2)
        return 0

    return typer.main.get_command(app)


def _no_such(ctx: Any, name: str, known: list[str]) -> Any:
    near = near_names(name, known)
    hint = f"是不是 {'、'.join(near)}？" if near else f"命令一览：{ctx.command_path} --help"
    raise UserError(f"没有“{visible(name[:60])}”这个命令。{hint}")


def _build(name: str, module: str) -> Any:
    source = import_module(module)
    if hasattr(source, "COMMANDS"):
        return _build_group(name, source)
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.command(name, cls=Command, help=source.HELP, epilog=source.EXAMPLE)(source.run)
    return typer.main.get_command(app)


def _build_group(name: str, source: Any) -> Any:
    app = typer.Typer(
        name=name, cls=Subgroup, help=source.HELP, epilog=source.EXAMPLE, add_completion=False, rich_markup_mode=None
    )
    app.callback()(lambda: None)
    for each in source.COMMANDS:
        app.command(each.name, cls=Command, help=each.help, short_help=each.line, epilog=each.example)(each.run)
    return typer.main.get_command(app)


def _is_argument(parameter: Any) -> bool:
    return bool(parameter.param_type_name == "argument")


def _metavar(parameter: Any) -> str:
    return str(parameter.metavar or parameter.name)


def option_spelling(option: Any) -> str:
    """How an option is written, with the name of its value."""
    return f"{'、'.join(option.opts)} {option.metavar or ''}".rstrip()


def _paragraph(formatter: Any, text: str) -> None:
    """A description; at a terminal no line is longer than it is wide."""
    from brandcluster.output.text.table import wrap_text

    wide = _columns()
    formatter.write("".join(f"{line}\n" for line in (wrap_text(text, wide) if wide else [text])))


def _section(formatter: Any, title: str, rows: list[tuple[str, str]], column: int = 0) -> None:
    """A heading and its rows in two columns; at a terminal no line is longer than it is wide, and where that leaves no
    room for two columns, the second stands below the first."""
    if not rows:
        return
    from brandcluster.output.text.table import pad, width, wrap_text

    wide = _columns()
    column = column or min(max(width(first) for first, _ in rows), WIDEST) + 2
    stacked = 0 < wide < column + 2 + NARROWEST
    if stacked:
        column = BELOW - 2
    formatter.write(f"\n{title}：\n")
    for first, second in rows:
        lines = wrap_text(second, max(wide - column - 2, 1)) if wide else [second]
        fits = not stacked and width(first) <= column - 2
        if not fits:
            formatter.write(f"  {first}\n")
        for number, line in enumerate(lines):
            formatter.write(f"  {pad(first if number == 0 and fits else '', column)}{line}\n")


def _columns() -> int:
    """How wide a line of help may be: the terminal's width, up to what is read with ease; 0 where nobody looks."""
    import os

    try:
        return min(os.get_terminal_size(sys.stdout.fileno()).columns, EASY) if sys.stdout.isatty() else 0
    except (OSError, ValueError):
        return 0
