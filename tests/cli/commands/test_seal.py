"""`seal`: what went to paper is kept, found changed when it is, and what a Word file says is held against it."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cases import BASE, EXAMPLES, HERE, seal
from form_samples import retyped
from hypothesis import given
from hypothesis import strategies as st

from brandcluster.cli.start import start
from brandcluster.dossier.history import seals
from brandcluster.dossier.load import load_dossier
from brandcluster.dossier.model import reading
from brandcluster.dossier.model.seal import Manifest
from brandcluster.formats.yaml import document
from brandcluster.papers.forms.render import render_forms
from brandcluster.papers.stamp import add_stamp
from brandcluster.rules.checks.all_checks import find_problems
from brandcluster.rules.facts import sealed_application
from brandcluster.rules.verdicts.condition import decide_conditions
from brandcluster.rules.verdicts.zone_conditions import CONDITIONS

ZONE = HERE / "cases" / "zone"
DAY = date(2016, 7, 1)
WHO = ("--by", "甲某", "--date", "2014-04-18")
FORMS = ("application", "recommendation")
Run = Callable[..., "subprocess.CompletedProcess[str]"]
Capture = Any


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BASE, tmp_path / "申报"))


@pytest.fixture
def sealed(root: Path) -> Path:
    assert start(["seal", str(root), *WHO]) == 0
    return root


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def codes(root: Path) -> list[str]:
    return [d.code for d in find_problems(load_dossier(root))]


def manifest(root: Path, number: int = 1) -> Manifest:
    path = root / "sealed" / str(number) / "manifest.yaml"
    found = reading.read_part(Manifest, document.read_document("manifest.yaml", path.read_bytes()).data)
    assert found.part is not None and not found.problems
    return found.part


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


# ---- sealing ----------------------------------------------------------------------------------------------------


def test_a_seal_holds_the_dossier_and_its_forms(root: Path, capsys: Capture) -> None:
    before = tree(root)
    # Line ends and a byte order mark of whoever wrote a file are part of what is kept.
    path = root / "statistics" / "2013.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    before["statistics/2013.yaml"] = path.read_bytes()
    assert start(["seal", str(root), *WHO]) == 0
    after = tree(root)
    assert {path: after[path] for path in before} == before
    copies = {name.removeprefix("sealed/1/files/"): after[name] for name in after if name.startswith("sealed/1/files/")}
    assert copies == {path: content for path, content in before.items() if path.endswith(".yaml")}
    dossier = load_dossier(root / "sealed" / "1" / "files")
    assert not [d for d in find_problems(dossier) if d.severity == "error"]
    rendered = render_forms(dossier, "miit-2014-102", FORMS, draft=False)
    forms = {name.removeprefix("sealed/1/forms/"): after[name] for name in after if name.startswith("sealed/1/forms/")}
    assert forms == {name: add_stamp(each.content) for name, each in rendered.items() if each.content is not None}
    assert len(forms) == 2
    found = manifest(root)
    assert (found.number, found.date, found.person, found.purpose) == (1, date(2014, 4, 18), "甲某", "纸质报送")
    assert (found.edition, found.overlay, found.reason, found.previous) == ("miit-2014-102", None, None, None)
    for entries, contents in ((found.files, copies), (found.forms, forms)):
        digests = {path: hashlib.sha256(content).hexdigest() for path, content in contents.items()}
        assert {each.path: each.digest for each in entries} == digests
    digest = hashlib.sha256(before["evidence/a.txt"]).hexdigest()
    assert [(each.path, each.digest) for each in found.evidence] == [("evidence/a.txt", digest)]
    assert hashlib.sha256(after["sealed/1/manifest.yaml"]).hexdigest() in capsys.readouterr().out
    assert codes(root) == []


def test_errors_are_listed_and_nothing_is_written(root: Path, capsys: Capture) -> None:
    replace(root / "dossier.yaml", "联系人: 甲某", "联系人:")
    before = tree(root)
    assert start(["seal", str(root), *WHO]) == 1
    assert tree(root) == before and not (root / "sealed").exists()
    assert "M002" in capsys.readouterr().err


def test_warnings_and_what_was_set_aside_are_said(root: Path, capsys: Capture) -> None:
    region = root / "application" / "region.yaml"
    replace(region, "起步早。", "起步早，按[2013]5号。")
    replace(region, "以阀门为主。", "按[2013]5号。 # brandcluster: ignore X102 原文如此")
    assert start(["seal", str(root), *WHO]) == 0
    said = capsys.readouterr().err
    assert "1 个警告" in said and "X102" in said and "原文如此" in said


def test_evidence_that_is_not_there_yet_is_said(root: Path, capsys: Capture) -> None:
    (root / "evidence" / "a.txt").unlink()
    assert start(["seal", str(root), *WHO]) == 0
    assert "evidence/a.txt" in capsys.readouterr().err
    assert [(each.path, each.digest) for each in manifest(root).evidence] == [("evidence/a.txt", None)]
    (root / "evidence" / "a.txt").write_text("来了", encoding="utf-8")
    assert "L104" not in codes(root)


def test_an_overlay_of_ones_own_is_kept(root: Path) -> None:
    replace(root / "dossier.yaml", "规则版本: miit-2014-102", "规则版本: miit-2014-102\n省级补充规则: rules/own.yaml")
    (root / "rules").mkdir()
    overlay = "代号: own\n名称: 本省补充规定\n省份: 河北省\n基于: miit-2014-102\n生效: 2014-03-15\n"
    (root / "rules" / "own.yaml").write_text(overlay, encoding="utf-8")
    assert start(["seal", str(root), *WHO]) == 0
    assert manifest(root).overlay == "rules/own.yaml"
    assert (root / "sealed/1/files/rules/own.yaml").read_text(encoding="utf-8") == overlay


def test_a_correction_needs_a_reason_and_both_stay(sealed: Path) -> None:
    first = tree(sealed / "sealed" / "1")
    replace(sealed / "dossier.yaml", "甲某", "乙某")
    assert start(["seal", str(sealed), *WHO]) == 2
    assert start(["seal", str(sealed), *WHO, "--reason", " "]) == 2
    assert start(["seal", str(sealed), "--by", "甲", "--date", "2014-04-17", "--reason", "更正"]) == 2
    assert tree(sealed / "sealed").keys() == {".gitattributes", *(f"1/{path}" for path in first)}
    assert (
        start(
            ["seal", str(sealed), *WHO, "--reason", '更正: "联系人" # 二'],
        )
        == 0
    )
    assert tree(sealed / "sealed" / "1") == first
    second = manifest(sealed, 2)
    assert second.reason == '更正: "联系人" # 二'
    assert second.previous == hashlib.sha256(first["manifest.yaml"]).hexdigest()
    assert codes(sealed) == []


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--by", "甲"),
        ("--date", "2014-04-18"),
        ("--by", " ", "--date", "2014-04-18"),
        ("--by", "甲", "--date", "2014-4-18"),
        (*WHO, "--reason", "第一次没有可更正的"),
        (*WHO, "--list"),
        (*WHO, "--format", "json"),
        (*WHO, "--seal", "1"),
        ("--verify",),
        ("--verify", "--list"),
        (*WHO, "--form", "没有.yaml"),
    ],
)
def test_wrong_calls_write_nothing(root: Path, arguments: tuple[str, ...]) -> None:
    assert start(["seal", str(root), *arguments]) == 2
    assert not (root / "sealed").exists()
    assert start(["seal", "没有.docx", str(root), *WHO]) == 2
    assert start(["seal", str(root / "没有"), *WHO]) == 2


def test_a_name_with_control_characters_is_refused(root: Path) -> None:
    assert start(["seal", str(root), "--by", "甲\x1b[31m", "--date", "2014-04-18"]) == 1
    assert not (root / "sealed" / "1").exists()


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_manifest_reads_back_as_it_was_meant(person: str, reason: str) -> None:
    answers = {"序号": 2, "日期": "2014-04-18", "封存人": person, "用途": "存档", "更正原因": reason}
    try:
        made = seals.seal_contents(
            {**answers, "规则版本": "x", "程序版本": "0.1.0"}, {"dossier.yaml": b""}, {"a.docx": b""}
        )
    except ValueError:
        return
    found = reading.read_part(Manifest, document.read_document("manifest.yaml", made["manifest.yaml"]).data).part
    # A line break at the end is not kept: nobody can type one there. Blank is not an answer.
    assert found is not None and found.person is not None
    assert found.person.strip("\n") == person.strip("\n")
    assert (found.reason or "").strip("\n") == (reason.strip("\n") if reason.strip() else "")


def test_two_seals_at_once_make_one_or_two_whole_ones(root: Path) -> None:
    command = [sys.executable, "-m", "brandcluster", "seal", str(root), *WHO]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)]
    ended = [(each.communicate(timeout=60), each.returncode) for each in running]
    sealed = [code for (said, _), code in ended if "已经封存过".encode() not in said]
    assert sealed.count(0) == 1 and {code for _, code in ended} <= {0, 1, 2}, ended
    assert all(b"Error" not in output[1] for output, _ in ended)
    assert codes(root) == []
    assert len(seals.read_seals(load_dossier(root)).seals) == 1


def test_what_a_kill_left_is_cleared_by_the_next(root: Path) -> None:
    left = root / "sealed" / ".unfinished-ab.tmp" / "files"
    left.mkdir(parents=True)
    (left / "dossier.yaml").write_text("格式: 1\n", encoding="utf-8")
    assert codes(root) == ["L105"]
    assert start(["seal", str(root), *WHO]) == 0
    assert codes(root) == [] and not left.exists()


def test_a_copy_is_not_sealed_once_more(sealed: Path) -> None:
    assert start(["seal", str(sealed / "sealed" / "1" / "files"), *WHO]) == 2
    assert codes(sealed) == []


def test_out_that_differs_is_warned_of(root: Path, capsys: Capture) -> None:
    assert start(["render", str(root)]) == 0
    assert start(["seal", str(root), *WHO]) == 0
    assert "out" not in capsys.readouterr().err
    replace(root / "dossier.yaml", "甲某", "乙某")
    assert start(["seal", str(root), *WHO, "--reason", "更正"]) == 0
    assert "out/申报书.docx" in capsys.readouterr().err


# ---- Word files given -------------------------------------------------------------------------------------------


def test_a_file_laid_out_by_hand_is_kept_when_it_says_the_same(root: Path, tmp_path: Path) -> None:
    assert start(["render", str(root), "-o", str(tmp_path)]) == 0
    mine = tmp_path / "申报书（定稿）.docx"
    mine.write_bytes(retyped((tmp_path / "申报书.docx").read_bytes()))
    assert start(["seal", str(mine), str(root), *WHO]) == 0
    kept = root / "sealed" / "1" / "forms"
    assert sorted(path.name for path in kept.iterdir()) == ["推荐表.docx", "申报书（定稿）.docx"]
    assert (kept / mine.name).read_bytes() == mine.read_bytes() != (tmp_path / "申报书.docx").read_bytes()
    assert start(["seal", "--verify", str(mine), str(tmp_path / "申报书.docx"), str(root)]) == 0


def test_a_file_that_says_something_else_is_refused(root: Path, tmp_path: Path, capsys: Capture) -> None:
    assert start(["render", str(root), "-o", str(tmp_path)]) == 0
    mine = tmp_path / "申报书.docx"
    mine.write_bytes(retyped(mine.read_bytes(), "0310-5550001", "0310-5550002"))
    assert start(["seal", str(mine), str(root), *WHO]) == 1
    assert "0310-5550002" in capsys.readouterr().err
    assert start(["seal", str(HERE / "fixtures/word/refused-other.docx"), str(root), *WHO]) == 1
    assert start(["seal", str(HERE / "fixtures/word/refused-corrupt.docx"), str(root), *WHO]) == 1
    assert not (root / "sealed").exists()


# ---- verifying --------------------------------------------------------------------------------------------------


def verified(root: Path, capsys: Capture, *arguments: object) -> tuple[int, Any]:
    capsys.readouterr()
    code = start(["seal", "--verify", *map(str, arguments), str(root), "--format", "json"])
    data = json.loads(capsys.readouterr().out)
    assert data["schema"] == "brandcluster.seal-verify/1"
    return code, data


def test_verify_tells_bytes_and_answers_apart(sealed: Path, tmp_path: Path, capsys: Capture) -> None:
    kept = sealed / "sealed" / "1" / "forms" / "申报书.docx"
    code, data = verified(sealed, capsys, kept)
    (file,) = data["files"]
    assert (code, file["same_bytes"], file["agrees"]) == (0, "申报书.docx", True) and file["held"] >= 35
    saved = tmp_path / "a.docx"
    saved.write_bytes(retyped(kept.read_bytes()))
    code, data = verified(sealed, capsys, saved)
    (file,) = data["files"]
    assert (code, file["same_bytes"], file["agrees"]) == (0, None, True)


@pytest.mark.parametrize(
    ("old", "new", "label"),
    [("4.00", "4.10", "工业总产值"), ("0310-5550001", "0310-5550007", "电话"), ("云溪", "云奚", "区域名称")],
)
@pytest.mark.part(3)
def test_verify_names_what_differs(
    sealed: Path, tmp_path: Path, capsys: Capture, old: str, new: str, label: str
) -> None:
    kept = sealed / "sealed" / "1" / "forms" / "申报书.docx"
    edited = tmp_path / "a.docx"
    edited.write_bytes(retyped(kept.read_bytes(), old, new))
    code, data = verified(sealed, capsys, kept, edited)
    assert code == 1
    good, bad = data["files"]
    assert good["agrees"] and not bad["agrees"]
    assert any(label in each["label"] and new in each["stated"] for each in bad["differences"]), bad["differences"]
    assert all(new not in each["sealed"] for each in bad["differences"])
    assert start(["seal", "--verify", str(edited), str(sealed)]) == 1
    assert new in capsys.readouterr().out


def test_verify_asks_the_newest_seal_or_the_one_named(sealed: Path, capsys: Capture) -> None:
    replace(sealed / "dossier.yaml", "0310-5550001", "0310-5550003")
    # What the dossier says now does not matter, only what was sealed.
    first = sealed / "sealed" / "1" / "forms" / "申报书.docx"
    assert verified(sealed, capsys, first)[0] == 0
    assert start(["seal", str(sealed), *WHO, "--reason", "电话改了"]) == 0
    assert verified(sealed, capsys, first)[0] == 1
    assert verified(sealed, capsys, first, "--seal", 1)[0] == 0
    assert start(["seal", "--verify", str(first), str(sealed), "--seal", "3"]) == 2


def test_verify_a_file_that_is_no_form(sealed: Path, capsys: Capture) -> None:
    code, data = verified(sealed, capsys, HERE / "fixtures/word/refused-other.docx")
    assert code == 1 and data["files"][0]["refused"]


def test_verify_does_not_trust_a_seal_that_was_changed(sealed: Path) -> None:
    form = sealed / "sealed" / "1" / "forms" / "申报书.docx"
    changed = retyped(form.read_bytes(), "0310-5550001", "0310-5550007")
    form.write_bytes(changed)
    assert start(["seal", "--verify", str(form), str(sealed)]) == 1
    assert start(["seal", "--list", str(sealed)]) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_names_of_strangers_act_in_nothing_that_is_said(sealed: Path, capsys: Capture) -> None:
    home = sealed / "sealed" / "1"
    for name in ("\x1b[31m::error::x\n::error::y", "##[error]z", "\u202egnp.x"):
        (home / "files" / name).write_bytes(b"x")
    form = home / "forms" / "申报书.docx"
    calls = (["--verify", str(form)], ["--list"], ["--by", "甲", "--date", "2014-04-19", "--reason", "更正"])
    for arguments in calls:
        for formats in ([], ["--format", "json"]) if len(arguments) < 3 else ([],):
            capsys.readouterr()
            assert start(["seal", *arguments, str(sealed), *formats]) == 1
            said = "".join(capsys.readouterr())
            assert "gnp" in said or "--verify" in arguments
            assert not any(char in said for char in ("\x1b", "\u202e", "##["))
            assert not any(line.lstrip().startswith("::") for line in said.splitlines())


def test_verify_before_any_seal(root: Path) -> None:
    assert start(["seal", "--verify", str(HERE / "fixtures/word/typed-below.docx"), str(root)]) == 2


def test_the_list(sealed: Path, capsys: Capture) -> None:
    assert start(["seal", str(sealed), *WHO, "--archive", "--reason", "给领导看"]) == 0
    capsys.readouterr()
    assert start(["seal", "--list", str(sealed), "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["schema"] == "brandcluster.seal-list/1"
    assert [(each["number"], each["paper"], each["reason"]) for each in data["seals"]] == [
        (1, True, None),
        (2, False, "给领导看"),
    ]
    assert start(["seal", "--list", str(sealed)]) == 0
    assert "给领导看" in capsys.readouterr().out


# ---- afterwards -------------------------------------------------------------------------------------------------


def test_each_changed_value_is_named_with_both_values(sealed: Path) -> None:
    replace(sealed / "dossier.yaml", "甲某", "乙某")
    replace(sealed / "statistics" / "2013.yaml", "工业增加值（万元）: 10000", "工业增加值（万元）: 10400")
    found = [d for d in find_problems(load_dossier(sealed)) if d.code == "L103"]
    assert [(d.severity, d.location.path) for d in found] == [
        ("warning", "dossier.yaml"),
        ("warning", "statistics/2013.yaml"),
    ]
    assert "甲某" in found[0].message and "乙某" in found[0].message and "联系人" in found[0].message
    assert "10400" in found[1].message.replace(",", "").replace(" ", "")


def test_what_comes_after_sealing_is_no_change(tmp_path: Path) -> None:
    root = Path(shutil.copytree(ZONE, tmp_path / "d"))
    pilot = tmp_path / "pilot"
    shutil.move(root / "pilot", pilot)
    judgements = (root / "judgements.yaml").read_text(encoding="utf-8")
    (root / "judgements.yaml").write_text("判断: []\n", encoding="utf-8")
    later = root / "statistics" / "2015.yaml"
    shutil.move(later, tmp_path / "2015.yaml")
    seal(root)
    shutil.move(pilot, root / "pilot")
    shutil.move(tmp_path / "2015.yaml", later)
    (root / "judgements.yaml").write_text(judgements, encoding="utf-8")
    assert not [code for code in codes(root) if code.startswith("L")]
    # Nor, once sealed, what is added to the pilot's records; what is changed in them is.
    seal(root, date="2015-06-01")
    path = root / "pilot" / "activities.yaml"
    text = path.read_text(encoding="utf-8").rstrip("\n")
    entry = "  - {名称: 新的活动, 类型: 宣传营销, 开始日期: 2016-03-01}\n"
    path.write_text(f"{text}\n{entry}", encoding="utf-8")
    assert "L103" not in codes(root)


def test_git_does_not_change_line_ends(root: Path, tmp_path: Path) -> None:
    path = root / "dossier.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert start(["seal", str(root), *WHO]) == 0
    kept = tree(root / "sealed")

    def git(*arguments: str) -> None:
        who = (
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@example.com",
            "-c",
            "core.autocrlf=true",
            "-c",
            "core.safecrlf=false",
        )
        subprocess.run(["git", *who, *arguments], check=True, capture_output=True)

    git("init", "-q", str(root))
    git("-C", str(root), "add", "-A")
    git("-C", str(root), "commit", "-qm", "a")
    git("clone", "-q", str(root), str(tmp_path / "clone"))
    assert tree(tmp_path / "clone" / "sealed") == kept
    assert not [d for d in find_problems(load_dossier(tmp_path / "clone")) if d.severity == "error"]


def test_nothing_is_imported_where_nothing_was_sealed(tmp_path: Path) -> None:
    code = (
        "import sys; from brandcluster.cli.start import start; "
        f"start(['validate', {str(BASE)!r}]); start(['thresholds', {str(BASE)!r}, '--date', '2016-07-01']); "
        "sys.exit(any(name.endswith(('sealing', 'model.seal', 'history.changes')) for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


# ---- hostile ----------------------------------------------------------------------------------------------------


def _link_all(root: Path) -> None:
    (root / "sealed").rename(root.parent / "elsewhere")
    (root / "sealed").symlink_to(root.parent / "elsewhere", target_is_directory=True)


def _link_one(root: Path) -> None:
    (root / "sealed" / "1").rename(root.parent / "elsewhere")
    (root / "sealed" / "1").symlink_to(root.parent / "elsewhere", target_is_directory=True)


def _link_files(root: Path) -> None:
    (root / "sealed" / "1" / "files").rename(root.parent / "elsewhere")
    (root / "sealed" / "1" / "files").symlink_to(root.parent / "elsewhere", target_is_directory=True)


def _link_back(root: Path) -> None:
    copy = root / "sealed" / "1" / "files" / "dossier.yaml"
    copy.unlink()
    copy.symlink_to(root / "dossier.yaml")


def _huge(root: Path) -> None:
    with (root / "sealed" / "1" / "manifest.yaml").open("ab") as stream:
        stream.write(b"#" * 2_000_000)


def _deep(root: Path) -> None:
    (root / "sealed" / "1" / "manifest.yaml").write_text("[" * 100_000, encoding="utf-8")


def _terminal(root: Path) -> None:
    replace(root / "sealed" / "1" / "manifest.yaml", "封存人: 甲某", '封存人: "\\e[31m甲\\n::error::x"')


def _leads_out(root: Path) -> None:
    replace(root / "sealed" / "1" / "manifest.yaml", "文件: evidence/a.txt", "文件: /etc/passwd")


def _many(root: Path) -> None:
    for number in range(2, 200):
        (root / "sealed" / str(number)).mkdir()


def _full(root: Path) -> None:
    for number in range(3000):
        (root / "sealed" / "1" / "files" / f"{number}.yaml").touch()


def _a_file(root: Path) -> None:
    shutil.rmtree(root / "sealed")
    (root / "sealed").write_text("", encoding="utf-8")


def _a_mapping(root: Path) -> None:
    (root / "sealed" / "1" / "manifest.yaml").write_text("- 1\n", encoding="utf-8")


def _other_path(root: Path) -> None:
    replace(root / "sealed" / "1" / "manifest.yaml", "文件: dossier.yaml", "文件: ../../../dossier.yaml")


HOSTILE = (
    _link_all, _link_one, _link_files, _link_back, _huge, _deep, _terminal, _leads_out, _many, _full, _a_file,
    _a_mapping, _other_path,
)  # fmt: skip


@pytest.mark.parametrize("spoil", HOSTILE, ids=lambda each: each.__name__.strip("_"))
@pytest.mark.part(4)
def test_a_seal_spoilt_by_strangers(spoil: Callable[[Path], None], root: Path, capsys: Capture) -> None:
    seal(root)
    spoil(root)
    before = set(root.parent.rglob("*"))
    capsys.readouterr()
    assert start(["validate", str(root)]) == 1
    output = capsys.readouterr()
    assert "L10" in output.out and not output.err
    assert start(["seal", str(root), *WHO, "--reason", "x"]) in (1, 2)
    assert start(["seal", "--list", str(root)]) == 1
    assert start(["seal", "--verify", str(HERE / "fixtures/word/typed-below.docx"), str(root)]) in (1, 2)
    assert start(["thresholds", str(root), "--date", "2016-07-01"]) == 1
    output = capsys.readouterr()
    assert "程序内部出错" not in output.err and "\x1b" not in output.out + output.err
    assert "\n::error" not in output.out + output.err
    assert set(root.parent.rglob("*")) == before


# ---- the baseline -----------------------------------------------------------------------------------------------


def rises(root: Path, day: date = DAY) -> dict[str | None, Any]:
    dossier = load_dossier(root)
    verdicts = decide_conditions(dossier, CONDITIONS, day)
    return {verdict.industry: verdict for verdict in verdicts if verdict.clause == "zone-7a"}


def test_the_exact_sealed_ratio_decides_and_todays_stands_beside(tmp_path: Path) -> None:
    root = Path(shutil.copytree(ZONE, tmp_path / "d"))
    (verdict,) = rises(root).values()
    assert any("没有封存" in note for note in verdict.notes)
    seal(root)
    replace(root / "statistics" / "2013.yaml", "工业增加值（万元）: 10000", "工业增加值（万元）: 10004")
    (verdict,) = rises(root).values()
    assert verdict.value == "met" and verdict.values["baseline"] == "25"
    assert any("第 1 次封存" in note for note in verdict.notes) and any("25.01" in note for note in verdict.notes)
    places = {place.path for place in verdict.sources}
    assert places == {"sealed/1/files/statistics/2013.yaml", "statistics/2015.yaml"}
    for place in verdict.sources:
        line = (root / place.path).read_text(encoding="utf-8").splitlines()[place.line - 1]
        assert "工业增加值" in line or "工业总产值" in line


def test_a_figure_that_was_not_sealed_is_said(tmp_path: Path) -> None:
    root = Path(shutil.copytree(ZONE, tmp_path / "d"))
    path = root / "statistics" / "2013.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("期间: 全年", "期间: 1-9月"), encoding="utf-8")
    seal(root)
    path.write_text(text, encoding="utf-8")
    (verdict,) = rises(root).values()
    assert verdict.value == "met" and any("没有这个数" in note for note in verdict.notes)
    assert {place.path for place in verdict.sources} == {"statistics/2013.yaml", "statistics/2015.yaml"}


def test_later_leading_industries_do_not_count(tmp_path: Path) -> None:
    root = Path(shutil.copytree(ZONE, tmp_path / "d"))
    seal(root, date="2014-04-18")
    replace(root / "dossier.yaml", "  - 名称: 阀门", "  - 名称: 阀门\n  - 名称: 水泵")
    assert list(rises(root)) == ["阀门"]
    assert list(rises(root, date(2014, 4, 17))) == ["阀门", "水泵"]
    assert sealed_application.fixed_industries(load_dossier(root), DAY) == ["阀门"]
    assert any("水泵" in note for note in sealed_application.industry_notes(load_dossier(root), DAY))


def test_lanting_was_sealed_as_it_applied() -> None:
    dossier = load_dossier(EXAMPLES / "lanting")
    (only,) = seals.read_seals(dossier).seals
    assert only.problems == () and only.manifest.purpose == "纸质报送"
    copy = seals.sealed_dossier(dossier, only)
    assert copy is not None and sorted(copy.statistics) == [2013] and not copy.has_pilot
    assert find_problems(dossier) == []
    assert sealed_application.seal_number(dossier, DAY) == 1
    verdicts = decide_conditions(dossier, CONDITIONS, DAY)
    assert [(v.clause, v.industry) for v in verdicts if v.value != "met"] == [("zone-7c", "纺织机械")]


def test_folder_and_files_in_any_order(sealed: Path, tmp_path: Path, capsys: Capture) -> None:
    before, mine = tree(sealed), str(sealed / "sealed" / "1" / "forms" / "申报书.docx")
    for call in ([str(sealed), mine, "--verify"], [mine, str(sealed), "--verify"], ["--verify", str(sealed), mine]):
        assert start(["seal", *call]) == 0
    assert tree(sealed) == before
    capsys.readouterr()
    assert start(["seal", str(sealed), str(tmp_path / "别处"), mine, "--verify"]) == 2
    assert "只能有一个申报文件夹" in capsys.readouterr().err


def test_only_in_git_is_git_spoken_of(root: Path, capsys: Capture) -> None:
    assert start(["seal", str(root), *WHO]) == 0
    shown = capsys.readouterr().out
    assert "git add" not in shown and "把整个文件夹" in shown
    (root / ".git").mkdir()
    assert start(["seal", str(root), *WHO[:2], "--date", "2014-04-19", "--reason", "更正"]) == 0
    assert "git add sealed" in capsys.readouterr().out
