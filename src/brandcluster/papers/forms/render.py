"""A dossier → its two forms, filled: the blanks and label maps of the edition, and the names of what comes out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from brandcluster.base import resources
from brandcluster.base.diagnostics import Diagnostic
from brandcluster.dossier.files import STYLE
from brandcluster.dossier.load import Dossier
from brandcluster.formats import folder
from brandcluster.formats.word.guard import MAX_FILE, Refusal, open_docx
from brandcluster.notice.edition import about_edition
from brandcluster.papers.content import Answer
from brandcluster.papers.forms import styling
from brandcluster.papers.forms.figure_answers import answers_for
from brandcluster.papers.forms.fill import FilledForm, fill_blank
from brandcluster.papers.labels.find_labels import squeeze
from brandcluster.papers.labels.label_map import LabelMap, read_label_map
from brandcluster.papers.labels.word_blocks import MadeBlocks

if TYPE_CHECKING:
    from brandcluster.dossier.model.style import Style
    from brandcluster.formats.word.page import PageContent
    from brandcluster.papers.labels.read_form import Blank

#: Every form that an edition may have, by the name of its label map.
FORM_NAMES = ("application", "recommendation")


def render_forms(dossier: Dossier, edition: str, names: tuple[str, ...], *, draft: bool) -> dict[str, FilledForm]:
    """The named forms of an edition, by the name of the file each becomes. The same dossier gives the same bytes.

    Only what the edition has, and may be filled: ask `why_not_filled` before.
    """
    home, forms = blanks_home(edition), about_edition(edition).forms.forms
    filled = {
        each.file: _fill(home / f"{each.name}.yaml", dossier, draft, ours=True) for each in forms if each.name in names
    }
    return {file: _styled(each, dossier) for file, each in filled.items()}


class OpenBlank(NamedTuple):
    """One of an edition's blanks, read once for who fills it again and again: the name of the Word file, the map, the
    bytes, the labels that stay with their answers, and what was made of blocks."""

    file: str
    label_map: LabelMap
    content: bytes
    labels: tuple[str, ...]
    made: MadeBlocks


def open_blank(edition: str, name: str) -> OpenBlank | None:
    """A blank to be filled several times; None where it cannot be: `render_forms` says why."""
    path = blanks_home(edition) / f"{name}.yaml"
    label_map, _ = read_label_map(path.name, _map_bytes(path))
    file = next((each.file for each in about_edition(edition).forms.forms if each.name == name), None)
    if label_map is None or file is None:
        return None
    return OpenBlank(file, label_map, read_blank_bytes(path, label_map), _kept_labels(label_map), MadeBlocks())


def fill_again(blank: OpenBlank, dossier: Dossier, answers: Mapping[str, Answer]) -> FilledForm:
    """The same as `render_forms` makes of a form, for answers of `answers_for`."""
    filled = fill_blank(blank.content, blank.label_map, answers, draft=False, kept=blank.labels, made=blank.made)
    return _styled(filled, dossier)


def _kept_labels(label_map: LabelMap) -> tuple[str, ...]:
    return tuple(place.label for place in label_map.places if place.kind in ("提示下", "提示后"))


def why_not_filled(edition: str, names: tuple[str, ...] = FORM_NAMES) -> str | None:
    """Why the named forms of an edition cannot be filled, and what to do instead; None where they can."""
    forms = about_edition(edition).forms
    own = "用省里发的空白表：先 brandcluster forms learn 空白表.docx -o 表.yaml 认出栏目，核对后加 --form 表.yaml。"
    if not forms.fill:
        return f"{forms.note}{own}"
    if len(names) == 1 and not forms.has(names[0]):
        return f"{about_edition(edition).number}没有这张表。"
    return None


def blanks_home(edition: str) -> Path:
    """The folder of the blanks and label maps that an edition uses."""
    return resources.folder("templates") / "forms" / about_edition(edition).forms.source


def render_own_form(dossier: Dossier, map_path: Path, *, draft: bool) -> tuple[str, FilledForm]:
    """A form by a province's own label map: the name of its file, and the form. The region's style is not applied."""
    label_map, problems = read_label_map(map_path.name, _map_bytes(map_path))
    if label_map is None:
        return map_path.name, FilledForm(None, problems)
    parts = open_docx(read_blank_bytes(map_path, label_map))
    if isinstance(parts, Refusal):
        message = f"空白表“{label_map.blank}”：{parts.message}"
        return map_path.name, FilledForm(None, [Diagnostic("F010", "error", message, parts.help, label_map.location)])
    name = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", label_map.title)[:80] or map_path.stem
    return f"{name}.docx", _fill(map_path, dossier, draft)


def _styled(filled: FilledForm, dossier: Dossier) -> FilledForm:
    """The form in the region's style; unchanged without one. F019 when the margins leave no room."""
    if not dossier.has(STYLE) or filled.content is None:
        return filled
    problem = styling.style_problem(dossier.style)
    if problem is not None:
        where = dossier.locate(STYLE, ("页边距",))
        return FilledForm(None, [Diagnostic("F019", "error", problem, "改小页边距，或删掉这几行。", where)])
    return FilledForm(styling.apply_style(filled.content, dossier.style), [])


