"""The server itself: which question of the protocol goes to which function of `editor/`, and when a dossier is judged."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from brandcluster import __version__
from brandcluster.base.diagnostics import Edit, Location
from brandcluster.formats.yaml.document import Document, read_document
from brandcluster.rules.checks.crashed import crash_report
from brandcluster.session.editor.actions import Action, actions_for, all_fixes, edits_between, formatted
from brandcluster.session.editor.going import definitions_at, mentions_at
from brandcluster.session.editor.meaning import meaning_at
from brandcluster.session.editor.offers import offers_at
from brandcluster.session.editor.open_dossier import OpenDossier
from brandcluster.session.editor.outline import hints_in
from brandcluster.session.editor.positions import Encoding
from brandcluster.session.editor.protocol import wire
from brandcluster.session.editor.protocol.state import (
    Asked,
    ServerState,
    asked,
    change_file,
    close_file,
    current_text,
    open_file,
    range_of,
)
from brandcluster.session.editor.renaming import Renaming, can_rename, rename

#: So long after the last keystroke a dossier is judged, in seconds.
PAUSE = 0.2
#: What completion is asked after.
TRIGGERS = [":", " ", "{", ".", "-", "[", ","]
_PROSE = "prose"
T = TypeVar("T")


class Server(LanguageServer):
    """The server with what it knows, and the timers of dossiers that wait to be judged."""

    def __init__(self) -> None:
        super().__init__("brandcluster", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.state = ServerState()
        self.waiting: dict[Path, asyncio.TimerHandle] = {}
        self.options: dict[str, Any] = {}

    def report_server_error(self, error: Exception, source: Any) -> None:
        """An error in the log, not in the person's way."""
        _log(self, error)


def serve() -> None:
    """Answer one client over standard input and output until it says goodbye."""
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    answers_to = sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing else may stand among the answers, and the library closes what it wrote them to
    make_server().start_io(sys.stdin.buffer, answers_to)


def make_server() -> Server:
    """A server with all that it answers."""
    server = Server()
    for name, (options, handler) in _FEATURES.items():
        server.feature(name, options)(_living_on(handler))
    return server


def _living_on(handler: Callable[[Server, Any], T]) -> Callable[[Server, Any], T | None]:
    """A handler whose failure is a report in the log and no answer."""

    @wraps(handler)
    def guarded(server: Server, params: Any) -> T | None:
        try:
            return handler(server, params)
        except Exception as error:
            _log(server, error)
            return None

    return guarded


def _log(server: Server, error: Exception) -> None:
    _log_report(server, crash_report(error))


def _log_report(server: Server, report: str) -> None:
    words = f"程序内部出错，这不是您的材料的问题。请把下面几行发给维护者：\n{report}"
    server.window_log_message(types.LogMessageParams(types.MessageType.Error, words))


def _say(server: Server, words: str, kind: types.MessageType = types.MessageType.Info) -> None:
    server.window_show_message(types.ShowMessageParams(kind, words))


# ---- files -----------------------------------------------------------------------------------------------------


def _initialize(server: Server, params: types.InitializeParams) -> None:
    given = params.initialization_options
    server.options = given if isinstance(given, dict) else {}


def _initialized(server: Server, _: types.InitializedParams) -> None:
    server.state.encoding = cast("Encoding", str(getattr(server.workspace.position_encoding, "value", "utf-16")))
    files = server.client_capabilities.workspace and server.client_capabilities.workspace.did_change_watched_files
    if files and files.dynamic_registration:
        watched = [types.FileSystemWatcher("**/*.{yaml,csv,xlsx,docx,pdf,md,txt}")]
        options = types.DidChangeWatchedFilesRegistrationOptions(watched)
        kind = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        server.client_register_capability(types.RegistrationParams([types.Registration("files", kind, options)]))


def _opened(server: Server, params: types.DidOpenTextDocumentParams) -> None:
    document = params.text_document
    file = open_file(server.state, document.uri, document.version, document.text)
    if file is not None:
        _judge_soon(server, file.desk)


def _changed(server: Server, params: types.DidChangeTextDocumentParams) -> None:
    document = params.text_document
    file = change_file(server.state, document.uri, document.version, params.content_changes)
    if file is not None:
        _judge_soon(server, file.desk)


def _saved(server: Server, params: types.DidSaveTextDocumentParams) -> None:
    file = server.state.files.get(params.text_document.uri)
    if file is not None:
        _judge_soon(server, file.desk)


