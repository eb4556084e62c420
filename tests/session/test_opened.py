"""A dossier kept open says what a fresh process says."""

from __future__ import annotations

import gc
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from cases import ROOT, load_cases, prepare
from dossier_changes import DAY, OFTEN, Change, Desk, make_dossier
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from parts import number
from repositories import commit, repository

from brandcluster.base import as_read
from brandcluster.dossier.load import Dossier, FileRead, load_dossier, read_file
from brandcluster.dossier.model.fields import Part
from brandcluster.formats.git import GitRefused
from brandcluster.output.commands.checklist import checklist_items
from brandcluster.rules.checks.all_checks import RULES, find_problems
from brandcluster.rules.facts.rules_in_force import edition_of
from brandcluster.rules.rule import Finding, Rule
from brandcluster.session import opened as opened_session
from brandcluster.session.opened import Session
from brandcluster.session.recollection import TURNS

CHANGES = st.lists(
    st.builds(Change, st.sampled_from(OFTEN), st.integers(0, 9_999), st.integers(0, 9_999)), min_size=1, max_size=6
)


def opened(root: Path) -> Desk:
    make_dossier(root)
    return Desk(root, Session(root, today=DAY))


@settings(max_examples=number(300, 8), deadline=None, suppress_health_check=list(HealthCheck))
@given(changes=CHANGES)
def test_after_any_changes_it_says_what_a_fresh_process_says(
    changes: list[Change], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("open")
    desk = opened(folder / "a")
    for change in changes:
        desk.do(change)
        if change.how % 3 == 0:  # not after each: an answer may have to hold over several
            assert desk.differences(folder / "fresh", verdicts=False) == []
    assert desk.differences(folder / "fresh") == []
    shutil.rmtree(folder)


@pytest.mark.long
@pytest.mark.parametrize("name", ["qingshiling", "lanting", "incomplete"])
def test_so_do_the_examples(name: str, tmp_path: Path) -> None:
    root = Path(shutil.copytree(ROOT / "examples" / name, tmp_path / name))
    desk, rng = Desk(root, Session(root, today=DAY)), Random(25)  # noqa: S311  # changes, no secrets
    for _ in range(60):
        desk.do(Change(rng.choice(OFTEN), rng.randrange(10_000), rng.randrange(10_000)))
        assert desk.differences(tmp_path / "fresh") == []


@pytest.mark.part(2)
@pytest.mark.parametrize("name", ["qingshiling", "lanting"])
def test_an_open_dossier_is_judged_like_a_fresh_one(name: str) -> None:
    root = ROOT / "examples" / name
    assert list(Session(root).diagnostics()) == find_problems(load_dossier(root))


# ---- faults of the program -------------------------------------------------------------------------------------------


def _breaks(dossier: Dossier) -> Iterator[Finding]:
    if dossier.header.applicant != "好":
        raise ZeroDivisionError(dossier.header.applicant)
    yield Finding("dossier.yaml", ("申报单位",), "一处", "改")


BROKEN = Rule("X999", "一条坏了的检查", None, "error", "", "", "", _breaks)


def test_a_rule_that_breaks_is_one_diagnostic_with_a_report(tmp_path: Path) -> None:
    root = make_dossier(tmp_path / "a")
    session = Session(root, rules=(*RULES, BROKEN))
    good = [each for each in session.diagnostics() if each.code != "D009"]
    (broken,) = (each for each in session.diagnostics() if each.code == "D009")
    assert good == list(Session(root, rules=RULES).diagnostics())
    assert "X999" in broken.message
    (crash,) = session.crashes()
    assert "ZeroDivisionError" in crash.report
    assert str(load_dossier(root).header.applicant) not in crash.report  # nothing of the dossier goes out with it
    header = (root / "dossier.yaml").read_text(encoding="utf-8")
    mended = re.sub(r"申报单位: .*", "申报单位: 好", header)
    session.put("dossier.yaml", mended.encode())
    assert session.crashes() == ()
    assert "X999" in {each.code for each in session.diagnostics()}
    session.put("dossier.yaml", None)
    assert "D009" in {each.code for each in session.diagnostics()}


def test_a_file_that_cannot_be_read_for_a_fault_is_one_diagnostic(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_dossier(tmp_path / "a")

    def read(path: str, model: type[Part], content: bytes) -> FileRead:
        if path == "application/plan.yaml":
            raise ZeroDivisionError
        return read_file(path, model, content)

    monkeypatch.setattr(opened_session, "read_file", read)
    session = Session(root)
    assert [each.location.path for each in session.diagnostics() if each.code == "D009"] == ["application/plan.yaml"]
    assert [each.where for each in session.crashes()] == ["application/plan.yaml"]


# ---- what else is asked ----------------------------------------------------------------------------------------------


def test_changes_since_a_seal_and_a_commit(tmp_path: Path) -> None:
    root = make_dossier(tmp_path / "a")
    commit(repository(root))
    session = Session(root)
    assert session.changes(1) == ()
    assert session.changes("HEAD") == ()
    assert session.changes(7) is None
    assert isinstance(session.changes("nowhere"), GitRefused)
    text = (root / "application" / "plan.yaml").read_bytes()
    session.put("application/plan.yaml", text.replace("试点工作思路:".encode(), "试点工作思路: 新的".encode(), 1))
    for since in (1, "HEAD"):
        found = session.changes(since)
        assert found is not None
        assert not isinstance(found, GitRefused)
        assert [each.heading for each in found] == ["试点工作思路"]


def test_a_merge_that_comes_and_is_gone_on_from(tmp_path: Path) -> None:
    (case,) = (each for each in load_cases("rules/application/funds.yaml") if each["name"].startswith("总额和分来源"))
    root = prepare(tmp_path / "a", case["edit"])
    session = Session(root)
    assert [each.code for each in session.diagnostics()] == ["B105"]
    commit(root, "合并以后的又一次提交")
    session.refresh()
    assert list(session.diagnostics()) == find_problems(load_dossier(root))
    assert "B105" not in {each.code for each in session.diagnostics()}


def test_indicators_checklist_and_texts() -> None:
    root = ROOT / "examples" / "qingshiling"
    session, dossier = Session(root), load_dossier(root)
    figures = session.indicators()
    assert figures is not None
    assert figures.statistics == dossier.statistics
    assert figures.returns.keys() == {2012, 2013}
    assert session.checklist() == tuple(
        checklist_items(edition_of(dossier), dossier, find_problems(load_dossier(root)))
    )
    assert session.texts()["dossier.yaml"] == (root / "dossier.yaml").read_bytes()


def test_a_folder_that_goes_and_comes_back(tmp_path: Path) -> None:
    root = make_dossier(tmp_path / "a")
    session = Session(root)
    before = session.diagnostics()
    root.rename(tmp_path / "b")
    session.refresh()
    assert (session.dossier(), session.diagnostics(), session.verdicts()) == (None, (), ())
    (tmp_path / "b").rename(root)
    session.refresh()
    assert session.diagnostics() == before


# ---- memory ----------------------------------------------------------------------------------------------------------


def edit_often(session: Session, first: int, last: int) -> None:
    """Edits of texts, numbers, names of documents, new and lost files, as in a long day."""
    for edit in range(first, last):
        plan = (session.root / "application" / "plan.yaml").read_text(encoding="utf-8")
        session.put("application/plan.yaml", f"{plan}\n备注: 第{edit}稿，共{edit}家\n".encode())
        conditions = (session.root / "application" / "conditions.yaml").read_text(encoding="utf-8")
        session.put(
            "application/conditions.yaml", re.sub("文件: .*", f"文件: evidence/{edit}.pdf", conditions).encode()
        )
        session.put(f"statistics/{1950 + edit % 40}.yaml", f"年份: {edit}\n".encode() if edit % 2 else None)
        session.diagnostics()
        if edit % 10 == 0:
            session.verdicts()


def test_what_is_kept_is_bounded(tmp_path: Path) -> None:
    session = Session(make_dossier(tmp_path / "a"))
    edit_often(session, 0, 3 * TURNS)
    most, seen = len(session._memory), len(as_read._seen)
    edit_often(session, 100, 100 + TURNS)
    assert len(session._memory) <= most
    assert len(as_read._seen) == seen


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory as Linux tells it")
def test_memory_is_bounded_over_10_000_changes(tmp_path: Path) -> None:
    session = Session(make_dossier(tmp_path / "a"))
    edit_often(session, 0, 200)  # as much as is ever kept
    before = resident()
    edit_often(session, 1_000, 4_400)  # three files each
    assert resident() - before < 20_000_000


def resident() -> int:
    """Bytes of memory that this process holds."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def test_a_dossier_apart_is_the_same_and_notes_nothing(tmp_path: Path) -> None:
    zone = prepare(tmp_path / "R", [])
    session = Session(zone)
    session.put("dossier.yaml", (zone / "dossier.yaml").read_bytes().replace("甲某".encode(), "乙某".encode()))
    apart, own = session.apart(), session.dossier()
    assert apart is not None and own is not None and apart is not own and apart.kept is None
    assert apart.header == own.header and apart.header.contact == "乙某" and [*apart.documents] == [*own.documents]
    shutil.rmtree(zone)
    assert session.apart() is None
