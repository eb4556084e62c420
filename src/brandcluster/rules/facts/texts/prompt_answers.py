"""Which prompts of the form are answered, and in which of their parts (附件1; the edition's `prompts.yaml`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from brandcluster.base.diagnostics import KeyPath
from brandcluster.base.patterns import late_pattern
from brandcluster.dossier import references
from brandcluster.dossier.files import PLAN
from brandcluster.dossier.load import Dossier, once
from brandcluster.notice import edition
from brandcluster.notice.edition import Prompt, PromptPart
from brandcluster.rules.facts.rules_in_force import edition_of

_SENTENCE_END = late_pattern(r"[。；;！!？?\n]")
_NOISE = late_pattern(r"[\s，。；：、,.;:！!？?（）()“”\"'…—-]+")
#: Answers that say nothing, white space and punctuation apart.
_NOTHING = late_pattern(r"(?:暂时?|目前|尚|均|本区域|我区|我县)*(?:无|没有|没有相关内容|不适用|无此项|未涉及)")
_ELSEWHERE = (
    r"略|从略|详略|(?:内容|具体|情况|详情)*(?:请|详|另|参|可|均|已)*(?:见|附|参阅|参考|查看|同)"
    r"(?:上|前|下|后|左|附件|附后|附表|附页|附录|材料|申报书|方案|上文|前文|下文|上述|前述|上栏|其他|其它|第.{1,3}部分|另文|另页)"
    r"[^，。；]{0,12}|待补充?|待定|暂缺|空|[×xX?？*]+|测试|无可奉告"
)


class PromptAnswer(NamedTuple):
    """The answer to a prompt as printed: what is wrong with it as a whole, and each part with whether it is there.

    `empty` is why it is no answer at all: 空话, 提示, or the label of the section that has the same text.
    """

    prompt: Prompt
    keys: KeyPath
    text: str
    empty: str | None
    parts: tuple[tuple[str, bool], ...]

    @property
    def short(self) -> bool:
        """Whether it has too few characters to be an answer."""
        return not self.says_none and len(_bare(self.text)) < self.prompt.shortest

    @property
    def says_none(self) -> bool:
        """Whether it says that there is nothing, where the prompt asks whether there is."""
        return self.prompt.none and _NOTHING.fullmatch(_bare(self.text)) is not None

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts without any sign of an answer."""
        return tuple(name for name, there in self.parts if not there)


#: So many texts are kept, and none that is longer.
KEPT_TEXTS, KEPT_LENGTH = 500, 2_000
#: What sends the reader elsewhere begins so, and has one of these.
_BEGINS = "略从详内具情请另参可均已见附查同待暂空×xX?？*测无"
_SENDS_ON = "略见附参阅看同待暂空测×xX?？*告"
#: Why an answer is none.
NOTHING, PROMPT = "空话", "提示"


@once
def prompt_answers(dossier: Dossier) -> list[PromptAnswer]:
    """Every prompt that has an answer, in the form's order; worked out once."""
    return list(_answers(dossier))


def _answers(dossier: Dossier) -> Iterator[PromptAnswer]:
    first: dict[str, str] = {}
    for prompt in edition.prompts_of(edition_of(dossier)):
        document = dossier.documents.get(prompt.file)
        for keys, value in _values(document.data if document is not None else None, prompt.steps, ()):
            text = references.expand_text(value, dossier) if isinstance(value, str) else ""
            empty = _empty(prompt, text, first) if isinstance(value, str) else None
            signed = (
                _signed_parts(prompt, text) if empty is None and isinstance(value, str) else [False] * len(prompt.parts)
            )
            parts = tuple(
                (asked.name, empty is None and (by_words or _there(asked, value, dossier)))
                for asked, by_words in zip(prompt.parts, signed, strict=True)
            )
            answer = PromptAnswer(prompt, keys, text, empty, parts)
            yield answer._replace(parts=tuple((name, True) for name, _ in parts)) if answer.says_none else answer


