"""What a cell of a blank leaves to be filled: nothing printed, a gap beside what is printed, boxes, room under a hint."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from brandcluster.base.patterns import late_pattern
from brandcluster.formats.word.page import END, SOFT, TABLE_MARK
from brandcluster.papers.labels.find_labels import squeeze
from brandcluster.papers.labels.places import BLANK, BOXES, DATE_GAP, bare_print

Gap = Literal["empty", "boxes", "date", "unit", "seal", "hint", "printed"]

_UNIT = late_pattern(r"(亿元|万元|千元|元|%|家|个|户|人|件|项)")
_INNER_GAP = late_pattern(f"[{re.escape(BLANK)}]{{2,}}|年[{re.escape(BLANK)}]*月")
_BRACKETED = late_pattern(r"\([^()]*\)")
#: How a hint for the person who fills in begins.
HINT = late_pattern(
    r"(?:请|说明|简述|简要|概述|阐述|描述|介绍|列出|填写|逐项|分别|分阶段|分年度|包括|主要包括|应|围绕|结合|重点|从|按|如|注明|写明|限)"
)
_SEAL = r"(?:\(?(?:单位|加盖)?(?:公章|盖章|签章|单位章|签字|签名|签字或盖章|签字,盖章)\)?)+:?"
_SEAL_LINE = late_pattern(rf"(?:[\w,、]{{0,10}}{_SEAL})*(?:日期:?)?(?:年月日)?\Z")
_BARE_SEAL = late_pattern(rf"(?:{_SEAL})*(?:日期:?)?(?:年月日)?\Z")


@dataclass(frozen=True, slots=True)
class CellGap:
    """What a cell leaves to be filled. `prompt` is printed before the answer, `suffix` behind it, both as printed.

    `loose` is said of a cell that is no place for an answer, and yet has gaps or boxes for writing.
    """

    kind: Gap
    prompt: str = ""
    suffix: str = ""
    loose: bool = False


def gap_of(text: str) -> CellGap:
    """What the text of a cell leaves to be filled; kind `printed` where it is no place for an answer."""
    lines = [line.replace(SOFT, "").strip() for line in text.replace(TABLE_MARK, END).split(END)]
    said = [line for line in lines if line.strip(BLANK)]
    bare = squeeze(bare_print("".join(said)))
    if not bare:
        return CellGap("empty")
    if any(box in text for box in BOXES):
        return CellGap("boxes") if re.search(r"[^\W\d_]", bare) else CellGap("printed", loose=True)
    if bare == DATE_GAP:
        return CellGap("date", suffix=DATE_GAP)
    whole = "".join(said)
    if _UNIT.fullmatch(bare):
        return CellGap("unit", suffix=bare if bare != "%" else said[0].strip(BLANK))
    seals = [] if len(said) == 1 and not is_bare_seal(bare) else _seals(said)
    if seals:
        return _before_seals(said[: len(said) - len(seals)], seals)
    if _BRACKETED.fullmatch(bare) or (HINT.match(bare) and len(bare) > 6):
        return CellGap("hint", prompt="\n".join(said), suffix=whole.strip(BLANK) if len(said) == 1 else "")
    return CellGap("printed", loose=bool(_INNER_GAP.search(whole)) and len(bare) <= 20)


def is_seal_line(line: str) -> bool:
    """Whether a line is for a seal, a signature or its date, and holds no more than that."""
    bare = squeeze(bare_print(line))
    return bool(bare) and bool(_SEAL_LINE.fullmatch(bare))


def is_bare_seal(line: str) -> bool:
    """Whether a line is for a seal or date and does not say whose: （盖章）, 年月日."""
    bare = squeeze(bare_print(line))
    return bool(bare) and bool(_BARE_SEAL.fullmatch(bare))


def _seals(said: list[str]) -> list[str]:
    """The lines at the end that are for seals, signatures and dates."""
    taken: list[str] = []
    for line in reversed(said):
        if not is_seal_line(line):
            break
        taken.insert(0, line)
    return taken


def _before_seals(others: list[str], seals: list[str]) -> CellGap:
    suffix = "\n".join(line.strip(BLANK) for line in seals)
    if not others:
        return CellGap("seal", suffix=suffix)
    bare = squeeze("".join(others))
    if _BRACKETED.fullmatch(bare) or HINT.match(bare):
        return CellGap("seal", prompt="\n".join(others), suffix=suffix)
    return CellGap("printed", loose=True)
