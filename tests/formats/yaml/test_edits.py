"""Changes at places: what was meant arrives, and nothing else moves."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from parts import examples
from yaml_mangler import mapping, source

from brandcluster.dossier.editing.new_files import new_dossier_files
from brandcluster.dossier.files import ALL_KINDS
from brandcluster.dossier.model.fields import Part
from brandcluster.formats.yaml import edits
from brandcluster.formats.yaml.document import Document, read_document
from brandcluster.formats.yaml.edits import is_same

SOURCE = """# top
a: x  # of a
b: |  # of b
  甲
  乙

# between
c: {年份: 2014, 来源: 'a'}
d: [1, 2]
e: []
f:  # of f
g:
  - h: 1
    # inside
    i: 2
  - h: 3

# end
"""


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (("a",), "甲\n乙"),
        (("a",), "1.5"),
        (("a",), "- 甲: 乙 # 丙"),
        (("b",), "丙"),
        (("b",), "丙\n\n丁"),
        (("c", "来源"), "b: c"),
        (("c", "金额"), Decimal("1.50")),
        (("d", 2), 3),
        (("e",), ["甲"]),
        (("e", 0), {"k": "v"}),
        (("f",), "p\nq"),
        (("f", "x", "y"), 1),
        (("g", 0, "i"), "x\ny"),
        (("g", 1, "z"), {"k": ["m", "n"]}),
        (("g", 2, "h"), 5),
        (("g", 0, "h"), None),
        (("new",), "true"),
        (("new", "er"), ["a", {"b": "c\nd"}]),
    ],
)
def test_one_change(keys: tuple[str | int, ...], value: Any) -> None:
    made = edits.edit_text("x.yaml", SOURCE, {keys: value})
    assert made is not None
    comments = [line[line.index("#") :] for line in SOURCE.splitlines() if "#" in line]
    assert [comment for comment in comments if comment not in made] == []
    before, after = (read_document("x.yaml", text.encode()).data for text in (SOURCE, made))
    assert {key: item for key, item in before.items() if key != keys[0]} == {
        key: item for key, item in after.items() if key not in (keys[0], "new")
    }


def test_windows_lines_stay_windows_lines() -> None:
    made = edits.edit_text("x.yaml", SOURCE.replace("\n", "\r\n"), {("a",): "甲\n乙", ("g", 2, "h"): 1})
    assert made is not None
    assert made.count("\r\n") == made.count("\n")


@pytest.mark.parametrize("text", ["a: [1\n", "a: 1\na: 2\n", "- 1\n", ""])
def test_a_file_that_is_not_sound_is_not_touched(text: str) -> None:
    assert edits.edit_text("x.yaml", text, {("a",): "b"}) is None


VALUES = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1).filter(
        lambda text: text.strip() == text
    ),
    st.integers(0, 10**9),
    st.decimals(0, 10**6, places=2),
)


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(VALUES, min_size=8, max_size=8))
def test_any_value_arrives_in_a_new_dossier(values: list[Any]) -> None:
    files = new_dossier_files("miit-2014-102", 2013)
    paths: list[tuple[str | int, ...]] = [
        ("试点工作思路",),
        ("资金", "总额（万元）"),
        ("资金", "明细", 0, "来源"),
        ("资金", "明细", 1, "来源"),
        ("主要工作项目", 0, "名称"),
        ("主要工作项目", 2, "名称"),
        ("工作阶段", 1, "名称"),
        ("其他需要说明内容",),
    ]
    chosen = [path for path in paths if path != ("主要工作项目", 2, "名称")]
    changes = dict(zip(chosen, values, strict=False))
    text = edits.edit_text("plan.yaml", files["application/plan.yaml"], changes)
    assert text is not None


def bare(data: Any) -> Any:
    """Data without blanks at the end of texts, which nobody typed."""
    if isinstance(data, dict):
        return {key: bare(value) for key, value in data.items()}
    if isinstance(data, list):
        return [bare(value) for value in data]
    return data.rstrip() if isinstance(data, str) else data


@settings(deadline=None, max_examples=examples(150))
@given(st.randoms(use_true_random=False), st.sampled_from([kind.model for kind in ALL_KINDS]), VALUES)
def test_whatever_the_writing_nothing_else_changes(rng: Random, part: type[Part], value: Any) -> None:
    text = source(rng, mapping(rng, part))
    document = read_document("x.yaml", text.encode())
    assume(not document.diagnostics and isinstance(document.data, dict) and document.data)
    wanted = dict(document.data)
    answers = [key for key, each in wanted.items() if not isinstance(each, (dict, list))]
    key = rng.choice([*answers, "新键"])
    made = edits.edit_text("x.yaml", document.text, {(key,): value})
    assert made is not None, text
    wanted[key] = value
    assert is_same(bare(read_document("x.yaml", made.encode()).data), bare(wanted))
    lines = [line.strip() for line in made.splitlines()]
    assert all(line.strip() in lines for line in text.splitlines() if line.lstrip().startswith("#注"))


def test_a_change_that_would_take_something_along_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    real = edits._splices

    def too_much(document: Document, keys: Any, value: Any) -> Any:
        return [*(real(document, keys, value) or ()), edits._Splice(0, 0, "more: 1\n")]

    monkeypatch.setattr(edits, "_splices", too_much)
    assert edits.edit_text("x.yaml", SOURCE, {("a",): "y"}) is None
