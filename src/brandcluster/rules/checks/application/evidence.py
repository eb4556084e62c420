"""Documents that the dossier refers to: inside the folder, and there."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from brandcluster.base.diagnostics import KeyPath
from brandcluster.dossier.documents import document_paths
from brandcluster.dossier.load import Dossier, once
from brandcluster.formats.folder import Refusal
from brandcluster.formats.folder_view import FolderView
from brandcluster.rules.rule import Finding, Rule


@once
def _resolved(dossier: Dossier) -> list[tuple[str, KeyPath, str, Path | Refusal]]:
    """Every document that is named, with the file behind it or why there is none; looked up once for all rules."""
    return [
        (path, keys, named, dossier.files.resolve(named))
        for path, keys, named in document_paths(dossier)
        if named is not None
    ]


def _inside(dossier: Dossier) -> Iterator[Finding]:
    for path, keys, named, found in _resolved(dossier):
        if found == "outside":
            yield Finding(
                path, keys, f"“{named}”指向文件夹以外。", "把文件复制进 evidence/，写文件夹里的相对路径；不用链接。"
            )
        elif found in ("not_a_file", "unreadable"):
            yield Finding(path, keys, f"“{named}”不是可以读取的普通文件。", "指明一个文件，不是文件夹或链接。")


def _there(dossier: Dossier) -> Iterator[Finding]:
    for path, keys, named, found in _resolved(dossier):
        if found == "missing":
            similar = _similar(dossier.files, named)
            help_ = f"文件夹里有“{similar}”，是不是它？" if similar else "把文件放进来，或改正路径。"
            yield Finding(path, keys, f"找不到文件“{named}”。", help_)


def _similar(files: FolderView, named: str) -> str | None:
    names = files.names(Path(named).parent.as_posix())
    if not isinstance(names, list):
        return None
    # Years and numbers tell files apart, so only a name that is almost the same is offered.
    match = get_close_matches(Path(named).name, names[:500], 1, 0.9)
    return (Path(named).parent / match[0]).as_posix() if match else None


RULES = (
    Rule(
        "E101",
        "引用的文件在文件夹以内",
        None,
        "error",
        "申报材料要整个交给别人审看：绝对路径、上级目录和指向外面的链接，换一台电脑就失效，也可能带出不该带出的文件。",
        "文件: evidence/承诺书.pdf",
        "文件: ../别处/承诺书.pdf",
        _inside,
    ),
    Rule(
        "E102",
        "引用的文件已经放进来",
        None,
        "warning",
        "写了路径而文件还没有放进来，结论就没有依据。",
        "文件: evidence/承诺书.pdf，文件已在 evidence/ 里",
        "文件: evidence/承诺书.pdf，文件还没有",
        _there,
    ),
)
