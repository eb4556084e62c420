"""Filled forms → what would change in a dossier, value by value, each with its place in the document.

One function for each kind of answer says which values of which file it is. Nothing is written here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from brandcluster.base.diagnostics import KeyPath
from brandcluster.base.numbers import printed as rounded
from brandcluster.dossier import files as homes
from brandcluster.dossier.load import Dossier
from brandcluster.formats.yaml import edits as yamledit
from brandcluster.papers.content import Answer, Figure
from brandcluster.papers.forms.answers import answers
from brandcluster.papers.importing import parse_lists as structures
from brandcluster.papers.importing.compare_figures import NUMBER, ascii_digits, compare
from brandcluster.papers.importing.proposal import (
    Base,
    Doubt,
    Import,
    Item,
    Work,
    bare,
    entry_at,
    is_blank,
    set_line,
    set_plain,
    set_text,
    set_value,
    short,
    shown,
)
from brandcluster.papers.labels.find_labels import squeezed
from brandcluster.papers.labels.read_form import Form, Found, printed

_HEADER_LINES = ("区域名称", "申报单位", "联系人", "职务", "地址", "信箱", "电话")
#: The answers that are one text of the dossier: where it stands.
_TEXTS: dict[str, tuple[str, KeyPath]] = {
    "区域内产业构成说明": (homes.REGION, ("区域内产业构成说明",)),
    "主导产业发展历程及当前在行业中的地位": (homes.REGION, ("主导产业发展历程及当前在行业中的地位",)),
    "独特性": (homes.REGION, ("简述该区域与主导产业相关的独特性，以及潜在的独特性",)),
    "近三年质量安全信誉情况": (homes.REGION, ("区域内近三年质量安全信誉等方面的情况",)),
    "集体品牌或商标": (homes.REGION, ("区域拥有集体品牌或商标的情况",)),
    "自主品牌总体情况": (homes.REGION, ("企业拥有自主品牌的总体情况",)),
    "质量名牌荣誉": (homes.REGION, ("企业获得质量名牌相关荣誉的情况",)),
    "产品质量总体情况": (homes.REGION, ("企业产品质量总体情况",)),
    "技术中心、研发机构和发明专利": (homes.REGION, ("拥有技术中心、研发机构以及获得发明专利等情况",)),
    "标准制订及采标情况": (homes.REGION, ("企业参与标准制订及采标情况",)),
    "服务平台": (homes.REGION, ("区域拥有质量、品牌、技术等服务平台的情况",)),
    "政府支持": (homes.REGION, ("所在地区政府支持品牌建设和质量提升的政策、制度、项目、资金和措施等情况",)),
    "试点工作思路": (homes.PLAN, ("试点工作思路",)),
    "试点工作组织": (homes.PLAN, ("试点工作组织",)),
    "其他需要说明内容": (homes.PLAN, ("其他需要说明内容",)),
    "省级工业和信息化主管部门审查推荐意见": (homes.RECOMMENDATION, ("省级工业和信息化主管部门", "意见")),
    "全国性工业行业协会推荐意见": (homes.RECOMMENDATION, ("全国性工业行业协会", "意见")),
}
_SHARE_NOTE: KeyPath = ("主导产业占该区域工业总产值的比重说明",)
_SHARES = "主导产业占该区域工业总产值的比重"
_ENTERPRISE = re.compile(r"企业([1-9])\Z")
_DATE = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")
_TELEPHONES = re.compile(r"\s*[/／、;；]\s*|\s+(?=\S{7,})|\x0b|\n")


# ---- the whole -----------------------------------------------------------------------------------------------


def propose(dossier: Dossier, forms: Sequence[Form], *, overwrite: bool) -> Import:
    """What the forms say against a dossier; with `overwrite`, a person's other words are replaced as well."""
    work = Work(dossier, answers(dossier), overwrite)
    for form in forms:
        work.result.missing += [
            Doubt(place.label, form.label_map.title, "没有找到这个栏目。") for place in form.missing
        ]
        work.result.twice += [
            Doubt(place.label, "、".join(where), f"有 {len(where)} 处，不知道读哪一处，没有读。")
            for place, where in form.twice
        ]
    found = _each_once(work, [found for form in forms for found in form.found])
    work.industries = list(dossier.industry_names)
    for each in sorted(found, key=lambda each: each.place.answer not in (_SHARES, *_COMPUTED)):
        work.result.doubts += [Doubt(each.place.label, each.where, doubt) for doubt in each.doubts]
        _take(work, each)
    if work.industries and not dossier.industry_names:
        for index, name in enumerate(work.industries):
            set_line(work, homes.HEADER, ("主导产业", index, "名称"), name, work.industry_source)
    return work.result


