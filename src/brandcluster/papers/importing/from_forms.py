"""Filled Word forms → the files of a dossier that says what they say, for who has nothing but the forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from brandcluster.base.diagnostics import Diagnostic, Location
from brandcluster.dossier.editing.new_files import new_dossier_files
from brandcluster.dossier.files import HEADER
from brandcluster.dossier.load import load_dossier
from brandcluster.formats.word import guard
from brandcluster.formats.word.read import read_content
from brandcluster.notice import edition
from brandcluster.papers.forms.render import read_blanks
from brandcluster.papers.importing.propose import changed_texts, propose_import
from brandcluster.papers.labels.read_form import Blank, Form, read_forms, unrecognised


class FromForms(NamedTuple):
    """The files by path, the titles of the forms, how many places a person must look at, and the Word files that were
    not read, each with the reason."""

    files: dict[str, bytes]
    titles: tuple[str, ...]
    doubts: int
    unread: dict[str, str]


def dossier_from_forms(papers: Mapping[str, bytes], empty: Path) -> FromForms | str:
    """The files of a new dossier; or in words why there are none. `empty` is a folder in which nothing stands.

    A form that is there twice is nobody's: whose texts belong together could only be guessed.
    """
    default = edition.default_edition()
    known, _ = read_blanks(default)
    forms: list[Form] = []
    unread: dict[str, str] = {}
    for name, content in papers.items():
        found = _forms(name, content, known)
        if isinstance(found, str):
            unread[name] = found
        else:
            forms += found
    count = Counter(form.label_map.title for form in forms)
    twice = next((title for title, times in count.items() if times > 1), None)
    if twice is not None:
        return f"有 {count[twice]} 份{twice}，分不清是谁的；一个区域的材料放一个文件夹"
    if not forms:
        return "；".join(f"“{name}”：{why.rstrip('。')}" for name, why in unread.items())
    return _files(empty, default, forms, unread)


def _files(empty: Path, default: str, forms: list[Form], unread: dict[str, str]) -> FromForms | str:
    dossier = load_dossier(empty)
    result = propose_import(dossier, forms, overwrite=False)
    texts = changed_texts(dossier, result)
    day = str(result.changes.get(HEADER, {}).get(("申报日期",), ""))
    year = int(day[:4]) - 1 if day[:4].isdigit() else edition.about_edition(default).since.year - 1
    files = {**new_dossier_files(default, year), **{path: text for path, text in texts.items() if text is not None}}
    return FromForms(
        {path: text.encode() for path, text in files.items()},
        tuple(form.label_map.title for form in forms),
        len(result.doubts),
        unread,
    )


def _forms(name: str, content: bytes, known: list[Blank]) -> list[Form] | str:
    parts = guard.open_docx(content, pictures=False)
    if isinstance(parts, guard.Refusal):
        return parts.message
    document = read_content(parts, name)
    if document is None:
        return "正文不是完整的 XML，读不出来。"
    return read_forms(document, known) or unrecognised(document, known)


def said_of(found: FromForms) -> Iterator[Diagnostic]:
    """What whoever reads such a dossier must know."""
    doubts = f"，其中 {found.doubts} 处拿不准" if found.doubts else ""
    message = f"只有 Word 表（{'、'.join(found.titles)}），由程序读入{doubts}；表上没有的栏目都算没有填。"
    help_ = "请报送单位发 render --package 生成的报送材料；只有 Word 表的，先用 brandcluster import 核对。"
    yield Diagnostic("D013", "warning", message, help_, Location(HEADER))
    for name, why in found.unread.items():
        yield Diagnostic("D013", "warning", f"“{name[:120]}”没有读：{why}", help_, Location(HEADER))
