"""`review`: many dossiers side by side; the corrections for each; static pages."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from brandcluster.base.visible import visible
from brandcluster.cli.commands.review_inspections import Inspected, InspectionsFolder
from brandcluster.cli.commands.review_letters import DueDay, Issuer, LettersFolder, Replies
from brandcluster.cli.commands.review_opinions import OpinionsFolder
from brandcluster.cli.commands.review_papers import paper_files, wanted_papers, with_papers
from brandcluster.cli.commands.review_rounds import Previous, say_unread, with_previous
from brandcluster.cli.commands.review_similar import Earlier, Similar, earlier_tasks, found_alike, parted, with_alike
from brandcluster.cli.errors import UserError
from brandcluster.cli.formats import as_text, endings_of, format_option, show
from brandcluster.cli.options import At, Day, OverwriteChanged, check_choice, day_of, one_of
from brandcluster.cli.paths import expanded, is_file, is_folder
from brandcluster.cli.progress_bar import progress, while_waiting
from brandcluster.cli.start import BUG

if TYPE_CHECKING:
    from brandcluster.output.desk.make_one import Result, Task
    from brandcluster.output.desk.text import Desk
    from brandcluster.review.find_dossiers import Found, Search
    from brandcluster.review.processes import Failed
    from brandcluster.review.remarks import Remembered
    from brandcluster.review.selecting import Selection

HELP = (
    "审查一批申报材料：在文件夹里（不论多深）找出每一份，压缩包（.zip）不用解开，只有 Word 表的也读；一份一行列出条件、指标、问题和盖章日期，"
    "核对各省每年的名额、期限、重复申报和重复列入的企业。--html 生成可以放在共享文件夹里的网页；"
    "--corrections 为每一份生成补正清单（Word 和 Markdown）；--letters 生成文书，--opinions 初审意见、比较表、推荐名单，"
    "--inspections 年度监督检查。只读，不改动任何一份材料。"
)
EXAMPLE = "brandcluster review examples --date 2014-07-01"
FORMATS = ("text", "json", "csv", "xlsx")
#: As many notes about the folders are printed.
MAX_NOTES = 20


Folders = Annotated[
    list[str] | None,
    typer.Argument(metavar="[文件夹]…", help="放着申报材料的文件夹，或报送材料的 .zip；不写就是当前文件夹"),
]
Place = Annotated[
    str | None,
    typer.Option("-o", "--output", metavar="位置", help="表格写到哪个文件；与 --corrections 同用时是文件夹"),
]


def _stages() -> list[str]:
    from brandcluster.rules.facts.stage import STAGES

    return list(STAGES.values())


def _only() -> tuple[str, ...]:
    from brandcluster.review.selecting import ONLY

    return ONLY


def _sorts() -> tuple[str, ...]:
    from brandcluster.review.selecting import SORTS

    return SORTS


Provinces = Annotated[list[str] | None, typer.Option("--province", metavar="省份", help="只看某省的，可以写几次")]
Stages = Annotated[
    list[str] | None,
    typer.Option("--stage", metavar="阶段", help="只看某一阶段的，如 试点；可以写几次", autocompletion=one_of(_stages)),
]
Industries = Annotated[
    list[str] | None, typer.Option("--industry", metavar="产业", help="只看主导产业名称里有这个词的")
]
Only = Annotated[
    list[str] | None,
    typer.Option(
        "--only",
        metavar="情况",
        help="只看：errors（有错误）、not-ready（还不能报）、open（还需有人认定的）、over-quota（超名额或可能超）、"
        "twice（重复申报）、shared（前三名有同一家企业）、failed（程序出错）；写几次的要都符合",
        autocompletion=one_of(_only),
    ),
]
Sort = Annotated[
    list[str] | None,
    typer.Option(
        "--sort",
        metavar="依据",
        help="排序：dir、province、region、applicant、industry、stage、date、recommended、sealed、errors、warnings、"
        "open、met，或指标代号；可以写几次，不知道的总在最后",
        autocompletion=one_of(_sorts),
    ),
]
RemarksFolder = Annotated[
    str | None, typer.Option("--remarks", metavar="文件夹", help="审查人员自己的意见，一份材料一个 .yaml")
]
Jobs = Annotated[int | None, typer.Option("--jobs", metavar="数", min=1, help="同时用几个进程；不写就按空闲的处理器")]


def run(
    folders: Folders = None,
    output: Place = None,
    format: Annotated[str, format_option(FORMATS)] = "text",
    date: Day = None,
    province: Provinces = None,
    stage: Stages = None,
    industry: Industries = None,
    only: Only = None,
    sort: Sort = None,
    reverse: Annotated[bool, typer.Option("--reverse", help="倒过来排")] = False,
    corrections: Annotated[bool, typer.Option("--corrections", help="为每一份生成补正清单，写到 -o 的文件夹")] = False,
    remarks: RemarksFolder = None,
    html: Annotated[str | None, typer.Option("--html", metavar="文件夹", help="生成网页，写到哪个文件夹")] = None,
    jobs: Jobs = None,
    at: At = None,
    similar: Similar = False,
    earlier: Earlier = None,
    previous: Previous = None,
    letters: LettersFolder = None,
    issuer: Issuer = None,
    due: DueDay = None,
    replies: Replies = None,
    opinions: OpinionsFolder = None,
    inspections: InspectionsFolder = None,
    inspected: Inspected = None,
    overwrite: OverwriteChanged = False,
) -> int:
    """Review dossiers; 1 when one is not ready or a quota is exceeded, 3 when the program broke on one."""
    check_choice("--format", format, FORMATS)
    _agree(format, output, corrections, remarks, used=letters or opinions or html)
    papers = wanted_papers(letters, opinions, inspections, replies, inspected, issuer, due)
    day = day_of(date)
    selection = _selection(province, stage, industry, only, sort, reverse)
    from brandcluster.review.naming import file_names

    search = _found(expanded(folders or ["."]), at)
    found = search.found
    _outside({"-o": output, "--html": html, "--remarks": remarks, **papers.folders})
    remembered = _remarks(remarks, found)
    if remembered is None:
        return 1
    tasks = _tasks(found, day, remembered, page=html is not None, corrections=corrections)
    tasks = with_previous(tasks, previous, html)
    tasks = with_papers(tasks, papers, remembered, file_names([each.key for each in tasks]))
    if similar or earlier:
        tasks = [*(each._replace(claims=True) for each in tasks), *earlier_tasks(expanded(earlier or []), day)]
    results, before = parted(_results(tasks, jobs), len(found))
    from brandcluster.output.desk.text import Desk
    from brandcluster.review.across import findings_across
    from brandcluster.review.selecting import select_rows

    say_unread(results)
    search.skipped += [f"“{each.row.name}”{each.unread.rstrip('。')}。" for each in results if each.unread]
    results = [each for each in results if not each.unread]
    rows = [result.row for result in results]
    between = findings_across(rows, day)
    alike = while_waiting("比较各份的文字", found_alike, results, before) if similar or earlier else None
    desk = Desk(select_rows(rows, between, selection), len(rows), between, day, tuple(search.skipped), alike)
    shown = {row.key for row in desk.rows}
    wanted = [result for result in results if result.row.key in shown]
    names = file_names([row.key for row in rows])  # of all, so that a selection calls none by another's name
    files = while_waiting("做网页和清单", _files, wanted, names, desk, html, output if corrections else None)
    files |= paper_files(wanted, results, papers, names, desk, remembered)
    table = _table(desk, format)
    if output is not None and not corrections:
        files[Path(output)] = _stamped(Path(output), table)
    places = (html, output if corrections else None, *papers.folders.values())
    _write(files, overwrite, [Path(each) for each in places if each is not None])
    written = (
        Path(html, "index.html") if html is not None else None,
        *(Path(each) if each else None for each in places[1:]),
    )
    for place in written:
        if place is not None:
            typer.echo(f"已写入 {visible(place.as_posix())}", err=True)
    _show(desk, format, table, to_screen=output is None or corrections)
    return _verdict(desk)


# ---- arguments -----------------------------------------------------------------------------------------------


def _agree(format: str, output: str | None, corrections: bool, remarks: str | None, *, used: str | None) -> None:
    if corrections and output is None:
        raise UserError("--corrections 要用 -o 写明补正清单放在哪个文件夹。")
    if corrections and format != "text":
        raise UserError("--corrections 不能与 --format 同用：-o 已经是补正清单的文件夹。请分两次运行。")
    if remarks is not None and not corrections and used is None:
        raise UserError(
            "--remarks 是写进补正清单、文书、初审意见和网页的，要与 --corrections、--letters、--opinions 或 --html 同用。"
        )
    if remarks is not None and not is_folder(Path(remarks)):
        raise UserError(f"没有“{visible(remarks)}”这个文件夹。")
    if format == "xlsx" and output is None:
        raise UserError("--format xlsx 要用 -o 写明文件名，如 -o 一览.xlsx。")
    if output is not None and not corrections and is_folder(Path(output)):
        raise UserError(f"“{visible(output)}”是文件夹；-o 要写文件名，如 -o {visible(output)}/一览.{format}。")
    endings = endings_of(format)
    if output is not None and not corrections and Path(output).suffix.lower() not in endings:
        raise UserError(f"--format {format} 写的是{endings[0]}文件；-o 写成 一览{endings[0]}。")


def _selection(
    province: list[str] | None,
    stage: list[str] | None,
    industry: list[str] | None,
    only: list[str] | None,
    sort: list[str] | None,
    reverse: bool,
) -> Selection:
    from brandcluster.review.selecting import ONLY, SORTS, Selection
    from brandcluster.rules.facts.stage import STAGES

    by_word = {word: identifier for identifier, word in STAGES.items()}
    stages = [by_word.get(each, each) for each in stage or ()]
    for each in stages:
        check_choice("--stage", each, tuple(STAGES))
    for each in only or ():
        check_choice("--only", each, ONLY)
    for each in sort or ():
        check_choice("--sort", each, SORTS)
    return Selection(
        tuple(province or ()), tuple(stages), tuple(industry or ()), tuple(only or ()), tuple(sort or ()), reverse
    )


def _found(folders: list[str], at: str | None) -> Search:
    from brandcluster.review.find_dossiers import find_dossiers

    for name in folders:
        if not is_folder(Path(name)) and (at is not None or not is_file(Path(name))):
            raise UserError(f"没有“{visible(name)}”这个文件夹。")
    result = while_waiting("找材料", find_dossiers, folders, at)
    notes = [*result.skipped, *(f"“{each.name}”在另一份材料的文件夹里面，也单独列出。" for each in result.within)]
    for note in notes[:MAX_NOTES]:
        typer.echo(f"注意：{visible(note)}", err=True)
    if len(notes) > MAX_NOTES:
        typer.echo(f"注意：还有 {len(notes) - MAX_NOTES} 处没有写出。", err=True)
    if not result.found:
        raise UserError(
            f"“{visible('、'.join(folders))}”里没有找到申报材料（dossier.yaml、报送材料的 .zip，或填好的申报书、推荐表）。"
        )
    return result


def _outside(named: dict[str, str | None]) -> None:
    """What the examiner writes or reads must not stand in a region's folder."""
    from brandcluster.review.find_dossiers import enclosing_dossier

    for option, value in named.items():
        try:
            inside = enclosing_dossier(Path(value)) if value is not None else None
        except (OSError, RuntimeError, ValueError):  # a ring of links, a path that no system takes
            raise UserError(f"{option} 不能写“{visible((value or '')[:200])}”：路径不能用。") from None
        if inside is not None:
            raise UserError(
                f"{option} 指向申报材料“{visible(inside.name)}”里面。审查人员的文件要放在材料以外的文件夹。"
            )