def texts(dossier: Dossier, result: Import) -> dict[str, str | None]:
    """The new text of every file that changes; None for one that cannot be changed safely."""
    base = Base(dossier)
    found: dict[str, str | None] = {}
    for path, changes in result.changes.items():
        found[path] = yamledit.edited(path, base.text(path), changes)
    return found


def _each_once(work: Work, found: list[Found]) -> list[Found]:
    """One reading for each answer; where the document gives several, the first that says something."""
    kept: dict[str, Found] = {}
    for each in found:
        name = each.place.answer or ""
        first = kept.get(name)
        if first is None or not (first.text or first.chosen):
            kept[name] = each
        elif each.text and squeezed(each.text) != squeezed(first.text):
            message = f"与{first.where}不一致：那里是“{short(first.text)}”，这里是“{short(each.text)}”；按前一处。"
            work.result.doubts.append(Doubt(each.place.label, each.where, message))
    return list(kept.values())


def _take(work: Work, found: Found) -> None:
    name = found.place.answer or ""
    known = work.known.get(name, ())
    said = printed(known, found.place)
    if not found.text:
        if said:
            work.result.items.append(Item("空白", found.place.label, found.where, None, (), "", said))
        return
    if _is_computed(name) and name != _SHARES:
        compare(work, found, known, said)
    elif said == found.text:
        work.result.items.append(Item("一致", found.place.label, found.where, None, (), found.text))
    else:
        _take_apart(work, name, found)


def _is_computed(name: str) -> bool:
    return name in _COMPUTED


_COMPUTED = frozenset(
    (
        "工业企业数",
        "规模以上企业数",
        "工业总产值",
        "工业增加值率",
        "以自主品牌销售产品比重",
        "研发投入占销售收入比重",
        "新产品产值率",
        "采用国际先进标准的产品比重",
    )
)


def _take_apart(work: Work, name: str, found: Found) -> None:
    enterprise = _ENTERPRISE.match(name)
    if name in _TEXTS:
        path, keys = _TEXTS[name]
        set_text(work, path, keys, found.text, found)
        if name.startswith("全国性"):
            set_line(work, homes.RECOMMENDATION, ("行业与区域联合实施",), "是", found)
    elif name in _HEADER_LINES:
        set_line(work, homes.HEADER, (name,), found.text.replace("\n", ""), found)
    elif enterprise:
        _enterprises(work, int(enterprise.group(1)) - 1, found)
    elif name in _SPECIAL:
        _SPECIAL[name](work, found)
    else:
        work.result.doubts.append(Doubt(found.place.label, found.where, f"“{name}”没有对应的材料，没有导入。"))


# ---- answers that are not one text ---------------------------------------------------------------------------


def _kinds(work: Work, found: Found) -> None:
    chosen = list(found.chosen)
    set_value(
        work,
        homes.HEADER,
        ("区域性质",),
        chosen,
        found,
        lambda old: isinstance(old, list) and set(map(str, old)) == set(chosen),
    )


def _day(work: Work, found: Found) -> None:
    match = _DATE.search(ascii_digits(found.text))
    try:
        day = date(*(int(group) for group in match.groups())) if match else None
    except ValueError:
        day = None
    if day is None:
        message = f"“{short(found.text)}”不是完整的日期，没有导入；请在 dossier.yaml 里写成 年-月-日。"
        work.result.doubts.append(Doubt(found.place.label, found.where, message))
        return
    set_plain(work, homes.HEADER, ("申报日期",), day.isoformat(), found)


def _telephones(work: Work, found: Found) -> None:
    numbers = [number.strip() for number in _TELEPHONES.split(found.text) if number and number.strip()]
    if len(numbers) > 2:
        work.result.doubts.append(Doubt(found.place.label, found.where, "有两个以上的号码，取前两个作电话和传真。"))
    for key, number in zip(("电话", "传真"), numbers, strict=False):
        set_line(work, homes.HEADER, (key,), number, found)


def _share_lines(work: Work, found: Found) -> None:
    """The first line states the shares, which are computed; what follows is the region's own note."""
    first, _, rest = found.text.partition("\n")
    known = work.known.get(_SHARES, ())
    stated = bool(NUMBER.search(first)) and len(first) <= 80
    if stated:
        names = [name for name, _ in structures.shares(first)]
        if names and not work.industries:
            work.industries, work.industry_source = names, found
        compare(work, found, known[:1] if isinstance(known, tuple) else (), printed(_first(known), found.place), first)
    set_text(work, homes.REGION, _SHARE_NOTE, rest if stated else found.text, found)


def _first(known: Answer) -> Answer:
    if isinstance(known, tuple) and known and any(isinstance(p, Figure) for p in getattr(known[0], "content", ())):
        return known[:1]
    return ()


