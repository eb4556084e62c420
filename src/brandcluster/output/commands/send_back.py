"""退回清单: what was not taken, by enterprise, in words that can be sent to it. Confidential."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath

from brandcluster.base.visible import visible
from brandcluster.formats.tables.sheet import Place
from brandcluster.output.commands.collect import Shown
from brandcluster.returns.layout import Row
from brandcluster.returns.merging import Merged
from brandcluster.returns.outstanding import ReportStanding, codes_in_name
from brandcluster.returns.problems import Problems, ReturnProblem
from brandcluster.returns.reading import Taken

#: As much of one enterprise is said in a cell.
_MOST = 30


def send_back_text(
    year: int, taken: Sequence[tuple[str, Taken]], odd: Problems, merged: Merged, known: Mapping[str, Row]
) -> str:
    """The list as text: one paragraph an enterprise, holding nothing of another; files that name none come last.

    What is wrong with a file as a whole goes to its enterprise where the file is of one alone, or is called after the
    code of one of those that are `known`.
    """
    who = {(e.origin.file, e.origin.sheet, e.line): visible(e.who) for _, each in taken for e in each.entries}
    alone = {name: visible(each.entries[0].who) for name, each in taken if len({e.who for e in each.entries}) == 1}
    said: dict[str, list[str]] = {}
    for problem in (p for each in (*(t.problems for _, t in taken), odd) for p in each.listed):
        if problem.severity == "error":
            at = problem.place
            head = who.get((at.file, at.sheet, at.row)) or alone.get(at.file) or _called(at.file, known)
            said.setdefault(head, []).append(_asked(problem))
    for conflict in merged.conflicts:
        for heading, old, new, _ in (each for each in conflict.columns if not each.taken):
            line = f"“{heading}”两次报的不一样：{_where(conflict.old)} 是 {visible(old)}，"
            line += f"{_where(conflict.new)} 是 {visible(new)}。请回复以哪一次为准。"
            said.setdefault(visible(conflict.who), []).append(line)
    blocks = [f"{year} 年企业报表退回清单（保密，不要外传；每一段只发给这一家）"]
    for head, lines in sorted(said.items(), key=lambda each: each[0].startswith("文件 ")):
        asked = [f"  {index}．{line}" for index, line in enumerate(lines, 1)]
        blocks.append("\n".join([head, f"请改正后重新报送 {year} 年报表：", *asked]))
    return "\n\n".join(blocks) + "\n"


def _called(file: str, known: Mapping[str, Row]) -> str:
    """The enterprise that a file is called after, else the file."""
    rows = [known[code] for code in codes_in_name(file) if code in known]
    return visible(f"{rows[0][1]}（{rows[0][0]}）") if len(rows) == 1 else f"文件 {visible(PurePath(file).name)}"


def _where(place: Place) -> str:
    """A place as the enterprise finds it, in its own file: the folder that the office keeps it in is not its matter."""
    return Shown((), redact=False).place(place._replace(file=PurePath(place.file).name))


def asked_of(each: ReportStanding, year: int) -> Iterator[str]:
    """What to say to one enterprise that is gone after."""
    if each.state == "没有交":
        yield f"请报送 {year} 年企业报表。"
    elif each.state == "空表":
        yield f"交来的报表是空的，请填好再报送 {year} 年报表；没有发生的写 0。"
    else:
        yield f"请改正后重新报送 {year} 年报表："
        yield from (f"{at}．{_asked(problem)}" for at, problem in enumerate(each.problems[:_MOST], 1))
        if len(each.problems) > _MOST:
            yield f"还有 {len(each.problems) - _MOST} 处，改好上面的再看。"


def _asked(problem: ReturnProblem) -> str:
    """A problem in words for its enterprise: where, what, what was written, what to do."""
    written = problem.detail.partition("：")[2].strip()
    message = problem.message.removesuffix("。")
    said = f"{message}（{written}）。" if written else f"{message}。"
    return f"{_where(problem.place)}：{visible(said)}{visible(problem.help)}"
