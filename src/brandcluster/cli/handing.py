"""What is handed over between people who do not use git, and what comes back: shared by `handover`, `merge` and the page
at the desk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.options import dossier_folders
from brandcluster.cli.paths import is_file

if TYPE_CHECKING:
    from brandcluster.dossier.editing.handed_over import Handover
    from brandcluster.dossier.editing.three_way import MergedText
    from brandcluster.dossier.history.changes import DossierChange
    from brandcluster.dossier.load import Dossier


@contextmanager
def earlier_state(dossier: Dossier, base: str | None) -> Iterator[tuple[Dossier, str]]:
    """The state to compare with, and what to call it."""
    from brandcluster.dossier.history.seals import read_seals, sealed_dossier
    from brandcluster.dossier.load import load_dossier

    if base is None:
        seals = read_seals(dossier).seals
        copy = sealed_dossier(dossier, seals[-1]) if seals else None
        if copy is None:
            raise UserError("这份材料没有完好的封存可以对着比。写上改动以前的文件夹或报送材料：--base 上次的申报。")
        yield copy, seals[-1].name
    elif not is_file(Path(base)):
        _, root = dossier_folders([base])[0]
        yield load_dossier(root), f"“{Path(base).name}”"
    else:
        from brandcluster.review.find_dossiers import find_dossiers
        from brandcluster.review.given import opened_source

        search = find_dossiers([base])
        if len(search.found) != 1 or search.found[0].source is None:
            raise UserError(f"“{visible(base)}”里要正好有一份申报材料，找到 {len(search.found)} 份。")
        with opened_source(search.found[0].source) as opened:
            if isinstance(opened, str):
                raise UserError(f"“{visible(base)}”{visible(opened)}。")
            yield load_dossier(opened.path), f"“{Path(base).name}”"


def compared_handover(before: Dossier | None, after: Dossier, against: str) -> Handover:
    """What changed, without who and why; all of it where the other side has nothing yet."""
    from brandcluster.dossier.documents import document_paths
    from brandcluster.dossier.editing.conflict_marks import find_clashes
    from brandcluster.dossier.editing.handed_over import HandedFile, Handover, may_be_handed_over
    from brandcluster.formats import folder

    old = source_texts(before.root, against) if before is not None else {}
    new = source_texts(after.root)
    unsettled = [path for path, text in new.items() if text and find_clashes(text)]
    if unsettled:
        raise UserError(f"“{visible(unsettled[0])}”里有没有解决的冲突，先解决：brandcluster validate 逐处列出。")
    paths = sorted(path for path in old.keys() | new.keys() if old.get(path) != new.get(path))
    files = [HandedFile(path, old.get(path), new.get(path)) for path in paths if may_be_handed_over(path)]
    digests = {
        path: folder.file_digest(after.root, path, folder.MAX_NAMED)
        for _, _, path in document_paths(after)
        if path is not None
    }
    documents = {path: digest for path, digest in digests.items() if digest is not None}
    region = (after if before is None else before).header.region_name
    return Handover(region or "", "", "", against, tuple(files), documents)


class TakenIn(NamedTuple):
    """What taking in a handover comes to: the texts to be written by path, how many conflicts each file has then, the
    files that the sender deleted, what is to be said (stale totals, missing documents), and what changes."""

    texts: dict[str, str]
    clashing: dict[str, int]
    gone: list[str]
    stale: list[str]
    lacking: list[str]
    changes: tuple[DossierChange, ...]


def taken_in(found: Handover, root: Path) -> TakenIn:
    """What a handover changes here. UserError where it is another region's, or would break what is written."""
    from brandcluster.dossier.history.changes import compare_dossiers
    from brandcluster.dossier.load import load_dossier

    here = load_dossier(root)
    region = here.header.region_name
    if found.region and region and found.region != region:
        raise UserError(f"这是“{visible(found.region)}”的交接，这里是“{visible(region)}”，没有收。")
    texts, clashing, gone, stale = _merged(found, root)
    there = load_dossier(root, instead={path: text.encode() for path, text in texts.items()})
    broken = [path for path in texts if path not in clashing and _faults(there, path) > _faults(here, path)]
    if broken:
        raise UserError(f"收下以后“{visible(broken[0])}”会读不出来，没有收。请对方先运行 brandcluster validate。", 1)
    changes = compare_dossiers(here, there, only=frozenset(texts) - clashing.keys())
    return TakenIn(texts, clashing, gone, stale, lacking_documents(found, root), changes)


def _faults(dossier: Dossier, path: str) -> int:
    """How many mistakes in the way a file is written keep it from being read, in part or as a whole."""
    from brandcluster.dossier.history.changes import is_unreadable

    document = dossier.documents.get(path)
    written = document.diagnostics if document is not None else ()
    return sum(each.severity == "error" for each in written) + is_unreadable(dossier, path)


