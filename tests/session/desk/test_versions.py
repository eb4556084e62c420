"""What a page showed, held against what stands there now."""

from __future__ import annotations

import pytest

from brandcluster.session.desk.versions import MOST_VERSIONS, Versions, data_of, differing_places, unchanged_at

BASE = "甲: 1\n乙:\n  - {名: a, 数: 1}\n  - {名: b, 数: 2}\n"


@pytest.mark.parametrize(
    ("now", "keys", "same"),
    [
        (BASE.replace("甲: 1", "甲: 2"), ("甲",), False),
        (BASE.replace("甲: 1", "甲: 2"), ("乙", 0, "名"), True),
        (BASE.replace("数: 1", "数: 9"), ("甲",), True),
        (BASE.replace("数: 1", "数: 9"), ("乙", 1, "名"), True),
        (BASE.replace("数: 1", "数: 9"), ("乙", 0, "名"), False),
        ("甲: 1\n乙:\n  - {名: b, 数: 2}\n", ("乙", 0, "名"), False),
        (BASE + "  - {名: c}\n", ("乙", 0, "名"), False),
        (BASE + "  - {名: c}\n", ("乙",), False),
        ("甲: 1.0\n", ("甲",), False),
        ("- 1\n", ("甲",), False),
    ],
)
def test_whether_a_place_is_what_it_was(now: str, keys: tuple[str | int, ...], same: bool) -> None:
    assert unchanged_at(data_of("a", BASE), data_of("a", now), keys) is same


def test_where_two_states_differ() -> None:
    now = BASE.replace("数: 1", "数: 9").replace("甲: 1", "丙: 1")
    found = list(differing_places(data_of("a", BASE), data_of("a", now)))
    assert found == [(("甲",), 1, None), (("乙", 0, "数"), 1, 9), (("丙",), None, 1)]


def test_old_states_are_forgotten() -> None:
    versions = Versions()
    stamps = [versions.keep("a", str(number)) for number in range(MOST_VERSIONS + 1)]
    assert versions.text("a", stamps[0]) is None and versions.text("a", stamps[-1]) == str(MOST_VERSIONS)
