"""Names: where they are given, where they stand, and how one is changed everywhere."""

from __future__ import annotations

import pytest
from cases import EXAMPLES

from brandcluster.base.diagnostics import Edit
from brandcluster.dossier.load import Dossier, load_dossier
from brandcluster.rules.checks.all_checks import find_problems
from brandcluster.session.editor.going import definitions_at, mentions_at
from brandcluster.session.editor.renaming import Renaming, can_rename, rename
from brandcluster.session.editor.shared_names import DEFINED, NameKind, mentions_of, name_at, names_of

PLAN = "application/plan.yaml"


@pytest.fixture(scope="module")
def lanting() -> Dossier:
    return load_dossier(EXAMPLES / "lanting")


def place(dossier: Dossier, path: str, words: str, more: int = 0) -> tuple[str, int, int]:
    document = dossier.documents[path]
    found = document.place(document.text.index(words) + more, 0)
    return path, found.line, found.column


def applied(dossier: Dossier, edits: tuple[Edit, ...]) -> Dossier:
    texts = {path: document.text for path, document in dossier.documents.items()}
    for each in reversed(edits):
        path = each.location.path
        start, end = dossier.documents[path].offsets(each.location)
        texts[path] = texts[path][:start] + each.text + texts[path][end:]
    return load_dossier(dossier.root, instead={path: text.encode() for path, text in texts.items()})


RENAMED: list[tuple[NameKind, str, str, str]] = [
    ("industry", "dossier.yaml", "纺织机械", "纺机和经编"),
    ("industry", "statistics/2014.yaml", "阀门", "阀 门: 一"),
    ("project", PLAN, "企业品牌管理体系培育", "培育"),
    ("project", "pilot/progress.yaml", "“兰汀阀门”“兰汀纺机”集体商标申报和管理", "'商标' \"申报\""),
    ("phase", "pilot/progress.yaml", "第一阶段", "第1阶段"),
    ("enterprise", "application/top-enterprises.yaml", "兰汀鼎澜阀业有限公司", "兰汀鼎澜阀业股份有限公司"),
]


@pytest.mark.parametrize(("kind", "path", "old", "new"), RENAMED)
def test_a_name_is_changed_everywhere(lanting: Dossier, kind: NameKind, path: str, old: str, new: str) -> None:
    words = f": {old}\n" if f": {old}\n" in lanting.documents[path].text else old
    found = rename(lanting, *place(lanting, path, words, len(words) - len(words.lstrip(": "))), new)
    assert isinstance(found, Renaming), found
    assert found.name.kind == kind
    after = applied(lanting, found.sure)
    assert new in names_of(after, kind)
    assert all(each.how == "prose" for each in mentions_of(after, found.name))
    # What is held against returns, seals, and texts that were not changed is reported; nothing else is.
    codes = {each.code for each in find_problems(after)}
    assert {code for code in codes if code[0] not in "KLXEU" and code not in ("V251", "V271")} == set()


def test_back_again_is_as_before(lanting: Dossier) -> None:
    at = place(lanting, "dossier.yaml", "名称: 阀门", 4)
    there = rename(lanting, *at, "新阀门")
    assert isinstance(there, Renaming)
    after = applied(lanting, there.sure)
    back = rename(after, *at, "阀门")
    assert isinstance(back, Renaming)
    again = applied(after, back.sure)
    assert {p: d.text for p, d in again.documents.items()} == {p: d.text for p, d in lanting.documents.items()}


@pytest.mark.parametrize("new", ["", "  ", "纺织机械", "其他相关企业", "a\nb", "{{", "x" * 200, "a.b"])
def test_a_name_that_cannot_be(lanting: Dossier, new: str) -> None:
    assert isinstance(rename(lanting, *place(lanting, "dossier.yaml", "名称: 阀门", 4), new), str)


@pytest.mark.parametrize(
    ("path", "words", "more"),
    [("dossier.yaml", "省份: 浙江", 4), ("statistics/2013.yaml", "其他相关企业", 1), (PLAN, "试点工作思路", 1)],
)
def test_what_is_no_name_of_the_dossier_cannot_be_renamed(lanting: Dossier, path: str, words: str, more: int) -> None:
    assert can_rename(lanting, *place(lanting, path, words, more)) is None


def test_definition_and_mentions(lanting: Dossier) -> None:
    at = place(lanting, "pilot/progress.yaml", "项目: 企业品牌管理体系培育", 5)
    (found,) = definitions_at(lanting, *at)
    assert (found.path, lanting.documents[PLAN].text.splitlines()[found.line - 1].strip()) == (
        PLAN,
        "- 名称: 企业品牌管理体系培育",
    )
    known = mentions_at(lanting, *at)
    assert known is not None and len(known[1]) == 11 and sum(each.is_definition for each in known[1]) == 1


def test_a_reference_leads_to_its_figures(lanting: Dossier) -> None:
    inside = place(lanting, PLAN, "{{ 指标.合计.主导产业占", 16)
    assert {each.path for each in definitions_at(lanting, *inside)} == {"statistics/2013.yaml"}
    header = place(lanting, PLAN, "{{ 申报.申报单位", 9)
    assert [each.path for each in definitions_at(lanting, *header)] == ["dossier.yaml"]


def test_a_document_leads_to_its_file_and_none_outside(lanting: Dossier) -> None:
    path = "application/conditions.yaml"
    text = lanting.documents[path].text
    inside = place(lanting, path, "文件: evidence/", 8)
    (found,) = definitions_at(lanting, *inside)
    assert found.path.startswith("evidence/")
    for hostile in ("../../secret", "/etc/passwd", "evidence/../../x", "C:/x"):
        changed = text.replace("文件: evidence/", f"文件: {hostile} #", 1).encode()
        dossier = load_dossier(lanting.root, instead={path: changed})
        assert definitions_at(dossier, *inside) == []


def test_every_kind_has_names(lanting: Dossier) -> None:
    for kind, (path, _) in DEFINED.items():
        for name in names_of(lanting, kind):
            found = next(m for m in mentions_of(lanting, name_of(lanting, path, name)) if m.is_definition)
            assert found.place.path == path


def name_of(dossier: Dossier, path: str, text: str):  # type: ignore[no-untyped-def]
    document = dossier.documents[path]
    at = document.place(document.text.index(f"名称: {text}") + 4, 0)
    found = name_at(dossier, path, at.line, at.column)
    assert found is not None and found[0].text == text
    return found[0]