def read_blanks(
    edition: str, own: Path | None = None, style: Style | None = None
) -> tuple[list[Blank], list[Diagnostic]]:
    """The forms to look for in a filled document, and the problems of their maps: the edition's, or the map `own`."""
    from brandcluster.papers.labels.read_form import describe_blank  # who fills a form reads none

    paths = [own] if own is not None else _map_paths(edition)
    found, problems = [], []
    for path in paths:
        label_map, wrong = read_label_map(path.name, _map_bytes(path))
        problems += wrong
        blank = None if label_map is None else read_blank(path, label_map)
        if isinstance(blank, Diagnostic):
            problems.append(blank)
        elif label_map is not None and blank is not None:
            found.append(_reworded(describe_blank(label_map, blank), styling.heading_wordings(style)))
    return found, problems


def _reworded(blank: Blank, wordings: dict[str, str]) -> Blank:
    """The blank, with the region's wording of each heading as an alias."""
    if not wordings:
        return blank
    places = tuple(
        replace(place, aliases=(*place.aliases, wordings[place.label])) if place.label in wordings else place
        for place in blank.label_map.places
    )
    printed = {squeeze(new) for old, new in wordings.items() if squeeze(old) in blank.printed}
    return replace(blank, label_map=replace(blank.label_map, places=places), printed=blank.printed | printed)


def read_label_maps(edition: str) -> list[LabelMap]:
    """The label maps that come with an edition, those with problems left out."""
    read = (read_label_map(path.name, _map_bytes(path))[0] for path in _map_paths(edition))
    return [each for each in read if each is not None]


def _map_paths(edition: str) -> list[Path]:
    """The label maps by which filled forms are read: where an edition's own are not known, the last known ones."""
    source = about_edition(about_edition(edition).forms.source)
    return [blanks_home(source.id) / f"{each.name}.yaml" for each in source.forms.forms]


def read_blank(map_path: Path, label_map: LabelMap) -> PageContent | Diagnostic:
    """What a map's blank says; a diagnostic F010 when it cannot be read."""
    from brandcluster.formats.word.read import read_content

    parts = open_docx(read_blank_bytes(map_path, label_map))
    content = read_content(parts) if not isinstance(parts, Refusal) else None
    if content is not None:
        return content
    message, help_ = "空白表不是能读的 .docx 文件。", "在 Word 或 WPS 里另存为 .docx，与栏目对照表放在一起。"
    if isinstance(parts, Refusal):
        message, help_ = f"空白表“{label_map.blank}”：{parts.message}", parts.help
    return Diagnostic("F010", "error", message, help_, label_map.location)


def read_blank_bytes(map_path: Path, label_map: LabelMap) -> bytes:
    """The bytes of the blank that stands beside a map; empty when it is missing or too large."""
    content = folder.read_bytes(map_path.parent, label_map.blank, MAX_FILE)
    return content if isinstance(content, bytes) else b""


def _map_bytes(path: Path) -> bytes:
    """The bytes of a label map, ours or one that a caller named; empty where it cannot be read."""
    return folder.regular_bytes(path, folder.MAX_BYTES) or b""


def _fill(map_path: Path, dossier: Dossier, draft: bool, *, ours: bool = False) -> FilledForm:
    label_map, problems = read_label_map(map_path.name, _map_bytes(map_path))
    if label_map is None:
        return FilledForm(None, problems)
    known = answers_for(dossier, label_map.places)
    labels = _kept_labels(label_map) if ours else None
    return fill_blank(read_blank_bytes(map_path, label_map), label_map, known, draft=draft, kept=labels)
