"""What was sealed when: the folders sealed/N, whether they still hold what their manifests say, and a new one's files.

A seal is `manifest.yaml`, `files/` (byte copies of the dossier's YAML files, itself a dossier) and `forms/` (the Word
files that went to paper). What does not match its hash is never used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from brandcluster.base.diagnostics import KeyPath, Location
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.files import HEADER, IGNORE_LIST, REQUESTS, SEALED_FOLDER
from brandcluster.dossier.load import Dossier, load_dossier, once
from brandcluster.dossier.model import reading
from brandcluster.dossier.model.seal import PAPER, Manifest
from brandcluster.formats import folder
from brandcluster.formats.folder_view import FolderView
from brandcluster.formats.remains import is_unfinished
from brandcluster.formats.yaml.document import Document, read_document

if TYPE_CHECKING:
    from brandcluster.dossier.model.seal import SealedFile

MANIFEST, FILES, FORMS = "manifest.yaml", "files", "forms"
#: Beside the seals: keeps git from changing line ends in what is hashed byte by byte.
ATTRIBUTES, ATTRIBUTES_TEXT = ".gitattributes", b"* -text\n"
#: A region seals a handful of times; what is far beyond is a mistake or an attack.
MAX_SEALS = 60
MAX_FORM = 40_000_000
MAX_ENTRIES = 2_000
_NUMBER = late_pattern(r"[1-9]\d{0,3}\Z")


class SealProblem(NamedTuple):
    """Something wrong with what was sealed: its place, what, and what to do. `damage`: files and hashes disagree.

    `line_ends`: they disagree in nothing but the line ends, which git changes where nobody told it not to.
    """

    location: Location
    message: str
    help: str
    damage: bool = False
    line_ends: bool = False


@dataclass(frozen=True, slots=True)
class Seal:
    """One seal as it stands in the folder; usable only without problems. `digest` is its manifest's SHA-256."""

    number: int
    manifest: Manifest
    document: Document
    digest: str
    problems: tuple[SealProblem, ...]
    digest_in_unix_lines: str = ""

    @property
    def name(self) -> str:
        """How a reader knows it."""
        day = self.manifest.date.isoformat() if self.manifest.date is not None else "日期未填"
        return f"第 {self.number} 次封存（{day}，{self.manifest.purpose or '用途未填'}）"

    @property
    def copies(self) -> str:
        """The folder of the copies, by its path in the dossier."""
        return f"{SEALED_FOLDER}/{self.number}/{FILES}"


@dataclass(frozen=True, slots=True)
class Sealed:
    """Everything that was sealed, oldest first; what is wrong with the folder as a whole."""

    seals: tuple[Seal, ...] = ()
    problems: tuple[SealProblem, ...] = ()
    unfinished: tuple[str, ...] = ()


@once
def read_seals(dossier: Dossier) -> Sealed:
    """What was sealed of a dossier, read and held against its hashes once."""
    return _read(dossier.files) if dossier.files.exists(SEALED_FOLDER) else Sealed()


def on_paper(dossier: Dossier, day: date | None = None) -> Seal | None:
    """The newest seal that went to paper, by a day; None where nothing did."""
    found = [
        each
        for each in read_seals(dossier).seals
        if each.manifest.purpose == PAPER and (day is None or each.manifest.date is None or each.manifest.date <= day)
    ]
    return found[-1] if found else None


def sealed_dossier(dossier: Dossier, seal: Seal) -> Dossier | None:
    """The dossier as it was sealed; None where the seal no longer holds what its manifest says."""
    return None if seal.problems else _loaded(dossier, seal.copies)


@once
def _loaded(dossier: Dossier, copies: str) -> Dossier:
    return load_dossier(dossier.root / copies, files=dossier.files.below(copies))


def is_as_sealed(dossier: Dossier, seal: Seal, path: str) -> bool:
    """Whether a file of the dossier is still byte for byte the sealed one."""
    recorded = next((each.digest for each in seal.manifest.files if each.path == path), None)
    content = dossier.files.read(path)
    return isinstance(content, bytes) and hash_of(content) == recorded


