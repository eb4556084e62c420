"""`render`: the application and the recommendation form as Word files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from brandcluster.cli.errors import UserError
from brandcluster.cli.options import Folders, chosen, dossier_folders
from brandcluster.cli.paths import is_file
from brandcluster.output.visible import visible

HELP = (
    "生成申报书.docx 和推荐表.docx。有错误的材料不生成；加 --draft 可以先出草稿，每页都印“草稿”。"
    "已生成的文件如果在 Word 里改动过，不会被覆盖，除非加 --overwrite。"
)
EXAMPLE = "brandcluster render examples/qingshiling -o out"
DEFAULT_OUTPUT = "out"


def run(
    folders: Folders = None,
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="文件夹", help="写到哪里；不写就是申报文件夹里的 out/")
    ] = None,
    form: Annotated[
        str, typer.Option("--form", metavar="表", help="只生成一张：application（申报书）或 recommendation（推荐表）")
    ] = "all",
    draft: Annotated[bool, typer.Option("--draft", help="有错误也生成，每页印“草稿”")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="覆盖改动过的文件")] = False,
) -> int:
    """Render dossiers; 1 when one is refused for its errors."""
    chosen("--form", form, ("all", "application", "recommendation"))
    targets = dossier_folders(folders)
    outputs = _outputs(targets, output)
    from brandcluster.diagnostics import has_errors
    from brandcluster.dossier import load
    from brandcluster.output import report
    from brandcluster.output.terminal import emit
    from brandcluster.rules.checks import check
    from brandcluster.rules.setting import edition_of

    names = ("application", "recommendation") if form == "all" else (form,)
    files: dict[Path, bytes] = {}
    refused = []
    for name, path in targets:
        dossier = load(path)
        found = check(dossier)
        edition = edition_of(dossier)
        if has_errors(found) and not draft:
            refused.append(report.DossierReport(name, edition, [d for d in found if d.severity == "error"]))
            continue
        from brandcluster.forms.rendering import render
        from brandcluster.forms.stamp import stamped

        for file, filled in render(dossier, edition, names, draft=draft).items():
            if filled.content is None:
                refused.append(report.DossierReport(file, edition, filled.problems))
            else:
                files[outputs[name] / file] = stamped(filled.content)
    _write(files, overwrite, {} if output is not None else {outputs[name]: path for name, path in targets})
    for path in files:
        typer.echo(visible(path.as_posix()))
    if refused:
        emit(report.lines(refused), to_errors=True)
        typer.echo("有错误，没有生成。改好后再生成，或加 --draft 先出草稿。", err=True)
    return int(bool(refused))


def _outputs(targets: list[tuple[str, Path]], output: str | None) -> dict[str, Path]:
    """Where each dossier's files go. UserError when two would go to one place."""
    if output is None:
        return {name: path / DEFAULT_OUTPUT for name, path in targets}
    if len(targets) == 1:
        return {targets[0][0]: Path(output)}
    found: dict[str, Path] = {}
    for name, path in targets:
        place = Path(output) / path.resolve().name
        if place in found.values():
            raise UserError(f"两个文件夹都叫“{visible(path.resolve().name)}”，会写到一处。请分两次生成。")
        found[name] = place
    return found


def _write(files: dict[Path, bytes], overwrite: bool, roots: dict[Path, Path]) -> None:
    """Write the files; `roots` are the dossiers that their own output folders must not lead out of."""
    from brandcluster.cli.writing import refuse_links_out, write_files
    from brandcluster.forms.stamp import is_untouched

    if not overwrite:
        edited = [path for path in files if is_file(path) and not is_untouched(path.read_bytes())]
        if edited:
            names = "、".join(visible(path.as_posix()) for path in edited)
            raise UserError(f"{names} 在生成以后被改动过，没有覆盖。要覆盖就加 --overwrite，要保留就先改名。", 1)
    for root in dict.fromkeys(roots.values()):
        refuse_links_out([path for path in files if roots.get(path.parent) == root], root)
    write_files(files)
