"""Columns and characters: astral characters take two units of UTF-16 and four bytes."""

from __future__ import annotations

import pytest

from brandcluster.session.editor.positions import Encoding, from_units, to_units

ENCODINGS: tuple[Encoding, ...] = ("utf-8", "utf-16", "utf-32")


@pytest.mark.parametrize("line", ["", "abc", "青石岭", "𠮷a😀", "a𠮷"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_there_and_back(line: str, encoding: Encoding) -> None:
    for column in range(1, len(line) + 2):
        assert from_units(line, to_units(line, column, encoding), encoding) == column


def test_units() -> None:
    assert [to_units("𠮷a", 2, each) for each in ENCODINGS] == [4, 2, 1]
    assert to_units("青石", 3, "utf-8") == 6


def test_inside_a_character_and_past_the_end() -> None:
    assert from_units("𠮷a", 1, "utf-16") == 1
    assert from_units("𠮷a", 99, "utf-16") == 3
    assert from_units("ab", -1, "utf-32") == 1
