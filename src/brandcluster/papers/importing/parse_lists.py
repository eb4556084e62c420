"""Texts as people wrote them on a form → the lists that a dossier keeps: projects, phases, funds, enterprises.

What the forms print has a shape: numbered headings, labels before their parts, tables with known heads. Where a text
has that shape it is taken apart; where it has not, it stays whole at the nearest place, and that is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, get_args

from brandcluster.base.numbers import chinese_numeral
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier.model.fields import OTHER_INDUSTRY
from brandcluster.dossier.model.plan import WorkContent
from brandcluster.papers import markdown
from brandcluster.papers.content import Paragraph, Strong, Table, inline_text
from brandcluster.papers.forms.answer_table import ENTERPRISE_LABELS, PROJECT_LABELS
from brandcluster.papers.labels.find_labels import squeeze

Entry = dict[str, Any]
#: One of the dossier's units in another that people write amounts in.
TO_WAN = {"万元": Decimal(1), "亿元": Decimal(10_000), "千元": Decimal("0.1"), "元": Decimal("0.0001")}

TOTAL = "合计"

_WORK_CONTENTS: tuple[str, ...] = get_args(WorkContent)
_HEADING = late_pattern(r"[（(]([一二三四五六七八九十]{1,3})[）)]\s*(.*)", re.DOTALL)
_MONTH = late_pattern(r"(\d{4})\s*年\s*(\d{1,2})\s*月")
_SPAN_END = late_pattern(r"[（(]([^（()）]*\d{4}年\d{1,2}月[^（()）]*|[^（()）]*至[^（()）]*)[）)]\s*\Z")
_MILESTONE = late_pattern(r"\s*(\d{4})年(\d{1,2})月(?:底|末|前)?[，,：:\s]*(.*)\Z", re.DOTALL)
_QUANTITY = late_pattern(r"(\d[\d,，]*(?:\.\d+)?)\s*(\S*)\Z")
_REVENUE = late_pattern(r"[，,]\s*(?:\d{4}年)?(?:度)?销售收入\s*([\d,，.]+)\s*(亿元|万元|千元|元)。?")
_SUMS = frozenset(("小计", "合计", "总计", "各年合计"))


@dataclass(frozen=True, slots=True)
class TextLine:
    """A paragraph: what it says, and its pieces."""

    plain: str
    pieces: tuple[tuple[str, bool], ...]

    def rest(self, length: int) -> str:
        """The Markdown of the line without its first characters."""
        made = []
        for text, bold in self.pieces:
            made.append((text[length:], bold))
            length = max(length - len(text), 0)
        return markdown.write_line(made)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table by its head and rows; `source` is its Markdown."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    source: str

    def column(self, *words: str) -> int | None:
        """The first column whose head holds one of the words."""
        return next((index for index, title in enumerate(self.head) if any(word in title for word in words)), None)


@dataclass(slots=True)
class Parsed:
    """What a text gave: entries, the text that belongs to none, and what a person must look at."""

    entries: list[Entry] = field(default_factory=list)
    text: str = ""
    doubts: list[str] = field(default_factory=list)


def split_items(text: str) -> list[TextLine | Grid]:
    """The paragraphs and tables of a text."""
    made: list[TextLine | Grid] = []
    for block in markdown.parse_blocks(text):
        if isinstance(block, Paragraph):
            pieces = tuple((inline_text(piece), isinstance(piece, Strong)) for piece in block.content)
            made.append(TextLine("".join(piece for piece, _ in pieces), pieces))
        else:
            made.append(_grid(block))
    return made


def _grid(table: Table) -> Grid:
    rows = tuple(tuple(inline_text(piece) for piece in row) for row in table.rows)
    head = tuple(squeeze(column.title) for column in table.columns)
    return Grid(head, rows, markdown.write_blocks([table], inline_text))


def _source(item: TextLine | Grid) -> str:
    return item.source if isinstance(item, Grid) else item.rest(0)


# ---- numbers and months --------------------------------------------------------------------------------------


def parse_number(text: str) -> Decimal | None:
    """The number that a text is, with or without separated thousands; None when it is no number."""
    plain = squeeze(text).replace(",", "")
    try:
        return Decimal(plain) if re.fullmatch(r"\d+(\.\d+)?", plain) else None
    except InvalidOperation:
        return None


def parse_span(text: str) -> tuple[str | None, str | None]:
    """The first and last month that a text names, each as YYYY-MM; None where it names none."""
    before, found, after = text.partition("至")
    if not found:
        before, found, after = re.sub("[—–~]+", "-", text).partition("-")
    first, last = _month(before), _month(after)
    return first, last


def _month(text: str) -> str | None:
    match = _MONTH.search(text)
    return f"{match.group(1)}-{int(match.group(2)):02d}" if match and 1 <= int(match.group(2)) <= 12 else None


# ---- projects ------------------------------------------------------------------------------------------------


def parse_projects(text: str) -> Parsed:
    """四、主要工作项目: an entry for each project, by the keys of plan.yaml. Unlabelled text goes into 工作内容."""
    found = split_items(text)
    parsed = Parsed()
    labelled = any(_label(item, PROJECT_LABELS) for item in found)
    texts: dict[str, list[str]] = {}
    part = "工作内容"
    for index, item in enumerate(found):
        heading = _next_heading(item, len(parsed.entries))
        if heading is not None and (not labelled or _opens_project(found, index)):
            _finish_project(parsed, texts)
            parsed.entries.append({"名称": heading})
            texts, part = {}, "工作内容"
            continue
        if not parsed.entries:
            parsed.text += _source(item) + "\n"
            continue
        label = _label(item, PROJECT_LABELS)
        if label is not None and isinstance(item, TextLine):
            part = label
            texts.setdefault(part, [])
            rest = item.rest(item.plain.index(label) + len(label) + 1)
            texts[part] += [rest] if rest else []
        else:
            texts.setdefault(part, []).append(_source(item))
    _finish_project(parsed, texts)
    if not parsed.entries and parsed.text:
        parsed.entries.append({"工作内容": parsed.text.strip()})
        parsed.text = ""
        parsed.doubts.append("没有分出各个项目（每个项目以“（一）名称”开头），全文放在一个项目的“工作内容”里，请分开。")
    elif parsed.entries and not labelled:
        parsed.doubts.append("项目里没有“起止时间：”“工作步骤：”等分项，正文都放在“工作内容”里，请分开。")
    if parsed.entries and parsed.text:
        first = parsed.entries[0]
        first["工作内容"] = (parsed.text + str(first.get("工作内容", ""))).strip()
        parsed.doubts.append("第一个项目之前的文字放进了它的“工作内容”，请核对。")
        parsed.text = ""
    return parsed


def _label(item: TextLine | Grid, labels: Sequence[str]) -> str | None:
    if not isinstance(item, TextLine):
        return None
    return next((label for label in labels if item.plain.startswith((f"{label}：", f"{label}:"))), None)


def _next_heading(item: TextLine | Grid, count: int) -> str | None:
    """The heading behind （一） when its number is the next one; None otherwise."""
    match = _HEADING.match(item.plain) if isinstance(item, TextLine) else None
    return match.group(2).strip() if match and match.group(1) == chinese_numeral(count + 1) else None


def _opens_project(found: Sequence[TextLine | Grid], index: int) -> bool:
    """Whether a heading is a project's: its parts follow, or the next heading, or nothing."""
    if index + 1 >= len(found):
        return True
    behind = found[index + 1]
    return _label(behind, PROJECT_LABELS) is not None or (
        isinstance(behind, TextLine) and _HEADING.match(behind.plain) is not None
    )


