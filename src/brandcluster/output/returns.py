"""What `collect add` says: problems by file, sheet and cell; conflicts side by side; what was taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from brandcluster.output.report import SEVERITY
from brandcluster.output.table import aligned
from brandcluster.output.terminal import Line
from brandcluster.output.visible import visible
from brandcluster.returns.merging import Conflict, Merged
from brandcluster.returns.reading import Problem
from brandcluster.tables import Place, column_letters

#: As many problems or conflicts are listed.
LISTED = 200


def place_text(place: Place) -> str:
    """A cell as a person finds it: 甲.xlsx 企业填报表!C7, 甲.csv!C7."""
    cell = f"{column_letters(place.column)}{place.row}" if place.column is not None else f"第 {place.row} 行"
    sheet = f" {visible(place.sheet)}" if place.sheet is not None else ""
    return f"{visible(place.file)}{sheet}!{cell}"


def problem_lines(problems: list[Problem], *, redact: bool) -> list[Line]:
    """Each problem with its place, the enterprise and its figures (unless redacted), and what to do."""
    found: list[Line] = []
    for problem in problems[:LISTED]:
        style, word = SEVERITY[problem.severity]
        head = (("", f"{place_text(problem.place)}: "), (style, word), ("", " "), ("bold", problem.code))
        found.append((*head, ("", f" {visible(problem.message)}")))
        if problem.detail and not redact:
            found.append((("", f"    {visible(problem.detail)}"),))
        found.append((("dim", f"    改法：{visible(problem.help)}"),))
    if len(problems) > LISTED:
        found.append((("", f"还有 {len(problems) - LISTED} 处没有列出。"),))
    return found


def conflict_lines(conflicts: list[Conflict], *, redact: bool) -> list[Line]:
    """Two returns of one enterprise, side by side."""
    found: list[Line] = []
    for conflict in conflicts[:LISTED]:
        who = "（企业名称和代码已隐去）" if redact else visible(conflict.who)
        found.append((("bold yellow", "冲突 "), ("bold", who)))
        rows = [["栏目", f"原有（{place_text(conflict.old)}）", f"新交（{place_text(conflict.new)}）"]]
        for heading, old, new in conflict.columns:
            rows.append([heading, *(("×××", "×××") if redact else (visible(old), visible(new)))])
        found.extend((("", f"    {line}"),) for line in aligned(rows))
    if len(conflicts) > LISTED:
        found.append((("", f"还有 {len(conflicts) - LISTED} 家没有列出。"),))
    return found


def outcome_lines(merged: Merged, kept: str) -> Iterator[Line]:
    """How many enterprises came in, in which way."""
    counts = (
        ("新增", merged.added),
        ("补充", merged.filled),
        ("替换", merged.replaced),
        ("相同", merged.same),
    )
    words = "，".join(f"{word} {len(codes)} 家" for word, codes in counts)
    yield (("bold", f"{words}。{kept}"),)


def turnover_lines(year: int, left: Iterable[str], joined: Iterable[str], *, redact: bool) -> Iterator[Line]:
    """Who is missing against the year before, and who is new."""
    for word, names in (("没有", list(left)), ("新增", list(joined))):
        if names:
            shown = (
                ""
                if redact
                else "：" + "、".join(visible(name) for name in names[:30]) + ("…" if len(names) > 30 else "")
            )
            yield (("", f"与 {year} 年相比，{word} {len(names)} 家{shown}"),)
