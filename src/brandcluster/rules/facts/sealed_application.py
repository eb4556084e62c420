"""What was fixed at the application: the leading industries and the baseline, by the newest seal that went to paper.

Where nothing was sealed yet, the dossier as it stands. What a seal should hold and no longer does is not replaced by
anything: nothing can be said then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from brandcluster.base.diagnostics import Location
from brandcluster.dossier.files import JUDGEMENTS, PILOT_FOLDER, RECOMMENDATION, SEALED_FOLDER
from brandcluster.dossier.load import Dossier

if TYPE_CHECKING:
    from brandcluster.dossier.history.seals import Seal


@dataclass(frozen=True, slots=True)
class Application:
    """The application as fixed: the sealed dossier, or the present one where `seal` is None.

    `dossier` is None where what was sealed was changed or damaged afterwards.
    """

    dossier: Dossier | None
    seal: Seal | None = None

    def place(self, location: Location) -> Location:
        """A place in the application's dossier as a place in the present one."""
        if self.seal is None:
            return location
        path = f"{self.seal.copies}/{location.path}"
        return Location(path, location.line, location.column, location.end_line, location.end_column)


def fixed_application(dossier: Dossier, day: date | None = None) -> Application:
    """The application as it was fixed by a day."""
    # Most dossiers have not been sealed: what reads seals is imported only for those that have.
    if not dossier.files.exists(SEALED_FOLDER):
        return Application(dossier)
    from brandcluster.dossier.history.seals import on_paper, read_seals, sealed_dossier

    found, seal = read_seals(dossier), on_paper(dossier, day)
    after = seal.number if seal is not None else 0
    unread = [each for each in found.seals if each.manifest.purpose is None and each.number > after]
    if unread or found.problems:
        # Whether a later one went to paper cannot be read any more.
        return Application(None, unread[-1] if unread else seal)
    return Application(dossier) if seal is None else Application(sealed_dossier(dossier, seal), seal)


def fixed_industries(dossier: Dossier, day: date | None = None) -> list[str]:
    """The leading industries fixed at application (三（七）2); later ones do not count."""
    fixed = fixed_application(dossier, day).dossier
    return (fixed if fixed is not None else dossier).industry_names


def industry_notes(dossier: Dossier, day: date | None = None) -> list[str]:
    """What a reader must know of the leading industries, where they are not those of the present dossier."""
    fixed = fixed_application(dossier, day)
    if fixed.seal is None or fixed.dossier is None:
        return []
    kept, now = fixed.dossier.industry_names, dossier.industry_names
    found = []
    if added := [name for name in now if name not in kept]:
        found.append(f"主导产业以{fixed.seal.name}为准，后来写上的不计入：{'、'.join(added)}。")
    if gone := [name for name in kept if name not in now]:
        found.append(f"主导产业以{fixed.seal.name}为准，现在的 dossier.yaml 里没有：{'、'.join(gone)}。")
    return found


def seal_number(dossier: Dossier, day: date | None = None) -> int | None:
    """Which seal fixes the application; None where none does."""
    seal = fixed_application(dossier, day).seal
    return None if seal is None else seal.number


#: Files that go on after sealing: offices answer, people judge, the pilot runs. What is added there is no change.
GROWING = (RECOMMENDATION, JUDGEMENTS, f"{PILOT_FOLDER}/")