def _values(data: Any, steps: tuple[str, ...], at: KeyPath) -> Iterator[tuple[KeyPath, Any]]:
    """The values that a prompt's keys lead to; of a table that is not there, the texts beside its place."""
    if isinstance(data, list):
        for index, entry in enumerate(data):
            yield from _values(entry, steps, (*at, index))
        return
    if not isinstance(data, dict):
        return
    value = data.get(steps[0])
    if len(steps) > 1:
        yield from _values(value, steps[1:], (*at, steps[0]))
    elif isinstance(value, str) and value.strip():
        yield (*at, steps[0]), value
    elif isinstance(value, list) or (not value and at):
        beside = [each for each in data.values() if isinstance(each, str) and each.strip()]
        if value or beside:
            yield ((*at, steps[0]) if steps[0] in data else at), value or beside


def _empty(prompt: Prompt, text: str, first: dict[str, str]) -> str | None:
    bare = _bare(text)
    if _NOTHING.fullmatch(bare):
        return None if prompt.none else NOTHING
    # Made when it is needed: most answers are long.
    brief = len(bare) < prompt.shortest + 2 * len(_SENDS_ON) and any(word in bare for word in _SENDS_ON)
    if brief and bare[0] in _BEGINS and re.fullmatch(_ELSEWHERE, bare):
        return NOTHING
    if bare in _bare(prompt.quote) or not bare.replace(_bare(prompt.quote), "").replace(_bare(prompt.label), ""):
        return PROMPT
    where = first.setdefault(bare, prompt.label)
    return None if where == prompt.label else where


def _signed_parts(prompt: Prompt, text: str) -> Sequence[bool]:
    """Of each part of a prompt, whether a text answers it by its words."""
    look = _look_for_signs if len(text) > KEPT_LENGTH else _kept_signs
    return look(prompt.parts, prompt.aside, text)


def _look_for_signs(parts: tuple[PromptPart, ...], aside: tuple[str, ...], text: str) -> tuple[bool, ...]:
    for word in aside:
        text = text.replace(word, "")
    return tuple(not asked.signs or any(_signed(text, sign) for sign in asked.signs) for asked in parts)


_kept_signs = lru_cache(maxsize=KEPT_TEXTS)(_look_for_signs)


def _there(asked: PromptPart, value: Any, dossier: Dossier) -> bool:
    """Whether a part of a prompt is answered by a table, whatever its text says."""
    if asked.table is not None and _in_table(dossier, asked.table):
        return True
    if isinstance(value, str):
        return False
    beside = [each for each in value if isinstance(each, str)]
    return len(beside) < len(value) or any(_signed("\n".join(beside), sign) for sign in asked.signs)


def _signed(text: str, sign: tuple[str, ...]) -> bool:
    """Whether a sign stands in a text; several words in their order within one sentence."""
    if sign[0] not in text:
        return False
    if len(sign) == 1:
        return True
    return any(_in_order(sentence, sign) for sentence in _SENTENCE_END.split(text))


def _in_order(sentence: str, sign: tuple[str, ...]) -> bool:
    at = 0
    for word in sign:
        at = sentence.find(word, at)
        if at < 0:
            return False
        at += len(word)
    return True


def _in_table(dossier: Dossier, key: str) -> bool:
    """Whether some entry of the fund table has an answer under a key."""
    document = dossier.documents.get(PLAN)
    funds = document.data.get("资金") if document is not None and isinstance(document.data, dict) else None
    items = funds.get("明细") if isinstance(funds, dict) else None
    if not isinstance(items, list):
        return False
    return any(isinstance(item, dict) and item.get(key) not in (None, "") for item in items)


def _bare(text: str) -> str:
    return _NOISE.sub("", text) if len(text) > KEPT_LENGTH else _kept_bare(text)


@lru_cache(
    maxsize=KEPT_TEXTS
)  # the texts of a form are looked at several times, and stay as they are while one is edited
def _kept_bare(text: str) -> str:
    return _NOISE.sub("", text)
