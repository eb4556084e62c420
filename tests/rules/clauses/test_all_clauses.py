"""Every clause of the notice has a row that says what is so: three cases for each, as data, and what deleting changes."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cases import EXAMPLES, HERE, seal
from oracle.dossiers import Draft, write

from brandcluster.dossier.load import load_dossier
from brandcluster.formats.yaml.document import read_document
from brandcluster.notice.edition import all_editions, clauses_of, default_edition
from brandcluster.rules.clauses.all_clauses import DECIDING, clause_rows, one_clause
from brandcluster.rules.clauses.clause_row import STATE_WORDS, ClauseRow
from brandcluster.rules.clauses.clause_states import BY_CLAUSE, CLAUSE_STATES

ZONE = HERE / "cases" / "zone"
DAY = date(2016, 7, 1)
KINDS = ("good", "short", "open")


def plain(path: Path) -> Any:
    document = read_document(path.name, path.read_bytes())
    assert not document.diagnostics, document.diagnostics
    return document.data


DATA: dict[str, Any] = plain(HERE / "cases" / "clauses.yaml")
CASES = [(clause, kind) for clause in DATA["clauses"] for kind in KINDS]


@cache
def base() -> dict[str, Any]:
    """The files of the base dossier by path."""
    found: dict[str, Any] = {path.relative_to(ZONE).as_posix(): plain(path) for path in sorted(ZONE.rglob("*.yaml"))}
    found.update(DATA["files"])
    return found


def holder(content: Any, keys: list[Any]) -> Any:
    for key in keys:
        content = content[key]
    return content


def bare(value: Any) -> None:
    """Takes every document away below a value."""
    for each in list(value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()):
        bare(each)
    for key in ("文件", "结果文件", "批复文件") if isinstance(value, dict) else ():
        value.pop(key, None)


def changed(case: dict[str, Any], root: Path) -> Path:
    """The base dossier with a case's changes, as a folder."""
    files = copy.deepcopy(base())
    for path, keys, value in case.get("set", ()):
        holder(files[path], keys[:-1])[keys[-1]] = value
    for path, keys in case.get("bare", ()):
        bare(holder(files[path], keys))
    for path in case.get("drop", ()):
        del files[path]
    write(Draft(files, {"evidence/a.txt": "供测试用的文件。\n"}, [DAY], []), root)
    if "seal" in case:
        seal(root, forms=tuple(case["seal"]))
    return root


@cache
def unchanged(day: date, root: Path) -> dict[str, ClauseRow]:
    """The rows of the base dossier on a day."""
    return {row.clause.id: row for row in clause_rows(load_dossier(changed({}, root)), day)}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("whole") / "dossier"


def row_of(clause: str, case: dict[str, Any], root: Path) -> ClauseRow:
    day = date.fromisoformat(case["date"]) if "date" in case else DAY
    return one_clause(load_dossier(changed(case, root)), day, clause)


def expected(row: ClauseRow) -> str:
    return row.state if row.value is None else f"{row.state}/{row.value}"


@pytest.mark.parametrize(("clause", "kind"), CASES, ids=[f"{clause}-{kind}" for clause, kind in CASES])
@pytest.mark.part(2)
def test_case(clause: str, kind: str, tmp_path: Path, whole: Path) -> None:
    case = DATA["clauses"][clause][kind]
    day = date.fromisoformat(case["date"]) if "date" in case else DAY
    plainly = case.keys() <= {"date", "expect"}
    row = unchanged(day, whole)[clause] if plainly else row_of(clause, case, tmp_path / "dossier")
    assert expected(row) == case["expect"], row
    if kind == "good":
        assert not row.missing, row.missing
    else:
        assert row.said


def test_every_clause_has_its_three_cases() -> None:
    assert list(DATA["clauses"]) == list(clauses_of(default_edition()))
    assert all(set(cases) == set(KINDS) for cases in DATA["clauses"].values())
    assert len(CASES) == 3 * 91


def test_missing_is_never_a_failure() -> None:
    """What only takes records or answers away never ends as not met; and a duty is never met."""
    for clause, cases in DATA["clauses"].items():
        assert not cases["open"]["expect"].endswith("not_met"), clause
        if BY_CLAUSE[clause].kind == "duty":
            assert all("/" not in case["expect"] for case in cases.values()), clause


def test_every_clause_of_every_edition_has_a_state() -> None:
    for edition in all_editions():
        assert set(clauses_of(edition)) <= set(BY_CLAUSE)
    assert len(BY_CLAUSE) == len(CLAUSE_STATES)
    deciding = {each.clause for each in DECIDING}
    assert {each.clause for each in CLAUSE_STATES if each.kind == "condition"} == deciding
    assert all(each.sources for each in CLAUSE_STATES if each.kind == "duty")


