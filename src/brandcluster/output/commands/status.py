"""`status`: where a region stands, on one screen; several regions, a line each; and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from itertools import groupby
from types import MappingProxyType
from typing import Annotated, Literal, NamedTuple, NotRequired, TypedDict

from brandcluster.base.diagnostics import Location, VerdictValue
from brandcluster.base.numbers import decimal_text, round_text
from brandcluster.base.visible import visible
from brandcluster.notice import edition
from brandcluster.notice.edition import cite_clause
from brandcluster.output.commands.clauses import ClauseJson, clause_json, clause_lines
from brandcluster.output.json_text import json_text
from brandcluster.output.json_types import Count, DayText, DecimalText, LineNumber, day_json, plain_json
from brandcluster.output.text.table import align_rows, cut_to_width, width, wrap_text
from brandcluster.output.text.terminal import Line
from brandcluster.rules.clauses.clause_row import ClauseRow
from brandcluster.rules.facts.incidents import PilotAccident
from brandcluster.rules.facts.plan_progress import WORK_STATES, FundsProgress
from brandcluster.rules.facts.stage import STAGES, Stage, Step
from brandcluster.rules.verdicts.deadlines import Due, State

STYLES: dict[State, str] = {"overdue": "bold red", "now": "yellow", "ahead": ""}
#: What usually comes next; nothing that has a date of its own.
NEXT: dict[Stage, str] = {
    "preparing": "改完 validate 指出的问题，核对 eligibility，用 render 生成申报书和推荐表，封存（seal）后盖章。",
    "sealed": "报当地市、县人民政府和省级主管部门；结论和盖章日期写进 recommendation.yaml。",
    "recommended": "等待批复；批复后用 init --stage pilot 补上试点的文件，写 pilot/approval.yaml。",
    "pilot": "按方案做，按时把活动、培训、资金、进展记进 pilot/；每年用 evaluate 评价一次。",
    "pilot_over": "完成方案目标的可以申请评价（三（六））：先看 thresholds，再用 render --report zone-application 生成申请。",
    "zone_applied": "等待评价结果；结果和授予日期写进 pilot/zone.yaml。",
    "zone": "每年照常总结评价；有效期满以前申请复审：render --report re-review 列出还缺什么。",
    "expired": "称号已过有效期；复审情况写进 pilot/zone.yaml。",
    "revoked": "称号已经撤消；撤消的文件和原因写在 pilot/zone.yaml。",
}
#: How evaluation is asked for.
FOR_EVALUATION = "用 render --report zone-application 生成申请。"
#: While it is prepared, but sealed already.
ON_PAPER = "打印封存的 Word 文件（sealed/序号/forms/），盖章；盖章日期写进 recommendation.yaml。"
#: While it is prepared under an edition whose own forms are not known.
OWN_FORM = (
    "改完 validate 指出的问题，核对 eligibility。这一版通知的表没有见到：用省里发的空白表，"
    "forms learn 认出栏目，render --form 填写，seal --form 封存后盖章。"
)
#: Cells of a line and rows of deadlines that stay on one screen.
WIDTH = 98
SHOWN = 12
#: Cells of a deadline's words that are worth more than its clause.
LEAST = 30


class Standing(NamedTuple):
    """One dossier on a day; `targets` says for each industry whether its own plan's are reached; `clauses` is None where nobody asked; `cycle` as it is written there, `owner` who it is for, whatever folder it is in."""

    dir: str
    region: str
    industries: tuple[str, ...]
    owner: str | None
    cycle: str | None
    edition: str
    day: date
    stage: Stage
    steps: list[Step]
    dues: list[Due]
    work: dict[str, str]
    funds: FundsProgress | None
    seal: str | None
    targets: Mapping[str, VerdictValue] = MappingProxyType({})
    #: Accidents of the pilot that are 重大 or that a person must judge, and where they stand.
    accidents: tuple[tuple[PilotAccident, Location], ...] = ()
    clauses: tuple[ClauseRow, ...] | None = None

    @property
    def name(self) -> str:
        """The region with its leading industries."""
        return visible(f"{self.region}（{'、'.join(self.industries) or '主导产业未填'}）")


def status_lines(standings: list[Standing]) -> list[Line]:
    """One dossier on a screen of its own; several as a table."""
    return _screen(standings[0]) if len(standings) == 1 else _table(standings)


def clauses_of_all(standings: list[Standing]) -> list[Line]:
    """Every dossier's table of clauses."""
    found: list[Line] = []
    for each in standings:
        day = f"{each.name}　{STAGES[each.stage]}；以 {each.day.isoformat()} 为今天"
        found += [*([()] if found else []), *clause_lines(day, each.dir, each.clauses or ())]
    return found