def sealed_form(dossier: Dossier, seal: Seal, name: str) -> bytes | None:
    """The bytes of a Word file that was sealed; None where they are not the recorded ones."""
    content = dossier.files.read(f"{SEALED_FOLDER}/{seal.number}/{FORMS}/{name}", MAX_FORM)
    recorded = next((each.digest for each in seal.manifest.forms if each.path == name), None)
    return content if isinstance(content, bytes) and hash_of(content) == recorded else None


def is_a_copy(root: Path) -> bool:
    """Whether a folder is the copies of a seal rather than a dossier that goes on."""
    above = root.resolve().parts[-3:]
    return above[0] == SEALED_FOLDER and above[-1] == FILES and (root.resolve().parent / MANIFEST).is_file()


class Answers(NamedTuple):
    """What a person says when sealing: who, on which day (as it is written), why once more, and for what."""

    by: str
    day: str
    reason: str
    purpose: str


def is_the_last(dossier: Dossier, said: Answers, copies: Mapping[str, bytes]) -> bool:
    """Whether the newest seal is sound, of these files, and says the same: sealing was asked for twice."""
    last = next(reversed(read_seals(dossier).seals), None)
    if last is None or last.problems:
        return False
    made = last.manifest
    day = made.date.isoformat() if made.date is not None else ""
    return Answers(made.person or "", day, made.reason or "", made.purpose or "") == said and {
        each.path: each.digest for each in made.files
    } == {path: hash_of(content) for path, content in copies.items()}


def holds_forms(dossier: Dossier, forms: Mapping[str, bytes]) -> bool:
    """Whether the newest seal holds these Word files."""
    recorded = read_seals(dossier).seals[-1].manifest.forms
    return {each.path: each.digest for each in recorded} == {name: hash_of(each) for name, each in forms.items()}


def next_number(dossier: Dossier) -> int:
    """The number of the next seal."""
    return max((each.number for each in read_seals(dossier).seals), default=0) + 1


def text_excerpt(text: str, other: str, length: int = 60) -> str:
    """A text on one line, at most so long, from shortly before where it first differs from another."""
    first = next((i for i, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), min(len(text), len(other)))
    start = max(0, first - 20) if len(text) > length else 0
    shown = text[start : start + length].replace("\n", "⏎")
    return f"{'…' if start else ''}{shown}{'…' if start + length < len(text) else ''}"


def hash_of(content: bytes) -> str:
    """The hash that manifests record."""
    return hashlib.sha256(content).hexdigest()


# ---- reading -------------------------------------------------------------------------------------------------


def _read(files: FolderView) -> Sealed:
    where = Location(SEALED_FOLDER)
    if files.kind(SEALED_FOLDER) != "folder":
        return Sealed((), (SealProblem(where, "sealed 不是文件夹。", "删掉这个文件或链接，换成真正的文件夹。"),))
    names = files.names(SEALED_FOLDER)
    if not isinstance(names, list):
        return Sealed((), (SealProblem(where, "sealed 文件夹无法读取。", "检查文件夹的权限。"),))
    problems = []
    numbers = sorted(int(name) for name in names if _NUMBER.match(name))
    for name in names:
        if _NUMBER.match(name) is None and name[:1].isdigit():
            help_ = "每次封存一个文件夹，名称是 1、2、3……；删掉不是 seal 命令建的。"
            problems.append(SealProblem(Location(f"{SEALED_FOLDER}/{name[:80]}"), "不是封存的文件夹名称。", help_))
    if len(numbers) > MAX_SEALS:
        return Sealed((), (SealProblem(where, f"封存的文件夹超过 {MAX_SEALS} 个。", "请核对，是不是复制重了。"),))
    gaps = sorted(set(range(1, max(numbers, default=0) + 1)) - set(numbers))
    if gaps:
        help_ = "封存过的不能删；从 git 或备份里把文件夹放回来。"
        problems.append(SealProblem(where, f"缺少第 {'、'.join(map(str, gaps[:10]))} 次封存。", help_))
    seals: list[Seal] = []
    for number in numbers:
        seals.append(_seal(files, number, seals[-1] if seals else None))
    return Sealed(tuple(seals), tuple(problems[:20]), tuple(filter(is_unfinished, names)))


