"""A dossier kept open: unsaved text in place of its files, and what the one-shot commands would say of it now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from brandcluster.base.days import today_in_china
from brandcluster.base.diagnostics import Diagnostic, Verdict, in_reading_order
from brandcluster.dossier.files import HEADER
from brandcluster.dossier.load import Dossier, FileRead, load_dossier, read_file
from brandcluster.dossier.model.fields import Part
from brandcluster.formats.folder_view import Disk, FolderView
from brandcluster.formats.yaml.document import Document
from brandcluster.rules.checks import all_checks
from brandcluster.rules.checks.all_checks import Checked
from brandcluster.rules.checks.application.names import renamed_industries
from brandcluster.rules.checks.crashed import Crash, crash_of_file, crash_of_rule
from brandcluster.rules.rule import Rule
from brandcluster.session import asked
from brandcluster.session.kept_disk import KeptDisk
from brandcluster.session.recollection import Recollection, says_the_same
from brandcluster.session.watched import KeptView, watched_dossier

if TYPE_CHECKING:
    from brandcluster.dossier.history.changes import DossierChange
    from brandcluster.formats.git import GitRefused
    from brandcluster.output.commands.checklist import ChecklistItem
    from brandcluster.output.commands.indicators import DossierFigures

T = TypeVar("T")


class Session:
    """One open dossier. Nothing is written; whoever asks gets what a fresh process would say of the same bytes.

    `today` is the day that verdicts count by; without one, today in China. `rules` are the rules that the dossier is
    held against; without any, those that `validate` applies. `memory` is what keeps what was worked out.
    """

    def __init__(
        self,
        root: Path,
        *,
        today: date | None = None,
        rules: tuple[Rule, ...] | None = None,
        memory: Recollection | None = None,
    ) -> None:
        self.root = root
        self._today = today
        self._rules = rules
        self._disk = KeptDisk(root)
        self._instead: dict[str, bytes] = {}
        self._files: dict[str, tuple[type[Part], bytes, FileRead]] = {}
        self._memory = Recollection() if memory is None else memory
        self._dossier: Dossier | None = None
        self._checked: Checked | None = None
        self._crashes: dict[str, Crash] = {}
        self._apart: tuple[object, ...] = ()

    @property
    def today(self) -> date:
        """The day that counts as today."""
        return self._today or today_in_china()

    def put(self, path: str, data: bytes | None) -> None:
        """Take text that is not saved in place of a file, by its path in the dossier; None: what is on the disk.

        It counts under this path, not where a link leads to it.
        """
        if self._instead.get(path) == data:
            return
        if data is None:
            del self._instead[path]
        else:
            self._instead[path] = data
        self._checked = None

    def refresh(self) -> frozenset[str]:
        """Look at the disk again: the paths of the files that came, went or changed since the last look."""
        changed = self._disk.look()
        if changed or self._disk.went_on:
            self._checked = None
        return changed

    def dossier(self) -> Dossier | None:
        """The dossier as it is now; None where its folder is gone. It stays as it is when the files change."""
        if not self.root.is_dir():
            return None
        self.checked()
        return self._dossier

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What `validate` lists, in its order."""
        return tuple(self.checked().found)

    def crashes(self) -> tuple[Crash, ...]:
        """What of the last look at the dossier ended in a fault of the program, with the report to send."""
        self.checked()
        return tuple(self._crashes.values())

    def checked(self) -> Checked:
        """What `validate` lists, and what comments set aside."""
        if self._checked is None:
            self._checked = self._check()
        return self._checked

    def texts(self) -> Mapping[str, bytes]:
        """What each file of the dossier holds now, by path; also one that does not parse."""
        dossier = self.dossier()
        found = {path: self._view().read(path) for path in (() if dossier is None else dossier.documents)}
        return {path: content for path, content in found.items() if isinstance(content, bytes)} | self._instead

    def apart(self) -> Dossier | None:
        """The dossier as it is now, for work in another thread: nothing that is asked of it is noted or kept here."""
        if self.dossier() is None:
            return None
        return load_dossier(self.root, files=FolderView(Disk(self.root), self.texts()), read=self._read)

    def verdicts(self) -> tuple[Verdict, ...]:
        """The conditions of an application and the steps of its procedure, as `eligibility` decides them."""
        return self._ask(asked.eligibility_verdicts, self.today, otherwise=())

    def thresholds(self) -> tuple[Verdict, ...]:
        """The conditions of a demonstration zone and the region's own targets, as `thresholds` decides them."""
        return self._ask(asked.threshold_verdicts, self.today, otherwise=())

    def indicators(self) -> DossierFigures | None:
        """The figures that `indicators` shows; what is of one or two enterprises is held back."""
        return self._ask(asked.figures_held_back, self.root.name, otherwise=None)

    def checklist(self) -> tuple[ChecklistItem, ...]:
        """What is still to do, as `validate --format checklist` lists it."""
        from brandcluster.output.commands.checklist import checklist_items
        from brandcluster.rules.facts.rules_in_force import edition_of

        dossier = self.dossier()
        return () if dossier is None else tuple(checklist_items(edition_of(dossier), dossier, self.checked().found))

    def changes(self, since: str | int) -> tuple[DossierChange, ...] | GitRefused | None:
        """What changed since a commit (its name) or a seal (its number); None where there is nothing to compare with."""
        dossier = self._unnamed()
        return None if dossier is None else asked.changes_since(dossier, since)

    def ask(self, work: Callable[..., T], *more: object, otherwise: T) -> T:
        """What a function of the dossier and `more` (which can be compared) makes of it; kept as long as all that it
        looked at is the same. `otherwise` where the folder is gone."""
        return self._ask(work, *more, otherwise=otherwise)

    # ---- the present state -----------------------------------------------------------------------------------------

    def _check(self) -> Checked:
        if not self.root.is_dir():
            return Checked([], [])
        self._crashes = {}
        dossier, memory = self._load(), self._memory
        rules = all_checks.rules_for(dossier) if self._rules is None else self._rules
        breaches = [memory.ask(asked.breaches_or_crash, (rule,)) for rule in rules]
        self._crashes |= {each.crash.where: each.crash for each in breaches if each.crash is not None}
        memory.forget_unused()
        found = [each.found for each in breaches]
        try:
            return all_checks.examine_by(dossier, found, obeying=True)
        except Exception as error:
            crash = self._crashes["ignore"] = crash_of_rule("ignore", "忽略的问题", HEADER, error)
            every = (diagnostic for each in (dossier.diagnostics, *found, [crash.diagnostic]) for diagnostic in each)
            return Checked(in_reading_order(every), [])

    def _load(self) -> Dossier:
        if self._dossier is not None:
            self._dossier.kept = None
        dossier = watched_dossier(self._view(), self._read, self._memory)
        self._files = {path: read for path, read in self._files.items() if path in dossier.documents}
        self._memory.go_on_with(dossier)
        renamed = self._memory.ask(renamed_industries, ())
        apart = (dossier.has_pilot, dossier.overlay, tuple(renamed.items()))
        if not says_the_same(apart, self._apart):  # these are asked for without a note
            self._memory.forget()
        self._apart = apart
        dossier.renamed_industries.update(renamed)
        self._dossier = dossier
        return dossier

    def _view(self) -> KeptView:
        return KeptView(self._disk, dict(self._instead))

    def _read(self, path: str, model: type[Part], content: bytes) -> FileRead:
        """What one file says, read once for each content."""
        known = self._files.get(path)
        if known is not None and known[0] is model and known[1] == content:
            return known[2]
        try:
            read = read_file(path, model, content)
        except Exception as error:
            crash = self._crashes[path] = crash_of_file(path, error)
            return FileRead(Document(path, content.decode("utf-8", "replace")), None, {}, (crash.diagnostic,))
        self._files[path] = (model, content, read)
        return read

    def _ask(self, work: Callable[..., T], *more: object, otherwise: T) -> T:
        """What one of the commands makes of the dossier."""
        dossier = self._unnamed()
        if dossier is None:
            return otherwise
        return self._memory.ask(work, more) if dossier is self._dossier else work(dossier, *more)

    def _unnamed(self) -> Dossier | None:
        """The dossier as commands but `validate` read it: no industry counts under another file's name."""
        dossier = self.dossier()
        if dossier is None or not dossier.renamed_industries:
            return dossier
        return load_dossier(self.root, files=self._view(), read=self._read)
