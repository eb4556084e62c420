"""Grades of incidents: 国务院令第493号 for production safety, the four environmental grades."""

from __future__ import annotations

import re
from collections.abc import Iterator

from brandcluster.base.diagnostics import KeyPath
from brandcluster.base.numbers import decimal_text
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.files import CONDITIONS, INCIDENTS, REGION, SUMMARIES
from brandcluster.dossier.load import Dossier
from brandcluster.dossier.model.conditions import Incident
from brandcluster.rules.checks.application.prose import Prose, prose_finding, prose_of_file
from brandcluster.rules.facts.incidents import GRADES, grade_by_figures, incident_window, is_serious
from brandcluster.rules.rule import Finding, Rule


def _grades_agree(dossier: Dossier) -> Iterator[Finding]:
    for index, incident in enumerate(dossier.conditions.incidents):
        found = grade_by_figures(dossier, incident) if incident.kind == "安全生产" else None
        if found is None or incident.grade is None:
            continue
        grade, complete = found
        lower = GRADES.index(incident.grade) < GRADES.index(grade)
        if lower or (complete and incident.grade != grade):
            figures = "，".join(
                f"{label} {decimal_text(value)} {unit}"
                for label, value, unit in (
                    ("死亡", incident.deaths, "人"),
                    ("重伤", incident.injured, "人"),
                    ("直接经济损失", incident.loss, "万元"),
                )
                if value is not None
            )
            yield Finding(
                CONDITIONS,
                ("事故清单", index, "事故等级"),
                f"写的是“{incident.grade}”，按{figures}，应为“{grade}”。",
                "按国务院令第493号核对等级，或核对人数和损失。",
            )


#: Where a text says that something did not happen, and what makes it say less than that.
_DENIAL = late_pattern(r"(?:没有|未|从未|均未|无)(?:发生|出现)|零事故")
_RELATIVE = late_pattern(r"此后|其后|之后|以后|再未|再没有|除|其他|其余|另外|同类|类似")
_HEAVY = late_pattern(r"重特大|特别重大|重大")
_NARROWER = late_pattern(r"较大|死亡|伤亡|受伤|群体|责任|大的")
#: Nothing said of what kind: the sentence before it may say, else all are meant.
_BARE = late_pattern(r"(?:发生|出现)过?(?:任何|一起|各类|各种)?(?:重特大|特别重大|重大)?(?:安全)?(?:事故|事件)|零事故")
_ACCIDENT = late_pattern(r"事故|事件")
_NO_REPORT = late_pattern(r"全国|全省|全市|周边|演练|预案|防范|防止|杜绝|隐患")
_SENTENCE = late_pattern(r"[^。；\n]+")
_HAPPENED = late_pattern(
    r"(?<![没未无])(?<!没有)发生[^，。；\n]{0,20}?(?:事故|事件)\s*([0-9]{1,3}|[一二两三四五六七八九十])\s*起"
)
_ON_DAY = late_pattern(r"((?:19|20)[0-9]{2})年([0-9]{1,2})月([0-9]{1,2})日(?!以来|起|至|到)")
_DEATHS = late_pattern(r"死亡\s*([0-9]{1,4})\s*人")
_OF_KIND = {
    "质量安全": late_pattern(r"质量"),
    "安全生产": late_pattern(r"安全生产|生产安全"),
    "环境保护": late_pattern(r"环境|环保"),
    "信誉损害": late_pattern(r"信誉"),
}
#: Accidents of a province, the nation or an industry at large.
_OF_OTHERS = late_pattern("全国|全省|省(?:19|20)[0-9]{2}年|行业发生")
_SAFETY = "区域内近三年质量安全信誉等方面的情况"
Listed = tuple[str, KeyPath, Incident]


def _texts_and_lists(dossier: Dossier) -> Iterator[tuple[Prose, list[Listed]]]:
    """The texts that say whether there were accidents, each with the recorded ones of the days that it is about."""
    window = incident_window(dossier)
    of_application: list[Listed] = [
        (CONDITIONS, ("事故清单", index), each)
        for index, each in enumerate(dossier.conditions.incidents)
        if each.date is not None and window is not None and window[0] <= each.date <= window[1]
    ]
    of_pilot: list[Listed] = []
    if dossier.has_pilot:
        of_pilot = [(INCIDENTS, ("事故清单", index), each) for index, each in enumerate(dossier.incidents.incidents)]
    for prose in (each for path in (REGION, SUMMARIES) if dossier.has(path) for each in prose_of_file(dossier, path)):
        match prose.file, prose.keys:
            case path, (key,) if path == REGION and key == _SAFETY and window is not None:
                yield prose, of_application
            case path, ("年度总结", int(index), *_) if path == SUMMARIES:
                year = dossier.summaries.summaries[index].year
                yield prose, [each for each in of_pilot if each[2].date is not None and each[2].date.year == year]


