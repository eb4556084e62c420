"""`collect form` and `collect add`: the workbook out to enterprises, the filled ones in."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from brandcluster.base.visible import as_argument, visible, without_commands
from brandcluster.cli.app import Subcommand
from brandcluster.cli.confidential import Redact, ShowEnterprises, enterprises_shown, unnamed
from brandcluster.cli.errors import UserError
from brandcluster.cli.options import FIRST_YEAR, LAST_YEAR, Folder, Overwrite, check_choice, dossier_folders
from brandcluster.cli.paths import exists
from brandcluster.cli.progress_bar import progress

if TYPE_CHECKING:
    from brandcluster.dossier.load import Dossier
    from brandcluster.output.commands.collect import Shown
    from brandcluster.returns.layout import Layout, Row
    from brandcluster.returns.merging import Merged, Prefer
    from brandcluster.returns.reading import ReturnEntry, Taken

HELP = "企业报表：先用 form 生成填报表发给企业，收回后用 add 核对、并入 enterprises/年份.csv。报表是保密的，不进 git。"
EXAMPLE = "brandcluster collect form examples/qingshiling --year 2013"
FORM_HELP = (
    "生成发给企业的填报表（Excel 工作簿）：标题带单位和含义，有下拉列表和数值检查；已有名录的预先填好。"
    "名录取自 enterprises/年份.csv，没有就取最近一年的。"
)
FORM_EXAMPLE = "brandcluster collect form examples/qingshiling --year 2013 -o out/企业填报表.xlsx"
ADD_HELP = (
    "收回填好的报表（.xlsx 或 .csv，可以一次写很多个）：逐格核对，全部没有错误才写入 enterprises/年份.csv，"
    "有一处错误就一家也不写入；加 --take-good，没有错的先收下。同一家企业前后不一致的列出来，由 --prefer 决定。"
)
ADD_EXAMPLE = "brandcluster collect add 收回/*.xlsx --year 2013 --to 我的申报"

#: As much is read of a .gitignore.
MAX_IGNORE = 1_000_000
Year = Annotated[int, typer.Option("--year", metavar="年份", help="报表的年份，如 2013")]


def make_forms(
    target: Folder = ".",
    year: Year = 0,
    output: Annotated[
        str | None,
        typer.Option(
            "-o", "--output", metavar="文件", help="写到哪里；不写就是申报文件夹里的 out/。用 --each 时是文件夹"
        ),
    ] = None,
    each: Annotated[bool, typer.Option("--each", help="每家企业一个工作簿（要有名录）")] = False,
    overwrite: Overwrite = False,
    redact: Redact = False,
    show: ShowEnterprises = False,
) -> int:
    """Write the workbook to fill, or one for each enterprise of the roster."""
    named = enterprises_shown(show=show, redact=redact) or not each
    dossier = _dossier(target, year)
    from brandcluster.cli.writing import refuse_overwriting, write_files
    from brandcluster.formats.folder import regular_bytes
    from brandcluster.notice.edition import cite_clause
    from brandcluster.returns import form
    from brandcluster.returns.layout import layout_of
    from brandcluster.rules.facts.rules_in_force import edition_of

    layout = layout_of(dossier)
    edition = edition_of(dossier)
    header = dossier.header
    office = form.Office(header.applicant or "　" * 12, header.region_name or "本区域", year)
    roster = _roster(dossier, layout, year)

    def cited(clause: str) -> str:
        return cite_clause(edition, clause) or "—"

    title = f"企业填报表-{year}"
    if not each:
        path = Path(output) if output is not None else dossier.root / "out" / f"{title}.xlsx"
        if path.suffix.lower() != ".xlsx":
            raise UserError(f"-o 写 .xlsx 文件的名字，如 -o {visible(path.stem) or title}.xlsx。")
        files = {path: form.returns_workbook(layout, office, roster, cited)}
    elif not roster:
        raise UserError(
            "没有名录，不能每家企业生成一个：先把名录（代码、名称、产业、类型、规模以上）用 collect add 收进来。"
        )
    else:
        folder = Path(output) if output is not None else dossier.root / "out" / title
        files = {
            folder / f"{row[0]}-{_file_name(row[1])}.xlsx": form.single_workbook(layout, office, row, cited)
            for row in roster
        }
    if roster and not show:
        _refuse_committing(next(iter(files)))
    if not overwrite:
        taken = [path for path, content in files.items() if exists(path) and regular_bytes(path) != content]
        if taken and not named:
            raise UserError(
                f"“{visible(folder.as_posix())}”里有 {len(taken)} 个填报表已经有了，可能已经填过，没有覆盖。要覆盖就加 --overwrite。",
                1,
            )
        refuse_overwriting(taken, "已经有了，可能已经填过", most=3)
    with unnamed(() if named else [path.name for path in files]):
        write_files(files, inside=_inside(dossier, output, each))
    if named:
        for path in list(files)[:5]:
            typer.echo(without_commands(visible(path.as_posix())))
        if len(files) > 5:
            typer.echo(f"……共 {len(files)} 个")
    else:
        typer.echo(f"{without_commands(visible(folder.as_posix()))}：{len(files)} 个，每家企业一个")
    known = f"已填好名录 {len(roster)} 家" if roster else "没有名录，企业自己填名称和代码"
    to = "" if target == "." else f" --to {as_argument(target)}"
    typer.echo(f"{known}。收回以后：brandcluster collect add 文件… --year {year}{to}")
    return 0


def add_returns(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="文件…", help="填好的报表，.xlsx 或 .csv；可以写 *.xlsx，也可以写放着它们的文件夹（下面各层都看）"
        ),
    ],
    year: Year = 0,
    to: Annotated[str, typer.Option("--to", metavar="文件夹", help="申报文件夹；不写就是当前文件夹")] = ".",
    prefer: Annotated[
        str | None, typer.Option("--prefer", metavar="新旧", help="前后不一致时：new 用新交的，old 留原有的")
    ] = None,
    take_good: Annotated[
        bool,
        typer.Option("--take-good", help="没有错误的先收下，其余的写进 out/退回清单-年份.txt，按企业列出"),
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只核对，不写入")] = False,
    redact: Redact = False,
    show: ShowEnterprises = False,
) -> int:
    """Check filled returns and merge them into the year's; 1 when anything stands in the way, and then nothing is
    written."""
    if prefer is not None:
        check_choice("--prefer", prefer, ("new", "old"))
    from brandcluster.cli.return_files import aside_lines, return_files
    from brandcluster.cli.writing import one_at_a_time

    redact = not enterprises_shown(show=show, redact=redact)
    _check(year)
    dossier_folders([to])
    with one_at_a_time(Path(to), wanted=not dry_run):
        sheets, aside = return_files(files, redact)
        for line in aside_lines(aside, redact):
            typer.echo(without_commands(line))
        return _add(sheets, year, to, prefer, take_good=take_good, dry_run=dry_run, redact=redact)


def _add(
    files: list[str], year: int, to: str, prefer: str | None, *, take_good: bool, dry_run: bool, redact: bool
) -> int:
    dossier = _dossier(to, year)
    from brandcluster.cli.writing import write_files
    from brandcluster.output.commands.collect import Shown, conflict_lines, file_lines, outcome_lines, problem_lines
    from brandcluster.output.commands.send_back import send_back_text
    from brandcluster.output.text.terminal import print_lines
    from brandcluster.returns.good import codes_in_doubt
    from brandcluster.returns.layout import layout_of, returns_path
    from brandcluster.returns.merging import merge_returns
    from brandcluster.returns.problems import Problems
    from brandcluster.rules.checks.returns.oddities import find_oddities, steady_values

    layout = layout_of(dossier)
    shown = Shown(tuple(files), redact)
    stored = _kept(dossier, layout, year, shown)
    taken = []
    with progress("读取报表", len(files)) as advance:
        for name in files:
            taken.append((name, _taken(name, layout, year)))
            advance()
    entries = [entry for _, each in taken for entry in each.entries]
    preferred: Prefer | None = "new" if prefer == "new" else "old" if prefer == "old" else None
    merged = merge_returns(stored, [entry for entry in entries if entry.row[0]], layout, preferred)
    earlier = _earlier(dossier, layout, year)
    odd = Problems()
    held = {code: steady_values(row, layout) for code, row in earlier.items()}
    odd.extend(find_oddities(_as_merged(entries, merged, preferred), layout, dossier, held, merged.rows.values()))
    problems = [*(each.problems for _, each in taken), odd]
    print_lines(list(file_lines(taken, shown)))
    print_lines(list(problem_lines(problems, shown)))
    print_lines(list(conflict_lines(merged, shown)))
    errors = sum(each.errors() for each in problems)
    undecided = len(merged.contradicted) if preferred is None else 0
    sent_back: dict[Path, bytes] = {}
    if take_good and entries and (errors or undecided):
        doubtful = codes_in_doubt(taken, odd)
        if doubtful is None:
            raise UserError("错误太多，没有全列出来，分不清哪几家没有错，没有写入。请分几次收。", 1)
        doubtful |= frozenset(merged.contradicted) if preferred is None else frozenset()
        good = [entry for entry in entries if entry.row[0] and entry.row[0] not in doubtful]
        path = dossier.root / "out" / f"退回清单-{year}.txt"
        sent_back = {path: send_back_text(year, taken, odd, merged).encode("utf-8")}
        _refuse_committing(path, "退回清单里有企业的名称和数")
        merged = merge_returns(stored, good, layout, preferred)
        entries, errors, undecided = good, 0, 0
        if not entries and not dry_run:
            write_files(sent_back, inside=(dossier.root,))
    if errors or undecided or not entries:
        why = [f"{errors} 个错误"] * bool(errors)
        why += [f"{undecided} 家前后不一致（用 --prefer new 或 old 决定）"] * bool(undecided)
        nothing = "没有一家可以收下" if sent_back else "没有读到一家企业"
        typer.echo(f"没有写入：{'，'.join(why) or nothing}。", err=True)
        return 1
    content = _content(merged.rows.values(), layout)
    kept = f"{'没有写入（--dry-run）。' if dry_run else ''}{returns_path(year)} 共 {len(merged.rows)} 家。"
    print_lines(list(outcome_lines(merged, kept)))
    print_lines(list(_turnover(year, earlier, merged.rows, redact)))
    if not dry_run:
        write_files({dossier.root / returns_path(year): content, **sent_back}, inside=(dossier.root,))
        _warn_of_git(dossier)
        where = "" if to == "." else f" {as_argument(to)}"
        typer.echo(f"接下来：brandcluster indicators --save{where}，汇总到 statistics/{year}.yaml。")
    if sent_back:
        typer.echo(f"有报表没有收下{'' if dry_run else f'，要退回的写在 out/退回清单-{year}.txt'}。", err=True)
    return 1 if sent_back else 0


COMMANDS = (
    Subcommand("form", make_forms, "生成发给企业的填报表", FORM_HELP, FORM_EXAMPLE, "没有名录等，没有生成"),
    Subcommand("add", add_returns, "收回、核对填好的报表", ADD_HELP, ADD_EXAMPLE, "有错误或前后不一致，没有写入"),
)


# ---- what both need --------------------------------------------------------------------------------------------


def _check(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UserError("用 --year 写明报表的年份，如 --year 2013。")


def _dossier(target: str, year: int) -> Dossier:
    from brandcluster.dossier.files import HEADER, OWN_INDICATORS
    from brandcluster.dossier.load import load_dossier

    _check(year)
    [(_, root)] = dossier_folders([target])
    dossier = load_dossier(root, frozenset((HEADER, OWN_INDICATORS)))
    if not dossier.industry_names:
        raise UserError("dossier.yaml 里还没有主导产业，先填好“主导产业”。", 1)
    return dossier


def _inside(dossier: Dossier, output: str | None, each: bool) -> tuple[Path, ...]:
    """The folder that no workbook may leave through a link: the dossier's, or the one that was named."""
    if output is None:
        return (dossier.root,)
    return (Path(output),) if each else ()


