"""`thresholds`: the conditions of a demonstration zone, 三（七）1, by leading industry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from brandcluster.cli.options import Day, Folders, chosen, day_of, dossier_folders

if TYPE_CHECKING:
    from brandcluster.rules.zone import Outcome

HELP = (
    "按通知三（七）1 逐条判定示范区的十三项条件，分主导产业列出；不符合的写明还差多少。"
    "称号由工业和信息化部授予，这里只说“若获授予，名称为……”。"
)
EXAMPLE = "brandcluster thresholds examples/lanting --date 2016-07-01"


def run(
    folders: Folders = None,
    format: Annotated[str, typer.Option("--format", metavar="格式", help="输出格式：text 或 json")] = "text",
    date: Day = None,
) -> int:
    """Judge dossiers; 1 when a condition is not met or cannot be told."""
    chosen("--format", format, ("text", "json"))
    day = day_of(date)
    targets = dossier_folders(folders)
    from brandcluster.dossier import load
    from brandcluster.output import verdicts as out
    from brandcluster.rules import gap, thresholds, zone
    from brandcluster.rules.condition import decide
    from brandcluster.rules.setting import rulebook_of

    labels = {each.clause: each.label for each in thresholds.CONDITIONS}
    judged, good = [], True
    for name, path in targets:
        dossier = load(path)
        verdicts = decide(dossier, thresholds.CONDITIONS, day)
        results = zone.outcomes(dossier, verdicts)
        reached = [result.industry for result in results if result.reaches_all]
        good = good and bool(verdicts) and all(v.value in ("met", "not_applicable") for v in verdicts)
        book = rulebook_of(dossier)
        gaps = gap.gaps(dossier, verdicts, day)
        names = {clause: f"{out.cite_of(book, clause)}{label}" for clause, label in labels.items()}
        judged.append(
            out.Judged(
                name,
                f"{(dossier.header.region_name if dossier.header else None) or name}：示范区条件",
                book,
                day,
                tuple(dossier.industry_names),
                labels,
                verdicts,
                [],
                (
                    *gap.sentences(gaps),
                    *_summary(results, reached, names),
                ),
                (
                    ("zone_name", zone.zone_name(reached)),
                    ("zone_industries", reached),
                    ("gaps", [each._asdict() for each in gaps]),
                ),
            )
        )
    if format == "json":
        typer.echo(out.verdicts_json("thresholds", judged))
    else:
        from brandcluster.output.terminal import emit

        emit(out.lines(judged))
    return int(not good)


def _summary(results: list[Outcome], reached: list[str], names: dict[str, str]) -> Iterator[str]:
    from brandcluster.rules.zone import zone_name

    for result in results:
        if result.reaches_all:
            yield f"{result.industry}：条件都符合。"
        else:
            parts = []
            if result.missed:
                parts.append(f"不符合 {'、'.join(names[clause] for clause in result.missed)}")
            if result.unknown:
                parts.append(f"无法判定 {'、'.join(names[clause] for clause in result.unknown)}")
            yield f"{result.industry}：{'；'.join(parts)}。"
    if reached:
        yield f"若获授予，名称为：{zone_name(reached)}。称号由工业和信息化部在评价优秀后授予（三（六））。"
