"""Workbooks that are made: the same pages give the same bytes, on every system."""

from __future__ import annotations

import io
import sys
import zipfile

import pytest

from brandcluster.formats.tables.workbook_build import Cell, Page, workbook_bytes

PAGES = [Page("甲", [10.0], [Cell(0, 0, "数", "plain")]), Page("乙", [10.0, 20.0], [Cell(2, 1, "文", "plain")])]


@pytest.mark.parametrize("system", ["linux", "win32", "darwin"])
def test_the_same_pages_give_the_same_bytes_everywhere(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    here = workbook_bytes(PAGES, {"plain": {}}, "题")
    monkeypatch.setattr(sys, "platform", system)
    assert workbook_bytes(PAGES, {"plain": {}}, "题") == here
    with zipfile.ZipFile(io.BytesIO(here)) as archive:
        assert archive.testzip() is None
        assert {each.create_system for each in archive.infolist()} == {3}
        assert "xl/worksheets/sheet2.xml" in archive.namelist()
