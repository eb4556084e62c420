"""A dossier that is being typed in: broken files, crashes, and what may be done about a diagnostic."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from cases import BASE

from brandcluster.base.diagnostics import Diagnostic
from brandcluster.dossier.load import Dossier, load_dossier, part_of
from brandcluster.formats.yaml.document import read_document
from brandcluster.rules.checks.all_checks import RULES, find_problems
from brandcluster.rules.rule import Finding, Rule
from brandcluster.session.editor.actions import actions_for, all_fixes, edits_between, formatted, ignore_action
from brandcluster.session.editor.line_moves import line_pairs
from brandcluster.session.editor.open_dossier import OpenDossier, dossier_around
from brandcluster.session.editor.outline import folds_of, hints_in, outline_of
from brandcluster.session.opened import Session

PLAN, HEADER = "application/plan.yaml", "dossier.yaml"


@pytest.fixture
def desk(tmp_path: Path) -> OpenDossier:
    root = tmp_path / "甲"
    shutil.copytree(BASE, root)
    return OpenDossier(Session(root))


def text(desk: OpenDossier, path: str) -> str:
    return (desk.root / path).read_text(encoding="utf-8")


def test_what_is_typed_counts_and_closing_undoes_it(desk: OpenDossier) -> None:
    before = desk.diagnostics()
    desk.type_in(HEADER, text(desk, HEADER).replace("申报日期: ", "申报日期: 2"))
    assert "M006" in {each.code for each in desk.diagnostics()}
    desk.close(HEADER)
    assert desk.diagnostics() == before


def test_while_a_file_does_not_parse_the_rest_stays(desk: OpenDossier) -> None:
    spoilt = text(desk, PLAN).replace("总额（万元）: ", "总额（万元）: 1")
    desk.type_in(PLAN, spoilt)
    (wrong,) = [each for each in desk.diagnostics() if each.code == "B101"]
    desk.type_in(PLAN, f"# 一行\n{spoilt}坏: [\n")
    found = desk.diagnostics()
    assert any(each.code.startswith("Y") and each.location.path == PLAN for each in found)
    (still,) = [each for each in found if each.code == "B101"]
    assert still.location.line == wrong.location.line + 1 and still.fix is None
    assert not any(each.code == "D001" for each in found)
    assert desk.as_read(PLAN, wrong.location.line + 1) == wrong.location.line
    desk.type_in(PLAN, spoilt)
    assert wrong in desk.diagnostics()


def test_places_in_a_broken_file_follow_their_lines(tmp_path: Path) -> None:
    def points_elsewhere(dossier: Dossier) -> Iterator[Finding]:
        yield Finding(PLAN, ("资金",), "一处。", "改。", related=(dossier.locate(HEADER, ("主导产业",)),))

    root = tmp_path / "甲"
    shutil.copytree(BASE, root)
    desk = OpenDossier(Session(root, rules=(Rule("B101", "总额", None, "error", "w", "g", "b", points_elsewhere),)))
    (told,) = desk.diagnostics()
    desk.type_in(HEADER, f"# 上面多一行\n坏: [\n{text(desk, HEADER)}")
    (again,) = [each for each in desk.diagnostics() if each.code == "B101"]
    assert again.location == told.location
    assert [place.line for place in again.related] == [told.related[0].line + 2]


def test_outline_and_folds_of_a_broken_file_are_of_its_last_good_state(desk: OpenDossier) -> None:
    good = text(desk, PLAN)
    desk.type_in(PLAN, good)
    outline, folds = desk.outline(PLAN), desk.folds(PLAN)
    desk.type_in(PLAN, f"# 上面\n# 多两行\n{good}坏: [\n")
    moved = desk.outline(PLAN)
    assert [each.name for each in moved] == [each.name for each in outline]
    assert [each.named.line for each in moved] == [each.named.line + 2 for each in outline]
    assert {(first + 2, last + 2) for first, last, comment in folds if not comment} <= {
        each[:2] for each in desk.folds(PLAN)
    }
    # A key whose line went leaves what is below it; nothing reaches past what is there.
    lines = good.splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if line.startswith("工作阶段:"))
    desk.type_in(PLAN, "".join([*lines[:at], *lines[at + 1 :], "坏: [\n"]))
    names = [each.name for each in desk.outline(PLAN)]
    assert "工作阶段" not in names and {"第一阶段", "第二阶段"} <= set(names)
    desk.type_in(PLAN, "坏: [\n")
    assert desk.outline(PLAN) == () or all(each.whole.end_line <= 2 for each in desk.outline(PLAN))


def test_a_file_that_never_parsed_is_as_validate_says(desk: OpenDossier) -> None:
    (desk.root / HEADER).write_text("坏: [\n", encoding="utf-8")
    desk.session.refresh()
    desk.type_in(HEADER, "坏: [\n")
    assert desk.diagnostics() == find_problems(load_dossier(desk.root))
    assert not desk.is_broken(HEADER)


def test_a_rule_that_breaks_is_one_diagnostic(tmp_path: Path) -> None:
    def breaks(_: Dossier) -> Iterator[Finding]:
        raise ZeroDivisionError("一个企业的数")

    broken = Rule("B101", "总额", None, "error", "w", "g", "b", breaks)
    root = tmp_path / "甲"
    shutil.copytree(BASE, root)
    desk = OpenDossier(Session(root, rules=tuple(broken if each.code == "B101" else each for each in RULES)))
    desk.type_in(HEADER, text(desk, HEADER).replace("申报日期: ", "申报日期: 2"))
    found = desk.diagnostics()
    (crash,) = [each for each in found if each.code == "D009"]
    assert "B101" in crash.message and "企业" not in crash.message
    assert "M006" in {each.code for each in found}


def test_a_file_belongs_to_the_dossier_around_it(desk: OpenDossier) -> None:
    root = desk.root
    assert dossier_around(root / PLAN) == (root, PLAN)
    assert dossier_around(root.parent / "x.yaml") is None
    copy = root / "sealed" / "1" / "files"
    copy.mkdir(parents=True)
    shutil.copy(root / HEADER, copy / HEADER)
    assert dossier_around(copy / HEADER) == (root, "sealed/1/files/dossier.yaml")
    assert dossier_around(root / "application" / ".." / HEADER) is None


def test_lines_that_moved() -> None:
    assert line_pairs(["a", "b", "c"], ["x", "a", "b", "c"]) == [(1, 2), (2, 3), (3, 4)]
    assert line_pairs(["a", "b", "c"], ["a", "c"]) == [(1, 1), (3, 2)]
    assert line_pairs(["a", "b"], ["a", "x"]) == [(1, 1), (2, 2)]


# ---- actions ---------------------------------------------------------------------------------------------------


def judged(desk: OpenDossier, path: str, changed: str) -> tuple[Dossier, list[Diagnostic]]:
    desk.type_in(path, changed)
    dossier = desk.session.dossier()
    assert dossier is not None
    return dossier, [each for each in desk.diagnostics() if each.location.path == path]


def test_every_fix_is_an_action(desk: OpenDossier) -> None:
    changed = (
        text(desk, HEADER).replace("申报日期: 2014-04-18", "申报日期: 2014年4月18日").replace("区域名称:", "区域名稱:")
    )
    dossier, found = judged(desk, HEADER, changed)
    part = part_of(dossier, HEADER)
    assert part is not None
    actions = [each for each in actions_for(dossier.documents[HEADER], part, found) if not each.asks_reason]
    assert {each.about.code for each in actions} == {each.code for each in found if each.fix is not None}
    assert all_fixes(HEADER, changed, part, found).count("2014-04-18") == 1


def test_a_slip_that_keeps_a_file_from_parsing_has_its_fix(desk: OpenDossier) -> None:
    good = text(desk, HEADER)
    desk.type_in(HEADER, good)
    changed = good.replace("职务: ", "职务：", 1)
    desk.type_in(HEADER, changed)
    found = [each for each in desk.diagnostics() if each.location.path == HEADER and each.fix is not None]
    dossier = desk.session.dossier()
    part = None if dossier is None else part_of(dossier, HEADER)
    assert part is not None and found
    actions = actions_for(read_document(HEADER, changed.encode()), part, found)
    assert actions and all_fixes(HEADER, changed, part, found) == good


def test_a_comment_with_a_reason_sets_a_diagnostic_aside(desk: OpenDossier) -> None:
    changed = text(desk, PLAN).replace("总额（万元）: ", "总额（万元）: 1")
    dossier, found = judged(desk, PLAN, changed)
    (wrong,) = [each for each in found if each.code == "B101"]
    action = ignore_action(dossier.documents[PLAN], wrong)
    assert action is not None and action.asks_reason
    (edit,) = action.edits
    lines = changed.split("\n")
    lines.insert(edit.location.line - 1, edit.text.rstrip("\n"))
    _, open_reason = judged(desk, PLAN, "\n".join(lines))
    assert {"I002", "B101"} <= {each.code for each in open_reason}
    lines[edit.location.line - 1] += "数取自年鉴"
    _, done = judged(desk, PLAN, "\n".join(lines))
    assert not {"I002", "B101"} & {each.code for each in done}


def test_what_holds_a_dossier_together_cannot_be_set_aside(desk: OpenDossier) -> None:
    dossier, found = judged(desk, HEADER, text(desk, HEADER).replace("申报日期: ", "申报日期: 2"))
    (wrong,) = [each for each in found if each.code == "M006"]
    assert ignore_action(dossier.documents[HEADER], wrong) is None


# ---- the whole file --------------------------------------------------------------------------------------------


def applied(before: str, path: str, after: str) -> str:
    document = read_document(path, before.encode())
    for each in reversed(edits_between(path, before, after)):
        start, end = document.offsets(each.location)
        before = before[:start] + each.text + before[end:]
    return before


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "a: 1\n"),
        ("a: 1", "a: 1\n"),
        ("a: 1\nb: 2", ""),
        ("a: 1\r\nb: 2\r\n", "a: 1\nb: 2\n"),
        ("a", "b"),
        ("a\nb\nc", "a\nc"),
    ],
)
def test_edits_between_two_texts_lead_from_one_to_the_other(before: str, after: str) -> None:
    assert applied(before, "x.yaml", after) == after


def test_formatting_is_fmt(desk: OpenDossier) -> None:
    dossier = desk.session.dossier()
    part = None if dossier is None else part_of(dossier, HEADER)
    assert part is not None
    changed = "\n\n\n" + text(desk, HEADER).replace("职务: ", "职务:    ")
    result = formatted(HEADER, changed, part)
    assert not result.refusal
    assert applied(changed, HEADER, result.content.decode()) == result.content.decode()
    assert formatted(HEADER, "坏: [", part).refusal


def test_an_outline_names_entries_by_what_they_are_called(desk: OpenDossier) -> None:
    dossier = desk.session.dossier()
    assert dossier is not None
    outline = {each.name: each for each in outline_of(dossier.documents[PLAN])}
    assert [each.name for each in outline["工作阶段"].below] == ["第一阶段", "第二阶段"]
    for each in outline.values():
        assert (each.whole.line, each.whole.column) <= (each.named.line, each.named.column)
        assert (each.named.end_line, each.named.end_column) <= (each.whole.end_line, each.whole.end_column)
    assert outline_of(read_document("x.yaml", b"a: [")) == ()


def test_folds_are_of_keys_and_comments() -> None:
    document = read_document("x.yaml", "# 一\n# 二\na:\n  - b: 1\n    c: 2\n  - d\ne: 1\n".encode())
    assert folds_of(document) == [(1, 2, True), (3, 6, False), (4, 5, False)]


def test_every_reference_has_its_value_behind_it(desk: OpenDossier) -> None:
    dossier = desk.session.dossier()
    assert dossier is not None
    found = list(hints_in(dossier, "# {{ 申报.省份 }}\na: {{ 申报.省份 }}和{{ 没有.的 }}\n", 1, 9))
    assert [(each.line, each.column, each.text) for each in found] == [(2, 15, f"={dossier.header.province}")]