def _seal(files: FolderView, number: int, previous: Seal | None) -> Seal:
    path = f"{SEALED_FOLDER}/{number}/{MANIFEST}"
    if files.kind(f"{SEALED_FOLDER}/{number}") != "folder":
        problem = SealProblem(Location(path), "封存的文件夹是文件或链接。", _RESTORE)
        return Seal(number, Manifest(), Document(path), "", (problem,))
    content = files.read(path)
    if not isinstance(content, bytes):
        what = "缺少封存清单。" if content == "missing" else "封存清单无法使用：太大、不是普通文件，或指向文件夹以外。"
        return Seal(number, Manifest(), Document(path), "", (SealProblem(Location(path), what, _RESTORE),))
    document = read_document(path, content)
    found = reading.read_part(Manifest, document.data) if document.data is not None else reading.Reading(None, [], {})
    manifest = found.part or Manifest()
    problems = [SealProblem(each.location, f"封存清单：{each.message}", _RESTORE) for each in document.diagnostics[:5]]
    problems += [
        SealProblem(document.locate(each.keys, on_key=each.on_key), f"封存清单：{each.message}", _RESTORE)
        for each in found.problems[:5]
    ]
    if found.part is None and not problems:
        problems.append(SealProblem(Location(path), "封存清单是空的。", _RESTORE))
    if not problems:
        problems += [
            SealProblem(document.locate(keys), message, _RESTORE)
            for keys, message in _contradictions(manifest, number, previous)
        ]
        problems += _damage(files, number, manifest, document)
    digests = hash_of(content), hash_of(with_unix_lines(content))
    return Seal(number, manifest, document, digests[0], tuple(problems), digests[1])


def with_unix_lines(content: bytes) -> bytes:
    """A text file as git keeps it: CR LF is LF."""
    return content.replace(b"\r\n", b"\n")


CRLF_HELP = (
    "在 .gitattributes 里写上 /sealed/** -text 和 /evidence/** -text 两行并提交，然后重新克隆一份；"
    "不用 git 的，从备份里恢复原来的文件。"
)


_RESTORE = "封存以后不能改。从 git 或备份里恢复这个文件夹；确要更正，恢复后用 brandcluster seal --reason 再封存一次。"


def _contradictions(manifest: Manifest, number: int, previous: Seal | None) -> Iterator[tuple[KeyPath, str]]:
    if manifest.number != number:
        yield ("序号",), f"序号写的是 {manifest.number}，文件夹是 {number}。"
    if number > 1 and manifest.reason is None:
        yield ("更正原因",), "第二次起的封存没有写更正原因。"
    if HEADER not in {each.path for each in manifest.files}:
        yield ("材料",), f"材料里没有 {HEADER}。"
    for label, entries in (("材料", manifest.files), ("表", manifest.forms)):
        paths = [each.path for each in entries]
        if len(paths) != len(set(paths)):
            yield (label,), "同一个文件列了两次。"
    if previous is not None and previous.number == number - 1 and previous.digest:
        if manifest.previous not in (previous.digest, previous.digest_in_unix_lines):
            yield ("上一次封存",), f"第 {previous.number} 次封存的清单与这里记的摘要不符，封存以后改过。"
        if previous.manifest.date and manifest.date and manifest.date < previous.manifest.date:
            yield ("日期",), f"日期早于第 {previous.number} 次封存（{previous.manifest.date}）。"


