"""One name for each thing: what is defined in two modules is a term of the field, and a file's name is its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from brandcluster.base import resources

SOURCE = Path(resources.__file__).parent.parent
#: `run` is what every command is called by.
OF_COMMANDS = {"run"}
#: Names that two modules may give to two things, because the field itself does; at most 20.
TERMS: dict[str, str] = {}
#: Files of one name: the folders they may stand in, which say the rest. A group is one reason.
SHARED: tuple[tuple[str, frozenset[str], frozenset[str]], ...] = (
    (
        "a command, what it shows, and what it asks of a lower room",
        frozenset({"cli/commands", "output/commands", "rules/verdicts", "dossier", "papers/forms", "dossier/model"}),
        frozenset(
            {
                "aggregate",
                "collect",
                "diff",
                "eligibility",
                "evaluate",
                "explain",
                "indicators",
                "render",
                "schema",
                "seal",
                "status",
            }
        ),
    ),
    (
        "a file of the dossier: its model, the facts told from it, the rules on it, what is done with it",
        frozenset(
            {
                "dossier/model",
                "dossier/model/pilot",
                "rules/facts",
                "rules/checks/application",
                "rules/checks/pilot",
                "review",
            }
        ),
        frozenset(
            {
                "conditions",
                "funds",
                "header",
                "incidents",
                "plan",
                "progress",
                "recommendation",
                "remarks",
                "statistics",
                "targets",
                "zone",
            }
        ),
    ),
    ("one job for each kind of file", frozenset({"formats/tables", "formats/word"}), frozenset({"guard", "read"})),
    ("charts in Word, and on a page", frozenset({"formats/word", "review/page"}), frozenset({"charts"})),
    ("diagnostics, and what is shown of them", frozenset({"base", "output/commands"}), frozenset({"diagnostics"})),
    ("Markdown read for Word, and written", frozenset({"papers", "output/exchange"}), frozenset({"markdown"})),
    ("reading a part of a dossier, and a return", frozenset({"dossier/model", "returns"}), frozenset({"reading"})),
    ("how a file is laid out, and a return", frozenset({"dossier/editing", "returns"}), frozenset({"layout"})),
)
#: What begins a line of its own is at the top of a module: to parse them all takes twenty times as long.
_PUBLIC = re.compile(r"^(?:async def|def|class) ([A-Za-z]\w*)", re.MULTILINE)


def modules(root: Path) -> dict[str, str]:
    """The text of every module by its path."""
    found = sorted(path for path in root.rglob("*.py") if "__pycache__" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in found}


def defined_twice(texts: Mapping[str, str]) -> dict[str, list[str]]:
    """Public functions and classes at the top of more than one module, with their modules."""
    defined: dict[str, list[str]] = {}
    for name, text in texts.items():
        for public in _PUBLIC.findall(text):
            defined.setdefault(public, []).append(name)
    return {
        name: sorted(set(where)) for name, where in defined.items() if len(set(where)) > 1 and name not in OF_COMMANDS
    }


def repeated(paths: Iterable[str]) -> dict[str, list[str]]:
    """File names that occur more than once, with their folders, where no row of `SHARED` allows it."""
    folders: dict[str, list[str]] = {}
    for path in paths:
        folder, _, name = path.rpartition("/")
        folders.setdefault(name.removesuffix(".py"), []).append(folder)
    return {
        name: where
        for name, where in folders.items()
        if name != "__init__"
        and len(where) > 1
        and not any(name in names and set(where) <= allowed for _, allowed, names in SHARED)
    }


def test_a_name_means_one_thing() -> None:
    assert len(TERMS) <= 20
    assert defined_twice(modules(SOURCE)).keys() == TERMS.keys()


def test_a_file_has_a_name_of_its_own() -> None:
    assert repeated(modules(SOURCE)) == {}


def test_no_row_allows_what_is_no_more() -> None:
    names: dict[str, set[str]] = {}
    for path in modules(SOURCE):
        folder, _, name = path.rpartition("/")
        names.setdefault(name.removesuffix(".py"), set()).add(folder)
    for reason, folders, allowed in SHARED:
        assert [name for name in sorted(allowed) if len(names.get(name, set())) < 2] == [], reason
        assert folders <= set().union(*(names[name] for name in allowed)), reason


@pytest.mark.parametrize("word", ["def find_label", "class Label", "async def find_label"])
def test_a_planted_repeat_is_seen(word: str) -> None:
    texts = {
        "a.py": f"{word}(): pass\n",
        "b/c.py": f"{word}(): pass\n\n\ndef run(): pass\n",
        "d.py": "def run(): pass\n",
    }
    assert [*defined_twice(texts).values()] == [["a.py", "b/c.py"]]
    assert repeated(["a/guard.py", "formats/word/guard.py", "a/x.py", "b/x.py", "a/__init__.py", "b/__init__.py"]) == {
        "guard": ["a", "formats/word"],
        "x": ["a", "b"],
    }
