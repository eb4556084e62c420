"""`brandcluster lsp` as editors speak to it: a real process, the client of pytest-lsp."""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path

import pytest
from cases import BASE, EXAMPLES

pytest.importorskip("pytest_lsp")
from lsp_client import Desk, with_server
from lsprotocol import types

pytestmark = pytest.mark.editor

PLAN, HEADER = "application/plan.yaml", "dossier.yaml"
NVIM = "neovim@0.7.0"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A path that needs care: spaces, Chinese, characters of URIs, and one beyond the basic plane."""
    found = tmp_path / "青石岭 𠮷#1%20"
    shutil.copytree(EXAMPLES / "qingshiling", found)
    return found


def codes(found: dict[str, list[types.Diagnostic]]) -> set[str]:
    return {str(each.code) for mine in found.values() for each in mine}


def test_what_is_typed_is_judged_with_all_files(root: Path) -> None:
    async def work(desk: Desk) -> None:
        desk.open(PLAN)
        assert await desk.settled() == {}
        good = desk.texts[PLAN]
        desk.type(PLAN, good.replace("总额（万元）: 4680", "总额（万元）: 4681"))
        ((wrong,),) = (await desk.settled()).values()
        assert (wrong.code, wrong.source, wrong.severity) == ("B101", "brandcluster", types.DiagnosticSeverity.Error)
        assert "少了 1 万元" in wrong.message and "改法：" in wrong.message and "附件1 第二部分 三" in wrong.message
        start = desk.position(PLAN, "4681")
        assert wrong.range == types.Range(start, types.Position(start.line, start.character + 4))
        # Another file tells of it, too; and what is not saved in one file counts in the other.
        desk.open(HEADER)
        desk.type(HEADER, desk.texts[HEADER].replace("名称: 特种陶瓷", "名称: 特种陶器"))
        found = await desk.settled()
        assert HEADER in found and {"B101", "N102"} <= codes(found)
        desk.close(HEADER)
        desk.type(PLAN, good)
        assert await desk.settled() == {}

    with_server(root, work)


def test_another_dossier_beside_and_a_file_of_none(root: Path) -> None:
    other = root.parent / "乙"
    shutil.copytree(BASE, other)
    (root.parent / "x.yaml").write_text("申报日期: 坏\n", encoding="utf-8")

    async def work(desk: Desk) -> None:
        desk.open(PLAN)
        desk.open("../乙/dossier.yaml")
        desk.open("../x.yaml")
        text = desk.texts["../乙/dossier.yaml"]
        desk.type("../乙/dossier.yaml", text.replace("申报日期: ", "申报日期: 2"))
        await desk.settled()
        by_uri = desk.client.diagnostics
        assert {str(each.code) for each in by_uri[desk.uri("../乙/dossier.yaml")]} >= {"M006"}
        assert not by_uri.get(desk.uri(PLAN)) and desk.uri("../x.yaml") not in by_uri
        desk.close("../乙/dossier.yaml")
        await asyncio.sleep(0.5)
        assert not by_uri[desk.uri("../乙/dossier.yaml")]

    with_server(root, work)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_astral_characters_and_line_ends(root: Path, newline: str) -> None:
    async def work(desk: Desk) -> None:
        text = desk.root.joinpath(HEADER).read_text(encoding="utf-8")
        text = text.replace("区域性质:\n  - 经技区", "区域性质: [𠮷𠮷, 经技区]").replace("\n", newline)
        desk.open(HEADER, text)
        (wrong,) = [each for each in (await desk.settled())[HEADER] if each.code == "M008"]
        start = desk.position(HEADER, "𠮷𠮷")
        assert wrong.range == types.Range(start, types.Position(start.line, start.character + 4))
        at = desk.position(HEADER, "𠮷𠮷, ", 4)
        asked = types.CompletionParams(desk.at(HEADER), at)
        offered = await desk.client.text_document_completion_async(asked)
        assert isinstance(offered, types.CompletionList)
        edit = offered.items[0].text_edit
        assert isinstance(edit, types.TextEdit) and edit.range.start.character == start.character + 6
        hover = await desk.client.text_document_hover_async(
            types.HoverParams(desk.at(HEADER), desk.position(HEADER, "区域性质", 1))
        )
        assert hover is not None and "可以写：" in str(hover.contents)

    with_server(root, work)


def test_a_broken_file_keeps_what_is_known_of_it(root: Path) -> None:
    async def work(desk: Desk) -> None:
        desk.open(PLAN)
        wrong = desk.texts[PLAN].replace("总额（万元）: 4680", "总额（万元）: 4681")
        desk.type(PLAN, wrong)
        (before,) = (await desk.settled())[PLAN]
        desk.type(PLAN, "# 上面多一行\n" + wrong.replace("\n资金:\n", "\n资金:\n  - [\n"))
        found = (await desk.settled())[PLAN]
        (held,) = [each for each in found if each.code == "B101"]
        assert held.range.start.line == before.range.start.line + 2
        assert any(str(each.code).startswith("Y") for each in found)
        hover = await desk.client.text_document_hover_async(
            types.HoverParams(desk.at(PLAN), desk.position(PLAN, "总额（万元）", 1))
        )
        assert hover is not None
        hints = await desk.client.text_document_inlay_hint_async(
            types.InlayHintParams(desk.at(PLAN), types.Range(types.Position(0, 0), types.Position(20, 0)))
        )
        assert hints and hints[0].label == "=青石岭经济技术开发区管理委员会"
        desk.type(PLAN, wrong)
        assert (await desk.settled())[PLAN] == [before]

    with_server(root, work)


def test_fixes_reasons_and_layout(root: Path) -> None:
    async def work(desk: Desk) -> None:
        desk.open(HEADER)
        good = desk.texts[HEADER]
        desk.type(
            HEADER, good.replace("申报日期: 2014-04-18", "申报日期: 2014年4月18日").replace("\n职务: ", "\n职务:   ")
        )
        await desk.settled()
        at = desk.position(HEADER, "2014年4月", 2)
        asked = types.CodeActionParams(desk.at(HEADER), types.Range(at, at), types.CodeActionContext([]))
        (action,) = await desk.client.text_document_code_action_async(asked) or []
        assert isinstance(action, types.CodeAction) and action.edit is not None and action.is_preferred
        desk.apply(action.edit)
        assert "申报日期: 2014-04-18" in desk.texts[HEADER]
        options = types.FormattingOptions(2, True)
        edits = await desk.client.text_document_formatting_async(
            types.DocumentFormattingParams(desk.at(HEADER), options)
        )
        desk.apply(types.WorkspaceEdit(changes={desk.uri(HEADER): list(edits or [])}))
        assert desk.texts[HEADER] == good

    with_server(root, work)


def test_a_client_that_can_ask_is_told_to(root: Path) -> None:
    async def work(desk: Desk) -> None:
        desk.open(PLAN)
        desk.type(PLAN, desk.texts[PLAN].replace("总额（万元）: 4680", "总额（万元）: 4681"))
        await desk.settled()
        at = desk.position(PLAN, "4681")
        asked = types.CodeActionParams(desk.at(PLAN), types.Range(at, at), types.CodeActionContext([]))
        (action,) = await desk.client.text_document_code_action_async(asked) or []
        # The client's library takes an action with a command for a command.
        assert f"{at.line}, '  # brandcluster: ignore B101 ', 'B101'" in str(action) and "askReason" in str(action)

    with_server(root, work, options={"asksReason": True})


@pytest.mark.parametrize("editor", ["visual-studio-code@1.65.2", NVIM])
def test_an_industry_is_renamed_in_all_files(root: Path, editor: str) -> None:
    async def work(desk: Desk) -> None:
        desk.open(HEADER)
        desk.open(PLAN)
        await desk.settled()
        at = desk.position(HEADER, "名称: 特种陶瓷", 5)
        found = await desk.client.text_document_prepare_rename_async(types.PrepareRenameParams(desk.at(HEADER), at))
        assert isinstance(found, types.Range)
        edit = await desk.client.text_document_rename_async(types.RenameParams(desk.at(HEADER), at, "新陶瓷"))
        assert edit is not None
        said = " ".join(each.message for each in desk.client.messages)
        assert "企业报表" in said
        desk.apply(edit)
        assert "{{ 指标.新陶瓷." in desk.texts[PLAN] and "名称: 新陶瓷" in desk.texts["statistics/2013.yaml"]
        assert not {each for each in codes(await desk.settled()) if each[0] in "RMPTG"}
        refused = await desk.client.text_document_rename_async(types.RenameParams(desk.at(HEADER), at, "其他相关企业"))
        assert refused is None and "已经有" in desk.client.messages[-1].message

    with_server(root, work, editor)


def test_definition_references_outline_and_folds(root: Path) -> None:
    async def work(desk: Desk) -> None:
        desk.open(PLAN)
        desk.open("application/conditions.yaml")
        await desk.settled()
        at = types.TextDocumentPositionParams(desk.at(PLAN), desk.position(PLAN, "{{ 指标.特种陶瓷.工业增加值率", 16))
        found = await desk.client.text_document_definition_async(types.DefinitionParams(at.text_document, at.position))
        assert isinstance(found, (list, tuple))
        assert {each.uri for each in found if isinstance(each, types.Location)} == {desk.uri("statistics/2013.yaml")}
        conditions = desk.at("application/conditions.yaml")
        at_document = desk.position("application/conditions.yaml", "文件: evidence/", 10)
        (document,) = (
            await desk.client.text_document_definition_async(  # type: ignore[misc]
                types.DefinitionParams(conditions, at_document)
            )
            or []
        )
        assert isinstance(document, types.Location) and Path(document.uri).name.endswith(".md")
        symbols = await desk.client.text_document_document_symbol_async(types.DocumentSymbolParams(desk.at(PLAN)))
        names = [each.name for each in symbols or []]
        assert names[:3] == ["试点工作思路", "试点工作组织", "可配套的政策、资金和措施等"]
        folds = await desk.client.text_document_folding_range_async(types.FoldingRangeParams(desk.at(PLAN)))
        assert folds and all(each.end_line > each.start_line for each in folds)

    with_server(root, work)


def test_what_changes_on_the_disk_is_seen(root: Path) -> None:
    async def work(desk: Desk) -> None:
        desk.open(HEADER)
        assert await desk.settled() == {}
        path = desk.root / PLAN
        path.write_text(
            path.read_text(encoding="utf-8").replace("总额（万元）: 4680", "总额（万元）: 4681"), encoding="utf-8"
        )
        change = types.FileEvent(desk.uri(PLAN), types.FileChangeType.Changed)
        desk.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([change]))
        assert codes(await desk.settled()) == {"B101"}

    with_server(root, work)


@pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")
def test_nothing_outside_is_read(root: Path) -> None:
    secret = root.parent / "secret.yaml"
    secret.write_text("联系人: 机密\n", encoding="utf-8")
    (root / PLAN).unlink()
    (root / PLAN).symlink_to(secret)
    (root / "application" / "region.yaml").unlink()
    os.mkfifo(root / "application" / "region.yaml")
    (root / "evidence" / "x.md").symlink_to(secret)

    async def work(desk: Desk) -> None:
        conditions = "application/conditions.yaml"
        desk.open(conditions)
        text = desk.texts[conditions]
        found = await desk.settled()
        assert "D002" in codes(found) and "机密" not in str(found)
        for hostile in ("../secret.yaml", "evidence/x.md", "/etc/passwd", "C:\\x"):
            desk.type(conditions, text.replace("文件: evidence/", f"文件: {hostile}  # ", 1))
            at = desk.position(conditions, f"文件: {hostile}", 6)
            answer = await desk.client.text_document_definition_async(types.DefinitionParams(desk.at(conditions), at))
            assert not answer, hostile
        for uri in (
            "file:///etc/passwd",
            desk.uri("../secret.yaml"),
            desk.uri(PLAN),
            "untitled:x",
            "http://x/y",
            "file:///%00",
        ):
            where = types.TextDocumentIdentifier(uri)
            at = types.Position(0, 1)
            assert await desk.client.text_document_hover_async(types.HoverParams(where, at)) is None
            assert not await desk.client.text_document_completion_async(types.CompletionParams(where, at))

    with_server(root, work)
