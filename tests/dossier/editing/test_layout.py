"""`fmt`: laid out alike, and nothing said otherwise: comments, texts and numbers are those that were there."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from cases import BASE, EXAMPLES
from hypothesis import given, settings
from hypothesis import strategies as st
from parts import examples
from yaml_mangler import mapping, source

from brandcluster.cli.start import start
from brandcluster.dossier.editing import layout
from brandcluster.dossier.files import ALL_KINDS, FILES, PILOT_FILES
from brandcluster.dossier.load import load_dossier, part_of
from brandcluster.dossier.model import reading
from brandcluster.dossier.model.conditions import Conditions
from brandcluster.dossier.model.fields import Part
from brandcluster.dossier.model.header import Header
from brandcluster.dossier.model.plan import Plan
from brandcluster.dossier.model.statistics import Statistics
from brandcluster.formats.yaml.comments import find_comments
from brandcluster.formats.yaml.document import read_document
from brandcluster.formats.yaml.edits import is_same

MODELS = tuple(kind.model for kind in ALL_KINDS)


def fmt(text: str, part: type[Part] = Header) -> str:
    made = layout.lay_out("x.yaml", text.encode(), part)
    assert not made.refusal, made
    again = layout.lay_out("x.yaml", made.content, part)
    assert again.content == made.content
    assert not again.changes
    return made.content.decode()


def comments_of(text: str) -> Counter[str]:
    document = read_document("x.yaml", text.encode())
    return Counter(each.words for each in find_comments(document, re.compile("#")))


def outside_texts(text: str) -> list[str]:
    """The lines of a file that do not belong to a text of several lines."""
    document = read_document("x.yaml", text.encode())
    inside: set[int] = set()
    waiting = [document.node_at(())]
    while waiting:
        node = waiting.pop()
        if node is None:
            continue
        if node.id == "scalar":
            if node.style in ("|", ">"):
                inside.update(range(node.start_mark.line + 1, node.end_mark.line + 1))
        elif node.id == "sequence":
            waiting.extend(node.value)
        else:
            waiting.extend(each for pair in node.value for each in pair)
    return [line for number, line in enumerate(text.split("\n")) if number not in inside]


@settings(deadline=None, max_examples=examples(150))
@given(st.randoms(use_true_random=False), st.sampled_from(MODELS))
def test_whatever_the_writing_the_data_and_the_comments_stay(rng: Random, part: type[Part]) -> None:
    text = source(rng, mapping(rng, part))
    content = text.encode()
    document = read_document("x.yaml", content)
    made = layout.lay_out("x.yaml", content, part)
    assert not made.is_bug, text
    if made.refusal:
        assert made.content == content
        assert document.diagnostics or document.data == {} or not isinstance(document.data, dict) or "---" in text
        return
    result = made.content.decode()
    again = read_document("x.yaml", made.content)
    assert is_same(again.data, document.data)
    assert comments_of(result) == comments_of(document.text.replace("\r\n", "\n"))
    before, after = (reading.read_part(part, data) for data in (document.data, again.data))
    assert after.part == before.part
    assert Counter(p.code for p in after.problems) == Counter(p.code for p in before.problems)
    once_more = layout.lay_out("x.yaml", made.content, part)
    assert (once_more.content, once_more.changes) == (made.content, ())
    assert "\r" not in result and not result.startswith("\ufeff")
    assert result == "" or (
        (result.endswith("\n") and not re.search(r"[^\n]\n\n+\Z", result)) or re.search(r"[|>]\d?[+]", result)
    )
    lines = outside_texts(result)
    assert [line for line in lines if re.search(r"(?<!\\)[ \t]\Z", line)] == []
    assert list(again.data) == sorted(again.data, key=_order(part))


def _order(part: type[Part]) -> Callable[[str], int]:
    labels = list(reading.fields_of(part))
    return lambda key: labels.index(key) if key in labels else len(labels)


# ---- one thing at a time ---------------------------------------------------------------------------------------


def test_keys_come_in_the_order_of_the_form_with_their_comments() -> None:
    text = """# yaml-language-server: $schema=.brandcluster/schemas/dossier.json
# 省份的注释
省份: 河北省   # 省
# 格式的注释

# 再一条
格式:    1
备忘: x
主导产业:
    # 第一项
      # 代码的注释
    - 国民经济行业代码: "3072"  # 代码
      # 名称的注释
      名称: 阀门
      # 末尾
    # 第二项
    -   名称: 泵
# 文件末尾
"""
    assert (
        fmt(text)
        == """# yaml-language-server: $schema=.brandcluster/schemas/dossier.json
# 格式的注释

# 再一条
格式: 1
# 省份的注释
省份: 河北省  # 省
主导产业:
  # 第一项
    # 名称的注释
  - 名称: 阀门
    # 代码的注释
    国民经济行业代码: "3072"  # 代码
    # 末尾
  # 第二项
  - 名称: 泵