def _remarks(folder: str | None, found: list[Found]) -> Remembered | None:
    """The examiner's remarks; None when one of the files has errors, which are shown."""
    from brandcluster.review.remarks import Remembered, read_remarks

    if folder is None:
        return Remembered()
    remembered = read_remarks(Path(folder), found)
    for path in remembered.strangers:
        typer.echo(f"注意：{visible(f'{folder}/{path}')} 不是哪一份材料的意见：文件名要与材料的文件夹相同。", err=True)
    if remembered.problems:
        from brandcluster.notice.edition import default_edition
        from brandcluster.output.commands.diagnostics import DossierReport, diagnostic_lines
        from brandcluster.output.text.terminal import print_lines

        print_lines(diagnostic_lines([DossierReport(folder, default_edition(), remembered.problems)]), to_errors=True)
        typer.echo("审查意见的文件有错误，没有生成。", err=True)
        return None
    return remembered


# ---- the work ------------------------------------------------------------------------------------------------


def _tasks(found: list[Found], day: date, remembered: Remembered, *, page: bool, corrections: bool) -> list[Task]:
    from brandcluster.output.desk.make_one import Task

    return [
        Task(
            each.name,
            each.key,
            each.path,
            day,
            page=page,
            back="../index.html" if page else "",
            corrections=corrections,
            remarks=remembered.remarks.get(each.key, ()),
            source=each.source,
        )
        for each in found
    ]


