"""The formats for other systems: valid by their own rules, exact in their places, and harmless whatever stands in a dossier."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from cases import BASE, EXAMPLES, HERE, prepare
from markdown_it import MarkdownIt

from brandcluster.base.visible import UNSAFE
from brandcluster.cli import formats
from brandcluster.cli.start import start
from brandcluster.output.exchange.findings import Findings
from brandcluster.output.exchange.markdown import findings_markdown
from brandcluster.output.text import terminal

ROOT = HERE.parent
SCHEMAS = ROOT / "schemas" / "output"
SARIF = json.loads((HERE / "fixtures" / "sarif" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
COMMANDS = (("validate",), ("eligibility", "--date", "2014-04-20"), ("thresholds", "--date", "2016-07-01"))
ALL = ("text", "json", "sarif", "github", "gitlab", "markdown")
REGION = "application/region.yaml"
FIRST = "以阀门为主。"
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """A command in this process: exit code and what it printed."""

    def call(*arguments: object) -> tuple[int, str]:
        capsys.readouterr()
        code = start([str(each) for each in arguments])
        return code, capsys.readouterr().out

    return call


def sarif_of(output: str) -> dict[str, Any]:
    """The one run of a log that is valid."""
    log = json.loads(output)
    jsonschema.Draft4Validator(SARIF).validate(log)
    (found,) = log["runs"]
    return dict(found)


def uri_of(location: dict[str, Any]) -> str:
    return str(location["physicalLocation"]["artifactLocation"]["uri"])


# ---- JSON ----------------------------------------------------------------------------------------------------


#: What only the program reads: one region's file for another's `handover add`.
OWN_FILES = {"handover"}


def schema_names() -> set[str]:
    """Every `brandcluster.<command>/1` of the sources."""
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    return set(re.findall(r"brandcluster\.([a-z-]+)/1", text)) - OWN_FILES


def open_objects(schema: Any) -> list[Any]:
    """The objects of a schema that would let any key through."""
    if isinstance(schema, list):
        return [each for item in schema for each in open_objects(item)]
    if not isinstance(schema, dict):
        return []
    below = [each for value in schema.values() for each in open_objects(value)]
    return [schema, *below] if schema.get("type") == "object" and "additionalProperties" not in schema else below


def test_every_json_format_has_a_schema_and_a_page() -> None:
    assert schema_names() == {path.stem for path in SCHEMAS.glob("*.json")}
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    for name in schema_names():
        schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
        jsonschema.Draft7Validator.check_schema(schema)
        assert open_objects(schema) == []
        assert f"brandcluster.{name}/1" in page


REAL = (
    *(("validate", (), example) for example in ("qingshiling", "lanting", "incomplete")),
    *(("eligibility", ("--date", "2014-04-20"), example) for example in ("qingshiling", "lanting", "incomplete")),
    *(("thresholds", ("--date", "2016-07-01"), example) for example in ("qingshiling", "lanting", "incomplete")),
    *(("indicators", (), example) for example in ("qingshiling", "lanting", "incomplete")),
    *(("status", ("--date", "2016-07-01"), example) for example in ("qingshiling", "lanting", "incomplete")),
    ("evaluate", ("--dry-run", "--year", "2015"), "lanting"),
    ("review", ("--date", "2014-04-20"), ""),
)


def assert_fits(output: str) -> dict[str, Any]:
    data = json.loads(output)
    name = re.fullmatch(r"brandcluster\.([a-z-]+)/1", data["schema"])
    assert name is not None
    schema = json.loads((SCHEMAS / f"{name[1]}.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(schema).validate(data)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(schema).validate({**data, "more": 1})
    return dict(data)


@pytest.mark.parametrize(("command", "options", "example"), REAL, ids=[f"{c}-{e or 'all'}" for c, _, e in REAL])
@pytest.mark.part(4)
def test_real_outputs_fit_their_schemas(command: str, options: tuple[str, ...], example: str, run: Run) -> None:
    data = assert_fits(run(command, EXAMPLES / example, *options, "--format", "json")[1])
    assert data["dossiers"]


def test_other_real_outputs_fit_their_schemas(tmp_path: Path, run: Run) -> None:
    assert_fits(run("explain", "--format", "json")[1])
    root = prepare(tmp_path / "d", [])
    assert run("seal", root, "--by", "甲", "--date", "2014-04-20")[0] == 0
    assert assert_fits(run("seal", "--list", root, "--format", "json")[1])["seals"]
    assert run("render", root, "-o", tmp_path / "out")[0] == 0
    form = tmp_path / "out" / "申报书.docx"
    assert assert_fits(run("seal", "--verify", form, root, "--format", "json")[1])["files"]
    assert assert_fits(run("import", form, root, "--format", "json")[1])["values"]


def test_a_real_diff_fits_its_schema(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    root = prepare(tmp_path / "d", [])
    monkeypatch.chdir(tmp_path)
    for command in (("init", "-q"), ("add", "-A"), ("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "a")):
        subprocess.run(["git", *command], check=True)
    prepare(tmp_path / "e", [{"file": "application/plan.yaml", "find": "2014-07", "replace": "2014-08", "times": 9}])
    shutil.copytree(tmp_path / "e", root, dirs_exist_ok=True)
    shutil.rmtree(tmp_path / "e")
    (dossier,) = assert_fits(run("diff", "--format", "json")[1])["dossiers"]
    assert dossier["changes"]


# ---- SARIF ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS, ids=[command[0] for command in COMMANDS])
@pytest.mark.part(3)
def test_sarif_is_valid_whole_and_the_same_each_time(command: tuple[str, ...], run: Run) -> None:
    roots = [EXAMPLES / name for name in ("qingshiling", "lanting", "incomplete")]
    output = run(*command, *roots, "--format", "sarif")[1]
    assert run(*command, *roots, "--format", "sarif")[1] == output
    found = sarif_of(output)
    rules = found["tool"]["driver"]["rules"]
    assert found["columnKind"] == "unicodeCodePoints"
    assert {rule["id"] for rule in rules} == {result["ruleId"] for result in found["results"]}
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["fullDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["help"]["markdown"]
    prints = [result["partialFingerprints"]["brandcluster/v1"] for result in found["results"]]
    assert len(prints) == len(set(prints))
    for result in found["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert (result["kind"] == "fail") == (result["level"] != "none")
        for location in (*result["locations"], *result.get("relatedLocations", ())):
            assert location["physicalLocation"]["artifactLocation"]["uriBaseId"] in found["originalUriBaseIds"]
            assert re.fullmatch(r"examples/[A-Za-z0-9/._%-]+", uri_of(location))


def test_kinds_and_levels_of_verdicts(run: Run) -> None:
    code, output = run("thresholds", EXAMPLES / "lanting", *COMMANDS[2][1:], "--format", "sarif")
    assert code == 1
    results = sarif_of(output)["results"]
    kinds = Counter((result["kind"], result["level"]) for result in results)
    assert kinds["fail", "error"] == 2
    assert kinds["pass", "none"] > 10
    failed, own = [result for result in results if result["level"] == "error"]
    assert (failed["ruleId"], own["ruleId"]) == ("zone-7c", "zone-apply")  # who misses its own targets is not named
    assert failed["properties"] == {"industry": "纺织机械"}
    assert len(failed["relatedLocations"]) > 1
    results = sarif_of(run("eligibility", EXAMPLES / "incomplete", *COMMANDS[1][1:], "--format", "sarif")[1])["results"]
    by_clause = {result["ruleId"]: result for result in results}
    assert by_clause["scope-industry"]["kind"] == "review"  # only a person can tell
    assert "open" in {result["kind"] for result in results}


def test_a_verdict_without_a_source_stands_at_the_header(tmp_path: Path, run: Run, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    root = prepare(tmp_path / "d", [{"file": "dossier.yaml", "write": ""}, {"file": "judgements.yaml", "write": ""}])
    results = sarif_of(run("eligibility", root.name, *COMMANDS[1][1:], "--format", "sarif")[1])["results"]
    assert "d/dossier.yaml" in {uri_of(result["locations"][0]) for result in results}


def test_regions_count_code_points_and_uris_are_encoded(tmp_path: Path, run: Run, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    edit = {"file": REGION, "find": FIRST, "replace": "𠮷𠮷家按[2013]5号文执行。"}
    root = prepare(tmp_path / "兰 汀#1", [edit])
    (result,) = sarif_of(run("validate", root.name, "--format", "sarif")[1])["results"]
    (location,) = result["locations"]
    assert uri_of(location) == "%E5%85%B0%20%E6%B1%80%231/application/region.yaml"
    assert unquote(uri_of(location)) == f"{root.name}/{REGION}"
    region = location["physicalLocation"]["region"]
    line = (root / REGION).read_text(encoding="utf-8").splitlines()[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "[2013]5号"


def fingerprints(root: Path, run: Run) -> dict[str, str]:
    """Message by fingerprint."""
    results = sarif_of(run("validate", root, "--format", "sarif")[1])["results"]
    return {result["partialFingerprints"]["brandcluster/v1"]: result["message"]["text"] for result in results}


def test_fingerprints_outlive_moved_lines_and_other_findings(tmp_path: Path, run: Run, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    root = prepare(tmp_path / "d", [])
    shutil.rmtree(root)
    shutil.copytree(EXAMPLES / "incomplete", root)
    before = fingerprints(root, run)
    for path in root.rglob("*.yaml"):
        # As bytes, and ASCII: one of them is not UTF-8, which is among what is found.
        path.write_bytes(b"# a line\n\n" + path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    assert set(fingerprints(root, run)) == set(before)
    plan = root / "application" / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    entry = (
        "  - 名称: 另一个项目\n    开始时间: 2001-01\n    完成时间: 2001-02\n    对应工作内容: [夯实品牌发展的基础]\n"
    )
    changed, number = re.subn("(?m)^(主要工作项目:.*\n)", rf"\1{entry}", text)
    assert number == 1
    plan.write_text(changed, encoding="utf-8", newline="")
    region = root / REGION
    lines = region.read_text(encoding="utf-8").splitlines(keepends=True)
    region.write_text("".join(["# X\n", *lines]).replace("。", "。见[2013]99号。", 1), encoding="utf-8", newline="")
    after = fingerprints(root, run)
    assert {key: text for key, text in before.items() if key not in after} == {}
    assert len(after) > len(before)


def test_fingerprints_name_what_a_section_lacks(tmp_path: Path, run: Run, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)

    def lacking(contents: str) -> dict[str, str]:
        shutil.rmtree(tmp_path / "d", ignore_errors=True)
        whole = "[夯实品牌发展的基础, 加强区域品牌信誉和风险管理, 打造营销和宣传平台]"
        edit = {"file": "application/plan.yaml", "find": whole, "replace": contents}
        found = json.loads(run("validate", prepare(tmp_path / "d", [edit]), "--format", "gitlab")[1])
        return {each["fingerprint"]: each["description"] for each in found if each["check_name"] == "G106"}

    two, one = lacking("[打造营销和宣传平台]"), lacking("[夯实品牌发展的基础, 打造营销和宣传平台]")
    assert (len(two), len(one)) == (2, 1)
    assert one.items() <= two.items()


def test_findings_alike_in_everything_are_told_apart(tmp_path: Path, run: Run) -> None:
    root = prepare(tmp_path / "d", [{"file": REGION, "find": FIRST, "replace": "按[2013]5号、[2013]5号、[2013]6号。"}])
    found = json.loads(run("validate", root, "--format", "gitlab")[1])
    assert len(found) == 3
    assert len({each["fingerprint"] for each in found}) == 3


def test_ignored_findings_are_suppressed_with_their_reason(tmp_path: Path, run: Run) -> None:
    text = "按[2013]5号文执行。 # brandcluster: ignore X102 原文如此"
    root = prepare(tmp_path / "d", [{"file": REGION, "find": FIRST, "replace": text}])
    (result,) = sarif_of(run("validate", root, "--format", "sarif")[1])["results"]
    assert result["suppressions"] == [{"kind": "inSource", "status": "accepted", "justification": "原文如此"}]
    assert json.loads(run("validate", root, "--format", "gitlab")[1]) == []
    assert "::" not in run("validate", root, "--format", "github")[1]
    assert "原文如此" in run("validate", root, "--format", "markdown")[1]


# ---- GitHub, GitLab, Markdown --------------------------------------------------------------------------------


class Command:
    """A workflow command as GitHub's runner reads it."""

    def __init__(self, line: str) -> None:
        found = re.fullmatch(r"::(error|warning|notice) ((?:\w+=[^,:]*)(?:,\w+=[^,:]*)*)::(.*)", line)
        assert found, line
        self.kind, self.message = found[1], found[3]
        self.properties = dict(pair.split("=", 1) for pair in found[2].split(","))


