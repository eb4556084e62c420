"""The page of all dossiers: what its tables show, and by what they can be narrowed on the page itself."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from brandcluster.dossier.indicators.measure import INDICATORS, SHARE
from brandcluster.notice import edition
from brandcluster.output.desk.alike_text import NOTE
from brandcluster.output.desk.pages import PAGES, page_environment, page_frame
from brandcluster.output.desk.text import PROBLEM_HEADS, Desk, goal_words
from brandcluster.papers.stamp import stamped_text
from brandcluster.review.page.bars import BAR_HEIGHT, BAR_WIDTH, Bar, column_tops, figure_bar
from brandcluster.review.quota import CLAUSE
from brandcluster.review.rows import SEALS, IndustryRow, Row
from brandcluster.review.standards import is_impossible
from brandcluster.rules.facts.stage import STAGES

#: What the page can be narrowed to beside province, stage and industry.
STATES = {
    "errors": "有错误",
    "not-ready": "还不能报",
    "open": "还有要人认定的",
    "own": "有按自评的",
    "impossible": "有不可能的数",
}

#: As many are listed there.
MOST_SKIPPED = 100
_HEADS = (
    ("区域", ""),
    ("省份", ""),
    ("主导产业", ""),
    ("阶段", ""),
    ("条件", "n"),
    ("其中自评", "n"),
    *((head, "n") for head in PROBLEM_HEADS),
    ("申报日期", ""),
    *((f"{label}盖章", "") for _, _, label in SEALS),
    ("封存", ""),
)


def overview_page(desk: Desk, names: dict[str, str]) -> bytes:
    """The page of all dossiers; `names` are the names of their own pages by key."""
    readable = [row for row in desk.rows if not row.failure]
    provinces = sorted({row.province for row in readable})
    tops = column_tops(readable)
    text = (
        page_environment()
        .get_template("overview.html")
        .render(
            **page_frame(),
            desk=desk,
            readable=readable,
            failed=[row for row in desk.rows if row.failure],
            heads=_HEADS,
            figure_heads=[(each.label, top) for each, top in zip((*INDICATORS, SHARE), tops, strict=True)],
            bars=partial(_bars, tops),
            bar_width=BAR_WIDTH,
            bar_height=BAR_HEIGHT,
            choices=_choices(readable, provinces),
            states_of=states_of,
            industries_of=lambda row: "\n".join(each.name for each in row.industries),
            stage_map=[(province, _by_stage(readable, province)) for province in provinces],
            quota_text=edition.clauses_of(edition.default_edition())[CLAUSE].text,
            page_names=names,
            paged={row.key for row in readable},
            goal=goal_words(desk.between),
            pages=PAGES,
            alike_note=NOTE,
            most_skipped=MOST_SKIPPED,
        )
    )
    return stamped_text(text + "\n")


def states_of(row: Row) -> tuple[str, ...]:
    """Which of `STATES` a dossier is in."""
    figures = [figure for industry in row.industries for figure in industry.columns if figure is not None]
    holds = {
        "errors": row.errors > 0,
        "not-ready": not row.ready,
        "open": bool(row.open_judgements),
        "own": row.own > 0,
        "impossible": any(is_impossible(figure.value) for figure in figures),
    }
    return tuple(state for state in STATES if holds[state])


def _choices(rows: list[Row], provinces: list[str]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """What can be chosen: the key in the address, the word, and the values with their words; none of one value alone."""
    industries = sorted({each.name for row in rows for each in row.industries})
    stages = [(str(stage), word) for stage, word in STAGES.items() if any(row.stage == stage for row in rows)]
    states = [(state, word) for state, word in STATES.items() if any(state in states_of(row) for row in rows)]
    every: list[tuple[str, str, list[tuple[str, str]]]] = [
        ("province", "省份", _named(provinces)),
        ("stage", "阶段", stages),
        ("industry", "产业", _named(industries)),
        ("state", "情况", states),
    ]
    return [each for each in every if len(each[2]) > 1 or (each[0] == "state" and each[2])]


def _named(names: Iterable[str]) -> list[tuple[str, str]]:
    return [(name, name if len(name) <= 30 else f"{name[:30]}…") for name in names if name]


def _by_stage(rows: list[Row], province: str) -> list[list[Row]]:
    return [[row for row in rows if (row.province, row.stage) == (province, stage)] for stage in STAGES]


def _bars(tops: tuple[int, ...], industry: IndustryRow) -> list[Bar | None]:
    """The six bars of an industry, each on the scale of its column."""
    standards = (*industry.standards, None)
    return [
        None if figure is None else figure_bar(figure, standards[at] if at < len(standards) else None, top)
        for at, (figure, top) in enumerate(zip(industry.columns, tops, strict=True))
    ]
