"""Every page and every question of a page, one row each. A row with a title stands in the navigation."""

from __future__ import annotations

from brandcluster.cli.desk import coming_and_going, form_pages
from brandcluster.cli.desk.asked import RouteRow
from brandcluster.cli.desk.work_routes import WORK

#: Coming in and staying. A pulse does not wait for long work.
_FRAME = (
    RouteRow("GET", "/enter", coming_and_going.enter),
    RouteRow("GET", "/static/{name}", coming_and_going.static_file, locked=False),
    RouteRow("GET", "/pulse", coming_and_going.pulse),
    RouteRow("POST", "/leave", coming_and_going.leave),
)
#: Filling in.
_FORM = (
    RouteRow("GET", "/", form_pages.home),
    RouteRow("GET", "/form/{slug}", form_pages.section_page),
    RouteRow("GET", "/form/{slug}/boxes", form_pages.section_boxes),
    RouteRow("POST", "/save", form_pages.save_answer),
    RouteRow("POST", "/entries", form_pages.change_entries),
    RouteRow("POST", "/fix", form_pages.apply_fix),
    RouteRow("POST", "/undo", form_pages.undo),
)
ROUTES: tuple[RouteRow, ...] = (*_FRAME, *_FORM, *WORK)
