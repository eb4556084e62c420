"""Filled forms → what would change in a dossier, value by value, each with its place in the document.

A value that already prints what the form says stays as it is, its `{{ … }}` and its unprinted digits included. Figures
that are computed are compared and never taken over. Nothing is written here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from brandcluster import dossier as homes
from brandcluster import skeleton, yamldoc, yamledit
from brandcluster.diagnostics import KeyPath
from brandcluster.dossier import Dossier
from brandcluster.forms import markdown, structures
from brandcluster.forms.answers import answers
from brandcluster.forms.blocks import FACTORS
from brandcluster.forms.content import Answer, Figure
from brandcluster.forms.prose import text as as_blocks
from brandcluster.forms.readback import Form, Found, printed, squeezed
from brandcluster.notice import edition
from brandcluster.rounding import printed as rounded

#: 新填: was empty. 一致: prints the same. 不同: a person wrote something else. 核对: a computed figure that agrees.
#: 不符: one that does not. 空白: nothing on the form, though the dossier has it.
Status = Literal["新填", "一致", "不同", "核对", "不符", "空白"]


@dataclass(frozen=True, slots=True)
class Item:
    """One value: where the document says it, where the dossier keeps it, and how they compare."""

    status: Status
    label: str
    where: str
    path: str | None
    keys: KeyPath
    text: str
    old: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that a person must look at, with its place in the document."""

    label: str
    where: str
    message: str


@dataclass(slots=True)
class Import:
    """All that the forms say, and the values that writing would set, by file."""

    items: list[Item] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    missing: list[Doubt] = field(default_factory=list)
    twice: list[Doubt] = field(default_factory=list)
    changes: dict[str, dict[KeyPath, Any]] = field(default_factory=dict)


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
_NUMBER = re.compile(r"(\d[\d,，]*(?:\.\d+)?)\s*(亿元|万元|千元|元|%|％|家|个)?")


# ---- the whole -----------------------------------------------------------------------------------------------


def propose(dossier: Dossier, forms: Sequence[Form], *, overwrite: bool) -> Import:
    """What the forms say against a dossier; with `overwrite`, a person's other words are replaced as well."""
    work = _Work(dossier, answers(dossier), overwrite)
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
            _line(work, homes.HEADER, ("主导产业", index, "名称"), name, work.industry_source)
    return work.result


def texts(dossier: Dossier, result: Import) -> dict[str, str | None]:
    """The new text of every file that changes; None for one that cannot be changed safely."""
    base = _Base(dossier)
    found: dict[str, str | None] = {}
    for path, changes in result.changes.items():
        found[path] = yamledit.edited(path, base.text(path), changes)
    return found


