"""`request add`: answers of departments taken in together, all or nothing, with the documents they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as Date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from brandcluster.base.visible import as_argument, visible
from brandcluster.cli.answers_in import (
    BOOK,
    ComingAnswer,
    ComingDocument,
    answers_record,
    coming_documents,
    newly_found,
    read_answers,
)
from brandcluster.cli.errors import UserError
from brandcluster.cli.progress_bar import while_waiting

if TYPE_CHECKING:
    from brandcluster.base.diagnostics import Diagnostic
    from brandcluster.dossier.documents import DocumentSlot
    from brandcluster.dossier.load import Dossier
    from brandcluster.sheets.taking_in import Preferred
    from brandcluster.sheets.write_changes import NewText

#: As many places are named.
_NAMED = 12


def add_together(
    root: Path, names: Sequence[str], prefer: Preferred | None, into: str | None, day: Date, *, is_dry: bool
) -> int:
    """Take the answers in; 1 when anything is left to a person. The caller holds the folder's lock."""
    from brandcluster.dossier.load import load_dossier

    files = _files(names)
    before = load_dossier(root)
    documents = coming_documents(root, [each for each in files if not each.lower().endswith(BOOK)])
    answers, used, now, dossier = while_waiting("读收回的表", read_answers, before, files, documents, prefer)
    loose = [each for name, each in documents.items() if name not in used]
    entered = _entered(dossier, loose, into, prefer) if loose else None
    stopped = [each for each in answers if each.stands_in_the_way]
    for answer in answers:
        _show(answer, is_dry=is_dry)
    if stopped:
        _say_nothing_written(root, files, stopped, prefer)
        return 1
    now |= entered or {}
    new, still = while_waiting("检查材料", newly_found, before, now, documents)
    wrong = {each.location.path for each in new if each.severity == "error"}
    record = answers_record(dossier, answers, day, wrong, still)
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
    return path.suffix.lower() == ".docx" and path.with_suffix(BOOK).as_posix() in others


# ---- documents that no workbook names --------------------------------------------------------------------------


def _entered(
    dossier: Dossier, loose: Sequence[ComingDocument], into: str | None, prefer: Preferred | None
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


def _show(answer: ComingAnswer, *, is_dry: bool) -> None:
    from brandcluster.cli.formats import Wanted, publish
    from brandcluster.output.commands.sheet_changes import sheet_lines

    typer.echo(f"{visible(answer.supplier)}：{visible(Path(answer.file).name)}")
    shown = answer.texts if is_dry else []
    publish(Wanted("text"), {"text": lambda: sheet_lines(answer.taking, answer.texts, [], shown, is_dry=is_dry)})


def _left(answer: ComingAnswer) -> bool:
    from brandcluster.output.commands.sheet_changes import left_for_a_person

    return left_for_a_person(answer.taking, answer.texts)


def _say_nothing_written(
    root: Path, files: Sequence[str], stopped: Sequence[ComingAnswer], prefer: Preferred | None
) -> None:
    names = "、".join(visible(Path(each.file).name) for each in stopped)
    typer.echo(
        f"要先处理的：{names}。一起收的 {len(files)} 个文件什么也没有写。" if len(files) > 1 else "什么也没有写。"
    )
    bad = {each.file for each in stopped}
    good = [each for each in files if each not in bad]
    if any(each.lower().endswith(BOOK) for each in good) and len(good) <= _NAMED:
        arguments = " ".join(as_argument(each) for each in good)
        same = f" --prefer {prefer}" if prefer else ""
        typer.echo(f"先收没有问题的：brandcluster request add {arguments} --to {as_argument(root.as_posix())}{same}")


def _write(
    dossier: Dossier,
    now: dict[str, NewText],
    documents: dict[str, ComingDocument],
    record: dict[Path, bytes],
    *,
    is_dry: bool,
) -> None:
    """Everything at once: what the answers change, the documents, the record."""
    from brandcluster.cli.paths import exists
    from brandcluster.cli.sheet_answers import write_texts
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


def _say_loose(dossier: Dossier, loose: Sequence[ComingDocument]) -> None:
    from brandcluster.dossier.documents import document_slots

    names = "、".join(f"“{visible(each.name)}”" for each in loose[:_NAMED])
    empty = [each for each in document_slots(dossier) if each.named is None]
    typer.echo(f"{names}在 evidence/ 里了，还没有哪一栏写着它。同一个文件再收一次，用 --into 写明栏目：")
    typer.echo(f"  {_listed(empty) if empty else '（写着文件的栏目都填了；要换就写它的名称，加 --prefer new）'}")


def _say_what_appeared(before: Dossier, new: list[Diagnostic]) -> None:
    from brandcluster.cli.formats import Wanted, publish
    from brandcluster.output.commands.diagnostics import DossierReport, diagnostic_lines
    from brandcluster.rules.facts.rules_in_force import edition_of

    typer.echo("收进来以后，检查新发现的：")
    report = DossierReport(before.root.as_posix(), edition_of(before), new)
    publish(Wanted("text"), {"text": lambda: diagnostic_lines([report])})
    if any(each.severity == "error" for each in new):
        typer.echo("错误在谁填的那一部分，谁的函就还不算收回；请对方核对，改好了再收一次。")
