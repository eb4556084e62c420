"""Parsing with and without counting: what counts nothing gives the same, and is not tried on what could do harm."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brandcluster.formats.yaml import parser
from brandcluster.formats.yaml.parser import FEW_BRACKETS, MAX_DEPTH, MAX_NODES, SHORT, TooDeep, TooMany, compose_nodes

c_parser = pytest.mark.skipif(parser._c_parser() is None, reason="the parser in Python counts always")


def counted(text: str) -> Any:
    return parser._composer(parser._c_parser(), counts=True)(text).get_single_node()


def outcome(text: str, compose: Any) -> Any:
    """What comes of a text: its nodes with their marks, or the error with its place."""
    try:
        return shape(compose(text), 0)
    except (TooDeep, TooMany) as error:
        return type(error), error.mark.line, error.mark.column
    except Exception as error:
        mark = getattr(error, "problem_mark", None)
        return type(error), getattr(error, "problem", None), mark and (mark.line, mark.column)


def shape(node: Any, depth: int) -> Any:
    if node is None or depth > 40:
        return None
    own = (
        node.id,
        str(node.ctag),
        node.start_mark.line,
        node.start_mark.column,
        node.end_mark.line,
        node.end_mark.column,
    )
    if node.id == "mapping":
        return own, [(shape(key, depth + 1), shape(value, depth + 1)) for key, value in node.value]
    return own, [shape(each, depth + 1) for each in node.value] if node.id == "sequence" else (node.value, node.style)


def nested(levels: int) -> str:
    """A list in a list, so many deep."""
    return "[" * levels + "]" * levels


def indented(levels: int) -> str:
    """A mapping in a mapping: the innermost has a scalar below it."""
    return "".join(f"{' ' * at}a:\n" for at in range(levels - 1)) + f"{' ' * (levels - 1)}a: 1\n"


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{here}: &{here} [*{there}, *{there}, *{there}, *{there}, *{there}, *{there}, *{there}, *{there}]\n"
    for there, here in zip("abcdefgh", "bcdefghi", strict=True)
)
TEXTS = {
    "nothing": "",
    "a comment": "# x\n",
    "deep enough": nested(MAX_DEPTH),
    "too deep": nested(MAX_DEPTH + 1),
    "blocks deep enough": indented(MAX_DEPTH - 1),
    "blocks too deep": indented(MAX_DEPTH),
    "lists below keys": "a:\n- b:\n  - c:\n    - d:\n",
    "as many nodes as may be": "- a\n" * (MAX_NODES - 1),
    "one node more": "- a\n" * MAX_NODES,
    "too deep, and wrong behind it": nested(MAX_DEPTH + 1) + "\n]: [",
    "wrong, and too deep behind it": "a: ]\nb: " + nested(MAX_DEPTH + 1),
    "nodes that are met again": BOMB,
    "a list that holds itself": "&a [*a]\n",
    "brackets in texts": "a: 甲 {{ 乙 }} [丙]\nb: |\n  {{ 丁 }}\n",
    "two documents": "a: 1\n---\nb: 2\n",
    "a tag and an anchor": "- !x a\n- &b c\n- *b\n",
}  # fmt: skip


@c_parser
@pytest.mark.parametrize("name", TEXTS)
def test_what_counts_nothing_gives_the_same(name: str) -> None:
    assert outcome(TEXTS[name], compose_nodes) == outcome(TEXTS[name], counted)


@c_parser
@given(st.text("ab:-[]{},&*!|>'\"# \n?", max_size=80))
def test_any_text_gives_the_same(text: str) -> None:
    assert outcome(text, compose_nodes) == outcome(text, counted)


@c_parser
@pytest.mark.parametrize(
    ("text", "tried"),
    [
        ("- a\n" * (SHORT // 4), True),
        ("- a\n" * (SHORT // 4) + "#", False),
        ("# " + "[" * FEW_BRACKETS, True),
        ("# " + "[" * (FEW_BRACKETS - 1) + "{{", False),
        (f"{' ' * 39}a: 1\n", True),
        (f"a: 1\n{' ' * 40}# x\n", False),
        ("- " * 20 + "a", False),
    ],
    ids=("short", "long", "brackets", "more brackets", "indented", "indented further", "lists in one line"),
)
def test_what_could_do_harm_is_counted_from_the_first(text: str, tried: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    made = parser._composer

    def composer(found: Any, *, counts: bool) -> Any:
        asked.append(counts)
        return made(found, counts=counts)

    monkeypatch.setattr(parser, "_composer", composer)
    outcome(text, compose_nodes)
    assert (False in asked) == tried
