"""What two dossiers have in common, for the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TypedDict

from brandcluster.base.diagnostics import Location
from brandcluster.base.numbers import round_text
from brandcluster.base.visible import visible
from brandcluster.output.json_types import Count, DecimalText, LineNumber, PathText, exact_json
from brandcluster.output.text.heading import path_below
from brandcluster.output.text.table import cut_to_width
from brandcluster.output.text.terminal import Line
from brandcluster.review.alike import AlikePair
from brandcluster.review.claims import ClaimedEnterprise, ClaimedFile

#: As many pairs, and passages, figures and files of each, stand on the terminal; as many pairs in JSON.
MOST_PAIRS, MOST_EACH, MOST_IN_JSON = 20, 3, 1_000
#: So wide is a line of a passage.
_WIDTH = 108
NOTE = "只是线索，由人核实：比的是连着三个字都相同的占多少，数字、标点不算，通知和表格自己的话不算。"


def share_word(share: Fraction) -> str:
    """How much of a passage stands in the other one."""
    return f"{round_text(share * 100, 0)}%"


def pair_word(pair: AlikePair) -> str:
    """What two dossiers have in common, in numbers."""
    passages = len(pair.texts) + pair.left_out
    parts = (
        (passages, "处文字相近"),
        (len(pair.figures), "个数相同"),
        (len(pair.files), "个文件或图片相同"),
        (len(pair.enterprises), "家企业相同"),
    )
    return "，".join(f"{count} {what}" for count, what in parts if count)


def enterprise_word(first: ClaimedEnterprise, second: ClaimedEnterprise) -> str:
    """An enterprise that both name, and as what."""
    code = first.code or second.code
    return f"{second.name}{f'（{code}）' if code else ''}：{first.place}；{second.place}"


def pair_names(pair: AlikePair) -> str:
    """The two dossiers, or the one that has a file in two places."""
    if pair.is_within:
        return f"{visible(pair.first.name)} 里面"
    return f"{visible(pair.first.name)} 与 {visible(pair.second.name)}"


def file_word(file: ClaimedFile) -> str:
    """A file, or the picture in one."""
    return visible(f"{file.path}里的图片 {file.inside}" if file.inside else file.path)


# ---- terminal ------------------------------------------------------------------------------------------------


def alike_lines(pairs: Sequence[AlikePair]) -> Iterator[Line]:
    """The pairs, each with its most telling passages."""
    yield (
        (
            "bold",
            f"与别的材料、往年材料、示例相近的（{len(pairs)} 对）" if pairs else "与别的材料、往年材料、示例没有相近的",
        ),
    )
    if pairs:
        yield (("dim", f"  {NOTE}"),)
    for pair in pairs[:MOST_PAIRS]:
        yield (("yellow", f"  {pair_names(pair)}"), ("", f"：{pair_word(pair)}"))
        for each in pair.texts[:MOST_EACH]:
            yield (
                ("", f"    {share_word(each.share)}  "),
                ("dim", _places(pair, each.first.source, each.second.source)),
            )
            for text in (each.before, each.after):
                yield (("", cut_to_width(f"      {_one_line(text)}", _WIDTH)),)
        for first, second in pair.figures[:MOST_EACH]:
            what = f"{first.label} {first.value}"
            yield (("", f"    同一个数  {visible(what)}  "), ("dim", _places(pair, first.source, second.source)))
        for one, other in pair.files[:MOST_EACH]:
            yield (("", f"    同一个{one.kind}  "), ("dim", f"{file_word(one)}；{file_word(other)}"))
        for mine, theirs in pair.enterprises[:MOST_EACH]:
            words = ("", f"    同一家企业  {visible(enterprise_word(mine, theirs))}  ")
            yield (words, ("dim", _places(pair, mine.source, theirs.source)))
        left = max(len(pair.texts) + pair.left_out - MOST_EACH, 0)
        left += max(len(pair.figures) - MOST_EACH, 0) + max(len(pair.files) - MOST_EACH, 0)
        left += max(len(pair.enterprises) - MOST_EACH, 0)
        if left:
            yield (("dim", f"    还有 {left} 处，见网页（--html）或 --format json"),)
    if len(pairs) > MOST_PAIRS:
        yield (("dim", f"  还有 {len(pairs) - MOST_PAIRS} 对没有列出，见网页（--html）或 --format json"),)


def _one_line(text: str) -> str:
    return " ".join(visible(line) for line in text.split("\n") if line.strip())


def _places(pair: AlikePair, first: Location, second: Location) -> str:
    return "；".join(
        f"{visible(path_below(of.name, place.path))}:{place.line}"
        for of, place in ((pair.first, first), (pair.second, second))
    )


# ---- JSON ----------------------------------------------------------------------------------------------------


class AlikePlaceJson(TypedDict):
    """A line of a file of a dossier, with the dossier and the place in the form's words."""

    dir: str
    place: str
    path: PathText
    line: LineNumber
    text: str


class AlikePassageJson(TypedDict):
    """Two passages, and how much of one stands in the other (0 to 1)."""

    share: DecimalText | None
    places: list[AlikePlaceJson]


class AlikeFileJson(TypedDict):
    """One file or picture in two dossiers, by the hash of its content."""

    kind: str
    sha256: str
    paths: list[str]


class AlikePairJson(TypedDict):
    """Two dossiers (or one, twice, that has a file in two places), and what they have in common; `left_out` passages
    are not listed."""

    dossiers: list[str]
    texts: list[AlikePassageJson]
    figures: list[AlikePassageJson]
    files: list[AlikeFileJson]
    enterprises: list[AlikePassageJson]
    left_out: Count


def alike_json(pairs: Sequence[AlikePair]) -> list[AlikePairJson]:
    """The pairs as `review --format json` shows them."""
    return [_pair_json(pair) for pair in pairs[:MOST_IN_JSON]]


def _pair_json(pair: AlikePair) -> AlikePairJson:
    first, second = pair.first.name, pair.second.name
    return {
        "dossiers": [first, second],
        "texts": [
            {
                "share": exact_json(each.share),
                "places": [
                    _place_json(first, each.first.place, each.first.source, each.before),
                    _place_json(second, each.second.place, each.second.source, each.after),
                ],
            }
            for each in pair.texts
        ],
        "figures": [
            {
                "share": None,
                "places": [
                    _place_json(name, of.label, of.source, of.value) for name, of in ((first, one), (second, other))
                ],
            }
            for one, other in pair.figures
        ],
        "files": [
            {
                "kind": one.kind,
                "sha256": one.digest,
                "paths": [path_below(first, one.path), path_below(second, other.path)],
            }
            for one, other in pair.files
        ],
        "enterprises": [
            {
                "share": None,
                "places": [
                    _place_json(name, of.place, of.source, of.name) for name, of in ((first, one), (second, other))
                ],
            }
            for one, other in pair.enterprises
        ],
        "left_out": pair.left_out,
    }


def _place_json(name: str, words: str, place: Location, text: str) -> AlikePlaceJson:
    return {"dir": name, "place": words, "path": place.path, "line": place.line, "text": text}
