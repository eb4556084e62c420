"""Answers of departments: the sheets that came back and the documents with them, held against the dossier cell by cell,
decided on the page, and taken in together or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date as Date
from hashlib import sha256
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from starlette.responses import Response

from brandcluster.base.visible import visible
from brandcluster.cli.answers_in import (
    BOOK,
    ComingAnswer,
    ComingDocument,
    answers_record,
    coming_documents,
    newly_found,
    read_answers,
)
from brandcluster.cli.desk.desk import OpenDesk
from brandcluster.cli.desk.handing_in import document_name
from brandcluster.cli.desk.letter_pages import PAGE, typed_day
from brandcluster.cli.desk.plain import clerk_words, plain_name, to
from brandcluster.cli.desk.questions import Question, Upload
from brandcluster.cli.desk.rendering import desk_page
from brandcluster.cli.desk.start_page import place_path
from brandcluster.cli.desk.steps import NOT_SAFE, look_again, write_together
from brandcluster.cli.errors import UserError
from brandcluster.cli.paths import exists
from brandcluster.cli.request_record import NEW_RECORD
from brandcluster.cli.writing import one_at_a_time
from brandcluster.dossier.documents import DocumentSlot, document_slots
from brandcluster.dossier.editing.new_files import new_dossier_files
from brandcluster.dossier.files import JUDGEMENTS, REQUESTS
from brandcluster.dossier.load import Dossier, load_dossier
from brandcluster.formats.private import private_folder, put_private
from brandcluster.formats.tables.sheet import MAX_BYTES
from brandcluster.formats.yaml.edits import edit_text
from brandcluster.rules.facts.rules_in_force import edition_of
from brandcluster.sheets.named_documents import EVIDENCE_FOLDER
from brandcluster.sheets.taking_in import CellChange, Preferred

if TYPE_CHECKING:
    from brandcluster.base.diagnostics import Diagnostic
    from brandcluster.sheets.write_changes import NewText

#: As many files are taken at once, and as many cells listed of one workbook.
MOST_FILES, LISTED = 100, 400
_SIDES: dict[str, Preferred] = {"new": "new", "old": "old"}
_CHANGED = "这期间材料又改过，列出来的和刚才不一样，什么也没有写。请再看一遍，再写。"


class AnswersWaiting(NamedTuple):
    """Files that came from departments, until they are taken."""

    uploads: tuple[Upload, ...]


class CellDecision(NamedTuple):
    """Cells that differ from what the dossier holds, and are decided as one: the field of the form, and its cells."""

    field: str
    cells: tuple[CellChange, ...]
    side: str


class AnswerShown(NamedTuple):
    """A workbook as the page shows it."""

    number: int
    name: str
    answer: ComingAnswer
    decisions: tuple[CellDecision, ...]
    cells: tuple[CellChange, ...]


class AnswersRead(NamedTuple):
    """What came, against the dossier as it is now: the dossier before, and as it would be; the workbooks by number; the
    documents; the files as they are to be; which documents no workbook names."""

    before: Dossier
    after: Dossier
    answers: dict[int, ComingAnswer]
    documents: dict[str, ComingDocument]
    texts: dict[str, NewText]
    loose: tuple[ComingDocument, ...]

    @property
    def stopped(self) -> list[ComingAnswer]:
        """The workbooks because of which nothing is written."""
        return [each for each in self.answers.values() if each.stands_in_the_way]


def check_answers(desk: OpenDesk, asked: Question) -> Response:
    """Sheets and documents that came back, held against the dossier; nothing is written."""
    uploads = [each for each in asked.files.values() if each.content and not each.name.startswith(("~$", "."))]
    books = {plain_name(each.name).lower().removesuffix(BOOK) for each in uploads if _is_book(each)}
    # The letter that lies beside its workbook came from here.
    kept = [
        each for each in uploads if plain_name(each.name).lower().removesuffix(".docx") not in books or _is_book(each)
    ]
    if not kept:
        raise UserError("没有选收回的文件。")
    if len(kept) > MOST_FILES:
        raise UserError(f"一次最多 {MOST_FILES} 个文件，分几次收。")
    for each in kept:
        if not _is_book(each):
            document_name(each)
        elif len(each.content) > MAX_BYTES:
            raise UserError(f"“{visible(plain_name(each.name))}”太大，不像填报的工作簿。")
    waiting = AnswersWaiting(tuple(kept))
    with desk.lock:
        shown = _shown(desk, waiting, {}, "")
        desk.shown["answers"] = waiting
    return shown


def _is_book(upload: Upload) -> bool:
    return upload.name.lower().endswith(BOOK)


def answers_checked(desk: OpenDesk, asked: Question) -> Response:
    """What came back and is not taken yet, against the dossier as it is now."""
    return _shown(desk, _waiting(desk), {}, "")


def give_answers_up(desk: OpenDesk, asked: Question) -> Response:
    """Forget what came back."""
    desk.shown.pop("answers", None)
    return to(desk, PAGE)


def take_answers(desk: OpenDesk, asked: Question) -> Response:
    """Take in what came back with what was decided on the page: everything, or nothing."""
    waiting, form = _waiting(desk), asked.form
    day = typed_day(asked, "day", "收到的日期")
    with one_at_a_time(desk.root):
        look_again(desk)
        first = _read(desk, waiting, {}, form)
        decided, is_stale = _decided(first, form)
        if is_stale:
            return _shown(desk, waiting, form, _CHANGED)
        read = _read(desk, waiting, decided, form)
        if read.stopped:
            return _shown(desk, waiting, form, "还有填错的，或者没有选定的，什么也没有写。")
        if not read.answers and not read.documents:
            return _shown(desk, waiting, form, "没有要收的，什么也没有写。")
        texts = _with_documents(read, form)
        if texts is None:
            return _shown(desk, waiting, form, _CHANGED)
        found = _write(desk, read, texts, day)
    desk.shown.pop("answers", None)
    look_again(desk)
    return desk_page(
        desk,
        "answers_taken.html",
        title="收回的材料",
        here=PAGE,
        answers=list(read.answers.values()),
        documents=list(read.documents.values()),
        found=[(each.severity, clerk_words(each.message), _link(desk, each)) for each in found],
    )


def _link(desk: OpenDesk, problem: Diagnostic) -> str:
    return desk.link(place_path(problem.location.path, problem.keys))


def _write(desk: OpenDesk, read: AnswersRead, texts: dict[str, NewText], day: Date) -> list[Diagnostic]:
    """Write everything at once, the answers as come on a day; what the checks find that they did not find before."""
    new, still = newly_found(read.before, texts, read.documents)
    wrong = {each.location.path for each in new if each.severity == "error"}
    record = answers_record(read.after, list(read.answers.values()), day, wrong, still)
    both = {path: (each.before or _new_text(read.before, path), each.after or "") for path, each in texts.items()}
    document = read.before.documents.get(REQUESTS)
    for content in record.values():
        both[REQUESTS] = (NEW_RECORD if document is None else document.text, content.decode("utf-8"))
    home = desk.root / EVIDENCE_FOLDER
    beside = {home / each.name: each.content for each in read.documents.values() if not exists(home / each.name)}
    names = "、".join(dict.fromkeys(each.supplier for each in read.answers.values())) or "证明文件"
    write_together(desk, f"收{names}交回的材料", both, beside)
    return new


def _new_text(dossier: Dossier, path: str) -> str:
    """What a new file of a year says before anything is taken in."""
    year = PurePosixPath(path).stem
    return new_dossier_files(edition_of(dossier), int(year)).get(path, "") if year.isdecimal() else ""


# ---- reading ---------------------------------------------------------------------------------------------------


def _waiting(desk: OpenDesk) -> AnswersWaiting:
    found = desk.shown.get("answers")
    if not isinstance(found, AnswersWaiting):
        raise UserError("还没有选收回的文件，或者已经收下了。")
    return found


def _read(
    desk: OpenDesk,
    waiting: AnswersWaiting,
    decided: Mapping[int, Mapping[str, Preferred]],
    form: Mapping[str, str],
) -> AnswersRead:
    """The files as `request add` reads them; a workbook that is left out for now is as if it had not come."""
    before = load_dossier(desk.root)
    with private_folder() as home:
        books: dict[str, int] = {}
        papers = []
        for number, upload in enumerate(waiting.uploads, 1):
            if form.get(f"leave:{number}") == "yes":
                continue
            name = f"{number}/{plain_name(upload.name) if _is_book(upload) else document_name(upload)}"
            put_private(home, name, [upload.content], len(upload.content))
            if _is_book(upload):
                books[str(home / name)] = number
            else:
                papers.append(str(home / name))
        documents = coming_documents(desk.root, papers)
        sides = {name: decided.get(number, {}) for name, number in books.items()}
        answers, used, texts, after = read_answers(before, list(books), documents, None, sides)
    loose = tuple(each for name, each in documents.items() if name not in used)
    found = {books[each.file]: each for each in answers}
    return AnswersRead(before, after, found, documents, texts, loose)


def _groups(answer: ComingAnswer) -> list[tuple[CellChange, ...]]:
    """The cells that are to be decided; those of one place of the dossier together."""
    found: dict[object, list[CellChange]] = {}
    for each in answer.taking.items:
        if each.status == "冲突":
            found.setdefault((each.path, each.keys) if each.path else each.where, []).append(each)
    return [tuple(each) for each in found.values()]


def _field(number: int, cells: Sequence[CellChange]) -> str:
    said = [number, *([each.where, each.base, each.old, each.new] for each in cells)]
    return f"cell:{sha256(json.dumps(said).encode()).hexdigest()[:16]}"


def _decided(read: AnswersRead, form: Mapping[str, str]) -> tuple[dict[int, dict[str, Preferred]], bool]:
    """Which side counts at the cells of each workbook; and whether something was decided that does not stand there."""
    found: dict[int, dict[str, Preferred]] = {}
    fields = set()
    for number, answer in read.answers.items():
        for cells in _groups(answer):
            name = _field(number, cells)
            fields.add(name)
            side = _SIDES.get(form.get(name, ""))
            if side is not None:
                found.setdefault(number, {}).update({each.where: side for each in cells})
    return found, any(name.startswith("cell:") and name not in fields for name in form)


def _with_documents(read: AnswersRead, form: Mapping[str, str]) -> dict[str, NewText] | None:
    """The files with the documents that no workbook names entered where the page says; None where a place that was
    chosen is not what it was. UserError where a file is written so that it cannot be changed safely."""
    from brandcluster.sheets.write_changes import NewText

    texts = dict(read.texts)
    slots = {_slot_mark(each): each for each in _slots(read.after)}
    for document in read.loose:
        mark = form.get(f"into:{document.name}", "")
        slot = slots.get(mark)
        if not mark:
            continue
        if slot is None:
            return None
        there = read.after.documents[slot.path].text
        was = texts.get(slot.path, NewText(slot.path, there, there))
        after = edit_text(slot.path, was.after or "", {slot.keys: f"{EVIDENCE_FOLDER}/{document.name}"})
        if after is None:
            raise UserError(NOT_SAFE, 1)
        texts[slot.path] = was._replace(after=after)
    return texts


def _slots(dossier: Dossier) -> list[DocumentSlot]:
    """The places that a document may go to; what a judgement rests on is written with the judgement alone."""
    return [each for each in document_slots(dossier) if each.path != JUDGEMENTS]


def _slot_mark(slot: DocumentSlot) -> str:
    return sha256(json.dumps([slot.path, list(slot.keys), slot.named]).encode()).hexdigest()[:16]


# ---- what is shown ---------------------------------------------------------------------------------------------


def _shown(desk: OpenDesk, waiting: AnswersWaiting, form: Mapping[str, str], said: str) -> Response:
    look_again(desk)
    read = _read(desk, waiting, {}, form)
    names = {number: visible(plain_name(each.name)) for number, each in enumerate(waiting.uploads, 1)}
    rows = [
        AnswerShown(
            number,
            names[number],
            answer,
            tuple(
                CellDecision(_field(number, cells), cells, form.get(_field(number, cells), ""))
                for cells in _groups(answer)[:LISTED]
            ),
            tuple(each for each in answer.taking.items if each.status != "冲突")[:LISTED],
        )
        for number, answer in read.answers.items()
    ]
    slots = [(_slot_mark(each), each) for each in _slots(read.after)] if read.loose else []
    return desk_page(
        desk,
        "answers.html",
        title="收回的材料",
        here=PAGE,
        said=said,
        today=form.get("day") or desk.session.today.isoformat(),
        rows=rows,
        left=[(number, names[number]) for number in names if form.get(f"leave:{number}") == "yes"],
        documents=list(read.documents.values()),
        loose=[(each, form.get(f"into:{each.name}", "")) for each in read.loose],
        free=[each for each in slots if each[1].named is None],
        taken=[each for each in slots if each[1].named is not None],
        faults=sum(len(each.taking.faults) for each in read.answers.values()),
        undecided=sum(len(each.decisions) for each in rows),
        unsafe=[
            path for each in read.answers.values() for path in (text.path for text in each.texts if not text.after)
        ],
    )
