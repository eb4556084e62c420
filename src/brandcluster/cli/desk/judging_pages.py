"""Conditions of the application and of the zone, one by one; what a person decides where the notice leaves it to one."""

from __future__ import annotations

from datetime import date

from starlette.responses import Response

from brandcluster.base.diagnostics import VERDICT_WORDS
from brandcluster.cli.desk.desk import OpenDesk
from brandcluster.cli.desk.plain import clerk_words, needed, present, to, typed
from brandcluster.cli.desk.questions import Question
from brandcluster.cli.desk.rendering import desk_page
from brandcluster.cli.desk.steps import look_again
from brandcluster.cli.errors import UserError
from brandcluster.cli.judged import judged_application, judged_zone
from brandcluster.cli.judging_entries import (
    CONCLUSIONS,
    NEW_JUDGEMENTS,
    ROLES,
    add_entry,
    asked_conditions,
    document_bases,
    known_industry,
)
from brandcluster.cli.options import day_of
from brandcluster.cli.writing import one_at_a_time
from brandcluster.dossier.files import JUDGEMENTS
from brandcluster.dossier.load import Dossier
from brandcluster.formats import folder
from brandcluster.output.commands.verdicts import JudgedDossier, cite_of, verdict_text
from brandcluster.rules.facts.opinions import NEEDED, asks_a_person

#: As many documents are offered.
MOST_DOCUMENTS = 500


def conditions(desk: OpenDesk, asked: Question) -> Response:
    """Whether the region may apply."""
    return _verdicts(desk, "申报条件", "/conditions", zone=False)


def zone(desk: OpenDesk, asked: Question) -> Response:
    """Whether the zone's conditions are reached."""
    return _verdicts(desk, "示范区条件", "/zone", zone=True)


def _application(dossier: Dossier, day: date) -> JudgedDossier:
    return judged_application(".", dossier, day, stage="draft")


def _zone(dossier: Dossier, day: date) -> JudgedDossier:
    return judged_zone(".", dossier, day)


def _verdicts(desk: OpenDesk, title: str, here: str, *, zone: bool) -> Response:
    look_again(desk)
    day = desk.session.today
    judged = (_zone if zone else _application)(present(desk), day)
    return desk_page(
        desk,
        "verdicts.html",
        title=title,
        here=here,
        judged=judged,
        day=day,
        groups=[(title, judged.verdicts), (judged.procedure_title, judged.procedure)],
        cite=lambda verdict: cite_of(judged.book, verdict.clause),
        label=lambda verdict: judged.labels.get(verdict.clause) or verdict_text(judged.book, verdict.clause)[:24],
        words=lambda verdict: verdict_text(judged.book, verdict.clause),
        value=VERDICT_WORDS.__getitem__,
        for_person=asks_a_person,
        needed=NEEDED,
        summary=[clerk_words(each) for each in judged.summary],
    )


def judging(desk: OpenDesk, asked: Question) -> Response:
    """A form for one decision."""
    look_again(desk)
    dossier = present(desk)
    return desk_page(
        desk,
        "judging.html",
        title="记下认定",
        here="/judging",
        asked_for=asked_conditions(dossier),
        chosen=(asked.query.get("clause", ""), asked.query.get("industry", "")),
        industries=dossier.industry_names,
        conclusions=CONCLUSIONS,
        roles=ROLES,
        documents=_documents(desk),
        today=desk.session.today,
        made=dossier.judgements.judgements,
    )


def _documents(desk: OpenDesk) -> list[str]:
    """The documents in evidence/ that a judgement can rest on."""
    names = folder.files_below(desk.root / "evidence", MOST_DOCUMENTS)
    return [f"evidence/{each}" for each in sorted(names) if each != "说明.txt" and not each.startswith(".")]


def judge(desk: OpenDesk, asked: Question) -> Response:
    """Write one decision into judgements.yaml."""
    clause, conclusion, role = (asked.form.get(name, "") for name in ("clause", "conclusion", "role"))
    issued = typed(asked, "issued", 20) or None
    said = {
        "判断人": needed(asked, "by", "认定人", 40),
        "单位": needed(asked, "unit", "单位", 100),
        "日期": day_of(needed(asked, "day", "日期", 20)).isoformat(),
        "说明": typed(asked, "note", 2000) or None,
    }
    with one_at_a_time(desk.root):
        look_again(desk)
        dossier = present(desk)
        names = asked_conditions(dossier)
        if clause not in names or conclusion not in CONCLUSIONS or role not in ROLES:
            raise UserError("还没有选哪一条、结论或者角色。")
        if any(each.location.path == JUDGEMENTS for each in dossier.diagnostics):
            raise UserError("已有的认定记录里有问题，先改好。", 1)
        documents = [each for each in _documents(desk) if asked.form.get(f"document:{each}")]
        if not documents:
            raise UserError("没有选依据的文件。没有依据的认定不算数；文件先放进 evidence。")
        entry = {
            "条款": clause,
            "产业": known_industry(dossier, asked.form.get("industry") or None),
            "结论": conclusion,
            "判断人": said["判断人"],
            "单位": said["单位"],
            "角色": role,
            "日期": said["日期"],
            "依据": document_bases(dossier, documents, typed(asked, "issuer", 100) or None, issued),
            "说明": said["说明"],
        }
        add_entry(
            desk.root / JUDGEMENTS, {key: each for key, each in entry.items() if each is not None}, NEW_JUDGEMENTS
        )
    look_again(desk)
    return to(desk, "/zone" if clause.startswith("zone") else "/conditions")