@dataclass(slots=True)
class _Work:
    dossier: Dossier
    known: Mapping[str, Answer]
    overwrite: bool
    result: Import = field(default_factory=Import)
    industries: list[str] = field(default_factory=list)
    industry_source: Found | None = None
    base: _Base = field(init=False)
    used: dict[tuple[str, KeyPath], set[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.base = _Base(self.dossier)


@dataclass(slots=True)
class _Base:
    """The files as they are, and for those that are not there what `init` would write."""

    dossier: Dossier
    new: dict[str, str] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)

    def text(self, path: str) -> str:
        document = self.dossier.documents.get(path)
        if document is not None and document.text.strip():
            return document.text
        if not self.new:
            default = edition.EDITIONS[0]
            self.new = skeleton.files(default, edition.about(default).since.year - 1)
        return self.new.get(path, "")

    def at(self, path: str, keys: KeyPath) -> Any:
        """The value as it stands in the file, None where there is none."""
        if path not in self.data:
            self.data[path] = yamldoc.read(path, self.text(path).encode("utf-8")).data
        found = self.data[path]
        for step in keys:
            if isinstance(found, dict) and isinstance(step, str):
                found = found.get(step)
            elif isinstance(found, list) and isinstance(step, int) and step < len(found):
                found = found[step]
            else:
                return None
        return found


def _each_once(work: _Work, found: list[Found]) -> list[Found]:
    """One reading for each answer; where the document gives several, the first that says something."""
    kept: dict[str, Found] = {}
    for each in found:
        name = each.place.answer or ""
        first = kept.get(name)
        if first is None or not (first.text or first.chosen):
            kept[name] = each
        elif each.text and squeezed(each.text) != squeezed(first.text):
            message = f"与{first.where}不一致：那里是“{_short(first.text)}”，这里是“{_short(each.text)}”；按前一处。"
            work.result.doubts.append(Doubt(each.place.label, each.where, message))
    return list(kept.values())


def _short(text: str) -> str:
    line = text.replace("\n", "⏎")
    return line if len(line) <= 40 else line[:40] + "…"


def _take(work: _Work, found: Found) -> None:
    name = found.place.answer or ""
    known = work.known.get(name, ())
    said = printed(known, found.place)
    if not found.text:
        if said:
            work.result.items.append(Item("空白", found.place.label, found.where, None, (), "", said))
        return
    if _is_computed(name) and name != _SHARES:
        _compare(work, found, known, said)
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


def _take_apart(work: _Work, name: str, found: Found) -> None:
    enterprise = _ENTERPRISE.match(name)
    if name in _TEXTS:
        path, keys = _TEXTS[name]
        _text(work, path, keys, found.text, found)
        if name.startswith("全国性"):
            _line(work, homes.RECOMMENDATION, ("行业与区域联合实施",), "是", found)
    elif name in _HEADER_LINES:
        _line(work, homes.HEADER, (name,), found.text.replace("\n", ""), found)
    elif enterprise:
        _enterprises(work, int(enterprise.group(1)) - 1, found)
    elif name in _SPECIAL:
        _SPECIAL[name](work, found)
    else:
        work.result.doubts.append(Doubt(found.place.label, found.where, f"“{name}”没有对应的材料，没有导入。"))


# ---- one value -----------------------------------------------------------------------------------------------


def _set(work: _Work, path: str, keys: KeyPath, value: Any, found: Found | None, same: Callable[[Any], bool]) -> None:
    old = work.base.at(path, keys)
    label = found.place.label if found is not None else str(keys[-1])
    where = found.where if found is not None else ""
    status: Status = "新填" if _is_blank(old) else "一致" if same(old) else "不同"
    work.result.items.append(Item(status, label, where, path, keys, _shown(value), _shown(old)))
    if status == "新填" or (status == "不同" and work.overwrite):
        work.result.changes.setdefault(path, {})[keys] = value


def _is_blank(value: Any) -> bool:
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, dict):
        return all(_is_blank(item) for item in value.values())
    if isinstance(value, list):
        return all(_is_blank(item) for item in value)
    return value is None


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "；".join(f"{key} {_shown(item)}" for key, item in value.items() if not _is_blank(item))
    if isinstance(value, list):
        return "／".join(_shown(item) for item in value)
    return "" if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)


def _line(work: _Work, path: str, keys: KeyPath, value: str, found: Found | None) -> None:
    from brandcluster import references

    def same(old: Any) -> bool:
        return references.expand(str(old), work.dossier).strip() == value

    if value:
        _set(work, path, keys, value, found, same)


def _text(work: _Work, path: str, keys: KeyPath, value: str, found: Found) -> None:
    """A text of paragraphs. Lines that print the same keep the references they are written with."""
    if not value:
        return
    old = work.base.at(path, keys)
    written = _as_printed(work, old) if isinstance(old, str) else ""
    new = _with_references(work, old, value) if isinstance(old, str) and "{{" in old else value
    if isinstance(old, str) and "{{" in old and written != value and _lost(old, new):
        message = "原文里的引用 {{ … }} 与表上的字不同；覆盖以后成为固定的文字。"
        work.result.doubts.append(Doubt(found.place.label, found.where, message))
    _set(work, path, keys, new, found, lambda _: written == value)


