"""Rows read many at once come to what they come to cell by cell, or ask for that."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import build_returns
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parts import examples
from stdnum.cn import uscc

from brandcluster.dossier.model.measures import COLUMNS, KINDS
from brandcluster.returns.bulk import plain_amounts, spell_rows, valid_codes
from brandcluster.returns.layout import CellRefused, Layout, clean_cell

LAYOUT = Layout(COLUMNS, ("阀门", "泵", "其他相关企业"))
CODES = build_returns.codes("139900", random.Random("bulk"))  # noqa: S311  # the same codes every time
POOL = [next(CODES) for _ in range(30)]
#: What people type into a cell for a number, and what is not one.
AMOUNTS = (
    "", "0", "12", "007", "1.50", "0.5", "1,234", "12,345,678.90", "１２，３４５", "1 234", "　12", "12．5",
    "1,23", "1234,567", "12,3456", ",123", "1.,5", "1.5.5", ".5", "5.", "1.234,567", "-3", "(3)", "12%", "无", "1e5",
    "1\n2", "\n", "12\t", "٣", "²", "1" * 18, "1" * 19, "999,999,999,999,999,999",
)  # fmt: skip
FLAGS = ("是", "否", "√", "×", "", " 是", "N", "可能", "１")


def one_by_one(row: tuple[str, ...], factors: dict[str, Decimal]) -> list[str | CellRefused]:
    cells = zip(COLUMNS, row, strict=True)
    return [clean_cell(column, text, LAYOUT, factors.get(column.name)) if text else "" for column, text in cells]


@st.composite
def _rows(draw: Any) -> list[tuple[str, ...]]:
    def row() -> tuple[str, ...]:
        codes = st.sampled_from((*POOL, POOL[0].lower(), POOL[0][:17], POOL[0][:17] + "0", "", "1234567890"))
        names = st.one_of(
            st.sampled_from(("甲", "甲 乙 公司", "甲  乙", " 甲", "=1", "甲\u200b", "甲-乙", "", "x" * 101)),
            st.text(max_size=3),
        )
        who = (draw(codes), draw(names), draw(st.sampled_from((*LAYOUT.industries, "阀 门", "阀们", ""))))
        kind = draw(st.sampled_from((*KINDS, "产业链", "")))
        figures = [draw(st.sampled_from(AMOUNTS)) for _ in range(7)]
        return (*who, kind, draw(st.sampled_from(FLAGS)), *figures, *[draw(st.sampled_from(FLAGS)) for _ in range(5)])

    return [row() for _ in range(draw(st.integers(1, 3)))]


@settings(deadline=None, max_examples=examples(400))
@given(_rows(), st.sampled_from((None, Decimal("0.1"), Decimal(10000))))
def test_many_at_once_are_read_as_one_by_one(rows: list[tuple[str, ...]], factor: Decimal | None) -> None:
    factors = {column.name: factor for column in COLUMNS if column.unit} if factor is not None else {}
    together = spell_rows(rows, range(len(COLUMNS)), LAYOUT, factors)
    if together is not None:
        assert [list(row) for row in together] == [one_by_one(row, factors) for row in rows]


@pytest.mark.parametrize("text", AMOUNTS)
def test_every_plain_amount_is_taken_and_no_other(text: str) -> None:
    single = clean_cell(COLUMNS[5], text, LAYOUT) if text else ""
    found = plain_amounts(["7", text, "8"], None)
    assert found is None or found == ["7", single, "8"]
    if not (text and text.isspace()) and text.strip(" 0123456789０１２３４５.．,，　") == "" and "1 2" not in text:
        assert (found is not None) == (not isinstance(single, CellRefused))


@given(st.lists(st.text("0123456789ABCDEFGHJKLMNPQRTUWXYIO-", min_size=17, max_size=19), min_size=1, max_size=3))
def test_codes_are_judged_as_the_library_does(codes: list[str]) -> None:
    for code in [*codes, *(code[:17] + each for code in codes for each in "0123456789ABCDEFGHJKLMNPQRTUWXY")]:
        assert valid_codes([code]) == (uscc.is_valid(code) and len(code) == 18 and "-" not in code)


def test_one_wrong_code_is_found_among_many() -> None:
    assert valid_codes(POOL)
    for at in (0, 7, 8, 17):
        wrong = POOL[3][:at] + ("1" if POOL[3][at] != "1" else "2") + POOL[3][at + 1 :]
        assert not valid_codes([*POOL[:3], wrong, *POOL[3:]])
    assert not valid_codes(["x"]) and not valid_codes([POOL[0][:9], POOL[0][9:]])


def test_columns_that_are_not_there_are_empty() -> None:
    rows = [(POOL[0], "甲")]
    positions = [0, 1, *[-1] * 15]
    assert spell_rows(rows, positions, LAYOUT, {}) == [(POOL[0], "甲", *[""] * 15)]
    assert spell_rows(rows, [0, 2, *[-1] * 15], LAYOUT, {}) is None
