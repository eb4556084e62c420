"""What a dossier and its files are called before the reader."""

from __future__ import annotations

from brandcluster.dossier.load import Dossier


def heading_of(dossier: Dossier, named: str) -> str:
    """The region's name; while it has none, its folder as the caller named it, the current one by its own name."""
    region = dossier.header.region_name
    return region or (dossier.root.resolve().name if named == "." else named) or named


def path_below(named: str, path: str) -> str:
    """A file of a dossier by the dossier's folder as the caller named it; in the current folder by its own path."""
    return path if named == "." else f"{named.rstrip('/')}/{path}"