def _screen(standing: Standing) -> list[Line]:
    found: list[Line] = [
        (("bold", standing.name), ("", "　"), ("bold cyan", STAGES[standing.stage])),
        *((("dim", line),) for line in _rules(standing)),
        (),
        (("bold", "进程"),),
        *((("", f"  {line}"),) for line in _flow([_step(each) for each in standing.steps])),
        (),
        (("bold", "期限"),),
        *_dues(standing),
    ]
    carried = _carried_out(standing)
    if carried:
        found += [(), (("bold", "执行"),), *((("", f"  {each}"),) for each in carried)]
    if standing.accidents:
        lines = [f"  {visible(each.words)}  {at.path}:{at.line}" for each, at in standing.accidents]
        found += [(), (("bold", "试点期间的事故"),), *((("bold red", line),) for line in lines)]
    return [
        *found,
        (),
        (("bold", "下一步"),),
        *((("", f"  {line}"),) for line in wrap_text(_next(standing), WIDTH - 2)),
    ]


def _next(standing: Standing) -> str:
    if standing.stage == "preparing" and standing.seal:
        return ON_PAPER
    short = [name or "区域" for name, value in standing.targets.items() if value != "met"]
    if standing.stage == "pilot_over" and short:
        able = [name for name, value in standing.targets.items() if value == "met"]
        rest = f"{'、'.join(able)}可以申请评价：{FOR_EVALUATION}" if able else ""
        return visible(
            f"{'、'.join(short)}没有达到方案目标或还无法判定，不能申请评价（三（六））：先看 thresholds。{rest}"
        )
    if standing.stage == "preparing" and not edition.about_edition(standing.edition).forms.fill:
        return OWN_FORM
    return NEXT[standing.stage]


def _rules(standing: Standing) -> list[str]:
    span = f"；试点周期 {standing.cycle}" if standing.cycle else ""
    seal = visible(standing.seal) if standing.seal else "没有封存"
    return [f"{edition.about_edition(standing.edition).number}{span}", f"{seal}；以 {standing.day.isoformat()} 为今天"]


def _step(step: Step) -> str:
    note = f"（{visible(step.note[:40])}）" if step.note and step.day is not None else ""
    return f"{step.name} {step.day.isoformat()}{note}" if step.day is not None else f"{step.name} —"


def _flow(pieces: list[str]) -> list[str]:
    """Pieces in a row with arrows between, broken where the screen ends."""
    rows: list[str] = []
    for index, piece in enumerate(pieces):
        text = piece if index == 0 else f"→ {piece}"
        if rows and width(rows[-1]) + width(text) + 1 <= WIDTH - 2:
            rows[-1] += f" {text}"
        else:
            rows.append(text)
    return rows


def _dues(standing: Standing) -> list[Line]:
    if not standing.dues:
        return [(("", "  没有记录在案的期限。"),)]
    rows = _together(standing.dues)
    cells = [_due_cells(standing, each) for each in rows[:SHOWN]]
    # What is to be done has the room that the other columns leave.
    room = WIDTH - 2 - 6 - sum(max(width(row[column]) for row in cells) for column in (0, 1, 4))
    texts = align_rows([[*row[:2], _within(room, row[2], row[3]), row[4]] for row in cells])
    found: list[Line] = [
        ((STYLES[each.state(standing.day)], f"  {text}"),) for each, text in zip(rows[:SHOWN], texts, strict=True)
    ]
    rest = len(rows) - SHOWN
    return [*found, (("dim", f"  另有 {rest} 项，见 --format json"),)] if rest > 0 else found


def _within(room: int, what: str, basis: str) -> str:
    """What is to be done with its clause; the clause gives way where little would be left of the words."""
    left = room - width(basis)
    return cut_to_width(what, left) + basis if left >= min(width(what), LEAST) else cut_to_width(what, room)


def _together(dues: list[Due]) -> list[Due]:
    """Work items that end on one day as one row; a plan ends most of them with the cycle."""
    found: list[Due] = []
    for _, group in groupby(dues, key=lambda each: (each.due, "" if each.id.startswith("project-") else each.id)):
        items = list(group)
        if len(items) > 2:
            names = "、".join(each.what.partition("：")[2] for each in items)
            items = [items[0]._replace(what=f"完成 {len(items)} 个工作项目：{names}")]
        found += items
    return found


def _due_cells(standing: Standing, due: Due) -> list[str]:
    days = (due.due - standing.day).days
    left = f"逾期 {-days} 天" if days < 0 else "今天到期" if days == 0 else f"还有 {days} 天"
    if due.state(standing.day) == "now" and days > 0:
        left = f"正在，{left}"
    where = f"{due.source.path}:{due.source.line}" if due.source is not None else cut_to_width(visible(due.rest), 32)
    basis = cite_clause(standing.edition, due.clause)
    return [due.due.isoformat(), left, visible(due.what), f"〔{basis}〕" if basis else "", where]


def _carried_out(standing: Standing) -> list[str]:
    found = []
    if standing.work and any(state != WORK_STATES[-1] for state in standing.work.values()):
        counts = Counter(standing.work.values())
        parts = "，".join(f"{state} {counts[state]} 项" for state in WORK_STATES if counts[state])
        found.append(f"工作项目 {len(standing.work)} 项：{parts}（pilot/progress.yaml）")
    money = standing.funds
    if money is not None and money.planned is not None and money.arrived is not None:
        share = f"，占 {round_text(money.share, 2)}%" if money.share is not None else ""
        found.append(
            f"资金：到 {money.through} 年计划 {decimal_text(money.planned)} 万元，已到位 {decimal_text(money.arrived)} 万元{share}（pilot/support.yaml）"
        )
    return found


