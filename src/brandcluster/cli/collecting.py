"""What `collect form`, `add` and `list` share: the dossier, the returns that are there, and those that come in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.options import FIRST_YEAR, LAST_YEAR, dossier_folders
from brandcluster.cli.progress_bar import progress, while_waiting

if TYPE_CHECKING:
    from brandcluster.dossier.load import Dossier
    from brandcluster.output.commands.collect import Shown
    from brandcluster.returns.deciding import Decided
    from brandcluster.returns.layout import Layout, Row
    from brandcluster.returns.merging import Decisions, Merged, Prefer
    from brandcluster.returns.problems import Problems, ReturnProblem
    from brandcluster.returns.reading import ReturnEntry, Taken

ReturnYear = Annotated[int, typer.Option("--year", metavar="年份", help="报表的年份，如 2013")]
RosterFile = Annotated[
    str | None,
    typer.Option(
        "--roster", metavar="名单", help="名录（.xlsx 或 .csv）：有企业名称、统一社会信用代码两列就行；不写就用报表里的"
    ),
]


class RosterDue(NamedTuple):
    """Who is to report, by code, each as a row without figures of the year; and the rows of the latest year before."""

    rows: dict[str, Row]
    earlier_year: int
    earlier: dict[str, Row]


class Delivery(NamedTuple):
    """Returns that came in: what each file gave, how they stand beside the year's, and what is wrong with them.

    `earlier` are the rows of the year before by code, `decisions` what was decided where two differ, `units` how many
    problems ask about a unit.
    """

    taken: list[tuple[str, Taken]]
    merged: Merged
    odd: Problems
    earlier: dict[str, Row]
    decisions: Decisions
    units: int

    @property
    def entries(self) -> list[ReturnEntry]:
        """Every enterprise's return, file by file."""
        return [entry for _, each in self.taken for entry in each.entries]

    @property
    def problems(self) -> list[Problems]:
        """What is wrong, file by file, and then beside the others."""
        return [*(each.problems for _, each in self.taken), self.odd]

    def listed(self) -> list[ReturnProblem]:
        """Every problem that was kept."""
        return [problem for each in self.problems for problem in each.listed]


def collecting_dossier(target: str, year: int) -> Dossier:
    """The dossier that returns of a year are of. UserError for no year, no dossier, and none with industries."""
    from brandcluster.dossier.files import HEADER, OWN_INDICATORS
    from brandcluster.dossier.load import load_dossier

    check_returns_year(year)
    [(_, root)] = dossier_folders([target])
    dossier = load_dossier(root, frozenset((HEADER, OWN_INDICATORS)))
    if not dossier.industry_names:
        raise UserError("dossier.yaml 里还没有主导产业，先填好“主导产业”。", 1)
    return dossier


