"""Who has reported and who has not."""

from __future__ import annotations

from collections import Counter

import pytest
from cases import BASE, HERE

from brandcluster.dossier.load import load_dossier
from brandcluster.returns.layout import FIRST_DATA, Row, layout_of
from brandcluster.returns.outstanding import ReportState, replaced_files, standings
from brandcluster.returns.reading import Taken, read_returns

LAYOUT = layout_of(load_dossier(BASE))
HEAD, *LINES = (HERE / "cases" / "returns" / "same" / "clean.csv").read_text(encoding="utf-8-sig").splitlines()
ROWS: list[Row] = [row for line in LINES if all(row := tuple(line.split(",")))]
DUE = {row[0]: row for row in ROWS}
EMPTY = ("",) * (len(ROWS[0]) - FIRST_DATA)
A, B, *_ = ROWS


def came(name: str, *rows: Row) -> tuple[str, Taken]:
    text = "\n".join((HEAD, *(",".join(row) for row in rows))) + "\n"
    return name, read_returns(name, text.encode(), LAYOUT)


def states(
    *taken: tuple[str, Taken], stored: tuple[Row, ...] = (), undecided: frozenset[str] = frozenset()
) -> dict[str, ReportState]:
    problems = [problem for _, each in taken for problem in each.problems.listed]
    found = standings(DUE, {row[0]: row for row in stored}, taken, problems, undecided)
    assert sorted(each.row[0] for each in found) == sorted({*DUE, *(each.row[0] for each in found)})
    return {each.row[0]: each.state for each in found}


def changed(row: Row, at: int, text: str) -> Row:
    return (*row[:at], text, *row[at + 1 :])


@pytest.mark.parametrize(
    ("row", "stored", "state"),
    [
        (None, None, "没有交"),
        (None, A, "已收"),
        (None, (*A[:FIRST_DATA], *EMPTY), "没有交"),
        (A, None, "待收"),
        (A, A, "已收"),
        ((*A[:FIRST_DATA], *EMPTY), None, "空表"),
        ((*A[:FIRST_DATA], *EMPTY), A, "已收"),
        (changed(A, 5, "很多"), None, "退回"),
        (changed(A, 5, "很多"), A, "退回"),
        ((*A[:5], "很多", *EMPTY[1:]), None, "退回"),
    ],
)
def test_each_state(row: Row | None, stored: Row | None, state: ReportState) -> None:
    taken = () if row is None else (came("甲.csv", row),)
    found = states(*taken, stored=() if stored is None else (stored,))
    assert found[A[0]] == state
    assert Counter(found.values())["没有交"] == len(DUE) - 1 + (state == "没有交")


def test_who_mistyped_the_code_is_known_by_the_name() -> None:
    wrong = changed(A, 0, A[0][:-1] + ("1" if A[0][-1] != "1" else "2"))
    assert states(came("甲.csv", wrong))[A[0]] == "退回"


def test_a_file_that_cannot_be_read_is_known_by_its_name() -> None:
    broken = f"收回/{A[0]}-甲.xls", read_returns(f"收回/{A[0]}-甲.xls", b"\xd0\xcf\x11\xe0" + bytes(100), LAYOUT)
    assert states(broken)[A[0]] == "退回"
    nobody = "收回/甲.xls", read_returns("收回/甲.xls", b"\xd0\xcf\x11\xe0" + bytes(100), LAYOUT)
    assert "退回" not in states(nobody).values()


def test_a_stranger_whose_return_is_refused_is_listed_and_one_who_reported_too() -> None:
    stranger = changed(changed(A, 0, "91110000600037341L"), 1, "外来有限公司")
    assert states(came("甲.csv", changed(stranger, 5, "很多")))["91110000600037341L"] == "退回"
    assert states(stored=(stranger,))["91110000600037341L"] == "已收"


def test_two_answers_wait_for_a_decision() -> None:
    assert states(came("甲.csv", A), undecided=frozenset({A[0]}))[A[0]] == "待决定"


def test_a_good_file_stands_for_a_faulty_one_if_a_person_says_so() -> None:
    bad, good = came("旧.csv", changed(A, 5, "很多")), came("新.csv", A)
    problems = [problem for _, each in (bad, good) for problem in each.problems.listed]
    assert replaced_files([bad, good], problems, DUE) == [("旧.csv", "新.csv")]
    both = came("旧.csv", changed(A, 5, "很多"), B)
    assert replaced_files([both, good], both[1].problems.listed, DUE) == []