def _table(standings: list[Standing]) -> list[Line]:
    rows = [["文件夹", "区域（主导产业）", "阶段", "逾期", "下一个期限", "事项"]]
    for each in standings:
        overdue = sum(due.state(each.day) == "overdue" for due in each.dues)
        ahead = next((due for due in each.dues if due.state(each.day) != "overdue"), None)
        rows.append(
            [
                visible(each.dir),
                cut_to_width(each.name, 30),
                STAGES[each.stage],
                str(overdue) if overdue else "—",
                ahead.due.isoformat() if ahead is not None else "—",
                cut_to_width(visible(ahead.what), 30) if ahead is not None else "",
            ]
        )
    head, *body = align_rows(rows)
    return [
        (("bold", head),),
        *((("", line),) for line in body),
        (("dim", f"以 {standings[0].day.isoformat()} 为今天。单个文件夹的详情：brandcluster status 文件夹"),),
    ]


# ---- for programs --------------------------------------------------------------------------------------------


class _Point(TypedDict):
    path: str
    line: LineNumber
    column: LineNumber


class _Step(TypedDict):
    name: str
    date: DayText | None
    clause: str | None
    cite: str | None
    note: str | None
    source: _Point | None


class _Deadline(TypedDict):
    id: str
    what: str
    start: DayText | None
    due: DayText
    state: State
    clause: str | None
    cite: str | None
    basis: str
    source: _Point | None


class _Funds(TypedDict):
    through: Count
    planned: DecimalText | None
    arrived: DecimalText | None
    unit: Literal["万元"]


class _Accident(TypedDict):
    date: DayText
    kind: str | None
    grade: Annotated[str | None, "等级；null 是要有人认定"]
    source: _Point


class _Dossier(TypedDict):
    dir: str
    date: DayText
    edition: str
    stage: Stage
    seal: str | None
    steps: list[_Step]
    deadlines: list[_Deadline]
    work_items: dict[str, str]
    funds: _Funds | None
    accidents: Annotated[list[_Accident], "试点期间的重大事故，和是否重大要有人认定的事故"]
    own_targets: Annotated[dict[str, VerdictValue], "试点周期满以后，各主导产业是否达到方案目标；以前是空的"]
    clauses: NotRequired[Annotated[list[ClauseJson], "加 --clauses 才有：通知的每一条是什么状态"]]


class StatusJson(TypedDict):
    """What `status --format json` prints."""

    schema: Literal["brandcluster.status/1"]
    dossiers: list[_Dossier]


def status_json(standings: list[Standing]) -> str:
    """Where each dossier stands, its steps and its deadlines."""
    made: StatusJson = {"schema": "brandcluster.status/1", "dossiers": [_dossier_json(each) for each in standings]}
    return json_text(made)


def _dossier_json(standing: Standing) -> _Dossier:
    made: _Dossier = {
        "dir": standing.dir,
        "date": standing.day.isoformat(),
        "edition": standing.edition,
        "stage": standing.stage,
        "seal": standing.seal,
        "steps": [_step_json(each, standing.edition) for each in standing.steps],
        "deadlines": [_deadline_json(each, standing) for each in standing.dues],
        "work_items": standing.work,
        "funds": None if standing.funds is None else _funds_json(standing.funds),
        "accidents": [_accident_json(each, at) for each, at in standing.accidents],
        "own_targets": dict(standing.targets),
    }
    if standing.clauses is not None:
        made["clauses"] = [clause_json(each) for each in standing.clauses]
    return made


def _accident_json(each: PilotAccident, at: Location) -> _Accident:
    day, source = str(each.incident.date), _Point(path=at.path, line=at.line, column=at.column)
    return {"date": day, "kind": each.incident.kind, "grade": each.grade, "source": source}


def _step_json(step: Step, edition_id: str) -> _Step:
    return {
        "name": step.name,
        "date": day_json(step.day),
        "clause": step.clause,
        "cite": cite_clause(edition_id, step.clause),
        "note": step.note,
        "source": _point_json(step.source),
    }


def _deadline_json(due: Due, standing: Standing) -> _Deadline:
    return {
        "id": due.id,
        "what": due.what,
        "start": day_json(due.start),
        "due": due.due.isoformat(),
        "state": due.state(standing.day),
        "clause": due.clause,
        "cite": cite_clause(standing.edition, due.clause),
        "basis": due.rest,
        "source": _point_json(due.source),
    }


def _funds_json(funds: FundsProgress) -> _Funds:
    return {
        "through": funds.through,
        "planned": plain_json(funds.planned),
        "arrived": plain_json(funds.arrived),
        "unit": "万元",
    }


def _point_json(place: Location | None) -> _Point | None:
    return None if place is None else {"path": place.path, "line": place.line, "column": place.column}
