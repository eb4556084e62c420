"""Conflicts decided one by one: nothing is chosen before a person chose, and no value is lost."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from cases import BASE, HERE
from hypothesis import given, settings
from hypothesis import strategies as st
from parts import examples

from brandcluster.dossier.load import load_dossier
from brandcluster.returns.deciding import (
    Decided,
    deciding_workbook,
    decisions_of,
    read_deciding,
    rows_to_decide,
)
from brandcluster.returns.layout import Row, layout_of
from brandcluster.returns.merging import merge_returns
from brandcluster.returns.reading import Origin, ReturnEntry

LAYOUT = layout_of(load_dossier(BASE))
CLEAN = (HERE / "cases" / "returns" / "same" / "clean.csv").read_text(encoding="utf-8-sig").splitlines()
ROW: Row = tuple(CLEAN[1].split(","))
OUTPUT, REVENUE = 5, 8


def entry(file: str, **figures: str) -> ReturnEntry:
    row = list(ROW)
    for name, text in figures.items():
        row[LAYOUT.index(name)] = text
    return ReturnEntry(tuple(row), Origin(file, None, tuple(range(len(row)))), 2)


def typed(content: bytes, *choices: object) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet: Any = book.worksheets[0]
    for at, choice in enumerate(choices, 4):
        sheet.cell(at, 8).value = choice
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(content: bytes) -> list[Decided]:
    found = read_deciding(content)
    assert not isinstance(found, str)
    assert not found[1]
    return found[0]


def two() -> tuple[list[ReturnEntry], list[ReturnEntry]]:
    old = [entry("enterprises/2014.csv", gross_output="100", revenue="90")]
    new = [entry("甲.xlsx", gross_output="120", revenue="95")]
    return old, new


def test_each_column_is_decided_by_itself() -> None:
    old, new = two()
    merged = merge_returns(old, new, LAYOUT, None)
    assert merged.contradicted == {ROW[0]} and merged.rows[ROW[0]] == old[0].row
    sheet = deciding_workbook(2014, rows_to_decide(merged.conflicts, ()))
    for choices, expected in (((1, "２"), ("100", "95")), ((2, 1), ("120", "90")), (("2", "2"), ("120", "95"))):
        decisions = decisions_of(read(typed(sheet, *choices)))
        settled = merge_returns(old, new, LAYOUT, None, decisions)
        assert not settled.contradicted
        assert (settled.rows[ROW[0]][OUTPUT], settled.rows[ROW[0]][REVENUE]) == expected


@pytest.mark.parametrize("choices", [(None, None), (1, None), (None, 2), ("", " ")])
def test_while_one_column_is_open_nothing_changes(choices: tuple[object, ...]) -> None:
    old, new = two()
    sheet = deciding_workbook(2014, rows_to_decide(merge_returns(old, new, LAYOUT, None).conflicts, ()))
    settled = merge_returns(old, new, LAYOUT, None, decisions_of(read(typed(sheet, *choices))))
    assert settled.contradicted == {ROW[0]} and settled.rows[ROW[0]] == old[0].row


def test_what_is_neither_one_nor_two_is_said() -> None:
    old, new = two()
    sheet = deciding_workbook(2014, rows_to_decide(merge_returns(old, new, LAYOUT, None).conflicts, ()))
    found = read_deciding(typed(sheet, 3, "新的"))
    assert not isinstance(found, str)
    assert found[1] == ["第 4 行写的不是 1 或 2", "第 5 行写的不是 1 或 2"]
    assert not decisions_of(found[0])


def test_a_decision_is_on_two_values_and_on_no_others() -> None:
    old, new = two()
    sheet = deciding_workbook(2014, rows_to_decide(merge_returns(old, new, LAYOUT, None).conflicts, ()))
    decisions = decisions_of(read(typed(sheet, 2, 2)))
    third = [entry("乙.xlsx", gross_output="130", revenue="90")]
    assert merge_returns(old, third, LAYOUT, None, decisions).contradicted == {ROW[0]}
    taken = merge_returns(new, old, LAYOUT, None, decisions)  # the same two, the other way round
    assert not taken.contradicted and taken.rows[ROW[0]] == new[0].row


def test_two_rows_that_say_different_things_decide_nothing() -> None:
    row = Decided("甲", ROW[0], "销售收入（万元）", "1", "2", ("a", "b"), "1")
    back = row._replace(first="2", second="1", taken="2")
    assert decisions_of([row, back]) == {row.key: ""}
    assert rows_to_decide((), [row, back]) == []
    assert decisions_of([row, row]) == {row.key: "1"}


def test_what_was_decided_stays_in_the_sheet() -> None:
    old, new = two()
    merged = merge_returns(old, new, LAYOUT, "new")
    rows = rows_to_decide(merged.conflicts, ())
    assert [(each.first, each.second, each.taken) for each in rows] == [("100", "120", "120"), ("90", "95", "95")]
    later = read(deciding_workbook(2014, rows))
    other = merge_returns(new, [entry("丙.xlsx", gross_output="130")], LAYOUT, None)
    kept = rows_to_decide(other.conflicts, later)
    assert [each.taken for each in kept] == ["", "", "120", "95"]
    assert {each.first for each in kept} | {each.second for each in kept} >= {"100", "120", "90", "95", "130"}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"a,b\n1,2\n", "甲".encode("utf-16"), b"\x00" * 40])
def test_what_is_no_sheet_of_ours_is_refused(content: bytes) -> None:
    assert isinstance(read_deciding(content), str)


FIGURES = st.lists(st.sampled_from(("", "1", "2", "3")), min_size=2, max_size=2)


@settings(max_examples=examples(300))
@given(
    st.lists(FIGURES, min_size=1, max_size=4),
    st.dictionaries(
        st.tuples(st.sampled_from(("工业总产值（万元）", "销售收入（万元）")), st.sampled_from(("12", "13", "23"))),
        st.integers(0, 1),
    ),
)
def test_never_chosen_and_never_lost(figures: list[list[str]], chosen: dict[tuple[str, str], int]) -> None:
    """A value that stands at the end was there alone or was decided for; one that was displaced stands in the sheet."""
    came = [entry(f"{at}", gross_output=one, revenue=two) for at, (one, two) in enumerate(figures)]
    decisions = {(ROW[0], head, frozenset(pair)): pair[at] for (head, pair), at in chosen.items()}
    merged = merge_returns(came[:1], came[1:], LAYOUT, None, decisions)
    asked = {row.key for row in rows_to_decide(merged.conflicts, ())}
    for position, head in ((OUTPUT, "工业总产值（万元）"), (REVENUE, "销售收入（万元）")):
        given_ = [each.row[position] for each in came if each.row[position]]
        held = merged.rows[ROW[0]][position]
        for text in {*given_} - {held}:
            assert any(head == key[1] and text in key[2] for key in asked) or ROW[0] in merged.contradicted
        if len({*given_}) == 1 and ROW[0] not in merged.contradicted:
            assert held == given_[0]
        elif ROW[0] not in merged.contradicted:
            assert not given_ or any(held in key[2] and decisions.get(key) for key in asked if key[1] == head)
    assert all(decisions.get(key) for key in asked) == (ROW[0] not in merged.contradicted)
