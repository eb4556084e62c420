"""Characters that nobody sees, and characters that look like others: where they stand, and what belongs there."""

from __future__ import annotations

import re
import unicodedata

from brandcluster.base.patterns import late_pattern
from brandcluster.base.visible import INVISIBLE

#: What nobody sees; radicals, compatibility ideographs, and what a font may show as anything.
ANY = late_pattern(f"[{INVISIBLE}\u2e80-\u2fdf\uf900-\ufaff\ue000-\uf8ff\U000f0000-\U0010ffff]")
#: What no file may hold: controls, and what a parser counts as a line and an editor does not.
FORBIDDEN = late_pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
#: The kind of a fix of how a file is typed: no answer is named, for the file may not have been read at all.
TYPING = "typing"
#: Radicals that look like a whole character; Unicode gives them no equivalent.
_RADICALS = dict(
    zip(
        "\u2e9f\u2ea0\u2ec4\u2ec5\u2ec6\u2ec9\u2ecb\u2ed1\u2ed3\u2ed4\u2ed8\u2ed9\u2eda\u2edb\u2edc\u2edd\u2ee2\u2ee4"
        "\u2ee5\u2ee6\u2ee7\u2ee8\u2ee9\u2eec\u2eee\u2ef0\u2ef3",
        "母民西见角贝车長长门青韦页风飞食马鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)


def usual(char: str) -> str | None:
    """The character that one looks like; None where there is none to name."""
    found = _RADICALS.get(char) or unicodedata.normalize("NFKC", char)
    return found if found != char else None


def is_invisible(char: str) -> bool:
    """Whether nobody sees a character."""
    return re.match(f"[{INVISIBLE}]", char) is not None


def is_right_to_left(text: str) -> bool:
    """Whether a text is in a script that is written from right to left: there, controls may be meant."""
    return re.search("[\u0590-\u08ff]", text) is not None


def cleaned(text: str) -> str:
    """A text without what nobody sees, and with the usual characters."""
    return ANY.sub(lambda match: "" if is_invisible(match.group()) else usual(match.group()) or match.group(), text)