def _finish_project(parsed: Parsed, texts: dict[str, list[str]]) -> None:
    if not parsed.entries:
        return
    entry = parsed.entries[-1]
    name = entry["名称"]
    start, end = parse_span(" ".join(texts.pop("起止时间", [])))
    serves = "".join(texts.pop("对应试点示范工作内容", []))
    milestones = "".join(texts.pop("时间节点", []))
    if serves:
        entry["对应工作内容"] = sorted((work for work in _WORK_CONTENTS if work in serves), key=serves.index)
        if not entry["对应工作内容"]:
            parsed.doubts.append(f"项目“{name}”对应的工作内容没有认出来。")
    entry |= {key: value for key, value in (("开始时间", start), ("完成时间", end)) if value}
    owner = "".join(texts.pop("责任单位", []))
    if owner:
        entry["责任单位"] = owner
    entry |= {label: "\n".join(lines) for label, lines in texts.items() if lines}
    if milestones:
        entry["时间节点"], rest = _milestones(milestones)
        if rest:
            parsed.doubts.append(f"项目“{name}”的时间节点没有年月：{rest[:40]}。")


def _milestones(text: str) -> tuple[list[Entry], str]:
    made: list[Entry] = []
    rest = []
    for piece in re.split("[；;]", text.rstrip("。")):
        match = _MILESTONE.match(piece)
        if match and 1 <= int(match.group(2)) <= 12:
            made.append({"时间": f"{match.group(1)}-{int(match.group(2)):02d}", "节点": match.group(3).strip("。 ")})
        elif made:
            made[-1]["节点"] += f"；{piece}"
        elif piece.strip():
            rest.append(piece)
    return made, "；".join(rest)


