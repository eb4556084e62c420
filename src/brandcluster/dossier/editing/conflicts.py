"""The conflicts that stand in a dossier's files: what each is about, in the form's words, and settling one.

A file with git's marks reads as two: every conflict settled for side 1, or for side 2. What the two say differently is
what the conflicts are about.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from brandcluster.base.diagnostics import Diagnostic, Location
from brandcluster.base.patterns import late_pattern
from brandcluster.base.visible import as_argument
from brandcluster.dossier.editing.conflict_marks import Clash, either_text, find_clashes, settle
from brandcluster.dossier.files import FILES
from brandcluster.dossier.history.changes import DossierChange, compare_dossiers
from brandcluster.dossier.load import Dossier, load_dossier

CODE = "Y031"
#: So many conflicts of a file are told one by one.
MOST = 40
#: How much of a value is shown.
LONGEST = 40
#: What a shell would act on, also between quotes; a heading is found again without it.
_ACTIVE = late_pattern(r"[$`\"'\\!%&|<>;^]")
_NUMBERED = late_pattern(r"[12](?:\s+|\Z)")


class Contested(NamedTuple):
    """A conflict: where it stands, what it is about, and what either side says, in short and as a whole; "" for nothing."""

    path: str
    clash: Clash
    heading: str
    values: tuple[str, str]
    whole: tuple[str, str]

    @property
    def writers(self) -> tuple[str, str]:
        """Who wrote either side, as far as the marks say."""
        first, second = (_NUMBERED.sub("", name, count=1) if name[:1] in "12" else name for name in self.clash.names)
        return first, second


def contested(dossier: Dossier) -> list[Contested]:
    """Every conflict of a dossier that can be understood, in reading order."""
    paths = sorted({each.location.path for each in dossier.diagnostics if each.code == CODE})
    return [each for path in paths for each in _of_file(dossier, path)]


def _of_file(dossier: Dossier, path: str) -> list[Contested]:
    text = dossier.documents[path].text
    clashes = find_clashes(text)[:MOST]
    found: list[Contested] = []
    rest = text
    for clash in clashes:
        # One after the other is settled for side 1: what is left then differs in this conflict alone.
        now = find_clashes(rest)[0]
        sides = [either_text(settle(rest, now, side), 1) for side in (1, 2)]
        rest = settle(rest, now, 1)
        changes = _changes(dossier, path, sides[0], sides[1])
        if changes is None:
            return []
        found.append(Contested(path, clash, _heading(path, clash, changes), *_values(clash, changes)))
    return found


def _changes(dossier: Dossier, path: str, first: str, second: str) -> tuple[DossierChange, ...] | None:
    """What the file says differently on the two sides; None where one of them cannot be read."""
    only = frozenset((path,)) if any(kind.path == path for kind in FILES) else None
    one, other = (
        load_dossier(dossier.root, only, files=dossier.files.with_texts({path: side.encode()}))
        for side in (first, second)
    )
    if any(each.documents[path].data is None for each in (one, other)):
        return None
    return compare_dossiers(one, other, only=frozenset((path,)))


def _heading(path: str, clash: Clash, changes: tuple[DossierChange, ...]) -> str:
    if not changes:
        return f"{path} 第 {clash.line} 行（内容相同，写法或注释不同）"
    return "；".join(dict.fromkeys(each.heading for each in changes[:3]))


def _values(clash: Clash, changes: tuple[DossierChange, ...]) -> tuple[tuple[str, str], tuple[str, str]]:
    """What either side says: as it fits on a line, and all of it."""
    one = [(each.before, each.unit) for each in changes if each.before is not None]
    other = [(each.after, each.unit) for each in changes if each.after is not None]
    first, second = ("；".join(_shown(*each) for each in side[:3]) for side in (one, other))
    whole = ("\n".join(_as_written(*each) for each in one), "\n".join(_as_written(*each) for each in other))
    if max(len(first), len(second)) > LONGEST * 2 or not changes:
        lines = [" ".join(side.split()) for side in clash.sides]
        return (_cut(lines[0], LONGEST), _cut(lines[1], LONGEST)), whole if changes else (lines[0], lines[1])
    return (first, second), whole


def _as_written(value: str, unit: str) -> str:
    return f"{value}{f' {unit}' if unit else ''}"


def _shown(value: str, unit: str) -> str:
    return f"{' '.join(value.split())}{f' {unit}' if unit else ''}"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


def side_words(conflict: Contested, side: int) -> str:
    """A side with its number, its value and who wrote it: 1 是 240 万元（张三 3f2a1c9）."""
    value, writer = conflict.values[side - 1], conflict.writers[side - 1]
    by = f"（{writer}）" if writer else ""
    return f"{side} 是“{value}”{by}" if value else f"{side} 没有这一项{by}"


def as_diagnostics(dossier: Dossier) -> list[Diagnostic]:
    """The dossier's own problems, with each conflict that can be understood in the place of git's marks."""
    found = contested(dossier)
    known = {each.path for each in found}
    kept = [each for each in dossier.diagnostics if each.code != CODE or each.location.path not in known]
    for each in found:
        what = as_argument(_ACTIVE.sub("", each.heading))
        message = f"两个人都改了，不一样：{each.heading}。{side_words(each, 1)}；{side_words(each, 2)}。"
        help_ = (
            f"问清楚留哪一个，再运行 brandcluster merge --take 1 {what}（留 2 就写 --take 2）；也可以直接改好这几行。"
        )
        place = Location(each.path, each.clash.line, 1, each.clash.line, 8)
        kept.append(Diagnostic(CODE, "error", message, help_, place))
    return kept


def matching(found: list[Contested], asked: str) -> list[Contested]:
    """The conflicts that a person means by a heading, a part of one, or a line of a file (application/plan.yaml:12)."""
    wanted = _bare(asked)
    exact = [each for each in found if _bare(each.heading) == wanted or asked == f"{each.path}:{each.clash.line}"]
    return exact or [each for each in found if wanted and wanted in _bare(each.heading)]


def _bare(text: str) -> str:
    return re.sub(r"[\s“”‘’（）()]", "", _ACTIVE.sub("", text))
