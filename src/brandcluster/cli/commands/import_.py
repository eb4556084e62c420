"""`import`: filled Word forms into a dossier."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.formats import Makers, Output, TextOrJson, publish, wanted_output
from brandcluster.cli.options import LabelMapFile
from brandcluster.cli.paths import exists, expanded, is_file, is_folder
from brandcluster.cli.progress_bar import while_waiting
from brandcluster.cli.word_files import known_blanks, label_map_path, read_filled_forms, read_word_file

if TYPE_CHECKING:
    from brandcluster.dossier.load import Dossier
    from brandcluster.output.commands.imports import FileReport
    from brandcluster.papers.importing.proposal import Import
    from brandcluster.papers.labels.read_form import Blank, Form

HELP = (
    "读取填好的申报书、推荐表（.docx），列出读到了什么、在文件的哪里、哪些拿不准。只看不写；加 --write 才写进申报文件夹，"
    "空着的填上，材料里已有的不动，除非加 --overwrite。表上的数只与统计数据核对，不导入。"
)
EXAMPLE = "brandcluster import 申报书.docx 推荐表.docx 我的申报 --write"
EXIT_ONE = "有拿不准、不一致或没有读到的，要人核对"
_WORD = (".docx", ".doc", ".wps", ".pdf", ".docm", ".rtf", ".odt")


def run(
    files: Annotated[
        list[str],
        typer.Argument(metavar="文件… [文件夹]", help="填好的表，可以写几个；最后写申报文件夹，不写就是当前文件夹"),
    ],
    write: Annotated[bool, typer.Option("--write", help="写进申报文件夹")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="与 --write 同用：材料里不同的也改成表上的")] = False,
    form: LabelMapFile = None,
    format: TextOrJson = None,
    output: Output = None,
) -> int:
    """Read, compare, and with --write set; 1 when something is left for a person."""
    wanted = wanted_output(format, output)
    if overwrite and not write:
        raise UserError("--overwrite 要和 --write 一起用。")
    documents, target = _split(files)
    from brandcluster.dossier.files import STYLE
    from brandcluster.dossier.load import load_dossier
    from brandcluster.output.commands.imports import import_json, import_lines, needs_a_person
    from brandcluster.papers.importing.propose import propose_import
    from brandcluster.rules.facts.rules_in_force import edition_of

    dossier = load_dossier(target)
    known = known_blanks(edition_of(dossier), label_map_path(form), dossier.style if dossier.has(STYLE) else None)
    reports, read = [], []
    for document in documents:
        report, forms = while_waiting("读 Word 表", _read, document, known, named=len(documents) > 1)
        reports.append(report)
        read += forms
    result = while_waiting("与材料比较", propose_import, dossier, read, overwrite=overwrite)
    written = _write(target, dossier, result) if write and read else []
    makers: Makers = {
        "text": lambda: import_lines(reports, result, written, write=write),
        "json": lambda: import_json(target.as_posix(), reports, result, written),
    }
    publish(wanted, makers)
    return int(needs_a_person(reports, result))


def _split(files: list[str]) -> tuple[list[Path], Path]:
    """The documents, and the folder at the end."""
    files = expanded(files)
    *others, last = files
    if Path(last).suffix.lower() not in _WORD and not is_file(Path(last)):
        documents, target = others, Path(last)
    else:
        documents, target = files, Path()
    if not documents:
        raise UserError("没有写要读取的文件。写成：brandcluster import 申报书.docx 文件夹")
    if exists(target) and not is_folder(target):
        raise UserError(f"“{visible(last)}”不是文件夹。")
    return [Path(name) for name in documents], target


def _read(path: Path, known: list[Blank], *, named: bool) -> tuple[FileReport, list[Form]]:
    """One document's forms, or why it is not read."""
    return read_filled_forms(path.name, read_word_file(path), known, named=named)


def _write(target: Path, dossier: Dossier, result: Import) -> list[str]:
    """Put the values into the files, and beside them what a new dossier needs. Nothing is written unless all can be."""
    from brandcluster.cli.writing import write_files
    from brandcluster.dossier.files import HEADER
    from brandcluster.papers.importing.propose import changed_texts

    new = changed_texts(dossier, result)
    broken = [path for path, text in new.items() if text is None]
    if broken:
        raise UserError(f"{'、'.join(broken)} 有语法错误，没有写入。先用 brandcluster validate 改好。", 1)
    contents = {path: text for path, text in new.items() if text is not None}
    if not exists(target / HEADER):
        from brandcluster.dossier.editing import new_files
        from brandcluster.notice import edition

        default = edition.default_edition()
        day = str(result.changes.get(HEADER, {}).get(("申报日期",), ""))
        year = int(day[:4]) - 1 if day else edition.about_edition(default).since.year - 1
        blank = new_files.new_dossier_files(default, year)
        contents = {path: text for path, text in blank.items() if not exists(target / path)} | contents
        # Last: while it is not there, the dossier is a new one still, and what was stopped half way is done again.
        contents[HEADER] = contents.pop(HEADER)
    write_files({target / path: text.encode("utf-8") for path, text in contents.items()}, inside=(target,))
    return [(target / path).as_posix() for path in sorted(contents)]
