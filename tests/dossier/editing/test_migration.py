"""`migrate`: older dossiers come to today's format in place; what was written in today's stays readable."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cases import HERE
from hypothesis import given
from hypothesis import strategies as st

from brandcluster.dossier.editing import migration
from brandcluster.dossier.editing.migration import FORMAT, STEPS, plan_migration
from brandcluster.dossier.files import HEADER
from brandcluster.dossier.load import load_dossier
from brandcluster.formats import replacing
from brandcluster.formats.yaml.document import read_document
from brandcluster.rules.checks.all_checks import find_problems

Run = Callable[..., "subprocess.CompletedProcess[str]"]
#: Written by the first program, without 格式.
OLD = HERE / "fixtures" / "format-0"
#: Frozen: never changed to suit a program. Documents are left out, which E102 says.
FROZEN = sorted((HERE / "fixtures" / "format-1").iterdir())


@pytest.fixture
def old(tmp_path: Path) -> Path:
    root = tmp_path / "旧 材料"
    shutil.copytree(OLD, root)
    return root


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


# ---- today's format ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("root", FROZEN, ids=lambda path: path.name)
def test_what_was_written_in_this_format_is_read_whole(root: Path) -> None:
    dossier = load_dossier(root)
    assert dossier.diagnostics == []
    assert dossier.approval is not None and dossier.evaluations and dossier.statistics
    assert not [d for d in find_problems(dossier) if d.severity == "error"]
    assert (plan_migration(root).found, plan_migration(root).contents) == (FORMAT, {})


def test_there_is_a_step_for_every_format_and_a_fixture_for_each() -> None:
    assert len(STEPS) == FORMAT
    assert {path.name for path in (HERE / "fixtures").glob("format-*")} == {f"format-{n}" for n in range(FORMAT + 1)}


# ---- an older one --------------------------------------------------------------------------------------------


def test_the_old_one_is_not_what_we_read_today() -> None:
    assert {d.code for d in find_problems(load_dossier(OLD)) if d.severity == "error"} == {"M002", "R101"}


def test_check_says_what_would_change_and_writes_nothing(brandcluster: Run, old: Path) -> None:
    before = contents(old)
    result = brandcluster("migrate", old, "--check")
    assert result.returncode == 1
    assert "application/plan.yaml:302" in result.stdout and "dossier.yaml:5" in result.stdout
    assert contents(old) == before


def test_it_is_edited_in_place(brandcluster: Run, old: Path) -> None:
    before = contents(old)
    assert brandcluster("migrate", old).returncode == 0
    after = contents(old)
    assert {path for path in after if after[path] != before.get(path)} == {HEADER, "application/plan.yaml"}
    header = after[HEADER].decode()
    assert header.replace("格式: 1\n", "") == before[HEADER].decode()
    assert header.index("# 只用来演示") < header.index("格式: 1") < header.index("规则版本")
    assert after["application/plan.yaml"].decode() == before["application/plan.yaml"].decode().replace(
        "{{ 统计.年份 }}", "2013"
    )
    assert {d.code for d in find_problems(load_dossier(old))} == {"E102"}
    # A second time there is nothing left to do.
    again = brandcluster("migrate", old, "--check")
    assert again.returncode == 0 and contents(old) == after


def test_stopped_half_way_it_can_be_done_again(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from brandcluster.cli.commands import migrate

    whole = replacing.put_file
    written: list[Path] = []

    def stop(waiting: replacing.Waiting) -> Path | None:
        if written:
            raise KeyboardInterrupt
        written.append(waiting.place)
        return whole(waiting)

    monkeypatch.setattr(replacing, "put_file", stop)
    with pytest.raises(KeyboardInterrupt):
        migrate.run([str(old)])
    assert written == [old / "application" / "plan.yaml"] and plan_migration(old).found == 0
    monkeypatch.setattr(replacing, "put_file", whole)
    assert migrate.run([str(old)]) == 0
    assert {d.code for d in find_problems(load_dossier(old))} == {"E102"}


def test_line_ends_and_the_byte_order_mark_stay(old: Path) -> None:
    for path in (HEADER, "application/plan.yaml"):
        text = (old / path).read_text(encoding="utf-8").replace("\n", "\r\n")
        (old / path).write_bytes(b"\xef\xbb\xbf" + text.encode())
    found = plan_migration(old)
    assert set(found.contents) == {HEADER, "application/plan.yaml"}
    for content in found.contents.values():
        assert content.startswith(b"\xef\xbb\xbf") and content.count(b"\xef\xbb\xbf") == 1
        assert content.count(b"\n") == content.count(b"\r\n")


def test_a_zero_that_stands_there_is_replaced(old: Path) -> None:
    header = old / HEADER
    header.write_text("格式: 0 # 旧\n" + header.read_text(encoding="utf-8"), encoding="utf-8")
    assert plan_migration(old).contents[HEADER].decode().startswith("格式: 1 # 旧\n")
    assert [d.code for d in find_problems(load_dossier(old)) if d.code == "H103"] == ["H103"]


def test_a_year_or_an_industry_between_is_read(old: Path) -> None:
    plan_file = old / "application" / "plan.yaml"
    text = plan_file.read_text(encoding="utf-8")
    text = text.replace("{{ 统计.年份 }}", "{{统计.2012.年份}}、{{ 统计.特种陶瓷.年份 }}、{{ 统计.2012.合计.年份 }}")
    plan_file.write_text(text, encoding="utf-8")
    assert "以2012、2013、2012年统计数据" in plan_migration(old).contents["application/plan.yaml"].decode()


def test_without_a_date_of_application_the_text_stays(old: Path) -> None:
    header = old / HEADER
    header.write_text(
        header.read_text(encoding="utf-8").replace("申报日期: 2014", "申报日期: # 2014"), encoding="utf-8"
    )
    assert set(plan_migration(old).contents) == {HEADER}


# ---- what is refused -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("stated", ["2", "99", "-1", "一", '"1"', "1.0", "true", "[1]"])
def test_another_format_is_refused_at_its_place(brandcluster: Run, old: Path, stated: str) -> None:
    header = old / HEADER
    header.write_text(f"格式: {stated}\n" + header.read_text(encoding="utf-8"), encoding="utf-8")
    before = contents(old)
    result = brandcluster("migrate", old)
    assert result.returncode == 1 and f"{HEADER}:1:5" in result.stdout and not result.stderr
    assert contents(old) == before


def test_a_newer_dossier_is_not_read_as_ours(old: Path) -> None:
    header = old / HEADER
    header.write_text("格式: 2\n" + header.read_text(encoding="utf-8"), encoding="utf-8")
    (found,) = [d for d in find_problems(load_dossier(old)) if d.code == "H103"]
    assert (found.severity, found.location.line, found.location.column) == ("error", 1, 5)


@pytest.mark.parametrize("text", ["", "[1]\n", "a: [\n", "{规则版本: miit-2014-102}\n"])
def test_a_header_that_cannot_be_edited_is_left_alone(brandcluster: Run, old: Path, text: str) -> None:
    (old / HEADER).write_text(text, encoding="utf-8")
    before = contents(old)
    assert brandcluster("migrate", old).returncode == 1
    assert contents(old) == before


def test_a_link_out_of_the_folder_is_not_written_through(brandcluster: Run, old: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_bytes((old / HEADER).read_bytes())
    (old / HEADER).unlink()
    (old / HEADER).symlink_to(outside)
    before = outside.read_bytes()
    assert brandcluster("migrate", old).returncode in (1, 2)
    assert outside.read_bytes() == before


def test_the_editors_schemas_come_up_to_date(brandcluster: Run, old: Path) -> None:
    folder = old / ".brandcluster" / "schemas"
    folder.mkdir(parents=True)
    (folder / "plan.json").write_text("{}", encoding="utf-8")
    (folder / "own.json").write_text("{}", encoding="utf-8")
    assert brandcluster("migrate", old).returncode == 0
    assert (folder / "plan.json").stat().st_size > 1000 and (folder / "zone.json").is_file()
    assert (folder / "own.json").read_text(encoding="utf-8") == "{}"


# ---- any header ----------------------------------------------------------------------------------------------

KEYS = st.lists(st.sampled_from(["规则版本", "省份", "申报单位", "联系人", "职务", "地址"]), min_size=1, unique=True)
LEAD = st.lists(st.sampled_from(["# 注释", "", "---"]), max_size=3, unique=True)


@given(keys=KEYS, lead=LEAD, indent=st.sampled_from(["", "  "]))
def test_the_number_comes_first_and_nothing_else_changes(keys: list[str], lead: list[str], indent: str) -> None:
    text = "\n".join([*lead, *(f"{indent}{key}: 值 # 说明" for key in keys)]) + "\n"
    before = read_document(HEADER, text.encode())
    marked = migration._marked(text)
    if before.diagnostics:
        return
    assert marked is not None
    assert read_document(HEADER, marked.encode()).data == {"格式": FORMAT, **before.data}
    assert marked.replace(f"{indent}格式: {FORMAT}\n", "", 1) == text
