"""Dossiers that are to be printed: checked first, refused for their errors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from brandcluster.base.diagnostics import Diagnostic
    from brandcluster.dossier.load import Dossier
    from brandcluster.output.commands.diagnostics import DossierReport
    from brandcluster.output.text.terminal import Line


class Papers(NamedTuple):
    """Word files by path, the dossiers they may be packed up from, what was refused, what is to be said beside."""

    files: dict[Path, bytes]
    ready: dict[Path, Dossier]
    refused: list[DossierReport]
    notes: list[Line]

    def refuse(self, name: str, edition: str, problems: list[Diagnostic]) -> None:
        """Keep what stands in the way of one dossier, or of one file."""
        from brandcluster.output.commands.diagnostics import DossierReport

        self.refused.append(DossierReport(name, edition, problems))


def load_printable(name: str, path: Path, papers: Papers, *, draft: bool) -> tuple[Dossier, str] | None:
    """A dossier and its edition; None where it has errors and is no draft, which is kept as refused.

    An error that a person set aside for a reason does not stop the papers; whoever prints them is told.
    """
    from brandcluster.base.diagnostics import has_errors
    from brandcluster.dossier.load import load_dossier
    from brandcluster.output.commands.diagnostics import DossierReport, ignored_lines
    from brandcluster.rules.checks.all_checks import examine_dossier
    from brandcluster.rules.facts.rules_in_force import edition_of

    dossier = load_dossier(path)
    found, ignored = examine_dossier(dossier)
    edition = edition_of(dossier)
    papers.notes.extend(ignored_lines(DossierReport(name, edition, [], ignored)))
    if has_errors(found) and not draft:
        papers.refuse(name, edition, [each for each in found if each.severity == "error"])
        return None
    return dossier, edition
