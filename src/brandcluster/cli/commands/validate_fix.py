"""`validate --fix`: the fixes that diagnostics carry, set in the files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from brandcluster.base.visible import visible

if TYPE_CHECKING:
    from brandcluster.output.text.terminal import Line


def fix_dossiers(targets: list[tuple[str, Path]], *, to_errors: bool) -> None:
    """Apply what may be applied in dossiers, and say what was; every file is computed before the first is written."""
    from brandcluster.cli.writing import write_files
    from brandcluster.output.text.terminal import print_lines

    contents: dict[Path, bytes] = {}
    lines: list[Line] = []
    for name, root in targets:
        lines += _fixed(name, root, contents)
    write_files(contents)
    print_lines(
        [*lines, (("", f"改了 {len(lines)} 处，{len(contents)} 个文件。" if lines else "没有可以自动改的。"),)],
        to_errors=to_errors,
    )


def _fixed(name: str, root: Path, contents: dict[Path, bytes]) -> Iterator[Line]:
    from brandcluster.dossier.editing.fixes import repair
    from brandcluster.dossier.load import load_dossier, part_of
    from brandcluster.formats import folder
    from brandcluster.output.text.heading import path_below
    from brandcluster.rules.checks.all_checks import examine_dossier

    dossier = load_dossier(root)
    found = examine_dossier(dossier).found
    for path, document in dossier.documents.items():
        part, real, content = part_of(dossier, path), folder.resolve_file(root, path), folder.read_bytes(root, path)
        if part is None or not isinstance(real, Path) or not isinstance(content, bytes):
            continue
        text, used = repair(document, part, [each for each in found if each.location.path == path])
        mark = b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b""
        if not used or content != mark + document.text.encode():  # somebody else has just written it
            continue
        contents[real] = mark + text.encode()
        for each in used:
            place = each.edits[0].location
            yield (
                ("green", "已改"),
                ("", f"  {visible(path_below(name, path))}:{place.line}: {visible(each.message)}"),
            )
