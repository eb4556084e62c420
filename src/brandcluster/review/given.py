"""What was handed in, whatever it came in: a folder, a zip, a commit; in it dossiers, packages, or Word forms alone.

A zip and a commit are looked at by their lists of names; a dossier in them is unpacked when it is its turn, into a
private folder, so that of many packages one at a time is on the disk.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Literal, NamedTuple

from brandcluster.base.diagnostics import Diagnostic
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.files import ENTERPRISES_FOLDER, FILES, PILOT_FOLDER, SEALED_FOLDER, STATISTICS_FOLDER
from brandcluster.dossier.load import Dossier
from brandcluster.formats import archive, folder
from brandcluster.formats.private import private_folder, put_private
from brandcluster.papers.forms.dossier_copy import COPY

if TYPE_CHECKING:
    from brandcluster.formats.git import Blob, Repository

#: A file that every dossier has.
MARKS = tuple(kind.path for kind in FILES if kind.required)
#: The folders of a dossier itself.
OWN = frozenset(("application", ENTERPRISES_FOLDER, "evidence", "out", PILOT_FOLDER, SEALED_FOLDER, STATISTICS_FOLDER))
#: The folders of a package with papers that are only carried along.
CARRIED = ("证明材料", "归档")
WORD, ZIP = ".docx", ".zip"
_SEALED = late_pattern(r"(?:\A|/)sealed/[1-9][0-9]*/(?:files|forms)(?:/|\Z)")
#: What this program writes itself and finds again.
_WRITTEN = frozenset(("补正清单.docx", "补正通知书.docx", "补正答复表.docx", "补正核对表.docx", "退回通知书.docx"))
#: What people hand in and no program reads, by the ending.
_RAR = "是 RAR、7z 一类的压缩包，打不开；请对方用 zip 压缩再发"
UNREAD = {
    **dict.fromkeys((".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"), _RAR),
    **dict.fromkeys((".doc", ".wps", ".docm", ".odt", ".rtf"), "不是 .docx；请对方在 Word 或 WPS 里另存为 .docx"),
    ".pdf": "是 PDF，里面的栏目认不准；请对方发 Word 文件或报送材料",
}


class GivenSource(NamedTuple):
    """Where one dossier is found: in which folder, zip or repository (at which commit), in which folder of it.

    `package` is the folder of the package around it; `words` are the Word files where there is nothing else.
    """

    kind: Literal["folder", "zip", "git"]
    path: Path
    inside: str = ""
    package: str | None = None
    words: tuple[str, ...] = ()
    commit: str = ""


class FileTree(NamedTuple):
    """Files by name, and how they are read; a content that cannot be had is a ValueError with a sentence."""

    names: Collection[str]
    chunks: Callable[[str], Iterable[bytes]]


class Opened(NamedTuple):
    """A dossier's folder, ready to be loaded, and what is to be said of how it came."""

    path: Path
    tree: FileTree
    source: GivenSource
    said: tuple[Diagnostic, ...] = ()


# ---- in a list of names --------------------------------------------------------------------------------------


class GivenPlace(NamedTuple):
    """A dossier in a list of names: its folder, its package's, its Word files."""

    inside: str
    package: str | None = None
    words: tuple[str, ...] = ()


def places_in(names: Collection[str]) -> tuple[list[GivenPlace], dict[str, str]]:
    """The dossiers in a list of names, sorted; and what is given beside them and not read, with the reason."""
    homes = sorted({name[: -len(mark)].rstrip("/") for name in names for mark in MARKS if _ends(name, mark)})
    homes = [
        home
        for home in homes
        if not _is_hidden(home) and not is_sealed_place(home) and not any(_is_own(home, other) for other in homes)
    ]
    places = [GivenPlace(home, _package_of(home)) for home in homes]
    taken = [*homes, *(each.package for each in places if each.package)]
    top = any(each.package == "" for each in places)
    loose = [
        name
        for name in sorted(names)
        if not (top or _is_hidden(name) or is_sealed_place(name) or _stands_in(name, taken))
    ]
    words: dict[str, list[str]] = {}
    unread: dict[str, str] = {}
    for name in loose:
        why = why_unread(name)
        if is_word(name):
            words.setdefault(name.rpartition("/")[0], []).append(name)
        elif why or name.lower().endswith(ZIP):
            unread[name] = why or "是压缩包里的压缩包，没有再解开；请解开以后再放进来"
    places += [GivenPlace(home, None, tuple(found)) for home, found in words.items()]
    return sorted(places), unread


def is_word(name: str) -> bool:
    """Whether a file may be a filled form."""
    last = name.rpartition("/")[2]
    return last.lower().endswith(WORD) and not last.startswith(("~$", ".~")) and last not in _WRITTEN


def why_unread(name: str) -> str:
    """Why a file that was given is never read; "" where it is, or where nobody means it to be."""
    last = name.rpartition("/")[2]
    return "" if last.startswith(("~$", ".~")) else UNREAD.get(PurePosixPath(last).suffix.lower(), "")


def is_sealed_place(path: str) -> bool:
    """Whether a path is or lies in what a seal keeps."""
    return _SEALED.search(path) is not None


def _ends(name: str, mark: str) -> bool:
    return name == mark or name.endswith(f"/{mark}")


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or "/." in name


def _is_own(home: str, other: str) -> bool:
    """Whether a folder is one of another dossier's own."""
    below = home[len(other) + 1 if other else 0 :]
    return home != other and (not other or home.startswith(f"{other}/")) and below.partition("/")[0] in OWN


def _package_of(home: str) -> str | None:
    return str(PurePosixPath(home).parent).removeprefix(".") if PurePosixPath(home).name == COPY else None


