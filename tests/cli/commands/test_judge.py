"""judge: a person's decision goes into the right file, and the verdict follows it."""

from __future__ import annotations

import hashlib
import shlex
import shutil
import zipfile
from pathlib import Path

import pytest
from cases import EXAMPLES

from brandcluster.cli.start import start
from brandcluster.dossier.load import load_dossier
from brandcluster.rules.facts.opinions import FOR_PEOPLE
from brandcluster.rules.verdicts.eligibility import CONDITIONS_OF_REGION
from brandcluster.rules.verdicts.zone_conditions import CONDITIONS

WHO = ("--by", "张三", "--unit", "某市经信局", "--date", "2014-04-18")
SURVEY = "evidence/industry-survey-2013.md"
MET = ("--clause", "主导产业", "--conclusion", "符合", *WHO, "--evidence", SURVEY)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(EXAMPLES / "qingshiling", tmp_path / "区")
    monkeypatch.chdir(tmp_path)
    return Path("区")


def test_a_judgement_is_added_and_the_rest_stays(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (root / "judgements.yaml").read_text(encoding="utf-8")
    assert start(["judge", "区", *MET, "--industry", "特种陶瓷", "--note", "附会议纪要"]) == 0
    assert "主导产业的地位和优势（特种陶瓷），自评认定为符合" in capsys.readouterr().out
    after = (root / "judgements.yaml").read_text(encoding="utf-8")
    assert after.startswith(before.rstrip("\n"))
    added = load_dossier(root).judgements.judgements[-1]
    assert (added.clause, added.industry, added.person, added.unit) == (
        "scope-industry",
        "特种陶瓷",
        "张三",
        "某市经信局",
    )
    assert added.bases[0].digest == hashlib.sha256((root / SURVEY).read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("said", "clause"),
    [
        ("主导产业的地位和优势", "scope-industry"),
        ("三（二）3", "eligible-policy"),
        ("scope-industry", "scope-industry"),
        ("申报主体", "scope-body"),
    ],
)
def test_a_condition_is_named_in_words(root: Path, said: str, clause: str) -> None:
    assert start(["judge", "区", "--clause", said, *MET[2:]]) == 0
    assert load_dossier(root).judgements.judgements[-1].clause == clause


def test_a_paragraph_with_two_conditions_is_not_enough(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert start(["judge", "区", "--clause", "三（一）", *MET[2:]]) == 2
    assert "有几条：申报主体、主导产业的地位和优势" in capsys.readouterr().err


def test_without_a_file_one_is_begun(root: Path) -> None:
    (root / "judgements.yaml").unlink()
    assert start(["judge", "区", *MET]) == 0
    assert len(load_dossier(root).judgements.judgements) == 1


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("--clause", "试点周期", *MET[2:]), "可以认定的有：申报主体、主导产业的地位和优势、"),
        (("--clause", "主导产业的地位", *MET[2:-2]), "--evidence"),
        ((*MET[:-1], "evidence/没有.pdf"), "没有“evidence/没有.pdf”"),
        ((*MET, "--industry", "陶器"), "只有：特种陶瓷"),
        (("--clause", "主导产业", "--conclusion", "差不多", *MET[4:]), "差不多"),
        (("--clause", "主导产业"), "--conclusion、--by、--unit、--date"),
        ((), "--clause"),
        ((*MET, "--note", "甲\udcff"), "--note 后面的“甲�”里有不成字的字节"),
    ],
)
def test_what_cannot_be_written_is_said_and_nothing_changes(
    root: Path, call: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (root / "judgements.yaml").read_bytes()
    assert start(["judge", "区", *call]) == 2
    assert said in capsys.readouterr().err
    assert (root / "judgements.yaml").read_bytes() == before


def test_another_unit_counts_only_with_its_document(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert start(["judge", "区", *MET, "--role", "省级"]) == 0
    assert "按自评计" in capsys.readouterr().err
    assert start(["judge", "区", *MET, "--role", "省级", "--issuer", "某市经信局", "--issued", "2014-04-17"]) == 0
    assert "按自评计" not in capsys.readouterr().err


def test_an_examiner_writes_into_a_file_of_their_own(root: Path, tmp_path: Path) -> None:
    before = (root / "judgements.yaml").read_bytes()
    for note in ("一", "二", "二"):  # the same once more is the same
        assert start(["judge", "区", *MET, "--role", "省级", "--remarks", "意见", "--note", note]) == 0
    assert (root / "judgements.yaml").read_bytes() == before
    text = (tmp_path / "意见" / "区.yaml").read_text(encoding="utf-8")
    assert text.count("角色: 省级") == 2 and text.startswith("意见: []\n判断:\n")
    assert start(["review", "区", "--remarks", "意见", "--corrections", "-o", "清单"]) in (0, 1)


def test_an_examiner_judges_a_package_without_unpacking_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    source = EXAMPLES / "qingshiling"
    with zipfile.ZipFile("甲县.zip", "w") as packed:
        for path in sorted(source.rglob("*")):
            packed.write(path, f"申报文件夹/{path.relative_to(source).as_posix()}")
    call = ["judge", "甲县.zip", *MET, "--remarks", "意见"]
    assert start(call) == 0, capsys.readouterr()
    text = (tmp_path / "意见" / "甲县.yaml").read_text(encoding="utf-8")
    assert "角色: 省级" in text and "摘要: " in text
    assert start(["review", "甲县.zip", "--remarks", "意见", "--opinions", "初审", "--date", "2014-05-01"]) in (0, 1)
    assert "不是哪一份材料的意见" not in capsys.readouterr().err


def test_the_command_that_is_printed_decides_the_condition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(EXAMPLES / "qingshiling", tmp_path / "区")
    (tmp_path / "区" / "judgements.yaml").write_text("判断: []\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    start(["eligibility", "区"])
    out = capsys.readouterr().out
    assert "还需有人认定" in out
    commands = [line.partition("：brandcluster ")[2] for line in out.splitlines() if "brandcluster judge" in line]
    assert len(commands) >= 4
    given = {"结论": "符合", "姓名": "张三", "单位": "某市经信局", "角色": "自评", "日期": "2014-04-18", "文件": SURVEY}
    for command in commands:
        assert start([given.get(word, word) for word in shlex.split(command)]) == 0
    capsys.readouterr()
    start(["eligibility", "区"])
    assert "brandcluster judge" not in capsys.readouterr().out


def test_the_clauses_for_people_are_conditions() -> None:
    labels = {each.clause: each.label for each in (*CONDITIONS_OF_REGION, *CONDITIONS)}
    assert FOR_PEOPLE.items() <= labels.items()
