"""Word files and label maps that a caller names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.paths import is_file

if TYPE_CHECKING:
    from brandcluster.dossier.model.style import Style
    from brandcluster.output.commands.imports import FileReport
    from brandcluster.papers.labels.read_form import Blank, Form


def label_map_path(form: str | None) -> Path | None:
    """The label map that `--form` names; None where it names none. UserError when there is no such file."""
    if form is not None and not is_file(Path(form)):
        raise UserError(f"没有“{visible(form)}”这个栏目对照表。可用 brandcluster forms learn 空白表.docx 生成。")
    return None if form is None else Path(form)


def refuse_unknown_forms(name: str, edition: str, names: tuple[str, ...] | None = None) -> None:
    """UserError that says what to do, where an edition's own forms (all, or the named ones) are not known."""
    from brandcluster.papers.forms.render import FORM_NAMES, why_not_filled

    reason = why_not_filled(edition, FORM_NAMES if names is None else names)
    if reason is not None:
        raise UserError(f"{visible(name)}：{reason}")


def known_blanks(edition: str, own: Path | None, style: Style | None) -> list[Blank]:
    """The forms that Word files are compared with: an edition's, or the one of a label map. UserError with the first
    mistake of the label map."""
    from brandcluster.papers.forms.render import read_blanks

    found, problems = read_blanks(edition, own, style)
    if problems:
        first = problems[0]
        place = f"{visible(first.location.path)}:{first.location.line}"
        raise UserError(f"{place}: {visible(first.message)}{visible(first.help)}")
    return found


def read_word_file(path: Path) -> bytes:
    """The bytes of a Word file, one more than any may have at most. UserError when it is not there or cannot be
    read."""
    from brandcluster.formats.folder import first_bytes
    from brandcluster.formats.word.guard import MAX_FILE

    if not is_file(path):
        raise UserError(f"没有“{visible(path.as_posix())}”这个文件。")
    content = first_bytes(path, MAX_FILE + 1)
    if not isinstance(content, bytes):
        raise UserError(f"“{visible(path.as_posix())}”读不出来：先关闭打开它的程序，再看有没有权限。")
    return content


def read_filled_forms(name: str, content: bytes, known: list[Blank], *, named: bool) -> tuple[FileReport, list[Form]]:
    """The forms that a document of a name holds, or why it is not read; `named`: places say which document they are in."""
    from brandcluster.formats.word import guard
    from brandcluster.formats.word.read import read_content
    from brandcluster.output.commands.imports import FileReport
    from brandcluster.papers.labels.read_form import read_forms, unrecognised

    parts = guard.open_docx(content, pictures=False)
    if isinstance(parts, guard.Refusal):
        return FileReport(name, (), parts.code, parts.message, parts.help), []
    document = read_content(parts, name if named else "")
    if document is None:
        return FileReport(name, (), "W003", "正文不是完整的 XML，读不出来。", "在 Word 里打开并另存一次，再导入。"), []
    forms = read_forms(document, known)
    if not forms:
        message = unrecognised(document, known)
        return FileReport(name, (), "W006", message, "核对文件；省里另有表格的，用 --form 写明它的栏目对照表。"), []
    return FileReport(name, tuple(form.label_map.title for form in forms)), forms
