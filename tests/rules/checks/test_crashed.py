"""A fault of the program in one check is one diagnostic, and a report that quotes nothing of the dossier."""

from __future__ import annotations

import pytest

from brandcluster.dossier.load import read_file
from brandcluster.dossier.model.header import Header
from brandcluster.rules.checks.crashed import crash_of_file, crash_of_rule


def test_the_report_names_the_way_and_quotes_nothing() -> None:
    with pytest.raises(TypeError) as caught:
        read_file("dossier.yaml", Header, None)  # type: ignore[arg-type]
    report = crash_of_file("dossier.yaml", caught.value).report
    assert "TypeError" in report
    assert "formats/yaml/decoding.py" in report
    assert "NoneType" not in report


def test_the_diagnostic_names_the_check() -> None:
    crash = crash_of_rule("X105", "文中的数", "dossier.yaml", ValueError("6.5 万元"))
    assert (crash.where, crash.diagnostic.code, crash.diagnostic.location.path) == ("X105", "D009", "dossier.yaml")
    assert "X105（文中的数）" in crash.diagnostic.message
    assert "6.5" not in crash.report + crash.diagnostic.message
