"""What is said beside a box."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cases import prepare

from brandcluster.session.desk.changing import with_answer
from brandcluster.session.desk.page_boxes import box_id, boxes_of, section_path
from brandcluster.session.desk.remarks_at import AboutBox, remarks_of
from brandcluster.session.desk.sections import SECTION_OF_SLUG
from brandcluster.session.opened import Session


def remarks(root: Path, slug: str) -> tuple[str, Mapping[str, AboutBox]]:
    session, section = Session(root), SECTION_OF_SLUG[slug]
    dossier = session.dossier()
    assert dossier is not None
    path = section_path(dossier, section)
    return path, remarks_of(session, path, boxes_of(dossier, section))


def test_a_problem_stands_at_its_box_with_its_fix(tmp_path: Path) -> None:
    edits = [
        {"file": "dossier.yaml", "find": "2014-04-18", "replace": "2014年4月18日"},
        {"file": "dossier.yaml", "find": "职务: 科长", "replace": "职务:"},
    ]
    path, found = remarks(prepare(tmp_path / "R", edits), "cover")
    day = found[box_id(path, ("申报日期",))].remarks
    assert [(each.severity, each.is_gap, bool(each.fix)) for each in day] == [("error", False, True)]
    assert [each.is_gap for each in found[box_id(path, ("职务",))].remarks] == [True]
    assert found[box_id(path, ("联系人",))].remarks == ()


def test_the_parts_of_a_prompt_and_references(tmp_path: Path) -> None:
    text = "产值 {{ 指标.工业增加值率 }}%，{{ 指标.没有 }}。\\n"
    root = prepare(tmp_path / "R", [])
    path = root / "application" / "region.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if line.startswith("主导产业发展历程"))
    lines[at] = f'主导产业发展历程及当前在行业中的地位: "始于 1990 年。{text}"\n'
    path.write_text("".join(lines), encoding="utf-8")
    where, found = remarks(root, "industries")
    about = found[box_id(where, ("主导产业发展历程及当前在行业中的地位",))]
    assert about.parts == (("发展历程", True), ("当前在行业中的地位", False)) or len(about.parts) == 2
    assert [name for name, _ in about.references] == ["指标.工业增加值率", "指标.没有"]
    assert about.references[0][1] and not about.references[1][1]


def test_what_an_earlier_round_says_is_shown_and_kept_by_a_button(tmp_path: Path) -> None:
    """The value stands beside the empty box, and goes from its comment once something is answered."""
    waits = {"file": "dossier.yaml", "find": "申报日期: 2014-04-18", "replace": "申报日期: # 待确认：2013-04-20 # 去年"}
    session = Session(prepare(tmp_path / "R", [waits]))
    dossier = session.dossier()
    assert dossier is not None
    about = remarks_of(session, "dossier.yaml", boxes_of(dossier, SECTION_OF_SLUG["cover"]))
    (remark,) = about[box_id("dossier.yaml", ("申报日期",))].remarks
    assert remark.keep == "2013-04-20" and not remark.is_gap and "2013-04-20" in remark.message
    text = with_answer(dossier, "dossier.yaml", ("申报日期",), remark.keep)
    assert text == dossier.documents["dossier.yaml"].text.replace(
        "申报日期: # 待确认：2013-04-20 # 去年", "申报日期: 2013-04-20"
    )
    assert with_answer(dossier, "dossier.yaml", ("申报日期",), "") == dossier.documents["dossier.yaml"].text


def test_sums_are_asked_for_where_the_returns_are(tmp_path: Path) -> None:
    """Beside figures that are not what the returns come to stands the button that adds them up, on that machine alone."""
    edits = [{"file": "statistics/2013.yaml", "find": "类型: 统计部门", "replace": "类型: 企业报表"}]
    path, found = remarks(prepare(tmp_path / "R", edits), "statistics")
    (said,) = found[box_id(path, ("来源",))].remarks
    assert not said.sums and said.help == "要在有企业报表的电脑上汇总。"
    with_returns = [*edits, {"file": "enterprises/2013.csv", "write": "企业名称\n"}]
    path, found = remarks(prepare(tmp_path / "S", with_returns), "statistics")
    (said,) = found[box_id(path, ("来源",))].remarks
    assert said.sums and "brandcluster" not in said.help
