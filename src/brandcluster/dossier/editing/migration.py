"""Bringing a dossier of an older format to today's: edits at their places, so that comments and order stay.

Format 0 is how dossiers were written before `格式` was: no `格式` in dossier.yaml (or 0), and texts that name the year
of the statistics as `{{ 统计.年份 }}`, which is no figure of `statistics/`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from brandcluster.base.diagnostics import KeyPath, Location
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.files import HEADER
from brandcluster.dossier.load import Dossier, load_dossier
from brandcluster.dossier.references import texts_of
from brandcluster.formats import folder
from brandcluster.formats.yaml.document import Document, read_document
from brandcluster.formats.yaml.edits import edit_text, reads_as

#: The format that this program writes and reads.
FORMAT = 1
_KEY = "格式"
_BOM = "\ufeff"
#: `{{ 统计.年份 }}`, with a year or an industry (or both) between.
_YEAR = late_pattern(r"\{\{\s*统计\s*[.．]\s*(?:(\d{4})\s*[.．]\s*)?(?:[^{}.．\n]{1,60}[.．]\s*)?年份\s*\}\}")
_LINE_END = late_pattern(r"\r\n|\r|\n")


class Note(NamedTuple):
    """One change, for a reader: where, and what."""

    location: Location
    text: str


class Migration(NamedTuple):
    """What would be written. `found` is the dossier's format; `refusal` says why nothing can be done."""

    found: int | None
    contents: dict[str, bytes]
    notes: tuple[Note, ...]
    refusal: str = ""
    place: Location = Location(HEADER)


def plan_migration(root: Path) -> Migration:
    """What brings a dossier to today's format; nothing is written.

    The header comes last in `contents`: whoever writes them in order and is stopped leaves a dossier that is still of
    the old format, on which the same can be done again.
    """
    dossier = load_dossier(root)
    header = dossier.documents.get(HEADER)
    if header is None or not isinstance(header.data, dict) or header.diagnostics:
        return Migration(None, {}, (), "dossier.yaml 读不出来，先按 brandcluster validate 的提示改正。")
    written = header.data.get(_KEY)
    place = dossier.locate(HEADER, (_KEY,))
    if written is not None and (isinstance(written, bool) or not isinstance(written, int)):
        return Migration(None, {}, (), "“格式”应当是一个整数，先核对它。", place)
    found = written or 0
    if found > FORMAT:
        text = f"这份材料的格式是 {found}，这个程序只认识到 {FORMAT}：请升级 brandcluster，不要把格式改小。"
        return Migration(found, {}, (), text, place)
    if found < 0:
        return Migration(found, {}, (), f"没有格式 {found}，先核对它。", place)
    if found == FORMAT:
        return Migration(found, {}, ())
    broken = [path for path, document in dossier.documents.items() if document.diagnostics]
    if broken:
        text = f"{'、'.join(broken[:5])} 有写法的错误，先按 brandcluster validate 的提示改正。"
        return Migration(found, {}, (), text, Location(broken[0]))
    return _step_by_step(dossier, found)


Step = Callable[[Dossier, dict[str, str]], Iterator[Note]]


def _step_by_step(dossier: Dossier, found: int) -> Migration:
    """Apply the step of each format on the way; a change that cannot be made in place stops everything."""
    texts = {path: document.text for path, document in dossier.documents.items()}
    before = dict(texts)
    notes: list[Note] = []
    for step in STEPS[found:]:
        notes += step(dossier, texts)
    marked = _marked(texts[HEADER])
    if marked is None:
        text = "dossier.yaml 的第一栏不在一行的开头（如写成了 {…}），放不进“格式”；请自己写上 格式: 1。"
        return Migration(found, {}, (), text)
    texts[HEADER] = marked
    line = read_document(HEADER, marked.encode()).locate((_KEY,))
    notes.append(Note(line, f"写上“{_KEY}: {FORMAT}”"))
    changed = sorted((path for path in texts if texts[path] != before[path]), key=lambda path: path == HEADER)
    contents = {path: _bytes(dossier, path, texts[path]) for path in changed}
    return Migration(found, contents, tuple(notes))


def _bytes(dossier: Dossier, path: str, text: str) -> bytes:
    content = folder.read_bytes(dossier.root, path)
    mark = isinstance(content, bytes) and content.startswith(_BOM.encode())
    return ((_BOM if mark else "") + text.removeprefix(_BOM)).encode()


def _marked(text: str) -> str | None:
    """The header with today's format: the old number replaced, or a first line put before the first key."""
    document = read_document(HEADER, text.encode())
    data = document.data
    if not isinstance(data, dict) or not data:
        return None
    if _KEY in data:
        return edit_text(HEADER, text, {(_KEY,): FORMAT})
    first = document.locate((next(iter(data)),), on_key=True)
    starts = _line_starts(text)
    newline = "\r\n" if "\r\n" in text else "\n"
    at = starts[first.line - 1]
    indent = text[at : at + first.column - 1]
    if indent.strip():
        return None
    result = f"{text[:at]}{indent}{_KEY}: {FORMAT}{newline}{text[at:]}"
    return result if reads_as(HEADER, result, {_KEY: FORMAT, **data}) else None


def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in _LINE_END.finditer(text))]


# ---- from 0 to 1 ---------------------------------------------------------------------------------------------


def _years_written_out(dossier: Dossier, texts: dict[str, str]) -> Iterator[Note]:
    """`{{ 统计.年份 }}` becomes the year that it stood for."""
    for path, document in dossier.documents.items():
        splices: list[tuple[int, int, str]] = []
        for keys, value in texts_of(document.data):
            splices += _in_value(document, keys, value, dossier.baseline_year)
        text = texts[path]
        for start, end, year in sorted(splices, reverse=True):
            yield Note(_place(path, text, start), f"“{text[start:end]}”改成“{year}”")
            text = text[:start] + year + text[end:]
        if not read_document(path, text.encode()).diagnostics:
            texts[path] = text


def _in_value(document: Document, keys: KeyPath, value: str, baseline: int | None) -> Iterator[tuple[int, int, str]]:
    seen: dict[str, int] = {}
    starts = _line_starts(document.text)
    for match in _YEAR.finditer(value):
        snippet = match.group()
        year = match.group(1) or (str(baseline) if baseline is not None else None)
        place = document.locate_text(keys, snippet, seen.get(snippet, 0))
        seen[snippet] = seen.get(snippet, 0) + 1
        start = starts[place.line - 1] + place.column - 1
        # A text that the source spells otherwise (an escape, a fold) stays: validate reports it (R101).
        if year is not None and document.text.startswith(snippet, start):
            yield start, start + len(snippet), year


def _place(path: str, text: str, offset: int) -> Location:
    starts = [each for each in _line_starts(text) if each <= offset]
    return Location(path, len(starts), offset - starts[-1] + 1)


#: The step at index N brings format N to N + 1; the number itself is written when all are done.
STEPS: tuple[Step, ...] = (_years_written_out,)
