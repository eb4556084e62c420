"""What two dossiers have in common: texts, figures, documents, pictures; which of them are not held against each other."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from cases import BASE, EXAMPLES

from brandcluster.dossier.load import load_dossier
from brandcluster.output.desk.alike_text import alike_lines, pair_word
from brandcluster.review.alike import EXAMPLES as NAMED
from brandcluster.review.alike import AlikePair, alike_pairs
from brandcluster.review.claims import Claims, claims_of


def claims(path: Path, name: str = "") -> Claims:
    return claims_of(load_dossier(path), name or path.name, name or path.name)


def other(target: Path, base: Path = EXAMPLES / "qingshiling", name: str = "别县人民政府") -> Path:
    """A dossier of another applicant with everything else the same."""
    shutil.copytree(base, target)
    header = target / "dossier.yaml"
    lines = header.read_text(encoding="utf-8").splitlines()
    header.write_text(
        "\n".join(f"申报单位: {name}" if line.startswith("申报单位:") else line for line in [*lines, ""]),
        encoding="utf-8",
    )
    return target


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> AlikePair:
    """An example and its copy under another name."""
    home = tmp_path_factory.mktemp("alike")
    found = alike_pairs([claims(EXAMPLES / "qingshiling", "甲"), claims(other(home / "乙"))])
    return next(each for each in found if (each.first.name, each.second.name) == ("甲", "乙"))


def test_a_copy_shares_its_texts_figures_and_documents(pair: AlikePair) -> None:
    places = {each.second.place for each in pair.texts}
    assert "附件1 第一部分 区域内产业构成说明" in places
    labels = {own.label for _, own in pair.figures}
    assert {"工业总产值（万元）", "文中的数"} <= labels
    assert {own.path for _, own in pair.files} >= {"evidence/commitment-funds.md"}
    assert all("evidence/" not in each.after for each in pair.texts)


def test_a_pair_is_seen_from_either_side(pair: AlikePair) -> None:
    turned = pair.seen_from("甲")
    assert (turned.first.name, turned.second.name) == ("乙", "甲")
    assert turned.texts[0].before == pair.texts[0].after
    assert turned.seen_from("乙") == pair


def test_the_example_is_an_example_and_never_its_own_copy(tmp_path: Path) -> None:
    copy = claims(other(tmp_path / "抄"))
    names = {each.first.name for each in alike_pairs([copy])}
    assert names == set(NAMED.values())
    own = claims(EXAMPLES / "qingshiling")
    assert {each.first.name for each in alike_pairs([own])} == {NAMED["lanting"]}


def test_earlier_years_are_held_against_the_batch_and_not_against_each_other(tmp_path: Path) -> None:
    old, older = (claims(other(tmp_path / each, name=f"{each}县人民政府"), each) for each in ("去年", "前年"))
    found = alike_pairs([claims(other(tmp_path / "今年"), "今年")], [old, older])
    assert {each.second.name for each in found} == {"今年"}
    assert "去年" in {each.first.name for each in found}
    own = claims(EXAMPLES / "qingshiling", "自己")
    assert alike_pairs([own], [claims(EXAMPLES / "qingshiling", "自己去年")]) == alike_pairs([own])


def test_what_honest_regions_write_is_left_alone(tmp_path: Path) -> None:
    found = alike_pairs([claims(BASE), claims(EXAMPLES / "qingshiling")])
    assert [each for each in found if each.first.name == BASE.name and (each.figures or each.files)] == []


def test_a_picture_in_two_documents_is_one_claimed_twice(tmp_path: Path) -> None:
    picture = bytes(range(256)) * 40
    for name in ("甲", "乙"):
        home = other(tmp_path / name, BASE, f"{name}县")
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("word/document.xml", name)
            archive.writestr(f"word/media/image{name}.jpeg", picture)
            archive.writestr("word/media/logo.png", b"small")
        (home / "evidence" / "b.docx").write_bytes(stream.getvalue())
        (home / "evidence" / "照片.jpg").write_bytes(picture + b"own of both")
        (home / "evidence" / "空.txt").write_bytes(b"")
    first, second = (claims(tmp_path / name) for name in ("甲", "乙"))
    (found,) = (each for each in alike_pairs([first, second]) if each.first.name == "甲")
    assert {(one.kind, one.path, one.inside) for one, _ in found.files} == {
        ("文件", "evidence/a.txt", ""),
        ("图片", "evidence/b.docx", "image甲.jpeg"),
        ("图片", "evidence/照片.jpg", ""),
    }


def test_a_link_out_of_the_dossier_and_a_broken_zip_are_passed_by(tmp_path: Path) -> None:
    home = other(tmp_path / "甲", BASE, "甲县")
    (tmp_path / "外面.txt").write_text("不是这一份的", encoding="utf-8")
    (home / "evidence" / "链接.txt").symlink_to(tmp_path / "外面.txt")
    (home / "evidence" / "坏.docx").write_bytes(b"PK\x03\x04 nothing")
    assert {each.path for each in claims(home).files} == {"evidence/a.txt", "evidence/坏.docx"}


def test_standards_years_and_round_figures_are_no_figures_of_ones_own() -> None:
    values = {each.value for each in claims(EXAMPLES / "qingshiling").figures if each.label == "文中的数"}
    assert "24.18%" in values
    assert not {"19001", "2013", "5000万元", "2013年"} & values


def test_one_enterprise_in_two_regions_or_years_is_found_by_code_and_by_name(tmp_path: Path) -> None:
    homes = [tmp_path / name for name in ("今年", "去年")]
    for home in homes:
        other(home, BASE, f"{home.name}县")
    (homes[1] / "application" / "conditions.yaml").write_text(
        "参与声明:\n  - {类型: 骨干企业, 单位: 甲 有限公司, 日期: 2014-03-01}\n", encoding="utf-8"
    )
    for home, text in zip(homes, (TOP.format("甲有限公司", RIGHT), TOP.format("乙公司", WRONG)), strict=True):
        (home / "application" / "top-enterprises.yaml").write_text(text, encoding="utf-8")
    (found,) = (each for each in alike_pairs([claims(homes[0])], [claims(homes[1])]) if each.enterprises)
    assert [(a.name, b.name, a.code) for a, b in found.enterprises] == [("甲 有限公司", "甲有限公司", "")]
    assert "1 家企业相同" in pair_word(found)


TOP = "企业:\n  - {{名称: {}, 统一社会信用代码: {}}}\n"
RIGHT, WRONG = "91350100M000100Y43", "91350100M000100Y44"


def test_a_code_decides_before_the_name(tmp_path: Path) -> None:
    homes = [other(tmp_path / name, BASE, f"{name}县") for name in "甲乙"]
    for home, name in zip(homes, ("老名字公司", "新名字公司"), strict=True):
        (home / "application" / "top-enterprises.yaml").write_text(TOP.format(name, RIGHT), encoding="utf-8")
    (pair,) = (each for each in alike_pairs(list(map(claims, homes))) if each.first.name == "甲")
    assert (pair.enterprises[0][0].code, pair.enterprises[0][1].code) == (RIGHT, RIGHT)


def test_a_photograph_under_two_names_in_one_dossier_is_told(tmp_path: Path) -> None:
    home = other(tmp_path / "甲", BASE, "甲县")
    for name in ("培训.jpg", "宣传周.jpg"):
        (home / "evidence" / name).write_bytes(b"one photograph")
    (found,) = (each for each in alike_pairs([claims(home)]) if each.is_within)
    assert [{one.path, own.path} for one, own in found.files] == [{"evidence/培训.jpg", "evidence/宣传周.jpg"}]
    assert "".join(text for line in alike_lines([found]) for _, text in line).count("甲 里面") == 1


def test_equal_figures_of_two_regions_are_found_and_few_short_ones_are_not(tmp_path: Path) -> None:
    def region(name: str, *amounts: str) -> Claims:
        home = other(tmp_path / name, BASE, f"{name}县")
        labels = ("工业总产值", "工业增加值", "销售收入")
        lines = "".join(f"    {label}（万元）: {each}\n" for label, each in zip(labels, amounts, strict=False))
        (home / "statistics" / "2013.yaml").write_text(f"产业:\n  - 名称: 陶瓷\n{lines}", encoding="utf-8")
        return claims(home)

    def figures(*of: Claims) -> list[str]:
        return [a.value for pair in alike_pairs(of) if pair.first.key == of[0].key for a, _ in pair.figures]

    few, same = region("甲", "12345.6", "7891"), region("乙", "12345.6", "7891")
    assert figures(few, same) == []
    assert figures(region("丙", "12345.6", "7891", "23456"), region("丁", "12345.6", "7891", "23456")) != []
    assert figures(region("戊", "1234567.8"), region("己", "1234567.8")) == ["1234567.8"]
