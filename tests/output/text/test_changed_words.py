"""Two versions of a text as one, with the words marked that went and came."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brandcluster.output.text.changed_words import Run, marked_texts, shortened

TEXTS = st.text("甲乙丙丁。；\n 12.%ab", max_size=40)


def marked(before: str, after: str) -> list[Run]:
    return next(marked_texts([(before, after)]))


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ("每季度召开一次会议。", "每两个月召开一次会议。", "每[-季度-]{+两个月+}召开一次会议。"),
        ("增加值率为26.5%，高于全市。", "增加值率为27.05%，高于全市。", "增加值率为[-26.5%-]{+27.05%+}，高于全市。"),
        ("甲。\n乙。\n丙。", "甲。\n丙。", "甲。\n[-乙。\n-]丙。"),
        ("", "新写的。", "{+新写的。+}"),
        ("删掉的。", "", "[-删掉的。-]"),
        ("一样", "一样", "一样"),
    ],
)
def test_only_the_words_that_changed_are_marked(before: str, after: str, wanted: str) -> None:
    signs = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    assert "".join(signs[run.kind].format(run.text) for run in marked(before, after)) == wanted


@given(TEXTS, TEXTS)
def test_both_versions_are_in_it_whole(before: str, after: str) -> None:
    runs = marked(before, after)
    assert "".join(run.text for run in runs if run.kind != "new") == before
    assert "".join(run.text for run in runs if run.kind != "gone") == after
    assert all(run.text for run in runs)


def test_texts_made_to_be_slow_are_marked_as_wholes() -> None:
    start = time.process_time()
    long = "甲乙" * 100_000, "乙甲甲" * 70_000
    many = "甲。乙。" * 20_000, "乙。甲。甲。" * 15_000
    pairs = [("甲乙丙" * 600, "乙甲丙" * 600)] * 50
    found = list(marked_texts([long, many, *pairs]))
    assert len(found) == 52
    assert time.process_time() - start < 10


def test_what_stayed_is_shortened_between_changes_and_at_the_ends() -> None:
    runs = [Run("same", "头" * 30), Run("new", "改"), Run("same", "中" * 30), Run("gone", "删"), Run("same", "尾" * 30)]
    assert "".join(run.text for run in shortened(runs, 3)) == "……头头头改中中中……中中中删尾尾尾……"
    assert shortened([Run("same", "短短"), Run("new", "改")], 3)[0].text == "短短"
