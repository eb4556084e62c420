"""What was handed in before: what a page marks as changed is changed since then.

That is the package of the round before where the examiner has it, else the newest seal that went to paper and is not
the same as what is handed in now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from brandcluster.dossier.files import (
    CONDITIONS,
    HEADER,
    PLAN,
    REGION,
    SEALED_FOLDER,
    TOP_ENTERPRISES,
    statistics_path,
)
from brandcluster.dossier.load import Dossier

#: What the application says; the recommendation form and the judgements go on after it.
_APPLICATION = (HEADER, REGION, TOP_ENTERPRISES, PLAN, CONDITIONS)


@dataclass(frozen=True, slots=True)
class EarlierState:
    """An earlier state of an application, and what it is called."""

    name: str
    dossier: Dossier


def last_submission(dossier: Dossier, day: date, previous: Dossier | None = None) -> EarlierState | None:
    """What was handed in before; None where nothing was, or what was sealed cannot be read any more."""
    if previous is not None:
        return EarlierState("上次收到的", previous)
    if not dossier.files.exists(SEALED_FOLDER):
        return None
    from brandcluster.dossier.history.seals import read_seals, sealed_dossier
    from brandcluster.dossier.model.seal import PAPER

    found = read_seals(dossier)
    seals = [
        each
        for each in found.seals
        if each.manifest.purpose == PAPER and (each.manifest.date is None or each.manifest.date <= day)
    ]
    before: EarlierState | None = None
    for seal in reversed(seals):
        sealed = sealed_dossier(dossier, seal)
        if sealed is None:
            break
        before = EarlierState(seal.name, sealed)
        if _differs(sealed, dossier):
            break
    return before


def _differs(before: Dossier, after: Dossier) -> bool:
    """Whether something that an application says was written otherwise."""
    return any(_text(before, path) != _text(after, path) for path in (*_APPLICATION, *_statistics(before, after)))


def _statistics(before: Dossier, after: Dossier) -> list[str]:
    years = sorted({each.baseline_year for each in (before, after) if each.baseline_year is not None})
    return [statistics_path(year) for year in years]


def _text(dossier: Dossier, path: str) -> str:
    document = dossier.documents.get(path)
    return "" if document is None else document.text
