"""`init` and the checklist: a new folder holds everything but what only the region knows."""

from __future__ import annotations

import json
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from cases import EXAMPLES

from brandcluster.dossier import schema
from brandcluster.dossier.files import FILES, STATISTICS
from brandcluster.dossier.load import load_dossier
from brandcluster.dossier.model import reading
from brandcluster.formats.yaml.document import read_document
from brandcluster.rules.checks.all_checks import find_problems

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def new(brandcluster: Run, tmp_path: Path) -> Path:
    root = tmp_path / "新 区"
    result = brandcluster("init", root)
    assert result.returncode == 0, result.stderr
    return root


def test_a_new_folder_lacks_only_what_the_region_knows(new: Path) -> None:
    assert {d.code for d in find_problems(load_dossier(new))} == {"M002"}


def test_every_key_is_there_with_a_comment(new: Path) -> None:
    for path, part in ((kind.path, kind.model) for kind in FILES):
        text = (new / path).read_text(encoding="utf-8")
        data = read_document(path, text.encode()).data
        known = reading.fields_of(part)
        assert list(data) == list(known)
        lines = text.splitlines()
        assert lines[0].startswith("# yaml-language-server: $schema=")
        assert (new / path).parent.joinpath(lines[0].partition("$schema=")[2]).is_file()
        for field in known.values():
            at = next(index for index, line in enumerate(lines) if line.startswith(f"{field.label}:"))
            assert field.description in lines[at - 1]


def test_it_never_overwrites(brandcluster: Run, new: Path) -> None:
    (new / "dossier.yaml").write_text("省份: 河北省\n", encoding="utf-8")
    (new / "recommendation.yaml").unlink()
    before = {path: path.read_bytes() for path in new.rglob("*") if path.is_file()}
    result = brandcluster("init", new)
    assert result.returncode == 0
    assert "已有，没有改动" in result.stdout
    after = {path: path.read_bytes() for path in new.rglob("*") if path.is_file()}
    assert set(after) - set(before) == {new / "recommendation.yaml"}
    assert all(after[path] == content for path, content in before.items())


def test_what_it_writes_beside_the_yaml(new: Path) -> None:
    assert "/enterprises/" in (new / ".gitignore").read_text(encoding="utf-8")
    assert "/out/" in (new / ".gitignore").read_text(encoding="utf-8")
    assert "eol=lf" in (new / ".gitattributes").read_text(encoding="utf-8")
    for name, command in (("打开.bat", "open"), ("检查.bat", "validate"), ("生成.bat", "render")):
        content = (new / name).read_bytes()
        assert content.isascii() and command.encode() in content
        assert content.count(b"\r\n") == content.count(b"\n")


def test_the_year_is_an_argument_and_bytes_are_the_same(brandcluster: Run, new: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    assert brandcluster("init", other, "--year", "2016").returncode == 0
    assert (other / "statistics" / "2016.yaml").is_file()
    for path in (kind.path for kind in FILES):
        assert (other / path).read_bytes() == (new / path).read_bytes()
    assert brandcluster("init", other, "--year", "16").returncode == 2


def test_a_file_in_the_way(brandcluster: Run, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("", encoding="utf-8")
    assert brandcluster("init", tmp_path / "x").returncode == 2


def test_filled_schemas_accept_the_skeleton_shape(new: Path) -> None:
    for kind in (*FILES, STATISTICS):
        path, name, part = kind.path.replace("*", "2013"), kind.name, kind.model
        data = read_document(path, (new / path).read_bytes()).data
        validator = jsonschema.Draft7Validator(json.loads(json.dumps(schema.json_schema(name, part))))
        refused = {tuple(error.absolute_path) for error in validator.iter_errors(data)}
        gaps = {problem.keys for problem in reading.read_part(part, data).problems}
        assert bool(refused) == bool(gaps), name


def test_the_checklist_of_a_new_folder(brandcluster: Run, new: Path) -> None:
    result = brandcluster("validate", new, "--format", "checklist")
    assert result.returncode == 1
    lines = result.stdout.splitlines()
    order = [
        next(i for i, line in enumerate(lines) if label in line)
        for label in ("申报日期", "区域名称", "试点工作思路", "事故声明")
    ]
    assert order == sorted(order)
    assert any("- [ ] 资金（财政部门）" in line for line in lines)
    assert any(line.startswith("- 统计部门：") for line in lines)


def test_the_checklist_of_a_finished_one(brandcluster: Run) -> None:
    result = brandcluster("validate", EXAMPLES / "qingshiling", "--format", "checklist")
    assert result.returncode == 0
    assert "- [ ]" not in result.stdout
    assert "全部完成" in result.stdout


def advised(output: str) -> list[list[str]]:
    """The commands that an output advises, as a shell takes them apart."""
    return [shlex.split(line.partition("brandcluster ")[2]) for line in output.splitlines() if "brandcluster " in line]


def test_what_is_advised_can_be_pasted(brandcluster: Run, tmp_path: Path) -> None:
    made = brandcluster("init", "我的 申报", cwd=tmp_path)
    found = brandcluster("validate", "我的 申报", cwd=tmp_path)
    commands = [command for each in (made, found) for command in advised(each.stdout)]
    checklists = [
        [word for word in command if word != "看还差什么。"] for command in commands if "checklist" in command
    ]
    assert len(checklists) == 2
    for command in checklists:
        assert brandcluster(*command, cwd=tmp_path).stdout.startswith("# 我的 申报：")


def test_the_current_folder_is_called_by_its_name(brandcluster: Run, tmp_path: Path) -> None:
    brandcluster("init", "我的申报", cwd=tmp_path)
    for command in ("eligibility", "thresholds", "status"):
        assert brandcluster(command, cwd=tmp_path / "我的申报").stdout.startswith("我的申报")