def _closed(server: Server, params: types.DidCloseTextDocumentParams) -> None:
    file = close_file(server.state, params.text_document.uri)
    if file is None:
        return
    if file.desk.root in server.state.desks:
        _judge_soon(server, file.desk)
        return
    timer = server.waiting.pop(file.desk.root, None)
    if timer is not None:
        timer.cancel()
    for uri in server.state.sent.pop(file.desk.root, {}):
        server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))


def _disk_changed(server: Server, _: types.DidChangeWatchedFilesParams) -> None:
    for desk in server.state.desks.values():
        _judge_soon(server, desk)


def _judge_soon(server: Server, desk: OpenDossier) -> None:
    """Judge a dossier once nothing was typed for a moment."""
    timer = server.waiting.pop(desk.root, None)
    if timer is not None:
        timer.cancel()
    server.waiting[desk.root] = asyncio.get_running_loop().call_later(PAUSE, _judge, server, desk)


def _judge(server: Server, desk: OpenDossier) -> None:
    server.waiting.pop(desk.root, None)
    if server.state.desks.get(desk.root) is not desk:
        return
    try:
        desk.session.refresh()
        now = wire.published(server.state, desk, desk.diagnostics())
    except Exception as error:
        _log(server, error)
        return
    for crash in desk.session.crashes():
        _log_report(server, crash.report)
    before = server.state.sent.get(desk.root, {})
    server.state.sent[desk.root] = now
    versions = {each.uri: each.version for each in server.state.files.values()}
    for uri in dict.fromkeys((*before, *now)):
        if before.get(uri) != now.get(uri):
            found = now.get(uri, [])
            server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, versions.get(uri)))
    workspace = server.client_capabilities.workspace
    if workspace and workspace.inlay_hint and workspace.inlay_hint.refresh_support:
        server.workspace_inlay_hint_refresh(None)


# ---- questions about a place -----------------------------------------------------------------------------------


def _hover(server: Server, params: types.HoverParams) -> types.Hover | None:
    at = asked(server.state, params.text_document.uri, params.position)
    found = at and meaning_at(at.dossier, at.file.path, at.file.desk.typed[at.file.path], at.line, at.column)
    if not at or not found:
        return None
    place = Location(at.file.path, found.line, found.start, found.line, found.end)
    words = types.MarkupContent(types.MarkupKind.Markdown, found.markdown)
    return types.Hover(words, range_of(server.state, at.file.desk, place))


def _completion(server: Server, params: types.CompletionParams) -> types.CompletionList | None:
    at = asked(server.state, params.text_document.uri, params.position)
    if at is None:
        return None
    offers = offers_at(at.dossier, at.file.path, at.file.desk.typed[at.file.path], at.line, at.column)
    return wire.completion(server.state, at.file, at.line, offers)


def _definition(server: Server, params: types.DefinitionParams) -> list[types.Location]:
    at = _in_read_text(server, params.text_document.uri, params.position)
    if at is None:
        return []
    found = definitions_at(at.dossier, at.file.path, at.line, at.column)
    return wire.locations(server.state, at.file.desk, found)


def _references(server: Server, params: types.ReferenceParams) -> list[types.Location]:
    at = _in_read_text(server, params.text_document.uri, params.position)
    found = at and mentions_at(at.dossier, at.file.path, at.line, at.column)
    if not at or not found:
        return []
    wanted = [each.place for each in found[1] if params.context.include_declaration or not each.is_definition]
    return wire.locations(server.state, at.file.desk, wanted)


def _in_read_text(server: Server, uri: str, position: types.Position) -> Asked | None:
    """The place in the last state of the file that could be read; None where what is typed there is new."""
    at = asked(server.state, uri, position)
    line = None if at is None else at.file.desk.as_read(at.file.path, at.line)
    if at is None or line is None:
        return None
    at.line = line
    return at


# ---- renaming --------------------------------------------------------------------------------------------------


def _prepare_rename(server: Server, params: types.PrepareRenameParams) -> types.Range | None:
    at = asked(server.state, params.text_document.uri, params.position)
    if at is None or at.file.desk.is_broken(at.file.path):
        return None
    found = can_rename(at.dossier, at.file.path, at.line, at.column)
    return None if found is None else range_of(server.state, at.file.desk, found[1])