def _merged(found: Handover, root: Path) -> tuple[dict[str, str], dict[str, int], list[str], list[str]]:
    """The texts to be written, how many conflicts a file has, the files that the sender deleted, the stale totals."""
    from brandcluster.dossier.editing.conflict_marks import Names, find_clashes
    from brandcluster.dossier.editing.three_way import merge_files

    ours = source_texts(root)
    unsettled = [path for path, text in ours.items() if text and find_clashes(text)]
    if unsettled:
        raise UserError(f"“{visible(unsettled[0])}”里还有没有解决的冲突，先解决再收：brandcluster validate 逐处列出。")
    kept = [each for each in found.files if each.after is not None]
    gone = [each.path for each in found.files if each.after is None and ours.get(each.path) is not None]
    paths = [each.path for each in kept]
    sides = (
        {each.path: each.before for each in kept},
        {path: ours.get(path) for path in paths},
        {each.path: each.after for each in kept},
    )
    result: dict[str, MergedText | None] = merge_files(
        *sides,
        Names("1 这里", f"2 {visible(found.by) or '对方'}"),
    )
    texts = {path: each.text for path, each in result.items() if each is not None and each.text != ours.get(path)}
    conflicts = {path: len(each.conflicts) for path, each in result.items() if each is not None and each.conflicts}
    return texts, conflicts, gone, stale_lines(sides, result)


def lacking_documents(found: Handover, root: Path) -> list[str]:
    """The documents that the sender has and this folder does not, or not the same."""
    from brandcluster.formats import folder

    lines = []
    for path, digest in found.documents.items():
        here = folder.file_digest(root, path, folder.MAX_NAMED)
        if here != digest:
            what = "没有" if here is None else "和对方的不一样"
            lines.append(f"证明文件 {visible(path)} 这里{what}，请对方发来")
    return lines


def stale_lines(sides: Sequence[Mapping[str, str | None]], merged: Mapping[str, MergedText | None]) -> list[str]:
    """What to say of totals that added up in base and both sides and do not in the result."""
    from brandcluster.dossier.files import PLAN
    from brandcluster.rules.facts.stale_totals import stale_after, stale_words

    made = merged.get(PLAN)
    base, one, other = (each.get(PLAN) for each in sides)
    if made is None or made.conflicts or base is None or one is None or other is None:
        return []
    stale = stale_after((base, one, other, made.text))
    return [visible(f"合计没有跟着变，请改：{stale_words(stale)}。")] if stale else []


def source_texts(root: Path, given: str | None = None) -> dict[str, str | None]:
    """The dossier's own files as texts. UserError with the file; of one that was `given`, perhaps packed, by what that is called."""
    from brandcluster.dossier.load import load_dossier
    from brandcluster.formats import folder

    found: dict[str, str | None] = {}
    for path in load_dossier(root).documents:
        content = folder.read_bytes(root, path)
        where = f"“{visible((root / path).as_posix())}”" if given is None else f"{visible(given)}里的“{visible(path)}”"
        try:
            found[path] = content.decode("utf-8") if isinstance(content, bytes) else None
        except UnicodeDecodeError:
            instead = "先运行 validate --fix" if given is None else "请换一份读得出来的"
            raise UserError(f"{where}不是 UTF-8 编码，{instead}。") from None
        if found[path] is None:
            raise UserError(f"{where}读不出来，没有合并。")
    return found


# ---- with git --------------------------------------------------------------------------------------------------

#: What `init` writes beside a dossier's own files, and belongs into its repository.
_BESIDE = (".gitignore", ".gitattributes", "检查.bat", "生成.bat", "打开.bat")
#: Files of text: git keeps them with plain line ends, as .gitattributes of `init` says.
_PLAIN = (".yaml", ".yml", ".bat", ".txt", ".json", ".gitignore", ".gitattributes", ".md")


def files_for_review(root: Path) -> tuple[dict[str, bytes | None], list[str]]:
    """What of a folder goes into a commit, by path: the dossier's files, documents, seals, and what `init` wrote; None for
    one that is gone. Returns of enterprises never, nor what git is told to ignore. Then the paths that cannot be read."""
    from brandcluster.dossier.files import ENTERPRISES_FOLDER
    from brandcluster.dossier.history.commits import is_source
    from brandcluster.dossier.history.state_files import is_evidence
    from brandcluster.formats import folder
    from brandcluster.formats.git import GitRefused, ask_git

    answer = ask_git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    if isinstance(answer, GitRefused):
        raise UserError(visible(answer.message))
    paths = sorted({each for each in answer.decode("utf-8", "surrogateescape").split("\0") if each})
    files: dict[str, bytes | None] = {}
    unread = []
    for path in paths:
        ours = is_source(path) or is_evidence(path) or path in _BESIDE or path.startswith(".brandcluster/")
        if not ours or path.startswith(f"{ENTERPRISES_FOLDER}/"):
            continue
        content = folder.read_bytes(root, path, folder.MAX_NAMED)
        if isinstance(content, bytes):
            is_plain = path.endswith(_PLAIN) and not path.startswith(("evidence/", "sealed/"))
            files[path] = content.replace(b"\r\n", b"\n") if is_plain else content
        elif content == "missing":
            files[path] = None
        else:
            unread.append(path)
    return files, unread
