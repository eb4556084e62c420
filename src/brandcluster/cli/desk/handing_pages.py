"""Handing over: what changed and what follows from it; a commit under the person's name, or a file to send; taking in what
others hand over, and conflicts side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from starlette.responses import Response

from brandcluster.base.visible import visible
from brandcluster.cli.desk.desk import OpenDesk
from brandcluster.cli.desk.plain import blocking_words, clerk_words, download, needed, present, to
from brandcluster.cli.desk.questions import Question
from brandcluster.cli.desk.rendering import desk_page
from brandcluster.cli.desk.steps import look_again
from brandcluster.cli.errors import UserError
from brandcluster.cli.handing import compared_handover, earlier_state, files_for_review, taken_in
from brandcluster.cli.writing import one_at_a_time, write_files
from brandcluster.dossier.editing.conflict_marks import find_clashes, settle
from brandcluster.dossier.editing.conflicts import CODE, contested
from brandcluster.dossier.editing.handed_over import (
    LONGEST_NAME,
    LONGEST_WHY,
    Handover,
    handover_text,
    read_handover,
)
from brandcluster.dossier.history.seals import read_seals
from brandcluster.dossier.load import Dossier, load_dossier
from brandcluster.formats import folder
from brandcluster.formats.git import GitRefused, find_repository
from brandcluster.formats.git_commit import branch_name, commit_files, current_branch, why_no_commit
from brandcluster.formats.git_settings import setting
from brandcluster.formats.private import private_folder, put_private
from brandcluster.output.commands.diff import DossierChanges, change_words
from brandcluster.output.commands.diff_sections import yearly_heading
from brandcluster.output.commands.differences import difference_since_commit
from brandcluster.output.desk.diff_page import diff_values
from brandcluster.output.text.changed_words import Run, marked_texts

PREFIX = "送审"
FILE = "交接.json"
_NO_COMMIT_YET = "还没有交过"


def handing(desk: OpenDesk, asked: Question) -> Response:
    """What would be handed over, and how."""
    look_again(desk)
    dossier = present(desk)
    refused = why_no_commit(desk.root)
    has_git = refused is None
    found = difference_since_commit(dossier, "HEAD", desk.session.today) if has_git else None
    first = isinstance(found, GitRefused)
    changes = [found] if isinstance(found, DossierChanges) else []
    return desk_page(
        desk,
        "handing.html",
        title="交给审阅",
        here="/handing",
        has_git=has_git,
        refused=clerk_words(refused.message) if refused is not None and is_under_git(desk.root) else "",
        first=first,
        branch=current_branch(desk.root) if has_git else "",
        person=(setting(desk.root, "user.name") or "") if has_git else "",
        blocking=blocking_words(desk),
        clashing=_clashing(desk),
        seals=read_seals(dossier).seals,
        longest=(LONGEST_NAME, LONGEST_WHY),
        day=desk.session.today,
        **diff_values(changes),
    )


def is_under_git(root: Path) -> bool:
    """Whether a folder stands in a repository: else nothing has to be said of git."""
    return not isinstance(find_repository(root), GitRefused)


def _clashing(desk: OpenDesk) -> int:
    return sum(each.code == CODE for each in desk.session.diagnostics())


def commit(desk: OpenDesk, asked: Question) -> Response:
    """Commit the dossier to a branch under the person's name."""
    person, why = needed(asked, "by", "谁交的", LONGEST_NAME), needed(asked, "why", "为什么改", LONGEST_WHY)
    look_again(desk)
    if _clashing(desk):
        raise UserError("材料里还有没有解决的冲突，先解决再交。", 1)
    with one_at_a_time(desk.root):
        files, unread = files_for_review(desk.root)
        done = commit_files(desk.root, files, branch_name(PREFIX, person), person, why + "\n")
    if isinstance(done, GitRefused):
        raise UserError(done.message, 1)
    look_again(desk)
    return desk_page(desk, "handed.html", title="交给审阅", here="/handing", done=done, unread=unread, person=person)


def hand_over_file(desk: OpenDesk, asked: Question) -> Response:
    """A file with the changes, to be sent."""
    person, why = needed(asked, "by", "谁改的", LONGEST_NAME), needed(asked, "why", "为什么改", LONGEST_WHY)
    look_again(desk)
    dossier = present(desk)
    made = _handover(dossier, asked)._replace(by=person, why=why)
    if not made.files:
        raise UserError(f"和{made.against}比，没有改动，没有生成。", 1)
    return download(FILE, handover_text(made).encode())


