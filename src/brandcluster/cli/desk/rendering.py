"""Pages and parts of pages from the templates of templates/desk; every value is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import groupby
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from brandcluster.base import resources
from brandcluster.base.visible import visible
from brandcluster.cli.desk.desk import OpenDesk
from brandcluster.cli.desk.navigation import FRONT, MORE
from brandcluster.dossier.files import kind_of
from brandcluster.dossier.load import Dossier
from brandcluster.output.commands.checklist import ChecklistItem
from brandcluster.session.desk.first_page import IndicatorState
from brandcluster.session.desk.next_step import next_step
from brandcluster.session.desk.page_words import page_words
from brandcluster.session.desk.sections import SECTIONS, FormSection, section_holding

#: The two files that a page loads, by their names in addresses, and their kinds.
STATIC = {
    "desk.css": "text/css; charset=utf-8",
    "work.css": "text/css; charset=utf-8",
    "coming.css": "text/css; charset=utf-8",
    "work.js": "text/javascript; charset=utf-8",
    "desk.js": "text/javascript; charset=utf-8",
}


@cache
def desk_environment() -> Environment:
    """The templates of the desk."""
    made = Environment(
        loader=FileSystemLoader([resources.folder("templates") / each for each in ("desk", "html")], encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "clerk": page_words,
        "count": lambda text: len("".join(text.split())),
        "groupby_part": _by_part,
        "groupby_industry": pictures_by_industry,
        "mark_class": lambda mark: " wrong" if mark[0] else "" if mark[1] else " done",
        "mark_words": lambda mark: f"{mark[0]} 处要改" if mark[0] else f"还差 {mark[1]}" if mark[1] else "✓",
        "rows": rows_of,
    }
    return made


def _by_part(sections: Iterable[FormSection]) -> list[tuple[str, list[FormSection]]]:
    """The sections with the part of the form that they belong to."""
    return [(part, list(pages)) for part, pages in groupby(sections, lambda each: each.part)]


def pictures_by_industry(pictures: list[tuple[IndicatorState, Markup, str]]) -> list[tuple[str, list[Any]]]:
    """Pictures of indicators by industry, in their order."""
    return [(industry, list(group)) for industry, group in groupby(pictures, lambda each: each[0].industry)]


def rows_of(text: str) -> int:
    """As many lines as a text takes in its box, within what is easy to look at."""
    return min(max(sum(len(line) // 56 + 1 for line in text.split("\n")), 3), 24)


def _shown(value: Any) -> Any:
    """A value as it goes on a page: what acts instead of showing is written out, lines stay lines."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return "\n".join(visible(line) for line in value.split("\n"))


def desk_page(
    desk: OpenDesk, template: str, *, title: str, here: str = "", status: int = 200, **values: Any
) -> Response:
    """A whole page: the template extends base.html. `here` is the path of the page as the navigation has it."""
    made = (
        desk_environment()
        .get_template(template)
        .render(title=title, here=here, link=desk.link, **frame_values(desk), **values)
    )
    return HTMLResponse(made, status)


def bare_page(desk: OpenDesk, template: str, *, title: str, status: int = 200, **values: Any) -> Response:
    """A page without what stands around those of a dossier: there is none yet, or there are many."""
    made = desk_environment().get_template(template).render(title=title, link=desk.link, **values)
    return HTMLResponse(made, status)


def desk_part(template: str, macro: str, *arguments: Any) -> str:
    """A part of a page: what a macro of a template makes."""
    return str(getattr(desk_environment().get_template(template).module, macro)(*arguments))


def frame_values(desk: OpenDesk) -> dict[str, Any]:
    """What stands around every page: the region, the sections and how far they are, the next step, what can be undone."""
    dossier, checklist = desk.session.dossier(), desk.session.checklist()
    return {
        "region": name_of_desk(desk, dossier),
        "sections": SECTIONS,
        "marks": section_marks(checklist),
        "next": None if dossier is None else next_step(desk.session, checklist),
        "undo": desk.done[-1].words if desk.done else "",
        "redo": desk.undone[-1].words if desk.undone else "",
        "front": FRONT,
        "more": MORE,
        "changes": desk.outside[-1].number if desk.outside else 0,
    }


def name_of_desk(desk: OpenDesk, dossier: Dossier | None) -> str:
    """What the dossier is called: its region, or who applies, or the folder."""
    header = None if dossier is None else dossier.header
    return (header and (header.region_name or header.applicant)) or desk.root.resolve().name


def section_marks(checklist: Iterable[ChecklistItem]) -> dict[str, tuple[int, int]]:
    """By page: how many answers are wrong there, and how many are still to be given."""
    found = {each.slug: (0, 0) for each in SECTIONS}
    for item in checklist:
        kind = kind_of(item.file)
        section = None if kind is None else section_holding(kind.path, item.label)
        if section is None or item.done:
            continue
        wrong, empty = found[section.slug]
        is_wrong = any(each.severity == "error" and each.code not in ("M002", "M014") for each in item.problems)
        found[section.slug] = (wrong + is_wrong, empty + (item.is_asked and not is_wrong))
    return found
