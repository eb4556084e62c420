"""A folder → a dossier, with everything that is wrong in single files.

The tree and the model of each file stand in `files`. A file that is missing or broken is a diagnostic (codes D0xx,
Y0xx, M0xx); the rest of the dossier is read all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple, cast

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
from brandcluster.dossier.keeping import once as once  # asked for here by all who work something out of a dossier
from brandcluster.dossier.keeping import once_in_pieces
from brandcluster.dossier.model import reading
from brandcluster.dossier.model.fields import OTHER_INDUSTRY, Part
from brandcluster.dossier.model.reading import Model
from brandcluster.dossier.model.statistics import Statistics
from brandcluster.formats import folder
from brandcluster.formats.folder_view import Disk, FolderView
from brandcluster.formats.yaml.document import Document, read_document, scalars_of

if TYPE_CHECKING:
    from datetime import date

    from brandcluster.dossier.keeping import Keeper
    from brandcluster.dossier.model.pilot.evaluation import Evaluation
    from brandcluster.dossier.overlay import Overlay


MAX_YEARS = 60
#: A text or number of a file, with its path in it.
Leaf = tuple[KeyPath, Any]
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
    #: The folder as it is looked at: what stands on the disk, and what is to be read instead.
    files: FolderView = field(init=False)
    #: Gives what functions marked with `once` say, for who keeps it from one state of the dossier to the next.
    kept: Keeper | None = None
    #: What functions marked with `once` have worked out, by the function and its other arguments.
    worked_out: dict[tuple[Hashable, ...], Any] = field(default_factory=dict)
    _written: dict[str, dict[KeyPath, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Look at the folder with what is to be read instead."""
        self.files = FolderView(Disk(self.root), self.instead)

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
        return _baseline_year(self)

    @property
    def baseline(self) -> Statistics | None:
        """The statistics of the year before the application."""
        year = self.baseline_year
        return None if year is None else self.statistics.get(year)

    @property
    def industry_names(self) -> list[str]:
        """The names of the leading industries, in the order of dossier.yaml, each once."""
        kept = [name for name in _named_industries(self) if name != OTHER_INDUSTRY]
        return list(dict.fromkeys(self.renamed_industries.get(name, name) for name in kept))


@once
def application_day(dossier: Dossier) -> date | None:
    """The day of the application; None where dossier.yaml does not say it."""
    return dossier.header.date


@once
def _baseline_year(dossier: Dossier) -> int | None:
    applied = application_day(dossier)
    return None if applied is None else applied.year - 1


@once
def _named_industries(dossier: Dossier) -> tuple[str, ...]:
    return tuple(industry.name for industry in dossier.header.industries if industry.name is not None)


@once_in_pieces
def leaves_of(dossier: Dossier, path: str) -> tuple[Leaf, ...]:
    """Every leaf of a file with its path, in the order of the file; walked once for all rules."""
    data = dossier.documents[path].data
    return () if data is None else tuple(scalars_of(data))


@once
def files_read(dossier: Dossier) -> tuple[str, ...]:
    """The paths of the files that were read, in their order: for who asks something of each."""
    return (
        *dossier.contents,
        *(statistics_path(year) for year in dossier.statistics),
        *(evaluation_path(year) for year in dossier.evaluations),
    )


def parts_of(dossier: Dossier) -> Iterator[tuple[str, Part]]:
    """Every file that was read, with its model."""
    yield from dossier.contents.items()
    for year, statistics in dossier.statistics.items():
        yield statistics_path(year), statistics
    for year, evaluation in dossier.evaluations.items():
        yield evaluation_path(year), evaluation


def part_at(dossier: Dossier, path: str) -> Part:
    """What was read of a file, by its path."""
    if path in dossier.contents:
        return dossier.contents[path]
    year = int(PurePosixPath(path).stem)
    return dossier.statistics[year] if path == statistics_path(year) else dossier.evaluations[year]


def part_of(dossier: Dossier, path: str) -> type[Part] | None:
    """The model of one of the dossier's files by its path; None for a path that is none of them."""
    kind = kind_of(path)
    if kind is not None and (kind.path == path or _YEAR_FILE.match(PurePosixPath(path).name)):
        return kind.model
    if path == dossier.header.overlay:
        from brandcluster.dossier.overlay import Overlay

        return Overlay
    return None


@once
def model_of(dossier: Dossier, path: str) -> type[Part] | None:
    """`part_of`, worked out once: what it says of a file changes with the overlay that dossier.yaml names alone."""
    return part_of(dossier, path)


def load_dossier(
    root: Path,
    only: frozenset[str] | None = None,
    instead: Mapping[str, bytes] | None = None,
    *,
    files: FolderView | None = None,
    read: ReadFile | None = None,
) -> Dossier:
    """Read a dossier. Never raises for what stands in it.

    `only` names the files to read beside the statistics, for who needs nothing else; `instead` gives what files are to
    be read as, whatever stands in them. `files` is the folder as somebody else looks at it, `read` what gives what a
    file says: for who keeps both in memory.
    """
    folder.resolve_root(root)
    dossier = Dossier(root, instead=files.instead if files is not None else instead or {})
    dossier.files = files or dossier.files
    dossier.has_pilot = only is None and dossier.files.exists(PILOT_FOLDER)
    for kind in (*FILES, *(PILOT_FILES if dossier.has_pilot else ())):
        if only is None or kind.path in only:
            part = _load_file(dossier, kind.path, kind, read, required=kind.required)
            if part is not None:
                dossier.contents[kind.path] = part
    if dossier.files.is_folder(STATISTICS_FOLDER):
        dossier.statistics.update(_load_years(dossier, STATISTICS_FOLDER, STATISTICS, read))
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
    if dossier.has_pilot and dossier.files.is_folder(EVALUATIONS_FOLDER):
        dossier.evaluations.update(_load_years(dossier, EVALUATIONS_FOLDER, EVALUATION, read))
    dossier.overlay = _load_overlay(dossier, read)
    return dossier


