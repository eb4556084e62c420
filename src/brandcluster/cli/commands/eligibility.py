"""`eligibility`: the conditions of 三（一）（二）, and what of the procedure is still due."""

from __future__ import annotations

from typing import Annotated

import typer

from brandcluster.cli import formats
from brandcluster.cli.options import Day, Folders, chosen, day_of, dossier_folders

HELP = (
    "按通知三（一）（二）逐条判定能不能申报，并列出三（三）的程序还差什么。"
    "只能由人判断的，没有判断记录就是“无法判定”。程序默认只列出；加 --stage submitted 也作为条件。"
)
EXAMPLE = "brandcluster eligibility examples/qingshiling --date 2014-04-20"


def run(
    folders: Folders = None,
    format: formats.Format = None,
    output: formats.Output = None,
    date: Day = None,
    stage: Annotated[
        str, typer.Option("--stage", metavar="阶段", help="draft（准备中）或 submitted（已报送，程序也要办完）")
    ] = "draft",
) -> int:
    """Judge dossiers; 1 when a condition is not met or cannot be told."""
    wanted = formats.wanted(format, output)
    chosen("--stage", stage, ("draft", "submitted"))
    day = day_of(date)
    targets = dossier_folders(folders)
    from brandcluster.dossier.load import load
    from brandcluster.output.commands import verdicts as out
    from brandcluster.output.text.heading import heading
    from brandcluster.rules.facts.rules_in_force import overlay_set_aside, rulebook_of
    from brandcluster.rules.verdicts.application_procedure import PROCEDURE, next_window
    from brandcluster.rules.verdicts.condition import decide, own_word, unread_files
    from brandcluster.rules.verdicts.eligibility import CONDITIONS_OF_REGION
    from brandcluster.rules.verdicts.provincial import added

    labels = {each.clause: each.label for each in (*CONDITIONS_OF_REGION, *PROCEDURE)}
    judged, good, review = [], True, formats.review("eligibility", wanted)
    for name, path in targets:
        dossier = load(path)
        conditions = decide(dossier, CONDITIONS_OF_REGION, day) + added(dossier, day)
        procedure = decide(dossier, PROCEDURE, day)
        deciding = [*conditions, *procedure] if stage == "submitted" else conditions
        eligible = bool(deciding) and all(verdict.value in ("met", "not_applicable") for verdict in deciding)
        good = good and eligible
        window = next_window(dossier, day)
        judged.append(
            out.Judged(
                name,
                f"{heading(dossier, name)}：申报条件",
                rulebook_of(dossier),
                day,
                tuple(dossier.industry_names),
                labels,
                conditions,
                procedure,
                (
                    f"申报条件都符合{own_word(deciding)}。" if eligible else "还有申报条件不符合或无法判定。",
                    *overlay_set_aside(dossier),
                    *unread_files(dossier),
                ),
                (
                    ("stage", stage),
                    ("eligible", eligible),
                    ("next_window", None if window is None else {"start": window[0].isoformat(), "days": window[1]}),
                ),
            )
        )
        if review is not None:
            review.add_judged(judged[-1], formats.prefix_of(path), procedure_decides=stage == "submitted")
    own: dict[str, formats.Maker] = {
        "text": lambda _: out.lines(judged),
        "json": lambda _: out.verdicts_json("eligibility", judged),
    }
    formats.publish(wanted, own, review)
    return int(not good)
