"""Small sound folders, one for each way into the program; made once, from the tests' own files and by the program."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import chdir, redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path

from fuzz import folders
from fuzz.folders import Entry

TESTS = Path(__file__).resolve().parent.parent
CASES = TESTS / "cases"
WORD = TESTS / "fixtures" / "word"
SAME = CASES / "returns" / "same"
#: What nobody may read through a folder, or write: it stands beside every folder.
SECRET = "外面的秘密".encode()
_TEMPLATE = """---
title: 甲
---
# {{ 申报.名称 }}

{% for 件 in 附件 %}{{ 件 }}{% endfor %}

| 甲 | 乙 |
|---|---|
| {{ 年度 }} | **b** |
"""


def read_tree(root: Path) -> dict[str, bytes]:
    """The files of a folder by their paths in it, in a fixed order."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


@cache
def seed(name: str) -> dict[bytes, Entry]:
    """One of `SEEDS`. Nobody may change it."""
    return folders.files(SEEDS[name]())


def _base() -> dict[str, bytes]:
    return read_tree(CASES / "base")


def _tiny() -> dict[str, bytes]:
    return {path: content for path, content in _base().items() if not path.startswith("application/")}


def _pilot() -> dict[str, bytes]:
    return {path: content for path, content in read_tree(CASES / "zone").items() if path != "application/region.yaml"}


def _old() -> dict[str, bytes]:
    """A dossier as an earlier version wrote it, without what is long."""
    found = read_tree(TESTS / "fixtures" / "format-0")
    return {path: content for path, content in found.items() if len(content) < 5_000}


def _returns() -> dict[str, bytes]:
    content = (SAME / "clean.csv").read_bytes()
    lines = content.splitlines(keepends=True)
    return {
        **_tiny(),
        "enterprises/2012.csv": content,
        "enterprises/2013.csv": b"".join(lines[:3]),
        "in/a.csv": content,
        "in/b.xlsx": (SAME / "openpyxl-pages.xlsx").read_bytes(),
        "in/c.csv": (SAME / "excel-gb18030.csv").read_bytes(),
        ".gitignore": b"/enterprises/\n/in/\n/out/\n",
    }


def _word() -> dict[str, bytes]:
    return {
        **_tiny(),
        "a.docx": (WORD / "handmade.docx").read_bytes(),
        "b.docx": (WORD / "recommendation.docx").read_bytes(),
    }


def _papers() -> dict[str, bytes]:
    """Forms in Word, and no dossier yet."""
    return {path: content for path, content in _word().items() if path.endswith(".docx")}


def _sheet() -> dict[str, bytes]:
    return made(_tiny(), "sheet", "form", "--part", "统计", "-o", "s.xlsx")


def _asked() -> dict[str, bytes]:
    form = ("request", "form", "--due", "2014-05-10", "--date", "2014-03-20", "--supplier", "统计部门", "-o", "f")
    return {**made(_base(), *form), "a.pdf": b"%PDF"}


def _sealed() -> dict[str, bytes]:
    found = made(_base(), "seal", "--by", "甲", "--date", "2014-04-18")
    return {**found, "a.docx": (WORD / "recommendation.docx").read_bytes()}


def _many() -> dict[str, bytes]:
    tiny = _tiny()
    found = {f"{name}/{path}": content for name in ("a", "b") for path, content in tiny.items()}
    return {**found, "me/a.yaml": "意见:\n  - 请补充说明。\n判断: []\n".encode()}


def _handed() -> dict[str, bytes]:
    """A dossier, what it was, what another person made of it, and the file that this person sends."""
    tiny = _tiny()
    other = {**tiny, "dossier.yaml": tiny["dossier.yaml"].replace(b"0310-", b"020-")}
    three = {f"{name}/{path}": each for name, files in (("a", tiny), ("b", other)) for path, each in files.items()}
    handed = made(three, "handover", "form", "b", "--base", "a", "--by", "甲", "--why", "乙", "-o", "j.json")
    kept = {path: handed[path] for path in ("a/dossier.yaml", "b/dossier.yaml", "j.json")}
    return {**tiny, **kept, "c/dossier.yaml": tiny["dossier.yaml"] + b"# c\n"}


def _inspected() -> dict[str, bytes]:
    """A pilot with the sheet of an inspection, filled in."""
    return {**_pilot(), "a.docx": (TESTS / "fixtures" / "inspected.docx").read_bytes()}


