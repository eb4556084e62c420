"""A folder → a dossier, with everything that is wrong in single files.

The tree and the model of each file stand in `files`. A file that is missing or broken is a diagnostic (codes D0xx,
Y0xx, M0xx); the rest of the dossier is read all the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial, wraps
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple, cast

from brandcluster.base.diagnostics import CodeEntry, Diagnostic, KeyPath, Location
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.files import (
    EVALUATION,
    EVALUATIONS_FOLDER,
    FILES,
    PILOT_FILES,
    PILOT_FOLDER,
    STATISTICS,
    STATISTICS_FOLDER,
    FileKind,
    Parts,
    evaluation_path,
    kind_of,
    statistics_path,
)
from brandcluster.dossier.model import reading
from brandcluster.dossier.model.fields import OTHER_INDUSTRY, Part
from brandcluster.dossier.model.reading import Model
from brandcluster.dossier.model.statistics import Statistics
from brandcluster.formats import folder
from brandcluster.formats.yaml.document import Document, read_document, scalars_of

if TYPE_CHECKING:
    from brandcluster.dossier.model.pilot.evaluation import Evaluation
    from brandcluster.dossier.overlay import Overlay


MAX_YEARS = 60
T = TypeVar("T")
Ts = TypeVarTuple("Ts")
_YEAR_FILE = late_pattern(r"([1-9][0-9]{3})\.yaml\Z")
#: What users read of the codes that are found here.
CODES = (
    CodeEntry("D001", "文件夹里该有的文件都在", "application/plan.yaml", "application/plan.yml 或没有这个文件"),
    CodeEntry(
        "D002", "该是文件的地方是普通文件，不是文件夹或指向外面的链接", "plan.yaml 是一个文件", "plan.yaml 是一个文件夹"
    ),
    CodeEntry("D003", "文件可以读取", "有读取权限", "没有权限，或被别的程序占用"),
    CodeEntry("D004", "文件不是空的", "至少有一栏", "只有注释"),
    CodeEntry("D006", "年份的文件不太多", "十几年", f"超过 {MAX_YEARS} 年"),
    CodeEntry("D005", "按年份命名的文件名是四位年份", "statistics/2013.yaml", "statistics/2013年.yaml"),
)


@dataclass(slots=True)
class Dossier(Parts):
    """One region's folder as read."""

    root: Path
    contents: dict[str, Part] = field(default_factory=dict)
    evaluations: dict[int, Evaluation] = field(default_factory=dict)
    statistics: dict[int, Statistics] = field(default_factory=dict)
    overlay: Overlay | None = None
    has_pilot: bool = False
    documents: dict[str, Document] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    #: What files are to hold instead of what stands on the disk.
    instead: Mapping[str, bytes] = field(default_factory=dict)
    #: An industry's name in dossier.yaml → the name that all other files use, where the two differ (rule N102).
    renamed_industries: dict[str, str] = field(default_factory=dict)
    #: What functions marked with `once` have worked out, by the function and its other arguments.
    _worked_out: dict[tuple[Hashable, ...], Any] = field(default_factory=dict)
    _written: dict[str, dict[KeyPath, str]] = field(default_factory=dict)

    def locate(self, path: str, keys: KeyPath = (), *, on_key: bool = False) -> Location:
        """The place of what the models call `keys` in a file, as its author wrote it."""
        document = self.documents.get(path)
        return Location(path) if document is None else document.locate(self.as_written(path, keys), on_key=on_key)

    def locate_text(self, path: str, keys: KeyPath, snippet: str, occurrence: int = 0) -> Location:
        """The place of a snippet inside the text at `keys`."""
        document = self.documents.get(path)
        if document is None:
            return Location(path)
        return document.locate_text(self.as_written(path, keys), snippet, occurrence)

    def written(self, path: str, keys: KeyPath) -> str:
        """The last key of a path as its author typed it."""
        return self._written.get(path, {}).get(keys, str(keys[-1]))

    def as_written(self, path: str, keys: KeyPath) -> KeyPath:
        """A path by the models' labels as its author wrote it."""
        written = self._written.get(path)
        return reading.keys_as_written(keys, written) if written else keys

    @property
    def baseline_year(self) -> int | None:
        """The full year before the application (附件1: 以下数据均以上一年度); None without a date of application."""
        return None if self.header.date is None else self.header.date.year - 1

    @property
    def baseline(self) -> Statistics | None:
        """The statistics of the year before the application."""
        year = self.baseline_year
        return None if year is None else self.statistics.get(year)

    @property
    def industry_names(self) -> list[str]:
        """The names of the leading industries, in the order of dossier.yaml, each once."""
        named = [industry.name for industry in self.header.industries]
        kept = [name for name in named if name is not None and name != OTHER_INDUSTRY]
        return list(dict.fromkeys(self.renamed_industries.get(name, name) for name in kept))


