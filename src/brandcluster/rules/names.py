"""One name of the applicant everywhere, character by character."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from brandcluster.diagnostics import KeyPath
from brandcluster.dossier import HEADER, Dossier, parts
from brandcluster.rules.rule import Finding, Rule
from brandcluster.yamldoc import scalars

#: How alike a name must be to count as the applicant's name written wrongly; an abbreviation is less alike.
ALIKE = 0.85
#: How many characters at each end pick out candidates in prose.
HEAD = 2
TAIL = 3
#: Nothing longer is the name of an office.
LONGEST = 100


def _applicant(dossier: Dossier) -> Iterator[Finding]:
    header = dossier.header
    if header is None or header.applicant is None or not HEAD + TAIL < len(header.applicant) <= LONGEST:
        return
    name = header.applicant
    allowed = {name, header.region_name, *dossier.industry_names}
    local = dossier.recommendation.local if dossier.recommendation is not None else None
    if local is not None:
        allowed.add(local.name)
    pattern = re.compile(
        f"{re.escape(name[:HEAD])}[^\\s，。；、：“”（）《》]{{0,{len(name)}}}?{re.escape(name[-TAIL:])}"
    )
    for path, keys, text in _texts(dossier):
        if path == HEADER and keys in (("申报单位",), ("区域名称",)):
            continue
        yield from _misspelt(path, keys, text, name, allowed, pattern)


def _misspelt(
    path: str, keys: KeyPath, text: str, name: str, allowed: set[str | None], pattern: re.Pattern[str]
) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    candidates = [text.strip()] if len(text.strip()) <= 2 * len(name) else []
    for candidate in dict.fromkeys([*candidates, *(match.group() for match in pattern.finditer(text))]):
        if candidate in allowed or name in candidate:
            continue
        if SequenceMatcher(None, name, candidate, autojunk=False).ratio() >= ALIKE:
            yield Finding(
                path,
                keys,
                f"“{candidate}”与申报单位名称不一致。",
                f"如果指申报单位，写成“{name}”，与公章一字不差。",
                snippet=candidate,
                occurrence=seen.get(candidate, 0),
            )
            seen[candidate] = seen.get(candidate, 0) + 1


def _texts(dossier: Dossier) -> Iterator[tuple[str, KeyPath, str]]:
    for path, _ in parts(dossier):
        for keys, value in scalars(dossier.documents[path].data):
            if isinstance(value, str):
                yield path, keys, value


RULES = (
    Rule(
        "N101",
        "申报单位名称处处一致，一字不差",
        "form-contact",
        "error",
        "表上的名称与公章不符会被退回。与申报单位全称只差一两个字的写法多半是笔误；“管委会”这样的简称不在此列。",
        "青石岭经济技术开发区管理委员会",
        "青石岭经济开发区管理委员会",
        _applicant,
    ),
)
