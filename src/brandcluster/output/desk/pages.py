"""Static pages: what they all have, and the page of one dossier. Nothing in them is loaded from anywhere.

The templates are the program's own, never a dossier's; every value is escaped, and a Content-Security-Policy with
the hashes of the one style and the one script lets nothing else act.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from brandcluster.base import resources
from brandcluster.base.diagnostics import SEVERITY_WORDS, VERDICT_WORDS, Location
from brandcluster.base.numbers import decimal_string, round_text
from brandcluster.base.visible import visible
from brandcluster.dossier.indicators.measure import INDICATORS, SHARE
from brandcluster.notice import edition
from brandcluster.output.desk.alike_text import pair_word
from brandcluster.output.desk.reading_text import changed_places, circled, section_anchor, shown_sections, unanswered
from brandcluster.output.desk.text import (
    conditions_word,
    day_word,
    days_word,
    fraction_text,
    percent_text,
    places_word,
)
from brandcluster.papers.stamp import stamped_text
from brandcluster.review.page.charts import HEIGHT, WIDTH
from brandcluster.review.page.source import SourceFile, line_anchor
from brandcluster.review.page.view import View
from brandcluster.review.rows import SEALS, Row, RowFigure, SealDate
from brandcluster.review.standards import is_impossible
from brandcluster.rules.clauses.clause_row import state_text
from brandcluster.rules.facts.stage import STAGES

#: The folder of the dossiers' pages beside the overview.
PAGES = "pages"
#: Where a page has what its dossier has in common with others, until that is known. No text can say it: all are escaped.
ALIKE_PLACE = "<!-- alike -->"
#: As many problems stand on a page, and beside one answer of the form.
MAX_PROBLEMS, MOST_FINDINGS = 500, 20


def dossier_page(view: View, back: str, *, with_alike: bool = False) -> bytes:
    """The page of one dossier; `back` is the link to the overview, "" for none. `with_alike` leaves a place for what
    it has in common with others (`alike_page.put_alike`)."""
    template = page_environment().get_template("dossier.html")
    text = template.render(
        **page_frame("diff.css"),
        sections=shown_sections(view.reading),
        unanswered=unanswered(view.reading),
        changed=changed_places(view.reading),
        most_findings=MOST_FINDINGS,
        alike_place=Markup(ALIKE_PLACE) if with_alike else "",  # noqa: S704  # our own words
        view=view,
        row=view.row,
        back=back,
        problems=view.row.diagnostics[:MAX_PROBLEMS],
        shown={source.path for source in view.sources},
        indicators=INDICATORS,
        share=SHARE,
        chart_width=WIDTH,
        chart_height=HEIGHT,
    )
    return stamped_text(text + "\n")


# ---- the environment -------------------------------------------------------------------------------------------


@cache
def page_environment() -> Environment:
    """The templates of the pages, which escape every value."""
    made = Environment(
        loader=FileSystemLoader(resources.folder("templates") / "html", encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "all_seals": _all_seals,
        "anchor": lambda place: line_anchor(place.path, place.line),
        "breakable": _breakable,
        "by_file": _by_file,
        "circled": circled,
        "cite": lambda row, clause: edition.cite_clause(row.edition, clause) or "",
        "code": _code,
        "conditions": conditions_word,
        "day": day_word,
        "days": days_word,
        "fraction": fraction_text,
        "impossible": is_impossible,
        "met_of": lambda row: f"{row.count('met')}/{len(row.conditions) - row.count('not_applicable')}",
        "met_share": _met_share,
        "page_link": _page_link,
        "pair_word": pair_word,
        "percent": percent_text,
        "places_word": places_word,
        "section_anchor": section_anchor,
        "sort_number": _sort_number,
        "state_text": state_text,
        "stage_rank": lambda row: list(STAGES).index(row.stage),
        "stage_word": lambda row: STAGES[row.stage],
        "sum_text": lambda pieces: sum(len(piece.text) for piece in pieces),
        "title": lambda row: row.region or row.applicant or row.key,
        "two": lambda value: round_text(value, 2),
    }
    made.globals |= {"verdict_word": VERDICT_WORDS.__getitem__, "severity_word": SEVERITY_WORDS.__getitem__}
    return made


@cache
def page_frame(more: str = "") -> dict[str, Any]:
    """What every page holds: the style (with that of a file of `more`), the script, and the policy that lets these
    two act and nothing else."""
    folder = resources.folder("templates") / "html"
    style, script = (resources.own_text(folder / name) for name in ("page.css", "page.js"))
    style += resources.own_text(folder / more) if more else ""
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return {
        "style": Markup(style),  # noqa: S704  # the program's own file
        "script": Markup(script),  # noqa: S704  # likewise
        "policy": policy,
        "stages": tuple(STAGES.items()),
    }


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _shown(value: Any) -> Any:
    """A value as it goes on the page: what acts instead of showing is written out, lines stay lines."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return "\n".join(visible(line) for line in value.split("\n"))


# ---- filters -----------------------------------------------------------------------------------------------------


@pass_context
def _page_link(context: Context, row: Row) -> str:
    """The link from the overview to a dossier's page."""
    return f"{PAGES}/{quote(context['page_names'][row.key])}.html"


def _all_seals(row: Row) -> list[SealDate | None]:
    """The four seals in their order; None where one does not apply."""
    dates = {seal.id: seal for seal in row.seals}
    return [dates.get(identifier) for identifier, _, _ in SEALS]


def _met_share(row: Row) -> str:
    applying = len(row.conditions) - row.count("not_applicable")
    return round_text(Fraction(row.count("met"), applying), 4) if applying else ""


def _sort_number(figure: RowFigure) -> str:
    return "" if figure.value is None else decimal_string(figure.value)


def _by_file(places: Iterable[Location]) -> list[tuple[str, list[Location]]]:
    """The places file by file, one a line."""
    found: dict[str, dict[int, Location]] = {}
    for place in places:
        found.setdefault(place.path, {}).setdefault(place.line, place)
    return [(path, list(lines.values())) for path, lines in found.items()]


def _breakable(path: str) -> Markup:
    """A path that is broken behind a slash where it is too long for its place."""
    return Markup("/<wbr>").join(escape(visible(part)) for part in path.split("/"))  # escaped part by part


def _code(source: SourceFile) -> Markup:
    """The lines of a file as rows with anchors; by hand, for there may be thousands."""
    rows = []
    for line in source.lines:
        if line is None:
            rows.append("<tr><td>…</td><td>（略）</td></tr>")
        else:
            number, text = line
            rows.append(
                f'<tr id="{line_anchor(source.path, number)}"><td>{number}</td><td>{escape(visible(text))}</td></tr>'
            )
    return Markup("\n".join(rows))  # noqa: S704  # every text in it was escaped
