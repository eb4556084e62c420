"""Every page and every question of a page, one row each."""

from __future__ import annotations

from brandcluster.cli.desk import coming_and_going, handing_in, section_pages
from brandcluster.cli.desk.questions import DOCUMENT, RouteRow
from brandcluster.cli.desk.work_routes import WORK

#: Coming in and staying. A pulse does not wait for long work.
_FRAME = (
    RouteRow("GET", "/enter", coming_and_going.come_in),
    RouteRow("GET", "/static/{name}", coming_and_going.static_file, locked=False),
    RouteRow("GET", "/pulse", coming_and_going.pulse),
    RouteRow("POST", "/leave", coming_and_going.leave),
)
#: Filling in.
_FORM = (
    RouteRow("GET", "/", section_pages.home),
    RouteRow("GET", "/form/{slug}", section_pages.section_page),
    RouteRow("GET", "/form/{slug}/boxes", section_pages.section_boxes),
    RouteRow("POST", "/save", section_pages.save_answer),
    RouteRow("POST", "/entries", section_pages.change_entries),
    RouteRow("POST", "/fix", section_pages.apply_fix),
    RouteRow("POST", "/create", section_pages.create_file),
    RouteRow("POST", "/undo", section_pages.undo),
    RouteRow("GET", "/references", handing_in.references),
    RouteRow("POST", "/evidence", handing_in.hand_in, most=DOCUMENT),
)
ROUTES: tuple[RouteRow, ...] = (*_FRAME, *_FORM, *WORK)
