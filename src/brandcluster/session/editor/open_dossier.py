"""A dossier that is open in an editor: the texts as they are being typed, over a session that holds the last state of each
file that could be read.

While a file does not parse, the rest of the dossier is judged by its last good state, and what was wrong in it stays at
the lines that it was about.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from brandcluster.base.diagnostics import Diagnostic, Location, in_reading_order
from brandcluster.dossier.files import HEADER, SEALED_FOLDER, kind_of
from brandcluster.dossier.load import part_of
from brandcluster.dossier.model import reading
from brandcluster.formats.yaml.document import Document, read_document
from brandcluster.session.editor.cursor import editor_lines
from brandcluster.session.editor.line_moves import LineMoves
from brandcluster.session.editor.outline import Outline, folds_in, moved_outline, outline_of
from brandcluster.session.opened import Session

#: No folder stands deeper.
DEEPEST = 60


@dataclass
class OpenDossier:
    """One dossier with what is being typed in it. `typed` are texts by path, `good` the last ones that could be read."""

    session: Session
    typed: dict[str, str] = field(default_factory=dict)
    good: dict[str, str] = field(default_factory=dict)
    moves: dict[str, tuple[tuple[str, str], LineMoves]] = field(default_factory=dict, repr=False)

    @property
    def root(self) -> Path:
        """The dossier's folder."""
        return self.session.root

    def type_in(self, path: str, text: str) -> None:
        """Take a file's text as it stands in the editor."""
        text = text.encode("utf-8", "replace").decode()
        self.typed[path] = text
        if kind_of(path) is None:  # the region's own overlay is the only other one
            dossier = self.session.dossier()
            if dossier is None or part_of(dossier, path) is None:
                return
        if not is_sound(read_document(path, text.encode())):
            if path in self.good:
                return
            saved = self._document(path)  # a text kept by the editor since yesterday may be broken, the file good
            text = saved.text if saved is not None and is_sound(saved) else text
        self.good[path] = text
        self.session.put(path, text.encode())

    def close(self, path: str) -> None:
        """The file is no longer open: what stands on the disk counts."""
        self.typed.pop(path, None)
        self.moves.pop(path, None)
        if self.good.pop(path, None) is not None:
            self.session.put(path, None)

    def is_broken(self, path: str) -> bool:
        """Whether what is typed differs from the last state that could be read."""
        return path in self.good and self.typed.get(path) != self.good[path]

    def as_read(self, path: str, line: int) -> int | None:
        """The line of the last good state that a line of the typed text was; None where it was none."""
        if not self.is_broken(path):
            return line
        return self._moves(path).was(line)

    def as_typed(self, place: Location) -> Location | None:
        """A place of the dossier as last read, where it stands in the texts as typed; None where its line went."""
        return place if not self.is_broken(place.path) else self._moves(place.path).place(place)

    def diagnostics(self) -> list[Diagnostic]:
        """What `validate` lists; in a file that does not parse, why it does not, and what was wrong in it before."""
        found = self.session.diagnostics()
        broken = [path for path in self.typed if self.is_broken(path)]
        if not broken:
            return list(found)
        dossier = self.session.dossier()
        kept = [moved for each in found if (moved := self._moved(each, broken)) is not None]
        for path in broken:
            part = None if dossier is None else part_of(dossier, path)
            labels = None if part is None else partial(reading.labels_of, part)
            kept += read_document(path, self.typed[path].encode(), labels).diagnostics
        return in_reading_order(kept)

    def outline(self, path: str) -> tuple[Outline, ...]:
        """The outline of a file; of its last good state, at the lines of today, while it does not parse."""
        document = self._document(path)
        found = () if document is None else outline_of(document)
        return moved_outline(found, self._moves(path)) if self.is_broken(path) else found

    def folds(self, path: str) -> list[tuple[int, int, bool]]:
        """The lines of a file that can be folded, as `folds_in` gives them."""
        document = self._document(path)
        if document is None:
            return []
        text = self.typed[path] if self.is_broken(path) else document.text
        return folds_in(text, self.outline(path))

    def _document(self, path: str) -> Document | None:
        dossier = self.session.dossier()
        return None if dossier is None else dossier.documents.get(path)

    def _moved(self, each: Diagnostic, broken: Sequence[str]) -> Diagnostic | None:
        """A diagnostic with its places as they are in the texts as typed. Its fix is of another text, and left out."""
        related = tuple(place for old in each.related if (place := self.as_typed(old)) is not None)
        if each.location.path not in broken:
            return each if related == each.related else each._replace(related=related)
        place = self.as_typed(each.location)
        return None if place is None else each._replace(location=place, related=related, fix=None)

    def _moves(self, path: str) -> LineMoves:
        """Which line of the last good state of a file became which."""
        texts = self.good[path], self.typed[path]
        known = self.moves.get(path)
        if known is None or known[0] != texts:
            known = self.moves[path] = texts, LineMoves.between(*(editor_lines(each) for each in texts))
        return known[1]


def dossier_around(path: Path) -> tuple[Path, str] | None:
    """The dossier that a file stands in, and its path there; None where there is none. Nothing is opened.

    A copy under `sealed/` belongs to the dossier that was sealed.
    """
    above = path.parents[:DEEPEST]
    roots = [each for each in above if os.path.lexists(each / HEADER)]
    if not roots or ".." in path.parts:
        return None
    root = roots[0]
    for outer in roots[1:]:
        if root.relative_to(outer).parts[0] == SEALED_FOLDER:
            root = outer
    return root, path.relative_to(root).as_posix()


def is_sound(document: Document) -> bool:
    """Whether a file could be read as 栏目, or is empty."""
    return isinstance(document.data, dict) or (not document.diagnostics and document.node_at(()) is None)
