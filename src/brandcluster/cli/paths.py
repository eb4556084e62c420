"""Asking about paths that a caller typed, which may be too long or hold what no file name may hold."""

from __future__ import annotations

from pathlib import Path

from brandcluster.base.as_read import remember


def is_folder(path: Path) -> bool:
    """Whether a path is a folder; False for a path that the system cannot even look at."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def is_file(path: Path) -> bool:
    """Whether a path is a file; False for a path that the system cannot even look at."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def exists(path: Path) -> bool:
    """Whether something stands at a path; False for a path that the system cannot even look at."""
    try:
        found = path.exists()
    except (OSError, ValueError):
        return False
    if not found:  # and nothing must stand there when it is written
        remember(path, None)
    return found
