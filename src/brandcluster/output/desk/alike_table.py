"""What dossiers have in common with others, for tables: some columns of CSV, and a sheet of the workbook, a hit a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from brandcluster.base.diagnostics import Location
from brandcluster.output.desk.alike_text import file_word, share_word
from brandcluster.output.text.heading import path_below
from brandcluster.review.alike import AlikePair
from brandcluster.review.claims import Claims

#: The columns of CSV behind the others, where it was asked for.
ALIKE_HEADS = ("相近的文字（处）", "相同的数（个）", "相同的文件和图片（个）", "相近的都在哪里")
#: As many hits of one dossier are named in its cell, and stand in the workbook of all.
MOST_IN_CELL, MOST_ROWS = 30, 20_000
#: A cell: text or a count.
Value = str | Fraction | None


def alike_cells(pairs: Sequence[AlikePair] | None, key: str) -> list[Value]:
    """The cells of a dossier; none where nobody asked."""
    if pairs is None:
        return []
    own = [pair.seen_from(key) for pair in pairs if key in (pair.first.key, pair.second.key)]
    hits = [hit for pair in own for hit in _hits(pair)]
    more = len(hits) - MOST_IN_CELL + sum(pair.left_out for pair in own)
    told = [
        f"{kind} {share}：{ours}；{theirs}".replace(" ：", "：")
        for kind, share, theirs, ours, *_ in hits[:MOST_IN_CELL]
    ]
    counts = (
        sum(len(pair.texts) + pair.left_out for pair in own),
        sum(len(pair.figures) for pair in own),
        sum(len(pair.files) for pair in own),
    )
    return [*map(Fraction, counts), "\n".join([*told, *([f"还有 {more} 处没有列出。"] if more > 0 else [])])]


def alike_rows(pairs: Sequence[AlikePair]) -> Iterator[list[Value]]:
    """The sheet: one row a hit, the most telling pair first."""
    yield ["种类", "相同的比例", "材料", "另一份材料", "位置", "另一处位置", "写的是", "另一份写的是"]
    room = MOST_ROWS
    for pair in pairs:
        hits = list(_hits(pair))[: max(room, 0)]
        room -= len(hits)
        for kind, share, first_at, second_at, first, second in hits:
            yield [kind, share, pair.first.name, pair.second.name, first_at, second_at, first, second]
        left = len(pair.texts) + pair.left_out + len(pair.figures) + len(pair.files) - len(hits)
        if left > 0:
            yield ["", "", pair.first.name, pair.second.name, "", "", f"还有 {left} 处没有列出。", ""]


def _hits(pair: AlikePair) -> Iterator[tuple[str, str, str, str, str, str]]:
    """Kind, how much of it, both places, and what stands at both."""
    first, second = pair.first, pair.second
    for text in pair.texts:
        places = (
            f"{text.first.place}（{_at(first, text.first.source)}）",
            f"{text.second.place}（{_at(second, text.second.source)}）",
        )
        yield ("文字", share_word(text.share), *places, text.before, text.after)
    for one, other in pair.figures:
        places = _at(first, one.source), _at(second, other.source)
        yield ("数", "", *places, f"{one.label} {one.value}", f"{other.label} {other.value}")
    for file, same in pair.files:
        yield (file.kind, "", _below(first, file_word(file)), _below(second, file_word(same)), "", "")


def _at(of: Claims, place: Location) -> str:
    return f"{_below(of, place.path)}:{place.line}"


def _below(of: Claims, path: str) -> str:
    return path_below(of.name, path)