def _lost(old: str, new: str) -> bool:
    return old.count("{{") > new.count("{{")


def _as_printed(work: _Work, text: str) -> str:
    return markdown.written(as_blocks(work.dossier, text), lambda piece: getattr(piece, "text", None) or str(piece))


def _with_references(work: _Work, old: str, value: str) -> str:
    sources = {_as_printed(work, line): line.strip() for line in old.splitlines() if line.strip()}
    return "\n".join(sources.get(line, line) for line in value.split("\n"))


def _value(work: _Work, path: str, keys: KeyPath, value: Any, found: Found) -> None:
    if value not in (None, "", []):
        _set(work, path, keys, value, found, lambda old: _bare(old) == _bare(value))


def _bare(value: Any) -> Any:
    """A value without what is empty in it, numbers by what they are worth."""
    if isinstance(value, dict):
        return {key: _bare(item) for key, item in value.items() if not _is_blank(item)}
    if isinstance(value, list):
        return [_bare(item) for item in value if not _is_blank(item)]
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return Fraction(value)
    return value.strip().rstrip("。；") if isinstance(value, str) else value


# ---- answers that are not one text ---------------------------------------------------------------------------


def _kinds(work: _Work, found: Found) -> None:
    chosen = list(found.chosen)
    _set(
        work,
        homes.HEADER,
        ("区域性质",),
        chosen,
        found,
        lambda old: isinstance(old, list) and set(map(str, old)) == set(chosen),
    )


def _day(work: _Work, found: Found) -> None:
    match = _DATE.search(_ascii_digits(found.text))
    try:
        day = date(*(int(group) for group in match.groups())) if match else None
    except ValueError:
        day = None
    if day is None:
        message = f"“{_short(found.text)}”不是完整的日期，没有导入；请在 dossier.yaml 里写成 年-月-日。"
        work.result.doubts.append(Doubt(found.place.label, found.where, message))
        return
    _value(work, homes.HEADER, ("申报日期",), day.isoformat(), found)


def _ascii_digits(text: str) -> str:
    return text.translate(str.maketrans("０１２３４５６７８９〇○", "012345678900"))


def _telephones(work: _Work, found: Found) -> None:
    numbers = [number.strip() for number in _TELEPHONES.split(found.text) if number and number.strip()]
    if len(numbers) > 2:
        work.result.doubts.append(Doubt(found.place.label, found.where, "有两个以上的号码，取前两个作电话和传真。"))
    for key, number in zip(("电话", "传真"), numbers, strict=False):
        _line(work, homes.HEADER, (key,), number, found)


def _share_lines(work: _Work, found: Found) -> None:
    """The first line states the shares, which are computed; what follows is the region's own note."""
    first, _, rest = found.text.partition("\n")
    known = work.known.get(_SHARES, ())
    stated = bool(_NUMBER.search(first)) and len(first) <= 80
    if stated:
        names = [name for name, _ in structures.shares(first)]
        if names and not work.industries:
            work.industries, work.industry_source = names, found
        _compare(work, found, known[:1] if isinstance(known, tuple) else (), printed(_first(known), found.place), first)
    _text(work, homes.REGION, _SHARE_NOTE, rest if stated else found.text, found)


def _first(known: Answer) -> Answer:
    if isinstance(known, tuple) and known and any(isinstance(p, Figure) for p in getattr(known[0], "content", ())):
        return known[:1]
    return ()


def _support(work: _Work, found: Found) -> None:
    parsed = structures.funds(found.text)
    _doubts(work, found, parsed)
    _text(work, homes.PLAN, ("可配套的政策、资金和措施等",), parsed.text, found)
    if parsed.entries:
        keys: KeyPath = ("资金", "明细")

        def same(old: Any) -> bool:
            items = _bare(old) if isinstance(old, list) else []
            return sorted(map(_shown, items), key=str) == sorted(map(_shown, _bare(parsed.entries)), key=str)

        _set(work, homes.PLAN, keys, parsed.entries, found, same)