def _rename(server: Server, params: types.RenameParams) -> types.WorkspaceEdit | None:
    at = asked(server.state, params.text_document.uri, params.position)
    if at is None:
        return None
    broken = [path for path in at.file.desk.typed if at.file.desk.is_broken(path)]
    if broken:
        _say(server, f"“{broken[0]}”现在读不通，先改好再改名。", types.MessageType.Warning)
        return None
    found = rename(at.dossier, at.file.path, at.line, at.column, params.new_name)
    if isinstance(found, str):
        _say(server, found, types.MessageType.Warning)
        return None
    return _workspace_edit(server, at.file.desk, found)


def _workspace_edit(server: Server, desk: OpenDossier, found: Renaming) -> types.WorkspaceEdit:
    edits = server.client_capabilities.workspace and server.client_capabilities.workspace.workspace_edit
    asks = bool(edits and edits.document_changes and edits.change_annotation_support)
    if found.unsure and not asks:
        _say(server, f"正文里还有 {len(found.unsure)} 处提到“{found.name.text}”，没有改，请逐处看过。")
    if found.name.kind in ("industry", "enterprise") and (desk.root / "enterprises").is_dir():
        _say(server, "企业报表（enterprises/）里的名称没有改，请在报表里一并改。")
    if not (edits and edits.document_changes):
        return types.WorkspaceEdit(
            changes={
                wire.uri_at(server.state, desk, path): wire.text_edits(server.state, desk, mine)
                for path, mine in _by_path(found.sure).items()
            }
        )
    by_path = _by_path((*found.sure, *(found.unsure if asks else ())))
    unsure = frozenset(found.unsure)
    changes = [_document_edit(server, desk, path, mine, unsure) for path, mine in by_path.items()]
    label = types.ChangeAnnotation("正文里提到的", needs_confirmation=True, description="逐处确认要不要一起改")
    annotations = {_PROSE: label} if found.unsure and asks else None
    return types.WorkspaceEdit(document_changes=list(changes), change_annotations=annotations)


def _document_edit(
    server: Server, desk: OpenDossier, path: str, edits: list[Edit], unsure: frozenset[Edit]
) -> types.TextDocumentEdit:
    uri = wire.uri_at(server.state, desk, path)
    file = server.state.files.get(uri)
    made: list[types.TextEdit | types.AnnotatedTextEdit | types.SnippetTextEdit] = []
    for each in edits:
        place = range_of(server.state, desk, each.location)
        made.append(
            types.AnnotatedTextEdit(_PROSE, place, each.text) if each in unsure else types.TextEdit(place, each.text)
        )
    version = None if file is None else file.version
    return types.TextDocumentEdit(types.OptionalVersionedTextDocumentIdentifier(uri, version), made)


def _by_path(edits: tuple[Edit, ...]) -> dict[str, list[Edit]]:
    found: dict[str, list[Edit]] = {}
    for each in edits:
        found.setdefault(each.location.path, []).append(each)
    return found


# ---- the whole file --------------------------------------------------------------------------------------------


