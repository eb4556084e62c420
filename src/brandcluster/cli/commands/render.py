"""`render`: the forms as Word files, as PDF, and as the package to hand in; the reports of the pilot years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple
from unicodedata import normalize

import typer

from brandcluster.base.visible import as_argument, visible, without_commands
from brandcluster.cli.errors import UserError
from brandcluster.cli.options import Folders, OverwriteChanged, check_choice, day_of, dossier_folders, one_of
from brandcluster.cli.paths import is_file, is_folder
from brandcluster.cli.printable import Papers, load_printable
from brandcluster.cli.progress_bar import while_waiting
from brandcluster.cli.word_files import label_map_path, refuse_unknown_forms
from brandcluster.papers.reports.report_list import REPORTS

if TYPE_CHECKING:
    from brandcluster.dossier.load import Dossier
    from brandcluster.papers.forms.fill import FilledForm

HELP = (
    "生成申报书.docx 和推荐表.docx。有错误的材料不生成；加 --draft 可以先出草稿，每页都印“草稿”。"
    "已生成的文件如果在 Word 里改动过，不会被覆盖，除非加 --overwrite。"
    f"--report 生成试点期间的报告：{'、'.join(each.short for each in REPORTS)}。"
    "--pdf 同时生成 PDF；--package 生成一整套报送材料：表、申报条件附表、证明材料、清单、签章表、校验码和申报文件夹。"
)
EXAMPLE = "brandcluster render examples/qingshiling -o out"
DEFAULT_OUTPUT = "out"
#: Not a form, and asked for like one: what application/conditions.yaml holds and no form prints.
CONDITIONS = "conditions"
_FORMS = ("all", "application", "recommendation", CONDITIONS)
PACKAGE = "报送材料"
EXIT_ONE = "材料有错误，没有生成"
EDITED = "在生成以后被改动过"


def run(
    folders: Folders = None,
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="文件夹", help="写到哪里；不写就是申报文件夹里的 out/")
    ] = None,
    form: Annotated[
        str,
        typer.Option(
            "--form",
            metavar="表",
            help="只生成一张：application（申报书）、recommendation（推荐表）、conditions（申报条件附表），"
            "或省里自己的表的栏目对照表（.yaml）",
            autocompletion=one_of(_FORMS),
        ),
    ] = "all",
    report: Annotated[
        str | None,
        typer.Option(
            "--report",
            metavar="报告",
            help=f"生成报告：{'、'.join(f'{each.name}（{each.short}）' for each in REPORTS)}，或 all（全部）",
            autocompletion=one_of((*(each.name for each in REPORTS), "all")),
        ),
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", metavar="年份", help="报告哪一年度；不写就是最近有全年数据的一年")
    ] = None,
    date: Annotated[
        str | None,
        typer.Option("--date", metavar="日期", help="报告写到哪一天为止，如 2016-07-15；不写就按材料里的记录"),
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="同时生成 PDF（要装 LibreOffice）")] = False,
    package: Annotated[bool, typer.Option("--package", help="生成报送材料：一个文件夹和一个 .zip")] = False,
    draft: Annotated[bool, typer.Option("--draft", help="有错误也生成，每页印“草稿”")] = False,
    overwrite: OverwriteChanged = False,
) -> int:
    """Render dossiers; 1 when one is refused for its errors."""
    own = _own_map(form)
    if package and (draft or form in ("application", "recommendation", CONDITIONS)):
        raise UserError("--package 要生成全部正式的表，不能与 --draft 或只生成一张表的 --form 同用。")
    if report is None and (year is not None or date is not None):
        raise UserError("--year 和 --date 只用于报告，要和 --report 一起写。")
    if report is not None and (package or form != "all"):
        raise UserError("--report 不能与 --form、--package 同用。")
    targets = dossier_folders(folders)
    outputs = _outputs(targets, output)
    roots = {} if output is not None else {outputs[name]: path for name, path in targets}
    if report is not None:
        made = while_waiting("生成报告", _reports, targets, outputs, report, year, date, draft=draft)
    else:
        made = while_waiting("生成材料", _forms, targets, outputs, form, own, draft=draft)
    words = "生成报送材料" if package else "生成 PDF"
    others, problem = while_waiting(words, _others, made, pdf=pdf, package=package, own=own is not None)
    packages = others.packages
    if packages and not overwrite:
        _refuse_edited(packages)
    inside = [path for _, path in targets] if output is None else [Path(output)]
    _write(_stamped(made.files), others, overwrite, roots, inside)
    for line in _listed((*made.files, *others.files), packages):
        typer.echo(without_commands(visible(line)))
    _tell(made, problem, draft=draft)
    return int(bool(made.refused or problem))


class Others(NamedTuple):
    """What is made of the Word files: files, and packages, each a folder that is written as a whole."""

    files: dict[Path, bytes]
    packages: dict[Path, dict[str, bytes]]


def _listed(paths: Iterable[Path], packages: dict[Path, dict[str, bytes]]) -> Iterator[str]:
    """What was written, file by file; a package, which lists its files itself, as one."""
    yield from (path.as_posix() for path in paths)
    for folder, files in packages.items():
        yield f"{folder.as_posix()}/（{len(files)} 个文件，见里面的 00-报送清单.docx）"


def _forms(
    targets: list[tuple[str, Path]], outputs: dict[str, Path], form: str, own: Path | None, *, draft: bool
) -> Papers:
    names = ("application", "recommendation") if form == "all" else (form,)
    made = Papers({}, {}, [], [])
    for name, path in targets:
        loaded = load_printable(name, path, made, draft=draft)
        if loaded is None:
            continue
        dossier, edition = loaded
        if own is None and form != CONDITIONS:
            refuse_unknown_forms(name, edition, names)
            _note_once(made, edition)
        made.ready[outputs[name]] = dossier
        for file, filled in _filled(dossier, edition, names, own, draft).items():
            if filled.content is None:
                made.refuse(file if own is None else "", edition, filled.problems)
                made.ready.pop(outputs[name], None)
            else:
                made.files[outputs[name] / file] = filled.content
    return made


def _note_once(made: Papers, edition: str) -> None:
    """What must be known of blanks that are not the edition's own."""
    from brandcluster.notice.edition import about_edition

    note = about_edition(edition).forms.note
    if note and (("", note),) not in made.notes:
        made.notes.append((("", note),))


