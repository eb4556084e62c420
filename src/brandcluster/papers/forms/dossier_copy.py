"""The machine-readable dossier that goes with the forms: the files they are made of, byte for byte, and what stays here.

Unpacked it is a dossier that every command reads. Returns of enterprises never go along, wherever a field points.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.documents import documents_in
from brandcluster.dossier.editing.new_files import new_dossier_files
from brandcluster.dossier.files import (
    ENTERPRISES_FOLDER,
    FILES,
    IGNORE_LIST,
    JUDGEMENTS,
    PILOT_FOLDER,
    REQUESTS,
    SEALED_FOLDER,
    STATISTICS_FOLDER,
    statistics_path,
)
from brandcluster.dossier.load import Dossier
from brandcluster.formats import folder
from brandcluster.formats.yaml.comments import IGNORE, find_comments
from brandcluster.rules.facts.rules_in_force import edition_of

#: The folder of the package that the dossier stands in.
COPY = "申报文件夹"
ATTACHED, NOT_ATTACHED = "已附", "没有附"
_OPENING = late_pattern("#")


class DossierCopy(NamedTuple):
    """The files of the copy by their paths in the package, and what the list says of it: what, remark, 已附 or 没有附."""

    files: dict[str, bytes]
    rows: list[tuple[str, str, str]]


def copy_dossier(dossier: Dossier, documents: Mapping[str, bytes]) -> DossierCopy:
    """The dossier as it goes along, with these documents (by their paths)."""
    paths = list(_paths(dossier))
    sources = {path: content for path in paths if isinstance(content := folder.read_bytes(dossier.root, path), bytes)}
    files = {**sources, **documents}
    return DossierCopy(
        {f"{COPY}/{path}": files[path] for path in sorted(files)},
        [*_attached(dossier, sources, documents), *_left_out(dossier, sources, documents)],
    )


def evidence_bytes(root: Path, path: str, limit: int) -> bytes | str:
    """A document that goes along; or in words why it does not."""
    if is_confidential(root, path):
        return "企业报表，依法保密，不随附"
    content = folder.read_bytes(root, path, limit)
    if isinstance(content, bytes):
        return content
    return "文件太大，请另行提交" if content == "too_large" else "文件夹里没有这个文件"


def is_confidential(root: Path, path: str) -> bool:
    """Whether a path leads, perhaps through a link, to a return of an enterprise."""
    real = folder.resolve_file(root, path)
    places = [PurePosixPath(path).parts]
    places += [real.relative_to(root.resolve()).parts] if isinstance(real, Path) else []
    return any(parts[:1] and parts[0].casefold() == ENTERPRISES_FOLDER for parts in places)


def _paths(dossier: Dossier) -> Iterator[str]:
    """The files that the forms are made of: what came after the application is not among them, nor which letters the
    region has out."""
    yield from (kind.path for kind in FILES if kind.path != REQUESTS and dossier.has(kind.path))
    yield from (statistics_path(year) for year in _years(dossier))
    named = dossier.header.overlay
    if named is not None and named in dossier.documents and not is_confidential(dossier.root, named):
        yield named


def _years(dossier: Dossier) -> list[int]:
    last = dossier.baseline_year
    return [year for year in sorted(dossier.statistics) if last is None or year <= last]


def _attached(
    dossier: Dossier, sources: Mapping[str, bytes], documents: Mapping[str, bytes]
) -> Iterator[tuple[str, str, str]]:
    yield "各栏目的内容", f"{len(sources)} 个 .yaml 文件，与表上的一致，可以用程序核对", ATTACHED
    years = "、".join(map(str, _years(dossier)))
    if years:
        yield "统计数据", f"{years} 年，分产业的合计", ATTACHED
    comments, ignored = _comments(dossier, sources)
    left = len(dossier.ignore_list.problems)
    if JUDGEMENTS in sources:
        yield "认定的记录", f"{len(dossier.judgements.judgements)} 条：谁、何时、依据什么、结论", ATTACHED
    if ignored or left:
        places = [f"{ignored} 处，写在文件的注释里"] if ignored else []
        places += [f"{left} 条，写在 {IGNORE_LIST}"] if left else []
        yield "忽略的检查和原因", "；".join(places), ATTACHED
    if comments:
        yield "注释", f"{comments} 处，原样随附；报送以前请看一遍", ATTACHED
    yield "证明材料", f"{len(documents)} 件，与“证明材料”里的相同", ATTACHED


def _left_out(
    dossier: Dossier, sources: Mapping[str, bytes], documents: Mapping[str, bytes]
) -> Iterator[tuple[str, str, str]]:
    yield "企业报表", "依法保密，只报合计；核对时没有它不算错误", NOT_ATTACHED
    named = {
        document
        for path in sources
        for document in _documents_of(dossier, path)
        if document not in documents and document not in sources
    }
    if named:
        yield (
            "其他提到的文件",
            f"{len(named)} 件，申报以后的，或“证明材料清单”里写明没有附的；核对时会提示找不到",
            NOT_ATTACHED,
        )
    later = [each for each in dossier.statistics if each not in _years(dossier)]
    if dossier.has_pilot or later:
        yield "申报以后的记录", f"{PILOT_FOLDER}/、{STATISTICS_FOLDER}/ 里申报以后的年份", NOT_ATTACHED
    if (dossier.root / SEALED_FOLDER).is_dir():
        yield "封存的定稿", f"{SEALED_FOLDER}/，留在本单位；最近一次纸质报送的清单在“归档”里", NOT_ATTACHED


def _documents_of(dossier: Dossier, path: str) -> Iterator[str]:
    part = dossier.contents.get(path) or next(
        (each for year, each in dossier.statistics.items() if statistics_path(year) == path), None
    )
    if part is not None:
        yield from (named for _, named in documents_in(part) if named is not None)


def _comments(dossier: Dossier, sources: Mapping[str, bytes]) -> tuple[int, int]:
    """How many comments people have written (those of `init` are not theirs), and how many set a check aside."""
    edition = edition_of(dossier)
    ours = {line.strip() for text in new_dossier_files(edition, 2000).values() for line in text.splitlines()}
    words = [
        f"# {each.words}"
        for path in sources
        if path in dossier.documents
        for each in find_comments(dossier.documents[path], _OPENING)
    ]
    ignored = sum(IGNORE.match(each) is not None for each in words)
    written = sum(each not in ours and not each.startswith("# yaml-language-server") for each in words)
    return written - ignored, ignored
