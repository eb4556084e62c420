"""The floors of the house: imports go down only, tests mirror the sources, and the guard is shown to catch each breach."""

from __future__ import annotations

import shutil
from pathlib import Path

import floors
import pytest
from cases import HERE

#: Folders of tests that are no room's: what speaks of the program as a whole, data, and what tests share.
OUTSIDE = ("whole", "oracle", "cases", "fixtures", "editor")


def test_the_house_stands() -> None:
    assert floors.breaches(floors.SOURCE) == []


def test_the_document_is_fresh() -> None:
    text = floors.DOCUMENT.read_text(encoding="utf-8")
    assert floors.documented(text) == text


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The sources, to plant something in."""
    return Path(shutil.copytree(floors.SOURCE, tmp_path / "brandcluster", ignore=shutil.ignore_patterns("__pycache__")))


@pytest.mark.parametrize(
    ("module", "line", "said"),
    [
        ("dossier/model/plan.py", "from brandcluster.rules import rule", "dossier/model -> rules"),
        ("rules/verdicts/gaps.py", "from brandcluster.output.text import table", "rules/verdicts -> output/text"),
        ("rules/facts/stage.py", "from brandcluster.review import quota", "rules/facts -> review"),
        ("dossier/load.py", "from brandcluster.dossier.editing import fixes", "dossier -> dossier/editing"),
        ("rules/facts/stage.py", "from brandcluster.rules.checks import all_checks", "rules/facts -> rules/checks"),
    ],
)
def test_an_import_upwards_is_caught(copy: Path, module: str, line: str, said: str) -> None:
    plant(copy / module, line)
    (breach,) = floors.breaches(copy)
    assert "imports upwards" in breach and said in breach


def test_a_ring_on_one_floor_is_caught(copy: Path) -> None:
    plant(copy / "formats" / "yaml" / "edits.py", "from brandcluster.formats.tables import sheet")
    plant(copy / "formats" / "tables" / "sheet.py", "from brandcluster.formats.yaml import edits")
    assert floors.breaches(copy) == ["ring: formats/tables -> formats/yaml -> formats/tables"]


def test_a_verdict_that_asks_a_check_is_caught(copy: Path) -> None:
    plant(copy / "rules" / "verdicts" / "gaps.py", "from brandcluster.rules.checks import ignoring")
    (breach,) = floors.breaches(copy)
    assert "joins what stands apart: rules/verdicts -> rules/checks" in breach


def test_a_room_without_a_floor_is_caught(copy: Path) -> None:
    (copy / "attic").mkdir()
    (copy / "attic" / "__init__.py").write_text("", encoding="utf-8")
    assert floors.breaches(copy) == ["attic is not in the list of floors"]


def test_a_floor_without_a_room_is_caught(copy: Path) -> None:
    found = floors.breaches(copy, (*floors.FLOORS, ("roof",)))
    assert found == ["roof is in the list of floors and gone"]


def test_a_library_in_another_room_is_caught(copy: Path) -> None:
    plant(copy / "dossier" / "model" / "plan.py", "import lxml.etree")
    (breach,) = floors.breaches(copy)
    assert "imports lxml, which formats/word keep" in breach


def test_every_room_says_what_it_is_for() -> None:
    rooms = [room for floor in floors.FLOORS for room in floor]
    assert [room for room in rooms if len(floors.job_of(floors.SOURCE, room)) < 20] == []


def test_the_package_has_few_names() -> None:
    names = [p for p in floors.SOURCE.iterdir() if not p.name.startswith("_")]
    assert all(p.is_dir() for p in names) and len(names) <= 12, names


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


def plant(path: Path, line: str) -> None:
    """One more import at the end of a module, where nobody sees it."""
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\n\ndef f() -> None:\n    {line}\n", encoding="utf-8")
