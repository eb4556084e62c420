"""The output formats: which there are, which is wanted, and where it goes."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.options import check_choice, one_of

if TYPE_CHECKING:
    from brandcluster.output.exchange.findings import Findings
    from brandcluster.output.text.terminal import Line


class Format(NamedTuple):
    """An output format: how a file of it ends, and the module and function that make it of findings.

    A format without a maker is made by each command that offers it, of its own result.
    """

    name: str
    endings: tuple[str, ...]
    maker: str = ""


#: The formats with a maker are for other systems; every command that judges offers all of them.
FORMATS: tuple[Format, ...] = (
    Format("text", (".txt",)),
    Format("json", (".json",)),
    Format("csv", (".csv",)),
    Format("xlsx", (".xlsx",)),
    Format("html", (".html", ".htm")),
    Format("parquet", (".parquet",)),
    Format("checklist", (".md",)),
    Format("sarif", (".sarif", ".json"), "brandcluster.output.exchange.sarif:sarif_log"),
    Format("github", (), "brandcluster.output.exchange.github:github_commands"),
    Format("gitlab", (".json",), "brandcluster.output.exchange.gitlab:code_quality"),
    Format("markdown", (".md",), "brandcluster.output.exchange.markdown:findings_markdown"),
)
FOR_SYSTEMS = tuple(each.name for each in FORMATS if each.maker)
FOR_JUDGING = ("text", "json", *FOR_SYSTEMS)
#: What a report must not overwrite by a slip of the hand: a dossier's own files.
_SOURCES = (".yaml", ".yml", ".csv", ".xlsx", ".docx", ".pdf")
#: Where returns lie: a table that is written there would be taken for one.
_RETURNS = "enterprises"
#: GitHub drops the summary of a step that is larger.
SUMMARY_BYTES = 1024 * 1024

#: Makes a text or lines for the terminal.
Maker = Callable[[], "str | list[Line]"]
Makers = Mapping[str, Maker]


def format_option(names: tuple[str, ...], before: str = "", after: str = "", more: tuple[str, ...] = ()) -> Any:
    """The option `--format` with the names in its help: text、json 或 csv. `more` are those that `after` speaks of."""
    said = f"{'、'.join(names[:-1])} 或 {names[-1]}"
    every = one_of((*names, *more))
    return typer.Option("--format", metavar="格式", help=f"{before}{said}{after}", autocompletion=every)


_AUTOMATIC = "；不写就是 text，在 GitHub Actions 里是 github"
TEXT_OR_JSON = ("text", "json")
TextOrJson = Annotated[str | None, format_option(TEXT_OR_JSON, "输出格式：")]
JudgingFormat = Annotated[str | None, format_option(FOR_JUDGING, after=_AUTOMATIC)]
CHECKLIST = "checklist"
ValidateFormat = Annotated[
    str | None,
    format_option(FOR_JUDGING, after=f"{_AUTOMATIC}；另有 {CHECKLIST}（还要做什么，找谁要）", more=(CHECKLIST,)),
]
Output = Annotated[
    str | None,
    typer.Option(
        "-o", "--output", metavar="文件", help="把结果写进这个文件，格式看 --format 或文件名的结尾；屏幕上照常显示"
    ),
]


def endings_of(name: str) -> tuple[str, ...]:
    """How a file of a format may end."""
    return next(each.endings for each in FORMATS if each.name == name)


# ---- what is wanted ------------------------------------------------------------------------------------------


class Wanted(NamedTuple):
    """`shown` goes to the screen; `written` to the file `path`, where one is named."""

    shown: str
    written: str | None = None
    path: Path | None = None

    def wants(self, *formats: str) -> bool:
        """Whether any of the formats is to be made."""
        return self.shown in formats or self.written in formats


def wanted_formats(format: str | None, output: str | None, more: tuple[str, ...] = ()) -> Wanted:
    """What the options of a command that judges ask for, and what the system around asks for where they are silent."""
    names = (*FOR_JUDGING, *more)
    automatic = "github" if _in("GITHUB_ACTIONS") else "text"
    return _wanted(format, output, names, automatic, "gitlab" if _in("GITLAB_CI") else None)


def wanted_output(format: str | None, output: str | None, names: tuple[str, ...] = TEXT_OR_JSON) -> Wanted:
    """What the options of any other command that prints ask for, of the formats that it has."""
    return _wanted(format, output, names, "text", None)


def _wanted(
    format: str | None, output: str | None, names: tuple[str, ...], automatic: str, in_file: str | None
) -> Wanted:
    if format is not None:
        check_choice("--format", format, names)
    if output is None:
        return Wanted(format or automatic)
    path = Path(output)
    written = format or in_file or _format_by_ending(path, names)
    refused = path.suffix.lower() in _SOURCES and path.suffix.lower() not in endings_of(written)
    if refused or _RETURNS in path.absolute().parts:
        raise UserError(f"-o 后面是结果文件的名字，不能写材料文件“{visible(output)}”。")
    return Wanted(automatic, written, path)


def _format_by_ending(path: Path, names: tuple[str, ...]) -> str:
    """The format that a file's ending means; UserError where that is none, or more than one."""
    ending = path.suffix.lower()
    if ending[1:] in names:
        return ending[1:]
    found = [name for name in names if ending in endings_of(name)]
    if len(found) == 1:
        return found[0]
    known = "、".join(f"{name}（{endings_of(name)[0]}）" for name in found or names if endings_of(name))
    raise UserError(f"看不出“{visible(path.name)}”要写成哪种格式：加 --format，或者改文件名的结尾。可以写：{known}。")


