"""`status --clauses`: the table for people, the same for programs, and on the page of a dossier."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import jsonschema
import pytest
from cases import EXAMPLES, ROOT

from brandcluster.notice.edition import clauses_of, default_edition
from brandcluster.output.text.table import width
from brandcluster.rules.clauses.clause_row import STATE_WORDS

Run = Callable[..., "CompletedProcess[str]"]
LANTING = str(EXAMPLES / "lanting")
DAY = ("--date", "2016-07-15")


def test_a_row_for_each_clause(brandcluster: Run) -> None:
    said = brandcluster("status", LANTING, *DAY, "--clauses")
    assert said.returncode == 0
    rows = [line for line in said.stdout.splitlines() if line and not line.startswith(" ")]
    titles = [clause.title for clause in clauses_of(default_edition()).values()]
    # Name, counts and heading stand above the table.
    assert len(rows) == 3 + len(titles)
    assert all(title in row for title, row in zip(titles, rows[3:], strict=True))
    assert "共 91 条" in rows[1] and not re.search(r"\b(zone|work|duty|form|scope)-", said.stdout)
    [body] = [row for row in rows if "申报主体" in row]
    assert "还需有人认定（程序核对的部分符合）" in body
    assert f"brandcluster judge {LANTING} --clause 申报主体" in said.stdout


def test_programs_get_the_same(brandcluster: Run) -> None:
    said = brandcluster("status", LANTING, *DAY, "--clauses", "--format", "json")
    made = json.loads(said.stdout)
    schema = json.loads((ROOT / "schemas/output/status.json").read_text(encoding="utf-8"))
    jsonschema.validate(made, schema)
    rows = made["dossiers"][0]["clauses"]
    assert [row["clause"] for row in rows] == list(clauses_of(default_edition()))
    assert {row["state"] for row in rows} <= set(STATE_WORDS)
    by = {row["clause"]: row for row in rows}
    assert by["zone-7c"]["verdict"] == "not_met" and by["zone-7c"]["next"] == "组织实施单位"
    assert {each["industry"]: each["verdict"] for each in by["zone-7c"]["verdicts"]} == {
        "阀门": "met",
        "纺织机械": "not_met",
    }
    assert by["zone-3"]["state"] == "judged" and by["zone-3"]["person"].startswith("专家判断")
    assert by["work-association"]["places"] and by["work-association"]["next"] is None
    assert "clauses" not in json.loads(brandcluster("status", LANTING, *DAY, "--format", "json").stdout)["dossiers"][0]


def test_several_dossiers_stand_below_each_other(brandcluster: Run) -> None:
    said = brandcluster("status", LANTING, str(EXAMPLES / "qingshiling"), *DAY, "--clauses")
    assert said.stdout.count("共 91 条") == 2


def test_what_stands_below_a_row_fits_a_screen(brandcluster: Run) -> None:
    said = brandcluster("status", LANTING, *DAY, "--clauses").stdout
    assert all(width(line) <= 100 for line in said.splitlines() if line.startswith(" ") and "judge" not in line)


@pytest.mark.parametrize("clause", ["zone-name", "work-chain", "form-top-three", "duty-preference"])
@pytest.mark.part(4)
def test_the_page_of_a_dossier_has_the_same_table(clause: str, brandcluster: Run, tmp_path: Path) -> None:
    brandcluster("report", LANTING, *DAY, "-o", str(tmp_path / "a.html"))
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    table = page.partition('id="clauses"')[2].partition("</section>")[0]
    assert table.count("<tr") == 1 + 91
    assert clauses_of(default_edition())[clause].title in table
