"""Answers of `editor/` in the protocol's types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from lsprotocol import types
from pygls.uris import from_fs_path

from brandcluster.base.diagnostics import Diagnostic, Edit, Location, Severity
from brandcluster.base.visible import visible
from brandcluster.dossier.files import HEADER
from brandcluster.formats import folder
from brandcluster.notice.clause_places import clause_place
from brandcluster.notice.edition import cite_clause
from brandcluster.rules.facts.rules_in_force import edition_of
from brandcluster.session.editor.actions import Action
from brandcluster.session.editor.offers import Kind, Offer
from brandcluster.session.editor.open_dossier import OpenDossier
from brandcluster.session.editor.outline import Outline
from brandcluster.session.editor.protocol.state import OpenFile, ServerState, range_of, uri_of

SOURCE = "brandcluster"
#: What is not filled in yet: no mistake of whoever is filling it in.
BLANK = "M002"
_SEVERITIES: dict[Severity, types.DiagnosticSeverity] = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}
_KINDS: dict[Kind, types.CompletionItemKind] = {
    "key": types.CompletionItemKind.Property,
    "value": types.CompletionItemKind.EnumMember,
    "name": types.CompletionItemKind.Reference,
    "file": types.CompletionItemKind.File,
    "reference": types.CompletionItemKind.Variable,
}
_SYMBOLS = {
    "field": types.SymbolKind.Field,
    "entry": types.SymbolKind.Object,
    "part": types.SymbolKind.Struct,
    "list": types.SymbolKind.Array,
}
#: The command by which a client asks for the reason of an ignored diagnostic itself.
ASK_REASON = "brandcluster.askReason"


def uri_at(state: ServerState, desk: OpenDossier, path: str) -> str:
    """The URI of a file of a dossier, spelt as the client spelt it when it opened it."""
    known = (each.uri for each in state.files.values() if each.desk is desk and each.path == path)
    return next(known, uri_of(desk.root, path))


def location(state: ServerState, desk: OpenDossier, place: Location) -> types.Location:
    """A place of a dossier."""
    return types.Location(uri_at(state, desk, place.path), range_of(state, desk, place))


def locations(state: ServerState, desk: OpenDossier, places: Iterable[Location]) -> list[types.Location]:
    """Places of the dossier as last read, where they stand in the texts as typed; a line that went has none."""
    return [location(state, desk, now) for each in places if (now := desk.as_typed(each)) is not None]


def published(state: ServerState, desk: OpenDossier, found: Sequence[Diagnostic]) -> dict[str, list[types.Diagnostic]]:
    """Diagnostics by the URI of the file that they are shown in; what is about no file is shown in dossier.yaml."""
    by_uri: dict[str, list[types.Diagnostic]] = {}
    for each in found:
        path = each.location.path
        shown = each
        if path not in desk.typed and not isinstance(folder.resolve_file(desk.root, path), Path):
            shown = each._replace(location=Location(HEADER), message=f"{path}：{each.message}")
        by_uri.setdefault(uri_at(state, desk, shown.location.path), []).append(diagnostic(state, desk, shown))
    return by_uri


def diagnostic(state: ServerState, desk: OpenDossier, each: Diagnostic) -> types.Diagnostic:
    """One diagnostic, with what to do about it and the clause in its words."""
    dossier = desk.session.dossier()
    edition = None if dossier is None else edition_of(dossier)
    cite = None if edition is None else cite_clause(edition, each.clause)
    words = f"{visible(each.message)}\n改法：{visible(each.help)}" + (f"〔{cite}〕" if cite else "")
    related = [types.DiagnosticRelatedInformation(location(state, desk, place), "另一处") for place in each.related]
    severity = types.DiagnosticSeverity.Information if each.code == BLANK else _SEVERITIES[each.severity]
    return types.Diagnostic(
        range_of(state, desk, each.location),
        words,
        severity=severity,
        code=each.code,
        code_description=None if edition is None else _clause_link(edition, each.clause),
        source=SOURCE,
        related_information=related or None,
    )


def _clause_link(edition: str, clause: str | None) -> types.CodeDescription | None:
    """Where the words of the clause stand: the notice as it comes with the program, at the clause's line."""
    place = clause_place(edition, clause)
    uri = None if place is None else from_fs_path(str(place[0]))
    return None if place is None or uri is None else types.CodeDescription(f"{uri}#L{place[1]}")


def text_edits(state: ServerState, desk: OpenDossier, edits: Iterable[Edit]) -> list[types.TextEdit]:
    """Edits of one file, in its order."""
    return [types.TextEdit(range_of(state, desk, each.location), each.text) for each in edits]


def code_action(state: ServerState, file: OpenFile, action: Action, *, asks: bool) -> types.CodeAction:
    """A fix, or a comment with a reason, for which a client that can asks."""
    about = [diagnostic(state, file.desk, action.about)]
    edits = text_edits(state, file.desk, action.edits)
    edit = types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(types.OptionalVersionedTextDocumentIdentifier(file.uri, file.version), list(edits))
        ]
    )
    kind = types.CodeActionKind.QuickFix
    if action.asks_reason and asks:
        arguments = [file.uri, edits[0].range.start.line, edits[0].new_text.rstrip("\r\n"), action.about.code]
        command = types.Command(action.title, ASK_REASON, arguments=arguments)
        return types.CodeAction(action.title, kind=kind, diagnostics=about, command=command)
    preferred = None if action.asks_reason else True
    return types.CodeAction(action.title, kind=kind, diagnostics=about, edit=edit, is_preferred=preferred)


def completion(state: ServerState, file: OpenFile, line: int, offers: Sequence[Offer]) -> types.CompletionList:
    """What may be written, in its order."""
    items = []
    for number, each in enumerate(offers):
        place = range_of(state, file.desk, Location(file.path, line, each.start, line, each.end))
        about = types.MarkupContent(types.MarkupKind.Markdown, each.about) if each.about else None
        item = types.CompletionItem(
            each.label,
            kind=_KINDS[each.kind],
            detail=each.detail or None,
            documentation=about,
            sort_text=f"{number:05}",
            text_edit=types.TextEdit(place, each.insert),
            insert_text_mode=types.InsertTextMode.AdjustIndentation,
        )
        items.append(item)
    return types.CompletionList(any(each.kind == "reference" for each in offers), items)


def document_symbol(state: ServerState, file: OpenFile, each: Outline) -> types.DocumentSymbol:
    """One 栏目 or entry of an outline with all below it."""
    return types.DocumentSymbol(
        each.name,
        _SYMBOLS[each.kind],
        range_of(state, file.desk, each.whole),
        range_of(state, file.desk, each.named),
        detail=each.detail or None,
        children=[document_symbol(state, file, below) for below in each.below],
    )
