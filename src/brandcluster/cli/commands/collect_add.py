"""`collect add`: filled returns checked and merged into the year's; what cannot be taken is listed or asked about."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from brandcluster.base.visible import as_argument, without_commands
from brandcluster.cli.collecting import (
    Delivery,
    ReturnYear,
    check_returns_year,
    collecting_dossier,
    decided_conflicts,
    decisions_path,
    kept_returns,
    read_delivery,
    refuse_committing,
)
from brandcluster.cli.confidential import Redact, ShowEnterprises, enterprises_shown
from brandcluster.cli.errors import UserError
from brandcluster.cli.options import NEW_OR_OLD, check_choice, dossier_folders, one_of

if TYPE_CHECKING:
    from brandcluster.dossier.load import Dossier
    from brandcluster.returns.deciding import Decided
    from brandcluster.returns.layout import Layout, Row
    from brandcluster.returns.merging import Merged, Prefer
    from brandcluster.returns.reading import ReturnEntry

ADD_HELP = (
    "收回填好的报表（.xlsx 或 .csv，可以一次写很多个）：逐格核对，全部没有错误才写入 enterprises/年份.csv，"
    "有一处错误就一家也不写入；加 --take-good，没有错的先收下。同一家企业前后不一致的列出来，写进 out/冲突决定-年份.xlsx，"
    "在里面逐条选定，再运行一次；一律用新交的或留原有的，用 --prefer。"
)
ADD_EXAMPLE = "brandcluster collect add 收回/*.xlsx --year 2013 --to 我的申报"
#: As much is read of a .gitignore.
MAX_IGNORE = 1_000_000
#: More files are not repeated in a command that is told.
_FEW = 3

ReturnFiles = Annotated[
    list[str],
    typer.Argument(
        metavar="文件…", help="填好的报表，.xlsx 或 .csv；可以写 *.xlsx，也可以写放着它们的文件夹（下面各层都看）"
    ),
]


class _Wanted(NamedTuple):
    """How `collect add` was called."""

    year: int
    to: str
    prefer: Prefer | None
    take_good: bool
    dry_run: bool
    redact: bool
    units_checked: bool
    typed: tuple[str, ...]


def add_returns(
    files: ReturnFiles,
    year: ReturnYear = 0,
    to: Annotated[str, typer.Option("--to", metavar="文件夹", help="申报文件夹；不写就是当前文件夹")] = ".",
    prefer: Annotated[
        str | None,
        typer.Option(
            "--prefer",
            metavar="新旧",
            help="前后不一致又没有逐条选定的：new 用新交的，old 留原有的",
            autocompletion=one_of(NEW_OR_OLD),
        ),
    ] = None,
    take_good: Annotated[
        bool,
        typer.Option("--take-good", help="没有错误的先收下，其余的写进 out/退回清单-年份.txt，按企业列出"),
    ] = False,
    units_checked: Annotated[
        bool,
        typer.Option("--units-checked", help="与上年相差约千倍、万倍的，已经问过企业、单位没有错，照报的收"),
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只核对，不写入")] = False,
    redact: Redact = False,
    show: ShowEnterprises = False,
) -> int:
    """Check filled returns and merge them into the year's; 1 when anything stands in the way, and then nothing is
    written."""
    if prefer is not None:
        check_choice("--prefer", prefer, NEW_OR_OLD)
    from brandcluster.cli.return_files import aside_lines, return_files
    from brandcluster.cli.writing import one_at_a_time

    redact = not enterprises_shown(show=show, redact=redact)
    check_returns_year(year)
    dossier_folders([to])
    preferred: Prefer | None = "new" if prefer == "new" else "old" if prefer == "old" else None
    wanted = _Wanted(year, to, preferred, take_good, dry_run, redact, units_checked, tuple(files))
    with one_at_a_time(Path(to), wanted=not dry_run):
        sheets, aside = return_files(files, redact)
        for line in aside_lines(aside, redact):
            typer.echo(without_commands(line))
        return _add(sheets, wanted)


def _add(files: list[str], wanted: _Wanted) -> int:
    dossier = collecting_dossier(wanted.to, wanted.year)
    from brandcluster.output.commands.collect import Shown, conflict_lines, file_lines, problem_lines, replaced_lines
    from brandcluster.output.text.terminal import print_lines
    from brandcluster.returns.deciding import decisions_of
    from brandcluster.returns.layout import layout_of
    from brandcluster.returns.outstanding import replaced_files

    layout = layout_of(dossier)
    shown = Shown(tuple(files), wanted.redact)
    stored = kept_returns(dossier, layout, wanted.year, shown)
    decided = decided_conflicts(dossier, wanted.year)
    came = read_delivery(
        dossier, layout, wanted.year, files, stored, wanted.prefer, decisions_of(decided),
        units_checked=wanted.units_checked,
    )  # fmt: skip
    print_lines(list(file_lines(came.taken, shown)))
    print_lines(list(problem_lines(came.problems, shown)))
    print_lines(list(conflict_lines(came.merged, shown)))
    print_lines(list(replaced_lines(replaced_files(came.taken, came.listed(), _known(came)), shown)))
    sheet = _sheet(dossier, came, decided, wanted)
    if wanted.take_good and came.entries and (_errors(came) or came.merged.contradicted):
        return _take_good(dossier, layout, came, stored, sheet, wanted)
    if _errors(came) or came.merged.contradicted or not came.entries:
        return _refuse(came, sheet, wanted)
    _write(dossier, layout, came, came.merged, sheet, wanted)
    return 0


def _errors(came: Delivery) -> int:
    return sum(each.errors() for each in came.problems)


# ---- what a person decides -------------------------------------------------------------------------------------


def _sheet(dossier: Dossier, came: Delivery, before: Sequence[Decided], wanted: _Wanted) -> dict[Path, bytes]:
    """The sheet as it is to be where anything differs; UserError where git would take it in."""
    from brandcluster.returns.deciding import deciding_workbook, rows_to_decide

    if not came.merged.conflicts or wanted.dry_run:
        return {}
    path = dossier.root / decisions_path(wanted.year)
    refuse_committing(path, "前后不一致的要写进一张表，里面有企业的名称和数")
    rows = rows_to_decide(came.merged.conflicts, before)
    return {path: deciding_workbook(wanted.year, rows)}


def _refuse(came: Delivery, sheet: dict[Path, bytes], wanted: _Wanted) -> int:
    """Say why nothing was taken; what is to be decided is put into the sheet."""
    from brandcluster.cli.writing import write_files

    errors, undecided = _errors(came), len(came.merged.contradicted)
    why = [f"{errors} 个错误"] * bool(errors) + [f"{undecided} 家前后不一致"] * bool(undecided)
    if sheet and undecided:
        write_files(sheet, inside=tuple(path.parent.parent for path in sheet))
    typer.echo(f"没有写入：{'，'.join(why) or '没有读到一家企业'}。", err=True)
    _say_what_to_do(came, wanted)
    return 1


def _say_what_to_do(came: Delivery, wanted: _Wanted) -> None:
    """What the person can do about what only a person knows."""
    if came.merged.contradicted:
        typer.echo(_how_to_decide(wanted), err=True)
    if came.units:
        typer.echo(
            f"有 {came.units} 处像是单位弄错：退回去问；问过、确实没有错的，只收那几个文件，加 --units-checked。",
            err=True,
        )


def _known(came: Delivery) -> dict[str, Row]:
    """Who is known, from this year or the one before."""
    return {**came.earlier, **came.merged.rows}


def _how_to_decide(wanted: _Wanted) -> str:
    if wanted.dry_run:
        return f"不加 --dry-run 再运行一次，前后不一致的写进 {decisions_path(wanted.year)}，在里面逐条选定。"
    return (
        f"前后不一致的写在 {decisions_path(wanted.year)}：逐行填 1（先有的）或 2（后来的），存好，再运行一次同样的命令。"
        "要一律用新交的或留原有的，加 --prefer new 或 --prefer old。"
    )


# ---- what is taken ---------------------------------------------------------------------------------------------


def _take_good(
    dossier: Dossier,
    layout: Layout,
    came: Delivery,
    stored: list[ReturnEntry],
    sheet: dict[Path, bytes],
    wanted: _Wanted,
) -> int:
    """Take what has no error, and list the rest for the enterprises."""
    from brandcluster.cli.writing import write_files
    from brandcluster.output.commands.send_back import send_back_text
    from brandcluster.returns.good import codes_in_doubt
    from brandcluster.returns.merging import merge_returns

    doubtful = codes_in_doubt(came.taken, came.odd)
    if doubtful is None:
        raise UserError("错误太多，没有全列出来，分不清哪几家没有错，没有写入。请分几次收。", 1)
    doubtful |= frozenset(came.merged.contradicted)
    good = [entry for entry in came.entries if entry.row[0] and entry.row[0] not in doubtful]
    path = dossier.root / "out" / f"退回清单-{wanted.year}.txt"
    listed = send_back_text(wanted.year, came.taken, came.odd, came.merged, _known(came))
    sent_back = {path: listed.encode("utf-8"), **sheet}
    refuse_committing(path, "退回清单里有企业的名称和数")
    if good:
        merged = merge_returns(stored, good, layout, wanted.prefer, came.decisions)
        _write(dossier, layout, came, merged, sent_back, wanted)
    else:
        if not wanted.dry_run:
            write_files(sent_back, inside=(dossier.root,))
        typer.echo("没有写入：没有一家可以收下。", err=True)
    where = "" if wanted.dry_run else f"，要退回的写在 out/退回清单-{wanted.year}.txt"
    typer.echo(f"有报表没有收下{where}。", err=True)
    _say_what_to_do(came, wanted)
    return 1


def _write(
    dossier: Dossier, layout: Layout, came: Delivery, merged: Merged, beside: dict[Path, bytes], wanted: _Wanted
) -> None:
    """Write the year's returns, and what belongs beside them; say what came in."""
    from brandcluster.cli.writing import write_files
    from brandcluster.output.commands.collect import outcome_lines
    from brandcluster.output.text.terminal import print_lines
    from brandcluster.returns.layout import returns_path
    from brandcluster.returns.reading import has_data

    path, year = returns_path(wanted.year), wanted.year
    content = returns_content(merged.rows.values(), layout)
    kept = f"{'没有写入（--dry-run）。' if wanted.dry_run else ''}{path} 共 {len(merged.rows)} 家。"
    print_lines(list(outcome_lines(merged, kept)))
    empty = sum(not has_data(row) for row in merged.rows.values())
    if empty:
        typer.echo(f"其中 {empty} 家没有填数，算没有报。")
    print_lines(list(_turnover(year, came.earlier, merged.rows, wanted.redact)))
    if wanted.dry_run:
        return
    # What stands beside them first: once the returns are written, nobody could say any more what differed.
    write_files({**beside, dossier.root / path: content}, inside=(dossier.root,))
    _warn_of_git(dossier)
    where = "" if wanted.to == "." else f" {as_argument(wanted.to)}"
    typer.echo(f"接下来：brandcluster indicators --save{where}，汇总到 statistics/{year}.yaml。")
    if empty or came.earlier.keys() - merged.rows.keys():
        to = "" if wanted.to == "." else f" --to {as_argument(wanted.to)}"
        few = not wanted.redact and len(wanted.typed) <= _FEW
        files = " ".join(map(as_argument, wanted.typed)) if few else "文件…"
        typer.echo(f"看谁还没有交：brandcluster collect list {files} --year {year}{to}")


