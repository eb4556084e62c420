"""A cycle is one of 12 to 36 months, both included; the months are whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from cases import prepare

from brandcluster.dossier.load import load_dossier
from brandcluster.rules.facts.rules_in_force import cycle_of


@pytest.mark.parametrize(
    ("end", "last"),
    [
        ("2015-05", None),
        ("2015-06", date(2015, 6, 1)),
        ("2017-06", date(2017, 6, 1)),
        ("2017-07", None),
    ],
)
def test_a_cycle_takes_twelve_to_thirty_six_months(end: str, last: date | None, tmp_path: Path) -> None:
    edit = {"file": "dossier.yaml", "find": "结束: 2016-06", "replace": f"结束: {end}"}
    cycle = cycle_of(load_dossier(prepare(tmp_path / "区域", [edit])))
    assert (None if cycle is None else cycle[1]) == last