def commands_of(output: str) -> list[Command]:
    lines = output.splitlines()
    found = [Command(line) for line in lines if line.startswith("::")]
    assert [line.startswith("::") for line in lines] == sorted((line.startswith("::") for line in lines), reverse=True)
    return found


def test_github_errors_come_first(run: Run) -> None:
    found = commands_of(run("validate", EXAMPLES / "incomplete", "--format", "github")[1])
    data = json.loads(run("validate", EXAMPLES / "incomplete", "--format", "json")[1])
    kinds = [command.kind for command in found]
    assert kinds == ["error"] * data["summary"]["errors"] + ["warning"] * data["summary"]["warnings"]
    first = next(d for d in data["dossiers"][0]["diagnostics"] if d["severity"] == "error")
    assert found[0].properties["file"] == f"examples/incomplete/{first['path']}"
    assert found[0].properties["line"] == str(first["line"])
    assert found[0].properties["title"].startswith(first["code"])
    assert first["message"] in found[0].message


def test_github_shows_what_is_not_met(run: Run) -> None:
    output = run("thresholds", EXAMPLES / "lanting", *COMMANDS[2][1:], "--format", "github")[1]
    assert [command.kind for command in commands_of(output)].count("error") == 2
    draft = commands_of(run("eligibility", EXAMPLES / "incomplete", *COMMANDS[1][1:], "--format", "github")[1])
    assert {command.kind for command in draft} == {"warning", "notice"}  # the procedure does not decide yet
    options = (*COMMANDS[1][1:], "--stage", "submitted", "--format", "github")
    assert {command.kind for command in commands_of(run("eligibility", EXAMPLES / "incomplete", *options)[1])} == {
        "warning"
    }


