"""The server's handlers, in process: whatever is typed and asked, nothing fails, and every place is one of the text."""

from __future__ import annotations

import asyncio
import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cases import BASE

pytest.importorskip("pygls")
from lsprotocol import types
from pygls.uris import from_fs_path, to_fs_path

from brandcluster.dossier.load import load_dossier
from brandcluster.rules.checks.all_checks import find_problems
from brandcluster.session.editor.cursor import editor_lines
from brandcluster.session.editor.protocol import server as served
from brandcluster.session.editor.protocol.server import _FEATURES, Server, _judge

FILES = (
    "dossier.yaml",
    "application/plan.yaml",
    "application/conditions.yaml",
    "application/region.yaml",
    "application/top-enterprises.yaml",
    "statistics/2013.yaml",
    "recommendation.yaml",
    "notes.yaml",
)
PIECES = (
    *(
        "\n",
        "\r\n",
        "\r",
        "  ",
        "    ",
        "- ",
        ": ",
        ":",
        "|",
        "[",
        "]",
        "{{ ",
        " }}",
        "{{ 指标.",
        "{{ 申报.区域名称 }}",
        "#",
        "'",
        '"',
        "&a",
        "!x",
    ),
    *(
        "\u2028",
        "\x0c",
        "\u00a0",
        "\u3000",
        "\u200b",
        "\ufeff",
        "\ud800",
        "\x00",
        "𠮷",
        "😀",
        "一",
        "，",
        "：",
        "12",
        "1e3",
        "2014-04-20",
        "null",
    ),
    *(
        "名称: ",
        "产业: 阀门\n",
        "主导产业:\n",
        "# brandcluster: ignore B101 数\n",
        "年份: 2013\n",
        "<<<<<<< 甲\n",
        "文件: ../../x\n",
        "文件: evidence/a.txt\n",
    ),
)


class _Said:
    """Takes what the server sends."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    def write(self, data: bytes) -> None:
        self.messages.append(json.loads(data.partition(b"\r\n\r\n")[2] or data))

    def close(self) -> None:
        pass


class Hand:
    """Somebody who types and asks at random; the server's answers are looked at."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root, self.chance = root, random.Random(seed)  # noqa: S311
        self.server, self.said = Server(), _Said()
        self.server.protocol.writer = self.said
        edits = types.WorkspaceEditClientCapabilities(
            document_changes=True, change_annotation_support=types.ChangeAnnotationsSupportOptions()
        )
        self.server.protocol.client_capabilities = types.ClientCapabilities(
            workspace=types.WorkspaceClientCapabilities(workspace_edit=edits)
        )
        self.texts: dict[str, str] = {}
        self.version = 0

    def uri(self, path: str) -> str:
        return from_fs_path(str(self.root / path)) or ""

    def tell(self, method: str, params: Any) -> Any:
        return _FEATURES[method][1](self.server, params)

    def open(self, path: str) -> None:
        found = self.root / path
        self.texts[path] = found.read_text(encoding="utf-8") if found.is_file() else ""
        document = types.TextDocumentItem(self.uri(path), "yaml", 1, self.texts[path])
        self.tell(types.TEXT_DOCUMENT_DID_OPEN, types.DidOpenTextDocumentParams(document))

    def close(self, path: str) -> None:
        del self.texts[path]
        self.tell(
            types.TEXT_DOCUMENT_DID_CLOSE,
            types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(self.uri(path))),
        )

    def type(self, path: str, text: str) -> None:
        self.texts[path] = text
        self.version += 1
        document = types.VersionedTextDocumentIdentifier(self.version, self.uri(path))
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.tell(types.TEXT_DOCUMENT_DID_CHANGE, types.DidChangeTextDocumentParams(document, [change]))

    def judge(self) -> None:
        for desk in list(self.server.state.desks.values()):
            _judge(self.server, desk)

    def step(self) -> None:
        chance = self.chance
        path = chance.choice(FILES)
        if path not in self.texts:
            self.open(path)
        kind = chance.random()
        if kind < 0.35:
            self.type(path, self.edited(self.texts[path]))
        elif kind < 0.42:
            self.type(path, self.stored(path))
        elif kind < 0.45:
            self.close(path)
        elif kind < 0.55:
            self.judge()
        else:
            self.ask(path)

    def stored(self, path: str) -> str:
        found = BASE / path
        return found.read_text(encoding="utf-8") if found.is_file() else ""

    def edited(self, text: str) -> str:
        at = self.chance.randint(0, len(text))
        until = at + (self.chance.randint(0, 30) if self.chance.random() < 0.4 else 0)
        return text[:at] + self.chance.choice(("", *PIECES)) + text[until:]

    def place(self, path: str) -> types.Position:
        lines = editor_lines(self.texts[path])
        line = self.chance.randint(0, len(lines))
        width = len(lines[line]) if line < len(lines) else 3
        return types.Position(line, self.chance.randint(0, 2 * width + 2))

    def ask(self, path: str) -> None:
        where, at = types.TextDocumentIdentifier(self.uri(path)), self.place(path)
        some = types.Range(at, types.Position(at.line + self.chance.randint(0, 9), 0))
        asked: list[tuple[str, Any]] = [
            (types.TEXT_DOCUMENT_HOVER, types.HoverParams(where, at)),
            (types.TEXT_DOCUMENT_COMPLETION, types.CompletionParams(where, at)),
            (types.TEXT_DOCUMENT_DEFINITION, types.DefinitionParams(where, at)),
            (types.TEXT_DOCUMENT_REFERENCES, types.ReferenceParams(types.ReferenceContext(True), where, at)),
            (types.TEXT_DOCUMENT_PREPARE_RENAME, types.PrepareRenameParams(where, at)),
            (
                types.TEXT_DOCUMENT_RENAME,
                types.RenameParams(where, at, self.chance.choice(("新名", "", "a: #b", "阀门"))),
            ),
            (types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionParams(where, some, types.CodeActionContext([]))),
            (
                types.TEXT_DOCUMENT_CODE_ACTION,
                types.CodeActionParams(where, some, types.CodeActionContext([], [types.CodeActionKind.SourceFixAll])),
            ),
            (types.TEXT_DOCUMENT_FORMATTING, types.DocumentFormattingParams(where, types.FormattingOptions(2, True))),
            (types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, types.DocumentSymbolParams(where)),
            (types.TEXT_DOCUMENT_FOLDING_RANGE, types.FoldingRangeParams(where)),
            (types.TEXT_DOCUMENT_INLAY_HINT, types.InlayHintParams(where, some)),
        ]
        answer = self.tell(*self.chance.choice(asked))
        self.check(path, json.loads(json.dumps(self.server.protocol._converter.unstructure(answer))))

    def check(self, path: str, answer: Any) -> None:
        """Every range runs forward, and lies in its file."""
        for uri, found in ranges(answer, self.uri(path)):
            begin, end = found["start"], found["end"]
            assert (begin["line"], begin["character"]) <= (end["line"], end["character"]), found
            mine = next((text for name, text in self.texts.items() if self.uri(name) == uri), None)
            if mine is not None:
                lines = editor_lines(mine)
                for each in (begin, end):
                    assert each["line"] <= len(lines), found
                    units = (
                        len(lines[each["line"]].encode("utf-16-le", "surrogatepass")) // 2
                        if each["line"] < len(lines)
                        else 0
                    )
                    assert each["character"] <= units, (found, lines[each["line"] : each["line"] + 1])


