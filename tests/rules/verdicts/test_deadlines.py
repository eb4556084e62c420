"""Where a region stands: every date with the day before, the day, and the day after."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cases import EXAMPLES, HERE, load_cases, prepare
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from brandcluster.base.days import month_end, years_after
from brandcluster.cli.start import start
from brandcluster.dossier.load import Dossier, load_dossier
from brandcluster.formats.yaml.document import read_document
from brandcluster.output.commands.status import WIDTH
from brandcluster.output.text.table import cut_to_width, width, wrap_text
from brandcluster.rules.facts.stage import STAGES, stage_on, steps_to
from brandcluster.rules.verdicts.deadlines import deadlines_on

ZONE = HERE / "cases" / "zone"
LANTING = EXAMPLES / "lanting"
CASES = load_cases("status/*.yaml")
CHANGES = read_document("changes", (HERE / "cases" / "status-changes.yaml").read_bytes()).data


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
@pytest.mark.part(4)
def test_case(case: dict[str, Any], tmp_path: Path) -> None:
    edit = case.get("edit", [])
    dossier = load_dossier(prepare(tmp_path / "d", CHANGES[edit] if isinstance(edit, str) else edit, ZONE))
    today = date.fromisoformat(case["today"])
    found = {each.id: [each.due.isoformat(), each.state(today)] for each in deadlines_on(dossier, today)}
    if "stage" in case:
        assert stage_on(dossier, today) == case["stage"]
    for identifier, expected in case.get("due", {}).items():
        assert found.get(identifier) == expected, found
    assert not set(case.get("absent", ())) & set(found)


def test_every_stage_and_every_kind_of_deadline_has_a_case() -> None:
    assert {case["stage"] for case in CASES if "stage" in case} == set(STAGES)
    kinds = {identifier.split("-")[0] for case in CASES for identifier in case.get("due", {})}
    assert kinds == {
        *("window", "overlay", "phase", "project", "policy", "evaluation", "summary", "measure", "demand", "validity")
    }


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)), st.integers(-5, 5))
def test_years_keep_the_day_or_take_the_months_last(day: date, years: int) -> None:
    found = years_after(day, years)
    assert (found.year, found.month) == (day.year + years, day.month)
    assert found.day == day.day or (found == month_end(found) and found.day < day.day)


@pytest.fixture(scope="module")
def lanting() -> Dossier:
    return load_dossier(LANTING)


@settings(deadline=None)
@given(today=st.dates(date(2014, 1, 1), date(2021, 12, 31)))
def test_nothing_that_lies_ahead_has_happened(lanting: Dossier, today: date) -> None:
    dossier = lanting
    assert all(each.day is None or each.day <= today for each in steps_to(dossier, today))
    found = deadlines_on(dossier, today)
    assert [each.due for each in found] == sorted(each.due for each in found)
    assert len({each.id for each in found}) == len(found)


def run(*arguments: str) -> tuple[int, str]:
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()):
        code = start(["status", *arguments])
    return code, out.getvalue()


def test_json_and_text_of_the_example() -> None:
    code, text = run(str(LANTING), "--date", "2016-07-01", "--format", "json")
    data = json.loads(text)
    assert code == 0
    assert data["schema"] == "brandcluster.status/1"
    (found,) = data["dossiers"]
    assert found["stage"] == "pilot_over"
    assert {each["name"] for each in found["steps"]} >= {"申报", "批复", "授牌", "申请评价"}
    assert all(each["source"]["line"] > 0 for each in found["steps"] if each["date"] is not None)


@pytest.mark.parametrize("day", ["2014-04-01", "2014-07-01", "2015-07-01", "2016-03-01", "2016-07-15", "2017-06-01"])
def test_it_stays_on_one_screen(day: str) -> None:
    lines = run(str(LANTING), "--date", day)[1].splitlines()
    assert len(lines) <= 30 and max(map(width, lines)) <= WIDTH


def test_long_texts_are_cut_by_their_width_and_folded_between_words() -> None:
    assert (
        cut_to_width("甲乙丙", 6) == "甲乙丙"
        and cut_to_width("甲乙丙丁", 6) == "甲乙…"
        and cut_to_width("ab丙丁", 4) == "ab…"
    )
    assert wrap_text("先运行 validate，再看。", 8) == ["先运行", "validate，", "再看。"]
    assert wrap_text("", 8) == [""]


def test_several_dossiers_are_a_line_each() -> None:
    code, text = run(*(str(each) for each in sorted(EXAMPLES.iterdir()) if each.is_dir()), "--date", "2016-03-01")
    assert code == 0
    assert len(text.splitlines()) == 5


def test_a_calendar_has_every_deadline_once_and_is_never_overwritten_unasked(tmp_path: Path) -> None:
    path = tmp_path / "期限.ics"
    arguments = (str(LANTING), "--date", "2016-03-01", "--calendar", str(path))
    assert run(*arguments)[0] == 0
    content = path.read_bytes()
    events: list[Any] = list(Calendar.from_ical(content).walk("VEVENT"))
    expected = deadlines_on(load_dossier(LANTING), date(2016, 3, 1))
    assert len({str(each["UID"]) for each in events}) == len(events) == len(expected)
    assert [each["DTEND"].dt - each["DTSTART"].dt for each in events] == [
        (d.due - (d.start or d.due)) + _DAY for d in expected
    ]
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert run(*arguments)[0] == 0
    path.write_text("另一份", encoding="utf-8")
    assert run(*arguments)[0] == 2
    assert path.read_text(encoding="utf-8") == "另一份"
    assert run(*arguments, "--overwrite")[0] == 0
    assert path.read_bytes() == content


def test_an_event_is_the_same_on_another_day_and_from_another_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def uids(day: str, folder: str) -> dict[str, str]:
        path = tmp_path / f"{day}.ics"
        assert run(folder, "--date", day, "--calendar", str(path), "--overwrite")[0] == 0
        events = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
        return {str(each["SUMMARY"]): str(each["UID"]) for each in events}

    first = uids("2016-03-01", str(LANTING))
    monkeypatch.chdir(LANTING)
    later = uids("2016-03-02", ".")
    assert first and first == later
    # Whoever applies for another industry too has two dossiers, and every deadline of each.
    root = prepare(
        tmp_path / "d", [{"file": "dossier.yaml", "find": "- 名称: 纺织机械", "replace": "- 名称: 泵"}], LANTING
    )
    assert set(uids("2016-03-01", str(root)).values()).isdisjoint(first.values())


def test_the_same_day_makes_the_same_calendar(tmp_path: Path) -> None:
    """Nothing of the clock of the machine goes in."""
    for name in ("a", "b"):
        assert run(str(LANTING), "--date", "2016-03-01", "--calendar", str(tmp_path / f"{name}.ics"))[0] == 0
    content = (tmp_path / "a.ics").read_bytes()
    assert content == (tmp_path / "b.ics").read_bytes()
    assert content.count(b"DTSTAMP:20160301T000000Z") == content.count(
        b"BEGIN:VEVENT"
    ) and b"\n" not in content.replace(b"\r\n", b"")


_DAY = date(2016, 3, 2) - date(2016, 3, 1)


def test_a_calendar_of_nothing_is_not_written(tmp_path: Path) -> None:
    root = prepare(tmp_path / "d", CHANGES["revoked"], ZONE)
    path = tmp_path / "x.ics"
    assert run(str(root), "--date", "2017-06-01", "--calendar", str(path))[0] == 0 and not path.exists()


def test_text_from_a_dossier_forges_no_calendar_line(tmp_path: Path) -> None:
    evil = "甲\\nEND:VEVENT\\r\\nATTACH:file:///etc/passwd\\e[2J"
    edit = [{"file": "pilot/evaluations/2015.yaml", "find": "措施: 加强培训", "replace": f'措施: "{evil}"'}]
    root = prepare(tmp_path / "d", edit, ZONE)
    path = tmp_path / "x.ics"
    assert run(str(root), "--date", "2016-01-01", "--calendar", str(path))[0] == 0
    content = path.read_bytes()
    assert b"\r\nATTACH" not in content and b"\x1b" not in content
    code, text = run(str(root), "--date", "2016-01-01")
    assert code == 0 and "\x1b" not in text
