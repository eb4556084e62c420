"""Filled Word forms into a dossier that is there: what would be written, answer by answer, chosen by a person and written.

What was read is kept in memory until it is taken or given up; the files themselves go nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from starlette.responses import Response

from brandcluster.base.diagnostics import KeyPath
from brandcluster.base.visible import visible
from brandcluster.cli.desk.desk import OpenDesk
from brandcluster.cli.desk.plain import clerk_words, plain_name, present, to
from brandcluster.cli.desk.questions import Question, Upload
from brandcluster.cli.desk.rendering import desk_page
from brandcluster.cli.desk.section_pages import keys_words
from brandcluster.cli.desk.start_page import place_path
from brandcluster.cli.desk.steps import NOT_SAFE, look_again, write_together
from brandcluster.cli.errors import UserError
from brandcluster.cli.word_files import known_blanks, read_filled_forms
from brandcluster.cli.writing import one_at_a_time
from brandcluster.dossier.files import HEADER, kind_of
from brandcluster.dossier.load import Dossier, load_dossier
from brandcluster.output.commands.imports import FileReport
from brandcluster.output.text.changed_words import Run, marked_texts, shortened
from brandcluster.papers.importing.partly import ImportChoice, chosen_changes, import_choices, said_otherwise
from brandcluster.papers.importing.proposal import CurrentFiles, Doubt, Import, ImportItem, show_value
from brandcluster.papers.importing.propose import changed_texts, propose_import
from brandcluster.rules.facts.rules_in_force import edition_of
from brandcluster.session.desk.sections import SECTIONS, section_holding

if TYPE_CHECKING:
    from brandcluster.papers.labels.read_form import Form

PAGE = "/import"
#: As many files are read at once: two forms, and some that were taken by mistake.
MOST_PAPERS = 10
#: As many values and doubts of one kind are listed.
LISTED = 400
#: Texts that are longer together are shown by their differences, with so much of what is the same around each.
LONG, AROUND = 120, 60
_FIXED = "材料里这一段的数引用着统计数据；用表上的，就成了固定的文字，数据改了不会跟着改。"
_CHANGED = "这期间材料又改过，列出来的和刚才不一样，什么也没有写。请再看一遍，再写。"


class PapersRead(NamedTuple):
    """Word forms that were read, until they are taken."""

    reports: tuple[FileReport, ...]
    forms: tuple[Form, ...]


class ChoiceRow(NamedTuple):
    """A choice as the page shows it: where it goes in words and as an address, whether that is a new entry, where the
    form says it; of each value what it is, what the form says and what stands there; the differences of a long one; what is
    doubtful about it."""

    choice: ImportChoice
    words: str
    link: str
    is_new_entry: bool
    where: str
    values: tuple[tuple[str, str, str], ...]
    runs: list[Run]
    doubts: list[str]
    chosen: bool


def import_page(desk: OpenDesk, asked: Question) -> Response:
    """Where filled forms are handed in."""
    look_again(desk)
    waiting = desk.shown.get("papers")
    return _begin(desk, waiting.reports if isinstance(waiting, PapersRead) else (), 200)


def _begin(desk: OpenDesk, reports: Sequence[FileReport], status: int) -> Response:
    return desk_page(
        desk,
        "import.html",
        title="从 Word 表收",
        here=PAGE,
        status=status,
        waiting=[visible(each.name) for each in reports if each.forms] if status == 200 else [],
        unread=_unread(reports) if status != 200 else [],
    )


def _unread(reports: Sequence[FileReport]) -> list[tuple[str, str, str]]:
    """The files that were not read: name, why, and what to do."""
    return [
        (visible(each.name), clerk_words(each.message), clerk_words(each.help)) for each in reports if not each.forms
    ]


def read_papers(desk: OpenDesk, asked: Question) -> Response:
    """Read the forms, and show what they say; nothing is written. The lock is taken only to look at the dossier."""
    uploads = [each for each in asked.files.values() if each.name or each.content]
    if not uploads:
        raise UserError("没有选填好的表。")
    if len(uploads) > MOST_PAPERS:
        raise UserError(f"一次最多 {MOST_PAPERS} 个文件。申报书、推荐表各一个就够了。")
    with desk.lock:
        look_again(desk)
        dossier = present(desk)
        known = known_blanks(edition_of(dossier), None, dossier.style)
    reports, forms = [], []
    for each in uploads:
        report, found = read_filled_forms(_name(each), each.content, known, named=len(uploads) > 1)
        reports.append(report)
        forms += found
    with desk.lock:
        if not forms:
            return _begin(desk, reports, 400)
        desk.shown["papers"] = PapersRead(tuple(reports), tuple(forms))
        return _shown(desk, {}, "")


def _name(upload: Upload) -> str:
    return plain_name(upload.name)


def papers_read(desk: OpenDesk, asked: Question) -> Response:
    """What forms that were read say, against the dossier as it is now."""
    return _shown(desk, {}, "")


def give_papers_up(desk: OpenDesk, asked: Question) -> Response:
    """Forget what was read."""
    desk.shown.pop("papers", None)
    return to(desk, PAGE)


def take_papers(desk: OpenDesk, asked: Question) -> Response:
    """Write what was chosen, where the dossier and the forms still say what the page showed."""
    with one_at_a_time(desk.root):
        dossier, result, choices = _proposed(desk)
        wanted = {name.removeprefix("take:") for name, value in asked.form.items() if value == "yes"}
        if wanted - {each.mark for each in choices}:
            return _shown(desk, asked.form, _CHANGED)
        chosen = [each for each in choices if each.mark in wanted]
        if not chosen:
            return _shown(desk, asked.form, "没有选要写的，什么也没有写。")
        part = chosen_changes(dossier, result, chosen)
        texts = changed_texts(dossier, part)
        broken = [path for path, text in texts.items() if text is None]
        if broken:
            raise UserError(f"{'、'.join(broken)}：{NOT_SAFE}", 1)
        base = CurrentFiles(dossier)
        both = {path: (_text(dossier, base, path), text) for path, text in texts.items() if text is not None}
        write_together(desk, f"从 Word 表写入 {len(chosen)} 处", both)
    desk.shown.pop("papers", None)
    look_again(desk)
    return desk_page(
        desk,
        "imported.html",
        title="从 Word 表收",
        here=PAGE,
        written=[(keys_words(each.keys), desk.link(place_path(each.path, _there(each)))) for each in chosen],
        left=len(choices) - len(chosen),
    )


def _text(dossier: Dossier, base: CurrentFiles, path: str) -> str:
    document = dossier.documents.get(path)
    return base.text(path) if document is None else document.text


def _proposed(desk: OpenDesk) -> tuple[Dossier, Import, list[ImportChoice]]:
    """What the forms that were read would change now."""
    waiting = _waiting(desk)
    look_again(desk)
    dossier = load_dossier(desk.root)
    result = propose_import(dossier, waiting.forms, overwrite=True)
    return dossier, result, import_choices(dossier, result)


def _waiting(desk: OpenDesk) -> PapersRead:
    found = desk.shown.get("papers")
    if not isinstance(found, PapersRead):
        raise UserError("还没有选填好的表，或者已经写进去了。")
    return found


# ---- what is shown ---------------------------------------------------------------------------------------------


def _shown(desk: OpenDesk, form: Mapping[str, str], said: str) -> Response:
    waiting = _waiting(desk)
    dossier, result, choices = _proposed(desk)
    of_status = {
        status: [each for each in result.items if each.status == status][:LISTED]
        for status in ("不符", "空白", "一致", "核对")
    }
    return desk_page(
        desk,
        "import_read.html",
        title="表上写的和材料里的",
        here=PAGE,
        said=said,
        files=[(visible(each.name), each.forms) for each in waiting.reports if each.forms],
        unread=_unread(waiting.reports),
        pages=_by_page(desk, dossier, result, choices[:LISTED], form),
        new=sum(not each.differs for each in choices),
        differing=sum(each.differs for each in choices),
        unlisted=max(len(choices) - LISTED, 0),
        figures=of_status["不符"],
        empty=of_status["空白"],
        same=len(of_status["一致"]) + len(of_status["核对"]),
        doubts=[(what, [_plain(each) for each in them[:LISTED]]) for what, them in _doubts(result, choices) if them],
        doubtful=len(result.doubts),
        other=next(((each.text, each.old) for each in result.items if _is_other_region(each)), None),
    )


def _is_other_region(item: ImportItem) -> bool:
    """Whether the form is of another region than the dossier, or says so."""
    return item.status == "不同" and (item.path, item.keys) == (HEADER, ("区域名称",))


def _doubts(result: Import, choices: Sequence[ImportChoice]) -> tuple[tuple[str, list[Doubt]], ...]:
    """What must be looked at and stands beside no choice."""
    shown = {(item.label, item.where) for each in choices[:LISTED] for item in each.items}
    doubts = [*said_otherwise(result), *result.doubts]
    return (
        ("表上有两处、没有读", result.twice),
        ("表上没有找到的栏目", result.missing),
        ("拿不准的", [each for each in doubts if (each.label, each.where) not in shown]),
    )


def _plain(doubt: Doubt) -> Doubt:
    message = _FIXED if doubt.message.startswith("原文里的引用 {{") else clerk_words(doubt.message)
    return Doubt(doubt.label, doubt.where, message)


def _by_page(
    desk: OpenDesk, dossier: Dossier, result: Import, choices: Sequence[ImportChoice], form: Mapping[str, str]
) -> list[tuple[str, list[ChoiceRow]]]:
    """The choices by the page of the form that they belong to, in its order. What the form of the page said before
    stays; else what is empty is filled, and what a person wrote stays."""
    titles = [each.title for each in SECTIONS]
    base = CurrentFiles(dossier)
    found: dict[str, list[ChoiceRow]] = {}
    beside = _messages([*said_otherwise(result), *result.doubts])
    values = [tuple(_values(base, result, each)) for each in choices]
    long = [
        each.differs and len(them) == 1 and sum(map(len, them[0])) > LONG
        for each, them in zip(choices, values, strict=True)
    ]
    runs = marked_texts((them[0][2], them[0][1]) for them, is_long in zip(values, long, strict=True) if is_long)
    for each, them, is_long in zip(choices, values, long, strict=True):
        chosen = form.get(f"take:{each.mark}") == "yes" if form else not each.differs
        kind = kind_of(each.path)
        section = None if kind is None else section_holding(kind.path, str(each.keys[0]))
        title = section.title if section is not None else "其他"
        row = ChoiceRow(
            each,
            keys_words(each.keys),
            desk.link(place_path(each.path, _there(each))),
            isinstance(each.keys[-1], int),
            each.items[0].where,
            them,
            shortened(next(runs), AROUND) if is_long else [],
            [message for item in each.items for message in beside.pop((item.label, item.where), ())],
            chosen,
        )
        found.setdefault(title, []).append(row)
    return sorted(found.items(), key=lambda each: titles.index(each[0]) if each[0] in titles else len(titles))


def _messages(doubts: Sequence[Doubt]) -> dict[tuple[str, str], list[str]]:
    """What is doubtful, by the answer of the form that it is about."""
    found: dict[tuple[str, str], list[str]] = {}
    for each in doubts:
        found.setdefault((each.label, each.where), []).append(_plain(each).message)
    return found


def _values(base: CurrentFiles, result: Import, choice: ImportChoice) -> Iterator[tuple[str, str, str]]:
    for item in choice.items:
        new, old = result.changes[choice.path][item.keys], base.at(choice.path, item.keys)
        yield keys_words(item.keys[len(choice.keys) :]), _lines(new, item.text).strip(), _lines(old, item.old).strip()


def _lines(value: Any, text: str) -> str:
    """A value as it is shown: the entries of a list on a line each."""
    is_many = isinstance(value, list) and any(isinstance(each, dict) for each in value)
    return "\n".join(show_value(each) for each in value) if is_many else text


def _there(choice: ImportChoice) -> KeyPath:
    """The nearest place that has a box already."""
    return choice.keys[:1] if isinstance(choice.keys[-1], int) else choice.keys
