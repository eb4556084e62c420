"""A case: a folder and what is typed in it. A number is a case for ever, as long as seeds and mutators stay."""

from __future__ import annotations

import re
from functools import cache
from random import Random
from typing import Any, NamedTuple

from fuzz.commands import HARMLESS, SHAPES, WORDS, Shape
from fuzz.folders import Entry
from fuzz.mutators import spoil
from fuzz.seeds import seed


class Case(NamedTuple):
    """What is typed, in which folder (spoilt from which seed), and what may be written."""

    arguments: tuple[str, ...]
    folder: dict[bytes, Entry]
    seed: str
    shape: Shape


def case(number: int, only: str = "") -> Case:
    """The case of a number; `only` some commands."""
    rng = Random(number)  # noqa: S311 - nothing secret
    shapes = [each for each in SHAPES if not only or each.command in only.split(",")]
    shape = rng.choices(shapes, [each.weight for each in shapes])[0]
    name = rng.choice(shape.seeds)
    folder = dict(seed(name))
    spoil(rng, folder)
    return Case(typed(rng, shape), folder, name, shape)


def typed(rng: Random, shape: Shape, *, sound: bool = False) -> tuple[str, ...]:
    """A command line of a shape, of the first words where it is to be sound; a word drawn empty is left out, with the
    option that it belongs to."""
    words: list[str] = []
    for word in shape.line.split():
        match = re.fullmatch(r"\{(\w+)\}", word)
        drawn = word if not match else WORDS[match.group(1)][0] if sound else rng.choice(WORDS[match.group(1)])
        if match and not drawn and words[-1].startswith("--") and match.group(1) not in ("strict", "over"):
            words.pop()
        elif drawn:
            words.append(drawn)
    if rng.random() < 0.12 and not sound:
        words += _one_more(rng, shape.command, words)
    return tuple(words)


def _one_more(rng: Random, command: str, words: list[str]) -> list[str]:
    """Another option that the command has, with some value."""
    options = [each for each in options_of(command, words[1:2]) if each.opts[-1] in HARMLESS]
    if not options:
        return []
    option = rng.choice(options)
    values = [*WORDS["odd"], *WORDS["day"], *WORDS["judging"], *WORDS["year"]]
    return [option.opts[-1], *([] if option.is_flag else [rng.choice(values)])]


def options_of(command: str, rest: list[str]) -> list[Any]:
    """The options that a command's own definition names."""
    return _options(command, *rest)


@cache
def _options(command: str, *rest: str) -> list[Any]:
    import typer

    from brandcluster.cli.app import program_command

    found = program_command().get_command(typer.Context(program_command()), command)
    below = getattr(found, "commands", {})
    found = below.get(rest[0], found) if rest else found
    return [each for each in found.params if each.param_type_name == "option"]
