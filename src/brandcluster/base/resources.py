"""The folders `templates/` and `schemas/`: at the root of a checkout, inside the package once installed."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

_PACKAGE = Path(__file__).resolve().parent.parent


def folder(name: Literal["templates", "schemas"]) -> Path:
    """Where one of the data folders is. FileNotFoundError when the installation is broken."""
    for candidate in (_PACKAGE / "_data" / name, _PACKAGE.parent.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"{name} is neither in the package nor beside it")