def _reports(
    targets: list[tuple[str, Path]],
    outputs: dict[str, Path],
    named: str,
    year: int | None,
    date: str | None,
    *,
    draft: bool,
) -> Papers:
    from brandcluster.cli.commands.render_reports import render_reports

    return render_reports(targets, outputs, named, year, None if date is None else day_of(date), draft=draft)


def _tell(made: Papers, problem: str, *, draft: bool) -> None:
    """What was refused and why, and what is to be known of what was written."""
    from brandcluster.output.commands.diagnostics import diagnostic_lines
    from brandcluster.output.text.terminal import print_lines

    print_lines(made.notes, to_errors=True)
    if made.refused:
        print_lines(diagnostic_lines(made.refused), to_errors=True)
        told = (
            "有错误，草稿也没有生成。改好后再生成。"
            if draft
            else "有错误，没有生成。改好后再生成，或加 --draft 先出草稿。"
        )
        typer.echo(told, err=True)
    if problem:
        typer.echo(problem, err=True)


def _own_map(form: str) -> Path | None:
    """The label map that --form names; None where it names a form of the edition."""
    if not form.lower().endswith((".yaml", ".yml")):
        check_choice("--form", form, _FORMS)
        return None
    return label_map_path(form)


def _filled(
    dossier: Dossier, edition: str, names: tuple[str, ...], own: Path | None, draft: bool
) -> dict[str, FilledForm]:
    from brandcluster.papers.forms.fill import FilledForm
    from brandcluster.papers.forms.render import render_forms, render_own_form

    if own is not None:
        return dict([render_own_form(dossier, own, draft=draft)])
    if names == (CONDITIONS,):
        file, content = _conditions(dossier, draft)
        return {file: FilledForm(content, [])}
    return render_forms(dossier, edition, names, draft=draft)


def _conditions(dossier: Dossier, draft: bool) -> tuple[str, bytes]:
    from brandcluster.papers.forms.conditions_sheet import FILE, build_conditions_sheet
    from brandcluster.papers.forms.package import evidence_numbers, evidence_of
    from brandcluster.papers.own_page import mark_page
    from brandcluster.papers.stamp import DRAFT_MARK

    content = build_conditions_sheet(dossier, evidence_numbers(evidence_of(dossier)))
    return FILE, mark_page(content, DRAFT_MARK) if draft else content


def _stamped(rendered: dict[Path, bytes]) -> dict[Path, bytes]:
    if not rendered:
        return {}
    from brandcluster.papers.stamp import add_stamp

    return {path: add_stamp(content) for path, content in rendered.items()}


def _others(papers: Papers, *, pdf: bool, package: bool, own: bool) -> tuple[Others, str]:
    """What is made of the Word files: PDFs and packages; and what is to be said when there are no PDFs."""
    made, rendered = Others({}, {}), papers.files
    if not rendered or not (pdf or package):
        return made, ""
    from brandcluster.formats.pdf import convert_to_pdf
    from brandcluster.formats.word.parts import write_parts

    result = convert_to_pdf({path.as_posix(): content for path, content in rendered.items()})
    pdfs, problem = ({}, result) if isinstance(result, str) else (result, "")
    fonts = _missing_fonts(rendered, pdfs)
    if fonts:
        said = (
            f"这台电脑没有{'、'.join(fonts)}，PDF 里用别的字体代替了，分页和样子会与 Word 里不同。"
            "装上字体再生成，或者在 Word、WPS 里打开 .docx，“另存为”PDF。"
        )
        papers.notes.append((("", said),))
    if pdf:
        made.files.update({Path(name).with_suffix(".pdf"): content for name, content in pdfs.items()})
    for place, dossier in papers.ready.items() if package else ():
        files = _package(place, dossier, rendered, pdfs, own=own)
        made.packages[place / PACKAGE] = files
        made.files[place / f"{PACKAGE}.zip"] = write_parts(files)
    return made, problem


