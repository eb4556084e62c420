"""A province's own blank → a proposed label map: the labels that were recognised, their answers, and what is left over.

A proposal only uses labels as the blank prints them and places that filling finds again; what is doubtful is a comment
beside the place, what is left over is listed at the end. A person reads it before it is used.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from brandcluster.base import resources
from brandcluster.base.diagnostics import Diagnostic, Location
from brandcluster.dossier.indicators.measure import INDICATORS
from brandcluster.dossier.model.fields import Part, Text, form_field, form_list
from brandcluster.formats.word.page import END, SOFT, TABLE_MARK, Flow, PageContent
from brandcluster.formats.word.parts import DOCUMENT, Parts, parse_xml
from brandcluster.formats.yaml.document import read_document
from brandcluster.papers.forms.answer_table import COMPUTED, ROW_BY_NAME
from brandcluster.papers.importing.blank_gaps import gap_of, is_bare_seal
from brandcluster.papers.importing.blank_spots import find_spots
from brandcluster.papers.importing.label_meaning import (
    HEADING,
    heading_figure,
    likeness,
    meaning_of,
    opinion_of,
    unit_in,
)
from brandcluster.papers.importing.line_spots import LabelSpot
from brandcluster.papers.labels import places
from brandcluster.papers.labels.find_labels import squeeze
from brandcluster.papers.labels.grid import Grids
from brandcluster.papers.labels.label_map import DEFAULT_DECIMALS, FormPlace, Kind, LabelMap
from brandcluster.papers.labels.places import BOX, BOXES, DATE_GAP

#: From here on a box is taken for a known one.
NEAR_OPTION = 0.78


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
    #: Labels with an answer beside them, where the document is a filled form.
    filled: list[str] = field(default_factory=list)


def learn_label_map(blank_parts: Parts, content: PageContent, maps: Sequence[LabelMap]) -> LearnedMap:
    """The map proposed for a blank: its labels are matched with those of known maps and with wordings.yaml."""
    known = _wordings(maps)
    boxes = next((p for m in maps for p in m.places if p.kind == "方框"), None)
    spots = list(find_spots(content))
    same = _by_words(content)
    matches = _matched(spots, known)
    learned = LearnedMap(_title(content), filled=_filled_in(content, known))
    for index, spot in enumerate(spots):
        if index in matches and spot.kind is not None:
            name, exact = matches[index]
            proposed = _proposed(spot, name, exact, boxes)
            learned.places.append(replace(proposed, place=_numbered(same, spot, proposed.place)))
        elif spot.label and not is_bare_seal(spot.label) and (spot.sure or _is_known(spot, known)):
            heading = f"（{spot.column}）" if spot.column else ""
            learned.left_over.append((spot.label + heading, spot.why or spot.flow.where(spot.start)))
    _keep_what_is_found_again(blank_parts, learned)
    learned.left_over = list(dict.fromkeys(learned.left_over))
    placed = {proposed.place.answer for proposed in learned.places}
    asked = [place.answer for each in maps for place in each.places if place.answer is not None]
    learned.unplaced = [name for name in dict.fromkeys(asked) if name not in placed]
    return learned


# ---- the whole -----------------------------------------------------------------------------------------------


def _title(content: PageContent) -> str:
    """The longest line at the top that looks like a form's name."""
    lines = ["".join(line.split()) for line in content.body.text.replace(SOFT, "").split(END)][:12]
    named = [line for line in lines if line.endswith(("表", "书", "书》", "方案")) and TABLE_MARK not in line]
    return max(named, key=len) if named else next((line for line in lines if line and TABLE_MARK not in line), "表格")


def _is_known(spot: LabelSpot, known: Mapping[str, list[str]]) -> bool:
    core = meaning_of(spot.label).core
    return any(core in labels for labels in known.values())


