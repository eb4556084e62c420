"""Rules on figures in texts: held against the statistics and the targets, by quantity, population and year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from brandcluster.base.diagnostics import KeyPath
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier import references
from brandcluster.dossier.files import PLAN
from brandcluster.dossier.indicators.units import UnitMix, ratio_between
from brandcluster.dossier.keeping import once_each
from brandcluster.dossier.load import Dossier, files_read, once
from brandcluster.dossier.model.fields import OTHER_INDUSTRY
from brandcluster.dossier.model.measures import FORM_RATIOS, INDICATORS
from brandcluster.dossier.model.reading import fields_of
from brandcluster.dossier.model.statistics import IndustryStatistics
from brandcluster.rules.checks.application.text_readings import (
    TextReading,
    in_brackets,
    is_read,
    reading_finding,
    readings_of_file,
)
from brandcluster.rules.facts.leaps import mix_of
from brandcluster.rules.facts.rules_in_force import parameter_number
from brandcluster.rules.facts.texts import known
from brandcluster.rules.facts.texts.sentence_parts import ReadSentence, Statement
from brandcluster.rules.facts.texts.values import COUNT, MONEY, PERCENT
from brandcluster.rules.facts.texts.vocabulary import AMOUNTS, QUANTITIES
from brandcluster.rules.rule import Finding, Rule

#: What a quantity is called in a message.
LABELS = {
    **{field.name: label.partition("（")[0] for label, field in fields_of(IndustryStatistics).items()},
    **{each.id: each.label for each in (*INDICATORS, *FORM_RATIOS)},
}
HOUSES = ("家", "户")
_UNITS = (*HOUSES, "个")
#: What only some enterprises do, so that their number is of those.
_SOME_DID = "参加(?!过?品牌培训)|取得|通过|拥有(?!企业)|获得|开展|认证|签订|签署|入选|报名|愿意|入驻"
#: The texts of the plan that speak of today; in the others a number of enterprises is of today only by such a word.
_OF_TODAY = ("试点工作思路", "其他需要说明内容")
_NOW = "目前|现有|只有|仅|已有|截至|基期|基数|占|申报时"
_LEVELS = ("level", "to", "from", "compare")
#: Words that narrow nothing: what is left of a clause when they are gone narrows the count.
_PLAIN = late_pattern(
    r"(?:19|20)\d{2}年[底末]?|截至|目前|现|已|共有?|有|达到?了?|为|是|企业数?|产业|工业|总数|数量|全区|全县|全市|区内|县内|"
    r"其中|的|了|约|仅|只|占|纳入|试点|范围|涉及|包括|两|个|主导|合计|总计|拥有|到|于|在|由|从|年[底末]|上年|增加|同时|设立|"
    r"设有?|建立|实施|数|家|并|且|均|也|就|还|增至|发展|底|末|第[一二三]阶段|[，、：:（）()“”\s]"
)
_SOME = late_pattern(r"(?:中|里|当中)[，,]?(?:已|现|共|仅|只|约)*有?\s?$")
_IN_ALL = late_pattern(r"(?:^|[，,])(?:共|合计|总计|共计|一共)有?\s?$")
_BEHIND = late_pattern(r"(?:左右|以上|多)?(?:[，。；、）)]|企业(?:[，。；、）)]|中[，,])|特|\Z|\n)")


def margin(dossier: Dossier) -> Fraction:
    """How far what a text calls 约 may be off, as a share."""
    found = parameter_number(dossier, "about-margin")
    return Fraction(0) if found is None else found / 100


def _figures(dossier: Dossier) -> Iterator[Finding]:
    for path in files_read(dossier):
        for findings in misstated_sentences(dossier, path).values() if is_read(path) else ():
            yield from findings


def is_misstated(dossier: Dossier, read: TextReading, sentence: ReadSentence) -> bool:
    """Whether a figure of a sentence differs from the data: what is reckoned from it is not said to be wrong too."""
    return (read.prose.keys, sentence.start) in misstated_sentences(dossier, read.prose.file)


@once
def misstated_sentences(dossier: Dossier, path: str) -> dict[tuple[KeyPath, int], tuple[Finding, ...]]:
    """The findings of one file by the sentence that they are in: its text, and where it begins."""
    found: dict[tuple[KeyPath, int], tuple[Finding, ...]] = {}
    for at, finding in _figures_of_texts(dossier, path, readings_of_file(dossier, path)) if dossier.statistics else ():
        found[at] = (*found.get(at, ()), finding)
    return found


@once_each
def _figures_of_texts(
    dossier: Dossier, path: str, texts: tuple[TextReading, ...]
) -> Iterator[tuple[tuple[KeyPath, int], Finding]]:
    for read in texts:
        counted: str | None = ""
        for sentence in read.sentences:
            for item in sentence.items:
                held = item
                if item.value.kind == COUNT:
                    here = _counted(read, item, counted)
                    held = item._replace(quantity=here if item.value.unit in HOUSES and here else None)
                    counted = counted if in_brackets(read.text, sentence.start, item.value.start) else here
                if held.value.kind == COUNT and _planned(read, sentence):
                    continue
                if _rises_from_data(dossier, sentence, item):
                    continue
                if _can_be_held(held) and not _referred(read, held) and not _of_something_else(read, sentence, held):
                    for finding in _held(dossier, read, sentence, held):
                        yield (read.prose.keys, sentence.start), finding
            if read.text[sentence.end : sentence.end + 1] not in "；;":
                counted = ""


def _rises_from_data(dossier: Dossier, sentence: ReadSentence, item: Statement) -> bool:
    """Whether a figure is what another of the data rises to, without a year of its own: which year is not said."""
    index = sentence.items.index(item)
    before = sentence.items[index - 1] if index and item.role == "to" else None
    if before is None or before.role != "from" or before.quantity is None or item.year is None:
        return False
    if any(before.value.end <= day.start < item.value.start for day in sentence.days) or item.phase is not None:
        return False
    exact = known.known_figure(dossier, before.quantity, before.population, item.year)
    return exact is not None and before.value.fits(exact, Fraction(0))


def _planned(read: TextReading, sentence: ReadSentence) -> bool:
    """Whether a sentence of the plan may speak of what is to be, or of what some enterprises did."""
    words = read.text[sentence.start : sentence.end]
    if re.search(_SOME_DID, words):
        return True
    return read.prose.file == PLAN and str(read.prose.keys[0]) not in _OF_TODAY and re.search(_NOW, words) is None


def _referred(read: TextReading, item: Statement) -> bool:
    """Whether a value comes from a reference, which cannot disagree with the data."""
    return any(first <= item.value.start < last for first, last, _, _ in read.prose.printed.spans)


def _counted(read: TextReading, item: Statement, counted: str | None) -> str | None:
    """What is counted: a quantity of the statistics; None where something else is, and stays so in the sentence."""
    if item.value.unit not in _UNITS or item.role not in _LEVELS or item.before.endswith("占"):
        return counted
    if any(word in item.before for word in "中里") and _SOME.search(item.before):
        return None
    rest = item.before
    for word in (
        item.population or "",
        OTHER_INDUSTRY,
        "相关企业",
        "品牌管理体系有效运行",
        "品牌管理体系",
        "体系有效运行",
    ):
        rest = rest.replace(word, "") if word else rest
    for word in ("有效运行", "规模以上", "规上", "首席品牌官和品牌经理", "首席品牌官", "品牌经理", "两个岗位"):
        rest = rest.replace(word, "")
    rest = _PLAIN.sub("", re.split(r"[，,：:]", rest)[-1])
    rest = rest.replace("中", "") if item.quantity is not None else rest
    if rest or item.value.unit == "个":
        return None
    if _BEHIND.match(read.text, item.value.end) is None and item.quantity is None:
        return None if item.population is None or not read.text.startswith(item.population, item.value.end) else counted
    if item.quantity is not None:
        return item.quantity
    if counted is None or counted:
        return counted
    clause = re.split(r"[，,：:]", item.before)[-1]
    return "enterprises" if item.named and "企业" in clause + read.text[item.value.end :][:2] else None


#: Words before an amount that do not say whose it is.
_LEAD = late_pattern(
    r"(?:19|20)\d{2}年度?|全年|当年|上年|去年|同期|年度|完成|实现|达到?了?|创造|其中?|的|工业|累计|共|合计|总计|[年底末]|目前|现有?|"
    r"比|较|由|从|自|到|本|我|产业|企业|行业|截至|在|区内|县内|辖区|区域内?|均|按|计|投入|用于|产品|第[一二三]阶段|以|和|与|约|为|是|[（(：:“”\s]"
)


def _of_something_else(read: TextReading, sentence: ReadSentence, item: Statement) -> bool:
    """Whether an amount whose population is not named is that of something else, as of one kind of product."""
    if item.value.kind != MONEY or item.named:
        return False
    start = _from_quantity(read.text, sentence, item)
    clause = max(read.text.rfind(mark, sentence.start, start) for mark in "，,；;：:、")
    return len(_LEAD.sub("", read.text[max(clause + 1, sentence.start) : start])) > 1


#: What adds several years up.
_OF_YEARS = late_pattern(r"累计|[两三四五]年(?:来|间|里|内|共|合计|总)")


def _can_be_held(item: Statement) -> bool:
    if (
        item.foreign
        or item.value.each
        or item.before.endswith("占")
        or item.role not in _LEVELS
        or item.quantity is None
        or (item.year is None and _OF_YEARS.search(item.before))
    ):
        return False
    kinds = {MONEY: item.quantity in AMOUNTS, PERCENT: item.quantity in known.RATIOS}
    return kinds.get(item.value.kind, item.value.kind == COUNT and item.quantity not in AMOUNTS)


def _held(dossier: Dossier, read: TextReading, sentence: ReadSentence, item: Statement) -> Iterator[Finding]:
    quantity, value = item.quantity or "", item.value
    year = item.year if item.year is not None else read.year
    if year is None:
        return
    wanted = _wanted(dossier, read, item, quantity, year)
    loose = margin(dossier)
    if not wanted or any(value.fits(exact, loose) for exact in wanted):
        return
    start = _from_quantity(read.text, sentence, item)
    message, help_ = _said(dossier, read, item, quantity, year, wanted, read.text[start : value.start])
    mix = _mix(dossier, value.number, wanted) if value.kind == MONEY else None
    if mix is not None:
        message = f"{message.removesuffix('。')}；{mix.words}。"
    found = reading_finding(read, start, value.end, message, help_)
    yield found if mix is None else found._replace(severity="error")


def _mix(dossier: Dossier, stated: Fraction, wanted: list[Fraction]) -> UnitMix | None:
    """The mix-up of units that an amount in a text looks like beside what the statistics say; None for none."""
    ratios = [ratio_between(stated, exact) for exact in wanted]
    return next((mix for ratio in ratios if ratio is not None and (mix := mix_of(dossier, ratio)) is not None), None)


def _wanted(dossier: Dossier, read: TextReading, item: Statement, quantity: str, year: int) -> list[Fraction]:
    """Every figure that the statement may be of; nothing where none is known, so that it is left alone."""
    whose = _populations(dossier, item, quantity)
    phase = item.phase
    if phase is not None and item.role not in ("from", "compare"):
        if quantity not in known.RATIOS:
            return []
        return known.known_targets(dossier, quantity, whose, phase) or []
    if item.year is None and item.role in ("from", "compare"):
        if read.prose.file == PLAN and quantity in known.RATIOS:
            targets = _targets(dossier, quantity, whose)
            return [] if targets is None else targets + _of_years(dossier, quantity, whose, [*dossier.statistics])
        years = [*dossier.statistics] if read.prose.file == PLAN or year - 1 in dossier.statistics else []
    elif item.year is None and read.prose.file == PLAN and quantity in known.RATIOS and _to_come(read, item):
        targets = _targets(dossier, quantity, whose)
        return [] if targets is None else targets + _of_years(dossier, quantity, whose, [year])
    else:
        years = [year]
    found = _of_years(dossier, quantity, whose, years)
    if quantity == "enterprises" or (quantity == "industrial_enterprises" and _IN_ALL.search(item.before)):
        found += _of_years(dossier, "enterprises", whose, years)
        found += _of_years(dossier, "industrial_enterprises", whose, years)
    return found


def _to_come(read: TextReading, item: Statement) -> bool:
    """Whether a level in the plan may be one of the targets."""
    return item.role == "to" or str(read.prose.keys[0]) == "工作目标说明"


def _targets(dossier: Dossier, quantity: str, whose: list[str]) -> list[Fraction] | None:
    """The targets of all phases; None where one of them is not known, for it may be the one that is meant."""
    found: list[Fraction] = []
    for phase in range(known.count_of_phases(dossier)):
        here = known.known_targets(dossier, quantity, whose, phase)
        if here is None:
            return None
        found += here
    return found


def _of_years(dossier: Dossier, quantity: str, whose: list[str], years: list[int]) -> list[Fraction]:
    return _present(known.known_figure(dossier, quantity, each, year) for year in years for each in whose)


def _present(values: Iterator[Fraction | None] | Iterator[Fraction]) -> list[Fraction]:
    return [value for value in values if value is not None]


def _populations(dossier: Dossier, item: Statement, quantity: str) -> list[str]:
    every = known.populations_of(dossier)
    if item.population == known.REGION and quantity in ("enterprises", "industrial_enterprises", "large_enterprises"):
        return []  # the statistics count the enterprises in scope only
    if item.value.kind == COUNT and (item.population or "　") not in item.before.rpartition("，")[2]:
        return every  # of all the enterprises in scope as likely as of the industry named before
    if not item.named or item.population is None:
        return every
    if item.population == known.REGION and quantity != "gross_output":
        return every
    if item.population in (known.LEADING, known.ALL):
        return [known.LEADING, known.ALL]
    return [item.population]


def _from_quantity(text: str, sentence: ReadSentence, item: Statement) -> int:
    """Where a finding begins: at the name of the quantity where it stands in the clause, else at the clause."""
    clause = max(text.rfind(mark, sentence.start, item.value.start) for mark in "，,、；：") + 1
    start = max(clause, sentence.start)
    named = [text.find(word, start, item.value.start) for word, quantity in QUANTITIES if quantity == item.quantity]
    return min((place for place in named if place >= 0), default=start)


def _said(
    dossier: Dossier, read: TextReading, item: Statement, quantity: str, year: int, wanted: list[Fraction], lead: str
) -> tuple[str, str]:
    """The message and what to write: the right figure with its quantity, population and year, or none.

    `lead` is what stands before the value in the place that is marked, so that what is to be written replaces all of it.
    """
    label, value, stated = LABELS.get(quantity, quantity), item.value, read.of(item)
    whose = item.population if item.named or len(known.populations_of(dossier)) == 1 else None
    if item.phase is not None:
        whose_target = f"{whose or ''}{label}"
        if len(set(wanted)) == 1:
            return (
                f"文中写 {stated}，工作阶段里{whose_target}的目标是 {value.shown(wanted[0])}。",
                f"写成“{lead}{value.shown(wanted[0])}”，或改工作阶段里的目标。",
            )
        return f"文中写 {stated}，与工作阶段里{whose_target}的目标不一样。", "对照工作阶段里的目标改成一致。"
    mixed = next(
        (
            f"{other_year} 年{other}"
            for other, other_year, exact in known.known_elsewhere(dossier, quantity, year)
            if value.fits(exact, Fraction(0))
        ),
        None,
    )
    hint = f"（这是{mixed}的数）" if mixed is not None and not value.loose else ""
    if len(set(wanted)) == 1:
        right = value.shown(wanted[0])
        whole = f"{year} 年{whose or ''}{label}"
        return (
            f"文中写 {stated}，统计数据里{whole}是 {right}{hint}。",
            _instead(dossier, whose, quantity, item, year) or f"写成“{lead}{right}”，或改用引用，数就不会不一致。",
        )
    return (
        f"文中写 {stated}，与统计数据里 {year} 年的{label}都不一样{hint}。",
        "对照统计数据改正，写明是哪个产业、哪一年；或改用引用。",
    )


def _instead(dossier: Dossier, whose: str | None, quantity: str, item: Statement, year: int) -> str | None:
    """The reference to write for a figure; None where the data have none of this name."""
    if whose is None or (item.value.kind == MONEY and item.value.unit not in ("亿元", "万元")):
        return None
    label = LABELS.get(quantity, quantity)
    of_year = f"{year}." if year != dossier.baseline_year else ""
    unit = {MONEY: f"（{item.value.unit}）", COUNT: "（家）"}.get(item.value.kind, "")
    root = "指标" if item.value.kind == PERCENT else "统计"
    name = f"{root}.{of_year}{f'{whose}.{label}' if whose != known.REGION else f'区域{label}'}{unit}"
    if not isinstance(references.look_up(name, dossier), str):
        return None
    return f"改用引用，如 {{{{ {name} }}}}，数就不会不一致。"


RULES = (
    Rule(
        "X105",
        "文中的数与统计数据、目标一致",
        "form-statistics",
        "warning",
        "申报书、方案、推荐表和数据里的数不一致，是退回的第一个原因。按文中写明的指标、产业和年份（或阶段）对照；"
        "没有写明产业的，与各产业和合计都对不上才提出；说不清是谁的数不提。金额差十倍、千倍、万倍的是错误：像是单位弄错。",
        "工业增加值率为{{ 指标.工业增加值率 }}%",
        "工业增加值率为 28.5%（统计数据是 26.84%）",
        _figures,
    ),
)