def _missing_fonts(rendered: dict[Path, bytes], pdfs: dict[str, bytes]) -> list[str]:
    """The fonts of the Word files that their PDFs do not have."""
    from brandcluster.formats.pdf import missing_fonts
    from brandcluster.formats.word.fonts import fonts_named
    from brandcluster.formats.word.parts import read_parts

    found: dict[str, None] = {}
    for path, content in rendered.items():
        parts = read_parts(content)
        if parts is not None and path.as_posix() in pdfs:
            found |= dict.fromkeys(missing_fonts(fonts_named(parts), pdfs[path.as_posix()]))
    return list(found)


def _package(
    place: Path, dossier: Dossier, rendered: dict[Path, bytes], pdfs: dict[str, bytes], *, own: bool
) -> dict[str, bytes]:
    from brandcluster.papers.forms.package import build_package

    forms = {path.name: content for path, content in rendered.items() if path.parent == place}
    of_place = {
        path.name: pdfs[path.as_posix()] for path in rendered if path.parent == place and path.as_posix() in pdfs
    }
    files = build_package(dossier, forms, of_place, own_form=own)
    _refuse_strangers(place / PACKAGE, set(files))
    return files


def _refuse_edited(folders: Iterable[Path]) -> None:
    """A package that a person has changed since it was made is not overwritten: its own list of hashes tells."""
    import hashlib

    from brandcluster.cli.writing import refuse_overwriting
    from brandcluster.formats.folder import MAX_NAMED, read_bytes, regular_bytes
    from brandcluster.papers.forms.package import HASHES

    for folder in folders:
        lines = (regular_bytes(folder / HASHES) or b"").decode("utf-8", "replace").splitlines()
        for known, _, name in (line.partition("  ") for line in lines):
            content = read_bytes(folder, name, MAX_NAMED)
            if content == "too_large" or (isinstance(content, bytes) and hashlib.sha256(content).hexdigest() != known):
                refuse_overwriting([folder / name], EDITED, "，要保留就先移走")


def _refuse_strangers(folder: Path, names: set[str]) -> None:
    """A package folder holds what its list says: what else stands there is named, and left to the person."""
    if not is_folder(folder):
        return
    from brandcluster.formats.folder import files_below

    odd = sorted(set(files_below(folder)) - names)
    if odd:
        raise UserError(
            f"“{visible(folder.as_posix())}”里有不属于这次报送材料的文件：{visible('、'.join(odd[:5]))}。移走或删掉后再生成。",
            1,
        )


def _outputs(targets: list[tuple[str, Path]], output: str | None) -> dict[str, Path]:
    """Where each dossier's files go. UserError when two would go to one place."""
    if output is None:
        return {name: path / DEFAULT_OUTPUT for name, path in targets}
    if len(targets) == 1:
        return {targets[0][0]: Path(output)}
    found: dict[str, Path] = {}
    for name, path in targets:
        place = Path(output) / path.resolve().name
        # Two names that differ in case or in how an accent is written are one folder on many systems.
        if _folded(place) in map(_folded, found.values()):
            raise UserError(f"两个文件夹都叫“{visible(path.resolve().name)}”，会写到一处。请分两次生成。")
        found[name] = place
    return found


def _keep(edited: list[Path], roots: dict[Path, Path]) -> str:
    """How to keep what somebody changed in Word: read it back, or give the file another name."""
    if not edited:
        return ""
    root = next((root for place, root in roots.items() if edited[0].is_relative_to(place)), Path())
    where = "" if root == Path() else f" {as_argument(root.as_posix())}"
    command = f"brandcluster import {as_argument(edited[0].as_posix())}{where}"
    return (
        f"。改动要收回申报文件夹：{command} 先看改了什么，加 --write --overwrite 写进去，"
        "再用 render --overwrite 生成；要另存就先改名"
    )


def _folded(path: Path) -> str:
    return normalize("NFC", path.as_posix()).casefold()


def _write(
    files: dict[Path, bytes], others: Others, overwrite: bool, roots: dict[Path, Path], inside: list[Path]
) -> None:
    """Write the forms, and `others`, which are made anew each time.

    `roots` are the dossiers that their own output folders must not lead out of.
    """
    from brandcluster.cli.writing import refuse_links_out, refuse_overwriting, write_files
    from brandcluster.formats.folder import regular_bytes
    from brandcluster.papers.stamp import is_untouched

    if not overwrite:
        edited = [path for path in files if is_file(path) and not is_untouched(regular_bytes(path) or b"")]
        refuse_overwriting(edited, EDITED, _keep(edited, roots))
    for root in dict.fromkeys(roots.values()):
        below = [place for place, dossier in roots.items() if dossier == root]
        every = (*files, *others.files, *others.packages)
        refuse_links_out([path for path in every if any(path.is_relative_to(place) for place in below)], root)
    write_files({**files, **others.files}, inside=inside, folders=others.packages)
