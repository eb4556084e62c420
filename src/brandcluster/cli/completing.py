"""Completion in the shell, by typer; loaded only when a shell asks or somebody installs it.

typer's own options for it would be built at every start, which costs more than the check of a small dossier.
"""

from __future__ import annotations

from typing import Any

import typer
from typer.completion import completion_init, install  # type: ignore[attr-defined]  # there, without saying so

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError

PROGRAM = "brandcluster"


def complete(program: Any) -> int:
    """Answer a shell: the words that may stand at the cursor, each on a line, as typer's scripts expect them."""
    completion_init()
    try:
        program.main(prog_name=PROGRAM, standalone_mode=False)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0
    except UserError:  # half a word that is no command yet
        return 0
    return 0


def install_completion() -> int:
    """Install it for the shell that this runs in. UserError where that is none of the four."""
    completion_init()
    try:
        shell, path = install(prog_name=PROGRAM)
    except Exception as error:  # of several libraries, none of which documents what it raises
        raise UserError(
            "认不出这是哪一种终端，没有装。在 bash、zsh、fish 或 PowerShell 里运行 brandcluster --install-completion。"
        ) from error
    typer.echo(f"装好了（{shell}，写在 {visible(str(path))}）。重新打开终端，按 Tab 补全命令和选项。")
    return 0
