"""`evaluate`: the scores of a year by the region's own evaluation model, and their record."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from brandcluster.base.visible import visible
from brandcluster.cli.errors import UserError
from brandcluster.cli.formats import Output, TextOrJson, Wanted, publish, wanted_output
from brandcluster.cli.options import Folders, check_year, dossier_folders
from brandcluster.cli.progress_bar import while_waiting

if TYPE_CHECKING:
    from brandcluster.dossier.load import Dossier
    from brandcluster.output.text.terminal import Line
    from brandcluster.rules.facts.scores import YearScores

HELP = (
    "按 pilot/evaluation-model.yaml 的指标、权重、评分档，给一个年度打分：分主导产业和合计，列出算式；"
    "算不出的写明为什么，不凑总分。得分写进 pilot/evaluations/年份.yaml，人写的评价结果、改进措施和注释都不动。"
)
EXAMPLE = "brandcluster evaluate examples/lanting --year 2015 --dry-run"


def run(
    folders: Folders = None,
    year: Annotated[int | None, typer.Option("--year", metavar="年份", help="评价哪一年度，如 2015")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只算，不写进文件")] = False,
    format: TextOrJson = None,
    output: Output = None,
) -> int:
    """Evaluate dossiers; 1 when a score cannot be told."""
    wanted = wanted_output(format, output)
    if year is None:
        raise UserError("写明评价哪一年度，如 --year 2015。")
    check_year(year, 2015)
    targets = dossier_folders(folders)
    from brandcluster.cli.writing import one_at_a_time

    with ExitStack() as held:
        for path in sorted({path.resolve() for _, path in targets}):
            held.enter_context(one_at_a_time(path, wanted=not dry_run))
        return _evaluate(targets, year, dry_run, wanted)


def _evaluate(targets: list[tuple[str, Path]], year: int, dry_run: bool, wanted: Wanted) -> int:
    from brandcluster.dossier.files import evaluation_path
    from brandcluster.dossier.load import load_dossier
    from brandcluster.output.commands.evaluate import (
        RecordJson,
        ScoresJson,
        evaluate_json,
        record_lines,
        score_lines,
        scores_json,
    )
    from brandcluster.rules.facts.scores import score_year

    shown: list[Line] = []
    found: list[ScoresJson] = []
    relative = evaluation_path(year)
    files: dict[Path, tuple[Path, bytes]] = {}
    good = True
    for name, path in targets:
        dossier = load_dossier(path)
        outcome = while_waiting("打分", score_year, dossier, year)
        good = good and not outcome.problems and all(score.total is not None for score in outcome.scores)
        changes, text, problem = _record(dossier, relative, outcome)
        if problem:
            good = False
            typer.echo(f"{visible(name)}：{problem}", err=True)
        if text is not None and not dry_run:
            files[path / relative] = (path, text.encode("utf-8"))
        title = dossier.header.region_name or name
        shown += [*([()] if shown else []), *score_lines(title, outcome)]
        if outcome.says_something and not problem:
            new = year not in dossier.evaluations
            shown += [(), *record_lines(relative, changes, new=new, dry=dry_run)]
        record: RecordJson = {
            "path": relative,
            "written": bool(changes) and not dry_run,
            "changed": [list(keys) for keys in changes],
            "problem": problem or None,
        }
        found.append(scores_json(name, outcome, record))
    _write(files, [path for _, path in targets])
    publish(wanted, {"text": lambda: shown, "json": lambda: evaluate_json(found)})
    return int(not good)


def _record(
    dossier: Dossier, path: str, outcome: YearScores
) -> tuple[dict[tuple[str | int, ...], Any], str | None, str]:
    """What changes in the record, its new text, and why it is left alone.

    No text when nothing changes or nothing was scored. A record that cannot be read is left alone: what a person wrote
    in it would be lost.
    """
    from brandcluster.dossier.model.reading import MISSING
    from brandcluster.formats.yaml.edits import edit_text
    from brandcluster.rules.facts.scores import new_record, record_changes

    if not outcome.says_something:
        return {}, None, ""
    document = dossier.documents.get(path)
    blamed = [
        d for d in dossier.diagnostics if d.location.path == path and d.severity == "error" and d.code not in MISSING
    ]
    if blamed:
        return {}, None, f"{path} 有 {len(blamed)} 处错误，没有写入。先运行 brandcluster validate 改好。"
    changes = record_changes(dossier.evaluations.get(outcome.year), outcome)
    if not changes:
        return {}, None, ""
    text = edit_text(path, document.text if document is not None else new_record(outcome.year), changes)
    if text is None:
        return {}, None, f"{path} 改不了，没有写入。先运行 brandcluster validate 看看。"
    return changes, text, ""


def _write(files: dict[Path, tuple[Path, bytes]], inside: list[Path]) -> None:
    from brandcluster.cli.writing import refuse_links_out, write_files

    for path, (root, _) in files.items():
        refuse_links_out([path], root)
    write_files({path: content for path, (_, content) in files.items()}, inside=inside)
