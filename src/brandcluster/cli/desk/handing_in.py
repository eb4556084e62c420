"""Documents dropped on a box, and the figures that a text may refer to."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import PurePosixPath

from starlette.responses import JSONResponse, Response

from brandcluster.base.visible import visible
from brandcluster.cli.desk.desk import OpenDesk
from brandcluster.cli.desk.questions import Question, Upload
from brandcluster.cli.desk.section_pages import answer_to_page, keys_words, named_place, refused_answer
from brandcluster.cli.desk.steps import refuse_stale, write_step
from brandcluster.cli.errors import UserError
from brandcluster.cli.paths import exists
from brandcluster.formats.folder import regular_bytes, why_no_name
from brandcluster.session.desk.changing import box_at, tidy_typed, with_answer
from brandcluster.session.editor.offers import every_reference
from brandcluster.sheets.named_documents import EVIDENCE_FOLDER

#: As large a document is taken in, as `request add` takes; as long a name has, in bytes.
MOST_BYTES, LONGEST_FILE_NAME = 50_000_000, 200


def references(desk: OpenDesk, asked: Question) -> Response:
    """Every figure that a text may refer to, with what it comes to now."""
    dossier = desk.session.dossier()
    found = [] if dossier is None else [{"name": name, "value": value} for name, value in every_reference(dossier)]
    return JSONResponse({"references": found})


def hand_in(desk: OpenDesk, asked: Question) -> Response:
    """A document into evidence/, and its path into the box that it was dropped on: both or neither."""
    upload = asked.files.get("file")
    try:
        data = json.loads(asked.form.get("where", ""))
    except ValueError:
        data = None
    if upload is None:
        raise UserError("没有收到文件。")
    section, path, keys, stamp = named_place(desk, asked._replace(data=data))
    dossier = desk.session.dossier()
    found = None if dossier is None else box_at(dossier, path, keys)
    if dossier is None or found is None or not found[1].is_document:
        raise UserError("这一栏不放文件。")
    name = document_name(upload)
    place = f"{EVIDENCE_FOLDER}/{name}"
    conflict = refuse_stale(desk, path, keys, stamp, place)
    if conflict is not None:
        return refused_answer(desk, section, path, conflict)
    target = desk.root / EVIDENCE_FOLDER / name
    is_there = exists(target)
    if is_there and regular_bytes(target, MOST_BYTES) != upload.content:
        raise UserError(f"evidence 里已经有另一个“{visible(name)}”，没有覆盖。给文件换个名字再放。", 1)
    beside = {} if is_there else {target: upload.content}
    write_step(desk, f"“{keys_words(keys)}”放文件", path, with_answer(dossier, path, keys, place), beside=beside)
    digest = sha256(upload.content).hexdigest()
    words = f"{'文件本来就在' if is_there else '已放进'} {place}，校验码（SHA-256）{digest}"
    return JSONResponse({**answer_to_page(desk, section, whole=True), "said": words})


def document_name(upload: Upload) -> str:
    """The name that a document gets in evidence/: its own, without the folders that some browsers put before it.
    UserError for what is no name on every system, and for what is no document."""
    name = PurePosixPath(tidy_typed(upload.name).replace("\\", "/")).name.strip()
    if not name or name.startswith((".", "~$")) or len(name.encode("utf-8")) > LONGEST_FILE_NAME:
        raise UserError(f"“{visible(name[:60])}”不能作文件名：要有名字，不以点开头，不太长。给文件改名再放。")
    if why := why_no_name(name):
        raise UserError(f"“{visible(name)}”{why}。给文件改名再放。")
    if not upload.content:
        raise UserError(f"“{visible(name)}”是空的，没有放。")
    if len(upload.content) > MOST_BYTES:
        raise UserError(f"“{visible(name)}”超过 {MOST_BYTES // 1_000_000} MB，没有放。")
    return name
