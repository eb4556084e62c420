"""`validate --fix`: the fixes that diagnostics carry, set in the files until none is left."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from brandcluster.base.visible import visible
from brandcluster.cli.progress_bar import while_waiting

if TYPE_CHECKING:
    from brandcluster.base.diagnostics import Fix
    from brandcluster.cli.choosing import CodeChoice
    from brandcluster.dossier.load import Dossier
    from brandcluster.output.text.terminal import Line

#: After so many rounds, nothing new can come to light.
ROUNDS = 12


class Fixed(NamedTuple):
    """A file as it was, the text in it, the file as it is to be, and what was changed in it."""

    real: Path
    before: bytes
    text: str
    after: bytes
    used: list[Fix]


def fix_dossiers(
    targets: list[tuple[str, Path]], choice: CodeChoice | None, *, to_errors: bool, only_show: bool = False
) -> None:
    """Apply what may be applied in dossiers, and say what was; every file is computed before the first is written.

    What is not wanted (`choice`) is not mended. With `only_show` the changes are shown as differences, and nothing is written.
    """
    from brandcluster.cli.writing import write_files
    from brandcluster.output.text.heading import path_below
    from brandcluster.output.text.terminal import print_lines

    contents: dict[Path, bytes] = {}
    lines: list[Line] = []
    for name, root in targets:
        for path, each in while_waiting("改有把握的", fixed_files, root, choice).items():
            contents[each.real] = each.after
            lines += (
                _difference(path_below(name, path), each) if only_show else _lines(path_below(name, path), each.used)
            )
    number = len(lines)
    if only_show:
        number = sum(line[0][0] == "green" for line in lines)
        words = "以上只是看看，没有改动；去掉 --diff 就改。" if lines else "没有可以自动改的。"
    else:
        write_files(contents, inside=[root for _, root in targets])
        words = f"改了 {number} 处，{len(contents)} 个文件。" if lines else "没有可以自动改的。"
    print_lines([*lines, (("", words),)], to_errors=to_errors)


def _lines(path: str, used: list[Fix]) -> list[Line]:
    places = [(each.edits[0].location.line, each.message) for each in used]
    return [(("green", "已改"), ("", f"  {visible(path)}:{line}: {visible(message)}")) for line, message in places]


def _difference(path: str, fixed: Fixed) -> list[Line]:
    from brandcluster.dossier.editing.fixes import TO_UTF8
    from brandcluster.output.text.difference import difference_lines

    recoded: list[Line] = [(("green", "要改"), ("", f"  {visible(path)}: {TO_UTF8}"))]
    if all(each.message != TO_UTF8 for each in fixed.used):
        recoded = []
    return [*recoded, *difference_lines(path, fixed.text, fixed.after.decode("utf-8-sig"))]


def fixed_files(root: Path, choice: CodeChoice | None = None) -> dict[str, Fixed]:
    """Every file of a dossier that fixes change, mended until nothing is left that is sure."""
    from brandcluster.dossier.load import load_dossier

    now: dict[str, bytes] = {}
    found: dict[str, Fixed] = {}
    for _ in range(ROUNDS):
        dossier = load_dossier(root, instead=now)
        changed = _typing(dossier, now) or _answers(dossier, choice)
        for path, (before, after, used) in changed.items():
            known = found.get(path)
            real = _real(root, path)
            if real is None:
                continue
            text = dossier.documents[path].text
            first, text, earlier = (known.before, known.text, known.used) if known else (before, text, [])
            found[path] = Fixed(real, first, text, after, [*earlier, *used])
            now[path] = after
        if not changed:
            break
    return found


def _real(root: Path, path: str) -> Path | None:
    from brandcluster.formats import folder

    real = folder.resolve_file(root, path)
    return real if isinstance(real, Path) else None


Changed = dict[str, tuple[bytes, bytes, "list[Fix]"]]


def _content(dossier: Dossier, path: str) -> bytes | None:

    content = dossier.files.read(path)
    return content if isinstance(content, bytes) else None


def _typing(dossier: Dossier, now: dict[str, bytes]) -> Changed:
    """What is mended without any rule: how files are typed."""
    from brandcluster.dossier.editing.fixes import mend_typing
    from brandcluster.dossier.load import part_of

    found: Changed = {}
    for path, document in dossier.documents.items():
        part, content = part_of(dossier, path), _content(dossier, path)
        if part is None or content is None or not document.diagnostics:
            continue
        after, used = mend_typing(path, content, part)
        if used and after != content:
            found[path] = content, after, used
    return found


def _answers(dossier: Dossier, choice: CodeChoice | None) -> Changed:
    """What is mended in answers: the fixes of problems and of rules."""
    from brandcluster.cli.choosing import chosen
    from brandcluster.dossier.editing.fixes import repair
    from brandcluster.dossier.load import part_of
    from brandcluster.rules.checks.all_checks import examine_dossier

    diagnostics = chosen(examine_dossier(dossier, obeying=True), choice)[0].found
    found: Changed = {}
    for path, document in dossier.documents.items():
        part, content = part_of(dossier, path), _content(dossier, path)
        if part is None or content is None or document.data is None:
            continue
        mark = b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b""
        if content != mark + document.text.encode():
            continue
        text, used = repair(document, part, [each for each in diagnostics if each.location.path == path])
        if used:
            found[path] = content, mark + text.encode(), used
    return found
