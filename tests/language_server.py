"""A client of the YAML language server: LSP over stdio, as an editor speaks it."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from pathlib import Path
from typing import Any

SERVER = Path(__file__).parent / "editor" / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
PATIENCE = 30.0


class Editor:
    """One editor with a folder open. Positions are lines and UTF-16 code units, from 0, as the protocol has them."""

    def __init__(self, root: Path, settings: dict[str, Any]) -> None:
        self.root, self.settings = root, settings
        self._process = subprocess.Popen(
            ["node", SERVER, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._answers: dict[int, queue.Queue[Any]] = {}
        self._published: queue.Queue[Any] = queue.Queue()
        self._last = 0
        threading.Thread(target=self._listen, daemon=True).start()
        markup = ["markdown", "plaintext"]
        self._ask(
            "initialize",
            {
                "processId": None,
                "locale": "zh-cn",
                "rootUri": root.as_uri(),
                "workspaceFolders": [{"uri": root.as_uri(), "name": root.name}],
                "capabilities": {
                    "workspace": {"configuration": True, "workspaceFolders": True},
                    "textDocument": {
                        "hover": {"contentFormat": markup},
                        "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": markup}},
                    },
                },
            },
        )
        self._tell("initialized", {})

    def open(self, path: str, text: str) -> list[Any]:
        """Show a file with this text; the diagnostics that come."""
        uri = (self.root / path).as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        while (published := self._published.get(timeout=PATIENCE))["uri"] != uri:
            pass
        return list(published["diagnostics"])

    def hover(self, path: str, line: int, character: int) -> str:
        """What is shown at a place, as Markdown."""
        found = self._ask("textDocument/hover", self._at(path, line, character))
        return str(found["contents"]["value"]) if found else ""

    def completions(self, path: str, line: int, character: int) -> dict[str, str]:
        """What is offered at a place: label and the text that goes in."""
        found = self._ask("textDocument/completion", self._at(path, line, character))
        items = found["items"] if isinstance(found, dict) else found
        return {item["label"]: (item.get("textEdit") or {}).get("newText", item.get("insertText")) for item in items}

    def close(self) -> None:
        """End the server."""
        self._ask("shutdown", None)
        self._tell("exit", None)
        self._process.wait(timeout=PATIENCE)
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            stream.close()

    def _at(self, path: str, line: int, character: int) -> dict[str, Any]:
        uri = (self.root / path).as_uri()
        return {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}

    def _ask(self, method: str, parameters: Any) -> Any:
        self._last += 1
        answer: queue.Queue[Any] = queue.Queue()
        self._answers[self._last] = answer
        self._send({"id": self._last, "method": method, "params": parameters})
        found = answer.get(timeout=PATIENCE)
        assert "error" not in found, found
        return found["result"]

    def _tell(self, method: str, parameters: Any) -> None:
        self._send({"method": method, "params": parameters})

    def _send(self, message: dict[str, Any]) -> None:
        stream = self._process.stdin
        assert stream is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        stream.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        stream.flush()

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while header := stream.readline():
            length = int(header.partition(b":")[2])
            while stream.readline().strip():
                pass
            self._receive(json.loads(stream.read(length)))

    def _receive(self, message: dict[str, Any]) -> None:
        method = message.get("method")
        if method is None:
            self._answers.pop(message["id"]).put(message)
        elif method == "textDocument/publishDiagnostics":
            self._published.put(message["params"])
        elif method == "workspace/configuration":
            sections = [self._section(item.get("section", "")) for item in message["params"]["items"]]
            self._send({"id": message["id"], "result": sections})
        elif "id" in message:
            self._send({"id": message["id"], "result": None})

    def _section(self, name: str) -> Any:
        """The settings under a dotted name, as VS Code answers."""
        if name in self.settings:
            return self.settings[name]
        found: dict[str, Any] = {}
        for key, value in self.settings.items():
            if key.startswith(f"{name}."):
                inner = found
                *outer, last = key[len(name) + 1 :].split(".")
                for each in outer:
                    inner = inner.setdefault(each, {})
                inner[last] = value
        return found or None
