"""`fmt`: laid out alike, and nothing said otherwise: comments, texts and numbers are those that were there."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from cases import BASE, EXAMPLES
from hypothesis import example, given, settings
from hypothesis import strategies as st
from yaml_mangler import mapping, source

from brandcluster import fixes, formatting, yamldoc
from brandcluster.cli.start import start
from brandcluster.dossier import FILES, load, part_of, pilot_files
from brandcluster.model import reading
from brandcluster.model.conditions import Conditions
from brandcluster.model.fields import Part
from brandcluster.model.header import Header
from brandcluster.model.plan import Plan
from brandcluster.model.statistics import Statistics
from brandcluster.schema import kinds as file_kinds
from brandcluster.yamlcomments import comments

MODELS = tuple(part for _, part in file_kinds())


def fmt(text: str, part: type[Part] = Header) -> str:
    made = formatting.formatted("x.yaml", text.encode(), part)
    assert not made.refusal, made
    again = formatting.formatted("x.yaml", made.content, part)
    assert again.content == made.content
    assert not again.changes
    return made.content.decode()


def comments_of(text: str) -> Counter[str]:
    document = yamldoc.read("x.yaml", text.encode())
    return Counter(each.words for each in comments(document, re.compile("#")))


def outside_texts(text: str) -> list[str]:
    """The lines of a file that do not belong to a text of several lines."""
    document = yamldoc.read("x.yaml", text.encode())
    inside: set[int] = set()
    waiting = [document.node_at(())]
    while waiting:
        node = waiting.pop()
        if node is None:
            continue
        if node.id == "scalar":
            if node.style in ("|", ">"):
                inside.update(range(node.start_mark.line + 1, node.end_mark.line + 1))
        elif node.id == "sequence":
            waiting.extend(node.value)
        else:
            waiting.extend(each for pair in node.value for each in pair)
    return [line for number, line in enumerate(text.split("\n")) if number not in inside]


@settings(deadline=None, max_examples=300)
@given(st.randoms(use_true_random=False), st.sampled_from(MODELS))
def test_whatever_the_writing_the_data_and_the_comments_stay(rng: Random, part: type[Part]) -> None:
    text = source(rng, mapping(rng, part))
    content = text.encode()
    document = yamldoc.read("x.yaml", content)
    made = formatting.formatted("x.yaml", content, part)
    assert not made.is_bug, text
    if made.refusal:
        assert made.content == content
        assert document.diagnostics or document.data == {} or not isinstance(document.data, dict) or "---" in text
        return
    result = made.content.decode()
    again = yamldoc.read("x.yaml", made.content)
    assert fixes.same(again.data, document.data)
    assert comments_of(result) == comments_of(document.text.replace("\r\n", "\n"))
    before, after = (reading.read(part, data) for data in (document.data, again.data))
    assert after.part == before.part
    assert Counter(p.code for p in after.problems) == Counter(p.code for p in before.problems)
    once_more = formatting.formatted("x.yaml", made.content, part)
    assert (once_more.content, once_more.changes) == (made.content, ())
    assert "\r" not in result and not result.startswith("\ufeff")
    assert result == "" or (result.endswith("\n") and not re.search(r"[^\n]\n\n+\Z", result) or re.search(r"[|>]\d?[+]", result))
    lines = outside_texts(result)
    assert [line for line in lines if re.search(r"(?<!\\)[ \t]\Z", line)] == []
    assert list(again.data) == sorted(again.data, key=_order(part))


def _order(part: type[Part]) -> Callable[[str], int]:
    labels = list(reading.fields(part))
    return lambda key: labels.index(key) if key in labels else len(labels)