def _stands_in(name: str, homes: list[str]) -> bool:
    return any(not home or name.startswith(f"{home}/") for home in homes)


# ---- opening -------------------------------------------------------------------------------------------------


@contextmanager
def opened_source(source: GivenSource) -> Iterator[Opened | str]:
    """A dossier's folder for as long as it is worked on; or in words why it is not read."""
    with _tree_of(source) as tree:
        if isinstance(tree, str):
            yield tree
        elif source.kind == "folder" and not source.words:
            yield Opened(source.path / source.inside, tree, source)
        else:
            with private_folder() as home:
                yield _unpacked(tree, source, home)


def problems_of(opened: Opened, dossier: Dossier) -> list[Diagnostic]:
    """What is wrong with how a dossier came: what was said when it was opened, and its package."""
    found = list(opened.said)
    if opened.source.package is not None:
        from brandcluster.papers.importing.check_package import PackageFiles, package_problems

        start = f"{opened.source.package}/" if opened.source.package else ""
        names = {name[len(start) :] for name in opened.tree.names if name.startswith(start)}
        tree = opened.tree
        files = PackageFiles(
            names, lambda name, limit: _bytes(tree, start + name, limit), lambda name: _digest(tree, start + name)
        )
        found += package_problems(dossier, files)
    return found


def _unpacked(tree: FileTree, source: GivenSource, home: Path) -> Opened | str:
    try:
        if source.words:
            return _from_words(tree, source, home)
        start = f"{source.inside}/" if source.inside else ""
        room = archive.MAX_TOTAL
        for name in tree.names:
            if name.startswith(start):
                room -= put_private(home, name[len(start) :], tree.chunks(name), room)
    except ValueError as error:
        return str(error)
    return Opened(home, tree, source)


def _from_words(tree: FileTree, source: GivenSource, home: Path) -> Opened | str:
    from brandcluster.formats.word.guard import MAX_FILE
    from brandcluster.papers.importing.from_forms import dossier_from_forms, said_of

    papers = {name.rpartition("/")[2]: _bytes(tree, name, MAX_FILE) or b"" for name in source.words}
    found = dossier_from_forms(papers, home)
    if isinstance(found, str):
        return found
    for name, content in found.files.items():
        put_private(home, name, (content,), archive.MAX_TOTAL)
    return Opened(home, tree, source, tuple(said_of(found)))


def _bytes(tree: FileTree, name: str, limit: int) -> bytes | None:
    """The content of a file up to a limit; None where it is larger or cannot be read."""
    found = bytearray()
    try:
        for block in tree.chunks(name):
            found += block
            if len(found) > limit:
                return None
    except ValueError:
        return None
    return bytes(found)


def _digest(tree: FileTree, name: str) -> str | None:
    import hashlib

    found = hashlib.sha256()
    try:
        for block in tree.chunks(name):
            found.update(block)
    except ValueError:
        return None
    return found.hexdigest()


# ---- trees ---------------------------------------------------------------------------------------------------


@contextmanager
def _tree_of(source: GivenSource) -> Iterator[FileTree | str]:
    if source.kind == "zip":
        with zip_tree(source.path) as tree:
            yield tree
    elif source.kind == "git":
        with commit_tree(source.path, source.commit) as tree:
            yield tree
    else:
        yield folder_tree(source.path, None if source.package is not None else source.words)


def folder_tree(path: Path, names: Collection[str] | None = None) -> FileTree:
    """The files below a folder, or the named ones; links are not followed out of it."""

    def chunks(name: str) -> Iterator[bytes]:
        content = folder.read_bytes(path, name, archive.MAX_ENTRY)
        if not isinstance(content, bytes):
            raise ValueError(f"“{name[:80]}”读不出来")
        yield content

    return FileTree(folder.files_below(path) if names is None else names, chunks)


@contextmanager
def zip_tree(path: Path) -> Iterator[FileTree | str]:
    """The files of a zip; or in words why it is not opened."""
    with ExitStack() as stack:
        try:
            stream = stack.enter_context(folder.opened(path))
        except (OSError, ValueError):
            yield "打不开"
            return
        found = archive.open_archive(stream)
        yield found if isinstance(found, str) else FileTree(found.files, partial(archive.chunks_of, found))


@contextmanager
def commit_tree(path: Path, revision: str) -> Iterator[FileTree | str]:
    """The files of a commit below a folder of a repository; or in words why they are not read."""
    from brandcluster.formats import git

    files, repo = _files_at(path, revision)
    if isinstance(files, str) or repo is None:
        yield files if isinstance(files, str) else "不是 git 仓库"
        return
    with git.blob_reader(repo) as reader:

        def chunks(name: str) -> Iterator[bytes]:
            try:
                if (files[name].size or 0) > archive.MAX_ENTRY:
                    raise ValueError(f"“{name[:80]}”超过 {archive.MAX_ENTRY // 1_000_000} MB")
                yield reader.read(files[name])
            except git.BlobUnreadable as error:
                raise ValueError(str(error).rstrip("。")) from error

        yield FileTree(files, chunks)


def _files_at(path: Path, revision: str) -> tuple[dict[str, Blob] | str, Repository | None]:
    """The regular files of a commit; a name that could leave the folder, or be another file elsewhere, refuses it."""
    from brandcluster.formats import git

    repo = git.find_repository(path)
    if isinstance(repo, git.GitRefused):
        return repo.message.rstrip("。"), None
    commit = git.find_commit(repo, revision)
    files = commit if isinstance(commit, git.GitRefused) else git.files_of_commit(repo, commit)
    if isinstance(files, git.GitRefused):
        return files.message.rstrip("。"), None
    kept = {name: blob for name, blob in files.items() if not blob.is_link}
    reason = archive.why_no_names(kept)
    return (reason or kept), repo
