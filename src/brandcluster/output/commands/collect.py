"""What `collect add` says: problems by file, sheet and cell; conflicts side by side; what was taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from brandcluster.base.visible import visible
from brandcluster.formats.tables.sheet import Place, column_letters
from brandcluster.output.text.table import align_rows
from brandcluster.output.text.terminal import Line
from brandcluster.output.text.words import severity_span
from brandcluster.returns.merging import Merged
from brandcluster.returns.problems import Problems, ReturnProblem
from brandcluster.returns.reading import Skipped, Taken

#: Said where what names an enterprise was left out.
_NOT_SHOWN = "企业名称、代码和数没有写出：它们是保密的。要在自己的电脑上核对，加 --show-enterprises。"
#: As many problems, and conflicts, are listed.
LISTED = 200
#: More files are told of together.
MANY = 20


class Shown(NamedTuple):
    """How returns are spoken of: with everything, or (`redact`) without what names an enterprise.

    A file or a sheet is often called after its enterprise; `files` are those that were handed in, in their order.
    """

    files: tuple[str, ...]
    redact: bool

    def file(self, name: str) -> str:
        """A file by its name, or by its number; a pattern that nothing matches is no name of anybody."""
        if "*" in name:
            return visible(name)
        return f"第 {self.files.index(name) + 1} 个文件" if self.redact and name in self.files else visible(name)

    def sheet(self, place: Place) -> str:
        """The sheet of a place, with a space before it; nothing for a CSV."""
        if place.sheet is None:
            return ""
        return " 工作表" if self.redact and place.file in self.files else f" {visible(place.sheet)}"

    def place(self, place: Place) -> str:
        """A cell as a person finds it: 甲.xlsx 企业填报表!C7, 甲.csv!C7."""
        cell = f"{column_letters(place.column)}{place.row}" if place.column is not None else f"第 {place.row} 行"
        return f"{self.file(place.file)}{self.sheet(place)}!{cell}"


def file_lines(taken: Sequence[tuple[str, Taken]], shown: Shown) -> Iterator[Line]:
    """How many enterprises each file gave, and which rows were not taken for one; of many files, how many in all."""
    if len(taken) > MANY:
        enterprises = sum(len(each.entries) for _, each in taken)
        reasons = Counter(skipped.reason for _, each in taken for skipped in each.skipped for _ in skipped.rows or (0,))
        yield (("", f"{len(taken)} 个文件，{enterprises} 家"),)
        if reasons:
            counted = "，".join(f"{visible(reason)} {count} 处" for reason, count in reasons.items())
            yield (("", f"    没有当作企业：{counted}"),)
    for name, each in taken:
        if len(taken) <= MANY or not each.entries:
            yield (("", f"{shown.file(name)}：{len(each.entries)} 家"),)
            yield from ((("", f"    没有当作企业：{_skipped(skipped, shown)}"),) for skipped in each.skipped)


def _skipped(skipped: Skipped, shown: Shown) -> str:
    rows = "、".join(map(str, skipped.rows[:8])) + ("…" if len(skipped.rows) > 8 else "")
    sheet = "" if skipped.sheet is None else "工作表" if shown.redact else f"工作表“{visible(skipped.sheet)}”"
    where = f"{sheet}第 {rows} 行" if rows else sheet
    return f"{where}：{visible(skipped.reason)}" if where else visible(skipped.reason)


def problem_lines(all_: Sequence[Problems], shown: Shown) -> Iterator[Line]:
    """Each problem with its place, the enterprise and its figures (unless redacted), and what to do: errors first,
    then as the sheets run."""
    problems = [problem for each in all_ for problem in each.listed]
    sheets: dict[tuple[str, str | None], int] = {}
    for problem in problems:
        sheets.setdefault((problem.place.file, problem.place.sheet), len(sheets))

    def order(problem: ReturnProblem) -> tuple[bool, int, int, int]:
        at = problem.place
        column = -1 if at.column is None else at.column
        return problem.severity != "error", sheets[at.file, at.sheet], at.row, column

    for problem in sorted(problems, key=order)[:LISTED]:
        head = (
            ("", f"{shown.place(problem.place)}: "),
            severity_span(problem.severity),
            ("", " "),
            ("bold", problem.code),
        )
        yield (*head, ("", f" {visible(problem.message)}"))
        if problem.detail and not shown.redact:
            yield (("", f"    {visible(problem.detail)}"),)
        yield (("dim", f"    改法：{visible(problem.help)}"),)
    if shown.redact and any(problem.detail for problem in problems):
        yield (("dim", _NOT_SHOWN),)
    rest = sum(each.counts.total() for each in all_) - min(len(problems), LISTED)
    if rest:
        yield (("", f"还有 {rest} 处没有列出。"),)


def conflict_lines(merged: Merged, shown: Shown) -> Iterator[Line]:
    """Two returns of one enterprise, side by side; of what a person has decided, which one holds."""
    for conflict in merged.conflicts[:LISTED]:
        who = "（企业名称和代码已隐去）" if shown.redact else visible(conflict.who)
        yield (("bold yellow", "冲突 "), ("bold", who))
        both = ("1．先交", "2．后交") if conflict.old.file in shown.files else ("1．原有", "2．新交")
        head = [f"{word}（{shown.place(at)}）" for word, at in zip(both, (conflict.old, conflict.new), strict=True)]
        rows = [["栏目", *head, "以哪个为准"]]
        for heading, old, new, taken in conflict.columns:
            values = ("×××", "×××") if shown.redact else (visible(old), visible(new))
            rows.append([heading, *values, "未定" if not taken else "1" if taken == old else "2"])
        for line in align_rows(rows):
            yield (("", f"    {line}"),)
    rest = len(merged.differing) - min(len(merged.conflicts), LISTED)
    if rest:
        yield (("", f"还有 {rest} 家没有列出。"),)


def replaced_lines(found: Sequence[tuple[str, str]], shown: Shown) -> Iterator[Line]:
    """Files with errors that another file of the same enterprises may stand for: a person decides that."""
    for old, new in found[:LISTED]:
        words = (
            f"{shown.file(old)} 有错，同一家另有一份没有错：{shown.file(new)}。用那一份，就把有错的移出去，再收一次。"
        )
        yield (("", words),)


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
