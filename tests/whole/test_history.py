"""The example's git history, rebuilt: a commit for each step, on which the commands tell the story."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from datetime import date
from pathlib import Path
from typing import Any

import build_history
import pytest
from cases import EXAMPLES
from repositories import git

from brandcluster.cli.start import start
from brandcluster.dossier.load import load_dossier
from brandcluster.rules.checks.all_checks import find_problems
from brandcluster.rules.facts.stage import stage_on

LANTING = EXAMPLES / "lanting"


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    root = tmp_path_factory.mktemp("历史") / "兰汀"
    build_history.build(root)
    yield root


def run(root: Path, *arguments: str) -> Any:
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as errors, chdir(root):
        start([*arguments, "--format", "json"])
    assert out.getvalue(), errors.getvalue()
    return json.loads(out.getvalue())


def at(step: int) -> str:
    """The commit of a step, the first being 0."""
    return f"main~{len(build_history.STEPS) - 1 - step}"


def number(message: str) -> int:
    return next(i for i, step in enumerate(build_history.STEPS) if message in step.message)


def test_a_commit_for_each_step_on_its_day(repo: Path) -> None:
    log = git(repo, "log", "--reverse", "--format=%ad %s", "--date=short").splitlines()
    assert log == [f"{step.day} {step.message}" for step in build_history.STEPS]


def test_the_story_ends_at_the_example(repo: Path) -> None:
    mine = {path.relative_to(repo).as_posix() for path in repo.rglob("*.yaml")}
    its = {
        path.relative_to(LANTING).as_posix() for path in LANTING.rglob("*.yaml") if ".brandcluster" not in path.parts
    }
    assert mine == its
    assert [path for path in sorted(mine) if (repo / path).read_bytes() != (LANTING / path).read_bytes()] == []


def test_nothing_is_there_before_its_time(repo: Path, tmp_path: Path) -> None:
    for index, step in enumerate(build_history.STEPS):
        root = tmp_path / str(index)
        git(repo, "worktree", "add", "--quiet", "--detach", str(root), at(index))
        days = [(path.name, build_history._written(f"evidence/{path.name}")) for path in (root / "evidence").iterdir()]
        assert [name for name, written in days if written is not None and written.isoformat() > step.day] == []
        texts = {path: path.read_text(encoding="utf-8") for path in (root / "pilot").rglob("*.yaml")}
        years = [(path.name, year) for path, text in texts.items() for year in re.findall(r"年份: (\d{4})", text)]
        assert [each for each in years if each[1] > step.day[:4]] == []
    git(repo, "worktree", "prune")


def test_the_weights_change_in_a_commit_of_their_own_time(repo: Path) -> None:
    names = [len(re.findall(r"- 版本:", git(repo, "show", f"{at(i)}:pilot/evaluation-model.yaml"))) for i in (7, 12)]
    assert names == [1, 2]


@pytest.mark.long
def test_drafts_had_mistakes_and_what_was_sealed_had_none(repo: Path, tmp_path: Path) -> None:
    found = {}
    for index, step in enumerate(build_history.STEPS):
        git(repo, "worktree", "add", "--quiet", "--detach", str(tmp_path / str(index)), at(index))
        found[step.message] = {
            d.code for d in find_problems(load_dossier(tmp_path / str(index))) if d.severity != "info"
        }
    git(repo, "worktree", "prune")
    assert found[build_history.STEPS[0].message] == {"M002", "G105"}
    assert not any(codes for message, codes in found.items() if "稿" not in message and "核对的数" not in message)
    stages = [
        stage_on(load_dossier(tmp_path / str(i)), date.fromisoformat(s.day)) for i, s in enumerate(build_history.STEPS)
    ]
    assert list(dict.fromkeys(stages)) == ["preparing", "recommended", "pilot", "zone_applied"]


def test_diff_tells_what_the_province_asked_for(repo: Path) -> None:
    index = number("补正")
    (found,) = run(repo, "diff", at(index - 1), at(index))["dossiers"]
    headings = {change["heading"]: (change["before"], change["after"]) for change in found["changes"]}
    assert headings["项目“兰汀阀门、兰汀纺机区域品牌规划设计” 完成时间"] == ("2015-03", "2015-06")


def test_diff_tells_of_the_seal_and_of_verdicts(repo: Path) -> None:
    index = number("封存")
    (found,) = run(repo, "diff", at(index - 1), at(index))["dossiers"]
    assert len(found["new_seals"]) == 1
    (found,) = run(repo, "diff", at(number("2015 年统计")), "main", "--date", "2016-07-15")["dossiers"]
    turned = {(each["clause"], each["industry"]): (each["before"], each["after"]) for each in found["verdicts"]}
    assert turned["zone-3", "阀门"] == ("unknown", "met")


def test_the_end_of_the_story(repo: Path) -> None:
    (found,) = run(repo, "thresholds", "--date", "2016-07-15")["dossiers"]
    missed = {(each["clause"], each["industry"]) for each in found["verdicts"] if each["verdict"] == "not_met"}
    assert missed == {("zone-7c", "纺织机械")}
    assert found["zone_industries"] == ["阀门"]
    (standing,) = run(repo, "status", "--date", "2016-07-15")["dossiers"]
    assert standing["stage"] == "zone_applied" and standing["seal"] is not None


def test_an_earlier_day_is_the_files_own_dates() -> None:
    text = "活动:\n  # 甲\n  - 名称: 甲\n    开始日期: 2015-01-01\n    完成日期: 2015-03-01\n    效果: |\n      好\n  - 名称: 乙\n    开始日期: 2016-01-01\n"
    assert build_history.as_of(text, date(2015, 2, 28)) == (
        "活动:\n  # 甲\n  - 名称: 甲\n    开始日期: 2015-01-01\n    完成日期:\n    效果:\n"
    )
    assert build_history.as_of(text, date(2016, 1, 1)) == text