def _results(tasks: list[Task], jobs: int | None) -> list[Result]:
    from brandcluster.output.desk.make_one import make_one
    from brandcluster.review.processes import gather_results, processes_to_use

    with progress("检查材料", len(tasks)) as advance:
        done = gather_results(tasks, make_one, processes_to_use(jobs, len(tasks)), advance)
    return [_result(task, result) for task, result in zip(tasks, done, strict=True)]


def _result(task: Task, result: Result | Failed) -> Result:
    from brandcluster.output.desk.make_one import Result
    from brandcluster.review.processes import Failed
    from brandcluster.review.rows import Row

    return Result(Row(task.name, task.key, failure=result.reason)) if isinstance(result, Failed) else result


# ---- what is written and shown -------------------------------------------------------------------------------


def _files(
    results: list[Result], names: dict[str, str], desk: Desk, html: str | None, corrections: str | None
) -> dict[Path, bytes]:
    files: dict[Path, bytes] = {}
    readable = [result for result in results if not result.row.failure]
    if html is not None:
        from brandcluster.output.desk.overview import overview_page
        from brandcluster.output.desk.pages import PAGES

        files[Path(html) / "index.html"] = overview_page(desk, names)
        pages = with_alike(readable, desk.alike, names)
        files |= {Path(html) / PAGES / f"{names[key]}.html": page for key, page in pages.items()}
    if corrections is not None:
        from brandcluster.papers.stamp import add_stamp

        for each in readable:
            place = Path(corrections) / names[each.row.key]
            files[place / "补正清单.docx"] = add_stamp(each.word)
            files[place / "补正清单.md"] = each.markdown
    return files


