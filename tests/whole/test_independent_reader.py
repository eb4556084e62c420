"""LibreOffice against our reader: what it shows of a file is in our text, or is reported as not read."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import EXAMPLES, HERE
from independent_reader import Reading, Shown, all_lost, lost, our_reading, shown, soffice

from brandcluster.cli.start import start

FIXTURES = sorted(
    path.relative_to(HERE).as_posix()
    for folder in ("word", "field")
    for path in (HERE / "fixtures" / folder).glob("*.docx")
    if path.name != "refused-corrupt.docx"
)
RENDERED = [f"{name}/{form}" for name in ("qingshiling", "lanting", "incomplete") for form in ("申报书", "推荐表")]
Files = dict[str, bytes]


# ---- the comparison itself -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "ours", "reported", "expected"),
    [
        ("其他相关企业 28", "合计 296；其他相关企业\n28", (), []),
        ("其他相关企业 289", "其他相关企业 28，2009年", (), ["9"]),
        ("面积约12km2，有商标3件。", "面积约12，有商标3件。", (), ["km"]),
        ("面积约12km2，有商标3件。", "面积约12，有商标3件。", ("公式 km2",), []),
        ("特种陶瓷 298", "特种陶瓷 268", (), ["98"]),
        ("作废", "申报书", (), ["作废"]),
        ("1. 工作思路", "工作思路 1.", (), ["1."]),
    ],
)
def test_what_counts_as_lost(line: str, ours: str, reported: tuple[str, ...], expected: list[str]) -> None:
    assert lost([line], Reading(ours, reported)) == expected


def test_characters_are_counted() -> None:
    assert lost(["家", "家"], Reading("家")) == ["家×1"]


# ---- with LibreOffice ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    found = {name: (HERE / name).read_bytes() for name in FIXTURES}
    for name in dict.fromkeys(each.partition("/")[0] for each in RENDERED):
        out = tmp_path_factory.mktemp(name)
        assert start(["render", str(EXAMPLES / name), "-o", str(out), "--draft"]) == 0
        found |= {f"{name}/{path.stem}": path.read_bytes() for path in Path(out).glob("*.docx")}
    return found


@pytest.fixture(scope="module")
def theirs(files: Files) -> dict[str, Shown]:
    assert soffice() is not None
    return shown(files)


@pytest.mark.word
@pytest.mark.parametrize("name", (*RENDERED, *FIXTURES))
def test_what_another_program_shows_is_read_or_reported(name: str, files: Files, theirs: dict[str, Shown]) -> None:
    ours = our_reading(files[name])
    assert not ours.refused
    assert all_lost(theirs[name], ours) == []


@pytest.mark.word
def test_headers_and_footers_are_read_or_reported(files: Files, theirs: dict[str, Shown]) -> None:
    found = {name: lost(seen.margins, our_reading(files[name])) for name, seen in theirs.items()}
    assert {name: pieces for name, pieces in found.items() if pieces} == {}
