"""What the first page says of a dossier on a day."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from cases import BASE

from brandcluster.rules.facts.required_rises import required_bound
from brandcluster.rules.facts.rules_in_force import rulebook_of
from brandcluster.session.desk.first_page import start_view
from brandcluster.session.desk.sections import SECTIONS
from brandcluster.session.opened import Session

DAY = date(2014, 4, 20)


def test_a_dossier_that_is_filled_in(tmp_path: Path) -> None:
    root = Path(shutil.copytree(BASE, tmp_path / "R"))
    letters = "提供单位: []\n发函:\n  - 名称: 统计部门\n    发出: 2014-03-01\n    截止: 2014-04-01\n"
    (root / "requests.yaml").write_text(letters, encoding="utf-8")
    session = Session(root, today=DAY)
    view = start_view(session, DAY)
    dossier = session.dossier()
    assert view is not None and dossier is not None
    assert [each.section for each in view.sections] == list(SECTIONS)
    assert all(each.done == each.asked and not each.wrong for each in view.sections)
    assert [each.state for each in view.letters] == ["已过期 19 天"] and view.letters[0].late
    (first, *_) = view.indicators
    assert len(view.indicators) == 5 and first.first_year == 2013 and first.now is None and first.latest == first.first
    assert first.needed == required_bound(rulebook_of(dossier), first.indicator.id, first.first)
    assert all(each.days == (each.day - DAY).days for each in view.dues)


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    assert start_view(Session(tmp_path / "nowhere"), DAY) is None