备忘: x
# 文件末尾
"""
    )


@pytest.mark.parametrize(
    ("text", "wanted", "part"),
    [
        ("", "", Header),
        ("\n\n", "", Header),
        ("# 以后再填  \n\n\n# 好\r\n", "# 以后再填\n\n# 好\n", Header),
        ("\ufeff格式: 1\r\n省份: 河北省\r\n", "格式: 1\n省份: 河北省\n", Header),
        ("格式: 1", "格式: 1\n", Header),
        ("---\n格式: 1\n...\n", "---\n格式: 1\n...\n", Header),
        ("格式: 1\n\n\n\n省份: 河北省\n\n\n", "格式: 1\n\n省份: 河北省\n", Header),
        ("  格式: 1\n  省份: 河北省\n", "格式: 1\n省份: 河北省\n", Header),
        ("格式: 1\r省份: 河北省\r", "格式: 1\n省份: 河北省\n", Header),
        ("区域性质:\n- 经技区\n", "区域性质:\n  - 经技区\n", Header),
        ("试点周期: {结束: 2016-06, 开始: 2014-07}\n", "试点周期: {开始: 2014-07, 结束: 2016-06}\n", Header),
        ("试点周期: {结束: , 开始: 2014-07}\n", "试点周期: {结束: , 开始: 2014-07}\n", Header),
        ("主导产业:\n  -\n    名称: 阀门\n", "主导产业:\n  - 名称: 阀门\n", Header),
        ("地址: |2\n    缩进\n  行\n", "地址: |2\n    缩进\n  行\n", Header),
        ("地址: |-  # 注\n      一\n\n      二  \n", "地址: |-  # 注\n  一\n\n  二  \n", Header),
        ("地址: |\n  末行没有换行", "地址: |-\n  末行没有换行\n", Header),
        ("地址: |+\n  x\n\n格式: 1\n", "格式: 1\n地址: |+\n  x\n\n", Header),
        ("地址: '甲\n\n      乙'\n", "地址: '甲\n\n  乙'\n", Header),
        ("'格式'  :   1\n", "'格式': 1\n", Header),
        ("格式:\n  1\n", "格式: 1\n", Header),
        ("格式:\n  # 为什么\n  1\n", "格式:\n  # 为什么\n  1\n", Header),
        ("申报日期: ２０１４年４月２０日\n", "申报日期: 2014-04-20\n", Header),
        ("申报日期: 2014/4/20\n", "申报日期: 2014-04-20\n", Header),
        ("申报日期: 2014.4.20  # 周日\n", "申报日期: 2014-04-20  # 周日\n", Header),
        ("试点周期:\n  开始: 2014年7月\n  结束: 2016.06\n", "试点周期:\n  开始: 2014-07\n  结束: 2016-06\n", Header),
        ("区域工业总产值(万元): １，２３４．５\n", "区域工业总产值（万元）: 1234.5\n", Statistics),
        ("区域工业总产值（万元）: 1 234 567\n", "区域工业总产值（万元）: 1234567\n", Statistics),
        ("政策措施:\n  - 文号: 砚政[2012]21号\n", "政策措施:\n  - 文号: 砚政〔2012〕21号\n", Conditions),
        ("政策措施:\n  - 文号: '〔 2012 〕'\n", "政策措施:\n  - 文号: '〔 2012 〕'\n", Conditions),
        (
            "资源和能力: |\n  见砚政（2012）21号和【2013】\n",
            "资源和能力: |\n  见砚政〔2012〕21号和【2013】\n",
            Conditions,
        ),
        (
            "其他需要说明内容: See Notice No. (2014) 12, “(2014)5号”\n",
            "其他需要说明内容: See Notice No. (2014) 12, “(2014)5号”\n",
            Plan,
        ),
    ],
)
def test_what_is_written_alike(text: str, wanted: str, part: type[Part]) -> None:
    assert fmt(text, part) == wanted


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("联络人: 甲\n", Header),  # near is not the same
        ("申报日期: 2014.4\n", Header),  # a day is missing
        ("申报日期: 2014.2.30\n", Header),  # no such day
        ("试点周期:\n  开始: 2014.1\n", Header),  # 2014.10 to a spreadsheet
        ("区域工业总产值（万元）: 1,23\n", Statistics),  # a point or a comma
        ("区域工业总产值（万元）: －５\n", Statistics),  # would be wrong otherwise
        ("区域工业总产值（元）: 5\n", Statistics),  # another unit
        ('区域工业总产值（万元）: "5"\n', Statistics),  # validate --fix
        ("区域工业总产值（万元）: 12 万元\n", Statistics),
        ("地址: ２０１４年 １，２３４\n", Header),  # a text
        ("政策措施:\n  # brandcluster: ignore X102 原件如此\n  - 文号: 砚政[2012]21号\n", Conditions),
    ],
)
def test_what_would_be_guessed_stays(text: str, part: type[Part]) -> None:
    assert fmt(text, part) == text


def test_two_keys_that_mean_one_are_for_a_person() -> None:
    text = "职务: 甲\n职 务: 乙\n"
    assert fmt(text) == text
    assert fmt("职 务: 甲\n职　务: 乙\n") == "职务: 甲\n职　务: 乙\n"


@pytest.mark.parametrize(
    "content",
    [
        b"a: [1\n",
        b"a: 1\na: 2\n",
        "省份: \ufffe\n".encode(),
        "省份: 河北".encode("gb18030"),
        b"- 1\n",
        b"just text\n",
        "? 格式\n: 1\n".encode(),
        "格式: 1e3\n".encode(),
        "格式: &a 1\n".encode(),
        b"%YAML 1.2\n---\na: 1\n",
        b"a: " + b"[" * 100_000,
        b"\xff\xfea\x00",
    ],
)
def test_what_cannot_be_read_for_certain_is_left_alone_and_said(content: bytes) -> None:
    made = layout.lay_out("x.yaml", content, Header)
    assert made.refusal and not made.is_bug
    assert made.content == content


# ---- the command -----------------------------------------------------------------------------------------------


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    shutil.copytree(BASE, tmp_path / "区")
    return tmp_path / "区"


def files_of(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_the_command_writes_checks_and_shows(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start(["fmt", str(dossier)])
    clean = files_of(dossier)
    assert start(["fmt", "--check", str(dossier)]) == 0
    path = dossier / "statistics" / "2013.yaml"
    path.write_bytes(
        path.read_bytes().replace("年份: 2013".encode(), "年份:   ２０１３".encode()).replace(b"\n", b"\r\n")
    )
    (dossier / "sealed" / "1").mkdir(parents=True)
    shutil.copy(path, dossier / "sealed" / "1" / "dossier.yaml")
    mangled = files_of(dossier)
    capsys.readouterr()
    assert start(["fmt", "--check", str(dossier)]) == 1
    assert "statistics/2013.yaml" in capsys.readouterr().out
    assert start(["fmt", "--diff", str(dossier)]) == 1
    out = capsys.readouterr().out
    assert "-年份:   ２０１３⟨U+000D⟩" in out and "+年份: 2013" in out
    assert files_of(dossier) == mangled
    assert start(["fmt", str(dossier)]) == 0
    assert "statistics/2013.yaml" in capsys.readouterr().out
    sealed = {name: content for name, content in mangled.items() if name.startswith("sealed/")}
    assert files_of(dossier) == {**clean, **sealed}


def test_broken_files_do_not_hinder_the_others(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start(["fmt", str(dossier)])
    (dossier / "dossier.yaml").write_bytes(b"a: [1\n\x1b]8;;x\n")
    change = dossier / "judgements.yaml"
    change.write_text("判断:    []\n", encoding="utf-8")
    (dossier / "style.yaml").symlink_to("/etc/passwd")
    capsys.readouterr()
    assert start(["fmt", str(dossier)]) == 1
    out = capsys.readouterr().out
    assert "dossier.yaml" in out and "style.yaml" in out and "\x1b" not in out
    assert change.read_text(encoding="utf-8") == "判断: []\n"
    assert (dossier / "dossier.yaml").read_bytes() == b"a: [1\n\x1b]8;;x\n"


def test_a_result_that_reads_otherwise_is_never_written(
    dossier: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = dossier / "dossier.yaml"
    path.write_bytes(path.read_bytes() + b"\n\n")
    before = files_of(dossier)
    monkeypatch.setattr(layout, "_laid_out", lambda document, part: "格式: 2\n")
    assert start(["fmt", str(dossier)]) == 3
    assert files_of(dossier) == before
    assert "没有写入" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["qingshiling", "lanting"])
def test_the_examples_are_formatted(name: str) -> None:
    assert start(["fmt", "--check", str(EXAMPLES / name)]) == 0


def test_what_init_writes_is_formatted(tmp_path: Path) -> None:
    assert start(["init", str(tmp_path / "新")]) == 0
    assert start(["init", str(tmp_path / "新"), "--stage", "pilot"]) == 0
    assert start(["fmt", "--check", str(tmp_path / "新")]) == 0


def test_every_kind_of_file_has_its_model() -> None:
    root = EXAMPLES / "lanting"
    read = load_dossier(root)
    assert {kind.path: part_of(read, kind.path) for kind in (*FILES, *PILOT_FILES)} == {
        kind.path: kind.model for kind in (*FILES, *PILOT_FILES)
    }
    assert all(part_of(read, path) is not None for path in read.documents)
    assert part_of(read, "evidence/x.yaml") is None
