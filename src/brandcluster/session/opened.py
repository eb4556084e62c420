"""A dossier kept open: unsaved text in place of its files, and what the one-shot commands would say of it now."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from brandcluster.base.days import today_in_china
from brandcluster.base.diagnostics import Diagnostic, Verdict
from brandcluster.dossier.history.changes import DossierChange, compare_dossiers
from brandcluster.dossier.history.seals import read_seals, sealed_dossier
from brandcluster.dossier.load import Dossier, load_dossier
from brandcluster.formats import folder
from brandcluster.formats.git import GitRefused
from brandcluster.output.commands.checklist import ChecklistItem, checklist_items
from brandcluster.rules.checks.all_checks import Checked, examine_dossier
from brandcluster.rules.facts.rules_in_force import edition_of


class Session:
    """One open dossier. Nothing is written; whoever asks gets what a fresh process would say of the same bytes.

    `today` is the day that verdicts count by; without one, today in China.
    """

    def __init__(self, root: Path, *, today: date | None = None) -> None:
        self.root = root
        self._today = today
        self._instead: dict[str, bytes] = {}
        self._states: dict[str, tuple[int, int, int, int]] = {}
        self._dossier: Dossier | None = None
        self._checked: Checked | None = None
        self.refresh()

    @property
    def today(self) -> date:
        """The day that counts as today."""
        return self._today or today_in_china()

    def put(self, path: str, data: bytes | None) -> None:
        """Take text that is not saved in place of a file, by its path in the dossier; None: what is on the disk."""
        if data is None:
            self._instead.pop(path, None)
        else:
            self._instead[path] = data
        self._forget()

    def refresh(self) -> frozenset[str]:
        """Look at the disk again: the paths of the files that came, went or changed since the last look."""
        before, self._states = self._states, _states_below(self.root)
        changed = {path for path in before.keys() | self._states if before.get(path) != self._states.get(path)}
        if changed:
            self._forget()
        return frozenset(changed)

    def dossier(self) -> Dossier | None:
        """The dossier as it is now; None where its folder is gone."""
        if self._dossier is None and self.root.is_dir():
            self._dossier = load_dossier(self.root, instead=dict(self._instead))
        return self._dossier

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What `validate` lists, in its order."""
        return tuple(self.checked().found)

    def checked(self) -> Checked:
        """What `validate` lists, and what comments set aside."""
        dossier = self.dossier()
        if self._checked is None:
            self._checked = Checked([], []) if dossier is None else examine_dossier(dossier)
        return self._checked

    def texts(self) -> Mapping[str, bytes]:
        """What each file of the dossier holds now, by path; also one that does not parse."""
        dossier = self.dossier()
        found: dict[str, bytes] = {}
        for path in () if dossier is None else dossier.documents:
            content = folder.read_bytes(self.root, path)
            if isinstance(content, bytes):
                found[path] = content
        return found | self._instead

    def verdicts(self) -> tuple[Verdict, ...]:
        """The conditions of an application and the steps of its procedure, as `eligibility` decides them."""
        from brandcluster.rules.verdicts.application_procedure import PROCEDURE
        from brandcluster.rules.verdicts.condition import decide_conditions
        from brandcluster.rules.verdicts.eligibility import CONDITIONS_OF_REGION
        from brandcluster.rules.verdicts.provincial import added_verdicts

        dossier, day = self.dossier(), self.today
        if dossier is None:
            return ()
        conditions = decide_conditions(dossier, CONDITIONS_OF_REGION, day) + added_verdicts(dossier, day)
        return (*conditions, *decide_conditions(dossier, PROCEDURE, day))

    def thresholds(self) -> tuple[Verdict, ...]:
        """The conditions of a demonstration zone and the region's own targets, as `thresholds` decides them."""
        from brandcluster.rules.verdicts.zone_award import zone_verdicts

        dossier = self.dossier()
        if dossier is None:
            return ()
        verdicts, targets = zone_verdicts(dossier, self.today)
        return (*verdicts, *targets)

    def checklist(self) -> tuple[ChecklistItem, ...]:
        """What is still to do, as `validate --format checklist` lists it."""
        dossier = self.dossier()
        return () if dossier is None else tuple(checklist_items(edition_of(dossier), dossier, self.checked().found))

    def changes(self, since: int) -> tuple[DossierChange, ...] | GitRefused | None:
        """What changed since a seal (its number); None where there is nothing to compare with."""
        dossier = self.dossier()
        seal = None
        if dossier is not None:
            seal = next((each for each in read_seals(dossier).seals if each.number == since), None)
        before = sealed_dossier(dossier, seal) if dossier is not None and seal is not None else None
        return None if dossier is None or before is None else compare_dossiers(before, dossier)

    def _forget(self) -> None:
        self._dossier, self._checked = None, None


def _states_below(root: Path) -> dict[str, tuple[int, int, int, int]]:
    """How each file below a folder is: what a change of it cannot leave alone."""
    found = {}
    for path in folder.files_below(root):
        try:
            now = os.lstat(root / path)
        except OSError:
            continue
        found[path] = (now.st_mtime_ns, now.st_ctime_ns, now.st_size, now.st_ino)
    return found
