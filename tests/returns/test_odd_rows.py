"""What is odd about single returns: every deciding number just below, at, and just above."""

from __future__ import annotations

import random
import shutil
from collections.abc import Mapping
from pathlib import Path

import build_returns
import pytest
from cases import BASE

from brandcluster.dossier.load import load_dossier
from brandcluster.dossier.model.measures import COLUMNS
from brandcluster.returns.comparing import bounds_of
from brandcluster.returns.examine import ComingReturns, WantedOfReturns, examine_region
from brandcluster.returns.layout import Layout, Row, layout_of
from brandcluster.returns.problems import ReturnProblem
from brandcluster.returns.reading import Origin, ReturnEntry
from brandcluster.returns.sums import canonical_text
from brandcluster.rules.checks.all_checks import find_problems

DOSSIER = load_dossier(BASE)
LAYOUT = layout_of(DOSSIER)
CODES = build_returns.codes("139900", random.Random("examined"))  # noqa: S311  # the same codes every time
POOL = [next(CODES) for _ in range(12)]
NAMES = [column.name for column in COLUMNS]
PLAIN = {"name": "甲", "industry": "阀门", "kind": "主导产业", "large": "是", "gross_output": "5000", "value_added": "1300",
         "new_product_output": "600", "revenue": "4800", "own_brand_revenue": "2600", "adopted_standard_revenue": "1100",
         "research_spending": "90", "trained": "否", "with_system": "是", "with_effective_system": "是",
         "with_chief_officer": "否", "with_brand_manager": "否"}  # fmt: skip


def row(at: int = 0, /, **changed: str) -> Row:
    values = {"code": POOL[at], **PLAIN, "name": f"企业{at}", **changed}
    return tuple(values[name] for name in NAMES)


def found(rows: list[Row], earlier: Mapping[str, Row] | None = None, layout: Layout = LAYOUT) -> list[ReturnProblem]:
    origin = Origin("甲.csv", None, tuple(range(len(layout.columns))))
    entries = [ReturnEntry(each, origin, line) for line, each in enumerate(rows, 2)]
    years = {2012: ComingReturns(earlier or {}), 2013: ComingReturns({row[0]: row for row in rows}, entries)}
    return examine_region(years, layout, WantedOfReturns(bounds=bounds_of(DOSSIER))).years[2013].problems.listed


def said(rows: list[Row], earlier: Mapping[str, Row] | None = None) -> list[tuple[str, str, int, int | None]]:
    return [(p.code, p.severity, p.place.row, p.place.column) for p in found(rows, earlier)]


def test_a_plain_return_is_not_odd() -> None:
    assert found([row()]) == []


@pytest.mark.parametrize(
    ("now", "before", "odd"),
    [
        ("5000", "16.67", False),
        ("5000", "16.66", True),
        ("6000", "20", True),
        ("5999.9999", "20", False),
        ("20", "6000", True),
        ("20", "5999.9999", False),
        ("0", "6000", False),
        ("5000", "", False),
    ],
)
def test_three_hundred_times_its_own_last_year(now: str, before: str, odd: bool) -> None:
    parts = {"value_added": "0", "new_product_output": "0"}
    problems = said([row(gross_output=now, **parts)], {POOL[0]: row(gross_output=before)})
    assert problems == ([("K107", "warning", 2, 5)] if odd else [])


@pytest.mark.parametrize(("output", "peers", "odd"), [("16.67", 6, False), ("16.66", 6, True), ("16.66", 4, False)])
def test_three_hundred_times_its_peers(output: str, peers: int, odd: bool) -> None:
    small = row(0, gross_output=output, value_added="0", new_product_output="0")
    problems = said([small, *(row(at) for at in range(1, peers))])
    assert problems == ([("K107", "warning", 2, 5)] if odd else [])


def test_peers_are_those_of_the_same_group() -> None:
    others = [row(at, industry="其他相关企业", kind="产业链相关") for at in range(1, 7)]
    assert said([row(0, gross_output="16", value_added="0", new_product_output="0"), *others]) == []


