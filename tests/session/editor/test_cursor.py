"""Where a cursor stands, also in a file that does not parse."""

from __future__ import annotations

import pytest

from brandcluster.base.diagnostics import KeyPath
from brandcluster.dossier.model.header import Header
from brandcluster.session.editor.cursor import (
    editor_lines,
    field_at,
    lines_with_ends,
    part_below,
    spot_at,
    written_keys,
)


def spot(marked: str) -> tuple[KeyPath, str, str]:
    """The spot at the mark ‸."""
    before, _, after = marked.partition("‸")
    found = spot_at(before + after, before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)
    return found.keys, found.where, found.word


SPOTS: list[tuple[str, KeyPath, str, str]] = [
    ("‸", (), "key", ""),
    ("省‸", (), "key", "省"),
    ("省份: ‸", ("省份",), "value", ""),
    ("省份:‸", ("省份",), "value", ""),
    ("省份: 河‸北  # 注", ("省份",), "value", "河北"),
    ("'省份': \"河‸北\"", ("省份",), "value", "河北"),
    ("试点周期:\n  开始: 1\n  ‸", ("试点周期",), "key", ""),
    ("试点周期:\n  开始: 1\n‸", (), "key", ""),
    ("a:\n  - b: 1\n    c‸: 2", ("a", 0, "c"), "key", "c"),
    ("a:\n  - b: 1\n  - b: 2\n    ‸", ("a", 1), "key", ""),
    ("a:\n- b: 1\n- b: ‸", ("a", 1, "b"), "value", ""),
    ("a:\n- b: 1\nc: ‸", ("c",), "value", ""),
    ("a:\n  - ‸", ("a", 0), "value", ""),
    ("a:\n  - 甲\n  - 乙‸", ("a", 1), "value", "乙"),
    ("a: [甲, 乙‸, 丙]", ("a", 1), "value", "乙"),
    ("a: [‸]", ("a", 0), "value", ""),
    ("a: |\n  文字: ‸", ("a",), "text", "  文字: "),
    ("a: |\n  文字\n\n  ‸", ("a",), "text", "  "),
    ("a: |\n  文字\nb: ‸", ("b",), "value", ""),
    ("a:\n  - b: |\n      文字\n    c: ‸", ("a", 0, "c"), "value", ""),
    ("a:\n  - b:\n      - 1\n      - 2\n  - b:\n      - ‸", ("a", 1, "b", 0), "value", ""),
    ("a: [\nb: ‸", ("b",), "value", ""),
    ("# a:\n𠮷: 𠮷‸𠮷", ("𠮷",), "value", "𠮷𠮷"),
]


@pytest.mark.parametrize(("marked", "keys", "where", "word"), SPOTS)
def test_a_spot(marked: str, keys: KeyPath, where: str, word: str) -> None:
    assert spot(marked) == (keys, where, word)
    assert spot(marked.replace("\n", "\r\n"))[0] == keys


def test_no_place_is_out_of_reach() -> None:
    for line in range(1, 6):
        for column in range(1, 9):
            spot_at("a:\n - [\n", line, column)
    assert spot_at("a: 1", 9, 1).keys == ()


def test_keys_are_told_from_texts_and_comments() -> None:
    text = "a: 1\n# b: 2\nc: |\n  d: 3\ne:\n  - f: 1\n  - g\n- [\n"
    assert [keys for keys, _ in written_keys(text)][:6] == [("a",), ("c",), ("e",), ("e", 0), ("e", 0, "f"), ("e", 1)]


def test_lines_are_those_of_editors() -> None:
    text = "a\r\nb\rc\nd\u2028e\x0cf"
    assert editor_lines(text) == ["a", "b", "c", "d\u2028e\x0cf"]
    assert "".join(lines_with_ends(text)) == text
    assert lines_with_ends("a\n") == ["a\n"]
    assert lines_with_ends("") == []


def test_the_field_of_an_entry_is_that_of_its_list() -> None:
    field = field_at(Header, ("区域性质", 2))
    assert field is not None and field.label == "区域性质"
    assert field_at(Header, ("没有", "这个")) is None
    assert part_below(Header, ("主导产业", 0)) is not None
    assert part_below(Header, ("省份", "x")) is None
