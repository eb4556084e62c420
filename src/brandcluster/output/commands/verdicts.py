"""Verdicts as a table that is understood at a glance, as the working behind it, and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Literal, NotRequired, TypedDict

from brandcluster.base.diagnostics import VERDICT_WORDS, Verdict, VerdictValue
from brandcluster.base.visible import as_argument, visible
from brandcluster.dossier.rulebook import Rulebook
from brandcluster.notice import edition
from brandcluster.notice.edition import UNSEEN
from brandcluster.output.json_text import json_text
from brandcluster.output.json_types import Count, DayText, PlaceJson, WindowJson, place_json
from brandcluster.output.text.table import align_rows
from brandcluster.output.text.terminal import Line
from brandcluster.output.text.words import VERDICT_STYLES, role_word, verdict_span
from brandcluster.rules.facts.opinions import NEEDED
from brandcluster.rules.verdicts.condition import own_count


@dataclass(frozen=True, slots=True)
class JudgedDossier:
    """The verdicts on one dossier.

    `labels` names each clause in a few words; the steps of the `procedure` are shown, and decide only where
    `procedure_decides` says so, or `deciding_steps` names their clause. `extra` is what the command adds in JSON.
    """

    dir: str
    title: str
    book: Rulebook
    day: date
    industries: tuple[str, ...]
    labels: dict[str, str]
    verdicts: list[Verdict]
    procedure: list[Verdict]
    summary: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    procedure_title: str = "办理程序（三（三）、（四））"
    procedure_decides: bool = False
    deciding_steps: tuple[str, ...] = ()

    @property
    def deciding(self) -> list[Verdict]:
        """The verdicts that decide."""
        steps = [each for each in self.procedure if self.procedure_decides or each.clause in self.deciding_steps]
        return [*self.verdicts, *steps]

    @property
    def fulfilled(self) -> bool:
        """Whether there are verdicts, and every one that decides is met or does not apply."""
        return bool(self.deciding) and all(each.value in ("met", "not_applicable") for each in self.deciding)


def cite_of(book: Rulebook, clause: str) -> str:
    """The citation of a clause, or of the overlay that added the condition."""
    found = book.clause(clause)
    if found is not None:
        return found.cite
    return (book.overlay.number or book.overlay.id or "") if book.overlay is not None else ""


def verdict_text(book: Rulebook, clause: str) -> str:
    """The words of a clause, or of the overlay's condition."""
    found = book.clause(clause)
    if found is not None:
        return found.text
    conditions = book.overlay.conditions if book.overlay is not None else []
    return next((each.text or "" for each in conditions if each.id == clause), "")


# ---- for people ----------------------------------------------------------------------------------------------


def verdict_lines(dossiers: list[JudgedDossier]) -> list[Line]:
    """For each dossier: what it stands under, the table, the working, the summary."""
    found: list[Line] = []
    for judged in dossiers:
        if found:
            found.append(())
        found.extend(_head(judged))
        found.extend(_table(judged, judged.verdicts))
        found.append(())
        found.extend(line for verdict in judged.verdicts for line in _working(judged, verdict))
        if judged.procedure:
            found += [(), (("bold", judged.procedure_title),)]
            found.extend(line for verdict in judged.procedure for line in _working(judged, verdict))
        if judged.summary:
            found.append(())
            found.extend((("bold", visible(sentence)),) for sentence in judged.summary)
    return found


def _head(judged: JudgedDossier) -> Iterator[Line]:
    about = edition.about_edition(judged.book.edition)
    yield (("bold", visible(judged.title)),)
    partial = "" if about.known == edition.WHOLE else f"（{UNSEEN}）"
    overlay = f"；省级补充规则 {judged.book.overlay.id}" if judged.book.overlay is not None else ""
    yield (("dim", visible(f"依据 {about.number}{partial}{overlay}；以 {judged.day.isoformat()} 为今天")),)


def _table(judged: JudgedDossier, verdicts: list[Verdict]) -> Iterator[Line]:
    columns = [*judged.industries] or ["区域"]
    rows = [["条款", "条件", *map(visible, columns)]]
    styles: list[list[str]] = []
    for clause in dict.fromkeys(verdict.clause for verdict in verdicts):
        cells, cell_styles = [], []
        for column in columns:
            verdict = verdict_for(verdicts, clause, column)
            cells.append("" if verdict is None else _cell(verdict))
            cell_styles.append("" if verdict is None else VERDICT_STYLES[verdict.value])
        rows.append(
            [
                cite_of(judged.book, clause),
                judged.labels.get(clause) or visible(verdict_text(judged.book, clause))[:24],
                *cells,
            ]
        )
        styles.append(cell_styles)
    table = align_rows(rows)
    yield (("dim", f"  {table[0]}"),)
    for line, row, cell_styles in zip(table[1:], rows[1:], styles, strict=True):
        yield from [_coloured(line, row, cell_styles)]


def _coloured(line: str, row: list[str], styles: list[str]) -> Line:
    """One line of the table with the verdicts' words in their colours."""
    spans: list[tuple[str, str]] = []
    end = len(line)
    for word, style in zip(reversed(row[2:]), reversed(styles), strict=True):
        at = line.rfind(word, 0, end) if word else -1
        if at >= 0:
            spans = [(style, line[at : at + len(word)]), ("", line[at + len(word) : end]), *spans]
            end = at
    return (("", "  " + line[:end]), *spans)


def _cell(verdict: Verdict) -> str:
    """The word of a verdict, with whose judgement decided it."""
    return role_word(verdict) if verdict.value in ("met", "not_met") else VERDICT_WORDS[verdict.value]


