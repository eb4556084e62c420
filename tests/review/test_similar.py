"""Texts that say the same: planted copies are found, honest texts are not taken for copies, the cost stays small."""

from __future__ import annotations

from fractions import Fraction

import pytest
from planted_copies import COPIES, PAIRS, honest_pairs, planted_copies, source_texts

from brandcluster.dossier.files import ALL_KINDS
from brandcluster.dossier.model.reading import fields_of
from brandcluster.notice import edition
from brandcluster.review.similar import GivenText, grams_of, similar_texts
from brandcluster.review.stock_words import stock_grams

TEXT = (
    "砚溪特种陶瓷起步于1978年建成的县工业瓷厂，最初生产绝缘瓷件和化工填料。此后一批技术骨干离厂创业，"
    "以氧化铝研磨球、衬砖为主的民营企业发展到40多家。2003年设立特种陶瓷产业园，企业集中入园。"
)


def alike(*texts: str) -> list[tuple[int, int]]:
    given = [GivenText(f"第{number}家", text) for number, text in enumerate(texts)]
    return [(each.first, each.second) for each in similar_texts(given, stock_grams())]


def test_planted_copies_are_found_and_honest_pairs_are_not() -> None:
    """The first score, before the notice's words were set aside: 200 of 200, and 10 alarms in 100."""
    copies, pairs = planted_copies(), honest_pairs()
    assert (len(copies), len(pairs)) == (COPIES, PAIRS)
    found = sum(bool(alike(each.source.text, each.text)) for each in copies)
    alarms = [each for each in pairs if alike(*(text.text for text in each))]
    assert found >= COPIES * 95 // 100
    assert len(alarms) <= 1


def test_copies_are_found_among_all_other_texts() -> None:
    sources, copies = source_texts(), planted_copies(100, seed=77)
    given = [GivenText(each.region, each.text) for each in sources]
    given += [GivenText(f"抄{number}", each.text) for number, each in enumerate(copies)]
    found = {
        each.second
        for each in similar_texts(given, stock_grams())
        if each.first < len(sources) <= each.second
        and sources[each.first].text == copies[each.second - len(sources)].source.text
    }
    assert len(found) >= 95


def test_the_words_of_the_notice_and_the_form_never_count() -> None:
    for text in edition.clauses_of(edition.default_edition()).values():
        assert alike(text.text, text.text) == []
    labels = "\n".join(label for kind in ALL_KINDS for label in fields_of(kind.model))
    assert alike(labels, labels) == []


def test_figures_width_and_punctuation_are_no_difference() -> None:
    other = TEXT.replace("1978", "1985").replace("，", ",").replace("40", "６０").replace("。", "。 ")
    assert grams_of(TEXT) == grams_of(other)
    (found,) = similar_texts([GivenText("甲", TEXT), GivenText("乙", other)])
    assert (found.first, found.second, found.share) == (0, 1, Fraction(1))


def test_only_the_stretch_that_is_alike_is_shown() -> None:
    around = "本县地处平原，交通便利，农机维修业历史较长，常年有三千多名技工在外务工返乡创业办厂。"
    (found,) = similar_texts([GivenText("甲", TEXT), GivenText("乙", f"{around}\n{TEXT}\n{around[::-1]}")])
    assert found.after == TEXT


def test_one_owner_is_not_held_against_itself_and_nothing_is_alike_to_nothing() -> None:
    given = [GivenText("甲", TEXT), GivenText("甲", TEXT), GivenText("乙", ""), GivenText("丙", "无")]
    assert list(similar_texts(given)) == []


@pytest.mark.parametrize("many", [400])
def test_many_versions_of_one_text_cost_no_more_than_their_number(many: int) -> None:
    """Each is told once or a few times, not with every other one."""
    texts = [TEXT.replace("砚溪", f"{chr(0x4E00 + number)}溪") for number in range(many)]
    found = list(similar_texts([GivenText(text, text) for text in texts]))
    assert len(found) == many - 1
    assert {each.first for each in found} == {0}


def test_a_text_of_nothing_but_repetition_is_bounded() -> None:
    long = "品牌建设工作" * 20_000
    assert len(list(similar_texts([GivenText("甲", long), GivenText("乙", long)]))) <= 1
