"""What is odd about single returns, with the numbers that decide taken from the rules a dossier stands under.

What is odd stands in `returns/odd_rows`, row by row, and `returns/plain_rows`, column by column.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from brandcluster.dossier.load import Dossier
from brandcluster.returns.comparing import bounds_of
from brandcluster.returns.layout import Layout, Row
from brandcluster.returns.odd_rows import odd_returns
from brandcluster.returns.odd_rows import steady_values as steady_values
from brandcluster.returns.problems import ReturnProblem
from brandcluster.returns.reading import ReturnEntry


def find_oddities(
    entries: list[ReturnEntry], layout: Layout, dossier: Dossier, earlier: Mapping[str, Row], peers: Iterable[Row]
) -> Iterator[ReturnProblem]:
    """Everything that is odd about returns, beyond cells that could not be read.

    `earlier` is what the year before's rows are held against (`steady_values`) by code, `peers` are all rows of the
    year.
    """
    yield from odd_returns(entries, layout, bounds_of(dossier), earlier, peers)