def check_returns_year(year: int) -> None:
    """UserError for a year that no returns can be of."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UserError("用 --year 写明报表的年份，如 --year 2013。")


def refuse_committing(path: Path, what: str = "填报表里有企业名录", instead: str = "") -> None:
    """UserError for what names enterprises where git would take it in: a list of enterprises is confidential."""
    from brandcluster.formats.git import would_be_committed

    if would_be_committed(path):
        raise UserError(
            f"{what}，要写到的地方会随 git 提交出去，没有写。在 .gitignore 里加上这个文件夹{instead}。",
        )


# ---- what is there ---------------------------------------------------------------------------------------------


def stored_returns(dossier: Dossier, layout: Layout, year: int) -> Taken | None:
    """The returns of a year as they are; None where there are none. UserError where they cannot be read."""
    from brandcluster.formats import folder
    from brandcluster.formats.tables.sheet import MAX_BYTES
    from brandcluster.returns.layout import returns_path
    from brandcluster.returns.reading import read_returns

    content = folder.read_bytes(dossier.root, returns_path(year), MAX_BYTES)
    if content == "missing":
        return None
    if not isinstance(content, bytes):
        raise UserError(f"{returns_path(year)} 无法读取：检查它是不是普通文件、有没有权限、是不是太大。", 1)
    return read_returns(returns_path(year), content, layout)


def kept_returns(dossier: Dossier, layout: Layout, year: int, shown: Shown) -> list[ReturnEntry]:
    """The returns that are there already; a stop where they have errors, or hold what writing them would lose."""
    from brandcluster.output.commands.collect import problem_lines
    from brandcluster.output.text.terminal import print_lines
    from brandcluster.returns.layout import returns_path
    from brandcluster.returns.sums import repeated_enterprises

    stored = stored_returns(dossier, layout, year)
    if stored is None:
        return []
    stored.problems.extend(repeated_enterprises(stored.entries))
    if stored.problems.errors():
        print_lines(list(problem_lines([stored.problems], shown)), to_errors=True)
        raise UserError(f"已有的 {returns_path(year)} 有错误，先改好再收新的。", 1)
    beside = [f"“{visible(heading)}”一列" for heading in stored.unread if not shown.redact]
    beside += [f"{len(stored.unread)} 列别的内容"] * bool(stored.unread and shown.redact)
    beside += [f"第 {row} 行（{each.reason}）" for each in stored.skipped for row in each.rows]
    if beside:
        what = "、".join(beside[:8]) + ("等" if len(beside) > 8 else "")
        raise UserError(
            f"已有的 {returns_path(year)} 里有企业报表以外的内容：{what}，写入就会丢掉。先挪到别的文件里，再收新的。", 1
        )
    return stored.entries


def rows_by_code(dossier: Dossier, layout: Layout, year: int) -> dict[str, Row]:
    """The returns of a year by code; none where there are none."""
    stored = stored_returns(dossier, layout, year)
    return {entry.row[0]: entry.row for entry in stored.entries} if stored is not None else {}


def latest_before(dossier: Dossier, layout: Layout, year: int) -> tuple[int, dict[str, Row]]:
    """The latest year before with returns, and these by code; the year before itself where there are none."""
    from brandcluster.returns.comparing import returned_years

    known = [each for each in returned_years(dossier) if each < year]
    return (known[-1], rows_by_code(dossier, layout, known[-1])) if known else (year - 1, {})


def roster_rows(dossier: Dossier, layout: Layout, year: int, named: str | None, *, redact: bool) -> RosterDue:
    """Who is to report: a list that was named, else the year's returns, else the latest ones before.

    UserError, with what is wrong printed cell by cell, for a list with anything wrong in it.
    """
    from brandcluster.returns.roster import completed

    current = rows_by_code(dossier, layout, year)
    earlier_year, earlier = latest_before(dossier, layout, year)
    rows = current or earlier if named is None else _named_roster(named, layout, redact=redact)
    known = {**earlier, **current}
    return RosterDue({code: completed(row, known.get(code)) for code, row in rows.items()}, earlier_year, earlier)


def _named_roster(name: str, layout: Layout, *, redact: bool) -> dict[str, Row]:
    from brandcluster.formats.folder import first_bytes
    from brandcluster.formats.tables.sheet import MAX_BYTES
    from brandcluster.output.commands.collect import Shown, problem_lines
    from brandcluster.output.text.terminal import print_lines
    from brandcluster.returns.roster import read_roster

    content = first_bytes(Path(name), MAX_BYTES + 1)
    if not isinstance(content, bytes):
        what, remedy = _UNREADABLE[content]
        raise UserError(f"名单读不出来：{what}{remedy}")
    found = read_roster(name, content, layout)
    if found.problems.errors():
        print_lines(list(problem_lines([found.problems], Shown((name,), redact))), to_errors=True)
        raise UserError("名单里有错误，先改好再来。什么也没有写。", 1)
    if not found.rows:
        raise UserError("名单里没有一家企业。", 1)
    return found.rows


# ---- what a person decided -------------------------------------------------------------------------------------


def decisions_path(year: int) -> str:
    """Where the sheet stands in which conflicts are decided."""
    return f"out/冲突决定-{year}.xlsx"


def decided_conflicts(dossier: Dossier, year: int) -> list[Decided]:
    """What the sheet of decisions says, where there is one. UserError where it cannot be read."""
    from brandcluster.formats import folder
    from brandcluster.formats.tables.sheet import MAX_BYTES
    from brandcluster.returns.deciding import read_deciding

    path = decisions_path(year)
    content = folder.read_bytes(dossier.root, path, MAX_BYTES)
    if content == "missing":
        return []
    found = read_deciding(content) if isinstance(content, bytes) else "文件打不开，或者太大。"
    if isinstance(found, str):
        raise UserError(f"{path} 读不出来：{visible(found)}改个名字放到一边，再来一次。什么也没有写。", 1)
    rows, odd = found
    for each in odd[:20]:
        typer.echo(f"{path} {each}，当作没有决定。", err=True)
    return rows


# ---- what comes in ---------------------------------------------------------------------------------------------


def read_delivery(
    dossier: Dossier,
    layout: Layout,
    year: int,
    files: Sequence[str],
    stored: list[ReturnEntry],
    prefer: Prefer | None = None,
    decisions: Decisions | None = None,
    *,
    units_checked: bool = False,
) -> Delivery:
    """Read files and hold them against the year's returns, the year before's, and each other.

    `units_checked`: that amounts are some thousand times last year's has been asked about already.
    """
    from brandcluster.returns.comparing import bounds_of
    from brandcluster.returns.examine import ComingReturns, WantedOfReturns, examine_region
    from brandcluster.returns.good import codes_in_doubt
    from brandcluster.returns.merging import merge_returns
    from brandcluster.returns.problems import Problems
    from brandcluster.returns.unit_questions import unit_questions

    taken = []
    with progress("读取报表", len(files)) as advance:
        for name in files:
            taken.append((name, taken_return(name, layout, year)))
            advance()
    entries = [entry for _, each in taken for entry in each.entries]
    coming = [entry for entry in entries if entry.row[0]]
    merged = while_waiting("合并报表", merge_returns, stored, coming, layout, prefer, decisions)
    earlier = rows_by_code(dossier, layout, year - 1)
    there = {entry.row[0]: entry.row for entry in stored} if earlier and not units_checked else {}
    open_ = [] if units_checked else [entry for entry in entries if there.get(entry.row[0]) != entry.row]
    asked = list(unit_questions(open_, layout, earlier, year))  # what was taken as it is has been asked about
    places = frozenset((each.place.file, each.place.sheet, each.place.row) for each in asked)
    years = {
        year - 1: ComingReturns(earlier),
        year: ComingReturns(merged.rows, _as_merged(entries, merged), places),
    }
    region = while_waiting("核对报表", examine_region, years, layout, WantedOfReturns(bounds=bounds_of(dossier)))
    odd = Problems()
    odd.extend(asked)
    odd.join(region.years[year].problems)
    _leave_faulty(merged, codes_in_doubt(taken, odd))
    return Delivery(taken, merged, odd, earlier, decisions or {}, len(asked))


def _leave_faulty(merged: Merged, doubtful: frozenset[str] | None) -> None:
    """Ask nobody to decide between figures while one of the returns has an error: it will come again."""
    if doubtful:
        merged.contradicted -= doubtful
        merged.conflicts = [each for each in merged.conflicts if each.row[0] not in doubtful]
        merged.differing = [code for code in merged.differing if code not in doubtful]


def _as_merged(entries: list[ReturnEntry], merged: Merged) -> list[ReturnEntry]:
    """The returns that came in as they will stand: what one leaves empty, another may have filled in."""
    settled = merged.rows.keys() - merged.contradicted
    return [entry._replace(row=merged.rows[entry.row[0]]) if entry.row[0] in settled else entry for entry in entries]


_UNREADABLE = {
    "missing": ("没有这个文件。", "核对路径和文件名。"),
    "not_a_file": ("这不是普通文件。", "写出填好的 .xlsx 或 .csv 文件。"),
    "unreadable": ("文件打不开。", "检查有没有权限；关闭正打开它的程序。"),
}


def taken_return(name: str, layout: Layout, year: int) -> Taken:
    """What one file gives; a file that cannot be opened is a problem of its own."""
    from brandcluster.formats.folder import first_bytes
    from brandcluster.formats.tables.sheet import MAX_BYTES, Place
    from brandcluster.returns.problems import ReturnProblem
    from brandcluster.returns.reading import Skipped, Taken, read_returns

    path = Path(name)
    if path.name.startswith(("~$", ".~")):
        return Taken(skipped=[Skipped(None, (), "Excel 或 WPS 打开文件时的临时文件")])
    content = first_bytes(path, MAX_BYTES + 1)
    if isinstance(content, bytes):
        return read_returns(name, content, layout, year)
    what, remedy = _UNREADABLE[content]
    found = Taken()
    found.problems.add(ReturnProblem("K101", "error", what, remedy, Place(name, None, 1)))
    return found
