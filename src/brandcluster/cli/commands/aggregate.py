"""`aggregate`: the returns of many regions added up, province by province, industry by industry, year by year."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from brandcluster.base.visible import visible, without_commands
from brandcluster.cli.confidential import Redact, ShowEnterprises, enterprises_shown
from brandcluster.cli.errors import UserError
from brandcluster.cli.formats import as_text, endings_of, format_option, show
from brandcluster.cli.options import Overwrite, check_choice, one_of
from brandcluster.cli.paths import expanded, is_folder
from brandcluster.cli.region_engines import ENGINES, over_regions
from brandcluster.cli.start import BUG

if TYPE_CHECKING:
    from brandcluster.output.text.terminal import Line
    from brandcluster.returns.regions.region_tables import Aggregate
    from brandcluster.returns.regions.region_year import RegionTask

HELP = (
    "汇总许多区域的企业报表：在文件夹里（不论多深）找出每一份申报材料，分区域、产业、年份相加，另有全省、产业、全部的合计，"
    "五个关键指标，同口径，应报和实报，问题的个数。每一条记录都有着落，对不上的区域写明没有汇总。"
    "少于三家的、写出会推算出少于三家的，都不写出。"
)
EXAMPLE = "brandcluster aggregate examples"
EXIT_ONE = "有区域的报表没有汇总，或查出重复上报"
FORMATS = ("text", "csv", "json", "xlsx", "parquet")
_BINARY = ("xlsx", "parquet")
#: As many notes about the folders are printed.
MAX_NOTES = 20
_NO_PYARROW = "写 Parquet 要另装一个库：pip install 'brandcluster[parquet]'。"


def run(
    folders: Annotated[
        list[str] | None,
        typer.Argument(metavar="[文件夹]…", help="放着各区域申报材料的文件夹，可以写几个；不写就是当前文件夹"),
    ] = None,
    format: Annotated[str, format_option(FORMATS, "输出格式：")] = "text",
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="文件", help="写到哪个文件；xlsx、parquet 一定要写"),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", metavar="数", min=1, help="同时用几个进程；不写就按空闲的处理器")
    ] = None,
    engine: Annotated[
        str,
        typer.Option(
            "--engine",
            metavar="方式",
            help="local（本机），或 spark（分给一个集群，另装）",
            autocompletion=one_of(ENGINES),
        ),
    ] = "local",
    duplicates: Annotated[bool, typer.Option("--duplicates", help="不汇总，查同一年在两个区域都报了的企业")] = False,
    rows: Annotated[
        str | None,
        typer.Option(
            "--rows",
            metavar="文件.parquet",
            help="不汇总，把读到的每一行写进一个 Parquet 文件；要加 --show-enterprises",
        ),
    ] = None,
    overwrite: Overwrite = False,
    redact: Redact = False,
    show_enterprises: ShowEnterprises = False,
) -> int:
    """Add up the regions below some folders; 1 when one could not be added up whole, 3 when the program broke on one."""
    check_choice("--format", format, FORMATS)
    check_choice("--engine", engine, ENGINES)
    shown = enterprises_shown(show=show_enterprises, redact=redact)
    _agree(format, output, engine, duplicates=duplicates, rows=rows, show=show_enterprises)
    place = None if output is None else _place(output, format)
    tasks = _tasks(expanded(folders or ["."], folders=True))
    if rows is not None:
        return _write_rows(tasks, rows, overwrite=overwrite)
    if duplicates:
        return _duplicates(tasks, jobs, engine, format, place, shown=shown, overwrite=overwrite)
    from brandcluster.returns.regions.region_tables import aggregate
    from brandcluster.returns.regions.region_year import RegionFigures, read_region

    figures, broke = over_regions(tasks, read_region, jobs, engine)
    there = [
        each if each is not None else RegionFigures(task.name, failure="程序出错")
        for task, each in zip(tasks, figures, strict=True)
    ]
    result = aggregate(there)
    _put(_makers(result), format, place, overwrite=overwrite)
    failed = [each for each in there if each.failures]
    if failed and (place is not None or format != "text"):
        names = visible("、".join(each.folder for each in failed[:3]))
        more = f"等 {len(failed)} 个区域" if len(failed) > 3 else ""
        typer.echo(f"没有全部汇总：{names}{more}，原因写在结果里。", err=True)
    return BUG if broke else int(bool(failed))


def _agree(format: str, output: str | None, engine: str, *, duplicates: bool, rows: str | None, show: bool) -> None:
    """UserError for options that do not go together."""
    if rows is not None and (duplicates or output is not None or format != "text"):
        raise UserError("--rows 自己写一个文件，不和 --duplicates、--format、-o 一起写。")
    if rows is not None and not show:
        raise UserError("--rows 写出每家企业的名称、代码和数，是保密的。确实要写，加 --show-enterprises，不要外传。")
    if rows is not None and engine != "local":
        raise UserError("--rows 只在本机做，不要写 --engine。")
    if duplicates and format in _BINARY:
        raise UserError("--duplicates 的 --format 只能写：text、csv、json。")
    if format in _BINARY and output is None and rows is None:
        raise UserError(f"--format {format} 要写进文件：加 -o，如 -o 汇总{endings_of(format)[0]}。")


def _place(output: str, format: str) -> Path:
    endings = endings_of(format)
    if Path(output).suffix.lower() not in endings:
        raise UserError(f"-o 的文件名要以 {'、'.join(endings)} 结尾，与 --format {format} 一致。")
    return Path(output)


def _tasks(folders: list[str]) -> list[RegionTask]:
    """The dossiers in and below the folders."""
    from brandcluster.returns.regions.region_year import RegionTask
    from brandcluster.review.find_dossiers import find_dossiers

    for name in folders:
        if not is_folder(Path(name)):
            raise UserError(f"没有“{visible(name)}”这个文件夹。")
    search = find_dossiers(folders)
    notes = [*search.skipped, *(f"“{each.name}”在另一份材料的文件夹里面，也单独汇总。" for each in search.within)]
    notes += [
        f"“{each.name}”不是申报文件夹，没有企业报表，没有看。" for each in search.found if each.source is not None
    ]
    for note in notes[:MAX_NOTES]:
        typer.echo(without_commands(f"注意：{visible(note)}"), err=True)
    if len(notes) > MAX_NOTES:
        typer.echo(f"注意：还有 {len(notes) - MAX_NOTES} 处没有写出。", err=True)
    found = [RegionTask(each.name, each.path) for each in search.found if each.source is None]
    if not found:
        raise UserError(f"“{visible('、'.join(folders))}”里没有找到申报文件夹（放着 dossier.yaml 的）。")
    return found


# ---- results -------------------------------------------------------------------------------------------------

Makers = dict[str, Callable[[], "str | bytes | list[Line]"]]


def _makers(result: Aggregate) -> Makers:
    from brandcluster.output.commands import aggregate, aggregate_table

    return {
        "text": lambda: aggregate.aggregate_lines(result),
        "json": lambda: aggregate.aggregate_json(result),
        "csv": lambda: aggregate_table.aggregate_csv(result),
        "xlsx": lambda: aggregate_table.aggregate_workbook(result),
        "parquet": lambda: aggregate_table.aggregate_parquet(result),
    }


def _put(makers: Makers, format: str, place: Path | None, *, overwrite: bool) -> None:
    """Show the result, or write it where it was asked for."""
    try:
        made = makers[format]()
    except ImportError:
        raise UserError(_NO_PYARROW) from None
    except OverflowError:
        raise UserError("有的合计位数太多，Parquet 的小数放不下，没有写。用 --format csv。", 1) from None
    if place is not None:
        _write(place, made if isinstance(made, bytes) else as_text(made).encode("utf-8", "backslashreplace"), overwrite)
    elif not isinstance(made, bytes):
        show(made)


def _write(place: Path, content: bytes, overwrite: bool) -> None:
    from brandcluster.cli.paths import exists
    from brandcluster.cli.writing import refuse_overwriting, write_files
    from brandcluster.formats.folder import regular_bytes

    if not overwrite and exists(place) and regular_bytes(place, len(content) + 1) != content:
        refuse_overwriting([place], "已经有了")
    write_files({place: content}, inside=())
    typer.echo(f"写好 {without_commands(visible(place.as_posix()))}。", err=True)


def _duplicates(
    tasks: list[RegionTask],
    jobs: int | None,
    engine: str,
    format: str,
    place: Path | None,
    *,
    shown: bool,
    overwrite: bool,
) -> int:
    """Show who is reported by two regions; 1 when anybody is."""
    from brandcluster.cli.collecting import refuse_committing
    from brandcluster.output.commands import duplicates
    from brandcluster.returns.regions.reported_twice import codes_of, find_duplicates

    if place is not None and shown:
        refuse_committing(place, "查出来的企业代码是保密的", "，或者加 --redact")
    known, broke = over_regions(tasks, codes_of, jobs, engine)
    found = find_duplicates(each for each in known if each is not None)
    makers: Makers = {
        "text": lambda: duplicates.duplicate_lines(found, shown=shown),
        "json": lambda: duplicates.duplicates_json(found, shown=shown),
        "csv": lambda: duplicates.duplicates_csv(found, shown=shown),
    }
    _put(makers, format, place, overwrite=overwrite)
    return BUG if broke else int(bool(found))


def _write_rows(tasks: list[RegionTask], rows: str, *, overwrite: bool) -> int:
    """Write the rows that were read; UserError where git would take them in."""
    from brandcluster.cli.collecting import refuse_committing
    from brandcluster.returns.regions.region_rows import rows_file

    place = Path(rows)
    if place.suffix.lower() != ".parquet":
        raise UserError("--rows 后面写 .parquet 文件的名字，如 --rows out/各区域.parquet。")
    refuse_committing(place, "文件里有每家企业的名称、代码和数")
    try:
        content, count = rows_file(tasks)
    except ImportError:
        raise UserError(_NO_PYARROW) from None
    except OverflowError:
        raise UserError("有的金额位数太多，写进去会被四舍五入，没有写。", 1) from None
    _write(place, content, overwrite)
    typer.echo(f"共 {count} 行。文件是保密的，不要外传。", err=True)
    return 0