def start_findings(command: str, wanted: Wanted) -> Findings | None:
    """What the formats for other systems are made of, to be filled; None where none of them is wanted."""
    if not wanted.wants(*FOR_SYSTEMS):
        return None
    from brandcluster.output.exchange.findings import Findings

    return Findings(command)


def prefix_of(folder: Path) -> str:
    """A dossier's folder as findings know it: relative to the repository, else to the folder that CI checks out
    into, else to the current one; its bare name when it is in none of them. Never absolute, never with `..`."""
    try:
        real = folder.resolve()
        roots = [above for above in (real, *real.parents) if (above / ".git").exists()][:1]
        roots += [Path(os.environ[name]).resolve() for name in _CHECKOUTS if os.environ.get(name)]
        roots.append(Path.cwd().resolve())
    except (OSError, RuntimeError, ValueError):
        return folder.name
    for root in roots:
        if real.is_relative_to(root):
            found = real.relative_to(root).as_posix()
            return "" if found == "." else found
    return real.name


_CHECKOUTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")


def _in(system: str) -> bool:
    return os.environ.get(system) == "true"


# ---- where it goes -------------------------------------------------------------------------------------------


def publish(
    wanted: Wanted, makers: Makers, findings: Findings | None = None, leaving: Mapping[str, Maker] = {}
) -> None:
    """Show and write what is wanted: one of the command's own formats, or one made of its findings.

    `leaving` takes the place of `makers` for the file, when nothing confidential may stand in it.
    """
    if wanted.path is not None and wanted.written is not None:
        from brandcluster.cli.writing import write_files

        content = as_text(_make(wanted.written, {**makers, **leaving}, findings)).encode("utf-8", "backslashreplace")
        if wanted.written == "csv":
            _refuse_other_table(wanted.path, content)
        write_files({wanted.path: content}, inside=())
    show(_make(wanted.shown, makers, findings))
    if wanted.shown == "github" and findings is not None:
        _summarise(findings)


def _refuse_other_table(path: Path, content: bytes) -> None:
    """UserError where a table of somebody else's stands: by its first line, which all tables of ours have."""
    from brandcluster.formats.folder import regular_bytes

    there = regular_bytes(path)
    if there and there.splitlines()[0] != content.splitlines()[0]:
        raise UserError(f"“{visible(path.as_posix())}”已经有了，不是这样的表，没有覆盖。请换一个文件名。")


def _make(name: str, makers: Makers, findings: Findings | None) -> str | list[Line]:
    if findings is None or name in makers:
        return makers[name]()
    module, _, function = next(each.maker for each in FORMATS if each.name == name).partition(":")
    return str(getattr(import_module(module), function)(findings))


def show(made: str | list[Line]) -> None:
    """Print what was made: lines coloured where a person looks, a text as it is."""
    from brandcluster.output.text.terminal import print_lines

    typer.echo(as_text(made), nl=False) if isinstance(made, str) else print_lines(made)


def as_text(made: str | list[Line]) -> str:
    """What was made as a text without colours that ends with a line break."""
    if isinstance(made, str):
        return made if made.endswith("\n") else made + "\n"
    return "".join("".join(text for _, text in line) + "\n" for line in made)


def _summarise(findings: Findings) -> None:
    """Add the whole table to the step's summary; that it cannot be written spoils nothing else."""
    named = os.environ.get("GITHUB_STEP_SUMMARY")
    if not named:
        return
    from brandcluster.formats.replacing import append_text
    from brandcluster.output.exchange.markdown import findings_markdown

    path = Path(named)
    try:
        used = path.stat().st_size if path.exists() else 0
        text = findings_markdown(findings, SUMMARY_BYTES - used, "bytes")
        if len(text.encode("utf-8", "replace")) + used > SUMMARY_BYTES:
            return
        append_text(path, text)
    except (OSError, ValueError):
        typer.echo("写不进 GITHUB_STEP_SUMMARY 指的文件，步骤摘要里没有这张表。", err=True)
