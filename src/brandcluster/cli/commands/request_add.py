"""`request add`: answers of departments taken in together, all or nothing, with the documents they rest on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date as Date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from brandcluster.base.visible import as_argument, visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.progress_bar import while_waiting

if TYPE_CHECKING:
    from brandcluster.base.diagnostics import Diagnostic
    from brandcluster.dossier.documents import DocumentSlot
    from brandcluster.dossier.load import Dossier
    from brandcluster.sheets.named_documents import Lacking
    from brandcluster.sheets.taking_in import Preferred, Taking
    from brandcluster.sheets.write_changes import NewText

#: As large a document as is copied, and as many places as are named.
_MOST_BYTES, _NAMED = 50_000_000, 12
_BOOK = ".xlsx"
#: What a letter waits for where the checks found an error in the answer.
_CHECK = "核对收进来以后新发现的错误"


class _Document(NamedTuple):
    """A document that came: its name, bytes and hash."""

    name: str
    content: bytes
    digest: str


class _Answer(NamedTuple):
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


def add_together(
    root: Path, names: Sequence[str], prefer: Preferred | None, into: str | None, day: Date, *, is_dry: bool
) -> int:
    """Take the answers in; 1 when anything is left to a person. The caller holds the folder's lock."""
    from brandcluster.dossier.load import load_dossier

    files = _files(names)
    before = load_dossier(root)
    documents = _documents(root, [each for each in files if not each.lower().endswith(_BOOK)])
    answers, used, now, dossier = while_waiting("读收回的表", _taken, before, files, documents, prefer)
    loose = [each for name, each in documents.items() if name not in used]
    entered = _entered(dossier, loose, into, prefer) if loose else None
    stopped = [each for each in answers if each.stands_in_the_way]
    for answer in answers:
        _show(answer, is_dry=is_dry)
    if stopped:
        _say_nothing_written(root, files, stopped, prefer)
        return 1
    now |= entered or {}
    new, still = while_waiting("检查材料", _appeared, before, now, documents)
    wrong = {each.location.path for each in new if each.severity == "error"}
    record = _record_of(dossier, answers, day, wrong, still)
    _write(before, now, documents, record, is_dry=is_dry)
    if new:
        _say_what_appeared(before, new)
    left = any(_left(each) for each in answers) or bool(loose and entered is None) or bool(wrong)
    if loose and entered is None:
        _say_loose(dossier, loose)
    return int(left)


# ---- what came -------------------------------------------------------------------------------------------------


def _files(names: Sequence[str]) -> list[str]:
    """The named files, and those in the named folders; what programs leave beside an open file is none."""
    from brandcluster.cli.paths import is_folder
    from brandcluster.formats.folder import files_below

    found: list[str] = []
    for name in names:
        below = files_below(Path(name)) if is_folder(Path(name)) else None
        if below == []:
            raise UserError(f"“{visible(name)}”是空的文件夹。")
        found += [name] if below is None else [(Path(name) / each).as_posix() for each in below]
    kept = [each for each in found if not Path(each).name.startswith(("~$", "."))]
    return [each for each in kept if each in names or not _is_letter(each, kept)]


def _is_letter(name: str, others: Sequence[str]) -> bool:
    """Whether a file in a folder is the letter that lies beside its workbook."""
    path = Path(name)
    return path.suffix.lower() == ".docx" and path.with_suffix(_BOOK).as_posix() in others


def _documents(root: Path, names: Sequence[str]) -> dict[str, _Document]:
    """The documents by name. UserError where another stands in the place of one, or two have one name."""
    from brandcluster.cli.paths import exists
    from brandcluster.formats.folder import first_bytes, regular_bytes
    from brandcluster.sheets.named_documents import EVIDENCE_FOLDER

    found: dict[str, _Document] = {}
    for name in names:
        path = root / EVIDENCE_FOLDER / Path(name).name
        content = first_bytes(Path(name), _MOST_BYTES + 1)
        if not isinstance(content, bytes):
            raise UserError(f"“{visible(name)}”读不出来：没有这个文件，不是普通文件，或没有权限。")
        if len(content) > _MOST_BYTES:
            raise UserError(f"“{visible(name)}”超过 {_MOST_BYTES // 1_000_000} MB。")
        others = {each.content for each in found.values() if each.name.casefold() == path.name.casefold()}
        if others - {content} or (exists(path) and regular_bytes(path, _MOST_BYTES) != content):
            raise UserError(f"evidence/ 里已经有另一个“{visible(path.name)}”，没有覆盖。换一个文件名再来。", 1)
        found[path.name] = _Document(path.name, content, sha256(content).hexdigest())
    return found


