"""Setting a diagnostic aside by a comment beside its place: `# brandcluster: ignore X105 原因`.

The comment stands on the line of the place or directly above it; for a text of several lines, beside the line where
the text or its key begins. Whoever ignores says why. What holds a dossier together cannot be ignored, and a comment
that sets nothing aside is reported, so that none outlives its reason. Imported only where a file holds one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from brandcluster.base.diagnostics import CodeEntry, Diagnostic, Ignored, Location, Severity
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier import awaiting, load
from brandcluster.dossier.files import ENTERPRISES_FOLDER
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model import fields, reading
from brandcluster.dossier.repairs import IGNORE
from brandcluster.formats.yaml import decoding, hints, odd_characters
from brandcluster.formats.yaml.comments import find_comments, first_lines_below, long_texts
from brandcluster.formats.yaml.document import CODES as YAML_CODES
from brandcluster.formats.yaml.document import Document
from brandcluster.rules.rule import MAX_FINDINGS

#: Rules that say which rules apply, or that prove what a figure or a sealed file comes from.
FIXED = frozenset(("H101", "H103", "H105", "H106", "K114", "L101", "L102", "L103", "L104", "L105", "L106"))
#: A rule's code as it was → as it is: a comment may still name the old one.
OLD_CODES = {
    # W was both rules on projects and Word files from outside (W001–W007), which kept it.
    "W101": "G101",
    "W102": "G102",
    "W103": "G103",
    "W104": "G104",
    "W105": "G105",
    "W106": "G106",
    # What is compared from year to year became a family of its own.
    "S108": "Q101",
}
_CODE = late_pattern(r"[\s,，、:：]*([A-Za-z]\d{3})(?!\w)", re.ASCII)
_AROUND = " \t,，、:：;；.。…-—–()（）"
_SYNTAX = "在 ignore 后面先写问题的代号，空一格，再写原因，如 X105 数取自年鉴。"
#: What users read of the codes that are found here.
CODES = (
    CodeEntry("I001", "忽略时写明代号", "# brandcluster: ignore X105 数取自年鉴", "# brandcluster: ignore 数取自年鉴"),
    CodeEntry("I002", "忽略时写明原因", "# brandcluster: ignore X105 数取自年鉴", "# brandcluster: ignore X105"),
    CodeEntry(
        "I003", "忽略的代号是有的", "# brandcluster: ignore X105 数取自年鉴", "# brandcluster: ignore X501 数取自年鉴"
    ),
    CodeEntry("I004", "结构、规则版本和封存的问题不能忽略", "改正写法", "# brandcluster: ignore M006 以后再改"),
    CodeEntry("I005", "忽略的确有这个问题", "注释写在问题那一行，或紧挨着的上一行", "问题改好了，注释还在"),
)
#: The codes of problems inside single files, which hold a dossier together: none of them can be ignored.
STRUCTURE: tuple[CodeEntry, ...] = (
    *load.CODES,
    *sorted((*YAML_CODES, *decoding.CODES, *odd_characters.CODES, *hints.CODES)),
    *sorted((*reading.CODES, *fields.CODES)),
    *awaiting.CODES,
    *CODES,
)


def can_be_ignored(code: str) -> bool:
    """Whether a comment may set diagnostics with a code aside."""
    return code not in FIXED and code not in {each.code for each in STRUCTURE}


class IgnoreComment(NamedTuple):
    """One comment: the line that it is beside, the codes that it names, the reason that it gives."""

    location: Location
    beside: int
    codes: tuple[str, ...]
    reason: str


def apply_comments(
    dossier: Dossier, found: list[Diagnostic], rules: set[str]
) -> tuple[list[Diagnostic], list[Ignored]]:
    """What is left of `found`, with what is wrong with the comments themselves; and what they set aside.

    `rules` are the codes of all rules; those of problems in single files are `STRUCTURE`.
    """
    structure = {each.code for each in STRUCTURE}
    known, fixed = rules | structure, structure | FIXED
    # What could not be read was not looked at: whether a comment is of use cannot be told.
    unsure = any(d.severity == "error" and d.code in structure for d in found)
    left, ignored = found, []
    for path, document in dossier.documents.items():
        written = _comments(document) if "ignore" in document.text else []
        if not written:
            continue
        valid = [(each, code) for each in written if each.reason for code in each.codes if code in known - fixed]
        aside, used = _set_aside([d for d in left if d.location.path == path], valid, long_texts(document))
        idle = [pair for pair in valid if pair not in used and not unsure and can_tell(dossier, pair[1])]
        gone = {each.diagnostic for each in aside}
        left = [d for d in left if d not in gone]
        left += islice((*_mistakes(written, known, fixed), *(_idle(*pair) for pair in idle)), MAX_FINDINGS)
        ignored += [each._replace(diagnostic=each.diagnostic._replace(fix=None)) for each in aside]
    return left, ignored


def _comments(document: Document) -> list[IgnoreComment]:
    under = first_lines_below(document)
    found = []
    for each in find_comments(document, IGNORE):
        codes, at = [], 0
        while match := _CODE.match(each.words, at):
            codes.append(OLD_CODES.get(match.group(1), match.group(1)))
            at = match.end()
        line = each.location.line
        reason = each.words[at:].strip(_AROUND).removeprefix("原因").strip(_AROUND)
        reason = reason if re.search(r"\w", reason) else ""
        found.append(
            IgnoreComment(each.location, under[line] if each.alone else line, tuple(dict.fromkeys(codes)), reason)
        )
    return found


def _set_aside(
    found: list[Diagnostic], valid: list[tuple[IgnoreComment, str]], texts: dict[int, tuple[int, int]]
) -> tuple[list[Ignored], set[tuple[IgnoreComment, str]]]:
    """What comments stand beside, each with the first of them; and all that stand beside something."""
    by_line: dict[tuple[int, str], list[IgnoreComment]] = {}
    for each, code in valid:
        by_line.setdefault((each.beside, code), []).append(each)
    aside, used = [], set()
    for diagnostic in found:
        line, code = diagnostic.location.line, diagnostic.code
        lines = dict.fromkeys((line, *texts.get(line, ())))
        beside = [each for begin in lines for each in by_line.get((begin, code), ())]
        if beside:
            aside.append(Ignored(diagnostic, beside[0].reason, beside[0].location))
            used |= {(each, code) for each in beside}
    return aside, used


def can_tell(dossier: Dossier, code: str) -> bool:
    """Returns stay out of git: where they are not, nothing was held against them."""
    return not code.startswith("K") or dossier.files.exists(ENTERPRISES_FOLDER)


def _mistakes(written: list[IgnoreComment], known: set[str], fixed: set[str]) -> Iterator[Diagnostic]:
    for each in written:
        if not each.codes:
            yield _problem("I001", "error", "没有写要忽略哪个代号。", _SYNTAX, each)
        elif not each.reason:
            yield _problem("I002", "error", f"忽略 {'、'.join(each.codes)} 没有写原因，不算数。", _SYNTAX, each)
        for code in each.codes:
            if code not in known:
                near = reading.nearest_choice(code.upper(), sorted(known - fixed))
                hint = f"是不是 {near}？" if near else "代号见 brandcluster explain。"
                yield _problem("I003", "error", f"没有 {code} 这个代号。", hint, each)
            elif code in fixed:
                message = f"{code} 是结构、规则版本或来源的问题，不能忽略。"
                yield _problem("I004", "error", message, f"改正问题本身，删掉这里的 {code}。", each)


def _idle(each: IgnoreComment, code: str) -> Diagnostic:
    help_ = "问题已经改好就删掉这条注释；没有改好就移到问题那一行，或紧挨着的上一行。"
    return _problem("I005", "warning", f"这里没有 {code} 的问题可以忽略。", help_, each)


def _problem(code: str, severity: Severity, message: str, help_: str, each: IgnoreComment) -> Diagnostic:
    return Diagnostic(code, severity, message, help_, each.location)