# ---- targets -------------------------------------------------------------------------------------------------

_INDICATORS = {
    "工业增加值率": "工业增加值率（%）",
    "自主品牌销售": "以自主品牌销售产品比重（%）",
    "新产品产值率": "新产品产值率（%）",
    "国际先进标准": "采用国际先进标准的产品比重（%）",
    "品牌管理体系": "品牌管理体系有效运行的企业比重（%）",
}


def parse_phases(text: str) -> Parsed:
    """五、工作目标: an entry for each phase; `text` is what belongs to none of them."""
    found = split_items(text)
    parsed = Parsed()
    before: list[str] = []
    caption = ""
    for index, item in enumerate(found):
        heading = _next_heading(item, len(parsed.entries))
        if heading is not None and _is_phase(heading, found, index):
            parsed.entries.append(_phase(heading))
            continue
        if isinstance(item, Grid) and parsed.entries and _targets(parsed, item, caption):
            caption = ""
            continue
        if caption:
            _loose(parsed, before, caption)
        behind = found[index + 1] if index + 1 < len(found) else None
        caption = ""
        if parsed.entries and isinstance(item, TextLine) and isinstance(behind, Grid):
            caption = item.plain
        else:
            _loose(parsed, before, _source(item))
    if caption:
        _loose(parsed, before, caption)
    parsed.text = "\n".join(before)
    if not parsed.entries and parsed.text:
        parsed.doubts.append("没有认出分阶段的目标表，全文放在“工作目标说明”里；请照它填写“工作阶段”。")
    return parsed


def _loose(parsed: Parsed, before: list[str], source: str) -> None:
    if parsed.entries:
        parsed.doubts.append(
            f"“{parsed.entries[-1].get('名称', '')}”里这句话没有地方放，接在“工作目标说明”后面：{source[:30]}"
        )
    before.append(source)


def _is_phase(heading: str, found: Sequence[TextLine | Grid], index: int) -> bool:
    return (
        bool(_SPAN_END.search(heading))
        or ("阶段" in heading and len(heading) <= 30)
        or (any(isinstance(item, Grid) for item in found[index + 1 : index + 3]) and len(heading) <= 40)
    )


def _phase(heading: str) -> Entry:
    match = _SPAN_END.search(heading)
    entry: Entry = {"名称": heading[: match.start()].strip() if match else heading}
    start, end = parse_span(match.group(1)) if match else (None, None)
    return entry | {key: value for key, value in (("开始", start), ("结束", end)) if value}


