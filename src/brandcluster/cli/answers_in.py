"""Answers of departments that come in: workbooks read against the dossier one after another, the documents with them, and
what follows for the record. For `request add` and the page at the desk; nothing is written here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date as Date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError

if TYPE_CHECKING:
    from brandcluster.base.diagnostics import Diagnostic
    from brandcluster.dossier.load import Dossier
    from brandcluster.sheets.named_documents import Lacking
    from brandcluster.sheets.taking_in import Preferred, Preferring, Taking
    from brandcluster.sheets.write_changes import NewText

#: As large a document is copied, and as many places are named.
MOST_DOCUMENT_BYTES, _NAMED = 50_000_000, 12
BOOK = ".xlsx"
#: What a letter waits for where the checks found an error in the answer.
CHECK_ANSWER = "核对收进来以后新发现的错误"


class ComingDocument(NamedTuple):
    """A document that came: its name, bytes and hash."""

    name: str
    content: bytes
    digest: str


class ComingAnswer(NamedTuple):
    """A workbook that came: from whom, what becomes of it, and what it names that did not come."""

    file: str
    supplier: str
    taking: Taking
    texts: list[NewText]
    lacking: list[Lacking]
    #: The files that its sheets are of.
    paths: frozenset[str]

    @property
    def stands_in_the_way(self) -> bool:
        """Whether nothing is written because of it."""
        return bool(self.taking.faults or self.taking.conflicts or any(each.after is None for each in self.texts))


def coming_documents(root: Path, names: Sequence[str]) -> dict[str, ComingDocument]:
    """The documents by name. UserError where another stands in the place of one, or two have one name."""
    from brandcluster.cli.paths import exists
    from brandcluster.formats.folder import first_bytes, regular_bytes
    from brandcluster.sheets.named_documents import EVIDENCE_FOLDER

    found: dict[str, ComingDocument] = {}
    for name in names:
        path = root / EVIDENCE_FOLDER / Path(name).name
        content = first_bytes(Path(name), MOST_DOCUMENT_BYTES + 1)
        if not isinstance(content, bytes):
            raise UserError(f"“{visible(name)}”读不出来：没有这个文件，不是普通文件，或没有权限。")
        if len(content) > MOST_DOCUMENT_BYTES:
            raise UserError(f"“{visible(name)}”超过 {MOST_DOCUMENT_BYTES // 1_000_000} MB。")
        others = {each.content for each in found.values() if each.name.casefold() == path.name.casefold()}
        if others - {content} or (exists(path) and regular_bytes(path, MOST_DOCUMENT_BYTES) != content):
            raise UserError(f"evidence/ 里已经有另一个“{visible(path.name)}”，没有覆盖。换一个文件名再来。", 1)
        found[path.name] = ComingDocument(path.name, content, sha256(content).hexdigest())
    return found


def read_answers(
    dossier: Dossier,
    files: Sequence[str],
    documents: dict[str, ComingDocument],
    prefer: Preferred | None,
    decided: Mapping[str, Mapping[str, Preferred]] | None = None,
) -> tuple[list[ComingAnswer], set[str], dict[str, NewText], Dossier]:
    """Every workbook against the dossier as the ones before it leave it; which documents they name; the files as they
    are to be; the dossier as it would be. `decided`: by file, which side counts at a cell, instead of `prefer`."""
    answers: list[ComingAnswer] = []
    used: set[str] = set()
    now: dict[str, NewText] = {}
    for name in (each for each in files if each.lower().endswith(BOOK)):
        answer, named = _answer(dossier, name, documents, prefer if decided is None else decided.get(name, {}))
        answers.append(answer)
        used |= named
        if not answer.stands_in_the_way:
            now, dossier = _with_texts(dossier, now, answer.texts)
    return answers, used, now, dossier


def _answer(
    dossier: Dossier, name: str, documents: dict[str, ComingDocument], prefer: Preferring
) -> tuple[ComingAnswer, set[str]]:
    from brandcluster.cli.sheet_answers import answered_texts, open_answer
    from brandcluster.formats.folder import resolve_file
    from brandcluster.sheets.asking import disagreeing, hold_back
    from brandcluster.sheets.named_documents import name_documents
    from brandcluster.sheets.taking_in import take_in

    filled = open_answer(dossier, name)
    if not filled.asked:
        raise UserError(f"“{visible(Path(name).name)}”不是 request form 生成的；sheet form 生成的用 sheet add 收。", 1)
    used, lacking = name_documents(
        filled, list(documents), lambda path: isinstance(resolve_file(dossier.root, path), Path)
    )
    taking = take_in(dossier, filled, prefer)
    taking.notes += disagreeing(dossier, filled)[:_NAMED]
    hold_back(taking, prefer)
    taking.notes += [
        f"缺文件：{where} 写着“{named}”，这个文件没有交来，evidence/ 里也没有；这一格没有写。请对方补交，和工作簿一起再收一次。"
        for where, named in lacking
    ]
    texts = [] if taking.faults or taking.conflicts else answered_texts(dossier, taking)
    paths = frozenset(sheet.table.path for sheet in filled.sheets)
    return ComingAnswer(name, filled.asked, taking, texts, lacking, paths), used


def _with_texts(
    dossier: Dossier, now: dict[str, NewText], texts: Sequence[NewText]
) -> tuple[dict[str, NewText], Dossier]:
    """The files with what one more answer changes, and the dossier read so."""
    from brandcluster.dossier.load import load_dossier

    changed = [each for each in texts if each.after != each.before]
    if not changed:
        return now, dossier
    for each in changed:
        first = now.get(each.path)
        if first is not None and not each.before:
            raise UserError(f"有两个工作簿都新写了 {each.path}。一个一个收。", 1)
        now = {**now, each.path: each if first is None else each._replace(before=first.before)}
    instead = {path: (each.after or "").encode("utf-8") for path, each in now.items()}
    return now, load_dossier(dossier.root, instead=instead)


def answers_record(
    dossier: Dossier, answers: Sequence[ComingAnswer], day: Date, wrong: Collection[str], still: set[str]
) -> dict[Path, bytes]:
    """The record with the day on the letters that were answered. One stays open, with what it waits for, whose
    documents did not come, after whose answer a file is `wrong`, or is `still` where that was said before."""
    from brandcluster.cli.request_record import edited_record

    open_: dict[str, list[str]] = {each.supplier: [] for each in answers}
    paths: dict[str, set[str]] = {each.supplier: set() for each in answers}
    for each in answers:
        open_[each.supplier] += [named for _, named in each.lacking]
        paths[each.supplier] |= each.paths
        if any(text.path in wrong and text.after != text.before for text in each.texts):
            open_[each.supplier].append(CHECK_ANSWER)
    changes: dict[tuple[str | int, ...], str | None] = {}
    for at, sent in enumerate(dossier.requests.sent):
        if sent.supplier not in open_ or sent.answered is not None:
            continue
        if CHECK_ANSWER in (sent.lacking or "") and still & paths[sent.supplier]:
            open_[sent.supplier].append(CHECK_ANSWER)
        lacking = "；".join(dict.fromkeys(open_[sent.supplier]))
        if lacking or sent.lacking:
            changes["发函", at, "欠缺"] = lacking or None
        if not lacking:
            changes["发函", at, "收回"] = day.isoformat()
    return edited_record(dossier, changes)


def newly_found(
    before: Dossier, now: dict[str, NewText], documents: dict[str, ComingDocument]
) -> tuple[list[Diagnostic], set[str]]:
    """What the checks find after the answers that they did not find before. That a document is not there is none: it
    is written with them. And the files that have errors then."""
    if not now and not any(CHECK_ANSWER in (each.lacking or "") for each in before.requests.sent):
        return [], set()
    from brandcluster.dossier.load import load_dossier
    from brandcluster.rules.checks.all_checks import find_problems
    from brandcluster.sheets.named_documents import EVIDENCE_FOLDER

    instead = {path: (each.after or "").encode("utf-8") for path, each in now.items()}
    after = load_dossier(before.root, instead=instead)
    known = {(each.code, each.location.path, each.keys, each.message) for each in find_problems(before)}
    found = find_problems(after)
    new = [
        each
        for each in found
        if (each.code, each.location.path, each.keys, each.message) not in known
        and not any(f"{EVIDENCE_FOLDER}/{name}" in each.message for name in documents)
    ]
    return new, {each.location.path for each in found if each.severity == "error"}
