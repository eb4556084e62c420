"""One name everywhere, character by character: of the applicant, and of each leading industry."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from difflib import SequenceMatcher

from brandcluster.base.diagnostics import KeyPath
from brandcluster.dossier.files import HEADER, REQUESTS
from brandcluster.dossier.keeping import once_each
from brandcluster.dossier.load import Dossier, Leaf, files_read, leaves_of, once, parts_of
from brandcluster.dossier.model.fields import OTHER_INDUSTRY
from brandcluster.rules.rule import Finding, Rule

#: How alike a name must be to count as the applicant's name written wrongly; an abbreviation is less alike.
ALIKE = 0.85
#: How many characters at each end pick out candidates in prose.
HEAD = 2
TAIL = 3
#: Nothing longer is the name of an office.
LONGEST = 100


def _applicant(dossier: Dossier) -> Iterator[Finding]:
    name, _ = _name_and_allowed(dossier)
    if not HEAD + TAIL < len(name) <= LONGEST:
        return
    found = [each for path in files_read(dossier) for each in _misspelt_in(dossier, path)]
    others = {finding.snippet for finding in found}
    if len(others) == 1 and len(found) > 1 and not _is_used(dossier, name):
        (used,) = others
        yield Finding(
            HEADER,
            ("申报单位",),
            f"“{name}”只在这里出现；别的文件都写“{used}”（{len(found)} 处）。",
            f"写成“{used}”；如果这里是对的，把别的文件都改成“{name}”，与公章一字不差。",
        )
    else:
        yield from found


@once
def _name_and_allowed(dossier: Dossier) -> tuple[str, frozenset[str | None]]:
    """The applicant's name, and what is like it and meant so."""
    header, local = dossier.header, dossier.recommendation.local
    others = (header.region_name, *dossier.industry_names, *(() if local is None else (local.name,)))
    return header.applicant or "", frozenset((header.applicant, *others))


@once
def _misspelt_in(dossier: Dossier, path: str) -> tuple[Finding, ...]:
    """The places of one file where the applicant's name is written wrongly."""
    return tuple(_misspelt_leaves(dossier, path, leaves_of(dossier, path)))


@once_each
def _misspelt_leaves(dossier: Dossier, path: str, leaves: tuple[Leaf, ...]) -> Iterator[Finding]:
    name, allowed = _name_and_allowed(dossier)
    pattern = re.compile(
        f"{re.escape(name[:HEAD])}[^\\s，。；、：“”（）《》]{{0,{len(name)}}}?{re.escape(name[-TAIL:])}"
    )
    # Most texts are shorter than anything that can be as alike as `_may_be_alike` asks.
    shortest = len(name) * ALIKE / (2 - ALIKE) - 1
    for keys, text in leaves:
        is_name = path == HEADER and keys in (("申报单位",), ("区域名称",))
        if isinstance(text, str) and len(text) >= shortest and not is_name:
            yield from _misspelt(path, keys, text, name, allowed, pattern)


def _is_used(dossier: Dossier, name: str) -> bool:
    """Whether a name stands anywhere but where the applicant is named."""
    return any(name in text for path, keys, text in _texts(dossier) if (path, keys) != (HEADER, ("申报单位",)))


def _misspelt(
    path: str, keys: KeyPath, text: str, name: str, allowed: Collection[str | None], pattern: re.Pattern[str]
) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    bare = text.strip()
    candidates = [bare] if len(bare) <= 2 * len(name) else []
    if name[:HEAD] in text:
        candidates += [match.group() for match in pattern.finditer(text)]
    for candidate in dict.fromkeys(candidates):
        if candidate in allowed or name in candidate:
            continue
        if _may_be_alike(name, candidate) and SequenceMatcher(None, name, candidate, autojunk=False).ratio() >= ALIKE:
            yield Finding(
                path,
                keys,
                f"“{candidate}”与申报单位名称不一致。",
                f"如果指申报单位，写成“{name}”，与公章一字不差。",
                snippet=candidate,
                occurrence=seen.get(candidate, 0),
            )
            seen[candidate] = seen.get(candidate, 0) + 1


