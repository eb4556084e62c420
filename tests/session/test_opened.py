"""A dossier kept open says what a fresh process says."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest
from cases import ROOT
from dossier_changes import DAY, OFTEN, Change, Desk, make_dossier
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from parts import examples

from brandcluster.dossier.load import load_dossier
from brandcluster.rules.checks.all_checks import find_problems
from brandcluster.session.opened import Session

CHANGES = st.lists(
    st.builds(Change, st.sampled_from(OFTEN), st.integers(0, 9_999), st.integers(0, 9_999)), min_size=1, max_size=8
)


def opened(root: Path) -> Desk:
    make_dossier(root)
    return Desk(root, Session(root, today=DAY))


@settings(max_examples=examples(100), deadline=None, suppress_health_check=list(HealthCheck))
@given(changes=CHANGES)
def test_after_any_changes_it_says_what_a_fresh_process_says(
    changes: list[Change], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("open")
    desk = opened(folder / "a")
    for change in changes:
        desk.do(change)
        if change.how % 3:  # not after each: an answer may have to hold over several
            assert desk.differences(folder / "fresh") == []
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


@pytest.mark.parametrize("name", ["qingshiling", "lanting"])
def test_an_open_dossier_is_judged_like_a_fresh_one(name: str) -> None:
    root = ROOT / "examples" / name
    assert list(Session(root).diagnostics()) == find_problems(load_dossier(root))
