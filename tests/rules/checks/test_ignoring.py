"""Comments that set a diagnostic aside: where they count, what they need, what they may not touch, what they cost."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cases import BASE, EXAMPLES, load_cases, prepare, stands_at
from parsers import use_pure_parser

from brandcluster.cli.start import start
from brandcluster.dossier.load import load_dossier
from brandcluster.formats.yaml.decoding import MAX_BYTES
from brandcluster.output.explain.topics import find_topics
from brandcluster.rules.checks import ignoring
from brandcluster.rules.checks.all_checks import all_rules, examine_dossier, find_problems

CASES = load_cases("ignores/*.yaml")
REGION = "application/region.yaml"
FIRST = "以阀门为主。"
Output = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Output:
    """A command in this process: exit code and what it printed."""

    def call(*arguments: object) -> tuple[int, str]:
        capsys.readouterr()
        code = start([str(each) for each in arguments])
        return code, capsys.readouterr().out

    return call


def with_text(target: Path, text: str) -> Path:
    return prepare(target, [{"file": REGION, "find": FIRST, "replace": text}])


@pytest.mark.parametrize("parser", ["c", "pure"])
@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
@pytest.mark.part(4)
def test_case(case: dict[str, Any], parser: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = prepare(tmp_path / "dossier", case.get("edit") or [])
    if parser == "pure":
        use_pure_parser(monkeypatch)
    found, ignored = examine_dossier(load_dossier(root), obeying=True)
    if "only" in case:
        found = [d for d in found if d.code in case["only"]]
    expected = case.get("left") or []
    assert [[d.code, d.location.path] for d in found] == [each[:2] for each in expected], found
    for diagnostic, (_, _, text) in zip(found, expected, strict=True):
        assert stands_at(root, diagnostic).startswith(text), (diagnostic, stands_at(root, diagnostic))
    assert [[each.diagnostic.code, each.reason] for each in ignored] == (case.get("ignored") or [])


def test_every_code_has_a_case_and_an_explanation() -> None:
    codes = {f"I00{number}" for number in range(1, 6)}
    assert {code for case in CASES for code, *_ in case.get("left") or []} >= codes
    for code in codes:
        assert [topic.id for topic in find_topics("miit-2014-102", code)] == [code]


def test_suggestions(tmp_path: Path) -> None:
    root = with_text(tmp_path / "d", "按[2013]5号文执行。 # brandcluster: ignore x102 原文如此")
    (problem,) = [d for d in find_problems(load_dossier(root)) if d.code == "I003"]
    assert "X102" in problem.help


def test_exit_codes_and_what_is_shown(tmp_path: Path, run: Output) -> None:
    error = "由1%提高到2%，提高9个百分点。"
    comment = " # brandcluster: ignore X103 统计局的原数"
    assert run("validate", with_text(tmp_path / "a", error))[0] == 1
    root = with_text(tmp_path / "b", error + comment)
    code, output = run("validate", root, "--strict")
    assert code == 0
    assert "X103" in output
    assert "统计局的原数" in output
    data = json.loads(run("validate", root, "--format", "json")[1])
    (dossier,) = data["dossiers"]
    assert dossier["diagnostics"] == []
    assert [(each["code"], each["reason"], each["severity"]) for each in dossier["ignored"]] == [
        ("X103", "统计局的原数", "error")
    ]
    idle = with_text(tmp_path / "c", "好。" + comment)
    assert (run("validate", idle)[0], run("validate", idle, "--strict")[0]) == (0, 1)


def test_an_ignored_error_does_not_stop_render_but_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = with_text(tmp_path / "d", "由1%提高到2%，提高9个百分点。 # brandcluster: ignore X103 统计局的原数")
    assert start(["render", str(root), "-o", str(tmp_path / "out")]) == 0
    assert "统计局的原数" in capsys.readouterr().err
    assert (tmp_path / "out" / "申报书.docx").exists()


@pytest.mark.parametrize("example", ["qingshiling", "incomplete"])
@pytest.mark.part(2)
def test_nothing_is_asked_where_nothing_is_ignored(example: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> object:
        raise AssertionError

    assert examine_dossier(load_dossier(EXAMPLES / "lanting")).ignored
    monkeypatch.setattr(ignoring, "apply_comments", refuse)
    assert examine_dossier(load_dossier(EXAMPLES / example)).ignored == []
    with pytest.raises(AssertionError):
        examine_dossier(load_dossier(EXAMPLES / "lanting"))


def test_nothing_is_imported_where_nothing_is_ignored() -> None:
    script = (
        "import sys; from brandcluster.cli.start import start; code = start(['validate', sys.argv[1]]);"
        "sys.exit(code or any(name.endswith(('checks.ignoring', 'exchange.findings')) for name in sys.modules))"
    )
    result = subprocess.run([sys.executable, "-c", script, EXAMPLES / "qingshiling"], capture_output=True, check=False)
    assert result.returncode == 0, result.stderr


def test_the_list_is_for_checking_and_not_for_papers_seals_and_reviews(
    tmp_path: Path, run: Output, capsys: pytest.CaptureFixture[str]
) -> None:
    root = with_text(tmp_path / "d", "由1%提高到2%，提高9个百分点。")
    (root / "ignore.yaml").write_text("忽略:\n  - {代号: X103, 原因: 统计局的原数}\n", encoding="utf-8")
    code, said = run("validate", root)
    assert code == 0 and "已忽略 X103" in said and "统计局的原数" in said
    (listed,) = json.loads(run("validate", root, "--format", "sarif")[1])["runs"][0]["results"]
    assert listed["suppressions"][0]["kind"] == "external"
    assert "X103" in {each.code for each in find_problems(load_dossier(root))}
    for command in (["render", "-o", str(tmp_path / "out")], ["seal", "--by", "甲", "--date", "2014-04-25"]):
        assert start([command[0], str(root), *command[1:]]) != 0, command
        assert "X103" in capsys.readouterr().err
    code, said = run("review", root)
    assert "区域说明不改的" in said and "X103 1 处：统计局的原数" in said
    (row,) = json.loads(run("review", root, "--format", "json")[1])["dossiers"]
    assert (row["errors"], row["left"]) == (1, [{"code": "X103", "reason": "统计局的原数", "problems": 1}])


def test_a_long_list_ends_soon(tmp_path: Path) -> None:
    entries = "".join(f"  - {{代号: X102, 栏目: 第{number}栏, 原因: 甲}}\n" for number in range(2_000))
    root = with_text(tmp_path / "d", "按[2013]5号文执行。")
    (root / "ignore.yaml").write_text(f"忽略:\n{entries}", encoding="utf-8")
    dossier = load_dossier(root)
    before = time.process_time()
    found, _ = examine_dossier(dossier, obeying=True)
    assert time.process_time() - before < 5
    assert len([d for d in found if d.code.startswith("I")]) <= 100


LINES = 8_000
HOSTILE = {
    "comments": "# brandcluster: ignore X102 原因甲\n" * LINES + "键: 值\n",
    "codes": "键: 值 # brandcluster: ignore " + "X102 " * 20_000 + "\n",
    "comments in a text": "键: |\n" + "  # brandcluster: ignore X102 原因甲\n" * 1_000,
    "aliases": "a: &a [甲]\n" + "".join(f"b{n}: [*a, *a] # brandcluster: ignore X102 甲\n" for n in range(3_000)),
    "an alias of itself": "a: &a [*a, *a] # brandcluster: ignore X102 原因甲\n",
    "texts": "a:\n" + "  - |\n    甲\n    乙 # brandcluster: ignore X102 甲\n" * 4_000,
    "keys": "? [a, b]\n: c # brandcluster: ignore X102 原因甲\n",
    "colons": "键: 值 # brandcluster: ignore " + "：，、" * 20_000 + "\n",
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.part(4)
def test_hostile_comments_end_soon(name: str, tmp_path: Path) -> None:
    root = prepare(tmp_path / "d", [{"file": REGION, "write": HOSTILE[name]}])
    assert len(HOSTILE[name].encode()) < MAX_BYTES
    dossier = load_dossier(root)
    before = time.process_time()
    found, _ = examine_dossier(dossier)
    assert time.process_time() - before < 5
    assert len([d for d in found if d.code.startswith("I")]) <= 100


def test_the_fixed_codes_exist_and_hold_all_on_seals() -> None:
    codes = {rule.code for rule in all_rules()}
    assert codes >= ignoring.FIXED
    assert {code for code in codes if code.startswith("L")} == {code for code in ignoring.FIXED if code.startswith("L")}


def test_the_base_holds_no_comment() -> None:
    assert examine_dossier(load_dossier(BASE)) == ([], [])
