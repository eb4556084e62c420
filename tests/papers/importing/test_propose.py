"""`import`: forms into a dossier, compared before anything is written, and what a person wrote stays."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from cases import EXAMPLES
from conftest import Result
from filled_forms import BLANKS, FIXTURES, dossiers, read
from form_samples import FORMS, ROOT, blank, dossier, label_map
from hypothesis import given, settings
from parts import examples

from brandcluster.dossier.editing.new_files import new_dossier_files
from brandcluster.dossier.files import HEADER
from brandcluster.dossier.load import Dossier, load_dossier
from brandcluster.papers.forms.answers import answers_of
from brandcluster.papers.forms.fill import fill_blank
from brandcluster.papers.importing.parse_lists import parse_phases, parse_projects, parse_shares
from brandcluster.papers.importing.proposal import Import
from brandcluster.papers.importing.propose import changed_texts, propose_import
from brandcluster.papers.labels.read_form import Form, print_answer
from brandcluster.rules.checks.all_checks import find_problems

Run = Callable[..., Result]


def rendered(found: Dossier) -> list[Form]:
    """Both forms of a dossier, filled and read again."""
    made = []
    for form in FORMS:
        filled = fill_blank(blank(form), label_map(form), answers_of(found), draft=False)
        assert filled.content is not None, filled.problems
        made += read(filled.content)
    return made


def statuses(result: Import) -> set[str]:
    return {item.status for item in result.items}


def copied(name: str, target: Path) -> Path:
    shutil.copytree(EXAMPLES / name, target)
    return target


# ---- there and back ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["qingshiling", "lanting"])
def test_importing_what_was_rendered_changes_nothing(name: str) -> None:
    found = load_dossier(EXAMPLES / name)
    result = propose_import(found, rendered(found), overwrite=True)
    assert result.changes == {}
    assert statuses(result) == {"一致", "核对"}
    assert (result.doubts, result.missing, result.twice) == ([], [], [])


@pytest.mark.parametrize("name", ["qingshiling", "lanting"])
def test_an_empty_folder_becomes_a_dossier_that_prints_the_same(name: str, tmp_path: Path) -> None:
    source = load_dossier(EXAMPLES / name)
    forms = rendered(source)
    new = Dossier(tmp_path)
    made = changed_texts(new, propose_import(new, forms, overwrite=False))
    for path, text in {**new_dossier_files("miit-2014-102", 2013), **made}.items():
        assert text is not None
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    shutil.rmtree(tmp_path / "statistics")
    shutil.copytree(EXAMPLES / name / "statistics", tmp_path / "statistics")
    again = answers_of(load_dossier(tmp_path))
    known = answers_of(source)
    for form in FORMS:
        for place in label_map(form).places:
            if place.answer is not None:
                assert print_answer(again[place.answer], place) == print_answer(known[place.answer], place)


@settings(max_examples=examples(25), deadline=None)
@given(dossiers())
def test_any_dossier_stays_as_it_is(found: Dossier) -> None:
    result = propose_import(found, rendered(found), overwrite=False)
    assert statuses(result) <= {"一致", "核对"}
    assert result.changes == {}


def test_references_stay_where_they_print_the_same(tmp_path: Path) -> None:
    root = copied("qingshiling", tmp_path / "d")
    found = load_dossier(root)
    forms = rendered(found)
    path = root / "application" / "plan.yaml"
    source = path.read_text(encoding="utf-8")
    line = next(line for line in source.splitlines() if "{{ 指标.特种陶瓷.工业增加值率 }}" in line)
    path.write_text(source.replace("（一）政府和企业的态度", "（一）各方的态度", 1), encoding="utf-8")
    changed = load_dossier(root)
    result = propose_import(changed, forms, overwrite=True)
    text = changed_texts(changed, result)["application/plan.yaml"]
    assert text == source
    assert line in text


def test_a_persons_words_are_not_replaced_unless_asked(tmp_path: Path) -> None:
    root = copied("qingshiling", tmp_path / "d")
    forms = rendered(load_dossier(root))
    path = root / "dossier.yaml"
    source = path.read_text(encoding="utf-8")
    path.write_text(source.replace("职务: 经济发展局局长", "职务: 副局长  # 刚任命"), encoding="utf-8")
    found = load_dossier(root)
    kept = propose_import(found, forms, overwrite=False)
    assert [(item.status, item.keys, item.old) for item in kept.items if item.status == "不同"] == [
        ("不同", ("职务",), "副局长")
    ]
    assert kept.changes == {}
    replaced = propose_import(found, forms, overwrite=True)
    assert changed_texts(found, replaced)["dossier.yaml"] == source.replace(
        "职务: 经济发展局局长", "职务: 经济发展局局长  # 刚任命"
    )


def test_figures_are_compared_and_never_imported(tmp_path: Path) -> None:
    root = copied("qingshiling", tmp_path / "d")
    forms = rendered(load_dossier(root))
    path = next((root / "statistics").glob("2013.yaml"))
    before = path.read_text(encoding="utf-8")
    figure = next(line for line in before.splitlines() if "工业总产值（万元）" in line and "区域" not in line)
    path.write_text(before.replace(figure, figure + "0", 1), encoding="utf-8")
    found = load_dossier(root)
    result = propose_import(found, forms, overwrite=True)
    assert "工业总产值（亿元）" in {item.label for item in result.items if item.status == "不符"}
    assert not any(file.startswith("statistics") for file in result.changes)


# ---- what people wrote ---------------------------------------------------------------------------------------


def proposal(name: str, known: Dossier | None = None) -> Import:
    return propose_import(known or Dossier(Path("none")), read((FIXTURES / name).read_bytes()), overwrite=False)


def values(result: Import, path: str) -> dict[Any, Any]:
    return result.changes.get(path, {})


def test_a_typed_form_fills_a_new_dossier() -> None:
    result = proposal("typed-below.docx")
    header = values(result, "dossier.yaml")
    assert header[("申报日期",)] == "2014-05-12"
    assert header[("区域性质",)] == ["高新区"]
    assert (header[("电话",)], header[("传真",)]) == ("0300-5551234", "0300-5551235")
    enterprises = values(result, "application/top-enterprises.yaml")
    assert enterprises[("企业", 0, "名称")] == "望溪甲轴承有限公司"
    assert enterprises[("企业", 2, "销售收入（万元）")] == Decimal(71000)
    plan = values(result, "application/plan.yaml")
    assert plan[("主要工作项目", 0, "开始时间")] == "2014-07"
    assert plan[("主要工作项目", 0, "对应工作内容")] == ["开展区域品牌策划和设计"]
    assert plan[("主要工作项目", 0, "时间节点")] == [
        {"时间": "2014-12", "节点": "完成初稿"},
        {"时间": "2015-06", "节点": "发布"},
    ]
    assert plan[("工作目标说明",)] == "到2016年建成区域品牌。"
    assert any("没有认出分阶段的目标表" in doubt.message for doubt in result.doubts)


def test_a_table_of_funds_is_taken_apart() -> None:
    plan = values(proposal("fund-table.docx"), "application/plan.yaml")
    assert plan[("资金", "明细")] == [
        {"年份": 2014, "来源": "区财政", "金额（万元）": Decimal(1200), "支持方向": "培训", "投入步骤": "一次"},
        {"年份": 2014, "来源": "企业自筹", "金额（万元）": Decimal("300.5"), "支持方向": "策划", "投入步骤": "两次"},
    ]
    assert plan[("可配套的政策、资金和措施等",)] == "安排专项资金1000万元。"
    assert ("资金", "总额（万元）") not in plan


def statistics(amount: int) -> Dossier:
    found = dossier("轴承")
    assert found.header is not None
    found.contents[HEADER] = found.header.model_copy(update={"date": __import__("datetime").date(2014, 5, 12)})
    group = found.statistics[2013].industries[0].model_copy(update={"gross_output": Decimal(amount)})
    found.statistics[2013] = found.statistics[2013].model_copy(update={"industries": [group]})
    return found


@pytest.mark.parametrize(("name", "doubtful"), [("other-unit.docx", True), ("unit-in-cell.docx", False)])
def test_another_unit_is_said_and_compared_by_worth(name: str, doubtful: bool) -> None:
    result = proposal(name, statistics(855_000))
    assert [item.status for item in result.items if item.label == "工业总产值（亿元）"] == ["核对"]
    assert any("单位是“万元”" in doubt.message for doubt in result.doubts) == doubtful
    wrong = proposal(name, statistics(955_000))
    assert [item.status for item in wrong.items if item.label == "工业总产值（亿元）"] == ["不符"]


def test_two_forms_that_disagree_are_doubtful() -> None:
    both = [*read((FIXTURES / "typed-below.docx").read_bytes()), *rendered(dossier())[1:]]
    result = propose_import(Dossier(Path("none")), both, overwrite=False)
    assert any(doubt.label == "联系人" and "不一致" in doubt.message for doubt in result.doubts)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("阀门 30.00%；纺织机械 60.00%", ["阀门", "纺织机械"]),
        ("阀门占30%，纺织机械占60%", ["阀门", "纺织机械"]),
        ("47.65%", []),
        ("主导产业：轴承 12.5％", []),
    ],
)
def test_shares_name_the_industries(text: str, names: list[str]) -> None:
    assert [name for name, _ in parse_shares(text)][: len(names)] == names


def test_projects_without_parts_stay_whole() -> None:
    parsed = parse_projects("（一）建平台\n建检测平台。\n（二）办展会\n每年一次。")
    assert parsed.entries == [
        {"名称": "建平台", "工作内容": "建检测平台。"},
        {"名称": "办展会", "工作内容": "每年一次。"},
    ]
    assert len(parsed.doubts) == 1
    whole = parse_projects("我们要做很多事。\n还有很多。")
    assert whole.entries == [{"工作内容": "我们要做很多事。\n还有很多。"}]
    assert whole.doubts


def test_nothing_of_a_target_text_is_lost() -> None:
    parsed = parse_phases(
        "总目标。\n（一）第一阶段（2014年7月至2015年6月）\n另有一句。\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |"
    )
    assert parsed.entries == [{"名称": "第一阶段", "开始": "2014-07", "结束": "2015-06"}]
    assert parsed.text == "总目标。\n另有一句。\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |"
    assert parsed.doubts


# ---- the command ---------------------------------------------------------------------------------------------


def test_it_only_shows_unless_told_to_write(brandcluster: Run, tmp_path: Path) -> None:
    result = brandcluster("import", FIXTURES / "typed-below.docx", tmp_path / "新区")
    assert result.returncode == 1
    assert "没有写入" in result.stdout and "望溪高新技术产业园区" in result.stdout
    assert not (tmp_path / "新区").exists()


def test_import_and_init_leave_a_dossier_that_validate_guides(brandcluster: Run, tmp_path: Path) -> None:
    root = tmp_path / "新区"
    forms = (FIXTURES / "typed-below.docx", FIXTURES / "recommendation.docx")
    assert brandcluster("import", *forms, root, "--write").returncode == 1
    assert brandcluster("init", root).returncode == 0
    found = load_dossier(root)
    assert found.header is not None and found.header.contact == "乙某"
    assert {diagnostic.code[0] for diagnostic in found.diagnostics} == {"M"}
    assert {diagnostic.code for diagnostic in found.diagnostics} <= {"M002", "M011"}
    assert find_problems(found)
    again = brandcluster("import", *forms, root, "--format", "json")
    report = json.loads(again.stdout)
    assert report["schema"] == "brandcluster.import/1"
    assert {value["status"] for value in report["values"]} <= {"same", "figure_differs", "figure_agrees"}


def test_comments_and_order_stay(brandcluster: Run, tmp_path: Path) -> None:
    root = copied("qingshiling", tmp_path / "d")
    out = tmp_path / "out"
    assert brandcluster("render", root, "-o", out).returncode == 0
    path = root / "dossier.yaml"
    source = path.read_text(encoding="utf-8")
    path.write_text(source.replace("联系人: 沈砚青", "联系人:"), encoding="utf-8")
    result = brandcluster("import", out / "申报书.docx", out / "推荐表.docx", root, "--write")
    assert result.returncode == 0, result.stdout + result.stderr
    assert path.read_text(encoding="utf-8") == source


def test_a_broken_file_is_not_written_to(brandcluster: Run, tmp_path: Path) -> None:
    root = copied("qingshiling", tmp_path / "d")
    (root / "dossier.yaml").write_text("区域名称: [甲\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    result = brandcluster("import", FIXTURES / "typed-below.docx", root, "--write")
    assert result.returncode == 1
    assert "validate" in result.stderr
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_wrong_calls(brandcluster: Run, tmp_path: Path) -> None:
    assert brandcluster("import", tmp_path / "没有.docx").returncode == 2
    assert brandcluster("import", tmp_path).returncode == 2
    assert brandcluster("import", FIXTURES / "typed-below.docx", "--overwrite").returncode == 2
    assert brandcluster("import", FIXTURES / "typed-below.docx", "--form", "没有.yaml").returncode == 2


def test_the_blanks_are_those_of_the_edition() -> None:
    assert [each.label_map.id for each in BLANKS] == [f"miit-2014-102/{form}" for form in FORMS]
    assert (ROOT / "templates").is_dir()