def _actions(server: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    at = asked(server.state, params.text_document.uri)
    if at is None:
        return []
    file, desk = at.file, at.file.desk
    wanted = params.context.only
    found = [each for each in desk.diagnostics() if each.location.path == file.path]
    document = _document(at)
    made: list[types.CodeAction] = []
    if wanted is None or any(_asks_for(each, types.CodeActionKind.QuickFix) for each in wanted):
        near = [each for each in found if _meets(range_of(server.state, desk, each.location), params.range)]
        asks = bool(server.options.get("asksReason"))
        actions = actions_for(document, at.part, near)
        made += [wire.code_action(server.state, file, each, asks=asks) for each in actions if _is_current(at, each)]
    if wanted is not None and any(_asks_for(each, types.CodeActionKind.SourceFixAll) for each in wanted):
        text = desk.typed[file.path]
        after = all_fixes(file.path, text, at.part, found)
        edits = wire.text_edits(server.state, desk, edits_between(file.path, text, after))
        if edits:
            edit = types.WorkspaceEdit(changes={file.uri: edits})
            title = "把有把握的都改好（写法，不改内容）"
            made.append(types.CodeAction(title, kind=types.CodeActionKind.SourceFixAll, edit=edit))
    return made


def _document(at: Asked) -> Document:
    """The file as it is being typed, also where it does not parse."""
    if not at.file.desk.is_broken(at.file.path):
        return at.dossier.documents[at.file.path]
    from functools import partial

    from brandcluster.dossier.model import reading

    text = at.file.desk.typed[at.file.path]
    return read_document(at.file.path, text.encode(), partial(reading.labels_of, at.part))


def _is_current(at: Asked, action: Action) -> bool:
    """Whether an action is for the text as it is now: what is moved along with a broken file can't be changed."""
    return not action.asks_reason or not at.file.desk.is_broken(at.file.path)


def _asks_for(wanted: types.CodeActionKind | str, kind: types.CodeActionKind) -> bool:
    asked_for = str(getattr(wanted, "value", wanted))
    return not asked_for or kind.value == asked_for or kind.value.startswith(f"{asked_for}.")


def _meets(one: types.Range, other: types.Range) -> bool:
    begin, end = (one.start.line, one.start.character), (one.end.line, one.end.character)
    return begin <= (other.end.line, other.end.character) and (other.start.line, other.start.character) <= end


def _formatting(server: Server, params: types.DocumentFormattingParams) -> list[types.TextEdit] | None:
    at = asked(server.state, params.text_document.uri)
    if at is None:
        return None
    path, desk = at.file.path, at.file.desk
    text = desk.typed[path]
    result = formatted(path, text, at.part)
    if result.refusal:
        _say(server, f"没有整理：{result.refusal}", types.MessageType.Warning)
        return None
    return wire.text_edits(server.state, desk, edits_between(path, text, result.content.decode("utf-8-sig")))


def _symbols(server: Server, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol] | None:
    at = asked(server.state, params.text_document.uri)
    if at is None:
        return None
    return [wire.document_symbol(server.state, at.file, each) for each in at.file.desk.outline(at.file.path)]


def _folding(server: Server, params: types.FoldingRangeParams) -> list[types.FoldingRange] | None:
    at = asked(server.state, params.text_document.uri)
    if at is None:
        return None
    return [
        types.FoldingRange(first - 1, last - 1, kind=types.FoldingRangeKind.Comment if comment else None)
        for first, last, comment in at.file.desk.folds(at.file.path)
    ]


def _hints(server: Server, params: types.InlayHintParams) -> list[types.InlayHint] | None:
    at = asked(server.state, params.text_document.uri)
    if at is None:
        return None
    desk, path = at.file.desk, at.file.path
    found = hints_in(at.dossier, current_text(desk, path), params.range.start.line + 1, params.range.end.line + 1)
    return [
        types.InlayHint(
            range_of(server.state, desk, Location(path, each.line, each.column, each.line, each.column)).start,
            each.text,
        )
        for each in found
    ]


_FEATURES: dict[str, tuple[Any, Callable[[Server, Any], Any]]] = {
    types.INITIALIZE: (None, _initialize),
    types.INITIALIZED: (None, _initialized),
    types.TEXT_DOCUMENT_DID_OPEN: (None, _opened),
    types.TEXT_DOCUMENT_DID_CHANGE: (None, _changed),
    types.TEXT_DOCUMENT_DID_SAVE: (None, _saved),
    types.TEXT_DOCUMENT_DID_CLOSE: (None, _closed),
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: (None, _disk_changed),
    types.TEXT_DOCUMENT_HOVER: (None, _hover),
    types.TEXT_DOCUMENT_COMPLETION: (types.CompletionOptions(trigger_characters=TRIGGERS), _completion),
    types.TEXT_DOCUMENT_DEFINITION: (None, _definition),
    types.TEXT_DOCUMENT_REFERENCES: (None, _references),
    types.TEXT_DOCUMENT_PREPARE_RENAME: (None, _prepare_rename),
    types.TEXT_DOCUMENT_RENAME: (types.RenameOptions(prepare_provider=True), _rename),
    types.TEXT_DOCUMENT_CODE_ACTION: (
        types.CodeActionOptions([types.CodeActionKind.QuickFix, types.CodeActionKind.SourceFixAll]),
        _actions,
    ),
    types.TEXT_DOCUMENT_FORMATTING: (None, _formatting),
    types.TEXT_DOCUMENT_DOCUMENT_SYMBOL: (None, _symbols),
    types.TEXT_DOCUMENT_FOLDING_RANGE: (None, _folding),
    types.TEXT_DOCUMENT_INLAY_HINT: (None, _hints),
}
