"""What is done while the browser opens: the first pages, both forms; whatever stands in the folder."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import pytest
from desk_client import DeskClient

from brandcluster.cli.desk.desk import LONGEST_WAY, open_desk
from brandcluster.cli.desk.warming import warm_up
from brandcluster.notice.edition import default_edition
from brandcluster.papers.forms.render import FORM_NAMES


def test_both_forms_are_there_afterwards(desk: DeskClient) -> None:
    warm_up(desk.desk).join(60)
    dossier = desk.desk.session.apart()
    assert dossier is not None
    made = [desk.desk.forms.form(dossier, default_edition(), name) for name in FORM_NAMES]
    assert desk.get("/paper/application").status_code == 200
    assert [desk.desk.forms.form(dossier, default_edition(), name) for name in FORM_NAMES] == made


@pytest.mark.parametrize("text", [None, "a: [", "申报单位: 甲\n通知: 没有这样的\n"])
def test_what_cannot_be_made_stops_it_silently(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "dossier.yaml").write_text(text, encoding="utf-8")
    thread = warm_up(open_desk(tmp_path, 8765))
    thread.join(60)
    assert not thread.is_alive()


def test_work_that_nobody_waits_for_gives_way_but_not_for_ever(tmp_path: Path) -> None:
    desk = open_desk(tmp_path, 8765)
    moments = iter((0.0, 0.1, LONGEST_WAY + 1))
    desk.clock = lambda: next(moments)
    desk.urgent = 1
    waiting = Thread(target=desk.give_way)
    waiting.start()
    waiting.join(10)
    assert not waiting.is_alive()
