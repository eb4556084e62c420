"""What is typed becomes what goes into the file, and nothing else changes."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from cases import prepare

from brandcluster.dossier.load import Dossier
from brandcluster.session.desk.changing import (
    box_at,
    entry_moved,
    entry_removed,
    tidy_typed,
    typed_value,
    with_answer,
    with_entry,
)
from brandcluster.session.desk.page_boxes import BoxKind
from brandcluster.session.opened import Session

TOP = "application/top-enterprises.yaml"


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    found = Session(prepare(tmp_path_factory.mktemp("typed") / "R", [])).dossier()
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("number", "12.50", Decimal("12.50")),
        ("number", "300", 300),
        ("number", "１２", "１２"),
        ("number", "12.5%", "12.5%"),
        ("number", "007", "007"),
        ("line", " 甲\n乙 ", "甲 乙"),
        ("line", "  ", None),
        ("day", "2014年4月20日", "2014年4月20日"),
        ("text", "\n  第一段  \r\n\r\n第二段\n", "第一段\n\n第二段"),
        ("choices", ["经技区", " "], ["经技区"]),
        ("lines", "甲\n\n乙", ["甲", "乙"]),
        ("line", "甲\u202e乙\u200b\x00\ud800", "甲乙"),
    ],
)
def test_what_is_typed(kind: BoxKind, typed: Any, value: Any) -> None:
    found = typed_value(kind, typed)
    assert found == value and str(found) == str(value)


def test_what_nobody_sees_goes() -> None:
    assert tidy_typed("甲\u2028乙\x85丙\ufeff") == "甲\n乙\n丙"


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        ("dossier.yaml", ()),
        ("dossier.yaml", ("没有",)),
        ("dossier.yaml", ("申报单位", "深")),
        ("dossier.yaml", ("主导产业", "名称")),
        ("dossier.yaml", ("主导产业", 5, "名称")),
        ("dossier.yaml", ("主导产业", -1, "名称")),
        ("dossier.yaml", ("主导产业", 0, 0)),
        ("../dossier.yaml", ("申报单位",)),
        ("/etc/passwd", ("申报单位",)),
        ("evidence/a.txt", ("申报单位",)),
        ("pilot/approval.yaml", ("试点名称",)),
    ],
)
def test_what_is_no_place_is_not_written(path: str, keys: tuple[str | int, ...], dossier: Dossier) -> None:
    assert box_at(dossier, path, keys) is None
    assert with_answer(dossier, path, keys, "甲") is None


def test_an_entry_comes_goes_and_moves(dossier: Dossier) -> None:
    before = dossier.documents[TOP].text
    added = with_entry(dossier, TOP, ("企业",))
    assert added is not None and added.startswith(before) and added.removeprefix(before).count("\n") == 8
    first, second = entry_removed(dossier, TOP, ("企业", 0)), entry_moved(dossier, TOP, ("企业", 0), 1)
    assert first is not None and "第一" not in first and "第二" in first
    assert second is not None and second.index("第二") < second.index("第一") < second.index("第三")
    assert sorted(second.splitlines()) == sorted(before.splitlines())
    assert entry_moved(dossier, TOP, ("企业", 0), 3) is None and entry_moved(dossier, TOP, ("企业", 0), -1) is None


def test_a_key_as_its_author_wrote_it_stays(tmp_path: Path) -> None:
    edits = [{"file": "dossier.yaml", "find": "申报单位:", "replace": "申报 单位:"}]
    found = Session(prepare(tmp_path / "R", edits)).dossier()
    assert found is not None
    text = with_answer(found, "dossier.yaml", ("申报单位",), "乙")
    assert text is not None and "申报 单位: 乙" in text and text.count("单位") == 1