def _load_years(
    dossier: Dossier, where: str, kind: FileKind[Model], read: ReadFile | None
) -> Iterator[tuple[int, Model]]:
    for path, year in _yearly_files(dossier, where):
        loaded = _load_file(dossier, path, kind, read, required=True)
        if loaded is not None:
            yield year, loaded


class FileRead(NamedTuple):
    """What one file says by itself: what was read of it (None: nothing), its keys as typed, all that is wrong there."""

    document: Document
    part: Part | None
    written: dict[KeyPath, str]
    diagnostics: tuple[Diagnostic, ...]

    def as_written(self, keys: KeyPath) -> KeyPath:
        """A path by the models' labels as its author wrote it."""
        return reading.keys_as_written(keys, self.written) if self.written else keys


#: Gives what a file says, by its path, model and bytes.
ReadFile = Callable[[str, type[Part], bytes], FileRead]


def _load_file(
    dossier: Dossier, path: str, kind: FileKind[Model], read: ReadFile | None, *, required: bool
) -> Model | None:
    """Read one file; the model of its kind is asked for only where the file is there."""
    content = dossier.files.read(path)
    if not isinstance(content, bytes):
        if content != "missing" or required:
            dossier.diagnostics.append(_unusable(dossier.files, path, content))
        return None
    found = (read or read_file)(path, kind.model, content)
    dossier.documents[path] = found.document
    dossier.diagnostics.extend(found.diagnostics)
    if found.part is not None:
        dossier._written[path] = found.written
    return cast("Model | None", found.part)


def read_file(path: str, model: type[Part], content: bytes) -> FileRead:
    """What one file says by itself: nothing else of the dossier is asked."""
    document = read_document(path, content, partial(reading.labels_of, model))
    if document.data is None:
        return FileRead(document, None, {}, tuple(document.diagnostics) or (_empty(path),))
    found = reading.read_part(model, document.data)
    read = FileRead(document, found.part, found.written, ())
    own = document.diagnostics
    if own:
        from brandcluster.dossier.repairs import fixes_for_odd_numbers

        fixes = fixes_for_odd_numbers(document, model)
        own = [each._replace(fix=fixes.get(each, each.fix)) for each in own]
    waiting = _awaiting(document)
    blamed_lines = {diagnostic.location.line for diagnostic in (*document.diagnostics, *waiting)}
    problems = [_as_diagnostic(read, model, problem) for problem in found.problems]
    kept = [each for each in problems if each.code != "M002" or each.location.line not in blamed_lines]
    return read._replace(diagnostics=(*own, *waiting, *kept))


def _empty(path: str) -> Diagnostic:
    help_ = "用 brandcluster init 在别处生成一份，照着填写。"
    return Diagnostic("D004", "error", "文件是空的。", help_, Location(path))


def _awaiting(document: Document) -> list[Diagnostic]:
    """The answers that nobody has confirmed yet; what finds them is imported only where there may be one."""
    if "待确认" not in document.text:
        return []
    from brandcluster.dossier.awaiting import awaiting_diagnostics

    return awaiting_diagnostics(document)


def _as_diagnostic(read: FileRead, part: type[Part], problem: reading.ReadingProblem) -> Diagnostic:
    """A problem with its place and its fix."""
    from brandcluster.dossier.repairs import fix_for_problem

    document, at = read.document, read.as_written(problem.keys)
    location = document.locate(at, on_key=problem.on_key)
    if problem.code == "M009":
        wide = _wide_colon_at(document, location if not problem.on_key else document.locate(at), problem)
        if wide is not None:
            return wide
    fix = fix_for_problem(document, part, problem, at)
    return Diagnostic(
        problem.code, "error", problem.message, problem.help, location, problem.clause, problem.keys, fix=fix
    )


def _wide_colon_at(document: Document, location: Location, problem: reading.ReadingProblem) -> Diagnostic | None:
    """A mapping was expected and text came: the parser is silent when every colon of a mapping is full-width."""
    from brandcluster.formats.yaml.hints import find_wide_colon

    hint = find_wide_colon(document.text.splitlines(), location.line - 1, location.line + 1)
    if hint is None:
        return None
    place = Location(document.path, hint.line, hint.column, hint.line, hint.column + hint.length)
    return Diagnostic(hint.code, "error", hint.message, hint.help, place, None, problem.keys)


def _unusable(files: FolderView, path: str, refusal: folder.Refusal) -> Diagnostic:
    where = Location(path)
    if refusal == "missing":
        similar = _similar_name(files, path)
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


def _similar_name(files: FolderView, path: str) -> str | None:
    """A file beside the missing one that was probably meant: another case, .yml, a slip."""
    from difflib import get_close_matches

    there = files.names(PurePosixPath(path).parent.as_posix())
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
    names = dossier.files.names(where)
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


def _load_overlay(dossier: Dossier, read: ReadFile | None) -> Overlay | None:
    """The overlay that the header names: one that comes with the program, or the region's own file."""
    named = dossier.header.overlay
    if named is None:
        return None
    from brandcluster.dossier import overlay

    if named in overlay.OVERLAYS:
        return overlay.shipped_overlay(named)
    if not named.endswith(".yaml") or named in dossier.documents:
        return None
    return _load_file(dossier, named, FileKind(named, overlay.Overlay), read, required=True)
