"""Coming in, staying, and leaving: the one visit with a token, the pulse of open pages, and the program's own files."""

from __future__ import annotations

from starlette.responses import HTMLResponse, JSONResponse, Response

from brandcluster.base import resources
from brandcluster.cli.desk.desk import OpenDesk
from brandcluster.cli.desk.door import COOKIE, USED
from brandcluster.cli.desk.questions import Question
from brandcluster.cli.desk.rendering import STATIC, desk_environment, desk_page
from brandcluster.cli.desk.section_pages import frame_parts, keys_words
from brandcluster.cli.desk.steps import look_again
from brandcluster.session.desk.page_boxes import box_id, section_path
from brandcluster.session.desk.page_words import page_words
from brandcluster.session.desk.pilot_sections import find_section
from brandcluster.session.desk.versions import stamp_of

#: As many pages are open at once, and names of pages are as long.
MOST_PAGES, LONGEST_NAME = 50, 40


def come_in(desk: OpenDesk, asked: Question) -> Response:
    """The visit with a token: the cookie is given out, and the page leads on to itself. It does not redirect: a browser
    that was sent here by another program would leave out the cookie on a redirect."""
    if not desk.door.use_token(asked.query.get("token", "")):
        made = desk_environment().get_template("alone.html").render(title="链接用过了", words=USED, onward="")
        return HTMLResponse(made, 403)
    onward = desk.link("/")
    made = desk_environment().get_template("alone.html").render(title="正在打开", words="", onward=onward)
    response = HTMLResponse(made)
    response.set_cookie(COOKIE, desk.door.key, path=desk.door.home, httponly=True, samesite="strict")
    return response


def static_file(desk: OpenDesk, asked: Question) -> Response:
    """The style or the script."""
    name = asked.path["name"]
    if name not in STATIC:
        return desk_page(desk, "message.html", title="没有这一页", status=404, words="没有这个文件。")
    content = resources.own_bytes(resources.folder("templates") / "desk" / name)
    return Response(content, media_type=STATIC[name])


def pulse(desk: OpenDesk, asked: Question) -> Response:
    """A page is still open; what other programs changed since the change that it knows."""
    _heard(desk, asked)
    look_again(desk)
    known = asked.query.get("known", "0")
    since = int(known) if known.isdecimal() and len(known) < 10 else 0
    new = [each for each in desk.outside if each.number > since]
    last = desk.outside[-1].number if desk.outside else 0
    now = _stamp(desk, asked.query.get("slug", ""))
    if last == since:
        return JSONResponse({"changes": last, "now": now})
    changes = [
        {
            "path": each.path,
            "name": page_words(each.path),
            "places": [
                {"id": box_id(each.path, keys), "words": keys_words(keys), "before": before, "now": now}
                for keys, before, now in each.places
            ],
        }
        for each in new
    ]
    return JSONResponse(frame_parts(desk) | {"outside": changes, "now": now})


def beat(desk: OpenDesk, asked: Question) -> Response:
    """A page without a dossier is still open."""
    _heard(desk, asked)
    return JSONResponse({})


def _heard(desk: OpenDesk, asked: Question) -> None:
    name = asked.query.get("page", "")[:LONGEST_NAME]
    if name in desk.gone:  # its last question was overtaken by its leaving
        return
    if name and (name in desk.pages or len(desk.pages) < MOST_PAGES):
        desk.pages[name] = desk.clock()
        desk.left = None


def _stamp(desk: OpenDesk, slug: str) -> str:
    """The stamp of the file that a section is kept in as it stands now; "" for none."""
    section, dossier = find_section(slug), desk.session.dossier()
    document = None if section is None or dossier is None else dossier.documents.get(section_path(dossier, section))
    return "" if document is None else stamp_of(document.text)


def leave(desk: OpenDesk, asked: Question) -> Response:
    """A page says that it closes."""
    name = asked.data.get("page") if isinstance(asked.data, dict) else None
    desk.pages.pop(str(name)[:LONGEST_NAME], None)
    desk.gone.append(str(name)[:LONGEST_NAME])
    if not desk.pages:
        desk.left = desk.clock()
    return Response(status_code=204)