def returns_content(rows: Collection[Row], layout: Layout) -> bytes:
    """What is written; a stop when it is more than could be read again."""
    from brandcluster.formats.tables.csv_file import MAX_CELLS
    from brandcluster.formats.tables.sheet import MAX_BYTES
    from brandcluster.returns.sums import canonical_text

    content = canonical_text(rows, layout)
    if len(content) > MAX_BYTES or (len(rows) + 1) * len(layout.columns) > MAX_CELLS:
        raise UserError(f"合起来有 {len(rows)} 家企业，一个文件放不下，没有写入。", 1)
    return content


def _turnover(year: int, earlier: dict[str, Row], rows: dict[str, Row], redact: bool) -> Iterator[Any]:
    from brandcluster.output.commands.collect import turnover_lines

    if earlier:
        left = [row[1] for code, row in earlier.items() if code not in rows]
        joined = [row[1] for code, row in rows.items() if code not in earlier]
        yield from turnover_lines(year - 1, left, joined, redact=redact)


def _warn_of_git(dossier: Dossier) -> None:
    """Returns must not end up in a commit."""
    from brandcluster.formats.folder import regular_bytes

    for above in (dossier.root, *dossier.root.resolve().parents):
        ignored = (regular_bytes(above / ".gitignore", MAX_IGNORE) or b"").decode("utf-8", "replace")
        if any("enterprises" in line and not line.lstrip().startswith(("#", "!")) for line in ignored.splitlines()):
            return
        if (above / ".git").exists():
            typer.echo("注意：企业报表是保密的。请在 .gitignore 里加一行 /enterprises/，不要提交。", err=True)
            return
