"""An edition of the notice: clauses with their text, parameters with unit, comparator, dates and source."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any, NamedTuple

from brandcluster.base import resources
from brandcluster.formats.yaml.document import read_document

UNSEEN = "未见全文"
_WITHOUT_DUTY = "without-duty.yaml"
#: What an edition says of itself whose text is known whole.
WHOLE = "complete"
PROMPTS = "prompts.yaml"
#: What a sign that names an entry of the fund table begins with.
_TABLE = "资金."
#: How “提高2%以上” can be read: 26.84% → 28.84% is 2 points, and a relative change of 7.45%.
POINTS, RELATIVE = "百分点", "相对变化"
#: Whose figures “相关企业” means for a leading industry: its own, or those of all in scope.
LEADING_ONLY, ALL_IN_SCOPE = "主导产业", "全部相关企业"
#: How “每年” counts where no day is named: from the approval, or by calendar years.
ANNIVERSARY, CALENDAR = "周年", "自然年度"


class Clause(NamedTuple):
    """An operative clause: `cite` is what a reader sees, `title` what it is about in a few words, `by` who can decide it.

    `passages` are the notice's own words, whole sentences; several where they stand apart. `part` is the words that
    this clause is about where several share a sentence, else empty. A clause that is not `known` is one whose text
    nobody here has seen; nothing is decided on it.
    """

    id: str
    cite: str
    title: str
    kind: str
    by: str
    passages: tuple[str, ...]
    part: str = ""
    known: bool = True

    @property
    def text(self) -> str:
        """The notice's own words."""
        return "".join(self.passages)


class WithoutDuty(NamedTuple):
    """Sentences of the notice that bind nobody, and why."""

    reason: str
    sentences: tuple[str, ...]


class Parameter(NamedTuple):
    """A number (or reading) that decides something, with the day from which each of its values holds.

    `choices` are the words that a reading can be; empty for all else.
    """

    id: str
    label: str
    clause: str
    unit: str
    comparator: str
    values: tuple[tuple[date, Any, str], ...]
    choices: tuple[str, ...] = ()

    def on(self, day: date) -> tuple[Any, str]:
        """The value in force on a day, and its source. LookupError before the first: there was no rule then."""
        found = None
        for first, value, source in self.values:
            if first <= day:
                found = (value, source)
        if found is None:
            raise LookupError(f"{self.id} has no value on {day.isoformat()}")
        return found


class FormOfEdition(NamedTuple):
    """A form: the name of its label map and blank, and the file that it becomes."""

    name: str
    file: str


class FormsOfEdition(NamedTuple):
    """The forms of an edition: those it has (`forms`), whose blanks stand with the edition `source`.

    Not `fill`: its own are not known, and no others may stand in for them; `note` is what a user must know then, or
    where the blanks are not its own. Filled ones are read by the blanks of `source` in any case.
    """

    source: str
    fill: bool
    note: str
    forms: tuple[FormOfEdition, ...]

    def has(self, name: str) -> bool:
        """Whether the edition has a form of this name."""
        return any(each.name == name for each in self.forms)


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
    parts: tuple[PromptPart, ...]


class PromptPart(NamedTuple):
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
    forms: FormsOfEdition


#: An id as examples and hints show it: known without reading any data, which a start-up would pay for.
SHOWN_EDITION = "miit-2014-102"


@cache
def all_editions() -> tuple[str, ...]:
    """The ids of the editions that come with the program, each a folder of data, in the order in which they began."""
    folders = [
        each.name
        for each in resources.package_path("brandcluster.notice").joinpath("editions").iterdir()
        if each.is_dir()
    ]
    return tuple(sorted(folders, key=lambda edition: (about_edition(edition).since, edition)))


@cache
def default_edition() -> str:
    """What stands where nobody names an edition: the first whose whole text is known."""
    return next(edition for edition in all_editions() if about_edition(edition).known == WHOLE)


@cache
def about_edition(edition: str) -> Edition:
    """What an edition is."""
    data = _data(edition, "edition.yaml")
    since = date.fromisoformat(data["from"])
    forms = data["forms"]
    return Edition(
        data["id"],
        data["title"],
        data["number"],
        since,
        data["note"],
        data["known"],
        FormsOfEdition(
            forms["from"],
            forms["fill"],
            forms.get("note") or "",
            tuple(FormOfEdition(each["name"], each["file"]) for each in forms["list"]),
        ),
    )


@cache
def clauses_of(edition: str) -> dict[str, Clause]:
    """The clauses of an edition by id, in the notice's order. One that has no title bears the default edition's."""
    return {entry["id"]: _clause(edition, entry) for entry in _data(edition, "clauses.yaml")}


def _clause(edition: str, entry: dict[str, Any]) -> Clause:
    text = entry.get("text") or UNSEEN
    title = entry.get("title") or clauses_of(default_edition())[entry["id"]].title
    passages = tuple(text) if isinstance(text, list) else (text,)
    known = entry.get("known") is not False
    return Clause(
        entry["id"], entry["cite"], title, entry["kind"], entry["by"], passages, entry.get("part") or "", known
    )


@cache
def without_duty(edition: str) -> tuple[WithoutDuty, ...]:
    """The sentences of an edition that bind nobody; empty for one that lists none."""
    if not resources.package_path("brandcluster.notice").joinpath("editions", edition, _WITHOUT_DUTY).is_file():
        return ()
    return tuple(WithoutDuty(each["reason"], tuple(each["sentences"])) for each in _data(edition, _WITHOUT_DUTY))


@cache
def parameters_of(edition: str) -> dict[str, Parameter]:
    """The parameters of an edition by id."""
    found = {}
    for entry in _data(edition, "parameters.yaml"):
        values = sorted(
            (date.fromisoformat(value["from"]), value["value"], value["source"]) for value in entry["values"]
        )
        found[entry["id"]] = Parameter(
            entry["id"],
            entry["label"],
            entry["clause"],
            entry["unit"],
            entry["comparator"],
            tuple(values),
            tuple(entry.get("choices", ())),
        )
    return found


@cache
def prompts_of(edition: str) -> tuple[Prompt, ...]:
    """The prompts of an edition's form, in its order; those of the first edition where it has no form of its own."""
    own = resources.package_path("brandcluster.notice").joinpath("editions", edition, PROMPTS).is_file()
    return tuple(_prompt(entry) for entry in _data(edition if own else default_edition(), PROMPTS))


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
        tuple(_prompt_part(name, signs.split()) for name, signs in entry["parts"].items()),
    )


def _prompt_part(name: str, signs: list[str]) -> PromptPart:
    table = next((sign.removeprefix(_TABLE) for sign in signs if sign.startswith(_TABLE)), None)
    return PromptPart(name, tuple(tuple(sign.split("…")) for sign in signs if not sign.startswith(_TABLE)), table)


def cite_clause(edition: str, clause: str | None) -> str | None:
    """The citation of a clause as a reader knows it; None for none."""
    found = clauses_of(edition).get(clause) if clause else None
    return found.cite if found else None


def _data(edition: str, name: str) -> Any:
    content = resources.package_bytes("brandcluster.notice", "editions", edition, name)
    document = read_document(name, content)
    if document.diagnostics:
        raise ValueError(f"{edition}/{name}: {document.diagnostics[0]}")
    return document.data