def _projects(work: _Work, found: Found) -> None:
    parsed = structures.projects(found.text)
    _doubts(work, found, parsed)
    for entry in parsed.entries:
        at = (*_entry_at(work, homes.PLAN, ("主要工作项目",), "名称", entry.get("名称")),)
        for key, value in entry.items():
            if key in ("工作内容", "工作步骤", "工作措施"):
                _text(work, homes.PLAN, (*at, key), value, found)
            elif key in ("名称", "责任单位"):
                _line(work, homes.PLAN, (*at, key), value, found)
            else:
                _value(work, homes.PLAN, (*at, key), value, found)


def _phases(work: _Work, found: Found) -> None:
    parsed = structures.phases(found.text)
    _doubts(work, found, parsed)
    _text(work, homes.PLAN, ("工作目标说明",), parsed.text, found)
    for entry in parsed.entries:
        at = _entry_at(work, homes.PLAN, ("工作阶段",), "名称", entry.get("名称"))
        for key, value in entry.items():
            if key == "名称":
                _line(work, homes.PLAN, (*at, key), value, found)
            elif key == "指标目标":
                for target in value:
                    inner = _entry_at(work, homes.PLAN, (*at, key), "产业", target.get("产业"))
                    for name, aim in target.items():
                        _value(work, homes.PLAN, (*inner, name), aim, found)
            else:
                _value(work, homes.PLAN, (*at, key), value, found)


def _enterprises(work: _Work, rank: int, found: Found) -> None:
    parsed = structures.enterprises(found.text, work.industries)
    _doubts(work, found, parsed)
    for entry in parsed.entries:
        industry = entry.get("产业")
        at = _enterprise_at(work, entry.get("名称"), industry, rank)
        revenue = entry.pop("销售收入", None)
        for key, value in entry.items():
            if key in ("名称", "产业"):
                _line(work, homes.TOP_ENTERPRISES, (*at, key), value or "", found)
            else:
                _text(work, homes.TOP_ENTERPRISES, (*at, key), value, found)
        if revenue is not None:
            _revenue(work, (*at, "销售收入（万元）"), revenue, found)


def _revenue(work: _Work, keys: KeyPath, revenue: tuple[str, str], found: Found) -> None:
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

    if _is_blank(work.base.at(homes.TOP_ENTERPRISES, keys)) and unit != "万元":
        message = f"销售收入按表上的 {text}{unit} 折成 {plain} 万元，表上四舍五入过，请按企业报表填准确数。"
        work.result.doubts.append(Doubt(found.place.label, found.where, message))
    _set(work, homes.TOP_ENTERPRISES, keys, plain, found, same)


def _enterprise_at(work: _Work, name: str | None, industry: str | None, rank: int) -> KeyPath:
    entries = work.base.at(homes.TOP_ENTERPRISES, ("企业",)) or []
    for index, entry in enumerate(entries):
        if isinstance(entry, dict) and name and entry.get("名称") == name:
            return "企业", index
    of_industry = [
        index
        for index, entry in enumerate(entries)
        if isinstance(entry, dict) and (industry is None or entry.get("产业") == industry) and not _is_blank(entry)
    ]
    if rank < len(of_industry):
        return "企业", of_industry[rank]
    return _entry_at(work, homes.TOP_ENTERPRISES, ("企业",), "名称", name)


def _entry_at(work: _Work, path: str, keys: KeyPath, key: str, name: str | None) -> KeyPath:
    """The entry of a list with this name, else the first that is empty but for a name, else a new one."""
    entries = work.base.at(path, keys)
    entries = entries if isinstance(entries, list) else []
    used = work.used.setdefault((path, keys), set())
    rows = [entry if isinstance(entry, dict) else {} for entry in entries]
    matching = [index for index, entry in enumerate(rows) if index not in used and name and entry.get(key) == name]
    if not matching and name is None and len(rows) == 1 and 0 not in used:
        matching = [0]
    empty = [
        index
        for index, entry in enumerate(rows)
        if index not in used and _is_blank({label: value for label, value in entry.items() if label != key})
    ]
    beyond = max([len(rows) - 1, *used]) + 1
    index = matching[0] if matching else empty[0] if empty else beyond
    used.add(index)
    return (*keys, index)