def once(work: Callable[[Dossier, *Ts], T]) -> Callable[[Dossier, *Ts], T]:
    """Let a function work something out once for each dossier (and for the same further arguments)."""

    @wraps(work)
    def remembering(dossier: Dossier, *more: *Ts) -> T:
        key = (work, *more)
        if key not in dossier._worked_out:
            dossier._worked_out[key] = work(dossier, *more)
        return cast("T", dossier._worked_out[key])

    return remembering


@once
def leaves_of(dossier: Dossier, path: str) -> tuple[tuple[KeyPath, Any], ...]:
    """Every leaf of a file with its path, in the order of the file; walked once for all rules."""
    return tuple(scalars_of(dossier.documents[path].data))


def parts_of(dossier: Dossier) -> Iterator[tuple[str, Part]]:
    """Every file that was read, with its model."""
    yield from dossier.contents.items()
    for year, statistics in dossier.statistics.items():
        yield statistics_path(year), statistics
    for year, evaluation in dossier.evaluations.items():
        yield evaluation_path(year), evaluation


def part_of(dossier: Dossier, path: str) -> type[Part] | None:
    """The model of one of the dossier's files by its path; None for a path that is none of them."""
    kind = kind_of(path)
    if kind is not None and (kind.path == path or _YEAR_FILE.match(PurePosixPath(path).name)):
        return kind.model
    if path == dossier.header.overlay:
        from brandcluster.dossier.overlay import Overlay

        return Overlay
    return None


def load_dossier(root: Path, only: frozenset[str] | None = None, instead: Mapping[str, bytes] | None = None) -> Dossier:
    """Read a dossier. Never raises for what stands in it.

    `only` names the files to read beside the statistics, for who needs nothing else; `instead` gives what files are to
    be read as, whatever stands in them.
    """
    folder.resolve_root(root)
    dossier = Dossier(root, instead=instead or {})
    dossier.has_pilot = only is None and os.path.lexists(root / PILOT_FOLDER)
    for kind in (*FILES, *(PILOT_FILES if dossier.has_pilot else ())):
        if only is None or kind.path in only:
            part = _load_file(dossier, kind.path, kind.model, kind.required)
            if part is not None:
                dossier.contents[kind.path] = part
    if _is_folder(dossier, STATISTICS_FOLDER):
        dossier.statistics.update(_load_years(dossier, STATISTICS_FOLDER, STATISTICS))
    else:
        dossier.diagnostics.append(
            Diagnostic(
                "D001",
                "error",
                "缺少 statistics 文件夹。",
                "统计数据放在 statistics/年份.yaml，如 statistics/2013.yaml。",
                Location(STATISTICS_FOLDER),
            )
        )
    if dossier.has_pilot and _is_folder(dossier, EVALUATIONS_FOLDER):
        dossier.evaluations.update(_load_years(dossier, EVALUATIONS_FOLDER, EVALUATION))
    dossier.overlay = _load_overlay(dossier)
    return dossier


def _load_years(dossier: Dossier, where: str, kind: FileKind[Model]) -> Iterator[tuple[int, Model]]:
    for path, year in _yearly_files(dossier, where):
        loaded = _load_file(dossier, path, kind.model, True)
        if loaded is not None:
            yield year, loaded


def _load_file(dossier: Dossier, path: str, model: type[Model], required: bool) -> Model | None:
    content = dossier.instead[path] if path in dossier.instead else folder.read_bytes(dossier.root, path)
    if not isinstance(content, bytes):
        if content != "missing" or required:
            dossier.diagnostics.append(_unusable(dossier.root, path, content))
        return None
    document = read_document(path, content, partial(reading.labels_of, model))
    dossier.documents[path] = document
    if document.data is None:
        dossier.diagnostics.extend(document.diagnostics)
        if not document.diagnostics:
            dossier.diagnostics.append(
                Diagnostic(
                    "D004", "error", "文件是空的。", "用 brandcluster init 在别处生成一份，照着填写。", Location(path)
                )
            )
        return None
    if document.diagnostics:
        from brandcluster.dossier.repairs import fixes_for_odd_numbers

        fixes = fixes_for_odd_numbers(document, model)
        dossier.diagnostics.extend(each._replace(fix=fixes.get(each, each.fix)) for each in document.diagnostics)
    found = reading.read_part(model, document.data)
    dossier._written[path] = found.written
    waiting = _awaiting(document)
    dossier.diagnostics.extend(waiting)
    blamed_lines = {diagnostic.location.line for diagnostic in (*document.diagnostics, *waiting)}
    for problem in found.problems:
        diagnostic = _as_diagnostic(dossier, document, model, problem)
        if problem.code != "M002" or diagnostic.location.line not in blamed_lines:
            dossier.diagnostics.append(diagnostic)
    return found.part


def _awaiting(document: Document) -> list[Diagnostic]:
    """The answers that nobody has confirmed yet; what finds them is imported only where there may be one."""
    if "待确认" not in document.text:
        return []
    from brandcluster.dossier.awaiting import awaiting_diagnostics

    return awaiting_diagnostics(document)


