"""What is said beside each box: what is wrong there with its fix, which parts of a prompt are answered, what references
come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from brandcluster.base.diagnostics import Diagnostic, Fix, KeyPath
from brandcluster.base.visible import visible
from brandcluster.dossier.awaiting import waiting_at, waiting_words
from brandcluster.dossier.files import statistics_path
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.reading import MISSING
from brandcluster.dossier.references import Failure, references_in
from brandcluster.formats.yaml.comments import Comment
from brandcluster.notice.edition import prompts_of
from brandcluster.returns.comparing import returned_years
from brandcluster.rules.facts.rules_in_force import edition_of
from brandcluster.rules.facts.texts.prompt_answers import prompt_answers
from brandcluster.session.desk.page_boxes import AnyBox, Box, box_id, every_place, scalar_text
from brandcluster.session.desk.page_words import page_words
from brandcluster.session.editor.shared_names import labels_in
from brandcluster.session.opened import Session

#: What is said of statistics that are not what the returns come to.
OF_RETURNS = ("K113", "K114")


class BoxRemark(NamedTuple):
    """Something wrong at a box. `fix` says what its button does, "" where there is none; `mark` tells it from others."""

    severity: str
    message: str
    help: str
    fix: str
    mark: str
    #: An answer that is missing; said only where somebody asks what is still open.
    is_gap: bool
    #: Where further down it is, when the box itself is not on the page.
    where: str = ""
    #: Whether it is put right by adding up the returns that are there.
    sums: bool = False
    #: What an earlier round says here, where it waits to be confirmed: a button takes it.
    keep: str = ""


class AboutBox(NamedTuple):
    """All that is said beside a box."""

    remarks: tuple[BoxRemark, ...]
    parts: tuple[tuple[str, bool], ...] = ()
    references: tuple[tuple[str, str], ...] = ()


def remarks_of(session: Session, path: str, boxes: Sequence[AnyBox]) -> Mapping[str, AboutBox]:
    """What is said beside the boxes of a page, by their ids; each problem stands at the nearest box around its place."""
    dossier = session.dossier()
    if dossier is None:
        return {}
    places = {box.keys: box for box in every_place(boxes)}
    found: dict[str, list[BoxRemark]] = {box.id: [] for box in places.values()}
    waiting = waiting_at(dossier.documents[path]) if path in dossier.documents else {}
    for each in session.diagnostics():
        if each.location.path != path or not each.keys:
            continue
        home = _home(each.keys, places)
        if home is not None:
            remark = remark_of(each, each.keys[len(home.keys) :])
            remark = _of_earlier(remark, waiting.get(dossier.as_written(path, each.keys)))
            found[home.id].append(_of_returns(dossier, path, remark) if each.code in OF_RETURNS else remark)
    parts = _prompt_parts(dossier, path, list(places.values()))
    return {
        box.id: AboutBox(
            tuple(found[box.id]),
            parts.get(box.id, ()),
            _references(box, dossier) if isinstance(box, Box) else (),
        )
        for box in places.values()
    }


def _of_earlier(remark: BoxRemark, comment: Comment | None) -> BoxRemark:
    """What an earlier round says at a box that waits to be confirmed: shown at once, though the box is empty."""
    if comment is None:
        return remark
    words = waiting_words(comment)
    return remark._replace(
        severity="warning",
        message=f"上一轮写的是“{visible(words)}”，还没有确认。",
        help="变了，就写新的。",
        is_gap=False,
        keep=words,
    )


def _of_returns(dossier: Dossier, path: str, remark: BoxRemark) -> BoxRemark:
    """Something that adding up the returns puts right, with the button for it where they are on this machine."""
    if any(path == statistics_path(year) for year in returned_years(dossier)):
        return remark._replace(help=f"{remark.help}核对企业报表以后再汇总。", sums=True)
    return remark._replace(help=f"{remark.help}要在有企业报表的电脑上汇总。")


def _home(keys: KeyPath, places: Mapping[KeyPath, AnyBox]) -> AnyBox | None:
    return next((places[keys[:depth]] for depth in range(len(keys), 0, -1) if keys[:depth] in places), None)


def remark_of(problem: Diagnostic, below: KeyPath = ()) -> BoxRemark:
    """A diagnostic as it stands beside a box."""
    fix = "" if problem.fix is None else fix_words(problem.fix)
    where = "、".join(step if isinstance(step, str) else f"第 {step + 1} 条" for step in below)
    return BoxRemark(
        problem.severity,
        page_words(problem.message),
        "" if fix else page_words(problem.help),
        fix,
        mark_of(problem),
        problem.code in MISSING,
        where,
    )


def fix_words(fix: Fix) -> str:
    """What a fix does, as its button says it."""
    if fix.kind == "key":
        return f"栏目名称改成“{fix.value}”"
    if fix.value is None or fix.more or isinstance(fix.value, (dict, list, bool)):
        return "自动改好"
    value = "、".join(map(str, fix.value)) if isinstance(fix.value, tuple) else scalar_text(fix.value)
    return f"改成“{value}”" if value and value not in fix.message.partition(" 改为 ")[0] else "改好写法"


def mark_of(problem: Diagnostic) -> str:
    """What tells a problem from the others, the same as long as nothing changes about it."""
    return box_id(problem.location.path, (problem.code, problem.message, *problem.keys))


def _prompt_parts(dossier: Dossier, path: str, places: Sequence[AnyBox]) -> dict[str, tuple[tuple[str, bool], ...]]:
    """By box: the parts that its prompt asks for, where it asks for several, each with whether it is there."""
    found: dict[str, tuple[tuple[str, bool], ...]] = {}
    for prompt in prompts_of(edition_of(dossier)):
        if prompt.file == path and len(prompt.parts) > 1:
            open_ = tuple((part.name, False) for part in prompt.parts)
            found |= {box.id: open_ for box in places if labels_in(box.keys) == prompt.steps}
    given = [each for each in prompt_answers(dossier) if each.prompt.file == path and len(each.parts) > 1]
    return found | {box_id(path, each.keys): each.parts for each in given}


def _references(box: Box, dossier: Dossier) -> tuple[tuple[str, str], ...]:
    """The references of a text, each once, with what it comes to; "" where that is not known."""
    if "{{" not in box.value:
        return ()
    found = {
        use.source.strip("{} \t"): "" if isinstance(use.result, Failure) else use.result
        for use in references_in(box.value, dossier)
        if use.source.startswith("{{") and use.source.endswith("}}")
    }
    return tuple(found.items())
