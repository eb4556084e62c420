"""A new dossier in the folder that was opened: by a few questions, from filled Word forms, or from an earlier round."""

from __future__ import annotations

from pathlib import Path

from starlette.responses import Response

from brandcluster.base.visible import visible
from brandcluster.cli.desk.desk import OpenDesk
from brandcluster.cli.desk.plain import clerk_words, plain_name, to
from brandcluster.cli.desk.questions import Question, Upload
from brandcluster.cli.desk.rendering import bare_page
from brandcluster.cli.desk.steps import look_again
from brandcluster.cli.earlier_files import Earlier, files_from_earlier
from brandcluster.cli.errors import UserError
from brandcluster.cli.new_dossier import new_contents, refuse_nested
from brandcluster.cli.opening import Answered, answered, opening_questions
from brandcluster.cli.paths import exists
from brandcluster.cli.writing import write_files
from brandcluster.dossier.files import is_dossier
from brandcluster.formats import folder
from brandcluster.formats.private import private_folder, put_private
from brandcluster.notice import edition

#: As many folders beside this one are looked at for an earlier round.
MOST_NEIGHBOURS = 200


def new(desk: OpenDesk, asked: Question) -> Response:
    """The three ways to begin."""
    if is_dossier(desk.root):
        return to(desk, "/start")
    return _ways(desk, {}, {})


def _ways(desk: OpenDesk, given: dict[str, str], wrong: dict[str, str], said: str = "") -> Response:
    return bare_page(
        desk,
        "new.html",
        title="新建一份申报材料",
        status=400 if wrong or said else 200,
        questions=opening_questions(edition.default_edition(), _usual_year()),
        given=given,
        wrong=wrong,
        said=said,
        place=visible(str(desk.root.resolve())),
        neighbours=[visible(each) for each in _neighbours(desk)],
    )


def _usual_year() -> int:
    return edition.about_edition(edition.default_edition()).since.year - 1


def _neighbours(desk: OpenDesk) -> list[str]:
    """The names of the folders beside this one that are dossiers."""
    above = desk.root.resolve().parent
    names = folder.names_in(above)
    found = names if isinstance(names, list) else []
    return [each for each in found[:MOST_NEIGHBOURS] if not each.startswith(".") and is_dossier(above / each)]


def from_questions(desk: OpenDesk, asked: Question) -> Response:
    """A dossier with what was answered."""
    questions = opening_questions(edition.default_edition(), _usual_year())
    found, wrong = answered(questions, asked.form, _usual_year())
    if wrong:
        return _ways(desk, dict(asked.form), wrong)
    return _written(desk, None, found)


def from_word(desk: OpenDesk, asked: Question) -> Response:
    """A dossier with what filled Word forms say."""
    uploads = [each for each in asked.files.values() if each.name.lower().endswith(".docx")]
    if not uploads:
        return _ways(desk, {}, {}, "没有选填好的表（.docx）。")
    return _from_files(desk, uploads)


def from_earlier(desk: OpenDesk, asked: Question) -> Response:
    """A dossier with what an earlier round says."""
    named = asked.form.get("neighbour", "")
    if named:
        match = [each for each in _neighbours(desk) if visible(each) == named]
        if len(match) != 1:
            return _ways(desk, {}, {}, "没有这个文件夹。")
        return _carried(desk, [str(desk.root.resolve().parent / match[0])])
    uploads = [each for each in asked.files.values() if each.name.lower().endswith(".zip")]
    if len(uploads) != 1:
        return _ways(desk, {}, {}, "选上一轮的文件夹，或者一个报送材料（.zip）。")
    return _from_files(desk, uploads)


def _from_files(desk: OpenDesk, uploads: list[Upload]) -> Response:
    with private_folder() as home:
        names = []
        for number, each in enumerate(uploads, 1):
            name = f"{number}/{plain_name(each.name)}"
            put_private(home, name, [each.content], len(each.content))
            names.append(str(home / name))
        return _carried(desk, names)


def _carried(desk: OpenDesk, names: list[str]) -> Response:
    try:
        earlier = files_from_earlier(names)
    except UserError as error:
        return _ways(desk, {}, {}, clerk_words(str(error)))
    return _written(desk, earlier, Answered({}, earlier.year or _usual_year()))


def _written(desk: OpenDesk, earlier: Earlier | None, found: Answered) -> Response:
    """Write what is not there, and go on to it."""
    if is_dossier(desk.root):
        raise UserError("这个文件夹里已经有申报材料了。", 1)
    refuse_nested(desk.root)
    contents = new_contents(earlier, found.changes, found.year)
    files: dict[Path, bytes] = {desk.root / path: content for path, content in contents.items()}
    write_files({path: content for path, content in files.items() if not exists(path)}, inside=(desk.root,))
    look_again(desk)
    if earlier is None:
        return to(desk, "/start")
    said = [clerk_words(each) for each in earlier.said]
    return bare_page(desk, "new_done.html", title="建好了", said=said)
