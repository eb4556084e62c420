"""The record of letters that went to departments, requests.yaml, with changes in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from brandcluster.cli.errors import UserError

if TYPE_CHECKING:
    from brandcluster.dossier.load import Dossier

#: The record as it begins.
NEW_RECORD = "# 由谁提供、发了哪些函；发函由 request 命令写。\n提供单位: []\n发函: []\n"


def edited_record(dossier: Dossier, changes: dict[tuple[str | int, ...], Any]) -> dict[Path, bytes]:
    """requests.yaml with changes in it. UserError where it has errors, or is written so that it can't be changed."""
    from brandcluster.dossier.files import REQUESTS
    from brandcluster.formats.yaml.edits import edit_text

    if not changes:
        return {}
    document = dossier.documents.get(REQUESTS)
    text = edit_text(REQUESTS, NEW_RECORD if document is None else document.text, changes)
    if text is None or any(each.location.path == REQUESTS for each in dossier.diagnostics):
        raise UserError(f"{REQUESTS} 写不进去：里面有问题，先运行 brandcluster validate 改好。", 1)
    return {dossier.root / REQUESTS: text.encode("utf-8")}
