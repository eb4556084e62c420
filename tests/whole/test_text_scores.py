"""The rules on texts leave right sentences and honest answers alone, and still find most wrong sentences."""

from __future__ import annotations

import answer_score
import pytest
import sentence_score


@pytest.mark.parametrize("lot", ["work", "final", "second", "third", "fourth"])
@pytest.mark.part(5)
def test_a_seventh_of_each_lot(lot: str) -> None:
    held = [(entry, sentence_score.found_in(entry)) for entry in sentence_score.read_lot(lot)[::7]]
    assert [(entry["text"], found) for entry, found in held if entry["right"] and found] == []
    wrong = [bool(found) for entry, found in held if not entry["right"]]
    assert sum(wrong) >= 0.8 * len(wrong)


@pytest.mark.parametrize("lot", ["honest", "second_honest", "third_honest"])
@pytest.mark.part(3)
def test_honest_answers_are_seldom_warned_of(lot: str) -> None:
    answers = list(answer_score.honest(lot))
    assert sum(bool(said) for _, _, said in answers) <= 0.05 * len(answers)
