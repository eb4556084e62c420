"""The notice as data: every fragment stands in it, every parameter has its clause, unit, date and source."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files

import pytest

from brandcluster.notice import edition

EDITION = "miit-2014-102"


def notice() -> str:
    path = files("brandcluster.notice").joinpath("editions", EDITION, "notice.txt")
    return "".join(path.read_text(encoding="utf-8").split())


def sentences(text: str) -> list[str]:
    """A text cut at white space and after each full stop, without the numbers that open a paragraph."""
    pieces = [piece for word in text.split() for piece in re.findall(r"[^。]+。?", word)]
    return [re.sub(r"^(（\d）|\d\.(?!产业集群)|六、)(?=.)", "", piece) for piece in pieces]


def foreign_passages(clauses: dict[str, edition.Clause]) -> list[str]:
    """The clauses with words that do not stand together in the notice."""
    text = notice()
    return [
        clause.id
        for clause in clauses.values()
        for passage in (*clause.passages, clause.part)
        if "…" in passage or "".join(passage.split()) not in text
    ]


def homeless(clauses: dict[str, edition.Clause], others: tuple[edition.WithoutDuty, ...]) -> list[str]:
    """The notice's sentences that belong whole to no clause and stand in no list of sentences without duty."""
    path = files("brandcluster.notice").joinpath("editions", EDITION, "notice.txt")
    known = {each for clause in clauses.values() for passage in clause.passages for each in sentences(passage)}
    known |= {each for group in others for sentence in group.sentences for each in sentences(sentence)}
    return [each for each in sentences(path.read_text(encoding="utf-8")) if each not in known]


def test_every_clause_is_in_the_notice() -> None:
    clauses = edition.clauses_of(EDITION)
    assert len(clauses) == 91
    assert foreign_passages(clauses) == []
    wrong = clauses["zone-7a"]._replace(id="x", passages=("提高四个百分点以上",))
    assert foreign_passages({"x": wrong}) == ["x"]
    assert foreign_passages({"x": wrong._replace(passages=("提高2%以上…提高5%以上",))}) == ["x"]
    assert all(clause.part in clause.text for clause in clauses.values())
    assert all(clause.title for each in edition.all_editions() for clause in edition.clauses_of(each).values())


def test_every_sentence_has_a_clause_or_a_reason() -> None:
    clauses, others = edition.clauses_of(EDITION), edition.without_duty(EDITION)
    assert homeless(clauses, others) == []
    assert all(group.reason for group in others)
    # Planted: a clause that lost a word, a list that lost a line.
    cut = clauses["zone-validity"]._replace(passages=("示范区称号三年",))
    assert homeless({**clauses, "zone-validity": cut}, others) == ["示范区称号三年有效。"]
    assert "各有关单位:" in homeless(clauses, others[1:])


def test_a_sentence_with_a_clause_is_not_without_duty() -> None:
    duties = {s for c in edition.clauses_of(EDITION).values() for passage in c.passages for s in sentences(passage)}
    listed = [s for group in edition.without_duty(EDITION) for each in group.sentences for s in sentences(each)]
    assert not duties & set(listed)


def test_a_shared_sentence_is_divided_into_parts() -> None:
    """Of several clauses that stand in one sentence, at most one says no part: it has what the others leave."""
    clauses = edition.clauses_of(EDITION)
    holders: dict[str, list[str]] = {}
    for clause in clauses.values():
        for each in (s for passage in clause.passages for s in sentences(passage) if s.endswith("。")):
            holders.setdefault(each, []).append(clause.id)
    shared = {each: ids for each, ids in holders.items() if len(ids) > 1}
    assert len(shared) == 9
    for each, ids in shared.items():
        parts = [clauses[i].part for i in ids if clauses[i].part and clauses[i].part in each]
        assert len(parts) >= len(ids) - 1 and len(set(parts)) == len(parts)


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
