"""The program's answers, through its command line, against the second calculation."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from brandcluster.cli.start import start
from oracle.dossiers import Draft, write
from oracle.judge import eligibility, next_window, quota, title
from oracle.records import Answer, Folder, applied, industries
from oracle.slips import draw, is_application
from oracle.zone import named, thresholds

#: What is compared, in the notice's order; every difference belongs to one of these.
CLAUSES = (
    *("scope-body", "scope-industry"),
    *("eligible-no-accidents", "eligible-participation", "eligible-commitment", "eligible-policy"),
    *("eligible-end", "apply-cycle", "apply-quota", "review-windows"),
    *("zone-apply", "zone-1", "zone-2", "zone-3", "zone-4a", "zone-4b", "zone-4c", "zone-5", "zone-6"),
    *("zone-7a", "zone-7a:relative", "zone-7b", "zone-7b:relative", "zone-7c", "zone-7c:relative"),
    *("zone-7d", "zone-7d:relative", "zone-7e", "zone-name", "zone-end", "zone-validity", "crash"),
)


#: Days at which the next May or October changes.
_EDGES = ((4, 30), (5, 1), (5, 31), (6, 1), (9, 30), (10, 1), (10, 31), (11, 1), (12, 31), (1, 1), (2, 28))


class Difference(NamedTuple):
    """One answer of the program that is not ours."""

    clause: str
    expected: str
    got: str
    why: str
    seed: int
    slips: tuple[str, ...]

    @property
    def kind(self) -> tuple[str, str, str, str]:
        """What differences are counted by."""
        return self.clause, self.expected, self.got, self.why


class Compared(NamedTuple):
    """How many answers were compared, and which differ."""

    answers: int
    differences: list[Difference]


def compare(seeds: Iterable[int], root: Path) -> Compared:
    """Draw, write, ask and judge the dossier of each seed; `root` is used again for every one."""
    answers = 0
    differences: list[Difference] = []
    for seed in seeds:
        draft, slips = draw(seed)
        if not _commands(seed)[1:] and is_application(seed):  # the pilot's files have no say in an application
            for path in [each for each in draft.files if each.startswith("pilot/")]:
                del draft.files[path]
        folder = write(draft, root / "dossier")
        dated = applied(draft.folder()) is not None
        for clause, expected, got, why in _pairs(draft, folder, seed):
            if not dated and expected != "unknown":
                continue  # without 申报日期 nobody knows which edition is in force: unknown is never wrong
            answers += 1
            if expected != got:
                reason = why if dated else "no-date-of-application"
                differences.append(Difference(clause, expected, got, reason, seed, tuple(slips)))
    return Compared(answers, differences)


def run(*arguments: object) -> tuple[int, dict[str, Any]]:
    """The program in this process: exit code and JSON; an empty mapping where it printed none."""
    out, errors = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(errors):
        code = start([*map(str, arguments), "--format", "json"])
    try:
        data = json.loads(out.getvalue())
    except ValueError:
        data = {"error": errors.getvalue()}
    return code, data


def _pairs(draft: Draft, folder: Path, seed: int) -> Iterator[tuple[str, str, str, str]]:
    plain, today = draft.folder(), draft.today[0]
    month, day = _EDGES[seed % len(_EDGES)]
    window_day = date(draft.applied.year + 1 + seed % 3, month, day)
    for command in _commands(seed):
        yield from _asked(command, plain, folder, window_day if command == "eligibility" else today)


def _commands(seed: int) -> tuple[str, ...]:
    """What is asked of the dossier of a seed: what its slips are about, of two in ten everything."""
    if seed % 10 < 2:
        return ("eligibility", "thresholds")
    return ("eligibility",) if is_application(seed) else ("thresholds",)


def _asked(command: str, plain: Folder, folder: Path, today: date) -> Iterator[tuple[str, str, str, str]]:
    code, data = run(command, folder, "--date", today)
    if "dossiers" not in data:
        yield "crash", "answer", f"exit {code}", command
        return
    follow = _eligibility if command == "eligibility" else _thresholds
    yield from follow(plain, data["dossiers"][0], code, today)


def _verdicts(answer: dict[str, Any]) -> dict[tuple[str, str | None], str]:
    found = {}
    for each in (*answer["verdicts"], *answer.get("procedure", [])):
        found[each["clause"], each["industry"]] = each["verdict"]
        if each["clause"][:-1] == "zone-7":
            found[f"{each['clause']}:relative", each["industry"]] = each["verdict_relative"] or "unknown"
    return found


def _each(expected: dict[tuple[str, str | None], Answer], got: dict[tuple[str, str | None], str]) -> Iterator[Any]:
    for key, answer in expected.items():
        yield key[0], answer.verdict, got.get(key, got.get((key[0], None), "absent")), answer.why


def _eligibility(plain: Folder, answer: dict[str, Any], code: int, today: date) -> Iterator[Any]:
    got = _verdicts(answer)
    yield from _each(eligibility(plain), got)
    conditions = [each["verdict"] for each in answer["verdicts"]]
    end = all(each == "met" for each in conditions)
    yield "eligible-end", f"{end} exit {0 if end else 1}", f"{answer['eligible']} exit {code}", "follows-verdicts"
    if applied(plain) is None:
        return
    start_, days = next_window(today)
    window = answer["next_window"] or {"start": None, "days": None}
    yield "review-windows", f"{start_} {days}", f"{window['start']} {window['days']}", "may-and-october"


def _thresholds(plain: Folder, answer: dict[str, Any], code: int, today: date) -> Iterator[Any]:
    got = _verdicts(answer)
    expected = thresholds(plain, today)
    if "procedure" not in answer:  # a dossier without approval has no procedure of the pilot yet
        expected = {key: each for key, each in expected.items() if key[0] != "zone-apply"}
    yield from _each(expected, got)
    # What must follow is held against the program's own verdicts, so that one wrong verdict is not counted twice.
    own = {key: got.get(key, got.get((key[0], None), "absent")) for key in expected if not key[0].endswith(":relative")}
    able = named(own, industries(plain))
    yield "zone-name", "、".join(able), "、".join(answer["zone_industries"]), "all-met-and-own-targets"
    name = answer["zone_name"]
    fair = (name is None) == (not able) and all(each in (name or "") for each in able)
    fair = fair and "+" not in (name or "") and "产业产业" not in (name or "")
    yield "zone-name", "fair", "fair" if fair or answer["zone_industries"] != able else "unfair", "no-plus-no-doubling"
    if any(verdict != "met" for verdict in own.values()):
        yield "zone-end", "exit 1", f"exit {code}", "a-condition-or-own-target-is-open"
    term = title(plain, today)
    if "procedure" in answer:
        yield "zone-validity", term.verdict, got.get(("zone-validity", None), "absent"), term.why


def compare_quota(groups: int, root: Path) -> Compared:
    """Some provinces with one to five applicants, each recommended in one year or just after or not at all."""
    differences = []
    for group in range(groups):
        draft, _ = draw(0)
        recommended = {2014: 0, 2015: 0}
        for number in range(1 + group % 5):
            way = (group // 5 + number * 3) % 5
            sealed = {0: date(2014, 12, 31), 1: date(2015, 1, 1)}.get(way, date(2014, 5, 6))
            recommended[sealed.year] += 1
            _applicant(draft, number, sealed)
            write(draft, root / "group" / str(number))
        code, data = run("review", root / "group", "--date", "2016-01-01")
        got = {each["year"]: each["verdict"] for each in data.get("quotas", [])}
        for year, count in recommended.items():
            answer = quota(count)
            if count and got.get(year) != answer.verdict:
                kind = Difference(
                    "apply-quota", answer.verdict, str(got.get(year)), answer.why, group, (f"exit {code}",)
                )
                differences.append(kind)
        shutil.rmtree(root / "group")
    return Compared(groups, differences)


def _applicant(draft: Draft, number: int, sealed: date) -> None:
    name = f"云溪第{number}开发区管理委员会"
    draft.files["dossier.yaml"] |= {
        "申报单位": name,
        "区域名称": name.removesuffix("管理委员会"),
        "申报日期": date(2014, 4, 18),
    }
    draft.files["recommendation.yaml"]["省级工业和信息化主管部门"] = {
        "名称": "河北省工业和信息化厅",
        "意见": "同意推荐。",
        "盖章日期": sealed,
    }


def table(differences: list[Difference]) -> list[str]:
    """The differences by clause and kind, with how many and one seed of each."""
    kinds: dict[tuple[str, str, str, str], list[Difference]] = {}
    for each in differences:
        kinds.setdefault(each.kind, []).append(each)
    order = {clause: number for number, clause in enumerate(CLAUSES)}
    lines = []
    for kind, found in sorted(kinds.items(), key=lambda pair: (order[pair[0][0]], -len(pair[1]), pair[0])):
        clause, expected, got, why = kind
        simplest = min(found, key=lambda each: (len(each.slips), each.seed))
        slips = ", ".join(simplest.slips) or "no slip"
        lines.append(f"{clause:24} {expected} ≠ {got}  [{why}]  ×{len(found)}  seed {simplest.seed}: {slips}")
    return lines
