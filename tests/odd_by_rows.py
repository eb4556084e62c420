"""What is odd about returns, told row by row: what a look by column must come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from brandcluster.dossier.model.measures import SERVICE_KIND
from brandcluster.returns.layout import Layout, Row
from brandcluster.returns.odd_rows import (
    LEAST_PEERS,
    STEADY,
    Bounds,
    odd_entries,
    own_gaps_among,
    same_names,
)
from brandcluster.returns.problems import ReturnProblem
from brandcluster.returns.reading import ReturnEntry
from brandcluster.returns.sums import group_of


def odd_returns(
    entries: list[ReturnEntry], layout: Layout, bounds: Bounds, earlier: Mapping[str, Row], peers: Iterable[Row]
) -> Iterator[ReturnProblem]:
    """Everything that is odd about returns, beyond cells that could not be read; `earlier` is what the year before's
    rows are held against (`steady_values`) by code, `peers` are all rows of the year."""
    yield from odd_entries(entries, layout, bounds, earlier, _middles(peers, layout))
    yield from own_gaps_among(entries, layout)
    yield from same_names(entries)


def _middles(rows: Iterable[Row], layout: Layout) -> dict[str, Decimal]:
    at, industry, kind = layout.index("gross_output"), layout.index("industry"), layout.index("kind")
    outputs: dict[str, list[Decimal]] = defaultdict(list)
    for row in rows:
        if row[at] and row[at] != "0" and row[kind] != SERVICE_KIND:
            outputs[group_of(row[industry], row[kind])].append(Decimal(row[at]))
    return {name: sorted(values)[len(values) // 2] for name, values in outputs.items() if len(values) >= LEAST_PEERS}


def steady_values(row: Row, layout: Layout) -> Row:
    """What the year after is held against."""
    return tuple(row[layout.index(name)] for name in STEADY)
