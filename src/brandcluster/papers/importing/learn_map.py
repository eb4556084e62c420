"""A province's own blank → a proposed label map: the labels that were recognised, their answers, and what is left over.

A proposal only uses labels as the blank prints them and places that filling finds again; what is doubtful is a comment
beside the place, what is left over is listed at the end. A person reads it before it is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from brandcluster.base import resources
from brandcluster.base.diagnostics import Location
from brandcluster.dossier.model.fields import Part, Text, form_field, form_list
from brandcluster.formats.word.page import END, SOFT, TABLE_MARK, Flow, PageContent
from brandcluster.formats.word.parts import DOCUMENT, Parts, parse_xml
from brandcluster.formats.yaml.document import read_document
from brandcluster.papers.forms.answer_table import COMPUTED, ROW_BY_NAME
from brandcluster.papers.labels import places
from brandcluster.papers.labels.find_labels import squeeze
from brandcluster.papers.labels.label_map import FormPlace, Kind, LabelMap
from brandcluster.papers.labels.places import BLANK, BOX

#: From here on a wording is taken for a known one, and said to be a guess.
NEAR = 0.78
_UNIT = re.compile(r"\(?[(,](亿元|万元|千元|元|%|家)\)")
_BRACKET = re.compile(r"\([^()]*\)\Z")
_HEADING = re.compile(r"(?:[一二三四五六七八九十]{1,3},|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.,、])")
_SEALS = ("公章", "盖章", "日期", "年月日")


class Wording(Part):
    """Other wordings of one answer's label."""

    asks: Text | None = form_field("答案", "哪一项答案。")
    labels: list[Text] = form_list("标签", "常见的写法。")


class Wordings(Part):
    """templates/forms/wordings.yaml"""

    wordings: list[Wording] = form_list("写法", "每项答案的其他写法。")


@dataclass(frozen=True, slots=True)
class ProposedPlace:
    """A place of the proposal; `guess` says why a person should look at it."""

    place: FormPlace
    guess: str = ""


@dataclass(slots=True)
class LearnedMap:
    """What was recognised in a blank: its places, labels that were not, and answers that found no place."""

    title: str
    places: list[ProposedPlace] = field(default_factory=list)
    left_over: list[tuple[str, str]] = field(default_factory=list)
    unplaced: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Spot:
    """Something in the blank that may be a label: its text as printed, its flow, and how an answer would stand."""

    label: str
    kind: Kind
    flow: Flow
    start: int
    prompt: str = ""
    boxes: str = ""
    suffix: str = ""


def learn_label_map(blank_parts: Parts, content: PageContent, maps: Sequence[LabelMap]) -> LearnedMap:
    """The map proposed for a blank: its labels are matched with those of known maps and with wordings.yaml."""
    known = _wordings(maps)
    options = next((p.options for m in maps for p in m.places if p.kind == "方框"), {})
    aliases = next((p.option_aliases for m in maps for p in m.places if p.kind == "方框"), {})
    spots = list(_spots(content))
    matches = _matched(spots, known)
    learned = LearnedMap(_title(content))
    for index, spot in enumerate(spots):
        if index in matches:
            name, exact = matches[index]
            learned.places.append(_proposed(spot, name, exact, options, aliases))
        elif spot.label and not _is_seal(spot.label):
            learned.left_over.append((spot.label, spot.flow.where(spot.start)))
    _drop_what_is_not_found_again(blank_parts, learned)
    placed = {proposed.place.answer for proposed in learned.places}
    asked = [place.answer for each in maps for place in each.places if place.answer is not None]
    learned.unplaced = [name for name in dict.fromkeys(asked) if name not in placed]
    return learned


def write_label_map(learned: LearnedMap, identifier: str, blank: str) -> str:
    """The proposal as the text of a label map, with comments on what a person must check."""
    lines = [
        "# 由空白表生成的栏目对照表，请逐行核对：栏目认得对不对，答案填的地方对不对。",
        "# 用法：brandcluster render 文件夹 --form 本文件；读回：brandcluster import 填好的表.docx 文件夹 --form 本文件",
        "",
        f"表格: {_quoted(identifier)}",
        f"名称: {_quoted(learned.title)}",
        f"空白表: {_quoted(blank)}",
        "",
        "位置:",
    ]
    for proposed in learned.places:
        if proposed.guess:
            lines.append(f"  # 请核对：{proposed.guess}")
        lines += _entry(proposed.place)
    if learned.left_over:
        lines += ["", "# 没有认出的栏目。需要填的，照上面的样子加一条；不用填的不必管："]
        lines += [f"#   {label}〔{where}〕" for label, where in learned.left_over]
    if learned.unplaced:
        lines += ["", f"# 表上没有找到地方的答案：{'、'.join(learned.unplaced)}"]
    return "\n".join(lines) + "\n"


# ---- what may be a label -------------------------------------------------------------------------------------