def _targets(parsed: Parsed, grid: Grid, caption: str) -> bool:
    """Add the targets of a table to the last phase; False when it is neither of the two kinds of table."""
    entry = parsed.entries[-1]
    project, aim, quantity = grid.column("项目"), grid.column("目标"), grid.column("量化", "数值", "目标值")
    indicator = grid.column("指标")
    if indicator is not None and (goal := grid.column("目标", "阶段末", "达到")) is not None:
        entry.setdefault("指标目标", []).append(_indicator_target(parsed, grid, caption, indicator, goal))
        return True
    if project is None or aim is None or quantity is None:
        return False
    for row in grid.rows:
        match = _QUANTITY.match(row[quantity])
        made: Entry = {"项目": row[project], "目标": row[aim]}
        if match:
            made["数值"] = parse_number(match.group(1))
            made["单位"] = match.group(2)
        elif row[quantity]:
            parsed.doubts.append(f"量化值“{row[quantity][:20]}”不是数。")
        entry.setdefault("项目目标", []).append({key: value for key, value in made.items() if value not in (None, "")})
    return True


def _indicator_target(parsed: Parsed, grid: Grid, caption: str, indicator: int, goal: int) -> Entry:
    made: Entry = {}
    industry = re.search(r"[（(]([^（()）]+)[）)]\s*\Z", caption)
    if industry:
        made["产业"] = industry.group(1)
    for row in grid.rows:
        key = next((key for word, key in _INDICATORS.items() if word in row[indicator]), None)
        value = parse_number(row[goal].rstrip("%％ "))
        if key and value is not None:
            made[key] = value
        elif row[goal]:
            parsed.doubts.append(f"指标目标“{row[indicator][:20]}：{row[goal][:20]}”没有认出来。")
    return made


# ---- funds ---------------------------------------------------------------------------------------------------


def parse_funds(text: str) -> Parsed:
    """三、可配套的政策、资金和措施等: the items of the table of funds, and the text without it."""
    found = split_items(text)
    parsed = Parsed()
    kept: list[TextLine | Grid] = []
    for item in found:
        if isinstance(item, Grid) and _fund_items(parsed, item):
            if (
                kept
                and isinstance(kept[-1], TextLine)
                and squeeze(kept[-1].plain) in ("资金投入计划", "资金投入计划表")
            ):
                kept.pop()
            continue
        kept.append(item)
    parsed.text = "\n".join(_source(item) for item in kept)
    return parsed


def _fund_items(parsed: Parsed, grid: Grid) -> bool:
    year, source, amount = grid.column("年"), grid.column("来源"), grid.column("金额", "资金额")
    if year is None or source is None or amount is None:
        return False
    unit = next((unit for unit in ("亿元", "千元", "万元") if unit in grid.head[amount]), None)
    if unit != "万元":
        parsed.doubts.append(f"资金表的金额单位是“{unit or '没有写明'}”，按{unit or '万元'}折成万元，请核对。")
    purpose, steps = grid.column("方向", "用途"), grid.column("步骤", "方式")
    current, total = None, Decimal(0)
    for row in grid.rows:
        stated = re.search(r"\d{4}", row[year])
        current = int(stated.group()) if stated else current
        value = parse_number(row[amount])
        if any(squeeze(cell) in _SUMS for cell in row):
            if "总计" in (squeeze(row[year]), squeeze(row[source])) and value is not None and value != total:
                parsed.doubts.append(f"资金表的总计 {row[amount]} 与各行之和 {total} 不一致。")
            continue
        if not any(row):
            continue
        entry: Entry = {"年份": current, "来源": row[source]}
        if value is not None:
            total += value
            entry["金额（万元）"] = value * TO_WAN[unit or "万元"]
        elif row[amount]:
            parsed.doubts.append(f"资金表的金额“{row[amount][:20]}”不是数。")
        for key, column in (("支持方向", purpose), ("投入步骤", steps)):
            if column is not None:
                entry[key] = row[column]
        parsed.entries.append({key: value for key, value in entry.items() if value not in (None, "")})
    return True


