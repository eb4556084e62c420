"""An edition of the notice: clauses with their text, parameters with unit, comparator, dates and source."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from brandcluster.formats.yaml import document as yamldoc

#: The editions that come with the program; the first is the default.
EDITIONS = ("miit-2014-102", "miit-2015-115", "miit-2017-433")
UNSEEN = "未见全文"
PROMPTS = "prompts.yaml"
#: What a sign that names an entry of the fund table begins with.
_TABLE = "资金."
#: How “提高2%以上” can be read: 26.84% → 28.84% is 2 points, and a relative change of 7.45%.
POINTS, RELATIVE = "百分点", "相对变化"


class Clause(NamedTuple):
    """An operative clause: `cite` is what a reader sees, `text` the notice's own words, `by` who can decide it.

    A clause that is not `known` is one whose text nobody here has seen; nothing is decided on it.
    """

    id: str
    cite: str
    kind: str
    by: str
    text: str
    known: bool = True


class Parameter(NamedTuple):
    """A number (or reading) that decides something, with the day from which each of its values holds."""

    id: str
    label: str
    clause: str
    unit: str
    comparator: str
    values: tuple[tuple[date, Any, str], ...]

    def on(self, day: date) -> tuple[Any, str]:
        """The value in force on a day, and its source. LookupError before the first: there was no rule then."""
        found = None
        for first, value, source in self.values:
            if first <= day:
                found = (value, source)
        if found is None:
            raise LookupError(f"{self.id} has no value on {day.isoformat()}")
        return found


class Prompt(NamedTuple):
    """What a prompt of the form asks: the way to its answer, the notice's words, each part with its signs.

    `steps` are keys in `file`, lists passed through. Fewer than `shortest` characters cannot answer it; `none` when it
    asks whether something exists. A sign is one word, or several in this order; `table` names an entry of the fund
    table that answers the part as well.
    """

    label: str
    file: str
    steps: tuple[str, ...]
    clause: str
    quote: str
    shortest: int
    why: str
    none: bool
    aside: tuple[str, ...]
    parts: tuple[Asked, ...]


class Asked(NamedTuple):
    """One part of a prompt; without signs any answer will do."""

    name: str
    signs: tuple[tuple[str, ...], ...]
    table: str | None


class Edition(NamedTuple):
    """An edition as a whole: `since` is the first day on which it holds, `known` whether its text is known whole."""

    id: str
    title: str
    number: str
    since: date
    note: str
    known: str


@cache
def about(edition: str) -> Edition:
    """What an edition is."""
    data = _data(edition, "edition.yaml")
    since = date.fromisoformat(data["from"])
    return Edition(data["id"], data["title"], data["number"], since, data["note"], data["known"])


@cache
def clauses(edition: str) -> dict[str, Clause]:
    """The clauses of an edition by id, in the notice's order."""
    return {
        entry["id"]: Clause(
            entry["id"],
            entry["cite"],
            entry["kind"],
            entry["by"],
            entry.get("text") or UNSEEN,
            entry.get("known") is not False,
        )
        for entry in _data(edition, "clauses.yaml")
    }


@cache
def parameters(edition: str) -> dict[str, Parameter]:
    """The parameters of an edition by id."""
    found = {}
    for entry in _data(edition, "parameters.yaml"):
        values = sorted(
            (date.fromisoformat(value["from"]), value["value"], value["source"]) for value in entry["values"]
        )
        found[entry["id"]] = Parameter(
            entry["id"], entry["label"], entry["clause"], entry["unit"], entry["comparator"], tuple(values)
        )
    return found


@cache
def prompts(edition: str) -> tuple[Prompt, ...]:
    """The prompts of an edition's form, in its order; those of the first edition where it has no form of its own."""
    own = files("brandcluster.notice").joinpath("editions", edition, PROMPTS).is_file()
    return tuple(_prompt(entry) for entry in _data(edition if own else EDITIONS[0], PROMPTS))


def _prompt(entry: dict[str, Any]) -> Prompt:
    steps = tuple(entry["prompt"].split("."))
    return Prompt(
        steps[-1],
        entry["file"],
        steps,
        entry["clause"],
        entry["quote"],
        entry["shortest"],
        entry["why"],
        entry.get("none") == "是",
        tuple((entry.get("aside") or "").split()),
        tuple(_asked(name, signs.split()) for name, signs in entry["parts"].items()),
    )


def _asked(name: str, signs: list[str]) -> Asked:
    table = next((sign.removeprefix(_TABLE) for sign in signs if sign.startswith(_TABLE)), None)
    return Asked(name, tuple(tuple(sign.split("…")) for sign in signs if not sign.startswith(_TABLE)), table)


def cite(edition: str, clause: str | None) -> str | None:
    """The citation of a clause as a reader knows it; None for none."""
    found = clauses(edition).get(clause) if clause else None
    return found.cite if found else None


def _data(edition: str, name: str) -> Any:
    content = files("brandcluster.notice").joinpath("editions", edition, name).read_bytes()
    document = yamldoc.read(name, content)
    if document.diagnostics:
        raise ValueError(f"{edition}/{name}: {document.diagnostics[0]}")
    return document.data