def _spots(content: PageContent) -> Iterator[_Spot]:
    for flow in content.flows:
        if flow.cell is not None and flow.cell.continues:
            continue
        yield from _cell_spots(flow) if flow.cell is not None else _page_spots(flow)


def _cell_spots(flow: Flow) -> Iterator[_Spot]:
    """The labels of a cell: the whole cell before an empty one or one with boxes; else each prompt in it."""
    right = flow.cell.right if flow.cell is not None else None
    text = _words(flow.text)
    beside = "" if right is None else right.flow.text.strip()
    if (
        text
        and right is not None
        and not right.continues
        and (not beside.strip(BLANK) or BOX in beside)
        and BOX not in text
    ):
        yield _Spot(text, "方框" if BOX in beside else "右侧单元格", flow, 0, boxes=beside)
        return
    seals = any(_is_seal(_words(line)) for _, line in _lines(flow))
    for start, line in _lines(flow):
        pieces = [piece for piece in re.split(r"(?<=[：:])[ 　\t_＿]{2,}", line.strip()) if piece.strip(BLANK)]
        labels = [piece for piece in pieces if piece.rstrip(BLANK).endswith(("：", ":"))]
        if len(labels) > 1:
            yield from (_Spot(label.strip(BLANK), "行内空白", flow, start) for label in labels)
        elif _is_prompt(line):
            yield _Spot(line.strip(BLANK), "意见栏" if seals else "提示下", flow, start)


def _is_prompt(line: str) -> bool:
    text = line.strip(BLANK)
    return (
        bool(text)
        and (text.endswith(("：", ":")) or bool(re.search(r"[：:][（(][^（）()]*[）)]\Z", text)))
        and len(text) <= 60
    )


def _page_spots(flow: Flow) -> Iterator[_Spot]:
    lines = [(start, line) for start, line in _lines(flow) if line.strip(BLANK)]
    heads = [bool(_HEADING.match(squeeze(line))) and len(squeeze(line)) <= 30 for _, line in lines]
    for index, (start, line) in enumerate(lines):
        cover = re.match(r"\s*([^：:]{2,20}[：:])[ 　\t_＿]*([（(][^（）()]{1,6}[）)])?[ 　\t_＿]*\Z", line)
        if cover:
            yield _Spot(cover.group(1).strip(), "封面行", flow, start, suffix=cover.group(2) or "")
        elif heads[index]:
            behind = next((at for at in range(index + 1, len(lines)) if heads[at]), len(lines))
            prompts = [text.strip() for _, text in lines[index + 1 : behind] if TABLE_MARK not in text]
            has_table = any(TABLE_MARK in text for _, text in lines[index + 1 : behind])
            yield _Spot(line.strip(), "标题下", flow, start, "" if has_table else "\n".join(prompts))


def _lines(flow: Flow) -> Iterator[tuple[int, str]]:
    start = 0
    for line in flow.text.split(END):
        yield start, line.replace(SOFT, "")
        start += len(line) + 1


def _words(text: str) -> str:
    return "".join(text.replace(SOFT, "").split())


def _is_seal(label: str) -> bool:
    bare = squeeze(label).strip(":()")
    return bare in _SEALS or bool(bare and re.fullmatch(r"年?月?日?", bare))


def _title(content: PageContent) -> str:
    """The longest line at the top that looks like a form's name."""
    lines = [_words(line) for _, line in _lines(content.body)][:12]
    named = [line for line in lines if line.endswith(("表", "书", "书》", "方案")) and TABLE_MARK not in line]
    return max(named, key=len) if named else next((line for line in lines if line and TABLE_MARK not in line), "表格")


# ---- which answer --------------------------------------------------------------------------------------------


def _wordings(maps: Sequence[LabelMap]) -> dict[str, list[str]]:
    """Each answer's labels, squeezed to what tells them apart; the maps' own first."""
    found: dict[str, list[str]] = {}
    for each in maps:
        for place in each.places:
            if place.answer is not None:
                found.setdefault(place.answer, []).extend(_core(label) for label in (place.label, *place.aliases))
    path = resources.folder("templates") / "forms" / "wordings.yaml"
    data = read_document(path.name, resources.own_bytes(path)).data
    for wording in Wordings.model_validate(data).wordings:
        found.setdefault(wording.asks or "", []).extend(_core(label) for label in wording.labels)
    return found


def _core(label: str) -> str:
    """A label without number, unit, bracket and colon."""
    text = _HEADING.sub("", squeeze(label), count=1) if _HEADING.match(squeeze(label)) else squeeze(label)
    text = text.rstrip(":")
    while (shorter := _BRACKET.sub("", text).rstrip(":")) != text and shorter:
        text = shorter
    return text


