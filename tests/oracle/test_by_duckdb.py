"""Another program adds up the same returns, with a slip of every kind among them: equal to the last digit. And the
questions of docs/aggregate.md, asked of the rows. Needs what `make test-spark` installs.
"""

from __future__ import annotations

import json
import random
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from cases import ROOT
from drawn_returns import LAYOUT, NAMES, SLIPS, drawn
from put_regions import put

from brandcluster.cli.start import start
from brandcluster.dossier.model.measures import AMOUNTS, FLAGS, KINDS
from brandcluster.returns.layout import Row
from brandcluster.returns.revealing import LEAST_GROUP

pytestmark = pytest.mark.spark
GROUP = f"CASE 企业类型 WHEN '{KINDS[0]}' THEN 所属产业 ELSE '其他相关企业' END"


def asked(query: str) -> list[tuple[Any, ...]]:
    """What duckdb answers."""
    import duckdb

    found: Any = duckdb.sql(query)
    return list(found.fetchall())


def many(dice: random.Random) -> list[Row]:
    """Thirty returns at least, all of them sound."""
    rows: list[Row] = []
    while len(rows) < 30:
        rows = drawn(dice, 0)
    return rows


def slipped(dice: random.Random, slip: str) -> list[Row]:
    """Returns, some of which have the slip."""
    rows, sound = [], many(dice)
    for at, row in enumerate(sound):
        change = SLIPS[slip] if at in (3, 11, 19) and ("code" not in SLIPS[slip] or at == 3) else {}
        change = {"code": sound[0][0]} if slip == "K104" and change else change
        rows.append(tuple({**dict(zip(NAMES, row, strict=True)), **change}[name] for name in NAMES))
    return rows


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = start(["aggregate", *arguments])
    said = capsys.readouterr()
    return code, said.out + said.err


