"""What users read is said as a clerk would: phrases of people who think in code are refused."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from cases import ROOT

_HAN = "\u4e00-\u9fff"
CHINESE = re.compile(f"[{_HAN}]")
#: What is refused; characters of good words (关键指标, 增加值) stay.
REFUSED = re.compile(
    "|".join(
        (
            f"YAML(?= ?[{_HAN}])|(?<=[{_HAN}“])YAML|(?<=[{_HAN}“] )YAML",
            "(?<![关右按])键(?!盘)",
            "(?:给|这个|整个|写在|要写|不写|单个的)值|值(?:以|里|加引号|不对)",
            "映射|(?<!次)(?<!程)序列(?!出)|缩进",
            "人工判断|由人(?:判断|认定)|待(?:人)?判断",
            "标签对照表|认一份",
            f"SHA-256(?= ?[{_HAN}，。；])|(?<=[{_HAN}]) ?SHA-256",
            "条款 (?:scope|eligible|zone|apply|form|rec)-[a-z0-9-]+",
            f"(?:scope|eligible|apply|rec)-[a-z]+[a-z0-9-]*(?=[{_HAN}。，；）])|zone-[0-9][a-e]?(?=[{_HAN}。，；）])",
        )
    )
)
#: The values of 类型 in an overlay: data that overlays already hold; and the name of an editor's extension.
KEPT = ("“YAML”（Red Hat）",)
VALUES = {"src/brandcluster/dossier/overlay.py": ("人工判断", "人工判断（要有判断记录）")}
GUIDES = sorted(
    path
    for path in (*(ROOT / "docs").glob("*.md"), *(ROOT / "docs" / "commands").glob("*.md"))
    if path.stem != "architecture"
)


def refused_in(text: str) -> list[str]:
    """The refused phrases of a text, line by line; lines without Chinese are for programmers."""
    found = []
    for line in text.splitlines():
        if CHINESE.search(line):
            found += [match.group() for match in REFUSED.finditer(_without(line, KEPT))]
    return found


def _without(text: str, kept: tuple[str, ...]) -> str:
    for each in kept:
        text = text.replace(each, "")
    return text


def literals(source: str) -> Iterator[tuple[int, str]]:
    """The texts of a module that are no docstrings, each with its line."""
    tree = ast.parse(source)
    told = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef)) and ast.get_docstring(node) is not None:
            told.add(id(node.body[0].value))  # type: ignore[attr-defined]  # a docstring is an expression
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.lineno, node.value


def test_messages_and_help() -> None:
    found = []
    for path in sorted((ROOT / "src").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        for line, text in literals(path.read_text(encoding="utf-8")):
            found += [f"{name}:{line}: {phrase}" for phrase in refused_in(_without(text, VALUES.get(name, ())))]
    assert found == []


@pytest.mark.parametrize("folder", ["templates", "README.zh-CN.md", "docs"])
def test_templates_and_guides(folder: str) -> None:
    paths = GUIDES if folder == "docs" else [ROOT / folder]
    if folder == "templates":
        paths = [path for path in sorted((ROOT / folder).rglob("*")) if path.suffix in (".md", ".html", ".yaml")]
    assert paths
    found = [
        f"{path.relative_to(ROOT)}: {each}" for path in paths for each in refused_in(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "phrase",
    [
        "只写数字，如 12；单位已写在键里。",
        "没有“类别”这个键",
        "这里应当是一组“键: 值”",
        "需人工判断（judgements.yaml 条款 scope-industry）",
        "缺 zone-4a。",
        "有 2 条待判断",
        "认一份省里自己的空白表，推出标签对照表",
        "企业报表的 SHA-256",
        "这里的 YAML 写法读不下去",
        "YAML不允许",
        "给值加引号",
        "缩进要对齐",
    ],
)
def test_a_planted_phrase_is_found(phrase: str) -> None:
    assert refused_in(phrase)
    ((line, text),) = literals(f'"""Words."""\n\n\ndef f() -> str:\n    """Words."""\n    return {phrase!r}\n')
    assert (line, refused_in(text)) == (6, refused_in(phrase))


@pytest.mark.parametrize(
    "phrase",
    [
        "五个关键指标",
        "关键技术",
        "工业增加值率",
        "目标值（%）",
        "按 Ctrl 键盘",
        "the YAML subset",
        "SHA256.txt",
        "还需有人认定",
    ],
)
def test_good_words_stay(phrase: str) -> None:
    assert refused_in(phrase) == []
