"""Setting problems aside by the dossier's ignore.yaml: a code, where it counts, and why.

What a comment beside its place cannot set aside this cannot either, and an entry that is no use is reported. It is for
who checks while working: `validate`, what runs in CI, the editor. Papers, seals and verdicts do not ask it, and a review
shows its reasons beside what it found. Imported only where a dossier has the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from brandcluster.base.diagnostics import Diagnostic, Ignored, Location, Severity
from brandcluster.dossier.files import IGNORE_LIST
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model import reading
from brandcluster.dossier.model.ignore_list import LeftProblem
from brandcluster.rules.checks.ignoring import FIXED, OLD_CODES, STRUCTURE, can_tell
from brandcluster.rules.rule import MAX_FINDINGS


class _Entry(NamedTuple):
    """An entry that counts, by the code as it is today, and where it stands."""

    code: str
    written: LeftProblem
    location: Location

    def covers(self, each: Diagnostic) -> bool:
        """Whether it sets aside a diagnostic with its code."""
        if self.written.file not in (None, each.location.path):
            return False
        return self.written.label is None or self.written.label in each.keys


def apply_list(dossier: Dossier, found: list[Diagnostic], rules: set[str]) -> tuple[list[Diagnostic], list[Ignored]]:
    """What is left of `found`, with what is wrong with the list itself; and what it sets aside.

    `rules` are the codes of all rules; those of problems in single files are `STRUCTURE`.
    """
    structure = {each.code for each in STRUCTURE}
    entries, wrong = _read(dossier, rules | structure, structure | FIXED)
    # What could not be read was not looked at: whether an entry is of use cannot be told.
    unsure = any(each.severity == "error" and each.code in structure for each in found)
    by_code: dict[str, list[_Entry]] = {}
    for entry in entries:
        by_code.setdefault(entry.code, []).append(entry)
    left, ignored = [], []
    used: set[Location] = set()
    for each in found:
        by = [entry for entry in by_code.get(each.code, ()) if entry.covers(each)]
        used.update(entry.location for entry in by)
        if by:
            reason = str(by[0].written.reason).strip()
            ignored.append(Ignored(each._replace(fix=None), reason, by[0].location))
        else:
            left.append(each)
    idle = (e for e in entries if e.location not in used and not unsure and can_tell(dossier, e.code))
    return [*left, *islice((*wrong, *map(_idle, idle)), MAX_FINDINGS)], ignored


def _read(dossier: Dossier, known: set[str], fixed: set[str]) -> tuple[list[_Entry], list[Diagnostic]]:
    entries, wrong = [], []
    for number, each in enumerate(dossier.ignore_list.problems):
        place = dossier.locate(IGNORE_LIST, ("忽略", number, "代号"))
        code = OLD_CODES.get(each.code or "", each.code or "")
        if each.code is None or each.reason is None:
            continue  # what is missing is told as for every file
        problems = list(_mistakes(dossier, number, each, place, code, known, fixed))
        wrong += problems
        entries += [] if problems else [_Entry(code, each, place)]
    return entries, wrong


def _mistakes(
    dossier: Dossier, number: int, each: LeftProblem, place: Location, code: str, known: set[str], fixed: set[str]
) -> Iterator[Diagnostic]:
    if code not in known:
        near = reading.nearest_choice(code.upper(), sorted(known - fixed))
        hint = f"是不是 {near}？一条写一个代号。" if near else "一条写一个代号；代号见 brandcluster explain。"
        yield _problem("I003", "error", f"没有 {code} 这个代号。", hint, place)
    elif code in fixed:
        yield _problem(
            "I004", "error", f"{code} 是结构、规则版本或来源的问题，不能忽略。", "改正问题本身，删掉这一条。", place
        )
    if re.search(r"\w", each.reason or "") is None:
        where = dossier.locate(IGNORE_LIST, ("忽略", number, "原因"))
        yield _problem("I002", "error", f"忽略 {code} 没有写原因，不算数。", "写明为什么不改，如：数取自年鉴。", where)


def _idle(entry: _Entry) -> Diagnostic:
    where = "".join(
        (
            f"“{entry.written.file}”里" if entry.written.file else "",
            f"“{entry.written.label}”这一栏" if entry.written.label else "",
        )
    )
    message = f"{where or '材料里'}没有 {entry.code} 的问题可以忽略。"
    return _problem(
        "I005", "warning", message, "问题已经改好就删掉这一条；没有改好就核对代号、文件和栏目。", entry.location
    )


def _problem(code: str, severity: Severity, message: str, help_: str, place: Location) -> Diagnostic:
    return Diagnostic(code, severity, message, help_, place)
