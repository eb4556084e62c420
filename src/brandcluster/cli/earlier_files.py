"""`init --from`: a new dossier out of last round's, whatever it came in; what was true only then is marked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.paths import is_file
from brandcluster.cli.word_files import read_word_file

if TYPE_CHECKING:
    from brandcluster.dossier.load import Dossier

#: Bytes of documents that are copied at most.
MAX_DOCUMENTS = 200_000_000


class Earlier(NamedTuple):
    """The files by path, the year after the last one that there are statistics of (None: there are none), and what is
    to be said."""

    files: dict[str, bytes]
    year: int | None
    said: tuple[str, ...]


def files_from_earlier(named: list[str]) -> Earlier:
    """What the named folder, package, zip or Word forms give. UserError where they give nothing."""
    words = [name for name in named if name.lower().endswith(".docx")]
    if words and len(words) == len(named):
        return _from_words(words)
    if len(named) != 1:
        raise UserError("--from 写上一轮的文件夹或 .zip，只写一个；或者写填好的表（.docx），可以写几个。")
    from brandcluster.cli.one_dossier import one_given
    from brandcluster.dossier.load import load_dossier
    from brandcluster.review.given import opened_source

    found = one_given(named[0])
    if found.source is None:
        return _carried(load_dossier(found.path))
    with opened_source(found.source) as opened:
        if isinstance(opened, str):
            raise UserError(f"“{visible(found.name)}”{visible(opened.rstrip('。'))}。", 1)
        return _carried(load_dossier(opened.path))


def _from_words(names: list[str]) -> Earlier:
    from brandcluster.dossier.load import load_dossier
    from brandcluster.formats.private import private_folder, put_private
    from brandcluster.papers.importing.from_forms import dossier_from_forms

    papers = {Path(name).name: read_word_file(Path(name)) for name in names if is_file(Path(name))}
    missing = [name for name in names if not is_file(Path(name))]
    if missing:
        raise UserError(f"没有“{visible(missing[0])}”这个文件。")
    with private_folder() as home:
        found = dossier_from_forms(papers, home)
        if isinstance(found, str):
            raise UserError(f"{visible(found.rstrip('。'))}。", 1)
        for path, content in found.files.items():
            if not path.startswith("statistics/"):
                put_private(home, path, (content,), len(content))
        earlier = _carried(load_dossier(home))
    said = [f"表是由程序读入的：{'、'.join(found.titles)}；拿不准的 {found.doubts} 处，请逐栏核对。"]
    said += [f"“{visible(name)}”没有读：{visible(why)}" for name, why in found.unread.items()]
    return Earlier(earlier.files, None, (*said, *earlier.said))


def _carried(dossier: Dossier) -> Earlier:
    from brandcluster.dossier.editing.earlier_round import carried_files

    carried = carried_files(dossier)
    if not carried.files:
        raise UserError(f"“{visible(dossier.root.name)}”的文件都读不出来，没有可以带过来的。先用 validate 看看。", 1)
    documents, left = _documents(dossier)
    said = [
        f"从上一轮带来 {len(carried.files)} 个文件、{len(documents)} 件证明文件；其中 {carried.marked} 处（日期、结论、"
        "证明文件等）标着“# 待确认：”，确认以前按没有填算。",
        "没有带过来：推荐表的意见和盖章、企业报表、试点期间的记录、封存的定稿。",
    ]
    if carried.left:
        said.append(f"有错误、没有带过来，建了空的：{'、'.join(carried.left)}。")
    if left:
        said.append(
            f"证明文件太大或读不出来，没有带过来：{visible('、'.join(left[:5]))}{'等' if len(left) > 5 else ''}。"
        )
    files = {path: text.encode("utf-8") for path, text in carried.files.items()}
    last = max(dossier.statistics, default=None)
    return Earlier({**documents, **files}, None if last is None else last + 1, tuple(said))


def _documents(dossier: Dossier) -> tuple[dict[str, bytes], list[str]]:
    """The documents that the application names, by path; and those that stay behind."""
    from brandcluster.dossier.documents import document_paths
    from brandcluster.dossier.files import PILOT_FOLDER, RECOMMENDATION
    from brandcluster.papers.forms.dossier_copy import evidence_bytes

    found: dict[str, bytes] = {}
    left = []
    room = MAX_DOCUMENTS
    for path, _, named in document_paths(dossier):
        if named is None or named in found or path == RECOMMENDATION or path.startswith(f"{PILOT_FOLDER}/"):
            continue
        content = evidence_bytes(dossier.root, named, room)
        if isinstance(content, bytes):
            found[named] = content
            room -= len(content)
        elif named not in left:
            left.append(named)
    return found, left
