"""Sealed forms altered so that it shows: `seal --verify` notices every alteration, and nothing that does not show.

What is drawn is the same every time. `python scripts/alter_forms.py --seed N` draws others.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from alter_forms import HARMLESS, KINDS, Altered, drawn, sealed, verdicts
from independent_reader import converted
from parts import number

from brandcluster.cli.start import start

Forms = Mapping[tuple[str, str], bytes]


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sealed")


@pytest.fixture(scope="module")
def forms(scratch: Path) -> Forms:
    return sealed(scratch)


def missed(scratch: Path, found: list[Altered]) -> list[str]:
    said = zip(found, verdicts(scratch, found), strict=True)
    return [f"{each.kind} {each.example} {each.form}: {each.what}" for each, verdict in said if verdict == "一致"]


def test_alterations_are_noticed(scratch: Path, forms: Forms) -> None:
    assert missed(scratch, drawn(forms, KINDS, number(40, 8), seed=7)) == []


@pytest.mark.word
def test_two_hundred_alterations_are_noticed(scratch: Path, forms: Forms) -> None:
    assert missed(scratch, drawn(forms, KINDS, 200, seed=1)) == []


@pytest.mark.long
def test_what_nobody_sees_is_no_difference(scratch: Path, forms: Forms) -> None:
    found = drawn(forms, HARMLESS, len(HARMLESS), seed=5)
    assert len(missed(scratch, found)) == len(HARMLESS)


def test_the_same_seed_draws_the_same(forms: Forms) -> None:
    assert drawn(forms, KINDS, 12, seed=2) == drawn(forms, KINDS, 12, seed=2)


def test_there_are_enough_kinds() -> None:
    assert len(KINDS) >= 100
    assert not KINDS.keys() & HARMLESS.keys()


@pytest.mark.long
def test_an_altered_file_is_not_sealed(scratch: Path, forms: Forms, tmp_path: Path) -> None:
    """What verify would not call 一致 is not taken for what goes to paper either."""
    for each in drawn(forms, KINDS, 6, seed=11):
        path = tmp_path / each.form
        path.write_bytes(each.content)
        call = [
            "seal",
            str(path),
            str(scratch / each.example),
            "--by",
            "甲",
            "--date",
            "2014-04-26",
            "--reason",
            "更正",
        ]
        assert start(call) == 1, (each.kind, each.what)
        assert not (scratch / each.example / "sealed" / "2").exists()


@pytest.mark.word
def test_another_program_opens_every_altered_form(forms: Forms) -> None:
    found = drawn(forms, KINDS, 200, seed=1)
    made = converted({str(number): each.content for number, each in enumerate(found)}, "txt")
    lost = [found[number].kind for number in range(len(found)) if str(number) not in made]
    assert lost == []


@pytest.mark.word
def test_what_another_program_saves_is_no_difference(scratch: Path, forms: Forms) -> None:
    """LibreOffice writes every part anew, in its own way; the page still says the same."""
    names = list(forms)
    saved = converted({str(at): forms[name] for at, name in enumerate(names)}, "docx")
    found = [Altered("saved", *name, "by LibreOffice", saved[str(at)]) for at, name in enumerate(names)]
    assert verdicts(scratch, found) == ["一致"] * len(names)