def _claims(dossier: Dossier) -> Iterator[Finding]:
    for prose, listed in _texts_and_lists(dossier):
        for match in _SENTENCE.finditer(prose.printed.text):
            sentence = match[0]
            if (
                _ACCIDENT.search(sentence) is None
                or _OF_OTHERS.search(sentence) is not None
                or _NO_REPORT.search(sentence) is not None
            ):
                continue
            found = _denied(dossier, sentence, listed) or _counted(sentence, listed)
            if found is not None:
                start, end, message, places = found
                at = match.start()
                yield prose_finding(prose, at + start, at + end, message, "照事实改文字，或者补正事故清单。")._replace(
                    related=tuple(dossier.locate(path, keys) for path, keys, _ in places)
                )


_Claim = tuple[int, int, str, list[Listed]]


def _denied(dossier: Dossier, sentence: str, listed: list[Listed]) -> _Claim | None:
    """The first words of a sentence that say that nothing happened, though the list has it."""
    if _RELATIVE.search(sentence) is not None:
        return None
    for denial in _DENIAL.finditer(sentence):
        said = re.split("[，,]", sentence[denial.start() :], maxsplit=1)[0]
        if _ACCIDENT.search(said) is None or _NARROWER.search(said) is not None:
            continue
        kinds = _kinds(said)
        if not kinds and _BARE.search(said) is not None:
            kinds = _kinds(sentence[: denial.start()]) or set(_OF_KIND)
        heavy = _HEAVY.search(said) is not None
        against = [e for e in listed if e[2].kind in kinds and (not heavy or is_serious(dossier, e[2]))]
        if against:
            what = "、".join(f"{each.date} {each.kind}事故" for _, _, each in against)
            return denial.start(), denial.start() + len(said), f"文中说“{said}”，事故清单里有：{what}。", against
    return None


def _counted(sentence: str, listed: list[Listed]) -> _Claim | None:
    """A sentence that counts accidents, or the dead of a day, otherwise than the list."""
    happened = _HAPPENED.search(sentence)
    if happened is None:
        return None
    day = max(_ON_DAY.finditer(sentence, 0, happened.start()), key=lambda each: each.start(), default=None)
    kinds = _kinds(happened[0]) or _kinds(sentence) or set(_OF_KIND)
    mine = [each for each in listed if each[2].kind in kinds]
    if day is not None:
        on = "-".join((day[1], day[2].zfill(2), day[3].zfill(2)))
        mine = [each for each in mine if str(each[2].date) == on]
    number = int(happened[1]) if happened[1].isdecimal() else _NUMERALS[happened[1]]
    if len(mine) < number:
        said = happened[0]
        where = f"{day[0]}的" if day is not None else ""
        return (*happened.span(), f"文中说“{said}”，事故清单里{where}只有 {len(mine)} 起。", mine)
    dead = _DEATHS.search(sentence)
    deaths = [each[2].deaths for each in mine]
    if dead is not None and len(mine) == number and None not in deaths:
        count = sum(each for each in deaths if each is not None)
        if count != int(dead[1]):
            return (*dead.span(), f"文中说“{dead[0]}”，事故清单里死亡 {count} 人。", mine)
    return None


def _kinds(text: str) -> set[str]:
    return {kind for kind, words in _OF_KIND.items() if words.search(text) is not None}


#: Small numbers in words.
_NUMERALS = {word: number for number, word in enumerate("零一二三四五六七八九十")} | {"两": 2}


RULES = (
    Rule(
        "C103",
        "事故等级与伤亡和损失相符",
        "eligible-no-accidents",
        "error",
        "国务院令第493号第三条：重大事故是 10 人以上 30 人以下死亡，或者 50 人以上 100 人以下重伤，或者 5000 万元以上 1 亿元以下直接经济损失；“以上”含本数，“以下”不含。等级决定能不能申报，不能写轻。",
        "死亡 3、重伤 0、损失 500 万元，等级“较大”",
        "死亡 10、重伤 0、损失 500 万元，等级“较大”",
        _grades_agree,
    ),
    Rule(
        "C106",
        "文中说的事故与事故清单一致",
        "form-safety",
        "error",
        "申报书第一部分和年度总结写了有没有发生事故、发生几起、死亡几人；事故清单里另外有，或者没有这么多，审查人员一对就知道。申报的看申报日期前三年，总结的看那一年。“重特大”只与重大以上的比；写“此后”“其他”的句子不比。",
        "文中“没有发生重特大事故”，清单里有一起一般事故",
        "文中“没有发生生产安全事故”，清单里有一起",
        _claims,
    ),
)
