"""The folders `templates/`, `schemas/` and `examples/`: at the root of a checkout, inside the package once installed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_PACKAGE = Path(__file__).resolve().parent.parent
_IN_A_FOLDER = _PACKAGE.is_dir()


def folder(name: Literal["templates", "schemas", "examples"]) -> Path:
    """Where one of the data folders is. FileNotFoundError when the installation is broken."""
    for candidate in (_PACKAGE / "_data" / name, _PACKAGE.parent.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"{name} is neither in the package nor beside it")


def own_bytes(path: Path) -> bytes:
    """The bytes of a file that comes with the program."""
    return path.read_bytes()


def own_text(path: Path) -> str:
    """The text of a file that comes with the program."""
    return own_bytes(path).decode("utf-8").replace("\r\n", "\n")


def package_path(package: str) -> Traversable:
    """Where one of the program's packages is: a folder, or a place in a zip, as clusters hand programs to their
    machines. importlib.resources costs more than a path and is asked only there."""
    if _IN_A_FOLDER:
        return _PACKAGE.joinpath(*package.split(".")[1:])
    from importlib.resources import files

    return files(package)


def package_bytes(package: str, *names: str) -> bytes:
    """The bytes of a file of one of the program's packages."""
    return package_path(package).joinpath(*names).read_bytes()