def _refuse_committing(path: Path, what: str = "填报表里有企业名录") -> None:
    """UserError for forms with a roster where git would take them in: a list of enterprises is confidential."""
    from brandcluster.formats.git import would_be_committed

    if would_be_committed(path):
        raise UserError(
            f"{what}，要写到的地方会随 git 提交出去，没有写。"
            "在 .gitignore 里加上这个文件夹，或者不写 -o；已经公开的名录，加 --show-enterprises。"
        )


def _stored(dossier: Dossier, layout: Layout, year: int) -> Taken | None:
    """The returns of a year as they are; None where there are none."""
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


def _kept(dossier: Dossier, layout: Layout, year: int, shown: Shown) -> list[ReturnEntry]:
    """The returns that are there already; a stop where they have errors, or hold what writing them would lose."""
    from brandcluster.output.commands.collect import problem_lines
    from brandcluster.output.text.terminal import print_lines
    from brandcluster.returns.layout import returns_path
    from brandcluster.returns.sums import repeated_enterprises

    stored = _stored(dossier, layout, year)
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


def _as_merged(entries: list[ReturnEntry], merged: Merged, prefer: Prefer | None) -> list[ReturnEntry]:
    """The returns that came in as they will stand: what one leaves empty, another may have filled in."""
    settled = merged.rows if prefer is not None else merged.rows.keys() - merged.contradicted
    return [entry._replace(row=merged.rows[entry.row[0]]) if entry.row[0] in settled else entry for entry in entries]


