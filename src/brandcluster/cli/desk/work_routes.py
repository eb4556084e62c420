"""The rows of the table for all that is not filling in: the first page, forms as paper, handing over, making, and the rest
of the work."""

from __future__ import annotations

from brandcluster.cli.desk import start_page
from brandcluster.cli.desk.asked import RouteRow

_LOOKING = (
    RouteRow("GET", "/start", start_page.start, "首页"),
    RouteRow("GET", "/paper/{name}", start_page.paper),
    RouteRow("GET", "/paper.css", start_page.paper_style),
)
WORK: tuple[RouteRow, ...] = (*_LOOKING,)
