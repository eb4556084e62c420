"""A recorded session: a fresh `init` becomes a clean dossier, and all that the server is asked and told is the protocol's.

The editor types one answer after the other where it belongs; names and choices are taken from what completion offers, a
slip is mended by its fix, the files are laid out by formatting, and saved by the editor.
"""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from cases import BASE

pytest.importorskip("pytest_lsp")
from lsp_client import Desk, position_behind, with_server
from lsprotocol import types

from brandcluster.base.diagnostics import KeyPath
from brandcluster.cli.start import start
from brandcluster.formats.yaml.document import read_document, scalars_of
from brandcluster.formats.yaml.edits import edit_text

pytestmark = pytest.mark.long

FILES = (
    "dossier.yaml",
    "statistics/2013.yaml",
    "application/region.yaml",
    "application/top-enterprises.yaml",
    "application/conditions.yaml",
    "application/plan.yaml",
    "recommendation.yaml",
)
#: What is picked from a list rather than typed.
PICKED = ("申报主体类型", "省份", "期间", "产业", "项目")


def answers(path: str) -> list[tuple[KeyPath, Any]]:
    """The answers of a complete dossier in the order of a file; a list of words is one answer."""
    found: dict[KeyPath, Any] = {}
    data = read_document(path, (BASE / path).read_bytes()).data
    for keys, value in scalars_of(data):
        if isinstance(keys[-1], int):
            found.setdefault(keys[:-1], []).append(value)
        elif value is not None:
            found[keys] = value
    return list(found.items())


async def picked(desk: Desk, path: str, keys: KeyPath, value: str) -> str:
    """A value as completion offers it behind its key."""
    typed = edit_text(path, desk.texts[path], {keys: "X"})
    assert typed is not None, (path, keys)
    desk.type(path, typed)
    document = read_document(path, typed.encode())
    start, _ = document.span(document.node_at(keys))
    asked = types.CompletionParams(desk.at(path), position_behind(typed[:start]))
    offered = await desk.client.text_document_completion_async(asked)
    assert isinstance(offered, types.CompletionList)
    found = [item.text_edit for item in offered.items if item.label == value]
    assert found, (path, keys, value, [item.label for item in offered.items])
    edit = found[0]
    assert isinstance(edit, types.TextEdit)
    return edit.new_text.strip()


async def filled(desk: Desk, path: str) -> None:
    desk.open(path)
    for keys, answer in answers(path):
        value = answer
        if keys[-1] in PICKED and isinstance(answer, str):
            value = await picked(desk, path, keys, answer)
        text = edit_text(path, desk.texts[path], {keys: value})
        if text is None:
            # An entry whose list is still `[]`, or a key that is not there: typed with all around it.
            text = edit_text(path, desk.texts[path], {keys[:-1]: {keys[-1]: value}})
        assert text is not None, (path, keys, value)
        desk.type(path, text)
        assert not isinstance(value, Decimal) or str(value) in text


async def laid_out(desk: Desk, path: str) -> None:
    options = types.FormattingOptions(2, True)
    edits = await desk.client.text_document_formatting_async(types.DocumentFormattingParams(desk.at(path), options))
    desk.apply(types.WorkspaceEdit(changes={desk.uri(path): list(edits or [])}))


async def slip_mended(desk: Desk, path: str, good: str, slip: str) -> None:
    desk.type(path, desk.texts[path].replace(good, slip, 1))
    await desk.settled()
    at = desk.position(path, slip, len(slip) - 2)
    asked = types.CodeActionParams(desk.at(path), types.Range(at, at), types.CodeActionContext([]))
    found = await desk.client.text_document_code_action_async(asked) or []
    (fix,) = [each for each in found if isinstance(each, types.CodeAction) and each.is_preferred]
    assert fix.edit is not None
    desk.apply(fix.edit)
    assert good in desk.texts[path]


def test_a_fresh_folder_becomes_a_clean_dossier(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "新申报"
    assert start(["init", str(root), "--year", "2013"]) == 0
    shutil.copytree(BASE / "evidence", root / "evidence", dirs_exist_ok=True)

    async def work(desk: Desk) -> None:
        for path in FILES:
            await filled(desk, path)
        await slip_mended(desk, "dossier.yaml", "申报日期: 2014-04-18", "申报日期: 2014年4月18日")
        found = await desk.settled()
        assert found == {}, found
        for path in FILES:
            await laid_out(desk, path)
        assert await desk.settled() == {}
        for path in FILES:
            (desk.root / path).write_text(desk.texts[path], encoding="utf-8")

    with_server(root, work)
    capsys.readouterr()
    assert start(["validate", str(root), "--strict"]) == 0, capsys.readouterr().out
    assert start(["fmt", str(root), "--check"]) == 0
