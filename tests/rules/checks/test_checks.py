"""Every rule with cases that meet it, break it, and leave it open: dossier data, expected codes and places."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import parts
import pytest
from cases import BASE, EXAMPLES, load_cases, prepare, stands_at

from brandcluster.base.diagnostics import Diagnostic
from brandcluster.dossier.load import Dossier, load_dossier
from brandcluster.rules.checks.all_checks import all_rules, examine_by, find_problems, rules_for
from brandcluster.rules.checks.application import names
from brandcluster.rules.rule import find_breaches

CASES = load_cases("rules/*/*.yaml")
#: The quick suite asks all rules of every so many cases, and of the others those alone that the case speaks of.
ALL_RULES = parts.number(1, 8)


def problems(dossier: Dossier, case: dict[str, Any]) -> list[Diagnostic]:
    """What is wrong with the dossier of a case, by all rules or by those that the case speaks of."""
    if CASES.index(case) % ALL_RULES == 0:
        return find_problems(dossier)
    spoken_of = {case["rule"], *(code for code, _, _ in case.get("expect") or [])}
    dossier.renamed_industries.update(names.renamed_industries(dossier))
    breaches = (find_breaches(each, dossier) for each in rules_for(dossier) if each.code in spoken_of)
    return examine_by(dossier, breaches).found


@pytest.mark.parametrize("case", CASES, ids=[f"{case['from']}-{case['rule']}-{case['name']}" for case in CASES])
def test_case(case: dict[str, Any], tmp_path: Path) -> None:
    base = EXAMPLES / case["base"] if "base" in case else BASE
    root = prepare(tmp_path / "dossier", case.get("edit") or [], base)
    found = problems(load_dossier(root), case)
    if "only" in case:  # the edit breaks other rules too, each in its own place
        found = [d for d in found if d.code == case["only"]]
    expected = case.get("expect") or []
    assert [(d.code, d.location.path) for d in found] == [(code, path) for code, path, _ in expected], found
    for diagnostic, (_, _, text) in zip(found, expected, strict=True):
        assert stands_at(root, diagnostic).startswith(text), (diagnostic, stands_at(root, diagnostic))
    codes = {d.code for d in found}
    assert (case["rule"] in codes) == (case["verdict"] == "not_met")


def test_every_rule_has_every_kind_of_case() -> None:
    verdicts = defaultdict(set)
    for case in CASES:
        verdicts[case["rule"]].add(case["verdict"])
    for rule in all_rules():
        kinds = verdicts[rule.code]
        assert {"met", "not_met"} <= kinds, (rule.code, kinds)
        assert kinds & {"unknown", "not_applicable"}, (rule.code, kinds)


def test_codes_are_unique_and_documented() -> None:
    codes = [rule.code for rule in all_rules()]
    assert len(codes) == len(set(codes))
    for rule in all_rules():
        assert all((rule.title, rule.why, rule.good, rule.bad)), rule.code


@pytest.mark.part(1)
def test_the_base_and_the_good_examples_are_clean() -> None:
    assert find_problems(load_dossier(BASE)) == []
    assert find_problems(load_dossier(EXAMPLES / "qingshiling")) == []