def verdict_for(verdicts: Iterable[Verdict], clause: str, industry: str | None) -> Verdict | None:
    """The verdict on a clause for an industry; one on the region counts for all of them. None where there is none."""
    for verdict in verdicts:
        if verdict.clause == clause and verdict.industry in (None, industry):
            return verdict
    return None


def _working(judged: JudgedDossier, verdict: Verdict) -> Iterator[Line]:
    who = f"{visible(verdict.industry)}：" if verdict.industry is not None else ""
    label = judged.labels.get(verdict.clause) or visible(verdict_text(judged.book, verdict.clause))
    yield (
        ("bold", f"{cite_of(judged.book, verdict.clause)} {label}"),
        ("", f"  {who}"),
        verdict_span(verdict.value),
        ("", f"  {visible(verdict.message)}"),
    )
    yield (("dim", f"    原文：{visible(verdict_text(judged.book, verdict.clause))}"),)
    for gap in verdict.missing:
        yield (("", f"    缺：{visible(gap)}"),)
    if any(_is_for_a_person(gap) for gap in (*verdict.missing, *verdict.notes)):
        yield (("dim", f"    认定以后记下来：{judge_command(judged.dir, label, verdict.industry)}"),)
    for note in verdict.notes:
        yield (("", f"    注：{visible(note)}"),)
    if verdict.sources:
        places = dict.fromkeys(f"{place.path}:{place.line}" for place in verdict.sources)
        yield (("dim", f"    依据：{visible('、'.join(places))}"),)


def _is_for_a_person(gap: str) -> bool:
    return gap.startswith(NEEDED) or "须重新判断" in gap or "以后作出的自评" in gap


def judge_command(folder: str, label: str, industry: str | None) -> str:
    """The command that writes down what a person decides on a condition."""
    where = "" if folder == "." else f" {as_argument(folder)}"
    whose = f" --industry {as_argument(industry)}" if industry is not None else ""
    what = f"--clause {as_argument(label)}{whose}"
    return f"brandcluster judge{where} {what} --conclusion 结论 --by 姓名 --unit 单位 --role 角色 --date 日期 --evidence 文件"


# ---- for programs --------------------------------------------------------------------------------------------


class _JudgedBy(TypedDict):
    person: str | None
    unit: str | None
    role: Literal["自评", "省级", "专家"] | None
    date: DayText | None


class _Verdict(TypedDict):
    clause: str
    cite: str
    industry: Annotated[str | None, "主导产业；null 是整个区域"]
    verdict: VerdictValue
    values: Annotated[dict[str, str | None] | None, "判定用的数，百分数和百分点"]
    verdict_relative: Annotated[VerdictValue | None, "把“提高2%以上”读作相对变化时的结论"]
    sources: list[PlaceJson]
    missing: Annotated[list[str], "还缺什么"]
    judged_by: Annotated[_JudgedBy | None, "结论所依据的判断"]
    message: str
    notes: list[str]


class _Judged(TypedDict):
    dir: Annotated[str, "命令行上写的文件夹"]
    edition: str
    overlay: str | None
    date: DayText
    self_judged: Annotated[Count, "符合的条件里有几条按自评"]
    verdicts: list[_Verdict]
    procedure: NotRequired[list[_Verdict]]


class _Eligible(_Judged):
    stage: Literal["draft", "submitted"]
    eligible: bool
    next_window: Annotated[WindowJson | None, "下一个评审窗口"]


class EligibilityJson(TypedDict):
    """What `eligibility --format json` prints."""

    schema: Literal["brandcluster.eligibility/1"]
    dossiers: list[_Eligible]


class _Gap(TypedDict):
    clause: str
    industry: str | None
    needed: str


class _Accident(TypedDict):
    date: DayText
    kind: str | None
    grade: Annotated[str | None, "等级；null 是要有人认定"]
    source: PlaceJson


class _Zone(_Judged):
    zone_name: Annotated[str | None, "若获授予的名称"]
    zone_industries: list[str]
    gaps: list[_Gap]
    accidents: Annotated[list[_Accident], "试点期间的重大事故，和是否重大要有人认定的事故"]
    baseline_seal: Annotated[Count | None, "作为基期的封存"]


class ThresholdsJson(TypedDict):
    """What `thresholds --format json` prints."""

    schema: Literal["brandcluster.thresholds/1"]
    dossiers: list[_Zone]


def verdicts_json(command: str, dossiers: list[JudgedDossier]) -> str:
    """What `eligibility` or `thresholds` prints."""
    return json_text({"schema": f"brandcluster.{command}/1", "dossiers": [_judged_json(each) for each in dossiers]})


def _judged_json(judged: JudgedDossier) -> dict[str, Any]:
    """One dossier, with what its own command adds."""
    made: _Judged = {
        "dir": judged.dir,
        "edition": judged.book.edition,
        "overlay": judged.book.overlay.id if judged.book.overlay is not None else None,
        "date": judged.day.isoformat(),
        "self_judged": own_count(judged.deciding),
        "verdicts": [_verdict_json(judged.book, verdict) for verdict in judged.verdicts],
    }
    if judged.procedure:
        made["procedure"] = [_verdict_json(judged.book, verdict) for verdict in judged.procedure]
    return {**made, **judged.extra}


def _verdict_json(book: Rulebook, verdict: Verdict) -> _Verdict:
    who: Any = None if verdict.judged_by is None else verdict.judged_by._asdict()
    return {
        "clause": verdict.clause,
        "cite": cite_of(book, verdict.clause),
        "industry": verdict.industry,
        "verdict": verdict.value,
        "values": verdict.values,
        "verdict_relative": verdict.relative,
        "sources": [place_json(place) for place in verdict.sources],
        "missing": list(verdict.missing),
        "judged_by": who,
        "message": verdict.message,
        "notes": list(verdict.notes),
    }
