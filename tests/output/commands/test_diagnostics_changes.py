"""What changed in the list since it was last shown."""

from __future__ import annotations

from brandcluster.base.diagnostics import Diagnostic, Location
from brandcluster.output.commands.diagnostics import DossierReport
from brandcluster.output.commands.diagnostics_changes import changed_lines


def diagnostic(code: str, line: int, message: str = "不对。", detail: str = "") -> Diagnostic:
    return Diagnostic(code, "error", message, "改。", Location("plan.yaml", line), keys=("资金",), detail=detail)


def lines(before: list[Diagnostic], after: list[Diagnostic], *, redact: bool = True) -> list[str]:
    reports = [DossierReport("甲", "miit-2014-102", each) for each in (before, after)]
    return ["".join(text for _, text in line) for line in changed_lines(*reports, redact=redact)]


def test_the_same_list_says_nothing_also_where_lines_moved() -> None:
    assert lines([diagnostic("B101", 3)], [diagnostic("B101", 9)]) == []


def test_what_is_new_and_what_went() -> None:
    assert lines([diagnostic("B101", 3)], [diagnostic("B102", 4)]) == [
        "改好  甲/plan.yaml  B101 不对。",
        "新增  甲/plan.yaml:4:1: 错误 B102 不对。",
        "    改法：改。",
        "1 个错误，0 个警告。",
    ]


def test_one_of_several_alike() -> None:
    two = [diagnostic("B101", 3), diagnostic("B101", 5)]
    assert lines(two, two[:1]) == ["改好  甲/plan.yaml  B101 不对。", "1 个错误，0 个警告。"]
    assert lines(two[:1], two)[0] == "新增  甲/plan.yaml:5:1: 错误 B101 不对。"


def test_enterprises_are_not_named() -> None:
    secret = [diagnostic("K101", 3, detail="某企业")]
    assert not any("某企业" in line for line in lines([], secret))
    assert any("某企业" in line for line in lines([], secret, redact=False))
