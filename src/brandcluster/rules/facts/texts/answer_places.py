"""Where in a text each part of a prompt is answered: the sentence with the most signs of it, and these signs.

The signs are those of the edition's `prompts.yaml`. What `prompt_answers` takes for answered by a table, or by words
that are set aside here, has no place in the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from brandcluster.base.patterns import late_pattern
from brandcluster.notice.edition import Prompt, PromptPart

_SENTENCE = late_pattern(r"[^。；;！!？?\n]+")
#: Stands where words are set aside, so that places stay what they are.
_NOTHING = "\0"
#: As many sentences are looked at; no answer of a person has more.
MOST_SENTENCES = 500


class AnswerPlace(NamedTuple):
    """A sentence of a text by its start and end, and the signs in it likewise, in order."""

    start: int
    end: int
    signs: tuple[tuple[int, int], ...]


def answer_place(prompt: Prompt, asked: PromptPart, text: str) -> AnswerPlace | None:
    """The sentence that answers a part of a prompt; None where no sentence does."""
    for word in prompt.aside:
        text = text.replace(word, _NOTHING * len(word))
    known = [sign for sign in asked.signs if all(word in text for word in sign)]
    best: AnswerPlace | None = None
    for match in islice(_SENTENCE.finditer(text), MOST_SENTENCES):
        signs = tuple(sorted({span for sign in known for span in _spans(match.group(), sign, match.start())}))
        if signs and (best is None or len(signs) > len(best.signs)):
            best = AnswerPlace(match.end() - len(match.group().lstrip()), match.end(), signs)
    return best


def _spans(sentence: str, sign: tuple[str, ...], start: int) -> Iterator[tuple[int, int]]:
    """Where the words of a sign stand in a sentence, in their order; nothing where one is wanting."""
    found: list[tuple[int, int]] = []
    at = 0
    for word in sign:
        at = sentence.find(word, at)
        if at < 0:
            return
        found.append((start + at, start + at + len(word)))
        at += len(word)
    yield from found
