"""A package as it came: its files against its list of hashes, its forms against the dossier inside."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from brandcluster.base.diagnostics import Diagnostic, Location
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.files import JUDGEMENTS, RECOMMENDATION
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.reading import read_part
from brandcluster.dossier.model.seal import Manifest
from brandcluster.formats.word.guard import MAX_FILE, Refusal, open_docx
from brandcluster.formats.word.read import read_content
from brandcluster.formats.yaml.document import read_document
from brandcluster.notice.edition import about_edition
from brandcluster.papers.forms.conditions_sheet import build_conditions_sheet
from brandcluster.papers.forms.dossier_copy import COPY
from brandcluster.papers.forms.package import (
    CHECKLIST,
    CONDITIONS_SHEET,
    HASHES,
    SEAL_RECORD,
    SIGNATURES,
    evidence_numbers,
    evidence_of,
    signature_sheet,
)
from brandcluster.papers.forms.render import FORM_NAMES, read_blanks, render_forms
from brandcluster.papers.importing.compare_papers import AnswerDifference, Paper, compare_papers, read_paper
from brandcluster.papers.labels.transcript import PageLine, differing_lines, page_lines
from brandcluster.papers.stamp import add_stamp
from brandcluster.rules.facts.rules_in_force import edition_of

#: As many differences of one kind are named.
MAX_NAMED = 20
_LINE = late_pattern(r"([0-9a-f]{64})  (.+)\Z")
_AGAIN = "请报送单位用 brandcluster render --package 重新生成，不要在生成的文件里改。"
#: Days of seals, consents and judgements are entered after the paper was sealed.
_GOES_ON = (RECOMMENDATION, JUDGEMENTS)
_OURS = frozenset((CHECKLIST, SIGNATURES, CONDITIONS_SHEET))


class PackageFiles(NamedTuple):
    """The files of a package by their paths in it; `read` gives a file's bytes up to a limit, `digest` its SHA-256
    (None: it cannot be read)."""

    names: Collection[str]
    read: Callable[[str, int], bytes | None]
    digest: Callable[[str], str | None]


def package_problems(dossier: Dossier, files: PackageFiles) -> list[Diagnostic]:
    """What does not hold together in a package whose dossier has been read."""
    return [
        *_hash_problems(files),
        *_form_problems(dossier, files),
        *_sheet_problems(dossier, files),
        *_seal_problems(files),
    ]


# ---- hashes --------------------------------------------------------------------------------------------------


def _hash_problems(files: PackageFiles) -> Iterator[Diagnostic]:
    known = _recorded(files)
    if not known:
        message = f"报送材料里没有校验码清单（{HASHES}），或读不出来，不能核对文件是不是改过。"
        yield Diagnostic("D012", "warning", message, _AGAIN, Location(HASHES))
        return
    wrong = [
        *((name, "不在了") for name in sorted(known) if name not in files.names),
        *(
            (name, "生成以后改过")
            for name in sorted(known)
            if name in files.names and files.digest(name) != known[name]
        ),
        *((name, "不在校验码清单里，是后来放进来的") for name in sorted(files.names) if name not in (*known, HASHES)),
    ]
    for name, what in wrong[:MAX_NAMED]:
        yield Diagnostic("D010", "error", f"报送材料里的“{name[:120]}”{what}。", _AGAIN, Location(name))
    if len(wrong) > MAX_NAMED:
        message = f"报送材料里还有 {len(wrong) - MAX_NAMED} 个文件与校验码清单不符。"
        yield Diagnostic("D010", "error", message, _AGAIN, Location(HASHES))


def _recorded(files: PackageFiles) -> dict[str, str]:
    content = files.read(HASHES, MAX_FILE) if HASHES in files.names else None
    lines = (content or b"").decode("utf-8-sig", "replace").splitlines()
    return {match.group(2): match.group(1) for line in lines if (match := _LINE.match(line))}


# ---- forms ---------------------------------------------------------------------------------------------------


def _form_problems(dossier: Dossier, files: PackageFiles) -> Iterator[Diagnostic]:
    names = [name for name in sorted(files.names) if "/" not in name and name.lower().endswith(".docx")]
    papers = {name: files.read(name, MAX_FILE) for name in names if name not in _OURS and not name.startswith("~$")}
    if not papers:
        yield Diagnostic("D012", "warning", "报送材料里没有 Word 表，没有可以核对的。", _AGAIN, Location(COPY))
        return
    edition = edition_of(dossier)
    if not about_edition(edition).forms.fill:
        message = "这一版通知的表由省里另发，报送材料里的表没有与申报文件夹核对。"
        yield Diagnostic("D012", "warning", message, "请人核对。", Location(next(iter(papers))))
        return
    rendered = {
        name: add_stamp(each.content)
        for name, each in render_forms(dossier, edition, FORM_NAMES, draft=False).items()
        if each.content is not None
    }
    same = set(rendered.values())
    left = {name: content for name, content in papers.items() if content is None or content not in same}
    if left:
        yield from _differing(dossier, edition, rendered, left)


def _differing(
    dossier: Dossier, edition: str, rendered: dict[str, bytes], papers: dict[str, bytes | None]
) -> Iterator[Diagnostic]:
    """What the forms say that are not byte for byte those that the dossier gives."""
    known, _ = read_blanks(edition, None, dossier.style)
    ours = [paper for content in rendered.values() if isinstance(paper := read_paper(content, known), Paper)]
    for name, content in papers.items():
        paper = read_paper(content, known) if content is not None else "读不出来，或文件太大。"
        if isinstance(paper, str):
            message = f"报送材料里的“{name[:120]}”没有与申报文件夹核对：{paper}"
            yield Diagnostic("D012", "warning", message, "请人核对，或请报送单位重新生成。", Location(name))
            continue
        found = compare_papers(ours, paper).differences
        yield from (_as_diagnostic(name, each) for each in found[:MAX_NAMED])
        if len(found) > MAX_NAMED:
            message = f"“{name[:120]}”还有 {len(found) - MAX_NAMED} 处与申报文件夹不一致。"
            yield Diagnostic("D011", "error", message, _AGAIN, Location(name))


def _as_diagnostic(name: str, found: AnswerDifference) -> Diagnostic:
    stated, recorded = (_short(text) for text in (found.stated, found.recorded))
    message = f"“{name[:120]}”的“{found.label}”与申报文件夹不一致：表上是{stated}，申报文件夹里是{recorded}。"
    return Diagnostic("D011", "error", message, f"核对以哪个为准。{_AGAIN}", Location(name))


# ---- sheets of ours ------------------------------------------------------------------------------------------


def _sheet_problems(dossier: Dossier, files: PackageFiles) -> Iterator[Diagnostic]:
    """Where the sheets that go with the forms say something else than the dossier gives."""
    makers: dict[str, Callable[[], bytes]] = {
        CONDITIONS_SHEET: lambda: build_conditions_sheet(dossier, evidence_numbers(evidence_of(dossier))),
        SIGNATURES: lambda: signature_sheet(dossier),
    }
    for name, make in makers.items():
        content = files.read(name, MAX_FILE) if name in files.names else None
        made = make() if content is not None else None
        if content is None or made is None or made == content:
            continue
        theirs, ours = _lines(content), _lines(made)
        if theirs is None or ours is None:
            message = f"报送材料里的“{name}”没有与申报文件夹核对：不是能读的 Word 文件。"
            yield Diagnostic("D012", "warning", message, "请人核对，或请报送单位重新生成。", Location(name))
            continue
        for each in list(differing_lines(ours, theirs))[:MAX_NAMED]:
            stated, recorded = ("\n".join(line.text for line in lines) for lines in (each.theirs, each.ours))
            where = next((line.where for line in (*each.theirs, *each.ours)), "")
            yield _as_diagnostic(name, AnswerDifference(name, where, where, recorded, stated))


def _lines(content: bytes) -> list[PageLine] | None:
    parts = open_docx(content, pictures=False)
    page = None if isinstance(parts, Refusal) else read_content(parts)
    return None if page is None else list(page_lines(page, ()))


# ---- the seal ------------------------------------------------------------------------------------------------


def _seal_problems(files: PackageFiles) -> Iterator[Diagnostic]:
    """What was changed since the paper was sealed, by the manifest that goes along."""
    content = files.read(SEAL_RECORD, MAX_FILE) if SEAL_RECORD in files.names else None
    if content is None:
        return
    document = read_document(SEAL_RECORD, content)
    manifest = read_part(Manifest, document.data).part if document.data is not None else None
    if manifest is None or document.diagnostics:
        message = "报送材料里的封存清单读不出来，不能核对封存以后改过什么。"
        yield Diagnostic("D012", "warning", message, _AGAIN, Location(SEAL_RECORD))
        return
    day = manifest.date.isoformat() if manifest.date is not None else "日期未填"
    recorded = [(each.path, each.digest) for each in manifest.files]
    recorded += [(each.path, each.digest) for each in manifest.evidence]
    changed = [
        (path, name)
        for path, digest in recorded
        if path is not None and digest and path not in _GOES_ON
        if (name := f"{COPY}/{path}") in files.names and files.digest(name) != digest
    ]
    for path, name in changed[:MAX_NAMED]:
        message = f"“{path[:120]}”在封存（{day}）以后改过，报送材料与封存的定稿不同。"
        help_ = "请报送单位说明改了什么；盖章的纸质件是封存那一次的，要重新封存、打印、盖章。"
        yield Diagnostic("D014", "warning", message, help_, Location(name))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line[:60]}{'…' if len(line) > 60 else ''}”" if line else "空的"
