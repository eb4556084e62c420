"""The floors of the house: imports go down only, tests mirror the sources, and the guard is shown to catch each breach."""

from __future__ import annotations

import shutil
from pathlib import Path

import floors
import pytest
from cases import HERE

#: Folders of tests that are no room's: what speaks of the program as a whole, data, and what tests share.
OUTSIDE = ("whole", "oracle", "cases", "fixtures", "editor")


@pytest.mark.part(1)
def test_the_house_stands() -> None:
    assert floors.breaches(floors.SOURCE) == []


def test_the_document_is_fresh() -> None:
    text = floors.DOCUMENT.read_text(encoding="utf-8")
    assert floors.documented(text) == text


#: One more import each at the end of a module, and what the guard must say of it.
PLANTED = (
    ("dossier/model/plan.py", "from brandcluster.rules import rule", "imports upwards: dossier/model -> rules"),
    ("rules/verdicts/gaps.py", "from brandcluster.output.text import table", "upwards: rules/verdicts -> output/text"),
    ("rules/facts/stage.py", "from brandcluster.review import quota", "imports upwards: rules/facts -> review"),
    ("dossier/load.py", "from brandcluster.dossier.editing import fixes", "upwards: dossier -> dossier/editing"),
    ("rules/facts/stage.py", "from brandcluster.rules.checks import all_checks", "rules/facts -> rules/checks"),
    (
        "rules/verdicts/gaps.py",
        "from brandcluster.rules.checks import ignoring",
        "joins what stands apart: rules/verdicts -> rules/checks",
    ),
    ("dossier/model/plan.py", "import lxml.etree", "imports lxml, which formats/word keep"),
)
RING = (
    ("formats/yaml/edits.py", "from brandcluster.formats.tables import sheet"),
    ("formats/tables/sheet.py", "from brandcluster.formats.yaml import edits"),
    ("notice/clause_places.py", "from brandcluster.notice import edition"),
    ("notice/edition.py", "from brandcluster.notice.clause_places import f"),
)
#: What the guard says that names no module.
ROOMS = {
    "ring: formats/tables -> formats/yaml -> formats/tables",
    "ring: notice/clause_places -> notice/edition -> notice/clause_places",
    "attic is not in the list of floors",
    "roof is in the list of floors and gone",
}


@pytest.fixture(scope="module")
def caught(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the guard says of a copy of the sources with every breach planted in it, and a floor that has no room."""
    target = tmp_path_factory.mktemp("planted") / "brandcluster"
    copy = Path(shutil.copytree(floors.SOURCE, target, ignore=shutil.ignore_patterns("__pycache__")))
    for module, line in (*(each[:2] for each in PLANTED), *RING):
        text = (copy / module).read_text(encoding="utf-8")
        (copy / module).write_text(f"{text}\n\ndef f() -> None:\n    {line}\n", encoding="utf-8")
    (copy / "attic").mkdir()
    (copy / "attic" / "__init__.py").write_text("", encoding="utf-8")
    return floors.breaches(copy, (*floors.FLOORS, ("roof",)))


@pytest.mark.parametrize(("module", "said"), [(module, said) for module, _, said in PLANTED])
def test_an_import_that_breaks_the_plan_is_caught(caught: list[str], module: str, said: str) -> None:
    assert len([breach for breach in caught if breach.startswith(f"{module}:") and breach.endswith(said)]) == 1


@pytest.mark.parametrize("said", sorted(ROOMS))
def test_a_ring_and_a_list_that_is_not_the_houses_are_caught(caught: list[str], said: str) -> None:
    assert caught.count(said) == 1


def test_nothing_else_is_caught(caught: list[str]) -> None:
    assert len(caught) == len(PLANTED) + len(ROOMS)


def test_every_room_says_what_it_is_for() -> None:
    rooms = [room for floor in floors.FLOORS for room in floor]
    assert [room for room in rooms if len(floors.job_of(floors.SOURCE, room)) < 20] == []


def test_the_package_has_few_names() -> None:
    names = [p for p in floors.SOURCE.iterdir() if not p.name.startswith("_") and p.name != "py.typed"]
    rooms = [p for p in names if any(p.rglob("*.py"))]  # what is left of a folder that moved holds bytecode at most
    assert all(p.is_dir() for p in names) and len(rooms) <= 12, rooms


def test_tests_mirror_the_sources() -> None:
    """A module's tests are test_MODULE.py in the folder of the same name; what spans a room is named after the room."""
    found = []
    for path in sorted(HERE.rglob("test_*.py")):
        room = path.relative_to(HERE).parent
        if room.parts[:1] in [(each,) for each in OUTSIDE]:
            continue
        stem = path.stem.removeprefix("test_")
        if not (floors.SOURCE / room / f"{stem}.py").is_file() and stem != room.name:
            found.append(path.relative_to(HERE).as_posix())
    assert found == []
