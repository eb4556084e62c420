"""`--format` and `--output` of the commands that judge: which format, where it goes, what CI systems want beside it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.options import chosen

if TYPE_CHECKING:
    from brandcluster.output.exchange.findings import Findings
    from brandcluster.output.text.terminal import Line

#: Made of findings, for other systems.
REVIEWED = ("sarif", "github", "gitlab", "markdown")
FORMATS = ("text", "json", *REVIEWED)
#: What a report must not overwrite by a slip of the hand: a dossier's own files.
_SOURCES = (".yaml", ".yml", ".csv", ".xlsx", ".docx", ".pdf")
#: GitHub drops the summary of a step that is larger.
SUMMARY_BYTES = 1024 * 1024

HELP = "text、json、sarif、github、gitlab 或 markdown；不写就是 text，在 GitHub Actions 里是 github"

#: Makes one of a command's own formats; told whether it leaves the desk, when nothing confidential may stand in it.
Maker = Callable[[bool], "str | list[Line]"]
Format = Annotated[str | None, typer.Option("--format", metavar="格式", help=HELP)]
Output = Annotated[
    str | None,
    typer.Option("-o", "--output", metavar="文件", help="把 --format 的结果写进这个文件，屏幕上照常显示"),
]


class Wanted(NamedTuple):
    """`shown` goes to the screen; `written` to the file `path`, where one is named."""

    shown: str
    written: str | None = None
    path: Path | None = None

    def wants(self, *formats: str) -> bool:
        """Whether any of the formats is to be made."""
        return self.shown in formats or self.written in formats

    @property
    def goes_on(self) -> bool:
        """Whether the screen is a log that others read."""
        return _in("GITHUB_ACTIONS") or _in("GITLAB_CI")


def wanted(format: str | None, output: str | None, more: tuple[str, ...] = ()) -> Wanted:
    """What the options ask for, and what the system around asks for where they are silent."""
    if format is not None:
        chosen("--format", format, (*FORMATS, *more))
    automatic = "github" if _in("GITHUB_ACTIONS") else "text"
    if output is None:
        return Wanted(format or automatic)
    if format is None and not _in("GITLAB_CI"):
        raise UserError("写进文件要说明是什么格式：加 --format，如 --format sarif。")
    path = Path(output)
    if path.suffix.lower() in _SOURCES:
        raise UserError(f"-o 后面是结果文件的名字，不能写材料文件“{visible(output)}”。")
    return Wanted(automatic, format or "gitlab", path)


def review(command: str, wanted: Wanted) -> Findings | None:
    """What the formats for other systems are made of, to be filled; None where none of them is wanted."""
    if not wanted.wants(*REVIEWED):
        return None
    from brandcluster.output.exchange.findings import Findings

    return Findings(command)


def publish(wanted: Wanted, own: dict[str, Maker], review: Findings | None) -> None:
    """Show and write what is wanted: one of the command's own formats, or one made of its findings."""
    from brandcluster.output.text.terminal import emit

    def made(format: str, leaves: bool) -> str | list[Line]:
        return own[format](leaves) if review is None or format in own else _reviewed(format, review)

    if wanted.path is not None and wanted.written is not None:
        from brandcluster.cli.writing import write_files

        write_files({wanted.path: _as_text(made(wanted.written, True)).encode("utf-8", "backslashreplace")})
    shown = made(wanted.shown, wanted.goes_on)
    typer.echo(_as_text(shown), nl=False) if isinstance(shown, str) else emit(shown)
    if wanted.shown == "github" and review is not None:
        _summarise(review)


def prefix_of(folder: Path) -> str:
    """A dossier's folder as a review knows it: relative to the repository, else to the folder that CI checks out
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


def _reviewed(format: str, findings: Findings) -> str:
    """The findings in a format for another system."""
    if format == "sarif":
        from brandcluster.output.exchange.sarif import log

        return log(findings)
    if format == "gitlab":
        from brandcluster.output.exchange.gitlab import code_quality

        return code_quality(findings)
    if format == "github":
        from brandcluster.output.exchange.github import commands

        return commands(findings)
    from brandcluster.output.exchange.markdown import report

    return report(findings)


def _as_text(made: str | list[Line]) -> str:
    if isinstance(made, str):
        return made if made.endswith("\n") else made + "\n"
    return "".join("".join(text for _, text in line) + "\n" for line in made)


def _summarise(findings: Findings) -> None:
    """Add the whole table to the step's summary; that it cannot be written spoils nothing else."""
    named = os.environ.get("GITHUB_STEP_SUMMARY")
    if not named:
        return
    from brandcluster.output.exchange.markdown import report

    path = Path(named)
    try:
        used = path.stat().st_size if path.exists() else 0
        text = report(findings, SUMMARY_BYTES - used, "bytes")
        if len(text.encode("utf-8", "replace")) + used > SUMMARY_BYTES:
            return
        with path.open("a", encoding="utf-8", errors="replace") as stream:
            stream.write(text)
    except (OSError, ValueError):
        typer.echo("写不进 GITHUB_STEP_SUMMARY 指的文件，步骤摘要里没有这张表。", err=True)