def _as_diagnostic(
    dossier: Dossier, document: Document, part: type[Part], problem: reading.ReadingProblem
) -> Diagnostic:
    """A problem with its place and its fix."""
    from brandcluster.dossier.repairs import fix_for_problem

    if problem.code == "M009":
        wide = _wide_colon_at(dossier, document, problem)
        if wide is not None:
            return wide
    location = dossier.locate(document.path, problem.keys, on_key=problem.on_key)
    at = dossier.as_written(document.path, problem.keys)
    fix = fix_for_problem(document, part, problem, at)
    return Diagnostic(
        problem.code, "error", problem.message, problem.help, location, problem.clause, problem.keys, fix=fix
    )


def _wide_colon_at(dossier: Dossier, document: Document, problem: reading.ReadingProblem) -> Diagnostic | None:
    """A mapping was expected and text came: the parser is silent when every colon of a mapping is full-width."""
    from brandcluster.formats.yaml.hints import find_wide_colon

    lines = document.text.splitlines()
    location = dossier.locate(document.path, problem.keys)
    hint = find_wide_colon(lines, location.line - 1, location.line + 1)
    if hint is None:
        return None
    place = Location(document.path, hint.line, hint.column, hint.line, hint.column + hint.length)
    return Diagnostic(hint.code, "error", hint.message, hint.help, place, None, problem.keys)


def _unusable(root: Path, path: str, refusal: folder.Refusal) -> Diagnostic:
    where = Location(path)
    if refusal == "missing":
        similar = _similar_name(root, path)
        help_ = (
            f"把“{similar}”改名为“{path}”。" if similar else "补上这个文件；可用 brandcluster init 在别处生成一份参照。"
        )
        return Diagnostic("D001", "error", f"缺少文件“{path}”。", help_, where)
    if refusal == "outside":
        return Diagnostic("D002", "error", "这个文件是指向文件夹以外的链接。", "换成真正的文件。", where)
    if refusal == "not_a_file":
        return Diagnostic(
            "D002", "error", "这里应当是一个普通文件。", "删掉同名的文件夹或特殊文件，换成真正的文件。", where
        )
    if refusal == "too_large":
        return Diagnostic(
            "Y001",
            "error",
            f"文件超过 {folder.MAX_BYTES:,} 字节的上限。",
            "正常的申报文件只有几十 KB；图片和附件请放进 evidence/。",
            where,
        )
    return Diagnostic("D003", "error", "文件无法读取。", "检查文件的权限，看是否正被别的程序占用。", where)


def _similar_name(root: Path, path: str) -> str | None:
    """A file beside the missing one that was probably meant: another case, .yml, a slip."""
    from difflib import get_close_matches

    there = folder.names_in(root, PurePosixPath(path).parent.as_posix())
    if not isinstance(there, list):
        return None
    names = [name for name in there if name.lower().endswith((".yaml", ".yml", ".txt"))][:200]
    known = {Path(kind.path).name for kind in FILES}
    wanted = Path(path).name
    close = get_close_matches(wanted.lower(), [name.lower() for name in names if name not in known], 1, 0.75)
    for name in names:
        if close and name.lower() == close[0] and name not in known:
            return (Path(path).parent / name).as_posix()
    return None


def _yearly_files(dossier: Dossier, where: str) -> list[tuple[str, int]]:
    """The files of a folder with one file a year; anything else there that looks like one is reported."""
    names = folder.names_in(dossier.root, where)
    if not isinstance(names, list):
        dossier.diagnostics.append(
            Diagnostic("D003", "error", f"{where} 文件夹无法读取。", "检查文件夹的权限。", Location(where))
        )
        return []
    found: list[tuple[str, int]] = []
    for name in names:
        match = _YEAR_FILE.match(name)
        if match:
            found.append((f"{where}/{name}", int(match.group(1))))
        elif name.lower().endswith((".yaml", ".yml")):
            dossier.diagnostics.append(
                Diagnostic(
                    "D005",
                    "error",
                    f"“{name[:60]}”不是一年一个的文件名。",
                    "文件名写成四位年份加 .yaml，如 2013.yaml。",
                    Location(f"{where}/{name}"),
                )
            )
            if len(dossier.diagnostics) > MAX_YEARS:
                break
    if len(found) > MAX_YEARS:
        message = f"{where} 里有 {len(found)} 年的文件，只读最近的 {MAX_YEARS} 年。"
        dossier.diagnostics.append(Diagnostic("D006", "warning", message, "更早的移到别的文件夹。", Location(where)))
    return found[-MAX_YEARS:]


def _is_folder(dossier: Dossier, where: str) -> bool:
    try:
        return folder.resolve_file(dossier.root, where) == "not_a_file" and (dossier.root / where).is_dir()
    except OSError:
        return False


def _load_overlay(dossier: Dossier) -> Overlay | None:
    """The overlay that the header names: one that comes with the program, or the region's own file."""
    named = dossier.header.overlay
    if named is None:
        return None
    from brandcluster.dossier import overlay

    if named in overlay.OVERLAYS:
        return overlay.shipped_overlay(named)
    if not named.endswith(".yaml") or named in dossier.documents:
        return None
    return _load_file(dossier, named, overlay.Overlay, True)