def _by_words(content: PageContent) -> dict[str, list[Flow]]:
    """The cells of a blank by what they say, in reading order."""
    found: dict[str, list[Flow]] = {}
    for flow in content.flows:
        if flow.cell is not None:
            found.setdefault(squeeze(flow.text), []).append(flow)
    return found


def _numbered(cells: Mapping[str, list[Flow]], spot: LabelSpot, place: FormPlace) -> FormPlace:
    """A place with the number of its label's cell, where several cells of the blank print the same label."""
    same = cells.get(squeeze(spot.label), [])
    if place.kind not in places.CELL_PLACES or place.column is not None or len(same) < 2:
        return place
    number = next((number for number, flow in enumerate(same, start=1) if flow is spot.flow), None)
    return replace(place, which=number)


#: So many known labels with an answer beside them make a form that somebody has filled in.
_FILLED = 3


def _filled_in(content: PageContent, known: Mapping[str, list[str]]) -> list[str]:
    """The labels that have an answer beside them already, where a document is no blank but a filled form; else none."""
    grids = Grids(content)
    words = {label for labels in known.values() for label in labels}
    filled, empty = [], 0
    for label, beside in _pairs(content, grids):
        if meaning_of(label).core not in words:
            continue
        gap = gap_of(beside)
        if gap.kind == "printed" and not gap.loose and not is_label(squeeze(beside), words):
            filled.append(f"{''.join(label.split())}：{''.join(beside.split())[:20]}")
        empty += gap.kind in ("empty", "date", "boxes", "seal")
    return filled if len(filled) >= _FILLED and len(filled) > empty else []


def _pairs(content: PageContent, grids: Grids) -> Iterator[tuple[str, str]]:
    """What stands side by side: two cells, or a label and the rest of its line."""
    for flow in content.flows:
        at = grids.of(flow.cell)
        right = None if at is None else grids.right(at)
        if right is not None and not right.cell.continues:
            yield flow.text, right.cell.flow.text
        for line in flow.text.split(END) if at is None else ():
            label, colon, rest = line.replace("：", ":").partition(":")
            if colon and len(label) <= 24:
                yield label, rest


def is_label(said: str, words: Container[str]) -> bool:
    """Whether a text is a label rather than an answer: a known one, a heading of figures, or one with a unit or colon."""
    meaning = meaning_of(said)
    return meaning.core in words or meaning.unit is not None or heading_figure(said) is not None or said.endswith(":")


# ---- which answer --------------------------------------------------------------------------------------------


def _wordings(maps: Sequence[LabelMap]) -> dict[str, list[str]]:
    """Each answer's labels, squeezed to what tells them apart; the maps' own first."""
    found: dict[str, list[str]] = {}
    for each in maps:
        for place in each.places:
            if place.answer is not None:
                found.setdefault(place.answer, []).extend(
                    meaning_of(label).core for label in (place.label, *place.aliases)
                )
    path = resources.folder("templates") / "forms" / "wordings.yaml"
    data = read_document(path.name, resources.own_bytes(path)).data
    for wording in Wordings.model_validate(data).wordings:
        found.setdefault(wording.asks or "", []).extend(meaning_of(label).core for label in wording.labels)
    return found


def _matched(spots: Sequence[LabelSpot], known: Mapping[str, list[str]]) -> dict[int, tuple[str, bool]]:
    """The answer of each recognised spot by its index, and whether its wording is known exactly.

    The surest match wins; an answer is given once to each kind of place, a figure once to each label and column.
    """
    scored = []
    alike: dict[str, list[tuple[float, str]]] = {}
    for index, spot in enumerate(spots):
        for score, name in _candidates(spot, known, alike):
            scored.append((-score, index, name))
    found: dict[int, tuple[str, bool]] = {}
    taken: set[tuple[str, ...]] = set()
    for score, index, name in sorted(scored):
        spot = spots[index]
        figure = ROW_BY_NAME[name].kind in ("sum", "ratio") if name in ROW_BY_NAME else False
        once = (name, spot.label, spot.column) if figure and score == -1.0 else (name, str(spot.kind))
        if index not in found and once not in taken:
            found[index] = (name, score == -1.0)
            taken.add(once)
    return found


