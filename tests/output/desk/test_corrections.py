"""The list of corrections: in the order of the form, with place and advice, and the examiner's own remarks."""

from __future__ import annotations

import io
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from cases import EXAMPLES
from ooxml_lint import lint
from openxml_audit import OpenXmlValidator

from brandcluster.base.diagnostics import Location
from brandcluster.cli.start import start
from brandcluster.dossier.load import load_dossier
from brandcluster.output.desk.corrections import HEAD, corrections_markdown, corrections_word
from brandcluster.review.items import CONDITION, ERROR, MAX_ITEMS, REMARK, WARNING, WRITING, Corrections, corrections_of
from brandcluster.review.remarks import RemarkAtPlace
from brandcluster.review.rows import make_row
from brandcluster.rules.checks.all_checks import examine_dossier

DAY = date(2014, 7, 1)


def changed(target: Path, edits: list[tuple[str, str, str]]) -> Path:
    shutil.copytree(EXAMPLES / "qingshiling", target)
    for file, old, new in edits:
        path = target / file
        text = path.read_text(encoding="utf-8")
        assert old in text, (file, old)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return target


def listed(path: Path, remarks: tuple[RemarkAtPlace, ...] = ()) -> Corrections:
    dossier = load_dossier(path)
    return corrections_of(dossier, make_row("x", "x", dossier, examine_dossier(dossier), DAY), remarks, DAY)


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Mistakes in four files, planted from the end of the form to its beginning."""
    path = changed(
        tmp_path_factory.mktemp("spoilt") / "甲",
        [
            ("recommendation.yaml", "行业与区域联合实施: 否", "行业与区域联合实施: 是"),
            ("application/plan.yaml", "总额（万元）: ", "总额（万元）: 9"),
            ("dossier.yaml", "联系人: ", "联系人: # "),
        ],
    )
    (path / "judgements.yaml").unlink()
    return path


def test_the_order_is_that_of_the_form(spoilt: Path) -> None:
    items = listed(spoilt).items
    places = [item.place for item in items]
    contact = next(i for i, place in enumerate(places) if "联系人" in place)
    funds = next(i for i, place in enumerate(places) if "资金 总额" in place)
    association = next(i for i, place in enumerate(places) if place.startswith("附件2 全国性工业行业协会"))
    consent = next(i for i, place in enumerate(places) if "当地人民政府同意" in place)
    assert contact < funds < consent < association
    assert places[consent].startswith("附件2 当地人民政府：")
    assert places[contact].startswith("附件1 第一部分") and places[funds].startswith("附件1 第二部分 三")


def test_what_is_in_neither_form_comes_last() -> None:
    items = listed(EXAMPLES / "incomplete").items
    of_forms = [item.place.startswith("附件") or item.cite.startswith("附件") for item in items]
    accidents = next(i for i, item in enumerate(items) if item.clause == "eligible-no-accidents")
    consent = next(i for i, item in enumerate(items) if item.clause == "apply-local-consent")
    assert consent < accidents and not any(of_forms[accidents:])


def test_each_says_clause_place_what_and_what_to_write(spoilt: Path) -> None:
    items = listed(spoilt).items
    assert {item.kind for item in items} >= {ERROR, CONDITION}
    for item in items:
        assert item.place and item.wrong and item.advice
        assert item.cite, item
        assert item.source is not None and item.source.line >= 1
    funds = next(item for item in items if item.clause == "form-plan-support")
    assert funds.source is not None and funds.source.path == "application/plan.yaml"


def test_what_people_judge_is_not_sent_to_the_region(spoilt: Path) -> None:
    assert not [
        item
        for item in listed(spoilt).items
        if "还需有人认定" in item.wrong + item.advice and item.clause != "eligible-policy"
    ]
    for item in listed(spoilt).items:
        assert "judgements.yaml" not in item.advice


def test_what_the_province_does_is_not_sent_to_the_region(spoilt: Path) -> None:
    assert not {item.clause for item in listed(spoilt).items} & {"apply-province", "review-windows"}


def test_entries_are_called_by_their_names(tmp_path: Path) -> None:
    path = changed(tmp_path / "甲", [("application/plan.yaml", "    完成时间: ", "    完成时间: 2090-01 # ")])
    place = next(item.place for item in listed(path).items if "完成时间" in item.place)
    assert place.startswith("附件1 第二部分 四 主要工作项目 “")


def remark(clause: str | None, text: str = "写得太笼统", line: int = 1) -> RemarkAtPlace:
    return RemarkAtPlace(clause, "某处", text, "写具体", Location("甲.yaml", line))


def test_remarks_stand_where_their_clause_stands() -> None:
    path = EXAMPLES / "qingshiling"
    items = listed(
        path, (remark(None, "无条款"), remark("rec-local", "推荐表"), remark("附件1 第二部分 四", "方案"))
    ).items
    ours = [item.wrong for item in items if item.kind == REMARK]
    assert ours == ["方案", "推荐表", "无条款"]
    assert next(item for item in items if item.wrong == "方案").clause == "form-plan-projects"


@pytest.mark.parametrize(
    "written", ["附件1 第二部分 四", "附件1第二部分四", "附件１ 第二部分　四", "form-plan-projects"]
)
def test_a_clause_is_known_as_people_write_it(written: str) -> None:
    [item] = [each for each in listed(EXAMPLES / "qingshiling", (remark(written),)).items if each.kind == REMARK]
    assert (item.clause, item.cite) == ("form-plan-projects", "附件1 第二部分 四")


def test_who_made_the_remarks_is_said() -> None:
    made = listed(EXAMPLES / "qingshiling", (remark(None)._replace(person="张三", day=DAY), remark("rec-local")))
    assert made.reviewers == ("张三，2014-07-01",)
    assert "审查意见：张三，2014-07-01" in corrections_markdown(made).decode("utf-8")


def test_what_is_wrong_with_a_file_stands_with_the_form_it_is_for(tmp_path: Path) -> None:
    path = changed(tmp_path / "甲", [])
    (path / "statistics" / "2013.yaml").write_text("[" * 40, encoding="utf-8")
    (path / "application" / "plan.yaml").write_text("{", encoding="utf-8")
    items = {item.source.path: item for item in listed(path).items if item.source is not None and item.kind == ERROR}
    assert items["statistics/2013.yaml"].cite == items["application/plan.yaml"].cite == "附件1"
    assert items["application/plan.yaml"].place == WRITING
    assert "2013 年" in items["statistics/2013.yaml"].place


def test_word_is_valid_and_says_what_markdown_says(spoilt: Path, tmp_path: Path) -> None:
    made = listed(spoilt, (remark("form-name", "a|b <script>alert(1)</script> *x* `y`\n第二行"),))
    content = corrections_word(made)
    assert corrections_word(made) == content
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []
    assert lint(content) == []
    opened: Any = docx.Document(io.BytesIO(content))
    [table] = opened.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert tuple(rows[0]) == HEAD and len(rows) == len(made.items) + 1
    assert rows[1][0] == "1" and any("a|b <script>" in row[3] for row in rows)
    text = corrections_markdown(made).decode("utf-8")
    table_lines = [line for line in text.splitlines() if line.startswith("|")]
    assert len(table_lines) == len(made.items) + 2
    assert all(line.replace("\\|", "").count("|") == len(HEAD) + 1 for line in table_lines)
    assert "<script>" not in text and "\\*x\\*" in text


def test_a_good_dossier_has_only_what_is_still_due() -> None:
    made = listed(EXAMPLES / "qingshiling")
    assert [(item.kind, item.clause) for item in made.items] == [(CONDITION, "apply-local-consent")]


def test_a_hopeless_dossier_gives_a_list_that_ends(tmp_path: Path) -> None:
    path = changed(tmp_path / "甲", [])
    lines = "".join(f"  - {{单位: 甲{n}, 类型: 错}}\n" for n in range(490))
    (path / "application" / "conditions.yaml").write_text(f"参与声明:\n{lines}", encoding="utf-8")
    made = listed(path)
    assert len(made.items) == MAX_ITEMS and made.left_out > 0
    assert str(made.left_out) in corrections_markdown(made).decode("utf-8")
    assert {item.kind for item in made.items} <= {ERROR, WARNING, CONDITION}


def test_a_long_value_is_cut_and_control_characters_are_shown() -> None:
    made = listed(EXAMPLES / "qingshiling", (remark(None, "长" * 10_000 + "\x1b[31m\u202e"),))
    text = corrections_markdown(made).decode("utf-8")
    assert "10006 字" in text and "\x1b" not in text and len(text) < 4_000
    assert lint(corrections_word(made)) == []


# ---- the command -----------------------------------------------------------------------------------------------


def run(capfd: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = start([*map(str, arguments)])
    out, err = capfd.readouterr()
    return code, out, err


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    changed(tmp_path / "收到" / "河北" / "青石岭", [])
    changed(tmp_path / "收到" / "浙江" / "青石岭", [])
    changed(tmp_path / "收到" / "甲", [])
    folder = tmp_path / "意见"
    (folder / "河北").mkdir(parents=True)
    text = "意见:\n  - 条款: form-plan-projects\n    位置: 四\n    意见: 河北的意见\n"
    (folder / "河北" / "青石岭.yaml").write_text(text, encoding="utf-8")
    (folder / "甲.yaml").write_text(text.replace("河北的", "甲的"), encoding="utf-8")
    (folder / "青石岭.yaml").write_text(text.replace("河北的", "不知哪个的"), encoding="utf-8")
    return tmp_path


def call(desk: Path) -> tuple[object, ...]:
    more = ("--date", "2014-07-01", "--jobs", "1")
    return ("review", desk / "收到", "--corrections", "-o", desk / "出", "--remarks", desk / "意见", *more)


def test_each_dossier_gets_its_list_and_its_remarks(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capfd, *call(desk))
    assert code == 0 and "青石岭" in out
    names = sorted(path.relative_to(desk / "出").as_posix() for path in (desk / "出").rglob("*") if path.is_file())
    assert names == sorted(
        f"{name}/补正清单.{kind}" for name in ("河北-青石岭", "浙江-青石岭", "甲") for kind in ("docx", "md")
    )
    assert "河北的意见" in (desk / "出" / "河北-青石岭" / "补正清单.md").read_text(encoding="utf-8")
    assert "意见" not in (desk / "出" / "浙江-青石岭" / "补正清单.md").read_text(encoding="utf-8").split("|", 1)[-1]
    assert "甲的意见" in (desk / "出" / "甲" / "补正清单.md").read_text(encoding="utf-8")
    assert "青石岭.yaml" in err  # of two dossiers of that name: which is meant, nobody can tell


@pytest.mark.long
def test_a_list_that_a_person_edited_stays(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(capfd, *call(desk))[0] == 0
    assert run(capfd, *call(desk))[0] == 0
    edited = desk / "出" / "甲" / "补正清单.md"
    edited.write_text(edited.read_text(encoding="utf-8").replace("补正", "补 正"), encoding="utf-8")
    before = edited.read_bytes()
    assert run(capfd, *call(desk))[0] == 1
    assert edited.read_bytes() == before
    assert run(capfd, *call(desk), "--overwrite")[0] == 0


def test_broken_remarks_stop_it_before_anything_is_written(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (desk / "意见" / "甲.yaml").write_text("意见:\n  - 位值: x\n    意见: 3\n", encoding="utf-8")
    code, _, err = run(capfd, *call(desk))
    assert code == 1 and "甲.yaml:2" in err
    assert not (desk / "出").exists()


@pytest.mark.long
def test_a_list_never_lands_in_a_regions_folder(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """`-o` beside the dossiers: the folder of a list would be the dossier's own, as it is and through a link."""
    before = sorted(desk.rglob("*"))
    for output in (desk / "收到", desk / "收到" / "."):
        code, _, err = run(capfd, "review", desk / "收到" / "甲", desk / "收到", "--corrections", "-o", output)
        assert code == 2 and "甲" in err
    (desk / "出").mkdir()
    (desk / "出" / "甲").symlink_to(desk / "收到" / "甲", target_is_directory=True)
    assert run(capfd, *call(desk))[0] == 2
    assert sorted(set(desk.rglob("*")) - {desk / "出", desk / "出" / "甲"}) == before


def test_remarks_are_never_read_from_a_dossier(desk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    inside = desk / "意见" / "乙"
    changed(inside, [])
    (inside / "甲.yaml").write_text("意见:\n  - {位置: 四, 意见: 混进来的}\n", encoding="utf-8")
    (desk / "意见" / "甲.yaml").rename(desk / "意见" / "甲.YAML")
    assert run(capfd, *call(desk))[0] == 0
    text = (desk / "出" / "甲" / "补正清单.md").read_text(encoding="utf-8")
    assert "甲的意见" in text and "混进来的" not in text


def test_a_selection_calls_no_dossier_by_anothers_name(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    changed(tmp_path / "in" / "a b", [])
    changed(tmp_path / "in" / "a-b", [("dossier.yaml", "省份: 河北省", "省份: 山东省")])
    call = ("review", tmp_path / "in", "--date", "2014-07-01", "--jobs", "1", "--corrections", "-o", tmp_path / "出")
    run(capfd, *call)
    names = {path.parent.name: path.read_bytes() for path in (tmp_path / "出").rglob("*.md")}
    assert len(names) == 2
    run(capfd, *call, "--province", "山东")
    assert {path.parent.name: path.read_bytes() for path in (tmp_path / "出").rglob("*.md")} == names