def _table(desk: Desk, format: str) -> bytes:
    if format == "json":
        from brandcluster.output.desk.json import review_json

        return f"{review_json(desk)}\n".encode()
    if format == "csv":
        from brandcluster.output.desk.csv import review_csv

        return review_csv(desk)
    if format == "xlsx":
        from brandcluster.output.desk.workbook import review_workbook

        return review_workbook(desk)
    from brandcluster.output.desk.text import desk_lines

    return as_text(desk_lines(desk)).encode()


def _stamped(path: Path, content: bytes) -> bytes:
    if not content.startswith(b"PK"):
        return content
    from brandcluster.papers.stamp import add_stamp

    return add_stamp(content)


def _write(files: dict[Path, bytes], overwrite: bool, inside: list[Path]) -> None:
    """Write everything, unless something else stands in the place of one of the files; `inside`: the folders named."""
    if not files:
        return
    from brandcluster.cli.writing import refuse_strangers, write_files

    for folder in {path.parent for path in files}:
        _outside({"写到的位置": folder.as_posix()})  # the folder of a list may be a dossier's, or a link to one
    if not overwrite:
        refuse_strangers(files)
    write_files(files, inside=inside)


def _show(desk: Desk, format: str, table: bytes, *, to_screen: bool) -> None:
    if not to_screen:
        return
    if format == "text":
        from brandcluster.output.desk.text import desk_lines

        show(desk_lines(desk))
    else:
        show(table.decode())


def _verdict(desk: Desk) -> int:
    broken = [row for row in desk.rows if row.failure]
    for reason in dict.fromkeys(row.failure for row in broken):
        names = [row.name for row in broken if row.failure == reason]
        more = f"等 {len(names)} 份" if len(names) > 3 else ""
        where = visible("、".join(names[:3]))
        typer.echo(f"程序在“{where}”{more}上出错，请把这一行发给维护者：{visible(reason)}", err=True)
    if broken:
        return BUG
    over = any(use.may_exceed for use in desk.between.quotas)
    return int(over or bool(desk.skipped) or not all(row.ready for row in desk.rows))
