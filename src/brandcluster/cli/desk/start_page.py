"""The first page, and both forms as paper."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import HTMLResponse, Response

from brandcluster.base import resources
from brandcluster.base.diagnostics import KeyPath
from brandcluster.base.numbers import round_text
from brandcluster.cli.desk.desk import OpenDesk
from brandcluster.cli.desk.plain import present, to
from brandcluster.cli.desk.questions import Question
from brandcluster.cli.desk.rendering import desk_page
from brandcluster.cli.desk.steps import look_again
from brandcluster.dossier.files import RECOMMENDATION, is_dossier, kind_of
from brandcluster.output.office.bullet import Bullet, bullet_svg
from brandcluster.output.office.paper import paper_css, paper_html, paper_part
from brandcluster.papers.forms.on_screen import (
    AnswerTarget,
    blocks_with,
    styles_on_screen,
)
from brandcluster.papers.forms.render import FORM_NAMES, why_not_filled
from brandcluster.rules.facts.rules_in_force import edition_of
from brandcluster.session.desk.first_page import IndicatorState, start_view
from brandcluster.session.desk.page_boxes import box_id, section_path
from brandcluster.session.desk.pilot_sections import find_section
from brandcluster.session.desk.sections import SECTIONS, section_holding

#: The forms by their names in addresses.
FORM_TITLES = {"application": "申报书", "recommendation": "推荐表"}


def first_page(desk: OpenDesk, asked: Question) -> Response:
    """How the dossier stands."""
    if not is_dossier(desk.root):
        return to(desk, "/new")
    look_again(desk)
    view = start_view(desk.session, desk.session.today)
    if view is None:
        return desk_page(desk, "message.html", title="首页", status=404, words="这个文件夹不在了。")
    pictures = [(each, bullet_svg(_bullet(each)), indicator_line(each)) for each in view.indicators]
    return desk_page(desk, "start.html", title="首页", here="/start", view=view, pictures=pictures)


def _bullet(each: IndicatorState) -> Bullet:
    needed = None if each.needed is None else each.needed.level
    return Bullet(each.latest, each.first, needed, each.target, indicator_line(each))


def indicator_line(each: IndicatorState) -> str:
    """An indicator in words: where it stands, what the plan aims at, what a zone needs."""
    if each.latest is None:
        return "还没有数"
    year = each.now_year if each.now is not None else each.first_year
    said = [f"{year} 年 {_percent(each.latest)}"]
    if each.now is not None and each.first is not None:
        said.append(f"申报时 {_percent(each.first)}")
    if each.target is not None:
        said.append(f"方案目标 {_percent(each.target)}")
    if each.needed is not None:
        beyond = "，不可能达到" if each.needed.impossible else ""
        said.append(f"示范区要求 {_percent(each.needed.level)}{beyond}")
    return "；".join(said)


def _percent(value: object) -> str:
    return f"{round_text(value, 2)}%"  # type: ignore[arg-type]


# ---- the forms as paper ----------------------------------------------------------------------------------------


def paper(desk: OpenDesk, asked: Question) -> Response:
    """A form as it will be printed; each answer leads to its box."""
    name = asked.path["name"]
    if name not in FORM_NAMES:
        return desk_page(desk, "message.html", title="没有这一页", status=404, words="没有这张表。")
    look_again(desk)
    dossier = present(desk)
    edition = edition_of(dossier)
    here, title = f"/paper/{name}", f"看表：{FORM_TITLES[name]}"
    refused = why_not_filled(edition, (name,))
    if refused is not None:
        return desk_page(desk, "message.html", title=title, here=here, words=refused)
    form = desk.forms.form(dossier, edition, name)
    shown = paper_html(form, lambda target: answer_link(desk, target))
    return desk_page(desk, "paper.html", title=title, here=here, form=form, shown=shown, name=name)


def printed_part(desk: OpenDesk, asked: Question) -> Response:
    """What of a form is printed from one section, to stand beside its boxes; nothing where the section is on no form.

    It takes the desk's lock only to look what the files are, and gives way to whoever types.
    """
    section = find_section(asked.path["slug"])
    with desk.lock:
        dossier = desk.session.apart()
        path = "" if section is None or dossier is None else section_path(dossier, section)
    name = FORM_NAMES[1] if section is not None and section.file == RECOMMENDATION else FORM_NAMES[0]
    if dossier is None or section is None or section not in SECTIONS:
        return HTMLResponse("")
    edition = edition_of(dossier)
    if why_not_filled(edition, (name,)) is not None:
        return HTMLResponse("")
    form = desk.forms.form(dossier, edition, name, desk.give_way)

    def is_here(target: AnswerTarget) -> bool:
        return target.file == path and (not target.keys or target.keys[0] in section.labels)

    blocks = blocks_with(form.blocks, is_here)
    return HTMLResponse(str(paper_part(blocks, lambda target: answer_link(desk, target))) if blocks else "")


def paper_style(desk: OpenDesk, asked: Question) -> Response:
    """The style of the paper, with that of the forms' own Word files."""
    dossier = present(desk)
    text = resources.own_text(resources.folder("templates") / "desk" / "paper.css")
    edition = edition_of(dossier)
    if why_not_filled(edition) is None:
        text += paper_css(styles_on_screen(dossier, edition))
    return Response(text, media_type="text/css; charset=utf-8")


def answer_link(desk: OpenDesk, target: AnswerTarget) -> str:
    """The address of the box of an answer."""
    return desk.link(place_path(target.file, target.keys))


def place_path(file: str, keys: KeyPath) -> str:
    """The path of the page with the box of a place, as the navigation has it; that of the statistics for a whole file."""
    kind = kind_of(file)
    section = None if kind is None or not keys else section_holding(kind.path, str(keys[0]))
    if section is None:
        return "/form/statistics"
    return f"/form/{section.slug}#{quote(box_id(file, keys), safe='')}"
