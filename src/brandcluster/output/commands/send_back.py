"""退回清单: what was not taken, by enterprise, in words that can be sent to it. Confidential."""

from __future__ import annotations

from collections.abc import Sequence

from brandcluster.base.visible import visible
from brandcluster.output.commands.collect import Shown
from brandcluster.returns.merging import Merged
from brandcluster.returns.problems import Problems
from brandcluster.returns.reading import Taken


def send_back_text(year: int, taken: Sequence[tuple[str, Taken]], odd: Problems, merged: Merged) -> str:
    """The list as text: one paragraph an enterprise, holding nothing of another; files that name none come last."""
    shown = Shown((), redact=False)
    who = {(e.origin.file, e.origin.sheet, e.line): visible(e.who) for _, each in taken for e in each.entries}
    said: dict[str, list[str]] = {}
    for problem in (p for each in (*(t.problems for _, t in taken), odd) for p in each.listed):
        if problem.severity == "error":
            at = problem.place
            head = who.get((at.file, at.sheet, at.row), f"文件 {visible(at.file)}")
            said.setdefault(head, []).append(f"{shown.place(at)}：{visible(problem.message)}{visible(problem.help)}")
    for conflict in merged.conflicts:
        for heading, old, new in conflict.columns:
            line = f"“{heading}”两次报的不一样：{shown.place(conflict.old)} 是 {visible(old)}，"
            line += f"{shown.place(conflict.new)} 是 {visible(new)}。请回复以哪一次为准。"
            said.setdefault(visible(conflict.who), []).append(line)
    blocks = [f"{year} 年企业报表退回清单（保密，不要外传；每一段只发给这一家）"]
    for head, lines in said.items():
        asked = [f"  {index}．{line}" for index, line in enumerate(lines, 1)]
        blocks.append("\n".join([head, f"请改正后重新报送 {year} 年报表：", *asked]))
    return "\n\n".join(blocks) + "\n"
