"""`review --opinions`: 初审意见 of each dossier, the comparison table, and the lists for the quotas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from brandcluster.base.visible import visible

if TYPE_CHECKING:
    from brandcluster.output.desk.comparison import Compared
    from brandcluster.output.desk.make_one import Result, Task
    from brandcluster.output.desk.text import Desk
    from brandcluster.review.remarks import Remembered

NO_PROVINCE = "省份未填"
OpinionsFolder = Annotated[
    str | None,
    typer.Option(
        "--opinions",
        metavar="文件夹",
        help="生成初审意见（Word，一份材料一个）、比较表（Excel、Word、网页）、各省的推荐名单（Word）；"
        "审查人的结论写在 --remarks 文件的“判断”里",
    ),
]


def with_opinions(tasks: list[Task], remembered: Remembered) -> list[Task]:
    """The tasks with what the examiner concluded on each."""
    return [
        each._replace(
            opinion=True,
            judgements=remembered.judgements.get(each.key, ()),
            decided=remembered.handling.get(each.key),
        )
        for each in tasks
    ]


def opinion_files(
    results: Sequence[Result],
    everybody: Sequence[Result],
    names: Mapping[str, str],
    desk: Desk,
    remembered: Remembered,
    issuer: str,
    out: str,
) -> dict[Path, bytes]:
    """The papers by path, for those that are shown; what of the examiner's file does not count is said.

    The lists count everybody, whatever is shown.
    """
    from brandcluster.output.desk.comparison import Compared
    from brandcluster.output.desk.opinion_papers import OPINION
    from brandcluster.papers.stamp import add_stamp

    files: dict[Path, bytes] = {}
    order = {row.key: place for place, row in enumerate(desk.rows)}
    given: list[Compared] = []
    for each in sorted(results, key=lambda result: order[result.row.key]):
        if each.concluded is not None:
            files[Path(out) / names[each.row.key] / f"{OPINION}.docx"] = add_stamp(each.opinion)
            given.append(Compared(each.row, each.concluded, remembered.handling.get(each.row.key)))
            for note in each.concluded.notes:
                typer.echo(f"注意：{visible(note)}", err=True)
    return files | _comparison(given, desk, out) | _shortlists(everybody, desk, remembered, issuer, out)


def _comparison(given: Sequence[Compared], desk: Desk, out: str) -> dict[Path, bytes]:
    from brandcluster.output.desk.comparison import TITLE, comparison_page, comparison_word, comparison_workbook
    from brandcluster.papers.stamp import add_stamp

    if not given:
        return {}
    return {
        Path(out) / f"{TITLE}.xlsx": add_stamp(comparison_workbook(given, desk.day)),
        Path(out) / f"{TITLE}.docx": add_stamp(comparison_word(given, desk.day)),
        Path(out) / f"{TITLE}.html": comparison_page(given, desk.day),
    }


def _shortlists(
    everybody: Sequence[Result], desk: Desk, remembered: Remembered, issuer: str, out: str
) -> dict[Path, bytes]:
    from brandcluster.output.desk.opinion_papers import SHORTLIST, shortlist_word
    from brandcluster.papers.stamp import add_stamp
    from brandcluster.review.naming import file_names
    from brandcluster.review.recommending import issuer_for, shortlists_of

    concluded = {each.row.key: each.concluded for each in everybody if each.concluded is not None}
    lists = shortlists_of([each.row for each in everybody], remembered.handling, desk.between.quotas, desk.day.year)
    shown = {row.province for row in desk.rows}
    lists = [each for each in lists if each.province in shown]
    words = file_names([each.province or NO_PROVINCE for each in lists])
    files: dict[Path, bytes] = {}
    for each in lists:
        for sentence in each.sentences:
            typer.echo(f"{visible(each.province or NO_PROVINCE)}：{visible(sentence)}", err=True)
        name = f"{SHORTLIST}-{words[each.province or NO_PROVINCE]}-{each.year}.docx"
        files[Path(out) / name] = add_stamp(shortlist_word(each, concluded, issuer_for(each.province, issuer, words)))
    return files