def _candidates(
    spot: LabelSpot, known: Mapping[str, list[str]], alike: dict[str, list[tuple[float, str]]]
) -> Iterator[tuple[float, str]]:
    """The answers that a spot may ask for, with how sure that is; `alike` keeps what was found for the same words."""
    meaning = meaning_of(spot.asks or spot.label)
    opinion = opinion_of(meaning.core)
    if spot.kind is None or meaning.of_which or opinion == "":
        return
    if opinion is not None:
        yield 1.0, opinion
        return
    if meaning.core not in alike:
        scores = (
            (max((likeness(meaning.core, label) for label in labels), default=0.0), name)
            for name, labels in known.items()
        )
        alike[meaning.core] = [(score, name) for score, name in scores if score > 0]
    yield from ((score, name) for score, name in alike[meaning.core] if _can_hold(spot, name))


#: What is asked of the contact, and of others too.
_PERSONAL = ("电话", "电话/传真", "职务", "信箱", "联系人")


def _can_hold(spot: LabelSpot, name: str) -> bool:
    """Whether a spot can hold an answer: boxes hold the kind of region, columns figures, and others' particulars are theirs."""
    row = ROW_BY_NAME.get(name)
    kind = "" if row is None else row.kind
    meaning = meaning_of(spot.asks or spot.label)
    if (spot.kind == "方框") != (kind == "boxes"):
        return False
    if (spot.column or meaning.year or spot.stage) and kind not in ("sum", "ratio"):
        return False
    if spot.stage and (row is None or str(row.keys[0]) not in {indicator.id for indicator in INDICATORS}):
        return False
    if name in _PERSONAL and not _is_contacts(spot, meaning.core):
        return False
    return _fits_gap(spot, kind)


def _is_contacts(spot: LabelSpot, core: str) -> bool:
    """Whether particulars of a person are those of the contact, as far as the labels before tell."""
    if core.startswith("联系人"):
        return True
    of_contact = bool(re.search(r"联系人|经办人", spot.owner)) and not re.search(r"推荐|主管|依托", spot.owner)
    return of_contact or (not spot.owner and core != "姓名")


def _fits_gap(spot: LabelSpot, kind: str) -> bool:
    """Whether what the blank prints in the gap agrees with the kind of the answer."""
    unit = unit_in(f"数({spot.suffix})") if spot.gap == "unit" else None
    if spot.gap == "unit":
        return kind in ("sum", "ratio") and unit is not None
    if spot.gap == "date" or spot.suffix == DATE_GAP:
        return kind == "day"
    if spot.gap == "seal":
        return kind in ("text", "opinion") if "年" in spot.suffix else kind in ("line", "text", "opinion")
    return spot.gap != "hint" or kind in ("line", "day", "telephones") or kind in _TEXTS


#: Kinds of answers that are paragraphs.
_TEXTS = ("text", "opinion", "funds", "projects", "phases", "shares", "enterprise")
_MONEY = ("亿元", "万元", "千元", "元")


