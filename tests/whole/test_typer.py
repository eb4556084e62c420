"""What of typer is replaced, and why: a new typer is looked at here before it is taken.

Each test holds what the library does by itself today. Where one fails, what stands in its place may go.
"""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
import typer
import typer.completion
import typer.core
import typer.exceptions
from typer.testing import CliRunner

from brandcluster.cli import app, completing
from brandcluster.cli.errors import usage_message

#: The version that was looked at last: what is replaced in cli/app.py, cli/errors.py and cli/completing.py.
LOOKED_AT = (0, 29)


def bare(**options: Any) -> Any:
    """A command of typer without anything of ours."""
    made = typer.Typer(rich_markup_mode=None, **options)

    @made.command()
    def work(format: str = typer.Option("text", "--format", help="格式")) -> None:
        """写出格式"""
        typer.echo(format)

    return made


def test_a_new_typer_is_looked_at() -> None:
    version = tuple(int(part) for part in typer.__version__.split(".")[:2])
    assert version == LOOKED_AT, (
        f"typer {typer.__version__} has not been looked at. Read its notes, run this file, see what of cli/app.py, "
        "cli/errors.py and cli/completing.py it now does itself, and set LOOKED_AT."
    )


def test_its_help_is_in_english_and_cannot_be_told_otherwise() -> None:
    shown = CliRunner().invoke(bare(add_completion=False), ["--help"]).stdout
    assert "Usage:" in shown and "Options:" in shown and "Show this message and exit." in shown


def test_its_complaints_are_in_english_and_told_apart_by_class() -> None:
    command = typer.main.get_command(bare(add_completion=False))
    complaints = {
        "NoSuchOption": ["--formta", "x"],
        "BadOptionUsage": ["--format"],
        "UsageError": ["x"],
    }
    for kind, arguments in complaints.items():
        with pytest.raises(typer.exceptions.TyperException) as refused:
            command.main(arguments, standalone_mode=False)
        assert type(refused.value).__name__ == kind
        assert usage_message(refused.value).startswith("错误：")
    with pytest.raises(typer.exceptions.TyperException) as refused:
        command.main(["-format", "x"], standalone_mode=False)
    assert not getattr(refused.value, "possibilities", None)  # and so its own hint is of no use there


def test_all_commands_would_be_imported_at_every_start() -> None:
    """typer has no command that is found when it is called: `get_command` of our group is what saves the start."""
    assert not [name for name in dir(typer.Typer) if "lazy" in name.lower()]
    script = "import sys; from brandcluster.cli.start import start; start(['--version']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    loaded = done.stdout.split()
    assert not [each for each in loaded if each.startswith("brandcluster.cli.commands.")]
    assert not {"rich", "pydantic", "typer.rich_utils"} & set(loaded)


def test_its_help_option_has_no_value_of_its_own() -> None:
    """Of None typer would ask pydantic whether it is a flag: `get_help_option` says False."""
    group = app.program_command()
    with typer.Context(group) as context:
        plain = typer.core.TyperGroup.get_help_option(group, context)
        assert plain is not None and plain.default is None
        assert group.get_help_option(context).default is False


def test_its_completion_is_taken_as_it_is() -> None:
    assert callable(typer.completion.install) and callable(typer.completion.completion_init)  # type: ignore[attr-defined]
    shown = CliRunner().invoke(bare(), ["--help"]).stdout
    assert "--install-completion" in shown and "--show-completion" in shown
    assert completing.PROGRAM == "brandcluster"
