"""What a dossier has in common with others, on its page: passages beside each other, with what was changed in them.

A page is made where its dossier is read, this part where all of them are known: it is put into its place afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from brandcluster.output.desk.alike_text import NOTE, enterprise_word, file_word, pair_word, share_word
from brandcluster.output.desk.pages import ALIKE_PLACE, page_environment
from brandcluster.output.text.changed_words import Run, marked_texts
from brandcluster.papers.stamp import stamped_text, without_stamp
from brandcluster.review.alike import AlikePair

#: As many pairs, passages of a pair, figures and files stand on a page; so much of a passage.
MOST_PAIRS, MOST_EACH, MOST_TEXT = 10, 20, 3_000


class _Passage(NamedTuple):
    """Two passages with their places, and the words of both as one."""

    share: str
    theirs: str
    ours: str
    ours_at: str
    runs: list[Run]


def put_alike(page: bytes, pairs: Sequence[AlikePair], key: str, links: dict[str, str]) -> bytes:
    """A dossier's page with what it has in common with others; `links` are the names of their pages by key."""
    own = [pair.seen_from(key) for pair in pairs if key in (pair.first.key, pair.second.key)]
    text = (
        page_environment()
        .get_template("alike.html")
        .render(
            pairs=own[:MOST_PAIRS],
            left=max(len(own) - MOST_PAIRS, 0),
            most=MOST_EACH,
            note=NOTE,
            links=links,
            said=pair_word,
            file_word=file_word,
            enterprise_word=enterprise_word,
            passages=_passages,
        )
    )
    return stamped_text(without_stamp(page).replace(ALIKE_PLACE, text, 1))


def _passages(pair: AlikePair) -> list[_Passage]:
    kept = pair.texts[:MOST_EACH]
    marked = marked_texts((each.before[:MOST_TEXT], each.after[:MOST_TEXT]) for each in kept)
    return [
        _Passage(
            share_word(each.share),
            each.first.place,
            each.second.place,
            f"{each.second.source.path}:{each.second.source.line}",
            runs,
        )
        for each, runs in zip(kept, marked, strict=True)
    ]
