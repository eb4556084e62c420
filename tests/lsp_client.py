"""An editor that speaks to `brandcluster lsp`: pytest-lsp's client over a real process, one folder open."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

from cases import ROOT
from lsprotocol import types
from pygls.uris import from_fs_path
from pytest_lsp import LanguageClient, client_capabilities, make_test_lsp_client

T = TypeVar("T")
PATIENCE = 60.0


class Desk:
    """One editor. Positions in the calls are those of the protocol: lines from 0, UTF-16 units."""

    def __init__(self, client: LanguageClient, root: Path) -> None:
        self.client, self.root = client, root
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.published = 0

    def uri(self, path: str) -> str:
        found: str | None = from_fs_path(os.path.normpath(self.root / path))
        assert found is not None
        return found

    def at(self, path: str) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri(path))

    def open(self, path: str, text: str | None = None) -> None:
        self.texts[path] = (self.root / path).read_text(encoding="utf-8") if text is None else text
        self.versions[path] = 1
        document = types.TextDocumentItem(self.uri(path), "yaml", 1, self.texts[path])
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(document))

    def type(self, path: str, text: str) -> None:
        self.texts[path] = text
        self.versions[path] += 1
        document = types.VersionedTextDocumentIdentifier(self.versions[path], self.uri(path))
        whole = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [whole]))

    def close(self, path: str) -> None:
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(self.at(path)))

    async def settled(self, pause: float = 1.2) -> dict[str, list[types.Diagnostic]]:
        """All that is published by path, once nothing has come for a while."""
        seen, quiet = -1, 0.0
        counted: list[int] = getattr(self.client, "counted")  # noqa: B009  # ours, set in `with_server`
        while quiet < pause:
            if len(counted) != seen:
                seen, quiet = len(counted), 0.0
            await asyncio.sleep(0.1)
            quiet += 0.1
        # A request that the server answers after it has judged.
        await self.client.text_document_folding_range_async(types.FoldingRangeParams(self.at(next(iter(self.texts)))))
        return self.diagnostics()

    def diagnostics(self) -> dict[str, list[types.Diagnostic]]:
        by_uri = self.client.diagnostics
        paths = {path.relative_to(self.root).as_posix() for path in self.root.rglob("*.yaml")} | set(self.texts)
        return {path: list(by_uri[self.uri(path)]) for path in sorted(paths) if by_uri.get(self.uri(path))}

    def position(self, path: str, words: str, inside: int = 0) -> types.Position:
        """Where words stand in a file, so many characters on."""
        before = self.texts[path][: self.texts[path].index(words) + inside]
        return position_behind(before)

    def apply(self, edit: types.WorkspaceEdit) -> None:
        """Take the edits of an answer in; those that ask for confirmation are refused."""
        for each in edit.document_changes or []:
            assert isinstance(each, types.TextDocumentEdit)
            sure = [one for one in each.edits if not isinstance(one, types.AnnotatedTextEdit)]
            self._change(each.text_document.uri, sure)
        for uri, changes in (edit.changes or {}).items():
            self._change(uri, changes)

    def _change(self, uri: str, edits: Any) -> None:
        path = next(
            path.relative_to(self.root).as_posix()
            for path in self.root.rglob("*.yaml")
            if self.uri(str(path.relative_to(self.root))) == uri
        )
        if path not in self.texts:
            self.open(path)
        self.type(path, edited(self.texts[path], edits))


def edited(text: str, edits: Any) -> str:
    """A text with edits of the protocol applied."""
    lines = text.split("\n")

    def offset(at: types.Position) -> int:
        start = sum(len(line) + 1 for line in lines[: at.line])
        line = lines[at.line] if at.line < len(lines) else ""
        units = line.encode("utf-16-le")[: 2 * at.character]
        return min(start + len(units.decode("utf-16-le", "replace")), len(text))

    spans = sorted((offset(each.range.start), offset(each.range.end), each.new_text) for each in edits)
    for start, end, new in reversed(spans):
        text = text[:start] + new + text[end:]
    return text


def position_behind(before: str) -> types.Position:
    last = before.rpartition("\n")[2]
    return types.Position(before.count("\n"), len(last.encode("utf-16-le")) // 2)


def with_server(
    root: Path, work: Callable[[Desk], Awaitable[T]], editor: str = "visual-studio-code@1.65.2", options: Any = None
) -> T:
    """Do something with a server whose client has the capabilities of an editor; it must end well."""

    async def session() -> T:
        client = make_test_lsp_client()
        client.counted = []  # type: ignore[attr-defined]  # one entry a message that came

        def count(_: Any, params: types.PublishDiagnosticsParams) -> None:
            client.diagnostics[params.uri] = params.diagnostics
            client.counted.append(1)  # type: ignore[attr-defined]

        client.protocol.fm.features[types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS] = lambda params: count(client, params)
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        await client.start_io(sys.executable, "-m", "brandcluster", "lsp", env=environment)
        capabilities = client_capabilities(editor)
        folder = types.WorkspaceFolder(from_fs_path(str(root)) or "", root.name)
        await client.initialize_session(
            types.InitializeParams(
                capabilities, workspace_folders=[folder], root_uri=folder.uri, initialization_options=options
            )
        )
        try:
            result = await asyncio.wait_for(work(Desk(client, root)), 20 * PATIENCE)
        finally:
            await client.shutdown_session()
            await client.stop()  # type: ignore[no-untyped-call]
        assert not [each.message for each in client.log_messages], "the server reports an error of its own"
        return result

    return asyncio.run(session())
