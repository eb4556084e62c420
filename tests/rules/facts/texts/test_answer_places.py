"""Where a part of a prompt is answered: the sentence that says most of it."""

from __future__ import annotations

from brandcluster.notice.edition import Prompt, PromptPart, prompts_of
from brandcluster.rules.facts.texts.answer_places import answer_place

PROMPT = Prompt("问", "a.yaml", ("问",), "form-x", "问什么", 4, "", False, ("政策措施",), ())


def part(*signs: str) -> PromptPart:
    return PromptPart("答", tuple(tuple(sign.split("…")) for sign in signs), None)


def test_the_sentence_with_the_most_signs_is_the_answer() -> None:
    text = "产业始于1969年。\n  1984年起办厂，1998年转产，发展到40家；现在居全国第二。"
    found = answer_place(PROMPT, part("始于", "年起", "转产", "发展到"), text)
    assert found is not None
    assert text[found.start : found.end] == "1984年起办厂，1998年转产，发展到40家"
    assert [text[start:end] for start, end in found.signs] == ["年起", "转产", "发展到"]


def test_words_in_order_count_together_and_only_within_a_sentence() -> None:
    asked = part("政府…支持")
    assert answer_place(PROMPT, asked, "政府很忙。大家支持。") is None
    found = answer_place(PROMPT, asked, "县政府将大力支持。")
    assert found is not None and found.signs == ((1, 3), (6, 8))


def test_what_is_set_aside_is_no_sign_and_moves_nothing() -> None:
    found = answer_place(PROMPT, part("措施"), "落实政策措施。拟采取三项措施")
    assert found is not None and (found.start, found.signs) == (7, ((12, 14),))
    assert (
        answer_place(PROMPT, part("措施"), "落实政策措施。") is None
        and answer_place(PROMPT, part(), "什么都行") is None
    )


def test_a_text_of_too_many_sentences_is_read_as_far_as_people_write() -> None:
    asked = next(each for prompt in prompts_of("miit-2014-102") for each in prompt.parts if len(each.signs) > 80)
    words = "".join("".join(sign) for sign in asked.signs)
    found = answer_place(PROMPT, asked, f"天。{words}。" + f"{words}{words}。" * 10_000)
    assert found is not None and found.start == 2 and found.end == 2 + len(words)
