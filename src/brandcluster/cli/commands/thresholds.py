"""`thresholds`: the conditions of a demonstration zone, 三（七）1, by leading industry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from brandcluster.cli import formats
from brandcluster.cli.options import Day, Folders, day_of, dossier_folders

if TYPE_CHECKING:
    from brandcluster.base.diagnostics import Verdict
    from brandcluster.rules.verdicts.zone_award import Outcome

HELP = (
    "按通知三（七）1 逐条判定示范区的十三项条件，分主导产业列出；不符合的写明还差多少。"
    "称号由工业和信息化部授予，这里只说“若获授予，名称为……”。"
)
EXAMPLE = "brandcluster thresholds examples/lanting --date 2016-07-01"
#: As many conditions are named in the last sentence.
NAMED = 3


def run(
    folders: Folders = None,
    format: formats.Format = None,
    output: formats.Output = None,
    date: Day = None,
) -> int:
    """Judge dossiers; 1 when a condition is not met or cannot be told."""
    wanted = formats.wanted(format, output)
    day = day_of(date)
    targets = dossier_folders(folders)
    from brandcluster.dossier.files import APPROVAL
    from brandcluster.dossier.load import load
    from brandcluster.output.commands import verdicts as out
    from brandcluster.output.text.heading import heading
    from brandcluster.rules.facts import sealed_application as fixed
    from brandcluster.rules.facts.rules_in_force import overlay_set_aside, rulebook_of
    from brandcluster.rules.verdicts import gaps as gap
    from brandcluster.rules.verdicts import zone_award as zone
    from brandcluster.rules.verdicts import zone_conditions as thresholds
    from brandcluster.rules.verdicts.condition import decide, unread_files
    from brandcluster.rules.verdicts.pilot_procedure import PILOT_PROCEDURE

    labels = {each.clause: each.label for each in (*thresholds.CONDITIONS, *PILOT_PROCEDURE)}
    judged, good, review = [], True, formats.review("thresholds", wanted)
    for name, path in targets:
        dossier = load(path)
        verdicts = decide(dossier, thresholds.CONDITIONS, day)
        results = zone.outcomes(dossier, verdicts, day)
        reached = [result.industry for result in results if result.reaches_all]
        good = good and bool(verdicts) and all(v.value in ("met", "not_applicable") for v in verdicts)
        book = rulebook_of(dossier)
        gaps = gap.gaps(dossier, verdicts, day)
        names = {clause: f"{out.cite_of(book, clause)}{label}" for clause, label in labels.items()}
        judged.append(
            out.Judged(
                name,
                f"{heading(dossier, name)}：示范区条件",
                book,
                day,
                tuple(fixed.industries(dossier, day)),
                labels,
                verdicts,
                decide(dossier, PILOT_PROCEDURE, day) if dossier.has(APPROVAL) else [],
                (
                    *fixed.notes(dossier, day),
                    *gap.sentences(gaps),
                    *_summary(results, reached, names, verdicts),
                    *overlay_set_aside(dossier),
                    *unread_files(dossier),
                ),
                (
                    ("zone_name", zone.zone_name(reached)),
                    ("zone_industries", reached),
                    ("gaps", [each._asdict() for each in gaps]),
                    ("baseline_seal", fixed.seal_number(dossier, day)),
                ),
                procedure_title="试点和示范期间的程序（三（五）、（六）、（七）3）",
            )
        )
        if review is not None:
            review.add_judged(judged[-1], formats.prefix_of(path))
    own: dict[str, formats.Maker] = {
        "text": lambda _: out.lines(judged),
        "json": lambda _: out.verdicts_json("thresholds", judged),
    }
    formats.publish(wanted, own, review)
    return int(not good)


def _listed(clauses: Sequence[str], names: dict[str, str]) -> str:
    """A few conditions by name; of many the number, for the table names them."""
    return "、".join(names[clause] for clause in clauses) if len(clauses) <= NAMED else f"{len(clauses)} 项"


def _summary(
    results: list[Outcome], reached: list[str], names: dict[str, str], verdicts: list[Verdict]
) -> Iterator[str]:
    from brandcluster.rules.verdicts.condition import own_word
    from brandcluster.rules.verdicts.zone_award import zone_name

    for result in results:
        if result.reaches_all:
            mine = [verdict for verdict in verdicts if verdict.industry in (None, result.industry)]
            yield f"{result.industry}：条件都符合{own_word(mine)}。"
        else:
            parts = []
            if result.missed:
                parts.append(f"不符合 {_listed(result.missed, names)}")
            if result.unknown:
                parts.append(f"无法判定 {_listed(result.unknown, names)}")
            yield f"{result.industry}：{'；'.join(parts)}。"
    if reached:
        yield f"若获授予，名称为：{zone_name(reached)}。称号由工业和信息化部在评价优秀后授予（三（六））。"
