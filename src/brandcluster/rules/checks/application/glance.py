"""Rules on what a reviewer sees at a glance: names, telephone and mail, days, and claims that name no source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from brandcluster.base.diagnostics import KeyPath
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.files import CONDITIONS, HEADER, REGION, TOP_ENTERPRISES
from brandcluster.dossier.indicators.units import ratio_between
from brandcluster.dossier.load import Dossier, once
from brandcluster.rules.checks.application.names import ALIKE, HEAD, LONGEST, TAIL
from brandcluster.rules.checks.application.prose import Prose, prose_of_file
from brandcluster.rules.checks.application.text_readings import reading_finding, readings_of_file
from brandcluster.rules.facts.leaps import mix_of
from brandcluster.rules.facts.texts.values import MONEY
from brandcluster.rules.rule import Finding, Rule, by_text

# ---- names -------------------------------------------------------------------------------------------------------


@once
def _known_names(dossier: Dossier) -> list[str]:
    """The names of region, bodies and enterprises that fields of the dossier give."""
    header, form = dossier.header, dossier.recommendation
    conditions, top = dossier.conditions, dossier.top_enterprises
    named: list[str | None] = [header.region_name] if header is not None else []
    for office in (form.local, form.province, form.association) if form is not None else ():
        named.append(office.name if office is not None else None)
    for signer in conditions.participation if conditions is not None else ():
        named.append(signer.name)
    for policy in conditions.policies if conditions is not None else ():
        named.append(policy.issuer)
    for enterprise in top.enterprises if top is not None else ():
        named.append(enterprise.name)
    kept = [name for name in named if name is not None and HEAD + TAIL < len(name) <= LONGEST]
    return list(dict.fromkeys(kept))


@once
def _applicant(dossier: Dossier) -> str:
    return dossier.header.applicant or ""


@by_text(prose_of_file)
def _names(dossier: Dossier, path: str, texts: tuple[Prose, ...]) -> Iterator[Finding]:
    known = _known_names(dossier)
    if not known:
        return
    applicant = _applicant(dossier)
    allowed = {*known, applicant}
    heads = {name[:HEAD] for name in known}
    for prose in texts:
        text = prose.source
        for name in known if any(head in text for head in heads) else ():
            if name[:HEAD] in text and name[-TAIL:] in text:
                yield from _misspelt(prose.file, prose.keys, text, name, allowed, applicant)


def _misspelt(path: str, keys: KeyPath, text: str, name: str, allowed: set[str], applicant: str) -> Iterator[Finding]:
    """Places where a name is written almost right: its own beginning and end, nearly the same between."""
    from difflib import SequenceMatcher

    end = -1
    seen: set[str] = set()
    while (end := text.find(name[-TAIL:], end + 1)) >= 0:
        stop = end + TAIL
        start = text.rfind(name[:HEAD], max(stop - len(name) - TAIL, 0), end)
        found = text[start:stop] if start >= 0 else ""
        if (
            not found
            or abs(len(found) - len(name)) > HEAD
            or found in allowed
            or found in seen
            or any(found in each or each in found for each in allowed)
        ):
            continue
        if re.search(r"[，。；、：（）《》“”\s和与及的]", found):
            continue
        ahead = text[start : start + len(applicant)]
        if applicant and SequenceMatcher(None, applicant, ahead, autojunk=False).ratio() >= ALIKE:
            continue  # N101 says so
        if SequenceMatcher(None, name, found, autojunk=False).ratio() >= ALIKE:
            seen.add(found)
            yield Finding(
                path,
                keys,
                f"“{found}”与“{name}”只差一两个字。",
                f"如果是同一个单位，写成“{name}”。",
                snippet=found,
                occurrence=text.count(found, 0, start),
            )


# ---- formats -----------------------------------------------------------------------------------------------------

_PHONE = late_pattern(
    r"(?:\+?86[-\s]?)?(?:[（(]?0\d{2,3}[）)]?[-—－\s]?)?[2-9]\d{6,7}(?:(?:转|-)\d{1,6})?|1[3-9]\d{9}|400-?\d{3}-?\d{4}"
)
_MAIL = late_pattern(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
_SEVERAL = late_pattern(r"[、，,；;/／\s]+")
_POSTCODE = late_pattern(r"(?:邮政编码|邮编)\s*[:：]?\s*(\d{1,12})")
_NUMBER = late_pattern(r"[^\W\d]{2,20}[^\w\s]\d{4}[^\w\s]第?\d{1,5}号")


def _formats(dossier: Dossier) -> Iterator[Finding]:
    header = dossier.header
    if header is not None:
        for label, value in (("电话", header.telephone), ("传真", header.fax)):
            if value is not None and not all(_PHONE.fullmatch(each) for each in _numbers(value)):
                yield Finding(
                    HEADER,
                    (label,),
                    f"“{value[:30]}”不像{label}号码。",
                    "写成 区号-号码，如 0310-5550001；几个号码用顿号隔开。",
                )
        mail = header.mail
        if mail is not None and not all(_MAIL.fullmatch(each) for each in _SEVERAL.split(mail.strip())):
            yield Finding(HEADER, ("信箱",), f"“{mail[:40]}”不像电子邮箱。", "写成 名称@域名，如 pinpai@example.com。")
        code = _POSTCODE.search(header.address or "")
        if code is not None and not re.fullmatch(r"\d{6}", code.group(1)):
            yield Finding(
                HEADER, ("地址",), f"邮政编码“{code.group(1)}”不是六位。", "邮政编码是六位数字。", snippet=code.group(1)
            )
    for index, policy in enumerate(dossier.conditions.policies if dossier.conditions is not None else ()):
        if policy.number is not None and not _NUMBER.fullmatch(policy.number.strip()) and policy.number.strip() != "无":
            yield Finding(
                CONDITIONS,
                ("政策措施", index, "文号"),
                f"“{policy.number[:30]}”不像发文字号。",
                "写成 机关代字〔年份〕序号，如 冀政发〔2013〕12号；没有文号写“无”。",
            )


def _numbers(value: str) -> list[str]:
    whole = value.strip()
    return (
        [whole]
        if _PHONE.fullmatch(whole)
        else [each for each in re.split(r"[、，,；;/／]", whole.replace(" ", "")) if each]
    )


# ---- days --------------------------------------------------------------------------------------------------------


def _after(dossier: Dossier) -> Iterator[Finding]:
    """What goes with the application is dated at latest on its day; consent and recommendation come later."""
    applied = dossier.header.date if dossier.header is not None else None
    if applied is None or dossier.conditions is None:
        return
    for keys, day, what in _dated(dossier.conditions):
        if day > applied:
            yield Finding(
                CONDITIONS,
                keys,
                f"{what}的日期 {day.isoformat()} 在申报日期 {applied.isoformat()} 以后。",
                "随申报书附送的文件不会晚于申报日期，请核对；同意、推荐的日期写在 recommendation.yaml。",
            )


def _dated(conditions: Any) -> Iterator[tuple[KeyPath, date, str]]:
    lists = (
        ("参与声明", conditions.participation, "日期", "参与声明"),
        ("政策措施", conditions.policies, "发布日期", "政策"),
        ("补充条件", conditions.supplementary, "日期", "证明文件"),
    )
    for label, entries, key, what in lists:
        for index, entry in enumerate(entries):
            if entry.date is not None:
                yield (label, index, key), entry.date, what
    promised = conditions.commitments
    for label, name in (("规划部署", "planning"), ("成立机构", "organisation"), ("工作条件和经费", "conditions")):
        entry = getattr(promised, name, None)
        if entry is not None and entry.date is not None:
            yield ("承诺", label, "日期"), entry.date, "承诺"


# ---- claims ------------------------------------------------------------------------------------------------------

_WIDER = "全国|国内|全省|省内|全球|世界|国际|同行业|同类产品|同类产业|业内"
_CLAIM = (
    rf"(?:{_WIDER})[^，。；\n]{{0,14}}(?:第[一二三四五六七八九十\d]{{1,3}}[位名]|首位|前[三五十]|最大)|"
    r"[排居列][^，。；\n]{0,10}第[一二三四五六七八九十\d]{1,3}[位名]?|"
    rf"占(?:到|据)?(?:{_WIDER})[^，。；\n]{{0,16}}?\d{{1,3}}(?:\.\d{{1,3}})?[%％]|"
    r"市场(?:占有率|份额)[^，。；\n]{0,12}?\d{1,3}(?:\.\d{1,3})?[%％]"
)
#: One of these stands in every claim, and one of those.
_RANK = ("第", "首位", "前", "最大", "占全", "占国", "占同", "占世", "占省", "占业", "占到", "占据", "占有率", "份额")
_WHERE = (*_WIDER.split("|"), "排", "居", "列", "市场")
_SOURCE = r"据|数据|统计|报告|调查|年鉴|公布|发布|公告|认定|评定|评为|证书|协会|证明|测算|显示|来源|《|按销售收入|附|普查|公报|名录|排行榜"


#: Whose rank or share is not the region's to prove.
_ABROAD = late_pattern(r"日本|美国|德国|意大利|韩国|法国|英国|欧洲|国外|外国|跨国|外地")


@by_text(prose_of_file, (REGION, TOP_ENTERPRISES).__contains__)
def _claims(dossier: Dossier, path: str, texts: tuple[Prose, ...]) -> Iterator[Finding]:
    for prose in texts:
        text = prose.printed.text
        if not any(word in text for word in _RANK) or not any(word in text for word in _WHERE):
            continue
        for match in re.finditer(_CLAIM, text):
            start = max(text.rfind(mark, 0, match.start()) for mark in "。\n")
            ends = [place for place in (text.find(mark, match.end()) for mark in "。\n") if place >= 0]
            if _ABROAD.search(text, start + 1, match.start()):
                continue
            if re.search(_SOURCE, text[start + 1 : min(ends, default=len(text))]) is None:
                first, last = prose.printed.source_span(*match.span())
                snippet = prose.source[first:last]
                yield Finding(
                    prose.file,
                    prose.keys,
                    f"“{match.group()}”没有写出处。",
                    "名次和份额写明依据，如“据××协会《××报告》”，并随申报书附送。",
                    snippet=snippet,
                    occurrence=prose.source.count(snippet, 0, first),
                )


# ---- policies ----------------------------------------------------------------------------------------------------


def _policies(dossier: Dossier) -> Iterator[Finding]:
    """The amount of a policy, where a sentence names one policy and says what it gives in all."""
    policies = [
        each
        for each in (dossier.conditions.policies if dossier.conditions is not None else ())
        if each.amount is not None
    ]
    for read in readings_of_file(dossier, REGION) if policies and dossier.has(REGION) else ():
        for sentence in read.sentences:
            words = read.text[sentence.start : sentence.end]
            named = [
                each
                for each in policies
                if (each.name and each.name in words) or (each.number and each.number in words)
            ]
            money = [
                item
                for item in sentence.items
                if item.value.kind == MONEY
                and not item.value.each
                and re.search(r"安排|共|总额|合计", item.before[-10:])
            ]
            if len(named) != 1 or not money or words.count("〔") + words.count("《") > 2:
                continue
            amounts = [ratio_between(item.value.number, Fraction(named[0].amount or 0)) for item in money]
            if any(ratio is not None and mix_of(dossier, ratio) is not None for ratio in amounts):
                continue  # Q107 says so
            if all(item.value.number != named[0].amount for item in money):
                last = money[-1]
                yield reading_finding(
                    read,
                    last.value.start,
                    last.value.end,
                    f"写的是 {read.of(last)}，政策措施里“{named[0].name}”的金额是 {named[0].amount} 万元。",
                    "核对金额，改成一致。",
                )


RULES = (
    Rule(
        "X126",
        "区域、政府、协会和企业的名称处处一致",
        "form-name",
        "warning",
        "同一个单位前后写法差一两个字，审查人员就要问是不是同一个。按 dossier.yaml、推荐表、参与声明和前三名企业里的写法对照；简称不在此列。",
        "砚溪县特种陶瓷行业协会",
        "砚溪县特种陶磁行业协会",
        _names,
    ),
    Rule(
        "X127",
        "电话、信箱、邮政编码和文号写得像样",
        "form-contact",
        "warning",
        "号码少一位、信箱少半截，就联系不上；文号不成样子，就查不到文件。",
        "电话: 0310-5550001",
        "电话: 0310-55500",
        _formats,
    ),
    Rule(
        "X128",
        "随申报书附送的文件不晚于申报日期",
        "form-cover",
        "warning",
        "声明、承诺、政策在申报时就要有；日期在申报日期以后的，不是写错了，就是申报日期没有改。同意和推荐（recommendation.yaml）本来就在申报以后，不在此列。",
        "事故声明的日期: 2014-04-16（申报日期 2014-04-18）",
        "事故声明的日期: 2014-05-16（申报日期 2014-04-18）",
        _after,
    ),
    Rule(
        "X124",
        "名次和份额写明出处",
        "form-industries",
        "warning",
        "“全国第三位”“占国内市场50%”这样的话要有依据；同一句里没有写据什么统计、报告或认定的提出来。",
        "据中国××协会《2013年度报告》，产量居全国第三位",
        "产量居全国第三位",
        _claims,
    ),
    Rule(
        "X125",
        "文中写的政策金额与政策措施一致",
        "eligible-policy",
        "warning",
        "政策安排多少资金，文中和 conditions.yaml 的政策措施要一致。",
        "《……奖励办法》安排奖励资金300万元（政策措施里 300）",
        "《……奖励办法》安排奖励资金350万元（政策措施里 300）",
        _policies,
    ),
)