def _may_be_alike(name: str, other: str) -> bool:
    """Whether two names have enough characters in common; most texts are told from a name without lining them up."""
    least = ALIKE * (len(name) + len(other)) / 2
    return min(len(name), len(other)) >= least and sum(character in name for character in other) >= least


def _texts(dossier: Dossier) -> Iterator[tuple[str, KeyPath, str]]:
    for path, _ in parts_of(dossier):
        for keys, value in leaves_of(dossier, path):
            if isinstance(value, str):
                yield path, keys, value


def renamed_industries(dossier: Dossier) -> dict[str, str]:
    """A leading industry's name that only dossier.yaml uses → the one that every other file uses in its place.

    One slip in dossier.yaml would else be reported at every mention elsewhere, with the advice to write them wrong.
    Nothing is settled where there is a choice: two names that only dossier.yaml uses, or that it does not know.
    """
    known = dossier.industry_names
    grouped = [[group.name for group in each.industries if group.name] for each in dossier.statistics.values()]
    strange = {name for names in grouped for name in names if name not in (*known, OTHER_INDUSTRY)}
    unused = [name for name in known if not any(name in names for names in grouped)]
    if len(strange) != 1 or len(unused) != 1:
        return {}
    (used,) = strange
    if _mentions(dossier, unused[0]) or _mentions(dossier, used) < 2:
        return {}
    return {unused[0]: used}


def _mentions(dossier: Dossier, name: str) -> int:
    """How often a name stands alone in files other than dossier.yaml."""
    return sum(path != HEADER and text == name for path, _, text in _texts(dossier))


def _industries(dossier: Dossier) -> Iterator[Finding]:
    for index, industry in enumerate(dossier.header.industries):
        used = dossier.renamed_industries.get(industry.name or "")
        if used is not None:
            yield Finding(
                HEADER,
                ("主导产业", index, "名称"),
                f"“{industry.name}”只在这里出现；别的文件都写“{used}”（{_mentions(dossier, used)} 处）。",
                f"写成“{used}”；如果这里是对的，把别的文件都改成“{industry.name}”。",
            )


def _supplied(dossier: Dossier) -> Iterator[Finding]:
    if not dossier.has(REQUESTS):  # its model is imported only where there is the file
        return
    from brandcluster.dossier.model.reading import nearest_choice
    from brandcluster.dossier.suppliers import suppliable

    known = suppliable()
    for index, office in enumerate(dossier.requests.suppliers):
        for at, field in enumerate(office.fields):
            if field.label is None or field.label in known:
                continue
            meant = nearest_choice(field.label, known)
            yield Finding(
                REQUESTS,
                ("提供单位", index, "栏目", at, "名称"),
                f"没有叫“{field.label[:40]}”的栏目，这一条不起作用。",
                f"写成“{meant}”。" if meant else "照申报文件里最左边的栏目名称写，如“资金”“政策措施”。",
            )


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
    Rule(
        "N102",
        "主导产业的名称与别的文件一致",
        "scope-several",
        "error",
        "各处按名称对应到产业。dossier.yaml 里的名称别处都不用、别处都用另一个名称时，只在这里报一次，其他检查按别处的名称进行。",
        "dossier.yaml 写“阀门”，statistics/ 里也写“阀门”",
        "dossier.yaml 写“阀门产业”，别的文件都写“阀门”",
        _industries,
    ),
    Rule(
        "N103",
        "requests.yaml 里改由别的单位提供的栏目，是材料里有的栏目",
        None,
        "warning",
        "由谁提供按栏目的名称对应。名称写得不一样，这一条就不起作用，函还会发给通常的单位。",
        "栏目: [{名称: 资金}]",
        "栏目: [{名称: 资金来源}]",
        _supplied,
    ),
)
