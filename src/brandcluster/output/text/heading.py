"""What a dossier is called in a heading."""

from __future__ import annotations

from brandcluster.dossier.load import Dossier


def heading_of(dossier: Dossier, named: str) -> str:
    """The region's name; while it has none, its folder as the caller named it, the current one by its own name."""
    region = dossier.header.region_name
    return region or (dossier.root.resolve().name if named == "." else named) or named
