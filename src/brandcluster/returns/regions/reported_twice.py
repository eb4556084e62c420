"""Enterprises that several regions report for one year: totals over these regions count them more than once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from brandcluster.returns.comparing import returned_region
from brandcluster.returns.regions.region_year import RegionTask, region_dossier


class RegionCodes(NamedTuple):
    """The codes that a region reports, year by year; confidential."""

    folder: str
    years: dict[int, tuple[str, ...]]


class Duplicate(NamedTuple):
    """Enterprises that the same regions report for a year, by their codes; confidential."""

    year: int
    folders: tuple[str, ...]
    codes: tuple[str, ...]


def codes_of(task: RegionTask) -> RegionCodes:
    """The codes of all rows that could be read, each once."""
    years = returned_region(region_dossier(task.path)).years
    return RegionCodes(
        task.name,
        {year: tuple(sorted({code for part in each.codes for code in part} - {""})) for year, each in years.items()},
    )


def find_duplicates(regions: Iterable[RegionCodes]) -> list[Duplicate]:
    """Who is reported by several regions, by year and by these regions, in the order of the regions."""
    regions = list(regions)
    found: list[Duplicate] = []
    for year in sorted({year for region in regions for year in region.years}):
        where: dict[str, int | tuple[int, ...]] = {}
        for at, region in enumerate(regions):
            for code in region.years.get(year, ()):
                known = where.get(code)
                where[code] = at if known is None else (*((known,) if isinstance(known, int) else known), at)
        together: dict[tuple[int, ...], list[str]] = {}
        for code, of in where.items():
            if not isinstance(of, int):
                together.setdefault(of, []).append(code)
        for of, codes in sorted(together.items()):
            found.append(Duplicate(year, tuple(regions[at].folder for at in of), tuple(sorted(codes))))
    return found
