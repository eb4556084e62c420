"""A dossier as plain values: what the second calculation reads, and how it reads a day, a number, a document.

Nothing of the program is used. A value that cannot be read is None, exactly like one that is not there; who needs to
tell the two apart looks at the raw value.
"""

from __future__ import annotations

import calendar
import hashlib
import re
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError


class Broken(NamedTuple):
    """A file that is there and cannot be read as YAML; the text is what stands in it."""

    text: str


class Folder(NamedTuple):
    """The YAML files by path (plain values, or `Broken`) and the SHA-256 of every document, by path."""

    files: dict[str, Any]
    evidence: dict[str, str]


class Answer(NamedTuple):
    """What the notice says of one condition, and the one word why; words that begin with `call-` are our reading."""

    verdict: str
    why: str


def load(root: Path) -> Folder:
    """The folder at `root`; every scalar stays text, so that no number passes through a float."""
    files: dict[str, Any] = {}
    for path in sorted(root.rglob("*.yaml")):
        name = path.relative_to(root).as_posix()
        if name.startswith(("sealed/", ".")):
            continue
        try:
            files[name] = YAML(typ="base", pure=True).load(path.read_text(encoding="utf-8"))
        except YAMLError:
            files[name] = Broken(path.read_text(encoding="utf-8"))
    documents = sorted(path for path in (root / "evidence").rglob("*") if path.is_file())
    return Folder(files, {path.relative_to(root).as_posix(): digest(path.read_bytes()) for path in documents})


def digest(content: bytes) -> str:
    """The SHA-256 of a document."""
    return hashlib.sha256(content).hexdigest()


def at(folder: Folder, path: str, *keys: str) -> Any:
    """The value at `keys` of a file; None where anything on the way is missing."""
    value = folder.files.get(path)
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def text(value: Any) -> str | None:
    """Some words, or None."""
    if value is None or isinstance(value, (dict, list, Broken)):
        return None
    return str(value).strip() or None


def day(value: Any) -> date | None:
    """A day written 年-月-日, or None."""
    match = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text(value) or "")
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def month(value: Any) -> tuple[int, int] | None:
    """A month written 年-月, or None."""
    match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text(value) or "")
    return (int(match[1]), int(match[2])) if match else None


def number(value: Any) -> Fraction | None:
    """A number that is not below nought, exactly; or None."""
    match = re.fullmatch(r"\d+(\.\d+)?", text(value) or "")
    return Fraction(match[0]) if match else None


def entries(value: Any) -> list[dict[str, Any]] | None:
    """The entries of a list; None where there is no list. What is no mapping counts as an empty entry."""
    if not isinstance(value, list):
        return None
    return [each if isinstance(each, dict) else {} for each in value]


def document(folder: Folder, value: Any) -> bool:
    """Whether a document is named and lies there."""
    return (text(value) or "") in folder.evidence


def years_on(start: date, years: int) -> date:
    """The same day some years later or earlier; where the month has no such day, its last."""
    year = start.year + years
    return date(year, start.month, min(start.day, calendar.monthrange(year, start.month)[1]))


def industries(folder: Folder) -> list[str]:
    """The leading industries fixed at application."""
    names = [text(each.get("名称")) for each in entries(at(folder, "dossier.yaml", "主导产业")) or []]
    return [name for name in names if name]


def applied(folder: Folder) -> date | None:
    """申报日期."""
    return day(at(folder, "dossier.yaml", "申报日期"))


def approved(folder: Folder) -> date | None:
    """批复日期: all clocks of the pilot start from it."""
    return day(at(folder, "pilot/approval.yaml", "批复日期"))


def settle(faults: list[str], why: str = "complete") -> Answer:
    """Met where nothing is wanting, unknown where something is; the first fault is the reason."""
    return Answer("unknown", faults[0]) if faults else Answer("met", why)