@pytest.fixture(scope="module")
def regions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A region for every slip, and the rows of all."""
    folder = tmp_path_factory.mktemp("duckdb")
    dice = random.Random("duckdb")  # noqa: S311  # a draw that can be repeated
    put(folder / "in", [{} for _ in SLIPS])
    for number, slip in enumerate(SLIPS):
        lines = "\n".join([",".join(LAYOUT.headings), *(",".join(row) for row in slipped(dice, slip))])
        path = folder / "in" / f"区{number}" / "enterprises" / "2013.csv"
        path.write_text(f"\ufeff{lines}\n", encoding="utf-8", newline="")
    rows = folder / "rows.parquet"
    assert start(["aggregate", str(folder / "in"), "--rows", str(rows), "--show-enterprises"]) == 0
    return folder / "in", rows


def test_the_sums_are_duckdbs(regions: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    folder, rows = regions
    code, said = run(capsys, str(folder), "--jobs", "1", "--format", "json")
    assert code == 1
    printed = json.loads(said[: said.rindex("}") + 1])
    failed = {region["dir"].rpartition("/")[2] for region in printed["regions"] if region["years"][0]["failure"]}
    problems: dict[str, Any] = {}
    for number, slip in enumerate(SLIPS):
        [year] = next(each["years"] for each in printed["regions"] if each["dir"].endswith(f"/区{number}"))
        kind = slip.partition("-")[0]
        assert not kind.startswith("K") or kind in year["problems"], slip
        problems |= year["problems"]
    assert {"K102", "K103", "K104", "K105", "K106", "K107", "K108", "K109", "K110", "K111"} <= problems.keys()
    sums = ", ".join(f"coalesce(sum(\"{each.heading}\") FILTER (企业类型 <> '{KINDS[2]}'), 0)" for each in AMOUNTS)
    flags = ", ".join(f'count(*) FILTER ("{each.heading}")' for each in FLAGS)
    found = asked(f"SELECT 文件夹, {GROUP}, count(*), {sums}, {flags} FROM '{rows}' GROUP BY ALL")  # noqa: S608
    theirs = {(Path(each[0]).name, each[1]): each[2:] for each in found}
    compared = 0
    for each in printed["sums"]:
        where = (Path(each["dir"] or "").name, each["industry"])
        if each["level"] == "region":
            assert each["due"] == theirs[where][0]
        if each["level"] == "region" and not each["held"]:
            ours = [Decimal(each["amounts"][column.name]) for column in AMOUNTS]
            ours += [Decimal(each["answers"][column.name]) for column in FLAGS]
            assert ours == list(map(Decimal, theirs[where][1:])), where
            compared += 1
        if each["level"] in ("all", "industry"):
            mine = [row for (name, group), row in theirs.items()
                    if name not in failed and each["industry"] in (None, group)]  # fmt: skip
            assert Decimal(each["amounts"]["gross_output"]) == sum(Decimal(row[1]) for row in mine)
    assert compared >= LEAST_GROUP * 5
    assert 0 < len(failed) < len(SLIPS)


def test_the_files_themselves_are_added_up_alike(regions: tuple[Path, Path]) -> None:
    """What is read of a file is what stands in it: of those that another program reads as numbers."""
    folder, rows = regions
    output = AMOUNTS[0].heading
    for number, slip in enumerate(SLIPS):
        path = folder / f"区{number}" / "enterprises" / "2013.csv"
        [theirs] = asked(
            f"SELECT sum(try_cast(\"{output}\" AS DECIMAL(34,16))) FROM read_csv('{path}', all_varchar = true) "  # noqa: S608
            f"WHERE 企业名称 <> '合计' AND try_cast(\"{output}\" AS DECIMAL(34,16)) >= 0"
        )[0]
        [ours] = asked(
            f"SELECT sum(\"{output}\") FROM '{rows}' WHERE 文件夹 LIKE '%/区{number}'"  # noqa: S608
        )[0]
        assert slip == "spelling" or ours == theirs, slip


def test_the_questions_of_the_documentation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random("questions")  # noqa: S311  # a draw that can be repeated
    rows = many(dice)[:12]
    put(tmp_path / "in", [{2012: rows[:8], 2013: rows[:6]}, {2012: rows[8:], 2013: rows[5:]}])
    monkeypatch.chdir(tmp_path)
    assert start(["aggregate", "in", "--rows", "out/各区域.parquet", "--show-enterprises"]) == 0
    text = (ROOT / "docs" / "aggregate.md").read_text(encoding="utf-8")
    twice, moved = (asked(each) for each in re.findall(r"```sql\n(.*?)```", text, re.DOTALL))
    at = NAMES.index("revenue")
    amount = Decimal(rows[5][at])
    assert twice == [(2013, rows[5][0], ["in/区0", "in/区1"], [amount, amount])]
    assert moved == [(2013, row[0], "in/区0", "in/区1") for row in rows[6:8]]


def test_amounts_that_would_be_rounded_are_refused() -> None:
    from brandcluster.formats.tables.parquet import amounts_fit, fitting

    amounts_fit(["123456789012345678", "0.1234567890123456", ""])
    for text in ("1234567890123456789", "0.12345678901234567"):
        with pytest.raises(OverflowError):
            amounts_fit(["1", text])
    assert fitting([None, 1, Decimal("0.5")], 22) == [None, Decimal(1), Decimal("0.5")]
    for value in (Decimal(10) ** 22, Decimal("0.12345678901234567")):
        with pytest.raises(OverflowError):
            fitting([value], 22)


def test_the_table_as_parquet(regions: tuple[Path, Path], tmp_path: Path) -> None:
    place = tmp_path / "a.parquet"
    start(["aggregate", str(regions[0]), "--jobs", "1", "--format", "parquet", "-o", str(place)])
    [count, kind] = asked(
        f"SELECT count(*), any_value(typeof(\"{AMOUNTS[0].heading}\")) FROM '{place}' WHERE 表 = '合计'"  # noqa: S608
    )[0]
    assert count > len(SLIPS) / 2 and kind == "DECIMAL(38,16)"
    assert LAYOUT.own, "rows have columns of the region's own"