def _doubts(work: _Work, found: Found, parsed: structures.Parsed) -> None:
    work.result.doubts += [Doubt(found.place.label, found.where, doubt) for doubt in parsed.doubts]


# ---- computed figures ----------------------------------------------------------------------------------------


def _compare(work: _Work, found: Found, known: Answer, said: str, text: str | None = None) -> None:
    """Hold figures of the form against the statistics. Units that differ are named; nothing is taken over."""
    text = found.text if text is None else text
    if not work.industries:
        work.industries, work.industry_source = structures.groups(text), found
    unit = found.unit or _stated_unit(found, text)
    if unit is not None:
        message = f"表上的单位是“{unit}”，不是“{found.place.unit}”，折算以后再比较。"
        work.result.doubts.append(Doubt(found.place.label, found.where, message))
    if not said:
        message = "统计数据还没有，不能核对；数据填在 statistics/ 里，不从表上导入。"
        work.result.doubts.append(Doubt(found.place.label, found.where, f"表上是“{_short(text)}”。{message}"))
        return
    stated, computed = _numbers(text, unit, found), _figures(known)
    agrees = squeezed(said) == squeezed(text) or (
        len(stated) == len(computed)
        and all(_agree(one, other, found) for one, other in zip(stated, computed, strict=True))
    )
    work.result.items.append(Item("核对" if agrees else "不符", found.place.label, found.where, None, (), text, said))


def _stated_unit(found: Found, text: str) -> str | None:
    """A unit written behind the number that is not the form's."""
    units = {match.group(2) for match in _NUMBER.finditer(text) if match.group(2)}
    wanted = {found.place.unit, "％" if found.place.unit == "%" else "个" if found.place.unit == "家" else None}
    odd = sorted(unit for unit in units - wanted if unit)
    return odd[0] if len(odd) == 1 and found.place.unit else None


def _numbers(text: str, unit: str | None, found: Found) -> list[tuple[Fraction, int]]:
    """Each number in the place's unit, with its decimals as written."""
    made = []
    wanted = found.place.unit
    for match in _NUMBER.finditer(re.sub(r"\d{4}年", "", _ascii_digits(text).replace("．", "."))):
        plain = match.group(1).replace(",", "").replace("，", "")
        factor = Fraction(1)
        if unit in structures.TO_WAN and wanted in structures.TO_WAN:
            factor = Fraction(structures.TO_WAN[unit]) / Fraction(structures.TO_WAN[wanted])
        made.append((Fraction(plain) * factor, len(plain.partition(".")[2]) if factor == 1 else 6))
    return made


def _figures(known: Answer) -> list[Figure]:
    blocks = known if isinstance(known, tuple) else ()
    return [piece for block in blocks for piece in getattr(block, "content", ()) if isinstance(piece, Figure)]


def _agree(stated: tuple[Fraction, int], figure: Figure, found: Found) -> bool:
    """Whether a stated number is the exact one, rounded no coarser than to its own decimals."""
    value, decimals = stated
    exact = figure.value * FACTORS[figure.unit, found.place.unit or figure.unit]
    places = min(decimals, found.place.decimals)
    return rounded(exact, places) == rounded(value, places) if places else rounded(exact, 0) == rounded(value, 0)


_SPECIAL: dict[str, Callable[[_Work, Found], None]] = {
    "区域性质": _kinds,
    "申报日期": _day,
    "电话/传真": _telephones,
    _SHARES: _share_lines,
    "可配套的政策、资金和措施等": _support,
    "主要工作项目": _projects,
    "工作目标": _phases,
}