def _taken(
    dossier: Dossier, files: Sequence[str], documents: dict[str, _Document], prefer: Preferred | None
) -> tuple[list[_Answer], set[str], dict[str, NewText], Dossier]:
    """Every workbook against the dossier as the ones before it leave it; which documents they name; the files as they
    are to be; the dossier as it would be."""
    answers: list[_Answer] = []
    used: set[str] = set()
    now: dict[str, NewText] = {}
    for name in (each for each in files if each.lower().endswith(_BOOK)):
        answer, named = _answer(dossier, name, documents, prefer)
        answers.append(answer)
        used |= named
        if not answer.stands_in_the_way:
            now, dossier = _with_texts(dossier, now, answer.texts)
    return answers, used, now, dossier


def _answer(
    dossier: Dossier, name: str, documents: dict[str, _Document], prefer: Preferred | None
) -> tuple[_Answer, set[str]]:
    from brandcluster.cli.commands.data_sheet import answered_texts, open_answer
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
    return _Answer(name, filled.asked, taking, texts, lacking, paths), used


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


# ---- documents that no workbook names --------------------------------------------------------------------------


def _entered(
    dossier: Dossier, loose: Sequence[_Document], into: str | None, prefer: Preferred | None
) -> dict[str, NewText] | None:
    """The file with the document entered in the place that `into` names; None where none was named."""
    if into is None:
        return None
    from brandcluster.dossier.documents import document_slots
    from brandcluster.formats.yaml.edits import edit_text
    from brandcluster.sheets.named_documents import EVIDENCE_FOLDER
    from brandcluster.sheets.write_changes import NewText

    if len(loose) > 1:
        names = "、".join(visible(each.name) for each in loose[:_NAMED])
        raise UserError(f"--into 一次写一个文件的栏目，这里有 {len(loose)} 个：{names}。一个一个收。")
    place = f"{EVIDENCE_FOLDER}/{loose[0].name}"
    slot = _slot(document_slots(dossier), into, place)
    if slot.named not in (None, place) and prefer != "new":
        if prefer == "old":
            return {}
        raise UserError(
            f"“{visible(slot.words)}”已经写着“{visible(slot.named or '')}”，交来的是“{visible(place)}”。"
            f"换成交来的加 --prefer new，留原来的加 --prefer old。什么也没有写。",
            1,
        )
    text = dossier.documents[slot.path].text
    after = edit_text(slot.path, text, {slot.keys: place})
    if after is None:
        raise UserError(f"{slot.path} 的写法特殊，没有把握只改这一处。请在文件里写 {place}。什么也没有写。", 1)
    return {slot.path: NewText(slot.path, text, after)} if after != text else {}


def _slot(slots: Sequence[DocumentSlot], into: str, place: str) -> DocumentSlot:
    """The place whose words hold all that was named; of several the one that is empty, or names the document."""
    terms = into.split()
    found = [each for each in slots if terms and all(term in each.words for term in terms)]
    free = [each for each in found if each.named in (None, place)]
    chosen = found if len(found) == 1 else free
    if len(chosen) == 1:
        return chosen[0]
    offered = chosen or found or [each for each in slots if each.named is None] or list(slots)
    why = "不止一处" if found else "没有这样的栏目"
    raise UserError(f"--into “{visible(into)}”{why}。可以写：{_listed(offered)}。什么也没有写。", 1)


def _listed(slots: Sequence[DocumentSlot]) -> str:
    more = f"等 {len(slots)} 处" if len(slots) > _NAMED else ""
    return "、".join(f"“{visible(each.words)}”" for each in slots[:_NAMED]) + more


# ---- what is said and written ----------------------------------------------------------------------------------


def _show(answer: _Answer, *, is_dry: bool) -> None:
    from brandcluster.cli.formats import Wanted, publish
    from brandcluster.output.commands.sheet_changes import sheet_lines

    typer.echo(f"{visible(answer.supplier)}：{visible(Path(answer.file).name)}")
    shown = answer.texts if is_dry else []
    publish(Wanted("text"), {"text": lambda: sheet_lines(answer.taking, answer.texts, [], shown, is_dry=is_dry)})


