"""Keys, values and gaps: one diagnostic for one mistake, at its place, and the rest still read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cases import EXAMPLES, load_cases, prepare, stands_at

from brandcluster.dossier.load import load_dossier
from brandcluster.dossier.model import reading
from brandcluster.dossier.model.header import Header
from brandcluster.rules.checks.all_checks import find_problems

CASES = load_cases("reading/*.yaml")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_one_diagnostic_for_one_mistake(case: dict[str, Any], tmp_path: Path) -> None:
    root = prepare(tmp_path / "dossier", case["edit"])
    found = find_problems(load_dossier(root))
    assert [(d.code, d.location.path) for d in found] == [(code, path) for code, path, _ in case["expect"]], found
    for diagnostic, (_, _, text) in zip(found, case["expect"], strict=True):
        assert stands_at(root, diagnostic).startswith(text), (diagnostic, stands_at(root, diagnostic))
    if "help" in case:
        assert case["help"] in found[0].help


def test_a_mistyped_key_is_read_as_the_one_it_must_be() -> None:
    found = reading.read_part(Header, {"省 份": "河北省", "申请日期": "2014-04-20"})
    assert found.part is not None and found.part.date is not None
    assert found.part.province == "河北省"
    assert found.part.date.isoformat() == "2014-04-20"
    assert [p.code for p in found.problems if p.code != "M002"] == ["M001", "M001"]
    assert not {("省份",), ("申报日期",)} & {p.keys for p in found.problems if p.code == "M002"}


def test_a_bad_entry_does_not_move_the_others() -> None:
    found = reading.read_part(Header, {"主导产业": ["特种", {"名称": "阀门"}, {"名称": 5}, {"名称": "泵"}]})
    assert found.part is not None
    assert [industry.name for industry in found.part.industries] == [None, "阀门", None, "泵"]


def test_a_value_of_the_wrong_kind_everywhere() -> None:
    kinds: tuple[Any, ...] = ([], {}, True, 0, "", "x", [None], {"a": 1}, [[]])
    for bad in kinds:
        found = reading.read_part(Header, dict.fromkeys(reading.fields_of(Header), bad))
        assert isinstance(found.part, Header)
        assert found.problems


@pytest.mark.parametrize(
    ("file", "find", "replace", "code"),
    [
        # Without leading industries nobody's industry is wrong.
        ("dossier.yaml", "联系人: 沈砚青", "联系人：沈砚青", "Y022"),
        ("dossier.yaml", "格式: 1", "格式: [1", "Y029"),
        # What is written and cannot be read is not “没有填” besides.
        ("statistics/2013.yaml", "工业总产值（万元）: 1184600", "工业总产值（万元）: 1,184,600", "M004"),
        ("statistics/2013.yaml", "工业总产值（万元）: 1184600", "工业总产值（万元）: 1e999999999", "Y012"),
    ],
)
def test_one_mistake_beside_returns_is_one_report(
    file: str, find: str, replace: str, code: str, tmp_path: Path
) -> None:
    root = prepare(tmp_path / "d", [{"file": file, "find": find, "replace": replace}], EXAMPLES / "qingshiling")
    assert [found.code for found in find_problems(load_dossier(root))] == [code]