def _damage(files: FolderView, number: int, manifest: Manifest, document: Document) -> Iterator[SealProblem]:
    """What stands in the seal's folder and is not what the manifest says, or the other way round."""
    home = f"{SEALED_FOLDER}/{number}"
    known = {MANIFEST}
    groups: tuple[tuple[str, str, list[SealedFile], int], ...] = (
        ("材料", FILES, manifest.files, folder.MAX_BYTES),
        ("表", FORMS, manifest.forms, MAX_FORM),
    )
    for label, below, entries, limit in groups:
        for index, entry in enumerate(entries):
            path = f"{home}/{below}/{entry.path}"
            known.add(f"{below}/{entry.path}")
            content = files.read(path, limit)
            if isinstance(content, bytes) and hash_of(content) != entry.digest == hash_of(with_unix_lines(content)):
                place, message = document.locate((label, index, "文件")), f"封存的文件“{path}”换行符变了，内容没有变。"
                yield SealProblem(place, message, CRLF_HELP, damage=True, line_ends=True)
                continue
            if not isinstance(content, bytes) or hash_of(content) != entry.digest:
                what = (
                    "不在了" if content == "missing" else "与封存时不同" if isinstance(content, bytes) else "无法读取"
                )
                place = document.locate((label, index, "文件"))
                yield SealProblem(place, f"封存的文件“{path}”{what}。", _RESTORE, damage=True)
    for path in _strangers(files, home, known):
        yield SealProblem(
            Location(path), f"“{path}”不是这次封存的文件，是后来放进来的，或是链接。", _RESTORE, damage=True
        )


def _strangers(files: FolderView, home: str, known: set[str]) -> Iterator[str]:
    """What stands below a seal's folder beside the known files; links are strangers wherever they lead."""
    waiting = [""]
    seen = 0
    while waiting:
        below = waiting.pop()
        names = files.names(f"{home}/{below}".rstrip("/"))
        if not isinstance(names, list):
            yield f"{home}/{below}"
            return
        for each in names:
            seen += 1
            name = f"{below}/{each}" if below else each
            if seen > MAX_ENTRIES:
                yield f"{home}/{below}"
                return
            kind = files.kind(f"{home}/{name}")
            if kind == "folder":
                waiting.append(name)
            elif kind == "link" or name not in known:
                yield f"{home}/{name}"


# ---- making --------------------------------------------------------------------------------------------------

_HEAD = "# 由 brandcluster seal 生成，记着封存了什么。不要修改；改动会被发现。\n"


def dossier_files(dossier: Dossier) -> dict[str, bytes] | str:
    """The bytes of every YAML file that was read into a dossier, by path; the path of one that changes meanwhile. Which
    letters are out and which problems are left is no part of what was applied for, and goes on after it was sealed."""
    found = {}
    for path, document in sorted(dossier.documents.items()):
        if path in (REQUESTS, IGNORE_LIST):
            continue
        content = folder.read_bytes(dossier.root, path)
        if not isinstance(content, bytes) or read_document(path, content).text != document.text:
            return path
        found[path] = content
    return found


def seal_contents(
    manifest: Mapping[str, object], copies: dict[str, bytes], forms: dict[str, bytes]
) -> dict[str, bytes]:
    """The files of a seal by their path in its folder. `manifest` holds the answers beside the hashes, by label.

    ValueError when the manifest would not read back as it was meant (a path that no dossier may hold, too many files).
    """
    from brandcluster.formats.yaml.edits import edit_text

    answers = {
        **manifest,
        "材料": [{"文件": path, "摘要": hash_of(content)} for path, content in sorted(copies.items())],
        "表": [{"文件": name, "摘要": hash_of(content)} for name, content in sorted(forms.items())],
    }
    labels = reading.fields_of(Manifest)
    blank = _HEAD + "".join(f"{label}:\n" for label in labels)
    given: dict[KeyPath, object] = {(label,): answers[label] for label in labels if answers.get(label) is not None}
    text = edit_text(MANIFEST, blank, given)
    problems = reading.read_part(Manifest, read_document(MANIFEST, (text or "").encode()).data).problems
    if text is None or problems:
        raise ValueError(problems[0].message if problems else "")
    return {
        MANIFEST: text.encode(),
        **{f"{FILES}/{path}": content for path, content in copies.items()},
        **{f"{FORMS}/{name}": content for name, content in forms.items()},
    }
