"""A dossier kept open says what a fresh process says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from cases import ROOT

from brandcluster.dossier.load import load_dossier
from brandcluster.rules.checks.all_checks import find_problems
from brandcluster.session.opened import Session


@pytest.mark.parametrize("name", ["qingshiling", "lanting", "incomplete"])
def test_an_open_dossier_is_judged_like_a_fresh_one(name: str, tmp_path: Path) -> None:
    root = Path(shutil.copytree(ROOT / "examples" / name, tmp_path / name))
    session = Session(root)
    assert list(session.diagnostics()) == find_problems(load_dossier(root))
