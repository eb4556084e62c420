"""A dossier → its two forms, filled: the blanks and label maps of the edition, and the names of what comes out."""

from __future__ import annotations

from pathlib import Path

from brandcluster import resources
from brandcluster.dossier import Dossier
from brandcluster.forms import labelmap
from brandcluster.forms.answers import answers
from brandcluster.forms.content import Answer
from brandcluster.forms.fill import Filled, fill

#: Each form's label map, and the file it becomes.
FORMS: tuple[tuple[str, str], ...] = (("application", "申报书.docx"), ("recommendation", "推荐表.docx"))


def render(dossier: Dossier, edition: str, names: tuple[str, ...], *, draft: bool) -> dict[str, Filled]:
    """The forms of an edition by the name of their file. Pure: the same dossier gives the same bytes."""
    known = answers(dossier)
    base = resources.folder("templates") / "forms" / edition
    return {file: _fill(base / f"{name}.yaml", known, draft) for name, file in FORMS if name in names}


def _fill(map_path: Path, known: dict[str, Answer], draft: bool) -> Filled:
    label_map, problems = labelmap.read(map_path.name, map_path.read_bytes())
    if label_map is None:
        return Filled(None, problems)
    return fill((map_path.parent / label_map.blank).read_bytes(), label_map, known, draft=draft)