# ---- enterprises ---------------------------------------------------------------------------------------------


def parse_enterprises(text: str, industries: Sequence[str]) -> Parsed:
    """企业1：, 企业2：, 企业3：: an entry for the enterprise of that rank in each leading industry, or several of one."""
    parsed = Parsed()
    texts: dict[str, list[str]] = {}
    part = ""
    for item in split_items(text):
        lead = _enterprise_lead(item, industries, first=not parsed.entries)
        if lead is not None:
            _finish_enterprise(parsed, texts)
            parsed.entries.append(lead)
            rest = lead.pop("余文", "")
            texts, part = ({"行业影响力": [rest]} if rest else {}), "行业影响力"
            continue
        label = _label(item, ENTERPRISE_LABELS)
        if label is not None and isinstance(item, TextLine):
            part = label
            texts.setdefault(part, []).append(item.rest(len(label) + 1))
        else:
            texts.setdefault(part or "行业影响力", []).append(_source(item))
    _finish_enterprise(parsed, texts)
    return parsed


def _enterprise_lead(item: TextLine | Grid, industries: Sequence[str], *, first: bool) -> Entry | None:
    if not isinstance(item, TextLine):
        return {"名称": None} if first else None
    plain, entry = item.plain, {}
    for name in industries if len(industries) > 1 else ():
        # “阀门：”, “（阀门）”, “阀门企业1：”
        named = re.match(rf"[（(]{re.escape(name)}[）)]|{re.escape(name)}(?:企业\s?\d)?[：:]", plain)
        if named:
            entry["产业"] = name
            plain = plain[named.end() :]
            break
    if not first and not entry:
        return None
    revenue = _REVENUE.search(plain)
    if revenue:
        return {
            **entry,
            "名称": plain[: revenue.start()].strip(),
            "销售收入": (revenue.group(1), revenue.group(2)),
            "余文": plain[revenue.end() :].strip(),
        }
    if _label(item, ENTERPRISE_LABELS):
        return None
    name, stop, rest = (
        re.sub("。", "，", plain, count=1).partition("，") if len(plain) > 40 else (plain.rstrip("。"), "", "")
    )
    return {**entry, "名称": name.strip(), "余文": rest.strip() if stop else ""}


def _finish_enterprise(parsed: Parsed, texts: dict[str, list[str]]) -> None:
    if not parsed.entries:
        return
    entry = parsed.entries[-1]
    if texts and not any(label in texts for label in ENTERPRISE_LABELS[:3]):
        parsed.doubts.append(
            f"“{entry.get('名称') or ''}”没有分“自主品牌情况：”等四项，正文放在“行业影响力”里，请分开。"
        )
    entry |= {label: "\n".join(line for line in lines if line) for label, lines in texts.items() if any(lines)}


# ---- shares --------------------------------------------------------------------------------------------------

_SHARE = late_pattern(r"([^\W\d_][^；;，,\d]*?)\s*[:：为约占]*\s*(\d+(?:\.\d+)?)\s*[%％]")


def industries_beside_total(text: str) -> list[str]:
    """The names of the leading industries in a line of figures that begins with 合计."""
    names = re.findall(r"[；;]\s*([^；;\d]+?)\s*\d", text) if squeeze(text).startswith(TOTAL) else []
    return [name for name in names if name != OTHER_INDUSTRY]


def parse_shares(text: str) -> Iterator[tuple[str, str]]:
    """Each leading industry that a line of shares names, with its share in percent as written."""
    for match in _SHARE.finditer(text):
        name = match.group(1).strip("：: ")
        if len(name) <= 20:
            yield name, match.group(2)
