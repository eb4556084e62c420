"""`diff`, on real repositories."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from cases import BASE, EXAMPLES, HERE, prepare
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from parts import examples
from repositories import commit, git, repository

from brandcluster.cli.start import start
from brandcluster.dossier.history import commits
from brandcluster.formats.git import Reader

LANTING = EXAMPLES / "lanting"
SCHEMA = json.loads((HERE.parent / "schemas" / "output" / "diff.json").read_text(encoding="utf-8"))


def diff(root: Path, *arguments: str) -> tuple[int, str, str]:
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as errors, chdir(root):
        code = start(["diff", *arguments])
    return code, out.getvalue(), errors.getvalue()


def data(root: Path, *arguments: str) -> Any:
    code, text, errors = diff(root, *arguments, "--format", "json", "--date", "2016-07-01")
    assert code == 0, errors
    found = json.loads(text)
    jsonschema.validate(found, SCHEMA)
    return found


@pytest.fixture
def repo(tmp_path: Path) -> Iterator[Path]:
    root = repository(tmp_path / "全省 材料")
    shutil.copytree(LANTING, root / "兰汀", ignore=shutil.ignore_patterns("enterprises"))
    prepare(root / "云溪", [])
    commit(root, "起点")
    yield root


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


def test_nothing_changed_is_nothing(repo: Path) -> None:
    assert data(repo)["dossiers"] == []
    assert data(repo, "HEAD", "HEAD")["dossiers"] == []
    assert diff(repo, "--exit-code")[0] == 0


def test_the_working_tree_against_the_last_commit(repo: Path) -> None:
    edit(repo, "兰汀/application/plan.yaml", "完成时间: 2015-06", "完成时间: 2015-09")
    (found,) = data(repo)["dossiers"]
    assert found["dir"] == "兰汀"
    (change,) = found["changes"]
    assert change["heading"] == "项目“兰汀阀门、兰汀纺机区域品牌规划设计” 完成时间"
    assert (change["before"], change["after"], change["line"]) == ("2015-06", "2015-09", 112)
    assert diff(repo, "--exit-code")[0] == 1
    assert diff(repo)[0] == 0


def test_indicators_verdicts_and_what_was_sealed(repo: Path) -> None:
    edit(repo, "兰汀/statistics/2015.yaml", "新产品产值（万元）: ", "新产品产值（万元）: 1")
    edit(repo, "兰汀/application/plan.yaml", "完成时间: 2015-06", "完成时间: 2015-09")
    (found,) = data(repo)["dossiers"]
    assert {(each["year"], each["indicator"]) for each in found["indicators"]} == {(2015, "new_product_rate")}
    assert found["verdicts"] == [] or all(each["before"] != each["after"] for each in found["verdicts"])
    assert found["seal"] is not None
    assert [each["heading"] for each in found["sealed"]] == ["项目“兰汀阀门、兰汀纺机区域品牌规划设计” 完成时间"]


def test_a_verdict_that_turns(repo: Path) -> None:
    edit(repo, "兰汀/statistics/2015.yaml", "新产品产值（万元）: ", "新产品产值（万元）: 1")
    text = (repo / "兰汀/statistics/2015.yaml").read_text(encoding="utf-8")
    first, second = text.split("- 名称: 纺织机械", 1)
    second = second.replace("新产品产值（万元）: ", "新产品产值（万元）: 1", 1)
    (repo / "兰汀/statistics/2015.yaml").write_text(f"{first}- 名称: 纺织机械{second}", encoding="utf-8")
    (found,) = data(repo)["dossiers"]
    assert {(each["clause"], each["industry"], each["before"]) for each in found["verdicts"]} >= {
        ("zone-7c", "纺织机械", "not_met")
    }


@pytest.mark.long
def test_a_range_counts_from_where_it_parted(repo: Path) -> None:
    git(repo, "checkout", "--quiet", "-b", "改方案")
    edit(repo, "云溪/dossier.yaml", "联系人: 甲某", "联系人: 乙某")
    commit(repo)
    git(repo, "checkout", "--quiet", "main")
    edit(repo, "兰汀/dossier.yaml", "联系人: 闻以汀", "联系人: 丙某")
    commit(repo)
    assert [each["dir"] for each in data(repo, "main...改方案")["dossiers"]] == ["云溪"]
    assert [each["dir"] for each in data(repo, "main..改方案")["dossiers"]] == ["云溪", "兰汀"]
    assert [each["dir"] for each in data(repo, "main", "改方案")["dossiers"]] == ["云溪", "兰汀"]
    assert [each["dir"] for each in data(repo, "改方案", "云溪")["dossiers"]] == ["云溪"]


def test_dossiers_come_and_go(repo: Path) -> None:
    shutil.rmtree(repo / "云溪")
    prepare(repo / "新县", [])
    found = {each["dir"]: each["note"] for each in data(repo)["dossiers"]}
    assert set(found) == {"云溪", "新县"} and all(found.values())


def test_a_broken_file_is_said_and_hides_nothing(repo: Path) -> None:
    edit(repo, "云溪/dossier.yaml", "联系人: 甲某", "联系人: 乙某")
    (repo / "云溪/application/plan.yaml").write_text("工作阶段: [\n", encoding="utf-8")
    (found,) = data(repo)["dossiers"]
    assert {(each["path"], each["kind"]) for each in found["changes"]} == {
        ("dossier.yaml", "changed"),
        ("application/plan.yaml", "unreadable"),
    }


def test_from_inside_a_dossier_and_for_one_folder(repo: Path) -> None:
    edit(repo, "云溪/dossier.yaml", "联系人: 甲某", "联系人: 乙某")
    assert len(data(repo / "云溪")["dossiers"]) == 1
    assert data(repo, "兰汀")["dossiers"] == []
    assert len(data(repo, "HEAD", "云溪")["dossiers"]) == 1


def test_order_and_comments_alone_are_nothing(repo: Path) -> None:
    path = repo / "云溪/dossier.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    head = [line for line in lines if line.startswith(("电话", "信箱"))]
    path.write_text("\n".join(["# 注", *head[::-1], *(x for x in lines if x not in head)]) + "\n", encoding="utf-8")
    assert data(repo)["dossiers"] == []


def test_a_bare_repository_compares_commits(repo: Path, tmp_path: Path) -> None:
    edit(repo, "云溪/dossier.yaml", "联系人: 甲某", "联系人: 乙某")
    commit(repo)
    git(tmp_path, "clone", "--quiet", "--bare", str(repo), "bare")
    assert len(data(tmp_path / "bare", "HEAD~1", "HEAD")["dossiers"]) == 1
    assert diff(tmp_path / "bare")[0] == 2


@pytest.mark.parametrize(
    "arguments",
    [("nope",), ("-x",), ("^HEAD",), ("../nope",), ("a", "b", "c"), ("--", "-x"), ("main...nope",), ("HEAD~99",)],
)
@pytest.mark.part(4)
def test_a_wrong_call_is_told_so(repo: Path, arguments: tuple[str, ...]) -> None:
    code, text, errors = diff(repo, *arguments)
    assert code == 2 and errors and "Traceback" not in errors and not text


def test_outside_of_any_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    prepare(tmp_path / "d", [])
    code, _, errors = diff(tmp_path / "d")
    assert code == 2 and "git" in errors


def test_the_working_tree_and_the_index_stay_as_they_are(repo: Path) -> None:
    edit(repo, "云溪/dossier.yaml", "联系人: 甲某", "联系人: 乙某")
    commit(repo)
    before = {p: p.stat().st_mtime_ns for p in repo.rglob("*") if p.is_file()}
    data(repo, "HEAD~1", "HEAD")
    assert {p: p.stat().st_mtime_ns for p in repo.rglob("*") if p.is_file()} == before


PLAN = "兰汀/application/plan.yaml"
PROJECT = "主要工作项目:\n"


def only(root: Path, *arguments: str) -> Any:
    (found,) = data(root, *arguments)["dossiers"]
    return found


def test_a_project_added_to_what_was_sealed(repo: Path) -> None:
    edit(repo, PLAN, PROJECT, f"{PROJECT}  - 名称: 新项目\n    完成时间: 2015-01\n")
    assert [each["kind"] for each in only(repo)["sealed"]] == ["added"]
    # Offices and the pilot go on after sealing.
    git(repo, "checkout", "--quiet", PLAN)
    with (repo / "兰汀/pilot/support.yaml").open("a", encoding="utf-8") as stream:
        stream.write("\n  - {年份: 2016, 来源: 市财政, 金额（万元）: 5, 到位日期: 2016-05-05}\n")
    found = only(repo)
    assert found["changes"] and found["sealed"] == []


def test_a_sealed_file_deleted(repo: Path) -> None:
    (repo / PLAN).unlink()
    assert [(each["path"], each["kind"]) for each in only(repo)["sealed"]] == [("application/plan.yaml", "removed")]


@pytest.mark.long
def test_seals_that_are_changed_gone_or_new(repo: Path) -> None:
    copy = repo / "兰汀/sealed/1/files/dossier.yaml"
    kept = copy.read_bytes()
    copy.write_bytes(kept + b"# x\n")
    found = only(repo)
    assert len(found["broken_seals"]) == 1 and found["changes"] == [] and found["verdicts"]
    copy.write_bytes(kept)
    shutil.rmtree(repo / "兰汀/sealed")
    assert len(only(repo)["broken_seals"]) == 1
    commit(repo)
    git(repo, "checkout", "--quiet", "HEAD~1", "--", "兰汀/sealed")
    found = only(repo)
    assert len(found["new_seals"]) == 1 and found["broken_seals"] == []


@pytest.mark.long
def test_a_seal_rewritten_with_all_its_hashes_is_seen(repo: Path) -> None:
    """Who changes a figure in the files, in the copy and in the manifest has changed what went to paper."""
    figure = ("工业增加值（万元）: 135090", "工业增加值（万元）: 115090")
    copy, manifest = (repo / "兰汀/sealed/1" / name for name in ("files/statistics/2013.yaml", "manifest.yaml"))
    before = hashlib.sha256(copy.read_bytes()).hexdigest()
    edit(repo, "兰汀/sealed/1/files/statistics/2013.yaml", *figure)
    text = manifest.read_text(encoding="utf-8")
    assert before in text
    manifest.write_text(text.replace(before, hashlib.sha256(copy.read_bytes()).hexdigest()), encoding="utf-8")
    found = only(repo)
    assert len(found["broken_seals"]) == 1 and found["changes"] == found["sealed"] == []
    edit(repo, "兰汀/statistics/2013.yaml", *figure)
    found = only(repo)
    assert len(found["broken_seals"]) == 1
    assert [(each["before"], each["after"]) for each in found["sealed"]] == [("135090", "115090")]
    assert diff(repo, "--exit-code")[0] == 1


def test_a_document_gone_turns_the_verdict_that_rests_on_it(repo: Path) -> None:
    (repo / "兰汀/evidence/industry-survey-2013.md").unlink()
    (repo / "兰汀/evidence/new.txt").write_text("x", encoding="utf-8")
    found = only(repo)
    assert {(each["path"], each["kind"]) for each in found["changes"]} == {
        ("evidence/industry-survey-2013.md", "removed"),
        ("evidence/new.txt", "added"),
    }
    assert {(each["before"], each["after"]) for each in found["verdicts"]} == {("met", "unknown")}
    commit(repo)
    assert only(repo, "HEAD~1", "HEAD")["verdicts"] == found["verdicts"]


def test_line_ends_changed_on_the_way_are_nothing(repo: Path) -> None:
    for path in (repo / "云溪").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert data(repo)["dossiers"] == []


@pytest.mark.long
def test_ever_so_much_evidence_hides_nothing(repo: Path) -> None:
    (repo / "云溪/evidence").mkdir(exist_ok=True)
    for number in range(5_100):
        (repo / f"云溪/evidence/{number}").touch()
    commit(repo)
    edit(repo, "云溪/dossier.yaml", "联系人: 甲某", "联系人: 乙某")
    assert [each["heading"] for each in only(repo)["changes"]] == ["联系人"]


@pytest.mark.parametrize("kind", ["large", "folder", "link"])
def test_what_is_no_readable_file_was_not_deleted(repo: Path, kind: str) -> None:
    path = repo / "云溪/application/plan.yaml"
    kept = path.read_bytes()
    path.unlink()
    if kind == "large":
        path.write_bytes(b"#" * 500_000)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("/etc/passwd")
    assert [each["kind"] for each in only(repo)["changes"]] == ["unreadable"]
    if kind == "large":
        commit(repo)
        path.write_bytes(b"#" * 500_001)
        assert [each["kind"] for each in only(repo)["changes"]] == ["unreadable"]
    if kind == "link":
        commit(repo)
        assert data(repo)["dossiers"] == []  # the same link
        assert [each["kind"] for each in only(repo, "HEAD~1", "HEAD")["changes"]] == ["unreadable"]
        path.unlink()
        path.write_bytes(kept)
        assert [each["kind"] for each in only(repo)["changes"]] == ["unreadable"]


def test_a_dossier_is_where_its_head_is_or_was(repo: Path) -> None:
    (repo / "云溪/dossier.yaml").unlink()
    (repo / "网站").mkdir()
    (repo / "网站/style.yaml").write_text("a: 1\n", encoding="utf-8")
    prepare(repository(repo / "别的仓库") / "d", [])
    found = only(repo)
    assert (found["dir"], [each["path"] for each in found["changes"]]) == ("云溪", ["dossier.yaml"])
    assert found["verdicts"]
    shutil.rmtree(repo / "别的仓库")
    commit(repo)
    assert only(repo, "HEAD~1", "HEAD")["changes"] == found["changes"]


def test_a_name_of_two_things_is_asked_back(repo: Path) -> None:
    git(repo, "branch", "云溪")
    assert diff(repo, "云溪")[0] == 2
    assert diff(repo, "./云溪")[0] == 0 and diff(repo, "refs/heads/云溪")[0] == 0


def test_where_there_is_no_dossier(repo: Path) -> None:
    assert diff(repo / "云溪/application")[0] == 2


def test_a_yaml_file_that_is_none_of_a_dossier(repo: Path) -> None:
    for path in (
        "statistics/2016.yml",
        "application/plann.yaml",
        ".github/workflows/a.yml",
        ".x.yaml",
        "out/.a/b.yaml",
    ):
        (repo / "兰汀" / path).parent.mkdir(parents=True, exist_ok=True)
        (repo / "兰汀" / path).write_text("a: 1\n", encoding="utf-8")
    (dossier,) = data(repo)["dossiers"]
    found = [(change["kind"], change["path"]) for change in dossier["changes"]]
    assert found == [("added", "application/plann.yaml"), ("added", "statistics/2016.yml")]
    commit(repo)
    assert data(repo)["dossiers"] == []
    (repo / "兰汀" / "statistics/2016.yml").write_text("a: 2\n", encoding="utf-8")
    (dossier,) = data(repo)["dossiers"]
    assert [change["kind"] for change in dossier["changes"]] == ["changed"]


def test_a_dossier_too_large_to_be_one_is_not_copied(
    repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        (repo / f"云溪/x{number}.yaml").write_bytes(b" " * 300_000)
    commit(repo)
    monkeypatch.setattr(commits, "MAX_TOTAL", 800_000)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setattr(Reader, "read", lambda *_: pytest.fail("read"))
    code, text, errors = diff(repo, "HEAD", "HEAD~1", "云溪")
    assert code == 2 and "太多或太大" in errors and not text


def test_a_clone_without_all_its_objects(repo: Path, tmp_path: Path) -> None:
    edit(repo, "云溪/dossier.yaml", "联系人: 甲某", "联系人: 乙某")
    commit(repo)
    git(repo, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", "--no-checkout", f"file://{repo}", "partial")
    code, text, errors = diff(tmp_path / "partial", "HEAD~1", "HEAD")
    assert code == 2 and errors and not text


EVIL = '"::error::x | <script>alert(1)</script> @all `a` \\e[2J [b]x[/b]"'


@pytest.mark.parametrize("format", ["text", "markdown", "json", "html"])
def test_hostile_values_act_in_no_format(repo: Path, format: str) -> None:
    edit(repo, "云溪/dossier.yaml", "联系人: 甲某", f"联系人: {EVIL}")
    code, text, _ = diff(repo, "--format", format)
    assert code == 0 and "\x1b" not in text
    assert not any(line.startswith("::") for line in text.splitlines())
    if format == "markdown":
        assert "<script" not in text and "@all" not in text and " | " not in text
    if format == "html":
        assert "<script>alert" not in text


LONG = "依托龙头企业带动配套，建立统一的质量标准和检验检测平台，逐步形成区域品牌。" * 6
EVIL_TEXT = "</del></details><script>alert(1)</script><img src=x onerror=y> ![a](http://e/x) @all `a` | b"


@pytest.mark.parametrize("folds", [False, True])
def test_changed_words_are_marked_in_long_texts(repo: Path, folds: bool) -> None:
    text = LONG + "每季度开会。" + LONG
    edit(repo, "云溪/dossier.yaml", "联系人: 甲某", f"联系人: {text}")
    commit(repo, "长")
    new = text.replace("季度", "两个月")
    edit(repo, "云溪/dossier.yaml", text, new.replace("依托", "依靠") if folds else new)
    _, shown, _ = diff(repo, "--format", "markdown")
    assert "每<del>季度</del><ins>两个月</ins>开会" in shown
    assert ("<details><summary>" in shown) == folds and LONG not in shown
    assert "**附件1 " in shown
    _, page, _ = diff(repo, "--format", "html")
    assert "每<del>季度</del><ins>两个月</ins>开会" in page and ("<details>" in page) == folds


@pytest.mark.parametrize("many", [1, 30])
def test_a_hostile_text_acts_neither_marked_nor_folded(repo: Path, many: int) -> None:
    edit(
        repo, "云溪/dossier.yaml", "联系人: 甲某", f"联系人: {json.dumps('始' + EVIL_TEXT * many, ensure_ascii=False)}"
    )
    commit(repo, "坏")
    edit(repo, "云溪/dossier.yaml", '联系人: "始', '联系人: "<ins>末')
    (repo / "云溪/application/plan.yaml").unlink()
    _, shown, _ = diff(repo, "--format", "markdown")
    tags = re.findall(r"<[^<>]*>?", MarkdownIt("commonmark").render(shown))
    own = {"h3", "h4", "p", "ul", "li", "strong", "del", "ins", "details", "summary", "br"}
    assert {tag.strip("</>").split()[0] for tag in tags} <= own and "@all" not in shown
    _, page, _ = diff(repo, "--format", "html")
    body = page[page.index("<main") : page.index("</main>")]
    assert not re.search(r"<(?:script|img)", body) and "&lt;script&gt;" in body
    assert body.count("<details>") == body.count("</details>") and body.count("<del>") == body.count("</del>")


def test_a_verdict_that_changes_stands_before_and_after_by_clause(repo: Path) -> None:
    edit(repo, "兰汀/statistics/2015.yaml", "期间: 全年", "期间: 上半年")
    _, shown, _ = diff(repo, "--format", "markdown", "--date", "2016-07-01")
    line = next(line for line in shown.splitlines() if "→ **" in line)
    _, page, _ = diff(repo, "--format", "html", "--date", "2016-07-01")
    assert "由此变化的判定" in page and line[2:].split("：")[0].replace("\\", "") in page


@pytest.mark.parametrize("format", ["text", "markdown", "json", "html"])
def test_a_hostile_key_acts_in_no_format(repo: Path, format: str) -> None:
    with (repo / "云溪/dossier.yaml").open("a", encoding="utf-8") as stream:
        stream.write('"x（\\e[2J<script>@all）": 1\n"::error::x": 2\n')
    code, text, _ = diff(repo, "--format", format)
    assert code == 0 and "\x1b" not in text and "script" in text
    assert not any(line.lstrip().startswith("::") for line in text.splitlines())
    if format == "markdown":
        assert "<script" not in text and "@all" not in text


def test_long_texts_are_cut_to_what_changed(repo: Path) -> None:
    text = "长" * 3000
    edit(repo, "云溪/dossier.yaml", "联系人: 甲某", f"联系人: {text}")
    commit(repo)
    edit(repo, "云溪/dossier.yaml", text, f"{text[:1500]}改{text[1500:]}")
    _, shown, _ = diff(repo)
    assert "改" in shown and len(shown) < 1000


@pytest.mark.parametrize("many", [1, 40, 900])
@pytest.mark.part(3)
def test_a_comment_keeps_what_follows_and_leaves_out_details(repo: Path, many: int) -> None:
    for place in ("兰汀", "云溪"):
        lines = "".join(f"备忘{number}: {'长' * 40}\n" for number in range(many))
        with (repo / place / "statistics" / "2013.yaml").open("a", encoding="utf-8") as stream:
            stream.write(lines)
    edit(repo, "兰汀/statistics/2015.yaml", "期间: 全年", "期间: 上半年")
    code, text, _ = diff(repo, "--format", "markdown", "--date", "2016-07-01")
    assert code == 0 and len(text) <= 65_000
    for wanted in ("#### 云溪（", "#### 兰汀（", "由此变化的判定", "动了封存的内容"):
        assert wanted in text, wanted
    left_out = re.search(r"另有 (\d+) 行", text)
    assert (left_out is not None) == (many == 900)
    if left_out is not None:
        assert text.count("备忘") > 500  # as many as have room
        # Each of them is said once as a change, and in one dossier once as what was sealed.
        assert 0 <= int(left_out[1]) - (3 * many - text.count("备忘")) <= 5
    kinds = {token.type for token in MarkdownIt("commonmark").parse(text)}
    assert kinds <= {*(f"{kind}_{end}" for kind in KINDS for end in ("open", "close")), "inline"}
    blocks = MarkdownIt("commonmark").render(text)
    assert "<p><strong>由此变化的判定</strong></p>" in blocks


KINDS = ("heading", "paragraph", "bullet_list", "list_item")


# ---- properties ----------------------------------------------------------------------------------------------

VALUES = st.one_of(
    st.integers(0, 10**9).map(str), st.text("甲乙丙 #:'-", max_size=12).map(lambda t: json.dumps(t, ensure_ascii=False))
)


@settings(max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(["联系人", "职务", "地址", "电话", "申报日期", "主导产业"]), VALUES), max_size=4)
)
def test_a_state_does_not_differ_from_itself(tmp_path: Path, edits: list[tuple[str, str]]) -> None:
    """`diff x x` is empty, and so is the working tree against the commit just made, whatever stands in the files."""
    root = tmp_path / "r"
    if not root.exists():
        repository(root)
        prepare(root / "d", [])
    lines = (BASE / "dossier.yaml").read_text(encoding="utf-8").splitlines()
    for key, value in edits:
        lines = [f"{key}: {value}" if line.startswith(f"{key}:") else line for line in lines]
    (root / "d" / "dossier.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    revision = commit(root)
    assert data(root, revision, revision)["dossiers"] == []
    assert data(root)["dossiers"] == []
