"""Regular expressions that are compiled at their first use: a short command uses a part of those it imports."""

from __future__ import annotations

import re
from typing import Any, cast


class _LatePattern:
    """What stands for a pattern that has not been compiled yet, and hands everything on to it afterwards."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._given = flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self.pattern, self._given), name)
        setattr(self, name, found)  # from here on like an attribute of its own
        return found


def late_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern as `re.compile` would make it, at its first use. re.error comes only then."""
    return cast("re.Pattern[str]", _LatePattern(pattern, flags))
