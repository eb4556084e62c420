"""What git is told so that `git diff` reads well: `merge --install` sets it up with merging, and takes it back.

`.gitattributes` names the drivers; what they run stands in the configuration of the clone, which no commit changes.
"""

from __future__ import annotations

from pathlib import Path

import typer

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.formats import Wanted, publish
from brandcluster.cli.own_program import own_shell_words

DOCUMENTS, SOURCES = "brandcluster-document", "brandcluster"
#: Lines for `.gitattributes` of a dossier, beside the merge driver's.
ATTRIBUTES = (f"*.yaml diff={SOURCES}", f"*.docx diff={DOCUMENTS}", f"*.xlsx diff={DOCUMENTS}")
SECTIONS = (f"diff.{SOURCES}", f"diff.{DOCUMENTS}")
#: What `git diff --word-diff` takes for a word: a number or Latin word, else every character by itself.
_WORDS = "[0-9A-Za-z_]+([.,][0-9]+)*%?|[^[:space:]]"


def settings() -> dict[str, str]:
    """The configuration of the clone: by name, value."""
    read = f'{own_shell_words()} diff --text "$1" 2>/dev/null'
    return {
        f"diff.{SOURCES}.wordRegex": _WORDS,
        # The 栏目 that a change stands in, behind @@: an outermost key.
        f"diff.{SOURCES}.xfuncname": "^([^[:space:]#-][^:]*):",
        f"diff.{DOCUMENTS}.wordRegex": _WORDS,
        # Where the program is gone, git diff goes on.
        f"diff.{DOCUMENTS}.textconv": f'f() {{ {read} || echo "brandcluster?"; }}; f',
    }


def show_text(named: str, wanted: Wanted) -> int:
    """Show what a document says, line by line. Returns of enterprises are never shown: git's pager is no person."""
    from brandcluster.base.visible import without_commands
    from brandcluster.dossier.files import ENTERPRISES_FOLDER
    from brandcluster.formats.folder import regular_bytes
    from brandcluster.output.text.document_text import CONFIDENTIAL, document_lines

    path = Path(named)
    content = regular_bytes(path)
    if content is None:
        raise UserError(f"“{visible(named)}”不是能读的文件，或者太大。")
    if ENTERPRISES_FOLDER in path.absolute().parts:
        typer.echo(CONFIDENTIAL)
        return 0
    lines = "".join(f"{without_commands(line)}\n" for line in document_lines(content))
    publish(wanted, {"text": lambda: lines})
    return 0