def test_gitlab_has_what_a_code_quality_report_needs(run: Run) -> None:
    found = json.loads(run("validate", EXAMPLES / "incomplete", "--format", "gitlab")[1])
    assert {frozenset(each) for each in found} == {
        frozenset(("description", "check_name", "fingerprint", "severity", "location"))
    }
    assert {each["severity"] for each in found} == {"major", "minor"}
    for each in found:
        assert each["location"]["path"].startswith("examples/incomplete/")
        assert each["location"]["lines"]["begin"] >= 1


def rendered(text: str) -> tuple[list[list[str]], set[str]]:
    """The cells of all tables of a Markdown text, and the kinds of tokens in it."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    rows: list[list[str]] = []
    kinds: set[str] = set()
    inside = False
    for token in parser.parse(text):
        kinds.add(token.type)
        if token.type == "tr_open":
            rows.append([])
        for child in token.children or ():
            kinds.add(child.type)
        inside = (inside or token.type == "tr_open") and token.type != "tr_close"
        if token.type == "inline" and inside:
            rows[-1].append("".join(child.content for child in token.children or ()))
    return rows, kinds


PLAIN = {
    "heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "text", "text_special", "hardbreak",
    "softbreak", "table_open", "table_close", "thead_open", "thead_close", "tbody_open", "tbody_close", "tr_open",
    "tr_close", "th_open", "th_close", "td_open", "td_close",
}  # fmt: skip


def test_markdown_is_bounded_and_says_what_it_leaves_out(run: Run, tmp_path: Path) -> None:
    folders = [shutil.copytree(EXAMPLES / "incomplete", tmp_path / f"{number}") for number in range(9)]
    output = run("validate", *folders, "--format", "markdown")[1]
    assert 60_000 < len(output) <= 65_536
    rows, kinds = rendered(output)
    assert kinds <= PLAIN
    left_out = re.search(r"还有 (\d+) 处没有列出", output)
    assert left_out is not None
    assert len(rows) - 1 + int(left_out[1]) == 9 * len(
        json.loads(run("validate", EXAMPLES / "incomplete", "--format", "json")[1])["dossiers"][0]["diagnostics"]
    )
    levels = [row[0] for row in rows[1:]]
    assert levels == sorted(levels, key=["错误", "警告"].index)


@pytest.mark.parametrize("limit", [300, 1_000, 5_000])
@pytest.mark.parametrize("size", ["characters", "bytes"])
def test_any_bound_holds(limit: int, size: str) -> None:
    findings = Findings("validate")
    findings.notes += ["甲" * 50] * 50
    text = findings_markdown(findings, limit, size)
    assert len(text.encode() if size == "bytes" else text) <= limit


# ---- what CI wants -------------------------------------------------------------------------------------------


def test_github_is_chosen_inside_actions(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("前面的\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    for command in COMMANDS:
        assert commands_of(run(*command, EXAMPLES / "incomplete")[1])
    text = summary.read_text(encoding="utf-8")
    assert text.startswith("前面的\n### ")
    assert [name for name, *_ in COMMANDS if f"brandcluster {name}" in text] == [name for name, *_ in COMMANDS]
    diagnostics = json.loads(run("validate", EXAMPLES / "incomplete", "--format", "json")[1])["dossiers"][0][
        "diagnostics"
    ]
    assert text.count("| 错误 |") + text.count("| 警告 |") == len(diagnostics)
    assert summary.read_text(encoding="utf-8") == text  # what was told is printed as told, and nothing else


@pytest.mark.parametrize("used", [0, 1024 * 1024 - 3_000, 1024 * 1024 - 10, 1024 * 1024, 1024 * 1024 + 10])
def test_a_step_summary_never_grows_over_its_limit(
    used: int, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_bytes(b"x" * used)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    assert run("validate", EXAMPLES / "incomplete", "--format", "github")[0] == 1
    assert summary.stat().st_size <= max(used, formats.SUMMARY_BYTES)


@pytest.mark.parametrize("named", ["", "/dev/null/x", "{folder}", "a\0b"])
def test_a_summary_that_cannot_be_spoils_nothing(
    named: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "\0" in named:
        monkeypatch.setattr(formats.os, "environ", {**formats.os.environ, "GITHUB_STEP_SUMMARY": named})  # type: ignore[attr-defined]
    else:
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", named.format(folder=tmp_path))
    assert run("validate", BASE, "--format", "github")[0] == 0


def test_gitlab_writes_its_report_and_shows_text(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITLAB_CI", "true")
    code, output = run("validate", EXAMPLES / "incomplete", "-o", tmp_path / "gl" / "quality.json")
    assert code == 1
    assert "错误 C101" in output
    assert len(json.loads((tmp_path / "gl" / "quality.json").read_text(encoding="utf-8"))) > 50


@pytest.mark.parametrize("format", ALL)
def test_a_file_takes_any_format(format: str, tmp_path: Path, run: Run) -> None:
    target = tmp_path / "结果.out"
    code, shown = run("validate", EXAMPLES / "incomplete", "--format", format, "-o", target)
    assert code == 1
    assert "错误 C101" in shown
    assert target.read_text(encoding="utf-8") == run("validate", EXAMPLES / "incomplete", "--format", format)[1]


@pytest.mark.parametrize(
    "arguments",
    [
        ("-o", "x.docx"),
        ("-o", "dossier.yaml", "--format", "json"),
        ("-o", ".", "--format", "json"),
        ("--format", "xml"),
    ],
)
def test_a_wrong_call_is_refused(
    arguments: tuple[str, ...], tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = prepare(tmp_path / "d", [])
    monkeypatch.chdir(root)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    for command in COMMANDS:
        assert run(*command, *arguments)[0] == 2
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("format", ALL)
@pytest.mark.part(6)
def test_the_exit_code_is_the_same_in_every_format(format: str, run: Run) -> None:
    assert run("validate", BASE, "--format", format)[0] == 0
    assert run("thresholds", EXAMPLES / "lanting", *COMMANDS[2][1:], "--format", format)[0] == 1


# ---- places in the repository --------------------------------------------------------------------------------


def test_paths_are_the_repositorys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = prepare(tmp_path / "repo" / "省" / "d", [])
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert formats.prefix_of(root) == "d"
    assert formats.prefix_of(Path("../repo/省/d")) == "d"
    monkeypatch.chdir(tmp_path / "repo" / "省")
    assert formats.prefix_of(Path("d")) == "d"
    assert formats.prefix_of(Path("../省/d")) == "d"
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / "repo"))
    assert formats.prefix_of(Path("d")) == "省/d"
    (tmp_path / ".git").write_text("gitdir: x", encoding="utf-8")  # as in a worktree or a submodule
    assert formats.prefix_of(Path("d")) == "repo/省/d"
    (root / ".git").mkdir()
    assert formats.prefix_of(root) == ""
    monkeypatch.chdir(root)
    assert formats.prefix_of(Path()) == ""


# ---- hostile values ------------------------------------------------------------------------------------------

PAYLOADS = (
    "::error file=x,line=1::甲", "%0A::error::甲", "%25,a=b", "甲|乙\\|丙", "<script>alert(1)</script>", "[bold red]甲[/]",
    "\u202egnp.甲", "\u2066甲", "\u200b甲", "@octocat 甲", "甲@octocat", "`甲`", "##[add-mask]甲",
    "##vso[task.setvariable variable=x]甲", "[甲](https://evil.example/x)", "![甲](https://evil.example/x.png)",
    "https://evil.example", "www.evil.example", "<!-- 甲", "$x^2$", "#1 GH-1 !2 ~3 %4 $5 &6", "</details></summary>",
    "*甲* _甲_ ~~甲~~ **甲**", "***", "---", "# 甲", "- 甲", "1. 甲", "<https://evil.example>", "&lt;script&gt;", "a@b.example",
    "{{甲", "|---|---|", "\\", "\u2028甲",
)  # fmt: skip
MENTION = re.compile(r"(?<![\w`])@[A-Za-z0-9]|(?<=\w)@[A-Za-z0-9]|[#!~%$&][0-9]|://|www\.")


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def hostile(target: Path, payload: str) -> Path:
    """A dossier with the payload wherever a message quotes what stands there, also in verdicts and in a reason."""
    value = quoted(payload)
    return prepare(
        target,
        [
            {
                "file": REGION,
                "find": FIRST,
                "replace": f"按[2013]5号。 # brandcluster: ignore X102 甲{payload}"
                if "\u2028" not in payload
                else FIRST,
            },
            {"file": REGION, "append": f"{value}: 甲\n"},
            {"file": "dossier.yaml", "find": "申报日期: 2014-04-18", "replace": f"申报日期: {value}"},
            {"file": "dossier.yaml", "find": "名称: 阀门", "replace": f"名称: {value}"},
            {"file": "dossier.yaml", "find": "[经技区]", "replace": f"[{value}]"},
            {"file": "judgements.yaml", "write": f"判断:\n  - 条款: {value}\n    产业: {value}\n    结论: {value}\n"},
        ],
    )


def assert_harmless(format: str, command: str, output: str, payload: str) -> None:
    assert UNSAFE.sub("", output.replace("\n", "")) == output.replace("\n", ""), UNSAFE.findall(
        output.replace("\n", "")
    )
    assert re.search(r"##[A-Za-z]*\[", output) is None
    assert "<script" not in output or format in ("text", "github")
    if format == "text":
        assert not any(line.lstrip().startswith("::") for line in output.splitlines())
    elif format == "github":
        for each in commands_of(output):
            assert set(each.properties) <= {"file", "line", "endLine", "col", "endColumn", "title"}
    elif format == "markdown":
        rows, kinds = rendered(output)
        assert kinds <= PLAIN, kinds - PLAIN
        assert {len(row) for row in rows} <= {5 if command == "validate" else 6, 4}
        shown = "".join(cell for row in rows for cell in row)
        assert MENTION.search(shown) is None, MENTION.search(shown)
    elif format == "sarif":
        found = sarif_of(output)
        texts = [result["message"]["text"] for result in found["results"]]
        assert not any("](" in text for text in texts)
        for result in found["results"]:
            assert not uri_of(result["locations"][0]).startswith(("/", ".."))
    else:
        json.loads(output)


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.part(9)
def test_values_are_harmless_in_every_format(payload: str, tmp_path: Path, run: Run) -> None:
    root = hostile(tmp_path / "d", payload)
    for command in (COMMANDS[0], COMMANDS[2]):
        for format in ALL:
            code, output = run(*command, root, "--format", format)
            assert code == 1
            assert_harmless(format, command[0], output, payload)


@pytest.mark.parametrize(
    "name",
    [
        "::error::甲",
        "\x1b[31m甲",
        "甲\n::error::乙",
        "a,b:c=d%",
        "甲|乙`<b>@octocat",
        "\u202egnp",
        "##[add-mask]x",
        "a b#?",
    ],
)
@pytest.mark.parametrize("format", ALL)
@pytest.mark.skipif(os.name == "nt", reason="no such names on Windows")
@pytest.mark.part(6)
def test_names_of_folders_are_harmless_in_every_format(
    name: str, format: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    root = prepare(tmp_path / name, [{"file": REGION, "append": "甲: 乙\n"}])
    (root / "statistics" / f"{name}.yaml").write_text("", encoding="utf-8")
    code, output = run("validate", name, "--format", format)
    assert code == 1
    assert_harmless(format, "validate", output, name)
    if format == "sarif":
        uris = {unquote(uri_of(result["locations"][0])) for result in sarif_of(output)["results"]}
        assert f"{name}/{REGION}" in uris


def test_the_payloads_reach_the_formats(tmp_path: Path, run: Run) -> None:
    """The test above could not fail if nothing were quoted."""
    root = hostile(tmp_path / "d", "甲乙丙丁")
    for command in COMMANDS:
        for format in ALL:
            assert "甲乙丙丁" in run(*command, root, "--format", format)[1], (command, format)


def test_a_terminal_interprets_no_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    monkeypatch.setattr(terminal.sys, "stdout", stream)  # type: ignore[attr-defined]
    terminal.print_lines([(("", "[bold red]甲[/] :smile:"),)])
    assert "[bold red]甲[/] :smile:" in stream.getvalue()


# ---- confidential --------------------------------------------------------------------------------------------


def test_nothing_of_a_single_enterprise_goes_on(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    root = prepare(tmp_path / "d", [])
    shutil.copytree(EXAMPLES / "lanting" / "enterprises", root / "enterprises")
    secrets = ("兰汀砺远", "91339900005568383Q", "5628")
    returns = root / "enterprises" / "2013.csv"
    lines = returns.read_text(encoding="utf-8-sig").splitlines(keepends=True)[:4]
    returns.write_text("".join(lines).replace(",1109,", ",110912,", 1), encoding="utf-8-sig", newline="")
    for path in (root / "enterprises").iterdir():
        if path != returns:
            path.unlink()
    for format in ALL:
        target = tmp_path / "out.txt"
        code, output = run("validate", root, "--format", format, "-o", target)
        assert code == 1
        assert not any(each in output for each in secrets)
        written = target.read_text(encoding="utf-8")
        assert "K105" in written
        assert not any(each in written for each in secrets)
    assert all(each in run("validate", root, "--show-enterprises")[1] for each in secrets)
    assert not any(each in run("validate", root, "--redact")[1] for each in secrets)
    for system in ("GITLAB_CI", "GITHUB_ACTIONS"):
        monkeypatch.setenv(system, "true")
        for options in ((), ("--format", "text")):
            assert not any(each in run("validate", root, *options)[1] for each in secrets)
