"""Part of an import: what is taken together, and where new entries go when some are left out."""

from __future__ import annotations

from typing import Any

from cases import BASE

from brandcluster.base.diagnostics import KeyPath
from brandcluster.dossier.load import load_dossier
from brandcluster.papers.importing.partly import chosen_changes, import_choices, said_otherwise
from brandcluster.papers.importing.proposal import Import, ImportItem, Status
from brandcluster.papers.importing.propose import changed_texts

PLAN = "application/plan.yaml"
PROJECTS = "主要工作项目"


def proposed(*values: tuple[Status, KeyPath, Any]) -> Import:
    items = [ImportItem(status, str(keys[-1]), "表1", PLAN, keys, str(value)) for status, keys, value in values]
    return Import(items=items, changes={PLAN: {keys: value for _, keys, value in values}})


def test_a_new_entry_is_taken_whole_and_behind_what_is_there() -> None:
    dossier = load_dossier(BASE)
    values: list[tuple[Status, KeyPath, Any]] = [("不同", (PROJECTS, 0, "工作内容"), "另一种写法")]
    for number in (2, 3, 4):
        values += [("新填", (PROJECTS, number, "名称"), f"项目{number}"), ("新填", (PROJECTS, number, "工作内容"), "x")]
    result = proposed(*values)
    old, *new = import_choices(dossier, result)
    assert old.differs and old.keys == (PROJECTS, 0, "工作内容")
    assert [each.keys for each in new] == [(PROJECTS, 2), (PROJECTS, 3), (PROJECTS, 4)] and len(new[0].items) == 2
    # The middle one is left out: the last moves up.
    part = chosen_changes(dossier, result, [new[0], new[2]])
    assert part.changes[PLAN][PROJECTS, 3, "名称"] == "项目4" and (PROJECTS, 4, "名称") not in part.changes[PLAN]
    text = changed_texts(dossier, part)[PLAN]
    assert text is not None and "名称: 项目2" in text and "名称: 项目4" in text and "项目3" not in text
    assert text.startswith(dossier.documents[PLAN].text.partition("工作阶段:")[0].rstrip())


def test_a_mark_is_of_what_was_shown() -> None:
    dossier = load_dossier(BASE)
    keys = (PROJECTS, 0, "工作内容")
    (one,), (same,), (other,) = (import_choices(dossier, proposed(("不同", keys, text))) for text in ("甲", "甲", "乙"))
    assert one.mark == same.mark != other.mark


def test_two_forms_that_differ_are_said() -> None:
    keys = (PROJECTS, 0, "工作内容")
    result = proposed(("不同", keys, "甲"), ("不同", keys, "乙"))
    (doubt,) = said_otherwise(result)
    assert "甲" in doubt.message and "乙" in doubt.message
    (choice,) = import_choices(load_dossier(BASE), result)
    assert [each.text for each in choice.items] == ["乙"]
