"""`log`: who changed what when, the newest first."""

from __future__ import annotations

from brandcluster.base.visible import visible
from brandcluster.dossier.history.changes import DossierChange
from brandcluster.dossier.history.timeline import Moment
from brandcluster.output.commands.diff import change_words, shortened_message
from brandcluster.output.commands.diff_sections import yearly_heading
from brandcluster.output.text.terminal import Line

#: As many changes of one moment are listed.
LISTED = 40
_UNKNOWN = "（没有写是谁）"


def log_lines(title: str, moments: list[Moment], notes: list[str], asked: str) -> list[Line]:
    """Moment by moment: when, who, and from what to what."""
    what = f"“{visible(asked)}”" if asked else ""
    found: list[Line] = [(("bold", f"{visible(title)}{what and '：'}{what}"),)]
    if not moments:
        found.append((("", f"没有找到{what}的改动。" if what else "没有找到改动。"),))
    for each in moments:
        found += [(), *_moment(each)]
    if notes:
        found += [(), *((("yellow", note),) for note in notes)]
    return found


def _moment(each: Moment) -> list[Line]:
    who = visible(each.person)[:40] or _UNKNOWN
    head: Line = (
        ("cyan", f"{visible(each.when)}  " if each.when else ""),
        ("bold", "" if not each.when and not each.person else who),
        ("dim", f"  {visible(each.source)}  {shortened_message(visible(each.subject), 60)}".rstrip()),
    )
    found: list[Line] = [head]
    if each.came_from is not None:
        found.append((("", f"    文件夹改了名，原来是 {visible(each.came_from) or '仓库的最上层'}"),))
    for change in each.changes[:LISTED]:
        found.append((("", f"    {visible(yearly_heading(change))}{_words(change)}"),))
    if len(each.changes) > LISTED:
        found.append((("dim", f"    还有 {len(each.changes) - LISTED} 处"),))
    return [*found, *((("green", f"    封存：{visible(seal)}"),) for seal in each.seals)]


def _words(change: DossierChange) -> str:
    return {"added": "（新增）", "removed": "（删去）"}.get(change.kind, "") + change_words(change, visible)