def _content(rows: Collection[Row], layout: Layout) -> bytes:
    """What is written; a stop when it is more than could be read again."""
    from brandcluster.formats.tables.csv_file import MAX_CELLS
    from brandcluster.formats.tables.sheet import MAX_BYTES
    from brandcluster.returns.sums import canonical_text

    content = canonical_text(rows, layout)
    if len(content) > MAX_BYTES or (len(rows) + 1) * len(layout.columns) > MAX_CELLS:
        raise UserError(f"合起来有 {len(rows)} 家企业，一个文件放不下，没有写入。", 1)
    return content


def _roster(dossier: Dossier, layout: Layout, year: int) -> list[Row]:
    """The enterprises of the year's returns, else of the latest year before."""
    from brandcluster.returns.comparing import returned_years

    known = [each for each in returned_years(dossier) if each <= year]
    stored = _stored(dossier, layout, known[-1]) if known else None
    return [entry.row for entry in stored.entries] if stored is not None else []


def _earlier(dossier: Dossier, layout: Layout, year: int) -> dict[str, Row]:
    stored = _stored(dossier, layout, year - 1)
    return {entry.row[0]: entry.row for entry in stored.entries} if stored is not None else {}


def _file_name(text: str) -> str:
    """A text that every system takes as a part of a file name."""
    return "".join("_" if char in '<>:"/\\|?*.' or ord(char) < 32 else char for char in visible(text))[:60].strip()


_UNREADABLE = {
    "missing": ("没有这个文件。", "核对路径和文件名。"),
    "not_a_file": ("这不是普通文件。", "写出填好的 .xlsx 或 .csv 文件。"),
    "unreadable": ("文件打不开。", "检查有没有权限；关闭正打开它的程序。"),
}


def _taken(name: str, layout: Layout, year: int) -> Taken:
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
