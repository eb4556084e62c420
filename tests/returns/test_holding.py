"""Sums that are held back: amounts of one or two enterprises, and panels whose difference from another sum is one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from cases import BASE, HERE

from brandcluster.cli.start import start
from brandcluster.dossier.load import load_dossier
from brandcluster.returns import comparing

HEAD, *LINES = (HERE / "cases" / "returns" / "same" / "clean.csv").read_text(encoding="utf-8-sig").splitlines()
#: Six of the leading industry that reported.
VALVES = LINES[:6]
FILE = "statistics/2013.yaml"
AMOUNT = "工业总产值（万元）"


def of_chain(line: str) -> str:
    """The same enterprise among the others, with amounts."""
    return line.replace(",阀门,主导产业,", ",其他相关企业,产业链相关,")


def returns(root: Path, year: int, *lines: str) -> None:
    (root / "enterprises").mkdir(exist_ok=True)
    text = "\ufeff" + "\n".join([HEAD, *sorted(lines)]) + "\n"
    (root / "enterprises" / f"{year}.csv").write_text(text, encoding="utf-8", newline="")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "d"))


def save(root: Path, *options: str) -> int:
    return start(["indicators", str(root), "--save", *options])


def amounts(root: Path) -> dict[str | None, object]:
    return {group.name: group.gross_output for group in load_dossier(root).statistics[2013].industries}


def panels(root: Path, year: int = 2013) -> list[tuple[int | None, str | None]]:
    return [(panel.year, panel.industry) for panel in load_dossier(root).statistics[year].panels]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_amounts_of_one_or_two_are_held_back_and_counts_stay(
    root: Path, capsys: pytest.CaptureFixture[str], number: int
) -> None:
    (root / FILE).unlink()
    returns(root, 2013, *VALVES[number:], *map(of_chain, VALVES[:number]), LINES[7])
    save(root)
    said = capsys.readouterr().err
    others = amounts(root)["其他相关企业"]
    assert (others is None) == (number < 3)
    assert ("--with-consent" in said) == (number < 3)
    group = next(g for g in load_dossier(root).statistics[2013].industries if g.name == "其他相关企业")
    assert group.enterprises == number + 1 and group.reported == number + 1
    start(["indicators", str(root), "--format", "json"])
    year = json.loads(capsys.readouterr().out)["dossiers"][0]["years"][0]["returns"]
    assert year["agrees"] and bool(year["held"]) == (number < 3)
    start(["validate", str(root), "--format", "json"])
    found = json.loads(capsys.readouterr().out)["dossiers"][0]["diagnostics"]
    assert "K113" not in {each["code"] for each in found}
    save(root, "--with-consent")
    assert amounts(root)["其他相关企业"] is not None


def test_a_figure_that_stands_there_is_compared_without_being_told(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    returns(root, 2013, *VALVES[1:], of_chain(VALVES[0]))
    save(root, "--with-consent")
    text = (root / FILE).read_text(encoding="utf-8")
    assert "3131" in text
    capsys.readouterr()
    assert start(["indicators", str(root), "--format", "json"]) == 0
    (root / FILE).write_text(text.replace("3131", "3132"), encoding="utf-8")
    capsys.readouterr()
    for command in (
        ("indicators",),
        ("indicators", "--format", "json"),
        ("validate",),
        ("validate", "--format", "json"),
    ):
        start([command[0], str(root), *command[1:]])
        said = capsys.readouterr()
        assert "3132" in said.out and "3131" not in said.out + said.err, command
    start(["validate", str(root), "--show-enterprises"])
    assert "3131" in capsys.readouterr().out
    start(["indicators", str(root), "--show-enterprises"])
    assert "3131" in capsys.readouterr().out
    save(root)
    assert "3132" in (root / FILE).read_text(encoding="utf-8")  # nothing of a person's goes
    assert "没有写" in capsys.readouterr().err


def test_a_panel_that_one_left_is_left_out_and_totals_stay(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "application" / "top-enterprises.yaml").unlink()  # these state figures too
    returns(root, 2012, *VALVES)
    returns(root, 2013, *VALVES[1:])
    save(root)
    said = capsys.readouterr().err
    assert panels(root) == [] and "2012 年全部企业和它只差 1 家" in said
    assert amounts(root)["阀门"] is not None
    save(root, "--with-consent")
    assert panels(root) == [(2012, "阀门")]
    save(root)  # and goes again where nobody says that they consented
    assert panels(root) == []


def test_what_remains_after_the_first_three_is_not_told(root: Path) -> None:
    """The application states the revenue of three: of a panel of five, it tells of the other two together."""
    assert len(load_dossier(root).top_enterprises.enterprises) == 3
    for number, kept in ((5, []), (6, [(2012, "阀门")])):
        for year in (2012, 2013):
            returns(root, year, *VALVES[:number])
        save(root)
        assert panels(root) == kept
        assert amounts(root)["阀门"] is not None


def test_neighbouring_years_panels_are_held_against_each_other(root: Path) -> None:
    """Both are sums over 2013: of those that were there in 2012, and of those that still are in 2014."""
    more = [line.replace(line[:18], line[:10] + f"{at:08d}") for at, line in enumerate(VALVES)]
    everybody = [*VALVES, *more]
    returns(root, 2012, *everybody[:8])
    returns(root, 2013, *everybody)
    returns(root, 2014, *everybody[:7])
    found = comparing.compute_years(load_dossier(root))
    if any(result.sums.blocking for result in found.values()):
        pytest.fail(str([result.sums.problems.listed[:2] for result in found.values()]))
    assert [panel.held for panel in found[2013].panels] == [{}]
    assert "2013 年与 2012 年的同口径和它只差 1 家" in found[2014].panels[0].held["阀门"]