def ranges(answer: Any, uri: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(answer, list):
        for each in answer:
            yield from ranges(each, uri)
    elif isinstance(answer, dict):
        uri = answer.get("uri") or (answer.get("textDocument") or {}).get("uri") or uri
        if "start" in answer and "end" in answer:
            yield uri, answer
        for name, each in answer.items():
            if name == "changes":
                for at, edits in (each or {}).items():
                    yield from ranges(edits, at)
            else:
                yield from ranges(each, uri)


async def typing(root: Path, seed: int, steps: int) -> None:
    hand = Hand(root, seed)
    for _ in range(steps):
        hand.step()
    hand.judge()
    for message in hand.said.messages:
        assert message["method"] != "window/logMessage", message
        if message["method"] == "textDocument/publishDiagnostics":
            assert all(begins_before_end(each["range"]) for each in message["params"]["diagnostics"])
    # Back at the texts of the disk, all is as for a fresh process.
    for path in list(hand.texts):
        hand.close(path)
    hand.open("dossier.yaml")
    (desk,) = hand.server.state.desks.values()
    assert desk.diagnostics() == find_problems(load_dossier(root))


def begins_before_end(found: dict[str, Any]) -> bool:
    begin, end = found["start"], found["end"]
    return (begin["line"], begin["character"]) <= (end["line"], end["character"])


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(served, "PAUSE", 3600.0)  # dossiers are judged when the test says so
    found = tmp_path / "甲"
    shutil.copytree(BASE, found)
    return found


def test_a_code_leads_to_the_words_of_its_clause(root: Path) -> None:
    async def work() -> list[dict[str, Any]]:
        hand = Hand(root, 1)
        hand.open("application/plan.yaml")
        hand.type(
            "application/plan.yaml", hand.texts["application/plan.yaml"].replace("总额（万元）: ", "总额（万元）: 1")
        )
        hand.judge()
        return [each for said in hand.said.messages for each in said["params"].get("diagnostics", [])]

    (wrong,) = [each for each in asyncio.run(work()) if each["code"] == "B101"]
    address, _, line = wrong["codeDescription"]["href"].partition("#L")
    words = Path(to_fs_path(address) or "").read_text(encoding="utf-8").splitlines()[int(line) - 1 :]
    assert words[0].startswith("- id: ") and "cite: 附件1 第二部分 三" in words[1]


def test_a_few_random_edits_and_requests(root: Path) -> None:
    asyncio.run(typing(root, 1, 120))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10, 20))
def test_ten_thousand_random_edits_and_requests(root: Path, seed: int) -> None:
    asyncio.run(typing(root, seed, 1000))