def _handover(dossier: Dossier, asked: Question) -> Handover:
    """The changes against what the sender says that the other side has."""
    against = asked.form.get("against", "")
    if against == "nothing":
        return compared_handover(None, dossier, "（对方还没有这份材料）")
    if against == "seal":
        with earlier_state(dossier, None) as (before, name):
            return compared_handover(before, dossier, name)
    upload = asked.files.get("earlier")
    if against != "package" or upload is None:
        raise UserError("写明和什么比：选上次的报送材料（.zip），或者选另一项。")
    with private_folder() as home:
        put_private(home, "earlier.zip", [upload.content], len(upload.content))
        with earlier_state(dossier, str(home / "earlier.zip")) as (before, _):
            return compared_handover(before, dossier, f"“{visible(upload.name[:60])}”")


# ---- taking in -------------------------------------------------------------------------------------------------


def receiving(desk: OpenDesk, asked: Question) -> Response:
    """Where a file from somebody else is taken in."""
    return desk_page(desk, "receiving.html", title="收下别人的改动", here="/receiving", clashing=_clashing(desk))


def receive(desk: OpenDesk, asked: Question) -> Response:
    """What a file would change; with `write`, take it in."""
    kept = desk.shown.get("handover")
    upload = asked.files.get("file")
    if upload is not None:
        found = read_handover(upload.content)
        if isinstance(found, str):
            raise UserError(f"“{visible(upload.name[:60])}”{found}。")
        kept = desk.shown["handover"] = found
    if not isinstance(kept, Handover):
        raise UserError("没有选文件。")
    look_again(desk)
    writing = asked.form.get("write") == "yes"
    with one_at_a_time(desk.root, wanted=writing):
        taken = taken_in(kept, desk.root)
        if writing:
            contents = {desk.root / path: text.encode() for path, text in taken.texts.items()}
            write_files(contents, inside=[desk.root])
            desk.shown.pop("handover", None)
    look_again(desk)
    words = [f"{yearly_heading(each)}{change_words(each, visible)}" for each in taken.changes]
    there = load_dossier(desk.root, instead={path: text.encode() for path, text in taken.texts.items()})
    return desk_page(
        desk,
        "received.html",
        title="收下别人的改动",
        here="/receiving",
        found=kept,
        taken=taken,
        words=words,
        clashes=_both_sides(there),
        written=writing,
    )


def conflicts(desk: OpenDesk, asked: Question) -> Response:
    """Every conflict that stands in the files, both sides beside each other."""
    look_again(desk)
    return desk_page(desk, "conflicts.html", title="解决冲突", here="/receiving", **_contested(desk))


def _contested(desk: OpenDesk) -> dict[str, Any]:
    return {"found": _both_sides(present(desk)), "number": _clashing(desk)}


class ShownClash(NamedTuple):
    """A conflict as a page shows it: where it stands, what it is about, and who writes what, with what is different."""

    path: str
    line: int
    heading: str
    sides: tuple[tuple[str, list[Run]], ...]


def _both_sides(dossier: Dossier) -> list[ShownClash]:
    found = contested(dossier)
    made = []
    for each, runs in zip(found, marked_texts(each.whole for each in found), strict=True):
        sides = tuple(
            (each.writers[side] or usual, [run for run in runs if run.kind != other])
            for side, usual, other in ((0, "这里", "new"), (1, "对方", "gone"))
        )
        made.append(ShownClash(each.path, each.clash.line, each.heading, sides))
    return made


def settle_conflict(desk: OpenDesk, asked: Question) -> Response:
    """Keep one side of a conflict: the file and line that the page showed, where it still is the same conflict."""
    side = {"1": 1, "2": 2}.get(asked.form.get("side", ""))
    look_again(desk)
    wanted = (asked.form.get("path", ""), asked.form.get("line", ""), asked.form.get("heading", ""))
    meant = [each for each in contested(present(desk)) if (each.path, str(each.clash.line), each.heading) == wanted]
    if side is None or not meant:
        raise UserError("这一处刚刚改过了，没有动。请看看现在的样子，再选。", 1)
    path = meant[0].path
    with one_at_a_time(desk.root):
        real, content = folder.resolve_file(desk.root, path), folder.read_bytes(desk.root, path)
        text = content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
        same = next((each for each in find_clashes(text) if each == meant[0].clash), None)
        if same is None or not isinstance(real, Path) or text.encode() != content:
            raise UserError("这个文件刚刚改过了，没有动。请再选一次。", 1)
        write_files({real: settle(text, same, side).encode()}, inside=[desk.root])
    look_again(desk)
    return to(desk, "/conflicts")
