"""A dossier that is open in an editor: the texts as they are being typed, over a session that holds the last state of each
file that could be read.

While a file does not parse, the rest of the dossier is judged by its last good state, and what was wrong in it stays at
the lines that it was about.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import partial
from pathlib import Path

from brandcluster.base.diagnostics import Diagnostic, Location, in_reading_order
from brandcluster.dossier.files import HEADER, SEALED_FOLDER, kind_of
from brandcluster.dossier.load import part_of
from brandcluster.dossier.model import reading
from brandcluster.formats.yaml.document import Document, read_document
from brandcluster.session.editor.cursor import editor_lines
from brandcluster.session.opened import Session

#: No folder stands deeper.
DEEPEST = 60


@dataclass
class OpenDossier:
    """One dossier with what is being typed in it. `typed` are texts by path, `good` the last ones that could be read."""

    session: Session
    typed: dict[str, str] = field(default_factory=dict)
    good: dict[str, str] = field(default_factory=dict)

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
        if is_sound(read_document(path, text.encode())) or path not in self.good:
            self.good[path] = text
            self.session.put(path, text.encode())

    def close(self, path: str) -> None:
        """The file is no longer open: what stands on the disk counts."""
        self.typed.pop(path, None)
        if self.good.pop(path, None) is not None:
            self.session.put(path, None)

    def is_broken(self, path: str) -> bool:
        """Whether what is typed differs from the last state that could be read."""
        return path in self.good and self.typed.get(path) != self.good[path]

    def as_read(self, path: str, line: int) -> int | None:
        """The line of the last good state that a line of the typed text was; None where it was none."""
        if not self.is_broken(path):
            return line
        ours, theirs = editor_lines(self.good[path]), editor_lines(self.typed[path])
        return next(
            (was for was, now in line_pairs(ours, theirs) if now == line and ours[was - 1] == theirs[now - 1]), None
        )

    def diagnostics(self) -> list[Diagnostic]:
        """What `validate` lists; in a file that does not parse, why it does not, and what was wrong in it before."""
        found = self.session.diagnostics()
        broken = [path for path in self.typed if self.is_broken(path)]
        if not broken:
            return list(found)
        dossier = self.session.dossier()
        kept = [each for each in found if each.location.path not in broken]
        for path in broken:
            part = None if dossier is None else part_of(dossier, path)
            labels = None if part is None else partial(reading.labels_of, part)
            kept += read_document(path, self.typed[path].encode(), labels).diagnostics
            mine = [each for each in found if each.location.path == path]
            kept += moved(mine, editor_lines(self.good[path]), editor_lines(self.typed[path]))
        return in_reading_order(kept)


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


def line_pairs(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """The lines of one text with those of another that they became, counted from 1; lines that went have none."""
    pairs: list[tuple[int, int]] = []
    for tag, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal" or (tag == "replace" and end - start == last - first):
            pairs += zip(range(start + 1, end + 1), range(first + 1, last + 1), strict=True)
        elif tag == "replace":
            pairs += [(line, first + 1) for line in range(start + 1, end + 1)]
    return pairs


def moved(found: Sequence[Diagnostic], before: Sequence[str], after: Sequence[str]) -> list[Diagnostic]:
    """Diagnostics at the lines that theirs became. Their fixes are of another text, and left out."""
    if not found:
        return []
    now = dict(line_pairs(before, after))
    kept = []
    for each in found:
        line = now.get(each.location.line)
        if line is None:
            continue
        last = now.get(each.location.end_line, line)
        if before[each.location.line - 1] == after[line - 1] and last >= line:
            place = each.location._replace(line=line, end_line=last)
        else:
            place = Location(each.location.path, line, 1, line, len(after[line - 1]) + 1)
        kept.append(each._replace(location=place, fix=None))
    return kept