@pytest.mark.parametrize(("revenue", "odd"), [("1999.9999", True), ("2000", False), ("2000.0001", False)])
def test_twenty_million_yuan_of_revenue(revenue: str, odd: bool) -> None:
    parts = {"own_brand_revenue": "0", "adopted_standard_revenue": "0"}
    assert said([row(revenue=revenue, **parts)]) == ([("K109", "warning", 2, 8)] if odd else [])
    assert said([row(revenue=revenue, large="否", **parts)]) == []


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("value_added", "gross_output"),
        ("new_product_output", "gross_output"),
        ("own_brand_revenue", "revenue"),
        ("adopted_standard_revenue", "revenue"),
    ],
)
def test_parts_are_not_larger_than_wholes(part: str, whole: str) -> None:
    assert said([row(**{part: PLAIN[whole]})]) == []
    assert said([row(**{part: f"{PLAIN[whole]}.0001"})]) == [("K105", "error", 2, NAMES.index(part))]


@pytest.mark.parametrize(
    ("changed", "problems"),
    [
        ({"with_system": "否"}, [("K108", "error", 2, 14)]),
        ({"with_system": "否", "with_effective_system": "否"}, []),
        ({"industry": "其他相关企业"}, [("K110", "error", 2, 2)]),
        ({"kind": "生产性服务"}, [("K109", "warning", 2, 4)]),
        ({"research_spending": ""}, [("K111", "error", 2, 11)]),
        ({"code": "911399000000031000"}, [("K103", "warning", 2, 0)]),
    ],
)
def test_other_oddities(changed: dict[str, str], problems: list[tuple[str, str, int, int]]) -> None:
    assert said([row(**changed)]) == problems


def test_a_service_firm_leaves_amounts_empty_and_nothing_else() -> None:
    empty = dict.fromkeys(NAMES[5:12], "")
    service = {"industry": "其他相关企业", "kind": "生产性服务", "large": "否"}
    assert said([row(**service, **empty)]) == []
    assert said([row(**{**service, **empty, "trained": ""})]) == [("K111", "error", 2, 12)]


def test_no_figure_and_no_name_stands_in_a_message() -> None:
    rows = [row(value_added="98765"), row(1, with_system="否", name="企业0"), row(2, revenue="1.5", large="是")]
    for problem in found(rows, {POOL[0]: row(gross_output="1")}):
        said = problem.message + problem.help
        assert not any(text in said for text in (*POOL, "企业0", "98765", "1.5"))
        assert problem.detail


@pytest.mark.parametrize(("left", "odd"), [(5, False), (6, True)])
def test_most_enterprises_are_others_than_the_year_before(left: int, odd: bool, tmp_path: Path) -> None:
    root = Path(shutil.copytree(BASE, tmp_path / "d"))
    folder = root / "enterprises"
    folder.mkdir()
    (folder / "2012.csv").write_bytes(canonical_text([row(at) for at in range(10)], LAYOUT))
    (folder / "2013.csv").write_bytes(canonical_text([row(at) for at in range(left, 12)], LAYOUT))
    assert ("K112" in {d.code for d in find_problems(load_dossier(root))}) == odd


def test_errors_are_not_hidden_behind_warnings(tmp_path: Path) -> None:
    """Only so many findings of a rule are shown: warnings of one year must not push out the errors of the next."""
    root = Path(shutil.copytree(BASE, tmp_path / "d"))
    folder = root / "enterprises"
    folder.mkdir()
    codes = build_returns.codes("139900", random.Random("many"))  # noqa: S311  # a draw that can be repeated
    same = [(next(codes), *row(name="同名")[1:]) for _ in range(300)]
    (folder / "2012.csv").write_bytes(canonical_text(same, LAYOUT))
    (folder / "2013.csv").write_bytes(canonical_text([row(0), row(0)], LAYOUT))
    problems = [d for d in find_problems(load_dossier(root)) if d.code == "K104"]
    assert [d.location.path for d in problems if d.severity == "error"] == ["enterprises/2013.csv"]
    [rest] = [d for d in problems if "还有" in d.message]
    assert rest.severity == "warning" and "249" in rest.message