def _proposed(spot: LabelSpot, name: str, exact: bool, boxes: FormPlace | None) -> ProposedPlace:
    meaning = meaning_of(spot.asks or spot.label)
    row = ROW_BY_NAME.get(name)
    figure = None if row is None else row.unit
    named = _unit_of(spot, figure)
    printed = unit_in(f"数({spot.suffix})") if spot.gap == "unit" else None
    is_share = row is not None and row.kind in COMPUTED and figure == "%"
    is_text = row is not None and row.kind in _TEXTS
    kind: Kind = "提示后" if spot.kind == "提示下" and is_share else spot.kind or "不填"
    place = FormPlace(
        label=spot.label,
        kind=kind,
        answer=name,
        location=Location(""),
        unit=printed or named or figure,  # type: ignore[arg-type]  # a pattern's group is any text to the checker
        decimals=DEFAULT_DECIMALS.get(printed or named or figure or "", 2),
        with_unit=figure is not None and named is None,
        column=spot.column or None,
        year=spot.year or meaning.year,
        industry=spot.industry,
        stage=spot.stage,
        prompt=(spot.prompt or None) if is_text or spot.gap != "hint" else None,
        suffix=None if is_text and spot.gap == "hint" else spot.suffix or None,
        keeps_prompt=kind == "标题下" and bool(spot.prompt),
        level=spot.level if is_text else None,
        options={} if boxes is None or kind != "方框" else _options(spot.boxes, boxes.options, boxes.option_aliases),
    )
    return ProposedPlace(place, "".join(_guesses(spot, name, exact, place, boxes)))


def _unit_of(spot: LabelSpot, figure: str | None) -> str | None:
    """The unit that label, column or table name for a figure; None where none of them does, or it is of another kind."""
    named = (spot.unit or "").split("、")
    fitting = [unit for unit in named if unit == figure or (unit in _MONEY and figure in _MONEY)]
    return fitting[0] if figure is not None and len(fitting) == 1 else None


def _guesses(spot: LabelSpot, name: str, exact: bool, place: FormPlace, boxes: FormPlace | None) -> Iterator[str]:
    if not exact:
        yield f"“{spot.asks or spot.label}”与“{name}”相近，是不是它？"
    missing = [] if boxes is None or place.kind != "方框" else [o for o in boxes.options if o not in place.options]
    if missing:
        yield f"没有找到这些方框：{'、'.join(missing)}。"
    if spot.stage:
        yield "填的是最后一个阶段的目标，是不是？"


def _options(content: str, options: Mapping[str, str], aliases: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The dossier's word for each box of the blank; a box that stands behind its word is part of the word."""
    pieces = [piece.strip() for piece in re.split(f"[{BOXES}]", content)]
    behind = bool(pieces[0]) and not pieces[-1]
    boxes = ["".join(piece.split()) for piece in (pieces[:-1] if behind else pieces[1:])]
    found: dict[str, str] = {}
    for value, label in options.items():
        known = [squeeze(word) for word in (value, label, *aliases.get(value, ()))]
        scores = [(max(_option_score(squeeze(box), word) for word in known), box) for box in boxes if box]
        best = max(scores, default=(0.0, ""))
        if best[0] >= NEAR_OPTION and best[1] not in found.values():
            found[value] = best[1]
    return {value: box + BOX if behind else box for value, box in found.items()}


def _option_score(box: str, word: str) -> float:
    return SequenceMatcher(None, box, word, autojunk=False).ratio()


def _keep_what_is_found_again(blank_parts: Parts, learned: LearnedMap) -> None:
    """Keep only places that filling finds in the blank; the others are left over."""
    survey = places.survey_of(parse_xml(blank_parts[DOCUMENT]))
    kept = []
    for proposed in learned.places:
        found = _found_again(survey, proposed.place)
        if isinstance(found, Diagnostic):
            learned.left_over.append((proposed.place.label, found.message))
        else:
            kept.append(replace(proposed, place=found))
    learned.places = kept


def _found_again(survey: places.Survey, place: FormPlace) -> FormPlace | Diagnostic:
    """A place as filling finds it, or the problem; a heading whose number Word adds is looked for without it."""
    problem = places.locate_place(survey, place)
    if not isinstance(problem, Diagnostic):
        return place
    bare = HEADING.sub("", squeeze(place.label), count=1)
    if problem.code == "F011" and place.kind == "标题下" and bare:
        trial = replace(place, label=bare, aliases=(place.label,))
        if not isinstance(places.locate_place(survey, trial), Diagnostic):
            return trial
    return problem
