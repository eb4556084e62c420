"""Rules on what a text tells as done before it could be, and on figures lost before their unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.files import CONDITIONS, PLAN, REGION, TOP_ENTERPRISES
from brandcluster.dossier.load import Dossier, application_day
from brandcluster.rules.checks.application.text_readings import TextReading, by_reading, reading_finding
from brandcluster.rules.facts.texts.sentence_parts import ReadSentence
from brandcluster.rules.facts.texts.values import Day
from brandcluster.rules.rule import Finding, Rule

_TEXTS = (REGION, PLAN, TOP_ENTERPRISES, CONDITIONS)

# ---- told as done ------------------------------------------------------------------------------------------------

_PLANNED = late_pattern(
    r"计划|拟|将(?!军)|预计|力争|争取|确保|目标|届时|前(?!期|三|十)|底前|要求|安排在|准备|如|若|至|到|起|开始|阶段|(?<!供)应(?!用|急)|须|(?<!供)需(?!求)|每|不晚于|以前"
)
_DONE = late_pattern(r"已|了(?!解)|并获|获得|获批|被认定|被受理|顺利|正式(?:启用|运行|成立|发布)?$|于")
_VERB = late_pattern(
    r"召开|建成|启用|发布|印发|成立|完成|提交|提出|签订|签署|举办|开通|上线|通过|投入|设立|取得|获|核准|出台|组建|揭牌|开工|竣工|验收|运行|开班|结束|注册|认定|受理|颁布|实施|出具"
)


@by_reading
def _done(dossier: Dossier, path: str, texts: tuple[TextReading, ...]) -> Iterator[Finding]:
    applied = application_day(dossier)
    if applied is None or path not in _TEXTS:
        return
    for read in texts:
        for sentence in read.sentences:
            for day in sentence.days:
                if _after(day, applied) and not _in_title(read.text, day) and _told_as_done(read, sentence, day):
                    yield reading_finding(
                        read,
                        day.start,
                        day.end,
                        f"{read.text[day.start : day.end]}在申报日期 {applied.isoformat()} 以后，却写成已经做完。",
                        "核对日期；还没有做的，写成计划。",
                    )


def _in_title(text: str, day: Day) -> bool:
    """Whether a date stands in the title of a document, or ends a span of years."""
    before = text[max(day.start - 60, 0) : day.start]
    return before.rfind("《") > before.rfind("》") or (
        day.month is None and before.endswith(("—", "-", "至", "到", "～"))
    )


def _after(day: Day, applied: date) -> bool:
    if day.month is None:
        return day.year > applied.year
    if day.day is None:
        return (day.year, day.month) > (applied.year, applied.month)
    return (day.year, day.month, day.day) > (applied.year, applied.month, applied.day)


def _told_as_done(read: TextReading, sentence: ReadSentence, day: Day) -> bool:
    text = read.text
    marks = "，,、：:"
    start = max(text.rfind(mark, sentence.start, day.start) for mark in marks) + 1 or sentence.start
    ends = [place for place in (text.find(mark, day.end, sentence.end) for mark in "，,") if place >= 0]
    clause = text[max(start, sentence.start) : min(ends, default=sentence.end)]
    behind = text[day.end : sentence.end]
    first = re.split("[，,]", behind.lstrip("，,"))[0]
    if _PLANNED.search(clause) or behind.startswith(("底前", "前", "以前", "起", "至", "到", "开始")):
        return False
    if re.search(r"已[于在经]|业已|早已", clause):
        return True
    if _VERB.search(clause) and (_DONE.search(clause) or "了" in behind):
        return True
    # The day stands alone before its clause: 2014年12月9日，协会提交了…
    if text[day.end : day.end + 1] not in "，," or _PLANNED.search(first):
        return False
    # The first part of the form tells what is so, the second what is to be done.
    return _finished(first) or (read.prose.file == REGION and _VERB.search(first) is not None)


def _finished(words: str) -> bool:
    return bool(_VERB.search(words)) and bool(re.search(r"了|已|并获|获", words))


# ---- lost figures ------------------------------------------------------------------------------------------------

_LOST = late_pattern(
    r"(?:诊断|走访|培训|辅导|帮扶|抽查)(?:企业|产品)?[家次批](?=[，。；、])|(?:(?<=[。；\n])|\A)年[，,]|(?<=[由从比较])年的|年(?:至|到|—|-)年|第(?=阶段|季度)|"
    r"(?<=[自从于在到至截，。；、（(\n])年\d{1,2}月(?:\d{1,2}日)?|\d{4}年月|(?<=始于|建于|起于|源于|成于)年(?![代初底末间中前来])|\d{1,2}月日|"
    r"(?<=[值入费金额排资润收助励共计达到约为是成现过有高长降加升了])(?:亿元|万元|[%％]|个百分点)"
    r"(?!以上|级|大关|企业|产值|俱乐部|增加值|以下|[）)])|"
    r"企业(?:共有|共|有|约|达到|达|为)家(?=[，。、；,;]|\Z)|企业家(?=，其中)|(?:目前|现有|共有|规模以上)[^，。；、\n]{0,10}企业家(?=[，。；])|(?<=[标利明准品共有])(?:共有|共|有|为|达)?[件项](?=[，。、；,;]|\Z)"
)


@by_reading
def _lost(dossier: Dossier, path: str, texts: tuple[TextReading, ...]) -> Iterator[Finding]:
    for read in texts:
        for match in _LOST.finditer(read.text):
            yield reading_finding(
                read,
                match.start(),
                match.end(),
                f"“{match.group()}”前面或中间少了数。",
                "把数补上；用引用的，看看引用有没有写对。",
            )


RULES = (
    Rule(
        "X119",
        "申报日期以后的事不写成已经做完",
        "form-cover",
        "warning",
        "申报日期以后的事，申报时还没有发生。计划、拟、将等写法不在此列。",
        "计划于2014年9月建成启用",
        "已于2014年9月建成启用（申报日期是 2014-04-18）",
        _done,
    ),
    Rule(
        "X120",
        "年、月、家、亿元前面的数没有丢",
        None,
        "error",
        "复制、改引用时数字容易丢，只剩下单位。",
        "自2011年4月以来",
        "自年4月以来",
        _lost,
    ),
)
