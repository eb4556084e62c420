"""What pages with plain forms share: answers without a script, downloads, and what a command would say in a page's words."""

from __future__ import annotations

import re
from functools import wraps
from pathlib import Path
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from brandcluster.base.patterns import late_pattern
from brandcluster.cli.desk.desk import OpenDesk
from brandcluster.cli.desk.questions import Question, View
from brandcluster.cli.desk.rendering import bare_page, desk_page
from brandcluster.cli.errors import UserError
from brandcluster.dossier.files import is_dossier
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.reading import MISSING
from brandcluster.rules.checks.crashed import crash_report
from brandcluster.session.desk.page_words import page_words

#: Kinds of files that are downloaded, by their ending; everything else is bytes.
_KINDS = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
}
#: A sentence, or a part of one, that tells what to type into a terminal.
_TYPED = late_pattern(r"[^。；！]*(?:brandcluster |--[a-z]|git )[^。；！]*[。；！]?")

_ASIDE = late_pattern(r"（[^（）]*brandcluster [^（）]*）")


def plainly(view: View, *, of_dossier: bool = True) -> View:
    """A view whose refusals are pages: a form without a script shows what comes back. One `of_dossier` leads to where
    one is begun while there is none."""

    @wraps(view)
    def answer(desk: OpenDesk, asked: Question) -> Response:
        if of_dossier and not is_dossier(desk.root):
            return to(desk, "/new")
        try:
            return view(desk, asked)
        except UserError as error:
            status = 409 if error.exit_code == 1 else 400
            with desk.lock:
                return desk_page(desk, "refused.html", title="没有做成", status=status, words=clerk_words(str(error)))
        except Exception as error:  # a bug of ours: a page says so, and nothing of it goes into a log
            words = f"这一步没有做。请把下面的报告发给维护者：\n{crash_report(error)}"
            return bare_page(desk, "message_bare.html", title="程序出错", status=500, words=words)

    return answer


def clerk_words(text: str) -> str:
    """What a command says, without the sentences that tell what to type (all of it where nothing else is said), files by
    what a clerk knows them as."""
    text = _ASIDE.sub("", text)
    kept = _TYPED.sub("", text).strip()
    return (page_words(kept) if len(re.sub(r"\W", "", kept)) > 3 else page_words(text)) or text


def to(desk: OpenDesk, path: str) -> Response:
    """On to another page."""
    return RedirectResponse(desk.link(path), 303)


def download(name: str, content: bytes) -> Response:
    """A file to be kept, never shown by the browser as a page of ours."""
    kind = _KINDS.get(Path(name).suffix.lower(), "application/octet-stream")
    return Response(
        content,
        media_type=kind,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"},
    )


def blocking_words(desk: OpenDesk) -> str:
    """How many places are wrong and how many are still empty, in words; "" where nothing is."""
    errors = [each for each in desk.session.diagnostics() if each.severity == "error"]
    gaps = sum(each.code in MISSING for each in errors)
    wrong = [f"{len(errors) - gaps} 处要改"] if len(errors) > gaps else []
    return "，".join([*wrong, *([f"{gaps} 处没有填"] if gaps else [])])


def present(desk: OpenDesk) -> Dossier:
    """The dossier as it is. UserError where its folder is gone."""
    dossier = desk.session.dossier()
    if dossier is None:
        raise UserError("这个文件夹不在了。")
    return dossier


def typed(asked: Question, name: str, longest: int = 200) -> str:
    """What was typed into a field, on one line and without what acts instead of showing. UserError where it is too long."""
    from brandcluster.base.visible import visible

    text = " ".join(asked.form.get(name, "").split())
    if len(text) > longest:
        raise UserError(f"写得太长，最多 {longest} 个字。")
    return visible(text)


def needed(asked: Question, name: str, words: str, longest: int = 200) -> str:
    """The same, where it must not be empty."""
    text = typed(asked, name, longest)
    if not text:
        raise UserError(f"还没有填“{words}”。")
    return text


def plain_name(name: str) -> str:
    """The last part of a name that a browser sent, as a file can be called everywhere."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join("_" if char in '<>:"|?*' or ord(char) < 32 else char for char in last)[-80:].strip(" .")
    return plain or "file"