def _support(work: Work, found: Found) -> None:
    parsed = structures.funds(found.text)
    _doubts(work, found, parsed)
    set_text(work, homes.PLAN, ("可配套的政策、资金和措施等",), parsed.text, found)
    if parsed.entries:
        keys: KeyPath = ("资金", "明细")

        def same(old: Any) -> bool:
            items = bare(old) if isinstance(old, list) else []
            return sorted(map(shown, items), key=str) == sorted(map(shown, bare(parsed.entries)), key=str)

        set_value(work, homes.PLAN, keys, parsed.entries, found, same)


def _projects(work: Work, found: Found) -> None:
    parsed = structures.projects(found.text)
    _doubts(work, found, parsed)
    for entry in parsed.entries:
        at = (*entry_at(work, homes.PLAN, ("主要工作项目",), "名称", entry.get("名称")),)
        for key, value in entry.items():
            if key in ("工作内容", "工作步骤", "工作措施"):
                set_text(work, homes.PLAN, (*at, key), value, found)
            elif key in ("名称", "责任单位"):
                set_line(work, homes.PLAN, (*at, key), value, found)
            else:
                set_plain(work, homes.PLAN, (*at, key), value, found)


def _phases(work: Work, found: Found) -> None:
    parsed = structures.phases(found.text)
    _doubts(work, found, parsed)
    set_text(work, homes.PLAN, ("工作目标说明",), parsed.text, found)
    for entry in parsed.entries:
        at = entry_at(work, homes.PLAN, ("工作阶段",), "名称", entry.get("名称"))
        for key, value in entry.items():
            if key == "名称":
                set_line(work, homes.PLAN, (*at, key), value, found)
            elif key == "指标目标":
                for target in value:
                    inner = entry_at(work, homes.PLAN, (*at, key), "产业", target.get("产业"))
                    for name, aim in target.items():
                        set_plain(work, homes.PLAN, (*inner, name), aim, found)
            else:
                set_plain(work, homes.PLAN, (*at, key), value, found)


def _enterprises(work: Work, rank: int, found: Found) -> None:
    parsed = structures.enterprises(found.text, work.industries)
    _doubts(work, found, parsed)
    for entry in parsed.entries:
        industry = entry.get("产业")
        at = _enterprise_at(work, entry.get("名称"), industry, rank)
        revenue = entry.pop("销售收入", None)
        for key, value in entry.items():
            if key in ("名称", "产业"):
                set_line(work, homes.TOP_ENTERPRISES, (*at, key), value or "", found)
            else:
                set_text(work, homes.TOP_ENTERPRISES, (*at, key), value, found)
        if revenue is not None:
            _revenue(work, (*at, "销售收入（万元）"), revenue, found)


def _revenue(work: Work, keys: KeyPath, revenue: tuple[str, str], found: Found) -> None:
    """Printed in 亿元 with two decimals: what is there stays where it prints the same."""
    text, unit = revenue
    stated = structures.number(text)
    if stated is None:
        return
    value = stated * structures.TO_WAN[unit]
    plain = Decimal(format(value.normalize(), "f"))
    decimals = len(text.partition(".")[2])

    def same(old: Any) -> bool:
        if not isinstance(old, (int, Decimal)):
            return False
        return rounded(Fraction(old) / Fraction(structures.TO_WAN[unit]), decimals) == str(stated)

    if is_blank(work.base.at(homes.TOP_ENTERPRISES, keys)) and unit != "万元":
        message = f"销售收入按表上的 {text}{unit} 折成 {plain} 万元，表上四舍五入过，请按企业报表填准确数。"
        work.result.doubts.append(Doubt(found.place.label, found.where, message))
    set_value(work, homes.TOP_ENTERPRISES, keys, plain, found, same)


def _enterprise_at(work: Work, name: str | None, industry: str | None, rank: int) -> KeyPath:
    entries = work.base.at(homes.TOP_ENTERPRISES, ("企业",)) or []
    for index, entry in enumerate(entries):
        if isinstance(entry, dict) and name and entry.get("名称") == name:
            return "企业", index
    of_industry = [
        index
        for index, entry in enumerate(entries)
        if isinstance(entry, dict) and (industry is None or entry.get("产业") == industry) and not is_blank(entry)
    ]
    if rank < len(of_industry):
        return "企业", of_industry[rank]
    return entry_at(work, homes.TOP_ENTERPRISES, ("企业",), "名称", name)


def _doubts(work: Work, found: Found, parsed: structures.Parsed) -> None:
    work.result.doubts += [Doubt(found.place.label, found.where, doubt) for doubt in parsed.doubts]


_SPECIAL: dict[str, Callable[[Work, Found], None]] = {
    "区域性质": _kinds,
    "申报日期": _day,
    "电话/传真": _telephones,
    _SHARES: _share_lines,
    "可配套的政策、资金和措施等": _support,
    "主要工作项目": _projects,
    "工作目标": _phases,
}
