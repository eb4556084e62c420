"""Answers that may not overwrite what is there: one side for all, or decided cell by cell."""

from __future__ import annotations

import pytest

from brandcluster.sheets.asking import hold_back
from brandcluster.sheets.taking_in import CellChange, Preferring, Status, Taking, Ticked, preferred_at


def taking() -> Taking:
    """A value that differs, one that was open, an entry that goes, and two ticks of one list."""

    def cell(status: Status, label: str, where: str, *keys: str | int) -> CellChange:
        return CellChange(status, "表", "行", label, where, "旧", "新", path="p", keys=keys)

    items = [
        cell("改", "甲", "表!A1", "甲"),
        cell("填", "乙", "表!B1", "乙"),
        cell("删", "", "表!A2", "列", 1),
        cell("改", "丙一", "表!C1", "丙"),
        cell("清", "丙二", "表!D1", "丙"),
    ]
    return Taking(
        items=items,
        values={"p": {("甲",): "新", ("乙",): "新"}},
        ticked=[Ticked("p", ("丙",), ("丙一",), ("丙二",))],
        gone={"p": [("列", 1)]},
    )


@pytest.mark.parametrize(
    ("prefer", "conflicts", "values", "ticked", "gone"),
    [
        (None, 4, {("甲",), ("乙",)}, 1, 1),
        ("new", 0, {("甲",), ("乙",)}, 1, 1),
        ("old", 0, {("乙",)}, 0, 0),
        ({}, 4, {("甲",), ("乙",)}, 1, 1),
        ({"表!A1": "new", "表!A2": "old", "表!C1": "new", "表!D1": "new"}, 0, {("甲",), ("乙",)}, 1, 0),
        ({"表!A1": "old", "表!A2": "new", "表!C1": "old", "表!D1": "old"}, 0, {("乙",)}, 0, 1),
        ({"表!A1": "old"}, 3, {("乙",)}, 1, 1),
    ],
)
def test_what_would_overwrite_is_decided(
    prefer: Preferring, conflicts: int, values: set[tuple[str, ...]], ticked: int, gone: int
) -> None:
    found = taking()
    hold_back(found, prefer)
    assert found.conflicts == conflicts and set(found.values.get("p", {})) == values
    assert (len(found.ticked), len(found.gone.get("p", ()))) == (ticked, gone)


def test_one_side_for_all_or_for_a_cell() -> None:
    assert preferred_at("new", "x") == "new" and preferred_at(None, "x") is None
    assert preferred_at({"x": "old"}, "x") == "old" and preferred_at({"x": "old"}, "y") is None
