"""Entries that are taken out or moved, with their comments."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brandcluster.formats.yaml.document import read_document
from brandcluster.formats.yaml.entry_lines import moved_entry, without_entry

TEXT = """# 头
甲:
    # 说明
  - 名: a  # 一
    数: 1
  # 第二条的话
  - 名: b

    数: 2
  - 名: c
    长: |
      - 不是条目
      # 不是注释
# 尾
乙: 3
"""


@pytest.mark.parametrize(
    ("number", "gone"),
    [
        (0, ("  - 名: a  # 一\n    数: 1\n",)),
        (1, ("  # 第二条的话\n  - 名: b\n\n    数: 2\n",)),
        (2, ("  - 名: c\n    长: |\n      - 不是条目\n      # 不是注释\n",)),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_an_entry_goes_with_its_comments(number: int, gone: tuple[str, ...], newline: str) -> None:
    text = TEXT.replace("\n", newline)
    wanted = TEXT
    for each in gone:
        wanted = wanted.replace(each, "")
    assert without_entry("a", text, ("甲", number)) == wanted.replace("\n", newline)


def test_the_last_one_leaves_an_empty_list() -> None:
    text = "甲: # 话\n  # 说明\n  - 名: a\n乙: 1\n"
    assert without_entry("a", text, ("甲", 0)) == "甲: [] # 话\n  # 说明\n乙: 1\n"


def test_in_brackets() -> None:
    assert without_entry("a", "甲: [{名: a}, {名: b}]\n", ("甲", 0)) == "甲:\n  - 名: b\n"
    assert moved_entry("a", "甲: [a, b]\n", ("甲", 0), 1) == "甲: [b, a]\n"


def test_moved_to_and_fro() -> None:
    there = moved_entry("a", TEXT, ("甲", 0), 2)
    assert there is not None and there != TEXT
    back = moved_entry("a", there, ("甲", 2), 0)
    assert back is not None and sorted(back.splitlines()) == sorted(TEXT.splitlines())
    assert read_document("a", back.encode()).data == read_document("a", TEXT.encode()).data


def test_a_last_line_without_an_end() -> None:
    assert moved_entry("a", "甲:\n- a\n- b", ("甲", 1), 0) == "甲:\n- b\n- a\n"


@pytest.mark.parametrize("text", ["甲: [\n", "甲: 1\n", "甲:\n- a\n"])
def test_what_is_not_taken_apart(text: str) -> None:
    assert without_entry("a", text, ("甲", 1)) is None and moved_entry("a", text, ("甲", 0), 3) is None


entry = st.sampled_from(
    [
        "  - 名: a\n",
        "  # 话\n  - 名: b\n    数: 1\n",
        "  -\n    名: c\n",
        "  - - x\n    - y\n",
        "  - 名: |\n      行\n\n",
    ]
)


@given(st.lists(entry, min_size=1, max_size=5), st.data())
def test_only_the_order_changes(entries: list[str], data: st.DataObject) -> None:
    text = "甲:\n" + "".join(entries) + "乙: 1\n"
    last = len(entries) - 1
    number, to = data.draw(st.integers(0, last)), data.draw(st.integers(0, last))
    before = read_document("a", text.encode()).data
    moved = moved_entry("a", text, ("甲", number), to)
    if moved is None:
        return
    now = read_document("a", moved.encode()).data
    before["甲"].insert(to, before["甲"].pop(number))
    assert now == before and sorted(moved.splitlines()) == sorted(text.splitlines())