def _left(answer: _Answer) -> bool:
    from brandcluster.output.commands.sheet_changes import left_for_a_person

    return left_for_a_person(answer.taking, answer.texts)


def _say_nothing_written(
    root: Path, files: Sequence[str], stopped: Sequence[_Answer], prefer: Preferred | None
) -> None:
    names = "、".join(visible(Path(each.file).name) for each in stopped)
    typer.echo(
        f"要先处理的：{names}。一起收的 {len(files)} 个文件什么也没有写。" if len(files) > 1 else "什么也没有写。"
    )
    bad = {each.file for each in stopped}
    good = [each for each in files if each not in bad]
    if any(each.lower().endswith(_BOOK) for each in good) and len(good) <= _NAMED:
        arguments = " ".join(as_argument(each) for each in good)
        same = f" --prefer {prefer}" if prefer else ""
        typer.echo(f"先收没有问题的：brandcluster request add {arguments} --to {as_argument(root.as_posix())}{same}")


def _record_of(
    dossier: Dossier, answers: Sequence[_Answer], day: Date, wrong: Collection[str], still: set[str]
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
            open_[each.supplier].append(_CHECK)
    changes: dict[tuple[str | int, ...], str | None] = {}
    for at, sent in enumerate(dossier.requests.sent):
        if sent.supplier not in open_ or sent.answered is not None:
            continue
        if _CHECK in (sent.lacking or "") and still & paths[sent.supplier]:
            open_[sent.supplier].append(_CHECK)
        lacking = "；".join(dict.fromkeys(open_[sent.supplier]))
        if lacking or sent.lacking:
            changes["发函", at, "欠缺"] = lacking or None
        if not lacking:
            changes["发函", at, "收回"] = day.isoformat()
    return edited_record(dossier, changes)


def _write(
    dossier: Dossier,
    now: dict[str, NewText],
    documents: dict[str, _Document],
    record: dict[Path, bytes],
    *,
    is_dry: bool,
) -> None:
    """Everything at once: what the answers change, the documents, the record."""
    from brandcluster.cli.commands.data_sheet import write_texts
    from brandcluster.cli.paths import exists
    from brandcluster.sheets.named_documents import EVIDENCE_FOLDER

    new = {
        dossier.root / EVIDENCE_FOLDER / each.name: each.content
        for each in documents.values()
        if not exists(dossier.root / EVIDENCE_FOLDER / each.name)
    }
    written = [] if is_dry else write_texts(dossier, list(now.values()), {**new, **record})
    for path in [*now, *(f"{EVIDENCE_FOLDER}/{each}" for each in documents)] if is_dry else written:
        each = documents.get(Path(path).name) if path.startswith(f"{EVIDENCE_FOLDER}/") else None
        typer.echo(f"{'会写' if is_dry else '写好'}  {visible(path)}{f'（SHA-256 {each.digest}）' if each else ''}")


def _say_loose(dossier: Dossier, loose: Sequence[_Document]) -> None:
    from brandcluster.dossier.documents import document_slots

    names = "、".join(f"“{visible(each.name)}”" for each in loose[:_NAMED])
    empty = [each for each in document_slots(dossier) if each.named is None]
    typer.echo(f"{names}在 evidence/ 里了，还没有哪一栏写着它。同一个文件再收一次，用 --into 写明栏目：")
    typer.echo(f"  {_listed(empty) if empty else '（写着文件的栏目都填了；要换就写它的名称，加 --prefer new）'}")


def _appeared(
    before: Dossier, now: dict[str, NewText], documents: dict[str, _Document]
) -> tuple[list[Diagnostic], set[str]]:
    """What the checks find after the answers that they did not find before. That a document is not there is none: it
    is written with them. And the files that have errors then."""
    if not now and not any(_CHECK in (each.lacking or "") for each in before.requests.sent):
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


def _say_what_appeared(before: Dossier, new: list[Diagnostic]) -> None:
    from brandcluster.cli.formats import Wanted, publish
    from brandcluster.output.commands.diagnostics import DossierReport, diagnostic_lines
    from brandcluster.rules.facts.rules_in_force import edition_of

    typer.echo("收进来以后，检查新发现的：")
    report = DossierReport(before.root.as_posix(), edition_of(before), new)
    publish(Wanted("text"), {"text": lambda: diagnostic_lines([report])})
    if any(each.severity == "error" for each in new):
        typer.echo("错误在谁填的那一部分，谁的函就还不算收回；请对方核对，改好了再收一次。")
