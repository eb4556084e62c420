"""`validate --watch`: the list once, then what changes in it whenever a file does."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from brandcluster.cli.errors import UserError
from brandcluster.cli.options import dossier_folders

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brandcluster.cli.choosing import CodeChoice
    from brandcluster.output.commands.diagnostics import DossierReport
    from brandcluster.output.text.terminal import Line
    from brandcluster.session.opened import Session

MISSING = "没有装 --watch 要用的部分。请运行 pip install 'brandcluster[editor]'（pipx 安装的：pipx inject brandcluster watchfiles）。"
WAITING = "等待改动，Ctrl-C 结束。"
#: Several files that are saved together are looked at together, in milliseconds.
TOGETHER = 400
#: So often a folder is looked at that tells nobody of its changes, in milliseconds.
BETWEEN = 1000


def watch_dossiers(
    folders: list[str],
    *,
    choice: CodeChoice | None,
    shown: bool,
    every: bool,
    watch: bool,
    poll: bool,
    beside: list[str],
) -> int:
    """Show what is wrong, and what changes in that until the person ends it. UserError for options that do not fit."""
    if not watch:
        raise UserError("--poll 与 --watch 同用。")
    if beside:
        raise UserError(f"--watch 不与 {'、'.join(beside)} 同用。")
    if find_spec("watchfiles") is None:
        raise UserError(MISSING)
    from brandcluster.output.commands.diagnostics import diagnostic_lines
    from brandcluster.session.opened import Session

    sessions = [(name, Session(root)) for name, root in dossier_folders(folders)]
    reports = [_report(name, session, choice) for name, session in sessions]
    _show([*diagnostic_lines(reports, redact=not shown, every=every), (("dim", WAITING),)])
    from watchfiles import watch as changes_in

    roots: Iterable[Path] = [session.root for _, session in sessions]
    try:
        # Polling, the library does not see a second change within a second: the folder is looked at each time.
        for _ in changes_in(
            *roots,
            debounce=TOGETHER,
            force_polling=poll or None,
            poll_delay_ms=BETWEEN,
            rust_timeout=BETWEEN if poll else 5 * BETWEEN,
            yield_on_timeout=poll,
        ):
            for index, (name, session) in enumerate(sessions):
                if session.refresh():
                    reports[index] = _show_change(reports[index], _report(name, session, choice), shown)
    except KeyboardInterrupt:
        return 0
    return 0


def _report(name: str, session: Session, choice: CodeChoice | None) -> DossierReport:
    from brandcluster.cli.choosing import chosen
    from brandcluster.output.commands.diagnostics import DossierReport
    from brandcluster.rules.facts.rules_in_force import edition_of

    dossier = session.dossier()
    checked, left_out = chosen(session.checked(), choice)
    edition = "" if dossier is None else edition_of(dossier)
    return DossierReport(name, edition, checked.found, checked.ignored, left_out=left_out)


def _show_change(before: DossierReport, after: DossierReport, shown: bool) -> DossierReport:
    from brandcluster.output.commands.diagnostics_changes import changed_lines

    _show(changed_lines(before, after, redact=not shown))
    return after


def _show(lines: list[Line]) -> None:
    from brandcluster.output.text.terminal import print_lines

    print_lines(lines)
    sys.stdout.flush()