# ---- what is recorded is looked at ---------------------------------------------------------------------------------

#: Deleting one of these changes at least these rows.
LOOKED_AT = {
    "alliance": {"work-association", "work-enterprises", "work-foundation", "duty-platforms"},
    "foundation": {"work-foundation", "work-products", "work-technology", "work-chain", "duty-platforms"},
    "reputation": {"work-reputation"},
    "organisation": {"duty-organisation", "duty-expertise", "duty-cooperation", "scope-enterprises", "pilot-guidance"},
    "training": {"work-enterprises", "zone-4a"},
    "incidents": {"work-reputation"},
    "strategy": {"work-planning", "work-direction", "zone-1"},
    "support": {"work-enterprises", "zone-1"},
    "evaluation-model": {"work-evaluation", "zone-2"},
    "monitoring": {"work-reputation", "zone-5"},
    "activities": {"work-marketing", "work-association", "zone-3", "zone-6"},
    "progress": {"pilot-execution", "zone-apply"},
    "summaries": {"annual-summary"},
    "supervision": {"supervision", "duty-province"},
    "approval": {"pilot-approval", "apply-all-year", "review-experts", "pilot-selection"},
}


def differing(found: tuple[ClauseRow, ...], other: tuple[ClauseRow, ...]) -> Iterator[str]:
    for one, two in zip(found, other, strict=True):
        if one != two:
            yield one.clause.id


@pytest.mark.parametrize("name", LOOKED_AT)
@pytest.mark.part(4)
def test_deleting_a_record_changes_its_row(name: str, tmp_path: Path, whole: Path) -> None:
    without = {"drop": [f"pilot/{name}.yaml"]}
    day = date(2020, 3, 1) if name == "incidents" else DAY
    rows = clause_rows(load_dossier(changed(without, tmp_path / "less")), day)
    assert LOOKED_AT[name] <= set(differing(tuple(unchanged(day, whole).values()), rows))


def test_adding_one_record_changes_its_row(tmp_path: Path) -> None:
    more = [*base()["pilot/foundation.yaml"]["产业链接口"], {"方面": "物流", "日期": "2016-01-01", "内容": "共同配送"}]
    before = row_of("work-chain", {}, tmp_path / "one")
    after = row_of("work-chain", {"set": [["pilot/foundation.yaml", ["产业链接口"], more]]}, tmp_path / "two")
    assert (before.state, after.state) == ("recorded", "recorded")
    assert "产业链接口 1（附文件 1）" in before.said and "产业链接口 2（附文件 1）" in after.said


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    root = changed({}, tmp_path / "dossier")
    (root / "pilot/organisation.yaml").write_text("领导机构: {名称: [\n", encoding="utf-8")
    row = one_clause(load_dossier(root), DAY, "duty-cooperation")
    assert row.said == "文件有读不出来的地方，不知道有没有记录。"
    assert row.missing[0].startswith("pilot/organisation.yaml有 1 处读不出来")


@pytest.mark.parametrize("edition", all_editions()[1:])
def test_a_clause_whose_words_nobody_has_seen_is_not_judged(edition: str, tmp_path: Path) -> None:
    changes = [["dossier.yaml", ["规则版本"], edition], ["dossier.yaml", ["申报日期"], "2018-04-18"]]
    rows = clause_rows(load_dossier(changed({"set": changes}, tmp_path / "dossier")), date(2018, 5, 1))
    assert {row.clause.id for row in rows} == set(clauses_of(edition))
    unseen = [row for row in rows if not row.clause.known]
    assert unseen and {row.value for row in unseen} <= {"unknown", None}
    assert all(row.state in ("decided", "not_due") for row in unseen)


def test_a_fresh_application_owes_nothing_of_the_pilot() -> None:
    rows = {row.clause.id: row for row in clause_rows(load_dossier(EXAMPLES / "qingshiling"), date(2014, 7, 15))}
    assert len(rows) == 91 and all(row.state in STATE_WORDS for row in rows.values())
    assert {rows[clause].state for clause in ("work-association", "zone-1", "annual-summary", "zone-validity")} == {
        "not_due"
    }
    assert rows["form-name"].value == "met" and rows["scope-body"].state == "needs_person"
    assert rows["scope-body"].person == "还需有人认定：是否“以工业为主”" and rows["scope-body"].next


def test_what_is_decided_says_who_judged_and_what_is_left(tmp_path: Path) -> None:
    row = row_of("zone-3", {}, tmp_path / "judged")
    assert row.person.startswith("专家判断（专家组乙") and not row.next and row.places
    left = row_of("zone-3", DATA["clauses"]["zone-3"]["open"], tmp_path / "open")
    assert left.person == "还需有人认定：质量品牌提升活动是否“效果显著”" and left.next
    assert "计入质量品牌提升活动 2 项" in left.said
