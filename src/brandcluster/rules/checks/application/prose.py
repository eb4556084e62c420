"""Rules on what texts say: placeholders, document numbers, lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from brandcluster.base.diagnostics import Fix, KeyPath
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier import references
from brandcluster.dossier.keeping import once_each
from brandcluster.dossier.load import Dossier, Leaf, leaves_of, once, part_of
from brandcluster.rules.facts.texts.values import chinese_number
from brandcluster.rules.rule import Finding, Rule, by_text

_A_YEAR = late_pattern(r"(?:19|20)\d{2}")
_COUNTED = r"([两二三四五六七八九十])(?:项|个|家|年|类|种)[^，。]{0,16}$"
_PLACES = ("待填写", "待补充", "待定稿", "此处填写", "请在此", "TODO", "X", "x", "×", "╳", "?", "？", "_")
_PLACEHOLDER = late_pattern(
    r"待填写|待补充|待定稿|此处填写|请在此|TODO|(?<![A-Za-z])[Xx]{3,}(?![A-Za-z])|[×╳]{2,}|[?？]{3,}|_{4,}"
)
_WRONG_BRACKETS = late_pattern(
    r"(?:[\[【［(（]\s*((?:19|20)\d{2})\s*[\]】］)）]\s*(?:第\s*)?|〔((?:19|20)\d{2})〕\s*第\s*)(\d{1,5})\s*号"
)
_RESPECTIVELY = late_pattern(r"分别(?![由对向从与在按把])[^，。；：、\n\d]{0,14}(\d[^，。；：\n]{0,199})")
_JOINED = r"(?<!参)与(?!会)|(?<![总饱中缓温平随])和(?![谐平气])|(?<![涉普顾以])及(?!时)|以及"
_AND = late_pattern(rf"、|{_JOINED}")
_CLAUSE_END = late_pattern(r"[，。；：\n]")
_SENTENCE_END = late_pattern(r"[。；\n]")


class Prose(NamedTuple):
    """A text as printed, with its place and the way back to its source."""

    file: str
    keys: KeyPath
    source: str
    printed: references.Expanded


@once
def prose_of_file(dossier: Dossier, path: str) -> tuple[Prose, ...]:
    """Every text of one file, references put in; worked out once for all rules."""
    return tuple(_proses(dossier, path, leaves_of(dossier, path)))


@once_each
def _proses(dossier: Dossier, path: str, leaves: tuple[Leaf, ...]) -> Iterator[Prose]:
    for keys, value in leaves:
        if isinstance(value, str):
            yield Prose(path, keys, value, references.expand_with_places(value, dossier))


def prose_finding(prose: Prose, start: int, end: int, message: str, help_: str, fix: Fix | None = None) -> Finding:
    """A finding at a range of the printed text, pointing at what was written there."""
    first, last = prose.printed.source_span(start, end)
    snippet = prose.source[first:last].split("\n")[0]
    occurrence = prose.source.count(snippet, 0, first) if snippet else 0
    return Finding(prose.file, prose.keys, message, help_, snippet=snippet or None, occurrence=occurrence, fix=fix)


@by_text(prose_of_file)
def _placeholders(dossier: Dossier, path: str, texts: tuple[Prose, ...]) -> Iterator[Finding]:
    for prose in texts:
        text = prose.printed.text
        match = _PLACEHOLDER.search(text) if any(sign in text for sign in _PLACES) else None
        if match:
            yield prose_finding(
                prose, *match.span(), f"还留着占位的“{match.group()[:20]}”。", "换成真正的内容；没有就写“无”。"
            )


@by_text(prose_of_file)
def _document_numbers(dossier: Dossier, path: str, texts: tuple[Prose, ...]) -> Iterator[Finding]:
    for prose in texts:
        text = prose.printed.text
        for match in _WRONG_BRACKETS.finditer(text) if "号" in text else ():
            first, second, number = match.groups()
            year = first or second
            yield prose_finding(
                prose,
                *match.span(),
                f"文号写成了“{match.group()}”。",
                f"年份用六角括号，不加“第”：〔{year}〕{number}号。",
                _fix_brackets(dossier, prose, match.start()),
            )


def _fix_brackets(dossier: Dossier, prose: Prose, start: int) -> Fix | None:
    fix, starts = _brackets_of(dossier, prose.file, prose.keys)
    first, _ = prose.printed.source_span(start, start + 1)
    return fix if first in starts else None


@once
def _brackets_of(dossier: Dossier, file: str, keys: KeyPath) -> tuple[Fix | None, frozenset[int]]:
    """The one fix of a text's document numbers and where they begin; made once, for a text may hold thousands."""
    from brandcluster.dossier.repairs import bracket_starts, fix_for_brackets

    part, document = part_of(dossier, file), dossier.documents[file]
    if part is None:
        return None, frozenset()
    return fix_for_brackets(document, part, keys), bracket_starts(document, part, keys)


@by_text(prose_of_file)
def _respectively(dossier: Dossier, path: str, texts: tuple[Prose, ...]) -> Iterator[Finding]:
    for prose in texts:
        text = prose.printed.text
        for match in _RESPECTIVELY.finditer(text) if "分别" in text else ():
            values = _AND.split(match.group(1))
            if len(values) < 2 or not all(re.search(r"\d", value) for value in values):
                continue
            named = _listed_before(text, match.start())
            years = len(_A_YEAR.findall(_SENTENCE_END.split(text[max(match.start() - 200, 0) : match.start()])[-1]))
            if named and len(values) % named and len(values) != years:
                yield prose_finding(
                    prose,
                    *match.span(),
                    f"“分别”前面有 {named} 项，后面有 {len(values)} 项。",
                    "前后项数要相等，请补齐或改写。",
                )


def _listed_before(text: str, end: int) -> int:
    """How many things the clause before “分别” lists, or the one before it; 0 when no list is found."""
    sentence = _SENTENCE_END.split(text[max(end - 200, 0) : end])[-1]
    for clause in reversed(_CLAUSE_END.split(sentence)[-2:]):
        if "分别" in clause or re.search(r"[等各]", clause):
            return 0
        if len(re.findall(_JOINED, clause)) > 1:
            return 0  # 质量和品牌、标准和专利: which of them join the list cannot be told
        count = len([part for part in _AND.split(clause) if part.strip()])
        if count > 1:
            return count
        counted = re.search(_COUNTED, clause)
        if counted:
            return chinese_number(counted.group(1))
    return 0


RULES = (
    Rule(
        "X101",
        "没有留下占位的文字",
        None,
        "error",
        "占位的文字会原样印到申报书上。",
        "名称: 品牌宣传周",
        "名称: 待填写",
        _placeholders,
    ),
    Rule(
        "X102",
        "文号的年份用六角括号",
        None,
        "warning",
        "党政机关公文格式（GB/T 9704—2012）规定发文字号的年份用六角括号“〔〕”括入，序号不加“第”。",
        "冀政发〔2013〕12号",
        "冀政发[2013]12号",
        _document_numbers,
    ),
    Rule(
        "X104",
        "“分别”前后项数相等",
        None,
        "warning",
        "项数不等，就不知道哪个数是谁的。",
        "2011、2012 和 2013 年分别为 95.3%、96.5% 和 97.4%",
        "2011、2012 和 2013 年分别为 95.3% 和 96.5%",
        _respectively,
    ),
)
