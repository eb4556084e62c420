"""The notice as data: every fragment stands in it, every parameter has its clause, unit, date and source."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

import pytest

from brandcluster.notice import edition

EDITION = "miit-2014-102"


def notice() -> str:
    path = files("brandcluster.notice").joinpath("editions", EDITION, "notice.txt")
    return "".join(path.read_text(encoding="utf-8").split())


def missing_fragments(clauses: dict[str, edition.Clause]) -> list[str]:
    text = notice()
    return [
        clause.id
        for clause in clauses.values()
        for fragment in clause.text.split("…")
        if "".join(fragment.split()) not in text
    ]


def test_every_clause_is_in_the_notice() -> None:
    clauses = edition.clauses_of(EDITION)
    assert len(clauses) == 74
    assert missing_fragments(clauses) == []
    wrong = edition.Clause("x", "x", "form", "data", "提高四个百分点以上")
    assert missing_fragments({"x": wrong}) == ["x"]


def test_every_parameter_has_clause_unit_comparator_and_source() -> None:
    clauses = edition.clauses_of(EDITION)
    for parameter in edition.parameters_of(EDITION).values():
        assert parameter.clause in clauses
        assert parameter.unit and parameter.comparator in (">=", ">", "<=", "<", "in", "is")
        assert parameter.values
        for _, _, source in parameter.values:
            quoted = source.partition("“")[2].partition("”")[0]
            assert source
            if quoted and not source.startswith(("本程序", "《")):
                assert all(part in notice() for part in quoted.split("…")), source


def test_before_the_first_date_there_was_no_rule() -> None:
    parameter = edition.parameters_of(EDITION)["cycle-min"]
    assert parameter.on(date(2014, 3, 1))[0] == 12
    with pytest.raises(LookupError):
        parameter.on(date(2014, 2, 28))


def test_editions_are_the_folders_of_data_in_the_order_in_which_they_began() -> None:
    known = edition.all_editions()
    assert [edition.about_edition(each).id for each in known] == list(known)
    assert [edition.about_edition(each).since for each in known] == sorted(
        edition.about_edition(each).since for each in known
    )
    assert known[:3] == (EDITION, "miit-2015-115", "miit-2017-433") and edition.default_edition() == EDITION