def _later() -> dict[str, bytes]:
    """A pilot with all files of its years, without what the other seeds have."""
    found = read_tree(TESTS.parent / "examples" / "lanting")
    left = (
        "enterprises/",
        "evidence/",
        "sealed/",
        "application/",
        "judgements",
        "pilot/evaluation",
        "pilot/activities",
    )
    return {path: content for path, content in found.items() if path.endswith(".yaml") and not path.startswith(left)}


def _ruled() -> dict[str, bytes]:
    """A dossier with the files in which a region says what is special to it."""
    own = {
        "ignore.yaml": "忽略:\n  - {代号: X102, 文件: dossier.yaml, 原因: 原文如此}\n  - {代号: X101, 栏目: 电话, 原因: 甲}\n",
        "indicators.yaml": "填报栏目:\n  - 名称: 出口交货值（万元）\n    说明: 全年。\n"
        "指标:\n  - 名称: 出口占比\n    分子: 出口交货值（万元）\n    分母: 销售收入（万元）\n",
        "style.yaml": "字体: {正文: 仿宋, 标题: 黑体}\n页边距: {上: 37, 左: 28}\n标题文字:\n  - 原文: 一、试点工作思路\n    改为: 一、总体思路\n",
        "requests.yaml": "单位:\n  - 名称: 统计部门\n    单位: 甲市统计局\n    栏目:\n      - 名称: 资金\n",
    }
    return {**_tiny(), **{path: text.encode() for path, text in own.items()}}


def _mapped() -> dict[str, bytes]:
    """A province's own form, blank and filled, with the map of its labels."""
    tiny = {**_tiny(), "x.docx": (WORD / "blank-order.docx").read_bytes()}
    learned = made(tiny, "forms", "learn", "x.docx", "-o", "x.yaml")
    filled = made(learned, "render", "--form", "x.yaml", "-o", "in", "--draft")
    form = next(content for path, content in filled.items() if path.startswith("in/") and path.endswith(".docx"))
    return {**learned, "a.docx": form}


def _packed() -> dict[str, bytes]:
    """A dossier and the package that was made of it; without a program for PDF it says so, and makes the rest."""
    found = made(_base(), "render", "--package", "-o", "in", expected=1)
    tiny = {f"a/{path}": content for path, content in _tiny().items()}
    return {**tiny, "p.zip": next(content for path, content in found.items() if path.endswith(".zip"))}


def _blank() -> dict[str, bytes]:
    return {"a.docx": (WORD / "blank-order.docx").read_bytes()}


def _template() -> dict[str, bytes]:
    return {**_pilot(), "templates/reports/summary.md": _TEMPLATE.encode()}


def _git() -> dict[str, bytes]:
    """A repository of two commits and a change that is not committed."""
    from repositories import commit, repository

    with tempfile.TemporaryDirectory() as scratch:
        root = repository(Path(scratch) / "d")
        _put(root, _tiny())
        commit(root, "一")
        path = root / "statistics" / "2013.yaml"
        path.write_bytes(path.read_bytes() + b"# x\n")
        commit(root, "二")
        path.write_bytes(path.read_bytes().replace(b"10", b"11", 1))
        found = read_tree(root)
    return {path: content for path, content in found.items() if "/hooks/" not in path and not path.endswith(".sample")}


def made(files: dict[str, bytes], *arguments: str, expected: int = 0) -> dict[str, bytes]:
    """A folder after a command that must succeed, or come to the exit code."""
    from brandcluster.cli.start import start

    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / "d"
        _put(root, files)
        path, os.environ["PATH"] = os.environ["PATH"], "/nowhere"
        out, errors = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        with chdir(root), redirect_stdout(out), redirect_stderr(errors):
            code = start(list(arguments))
        os.environ["PATH"] = path
        errors.flush()
        if code != expected:
            raise AssertionError(arguments, code, errors.buffer.getvalue().decode())
        found = read_tree(root)
        shutil.rmtree(root)
        return found


def _put(root: Path, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)


SEEDS: dict[str, Callable[[], dict[str, bytes]]] = {
    "nothing": dict,
    "tiny": _tiny,
    "base": _base,
    "pilot": _pilot,
    "old": _old,
    "returns": _returns,
    "word": _word,
    "papers": _papers,
    "sheet": _sheet,
    "asked": _asked,
    "sealed": _sealed,
    "inspected": _inspected,
    "many": _many,
    "handed": _handed,
    "later": _later,
    "ruled": _ruled,
    "mapped": _mapped,
    "packed": _packed,
    "blank": _blank,
    "template": _template,
    "git": _git,
}
