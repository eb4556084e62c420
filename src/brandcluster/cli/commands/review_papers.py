"""What `review` writes in Word for people: letters, opinions with their lists, inspections; which of them are wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from brandcluster.base.visible import visible
from brandcluster.cli.commands.review_inspections import inspection_files, with_inspections
from brandcluster.cli.commands.review_letters import asked_papers, letter_head, with_letters
from brandcluster.cli.commands.review_opinions import opinion_files, with_opinions
from brandcluster.cli.errors import UserError
from brandcluster.cli.paths import is_folder

if TYPE_CHECKING:
    from brandcluster.output.desk.make_one import Result, Task
    from brandcluster.output.desk.text import Desk
    from brandcluster.review.letters import LetterHead
    from brandcluster.review.remarks import Remembered


class WantedPapers(NamedTuple):
    """The folders for each kind of paper, None where it is not wanted, and what they have in common."""

    letters: str | None
    opinions: str | None
    inspections: str | None
    replies: str | None
    inspected: str | None
    head: LetterHead

    @property
    def folders(self) -> dict[str, str | None]:
        """The folders that are written to, by their option."""
        return {"--letters": self.letters, "--opinions": self.opinions, "--inspections": self.inspections}


def wanted_papers(
    letters: str | None,
    opinions: str | None,
    inspections: str | None,
    replies: str | None,
    inspected: str | None,
    issuer: str | None,
    due: str | None,
) -> WantedPapers:
    """What is wanted. UserError where options do not go together."""
    for option, value, of, beside in (
        ("--replies", replies, "--letters", letters),
        ("--inspected", inspected, "--inspections", inspections),
    ):
        if value is not None and beside is None:
            raise UserError(f"{option} 要与 {of} 同用。")
        if value is not None and not is_folder(Path(value)):
            raise UserError(f"没有“{visible(value)}”这个文件夹。")
    for option, value in {"--issuer": issuer, "--due": due}.items():
        if value is not None and letters is None and opinions is None and inspections is None:
            raise UserError(f"{option} 是文书用的，要与 --letters、--opinions 或 --inspections 同用。")
    return WantedPapers(letters, opinions, inspections, replies, inspected, letter_head(issuer, due))


def with_papers(
    tasks: list[Task], wanted: WantedPapers, remembered: Remembered, names: Mapping[str, str]
) -> list[Task]:
    """The tasks with the papers that are wanted of each."""
    if wanted.letters is not None:
        tasks = with_letters(tasks, wanted.head, remembered, wanted.replies, names)
    if wanted.opinions is not None:
        tasks = with_opinions(tasks, remembered)
    if wanted.inspections is not None:
        tasks = with_inspections(tasks, wanted.head, wanted.inspected, names)
    return tasks


def paper_files(
    results: Sequence[Result],
    everybody: Sequence[Result],
    wanted: WantedPapers,
    names: Mapping[str, str],
    desk: Desk,
    remembered: Remembered,
) -> dict[Path, bytes]:
    """The papers by path, of those that are shown; lists count everybody."""
    files: dict[Path, bytes] = {}
    head = wanted.head
    if wanted.letters is not None:
        files |= asked_papers(results, names, desk, remembered, head, wanted.letters)
    if wanted.opinions is not None:
        files |= opinion_files(results, everybody, names, desk, remembered, head.issuer, wanted.opinions)
    if wanted.inspections is not None:
        files |= inspection_files(results, names, wanted.inspections, is_result=wanted.inspected is not None)
    return files