def _matched(spots: Sequence[_Spot], known: Mapping[str, list[str]]) -> dict[int, tuple[str, bool]]:
    """The answer of each recognised spot by its index, and whether its wording is known exactly.

    The surest match wins; an answer is given once to each kind of place.
    """
    scored = []
    for index, spot in enumerate(spots):
        core = _core(spot.label)
        for name, labels in known.items():
            score = max((_score(core, label) for label in labels), default=0.0)
            if score >= NEAR and _can_hold(spot, name):
                scored.append((-score, index, name))
    found: dict[int, tuple[str, bool]] = {}
    for score, index, name in sorted(scored):
        repeated = any(other == name and spots[at].kind == spots[index].kind for at, (other, _) in found.items())
        if index not in found and not repeated:
            found[index] = (name, score == -1.0)
    return found


def _score(core: str, label: str) -> float:
    if core == label:
        return 1.0
    if len(core) < 3 or not label:
        return 0.0
    matcher = SequenceMatcher(None, core, label, autojunk=False)
    return min(matcher.ratio(), 0.99) if matcher.quick_ratio() >= NEAR else 0.0


def _can_hold(spot: _Spot, name: str) -> bool:
    """Whether a spot can hold an answer: boxes hold the kind of region, and nothing else does."""
    row = ROW_BY_NAME.get(name)
    return (spot.kind == "方框") == (row is not None and row.kind == "boxes")


def _proposed(
    spot: _Spot, name: str, exact: bool, options: Mapping[str, str], aliases: Mapping[str, tuple[str, ...]]
) -> ProposedPlace:
    unit = _UNIT.search(squeeze(spot.label))
    named = unit.group(1) if unit else None
    row = ROW_BY_NAME.get(name)
    figure = None if row is None else row.unit
    is_share = row is not None and row.kind in COMPUTED and figure == "%"
    kind: Kind = "提示后" if spot.kind == "提示下" and is_share else spot.kind
    place = FormPlace(
        label=spot.label,
        kind=kind,
        answer=name,
        location=Location(""),
        unit=named or figure,  # type: ignore[arg-type]  # a pattern's group is any text to the checker
        with_unit=figure is not None and named is None,
        prompt=spot.prompt or None,
        suffix=spot.suffix or None,
        options=_options(spot.boxes, options, aliases) if kind == "方框" else {},
    )
    guesses = [] if exact else [f"“{spot.label}”与“{name}”相近，是不是它？"]
    if kind == "方框" and len(place.options) < len(options):
        guesses.append(f"没有找到这些方框：{'、'.join(value for value in options if value not in place.options)}。")
    return ProposedPlace(place, "".join(guesses))


def _options(content: str, options: Mapping[str, str], aliases: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The dossier's word for each box of the blank."""
    boxes = [_words(piece) for piece in re.split(BOX, content)[1:]]
    found: dict[str, str] = {}
    for value, label in options.items():
        known = [squeeze(word) for word in (value, label, *aliases.get(value, ()))]
        scores = [(max(_score(squeeze(box), word) for word in known), box) for box in boxes if box]
        best = max(scores, default=(0.0, ""))
        if best[0] >= NEAR and best[1] not in found.values():
            found[value] = best[1]
    return found


def _drop_what_is_not_found_again(blank_parts: Parts, learned: LearnedMap) -> None:
    """Keep only places that filling finds in the blank; the others are left over."""
    root = parse_xml(blank_parts[DOCUMENT])
    for proposed in list(learned.places):
        trial = LabelMap("", "", "", (proposed.place,), {}, Location(""))
        problems = places.locate_places(root, trial)[1]
        if problems:
            learned.places.remove(proposed)
            learned.left_over.append((proposed.place.label, problems[0].message))


# ---- writing -------------------------------------------------------------------------------------------------


def _entry(place: FormPlace) -> list[str]:
    pairs = [("标签", place.label), ("方式", place.kind), ("答案", place.answer or "")]
    pairs += [("后文", place.suffix)] if place.suffix else []
    if place.unit is not None:
        pairs += [("单位", place.unit)]
        pairs += [("小数位", "2")] if place.unit != "家" else []
        pairs += [("带单位", "是")] if place.with_unit else []
    if not place.options and not place.prompt:
        return ["  - {" + ", ".join(f"{key}: {_quoted(value)}" for key, value in pairs) + "}"]
    lines = [f"{'  - ' if index == 0 else '    '}{key}: {_quoted(value)}" for index, (key, value) in enumerate(pairs)]
    if place.prompt:
        lines += ["    提示: |", *(f"      {line}" for line in place.prompt.split("\n"))]
    if place.options:
        lines.append("    选项:")
        lines += [
            f"      - {{答案: {_quoted(value)}, 文字: {_quoted(label)}}}" for value, label in place.options.items()
        ]
    return lines


def _quoted(value: str) -> str:
    import json

    if value.isdecimal() or re.fullmatch(r"[^\W\d_][\w（）、/.-]*", value):
        return value
    return json.dumps(value, ensure_ascii=False)
