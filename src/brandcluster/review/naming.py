"""Names as people compare them, and names of the files that are written for dossiers."""

from __future__ import annotations

import re
import unicodedata

from brandcluster.base.patterns import late_pattern
from brandcluster.base.visible import visible

_NOT_IN_NAMES = late_pattern(r"[\W_]+")
_UNFIT = late_pattern(r'[\\/:*?"<>|#%\s.\x00-\x1f]+')
_RESERVED = late_pattern(r"(?:con|prn|aux|nul|com\d|lpt\d)\Z", re.IGNORECASE)
LONGEST = 60


def bare_name(text: str) -> str:
    """A name without what typing changes: width, case, spaces, brackets, punctuation."""
    return _NOT_IN_NAMES.sub("", unicodedata.normalize("NFKC", text)).casefold()


def file_names(keys: list[str]) -> dict[str, str]:
    """A name for each dossier that every system takes as a file's or folder's, no two alike."""
    taken: set[str] = set()
    found: dict[str, str] = {}
    for key in keys:
        base = _UNFIT.sub("-", visible(key))[:LONGEST].strip("-") or "dossier"
        base = f"{base}-" if _RESERVED.match(base) else base
        name, number = base, 1
        while name.casefold() in taken:
            number += 1
            name = f"{base}-{number}"
        taken.add(name.casefold())
        found[key] = name
    return found
